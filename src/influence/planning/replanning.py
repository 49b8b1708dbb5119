"""Planning again after a meeting: what has been done stays, and what changed is said with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from influence._show import Result, record_table
from influence.graph.arrays import deal_arrays
from influence.model import Deal
from influence.planning.deal_plan import compare, plan
from influence.planning.lines import argument_name
from influence.planning.problem import PlanningOptions, build_problem
from influence.planning.records import Comparison, Plan

__all__ = ["PairChange", "Replanned", "replan"]

Pair = tuple[str, str]


@dataclass(frozen=True)
class PairChange:
    """What became of one pair of the old or the new plan.

    Parameters
    ----------
    ally, argument : str
    reason : str
        ``done``: the ally was met, the pair stays; ``kept``; ``impossible``: nobody may be equipped so any more;
        ``fewer_hours``: there are fewer than before and they do not hold it; ``better_elsewhere``: the hours do more
        with another that is new; ``no_room``: nothing is new, the hours and limits no longer hold it;
        ``adds_nothing``: there would be room; ``possible_now``: it was not before; ``more_hours``: nothing was dropped
        for it, there are more hours; ``other_hours``: it does more in the hours there are now; ``better_now``.

    Examples
    --------
    >>> PairChange("wu", "tco", "done").reason
    'done'
    """

    ally: str
    argument: str
    reason: str


@dataclass(frozen=True)
class Replanned(Result):
    """A new plan beside the old one.

    Parameters
    ----------
    plan : Plan
    comparison : Comparison
    changes : tuple of PairChange

    Examples
    --------
    >>> from influence.io import load_example
    >>> old = plan(load_example("power_grid_en"), method="greedy")
    >>> {change.reason for change in replan(old, old.deal, method="greedy").changes}
    {'kept'}
    """

    plan: Plan = field(repr=False)
    comparison: Comparison
    changes: tuple[PairChange, ...]

    method = "replanned"

    def to_dict(self) -> dict[str, Any]:
        """Return plan, comparison and changes as plain data."""
        changes = [vars(change).copy() for change in self.changes]
        return {"plan": self.plan.to_dict(), "comparison": self.comparison.to_dict(), "changes": changes}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each pair of either plan."""
        return {"changes": record_table(PairChange, self.changes)}

    def __str__(self) -> str:
        deal = self.plan.deal
        before, after = (f"{value:.3f}" for value in self.comparison.value)
        lines = [deal.say("plan.replan_title", before=before, after=after)]
        for change in self.changes:
            known = change.ally in deal.organization
            ally = deal.label(change.ally) if known else change.ally
            argument = argument_name(deal, change.argument) if change.argument in deal.arguments else change.argument
            lines.append("  " + deal.say(f"plan.replan_{change.reason}", ally=ally, argument=argument))
        return "\n".join(lines)


def replan(previous: Plan, deal: Deal, **plan_options: Any) -> Replanned:
    """Plan a deal again after something was learned.

    Pairs of the previous plan whose ally was met since (by the deal's log) have been spent: they stay in the plan, as
    far as they are still possible, and their hours with them. The rest is planned anew.

    Parameters
    ----------
    previous : Plan
    deal : Deal
        The deal as it is now.
    **plan_options
        As of :func:`plan`; ``require`` is added to what has been done.

    Returns
    -------
    Replanned

    Raises
    ------
    PlanningError
        As :func:`plan`.

    Examples
    --------
    >>> from influence.io import load_example
    >>> old = plan(load_example("power_grid_en"), method="greedy")
    >>> met = {"date": "2026-11-03", "with": [old.allies[1]], "hours": 1}
    >>> log = [*old.deal.stated()["log"], met]
    >>> replan(old, old.deal.replace(log=log), method="greedy").changes[0].reason
    'done'
    """
    before = len(previous.deal.log)
    met = {person for entry in deal.log[before:] for person in entry.people}
    asked = {name: plan_options[name] for name in plan_options if name in PlanningOptions.__dataclass_fields__}
    now = _candidates(deal, PlanningOptions(**{**asked, "require": None}))
    earlier = _candidates(previous.deal, previous.options)
    done = [pair for pair in previous.equip if pair[0] in met and pair in now]
    required = [*(plan_options.pop("require", None) or deal.planning.require or ()), *done]
    found = plan(deal, require=required or None, **plan_options)
    changes = [PairChange(*pair, "done") for pair in done]
    new = [pair for pair in found.equip if pair not in previous.equip]
    gone = [pair for pair in previous.equip if pair not in found.equip]
    for pair in previous.equip:
        if pair in found.equip:
            changes += [] if pair in done else [PairChange(*pair, "kept")]
        else:
            fewer = found.capacity < previous.capacity
            reason = _why_gone(found, pair, bool(new), fewer) if pair in now else "impossible"
            changes.append(PairChange(*pair, reason))
    hours = "better_now"
    if found.capacity != previous.capacity:
        hours = "more_hours" if found.capacity > previous.capacity and not gone else "other_hours"
    changes += [PairChange(*pair, hours if pair in earlier else "possible_now") for pair in new]
    return Replanned(found, compare(previous, found), tuple(changes))


def _why_gone(found: Plan, pair: Pair, replaced: bool, fewer: bool) -> str:
    """Return why a pair that is still possible is not in the new plan."""
    if replaced and not fewer:
        return "better_elsewhere"
    deal = found.deal
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, found.options)
    people, arguments = arrays.facts.people, arrays.facts.arguments

    def actors(ally: str, argument: str, seller: str | None) -> list[tuple[int, int]]:
        place = arguments.index(argument)
        crews = range(problem.entry.crews) if seller is None else [problem.entry.sellers.index(seller)]
        return [(crew * problem.people + people.index(ally), place) for crew in crews]

    chosen = [actors(step.ally, step.argument, step.seller)[0] for step in found.steps]
    room = any(problem.fits([*chosen, other]) for other in actors(*pair, None))
    return "adds_nothing" if room else "fewer_hours" if fewer else "no_room"


def _candidates(deal: Deal, options: PlanningOptions) -> frozenset[Pair]:
    arrays = deal_arrays(deal)
    problem = build_problem(deal, arrays, options)
    facts = arrays.facts
    return frozenset(
        (facts.people[actor % problem.people], facts.arguments[argument]) for actor, argument in problem.candidates
    )
