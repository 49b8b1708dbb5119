"""How sure a plan is: what it is worth in the ways the deal may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

import numpy as np

from influence._show import Result, record_table, table, text_table
from influence._text import listing
from influence._types import FloatArray, ProgressCallback, RandomSource
from influence._work import progress_reporter
from influence.errors import InputError
from influence.model import Deal, Source
from influence.model.field_names import label_text
from influence.planning import Plan
from influence.planning.first_questions import first_questions, too_little_text
from influence.planning.lines import argument_name, concern_name
from influence.planning.possible_deals import DRAWS, possible_deals
from influence.propagate.draws import OpenFact

__all__ = [
    "PairStability",
    "Sensitivity",
    "Swing",
    "answer_text",
    "fact_text",
    "positions_of",
    "sensitivity",
    "speaker",
]

THIRD = 1 / 3
LEAST_DRAWS = 20
CLEAR = 2.0
"""Standard errors from which a swing is shown, however few facts are looked at."""
FALSE_SHARE = 0.05
"""Share of the swings shown that may be chance, on average."""
SHOWN = 8


@dataclass(frozen=True)
class PairStability:
    """How often a pair belongs to the best plan.

    Parameters
    ----------
    ally, argument : str
    share : float
        Share in [0, 1] of the draws.
    today : bool
        Whether it is in today's plan.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import sensitivity
    >>> found = sensitivity(plan(load_example("power_grid_en"), method="greedy"), draws=40)
    >>> 0.0 <= found.pairs[0].share <= 1.0
    True
    """

    ally: str
    argument: str
    share: float
    today: bool


@dataclass(frozen=True)
class Swing:
    """How much the plan's value depends on one fact.

    Parameters
    ----------
    fact : OpenFact
    low, high : float
        Mean value of today's plan where the fact is in the lowest and in the highest third of what it may be (for a
        tie: where it is not real and where it is).
    error : float
        Standard error of the difference.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import sensitivity
    >>> found = sensitivity(plan(load_example("power_grid_en"), method="greedy"), draws=40)
    >>> all(swing.error >= 0 for swing in found.swings)
    True
    """

    fact: OpenFact
    low: float
    high: float
    error: float


@dataclass(frozen=True)
class Sensitivity(Result):
    """What a plan is worth in the ways the deal may be.

    Parameters
    ----------
    value : float
        At today's point values, in [0, 1].
    mean : float
        Mean over the draws.
    interval_50, interval_90 : tuple of (float, float)
        What the map leaves open: quantiles over the draws.
    regret_mean, regret_95 : float
        What today's plan falls short of the best plan in a draw, among those that are best in some of 80 draws: mean,
        and 95 % quantile.
    pairs : tuple of PairStability
        Most frequent first.
    allies : mapping
        Ally → share of the draws in which somebody equips them in the best plan.
    swings : tuple of Swing
        Those that can be told from chance, largest first: beyond two standard errors, and such that of all that are
        shown one in twenty is chance on average.
    unclear : tuple of Swing
        The others, largest first.
    disagreements : tuple of str
        Where sources contradict each other.
    draws : int
    deal : Deal

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import sensitivity
    >>> found = sensitivity(plan(load_example("power_grid_en"), method="greedy"), draws=40)
    >>> found.draws
    40
    """

    value: float
    mean: float
    interval_50: tuple[float, float]
    interval_90: tuple[float, float]
    regret_mean: float
    regret_95: float
    pairs: tuple[PairStability, ...]
    allies: Mapping[str, float]
    swings: tuple[Swing, ...]
    unclear: tuple[Swing, ...]
    disagreements: tuple[str, ...]
    draws: int
    deal: Deal = field(repr=False)

    method = "sampled"
    """Draws of what is not known, with common random numbers."""

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "value": self.value,
            "mean": self.mean,
            "interval_50": list(self.interval_50),
            "interval_90": list(self.interval_90),
            "regret_mean": self.regret_mean,
            "regret_95": self.regret_95,
            "pairs": [vars(each).copy() for each in self.pairs],
            "allies": dict(self.allies),
            "swings": list(self.tables()["swings"]),
            "disagreements": list(self.disagreements),
            "draws": self.draws,
            "method": self.method,
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the pairs, and the facts on which most depends."""
        swings: dict[str, Callable[[Swing], Any]] = {
            "fact": lambda each: each.fact.kind,
            "of": lambda each: list(each.fact.subject),
            "low": lambda each: each.low,
            "high": lambda each: each.high,
            "error": lambda each: each.error,
            "clear": lambda each: each in self.swings,
        }
        every = [*self.swings, *self.unclear]
        return {"pairs": record_table(PairStability, self.pairs), "swings": table(every, swings)}

    def __str__(self) -> str:
        say = speaker(self.deal)
        thin = [*too_little_text(self.deal), ""] if first_questions(self.deal) else []
        lines = [
            *thin,
            say(
                "interval",
                low=f"{self.interval_50[0]:.2f}",
                high=f"{self.interval_50[1]:.2f}",
                value=f"{self.value:.2f}",
                least=f"{self.interval_90[0]:.2f}",
                most=f"{self.interval_90[1]:.2f}",
                mean=f"{self.mean:.2f}",
            ),
            self._regret(),
            "",
            say("stability_title"),
            text_table(
                [
                    {
                        "": self.deal.label(each.ally),
                        " ": argument_name(self.deal, each.argument),
                        "%": f"{100 * each.share:.0f}",
                        "  ": "*" if each.today else "",
                    }
                    for each in self.pairs[:10]
                ],
                indent="  ",
            ),
        ]
        lines += self._swings()
        if self.disagreements:
            lines += ["", say("disagreements_title"), *("  - " + text for text in self.disagreements)]
        return "\n".join(lines)

    def _regret(self) -> str:
        """Return by how much another plan would be better, where that is anything at all."""
        mean, most = f"{self.regret_mean:.3f}", f"{self.regret_95:.3f}"
        say = speaker(self.deal)
        if float(mean) == float(most) == 0:
            return str(say("regret_none", draws=self.draws))
        return str(say("regret", mean=mean, most=most, draws=self.draws))

    def _swings(self) -> list[str]:
        """Return what most depends on, and how many facts cannot be told from chance."""
        say = speaker(self.deal)
        if not self.swings:
            return ["", say("swings_none", count=len(self.unclear), draws=self.draws)] if self.unclear else []
        lines = ["", say("swings_title")]
        for each in self.swings[:SHOWN]:
            facts = {"low": f"{each.low:.3f}", "high": f"{each.high:.3f}", "error": f"{each.error:.3f}"}
            lines.append("  " + say("swing", fact=fact_text(self.deal, each.fact), **facts))
        if self.unclear:
            lines.append("  " + say("swings_unclear", count=len(self.unclear), draws=self.draws))
        return lines


def speaker(deal: Deal) -> Any:
    """Return what says a phrase of this room in the deal's language."""
    return lambda key, **facts: deal.say(f"unknowns.{key}", **facts)


ANSWERS = {"support": "support", "access": "access", "advocacy": "level", "concern": "level"}
"""Kind of fact → the scale whose labels answer the question about it."""


def answer_text(deal: Deal, fact: OpenFact | None, answer: str) -> str:
    """Return an answer to the question about a fact in the deal's language; a person's name is one already."""
    if fact is not None and fact.kind == "tie":
        return str(speaker(deal)(f"answer_{answer}"))
    scale = ANSWERS.get(fact.kind, "") if fact is not None else ""
    return label_text(scale, answer, deal.language)


def fact_text(deal: Deal, fact: OpenFact, form: str = "fact") -> str:
    """Return an open fact in words, or the open question that asks for it."""
    subject = fact.subject
    facts: dict[str, object] = {"person": deal.label(subject[0]), "other": "", "concern": ""}
    if fact.kind in ("tie", "strength"):
        facts["other"] = deal.label(subject[1])
    elif fact.kind == "decider":
        facts["person"] = listing(map(deal.label, subject), deal.language)
    elif len(subject) > 1:
        facts["concern"] = concern_name(deal, subject[1])
        facts["person"] = argument_name(deal, subject[0]) if fact.kind == "answer" else deal.label(subject[0])
    return str(speaker(deal)(f"{form}_{fact.kind}", **facts))


def sensitivity(
    plan: Plan,
    rng: RandomSource = 0,
    *,
    draws: int = DRAWS,
    executor: Executor | None = None,
    progress: bool | ProgressCallback | None = None,
) -> Sensitivity:
    """Return what a plan is worth in the ways the deal may be, and what that depends on.

    Parameters
    ----------
    plan : Plan
    rng : int, numpy.random.Generator or None
    draws : int
        Ways the deal may be that are looked at, at least 20.
    executor : concurrent.futures.Executor or None
        Where draws are planned; the result does not depend on it.
    progress : bool or callable or None

    Returns
    -------
    Sensitivity

    Raises
    ------
    InputError
        If there are too few draws, or ``rng`` is of the wrong kind.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> found = sensitivity(plan(load_example("power_grid_en")))
    >>> found.interval_90[0] < found.value < found.interval_90[1]
    True
    """
    if draws < LEAST_DRAWS:
        raise InputError(f"draws is {draws}; give {LEAST_DRAWS} or more")
    deal, today = plan.deal, positions_of(plan)
    with progress_reporter(progress) as report:
        found = possible_deals(deal, plan.options, today, rng=rng, count=draws, executor=executor, progress=report)
    values = found.values[:, 0]
    regret = found.values.max(axis=1) - values
    people, arguments = found.arrays.facts.people, found.arrays.facts.arguments
    chosen = [{(people[actor % len(people)], arguments[argument]) for actor, argument in best} for best in found.best]
    pairs = sorted({pair for best in chosen for pair in best} | set(plan.equip))
    stable = [
        PairStability(*pair, sum(pair in best for best in chosen) / len(chosen), pair in plan.equip) for pair in pairs
    ]
    allies = sorted({pair[0] for pair in pairs})
    swings = _swings(found.draws.open, found.draws.values, values)
    limit = _clear_from(swings)
    return Sensitivity(
        value=plan.value,
        mean=float(values.mean()),
        interval_50=(float(np.quantile(values, 0.25)), float(np.quantile(values, 0.75))),
        interval_90=(float(np.quantile(values, 0.05)), float(np.quantile(values, 0.95))),
        regret_mean=float(regret.mean()),
        regret_95=float(np.quantile(regret, 0.95)),
        pairs=tuple(sorted(stable, key=lambda each: (-each.share, each.ally, each.argument))),
        allies={ally: sum(any(pair[0] == ally for pair in best) for best in chosen) / len(chosen) for ally in allies},
        swings=tuple(each for each in swings if _score(each) >= limit),
        unclear=tuple(each for each in swings if _score(each) < limit),
        disagreements=_disagreements(deal),
        draws=len(values),
        deal=deal,
    )


def positions_of(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return the actors and arguments of a plan."""
    people, arguments = list(plan.deal.organization.stakeholders), list(plan.deal.arguments)
    sellers = list(plan.deal.sellers)
    return tuple(
        sorted(
            (
                people.index(step.ally) + (sellers.index(step.seller) * len(people) if step.seller else 0),
                arguments.index(step.argument),
            )
            for step in plan.steps
        )
    )


def _swings(facts: Sequence[OpenFact], drawn: FloatArray, values: FloatArray) -> tuple[Swing, ...]:
    found = []
    for number, fact in enumerate(facts):
        column = drawn[:, number]
        low, high = np.quantile(column, (THIRD, 1 - THIRD))
        below, above = (
            (column <= low, column >= high) if low < high else (column < column.mean(), column > column.mean())
        )
        if below.sum() < 5 or above.sum() < 5:
            continue
        means = float(values[below].mean()), float(values[above].mean())
        error = float(np.sqrt(values[below].var() / below.sum() + values[above].var() / above.sum()))
        if means[0] != means[1]:
            found.append(Swing(fact, *means, error))
    return tuple(sorted(found, key=lambda each: (-abs(each.high - each.low), each.fact.kind, each.fact.subject)))


def _score(swing: Swing) -> float:
    """Return a swing in standard errors."""
    return abs(swing.high - swing.low) / swing.error if swing.error > 0 else float("inf")


def _clear_from(swings: Sequence[Swing]) -> float:
    """Return the standard errors from which a swing is clear, given how many are looked at.

    Of a hundred facts without effect five lie beyond two standard errors by chance, and the largest of them would head
    the list. The limit bounds the share of chance among what is shown (Benjamini and Hochberg, "Controlling the false
    discovery rate", 1995).
    """
    scores = sorted((_score(each) for each in swings), reverse=True)
    kept = [
        score
        for place, score in enumerate(scores, start=1)
        if 2 * NormalDist().cdf(-score) <= FALSE_SHARE * place / len(scores)
    ]
    return max(CLEAR, kept[-1]) if kept else float("inf")


def _disagreements(deal: Deal) -> tuple[str, ...]:
    """Return the ties of which some say yes and some no."""
    found = []
    for tie in deal.organization.ties:
        deny = [entry.who for entry in tie.sources if isinstance(entry, Source) and entry.denies]
        confirm = [entry if isinstance(entry, str) else entry.who for entry in tie.sources]
        confirm = [who for who in confirm if who not in deny]
        if deny and confirm:
            say = speaker(deal)
            found.append(
                say(
                    "disagreement",
                    speaker=deal.label(tie.source),
                    listener=deal.label(tie.target),
                    yes=listing((_who(deal, each) for each in confirm), deal.language),
                    no=listing((_who(deal, each) for each in deny), deal.language),
                )
            )
    return tuple(found)


def _who(deal: Deal, source: str) -> str:
    """Return the name of who told us; we ourselves and outsiders have none."""
    return deal.label(source) if source in deal.organization else label_text("source", source, deal.language)
