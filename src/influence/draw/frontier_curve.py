"""Reach against hours: what the next hour brings, and where to stop."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from influence.draw.axes_frame import Axis, Frame, line
from influence.draw.cards import CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import framed, title_of
from influence.draw.scene import Item, Mark, Text
from influence.draw.style import LIGHT, Style
from influence.planning import Frontier, FrontierPoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["frontier"]

WIDTH, HEIGHT = 460.0, 260.0


def frontier(found: Frontier, ax: Axes | None = None, *, style: Style | None = None) -> Drawing:
    """Draw value against hours.

    Parameters
    ----------
    found : Frontier
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import frontier as trace
    >>> drawing = frontier(trace(load_example("power_grid_en"), capacity=4))
    >>> "4 h" in drawing.scene.alternative
    True
    """
    look = style or LIGHT
    deal = found.deal
    maker = CardMaker(deal, look)
    most_hours = max((point.cost for point in found.points), default=1.0) or 1.0
    most = max((point.value for point in found.points), default=1.0) or 1.0
    frame = Frame(
        WIDTH, HEIGHT, Axis(0, most_hours, maker.say("hours"), ".3g"), Axis(0, most * 1.1, maker.say("value"), ".3g")
    )
    items: list[Item] = frame.items(look, maker.book)
    places = [frame.place(point.cost, point.value) for point in found.points]
    for (x0, y0), (x1, y1) in pairwise(places):
        items += [line((x0, y0), (x1, y0), "series0", 1.6), line((x1, y0), (x1, y1), "series0", 1.6)]
    for (x, y), point in zip(places, found.points, strict=True):
        pairs = ", ".join(f"{deal.label(ally)}: {argument}" for ally, argument in point.equip)
        items.append(Mark(x, y, 5.0, "circle", "series0", f"{_point(maker, point)}. {pairs}"))
    x, _ = frame.place(found.stop, 0.0)
    words = maker.say("stop", hours=f"{found.stop:g}")
    items.append(line((x, 0), (x, HEIGHT), "highlight", 1.0, (4.0, 2.5)))
    wide = maker.book.width(words, look.text_size)
    # the curve rises, so to the right of the mark its foot is free
    left = x + 4 if x + 4 + wide <= WIDTH else x - 4 - wide
    items.append(Text(left, HEIGHT - 6, words, look.text_size, "highlight", False, "start", wide))
    said = "; ".join(_point(maker, point) for point in found.points)
    scene = framed(
        items,
        look,
        language=deal.language,
        title=title_of(deal, maker.say("frontier_title")),
        caption=[maker.say("stop_is")],
        alternative=said,
    )
    return Drawing(scene, look, str(found), ax)


def _point(maker: CardMaker, point: FrontierPoint) -> str:
    return f"{maker.say('hours_of', hours=f'{point.cost:g}')}: {point.value:.3f}"
