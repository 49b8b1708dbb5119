"""A deal without names: the same map, the same plan and the same values, but nobody can be recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from influence.graph.certainty import tie_certainty
from influence.graph.facts import deal_facts
from influence.model import Deal, Stakeholder, Tie
from influence.model.catalogue import CONCERN_NAMES

__all__ = ["anonymize"]

KEPT_OF_PEOPLE = (
    "function",
    "roles",
    "support",
    "access",
    "advocacy",
    "openness",
    "power",
    "legitimacy",
    "urgency",
    "meet",
)
KEPT_OF_NUMBERS = ("value", "range", "certainty", "weight", "kind")
"""What is kept of a stated number; sources and days go."""


def anonymize(deal: Deal) -> Deal:
    """Return a deal without names, mails, titles, free text, references, sources, days and amounts.

    People are called by their function and a number, arguments and the deal's own concerns by a number, in the order of
    the deal, so that the same deal always gets the same pseudonyms. What sources and days say about certainty is
    written as a number, so that plan and values stay as they are. The log of meetings is left out.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    Deal

    Examples
    --------
    >>> people = {"wu": {"name": "Wu Ping", "function": "technical"}, "zhao": {"name": "Zhao"}}
    >>> list(anonymize(Deal(organization={"stakeholders": people})).organization.stakeholders)
    ['technical_1', 'person_1']
    """
    people = _people(deal)
    arguments = _numbered("argument", deal.arguments)
    concerns = _concerns(deal)
    organization = {
        "stakeholders": {
            people[person]: _person(record, people, concerns)
            for person, record in deal.organization.stakeholders.items()
        },
        **_filled({"ties": [_tie(deal, tie, people, concerns) for tie in deal.organization.ties]}),
    }
    whole = deal.stated()
    kept: dict[str, Any] = {key: whole[key] for key in ("language", "stage", "capacity", "costs") if key in whole}
    if "scales" in whole:
        # templates are the customer's own words
        kept["scales"] = {key: value for key, value in whole["scales"].items() if key != "templates"}
        if "function_concerns" in kept["scales"]:
            kept["scales"]["function_concerns"] = {
                function: [concerns[concern] for concern in own]
                for function, own in kept["scales"]["function_concerns"].items()
            }
    rest = _filled(
        {
            "decision": _decision(whole.get("decision", {}), people),
            "arguments": {
                arguments[name]: {
                    **{key: value for key, value in whole["arguments"][name].items() if key in ("stage", "prep")},
                    **_filled({"answers": _renamed(whole["arguments"][name].get("answers", {}), concerns, _number)}),
                }
                for name in deal.arguments
            },
            "concerns": {
                concerns[name]: _filled(
                    {
                        **({"kind": record.kind} if record.kind else {}),
                        "functions": list(record.functions),
                        "conflicts_with": [concerns[other] for other in record.conflicts_with],
                    }
                )
                for name, record in deal.concerns.items()
            },
            "planning": _planning(whole.get("planning", {}), people, arguments, concerns),
            "sellers": _sellers(whole.get("sellers", {}), people),
            **_budget(whole.get("budget"), people),
            "rivals": {
                f"rival_{number + 1}": _filled({"supporters": [people[person] for person in rival.supporters]})
                for number, rival in enumerate(deal.rivals.values())
            },
        }
    )
    return Deal.model_validate({**kept, "organization": organization, **rest})


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table without what is an empty table or list: nothing is said by it."""
    return {key: value for key, value in table.items() if value not in ({}, [])}


def _people(deal: Deal) -> dict[str, str]:
    counts: dict[str, int] = {}
    found = {}
    for person, record in deal.organization.stakeholders.items():
        kind = record.function if record.function not in (None, "other") else "person"
        counts[kind] = counts.get(kind, 0) + 1
        found[person] = f"{kind}_{counts[kind]}"
    return found


def _numbered(kind: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{kind}_{number}" for number, name in enumerate(names, start=1)}


def _concerns(deal: Deal) -> dict[str, str]:
    """Return pseudonyms of the deal's own concerns; those of the catalogue are everybody's and stay."""
    stated = [*deal.concerns, *deal_facts(deal).concerns]
    for argument in deal.arguments.values():
        stated += argument.answers
    for record in deal.organization.stakeholders.values():
        for concern in record.concerns:
            given = record.concern(concern)
            stated += [concern, *([given.root] if given is not None and given.root else [])]
    for tie in deal.organization.ties:
        stated += tie.strength_on
    stated += deal.planning.must_answer or ()
    for own_concerns in deal.scales.function_concerns.values():
        stated += own_concerns
    public = {*CONCERN_NAMES, "all", "general"}
    own = [concern for concern in dict.fromkeys(stated) if concern not in public]
    return {**{concern: concern for concern in stated if concern in public}, **_numbered("concern", own)}


def _number(given: Any) -> Any:
    return {key: given[key] for key in KEPT_OF_NUMBERS if key in given} if isinstance(given, dict) else given


def _renamed(table: Mapping[str, Any], names: Mapping[str, str], change: Callable[[Any], Any]) -> dict[str, Any]:
    return {names[key]: change(value) for key, value in table.items()}


def _person(record: Stakeholder, people: Mapping[str, str], concerns: Mapping[str, str]) -> dict[str, Any]:
    data = record.stated()
    kept = {key: _number(data[key]) for key in KEPT_OF_PEOPLE if key in data}
    if record.reports_to is not None:
        kept["reports_to"] = people[record.reports_to]
    kept["also_reports_to"] = [people[other] for other in record.also_reports_to]
    kept["concerns"] = {}
    for concern, value in data.get("concerns", {}).items():
        own = _number(value)
        if isinstance(value, dict) and value.get("root"):
            own["root"] = concerns[value["root"]]
        kept["concerns"][concerns[concern]] = own
    return _filled(kept)


def _tie(deal: Deal, tie: Tie, people: Mapping[str, str], concerns: Mapping[str, str]) -> dict[str, Any]:
    data = tie.stated()
    kept: dict[str, Any] = {key: _number(data[key]) for key in ("kind", "strength") if key in data}
    kept["strength_on"] = _renamed(data.get("strength_on", {}), concerns, _number)
    ends = {"from": people[tie.source], "to": people[tie.target]}
    return {**ends, "certainty": tie_certainty(deal, tie), **_filled(kept)}


def _decision(data: Mapping[str, Any], people: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {"rule": data["rule"]} if data.get("rule") else {}
    kept["deciders"] = _renamed(data.get("deciders", {}), people, _number)
    kept["vetoes"] = [people[person] for person in data.get("vetoes", [])]
    return _filled(kept)


def _planning(
    data: Mapping[str, Any], people: Mapping[str, str], arguments: Mapping[str, str], concerns: Mapping[str, str]
) -> dict[str, Any]:
    names = {**arguments, **people}
    kept = {key: data[key] for key in ("load", "min_support", "introductions", "min_common_ground") if key in data}
    for key in ("include", "exclude", "require"):
        if data.get(key) is not None:
            kept[key] = [
                names[choice] if isinstance(choice, str) else [people[choice[0]], arguments[choice[1]]]
                for choice in data[key]
            ]
    if data.get("must_answer") is not None:
        kept["must_answer"] = [concerns[concern] for concern in data["must_answer"]]
    return kept


def _sellers(data: Mapping[str, Any], people: Mapping[str, str]) -> dict[str, Any]:
    names = _numbered("seller", data)
    return {
        names[seller]: {
            "hours": record["hours"],
            **_filled({"access": _renamed(record.get("access", {}), people, _number)}),
        }
        for seller, record in data.items()
    }


def _budget(data: Mapping[str, Any] | None, people: Mapping[str, str]) -> dict[str, Any]:
    if data is None:
        return {}
    kept = {key: data[key] for key in ("status", "weight") if key in data}
    return {"budget": {**kept, **({"owner": people[data["owner"]]} if data.get("owner") else {})}}
