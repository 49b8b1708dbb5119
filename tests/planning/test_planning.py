"""Plans against the enumeration of all plans."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence._work import Deadline
from influence.errors import PlanningError
from influence.graph import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.planning import compare, plan
from influence.planning.branch_and_bound import exact_search
from influence.planning.objective import WorldObjective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import greedy_search
from influence.propagate import reach

number = st.sampled_from([0.0, 0.2, 0.5, 0.9])


@st.composite
def small_deals(draw: st.DrawFn) -> Deal:
    people: dict[str, Any] = {
        name: {"access": draw(number), "support": draw(st.sampled_from(["neutral", "supporter", "mentor", "enemy"]))}
        for name in ("a", "b", "c")
    }
    for name in ("b", "c"):
        if draw(st.booleans()):
            people[name]["reports_to"] = "a"
    people["a"]["concerns"] = {"price": 0.8, "terms": draw(number)}
    ends = st.tuples(st.sampled_from("abc"), st.sampled_from("abc")).filter(lambda pair: pair[0] != pair[1])
    ties = [
        {"from": source, "to": target, "certainty": draw(number), "strength": draw(number)}
        for source, target in sorted(draw(st.sets(ends, max_size=4)))
    ]
    deciders = draw(st.sampled_from([{"a": 1.0}, {"a": 1.0, "b": 0.5}]))
    rule = draw(st.sampled_from(["weighted", "unanimous", "majority"]))
    arguments = {name: {"answers": {"price": draw(number), "terms": draw(number)}} for name in ("x", "y")}
    return Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": ties},
            "decision": {"rule": rule, "deciders": deciders},
            "arguments": arguments,
            "capacity": draw(st.sampled_from([0.0, 1.5, 2.0, 3.5, 6.0])),
            "costs": {"meet": 1.0, "deliver": 0.5, "prep": draw(st.sampled_from([0.0, 1.0]))},
        }
    )


@settings(max_examples=40)
@given(small_deals())
def test_the_exact_plan_is_the_best_of_all_in_the_common_worlds(deal: Deal) -> None:
    worlds = 512
    found = plan(deal, method="exact", worlds=worlds)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = WorldObjective(deal, arrays, worlds, 0)
    best = max(
        objective.value(chosen)
        for size in range(len(problem.candidates) + 1)
        for chosen in combinations(problem.candidates, size)
        if problem.fits(chosen)
    )
    chosen = [(arrays.person(ally), arrays.facts.arguments.index(argument)) for ally, argument in found.equip]
    assert problem.fits(chosen)
    assert found.method == "exact"
    assert objective.value(chosen) == pytest.approx(best, abs=1e-12)
    assert sum(step.share for step in found.steps) == pytest.approx(found.value, abs=1e-9)


@settings(max_examples=40)
@given(small_deals())
def test_the_greedy_bound_holds_for_every_plan(deal: Deal) -> None:
    found = plan(deal, method="greedy", worlds=2048)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    people, arguments = arrays.facts.people, arrays.facts.arguments
    for size in range(len(problem.candidates) + 1):
        for chosen in combinations(problem.candidates, size):
            if problem.fits(chosen):
                equip = [(people[person], arguments[argument]) for person, argument in chosen]
                assert reach(deal, equip).value <= found.bound + 1e-9


def random_deal(seed: int, people: int, arguments: int, capacity: float) -> Deal:
    """A deal in which hours are scarce and greedy is not always right."""
    rng = np.random.default_rng(seed)
    names = [f"p{number}" for number in range(people)]
    concerns = ["price", "terms", "training"]
    stakeholders = {
        name: {
            "access": round(float(rng.uniform(0.2, 0.9)), 2),
            "support": "supporter",
            "meet": float(rng.choice([0.5, 1.0, 2.0])),
            "concerns": {concern: round(float(rng.uniform(0, 1)), 2) for concern in concerns},
        }
        for name in names
    }
    stakeholders["p0"]["access"] = 0.0
    ties = [
        {"from": source, "to": target, "certainty": 0.9, "strength": round(float(rng.uniform(0.1, 0.9)), 2)}
        for source in names
        for target in names
        if source != target and rng.random() < 0.5
    ]
    answers = {
        f"a{number}": {
            "answers": {concern: round(float(rng.uniform(0.0, 0.9)), 2) for concern in concerns},
            "prep": float(rng.choice([0.0, 1.0, 2.0])),
        }
        for number in range(arguments)
    }
    return Deal.model_validate(
        {
            "organization": {"stakeholders": stakeholders, "ties": ties},
            "decision": {"deciders": {"p0": 1.0}},
            "arguments": answers,
            "capacity": capacity,
        }
    )


@pytest.mark.parametrize("seed", range(1, 9))
def test_branch_and_bound_finds_the_best_where_hours_are_scarce(seed: int) -> None:
    deal = random_deal(seed, people=5, arguments=3, capacity=5.0)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = WorldObjective(deal, arrays, 512, 0)
    values = [
        objective.value(chosen)
        for size in range(6)
        for chosen in combinations(problem.candidates, size)
        if problem.fits(chosen)
    ]
    outcome = exact_search(problem, objective, 100_000, Deadline(None))
    greedy = greedy_search(problem, objective)
    assert outcome.proved
    assert outcome.value == pytest.approx(max(values), abs=1e-12)
    assert greedy.value <= outcome.value + 1e-12
    assert greedy.bound >= max(values) - 1e-12
    assert outcome.nodes > 1
    cut = exact_search(problem, objective, 3, Deadline(None))
    assert cut.bound >= max(values) - 1e-12


def test_shares_of_many_pairs_are_exact_in_the_worlds() -> None:
    deal = random_deal(1, people=14, arguments=3, capacity=60.0)
    found = plan(deal, method="greedy", worlds=256)
    assert len(found.steps) > 12
    assert sum(step.share for step in found.steps) == pytest.approx(found.value, abs=1e-9)
    assert all(step.share_error == 0 for step in found.steps)


def test_the_value_is_the_reach_of_the_pairs() -> None:
    deal = load_example("power_grid")
    found = plan(deal)
    assert found.value == pytest.approx(reach(deal, found.equip).value, abs=1e-12)
    assert found.cost <= found.capacity
    assert found.lower <= found.value <= found.upper <= found.bound + 1e-12


@pytest.mark.parametrize("example", ["power_grid", "power_grid_en"])
def test_the_obvious_courses_are_worse_than_the_plan(example: str) -> None:
    found = plan(load_example(example))
    assert [each.kind for each in found.alternatives] == ["direct", "friendliest"]
    assert all(each.value < found.value - 0.05 for each in found.alternatives)


def test_both_languages_of_the_example_give_the_same_plan() -> None:
    chinese, english = plan(load_example("power_grid")), plan(load_example("power_grid_en"))
    assert chinese.equip == english.equip
    assert chinese.value == english.value


def test_exclude_require_and_must_answer_are_kept() -> None:
    deal = load_example("power_grid")
    found = plan(deal, exclude=["zhao", ("wu", "uptime")], require=["zhou"], must_answer=["compatibility"])
    assert "zhao" not in found.allies
    assert ("wu", "uptime") not in found.equip
    assert "zhou" in found.allies
    assert "standard" in [argument for _, argument in found.equip]


def test_include_admits_somebody_whose_support_is_too_low() -> None:
    deal = load_example("power_grid").what_if(han={"support": "non_supporter"})
    assert "han" not in plan(deal, exclude=["zhao"]).allies
    assert "han" in plan(deal, exclude=["zhao"], include=["han"], require=["han"]).allies


def test_more_hours_never_make_it_worse() -> None:
    values = [plan(load_example("power_grid"), capacity=hours).value for hours in (0.0, 2.0, 4.0, 8.0)]
    assert values == sorted(values)
    assert values[0] == 0.0


def test_what_cannot_be_met_is_one_error() -> None:
    deal = load_example("power_grid")
    with pytest.raises(PlanningError, match="does not fit into hours"):
        plan(deal, capacity=1.0, require=["wu"])
    with pytest.raises(PlanningError, match="no candidate can meet the requirement must_answer reputation"):
        plan(deal, must_answer=["reputation"])
    with pytest.raises(PlanningError) as caught:
        plan(deal.replace(arguments={}, decision={}).what_if(zhao={"roles": []}), include=["wuu"])
    assert len(caught.value.problems) == 3


def test_comparing_names_what_differs() -> None:
    deal = load_example("power_grid")
    found = compare(plan(deal), plan(deal, exclude=["zhao"]))
    assert {ally for ally, _ in found.only_first} >= {"zhao"}
    assert str(found).startswith("触达度 ")
    english = load_example("power_grid_en")
    assert str(compare(plan(english), plan(english, exclude=["zhao"]))).startswith("reach ")


def test_the_same_input_gives_the_same_plan() -> None:
    deal = load_example("power_grid")
    assert plan(deal, rng=3).to_dict() == plan(deal, rng=3).to_dict()
