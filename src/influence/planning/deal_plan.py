"""The plan of a deal: searched over common outcomes, valued exactly, and explained."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from math import comb, log, sqrt
from typing import Literal

import numpy as np

from influence._types import FloatArray, ProgressCallback, RandomSource
from influence._work import Deadline, progress_reporter
from influence.errors import InputError, Problem
from influence.graph.arrays import DealArrays, deal_arrays, planted
from influence.model import Assumption, Deal
from influence.planning.branch_and_bound import exact_search
from influence.planning.common_ground import keeps_common_ground
from influence.planning.consensus_objective import ConsensusObjective
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.explain import explain_steps, thin_evidence
from influence.planning.lines import argument_name
from influence.planning.load_limit import load_limit
from influence.planning.objective import ReachObjective, WorldObjective, exact_objective
from influence.planning.objectives import Objective
from influence.planning.obvious import obvious_courses
from influence.planning.possible_deals import possible_deals
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.records import Comparison, Plan
from influence.planning.search import Condition, SearchOutcome, greedy_search
from influence.propagate.cascade import reach, reach_of_arrays

__all__ = ["compare", "plan", "planning_objective", "search_plan"]

Method = Literal["auto", "exact", "greedy"]
Model = Literal["cascade", "consensus"]
METHODS: tuple[Method, ...] = ("auto", "exact", "greedy")
MODELS: tuple[Model, ...] = ("cascade", "consensus")
NODE_LIMIT = 2_000
"""Partial plans looked at before ``auto`` takes the best found."""
EXACT_NODE_LIMIT = 20_000
"""The same for ``exact``."""
ROBUST_QUANTILE = 0.1
"""The quantile over what is not known that a robust plan maximises."""
DELTA = 0.01
"""One minus the confidence of the bound."""


def plan(
    deal: Deal,
    *,
    capacity: float | None = None,
    model: Model = "cascade",
    method: Method = "auto",
    load: int | None = None,
    min_support: str | float | None = None,
    include: Sequence[str | tuple[str, str]] | None = None,
    exclude: Sequence[str | tuple[str, str]] | None = None,
    require: Sequence[str | tuple[str, str]] | None = None,
    introductions: bool | None = None,
    min_common_ground: float | None = None,
    must_answer: Sequence[str] | None = None,
    robust: bool = False,
    worlds: int = 16384,
    work_limit: int | None = None,
    time_limit: float | None = None,
    executor: Executor | None = None,
    progress: bool | ProgressCallback | None = None,
    rng: RandomSource = 0,
) -> Plan:
    """Choose which allies to equip with which arguments.

    On a small map all outcomes of the cascade are listed and plans are compared by exact values; on a larger one they
    are compared in the same sampled worlds. The chosen plan is then valued exactly, or by a certified interval.

    Parameters
    ----------
    deal : Deal
    capacity : float or None
        Hours; the deal's where None, else those of the sellers together, else the default.
    model : {"cascade", "consensus"}
        What is maximised: reach, or the standing once everyone has heard everyone.
    method : {"auto", "exact", "greedy"}
        ``exact`` searches until its optimum is proved or the work limit is reached, ``greedy`` states an upper bound,
        ``auto`` is exact within its smaller work limit and otherwise the best found.
    load : int or None
        Arguments that one ally carries at most; the deal's where None, else 2. Value and bound are for plans within
        it; the plan says whom it holds back.
    min_support : str or float or None
        Support from which a person may be an ally.
    include, exclude, require : sequence or None
        People, arguments or (person, argument) pairs that are admitted, left out, or forced into the plan.
    introductions : bool or None
        Whether an equipped ally may open the door to those who listen to them.
    min_common_ground : float or None
        Least share in [0, 1] of the reach earned on concerns that several people around the decision share.
    must_answer : sequence of str or None
        Concerns that some pair of the plan has to answer.
    robust : bool
        Maximise the 10 % quantile of the reach over what is not known instead of the value at today's point values,
        among the plans that are best in some of the ways the deal may be.
    worlds : int
        Common worlds, on maps too large for all outcomes.
    work_limit : int or None
        Partial plans looked at.
    time_limit : float or None
        A further cut in seconds.
    executor : concurrent.futures.Executor or None
        Where a robust plan values its candidates; the plan does not depend on it.
    progress : bool or callable or None
        True for a bar, or a function called as ``progress(done, total, what)``.
    rng : int, numpy.random.Generator or None

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        If the method or the model does not exist, or a robust plan is asked for in the consensus model.
    PlanningError
        If nobody decides, there is no argument, or the constraints cannot be met; the smallest set of requirements
        that cannot be met together is named.

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
    for name, given, known in (("method", method, METHODS), ("model", model, MODELS)):
        if given not in known:
            raise InputError(f"{name} is {given!r}; one of {', '.join(known)} is accepted")
    if robust and model == "consensus":
        raise InputError("robust is for the cascade model; leave it out, or use model='cascade'")
    options = PlanningOptions(
        capacity, load, min_support, include, exclude, require, must_answer, introductions, min_common_ground
    )
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, options)
    objective = planning_objective(deal, arrays, problem, model, worlds, rng)
    condition = ground_condition(deal, arrays, problem, objective, worlds, rng)
    with progress_reporter(progress) as report:
        outcome = search_plan(problem, objective, method, work_limit, Deadline(time_limit), condition, report)
        if robust:
            outcome = _robust(deal, problem, objective, outcome, options, condition, rng, executor, report)
    return as_plan(deal, arrays, problem, objective, outcome, options, model, robust)


def _robust(
    deal: Deal,
    problem: PlanningProblem,
    objective: Objective,
    outcome: SearchOutcome,
    options: PlanningOptions,
    condition: Condition | None,
    rng: RandomSource,
    executor: Executor | None,
    report: ProgressCallback | None,
) -> SearchOutcome:
    """Return, of the plans that are best in some way the deal may be, the one with the best tenth-lowest value."""
    found = possible_deals(deal, options, outcome.pairs, rng=rng, executor=executor, progress=report)
    low = np.round(np.quantile(found.values, ROBUST_QUANTILE, axis=0), 11).tolist()
    admitted = [
        number
        for number, pairs in enumerate(found.pool)
        if problem.meets_requirements(pairs) and (condition is None or condition(pairs))
    ]
    pairs = found.pool[max(admitted, key=lambda number: (low[number], -number), default=0)]
    value = objective.value(pairs)
    return SearchOutcome(pairs, value, max(outcome.bound, value), False, outcome.nodes)


def planning_objective(
    deal: Deal, arrays: DealArrays, problem: PlanningProblem, model: str, worlds: int, rng: RandomSource
) -> Objective:
    """Return what plans are compared by: exact values where all outcomes can be listed, else sampled worlds.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    problem : PlanningProblem
    model : str
    worlds : int
    rng : int, numpy.random.Generator or None

    Returns
    -------
    Objective
    """
    if model == "consensus":
        return ConsensusObjective(deal, arrays, problem.entry)
    exact = exact_objective(deal, arrays, problem.entry)
    return exact if exact is not None else WorldObjective(deal, arrays, worlds, rng, problem.entry)


def ground_condition(
    deal: Deal, arrays: DealArrays, problem: PlanningProblem, objective: Objective, worlds: int, rng: RandomSource
) -> Condition | None:
    """Return the condition on common ground, or None where there is none; it is one on reach in either model."""
    if problem.min_common_ground <= 0:
        return None
    if isinstance(objective, ReachObjective):
        return keeps_common_ground(objective, problem.min_common_ground)
    heard = planning_objective(deal, arrays, problem, "cascade", worlds, rng)
    return keeps_common_ground(heard, problem.min_common_ground) if isinstance(heard, ReachObjective) else None


def search_plan(
    problem: PlanningProblem,
    objective: Objective,
    method: str,
    work_limit: int | None,
    deadline: Deadline,
    condition: Condition | None,
    report: ProgressCallback | None = None,
) -> SearchOutcome:
    """Return the outcome of the search that a method asks for.

    Parameters
    ----------
    problem : PlanningProblem
    objective : Objective
    method : str
    work_limit : int or None
    deadline : Deadline
    condition : callable or None
    report : callable or None

    Returns
    -------
    SearchOutcome
    """
    if method == "greedy":
        return greedy_search(problem, objective, condition=condition)
    limit = work_limit if work_limit is not None else EXACT_NODE_LIMIT if method == "exact" else NODE_LIMIT
    told = None if report is None else lambda done: report(done, None, "plans")
    return exact_search(problem, objective, limit, deadline, condition, told)


def as_plan(
    deal: Deal,
    arrays: DealArrays,
    problem: PlanningProblem,
    objective: Objective,
    outcome: SearchOutcome,
    options: PlanningOptions,
    model: str = "cascade",
    robust: bool = False,
) -> Plan:
    """Return an outcome as a plan: valued exactly and explained.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    problem : PlanningProblem
    objective : Objective
    outcome : SearchOutcome
    options : PlanningOptions
    model : str
    robust : bool

    Returns
    -------
    Plan
    """
    pairs = outcome.pairs
    people = [(actor % problem.people, argument) for actor, argument in pairs]
    named = tuple((arrays.facts.people[person], arrays.facts.arguments[argument]) for person, argument in people)
    chance = planted(arrays, people, _access(objective, pairs, arrays))
    found = reach_of_arrays(deal, arrays, chance, named)
    value, lower, upper = found.value, found.lower, found.upper
    if model == "consensus":
        value = lower = upper = objective.value(pairs)
    bound = max(outcome.bound + sampling_error(problem, objective.count), value)
    if objective.count is None and outcome.proved:
        bound = value
    nothing = objective.value(()) if model == "consensus" else 0.0
    if model != "consensus":
        bound = min(bound, 1.0)
    return Plan(
        value=value,
        lower=lower,
        upper=upper,
        bound=bound,
        gap=bound - value,
        method="exact" if outcome.proved else "greedy",
        cost=problem.hours(pairs),
        capacity=problem.capacity,
        steps=explain_steps(deal, arrays, problem, objective, pairs, value - nothing),
        reach=found,
        alternatives=obvious_courses(deal, arrays, problem, objective),
        thin=thin_evidence(deal, arrays, tuple(people)),
        assumptions=found.assumptions + _planning_assumptions(deal, problem, options),
        deal=deal,
        options=options,
        worlds=objective.count,
        model=model,
        nothing=nothing,
        robust=robust,
        held_back=load_limit(arrays, problem, objective, pairs),
    )


def _access(objective: Objective, pairs: Sequence[Pair], arrays: DealArrays) -> FloatArray:
    """Return each person's chance of a hearing under a plan: by the seller who meets them, behind opened doors."""
    access = arrays.facts.access.copy()
    actors = sorted({actor for actor, _ in pairs})
    heard = objective.hearing.with_equipped(actors)
    for actor in actors:
        access[actor % len(access)] = heard[actor]
    return access


def sampling_error(problem: PlanningProblem, worlds: int | None) -> float:
    """Return by how much the mean over the worlds can be off, for all plans at once (Hoeffding 1963, union bound)."""
    if worlds is None:
        return 0.0
    people = {actor % problem.people for actor in problem.actors}
    cheapest = problem.deliver + min((problem.meet[person] for person in people), default=0.0) / problem.load
    most = len(problem.candidates)
    if cheapest > 0:
        most = min(most, int(problem.capacity / cheapest) + 1)
    plans = sum(comb(len(problem.candidates), size) for size in range(most + 1))
    return sqrt(log(max(plans, 1) / DELTA) / (2 * worlds))


def _planning_assumptions(deal: Deal, problem: PlanningProblem, options: PlanningOptions) -> tuple[Assumption, ...]:
    found = []
    if options.capacity is None and deal.capacity is None and not deal.sellers:
        found.append(Assumption("capacity", f"{problem.capacity:g}"))
    if deal.costs.meet is None or deal.costs.deliver is None:
        found.append(Assumption("costs", f"{deal.scales.meet_hours:g} / {problem.deliver:g}"))
    if options.load is None and deal.planning.load is None:
        found.append(Assumption("load", f"{problem.load}"))
    if options.min_support is None and deal.planning.min_support is None:
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

    Raises
    ------
    InputError
        If one of the two is no plan.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"], "access": 0.5}}
    >>> deal = Deal(organization={"stakeholders": people}, arguments={"tco": {"answers": {"price": 0.8}}})
    >>> compare(plan(deal, capacity=0), plan(deal)).only_second
    (('zhao', 'tco'),)
    """
    for name, given in (("plan_a", plan_a), ("plan_b", plan_b)):
        if not isinstance(given, Plan):
            raise InputError(Problem((name,), f"{type(given).__name__} is no plan", "give what plan(deal) returns"))
    first, second = dict.fromkeys(plan_a.equip), dict.fromkeys(plan_b.equip)
    now = plan_b.deal
    left = [(ally, said) for ally, said in plan_a.equip if ally in now.organization and said in now.arguments]
    cascade = plan_a.model == plan_b.model == "cascade"
    return Comparison(
        value=(plan_a.value, plan_b.value),
        cost=(plan_a.cost, plan_b.cost),
        only_first=tuple(pair for pair in first if pair not in second),
        only_second=tuple(pair for pair in second if pair not in first),
        both=tuple(pair for pair in first if pair in second),
        first_now=reach(now, left).value if cascade else None,
        models=(plan_a.model, plan_b.model),
        labels={**_names(plan_a.deal), **_names(now)},
        language=now.language,
    )


def _names(deal: Deal) -> dict[str, str]:
    """Return what people and arguments are shown as; no id stands for both."""
    people = {person: deal.label(person) for person in deal.organization}
    return people | {argument: argument_name(deal, argument) for argument in deal.arguments}
