"""Friedkin and Johnsen's equilibrium of opinions for any weights and susceptibilities.

Friedkin and Johnsen, "Social influence and opinions", Journal of Mathematical Sociology 15, 1990.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from influence._types import FloatArray
from influence.errors import InputError, Problem

__all__ = ["friedkin_johnsen"]

LARGEST_CONDITION = 1e12
"""Condition number beyond which a system counts as singular."""


def friedkin_johnsen(weights: ArrayLike, susceptibility: ArrayLike, initial: ArrayLike) -> FloatArray:
    """Return the opinions at which people settle.

    Solves ``x = A W x + (I − A) s`` with A the diagonal matrix of susceptibilities and s the initial opinions.

    Parameters
    ----------
    weights : array_like, shape (n, n)
        Row i is whom person i listens to, and how much; finite.
    susceptibility : array_like, shape (n,)
        Share in [0, 1] of a person's opinion that comes from others.
    initial : array_like, shape (n,)
        Opinions to begin with, on any scale.

    Returns
    -------
    ndarray, shape (n,)
        On the scale of ``initial``.

    Raises
    ------
    InputError
        If shapes or values do not fit, all problems at once, or if nobody is anchored, so that there is no single
        equilibrium.

    References
    ----------
    Friedkin, Johnsen: Social influence and opinions. Journal of Mathematical Sociology 15, 1990.

    Examples
    --------
    >>> friedkin_johnsen([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], [0.0, 1.0]).tolist()
    [0.5, 1.0]
    """
    matrix = np.asarray(weights, dtype=np.float64)
    shares = np.asarray(susceptibility, dtype=np.float64)
    opinions = np.asarray(initial, dtype=np.float64)
    problems = []
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        problems.append(Problem(("weights",), f"has shape {matrix.shape}", "give a square matrix"))
    for name, vector in (("susceptibility", shares), ("initial", opinions)):
        if vector.shape != matrix.shape[:1]:
            problems.append(Problem((name,), f"has shape {vector.shape}", f"give {len(matrix)} numbers"))
    for name, values in (("weights", matrix), ("susceptibility", shares), ("initial", opinions)):
        if not np.isfinite(values).all():
            problems.append(Problem((name,), "holds a number that is not finite", "give finite numbers"))
    if ((shares < 0) | (shares > 1)).any():
        problems.append(Problem(("susceptibility",), "leaves the range from 0 to 1", "give shares from 0 to 1"))
    if problems:
        raise InputError(problems)
    system = np.eye(len(matrix)) - shares[:, None] * matrix
    if len(matrix) and np.linalg.cond(system) > LARGEST_CONDITION:
        remedy = "give at least one person of each group a susceptibility below 1"
        raise InputError(Problem(("susceptibility",), "leaves nobody anchored: there is no single equilibrium", remedy))
    return np.asarray(np.linalg.solve(system, (1.0 - shares) * opinions), dtype=np.float64)
