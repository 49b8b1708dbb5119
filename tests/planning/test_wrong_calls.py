"""What is called wrongly is answered with what was given and what would be accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from influence.cli.main import main
from influence.errors import InputError
from influence.graph import strongest_paths
from influence.io import load_example, write_deal
from influence.model import Assumption
from influence.planning import compare, frontier, plan

EXAMPLE = load_example("power_grid_en")


@pytest.mark.parametrize("call", [plan, frontier, strongest_paths])
@pytest.mark.parametrize("given", ["deal.yaml", {"organization": {}}])
def test_what_is_no_deal_is_said_so(call: Any, given: Any) -> None:
    with pytest.raises(InputError, match="is no deal; read a file with read_deal"):
        call(given)


@pytest.mark.parametrize("option", ["capacity", "load", "min_common_ground"])
def test_a_text_is_no_number(option: str) -> None:
    given: dict[str, Any] = {option: "8"}
    with pytest.raises(InputError, match=f"{option}: '8' is no number"):
        plan(EXAMPLE, **given)


def test_a_deal_is_no_plan_to_compare() -> None:
    wrong: Any = EXAMPLE
    with pytest.raises(InputError, match="plan_b: Deal is no plan"):
        compare(plan(EXAMPLE, method="greedy"), wrong)


def test_near_misses_are_named() -> None:
    with pytest.raises(InputError, match="did you mean han"):
        EXAMPLE.what_if(hann={"support": "neutral"})
    with pytest.raises(InputError, match="did you mean wu, the id of Wu Ping"):
        strongest_paths(EXAMPLE, to="Wu Ping")
    with pytest.raises(InputError, match="did you mean wu, the id of Wu Ping"):
        plan(EXAMPLE, exclude=["Wu Ping"])


def test_a_wrong_option_is_not_the_files_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deal.yaml"
    write_deal(EXAMPLE, file)
    assert main(["plan", str(file), "--capacity", "-3"]) == 2
    assert capsys.readouterr().err == "--capacity: -3 are no hours; use 0 or more\n"


def test_a_wider_load_on_the_command_line_uses_more_hours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deal.yaml"
    write_deal(EXAMPLE, file)
    assert main(["plan", str(file), "--load", "1"]) == 0
    assert "at most 1 arguments a person" in capsys.readouterr().out


def test_an_assumption_says_what_each_number_is() -> None:
    told = Assumption("unknown_support", "0, Han Song, Feng Jun").text()
    assert "neutral (0 on the scale from -1 to 1) for Han Song, Feng Jun" in told
    assert "1 to meet a person, 0.5 to deliver" in Assumption("costs", "1 / 0.5").text()
    assert "上对下 强，下对上 中" in Assumption("reporting_lines", "strong, moderate").text("zh")
