"""What surrounds every picture: title, legend, caption and margins."""

from __future__ import annotations

from collections.abc import Sequence

from influence.draw.cards import SHAPES, CardMaker
from influence.draw.fonts import font_book
from influence.draw.scene import Box, Item, Mark, Scene, Text, bounds_of, moved
from influence.draw.style import Style
from influence.model import Deal

__all__ = ["framed", "support_legend", "title_of"]

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
    legend: Sequence[Entry] = (),
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
    legend : sequence of (Item, str)

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
    said = " · ".join(part for part in caption if part)
    for line in book.wrap(said, style.small_size, width, 3):
        placed.append(
            Text(style.margin, y, line, style.small_size, "faint", False, "start", book.width(line, style.small_size))
        )
        y += style.small_size + 3
    return Scene(width + 2 * style.margin, y + style.margin - style.small_size, tuple(placed), title, said, alternative)


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
