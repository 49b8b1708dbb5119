"""Everyone's best way to one target: the tree that the search for more ways leans on.

Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1, 1959. Costs are −log of
probabilities, so that the cheapest way is the strongest.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence._types import FloatArray, IndexArray

__all__ = ["CostGraph", "ShortestTree", "best_strength_to", "shortest_tree"]

TINY = 200
"""Nodes up to which a heap in Python is faster than any array."""
SMALL = 3_000
"""Nodes up to which plain arrays are faster than loading scipy."""
ROUNDS = 40
"""Hops up to which all edges are looked at once for each hop; longer ways are left to a heap."""


@dataclass(frozen=True)
class CostGraph:
    """A directed graph whose edges cost −log of the chance that they work, in the order of their tails.

    Parameters
    ----------
    first : ndarray of int64, shape (n + 1,)
        Edges of node i are those from ``first[i]`` to ``first[i + 1]``.
    head : ndarray of int64, shape (m,)
    chance : ndarray, shape (m,)
        In (0, 1].
    cost : ndarray, shape (m,)
        0 or more.
    """

    first: IndexArray
    head: IndexArray
    chance: FloatArray
    cost: FloatArray

    @classmethod
    def build(cls, count: int, tail: IndexArray, head: IndexArray, chance: FloatArray) -> CostGraph:
        """Drop edges that never work or lead nowhere, and sort the rest by their tails."""
        works = (chance > 0) & (tail != head)
        if not works.all():
            tail, head, chance = tail[works], head[works], chance[works]
        if (tail[1:] < tail[:-1]).any():
            order = np.argsort(tail, kind="stable")
            tail, head, chance = tail[order], head[order], chance[order]
        first = np.searchsorted(tail, np.arange(count + 1))
        # −log(1) is −0.0, which would pass for a negative cost
        return cls(first, head, chance, np.abs(np.log(chance)))

    def best_chance(self, tail: int, head: int) -> float:
        """Return the chance of the best edge from one node to another."""
        part = slice(self.first[tail], self.first[tail + 1])
        return float(self.chance[part][self.head[part] == head].max())

    @property
    def count(self) -> int:
        """Number of nodes."""
        return len(self.first) - 1


@dataclass(frozen=True)
class ShortestTree:
    """Everyone's cheapest way to the target.

    Parameters
    ----------
    cost : ndarray, shape (n,)
        Cost of the cheapest way; infinite where there is none, or none within the limit.
    following : ndarray of int64, shape (n,)
        The next node on that way; −1 at the target and where there is no way.
    """

    cost: FloatArray
    following: IndexArray


def shortest_tree(graph: CostGraph, target: int, limit: float = np.inf) -> ShortestTree:
    """Return everyone's cheapest way to a target.

    Parameters
    ----------
    graph : CostGraph
    target : int
    limit : float
        Ways that cost more are left out.

    Returns
    -------
    ShortestTree
    """
    if graph.count > SMALL:
        return _by_scipy(graph, target, limit)
    by_rounds = _by_rounds(graph, target) if graph.count > TINY else None
    return _by_heap(graph, target) if by_rounds is None else by_rounds


def _by_rounds(graph: CostGraph, target: int) -> ShortestTree | None:
    """Return the tree by looking at all edges once for each hop of its longest way, or None where that is too long.

    Bellman, "On a routing problem", Quarterly of Applied Mathematics 16, 1958. A node whose cost fell last in some
    round goes on by a node whose cost fell last in an earlier one, so that edges of cost 0 close no ring.
    """
    cost = np.full(graph.count, np.inf)
    cost[target] = 0.0
    fell = np.zeros(graph.count, dtype=np.int64)
    tails = np.flatnonzero(np.diff(graph.first))
    if not len(tails):
        return ShortestTree(cost, np.full(graph.count, -1, dtype=np.int64))
    starts = graph.first[tails]
    for turn in range(1, ROUNDS + 1):
        least = np.minimum.reduceat(cost[graph.head] + graph.cost, starts)
        lower = least < cost[tails]
        if not lower.any():
            break
        fallen = tails[lower]
        cost[fallen], fell[fallen] = least[lower], turn
    else:
        return None
    tail = np.repeat(tails, np.diff(graph.first)[tails])
    leads = (cost[graph.head] + graph.cost == cost[tail]) & (fell[graph.head] < fell[tail]) & np.isfinite(cost[tail])
    edges = np.flatnonzero(leads)[::-1]
    following = np.full(graph.count, -1, dtype=np.int64)
    # of several edges the first is written last
    following[tail[edges]] = graph.head[edges]
    return ShortestTree(cost, following)


def _by_heap(graph: CostGraph, target: int) -> ShortestTree:
    incoming: list[list[tuple[int, float]]] = [[] for _ in range(graph.count)]
    tails = np.repeat(np.arange(graph.count), np.diff(graph.first))
    for tail, head, cost in zip(tails.tolist(), graph.head.tolist(), graph.cost.tolist(), strict=True):
        incoming[head].append((tail, cost))
    best = [np.inf] * graph.count
    following = [-1] * graph.count
    best[target] = 0.0
    queue = [(0.0, target)]
    while queue:
        reached, node = heapq.heappop(queue)
        if reached > best[node]:
            continue
        for before, cost in incoming[node]:
            if reached + cost < best[before]:
                best[before] = reached + cost
                following[before] = node
                heapq.heappush(queue, (reached + cost, before))
    return ShortestTree(np.array(best), np.array(following, dtype=np.int64))


def _by_scipy(graph: CostGraph, target: int, limit: float) -> ShortestTree:
    # loaded here: maps of a few thousand people never need it
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    forward: Any = csr_array((graph.cost, graph.head, graph.first), shape=(graph.count, graph.count))
    # turning by columns keeps edges of cost 0, which a sum of duplicates would keep too but would sort for
    backward = forward.tocsc().T
    cost, before = dijkstra(backward, True, np.array([target], dtype=np.int64), True, False, limit)
    return ShortestTree(cost[0], np.maximum(before[0].astype(np.int64), -1))


def best_strength_to(successors: Sequence[Mapping[int, float]], speaks: Sequence[float], target: int) -> list[float]:
    """Return, for each person, the strength in [0, 1] of the strongest way to the target.

    Parameters
    ----------
    successors : sequence of mapping
        For each person, whom their word may reach and the probability in (0, 1] that it does.
    speaks : sequence of float
        For each person, the probability in [0, 1] that they pass on what reaches them.
    target : int

    Returns
    -------
    list of float
    """
    rows = [
        (tail, head, chance * speaks[tail]) for tail, heads in enumerate(successors) for head, chance in heads.items()
    ]
    ends = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    chances = np.array([row[2] for row in rows], dtype=np.float64)
    graph = CostGraph.build(len(successors), ends[:, 0], ends[:, 1], chances)
    return [float(strength) for strength in np.exp(-shortest_tree(graph, target).cost)]
