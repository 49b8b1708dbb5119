"""What is not known: distributions, intervals, questions and losses against what they claim."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from scipy import stats

from influence.advise import questions, sensitivity, stress
from influence.advise.answers import answers_of
from influence.advise.question_ranking import _gain
from influence.errors import DealError, InputError
from influence.graph import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.planning import plan
from influence.planning.possible_deals import possible_deals
from influence.planning.problem import PlanningOptions
from influence.propagate import reach
from influence.propagate.draws import draw_facts


def deal_with(ties: list[dict[str, Any]] | None = None, **person: Any) -> Deal:
    people: dict[str, Any] = {
        "boss": {"roles": ["decision_maker"]},
        "wu": {"access": 0.9, **person},
        "li": {"access": 0.9},
    }
    return Deal.model_validate(
        {
            "as_of": "2026-06-30",
            "organization": {"stakeholders": people, "ties": ties or [{"from": "wu", "to": "boss", "certainty": 0.5}]},
            "arguments": {"tco": {"answers": {"price": 0.8}}},
        }
    )


def drawn(deal: Deal, kind: str, subject: tuple[str, ...], count: int = 4000) -> np.ndarray[Any, Any]:
    found = draw_facts(deal, count, 1)
    number = [(fact.kind, fact.subject) for fact in found.open].index((kind, subject))
    return found.values[:, number]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("supporter", stats.triang(0.5, 0.25, 0.5)),
        ("mentor", stats.triang(1.0, 0.75, 0.25)),
        ("unknown", stats.uniform(-1, 2)),
        ({"range": [0.2, 0.6]}, stats.uniform(0.2, 0.4)),
        ({"value": 0.3, "range": [0.2, 0.6]}, stats.triang(0.25, 0.2, 0.4)),
    ],
)
def test_numbers_are_drawn_from_the_distribution_of_what_is_stated(given: Any, expected: Any) -> None:
    values = drawn(deal_with(support=given), "support", ("wu",))
    assert stats.kstest(values, expected.cdf).pvalue > 0.001


def test_doubt_and_age_mix_with_knowing_nothing() -> None:
    doubted = drawn(deal_with(support={"value": 1.0, "certainty": 0.7}), "support", ("wu",))
    assert np.mean(doubted == 1.0) == pytest.approx(0.7, abs=0.03)
    aged = drawn(deal_with(support=1.0, seen="2026-01-01"), "support", ("wu",))
    assert np.mean(aged == 1.0) == pytest.approx(0.5, abs=0.03)


def test_ties_told_by_one_informant_err_together() -> None:
    ties = [
        {"from": "wu", "to": "boss", "sources": ["li"]},
        {"from": "boss", "to": "wu", "sources": ["li"]},
        {"from": "li", "to": "boss", "sources": ["us"]},
    ]
    one, two = (drawn(deal_with(ties), "tie", ends, 20_000) for ends in (("wu", "boss"), ("boss", "wu")))
    other = drawn(deal_with(ties), "tie", ("li", "boss"), 20_000)
    assert one.mean() == pytest.approx(0.55, abs=0.02)
    # a copula with correlation 0.3 gives two coins of 0.55 a correlation of about (2/π) arcsin 0.3
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(2 / np.pi * np.arcsin(0.3), abs=0.03)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    free = deal_with(ties).replace(scales={"same_informant_correlation": 0.0})
    assert (
        abs(np.corrcoef(drawn(free, "tie", ("wu", "boss"), 20_000), drawn(free, "tie", ("boss", "wu"), 20_000))[0, 1])
        < 0.03
    )


def test_what_is_certain_has_no_spread() -> None:
    people = {
        "boss": {"access": 0.0, "support": 0.0, "concerns": {"price": 1.0}},
        "wu": {"access": 0.9, "support": 1.0, "concerns": {"price": 1.0}},
    }
    deal = Deal.model_validate(
        {
            "organization": {
                "stakeholders": people,
                "ties": [{"from": "wu", "to": "boss", "certainty": 1, "strength": 0.5}],
            },
            "decision": {"deciders": {"boss": 1.0}},
            "arguments": {"tco": {"answers": {"price": 0.8}}},
        }
    )
    found = sensitivity(plan(deal))
    assert found.interval_90 == pytest.approx((found.value, found.value))
    assert found.regret_95 == 0
    assert questions(deal).questions == ()


def test_intervals_hold_what_they_say_and_workers_do_not_matter() -> None:
    chosen = plan(load_example("power_grid_en"))
    found = sensitivity(chosen)
    low, high = found.interval_90
    assert low < found.interval_50[0] <= found.mean <= found.interval_50[1] < high
    assert all(0 <= each.share <= 1 for each in found.pairs)
    assert found.regret_mean >= 0
    with ThreadPoolExecutor(2) as threads:
        assert sensitivity(chosen, executor=threads).to_dict() == found.to_dict()
    with ProcessPoolExecutor(2) as processes:
        assert sensitivity(chosen, executor=processes).to_dict() == found.to_dict()
    assert sensitivity(chosen, rng=1).mean == pytest.approx(found.mean, abs=0.01)
    with pytest.raises(InputError, match="rng"):
        sensitivity(chosen, rng="x")  # type: ignore[arg-type]  # the wrong kind is what is tested


@pytest.mark.parametrize("perfect", [True, False])
def test_simulated_answers_average_to_the_prior_and_bring_the_stated_gain(perfect: bool) -> None:
    deal = load_example("power_grid_en")
    found = possible_deals(deal, PlanningOptions(), None, rng=3, count=800)
    generator = np.random.default_rng(0)
    now = int(found.values.mean(axis=0).argmax())
    for number, fact in enumerate(found.draws.open):
        answers = answers_of(deal, found.arrays, fact, found.draws.values[:, number], perfect)
        assert answers.likelihood.sum(axis=1) == pytest.approx(np.ones(800))
        gain, error = _gain(found.values, answers.likelihood)
        # one answer is drawn for each way the deal may be; the plan follows the answer
        chosen = (generator.random(800)[:, None] < answers.likelihood.cumsum(axis=1)).argmax(axis=1)
        totals = answers.likelihood.T @ found.values
        # the mean over answers of what a plan is worth after them is what it is worth before
        assert totals.sum(axis=0) / 800 == pytest.approx(found.values.mean(axis=0))
        best = totals.argmax(axis=1)
        realised = found.values[np.arange(800), best[chosen]] - found.values[:, now]
        assert realised.mean() == pytest.approx(gain, abs=4 * max(error, realised.std() / np.sqrt(800), 1e-4))


def test_one_answer_moves_a_tie_one_row_down_the_table() -> None:
    deal = deal_with([{"from": "wu", "to": "boss", "sources": ["us"]}])
    draws = draw_facts(deal, 4000, 2)
    number = [fact.kind for fact in draws.open].index("tie")
    real = draws.values[:, number]
    answers = answers_of(deal, deal_arrays(deal), draws.open[number], real, perfect=False)
    yes = answers.likelihood[:, 0]
    # 0.55 is the default of one outsider, 0.545 the table's entry: the posteriors are the entries of the next row
    assert (yes * real).sum() / yes.sum() == pytest.approx(0.708, abs=0.02)
    assert ((1 - yes) * real).sum() / (1 - yes).sum() == pytest.approx(0.376, abs=0.03)


def test_a_question_that_decides_between_two_allies_comes_first() -> None:
    people = {
        "boss": {"roles": ["decision_maker"], "access": "none", "concerns": {"price": 1.0}},
        "wu": {"access": 0.9, "support": 1.0, "concerns": {"price": 1.0}},
        "li": {"access": 0.9, "support": 1.0, "concerns": {"price": 1.0}},
    }
    ties = [
        {"from": "wu", "to": "boss", "certainty": 0.5, "strength_on": {"all": 0.9}},
        {"from": "li", "to": "boss", "certainty": 1.0, "strength_on": {"all": 0.4}},
    ]
    deal = Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": ties},
            "arguments": {"tco": {"answers": {"price": 0.9}}},
            "capacity": 1.5,
        }
    )
    found = questions(deal)
    assert found.questions[0].fact is not None
    assert found.questions[0].fact.subject == ("wu", "boss")
    assert found.questions[0].changes
    assert "{" not in str(found)
    # worked by hand: odds 0.52/0.19 for yes; wu is worth 0.9 p(tie) against 0.4 for li, each times 0.9·0.9·0.9
    yes = 0.52 * 0.5 + 0.19 * 0.5
    after_yes = 0.52 * 0.5 / yes
    after_no = 0.48 * 0.5 / (1 - yes)
    worth = yes * max(0.9 * after_yes, 0.4) + (1 - yes) * max(0.9 * after_no, 0.4) - max(0.9 * 0.5, 0.4)
    assert found.questions[0].value == pytest.approx(0.9**3 * worth, abs=0.02)


def test_losses_are_those_of_the_map_without_the_person() -> None:
    deal = load_example("power_grid_en")
    chosen = plan(deal)
    found = stress(chosen)
    assert found.value == pytest.approx(chosen.value, abs=1e-9)
    for loss in found.losses:
        assert loss.again >= loss.value - 1e-9
        if loss.kind == "lost":
            gone = deal.what_if({loss.subject[0]: {"access": "none", "advocacy": 0.0}})
            left = [pair for pair in chosen.equip if pair[0] != loss.subject[0]]
            assert loss.value == pytest.approx(reach(gone, left).value, abs=1e-9)
    assert found.insurance is not None
    assert found.insurance.after > found.insurance.before
    for language in ("en", "zh"):
        text = str(stress(plan(deal.replace(language=language))))
        assert "{" not in text
        assert "None" not in text


def test_a_robust_plan_is_no_worse_in_the_bad_cases() -> None:
    deal = load_example("power_grid_en")
    usual, safe = plan(deal), plan(deal, robust=True)
    assert safe.robust
    found = possible_deals(deal, PlanningOptions(), None)
    assert safe.value <= usual.bound + 1e-9
    assert sensitivity(safe).interval_90[0] >= sensitivity(usual).interval_90[0] - 0.01
    assert len(found.pool) > 1


def test_sources_that_disagree_are_shown() -> None:
    ties = [{"from": "wu", "to": "boss", "sources": ["us", {"who": "li", "denies": True}]}]
    assert any("li" in text for text in sensitivity(plan(deal_with(ties))).disagreements)


@pytest.mark.parametrize(
    "wrong",
    [
        {"support": {"range": [0.6, 0.2]}},
        {"support": {"value": 0.9, "range": [0.2, 0.6]}},
        {"support": {"range": [-2, 0]}},
        {"sources": ["nobody"]},
    ],
)
def test_wrong_ranges_and_sources_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DealError):
        deal_with(**wrong)


def test_two_deciders_under_single_are_refused() -> None:
    with pytest.raises(DealError, match="single"):
        deal_with().replace(decision={"rule": "single", "deciders": {"boss": 1.0, "wu": 1.0}})
