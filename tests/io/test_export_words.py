"""What is written for other tools speaks the deal's language and says nothing where there is nothing to say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from influence.cli.main import main
from influence.errors import FileAccessError
from influence.graph import anonymize
from influence.io import load_example, read_deal, write_export, write_results
from influence.io.exporting.tables import markdown_text
from influence.io.starter import CHINESE_STARTER
from influence.model import Deal
from influence.planning import plan


def test_a_chinese_deal_has_chinese_headings_and_labels_in_markdown() -> None:
    text = markdown_text(load_example("power_grid"))
    assert "| 编号 | 姓名 | 职务 | 部门 | 邮箱 | 职能 | 角色 | 上级 | 态度 | 接触程度 |" in text
    assert "| 谁 | 影响谁 | 类型 | 强度 | 可信度 | 来源 |" in text
    assert "| 决策者 |" in text
    assert not re.search(r"\| (neutral|supporter|influences|technical|strong|in_depth) \|", text)
    assert "| id | name | title |" in markdown_text(load_example("power_grid_en"))


def test_the_workbook_of_a_plan_holds_texts_and_round_numbers_in_the_deals_language(tmp_path: Path) -> None:
    for name, sheets, headings in (
        ("power_grid", ["人员", "关系", "方案", "问题"], ["谁", "影响谁", "类型", "强度", "分项强度", "可信度"]),
        (
            "power_grid_en",
            ["people", "ties", "plan", "questions"],
            ["who", "moves whom", "kind", "strength", "strength on", "certainty"],
        ),
    ):
        deal = load_example(name)
        found = plan(deal)
        book = openpyxl.load_workbook(write_results(found, tmp_path / "plan.xlsx"))
        assert book.sheetnames == sheets
        rows = list(book[sheets[1]].iter_rows(values_only=True))
        assert list(rows[0]) == headings
        assert any(row[3] for row in rows[1:])
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not any("{" in str(cell) or cell == "None" for cell in cells)
        assert all(cell == round(cell, 4) for cell in cells if isinstance(cell, float))
        said = [line.text for step in found.steps for line in step.lines]
        assert said
        assert all(any(line in str(cell) for cell in cells) for line in said)
    assert "中立" not in cells
    chinese = openpyxl.load_workbook(write_results(plan(load_example("power_grid")), tmp_path / "zh.xlsx"))
    shown = {cell.value for sheet in chinese for row in sheet.iter_rows() for cell in row}
    assert {"影响", "了解需求", "稳定性"} <= shown
    assert not shown & {"influences", "neutral", "discovery"}


def test_an_anonymous_deal_says_nothing_of_what_is_empty(tmp_path: Path) -> None:
    def empties(data: Any, at: str = "") -> list[str]:
        parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        below = [found for key, value in parts for found in empties(value, f"{at}/{key}")]
        return [*([at] if data in ({}, []) else []), *below]

    people = {"wu": {"reports_to": "zhao", "concerns": {"price": "high"}}, "zhao": {"function": "finance"}}
    deal = Deal.model_validate(
        {"organization": {"stakeholders": people, "ties": [{"from": "wu", "to": "zhao"}]}, "capacity": 4.0}
    )
    for each in (deal, load_example("power_grid")):
        file = write_export(anonymize(each), tmp_path / "shared.json")[0]
        assert empties(json.loads(file.read_text("utf-8"))) == []


@pytest.mark.parametrize("name", ["d.hubspot.csv", "d.Salesforce.csv", "d.ties.csv"])
def test_the_endings_of_other_tables_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileAccessError, match="is no table of people"):
        write_export(load_example("power_grid"), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_convert_says_what_it_wrote_and_replaces_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, table = tmp_path / "a.yaml", tmp_path / "b.csv"
    main(["new", str(first)])
    capsys.readouterr()
    for _ in range(2):
        assert main(["convert", str(first), str(table)]) == 0
        assert capsys.readouterr().out == f"wrote {table}\nwrote {tmp_path / 'b.ties.csv'}\n"


def test_a_chinese_starting_file_is_chinese_and_has_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "zh.yaml"
    assert main(["new", str(file), "--language", "zh"]) == 0
    assert capsys.readouterr().out == f"已写入 {file}；下一步：influence plan {file}\n"
    deal = read_deal(file)
    assert deal.language == "zh"
    assert main(["plan", str(file)]) == 0
    assert "触达度" in capsys.readouterr().out
    comments = re.findall(r"# (.*)", CHINESE_STARTER)
    assert all(re.search(r"[\u4e00-\u9fff]", comment) for comment in comments)
    english = tmp_path / "en.yaml"
    main(["new", str(english)])
    # both say the same: what they write differs, not how it is built
    assert deal.organization.stakeholders.keys() == read_deal(english).organization.stakeholders.keys()
    assert plan(deal).value == plan(read_deal(english)).value
