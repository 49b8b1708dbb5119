"""The k strongest paths of any graph against all simple paths, networkx's own ranking and scipy's."""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csgraph, csr_array

from influence.errors import InputError
from influence.graph import k_strongest_paths
from influence.graph.shortest_tree import CostGraph, shortest_tree

NODES = 7
# powers of two, so that products are exact and ties are many
exact_chances = st.sampled_from([0.0, 0.125, 0.25, 0.5, 1.0])
ends = st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)).filter(lambda pair: pair[0] != pair[1])


def build(edges: dict[tuple[int, int], float], passes: list[float]) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    for node in range(NODES):
        graph.add_node(node, passes=passes[node])
    for (tail, head), chance in edges.items():
        graph.add_edge(tail, head, probability=chance)
    return graph


def all_paths(graph: nx.DiGraph[int], source: int, target: int) -> list[tuple[float, tuple[int, ...]]]:
    """Return every simple path with its strength, strongest first, then by names."""
    found = []
    for path in nx.all_simple_paths(graph, source, target):
        hops = [graph.edges[a, b]["probability"] * graph.nodes[a]["passes"] for a, b in pairwise(path)]
        if prod(hops) > 0:
            found.append((prod(hops), tuple(path)))
    return sorted(found, key=lambda each: (-each[0], each[1]))


@settings(max_examples=400)
@given(
    st.dictionaries(ends, exact_chances, max_size=26),
    st.lists(exact_chances, min_size=NODES, max_size=NODES),
    st.integers(1, 40),
)
def test_order_is_that_of_all_simple_paths(edges: dict[tuple[int, int], float], passes: list[float], k: int) -> None:
    graph = build(edges, passes)
    found = k_strongest_paths(graph, 0, NODES - 1, k, node_weight="passes")
    assert [(path.strength, path.nodes) for path in found] == all_paths(graph, 0, NODES - 1)[:k]
    assert all(path.strength == pytest.approx(prod(path.hops)) for path in found)


@given(st.dictionaries(ends, exact_chances, max_size=20), st.permutations(range(NODES)))
def test_the_order_in_which_a_graph_was_built_does_not_matter(
    edges: dict[tuple[int, int], float], order: list[int]
) -> None:
    other: nx.DiGraph[int] = nx.DiGraph()
    other.add_nodes_from(order)
    for tail, head in sorted(edges, key=lambda pair: order.index(pair[1])):
        other.add_edge(tail, head, probability=edges[tail, head])
    assert k_strongest_paths(other, 0, 1, 9) == k_strongest_paths(build(edges, [1.0] * NODES), 0, 1, 9)


def hierarchy(count: int, seed: int) -> csr_array:
    """Return a random graph of ten edges a node without parallel edges."""
    generator = np.random.default_rng(seed)
    tail = generator.integers(0, count, 10 * count)
    head = generator.integers(0, count, 10 * count)
    chances = generator.uniform(0.05, 0.9, 10 * count)
    matrix = csr_array((chances, (tail, head)), shape=(count, count))
    matrix.setdiag(0.0)
    matrix.eliminate_zeros()
    matrix.data = np.minimum(matrix.data, 0.95)
    return matrix


@pytest.mark.parametrize(("count", "seed"), [(60, 1), (400, 2), (4_000, 3), (30_000, 4)])
def test_strengths_agree_with_scipy(count: int, seed: int) -> None:
    csgraph: Any = pytest.importorskip("scipy.sparse.csgraph")
    if not hasattr(csgraph, "yen"):
        pytest.skip("this scipy has no yen")
    matrix = hierarchy(count, seed)
    index = (matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32))
    costs = csr_array((-np.log(matrix.data), *index), shape=matrix.shape)
    expected = np.exp(-csgraph.yen(costs, count - 1, 0, 25))
    found = k_strongest_paths(matrix, count - 1, 0, 25)
    assert [path.strength for path in found] == pytest.approx(expected.tolist(), rel=1e-9)
    assert len({path.nodes for path in found}) == 25


def test_agrees_with_the_ranking_of_networkx() -> None:
    matrix = hierarchy(80, 5)
    graph: nx.DiGraph[int] = nx.DiGraph()
    rows = matrix.tocoo()
    for tail, head, chance in zip(rows.row.tolist(), rows.col.tolist(), rows.data.tolist(), strict=True):
        graph.add_edge(tail, head, probability=chance, cost=-np.log(chance))
    expected = []
    for path in nx.shortest_simple_paths(graph, 79, 0, weight="cost"):
        expected.append(tuple(path))
        if len(expected) == 40:
            break
    assert [path.nodes for path in k_strongest_paths(graph, 79, 0, 40)] == expected


def test_a_limited_tree_gives_what_the_whole_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    from influence.graph import path_ranking, shortest_tree

    matrix = hierarchy(2_000, 6)
    whole = k_strongest_paths(matrix, 1_999, 0, 30)
    monkeypatch.setattr(shortest_tree, "SMALL", 0)
    monkeypatch.setattr(path_ranking, "LIMITED_BEYOND", 0)
    assert k_strongest_paths(matrix, 1_999, 0, 30) == whole


def test_certain_edges_in_rings_still_give_simple_paths_in_the_order_of_names() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    people = "abcde"
    graph.add_edges_from(((u, v) for u in people for v in people if u != v), probability=1.0)
    found = k_strongest_paths(graph, "a", "e", 100)
    assert [path.nodes for path in found] == sorted(tuple(each) for each in nx.all_simple_paths(graph, "a", "e"))


def test_numbers_are_ordered_by_value_and_mixed_names_by_their_text() -> None:
    numbers: nx.DiGraph[Any] = nx.DiGraph()
    for middle in (10, 9):
        numbers.add_edge(0, middle, probability=0.5)
        numbers.add_edge(middle, 99, probability=0.5)
    assert [path.nodes[1] for path in k_strongest_paths(numbers, 0, 99, 2)] == [9, 10]
    mixed = nx.relabel_nodes(numbers, {9: "nine"})
    assert [path.nodes[1] for path in k_strongest_paths(mixed, 0, 99, 2)] == [10, "nine"]


def test_no_way_is_no_path() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("b", "a", probability=1.0)
    assert k_strongest_paths(graph, "a", "b", 3) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("a", "a", 1), "source"),
        (("a", "x", 1), "no node"),
        (("a", "b", 0), "1 or more"),
        (("a", "b", True), "1 or"),
        (("a", "b", "two"), "1 or"),
    ],
)
def test_bad_calls_are_named(arguments: tuple[Any, ...], word: str) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("a", "b", probability=1.0)
    with pytest.raises(InputError, match=word):
        k_strongest_paths(graph, *arguments)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.5]))
def test_trees_of_every_size_cost_what_scipy_says(seed: int, sure: float) -> None:
    """Random graphs, and such with a ring whose edges always work: no edge of cost 0 may close a ring in the tree."""
    generator = np.random.default_rng(seed)
    for count in (50, 400):
        ends = np.unique(generator.integers(0, count, (3 * count, 2)), axis=0)
        chance = np.where(generator.random(len(ends)) < sure, 1.0, generator.uniform(0.05, 1.0, len(ends)))
        graph = CostGraph.build(count, ends[:, 0], ends[:, 1], chance)
        tree = shortest_tree(graph, 0)
        dense = np.full((count, count), np.inf)
        dense[ends[:, 1], ends[:, 0]] = np.where(ends[:, 0] != ends[:, 1], np.abs(np.log(chance)), np.inf)
        expected = csgraph.shortest_path(csgraph.csgraph_from_dense(dense, null_value=np.inf), indices=0)
        assert tree.cost == pytest.approx(expected, abs=1e-12)
        for node in np.flatnonzero(np.isfinite(tree.cost)).tolist():
            way = [node]
            while way[-1] != 0:
                way.append(int(tree.following[way[-1]]))
                assert len(way) <= count


def test_a_long_chain_is_as_good_as_a_short_one() -> None:
    count = 300
    tail = np.arange(1, count)
    found = k_strongest_paths((tail, tail - 1, np.full(count - 1, 0.999)), count - 1, 0, 2)
    assert [len(path.nodes) for path in found] == [count]
