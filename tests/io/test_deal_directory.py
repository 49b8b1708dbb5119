"""A directory of deals: all of them, or every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from influence.cli.main import main
from influence.errors import DealError, FileAccessError
from influence.io import load_example, read_deals, write_deal, write_export
from influence.model import Deal


def test_a_directory_is_a_read_only_mapping(tmp_path: Path) -> None:
    deal = load_example("power_grid_en")
    write_deal(deal, tmp_path / "b.json")
    write_deal(deal, tmp_path / "a.yaml")
    (tmp_path / "notes.txt").write_text("no deal", encoding="utf-8")
    found = read_deals(tmp_path)
    assert dict(found) == {"a": deal, "b": deal}
    assert list(found) == ["a", "b"]
    with pytest.raises(TypeError):
        found["c"] = deal  # type: ignore[index]  # that it cannot be written to is what is tested


def test_all_problems_of_all_files_are_one_error(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.yml", "c.yaml"):
        (tmp_path / name).write_text("format: influence-deal/1\ncapacty: 3\n", encoding="utf-8")
    with pytest.raises(DealError) as caught:
        read_deals(tmp_path)
    assert len(caught.value.problems) == 3
    assert "same name as a.yaml" in str(caught.value)
    with pytest.raises(FileAccessError, match="no directory"):
        read_deals(tmp_path / "nowhere")


def test_workbooks_and_json_are_deals_and_what_lies_beside_them_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deal = load_example("power_grid_en")
    for name in ("a.yaml", "b.json", "c.xlsx", "d.yml"):
        write_deal(deal, tmp_path / name)
    write_export(deal, tmp_path / "graph.nodelink.json")
    assert main(["schema"]) == 0
    (tmp_path / "influence-deal.schema.json").write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "~$c.xlsx").write_bytes(b"a lock")
    (tmp_path / ".draft.yaml").write_text("not: yet", encoding="utf-8")
    assert dict(read_deals(tmp_path)) == dict.fromkeys("abcd", deal)
    (tmp_path / "e.xlsx").write_bytes(b"no workbook")
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(DealError) as caught:
        read_deals(tmp_path)
    assert {Path(str(problem.file)).name for problem in caught.value.problems} == {"a.json", "a.yaml", "e.xlsx"}


def test_differences_are_the_same_whatever_the_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = load_example("power_grid_en")
    endings = (".yaml", ".json", ".xlsx")
    changed: Deal = deal.what_if(han={"support": "enemy", "name": "Han the Younger"})
    for ending in endings:
        write_deal(deal, tmp_path / f"old{ending}")
        write_deal(changed, tmp_path / f"new{ending}")
    told = set()
    for one in endings:
        for other in endings:
            assert main(["diff", str(tmp_path / f"old{one}"), str(tmp_path / f"old{other}")]) == 0
            assert capsys.readouterr().out == "no difference\n"
            assert main(["diff", str(tmp_path / f"old{one}"), str(tmp_path / f"new{other}")]) == 0
            told.add(capsys.readouterr().out)
    assert len(told) == 1
    assert "Han the Younger" in told.pop()
