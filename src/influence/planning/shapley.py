"""What each pair of a plan contributes: Shapley's value in the common worlds.

Shapley, "A value for n-person games" (1953); sampled by random orders where there are too many subsets (Castro, Gómez
and Tejada, "Polynomial calculation of the Shapley value based on sampling", 2009).
"""

from __future__ import annotations

from math import factorial

import numpy as np

from influence._types import RandomSource
from influence._work import as_generator
from influence.planning.objective import WorldObjective
from influence.planning.problem import Pair

__all__ = ["EXACT_LIMIT", "shapley_shares"]

EXACT_LIMIT = 12
"""Pairs up to which all subsets are valued."""
ORDERS = 400
"""Random orders beyond that."""


def shapley_shares(
    objective: WorldObjective, pairs: tuple[Pair, ...], rng: RandomSource = 0
) -> tuple[list[float], list[float]]:
    """Return each pair's share of the value in the common worlds, and the standard error of each share.

    Parameters
    ----------
    objective : WorldObjective
    pairs : tuple of (int, int)
    rng : int, numpy.random.Generator or None
        For random orders, beyond :data:`EXACT_LIMIT` pairs.

    Returns
    -------
    (list of float, list of float)
        Shares that add up to the value; errors that are 0 where the shares are exact.
    """
    count = len(pairs)
    if count <= EXACT_LIMIT:
        values = [objective.value(pairs[i] for i in range(count) if subset >> i & 1) for subset in range(1 << count)]
        shares = []
        for i in range(count):
            share = 0.0
            for subset in range(1 << count):
                if not subset >> i & 1:
                    size = subset.bit_count()
                    weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                    share += weight * (values[subset | 1 << i] - values[subset])
            shares.append(share)
        return shares, [0.0] * count
    generator = as_generator(rng)
    gains = np.zeros((ORDERS, count))
    for row in range(ORDERS):
        before, so_far = 0.0, list[Pair]()
        for i in generator.permutation(count).tolist():
            so_far.append(pairs[i])
            after = objective.value(so_far)
            gains[row, i] = after - before
            before = after
    return gains.mean(axis=0).tolist(), (gains.std(axis=0, ddof=1) / np.sqrt(ORDERS)).tolist()
