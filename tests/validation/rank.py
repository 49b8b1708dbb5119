"""Formal rank from who asks whom: the library's influence, by its defaults, beside four plain measures.

No account of rank goes in. Ties come from counts, everybody counts as a decider with equal weight, so that influence is
the share of the others whom somebody reaches, and nothing is fitted. Of two people of different rank the one who ranks
higher should have the higher score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np

from influence._types import FloatArray
from influence.graph import deal_arrays, from_counts
from influence.model import Deal
from influence.propagate import standing
from influence.propagate.influence_ranking import influence_of_people
from tests.validation.tables import RESAMPLES, Table, pairwise_accuracy, rows_of, with_interval

__all__ = ["MEASURES", "Network", "networks", "scores", "study"]

SMOKE_RESAMPLES = 50
Counts = Mapping[tuple[str, str], float]
"""(speaker, listener) → how often."""


@dataclass(frozen=True)
class Network:
    """Who is listened to by whom, and each person's formal rank (the larger, the higher)."""

    name: str
    counts: Counts
    rank: Mapping[str, float]
    control: bool = False


def networks(data: Path) -> list[Network]:
    """Return the organizations with a formal rank, the friendships last."""
    parker, offices, managers = data / "cross_parker", data / "small_offices", data / "krackhardt_hightech"
    enron = data / "enron_perry_wolfe"
    level = _column(managers / "nodes.csv", "level", -1)
    bank = _column(offices / "robins_bank_nodes.csv", "level", -1)
    superior = {row["id"]: row["reports_to"] for row in rows_of(offices / "thurman_reports_to.csv")}
    friends = _choices(offices / "robins_bank_ties.csv", "friend")
    return [
        Network(
            "consulting firm, who is asked",
            _survey(parker / "consulting_info.csv"),
            _column(parker / "consulting_nodes.csv", "orglevel"),
        ),
        Network(
            "manufacturer, who informs",
            _survey(parker / "manufacturing_info.csv"),
            _column(parker / "manufacturing_nodes.csv", "orglevel", -1),
        ),
        Network(
            "Thurman's office, who talks",
            dict.fromkeys(_pairs(offices / "thurman_multiplex.csv"), 1.0),
            {person: -_depth(person, superior) for person in [*superior, *superior.values()]},
        ),
        Network(
            "Enron, who writes to whom",
            {
                (row["source"], row["target"]): float(row["messages_split"])
                for row in rows_of(enron / "email_counts.csv")
            },
            {row["id"]: float(row["seniority"] == "Senior") for row in rows_of(enron / "nodes.csv")},
        ),
        Network("bank branch, advice", _choices(offices / "robins_bank_ties.csv", "advice"), bank),
        Network("Krackhardt's managers, advice", _turned(_pairs(managers / "advice.csv")), level),
        Network("bank branch, friendship", friends, bank, control=True),
        Network("Krackhardt's managers, friendship", _turned(_pairs(managers / "friendship.csv")), level, control=True),
    ]


def _pairs(path: Path) -> list[tuple[str, str]]:
    return [(row["source"], row["target"]) for row in rows_of(path)]


def _turned(pairs: list[tuple[str, str]]) -> Counts:
    """Return who names whom as counts from the one named to the one who names."""
    return {(named, asking): 1.0 for asking, named in pairs}


def _choices(path: Path, relation: str) -> Counts:
    return _turned([(row["source"], row["target"]) for row in rows_of(path) if row["relation"] == relation])


def _survey(path: Path) -> Counts:
    """Return answers above the lowest, which means never or next to never, as counts from the one named."""
    return {(row["target"], row["source"]): float(row["weight"]) - 1.0 for row in rows_of(path)}


def _column(path: Path, column: str, sign: int = 1) -> dict[str, float]:
    return {row["id"]: sign * float(row[column]) for row in rows_of(path)}


def _depth(person: str, superior: Mapping[str, str]) -> float:
    return 0.0 if person not in superior else 1.0 + _depth(superior[person], superior)


def office_of(network: Network) -> Deal:
    """Return the people of a network as a deal in which everybody decides."""
    counts = {pair: count for pair, count in network.counts.items() if set(pair) <= set(network.rank)}
    # somebody without a tie is a person, too
    everyone = {**counts, **{(person, person): 0.0 for person in network.rank}}
    office = from_counts(everyone)
    return Deal(organization=office, decision={"rule": "weighted", "deciders": dict.fromkeys(office, 1.0)})


def word_of_mouth(deal: Deal, seed: int) -> dict[str, float]:
    """Return everybody's influence on all others by the cascade."""
    arrays = deal_arrays(deal)
    return dict(zip(arrays.facts.people, influence_of_people(deal, arrays, seed)[0].tolist(), strict=True))


def _consensus(deal: Deal, seed: int) -> dict[str, float]:
    del seed
    return {each.person: each.weight for each in standing(deal).people}


MEASURES = ("word of mouth", "consensus", "in-degree", "PageRank", "betweenness", "k-core")
"""The library's two, then the plain ones."""


def scores(network: Network, seed: int) -> dict[str, FloatArray]:
    """Return everybody's score by each measure, in the order of the network's ranks."""
    deal = office_of(network)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(network.rank)
    graph.add_weighted_edges_from(
        (listener, speaker, count)
        for (speaker, listener), count in network.counts.items()
        if count > 0 and speaker != listener and {speaker, listener} <= set(network.rank)
    )
    found: dict[str, Mapping[str, float]] = {
        "word of mouth": word_of_mouth(deal, seed),
        "consensus": _consensus(deal, seed),
        "in-degree": dict(graph.in_degree()),
        "PageRank": nx.pagerank(graph, weight="weight"),
        "betweenness": nx.betweenness_centrality(graph),
        "k-core": nx.core_number(graph.to_undirected()),
    }
    return {name: np.array([float(found[name][person]) for person in network.rank]) for name in MEASURES}


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return the accuracies, and the library's word of mouth less each plain measure."""
    resamples = SMOKE_RESAMPLES if smoke else RESAMPLES
    rows, differences = [], []
    for network in networks(data):
        rank = np.array(list(network.rank.values()))
        generator = np.random.default_rng(seed)
        found = scores(network, seed)
        drawn = [generator.integers(len(rank), size=len(rank)) for _ in range(resamples)]
        drawn = [people for people in drawn if len(set(rank[people].tolist())) > 1]
        sampled = {
            name: np.array([pairwise_accuracy(score[people], rank[people]) for people in drawn])
            for name, score in found.items()
        }
        exact = {name: pairwise_accuracy(score, rank) for name, score in found.items()}
        name = network.name + (" (control)" if network.control else "")
        rows.append((name, str(len(rank)), *(_cell(exact[each], sampled[each]) for each in MEASURES)))
        ours = MEASURES[0]
        differences.append(
            (
                name,
                *(_cell(exact[ours] - exact[each], sampled[ours] - sampled[each], True) for each in MEASURES[2:]),
            )
        )
    note = (
        f"In brackets 95 % intervals from {resamples} resamplings of the people. Half is chance. The friendships are "
        "the negative control: who is liked is not who ranks high."
    )
    return [
        Table(
            "rank",
            "How often the one of two people who ranks higher has the higher score",
            ("organization", "people", *MEASURES),
            tuple(rows),
            note,
        ),
        Table(
            "rank_differences",
            "Word of mouth less each plain measure",
            ("organization", *(f"less {each}" for each in MEASURES[2:])),
            tuple(differences),
            "The same people are resampled for both. An interval that holds 0 is no difference.",
        ),
    ]


def _cell(value: float, sampled: FloatArray, sign: bool = False) -> str:
    low, high = np.quantile(sampled, (0.025, 0.975)).tolist()
    return with_interval((value, low, high), 2, sign)
