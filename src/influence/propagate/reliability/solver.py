"""The chance that a target is reached in any graph: exact, else certain bounds, else an estimate."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from concurrent.futures import Executor
from typing import Any, Literal

import numpy as np

from influence._types import ProgressCallback, RandomSource
from influence._work import Deadline, as_generator, progress_reporter
from influence.errors import InputError, Problem
from influence.graph.edges import EdgeArrays, edge_arrays
from influence.propagate.reliability.bounds import certain_reach
from influence.propagate.reliability.estimate import Estimate
from influence.propagate.reliability.expansion import Cut
from influence.propagate.reliability.sampling import edges_by_tail, sample_reach

__all__ = ["reach_probability"]

Method = Literal["auto", "exact", "bounds", "sampled"]
METHODS: tuple[Method, ...] = ("auto", "exact", "bounds", "sampled")
WORK_LIMIT = 20_000_000
"""States made at most where nothing else is asked for: about ten seconds."""
SAMPLES = 16_384
"""Worlds of an estimate on a graph of moderate size."""
EDGE_SAMPLES = 2 * 10**9
"""Edges times worlds that an estimate looks at; larger graphs get fewer worlds."""
UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def reach_probability(
    G: Any,  # noqa: N803 (the name that networkx gives a graph)
    sources: Hashable | Iterable[Hashable] | Mapping[Hashable, float],
    target: Hashable,
    *,
    weight: str = "probability",
    node_weight: str | None = None,
    method: Method = "auto",
    tolerance: float = 0.01,
    work_limit: int | None = None,
    time_limit: float | None = None,
    memory_limit: str | int = "2GiB",
    rng: RandomSource = 0,
    executor: Executor | None = None,
    progress: bool | ProgressCallback | None = None,
) -> Estimate:
    """Return the chance that a target is reached over edges and nodes that fail.

    Parameters
    ----------
    G : networkx.DiGraph, scipy sparse matrix, or (tail, head, probability[, passes])
        u → v works with a probability, independently of all others.
    sources : node, iterable of nodes, or mapping of node to probability
        Who is planted, for certain or independently with a probability in [0, 1].
    target : node
    weight : str
        Edge attribute with the probability in [0, 1].
    node_weight : str or None
        Node attribute with the probability in [0, 1] that a reached node passes it on, to all its successors or to
        none; 1 where absent. The sources' own counts, the target's does not.
    method : {"auto", "exact", "bounds", "sampled"}
        ``auto`` is exact within its limits, else the certain bounds if they are no wider than ``tolerance``, else an
        estimate clipped to them. ``exact`` and ``bounds`` give bounds where the limits cut the expansion; ``sampled``
        draws worlds only.
    tolerance : float
        Width of certain bounds with which ``auto`` is content.
    work_limit : int or None
        States made at most, the same on every machine; 20,000,000 where None.
    time_limit : float or None
        A further cut in seconds.
    memory_limit : str or int
        Bytes for states, or a text such as ``"500MiB"``; running into it gives bounds.
    rng : int, numpy.random.Generator or None
        For estimates.
    executor : concurrent.futures.Executor or None
        Where worlds are drawn; the estimate does not depend on it.
    progress : bool or callable or None
        True for a bar, or a function called as ``progress(done, total, what)``.

    Returns
    -------
    Estimate

    Raises
    ------
    InputError
        If a node is not in the graph, a probability is outside of [0, 1], or an option is not known.

    References
    ----------
    Colbourn: The Combinatorics of Network Reliability. Oxford University Press, 1987.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from([("a", "b", 0.5), ("b", "c", 0.5), ("a", "c", 0.5)], weight="probability")
    >>> print(reach_probability(graph, "a", "c"))
    0.6250 [0.6250, 0.6250], exact
    """
    edges = edge_arrays(G, weight, node_weight)
    _check(method, tolerance, work_limit)
    planted = planted_at(edges, sources)
    place = edges.position(target, "target")
    memory = bytes_of(memory_limit)
    lower, upper, states = 0.0, 1.0, 0
    cut: Cut = ""
    deadline = Deadline(time_limit)
    if method != "sampled":
        found = certain_reach(
            edges.tail,
            edges.head,
            edges.probability,
            edges.passes,
            planted,
            place,
            work_limit=WORK_LIMIT if work_limit is None else work_limit,
            memory_limit=memory,
            deadline=deadline,
        )
        lower, upper, states, cut = found.lower, found.upper, found.states, found.cut
        if found.exact:
            return Estimate(lower, lower, upper, "exact", 0.0, states)
        if method != "auto" or upper - lower <= tolerance:
            return Estimate((lower + upper) / 2, lower, upper, "bounds", 0.0, states, cut=cut)
    samples = int(min(SAMPLES, max(EDGE_SAMPLES // max(len(edges.tail), 1), 64)))
    nodes = np.array(sorted(planted), dtype=np.int64)
    chances = np.array([planted[node] for node in nodes.tolist()])
    sorted_edges = edges_by_tail(edges.tail, edges.head, edges.probability, edges.passes)
    with progress_reporter(progress) as report:
        generator = as_generator(rng)
        share, drawn = sample_reach(
            sorted_edges, (nodes, chances), place, samples, generator, executor, report, deadline
        )
    cut = "time" if deadline.struck else cut
    # a share of 0 or 1 is not certain: one more world of the other kind stands for what was not seen
    error = float(np.sqrt(max(share * (1.0 - share), 1.0 / drawn * (1.0 - 1.0 / drawn)) / drawn))
    return Estimate(float(np.clip(share, lower, upper)), lower, upper, "sampled", error, states, drawn, cut)


def _check(method: str, tolerance: float, work_limit: int | None) -> None:
    problems = []
    if method not in METHODS:
        problems.append(Problem(("method",), f"{method!r} is no method", f"use one of {', '.join(METHODS)}"))
    if not 0 <= tolerance <= 1:
        problems.append(Problem(("tolerance",), f"{tolerance!r} is no width", "use a number from 0 to 1"))
    if work_limit is not None and work_limit < 0:
        problems.append(Problem(("work_limit",), f"{work_limit!r} is below 0", "use a whole number of 0 or more"))
    if problems:
        raise InputError(problems)


def planted_at(edges: EdgeArrays, sources: Any) -> dict[int, float]:
    """Return position → probability of being planted, of a node, some nodes, or a mapping.

    Raises
    ------
    InputError
        If a node is not in the graph or a probability outside of [0, 1].
    """
    if isinstance(sources, Mapping):
        given = dict(sources)
    elif isinstance(sources, (str, bytes)) or not isinstance(sources, Iterable) or _is_node(edges, sources):
        given = {sources: 1.0}
    else:
        given = dict.fromkeys(sources, 1.0)
    problems = [
        Problem(("sources", str(node)), f"{chance!r} is no probability", "use 0 to 1")
        for node, chance in given.items()
        if not 0 <= chance <= 1
    ]
    if problems:
        raise InputError(problems)
    return {edges.position(node, "sources"): float(chance) for node, chance in given.items()}


def _is_node(edges: EdgeArrays, sources: Any) -> bool:
    """Whether something iterable, such as a tuple, is itself a node."""
    try:
        edges.position(sources, "sources")
    except InputError:
        return False
    return True


def bytes_of(limit: str | int) -> int:
    """Return a limit as bytes.

    Raises
    ------
    InputError
        If it is no number of bytes.

    Examples
    --------
    >>> bytes_of("1.5KiB"), bytes_of(100)
    (1536, 100)
    """
    if isinstance(limit, int) and limit > 0:
        return limit
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?\s*", str(limit).lower())
    if match is None or isinstance(limit, int):
        raise InputError(f"memory_limit is {limit!r}; give bytes, or a text such as '2GiB'")
    return int(float(match[1]) * UNITS[match[2]])
