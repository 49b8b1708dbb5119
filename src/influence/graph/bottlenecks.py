"""Who is on all ways to a decider: the people that nobody gets around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence._show import Result, table
from influence._text import phrase
from influence._types import Language
from influence.errors import InputError, near_miss
from influence.graph.allies import may_be_ally
from influence.graph.arrays import DealArrays, deal_arrays
from influence.model import Deal

__all__ = ["CutPoints", "cut_points"]


@dataclass(frozen=True)
class CutPoints(Result):
    """The people on all ways from those who may be allies to one person.

    Parameters
    ----------
    to : str
    reachable : bool
        Whether any ally has a way at all.
    people : tuple of str
        In the order in which a word passes them, the last one nearest to the target.
    language : {"en", "zh"} or None
        Of the text form.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import cut_points
    >>> cut_points(load_example("power_grid_en")).reachable
    True
    """

    to: str
    reachable: bool
    people: tuple[str, ...]
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {"to": self.to, "reachable": self.reachable, "people": list(self.people)}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each cut-point."""
        return {"cut_points": table(self.people, {"person": str, "before": lambda _: self.to})}

    def __str__(self) -> str:
        key = "no_way" if not self.reachable else "pass" if self.people else "nobody"
        facts = {"people": " → ".join(self.people)} if key == "pass" else {}
        return phrase(f"results.cut_points.{key}", self.language, None, to=self.to, **facts)


def cut_points(deal: Deal, to: str | None = None) -> CutPoints:
    """Return who is on all ways from our possible allies to a decider.

    These are the dominators of the decider in the graph of ties that may work, seen from all allies together.

    Parameters
    ----------
    deal : Deal
    to : str or None
        The person; the decider with the most power where None.

    Returns
    -------
    CutPoints

    Raises
    ------
    InputError
        If the person is not on the map or nobody decides.

    References
    ----------
    Cooper, Harvey, Kennedy: A simple, fast dominance algorithm. Rice University, 2001 (networkx).

    Examples
    --------
    >>> people = {"zhao": {}, "qian": {"reports_to": "zhao"}, "zhou": {"reports_to": "qian"}}
    >>> deal = Deal(organization={"stakeholders": people}, planning={"exclude": ["qian"]})
    >>> cut_points(deal.what_if(qian={"access": "none"}, zhao={"access": "none"}), to="zhao").people
    ('zhou', 'qian')
    """
    arrays = deal_arrays(deal)
    people = arrays.facts.people
    target = to if to is not None else max(deal.deciders, key=lambda each: deal.deciders[each], default="")
    if target not in people:
        missing = (
            f"{to!r} is not on the map; {near_miss(str(to), people)}"
            if to
            else "nobody on the map decides; say to whom"
        )
        raise InputError(missing)
    allies = [person for person in people if person != target and may_be_ally(deal, arrays, person)]
    passed = dominators(arrays, [arrays.person(ally) for ally in allies], arrays.person(target))
    if passed is None:
        return CutPoints(target, False, (), deal.language)
    return CutPoints(target, True, tuple(people[place] for place in passed), deal.language)


def dominators(arrays: DealArrays, sources: Sequence[int], target: int) -> list[int] | None:
    """Return the positions of the people on all ways from any source to a target; None where there is no way.

    Parameters
    ----------
    arrays : DealArrays
    sources : sequence of int
    target : int

    Returns
    -------
    list of int or None
        From the source to the target, without the target.
    """
    import networkx as nx

    facts = arrays.facts
    works = np.asarray(arrays.probability.any(axis=1)) & (facts.advocacy[facts.ties.tail] > 0)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from((-1, source) for source in sources)
    graph.add_edges_from(zip(facts.ties.tail[works].tolist(), facts.ties.head[works].tolist(), strict=True))
    if target not in graph or -1 not in graph or not nx.has_path(graph, -1, target):
        return None
    above = nx.immediate_dominators(graph, -1)
    found = []
    place = above[target]
    while place != -1:
        found.append(place)
        place = above[place]
    return found[::-1]
