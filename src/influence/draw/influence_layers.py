"""The influence map: who moves whom, deciders at the top."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from influence.draw.cards import Card, CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import Entry, framed, support_legend, title_of
from influence.draw.layered_layout import layered
from influence.draw.reporting_lines import check_people, org_chart, who_decides
from influence.draw.scene import Box, Curve, Item, Mark, Point, Text, bounds_of, moved
from influence.draw.style import LIGHT, Style
from influence.draw.text_tree import ties_text
from influence.draw.ties_shown import ShownTie, heard_most, nearness, shown_ties
from influence.model import Deal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["conflict_legend", "deal_picture", "influence_map", "map_items", "tie_legend"]

PER_ROW = 8
"""Cards in a row at most."""
READABLE = 60
"""People up to which everybody is on the map."""
BANDS = (0.5, 0.1, 0.02, 0.005, 0.001)
"""Strengths at which a new row begins."""
BAND_WIDTH = 62.0
"""Points at the left in which the rows say what they stand for."""
BESIDE_BAND = 8.0
THIN_CERTAINTY = 0.6
"""Certainty below which a tie is dashed."""
DASH = (4.0, 2.5)


def influence_map(
    deal: Deal,
    ax: Axes | None = None,
    *,
    style: Style | None = None,
    highlight: Collection[str] = (),
    people: Collection[str] | None = None,
    most_ties: int | None = None,
) -> Drawing:
    """Draw who moves whom.

    Deciders stand at the top; the further down a person stands, the less likely the strongest way carries their word
    there. The rows say how likely.

    Parameters
    ----------
    deal : Deal
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.
    highlight : collection of str
        People whose cards stand out.
    people : collection of str or None
        Who is on the map. Where None it is everybody up to 60 people; of more, the deciders, who can veto, who is
        highlighted, and those who reach a decider most, which the caption says.
    most_ties : int or None
        Ties drawn at most; what stays readable where None, which the caption says.

    Returns
    -------
    Drawing

    Raises
    ------
    InputError
        If somebody to highlight or to show is not in the organization.

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
    check_people(deal, people or (), "people")
    chosen = style or LIGHT
    maker = CardMaker(deal, chosen)
    shown = (
        heard_most(deal, maker.arrays, READABLE, highlight)
        if people is None
        else [person for person in deal.organization if person in people]
    )
    ties, total = shown_ties(deal, maker.arrays, most_ties, shown)
    cards = {person: maker.card(person, highlight=person in highlight) for person in shown}
    items = map_items(maker, cards, ties, {})
    scene = framed(
        items,
        chosen,
        language=deal.language,
        title=title_of(deal, maker.say("influence_map")),
        caption=[
            _people_counted(maker, len(shown), people is not None),
            maker.say("all_ties", ties=total)
            if len(ties) == total
            else maker.say("ties_shown", shown=len(ties), ties=total),
            maker.say("tie_width"),
            maker.say("rows_are"),
            maker.say("as_of", day=deal.today.isoformat()) if deal.today else "",
        ],
        alternative=maker.say(
            "alternative_map", ties=total, people=len(deal.organization), deciders=who_decides(deal, maker)
        ),
        legend=[*support_legend(maker, list(cards)), *tie_legend(maker, ties)],
        themes=maker.themes(shown, [(tie.source, tie.target, tie.number) for tie in ties]),
    )
    return Drawing(scene, chosen, ties_text(maker, ties), ax)


def _people_counted(maker: CardMaker, shown: int, chosen: bool) -> str:
    people = len(maker.deal.organization)
    if shown == people:
        return maker.say("people_shown", shown=shown, people=people)
    return maker.say("chosen_people" if chosen else "most_people", shown=shown, people=people)


def deal_picture(deal: Deal) -> Drawing:
    """Draw a deal as a notebook shows it: its reporting lines, or who moves whom where none are known."""
    if any(record.reports_to for record in deal.organization.stakeholders.values()) or not deal.organization.ties:
        return org_chart(deal)
    return influence_map(deal)


def tie_legend(maker: CardMaker, ties: Sequence[ShownTie]) -> list[Entry]:
    """Return the legend of what occurs among ties: conflicts, and ties that are not sure."""
    line = ((-6.0, 0.0), (-6.0, 0.0), (6.0, 0.0), (6.0, 0.0))
    thin: list[Entry] = [(Curve(line, "line", 1.2, DASH), maker.say("uncertain"))]
    unsure = any(tie.certainty < THIN_CERTAINTY for tie in ties)
    return [*conflict_legend(maker, any(tie.conflict for tie in ties)), *(thin if unsure else [])]


def conflict_legend(maker: CardMaker, occurs: bool) -> list[Entry]:
    """Return the legend of conflicts where there are any."""
    return [(Mark(0, 0, 7.0, "cross", "conflict"), maker.say("conflict"))] if occurs else []


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
    levels = _levels(maker, cards)
    rows = [row for _, level in levels for row in level]
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
    return [*_bands(maker, levels, placed.corners, sizes, bounds_of([*lines, *drawn])), *lines, *drawn]


def _bands(
    maker: CardMaker,
    levels: Sequence[tuple[str, list[list[str]]]],
    corners: Mapping[str, Point],
    sizes: Mapping[str, tuple[float, float]],
    bounds: tuple[float, float, float, float],
) -> list[Item]:
    """Return what says at the left how strongly the people of each level are heard, over bands of two shades."""
    left, _, right, _ = bounds
    size = maker.style.small_size
    items: list[Item] = []
    for number, (words, rows) in enumerate(levels):
        people = [person for row in rows for person in row]
        top = min(corners[person][1] for person in people)
        foot = max(corners[person][1] + sizes[person][1] for person in people)
        if number % 2:
            wide = right - left + BAND_WIDTH + 2 * BESIDE_BAND
            items.append(Box(left - BAND_WIDTH - BESIDE_BAND, top - 7, wide, foot - top + 14, "band", "", 0.0, 3.0))
        for place, line in enumerate(maker.book.wrap(words, size, BAND_WIDTH - 8, 3)):
            wide = maker.book.width(line, size)
            y = top + size + 2 + place * (size + 2)
            items.append(Text(left - BAND_WIDTH, y, line, size, "faint", False, "start", wide, words))
    return items


def _doubled(tie: ShownTie, ties: Sequence[ShownTie]) -> bool:
    """Whether a conflict runs beside an influence tie of the same two people, which has the route."""
    same = [other for other in ties if (other.source, other.target) == (tie.source, tie.target)]
    return tie.conflict and len(same) > 1


def _levels(maker: CardMaker, cards: Mapping[str, Card]) -> list[tuple[str, list[list[str]]]]:
    """Return the levels from the top, each with what it stands for and its people in as many rows as they need."""
    deal = maker.deal
    near = nearness(deal, maker.arrays)
    levels: dict[int, list[str]] = {}
    for person in cards:
        strength = near[person][0]
        level = (
            -1
            if person in deal.deciders
            else len(BANDS) + 1
            if strength <= 0
            else next((number for number, least in enumerate(BANDS) if strength >= least), len(BANDS))
        )
        levels.setdefault(level, []).append(person)
    found = []
    for level in sorted(levels):
        # who speaks through somebody of the same level stands below them
        people = sorted(levels[level], key=lambda person: (near[person][1], -near[person][0]))
        many = -(-len(people) // max(PER_ROW, _wide(len(cards))))
        size = -(-len(people) // many)
        found.append((_level_name(maker, level), [people[at : at + size] for at in range(0, len(people), size)]))
    return found


def _level_name(maker: CardMaker, level: int) -> str:
    if level < 0:
        return maker.say("band_top")
    if level > len(BANDS):
        return maker.say("band_none")
    if level == len(BANDS):
        return maker.say("band_below", high=f"{BANDS[-1]:g}")
    if level == 0:
        return maker.say("band_from", low=f"{BANDS[0]:g}")
    return maker.say("band_to", low=f"{BANDS[level]:g}", high=f"{BANDS[level - 1]:g}")


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
