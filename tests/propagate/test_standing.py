"""Standing against the equation that defines it."""

from __future__ import annotations

import numpy as np
import pytest

from influence.graph import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.propagate import standing
from influence.propagate.consensus import opinion_system


def test_the_equilibrium_solves_its_own_equation() -> None:
    """x_v (1 + Σ|ω|) = θ_v + Σ ω x_u, person by person and concern by concern."""
    arrays = deal_arrays(load_example("power_grid"))
    facts = arrays.facts
    for column in range(len(facts.concerns)):
        opinions = opinion_system(arrays, column).opinions(facts.support, 1e-10).values
        for person in range(len(facts.people)):
            moved, weight = facts.support[person], 1.0
            for ties, strength, sign in (
                (facts.ties, arrays.strength, 1.0),
                (facts.conflicts, arrays.conflict_strength, -1.0),
            ):
                for row in np.flatnonzero(ties.head == person):
                    omega = ties.certainty[row] * strength[row, column]
                    moved += sign * omega * opinions[ties.tail[row]]
                    weight += omega
            assert opinions[person] == pytest.approx(moved / weight, abs=1e-12)


def test_the_shares_add_up_to_the_standing() -> None:
    found = standing(load_example("power_grid"), [("wu", "uptime")])
    assert sum(each.share for each in found.people) == pytest.approx(found.value, abs=1e-12)


def test_openness_replaces_the_implied_one() -> None:
    deal = Deal.model_validate(
        {
            "organization": {
                "stakeholders": {
                    "boss": {"roles": ["decision_maker"], "openness": 0.25, "support": "enemy"},
                    "ally": {"support": "mentor"},
                    "loner": {"openness": 0.9, "support": "mentor"},
                },
                "ties": [{"from": "ally", "to": "boss", "certainty": 1.0, "strength": "strong"}],
            }
        }
    )
    found = {each.person: each.opinion for each in standing(deal).people}
    assert found["boss"] == pytest.approx(0.75 * -1.0 + 0.25 * 1.0)
    assert found["loner"] == pytest.approx(1.0)


def test_an_opponent_pulls_the_standing_down() -> None:
    deal = load_example("power_grid")
    assert standing(deal).value < standing(deal.what_if(ma={"support": "neutral"})).value
