"""Swings that chance alone could make are not called drivers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from influence.advise import question_ranking, questions, sensitivity
from influence.advise.sensitivity_analysis import CLEAR, Swing, _clear_from, _score
from influence.io import load_example
from influence.planning import plan
from influence.propagate.draws import OpenFact


def _swings(scores: list[float]) -> list[Swing]:
    return [Swing(OpenFact("support", (f"p{n}",)), 0.0, 0.01 * score, 0.01) for n, score in enumerate(scores)]


def test_of_many_facts_without_effect_hardly_any_is_clear() -> None:
    rng = np.random.default_rng(1)
    runs = [_swings(np.abs(rng.standard_normal(300)).tolist()) for _ in range(50)]
    shown = [sum(_score(each) >= _clear_from(run) for each in run) for run in runs]
    beyond_two = [sum(_score(each) >= CLEAR for each in run) for run in runs]
    assert sum(beyond_two) > 500
    assert sum(count > 0 for count in shown) <= 6


def test_what_has_an_effect_stays_clear_among_many() -> None:
    rng = np.random.default_rng(2)
    swings = _swings([*np.abs(rng.standard_normal(200)).tolist(), 8.0, 9.0])
    limit = _clear_from(swings)
    assert [_score(each) >= limit for each in swings[-2:]] == [True, True]


def test_a_single_fact_needs_two_standard_errors() -> None:
    assert _clear_from(_swings([1.99])) > 1.99
    assert _clear_from(_swings([1.9])) == float("inf")
    assert _clear_from(_swings([2.1])) <= 2.1


def test_all_swings_are_in_the_document_and_those_left_out_are_counted() -> None:
    found = sensitivity(plan(load_example("power_grid_en")), draws=100)
    rows = found.to_dict()["swings"]
    assert len(rows) == len(found.swings) + len(found.unclear)
    assert [row["clear"] for row in rows] == [True] * len(found.swings) + [False] * len(found.unclear)
    assert all(row["error"] >= 0 for row in rows)
    assert found.unclear
    assert f"{len(found.unclear)} facts whose effect cannot be told from chance" in str(found)
    assert f"(± {found.swings[0].error:.3f})" in str(found)


def test_a_regret_of_nothing_is_not_told_in_zeros() -> None:
    found = sensitivity(plan(load_example("power_grid_en")), draws=40)
    assert "would be better by" in str(found)
    nothing = str(replace(found, regret_mean=0.0001, regret_95=0.0004))
    assert "0.000" not in nothing
    assert "No other plan would be noticeably better" in nothing


def test_certain_knowledge_that_is_worth_next_to_nothing_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    deal = load_example("power_grid_en")
    least = 0.05 * plan(deal).value
    told = questions(deal)
    monkeypatch.setattr(question_ranking, "LEAST_SHARE", 0.0)
    every = questions(deal)
    assert not told.questions
    assert [each.value for each in every.certain if (each.value or 0) > 1.2 * least] == [
        each.value for each in told.certain if (each.value or 0) > 1.2 * least
    ]
    assert len(every.certain) > len(told.certain)
    assert all((each.value or 0) > 0.8 * least for each in told.certain)
