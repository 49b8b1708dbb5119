"""The k cheapest simple paths, in exact order.

Yen's deviations ("Finding the k shortest loopless paths in a network", Management Science 17, 1971) in Lawler's form
("A procedure for computing the k best solutions to discrete optimization problems", Management Science 18, 1972): each
path found splits what is left into subspaces, a prefix and the edges that may not follow it. What a subspace can attain
at best is read off one shortest-path tree from the target; it is settled, by A* (Hart, Nilsson and Raphael 1968) with
the tree's costs as potential, only when its turn comes and the tree's own way runs into the prefix.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from influence.graph.shortest_tree import CostGraph, ShortestTree

__all__ = ["PathSearch"]

GRAIN = 1e11
"""Parts of a unit of cost at which two costs count as equal: products that agree to ten digits are ties."""

SLACK = 1e-12
"""Rounding error of a sum of costs, as a share of it."""

Way = tuple[float, tuple[int, ...]]


@dataclass(frozen=True)
class _Subspace:
    """The paths that begin with a prefix and do not go on by a barred node."""

    prefix: tuple[int, ...]
    spent: float
    barred: frozenset[int]


class PathSearch:
    """A search for the cheapest simple paths from one node to another.

    Parameters
    ----------
    graph : CostGraph
    tree : ShortestTree
        Everyone's cheapest way to the target.
    source, target : int
    rank : callable
        Node → what orders paths of equal cost.
    """

    def __init__(
        self, graph: CostGraph, tree: ShortestTree, source: int, target: int, rank: Callable[[int], object]
    ) -> None:
        self._graph, self._tree = graph, tree
        self._source, self._target = source, target
        self._rank = rank
        self._rows: dict[int, list[tuple[float, int, float]]] = {}
        self._costs: dict[int, dict[int, float]] = {}

    def cheapest(self, k: int, ceiling: float = inf) -> list[Way]:
        """Return up to k paths, cheapest first, none of which costs more than the ceiling.

        Parameters
        ----------
        k : int
        ceiling : float

        Returns
        -------
        list of (float, tuple of int)
            Cost and nodes.
        """
        found: list[Way] = []
        queue: list[tuple[float, int, tuple[object, ...], int, float, _Subspace, tuple[int, ...]]] = []
        pushed = 0

        def push(cost: float, subspace: _Subspace, path: tuple[int, ...]) -> None:
            nonlocal pushed
            pushed += 1
            names = tuple(map(self._rank, path))
            # what is not settled yet goes first: it may hold a path that comes earlier by name
            heapq.heappush(queue, (round(cost * GRAIN), int(bool(path)), names, pushed, cost, subspace, path))

        start = _Subspace((self._source,), 0.0, frozenset())
        push(self._least(start), start, ()) if self._least(start) < inf else None
        while queue and len(found) < k:
            rounded, settled, _, _, cost, subspace, path = heapq.heappop(queue)
            if rounded > ceiling * GRAIN:
                break
            if not settled:
                way = self._settle(subspace)
                if way is not None:
                    push(way[0], subspace, way[1])
                continue
            found.append((cost, path))
            for part in self._split(subspace, path):
                least = self._least(part)
                if least < inf:
                    push(least, part, ())
        return found

    def _row(self, node: int) -> list[tuple[float, int, float]]:
        """Return where a node leads: what a way over each costs at least from here, the node, the edge's cost."""
        row = self._rows.get(node)
        if row is None:
            part = slice(self._graph.first[node], self._graph.first[node + 1])
            heads, costs = self._graph.head[part], self._graph.cost[part]
            onward = self._tree.cost[heads] + costs
            triples = zip(onward.tolist(), heads.tolist(), costs.tolist(), strict=True)
            best: dict[int, tuple[float, int, float]] = {}
            for triple in triples:
                if triple[0] < best.get(triple[1], (inf,))[0]:
                    best[triple[1]] = triple
            row = self._rows[node] = sorted(best.values())
            self._costs[node] = {head: cost for _, head, cost in row}
        return row

    def _least(self, subspace: _Subspace) -> float:
        """Return a cost that no path of the subspace goes below."""
        for onward, head, _ in self._row(subspace.prefix[-1]):
            if head not in subspace.barred and head not in subspace.prefix:
                return subspace.spent + onward
        return inf

    def _split(self, subspace: _Subspace, path: tuple[int, ...]) -> list[_Subspace]:
        """Return what is left of a subspace without the path just found, as disjoint subspaces."""
        parts = []
        spent, first = subspace.spent, len(subspace.prefix) - 1
        for place in range(first, len(path) - 1):
            barred = (subspace.barred if place == first else frozenset()) | {path[place + 1]}
            parts.append(_Subspace(path[: place + 1], spent, barred))
            spent += self._edge(path[place], path[place + 1])
        return parts

    def _settle(self, subspace: _Subspace) -> Way | None:
        """Return the cheapest path of a subspace, of several the first by name."""
        tail = self._complete(subspace.prefix, subspace.barred, subspace.spent, inf)
        if tail is None:
            return None
        path = [*subspace.prefix, *tail]
        total = self._cost(path)
        slack = SLACK * (1.0 + total)
        place, spent = len(subspace.prefix) - 1, subspace.spent
        while path[place] != self._target:
            for other in self._rivals(path, place, subspace, total - spent + slack):
                so_far = spent + self._edge(path[place], other)
                tail = self._complete((*path[: place + 1], other), frozenset(), so_far, total + slack)
                if tail is not None:
                    path[place + 1 :] = [other, *tail]
                    break
            spent += self._edge(path[place], path[place + 1])
            place += 1
        return total, tuple(path)

    def _rivals(self, path: list[int], place: int, subspace: _Subspace, left: float) -> list[int]:
        """Return next steps that come earlier by name and may cost no more, in the order of names."""
        earlier = []
        mine = self._rank(path[place + 1])
        for onward, head, _ in self._row(path[place]):
            if onward > left:
                break
            barred = place == len(subspace.prefix) - 1 and head in subspace.barred
            if not barred and head not in path[: place + 1] and self._rank(head) < mine:  # type: ignore[operator]  # ranks are of one kind
                earlier.append(head)
        return sorted(earlier, key=self._rank)  # type: ignore[arg-type]  # ranks are of one kind

    def _complete(
        self, prefix: tuple[int, ...], barred: frozenset[int], spent: float, most: float
    ) -> tuple[int, ...] | None:
        """Return the cheapest way on from a prefix to the target, or None where it costs more than allowed."""
        onward = self._along_the_tree(prefix, barred)
        if onward is None:
            onward = self._search(prefix, barred, most - spent)
        if onward is None or (most < inf and self._cost((prefix[-1], *onward)) + spent > most):
            return None
        return onward

    def _along_the_tree(self, prefix: tuple[int, ...], barred: frozenset[int]) -> tuple[int, ...] | None:
        """Return the tree's own way where it is open: nothing can be cheaper."""
        taken = set(prefix)
        if prefix[-1] == self._target:
            return ()
        for _, head, _ in self._row(prefix[-1]):
            if head in barred or head in taken:
                continue
            way, node = [head], head
            while node != self._target:
                node = int(self._tree.following[node])
                if node in taken:
                    return None
                way.append(node)
            return tuple(way)
        return None

    def _search(self, prefix: tuple[int, ...], barred: frozenset[int], most: float) -> tuple[int, ...] | None:
        """Return the cheapest way from the prefix's end around the prefix, by A*."""
        start = prefix[-1]
        reached = {start: 0.0}
        before: dict[int, int] = {}
        done = set(prefix[:-1])
        queue = [(0.0, start)]
        while queue:
            estimate, node = heapq.heappop(queue)
            if estimate > most:
                return None
            if node == self._target:
                way = [node]
                while before[way[-1]] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if node in done:
                continue
            done.add(node)
            spent = reached[node]
            for onward, head, cost in self._row(node):
                if head in done or (node == start and head in barred) or onward == inf:
                    continue
                if spent + cost < reached.get(head, inf):
                    reached[head] = spent + cost
                    before[head] = node
                    heapq.heappush(queue, (spent + onward, head))
        return None

    def _edge(self, tail: int, head: int) -> float:
        if tail not in self._costs:
            self._row(tail)
        return self._costs[tail][head]

    def _cost(self, path: tuple[int, ...] | list[int]) -> float:
        return sum(self._edge(tail, head) for tail, head in pairwise(path))
