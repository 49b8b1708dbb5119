"""What there is to choose from, and what it costs: the planning problem of a deal as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np

from influence.errors import PlanningError, Problem, near_id
from influence.graph.allies import minimum_support
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.entry import Entry
from influence.planning.feasibility import require_feasible

__all__ = ["Pair", "PlanningOptions", "PlanningProblem", "build_problem"]


@dataclass(frozen=True)
class PlanningOptions:
    """What a caller asked of a plan; None takes the deal's own word, then the default.

    Parameters
    ----------
    capacity : float or None
        Hours.
    load : int or None
        Arguments that one ally carries at most.
    min_support : str or float or None
    include, exclude, require : sequence or None
        People, arguments and (person, argument) pairs.
    must_answer : sequence of str or None
        Concerns that the plan has to answer.
    introductions : bool or None
        Whether an equipped ally may open the door to those who listen to them.
    min_common_ground : float or None
        Least share in [0, 1] of the reach that is earned on concerns shared by several people around the decision.
    """

    capacity: float | None = None
    load: int | None = None
    min_support: str | float | None = None
    include: Sequence[str | tuple[str, str]] | None = None
    exclude: Sequence[str | tuple[str, str]] | None = None
    require: Sequence[str | tuple[str, str]] | None = None
    must_answer: Sequence[str] | None = None
    introductions: bool | None = None
    min_common_ground: float | None = None


def build_problem(deal: Deal, arrays: DealArrays, options: PlanningOptions) -> PlanningProblem:
    """Return the planning problem of a deal.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    options : PlanningOptions

    Returns
    -------
    PlanningProblem

    Raises
    ------
    PlanningError
        If nobody decides, there is no argument, the options name what does not exist, or nothing can meet them; all
        problems at once.
    """
    problems = _missing(deal) + _unknown_choices(deal, options) + _contradictions(deal, options)
    if problems:
        raise PlanningError(problems)
    entry = Entry.of(deal, options.introductions)
    prepare_hours = _first(deal.costs.prep, deal.scales.prepare_hours)
    meet_hours = _first(deal.costs.meet, deal.scales.meet_hours)
    candidates = _candidates(deal, arrays, options, entry)
    problem = PlanningProblem(
        candidates=candidates,
        entry=entry,
        people=len(arrays.facts.people),
        meet=tuple(_first(person.meet, meet_hours) for person in deal.organization.stakeholders.values()),
        prepare=tuple(_first(argument.prep, prepare_hours) for argument in deal.arguments.values()),
        deliver=_first(deal.costs.deliver, deal.scales.deliver_hours),
        capacity=_capacity(deal, options),
        load=int(_first(options.load, deal.planning.load, deal.scales.load)),
        seller_hours=tuple(seller.hours for seller in deal.sellers.values()),
        required=tuple(_requirements(deal, arrays, options, candidates)),
        min_common_ground=_first(options.min_common_ground, deal.planning.min_common_ground, 0.0),
    )
    require_feasible(problem)
    return problem


def _capacity(deal: Deal, options: PlanningOptions) -> float:
    """Return our hours: as asked, as stated, those of the sellers together, or the default."""
    ours = sum(seller.hours for seller in deal.sellers.values()) if deal.sellers else None
    return _first(options.capacity, deal.capacity, ours, deal.scales.capacity_hours)


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)


def _missing(deal: Deal) -> list[Problem]:
    problems = []
    if not deal.deciders:
        remedy = "add decision: {deciders: {id: 1}} or give a person roles: [decision_maker]"
        problems.append(Problem(("decision", "deciders"), "nobody on the map decides", remedy))
    if not deal.arguments:
        remedy = "add arguments: {id: {claim: …, answers: {concern: 0.8}}}"
        problems.append(Problem(("arguments",), "there is no argument to equip anybody with", remedy))
    return problems


def _unknown_choices(deal: Deal, options: PlanningOptions) -> list[Problem]:
    people = {person: deal.label(person) for person in deal.organization.stakeholders}
    arguments = {argument: record.name for argument, record in deal.arguments.items()}
    problems = [
        Problem((name,), f"{given!r} is no number", "give a number")
        for name, given in (
            ("capacity", options.capacity),
            ("load", options.load),
            ("min_common_ground", options.min_common_ground),
        )
        if given is not None and not isinstance(given, Real)
    ]
    if problems:
        return problems
    if options.capacity is not None and not 0 <= options.capacity < float("inf"):
        problems.append(Problem(("capacity",), f"{options.capacity:g} are no hours", "use 0 or more"))
    ground = options.min_common_ground
    if ground is not None and not 0 <= ground <= 1:
        problems.append(Problem(("min_common_ground",), f"{ground!r} is no share", "use a number from 0 to 1"))
    if options.load is not None and options.load < 1:
        problems.append(Problem(("load",), f"{options.load!r} is too small", "use 1 or more"))
    for field in ("include", "exclude", "require"):
        for choice in getattr(options, field) or ():
            parts = [choice] if isinstance(choice, str) else list(choice)
            for position, part in enumerate(parts):
                known = people | arguments if len(parts) == 1 else (people, arguments)[position]
                if part not in known:
                    remedy = near_id(part, known) or f"use one of {', '.join(known)}"
                    problems.append(Problem((field,), f"{part!r} is not in the deal", remedy, value=part))
    return problems


def _contradictions(deal: Deal, options: PlanningOptions) -> list[Problem]:
    """Return what is to be in the plan, or may be, and is left out as well."""
    own = deal.planning
    excluded = _stated(options.exclude if options.exclude is not None else own.exclude)
    problems = []
    for field in ("include", "require"):
        asked = getattr(options, field)
        for choice in _stated(asked if asked is not None else getattr(own, field)):
            for other in excluded:
                if set(other) <= set(choice):
                    what = f"{':'.join(choice)!r} is left out by exclude {':'.join(other)!r}"
                    problems.append(Problem((field,), what, f"take it out of {field} or of exclude"))
    return problems


def _stated(choices: Sequence[str | tuple[str, str]] | None) -> list[tuple[str, ...]]:
    return [(choice,) if isinstance(choice, str) else tuple(choice) for choice in choices or ()]


def _matches(choices: list[tuple[str, ...]], person: str, argument: str) -> bool:
    return any(choice in ((person,), (argument,), (person, argument)) for choice in choices)


def _candidates(deal: Deal, arrays: DealArrays, options: PlanningOptions, entry: Entry) -> tuple[Pair, ...]:
    facts = arrays.facts
    include = _stated(options.include if options.include is not None else deal.planning.include)
    exclude = _stated(options.exclude if options.exclude is not None else deal.planning.exclude)
    require = _stated(options.require if options.require is not None else deal.planning.require)
    least = minimum_support(deal, options.min_support)
    access = entry.access(arrays)
    doors = entry.doors(arrays)
    reachable = access > 0 if doors is None else (access > 0) | np.tile(doors.any(axis=0), entry.crews)
    found = []
    for actor in range(len(access)):
        place = actor % len(facts.people)
        person = facts.people[place]
        admitted = person in deal.deciders or facts.support[place] >= least
        for row, argument in enumerate(facts.arguments):
            asked = any(person in choice and _matches([choice], person, argument) for choice in include + require)
            wanted = reachable[actor] and (admitted or asked)
            if wanted and facts.answers[row].any() and not _matches(exclude, person, argument):
                found.append((actor, row))
    return tuple(found)


def _requirements(
    deal: Deal, arrays: DealArrays, options: PlanningOptions, candidates: tuple[Pair, ...]
) -> list[tuple[str, tuple[Pair, ...]]]:
    facts = arrays.facts
    count = len(facts.people)
    require = _stated(options.require if options.require is not None else deal.planning.require)
    answer = options.must_answer if options.must_answer is not None else deal.planning.must_answer
    groups = [
        (
            f"require {':'.join(choice)}",
            tuple(
                pair
                for pair in candidates
                if _matches([choice], facts.people[pair[0] % count], facts.arguments[pair[1]])
            ),
        )
        for choice in require
    ]
    for concern in answer or ():
        column = facts.concerns.index(concern) if concern in facts.concerns else None
        answering = tuple(pair for pair in candidates if column is not None and facts.answers[pair[1], column] > 0)
        groups.append((f"must_answer {concern}", answering))
    return groups
