"""The best sources of a large graph: chosen in sampled worlds, valued in fresh ones, both with bounds that hold.

The choice does not know the fresh worlds, so the number of them in which it reaches the target is binomial, and so is,
for the best possible choice, the number among the first worlds; exact confidence limits of both (Clopper and Pearson,
1934) certify the ratio. A second bound on the best possible is the share of worlds in which any candidate reaches the
target at all, tight where almost everybody does.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from math import ceil, floor
from typing import Protocol

import numpy as np
from scipy.stats import beta

from influence._types import BoolArray, IndexArray, ProgressCallback, WordArray
from influence._work import map_ordered
from influence.graph.edges import EdgeArrays
from influence.planning.coverage import Judge, Limits, SetJudge, WordJudge, greedy_cover
from influence.planning.reverse_sets import EdgesByHead, ReverseSets, edges_by_head, sample_sets
from influence.propagate.reliability.sampling import EdgesByTail, edges_by_tail, worlds_reaching

__all__ = ["SampledSources", "sampled_sources"]

FIRST_WORLDS = 1024
"""Worlds of the first round where a certified ratio is asked for."""
PILOT = 32
"""Worlds that decide between the two ways to draw."""
DEAREST_SHARE = 20
"""Worlds are drawn 64 at once where one alone would look at more than this part of all edges."""
EDGE_WORDS = 16_000_000
"""Edges times words over which worlds are drawn 64 at once."""
MOST_MEMBERS = 40_000_000
"""Members of all sampled sets that are held at once."""
CHECKED_WORDS = 3
"""Words in which a choice is valued at least."""
SHARES = 4
"""Bounds that share the error: value from below and above, best possible by two counts."""


@dataclass(frozen=True)
class SampledSources:
    """A choice with its figures.

    Parameters
    ----------
    nodes : ndarray of int64
    value, lower, upper, bound : float
    method : str
    worlds, checked : int
    """

    nodes: IndexArray
    value: float
    lower: float
    upper: float
    bound: float
    method: str
    worlds: int
    checked: int


class _Sampler(Protocol):
    """One way to draw worlds."""

    method: str

    @property
    def count(self) -> int:
        """Worlds to choose in."""

    def grow(self, count: int) -> None:
        """Hold so many worlds to choose in and to value in."""

    def judge(self) -> Judge:
        """Return the worlds to choose in."""

    def any_of(self) -> tuple[float, int]:
        """Return in how many worlds any candidate reaches the target, and of how many."""

    def hits(self, nodes: IndexArray) -> tuple[float, int]:
        """Return in how many fresh worlds a choice reaches the target, and of how many."""


def sampled_sources(
    edges: EdgeArrays,
    target: int,
    admitted: BoolArray,
    limits: Limits,
    *,
    method: str,
    ratio: float | None,
    delta: float,
    worlds: int,
    generator: np.random.Generator,
    executor: Executor | None,
    progress: ProgressCallback | None,
) -> SampledSources:
    """Return a choice made in sampled worlds.

    Parameters
    ----------
    edges : EdgeArrays
    target : int
    admitted : ndarray of bool, shape (n,)
    limits : Limits
    method : str
        ``reverse``, ``worlds``, or anything else to let pilot worlds decide.
    ratio : float or None
    delta : float
    worlds : int
    generator : numpy.random.Generator
    executor : concurrent.futures.Executor or None
    progress : callable or None

    Returns
    -------
    SampledSources
    """
    pilot, first, second = generator.spawn(3)
    by_head = edges_by_head(edges) if method != "worlds" else None
    sampler: _Sampler
    if by_head is not None and (method == "reverse" or _sets_are_small(by_head, target, pilot)):
        sampler = _Reverse(by_head, target, admitted, (first, second), executor, progress)
    else:
        by_head = None
        sampler = _Words(edges, target, admitted, (first, second), executor, progress)
        worlds = min(worlds, 64 * max(EDGE_WORDS // max(len(edges.tail), 1), 1))
    sizes = [worlds]
    while ratio is not None and sizes[0] > FIRST_WORLDS:
        sizes.insert(0, ceil(sizes[0] / 2))
    for size in sizes:
        sampler.grow(size)
        found = _certified(sampler, limits, delta / len(sizes))
        if ratio is not None and found.lower >= ratio * found.bound:
            break
    return found


def _certified(sampler: _Sampler, limits: Limits, delta: float) -> SampledSources:
    judge = sampler.judge()
    nodes, _, covered = greedy_cover(judge, limits)
    hits, checked = sampler.hits(nodes)
    reachable, seen = sampler.any_of()
    error = delta / SHARES
    count = sampler.count
    bound = min(_at_most(floor(covered + 1e-9), count, error), _at_most(reachable, seen, error))
    lower, upper = _at_least(hits, checked, error), _at_most(hits, checked, error)
    return SampledSources(nodes, hits / checked, lower, upper, bound, sampler.method, count, checked)


def _at_least(hits: float, count: int, error: float) -> float:
    return float(beta.ppf(error, hits, count - hits + 1)) if hits > 0 else 0.0


def _at_most(hits: float, count: int, error: float) -> float:
    return float(beta.ppf(1.0 - error, hits + 1, count - hits)) if hits < count else 1.0


def _sets_are_small(edges: EdgesByHead, target: int, generator: np.random.Generator) -> bool:
    """Whether a few worlds, drawn backwards, look at only a small part of all edges."""
    most = PILOT * len(edges.tail) // DEAREST_SHARE
    return sample_sets(edges, target, PILOT, generator, most) is not None


class _Reverse:
    """Worlds drawn one by one backwards from the target."""

    method = "reverse"

    def __init__(
        self,
        edges: EdgesByHead,
        target: int,
        admitted: BoolArray,
        streams: tuple[np.random.Generator, np.random.Generator],
        executor: Executor | None,
        progress: ProgressCallback | None,
    ) -> None:
        self.edges, self.target, self.admitted, self.streams = edges, target, admitted, streams
        self.executor, self.progress = executor, progress
        nobody = np.zeros(0, dtype=np.int64)
        self.chosen_in = self.valued_in = ReverseSets(0, nobody, nobody, 0)

    @property
    def count(self) -> int:
        """Worlds to choose in."""
        return self.chosen_in.count

    def grow(self, count: int) -> None:
        """Draw more worlds of both kinds, unless memory would not hold them."""
        more = count - self.count
        if self.count and len(self.chosen_in.node) / self.count * count * 2 > MOST_MEMBERS:
            return
        self.chosen_in = self._joined(self.chosen_in, more, self.streams[0])
        self.valued_in = self._joined(self.valued_in, more, self.streams[1])

    def _joined(self, held: ReverseSets, more: int, stream: np.random.Generator) -> ReverseSets:
        drawn = sample_sets(self.edges, self.target, more, stream, None, self.executor, self.progress)
        return held if drawn is None else held.joined(drawn)

    def judge(self) -> Judge:
        """Return the worlds to choose in."""
        return SetJudge(self.chosen_in, self.admitted)

    def any_of(self) -> tuple[float, int]:
        """Return in how many worlds any candidate reaches the target, and of how many."""
        worlds = [np.unique(sets.world[self.admitted[sets.node]]) for sets in (self.chosen_in, self.valued_in)]
        return float(sum(map(len, worlds))), self.chosen_in.count + self.valued_in.count

    def hits(self, nodes: IndexArray) -> tuple[float, int]:
        """Return in how many fresh worlds a choice reaches the target, and of how many."""
        sets = self.valued_in
        mine = np.zeros(len(self.admitted), dtype=bool)
        mine[nodes] = True
        return float(len(np.unique(sets.world[mine[sets.node]]))), sets.count


class _Words:
    """Worlds drawn 64 at once over the whole graph."""

    method = "worlds"

    def __init__(
        self,
        edges: EdgeArrays,
        target: int,
        admitted: BoolArray,
        streams: tuple[np.random.Generator, np.random.Generator],
        executor: Executor | None,
        progress: ProgressCallback | None,
    ) -> None:
        self.edges = edges_by_tail(edges.tail, edges.head, edges.probability, edges.passes)
        self.target, self.streams = target, streams
        self.executor, self.progress = executor, progress
        self.nodes = np.flatnonzero(admitted)
        self.held: list[list[WordArray]] = [[], []]

    @property
    def count(self) -> int:
        """Worlds to choose in."""
        return 64 * sum(int(part.shape[1]) for part in self.held[0])

    def grow(self, count: int) -> None:
        """Draw more words of both kinds."""
        words = ceil(count / 64)
        for kind, least in ((0, 1), (1, CHECKED_WORDS)):
            have = sum(part.shape[1] for part in self.held[kind])
            more = max(words, least) - have
            # small graphs share the cost of a call among many words; how many depends on the graph alone
            together = max(min((1 << 16) // max(len(self.edges.head), 1), more), 1)
            sizes = [min(together, more - start) for start in range(0, more, together)]
            streams = self.streams[kind].spawn(len(sizes))
            tasks = [
                (self.edges, self.target, self.nodes, stream, size) for stream, size in zip(streams, sizes, strict=True)
            ]
            self.held[kind] += map_ordered(_reached, tasks, self.executor, self.progress, "worlds")

    def judge(self) -> Judge:
        """Return the worlds to choose in."""
        return WordJudge(self.nodes, np.concatenate(self.held[0], axis=1))

    def any_of(self) -> tuple[float, int]:
        """Return in how many worlds any candidate reaches the target, and of how many."""
        words = [np.bitwise_or.reduce(part, axis=0) for kind in self.held for part in kind if len(part)]
        count = 64 * sum(part.shape[1] for kind in self.held for part in kind)
        return float(sum(int(np.bitwise_count(part).sum()) for part in words)), count

    def hits(self, nodes: IndexArray) -> tuple[float, int]:
        """Return in how many fresh worlds a choice reaches the target, and of how many."""
        mine = np.searchsorted(self.nodes, nodes)
        heard = [np.bitwise_or.reduce(part[mine], axis=0) for part in self.held[1]]
        return float(sum(int(np.bitwise_count(part).sum()) for part in heard)), 64 * sum(map(len, heard))


def _reached(task: tuple[EdgesByTail, int, IndexArray, np.random.Generator, int]) -> WordArray:
    edges, target, nodes, generator, words = task
    found: WordArray = worlds_reaching(edges, target, generator, words)[nodes]
    speaks = edges.passes[nodes]
    # who never speaks has no edges there, and may not count as heard
    found[speaks == 0] = 0
    return found
