"""Reach and standing at once: the plans of which none is better on both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from influence._show import Result, table
from influence._text import listing
from influence._types import FloatArray, ProgressCallback, RandomSource
from influence._work import progress_reporter
from influence.graph.arrays import DealArrays, deal_arrays
from influence.model import Deal
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.deal_plan import ground_condition, planning_objective
from influence.planning.lines import argument_name
from influence.planning.objectives import Objective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import Condition, greedy_search

__all__ = ["ParetoPoint", "ParetoSet", "pareto"]

LISTED = 5_000
"""Feasible plans up to which all are compared."""
STEPS = 10
"""Weights between the two ends, where not all plans are compared."""
DIGITS = 9


@dataclass(frozen=True)
class ParetoPoint:
    """A plan that no other beats on both reach and standing.

    Parameters
    ----------
    reach : float
        In [0, 1].
    standing : float
        In [−1, 1].
    cost : float
        Hours.
    equip : tuple of (str, str)
        Ally and argument.

    Examples
    --------
    >>> ParetoPoint(0.5, 0.1, 3.0, (("wu", "tco"),)).equip[0]
    ('wu', 'tco')
    """

    reach: float
    standing: float
    cost: float
    equip: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ParetoSet(Result):
    """The plans of which none is better on both reach and standing, by falling reach.

    Parameters
    ----------
    points : tuple of ParetoPoint
    method : str
        ``all``: every feasible plan was compared; ``weighted``: the best found under eleven weightings of the two,
        so that plans between them may be missing.
    worlds : int or None
        Sampled worlds in which reach was judged; None where it is exact.
    deal : Deal

    Examples
    --------
    >>> from influence.io import load_example
    >>> found = pareto(load_example("power_grid_en"), capacity=6)
    >>> found.points[0].reach >= found.points[-1].reach
    True
    """

    points: tuple[ParetoPoint, ...]
    method: str
    worlds: int | None
    deal: Deal = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the points as plain data."""
        return {
            "points": [{**vars(point), "equip": [list(pair) for pair in point.equip]} for point in self.points],
            "method": self.method,
            "worlds": self.worlds,
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each plan."""
        columns: dict[str, Callable[[ParetoPoint], Any]] = {
            "reach": lambda point: point.reach,
            "standing": lambda point: point.standing,
            "hours": lambda point: point.cost,
            "equip": lambda point: ", ".join(f"{ally}:{argument}" for ally, argument in point.equip),
        }
        return {"pareto": table(self.points, columns)}

    def __str__(self) -> str:
        deal = self.deal

        def say(key: str, **facts: object) -> str:
            return deal.say(f"plan.{key}", **facts)

        lines = [say("pareto_title"), say(f"pareto_{self.method}")]
        for point in self.points:
            pairs = (f"{deal.label(ally)} ({argument_name(deal, argument)})" for ally, argument in point.equip)
            equip = listing(pairs, deal.language) or say("pareto_nobody")
            figures = {"reach": f"{point.reach:.3f}", "standing": f"{point.standing:+.3f}", "cost": f"{point.cost:g}"}
            lines.append("  " + say("pareto_point", **figures, equip=equip))
        return "\n".join(lines)


class _Mixed:
    """Reach and standing weighed into one number; what it asks for it asks of both."""

    def __init__(self, reach: Objective, standing: Objective, weights: tuple[float, float]) -> None:
        self.deal, self.hearing, self.count = reach.deal, reach.hearing, reach.count
        self.reach, self.standing, self.mix = reach, standing, weights
        self.listeners = (*reach.listeners, *standing.listeners)

    @property
    def weights(self) -> FloatArray | None:
        own = self.reach.weights
        return None if own is None else np.append(self.mix[0] * own, self.mix[1])

    def heard(self, pairs: Iterable[Pair]) -> FloatArray:
        chosen = list(pairs)
        return np.concatenate([self.reach.heard(chosen), self.standing.heard(chosen)])

    def increments(self, pairs: Sequence[Pair], candidates: Sequence[Pair]) -> FloatArray:
        both = (self.reach.increments(pairs, candidates), self.standing.increments(pairs, candidates))
        return np.concatenate(both, axis=1)

    def scores(self, heard: FloatArray) -> FloatArray:
        first = self.reach.scores(heard[:, :-1]) * self.mix[0]
        return first + self.mix[1] * heard[:, -1:]

    def value(self, pairs: Iterable[Pair]) -> float:
        return float(self.scores(self.heard(pairs)[None])[0, 0])

    def opened(self) -> _Mixed:
        found = copy(self)
        found.reach, found.standing = self.reach.opened(), self.standing.opened()
        found.hearing = found.reach.hearing
        return found


def pareto(
    deal: Deal,
    *,
    worlds: int = 16384,
    progress: bool | ProgressCallback | None = None,
    rng: RandomSource = 0,
    **plan_options: Any,
) -> ParetoSet:
    """Return the plans of which none is better on both reach and standing.

    Reach counts who is answered, standing also who is against us. Where at most 5,000 plans are feasible all are
    compared; otherwise the best found under eleven weightings, from reach alone to standing alone.

    Parameters
    ----------
    deal : Deal
    worlds : int
        Common worlds in which reach is judged on maps too large for all outcomes.
    progress : bool or callable or None
    rng : int, numpy.random.Generator or None
    **plan_options
        As of ``plan``: capacity, load, min_support, include, exclude, require, must_answer, introductions,
        min_common_ground.

    Returns
    -------
    ParetoSet

    Raises
    ------
    PlanningError
        As ``plan``.
    TypeError
        If an option is not one of ``plan``'s.

    References
    ----------
    Geoffrion: Proper efficiency and the theory of vector maximization. Journal of Mathematical Analysis and
    Applications 22, 1968.

    Examples
    --------
    >>> people = {
    ...     "zhao": {"roles": ["decision_maker"], "access": "brief"},
    ...     "wu": {"reports_to": "zhao", "support": "mentor", "access": "in_depth"},
    ... }
    >>> deal = Deal(organization={"stakeholders": people}, arguments={"tco": {"answers": {"price": 0.8}}})
    >>> [point.equip for point in pareto(deal, capacity=2).points]
    [(('zhao', 'tco'),)]
    """
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, PlanningOptions(**plan_options))
    reach = planning_objective(deal, arrays, problem, "cascade", worlds, rng)
    standing = planning_objective(deal, arrays, problem, "consensus", worlds, rng)
    condition = ground_condition(deal, arrays, problem, reach, worlds, rng)
    listed = _all_plans(problem, condition)
    with progress_reporter(progress) as report:
        plans = listed if listed is not None else list(_weighted(problem, reach, standing, condition, report))
    valued = [(round(reach.value(pairs), DIGITS), round(standing.value(pairs), DIGITS), pairs) for pairs in plans]
    points = [
        ParetoPoint(value, stand, problem.hours(pairs), _named(arrays, pairs, problem.people))
        for value, stand, pairs in _undominated(valued, problem)
    ]
    return ParetoSet(tuple(points), "all" if listed is not None else "weighted", reach.count, deal)


def _all_plans(problem: PlanningProblem, condition: Condition | None) -> list[tuple[Pair, ...]] | None:
    """Return all feasible plans, or None where there are too many."""
    found: list[tuple[Pair, ...]] = []
    waiting: list[tuple[tuple[Pair, ...], int]] = [((), 0)]
    seen = 0
    while waiting:
        chosen, start = waiting.pop()
        seen += 1
        if seen > LISTED:
            return None
        if problem.meets_requirements(chosen) and (condition is None or condition(frozenset(chosen))):
            found.append(chosen)
        # what fits has only parts that fit
        options = ((*chosen, pair) for pair in problem.candidates[start:])
        waiting += [(option, start + place) for place, option in enumerate(options, start=1) if problem.fits(option)]
    return found


def _weighted(
    problem: PlanningProblem,
    reach: Objective,
    standing: Objective,
    condition: Condition | None,
    report: ProgressCallback | None,
) -> Iterator[tuple[Pair, ...]]:
    """Give the best plans found from reach alone to standing alone, each on a scale of its own best gain."""
    ends = [greedy_search(problem, each, condition=condition).pairs for each in (reach, standing)]
    yield from ends
    scales = [max(each.value(end) - each.value(()), 1e-12) for each, end in zip((reach, standing), ends, strict=True)]
    for step in range(1, STEPS):
        share = step / STEPS
        mixed = _Mixed(reach, standing, ((1 - share) / scales[0], share / scales[1]))
        yield greedy_search(problem, mixed, condition=condition).pairs
        if report is not None:
            report(step, STEPS - 1, "weights")


def _undominated(
    valued: Sequence[tuple[float, float, tuple[Pair, ...]]], problem: PlanningProblem
) -> Iterator[tuple[float, float, tuple[Pair, ...]]]:
    """Give, by falling reach, what raises the standing; of equal plans the one with fewer hours, then fewer pairs."""
    ordered = sorted(
        valued, key=lambda each: (-each[0], -each[1], round(problem.hours(each[2]), DIGITS), len(each[2]), each[2])
    )
    best = -np.inf
    for each in ordered:
        if each[1] > best:
            best = each[1]
            yield each


def _named(arrays: DealArrays, pairs: Sequence[Pair], people: int) -> tuple[tuple[str, str], ...]:
    facts = arrays.facts
    return tuple((facts.people[actor % people], facts.arguments[argument]) for actor, argument in pairs)
