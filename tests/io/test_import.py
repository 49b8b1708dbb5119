"""Contacts as they come out of other systems: every row is accounted for."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from influence.cli.main import main
from influence.errors import FileAccessError, InfluenceError, InputError
from influence.io import read_deal, read_people

HUBSPOT = '''Record ID,First Name,Last Name,Email,Job Title,Buying Role
007,Ping,Wu,wu@example.org,Chief engineer,CHAMPION
008,Guo,Zhao,zhao@example.org,General manager,DECISION_MAKER;BUDGET_HOLDER
009,"Min ""Mimi""",Zhou,zhou@example.org,Budget supervisor,Wizard
010,Ping,Wu,WU@example.org,Chief engineer,
'''
SALESFORCE = """Id\tFirstName\tLastName\tTitle\tDepartment\tReportsToId\tRole
003A\tAnna\tKeller\tHead of Finance\tFinance\t003B\tEconomic Buyer
003B\tBob\tStone\tCEO\t\t\tDecision Maker
003C\tCarl\tNg\tBuyer\tPurchasing\t003A\tEvaluator
"""
CHINESE = """姓名;职务;部门;上级;态度
赵国强;总经理;;;中立
钱进;财务处长;财务处;赵国强;支持
吴平;总工程师;通信处;赵国强;导师
"""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_a_hubspot_export(tmp_path: Path) -> None:
    found = read_people(write(tmp_path / "contacts.csv", HUBSPOT))
    people = found.deal.organization.stakeholders
    assert found.counts == {"kept": 3, "merged": 1, "refused": 0}
    assert people["ping-wu"].support == "mentor"
    assert people["ping-wu"].refs == {"hubspot": "007", "hubspot_2": "010"}
    assert people["guo-zhao"].roles == ("decision_maker", "economic_buyer")
    assert found.deal.deciders == {"guo-zhao": 1.0}
    assert any("Wizard" in remark for row in found.rows for remark in row.remarks)
    assert any("guessed" in remark for row in found.rows for remark in row.remarks)


def test_a_salesforce_export_reports_by_id(tmp_path: Path) -> None:
    people = read_people(write(tmp_path / "contacts.tsv", SALESFORCE)).deal.organization.stakeholders
    assert people["anna-keller"].reports_to == "bob-stone"
    assert people["carl-ng"].reports_to == "anna-keller"
    assert [people[key].function for key in people] == ["finance", "executive", "procurement"]
    assert people["anna-keller"].roles == ("economic_buyer",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_headings_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    found = read_people(write(tmp_path / "people.csv", CHINESE, encoding))
    people = found.deal.organization.stakeholders
    assert list(people) == ["赵国强", "钱进", "吴平"]
    assert people["钱进"].reports_to == "赵国强"
    assert (people["钱进"].function, people["吴平"].support) == ("finance", "mentor")


def test_ties_stated_and_counted(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", HUBSPOT)
    rows = ["from,to,strength,certainty", "Ping Wu,Guo Zhao,strong,0.8", "nobody,Ping Wu,weak,1"]
    stated = write(tmp_path / "ties.csv", "\n".join(rows))
    found = read_people(people, stated)
    assert [(t.source, t.target, t.strength, t.certainty) for t in found.deal.organization.ties] == [
        ("ping-wu", "guo-zhao", "strong", 0.8)
    ]
    assert found.counts["refused"] == 1
    rows = [
        "from,to,when",
        *["wu@example.org,zhao@example.org,2026-01-02"] * 2,
        "zhou@example.org,zhao@example.org,2026-01-03",
    ]
    mails = write(tmp_path / "mails.csv", "\n".join(rows))
    counted = read_people(people, mails).deal.organization.ties
    assert {t.source: round(t.strength_on["all"], 3) for t in counted if isinstance(t.strength_on["all"], float)} == {
        "ping-wu": 0.4,
        'min-"mimi"-zhou': 0.2,
    }


def test_a_mapping_names_the_columns(tmp_path: Path) -> None:
    file = write(tmp_path / "list.csv", "Wer,Was\nAnna,Einkauf\n")
    with pytest.raises(InputError, match="no column tells who"):
        read_people(file)
    found = read_people(file, mapping={"Wer": "name", "Was": "department"})
    assert found.deal.organization["anna"].department == "Einkauf"
    with pytest.raises(InputError, match="is no field"):
        read_people(file, mapping={"Wer": "nam"})


def test_rings_of_superiors_are_left_out_and_said(tmp_path: Path) -> None:
    file = write(tmp_path / "ring.csv", "name,manager\nA,B\nB,A\nC,D\n")
    found = read_people(file)
    assert sum(person.reports_to is not None for person in found.deal.organization.stakeholders.values()) == 1
    remarks = [remark for row in found.rows for remark in row.remarks]
    assert any("ring" in remark for remark in remarks)
    assert any("not in the table" in remark for remark in remarks)


def test_an_excel_sheet(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is in the extra [excel]")
    book = openpyxl.Workbook()
    book.active.append(["Name", "Title", "ID"])
    book.active.append(["NA", "Engineer", 7])
    book.active.append([None, None, None])
    book.save(tmp_path / "people.xlsx")
    found = read_people(tmp_path / "people.xlsx")
    assert found.deal.organization["na"].refs == {"id": "7"}


@pytest.mark.parametrize("seed", range(60))
def test_dirty_files_are_accounted_for_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (dirt needs no secrecy)
    lines = [list(row) for row in csv.reader(HUBSPOT.splitlines())]
    for _ in range(chance.randint(1, 12)):
        row = chance.choice(lines[1:])
        place = chance.randrange(len(row)) if row else 0
        dirt = ["", "NA", "007", "=1+1", "\u200b", "a,b", 'x"y', "line\nbreak", "x" * 5000, "<b>", "王", "  blank  "]
        action = chance.choice(["set", "drop", "add", "swap"])
        if action == "set" and row:
            row[place] = chance.choice(dirt)
        elif action == "drop" and row:
            del row[place]
        elif action == "add":
            row.append(chance.choice(dirt))
        else:
            chance.shuffle(row)
    file = tmp_path / "dirty.csv"
    with file.open("w", encoding=chance.choice(["utf-8", "utf-16"]), newline="") as stream:
        csv.writer(stream, delimiter=chance.choice(",;\t")).writerows(lines)
    filled = sum(any(cell.strip() for cell in row) for row in lines[1:])
    refusal: InfluenceError | None = None
    try:
        found = read_people(file)
    except InfluenceError as error:
        refusal = error
    if refusal is not None:
        assert str(file) in str(refusal)
        return
    assert sum(found.counts.values()) == filled
    assert len(found.deal.organization) == found.counts["kept"]


def test_binary_and_empty_files_are_refused(tmp_path: Path) -> None:
    for content in (b"", b"\x00\x01\x02", b"\xff\xff\x00"):
        file = tmp_path / "bad.csv"
        file.write_bytes(content)
        with pytest.raises(FileAccessError):
            read_people(file)


def test_from_an_export_to_a_plan_in_three_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people, deal = write(tmp_path / "contacts.csv", HUBSPOT), tmp_path / "deal.yaml"
    assert main(["import", str(people), "-o", str(deal), "--dry-run"]) == 0
    assert not deal.exists()
    assert main(["import", str(people), "-o", str(deal)]) == 0
    assert main(["import", str(people), "-o", str(deal)]) == 2
    assert len(read_deal(deal).organization) == 3
    assert main(["questions", str(deal)]) == 0
    assert main(["plan", str(deal)]) == 2
    assert "1. " in capsys.readouterr().err


def test_oracles_staff_come_in_through_the_command(tmp_path: Path, data_directory: Path) -> None:
    table = data_directory / "oracle_hr_orgchart" / "employees.csv"
    assert main(["import", str(table), "-o", str(tmp_path / "deal.yaml")]) == 0
    people = read_deal(tmp_path / "deal.yaml").organization.stakeholders
    assert len(people) == 107
    assert sum(person.reports_to is not None for person in people.values()) == 106
