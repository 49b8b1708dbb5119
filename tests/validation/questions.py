"""What the first question is worth once it is answered: the library's, and three plain ways to choose one.

On each made-up map every way chooses one fact; an informant answers from the truth, with the errors that the model
states; a plan is made with the answer, and the value is what that plan is worth in truth more than the plan without an
answer. It is reckoned twice: as ``questions`` reckons (the plan that is best on average over the draws, given the
answer), and as a user does it (the answer is written into the file, and ``plan`` called again).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from influence._types import FloatArray
from influence.advise.answers import answers_of
from influence.advise.question_ranking import ASKABLE, _counts, _scored
from influence.model import Deal
from influence.planning import plan
from influence.planning.possible_deals import PossibleDeals, possible_deals
from influence.planning.problem import PlanningOptions
from influence.propagate import reach
from influence.propagate.draws import OpenFact
from tests.validation.made_up import CASES, MadeUp, as_stated, made_up, report, tell
from tests.validation.tables import Table, mean_interval, spread, with_interval

__all__ = ["WAYS", "chosen_facts", "study", "with_answer"]

DEALS, SMOKE_DEALS = 160, 1
TRUTHS = 12
"""Ways in which each map may be so, drawn as the model states them; each is asked and answered."""
PEOPLE = 8
WAYS = ("first of questions", "random", "highest degree", "most uncertain")
CASE = CASES[0]
Equip = tuple[tuple[str, str], ...]


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return what one question was worth, way by way, and the library's less each other."""
    del data
    count = SMOKE_DEALS if smoke else DEALS
    found = np.array(spread(_one_deal, [(seed, number) for number in range(count)]))
    generator = np.random.default_rng(seed)
    rows = []
    for place, way in enumerate(WAYS):
        cells = [way]
        for reckoned in (0, 1):
            values = found[:, reckoned, place]
            ahead = found[:, reckoned, 0] - values
            cells.append(with_interval(mean_interval(values, generator), 4, sign=True))
            cells.append("–" if place == 0 else with_interval(mean_interval(ahead, generator), 4, sign=True))
        cells.append(f"{100 * float((found[:, 1, place] != 0).mean()):.0f} %")
        rows.append(tuple(cells))
    silent, before = float(found[:, 2, 0].mean()), float(found[:, 2, 1].mean())
    table = Table(
        "questions",
        "What one answer was worth in truth, in reach",
        (
            "which question",
            "best plan on average, given the answer",
            "questions' less this",
            "answer written down, planned anew",
            "questions' less this",
            "plan changed in value",
        ),
        tuple(rows),
        f"{count} made-up deals of {PEOPLE} people with {TRUTHS} truths each, the same for all ways; in every other "
        "one the decider cannot be met. In brackets 95 % bootstrap intervals. Without an answer the plan is worth "
        f"{before:.3f} on average. In {100 * silent:.0f} % of deals `questions` finds nothing worth "
        "asking: that "
        "counts as 0.",
    )
    return [table]


def _one_deal(task: tuple[int, int]) -> FloatArray:
    """Return both reckonings for each way, whether the library finds nothing to ask, and the value without answer."""
    generator = np.random.default_rng(task)
    made = made_up(PEOPLE, generator, door=task[1] % 2 == 0)
    deal = made.map(CASE)
    found = possible_deals(deal, PlanningOptions(), None, rng=0)
    facts = chosen_facts(deal, found, generator)
    averaged = _named(found, found.values.mean(axis=0))
    planned = _planned(made)
    after: dict[tuple[OpenFact, str], tuple[Equip, Equip]] = {}
    rows = np.zeros((3, len(WAYS)))
    for number in range(TRUTHS):
        so = as_stated(made, generator)
        worth: dict[Equip, float] = {}
        for place, way in enumerate(WAYS):
            fact = facts[way]
            if fact is None:
                continue
            # the informant errs in the same way whoever thought of the question
            answer, told = with_answer(so, fact, np.random.default_rng([*task, number]))
            if (fact, answer) not in after:
                after[fact, answer] = _after(deal, found, fact, answer), _planned(told)
            for row, (before, then) in enumerate(zip((averaged, planned), after[fact, answer], strict=True)):
                for equip in (before, then):
                    if equip not in worth:
                        worth[equip] = reach(so.deal, equip).value
                rows[row, place] += (worth[then] - worth[before]) / TRUTHS
        rows[2, 1] += reach(so.deal, planned).value / TRUTHS
    rows[2, 0] = facts[WAYS[0]] is None
    return rows


def _after(deal: Deal, found: PossibleDeals, fact: OpenFact, answer: str) -> Equip:
    """Return the plan that is best on average over the draws, given an answer."""
    answers = answers_of(deal, found.arrays, fact, found.draws.values[:, found.draws.open.index(fact)], False)
    return _named(found, answers.likelihood[:, answers.names.index(answer)] @ found.values)


def chosen_facts(deal: Deal, found: PossibleDeals, generator: np.random.Generator) -> Mapping[str, OpenFact | None]:
    """Return the fact that each way asks for; None where the library has nothing to ask."""
    open_facts = [fact for fact in found.draws.open if fact.kind in ASKABLE]
    # what ``questions`` does with these draws, without drawing them again
    first = _scored(deal, found, perfect=False)[0]
    ties = found.arrays.facts.ties
    degree = np.bincount(np.concatenate([ties.tail, ties.head]), minlength=len(found.arrays.facts.people))
    places = {person: place for place, person in enumerate(found.arrays.facts.people)}
    doubt = {fact: _entropy(deal, found, fact) for fact in open_facts}

    def at_the_hub(fact: OpenFact) -> tuple[int, float]:
        return max(int(degree[places[who]]) for who in fact.subject if who in places), doubt[fact]

    return {
        WAYS[0]: first[3] if _counts(first) else None,
        WAYS[1]: open_facts[int(generator.integers(len(open_facts)))],
        WAYS[2]: max(open_facts, key=at_the_hub),
        WAYS[3]: max(open_facts, key=lambda fact: doubt[fact]),
    }


def _entropy(deal: Deal, found: PossibleDeals, fact: OpenFact) -> float:
    """Return how uncertain a fact is: the entropy of its certain answer as a share of the largest one possible."""
    values = found.draws.values[:, found.draws.open.index(fact)]
    answers = answers_of(deal, found.arrays, fact, values, True)
    share = answers.likelihood.mean(axis=0)
    share = share[share > 0]
    return float(-(share * np.log(share)).sum() / np.log(len(answers.names)))


def with_answer(made: MadeUp, fact: OpenFact, generator: np.random.Generator) -> tuple[str, MadeUp]:
    """Return what an informant answers, from the truth and with the errors of the model, and what is told then."""
    truth = made.truth[fact.kind, fact.subject]
    if fact.kind != "tie":
        label = tell(fact.kind, truth, generator)
        return label, replace(made, told={**made.told, (fact.kind, fact.subject): label})
    pair = (fact.subject[0], fact.subject[1])
    yes = report(truth, generator)
    who = next(each for each in made.deal.organization if each not in pair and each not in made.reports[pair])
    reports = {**made.reports, pair: {**made.reports[pair], who: yes}}
    return "yes" if yes else "no", replace(made, reports=reports)


def _named(found: PossibleDeals, values: FloatArray) -> Equip:
    """Return the plan of the pool with the largest value."""
    facts = found.arrays.facts
    best = found.pool[int(values.argmax())]
    return tuple((facts.people[person], facts.arguments[argument]) for person, argument in best)


def _planned(made: MadeUp) -> Equip:
    """Return the plan that a user makes on a map."""
    return plan(made.map(CASE), method="greedy").equip
