"""The k strongest simple paths of any graph."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf, prod
from typing import Any

import numpy as np

from influence._types import FloatArray, IndexArray
from influence.errors import InputError, Problem
from influence.graph.deviations import PathSearch, Way
from influence.graph.edges import EdgeArrays, edge_arrays
from influence.graph.shortest_tree import CostGraph, shortest_tree

__all__ = ["Path", "k_strongest_paths", "strongest_from"]

LIMITED_BEYOND = 20_000
"""Nodes beyond which the tree is first grown only as far as the k paths are likely to need."""

FIRST_LIMIT = 2.0
"""Cost at which a limited tree first stops: ways of strength below 0.14."""

GROWTH = 1.6
"""How much farther a limited tree grows where it did not hold k paths."""


@dataclass(frozen=True)
class Path:
    """One simple way from a node to another.

    Parameters
    ----------
    nodes : tuple
        Nodes from the start to the target.
    strength : float
        The product of what every edge and every node but the last contributes, in (0, 1].
    hops : tuple of float
        What each edge contributes together with its tail, in (0, 1].

    Examples
    --------
    >>> import networkx as nx
    >>> from influence.graph import k_strongest_paths
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("wu", "zhao", probability=0.4)
    >>> k_strongest_paths(graph, "wu", "zhao", 1)
    [Path(nodes=('wu', 'zhao'), strength=0.4, hops=(0.4,))]
    """

    nodes: tuple[Hashable, ...]
    strength: float
    hops: tuple[float, ...]

    @property
    def bottleneck(self) -> int:
        """Which hop is weakest, counted from 0."""
        return min(range(len(self.hops)), key=self.hops.__getitem__)


def k_strongest_paths(
    G: Any,  # noqa: N803 (networkx's name for a graph)
    source: Hashable,
    target: Hashable,
    k: int,
    *,
    weight: str = "probability",
    node_weight: str | None = None,
) -> list[Path]:
    """Return the k strongest simple paths, strongest first.

    Parameters
    ----------
    G : networkx.DiGraph, scipy sparse matrix or array, or tuple of arrays
        The graph; see `influence.propagate.reach_probability`. Edges of probability 0 are no edges.
    source, target : hashable
        Two different nodes.
    k : int
        How many paths, at least 1.
    weight : str
        Edge attribute that holds the probability in [0, 1].
    node_weight : str or None
        Node attribute that holds the probability that a node passes on; 1 where absent. The source's own counts, the
        target's does not.

    Returns
    -------
    list of Path
        Fewer than k where there are no more. Order is exact; paths whose strengths agree to ten digits are ordered by
        the names of their nodes (numbers by value).

    Raises
    ------
    InputError
        If a node is not in the graph, source and target are one, k is below 1, or a probability is not in [0, 1].

    References
    ----------
    Yen: Finding the k shortest loopless paths in a network. Management Science 17, 1971.
    Lawler: A procedure for computing the k best solutions to discrete optimization problems. Management Science 18,
    1972.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from(
    ...     [("wu", "sun", 0.5), ("sun", "zhao", 0.5), ("wu", "zhao", 0.2)], weight="probability"
    ... )
    >>> [(path.nodes, path.strength) for path in k_strongest_paths(graph, "wu", "zhao", 2)]
    [(('wu', 'sun', 'zhao'), 0.25), (('wu', 'zhao'), 0.2)]
    """
    if not _is_whole(k) or k < 1:
        raise InputError(Problem(("k",), f"{k!r} paths cannot be listed", "use a whole number of 1 or more"))
    edges = edge_arrays(G, weight, node_weight)
    start, end = edges.position(source, "source"), edges.position(target, "target")
    if start == end:
        raise InputError(Problem(("target",), f"{target!r} is the source", "name two different nodes"))
    chance = edges.probability * edges.passes[edges.tail]
    found = _search(len(edges.nodes), edges.tail, edges.head, chance, start, end, int(k), _ranking(edges))
    return [Path(tuple(edges.nodes[node] for node in nodes), prod(hops), tuple(hops)) for nodes, hops in found]


def strongest_from(
    successors: Sequence[Mapping[int, float]],
    speaks: Sequence[float],
    starts: Mapping[int, float],
    target: int,
    k: int,
    names: Sequence[str],
) -> list[tuple[float, tuple[int, ...]]]:
    """Return the k strongest simple paths that begin at any of several people.

    Parameters
    ----------
    successors : sequence of mapping
        For each person, whom their word may reach and the probability in (0, 1] that it does.
    speaks : sequence of float
        For each person, the probability in [0, 1] that they pass on what reaches them.
    starts : mapping
        Where a path may start, and the factor in [0, 1] that goes with it.
    target : int
    k : int
    names : sequence of str
        Names that order paths of equal strength.

    Returns
    -------
    list of (float, tuple of int)
        Strength in (0, 1] and the people from start to target, strongest first.

    Examples
    --------
    >>> strongest_from([{1: 0.5, 2: 0.2}, {2: 0.5}, {}], [1.0, 1.0, 1.0], {0: 1.0}, 2, 2, "abc")
    [(0.25, (0, 1, 2)), (0.2, (0, 2))]
    """
    door = len(successors)
    rows = [
        (tail, head, chance * speaks[tail]) for tail, heads in enumerate(successors) for head, chance in heads.items()
    ]
    rows += [(door, start, factor) for start, factor in starts.items() if start != target]
    ends = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    chance = np.array([row[2] for row in rows], dtype=np.float64)
    ranks = (*names, "")
    found = _search(door + 1, ends[:, 0], ends[:, 1], chance, door, target, k, ranks.__getitem__)
    return [(prod(hops), nodes[1:]) for nodes, hops in found]


def _search(
    count: int,
    tail: IndexArray,
    head: IndexArray,
    chance: FloatArray,
    source: int,
    target: int,
    k: int,
    rank: Callable[[int], object],
) -> list[tuple[tuple[int, ...], list[float]]]:
    """Return nodes and hops of the k strongest paths."""
    graph = CostGraph.build(count, tail, head, chance)
    # the k paths share most of their hops
    best = cache(graph.best_chance)
    return [(nodes, [best(*hop) for hop in pairwise(nodes)]) for _, nodes in _cheapest(graph, source, target, k, rank)]


def _cheapest(graph: CostGraph, source: int, target: int, k: int, rank: Callable[[int], object]) -> list[Way]:
    """Return the k cheapest paths, on a tree that is grown as far as they need."""
    limit = FIRST_LIMIT if graph.count > LIMITED_BEYOND else inf
    reached = -1
    while True:
        tree = shortest_tree(graph, target, limit)
        now = int(np.isfinite(tree.cost).sum())
        # a tree that covers much of the graph, or grows no more, is as dear as the whole one
        if limit < inf and (now > graph.count // 4 or (now == reached and now > 1)):
            limit = inf
            continue
        found = PathSearch(graph, tree, source, target, rank).cheapest(k, limit)
        if limit == inf or len(found) == k:
            return found
        reached, limit = now, limit * GROWTH


def _ranking(edges: EdgeArrays) -> Callable[[int], object]:
    """Return what orders nodes: their own order where they are all numbers or all text, else their text."""
    nodes = edges.nodes
    if isinstance(nodes, range) or all(type(node) is int for node in nodes) or all(type(n) is str for n in nodes):
        return nodes.__getitem__
    return lambda place: str(nodes[place])


def _is_whole(number: object) -> bool:
    real = isinstance(number, (int, float, np.integer, np.floating)) and not isinstance(number, bool)
    return real and float(number) % 1 == 0  # type: ignore[arg-type]  # a number by the line above
