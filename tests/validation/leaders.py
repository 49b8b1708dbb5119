"""Who influences the president and the four vice-presidents, from the accounts of a few of Krackhardt's managers.

Two questions of a map made of hearsay: does it find those whose advice a leader confirms to take, and does it order
people as the map of confirmed ties would? Reporting lines are left out, so that only what was told counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import networkx as nx
import numpy as np
from scipy.stats import spearmanr

from influence._types import BoolArray, FloatArray
from influence.graph import deal_arrays
from influence.graph.certainty import certainty_from_sources
from influence.model import Deal, InformantTable, Source
from influence.propagate.influence_ranking import influence_of_people
from tests.validation.krackhardt import Accounts, accounts_of
from tests.validation.tables import Table, mean_interval, pairwise_accuracy, rows_of, with_interval

__all__ = ["MEASURES", "leaders_of", "study"]

ASKED = (1, 2, 3, 5)
DRAWS, SMOKE_DRAWS = 60, 1
SHOWN = 4
Score = Callable[[FloatArray, FloatArray], float]
MEASURES = ("influence", "certainty", "share of yes", "in-degree", "PageRank", "tie to the leader stated or not")


def leaders_of(data: Path, levels: str = "12") -> list[int]:
    """Return the places of the president (level 1) and the vice-presidents (level 2)."""
    rows = rows_of(data / "krackhardt_hightech" / "nodes.csv")
    return [int(row["id"]) - 1 for row in rows if row["level"] in levels]


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return how well the leaders' advisers are found, and how well everybody is ordered."""
    draws = SMOKE_DRAWS if smoke else DRAWS
    accounts, leaders = accounts_of(data), leaders_of(data)
    confirmed = np.zeros((accounts.people, accounts.people))
    confirmed[accounts.source[accounts.real], accounts.target[accounts.real]] = 1.0
    truth = {leader: _influence(confirmed, leader, seed) for leader in leaders}
    generator = np.random.default_rng(seed)
    found_rows, ordered_rows = [], []
    first = {leader: Counter[int]() for leader in leaders}
    for count in ASKED:
        finds, orders = [], []
        for _ in range(draws):
            asked = sorted(generator.choice(accounts.people, size=count, replace=False).tolist())
            share = _matrix(accounts, accounts.reports[asked].mean(axis=0))
            certainty = _matrix(accounts, _told(accounts, asked))
            plain = _plain(share)
            each = [
                [_influence(certainty, leader, seed), certainty[leader], share[leader], *plain, share[leader] > 0]
                for leader in leaders
            ]
            if count == ASKED[-1]:
                for leader, measures in zip(leaders, each, strict=True):
                    first[leader].update(_first(np.asarray(measures[0], dtype=np.float64), leader))
            finds.append(_over_leaders(each, leaders, [confirmed[leader] for leader in leaders], _found))
            orders.append(_over_leaders(each, leaders, [truth[leader] for leader in leaders], _ordered))
        found_rows.append((str(count), *_cells(finds, seed)))
        ordered_rows.append((str(count), *_cells(orders, seed)))
    columns = ("asked", *MEASURES)
    note = (
        f"Mean over {draws} draws of informants and the five leaders, in brackets the 95 % interval over the draws. "
        "Influence is the library's, on ties that somebody reports, with the default strength."
    )
    named = tuple(
        (
            ("president" if leader == leaders_of(data, "1")[0] else "vice-president") + f" {leader + 1}",
            ", ".join(str(person + 1) for person in np.flatnonzero(confirmed[leader]).tolist()),
            ", ".join(
                f"{person + 1} ({100 * times / draws:.0f} %{'' if confirmed[leader, person] else ', not confirmed'})"
                for person, times in sorted(first[leader].items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
            ),
        )
        for leader in leaders
    )
    return [
        Table(
            "leaders_named",
            f"Whom the library names, from {ASKED[-1]} accounts",
            ("leader", "confirmed advisers", "most often among the three of largest influence"),
            named,
            f"In brackets the share of {draws} draws of informants.",
        ),
        Table(
            "leaders_found",
            "How often a confirmed adviser of a leader scores above somebody who is none",
            columns,
            tuple(found_rows),
            note + " Half is chance.",
        ),
        Table(
            "leaders_ordered",
            "Rank correlation with the influence on the map of confirmed ties",
            columns,
            tuple(ordered_rows),
            note + " The yardstick is the library's own measure on the confirmed ties, so this says how much hearsay "
            "costs, not whether the measure is right.",
        ),
    ]


def _first(influence: FloatArray, leader: int) -> list[int]:
    """Return the three people of the largest influence, without the leader."""
    order = np.argsort(-influence, kind="stable").tolist()
    return [person for person in order if person != leader][:3]


def _told(accounts: Accounts, asked: Sequence[int]) -> FloatArray:
    """Return the certainty of each pair that somebody reports; 0 where nobody does, for it is not on the map then."""
    table = InformantTable()
    found = np.zeros(len(accounts.source))
    for pair in np.flatnonzero(accounts.reports[list(asked)].any(axis=0)).tolist():
        sources = tuple(Source(who=str(p), denies=not accounts.reports[p, pair]) for p in asked)
        ends = str(accounts.target[pair]), str(accounts.source[pair])
        found[pair] = certainty_from_sources(sources, *ends, table)
    return found


def _matrix(accounts: Accounts, values: FloatArray) -> FloatArray:
    """Return values of pairs as a matrix: the row asks, the column is asked."""
    matrix = np.zeros((accounts.people, accounts.people))
    matrix[accounts.source, accounts.target] = values
    return matrix


def _influence(certainty: FloatArray, leader: int, seed: int) -> FloatArray:
    """Return everybody's influence on one decider, by the library's defaults."""
    people: dict[str, dict[str, str]] = {f"m{number}": {} for number in range(len(certainty))}
    ties = [
        {"from": f"m{adviser}", "to": f"m{listener}", "certainty": float(certainty[listener, adviser])}
        for listener, adviser in np.argwhere(certainty > 0).tolist()
    ]
    deal = Deal.model_validate(
        {"organization": {"stakeholders": people, "ties": ties}, "decision": {"deciders": {f"m{leader}": 1.0}}}
    )
    return influence_of_people(deal, deal_arrays(deal), seed)[0]


def _plain(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(share)))
    graph.add_weighted_edges_from((s, t, share[s, t]) for s, t in np.argwhere(share > 0).tolist())
    ranks = nx.pagerank(graph, weight="weight")
    return share.sum(axis=0), np.array([ranks[person] for person in range(len(share))])


def _over_leaders(
    each: list[list[FloatArray | BoolArray]], leaders: list[int], truth: Sequence[FloatArray], score: Score
) -> list[float]:
    found = []
    for leader, measures, wanted in zip(leaders, each, truth, strict=True):
        others = np.arange(len(wanted)) != leader
        found.append([score(np.asarray(m, dtype=np.float64)[others], wanted[others]) for m in measures])
    return [float(value) for value in np.mean(found, axis=0)]


def _found(score: FloatArray, real: FloatArray) -> float:
    return pairwise_accuracy(score, real)


def _ordered(score: FloatArray, wanted: FloatArray) -> float:
    # where a measure says the same of everybody there is no order to compare
    return float(spearmanr(score, wanted).statistic) if np.ptp(score) > 0 else 0.0


def _cells(values: list[list[float]], seed: int) -> list[str]:
    generator = np.random.default_rng(seed)
    return [with_interval(mean_interval(column, generator), 2) for column in np.array(values).T]
