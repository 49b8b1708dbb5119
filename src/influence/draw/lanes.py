"""The strongest ways to a decider, from left to right."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from influence.draw.cards import CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import framed, support_legend, title_of
from influence.draw.layered_layout import layered
from influence.draw.scene import Box, Curve, Item, Point, Text, moved
from influence.draw.style import LIGHT, Style
from influence.graph.ways import Paths, Way, strongest_paths
from influence.model import Deal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["paths", "picture_of_paths"]

ROOM = 110.0
"""Points between columns, where the strength of each hop is written."""


def paths(
    deal: Deal,
    ax: Axes | None = None,
    *,
    to: str | None = None,
    k: int = 5,
    concern: str | None = None,
    style: Style | None = None,
) -> Drawing:
    """Draw the k strongest ways to a person, from left to right; who is on several of them stands there once.

    Parameters
    ----------
    deal : Deal
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    to : str or None
        The person; the decider with the most power where None.
    k : int
        How many.
    concern : str or None
        The concern that travels; the target's own mix where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    Raises
    ------
    InputError
        If a person or concern does not exist, nobody decides, or k is below 1.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"]}, "wu": {"reports_to": "zhao", "access": 1.0}}
    >>> [card.key for card in paths(Deal(organization={"stakeholders": people})).scene.cards()]
    ['zhao', 'wu']
    """
    return _drawn(deal, strongest_paths(deal, to=to, k=k, concern=concern), style or LIGHT, ax)


def picture_of_paths(found: Paths) -> Drawing:
    """Draw ways as a notebook shows them."""
    return _drawn(found.deal, found, LIGHT, None)


def _drawn(deal: Deal, found: Paths, style: Style, ax: Axes | None) -> Drawing:
    maker = CardMaker(deal, style)
    people = list(dict.fromkeys([person for path in found.paths for person in path.nodes] or [found.to]))
    cards = {person: maker.card(person) for person in people}
    corners, routes = _columns(found, {person: (card.width, card.height) for person, card in cards.items()}, style)
    items: list[Item] = []
    labels: list[Item] = []
    for (source, target), points in routes.items():
        strongest = next(path for path in found.paths if (source, target) in set(pairwise(path.nodes)))
        weak = any(path.nodes[path.bottleneck : path.bottleneck + 2] == (source, target) for path in found.paths[:1])
        chance = strongest.hops[list(pairwise(strongest.nodes)).index((source, target))]
        color = "highlight" if weak else "line"
        items.append(Curve(points, color, 0.8 + 4.5 * chance, (), True, f"{source}→{target}", f"{chance:.3f}"))
        labels += _label(maker, points, f"{chance:.2f}", color)
    for person, (x, y) in corners.items():
        items += [moved(item, x, y) for item in cards[person].items]
    title = maker.say("paths_title", decider=deal.label(found.to))
    listed = [_line(deal, path) for path in found.paths]
    scene = framed(
        [*items, *labels],
        style,
        language=deal.language,
        title=title_of(deal, title),
        caption=[
            *listed,
            maker.say("hops_are"),
            f"{maker.say('bottleneck')}: {_weakest(deal, found)}" if found.paths else "",
            maker.say("as_of", day=deal.today.isoformat()) if deal.today else "",
        ],
        legend=support_legend(maker, people),
        alternative=f"{title}. {'; '.join(listed)}",
    )
    return Drawing(scene, style, str(found), ax)


def _line(deal: Deal, path: Way) -> str:
    return f"{' → '.join(map(deal.label, path.nodes))} {path.strength:.3f}"


def _weakest(deal: Deal, found: Paths) -> str:
    path = found.paths[0]
    return " → ".join(map(deal.label, path.nodes[path.bottleneck : path.bottleneck + 2]))


def _columns(
    found: Paths, sizes: Mapping[str, tuple[float, float]], style: Style
) -> tuple[dict[str, Point], dict[tuple[str, str], tuple[Point, ...]]]:
    """Lay the ways out as rows and turn them: what is far from the target stands at the left."""
    steps: dict[str, int] = {}
    for path in found.paths:
        for number, person in enumerate(reversed(path.nodes)):
            steps[person] = max(steps.get(person, 0), number)
    if not steps:
        return dict.fromkeys(sizes, (0.0, 0.0)), {}
    rows = [[person for person in steps if steps[person] == number] for number in range(max(steps.values()) + 1)]
    edges = list(dict.fromkeys(hop for path in found.paths for hop in pairwise(path.nodes)))
    turned = {person: (height, width) for person, (width, height) in sizes.items()}
    placed = layered(rows, turned, edges, gap=style.row_gap / 2, row_gap=ROOM)
    right = max(y + turned[person][1] for person, (_, y) in placed.corners.items())
    corners = {person: (right - y - turned[person][1], x) for person, (x, y) in placed.corners.items()}
    routes = {edge: tuple((right - y, x) for x, y in points) for edge, points in placed.routes.items()}
    return corners, routes


def _label(maker: CardMaker, points: tuple[Point, ...], text: str, color: str) -> list[Item]:
    """Return the strength of a hop in a box over the middle of its first bend."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    if (x0, y0) == (x1, y1) and len(points) > 4:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[3:7]
    x, y = (x0 + 3 * x1 + 3 * x2 + x3) / 8, (y0 + 3 * y1 + 3 * y2 + y3) / 8
    size = maker.style.small_size
    width = maker.book.width(text, size)
    box = Box(x - width / 2 - 3, y - size / 2 - 3, width + 6, size + 5, "paper", "edge", 0.5, 2.0)
    return [box, Text(x, y + size * 0.33, text, size, "ink" if color == "line" else color, False, "middle", width)]
