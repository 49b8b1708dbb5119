"""The best three of all people in sampled worlds, all candidates judged at once, beside cynetdiff at as many samples.

Usage: python -m tests.benchmarks.worlds [--smoke] [--seeds 1 2 3] [--people 20 40 80] [--samples 16384]
cynetdiff is in the extra [oracles].
"""

from __future__ import annotations

import argparse
import statistics
import time
from functools import partial
from typing import Any

import numpy as np

from influence.planning import select_sources
from influence.planning.coverage import Limits, WordJudge, greedy_cover
from influence.propagate.worlds import Worlds, share_of_worlds
from tests.benchmarks.instances import Instance, organization
from tests.benchmarks.plan import timed

CHOSEN = 3
EVALUATED = 131_072
"""Worlds of the single evaluation."""


def by_words(instance: Instance, samples: int, seed: int) -> tuple[list[int], float]:
    """Return the best three and the share of worlds in which they reach the target, worlds drawn and searched."""
    speaks = np.ones(instance.node_count)
    worlds = Worlds.draw(instance.tail, instance.head, instance.probability, speaks, samples, rng=seed)
    reached = worlds.reach_to(instance.target)[:, 0]
    candidates = np.flatnonzero(np.arange(instance.node_count) != instance.target)
    nodes, covered, _ = greedy_cover(WordJudge(candidates, reached[candidates]), Limits(CHOSEN, None, np.inf))
    return nodes.tolist(), covered / samples


def model_of(instance: Instance, seed: int) -> Any:
    """Return cynetdiff's model, in which only the target counts."""
    import networkx as nx
    from cynetdiff.utils import networkx_to_ic_model

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(instance.node_count), payoff=0.0)
    graph.nodes[instance.target]["payoff"] = 1.0
    rows = zip(instance.tail.tolist(), instance.head.tolist(), instance.probability.tolist(), strict=True)
    graph.add_weighted_edges_from(rows, weight="activation_prob")
    return networkx_to_ic_model(graph, rng=np.random.default_rng(seed))[0]


def by_cynetdiff(model: Any, instance: Instance, samples: int) -> list[int]:
    """Return the best three, each candidate's gain simulated by itself."""
    chosen: list[int] = []
    for _ in range(CHOSEN):
        rest = [node for node in range(instance.node_count) if node != instance.target and node not in chosen]
        gains = [model.compute_marginal_gains(chosen, [node], samples)[1] for node in rest]
        chosen.append(rest[int(np.argmax(gains))])
    return chosen


def evaluation(instance: Instance, sources: list[int], seed: int) -> float:
    """Return the share of worlds in which some sources reach the target."""
    speaks = np.ones(instance.node_count)
    worlds = Worlds.draw(instance.tail, instance.head, instance.probability, speaks, EVALUATED, rng=seed)
    heard = np.bitwise_or.reduce(worlds.reach_to(instance.target)[sources, 0], axis=0)
    return float(share_of_worlds(heard[None], EVALUATED)[0])


def measured(people: int, seed: int, samples: int) -> dict[str, float]:
    """Return seconds of the choice and of one evaluation, ours and the peer's, and both choices' values."""
    instance = organization(people, seed)
    ours, (chosen, value) = timed(partial(by_words, instance, samples, seed))
    certified, _ = timed(
        partial(
            select_sources,
            (instance.tail, instance.head, instance.probability, np.ones(people)),
            instance.target,
            CHOSEN,
            method="worlds",
            worlds=samples,
            rng=seed,
        )
    )
    model = model_of(instance, seed)
    peer, theirs = timed(partial(by_cynetdiff, model, instance, samples))
    ours_once, mine = timed(partial(evaluation, instance, chosen, seed))
    start = time.perf_counter()
    simulated = model.compute_marginal_gains(chosen, [], EVALUATED)[0]
    peer_once = time.perf_counter() - start
    # both count the same thing: six standard errors of both together
    assert abs(mine - simulated) < 6 * np.sqrt(0.5 / EVALUATED)
    return {
        "ours": ours,
        "certified": certified,
        "peer": peer,
        "ours once": ours_once,
        "peer once": peer_once,
        "value": value,
        "theirs": evaluation(instance, theirs, seed),
    }


def main() -> None:
    """Print one row for each size: medians over the seeds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--people", type=int, nargs="+", default=[20, 40, 80])
    parser.add_argument("--samples", type=int, default=16_384)
    options = parser.parse_args()
    samples = 256 if options.smoke else options.samples
    by_words(organization(12, 1), 64, 1)  # what is imported when first used is no part of a choice
    print(
        f"| people | best {CHOSEN} in {samples:,} worlds, s | the same with certified bounds, s | cynetdiff, s | ratio "
        f"| value, peer's | {EVALUATED:,} worlds once, s | cynetdiff, s |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for people in [12] if options.smoke else options.people:
        rows = [measured(people, seed, samples) for seed in ([1] if options.smoke else options.seeds)]
        middle = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
        ratio = statistics.median(row["peer"] / row["ours"] for row in rows)
        print(
            f"| {people} | {middle['ours']:.4f} | {middle['certified']:.4f} | {middle['peer']:.2f} | {ratio:.0f} "
            f"| {middle['value']:.3f}, {middle['theirs']:.3f} | {middle['ours once']:.3f} "
            f"| {middle['peer once']:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
