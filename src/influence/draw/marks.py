"""The corners of small shapes."""

from __future__ import annotations

import math

from influence.draw.scene import Curve, Mark, Point

__all__ = ["arrow_head", "mark_corners"]


def arrow_head(item: Curve) -> list[Point]:
    """Return the corners of the arrow head at the end of a curve."""
    (x0, y0), (x1, y1) = next(
        (point, item.points[-1]) for point in reversed(item.points[:-1]) if point != item.points[-1]
    )
    length = math.hypot(x1 - x0, y1 - y0)
    along, across = ((x1 - x0) / length, (y1 - y0) / length), ((y0 - y1) / length, (x1 - x0) / length)
    size = 3.2 + 1.2 * item.width
    return [
        (x1, y1),
        (x1 - size * along[0] + 0.45 * size * across[0], y1 - size * along[1] + 0.45 * size * across[1]),
        (x1 - size * along[0] - 0.45 * size * across[0], y1 - size * along[1] - 0.45 * size * across[1]),
    ]


def mark_corners(item: Mark) -> list[Point]:
    """Return the corners of a shape that has some."""
    x, y, half = item.x, item.y, item.size / 2
    if item.shape == "up":
        return [(x, y - half), (x + half, y + half), (x - half, y + half)]
    if item.shape == "down":
        return [(x, y + half), (x + half, y - half), (x - half, y - half)]
    if item.shape == "cross":
        arm = half * 0.36
        outline = [(-arm, -half), (arm, -half), (arm, -arm), (half, -arm), (half, arm), (arm, arm)]
        outline += [(arm, half), (-arm, half), (-arm, arm), (-half, arm), (-half, -arm), (-arm, -arm)]
        turn = math.sqrt(0.5)
        return [(x + turn * (a - b), y + turn * (a + b)) for a, b in outline]
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
