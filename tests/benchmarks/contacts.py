"""How long a large export takes to come in, and a large deal to be read.

Usage: python -m tests.benchmarks.contacts [--smoke] [--contacts 100000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from influence.io import read_deal, read_people, write_deal


def steps(count: int) -> Iterator[tuple[str, int, float]]:
    """Give each step, its rows and its seconds."""
    tenth = max(count // 10, 1)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        head = "Record ID,First Name,Last Name,Email,Job Title,Department,Reports To"
        rows = [
            f"{number},F{number},L{number},c{number}@grid.example,Engineer {number % 90},Grid {number % 40},"
            f"{number // 8 or ''}"
            for number in range(1, count + 1)
        ]
        (directory / "contacts.csv").write_text("\n".join([head, *rows]), "utf-8")
        (directory / "tenth.csv").write_text("\n".join([head, *rows[:tenth]]), "utf-8")
        start = time.perf_counter()
        found = read_people(directory / "contacts.csv")
        assert found.counts["kept"] == count
        yield "read contacts", count, time.perf_counter() - start
        start = time.perf_counter()
        write_deal(found.deal, directory / "all.yaml")
        yield "write them as a YAML deal", count, time.perf_counter() - start
        deal = read_people(directory / "tenth.csv").deal
        for ending in (".yaml", ".json"):
            write_deal(deal, directory / f"tenth{ending}")
            start = time.perf_counter()
            read_deal(directory / f"tenth{ending}")
            yield f"read a deal as {ending}", tenth, time.perf_counter() - start


def main() -> None:
    """Print one row for each step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--contacts", type=int, default=100_000)
    options = parser.parse_args()
    print("| step | rows | s |")
    print("|---|---|---|")
    for step, rows, seconds in steps(1_000 if options.smoke else options.contacts):
        print(f"| {step} | {rows:,} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    main()
