"""Estimates on graphs of any size: 64 worlds at a time, one bit each.

In every world each edge works or not and each node passes on or not; a reverse search for all worlds of a word at once
finds from where the target is reached. All edges are looked at once in each round, so a round costs the same however
many worlds share the word (Then and others, "The more the merrier: efficient multi-source graph traversal", VLDB 2014,
with worlds in place of sources).
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, IndexArray, ProgressCallback, WordArray
from influence._work import map_ordered, spawn_generators

__all__ = ["EdgesByTail", "edges_by_tail", "sample_reach", "worlds_reaching"]

WORLDS_OF_A_WORD = 64
CELLS = 1 << 14
"""Edges times words that are drawn at once."""
DIGITS = 24
"""Binary digits of a probability that are drawn; what is left is below 6e-8."""


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
    order = works[np.argsort(tail[works], kind="stable")]
    tails, starts = np.unique(tail[order], return_index=True)
    return EdgesByTail(tails, starts, head[order], probability[order], passes)


def random_bits(generator: np.random.Generator, probability: FloatArray, words: int = 1) -> WordArray:
    """Return some words for each event, each bit set with the event's probability.

    A probability is a binary fraction; from its last digit to its first the word is joined with a random one where the
    digit is 1 and cut with a random one where it is 0 (Knuth, The Art of Computer Programming 4A, 7.1.3).

    Parameters
    ----------
    generator : numpy.random.Generator
    probability : ndarray, shape (events,)
    words : int

    Returns
    -------
    ndarray of uint64, shape (events, words)
    """
    levels = np.round(probability * (1 << DIGITS)).astype(np.int64)[:, None]
    found = np.zeros((len(probability), words), dtype=np.uint64)
    for digit in range(DIGITS):
        drawn = generator.integers(0, 2**64 - 1, size=found.shape, dtype=np.uint64, endpoint=True)
        one = (levels >> digit & 1).astype(bool)
        np.bitwise_or(found, drawn, out=found, where=one)
        np.bitwise_and(found, drawn, out=found, where=~one)
    found[levels[:, 0] >= 1 << DIGITS] = np.uint64(2**64 - 1)
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
    everywhere = np.uint64(2**64 - 1)
    live = random_bits(generator, edges.probability, words)
    doubtful = np.flatnonzero(edges.passes[edges.tails] < 1.0)
    speaks = np.full((len(edges.tails), words), everywhere)
    speaks[doubtful] = random_bits(generator, edges.passes[edges.tails[doubtful]], words)
    reached = np.zeros((len(edges.passes), words), dtype=np.uint64)
    reached[target] = everywhere
    while len(edges.tails):
        gathered = np.bitwise_or.reduceat(live & reached[edges.head], edges.starts, axis=0) & speaks
        grown = reached[edges.tails] | gathered
        if np.array_equal(grown, reached[edges.tails]):
            break
        reached[edges.tails] = grown
    return reached


def sample_reach(
    edges: EdgesByTail,
    planted: tuple[IndexArray, FloatArray],
    target: int,
    samples: int,
    generator: np.random.Generator,
    executor: Executor | None = None,
    progress: ProgressCallback | None = None,
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
    hits = sum(map_ordered(_hits, tasks, executor, progress, "worlds"))
    return hits / (words * WORLDS_OF_A_WORD), words * WORLDS_OF_A_WORD


def _hits(task: tuple[EdgesByTail, tuple[IndexArray, FloatArray], int, np.random.Generator, int]) -> int:
    edges, (nodes, chances), target, generator, words = task
    reached = worlds_reaching(edges, target, generator, words)
    heard = reached[nodes] & random_bits(generator, chances, words)
    return int(np.bitwise_count(np.bitwise_or.reduce(heard, axis=0)).sum())
