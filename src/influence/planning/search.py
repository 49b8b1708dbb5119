"""Choosing the pairs: lazy greedy with local improvement, and branch and bound that proves its optimum.

Greedy by gain and by gain per hour, the better of the two, follows Leskovec and others, "Cost-effective outbreak
detection in networks" (KDD 2007). The exact search branches on the pair with the largest gain per hour and prunes with
the submodular relaxation (Nemhauser and Wolsey, "Maximizing submodular set functions", 1981).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, WordArray
from influence._work import Deadline
from influence.errors import PlanningError, Problem
from influence.planning.bounds import relaxed_gain
from influence.planning.objective import WorldObjective, carried
from influence.planning.problem import Pair, PlanningProblem
from influence.propagate.decision_rule import apply_rule

__all__ = ["SearchOutcome", "exact_search", "greedy_search"]

Score = tuple[float, float]
SLACK = 1e-12
"""Differences below this are rounding."""


@dataclass(frozen=True)
class SearchOutcome:
    """What a search found.

    Parameters
    ----------
    pairs : tuple of (int, int)
        The plan.
    value : float
        Its value in the common worlds, in [0, 1].
    bound : float
        At most this is the value of the best plan in the same worlds.
    proved : bool
        Whether the search went to its end.
    nodes : int
        Search nodes visited.
    """

    pairs: tuple[Pair, ...]
    value: float
    bound: float
    proved: bool
    nodes: int


class _State:
    """A partial plan with its bits."""

    def __init__(self, problem: PlanningProblem, objective: WorldObjective, pairs: frozenset[Pair]) -> None:
        self.problem, self.objective, self.pairs = problem, objective, pairs
        self.bits = objective.bits(pairs)
        self.heard = objective.heard(self.bits)
        self.hours = problem.hours(pairs)
        self.carried = carried(pairs)

    def extra_hours(self, pair: Pair) -> float:
        return self.problem.hours([*self.pairs, pair]) - self.hours

    def open_pairs(self, closed: frozenset[Pair]) -> list[Pair]:
        """Return the pairs that still fit."""
        left = self.problem.capacity - self.hours + 1e-9
        return [
            pair
            for pair in self.problem.candidates
            if pair not in self.pairs
            and pair not in closed
            and len(self.carried.get(pair[0], ())) < self.problem.load
            and self.extra_hours(pair) <= left
        ]

    def heard_with(self, pairs: list[Pair]) -> FloatArray:
        """Return what each listener hears with one pair more, shape (pairs, listeners)."""
        if not pairs:
            return np.zeros((0, len(self.objective.listeners)))
        found: list[WordArray] = []
        for person, argument in pairs:
            with_it = tuple(sorted((*self.carried.get(person, ()), argument)))
            found.append(self.objective.option(person, with_it) | self.bits)
        return self.objective.heard(np.stack(found))


def _score(objective: WorldObjective, heard: FloatArray) -> Score:
    return objective.score(heard)


def greedy_search(problem: PlanningProblem, objective: WorldObjective) -> SearchOutcome:
    """Return a good plan with a true upper bound.

    Parameters
    ----------
    problem : PlanningProblem
    objective : WorldObjective

    Returns
    -------
    SearchOutcome

    Raises
    ------
    PlanningError
        If what is required does not fit into the hours.
    """
    start = _required_start(problem, objective)
    plans = [_grow(problem, objective, start, per_hour) for per_hour in (False, True)]
    plans = [_improve(problem, objective, plan) for plan in plans]
    best = max(plans, key=lambda plan: (_score(objective, objective.heard(objective.bits(plan))), _names(plan)))
    value = objective.value(best)
    visited = [frozenset[Pair](), *plans]
    bound = min(_bound_of_all(_State(problem, objective, pairs)) for pairs in visited)
    return SearchOutcome(tuple(sorted(best)), value, max(bound, value), bound <= value + SLACK, len(visited))


def _names(plan: frozenset[Pair]) -> list[tuple[int, int]]:
    return [(-person, -argument) for person, argument in sorted(plan)]


def _required_start(problem: PlanningProblem, objective: WorldObjective) -> frozenset[Pair]:
    chosen: frozenset[Pair] = frozenset()
    for group in problem.required:
        if chosen.intersection(group):
            continue
        options = [frozenset({*chosen, pair}) for pair in group if problem.fits([*chosen, pair])]
        if not options:
            remedy = f"raise the capacity of {problem.capacity:g} h or require less"
            raise PlanningError(Problem(("require",), "what is required does not fit into hours and load", remedy))
        chosen = max(options, key=lambda plan: (objective.value(plan), -problem.hours(plan)))
    return chosen


def _grow(
    problem: PlanningProblem, objective: WorldObjective, pairs: frozenset[Pair], per_hour: bool
) -> frozenset[Pair]:
    while True:
        state = _State(problem, objective, pairs)
        options = state.open_pairs(frozenset())
        now = _score(objective, state.heard)
        best: tuple[Score, Pair] | None = None
        for pair, heard in zip(options, state.heard_with(options), strict=True):
            value, tie = _score(objective, heard)
            price = max(state.extra_hours(pair), 1e-9) if per_hour else 1.0
            gain = ((value - now[0]) / price, (tie - now[1]) / price)
            if max(gain) > SLACK and (best is None or gain > best[0]):
                best = gain, pair
        if best is None:
            return pairs
        pairs = pairs | {best[1]}


def _improve(problem: PlanningProblem, objective: WorldObjective, pairs: frozenset[Pair]) -> frozenset[Pair]:
    """Exchange one pair for another, then grow again, as long as it helps."""
    current = _score(objective, objective.heard(objective.bits(pairs)))
    for _ in range(20):
        better: tuple[Score, frozenset[Pair]] | None = None
        for out in sorted(pairs):
            rest = pairs - {out}
            state = _State(problem, objective, rest)
            options = [pair for pair in state.open_pairs(frozenset({out})) if problem.meets_requirements({*rest, pair})]
            for pair, heard in zip(options, state.heard_with(options), strict=True):
                score = _score(objective, heard)
                if score > (current[0] + SLACK, -1.0) and (better is None or score > better[0]):
                    better = score, rest | {pair}
        if better is None:
            return pairs
        pairs = _grow(problem, objective, better[1], per_hour=False)
        current = _score(objective, objective.heard(objective.bits(pairs)))
    return pairs


def _bound_within(state: _State, closed: frozenset[Pair]) -> float:
    """Return an upper bound on the value of every plan that contains the state's pairs and none of the closed ones."""
    problem = state.problem
    options = state.open_pairs(closed)
    people = {person for person, _ in options}
    meet = {person: 0.0 if person in state.carried else problem.meet[person] for person in people}
    room = {person: problem.load - len(state.carried.get(person, ())) for person in people}
    return _relaxed_value(state, options, meet, room, problem.capacity - state.hours)


def _bound_of_all(state: _State) -> float:
    """Return an upper bound on the value of every plan: what any plan adds to the state is chosen in the full hours."""
    problem = state.problem
    options = [pair for pair in problem.candidates if pair not in state.pairs and problem.fits([pair])]
    people = {person for person, _ in options}
    meet = {person: problem.meet[person] for person in people}
    return _relaxed_value(state, options, meet, dict.fromkeys(people, problem.load), problem.capacity)


def _relaxed_value(
    state: _State, options: list[Pair], meet: dict[int, float], room: dict[int, int], hours: float
) -> float:
    heard = state.heard_with(options)
    objective, problem = state.objective, state.problem

    def relaxed(single: FloatArray) -> float:
        gains: dict[int, list[float]] = {person: [] for person in sorted(meet)}
        for (person, _), gain in zip(options, single.tolist(), strict=True):
            gains[person].append(gain)
        return relaxed_gain(gains, meet, problem.deliver, room, hours)

    deal = objective.deal
    if deal.rule in ("single", "weighted"):
        power = np.array([deal.deciders.get(listener, 0.0) for listener in objective.listeners])
        return float(state.heard @ power + relaxed((heard - state.heard) @ power))
    most = {
        listener: min(float(state.heard[row]) + relaxed(heard[:, row] - state.heard[row]), 1.0)
        for row, listener in enumerate(objective.listeners)
    }
    return apply_rule(deal, most)


def exact_search(
    problem: PlanningProblem, objective: WorldObjective, work_limit: int, deadline: Deadline
) -> SearchOutcome:
    """Return the best plan in the common worlds, proved unless the work limit cuts the search.

    Parameters
    ----------
    problem : PlanningProblem
    objective : WorldObjective
    work_limit : int
        Search nodes at most.
    deadline : Deadline
        A cut in seconds, if the caller wants one.

    Returns
    -------
    SearchOutcome
        ``bound`` equals ``value`` where ``proved``.
    """
    first = greedy_search(problem, objective)
    best, best_score = frozenset(first.pairs), _score(objective, objective.heard(objective.bits(first.pairs)))
    stack: list[tuple[float, frozenset[Pair], frozenset[Pair]]] = [(first.bound, frozenset(), frozenset())]
    nodes = 0
    while stack:
        bound, pairs, closed = stack.pop()
        if bound <= best_score[0] + SLACK:
            continue
        if nodes >= work_limit or deadline.passed():
            open_bound = max(bound, *(entry[0] for entry in stack)) if stack else bound
            limit = min(max(open_bound, best_score[0]), first.bound)
            return SearchOutcome(tuple(sorted(best)), best_score[0], max(limit, best_score[0]), False, nodes)
        nodes += 1
        state = _State(problem, objective, pairs)
        options = state.open_pairs(closed)
        heard = state.heard_with(options)
        scores = [_score(objective, row) for row in heard]
        for pair, score in zip(options, scores, strict=True):
            if score > (best_score[0] + SLACK, -1.0) and problem.meets_requirements({*pairs, pair}):
                best, best_score = pairs | {pair}, score
        if not options:
            continue
        now = _score(objective, state.heard)
        prices = [max(state.extra_hours(pair), 1e-9) for pair in options]
        gains = [
            ((score[0] - now[0]) / price, (score[1] - now[1]) / price)
            for score, price in zip(scores, prices, strict=True)
        ]
        branch = options[max(range(len(options)), key=gains.__getitem__)]
        without = closed | {branch}
        limit = min(bound, _bound_within(state, without))
        if limit > best_score[0] + SLACK:
            stack.append((limit, pairs, without))
        inside = pairs | {branch}
        limit = min(bound, _bound_within(_State(problem, objective, inside), closed))
        if limit > best_score[0] + SLACK:
            stack.append((limit, inside, closed))
    return SearchOutcome(tuple(sorted(best)), best_score[0], best_score[0], True, nodes)
