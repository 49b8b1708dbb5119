"""What a set of pairs is worth in common worlds.

All plans of one search are judged in the same sampled worlds, packed 64 to a machine word: in each world a decider
hears a concern or does not, and a plan's value is the mean over worlds.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from influence._types import FloatArray, RandomSource, WordArray
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.planning.problem import Pair
from influence.propagate.decision_rule import apply_rule, tie_breaker
from influence.propagate.worlds import Worlds

__all__ = ["WorldObjective"]


class WorldObjective:
    """Values of plans in common worlds.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    count : int
        Number of worlds.
    rng : int, numpy.random.Generator or None
    """

    def __init__(self, deal: Deal, arrays: DealArrays, count: int, rng: RandomSource) -> None:
        facts = arrays.facts
        self.deal, self.arrays, self.count = deal, arrays, count
        self.listeners = [*deal.deciders, *(veto for veto in deal.decision.vetoes if veto not in deal.deciders)]
        places = [arrays.person(listener) for listener in self.listeners]
        self.salience: FloatArray = arrays.salience[places]
        columns = np.flatnonzero(self.salience.any(axis=0) & facts.answers.any(axis=0))
        # worlds need a concern to be about, even where no argument answers any
        self.columns = columns if len(columns) else np.zeros(1, dtype=np.int64)
        speaks = np.broadcast_to(facts.advocacy, (len(self.columns), len(facts.people)))
        probability = arrays.probability[:, self.columns].T
        self.worlds = Worlds.draw(facts.ties.tail, facts.ties.head, probability, speaks, count, rng=rng)
        self.reaching: WordArray = np.stack([self.worlds.reach_to(place) for place in places], axis=1)
        self.weights: FloatArray = self.salience[:, self.columns] / count
        self._options: dict[tuple[int, tuple[int, ...]], WordArray] = {}

    def nothing(self) -> WordArray:
        """Return the bits of the empty plan, shape (listeners, concerns, words)."""
        return np.zeros(self.reaching.shape[1:], dtype=np.uint64)

    def option(self, person: int, arguments: tuple[int, ...]) -> WordArray:
        """Return in which worlds each listener hears each concern because one person carries some arguments."""
        key = (person, arguments)
        if key not in self._options:
            facts = self.arrays.facts
            attention = self.arrays.attention[person, self.columns]
            missed = np.ones(len(self.columns))
            for argument in arguments:
                missed *= 1.0 - facts.answers[argument, self.columns] * attention
            chance = facts.access[person] * (1.0 - missed)
            bits = self.worlds.planted(chance[None, :], np.array([person]))[0]
            self._options[key] = self.reaching[person] & bits[None]
        return self._options[key]

    def bits(self, pairs: Iterable[Pair]) -> WordArray:
        """Return in which worlds each listener hears each concern under a plan."""
        gathered = self.nothing()
        for person, arguments in carried(pairs).items():
            gathered |= self.option(person, arguments)
        return gathered

    def heard(self, bits: WordArray) -> FloatArray:
        """Return the reach in [0, 1] of each listener, the last but two axes of ``bits`` kept in front."""
        counts = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
        return np.asarray((counts * self.weights).sum(axis=-1), dtype=np.float64)

    def score(self, heard: FloatArray) -> tuple[float, float]:
        """Return the value under the deal's rule, and what decides between equal values."""
        reached = dict(zip(self.listeners, heard.tolist(), strict=True))
        return apply_rule(self.deal, reached), tie_breaker(self.deal, reached)

    def value(self, pairs: Iterable[Pair]) -> float:
        """Return the value of a plan under the deal's rule, in [0, 1]."""
        return self.score(self.heard(self.bits(pairs)))[0]


def carried(pairs: Iterable[Pair]) -> dict[int, tuple[int, ...]]:
    """Return, for each person of a plan, the arguments they carry, both in ascending order."""
    found: dict[int, list[int]] = {}
    for person, argument in sorted(pairs):
        found.setdefault(person, []).append(argument)
    return {person: tuple(arguments) for person, arguments in found.items()}
