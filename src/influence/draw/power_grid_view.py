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
    frame = Frame(WIDTH, HEIGHT, Axis(0, 1, maker.say("interest"), ".1f", 2), Axis(0, 1, maker.say("power"), ".1f", 2))
    places = {person: _values(deal, person) for person in deal.organization}
    items: list[Item] = []
    for key, right, top in QUADRANTS:
        x, y = right * WIDTH / 2, (1 - top) * HEIGHT / 2
        items.append(Box(x, y, WIDTH / 2, HEIGHT / 2, "band" if (right + top) % 2 else "", "edge", 0.6))
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
    items += _people(maker, frame, places)
    lines = [
        f"{deal.label(person)}: {maker.say(_quadrant(*values))} ({maker.say('power').lower()} {values[1]:g}, "
        f"{maker.say('interest').lower()} {values[0]:g})"
        for person, values in places.items()
    ]
    scene = framed(
        items,
        look,
        title=title_of(deal, maker.say("power_interest")),
        caption=[maker.say("power_assumed"), maker.say("as_of", day=deal.today.isoformat()) if deal.today else ""],
        alternative="; ".join(lines),
        legend=support_legend(maker, list(places))[:-1],
    )
    return Drawing(scene, look, "\n".join(lines), ax)


def _values(deal: Deal, person: str) -> tuple[float, float]:
    """Return interest and power of a person."""
    level = {str(label): value for label, value in deal.scales.level.items()}
    record = deal.organization[person]
    owner = deal.budget.owner if deal.budget is not None else None
    decides = person in deal.deciders or person in deal.decision.vetoes or person == owner
    power = point_of(record.power, level, level["high" if decides else "medium"])
    return point_of(record.urgency, level, level["medium"]), power


def _quadrant(interest: float, power: float) -> str:
    return next(key for key, right, top in QUADRANTS if (interest >= HIGH, power >= HIGH) == (bool(right), bool(top)))


def _people(maker: CardMaker, frame: Frame, places: dict[str, tuple[float, float]]) -> list[Item]:
    """Return marks with names; names that would overlap move down, with the mark of their own beside them."""
    size = maker.style.text_size
    items: list[Item] = []
    # the names of the quadrants keep their places
    taken: list[tuple[float, float, float]] = [
        (right * WIDTH / 2, (right + 1) * WIDTH / 2 - 60.0, (1 - top) * HEIGHT / 2 + 10) for _, right, top in QUADRANTS
    ]
    for person, values in sorted(places.items(), key=lambda item: (-item[1][1], item[1][0], item[0])):
        name = maker.book.shorten(maker.deal.label(person), size, NAME_WIDTH)
        wide = maker.book.width(name, size)
        stand = maker.support(person)
        at = frame.place(*values)
        free = _free_place(at, wide + 14, size + 4, taken)
        if free is None:
            # no room for one more name: the mark says who it is when pointed at
            items.append(Mark(min(at[0], WIDTH - 5), at[1], 5.0, SHAPES[stand], stand, maker.hover(person)))
            continue
        x, y = free
        taken.append((x, x + wide + 14, y))
        items.append(Mark(x + 4, y, 8.0, SHAPES[stand], stand, maker.hover(person)))
        items.append(Text(x + 12, y + size * 0.35, name, size, "ink", False, "start", wide, maker.hover(person)))
    return items


def _free_place(
    at: tuple[float, float], width: float, height: float, taken: Sequence[tuple[float, float, float]]
) -> tuple[float, float] | None:
    """Return the nearest free place for a name: below its own, then in columns to the right and left."""
    for shift in (0, 1, -1, 2, -2, 3, -3):
        x = min(at[0] + shift * (NAME_WIDTH + 20), WIDTH - width)
        y = max(at[1], height)
        while x >= 0 and y < HEIGHT - height:
            if not any(abs(y - other) < height and x < right + 4 and left < x + width for left, right, other in taken):
                return x, y
            y += height
    return None
