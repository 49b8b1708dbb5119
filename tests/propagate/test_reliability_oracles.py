"""The chance to be reached beside libraries that compute it in other ways: decision diagrams and sets of graphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence._types import FloatArray, IndexArray
from influence.propagate import reach_probability


def random_graph(seed: int, nodes: int, share: float) -> tuple[IndexArray, IndexArray, FloatArray, FloatArray]:
    """A directed graph with edges that never and always work, and nodes that fail."""
    generator = np.random.default_rng(seed)
    pairs = [(u, v) for u in range(nodes) for v in range(nodes) if u != v and generator.random() < share]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    chances = generator.choice([0.0, 1.0, *generator.uniform(0, 1, 6).round(3)], len(ends))
    return ends[:, 0], ends[:, 1], chances, generator.choice([0.0, 0.3, 0.7, 1.0, 1.0], nodes)


def by_decision_diagram(graph: tuple[Any, ...], sources: Mapping[int, float], target: int) -> float:
    """Reachability as a Boolean function of edges, nodes and plantings, its diagram summed over their chances."""
    autoref = pytest.importorskip("dd.autoref", reason="dd is in the extra [oracles]")
    tail, head, probability, passes = (each.tolist() for each in graph)
    chances = {f"e{number}": chance for number, chance in enumerate(probability)}
    chances |= {f"n{node}": chance for node, chance in enumerate(passes)}
    chances |= {f"s{node}": chance for node, chance in sources.items()}
    manager = autoref.BDD()
    manager.declare(*sorted(chances))
    reached = [manager.var(f"s{node}") if node in sources else manager.false for node in range(len(passes))]
    while True:
        more = list(reached)
        for number, (u, v) in enumerate(zip(tail, head, strict=True)):
            more[v] = more[v] | (more[u] & manager.var(f"n{u}") & manager.var(f"e{number}"))
        if more == reached:
            break
        reached = more
    known: dict[int, float] = {}

    def weight(function: Any) -> float:
        if function in (manager.true, manager.false):
            return float(function == manager.true)
        if int(function) not in known:
            chance = chances[function.var]
            # the branches of a negated function are those of the function itself
            below = chance * weight(function.high) + (1 - chance) * weight(function.low)
            known[int(function)] = 1 - below if function.negated else below
        return known[int(function)]

    return weight(reached[target])


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.integers(2, 7), st.sampled_from([0.2, 0.35, 0.5]))
def test_binary_decision_diagrams_agree(seed: int, nodes: int, share: float) -> None:
    graph = random_graph(seed, nodes, share)
    generator = np.random.default_rng(seed)
    planted = {int(node): float(generator.choice([0.0, 0.4, 1.0])) for node in generator.integers(0, nodes, 2)}
    found = reach_probability(graph, planted, 0)
    assert found.method == "exact"
    assert found.value == pytest.approx(by_decision_diagram(graph, planted, 0), abs=1e-9)


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.integers(3, 8))
def test_graphillion_agrees_where_every_edge_runs_both_ways(seed: int, nodes: int) -> None:
    """An undirected edge is as good as two directed ones that fail by themselves: no way needs both."""
    graphillion = pytest.importorskip("graphillion", reason="Graphillion is in the extra [oracles]")
    generator = np.random.default_rng(seed)
    ring = {(u, u + 1) for u in range(nodes - 1)}
    pairs = sorted(ring | {(u, v) for u in range(nodes) for v in range(u + 1, nodes) if generator.random() < 0.4})
    chances = generator.uniform(0.05, 0.95, len(pairs)).round(3)
    graphillion.GraphSet.set_universe(pairs)
    expected = graphillion.GraphSet.reliability(dict(zip(pairs, chances.tolist(), strict=True)), [0, nodes - 1])
    one, two = np.array(pairs).T
    both = (np.concatenate([one, two]), np.concatenate([two, one]), np.concatenate([chances, chances]))
    found = reach_probability(both, 0, nodes - 1)
    assert found.method == "exact"
    assert found.value == pytest.approx(expected, abs=1e-9)
