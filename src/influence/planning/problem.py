"""What there is to choose from, and what it costs: the planning problem of a deal as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from influence.errors import PlanningError, Problem, near_miss
from influence.graph.allies import may_be_ally, minimum_support
from influence.graph.arrays import DealArrays
from influence.model import Deal

__all__ = ["Pair", "PlanningOptions", "PlanningProblem", "build_problem"]

Pair = tuple[int, int]
"""Positions of a person and of an argument."""


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
    """

    capacity: float | None = None
    load: int | None = None
    min_support: str | float | None = None
    include: Sequence[str | tuple[str, str]] | None = None
    exclude: Sequence[str | tuple[str, str]] | None = None
    require: Sequence[str | tuple[str, str]] | None = None
    must_answer: Sequence[str] | None = None


@dataclass(frozen=True)
class PlanningProblem:
    """Candidates, hours and constraints; positions as in the deal's arrays.

    Parameters
    ----------
    candidates : tuple of (int, int)
        Pairs that may be chosen, in the order of the deal.
    meet, prepare : tuple of float
        Hours to meet each person and to prepare each argument.
    deliver : float
        Hours for each pair.
    capacity : float
        Hours in all.
    load : int
    required : tuple of tuple of (int, int)
        Of each group at least one pair has to be in the plan.
    """

    candidates: tuple[Pair, ...]
    meet: tuple[float, ...]
    prepare: tuple[float, ...]
    deliver: float
    capacity: float
    load: int
    required: tuple[tuple[Pair, ...], ...]

    def hours(self, pairs: Iterable[Pair]) -> float:
        """Return what a set of pairs costs in hours: meetings and preparation are shared."""
        chosen = list(pairs)
        people = {person for person, _ in chosen}
        arguments = {argument for _, argument in chosen}
        return (
            sum(self.meet[person] for person in sorted(people))
            + sum(self.prepare[argument] for argument in sorted(arguments))
            + self.deliver * len(chosen)
        )

    def fits(self, pairs: Iterable[Pair]) -> bool:
        """Whether a set of pairs is within the hours and nobody carries too much."""
        chosen = list(pairs)
        carried = [person for person, _ in chosen]
        within_load = all(carried.count(person) <= self.load for person in set(carried))
        return within_load and self.hours(chosen) <= self.capacity + 1e-9

    def meets_requirements(self, pairs: Iterable[Pair]) -> bool:
        """Whether everything that was required is in a set of pairs."""
        chosen = set(pairs)
        return all(chosen.intersection(group) for group in self.required)

    @cached_property
    def people(self) -> tuple[int, ...]:
        """Positions of the people among the candidates."""
        return tuple(dict.fromkeys(person for person, _ in self.candidates))


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
    problems = _missing(deal) + _unknown_choices(deal, options)
    if problems:
        raise PlanningError(problems)
    scales, costs = deal.scales, deal.costs
    meet_hours = costs.meet if costs.meet is not None else scales.meet_hours
    prepare_hours = costs.prep if costs.prep is not None else scales.prepare_hours
    records = deal.organization.stakeholders.values()
    problem = PlanningProblem(
        candidates=_candidates(deal, arrays, options),
        meet=tuple(record.meet if record.meet is not None else meet_hours for record in records),
        prepare=tuple(a.prep if a.prep is not None else prepare_hours for a in deal.arguments.values()),
        deliver=costs.deliver if costs.deliver is not None else scales.deliver_hours,
        capacity=_first(options.capacity, deal.capacity, scales.capacity_hours),
        load=int(_first(options.load, deal.planning.load, scales.load)),
        required=(),
    )
    required = _requirements(deal, arrays, options, problem.candidates)
    unmet = [text for text, group in required if not group]
    if unmet:
        remedy = "admit a candidate for it with include, or take the requirement back"
        raise PlanningError([Problem((), f"no candidate can meet the requirement {text}", remedy) for text in unmet])
    return replace(problem, required=tuple(group for _, group in required))


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
    people, arguments = list(deal.organization.stakeholders), list(deal.arguments)
    problems = []
    if options.capacity is not None and not 0 <= options.capacity < float("inf"):
        problems.append(Problem(("capacity",), f"{options.capacity!r} are no hours", "use 0 or more"))
    if options.load is not None and options.load < 1:
        problems.append(Problem(("load",), f"{options.load!r} is too small", "use 1 or more"))
    for field in ("include", "exclude", "require"):
        for choice in getattr(options, field) or ():
            parts = [choice] if isinstance(choice, str) else list(choice)
            for position, part in enumerate(parts):
                known = people + arguments if len(parts) == 1 else (people, arguments)[position]
                if part not in known:
                    remedy = near_miss(part, known) or f"use one of {', '.join(known)}"
                    problems.append(Problem((field,), f"{part!r} is not in the deal", remedy, value=part))
    return problems


def _stated(choices: Sequence[str | tuple[str, str]] | None) -> list[tuple[str, ...]]:
    return [(choice,) if isinstance(choice, str) else tuple(choice) for choice in choices or ()]


def _matches(choices: list[tuple[str, ...]], person: str, argument: str) -> bool:
    return any(choice in ((person,), (argument,), (person, argument)) for choice in choices)


def _candidates(deal: Deal, arrays: DealArrays, options: PlanningOptions) -> tuple[Pair, ...]:
    facts = arrays.facts
    include = _stated(options.include if options.include is not None else deal.planning.include)
    exclude = _stated(options.exclude if options.exclude is not None else deal.planning.exclude)
    require = _stated(options.require if options.require is not None else deal.planning.require)
    least = minimum_support(deal, options.min_support)
    found = []
    for place, person in enumerate(facts.people):
        admitted = may_be_ally(deal, arrays, person, least)
        for row, argument in enumerate(facts.arguments):
            asked = any(person in choice and _matches([choice], person, argument) for choice in include + require)
            wanted = admitted or (asked and facts.access[place] > 0)
            if wanted and facts.answers[row].any() and not _matches(exclude, person, argument):
                found.append((place, row))
    return tuple(found)


def _requirements(
    deal: Deal, arrays: DealArrays, options: PlanningOptions, candidates: tuple[Pair, ...]
) -> list[tuple[str, tuple[Pair, ...]]]:
    facts = arrays.facts
    require = _stated(options.require if options.require is not None else deal.planning.require)
    answer = options.must_answer if options.must_answer is not None else deal.planning.must_answer
    groups = [
        (
            f"require {':'.join(choice)}",
            tuple(pair for pair in candidates if _matches([choice], facts.people[pair[0]], facts.arguments[pair[1]])),
        )
        for choice in require
    ]
    for concern in answer or ():
        column = facts.concerns.index(concern) if concern in facts.concerns else None
        answering = tuple(pair for pair in candidates if column is not None and facts.answers[pair[1], column] > 0)
        groups.append((f"must_answer {concern}", answering))
    return groups
