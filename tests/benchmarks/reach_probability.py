"""How long exact reach takes beside ProbLog, and how wide the certain interval is where it is cut.

Usage: python -m tests.benchmarks.reach_probability [--smoke] [--seeds 1 2 3] [--limit 60]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import statistics
import time
from typing import Any

from influence.propagate import reach_probability
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


def peer_seconds(instance: Instance, limit: float) -> float | None:
    """Return how long ProbLog takes, or None where it takes more than the limit or is not installed."""
    answer: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=problog_value, args=(instance, answer))
    start = time.perf_counter()
    process.start()
    process.join(limit)
    seconds = time.perf_counter() - start
    done = process.exitcode == 0
    if process.is_alive() and process.pid is not None:
        # ProbLog's compiler is a program of its own and would go on
        os.killpg(process.pid, signal.SIGKILL)
    return seconds if done else None


def main() -> None:
    """Print one row for each instance size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(1, 11)))
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    cases = [(12, 1)] if options.smoke else [(20, 1), (30, 1), (30, 3), (40, 1), (80, 1)]
    print("| instance | sources | median, s | longest, s | exact | widest interval | ProbLog, s (first seed) |")
    print("|---|---|---|---|---|---|---|")
    for people, sources in cases:
        seconds, widths, exact = [], [], 0
        for seed in [1] if options.smoke else options.seeds:
            instance = organization(people, seed, sources)
            arrays = (instance.tail, instance.head, instance.probability)
            start = time.perf_counter()
            found = reach_probability(arrays, list(instance.sources), instance.target, method="bounds")
            seconds.append(time.perf_counter() - start)
            widths.append(found.upper - found.lower)
            exact += found.method == "exact"
        peer = peer_seconds(organization(people, 1, sources), options.limit)
        columns = [
            f"org{people}",
            str(sources),
            f"{statistics.median(seconds):.2f}",
            f"{max(seconds):.2f}",
            f"{exact} of {len(seconds)}",
            f"{max(widths):.4f}",
            f"over {options.limit:g}" if peer is None else f"{peer:.2f}",
        ]
        print("| " + " | ".join(columns) + " |", flush=True)


if __name__ == "__main__":
    main()
