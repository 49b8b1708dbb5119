"""How much of a plan's reach is earned on concerns that people around the decision share."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from influence._types import BoolArray
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.planning.constraints import Pair
from influence.planning.objective import ReachObjective

__all__ = ["keeps_common_ground", "shared_concerns"]


def shared_concerns(deal: Deal, arrays: DealArrays) -> BoolArray:
    """Return which concerns two or more of the deciders and of those with a tie into a decider share, shape (C,)."""
    deciders = [arrays.person(decider) for decider in deal.deciders]
    ties = arrays.facts.ties
    speakers = ties.tail[np.isin(ties.head, deciders)].tolist()
    around = sorted({*deciders, *speakers})
    return np.asarray((arrays.salience[around] >= 1.0 / len(arrays.facts.concerns)).sum(axis=0) >= 2)


def keeps_common_ground(objective: ReachObjective, least: float) -> Callable[[Collection[Pair]], bool]:
    """Return the condition that at least a share of a plan's reach is earned on shared concerns.

    Parameters
    ----------
    objective : ReachObjective
    least : float
        In [0, 1]. A plan that reaches nobody has no common ground to keep and is admitted.

    Returns
    -------
    callable
    """
    deal, audience = objective.deal, objective.audience
    shared = shared_concerns(deal, objective.arrays)[audience.columns]
    power = np.array([deal.deciders.get(listener, 0.0) for listener in audience.listeners])
    weights = power[:, None] * audience.salience

    def keeps(pairs: Collection[Pair]) -> bool:
        earned = (objective.parts(sorted(pairs)) * weights).sum(axis=0)
        total = float(earned.sum())
        return total <= 0 or float(earned[shared].sum()) >= (least - 1e-9) * total

    return keeps
