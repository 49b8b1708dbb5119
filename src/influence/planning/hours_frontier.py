"""What more hours would bring: the best plan at every amount of hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from influence._show import Result, table, text_table
from influence._types import ProgressCallback, RandomSource
from influence._work import Deadline, map_ordered, progress_reporter
from influence.errors import InputError
from influence.graph.arrays import deal_arrays
from influence.model import Deal
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.deal_plan import ground_condition, planning_objective, sampling_error, search_plan
from influence.planning.feasibility import cheapest_start
from influence.planning.objectives import Objective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import Condition, SearchOutcome, greedy_search

__all__ = ["Frontier", "FrontierPoint", "frontier"]

POINTS = 40
"""Amounts of hours that are looked at, at most."""
PIECES = 8
"""Parts into which the amounts are dealt out, whatever the number of workers."""
WORTHWHILE = 0.2
"""Share of the best return per hour below which more hours are not worth it."""


@dataclass(frozen=True)
class FrontierPoint:
    """The best plan at some hours.

    Parameters
    ----------
    cost : float
        Hours.
    value : float
        Of the plan, to the same outcomes as all others.
    bound : float
        At most this is the value of the best plan at these hours.
    equip : tuple of (str, str)

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import frontier
    >>> frontier(load_example("power_grid_en"), capacity=3).points[0].cost
    0.0
    """

    cost: float
    value: float
    bound: float
    equip: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Frontier(Result):
    """Value against hours.

    Parameters
    ----------
    points : tuple of FrontierPoint
        Each worth more than the one before.
    marginal : tuple of float
        Value gained for each hour between neighbouring points.
    stop : float
        Hours beyond which an hour brings less than a fifth of what the best hour brings. Both are judged on the upper
        concave hull of the points: a small switch between two plans that happens to cost half an hour is no good hour
        to be had before the hours that lead up to it are paid. The last point where every hour is worth it.
    method : str
        ``exact`` where every point is proved best, else ``greedy``.
    deal : Deal

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import frontier
    >>> frontier(load_example("power_grid_en"), capacity=3).method
    'exact'
    """

    points: tuple[FrontierPoint, ...]
    marginal: tuple[float, ...]
    stop: float
    method: str
    deal: Deal = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the frontier as plain data."""
        points = [{**vars(each), "equip": [list(pair) for pair in each.equip]} for each in self.points]
        return {"points": points, "marginal": list(self.marginal), "stop": self.stop, "method": self.method}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each point."""
        columns: dict[str, Callable[[FrontierPoint], Any]] = {
            "hours": lambda point: point.cost,
            "value": lambda point: point.value,
            "bound": lambda point: point.bound,
            "pairs": lambda point: len(point.equip),
        }
        return {"points": table(self.points, columns)}

    def __str__(self) -> str:
        deal = self.deal

        def say(key: str, **facts: object) -> str:
            return deal.say(f"plan.frontier_{key}", **facts)

        gains = ["", *(f"{gain:+.4f}" for gain in self.marginal)]
        rows = [
            {
                say("hours"): f"{point.cost:g}",
                say("value"): f"{point.value:.3f}",
                say("bound"): f"{point.bound:.3f}",
                say("per_hour"): gain,
                say("pairs"): len(point.equip),
            }
            for point, gain in zip(self.points, gains, strict=True)
        ]
        best = say("exact") if self.method == "exact" else say("greedy")
        stop = "stop" if self.stop < self.points[-1].cost else "no_stop"
        return "\n".join([text_table(rows), say(stop, hours=f"{self.stop:g}"), best])


def frontier(
    deal: Deal,
    *,
    capacity: float | None = None,
    worlds: int = 16384,
    work_limit: int = 400,
    executor: Executor | None = None,
    progress: bool | ProgressCallback | None = None,
    rng: RandomSource = 0,
    **plan_options: Any,
) -> Frontier:
    """Return the best plan at every amount of hours up to what there is.

    All plans are judged in the same outcomes, so that value never falls with hours. A point that equals the one before
    is left out.

    Parameters
    ----------
    deal : Deal
    capacity : float or None
        Hours to go up to; the deal's where None.
    worlds : int
        Common worlds, on maps too large for all outcomes.
    work_limit : int
        Partial plans looked at for each point.
    executor : concurrent.futures.Executor or None
        Where the amounts are planned, each by itself; the frontier does not depend on it.
    progress : bool or callable or None
        True for a bar, or a function called as ``progress(done, total, what)``.
    rng : int, numpy.random.Generator or None
    **plan_options
        ``load``, ``min_support``, ``include``, ``exclude``, ``require``, ``introductions``, ``min_common_ground``,
        ``must_answer`` and ``model`` as in :func:`~influence.planning.plan`.

    Returns
    -------
    Frontier

    Raises
    ------
    InputError
        If an option is not known.
    PlanningError
        As in :func:`~influence.planning.plan`.

    Examples
    --------
    >>> people = {"zhao": {"roles": ["decision_maker"], "access": 0.5}}
    >>> deal = Deal(organization={"stakeholders": people}, arguments={"tco": {"answers": {"price": 0.8}}})
    >>> [(point.cost, point.equip) for point in frontier(deal, capacity=4).points]
    [(0.0, ()), (1.5, (('zhao', 'tco'),))]
    """
    model = plan_options.pop("model", "cascade")
    known = set(PlanningOptions.__dataclass_fields__)
    unknown = sorted(set(plan_options) - known)
    if unknown:
        raise InputError(f"{unknown[0]!r} is no option; one of {', '.join(sorted(known))}, model is accepted")
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions(capacity=capacity, **plan_options))
    objective = planning_objective(deal, arrays, problem, model, worlds, rng)
    condition = ground_condition(deal, arrays, problem, objective, worlds, rng)
    amounts = _amounts(problem)
    shared = problem, objective, condition, work_limit
    pieces = [(amounts[start::PIECES], shared) for start in range(PIECES)]
    with progress_reporter(progress) as report:
        found = list(map_ordered(_searched, pieces, executor, report, "amounts of hours"))
    outcomes = [found[number % PIECES][number // PIECES] for number in range(len(amounts))]
    points: list[FrontierPoint] = []
    before: tuple[Pair, ...] = ()
    proved = True
    for hours, outcome in zip(amounts, outcomes, strict=True):
        at = replace(problem, capacity=hours)
        # where a search was cut, what was best with fewer hours may lead to a better plan
        pairs = outcome.pairs
        if not outcome.proved:
            warm = greedy_search(at, objective, start=before, condition=condition)
            pairs = pairs if outcome.value >= warm.value - 1e-12 else warm.pairs
        value = objective.value(pairs)
        proved &= outcome.proved
        if points and value <= points[-1].value + 1e-9:
            continue
        before = pairs
        named = tuple(
            (arrays.facts.people[actor % problem.people], arrays.facts.arguments[argument]) for actor, argument in pairs
        )
        bound = max(outcome.bound + sampling_error(at, objective.count), value)
        points.append(FrontierPoint(problem.hours(pairs), value, bound, named))
    marginal = tuple((two.value - one.value) / max(two.cost - one.cost, 1e-9) for one, two in pairwise(points))
    stop = stopping_hours([(point.cost, point.value) for point in points])
    return Frontier(tuple(points), marginal, stop, "exact" if proved else "greedy", deal)


def stopping_hours(points: Sequence[tuple[float, float]]) -> float:
    """Return the hours beyond which an hour is not worth it, on the upper concave hull of (hours, value).

    Parameters
    ----------
    points : sequence of (float, float)
        By rising hours and values, at least one.

    Returns
    -------
    float
        Hours.
    """
    hull: list[tuple[float, float]] = []
    for point in points:
        while len(hull) > 1 and _rate(hull[-2], hull[-1]) <= _rate(hull[-2], point):
            hull.pop()
        hull.append(point)
    # on the hull the first hour is the best one, and every later one brings less
    best = _rate(hull[0], hull[1]) if len(hull) > 1 else 0.0
    worth = [two[0] for one, two in pairwise(hull) if _rate(one, two) >= WORTHWHILE * best]
    return worth[-1] if worth else hull[0][0]


def _rate(one: tuple[float, float], two: tuple[float, float]) -> float:
    return (two[1] - one[1]) / max(two[0] - one[0], 1e-9)


Task = tuple[list[float], tuple[PlanningProblem, Objective, Condition | None, int]]
"""Amounts of hours, and what is planned with them."""


def _searched(task: Task) -> list[SearchOutcome]:
    """Return the best plan found at each of some amounts of hours, each by itself."""
    amounts, (problem, objective, condition, work_limit) = task
    return [
        search_plan(replace(problem, capacity=hours), objective, "auto", work_limit, Deadline(None), condition)
        for hours in amounts
    ]


def _amounts(problem: PlanningProblem) -> list[float]:
    """Return the amounts of hours to look at: those that pay for what is required, and all there is."""
    least = _step(problem.deliver, problem.meet, problem.prepare)
    amounts = np.arange(0.0, problem.capacity + 1e-9, max(least, problem.capacity / POINTS)).tolist()
    if amounts[-1] < problem.capacity:
        amounts.append(problem.capacity)
    if problem.meets_requirements(()):
        return amounts
    fewer = (replace(problem, capacity=hours) for hours in amounts if hours < problem.capacity)
    paid = [at.capacity for at in fewer if cheapest_start(at, at.required) is not None]
    return [*paid, *(hours for hours in amounts if hours >= problem.capacity)]


def _step(deliver: float, meet: Sequence[float], prepare: Sequence[float]) -> float:
    """Return the smallest amount of hours by which costs can differ; half an hour where they have none in common."""
    amounts = sorted({round(60 * amount) for amount in (deliver, *meet, *prepare) if amount > 0})
    return float(np.gcd.reduce(amounts)) / 60 if amounts else 0.5
