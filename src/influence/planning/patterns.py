"""Who would get through to whom: the outcomes of the cascade that every plan of one search is judged in.

A pattern is a set of people whose word would reach a listener on one concern, with its probability. The patterns of a
small map are all there are, with exact probabilities; those of a larger one come from sampled worlds. Either way the
chance of planting stays a number: with patterns B of mass w and people planted with chance q the reach is
``Σ_B w · (1 − Π_{u ∈ B} (1 − q_u))``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, IndexArray, WordArray
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.propagate.reaching_sets import mask_rows, reaching_sets
from influence.propagate.worlds import Worlds

__all__ = ["Audience", "audience_of", "exact_patterns", "sampled_patterns"]

EXACT_PEOPLE = 16
"""People up to which all patterns are tried."""
EXACT_STATES = 20_000
"""States made for one listener and concern before patterns are sampled instead."""


@dataclass(frozen=True)
class Audience:
    """Who has to be reached, and on what.

    Parameters
    ----------
    listeners : tuple of str
        Deciders and veto holders.
    places : ndarray of int64, shape (L,)
        Their positions.
    columns : ndarray of int64, shape (K,)
        Concerns that some listener cares about and some argument answers.
    salience : ndarray, shape (L, K)
        How much each listener cares, in [0, 1].
    """

    listeners: tuple[str, ...]
    places: IndexArray
    columns: IndexArray
    salience: FloatArray


@dataclass(frozen=True)
class Patterns:
    """The patterns of one listener and concern.

    Parameters
    ----------
    people : ndarray, shape (P, n)
        1 where the person's word would get through, else 0.
    mass : ndarray, shape (P,)
        Probabilities; what is missing to 1 are outcomes in which nobody gets through.
    """

    people: FloatArray
    mass: FloatArray


PatternTable = tuple[tuple[Patterns, ...], ...]
"""Patterns by listener and concern."""


def audience_of(deal: Deal, arrays: DealArrays) -> Audience:
    """Return who has to be reached, and on what."""
    facts = arrays.facts
    listeners = (*deal.deciders, *(veto for veto in deal.decision.vetoes if veto not in deal.deciders))
    places = np.array([arrays.person(listener) for listener in listeners], dtype=np.int64)
    salience = arrays.salience[places]
    columns = np.flatnonzero(salience.any(axis=0) & facts.answers.any(axis=0))
    return Audience(listeners, places, columns, salience[:, columns])


def exact_patterns(arrays: DealArrays, audience: Audience) -> PatternTable | None:
    """Return all patterns with their exact probabilities, or None where there are too many."""
    facts = arrays.facts
    if len(facts.people) > EXACT_PEOPLE:
        return None
    table = []
    for place in audience.places.tolist():
        row = []
        for column in audience.columns.tolist():
            found = reaching_sets(
                facts.ties.tail, facts.ties.head, arrays.probability[:, column], facts.advocacy, place, EXACT_STATES
            )
            if found is None:
                return None
            people = mask_rows(list(found), len(facts.people))
            row.append(Patterns(people, np.array(list(found.values()))))
        table.append(tuple(row))
    return tuple(table)


def worlds_of(arrays: DealArrays, audience: Audience) -> tuple[FloatArray, FloatArray]:
    """Return the probabilities of ties, shape (K, m), and of people, shape (K, n), for the audience's concerns."""
    facts = arrays.facts
    speaks = np.broadcast_to(facts.advocacy, (max(len(audience.columns), 1), len(facts.people)))
    if not len(audience.columns):
        return np.zeros((1, len(facts.ties.tail))), speaks
    return np.ascontiguousarray(arrays.probability[:, audience.columns].T), speaks


def sampled_patterns(worlds: Worlds, audience: Audience) -> PatternTable:
    """Return the patterns found in sampled worlds, each with its share of the worlds."""
    table = []
    for place in audience.places.tolist():
        reaching = worlds.reach_to(place)
        row = [_merged(reaching[:, number], worlds.world_count) for number in range(len(audience.columns))]
        table.append(tuple(row))
    return tuple(table)


def _merged(reaching: WordArray, count: int) -> Patterns:
    """Turn bits of people by worlds into patterns; equal patterns of up to 64 people become one."""
    rows = np.unpackbits(reaching.astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little")[:, :count]
    people = rows.shape[0]
    if people > 64:
        heard = np.flatnonzero(rows.any(axis=0))
        return Patterns(np.asfortranarray(rows[:, heard].T, dtype=np.float64), np.full(len(heard), 1.0 / count))
    packed = np.zeros((8, count), dtype=np.uint8)
    packed[: -(-people // 8)] = np.packbits(rows, axis=0, bitorder="little")
    keys, counts = np.unique(np.ascontiguousarray(packed.T).view("<u8").ravel(), return_counts=True)
    kept = keys != 0
    bits = np.unpackbits(keys[kept].astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    return Patterns(np.asfortranarray(bits[:, :people], dtype=np.float64), counts[kept] / count)
