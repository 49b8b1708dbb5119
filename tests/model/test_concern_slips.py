"""Concern ids that are slips are found, and concerns of one's own are left alone."""

from __future__ import annotations

import pytest

from influence.advise import review
from influence.model import Deal
from influence.model.concern_slips import concern_slips
from influence.planning import plan


def _deal(answers: dict[str, float], **more: object) -> Deal:
    people = {
        "zhao": {"roles": ["decision_maker"], "function": "finance"},
        "wu": {"reports_to": "zhao", "support": "mentor", "access": "in_depth"},
    }
    arguments = {"tco": {"answers": {"total_cost": 0.8}}, "low": {"answers": answers}}
    return Deal.model_validate({"organization": {"stakeholders": people}, "arguments": arguments, **more})


@pytest.mark.parametrize(
    ("given", "meant"),
    [("prcie", "price"), ("价格", "price"), ("采购价格", "price"), ("total cost of ownership", "total_cost")],
)
def test_a_slip_is_an_early_finding_and_stands_in_the_plan(given: str, meant: str) -> None:
    for language in ("en", "zh"):
        deal = _deal({given: 0.5}, language=language)
        assert [(each.given, each.meant) for each in concern_slips(deal)] == [(given, meant)]
        rules = [finding.rule for finding in review(deal).findings if finding.severity != "urgent"]
        assert rules[0] == "slip"
        text = str(plan(deal))
        assert given in text
        assert text.index(meant) < text.index("zhao")


def test_a_concern_of_ones_own_is_no_slip() -> None:
    assert not concern_slips(_deal({"prcie": 0.5}, concerns={"prcie": {"name": "a club's fee"}}))
    assert not concern_slips(_deal({"zero_emission": 0.5}))
    both = _deal({"pricing": 0.5}).what_if(zhao={"concerns": {"pricing": 0.8}})
    assert not concern_slips(both)
    assert "counts for nothing" not in str(plan(both))


def test_a_slip_of_a_person_is_found_too() -> None:
    deal = _deal({"price": 0.5}).what_if(wu={"concerns": {"stabilty": 0.8}})
    assert [(each.meant, each.person) for each in concern_slips(deal)] == [("stability", "wu")]
    assert "no argument answers" in next(f.evidence for f in review(deal).findings if f.rule == "slip")
