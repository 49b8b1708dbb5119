"""Tables as people keep them: titles above the headings, names in two parts, our own words, empty rows."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from influence._text import known_keys, phrase
from influence.cli.main import main
from influence.io import read_people
from influence.io.importing.labels import access_of, role_of, support_of


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("manager", ["王伟", "伟 王", "王 伟", "伟王"])
def test_chinese_names_in_two_parts_begin_with_the_surname(tmp_path: Path, manager: str) -> None:
    rows = f"First Name,Last Name,Manager\n伟,王,\n娜,欧阳,{manager}\nPing,Wu,娜 欧阳\n"
    found = read_people(write(tmp_path / "people.csv", rows))
    people = found.deal.organization.stakeholders
    assert [person.name for person in people.values()] == ["王伟", "欧阳娜", "Ping Wu"]
    assert [person.reports_to for person in people.values()] == [None, "王伟", "欧阳娜"]
    assert not any(row.remarks for row in found.rows)


def test_a_whole_name_beside_its_parts_is_turned_too_and_two_who_may_be_meant_are_said(tmp_path: Path) -> None:
    rows = "Name,First Name,Last Name,Manager\n伟 王,伟,王,\n王 伟,王,伟,\nMin,,,伟 王\n"
    found = read_people(write(tmp_path / "people.csv", rows))
    assert [person.name for person in found.deal.organization.stakeholders.values()] == ["王伟", "伟王", "Min"]
    assert found.rows[2].reasons == ("superior_several",)


def test_every_label_that_is_printed_in_chinese_is_read(tmp_path: Path) -> None:
    def own_role(text: str) -> str | None:
        return (role_of(text) or (None, None))[0]

    readers = {"support": support_of, "access": access_of, "role": own_role}
    for key in known_keys():
        scale, label = (["", "", *key.split(".")])[-2:]
        if key.startswith("fields.label.") and scale in readers:
            assert readers[scale](phrase(key, "zh")) == label, key
    for label in ("mentor", "supporter", "neutral", "non_supporter", "enemy", "unknown"):
        assert support_of(phrase(f"draw.{label}", "zh")) == label
    assert access_of(phrase("draw.access_unknown", "zh")) == "unknown"
    people = write(tmp_path / "people.csv", "姓名,职能,态度\n甲,管理层,不支持者\n乙,使用部门,反对者\n丙,其他,导师\n")
    ties = write(tmp_path / "ties.csv", "谁,影响谁,类型,强度\n甲,乙,对立,强\n丙,甲,影响,弱\n")
    found = read_people(people, ties).deal.organization
    assert [(each.function, each.support) for each in found.stakeholders.values()] == [
        ("executive", "non_supporter"),
        ("user", "enemy"),
        ("other", "mentor"),
    ]
    assert [(tie.kind, tie.strength) for tie in found.ties] == [("conflicts", "strong"), ("influences", "weak")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *[(each, "email") for each in ("电子邮箱", "电邮", "邮件地址", "工作邮箱", "E-Mail*")],
        *[(each, "department") for each in ("所属部门", "所在部门", "部门名称")],
        *[(each, "reports_to") for each in ("直属上级", "上级领导", "直接领导", "主管", "Line Manager")],
        *[(each, "roles") for each in ("决策角色", "购买角色")],
        *[(each, "support") for each in ("立场", "支持程度")],
        *[(each, "title") for each in ("职称", "职位名称")],
    ],
)
def test_usual_headings_are_known(tmp_path: Path, heading: str, field: str) -> None:
    found = read_people(write(tmp_path / "people.csv", f"联系人姓名,{heading}\n吴平,x\n"))
    assert found.columns == {"联系人姓名": "name", heading: field}


def test_headings_below_titles_are_found_and_said(tmp_path: Path) -> None:
    rows = "二〇二六年客户联系人\n\n导出日期：;2026-10-12\n姓名;职务;电子邮箱\n吴平;总工程师;wu@x.example\n"
    found = read_people(write(tmp_path / "people.csv", rows))
    assert list(found.deal.organization) == ["吴平"]
    assert found.rows[0].line == 5
    assert found.notes == (
        f"{tmp_path / 'people.csv'}：标题行在第 4 行；其上方未读取：“二〇二六年客户联系人”、“导出日期： 2026-10-12”",
    )
    book = openpyxl.Workbook()
    for row in (["联系人", None], ["制表：办公室", None], ["姓名", "部门"], ["吴平", "通信处"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "people.xlsx")
    found = read_people(tmp_path / "people.xlsx")
    assert [(row.line, row.person) for row in found.rows] == [(4, "吴平")]
    assert "第 3 行" in found.notes[0]
    ties = write(tmp_path / "ties.csv", "往来记录,,\n发件人,收件人,次数\n吴平,吴平,1\n")
    assert [row.line for row in read_people(tmp_path / "people.xlsx", ties).rows] == [4, 3]


def test_a_first_row_of_headings_stays_whatever_stands_below(tmp_path: Path) -> None:
    for rows, mapping in (
        ("Name,Title\nName,Email\n", None),
        ("Wer,Was\nName,Title\n", {"Wer": "name"}),
        ("Name,Shoe\nWu,Manager\n", None),
    ):
        found = read_people(write(tmp_path / "people.csv", rows), mapping=mapping)
        assert [row.line for row in found.rows] == [2]


def test_a_row_with_an_id_alone_is_refused(tmp_path: Path) -> None:
    rows = "Record ID,First Name,Last Name,Email,Title\n132,Ping,Wu,,\n133,,,,\n132,,,,\n134,,,,Engineer\n"
    found = read_people(write(tmp_path / "people.csv", rows))
    assert [(row.status, row.reasons) for row in found.rows[:3]] == [
        ("kept", ()),
        ("refused", ("id_alone",)),
        ("merged", ()),
    ]
    assert list(found.deal.organization) == ["ping-wu", "134"]
    # where a table has nothing but ids, these are the people
    assert list(read_people(write(tmp_path / "ids.csv", "id\n7\n8\n")).deal.organization) == ["7", "8"]


def test_what_an_edge_list_says_beside_its_ends_is_used_or_said(tmp_path: Path) -> None:
    rows = "# a comment\nwu zhao {'weight': 3, 'strength': 'strong'}\nzhao li 2.5\nli wu\n"
    found = read_people(write(tmp_path / "map.edgelist", rows))
    assert found.left_out == ("weight",)
    assert [tie.strength for tie in found.deal.organization.ties] == ["strong", None, None]
    assert str(found).splitlines() == [
        "read as graph",
        "people: 3 rows: 3 kept, 0 merged, 0 refused",
        "ties: 3 rows: 3 kept, 0 merged, 0 refused",
        "left out: weight",
    ]


def test_people_and_ties_are_counted_apart_and_answers_are_said_to_be_certain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = write(tmp_path / "people.csv", "name\nWu\nLi\n")
    asks = write(tmp_path / "asks.csv", "name,asks\nWu,Li\nLi,nobody here\n")
    assert main(["import", str(people), str(asks), "-o", str(tmp_path / "deal.yaml")]) == 0
    said = capsys.readouterr().out
    assert "people: 2 rows: 2 kept, 0 merged, 0 refused\n" in said
    assert "ties: 2 rows: 1 kept, 0 merged, 1 refused\n" in said
    assert "certainty 1\n" in said
    found = read_people(people, asks)
    assert [tie.certainty for tie in found.deal.organization.ties] == [1.0]
    assert found.counts_by_kind == {
        "person": {"kept": 2, "merged": 0, "refused": 0},
        "tie": {"kept": 1, "merged": 0, "refused": 1},
    }
    assert re.fullmatch(
        r"2 rows: 2 kept, 0 merged, 0 refused; read as [\w-]+", str(read_people(people)).splitlines()[0]
    )
