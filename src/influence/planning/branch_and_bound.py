"""Choosing the pairs with proof: branch and bound.

The search branches on the pair with the largest gain per hour and prunes with the submodular relaxation (Nemhauser and
Wolsey, "Maximizing submodular set functions", 1981), seen from the partial plan and from its greedy completion: the
lesser of the two counts.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

import numpy as np

from influence._types import BoolArray, FloatArray, IndexArray
from influence._work import Deadline
from influence.errors import PlanningError
from influence.planning.constraints import PlanningProblem
from influence.planning.objectives import Objective
from influence.planning.search import DIGITS, Chosen, Condition, Desk, Score, SearchOutcome, greedy_search, no_plan

__all__ = ["exact_search"]

TOLERANCE = 10.0**-DIGITS
"""What a plan has to be better by, to count as better."""
TOLD_EVERY = 64
"""Partial plans between two reports of progress."""

Node = tuple[float, int, Chosen, BoolArray]
"""Minus the bound, a serial number that breaks ties, pairs inside, candidates closed."""


def exact_search(
    problem: PlanningProblem,
    objective: Objective,
    work_limit: int,
    deadline: Deadline,
    condition: Condition | None = None,
    told: Callable[[int], None] | None = None,
) -> SearchOutcome:
    """Return the best plan, proved unless the work limit cuts the search.

    Parameters
    ----------
    problem : PlanningProblem
    objective : Objective
    work_limit : int
        Partial plans looked at, at most.
    deadline : Deadline
        A cut in seconds, if the caller wants one.
    condition : callable or None
        What a finished plan has to satisfy beside hours, load and requirements.
    told : callable or None
        Told the number of partial plans looked at, now and then.

    Returns
    -------
    SearchOutcome
        ``bound`` equals ``value`` where ``proved``.

    Raises
    ------
    PlanningError
        If it is proved that no plan satisfies the condition, or none was found.
    """
    search = _Search(Desk(problem, objective, condition))
    while search.open:
        if search.top <= search.score[0] + TOLERANCE:
            break
        if search.nodes >= work_limit or deadline.passed():
            return search.outcome(proved=False)
        if told is not None and search.nodes % TOLD_EVERY == 0:
            told(search.nodes)
        search.step()
    return search.outcome(proved=True)


class _Search:
    """The partial plans still open, and the best plan so far."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.best: Chosen | None = None
        self.score: Score = (-np.inf, -np.inf)
        self.nodes = self.serial = 0
        nothing = np.zeros(len(desk.table.pairs), dtype=bool)
        limit = desk.limit(frozenset(), nothing, frozenset())
        try:
            greedy = greedy_search(desk.problem, desk.objective, condition=desk.condition)
        except PlanningError:
            pass  # the search itself may still find what the greedy order missed
        else:
            self.best = frozenset(greedy.pairs)
            self.score, limit = desk.score(self.best), greedy.bound
        self.open: list[Node] = [(-limit, 0, frozenset(), nothing)]

    @property
    def top(self) -> float:
        """A bound on all that is still open."""
        return -self.open[0][0]

    def step(self) -> None:
        """Look at the most promising partial plan and split it."""
        desk = self.desk
        top, _, inside, closed = heappop(self.open)
        self.nodes += 1
        numbers, hours, scores = desk.options(inside)
        usable = np.flatnonzero(~closed[numbers]).tolist()
        for place in usable:
            option = inside | {desk.table.pairs[int(numbers[place])]}
            if scores[place] > self.score and desk.admits(option):
                self.best, self.score = option, scores[place]
        if not usable:
            return
        branch = self._branch(inside, numbers[usable], hours[usable])
        without = closed.copy()
        without[branch] = True
        for pairs, shut in ((inside, without), (inside | {desk.table.pairs[branch]}, closed)):
            limit = min(-top, self._limit(pairs, shut))
            if limit > self.score[0] + TOLERANCE:
                self.serial += 1
                heappush(self.open, (-limit, self.serial, pairs, shut))

    def _branch(self, inside: Chosen, numbers: IndexArray, hours: FloatArray) -> int:
        """Return the candidate with the largest gain per hour, doors taken as open."""
        now, more = self.desk.view(inside, relaxed=True)
        scores = self.desk.relaxed.scores
        gains = scores(now + more[numbers]) - scores(now[None])
        rates = np.round(gains / np.maximum(hours, 1e-9)[:, None], DIGITS).tolist()
        return int(numbers[max(range(len(rates)), key=lambda place: (*rates[place], -place))])

    def _limit(self, inside: Chosen, closed: BoolArray) -> float:
        """Return a bound on the plans of a node, seen from it and from it with the best plan so far."""
        seen_from = [inside] if self.best is None or self.best <= inside else [inside, inside | self.best]
        return min(self.desk.limit(inside, closed, seen) for seen in seen_from)

    def outcome(self, proved: bool) -> SearchOutcome:
        """Return what was found."""
        if self.best is None:
            raise PlanningError(no_plan(self.desk.problem))
        value = self.desk.objective.value(sorted(self.best))
        bound = value if proved else max(self.top, value)
        return SearchOutcome(tuple(sorted(self.best)), value, bound, proved, self.nodes)
