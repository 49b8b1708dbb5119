"""How long it takes to choose sources in a large graph, and how good the choice is for certain.

Usage: python -m tests.benchmarks.selection [--smoke] [--nodes 1000000] [--seeds 1] [--instances wc low hier]
Peers only sample: beside each row stands how long scipy needs for one world of the same graph.
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import Any

import numpy as np
from scipy import sparse

from influence.planning import Selection, select_sources
from tests.benchmarks.instances import Instance, large_hierarchy, power_law

CHOSEN = 10
WORLDS: dict[str, int | None] = {"wc": 16_384, "low": 65_536, "hier": None}
"""Worlds to choose in; None for as many as the library takes by itself."""


def peer_world(instance: Instance, generator: np.random.Generator) -> float:
    """Return the seconds in which scipy draws one world and finds from where the target is reached."""
    start = time.perf_counter()
    live = generator.random(len(instance.tail)) < instance.probability
    ends = (instance.head[live], instance.tail[live])
    world = sparse.csr_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(instance.node_count,) * 2)
    sparse.csgraph.breadth_first_order(world, instance.target, return_predecessors=False)
    return time.perf_counter() - start


def made(name: str, nodes: int, seed: int) -> Instance:
    """Return an instance by name."""
    if name == "wc":
        return power_law(nodes, seed)
    return large_hierarchy(nodes, seed, (0.01, 0.15) if name == "low" else (0.1, 0.8))


def measured(name: str, nodes: int, seed: int, worlds: int | None) -> tuple[float, float, Selection]:
    """Return our seconds, scipy's for one world, and what was chosen; the target and its speakers are no candidates."""
    instance = made(name, nodes, seed)
    near = set(instance.tail[instance.head == instance.target].tolist())
    kept = [node for node in range(nodes) if node != instance.target and node not in near]
    arrays: Any = (instance.tail, instance.head, instance.probability, np.ones(nodes))
    start = time.perf_counter()
    found = select_sources(arrays, instance.target, CHOSEN, candidates=kept, worlds=worlds, rng=seed)
    seconds = time.perf_counter() - start
    return seconds, peer_world(instance, np.random.default_rng(seed)), found


def main() -> None:
    """Print one row for each instance."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--instances", nargs="+", default=["wc", "low", "hier"])
    options = parser.parse_args()
    nodes = 2_000 if options.smoke else options.nodes
    # what is loaded on the first call is no part of it
    measured("low", 500, 1, 64)
    print("| instance | nodes | seed | method | worlds | s | s a world | scipy, s a world | ratio | GiB at most |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in options.instances:
        for seed in options.seeds:
            seconds, peer, found = measured(name, nodes, seed, WORLDS[name])
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            columns = [
                name,
                f"{nodes:,}",
                str(seed),
                found.method,
                f"{found.worlds:,} + {found.checked:,}",
                f"{seconds:.2f}",
                f"{seconds / (found.worlds + found.checked):.5f}",
                f"{peer:.4f}",
                f"{found.ratio:.3f}",
                f"{memory:.2f}",
            ]
            print("| " + " | ".join(columns) + " |", flush=True)


if __name__ == "__main__":
    main()
