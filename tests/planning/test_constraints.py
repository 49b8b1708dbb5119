"""Plans with introductions, sellers, common ground and the consensus model against the enumeration of all plans."""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence.errors import PlanningError
from influence.graph import deal_arrays
from influence.model import Deal
from influence.planning import plan
from influence.planning.common_ground import keeps_common_ground
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.deal_plan import planning_objective
from influence.planning.objective import exact_objective
from influence.planning.objectives import Objective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.shapley import diagonal_integral
from influence.propagate import reach, standing

number = st.sampled_from([0.0, 0.2, 0.5, 0.9])


@st.composite
def deals(draw: st.DrawFn, with_sellers: bool = False) -> Deal:
    """Deals of four people and two arguments, with conflicts, vetoes and every rule."""
    people: dict[str, Any] = {
        name: {
            "access": draw(number),
            "support": draw(st.sampled_from(["neutral", "supporter", "mentor", "enemy"])),
            "concerns": {"price": draw(number), "terms": draw(number)},
        }
        for name in "abcd"
    }
    ends = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")).filter(lambda pair: pair[0] != pair[1])
    ties = [
        {
            "from": source,
            "to": target,
            "kind": draw(st.sampled_from(["influences", "influences", "conflicts"])),
            "certainty": draw(number),
            "strength": draw(number),
        }
        for source, target in sorted(draw(st.sets(ends, max_size=6)))
    ]
    sellers = {
        "ann": {"hours": draw(st.sampled_from([1.5, 3.0])), "access": {"b": draw(number), "c": draw(number)}},
        "bob": {"hours": 2.0, "access": {"a": draw(number)}},
    }
    return Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": ties},
            "decision": {
                "rule": draw(st.sampled_from(["weighted", "unanimous", "majority"])),
                "deciders": draw(st.sampled_from([{"a": 1.0}, {"a": 1.0, "b": 0.5}])),
                "vetoes": draw(st.sampled_from([[], ["d"]])),
            },
            "arguments": {
                name: {"answers": {"price": draw(number), "terms": draw(number)}, "prep": draw(st.sampled_from([0, 1]))}
                for name in ("x", "y")
            },
            "capacity": draw(st.sampled_from([2.0, 3.5, 5.0])),
            "sellers": sellers if with_sellers else {},
        }
    )


def all_plans(problem: PlanningProblem) -> list[tuple[Pair, ...]]:
    """Every set of candidates that fits."""
    found: list[tuple[Pair, ...]] = [()]
    for size in range(1, min(len(problem.candidates), 7) + 1):
        layer = [chosen for chosen in combinations(problem.candidates, size) if problem.fits(chosen)]
        if not layer:
            break
        found += layer
    return found


def best_of_all(problem: PlanningProblem, objective: Objective, condition: Any = None) -> float:
    return max(objective.value(chosen) for chosen in all_plans(problem) if condition is None or condition(chosen))


@settings(max_examples=60)
@given(deals())
def test_the_exact_objective_is_the_reach(deal: Deal) -> None:
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = exact_objective(deal, arrays)
    assert objective is not None
    for chosen in all_plans(problem)[:12]:
        equip = [(arrays.facts.people[person], arrays.facts.arguments[argument]) for person, argument in chosen]
        assert objective.value(chosen) == pytest.approx(reach(deal, equip).value, abs=1e-9)


@settings(max_examples=60)
@given(deals(), st.booleans())
def test_a_plan_with_introductions_is_the_best_of_all(deal: Deal, consensus: bool) -> None:
    model: Literal["cascade", "consensus"] = "consensus" if consensus else "cascade"
    found = plan(deal, model=model, introductions=True, method="exact")
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions(introductions=True))
    objective = planning_objective(deal, arrays, problem, model, 64, 0)
    assert found.value == pytest.approx(best_of_all(problem, objective), abs=1e-9)
    assert found.gap == pytest.approx(0.0, abs=1e-12)
    assert sum(step.share for step in found.steps) == pytest.approx(found.value - found.nothing, abs=1e-9)


@settings(max_examples=60)
@given(deals(with_sellers=True))
def test_sellers_meet_whom_they_reach_within_their_own_hours(deal: Deal) -> None:
    found = plan(deal, method="exact")
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = planning_objective(deal, arrays, problem, "cascade", 64, 0)
    assert found.value == pytest.approx(best_of_all(problem, objective), abs=1e-9)
    by_person = {step.ally: step.seller for step in found.steps}
    assert all(step.seller == by_person[step.ally] for step in found.steps)
    for seller, record in deal.sellers.items():
        met = [ally for ally, who in by_person.items() if who == seller]
        delivered = [step for step in found.steps if step.seller == seller]
        assert len(met) * 1.0 + len(delivered) * 0.5 <= record.hours + 1e-9


@settings(max_examples=60)
@given(deals(), st.sampled_from([0.3, 0.8, 1.0]))
def test_common_ground_is_respected_and_nothing_better_respects_it(deal: Deal, least: float) -> None:
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = exact_objective(deal, arrays)
    assert objective is not None
    condition = keeps_common_ground(objective, least)
    found = plan(deal, method="exact", min_common_ground=least)
    assert found.value == pytest.approx(best_of_all(problem, objective, condition), abs=1e-9)
    ground = found.reach.common_ground
    assert ground is None or ground >= least - 1e-6


@settings(max_examples=60)
@given(deals())
def test_the_consensus_plan_has_the_best_standing(deal: Deal) -> None:
    found = plan(deal, model="consensus", method="exact")
    assert found.value == pytest.approx(standing(deal, found.equip).value, abs=1e-9)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    best = max(
        standing(deal, [(arrays.facts.people[p], arrays.facts.arguments[a]) for p, a in chosen]).value
        for chosen in all_plans(problem)
    )
    assert found.value == pytest.approx(best, abs=1e-9)
    greedy = plan(deal, model="consensus", method="greedy")
    assert greedy.value <= best + 1e-9 <= greedy.bound + 2e-9


@settings(max_examples=40)
@given(deals())
def test_the_integral_along_the_diagonal_is_shapleys_value(deal: Deal) -> None:
    deal = deal.replace(decision={"rule": "weighted", "deciders": dict(deal.decision.deciders)})
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = exact_objective(deal, arrays)
    assert objective is not None
    pairs = max(all_plans(problem), key=len)[:5]
    shares = diagonal_integral(objective, tuple(pairs))
    for place, pair in enumerate(pairs):
        others = [other for other in pairs if other != pair]
        expected = 0.0
        for size in range(len(others) + 1):
            weight = factorial(size) * factorial(len(pairs) - size - 1) / factorial(len(pairs))
            for subset in combinations(others, size):
                expected += weight * (objective.value([*subset, pair]) - objective.value(subset))
        assert shares[place] == pytest.approx(expected, abs=1e-12)


def test_the_smallest_impossible_set_of_requirements_is_named() -> None:
    people = {name: {"access": 0.9, "support": "mentor"} for name in "abc"}
    people["a"]["roles"] = ["decision_maker"]
    arguments = {name: {"answers": {"price": 0.5}} for name in ("x", "y")}
    deal = Deal.model_validate({"organization": {"stakeholders": people}, "arguments": arguments, "capacity": 3})
    with pytest.raises(PlanningError, match="require b:x and require c:y together do not fit") as caught:
        plan(deal, require=[("b", "x"), ("c", "y"), "x"], capacity=2.5)
    assert "y and require x" not in str(caught.value)


def test_a_door_is_opened_where_both_behind_it_and_before_it_are_needed() -> None:
    people = {
        "boss": {"roles": ["decision_maker"], "access": "none", "concerns": {"price": 1.0}},
        "aide": {"access": "in_depth", "support": "mentor", "concerns": {"terms": 1.0}},
        "chief": {"access": "none", "concerns": {"price": 1.0}, "support": "supporter"},
    }
    ties = [
        {"from": "aide", "to": "chief", "certainty": 1.0, "strength": 0.9},
        {"from": "chief", "to": "boss", "certainty": 1.0, "strength_on": {"price": 1.0}},
    ]
    deal = Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": ties},
            "arguments": {"small": {"answers": {"terms": 0.9}}, "tco": {"answers": {"price": 0.9}}},
            "capacity": 3,
        }
    )
    found = plan(deal, introductions=True, method="greedy")
    assert {step.ally: step.introducer for step in found.steps}["chief"] == "aide"
    assert found.value > plan(deal).value
    assert "introduced by" in str(found)


def test_many_requirements_are_met_without_trying_every_choice() -> None:
    people = {"boss": {"roles": ["decision_maker"]}} | {
        f"p{number}": {"reports_to": "boss", "access": "in_depth", "support": "supporter"} for number in range(10)
    }
    arguments = {f"a{number}": {"answers": {"price": 0.1 * (number + 1)}} for number in range(8)}
    deal = Deal.model_validate({"organization": {"stakeholders": people}, "arguments": arguments, "capacity": 40})
    names = [f"p{number}" for number in range(10)]
    found = plan(deal, method="greedy", require=names, worlds=256)
    assert set(names) <= set(found.allies)
    with pytest.raises(PlanningError, match="require"):
        plan(deal, method="greedy", require=names, capacity=4, worlds=256)


def test_the_gap_is_the_bound_less_the_value() -> None:
    people = {"boss": {"roles": ["decision_maker"]}} | {
        f"p{number}": {"reports_to": "boss", "access": "in_depth", "support": "mentor"} for number in range(25)
    }
    arguments = {f"a{number}": {"answers": {"price": 0.9, "stability": 0.9}} for number in range(6)}
    deal = Deal.model_validate({"organization": {"stakeholders": people}, "arguments": arguments, "capacity": 60})
    found = plan(deal, method="greedy", worlds=64)
    assert found.gap == pytest.approx(found.bound - found.value, abs=1e-12)
    assert found.bound <= 1
