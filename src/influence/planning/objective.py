"""What a set of pairs is worth, judged in the same outcomes for every plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np

from influence._types import FloatArray, IndexArray, RandomSource
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.planning.constraints import Pair
from influence.planning.entry import Entry
from influence.planning.patterns import (
    Audience,
    Patterns,
    PatternTable,
    audience_of,
    exact_patterns,
    sampled_patterns,
    worlds_of,
)
from influence.propagate.decision_rule import apply_rule, tie_breaker
from influence.propagate.worlds import Worlds

__all__ = ["ReachObjective", "WorldObjective", "carried", "exact_objective"]

WORLD_CELLS = 1 << 25
"""Worlds times people times concerns that are kept at most; larger maps are judged in fewer worlds."""

EXACT_PEOPLE_IN_DRAWS = 12
"""People up to which all outcomes are listed anew for every draw of what is not known."""
SURE = 1e-300
"""Chance of a miss that stands for none at all where logarithms are taken."""
FALLBACK_WORLDS = 2_048
"""Worlds for a changed map whose outcomes have become too many to list."""


class ReachObjective:
    """The reach of plans over patterns of who gets through.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    patterns : tuple of tuple of Patterns
        By listener and concern.
    entry : Entry
    audience : Audience
    """

    def __init__(
        self,
        deal: Deal,
        arrays: DealArrays,
        patterns: PatternTable,
        entry: Entry,
        audience: Audience,
    ) -> None:
        self.deal, self.arrays, self.entry, self.patterns = deal, arrays, entry, patterns
        self.audience = audience
        self.listeners = self.audience.listeners
        self.people = len(arrays.facts.people)
        self.hearing = entry.hearing(arrays)
        columns = self.audience.columns
        attention = np.tile(arrays.attention[:, columns], (entry.crews, 1))
        # what one argument leaves unconvinced of an actor, concern by concern: shape (actors, arguments, K)
        self.unmoved: FloatArray = 1.0 - arrays.facts.answers[None, :, columns] * attention[:, None, :]
        self._missed: dict[tuple[int, tuple[int, ...]], FloatArray] = {}
        self._last: tuple[tuple[Pair, ...], list[FloatArray]] | None = None

    @property
    def count(self) -> int | None:
        """Number of sampled worlds; None where all outcomes are in."""
        return None

    def with_arrays(self, arrays: DealArrays) -> ReachObjective:
        """Return the objective under other probabilities, for the same listeners and concerns."""
        audience = self._audience_in(arrays)
        patterns = exact_patterns(arrays, audience)
        if patterns is None:
            patterns = sampled_patterns(
                WorldObjective(self.deal, arrays, FALLBACK_WORLDS, 0, self.entry, None, audience).worlds, audience
            )
        return ReachObjective(self.deal, arrays, patterns, self.entry, audience)

    def _audience_in(self, arrays: DealArrays) -> Audience:
        salience = arrays.salience[np.ix_(self.audience.places, self.audience.columns)]
        return replace(self.audience, salience=salience)

    def opened(self) -> ReachObjective:
        """Return the same with every door open: never less, and submodular again."""
        found = copy(self)
        found.hearing = self.hearing.opened()
        found._missed, found._last = {}, None
        return found

    def missed(self, pairs: Iterable[Pair]) -> dict[int, FloatArray]:
        """Return, for each actor of a plan, the chance that we do not convince them, concern by concern."""
        people = carried(pairs)
        if self.hearing.has_doors:
            access = self.hearing.with_equipped(list(people))
            return {actor: self._miss(actor, arguments, access) for actor, arguments in people.items()}
        for held in people.items():
            if held not in self._missed:
                self._missed[held] = self._miss(*held, self.hearing.base)
        return {held[0]: self._missed[held] for held in people.items()}

    def _miss(self, actor: int, arguments: tuple[int, ...], access: FloatArray) -> FloatArray:
        return np.asarray(1.0 - access[actor] * (1.0 - self.unmoved[actor, list(arguments)].prod(axis=0)))

    def parts(self, pairs: Iterable[Pair]) -> FloatArray:
        """Return the reach in [0, 1] of each listener on each concern, shape (L, K)."""
        found = np.zeros(self.audience.salience.shape)
        for (row, column, patterns), silent in zip(self._cells(), self._silences(tuple(pairs)), strict=True):
            found[row, column] = float((patterns.mass * (1.0 - silent)).sum())
        return found

    def heard(self, pairs: Iterable[Pair]) -> FloatArray:
        """Return the share in [0, 1] of what each listener cares about that is answered, shape (L,)."""
        return np.asarray((self.parts(pairs) * self.audience.salience).sum(axis=1), dtype=np.float64)

    @cached_property
    def weights(self) -> FloatArray | None:
        """The weight of each listener in the value, or None where the rule is no weighted sum."""
        if self.deal.rule not in ("single", "weighted"):
            return None
        return np.array([self.deal.deciders.get(listener, 0.0) for listener in self.listeners])

    @cached_property
    def _tie_weights(self) -> FloatArray:
        unit = np.eye(len(self.listeners)).tolist()
        return np.array([tie_breaker(self.deal, dict(zip(self.listeners, row, strict=True))) for row in unit])

    def scores(self, heard: FloatArray) -> FloatArray:
        """Return values under the deal's rule, and what decides between equal ones, shape (plans, 2)."""
        ties = heard @ self._tie_weights
        if self.weights is not None:
            return np.stack([heard @ self.weights, ties], axis=1)
        values = [apply_rule(self.deal, dict(zip(self.listeners, row, strict=True))) for row in heard.tolist()]
        return np.stack([np.array(values, dtype=np.float64), ties], axis=1)

    def value(self, pairs: Iterable[Pair]) -> float:
        """Return the value of a plan under the deal's rule, in [0, 1]."""
        return float(self.scores(self.heard(pairs)[None])[0, 0])

    def heard_each(self, plans: Sequence[Sequence[Pair]]) -> FloatArray:
        """Return what each listener hears under each of many plans, shape (plans, L).

        The silence of a plan is a product over its people; as a sum of logarithms it is one matrix product for all
        plans. Where people open doors, a person's chance depends on the whole plan and each plan is valued by itself.
        """
        if self.hearing.has_doors:
            return np.array([self.heard(plan) for plan in plans])
        held, inside = _held_by(tuple(tuple(plan) for plan in plans))
        if not held:
            return np.zeros((len(plans), len(self.listeners)))
        missed = np.array([self._miss(actor, arguments, self.hearing.base) for actor, arguments in held])
        silence = np.log(np.maximum(missed, SURE))
        places = [actor % self.people for actor, _ in held]
        found = np.zeros((len(plans), len(self.listeners)))
        for row, column, patterns in self._cells():
            silent = np.exp((patterns.people[:, places] * silence[:, column]) @ inside)
            found[:, row] += self.audience.salience[row, column] * (patterns.mass @ (1.0 - silent))
        return found

    def increments(self, pairs: Sequence[Pair], candidates: Sequence[Pair]) -> FloatArray:
        """Return what each listener hears more with one pair more, shape (candidates, L)."""
        actors, arguments = _ends(tuple(candidates))
        people = carried(pairs)
        access = self.hearing.with_equipped(list(people))
        before = np.ones((len(self.hearing.base), len(self.audience.columns)))
        for actor, held in people.items():
            before[actor] = self.unmoved[actor, list(held)].prod(axis=0)
        now = 1.0 - access[actors, None] * (1.0 - before[actors])
        after = 1.0 - access[actors, None] * (1.0 - before[actors] * self.unmoved[actors, arguments])
        lost = np.divide(now - after, now, out=np.zeros_like(now), where=now > 0)
        found = np.zeros((len(actors), len(self.listeners)))
        for (row, column, patterns), silent in zip(self._cells(), self._silences(tuple(pairs)), strict=True):
            carrying = (patterns.mass * silent) @ patterns.people
            weight = self.audience.salience[row, column]
            found[:, row] += weight * carrying[actors % self.people] * lost[:, column]
        return self._with_doors_opened(pairs, candidates, found) if self.hearing.has_doors else found

    def carrying(self, missed: Mapping[int, FloatArray]) -> Iterator[tuple[int, int, FloatArray]]:
        """Yield, for each listener and concern, the chance that a person would get through and nobody planted does.

        Of those planted the silence of the person in question is counted, too, so that the share of somebody in the
        plan is found by dividing by the chance that they are missed. Each chance has shape (n,).
        """
        for row, column, patterns in self._cells():
            yield row, column, (patterns.mass * self._silence(patterns, missed, column)) @ patterns.people

    def _with_doors_opened(self, pairs: Sequence[Pair], candidates: Sequence[Pair], found: FloatArray) -> FloatArray:
        """Value anew the pairs whose person opens a door to somebody who is already in the plan."""
        met = sorted({actor % self.people for actor, _ in pairs})
        equipped = {actor for actor, _ in pairs}
        now = self.heard(pairs)
        for number, (actor, argument) in enumerate(candidates):
            if actor not in equipped and self.hearing.opens(actor % self.people, met):
                found[number] = self.heard([*pairs, (actor, argument)]) - now
        return found

    def _cells(self) -> list[tuple[int, int, Patterns]]:
        return [
            (row, column, patterns)
            for row, line in enumerate(self.patterns)
            for column, patterns in enumerate(line)
            if self.audience.salience[row, column] > 0
        ]

    def _silences(self, pairs: tuple[Pair, ...]) -> list[FloatArray]:
        """Return the silence of a plan for each listener and concern; that of the last plan asked for is kept."""
        # one look at what is kept: another thread may put its own plan there in between
        last = self._last
        if last is None or last[0] != pairs:
            missed = self.missed(pairs)
            last = pairs, [self._silence(patterns, missed, column) for _, column, patterns in self._cells()]
            self._last = last
        return last[1]

    def _silence(self, patterns: Patterns, missed: Mapping[int, FloatArray], column: int) -> FloatArray:
        """Return the chance that none of the planted people gets through, pattern by pattern."""
        silent = np.ones(len(patterns.mass))
        for actor, chances in missed.items():
            silent *= 1.0 - (1.0 - chances[column]) * patterns.people[:, actor % self.people]
        return silent


class WorldObjective(ReachObjective):
    """The reach of plans in sampled worlds.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    count : int
        Number of worlds, fewer where the map is very large.
    rng : int, numpy.random.Generator or None
    entry : Entry or None
        That of the deal where None.
    worlds : Worlds or None
        Worlds to use instead of new ones.
    audience : Audience or None
        That of the deal where None.
    """

    def __init__(
        self,
        deal: Deal,
        arrays: DealArrays,
        count: int,
        rng: RandomSource = 0,
        entry: Entry | None = None,
        worlds: Worlds | None = None,
        audience: Audience | None = None,
    ) -> None:
        audience = audience or audience_of(deal, arrays)
        if worlds is None:
            ties = arrays.facts.ties
            probability, speaks = worlds_of(arrays, audience)
            kept = max(WORLD_CELLS // (speaks.size * len(audience.listeners)), 64)
            worlds = Worlds.draw(ties.tail, ties.head, probability, speaks, min(count, kept), rng=rng)
        self.worlds = worlds
        super().__init__(deal, arrays, sampled_patterns(worlds, audience), entry or Entry.of(deal), audience)

    @property
    def count(self) -> int | None:
        """Number of sampled worlds."""
        return self.worlds.world_count

    def with_arrays(self, arrays: DealArrays) -> WorldObjective:
        """Return the objective under other probabilities in the same worlds: common random numbers."""
        probability, speaks = worlds_of(arrays, self.audience)
        worlds = self.worlds.with_probabilities(probability, speaks)
        audience = self._audience_in(arrays)
        return WorldObjective(self.deal, arrays, worlds.world_count, 0, self.entry, worlds, audience)


def exact_objective(deal: Deal, arrays: DealArrays, entry: Entry | None = None) -> ReachObjective | None:
    """Return the objective over all outcomes, or None where there are too many to list."""
    audience = audience_of(deal, arrays)
    patterns = exact_patterns(arrays, audience)
    return None if patterns is None else ReachObjective(deal, arrays, patterns, entry or Entry.of(deal), audience)


def carried(pairs: Iterable[Pair]) -> dict[int, tuple[int, ...]]:
    """Return, for each actor of a plan, the arguments they carry, both in ascending order."""
    found: dict[int, list[int]] = {}
    for actor, argument in sorted(pairs):
        found.setdefault(actor, []).append(argument)
    return {actor: tuple(arguments) for actor, arguments in found.items()}


@lru_cache(maxsize=8)
def _held_by(plans: tuple[tuple[Pair, ...], ...]) -> tuple[list[tuple[int, tuple[int, ...]]], FloatArray]:
    """Return every actor with what they carry in some plan, and which plans have them, shape (those, plans)."""
    loads = [list(carried(plan).items()) for plan in plans]
    held = sorted({load for plan in loads for load in plan})
    return held, np.array([[load in plan for plan in loads] for load in held], dtype=np.float64)


@lru_cache(maxsize=64)
def _ends(candidates: tuple[Pair, ...]) -> tuple[IndexArray, IndexArray]:
    ends = np.array(candidates, dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]
