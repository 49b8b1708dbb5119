"""The strongest ways to a decider: who passes what on to whom, where it is weakest, and who may block it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from influence._show import Result, table, text_table
from influence._text import phrase
from influence._types import FloatArray
from influence.errors import InputError, Problem, near_id
from influence.graph.allies import may_be_ally
from influence.graph.arrays import DealArrays, deal_arrays
from influence.graph.assumptions import assumptions_of
from influence.graph.path_ranking import Path, strongest_from
from influence.model import Assumption, Deal

__all__ = ["Paths", "Way", "strongest_paths", "ways_in"]


@dataclass(frozen=True)
class Way(Path):
    """One simple way from a person to another, and what would help or hinder on it.

    Parameters
    ----------
    nodes : tuple of str
        People from the start to the target.
    strength : float
        The product of what every tie and every speaker contributes, in [0, 1].
    hops : tuple of float
        What each tie contributes with its speaker's advocacy, in [0, 1].
    if_bottleneck_strong : float
        Strength of the way if its weakest tie were certain and strong, in [0, 1].
    blockers : tuple of str
        People on the way who are against us.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import strongest_paths
    >>> strongest_paths(load_example("power_grid_en"), k=1).paths[0].nodes
    ('wu', 'zhao')
    """

    nodes: tuple[str, ...]
    if_bottleneck_strong: float
    blockers: tuple[str, ...]


@dataclass(frozen=True)
class Paths(Result):
    """The strongest ways to one person, best first.

    Parameters
    ----------
    to : str
    concern : str or None
        The concern; None where it is the target's own mix.
    paths : tuple of Way
    labels : mapping
        Names to show, by id.
    assumptions : tuple of Assumption
    deal : Deal
        The deal they are ways of.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import strongest_paths
    >>> strongest_paths(load_example("power_grid_en"), k=2).to
    'zhao'
    """

    to: str
    concern: str | None
    paths: tuple[Way, ...]
    labels: Mapping[str, str]
    assumptions: tuple[Assumption, ...]
    deal: Deal = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "to": self.to,
            "concern": self.concern,
            "paths": [{**vars(path), "nodes": list(path.nodes), "bottleneck": path.bottleneck} for path in self.paths],
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each way."""
        label = self.labels.__getitem__
        columns: dict[str, Callable[[Way], Any]] = {
            "strength": lambda way: way.strength,
            "way": lambda way: " → ".join(map(label, way.nodes)),
            "weakest": lambda way: " → ".join(map(label, way.nodes[way.bottleneck : way.bottleneck + 2])),
            "if strong": lambda way: way.if_bottleneck_strong,
            "may block": lambda way: ", ".join(map(label, way.blockers)),
        }
        return {"paths": table(self.paths, columns)}

    def __str__(self) -> str:
        def say(key: str, **facts: str) -> str:
            return phrase(f"results.paths.{key}", self.deal.language, None, **facts)

        if not self.paths:
            return say("none", to=self.labels.get(self.to, self.to))
        rows = self.tables()["paths"]
        return text_table(rows, headings={column: say(column.replace(" ", "_")) for column in rows[0]})


def strongest_paths(
    deal: Deal, to: str | None = None, k: int = 5, concern: str | None = None, source: str | None = None
) -> Paths:
    """Return the k strongest simple ways to a person.

    Parameters
    ----------
    deal : Deal
    to : str or None
        The person; the decider with the most power where None.
    k : int
        How many, at least 1.
    concern : str or None
        The concern that travels; the target's own mix of concerns where None.
    source : str or None
        Where the ways start; where None, at everyone who may be an ally, times their access.

    Returns
    -------
    Paths

    Raises
    ------
    InputError
        If a person or concern does not exist, nobody decides, or k is below 1.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"]}, "wu": {"reports_to": "zhao", "access": 1.0}}
    >>> strongest_paths(Deal(organization={"stakeholders": people})).paths[0].nodes
    ('wu', 'zhao')
    """
    arrays = deal_arrays(deal)
    people, concerns = arrays.facts.people, arrays.facts.concerns
    target = to if to is not None else max(deal.deciders, key=lambda each: deal.deciders[each], default="")
    _check(target, {person: deal.label(person) for person in people}, concern, concerns, source, k)
    place = people.index(target)
    weights = arrays.salience[place] if concern is None else np.eye(len(concerns))[concerns.index(concern)]
    if source is not None:
        starts = {people.index(source): 1.0}
    else:
        allies = [person for person in people if person not in deal.deciders and may_be_ally(deal, arrays, person)]
        starts = {people.index(person): float(arrays.facts.access[people.index(person)]) for person in allies}
    paths = ways_in(arrays, place, weights, starts, k, deal.scales.strength["strong"])
    labels = {person: deal.label(person) for person in people}
    return Paths(target, concern, paths, labels, assumptions_of(deal), deal)


def ways_in(
    arrays: DealArrays, target: int, weights: FloatArray, starts: Mapping[int, float], k: int, strong: float = 0.7
) -> tuple[Way, ...]:
    """Return the strongest ways over a mix of concerns.

    Parameters
    ----------
    arrays : DealArrays
    target : int
        Position of the person.
    weights : ndarray, shape (C,)
        The mix; sums to 1.
    starts : mapping
        Position → factor in [0, 1].
    k : int
    strong : float
        Strength in [0, 1] that a weak tie is imagined to have in ``if_bottleneck_strong``.

    Returns
    -------
    tuple of Way
    """
    facts = arrays.facts
    mean = arrays.probability @ weights
    successors: list[dict[int, float]] = [{} for _ in facts.people]
    rows = zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), mean.tolist(), strict=True)
    for tail, head, chance in rows:
        if chance > 0:
            successors[tail][head] = chance
    speaks = facts.advocacy.tolist()
    found = strongest_from(successors, speaks, starts, target, k, facts.people)
    return tuple(_path(arrays, strength, nodes, successors, strong) for strength, nodes in found)


def _path(
    arrays: DealArrays,
    strength: float,
    nodes: tuple[int, ...],
    successors: Sequence[Mapping[int, float]],
    strong: float,
) -> Way:
    facts = arrays.facts
    speaks = facts.advocacy.tolist()
    hops = tuple(speaks[a] * successors[a][b] for a, b in pairwise(nodes))
    bottleneck = min(range(len(hops)), key=hops.__getitem__)
    improved = max(speaks[nodes[bottleneck]] * strong, hops[bottleneck])
    blockers = tuple(facts.people[person] for person in nodes[1:-1] if facts.support[person] < 0)
    return Way(
        tuple(facts.people[person] for person in nodes),
        strength,
        hops,
        strength / hops[bottleneck] * improved,
        blockers,
    )


def _check(
    target: str, people: Mapping[str, str], concern: str | None, concerns: Sequence[str], source: str | None, k: int
) -> None:
    problems = []
    if not target:
        remedy = "add decision: {deciders: {id: 1}}, give a person roles: [decision_maker], or say to whom"
        problems.append(Problem(("decision", "deciders"), "nobody on the map decides", remedy))
    named = dict.fromkeys(concerns, "")
    for name, given, known in (("to", target, people), ("source", source, people), ("concern", concern, named)):
        if given and given not in known:
            remedy = near_id(given, known) or f"use one of {', '.join(known)}"
            problems.append(Problem((name,), f"{given!r} is not in the deal", remedy))
    if k < 1:
        problems.append(Problem(("k",), f"{k} ways cannot be listed", "use 1 or more"))
    if problems:
        raise InputError(problems)
