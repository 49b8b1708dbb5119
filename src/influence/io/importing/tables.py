"""Tables as they lie around: any encoding, any separator, ragged rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from influence._files import read_bytes
from influence.errors import FileAccessError, MissingExtraError, Problem
from influence.io.importing.remarks import Remark, remark

__all__ = ["RawTable", "read_table"]

SEPARATORS = ",;\t|"
HIGH = rb"[\x80-\xff]"
ALONE = 0.8
"""Share of the bytes beyond ASCII that stand alone, from which on a text is taken to be Western."""


@dataclass(frozen=True)
class RawTable:
    """A table as text.

    Parameters
    ----------
    file : str
    headings : tuple of str
    rows : tuple of (int, tuple of str)
        Line in the file, and the cells.
    encoding : Remark
        How the file was read.
    notes : tuple of Remark
        What is to be said of the whole.
    remarks : mapping of int to tuple of Remark
        Line → what is to be said of it.
    refused : tuple of (int, Remark)
        Lines that hold no row, and why.
    line : int
        Line of the headings.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: Remark
    notes: tuple[Remark, ...] = ()
    remarks: Mapping[int, tuple[Remark, ...]] = field(default_factory=dict)
    refused: tuple[tuple[int, Remark], ...] = ()
    line: int = 1


def read_table(path: str | Path, encoding: str | None = None) -> RawTable:
    """Read a table with headings in its first row.

    Parameters
    ----------
    path : str or Path
        CSV, TSV or any text with a separator.
    encoding : str or None
        Of a text; found out where None.

    Returns
    -------
    RawTable

    Raises
    ------
    FileAccessError
        If the file cannot be read as a table.
    MissingExtraError
        If the encoding has to be guessed and charset-normalizer is not installed.
    """
    source = Path(path)
    content = read_bytes(source)
    text, how = _decoded(content, encoding, str(source))
    if "\0" in text:
        raise FileAccessError(Problem((), "is no text", "give a CSV, TSV or Excel file", file=str(source)))
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, tuple[str, ...]]] = []
    try:
        lines.extend(
            (reader.line_num, tuple(cell.strip() for cell in row))
            for row in reader
            if any(cell.strip() for cell in row)
        )
    except csv.Error as error:
        remedy = "save it as CSV with quotes around cells that hold the separator"
        raise FileAccessError(
            Problem((), f"cannot be read as a table ({error})", remedy, str(source), reader.line_num)
        ) from error
    return _table(str(source), lines, how)


def _table(file: str, lines: Sequence[tuple[int, tuple[str, ...]]], how: Remark) -> RawTable:
    if not lines:
        raise FileAccessError(Problem((), "is empty", "give a table with headings in its first row", file=file))
    return RawTable(file, lines[0][1], tuple(lines[1:]), how, line=lines[0][0])


def _decoded(content: bytes, encoding: str | None, file: str) -> tuple[str, Remark]:
    """Return a text and how it was read: as told, by its mark, as UTF-8, or by a guess that is said to be one."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    known = encoding or next((name for mark, name in marks if content.startswith(mark)), None)
    if known is not None:
        try:
            return content.decode(known), remark("as_text", encoding=known)
        except (UnicodeDecodeError, LookupError) as error:
            remedy = "leave the encoding out, or name the right one: utf-8, gbk, utf-16, latin-1"
            raise FileAccessError(Problem((), f"cannot be read as {known} ({error})", remedy, file=file)) from error
    try:
        return content.decode("utf-8"), remark("as_text", encoding="utf-8")
    except UnicodeDecodeError:
        pass
    if _is_western(content):
        try:
            return content.decode("cp1252"), remark("as_guessed", encoding="cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1"), remark("as_guessed", encoding="latin-1")
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise MissingExtraError("finding out an encoding", "import") from error
    best = from_bytes(content, cp_isolation=["gb18030", "utf_16", "big5", "cp1252", "latin_1", "shift_jis"]).best()
    if best is None:
        raise FileAccessError(
            Problem((), "has an encoding that cannot be found out", "name it: utf-8, gbk, …", file=file)
        )
    return str(best), remark("as_guessed", encoding=best.encoding)


def _is_western(content: bytes) -> bool:
    """Whether the bytes beyond ASCII stand alone, as accents among letters do; East Asian encodings use pairs."""
    high, alone = len(re.findall(HIGH, content)), len(re.findall(rb"(?<!%b)%b(?!%b)" % (HIGH, HIGH, HIGH), content))
    return b"\0" not in content and alone > ALONE * high


def _separator(text: str) -> str:
    """Return the separator that splits the first lines most evenly; a first line without any is a title."""
    head = [line for line in text.splitlines()[:20] if line.strip()]
    start = next((place for place, line in enumerate(head) if any(mark in line for mark in SEPARATORS)), 0)
    head = head[start:]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in head]
        return (sum(count == counts[0] for count in counts) if counts and counts[0] else 0, counts[0] if counts else 0)

    return max(SEPARATORS, key=evenness)
