"""What a deal's workbook hides is read, and what would lose a value is an error with its sheet and cell."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from influence.errors import DealError
from influence.io import load_example, read_deal, read_people, write_deal


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    return write_deal(load_example("power_grid_en"), tmp_path / "deal.xlsx")


def column(sheet: Any, heading: str) -> str:
    return next(str(cell.column_letter) for cell in sheet[1] if cell.value == heading)


def saved_values(file: Path, part: str, values: dict[str, tuple[str, str]]) -> None:
    """Put a type and a saved value beside formulas, as a spreadsheet does and openpyxl does not."""
    with zipfile.ZipFile(file) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    for cell, (kind, value) in values.items():
        contents[part], count = re.subn(
            rb'<c r="%s"([^>]*)><f>([^<]*)</f><v ?(/>|></v>)' % cell.encode(),
            rb'<c r="%s"\1 t="%s"><f>\2</f><v>%s</v>' % (cell.encode(), kind.encode(), value.encode()),
            contents[part],
        )
        assert count == 1, cell
    with zipfile.ZipFile(file, "w") as new:
        for name, content in contents.items():
            new.writestr(name, content)


def problems(file: Path) -> list[str]:
    with pytest.raises(DealError) as error:
        read_deal(file)
    return [str(each) for each in error.value.problems]


def test_hidden_sheets_rows_and_columns_are_read_like_all_others(book_file: Path) -> None:
    deal = read_deal(book_file)
    book = openpyxl.load_workbook(book_file)
    people = book["People"]
    people.row_dimensions[3].hidden = True
    people.column_dimensions[column(people, "support")].hidden = True
    people.column_dimensions.group(column(people, "title"), column(people, "department"), hidden=True)
    book["Ties"].sheet_state = "hidden"
    book["Details"].sheet_state = "veryHidden"
    book.save(book_file)
    assert read_deal(book_file) == deal == load_example("power_grid_en")


def test_a_formula_without_a_saved_value_is_an_error_with_its_sheet_and_cell(book_file: Path) -> None:
    book = openpyxl.load_workbook(book_file)
    people, ties, decision = book["People"], book["Ties"], book["Decision"]
    people[f"{column(people, 'support')}3"] = "=1/2"
    ties[f"{column(ties, 'strength')}2"] = "=0.5+0.2"
    capacity = next(row[1].coordinate for row in decision.iter_rows() if row[0].value == "our hours")
    decision[capacity] = "=4*4"
    book["Details"]["B2"] = "=A1"
    book.save(book_file)
    said = problems(book_file)
    for cell in (
        f"People!{column(people, 'support')}3",
        f"Ties!{column(ties, 'strength')}2",
        f"Decision!{capacity}",
        "Details!B2",
    ):
        assert sum(each.startswith(f"{book_file}:{cell}: is a formula without a saved value") for each in said) == 1, (
            cell
        )


def test_a_formula_with_a_saved_value_is_that_value_and_an_error_is_none(book_file: Path) -> None:
    book = openpyxl.load_workbook(book_file)
    people = book["People"]
    support, title, department = (column(people, each) for each in ("support", "title", "department"))
    person = str(people["A3"].value)
    people[f"{support}3"] = "=1/4"
    people[f"{title}3"] = '=IF(1=1,"","x")'
    book.save(book_file)
    part = f"xl/worksheets/sheet{book.sheetnames.index('People') + 1}.xml"
    # a text without letters is a value, too
    saved_values(book_file, part, {f"{support}3": ("n", "0.25"), f"{title}3": ("str", "")})
    found = read_deal(book_file).organization[person]
    assert (found.support, found.title) == (0.25, "")
    book = openpyxl.load_workbook(book_file)
    book["People"][f"{support}3"], book["People"][f"{title}3"] = 0.25, None
    book["People"][f"{department}3"] = "=1/0"
    book.save(book_file)
    saved_values(book_file, part, {f"{department}3": ("e", "#DIV/0!")})
    assert problems(book_file) == [
        f"{book_file}:People!{department}3: shows #DIV/0!; mend the formula, or write the value"
    ]


def test_merged_cells_of_a_table_are_an_error_and_elsewhere_they_are_looks(book_file: Path) -> None:
    deal = read_deal(book_file)
    book = openpyxl.load_workbook(book_file)
    people, decision = book["People"], book["Decision"]
    # beside the table, and where the value of the first cell is all there is
    people.merge_cells("X3:Y4")
    decision.merge_cells("B1:D1")
    book.save(book_file)
    assert read_deal(book_file) == deal
    department = column(people, "department")
    people[f"{department}3"] = "Grid"
    people.merge_cells(f"{department}3:{department}5")
    book.save(book_file)
    said = problems(book_file)
    assert len(said) == 1
    assert said[0].startswith(f"{book_file}:People!{department}3: is merged with the cells up to {department}5")


def test_an_import_says_which_cells_show_an_error(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Name", "Title"])
    sheet.append(["Wu", "=1/0"])
    book.save(tmp_path / "people.xlsx")
    saved_values(tmp_path / "people.xlsx", "xl/worksheets/sheet1.xml", {"B2": ("e", "#DIV/0!")})
    found = read_people(tmp_path / "people.xlsx")
    assert [(row.status, row.remarks, row.reasons) for row in found.rows] == [
        ("kept", ("B2 shows #DIV/0!: left out",), ("cell_error",))
    ]
    assert found.notes == ()
