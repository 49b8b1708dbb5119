"""Graphs in and out, counts, cut-points and key people against networkx and brute force."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from influence.errors import InputError
from influence.graph import (
    anonymize,
    cut_points,
    deal_arrays,
    from_counts,
    from_networkx,
    k_strongest_paths,
    may_be_ally,
    strongest_paths,
    to_networkx,
)
from influence.io import deal_text, load_example
from influence.model import Deal, diff
from influence.planning import plan, select_sources
from influence.propagate import key_people, key_ties, reach, reach_probability


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_a_deal_comes_back_from_networkx_as_it_was(name: str) -> None:
    deal = load_example(name)
    assert from_networkx(to_networkx(deal)) == deal


def test_the_graph_carries_what_was_computed() -> None:
    deal = load_example("power_grid_en")
    arrays = deal_arrays(deal)
    graph = to_networkx(deal)
    for number, (tail, head) in enumerate(zip(arrays.facts.ties.tail, arrays.facts.ties.head, strict=True)):
        data = graph.edges[arrays.facts.people[tail], arrays.facts.people[head]]
        assert list(data["probability_on"].values()) == arrays.probability[number].tolist()
        assert 0 <= data["probability"] <= 1
    assert sum(graph.nodes["zhao"]["salience"].values()) == pytest.approx(1.0)


EXAMPLES = ["power_grid", "power_grid_en"]


def quarrelling(name: str) -> Deal:
    """An example in which two people without a tie are in conflict, too, and everybody may carry one argument."""
    deal = load_example(name)
    pairs = {(tie.source, tie.target) for tie in deal.organization.ties}
    network = to_networkx(deal)
    free = next((u, v) for u in network for v in network if u != v and not {(u, v), (v, u)} & {*pairs, *network.edges})
    record = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)
    record["organization"]["ties"].append({"from": free[0], "to": free[1], "kind": "conflicts", "strength": "strong"})
    record["arguments"]["sure"] = {"answers": {"price": 1.0}}
    for person, fields in record["organization"]["stakeholders"].items():
        if person != "zhao":
            fields |= {"access": 1.0, "concerns": {"price": 1.0}, "support": "supporter"}
    return Deal.model_validate(record)


def conflicts_of(network: nx.DiGraph[str]) -> list[dict[str, Any]]:
    return [data for *_, data in network.edges(data=True) if data["kind"] == "conflicts"]


def on_price(deal: Deal) -> nx.DiGraph[str]:
    network = to_networkx(deal)
    for *_, data in network.edges(data=True):
        data["price"] = data["probability_on"]["price"]
    return network


def heard_of_price(deal: Deal, sources: Sequence[Any]) -> float:
    """The deal's own answer to how surely zhao hears of the price."""
    found = reach(deal, [(person, "sure") for person in sources])
    zhao = next(each for each in found.deciders if each.decider == "zhao")
    return next(each.value for each in zhao.concerns if each.concern == "price")


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_passes_along_a_conflict_and_it_comes_back_as_it_was(name: str) -> None:
    deal = quarrelling(name)
    network = to_networkx(deal)
    assert conflicts_of(network)
    for data in conflicts_of(network):
        assert data["probability"] == 0.0
        assert set(data["probability_on"].values()) == {0.0}
    assert from_networkx(network) == deal
    assert from_networkx(network, weight="probability") == deal
    # without what was stated, as other programs leave it
    for *_, data in network.edges(data=True):
        for key in ("stated", "order"):
            data.pop(key, None)
    back = from_networkx(network, weight="probability", ignore_unknown=True)
    found = [tie for tie in back.organization.ties if tie.kind == "conflicts"]
    stated = [tie for tie in deal.organization.ties if tie.kind == "conflicts"]
    assert {(tie.source, tie.target) for tie in found} == {(tie.source, tie.target) for tie in stated}
    assert all(tie.strength_on == {} for tie in found)
    given: nx.DiGraph[str] = nx.DiGraph()
    given.add_edge("a", "b", kind="conflicts", p=0.4)
    assert from_networkx(given, weight="p").organization.ties[0].strength_on == {"all": 0.4}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_strongest_ways_over_the_graph_are_those_of_the_deal(name: str) -> None:
    for deal in (load_example(name), quarrelling(name)):
        network = to_networkx(deal)
        for source in network:
            if source == "zhao":
                continue
            own = strongest_paths(deal, to="zhao", k=4, source=source).paths
            # zhao decides alone, so that the mean over the deciders' concerns is that over zhao's
            found = k_strongest_paths(network, source, "zhao", 4, node_weight="advocacy_value")
            assert [path.strength for path in found] == pytest.approx([path.strength for path in own])
            assert {path.nodes for path in found} == {path.nodes for path in own}


@pytest.mark.parametrize("name", EXAMPLES)
def test_reach_over_the_graph_is_that_of_the_deal(name: str) -> None:
    deal = quarrelling(name)
    network = on_price(deal)
    others = [person for person in network if person != "zhao"]
    for pair in combinations(others, 2):
        found = reach_probability(network, pair, "zhao", weight="price", node_weight="advocacy_value")
        assert found.method == "exact"
        assert found.value == pytest.approx(heard_of_price(deal, pair), abs=1e-9), pair


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_best_sources_in_the_graph_are_the_best_by_the_deals_own_reach(name: str) -> None:
    deal = quarrelling(name)
    others = [person for person in deal.organization if person != "zhao"]
    best = max(heard_of_price(deal, pair) for pair in combinations(others, 2))
    found = select_sources(on_price(deal), "zhao", 2, weight="price", node_weight="advocacy_value")
    assert found.value == pytest.approx(best, abs=1e-9)
    assert heard_of_price(deal, found.sources) == pytest.approx(best, abs=1e-9)


def test_unknown_attributes_and_equal_names_are_one_error() -> None:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_node(1, suport="mentor")
    graph.add_node("1")
    graph.add_edge(1, "1", weight=3)
    with pytest.raises(InputError) as caught:
        from_networkx(graph)
    text = str(caught.value)
    assert "support" in text
    assert "same text" in text
    assert "weight" in text
    graph.remove_node("1")
    assert from_networkx(graph, ignore_unknown=True).organization["1"].support is None


def test_counts_share_a_listeners_attention() -> None:
    matrix = np.array([[0, 3, 1], [0, 0, 1], [2, 0, 5]])
    listed = {("a", "b"): 3, ("a", "c"): 1, ("b", "c"): 1, ("c", "a"): 2}
    frame = pd.DataFrame(matrix, index=list("abc"), columns=list("abc"))
    offices = [
        from_counts(listed),
        from_counts(matrix, names=list("abc")),
        from_counts(frame),
        from_counts(sparse.csr_array(matrix), names=list("abc")),
        from_counts([pair for pair, count in listed.items() for _ in range(count)]),
    ]
    for office in offices:
        assert {(t.source, t.target): t.strength_on["all"] for t in office.ties} == pytest.approx(
            {("a", "b"): 0.6, ("a", "c"): 0.3, ("b", "c"): 0.3, ("c", "a"): 0.6}
        )
        assert {t.certainty for t in office.ties} == {1.0}


def test_a_survey_is_turned_and_a_window_is_said() -> None:
    events = [("v", "u", "2026-01-05"), ("v", "w", "2026-03-05"), ("v", "w")]
    office = from_counts(events, asks=True, since="2026-02-01", until="2026-12-31")
    assert [(tie.source, tie.target) for tie in office.ties] == [("w", "v")]
    assert "2026-02-01" in office.notes
    with pytest.raises(InputError, match="no day") as caught:
        from_counts([("v", "w", "soon"), ("v",), ("v", "w", "2026-13-01")])
    assert len(caught.value.problems) == 3
    with pytest.raises(InputError, match="no count"):
        from_counts({("a", "b"): -1})
    with pytest.raises(InputError, match="square"):
        from_counts(np.zeros((2, 3)))


@st.composite
def maps(draw: st.DrawFn) -> Deal:
    names = "abcdef"
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    people = {name: {"access": draw(st.sampled_from([0.0, 0.5]))} for name in names}
    ties = [
        {"from": source, "to": target, "certainty": draw(st.sampled_from([0.0, 0.5, 1.0]))}
        for source, target in sorted(draw(st.sets(ends, max_size=12)))
    ]
    return Deal.model_validate(
        {"organization": {"stakeholders": people, "ties": ties}, "decision": {"deciders": {"a": 1.0}}}
    )


@settings(max_examples=80)
@given(maps())
def test_cut_points_are_those_whose_loss_closes_every_way(deal: Deal) -> None:
    arrays = deal_arrays(deal)
    graph = to_networkx(deal)
    works: nx.DiGraph[str] = nx.DiGraph()
    works.add_nodes_from(graph)
    works.add_edges_from((u, v) for u, v, data in graph.edges(data=True) if data["probability"] > 0)
    allies = [person for person in graph if person != "a" and may_be_ally(deal, arrays, person)]

    def open_without(lost: str | None) -> bool:
        left = works.subgraph([person for person in works if person != lost])
        return any(ally in left and nx.has_path(left, ally, "a") for ally in allies)

    found = cut_points(deal)
    assert found.reachable == open_without(None)
    if found.reachable:
        assert set(found.people) == {person for person in "bcdef" if not open_without(person)}


@settings(max_examples=30)
@given(maps())
def test_influence_is_the_reach_of_one_convinced_person(deal: Deal) -> None:
    deal = deal.replace(arguments={"sure": {"answers": {"price": 1.0}}})
    for each in key_people(deal).people:
        convinced = deal.what_if({each.person: {"access": 1.0, "concerns": {"price": 1.0}}})
        assert each.influence == pytest.approx(reach(convinced, [(each.person, "sure")]).value, abs=1e-9)


def test_a_map_without_names_gives_the_same_plan_and_none_of_the_words() -> None:
    deal = load_example("power_grid")
    hidden = anonymize(deal)
    one, two = plan(deal), plan(hidden)
    assert two.value == pytest.approx(one.value, abs=1e-12)
    assert [step.share for step in two.steps] == pytest.approx([step.share for step in one.steps])
    written = deal_text(hidden, ".yaml") + deal_text(hidden, ".json")
    record = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)
    secret = [deal.name, *record["arguments"]]
    for person, fields in record["organization"]["stakeholders"].items():
        secret += [fields.get(key, "") for key in ("name", "title", "department", "email")]
        secret.append(f"{person}:")
    for argument in record["arguments"].values():
        secret += [argument.get("claim", ""), *argument.get("props", [])]
    for word in filter(None, secret):
        assert word not in written, word
    assert anonymize(deal) == hidden


def test_concerns_that_only_the_scales_give_a_function_are_renamed_with_them() -> None:
    deal = Deal(
        organization={
            "stakeholders": {
                "zhao": {"function": "finance", "roles": ["decision_maker"]},
                "wu": {"reports_to": "zhao", "support": "mentor", "access": "in_depth"},
            }
        },
        arguments={"sla": {"answers": {"acme_sla": 0.8}}},
        scales={"function_concerns": {"finance": ["acme_sla", "price"], "legal": ["acme_terms"]}},
    )
    hidden = anonymize(deal)
    assert plan(hidden).value == pytest.approx(plan(deal).value, abs=1e-12) != 0
    assert "acme" not in deal_text(hidden)


def test_the_difference_names_every_change_once() -> None:
    deal = load_example("power_grid_en")
    other = deal.what_if(wu={"support": "enemy"}).replace(capacity=3)
    text = str(diff(deal, other))
    assert text.splitlines() == ["~ capacity: 10.0 → 3.0", "~ organization.stakeholders.wu.support: mentor → enemy"]
    assert not diff(deal, deal)
    assert str(diff(deal, deal)) == "no difference"
    fewer = [tie for tie in deal.organization.ties if tie.target != "zhao"]
    cut = deal.replace(organization=deal.organization.replace(ties=fewer))
    assert {change.kind for change in diff(deal, cut).changes} == {"removed"}


@settings(max_examples=25)
@given(maps())
def test_what_a_tie_carries_is_the_reach_that_is_lost_without_it(deal: Deal) -> None:
    found = key_ties(deal)
    for tie in found.ties[:3]:
        left = [each for each in deal.organization.ties if (each.source, each.target) != (tie.source, tie.target)]
        cut = deal.replace(organization=deal.organization.replace(ties=left))
        assert found.value - key_ties(cut).value == pytest.approx(tie.carries, abs=1e-9)
    assert bool(found.ties) == (found.value > 0)


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_igraph_takes_over_every_attribute(name: str) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is in the extra [oracles]")
    graph = to_networkx(load_example(name))
    found = igraph.Graph.from_networkx(graph)
    assert found.is_directed()
    assert [vertex["_nx_name"] for vertex in found.vs] == list(graph)
    for vertex in found.vs:
        stated = graph.nodes[vertex["_nx_name"]]
        assert {key: value for key, value in vertex.attributes().items() if key in stated} == stated
    ends = {index: vertex["_nx_name"] for index, vertex in enumerate(found.vs)}
    assert found.ecount() == graph.number_of_edges()
    for edge in found.es:
        stated = graph.edges[ends[edge.source], ends[edge.target]]
        assert {key: value for key, value in edge.attributes().items() if key in stated} == stated
