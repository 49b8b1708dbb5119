"""From a deal to a networkx graph and back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from influence.errors import InputError, Problem, near_miss
from influence.graph.arrays import deal_arrays
from influence.model import Deal, Stakeholder, Tie

if TYPE_CHECKING:
    import networkx as nx

    DiGraph = nx.DiGraph[str]

__all__ = ["from_networkx", "to_networkx", "unknown_attributes"]

COMPUTED_OF_PEOPLE = ("support_value", "access_value", "advocacy_value", "salience")
MARKS_OF_TIES = ("conflict", "stated")
COMPUTED_OF_TIES = ("probability", "probability_on", "implied", "order")


def to_networkx(deal: Deal) -> DiGraph:
    """Return a deal's organization as a directed graph; u → v reads "u influences v".

    Nodes carry every stated field of the person under the field's name, and what was computed: ``support_value``
    (−1 to 1), ``access_value`` and ``advocacy_value`` (probabilities), ``salience`` (concern → share). Edges carry
    every stated field of the tie, ``certainty``, ``implied`` (whether a reporting line implies it), ``probability_on``
    (concern → P(the tie works)) and ``probability``, its mean over what the deciders care about. Nothing passes along a
    conflict: its probabilities are 0, so that the functions that take any graph read the map as it is. A conflict
    between two people who also have an influence tie is the edge's attribute ``conflict``. The rest of the deal is the
    graph's attribute ``deal``.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    networkx.DiGraph

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"]}, "wu": {"reports_to": "zhao"}}
    >>> graph = to_networkx(Deal(organization={"stakeholders": people}))
    >>> sorted(graph.edges), graph.edges["wu", "zhao"]["implied"]
    ([('wu', 'zhao'), ('zhao', 'wu')], True)
    """
    import networkx as nx

    arrays = deal_arrays(deal)
    facts = arrays.facts
    whole = deal.stated()
    organization = whole.pop("organization", {})
    people = organization.pop("stakeholders", {})
    stated = organization.pop("ties", [])
    graph: DiGraph = nx.DiGraph(deal={**whole, "organization": organization})
    for place, person in enumerate(facts.people):
        salience = dict(zip(facts.concerns, arrays.salience[place].tolist(), strict=True))
        graph.add_node(
            person,
            **people[person],
            support_value=float(facts.support[place]),
            access_value=float(facts.access[place]),
            advocacy_value=float(facts.advocacy[place]),
            salience=salience,
        )
    mix = arrays.salience[[arrays.person(decider) for decider in deal.deciders]].mean(axis=0) if deal.deciders else None
    for number, (tail, head) in enumerate(zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), strict=True)):
        chances = arrays.probability[number]
        graph.add_edge(
            facts.people[tail],
            facts.people[head],
            kind="influences",
            certainty=float(facts.ties.certainty[number]),
            probability=float(chances.mean() if mix is None else chances @ mix),
            probability_on=dict(zip(facts.concerns, chances.tolist(), strict=True)),
            implied=True,
        )
    for order, tie in enumerate(stated):
        source, target = tie.pop("from"), tie.pop("to")
        if tie.get("kind", "influences") == "influences":
            graph.edges[source, target].update(implied=False, order=order, stated=tie, **tie)
        elif graph.has_edge(source, target):
            graph.edges[source, target]["conflict"] = {**tie, "order": order}
        else:
            nothing: dict[str, Any] = {"probability": 0.0, "probability_on": dict.fromkeys(facts.concerns, 0.0)}
            graph.add_edge(source, target, stated=tie, implied=False, order=order, **nothing, **tie)
    return graph


def from_networkx(graph: nx.DiGraph[Any], *, weight: str | None = None, ignore_unknown: bool = False) -> Deal:
    """Return a directed graph as a deal.

    Node and edge attributes with the names of a person's and a tie's fields are read, so that what :func:`to_networkx`
    wrote comes back as the same deal; ids that are no texts are written as texts.

    Parameters
    ----------
    graph : networkx.DiGraph
        u → v reads "u influences v"; survey data ("v asks u") has to be turned.
    weight : str or None
        An edge attribute in [0, 1] that is the tie's strength on every concern; its certainty is then 1 where not
        given. A conflict's 0 is no strength: nothing passes along it.
    ignore_unknown : bool
        Whether attributes that are no fields are left out; otherwise they are an error.

    Returns
    -------
    Deal

    Raises
    ------
    InputError
        If two nodes have the same id as text, or attributes are unknown; all at once.
    DealError
        If a value is not accepted.

    Examples
    --------
    >>> import networkx
    >>> deal = from_networkx(networkx.DiGraph([("wu", "zhao", {"p": 0.5})]), weight="p")
    >>> deal.organization.ties[0].strength_on
    {'all': 0.5}
    """
    problems: list[Problem] = []
    names = _names(graph, problems)
    people = {
        names[node]: _known(data, Stakeholder, COMPUTED_OF_PEOPLE, (names[node],), problems, ignore_unknown)
        for node, data in graph.nodes(data=True)
    }
    # edges come out by node; the order in which the deal lists its ties is part of the deal
    ties: list[tuple[int, dict[str, Any]]] = []
    for source, target, data in graph.edges(data=True):
        ends = {"from": names[source], "to": names[target]}
        if "conflict" in data:
            conflict = dict(data["conflict"])
            ties.append((conflict.pop("order", len(ties)), ends | {"kind": "conflicts"} | conflict))
        if data.get("implied"):
            continue
        if "stated" in data:
            ties.append((data.get("order", len(ties)), ends | dict(data["stated"])))
            continue
        kept = {key: value for key, value in data.items() if key not in ("conflict", weight)}
        tie = _known(kept, Tie, COMPUTED_OF_TIES, (names[source], names[target]), problems, ignore_unknown)
        if weight is not None and weight in data and not (tie.get("kind") == "conflicts" and not data[weight]):
            tie = {"certainty": 1.0, **tie, "strength_on": {"all": float(data[weight])}}
        ties.append((data.get("order", len(ties)), ends | tie))
    if problems:
        raise InputError(problems)
    rest = dict(graph.graph.get("deal", {}))
    organization = {**rest.pop("organization", {}), "stakeholders": people}
    if ties:
        organization["ties"] = [tie for _, tie in sorted(ties, key=lambda pair: pair[0])]
    return Deal.model_validate({**rest, "organization": organization})


def unknown_attributes(graph: nx.DiGraph[Any]) -> tuple[str, ...]:
    """Return the names of the attributes that are no fields of ours, in the order in which they come.

    Parameters
    ----------
    graph : networkx.DiGraph

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> import networkx
    >>> unknown_attributes(networkx.DiGraph([("wu", "zhao", {"weight": 3, "strength": 0.5})]))
    ('weight',)
    """
    people = {*Stakeholder.model_fields, *COMPUTED_OF_PEOPLE}
    ties = {*Tie.model_fields, *COMPUTED_OF_TIES, *MARKS_OF_TIES}
    found = [key for _, data in graph.nodes(data=True) for key in data if key not in people]
    found += [key for *_, data in graph.edges(data=True) for key in data if key not in ties]
    return tuple(dict.fromkeys(found))


def _names(graph: nx.DiGraph[Any], problems: list[Problem]) -> dict[Hashable, str]:
    names = {node: str(node) for node in graph}
    taken: dict[str, Hashable] = {}
    for node, name in names.items():
        if name in taken:
            found = f"the nodes {taken[name]!r} and {node!r} are the same text"
            problems.append(Problem((name,), found, "give them ids that differ"))
        taken[name] = node
    return names


def _known(
    data: Mapping[str, Any],
    record: type[Stakeholder] | type[Tie],
    computed: tuple[str, ...],
    place: tuple[str, ...],
    problems: list[Problem],
    ignore_unknown: bool,
) -> dict[str, Any]:
    fields = [name for name in record.model_fields if name not in ("source", "target")]
    found = {}
    for key, value in data.items():
        if key in fields:
            found[key] = value
        elif key not in computed and not ignore_unknown:
            remedy = near_miss(key, fields) or f"use one of {', '.join(fields)}, or ignore_unknown=True"
            problems.append(Problem((*place, key), f"{key!r} is no field", remedy, value=value))
    return found
