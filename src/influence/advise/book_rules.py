"""What goes wrong between meetings: gaps in the plan's lines and in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from influence._text import listing
from influence.advise.case import Case
from influence.advise.findings import Finding
from influence.advise.meetings import gain_of
from influence.graph.arrays import planted
from influence.planning.lines import concern_name
from influence.propagate import KeyPerson, key_people
from influence.propagate.cascade import reach_of_arrays

__all__ = ["BOOK_RULES"]

OFTEN = 3
"""Meetings with a person after which something should have changed."""
WORTH_WRITING = 0.02
"""Gain in reach from which an argument that does not exist yet is worth writing."""
WORK_LIMIT = 20_000


def _no_gain(case: Case) -> Iterator[Finding]:
    """Find allies without a reason to act: nothing of ours answers their own concerns."""
    for ally in case.plan.allies if case.plan is not None else ():
        if ally not in case.deal.deciders and gain_of(case.arrays, ally) is None:
            yield case.find("no_gain", "important", (ally,))


def _conflicting(case: Case) -> Iterator[Finding]:
    """Find equipped arguments on concerns that are at odds, of two people who talk."""
    if case.plan is None:
        return
    deal, facts = case.deal, case.arrays.facts
    odds = {frozenset((concern, other)) for concern, record in deal.concerns.items() for other in record.conflicts_with}
    talk = {frozenset(ends) for ends in zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), strict=True)}
    for one, two in combinations(case.plan.steps, 2):
        people = frozenset((case.arrays.person(one.ally), case.arrays.person(two.ally)))
        pair = frozenset((one.concern, two.concern))
        if len(pair) == 2 and pair in odds and people in talk:
            first, second = (concern_name(deal, concern) for concern in (one.concern, two.concern))
            yield case.find("conflicting", "important", (one.ally, two.ally), first=first, second=second)


def _write_this(case: Case) -> Iterator[Finding]:
    """Find the need whose answer would add most, if there were an argument for it."""
    if case.plan is None or not case.plan.steps:
        return
    deal, arrays = case.deal, case.arrays
    facts = arrays.facts
    open_needs = [column for column in range(len(facts.concerns)) if not facts.answers[:, column].any()]
    deciders = [arrays.person(decider) for decider in deal.deciders]
    cared = [column for column in open_needs if arrays.salience[deciders, column].any()]
    people = [arrays.person(ally) for ally in case.plan.allies]
    base = planted(
        arrays, [(arrays.person(step.ally), facts.arguments.index(step.argument)) for step in case.plan.steps]
    )
    best: tuple[float, int] | None = None
    for column in cared:
        chance = base.copy()
        chance[people, column] = facts.access[people] * deal.scales.assumed_answer * arrays.attention[people, column]
        gain = reach_of_arrays(deal, arrays, chance, (), WORK_LIMIT).value - case.plan.reach.value
        if best is None or gain > best[0] + 1e-12:
            best = gain, column
    if best is not None and best[0] >= WORTH_WRITING:
        concern = concern_name(deal, facts.concerns[best[1]])
        yield case.find("write_this", "notice", (), concern=concern, gain=f"{best[0]:.2f}")


def _no_change(case: Case) -> Iterator[Finding]:
    """Find people who were met often and are not for us yet."""
    for person in case.deal.organization:
        entries = [entry for entry in case.deal.log if person in entry.people]
        record = case.deal.organization[person]
        if len(entries) >= OFTEN and record.support in (None, "unknown", "neutral", "non_supporter", "enemy"):
            yield case.find("no_change", "important", (person,), count=len(entries))


def _small_talk(case: Case) -> Iterator[Finding]:
    """Find hours spent in meetings without a fact learned and without a next step."""
    idle = [entry for entry in case.deal.log if not entry.learned and not entry.next]
    hours = float(np.sum([entry.hours or 0.0 for entry in idle]))
    if idle:
        people = tuple(dict.fromkeys(person for entry in idle for person in entry.people))
        yield case.find("small_talk", "notice", people, count=len(idle), hours=f"{hours:g}")


def _key_players_apart(case: Case) -> Iterator[Finding]:
    """Find deciders who are for us while most other key players are not."""
    facts = case.arrays.facts
    deciders = [case.arrays.person(decider) for decider in case.deal.deciders]
    if not deciders or any(facts.support[place] <= 0 for place in deciders):
        return
    others = [case.arrays.person(each.person) for each in _key_players(case)]
    apart = [place for place in others if facts.support[place] <= 0]
    if 2 * len(apart) > len(others):
        yield case.find("key_players_apart", "important", tuple(facts.people[place] for place in apart))


def _needs(case: Case) -> Iterator[Finding]:
    """Find a map without a confirmed need, and needs that hardly any key player has."""
    owners: dict[str, list[str]] = {}
    for person, record in case.deal.organization.stakeholders.items():
        for concern in record.concerns:
            stated = record.concern(concern)
            if stated is not None and (stated.kind == "need" or stated.root is not None):
                owners.setdefault(stated.root or concern, []).append(person)
    if not owners:
        yield case.find("no_need", "notice")
        return
    key = {each.person for each in _key_players(case)} | set(case.deal.deciders)
    unowned = [concern for concern, people in owners.items() if not key.intersection(people)]
    if key and 3 * (len(owners) - len(unowned)) < len(owners):
        named = listing((concern_name(case.deal, concern) for concern in unowned), case.deal.language)
        yield case.find("needs_unowned", "notice", (), concerns=named)


def _key_players(case: Case) -> list[KeyPerson]:
    return [each for each in key_people(case.deal).people if each.key_player] if case.deal.deciders else []


BOOK_RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _no_gain,
    _conflicting,
    _write_this,
    _no_change,
    _small_talk,
    _key_players_apart,
    _needs,
)
