"""Sheets of a workbook as tables: merged cells, hidden rows and columns, formulas, errors, each said."""

from __future__ import annotations

from pathlib import Path

from influence.errors import FileAccessError, MissingExtraError, Problem
from influence.io.importing.remarks import Remark, Word, remark
from influence.io.importing.tables import RawTable
from influence.io.open_xml import Area, SheetMarks, cell_name, sheet_marks

__all__ = ["WORKBOOKS", "read_sheet"]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Endings of workbooks that are read."""
OPEN_XML = (".xlsx", ".xlsm")
SHOWN = 8
"""How many cells a note names."""


def read_sheet(source: Path) -> RawTable:
    """Read the first visible sheet of a workbook.

    Everything is read, hidden or not, and said. A merged cell's value stands in every cell that it covers, and a first
    row that is one merged cell is a title. Formulas are read as the values that were saved with them; errors are left
    out.

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
            marks = (
                sheet_marks(source, book.sheet_names.index(name)) if source.suffix.lower() in OPEN_XML else SheetMarks()
            )
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                marks.merged.append((top, left, bottom, right))
    except Exception as error:
        raise FileAccessError(
            Problem((), f"cannot be read as a workbook ({error})", "save it anew", file=str(source))
        ) from error
    others = [each.name for each in sheets if each.name != name]
    return _table(str(source), name, grid, marks, others)


def _table(file: str, name: str, grid: list[list[str]], marks: SheetMarks, others: list[str]) -> RawTable:
    notes = [remark("other_sheets", file=file, sheets=tuple(others))] if others else []
    if Path(file).suffix.lower() not in OPEN_XML:
        notes.append(remark("not_looked_up", file=file))
    title = _title(grid, marks)
    if title is not None:
        words = Word(grid[title[0]][title[1]])
        notes.append(remark("title_left_out", file=file, cell=cell_name(*title), title=words))
        grid[title[0]] = []
    notes += _fill(file, grid, [area for area in marks.merged if (area[0], area[1]) != title])
    notes += _of_formulas(file, marks)
    lines = [(number, tuple(row)) for number, row in enumerate(grid, start=1) if any(row)]
    if not lines:
        raise FileAccessError(Problem((), "is empty", "give a table with headings in its first row", file=file))
    hidden = sorted(place for place in marks.hidden_columns if place < len(lines[0][1]) and lines[0][1][place])
    if hidden:
        named = tuple(lines[0][1][place] for place in hidden)
        notes.append(remark("hidden_columns", file=file, headings=named))
    remarks: dict[int, tuple[Remark, ...]] = {number + 1: (remark("hidden_row"),) for number in marks.hidden_rows}
    for (row, column), saved in marks.formulas.items():
        if not saved:
            said = remark("formula_empty", cell=cell_name(row, column))
            remarks[row + 1] = (*remarks.get(row + 1, ()), said)
    for (row, column), error in marks.errors.items():
        remarks[row + 1] = (*remarks.get(row + 1, ()), remark("cell_error", cell=cell_name(row, column), error=error))
    return RawTable(
        file,
        lines[0][1],
        tuple(lines[1:]),
        remark("as_sheet", sheet=Word(name)),
        tuple(notes),
        remarks,
        line=lines[0][0],
    )


def _title(grid: list[list[str]], marks: SheetMarks) -> tuple[int, int] | None:
    """Return the place of a merged cell that is all there is in the first filled row."""
    first = next((number for number, row in enumerate(grid) if any(row)), None)
    if first is None or sum(map(bool, grid[first])) != 1:
        return None
    for top, left, bottom, right in marks.merged:
        if top == first == bottom and right > left and grid[top][left]:
            return top, left
    return None


def _fill(file: str, grid: list[list[str]], merged: list[Area]) -> list[Remark]:
    """Write the value of each merged cell into all cells that it covers, and say so."""
    named = []
    for top, left, bottom, right in merged:
        value = grid[top][left] if top < len(grid) and left < len(grid[top]) else ""
        if not value:
            continue
        named.append(f"{cell_name(top, left)}:{cell_name(bottom, right)}")
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])
    return [remark("merged_cells", file=file, cells=_listed(named))] if named else []


def _of_formulas(file: str, marks: SheetMarks) -> list[Remark]:
    saved = [cell_name(*place) for place, known in marks.formulas.items() if known and place not in marks.errors]
    return [remark("formulas", file=file, cells=_listed(saved))] if saved else []


def _listed(names: list[str]) -> object:
    shown, count = tuple(names[:SHOWN]), len(names) - SHOWN
    return remark("more", cells=shown, count=count) if count > 0 else shown


def _text(value: object) -> str:
    """Return a cell as text: whole numbers without a point, days as days."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
