"""Reverse-reachable sets: for sampled worlds, who would be heard by the target, many worlds at a time.

Borgs and others, "Maximizing social influence in nearly optimal time" (SODA 2014), with the target given instead of
drawn. Edges that all work with the same chance are skipped geometrically, so that somebody with many speakers costs no
more than those who are heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, IndexArray, ProgressCallback
from influence._work import map_ordered
from influence.graph.edges import EdgeArrays, grouped

__all__ = ["EdgesByHead", "ReverseSets", "edges_by_head", "sample_sets"]

CHUNK = 4096
"""Worlds that one task draws; a constant, so that the worlds do not depend on the number of workers."""
FEW = 16
"""Part of all keys looked at up to which the last ones are kept apart."""
MARKS = 22
"""Bits of a key's hash that say whether it may have been looked at."""
SKIPPED_FROM = 8
"""Edges from which a node's equal ones are skipped geometrically."""
LONGEST = 1e300
"""Mean length of a jump at most, so that products stay finite."""


@dataclass(frozen=True)
class EdgesByHead:
    """Edges sorted by their heads, for searches from the target.

    Parameters
    ----------
    first : ndarray of int64, shape (n + 1,)
        Edges into node i are those from ``first[i]`` to ``first[i + 1]``.
    tail : ndarray of int64, shape (m,)
    probability : ndarray, shape (m,)
    jump : ndarray, shape (n,)
        Where a node has many edges of one probability p: −1 / ln(1 − p), the mean length of a jump to the next one that
        works; else −1.
    passes : ndarray, shape (n,)
    """

    first: IndexArray
    tail: IndexArray
    probability: FloatArray
    jump: FloatArray
    passes: FloatArray


@dataclass(frozen=True)
class ReverseSets:
    """For each world the nodes from which the target is reached, the target left out.

    Parameters
    ----------
    count : int
        Worlds N.
    world : ndarray of int64, shape (members,)
        In ascending order.
    node : ndarray of int64, shape (members,)
    touched : int
        Edges that were looked at.
    """

    count: int
    world: IndexArray
    node: IndexArray
    touched: int

    def joined(self, other: ReverseSets) -> ReverseSets:
        """Return these worlds and some more, numbered behind them."""
        return ReverseSets(
            self.count + other.count,
            np.concatenate([self.world, other.world + self.count]),
            np.concatenate([self.node, other.node]),
            self.touched + other.touched,
        )


def edges_by_head(edges: EdgeArrays) -> EdgesByHead:
    """Return edges sorted by head."""
    count = len(edges.passes)
    order, first = grouped(edges.head, count)
    probability = edges.probability[order]
    jump = np.full(count, -1.0)
    many = np.flatnonzero(np.diff(first) >= SKIPPED_FROM)
    many = many[probability[first[many]] == probability[first[many + 1] - 1]]
    if len(many):
        # an empty stretch between two nodes' edges belongs to nobody: bounds come in pairs, and the last one is the end
        bounds = np.column_stack([first[many], first[many + 1]]).ravel()
        bounds = bounds[: np.searchsorted(bounds, len(probability))]
        low, high = (reduce.reduceat(probability, bounds)[::2] for reduce in (np.minimum, np.maximum))
        same = (low == high) & (low > 0)
        with np.errstate(divide="ignore", over="ignore"):
            jump[many[same]] = np.minimum(-1.0 / np.log1p(-low[same]), LONGEST)
    return EdgesByHead(first, edges.tail[order], probability, jump, edges.passes)


def sample_sets(
    edges: EdgesByHead,
    target: int,
    count: int,
    generator: np.random.Generator,
    most: int | None = None,
    executor: Executor | None = None,
    progress: ProgressCallback | None = None,
) -> ReverseSets | None:
    """Return the reverse-reachable sets of some worlds.

    Parameters
    ----------
    edges : EdgesByHead
    target : int
    count : int
    generator : numpy.random.Generator
    most : int or None
        Edges to look at in each task at most; None where more would be needed.
    executor : concurrent.futures.Executor or None
    progress : callable or None

    Returns
    -------
    ReverseSets or None
    """
    sizes = [min(CHUNK, count - start) for start in range(0, count, CHUNK)]
    streams = generator.spawn(len(sizes))
    tasks = [(edges, target, size, stream, most) for size, stream in zip(sizes, streams, strict=True)]
    drawn = list(map_ordered(_sets_of_chunk, tasks, executor, progress, "reverse sets"))
    found = ReverseSets(0, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 0)
    parts = [part for part in drawn if part is not None]
    if len(parts) < len(drawn):
        return None
    offsets = np.cumsum([0, *sizes])
    if not parts:
        return found
    return ReverseSets(
        count,
        np.concatenate([part.world + offset for part, offset in zip(parts, offsets.tolist(), strict=False)]),
        np.concatenate([part.node for part in parts]),
        sum(part.touched for part in parts),
    )


def _sets_of_chunk(task: tuple[EdgesByHead, int, int, np.random.Generator, int | None]) -> ReverseSets | None:
    edges, target, count, generator, most = task
    bits, nodes = _bits(edges), _nodes(edges)
    frontier = (np.arange(count, dtype=np.int64) << bits) | target
    looked = _Looked(frontier)
    members: list[IndexArray] = []
    touched = 0
    while len(frontier):
        # memory is not spent on a round that would be one too many
        if most is not None and touched + _edges_of(edges, frontier) > most:
            return None
        speakers = []
        for cost, worlds, tails in _heard(edges, frontier, generator):
            touched += cost
            speakers.append((worlds << bits) | tails)
        keys = looked.added(_distinct(np.concatenate(speakers)) if speakers else frontier[:0])
        doubtful = edges.passes[keys & nodes]
        # passing on is one event: whoever was silent once stays silent in that world
        speaks = (doubtful >= 1.0) | (generator.random(len(keys)) < doubtful)
        frontier = keys[speaks]
        members.append(frontier)
    found = np.sort(np.concatenate(members)) if members else frontier
    return ReverseSets(count, found >> bits, found & nodes, touched)


def _bits(edges: EdgesByHead) -> int:
    """Return how many bits of a key say the node; those above say the world, so that neither needs a division."""
    return len(edges.passes).bit_length()


def _nodes(edges: EdgesByHead) -> int:
    """Return the bits of a key that say the node."""
    return (1 << _bits(edges)) - 1


class _Looked:
    """Keys that were looked at: many, and apart from them the last ones, as late rounds add little to very many.

    A table with a mark for each key's hash says of most new keys that they are new, without a search.
    """

    def __init__(self, keys: IndexArray) -> None:
        self.many, self.last = keys, keys[:0]
        self.marks = np.zeros(1 << MARKS, dtype=bool)
        self.marks[_hashed(keys)] = True

    def added(self, keys: IndexArray) -> IndexArray:
        """Return which of some sorted keys are new, and keep those."""
        hashed = _hashed(keys)
        doubtful = np.flatnonzero(self.marks[hashed])
        self.marks[hashed] = True
        if len(doubtful):
            known = np.zeros(len(keys), dtype=bool)
            asked = keys[doubtful]
            for run in (self.many, self.last):
                if len(run):
                    known[doubtful] |= run[np.minimum(np.searchsorted(run, asked), len(run) - 1)] == asked
            keys = keys[~known]
        self.last = _joined(self.last, keys)
        if len(self.last) * FEW > len(self.many):
            self.many, self.last = _joined(self.many, self.last), keys[:0]
        return keys


def _hashed(keys: IndexArray) -> IndexArray:
    """Return a place in the table of marks for each key: the first bits of a multiple (Knuth, 6.4)."""
    return (keys.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - MARKS)).view(np.int64)


def _joined(one: IndexArray, two: IndexArray) -> IndexArray:
    """Return two sorted arrays as one: a stable sort merges them in linear time."""
    return np.sort(np.concatenate([one, two]), kind="stable")


def _distinct(keys: IndexArray) -> IndexArray:
    """Return keys in order, each once; sorting in place is faster than the hashing of ``numpy.unique``."""
    keys.sort()
    return keys[np.flatnonzero(np.diff(keys, prepend=-1))]


def _edges_of(edges: EdgesByHead, frontier: IndexArray) -> int:
    """Return how many edges into the frontier will be looked at, at least."""
    heads = frontier & _nodes(edges)
    return int(np.where(edges.jump[heads] < 0, edges.first[heads + 1] - edges.first[heads], 1).sum())


def _heard(
    edges: EdgesByHead, frontier: IndexArray, generator: np.random.Generator
) -> Iterator[tuple[int, IndexArray, IndexArray]]:
    """Give how many edges into the frontier are looked at, and world and tail of those that work."""
    worlds, heads = frontier >> _bits(edges), frontier & _nodes(edges)
    begin = edges.first[heads]
    degree = edges.first[heads + 1] - begin
    jump = edges.jump[heads]
    skipped = jump >= 0
    if skipped.any():
        yield from _skipping(edges, (worlds[skipped], begin[skipped], degree[skipped], jump[skipped]), generator)
        worlds, begin, degree = worlds[~skipped], begin[~skipped], degree[~skipped]
    total = int(degree.sum())
    if total:
        before = np.cumsum(degree) - degree
        edge = np.repeat(begin - before, degree)
        edge += np.arange(total)
        works = np.flatnonzero(generator.random(total) < edges.probability[edge])
        yield total, np.repeat(worlds, degree)[works], edges.tail[edge[works]]


def _skipping(
    edges: EdgesByHead,
    rows: tuple[IndexArray, IndexArray, IndexArray, FloatArray],
    generator: np.random.Generator,
) -> Iterator[tuple[int, IndexArray, IndexArray]]:
    """Give the working ones of many equal edges, jumping from one to the next."""
    worlds, begin, degree, jump = rows
    last = begin + degree
    place = begin - 1
    while len(place):
        # an exponential variable cut to whole numbers is geometric; a jump beyond the last edge is one too far
        length = np.minimum(generator.standard_exponential(len(place)) * jump, degree)
        place = place + 1 + length.astype(np.int64)
        inside = np.flatnonzero(place < last)
        cost = len(place)
        worlds, degree, last, place = (each[inside] for each in (worlds, degree, last, place))
        jump = jump[inside]
        yield cost, worlds, edges.tail[place]
