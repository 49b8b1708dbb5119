"""How much of a plan's reach is earned on concerns that people around the decision share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from influence._types import BoolArray, FloatArray
from influence.planning.constraints import Pair
from influence.planning.objective import ReachObjective
from influence.propagate.shared_ground import shared_concerns

__all__ = ["CommonGround", "keeps_common_ground"]


@dataclass(frozen=True)
class CommonGround:
    """The condition that at least a share of a plan's reach is earned on shared concerns.

    Parameters
    ----------
    objective : ReachObjective
    weights : ndarray, shape (listeners, concerns)
        What reaching each listener on each concern counts.
    shared : ndarray of bool, shape (concerns,)
    least : float
        In [0, 1].
    """

    objective: ReachObjective
    weights: FloatArray
    shared: BoolArray
    least: float

    def margin(self, pairs: Collection[Pair]) -> float:
        """Return the reach earned on shared concerns beyond what is asked; below 0 where it is too little."""
        earned = (self.objective.parts(sorted(pairs)) * self.weights).sum(axis=0)
        return float(earned[self.shared].sum()) - (self.least - 1e-9) * float(earned.sum())

    def __call__(self, pairs: Collection[Pair]) -> bool:
        """Whether a plan keeps enough common ground."""
        return self.margin(pairs) >= 0


def keeps_common_ground(objective: ReachObjective, least: float) -> CommonGround:
    """Return the condition that at least a share of a plan's reach is earned on shared concerns.

    Parameters
    ----------
    objective : ReachObjective
    least : float
        In [0, 1]. A plan that reaches nobody has no common ground to keep and is admitted.

    Returns
    -------
    CommonGround
    """
    deal, audience = objective.deal, objective.audience
    deciders = [objective.arrays.person(decider) for decider, power in deal.deciders.items() if power > 0]
    shared = shared_concerns(objective.arrays, deciders)[audience.columns]
    power = np.array([deal.deciders.get(listener, 0.0) for listener in audience.listeners])
    weights = power[:, None] * audience.salience

    return CommonGround(objective, weights, shared, least)
