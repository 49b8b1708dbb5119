"""Real organizations as deals, for looking at and for measuring: who reports to whom, and who listens to whom."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from influence.model import Deal

__all__ = ["COMPANIES"]


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def deal(people: dict[str, dict[str, Any]], ties: Mapping[tuple[str, str], float], decider: str) -> Deal:
    """Return a deal; each tie's strength is in [0, 1]."""
    listed = [{"from": one, "to": two, "strength": share} for (one, two), share in sorted(ties.items())]
    return Deal.model_validate(
        {"organization": {"stakeholders": people, "ties": listed}, "decision": {"deciders": {decider: 1}}}
    )


def krackhardt(data: Path) -> Deal:
    """Return 21 managers; whom somebody asks for advice moves them."""
    folder = data / "krackhardt_hightech"
    bosses = {row["source"]: row["target"] for row in rows(folder / "reports_to.csv")}
    people = {
        f"m{row['id']}": {"name": f"Manager {row['id']}", "title": row["role"]}
        | ({"reports_to": f"m{bosses[row['id']]}"} if row["id"] in bosses else {})
        for row in rows(folder / "nodes.csv")
    }
    ties = {(f"m{row['target']}", f"m{row['source']}"): 0.5 for row in rows(folder / "advice.csv")}
    return deal(people, ties, "m7")


def thurman(data: Path) -> Deal:
    """Return 15 people of an office with their ties of any kind."""
    folder = data / "small_offices"
    bosses = {row["id"]: row["reports_to"] for row in rows(folder / "thurman_reports_to.csv")}
    names = sorted({*bosses, *bosses.values()})
    people = {
        name.lower(): {"name": name.title()} | ({"reports_to": bosses[name].lower()} if name in bosses else {})
        for name in names
    }
    ties = {(row["source"].lower(), row["target"].lower()): 0.5 for row in rows(folder / "thurman_multiplex.csv")}
    return deal(people, ties, "president")


def oracle(data: Path) -> Deal:
    """Return the 107 employees of a sample company; there is nothing but reporting lines."""
    table = rows(data / "oracle_hr_orgchart" / "employees.csv")
    people = {
        f"e{row['employee_id']}": {"name": f"{row['first_name']} {row['last_name']}", "title": row.get("job_title", "")}
        | ({"reports_to": f"e{row['manager_id']}"} if row["manager_id"] else {})
        for row in table
    }
    top = next(key for key, record in people.items() if "reports_to" not in record)
    return deal(people, {}, top)


def enron(data: Path) -> Deal:
    """Return 156 people who wrote to each other; a writer's strength is their share of what the reader got."""
    folder = data / "enron_perry_wolfe"
    table = rows(folder / "nodes.csv")
    key = next(iter(table[0]))
    people = {
        f"n{row[key]}": {"name": row.get("name") or f"Person {row[key]}", "title": row.get("title", "")}
        for row in table
    }
    sent = Counter(
        (f"n{row['sender']}", f"n{row['receiver']}")
        for row in rows(folder / "events.csv")
        if row["sender"] != row["receiver"]
    )
    heard: Counter[str] = Counter()
    for (_, reader), count in sent.items():
        heard[reader] += count
    ties = {pair: round(count / heard[pair[1]], 4) for pair, count in sent.items()}
    most_heard = max(heard, key=lambda person: (heard[person], person))
    return deal(people, ties, most_heard)


COMPANIES: Mapping[str, tuple[Callable[[Path], Deal], int]] = {
    "Krackhardt": (krackhardt, 21),
    "Thurman": (thurman, 15),
    "Oracle": (oracle, 107),
    "Enron": (enron, 156),
}
"""Name → how it is read, and how many people it has."""
