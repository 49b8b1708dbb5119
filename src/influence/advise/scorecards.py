"""A deal seen through a sales method: what is known, what is missing, and what to ask."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from influence.advise.deal_evidence import STRONG, Evidence, almost_champions, at, evidence_of
from influence.advise.disagreements import disagreements_of
from influence.advise.method_definitions import ElementDefinition, Look, MethodDefinition, load_method
from influence.advise.scorecard_records import Scorecard, ScorecardElement, State
from influence.errors import InputError, Problem, near_miss
from influence.graph.assumptions import assumptions_of
from influence.model import Assumption, Deal, point_of
from influence.model.field_names import label_text

__all__ = ["scorecard"]

HIGH = 0.5
"""Number in [0, 1] from which an attribute of a person counts as high."""
OF_THE_MODEL = ("unknown_support", "unknown_access", "advocacy", "strength", "reporting_lines", "single_informant")
"""Assumptions of the model that ways and influence rest on most."""


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
        If there is no such method, its definition is wrong, or the deal's ``refs`` have a key of the method that it
        does not read, or a profile that it does not know.

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
    _check_refs(deal, known, definition)
    if definition.elements:
        elements = tuple(_element(deal, known, definition, each) for each in definition.elements)
    elif definition.axes:
        elements = tuple(_on_grid(deal, definition, person) for person in deal.organization)
    else:
        elements = tuple(_profiles(deal, known, definition, person) for person in deal.organization)
    points, count = definition.score, len(elements)
    ends = sorted((points.known * count, points.unknown * count)) if points else (None, None)
    return Scorecard(
        method=known,
        name=definition.name.say(deal.language),
        source=definition.source.say(deal.language),
        elements=elements,
        score=sum(each.score or 0.0 for each in elements) if points else None,
        low=ends[0],
        high=ends[1],
        unit=points.unit.say(deal.language) if points else "",
        disagreements=disagreements_of(deal, definition, elements),
        assumptions=tuple(_assumptions(deal, definition)),
        language=deal.language,
    )


def _key(method: str, element: str, look: Look) -> str:
    """Return the key in ``refs`` of what has no field."""
    return look.key or f"{method}.{element}"


def _check_refs(deal: Deal, method: str, definition: MethodDefinition) -> None:
    """Refuse keys of the method in ``refs`` that nothing reads: they are misspelt."""
    read = [_key(method, each.id, look) for each in definition.elements for look in each.looks if look.fact == "stated"]
    read += [f"{method}.{definition.key}"] if definition.profiles else []
    places: list[tuple[tuple[str | int, ...], Mapping[str, str]]] = [(("refs",), deal.refs)]
    places += [(at(person, "refs"), deal.organization[person].refs) for person in deal.organization]
    problems = []
    for where, refs in places:
        for key in refs:
            if key.startswith(f"{method}.") and key not in read:
                accepted = f"{near_miss(key, read)} read are {', '.join(read)}".strip() if read else "leave it out"
                problems.append(Problem((*where, key), f"is no key that {method} reads", accepted))
    if problems:
        raise InputError(problems)


def _assumptions(deal: Deal, definition: MethodDefinition) -> Iterator[Assumption]:
    """Return what the figures rest on: the method's first, then the model's where it was asked."""
    points = definition.score
    if points is not None:
        yield Assumption("method_points", f"{points.known:g}, {points.partly:g}, {points.unknown:g}")
    if definition.elements:
        yield Assumption("method_reading", "")
    if definition.axes:
        yield Assumption("method_high", f"{HIGH:g}")
        yield Assumption("method_levels", ", ".join(f"{name} {value:g}" for name, value in deal.scales.level.items()))
    if deal.deciders:
        yield Assumption("method_strong", f"{STRONG:g}")
        yield from (each for each in assumptions_of(deal) if each.key in OF_THE_MODEL)


def _state(found: int, wanted: int) -> State:
    return "known" if found == wanted else "partly" if found else "unknown"


def _element(deal: Deal, method: str, definition: MethodDefinition, element: ElementDefinition) -> ScorecardElement:
    found = [evidence_of(deal, look, _key(method, element.id, look)) for look in element.looks]
    state = _state(sum(map(bool, found)), len(found))
    name = element.name.say(deal.language)
    missing = [look for look, evidence in zip(element.looks, found, strict=True) if not evidence]
    questions = dict.fromkeys(question for look in missing for question in _questions(deal, look, name))
    score = getattr(definition.score, state) if definition.score else None
    evidence = tuple(dict.fromkeys(fact for facts in found for fact in facts))
    return ScorecardElement(element.id, name, state, evidence, tuple(questions), (), score)


def _questions(deal: Deal, look: Look, name: str) -> tuple[str, ...]:
    """Return what to ask for a fact that is missing: of people in particular where the deal says of whom."""
    if look.question:
        return (look.question.say(deal.language),)
    mark = "、" if deal.language == "zh" else ", "
    value = mark.join(label_text("role", role, deal.language) for role in look.roles) or name
    key = f"scorecard.question.{look.fact}"
    asked = deal.say(key, **({"value": value} if look.fact == "roles" else {}))
    return (asked, *(almost_champions(deal) if look.fact == "champion" else ()))


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
        facts = {"axis": axis.name.say(deal.language), "value": f"{number:g}"}
        text = deal.say("scorecard.evidence.axis", **facts)
        evidence.append(Evidence(text, at(person, axis.field), (person,)))
    open_classes = [
        each.name.say(deal.language)
        for each in definition.classes
        if all((field in each.high) == value for field, value in high.items())
    ]
    state = _state(len(high), len(definition.axes))
    score = float(sum(high.values())) if definition.attributes_unit and state == "known" else None
    shown = tuple(open_classes) if high else ()
    return ScorecardElement(person, label, state, tuple(evidence), tuple(questions), shown, score)


def _profiles(deal: Deal, method: str, definition: MethodDefinition, person: str) -> ScorecardElement:
    key, label = f"{method}.{definition.key}", deal.label(person)
    stated = deal.organization[person].refs.get(key, "")
    ids = {_plain(text): each.id for each in definition.profiles for text in (each.id, each.name.en, each.name.zh)}
    given = [part for part in re.split(r"[,;，；、]", stated) if part.strip()]
    for part in given:
        if _plain(part) not in ids:
            accepted = [each.id for each in definition.profiles]
            remedy = f"{near_miss(_plain(part), accepted)} known are {', '.join(accepted)}".strip()
            raise InputError(Problem(at(person, "refs", key), f"{part.strip()!r} is no profile", remedy))
    has = {ids[_plain(part)] for part in given}
    found = tuple(each.name.say(deal.language) for each in definition.profiles if each.id in has)
    if found:
        evidence = Evidence(stated, at(person, "refs", key), (person,))
        return ScorecardElement(person, label, "known", (evidence,), (), found)
    asked = definition.question.say(deal.language).replace("{person}", label) if definition.question else ""
    return ScorecardElement(person, label, "unknown", (), (asked,))


def _plain(text: str) -> str:
    return text.strip().casefold().replace("-", "_").replace(" ", "_")
