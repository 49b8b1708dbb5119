"""The SVG of single items: what pictures in files and pictures on pages have in common."""

from __future__ import annotations

from html import escape

from influence.draw.marks import arrow_head, mark_corners
from influence.draw.scene import Box, Curve, Mark, Point
from influence.draw.style import Style

__all__ = ["number", "path", "rectangle", "shape", "title"]


def number(value: float) -> str:
    """Return a number with at most two decimals.

    Examples
    --------
    >>> number(12.0), number(0.333)
    ('12', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def title(text: str) -> str:
    """Return what is shown when an element is pointed at."""
    return f"<title>{escape(text)}</title>" if text else ""


def rectangle(item: Box, style: Style) -> str:
    """Return a box."""
    fill = style.colors[item.fill] if item.fill else "none"
    line = f' stroke="{style.colors[item.line]}" stroke-width="{number(item.line_width)}"' if item.line else ""
    corner = f' rx="{number(item.radius)}"' if item.radius else ""
    size = f'width="{number(item.width)}" height="{number(item.height)}"'
    return (
        f'<rect x="{number(item.x)}" y="{number(item.y)}" {size}{corner} fill="{fill}"{line}>{title(item.hover)}</rect>'
    )


def path(item: Curve, style: Style, attributes: str = "") -> str:
    """Return a curve with its arrow head."""
    start, *rest = [f"{number(x)} {number(y)}" for x, y in item.points]
    pieces = " ".join(f"C{rest[i]},{rest[i + 1]},{rest[i + 2]}" for i in range(0, len(rest), 3))
    color = style.colors[item.color]
    dash = f' stroke-dasharray="{" ".join(map(number, item.dash))}"' if item.dash else ""
    line = (
        f'<path d="M{start} {pieces}" fill="none" stroke="{color}" stroke-width="{number(item.width)}"'
        f"{dash}>{title(item.hover)}</path>"
    )
    drawn = line + _polygon(arrow_head(item), color) if item.arrow else line
    return f"<g{attributes}>{drawn}</g>" if attributes else drawn


def shape(item: Mark, style: Style) -> str:
    """Return a mark."""
    color, half = style.colors[item.color], item.size / 2
    if item.shape == "circle":
        drawn = f'<circle cx="{number(item.x)}" cy="{number(item.y)}" r="{number(half)}" fill="{color}"/>'
    elif item.shape == "question":
        place = f'x="{number(item.x - half)}" y="{number(item.y - half)}"'
        size = f'width="{number(item.size)}" height="{number(item.size)}"'
        drawn = f'<rect {place} {size} fill="none" stroke="{color}" stroke-width="1.1"/>'
    else:
        drawn = _polygon(mark_corners(item), color)
    return f"<g>{title(item.hover)}{drawn}</g>" if item.hover else drawn


def _polygon(corners: list[Point], color: str) -> str:
    places = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<polygon points="{places}" fill="{color}"/>'
