"""Records: frozen, strict, and validated again whenever they change."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

from influence.errors import DealError
from influence.io import load_example
from influence.model import Deal, Organization, PersonalConcern, Scales, Stakeholder, point_of


def problems(**parts: Any) -> list[str]:
    with pytest.raises(DealError) as caught:
        Deal.model_validate(parts)
    return [str(problem) for problem in caught.value.problems]


def people(**stakeholders: Any) -> dict[str, Any]:
    return {"stakeholders": stakeholders}


def test_records_do_not_change() -> None:
    deal = load_example("power_grid")
    with pytest.raises(TypeError, match="records do not change"):
        deal.organization.stakeholders["x"] = Stakeholder()
    with pytest.raises(ValueError, match="frozen"):
        deal.name = "x"  # type: ignore[misc]  # what a user would try
    assert pickle.loads(pickle.dumps(deal)) == deal  # noqa: S301 (our own bytes)


def test_replacing_validates_again() -> None:
    wu = Stakeholder(support="mentor")
    assert wu.replace(access=0.5).support == "mentor"
    with pytest.raises(DealError, match="is too large"):
        wu.replace(access=5)
    with pytest.raises(DealError, match="'nobody' is not on the map"):
        load_example("power_grid").what_if(nobody={"support": "mentor"})
    with pytest.raises(DealError, match="is not accepted"):
        load_example("power_grid").what_if({"wu": {"support": "best"}})


def test_look_ups() -> None:
    office = Organization.model_validate(people(a={"name": "A"}, b={"reports_to": "a"}))
    assert (len(office), list(office), "a" in office) == (2, ["a", "b"], True)
    assert office.reports_of("a") == ("b",)
    assert (office.label("a"), office.label("b")) == ("A", "b")
    assert Stakeholder.model_validate({"concerns": {"price": 0.3}}).concern("price") == PersonalConcern(weight=0.3)
    assert Stakeholder().concern("price") is None


def test_deciders_are_normalised_and_the_budgets_owner_joins_them() -> None:
    stakeholders = people(a={"roles": ["decision_maker"]}, b={"roles": ["decision_maker"]}, c={})
    deal = Deal.model_validate({"organization": stakeholders})
    assert (deal.deciders, deal.rule) == ({"a": 0.5, "b": 0.5}, "weighted")
    with_owner = deal.replace(budget={"owner": "c", "weight": 0.5})
    assert with_owner.deciders == {"a": 0.4, "b": 0.4, "c": 0.2}
    named = deal.replace(decision={"deciders": {"a": "high", "c": "low"}})
    assert named.deciders == {"a": 0.8, "c": 0.2}
    powerless = deal.replace(decision={"deciders": {"a": 0, "b": 0}})
    assert powerless.deciders == {"a": 0.5, "b": 0.5}


def test_today_is_the_deals_own() -> None:
    assert Deal().today is None
    assert Deal.model_validate({"as_of": "2026-05-01"}).today == date(2026, 5, 1)
    seen = people(a={"seen": "2026-02-01", "support": {"value": 0.1, "seen": "2026-03-01"}})
    assert Deal.model_validate({"organization": seen}).today == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("given", "point"),
    [("brief", 0.3), ("unknown", 0.45), (None, 0.45), (0.7, 0.7)],
)
def test_point_values(given: Any, point: float) -> None:
    assert point_of(given, {"brief": 0.3}, 0.45) == point


def test_a_range_alone_counts_by_its_middle() -> None:
    person = Stakeholder.model_validate({"access": {"range": [0.2, 0.6]}, "support": {"value": "unknown"}})
    assert point_of(person.access, {}, 0.45) == pytest.approx(0.4)
    assert point_of(person.support, {}, 0.0) == 0.0


def test_scales_are_replaced_in_part_and_checked() -> None:
    scales = Scales.model_validate({"access": {"brief": 0.1}, "function_concerns": {"finance": ["price"]}})
    assert (scales.access["multiple"], scales.concerns_of("finance"), scales.concerns_of("none")) == (
        0.6,
        ("price",),
        (),
    )
    assert scales.model_dump(exclude_unset=True) == {
        "access": {"brief": 0.1},
        "function_concerns": {"finance": ("price",)},
    }
    assert "not in ascending order" in problems(scales={"strength": {"weak": 0.9}})[0]
    assert "out of range" in problems(scales={"support": {"mentor": 3.0}})[0]
    assert "rows do not fit" in problems(scales={"informants": {"rows": [[0.1]]}})[0]
    assert "give at least one number" in problems(scales={"informants": {"outsiders": []}})[0]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"organization": people(us={})}, "the id 'us' is reserved; choose another"),
        ({"organization": people(a={}), "arguments": {"a": {}}}, "is the id of an argument and of a person"),
        ({"organization": people(a={"also_reports_to": "b"})}, "'b' is nobody on the map"),
        ({"organization": {"stakeholders": {" a": {}}}}, "cannot be an id"),
        ({"organization": {"stakeholders": {"a:b": {}}}}, "cannot be an id"),
        ({"organization": people(a={"sources": [3]})}, "use an id, us, outside, or a table"),
        ({"organization": people(a={"support": []})}, "use a label, a number from -1 to 1, or a table"),
        ({"organization": people(a={"advocacy": "high"})}, "use a number from 0 to 1, or a table"),
        ({"organization": people(a={"concerns": {"all": 0.5}})}, "the concern id 'all' is reserved"),
        ({"organization": people(a={"concerns": {"x": {"root": "x"}}})}, "'x' is its own root"),
        ({"arguments": {"x": {"answers": {"all": 0.5}}}}, "the concern id 'all' is reserved"),
        ({"concerns": {"x": {"conflicts_with": ["prize"]}}}, "did you mean price?"),
        ({"concerns": {"x": {"conflicts_with": ["x"]}}}, "'x' conflicts with itself"),
        ({"sellers": {"k": {"hours": 1.0, "access": {"z": 0.5}}}}, "'z' is nobody on the map"),
        ({"rivals": {"r": {"supporters": ["z"]}}}, "'z' is nobody on the map"),
        ({"budget": {"owner": "z"}}, "'z' is nobody on the map"),
        ({"decision": {"vetoes": ["z"]}}, "'z' is nobody on the map"),
        ({"planning": {"include": ["z"]}}, "'z' is neither a person nor an argument"),
        ({"planning": {"require": [["z", "x"]]}}, "'x' is not an argument"),
        ({"planning": {"include": [3]}}, "use a person's id, an argument's id, or a pair"),
        ({"organization": people(a={}), "planning": {"include": ["a"], "exclude": ["a"]}}, "'a' is excluded as well"),
        ({"log": [{"date": "2026-02-01"}, {"date": "2026-01-01"}]}, "is before the entry above it"),
        ({"log": [{}]}, "log[0].date: is missing"),
        (
            {"organization": {"stakeholders": people(a={})["stakeholders"], "ties": [{"from": "a", "to": "a"}]}},
            "to themselves",
        ),
        ({"organization": {"ties": 3}}, "is not a list"),
        ({"organization": 3}, "is not a table"),
        ({"name": 3}, "is not a text"),
        ({"as_of": 3}, "is not a day"),
        ({"planning": {"load": 0}}, "is too small"),
    ],
)
def test_contradictions_are_found(parts: dict[str, Any], expected: str) -> None:
    found = problems(**parts)
    assert any(expected in each for each in found), found


def test_a_second_tie_of_one_kind_is_found() -> None:
    ties = [{"from": "a", "to": "b"}, {"from": "a", "to": "b", "kind": "conflicts"}, {"from": "a", "to": "b"}]
    found = problems(organization={**people(a={}, b={}), "ties": ties})
    assert found == [
        "organization.ties[2]: a second influences tie from 'a' to 'b', beside ties[0]; keep one and join their sources"
    ]
