"""Swings that chance alone could make are not called drivers."""

from __future__ import annotations

import numpy as np

from influence.advise import sensitivity
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
