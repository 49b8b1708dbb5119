"""Friedkin and Johnsen's equilibrium of opinions for any weights and susceptibilities.

Friedkin and Johnsen, "Social influence and opinions", Journal of Mathematical Sociology 15, 1990.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from influence._show import Result, Table
from influence._types import FloatArray
from influence.errors import InputError, Problem
from influence.propagate.opinion_system import OpinionSystem

__all__ = ["Equilibrium", "OpinionShares", "equilibrium", "friedkin_johnsen", "opinion_shares"]

TOLERANCE = 1e-9
"""Error that is aimed at, as a share of the largest opinion to begin with."""


@dataclass(frozen=True, eq=False)
class Equilibrium(Result):
    """Where opinions settle, and how far off that can be.

    Parameters
    ----------
    opinions : ndarray, shape (n,)
        On the scale of the opinions to begin with.
    error_bound : float
        No opinion is farther than this from its exact value, rounding included; infinite where nothing can be proved,
        which takes rows whose absolute weights sum to more than 1.
    residual : float
        Largest amount by which an opinion misses its own equation.
    rounds : int
        Products with the matrix; 0 where the system was solved directly.
    method : str
        ``direct``, ``jacobi``, ``bicgstab`` or ``gmres``.

    Examples
    --------
    >>> print(equilibrium([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], [0.0, 1.0]).method)
    direct
    """

    opinions: FloatArray
    error_bound: float
    residual: float
    rounds: int
    method: str

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibrium as plain data."""
        return {**vars(self), "opinions": self.opinions.tolist()}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each person."""
        rows = ({"person": row, "opinion": each} for row, each in enumerate(self.opinions.tolist()))
        return {"opinions": Table(rows, ("person", "opinion"))}

    def __str__(self) -> str:
        return f"{len(self.opinions):,} opinions, {_how(self)}"


@dataclass(frozen=True, eq=False)
class OpinionShares(Result):
    """How much everybody's own opinion counts in where one person's settles.

    Parameters
    ----------
    target : int
        The person.
    shares : ndarray, shape (n,)
        ``shares @ initial`` is the person's settled opinion; negative through negative weights.
    error_bound : float
        All shares together are no farther than this from their exact values; infinite where nothing can be proved.
    residual, rounds, method
        As in :class:`Equilibrium`; the residual is a sum over all people.

    Examples
    --------
    >>> opinion_shares([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], 0).target
    0
    """

    target: int
    shares: FloatArray
    error_bound: float
    residual: float
    rounds: int
    method: str

    def to_dict(self) -> dict[str, Any]:
        """Return the shares as plain data."""
        return {**vars(self), "shares": self.shares.tolist()}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each person."""
        rows = ({"person": row, "share": each} for row, each in enumerate(self.shares.tolist()))
        return {"shares": Table(rows, ("person", "share"))}

    def __str__(self) -> str:
        return f"{len(self.shares):,} shares in person {self.target}'s opinion, {_how(self)}"


def friedkin_johnsen(weights: Any, susceptibility: ArrayLike, initial: ArrayLike) -> FloatArray:
    """Return the opinions at which people settle.

    Solves ``x = A W x + (I − A) s`` with A the diagonal matrix of susceptibilities and s the initial opinions.
    :func:`equilibrium` says besides how far off they can be.

    Parameters
    ----------
    weights : array_like or scipy sparse matrix or array, shape (n, n)
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
        If shapes or values do not fit, all problems at once, or if some group has nobody who is anchored, so that there
        is no single equilibrium.

    References
    ----------
    Friedkin, Johnsen: Social influence and opinions. Journal of Mathematical Sociology 15, 1990.

    Examples
    --------
    >>> friedkin_johnsen([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], [0.0, 1.0]).tolist()
    [0.5, 1.0]
    """
    return equilibrium(weights, susceptibility, initial).opinions


def equilibrium(
    weights: Any, susceptibility: ArrayLike, initial: ArrayLike, *, tolerance: float = TOLERANCE
) -> Equilibrium:
    """Return the opinions at which people settle, and a bound on their error.

    A few hundred people are solved directly, a million in a second or two by listening again and again; where
    that closes in too slowly (susceptibilities near 1), by BiCGSTAB.

    Parameters
    ----------
    weights : array_like or scipy sparse matrix or array, shape (n, n)
        Row i is whom person i listens to, and how much; finite.
    susceptibility : array_like, shape (n,)
        Share in [0, 1] of a person's opinion that comes from others.
    initial : array_like, shape (n,)
        Opinions to begin with, on any scale.
    tolerance : float
        Error that is aimed at, above 0, as a share of the largest opinion to begin with. Rounding may not allow it:
        ``error_bound`` says what was reached.

    Returns
    -------
    Equilibrium

    Raises
    ------
    InputError
        If shapes or values do not fit, all problems at once, if some group has nobody who is anchored, or if no method
        ends.

    References
    ----------
    Friedkin, Johnsen: Social influence and opinions. Journal of Mathematical Sociology 15, 1990.
    van der Vorst: Bi-CGSTAB: a fast and smoothly converging variant of Bi-CG. SIAM Journal on Scientific and
    Statistical Computing 13, 1992.

    Examples
    --------
    >>> from scipy import sparse
    >>> ring = sparse.csr_array(([1.0] * 1000, ([*range(1000)], [*range(1, 1000), 0])))
    >>> found = equilibrium(ring, [0.5] * 1000, [1.0] + [0.0] * 999)
    >>> found.method, found.error_bound < 1e-9, round(float(found.opinions[999]), 6)
    ('jacobi', True, 0.25)
    """
    matrix, shares, opinions = _checked(weights, susceptibility, initial, tolerance)
    scale = float(np.abs(opinions).max(initial=0.0))
    found = OpinionSystem(matrix, shares).opinions(opinions, tolerance * scale)
    return Equilibrium(found.values, found.error_bound, found.residual, found.rounds, found.method)


def opinion_shares(
    weights: Any, susceptibility: ArrayLike, target: int, *, tolerance: float = TOLERANCE
) -> OpinionShares:
    """Return how much everybody's own opinion counts in where one person's settles.

    One row of the equilibrium's matrix, by one solution with the transposed system.

    Parameters
    ----------
    weights : array_like or scipy sparse matrix or array, shape (n, n)
        Row i is whom person i listens to, and how much; finite.
    susceptibility : array_like, shape (n,)
        Share in [0, 1] of a person's opinion that comes from others.
    target : int
        The person's row.
    tolerance : float
        Error of all shares together that is aimed at, above 0.

    Returns
    -------
    OpinionShares

    Raises
    ------
    InputError
        As in :func:`equilibrium`, or if there is no such row.

    Examples
    --------
    >>> opinion_shares([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], 0).shares.tolist()
    [0.5, 0.5]
    """
    matrix, shares, _ = _checked(weights, susceptibility, np.zeros(np.shape(susceptibility)), tolerance)
    if type(target) is bool or not 0 <= target < len(shares) or target != int(target):
        raise InputError(Problem(("target",), f"{target!r} is no row", f"give 0 to {len(shares) - 1}"))
    mix = np.zeros(len(shares))
    mix[target] = 1.0
    found = OpinionSystem(matrix, shares).shares(mix, tolerance)
    return OpinionShares(int(target), found.values, found.error_bound, found.residual, found.rounds, found.method)


def _checked(
    weights: Any, susceptibility: ArrayLike, initial: ArrayLike, tolerance: float
) -> tuple[Any, FloatArray, FloatArray]:
    """Return all as arrays of the same length; every problem is said."""
    matrix = _as_matrix(weights)
    values = matrix.data if hasattr(matrix, "indptr") else matrix
    shares = np.asarray(susceptibility, dtype=np.float64)
    opinions = np.asarray(initial, dtype=np.float64)
    problems = []
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        problems.append(Problem(("weights",), f"has shape {matrix.shape}", "give a square matrix"))
    for name, vector in (("susceptibility", shares), ("initial", opinions)):
        if vector.shape != matrix.shape[:1]:
            problems.append(
                Problem((name,), f"has shape {vector.shape}", f"give {matrix.shape[0] if matrix.ndim else 0} numbers")
            )
    for name, numbers in (("weights", values), ("susceptibility", shares), ("initial", opinions)):
        if not np.isfinite(numbers).all():
            problems.append(Problem((name,), "holds a number that is not finite", "give finite numbers"))
    if ((shares < 0) | (shares > 1)).any():
        problems.append(Problem(("susceptibility",), "leaves the range from 0 to 1", "give shares from 0 to 1"))
    if not tolerance > 0:
        problems.append(Problem(("tolerance",), f"{tolerance!r} is no error to aim at", "give a number above 0"))
    if problems:
        raise InputError(problems)
    return matrix, shares, opinions


def _as_matrix(weights: Any) -> Any:
    """Return weights as an array, or as sparse rows without duplicates; the caller's own are not changed."""
    if not hasattr(weights, "tocoo"):
        return np.asarray(weights, dtype=np.float64)
    from scipy import sparse

    rows: Any = sparse.csr_array(weights, dtype=np.float64)
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    return rows


def _how(found: Equilibrium | OpinionShares) -> str:
    rounds = f" in {found.rounds} rounds" if found.rounds else ""
    return f"{found.method}{rounds}, error at most {found.error_bound:.1e}"
