"""From a plan to meetings: who is met when, with which question, prop and next step.

The first meeting with a person is for listening: questions in the order of situation, problem, implication and
need-payoff (Rackham, "SPIN Selling", 1988), then at most five minutes of presenting. A meeting without a next step
cannot be built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np

from influence._show import Result, table, wrap
from influence._text import listing
from influence.advise.question_ranking import Questions
from influence.errors import InputError, Problem
from influence.graph.arrays import DealArrays, deal_arrays
from influence.model import Deal, LogEntry
from influence.planning import Plan, PlanStep
from influence.planning.lines import argument_name, concern_name, gain_of

__all__ = ["Meeting", "Schedule", "gain_of", "schedule"]

STAGES = ("discovery", "evaluation", "proposal", "negotiation", "closing")
WIDTH = 100
PRESENTING = 5
"""Minutes of presenting at most, of half an hour."""
HOURS_PER_WEEK = 5.0


@dataclass(frozen=True)
class Meeting:
    """One meeting.

    Parameters
    ----------
    person : str
    stage : str
        The stage from which it may take place.
    hours : float
        Preparation, meeting and delivery.
    day : datetime.date or None
    seller, introducer : str or None
    recall : str
        What was agreed or came out last time.
    questions : tuple of str
        To be asked before anything is presented.
    say : tuple of str
        What is presented, in at most ``minutes``.
    minutes : int
    props : tuple of str
    next_step : str
    arguments : tuple of str

    Raises
    ------
    InputError
        If there is no next step.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import schedule
    >>> found = schedule(plan(load_example("power_grid_en"), method="greedy"))
    >>> found.meetings[0].minutes
    5
    """

    person: str
    stage: str
    hours: float
    day: date | None
    seller: str | None
    introducer: str | None
    recall: str
    questions: tuple[str, ...]
    say: tuple[str, ...]
    minutes: int
    props: tuple[str, ...]
    next_step: str
    arguments: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.next_step.strip():
            raise InputError(f"the meeting with {self.person!r} has no next step; say what follows from it")


@dataclass(frozen=True)
class Schedule(Result):
    """Meetings in the order in which they take place.

    Parameters
    ----------
    meetings : tuple of Meeting
    deal : Deal
    hours_per_week : float
        Hours for this deal in a week, by which the days were laid.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import schedule
    >>> found = schedule(plan(load_example("power_grid_en"), method="greedy"))
    >>> found.method
    'ordered'
    """

    meetings: tuple[Meeting, ...]
    deal: Deal = field(repr=False)
    hours_per_week: float = HOURS_PER_WEEK

    method = "ordered"
    """By stage; who introduces is met before; larger shares first."""

    def to_dict(self) -> dict[str, Any]:
        """Return the meetings as plain data."""
        return {
            "meetings": [
                {
                    key: value.isoformat()
                    if isinstance(value, date)
                    else list(value)
                    if isinstance(value, tuple)
                    else value
                    for key, value in vars(each).items()
                }
                for each in self.meetings
            ],
            "hours_per_week": self.hours_per_week,
            "method": self.method,
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each meeting."""
        deal = self.deal
        columns: dict[str, Callable[[Meeting], Any]] = {
            "day": lambda each: each.day.isoformat() if each.day else "",
            "person": lambda each: deal.label(each.person),
            "stage": lambda each: each.stage,
            "hours": lambda each: each.hours,
            "arguments": lambda each: listing((argument_name(deal, one) for one in each.arguments), deal.language),
            "bring": lambda each: listing(each.props, deal.language),
            "next step": lambda each: each.next_step,
        }
        return {"meetings": table(self.meetings, columns)}

    def __str__(self) -> str:
        say = _speaker(self.deal)
        if not self.meetings:
            return str(say("nothing"))
        dated = any(each.day is not None for each in self.meetings)
        lines = [say("title_days", hours=f"{self.hours_per_week:g}") if dated else say("title")]
        for number, each in enumerate(self.meetings, start=1):
            lines += wrap(meeting_title(self.deal, number, each), WIDTH, "", "   ")
            for text in meeting_lines(self.deal, each):
                indent = text[: len(text) - len(text.lstrip())]
                lines += wrap(text.lstrip(), WIDTH, "   " + indent, "     " + indent)
        return "\n".join(lines)


def _speaker(deal: Deal) -> Any:
    return lambda key, **facts: deal.say(f"schedule.{key}", **facts)


def meeting_title(deal: Deal, number: int, meeting: Meeting) -> str:
    """Return the first line of a meeting."""
    say = _speaker(deal)
    seller = deal.sellers[meeting.seller].name or meeting.seller if meeting.seller else ""
    return str(
        say(
            "meeting",
            number=number,
            when=f"{meeting.day.isoformat()} " if meeting.day else "",
            person=deal.label(meeting.person),
            stage=say(f"stage_{meeting.stage}"),
            hours=f"{meeting.hours:g}",
            seller=say("by_seller", seller=seller) if seller else "",
            introducer=say("by_introducer", introducer=deal.label(meeting.introducer)) if meeting.introducer else "",
        )
    )


def meeting_lines(deal: Deal, meeting: Meeting) -> list[str]:
    """Return what happens in a meeting, line by line, details indented by two blanks."""
    say = _speaker(deal)
    lines = [say("recall", text=meeting.recall)] if meeting.recall else []
    if meeting.questions:
        lines += [say("listen"), *("  - " + question for question in meeting.questions)]
    if meeting.say:
        lines += [say("present"), *("  - " + text for text in meeting.say)]
    if meeting.props:
        lines.append(say("bring", props=listing(meeting.props, deal.language)))
    return [*lines, say("next", step=meeting.next_step)]


def schedule(
    plan: Plan,
    start: date | str | None = None,
    hours_per_week: float | None = None,
    questions: Questions | None = None,
) -> Schedule:
    """Return who is met when, with which question, prop and next step.

    Parameters
    ----------
    plan : Plan
    start : datetime.date, str (ISO) or None
        The first day; without it meetings have an order but no days.
    hours_per_week : float or None
        Hours for this deal in a week; 5 where None.
    questions : Questions or None
        What is to be found out: asked in the first meeting with the person who can tell.

    Returns
    -------
    Schedule

    Raises
    ------
    InputError
        If the start is no day or the hours are not positive.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> found = schedule(plan(load_example("power_grid_en")), start="2026-11-02")
    >>> found.meetings[0].day
    datetime.date(2026, 11, 2)
    """
    first = _day(start)
    weekly = HOURS_PER_WEEK if hours_per_week is None else hours_per_week
    if not weekly > 0:
        raise InputError(Problem(("hours_per_week",), f"{hours_per_week!r} is no amount of hours", "use more than 0"))
    deal, arrays = plan.deal, deal_arrays(plan.deal)
    meetings: list[Meeting] = []
    met: set[str] = set()
    agreed: dict[str, str] = {}
    prepared: set[str] = set()
    spent = 0.0
    for person, stage, steps in _in_order(plan):
        hours = _hours(deal, steps, person not in met, prepared)
        day = None if first is None else _workday(first, spent / weekly)
        spent += hours
        meetings.append(
            _meeting(deal, arrays, person, stage, steps, hours, day, person not in met, questions, agreed.get(person))
        )
        met.add(person)
        agreed[person] = meetings[-1].next_step
        prepared.update(step.argument for step in steps)
    return Schedule(tuple(meetings), deal, weekly)


def _day(given: date | str | None) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError(Problem(("start",), f"{given!r} is no day", "write it as 2026-10-12")) from error


def _workday(first: date, weeks: float) -> date:
    """Return the day some weeks of work later; a weekend moves on to Monday."""
    day = first + timedelta(days=int(weeks) * 7 + int((weeks % 1) * 5))
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _in_order(plan: Plan) -> list[tuple[str, str, tuple[PlanStep, ...]]]:
    """Return person, stage and steps of each meeting: by stage, an introducer before whom they introduce."""
    now = plan.deal.stage or "discovery"

    def stage_of(step: PlanStep) -> str:
        return max(step.stage, now, key=STAGES.index)

    ordered = sorted(plan.steps, key=lambda step: (step.ally, STAGES.index(stage_of(step))))
    groups = [
        (person, stage, tuple(steps))
        for (person, stage), steps in groupby(ordered, key=lambda s: (s.ally, stage_of(s)))
    ]
    share = {person: sum(step.share for step in plan.steps if step.ally == person) for person in plan.allies}
    introducer = {step.ally: step.introducer for step in plan.steps}
    groups.sort(
        # the deciders come last: by then others have spoken to them
        key=lambda group: (
            STAGES.index(group[1]),
            group[0] in plan.deal.deciders,
            introducer[group[0]] is not None,
            -round(share[group[0]], 9),
            group[0],
        )
    )
    opened = {person for person, _, _ in groups}
    found: list[tuple[str, str, tuple[PlanStep, ...]]] = []
    waiting = list(groups)
    while waiting:
        done = {person for person, _, _ in found}
        ready = [
            group
            for group in waiting
            if introducer[group[0]] is None or introducer[group[0]] in done or introducer[group[0]] not in opened
        ]
        chosen = ready[0] if ready else waiting[0]
        found.append(chosen)
        waiting.remove(chosen)
    return found


def _hours(deal: Deal, steps: Sequence[PlanStep], first: bool, prepared: set[str]) -> float:
    scales, costs = deal.scales, deal.costs
    deliver = costs.deliver if costs.deliver is not None else scales.deliver_hours
    meet = costs.meet if costs.meet is not None else scales.meet_hours
    prep = costs.prep if costs.prep is not None else scales.prepare_hours
    own = deal.organization[steps[0].ally].meet
    total = deliver * len(steps) + ((meet if own is None else own) if first else 0.0)
    for step in steps:
        stated = deal.arguments[step.argument].prep
        total += 0.0 if step.argument in prepared else prep if stated is None else stated
    return total


def _meeting(
    deal: Deal,
    arrays: DealArrays,
    person: str,
    stage: str,
    steps: tuple[PlanStep, ...],
    hours: float,
    day: date | None,
    first: bool,
    questions: Questions | None,
    agreed: str | None,
) -> Meeting:
    say = _speaker(deal)
    record = deal.organization[person]
    before = [entry for entry in deal.log if person in entry.people]
    asked = _first_questions(deal, arrays, person, say) if first and not before else []
    if first:
        asked += _next_whys(deal, person, say)
    if first and questions is not None:
        asked += [each.text for each in questions.questions if each.ask == person]
    last = max(before, key=lambda entry: entry.date, default=None)
    return Meeting(
        person=person,
        stage=stage,
        hours=hours,
        day=day,
        seller=steps[0].seller,
        introducer=steps[0].introducer if first else None,
        recall=_recall(agreed, last, say),
        questions=tuple(asked),
        say=tuple(step.say for step in steps),
        minutes=PRESENTING,
        props=tuple(dict.fromkeys(prop for step in steps for prop in step.props)),
        # what follows from a first meeting has been agreed by the time of the next
        next_step=say(f"next_{record.function or 'other'}" if agreed is None else f"next_again_{stage}"),
        arguments=tuple(step.argument for step in steps),
    )


def _first_questions(deal: Deal, arrays: DealArrays, person: str, say: Any) -> list[str]:
    """Return the questions of a first meeting."""
    row = arrays.salience[arrays.person(person)]
    concern = concern_name(deal, arrays.facts.concerns[int(np.argmax(row))])
    found = [say("situation", concern=concern), say("problem", concern=concern)]
    return [*found, say("implication"), say("need_payoff", concern=concern)]


def _next_whys(deal: Deal, person: str, say: Any) -> list[str]:
    """Return the next why of each chain of whys that has not come to its root."""
    record = deal.organization[person]
    stated = [record.concern(name) for name in record.concerns]
    return [say("why", last=each.why[-1]) for each in stated if each is not None and each.why and each.root is None]


def _recall(agreed: str | None, last: LogEntry | None, say: Any) -> str:
    """Return what a meeting goes back to: what the schedule's earlier one agreed, else the log's last word."""
    if agreed is not None:
        return str(say("agreed", step=agreed))
    return "" if last is None else last.next or last.outcome
