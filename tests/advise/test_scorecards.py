"""Scorecards: what a method sees, by hand on the shipped example, and never more than the deal says."""

from __future__ import annotations

import pytest

from influence.advise import scorecard
from influence.advise.method_definitions import method_names
from influence.errors import InputError
from influence.io import load_example
from influence.model import Deal


def states(deal: Deal, method: str) -> dict[str, str]:
    return {each.id: each.state for each in scorecard(deal, method).elements}


def test_meddpicc_of_the_example_by_hand() -> None:
    found = scorecard(load_example("power_grid_en"))
    assert {each.id for each in found.elements if each.state != "known"} == {"paper_process"}
    champion = next(each for each in found.elements if each.id == "champion")
    # the engineer is a mentor, but nothing is written down of what he would win
    assert {person for fact in champion.evidence for person in fact.people} >= {"han"}
    assert "wu" not in {person for fact in champion.evidence for person in fact.people}
    assert any("Qian Jin owns the budget" in text for text in found.disagreements)


def test_bant_and_rapid_of_the_example_by_hand() -> None:
    deal = load_example("power_grid_en")
    assert scorecard(deal, "BANT").score == 4.0
    assert states(deal, "rapid") == dict.fromkeys(("recommend", "agree", "perform", "input", "decide"), "known")
    assert set(states(deal, "challenger").values()) == {"unknown"}


def test_grids_class_only_what_is_stated() -> None:
    people = {
        "a": {"power": 0.8, "urgency": 0.2, "legitimacy": "high"},
        "b": {"power": "low"},
        "c": {"refs": {"challenger": "Teacher, skeptic"}},
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
