"""What is said of an import is said in one language, and what is kept for machines is the same in both."""

from __future__ import annotations

import csv
import mailbox
import re
import tomllib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.test_project import PROJECT

from influence._text import fields_of, known_keys, phrase
from influence.cli.main import main
from influence.io import Import, load_example, merge_import, read_deal, read_people, write_deal, write_export
from influence.io.importing.remarks import language_of
from influence.model import Deal

OURS = ("--same", "CRM")
"""What is to be typed, and what everybody calls it so."""
PEOPLE = """编号,姓名,名,姓,职务,部门,邮箱,角色,上级,态度,接触程度,最近联系,职能,isdeleted,备注,Shoe,,姓名
1,赵国强,,,总经理,,zhao@x.example,决策者,,中立,无,03/04/2026,,,,9,?,多
2,吴平,,,总工程师,通信处,wu@x.example,Wizard;Coach;Blocker,赵国强,mighty,mighty,soon,,,,9,,
2,吴平,,,工程师,,zhao@x.example,,钱进,支持,,,,,,,,
3,李明,,,调度班长,,li@x.example,,李明,,,,Shoemaker,,,,,
4,明李,,,,,,,nobody,,,,,,,,,
5,王 强,,,,,,,王 强,,,,,no
8,走了,,,,,,,赵国强;,,,,,yes
6,王 强,,,,,,,王 强,,,,,,,,,,too,many
,,,,,,,,,,,,,,只有备注,,,
"""
MAILS = """from,to,when,n
wu@x.example,zhao2@x.example,2026-02-05,1
wu@x.example,李明,2026-02-07,1
wu@x.example,李明,2026-01-01,1
wu@x.example,李明,soon,1
wu@x.example,李明,,1
李明,王 强,2026-02-05,many
王 强,李明,2026-02-05,1
吴平,吴平,2026-02-05,1
陌生人,李明,2026-02-05,1
"""
TIES = """from,to,kind,strength,certainty,date,sources
吴平,李明,,strong,0.8,12/25/2026,us;某人
吴平,李明,,weak,,,
李明,吴平,,mighty,7,soon,
李明,吴平,conflict,,,,
"""
ROLES = """Id,OpportunityId,ContactId,Role,IsPrimary,IsDeleted
a,甲,2,Evaluator,true,
b,乙,3,Nobody knows,,
c,乙,99,Evaluator,,
d,乙,3,Evaluator,,true
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def mails(path: Path) -> Path:
    box = mailbox.mbox(path)
    for sender, to in (("wu@x.example", "zhao@x.example"), ("wu@x.example", ""), ("", "zhao@x.example")):
        message = EmailMessage()
        message["From"], message["To"], message["Date"] = sender, to, "Mon, 12 Oct 2026 10:00:00 +0800"
        box.add(message)
    box.close()
    return path


def calendar(path: Path) -> Path:
    start = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261001T000000Z\r\nDTSTART:20261012T090000Z\r\n"
    both = "".join(f"ATTENDEE:mailto:{name}@x.example\r\n" for name in ("wu", "zhao"))
    events = "".join(f"{start}{there}END:VEVENT\r\n" for there in (both, "ATTENDEE:mailto:wu@x.example\r\n"))
    return write(path, f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n")


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "联系人"
    sheet.append(["二〇二六年联系人"])
    sheet.merge_cells("A1:C1")
    sheet.append(["姓名", "职务", "部门"])
    for number in range(12):
        sheet.append([f"人{number}", None, "=1+1"])
    for row in range(3, 13):
        sheet.merge_cells(f"A{row}:B{row}")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("旧表")
    book.save(path)
    return path


def imports(place: Path, language: Any = None) -> dict[str, Import]:
    """Imports in which, together, nearly everything is said that can be said."""
    place.mkdir(exist_ok=True)
    people = write(place / "people.csv", PEOPLE)
    tables = [
        write(place / "ties.csv", TIES),
        write(place / "mails.csv", MAILS),
        write(place / "roles.csv", ROLES),
        write(place / "asks.csv", "name,请教\n吴平,李明\n王强,\n"),
    ]
    said = {"language": language}
    return {
        "tables": read_people(people, tables, mapping={"Shoe": "", "Shoee": "title", "别的": ""}, **said),
        "window": read_people(people, tables[1:], since="2026-02-01", same=[("吴平", "6")], **said),
        "until": read_people(people, [tables[3], tables[1]], until="2026-02-06", **said),
        "mailbox": read_people(people, mails(place / "box.mbox"), **said),
        "calendar": read_people(people, calendar(place / "days.ics"), **said),
        "workbook": read_people(workbook(place / "people.xlsx"), **said),
        "guessed": read_people(_encoded(place / "gbk.csv"), **said),
        "graph": read_people(write_export(load_example("power_grid"), place / "map.graphml")[0], **said),
        "own": read_people(_own(place / "own.csv"), **said),
    }


def _encoded(path: Path) -> Path:
    path.write_bytes(PEOPLE.replace("?", "？").encode("gb18030"))
    return path


def _own(path: Path) -> Path:
    """A table such as a deal is written as, with ids that cannot be."""
    deal = load_example("power_grid")
    table = write_export(deal, path)[0]
    rows = list(csv.reader(table.read_text("utf-8").splitlines()))
    rows += [["us", *rows[1][1:]], rows[1], ["", *rows[1][1:]]]
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return table


def own_words(place: Path, found: Import) -> set[str]:
    """Words of the files, of their names, and ids."""
    texts = [PEOPLE, MAILS, TIES, ROLES, "name Shoee utf gb18030", *map(str, place.iterdir())]
    texts += [str(list(found.deal.organization)), found.deal.model_dump_json(), *found.columns]
    return {word for text in texts for word in re.findall(r"[A-Za-z_]{2,}", text)} - LABELS


LABELS = {
    "neutral",
    "supporter",
    "mentor",
    "enemy",
    "none",
    "brief",
    "multiple",
    "strong",
    "weak",
    "technical",
    "executive",
    "user",
    "influencer",
    "other",
    "technical_evaluator",
    "decision_maker",
    "influences",
    "conflicts",
    "reports_to",
    "title",
    "certainty",
    "strength",
    "support",
}
"""Labels and fields of ours, which a Chinese report tells in Chinese wherever they stand."""


def test_a_chinese_report_has_no_english_in_it(tmp_path: Path) -> None:
    reports = imports(tmp_path)
    assert {found.language for found in reports.values()} == {"zh"}
    for name, found in reports.items():
        lines = str(found).splitlines()
        columns = [line for line in lines if line.startswith("列：")]
        assert bool(columns) == bool(found.columns)
        # what stands before an arrow is a heading of the file
        assert not re.findall(r"→ [^、]*[A-Za-z][^、]*", "".join(columns)), columns
        text = "\n".join(line for line in lines if line not in columns)
        for known in (*map(str, tmp_path.iterdir()), *OURS):
            text = text.replace(known, "")
        left = set(re.findall(r"[A-Za-z_]{2,}", text)) - own_words(tmp_path, found)
        assert not left, (name, left, text)
        assert str(found.deal.organization.notes).isascii() == (found.deal.organization.notes == "")


def test_nearly_every_sentence_was_said(tmp_path: Path) -> None:
    """So that the test above has seen them: what is left over has tests of its own below."""
    said = {reason for found in imports(tmp_path).values() for row in found.rows for reason in row.reasons}
    wanted = """
        cells_beyond cells_missing not_known function_guessed role_unknown role_stand stays nobody deleted no_id
        id_reserved id_again mark_taken the_same superior_absent superior_ring superior_several contact_absent
        primary_contact end_several end_absent end_same source_absent no_count no_certainty names_nobody mail_unsent
        mail_unread meeting_small day_unknown day_missing day_outside day_counted hidden_row formula_empty
    """
    assert said >= set(wanted.split())


def test_rows_and_reasons_are_the_same_in_both_languages(tmp_path: Path) -> None:
    english, chinese = (imports(tmp_path / language, language) for language in ("en", "zh"))
    for name, one in english.items():
        other = chinese[name]
        assert one.counts == other.counts
        assert [(row.status, row.person, row.reasons) for row in one.rows] == [
            (row.status, row.person, row.reasons) for row in other.rows
        ]
        assert (len(one.notes), len(one.left_out)) == (len(other.notes), len(other.left_out))
        assert (one.columns, one.encoding) == (other.columns, other.encoding)
        plain, told = one.to_dict(), other.to_dict()
        assert plain.keys() == told.keys()
        assert [row.keys() for row in plain["rows"]] == [row.keys() for row in told["rows"]]
        # all that differs in the deals is what the library wrote into their notes
        without = [each.deal.organization.replace(notes="") for each in (one, other)]
        assert without[0] == without[1]


def test_a_merge_speaks_the_language_of_the_deal(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", PEOPLE)
    found = read_people(people, write(tmp_path / "ties.csv", TIES))
    known = {
        "w": {"name": "吴平", "title": "工程师", "support": "enemy", "roles": ["user"], "refs": {"id": "2"}},
        "l": {"name": "李明", "department": "调度处"},
    }
    ties = [{"from": "w", "to": "l", "strength": "weak", "sources": ["outside"]}]
    deal = Deal(organization={"stakeholders": known, "ties": ties, "notes": "手写"}, language="zh")
    merged = merge_import(deal, found)
    text = str(merged)
    assert "! w.态度 仍为“反对者”；" in text
    assert "写的是“导师”" in text
    assert "~ w.角色：其他" in text
    assert "! w → l.强度 仍为“弱”" in text
    assert "~ w → l.来源：us" in text
    ids = {*merged.deal.organization, "id", "us", "csv", "people", "ties", *re.findall(r"[A-Za-z_]+", str(tmp_path))}
    left = set(re.findall(r"[A-Za-z_]{2,}", text)) - ids - {"zhao", "wu", "li", "example"}
    assert not left, (left, text)
    # what machines read is the same whatever the language
    plain = merge_import(deal, found, "en")
    assert plain.to_dict() == merged.to_dict()
    assert "! w.support stays 'enemy'" in str(plain)
    assert "~ w.roles: other" in str(plain)
    again = merge_import(merged.deal, found)
    assert not again.changed
    assert str(merge_import(deal, read_people(write(tmp_path / "one.csv", "Name\n李明\n")))) == "没有新内容"
    # a deal that says nothing of its language speaks that of the import
    assert str(merge_import(deal.replace(language=None), found)) == text


def test_the_command_speaks_the_language_it_is_told_or_that_of_the_deal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chinese, english = (
        write(tmp_path / "zh.csv", "姓名,职务\n吴平,总工程师\n"),
        write(tmp_path / "en.csv", "Name\nWu\n"),
    )

    def told(*words: str) -> str:
        assert main(["import", *words]) == 0
        return capsys.readouterr().out

    deal = tmp_path / "deal.yaml"
    assert told(str(chinese), "-o", str(deal), "--dry-run").startswith(
        "共 1 行：保留 1，合并 0，拒收 0；读取方式：utf-8\n"
    )
    assert told(str(chinese), "-o", str(deal), "--dry-run", "--language", "en").startswith("1 rows: 1 kept")
    assert told(str(english), "-o", str(deal), "--dry-run").startswith("1 rows: 1 kept")
    assert not deal.exists()
    assert told(str(chinese), "-o", str(deal)).endswith(f"已写入 {deal}\n")
    assert read_deal(deal).language == "zh"
    assert told(str(english), "--into", str(deal)).splitlines()[-2:] == ["+ wu", f"已写入 {deal}"]
    assert told(str(english), "--into", str(deal), "--dry-run").endswith("没有新内容\n")
    assert told(str(english), "--into", str(deal), "--dry-run", "--language", "en").endswith("nothing new\n")
    other = tmp_path / "other.yaml"
    assert told(str(english), "-o", str(other)).endswith(f"wrote {other}\n")
    assert read_deal(other).language is None
    write_deal(read_deal(other).replace(language="en"), other)
    assert told(str(chinese), "--into", str(other), "--dry-run").startswith("1 rows: 1 kept")


def test_the_language_is_that_of_most_headings_or_most_names() -> None:
    assert language_of([], []) == "en"
    assert language_of(["First Name", "Email", "Title"], ["吴平", "Li"]) == "en"
    assert language_of(["First Name", "Email", "Title"], ["吴平", "007", "—", ""]) == "zh"
    assert language_of(["姓名", "职务", "ID"], ["Wu", "Li", "Qian"]) == "zh"
    # kana are no Chinese, although the names may be in its characters
    assert language_of(["メール", "氏名フリガナ"], ["高橋さん", "スズキ"]) == "en"


def test_no_chinese_sentence_holds_an_english_word() -> None:
    for key in known_keys("zh"):
        if key.startswith(("imports.", "fields.")):
            fields: dict[str, Any] = dict.fromkeys(fields_of(template_of(key)), "")
            assert not re.findall(r"[A-Za-z_]{2,}", phrase(key, "zh", **fields).replace("--same", "")), key


def template_of(key: str) -> str:
    """Return a template as it stands in its file."""
    file, *parts = key.split(".")
    found: Any = tomllib.loads((PROJECT / "src/influence/_text/zh" / f"{file}.toml").read_text("utf-8"))
    for part in parts:
        found = found[part]
    return str(found)
