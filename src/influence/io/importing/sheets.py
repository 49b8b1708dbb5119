"""Sheets of a workbook as tables: merged cells, hidden rows and columns, formulas, each said."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET

from influence.errors import FileAccessError, MissingExtraError, Problem
from influence.io.importing.tables import RawTable

__all__ = ["WORKBOOKS", "read_sheet"]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Endings of workbooks that are read."""
OPEN_XML = (".xlsx", ".xlsm")
SHOWN = 8
"""How many cells a note names."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 0."""


@dataclass
class _Marks:
    """What a sheet says beside its values."""

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Place → whether a value was saved with it."""


def read_sheet(source: Path) -> RawTable:
    """Read the first visible sheet of a workbook.

    Everything is read, hidden or not, and said. A merged cell's value stands in every cell that it covers, and a first
    row that is one merged cell is a title. Formulas are read as the values that were saved with them.

    Parameters
    ----------
    source : pathlib.Path

    Returns
    -------
    RawTable

    Raises
    ------
    FileAccessError
        If the file cannot be read as a workbook, or holds nothing.
    MissingExtraError
        If python-calamine is not installed.
    """
    try:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError as error:
        raise MissingExtraError("an Excel file", "excel") from error
    try:
        with CalamineWorkbook.from_path(str(source)) as book:
            sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            shown = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
            name = (shown or [each.name for each in sheets])[0]
            sheet = book.get_sheet_by_name(name)
            grid = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            marks = _marks(source, book.sheet_names.index(name)) if source.suffix.lower() in OPEN_XML else _Marks()
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                marks.merged.append((top, left, bottom, right))
    except Exception as error:
        raise FileAccessError(
            Problem((), f"cannot be read as a workbook ({error})", "save it anew", file=str(source))
        ) from error
    others = [each.name for each in sheets if each.name != name]
    return _table(str(source), name, grid, marks, others)


def _table(file: str, name: str, grid: list[list[str]], marks: _Marks, others: list[str]) -> RawTable:
    notes = [f"{file}: other sheets are not read: {', '.join(others)}"] if others else []
    if Path(file).suffix.lower() not in OPEN_XML:
        notes.append(f"{file}: whether rows, columns or formulas are hidden in it is not looked up in this format")
    title = _title(grid, marks)
    if title is not None:
        notes.append(f"{file}: {_name(*title)}, a title above the headings, is left out: {grid[title[0]][title[1]]!r}")
        grid[title[0]] = []
    notes += _fill(file, grid, [area for area in marks.merged if (area[0], area[1]) != title])
    notes += _of_formulas(file, marks)
    lines = [(number, tuple(row)) for number, row in enumerate(grid, start=1) if any(row)]
    if not lines:
        raise FileAccessError(Problem((), "is empty", "give a table with headings in its first row", file=file))
    hidden = sorted(place for place in marks.hidden_columns if place < len(lines[0][1]) and lines[0][1][place])
    if hidden:
        notes.append(f"{file}: hidden columns are read, too: {', '.join(lines[0][1][place] for place in hidden)}")
    remarks: dict[int, tuple[str, ...]] = {number + 1: ("a hidden row",) for number in marks.hidden_rows}
    for (row, column), saved in marks.formulas.items():
        if not saved:
            said = f"{_name(row, column)} is a formula without a saved value: left out"
            remarks[row + 1] = (*remarks.get(row + 1, ()), said)
    return RawTable(file, lines[0][1], tuple(lines[1:]), f"workbook, sheet {name!r}", tuple(notes), remarks)


def _title(grid: list[list[str]], marks: _Marks) -> tuple[int, int] | None:
    """Return the place of a merged cell that is all there is in the first filled row."""
    first = next((number for number, row in enumerate(grid) if any(row)), None)
    if first is None or sum(map(bool, grid[first])) != 1:
        return None
    for top, left, bottom, right in marks.merged:
        if top == first == bottom and right > left and grid[top][left]:
            return top, left
    return None


def _fill(file: str, grid: list[list[str]], merged: list[Area]) -> list[str]:
    """Write the value of each merged cell into all cells that it covers, and say so."""
    named = []
    for top, left, bottom, right in merged:
        value = grid[top][left] if top < len(grid) and left < len(grid[top]) else ""
        if not value:
            continue
        named.append(f"{_name(top, left)}:{_name(bottom, right)}")
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])
    return [f"{file}: merged cells, read as their value in each: {_listed(named)}"] if named else []


def _of_formulas(file: str, marks: _Marks) -> list[str]:
    saved = [_name(*place) for place, known in marks.formulas.items() if known]
    return [f"{file}: formulas, read as the values saved with them: {_listed(saved)}"] if saved else []


def _listed(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _name(row: int, column: int) -> str:
    """Return the name of a cell, as A1."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]  # the format says so
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def _marks(source: Path, number: int) -> _Marks:
    """Return what a sheet of an Open XML workbook says beside its values; openpyxl takes eight times as long."""
    found = _Marks()
    with zipfile.ZipFile(source) as package, package.open(_part(package, number)) as part:
        for kind, node in _nodes(part):
            if kind == "row":
                if node.get("hidden") in ("1", "true"):
                    found.hidden_rows.add(int(node.get("r", "0")) - 1)
                for cell in node:
                    if any(_local(child) == "f" for child in cell) and cell.get("r"):
                        found.formulas[_place(cell.get("r", ""))] = any(
                            _local(child) in ("v", "is") and "".join(child.itertext()) for child in cell
                        )
                node.clear()
            elif kind == "col" and node.get("hidden") in ("1", "true"):
                # a range of columns may go on to the end of the sheet
                found.hidden_columns |= set(range(int(node.get("min", "1")) - 1, int(node.get("max", "1"))))
    return found


def _part(package: zipfile.ZipFile, number: int) -> str:
    """Return where in the package a sheet lies."""
    book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 (as above)
    sheets = [node for node in book.iter() if _local(node) == "sheet"]
    mark = next(value for key, value in sheets[number].attrib.items() if key.endswith("}id"))
    relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 (as above)
    target = next(node.get("Target", "") for node in relations if node.get("Id") == mark)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _nodes(part: IO[bytes]) -> Iterator[tuple[str, Any]]:
    for _, node in ET.iterparse(part):  # noqa: S314 (as above)
        yield _local(node), node


def _local(node: Any) -> str:
    """Return the name of a node without its namespace, of which there are two."""
    return str(node.tag).rpartition("}")[2]


def _text(value: object) -> str:
    """Return a cell as text: whole numbers without a point, days as days."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
