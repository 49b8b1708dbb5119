"""What a plan says about its limits, its losses, and the hours worth spending."""

from __future__ import annotations

import pytest

from influence.advise import stress
from influence.graph.arrays import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.planning import frontier, plan, replan
from influence.planning.hours_frontier import stopping_hours
from influence.planning.problem import build_problem

ANSWERS = {
    "tco": {"answers": {"price": 0.8}},
    "uptime": {"answers": {"stability": 0.8}},
    "lockout": {"answers": {"security": 0.8}},
}


def _deal(**more: object) -> Deal:
    concerns = {"price": 0.5, "stability": 0.5, "security": 0.5}
    people = {
        "zhao": {"roles": ["decision_maker"], "access": "none", "concerns": concerns},
        "wu": {"support": "mentor", "access": "in_depth"},
    }
    ties = [{"from": "wu", "to": "zhao", "strength": "strong", "certainty": 0.9}]
    organization = {"stakeholders": people, "ties": ties}
    return Deal.model_validate({"organization": organization, "arguments": ANSWERS, "capacity": 16, **more})


def _with_far() -> Deal:
    deal = _deal()
    people = {**deal.stated()["organization"]["stakeholders"], "far": {"support": "mentor", "access": "brief"}}
    ties = [
        {"from": "wu", "to": "zhao", "strength": "strong", "certainty": 0.9},
        {"from": "far", "to": "zhao", "strength": 0.001, "certainty": 0.01},
    ]
    return deal.replace(organization={"stakeholders": people, "ties": ties})


@pytest.mark.parametrize(("language", "words"), [("en", "at most 2 arguments"), ("zh", "每人最多承担 2 个论点")])
def test_a_plan_names_the_limit_that_leaves_hours_unused(language: str, words: str) -> None:
    found = plan(_deal(language=language))
    assert found.held_back is not None
    assert (found.held_back.most, found.held_back.people) == (2, ("wu",))
    # what it says of one argument more is what a plan with one more is worth
    wider = plan(_deal(), load=3)
    assert found.held_back.gain == pytest.approx(wider.value - found.value)
    assert wider.cost > found.cost
    assert words in "".join(str(found).split("\n"))
    assert found.to_dict()["held_back"]["people"] == ["wu"]
    assert {"key": "load", "value": "2", "source": "assumption"} in found.to_dict()["assumptions"]


def test_a_plan_without_such_a_limit_says_nothing_of_it() -> None:
    found = plan(_deal(), load=3)
    assert found.held_back is None
    assert "at most 3" not in str(found)
    # what was asked for is no assumption
    assert "load" not in [each.key for each in found.assumptions]


def test_a_substitute_is_named_only_where_it_wins_back_something() -> None:
    found = plan(load_example("power_grid_en"))
    lost = {step.ally: step for step in found.steps}
    for ally, step in lost.items():
        assert step.loss > 0
        assert (step.substitute is not None) == (step.won_back >= 0.1 * step.loss)
        assert str(found).count(f"if {found.deal.label(ally)} is lost") == 1
    # a person nobody stands beside: whoever is far off wins back next to nothing
    alone = plan(_with_far())
    assert {step.substitute for step in alone.steps if step.ally == "wu"} == {None}
    assert str(alone).count("no other single step wins back a tenth of it") == 1


def test_a_substitute_tells_how_much_of_the_loss_it_wins_back() -> None:
    deal = _deal()
    people = {**deal.stated()["organization"]["stakeholders"], "li": {"support": "mentor", "access": "in_depth"}}
    ties = [
        {"from": who, "to": "zhao", "strength": "strong", "certainty": certainty}
        for who, certainty in (("wu", 0.9), ("li", 0.5))
    ]
    chosen = plan(deal.replace(organization={"stakeholders": people, "ties": ties}), capacity=1.5, require=["wu"])
    step = chosen.steps[0]
    assert step.substitute is not None
    assert step.substitute[0] == "li"
    assert step.loss == pytest.approx(chosen.value)
    other = plan(chosen.deal, capacity=1.5, exclude=["wu"])
    assert step.won_back == pytest.approx(other.value)
    assert f"wins back {step.won_back:.3f} of {step.loss:.3f}" in str(chosen)


def test_who_can_veto_does_not_stand_among_those_who_decide() -> None:
    text = str(plan(load_example("power_grid_en")))
    decide, veto = text.index("Who decides"), text.index("Who can veto")
    assert decide < text.index("Zhao Guoqiang: power") < veto < text.index("Sun Li: reached")


def test_steps_that_add_nothing_stand_in_one_line() -> None:
    found = plan(_with_far(), require=["far"])
    tiny = [step for step in found.steps if step.share < 5e-4]
    assert tiny
    assert "Adds almost nothing" in str(found)
    assert "share 0.000" not in str(found)


@pytest.mark.parametrize(
    ("points", "stop"),
    [
        # a switch of half an hour is no best hour: by neighbours the mark would fall at 4
        ([(0, 0.0), (3.5, 0.010), (4, 0.050), (8, 0.075), (12, 0.1), (20, 0.101)], 12),
        ([(0, 0.0), (2, 0.2), (4, 0.4)], 4),
        ([(0, 0.0), (1, 0.5), (2, 0.55), (3, 0.56)], 1),
        ([(0, 0.0)], 0),
    ],
)
def test_the_place_to_stop_is_judged_on_the_hull(points: list[tuple[float, float]], stop: float) -> None:
    assert stopping_hours(points) == stop


def test_a_frontier_says_where_every_hour_is_worth_it() -> None:
    found = frontier(_deal(), capacity=2)
    assert found.stop == found.points[-1].cost
    assert "all that were looked at" in str(found)


def test_replanning_with_fewer_hours_does_not_say_that_they_do_more_elsewhere() -> None:
    old = plan(_deal(), load=3)
    found = replan(old, old.deal, capacity=2, load=3)
    reasons = {change.reason for change in found.changes}
    assert len(found.plan.equip) < len(old.equip)
    assert reasons == {"kept", "fewer_hours"}
    assert "elsewhere" not in str(found)
    more = replan(found.plan, old.deal, load=3)
    assert {change.reason for change in more.changes} == {"kept", "more_hours"}


def test_a_swap_under_fewer_hours_is_put_down_to_the_hours() -> None:
    old = plan(load_example("power_grid_en"), capacity=8)
    found = replan(old, old.deal, capacity=4)
    reasons = {change.reason for change in found.changes}
    assert reasons == {"kept", "fewer_hours", "other_hours"}
    assert "elsewhere" not in str(found)
    assert "more than before" not in str(found)


def test_what_costs_more_hours_than_are_left_has_no_room() -> None:
    old = plan(_deal(), capacity=2.5, load=3)
    dear = old.deal.replace(costs={"meet": 1.4})
    found = replan(old, dear, capacity=2.5, load=3)
    assert {change.reason for change in found.changes} == {"kept", "no_room"}


def test_what_no_longer_adds_anything_is_said_so() -> None:
    old = plan(_deal(), load=3)
    people = {**old.deal.stated()["organization"]["stakeholders"]}
    people["zhao"] = {**people["zhao"], "concerns": {"price": 0.5, "stability": 0.5, "security": 0.0}}
    ties = old.deal.stated()["organization"]["ties"]
    now = old.deal.replace(organization={"stakeholders": people, "ties": ties})
    found = replan(old, now, load=3)
    assert {change.argument: change.reason for change in found.changes}["lockout"] == "adds_nothing"


def test_insurance_keeps_to_the_load_and_says_when_it_needs_more_hours() -> None:
    chosen = plan(load_example("power_grid_en"))
    found = stress(chosen).insurance
    problem = build_problem(chosen.deal, deal_arrays(chosen.deal), chosen.options)
    assert found is not None
    carried = [step.ally for step in chosen.steps].count(found.ally)
    assert carried < problem.load
    assert found.within == (chosen.cost + found.cost <= chosen.capacity)
    assert ("beyond the hours there are" in str(stress(chosen))) == (not found.within)
    assert not found.within
