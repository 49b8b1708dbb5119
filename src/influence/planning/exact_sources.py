"""The best sources of a small graph: all sets from which the target is reached are listed with their probabilities."""

from __future__ import annotations

import numpy as np

from influence._types import BoolArray, FloatArray, IndexArray
from influence.graph.edges import EdgeArrays
from influence.planning.coverage import Limits, greedy_cover
from influence.propagate.reaching_sets import mask_rows, reaching_sets

__all__ = ["exact_sources"]

STATES = 20_000
THOROUGH_STATES = 400_000
LARGEST = 24
"""Nodes on ways to the target up to which the sets are listed."""
THOROUGH_LARGEST = 40
BRANCHES = 20_000
"""Partial choices that are looked at."""
TOLERANCE = 1e-12


class _WeightedJudge:
    """Listed sets with their probabilities."""

    def __init__(self, nodes: IndexArray, inside: FloatArray, weights: FloatArray) -> None:
        self.nodes, self.inside, self.weights = nodes, inside, weights
        self.begin()

    def begin(self) -> None:
        self.open = self.weights.copy()
        self.covered = 0.0

    @property
    def gains(self) -> FloatArray:
        return self.inside @ self.open

    def take(self, place: int) -> None:
        self.covered += float(self.inside[place] @ self.open)
        self.open = self.open * (1.0 - self.inside[place])


def exact_sources(
    edges: EdgeArrays, target: int, admitted: BoolArray, limits: Limits, thorough: bool
) -> tuple[IndexArray, float, float] | None:
    """Return the best sources, their value and the bound that proves it, or None where the graph is too large.

    Parameters
    ----------
    edges : EdgeArrays
    target : int
    admitted : ndarray of bool, shape (n,)
    limits : Limits
    thorough : bool
        Whether to spend more.

    Returns
    -------
    (ndarray of int64, float, float) or None
    """
    listed = _listed_sets(edges, target, thorough)
    if listed is None:
        return None
    kept, sets = listed
    rows = mask_rows(list(sets), len(kept)).reshape(len(sets), len(kept))
    chosen_from = np.flatnonzero(admitted[kept])
    judge = _WeightedJudge(kept[chosen_from], rows.T[chosen_from], np.array(list(sets.values())))
    nodes, value, bound = greedy_cover(judge, limits)
    search = _Search(judge, limits, value)
    if bound > value + TOLERANCE and search.run():
        bound = search.best
    elif bound > value + TOLERANCE:
        return None
    if search.choice is not None:
        nodes, value = judge.nodes[search.choice], search.best
    return nodes, value, max(value, bound) if bound > value + TOLERANCE else value


def _listed_sets(edges: EdgeArrays, target: int, thorough: bool) -> tuple[IndexArray, dict[int, float]] | None:
    """Return the nodes with a way to the target, and the sets from which it is reached, over their positions."""
    largest = THOROUGH_LARGEST if thorough else LARGEST
    if len(edges.tail) > 50_000:
        return None
    works = np.flatnonzero((edges.probability > 0) & (edges.tail != edges.head) & (edges.tail != target))
    tail, head = edges.tail[works], edges.head[works]
    before: dict[int, list[int]] = {}
    for one, two in zip(tail.tolist(), head.tolist(), strict=True):
        before.setdefault(two, []).append(one)
    seen = {target: None}
    for node in (order := [target]):
        for other in before.get(node, ()):
            if other not in seen:
                seen[other] = None
                order.append(other)
        if len(seen) > largest:
            return None
    kept = np.array(sorted(seen), dtype=np.int64)
    inside = np.isin(tail, kept) & np.isin(head, kept)
    joined: dict[tuple[int, int], float] = {}
    places = (np.searchsorted(kept, ends[inside]).tolist() for ends in (tail, head))
    for one, two, chance in zip(*places, edges.probability[works][inside].tolist(), strict=True):
        joined[one, two] = 1.0 - (1.0 - joined.get((one, two), 0.0)) * (1.0 - chance)
    ends = np.array(list(joined), dtype=np.int64).reshape(-1, 2)
    sets = reaching_sets(
        ends[:, 0],
        ends[:, 1],
        np.array(list(joined.values())),
        edges.passes[kept],
        int(np.searchsorted(kept, target)),
        THOROUGH_STATES if thorough else STATES,
    )
    return None if sets is None else (kept, sets)


class _Search:
    """Branch and bound over the choices: a candidate in, or left out for good."""

    def __init__(self, judge: _WeightedJudge, limits: Limits, value: float) -> None:
        self.judge, self.limits, self.best = judge, limits, value
        self.choice: list[int] | None = None
        self.looked = 0

    def run(self) -> bool:
        """Search; return whether all choices were looked at or cut off by a bound."""
        waiting: list[tuple[list[int], BoolArray]] = [([], np.zeros(len(self.judge.nodes), dtype=bool))]
        while waiting:
            if self.looked >= BRANCHES:
                return False
            self.looked += 1
            chosen, closed = waiting.pop()
            self.judge.begin()
            for place in chosen:
                self.judge.take(place)
            if self.judge.covered > self.best + TOLERANCE:
                self.best, self.choice = self.judge.covered, chosen
            free = self.limits.fits(self.judge, chosen) & ~closed
            gains = np.where(free, self.judge.gains, 0.0)
            if not gains.any() or self._limit(chosen, gains) <= self.best + TOLERANCE:
                continue
            place = int(gains.argmax())
            without = closed.copy()
            without[place] = True
            waiting += [(chosen, without), ([*chosen, place], closed)]
        return True

    def _limit(self, chosen: list[int], gains: FloatArray) -> float:
        costs = self.limits.costs
        spent = 0.0 if costs is None else float(costs[self.judge.nodes[chosen]].sum())
        rest = Limits(self.limits.most - len(chosen), costs, self.limits.budget - spent)
        return self.judge.covered + rest.relaxed(self.judge, gains)
