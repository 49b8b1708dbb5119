"""What a deal knows of each fact that methods ask for, with the field it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from influence._text import listing
from influence.advise.method_definitions import Look
from influence.graph import DealArrays, deal_arrays, strongest_paths
from influence.graph.facts import implied_advocacy
from influence.model import Deal, Source, Stakeholder
from influence.model.field_names import label_text, shown_field
from influence.planning.lines import argument_name, concern_name
from influence.propagate import key_people

__all__ = [
    "STRONG",
    "Evidence",
    "almost_champions",
    "at",
    "evidence_of",
    "influence_on_deciders",
    "is_strong",
    "strongest_ways",
    "three_part_test",
]

Path = tuple[str | int, ...]
ROUNDING = 1e-9
PARTS = ("lacks_influence", "lacks_voice", "lacks_win")
"""What is asked of who passes all parts of the three-part test but this one."""
STRONG = 0.1
"""Influence on the deciders, or strength of a way to one, in [0, 1] that counts."""


@dataclass(frozen=True)
class Evidence:
    """One fact of a deal and where it stands.

    Parameters
    ----------
    text : str
    field : tuple of (str or int)
        The field of the deal, from its top.
    people : tuple of str
        Ids of the people it is about.
    sources : tuple of str
        Who told us, in the deal's language.

    Examples
    --------
    >>> from influence.advise import scorecard
    >>> from influence.io import load_example
    >>> found = scorecard(load_example("power_grid_en"), "bant").elements[0].evidence[0]
    >>> found.text, found.where
    ('the money is still to be arranged', 'budget.status')
    """

    text: str
    field: Path
    people: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The field as it is written: keys with dots, positions in brackets."""
        return shown_field(self.field)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"text": self.text, "where": self.where, "people": list(self.people), "sources": list(self.sources)}


def _say(deal: Deal, fact: str, **facts: object) -> str:
    return deal.say(f"scorecard.evidence.{fact}", **facts)


def _note(deal: Deal, fact: str, field: Path, people: tuple[str, ...] = (), value: object = "") -> Evidence:
    text = _say(deal, fact, people=listing(map(deal.label, people), deal.language), value=value)
    given = [source for person in people for source in deal.organization[person].sources]
    return Evidence(text, field, people, tuple(_told(deal, each) for each in given))


def _told(deal: Deal, source: str | Source) -> str:
    """Return who told us, and when it was seen."""
    who = source if isinstance(source, str) else source.who
    name = deal.label(who) if who in deal.organization else label_text("source", who, deal.language)
    return name if isinstance(source, str) else f"{name} {source.seen or ''}".strip()


def at(person: str, *field: str) -> Path:
    """Return the path to a field of a person."""
    return ("organization", "stakeholders", person, *field)


def _decider_field(deal: Deal, person: str) -> Path:
    if person in deal.decision.deciders:
        return ("decision", "deciders", person)
    return at(person, "roles") if "decision_maker" in deal.organization[person].roles else ("budget", "weight")


def _deciders(deal: Deal, fact: str) -> Iterator[Evidence]:
    if fact == "one_decider" and len(deal.deciders) != 1:
        return
    for person in deal.deciders:
        yield _note(deal, fact, _decider_field(deal, person), (person,))


def _agreement(deal: Deal) -> Iterator[Evidence]:
    for person in deal.decision.vetoes:
        yield _note(deal, "agreement", ("decision", "vetoes"), (person,))
    for person, record in deal.organization.stakeholders.items():
        if "approver" in record.roles and person not in deal.decision.vetoes:
            yield _note(deal, "agreement", at(person, "roles"), (person,))


def _economic_buyer(deal: Deal) -> Iterator[Evidence]:
    owner = deal.budget.owner if deal.budget is not None else None
    if owner is not None:
        yield _note(deal, "economic_buyer", ("budget", "owner"), (owner,))
    for person, record in deal.organization.stakeholders.items():
        if "economic_buyer" in record.roles and person != owner:
            yield _note(deal, "economic_buyer", at(person, "roles"), (person,))


def _budget(deal: Deal, fact: str) -> Iterator[Evidence]:
    budget = deal.budget
    if budget is not None and fact == "budget_status" and budget.status != "unknown":
        yield _note(deal, fact, ("budget", "status"), (), label_text("status", budget.status, deal.language))
    if budget is not None and fact == "budget_amount" and budget.amount is not None:
        money = _say(deal, "money", amount=f"{budget.amount:,.0f}", currency=budget.currency).strip()
        yield _note(deal, fact, ("budget", "amount"), (), money)


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
            yield _note(deal, fact, at(person, "concerns", concern), (person,), shown)


def _measured_claims(deal: Deal) -> Iterator[Evidence]:
    for argument, record in deal.arguments.items():
        if re.search(r"\d", record.claim):
            yield _note(deal, "measured_claims", ("arguments", argument, "claim"), (), argument_name(deal, argument))


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
            name = argument_name(deal, argument)
            yield _note(deal, "answers_to_deciders", ("arguments", argument, "answers"), (person,), name)


def is_strong(value: float) -> bool:
    """Whether an influence or the strength of a way counts; a rounding error below the line does."""
    return value >= STRONG - ROUNDING


def influence_on_deciders(deal: Deal) -> dict[str, float]:
    """Return the influence in [0, 1] of everybody but the deciders; empty where nobody decides."""
    return {each.person: each.influence for each in key_people(deal).people} if deal.deciders else {}


def three_part_test(deal: Deal) -> dict[str, tuple[bool, bool, bool]]:
    """Return, for everybody but the deciders, whether they pass each part of the test of a champion.

    The parts are those of MEDDPICC: power and influence (an influence on the deciders of 0.1 or more), sells for us
    inside (support above neutral, and a chance of speaking up of a supporter's or more), and a vested interest (a
    stated concern of their own that an argument of ours answers).
    """
    influence = influence_on_deciders(deal)
    least = deal.scales.advocacy["supporter"]
    arrays = deal_arrays(deal)
    return {
        person: (
            is_strong(influence.get(person, 0.0)),
            bool(arrays.facts.support[place] > 0) and implied_advocacy(deal, record) >= least,
            bool(_answered(deal, record)),
        )
        for place, (person, record) in enumerate(deal.organization.stakeholders.items())
        if person not in deal.deciders
    }


def _champion(deal: Deal, fact: str) -> Iterator[Evidence]:
    influence = influence_on_deciders(deal)
    for person, (strong, speaks, wins) in three_part_test(deal).items():
        if speaks and wins and (strong or fact == "coach"):
            yield _note(deal, fact, at(person, "support"), (person,), f"{influence.get(person, 0.0):.2f}")


def almost_champions(deal: Deal) -> tuple[str, ...]:
    """Return a question for everybody who lacks one part of the test of a champion, the most influential first."""
    influence = influence_on_deciders(deal)
    lacking = [
        (-influence.get(person, 0.0), person, PARTS[parts.index(False)])
        for person, parts in three_part_test(deal).items()
        if sum(parts) == len(parts) - 1
    ]
    return tuple(
        deal.say(f"scorecard.question.{part}", people=deal.label(person)) for _, person, part in sorted(lacking)
    )


def _against(deal: Deal) -> Iterator[Evidence]:
    arrays: DealArrays = deal_arrays(deal)
    for place, person in enumerate(arrays.facts.people):
        if arrays.facts.support[place] < 0:
            yield _note(deal, "opponents", at(person, "support"), (person,))


def _rivals(deal: Deal) -> Iterator[Evidence]:
    for rival, record in deal.rivals.items():
        yield _note(deal, "rivals", ("rivals", rival), (), record.name or rival)


def _roles(deal: Deal, look: Look) -> Iterator[Evidence]:
    for person, record in deal.organization.stakeholders.items():
        for role in record.roles:
            if role in look.roles:
                yield _note(deal, "roles", at(person, "roles"), (person,), label_text("role", role, deal.language))


def _stated(deal: Deal, key: str) -> Iterator[Evidence]:
    if key in deal.refs:
        yield _note(deal, "stated", ("refs", key), (), deal.refs[key])
    for person, record in deal.organization.stakeholders.items():
        if key in record.refs:
            yield _note(deal, "stated_of", at(person, "refs", key), (person,), record.refs[key])


def _about_deciders(deal: Deal, fact: str) -> Iterator[Evidence]:
    arrays = deal_arrays(deal)
    field = "access" if fact == "access_to_deciders" else "support"
    numbers = arrays.facts.access if field == "access" else arrays.facts.support
    for person in deal.deciders:
        record, number = deal.organization[person], numbers[arrays.person(person)]
        stated = record.access if field == "access" else record.support
        if stated in (None, "unknown") or (field == "access" and number <= 0):
            continue
        shown = label_text(field, stated, deal.language) if isinstance(stated, str) else f"{number:g}"
        yield _note(deal, fact, at(person, field), (person,), shown)


def _strong_way(deal: Deal) -> Iterator[Evidence]:
    for person, strength in strongest_ways(deal).items():
        if is_strong(strength):
            yield _note(deal, "strong_way", ("organization", "ties"), (person,), f"{strength:.2f}")


def strongest_ways(deal: Deal) -> dict[str, float]:
    """Return the strength in [0, 1] of the strongest way to each decider; 0 where there is none."""
    found = {person: strongest_paths(deal, to=person, k=1).paths for person in deal.deciders}
    return {person: ways[0].strength if ways else 0.0 for person, ways in found.items()}


def _of_the_deal(deal: Deal, fact: str) -> Iterator[Evidence]:
    if fact == "decision_date" and deal.decision.by is not None:
        yield _note(deal, fact, ("decision", "by"), (), deal.decision.by)
    if fact == "stage" and deal.stage is not None:
        yield _note(deal, fact, ("stage",), (), label_text("stage", deal.stage, deal.language))
    if fact == "hours" and deal.capacity is not None:
        yield _note(deal, fact, ("capacity",), (), f"{deal.capacity:g}")
    if fact == "meetings":
        for number, entry in enumerate(deal.log):
            yield _note(deal, fact, ("log", number), entry.people, entry.date)


FINDERS: dict[str, Callable[[Deal, Look], Iterator[Evidence]]] = {
    "agreement": lambda deal, _: _agreement(deal),
    "economic_buyer": lambda deal, _: _economic_buyer(deal),
    "measured_claims": lambda deal, _: _measured_claims(deal),
    "answers_to_deciders": lambda deal, _: _answers_to_deciders(deal),
    "rivals": lambda deal, _: _rivals(deal),
    "opponents": lambda deal, _: _against(deal),
    "strong_way": lambda deal, _: _strong_way(deal),
    "roles": _roles,
    **dict.fromkeys(("deciders", "one_decider"), lambda deal, look: _deciders(deal, look.fact)),
    **dict.fromkeys(("budget_status", "budget_amount"), lambda deal, look: _budget(deal, look.fact)),
    **dict.fromkeys(
        ("needs", "reasons", "deciders_concerns", "personal_wins"), lambda deal, look: _concerns(deal, look.fact)
    ),
    **dict.fromkeys(("champion", "coach"), lambda deal, look: _champion(deal, look.fact)),
    **dict.fromkeys(("access_to_deciders", "deciders_stance"), lambda deal, look: _about_deciders(deal, look.fact)),
    **dict.fromkeys(("decision_date", "stage", "hours", "meetings"), lambda deal, look: _of_the_deal(deal, look.fact)),
}


def evidence_of(deal: Deal, look: Look, key: str) -> tuple[Evidence, ...]:
    """Return what the deal knows of a fact; empty where nothing. The key is that of ``refs``."""
    return tuple(_stated(deal, key) if look.fact == "stated" else FINDERS[look.fact](deal, look))
