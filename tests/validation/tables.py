"""The tables of a study: as Markdown, between their marks in a page, and the arithmetic that studies share."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from influence._types import FloatArray

__all__ = ["Table", "mean_interval", "pairwise_accuracy", "rows_of", "spread", "with_interval", "written_into"]

RESAMPLES = 1_000
FEW = 16
"""Tasks below which they are done one after the other."""
Task = TypeVar("Task")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Table:
    """One table of a study; ``note`` says what was counted, and how often."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str

    def markdown(self) -> str:
        """Return the table with its title and note."""
        lines = [
            f"**{self.title}**",
            "",
            "| " + " | ".join(self.columns) + " |",
            "|" + "---|" * len(self.columns),
            *("| " + " | ".join(row) + " |" for row in self.rows),
            "",
            self.note,
        ]
        return "\n".join(lines)


def written_into(page: str, tables: Sequence[Table]) -> str:
    """Return a page with each table between its marks; a table without marks is an error."""
    for table in tables:
        begin, end = f"<!-- table {table.name} -->", "<!-- end -->"
        marks = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
        found = marks.search(page)
        if found is None:
            raise ValueError(f"the page has no place for the table {table.name}: {begin} … {end}")
        text = f"{begin}\n\n{table.markdown()}\n\n{end}"
        first, last = found.span()
        page = page[:first] + text + page[last:]
    return page


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def spread(work: Callable[[Task], Found], tasks: Sequence[Task]) -> list[Found]:
    """Return the results of many tasks in their order, on all cores where that is worth the start."""
    if len(tasks) < FEW:
        return [work(task) for task in tasks]
    # a process that starts anew has no threads and locks of this one
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as executor:
        return list(executor.map(work, tasks, chunksize=max(len(tasks) // 64, 1)))


def mean_interval(values: FloatArray, generator: np.random.Generator) -> tuple[float, float, float]:
    """Return a mean and its 95 % bootstrap interval."""
    chosen = generator.integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile(values[chosen].mean(axis=1), (0.025, 0.975))
    return float(values.mean()), float(low), float(high)


def with_interval(found: tuple[float, float, float], digits: int = 3, sign: bool = False) -> str:
    """Return a value with its interval as text."""
    form = f"{'+' if sign else ''}.{digits}f"
    value, low, high = (each + 0.0 for each in np.round(found, digits).tolist())
    return f"{value:{form}} ({low:{form}} to {high:{form}})"


def pairwise_accuracy(score: FloatArray, rank: FloatArray) -> float:
    """Return how often the one of two people who ranks higher has the higher score; equal scores count half."""
    higher = rank[:, None] > rank[None, :]
    # what differs by rounding alone is equal
    ahead = np.sign(np.round(score[:, None] - score[None, :], 10))
    return float(((ahead + 1.0) / 2.0)[higher].mean())


Study = Callable[[Path, bool, int], list[Table]]
"""Data directory, whether the small version is wanted, seed → tables."""
