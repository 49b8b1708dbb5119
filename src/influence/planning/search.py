"""Choosing the pairs: greedy by gain and by gain per hour, then exchanges, with a true upper bound.

The better of the two greedy orders follows Leskovec and others, "Cost-effective outbreak detection in networks" (KDD
2007). With introductions the gain of a pair may lie in the door that it opens, so a pair and the one behind its door
are also tried together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol

import numpy as np

from influence._types import BoolArray, FloatArray, IndexArray
from influence.errors import PlanningError, Problem
from influence.planning.bounds import bound_within
from influence.planning.candidates import CandidateTable
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.feasibility import cheapest_start
from influence.planning.objectives import Objective

__all__ = ["Condition", "Desk", "SearchOutcome", "greedy_search"]

Score = tuple[float, float]
Chosen = frozenset[Pair]
View = tuple[FloatArray, FloatArray]
"""What each listener hears, shape (L,), and how much more with one candidate more, shape (candidates, L)."""
DIGITS = 11
"""Decimals to which scores are compared: what differs by less is rounding."""
ROUNDS = 20
"""Exchanges that are made at most."""
VIEWS_KEPT = 4096
"""Plans whose gains are remembered at once."""


class Condition(Protocol):
    """What a finished plan has to satisfy beside hours, load and requirements."""

    def margin(self, pairs: Collection[Pair]) -> float:
        """Return by how much a plan satisfies it; below 0 where it does not."""

    def __call__(self, pairs: Collection[Pair]) -> bool:
        """Whether a plan satisfies it."""


@dataclass(frozen=True)
class SearchOutcome:
    """What a search found.

    Parameters
    ----------
    pairs : tuple of (int, int)
        The plan.
    value : float
        Its value to the objective.
    bound : float
        At most this is the value of the best plan to the same objective.
    proved : bool
        Whether no plan is better.
    nodes : int
        Partial plans looked at.
    """

    pairs: tuple[Pair, ...]
    value: float
    bound: float
    proved: bool
    nodes: int


class Desk:
    """A problem and its objective side by side, with what every search asks of both.

    Parameters
    ----------
    problem : PlanningProblem
    objective : Objective
    condition : callable or None
        What a finished plan has to satisfy beside hours, load and requirements.
    """

    def __init__(self, problem: PlanningProblem, objective: Objective, condition: Condition | None = None) -> None:
        self.problem, self.objective, self.condition = problem, objective, condition
        self.relaxed = objective.opened()
        self.table = CandidateTable(problem)
        self._views: dict[tuple[bool, Chosen], View] = {}

    def view(self, chosen: Chosen, relaxed: bool = False) -> View:
        """Return what is heard under a plan and what each candidate adds to it; the last ones asked for are kept."""
        key = (relaxed and self.relaxed is not self.objective, chosen)
        if key not in self._views:
            if len(self._views) >= VIEWS_KEPT:
                self._views.clear()
            objective = self.relaxed if key[0] else self.objective
            ordered = sorted(chosen)
            self._views[key] = objective.heard(ordered), objective.increments(ordered, self.table.pairs)
        return self._views[key]

    def score(self, chosen: Collection[Pair]) -> Score:
        """Return the score of a plan, rounded so that equal plans compare equal on every machine."""
        value, tie = np.round(self.objective.scores(self.view(frozenset(chosen))[0][None])[0], DIGITS).tolist()
        return value, tie

    def admits(self, chosen: Collection[Pair]) -> bool:
        """Whether a plan is finished: everything required is in, and the condition holds."""
        return self.problem.meets_requirements(chosen) and (self.condition is None or self.condition(chosen))

    def limit(self, inside: Chosen, closed: BoolArray, visited: Chosen) -> float:
        """Return a bound on the plans that have some pairs and none of the closed ones, seen from a visited plan."""
        now, more = self.view(visited, relaxed=True)
        open_pairs = self.table.room(inside)[0] & ~closed
        open_pairs[[self.table.number[pair] for pair in visited]] = False
        return bound_within(self.problem, self.relaxed, self.table, inside, open_pairs, now, more)

    def options(self, chosen: Chosen) -> tuple[IndexArray, FloatArray, list[Score]]:
        """Return which candidates fit, what each costs in hours more, and the score of the plan with each."""
        fits, hours = self.table.room(chosen)
        numbers = np.flatnonzero(fits)
        now, more = self.view(chosen)
        scores = np.round(self.objective.scores(now + more[numbers]), DIGITS)
        return numbers, hours[numbers], [(value, tie) for value, tie in scores.tolist()]


def greedy_search(
    problem: PlanningProblem,
    objective: Objective,
    start: Sequence[Pair] | None = None,
    condition: Condition | None = None,
) -> SearchOutcome:
    """Return a good plan with a true upper bound.

    Parameters
    ----------
    problem : PlanningProblem
    objective : Objective
    start : sequence of (int, int) or None
        A plan to improve instead of growing one from nothing: a warm start.
    condition : callable or None
        What a finished plan has to satisfy beside hours, load and requirements.

    Returns
    -------
    SearchOutcome

    Raises
    ------
    PlanningError
        If no plan was found that satisfies the condition.
    """
    desk = Desk(problem, objective, condition)
    if start is None:
        required = cheapest_start(problem, problem.required) or frozenset()
        plans = [_grow(desk, required, per_hour) for per_hour in (False, True)]
        if condition is not None:
            free = Desk(problem, objective)
            plans += [_until_admitted(desk, _grow(free, required, per_hour)) for per_hour in (False, True)]
    else:
        kept = frozenset(pair for pair in start if pair in desk.table.number)
        plans = [_grow(desk, kept if problem.fits(kept) else frozenset(), False)]
    plans = [plan for plan in (_improve(desk, plan) for plan in plans) if desk.admits(plan)]
    if not plans:
        raise PlanningError(no_plan(problem))
    best = max(plans, key=lambda plan: (desk.score(plan), _order(plan)))
    value = objective.value(best)
    nothing = np.zeros(len(desk.table.pairs), dtype=bool)
    bound = min(desk.limit(frozenset(), nothing, plan) for plan in [frozenset[Pair](), *plans])
    return SearchOutcome(tuple(sorted(best)), value, max(bound, value), bound <= value + 10.0**-DIGITS, len(plans))


def no_plan(problem: PlanningProblem) -> Problem:
    """Return what to say where no plan satisfies the condition."""
    return Problem(
        ("min_common_ground",),
        f"no plan was found with a common ground of {problem.min_common_ground:g} or more",
        "lower it, or add arguments that answer what several people around the decision care about",
    )


def _order(plan: Chosen) -> list[tuple[int, int]]:
    return [(-actor, -argument) for actor, argument in sorted(plan)]


def _grow(desk: Desk, chosen: Chosen, per_hour: bool, without: int | None = None) -> Chosen:
    while True:
        numbers, hours, scores = desk.options(chosen)
        now = desk.score(chosen)
        best: tuple[Score, Chosen] | None = None
        for number, extra, score in zip(numbers.tolist(), hours.tolist(), scores, strict=True):
            price = max(extra, 1e-9) if per_hour else 1.0
            gain = ((score[0] - now[0]) / price, (score[1] - now[1]) / price)
            if max(gain) > 0 and (best is None or gain > best[0]) and desk.table.pairs[number][0] != without:
                option = chosen | {desk.table.pairs[number]}
                if _keeps(desk, option):
                    best = gain, option
        behind = _through_a_door(desk, chosen, numbers.tolist(), per_hour)
        if behind is not None and (best is None or behind[0] > best[0]):
            best = behind
        if best is None:
            return chosen
        chosen = best[1]


def _keeps(desk: Desk, option: Chosen) -> bool:
    return desk.condition is None or desk.condition(option)


def _until_admitted(desk: Desk, chosen: Chosen) -> Chosen:
    """Take pairs out, each time the one that leaves the condition nearest, until it holds; then grow again."""
    while desk.condition is not None and not desk.condition(chosen):
        rest = [chosen - {pair} for pair in sorted(chosen)]
        margins = [round(desk.condition.margin(option), DIGITS) for option in rest]
        chosen = max(zip(margins, rest, strict=True), key=lambda each: (each[0], desk.score(each[1]), _order(each[1])))[
            1
        ]
    return _grow(desk, chosen, False)


def _through_a_door(desk: Desk, chosen: Chosen, fitting: list[int], per_hour: bool) -> tuple[Score, Chosen] | None:
    """Return the best gain of a person and somebody behind their door together, each with one argument."""
    hearing = desk.objective.hearing
    if not hearing.has_doors:
        return None
    table, problem = desk.table, desk.problem
    now, hours = desk.score(chosen), problem.hours(chosen)
    gains = desk.view(chosen, relaxed=True)[1].sum(axis=1)
    best_of: dict[int, int] = {}
    for number in fitting:
        actor = int(table.actor[number])
        if actor not in best_of or gains[number] > gains[best_of[actor]]:
            best_of[actor] = number
    best: tuple[Score, Chosen] | None = None
    for first, second in permutations(sorted(best_of.values()), 2):
        option = chosen | {table.pairs[first], table.pairs[second]}
        if not hearing.opens(int(table.person[first]), [int(table.person[second])]) or not problem.fits(option):
            continue
        score = desk.score(option)
        price = max(problem.hours(option) - hours, 1e-9) if per_hour else 2.0
        gain = ((score[0] - now[0]) / price, (score[1] - now[1]) / price)
        if max(gain) > 0 and (best is None or gain > best[0]) and _keeps(desk, option):
            best = gain, option
    return best


def _improve(desk: Desk, chosen: Chosen) -> Chosen:
    """Exchange one pair for another, then grow again, as long as it helps."""
    current = desk.score(chosen)
    for _ in range(ROUNDS):
        better: tuple[Score, Chosen] | None = None
        for out in sorted(chosen):
            rest = chosen - {out}
            numbers, _, scores = desk.options(rest)
            for number, score in zip(numbers.tolist(), scores, strict=True):
                if score <= (current if better is None else better[0]):
                    continue
                option = rest | {desk.table.pairs[number]}
                if desk.problem.meets_requirements(option) and _keeps(desk, option):
                    better = score, option
        regrown = _without_one_actor(desk, chosen, current) if better is None else _grow(desk, better[1], False)
        if regrown is None:
            return chosen
        chosen = regrown
        current = desk.score(chosen)
    return chosen


def _without_one_actor(desk: Desk, chosen: Chosen, current: Score) -> Chosen | None:
    """Return a better plan in which one actor's hours went to somebody else, or None."""
    best: tuple[Score, Chosen] | None = None
    for actor in sorted({actor for actor, _ in chosen}):
        rest = frozenset(pair for pair in chosen if pair[0] != actor)
        # whatever grows from here without the actor is worth no more than this
        if desk.limit(rest, desk.table.actor == actor, rest) < current[0] - 10.0**-DIGITS:
            continue
        option = _grow(desk, rest, True, without=actor)
        score = desk.score(option)
        if score > (current if best is None else best[0]) and desk.admits(option):
            best = score, option
    return None if best is None else best[1]
