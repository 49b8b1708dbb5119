"""Reach against the enumeration of all worlds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence.errors import InputError, PlanningError
from influence.io import load_example
from influence.model import Deal
from influence.propagate import reach
from influence.propagate.reaching_sets import reaching_sets
from influence.propagate.reliability.bounds import CertainReach, certain_reach

PEOPLE = 4
TARGET = 0
Ties = dict[tuple[int, int], float]

chances = st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.9, 1.0])
pairs = st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)).filter(lambda pair: pair[0] != pair[1])
ties_strategy = st.dictionaries(pairs, chances, max_size=6)
people_strategy = st.lists(chances, min_size=PEOPLE, max_size=PEOPLE)


def enumerate_worlds(ties: Ties, speaks: list[float], planted: list[float]) -> float:
    """Sum the probability of every world in which the target is reached."""
    events = [*ties.values(), *speaks, *planted]
    total = 0.0
    for world in product((False, True), repeat=len(events)):
        weight = 1.0
        for happens, chance in zip(world, events, strict=True):
            weight *= chance if happens else 1.0 - chance
        if weight == 0.0:
            continue
        live = [pair for pair, works in zip(ties, world, strict=False) if works]
        speaking = world[len(ties) : len(ties) + PEOPLE]
        reached = {person for person in range(PEOPLE) if world[len(ties) + PEOPLE + person]}
        grown = True
        while grown:
            fresh = {head for tail, head in live if tail in reached and speaking[tail]} - reached
            reached |= fresh
            grown = bool(fresh)
        total += weight * (TARGET in reached)
    return total


def certain(ties: Ties, speaks: list[float], planted: list[float], limit: int = 10_000) -> CertainReach:
    ends = np.array(list(ties), dtype=np.int64).reshape(-1, 2)
    return certain_reach(
        ends[:, 0],
        ends[:, 1],
        np.array(list(ties.values()), dtype=np.float64),
        np.array(speaks),
        dict(enumerate(planted)),
        TARGET,
        work_limit=limit,
        memory_limit=1 << 24,
    )


@settings(max_examples=200)
@given(ties_strategy, people_strategy, people_strategy)
def test_reach_is_that_of_all_worlds(ties: Ties, speaks: list[float], planted: list[float]) -> None:
    found = certain(ties, speaks, planted)
    assert found.exact
    assert found.lower == pytest.approx(enumerate_worlds(ties, speaks, planted), abs=1e-12)
    assert found.upper == pytest.approx(found.lower, abs=1e-12)


@settings(max_examples=200)
@given(ties_strategy, people_strategy, people_strategy, st.integers(0, 6))
def test_every_work_limit_gives_a_true_interval(
    ties: Ties, speaks: list[float], planted: list[float], limit: int
) -> None:
    found = certain(ties, speaks, planted, limit)
    assert found.lower - 1e-12 <= enumerate_worlds(ties, speaks, planted) <= found.upper + 1e-12


@given(ties_strategy, people_strategy, people_strategy, st.integers(0, 5), st.sampled_from([0.05, 0.5]))
def test_reach_grows_with_every_probability(
    ties: Ties, speaks: list[float], planted: list[float], which: int, more: float
) -> None:
    grown = dict(ties)
    for position, pair in enumerate(ties):
        if position == which:
            grown[pair] = min(ties[pair] + more, 1.0)
    assert certain(grown, speaks, planted).lower >= certain(ties, speaks, planted).lower - 1e-12


@given(ties_strategy, people_strategy, people_strategy)
def test_the_distribution_of_who_gets_through_gives_the_same_reach(
    ties: Ties, speaks: list[float], planted: list[float]
) -> None:
    ends = np.array(list(ties), dtype=np.int64).reshape(-1, 2)
    chances = np.array(list(ties.values()), dtype=np.float64)
    found = reaching_sets(ends[:, 0], ends[:, 1], chances, np.array(speaks), TARGET, 10_000)
    assert found is not None
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
    total = 0.0
    for people, chance in found.items():
        missed = 1.0
        for person in range(PEOPLE):
            missed *= 1.0 - planted[person] if people >> person & 1 else 1.0
        total += chance * (1.0 - missed)
    assert total == pytest.approx(enumerate_worlds(ties, speaks, planted), abs=1e-12)


def test_an_example_worked_by_hand() -> None:
    """Two advisers in a row: 0.9 · 0.8 convinced, 0.5 speaks, 0.7 · 0.7 is heard, 0.9 speaks, 0.4 is heard."""
    deal = Deal.model_validate(
        {
            "organization": {
                "stakeholders": {
                    "boss": {"roles": ["decision_maker"], "concerns": {"price": 1.0}},
                    "chief": {"support": "mentor", "concerns": {"price": 1.0}},
                    "clerk": {"support": "supporter", "access": "in_depth", "concerns": {"price": 1.0}},
                },
                "ties": [
                    {"from": "clerk", "to": "chief", "certainty": 0.7, "strength_on": {"price": 0.7}},
                    {"from": "chief", "to": "boss", "certainty": 1.0, "strength_on": {"all": 0.4}},
                ],
            },
            "arguments": {"tco": {"answers": {"price": 0.8}}},
        }
    )
    found = reach(deal, [("clerk", "tco")])
    assert found.value == pytest.approx(0.9 * 0.8 * 0.5 * 0.7 * 0.7 * 0.9 * 0.4, abs=1e-12)
    assert found.method == "exact"
    assert found.lower <= found.value <= found.upper


def test_nobody_equipped_reaches_nobody() -> None:
    assert reach(load_example("power_grid"), []).value == 0.0


def test_a_decider_met_directly_needs_no_advocacy() -> None:
    deal = load_example("power_grid").what_if(zhao={"advocacy": 0.0})
    assert reach(deal, [("zhao", "uptime")]).value > 0


def test_unknown_people_and_arguments_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        reach(load_example("power_grid"), [("wuu", "tco"), ("wu", "tcoo")])
    assert [problem.remedy for problem in caught.value.problems] == ["did you mean wu?", "did you mean tco?"]


def test_a_deal_without_a_decider_says_what_to_add() -> None:
    with pytest.raises(PlanningError, match="nobody on the map decides; add decision"):
        reach(Deal(), [])


def test_weighted_unanimous_and_majority_rules() -> None:
    base = {
        "organization": {
            "stakeholders": {
                "a": {"access": 0.5, "concerns": {"price": 1.0}},
                "b": {"access": 0.2, "concerns": {"price": 1.0}},
                "c": {"access": "none", "concerns": {"price": 1.0}},
            }
        },
        "arguments": {"tco": {"answers": {"price": 1.0}}},
    }
    equip = [("a", "tco"), ("b", "tco")]
    values = {}
    for rule in ("weighted", "unanimous", "majority"):
        deal = Deal.model_validate({**base, "decision": {"rule": rule, "deciders": {"a": 0.5, "b": 0.5, "c": 0.5}}})
        values[rule] = reach(deal, equip).value
    assert values == pytest.approx({"weighted": 0.7 / 3, "unanimous": 0.0, "majority": 0.2})


def test_where_the_search_is_cut_the_estimate_lies_in_the_certain_interval() -> None:
    deal = load_example("power_grid")
    equip = [("wu", "uptime"), ("han", "uptime"), ("sun", "lockout")]
    exact = reach(deal, equip)
    cut = reach(deal, equip, work_limit=0)
    assert (exact.method, cut.method) == ("exact", "sampled")
    assert cut.lower <= exact.value <= cut.upper
    assert cut.value == pytest.approx(exact.value, abs=0.01)


def test_a_listener_with_many_speakers_is_given_up_before_all_branches_are_made() -> None:
    speakers = np.arange(1, 61)
    listener = np.zeros_like(speakers)
    assert reaching_sets(speakers, listener, np.full(60, 0.5), np.ones(61), 0, 1_000) is None
