"""The recipes of the page on version control work as they stand there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from influence.cli.main import main
from influence.io import load_example, write_deal


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_shows_a_deal_as_its_chart(tmp_path: Path) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*words: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        done = subprocess.run(
            ["git", *identity, *words], cwd=tmp_path, check=True, capture_output=True, text=True, env=environment
        )
        return done.stdout

    git("init", "-q")
    (tmp_path / ".gitattributes").write_text("deals/*.yaml diff=influence\n", encoding="utf-8")
    git("config", "diff.influence.textconv", f"'{sys.executable}' -m influence draw")
    (tmp_path / "deals").mkdir()
    deal = load_example("power_grid_en")
    write_deal(deal, tmp_path / "deals" / "grid.yaml")
    git("add", ".")
    git("commit", "-qm", "first")
    write_deal(deal.what_if(han={"name": "Han the Younger"}), tmp_path / "deals" / "grid.yaml")
    shown = git("diff")
    assert "Han the Younger" in shown
    assert "stakeholders" not in shown


def test_differences_are_told_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "grid.yaml"
    write_deal(load_example("power_grid"), file)
    capsys.readouterr()
    assert main(["diff", str(file), str(file), "--language", "zh"]) == 0
    assert capsys.readouterr().out == "没有差别\n"
    assert main(["diff", str(file), str(file), "--language", "en"]) == 0
    assert capsys.readouterr().out == "no difference\n"
