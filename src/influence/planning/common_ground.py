"""How much of a plan's reach is earned on concerns that people around the decision share."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from influence.planning.constraints import Pair
from influence.planning.objective import ReachObjective
from influence.propagate.shared_ground import shared_concerns

__all__ = ["keeps_common_ground"]


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
    deciders = [objective.arrays.person(decider) for decider, power in deal.deciders.items() if power > 0]
    shared = shared_concerns(objective.arrays, deciders)[audience.columns]
    power = np.array([deal.deciders.get(listener, 0.0) for listener in audience.listeners])
    weights = power[:, None] * audience.salience

    def keeps(pairs: Collection[Pair]) -> bool:
        earned = (objective.parts(sorted(pairs)) * weights).sum(axis=0)
        total = float(earned.sum())
        return total <= 0 or float(earned[shared].sum()) >= (least - 1e-9) * total

    return keeps
