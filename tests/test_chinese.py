"""What the library says of a Chinese deal has no English in it but ids and what the deal itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from influence._show import Result
from influence.advise import method_names, questions, review, schedule, scorecard, sensitivity, stress
from influence.graph import cut_points, strongest_paths
from influence.io import load_example
from influence.model import Deal, diff
from influence.model.catalogue import CONCERN_NAMES
from influence.planning import compare, frontier, pareto, plan, replan
from influence.propagate import key_people, key_ties, reach, standing

TO_TYPE = ("decision: {deciders: {id: 1}}", "roles: [decision_maker]", "kind: need")
"""What a remedy says to type into the file."""
PUBLICATIONS = ("CEB", "Making the Consensus Sale", "HBR", "Krackhardt", "Social Networks", "Altify")
"""Names of publications and of a product, which nobody translates."""


def texts(node: Any, key: str = "") -> Iterator[str]:
    """Yield the ids of a deal file, and the texts that are not one of our labels."""
    if isinstance(node, dict):
        for name, inner in node.items():
            if key in ("stakeholders", "arguments", "concerns", "rivals", "sellers", "answers", "refs", "strength_on"):
                yield name
            yield from texts(inner, name)
    elif isinstance(node, list):
        for each in node:
            yield from texts(each, key)
    elif isinstance(node, str) and key in ("name", "title", "claim", "why", "props", "notes", "currency", "root"):
        yield node


def english(found: object, deal: Deal, *own: str) -> set[str]:
    told = str(found)
    for text in sorted([*texts(deal.model_dump(mode="json", by_alias=True)), *PUBLICATIONS, *TO_TYPE, *own], key=len)[
        ::-1
    ]:
        if text:
            told = re.sub(rf"(?<![A-Za-z_]){re.escape(text)}(?![A-Za-z_])", "", told)
    return set(re.findall(r"[A-Za-z_]{2,}", told))


def variants() -> Iterator[tuple[str, Deal]]:
    deal = load_example("power_grid")
    yield "the example", deal
    ties = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)["organization"]["ties"]
    ties[0]["sources"] = ["us", {"who": "wu", "denies": True}, "outside"]
    yield (
        "sources that differ",
        deal.replace(organization=deal.organization.model_copy()).replace(
            organization={
                **deal.model_dump(mode="json", by_alias=True, exclude_unset=True)["organization"],
                "ties": ties,
            }
        ),
    )
    many = deal.replace(decision={"rule": "majority", "deciders": {"zhao": 1, "qian": 0.5, "han": "low"}})
    yield "several decide", many
    unclear = {person: {"support": "unknown", "access": "unknown"} for person in ("wu", "sun", "han", "zhou")}
    yield "little known", deal.what_if(unclear).replace(decision={})
    yield "sellers", deal.replace(sellers={"li": {"name": "李工", "hours": 6}}, planning={"introductions": True})
    yield "almost empty", Deal.model_validate({"language": "zh", "organization": {"stakeholders": {"a": {}}}})


DEALS = dict(variants())


def results(deal: Deal) -> Iterator[tuple[str, Result]]:
    asked = questions(deal)
    yield "review", review(deal)
    yield "questions", asked
    if not deal.deciders or not deal.arguments:
        return
    chosen = plan(deal, method="greedy")
    other = plan(deal, method="greedy", exclude=["zhao"])
    yield "plan", chosen
    yield "consensus", plan(deal, method="greedy", model="consensus")
    yield "stress", stress(chosen)
    yield "sensitivity", sensitivity(chosen, draws=20)
    yield "schedule", schedule(chosen, start="2026-11-02", questions=asked)
    yield "paths", strongest_paths(deal)
    yield "key people", key_people(deal)
    yield "key ties", key_ties(deal)
    yield "cut points", cut_points(deal)
    yield "reach", reach(deal, chosen.equip)
    yield "standing", standing(deal, chosen.equip)
    yield "comparison", compare(chosen, other)
    yield "comparison of models", compare(chosen, plan(deal, method="greedy", model="consensus"))
    yield "replanned", replan(chosen, deal, method="greedy")
    yield "frontier", frontier(deal)
    yield "pareto", pareto(deal)
    yield "difference", diff(deal, deal.what_if(wu={"support": "enemy", "access": "none"}))


@pytest.mark.parametrize("name", DEALS)
def test_every_answer_about_a_chinese_deal_is_chinese(name: str) -> None:
    deal = DEALS[name]
    for kind, found in results(deal):
        own = CONCERN_NAMES if kind == "reach" else ()  # its table shows ids
        assert not english(found, deal, *own), (kind, english(found, deal), str(found))


@pytest.mark.parametrize("method", method_names())
@pytest.mark.parametrize("name", DEALS)
def test_every_scorecard_of_a_chinese_deal_is_chinese(name: str, method: str) -> None:
    deal = DEALS[name]
    found = scorecard(deal, method)
    left = english(found, deal, found.source, found.name, " ".join(found.source.split()))
    # a source is wrapped; what is left of it are its words
    assert not left - set(re.findall(r"[A-Za-z_]{2,}", found.source)), (left, str(found))
    assert not english("\n".join(each.text for each in found.disagreements), deal, found.name)


def test_a_word_of_ours_in_english_would_be_seen() -> None:
    deal = DEALS["the example"]
    assert english("吴平：technical_evaluator，tco", deal) == {"technical_evaluator"}
    assert english("吴平：mentor", deal) == {"mentor"}


def test_a_comparison_is_told_in_the_deals_language_and_has_all_its_parts_as_tables() -> None:
    deal = load_example("power_grid")
    changed = deal.what_if(han={"support": "non_supporter"})
    one, two = plan(deal, method="greedy"), plan(changed, method="greedy")
    found = compare(one, two)
    assert str(found).startswith("触达度 ")
    assert "因情况变化" in str(found)
    assert any(line.endswith("吴平：uptime") for line in str(found).splitlines())
    values = {row["plan"]: row for row in found.tables()["values"]}
    assert found.first_now is not None
    assert values["first_now"] == {"plan": "first_now", "value": found.first_now, "hours": one.cost}
    assert [values["first"]["value"], values["second"]["value"]] == [one.value, two.value]
    assert list(found.to_frame("values")["plan"]) == ["first", "first_now", "second"]
    assert str(compare(one, one)).startswith("触达度 ")
    mixed = compare(one, plan(deal, method="greedy", model="consensus"))
    assert (mixed.first_now, mixed.to_dict()["models"]) == (None, ["cascade", "consensus"])
    assert "两种模型" in str(mixed)
    assert {row["plan"] for row in mixed.tables()["values"]} == {"first", "second"}


def test_the_answers_to_a_question_are_said_in_the_deals_language() -> None:
    """An answer that changes the plan is a label of a scale: it is shown by its Chinese word, and kept as it is."""
    seen = set()
    for deal in (DEALS["little known"], DEALS["the example"], DEALS["several decide"]):
        found = questions(deal, perfect=True)
        for each in found.questions:
            for answer in each.changes:
                seen.add(answer)
                assert each.fact is not None
                if each.fact.kind in ("support", "access", "tie", "concern"):
                    assert f"若{answer}" not in str(found)
    assert seen & {"yes", "no", "mentor", "enemy", "none", "multiple", "in_depth", "brief", "supporter", "neutral"}
