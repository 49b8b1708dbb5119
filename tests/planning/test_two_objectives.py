"""The Pareto set of reach and standing against the enumeration of all plans."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from tests.planning.test_constraints import deals

from influence.errors import PlanningError
from influence.graph import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.planning import pareto, plan, two_objectives
from influence.planning.problem import PlanningOptions, build_problem
from influence.propagate import reach, standing


def enumerated(deal: Deal) -> list[tuple[float, float]]:
    """Reach and standing of every feasible plan, each computed by the functions for one plan."""
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    sets = chain.from_iterable(combinations(problem.candidates, size) for size in range(len(problem.candidates) + 1))
    named = [
        [(arrays.facts.people[actor], arrays.facts.arguments[argument]) for actor, argument in pairs]
        for pairs in sets
        if problem.fits(pairs) and problem.meets_requirements(pairs)
    ]
    return [(reach(deal, equip=equip).value, standing(deal, equip=equip).value) for equip in named]


@settings(max_examples=12, deadline=None)
@given(deals())
def test_no_plan_beats_a_point_and_every_good_plan_is_matched(deal: Deal) -> None:
    deal = deal.replace(capacity=4.0, planning={})
    try:
        found = pareto(deal)
    except PlanningError:
        return
    plans = enumerated(deal)
    assert found.method == "all"
    for point in found.points:
        assert not any(one > point.reach + 1e-8 and two > point.standing + 1e-8 for one, two in plans)
    for one, two in plans:
        assert any(point.reach >= one - 1e-8 and point.standing >= two - 1e-8 for point in found.points)


@settings(max_examples=12, deadline=None)
@given(deals())
def test_weighted_points_are_plans_and_hold_both_ends(deal: Deal) -> None:
    deal = deal.replace(capacity=4.0, planning={})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(two_objectives, "LISTED", 0)
        try:
            found = pareto(deal)
        except PlanningError:
            return
    assert found.method == "weighted"
    assert found.points[0].reach == pytest.approx(plan(deal, method="greedy").value, abs=1e-8)
    best = plan(deal, method="greedy", model="consensus").value
    assert found.points[-1].standing == pytest.approx(best, abs=1e-8)
    for point in found.points:
        assert point.reach == pytest.approx(reach(deal, equip=point.equip).value, abs=1e-8)
        assert point.standing == pytest.approx(standing(deal, equip=point.equip).value, abs=1e-8)


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_the_example_in_both_languages(name: str) -> None:
    deal = load_example(name)
    found = pareto(deal, capacity=6)
    text = str(found)
    assert "{" not in text
    assert len(text.splitlines()) == 2 + len(found.points)
    assert found.to_dict()["points"][0]["equip"]
    assert pareto(deal, capacity=6).to_dict() == found.to_dict()
    with pytest.raises(TypeError):
        pareto(deal, hours=3)
