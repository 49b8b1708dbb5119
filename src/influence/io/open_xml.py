"""What a sheet of an Open XML workbook (.xlsx) says beside its values: hidden rows and columns, formulas, errors."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET

__all__ = ["Area", "SheetMarks", "cell_name", "column_letters", "sheet_marks"]

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; counted from 0."""


@dataclass
class SheetMarks:
    """What a sheet says beside its values; rows and columns are counted from 0.

    Parameters
    ----------
    merged : list of Area
    hidden_rows, hidden_columns : set of int
    formulas : dict of (int, int) to bool
        Row and column → whether a value was saved with the formula; a text without letters is one.
    errors : dict of (int, int) to str
        Row and column → the error that the cell shows, such as ``#REF!``.
    """

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def sheet_marks(source: Path, number: int) -> SheetMarks:
    """Return what a sheet says beside its values, all but which cells are merged; openpyxl takes eight times as long.

    Parameters
    ----------
    source : pathlib.Path
    number : int
        Place of the sheet in the workbook, from 0.

    Returns
    -------
    SheetMarks
    """
    found = SheetMarks()
    with zipfile.ZipFile(source) as package, package.open(_part(package, number)) as part:
        for kind, node in _nodes(part):
            if kind == "row":
                if node.get("hidden") in ("1", "true"):
                    found.hidden_rows.add(int(node.get("r", "0")) - 1)
                for cell in node:
                    _mark(found, cell)
                node.clear()
            elif kind == "col" and node.get("hidden") in ("1", "true"):
                # a range of columns may go on to the end of the sheet
                found.hidden_columns |= set(range(int(node.get("min", "1")) - 1, int(node.get("max", "1"))))
    return found


def _mark(found: SheetMarks, cell: Any) -> None:
    """Note a formula, and an error."""
    if not cell.get("r"):
        return
    parts = {_local(child): "".join(child.itertext()) for child in cell}
    saved = parts.get("v") or parts.get("is")
    if "f" in parts:
        # a formula whose result is a text without letters is saved with its type and nothing in it
        found.formulas[_place(cell.get("r"))] = bool(saved) or (cell.get("t") == "str" and "v" in parts)
    if cell.get("t") == "e" and saved:
        found.errors[_place(cell.get("r"))] = saved


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, counted from 0.

    Examples
    --------
    >>> cell_name(0, 0), cell_name(9, 27)
    ('A1', 'AB10')
    """
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]  # the format says so
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def _part(package: zipfile.ZipFile, number: int) -> str:
    """Return where in the package a sheet lies."""
    book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 (calamine has read the file before)
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
