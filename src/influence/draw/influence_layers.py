"""The influence map: who moves whom, deciders at the top."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from influence.draw.cards import Card, CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import Entry, framed, support_legend, title_of
from influence.draw.layered_layout import layered
from influence.draw.reporting_lines import check_people, org_chart, who_decides
from influence.draw.scene import Curve, Item, Mark, moved
from influence.draw.style import LIGHT, Style
from influence.draw.text_tree import ties_text
from influence.draw.ties_shown import ShownTie, nearness, shown_ties
from influence.model import Deal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["deal_picture", "influence_map", "map_items", "tie_legend"]

PER_ROW = 8
"""Cards in a row at most."""
THIN_CERTAINTY = 0.6
"""Certainty below which a tie is dashed."""
DASH = (4.0, 2.5)


def influence_map(
    deal: Deal,
    ax: Axes | None = None,
    *,
    style: Style | None = None,
    highlight: Collection[str] = (),
    most_ties: int | None = None,
) -> Drawing:
    """Draw who moves whom.

    Deciders stand at the top; the further down a person stands, the weaker their word arrives there.

    Parameters
    ----------
    deal : Deal
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.
    highlight : collection of str
        People whose cards stand out.
    most_ties : int or None
        Ties drawn at most; what stays readable where None, which the caption says.

    Returns
    -------
    Drawing

    Raises
    ------
    InputError
        If somebody to highlight is not on the map.

    References
    ----------
    Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures. IEEE Transactions on
    Systems, Man and Cybernetics 11, 1981.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"]}, "wu": {"reports_to": "zhao"}}
    >>> drawing = influence_map(Deal(organization={"stakeholders": people}))
    >>> [card.key for card in drawing.scene.cards()]
    ['zhao', 'wu']
    """
    check_people(deal, highlight)
    chosen = style or LIGHT
    maker = CardMaker(deal, chosen)
    ties, total = shown_ties(deal, maker.arrays, most_ties)
    cards = {person: maker.card(person, highlight=person in highlight) for person in deal.organization.stakeholders}
    items = map_items(maker, cards, ties, {})
    counted = (
        maker.say("all_ties", ties=total)
        if len(ties) == total
        else maker.say("ties_shown", shown=len(ties), ties=total)
    )
    scene = framed(
        items,
        chosen,
        title=title_of(deal, maker.say("influence_map")),
        caption=[counted, maker.say("tie_width"), maker.say("as_of", day=deal.today.isoformat()) if deal.today else ""],
        alternative=maker.say(
            "alternative_map", ties=total, people=len(deal.organization), deciders=who_decides(deal, maker)
        ),
        legend=[*support_legend(maker, list(cards)), *tie_legend(maker, ties)],
    )
    return Drawing(scene, chosen, ties_text(deal, ties), ax)


def deal_picture(deal: Deal) -> Drawing:
    """Draw a deal as a notebook shows it: its reporting lines, or who moves whom where none are known."""
    if any(record.reports_to for record in deal.organization.stakeholders.values()) or not deal.organization.ties:
        return org_chart(deal)
    return influence_map(deal)


def tie_legend(maker: CardMaker, ties: Sequence[ShownTie]) -> list[Entry]:
    """Return the legend of conflicts where there are any."""
    return [(Mark(0, 0, 7.0, "cross", "conflict"), maker.say("conflict"))] if any(t.conflict for t in ties) else []


def map_items(
    maker: CardMaker,
    cards: Mapping[str, Card],
    ties: Sequence[ShownTie],
    colors: Mapping[tuple[str, str], str],
) -> list[Item]:
    """Return the cards in rows by how near they are to the deciders, and the ties between them.

    Parameters
    ----------
    maker : CardMaker
    cards : mapping
    ties : sequence of ShownTie
    colors : mapping
        Colours of ties that stand out.

    Returns
    -------
    list of Item
    """
    sizes = {person: (card.width, card.height) for person, card in cards.items()}
    rows = _rows(maker, cards)
    style = maker.style
    placed = layered(
        rows,
        sizes,
        [(tie.source, tie.target) for tie in ties if not _doubled(tie, ties)],
        gap=style.card_gap,
        row_gap=58.0,
    )
    lines: list[Item] = []
    for tie in ties:
        edge = (tie.source, tie.target)
        if edge in placed.routes:
            lines += _tie(maker, tie, placed.routes[edge], colors.get(edge))
    # what stands out lies over the rest
    lines.sort(key=lambda item: isinstance(item, Curve) and item.color not in ("line", "conflict"))
    drawn = [moved(item, *placed.corners[person]) for row in rows for person in row for item in cards[person].items]
    return [*lines, *drawn]


def _doubled(tie: ShownTie, ties: Sequence[ShownTie]) -> bool:
    """Whether a conflict runs beside an influence tie of the same two people, which has the route."""
    same = [other for other in ties if (other.source, other.target) == (tie.source, tie.target)]
    return tie.conflict and len(same) > 1


def _rows(maker: CardMaker, cards: Mapping[str, Card]) -> list[list[str]]:
    deal = maker.deal
    near = nearness(deal, maker.arrays)
    levels: dict[int, list[str]] = {}
    for person in cards:
        strength, steps = near[person]
        level = 0 if person in deal.deciders else steps if strength > 0 else len(cards) + 1
        levels.setdefault(level, []).append(person)
    rows: list[list[str]] = []
    for level in sorted(levels):
        people = sorted(levels[level], key=lambda person: -near[person][0])
        many = -(-len(people) // max(PER_ROW, _wide(len(cards))))
        size = -(-len(people) // many)
        rows += [people[start : start + size] for start in range(0, len(people), size)]
    return rows


def _wide(people: int) -> int:
    """Return how many cards a row of a large map takes, so that it keeps the shape of a page."""
    return int((1.2 * people) ** 0.5) + 1


def _tie(maker: CardMaker, tie: ShownTie, points: tuple[tuple[float, float], ...], color: str | None) -> list[Item]:
    label = maker.deal.label
    hover = maker.say(
        "hover_tie",
        source=label(tie.source),
        target=label(tie.target),
        chance=f"{tie.chance:.2f}",
        certainty=f"{tie.certainty:.2f}",
    )
    named = color or ("conflict" if tie.conflict else "line")
    dash = DASH if tie.certainty < THIN_CERTAINTY else ()
    width = 0.7 + 4.0 * tie.chance if not tie.conflict else 1.2
    drawn: list[Item] = [Curve(points, named, width, dash, True, f"{tie.source}→{tie.target}", hover)]
    if tie.conflict:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
        x, y = (x0 + 3 * x1 + 3 * x2 + x3) / 8, (y0 + 3 * y1 + 3 * y2 + y3) / 8
        drawn.append(Mark(x, y, 8.0, "cross", "conflict", hover))
    return drawn
