"""How long a plan takes, and whether it is proved: 40 people, 120 ties, 4 concerns, 10 arguments.

Usage: python -m tests.benchmarks.plan [--smoke] [--seeds 1 2 3] [--people 10 40 80]
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import numpy as np

from influence.advise import questions, sensitivity, stress
from influence.model import Deal
from influence.planning import plan


def random_deal(people: int, seed: int, arguments: int = 10, concerns: int = 4) -> Deal:
    """Return a deal with a hierarchy, cross ties, and about a third of the facts unknown."""
    generator = np.random.default_rng(seed)
    themes = [f"theme{number}" for number in range(concerns)]
    names = [f"p{number}" for number in range(people)]
    support = ["neutral", "supporter", "mentor", "non_supporter", "unknown", "unknown"]
    access = ["none", "brief", "multiple", "in_depth", "unknown", "unknown"]
    stakeholders: dict[str, Any] = {
        name: {
            "support": str(generator.choice(support)),
            "access": str(generator.choice(access)),
            "concerns": {theme: round(float(generator.random()), 2) for theme in themes if generator.random() < 0.6},
        }
        for name in names
    }
    stakeholders["p0"] |= {"roles": ["decision_maker"], "access": "brief"}
    edges: dict[tuple[int, int], None] = {}
    for person in range(1, people):
        superior = int(generator.integers(max(0, person // 3 - 1), max(1, person // 2)))
        edges[person, superior] = None
        if generator.random() < 0.5:
            edges[superior, person] = None
    while len(edges) < 3 * people:
        tail = int(generator.integers(1, people))
        near = generator.random() < 0.7
        head = int(np.clip(tail + generator.integers(-6, 7), 0, people - 1) if near else generator.integers(people))
        if tail != head:
            edges[tail, head] = None
    ties = [
        {
            "from": names[tail],
            "to": names[head],
            "strength": round(float(generator.uniform(0.1, 0.8)), 2),
            "certainty": round(float(generator.uniform(0.5, 0.95)), 2),
        }
        for tail, head in edges
    ]
    answers = {
        f"a{number}": {
            "answers": {
                str(theme): round(float(generator.uniform(0.3, 0.9)), 2)
                for theme in generator.choice(themes, size=int(generator.integers(1, 3)), replace=False)
            }
        }
        for number in range(arguments)
    }
    return Deal.model_validate(
        {
            "organization": {"stakeholders": stakeholders, "ties": ties},
            "concerns": {theme: {"name": theme} for theme in themes},
            "arguments": answers,
            "capacity": 16,
        }
    )


def timed(call: Any) -> tuple[float, Any]:
    """Return seconds and the result."""
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def main() -> None:
    """Print one row for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(1, 11)))
    parser.add_argument("--people", type=int, nargs="+", default=[10, 40, 80])
    options = parser.parse_args()
    sizes, seeds = ([10], [1]) if options.smoke else (options.people, options.seeds)
    plan(random_deal(10, 1), method="greedy")  # what is imported when first used is not part of a plan
    print("| people | greedy, s | auto, s (median) | longest | proved | sensitivity, s | questions, s | stress, s |")
    print("|---|---|---|---|---|---|---|---|")
    for people in sizes:
        rows = []
        for seed in seeds:
            deal = random_deal(people, seed)
            greedy, chosen = timed(lambda deal=deal: plan(deal, method="greedy"))
            auto, best = timed(lambda deal=deal: plan(deal))
            rows.append((greedy, auto, best.method == "exact", deal, chosen))
        _, _, _, deal, chosen = rows[0]
        analyses = [
            timed(lambda: sensitivity(chosen))[0],  # noqa: B023 (called at once)
            timed(lambda: questions(deal))[0],  # noqa: B023 (called at once)
            timed(lambda: stress(chosen))[0],  # noqa: B023 (called at once)
        ]
        columns = [
            f"{statistics.median(row[0] for row in rows):.3f}",
            f"{statistics.median(row[1] for row in rows):.2f}",
            f"{max(row[1] for row in rows):.2f}",
            f"{sum(row[2] for row in rows)} of {len(rows)}",
            *(f"{seconds:.2f}" for seconds in analyses),
        ]
        print(f"| {people} | " + " | ".join(columns) + " |")


if __name__ == "__main__":
    main()
