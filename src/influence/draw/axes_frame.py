"""Plain axes for the few charts with numbers: a frame, marks along both sides, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from influence.draw.fonts import FontBook
from influence.draw.scene import Curve, Item, Text
from influence.draw.style import Style

__all__ = ["Axis", "Frame"]

CLOSE = 0.75
"""How much smaller than asked for a round step may be."""


@dataclass(frozen=True)
class Axis:
    """One side of a chart.

    Parameters
    ----------
    low, high : float
        Ends of the scale.
    name : str
        What it shows, with its unit.
    form : str
        How numbers are written.
    steps : int
        About how many steps of a round size the scale is marked in.
    """

    low: float
    high: float
    name: str
    form: str = "g"
    steps: int = 4

    def ticks(self) -> list[float]:
        """Return the round numbers between the ends at which the scale is marked.

        Examples
        --------
        >>> Axis(0.0, 0.142, "").ticks()
        [0.0, 0.05, 0.1]
        """
        rough = (self.high - self.low) / self.steps
        if not rough > 0:
            return [self.low]
        size = 10.0 ** floor(log10(rough))
        step = next(part * size for part in (1, 2, 5, 10) if part * size >= CLOSE * rough)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [round(number * step, 12) for number in range(first, last + 1)]

    def share(self, value: float) -> float:
        """Return where a value stands between the ends, 0 to 1."""
        return (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5


@dataclass(frozen=True)
class Frame:
    """A chart's plane, its upper left corner at the origin.

    Parameters
    ----------
    width, height : float
        Points.
    across, up : Axis
    """

    width: float
    height: float
    across: Axis
    up: Axis

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a pair of values stands."""
        return self.width * self.across.share(x), self.height * (1.0 - self.up.share(y))

    def items(self, style: Style, book: FontBook) -> list[Item]:
        """Return the axes with their numbers and names."""
        size = style.small_size
        drawn: list[Item] = []
        for value in self.across.ticks():
            x = self.width * self.across.share(value)
            text = format(value, self.across.form)
            drawn.append(line((x, 0.0), (x, self.height), "edge", 0.4))
            drawn.append(Text(x, self.height + size + 4, text, size, "faint", False, "middle", book.width(text, size)))
        for value in self.up.ticks():
            y = self.height * (1.0 - self.up.share(value))
            text = format(value, self.up.form)
            drawn.append(line((0.0, y), (self.width, y), "edge", 0.4))
            drawn.append(Text(-6, y + size * 0.35, text, size, "faint", False, "end", book.width(text, size)))
        name = book.shorten(self.across.name, style.text_size, self.width)
        y = self.height + 2 * size + 12
        wide = book.width(name, style.text_size)
        drawn.append(Text(self.width / 2, y, name, style.text_size, "ink", False, "middle", wide))
        name = book.shorten(self.up.name, style.text_size, self.width)
        drawn.append(Text(0, -10, name, style.text_size, "ink", False, "start", book.width(name, style.text_size)))
        return drawn


def line(
    start: tuple[float, float], end: tuple[float, float], color: str, width: float, dash: tuple[float, ...] = ()
) -> Curve:
    """Return a straight line."""
    return Curve((start, start, end, end), color, width, dash)
