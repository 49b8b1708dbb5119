"""What a deal knows of each fact that methods ask for, with the field it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from influence._text import phrase
from influence.advise.method_definitions import Look
from influence.graph import DealArrays, deal_arrays, strongest_paths
from influence.graph.facts import implied_advocacy
from influence.model import Deal, Stakeholder
from influence.planning.lines import concern_name
from influence.propagate import key_people

__all__ = ["STRONG", "Evidence", "evidence_of", "three_part_test"]

STRONG = 0.1
"""Influence on the deciders, or strength of a way to one, in [0, 1] that counts."""


@dataclass(frozen=True)
class Evidence:
    """One fact of a deal and where it stands.

    Parameters
    ----------
    text : str
    where : str
        The field of the deal.
    people : tuple of str
        Ids of the people it is about.
    sources : tuple of str
        Who told us.
    """

    text: str
    where: str
    people: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def _note(deal: Deal, fact: str, where: str, people: tuple[str, ...] = (), value: object = "") -> Evidence:
    named = ", ".join(map(deal.label, people))
    text = phrase(f"scorecard.evidence.{fact}", deal.language, deal.scales.templates, people=named, value=value)
    given = [source for person in people for source in deal.organization[person].sources]
    told = [each if isinstance(each, str) else f"{each.who} {each.seen or ''}".strip() for each in given]
    return Evidence(text, where, people, tuple(told))


def _at(person: str, field: str) -> str:
    return f"organization.stakeholders.{person}.{field}"


def _decider_field(deal: Deal, person: str) -> str:
    return f"decision.deciders.{person}" if person in deal.decision.deciders else _at(person, "roles")


def _deciders(deal: Deal, fact: str) -> Iterator[Evidence]:
    if fact == "one_decider" and len(deal.deciders) != 1:
        return
    for person in deal.deciders:
        yield _note(deal, fact, _decider_field(deal, person), (person,))


def _agreement(deal: Deal) -> Iterator[Evidence]:
    for person in deal.decision.vetoes:
        yield _note(deal, "agreement", "decision.vetoes", (person,))
    for person, record in deal.organization.stakeholders.items():
        if "approver" in record.roles and person not in deal.decision.vetoes:
            yield _note(deal, "agreement", _at(person, "roles"), (person,))


def _economic_buyer(deal: Deal) -> Iterator[Evidence]:
    owner = deal.budget.owner if deal.budget is not None else None
    if owner is not None:
        yield _note(deal, "economic_buyer", "budget.owner", (owner,))
    for person, record in deal.organization.stakeholders.items():
        if "economic_buyer" in record.roles and person != owner:
            yield _note(deal, "economic_buyer", _at(person, "roles"), (person,))


def _budget(deal: Deal, fact: str) -> Iterator[Evidence]:
    budget = deal.budget
    if budget is not None and fact == "budget_status" and budget.status != "unknown":
        yield _note(deal, fact, "budget.status", (), budget.status)
    if budget is not None and fact == "budget_amount" and budget.amount is not None:
        yield _note(deal, fact, "budget.amount", (), f"{budget.amount:,.0f} {budget.currency}".strip())


def _concerns(deal: Deal, fact: str) -> Iterator[Evidence]:
    for person, record in deal.organization.stakeholders.items():
        if fact == "deciders_concerns" and person not in deal.deciders:
            continue
        for concern in record.concerns:
            stated = record.concern(concern)
            if stated is None or stated.weight == 0:
                continue
            if fact == "needs" and not (stated.kind == "need" or stated.root):
                continue
            if fact == "reasons" and not stated.why:
                continue
            shown = concern_name(deal, stated.root or concern)
            yield _note(deal, fact, _at(person, f"concerns.{concern}"), (person,), shown)


def _measured_claims(deal: Deal) -> Iterator[Evidence]:
    for argument, record in deal.arguments.items():
        if re.search(r"\d", record.claim):
            yield _note(deal, "measured_claims", f"arguments.{argument}.claim", (), argument)


def _answered(deal: Deal, record: Stakeholder) -> list[str]:
    """Return the arguments that answer what is stated of a person's concerns."""
    own = {
        stated.root or concern
        for concern in record.concerns
        if (stated := record.concern(concern)) and stated.weight != 0
    }
    return [argument for argument, each in deal.arguments.items() if own.intersection(each.answers)]


def _answers_to_deciders(deal: Deal) -> Iterator[Evidence]:
    for person in deal.deciders:
        for argument in _answered(deal, deal.organization[person]):
            yield _note(deal, "answers_to_deciders", f"arguments.{argument}.answers", (person,), argument)


def three_part_test(deal: Deal) -> dict[str, tuple[bool, bool, bool]]:
    """Return, for everybody but the deciders, whether they have influence, speak for us, and win personally."""
    influence = {each.person: each.influence for each in key_people(deal).people} if deal.deciders else {}
    least = deal.scales.advocacy["supporter"]
    arrays = deal_arrays(deal)
    return {
        person: (
            influence.get(person, 0.0) >= STRONG,
            bool(arrays.facts.support[place] > 0) and implied_advocacy(deal, record) >= least,
            bool(_answered(deal, record)),
        )
        for place, (person, record) in enumerate(deal.organization.stakeholders.items())
        if person not in deal.deciders
    }


def _champion(deal: Deal, fact: str) -> Iterator[Evidence]:
    for person, (influence, speaks, wins) in three_part_test(deal).items():
        if speaks and wins and (influence or fact == "coach"):
            yield _note(deal, fact, _at(person, "support"), (person,))


def _against(deal: Deal) -> Iterator[Evidence]:
    arrays: DealArrays = deal_arrays(deal)
    for place, person in enumerate(arrays.facts.people):
        if arrays.facts.support[place] < 0:
            yield _note(deal, "opponents", _at(person, "support"), (person,))


def _rivals(deal: Deal) -> Iterator[Evidence]:
    for rival, record in deal.rivals.items():
        yield _note(deal, "rivals", f"rivals.{rival}", (), record.name or rival)


def _roles(deal: Deal, look: Look) -> Iterator[Evidence]:
    for person, record in deal.organization.stakeholders.items():
        for role in record.roles:
            if role in look.roles:
                yield _note(deal, "roles", _at(person, "roles"), (person,), role)


def _stated(deal: Deal, look: Look) -> Iterator[Evidence]:
    if look.key in deal.refs:
        yield _note(deal, "stated", f"refs.{look.key}", (), deal.refs[look.key])
    for person, record in deal.organization.stakeholders.items():
        if look.key in record.refs:
            yield _note(deal, "stated", _at(person, f"refs.{look.key}"), (person,), f": {record.refs[look.key]}")


def _about_deciders(deal: Deal, fact: str) -> Iterator[Evidence]:
    arrays = deal_arrays(deal)
    for person in deal.deciders:
        record = deal.organization[person]
        stated = record.access if fact == "access_to_deciders" else record.support
        if stated in (None, "unknown") or (
            fact == "access_to_deciders" and arrays.facts.access[arrays.person(person)] <= 0
        ):
            continue
        field = "access" if fact == "access_to_deciders" else "support"
        number = arrays.facts.support[arrays.person(person)]
        yield _note(deal, fact, _at(person, field), (person,), stated if isinstance(stated, str) else f"{number:g}")


def _strong_way(deal: Deal) -> Iterator[Evidence]:
    for person in deal.deciders:
        ways = strongest_paths(deal, to=person, k=1).paths
        if ways and ways[0].strength >= STRONG:
            yield _note(deal, "strong_way", "organization.ties", (person,), f"{ways[0].strength:.2f}")


def _of_the_deal(deal: Deal, fact: str) -> Iterator[Evidence]:
    if fact == "decision_date" and deal.decision.by is not None:
        yield _note(deal, fact, "decision.by", (), deal.decision.by)
    if fact == "stage" and deal.stage is not None:
        yield _note(deal, fact, "stage", (), deal.stage)
    if fact == "hours" and deal.capacity is not None:
        yield _note(deal, fact, "capacity", (), f"{deal.capacity:g}")
    if fact == "meetings":
        for number, entry in enumerate(deal.log):
            yield _note(deal, fact, f"log[{number}]", entry.people, entry.date)


FINDERS: dict[str, Callable[[Deal, Look], Iterator[Evidence]]] = {
    "agreement": lambda deal, _: _agreement(deal),
    "economic_buyer": lambda deal, _: _economic_buyer(deal),
    "measured_claims": lambda deal, _: _measured_claims(deal),
    "answers_to_deciders": lambda deal, _: _answers_to_deciders(deal),
    "rivals": lambda deal, _: _rivals(deal),
    "opponents": lambda deal, _: _against(deal),
    "strong_way": lambda deal, _: _strong_way(deal),
    "roles": _roles,
    "stated": _stated,
    **dict.fromkeys(("deciders", "one_decider"), lambda deal, look: _deciders(deal, look.fact)),
    **dict.fromkeys(("budget_status", "budget_amount"), lambda deal, look: _budget(deal, look.fact)),
    **dict.fromkeys(
        ("needs", "reasons", "deciders_concerns", "personal_wins"), lambda deal, look: _concerns(deal, look.fact)
    ),
    **dict.fromkeys(("champion", "coach"), lambda deal, look: _champion(deal, look.fact)),
    **dict.fromkeys(("access_to_deciders", "deciders_stance"), lambda deal, look: _about_deciders(deal, look.fact)),
    **dict.fromkeys(("decision_date", "stage", "hours", "meetings"), lambda deal, look: _of_the_deal(deal, look.fact)),
}


def evidence_of(deal: Deal, look: Look) -> tuple[Evidence, ...]:
    """Return what the deal knows of a fact; empty where nothing."""
    return tuple(FINDERS[look.fact](deal, look))
