"""How much the best plan can be worth at most.

The worth to each listener is monotone and submodular in the set of pairs, so the gain of any further set is at most the
sum of the single gains. Choosing pairs by these gains within the hours, with the meeting of a person shared by the
pairs that need it, is a multiple-choice knapsack; its linear relaxation is solved by taking the steps of each person's
concave hull in the order of gain per hour (Sinha and Zoltners, "The multiple-choice knapsack problem", Operations
Research 27, 1979). Hours of preparation and of single sellers are left out, which can only raise the bound.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from influence._types import BoolArray, FloatArray
from influence.planning.candidates import CandidateTable
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.objectives import Objective

__all__ = ["bound_within", "relaxed_gain"]


def relaxed_gain(
    gains: Mapping[int, Sequence[float]],
    meet: Mapping[int, float],
    deliver: float,
    room: Mapping[int, int],
    hours: float,
) -> float:
    """Return an upper bound on what further pairs can add.

    Parameters
    ----------
    gains : mapping of int to sequence of float
        For each person, the single gains of the pairs that are still open, each 0 or more.
    meet : mapping
        Hours of a meeting still to be paid for each person; 0 for those who are met anyway.
    deliver : float
        Hours of one pair.
    room : mapping
        How many more arguments each person can carry.
    hours : float
        Hours that are left.

    Returns
    -------
    float

    Examples
    --------
    One person, two arguments of gain 0.4 and 0.2, half an hour each after a meeting of an hour:

    >>> round(relaxed_gain({0: [0.4, 0.2]}, {0: 1.0}, 0.5, {0: 2}, 1.5), 12)
    0.45
    """
    steps = [
        step
        for person in gains
        for step in _hull(sorted(gains[person], reverse=True), meet[person], deliver, room[person])
    ]
    steps.sort(key=lambda step: -step[1] / step[0] if step[0] > 0 else float("-inf"))
    total = 0.0
    for cost, gain in steps:
        if cost > hours:
            return total + (gain * hours / cost if hours > 0 else 0.0)
        total += gain
        hours -= cost
    return total


def _hull(gains: Sequence[float], meet: float, deliver: float, room: int) -> list[tuple[float, float]]:
    """Return the steps (hours, gain) of a person's concave hull, best return first."""
    steps: list[tuple[float, float]] = []
    for number, single in enumerate(gains[:room]):
        if single <= 0:
            break
        cost, gain = deliver + (meet if number == 0 else 0.0), single
        while steps and steps[-1][1] * cost < gain * steps[-1][0]:
            earlier_cost, earlier_gain = steps.pop()
            cost, gain = cost + earlier_cost, gain + earlier_gain
        steps.append((cost, gain))
    return steps


def bound_within(
    problem: PlanningProblem,
    objective: Objective,
    table: CandidateTable,
    inside: Collection[Pair],
    open_pairs: BoolArray,
    now: FloatArray,
    more: FloatArray,
) -> float:
    """Return an upper bound on the value of every plan that has some pairs and beside them only open ones.

    The gains may be seen from any plan that was visited: whatever a plan adds to the visited one is chosen among the
    open pairs within the hours that the pairs inside leave.

    Parameters
    ----------
    problem : PlanningProblem
    objective : Objective
        Monotone and submodular for each listener.
    table : CandidateTable
    inside : collection of (int, int)
        Pairs that all these plans have.
    open_pairs : ndarray of bool, shape (candidates,)
        Candidates that they may have and the visited plan has not.
    now : ndarray, shape (L,)
        What each listener hears under the visited plan together with the pairs inside.
    more : ndarray, shape (candidates, L)
        What each candidate adds to it.

    Returns
    -------
    float
    """
    carried: dict[int, int] = {}
    for actor, _ in inside:
        carried[actor] = carried.get(actor, 0) + 1
    hours = problem.capacity - problem.hours(inside)
    numbers = np.flatnonzero(open_pairs)
    actors = table.actor[numbers].tolist()
    meet = {actor: 0.0 if actor in carried else problem.meet[actor % problem.people] for actor in actors}
    room = {actor: problem.load - carried.get(actor, 0) for actor in actors}

    def relaxed(single: FloatArray) -> float:
        gains: dict[int, list[float]] = {actor: [] for actor in actors}
        for actor, gain in zip(actors, single.tolist(), strict=True):
            gains[actor].append(gain)
        return relaxed_gain(gains, meet, problem.deliver, room, hours)

    weights = objective.weights
    if weights is not None:
        return float(now @ weights) + relaxed(more[numbers] @ weights)
    most = [min(float(now[row]) + relaxed(more[numbers, row]), 1.0) for row in range(len(now))]
    return float(objective.scores(np.array([most]))[0, 0])
