"""Which ties a map shows, how strong they are, and how near to the deciders everybody is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from influence.graph.arrays import DealArrays
from influence.graph.shortest_tree import best_strength_to
from influence.model import Deal

__all__ = ["ShownTie", "heard_most", "nearness", "shown_ties"]

READABLE = 1.3
"""Ties for each person up to which a map stays readable."""


@dataclass(frozen=True)
class ShownTie:
    """A tie on a map.

    Parameters
    ----------
    source, target : str
    chance : float
        Chance in [0, 1] that it works, over what the deciders care about.
    certainty : float
        In [0, 1].
    conflict : bool
    number : int or None
        Its place among the ties of influence; None for a conflict.
    """

    source: str
    target: str
    chance: float
    certainty: float
    conflict: bool
    number: int | None = None


def _mix(deal: Deal, arrays: DealArrays) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the deciders' mix of concerns; an even one where nobody decides."""
    mix = np.zeros(len(arrays.facts.concerns))
    for decider, power in deal.deciders.items():
        mix += power * arrays.salience[arrays.person(decider)]
    return mix if mix.any() else np.full(len(mix), 1.0 / len(mix))


def nearness(deal: Deal, arrays: DealArrays) -> dict[str, tuple[float, int]]:
    """Return, for everybody, how strongly their word arrives at a decider, and over how many ties.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays

    Returns
    -------
    dict of str to (float, int)
        Strength in [0, 1] of the strongest way, 1 for a decider and 0 where there is none, and its length.
    """
    facts = arrays.facts
    successors: list[dict[int, float]] = [{} for _ in facts.people]
    for tail, head, chance in zip(
        facts.ties.tail.tolist(),
        facts.ties.head.tolist(),
        (arrays.probability @ _mix(deal, arrays)).tolist(),
        strict=True,
    ):
        if chance > 0:
            successors[tail][head] = chance
    speaks = facts.advocacy.tolist()
    found = dict.fromkeys(facts.people, (0.0, 0))
    for decider in deal.deciders:
        best = best_strength_to(successors, speaks, arrays.person(decider))
        for place, person in enumerate(facts.people):
            if best[place] > found[person][0]:
                found[person] = best[place], _length(successors, best, place, arrays.person(decider))
    return found


def heard_most(deal: Deal, arrays: DealArrays, most: int, always: Collection[str] = ()) -> list[str]:
    """Return the people who are on a picture that has room for some, in the order of the file.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    most : int
    always : collection of str
        People who are on it in any case, beside the deciders and who can veto.

    Returns
    -------
    list of str
        Everybody where there is room; else those whose word gets to a decider most likely.
    """
    everybody = list(deal.organization.stakeholders)
    if len(everybody) <= most:
        return everybody
    near = nearness(deal, arrays)
    first = dict.fromkeys([*deal.deciders, *deal.decision.vetoes, *always])
    # who stands on the way of somebody is never weaker, so ways stay whole
    for person in sorted(everybody, key=lambda person: (-near[person][0], near[person][1])):
        if len(first) >= most:
            break
        first.setdefault(person)
    return [person for person in everybody if person in first]


def _length(successors: list[dict[int, float]], best: list[float], place: int, target: int) -> int:
    steps = 0
    while place != target:
        heads = successors[place]
        place = max(heads, key=lambda head: (heads[head] * best[head], -head))
        steps += 1
        if steps > len(best):  # rounding could send equal strengths in a ring
            break
    return steps


def shown_ties(
    deal: Deal, arrays: DealArrays, most: int | None = None, among: Collection[str] | None = None
) -> tuple[list[ShownTie], int]:
    """Return the ties that a map shows, and how many there are in all.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    most : int or None
        Ties shown at most; what stays readable where None.
    among : collection of str or None
        People whose ties are shown; everybody where None.

    Returns
    -------
    (list of ShownTie, int)
        Each person's first tie on the strongest way to a decider, conflicts, and then the strongest.
    """
    facts = arrays.facts
    chance = (arrays.probability @ _mix(deal, arrays)).tolist()
    near = nearness(deal, arrays)
    rows = zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), facts.ties.certainty.tolist(), strict=True)
    ties = [
        ShownTie(facts.people[tail], facts.people[head], chance[number], certainty, False, number)
        for number, (tail, head, certainty) in enumerate(rows)
        if chance[number] > 0
    ]
    total = len(ties) + len(facts.conflicts.tail)
    kept_people = set(facts.people if among is None else among)
    ties = [tie for tie in ties if tie.source in kept_people and tie.target in kept_people]
    fights = [
        ShownTie(facts.people[tail], facts.people[head], certainty, certainty, True)
        for tail, head, certainty in zip(
            facts.conflicts.tail.tolist(),
            facts.conflicts.head.tolist(),
            facts.conflicts.certainty.tolist(),
            strict=True,
        )
        if facts.people[tail] in kept_people and facts.people[head] in kept_people
    ]
    limit = max(int(READABLE * len(kept_people)) + 8, 24) if most is None else most
    first: dict[str, ShownTie] = {}
    for tie in ties:
        arrives = tie.chance * near[tie.target][0]
        known = first.get(tie.source)
        if arrives > 0 and (known is None or arrives > known.chance * near[known.target][0]):
            first[tie.source] = tie
    kept = dict.fromkeys([*(tie for person, tie in first.items() if person not in deal.deciders), *fights])
    # ties to people who pass nothing on come last, however strong
    for tie in sorted(ties, key=lambda tie: (near[tie.target][0] <= 0, -tie.chance, tie.source, tie.target)):
        if len(kept) >= limit:
            break
        kept.setdefault(tie)
    return list(kept), total
