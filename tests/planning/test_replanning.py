"""Planning again: what was done stays, every change has its reason, and the new plan is the best that keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from influence.io import load_example
from influence.model import Deal
from influence.planning import plan, replan


def after(deal: Deal, met: str, **people: Any) -> Deal:
    log = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)["log"]
    return deal.what_if(**people).replace(log=[*log, {"date": "2026-11-03", "with": [met], "hours": 1}])


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_what_was_done_stays_and_every_change_has_its_reason(name: str) -> None:
    old = plan(load_example(name))
    found = replan(old, after(old.deal, "han", wu={"support": "enemy"}))
    reasons = {(change.ally, change.argument): change.reason for change in found.changes}
    done = [pair for pair in old.equip if pair[0] == "han"]
    assert done
    assert all(reasons[pair] == "done" and pair in found.plan.equip for pair in done)
    assert all(reasons[pair] == "impossible" for pair in old.equip if pair[0] == "wu")
    assert set(reasons) == set(old.equip) | set(found.plan.equip)
    best = plan(found.plan.deal, require=done)
    assert found.plan.value == pytest.approx(best.value, abs=1e-12)
    text = str(found)
    assert "{" not in text
    assert len(text.splitlines()) == 1 + len(reasons)
    assert found.comparison.first_now is not None


def test_an_ally_won_over_is_possible_now() -> None:
    deal = load_example("power_grid_en").what_if(wu={"support": "enemy"})
    old = plan(deal)
    found = replan(old, deal.what_if(wu={"support": "mentor"}))
    assert {c.reason for c in found.changes if c.ally == "wu"} == {"possible_now"}
    assert found.plan.value > old.value
    assert replan(old, deal).plan.equip == old.equip


def test_expenses_are_shown() -> None:
    deal = load_example("power_grid_en")
    arguments = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)["arguments"]
    first = plan(deal).steps[0].argument
    arguments[first]["expense"] = 1200.0
    found = plan(deal.replace(arguments=arguments))
    assert found.expense == 1200.0
    assert "1,200" in str(found)
    assert found.to_dict()["expense"] == 1200.0
    assert plan(deal).expense == 0.0
