"""Which nodes of any graph to plant so that a target is reached: exact on small graphs, certified on large ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from influence._show import Result, Table
from influence._types import BoolArray, FloatArray, IndexArray, ProgressCallback, RandomSource
from influence._work import as_generator, progress_reporter
from influence.errors import InputError, Problem
from influence.graph.edges import EdgeArrays, edge_arrays
from influence.planning.coverage import Limits
from influence.planning.exact_sources import exact_sources
from influence.planning.sampled_sources import sampled_sources

__all__ = ["Selection", "select_sources"]

Method = Literal["auto", "exact", "reverse", "worlds"]
METHODS: tuple[Method, ...] = ("auto", "exact", "reverse", "worlds")
WORLDS = 16_384


@dataclass(frozen=True)
class Selection(Result):
    """Nodes to plant, and how good that is.

    Parameters
    ----------
    sources : tuple
        In the order of choice.
    value : float
        Probability in [0, 1] that the target is reached when they are planted: exact, or the share of fresh worlds.
    lower, upper : float
        Bounds on that probability.
    bound : float
        At most this is the probability for the best possible choice.
    gap : float
        ``bound − value``, 0 or more.
    method : str
        ``exact``; ``reverse``: sampled reverse-reachable sets; ``worlds``: sampled worlds, 64 a word.
    worlds : int
        Worlds in which the choice was made; 0 where exact.
    checked : int
        Fresh worlds in which it was valued; 0 where exact.
    confidence : float
        That all of lower, upper and bound hold; 1 where exact.
    cost : float
        Of the choice; its size where no costs are given.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph([("a", "t", {"probability": 0.5}), ("b", "t", {"probability": 0.4})])
    >>> select_sources(graph, "t", 1).sources
    ('a',)
    """

    sources: tuple[Hashable, ...]
    value: float
    lower: float
    upper: float
    bound: float
    gap: float
    method: str
    worlds: int
    checked: int
    confidence: float
    cost: float

    @property
    def ratio(self) -> float:
        """The certified share of the best possible, in [0, 1]."""
        return min(self.lower / self.bound, 1.0) if self.bound > 0 else 1.0

    def to_dict(self) -> dict[str, Any]:
        """Return the selection as plain data."""
        return {**vars(self), "sources": list(self.sources), "ratio": self.ratio}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each source."""
        ranked = enumerate(self.sources, start=1)
        return {"sources": Table(({"rank": rank, "source": source} for rank, source in ranked), ("rank", "source"))}

    def __str__(self) -> str:
        how = (
            "exact: no choice is better"
            if self.method == "exact" and self.gap == 0
            else f"{self.method}, {self.worlds:,} worlds to choose, {self.checked:,} to value; "
            f"certified {self.ratio:.3f} of the best possible at {self.confidence:.0%} confidence"
        )
        named = ", ".join(map(str, self.sources)) or "nobody"
        return (
            f"{named}\nreaches the target with {self.value:.4f} [{self.lower:.4f}, {self.upper:.4f}], "
            f"the best possible with at most {self.bound:.4f}\n{how}"
        )


def select_sources(
    G: Any,  # noqa: N803 (the name that networkx gives a graph)
    target: Hashable,
    k: int,
    *,
    candidates: Iterable[Hashable] | None = None,
    costs: Mapping[Any, float] | None = None,
    budget: float | None = None,
    weight: str = "probability",
    node_weight: str | None = None,
    method: Method = "auto",
    ratio: float | None = None,
    delta: float = 0.01,
    worlds: int | None = None,
    rng: RandomSource = 0,
    executor: Executor | None = None,
    progress: bool | ProgressCallback | None = None,
) -> Selection:
    """Choose at most k nodes so that a target is reached with the largest probability.

    Small graphs are searched exactly. On large ones the choice is made in sampled worlds and valued in fresh ones, with
    bounds that hold together at the confidence asked for; a few pilot worlds decide whether worlds are drawn one by one
    backwards from the target, or 64 at once over the whole graph.

    Parameters
    ----------
    G : networkx.DiGraph, scipy sparse matrix, or (tail, head, probability[, passes])
        u → v works with a probability, independently of all others.
    target : node
    k : int
        1 or more.
    candidates : iterable of node, or None
        Who may be chosen; everyone but the target where None.
    costs : mapping or None
        What each node costs, 0 or more; 1 where absent.
    budget : float or None
        What the choice may cost in all.
    weight : str
        Edge attribute with the probability in [0, 1].
    node_weight : str or None
        Node attribute with the probability in [0, 1] that a reached node passes it on; a source's own counts, the
        target's does not.
    method : {"auto", "exact", "reverse", "worlds"}
    ratio : float or None
        Certified share in (0, 1] of the best possible at which to stop; otherwise all worlds are used.
    delta : float
        One minus the confidence of the bounds, in (0, 1); shared among the rounds where there is a ratio.
    worlds : int or None
        Worlds to choose in, at most, and to value in; 16,384 where None (fewer where 64 at once over a graph of more
        than 64,000 edges are drawn).
    rng : int, numpy.random.Generator or None
    executor : concurrent.futures.Executor or None
        Where worlds are drawn; the selection does not depend on it.
    progress : bool or callable or None

    Returns
    -------
    Selection

    Raises
    ------
    InputError
        If a node is not in the graph or an option out of its range, all at once; or if ``exact`` is asked for on a
        graph that is too large.

    References
    ----------
    Tang, Tang, Xiao, Yuan: Online processing algorithms for influence maximization. SIGMOD 2018. Clopper, Pearson: The
    use of confidence or fiducial limits. Biometrika 26, 1934.

    Examples
    --------
    >>> import numpy as np
    >>> tail, head = np.array([1, 2, 3]), np.array([0, 0, 2])
    >>> print(select_sources((tail, head, np.array([0.5, 0.5, 0.9])), 0, 2))
    1, 2
    reaches the target with 0.7500 [0.7500, 0.7500], the best possible with at most 0.7500
    exact: no choice is better
    """
    problems = _wrong_options(k, costs, budget, method, ratio, delta, worlds)
    edges = edge_arrays(G, weight, node_weight)
    place = edges.position(target, "target")
    admitted = _admitted(edges, candidates, place, problems)
    prices = _prices(edges, costs, budget, problems)
    if problems:
        raise InputError(problems)
    limits = Limits(int(k), prices, np.inf if budget is None else float(budget))
    if method in ("auto", "exact"):
        found = exact_sources(edges, place, admitted, limits, thorough=method == "exact")
        if found is not None:
            nodes, value, bound = found
            return _selection(edges, nodes, (value, value, value, bound), "exact", (0, 0), 1.0, limits)
        if method == "exact":
            raise InputError("the graph is too large for an exact choice; use method='auto'")
    with progress_reporter(progress) as report:
        sampled = sampled_sources(
            edges,
            place,
            admitted,
            limits,
            method=method,
            ratio=ratio,
            delta=delta,
            worlds=WORLDS if worlds is None else int(worlds),
            generator=as_generator(rng),
            executor=executor,
            progress=report,
        )
    figures = (sampled.value, sampled.lower, sampled.upper, sampled.bound)
    spent = (sampled.worlds, sampled.checked)
    return _selection(edges, sampled.nodes, figures, sampled.method, spent, 1.0 - delta, limits)


def _selection(
    edges: EdgeArrays,
    nodes: IndexArray,
    figures: tuple[float, float, float, float],
    method: str,
    spent: tuple[int, int],
    confidence: float,
    limits: Limits,
) -> Selection:
    value, lower, upper, bound = figures
    bound = max(bound, lower)
    return Selection(
        sources=tuple(edges.nodes[node] for node in nodes.tolist()),
        value=value,
        lower=lower,
        upper=upper,
        bound=bound,
        gap=max(bound - value, 0.0),
        method=method,
        worlds=spent[0],
        checked=spent[1],
        confidence=confidence,
        cost=float(len(nodes) if limits.costs is None else limits.costs[nodes].sum()),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def _wrong_options(
    k: object,
    costs: Mapping[Any, float] | None,
    budget: object,
    method: str,
    ratio: object,
    delta: object,
    worlds: object,
) -> list[Problem]:
    def whole(value: object) -> bool:
        return _is_number(value) and float(value) == int(float(value)) >= 1  # type: ignore[arg-type]  # numbers only

    def between(value: object, top: bool) -> bool:
        return _is_number(value) and float(value) > 0 and (float(value) <= 1 if top else float(value) < 1)  # type: ignore[arg-type]  # numbers only

    found = []
    if not whole(k):
        found.append(Problem(("k",), f"{k!r} is no number of nodes", "use a whole number of 1 or more"))
    if budget is not None and not (_is_number(budget) and float(budget) >= 0):  # type: ignore[arg-type]  # numbers only
        found.append(Problem(("budget",), f"{budget!r} is no budget", "use a number of 0 or more"))
    if method not in METHODS:
        found.append(Problem(("method",), f"{method!r} is no method", f"use one of {', '.join(METHODS)}"))
    if ratio is not None and not between(ratio, top=True):
        found.append(Problem(("ratio",), f"{ratio!r} is no share", "use a number above 0, up to 1"))
    if not between(delta, top=False):
        found.append(Problem(("delta",), f"{delta!r} is no probability of error", "use a number between 0 and 1"))
    if worlds is not None and not whole(worlds):
        found.append(Problem(("worlds",), f"{worlds!r} is no number of worlds", "use a whole number of 1 or more"))
    for node, cost in (costs or {}).items():
        if not (_is_number(cost) and 0 <= cost < float("inf")):
            found.append(Problem(("costs", str(node)), f"{cost!r} is no cost", "use a number of 0 or more"))
    return found


def _admitted(
    edges: EdgeArrays, candidates: Iterable[Hashable] | None, target: int, problems: list[Problem]
) -> BoolArray:
    admitted = np.full(len(edges.passes), candidates is None)
    try:
        admitted[edges.positions(candidates if candidates is not None else (), "candidates")] = True
    except InputError as error:
        problems += error.problems
    if candidates is not None and admitted[target]:
        problems.append(Problem(("candidates",), "the target is among them", "leave it out: it reaches itself"))
    admitted[target] = False
    return admitted


def _prices(
    edges: EdgeArrays, costs: Mapping[Any, float] | None, budget: float | None, problems: list[Problem]
) -> FloatArray | None:
    if costs is None and budget is None:
        return None
    found = np.ones(len(edges.passes))
    given = costs or {}
    try:
        places = edges.positions(given, "costs")
    except InputError as error:
        problems += error.problems
    else:
        found[places] = [float(cost) if _is_number(cost) else 0.0 for cost in given.values()]
    return found
