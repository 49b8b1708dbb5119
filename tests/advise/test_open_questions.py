"""Questions beyond what a map states, losses and insurance by brute force, and maps with next to nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from influence.advise import questions, sensitivity, stress
from influence.advise.answers import answers_of
from influence.errors import DealError, InfluenceError, InputError
from influence.graph import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.planning import plan
from influence.propagate import reach
from influence.propagate.draws import draw_facts

SURE = {"access": 0.9, "support": 1.0, "concerns": {"price": 1.0}}
BOSS = {"roles": ["decision_maker"], "access": "none", "support": 0.0, "concerns": {"price": 1.0}}


def deal_of(people: dict[str, Any], ties: list[tuple[str, str, float]], **more: Any) -> Deal:
    stated = [{"from": one, "to": two, "certainty": 1.0, "strength_on": {"all": w}} for one, two, w in ties]
    return Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": stated},
            "arguments": {"tco": {"answers": {"price": 0.9}}},
            "capacity": 1.5,
            **more,
        }
    )


def test_who_decides_is_worth_what_it_is_by_hand() -> None:
    people = {"zhao": BOSS, "qian": BOSS, "wu": SURE, "li": SURE}
    deal = deal_of(people, [("wu", "zhao", 0.8), ("li", "qian", 0.8)])
    first = questions(deal).questions[0]
    assert first.fact is not None
    assert first.fact.kind == "decider"
    # the way there is, and one that nobody has mentioned: base rate 0.209, moderate 0.4, half believed
    known, hidden = 0.9**3 * 0.8, 0.9**3 * 0.209 * 0.4 * 0.5
    # a true answer comes with 0.8, and by chance in half of the rest
    assert first.value == pytest.approx((0.9 - 0.5) * (known - hidden), abs=0.01)
    assert set(first.changes) <= {"zhao", "qian"}
    assert first.changes
    assert "zhao, qian" in first.text
    stated = deal.replace(decision={"deciders": {"zhao": 1.0, "qian": 1.0}})
    assert all(each.fact is None or each.fact.kind != "decider" for each in questions(stated).questions)


def test_a_tie_that_nobody_has_mentioned_is_asked_about_where_it_would_dominate() -> None:
    deal = deal_of({"zhao": BOSS, "wu": SURE, "li": SURE}, [("wu", "zhao", 0.05)])
    found = questions(deal, perfect=True).questions
    assert [each.fact.subject for each in found if each.fact is not None] == [("li", "zhao")]
    assert found[0].value == pytest.approx(0.209 * 0.9**3 * (0.4 * 0.5 - 0.05), abs=0.008)
    assert list(found[0].changes) == ["yes"]
    strong = deal_of({"zhao": BOSS, "wu": SURE, "li": SURE}, [("wu", "zhao", 0.9)])
    assert questions(strong, perfect=True).questions == ()


def test_an_answer_admits_whom_todays_values_do_not() -> None:
    people = {"zhao": BOSS, "wu": SURE, "sun": {**SURE, "support": {"value": "non_supporter", "certainty": 0.5}}}
    deal = deal_of(people, [("wu", "zhao", 0.2), ("sun", "zhao", 0.9)])
    assert plan(deal).allies == ("wu",)
    found = questions(deal, perfect=True).questions
    assert found[0].fact is not None
    assert (found[0].fact.kind, found[0].fact.subject) == ("support", ("sun",))
    assert set(found[0].changes) <= {"neutral", "supporter", "mentor"}
    assert all("sun" in change for change in found[0].changes.values())
    assert "supporter" in found[0].changes
    # an answer about something else admits nobody
    assert all("sun" not in change for each in found[1:] for change in each.changes.values())


def test_an_answer_in_the_file_is_what_the_ranking_took_it_for() -> None:
    before = deal_of({"zhao": BOSS, "wu": {**SURE, "support": "unknown"}}, [("wu", "zhao", 0.8)])
    draws = draw_facts(before, 20_000, 1)
    number = [fact.kind for fact in draws.open].index("support")
    values = draws.values[:, number]
    answers = answers_of(before, deal_arrays(before), draws.open[number], values, perfect=False)
    after = before.what_if(wu={"support": {"value": "supporter", "certainty": 0.8}})
    written = draw_facts(after, 20_000, 2)
    new = written.values[:, [fact.kind for fact in written.open].index("support")]
    weight = answers.likelihood[:, answers.names.index("supporter")]
    for low, high in ((-1, -0.75), (-0.75, -0.25), (-0.25, 0.25), (0.25, 0.75), (0.75, 1)):
        believed = weight[(values >= low) & (values < high)].sum() / weight.sum()
        assert np.mean((new >= low) & (new < high)) == pytest.approx(believed, abs=0.015)


def test_whoever_told_us_less_is_asked_rather() -> None:
    people = {"zhao": BOSS, "wu": SURE, "li": SURE, "sun": SURE}
    ties = [("wu", "zhao", 0.8), ("li", "wu", 0.5), ("sun", "wu", 0.5)]
    deal = deal_of(people, ties)
    stated = [
        {"from": one, "to": two, "strength_on": {"all": w}, "sources": ["li"] if one == "sun" else ["us"]}
        for one, two, w in ties
    ]
    deal = deal.replace(organization={"stakeholders": people, "ties": stated})
    draws = draw_facts(deal, 50)
    fact = next(fact for fact in draws.open if fact.kind == "tie" and fact.subject == ("wu", "zhao"))
    values = draws.values[:, draws.open.index(fact)]
    assert answers_of(deal, deal_arrays(deal), fact, values, False).informant == "sun"


def test_the_worst_pair_and_the_insurance_are_those_of_brute_force() -> None:
    deal = load_example("power_grid_en")
    chosen = plan(deal)
    found = stress(chosen)
    passed = [person for step in chosen.steps for path in step.paths for person in path.nodes]
    used = [person for person in dict.fromkeys([*chosen.allies, *passed]) if person not in deal.deciders]

    def without(lost: tuple[str, ...], *more: tuple[str, str]) -> float:
        gone = deal.what_if({person: {"access": "none", "advocacy": 0.0} for person in lost})
        return reach(gone, [pair for pair in (*chosen.equip, *more) if pair[0] not in lost]).value

    pair = next(loss for loss in found.losses if loss.kind == "pair")
    assert pair.value == pytest.approx(min(without(two) for two in combinations(used, 2)), abs=1e-9)
    assert pair.value == pytest.approx(without(pair.subject), abs=1e-9)
    allies = [ally for ally in chosen.allies if ally not in deal.deciders]
    assert found.insurance is not None
    more = (found.insurance.ally, found.insurance.argument)
    assert found.insurance.before == pytest.approx(min(without((ally,)) for ally in allies), abs=1e-9)
    assert found.insurance.after == pytest.approx(min(without((ally,), more) for ally in allies), abs=1e-9)
    rate = (found.insurance.after - found.insurance.before) / found.insurance.cost
    everyone = plan(deal, capacity=100.0, load=9).deal.organization
    for person in everyone:
        support, access = everyone[person].support, everyone[person].access
        if person in chosen.allies or support in ("enemy", "non_supporter") or access == "none":
            continue
        for argument in deal.arguments:
            after = min(without((ally,), (person, argument)) for ally in allies)
            assert (after - found.insurance.before) / 1.5 <= rate + 1e-9


def test_a_tie_that_is_lost_and_a_turned_ally() -> None:
    deal = deal_of({"zhao": BOSS, "wu": SURE, "li": SURE}, [("wu", "zhao", 0.8), ("li", "zhao", 0.5)])
    found = {(loss.kind, loss.subject): (loss.value, loss.again) for loss in stress(plan(deal)).losses}
    other = 0.9**3 * 0.5
    assert found["tie", ("wu", "zhao")] == pytest.approx((0.0, other), abs=1e-9)
    assert found["turned", ("wu",)] == pytest.approx((0.0, other), abs=1e-9)
    assert found["lost", ("wu",)] == pytest.approx((0.0, other), abs=1e-9)
    # a stranger listens to wu as anybody to somebody who was never mentioned
    assert found["decider", ("zhao",)][0] == pytest.approx(0.9**3 * 0.8 * 0.209, abs=1e-9)


def test_workers_do_not_matter_and_progress_is_told() -> None:
    deal = load_example("power_grid_en")
    told: list[str] = []
    with ThreadPoolExecutor(2) as threads:
        seen = questions(deal, executor=threads, progress=lambda *step: told.append(str(step[2])))
        assert seen.to_dict() == questions(deal).to_dict()
        chosen = plan(deal)
        assert stress(chosen, executor=threads).to_dict() == stress(chosen).to_dict()
    assert set(told) == {"plans", "values"}


@pytest.mark.parametrize("rng", ["x", 1.5, -1, True])
def test_a_wrong_rng_is_one_clear_error(rng: Any) -> None:
    deal = load_example("power_grid_en")
    with pytest.raises(InputError, match="rng"):
        questions(deal, rng=rng)
    with pytest.raises(InputError, match="rng"):
        sensitivity(plan(deal, method="greedy"), rng=rng)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"access": {"range": [0.6, 0.2]}}, "range"),
        ({"access": {"value": 0.9, "range": [0.2, 0.6]}}, "range"),
        ({"access": {"range": [0.2, 1.6]}}, "1.6"),
        ({"concerns": {"price": {"range": [0.9, 0.1]}}}, "range"),
        ({"support": {"value": "mentor", "range": [-0.5, 0.2]}}, "range"),
        ({"support": {"value": 0.5, "sources": ["nobody"]}}, "nobody"),
    ],
)
def test_a_wrong_distribution_is_refused_where_it_stands(wrong: dict[str, Any], word: str) -> None:
    with pytest.raises(DealError) as caught:
        deal_of({"zhao": BOSS, "wu": {"access": 0.9, **wrong}}, [("wu", "zhao", 0.8)])
    assert word in str(caught.value)
    assert "wu" in str(caught.value)


def test_names_and_one_decider_are_too_little() -> None:
    people = {"zhao": {"roles": ["decision_maker"]}, "wu": {}, "li": {}}
    deal = Deal.model_validate({"organization": {"stakeholders": people}})
    found = questions(deal)
    assert found.too_little
    assert len(found.questions) == 5
    with pytest.raises(InfluenceError, match="argument"):
        plan(deal)
    armed = deal.replace(arguments={"tco": {"answers": {"price": 0.8}}})
    thin = plan(armed)
    assert "too little" in str(thin)
    assert "too little" in str(sensitivity(thin))
    assert questions(armed).too_little
