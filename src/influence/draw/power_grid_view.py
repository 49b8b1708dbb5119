"""Mendelow's grid: power against interest, with everybody's name beside their mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from influence.draw.axes_frame import Axis, Frame
from influence.draw.cards import SHAPES, CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import framed, support_legend, title_of
from influence.draw.scene import Box, Item, Mark, Text
from influence.draw.style import LIGHT, Style
from influence.model import Deal, point_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["power_interest"]

WIDTH, HEIGHT = 520.0, 380.0
"""Points of the plane while few people stand in it."""
GROWTH = (1.0, 1.25, 1.5, 1.8, 2.2, 2.7, 3.3, 4.0)
"""Factors by which the plane grows until every name has room."""
NAME_WIDTH = 110.0
HIGH = 0.5
"""Power and interest from which both count as high."""
QUADRANTS = (("keep_satisfied", 0, 1), ("manage_closely", 1, 1), ("monitor", 0, 0), ("keep_informed", 1, 0))


def power_interest(deal: Deal, ax: Axes | None = None, *, style: Style | None = None) -> Drawing:
    """Draw everybody's power against their interest.

    Parameters
    ----------
    deal : Deal
        A power that is not stated is high for deciders, veto holders and the budget's owner, else medium; an urgency
        that is not stated is medium.
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    References
    ----------
    Mendelow: Environmental scanning: the impact of the stakeholder concept. ICIS 1981.

    Examples
    --------
    >>> deal = Deal(organization={"stakeholders": {"wu": {"power": "high", "urgency": 0.9}}})
    >>> power_interest(deal).text
    'wu: manage closely (power 0.8, interest 0.9)'
    """
    look = style or LIGHT
    maker = CardMaker(deal, look)
    told = [person for person in deal.organization if _is_told(deal, person)]
    places = {person: _values(deal, person) for person in told}
    silent = [person for person in deal.organization if person not in places]
    axes = Axis(0, 1, maker.say("interest"), ".1f", 2), Axis(0, 1, maker.say("power"), ".1f", 2)
    for factor in GROWTH:
        frame = Frame(factor * WIDTH, factor * HEIGHT, *axes)
        people, unnamed = _people(maker, frame, places)
        if not unnamed:
            break
    width, height = frame.width, frame.height
    items: list[Item] = []
    for key, right, top in QUADRANTS:
        x, y = right * width / 2, (1 - top) * height / 2
        items.append(Box(x, y, width / 2, height / 2, "band" if (right + top) % 2 else "", "edge", 0.6))
        name = maker.say(key)
        items.append(
            Text(
                x + 6,
                y + 13,
                name,
                look.text_size,
                "faint",
                True,
                "start",
                maker.book.width(name, look.text_size, True),
            )
        )
    items += frame.items(look, maker.book)
    items += people
    items += _not_stated(maker, frame, silent)
    lines = [
        f"{deal.label(person)}: {maker.say(_quadrant(*values))} ({maker.say('power').lower()} {values[1]:g}, "
        f"{maker.say('interest').lower()} {values[0]:g})"
        for person, values in places.items()
    ]
    lines += [f"{deal.label(person)}: {maker.say('not_stated')}" for person in silent]
    scene = framed(
        items,
        look,
        language=deal.language,
        title=title_of(deal, maker.say("power_interest")),
        caption=[
            maker.say("power_assumed"),
            maker.say("names_apart"),
            maker.say("unnamed", count=unnamed) if unnamed else "",
            maker.say("as_of", day=deal.today.isoformat()) if deal.today else "",
        ],
        alternative="; ".join(lines),
        legend=support_legend(maker, list(deal.organization))[:-1],
    )
    return Drawing(scene, look, "\n".join(lines), ax)


def _is_told(deal: Deal, person: str) -> bool:
    """Whether the map says anything of a person's power or interest, if only that they have a part in the decision."""
    record = deal.organization[person]
    return not (record.power is None and record.urgency is None) or _has_part(deal, person)


def _has_part(deal: Deal, person: str) -> bool:
    owner = deal.budget.owner if deal.budget is not None else None
    return person in deal.deciders or person in deal.decision.vetoes or person == owner


def _not_stated(maker: CardMaker, frame: Frame, people: Sequence[str]) -> list[Item]:
    """Return those of whom nothing is stated below the plane, in columns."""
    if not people:
        return []
    size = maker.style.text_size
    y = frame.height + 56
    words = maker.say("not_stated")
    items: list[Item] = [Text(0, y, words, size, "faint", True, "start", maker.book.width(words, size, bold=True))]
    columns = max(int(frame.width // (NAME_WIDTH + 20)), 1)
    for number, person in enumerate(people):
        row, column = divmod(number, columns)
        x, base = column * (NAME_WIDTH + 20), y + (row + 1) * (size + 6)
        stand = maker.support(person)
        name = maker.book.shorten(maker.deal.label(person), size, NAME_WIDTH)
        items.append(Mark(x + 4, base - size * 0.35, 8.0, SHAPES[stand], stand, maker.hover(person)))
        wide = maker.book.width(name, size)
        items.append(Text(x + 12, base, name, size, "ink", False, "start", wide, maker.hover(person)))
    return items


def _values(deal: Deal, person: str) -> tuple[float, float]:
    """Return interest and power of a person."""
    level = {str(label): value for label, value in deal.scales.level.items()}
    record = deal.organization[person]
    power = point_of(record.power, level, level["high" if _has_part(deal, person) else "medium"])
    return point_of(record.urgency, level, level["medium"]), power


def _quadrant(interest: float, power: float) -> str:
    return next(key for key, right, top in QUADRANTS if (interest >= HIGH, power >= HIGH) == (bool(right), bool(top)))


def _people(maker: CardMaker, frame: Frame, places: dict[str, tuple[float, float]]) -> tuple[list[Item], int]:
    """Return marks with names, and how many marks have none; where names would overlap, name and mark move together."""
    size = maker.style.text_size
    items: list[Item] = []
    unnamed = 0
    half_width, half_height = frame.width / 2, frame.height / 2
    # the names of the quadrants keep their places
    taken = [
        (right * half_width, (right + 1) * half_width - 60.0, (1 - top) * half_height + 10)
        for _, right, top in QUADRANTS
    ]
    for person, values in sorted(places.items(), key=lambda item: (-item[1][1], item[1][0], item[0])):
        name = maker.book.shorten(maker.deal.label(person), size, NAME_WIDTH)
        wide = maker.book.width(name, size)
        stand = maker.support(person)
        at = frame.place(*values)
        right, low = values[0] >= HIGH, values[1] < HIGH
        quarter = (right * half_width, low * half_height, (right + 1) * half_width, (low + 1) * half_height)
        free = _free_place(at, wide + 14, size + 4, quarter, taken)
        if free is None:
            # no room for one more name: the mark says who it is when pointed at
            unnamed += 1
            items.append(Mark(min(at[0], frame.width - 5), at[1], 5.0, SHAPES[stand], stand, maker.hover(person)))
            continue
        x, y = free
        taken.append((x, x + wide + 14, y))
        items.append(Mark(x + 4, y, 8.0, SHAPES[stand], stand, maker.hover(person)))
        items.append(Text(x + 12, y + size * 0.35, name, size, "ink", False, "start", wide, maker.hover(person)))
    return items, unnamed


def _free_place(
    at: tuple[float, float],
    width: float,
    height: float,
    quarter: tuple[float, float, float, float],
    taken: Sequence[tuple[float, float, float]],
) -> tuple[float, float] | None:
    """Return the nearest free place for a name within its quadrant, looking in columns from its own."""
    left, top, right, bottom = quarter
    best: tuple[float, float, float] | None = None
    columns = int((right - left) // (NAME_WIDTH / 2)) + 1
    for shift in sorted(range(-columns, columns + 1), key=lambda each: (abs(each), each < 0)):
        x = at[0] + shift * NAME_WIDTH / 2
        x = min(max(x, left + 2), right - width) if shift == 0 else x
        if x < left + 2 or x > right - width or (best is not None and abs(x - at[0]) > best[0]):
            continue
        near = [y for start, end, y in taken if x < end + 4 and start < x + width]
        y = _free_height(at[1], height, (top + height * 0.7, bottom - height * 0.7), near)
        if y is not None:
            away = abs(x - at[0]) + abs(y - at[1])
            if best is None or away < best[0]:
                best = away, x, y
    return None if best is None else best[1:]


def _free_height(wanted: float, height: float, limits: tuple[float, float], near: Sequence[float]) -> float | None:
    """Return the height nearest to the wanted one at which a line meets none of those near it."""
    least, most = limits
    options = [wanted, least, most, *(y + height for y in near), *(y - height for y in near)]
    free = [y for y in options if least <= y <= most and all(abs(y - other) >= height - 1e-9 for other in near)]
    return min(free, key=lambda y: (abs(y - wanted), y), default=None)
