"""A plan to reach the president of a real company, from 21 managers' conflicting accounts of who asks whom.

Usage: python examples/krackhardt.py DATA [INFORMANTS]

DATA is a directory with Krackhardt's high-tech managers (Social Networks 9, 1987): ``nodes.csv``, ``reports_to.csv``
and ``css_advice.csv`` (perceiver, source, target: "source goes to target for advice"). Each tie's certainty comes from
how many of the informants, five where not stated, reported it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import influence as inf

FUNCTIONS = {"0": "executive", "1": "finance", "2": "technical", "3": "operations", "4": "sales"}
"""The data has numbered departments; which function each has is made up, so that concerns differ."""


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def company(data: Path, informants: list[str]) -> inf.Deal:
    """Return the company as some of its managers see it."""
    superior = {row["source"]: row["target"] for row in rows(data / "reports_to.csv")}
    told: dict[tuple[str, str], list[str]] = {}
    for row in rows(data / "css_advice.csv"):
        if row["perceiver"] in informants and row["source"] != row["target"]:
            # who asks listens: influence runs from the target to the source
            told.setdefault((row["target"], row["source"]), []).append(row["perceiver"])
    people: dict[str, Any] = {}
    for row in rows(data / "nodes.csv"):
        person = {"title": row["role"], "function": FUNCTIONS[row["department"]], "access": "brief"}
        if row["id"] in superior:
            person["reports_to"] = superior[row["id"]]
        if row["level"] == "3":
            person |= {"access": "multiple", "support": "supporter"}
        people[row["id"]] = person
    president = next(row["id"] for row in rows(data / "nodes.csv") if row["level"] == "1")
    people[president] |= {"roles": ["decision_maker"], "access": "none"}
    implied = set(superior.items())
    ties = [
        {
            "from": speaker,
            "to": listener,
            "sources": [{"who": who, "denies": who not in yes} for who in informants],
        }
        for (speaker, listener), yes in sorted(told.items(), key=lambda item: (int(item[0][0]), int(item[0][1])))
        if (speaker, listener) not in implied and (listener, speaker) not in implied
    ]
    return inf.Deal.model_validate(
        {
            "name": "Krackhardt's high-tech managers",
            "organization": {"stakeholders": people, "ties": ties},
            "arguments": {
                "return": {"claim": "pays back in two years", "answers": {"return_on_investment": 0.7}},
                "risk": {
                    "claim": "no line stops while it is introduced",
                    "answers": {"business_risk": 0.6, "stability": 0.7},
                },
                "cost": {"claim": "18% lower over five years", "answers": {"total_cost": 0.8}},
            },
            "capacity": 8,
        }
    )


def main(arguments: list[str]) -> int:
    """Print how the president is reached, and return the exit code."""
    if not arguments or not (Path(arguments[0]) / "css_advice.csv").exists():
        print("the data is not there: give the directory with css_advice.csv; nothing was computed")
        return 0
    count = int(arguments[1]) if len(arguments) > 1 else 5
    data = Path(arguments[0])
    informants = [row["id"] for row in rows(data / "nodes.csv") if row["level"] == "3"][:count]
    deal = company(data, informants)
    told = f"{len(deal.organization.ties)} ties told beside the reporting lines"
    print(f"{count} informants: {', '.join(informants)}; {told}\n")
    print(inf.plan(deal))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
