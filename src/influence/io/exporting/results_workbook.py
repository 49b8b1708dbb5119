"""A plan as a workbook: people, ties, steps and questions, in the words of the deal's language."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from influence._show import Table, columns_of
from influence._text import phrase
from influence._types import Language
from influence.errors import MissingExtraError
from influence.io.exporting.tables import heading, in_words
from influence.io.workbook.writing import repacked, set_text
from influence.model import Deal
from influence.planning import Plan
from influence.planning.lines import concern_name

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["results_workbook"]

DIGITS = 4
"""Decimals of a number: more than anybody plans by."""
WIDEST = 60

Rows = Sequence[Mapping[str, Any]]


def results_workbook(plan: Plan) -> bytes:
    """Return a plan as the bytes of an .xlsx workbook.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    bytes

    Raises
    ------
    MissingExtraError
        If openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("an Excel file", "excel") from error
    deal = plan.deal
    sheets = {"people": _people(deal), "ties": _ties(deal), "plan": _steps(plan), "questions": _questions(deal)}
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        _write(book.create_sheet(phrase(f"exports.sheet.{name}", deal.language)), rows, deal.language)
    content = io.BytesIO()
    book.save(content)
    return repacked(content.getvalue())


def _people(deal: Deal) -> Rows:
    stated = {key: each.stated() for key, each in deal.organization.stakeholders.items()}
    columns = ("name", "title", "function", "support")
    rows = ({"id": key, **{column: each.get(column) for column in columns}} for key, each in stated.items())
    return Table(rows, ("id", *columns))


def _ties(deal: Deal) -> Rows:
    columns = ("strength", "strength_on", "certainty")
    rows = (
        {
            "who": tie.source,
            "whom": tie.target,
            "kind": tie.kind,
            **{column: tie.stated().get(column) for column in columns},
        }
        for tie in deal.organization.ties
    )
    return Table(rows, ("who", "whom", "kind", *columns))


def _steps(plan: Plan) -> Rows:
    found = plan.tables()["plan"]
    renamed = {"from stage": "stage"}
    rows = [{renamed.get(key, key): value for key, value in row.items()} for row in found]
    for row, step in zip(rows, plan.steps, strict=True):
        row["concern"] = concern_name(plan.deal, step.concern) if step.concern else ""
        row["lines"] = "\n".join(line.text for line in step.lines)
    return Table(rows, [renamed.get(column, column) for column in columns_of(found)])


def _questions(deal: Deal) -> Rows:
    from influence.advise.question_ranking import questions

    found = questions(deal).tables()["questions"]
    rows = ({key.replace(" ", "_"): value for key, value in row.items()} for row in found)
    return Table(rows, [column.replace(" ", "_") for column in columns_of(found)])


def _write(sheet: Worksheet, rows: Rows, language: Language | None) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns_of(rows), start=1):
        title = sheet.cell(1, place)
        set_text(title, heading(column, language))
        title.font = Font(bold=True)
        longest = len(title.value or "")
        for number, row in enumerate(rows, start=2):
            value, cell = row[column], sheet.cell(number, place)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                cell.value = round(value, DIGITS)
                continue
            text = in_words(value, column, language)
            if text:
                set_text(cell, text)
                cell.alignment = Alignment(wrap_text="\n" in text, vertical="top")
                longest = max(longest, *map(len, text.split("\n")))
        sheet.column_dimensions[title.column_letter].width = min(longest + 2, WIDEST)
