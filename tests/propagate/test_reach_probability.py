"""The chance to be reached in any graph, against peers and enumeration."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from tests.benchmarks.instances import Instance, organization

from influence.errors import InputError
from influence.propagate import reach_probability
from influence.propagate.reaching_sets import reaching_sets
from influence.propagate.reliability import sampling
from influence.propagate.reliability.sampling import edges_by_tail, random_bits, worlds_reaching


def graph_of(instance: Instance) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(instance.node_count))
    rows = zip(instance.tail.tolist(), instance.head.tolist(), instance.probability.tolist(), strict=True)
    graph.add_weighted_edges_from(rows, weight="probability")
    return graph


@pytest.mark.parametrize("sources", [1, 3])
@pytest.mark.parametrize("seed", [1, 2])
def test_problog_agrees(seed: int, sources: int) -> None:
    program = pytest.importorskip("problog.program", reason="ProbLog is in the extra [oracles]")
    problog = pytest.importorskip("problog")
    instance = organization(12, seed, sources)
    lines = [
        f"{chance}::edge({tail},{head})."
        for tail, head, chance in zip(instance.tail, instance.head, instance.probability, strict=True)
    ]
    lines += [f"start({source})." for source in instance.sources]
    lines += ["reached(X) :- start(X).", "reached(Y) :- reached(X), edge(X,Y).", f"query(reached({instance.target}))."]
    expected = next(
        iter(problog.get_evaluatable().create_from(program.PrologString("\n".join(lines))).evaluate().values())
    )
    found = reach_probability(graph_of(instance), list(instance.sources), instance.target)
    assert found.method == "exact"
    assert found.value == pytest.approx(expected, abs=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.permutations(range(10)))
def test_names_do_not_matter_and_every_way_in_is_the_same(seed: int, names: list[int]) -> None:
    instance = organization(10, seed, 2)
    graph = graph_of(instance)
    passes = np.random.default_rng(seed).uniform(0.2, 1.0, 10)
    nx.set_node_attributes(graph, dict(enumerate(passes.tolist())), "passes")
    planted = dict.fromkeys(instance.sources, 0.7)
    value = reach_probability(graph, planted, 0, node_weight="passes").value
    renamed = nx.relabel_nodes(graph, {node: f"n{names[node]}" for node in graph})
    again = reach_probability(
        renamed, {f"n{names[node]}": 0.7 for node in planted}, f"n{names[0]}", node_weight="passes"
    )
    assert again.value == pytest.approx(value, abs=1e-12)
    arrays = (instance.tail, instance.head, instance.probability, passes)
    assert reach_probability(arrays, planted, 0).value == pytest.approx(value, abs=1e-12)
    cut = reach_probability(graph, planted, 0, node_weight="passes", work_limit=5, method="bounds")
    assert cut.lower - 1e-12 <= value <= cut.upper + 1e-12


@settings(max_examples=60)
@given(st.integers(0, 100_000))
def test_bounds_hold_where_all_ways_pass_one_node(seed: int) -> None:
    """Two rings joined by one node, with ways back: parts that are multiplied."""
    generator = np.random.default_rng(seed)
    pairs = [(u, v) for part in (range(5), range(4, 9)) for u in part for v in part if u != v]
    kept = [pair for pair in pairs if generator.random() < 0.4]
    tail, head = np.array(sorted({*kept, (0, 4), (4, 8)})).T
    chances = generator.uniform(0.0, 1.0, len(tail)).round(2)
    passes = generator.uniform(0.3, 1.0, 9)
    exact = reach_probability((tail, head, chances, passes), 0, 8)
    assert exact.method == "exact"
    found = reaching_sets(tail, head, chances, passes, 8, 100_000)
    assert found is not None
    assert exact.value == pytest.approx(sum(mass for people, mass in found.items() if people & 1), abs=1e-9)


def test_a_sparse_matrix_is_a_graph() -> None:
    instance = organization(10, 4)
    shape = (instance.node_count, instance.node_count)
    matrix = sparse.csr_array((instance.probability, (instance.tail, instance.head)), shape=shape)
    expected = reach_probability(graph_of(instance), instance.sources[0], 0).value
    assert reach_probability(matrix, instance.sources[0], 0).value == pytest.approx(expected, abs=1e-12)


def test_more_than_sixty_four_people_and_limits_give_certain_bounds() -> None:
    instance = organization(80, 1)
    graph = graph_of(instance)
    found = reach_probability(graph, instance.sources[0], 0, work_limit=60_000, method="bounds")
    assert found.method == "bounds"
    tight = reach_probability(graph, instance.sources[0], 0, work_limit=240_000, method="bounds")
    assert found.lower <= tight.lower + 1e-9
    sampled = reach_probability(graph, instance.sources[0], 0, method="sampled", rng=5)
    assert found.lower - 4 * sampled.stderr <= sampled.value <= found.upper + 4 * sampled.stderr
    little = reach_probability(graph, instance.sources[0], 0, memory_limit="1MiB", method="bounds", work_limit=200_000)
    assert 0 <= little.lower <= tight.upper
    clipped = reach_probability(graph, instance.sources[0], 0, work_limit=2_000, rng=1)
    assert clipped.method == "sampled"
    assert clipped.lower <= clipped.value <= clipped.upper


def test_estimates_are_as_far_off_as_they_say() -> None:
    instance = organization(12, 7)
    graph = graph_of(instance)
    exact = reach_probability(graph, instance.sources[0], 0).value
    off = []
    for seed in range(200):
        found = reach_probability(
            (instance.tail, instance.head, instance.probability),
            instance.sources[0],
            0,
            method="sampled",
            rng=seed,
            progress=None,
        )
        off.append((found.value - exact) / found.stderr)
    assert max(map(abs, off)) < 4
    # standard normal: a spread that is too small would mean errors that are overstated
    assert 0.8 < np.std(off) < 1.2


def test_the_estimate_does_not_depend_on_the_workers() -> None:
    instance = organization(30, 2)
    arrays = (instance.tail, instance.head, instance.probability)
    here = reach_probability(arrays, instance.sources[0], 0, method="sampled", rng=3)
    with ThreadPoolExecutor(3) as threads:
        assert reach_probability(arrays, instance.sources[0], 0, method="sampled", rng=3, executor=threads) == here
    with ProcessPoolExecutor(2) as processes:
        assert reach_probability(arrays, instance.sources[0], 0, method="sampled", rng=3, executor=processes) == here


def test_progress_is_told() -> None:
    told: list[tuple[int, int | None, str]] = []
    instance = organization(12, 2)
    arrays = (instance.tail, instance.head, instance.probability)
    reach_probability(
        arrays,
        instance.sources[0],
        0,
        method="sampled",
        progress=lambda done, total, what: told.append((done, total, what)),
    )
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    ("edges", "sources", "target", "expected"),
    [
        ([("a", "b", 0.0)], "a", "b", 0.0),
        ([("a", "b", 1.0)], "a", "b", 1.0),
        ([("a", "b", 0.5)], ["a", "b"], "b", 1.0),
        ([("a", "b", 0.5)], {"a": 0.5, "b": 0.5}, "b", 0.625),
        ([("a", "b", 0.5), ("b", "a", 1.0)], "b", "b", 1.0),
        ([("a", "b", 0.5), ("b", "c", 1.0), ("c", "b", 1.0), ("c", "d", 0.5)], "a", "d", 0.25),
    ],
)
def test_corner_cases(edges: list[tuple[str, str, float]], sources: Any, target: str, expected: float) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_weighted_edges_from(edges, weight="probability")
    found = reach_probability(graph, sources, target)
    assert found.method == "exact"
    assert found.value == pytest.approx(expected, abs=1e-12)


def test_wrong_input_is_one_error_that_names_all_of_it() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_weighted_edges_from([("a", "b", 1.5), ("b", "c", float("nan"))], weight="probability")
    with pytest.raises(InputError) as caught:
        reach_probability(graph, "a", "b")
    assert len(caught.value.problems) == 2
    good: nx.DiGraph[str] = nx.DiGraph([("a", "b", {"probability": 0.5})])
    calls: list[tuple[Any, Any, Any, dict[str, Any]]] = [
        (good, "x", "b", {}),
        (good, "a", "x", {}),
        (good, {"a": 2.0}, "b", {}),
        (good, "a", "b", {"memory_limit": "much"}),
        (good, "a", "b", {"rng": -1, "method": "sampled"}),
        (good, "a", "b", {"method": "guess"}),
        (nx.Graph([("a", "b")]), "a", "b", {}),
        ([[0]], "a", "b", {}),
        (nx.DiGraph([("a", "b")]), "a", "b", {}),
    ]
    for graph, source, target, options in calls:
        with pytest.raises(InputError):
            reach_probability(graph, source, target, **options)


def test_random_bits_have_the_probabilities_asked_for() -> None:
    generator = np.random.default_rng(0)
    chances = np.array([0.0, 1.0, 0.5, 0.1, 1e-9])
    shares = np.bitwise_count(random_bits(generator, chances, 400)).sum(axis=1) / (400 * 64)
    assert shares[0] == 0
    assert shares[1] == 1
    assert shares[2:4] == pytest.approx([0.5, 0.1], abs=0.012)


def test_worlds_in_many_blocks_are_those_that_networkx_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chances of 0 and 1 leave nothing to draw: whoever has a way of certain edges over certain speakers is heard."""
    monkeypatch.setattr(sampling, "BLOCK", 8)
    generator = np.random.default_rng(5)
    nodes, tail, head = 60, generator.integers(0, 60, 200), generator.integers(0, 60, 200)
    probability, passes = generator.choice([0.0, 1.0, 1.0], 200), generator.choice([0.0, 1.0, 1.0, 1.0], nodes)
    target = int(head[0])
    reached = worlds_reaching(edges_by_tail(tail, head, probability, passes), target, generator, 3)
    works = (probability == 1.0) & (passes[tail] == 1.0)
    graph: nx.DiGraph[int] = nx.DiGraph(list(zip(tail[works].tolist(), head[works].tolist(), strict=True)))
    heard = nx.ancestors(graph, target) | {target}
    everywhere = int(sampling.EVERYWHERE)
    assert 10 < len(heard) < 50
    assert reached.tolist() == [[everywhere if node in heard else 0] * 3 for node in range(nodes)]
