"""What each pair of a plan contributes: Shapley's value.

Where the value is a weighted sum and nobody opens doors, the value's multilinear extension is a polynomial in one
variable along the diagonal, and Shapley's value is its integral (Owen, "Multilinear extensions of games", Management
Science 18, 1972): Gauss and Legendre's rule with half as many points as pairs gives it without error. Otherwise all
subsets are valued (Shapley, "A value for n-person games", 1953), or random orders where there are too many (Castro,
Gómez and Tejada, "Polynomial calculation of the Shapley value based on sampling", 2009).
"""

from __future__ import annotations

from math import factorial

import numpy as np

from influence._types import FloatArray, RandomSource
from influence._work import as_generator
from influence.planning.constraints import Pair
from influence.planning.objective import ReachObjective, carried
from influence.planning.objectives import Objective

__all__ = ["EXACT_LIMIT", "shapley_shares"]

EXACT_LIMIT = 12
"""Pairs up to which all subsets are valued."""
ORDERS = 400
"""Random orders beyond that."""


def shapley_shares(
    objective: Objective, pairs: tuple[Pair, ...], rng: RandomSource = 0
) -> tuple[list[float], list[float]]:
    """Return each pair's share of what the plan adds to doing nothing, and the standard error of each share.

    Parameters
    ----------
    objective : Objective
    pairs : tuple of (int, int)
    rng : int, numpy.random.Generator or None
        For random orders.

    Returns
    -------
    (list of float, list of float)
        Shares that add up to the value of the plan less that of nothing; errors that are 0 where the shares are exact
        for the objective.
    """
    count = len(pairs)
    if isinstance(objective, ReachObjective) and objective.weights is not None and not objective.hearing.has_doors:
        return diagonal_integral(objective, pairs).tolist(), [0.0] * count
    if count <= EXACT_LIMIT:
        return _over_subsets(objective, pairs), [0.0] * count
    generator = as_generator(rng)
    gains = np.zeros((ORDERS, count))
    for row in range(ORDERS):
        before, so_far = objective.value(()), list[Pair]()
        for place in generator.permutation(count).tolist():
            so_far.append(pairs[place])
            after = objective.value(so_far)
            gains[row, place] = after - before
            before = after
    return gains.mean(axis=0).tolist(), (gains.std(axis=0, ddof=1) / np.sqrt(ORDERS)).tolist()


def _over_subsets(objective: Objective, pairs: tuple[Pair, ...]) -> list[float]:
    count = len(pairs)
    values = [objective.value([pairs[i] for i in range(count) if subset >> i & 1]) for subset in range(1 << count)]
    shares = []
    for place in range(count):
        share = 0.0
        for subset in range(1 << count):
            if not subset >> place & 1:
                size = subset.bit_count()
                weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                share += weight * (values[subset | 1 << place] - values[subset])
        shares.append(share)
    return shares


def diagonal_integral(objective: ReachObjective, pairs: tuple[Pair, ...]) -> FloatArray:
    """Return Shapley's value of a weighted sum of reaches as the integral along the diagonal.

    Parameters
    ----------
    objective : ReachObjective
        With a rule that is a weighted sum, without introductions.
    pairs : tuple of (int, int)

    Returns
    -------
    ndarray, shape (pairs,)
    """
    weights = objective.weights
    shares = np.zeros(len(pairs))
    if weights is None or not pairs:
        return shares
    # each pair enters every term at most once, so the integrand has degree below the number of pairs
    points, lengths = np.polynomial.legendre.leggauss(len(pairs) // 2 + 1)
    for point, length in zip((points + 1.0) / 2.0, lengths / 2.0, strict=True):
        slopes, missed = _along_diagonal(objective, pairs, float(point))
        for row, column, carrying in objective.carrying(missed):
            weight = length * weights[row] * objective.audience.salience[row, column]
            for place, (actor, _) in enumerate(pairs):
                person = actor % objective.people
                shares[place] += weight * carrying[person] / missed[actor][column] * slopes[place][column]
    return shares


def _along_diagonal(
    objective: ReachObjective, pairs: tuple[Pair, ...], point: float
) -> tuple[list[FloatArray], dict[int, FloatArray]]:
    """Return how fast each pair moves its person where every pair is in with one probability, and who is missed."""
    access = objective.hearing.base
    people = carried(pairs)
    held = {
        actor: 1.0 - point * (1.0 - objective.unmoved[actor, list(arguments)]) for actor, arguments in people.items()
    }
    missed = {actor: 1.0 - access[actor] * (1.0 - left.prod(axis=0)) for actor, left in held.items()}
    slopes = []
    for actor, argument in pairs:
        others = [row for row, other in enumerate(people[actor]) if other != argument]
        convinced = 1.0 - objective.unmoved[actor, argument]
        slopes.append(access[actor] * convinced * held[actor][others].prod(axis=0))
    return slopes, missed
