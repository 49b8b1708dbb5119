"""What surrounds every picture: title, legend, caption and margins."""

from __future__ import annotations

from collections.abc import Sequence

from influence._text import phrase
from influence._types import Language
from influence.draw.cards import SHAPES, CardMaker
from influence.draw.fonts import font_book
from influence.draw.scene import Box, Item, Mark, Scene, Text, Theme, bounds_of, moved
from influence.draw.style import Style
from influence.model import Deal

__all__ = ["framed", "sheet_for", "support_legend", "title_of"]

SHEETS = (
    ("A4", 595.0, 842.0),
    ("A3", 842.0, 1191.0),
    ("A2", 1191.0, 1684.0),
    ("A1", 1684.0, 2384.0),
    ("A0", 2384.0, 3370.0),
)
"""ISO 216 sheets with their sides in points."""
EDGE = 20.0
"""Points at each side of a sheet that printers leave white."""
READABLE_PRINT = 5.0
"""Size in points from which printed text can be read."""
Entry = tuple[Item | tuple[Item, ...] | None, str]
"""A sample, of one part or several, and what it stands for."""
TITLE_SIZE = 13.0
LEAST_WIDTH = 420.0
MOST_FOR_TITLE = 720.0
"""Width up to which a picture grows for its title."""


def title_of(deal: Deal, kind: str) -> str:
    """Return a picture's title: whose organization, and what is shown of it."""
    name = deal.name or deal.organization.name
    return f"{name} · {kind}" if name else kind


def support_legend(maker: CardMaker, people: Sequence[str]) -> list[Entry]:
    """Return the legend of the stands that occur, and of access."""
    stands = {maker.support(person) for person in people}
    entries: list[Entry] = [
        (Mark(0, 0, 7.0, shape, stand), maker.say(stand)) for stand, shape in SHAPES.items() if stand in stands
    ]
    return [*entries, (Box(-3.5, -3.5, 3.6, 7.0, "faint"), maker.say("access"))]


def framed(
    items: Sequence[Item],
    style: Style,
    *,
    title: str,
    caption: Sequence[str],
    alternative: str,
    language: Language | None,
    legend: Sequence[Entry] = (),
    themes: tuple[Theme, ...] = (),
) -> Scene:
    """Return a scene: the picture between its title above, its legend and its caption below.

    Parameters
    ----------
    items : sequence of Item
        Anywhere in the plane.
    style : Style
    title : str
    caption : sequence of str
        Parts; empty ones are left out.
    alternative : str
    language : {"en", "zh"} or None
        Of the words around the picture; English where None.
    legend : sequence of (Item, str)
    themes : tuple of Theme

    Returns
    -------
    Scene
    """
    book = font_book(style.families)
    left, top, right, bottom = bounds_of(items)
    width = max(right - left, LEAST_WIDTH, min(book.width(book.shown(title), TITLE_SIZE, bold=True), MOST_FOR_TITLE))
    head = style.margin + TITLE_SIZE + 14
    shift = style.margin - left + (width - (right - left)) / 2
    placed: list[Item] = [moved(item, shift, head - top) for item in items]
    for number, line in enumerate(book.wrap(title, TITLE_SIZE, width, 1, bold=True)):
        wide = book.width(line, TITLE_SIZE, bold=True)
        y = style.margin + TITLE_SIZE * (number + 1)
        placed.append(Text(style.margin, y, line, TITLE_SIZE, "ink", True, "start", wide, title))
    y = head + bottom - top + 20
    y, drawn = _legend(legend, style, width, y)
    placed += drawn
    high = y + style.small_size * 4 + style.margin
    said = " · ".join(part for part in (*caption, _paper(width + 2 * style.margin, high, style, language)) if part)
    for line in book.wrap(said, style.small_size, width, 3):
        placed.append(
            Text(style.margin, y, line, style.small_size, "faint", False, "start", book.width(line, style.small_size))
        )
        y += style.small_size + 3
    height = y + style.margin - style.small_size
    return Scene(width + 2 * style.margin, height, tuple(placed), title, said, alternative, language or "en", themes)


def _paper(width: float, height: float, style: Style, language: Language | None) -> str:
    """Return on what paper a picture can be read, where a plain sheet is too small for it."""
    sheet = sheet_for(width, height, min(style.small_size, style.text_size, style.name_size))
    if sheet == SHEETS[0][0]:
        return ""
    return phrase("draw.print_on", language, sheet=sheet) if sheet else phrase("draw.print_large", language)


def sheet_for(width: float, height: float, smallest: float) -> str:
    """Return the smallest sheet on which a picture can be read, upright or across.

    Parameters
    ----------
    width, height : float
        Of the picture, in points.
    smallest : float
        Size in points of its smallest text.

    Returns
    -------
    str
        ``A4`` to ``A0``; empty where its text would be smaller than 5 points even on A0.

    Examples
    --------
    >>> sheet_for(900.0, 500.0, 6.5), sheet_for(2700.0, 1200.0, 6.5)
    ('A4', 'A1')
    """
    for name, short, long in SHEETS:
        room = (short - 2 * EDGE, long - 2 * EDGE)
        fit = max(min(room[0] / width, room[1] / height), min(room[1] / width, room[0] / height))
        if smallest * min(fit, 1.0) >= READABLE_PRINT:
            return name
    return ""


def _legend(entries: Sequence[Entry], style: Style, width: float, y: float) -> tuple[float, list[Item]]:
    """Return where the legend ends, and its samples and words in as many lines as they need."""
    book = font_book(style.families)
    items: list[Item] = []
    x = style.margin
    for sample, words in entries:
        wide = book.width(book.shown(words), style.small_size)
        needed = (14 if sample is not None else 0) + wide
        if x > style.margin and x + needed > style.margin + width:
            x, y = style.margin, y + style.small_size + 6
        if sample is not None:
            parts = sample if isinstance(sample, tuple) else (sample,)
            items += [moved(part, x + 4, y - style.small_size * 0.36) for part in parts]
            x += 14
        shown = book.shorten(words, style.small_size, width - 14)
        items.append(Text(x, y, shown, style.small_size, "faint", False, "start", book.width(shown, style.small_size)))
        x += wide + 16
    return (y + style.small_size + 8 if entries else y), items
