"""The gaps that deal teams look for, as rules over the map and the plan.

The rules on roles, opponents and goals follow what account planning tools check (Altify, ARPEDIO, Kapta); those on
ways, evidence and answers come from the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from influence.advise.book_rules import BOOK_RULES
from influence.advise.case import Case
from influence.advise.findings import Finding, Findings, Severity
from influence.errors import PlanningError
from influence.graph import deal_arrays, may_be_ally, strongest_paths
from influence.graph.certainty import tie_day
from influence.model import Deal, PersonalConcern
from influence.model.catalogue import PRICE_CONCERN
from influence.model.concern_slips import concern_slips
from influence.model.vocabulary import STAGES
from influence.planning import Plan
from influence.planning import plan as make_plan
from influence.planning.lines import concern_name

__all__ = ["review"]

SEVERITIES: tuple[Severity, ...] = ("urgent", "important", "notice")
UNHEARD = 0.05
"""Reach in [0, 1] below which a veto holder counts as not reached."""
CHAMPION = 0.1
"""Strength in [0, 1] of the strongest way to a decider that a champion needs."""
FEW = 3
"""Fewer accessible people than this are too few."""


def review(deal: Deal, plan: Plan | None = None) -> Findings:
    """Return what is missing or risky in a map and its plan, worst first.

    Parameters
    ----------
    deal : Deal
    plan : Plan or None
        The plan to look at; where None, one is made if the deal has what it needs.

    Returns
    -------
    Findings

    Examples
    --------
    >>> [finding.rule for finding in review(Deal()).urgent]
    ['no_decider', 'no_argument']
    """
    if plan is None:
        try:
            plan = make_plan(deal, method="greedy", worlds=4096)
        except PlanningError:
            # a deal without decider or argument has no plan, which the first rules say; that what is required does not
            # fit, only the error says
            if deal.deciders and deal.arguments and deal.planning.require:
                raise
    case = Case(deal, deal_arrays(deal), plan)
    found = [finding for rule in RULES for finding in rule(case)]
    return Findings(tuple(sorted(found, key=lambda each: SEVERITIES.index(each.severity))), deal.language)


def _no_decider(case: Case) -> Iterator[Finding]:
    if not case.deal.deciders:
        yield case.find("no_decider", "urgent")


def _no_argument(case: Case) -> Iterator[Finding]:
    if not case.deal.arguments:
        yield case.find("no_argument", "urgent")


def _slip(case: Case) -> Iterator[Finding]:
    for each in concern_slips(case.deal):
        if each.argument is not None:
            yield case.find("slip", "important", (), given=each.given, meant=each.meant, argument=each.argument)
        else:
            people = (each.person,) if each.person is not None else ()
            yield case.find("slip", "important", people, "slip_person", given=each.given, meant=each.meant)


def _no_way(case: Case) -> Iterator[Finding]:
    facts = case.arrays.facts
    allies = [person for person in facts.people if may_be_ally(case.deal, case.arrays, person)]
    for decider in case.deal.deciders:
        if facts.access[case.arrays.person(decider)] > 0 or strongest_paths(case.deal, to=decider, k=1).paths:
            continue
        others = [person for person in allies if person != decider]
        strength = facts.access * facts.advocacy
        opener = max(others, key=lambda person: strength[case.arrays.person(person)], default=None)
        rule = "no_way" if opener else "no_way_nobody"
        yield case.find(rule, "urgent", (decider,), opener=case.deal.label(opener) if opener else "")


def _unheard_veto(case: Case) -> Iterator[Finding]:
    if case.plan is None:
        return
    for each in case.plan.reach.deciders:
        if each.decider in case.deal.decision.vetoes and each.value < UNHEARD:
            yield case.find("unheard_veto", "important", (each.decider,), value=f"{each.value:.2f}")


def _unanswered_first_concern(case: Case) -> Iterator[Finding]:
    if not case.deal.arguments:
        return
    facts = case.arrays.facts
    for decider in case.deal.deciders:
        first = int(np.argmax(case.arrays.salience[case.arrays.person(decider)]))
        if not facts.answers[:, first].any():
            concern = concern_name(case.deal, facts.concerns[first])
            yield case.find("unanswered", "important", (decider,), concern=concern)


def _single_thread(case: Case) -> Iterator[Finding]:
    if case.plan is None or not case.plan.steps:
        return
    ways = [set(step.paths[0].nodes[:-1]) if step.paths else {step.ally} for step in case.plan.steps]
    shared = set.intersection(*ways)
    if shared:
        yield case.find("single_thread", "important", tuple(sorted(shared)))


def _few_accessible(case: Case) -> Iterator[Finding]:
    facts = case.arrays.facts
    known = [
        person
        for place, person in enumerate(facts.people)
        if facts.access[place] > 0 and case.deal.organization[person].access not in (None, "unknown")
    ]
    if len(known) < FEW:
        yield case.find("few_accessible", "important", tuple(known), None if known else "few_accessible_nobody")


def _no_champion(case: Case) -> Iterator[Finding]:
    facts = case.arrays.facts
    for decider in case.deal.deciders:
        friends = [
            person
            for place, person in enumerate(facts.people)
            if facts.support[place] >= case.deal.scales.support["supporter"] and person != decider
        ]
        for friend in friends:
            ways = strongest_paths(case.deal, to=decider, source=friend, k=1).paths
            if ways and ways[0].strength >= CHAMPION:
                return
    if case.deal.deciders:
        yield case.find("no_champion", "important")


def _no_economic_buyer(case: Case) -> Iterator[Finding]:
    budget = case.deal.budget
    owner = budget is not None and budget.owner is not None
    if not owner and not any("economic_buyer" in r.roles for r in case.deal.organization.stakeholders.values()):
        yield case.find("no_economic_buyer", "important")


def _budget(case: Case) -> Iterator[Finding]:
    budget = case.deal.budget
    if budget is not None and budget.status in ("none", "to_arrange"):
        words = ("budget" if budget.owner else "budget_unowned") + ("" if budget.process else "_somehow")
        yield case.find("budget", "important", (budget.owner,) if budget.owner else (), words, process=budget.process)


def _opponents(case: Case) -> Iterator[Finding]:
    facts = case.arrays.facts
    against = tuple(person for place, person in enumerate(facts.people) if facts.support[place] < 0)
    friends = int((facts.support >= case.deal.scales.support["supporter"]).sum())
    if not against:
        yield case.find("no_opponent", "notice")
    elif friends <= len(against):
        yield case.find("outnumbered", "important", against, friends=friends)


def _one_informant(case: Case) -> Iterator[Finding]:
    if case.plan is not None and case.plan.thin:
        yield case.find("thin", "notice", (), thin="; ".join(case.plan.thin))


def _stale(case: Case) -> Iterator[Finding]:
    half_life, today = case.deal.scales.half_life_days, case.deal.today
    if half_life is None or today is None:
        return
    for tie in case.deal.organization.ties:
        day = tie_day(tie)
        if day is not None and (today - day).days > half_life:
            yield case.find("stale", "notice", (tie.source, tie.target), days=(today - day).days)


def _price_before_its_stage(case: Case) -> Iterator[Finding]:
    stage = case.deal.stage or STAGES[0]
    if case.plan is None or STAGES.index(stage) >= STAGES.index("negotiation"):
        return
    for argument, record in case.deal.arguments.items():
        early = record.stage is not None and STAGES.index(record.stage) < STAGES.index("negotiation")
        if PRICE_CONCERN in record.answers and early:
            yield case.find("early_price", "important", (), argument=argument)


def _wants_only(case: Case) -> Iterator[Finding]:
    people = case.deal.organization.stakeholders.values()
    for argument, record in case.deal.arguments.items():
        kinds = [_kind(case.deal, person.concern(concern), concern) for concern in record.answers for person in people]
        stated = [kind for kind in kinds if kind]
        if stated and all(kind == "want" for kind in stated):
            yield case.find("wants_only", "notice", (), argument=argument)


def _kind(deal: Deal, stated: PersonalConcern | None, concern: str) -> str | None:
    """Return what a concern is to somebody who states it; one whose root is known counts as that need."""
    if stated is None:
        return None
    own = deal.concerns.get(concern)
    return "need" if stated.root else stated.kind or (own.kind if own is not None else None) or "need"


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _no_decider,
    _no_argument,
    _slip,
    _no_way,
    _unheard_veto,
    _unanswered_first_concern,
    _single_thread,
    _few_accessible,
    _no_champion,
    _no_economic_buyer,
    _budget,
    _opponents,
    _price_before_its_stage,
    _one_informant,
    _stale,
    _wants_only,
    *BOOK_RULES,
)
