"""Who moves the deciders: influence of each person, key players and blockers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence._show import Result, record_table, text_table
from influence._text import phrase
from influence._types import FloatArray, Language, RandomSource
from influence.graph.arrays import DealArrays, deal_arrays
from influence.graph.assumptions import assumptions_of
from influence.model import Assumption, Deal
from influence.model.field_names import label_text
from influence.propagate.cascade import require_deciders
from influence.propagate.reaching_sets import mask_rows, reaching_sets
from influence.propagate.worlds import Worlds, share_of_worlds

__all__ = ["KeyPeople", "KeyPerson", "influence_of_people", "key_people"]

EXACT_STATES = 20_000
WORLDS = 16_384
ROUNDING = 1e-9
LEAST_INFLUENCE = 0.1
"""Influence from which somebody in the top quarter is a key player."""


@dataclass(frozen=True)
class KeyPerson:
    """How far one person moves the deciders.

    Parameters
    ----------
    person : str
    influence : float
        Reach in [0, 1] of this person alone if convinced for certain on every concern.
    key_player : bool
        Among the top quarter, and at least 0.1.
    blocker : bool
        Against us, with an influence in the upper half.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import key_people
    >>> found = key_people(load_example("power_grid_en"))
    >>> found.people[0].person
    'wu'
    """

    person: str
    influence: float
    key_player: bool
    blocker: bool


@dataclass(frozen=True)
class KeyPeople(Result):
    """Everybody's influence on the deciders, largest first.

    Parameters
    ----------
    people : tuple of KeyPerson
        Without the deciders themselves.
    method : str
        ``exact``, or ``sampled`` with ``error``.
    error : float
        Largest standard error of an influence; 0 where exact.
    assumptions : tuple of Assumption
    language : {"en", "zh"} or None
        Of the text form.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import key_people
    >>> found = key_people(load_example("power_grid_en"))
    >>> found.method
    'exact'
    """

    people: tuple[KeyPerson, ...]
    method: str
    error: float
    assumptions: tuple[Assumption, ...]
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "people": [vars(each).copy() for each in self.people],
            "method": self.method,
            "error": self.error,
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each person."""
        return {"people": record_table(KeyPerson, self.people)}

    def __str__(self) -> str:
        method = phrase(f"results.method.{self.method}", self.language)
        head = phrase("results.people.headline", self.language, None, method=method)
        columns = ("person", "influence", "key_player", "blocker")
        headings = {column: phrase(f"results.people.{column}", self.language) for column in columns}
        rows = [
            {
                "person": each.person,
                "influence": each.influence,
                "key_player": label_text("truth", str(each.key_player).lower(), self.language),
                "blocker": label_text("truth", str(each.blocker).lower(), self.language),
            }
            for each in self.people
        ]
        return head + "\n" + text_table(rows, headings=headings, indent="  ")


def key_people(deal: Deal, *, rng: RandomSource = 0) -> KeyPeople:
    """Return how far everybody moves the deciders, who is a key player, and who a blocker.

    Parameters
    ----------
    deal : Deal
    rng : int, numpy.random.Generator or None
        For maps too large to be exact.

    Returns
    -------
    KeyPeople

    Raises
    ------
    PlanningError
        If nobody decides.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"]}, "wu": {"reports_to": "zhao", "support": "mentor"}}
    >>> key_people(Deal(organization={"stakeholders": people})).people[0].person
    'wu'
    """
    power = require_deciders(deal)
    arrays = deal_arrays(deal)
    influence, exact = influence_of_people(deal, arrays, rng)
    facts = arrays.facts
    others = [place for place, person in enumerate(facts.people) if person not in power]
    ranked = sorted(others, key=lambda place: (-round(float(influence[place]), 12), facts.people[place]))
    top = -(-len(ranked) // 4)
    middle = float(np.median(influence[others])) if others else 0.0
    people = tuple(
        KeyPerson(
            facts.people[place],
            float(influence[place]),
            rank < top and bool(influence[place] >= LEAST_INFLUENCE - ROUNDING),
            bool(facts.support[place] < 0 and influence[place] >= middle and influence[place] > 0),
        )
        for rank, place in enumerate(ranked)
    )
    error = 0.0 if exact else float(np.sqrt(influence * (1.0 - influence) / WORLDS).max(initial=0.0))
    return KeyPeople(people, "exact" if exact else "sampled", error, assumptions_of(deal), deal.language)


def influence_of_people(deal: Deal, arrays: DealArrays, rng: RandomSource = 0) -> tuple[FloatArray, bool]:
    """Return everybody's influence on the deciders, shape (n,), and whether it is exact.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    rng : int, numpy.random.Generator or None

    Returns
    -------
    (ndarray, bool)
    """
    facts = arrays.facts
    everyone = len(facts.people)
    total = np.zeros(everyone)
    worlds: Worlds | None = None
    for decider, power in deal.deciders.items():
        place = arrays.person(decider)
        for column in np.flatnonzero(arrays.salience[place]).tolist():
            weight = power * float(arrays.salience[place, column])
            chances = arrays.probability[:, column]
            found = None
            if worlds is None:
                found = reaching_sets(facts.ties.tail, facts.ties.head, chances, facts.advocacy, place, EXACT_STATES)
            if found is not None:
                total += weight * (np.array(list(found.values())) @ mask_rows(list(found), everyone))
                continue
            if worlds is None:
                worlds = Worlds.draw(
                    facts.ties.tail, facts.ties.head, arrays.probability.T, facts.advocacy, WORLDS, rng=rng
                )
            total += weight * share_of_worlds(worlds.reach_to(place), WORLDS)[:, column]
    return total, worlds is None
