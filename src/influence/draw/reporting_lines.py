"""The organization chart: who reports to whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import ceil, sqrt
from typing import TYPE_CHECKING

from influence.draw.cards import Card, CardMaker
from influence.draw.drawing import Drawing
from influence.draw.fonts import font_book
from influence.draw.framing import Entry, framed, support_legend, title_of
from influence.draw.scene import Box, Curve, Item, Text, moved
from influence.draw.second_lines import DOTTED, second_lines
from influence.draw.style import LIGHT, Style
from influence.draw.text_tree import organization_text
from influence.draw.tree_layout import Segment, Spacing, compact_tree
from influence.errors import InputError, Problem, near_miss
from influence.model import Deal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chart_items", "check_people", "org_chart", "second_legend", "who_decides"]

SECOND_LINES = 40
"""Second lines that are drawn at most; of more, each is a note on the card of who reports twice."""
MOST = 300
"""Cards that are drawn at most; below that, subtrees are folded into a count."""


def org_chart(
    deal: Deal,
    ax: Axes | None = None,
    *,
    style: Style | None = None,
    highlight: Collection[str] = (),
    most: int = MOST,
) -> Drawing:
    """Draw who reports to whom; second superiors by dotted lines.

    Parameters
    ----------
    deal : Deal
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.
    highlight : collection of str
        People whose cards stand out.
    most : int
        Cards drawn at most; what lies deeper is folded into a count.

    Returns
    -------
    Drawing

    Raises
    ------
    InputError
        If somebody to highlight is not on the map, or ``most`` is below 1.

    References
    ----------
    Reingold, Tilford: Tidier drawings of trees. IEEE Transactions on Software Engineering 7, 1981. Van der Ploeg:
    Drawing non-layered tidy trees in linear time. Software: Practice and Experience 44, 2014.

    Examples
    --------
    >>> people = {"zhao": {"name": "Zhao"}, "wu": {"name": "Wu", "reports_to": "zhao"}}
    >>> print(org_chart(Deal(organization={"stakeholders": people})).text)
    Zhao  [?]
    └─ Wu  [?]
    <BLANKLINE>
    support: [?] support unknown
    """
    check_people(deal, highlight)
    if most < 1:
        raise InputError(f"most is {most}; give a whole number of 1 or more")
    chosen = style or LIGHT
    maker = CardMaker(deal, chosen)
    items, shown = chart_items(maker, most, highlight, {})
    scene = framed(
        items,
        chosen,
        language=deal.language,
        title=title_of(deal, maker.say("org_chart")),
        caption=_caption(deal, maker, len(shown)),
        alternative=maker.say(
            "alternative_org",
            people=len(deal.organization),
            roots=", ".join(deal.label(root) for root in _tops(deal)[:5]) or "–",
            deciders=who_decides(deal, maker),
        ),
        legend=[*support_legend(maker, shown), *second_legend(maker, shown)],
        themes=maker.themes(shown),
    )
    return Drawing(scene, chosen, organization_text(deal, maker), ax)


def chart_items(
    maker: CardMaker, most: int, highlight: Collection[str], notes: Mapping[str, tuple[str, ...]]
) -> tuple[list[Item], list[str]]:
    """Return the cards with their lines, and whose cards they are; some have further notes at their foot."""
    deal = maker.deal
    children = _children(deal)
    shown, folded = _kept(deal, children, most)
    dotted = _dotted(deal, shown)
    cards = {
        person: maker.card(
            person,
            notes=(*_notes(deal, maker, person, folded.get(person, 0), dotted), *notes.get(person, ())),
            highlight=person in highlight,
        )
        for person in shown
    }
    kept = {person: [child for child in children.get(person, ()) if child in cards] for person in shown}
    trees = [root for root in _tops(deal) if root in cards]
    loose = [person for person in shown if deal.organization[person].reports_to is None and person not in trees]
    items = _forest(trees, loose, kept, cards, maker.style, maker)
    lines = second_lines([item for item in items if isinstance(item, Box) and item.key], dotted)
    return [*lines, *items], shown


def _dotted(deal: Deal, shown: Sequence[str]) -> list[tuple[str, str]]:
    """Return who has a dotted line to whom: nobody where there would be too many to follow."""
    on = set(shown)
    pairs = [(person, other) for person in shown for other in deal.organization[person].also_reports_to if other in on]
    return pairs if len(pairs) <= SECOND_LINES else []


def second_legend(maker: CardMaker, shown: Sequence[str]) -> list[Entry]:
    """Return the legend of dotted lines where there are any."""
    if not _dotted(maker.deal, shown):
        return []
    return [(Curve(((-6, 0), (-6, 0), (6, 0), (6, 0)), "line", 1.1, DOTTED), maker.say("second_line"))]


def _tops(deal: Deal) -> list[str]:
    """Return who has reports and no superior."""
    superiors = {record.reports_to for record in deal.organization.stakeholders.values()}
    return [
        person
        for person, record in deal.organization.stakeholders.items()
        if record.reports_to is None and person in superiors
    ]


def who_decides(deal: Deal, maker: CardMaker) -> str:
    """Return a sentence that names the deciders."""
    if not deal.deciders:
        return maker.say("nobody_decides")
    return maker.say("deciders_are", people=", ".join(deal.label(person) for person in deal.deciders))


def check_people(deal: Deal, highlight: Collection[str], field: str = "highlight") -> None:
    """Refuse people who are not in the organization.

    Raises
    ------
    InputError
        With all of them.
    """
    people = list(deal.organization.stakeholders)
    problems = [
        Problem(
            (field,),
            f"{person!r} is not on the map",
            near_miss(person, people) or f"use one of {', '.join(people)}",
        )
        for person in highlight
        if person not in people
    ]
    if problems:
        raise InputError(problems)


def _children(deal: Deal) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for person, record in deal.organization.stakeholders.items():
        if record.reports_to is not None:
            found.setdefault(record.reports_to, []).append(person)
    return found


def _kept(deal: Deal, children: dict[str, list[str]], most: int) -> tuple[list[str], dict[str, int]]:
    """Return who is shown, from the top down, and how many people below each are folded away."""
    order = [person for person, record in deal.organization.stakeholders.items() if record.reports_to is None]
    # those with reports come first: what is folded away last are people beside the tree
    order.sort(key=lambda person: not children.get(person))
    for person in order:
        order += children.get(person, [])
    shown, kept = order[:most], set(order[:most])
    below: dict[str, int] = {}
    for person in reversed(order):
        below[person] = sum(1 + below[child] for child in children.get(person, ()))
    folded = {
        person: sum(1 + below[child] for child in children.get(person, ()) if child not in kept) for person in shown
    }
    return shown, folded


def _notes(deal: Deal, maker: CardMaker, person: str, folded: int, dotted: Collection[tuple[str, str]]) -> list[str]:
    record = deal.organization[person]
    notes = [
        maker.say("also_reports", superior=deal.label(other))
        for other in record.also_reports_to
        if (person, other) not in dotted
    ]
    return [*notes, *([maker.say("more", count=folded)] if folded else [])]


def _caption(deal: Deal, maker: CardMaker, shown: int) -> list[str]:
    today = maker.say("as_of", day=deal.today.isoformat()) if deal.today else ""
    return [maker.say("people_shown", shown=shown, people=len(deal.organization)), today]


def _forest(
    trees: Sequence[str],
    loose: Sequence[str],
    children: dict[str, list[str]],
    cards: dict[str, Card],
    style: Style,
    maker: CardMaker,
) -> list[Item]:
    """Return the trees side by side and the people without a boss beside them."""
    sizes = {person: (card.width, card.height) for person, card in cards.items()}
    spacing = Spacing(style.card_gap, style.row_gap)
    lines: list[Item] = []
    placed: list[Item] = []
    x, bottom = 0.0, 0.0
    for root in trees:
        tree = compact_tree(root, children, sizes, spacing)
        shift = x - tree.left
        lines += [_straight(segment, shift) for segment in tree.lines]
        for person, (left, top) in tree.corners.items():
            placed += [moved(item, left + shift, top) for item in cards[person].items]
        x += tree.right - tree.left + 2 * style.card_gap
        bottom = max(bottom, tree.bottom)
    return [*lines, *placed, *_beside(loose, cards, style, maker, x, bottom, bool(trees))]


def _straight(segment: Segment, shift: float) -> Curve:
    x0, y0, x1, y1 = segment
    start, end = (x0 + shift, y0), (x1 + shift, y1)
    return Curve((start, start, end, end), "line", 0.9)


def _beside(
    loose: Sequence[str],
    cards: dict[str, Card],
    style: Style,
    maker: CardMaker,
    left: float,
    bottom: float,
    beside: bool,
) -> list[Item]:
    """Return the cards of people whose superior is not known, in columns about as high as the trees."""
    if not loose:
        return []
    items: list[Item] = []
    top = 0.0
    if beside:
        words = maker.say("loose")
        size = style.small_size
        room = style.card_width
        shown = font_book(style.families).shorten(words, size, room)
        items.append(Text(left, size, shown, size, "faint", False, "start", maker.book.width(shown, size), words))
        top = size + 8
    tallest = max(cards[person].height for person in loose) + style.card_gap
    fitting = int((bottom - top) // tallest) if beside else 0
    rows = max(fitting, ceil(sqrt(len(loose) * style.card_width / tallest / 1.6)), 1)
    for number, person in enumerate(loose):
        column, row = divmod(number, rows)
        x, y = left + column * (style.card_width + style.card_gap), top + row * tallest
        items += [moved(item, x, y) for item in cards[person].items]
    if beside:
        columns = ceil(len(loose) / rows)
        wide = columns * (style.card_width + style.card_gap) - style.card_gap + 12
        high = top + min(rows, len(loose)) * tallest
        items.insert(0, Box(left - 6, -4, wide, high + 4, "band", "", 0.0, 4.0))
    return items
