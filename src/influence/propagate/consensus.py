"""Consensus: where opinions settle when everyone keeps part of their own and takes part from those they listen to.

The opinion game of Bindel, Kleinberg and Oren, "How bad is forming your own opinion?" (FOCS 2011), an equilibrium of
Friedkin and Johnsen's model, with negative weights on conflict ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence._show import Result, record_table, text_table
from influence._text import phrase
from influence._types import FloatArray, Language
from influence.graph.arrays import DealArrays, deal_arrays, planted
from influence.graph.assumptions import assumptions_of
from influence.model import Assumption, Deal
from influence.propagate.cascade import pair_positions, require_deciders
from influence.propagate.opinion_system import SMALL, OpinionSystem

__all__ = ["PersonShare", "Standing", "decider_weights", "opinion_system", "standing"]

TOLERANCE = 1e-10
"""Error of opinions in [−1, 1] that is aimed at where a system is too large to be solved directly."""


@dataclass(frozen=True)
class PersonShare:
    """What one person contributes to the deciders' standing.

    Parameters
    ----------
    person : str
    opinion : float
        The person's own settled opinion, the deciders' mix of concerns, in [−1, 1].
    weight : float
        Weight of the person's own stand in the deciders' opinion; negative through conflicts.
    share : float
        Weight times stand: the shares of all people add up to the standing.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import standing
    >>> found = standing(load_example("power_grid_en"))
    >>> len(found.people)
    10
    """

    person: str
    opinion: float
    weight: float
    share: float


@dataclass(frozen=True)
class Standing(Result):
    """Where the deal stands once opinions have settled.

    Parameters
    ----------
    value : float
        The deciders' settled opinion, weighted by power and salience, in [−1, 1].
    method : str
        ``exact`` where the linear system is solved directly, ``iterated`` beyond some hundred people: then no opinion
        is farther than 1e-9 from its exact value.
    equip : tuple of (str, str)
    people : tuple of PersonShare
    assumptions : tuple of Assumption
    language : {"en", "zh"} or None
        Of the text form.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import standing
    >>> found = standing(load_example("power_grid_en"))
    >>> found.method
    'exact'
    """

    value: float
    method: str
    equip: tuple[tuple[str, str], ...]
    people: tuple[PersonShare, ...]
    assumptions: tuple[Assumption, ...]
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "value": self.value,
            "method": self.method,
            "equip": [list(pair) for pair in self.equip],
            "people": [vars(each).copy() for each in self.people],
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each person."""
        return {"people": record_table(PersonShare, self.people)}

    def __str__(self) -> str:
        method = phrase(f"results.method.{self.method}", self.language)
        head = phrase("results.standing.headline", self.language, None, value=f"{self.value:+.3f}", method=method)
        columns = ("person", "opinion", "weight", "share")
        headings = {column: phrase(f"results.standing.{column}", self.language) for column in columns}
        return head + "\n" + text_table(self.tables()["people"], headings=headings, indent="  ")


def standing(deal: Deal, equip: Sequence[tuple[str, str]] = ()) -> Standing:
    """Return the deciders' opinion of us once everyone has heard everyone, and each person's share in it.

    Parameters
    ----------
    deal : Deal
    equip : sequence of (str, str)
        Which person is equipped with which argument.

    Returns
    -------
    Standing

    Raises
    ------
    InputError
        If a person or an argument is not in the deal.
    PlanningError
        If nobody decides.

    References
    ----------
    Bindel, Kleinberg, Oren: How bad is forming your own opinion? FOCS 2011.

    Examples
    --------
    >>> deal = Deal(
    ...     organization={
    ...         "stakeholders": {"zhao": {"roles": ["decision_maker"]}, "wu": {"support": "mentor"}},
    ...         "ties": [{"from": "wu", "to": "zhao", "certainty": 1.0, "strength_on": {"all": 1.0}}],
    ...     }
    ... )
    >>> standing(deal).value  # zhao, neutral, listens to wu as much as to himself
    0.5
    """
    power = require_deciders(deal)
    arrays = deal_arrays(deal)
    chance = planted(arrays, pair_positions(arrays, equip))
    people = arrays.facts.people
    mix = np.zeros((len(people), len(arrays.facts.concerns)))
    for decider, share in power.items():
        place = arrays.person(decider)
        mix[place] += share * arrays.salience[place]
    weights, opinions = np.zeros_like(mix), np.zeros_like(mix)
    stand = arrays.facts.support[:, None] + chance * (1.0 - arrays.facts.support[:, None])
    for column in range(mix.shape[1]):
        system = opinion_system(arrays, column)
        weights[:, column] = system.shares(mix[:, column], TOLERANCE).values
        opinions[:, column] = system.opinions(stand[:, column], TOLERANCE).values
    concern_mix = mix.sum(axis=0)
    shares = tuple(
        PersonShare(
            person,
            float(opinions[row] @ concern_mix),
            float(weights[row].sum()),
            float(weights[row] @ stand[row]),
        )
        for row, person in enumerate(people)
    )
    value = sum(each.share for each in shares)
    method = "exact" if len(people) <= SMALL else "iterated"
    return Standing(
        value, method, tuple((pair[0], pair[1]) for pair in equip), shares, assumptions_of(deal), deal.language
    )


def opinion_system(arrays: DealArrays, column: int) -> OpinionSystem:
    """Return who listens to whom on one concern, as a system that can be solved for any stands.

    Parameters
    ----------
    arrays : DealArrays
    column : int
        Position of the concern.

    Returns
    -------
    OpinionSystem
    """
    from scipy import sparse

    facts = arrays.facts
    count = len(facts.people)
    toward = arrays.probability[:, column]
    against = facts.conflicts.certainty * arrays.conflict_strength[:, column]
    heard = np.zeros(count)
    np.add.at(heard, facts.ties.head, toward)
    np.add.at(heard, facts.conflicts.head, against)
    implied = heard / (1.0 + heard)
    openness = np.where(np.isnan(facts.openness), implied, facts.openness)
    openness = np.where(heard > 0, openness, 0.0)
    head = np.concatenate([facts.ties.head, facts.conflicts.head])
    tail = np.concatenate([facts.ties.tail, facts.conflicts.tail])
    weight = np.concatenate([toward, -against]) / np.where(heard > 0, heard, 1.0)[head]
    listens = sparse.coo_array((weight, (head, tail)), shape=(count, count))
    return OpinionSystem(listens.toarray() if count <= SMALL else listens.tocsr(), openness)


def decider_weights(arrays: DealArrays, mix: FloatArray) -> FloatArray:
    """Return how much each person's stand counts in a mix of settled opinions, shape (n, C).

    Parameters
    ----------
    arrays : DealArrays
    mix : ndarray, shape (n, C)
        How much each person's settled opinion on each concern counts.
    """
    columns = [
        opinion_system(arrays, column).shares(mix[:, column], TOLERANCE).values for column in range(mix.shape[1])
    ]
    return np.stack(columns, axis=1)
