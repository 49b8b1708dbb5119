"""Where the limit on arguments per person holds a plan back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from influence.graph.arrays import DealArrays
from influence.planning.candidates import CandidateTable
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.objectives import Objective
from influence.planning.records import LoadLimit

__all__ = ["load_limit"]


def load_limit(
    arrays: DealArrays, problem: PlanningProblem, objective: Objective, pairs: tuple[Pair, ...]
) -> LoadLimit | None:
    """Return how the load holds a plan back, or None where nobody could carry more than they do.

    Parameters
    ----------
    arrays : DealArrays
    problem : PlanningProblem
    objective : Objective
    pairs : tuple of (int, int)

    Returns
    -------
    LoadLimit or None
    """
    carried = Counter(actor for actor, _ in pairs)
    open_to = Counter(actor for actor, _ in problem.candidates)
    full = [actor for actor, count in carried.items() if count >= problem.load and open_to[actor] > count]
    if not full:
        return None
    table = CandidateTable(replace(problem, load=problem.load + 1))
    fits, _ = table.room(pairs)
    places = np.flatnonzero(fits & np.isin(table.actor, full)).tolist()
    gain = 0.0
    if places:
        now = objective.heard(pairs)
        more = objective.increments(pairs, [problem.candidates[place] for place in places])
        scores = objective.scores(now + more)[:, 0]
        gain = max(float(scores.max()) - float(objective.scores(now[None])[0, 0]), 0.0)
    people = dict.fromkeys(arrays.facts.people[actor % problem.people] for actor in sorted(full))
    return LoadLimit(problem.load, tuple(people), round(gain, 11))
