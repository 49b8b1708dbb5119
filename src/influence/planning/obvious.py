"""The obvious courses beside a plan: meet the deciders oneself, or arm the friendliest person."""

from __future__ import annotations

from collections.abc import Sequence

from influence.graph.arrays import DealArrays, planted
from influence.model import Deal
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.objectives import Objective
from influence.planning.records import Alternative
from influence.propagate.cascade import reach_of_arrays

__all__ = ["obvious_courses"]

WORK_LIMIT = 5_000
"""States made to value each course; beyond it its value is an estimate."""


def obvious_courses(
    deal: Deal, arrays: DealArrays, problem: PlanningProblem, objective: Objective
) -> tuple[Alternative, ...]:
    """Return what everyone would try first, each as good as it can be made, with its value.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    problem : PlanningProblem
    objective : Objective

    Returns
    -------
    tuple of Alternative
        Meeting the deciders and nobody else, and equipping only the most favourable person.
    """
    facts = arrays.facts
    deciders = [arrays.person(decider) for decider in deal.deciders]
    people = dict.fromkeys(actor % problem.people for actor in problem.actors)
    friends = [person for person in people if person not in deciders]
    friendliest = max(friends, key=lambda person: (facts.support[person], facts.access[person], -person), default=None)
    found = []
    for kind, chosen in (("direct", deciders), ("friendliest", [] if friendliest is None else [friendliest])):
        pairs = _best_of_people(problem, objective, chosen)
        if pairs:
            named = [(actor % problem.people, argument) for actor, argument in pairs]
            equip = tuple((facts.people[person], facts.arguments[argument]) for person, argument in named)
            found.append(Alternative(kind, equip, _value(deal, arrays, objective, pairs, named), problem.hours(pairs)))
    return tuple(found)


def _value(
    deal: Deal, arrays: DealArrays, objective: Objective, pairs: Sequence[Pair], named: list[tuple[int, int]]
) -> float:
    if objective.count is None:
        return objective.value(pairs)
    return reach_of_arrays(deal, arrays, planted(arrays, named), (), WORK_LIMIT).value


def _best_of_people(problem: PlanningProblem, objective: Objective, people: Sequence[int]) -> tuple[Pair, ...]:
    chosen: tuple[Pair, ...] = ()
    value = objective.value(())
    while True:
        options = [pair for pair in problem.candidates if pair[0] % problem.people in people and pair not in chosen]
        options = [pair for pair in options if problem.fits([*chosen, pair])]
        scored = [(objective.value([*chosen, pair]), (-pair[0], -pair[1]), pair) for pair in options]
        best = max(scored, default=None)
        if best is None or best[0] <= value:
            return tuple(sorted(chosen))
        value, chosen = best[0], (*chosen, best[2])
