"""From a scene to a matplotlib figure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text as FigureText

from influence.draw.fonts import FontBook, font_book
from influence.draw.marks import arrow_head, mark_corners
from influence.draw.scene import Box, Curve, Item, Mark, Scene, Text
from influence.draw.style import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

__all__ = ["render"]

ALIGNMENTS: Mapping[str, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}
POINTS = 72.0
"""Points in an inch."""


def render(scene: Scene, style: Style, ax: Axes | None = None) -> tuple[Figure, Axes]:
    """Draw a scene.

    Parameters
    ----------
    scene : Scene
    style : Style
    ax : matplotlib.axes.Axes or None
        Where to draw; a new figure of the scene's own size where None.

    Returns
    -------
    (matplotlib.figure.Figure, matplotlib.axes.Axes)
    """
    if ax is None:
        figure = Figure(figsize=(scene.width / POINTS, scene.height / POINTS), dpi=POINTS)
        figure.set_facecolor(style.colors["paper"])
        ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    owner = ax.get_figure(root=True)
    if owner is None:  # axes that were taken out of their figure cannot be drawn on
        owner = Figure()
        owner.add_axes(ax)
    ax.set_axis_off()
    ax.set_xlim(0.0, scene.width)
    ax.set_ylim(scene.height, 0.0)
    ax.set_aspect("equal", adjustable="box")
    book = font_book(style.families)
    scale = _scale(ax, scene)
    for order, (kind, group) in enumerate(groupby(scene.items, key=_plain_line)):
        if kind is None:
            for place, item in enumerate(group):
                _draw(item, ax, style, book, scale, order + place / len(scene.items))
        else:
            _draw_together([item for item in group if isinstance(item, Curve)], ax, style, scale, order)
    return owner, ax


def _plain_line(item: Item) -> tuple[str, float, tuple[float, ...]] | None:
    """Return what lines that can be drawn as one have in common, or None for everything else."""
    return (item.color, item.width, item.dash) if isinstance(item, Curve) and not item.arrow else None


def _draw_together(curves: list[Curve], ax: Axes, style: Style, scale: float, order: float) -> None:
    """Draw lines of one look as one patch: an artist for each would take most of the time of a large picture."""
    points = [point for curve in curves for point in curve.points]
    codes = [code for curve in curves for code in _codes(curve)]
    patch = _stroke(Outline(points, codes), curves[0], style, scale)
    patch.set_zorder(order)
    patch.set_clip_on(False)
    ax.add_artist(patch)


def _codes(curve: Curve) -> list[np.uint8]:
    return [Outline.MOVETO] + [Outline.CURVE4] * (len(curve.points) - 1)


def _stroke(outline: Outline, like: Curve, style: Style, scale: float) -> PathPatch:
    return PathPatch(
        outline,
        fill=False,
        edgecolor=style.colors[like.color],
        linewidth=like.width * scale,
        # matplotlib multiplies the pattern by the width of the line
        linestyle=(0, tuple(length / like.width for length in like.dash)) if like.dash else "solid",
        capstyle="butt",
    )


def _scale(ax: Axes, scene: Scene) -> float:
    """Return how many points one unit takes on these axes: 1 on a figure of the scene's own size."""
    box = ax.get_window_extent()
    dpi = float(ax.figure.dpi)
    return float(min(box.width / scene.width, box.height / scene.height) * POINTS / dpi)


def _draw(item: Item, ax: Axes, style: Style, book: FontBook, scale: float, order: float) -> None:
    if isinstance(item, Text):
        ax.add_artist(_text(item, style, book, scale, order, ax))
        return
    for patch in _patches(item, style, scale):
        patch.set_zorder(order)
        patch.set_clip_on(False)
        # add_patch would also look for the limits of the data, which are known
        ax.add_artist(patch)


def _text(item: Text, style: Style, book: FontBook, scale: float, order: float, ax: Axes) -> FigureText:
    drawn = FigureText(
        item.x,
        item.y,
        book.shown(item.text),
        fontsize=item.size * scale,
        color=style.colors[item.color],
        fontfamily=list(book.families),
        fontweight="bold" if item.bold else "normal",
        horizontalalignment=ALIGNMENTS[item.anchor],
        verticalalignment="baseline",
        zorder=order,
        parse_math=False,
    )
    drawn.set_transform(ax.transData)
    drawn.set_clip_on(False)
    return drawn


def _patches(item: Box | Curve | Mark, style: Style, scale: float) -> list[Patch]:
    if isinstance(item, Box):
        return [_box(item, style, scale)]
    if isinstance(item, Mark):
        return _mark(item, style, scale)
    return _curve(item, style, scale)


def _box(item: Box, style: Style, scale: float) -> Patch:
    colors: dict[str, Any] = {
        "facecolor": style.colors[item.fill] if item.fill else "none",
        "edgecolor": style.colors[item.line] if item.line else "none",
        "linewidth": item.line_width * scale if item.line else 0.0,
    }
    return PathPatch(_rounded(item.x, item.y, item.width, item.height, item.radius), **colors)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> Outline:
    """Return a rectangle with rounded corners; matplotlib's own box styles take several times as long."""
    r = min(radius, width / 2, height / 2)
    right, bottom = x + width, y + height
    points = [(x + r, y), (right - r, y), (right, y), (right, y + r), (right, bottom - r), (right, bottom)]
    points += [
        (right - r, bottom),
        (x + r, bottom),
        (x, bottom),
        (x, bottom - r),
        (x, y + r),
        (x, y),
        (x + r, y),
        (x + r, y),
    ]
    corner = [Outline.LINETO, Outline.CURVE3, Outline.CURVE3]
    return Outline(points, [Outline.MOVETO, *corner * 4, Outline.CLOSEPOLY])


def _curve(item: Curve, style: Style, scale: float) -> list[Patch]:
    line = _stroke(Outline(list(item.points), _codes(item)), item, style, scale)
    return [line, _arrow(item, style.colors[item.color])] if item.arrow else [line]


def _arrow(item: Curve, color: str) -> Patch:
    return Polygon(arrow_head(item), closed=True, facecolor=color, edgecolor="none")


def _mark(item: Mark, style: Style, scale: float) -> list[Patch]:
    color = style.colors[item.color]
    half = item.size / 2
    if item.shape == "circle":
        return [Circle((item.x, item.y), half, facecolor=color, edgecolor="none")]
    if item.shape == "question":
        corner = (item.x - half, item.y - half)
        return [Rectangle(corner, item.size, item.size, fill=False, edgecolor=color, linewidth=1.1 * scale)]
    return [Polygon(mark_corners(item), closed=True, facecolor=color, edgecolor="none")]
