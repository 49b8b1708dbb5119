"""What could be asked beyond what the map states: ties nobody has mentioned, people an answer admits, who decides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from influence.graph.allies import minimum_support
from influence.graph.arrays import DealArrays, assemble, deal_arrays
from influence.model import Deal, Tie
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.objective import ReachObjective
from influence.planning.possible_deals import shared_objective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import greedy_search
from influence.propagate.draws import OpenFact, draw_facts

__all__ = ["UNMENTIONED", "unmentioned_ties", "who_decides", "widened"]

UNMENTIONED = 3
"""Ties nobody has mentioned that are asked about at most."""
ADMITTED = 5
"""People that an answer may admit who are looked at, at most."""
TRIED = 100
"""Draws in which somebody's support is looked at."""
Plan = tuple[Pair, ...]


def who_decides(deal: Deal) -> tuple[OpenFact, ...]:
    """Return the question who decides where the deal does not say it and several have the role.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of OpenFact
        One or none.
    """
    guessed = not deal.decision.deciders and deal.rule == "weighted" and len(deal.deciders) > 1
    alike = len(set(deal.deciders.values())) == 1
    return (OpenFact("decider", tuple(deal.deciders)),) if guessed and alike else ()


def widened(deal: Deal) -> tuple[Deal, Plan, tuple[Plan, ...]]:
    """Return a deal with the ties worth asking about, today's plan, and the plans that an answer would admit.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of (Deal, plan, tuple of plan)
    """
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions())
    base = shared_objective(deal, arrays, problem, 0)
    today = greedy_search(problem, base).pairs
    new = [
        {"from": speaker, "to": listener, "certainty": deal.scales.unmentioned_tie}
        for speaker, listener in unmentioned_ties(deal, arrays, problem, base)
    ]
    wider = deal
    if new:
        ties = [*deal.organization.ties, *(Tie.model_validate(each) for each in new)]
        wider = deal.replace(organization=deal.organization.model_copy(update={"ties": tuple(ties)}))
    return wider, today, tuple(_admitted(deal, arrays, problem, base, today))


def unmentioned_ties(
    deal: Deal, arrays: DealArrays, problem: PlanningProblem, base: ReachObjective
) -> list[tuple[str, str]]:
    """Return the ties into a decider that nobody has mentioned and that would open or dominate a way.

    Such a tie, of default strength, would carry an ally's word further than every way there is on the map together.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    problem : PlanningProblem
    base : ReachObjective
        At point values.

    Returns
    -------
    list of tuple of (str, str)
        Speaker and decider; the most promising first.
    """
    facts = arrays.facts
    told = {(tie.source, tie.target) for tie in deal.organization.ties}
    told |= {
        (facts.people[tail], facts.people[head])
        for tail, head in zip(facts.ties.tail.tolist(), facts.ties.head.tolist(), strict=True)
    }
    strength = deal.scales.strength[deal.scales.default_strength]
    carried = np.zeros((len(base.listeners), len(facts.people)))
    for row, column, passing in base.carrying({}):
        carried[row] += base.audience.salience[row, column] * passing
    found = []
    for row, decider in enumerate(base.listeners):
        attention = arrays.attention[base.audience.places[row], base.audience.columns] @ base.audience.salience[row]
        for actor in problem.actors:
            place = actor % problem.people
            speaker = facts.people[place]
            direct = facts.advocacy[place] * strength * attention
            gain = round(float(base.hearing.base[actor] * (direct - carried[row, place])), 9)
            known = speaker in base.listeners or (speaker, decider) in told
            if not known and gain > 0 and deal.deciders.get(decider, 0.0) > 0:
                found.append((-gain * deal.deciders[decider], speaker, decider))
    return list(dict.fromkeys((speaker, decider) for _, speaker, decider in sorted(found)))[:UNMENTIONED]


def _admitted(
    deal: Deal, arrays: DealArrays, problem: PlanningProblem, base: ReachObjective, today: Plan
) -> list[Plan]:
    """Return plans with people whose support is too low on point values but may be high enough."""
    least = minimum_support(deal, None)
    facts = arrays.facts
    draws = draw_facts(deal, TRIED)
    allies = {facts.people[actor % problem.people] for actor in problem.actors}
    highest = {
        fact.subject[0]: float(draws.values[:, number].max())
        for number, fact in enumerate(draws.open)
        if fact.kind == "support" and fact.subject[0] not in allies
    }
    may = [person for person, most in highest.items() if most >= least and facts.access[arrays.person(person)] > 0]
    may.sort(key=lambda person: (-facts.access[arrays.person(person)], person))
    admitting = min((value for value in deal.scales.support.values() if value > least), default=least)
    places = sorted((value, deal.scales.advocacy[label]) for label, value in deal.scales.support.items())
    advocates = float(np.interp(admitting, [stand for stand, _ in places], [chance for _, chance in places]))
    found = []
    for person in may[:ADMITTED]:
        place = arrays.person(person)
        support, advocacy = facts.support.copy(), facts.advocacy.copy()
        support[place] = admitting
        if deal.organization[person].advocacy is None:
            advocacy[place] = advocates
        changed = base.with_arrays(assemble(replace(facts, support=support, advocacy=advocacy)))
        options = PlanningOptions(include=[*(deal.planning.include or ()), person])
        found.append(greedy_search(build_problem(deal, arrays, options), changed, start=today).pairs)
    return found
