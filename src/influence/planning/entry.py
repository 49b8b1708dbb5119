"""How a person can be met: by whom of ours, and who may open the door.

Without sellers every person is one *actor*. With sellers there is one actor for each seller and person, numbered
``seller * people + person``: the same person with that seller's access. A plan uses at most one actor of a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from influence._types import FloatArray
from influence.graph.arrays import DealArrays
from influence.model import Deal, point_of

__all__ = ["Entry", "Hearing"]


@dataclass(frozen=True)
class Hearing:
    """How likely each actor gives us a hearing.

    Parameters
    ----------
    base : ndarray, shape (actors,)
        Chance in [0, 1] without introduction.
    people : int
        Number of people n.
    doors : ndarray, shape (n, n), or None
        How far a person who is equipped opens the door to another, in [0, 1]; None where there are no introductions.
    """

    base: FloatArray
    people: int
    doors: FloatArray | None = None

    @cached_property
    def has_doors(self) -> bool:
        """Whether an introduction can change anything."""
        return self.doors is not None and bool(self.doors.any())

    def opens(self, person: int, others: Sequence[int]) -> bool:
        """Whether a person opens the door to one of some others."""
        return self.doors is not None and bool(self.doors[person, others].any())

    def with_equipped(self, actors: Sequence[int]) -> FloatArray:
        """Return every actor's chance of a hearing when some actors are equipped."""
        if self.doors is None or not self.has_doors or not len(actors):
            return self.base
        met = np.asarray(actors)
        opening = (self.base[met, None] * self.doors[met % self.people]).max(axis=0)
        return np.asarray(np.maximum(self.base, np.tile(opening, len(self.base) // self.people)), dtype=np.float64)

    def introducer(self, actor: int, actors: Sequence[int]) -> int | None:
        """Return who among the equipped opens the door to an actor, or None where the actor is met as well without."""
        if self.doors is None:
            return None
        person = actor % self.people
        chances = [(float(self.base[other] * self.doors[other % self.people, person]), -other) for other in actors]
        best = max(chances, default=(0.0, 0))
        return -best[1] if best[0] > self.base[actor] else None

    def opened(self) -> Hearing:
        """Return the same with every door open."""
        return Hearing(self.with_equipped(range(len(self.base))), self.people)


@dataclass(frozen=True)
class Entry:
    """The ways to people that a deal and a caller's options allow.

    Parameters
    ----------
    deal : Deal
    introductions : bool
        Whether an equipped ally may open the door to those who listen to them.
    """

    deal: Deal
    introductions: bool = False

    @classmethod
    def of(cls, deal: Deal, introductions: bool | None = None) -> Entry:
        """Return the ways of a deal; its own word on introductions where None."""
        stated = introductions if introductions is not None else deal.planning.introductions
        return cls(deal, bool(stated))

    @property
    def sellers(self) -> tuple[str, ...]:
        """Ids of our sellers; empty where the deal names none."""
        return tuple(self.deal.sellers)

    @property
    def crews(self) -> int:
        """How many actors stand for each person."""
        return max(len(self.deal.sellers), 1)

    def access(self, arrays: DealArrays) -> FloatArray:
        """Return the chance in [0, 1] of a hearing without introduction, for each actor."""
        own = arrays.facts.access
        if not self.deal.sellers:
            return own
        scale: dict[str, float] = {str(label): value for label, value in self.deal.scales.access.items()}
        rows = []
        for seller in self.deal.sellers.values():
            row = own.copy()
            for person, stated in seller.access.items():
                row[arrays.person(person)] = point_of(stated, scale, self.deal.scales.mean_access)
            rows.append(row)
        return np.concatenate(rows)

    def doors(self, arrays: DealArrays) -> FloatArray | None:
        """Return how far each person opens the door to each other, shape (n, n); None without introductions.

        Entry (u, v) is the advocacy of u times certainty and strength of the tie u→v, in [0, 1].
        """
        if not self.introductions:
            return None
        facts = arrays.facts
        ties = facts.ties
        opened = np.zeros((len(facts.people), len(facts.people)))
        np.maximum.at(opened, (ties.tail, ties.head), facts.advocacy[ties.tail] * ties.certainty * ties.strength)
        return opened

    def hearing(self, arrays: DealArrays) -> Hearing:
        """Return how likely each actor gives us a hearing."""
        return Hearing(self.access(arrays), len(arrays.facts.people), self.doors(arrays))
