"""Tables as they lie around: any encoding, any separator, ragged rows, and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from influence._files import read_bytes
from influence.errors import FileAccessError, MissingExtraError, Problem

__all__ = ["RawTable", "read_table"]

SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class RawTable:
    """A table as text.

    Parameters
    ----------
    file : str
    headings : tuple of str
    rows : tuple of (int, tuple of str)
        Line in the file, and the cells.
    encoding : str
        How the file was read, in words.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str


def read_table(path: str | Path, encoding: str | None = None) -> RawTable:
    """Read a table with headings in its first row.

    Parameters
    ----------
    path : str or Path
        CSV, TSV or any text with a separator; .xlsx and .xls are read from their first sheet.
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
        If Excel is given and python-calamine is not installed.
    """
    source = Path(path)
    if source.suffix.lower() in (".xlsx", ".xls", ".xlsb", ".ods"):
        return _of_workbook(source)
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


def _table(file: str, lines: Sequence[tuple[int, tuple[str, ...]]], how: str) -> RawTable:
    if not lines:
        raise FileAccessError(Problem((), "is empty", "give a table with headings in its first row", file=file))
    return RawTable(file, lines[0][1], tuple(lines[1:]), how)


def _decoded(content: bytes, encoding: str | None, file: str) -> tuple[str, str]:
    """Return a text and how it was read: as told, by its mark, as UTF-8, or by a guess that is said to be one."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    known = encoding or next((name for mark, name in marks if content.startswith(mark)), None)
    if known is not None:
        try:
            return content.decode(known), known
        except (UnicodeDecodeError, LookupError) as error:
            remedy = "leave the encoding out, or name the right one: utf-8, gbk, utf-16, latin-1"
            raise FileAccessError(Problem((), f"cannot be read as {known} ({error})", remedy, file=file)) from error
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise MissingExtraError("finding out an encoding", "import") from error
    best = from_bytes(content, cp_isolation=["gb18030", "utf_16", "big5", "cp1252", "latin_1", "shift_jis"]).best()
    if best is None:
        raise FileAccessError(
            Problem((), "has an encoding that cannot be found out", "name it: utf-8, gbk, …", file=file)
        )
    return str(best), f"{best.encoding} (guessed)"


def _separator(text: str) -> str:
    """Return the separator that splits the first lines most evenly."""
    head = [line for line in text.splitlines()[:20] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in head]
        return (sum(count == counts[0] for count in counts) if counts and counts[0] else 0, counts[0] if counts else 0)

    return max(SEPARATORS, key=evenness)


def _of_workbook(source: Path) -> RawTable:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        raise MissingExtraError("an Excel file", "excel") from error
    try:
        book = CalamineWorkbook.from_path(str(source))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception as error:
        raise FileAccessError(
            Problem((), f"cannot be read as a workbook ({error})", "save it anew", file=str(source))
        ) from error
    lines = [
        (number, tuple(_cell(value) for value in row))
        for number, row in enumerate(cells, start=1)
        if any(str(value).strip() for value in row)
    ]
    return _table(str(source), lines, f"workbook, sheet {book.sheet_names[0]!r}")


def _cell(value: object) -> str:
    """Return a cell as text: whole numbers without a point, days as days."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
