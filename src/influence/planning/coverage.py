"""Choosing nodes that are in as many sampled sets as possible, with a bound on how many any choice could be in.

Greedy by gain, and with costs also by gain per cost (Khuller, Moss and Naor, "The budgeted maximum coverage problem",
1999). The bound is the least, over all prefixes of the choice, of what is covered and the largest gains that still fit
(Tang and others, "Online processing algorithms for influence maximization", SIGMOD 2018).
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from influence._types import FloatArray, IndexArray, WordArray
from influence.graph.edges import grouped
from influence.planning.reverse_sets import ReverseSets

__all__ = ["Judge", "Limits", "SetJudge", "WordJudge", "greedy_cover"]


class Judge(Protocol):
    """Which sets each candidate is in, and which are covered so far."""

    nodes: IndexArray
    covered: float

    @property
    def gains(self) -> FloatArray:
        """How much each candidate would cover that is not covered yet, shape (candidates,)."""

    def take(self, place: int) -> None:
        """Cover what a candidate is in."""

    def begin(self) -> None:
        """Cover nothing."""


class SetJudge:
    """Sampled sets as lists of their members.

    Parameters
    ----------
    sets : ReverseSets
    admitted : ndarray of bool, shape (n,)
        Who may be chosen.
    """

    def __init__(self, sets: ReverseSets, admitted: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
        kept = admitted[sets.node]
        world = sets.world[kept]
        node = sets.node[kept]
        order, first = grouped(node, len(admitted))
        self.nodes = np.flatnonzero(np.diff(first))
        place = np.zeros(len(admitted), dtype=np.int64)
        place[self.nodes] = np.arange(len(self.nodes))
        self.member = place[node]
        self.first = np.searchsorted(world, np.arange(sets.count + 1))
        self.worlds = world[order]
        self.begins = np.append(first[self.nodes], len(node))
        self.any = float((np.diff(self.first) > 0).sum())
        self.begin()

    def begin(self) -> None:
        """Cover nothing."""
        self.left = np.diff(self.begins).astype(np.float64)
        self.done = np.zeros(len(self.first) - 1, dtype=bool)
        self.covered = 0.0

    @property
    def gains(self) -> FloatArray:
        """How many sets each candidate is in that are not covered yet."""
        return self.left

    def take(self, place: int) -> None:
        """Cover the sets that a candidate is in."""
        mine = self.worlds[self.begins[place] : self.begins[place + 1]]
        new = mine[~self.done[mine]]
        self.done[new] = True
        self.covered += len(new)
        sizes = self.first[new + 1] - self.first[new]
        before = np.cumsum(sizes) - sizes
        rows = np.repeat(self.first[new] - before, sizes) + np.arange(int(sizes.sum()))
        self.left = self.left - np.bincount(self.member[rows], minlength=len(self.nodes))


class WordJudge:
    """Sampled worlds as bits, 64 a word.

    Parameters
    ----------
    nodes : ndarray of int64, shape (candidates,)
    reached : ndarray of uint64, shape (candidates, words)
        In which worlds the target is reached from each.
    """

    def __init__(self, nodes: IndexArray, reached: WordArray) -> None:
        self.nodes, self.reached = nodes, reached
        every = np.bitwise_or.reduce(reached, axis=0) if len(reached) else np.zeros(0, dtype=np.uint64)
        self.any = float(np.bitwise_count(every).sum())
        self.begin()

    def begin(self) -> None:
        """Cover nothing."""
        self.done = np.zeros(self.reached.shape[1], dtype=np.uint64)
        self.covered = 0.0

    @property
    def gains(self) -> FloatArray:
        """In how many worlds not covered yet each candidate reaches the target."""
        found: FloatArray = np.bitwise_count(self.reached & ~self.done).sum(axis=1, dtype=np.float64)
        return found

    def take(self, place: int) -> None:
        """Cover the worlds in which a candidate reaches the target."""
        self.done = self.done | self.reached[place]
        self.covered = float(np.bitwise_count(self.done).sum())


class Limits:
    """How many may be chosen, at which cost.

    Parameters
    ----------
    most : int
        Number of nodes.
    costs : ndarray, shape (n,), or None
    budget : float
    """

    def __init__(self, most: int, costs: FloatArray | None, budget: float) -> None:
        self.most, self.costs, self.budget = most, costs, budget

    def fits(self, judge: Judge, chosen: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Return which candidates may be added."""
        free = np.full(len(judge.nodes), len(chosen) < self.most)
        free[chosen] = False
        if self.costs is not None:
            own = self.costs[judge.nodes]
            free &= own <= self.budget - own[chosen].sum() + 1e-9
        return free

    def relaxed(self, judge: Judge, gains: FloatArray) -> float:
        """Return a bound on what any choice from nothing could add, candidates taken as if they shared nothing."""
        count = min(self.most, len(gains))
        best = float(np.partition(gains, len(gains) - count)[len(gains) - count :].sum()) if count else 0.0
        if self.costs is None or not count:
            return best
        own = self.costs[judge.nodes]
        usable = np.flatnonzero((gains > 0) & (own <= self.budget + 1e-9))
        order = usable[np.argsort(-gains[usable] / np.maximum(own[usable], 1e-12), kind="stable")]
        spent = np.cumsum(own[order])
        whole = int(np.searchsorted(spent, self.budget, side="right"))
        knapsack = float(gains[order[:whole]].sum())
        if whole < len(order):
            rest = self.budget - (spent[whole - 1] if whole else 0.0)
            knapsack += float(gains[order[whole]] * rest / max(own[order[whole]], 1e-12))
        return min(best, knapsack)


def greedy_cover(judge: Judge, limits: Limits) -> tuple[IndexArray, float, float]:
    """Return a choice, what it covers, and a bound on what any choice within the limits covers.

    Parameters
    ----------
    judge : Judge
    limits : Limits

    Returns
    -------
    (ndarray of int64, float, float)
        Nodes in the order of choice; candidates of equal gain by their position.
    """
    if not len(judge.nodes):
        return np.zeros(0, dtype=np.int64), 0.0, 0.0
    bound = np.inf
    best: tuple[float, list[int]] = (-1.0, [])
    for per_cost in (False, True) if limits.costs is not None else (False,):
        judge.begin()
        chosen: list[int] = []
        while True:
            gains = judge.gains
            bound = min(bound, judge.covered + limits.relaxed(judge, gains))
            rates = (
                gains / np.maximum(limits.costs[judge.nodes], 1e-12) if per_cost and limits.costs is not None else gains
            )
            rates = np.where(limits.fits(judge, chosen) & (gains > 0), rates, -1.0)
            place = int(rates.argmax())
            if rates[place] < 0:
                break
            judge.take(place)
            chosen.append(place)
        if judge.covered > best[0]:
            best = judge.covered, chosen
    return judge.nodes[best[1]], best[0], max(bound, best[0])
