"""From a scene to an SVG file that looks the same everywhere: its letters are outlines, each outline once.

A script whose letters join or run from right to left is left as text, in the room that was measured for it: putting its
outlines side by side would break words that every viewer of SVG sets rightly.
"""

from __future__ import annotations

import unicodedata
from html import escape

from influence.draw.fonts import FontBook, font_book
from influence.draw.scene import Box, Curve, Item, Mark, Scene, Text
from influence.draw.style import Style
from influence.draw.svg_elements import number, path, rectangle, shape, title

__all__ = ["Outlines", "joins", "scene_to_svg_file"]


def joins(text: str) -> bool:
    """Whether a text needs more than its letters side by side, from left to right.

    Examples
    --------
    >>> joins("Ärger 赵国强"), joins("محمد"), joins("हिन्दी")
    (False, True, True)
    """
    return any(
        unicodedata.category(character)[0] == "M" or unicodedata.bidirectional(character) in ("R", "AL", "AN")
        for character in text
    )


class Outlines:
    """The outlines of the letters that a picture uses.

    Parameters
    ----------
    book : FontBook
    """

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._known: dict[tuple[str, bool], tuple[str, float]] = {}
        self._drawn: dict[str, str] = {}

    def line(self, item: Text, style: Style) -> str:
        """Return one line of text."""
        color, shown = style.colors[item.color], self._book.shown(item.text)
        if not shown:
            return ""
        told = title(item.hover) if item.hover != item.text else ""
        if joins(shown):
            return self._as_text(item, shown, color, told)
        x, uses = 0.0, []
        for character in shown:
            name, advance = self._glyph(character, item.bold)
            if name:
                uses.append(f'<use xlink:href="#{name}"{f" x={chr(34)}{x:.1f}{chr(34)}" if x else ""}/>')
            x += advance
        scale = item.size / self._book.measured_at
        place = f"translate({number(item.left)} {number(item.y)}) scale({scale:.4g} {-scale:.4g})"
        return f'<g transform="{place}" fill="{color}" aria-label="{escape(shown)}">{told}{"".join(uses)}</g>'

    def _as_text(self, item: Text, shown: str, color: str, told: str) -> str:
        weight = ' font-weight="bold"' if item.bold else ""
        place = f'x="{number(item.left)}" y="{number(item.y)}" font-size="{number(item.size)}"'
        room = f'textLength="{number(item.width)}" lengthAdjust="spacingAndGlyphs"'
        return f'<text {place}{weight} fill="{color}" {room}>{escape(shown)}{told}</text>'

    def _glyph(self, character: str, bold: bool) -> tuple[str, float]:
        """Return the name of a letter's outline, empty where there is nothing to see, and its width."""
        known = self._known.get((character, bold))
        if known is None:
            glyph = self._book.glyph(character, bold)
            known = self._known[character, bold] = (glyph.name if glyph.outline else "", glyph.advance)
            if glyph.outline:
                # the name says font and letter, so that two pictures on one page can share it
                self._drawn[glyph.name] = f'<path id="{glyph.name}" d="{glyph.outline}"/>'
        return known

    def definitions(self) -> str:
        """Return the outlines that were used."""
        return f"<defs>{''.join(self._drawn[name] for name in sorted(self._drawn))}</defs>"


def scene_to_svg_file(scene: Scene, style: Style) -> str:
    """Return a scene as the content of an SVG file.

    Parameters
    ----------
    scene : Scene
    style : Style

    Returns
    -------
    str
        The same for the same scene and fonts; every text in it is escaped.
    """
    outlines = Outlines(font_book(style.families))
    body = "".join(_element(item, style, outlines) for item in scene.items)
    size = f'width="{number(scene.width)}pt" height="{number(scene.height)}pt"'
    families = escape(", ".join(f"'{family}'" for family in font_book(style.families).families))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {number(scene.width)} {number(scene.height)}" {size} role="img" '
        f'aria-label="{escape(scene.alternative or scene.title)}" font-family="{families}">'
        f"<title>{escape(scene.title)}</title>{outlines.definitions()}"
        f'<rect width="100%" height="100%" fill="{style.colors["paper"]}"/>{body}</svg>\n'
    )


def _element(item: Item, style: Style, outlines: Outlines) -> str:
    if isinstance(item, Box):
        return rectangle(item, style)
    if isinstance(item, Curve):
        return path(item, style)
    if isinstance(item, Mark):
        return shape(item, style)
    return outlines.line(item, style)
