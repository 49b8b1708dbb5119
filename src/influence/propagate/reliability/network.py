"""A two-terminal problem in plain data: a source, a target, nodes that pass on and edges that work, with chances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, IndexArray

__all__ = ["Network", "network_of"]

SOURCE, TARGET = -1, -2


@dataclass
class Network:
    """A graph that is made smaller step by step; the source passes on for certain.

    Parameters
    ----------
    out : dict
        Node → {node it may reach: probability that the edge works, given that the node passes on}.
    passes : dict
        Node → probability that it passes on what reaches it, one event for all of its edges.
    source, target : int
    """

    out: dict[int, dict[int, float]]
    passes: dict[int, float]
    source: int = SOURCE
    target: int = TARGET

    def incoming(self) -> dict[int, dict[int, float]]:
        """Return, for each node, who may reach it, and with which probability."""
        found: dict[int, dict[int, float]] = {node: {} for node in self.out}
        for node, heads in self.out.items():
            for head, chance in heads.items():
                found[head][node] = chance
        return found

    @property
    def edges(self) -> int:
        """Number of edges."""
        return sum(len(heads) for heads in self.out.values())


def network_of(
    tail: IndexArray,
    head: IndexArray,
    probability: FloatArray,
    passes: FloatArray,
    planted: Mapping[int, float],
    target: int,
) -> Network:
    """Return the problem of reaching one node from independently planted ones.

    Parameters
    ----------
    tail, head : ndarray of int64, shape (m,)
    probability : ndarray of float64, shape (m,)
        Probability in [0, 1] that an edge works, given that its tail passes on.
    passes : ndarray of float64, shape (n,)
        Probability in [0, 1] that a node passes on.
    planted : mapping
        Node → probability in [0, 1] that it is planted.
    target : int

    Returns
    -------
    Network
        Several edges between the same two nodes are one.
    """
    out: dict[int, dict[int, float]] = {node: {} for node in range(len(passes)) if node != target}
    out |= {SOURCE: {}, TARGET: {}}
    useful = np.flatnonzero((probability > 0) & (passes[tail] > 0) & (tail != target) & (tail != head))
    for start, end, chance in zip(
        tail[useful].tolist(), head[useful].tolist(), probability[useful].tolist(), strict=True
    ):
        join(out[start], TARGET if end == target else end, chance)
    for node, chance in sorted(planted.items()):
        if chance > 0:
            join(out[SOURCE], TARGET if node == target else node, chance)
    chances = {node: float(passes[node]) for node in out if node >= 0} | {SOURCE: 1.0, TARGET: 1.0}
    return Network(out, chances)


def join(heads: dict[int, float], head: int, chance: float) -> None:
    """Add an edge; beside one that is there already it is one more chance."""
    heads[head] = 1.0 - (1.0 - heads.get(head, 0.0)) * (1.0 - chance)
