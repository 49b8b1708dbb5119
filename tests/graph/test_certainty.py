"""Certainty from hearsay: the table itself, and how it is read."""

from __future__ import annotations

import csv
from itertools import permutations
from math import comb
from pathlib import Path

import pytest

from influence.graph.certainty import certainty_from_sources, tie_certainty
from influence.model import Deal, InformantTable, Source

TABLE = InformantTable()


def no(who: str) -> Source:
    return Source(who=who, denies=True)


@pytest.mark.parametrize(
    ("sources", "certainty"),
    [
        ((), 0.55),
        (("us",), 0.55),
        (("us", "us"), 0.55),
        (("a", "b"), 0.70),
        (("a", "b", "c"), 0.80),
        (("a", "b", "c", "d"), 0.87),
        (("a", "b", "c", "d", "e", "f"), 0.90),
        (("listener",), 0.68),
        (("adviser",), 0.60),
        (("listener", "us"), 0.84),
        (("adviser", "us"), 0.73),
        (("adviser", "listener"), 0.95),
        (("adviser", "a", "b"), 0.80),
        (("listener", "a", "b"), 0.84),
        (("listener", no("us")), 0.56),
        (("adviser", no("us")), 0.50),
        (("a", no("b")), 0.376),
        ((no("a"),), 0.209),
        ((no("listener"), no("us")), 0.167),
        ((no("adviser"), no("us")), 0.167),
        (("listener", no("adviser")), 0.376),
        (("a", "b", "c", no("d"), no("e"), no("f")), (0.347 + 0.510) / 2),
    ],
)
def test_certainty_by_who_says_so(sources: tuple[str | Source, ...], certainty: float) -> None:
    assert certainty_from_sources(sources, "adviser", "listener", TABLE) == pytest.approx(certainty)


def test_a_tie_ages_towards_an_unreported_one() -> None:
    deal = Deal.model_validate(
        {
            "as_of": "2026-06-30",
            "organization": {
                "stakeholders": {"a": {}, "b": {}},
                "ties": [{"from": "a", "to": "b", "certainty": 0.81, "seen": "2026-01-01"}],
            },
        }
    )
    assert tie_certainty(deal, deal.organization.ties[0]) == pytest.approx(0.5 * 0.81 + 0.5 * 0.21)


def _pairs(path: Path) -> list[tuple[int, ...]]:
    with path.open(encoding="utf-8") as file:
        return [tuple(map(int, row)) for row in list(csv.reader(file))[1:]]


def test_the_table_is_what_the_managers_accounts_give(data_directory: Path) -> None:
    """Every ordered pair and every draw of informants without replacement, counted exactly."""
    accounts = _pairs(data_directory / "krackhardt_hightech" / "css_advice.csv")
    reported = {(source, target): set[int]() for source, target in permutations(range(1, 22), 2)}
    for perceiver, source, target in accounts:
        reported[source, target].add(perceiver)
    for asked, row in enumerate(TABLE.rows, start=1):
        for number, expected in enumerate(row):
            real = seen = 0
            for (source, target), perceivers in reported.items():
                outsiders = len(perceivers - {source, target})
                draws = comb(outsiders, number) * comb(19 - outsiders, asked - number)
                seen += draws
                real += draws * (source in perceivers and target in perceivers)
            assert real / seen == pytest.approx(expected, abs=0.0006)
