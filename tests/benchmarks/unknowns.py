"""How long it takes to say what is not known, over the size of the map.

python -m tests.benchmarks.unknowns [--smoke] [--seeds 1 2 3] [--people 5 10 20 40 80]
"""

from __future__ import annotations

import argparse
import statistics

from influence.advise import questions, sensitivity, stress
from influence.planning import plan
from tests.benchmarks.plan import random_deal, timed


def main() -> None:
    """Print one row for each size: the median over the seeds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--people", type=int, nargs="+", default=[5, 10, 20, 40, 80])
    options = parser.parse_args()
    sizes, seeds = ([5], [1]) if options.smoke else (options.people, options.seeds)
    plan(random_deal(10, 1), method="greedy")  # what is imported when first used is not part of an analysis
    print("| people | sensitivity, s | questions, s | stress, s |")
    print("|---|---|---|---|")
    for people in sizes:
        rows = []
        for seed in seeds:
            deal = random_deal(people, seed)
            chosen = plan(deal, method="greedy")
            rows.append(
                [
                    timed(lambda chosen=chosen: sensitivity(chosen))[0],
                    timed(lambda deal=deal: questions(deal))[0],
                    timed(lambda chosen=chosen: stress(chosen))[0],
                ]
            )
        medians = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"| {people} | " + " | ".join(f"{seconds:.2f}" for seconds in medians) + " |")


if __name__ == "__main__":
    main()
