"""How long opinions take to settle, how much memory that takes, and how far off they can be.

Usage: python -m tests.benchmarks.equilibrium [--smoke] [--seeds 1 2 3] [--people 3000 1000000]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from scipy import sparse

from influence._types import FloatArray
from influence.propagate import equilibrium, opinion_shares

CONTRACTION = 0.944
LARGEST_DENSE = 5_000


def opinions_of(people: int, seed: int, weights_each: int = 10) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
    """Return signed weights, susceptibilities up to the contraction, and opinions to begin with."""
    generator = np.random.default_rng(seed)
    entries = people * weights_each
    data = generator.random(entries)
    data[generator.random(entries) < 0.15] *= -1.0
    heard = generator.integers(0, people, entries, dtype=np.int32)
    starts = np.arange(0, entries + 1, weights_each, dtype=np.int32)
    data /= np.repeat(np.add.reduceat(np.abs(data), starts[:-1]), weights_each)
    matrix: sparse.csr_array = sparse.csr_array((data, heard, starts), shape=(people, people))
    matrix.sum_duplicates()
    susceptibility = generator.uniform(0.3, CONTRACTION, people)
    susceptibility[0] = CONTRACTION
    return matrix, susceptibility, generator.uniform(-1.0, 1.0, people)


def peak() -> float:
    """Return the largest memory that this process ever had, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and the result."""
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def dense_seconds(matrix: sparse.csr_array, susceptibility: FloatArray, initial: FloatArray) -> float:
    """Return how long numpy's direct solution takes on the same system, already an array."""
    system = np.eye(len(initial)) - susceptibility[:, None] * matrix.toarray()
    return timed(lambda: np.linalg.solve(system, (1.0 - susceptibility) * initial))[0]


def main() -> None:
    """Print one row for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--people", type=int, nargs="+", default=[3_000, 100_000, 1_000_000])
    options = parser.parse_args()
    sizes = [1_000] if options.smoke else options.people
    equilibrium(*opinions_of(400, 0))  # what is imported when first used is no part of a solution
    print("| people | weights | s | longest | method, rounds | error at most | one row, s | GiB beyond the data |")
    print("|---|---|---|---|---|---|---|---|")
    ratios = []
    for people in sizes:
        each = 33 if people == 3_000 else 10
        seconds, rows, bounds, beyond, how = [], [], [], 0.0, ""
        for seed in options.seeds[:1] if options.smoke else options.seeds:
            given = opinions_of(people, seed, each)
            before = peak()
            taken, found = timed(partial(equilibrium, *given))
            beyond = max(beyond, peak() - before)
            seconds.append(taken)
            bounds.append(found.error_bound)
            how = f"{found.method}, {found.rounds}"
            rows.append(timed(partial(opinion_shares, given[0], given[1], 0))[0])
            if people <= LARGEST_DENSE:
                ratios.append((people, dense_seconds(*given) / taken))
        columns = [
            f"{people:,}",
            f"{people * each:,}",
            f"{statistics.median(seconds):.4f}",
            f"{max(seconds):.4f}",
            how,
            f"{max(bounds):.1e}",
            f"{statistics.median(rows):.4f}",
            f"{beyond:.2f}",
        ]
        print("| " + " | ".join(columns) + " |", flush=True)
    for people in sorted({people for people, _ in ratios}):
        middle = statistics.median(ratio for size, ratio in ratios if size == people)
        print(f"{people:,} people: {middle:.0f} times as fast as numpy.linalg.solve")


if __name__ == "__main__":
    main()
