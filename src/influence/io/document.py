"""A file as plain data that remembers its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from influence.errors import Problem

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Document", "Where", "decode"]

Where = tuple[str | int, ...]

MAX_BYTES = 64 * 1024 * 1024
"""Size of a file beyond which it is refused unless the caller raises the limit."""
MAX_DEPTH = 60
"""Nesting beyond which a file is refused; a deal needs eight levels."""


@dataclass(frozen=True)
class Document:
    """What a file holds.

    Parameters
    ----------
    data : object
        Tables, lists, texts, numbers.
    lines : mapping
        Line of each field, counted from 1.
    problems : tuple of Problem
        What is wrong with the file as such, already located.
    """

    data: Any
    lines: Mapping[Where, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line_of(self, where: Where) -> int | None:
        """Return the line of a field, or of the nearest table around it."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return None


def decode(content: bytes, file: str) -> str | Problem:
    """Return the text of a file in UTF-8, or what is wrong with it.

    Parameters
    ----------
    content : bytes
    file : str
        Its name, for the problem.

    Returns
    -------
    str or Problem
    """
    remedy = "save it as text in UTF-8"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem((), "is encoded in UTF-16", remedy, file=file)
    if b"\x00" in content:
        return Problem((), "is a binary file", remedy, file=file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem((), f"byte {content[error.start]:#04x} is not UTF-8", remedy, file=file, line=line)
    if not text.strip():
        return Problem((), "is empty", "start with: influence new deal.yaml", file=file)
    return text
