"""Every goal of speed beside what was reached and what the peers take, as one table.

Usage: python -m tests.benchmarks.goals [--smoke] [--seeds 1 2 3 ...] [--limit 60] [--only reach worlds ...]
The peers are in the extra [oracles]. Ratios are of one run on one machine.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from influence.graph.arrays import deal_arrays
from influence.model import Deal
from influence.planning import plan
from influence.planning.deal_plan import planning_objective
from influence.planning.explain import explain_steps
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import greedy_search
from influence.propagate import equilibrium
from tests.benchmarks import contacts, paths, reach_probability, selection, worlds
from tests.benchmarks.equilibrium import dense_seconds, opinions_of, peak
from tests.benchmarks.instances import organization, power_law
from tests.benchmarks.plan import random_deal, timed

PACKAGES = ("numpy", "scipy", "networkx", "igraph", "cynetdiff", "problog", "dd")
Row = tuple[str, str, str]
"""Goal, what was reached, what the peers take."""


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    seeds: list[int]
    limit: float
    smoke: bool

    def size(self, full: int, small: int) -> int:
        """Return one of two sizes."""
        return small if self.smoke else full


def machine() -> str:
    """Return the machine and the versions of what was measured."""
    name, memory = platform.processor() or platform.machine(), ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    packages = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return f"{os.cpu_count()} cores ({name}){memory}; Python {platform.python_version()}, {packages}"


def shown(seconds: float, limit: float) -> str:
    """Return seconds, or that they are over the limit."""
    return f"{seconds:.2f} s" if math.isfinite(seconds) else f"over {limit:g} s"


def reach(extent: Extent) -> Iterator[Row]:
    """Exact values and certified intervals."""
    seeds, limit = extent.seeds, extent.limit
    small, middle, large = extent.size(30, 8), extent.size(40, 9), extent.size(80, 10)
    rows = [reach_probability.measured(middle, seed, 1) for seed in seeds]
    exact = [seconds for seconds, found in rows if not found.cut]
    others = sorted(found.upper - found.lower for _, found in rows if found.cut)
    peers = {
        name: reach_probability.peer_answer(name, organization(middle, seeds[0], 1), limit)[0]
        for name in reach_probability.PEERS
    }
    slowest = f"{len(exact)} of {len(rows)} exact, the longest in {max(exact, default=math.nan):.1f} s"
    open_ones = f"; intervals of the others {', '.join(f'{width:.4f}' for width in others)} wide" if others else ""
    yield (
        f"org{middle}, one source, any of {len(seeds)} seeds: exact in 10 s",
        slowest + open_ones,
        ", ".join(f"{name} {shown(seconds, limit)}" for name, seconds in peers.items()),
    )
    ratios, told = [], []
    for seed in seeds[:3]:
        ours = reach_probability.measured(small, seed, 3)[0]
        taken = {
            name: reach_probability.peer_answer(name, organization(small, seed, 3), limit)[0]
            for name in reach_probability.PEERS
        }
        fastest = min(taken.values())
        ratios.append(f"{fastest / ours:.0f}" if math.isfinite(fastest) else f"over {limit / ours:.0f}")
        told.append(" and ".join(f"{name} {shown(seconds, limit)}" for name, seconds in taken.items()))
    yield (
        f"org{small}, three sources: 3 times as fast as the fastest peer",
        ", ".join(ratios) + " times, seed by seed",
        "; ".join(told),
    )
    wide = [reach_probability.measured(large, seed, 1) for seed in seeds]
    widths = sorted(found.upper - found.lower for _, found in wide)
    told = [f"median {statistics.median(widths):.3f} ({', '.join(f'{width:.3f}' for width in widths)})"]
    told.append(f"the longest in {max(seconds for seconds, _ in wide):.0f} s")
    yield (
        f"org{large}: median width of {len(seeds)} certified intervals below 0.01 in 10 s",
        ", ".join(told),
        "none gives intervals",
    )


def bits(extent: Extent) -> Iterator[Row]:
    """Plans compared in common worlds."""
    samples = extent.size(16_384, 256)
    for people in (10,) if extent.smoke else (20, 40, 80):
        rows = [worlds.measured(people, seed, samples) for seed in extent.seeds[:3]]
        ratio = statistics.median(row["peer"] / row["ours"] for row in rows)
        ours, peer, once, peer_once = (
            statistics.median(row[name] for row in rows) for name in ("ours", "peer", "ours once", "peer once")
        )
        yield (
            f"org{people}, the best 3 of all in {samples:,} worlds: 100 times as fast as cynetdiff",
            f"{ours:.4f} s, {ratio:.0f} times; {worlds.EVALUATED:,} worlds once in {once:.3f} s",
            f"cynetdiff {peer:.2f} s; once {peer_once:.3f} s",
        )


def in_common_worlds(deal: Deal) -> None:
    """Choose a greedy plan and explain its steps, shares and ways, without certified values."""
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    objective = planning_objective(deal, arrays, problem, "cascade", 16_384, 0)
    pairs = greedy_search(problem, objective).pairs
    explain_steps(deal, arrays, problem, objective, pairs, objective.value(pairs))


def plans(extent: Extent) -> Iterator[Row]:
    """A whole plan of a deal."""
    people = extent.size(40, 8)
    deals = [random_deal(people, seed) for seed in extent.seeds]
    greedy = [timed(partial(plan, deal, method="greedy"))[0] for deal in deals]
    common = statistics.median(timed(partial(in_common_worlds, deal))[0] for deal in deals)
    whole = statistics.median(greedy)
    auto = [timed(partial(plan, deal)) for deal in deals]
    proved = [seconds for seconds, found in auto if found.method == "exact"]
    yield (
        f"{people} people, 4 concerns, 10 arguments: greedy plan in 0.05 s",
        f"{common:.3f} s in common worlds; with certified values of it and of what it is set beside {whole:.3f} s",
        "",
    )
    longest = max(seconds for seconds, _ in auto)
    yield (
        "the same proved optimal in 5 s",
        f"{sum(seconds <= 5 for seconds in proved)} of {len(auto)}; the longest took {longest:.1f} s, proved or not",
        "",
    )


def ways(extent: Extent) -> Iterator[Row]:
    """The strongest paths."""
    for nodes in (200,) if extent.smoke else (1_000, 3_000, 10_000, 100_000):
        seed = extent.seeds[0]
        instance = power_law(nodes, seed)
        source = paths.source_of(instance, seed)
        ours = paths.our_seconds(instance, source)
        taken = {name: paths.peer_seconds(name, instance, source, extent.limit) for name in paths.PEERS}
        ratios = [
            f"{min(least, extent.limit) / ours:.1f}" + ("" if math.isfinite(least) else " or more")
            for least in (min(each for _, each in taken.values()), min(map(sum, taken.values())))
        ]
        yield (
            f"100 strongest paths, {nodes:,} nodes: 10 times as fast as the fastest peer",
            f"{ours:.4f} s, {ratios[0]} times; {ratios[1]} with the peers' graphs built",
            ", ".join(f"{name} {shown(each, extent.limit)}" for name, (_, each) in taken.items()),
        )


def sources(extent: Extent) -> Iterator[Row]:
    """Ten sources out of a million."""
    nodes = extent.size(1_000_000, 2_000)
    goals = {"wc": "16,384 worlds in 5 s", "low": "65,536 worlds in 1.5 s", "hier": "certified 0.9 in 60 s"}
    for name, goal in goals.items():
        row = selection.measured(name, nodes, extent.seeds[0], 64 if extent.smoke else selection.WORLDS[name])
        drawn = f"{row.found.worlds:,} + {row.found.checked:,} worlds, certified {row.found.ratio:.2f}"
        yield (
            f"{selection.CHOSEN} of {nodes:,}, {name}: {goal}, 1 GiB",
            f"{row.seconds:.1f} s, {drawn}; {row.memory:.2f} GiB beyond the graph",
            f"scipy {row.peer:.2f} s for one world; none selects",
        )


def opinions(extent: Extent) -> Iterator[Row]:
    """A million opinions."""
    people = extent.size(1_000_000, 2_000)
    given = opinions_of(people, extent.seeds[0])
    before = peak()
    seconds, found = timed(partial(equilibrium, *given))
    yield (
        f"{people:,} opinions, ten weights each: 2 s, 1 GiB",
        f"{seconds:.2f} s, {peak() - before:.2f} GiB beyond the data, error at most {found.error_bound:.0e}",
        "",
    )
    smaller = opinions_of(extent.size(3_000, 600), extent.seeds[0], 33)
    ours = statistics.median(timed(partial(equilibrium, *smaller))[0] for _ in range(5))
    dense = dense_seconds(*smaller)
    yield (
        f"{len(smaller[2]):,} opinions: 50 times as fast as a dense solution",
        f"{ours:.4f} s, {dense / ours:.0f} times",
        f"numpy.linalg.solve {dense:.2f} s",
    )


def files(extent: Extent) -> Iterator[Row]:
    """Large files."""
    goals = {"read contacts": "20 s", "read a deal as .yaml": "8 s", "read a deal as .json": "1 s"}
    for step, rows, seconds in contacts.steps(extent.size(100_000, 500)):
        if step in goals:
            yield f"{step}, {rows:,} people: {goals[step]}", f"{seconds:.2f} s", ""


# opinions first: the largest memory a process ever had does not fall again
PARTS: dict[str, Callable[[Extent], Iterator[Row]]] = {
    "opinions": opinions,
    "reach": reach,
    "worlds": bits,
    "plans": plans,
    "paths": ways,
    "sources": sources,
    "files": files,
}


def main() -> None:
    """Print the machine and one row for each goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(1, 11)))
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    extent = Extent([1] if options.smoke else options.seeds, options.limit, options.smoke)
    # what is imported when first used is no part of a call
    plan(random_deal(6, 1), method="greedy")
    reach_probability.measured(8, 1, 1)
    equilibrium(*opinions_of(400, 0))
    worlds.by_words(organization(12, 1), 64, 1)
    k = power_law(50, 1)
    paths.our_seconds(k, int(np.unique(k.tail)[0]))
    print(machine())
    print("\n| goal | reached | peers |\n|---|---|---|", flush=True)
    for name in options.only:
        for row in PARTS[name](extent):
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
