"""Deals whose truth is known, and the maps that informants give of them.

The truth is drawn from the priors that the model states for what is unknown (uniform over each scale; a conceivable tie
is real as often as among Krackhardt's managers). A map holds what is told: a third of the numbers not at all, the
others as the nearest label, which is true in 0.8 of cases and otherwise a draw from the prior; of each conceivable tie
one to three outsiders say whether there is one, independently, with the rates of yes that the model states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from influence.graph.certainty import certainty_from_sources
from influence.model import Deal, InformantTable, Scales, Source

__all__ = ["CASES", "Case", "MadeUp", "as_stated", "made_up", "report", "tell"]

BASE_RATE = 0.307
UNKNOWN = 1 / 3
PAIRS_EACH = 2
"""Conceivable ties for each person, beside the reporting lines."""
THEMES = ("quality", "price_of_it", "service")
ARGUMENTS = 4
MOST_ASKED = 3
DECIDER = {"roles": ["decision_maker"]}


@dataclass(frozen=True)
class Case:
    """How a map is written down."""

    name: str
    denials: bool
    """Whether a tie that everybody denies is on the map, with those who deny it."""
    doubts: bool
    """Whether labels are written with the probability that they are true."""


CASES = (
    Case("everything told is written down, doubts and denials, too", denials=True, doubts=True),
    Case("ties that nobody reports are left off", denials=False, doubts=True),
    Case("the same, and labels are taken at their word", denials=False, doubts=False),
)


@dataclass(frozen=True)
class MadeUp:
    """A deal as it is, and what is told of it; ``truth`` maps the kind and subject of a fact to its value."""

    deal: Deal
    truth: Mapping[tuple[str, tuple[str, ...]], float]
    told: Mapping[tuple[str, tuple[str, ...]], str | None]
    reports: Mapping[tuple[str, str], Mapping[str, bool]]
    """Pair → who was asked, none of them a party → whether there is a tie."""

    def map(self, case: Case) -> Deal:
        """Return the map as somebody writes it down."""
        people = {
            person: {
                "support": self._stated("support", (person,), case),
                "access": self._stated("access", (person,), case),
                "concerns": {theme: self._concern((person, theme), case) for theme in THEMES},
                **_place(self.deal, person),
            }
            for person in self.deal.organization
        }
        ties = []
        for (speaker, listener), says in self.reports.items():
            if not case.denials and not any(says.values()):
                continue
            sources = [{"who": who, "denies": not yes} for who, yes in says.items()]
            strength = self._stated("strength", (speaker, listener), case)
            tie: dict[str, Any] = {"from": speaker, "to": listener, "sources": sources}
            ties.append(tie if strength == "unknown" else {**tie, "strength": strength})
        return _deal(people, ties, _answers(self.deal))

    def _stated(self, kind: str, subject: tuple[str, ...], case: Case) -> Any:
        label = self.told[kind, subject]
        if label is None:
            return {"range": [0.0, 1.0]} if kind == "strength" else "unknown"
        # no access is a statement of fact, which is not doubted
        return {"value": label, "certainty": Scales().answer_truth} if case.doubts and label != "none" else label

    def _concern(self, subject: tuple[str, str], case: Case) -> Any:
        label = self.told["concern", subject]
        if label is None:
            return {"weight": "medium", "range": [0.0, 1.0]}
        return {"weight": label, "certainty": Scales().answer_truth} if case.doubts else label


def made_up(people: int, generator: np.random.Generator, *, door: bool = False) -> MadeUp:
    """Return a deal drawn from the priors, with what is told of it; without a door the decider cannot be met."""
    names = [f"p{number}" for number in range(people)]
    superior = {names[n]: names[int(generator.integers(max(0, n // 3 - 1), max(1, n // 2)))] for n in range(1, people)}
    truth: dict[tuple[str, tuple[str, ...]], float] = {}
    for name in names:
        truth["support", (name,)] = float(generator.uniform(-1.0, 1.0))
        truth["access", (name,)] = float(generator.uniform(0.0, 0.9))
        for theme in THEMES:
            truth["concern", (name, theme)] = float(generator.random())
    lines = {*superior.items(), *((boss, report) for report, boss in superior.items())}
    free = [(one, other) for one in names for other in names if one != other and (one, other) not in lines]
    chosen = sorted(generator.choice(len(free), size=min(PAIRS_EACH * people, len(free)), replace=False).tolist())
    pairs = [free[number] for number in chosen]
    for pair in pairs:
        truth["tie", pair] = float(generator.random() < BASE_RATE)
        truth["strength", pair] = float(generator.random())
    if not door:
        truth["access", (names[0],)] = 0.0
    told = {
        fact: None if generator.random() < UNKNOWN else tell(fact[0], value, generator)
        for fact, value in truth.items()
        if fact[0] != "tie"
    }
    if not door:
        # that somebody cannot be met is a fact that we know ourselves
        told["access", (names[0],)] = "none"
    reports = {pair: _reports(names, pair, truth["tie", pair], generator) for pair in pairs}
    answers = {
        f"a{number}": {theme: round(float(generator.uniform(0.3, 0.9)), 2) for theme in _themes(generator)}
        for number in range(ARGUMENTS)
    }
    lines_up = {name: {"reports_to": superior[name]} if name in superior else DECIDER for name in names}
    return MadeUp(_true_deal(_deal(lines_up, [], answers), truth), truth, told, reports)


def _true_deal(deal: Deal, truth: Mapping[tuple[str, tuple[str, ...]], float]) -> Deal:
    """Return a deal with the same lines and arguments, everything else as it truly is."""
    people = {
        name: {
            "support": truth["support", (name,)],
            "access": truth["access", (name,)],
            "concerns": {theme: truth["concern", (name, theme)] for theme in THEMES},
            **_place(deal, name),
        }
        for name in deal.organization
    }
    ties = [
        {"from": subject[0], "to": subject[1], "certainty": 1.0, "strength": truth["strength", subject]}
        for (kind, subject), real in truth.items()
        if kind == "tie" and real
    ]
    return _deal(people, ties, _answers(deal))


def as_stated(made: MadeUp, generator: np.random.Generator) -> MadeUp:
    """Return a deal of which the same is told, its truth drawn anew from what the model states of what is told.

    A number is triangular around its label with probability 0.8, otherwise, and where it is unknown, uniform over its
    scale; a tie is real with the certainty of its informants.
    """
    truth = {}
    for kind, subject in made.truth:
        if kind == "tie":
            sources = tuple(
                Source(who=who, denies=not yes) for who, yes in made.reports[subject[0], subject[1]].items()
            )
            chance = certainty_from_sources(sources, subject[0], subject[1], InformantTable())
            truth[kind, subject] = float(generator.random() < chance)
            continue
        label = made.told[kind, subject]
        labels, (least, most) = _labels(kind), _span(kind)
        if label == "none":
            truth[kind, subject] = 0.0
        elif label is None or generator.random() >= Scales().answer_truth:
            truth[kind, subject] = float(generator.uniform(least, most))
        else:
            ends = sorted(labels.values())
            limits = [least, *((one + other) / 2 for one, other in pairwise(ends)), most]
            place = ends.index(labels[label])
            truth[kind, subject] = float(generator.triangular(limits[place], labels[label], limits[place + 1]))
    return replace(made, truth=truth, deal=_true_deal(made.deal, truth))


def _labels(kind: str) -> dict[str, float]:
    return {str(k): v for k, v in getattr(Scales(), "level" if kind == "concern" else kind).items()}


def _span(kind: str) -> tuple[float, float]:
    return {"support": (-1.0, 1.0), "access": (0.0, max(_labels("access").values()))}.get(kind, (0.0, 1.0))


def tell(kind: str, value: float, generator: np.random.Generator) -> str:
    """Return what an informant says of a number: its label, or now and then one drawn from the prior."""
    labels = _labels(kind)
    if generator.random() >= Scales().answer_truth:
        value = float(generator.uniform(*_span(kind)))
    return min(labels, key=lambda label: abs(labels[label] - value))


def report(real: float, generator: np.random.Generator) -> bool:
    """Return whether one informant says that there is a tie."""
    scales = Scales()
    chance = scales.informant_reports_real if real else scales.informant_reports_unreal
    return bool(generator.random() < chance)


def _reports(names: list[str], pair: tuple[str, str], real: float, generator: np.random.Generator) -> dict[str, bool]:
    outsiders = [name for name in names if name not in pair]
    asked = generator.choice(len(outsiders), size=int(generator.integers(1, MOST_ASKED + 1)), replace=False)
    return {outsiders[place]: report(real, generator) for place in sorted(asked.tolist())}


def _themes(generator: np.random.Generator) -> list[str]:
    size = int(generator.integers(1, 3))
    return [THEMES[place] for place in sorted(generator.choice(len(THEMES), size=size, replace=False).tolist())]


def _place(deal: Deal, person: str) -> dict[str, Any]:
    record = deal.organization[person]
    if record.reports_to is None:
        return DECIDER
    return {"reports_to": record.reports_to}


def _answers(deal: Deal) -> dict[str, dict[str, Any]]:
    return {name: dict(argument.answers) for name, argument in deal.arguments.items()}


def _deal(people: Mapping[str, Any], ties: list[dict[str, Any]], answers: Mapping[str, Mapping[str, Any]]) -> Deal:
    return Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": ties},
            "concerns": {theme: {"name": theme} for theme in THEMES},
            "arguments": {name: {"answers": each} for name, each in answers.items()},
            "capacity": 6,
        }
    )
