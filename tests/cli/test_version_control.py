"""The recipes of the page on version control work as they stand there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from influence.cli.main import main
from influence.errors import DealError
from influence.io import load_example, read_deal, write_deal
from influence.model import Deal

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "version_control.md").read_text("utf-8")
URGENT = "format: influence-deal/1\norganization: {stakeholders: {wu: {name: Wu}}}\n"
"""A deal of which nobody knows who decides."""
WELL = Deal.model_validate(
    {
        "as_of": "2026-06-01",
        "organization": {
            "stakeholders": {
                "boss": {"roles": ["decision_maker"], "access": "multiple", "concerns": {"price": 0.8}, "name": "Boss"},
                "ally": {"support": "mentor", "access": "in_depth", "reports_to": "boss", "roles": ["economic_buyer"]},
                "second": {"support": "supporter", "access": "multiple", "reports_to": "boss"},
            },
            "ties": [{"from": "ally", "to": "boss", "strength_on": {"all": 0.7}, "seen": "2026-05-01"}],
        },
        "arguments": {"tco": {"answers": {"price": 0.8}}},
    }
)


def recipes(language: str) -> list[str]:
    """The code blocks of the page."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


class Repository:
    """A repository of its own, in which `influence` is the library under test."""

    def __init__(self, place: Path) -> None:
        self.place = place / "repository"
        (self.place / "deals").mkdir(parents=True)
        (place / "bin").mkdir()
        command = place / "bin" / "influence"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m influence "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        self.run("git", "init", "-q")

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.place, check=check, capture_output=True, text=True, env=self.environment, encoding="utf-8"
        )

    def follow(self, recipe: str) -> str:
        """Do what a recipe says and return what it printed."""
        return self.run("sh", "-e", "-c", recipe).stdout

    def write(self, name: str, deal: Deal | str) -> None:
        if isinstance(deal, Deal):
            write_deal(deal, self.place / "deals" / name)
        else:
            (self.place / "deals" / name).write_text(deal, encoding="utf-8")

    def commit(self, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        self.run("git", "add", ".")
        return self.run("git", "commit", "-qm", "next", check=check)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    if shutil.which("git") is None or shutil.which("sh") is None:
        pytest.skip("git and a shell are not installed")
    return Repository(tmp_path)


def test_git_shows_a_deal_as_its_chart(repository: Repository) -> None:
    deal = load_example("power_grid_en")
    repository.write("grid.yaml", deal)
    repository.commit()
    repository.write("grid.yaml", deal.what_if(han={"name": "Han the Younger"}))
    shown = repository.follow(recipes("sh")[0])
    assert "Han the Younger" in shown
    assert "stakeholders" not in shown


def test_git_shows_a_deal_field_by_field(repository: Repository) -> None:
    deal = load_example("power_grid_en")
    repository.write("grid.yaml", deal)
    repository.write("old.yaml", URGENT)
    repository.commit()
    repository.write("grid.yaml", deal.what_if(han={"name": "Han the Younger"}))
    (repository.place / "deals" / "old.yaml").unlink()
    repository.write("new.yaml", WELL)
    repository.run("git", "add", "-N", "deals/new.yaml")
    shown = repository.follow(recipes("sh")[1])
    assert "Han the Younger" in shown
    assert "deals/old.yaml is gone" in shown
    assert "deals/new.yaml is new" in shown
    assert "@@" not in shown


def test_a_hook_stops_a_commit_that_has_something_urgent(repository: Repository) -> None:
    repository.follow(recipes("sh")[2])
    repository.write("well.yaml", WELL)
    repository.write("电网 grid.yaml", WELL)
    (repository.place / "notes.txt").write_text("no deal", encoding="utf-8")
    assert repository.commit().returncode == 0
    repository.write("电网 grid.yaml", URGENT)
    stopped = repository.commit(check=False)
    assert stopped.returncode != 0
    assert "URGENT" in stopped.stderr
    repository.write("电网 grid.yaml", "format: influence-deal/1\ncapacty: 3\n")
    assert "capacity" in repository.commit(check=False).stderr
    repository.write("电网 grid.yaml", WELL.replace(capacity=3.0))
    assert repository.commit().returncode == 0
    (repository.place / "notes.txt").write_text("still no deal", encoding="utf-8")
    assert repository.commit().returncode == 0


def test_the_hook_for_pre_commit_does_the_same(repository: Repository) -> None:
    (hook,) = YAML(typ="safe").load(recipes("yaml")[0])["repos"][0]["hooks"]
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert re.search(hook["files"], "deals/grid.yaml")
    assert not re.search(hook["files"], "other/grid.yaml")
    repository.write("well.yaml", WELL)
    repository.write("bad one.yaml", URGENT)
    # pre-commit runs the entry with the files behind it
    entry = shlex.split(hook["entry"])
    assert repository.run(*entry, "deals/well.yaml").returncode == 0
    assert repository.run(*entry, "deals/well.yaml", "deals/bad one.yaml", check=False).returncode == 1
    assert repository.run(*entry).returncode == 0


BAD = [
    ("capacty: 3", "an unknown key"),
    ("capacity: lots", "a text for hours"),
    ("capacity: -1", "hours below nothing"),
    ("organization: {stakeholders: {wu: {support: suporter}}}", "an unknown label"),
    ("organization: {stakeholders: {wu: {access: 2}}}", "a number out of range"),
    ("organization: {ties: [{from: a}]}", "a tie with one end"),
    ("as_of: tomorrow", "no day"),
]


def test_the_schema_that_editors_check_with(repository: Repository) -> None:
    repository.follow(recipes("sh")[3])
    start = recipes("yaml")[1]
    given = re.match(r"# yaml-language-server: \$schema=(\S+)\n", start)
    assert given is not None
    # editors look for it from where the deal lies
    schema: dict[str, Any] = json.loads((repository.place / "deals" / given[1]).read_text("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    yaml = YAML(typ="safe")
    # days stay texts, as editors see them
    yaml.constructor.yaml_constructors.pop("tag:yaml.org,2002:timestamp", None)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    for name in ("well.yaml", "grid.yaml"):
        repository.write(name, WELL if name == "well.yaml" else load_example("power_grid"))
        assert list(validator.iter_errors(yaml.load(repository.place / "deals" / name))) == []
    repository.write("start.yaml", start)
    assert read_deal(repository.place / "deals" / "start.yaml") == Deal()
    for line, why in BAD:
        repository.write("bad.yaml", f"{start}{line}\n")
        assert list(validator.iter_errors(yaml.load(repository.place / "deals" / "bad.yaml"))), why
        with pytest.raises(DealError):
            read_deal(repository.place / "deals" / "bad.yaml")


def test_differences_are_told_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "grid.yaml"
    write_deal(load_example("power_grid"), file)
    capsys.readouterr()
    assert main(["diff", str(file), str(file), "--language", "zh"]) == 0
    assert capsys.readouterr().out == "没有差别\n"
    assert main(["diff", str(file), str(file), "--language", "en"]) == 0
    assert capsys.readouterr().out == "no difference\n"
