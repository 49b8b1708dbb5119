"""A picture as plain data: boxes, curves, marks and texts with sizes in points, before anything is rendered.

The origin is the upper left corner, x grows to the right and y downwards; one unit is one point (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from influence._types import Language

__all__ = ["Box", "Curve", "Item", "Mark", "Point", "Scene", "Text", "Theme", "bounds_of", "moved"]

Point = tuple[float, float]
Shape = Literal["up", "circle", "square", "down", "cross", "question"]
"""Shapes that stand for support, from mentor to enemy, and for unknown."""


@dataclass(frozen=True)
class Box:
    """A rectangle.

    Parameters
    ----------
    x, y, width, height : float
        Points; (x, y) is the upper left corner.
    fill, line : str
        Names of colours in the style; "" for none.
    line_width : float
    radius : float
        Of the corners.
    key : str
        Id of what the box stands for; cards of people have the person's id.
    hover : str
        The full text, however much was shortened.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""
    line_width: float = 0.8
    radius: float = 0.0
    key: str = ""
    hover: str = ""


@dataclass(frozen=True)
class Curve:
    """A line through cubic Bézier pieces: a start, then groups of two handles and an end.

    Parameters
    ----------
    points : tuple of (float, float)
        One start and three points for each piece.
    color : str
    width : float
    dash : tuple of float
        Lengths of strokes and gaps; empty for a solid line.
    arrow : bool
        Whether an arrow head stands at the end.
    key : str
        ``source→target`` for ties.
    hover : str
    """

    points: tuple[Point, ...]
    color: str = "line"
    width: float = 1.0
    dash: tuple[float, ...] = ()
    arrow: bool = False
    key: str = ""
    hover: str = ""


@dataclass(frozen=True)
class Mark:
    """A small shape, centred.

    Parameters
    ----------
    x, y : float
    size : float
        Side of the square it fills.
    shape : str
    color : str
    hover : str
    """

    x: float
    y: float
    size: float
    shape: Shape
    color: str
    hover: str = ""


@dataclass(frozen=True)
class Text:
    """One line of text.

    Parameters
    ----------
    x, y : float
        Where the line is anchored: its base line.
    text : str
    size : float
        Points.
    color : str
    bold : bool
    anchor : str
        ``start``, ``middle`` or ``end``.
    width : float
        Measured width in points.
    hover : str
        The full text where this one was shortened.
    """

    x: float
    y: float
    text: str
    size: float
    color: str = "ink"
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    width: float = 0.0
    hover: str = ""

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width


Item = Box | Curve | Mark | Text


@dataclass(frozen=True)
class Theme:
    """Something by which a picture on a screen can be thinned: what belongs to it stays, the rest fades.

    Parameters
    ----------
    name : str
    keys : frozenset of str
        Keys of the boxes and curves that belong to it.
    """

    name: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Scene:
    """A whole picture.

    Parameters
    ----------
    width, height : float
        Points.
    items : tuple of Item
        From back to front.
    title : str
    caption : str
        What is shown and what it assumes.
    alternative : str
        What somebody who cannot see the picture is told.
    language : str
        ``en`` or ``zh``.
    themes : tuple of Theme
        Concerns that a page can show alone.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str = ""
    caption: str = ""
    alternative: str = field(default="", repr=False)
    language: Language = "en"
    themes: tuple[Theme, ...] = field(default=(), repr=False)

    def cards(self) -> tuple[Box, ...]:
        """Return the boxes that stand for something."""
        return tuple(item for item in self.items if isinstance(item, Box) and item.key)


def moved(item: Item, right: float, down: float) -> Item:
    """Return an item shifted by some points."""
    if isinstance(item, Curve):
        return Curve(
            tuple((x + right, y + down) for x, y in item.points),
            item.color,
            item.width,
            item.dash,
            item.arrow,
            item.key,
            item.hover,
        )
    changed = {**vars(item), "x": item.x + right, "y": item.y + down}
    return type(item)(**changed)


def bounds_of(items: Iterable[Item]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is drawn, in points."""
    boxes = [_extent(item) for item in items]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _extent(item: Item) -> tuple[float, float, float, float]:
    if isinstance(item, Box):
        return item.x, item.y, item.x + item.width, item.y + item.height
    if isinstance(item, Curve):
        xs, ys = zip(*item.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(item, Mark):
        half = item.size / 2
        return item.x - half, item.y - half, item.x + half, item.y + half
    return item.left, item.y - 0.8 * item.size, item.left + item.width, item.y + 0.25 * item.size
