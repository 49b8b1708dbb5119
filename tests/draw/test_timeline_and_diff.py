"""The timeline of a schedule, and two states of a deal on one picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.draw.test_geometry import check_scene, organizations

from influence.advise import schedule
from influence.draw import diff, timeline
from influence.draw.scene import Box, Curve, Text
from influence.errors import InputError
from influence.io import load_example
from influence.model import Deal
from influence.planning import plan


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_timeline_of_any_schedule_overlaps_nothing(data: Any) -> None:
    made = schedule(plan(load_example("power_grid_en"), method="greedy"))
    people = [each.person for each in made.meetings]
    dated = data.draw(st.booleans())
    meetings = []
    for number in range(data.draw(st.integers(1, 14))):
        base = made.meetings[data.draw(st.integers(0, len(people) - 1))]
        day = date(2026, 11, 2) + timedelta(days=4 * number) if dated else None
        introducer = data.draw(st.sampled_from([None, *people]))
        meetings.append(replace(base, day=day, introducer=introducer if introducer != base.person else None))
    scene = timeline(replace(made, meetings=tuple(meetings))).scene
    check_scene(scene)
    assert len(scene.cards()) == len(meetings)


def test_an_introduction_is_an_arrow_between_the_two_meetings() -> None:
    made = schedule(plan(load_example("power_grid_en"), method="greedy"))
    first, *rest = made.meetings
    meetings = (first, replace(rest[0], introducer=first.person), *rest[1:])
    scene = timeline(replace(made, meetings=meetings)).scene
    assert [item.key for item in scene.items if isinstance(item, Curve)] == ["meeting 1→meeting 2"]


def test_an_empty_schedule_is_drawn() -> None:
    made = schedule(plan(load_example("power_grid_en"), method="greedy"))
    assert timeline(replace(made, meetings=())).to_bytes("svg").startswith(b"<?xml")


def changed_deal() -> tuple[Deal, Deal]:
    people: dict[str, Any] = {
        "a": {"name": "Ada", "roles": ["decision_maker"]},
        "b": {"name": "Bo", "reports_to": "a", "support": "neutral"},
        "c": {"name": "Cy", "reports_to": "b"},
    }
    before = {"stakeholders": people, "ties": [{"from": "b", "to": "a"}, {"from": "c", "to": "a"}]}
    later = {"a": people["a"], "b": people["b"] | {"support": "mentor"}, "d": {"name": "Di", "reports_to": "a"}}
    after = {"stakeholders": later, "ties": [{"from": "b", "to": "a", "certainty": 0.4}, {"from": "d", "to": "a"}]}
    return Deal.model_validate({"organization": before}), Deal.model_validate({"organization": after})


@pytest.mark.parametrize("view", ["org", "influence"])
def test_who_came_went_and_changed_is_marked_without_colour_too(view: str) -> None:
    drawing = diff(*changed_deal(), view=view)
    check_scene(drawing.scene)
    assert {card.key for card in drawing.scene.cards()} == {"a", "b", "c", "d"}
    written = [item.text for item in drawing.scene.items if isinstance(item, Text)]
    assert {"+ added", "− removed", "~ support: neutral → mentor"} <= set(written)
    assert "~ Bo · support: neutral → mentor" in written
    assert "people: 1 added, 1 removed, 1 changed; ties: 1 added, 1 removed, 1 changed" in drawing.scene.caption
    dotted = [item.key for item in drawing.scene.items if isinstance(item, Curve) and item.dash and item.key == "c"]
    assert dotted == ["c"]
    if view == "influence":
        dash = {item.key: item.dash for item in drawing.scene.items if isinstance(item, Curve) and "→" in item.key}
        assert len({dash["b→a"], dash["c→a"], dash["d→a"]}) == 3


@settings(max_examples=15, deadline=None)
@given(organizations(most=12), organizations(most=12))
def test_any_two_deals_stand_on_one_picture(one: Deal, two: Deal) -> None:
    scene = diff(one, two).scene
    check_scene(scene)
    people = {*one.organization.stakeholders, *two.organization.stakeholders}
    assert {card.key for card in scene.cards()} == people


def test_the_same_deal_twice_has_no_frames() -> None:
    deal = load_example("power_grid_en")
    scene = diff(deal, deal).scene
    assert "nothing changed" in scene.caption
    assert not any(isinstance(item, Box) and item.line.startswith("series") for item in scene.items)
    with pytest.raises(InputError, match="org, influence"):
        diff(deal, deal, view="tree")
