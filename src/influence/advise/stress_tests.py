"""What the loss of a person or a tie would cost, with and without planning again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from influence._show import Result, record_table
from influence._types import ProgressCallback
from influence._work import map_ordered, progress_reporter
from influence.advise.sensitivity_analysis import positions_of, speaker
from influence.graph.arrays import assemble, deal_arrays
from influence.graph.facts import DealFacts
from influence.model import Deal
from influence.planning import Plan
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.lines import argument_name
from influence.planning.objective import ReachObjective
from influence.planning.possible_deals import shared_objective
from influence.planning.problem import build_problem
from influence.planning.search import greedy_search

__all__ = ["Insurance", "Loss", "Stress", "stress"]

NOTABLE = 1e-6
"""Loss below which something is no loss."""


@dataclass(frozen=True)
class Loss:
    """What would be left after something is lost.

    Parameters
    ----------
    kind : str
        ``lost``, ``turned`` (against us), ``tie``, ``decider`` (replaced by somebody unknown) or ``pair``.
    subject : tuple of str
        The people concerned.
    value : float
        Of today's plan afterwards, in [0, 1].
    again : float
        Of the best plan found afterwards.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import stress
    >>> found = stress(plan(load_example("power_grid_en"), method="greedy"))
    >>> found.losses[0].kind
    'lost'
    """

    kind: str
    subject: tuple[str, ...]
    value: float
    again: float


@dataclass(frozen=True)
class Insurance:
    """One more pair that helps most in the worst case.

    Parameters
    ----------
    ally, argument : str
    cost : float
        Hours beyond the plan's.
    before, after : float
        Value in the worst loss of a single ally, without and with it.
    within : bool
        Whether it is within the hours; where nothing is, the best beyond them is named. It always keeps to the
        arguments that one person may carry.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import stress
    >>> found = stress(plan(load_example("power_grid_en"), method="greedy"))
    >>> found.insurance is not None
    True
    """

    ally: str
    argument: str
    cost: float
    before: float
    after: float
    within: bool = True


@dataclass(frozen=True)
class Stress(Result):
    """What the loss of each person and tie of a plan would cost.

    Parameters
    ----------
    value : float
        Of the plan where nothing is lost, to the same outcomes.
    losses : tuple of Loss
        Worst first within each kind.
    irreplaceable : mapping
        Ally → what even a new plan loses.
    insurance : Insurance or None
    method : str
        ``exact``, or ``sampled`` in common worlds.
    deal : Deal

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import stress
    >>> found = stress(plan(load_example("power_grid_en"), method="greedy"))
    >>> found.method
    'exact'
    """

    value: float
    losses: tuple[Loss, ...]
    irreplaceable: Mapping[str, float]
    insurance: Insurance | None
    method: str
    deal: Deal = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "value": self.value,
            "losses": [{**vars(each), "subject": list(each.subject)} for each in self.losses],
            "irreplaceable": dict(self.irreplaceable),
            "insurance": None if self.insurance is None else vars(self.insurance).copy(),
            "method": self.method,
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each loss."""
        return {"losses": record_table(Loss, self.losses)}

    def __str__(self) -> str:
        say, label = speaker(self.deal), self.deal.label
        lines = [say("stress_title", value=f"{self.value:.3f}")]
        for each in self.losses:
            facts: dict[str, object] = {"value": f"{each.value:.3f}", "again": f"{each.again:.3f}"}
            if each.kind == "pair":
                facts |= {"first": label(each.subject[0]), "second": label(each.subject[1])}
            else:
                facts["person"] = label(each.subject[0])
            if each.kind == "tie":
                facts["other"] = label(each.subject[1])
            lines.append("  " + say(f"stress_{each.kind}", **facts))
        lines += [
            "  " + say("stress_irreplaceable", person=label(person), loss=f"{loss:.3f}")
            for person, loss in self.irreplaceable.items()
        ]
        if self.insurance is not None:
            found = self.insurance
            lines.append(
                "  "
                + say(
                    "stress_insurance" if found.within else "stress_insurance_beyond",
                    ally=label(found.ally),
                    argument=argument_name(self.deal, found.argument),
                    cost=f"{found.cost:g}",
                    before=f"{found.before:.3f}",
                    after=f"{found.after:.3f}",
                )
            )
        return "\n".join(lines)


def stress(plan: Plan, *, executor: Executor | None = None, progress: bool | ProgressCallback | None = None) -> Stress:
    """Return what the loss of each person and tie that a plan uses would cost.

    A person who is lost gives no hearing and passes nothing on; one who turns against us does neither and stands at
    the enemy's end. All losses are judged in the same outcomes.

    Parameters
    ----------
    plan : Plan
    executor : concurrent.futures.Executor or None
        Where losses are planned anew; the result does not depend on it.
    progress : bool or callable or None

    Returns
    -------
    Stress

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> found = stress(plan(load_example("power_grid_en")))
    >>> all(loss.again >= loss.value - 1e-9 for loss in found.losses)
    True
    """
    deal = plan.deal
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, plan.options)
    base = shared_objective(deal, arrays, problem, 0)
    today = positions_of(plan)
    scenarios = list(_scenarios(plan, arrays.facts))
    two = _two_lost(plan, arrays.facts)
    with progress_reporter(progress) as report:
        left = list(map_ordered(_left, [(each, (base, problem, today)) for each in two], executor, report, "pairs"))
        # of all pairs only the worst is told, so only that one is planned again
        worst = sorted(zip(left, two, strict=True), key=lambda each: (round(each[0], 11), each[1][1]))[:1]
        scenarios += [scenario for _, scenario in worst]
        tasks = [(each, (base, problem, today)) for each in scenarios]
        found = list(map_ordered(_after, tasks, executor, report, "losses"))
    losses = [
        Loss(kind, subject, value, again)
        for (kind, subject, _, _), (value, again) in zip(scenarios, found, strict=True)
    ]
    value = base.value(today)
    pairs = [loss for loss in losses if loss.kind == "pair"]
    order = ("lost", "turned", "tie", "decider")
    shown = [
        loss
        for kind in order
        for loss in sorted((each for each in losses if each.kind == kind), key=lambda each: (each.value, each.subject))
        if value - loss.value > NOTABLE
    ]
    return Stress(
        value=value,
        losses=(*shown, *pairs),
        irreplaceable={
            loss.subject[0]: value - loss.again
            for loss in shown
            if loss.kind == "lost" and value - loss.again > 0.1 * value
        },
        insurance=_insurance(plan, base, problem, today, arrays.facts),
        method="exact" if base.count is None else "sampled",
        deal=deal,
    )


Scenario = tuple[str, tuple[str, ...], DealFacts, tuple[int, ...]]
"""Kind, people concerned, facts afterwards, and who cannot be equipped any more."""


def _scenarios(plan: Plan, facts: DealFacts) -> Iterable[Scenario]:
    deal = plan.deal
    people = _used(plan)
    place = {person: number for number, person in enumerate(facts.people)}
    for person in people:
        yield "lost", (person,), _gone(facts, [place[person]]), (place[person],)
    for person in plan.allies:
        if person not in deal.deciders:
            yield "turned", (person,), _turned(facts, place[person]), (place[person],)
    hops = dict.fromkeys(hop for step in plan.steps for path in step.paths for hop in pairwise(path.nodes))
    for source, target in hops:
        yield "tie", (source, target), _untied(facts, place[source], place[target]), ()
    for decider in deal.deciders:
        yield "decider", (decider,), _stranger(deal, facts, place[decider]), ()


def _used(plan: Plan) -> list[str]:
    """Return the allies and those on the way, without the deciders."""
    passed = (person for step in plan.steps for path in step.paths for person in path.nodes)
    return [person for person in dict.fromkeys([*plan.allies, *passed]) if person not in plan.deal.deciders]


def _two_lost(plan: Plan, facts: DealFacts) -> list[Scenario]:
    place = {person: number for number, person in enumerate(facts.people)}
    return [
        ("pair", (one, two), _gone(facts, [place[one], place[two]]), (place[one], place[two]))
        for one, two in combinations(_used(plan), 2)
    ]


def _gone(facts: DealFacts, places: list[int]) -> DealFacts:
    access, advocacy = facts.access.copy(), facts.advocacy.copy()
    access[places] = advocacy[places] = 0.0
    return replace(facts, access=access, advocacy=advocacy)


def _turned(facts: DealFacts, place: int) -> DealFacts:
    support = facts.support.copy()
    support[place] = -1.0
    return replace(_gone(facts, [place]), support=support)


def _untied(facts: DealFacts, source: int, target: int) -> DealFacts:
    certainty = facts.ties.certainty.copy()
    certainty[(facts.ties.tail == source) & (facts.ties.head == target)] = 0.0
    return replace(facts, ties=replace(facts.ties, certainty=certainty))


def _stranger(deal: Deal, facts: DealFacts, place: int) -> DealFacts:
    """Return the facts with somebody in a decider's place of whom nothing is known but the office."""
    access, support, advocacy = facts.access.copy(), facts.support.copy(), facts.advocacy.copy()
    access[place] = min(deal.scales.mean_access, access[place])
    support[place], advocacy[place] = 0.0, deal.scales.advocacy["unknown"]
    # ties into the office are those of a newcomer: as sure as any that nobody has mentioned
    certainty = np.where(
        facts.ties.head == place, np.minimum(facts.ties.certainty, deal.scales.unmentioned_tie), facts.ties.certainty
    )
    return replace(
        facts, access=access, support=support, advocacy=advocacy, ties=replace(facts.ties, certainty=certainty)
    )


Setting = tuple[ReachObjective, PlanningProblem, tuple[Pair, ...]]
"""Objective at point values, problem, and today's plan."""


def _left(task: tuple[Scenario, Setting]) -> float:
    """Return the value of today's plan after a loss."""
    (_, _, facts, lost), (base, problem, today) = task
    rest = [pair for pair in today if pair[0] % problem.people not in lost]
    return base.with_arrays(assemble(facts)).value(rest)


def _after(task: tuple[Scenario, Setting]) -> tuple[float, float]:
    """Return the value of today's plan after a loss, and that of a new one."""
    (_, _, facts, lost), (base, problem, today) = task
    objective = base.with_arrays(assemble(facts))
    left = [pair for pair in today if pair[0] % problem.people not in lost]
    candidates = tuple(pair for pair in problem.candidates if pair[0] % problem.people not in lost)
    # what is required of somebody who is gone cannot be asked for
    changed = replace(problem, candidates=candidates, required=())
    again = greedy_search(changed, objective, start=left)
    value = objective.value(left)
    return value, max(again.value, value)


def _insurance(
    plan: Plan, base: ReachObjective, problem: PlanningProblem, today: tuple[Pair, ...], facts: DealFacts
) -> Insurance | None:
    """Return the pair that raises the worst loss of one ally most for its hours."""
    allies = sorted({actor for actor, _ in today if facts.people[actor % problem.people] not in plan.deal.deciders})
    if not allies:
        return None
    now, more = [], []
    for ally in allies:
        after_loss = base.with_arrays(assemble(_gone(facts, [ally % problem.people])))
        rest = [pair for pair in today if pair[0] != ally]
        heard = after_loss.heard(rest)
        now.append(after_loss.value(rest))
        more.append(base.scores(heard + after_loss.increments(rest, problem.candidates))[:, 0])
    before = min(now)
    # hours can be found, but nobody carries more than they can or is met by two of ours
    hours_aside = replace(problem, capacity=float("inf"))
    best: tuple[tuple[bool, float], Insurance] | None = None
    for number, pair in enumerate(problem.candidates):
        if pair in today or pair[0] in allies or not hours_aside.fits([*today, pair]):
            continue
        after = min(float(values[number]) for values in more)
        cost = problem.hours([*today, pair]) - problem.hours(today)
        within = problem.fits([*today, pair])
        rate = within, (after - before) / max(cost, 1e-9)
        if after - before > NOTABLE and (best is None or rate > best[0]):
            person, argument = facts.people[pair[0] % problem.people], plan.deal.arguments
            best = rate, Insurance(person, list(argument)[pair[1]], cost, before, after, within)
    return None if best is None else best[1]
