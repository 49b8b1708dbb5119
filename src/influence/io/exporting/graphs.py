"""The map as a graph for other tools: GraphML, GEXF, node-link JSON, DOT and Mermaid."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

from influence.graph.arrays import deal_arrays
from influence.graph.exchange import to_networkx
from influence.io.exporting.inert import for_dot, for_mermaid, for_xml
from influence.model import Deal

if TYPE_CHECKING:
    import networkx as nx

    DiGraph = nx.DiGraph[str]

__all__ = ["dot_text", "gexf_text", "graphml_text", "mermaid_text", "node_link_text"]

OF_PEOPLE = ("title", "department", "function", "reports_to", "support", "access")


def graphml_text(deal: Deal) -> str:
    """Return the map as GraphML: names, labels and probabilities; nested fields are left out.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> graphml_text(Deal())[:5]
    '<?xml'
    """
    import networkx as nx

    content = io.BytesIO()
    nx.write_graphml_xml(_flat(deal), content, encoding="utf-8", prettyprint=True)
    return content.getvalue().decode("utf-8")


def gexf_text(deal: Deal) -> str:
    """Return the map as GEXF for Gephi: the same fields as GraphML.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> "lastmodifieddate" in gexf_text(Deal())
    False
    """
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_flat(deal), encoding="utf-8", prettyprint=True))
    # the day on which it was made is no part of the deal
    return re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n"


def node_link_text(deal: Deal) -> str:
    """Return the whole deal as node-link JSON; ``graph.from_networkx`` makes the same deal of it again.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> json.loads(node_link_text(Deal()))["directed"]
    True
    """
    import networkx as nx

    return json.dumps(nx.node_link_data(to_networkx(deal), edges="edges"), ensure_ascii=False, indent=2) + "\n"


def dot_text(deal: Deal) -> str:
    r"""Return the map in the DOT language: who reports to whom, who moves whom, conflicts in red.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> print(dot_text(Deal(organization={"stakeholders": {"wu": {"name": 'Wu "P"'}}})), end="")
    digraph influence {
      rankdir=BT;
      node [shape=box, style=rounded];
      "wu" [label="Wu \"P\""];
    }
    """
    lines = ["digraph influence {", "  rankdir=BT;", "  node [shape=box, style=rounded];"]
    for person, record in deal.organization.stakeholders.items():
        label = deal.label(person) + (f"\n{record.title}" if record.title else "")
        lines.append(f"  {for_dot(person)} [label={for_dot(label)}];")
    for tail, head, chance in _ties(deal):
        lines.append(f'  {for_dot(tail)} -> {for_dot(head)} [label="{chance:.2f}"];')
    for tail, head in _conflicts(deal):
        lines.append(f"  {for_dot(tail)} -> {for_dot(head)} [color=red, style=dashed, dir=both];")
    return "\n".join([*lines, "}"]) + "\n"


def mermaid_text(deal: Deal) -> str:
    """Return the map as a Mermaid flowchart.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> print(mermaid_text(Deal(organization={"stakeholders": {"wu": {"name": "Wu [P]"}}})), end="")
    flowchart BT
      n1["Wu #91;P#93;"]
    """
    names = {person: f"n{number}" for number, person in enumerate(deal.organization.stakeholders, start=1)}
    lines = ["flowchart BT", *(f"  {name}[{for_mermaid(deal.label(person))}]" for person, name in names.items())]
    lines += [f"  {names[tail]} -->|{chance:.2f}| {names[head]}" for tail, head, chance in _ties(deal)]
    lines += [f"  {names[tail]} -. conflict .- {names[head]}" for tail, head in _conflicts(deal)]
    return "\n".join(lines) + "\n"


def _flat(deal: Deal) -> DiGraph:
    """Return the map with attributes that are numbers and texts only."""
    import networkx as nx

    rich = to_networkx(deal)
    flat: DiGraph = nx.DiGraph()
    names = {person: for_xml(person) for person in rich}
    for person, data in rich.nodes(data=True):
        record = deal.organization[person]
        texts = {key: for_xml(str(getattr(record, key))) for key in OF_PEOPLE if isinstance(getattr(record, key), str)}
        numbers = {key: float(data[key]) for key in ("support_value", "access_value", "advocacy_value")}
        flat.add_node(
            names[person], label=for_xml(deal.label(person)), roles=";".join(record.roles), **texts, **numbers
        )
    for tail, head, data in rich.edges(data=True):
        kept = {key: float(data[key]) for key in ("certainty", "probability") if isinstance(data.get(key), float)}
        # one attribute has one type in these formats: labels are kept, numbers stand in the probability
        label = {"strength": data["strength"]} if isinstance(data.get("strength"), str) else {}
        flat.add_edge(names[tail], names[head], kind=data["kind"], implied=bool(data["implied"]), **kept, **label)
    return flat


def _ties(deal: Deal) -> list[tuple[str, str, float]]:
    """Return who moves whom, with the mean probability over the concerns."""
    arrays = deal_arrays(deal)
    facts = arrays.facts
    ends = zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), arrays.probability.tolist(), strict=True)
    return [(facts.people[tail], facts.people[head], sum(row) / max(len(row), 1)) for tail, head, row in ends]


def _conflicts(deal: Deal) -> list[tuple[str, str]]:
    return [(tie.source, tie.target) for tie in deal.organization.ties if tie.kind == "conflicts"]
