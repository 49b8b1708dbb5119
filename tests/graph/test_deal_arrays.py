"""From the deal to arrays: concerns, roots, credibility, attention, implied ties."""

from __future__ import annotations

from typing import Any

import pytest

from influence.graph import deal_arrays, resolved_ties
from influence.graph.arrays import planted
from influence.model import Deal


def deal_of(people: dict[str, Any], ties: list[dict[str, Any]] | None = None, **parts: Any) -> Deal:
    return Deal.model_validate({"organization": {"stakeholders": people, "ties": ties or []}, **parts})


def salience(deal: Deal, person: str) -> dict[str, float]:
    arrays = deal_arrays(deal)
    row = arrays.salience[arrays.person(person)]
    return {concern: round(float(value), 6) for concern, value in zip(arrays.facts.concerns, row, strict=True) if value}


def test_what_is_stated_overrides_the_function_concern_by_concern() -> None:
    deal = deal_of({"a": {"function": "finance", "concerns": {"price": 1.0, "budget": 0.0}}})
    assert salience(deal, "a") == {"price": round(1 / 1.5, 6), "total_cost": round(0.5 / 1.5, 6)}


def test_a_want_counts_half_and_a_root_counts_as_a_need() -> None:
    wants = {"ease_of_use": {"weight": 0.6, "kind": "want"}, "compatibility": 0.7}
    assert salience(deal_of({"a": {"concerns": wants}}), "a") == {"ease_of_use": 0.3, "compatibility": 0.7}
    rooted = {"ease_of_use": {"weight": 0.6, "kind": "want", "root": "training"}, "training": 0.2, "price": 0.2}
    assert salience(deal_of({"a": {"concerns": rooted}}), "a") == {"training": 0.8, "price": 0.2}


def test_somebody_of_whom_nothing_is_known_cares_alike_and_listens_halfway() -> None:
    deal = deal_of({"a": {}, "b": {"concerns": {"price": 0.5, "terms": 0.5}}, "c": {"concerns": {"price": 0.0}}})
    arrays = deal_arrays(deal)
    for person in ("a", "c"):
        assert salience(deal, person) == {"price": 0.5, "terms": 0.5}
        assert arrays.attention[arrays.person(person)].tolist() == pytest.approx([0.65, 0.65])


def test_a_word_counts_by_credibility_and_attention() -> None:
    people = {"clerk": {"function": "finance"}, "boss": {"concerns": {"price": 0.8, "terms": 0.4}}}
    deal = deal_of(people, [{"from": "clerk", "to": "boss", "certainty": 0.5, "strength": "strong"}])
    arrays = deal_arrays(deal)
    found = dict(zip(arrays.facts.concerns, arrays.probability[0].tolist(), strict=True))
    assert found["price"] == pytest.approx(0.5 * 0.7 * 1.0 * 1.0)
    assert found["terms"] == pytest.approx(0.5 * 0.7 * 0.5 * (0.3 + 0.7 * 0.5))
    assert found["budget"] == pytest.approx(0.5 * 0.7 * 1.0 * 0.3)


def test_the_direct_superior_is_believed_everywhere() -> None:
    deal = deal_of({"boss": {}, "clerk": {"reports_to": "boss", "concerns": {"price": 1.0}}})
    arrays = deal_arrays(deal)
    down = next(i for i, tie in enumerate(resolved_ties(deal)) if tie.source == "boss")
    assert arrays.probability[down].tolist() == pytest.approx([0.7])


def test_reporting_lines_imply_ties_and_stated_ones_replace_them() -> None:
    people = {"boss": {}, "other": {}, "clerk": {"reports_to": "boss", "also_reports_to": ["other"]}}
    stated = [{"from": "clerk", "to": "boss", "strength": "weak", "certainty": 0.5}]
    found = {(tie.source, tie.target): (tie.strength, tie.certainty) for tie in resolved_ties(deal_of(people, stated))}
    assert found == {
        ("clerk", "boss"): (0.2, 0.5),
        ("boss", "clerk"): (0.7, 1.0),
        ("other", "clerk"): (0.4, 1.0),
        ("clerk", "other"): (0.2, 1.0),
    }


def test_the_pairs_own_strength_knows_neither_factor() -> None:
    ties = [{"from": "a", "to": "b", "certainty": 1.0, "strength_on": {"price": 0.9, "all": 0.3}}]
    arrays = deal_arrays(deal_of({"a": {}, "b": {"concerns": {"price": 0.5, "terms": 0.5}}}, ties))
    assert dict(zip(arrays.facts.concerns, arrays.probability[0].tolist(), strict=True)) == {"price": 0.9, "terms": 0.3}


def test_two_arguments_of_one_ally_join() -> None:
    arguments = {"x": {"answers": {"price": 0.5}}, "y": {"answers": {"price": 0.4}}}
    deal = deal_of({"a": {"access": 0.5, "concerns": {"price": 1.0}}}, arguments=arguments)
    arrays = deal_arrays(deal)
    assert planted(arrays, [(0, 0), (0, 1)])[0, 0] == pytest.approx(0.5 * (1 - 0.5 * 0.6))
    assert planted(arrays, [])[0, 0] == 0.0
