"""Bit-parallel worlds: every event of the cascade drawn in many worlds at once, 64 worlds a machine word.

A world fixes, for each concern, who passes on what reaches them, which ties work and who is planted. All candidate
plans are judged in the same worlds, and changed probabilities reuse the same uniform numbers, so that differences
between plans, or between what-ifs, are differences between plans and not between samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from influence._types import FloatArray, IndexArray, RandomSource, WordArray
from influence._work import as_generator
from influence.errors import InputError

__all__ = ["Worlds", "share_of_worlds"]

WORD_BITS = 64
LEVELS = 1 << 16
"""Steps of a drawn uniform number; a probability between two steps is rounded at random once for each event."""
BLOCK_BYTES = 1 << 20
"""Size of the pieces in which uniform numbers are compared: small enough to stay in the processor's cache."""
KEPT_BYTES = 1 << 28
"""Uniform numbers up to this size are kept for reuse; larger tables are drawn again from their seed."""


@dataclass(frozen=True)
class Worlds:
    """Sampled worlds of a cascade on several concerns, packed into bits.

    Build them with :meth:`draw`. A probability of 1 holds in every world, of 0 in none; any other holds in each world
    with that probability, independently over events, concerns and worlds.

    Parameters
    ----------
    node_count : int
        Number of people n.
    tail, head : ndarray of int64, shape (m,)
        Ties: ``tail[e]`` influences ``head[e]``.
    concern_count : int
        Number of concerns C.
    world_count : int
        Number of worlds N.
    live : ndarray of uint64, shape (m, C, ceil(N / 64))
        Bit w says that in world w the tail passes on and the tie works; bits from N on are 0.

    Examples
    --------
    A chain 0 → 1 → 2 that always works, and the target planted by nobody:

    >>> import numpy as np
    >>> worlds = Worlds.draw(np.array([0, 1]), np.array([1, 2]), np.array([1.0, 1.0]), np.ones(3), 100, rng=0)
    >>> share_of_worlds(worlds.reach_to(2), 100).ravel().tolist()
    [1.0, 1.0, 1.0]
    >>> planted = worlds.planted(np.array([[0.5], [0.0], [0.0]]))
    >>> 0.3 < float(share_of_worlds(worlds.reach_to(2) & planted, 100)[0, 0]) < 0.7
    True
    """

    node_count: int
    tail: IndexArray
    head: IndexArray
    concern_count: int
    world_count: int
    live: WordArray
    _ties: _UniformTable = field(repr=False)
    _people: _UniformTable = field(repr=False)
    _plantings: _UniformTable = field(repr=False)

    @classmethod
    def draw(
        cls,
        tail: IndexArray,
        head: IndexArray,
        probability: FloatArray,
        node_probability: FloatArray,
        count: int,
        *,
        rng: RandomSource = 0,
    ) -> Worlds:
        """Draw worlds.

        Parameters
        ----------
        tail, head : ndarray of int64, shape (m,)
            Ties, as node numbers below n.
        probability : ndarray of float64, shape (m,) or (C, m)
            Probability in [0, 1] that a tie works, for each concern.
        node_probability : ndarray of float64, shape (n,) or (C, n)
            Probability in [0, 1] that a person who is reached passes it on: one event for all of their ties.
        count : int
            Number of worlds, at least 1.
        rng : int, numpy.random.Generator or None
            Seed or generator.

        Returns
        -------
        Worlds

        Raises
        ------
        InputError
            If the count is below 1 or the shapes do not fit.
        """
        if count < 1:
            raise InputError(f"worlds is {count}; give a whole number of 1 or more")
        ties, people = _by_event(probability, node_probability, len(tail))
        generator = as_generator(rng)
        tables = [
            _UniformTable.seeded(generator, events * ties.shape[1], count)
            for events in (len(ties), len(people), len(people))
        ]
        return cls._thresholded(tail, head, ties, people, count, tables[0], tables[1], tables[2])

    def with_probabilities(self, probability: FloatArray, node_probability: FloatArray) -> Worlds:
        """Return the same worlds under other probabilities: an event whose probability grows is never lost.

        Parameters
        ----------
        probability : ndarray of float64, shape (m,) or (C, m)
            As in :meth:`draw`.
        node_probability : ndarray of float64, shape (n,) or (C, n)
            As in :meth:`draw`.

        Returns
        -------
        Worlds

        Raises
        ------
        InputError
            If the shapes are not those of these worlds.
        """
        ties, people = _by_event(probability, node_probability, len(self.tail))
        if ties.shape[1] != self.concern_count or len(people) != self.node_count:
            raise InputError(
                f"probabilities are for {ties.shape[1]} concerns and {len(people)} people; "
                f"the worlds have {self.concern_count} and {self.node_count}"
            )
        return self._thresholded(
            self.tail, self.head, ties, people, self.world_count, self._ties, self._people, self._plantings
        )

    @classmethod
    def _thresholded(
        cls,
        tail: IndexArray,
        head: IndexArray,
        ties: FloatArray,
        people: FloatArray,
        count: int,
        tie_uniforms: _UniformTable,
        people_uniforms: _UniformTable,
        planting_uniforms: _UniformTable,
    ) -> Worlds:
        words = tie_uniforms.columns // WORD_BITS
        live = tie_uniforms.below(ties.ravel()).reshape(*ties.shape, words)
        if np.any(people < 1.0):
            speaks = people_uniforms.below(people.ravel()).reshape(*people.shape, words)
            live &= speaks[tail]
        return cls(
            len(people), tail, head, ties.shape[1], count, live, tie_uniforms, people_uniforms, planting_uniforms
        )

    def everywhere(self) -> WordArray:
        """Return the bits of an event that holds in every world, shape (C, words)."""
        bits = np.full((self.concern_count, self.live.shape[2]), np.uint64(2**WORD_BITS - 1))
        beyond = bits.shape[1] * WORD_BITS - self.world_count
        bits[:, -1] >>= np.uint64(beyond)
        return bits

    def planted(self, probability: FloatArray, nodes: IndexArray | None = None) -> WordArray:
        """Return in which worlds people are planted directly.

        The same person under a larger probability is planted in the same worlds and some more.

        Parameters
        ----------
        probability : ndarray of float64, shape (k, C)
            Probability in [0, 1] of being planted, for each of ``nodes`` and each concern.
        nodes : ndarray of int64, shape (k,), or None
            The people meant, also several times; everyone in order where None.

        Returns
        -------
        ndarray of uint64, shape (k, C, words)
        """
        concerns = np.arange(self.concern_count)
        people = np.arange(self.node_count) if nodes is None else nodes
        events = people[:, None] * self.concern_count + concerns
        bits = self._plantings.below(np.ravel(probability), np.ravel(events))
        return bits.reshape(len(people), self.concern_count, -1)

    def reach_to(self, target: int) -> WordArray:
        """Return, for everybody, the worlds in which planting them reaches the target.

        A reverse search for the least fixpoint in all worlds at once: a person is visited again only while one of
        those they influence has gained a world. The target, planted, is reached in every world.

        Parameters
        ----------
        target : int
            Node number of the target.

        Returns
        -------
        ndarray of uint64, shape (n, C, words)
        """
        width = self.concern_count * self.live.shape[2]
        live = list(self.live.reshape(len(self.tail), width))
        reached = np.zeros((self.node_count, width), dtype=np.uint64)
        reached[target] = self.everywhere().ravel()
        rows = list(reached)
        order, outgoing = self._outgoing_towards(target)
        gained_at = [0] * self.node_count
        pulled_at = [-1] * self.node_count
        moment, last_gain = 0, 0
        gathered, contribution = np.empty_like(rows[target]), np.empty_like(rows[target])
        while order and last_gain >= moment - len(order):
            for person in order:
                moment += 1
                gains = [(edge, to) for edge, to in outgoing[person] if gained_at[to] > pulled_at[person]]
                pulled_at[person] = moment
                if not gains:
                    continue
                np.copyto(gathered, rows[person])
                for edge, to in gains:
                    np.bitwise_and(live[edge], rows[to], out=contribution)
                    np.bitwise_or(gathered, contribution, out=gathered)
                if not np.array_equal(gathered, rows[person]):
                    np.copyto(rows[person], gathered)
                    gained_at[person] = last_gain = moment
        return reached.reshape(self.node_count, self.concern_count, -1)

    def _outgoing_towards(self, target: int) -> tuple[list[int], list[list[tuple[int, int]]]]:
        """Return people by distance to the target and, for each, the ties that may carry something there."""
        incoming: list[list[int]] = [[] for _ in range(self.node_count)]
        outgoing: list[list[tuple[int, int]]] = [[] for _ in range(self.node_count)]
        possible = np.flatnonzero(self.live.any(axis=(1, 2)))
        for edge, tail, head in zip(
            possible.tolist(), self.tail[possible].tolist(), self.head[possible].tolist(), strict=True
        ):
            incoming[head].append(tail)
            outgoing[tail].append((edge, head))
        distance = {target: 0}
        queue = [target]
        for person in queue:
            for tail in incoming[person]:
                if tail not in distance:
                    distance[tail] = distance[person] + 1
                    queue.append(tail)
        kept = [[(edge, to) for edge, to in edges if to in distance] for edges in outgoing]
        return queue[1:], kept


def share_of_worlds(bits: WordArray, count: int) -> FloatArray:
    """Return the share of the worlds whose bit is set, over the last axis.

    Parameters
    ----------
    bits : ndarray of uint64, shape (..., words)
        Events of :class:`Worlds`.
    count : int
        Number of worlds.

    Returns
    -------
    ndarray of float64, shape (...)
        Shares in [0, 1].

    Examples
    --------
    >>> import numpy as np
    >>> share_of_worlds(np.array([[3]], dtype=np.uint64), 4).tolist()
    [0.5]
    """
    return np.asarray(np.bitwise_count(bits).sum(axis=-1, dtype=np.int64) / count, dtype=np.float64)


@dataclass(frozen=True)
class _UniformTable:
    """Uniform numbers of events in worlds, as 16 bits each, with one offset per event that makes rounding unbiased."""

    seed: tuple[int, int]
    events: int
    world_count: int
    offset: FloatArray
    kept: dict[int, np.ndarray[tuple[int, int], np.dtype[np.uint16]]] = field(default_factory=dict)

    @classmethod
    def seeded(cls, generator: np.random.Generator, events: int, world_count: int) -> _UniformTable:
        first, second = (int(part) for part in generator.integers(0, 2**63, size=2))
        return cls((first, second), events, world_count, generator.random(events))

    @property
    def columns(self) -> int:
        """Worlds rounded up to whole words."""
        return -(-self.world_count // WORD_BITS) * WORD_BITS

    def below(self, probability: FloatArray, events: IndexArray | None = None) -> WordArray:
        """Return in which worlds each event's uniform number lies below its probability, shape (events, words)."""
        wanted = np.arange(self.events) if events is None else events
        levels = np.floor(probability * LEVELS + self.offset[wanted]).astype(np.int64)
        highest = np.clip(levels - 1, 0, LEVELS - 1).astype(np.uint16)[:, None]
        packed = np.empty((len(wanted), self.columns // 8), dtype=np.uint8)
        for rows, uniforms in self._blocks(wanted):
            packed[rows] = np.packbits(uniforms <= highest[rows], axis=-1, bitorder="little")
        bits = packed.view("<u8").astype(np.uint64, copy=False)
        bits[levels <= 0] = 0
        beyond = self.columns - self.world_count
        bits[:, -1] &= np.uint64(2**WORD_BITS - 1) >> np.uint64(beyond)
        return bits

    def _blocks(
        self, wanted: IndexArray
    ) -> Iterator[tuple[slice | IndexArray, np.ndarray[tuple[int, int], np.dtype[np.uint16]]]]:
        """Yield positions in ``wanted`` and the uniform numbers of the events there."""
        rows = max(1, BLOCK_BYTES // (2 * self.columns))
        if self.events * self.columns * 2 <= KEPT_BYTES:
            if 0 not in self.kept:
                self.kept[0] = self._drawn(np.random.default_rng(self.seed), self.events)
            for start in range(0, len(wanted), rows):
                piece = slice(start, start + rows)
                yield piece, self.kept[0][wanted[piece]]
            return
        generator = np.random.default_rng(self.seed)
        for start in range(0, self.events, rows):
            uniforms = self._drawn(generator, min(rows, self.events - start))
            here = np.flatnonzero((wanted >= start) & (wanted < start + rows))
            if len(here):
                yield here, uniforms[wanted[here] - start]

    def _drawn(self, generator: np.random.Generator, rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
        words = generator.integers(0, 2**WORD_BITS - 1, size=rows * self.columns // 4, dtype=np.uint64, endpoint=True)
        return words.astype("<u8", copy=False).view("<u2").astype(np.uint16, copy=False).reshape(rows, self.columns)


def _by_event(probability: FloatArray, node_probability: FloatArray, ties: int) -> tuple[FloatArray, FloatArray]:
    """Return both as (events, concerns), each with as many concerns as the other."""
    of_ties = np.atleast_2d(np.asarray(probability, dtype=np.float64))
    of_people = np.atleast_2d(np.asarray(node_probability, dtype=np.float64))
    concerns = max(len(of_ties), len(of_people))
    if of_ties.shape[1] != ties or {len(of_ties), len(of_people)} - {1, concerns}:
        raise InputError(
            f"probability has shape {np.shape(probability)} and node_probability {np.shape(node_probability)}; "
            f"one row per concern is accepted, the former with {ties} columns"
        )
    return (
        np.ascontiguousarray(np.broadcast_to(of_ties, (concerns, of_ties.shape[1])).T),
        np.ascontiguousarray(np.broadcast_to(of_people, (concerns, of_people.shape[1])).T),
    )
