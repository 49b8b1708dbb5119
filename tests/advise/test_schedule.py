"""The director's book: orders that are kept, questions before presenting, a next step always."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence.advise import Meeting, questions, schedule
from influence.advise.meetings import STAGES
from influence.errors import InputError, PlanningError
from influence.io import calendar_bytes, load_example
from influence.model import Deal
from influence.planning import frontier, plan


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    people: dict[str, Any] = {
        name: {
            "access": draw(st.sampled_from(["none", "brief", "in_depth"])),
            "support": draw(st.sampled_from(["neutral", "supporter", "mentor"])),
            "function": draw(st.sampled_from(["finance", "technical", "user", "operations", "executive", "other"])),
            "concerns": {"price": draw(st.sampled_from([0.0, 0.5])), "training": 0.5},
        }
        for name in "abcde"
    }
    people["a"]["roles"] = ["decision_maker"]
    ends = st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] != pair[1])
    ties = [
        {"from": one, "to": two, "certainty": 0.9} for one, two in sorted(draw(st.sets(ends, min_size=2, max_size=9)))
    ]
    arguments = {
        "tco": {"answers": {"price": 0.8}, "prep": 1.0, "props": ["sheet"], "claim": "18% lower"},
        "manual": {"answers": {"training": 0.7}, "claim": "a manual in your language"},
    }
    return Deal.model_validate(
        {
            "language": draw(st.sampled_from(["en", "zh"])),
            "stage": draw(st.sampled_from([None, "evaluation", "negotiation"])),
            "organization": {"stakeholders": people, "ties": ties},
            "arguments": arguments,
            "capacity": draw(st.sampled_from([2.0, 6.0, 12.0])),
            "planning": {"introductions": draw(st.booleans())},
        }
    )


@settings(max_examples=40)
@given(deals())
def test_a_schedule_never_breaks_an_order_it_states(deal: Deal) -> None:
    chosen = plan(deal, method="greedy")
    found = schedule(chosen, start="2026-11-02", hours_per_week=3)
    stages = [STAGES.index(meeting.stage) for meeting in found.meetings]
    assert stages == sorted(stages)
    days = [meeting.day for meeting in found.meetings if meeting.day is not None]
    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)
    met: list[str] = []
    for meeting in found.meetings:
        first = meeting.person not in met
        assert bool(meeting.questions) == first
        assert meeting.next_step
        assert meeting.minutes <= 5
        if meeting.introducer is not None and first:
            steps = {step.ally: step for step in chosen.steps}
            same = STAGES.index(steps[meeting.introducer].stage) <= STAGES.index(meeting.stage)
            assert meeting.introducer in met or not same
        met.append(meeting.person)
    assert sorted((m.person, a) for m in found.meetings for a in m.arguments) == sorted(chosen.equip)
    assert sum(meeting.hours for meeting in found.meetings) == pytest.approx(chosen.cost)
    text = str(found)
    assert "{" not in text
    assert "None" not in text


def test_a_meeting_without_a_next_step_cannot_be_built() -> None:
    with pytest.raises(InputError, match="no next step"):
        Meeting("wu", "discovery", 1.0, None, None, None, "", (), (), 5, (), " ", ())


def test_the_calendar_is_read_back_by_another_parser() -> None:
    vobject = pytest.importorskip("vobject", reason="vobject is in the extra [oracles]")
    found = schedule(plan(load_example("power_grid")), start="2026-11-02")
    content = calendar_bytes(found)
    assert content == calendar_bytes(schedule(plan(load_example("power_grid")), start="2026-11-02"))
    events = list(vobject.readOne(content.decode()).vevent_list)
    assert [event.dtstart.value for event in events] == [meeting.day for meeting in found.meetings]
    assert all(
        meeting.next_step in event.description.value for event, meeting in zip(events, found.meetings, strict=True)
    )
    with pytest.raises(InputError, match="no days"):
        calendar_bytes(schedule(plan(load_example("power_grid"))))


def test_what_was_agreed_last_time_opens_the_next_meeting() -> None:
    deal = load_example("power_grid_en")
    chosen = plan(deal)
    recalled = {meeting.person: meeting.recall for meeting in schedule(chosen).meetings}
    for person, recall in recalled.items():
        entries = [entry for entry in deal.log if person in entry.people]
        assert bool(recall) == bool(entries and (entries[-1].next or entries[-1].outcome))
    asked = schedule(chosen, questions=questions(deal)).meetings
    assert len(asked) == len(recalled)


@pytest.mark.parametrize(("start", "hours"), [("soon", None), ("2026-11-02", 0), (None, -1)])
def test_wrong_days_and_hours_are_refused(start: Any, hours: Any) -> None:
    with pytest.raises(InputError):
        schedule(plan(load_example("power_grid_en")), start, hours)


@settings(max_examples=15)
@given(deals())
def test_more_hours_are_never_worth_less_and_points_are_single_plans(deal: Deal) -> None:
    found = frontier(deal)
    values = [point.value for point in found.points]
    assert values == sorted(values)
    for point in found.points[-2:]:
        assert point.value <= point.bound + 1e-9
        single = plan(deal, capacity=point.cost)
        assert point.value == pytest.approx(single.value, abs=1e-9)
    assert found.points[-1].value == pytest.approx(plan(deal).value, abs=1e-9)


def test_frontier_refuses_unknown_options_and_impossible_demands() -> None:
    deal = load_example("power_grid_en")
    with pytest.raises(InputError, match="exclud"):
        frontier(deal, exclud=["wu"])
    with pytest.raises(PlanningError):
        frontier(deal, require=["nobody"])


def test_a_second_meeting_leads_on_from_what_was_agreed() -> None:
    found = schedule(plan(load_example("power_grid_en"), capacity=30, load=3), start="2026-11-02", hours_per_week=4)
    assert "(4 h a week for this deal)" in str(found)
    assert found.to_dict()["hours_per_week"] == 4
    seen: dict[str, list[str]] = {}
    for meeting in found.meetings:
        seen.setdefault(meeting.person, []).append(meeting.next_step)
    again = [steps for steps in seen.values() if len(steps) > 1]
    assert again
    assert all(len(set(steps)) == len(steps) for steps in again)
