"""Estimates on graphs of any size: 64 worlds at a time, one bit each.

In every world each edge works or not and each node passes on or not; a reverse search for all worlds of a word at once
finds from where the target is reached. All edges are looked at once in each round, so a round costs the same however
many worlds share the word (Then and others, "The more the merrier: efficient multi-source graph traversal", VLDB 2014,
with worlds in place of sources).
"""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, IndexArray, ProgressCallback, WordArray
from influence._work import Deadline, map_ordered, spawn_generators
from influence.graph.edges import grouped

__all__ = ["EdgesByTail", "edges_by_tail", "sample_reach", "worlds_reaching"]

WORLDS_OF_A_WORD = 64
CELLS = 1 << 14
"""Edges times words that are drawn at once."""
DIGITS = 24
"""Binary digits of a probability that are drawn; what is left is below 6e-8."""
FIRST_DIGITS = 8
"""Digits that are drawn for all before those that are settled are left out."""
BLOCK = 1 << 16
"""Words that are worked on at once, so that they stay in a cache."""
EVERYWHERE = np.uint64(2**64 - 1)


@dataclass(frozen=True)
class EdgesByTail:
    """Edges sorted by their tail, for reverse searches.

    Parameters
    ----------
    tails : ndarray of int64
        Nodes that have edges.
    starts : ndarray of int64
        Where the edges of each begin.
    head : ndarray of int64
    probability : ndarray
    passes : ndarray, shape (n,)
    """

    tails: IndexArray
    starts: IndexArray
    head: IndexArray
    probability: FloatArray
    passes: FloatArray


def edges_by_tail(tail: IndexArray, head: IndexArray, probability: FloatArray, passes: FloatArray) -> EdgesByTail:
    """Return edges sorted by tail, those that never work left out."""
    works = np.flatnonzero((probability > 0) & (passes[tail] > 0))
    places, first = grouped(tail[works], len(passes))
    order, tails = works[places], np.flatnonzero(np.diff(first))
    return EdgesByTail(tails, first[tails], head[order], probability[order], passes)


def random_bits(generator: np.random.Generator, probability: FloatArray, words: int = 1) -> WordArray:
    """Return some words for each event, each bit set with the event's probability.

    Each bit compares a random binary fraction with the probability, 64 at once, from the first digit on: the first that
    differs decides (Knuth and Yao, "The complexity of nonuniform random number generation", 1976). Half of what is open
    is settled by each digit, so that few words need more than the first ones.

    Parameters
    ----------
    generator : numpy.random.Generator
    probability : ndarray, shape (events,)
    words : int

    Returns
    -------
    ndarray of uint64, shape (events, words)
    """
    found = np.zeros((len(probability), words), dtype=np.uint64)
    together = max(BLOCK // words, 1)
    for start in range(0, len(probability), together):
        levels = np.round(probability[start : start + together] * (1 << DIGITS)).astype(np.uint64)
        part = found[start : start + together]
        part[:] = _below(generator, np.repeat(levels, words)).reshape(part.shape)
        part[levels >= 1 << DIGITS] = EVERYWHERE
    return found


def _below(generator: np.random.Generator, levels: WordArray) -> WordArray:
    """Return a word for each level, each bit saying whether a random number of ``DIGITS`` digits is below the level."""
    found = np.zeros(len(levels), dtype=np.uint64)
    place, bottom, top = np.arange(len(levels)), DIGITS - FIRST_DIGITS, DIGITS
    undecided = np.full(len(levels), EVERYWHERE)
    while len(place):
        below = np.zeros(len(place), dtype=np.uint64)
        for digit in range(top - 1, bottom - 1, -1):
            one = np.negative(levels >> np.uint64(digit) & np.uint64(1))
            # the digits that differ, where all before were equal; where the level has the 1, the number is below
            differs = generator.integers(0, 2**64 - 1, size=len(place), dtype=np.uint64, endpoint=True)
            differs ^= one
            differs &= undecided
            undecided ^= differs
            differs &= one
            below |= differs
        found[place] |= below
        # nothing is below zeros
        left = np.flatnonzero((undecided != 0) & (levels & np.uint64((1 << bottom) - 1) != 0))
        place, levels, undecided = place[left], levels[left], undecided[left]
        bottom, top = bottom - 1, bottom
    return found


def worlds_reaching(edges: EdgesByTail, target: int, generator: np.random.Generator, words: int = 1) -> WordArray:
    """Return, for each node, in which worlds planting it reaches the target, 64 worlds a word.

    Parameters
    ----------
    edges : EdgesByTail
    target : int
    generator : numpy.random.Generator
    words : int

    Returns
    -------
    ndarray of uint64, shape (n, words)
    """
    live = random_bits(generator, edges.probability, words)
    doubtful = np.flatnonzero(edges.passes[edges.tails] < 1.0)
    speaks = np.full((len(edges.tails), words), EVERYWHERE)
    speaks[doubtful] = random_bits(generator, edges.passes[edges.tails[doubtful]], words)
    reached = np.zeros((len(edges.passes), words), dtype=np.uint64)
    reached[target] = EVERYWHERE
    if len(edges.tails):
        _spread(edges, live, speaks, reached)
    return reached


def _spread(edges: EdgesByTail, live: WordArray, speaks: WordArray, reached: WordArray) -> None:
    """Spread what is reached to whom it is heard from, in place, until nothing changes.

    Blocks of nodes see what the blocks before them found in the same round, and rounds go back and forth, so that few
    are needed; the end does not depend on the order.
    """
    ends = np.append(edges.starts, len(edges.head))
    size = max(BLOCK // live.shape[1], 1)
    cuts = np.unique(np.append(np.searchsorted(edges.starts, np.arange(0, len(edges.head), size)), len(edges.tails)))
    blocks = list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))
    grown = True
    while grown:
        grown = False
        for begin, end in blocks:
            first, last = ends[begin], ends[end]
            mine = edges.tails[begin:end]
            heard = reached.take(edges.head[first:last], axis=0)
            heard &= live[first:last]
            before = reached.take(mine, axis=0)
            after = np.bitwise_or.reduceat(heard, edges.starts[begin:end] - first, axis=0)
            after &= speaks[begin:end]
            after |= before
            if not np.array_equal(before, after):
                reached[mine] = after
                grown = True
        blocks.reverse()


def sample_reach(
    edges: EdgesByTail,
    planted: tuple[IndexArray, FloatArray],
    target: int,
    samples: int,
    generator: np.random.Generator,
    executor: Executor | None = None,
    progress: ProgressCallback | None = None,
    deadline: Deadline | None = None,
) -> tuple[float, int]:
    """Return the share of sampled worlds in which the target is reached, and how many worlds there were.

    Parameters
    ----------
    edges : EdgesByTail
    planted : (ndarray of int64, ndarray)
        Nodes, and the probability in [0, 1] that each is planted.
    target : int
    samples : int
        Worlds, rounded up to whole words.
    generator : numpy.random.Generator
    executor : concurrent.futures.Executor or None
    progress : callable or None
    deadline : Deadline or None
        After it no more worlds are drawn; some always are.

    Returns
    -------
    (float, int)
    """
    words = -(-samples // WORLDS_OF_A_WORD)
    # small graphs share the cost of a call among many words; how many depends on the graph alone
    together = int(np.clip(CELLS // max(len(edges.head), 1), 1, words))
    sizes = [min(together, words - start) for start in range(0, words, together)]
    streams = spawn_generators(generator, len(sizes))
    tasks = [(edges, planted, target, stream, size) for stream, size in zip(streams, sizes, strict=True)]
    hits = drawn = 0
    with closing(map_ordered(_hits, tasks, executor, progress, "worlds")) as answers:
        for size, found in zip(sizes, answers, strict=True):
            hits, drawn = hits + found, drawn + size * WORLDS_OF_A_WORD
            if drawn < words * WORLDS_OF_A_WORD and deadline is not None and deadline.passed():
                break
    return hits / drawn, drawn


def _hits(task: tuple[EdgesByTail, tuple[IndexArray, FloatArray], int, np.random.Generator, int]) -> int:
    edges, (nodes, chances), target, generator, words = task
    reached = worlds_reaching(edges, target, generator, words)
    heard = reached[nodes] & random_bits(generator, chances, words)
    return int(np.bitwise_count(np.bitwise_or.reduce(heard, axis=0)).sum())
