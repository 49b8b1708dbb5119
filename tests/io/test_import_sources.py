"""Mailboxes, calendars, surveys, frames and graphs as sources; merging into a deal that exists; mutated files."""

from __future__ import annotations

import csv
import json
import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from influence.cli.main import main
from influence.errors import InfluenceError
from influence.io import load_example, merge_import, read_deal, read_people, write_deal, write_export
from influence.io.exporting.files import EXPORTS

PEOPLE = """Record ID,First Name,Last Name,Email,Job Title,Buying Role
007,Ping,Wu,wu@grid.example,Chief engineer,INFLUENCER;CHAMPION
008,Guoqiang,Zhao,zhao@grid.example,Deputy director,DECISION_MAKER
009,Jin,Qian,qian@grid.example,Head of finance,BUDGET_HOLDER
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, "utf-8")
    return file


def strengths(deal: Any) -> dict[tuple[str, str], float]:
    return {(tie.source, tie.target): round(float(tie.strength_on["all"]), 6) for tie in deal.organization.ties}


def test_a_mailbox_shares_each_mail_among_its_recipients(tmp_path: Path, people: Path) -> None:
    box = mailbox.mbox(tmp_path / "mails.mbox")
    for sender, to in (("wu", "zhao"), ("wu", "zhao, qian"), ("qian", "zhao"), ("stranger", "zhao")):
        message = EmailMessage()
        message["From"] = f"{sender}@grid.example"
        message["To"] = ", ".join(f"{name.strip()}@grid.example" for name in to.split(","))
        message["Date"] = "Mon, 12 Oct 2026 10:00:00 +0800"
        box.add(message)
    box.close()
    found = read_people(people, tmp_path / "mails.mbox")
    # zhao hears 1.5 mails of wu and 1 of qian; attention is 0.6
    assert strengths(found.deal) == {
        ("ping-wu", "guoqiang-zhao"): 0.36,
        ("ping-wu", "jin-qian"): 0.6,
        ("jin-qian", "guoqiang-zhao"): 0.24,
    }
    assert found.counts == {"kept": 6, "merged": 1, "refused": 1}


def test_a_calendar_shares_each_meeting(tmp_path: Path, people: Path) -> None:
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261001T000000Z\r\nDTSTART:20261012T090000Z\r\n{}END:VEVENT\r\n"
    there = "".join(f"ATTENDEE:mailto:{name}@grid.example\r\n" for name in ("wu", "zhao"))
    file = tmp_path / "meetings.ics"
    file.write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event.format(there)}END:VCALENDAR\r\n".encode())
    found = read_people(people, file)
    assert strengths(found.deal) == {("ping-wu", "guoqiang-zhao"): 0.6, ("guoqiang-zhao", "ping-wu"): 0.6}


@pytest.mark.parametrize(
    "table",
    [
        "name,asks for advice\nGuoqiang Zhao,Ping Wu; Jin Qian\n",
        "name,Ping Wu,Guoqiang Zhao,Jin Qian\nGuoqiang Zhao,1,,x\nPing Wu,0,0,0\n",
    ],
)
def test_a_survey_is_turned(tmp_path: Path, people: Path, table: str) -> None:
    file = tmp_path / "survey.csv"
    file.write_text(table, "utf-8")
    assert strengths(read_people(people, file).deal) == {
        ("ping-wu", "guoqiang-zhao"): 0.3,
        ("jin-qian", "guoqiang-zhao"): 0.3,
    }


def test_frames_are_tables(people: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is in the extra [test]")
    polars = pytest.importorskip("polars", reason="polars is in the extra [test]")
    file = read_people(people).deal
    for frame in (pandas.read_csv(people, dtype=str), polars.read_csv(people, infer_schema=False)):
        assert read_people(frame).deal == file
    with pytest.raises(InfluenceError, match="no table"):
        read_people(7)


@pytest.mark.parametrize("ending", [".graphml", ".gexf", ".nodelink.json", ".dot", ".edgelist"])
def test_graphs_come_in(tmp_path: Path, ending: str) -> None:
    deal = load_example("power_grid_en")
    file = tmp_path / f"map{ending}"
    if ending == ".edgelist":
        file.write_text("wu zhao\nzhou qian\n", "utf-8")
    else:
        assert ending in EXPORTS
        write_export(deal, file)
    target = tmp_path / "deal.yaml"
    assert main(["import", str(file), "-o", str(target)]) == 0
    found = read_deal(target)
    assert {"wu", "zhao"} <= set(found.organization)
    assert any((tie.source, tie.target) == ("wu", "zhao") for tie in found.organization.ties)


def test_merging_keeps_what_was_written_by_hand_and_twice_is_once(
    tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deal.yaml"
    file.write_text(
        "format: influence-deal/1\norganization:\n  stakeholders:\n    wu:  # our man\n      name: Ping Wu\n"
        "      title: THE engineer\n      support: mentor\n    li: {name: Li}\n",
        "utf-8",
    )
    before = file.read_bytes()
    assert main(["import", str(people), "--into", str(file), "--dry-run"]) == 0
    assert file.read_bytes() == before
    said = capsys.readouterr().out
    assert "+ guoqiang-zhao" in said
    assert "! wu.title stays 'THE engineer'" in said
    assert f"{people}:2 says 'Chief engineer'" in said
    assert main(["import", str(people), "--into", str(file)]) == 0
    once = file.read_bytes()
    assert b"# our man" in once
    deal = read_deal(file)
    assert list(deal.organization) == ["wu", "li", "guoqiang-zhao", "jin-qian"]
    assert deal.organization["wu"].email == "wu@grid.example"
    assert deal.organization["wu"].title == "THE engineer"
    assert main(["import", str(people), "--into", str(file)]) == 0
    assert file.read_bytes() == once
    again = merge_import(deal, read_people(people))
    assert not again.changed
    assert again.deal == deal
    assert [each.where for each in again.conflicts] == ["wu.title"]
    assert main(["import", str(people)]) == 2
    assert main(["import", str(people), "-o", str(tmp_path / "x.yaml"), "--into", str(file)]) == 2


def mutated(content: bytes, seed: int) -> bytes:
    """A file as files are: cut, with flipped bytes, other encodings, other separators, shuffled or missing headings."""
    rng = np.random.default_rng(seed)
    text = content.decode("utf-8").replace("Ping", "萍" if seed % 3 else "Ping")
    kind = seed % 10
    if kind == 0:
        return text.encode()[: int(rng.integers(1, len(text)))]
    if kind == 1:
        raw = bytearray(text.encode())
        for place in rng.integers(0, len(raw), 3).tolist():
            raw[place] = int(rng.integers(0, 256))
        return bytes(raw)
    if kind == 2:
        return text.encode(str(rng.choice(["gbk", "utf-16", "utf-8-sig"])))
    if kind == 3:
        return text.replace(",", str(rng.choice([";", "\t", "|"]))).encode()
    if kind == 4:
        head, *rows = text.splitlines()
        cells = head.split(",")
        rng.shuffle(cells)
        return "\n".join([",".join(cells), *rows]).encode()
    if kind == 5:
        return "\n".join(text.splitlines()[1:]).encode()
    if kind == 6:
        return text.encode() + bytes(rng.integers(0, 256, 20).astype(np.uint8))
    if kind == 7:
        return (text + "x" * 200_000 + ",y\n").encode()
    if kind == 8:
        return (text + '"open quote,never closed\nmore,rows\n').encode()
    return (text + ",,,\n , \nNA,NA,NA,na@x.example,,\n010,A,B,wu@grid.example,C,NOSUCH,too,many\n").encode()


@pytest.mark.parametrize("part", range(3))
def test_every_row_of_three_hundred_dirty_files_is_accounted_for_or_the_file_is_refused(
    tmp_path: Path, part: int
) -> None:
    read = refused = 0
    for seed in range(part, 300, 3):
        file = tmp_path / f"{seed}.csv"
        file.write_bytes(mutated(PEOPLE.encode(), seed))
        try:
            found = read_people(file)
        except InfluenceError as error:
            said = str(error)
        else:
            said = ""
        if said:
            refused += 1
            assert str(file) in said
            continue
        read += 1
        lines = {row.line for row in found.rows}
        assert len(lines) == len(found.rows) == sum(found.counts.values())
        assert len(found.deal.organization) == found.counts["kept"]
        assert read_deal(write_deal(found.deal, tmp_path / "deal.yaml")) == found.deal
    assert read > 40
    assert refused > 3


def imported(tmp_path: Path, people: Path, ties: Path | None, mapping: dict[str, str]) -> Any:
    """Run the command as a user would and read what it wrote."""
    (tmp_path / "map.json").write_text(json.dumps(mapping), "utf-8")
    files = [str(people), *([str(ties)] if ties else [])]
    assert main(["import", *files, "--map", str(tmp_path / "map.json"), "-o", str(tmp_path / "deal.yaml")]) == 0
    return read_deal(tmp_path / "deal.yaml")


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_krackhardt_survey_goes_in_through_the_command(data_directory: Path, tmp_path: Path) -> None:
    asked = table(data_directory / "krackhardt_hightech" / "advice.csv")
    names = sorted({row["source"] for row in asked} | {row["target"] for row in asked}, key=int)
    (tmp_path / "people.csv").write_text("\n".join(["name", *(f"M{name}" for name in names)]) + "\n", "utf-8")
    rows = [f"M{name},{';'.join('M' + row['target'] for row in asked if row['source'] == name)}" for name in names]
    (tmp_path / "survey.csv").write_text("\n".join(["name,asks", *rows]) + "\n", "utf-8")
    deal = imported(tmp_path, tmp_path / "people.csv", tmp_path / "survey.csv", {})
    told = {(tie.source.upper(), tie.target.upper()) for tie in deal.organization.ties}
    assert told == {(f"M{row['target']}", f"M{row['source']}") for row in asked}


def test_oracles_people_go_in_with_their_superiors(data_directory: Path, tmp_path: Path) -> None:
    file = data_directory / "oracle_hr_orgchart" / "employees.csv"
    mapping = {"employee_id": "id", "first_name": "first", "last_name": "last", "manager_id": "reports_to"}
    deal = imported(tmp_path, file, None, mapping)
    by_number = {record.refs["id"]: record for record in deal.organization.stakeholders.values()}
    rows = table(file)
    assert len(by_number) == len(rows)
    for row in rows:
        boss = by_number[row["employee_id"]].reports_to
        assert (deal.organization[boss].refs["id"] if boss else "") == row["manager_id"]


def test_enrons_mails_become_shares_of_attention(data_directory: Path, tmp_path: Path) -> None:
    folder = data_directory / "enron_perry_wolfe"
    mapping = {"sender": "from", "receiver": "to", "unix_time": "when", "long_department": "", "gender": ""}
    deal = imported(tmp_path, folder / "nodes.csv", folder / "events.csv", mapping)
    counts: dict[tuple[str, str], float] = {}
    for row in table(folder / "events.csv"):
        if row["sender"] != row["receiver"]:
            pair = (row["sender"], row["receiver"])
            counts[pair] = counts.get(pair, 0.0) + 1.0
    heard: dict[str, float] = {}
    for (_, reader), count in counts.items():
        heard[reader] = heard.get(reader, 0.0) + count
    number = {person: record.refs["id"] for person, record in deal.organization.stakeholders.items()}
    found = {(number[tie.source], number[tie.target]): float(tie.strength_on["all"]) for tie in deal.organization.ties}
    assert found == pytest.approx({pair: 0.6 * count / heard[pair[1]] for pair, count in counts.items()}, abs=1e-6)


def test_a_sales_team_goes_in(data_directory: Path, tmp_path: Path) -> None:
    file = data_directory / "crm_maven_sales" / "sales_teams.csv"
    mapping = {"sales_agent": "name", "regional_office": "department", "manager": ""}
    deal = imported(tmp_path, file, None, mapping)
    assert [record.name for record in deal.organization.stakeholders.values()] == [
        r["sales_agent"] for r in table(file)
    ]
