"""What to find out next: the value of an answer, before it is known.

An answer is hearsay: it shifts the weights of the ways the deal may be. The value of a question is what the best plan
gains on average when it may depend on the answer (Raiffa and Schlaifer, "Applied Statistical Decision Theory", 1961).
Plans are chosen on one half of the draws and valued on the other, so that chance does not look like insight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np

from influence._show import Result, table
from influence._text import listing
from influence._types import BoolArray, FloatArray, ProgressCallback, RandomSource
from influence._work import progress_reporter
from influence.advise.answers import Answers, answers_of
from influence.advise.open_questions import who_decides, widened
from influence.advise.sensitivity_analysis import answer_text, fact_text, speaker
from influence.graph.allies import minimum_support
from influence.graph.arrays import deal_arrays
from influence.graph.assumptions import assumptions_of
from influence.model import Assumption, Deal
from influence.planning.first_questions import first_questions
from influence.planning.lines import argument_name
from influence.planning.possible_deals import Chosen, PossibleDeals, possible_deals
from influence.planning.problem import PlanningOptions
from influence.propagate.draws import OpenFact

__all__ = ["Question", "QuestionPair", "Questions", "questions"]

ASKABLE = ("support", "access", "advocacy", "concern", "tie")
BEST_SINGLE = 10
"""Single questions among which pairs are tried."""
LEAST = 5e-4
"""Gain in reach below which a question is not worth its words."""
LEAST_SHARE = 0.05
"""Share of today's value that certain knowledge has to be worth to be told where hearsay changes nothing."""


@dataclass(frozen=True)
class Question:
    """Something to find out.

    Parameters
    ----------
    fact : OpenFact or None
        What it is about; None for the first questions of an almost empty map.
    text : str
        An open question.
    value : float or None
        Expected gain in reach, in [0, 1]; None where no plan exists yet.
    error : float
        Standard error of the gain.
    per_hour : float or None
        The gain for each hour of asking.
    ask : str or None
        Whom to ask; None: see for ourselves.
    changes : mapping
        Answer → what it would change in the plan, in words; answers that change nothing are left out.

    Examples
    --------
    >>> from influence.advise import questions
    >>> from influence.model import Deal
    >>> found = questions(Deal(organization={"stakeholders": {"wu": {}}}))
    >>> found.questions[0].text
    'Who signs in the end, and who could still stop it?'
    """

    fact: OpenFact | None
    text: str
    value: float | None
    error: float
    per_hour: float | None
    ask: str | None
    changes: Mapping[str, str]


@dataclass(frozen=True)
class QuestionPair:
    """Two questions whose answers matter together more than apart.

    Parameters
    ----------
    first, second : str
        Their texts.
    value : float
        Expected gain in reach of both answers.

    Examples
    --------
    >>> from influence.advise import questions
    >>> from influence.model import Deal
    >>> found = questions(Deal(organization={"stakeholders": {"wu": {}}}))
    >>> found.pairs
    ()
    """

    first: str
    second: str
    value: float


@dataclass(frozen=True)
class Questions(Result):
    """What to find out next, best first.

    Parameters
    ----------
    questions : tuple of Question
    pairs : tuple of QuestionPair
    certain : tuple of Question
        Where no hearsay would change the plan: what certain knowledge would be worth.
    too_little : bool
        Whether so little is known that these are the first questions of all.
    draws : int
        Ways the deal may be that were looked at.
    assumptions : tuple of Assumption
    deal : Deal

    Examples
    --------
    >>> from influence.advise import questions
    >>> from influence.model import Deal
    >>> found = questions(Deal(organization={"stakeholders": {"wu": {}}}))
    >>> found.too_little
    True
    """

    questions: tuple[Question, ...]
    pairs: tuple[QuestionPair, ...]
    certain: tuple[Question, ...]
    too_little: bool
    draws: int
    assumptions: tuple[Assumption, ...]
    deal: Deal = field(repr=False)

    method = "sampled"
    """Draws of what is not known, chosen on one half and valued on the other."""

    def to_dict(self) -> dict[str, Any]:
        """Return the questions as plain data."""
        return {
            "questions": [_plain(each) for each in self.questions],
            "certain": [_plain(each) for each in self.certain],
            "pairs": [vars(each).copy() for each in self.pairs],
            "too_little": self.too_little,
            "draws": self.draws,
            "method": self.method,
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each question."""
        columns: dict[str, Callable[[Question], Any]] = {
            "question": lambda each: each.text,
            "gain": lambda each: each.value,
            "per hour": lambda each: each.per_hour,
            "ask": lambda each: each.ask,
        }
        return {"questions": table(self.questions, columns)}

    def __str__(self) -> str:
        say = speaker(self.deal)
        if self.too_little:
            return "\n".join([say("too_little"), *(f"  {n}. {each.text}" for n, each in enumerate(self.questions, 1))])
        if not self.questions:
            lines = [str(say("nothing_to_ask"))]
            lines += ["  " + say("certainly", fact=each.text, gain=f"{each.value or 0:.3f}") for each in self.certain]
            return "\n".join(lines)
        lines = [say("questions_title")]
        for number, each in enumerate(self.questions, start=1):
            lines.append("  " + say("question", number=number, question=each.text, gain=f"{each.per_hour or 0:.3f}"))
            whom = say("ourselves") if each.ask is None else say("whom", person=self.deal.label(each.ask))
            lines.append("     " + whom)
            lines += [
                "     " + say("changes", answer=answer_text(self.deal, each.fact, answer), change=text)
                for answer, text in each.changes.items()
            ]
        lines += [
            "  " + say("together", first=each.first, second=each.second, gain=f"{each.value:.3f}")
            for each in self.pairs
        ]
        return "\n".join(lines)


def questions(
    deal: Deal,
    k: int = 10,
    rng: RandomSource = 0,
    *,
    perfect: bool = False,
    executor: Executor | None = None,
    progress: bool | ProgressCallback | None = None,
) -> Questions:
    """Return what to find out next, by what the answers are worth for each hour of asking.

    Where the deal has no argument, one that answers every concern with 0.8 is assumed. A map too thin for any plan
    gets the questions that come first everywhere.

    Parameters
    ----------
    deal : Deal
    k : int
        Questions at most; those that are worth nothing are left out.
    rng : int, numpy.random.Generator or None
    perfect : bool
        Whether answers are certain instead of hearsay.
    executor : concurrent.futures.Executor or None
    progress : bool or callable or None

    Returns
    -------
    Questions

    Examples
    --------
    >>> found = questions(Deal(organization={"stakeholders": {"wu": {}, "zhao": {"roles": ["decision_maker"]}}}))
    >>> found.too_little, len(found.questions)
    (True, 5)
    """
    thin = first_questions(deal)
    if thin:
        asked = tuple(Question(None, text, None, 0.0, None, None, {}) for text in thin[:k])
        return Questions(asked, (), (), True, 0, assumptions_of(deal), deal)
    assumed = _with_an_argument(deal)
    wider, today, extra = widened(assumed)
    with progress_reporter(progress) as report:
        found = possible_deals(
            wider, PlanningOptions(), today, rng=rng, extra=extra, executor=executor, progress=report
        )
    hours = deal.costs.ask if deal.costs.ask is not None else deal.scales.ask_hours
    scored = _scored(assumed, found, perfect)
    listed = tuple(_question(assumed, found, *each, hours) for each in scored if _counts(each))[:k]
    certain = () if listed or perfect else _certain(assumed, found, hours)
    pairs = _pairs(assumed, found, [each for each in scored if each[3].kind != "decider"][:BEST_SINGLE])
    return Questions(listed, pairs, certain, False, len(found.values), assumptions_of(deal), deal)


Scored = tuple[Answers, float, float, OpenFact]
"""Answers, gain, standard error of the gain, and what they are about."""


def _scored(deal: Deal, found: PossibleDeals, perfect: bool) -> list[Scored]:
    """Return every question that can be asked, best first."""
    scored = []
    for number, fact in enumerate(found.draws.open):
        if fact.kind in ASKABLE:
            answers = answers_of(deal, found.arrays, fact, found.draws.values[:, number], perfect)
            allowed = _allowed(deal, found, answers, fact)
            scored.append((answers, *_gain(found.values, answers.likelihood, allowed), fact))
    for fact in who_decides(deal):
        answers = answers_of(deal, found.arrays, fact, found.values[:, 0], perfect)
        scored.append((answers, *_gain_answered(found.values, _decided(found, answers), _allowed(deal, found)), fact))
    return sorted(scored, key=lambda each: (-round(each[1], 9), each[3].kind, each[3].subject))


def _counts(scored: Scored) -> bool:
    """Whether a gain is more than chance and worth its words."""
    return scored[1] > max(LEAST, 2 * scored[2])


def _certain(deal: Deal, found: PossibleDeals, hours: float) -> tuple[Question, ...]:
    """Return what certain knowledge would be worth, for the three facts where it is worth most."""
    least = LEAST_SHARE * float(found.values.mean(axis=0).max())
    best = [each for each in _scored(deal, found, True) if _counts(each) and each[1] >= least][:3]
    return tuple(replace(_question(deal, found, *each, hours), text=fact_text(deal, each[3])) for each in best)


def _plain(question: Question) -> dict[str, Any]:
    fact = question.fact
    about = None if fact is None else {"kind": fact.kind, "of": list(fact.subject)}
    return {**vars(question), "fact": about, "changes": dict(question.changes)}


def _with_an_argument(deal: Deal) -> Deal:
    if deal.arguments:
        return deal
    concerns = deal_arrays(deal).facts.concerns
    if concerns == ("general",):
        concerns = ("strategic_fit",)
    return deal.replace(arguments={"assumed": {"answers": dict.fromkeys(concerns, deal.scales.assumed_answer)}})


def _gain(values: FloatArray, likelihood: FloatArray, allowed: BoolArray | None = None) -> tuple[float, float]:
    """Return the value of an answer whose likelihoods are known in every draw, and its standard error."""
    return _gain_answered(values, likelihood[:, :, None] * values[:, None, :], allowed)


def _gain_answered(values: FloatArray, answered: FloatArray, allowed: BoolArray | None = None) -> tuple[float, float]:
    """Return the value of an answer from what each plan is worth with each answer, shape (K, A, S), and its error.

    Plans are chosen on every other draw and valued on the rest, and the other way round. The last row of ``allowed``
    says which plans are open without an answer, the others which are open with each.
    """
    barred = np.zeros((answered.shape[1] + 1, values.shape[1])) if allowed is None else np.where(allowed, 0.0, -np.inf)
    gains = []
    for half in (0, 1):
        choose, judge = slice(half, None, 2), slice(1 - half, None, 2)
        now = int((values[choose].mean(axis=0) + barred[-1]).argmax())
        best = (answered[choose].sum(axis=0) + barred[:-1]).argmax(axis=1)
        after = answered[judge][:, np.arange(len(best)), best].sum(axis=1)
        gains.append(after - answered[judge][:, :, now].sum(axis=1))
    every = np.concatenate(gains)
    return float(every.mean()), float(every.std() / np.sqrt(len(every)))


def _question(
    deal: Deal, found: PossibleDeals, answers: Answers, value: float, error: float, fact: OpenFact, hours: float
) -> Question:
    decides = fact.kind == "decider"
    barred = np.where(_allowed(deal, found, answers, None if decides else fact), 0.0, -np.inf)
    now = found.pool[int((found.values.mean(axis=0) + barred[-1]).argmax())]
    totals = _decided(found, answers).sum(axis=0) if decides else answers.likelihood.T @ found.values
    totals = totals + barred[:-1]
    changes = {}
    for name, row in zip(answers.names, totals, strict=True):
        best = found.pool[int(row.argmax())]
        if best != now and row.max() > row[found.pool.index(now)] + 1e-9:
            changes[name] = _change(deal, found, now, best)
    text = fact_text(deal, fact, "ask")
    return Question(fact, text, value, error, value / hours if hours > 0 else None, answers.informant, changes)


def _allowed(
    deal: Deal, found: PossibleDeals, answers: Answers | None = None, fact: OpenFact | None = None
) -> BoolArray:
    """Return which plans are open with each answer and, last, without one, shape (A + 1, S).

    A plan that needs somebody who is no ally on today's point values is open only where the answer admits them.
    """
    people = found.arrays.facts.people
    today = set(found.problem.candidates)
    needs = [{people[actor % len(people)] for actor, argument in set(plan) - today} for plan in found.pool]
    open_now = np.array([not need for need in needs])
    count = len(deal.deciders) if answers is None else len(answers.names)
    allowed = np.tile(open_now, (count + 1, 1))
    if answers is not None and fact is not None and fact.kind == "support":
        support = {str(label): value for label, value in deal.scales.support.items()}
        admits = np.array([support[name] >= minimum_support(deal, None) for name in answers.names])
        allowed[:-1] |= np.outer(admits, [need == {fact.subject[0]} for need in needs])
    return allowed


def _decided(found: PossibleDeals, answers: Answers) -> FloatArray:
    """Return what each plan is worth with each answer to who decides, shape (K, A, S); each may be the one alike."""
    count = len(answers.names)
    return np.asarray(np.einsum("ksl,ly->kys", found.heard[:, :, :count], answers.likelihood) / count)


def _change(deal: Deal, found: PossibleDeals, now: Chosen, best: Chosen) -> str:
    people, arguments = found.arrays.facts.people, found.arrays.facts.arguments
    say = speaker(deal)

    def named(pairs: set[tuple[int, int]]) -> str:
        told = (
            say(
                "equipped", ally=deal.label(people[actor % len(people)]), argument=argument_name(deal, arguments[place])
            )
            for actor, place in sorted(pairs)
        )
        return listing(told, deal.language)

    added, removed = named(set(best) - set(now)), named(set(now) - set(best))
    key = "equip_instead" if added and removed else "equip_also" if added else "equip_less"
    facts = {"equip_instead": {"added": added, "removed": removed}, "equip_also": {"added": added}}
    return str(say(key, **facts.get(key, {"removed": removed})))


def _pairs(deal: Deal, found: PossibleDeals, best: Sequence[Scored]) -> tuple[QuestionPair, ...]:
    """Return pairs that are worth clearly more together than one by one."""
    pairs = []
    for one, two in combinations(best, 2):
        joint = (one[0].likelihood[:, :, None] * two[0].likelihood[:, None, :]).reshape(len(found.values), -1)
        first, second = (_allowed(deal, found, each[0], each[3]) for each in (one, two))
        either = (first[:-1, None] | second[None, :-1]).reshape(-1, len(found.pool))
        value, error = _gain(found.values, joint, np.concatenate([either, first[-1:]]))
        if value > max(one[1], 0.0) + max(two[1], 0.0) + 2 * error + LEAST:
            pairs.append(QuestionPair(fact_text(deal, one[3]), fact_text(deal, two[3]), value))
    return tuple(sorted(pairs, key=lambda pair: -pair.value)[:3])
