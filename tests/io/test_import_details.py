"""Two exports of Salesforce, workbooks as they are, windows of time, days in many forms, and who is the same."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence.cli.main import main
from influence.errors import InfluenceError, InputError
from influence.io import Import, merge_import, read_deal, read_people, write_deal, write_results
from influence.io.importing.days import DayReader
from influence.io.importing.identity import record_key, similar_names
from influence.model import Deal
from influence.planning import plan

# Written by hand in the layout of Data Loader, whose headings are the API names of the objects' fields:
# https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_objects_contact.htm
# https://developer.salesforce.com/docs/atlas.en-us.264.0.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
CONTACTS = """"ID","LASTNAME","FIRSTNAME","TITLE","DEPARTMENT","EMAIL","REPORTSTOID","ISDELETED"
"003Dn00000AbCdEIAV","Keller","Anna","Head of Finance","Finance","anna@grid.example","003Dn00000aBcDeIAK","false"
"003Dn00000aBcDeIAK","Stone","Bob","CEO","","bob@grid.example","","false"
"003Dn00000Zz001IAB","Ng","Carl","Buyer","Purchasing","carl@grid.example","003DN00000ABCDEIAV","false"
"003Dn00000Qq002IAB","Old","Otto","Clerk","","otto@grid.example","","true"
"003Dn00000xx003IAA","Lee","Dora","Dispatcher","","dora@grid.example","003Dn00000None1AAA","false"
"""
ROLES = """"ID","OPPORTUNITYID","CONTACTID","ROLE","ISPRIMARY"
"00KDn000001aaaaMAA","006Dn000002bbbbIAA","003Dn00000aBcDe","Decision Maker","false"
"00KDn000001aaabMAA","006Dn000002bbbbIAA","003Dn00000AbCdE","Economic Buyer","true"
"00KDn000001aaacMAA","006Dn000002bbbbIAA","003Dn00000AbCdE","Wizard","false"
"00KDn000001aaadMAA","006Dn000002ccccIAA","003Dn00000Zz001IAB","Evaluator","false"
"00KDn000001aaaeMAA","006Dn000002ccccIAA","003Dn00000ZZ001","Evaluator","false"
"""
PEOPLE = "name,email\nPing Wu,wu@x.example\nGuo Zhao,zhao@x.example\nMin Zhou,zhou@x.example\n"
MAILS = (
    "from,to,when\nwu@x.example,zhao@x.example,2026-01-05\nzhou@x.example,zhao@x.example,05.02.2026\n"
    "wu@x.example,zhao@x.example,2026-02-07T09:30:00Z\nwu@x.example,zhao@x.example,\n"
    "wu@x.example,zhao@x.example,soon\n"
)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def said(found: Import) -> dict[int, str]:
    """What is said of each line of the first file."""
    return {row.line: "; ".join(row.remarks) for row in found.rows if row.file == found.rows[0].file}


def test_two_exports_of_salesforce_are_joined_by_the_contacts_id(tmp_path: Path) -> None:
    people, roles = write(tmp_path / "Contact.csv", CONTACTS), write(tmp_path / "OpportunityContactRole.csv", ROLES)
    assert main(["import", str(people), str(roles), "-o", str(tmp_path / "deal.yaml")]) == 0
    stakeholders = read_deal(tmp_path / "deal.yaml").organization.stakeholders
    assert list(stakeholders) == ["anna-keller", "bob-stone", "carl-ng", "dora-lee"]
    # the two ids of Anna and Bob differ only by capitals; Carl's file has lost the capitals of his superior's id
    assert stakeholders["anna-keller"].reports_to == "bob-stone"
    assert stakeholders["carl-ng"].reports_to == "anna-keller"
    assert stakeholders["bob-stone"].roles == ("decision_maker",)
    assert stakeholders["anna-keller"].roles == ("economic_buyer", "other")
    assert stakeholders["anna-keller"].refs == {
        "salesforce": "003Dn00000AbCdEIAV",
        "primary_of": "006Dn000002bbbbIAA",
    }
    found = read_people(people, roles)
    # five contacts of which one is deleted; five roles of which one is of nobody: capitals count in the short form
    assert found.counts == {"kept": 4, "merged": 4, "refused": 2}
    assert len(found.rows) == 5 + 5
    assert any("2 opportunities" in note for note in found.notes)
    assert "003Dn00000None1AAA" in said(found)[6]
    assert [row.line for row in found.rows if row.status == "refused"] == [5, 6]
    assert read_people(people, [roles]) == found
    again = merge_import(read_deal(tmp_path / "deal.yaml"), read_people(people, roles))
    assert not again.changed


def test_salesforce_reports_name_the_superior(tmp_path: Path) -> None:
    rows = "Contact ID,Full Name,Reports To\n003Dn00000AbCdE,Anna Keller,Bob Stone\n003Dn00000aBcDe,Bob Stone,\n"
    deal = read_people(write(tmp_path / "report.csv", rows)).deal
    assert deal.organization["anna-keller"].reports_to == "bob-stone"
    both = "Id,Name,ReportsToId,Reports To\n1,Anna,9,Bob\n2,Bob,,\n3,Carl,1,Bob\n"
    found = read_people(write(tmp_path / "both.csv", both))
    assert [each.reports_to for each in found.deal.organization.stakeholders.values()] == ["bob", None, "anna"]
    assert "reports_to stays 'anna', 'Bob' is 'bob'" in said(found)[4]


@pytest.mark.parametrize(
    ("short", "suffix"),
    [  # https://codegolf.stackexchange.com/q/69127
        ("a01M00000062mPg", "IAI"),
        ("001M000000qfPyS", "IAU"),
        ("a0FE000000D6r3F", "MAR"),
        ("0F9E000000092w2", "KAA"),
    ],
)
def test_both_forms_of_an_id_of_salesforce_are_one(short: str, suffix: str) -> None:
    assert record_key(short + suffix) == short
    assert record_key((short + suffix).upper()) == record_key((short + suffix).lower()) == short
    assert record_key(short) == short
    other = "IAJ" if suffix != "IAJ" else "IAI"
    assert record_key("123456789012345" + other) == "123456789012345" + other


def test_crm_updates_name_the_record_that_the_contact_came_from(tmp_path: Path) -> None:
    rows = "Record ID,Name,Email\n007,Ping Wu,wu@x.example\n"
    deal = read_people(write(tmp_path / "contacts.csv", rows)).deal
    arguments = {"tco": {"answers": {"price": 0.8}}}
    planned = plan(
        Deal.model_validate({**deal.model_dump(), "arguments": arguments, "decision": {"deciders": {"ping-wu": 1}}})
    )
    text = write_results(planned, tmp_path / "update.hubspot.csv").read_text("utf-8")
    assert text.splitlines()[1].startswith("007,wu@x.example")


def book_of(tmp_path: Path) -> Path:
    """A workbook as people make them: a title, merged cells, hidden rows and columns, formulas, a second sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Contacts of 2026"])
    sheet.merge_cells("A1:E1")
    sheet.append(["Name", "Title", "Department", "Email", "ID"])
    sheet.append(["NA", "Engineer", "Grid", "na@x.example", "007"])
    sheet.append(["Min Zhou", "Budget supervisor", None, "=B4&1", 8])
    sheet.append(["Guo Zhao", "CEO", None, "zhao@x.example", "=4+5"])
    sheet.merge_cells("C3:C5")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Old")
    plain = io.BytesIO()
    book.save(plain)
    file = tmp_path / "people.xlsx"
    # openpyxl saves no values with formulas; a spreadsheet does, so one is put in
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content, count = re.subn(rb"(<f>4\+5</f>)<v ?/>|(<f>4\+5</f>)<v></v>", rb"<f>4+5</f><v>9</v>", content)
                assert count == 1
            new.writestr(name, content)
    return file


def test_what_a_workbook_hides_or_merges_is_read_and_said(tmp_path: Path) -> None:
    found = read_people(book_of(tmp_path))
    people = found.deal.organization.stakeholders
    assert list(people) == ["na", "min-zhou", "guo-zhao"]
    assert [person.department for person in people.values()] == ["Grid"] * 3
    assert [dict(person.refs) for person in people.values()] == [{"id": "007"}, {"id": "8"}, {"id": "9"}]
    assert people["guo-zhao"].email == "zhao@x.example"
    notes = "\n".join(found.notes)
    for part in (
        "not read: Old",
        "A1, a title",
        "'Contacts of 2026'",
        "C3:C5",
        "hidden columns are read, too: Email",
        "E5",
    ):
        assert part in notes, part
    assert "C3" not in notes.replace("C3:C5", "")
    assert "a hidden row" in said(found)[4]
    assert "D4 is a formula without a saved value" in said(found)[4]
    assert found.counts == {"kept": 3, "merged": 0, "refused": 0}


def test_ragged_rows_and_columns_without_headings_are_said(tmp_path: Path) -> None:
    rows = "name,title,,email,email\nA,Boss,?,a@x.example,b@x.example\nB\nC,x,,c@x.example,,too,many\n"
    found = read_people(write(tmp_path / "ragged.csv", rows))
    assert found.left_out == ("column 3 (no heading)", "email")
    assert found.deal.organization["a"].email == "a@x.example"
    assert "cells missing at the end: 4" in said(found)[3]
    assert "cells beyond the headings left out: 'too', 'many'" in said(found)[4]


def test_a_window_and_the_rule_of_attention_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people, mails = write(tmp_path / "people.csv", PEOPLE), write(tmp_path / "mails.csv", MAILS)
    whole = read_people(people, mails)
    # wu speaks four times, zhou once; two of wu's mails have no day that is known
    assert {tie.source: round(float(str(tie.strength_on["all"])), 6) for tie in whole.deal.organization.ties} == {
        "ping-wu": 0.48,
        "min-zhou": 0.12,
    }
    assert whole.counts == {"kept": 5, "merged": 3, "refused": 0}
    target = tmp_path / "deal.yaml"
    window = ["--since", "2026-02-01", "--until", "2026-02-28"]
    assert main(["import", str(people), str(mails), *window, "-o", str(target)]) == 0
    report = capsys.readouterr().out
    assert "ties from counts of the window 2026-02-01 to 2026-02-28; days counted: 2026-02-05 to 2026-02-07" in report
    assert "adds up to 0.6" in report
    assert f"{mails}:2: refused: 2026-01-05 lies outside of the window" in report
    assert f"{mails}:5: refused: says no day, so outside of the window" in report
    assert f"{mails}:6: refused: 'soon' is no day that is known, so outside of the window" in report
    deal = read_deal(target)
    assert {tie.source: tie.strength_on["all"] for tie in deal.organization.ties} == {"min-zhou": 0.3, "ping-wu": 0.3}
    assert "2026-02-01 to 2026-02-28" in deal.organization.notes
    assert main(["import", str(people), str(mails), *window, "--into", str(target)]) == 0
    assert read_deal(target) == deal


def test_windows_that_mean_nothing_are_refused(tmp_path: Path) -> None:
    people, mails = write(tmp_path / "people.csv", PEOPLE), write(tmp_path / "mails.csv", MAILS)
    with pytest.raises(InputError, match="nothing here has days"):
        read_people(people, since="2026-01-01")
    with pytest.raises(InputError, match="lies after"):
        read_people(people, mails, since="2026-03-01", until=date(2026, 1, 1))
    with pytest.raises(InputError, match="is no day"):
        read_people(people, mails, until="soon")
    assert main(["import", str(people), str(mails), "--since", "x", "-o", str(tmp_path / "d.yaml")]) == 2
    counts = write(tmp_path / "counts.csv", 'from,to,count\nPing Wu,Guo Zhao,"1,200"\nMin Zhou,Guo Zhao,-1\n')
    found = read_people(people, [counts, mails], since="2026-02-07")
    assert any("says no days: all of it counts" in note for note in found.notes)
    # 1,200 and one mail of wu; what is below nothing is no count
    assert [tie.source for tie in found.deal.organization.ties] == ["ping-wu"]
    assert sum(row.status == "refused" for row in found.rows) == 1 + 4


def test_stated_ties_win_over_counts_and_keep_their_day(tmp_path: Path) -> None:
    people, mails = write(tmp_path / "people.csv", PEOPLE), write(tmp_path / "mails.csv", MAILS)
    rows = (
        'from,to,kind,strength,certainty,date\nPing Wu,Guo Zhao,,80 %,"0,5",12 Oct 2026\nPing Wu,Guo Zhao,,weak,,\n'
        "Min Zhou,Ping Wu,conflict,,,\nMin Zhou,Ping Wu,,mighty,7,\n"
    )
    stated = write(tmp_path / "ties.csv", rows)
    found = read_people(people, [stated, mails])
    ties = {(tie.source, tie.target, tie.kind): tie for tie in found.deal.organization.ties}
    first = ties["ping-wu", "guo-zhao", "influences"]
    assert (first.strength, first.certainty, first.seen) == (0.8, 0.5, date(2026, 10, 12))
    assert set(ties) == {
        ("ping-wu", "guo-zhao", "influences"),
        ("min-zhou", "ping-wu", "conflicts"),
        ("min-zhou", "ping-wu", "influences"),
        ("min-zhou", "guo-zhao", "influences"),
    }
    remarks = {row.line: "; ".join(row.remarks) for row in found.rows if row.file == str(stated)}
    assert "strength stays 0.8, this row says 'weak'" in remarks[3]
    assert "strength 'mighty' is not known; certainty '7' is no number from 0 to 1" in remarks[5]
    assert any("ping-wu → guo-zhao is stated; its count is left out" in note for note in found.notes)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-12",
        "2026-10-12 10:00",
        "2026-10-12T10:00:00.000Z",
        "2026-10-12T23:30:00+08:00",
        "2026/10/12",
        "2026.10.12",
        "20261012",
        "2026年10月12日",
        "12.10.2026",
        "10/12/2026",
        "10/12/2026 9:15 AM",
        "12 Oct 2026",
        "12-Oct-2026",
        "October 12, 2026",
        "1791763200",
        "1791763200000",
    ],
)
def test_days_in_many_forms(text: str) -> None:
    assert DayReader([text]).read(text) == date(2026, 10, 12)


def test_the_column_tells_whether_the_day_is_first(tmp_path: Path) -> None:
    rows = "name,last contacted\nA,03/04/2026\nB,25/12/2026\nC,31.02.2026\nD,never\n"
    found = read_people(write(tmp_path / "people.csv", rows))
    assert found.deal.organization["a"].seen == date(2026, 4, 3)
    assert not any("guessed" in note for note in found.notes)
    assert "date '31.02.2026' is not known" in said(found)[4]
    assert "date 'never' is not known" in said(found)[5]
    guess = read_people(write(tmp_path / "few.csv", rows.replace("25/12", "05/12")))
    assert guess.deal.organization["a"].seen == date(2026, 3, 4)
    assert any("month first (guessed)" in note for note in guess.notes)


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%Y年%m月%d日"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert DayReader(()).read(day.strftime(form)) == day


DOUBLE = """Record ID,Name,Email,Title,Manager
1,Ping Wu,,Engineer,Li
2,P. Wu,wu@x.example,Chief engineer,
3,Li,,,
4,José Márquez,,,Wu Ping
5,Jose Marquez,,,2
"""


def test_similar_names_are_asked_for_and_joined_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = write(tmp_path / "people.csv", DOUBLE)
    found = read_people(people)
    assert found.counts == {"kept": 5, "merged": 0, "refused": 0}
    assert found.similar == (("ping-wu", "p.-wu"), ("josé-márquez", "jose-marquez"))
    told = ["--same", "ping-wu=wu@x.example", "--same", "4=Jose Marquez"]
    assert main(["import", str(people), *told, "-o", str(tmp_path / "deal.yaml")]) == 0
    assert "perhaps the same" not in capsys.readouterr().out
    people_now = read_deal(tmp_path / "deal.yaml").organization.stakeholders
    assert list(people_now) == ["ping-wu", "li", "josé-márquez"]
    wu = people_now["ping-wu"]
    assert (wu.email, wu.title, wu.reports_to) == ("wu@x.example", "Engineer", "li")
    assert wu.refs == {"hubspot": "1", "hubspot_2": "2"}
    # the id of the row that went into another leads to that one
    assert people_now["josé-márquez"].reports_to == "ping-wu"
    joined = read_people(people, same=found.similar)
    assert joined.counts == {"kept": 3, "merged": 2, "refused": 0}
    assert joined.similar == ()
    assert "the same as ping-wu, as told; " in said(joined)[3]
    assert "title stays 'Engineer', this row says 'Chief engineer'" in said(joined)[3]
    # nobody is added again when only the second row comes in later
    later = read_people(write(tmp_path / "later.csv", "Record ID,Name\n2,P. Wu\n"))
    assert merge_import(joined.deal, later).added == ()
    assert main(["import", str(people), "--dry-run", "-o", "x.yaml"]) == 0
    assert "if so: --same ping-wu=p.-wu" in capsys.readouterr().out.replace("'", "")


def test_pairs_that_are_nobody_or_several_are_refused(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", "Name,Email\nPing Wu,a@x.example\nPing Wu,b@x.example\nLi,\n")
    with pytest.raises(InputError) as caught:
        read_people(people, same=[("Ping Wu", "li"), ("lii", "li")])
    text = str(caught.value)
    assert "'Ping Wu' may be ping-wu or ping-wu-2; give the id" in text
    assert "did you mean li" in text
    assert main(["import", str(people), "--same", "ping-wu", "-o", str(tmp_path / "d.yaml")]) == 2
    chained = read_people(people, same=[("li", "ping-wu"), ("ping-wu", "ping-wu-2"), ("li", "ping-wu-2")])
    assert list(chained.deal.organization) == ["li"]
    assert chained.counts == {"kept": 1, "merged": 2, "refused": 0}
    ties = write(tmp_path / "ties.csv", "from,to\nPing Wu,Li\na@x.example,Li\n")
    found = read_people(people, ties)
    assert [row.status for row in found.rows][-2:] == ["refused", "kept"]
    assert "may be ping-wu or ping-wu-2; name them by id or e-mail" in found.rows[-2].remarks[0]


def test_what_counts_as_a_similar_name() -> None:
    names = {
        "a": "Katherine Miller",
        "b": "Catherine Miller",
        "c": "Katherine Millers",
        "d": "王小明",
        "e": "王小名",
        "f": "Ann Li",
        "g": "Anna Li",
        "h": "F1 L1234567",
        "i": "F1 L1234568",
        "j": "Miller, Katherine",
    }
    assert similar_names(names) == (("a", "b"), ("a", "c"), ("a", "j"))


def test_progress_is_told_and_shown_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["name", *(f"Person {number}" for number in range(2500))]
    people = write(tmp_path / "people.csv", "\n".join(rows))
    told: list[tuple[int, int | None, str]] = []
    read_people(people, progress=lambda *report: told.append(report))
    assert told == [(0, 2500, "people"), (1000, 2500, "people"), (2000, 2500, "people"), (2500, 2500, "people")]

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert main(["import", str(people), "--dry-run", "-o", str(tmp_path / "deal.yaml")]) == 0
        assert ("people: 1,000 of 2,500" in stream.getvalue()) == shown
        assert shown or stream.getvalue() == ""


@pytest.mark.parametrize("content", ["[1]", '{"Wer": 3}', "{", '{"Wer": "nam"}'])
def test_mappings_that_are_none_are_refused(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    people, mapping = write(tmp_path / "people.csv", "Wer\nAnna\n"), write(tmp_path / "map.json", content)
    assert main(["import", str(people), "--map", str(mapping), "-o", str(tmp_path / "deal.yaml")]) == 2
    assert capsys.readouterr().err
    assert main(["import", str(people), "--map", str(tmp_path / "none.json"), "-o", str(tmp_path / "deal.yaml")]) == 2


def test_headings_of_the_mapping_that_no_file_has_are_said(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", "Wer\nAnna\n")
    found = read_people(people, mapping={"Wer": "name", "Weer": "title"})
    assert any("'Weer', which is no heading here; did you mean Wer" in note for note in found.notes)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-8-sig"])
def test_encodings_are_found_out_or_told(tmp_path: Path, encoding: str) -> None:
    western = encoding in ("latin-1", "cp1252")
    name = "Jürgen Müller" if western else "赵国强"
    title = "Geschäftsführer für Überlandnetze" if western else "副总经理，分管调度通信"
    heading = "Name,Title" if western else "姓名,职务"
    rows = "\n".join([heading, *(f"{name}{number},{title}" for number in "一二三" * (not western) or "ÄÖÜ")])
    file = write(tmp_path / "people.csv", rows, encoding)
    marked = encoding in ("utf-16", "utf-8-sig")
    told = read_people(file, encoding=encoding)
    assert next(iter(told.deal.organization.stakeholders.values())).title == title
    assert told.encoding == encoding
    if encoding != "utf-16-le":
        found = read_people(file)
        assert found.deal == told.deal
        assert ("guessed" in found.encoding) != marked


def test_a_report_is_the_same_as_plain_data_and_tables(tmp_path: Path) -> None:
    found = read_people(write(tmp_path / "people.csv", DOUBLE))
    assert json.loads(json.dumps(found.to_dict()))["similar"] == [list(pair) for pair in found.similar]
    assert len(found.to_frame("similar")) == 2
    assert len(found.to_frame()) == 5
    assert read_deal(write_deal(found.deal, tmp_path / "deal.yaml")) == found.deal


def test_mails_and_answers_that_tell_nothing_are_rows_too(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", PEOPLE)
    box = "From x\nFrom: wu@x.example\nTo: zhao@x.example\n\nhi\n\nFrom x\nFrom: wu@x.example\n\nto nobody\n\n"
    found = read_people(people, write(tmp_path / "box.mbox", box))
    assert [row.remarks for row in found.rows if row.status == "refused"] == [("a mail without a recipient",)]
    survey = write(tmp_path / "survey.csv", "name,asks\nPing Wu,Guo Zhao\nMin Zhou,\n")
    found = read_people(people, survey)
    assert [(row.line, row.remarks) for row in found.rows if row.status == "refused"] == [(3, ("names nobody",))]
    assert len(found.rows) == 3 + 2


def test_a_file_that_tells_no_ties_is_refused_with_its_headings(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", PEOPLE)
    with pytest.raises(InfluenceError, match="from and to with a mapping; the headings are who, whom"):
        read_people(people, write(tmp_path / "ties.csv", "who,whom\nPing Wu,Guo Zhao\n"))
