"""A workbook as a deal: every problem with its sheet and cell, all of them at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from influence.errors import DealError, MissingExtraError, Problem, near_miss
from influence.io.open_xml import SheetMarks, cell_name, column_letters, sheet_marks
from influence.io.workbook.layout import (
    COLUMNS,
    DETAIL_HEADINGS,
    DETAILS,
    SHEETS,
    Column,
    from_cell,
    tie_keys,
    with_keys,
)
from influence.model import FORMAT, Deal

__all__ = ["read_workbook"]

Where = tuple[str | int, ...]
Grid = list[list[Any]]


@dataclass(frozen=True)
class _Sheet:
    """A sheet's cells, and what it says beside them."""

    grid: Grid
    marks: SheetMarks


def read_workbook(path: Path) -> Deal:
    """Read a deal from a workbook.

    Hidden sheets, rows and columns are read like all others. A formula counts as the value that was saved with it. What
    would lose a value is an error: a formula without a saved value, a cell that shows an error, and in a table a merged
    cell that stands for several.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    Deal

    Raises
    ------
    DealError
        With every problem, its sheet and its cell.
    MissingExtraError
        If python-calamine is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from influence.io import write_deal
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     print(read_workbook(write_deal(Deal(capacity=8.0), Path(directory) / "deal.xlsx")).capacity)
    8.0
    """
    reading = _Reading(str(path))
    sheets = _sheets(path)
    known = {title: name for name, titles in (*SHEETS.items(), ("details", DETAILS)) for title in titles}
    for title, sheet in sheets.items():
        name = known.get(title.strip())
        reading.unreadable(title, sheet.marks)
        if name is None:
            remedy = near_miss(title, list(known)) or f"use {', '.join(titles[0] for titles in SHEETS.values())}"
            reading.problem(f"{title}!A1", (), f"is no sheet of a deal: {title!r}", remedy)
        elif name == "decision":
            reading.decision(title, sheet.grid)
        elif name != "details":
            reading.rows(title, name, sheet)
    for title, sheet in sheets.items():
        if known.get(title.strip()) == "details":
            reading.details(title, sheet.grid)
    return reading.deal()


def _sheets(path: Path) -> dict[str, _Sheet]:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        raise MissingExtraError("an Excel file", "excel") from error
    try:
        book = CalamineWorkbook.from_path(str(path))
        found = {}
        for number, name in enumerate(book.sheet_names):
            sheet, marks = book.get_sheet_by_name(name), sheet_marks(path, number)
            marks.merged += [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            found[name] = _Sheet(sheet.to_python(skip_empty_area=False), marks)
        return found
    except Exception as error:
        what = f"cannot be read as a workbook ({error})"
        raise DealError(Problem((), what, "make one with: influence new deal.xlsx", file=str(path))) from error


class _Reading:
    """What was read so far, and where each field stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, Any] = {"format": FORMAT}
        self.cells: dict[Where, str] = {}
        self.problems: list[Problem] = []

    def problem(self, cell: str, where: Where, what: str, remedy: str) -> None:
        """Note a problem at a cell."""
        self.problems.append(Problem(where, what, remedy, file=f"{self.file}:{cell}"))

    def unreadable(self, sheet: str, marks: SheetMarks) -> None:
        """Note cells whose value is not in the file."""
        for place, saved in marks.formulas.items():
            if not saved:
                remedy = "open the workbook in a spreadsheet and save it, or write the value instead"
                self.problem(f"{sheet}!{cell_name(*place)}", (), "is a formula without a saved value", remedy)
        for place, error in marks.errors.items():
            self.problem(f"{sheet}!{cell_name(*place)}", (), f"shows {error}", "mend the formula, or write the value")

    def rows(self, sheet: str, name: str, found: _Sheet) -> None:
        """Read people, ties or arguments."""
        grid = found.grid
        columns = self._headed(sheet, name, grid[0]) if grid else {}
        self._merged(sheet, found, columns)
        for number, row in enumerate(grid[1:], start=2):
            cells = {place: cell for place, cell in enumerate(row) if cell not in ("", None) and place in columns}
            if not cells:
                continue
            record = {columns[place].field[-1]: _value(columns[place], cell) for place, cell in cells.items()}
            where = self._put(sheet, number, name, record)
            if where is not None:
                self.cells |= {
                    (*where, columns[place].field[-1]): f"{sheet}!{column_letters(place)}{number}" for place in cells
                } | {where: f"{sheet}!A{number}"}

    def _merged(self, sheet: str, found: _Sheet, columns: dict[int, Column]) -> None:
        """Note merged cells whose value would count for the first of several cells only."""
        for top, left, bottom, right in found.marks.merged:
            inside = bottom > 0 and any(left <= place <= right for place in columns)
            if inside and top < len(found.grid) and found.grid[top][left] not in ("", None):
                what = f"is merged with the cells up to {cell_name(bottom, right)}, which would be empty"
                remedy = "undo the merging and write into each cell what holds there"
                self.problem(f"{sheet}!{cell_name(top, left)}", (), what, remedy)

    def _headed(self, sheet: str, name: str, headings: list[Any]) -> dict[int, Column]:
        known = {text.lower(): column for column in COLUMNS[name] for text in (*column.headings, column.field[-1])}
        found: dict[int, Column] = {}
        for place, heading in enumerate(headings):
            text = str(heading).strip().lower()
            if text in known:
                found[place] = known[text]
            elif text:
                remedy = near_miss(text, list(known)) or f"use {', '.join(c.headings[0] for c in COLUMNS[name])}"
                self.problem(
                    f"{sheet}!{column_letters(place)}1", (), f"{heading!r} is no heading that is known here", remedy
                )
        return found

    def _put(self, sheet: str, number: int, name: str, record: dict[str, Any]) -> Where | None:
        organization = self.data.setdefault("organization", {})
        if name == "ties":
            ties = organization.setdefault("ties", [])
            ties.append(record)
            return ("organization", "ties", len(ties) - 1)
        key = record.pop("id", None)
        people = name == "people"
        at: Where = ("organization", "stakeholders") if people else ("arguments",)
        table = organization.setdefault("stakeholders", {}) if people else self.data.setdefault("arguments", {})
        if key is None:
            self.problem(f"{sheet}!A{number}", at, "has no id", "give each row a short id of its own")
            return None
        if key in table:
            self.problem(f"{sheet}!A{number}", (*at, key), f"{key!r} stands above already", "give each row its own id")
            return None
        table[key] = record
        return (*at, key)

    def decision(self, sheet: str, grid: Grid) -> None:
        """Read the sheet with one field in each row."""
        known = {text.lower(): column for column in COLUMNS["decision"] for text in column.headings}
        for number, row in enumerate(grid, start=1):
            text, value = (*[str(cell).strip() for cell in row[:1]], ""), row[1] if len(row) > 1 else ""
            if not text[0] or (value in ("", None) and text[0].lower() in known):
                continue
            column = known.get(text[0].lower())
            if column is None:
                remedy = near_miss(text[0], list(known)) or f"use {', '.join(known)}"
                self.problem(f"{sheet}!A{number}", (), f"{text[0]!r} is no field that is known here", remedy)
                continue
            _set(self.data, column.field, _value(column, value))
            self.cells[column.field] = f"{sheet}!B{number}"

    def details(self, sheet: str, grid: Grid) -> None:
        """Read what plain columns cannot hold."""
        for number, row in enumerate(grid, start=1):
            pointer, value = (str(cell).strip() for cell in [*row, "", ""][:2])
            if not pointer or (number == 1 and pointer in DETAIL_HEADINGS[0]):
                continue
            parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
            where = self._place(f"{sheet}!A{number}", parts)
            try:
                found = json.loads(value)
            except ValueError as error:
                self.problem(
                    f"{sheet}!B{number}",
                    where or (),
                    f"is no JSON ({error})",
                    'write a text as "text", a number as 0.5',
                )
                continue
            if where is None:
                continue
            self.cells[where] = f"{sheet}!B{number}"
            if not where or not _set(self.data, where, found):
                self.problem(f"{sheet}!A{number}", (), f"{pointer!r} leads nowhere", "write it as /organization/…")

    def _place(self, cell: str, parts: list[str]) -> Where | None:
        """Return the place of a detail in the deal, or note that what it belongs to stands in no sheet."""
        organization = self.data.get("organization", {})
        ties = {key: number for number, key in enumerate(tie_keys(organization.get("ties", [])))}
        for table, known, name in (
            (["organization", "ties"], ties, "ties"),
            (["organization", "stakeholders"], organization.get("stakeholders", {}), "people"),
            (["arguments"], self.data.get("arguments", {}), "arguments"),
        ):
            key = parts[len(table)] if len(parts) > len(table) and parts[: len(table)] == table else None
            if key is None:
                continue
            if key not in known:
                what = f"{key!r} stands only in the details, not in the sheet of {name}"
                number = "write WHO→WHOM, the number of a row changes when rows are sorted; " if key.isdigit() else ""
                near = number if name == "ties" else ""
                near += near_miss(key, list(known)) or "add its row there again, or take this row out"
                self.problem(cell, (), what, near)
                return None
            return (*table, ties[key] if name == "ties" else key, *parts[len(table) + 1 :])
        return tuple(parts)

    def deal(self) -> Deal:
        """Return the deal, or all that is wrong."""
        try:
            found = Deal.model_validate(self.data, by_name=False)
        except DealError as error:
            for each in error.problems:
                cell = next(
                    (self.cells[each.where[:n]] for n in range(len(each.where), 0, -1) if each.where[:n] in self.cells),
                    "",
                )
                self.problems.append(each.at(f"{self.file}:{cell}" if cell else self.file, None))
            raise DealError(self.problems) from None
        if self.problems:
            raise DealError(self.problems)
        return found


def _value(column: Column, cell: Any) -> Any:
    """Return the value of a cell, labels as a file spells them."""
    return with_keys(column, from_cell(column.kind, cell))


def _set(data: Any, where: Where, value: Any) -> bool:
    """Put a value in its place; whether there is such a place."""
    for part in where[:-1]:
        if isinstance(data, list):
            if not isinstance(part, int) or part >= len(data):
                return False
            data = data[part]
        elif isinstance(data, dict):
            data = data.setdefault(part, {})
        else:
            return False
    if not isinstance(data, dict):
        return False
    data[where[-1]] = value
    return True
