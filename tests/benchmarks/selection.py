"""How long it takes to choose sources in a large graph, and how good the choice is for certain.

Usage: python -m tests.benchmarks.selection [--smoke] [--nodes 1000000] [--seeds 1] [--instances wc low hier]
Peers only sample: beside each row stands how long scipy needs for one world of the same graph. Memory is the largest
while sources are chosen minus what the process held before, when it had the graph; for this each instance is chosen in
by a process of its own (Linux; elsewhere nan).
"""

from __future__ import annotations

import argparse
import math
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from influence.planning import Selection, select_sources
from tests.benchmarks.instances import Instance, large_hierarchy, power_law

CHOSEN = 10
WORLDS: dict[str, int | None] = {"wc": 16_384, "low": 65_536, "hier": None}
"""Worlds to choose in; None for as many as the library takes by itself."""
STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Measured:
    """Our seconds and GiB beyond the graph, scipy's seconds for one world, and what was chosen."""

    seconds: float
    memory: float
    peer: float
    found: Selection


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


def held(field: str) -> float:
    """Return this process's memory by Linux in GiB: VmRSS, held now; VmHWM, at most so far."""
    if not STATUS.exists():
        return math.nan
    lines = [line for line in STATUS.read_text("ascii").splitlines() if line.startswith(f"{field}:")]
    return int(lines[0].split()[1]) / 2**20


def forget_peak() -> None:
    """Let Linux count the largest memory of this process from now on."""
    if STATUS.exists():
        (STATUS.parent / "clear_refs").write_text("5", "ascii")


def choose(task: tuple[Instance, int, int | None]) -> tuple[float, float, Selection]:
    """Return seconds, GiB beyond the graph, and sources; the target and its speakers are no candidates."""
    instance, seed, worlds = task
    # what is loaded on the first call is no part of it
    small = made("low", 500, 1)
    select_sources((small.tail, small.head, small.probability), 0, CHOSEN, worlds=64)
    near = set(instance.tail[instance.head == instance.target].tolist())
    kept = [node for node in range(instance.node_count) if node != instance.target and node not in near]
    arrays: Any = (instance.tail, instance.head, instance.probability, np.ones(instance.node_count))
    forget_peak()
    before = held("VmRSS")
    start = time.perf_counter()
    found = select_sources(arrays, instance.target, CHOSEN, candidates=kept, worlds=worlds, rng=seed)
    seconds = time.perf_counter() - start
    return seconds, held("VmHWM") - before, found


def measured(name: str, nodes: int, seed: int, worlds: int | None) -> Measured:
    """Choose sources in an instance, in a process that holds nothing else."""
    instance = made(name, nodes, seed)
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        seconds, memory, found = fresh.submit(choose, (instance, seed, worlds)).result()
    return Measured(seconds, memory, peer_world(instance, np.random.default_rng(seed)), found)


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
    titles = ["instance", "nodes", "seed", "method", "worlds", "s", "s a world", "scipy, s a world", "ratio"]
    titles.append("GiB beyond the graph")
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))
    for name in options.instances:
        for seed in options.seeds:
            row = measured(name, nodes, seed, WORLDS[name])
            seconds, found = row.seconds, row.found
            columns = [
                name,
                f"{nodes:,}",
                str(seed),
                found.method,
                f"{found.worlds:,} + {found.checked:,}",
                f"{seconds:.2f}",
                f"{seconds / (found.worlds + found.checked):.5f}",
                f"{row.peer:.4f}",
                f"{found.ratio:.3f}",
                f"{row.memory:.2f}",
            ]
            print("| " + " | ".join(columns) + " |", flush=True)


if __name__ == "__main__":
    main()
