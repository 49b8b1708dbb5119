"""Solving x = A W x + b for a few people or a million, with a bound on the error that holds.

A is the diagonal matrix of susceptibilities, M = A W. Small systems are solved directly. In large ones everybody
listens again and again (Jacobi's iteration); where that closes in too slowly, BiCGSTAB goes on (van der Vorst,
"Bi-CGSTAB: a fast and smoothly converging variant of Bi-CG", SIAM Journal on Scientific and Statistical Computing 13,
1992).

However values were found, their error is bounded by their residual r = b + M x − x: it is at most
(I − |M|)⁻¹ |r|. Where the absolute row sums of M stay at q < 1, that is at most max |r| / (1 − q); else a vector v with
(I − |M|) v ≥ c > 0 is looked for, and then it is at most max |r| max v / c (Neumaier, "Interval Methods for Systems of
Equations", 1990, on H-matrices). What rounding may hide in a residual is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from influence._types import FloatArray, IndexArray
from influence.errors import InputError, Problem

__all__ = ["OpinionSystem", "Settled"]

SMALL = 300
"""People up to whom a system is solved directly."""
LARGEST_DENSE = 5_000
"""People up to whom a system is solved directly where no iteration ends."""
LARGEST_CONDITION = 1e12
"""Condition number beyond which a system counts as singular; its inverse is what still counts as an anchor."""
QUICK = 0.99
"""Contraction up to which the plain bound from row sums is sharp enough."""
PATIENCE = 150
"""Rounds that listening may still need, as far as can be seen, before another iteration takes over."""
LOOK_BACK = 4
"""Rounds over which the speed of listening is measured."""
HALF_UNIT = 2.0**-53
"""Largest relative error of one floating-point operation."""
KRYLOV_ROUNDS = 400
REMEDY = "give at least one person of each group a susceptibility below 1"

Method = Literal["direct", "jacobi", "bicgstab", "gmres"]


@dataclass(frozen=True, eq=False)
class Settled:
    """The solution of a system and how far off it can be.

    Parameters
    ----------
    values : ndarray, shape (n,)
    error_bound : float
        Of opinions: no value is farther off. Of shares: all of them together are no farther off. Infinite where
        nothing can be proved.
    residual : float
        By how much the equations are missed: the largest of all for opinions, their sum for shares.
    rounds : int
        Products with the matrix; 0 where the system was solved directly.
    method : str
        ``direct``, ``jacobi``, ``bicgstab`` or ``gmres``.
    """

    values: FloatArray
    error_bound: float
    residual: float
    rounds: int
    method: Method


class OpinionSystem:
    """Who listens to whom, and how far.

    Parameters
    ----------
    weights : ndarray or scipy.sparse.csr_array, shape (n, n)
        Row i is whom person i listens to; finite, without duplicate entries.
    susceptibility : ndarray, shape (n,)
        In [0, 1].

    Raises
    ------
    InputError
        If some group has nobody who is anchored.
    """

    def __init__(self, weights: Any, susceptibility: FloatArray) -> None:
        self.weights, self.susceptibility = weights, susceptibility
        self.count = len(susceptibility)
        self.attention = susceptibility * np.asarray(abs(weights).sum(axis=1)).ravel()
        self.contraction = float(self.attention.max(initial=0.0))
        loose = _loose_people(weights, susceptibility, self.attention)
        if len(loose):
            group = f"among {len(loose):,} people, the first of them number {loose[0]}"
            what = f"leaves nobody anchored {group}: there is no single equilibrium"
            raise InputError(Problem(("susceptibility",), what, REMEDY))

    def opinions(self, initial: FloatArray, tolerance: float) -> Settled:
        """Return where opinions settle, on the scale of the opinions to begin with."""
        return self._solve((1.0 - self.susceptibility) * initial, initial, tolerance, transposed=False)

    def shares(self, mix: FloatArray, tolerance: float) -> Settled:
        """Return how much everybody's own opinion counts in a mix of settled opinions."""
        found = self._solve(mix, mix, tolerance, transposed=True)
        return Settled(
            found.values * (1.0 - self.susceptibility), found.error_bound, found.residual, found.rounds, found.method
        )

    def _solve(self, fixed: FloatArray, start: FloatArray, tolerance: float, *, transposed: bool) -> Settled:
        problem = _Iteration(self, fixed, tolerance, transposed)
        if self.count <= SMALL:
            return problem.directly()
        found = problem.by_listening(start) or problem.by_krylov("bicgstab") or problem.by_krylov("gmres")
        if found is not None:
            return found
        if self.count <= LARGEST_DENSE:
            return problem.directly()
        what = f"make a system of {self.count:,} people on which no iteration closes in"
        raise InputError(Problem(("weights",), what, "give rows whose absolute weights sum to at most 1"))

    def product(self, values: FloatArray, *, transposed: bool) -> FloatArray:
        """Return M or its transpose times a vector."""
        if transposed:
            return np.asarray(self.weights.T @ (self.susceptibility * values), dtype=np.float64)
        return np.asarray(self.susceptibility * (self.weights @ values), dtype=np.float64)

    @cached_property
    def dense(self) -> FloatArray:
        """I − M as an array, shape (n, n); an error where it is singular."""
        weights = self.weights.toarray() if hasattr(self.weights, "toarray") else self.weights
        system = np.eye(self.count) - self.susceptibility[:, None] * weights
        if self.count and np.linalg.cond(system, 1) > LARGEST_CONDITION:
            what = "leaves nobody anchored: there is no single equilibrium"
            raise InputError(Problem(("susceptibility",), what, REMEDY))
        return np.asarray(system, dtype=np.float64)

    def rounding(self, *, transposed: bool) -> float:
        """Return the relative error that computing a residual may make."""
        if hasattr(self.weights, "indptr"):
            listed = np.bincount(self.weights.indices) if transposed else np.diff(self.weights.indptr)
            most = int(listed.max(initial=0))
        else:
            most = self.count
        # the products and their sum, the scaling by susceptibility, what is added, and the sums behind the bound
        steps = (most + 8) * HALF_UNIT
        return steps / (1.0 - steps)

    @cached_property
    def amplification(self) -> float:
        """At most this many times the residual is the error; infinite where nothing can be proved."""
        margin = self.rounding(transposed=False)
        plain = 1.0 / (1.0 - self.contraction * (1.0 + margin)) if self.contraction * (1.0 + margin) < 1 else np.inf
        if self.count <= SMALL or self.contraction <= QUICK:
            return plain
        return min(plain, self._by_weights(margin))

    def _by_weights(self, margin: float) -> float:
        """Return max v / c of a vector v with (I − |M|) v ≥ c > 0."""
        size = _Magnitudes(abs(self.weights), self.susceptibility)
        ones = np.ones(self.count)
        values, rounds, left = ones, 0, np.inf
        while rounds < PATIENCE:
            following = ones + size.product(values)
            now = float((following - values).max())
            if now <= 0.5 or (rounds % 10 == 9 and now > 0.9 * left):
                break
            left = now if rounds % 10 == 9 else left
            values, rounds = following, rounds + 1
        else:
            now = np.inf
        if not now <= 0.5:
            values = size.solution(ones, values)
        moved = size.product(values)
        least = float((values - moved - 2.0 * margin * (np.abs(values) + np.abs(moved))).min())
        if not (least > 0 and float(values.min()) > 0):
            return np.inf
        return float(values.max()) / least * (1.0 + 8 * HALF_UNIT)


class _Magnitudes:
    """The matrix |M|."""

    def __init__(self, weights: Any, susceptibility: FloatArray) -> None:
        self.weights, self.susceptibility = weights, susceptibility

    def product(self, values: FloatArray) -> FloatArray:
        return np.asarray(self.susceptibility * (self.weights @ values), dtype=np.float64)

    def solution(self, fixed: FloatArray, start: FloatArray) -> FloatArray:
        """Return v with (I − |M|) v near the right side; whether it is near enough is for the caller to see."""
        from scipy.sparse.linalg import LinearOperator, bicgstab

        count = len(fixed)
        operator: Any = LinearOperator((count, count), matvec=lambda v: v - self.product(v), dtype=np.float64)
        with np.errstate(all="ignore"):
            # one equation missed by more than a half would already spoil the bound
            found, _ = bicgstab(operator, fixed, x0=start, rtol=0.0, atol=0.25, maxiter=KRYLOV_ROUNDS)
        return np.asarray(found, dtype=np.float64)


class _Iteration:
    """One right side of a system: its residuals, and the ways to make them small."""

    def __init__(self, system: OpinionSystem, fixed: FloatArray, tolerance: float, transposed: bool) -> None:
        self.system, self.fixed, self.tolerance, self.transposed = system, fixed, tolerance, transposed
        self.start = fixed
        self.rounds = 0
        self.margin = system.rounding(transposed=transposed)

    def product(self, values: FloatArray) -> FloatArray:
        self.rounds += 1
        return self.system.product(values, transposed=self.transposed)

    def size(self, values: FloatArray) -> float:
        """Return the norm in which errors are stated: the largest opinion, the sum of all shares."""
        return float(np.abs(values).sum() if self.transposed else np.abs(values).max(initial=0.0))

    def hidden(self, values: FloatArray) -> float:
        """Return how much of a residual rounding may hide."""
        return self.margin * (self.size(self.fixed) + (self.system.contraction + 1.0) * self.size(values))

    def settled(
        self, values: FloatArray, residual: float, method: Method, amplification: float | None = None
    ) -> Settled:
        factor = self.system.amplification if amplification is None else amplification
        bound = factor * (residual + self.hidden(values)) * (1.0 + self.margin)
        return Settled(values, bound, residual, 0 if method == "direct" else self.rounds, method)

    def enough(self, residual: float, values: FloatArray) -> bool:
        """Whether the error is small enough, or as small as rounding allows."""
        hidden = self.hidden(values)
        factor = self.system.amplification
        return residual <= hidden or (factor if factor < np.inf else 1.0) * (residual + hidden) <= self.tolerance

    def directly(self) -> Settled:
        system = self.system.dense.T if self.transposed else self.system.dense
        values = np.asarray(np.linalg.solve(system, self.fixed), dtype=np.float64)
        residual = self.size(self.fixed + self.product(values) - values)
        if self.system.amplification < np.inf:
            return self.settled(values, residual, "direct")
        # an inverse that is nearly one bounds the true one
        inverse = np.linalg.inv(self.system.dense)
        off = float(np.abs(np.eye(len(values)) - inverse @ self.system.dense).sum(axis=1).max(initial=0.0))
        spread = float(np.abs(inverse).sum(axis=1).max(initial=0.0))
        off += self.margin * spread * (1.0 + self.system.contraction)
        return self.settled(values, residual, "direct", spread / (1.0 - off) if off < 1 else np.inf)

    def by_listening(self, start: FloatArray) -> Settled | None:
        """Return where listening again and again ends, or None where that takes too long."""
        values, seen = start, [np.inf] * LOOK_BACK
        while True:
            following = self.product(values) + self.fixed
            residual = self.size(following - values)
            values = following
            # the values after a round are no farther off than those before it, whose residual this is
            if self.enough(residual, values):
                return self.settled(values, residual, "jacobi")
            speed = (residual / seen[-LOOK_BACK]) ** (1.0 / LOOK_BACK)
            seen.append(residual)
            if self.rounds > 2 * LOOK_BACK and not self._near(residual, speed):
                if np.isfinite(residual) and residual < seen[LOOK_BACK]:
                    self.start = values
                return None

    def _near(self, residual: float, speed: float) -> bool:
        """Whether listening is about to end, at the speed with which it goes."""
        if not speed < 1:
            return False
        factor = self.system.amplification
        wanted = max(self.tolerance / (factor if factor < np.inf else 1.0), HALF_UNIT * residual)
        return bool(np.log(wanted / residual) / np.log(speed) < PATIENCE)

    def by_krylov(self, method: Literal["bicgstab", "gmres"]) -> Settled | None:
        """Return what an iteration in a Krylov space ends with, or None where it does not close in."""
        from scipy.sparse.linalg import LinearOperator, bicgstab, gmres

        count = self.system.count
        operator: Any = LinearOperator((count, count), matvec=lambda v: v - self.product(v), dtype=np.float64)
        values = self.start
        for _ in range(6):
            left = self.fixed + self.product(values) - values
            residual = self.size(left)
            if self.enough(residual, values):
                return self.settled(values, residual, method)
            factor = self.system.amplification
            share = self.tolerance / (factor if factor < np.inf else 1.0) / residual
            aim = float(np.linalg.norm(left)) * min(0.25 * share, 0.25)
            with np.errstate(all="ignore"):
                if method == "bicgstab":
                    found, _ = bicgstab(operator, left, rtol=0.0, atol=aim, maxiter=KRYLOV_ROUNDS)
                else:
                    found, _ = gmres(operator, left, rtol=0.0, atol=aim, restart=50, maxiter=KRYLOV_ROUNDS // 50)
            better = values + found
            if not np.isfinite(better).all() or self.size(self.fixed + self.product(better) - better) > residual:
                return None
            self.start = values = better
        return None


def _loose_people(weights: Any, susceptibility: FloatArray, attention: FloatArray) -> IndexArray:
    """Return the people of groups that listen only to themselves, wholly, and so have no single equilibrium.

    Where such a group has conflicts, it still settles (at zero) unless it splits into two camps with conflicts only
    between them: then, and only then, opinions of opposite sign in the camps confirm each other.
    """
    whole = np.abs(attention - 1.0) <= 1.0 / LARGEST_CONDITION
    if not whole.any():
        return np.empty(0, dtype=np.int64)
    from scipy import sparse

    listening = sparse.coo_array(weights)
    tail, head = (np.asarray(ends, dtype=np.int64) for ends in (listening.row, listening.col))
    used = (np.asarray(listening.data) != 0) & (susceptibility[tail] > 0)
    tail, head, against = tail[used], head[used], np.asarray(listening.data)[used] < 0
    reached = _leads_to(tail, head, ~whole)
    inside = ~reached[tail]
    tail, head, against = tail[inside], head[inside], against[inside]
    count = len(attention)
    groups = _strong_groups(tail, head, count)
    closed = ~reached
    closed[tail[groups[tail] != groups[head]]] = False
    open_groups = np.unique(groups[~closed])
    closed &= ~np.isin(groups, open_groups)
    if against.any():
        # everybody twice, for and against: one camp reaches the other just where signs do not fit together
        twice = np.concatenate([tail, tail + count]), np.concatenate([head + count * against, head + count * ~against])
        sides = _strong_groups(*twice, 2 * count)
        closed &= sides[:count] != sides[count:]
    return np.flatnonzero(closed)


def _strong_groups(tail: IndexArray, head: IndexArray, count: int) -> IndexArray:
    """Return the number of everybody's strongly connected group."""
    from scipy import sparse

    graph: Any = sparse.csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(count, count))
    return np.asarray(sparse.csgraph.connected_components(graph, directed=True, connection="strong")[1], dtype=np.int64)


def _leads_to(
    tail: IndexArray, head: IndexArray, goals: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return who is a goal or listens, over others or directly, to one."""
    from scipy import sparse

    count = len(goals)
    places = np.flatnonzero(goals)
    ends = np.concatenate([head, np.full(len(places), count)]), np.concatenate([tail, places])
    graph: Any = sparse.csr_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count + 1, count + 1))
    found = np.zeros(count + 1, dtype=bool)
    found[sparse.csgraph.breadth_first_order(graph, count, return_predecessors=False)] = True
    return found[:-1]
