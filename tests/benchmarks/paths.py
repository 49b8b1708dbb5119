"""How long the 100 strongest paths take beside networkx, scipy and igraph on the same graph.

Usage: python -m tests.benchmarks.paths [--smoke] [--nodes 1000 10000 100000] [--seeds 1] [--limit 60]
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse

from influence.graph import k_strongest_paths
from tests.benchmarks.instances import Instance, power_law

PATHS = 100
REPEATED = 5
Search = Callable[[], Any]
"""A peer's search on a graph that is built already."""


def by_networkx(instance: Instance, source: int) -> Search:
    graph: nx.DiGraph[int] = nx.DiGraph()
    cost = -np.log(instance.probability)
    graph.add_weighted_edges_from(zip(instance.tail.tolist(), instance.head.tolist(), cost.tolist(), strict=True))
    return lambda: list(islice(nx.shortest_simple_paths(graph, source, instance.target, weight="weight"), PATHS))


def by_scipy(instance: Instance, source: int) -> Search:
    from scipy.sparse.csgraph import yen

    # a cost of 0 would be no edge there
    cost = np.maximum(-np.log(instance.probability), 1e-12)
    ends = (instance.tail.astype(np.int32), instance.head.astype(np.int32))
    graph = sparse.csr_array((cost, ends), shape=(instance.node_count,) * 2)
    return lambda: yen(graph, source, instance.target, PATHS)


def by_igraph(instance: Instance, source: int) -> Search:
    import igraph

    ends = list(zip(instance.tail.tolist(), instance.head.tolist(), strict=True))
    graph = igraph.Graph(n=instance.node_count, edges=ends, directed=True)
    weights = np.maximum(-np.log(instance.probability), 0.0).tolist()
    return lambda: graph.get_k_shortest_paths(source, instance.target, k=PATHS, weights=weights)


PEERS: dict[str, Callable[[Instance, int], Search]] = {"networkx": by_networkx, "scipy": by_scipy, "igraph": by_igraph}


def _timed(name: str, instance: Instance, source: int, answer: Any) -> None:
    # once untimed, on very little: what is loaded on the first call is no part of it
    PEERS[name](power_law(50, 1), int(power_law(50, 1).tail[0]))()
    start = time.perf_counter()
    search = PEERS[name](instance, source)
    built = time.perf_counter()
    search()
    answer.put((built - start, time.perf_counter() - built))


def peer_seconds(name: str, instance: Instance, source: int, limit: float) -> tuple[float, float]:
    """Return how long a peer builds its graph and searches; infinite where it takes more than the limit or fails."""
    answer: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=_timed, args=(name, instance, source, answer))
    process.start()
    process.join(limit)
    if process.is_alive():
        process.kill()
        return np.inf, np.inf
    built, searched = answer.get() if process.exitcode == 0 else (np.inf, np.inf)
    return float(built), float(searched)


def our_seconds(instance: Instance, source: int) -> float:
    """Return the median of five searches, each from the caller's arrays."""
    arrays = (instance.tail, instance.head, instance.probability, np.ones(instance.node_count))
    # once untimed: what is loaded on the first call is no part of it
    k_strongest_paths(arrays, source, instance.target, 1)
    taken = []
    for _ in range(REPEATED):
        start = time.perf_counter()
        found = k_strongest_paths(arrays, source, instance.target, PATHS)
        taken.append(time.perf_counter() - start)
    assert len({path.nodes for path in found}) == len(found)
    return statistics.median(taken)


def source_of(instance: Instance, seed: int) -> int:
    """Return somebody who has edges."""
    return int(np.random.default_rng(seed).permutation(np.unique(instance.tail))[0])


def main() -> None:
    """Print one row for each graph."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 3_000, 10_000, 100_000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    names = [f"{name}, s" for name in PEERS]
    ratios = ["fastest peer over ours", "the same with their graphs built"]
    print("| " + " | ".join(["nodes", "seed", "ours, s", *names, *ratios]) + " |")
    print("|---" * (len(PEERS) + 5) + "|")
    for nodes in [200] if options.smoke else options.nodes:
        for seed in options.seeds:
            instance = power_law(nodes, seed)
            source = source_of(instance, seed)
            ours = our_seconds(instance, source)
            taken = [peer_seconds(name, instance, source, options.limit) for name in PEERS]
            shown = [f"{each:.4f}" if np.isfinite(each) else f"over {options.limit:g}" for _, each in taken]
            ratios = []
            for least in (min(each for _, each in taken), min(sum(both) for both in taken)):
                over = f"over {options.limit / ours:.0f}"
                ratios.append(f"{least / ours:.1f}" if np.isfinite(least) else over)
            print(f"| {nodes:,} | {seed} | {ours:.4f} | {' | '.join([*shown, *ratios])} |", flush=True)


if __name__ == "__main__":
    main()
