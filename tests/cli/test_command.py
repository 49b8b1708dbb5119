"""The command as a user types it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wcwidth import wcswidth

from influence.cli.arguments import VIEWS
from influence.cli.main import main
from influence.io import load_example, write_deal


def test_a_new_file_has_a_plan_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deal.yaml"
    assert main(["new", str(file)]) == 0
    assert main(["plan", str(file)]) == 0
    assert "Whom to equip with what" in capsys.readouterr().out
    assert main(["new", str(file)]) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_demo_fits_a_hundred_columns(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--language", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(wcswidth(line) for line in lines) <= 100
    assert not any("{" in line or "None" in line for line in lines)


def test_json_is_one_document_whose_shares_add_up(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "deal.yaml"
    main(["new", str(file)])
    capsys.readouterr()
    assert main(["plan", str(file), "--json", "--exclude", "boss"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"value", "lower", "upper", "bound", "gap", "method", "cost", "equip"} <= set(found)
    assert {"ally", "argument", "share", "cost", "paths", "say", "props"} <= set(found["equip"][0])
    assert sum(step["share"] for step in found["equip"]) == pytest.approx(found["value"])
    assert "boss" not in [step["ally"] for step in found["equip"]]
    assert main(["paths", str(file), "-k", "2", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["paths"]) == 2


def test_a_deal_without_argument_and_decider_says_what_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deal.yaml"
    file.write_text("format: influence-deal/1\norganization: {stakeholders: {wu: {}}}\n", encoding="utf-8")
    assert main(["plan", str(file)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len([line for line in said if line.startswith(str(file))]) == 2
    # the five questions that come before any plan
    assert [line.strip()[:2] for line in said if line.startswith("  ")] == ["1.", "2.", "3.", "4.", "5."]
    assert main(["paths", str(file)]) == 2


def test_bad_calls_end_with_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["plan"]) == 2
    assert main(["paths", str(tmp_path / "none.yaml")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_converting_there_and_back_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = (tmp_path / name for name in ("a.yaml", "b.json", "c.json"))
    main(["new", str(first)])
    assert main(["convert", str(first), str(second)]) == 0
    assert main(["convert", str(second), str(third)]) == 0
    assert second.read_bytes() == third.read_bytes()
    assert main(["convert", str(first), str(tmp_path / "missing" / "x.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["required"] == ["format"]


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    command = [sys.executable, "-m", "influence", "demo"]
    outputs = {
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}, check=True, stdout=-1
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full to stand for a full disk")
def test_a_full_disk_is_one_line_and_a_closed_pipe_none() -> None:
    for redirect in (">/dev/full", "| head -c 0"):
        script = f"{sys.executable} -m influence demo {redirect}; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(
            ["bash", "-c", script],
            env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        # 141 is what a shell reports of any program whose reader has gone
        assert done.returncode in ((2,) if "full" in redirect else (0, 141))
        assert bool(done.stderr) == ("full" in redirect)
        assert len(done.stderr.splitlines()) <= 1


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_as_text_and_as_a_file(
    view: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deal = tmp_path / "deal.yaml"
    main(["new", str(deal)])
    capsys.readouterr()
    assert main(["draw", str(deal), "--view", view]) == 0
    assert capsys.readouterr().out.strip()
    target = tmp_path / "map.svg"
    assert main(["draw", str(deal), "--view", view, "-o", str(target), "--dark", "--language", "zh"]) == 0
    assert target.read_bytes().startswith(b"<?xml")
    assert main(["draw", str(deal), "--view", view, "-o", str(tmp_path / "map.gif")]) == 2


def test_an_anonymized_copy_does_not_inherit_the_comments_of_the_file_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "deal.yaml"
    file.write_text("# Wu said so\nformat: influence-deal/1\ncapacity: 8.0  # agreed with Zhao\n", encoding="utf-8")
    assert main(["convert", str(file), str(file), "--anonymize"]) == 0
    assert "#" not in file.read_text("utf-8")
    assert "capacity: 8.0" in file.read_text("utf-8")


def test_questions_stress_diff_and_anonymized_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.json"
    main(["new", str(one)])
    assert main(["questions", str(one), "--json"]) == 0
    assert main(["stress", str(one)]) == 0
    assert main(["convert", str(one), str(two), "--anonymize"]) == 0
    capsys.readouterr()
    assert main(["diff", str(one), str(two), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"]
    assert main(["plan", str(one), "-o", str(tmp_path / "plan.json")]) == 0
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["equip"]
    assert main(["plan", str(one), "--introductions", "--model", "consensus"]) == 0


def test_a_calendar_starts_on_the_deals_own_day_and_a_page_where_asked(tmp_path: Path) -> None:
    deal = load_example("power_grid_en")
    file = tmp_path / "deal.yaml"
    write_deal(deal, file)
    assert main(["schedule", str(file), "-o", str(tmp_path / "book.ics")]) == 0
    assert deal.today is not None
    assert f"DTSTART;VALUE=DATE:{deal.today:%Y%m%d}" in (tmp_path / "book.ics").read_text("utf-8")
    page = tmp_path / "page.md"
    assert main(["plan", str(file), "--start", "2027-03-01", "-o", str(page)]) == 0
    assert "2027-03-01" in page.read_text("utf-8")
    assert "- - " not in page.read_text("utf-8")


def test_a_calendar_without_any_day_names_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deal.yaml"
    main(["new", str(file)])
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^(as_of:.*|log:.*\n( .*\n)*)", "", text), "utf-8")
    capsys.readouterr()
    code = main(["schedule", str(file), "-o", str(tmp_path / "book.ics")])
    said = capsys.readouterr().err
    assert code == 2
    assert "--start" in said
