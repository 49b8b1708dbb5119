"""Whether any plan can do what was required, and if not, the smallest set of demands that is impossible together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from influence.errors import PlanningError, Problem
from influence.planning.constraints import Pair, PlanningProblem

__all__ = ["cheapest_start", "require_feasible"]

Demand = tuple[str, tuple[Pair, ...]]
TRIALS = 20_000
"""Partial choices that are looked at before the best one found so far is taken."""
FEW = 6
"""Requirements up to which the smallest set that does not fit is sought; of more, one of which none can be left out."""


def require_feasible(problem: PlanningProblem) -> None:
    """Refuse a problem that no plan can solve.

    Parameters
    ----------
    problem : PlanningProblem

    Raises
    ------
    PlanningError
        If a requirement has no candidate, or the hours and the load do not allow all of them: the smallest set of
        requirements that does not fit is named, of more than six one of which none can be left out. Where too many
        choices are open to say, that none was found.
    """
    empty = [text for text, group in problem.required if not group]
    if empty:
        remedy = "admit a candidate for it with include, or take the requirement back"
        raise PlanningError([Problem((), f"no candidate can meet the requirement {text}", remedy) for text in empty])
    found, complete = _search(problem, problem.required)
    if found is not None:
        return
    if not complete:
        said = f"no choice that meets all {len(problem.required)} requirements was found in {TRIALS:,} trials"
        raise PlanningError(
            Problem(("require",), said, f"raise the capacity of {problem.capacity:g} h, or require less")
        )
    conflict = _smallest_conflict(problem)
    names = " and ".join(text for text, _ in conflict)
    verdict = "does not fit" if len(conflict) == 1 else "together do not fit"
    remedy = f"raise the capacity of {problem.capacity:g} h or the load of {problem.load}, or require less"
    raise PlanningError(Problem(("require",), f"{names} {verdict} into hours and load", remedy))


def cheapest_start(problem: PlanningProblem, demands: Sequence[Demand]) -> frozenset[Pair] | None:
    """Return pairs that meet all demands at the fewest hours found, or None where no set was found that fits.

    Parameters
    ----------
    problem : PlanningProblem
    demands : sequence
        As in ``PlanningProblem.required``.

    Returns
    -------
    frozenset of (int, int) or None
    """
    return _search(problem, demands)[0]


def _search(problem: PlanningProblem, demands: Sequence[Demand]) -> tuple[frozenset[Pair] | None, bool]:
    """Return the cheapest choice found, and whether all were looked at."""
    best: tuple[float, frozenset[Pair]] | None = None
    trials = 0
    stack: list[tuple[int, frozenset[Pair]]] = [(0, frozenset())]
    while stack and trials < TRIALS:
        trials += 1
        number, chosen = stack.pop()
        hours = problem.hours(chosen)
        if not problem.fits(chosen) or (best is not None and hours >= best[0]):
            continue
        if number == len(demands):
            best = hours, chosen
        elif chosen.intersection(demands[number][1]):
            stack.append((number + 1, chosen))
        else:
            options = [chosen | {pair} for pair in demands[number][1]]
            # the cheapest is tried first: it goes on the stack last
            stack += [(number + 1, option) for option in sorted(options, key=problem.hours, reverse=True)]
    return None if best is None else best[1], not stack


def _smallest_conflict(problem: PlanningProblem) -> tuple[Demand, ...]:
    if len(problem.required) > FEW:
        left = list(problem.required)
        for demand in problem.required:
            fewer = [each for each in left if each is not demand]
            found, complete = _search(problem, fewer)
            if found is None and complete:
                left = fewer
        return tuple(left)
    for size in range(1, len(problem.required)):
        for demands in combinations(problem.required, size):
            if cheapest_start(problem, demands) is None:
                return demands
    return problem.required
