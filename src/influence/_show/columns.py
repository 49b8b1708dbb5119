"""Text in columns that align whatever the script: widths are those of a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wcwidth import wcswidth, wcwidth

__all__ = ["display_width", "pad", "shorten", "text_table", "wrap"]


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes; a Chinese character takes two."""
    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(character), 0) for character in text)


def shorten(text: str, width: int) -> str:
    """Cut a text to a width in columns, marking the cut with an ellipsis."""
    if display_width(text) <= width:
        return text
    kept = ""
    for character in text:
        if display_width(kept + character) > width - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def pad(text: str, width: int, align: str = "left") -> str:
    """Fill a text with blanks to a width in columns, on the right or (``align="right"``) on the left."""
    blanks = " " * max(width - display_width(text), 0)
    return blanks + text if align == "right" else text + blanks


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after blanks, and between wide characters, but not before closing punctuation."""
    pieces: list[str] = []
    for character in text:
        wide = wcwidth(character) == 2
        closing = character in "，。；：、！？）」』”’》】"
        fresh = (
            not pieces
            or (pieces[-1].endswith(" ") and character != " ")
            or (wide and not closing)
            or (wcwidth(pieces[-1][-1]) == 2 and not closing and character != " ")
        )
        if fresh:
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Break a text into lines of at most ``width`` columns.

    Parameters
    ----------
    text : str
        One paragraph.
    width : int
        Columns of a line, with its indent.
    indent : str
        What the first line starts with.
    hanging : str or None
        What the other lines start with; as many blanks as ``indent`` is wide where None.

    Returns
    -------
    list of str

    Examples
    --------
    >>> wrap("one two three", 9)
    ['one two', 'three']
    """
    follow = " " * display_width(indent) if hanging is None else hanging
    lines: list[str] = []
    line = indent
    empty = True
    for piece in _pieces(text):
        if not empty and display_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, empty = follow, True
        while empty and display_width(line + piece.rstrip()) > width and display_width(piece) > 1:
            room = max(width - display_width(line), 1)
            cut = 1
            while cut < len(piece) and display_width(piece[: cut + 1]) <= room:
                cut += 1
            lines.append(line + piece[:cut])
            piece, line = piece[cut:], follow  # noqa: PLW2901 (the rest of an overlong word goes on on the next line)
        line += piece if not empty else piece.lstrip()
        empty = False
    lines.append(line.rstrip())
    return lines


def text_table(
    rows: Sequence[Mapping[str, object]],
    *,
    columns: Sequence[str] | None = None,
    headings: Mapping[str, str] | None = None,
    width: int = 100,
    indent: str = "",
) -> str:
    """Lay rows out in columns of a terminal.

    Parameters
    ----------
    rows : sequence of mapping
        Cells by column; numbers are set right-aligned, floats with three decimals, None as "–".
    columns : sequence of str or None
        Which columns, in which order; those of the first row where None.
    headings : mapping or None
        What stands above a column instead of its name.
    width : int
        Columns of the terminal; the widest text column gives way.
    indent : str
        What every line starts with.

    Returns
    -------
    str
        Lines without a final line break.

    Examples
    --------
    >>> print(text_table([{"who": "吴平", "share": 0.25}, {"who": "Li", "share": 0.5}]))
    who   share
    吴平  0.250
    Li    0.500
    """
    names = list(columns if columns is not None else (rows[0] if rows else ()))
    heads = [(headings or {}).get(name, name) for name in names]
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    numeric = [
        bool(rows) and all(isinstance(row.get(name), (int, float, type(None))) for row in rows) for name in names
    ]
    widths = [max([display_width(head), *(display_width(line[i]) for line in cells)]) for i, head in enumerate(heads)]
    room = width - display_width(indent) - 2 * (len(names) - 1)
    while sum(widths) > room and max(widths, default=0) > 8:
        widths[widths.index(max(widths))] -= 1
    lines = []
    for line in [heads, *cells]:
        parts = [
            pad(shorten(text, widths[i]), widths[i], "right" if numeric[i] else "left") for i, text in enumerate(line)
        ]
        lines.append((indent + "  ".join(parts)).rstrip())
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return " ".join(str(value).split())
