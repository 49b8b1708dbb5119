"""Any graph as arrays: networkx, a sparse matrix, or arrays already."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from influence._types import FloatArray, IndexArray
from influence.errors import InputError, Problem

__all__ = ["EdgeArrays", "edge_arrays", "grouped"]

SHOWN = 5
"""Faults of one kind that are listed."""


@dataclass(frozen=True)
class EdgeArrays:
    """A directed graph whose edges and nodes fail; n nodes, m edges.

    Parameters
    ----------
    nodes : sequence
        The caller's names of the nodes, in the order of the arrays.
    tail, head : ndarray of int64, shape (m,)
    probability : ndarray, shape (m,)
        Probability in [0, 1] that an edge works, given that its tail passes on.
    passes : ndarray, shape (n,)
        Probability in [0, 1] that a node passes on.
    """

    nodes: Sequence[Hashable]
    tail: IndexArray
    head: IndexArray
    probability: FloatArray
    passes: FloatArray

    def position(self, node: Hashable, what: str) -> int:
        """Return the position of a node; an error says which argument named one that is not there.

        Raises
        ------
        InputError
        """
        try:
            return self._positions()[node]
        except (KeyError, TypeError) as error:
            raise InputError(Problem((what,), f"{node!r} is no node of the graph", "name one of its nodes")) from error

    def positions(self, nodes: Iterable[Hashable], what: str) -> IndexArray:
        """Return the positions of nodes; an error names those that are not there, a few of them if there are many.

        Raises
        ------
        InputError
        """
        named = list(nodes)
        if isinstance(self.nodes, range) and set(map(type, named)) <= {int}:
            found = np.array(named, dtype=np.int64)
            if not len(found) or (found.min() >= 0 and found.max() < len(self.nodes)):
                return found
        known, places, problems = self._positions(), [], []
        for node in named:
            try:
                places.append(known[node])
            except (KeyError, TypeError):
                problems.append(Problem((what,), f"{node!r} is no node of the graph", "name one of its nodes"))
        if len(problems) > SHOWN:
            problems[SHOWN:] = [Problem((what,), f"and {len(problems) - SHOWN:,} more of the kind", "name its nodes")]
        if problems:
            raise InputError(problems)
        return np.array(places, dtype=np.int64)

    def _positions(self) -> dict[Hashable, int]:
        if isinstance(self.nodes, range):
            return _RangePositions(self.nodes)
        if not hasattr(self, "_known"):
            object.__setattr__(self, "_known", {node: place for place, node in enumerate(self.nodes)})
        known: dict[Hashable, int] = self._known  # type: ignore[attr-defined]  # set the line before, once
        return known


class _RangePositions(dict[Hashable, int]):
    """Positions of nodes that are numbers: nothing to store."""

    def __init__(self, numbers: range) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, node: Hashable) -> int:
        if isinstance(node, (int, np.integer)) and not isinstance(node, bool) and int(node) in self._numbers:
            return int(node)
        raise KeyError(node)


def edge_arrays(graph: Any, weight: str = "probability", node_weight: str | None = None) -> EdgeArrays:
    """Return a graph as arrays.

    Parameters
    ----------
    graph : networkx.DiGraph, scipy sparse matrix or array, or tuple
        Of a matrix entry (u, v) is the probability that u → v works; a tuple is (tail, head, probability) or
        (tail, head, probability, passes), the last one an array with one entry for each node.
    weight : str
        Edge attribute that holds the probability.
    node_weight : str or None
        Node attribute that holds the probability that a reached node passes it on; 1 where absent.

    Returns
    -------
    EdgeArrays

    Raises
    ------
    InputError
        If a probability is missing, no number or outside of [0, 1], or the arrays do not fit; all kinds at once.
    """
    if isinstance(graph, tuple):
        found = _of_arrays(graph)
    elif hasattr(graph, "tocoo"):
        found = _of_matrix(graph)
    elif hasattr(graph, "adjacency") and hasattr(graph, "nodes"):
        found = _of_networkx(graph, weight, node_weight)
    else:
        raise InputError(
            f"a {type(graph).__name__} is no graph; give a networkx.DiGraph, a scipy sparse matrix, or arrays of tail, "
            "head and probability"
        )
    problems = []
    for name, values in (("probability", found.probability), ("passes", found.passes)):
        wrong = np.flatnonzero(~((values >= 0) & (values <= 1)))
        for place in wrong[:SHOWN].tolist():
            where = (
                f"{found.nodes[found.tail[place]]!r} → {found.nodes[found.head[place]]!r}"
                if name == "probability"
                else f"{found.nodes[place]!r}"
            )
            problems.append(Problem((name, where), f"{float(values[place])!r} is no probability", "use 0 to 1"))
        if len(wrong) > SHOWN:
            problems.append(Problem((name,), f"and {len(wrong) - SHOWN:,} more of the kind", "use 0 to 1"))
    if problems:
        raise InputError(problems)
    return found


def _of_networkx(graph: Any, weight: str, node_weight: str | None) -> EdgeArrays:
    if not graph.is_directed() or graph.is_multigraph():
        raise InputError("the graph is undirected or has parallel edges; give a networkx.DiGraph")
    nodes = list(graph)
    place = {node: number for number, node in enumerate(nodes)}
    rows = [(place[u], place[v], data.get(weight)) for u, v, data in graph.edges(data=True)]
    missing = [(nodes[u], nodes[v]) for u, v, chance in rows if not isinstance(chance, (int, float, np.number))]
    if missing:
        raise InputError(
            [
                Problem(
                    (weight, f"{u!r} → {v!r}"), "has no number", f"give each edge the attribute {weight!r} in [0, 1]"
                )
                for u, v in missing[:SHOWN]
            ]
        )
    tail = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    head = np.fromiter((row[1] for row in rows), dtype=np.int64, count=len(rows))
    probability = np.fromiter((row[2] for row in rows), dtype=np.float64, count=len(rows))
    passes = np.ones(len(nodes))
    if node_weight is not None:
        passes = np.array([float(graph.nodes[node].get(node_weight, 1.0)) for node in nodes], dtype=np.float64)
    return EdgeArrays(nodes, tail, head, probability, passes)


def _of_matrix(matrix: Any) -> EdgeArrays:
    if matrix.shape[0] != matrix.shape[1]:
        raise InputError(f"the matrix has shape {matrix.shape}; give a square one")
    entries = matrix.tocoo()
    entries.sum_duplicates()
    return EdgeArrays(
        range(matrix.shape[0]),
        entries.row.astype(np.int64),
        entries.col.astype(np.int64),
        entries.data.astype(np.float64),
        np.ones(matrix.shape[0]),
    )


def _of_arrays(arrays: tuple[Any, ...]) -> EdgeArrays:
    if len(arrays) not in (3, 4):
        raise InputError(f"{len(arrays)} arrays are given; give tail, head, probability and perhaps passes")
    tail, head = (np.asarray(ends, dtype=np.int64) for ends in arrays[:2])
    probability = np.asarray(arrays[2], dtype=np.float64)
    if not len(tail) == len(head) == len(probability):
        raise InputError(f"tail, head and probability have {len(tail)}, {len(head)} and {len(probability)} entries")
    most = int(max(tail.max(initial=-1), head.max(initial=-1))) + 1
    passes = np.asarray(arrays[3], dtype=np.float64) if len(arrays) == 4 else np.ones(most)
    if len(passes) < most or min(tail.min(initial=0), head.min(initial=0)) < 0:
        raise InputError(f"edges name nodes from 0 to {most - 1}; passes has {len(passes)} entries")
    return EdgeArrays(range(len(passes)), tail, head, probability, passes)


def grouped(keys: IndexArray, count: int) -> tuple[IndexArray, IndexArray]:
    """Return the order that sorts keys, equal ones as they stood, and where each key begins in it, by counting.

    Parameters
    ----------
    keys : ndarray of int64
        From 0 to ``count − 1``.
    count : int

    Returns
    -------
    (ndarray of int64, shape (entries,); ndarray of int64, shape (count + 1,))

    Examples
    --------
    >>> order, first = grouped(np.array([2, 0, 2]), 3)
    >>> order.tolist(), first.tolist()
    ([1, 0, 2], [0, 1, 1, 3])
    """
    entries = len(keys)
    # one row for each entry: turning it by columns is a counting sort
    rows = sparse.csr_array((np.ones(entries, dtype=np.int8), keys, np.arange(entries + 1)), shape=(entries, count))
    columns = rows.tocsc()
    return columns.indices.astype(np.int64), columns.indptr.astype(np.int64)
