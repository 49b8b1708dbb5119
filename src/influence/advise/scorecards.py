"""A deal seen through a sales method: what is known, what is missing, and what to ask."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from influence._show import Result, wrap
from influence._text import phrase
from influence._types import Language
from influence.advise.deal_evidence import STRONG, Evidence, evidence_of
from influence.advise.method_definitions import ElementDefinition, MethodDefinition, load_method
from influence.graph import strongest_paths
from influence.model import Deal, point_of
from influence.propagate import key_people

__all__ = ["Scorecard", "ScorecardElement", "scorecard"]

State = Literal["known", "partly", "unknown"]
WIDTH = 100
HIGH = 0.5
"""Number in [0, 1] from which an attribute of a person counts as high."""


@dataclass(frozen=True)
class ScorecardElement:
    """One element of a method, or one person in a method about people.

    Parameters
    ----------
    id, name : str
    state : {"known", "partly", "unknown"}
    evidence : tuple of Evidence
    questions : tuple of str
        One open question for each fact that is missing.
    classes : tuple of str
        In a method about people: the class or profiles; several where what is missing leaves them open.
    score : float or None
        What it adds to the score; in Mitchell–Agle–Wood the number of attributes, 0 to 3.

    Examples
    --------
    >>> from influence.io import load_example
    >>> scorecard(load_example("power_grid_en"), "bant").elements[0].state
    'known'
    """

    id: str
    name: str
    state: State
    evidence: tuple[Evidence, ...]
    questions: tuple[str, ...]
    classes: tuple[str, ...] = ()
    score: float | None = None


@dataclass(frozen=True)
class Scorecard(Result):
    """What a method sees in a deal.

    Parameters
    ----------
    method, name, source : str
        Id, name and published source of the method.
    elements : tuple of ScorecardElement
    score, low, high : float or None
        The score and its range, where the method has one.
    unit : str
    disagreements : tuple of str
        Where the model says something else.
    language : {"en", "zh"} or None

    Examples
    --------
    >>> from influence.io import load_example
    >>> scorecard(load_example("power_grid_en")).score
    7.5
    """

    method: str
    name: str
    source: str
    elements: tuple[ScorecardElement, ...]
    score: float | None
    low: float | None
    high: float | None
    unit: str
    disagreements: tuple[str, ...]
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the scorecard as plain data."""
        elements = [
            {
                **vars(each),
                "evidence": [
                    {**vars(fact), "people": list(fact.people), "sources": list(fact.sources)} for fact in each.evidence
                ],
                "questions": list(each.questions),
                "classes": list(each.classes),
            }
            for each in self.elements
        ]
        return {**vars(self), "elements": elements, "disagreements": list(self.disagreements)}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each element, and the disagreements."""
        rows = [
            {
                "element": each.name,
                "state": each.state,
                "class": ", ".join(each.classes),
                "score": each.score,
                "evidence": "; ".join(fact.text for fact in each.evidence),
                "where": "; ".join(fact.where for fact in each.evidence),
                "question": " ".join(each.questions),
            }
            for each in self.elements
        ]
        return {"elements": rows, "disagreements": [{"text": text} for text in self.disagreements]}

    def __str__(self) -> str:
        count = Counter(each.state for each in self.elements)
        say = {key: str(count[key]) for key in ("known", "partly", "unknown")}
        lines = [phrase("scorecard.headline", self.language, None, method=self.name, **say)]
        if self.score is not None:
            facts = {"value": f"{self.score:g}", "unit": self.unit, "low": f"{self.low:g}", "high": f"{self.high:g}"}
            lines.append(phrase("scorecard.total", self.language, None, **facts))
        for each in self.elements:
            kind = f" ({' / '.join(each.classes)})" if each.classes else ""
            lines += wrap(f"{each.name}: {phrase(f'scorecard.{each.state}', self.language)}{kind}", WIDTH, "", "    ")
            for fact in each.evidence:
                told = "; ".join((fact.where, *fact.sources))
                lines += wrap(f"+ {fact.text} [{told}]", WIDTH, "    ", "      ")
            for question in each.questions:
                lines += wrap(f"? {question}", WIDTH, "    ", "      ")
        if self.disagreements:
            lines.append(phrase("scorecard.disagree", self.language))
            for text in self.disagreements:
                lines += wrap(f"! {text}", WIDTH, "    ", "      ")
        return "\n".join([*lines, *wrap(phrase("scorecard.source", self.language, source=self.source), WIDTH)])


def scorecard(deal: Deal, method: str | os.PathLike[str] | Mapping[str, Any] = "meddpicc") -> Scorecard:
    """Return what a sales method sees in a deal.

    Parameters
    ----------
    deal : Deal
    method : str or path-like or mapping
        ``bant``, ``challenger``, ``meddpicc``, ``mendelow``, ``miller_heiman``, ``mitchell_agle_wood``, ``rapid``,
        ``tas``; or a method of your own as a TOML file or a table of the same form.

    Returns
    -------
    Scorecard

    Raises
    ------
    InputError
        If there is no such method, or its definition is wrong.

    References
    ----------
    Each method's definition names its source; the result carries it.

    Examples
    --------
    >>> found = scorecard(Deal(), "bant")
    >>> found.score, found.elements[3].questions[0]
    (0.0, "By when do they have to decide, and what happens if they don't?")
    """
    known, definition = load_method(method)
    if definition.elements:
        elements = tuple(_element(deal, definition, each) for each in definition.elements)
    else:
        assess = _on_grid if definition.axes else _profiles
        elements = tuple(assess(deal, definition, person) for person in deal.organization)
    points, count = definition.score, len(elements)
    ends = sorted((points.known * count, points.unknown * count)) if points else (None, None)
    return Scorecard(
        known,
        definition.name.say(deal.language),
        definition.source,
        elements,
        sum(each.score or 0.0 for each in elements) if points else None,
        ends[0],
        ends[1],
        points.unit.say(deal.language) if points else "",
        tuple(_disagreements(deal, definition, elements)),
        deal.language,
    )


def _state(found: int, wanted: int) -> State:
    return "known" if found == wanted else "partly" if found else "unknown"


def _element(deal: Deal, definition: MethodDefinition, element: ElementDefinition) -> ScorecardElement:
    found = [evidence_of(deal, look) for look in element.looks]
    state = _state(sum(map(bool, found)), len(found))
    questions = []
    for look, evidence in zip(element.looks, found, strict=True):
        if evidence:
            continue
        value = ", ".join(look.roles) or element.name.say(deal.language)
        asked = phrase(
            f"scorecard.question.{look.fact}", deal.language, deal.scales.templates, **_given(look.fact, value)
        )
        questions.append(look.question.say(deal.language) if look.question else asked)
    score = getattr(definition.score, state) if definition.score else None
    evidence = tuple(dict.fromkeys(fact for facts in found for fact in facts))
    return ScorecardElement(element.id, element.name.say(deal.language), state, evidence, tuple(questions), (), score)


def _given(fact: str, value: str) -> dict[str, str]:
    return {"value": value} if fact in ("roles", "stated") else {}


def _on_grid(deal: Deal, definition: MethodDefinition, person: str) -> ScorecardElement:
    record, label = deal.organization[person], deal.label(person)
    levels = {str(name): value for name, value in deal.scales.level.items()}
    high: dict[str, bool] = {}
    evidence, questions = [], []
    for axis in definition.axes:
        number = point_of(getattr(record, axis.field), levels, -1.0)
        if number < 0:
            questions.append(axis.question.say(deal.language).replace("{person}", label))
            continue
        high[axis.field] = number >= HIGH
        where = f"organization.stakeholders.{person}.{axis.field}"
        evidence.append(Evidence(f"{axis.name.say(deal.language)} {number:g}", where, (person,)))
    open_classes = [
        each.name.say(deal.language)
        for each in definition.classes
        if all((field in each.high) == value for field, value in high.items())
    ]
    state = _state(len(high), len(definition.axes))
    score = float(sum(high.values())) if definition.attributes_unit and state == "known" else None
    shown = tuple(open_classes) if high else ()
    return ScorecardElement(person, label, state, tuple(evidence), tuple(questions), shown, score)


def _profiles(deal: Deal, definition: MethodDefinition, person: str) -> ScorecardElement:
    label, stated = deal.label(person), deal.organization[person].refs.get(definition.key, "")
    names = [part.strip().casefold().replace("-", "_").replace(" ", "_") for part in stated.split(",")]
    found = tuple(each.name.say(deal.language) for each in definition.profiles if each.id in names)
    if found:
        where = f"organization.stakeholders.{person}.refs.{definition.key}"
        return ScorecardElement(person, label, "known", (Evidence(stated, where, (person,)),), (), found)
    asked = definition.question.say(deal.language).replace("{person}", label) if definition.question else ""
    return ScorecardElement(person, label, "unknown", (), (asked,))


def _disagreements(deal: Deal, definition: MethodDefinition, elements: Sequence[ScorecardElement]) -> Iterator[str]:
    def say(key: str, **facts: str) -> str:
        return phrase(f"scorecard.{key}", deal.language, deal.scales.templates, **facts)

    name = definition.name.say(deal.language)
    if definition.elements and all(each.state != "unknown" for each in elements):
        for person in deal.deciders:
            ways = strongest_paths(deal, to=person, k=1).paths
            if not ways or ways[0].strength < STRONG:
                yield say("no_way", method=name, people=deal.label(person), value=f"{STRONG:g}")
    looks = {look.fact for element in definition.elements for look in element.looks}
    owner = deal.budget.owner if deal.budget is not None else None
    if "economic_buyer" in looks and owner is not None and deal.deciders and owner not in deal.deciders:
        yield say("no_say", people=deal.label(owner))
    minor = {each.name.say(deal.language) for each in definition.classes if each.minor}
    if minor and deal.deciders:
        key = {each.person for each in key_people(deal).people if each.key_player}
        for element in elements:
            if element.id in key and element.classes and minor.issuperset(element.classes):
                yield say("minor", method=name, people=element.name)
