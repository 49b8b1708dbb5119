"""Candidates as arrays: which of them still fit into a plan, and at how many hours more."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from influence._types import BoolArray, FloatArray
from influence.planning.constraints import Pair, PlanningProblem

__all__ = ["CandidateTable"]


class CandidateTable:
    """The candidates of a problem, to be asked about all at once.

    Parameters
    ----------
    problem : PlanningProblem
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self.pairs: tuple[Pair, ...] = problem.candidates
        ends = np.array(self.pairs, dtype=np.int64).reshape(-1, 2)
        self.actor, self.argument = ends[:, 0], ends[:, 1]
        self.person = self.actor % problem.people
        self.seller = self.actor // problem.people
        self.meet: FloatArray = np.array(problem.meet)[self.person]
        self.prepare: FloatArray = np.array(problem.prepare)[self.argument]
        self.number = {pair: number for number, pair in enumerate(self.pairs)}
        self._actors = int(self.actor.max(initial=-1)) + 1
        self._arguments = len(problem.prepare)

    def room(self, chosen: Collection[Pair]) -> tuple[BoolArray, FloatArray]:
        """Return which candidates fit beside those chosen, and the hours that each costs more."""
        problem = self.problem
        count = np.zeros(max(self._actors, 1), dtype=np.int64)
        prepared = np.zeros(max(self._arguments, 1), dtype=bool)
        taken = np.full(problem.people, -1, dtype=np.int64)
        inside = np.zeros(len(self.pairs), dtype=bool)
        for pair in chosen:
            count[pair[0]] += 1
            prepared[pair[1]] = True
            taken[pair[0] % problem.people] = pair[0]
            inside[self.number[pair]] = True
        new = count[self.actor] == 0
        own = problem.deliver + np.where(new, self.meet, 0.0)
        extra = own + np.where(prepared[self.argument], 0.0, self.prepare)
        left = problem.capacity - problem.hours(chosen) + 1e-9
        holder = taken[self.person]
        fits = ~inside & (count[self.actor] < problem.load) & (extra <= left)
        fits &= (holder < 0) | (holder == self.actor)
        if problem.seller_hours:
            free = np.array(problem.seller_hours) - self._spent(count)
            fits &= own <= free[self.seller] + 1e-9
        return fits, extra

    def _spent(self, count: np.ndarray[tuple[int], np.dtype[np.int64]]) -> FloatArray:
        problem = self.problem
        spent = np.zeros(len(problem.seller_hours))
        for actor in np.flatnonzero(count).tolist():
            spent[actor // problem.people] += problem.meet[actor % problem.people] + problem.deliver * int(count[actor])
        return spent
