"""Rows of a workbook may be sorted, renamed and taken out; labels may be written in either language."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from influence._text import known_keys, phrase
from influence.errors import DealError
from influence.io import load_example, read_deal, write_deal
from influence.model import Deal, diff
from influence.model.field_names import label_key

PEOPLE = {
    "wu": {"concerns": {"price": {"weight": 0.5, "seen": "2026-03-01"}}},
    "zhao": {},
    "feng": {"reports_to": "zhao"},
}
TIES = [
    {"from": "wu", "to": "zhao", "strength": {"value": "weak", "range": [0.1, 0.3]}},
    {"from": "feng", "to": "zhao", "strength_on": {"price": 0.9}},
    {"from": "wu", "to": "zhao", "kind": "conflicts", "sources": [{"who": "feng", "denies": True}]},
    {"from": "feng", "to": "wu", "strength": "strong"},
]


@pytest.fixture
def deal() -> Deal:
    arguments = {"tested": {"answers": {"price": {"value": 0.5, "range": [0.2, 0.6]}}}}
    return Deal.model_validate({"organization": {"stakeholders": PEOPLE, "ties": TIES}, "arguments": arguments})


def problems(file: Path) -> list[str]:
    with pytest.raises(DealError) as error:
        read_deal(file)
    return [str(each) for each in error.value.problems]


def test_sorting_the_rows_of_a_sheet_moves_nothing_to_somebody_else(deal: Deal, tmp_path: Path) -> None:
    file = write_deal(deal, tmp_path / "deal.xlsx")
    book = openpyxl.load_workbook(file)
    before = [row[0].value for row in book["Ties"].iter_rows(min_row=2)]
    for name in ("People", "Ties", "Arguments"):
        sheet = book[name]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(sorted(rows, key=lambda row: str(row[0])), start=2):
            for place, value in enumerate(row, start=1):
                sheet.cell(number, place).value = value
    assert [row[0].value for row in book["Ties"].iter_rows(min_row=2)] != before
    book.save(file)
    assert not diff(deal, read_deal(file))


def test_a_tie_whose_end_was_changed_does_not_take_the_details_of_another(deal: Deal, tmp_path: Path) -> None:
    file = write_deal(deal, tmp_path / "deal.xlsx")
    book = openpyxl.load_workbook(file)
    book["Ties"]["A2"] = "zhao"
    book["Ties"]["B2"] = "feng"
    book.save(file)
    said = problems(file)
    assert len(said) == 1
    assert "Details!A" in said[0]
    assert "'wu→zhao' stands only in the details" in said[0]


def test_a_place_by_the_number_of_a_row_is_refused(deal: Deal, tmp_path: Path) -> None:
    file = write_deal(deal, tmp_path / "deal.xlsx")
    book = openpyxl.load_workbook(file)
    book["Details"].append(["/organization/ties/0/notes", '"x"'])
    book.save(file)
    said = problems(file)
    assert len(said) == 1
    assert "WHO→WHOM" in said[0]


@pytest.mark.parametrize(("sheet", "key"), [("People", "wu"), ("Arguments", "tested")])
def test_a_row_that_was_taken_out_leaves_no_ghost(tmp_path: Path, deal: Deal, sheet: str, key: str) -> None:
    file = write_deal(deal.replace(organization={"stakeholders": PEOPLE}), tmp_path / "deal.xlsx")
    book = openpyxl.load_workbook(file)
    row = next(cell.row for cell in book[sheet]["A"] if cell.value == key)
    place = next(cell.coordinate for cell in book["Details"]["A"] if f"/{key}/" in str(cell.value))
    book[sheet].delete_rows(row)
    book.save(file)
    said = problems(file)
    assert len(said) == 1
    assert said[0].startswith(f"{file}:Details!{place}: {key!r} stands only in the details")


def test_a_chinese_workbook_shows_and_offers_chinese_labels(tmp_path: Path) -> None:
    deal = load_example("power_grid")
    file = write_deal(deal, tmp_path / "deal.xlsx")
    book = openpyxl.load_workbook(file)
    english = {
        key.split(".")[3] for key in known_keys() if key.startswith(("fields.label.support", "fields.label.role"))
    }
    shown = {str(cell.value) for name in ("人员", "关系", "决策") for row in book[name].iter_rows() for cell in row}
    assert {"中立", "支持者", "决策者", "技术", "中文"} <= shown
    assert not shown & english
    offered = {str(each.formula1) for each in book["人员"].data_validations.dataValidation}
    assert '"反对者,不支持者,中立,支持者,导师,未知"' in offered
    assert read_deal(file) == deal


def test_labels_of_both_languages_are_read_in_both_workbooks(tmp_path: Path) -> None:
    for name, sheet, heading, text in (
        ("power_grid", "人员", "态度", "non_supporter"),
        ("power_grid_en", "People", "support", "不支持者"),
        ("power_grid_en", "People", "support", "non-supporter"),
    ):
        file = write_deal(load_example(name), tmp_path / "deal.xlsx")
        book = openpyxl.load_workbook(file)
        letter = next(cell.column_letter for cell in book[sheet][1] if cell.value == heading)
        person = book[sheet]["A3"].value
        book[sheet][f"{letter}3"] = text
        book.save(file)
        assert read_deal(file).organization[str(person)].support == "non_supporter"


def test_every_label_that_is_shown_is_known_again() -> None:
    for key in known_keys():
        if key.startswith("fields.label."):
            scale, label = key.split(".")[2:]
            for language in ("en", "zh"):
                assert label_key(scale, phrase(key, language)) == label
