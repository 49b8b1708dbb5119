"""Krackhardt's 21 managers: how far the map of a few informants is the network that both parties confirm.

Everybody drew the whole advice network (Social Networks 9, 1987). A tie counts as real if both its parties drew it. The
library's table of certainties was measured on these same managers, so it is also estimated anew without the accounts of
those who are asked and without the ties of which they are a party; and it is tried on friendship, where it was not
measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations
from math import comb
from pathlib import Path

import numpy as np

from influence._types import BoolArray, FloatArray
from influence.graph.certainty import certainty_from_sources
from influence.model import InformantTable, Source
from tests.validation.tables import Table, rows_of

__all__ = ["RULES", "Accounts", "accounts_of", "brier", "estimated_table", "predictions", "study"]

ASKED = (1, 2, 3, 5)
DRAWS, SMOKE_DRAWS = 400, 6
BINS = 5


class Accounts:
    """Who says what: P people, ``said[p, s, t]`` whether p reports that s asks t for advice."""

    def __init__(self, said: BoolArray) -> None:
        self.said = said
        self.people = len(said)
        both = [(s, t) for s, t in permutations(range(self.people), 2)]
        self.source = np.array([s for s, _ in both])
        self.target = np.array([t for _, t in both])
        self.reports = said[:, self.source, self.target]
        """Shape (people, pairs)."""
        pairs = np.arange(len(both))
        self.real = self.reports[self.source, pairs] & self.reports[self.target, pairs]


def accounts_of(data: Path, relation: str = "advice") -> Accounts:
    """Return everybody's account of a relation."""
    rows = rows_of(data / "krackhardt_hightech" / f"css_{relation}.csv")
    said = np.zeros((21, 21, 21), dtype=bool)
    for row in rows:
        said[int(row["perceiver"]) - 1, int(row["source"]) - 1, int(row["target"]) - 1] = True
    return Accounts(said)


def brier(chance: FloatArray, real: BoolArray) -> float:
    """Return the mean squared difference between a probability and what was so; smaller is better."""
    return float(((chance - real) ** 2).mean())


def estimated_table(accounts: Accounts, without: frozenset[int] = frozenset()) -> InformantTable:
    """Return the table of certainties as counted without some people, neither as informants nor as parties."""
    kept = [p for p in range(accounts.people) if p not in without]
    pairs = np.flatnonzero(np.isin(accounts.source, kept) & np.isin(accounts.target, kept))
    source, target, real = accounts.source[pairs], accounts.target[pairs], accounts.real[pairs]
    outsiders = accounts.reports[kept][:, pairs].sum(axis=0)
    by_source, by_target = accounts.reports[source, pairs], accounts.reports[target, pairs]
    outsiders = outsiders - by_source - by_target
    most = len(kept) - 2

    def share(asked: int, reported: int, among: BoolArray | None = None) -> float:
        """Return P(real | so many of so many outsiders report it), over all draws of outsiders."""
        ways = np.array(
            [comb(int(n), reported) * comb(most - int(n), asked - reported) for n in outsiders], dtype=float
        )
        ways = ways if among is None else ways * among
        return float((ways * real).sum() / ways.sum())

    rows = tuple(tuple(share(asked, reported) for reported in range(asked + 1)) for asked in range(1, 6))
    return InformantTable(
        rows=rows,
        outsiders=tuple(row[-1] for row in rows),
        listener=share(0, 0, by_source),
        adviser=share(0, 0, by_target),
        listener_and_outsider=share(1, 1, by_source),
        adviser_and_outsider=share(1, 1, by_target),
        listener_denied=share(1, 0, by_source),
        adviser_denied=share(1, 0, by_target),
    )


def predictions(accounts: Accounts, asked: list[int], table: InformantTable) -> FloatArray:
    """Return the library's certainty of every pair, from the accounts of those who are asked."""
    names = [str(person) for person in range(accounts.people)]
    known: dict[tuple[tuple[bool, ...], int, int], float] = {}
    found = []
    for pair in range(len(accounts.source)):
        listener, adviser = int(accounts.source[pair]), int(accounts.target[pair])
        says = tuple(bool(accounts.reports[person, pair]) for person in asked)
        roles = tuple((listener, adviser).index(person) if person in (listener, adviser) else 2 for person in asked)
        key = (says, roles.index(0) if 0 in roles else -1, roles.index(1) if 1 in roles else -1)
        if key not in known:
            sources = tuple(Source(who=names[p], denies=not yes) for p, yes in zip(asked, says, strict=True))
            known[key] = certainty_from_sources(sources, names[adviser], names[listener], table)
        found.append(known[key])
    return np.array(found)


Rule = Callable[[FloatArray, FloatArray], FloatArray]
RULES: Mapping[str, Rule] = {
    "share of yes": lambda share, _: share,
    "majority": lambda share, _: (share > 0.5).astype(np.float64),
    "any yes": lambda share, _: (share > 0).astype(np.float64),
    "base rate": lambda share, real: np.full(len(share), real.mean()),
}
"""Share of yes among those asked, and what is real → a chance for each pair; only the base rate sees what is real."""


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return the scores and the calibration on advice, and the scores on friendship."""
    draws = SMOKE_DRAWS if smoke else DRAWS
    advice, friendship = accounts_of(data), accounts_of(data, "friendship")
    scores, bins = _scores(advice, draws, seed)
    elsewhere, _ = _scores(friendship, draws, seed)
    columns = ("asked", "library's table", "table without those asked", *RULES, "library better than share of yes")
    note = (
        f"Mean squared error over all 420 pairs (0 is perfect, smaller is better), mean of {draws} draws of informants "
        "among all 21. The base rate is the true share of real ties, which nobody would know."
    )
    calibration = tuple(
        (
            f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}",
            *(_bin(*bins[asked][kind], number) for asked in ASKED for kind in (0, 1)),
        )
        for number in range(BINS)
    )
    head = tuple(f"{asked} asked{text}" for asked in ASKED for text in ("", ", table without them"))
    return [
        Table("krackhardt_brier", "Is the tie real? Advice", columns, scores, note),
        Table(
            "krackhardt_calibration",
            "Said and so: the library's probability, and the share of ties that were real",
            ("said between", *head),
            calibration,
            "Each cell: mean probability said → share that was real (mean number of pairs of the 420).",
        ),
        Table(
            "krackhardt_friendship",
            "Is the tie real? Friendship, where the table was not measured",
            columns,
            elsewhere,
            note + " Here the second column is a table measured on friendship, without those asked.",
        ),
    ]


Said = tuple[FloatArray, BoolArray, int]


def _scores(
    accounts: Accounts, draws: int, seed: int
) -> tuple[tuple[tuple[str, ...], ...], dict[int, tuple[Said, Said]]]:
    generator = np.random.default_rng(seed)
    rows, bins = [], {}
    for count in ASKED:
        found, said, again = [], [], []
        for _ in range(draws):
            asked = sorted(generator.choice(accounts.people, size=count, replace=False).tolist())
            share = accounts.reports[asked].mean(axis=0)
            said.append(predictions(accounts, asked, InformantTable()))
            again.append(predictions(accounts, asked, estimated_table(accounts, frozenset(asked))))
            guesses = [said[-1], again[-1], *(rule(share, accounts.real) for rule in RULES.values())]
            found.append([brier(guess, accounts.real) for guess in guesses])
        table = np.array(found)
        better = float((table[:, 0] < table[:, 2]).mean())
        rows.append((str(count), *(f"{value:.3f}" for value in table.mean(axis=0)), f"{100 * better:.0f} % of draws"))
        real = np.tile(accounts.real, draws)
        bins[count] = ((np.concatenate(said), real, draws), (np.concatenate(again), real, draws))
    return tuple(rows), bins


def _bin(said: FloatArray, real: BoolArray, draws: int, number: int) -> str:
    inside = np.minimum((said * BINS).astype(int), BINS - 1) == number
    if not inside.any():
        return "–"
    return f"{said[inside].mean():.2f} → {real[inside].mean():.2f} ({inside.sum() / draws:.0f})"
