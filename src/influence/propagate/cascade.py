"""Word of mouth: the chance that the deciders hear what they care about from a voice they listen to.

The topic-aware independent cascade of Barbieri, Bonchi and Manco (ICDM 2012), aimed at the deciders: for each concern
the chance of reaching a decider is the two-terminal reliability of the graph of ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np

from influence._show import Result, Table, text_table
from influence._text import phrase
from influence._types import FloatArray, Language, RandomSource
from influence._work import spawn_generators
from influence.errors import InputError, PlanningError, Problem, near_miss
from influence.graph.arrays import DealArrays, deal_arrays, planted
from influence.graph.assumptions import assumptions_of
from influence.model import Assumption, Deal
from influence.model.field_names import label_text
from influence.propagate.decision_rule import apply_rule
from influence.propagate.reliability.bounds import certain_reach
from influence.propagate.shared_ground import shared_concerns
from influence.propagate.worlds import Worlds, share_of_worlds

__all__ = ["ConcernReach", "DeciderReach", "Reach", "pair_positions", "reach", "reach_of_arrays", "require_deciders"]

Method = Literal["exact", "bounds", "sampled"]
WORK_LIMIT = 200_000
"""States expanded for one decider and concern before the interval is taken."""
MEMORY_LIMIT = 2 << 30
"""Bytes that the states of one decider and concern may take."""
SAMPLE = 65_536
"""Worlds of an estimate."""
TOLERANCE = 0.01


@dataclass(frozen=True)
class ConcernReach:
    """The chance that a decider is reached on one concern.

    Parameters
    ----------
    concern : str
    salience : float
        How much the decider cares, in [0, 1].
    value, lower, upper : float
        Probability in [0, 1] and the interval that is certain (for an estimate: four standard errors, clipped).
    method : str
        ``exact``, ``bounds`` or ``sampled``.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import reach
    >>> found = reach(load_example("power_grid_en"), [("wu", "uptime")])
    >>> found.deciders[0].concerns[0].method
    'exact'
    """

    concern: str
    salience: float
    value: float
    lower: float
    upper: float
    method: Method


@dataclass(frozen=True)
class DeciderReach:
    """What reaches one decider.

    Parameters
    ----------
    decider : str
    power : float
        Weight in the decision, in [0, 1]; 0 for a veto holder who does not decide.
    value, lower, upper : float
        The share in [0, 1] of what the person cares about that is answered.
    concerns : tuple of ConcernReach

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import reach
    >>> found = reach(load_example("power_grid_en"), [("wu", "uptime")])
    >>> found.deciders[0].decider
    'zhao'
    """

    decider: str
    power: float
    value: float
    lower: float
    upper: float
    concerns: tuple[ConcernReach, ...]


@dataclass(frozen=True)
class Reach(Result):
    """The reach of a set of (ally, argument) pairs.

    Parameters
    ----------
    value, lower, upper : float
        The value under the deal's rule, in [0, 1], and the interval of which the computation is sure.
    weighted : float
        The power-weighted sum over deciders, in [0, 1], whatever the rule.
    rule : str
    method : str
        The least certain method among the parts.
    equip : tuple of (str, str)
    deciders : tuple of DeciderReach
        Deciders and veto holders.
    common_ground : float or None
        Share in [0, 1] of the weighted sum earned on concerns that several of those around the decision share.
    assumptions : tuple of Assumption
    language : {"en", "zh"} or None
        Of the text form.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.propagate import reach
    >>> found = reach(load_example("power_grid_en"), [("wu", "uptime")])
    >>> found.method, found.rule
    ('exact', 'single')
    """

    value: float
    lower: float
    upper: float
    weighted: float
    rule: str
    method: Method
    equip: tuple[tuple[str, str], ...]
    deciders: tuple[DeciderReach, ...]
    common_ground: float | None
    assumptions: tuple[Assumption, ...]
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "value": self.value,
            "lower": self.lower,
            "upper": self.upper,
            "weighted": self.weighted,
            "rule": self.rule,
            "method": self.method,
            "equip": [list(pair) for pair in self.equip],
            "deciders": [
                {
                    "decider": each.decider,
                    "power": each.power,
                    "value": each.value,
                    "lower": each.lower,
                    "upper": each.upper,
                    "concerns": [vars(part).copy() for part in each.concerns],
                }
                for each in self.deciders
            ],
            "common_ground": self.common_ground,
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each decider and concern."""
        rows = (
            {"decider": each.decider, "power": each.power, **vars(part)}
            for each in self.deciders
            for part in each.concerns
        )
        return {"reach": Table(rows, ("decider", "power", *(each.name for each in fields(ConcernReach))))}

    def __str__(self) -> str:
        rows = [row for row in self.tables()["reach"] if row["salience"] > 0]
        columns = ["decider", "concern", "salience", "value", "lower", "upper", "method"]
        numbers = {name: f"{getattr(self, name):.3f}" for name in ("value", "lower", "upper")}
        rule, method = label_text("rule", self.rule, self.language), self._method(self.method)
        head = phrase("results.reach.headline", self.language, None, rule=rule, method=method, **numbers)
        headings = {column: phrase(f"results.reach.{column}", self.language) for column in columns}
        shown = [{**row, "method": self._method(row["method"])} for row in rows]
        return head + "\n" + text_table(shown, columns=columns, headings=headings, indent="  ")

    def _method(self, method: str) -> str:
        return phrase(f"results.method.{method}", self.language)


def require_deciders(deal: Deal) -> dict[str, float]:
    """Return the deciders and their power; an error says what to add where there is none.

    Raises
    ------
    PlanningError
        If nobody decides.
    """
    if not deal.deciders:
        remedy = "add decision: {deciders: {id: 1}} or give a person roles: [decision_maker]"
        raise PlanningError(Problem(("decision", "deciders"), "nobody on the map decides", remedy))
    return deal.deciders


def reach(
    deal: Deal, equip: Sequence[tuple[str, str]], *, work_limit: int = WORK_LIMIT, rng: RandomSource = 0
) -> Reach:
    """Return the share of what the deciders care about that is answered by a voice they listen to.

    Parameters
    ----------
    deal : Deal
    equip : sequence of (str, str)
        Which person is equipped with which argument; a decider among them is met directly.
    work_limit : int
        States made for each decider and concern; beyond it the answer is an interval or an estimate.
    rng : int, numpy.random.Generator or None
        For estimates.

    Returns
    -------
    Reach

    Raises
    ------
    InputError
        If a person or an argument is not in the deal.
    PlanningError
        If nobody decides.

    References
    ----------
    Barbieri, Bonchi, Manco: Topic-aware social influence propagation models. ICDM 2012.

    Examples
    --------
    >>> deal = Deal(
    ...     organization={
    ...         "stakeholders": {
    ...             "zhao": {"roles": ["decision_maker"], "concerns": {"price": 1.0}},
    ...             "zhou": {"support": "mentor", "access": 1.0, "concerns": {"price": 1.0}},
    ...         },
    ...         "ties": [{"from": "zhou", "to": "zhao", "certainty": 1.0, "strength_on": {"price": 0.5}}],
    ...     },
    ...     arguments={"tco": {"answers": {"price": 0.8}}},
    ... )
    >>> round(reach(deal, [("zhou", "tco")]).value, 6)  # 0.8 convinced, 0.9 speaks up, 0.5 is heard
    0.36
    """
    require_deciders(deal)
    arrays = deal_arrays(deal)
    pairs = pair_positions(arrays, equip)
    return reach_of_arrays(deal, arrays, planted(arrays, pairs), tuple(map(tuple_of, equip)), work_limit, rng)


def tuple_of(pair: Sequence[str]) -> tuple[str, str]:
    """Return a pair as a tuple."""
    return pair[0], pair[1]


def pair_positions(arrays: DealArrays, equip: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return the positions of (person, argument) pairs; all that do not exist are one error.

    Raises
    ------
    InputError
        If a pair has another form, or a person or an argument is not in the deal.
    """
    people, arguments = arrays.facts.people, arrays.facts.arguments
    problems = []
    for number, pair in enumerate(equip):
        if len(pair) != 2:
            problems.append(Problem(("equip", number), f"{pair!r} is no pair", "give (person, argument)"))
            continue
        for given, known, kind in ((pair[0], people, "person"), (pair[1], arguments, "argument")):
            if given not in known:
                remedy = near_miss(str(given), known) or f"use one of {', '.join(known)}"
                problems.append(Problem(("equip", number), f"{given!r} is no {kind} of the deal", remedy))
    if problems:
        raise InputError(problems)
    return [(people.index(person), arguments.index(argument)) for person, argument in dict.fromkeys(map(tuple, equip))]


def reach_of_arrays(
    deal: Deal,
    arrays: DealArrays,
    chance: FloatArray,
    equip: tuple[tuple[str, str], ...],
    work_limit: int = WORK_LIMIT,
    rng: RandomSource = 0,
) -> Reach:
    """Return the reach of given planting chances; the core of :func:`reach`.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
        The deal's arrays, or those of a what-if.
    chance : ndarray, shape (n, C)
        Probability in [0, 1] of being convinced by us directly.
    equip : tuple of (str, str)
        The pairs behind it, for the record.
    work_limit : int
    rng : int, numpy.random.Generator or None

    Returns
    -------
    Reach
    """
    power = deal.deciders
    listeners = [*power, *(veto for veto in deal.decision.vetoes if veto not in power)]
    estimates = _Estimates(arrays, chance, work_limit, rng)
    found = tuple(_decider(arrays, listener, power.get(listener, 0.0), estimates) for listener in listeners)
    parts = [part for each in found for part in each.concerns]
    values = {
        name: apply_rule(deal, {each.decider: getattr(each, name) for each in found})
        for name in ("value", "lower", "upper")
    }
    order: list[Method] = ["exact", "bounds", "sampled"]
    return Reach(
        value=values["value"],
        lower=values["lower"],
        upper=values["upper"],
        weighted=sum(each.power * each.value for each in found),
        rule=deal.rule,
        method=max((part.method for part in parts), key=order.index, default="exact"),
        equip=equip,
        deciders=found,
        common_ground=_common_ground(arrays, found),
        assumptions=assumptions_of(deal),
        language=deal.language,
    )


def _decider(arrays: DealArrays, listener: str, power: float, estimates: _Estimates) -> DeciderReach:
    place = arrays.person(listener)
    parts = []
    for column, concern in enumerate(arrays.facts.concerns):
        salience = float(arrays.salience[place, column])
        value, lower, upper, method = estimates.of(place, column) if salience > 0 else (0.0, 0.0, 0.0, "exact")
        parts.append(ConcernReach(concern, salience, value, lower, upper, method))
    sums = [sum(part.salience * getattr(part, name) for part in parts) for name in ("value", "lower", "upper")]
    return DeciderReach(listener, power, sums[0], sums[1], sums[2], tuple(parts))


class _Estimates:
    """Reach by decider and concern: exact, else an interval, else an estimate in common worlds."""

    def __init__(self, arrays: DealArrays, chance: FloatArray, work_limit: int, rng: RandomSource) -> None:
        self.arrays, self.chance, self.work_limit, self.rng = arrays, chance, work_limit, rng
        self._streams: list[np.random.Generator] | None = None

    def of(self, target: int, column: int) -> tuple[float, float, float, Method]:
        """Return value, lower, upper and method for one decider and concern."""
        chance = self.chance[:, column]
        if not np.any(chance > 0):
            return 0.0, 0.0, 0.0, "exact"
        facts = self.arrays.facts
        planted = {place: share for place, share in enumerate(chance.tolist()) if share > 0}
        found = certain_reach(
            facts.ties.tail,
            facts.ties.head,
            self.arrays.probability[:, column],
            facts.advocacy,
            planted,
            target,
            work_limit=self.work_limit,
            memory_limit=MEMORY_LIMIT,
        )
        if found.exact:
            return found.lower, found.lower, found.upper, "exact"
        if found.upper - found.lower <= TOLERANCE:
            return (found.lower + found.upper) / 2, found.lower, found.upper, "bounds"
        share = float(np.clip(self._sampled(target, column), found.lower, found.upper))
        error = 4.0 * float(np.sqrt(max(share * (1.0 - share), 1.0 / SAMPLE) / SAMPLE))
        return share, max(found.lower, share - error), min(found.upper, share + error), "sampled"

    def _sampled(self, target: int, column: int) -> float:
        """Return the share of sampled worlds in which a target is reached on one concern."""
        facts = self.arrays.facts
        if self._streams is None:
            self._streams = spawn_generators(self.rng, len(facts.concerns))
        worlds = Worlds.draw(
            facts.ties.tail,
            facts.ties.head,
            self.arrays.probability[:, column],
            facts.advocacy,
            SAMPLE,
            rng=self._streams[column],
        )
        reached = worlds.reach_to(target) & worlds.planted(self.chance[:, [column]])
        return float(share_of_worlds(np.bitwise_or.reduce(reached, axis=0), SAMPLE)[0])


def _common_ground(arrays: DealArrays, found: tuple[DeciderReach, ...]) -> float | None:
    """Return the share of the weighted sum earned on concerns that two or more people around the decision share."""
    shared = shared_concerns(arrays, {arrays.person(each.decider) for each in found if each.power > 0})
    total = sum(each.power * part.salience * part.value for each in found for part in each.concerns)
    ground = sum(
        each.power * part.salience * part.value
        for each in found
        for part, common in zip(each.concerns, shared, strict=True)
        if common
    )
    return float(ground / total) if total > 0 else None
