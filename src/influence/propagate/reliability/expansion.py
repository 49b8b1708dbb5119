"""The chance to reach a target by pushing probability forward over states, many states at a time.

A state is the set of nodes that are reached and not yet looked at (front) and of those not reached that still matter
(open). Looking at the front node that comes first in a fixed order settles all of its edges at once; nodes that no
longer matter are pruned, and equal states are merged. Every step takes a node out of a state, so states are processed
by falling size and equal ones always meet. The mass that has reached the target is a lower bound at every moment and
one minus the dead mass an upper one; where the work limit leaves states behind, each adds what is certain of it: at
least the front's own edges into the target, at most the target's edges from all that is left. Where the value cannot be
exact within the limits, the expansion begins again with a part of the work, spread over all sizes with the heaviest
states first, and the better bounds of both count. (Factoring with state merging as in Hardy, Lucet and Limnios,
"K-terminal network reliability measures with binary decision diagrams", IEEE Transactions on Reliability 2007, here
over node sets instead of partitions.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from influence._types import FloatArray, IndexArray, WordArray
from influence._work import Deadline
from influence.propagate.reliability.network import Network

__all__ = ["Cut", "Expansion", "expand"]

Cut: TypeAlias = Literal["", "work", "time", "memory", "size"]
"""Which limit cut a computation first; empty where none did."""

WORD = 64
CHUNK = 1 << 14
"""States that are expanded at once: what keeps temporary arrays small."""
STATE_BYTES = 160
"""Memory in bytes that a state of one word takes, temporary arrays included."""
LEAST_ROOM = 16
"""States that a single step may make, however little work is left."""
HOPED_FOR = 0.8
"""Share of all work that is spent on an exact value; with the rest bounds are made narrow where there is none."""
LARGEST_SHARE = 0.5
"""Share of the work left that one size of states may take where an exact value is hoped for."""
CHILDREN = 2
"""States that one makes, about: by this the work left is spread over the sizes to come where only bounds are."""


@dataclass(frozen=True)
class Expansion:
    """What is certain after an expansion.

    Parameters
    ----------
    lower, upper : float
        Bounds on the chance to reach the target, in [0, 1]; equal up to rounding where nothing was left behind.
    cut : str
        Which limit left states behind first: ``work``, ``time`` or ``memory``; empty where nothing was left behind.
    states : int
        States that were made.
    """

    lower: float
    upper: float
    cut: Cut
    states: int


class _Tables:
    """A network as bit masks, nodes numbered in the order in which they are looked at."""

    def __init__(self, network: Network) -> None:
        inner = _ordered(network)
        self.count = len(inner)
        self.words = max(-(-self.count // WORD), 1)
        number = {node: place for place, node in enumerate(inner)}
        self.heads: list[list[tuple[int, float]]] = []
        self.to_target = np.zeros(self.count)
        self.passes = np.array([network.passes[node] for node in inner])
        succeeding = np.zeros((self.count, self.words), dtype=np.uint64)
        preceding = np.zeros((self.count, self.words), dtype=np.uint64)
        self.entrance = np.zeros(self.words, dtype=np.uint64)
        for node in inner:
            place, row = number[node], []
            for head, chance in sorted(network.out[node].items()):
                if head == network.target:
                    self.to_target[place] = chance
                    _set(self.entrance, place)
                else:
                    row.append((number[head], chance))
                    _set(succeeding[place], number[head])
                    _set(preceding[number[head]], place)
            self.heads.append(row)
        # somebody who passes on for certain settles their edge into the target as soon as they are reached
        self.at_once = np.where(self.passes == 1.0, self.to_target, 0.0)
        self.later = np.where(self.passes == 1.0, 0.0, self.passes * self.to_target)
        self.after, self.before = _by_byte(succeeding), _by_byte(preceding)
        self.start = [
            (number[head], chance) for head, chance in sorted(network.out[network.source].items()) if head in number
        ]
        self.direct = network.out[network.source].get(network.target, 0.0)


def expand(network: Network, work_limit: int, memory_limit: int, deadline: Deadline | None = None) -> Expansion:
    """Return the chance to reach the target, or bounds on it where the limits do not allow more.

    Parameters
    ----------
    network : Network
        With a source that passes on for certain.
    work_limit : int
        States made at most; one of more than 64 nodes counts for several.
    memory_limit : int
        Bytes that states may take.
    deadline : Deadline or None
        A cut in seconds, if the caller wants one.

    Returns
    -------
    Expansion
    """
    tables = _Tables(network)
    most = memory_limit // (STATE_BYTES * tables.words)
    hopeful = _Run(tables, int(work_limit * HOPED_FOR), most, spread=False)
    hopeful.finish(deadline)
    lower, upper = hopeful.bounds()
    if hopeful.cut in ("", "time"):
        return Expansion(lower, upper, hopeful.cut, hopeful.states)
    # an exact value is out of reach: what is left is worth most where it lasts to the smallest states
    rest = work_limit - int(work_limit * HOPED_FOR) + hopeful.left
    spread = _Run(tables, rest, most, spread=True)
    spread.finish(deadline)
    least, largest = spread.bounds()
    lower, upper = max(lower, least), min(upper, largest)
    return Expansion(lower, max(upper, lower), hopeful.cut, hopeful.states + spread.states)


class _Run:
    """The states that wait, by size, and what is settled."""

    def __init__(self, tables: _Tables, work_limit: int, most_states: int, spread: bool) -> None:
        self.tables, self.spread = tables, spread
        self.left, self.most = work_limit, max(most_states, 1)
        self.reached = self.open_lower = self.open_upper = 0.0
        self.cut: Cut = ""
        self.states = self.held = 0
        self.waiting: dict[int, list[tuple[WordArray, WordArray, FloatArray]]] = {}

    def finish(self, deadline: Deadline | None) -> None:
        """Expand all states, unless work is not spread and a limit strikes: then all are left behind."""
        self._begin()
        for size in range(self.tables.count, -1, -1):
            if self.cut and not self.spread:
                for part in self.waiting.pop(size, []):
                    self._leave(*part, self.cut)
            self._expand_size(size, deadline)

    def bounds(self) -> tuple[float, float]:
        """Return what is certain so far."""
        lower = min(self.reached + self.open_lower, 1.0)
        return lower, min(max(self.reached + self.open_upper, lower), 1.0)

    def _begin(self) -> None:
        """Settle the source's own edges."""
        tables = self.tables
        self.reached = tables.direct
        front = np.zeros((1, tables.words), dtype=np.uint64)
        rest = np.zeros((1, tables.words), dtype=np.uint64)
        for place in range(tables.count):
            _set(rest[0], place)
        mass = np.array([1.0 - tables.direct])
        for place, chance in tables.start:
            front, rest, mass = self._settle_edge(front, rest, mass, place, chance)
        self._keep(front, rest, mass)

    def _expand_size(self, size: int, deadline: Deadline | None) -> None:
        """Expand all states of a size, the heaviest first if there are more than the limits allow."""
        if size not in self.waiting:
            return
        parts = self.waiting.pop(size)
        self.held -= sum(len(part[2]) for part in parts)
        front, rest, mass = _merged(*map(np.concatenate, zip(*parts, strict=True)))
        share = 1.0 / (CHILDREN * (size + 1)) if self.spread else LARGEST_SHARE
        work, room = min(int(self.left * share) + 1, self.left), max(self.most - self.held, 1)
        if not self.spread and len(mass) > min(work, room):
            # no more is spent on what can no longer be exact
            self._leave(front, rest, mass, "memory" if room < work else "work")
            return
        front, rest, mass = self._heaviest(front, rest, mass, work, room)
        for begin in range(0, len(mass), CHUNK):
            if deadline is not None and deadline.passed():
                self._leave(front[begin:], rest[begin:], mass[begin:], "time")
                break
            part = slice(begin, begin + CHUNK)
            self._expand(front[part], rest[part], mass[part])

    def _expand(self, front: WordArray, rest: WordArray, mass: FloatArray) -> None:
        first = _first_node(front)
        order = np.argsort(first, kind="stable")
        front, rest, mass, first = front[order], rest[order], mass[order], first[order]
        nodes, starts = np.unique(first, return_index=True)
        pieces: list[tuple[WordArray, WordArray, FloatArray]] = []
        for node, begin, end in zip(nodes.tolist(), starts.tolist(), [*starts.tolist()[1:], len(first)], strict=True):
            part = slice(begin, end)
            word, bit = divmod(node, WORD)
            here = front[part].copy()
            here[:, word] &= ~(np.uint64(1) << np.uint64(bit))
            pieces.append(self._settle(node, here, rest[part], mass[part]))
            self.held += len(pieces[-1][2])
        self.held -= sum(len(piece[2]) for piece in pieces)
        self._keep(*map(np.concatenate, zip(*pieces, strict=True)))

    def _settle(
        self, node: int, front: WordArray, rest: WordArray, mass: FloatArray
    ) -> tuple[WordArray, WordArray, FloatArray]:
        """Return the states after a node's edges are settled; what reached the target is taken out."""
        tables = self.tables
        passes, later = float(tables.passes[node]), float(tables.later[node])
        self.reached += later * float(mass.sum())
        speaking = mass * (passes - later)
        silent = mass * (1.0 - passes)
        fronts, rests, masses = front, rest, speaking
        for head, chance in tables.heads[node]:
            fronts, rests, masses = self._settle_edge(fronts, rests, masses, head, chance)
            # somebody with many listeners would make a state of every set of them
            work, room = max(self.left // 2, LEAST_ROOM), max(self.most - self.held, LEAST_ROOM)
            fronts, rests, masses = self._heaviest(fronts, rests, masses, work, room)
        if passes < 1.0:
            fronts = np.concatenate([fronts, front])
            rests = np.concatenate([rests, rest])
            masses = np.concatenate([masses, silent])
        # a state of several words takes that much longer to prune and to merge
        self.left = max(self.left - len(masses) * self.tables.words**3, 0)
        self.states += len(masses)
        return fronts, rests, masses

    def _settle_edge(
        self, front: WordArray, rest: WordArray, mass: FloatArray, place: int, chance: float
    ) -> tuple[WordArray, WordArray, FloatArray]:
        """Return the states with one edge settled; where it works, its end may reach the target at once."""
        before = len(mass)
        front, rest, mass = _split(front, rest, mass, place, chance)
        direct = float(self.tables.at_once[place])
        if direct and len(mass) > before:
            self.reached += direct * float(mass[before:].sum())
            mass[before:] *= 1.0 - direct
        return front, rest, mass

    def _without_idle(
        self, front: WordArray, rest: WordArray, mass: FloatArray
    ) -> tuple[WordArray, WordArray, FloatArray]:
        """Settle those at the front who can reach nobody but the target, so that states differ in nobody else."""
        tables = self.tables
        listened = _union(tables.before, rest)
        idle = front & ~listened
        for place in np.flatnonzero(tables.later).tolist():
            word, bit = divmod(place, WORD)
            hit = np.flatnonzero(idle[:, word] >> np.uint64(bit) & np.uint64(1))
            if len(hit):
                chance = float(tables.later[place])
                self.reached += chance * float(mass[hit].sum())
                mass[hit] *= 1.0 - chance
        front = front & listened
        alive = front.any(axis=1)
        return front[alive], rest[alive], mass[alive]

    def _heaviest(
        self, front: WordArray, rest: WordArray, mass: FloatArray, work: int, room: int
    ) -> tuple[WordArray, WordArray, FloatArray]:
        """Keep the heaviest states, as many as work and memory allow, and leave the others behind."""
        most = min(work, room)
        if len(mass) <= most:
            return front, rest, mass
        order = np.argsort(-mass, kind="stable")
        left = order[most:]
        self._leave(front[left], rest[left], mass[left], "memory" if room < work else "work")
        return front[order[:most]], rest[order[:most]], mass[order[:most]]

    def _keep(self, front: WordArray, rest: WordArray, mass: FloatArray) -> None:
        """Prune states, drop those from which the target cannot be reached, and let the others wait."""
        alive = mass > 0
        if alive.any():
            front, rest, mass = _pruned(self.tables, front[alive], rest[alive], mass[alive])
        if not alive.any() or not len(mass):
            return
        front, rest, mass = self._without_idle(front, rest, mass)
        if not len(mass):
            return
        front, rest, mass = _merged(front, rest, mass)
        sizes = np.bitwise_count(front).sum(axis=1, dtype=np.int64) + np.bitwise_count(rest).sum(axis=1, dtype=np.int64)
        for size in np.unique(sizes).tolist():
            same = sizes == size
            self.waiting.setdefault(size, []).append((front[same], rest[same], mass[same]))
        self.held += len(mass)

    def _leave(self, front: WordArray, rest: WordArray, mass: FloatArray, cut: Cut) -> None:
        """Add what is certain of states that are left behind."""
        self.cut = self.cut or cut
        tables = self.tables
        missed_front = np.ones(len(mass))
        missed_all = np.ones(len(mass))
        for place in np.flatnonzero(tables.to_target).tolist():
            word, bit = divmod(place, WORD)
            later = float(tables.later[place])
            chance = float(tables.passes[place] * tables.to_target[place])
            at_front = (front[:, word] >> np.uint64(bit) & np.uint64(1)).astype(bool)
            anywhere = ((front[:, word] | rest[:, word]) >> np.uint64(bit) & np.uint64(1)).astype(bool)
            missed_front[at_front] *= 1.0 - later
            # what of a front node was settled at once can no longer reach the target
            missed_all[anywhere] *= np.where(at_front[anywhere], 1.0 - later, 1.0 - chance)
        self.open_lower += float((mass * (1.0 - missed_front)).sum())
        self.open_upper += float((mass * (1.0 - missed_all)).sum())


def _set(mask: WordArray, place: int) -> None:
    mask[place // WORD] |= np.uint64(1) << np.uint64(place % WORD)


def _by_byte(masks: WordArray) -> WordArray:
    """Return, for each byte of a set and each of its 256 values, the union of its members' masks."""
    count, words = masks.shape
    table = np.zeros((words * 8, 256, words), dtype=np.uint64)
    for byte in range(words * 8):
        for bit in range(8):
            place = byte * 8 + bit
            if place < count:
                table[byte, [value for value in range(256) if value >> bit & 1]] |= masks[place]
    return table


def _union(table: WordArray, sets: WordArray) -> WordArray:
    """Return the union of the masks of each set's members."""
    raw = sets.astype("<u8", copy=False).view(np.uint8).reshape(len(sets), -1)
    found: WordArray = table[0][raw[:, 0]]
    for byte in range(1, raw.shape[1]):
        if table[byte].any():
            found |= table[byte][raw[:, byte]]
    return found


def _split(
    front: WordArray, rest: WordArray, mass: FloatArray, place: int, chance: float
) -> tuple[WordArray, WordArray, FloatArray]:
    """Return the states with one edge settled: where its end is still open, it works or it does not."""
    word, bit = divmod(place, WORD)
    flag = np.uint64(1) << np.uint64(bit)
    hit = np.flatnonzero(rest[:, word] & flag)
    if not len(hit):
        return front, rest, mass
    new_front, new_rest = front[hit], rest[hit]
    new_front[:, word] |= flag
    new_rest[:, word] &= ~flag
    missed = mass.copy()
    missed[hit] *= 1.0 - chance
    return (
        np.concatenate([front, new_front]),
        np.concatenate([rest, new_rest]),
        np.concatenate([missed, mass[hit] * chance]),
    )


def _pruned(
    tables: _Tables, front: WordArray, rest: WordArray, mass: FloatArray
) -> tuple[WordArray, WordArray, FloatArray]:
    """Take out of each state what cannot reach the target, and what the front cannot reach."""
    # a way that comes back to the front adds nothing: what is there is reached already
    leads = rest & tables.entrance
    while True:
        into = _union(tables.before, leads)
        more = leads | (into & rest)
        if np.array_equal(more, leads):
            break
        leads = more
    front, rest = front & (into | tables.entrance), leads
    alive = front.any(axis=1)
    front, rest, mass = front[alive], rest[alive], mass[alive]
    met = front
    while len(met):
        more = met | (_union(tables.after, met) & rest)
        if np.array_equal(more, met):
            break
        met = more
    return front, rest & met, mass


def _merged(front: WordArray, rest: WordArray, mass: FloatArray) -> tuple[WordArray, WordArray, FloatArray]:
    """Make one state of equal ones."""
    if len(mass) < 2:
        return front, rest, mass
    order = np.lexsort([*front.T, *rest.T])
    front, rest, mass = front[order], rest[order], mass[order]
    new = np.ones(len(mass), dtype=bool)
    new[1:] = (front[1:] != front[:-1]).any(axis=1) | (rest[1:] != rest[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    return front[starts], rest[starts], np.add.reduceat(mass, starts)


def _first_node(front: WordArray) -> IndexArray:
    """Return the lowest member of each set."""
    found = np.full(len(front), -1, dtype=np.int64)
    for word in range(front.shape[1] - 1, -1, -1):
        own = front[:, word]
        lowest = own & (~own + np.uint64(1))
        place = np.bitwise_count(lowest - np.uint64(1)).astype(np.int64) + word * WORD
        found = np.where(own != 0, place, found)
    return found


def _ordered(network: Network) -> list[int]:
    """Return the inner nodes from the source's side to the target's: by the difference of their distances."""
    incoming = network.incoming()
    from_source = _distances(network.source, network.out)
    to_target = _distances(network.target, incoming)
    inner = [node for node in network.out if node not in (network.source, network.target)]
    return sorted(inner, key=lambda node: (from_source[node] - to_target[node], node))


def _distances(start: int, out: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    found = {start: 0}
    for node in (order := [start]):
        for head in sorted(out[node]):
            if head not in found:
                found[head] = found[node] + 1
                order.append(head)
    return found
