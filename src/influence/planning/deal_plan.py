"""The plan of a deal: searched in common worlds, valued exactly, and explained."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, log, sqrt
from typing import Literal

from influence._types import RandomSource
from influence._work import Deadline
from influence.errors import InputError
from influence.graph.arrays import DealArrays, deal_arrays, planted
from influence.model import Assumption, Deal
from influence.planning.explain import explain_steps, thin_evidence
from influence.planning.objective import WorldObjective
from influence.planning.problem import Pair, PlanningOptions, PlanningProblem, build_problem
from influence.planning.records import Alternative, Comparison, Plan
from influence.planning.search import SearchOutcome, exact_search, greedy_search
from influence.propagate.cascade import reach_of_arrays

__all__ = ["compare", "plan"]

METHODS = ("auto", "exact", "greedy")
NODE_LIMIT = 400
"""Search nodes that are visited before ``auto`` takes the best found."""
BESIDE_LIMIT = 5_000
"""States made to value each of the obvious courses; beyond it their value is an estimate."""
DELTA = 0.01
"""One minus the confidence of the bound."""


def plan(
    deal: Deal,
    *,
    capacity: float | None = None,
    method: Literal["auto", "exact", "greedy"] = "auto",
    load: int | None = None,
    min_support: str | float | None = None,
    include: Sequence[str | tuple[str, str]] | None = None,
    exclude: Sequence[str | tuple[str, str]] | None = None,
    require: Sequence[str | tuple[str, str]] | None = None,
    must_answer: Sequence[str] | None = None,
    worlds: int = 16384,
    work_limit: int | None = None,
    time_limit: float | None = None,
    rng: RandomSource = 0,
) -> Plan:
    """Choose which allies to equip with which arguments.

    All candidate plans are compared in the same sampled worlds; the chosen one is then valued exactly, or by a
    certified interval.

    Parameters
    ----------
    deal : Deal
    capacity : float or None
        Hours; the deal's where None.
    method : {"auto", "exact", "greedy"}
        ``exact`` searches until its optimum in the common worlds is proved or the work limit is reached, ``greedy``
        states an upper bound, ``auto`` is exact within its work limit and otherwise the best found.
    load : int or None
        Arguments that one ally carries at most.
    min_support : str or float or None
        Support from which a person may be an ally.
    include, exclude, require : sequence or None
        People, arguments or (person, argument) pairs that are admitted, left out, or forced into the plan.
    must_answer : sequence of str or None
        Concerns that some pair of the plan has to answer.
    worlds : int
        Common worlds.
    work_limit : int or None
        Search nodes.
    time_limit : float or None
        A further cut in seconds.
    rng : int, numpy.random.Generator or None

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        If the method does not exist.
    PlanningError
        If nobody decides, there is no argument, or the constraints cannot be met.

    References
    ----------
    Barbieri, Bonchi, Manco: Topic-aware social influence propagation models. ICDM 2012. Nemhauser, Wolsey, Fisher: An
    analysis of approximations for maximizing submodular set functions. Mathematical Programming 14, 1978.

    Examples
    --------
    >>> people = {
    ...     "zhao": {"roles": ["decision_maker"], "access": "none"},
    ...     "wu": {"reports_to": "zhao", "support": "mentor", "access": "in_depth"},
    ... }
    >>> deal = Deal(organization={"stakeholders": people}, arguments={"tco": {"answers": {"price": 0.8}}})
    >>> plan(deal).equip
    (('wu', 'tco'),)
    """
    if method not in METHODS:
        raise InputError(f"method is {method!r}; one of {', '.join(METHODS)} is accepted")
    options = PlanningOptions(capacity, load, min_support, include, exclude, require, must_answer)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, options)
    objective = WorldObjective(deal, arrays, worlds, rng)
    if method == "greedy":
        outcome = greedy_search(problem, objective)
    else:
        limit = work_limit if work_limit is not None else NODE_LIMIT * (50 if method == "exact" else 1)
        outcome = exact_search(problem, objective, limit, Deadline(time_limit))
    return _as_plan(deal, arrays, problem, objective, outcome, options)


def _as_plan(
    deal: Deal,
    arrays: DealArrays,
    problem: PlanningProblem,
    objective: WorldObjective,
    outcome: SearchOutcome,
    options: PlanningOptions,
) -> Plan:
    named = _named(arrays, outcome.pairs)
    found = reach_of_arrays(deal, arrays, planted(arrays, list(outcome.pairs)), named)
    bound = max(min(outcome.bound + _sampling_error(problem, objective.count), 1.0), found.value)
    return Plan(
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        bound=bound,
        gap=bound - found.value,
        method="exact" if outcome.proved else "greedy",
        cost=problem.hours(outcome.pairs),
        capacity=problem.capacity,
        steps=explain_steps(deal, arrays, problem, objective, outcome.pairs, found.value),
        reach=found,
        alternatives=_alternatives(deal, arrays, problem, objective),
        thin=thin_evidence(deal, arrays, outcome.pairs),
        assumptions=found.assumptions + _planning_assumptions(deal, problem),
        deal=deal,
        options=options,
        worlds=objective.count,
    )


def _named(arrays: DealArrays, pairs: Sequence[Pair]) -> tuple[tuple[str, str], ...]:
    return tuple((arrays.facts.people[person], arrays.facts.arguments[argument]) for person, argument in pairs)


def _sampling_error(problem: PlanningProblem, worlds: int) -> float:
    """Return by how much the mean over the worlds can be off, for all plans at once (Hoeffding 1963, union bound)."""
    cheapest = problem.deliver + min((problem.meet[person] for person in problem.people), default=0.0) / problem.load
    most = len(problem.candidates)
    if cheapest > 0:
        most = min(most, int(problem.capacity / cheapest) + 1)
    plans = sum(comb(len(problem.candidates), size) for size in range(most + 1))
    return sqrt(log(max(plans, 1) / DELTA) / (2 * worlds))


def _alternatives(
    deal: Deal, arrays: DealArrays, problem: PlanningProblem, objective: WorldObjective
) -> tuple[Alternative, ...]:
    """Value what everyone would try first: meet the deciders, or arm the friendliest person."""
    facts = arrays.facts
    deciders = [arrays.person(decider) for decider in deal.deciders]
    friends = [person for person in problem.people if person not in deciders]
    friendliest = max(friends, key=lambda person: (facts.support[person], facts.access[person], -person), default=None)
    found = []
    for kind, people in (("direct", deciders), ("friendliest", [] if friendliest is None else [friendliest])):
        pairs = _best_of_people(problem, objective, people)
        if pairs:
            value = reach_of_arrays(deal, arrays, planted(arrays, list(pairs)), (), BESIDE_LIMIT).value
            found.append(Alternative(kind, _named(arrays, pairs), value, problem.hours(pairs)))
    return tuple(found)


def _best_of_people(problem: PlanningProblem, objective: WorldObjective, people: Sequence[int]) -> tuple[Pair, ...]:
    chosen: tuple[Pair, ...] = ()
    value = 0.0
    while True:
        options = [pair for pair in problem.candidates if pair[0] in people and pair not in chosen]
        options = [pair for pair in options if problem.fits([*chosen, pair])]
        scored = [(objective.value([*chosen, pair]), (-pair[0], -pair[1]), pair) for pair in options]
        best = max(scored, default=None)
        if best is None or best[0] <= value:
            return tuple(sorted(chosen))
        value, chosen = best[0], (*chosen, best[2])


def _planning_assumptions(deal: Deal, problem: PlanningProblem) -> tuple[Assumption, ...]:
    found = []
    if deal.capacity is None:
        found.append(Assumption("capacity", f"{problem.capacity:g}"))
    if deal.costs.meet is None or deal.costs.deliver is None:
        found.append(Assumption("costs", f"{deal.scales.meet_hours:g} / {problem.deliver:g}"))
    if deal.planning.load is None:
        found.append(Assumption("load", f"{problem.load}"))
    if deal.planning.min_support is None:
        found.append(Assumption("min_support", deal.scales.minimum_support))
    return tuple(found)


def compare(plan_a: Plan, plan_b: Plan) -> Comparison:
    """Set two plans side by side.

    Parameters
    ----------
    plan_a, plan_b : Plan

    Returns
    -------
    Comparison

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"], "access": 0.5}}
    >>> deal = Deal(organization={"stakeholders": people}, arguments={"tco": {"answers": {"price": 0.8}}})
    >>> compare(plan(deal, capacity=0), plan(deal)).only_second
    (('zhao', 'tco'),)
    """
    first, second = dict.fromkeys(plan_a.equip), dict.fromkeys(plan_b.equip)
    return Comparison(
        value=(plan_a.value, plan_b.value),
        cost=(plan_a.cost, plan_b.cost),
        only_first=tuple(pair for pair in first if pair not in second),
        only_second=tuple(pair for pair in second if pair not in first),
        both=tuple(pair for pair in first if pair in second),
    )
