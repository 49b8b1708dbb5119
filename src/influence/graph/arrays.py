"""From what a deal says to what moves through it: salience, attention, and the chance that each tie works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray
from influence.graph.facts import DealFacts, TieFacts, deal_facts
from influence.model import Deal

__all__ = ["DealArrays", "assemble", "deal_arrays", "planted"]


@dataclass(frozen=True)
class DealArrays:
    """What follows from the facts of a deal; n people, C concerns, m influence ties.

    Parameters
    ----------
    facts : DealFacts
        The point values behind it.
    salience : ndarray, shape (n, C)
        How much a person cares about a concern; rows sum to 1.
    attention : ndarray, shape (n, C)
        The hearing that a person gives to a concern, in [0, 1].
    strength : ndarray, shape (m, C)
        How far a speaker's word moves the listener on a concern if the tie is real, in [0, 1].
    probability : ndarray, shape (m, C)
        P(the tie works on the concern, given that the speaker speaks up), in [0, 1].
    conflict_strength : ndarray, shape (conflict ties, C)
        The same as ``strength`` for conflict ties.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import deal_arrays
    >>> arrays = deal_arrays(load_example("power_grid_en"))
    >>> arrays.person("zhao")
    0
    """

    facts: DealFacts
    salience: FloatArray
    attention: FloatArray
    strength: FloatArray
    probability: FloatArray
    conflict_strength: FloatArray

    def person(self, stakeholder: str) -> int:
        """Return the position of a person in the arrays."""
        return self.facts.people.index(stakeholder)


def deal_arrays(deal: Deal) -> DealArrays:
    """Return the arrays of a deal at its point values.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    DealArrays

    Examples
    --------
    >>> people = {"zhao": {"function": "finance"}, "wu": {"function": "technical", "reports_to": "zhao"}}
    >>> arrays = deal_arrays(Deal(organization={"stakeholders": people}))
    >>> arrays.salience.sum(axis=1).tolist()
    [1.0, 1.0]
    """
    return assemble(deal_facts(deal))


def assemble(facts: DealFacts) -> DealArrays:
    """Return what follows from facts.

    Topic-aware tie strengths follow Barbieri, Bonchi and Manco, "Topic-aware social influence propagation models"
    (ICDM 2012): each concern has a probability of its own on each tie.

    Parameters
    ----------
    facts : DealFacts

    Returns
    -------
    DealArrays

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import deal_arrays
    >>> arrays = deal_arrays(load_example("power_grid_en"))
    >>> assemble(arrays.facts).probability.shape == arrays.probability.shape
    True
    """
    salience, attention = _salience_and_attention(facts)
    strength = _tie_strength(facts.ties, attention)
    return DealArrays(
        facts=facts,
        salience=salience,
        attention=attention,
        strength=strength,
        probability=facts.ties.certainty[:, None] * strength,
        conflict_strength=_tie_strength(facts.conflicts, attention),
    )


def _salience_and_attention(facts: DealFacts) -> tuple[FloatArray, FloatArray]:
    weight = np.zeros((len(facts.people), len(facts.concerns)))
    np.add.at(weight, (facts.care_person, facts.care_concern), facts.care_weight * facts.care_factor)
    largest = weight.max(axis=1, initial=0.0)
    known = largest > 0
    total = np.where(known, weight.sum(axis=1), 1.0)
    salience = np.where(known[:, None], weight / total[:, None], 1.0 / len(facts.concerns))
    relative = weight / np.where(known, largest, 1.0)[:, None]
    share = facts.indifference
    attention = np.where(known[:, None], share + (1.0 - share) * relative, (1.0 + share) / 2.0)
    return salience, attention


def _tie_strength(ties: TieFacts, attention: FloatArray) -> FloatArray:
    heard = ties.strength[:, None] * ties.credibility * attention[ties.head]
    return np.where(np.isnan(ties.own), heard, ties.own)


def planted(arrays: DealArrays, pairs: list[tuple[int, int]], access: FloatArray | None = None) -> FloatArray:
    """Return the chance that each person is convinced by us directly, concern by concern.

    Parameters
    ----------
    arrays : DealArrays
    pairs : list of (int, int)
        Positions of person and argument.
    access : ndarray, shape (n,), or None
        Chances of a hearing in [0, 1]; those of the deal where None.

    Returns
    -------
    ndarray, shape (n, C)
        Probabilities in [0, 1].
    """
    missed = np.ones_like(arrays.attention)
    for person, argument in pairs:
        missed[person] *= 1.0 - arrays.facts.answers[argument] * arrays.attention[person]
    chance = arrays.facts.access if access is None else access
    return chance[:, None] * (1.0 - missed)
