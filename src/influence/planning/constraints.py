"""The planning problem as plain data: candidates, hours, and what a set of pairs has to respect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from influence.planning.entry import Entry

__all__ = ["Pair", "PlanningProblem"]

Pair = tuple[int, int]
"""An actor (a person, or a person met by one of our sellers) and the position of an argument."""


@dataclass(frozen=True)
class PlanningProblem:
    """Candidates, hours and constraints; people are actors, positions otherwise as in the deal's arrays.

    Parameters
    ----------
    candidates : tuple of (int, int)
        Pairs of actor and argument that may be chosen, in the order of the deal.
    entry : Entry
        The ways to people.
    people : int
        Number of people: an actor's person is ``actor % people``.
    meet, prepare : tuple of float
        Hours to meet each person and to prepare each argument.
    deliver : float
        Hours for each pair.
    capacity : float
        Hours in all.
    load : int
    seller_hours : tuple of float
        Hours of each seller for meeting and delivering; empty where there are no sellers.
    required : tuple of (str, tuple of (int, int))
        What is required, as text, and the pairs of which at least one has to be in the plan.
    min_common_ground : float
        In [0, 1].
    """

    candidates: tuple[Pair, ...]
    entry: Entry
    people: int
    meet: tuple[float, ...]
    prepare: tuple[float, ...]
    deliver: float
    capacity: float
    load: int
    seller_hours: tuple[float, ...]
    required: tuple[tuple[str, tuple[Pair, ...]], ...]
    min_common_ground: float

    def hours(self, pairs: Iterable[Pair]) -> float:
        """Return what a set of pairs costs in hours: meetings and preparation are shared."""
        chosen = list(pairs)
        actors = {actor for actor, _ in chosen}
        arguments = {argument for _, argument in chosen}
        return (
            sum(self.meet[actor % self.people] for actor in sorted(actors))
            + sum(self.prepare[argument] for argument in sorted(arguments))
            + self.deliver * len(chosen)
        )

    def fits(self, pairs: Iterable[Pair]) -> bool:
        """Whether a set of pairs is within the hours, nobody carries too much, and one of ours meets each person."""
        chosen = list(pairs)
        carried = Counter(actor for actor, _ in chosen)
        people = {actor % self.people for actor in carried}
        return (
            len(people) == len(carried)
            and max(carried.values(), default=0) <= self.load
            and self.hours(chosen) <= self.capacity + 1e-9
            and self._within_sellers_hours(carried)
        )

    def _within_sellers_hours(self, carried: Counter[int]) -> bool:
        spent = [0.0] * len(self.seller_hours)
        for actor, count in carried.items() if spent else ():
            spent[actor // self.people] += self.meet[actor % self.people] + self.deliver * count
        return all(used <= hours + 1e-9 for used, hours in zip(spent, self.seller_hours, strict=True))

    def meets_requirements(self, pairs: Iterable[Pair]) -> bool:
        """Whether everything that was required is in a set of pairs."""
        chosen = set(pairs)
        return all(chosen.intersection(group) for _, group in self.required)

    @cached_property
    def actors(self) -> tuple[int, ...]:
        """The actors among the candidates."""
        return tuple(dict.fromkeys(actor for actor, _ in self.candidates))
