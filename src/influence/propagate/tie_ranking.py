"""Which ties carry most of what can reach the deciders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence._show import Result, record_table, text_table
from influence._text import phrase
from influence._types import FloatArray, Language
from influence.graph.allies import may_be_ally
from influence.graph.arrays import DealArrays, deal_arrays
from influence.graph.assumptions import assumptions_of
from influence.model import Assumption, Deal
from influence.propagate.cascade import require_deciders
from influence.propagate.reliability.bounds import certain_reach

__all__ = ["KeyTie", "KeyTies", "key_ties"]

WORK_LIMIT = 100_000
MEMORY_LIMIT = 1 << 29


@dataclass(frozen=True)
class KeyTie:
    """How much hangs on one tie.

    Parameters
    ----------
    source, target : str
    carries : float
        What the deciders' reach loses, in [0, 1], if the tie does not exist.

    Examples
    --------
    >>> KeyTie("wu", "zhao", 0.2).carries
    0.2
    """

    source: str
    target: str
    carries: float


@dataclass(frozen=True)
class KeyTies(Result):
    """Ties by how much hangs on them, most first.

    Parameters
    ----------
    ties : tuple of KeyTie
        Those on which anything hangs.
    value : float
        Reach in [0, 1] with all of them, everybody who may be an ally met as likely as their access.
    method : str
        ``exact``, or ``bounds`` where the middle of a certified interval was used.
    assumptions : tuple of Assumption
    language : {"en", "zh"} or None
        Of the text form.

    Examples
    --------
    >>> from influence.io import load_example
    >>> key_ties(load_example("power_grid_en")).method
    'exact'
    """

    ties: tuple[KeyTie, ...]
    value: float
    method: str
    assumptions: tuple[Assumption, ...]
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "ties": [vars(each).copy() for each in self.ties],
            "value": self.value,
            "method": self.method,
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each tie."""
        return {"ties": record_table(KeyTie, self.ties)}

    def __str__(self) -> str:
        method = phrase(f"results.method.{self.method}", self.language)
        head = phrase("results.ties.headline", self.language, None, value=f"{self.value:.3f}", method=method)
        headings = {
            column: phrase(f"results.ties.{column}", self.language) for column in ("source", "target", "carries")
        }
        return head + "\n" + text_table(self.tables()["ties"], headings=headings, indent="  ")


def key_ties(deal: Deal) -> KeyTies:
    """Return which ties carry most: what would be lost without each.

    Everybody who may be an ally and does not decide is convinced as likely as their access; a word travels over the
    deciders' own mix of concerns. A tie's importance is the difference that its presence makes.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    KeyTies

    Raises
    ------
    PlanningError
        If nobody decides.

    References
    ----------
    Birnbaum: On the importance of different components in a multicomponent system. Multivariate Analysis II, 1969.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"]}, "wu": {"reports_to": "zhao", "access": 1.0}}
    >>> [(tie.source, tie.target) for tie in key_ties(Deal(organization={"stakeholders": people})).ties]
    [('wu', 'zhao')]
    """
    power = require_deciders(deal)
    arrays = deal_arrays(deal)
    facts = arrays.facts
    planted = {
        place: float(facts.access[place])
        for place, person in enumerate(facts.people)
        if person not in power and may_be_ally(deal, arrays, person)
    }
    value, exact = _reach(deal, arrays, planted, None)
    found = []
    for number, (tail, head) in enumerate(zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), strict=True)):
        without, sure = _reach(deal, arrays, planted, number)
        exact &= sure
        if value - without > 1e-12:
            found.append(KeyTie(facts.people[tail], facts.people[head], value - without))
    ranked = sorted(found, key=lambda tie: (-round(tie.carries, 12), tie.source, tie.target))
    return KeyTies(tuple(ranked), value, "exact" if exact else "bounds", assumptions_of(deal), deal.language)


def _reach(deal: Deal, arrays: DealArrays, planted: Mapping[int, float], lost: int | None) -> tuple[float, bool]:
    """Return the deciders' reach over their mixes of concerns, one tie perhaps lost, and whether it is exact."""
    facts = arrays.facts
    total, exact = 0.0, True
    for decider, power in deal.deciders.items():
        place = arrays.person(decider)
        chances: FloatArray = np.asarray(arrays.probability @ arrays.salience[place])
        if lost is not None:
            chances[lost] = 0.0
        found = certain_reach(
            facts.ties.tail,
            facts.ties.head,
            chances,
            facts.advocacy,
            planted,
            place,
            work_limit=WORK_LIMIT,
            memory_limit=MEMORY_LIMIT,
        )
        total += power * (found.lower + found.upper) / 2
        exact &= found.exact
    return total, exact
