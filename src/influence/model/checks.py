"""What only the whole deal shows: ids that point nowhere, rings, contradictions.

The checks read plain data as well as records and pass over what has the wrong form, so that they can run on a file that
has other problems too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from influence.errors import Problem, near_miss
from influence.model.catalogue import CONCERN_NAMES
from influence.model.scales import Scales

__all__ = ["RESERVED_CONCERNS", "RESERVED_PEOPLE", "reference_problems"]

RESERVED_PEOPLE = ("us", "outside")
SCALE_OF: Mapping[str | int, str] = {
    "support": "support",
    "access": "access",
    "strength": "strength",
    "strength_on": "strength",
    "concerns": "level",
    "answers": "level",
}
"""The scale whose labels a field takes."""
RESERVED_CONCERNS = ("all", "general")

Path = tuple[str | int, ...]


def reference_problems(deal: Mapping[str, Any] | BaseModel) -> list[Problem]:
    """Return the contradictions of a deal, in the order of the file's sections.

    Parameters
    ----------
    deal : mapping or Deal
        The deal as it was read, or as records.

    Returns
    -------
    list of Problem
    """
    people = _table(_get(_get(deal, "organization"), "stakeholders"))
    problems: list[Problem] = []
    for check in CHECKS:
        problems += check(deal, people)
    return problems


def _get(node: Any, key: str) -> Any:
    """Read a field of a mapping or of a record, whatever name the record's attribute has."""
    if isinstance(node, Mapping):
        return node.get(key)
    if isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            if key in (name, field.alias):
                return getattr(node, name)
    return None


def _table(node: Any) -> Mapping[str, Any]:
    return {key: value for key, value in node.items() if isinstance(key, str)} if isinstance(node, Mapping) else {}


def _entries(node: Any) -> list[Any]:
    return list(node) if isinstance(node, (list, tuple)) else []


def _ids(node: Any) -> list[str]:
    return [node] if isinstance(node, str) else [entry for entry in _entries(node) if isinstance(entry, str)]


def _nobody(where: Path, given: str, people: Mapping[str, Any], also: Sequence[str] = ()) -> Problem:
    known = [*people, *also]
    nearest = near_miss(given, known)
    shown = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    remedy = nearest or (f"use one of {shown}" if known else "add this person under organization.stakeholders")
    return Problem(where, f"{given!r} is nobody on the map", remedy, value=given)


def _check_ids(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    arguments, concerns = _table(_get(deal, "arguments")), _table(_get(deal, "concerns"))
    tables: list[tuple[Path, Mapping[str, Any], tuple[str, ...]]] = [
        (("organization", "stakeholders"), people, RESERVED_PEOPLE),
        (("arguments",), arguments, RESERVED_PEOPLE),
        (("concerns",), concerns, RESERVED_CONCERNS),
        (("sellers",), _table(_get(deal, "sellers")), ()),
        (("rivals",), _table(_get(deal, "rivals")), ()),
    ]
    for where, table, reserved in tables:
        first: dict[str, str] = {}
        for entry in table:
            if entry in reserved:
                yield Problem((*where, entry), f"the id {entry!r} is reserved", "choose another", value=entry)
            other = first.setdefault(entry.casefold(), entry)
            if other != entry:
                what = f"the id {entry!r} differs from {other!r} only by case"
                yield Problem((*where, entry), what, "choose one that differs by more", value=entry)
    for entry in arguments:
        if entry in people:
            what = f"{entry!r} is the id of an argument and of a person"
            yield Problem(("arguments", entry), what, "rename one of the two", value=entry)


def _check_superiors(_deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    for person, record in people.items():
        where: Path = ("organization", "stakeholders", person)
        for key in ("reports_to", "also_reports_to"):
            for superior in _ids(_get(record, key)):
                if superior == person:
                    yield Problem((*where, key), f"{person!r} reports to themselves", "name another person or none")
                elif superior not in people:
                    yield _nobody((*where, key), superior, people)
    yield from _rings(people)


def _rings(people: Mapping[str, Any]) -> Iterator[Problem]:
    state: dict[str, int] = {}
    for number, start in enumerate(people, start=1):
        chain: list[str] = []
        person: Any = start
        while isinstance(person, str) and person in people and person not in state:
            state[person] = number
            chain.append(person)
            person = _get(people[person], "reports_to")
        if isinstance(person, str) and state.get(person) == number and chain and person != chain[-1]:
            ring = chain[chain.index(person) :]
            text = " → ".join([*ring, person])
            where = ("organization", "stakeholders", ring[-1], "reports_to")
            yield Problem(
                where, f"the reporting lines go in a ring: {text}", "take one of these lines out", value=person
            )


def _check_ties(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], int] = {}
    for number, tie in enumerate(_entries(_get(_get(deal, "organization"), "ties"))):
        where: Path = ("organization", "ties", number)
        ends = [_get(tie, "from"), _get(tie, "to")]
        if isinstance(tie, Mapping):
            ends = [tie.get("from", tie.get("source")), tie.get("to", tie.get("target"))]
        for key, end in zip(("from", "to"), ends, strict=True):
            if isinstance(end, str) and end not in people:
                yield _nobody((*where, key), end, people)
        if not all(isinstance(end, str) for end in ends):
            continue
        if ends[0] == ends[1]:
            yield Problem((*where, "to"), f"the tie goes from {ends[0]!r} to themselves", "name another person")
        kind = _get(tie, "kind") or "influences"
        other = first.setdefault((ends[0], ends[1], str(kind)), number)
        if other != number:
            what = f"a second {kind} tie from {ends[0]!r} to {ends[1]!r}, beside ties[{other}]"
            yield Problem(where, what, "keep one and join their sources")


def _walk(node: Any, where: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every table below a node with its path."""
    if isinstance(node, BaseModel):
        fields = {field.alias or name: getattr(node, name) for name, field in type(node).model_fields.items()}
        yield where, node
        for key, value in fields.items():
            yield from _walk(value, (*where, key))
    elif isinstance(node, Mapping):
        yield where, node
        for key, value in node.items():
            yield from _walk(value, (*where, key))
    elif isinstance(node, (list, tuple)):
        for number, value in enumerate(node):
            yield from _walk(value, (*where, number))


def _check_sources_and_ranges(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    for section in ("organization", "decision", "arguments", "sellers"):
        for where, table in _walk(_get(deal, section), (section,)):
            if where[-1] in ("refs", "scales"):
                continue
            for number, source in enumerate(_entries(_get(table, "sources"))):
                who = source if isinstance(source, str) else _get(source, "who")
                place: Path = (*where, "sources", number)
                if isinstance(who, str) and who not in people and who not in RESERVED_PEOPLE:
                    yield _nobody(place if isinstance(source, str) else (*place, "who"), who, people, RESERVED_PEOPLE)
            yield from _check_range(table, where, deal)


def _number_of(value: Any, where: Path, deal: Any) -> float | None:
    """Return a number, or that of a label of the scale that the place in the deal has."""
    if _is_number(value):
        return float(value)
    scale = next((SCALE_OF[part] for part in reversed(where) if part in SCALE_OF), None)
    if scale is None or not isinstance(value, str):
        return None
    own = _get(_get(deal, "scales"), scale)
    found = own.get(value) if isinstance(own, Mapping) and value in own else getattr(Scales(), scale).get(value)
    return float(found) if isinstance(found, (int, float)) else None


def _check_range(table: Any, where: Path, deal: Any) -> Iterator[Problem]:
    limits = _entries(_get(table, "range"))
    if len(limits) != 2 or not all(_is_number(limit) for limit in limits):
        return
    low, high = limits
    if low > high:
        what = f"the range [{low:g}, {high:g}] is reversed"
        yield Problem((*where, "range"), what, f"write [{high:g}, {low:g}]", value=limits)
        return
    for key in ("value", "weight"):
        value = _get(table, key)
        number = _number_of(value, where, deal)
        if number is not None and not low <= number <= high:
            what = f"{value} is outside of its range [{low:g}, {high:g}]"
            yield Problem((*where, key), what, "change the one or the other", value=value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value


def _check_decision(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    decision = _get(deal, "decision")
    named = _table(_get(decision, "deciders"))
    for decider in named:
        if decider not in people:
            yield _nobody(("decision", "deciders", decider), decider, people)
    for number, person in enumerate(_entries(_get(decision, "vetoes"))):
        if isinstance(person, str) and person not in people:
            yield _nobody(("decision", "vetoes", number), person, people)
    budget = _get(deal, "budget")
    owner = _get(budget, "owner")
    if isinstance(owner, str) and owner not in people:
        yield _nobody(("budget", "owner"), owner, people)
    deciders = list(named) or [
        person for person, record in people.items() if "decision_maker" in _entries(_get(record, "roles"))
    ]
    weight = _get(budget, "weight")
    if isinstance(owner, str) and owner not in deciders and _is_number(weight) and weight > 0:
        deciders.append(owner)
    if _get(decision, "rule") == "single" and len(deciders) > 1:
        what = f"the rule is single, but {', '.join(deciders)} decide"
        yield Problem(("decision", "rule"), what, "name one decider, or use weighted, unanimous or majority")


def _check_planning(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    arguments = _table(_get(deal, "arguments"))
    planning = _get(deal, "planning")
    for key in ("include", "exclude", "require"):
        for number, choice in enumerate(_entries(_get(planning, key))):
            where: Path = ("planning", key, number)
            if isinstance(choice, str):
                if choice not in people and choice not in arguments:
                    known = [*people, *arguments]
                    remedy = near_miss(choice, known) or "use the id of a person or of an argument"
                    yield Problem(where, f"{choice!r} is neither a person nor an argument", remedy, value=choice)
                continue
            pair = _ids(choice)
            if len(pair) == 2 and pair[0] not in people:
                yield _nobody((*where, 0), pair[0], people)
            if len(pair) == 2 and pair[1] not in arguments:
                remedy = near_miss(pair[1], list(arguments)) or "use the id of an argument"
                yield Problem((*where, 1), f"{pair[1]!r} is not an argument", remedy, value=pair[1])
    excluded = [choice for choice in _entries(_get(planning, "exclude")) if isinstance(choice, str)]
    for key in ("include", "require"):
        for number, choice in enumerate(_entries(_get(planning, key))):
            clash = [part for part in _ids(choice) if part in excluded]
            if clash:
                what = f"{clash[0]!r} is excluded as well"
                yield Problem(("planning", key, number), what, f"take it out of {key} or of exclude", value=choice)


def _check_people_elsewhere(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    for seller, record in _table(_get(deal, "sellers")).items():
        for person in _table(_get(record, "access")):
            if person not in people:
                yield _nobody(("sellers", seller, "access", person), person, people)
    for rival, record in _table(_get(deal, "rivals")).items():
        for number, person in enumerate(_entries(_get(record, "supporters"))):
            if isinstance(person, str) and person not in people:
                yield _nobody(("rivals", rival, "supporters", number), person, people)


def _check_log(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    latest = ""
    for number, entry in enumerate(_entries(_get(deal, "log"))):
        met = _get(entry, "with") or (entry.get("people") if isinstance(entry, Mapping) else None)
        for position, person in enumerate(_ids(met)):
            if person not in people:
                place: Path = ("log", number, "with") if isinstance(met, str) else ("log", number, "with", position)
                yield _nobody(place, person, people)
        day = _get(entry, "date")
        text = day.isoformat() if isinstance(day, date) else day if isinstance(day, str) else ""
        if text and text < latest:
            what = f"{text} is before the entry above it ({latest})"
            yield Problem(("log", number, "date"), what, "keep the log in the order of its dates", value=day)
        latest = max(latest, text)


def _check_concerns(deal: Any, people: Mapping[str, Any]) -> Iterator[Problem]:
    own = _table(_get(deal, "concerns"))
    known = [*own, *CONCERN_NAMES]
    for concern, record in own.items():
        for number, other in enumerate(_entries(_get(record, "conflicts_with"))):
            where: Path = ("concerns", concern, "conflicts_with", number)
            if other == concern:
                yield Problem(where, f"{concern!r} conflicts with itself", "name another concern", value=other)
            elif isinstance(other, str) and other not in known:
                remedy = near_miss(other, known) or f"use one of {', '.join(known[:8])}, …"
                yield Problem(where, f"{other!r} is no concern of this deal or the catalogue", remedy, value=other)
    for person, record in people.items():
        for concern, entry in _table(_get(record, "concerns")).items():
            here: Path = ("organization", "stakeholders", person, "concerns", concern)
            if concern in RESERVED_CONCERNS:
                yield Problem(here, f"the concern id {concern!r} is reserved", "choose another", value=concern)
            if _get(entry, "root") == concern:
                yield Problem((*here, "root"), f"{concern!r} is its own root", "name the concern behind it, or none")
    for argument, record in _table(_get(deal, "arguments")).items():
        for concern in _table(_get(record, "answers")):
            if concern == "all":
                place: Path = ("arguments", argument, "answers", concern)
                yield Problem(place, "the concern id 'all' is reserved", "name the concerns it answers", value=concern)


Check = Callable[[Any, Mapping[str, Any]], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    _check_ids,
    _check_superiors,
    _check_ties,
    _check_sources_and_ranges,
    _check_decision,
    _check_planning,
    _check_people_elsewhere,
    _check_log,
    _check_concerns,
)
