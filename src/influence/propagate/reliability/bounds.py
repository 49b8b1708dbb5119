"""Exact values and certain bounds: reductions, parts, and the expansion of each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from influence._types import FloatArray, IndexArray
from influence._work import Deadline
from influence.propagate.reliability.expansion import Cut, expand
from influence.propagate.reliability.network import TARGET, network_of
from influence.propagate.reliability.reductions import chain_of_parts, reduce_network

__all__ = ["CertainReach", "certain_reach"]

LARGEST_NETWORK = 20_000
"""Edges up to which a network is reduced and expanded; a larger one is left to sampling."""
LARGEST_PART = 512
"""Nodes up to which a part is expanded."""


@dataclass(frozen=True)
class CertainReach:
    """Bounds that hold for certain.

    Parameters
    ----------
    lower, upper : float
        In [0, 1].
    cut : str
        Which limit keeps them apart: ``work``, ``time``, ``memory``, or ``size`` where the network is too large to
        expand; empty where they are equal up to rounding.
    states : int
        States that were made.
    """

    lower: float
    upper: float
    cut: Cut
    states: int

    @property
    def exact(self) -> bool:
        """Whether the bounds are equal up to rounding."""
        return not self.cut


def certain_reach(
    tail: IndexArray,
    head: IndexArray,
    probability: FloatArray,
    passes: FloatArray,
    planted: Mapping[int, float],
    target: int,
    *,
    work_limit: int,
    memory_limit: int,
    deadline: Deadline | None = None,
) -> CertainReach:
    """Return the chance that a target is reached, or bounds on it where the limits do not allow more.

    Parameters
    ----------
    tail, head : ndarray of int64, shape (m,)
    probability : ndarray, shape (m,)
        Probability in [0, 1] that an edge works, given that its tail passes on.
    passes : ndarray, shape (n,)
        Probability in [0, 1] that a node passes on what reaches it, one event for all of its edges.
    planted : mapping
        Node → probability in [0, 1] that it is planted, independently.
    target : int
    work_limit : int
        States made at most.
    memory_limit : int
        Bytes that the states may take.
    deadline : Deadline or None
        A cut in seconds, if the caller wants one.

    Returns
    -------
    CertainReach

    Examples
    --------
    >>> import numpy as np
    >>> ends = np.array([0, 0, 1]), np.array([1, 2, 2])
    >>> certain_reach(*ends, np.full(3, 0.5), np.ones(3), {0: 1.0}, 2, work_limit=100, memory_limit=10**6).lower
    0.625
    """
    kept = _relevant(tail, head, probability, passes, planted, target)
    if kept is None:
        direct = planted.get(target, 0.0)
        return CertainReach(direct, direct, "", 0)
    if len(kept) > LARGEST_NETWORK:
        return CertainReach(planted.get(target, 0.0), 1.0, "size", 0)
    network = reduce_network(network_of(tail[kept], head[kept], probability[kept], passes, planted, target))
    if not any(TARGET in heads for heads in network.out.values()):
        return CertainReach(0.0, 0.0, "", 0)
    lower = upper = 1.0
    cut: Cut = ""
    states = 0
    for part in chain_of_parts(network):
        if len(part.out) > LARGEST_PART:
            lower, cut = 0.0, cut or "size"
            continue
        found = expand(part, work_limit - states, memory_limit, deadline)
        lower, upper = lower * found.lower, upper * found.upper
        cut, states = cut or found.cut, states + found.states
    return CertainReach(lower, max(upper, lower), cut, states)


def _relevant(
    tail: IndexArray,
    head: IndexArray,
    probability: FloatArray,
    passes: FloatArray,
    planted: Mapping[int, float],
    target: int,
) -> IndexArray | None:
    """Return the edges on some way from a planted node to the target, or None where there is no way."""
    count = len(passes)
    works = (probability > 0) & (passes[tail] > 0) & (tail != target)
    starts = np.array([node for node, chance in planted.items() if chance > 0], dtype=np.int64)
    if not len(starts):
        return None
    forward = _reached(tail[works], head[works], starts, count)
    backward = _reached(head[works], tail[works], np.array([target]), count)
    kept = np.flatnonzero(works & forward[tail] & backward[head])
    return kept if len(kept) or planted.get(target, 0.0) > 0 else None


def _reached(
    tail: IndexArray, head: IndexArray, starts: IndexArray, count: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which nodes can be reached from some nodes, shape (n,)."""
    # one more node stands before all starts
    ends = np.concatenate([tail, np.full(len(starts), count)]), np.concatenate([head, starts])
    graph = sparse.csr_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count + 1, count + 1))
    order = sparse.csgraph.breadth_first_order(graph, count, return_predecessors=False)
    found = np.zeros(count + 1, dtype=bool)
    found[order] = True
    return found[:-1]
