"""The strongest ways against all simple paths of networkx."""

from __future__ import annotations

from itertools import pairwise
from math import prod

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence.errors import InputError
from influence.graph import strongest_paths
from influence.graph.path_ranking import strongest_from
from influence.io import load_example

PEOPLE = 6
NAMES = "abcdef"
chances = st.sampled_from([0.1, 0.25, 0.5, 1.0])
pairs = st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)).filter(lambda pair: pair[0] != pair[1])


@given(
    st.dictionaries(pairs, chances, max_size=18), st.lists(chances, min_size=PEOPLE, max_size=PEOPLE), st.integers(1, 9)
)
def test_the_k_strongest_are_the_strongest_of_all(
    ties: dict[tuple[int, int], float], speaks: list[float], k: int
) -> None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(PEOPLE))
    graph.add_edges_from(ties)
    every = []
    for start in (4, 5):
        for path in nx.all_simple_paths(graph, start, 0):
            hops = list(pairwise(path))
            every.append((-prod(speaks[a] * ties[a, b] for a, b in hops), tuple(NAMES[each] for each in path)))
    successors = [{head: chance for (tail, head), chance in ties.items() if tail == person} for person in range(PEOPLE)]
    found = strongest_from(successors, speaks, {4: 1.0, 5: 1.0}, 0, k, NAMES)
    expected = sorted(every)[:k]
    assert [strength for strength, _ in found] == pytest.approx([-negative for negative, _ in expected])
    assert len({path for _, path in found}) == len(found)


def test_equal_ways_are_ordered_by_names() -> None:
    successors = [{}, {0: 0.5}, {0: 0.5}, {1: 0.5, 2: 0.5}]
    found = strongest_from(successors, [1.0] * 4, {3: 1.0}, 0, 2, "adcb")
    assert [path for _, path in found] == [(3, 2, 0), (3, 1, 0)]


def test_a_way_names_its_weakest_link_and_who_may_block() -> None:
    found = strongest_paths(load_example("power_grid"), to="zhao", source="zheng", k=3)
    first = found.paths[0]
    assert first.nodes[0] == "zheng"
    assert first.strength == pytest.approx(prod(first.hops))
    assert first.hops[first.bottleneck] == min(first.hops)
    assert first.if_bottleneck_strong >= first.strength


def test_unknown_names_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        strongest_paths(load_example("power_grid"), to="zhaoo", concern="prise", k=0)
    assert len(caught.value.problems) == 3
