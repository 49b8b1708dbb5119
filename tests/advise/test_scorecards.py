"""Scorecards: what a method sees, by hand on the shipped example, and never more than the deal says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence.advise import scorecard
from influence.advise.method_definitions import method_names
from influence.errors import InputError
from influence.io import load_example
from influence.model import Deal

LEVEL = st.sampled_from([None, "low", "high", 0.5])
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "support": st.sampled_from(["enemy", "neutral", "mentor", "unknown", 0.5]),
        "access": st.sampled_from(["none", "brief", "unknown"]),
        "roles": st.lists(st.sampled_from(["decision_maker", "economic_buyer", "user", "legal"]), unique=True),
        "power": LEVEL,
        "urgency": LEVEL,
        "legitimacy": LEVEL,
        "concerns": st.just({"price": {"weight": 0.5, "kind": "need", "why": ["the cap"]}}),
    },
)


@settings(max_examples=25)
@given(st.lists(PERSON, max_size=4), st.sampled_from(["en", "zh"]), st.booleans(), st.sampled_from(method_names()))
def test_any_deal_has_a_scorecard_of_whole_sentences(
    people: list[dict[str, object]], language: str, argued: bool, method: str
) -> None:
    arguments = {"tco": {"claim": "18% lower", "answers": {"price": 0.8}}} if argued else {}
    named = dict(zip("abcd", people, strict=False))
    deal = Deal.model_validate({"language": language, "organization": {"stakeholders": named}, "arguments": arguments})
    found = scorecard(deal, method)
    assert not {"{", "}"} & set(str(found))
    assert "None" not in str(found)
    for each in found.elements:
        assert bool(each.questions) == (each.state != "known")
        assert bool(each.evidence) == (each.state != "unknown")


def states(deal: Deal, method: str) -> dict[str, str]:
    return {each.id: each.state for each in scorecard(deal, method).elements}


def test_meddpicc_of_the_example_by_hand() -> None:
    found = scorecard(load_example("power_grid_en"))
    assert {each.id for each in found.elements if each.state != "known"} == {"paper_process"}
    champion = next(each for each in found.elements if each.id == "champion")
    # the engineer is a mentor, but nothing is written down of what he would win
    assert {person for fact in champion.evidence for person in fact.people} >= {"han"}
    assert "wu" not in {person for fact in champion.evidence for person in fact.people}
    assert any("Qian Jin owns the budget" in each.text for each in found.disagreements)


def test_bant_and_rapid_of_the_example_by_hand() -> None:
    deal = load_example("power_grid_en")
    assert scorecard(deal, "BANT").score == 4.0
    assert states(deal, "rapid") == dict.fromkeys(("recommend", "agree", "perform", "input", "decide"), "known")
    assert set(states(deal, "challenger").values()) == {"unknown"}


def test_grids_class_only_what_is_stated() -> None:
    people = {
        "a": {"power": 0.8, "urgency": 0.2, "legitimacy": "high"},
        "b": {"power": "low"},
        "c": {"refs": {"challenger.profile": "Teacher, skeptic"}},
    }
    deal = Deal.model_validate({"organization": {"stakeholders": people}})
    mendelow = scorecard(deal, "mendelow").elements
    assert [each.classes for each in mendelow] == [("keep satisfied",), ("keep informed", "monitor"), ()]
    first = scorecard(deal, "mitchell-agle-wood").elements[0]
    assert (first.classes, first.score) == (("dominant",), 2.0)
    assert scorecard(deal, "challenger").elements[2].classes == ("Teacher", "Skeptic")


@pytest.mark.parametrize("method", method_names())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_known_and_everything_known_make_whole_sentences(method: str, language: str) -> None:
    for deal in (
        Deal(),
        load_example("power_grid"),
        Deal.model_validate({"organization": {"stakeholders": {"a": {}}}}),
    ):
        found = scorecard(deal.replace(language=language), method)
        assert not {"{", "}"} & set(str(found))
        assert "None" not in str(found)
        assert found.to_dict()["elements"] == [] or found.tables()["elements"]
        for each in found.elements:
            assert bool(each.questions) == (each.state != "known")


def test_a_wrong_method_is_one_error() -> None:
    with pytest.raises(InputError, match="did you mean meddpicc"):
        scorecard(Deal(), "medpicc")
    with pytest.raises(InputError, match="one of elements, axes and profiles"):
        scorecard(Deal(), {"name": {"en": "x"}, "source": "y"})
