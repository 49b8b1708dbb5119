"""Why word of mouth tells seniority on mail worse than counting: other readings of the same messages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from influence._types import FloatArray
from tests.validation.rank import Counts, Network, networks, office_of, word_of_mouth
from tests.validation.tables import Table, pairwise_accuracy

__all__ = ["study"]

EACH_TIE = 0.1
"""Strength of every tie where attention is not shared; a second one, 0.03, is shown beside it."""


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return the accuracy of each reading, and what it is less that of the number of people somebody writes to."""
    mail = next(network for network in networks(data) if network.name.startswith("Enron"))
    counts = {
        (speaker, listener): count
        for (speaker, listener), count in mail.counts.items()
        if count > 0 and speaker != listener and {speaker, listener} <= set(mail.rank)
    }
    written = Counter(speaker for speaker, _ in counts)
    heard_from = Counter(listener for _, listener in counts)
    readings: dict[str, Counts] = {
        "shares of attention by messages (the default)": counts,
        "shares, every correspondent once": dict.fromkeys(counts, 1.0),
        "shares by messages that are answered": {
            pair: min(count, counts.get(pair[::-1], 0.0)) for pair, count in counts.items()
        },
        "shares, messages divided by how many the sender writes to": {
            pair: count / written[pair[0]] for pair, count in counts.items()
        },
    }
    if smoke:
        readings = dict(list(readings.items())[:1])
    scores = {name: _influence(mail, read, seed) for name, read in readings.items()}
    for strength in (EACH_TIE,) if smoke else (0.03, EACH_TIE):
        scores[f"not shared: every tie {strength:g}"] = _influence(mail, counts, seed, strength)
    scores["in-degree: how many somebody writes to"] = np.array([float(written[person]) for person in mail.rank])
    scores["how many write to somebody"] = np.array([float(heard_from[person]) for person in mail.rank])
    rank = np.array(list(mail.rank.values()))
    generator = np.random.default_rng(seed)
    samples = [generator.integers(0, len(rank), len(rank)) for _ in range(20 if smoke else 1000)]
    plain = _sampled(scores["in-degree: how many somebody writes to"], rank, samples)
    rows = []
    for name, score in scores.items():
        sampled = _sampled(score, rank, samples)
        own, less = (np.quantile(values, (0.025, 0.975)) for values in (sampled, sampled - plain))
        value = pairwise_accuracy(score, rank)
        rows.append((name, f"{value:.2f} ({own[0]:.2f} to {own[1]:.2f})", f"{less[0]:+.2f} to {less[1]:+.2f}"))
    return [
        Table(
            "mail",
            "Enron's mail read otherwise: how often the senior of two people has the higher score",
            ("reading", "accuracy", "less in-degree"),
            tuple(rows),
            f"95 % intervals from {len(samples)} resamplings of the people, the same ones for the difference.",
        )
    ]


def _influence(mail: Network, counts: Counts, seed: int, strength: float | None = None) -> FloatArray:
    deal = office_of(replace(mail, counts=counts))
    if strength is not None:
        ties = tuple(tie.model_copy(update={"strength_on": {"all": strength}}) for tie in deal.organization.ties)
        deal = deal.replace(organization=deal.organization.model_copy(update={"ties": ties}))
    found = word_of_mouth(deal, seed)
    return np.array([found[person] for person in mail.rank])


def _sampled(
    score: FloatArray, rank: FloatArray, samples: list[np.ndarray[tuple[int], np.dtype[np.int64]]]
) -> FloatArray:
    return np.array([pairwise_accuracy(score[people], rank[people]) for people in samples])
