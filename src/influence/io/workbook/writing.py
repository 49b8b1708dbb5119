"""A deal as a workbook: headings in the deal's language, labels to choose from, and help in the headings."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from influence._types import Language
from influence.errors import MissingExtraError
from influence.io.workbook.layout import (
    COLUMNS,
    DETAIL_HEADINGS,
    DETAILS,
    SHEETS,
    Column,
    as_cell,
    json_text,
    tie_keys,
    with_labels,
)
from influence.model import FORMAT, Deal

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["repacked", "set_text", "workbook_bytes"]

Pointer = tuple[str, ...]
LANGUAGES: tuple[Language, Language] = ("en", "zh")
ROWS_OFFERED = 1000
"""Rows for which labels are offered."""
MOMENT = (2020, 1, 1, 0, 0, 0)
"""A day that stands for none: the same deal gives the same file."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def workbook_bytes(deal: Deal) -> bytes:
    """Return a deal as the bytes of an .xlsx workbook, the same for the same deal.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    bytes

    Raises
    ------
    MissingExtraError
        If openpyxl is not installed.

    Examples
    --------
    >>> workbook_bytes(Deal(capacity=8.0))[:2]
    b'PK'
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("an Excel file", "excel") from error
    data = deal.stated()
    data.pop("format", None)
    language = 1 if deal.language == "zh" else 0
    ties = tie_keys(data.get("organization", {}).get("ties", []))
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        sheet = book.create_sheet(SHEETS[name][language])
        if name == "decision":
            _write_decision(sheet, data, language)
        else:
            _write_rows(sheet, name, data, language)
    details = book.create_sheet(DETAILS[language])
    for place, heading in enumerate(DETAIL_HEADINGS, start=1):
        _heading(details.cell(1, place), heading[language], "")
        details.column_dimensions[details.cell(1, place).column_letter].width = 60
    set_text(details.cell(2, 1), "/format")
    set_text(details.cell(2, 2), json_text(FORMAT))
    for row, (pointer, value) in enumerate(_rest(data, (), ties), start=3):
        set_text(details.cell(row, 1), "".join(f"/{_escaped(part)}" for part in pointer))
        set_text(details.cell(row, 2), json_text(value))
    details.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return repacked(content.getvalue())


def set_text(cell: Cell, text: str) -> None:
    """Write a text that stays one, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(DANGEROUS):
        cell.quotePrefix = True


def repacked(content: bytes) -> bytes:
    """Return a workbook without the moment at which it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return packed.getvalue()


def _heading(cell: Cell, text: str, helped: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    set_text(cell, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E6EBF0")
    if helped:
        cell.comment = Comment(helped, "influence", width=260, height=80)


def _help(column: Column, language: int) -> str:
    offered = ", ".join(_choices(column, language))
    return ("\n" if column.helps[language] and offered else "").join([column.helps[language], offered])


def _choices(column: Column, language: int) -> list[str]:
    return [with_labels(column, choice, LANGUAGES[language]) for choice in column.choices]


def _write_rows(sheet: Worksheet, name: str, data: dict[str, Any], language: int) -> None:
    columns = COLUMNS[name]
    for place, column in enumerate(columns, start=1):
        heading = sheet.cell(1, place)
        _heading(heading, column.headings[language], _help(column, language))
        letter = heading.column_letter
        sheet.column_dimensions[letter].width = 44 if column.kind == "table" or column.field == ("claim",) else 17
        _offer(sheet, _choices(column, language), f"{letter}2:{letter}{ROWS_OFFERED}")
    for row, record in enumerate(_records(name, data), start=2):
        for place, column in enumerate(columns, start=1):
            _take(sheet.cell(row, place), column, record, language)
    sheet.freeze_panes = "B2"


def _write_decision(sheet: Worksheet, data: dict[str, Any], language: int) -> None:
    for row, column in enumerate(COLUMNS["decision"], start=1):
        _heading(sheet.cell(row, 1), column.headings[language], _help(column, language))
        _offer(sheet, _choices(column, language), f"B{row}")
        record = data
        for part in column.field[:-1]:
            record = record.get(part, {})
        _take(sheet.cell(row, 2), column, record, language)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 60


def _offer(sheet: Worksheet, choices: list[str], cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if choices:
        # offered, not forced: most take a number as well, and reading says what is wrong
        offered = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        offered.showErrorMessage = False
        offered.add(cells)
        sheet.add_data_validation(offered)


def _records(name: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records of a sheet; what is put into a cell is taken out of them."""
    if name == "ties":
        return list(data.get("organization", {}).get("ties", []))
    table = data.get("organization", {}).get("stakeholders", {}) if name == "people" else data.get("arguments", {})
    for key, record in table.items():
        record["id"] = key
    return list(table.values())


def _take(cell: Cell, column: Column, record: dict[str, Any], language: int) -> None:
    key = column.field[-1]
    if key not in record:
        return
    shown = as_cell(column.kind, with_labels(column, record[key], LANGUAGES[language]))
    if key in ("id", "from", "to") and shown is None:
        shown = str(record[key])
    if shown is None:
        return
    del record[key]
    if isinstance(shown, str):
        set_text(cell, shown)
    else:
        cell.value = shown


def _rest(data: Any, at: Pointer, ties: list[str]) -> Iterator[tuple[Pointer, Any]]:
    """Give what no sheet holds: whole values of single fields, so that their order stays; a tie by its key."""
    for key, value in data.items():
        place = (*at, key)
        if place in (("organization",), ("organization", "stakeholders"), ("arguments",), ("decision",)):
            yield from _rest(value, place, ties)
        elif place == ("organization", "ties"):
            for key_of_tie, tie in zip(ties, value, strict=True):
                yield from (((*place, key_of_tie, name), part) for name, part in tie.items())
        elif at in (("organization", "stakeholders"), ("arguments",)):
            yield from (((*place, name), part) for name, part in value.items())
        elif not isinstance(value, Mapping) or value:
            yield place, value


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
