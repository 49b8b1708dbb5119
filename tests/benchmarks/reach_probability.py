"""How long exact reach takes beside ProbLog and CUDD, and how wide the certain interval is where it is cut.

Usage: python -m tests.benchmarks.reach_probability [--smoke] [--seeds 1 2 3] [--limit 60]
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import signal
import statistics
import time
from collections.abc import Callable
from typing import Any

from influence.propagate import Estimate, reach_probability
from tests.benchmarks.instances import Instance, organization


def problog_value(instance: Instance, answer: Any) -> None:
    """Compute the same by ProbLog, in a process group of its own."""
    os.setsid()
    from problog import get_evaluatable
    from problog.program import PrologString

    rows = zip(instance.probability, instance.tail, instance.head, strict=True)
    lines = [f"{chance}::edge({tail},{head})." for chance, tail, head in rows]
    lines += [f"start({source})." for source in instance.sources]
    lines += ["reached(X) :- start(X).", "reached(Y) :- reached(X), edge(X,Y).", f"query(reached({instance.target}))."]
    found = get_evaluatable().create_from(PrologString("\n".join(lines))).evaluate()
    answer.put(next(iter(found.values())))


def cudd_value(instance: Instance, answer: Any) -> None:
    """Compute the same by a decision diagram of CUDD, variables reordered as it goes."""
    os.setsid()
    from dd import cudd

    manager = cudd.BDD()
    manager.configure(reordering=True)
    chances = {f"e{number}": chance for number, chance in enumerate(instance.probability.tolist())}
    manager.declare(*chances)
    reached = [manager.true if node in instance.sources else manager.false for node in range(instance.node_count)]
    ends = list(zip(instance.tail.tolist(), instance.head.tolist(), strict=True))
    growing = True
    while growing:
        growing = False
        for number, (tail, head) in enumerate(ends):
            more = reached[head] | (reached[tail] & manager.var(f"e{number}"))
            growing |= more != reached[head]
            reached[head] = more
    manager.configure(reordering=False)
    known: dict[int, float] = {}

    def weight(function: Any) -> float:
        if function in (manager.true, manager.false):
            return float(function == manager.true)
        if int(function) not in known:
            chance = chances[function.var]
            below = chance * weight(function.high) + (1.0 - chance) * weight(function.low)
            known[int(function)] = 1.0 - below if function.negated else below
        return known[int(function)]

    answer.put(weight(reached[instance.target]))


PEERS: dict[str, Callable[[Instance, Any], None]] = {"ProbLog": problog_value, "CUDD": cudd_value}


def peer_answer(name: str, instance: Instance, limit: float) -> tuple[float, float | None]:
    """Return how long a peer takes and what it finds: infinite and None where it takes more than the limit or fails."""
    answer: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=PEERS[name], args=(instance, answer))
    start = time.perf_counter()
    process.start()
    process.join(limit)
    seconds = time.perf_counter() - start
    if process.exitcode == 0:
        return seconds, float(answer.get())
    if process.is_alive() and process.pid is not None:
        # ProbLog's compiler is a program of its own and would go on
        os.killpg(process.pid, signal.SIGKILL)
    return math.inf, None


def measured(people: int, seed: int, sources: int) -> tuple[float, Estimate]:
    """Return how long the library takes with its default limits, and what it finds."""
    instance = organization(people, seed, sources)
    arrays = (instance.tail, instance.head, instance.probability)
    start = time.perf_counter()
    found = reach_probability(arrays, list(instance.sources), instance.target, method="bounds")
    return time.perf_counter() - start, found


def main() -> None:
    """Print one row for each instance size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(1, 11)))
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    cases = [(12, 1)] if options.smoke else [(20, 1), (30, 1), (30, 3), (40, 1), (80, 1)]
    seeds = [1] if options.smoke else options.seeds
    print(
        "| instance | sources | median, s | longest, s | exact | widths of the intervals, sorted | "
        + " | ".join(f"{name}, s (first seed)" for name in PEERS)
        + " |"
    )
    print("|---" * (6 + len(PEERS)) + "|")
    for people, sources in cases:
        rows = [measured(people, seed, sources) for seed in seeds]
        widths = sorted(found.upper - found.lower for _, found in rows if found.cut)
        columns = [
            f"org{people}",
            str(sources),
            f"{statistics.median(seconds for seconds, _ in rows):.2f}",
            f"{max(seconds for seconds, _ in rows):.2f}",
            f"{sum(not found.cut for _, found in rows)} of {len(rows)}",
            ", ".join(f"{width:.4f}" for width in widths) or "0",
        ]
        for name in PEERS:
            seconds, value = peer_answer(name, organization(people, seeds[0], sources), options.limit)
            columns.append(f"over {options.limit:g}" if value is None else f"{seconds:.2f}")
            # who is exact agrees
            assert value is None or rows[0][1].lower - 1e-9 <= value <= rows[0][1].upper + 1e-9
        print("| " + " | ".join(columns) + " |", flush=True)


if __name__ == "__main__":
    main()
