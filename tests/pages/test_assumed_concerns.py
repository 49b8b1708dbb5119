"""The page says of whom it only assumes what they care about."""

from __future__ import annotations

from influence.model import Deal
from influence.pages.content import page_of
from influence.planning import plan


def test_concerns_from_the_function_are_called_assumed() -> None:
    people = {
        "zhao": {"roles": ["decision_maker"], "function": "finance"},
        "wu": {"reports_to": "zhao", "function": "technical", "support": "mentor", "access": "in_depth"},
        "li": {"reports_to": "zhao", "support": "mentor", "access": "in_depth", "concerns": {"price": 0.8}},
    }
    deal = Deal.model_validate(
        {"organization": {"stakeholders": people}, "arguments": {"tco": {"answers": {"price": 0.8}}}}
    )
    told = {head: lines for section in page_of(plan(deal)).sections for head, lines in section.blocks}
    assert told["wu"][0].startswith("assumed to care, by the function, about")
    assert told["li"][0].startswith("cares about")
