"""On which single facts a plan's value depends most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from influence.advise import Sensitivity
from influence.advise.sensitivity_analysis import fact_text
from influence.draw.axes_frame import Axis, Frame, line
from influence.draw.cards import CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import framed, title_of
from influence.draw.scene import Box, Item, Text
from influence.draw.style import LIGHT, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["tornado"]

WIDTH, BAR, NAMES = 380.0, 20.0, 230.0
MOST = 12


def tornado(found: Sensitivity, ax: Axes | None = None, *, style: Style | None = None) -> Drawing:
    """Draw how far each fact moves the value of a plan, the largest swing first.

    Parameters
    ----------
    found : Sensitivity
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    Examples
    --------
    >>> from influence.advise import sensitivity
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> found = sensitivity(plan(load_example("power_grid_en")), draws=100)
    >>> len(tornado(found).scene.items) > 0
    True
    """
    look = style or LIGHT
    deal = found.deal
    maker = CardMaker(deal, look)
    swings = found.swings[:MOST]
    ends = [end for swing in swings for end in (swing.low, swing.high)] + [found.mean]
    margin = 0.05 * (max(ends) - min(ends)) or 0.01
    axis = Axis(min(ends) - margin, max(ends) + margin, maker.say("value"), ".3g")
    frame = Frame(WIDTH, max(len(swings), 1) * BAR, axis, Axis(0, 1, "", "", 1))
    items: list[Item] = [item for item in frame.items(look, maker.book) if not (isinstance(item, Text) and item.x < 0)]
    for number, swing in enumerate(swings):
        y = number * BAR
        for end, color in ((swing.low, "series1"), (swing.high, "series0")):
            left, right = sorted((frame.place(end, 0)[0], frame.place(found.mean, 0)[0]))
            items.append(Box(left, y + 3, right - left, BAR - 6, color, hover=f"{swing.low:.3f} – {swing.high:.3f}"))
        words = fact_text(deal, swing.fact)
        shown = maker.book.shorten(words, look.text_size, NAMES)
        wide = maker.book.width(shown, look.text_size)
        items.append(Text(-8, y + BAR * 0.65, shown, look.text_size, "ink", False, "end", wide, words))
    x, _ = frame.place(found.mean, 0)
    items.append(line((x, 0), (x, frame.height), "ink", 1.0))
    said = "; ".join(f"{fact_text(deal, swing.fact)}: {swing.low:.3f} – {swing.high:.3f}" for swing in swings)
    scene = framed(
        items,
        look,
        language=deal.language,
        title=title_of(deal, maker.say("tornado_title")),
        caption=[maker.say("tornado_is", draws=found.draws, mean=f"{found.mean:.3f}")],
        alternative=said,
        legend=[
            (Box(-4, -3.5, 8, 7, color), maker.say(key))
            for color, key in (("series1", "lowest"), ("series0", "highest"))
        ],
    )
    return Drawing(scene, look, str(found), ax)
