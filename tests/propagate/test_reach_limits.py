"""Where a limit cuts the exact computation, the interval holds and the result says which limit it was."""

from __future__ import annotations

import tracemalloc

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.benchmarks.instances import organization

from influence.propagate import reach_probability

ROUNDING = 1e-12


def problem(seed: int, people: int = 14) -> tuple[tuple[np.ndarray, ...], dict[int, float]]:
    """A graph in which nodes fail, too, and two sources that are planted with some chance."""
    instance = organization(people, seed, 2)
    passes = np.random.default_rng(seed).choice([0.4, 1.0], people)
    return (instance.tail, instance.head, instance.probability, passes), dict.fromkeys(instance.sources, 0.8)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(0, 1.2))
def test_the_exact_value_lies_between_the_bounds_at_every_work_limit(seed: int, share: float) -> None:
    graph, sources = problem(seed)
    exact = reach_probability(graph, sources, 0, method="exact")
    assert (exact.method, exact.cut) == ("exact", "")
    found = reach_probability(graph, sources, 0, method="bounds", work_limit=int(share * exact.states))
    assert found.lower - ROUNDING <= exact.value <= found.upper + ROUNDING
    assert (found.method, found.cut) in {("exact", ""), ("bounds", "work")}


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 60))
def test_the_exact_value_lies_between_the_bounds_at_every_memory_limit(seed: int, states: int) -> None:
    graph, sources = problem(seed)
    exact = reach_probability(graph, sources, 0, method="exact")
    found = reach_probability(graph, sources, 0, method="bounds", memory_limit=160 * states + 1)
    assert found.lower - ROUNDING <= exact.value <= found.upper + ROUNDING
    assert (found.method, found.cut) in {("exact", ""), ("bounds", "memory")}


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 1e-4, 1e-3, 1e-2]))
def test_the_exact_value_lies_between_the_bounds_at_every_time_limit(seed: int, seconds: float) -> None:
    graph, sources = problem(seed)
    exact = reach_probability(graph, sources, 0, method="exact")
    found = reach_probability(graph, sources, 0, method="bounds", time_limit=seconds)
    assert found.lower - ROUNDING <= exact.value <= found.upper + ROUNDING
    assert (found.method, found.cut) in {("exact", ""), ("bounds", "time")}


@pytest.mark.parametrize("mebibytes", [4, 32])
def test_running_into_memory_ends_in_an_interval_and_stays_below_the_ceiling(mebibytes: int) -> None:
    instance = organization(80, 1)
    graph = (instance.tail, instance.head, instance.probability)
    source = instance.sources[0]
    reach_probability(graph, source, 0, work_limit=10, method="bounds")
    tracemalloc.start()
    try:
        found = reach_probability(graph, source, 0, method="bounds", memory_limit=f"{mebibytes}MiB", work_limit=400_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (found.method, found.cut) == ("bounds", "memory") if mebibytes == 4 else found.method == "bounds"
    # tables of the network and one node's edges come on top of the states
    assert peak <= (mebibytes + 8) * 2**20
    assert 0 <= found.lower < found.upper <= 1


def test_a_result_says_which_limit_cut_it_in_text_and_data() -> None:
    instance = organization(80, 1)
    graph = (instance.tail, instance.head, instance.probability)
    for options, cut in (
        ({"work_limit": 2_000}, "work"),
        ({"memory_limit": "100KiB", "work_limit": 100_000}, "memory"),
        ({"time_limit": 0.0}, "time"),
    ):
        for method in ("bounds", "auto"):
            found = reach_probability(graph, instance.sources[0], 0, method=method, **options)
            assert found.cut == found.to_dict()["cut"] == cut
            assert str(found).endswith(f"cut by the {cut} limit")
    drawn = reach_probability(graph, instance.sources[0], 0, method="sampled")
    assert drawn.cut == ""
    assert "cut" not in str(drawn)


def test_a_graph_too_large_to_expand_says_so() -> None:
    generator = np.random.default_rng(1)
    pairs = np.unique(generator.integers(0, 6_000, (25_000, 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    found = reach_probability((*pairs.T, np.full(len(pairs), 0.2)), 5, 0)
    assert (found.method, found.cut) == ("sampled", "size")
    assert str(found).endswith("too large to expand")


def test_a_time_limit_ends_the_drawing_of_worlds_too() -> None:
    generator = np.random.default_rng(0)
    graph: nx.DiGraph[int] = nx.DiGraph()
    ends = generator.integers(0, 5_000, (60_000, 2))
    graph.add_weighted_edges_from([(int(one), int(two), 0.2) for one, two in ends if one != two], weight="probability")
    free = reach_probability(graph, 1, 2)
    cut = reach_probability(graph, 1, 2, time_limit=0.0)
    assert (free.method, cut.method) == ("sampled", "sampled")
    assert cut.cut == "time"
    assert 0 < cut.samples < free.samples
