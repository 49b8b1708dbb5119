"""What a set of pairs is worth in the consensus model: the deciders' standing.

Standing is linear in where people stand, so with the deciders' rows of the equilibrium each person adds their own part,
whatever the others do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy

import numpy as np

from influence._types import FloatArray
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.planning.constraints import Pair
from influence.planning.entry import Entry
from influence.planning.objective import carried
from influence.propagate.consensus import decider_weights

__all__ = ["ConsensusObjective"]


class ConsensusObjective:
    """The standing of plans; exact.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    entry : Entry
    """

    def __init__(self, deal: Deal, arrays: DealArrays, entry: Entry) -> None:
        self.deal, self.arrays, self.entry = deal, arrays, entry
        self.listeners: tuple[str, ...] = ("standing",)
        self.people = len(arrays.facts.people)
        self.hearing = entry.hearing(arrays)
        self.share = _shares(deal, arrays)
        # what an actor adds when fully convinced, concern by concern: shape (actors, C)
        self.worth: FloatArray = np.tile(self.share * (1.0 - arrays.facts.support[:, None]), (entry.crews, 1))
        self.nothing = float((self.share * arrays.facts.support[:, None]).sum())
        attention = np.tile(arrays.attention, (entry.crews, 1))
        self.unmoved: FloatArray = 1.0 - arrays.facts.answers[None] * attention[:, None, :]

    @property
    def count(self) -> int | None:
        """Number of sampled worlds: none are needed."""
        return None

    def opened(self) -> ConsensusObjective:
        """Return the same with every door open and without those who would speak against us: never less."""
        found = copy(self)
        found.hearing, found.worth = self.hearing.opened(), np.maximum(self.worth, 0.0)
        return found

    def heard(self, pairs: Iterable[Pair]) -> FloatArray:
        """Return the standing in [−1, 1], shape (1,)."""
        people = carried(pairs)
        access = self.hearing.with_equipped(list(people))
        value = self.nothing
        for actor, arguments in people.items():
            moved = access[actor] * (1.0 - self.unmoved[actor, list(arguments)].prod(axis=0))
            value += float(self.worth[actor] @ moved)
        return np.array([value])

    @property
    def weights(self) -> FloatArray:
        """The standing is its own value."""
        return np.ones(1)

    def scores(self, heard: FloatArray) -> FloatArray:
        """Return the standing twice, shape (plans, 2): nothing else decides between equal plans."""
        return np.repeat(heard, 2, axis=1)

    def value(self, pairs: Iterable[Pair]) -> float:
        """Return the standing in [−1, 1]."""
        return float(self.heard(pairs)[0])

    def increments(self, pairs: Sequence[Pair], candidates: Sequence[Pair]) -> FloatArray:
        """Return what one pair more adds, shape (candidates, 1)."""
        people = carried(pairs)
        access = self.hearing.with_equipped(list(people))
        met = sorted({actor % self.people for actor in people})
        now = self.heard(pairs)
        found = np.zeros((len(candidates), 1))
        for number, (actor, argument) in enumerate(candidates):
            if self.hearing.has_doors and actor not in people and self.hearing.opens(actor % self.people, met):
                found[number] = self.heard([*pairs, (actor, argument)]) - now
                continue
            before = self.unmoved[actor, list(people.get(actor, ()))].prod(axis=0)
            moved = access[actor] * before * (1.0 - self.unmoved[actor, argument])
            found[number] = float(self.worth[actor] @ moved)
        return found


def _shares(deal: Deal, arrays: DealArrays) -> FloatArray:
    """Return how much each person's stand on each concern counts in the standing, shape (n, C)."""
    mix = np.zeros_like(arrays.salience)
    for decider, power in deal.deciders.items():
        mix[arrays.person(decider)] += power * arrays.salience[arrays.person(decider)]
    return decider_weights(arrays, mix)
