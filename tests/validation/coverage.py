"""Whether the interval that the library states for a plan contains what the plan is worth in truth.

``sensitivity`` takes a second or two for a deal, most of it for planning anew, which the interval does not need; so the
interval is made here from the draws beneath it. Of 59 draws the third and the third-last enclose a further one in
exactly 0.9 of cases if it comes from the same distribution, so a calibrated map shows 0.90 up to chance.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from influence._types import FloatArray
from influence.graph import assemble, deal_arrays
from influence.model import Deal
from influence.planning.possible_deals import shared_objective
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.search import greedy_search
from influence.propagate import reach
from influence.propagate.draws import draw_facts
from tests.validation.made_up import CASES, as_stated, made_up
from tests.validation.tables import Table, spread

__all__ = ["DRAWS", "covers", "study"]

DEALS, SMOKE_DEALS = 2_000, 6
PEOPLE = 8
DRAWS = 59
TAIL = {"50": 15, "90": 3}
"""Place of the interval's ends among the ordered draws, from either side."""


def covers(draws: FloatArray, truth: FloatArray, tail: int) -> tuple[float, float, float]:
    """Return the shares of cases whose truth lies below, within and above the interval; draws have shape (N, 59)."""
    ordered = np.sort(draws, axis=1)
    below = float((truth < ordered[:, tail - 1]).mean())
    above = float((truth > ordered[:, -tail]).mean())
    return below, 1.0 - below - above, above


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return the share of made-up deals whose truth lies in the interval."""
    del data
    count = SMOKE_DEALS if smoke else DEALS
    found = np.array(spread(_one_deal, [(seed, number) for number in range(count)]))
    own = found[:, 0, : DRAWS + 1]
    rows = [
        _row("the truth is one more draw of the map itself", own[:, :DRAWS], own[:, DRAWS], found[:, 0, -1]),
        _row("the truth is drawn as the model states it", own[:, :DRAWS], found[:, 0, -2], found[:, 0, -1]),
    ]
    for place, case in enumerate(CASES):
        draws, truth, point = found[:, place, :DRAWS], found[:, place, DRAWS + 1], found[:, place, -1]
        rows.append(_row(f"told by informants: {case.name}", draws, truth, point))
    error = 1.96 * np.sqrt(0.09 / count)
    table = Table(
        "coverage",
        "How often the truth lies in the interval",
        (
            "map",
            "50 % interval",
            "90 % interval",
            "truth below it",
            "truth above it",
            "mean width",
            "value on the map",
            "mean of the draws",
            "value in truth",
        ),
        tuple(rows),
        f"{count} made-up deals of {PEOPLE} people, {DRAWS} draws each; in every other one the decider cannot be met. "
        f"By chance a share of 0.90 moves by ± {error:.3f}. The first row tests the computation alone. The plan is the "
        "one that is best on the map at point values, found greedily.",
    )
    return [table]


def _one_deal(task: tuple[int, int]) -> FloatArray:
    """Return, for each case, the plan's values in 60 draws, in both truths, and on the map."""
    generator = np.random.default_rng(task)
    made = made_up(PEOPLE, generator, door=task[1] % 2 == 0)
    seed = int(generator.integers(2**31))
    again = as_stated(made, generator)
    return np.array([_values(made.map(case), (made.deal, again.deal), seed) for case in CASES])


def _values(told: Deal, truths: tuple[Deal, Deal], seed: int) -> list[float]:
    arrays = deal_arrays(told)
    problem = build_problem(told, arrays, PlanningOptions())
    objective = shared_objective(told, arrays, problem, seed)
    chosen = greedy_search(problem, objective).pairs
    drawn = draw_facts(told, DRAWS + 1, seed)
    values = [objective.with_arrays(assemble(facts)).value(chosen) for facts in drawn.facts]
    equip = [(arrays.facts.people[person], arrays.facts.arguments[argument]) for person, argument in chosen]
    return [*values, *(reach(truth, equip).value for truth in truths), objective.value(chosen)]


def _row(name: str, draws: FloatArray, truth: FloatArray, point: FloatArray) -> tuple[str, ...]:
    below, inside, above = covers(draws, truth, TAIL["90"])
    ordered = np.sort(draws, axis=1)
    width = float((ordered[:, -TAIL["90"]] - ordered[:, TAIL["90"] - 1]).mean())
    numbers = (covers(draws, truth, TAIL["50"])[1], inside, below, above, width)
    return (name, *(f"{each:.3f}" for each in (*numbers, point.mean(), draws.mean(), truth.mean())))
