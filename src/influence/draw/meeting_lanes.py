"""The timeline of a schedule: a lane for each person, the meetings from left to right, and who introduces whom."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from influence.advise import Meeting, Schedule
from influence.advise.meetings import meeting_lines, meeting_title
from influence.draw.cards import Card, CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import framed, title_of
from influence.draw.scene import Box, Curve, Item, Point, Text, moved
from influence.draw.style import LIGHT, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["timeline"]

COLUMNS = 6
"""Columns at most where meetings have an order but no days."""
NAMES = 104.0
"""Width in points of the names at the left."""
GAP = 22.0
"""Between columns; introductions run there."""
PAD = 7.0
LANE_GAP = 14.0
STEP_LINES = 3


@dataclass(frozen=True)
class _Place:
    """Where a meeting stands: column, lane, and its card's corner."""

    column: int
    lane: int
    x: float
    y: float


def timeline(found: Schedule, ax: Axes | None = None, *, style: Style | None = None) -> Drawing:
    """Draw who is met when.

    Columns are the calendar weeks in which somebody is met or, where the schedule has no days, meetings in their order.
    A card says what to bring, how many questions to ask first, and the next step; an arrow is an introduction.

    Parameters
    ----------
    found : Schedule
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    Examples
    --------
    >>> from influence.advise import schedule
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> drawing = timeline(schedule(plan(load_example("power_grid_en"), method="greedy"), start="2026-11-02"))
    >>> [card.key for card in drawing.scene.cards()]
    ['meeting 1', 'meeting 2', 'meeting 3']
    """
    look = style or LIGHT
    deal = found.deal
    maker = CardMaker(deal, look)
    heads, columns = _columns(maker, found.meetings)
    people = list(dict.fromkeys(each.person for each in found.meetings))
    cards = [_card(maker, number, each) for number, each in enumerate(found.meetings, start=1)]
    tops, places = _placed(look, found.meetings, people, columns, cards)
    items = _lanes(maker, people, tops, heads)
    for place, card in zip(places, cards, strict=True):
        items += [moved(item, place.x, place.y) for item in card.items]
    items += _introductions(maker, found.meetings, places, cards, tops)
    hours = sum(each.hours for each in found.meetings)
    dated = any(each.day for each in found.meetings)
    scene = framed(
        items,
        look,
        language=deal.language,
        title=title_of(deal, maker.say("timeline_title")),
        caption=[
            maker.say("timeline_is", meetings=len(cards), people=len(people), hours=f"{hours:g}"),
            maker.say("weeks_with_meetings") if dated else maker.say("no_days"),
            maker.say("as_of", day=deal.today.isoformat()) if deal.today else "",
        ],
        alternative="; ".join(meeting_title(deal, n, each) for n, each in enumerate(found.meetings, start=1))
        or str(found),
    )
    return Drawing(scene, look, str(found), ax)


def _columns(maker: CardMaker, meetings: Sequence[Meeting]) -> tuple[list[str], list[int]]:
    """Return what stands above each column, and the column of each meeting."""
    days = [each.day for each in meetings]
    if any(days):
        weeks = [day.isocalendar()[:2] if day else (9999, 0) for day in days]
        order = sorted(set(weeks))
        heads = [maker.say("week", year=year, week=f"{week:02d}") if week else "?" for year, week in order]
        return heads, [order.index(week) for week in weeks]
    each = max(1, ceil(len(meetings) / COLUMNS))
    columns = [number // each for number in range(len(meetings))]
    heads = []
    for column in sorted(set(columns)):
        first, last = column * each + 1, min((column + 1) * each, len(meetings))
        heads.append(f"{first}" if first == last else f"{first}–{last}")
    return heads, columns


def _card(maker: CardMaker, number: int, meeting: Meeting) -> Card:
    """Return the card of a meeting."""
    style, book, deal = maker.style, maker.book, maker.deal
    wide, room = style.card_width, style.card_width - 2 * PAD
    stage = deal.say(f"schedule.stage_{meeting.stage}")
    when = f"{meeting.day:%m-%d} " if meeting.day else ""
    hours = maker.say("hours_of", hours=f"{meeting.hours:g}")
    asked = f" · {maker.say('questions_first', count=len(meeting.questions))}" if meeting.questions else ""
    lines = [(f"{number}. {when}{stage}", style.text_size, True, "ink", 2)]
    lines.append((f"{hours}{asked}", style.small_size, False, "ink", 1))
    if meeting.props:
        more = f" + {len(meeting.props) - 1}" if len(meeting.props) > 1 else ""
        lines.append((maker.say("bring", prop=meeting.props[0]) + more, style.small_size, False, "ink", 2))
    if meeting.introducer:
        words = maker.say("introduced_by", person=deal.label(meeting.introducer))
        lines.append((words, style.small_size, False, "series0", 1))
    lines.append((f"→ {meeting.next_step}", style.small_size, False, "faint", STEP_LINES))
    items: list[Item] = []
    y = PAD - 2
    for text, size, bold, color, most in lines:
        for line in book.wrap(text, size, room, most, bold=bold):
            y += size + 2
            shown = book.shorten(line, size, room, bold)
            items.append(Text(PAD, y, shown, size, color, bold, "start", book.width(shown, size, bold), text))
        y += 2
    height = y + PAD - 2
    hover = "\n".join([meeting_title(deal, number, meeting), *meeting_lines(deal, meeting)])
    return Card(wide, height, (Box(0, 0, wide, height, "card", "edge", 0.8, 3.0, f"meeting {number}", hover), *items))


def _placed(
    style: Style, meetings: Sequence[Meeting], people: Sequence[str], columns: Sequence[int], cards: Sequence[Card]
) -> tuple[list[tuple[float, float]], list[_Place]]:
    """Return top and height of each lane, and the place of each meeting; those of one week stand in a column."""
    depth: dict[tuple[int, int], float] = {}
    inside: list[tuple[int, int, float]] = []
    for meeting, column, card in zip(meetings, columns, cards, strict=True):
        lane = people.index(meeting.person)
        start = depth.get((lane, column), PAD)
        inside.append((lane, column, start))
        depth[lane, column] = start + card.height + PAD
    tops: list[tuple[float, float]] = []
    y = 24.0
    for lane in range(len(people)):
        height = max(value for (row, _), value in depth.items() if row == lane)
        tops.append((y, height))
        y += height + LANE_GAP
    step = style.card_width + GAP
    return tops, [_Place(col, lane, NAMES + GAP + col * step, tops[lane][0] + start) for lane, col, start in inside]


def _lanes(
    maker: CardMaker, people: Sequence[str], tops: Sequence[tuple[float, float]], heads: Sequence[str]
) -> list[Item]:
    style, book = maker.style, maker.book
    step = style.card_width + GAP
    items: list[Item] = []
    for person, (top, height) in zip(people, tops, strict=True):
        items.append(
            Box(0, top, NAMES + GAP + len(heads) * step, height, "band", "", 0.0, 3.0, "", maker.hover(person))
        )
        y = top + PAD + style.name_size
        for line in book.wrap(maker.deal.label(person), style.name_size, NAMES - PAD, 2, bold=True):
            width = book.width(line, style.name_size, bold=True)
            items.append(Text(PAD, y, line, style.name_size, "ink", True, "start", width, maker.deal.label(person)))
            y += style.name_size + 2
    for number, head in enumerate(heads):
        x = NAMES + GAP + number * step
        shown = book.shorten(head, style.text_size, style.card_width)
        items.append(
            Text(x, 14, shown, style.text_size, "faint", True, "start", book.width(shown, style.text_size, True))
        )
    return items


def _introductions(
    maker: CardMaker,
    meetings: Sequence[Meeting],
    places: Sequence[_Place],
    cards: Sequence[Card],
    tops: Sequence[tuple[float, float]],
) -> list[Item]:
    """Return an arrow from the last meeting with who introduces to the first with whom they introduce."""
    last: dict[str, int] = {}
    drawn: list[Item] = []
    for number, meeting in enumerate(meetings):
        before = None if meeting.introducer is None else last.get(meeting.introducer)
        if before is not None:
            start, end = places[before], places[number]
            x0, y0 = start.x + cards[before].width, start.y + cards[before].height / 2
            x1, y1 = end.x, end.y + cards[number].height / 2
            # only between columns and between lanes is there never a card
            between = tops[end.lane][0] - LANE_GAP / 2
            corners = [
                (x0, y0),
                (x0 + GAP / 3, y0),
                (x0 + GAP / 3, between),
                (x1 - GAP / 2, between),
                (x1 - GAP / 2, y1),
                (x1, y1),
            ]
            words = maker.say("introduced_by", person=maker.deal.label(meeting.introducer or ""))
            key = f"meeting {before + 1}→meeting {number + 1}"
            drawn.append(Curve(_bent(corners), "series0", 1.3, (), True, key, words))
        last[meeting.person] = number
    return drawn


def _bent(corners: Sequence[Point]) -> tuple[Point, ...]:
    points: list[Point] = [corners[0]]
    for one, two in itertools.pairwise(corners):
        points += [one, two, two]
    return tuple(points)
