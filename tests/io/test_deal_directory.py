"""A directory of deals: all of them, or every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from influence.errors import DealError, FileAccessError
from influence.io import load_example, read_deals, write_deal


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
