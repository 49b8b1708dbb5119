"""A plan among its rivals in many ways the deal may be: the common ground of sensitivity and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, ProgressCallback, RandomSource
from influence._work import as_generator, map_ordered
from influence.graph.arrays import DealArrays, assemble, deal_arrays
from influence.graph.facts import DealFacts
from influence.model import Deal
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.objective import EXACT_PEOPLE_IN_DRAWS, ReachObjective, WorldObjective, exact_objective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import greedy_search
from influence.propagate.draws import Draws, draw_facts

__all__ = ["DRAWS", "PossibleDeals", "possible_deals", "shared_objective"]

DRAWS = 400
WORLDS = 2_048
PLANNED = 80
"""Draws in which a plan is made anew, a fifth of all at most; the plans found there are compared in all draws."""
POOL = 40
"""Plans that are compared in every draw at most."""
FEW_PATTERNS = 150
"""Outcomes up to which listing them anew for each draw takes less time than looking them up in worlds."""
PIECES = 8
"""Parts into which the work is cut, whatever the number of workers."""
Chosen = tuple[Pair, ...]


@dataclass(frozen=True)
class PossibleDeals:
    """Plans valued in many ways the deal may be; K draws, S plans.

    Parameters
    ----------
    draws : Draws
    problem : PlanningProblem
    pool : tuple of tuple of (int, int)
        Plans; today's is the first.
    best : tuple of tuple of (int, int)
        The plan of the pool that is best in each draw.
    values : ndarray, shape (K, S)
        Value of each plan of the pool in each draw.
    heard : ndarray, shape (K, S, L)
        What each decider and veto holder hears.
    arrays : DealArrays
        At point values.
    """

    draws: Draws
    problem: PlanningProblem
    pool: tuple[Chosen, ...]
    best: tuple[Chosen, ...]
    values: FloatArray
    heard: FloatArray
    arrays: DealArrays


def possible_deals(
    deal: Deal,
    options: PlanningOptions,
    today: Chosen | None,
    *,
    rng: RandomSource = 0,
    count: int = DRAWS,
    extra: Sequence[Chosen] = (),
    executor: Executor | None = None,
    progress: ProgressCallback | None = None,
) -> PossibleDeals:
    """Draw what the deal may be, plan anew in some draws, and value the plans found there in all of them.

    Who may be an ally is decided on point values in every draw; all draws share their random numbers.

    Parameters
    ----------
    deal : Deal
    options : PlanningOptions
    today : tuple of (int, int) or None
        Today's plan; the greedy one where None.
    rng : int, numpy.random.Generator or None
    count : int
        Draws.
    extra : sequence of tuple of (int, int)
        Further plans to value, also such that are not open today.
    executor : concurrent.futures.Executor or None
    progress : callable or None

    Returns
    -------
    PossibleDeals
    """
    generator = as_generator(rng)
    draws = draw_facts(deal, count, generator)
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, options)
    base = shared_objective(deal, arrays, problem, generator)
    if today is None:
        today = greedy_search(problem, base).pairs
    again = min(PLANNED, count // 5)
    planned = [([*draws.facts[start:again:PIECES]], (base, problem, today)) for start in range(PIECES)]
    found = Counter(plan for plans in map_ordered(_best_plans, planned, executor, progress, "plans") for plan in plans)
    found.pop(today, None)
    often = sorted(found, key=lambda plan: (-found[plan], plan))[: POOL - 1]
    pool = (today, *often, *(plan for plan in extra if plan != today and plan not in often))
    pieces = [piece.tolist() for piece in np.array_split(np.arange(count), PIECES)]
    valued = [([draws.facts[number] for number in piece], (base, pool)) for piece in pieces]
    heard = np.concatenate(list(map_ordered(_heard, valued, executor, progress, "values")))
    values = base.scores(heard.reshape(-1, heard.shape[2]))[:, 0].reshape(heard.shape[:2])
    # equal values differ by rounding from machine to machine: the plan that comes first in the pool is the best
    best = np.round(values, 11).argmax(axis=1)
    return PossibleDeals(draws, problem, pool, tuple(pool[number] for number in best.tolist()), values, heard, arrays)


def shared_objective(deal: Deal, arrays: DealArrays, problem: PlanningProblem, rng: RandomSource) -> ReachObjective:
    """Return the objective whose outcomes all draws share: all of them on a very small map, else sampled worlds."""
    if len(arrays.facts.people) <= EXACT_PEOPLE_IN_DRAWS:
        exact = exact_objective(deal, arrays, problem.entry)
        if (
            exact is not None
            and max((len(cell.mass) for row in exact.patterns for cell in row), default=0) <= FEW_PATTERNS
        ):
            return exact
    return WorldObjective(deal, arrays, WORLDS, rng, problem.entry)


def _best_plans(task: tuple[list[DealFacts], tuple[ReachObjective, PlanningProblem, Chosen]]) -> list[Chosen]:
    drawn, (base, problem, today) = task
    return [greedy_search(problem, base.with_arrays(assemble(facts)), start=today).pairs for facts in drawn]


def _heard(task: tuple[list[DealFacts], tuple[ReachObjective, tuple[Chosen, ...]]]) -> FloatArray:
    drawn, (base, pool) = task
    return np.array([base.with_arrays(assemble(facts)).heard_each(pool) for facts in drawn])
