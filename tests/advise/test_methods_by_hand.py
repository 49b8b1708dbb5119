"""Scorecards worked out on paper, on one small deal; and each part of the test of a champion.

Dana decides, hears us briefly, and needs a lower price because the budget was cut. Carl is a supporter whom we can meet
(multiple: 0.6), who speaks up with 0.5 and moves Dana with 0.5: his influence is 0.5 · 0.5 = 0.25, the way that starts
at him 0.6 · 0.25 = 0.15. He cares about the price himself, which our argument answers. Ula will use what is bought.
"""

from __future__ import annotations

from typing import Any

import pytest

from influence.advise import Scorecard, scorecard
from influence.advise.deal_evidence import three_part_test
from influence.errors import InputError
from influence.model import Deal

DANA = {
    "name": "Dana",
    "access": "brief",
    "concerns": {"price": {"weight": 0.8, "kind": "need", "why": ["the budget was cut"]}},
}
CARL = {
    "name": "Carl",
    "support": "supporter",
    "access": "multiple",
    "concerns": {"price": 0.5},
    "refs": {"miller_heiman.response_modes": "growth"},
    "sources": [{"who": "us", "seen": "2026-10-12"}],
}
ULA = {"name": "Ula", "roles": ["user"], "support": "neutral", "access": "none"}
SMALL: dict[str, Any] = {
    "stage": "evaluation",
    "organization": {
        "stakeholders": {"dana": DANA, "carl": CARL, "ula": ULA},
        "ties": [{"from": "carl", "to": "dana", "strength_on": {"all": 0.5}, "certainty": 1.0}],
    },
    "decision": {"deciders": {"dana": 1}},
    "arguments": {"saving": {"claim": "costs 18% less", "answers": {"price": 0.8}}},
    "budget": {"status": "arranged"},
    "refs": {"tas.risk": "the site floods", "tas.profitability": "12% at their price"},
}


def small(**changes: Any) -> Deal:
    return Deal.model_validate({**SMALL, **changes})


def with_person(person: str, **fields: Any) -> Deal:
    people = {**SMALL["organization"]["stakeholders"]}
    people[person] = {**people[person], **fields}
    return small(organization={**SMALL["organization"], "stakeholders": people})


def states(found: Scorecard) -> dict[str, str]:
    return {each.id: each.state for each in found.elements}


def proofs(found: Scorecard, element: str) -> dict[str, str]:
    """Return what an element rests on, with the field it stands in."""
    chosen = next(each for each in found.elements if each.id == element)
    return {fact.where: fact.text for fact in chosen.evidence}


def asked(found: Scorecard, element: str) -> tuple[str, ...]:
    return next(each for each in found.elements if each.id == element).questions


def test_tas_by_hand() -> None:
    found = scorecard(small(), "tas")
    assert states(found) == {
        "project": "known",  # the stage is stated
        "business_profile": "unknown",  # nothing under refs
        "financial_condition": "unknown",
        "access_to_funds": "partly",  # the money is arranged, but by whom is not said
        "compelling_event": "partly",  # why it matters is said, but no date
        "decision_criteria": "known",  # Dana's price
        "solution_fit": "known",  # our saving answers it
        "resources": "unknown",  # our hours are not stated
        "relationship": "partly",  # Dana can be met, nobody has been
        "business_value": "known",  # 18%
        "inside_support": "known",  # Carl passes the three-part test
        "executive_credibility": "unknown",  # where Dana stands is not known
        "cultural_fit": "unknown",
        "informal_criteria": "known",  # a need, and what people win
        "political_alignment": "partly",  # a way of 0.15, but no opponent named
        "short_term_revenue": "unknown",  # no sum
        "future_revenue": "unknown",
        "profitability": "known",  # refs
        "risk": "known",  # refs
        "strategic_value": "unknown",
    }
    # a gap for each of eight criteria, half of one for each of four
    assert (found.score, found.low, found.high, found.unit) == (8 + 4 * 0.5, 0.0, 20.0, "gaps")
    assert found.completeness == (8 + 4 * 0.5) / 20
    assert proofs(found, "inside_support") == {
        "organization.stakeholders.carl.support": (
            "Carl passes the three-part test: influence 0.25, speaks for us, a personal win"
        )
    }
    assert proofs(found, "political_alignment") == {"organization.ties": "a way of strength 0.15 leads to Dana"}
    assert proofs(found, "risk") == {"refs.tas.risk": "the site floods"}
    assert asked(found, "access_to_funds") == ("Who releases the money, and who could take it away?",)
    assert asked(found, "resources") == ("How many hours can we give this deal?",)
    assert asked(found, "cultural_fit")[0].startswith("How do they work with their best supplier")


def test_miller_heiman_by_hand() -> None:
    found = scorecard(small(), "Miller Heiman")
    assert states(found) == {
        "economic_influence": "known",  # one person decides
        "user_influence": "known",  # Ula
        "technical_influence": "unknown",  # nobody evaluates, buys, checks the contract or keeps the door
        "coach": "known",  # Carl speaks for us and wins by it
        "response_modes": "known",  # written down of Carl
        "win_results": "known",  # what Dana judges by, and what people win
        "competition": "unknown",  # no rival
    }
    assert (found.score, found.low, found.high) == (5.0, 0.0, 7.0)
    assert proofs(found, "economic_influence") == {"decision.deciders.dana": "Dana alone decides"}
    assert proofs(found, "response_modes") == {
        "organization.stakeholders.carl.refs.miller_heiman.response_modes": "Carl: growth"
    }
    assert asked(found, "technical_influence") == (
        "Who takes this part: technical evaluator, procurement, legal, gatekeeper?",
    )
    coach = next(each for each in found.elements if each.id == "coach")
    assert coach.evidence[0].sources == ("us 2026-10-12",)
    two = scorecard(small(decision={"deciders": {"dana": 1, "carl": 1}}), "miller_heiman")
    assert states(two)["economic_influence"] == "partly"  # the economic influence is one person
    assert asked(two, "economic_influence") == ("Which one person has the last word?",)


def test_meddpicc_by_hand() -> None:
    found = scorecard(small(), "meddpicc")
    assert states(found) == {
        "metrics": "known",  # 18%
        "economic_buyer": "unknown",  # nobody owns the budget
        "decision_criteria": "known",  # Dana's price
        "decision_process": "partly",  # Dana, but no date
        "paper_process": "unknown",  # neither people nor papers
        "identify_pain": "known",  # a need with its why
        "champion": "known",  # Carl
        "competition": "unknown",  # neither rival nor opponent
    }
    assert found.score == 4 + 0.5
    assert proofs(found, "metrics") == {"arguments.saving.claim": "saving: a claim with a number"}
    assert proofs(found, "identify_pain")["organization.stakeholders.dana.concerns.price"].startswith("Dana")
    assert len(asked(found, "paper_process")) == len(asked(found, "competition")) == 2
    stated = scorecard(small(refs={"meddpicc.paper_process": "three desks, ten days"}), "meddpicc")
    assert states(stated)["paper_process"] == "partly"
    assert proofs(stated, "paper_process") == {"refs.meddpicc.paper_process": "three desks, ten days"}


def test_bant_by_hand() -> None:
    found = scorecard(small(), "bant")
    assert states(found) == {
        "budget": "partly",  # arranged, but no sum
        "authority": "known",  # Dana, whom we can meet
        "need": "known",
        "timeline": "unknown",
    }
    assert found.score == 2 + 0.5
    assert proofs(found, "budget") == {"budget.status": "the money is arranged"}
    assert proofs(found, "authority") == {
        "decision.deciders.dana": "Dana decides",
        "organization.stakeholders.dana.access": "we can meet Dana (brief)",
    }
    assert asked(found, "budget") == ("Which sum do they have in mind?",)
    assert states(scorecard(with_person("dana", access="none"), "bant"))["authority"] == "partly"


def test_rapid_by_hand() -> None:
    found = scorecard(small(), "rapid")
    assert states(found) == {
        "recommend": "unknown",
        "agree": "unknown",  # no veto
        "perform": "known",  # Ula
        "input": "known",  # Ula again: users are heard
        "decide": "known",
    }
    assert found.score is None
    assert proofs(found, "perform") == {"organization.stakeholders.ula.roles": "Ula: user"}
    assert asked(found, "agree") == ("Who can say no even when the decider says yes?",)
    veto = scorecard(small(decision={"deciders": {"dana": 1}, "vetoes": ["ula"]}), "rapid")
    assert proofs(veto, "agree") == {"decision.vetoes": "Ula has to agree"}


def test_grids_and_profiles_by_hand() -> None:
    deal = with_person("ula", power="low", urgency="high", refs={"challenger.profile": "Go-Getter, 质疑者"})
    ula = next(each for each in scorecard(deal, "mendelow").elements if each.id == "ula")
    assert (ula.state, ula.classes, ula.questions) == ("known", ("keep informed",), ())
    assert {fact.where: fact.text for fact in ula.evidence} == {
        "organization.stakeholders.ula.power": "power 0.2",
        "organization.stakeholders.ula.urgency": "interest 0.8",
    }
    partly = next(each for each in scorecard(deal, "mitchell_agle_wood").elements if each.id == "ula")
    # without power and with urgency: demanding, or with legitimacy dependent
    assert (partly.state, partly.classes, partly.score) == ("partly", ("dependent", "demanding"), None)
    assert partly.questions == ("By what right does Ula have a say: a rule, a contract, an office?",)
    profile = scorecard(deal, "challenger").elements[2]
    assert (profile.state, profile.classes) == ("known", ("Go-Getter", "Skeptic"))
    assert profile.evidence[0].where == "organization.stakeholders.ula.refs.challenger.profile"
    assert scorecard(deal, "challenger").elements[0].questions[0].startswith("How does Dana take a new idea")


def carl(**fields: Any) -> tuple[bool, bool, bool]:
    tie = fields.pop("tie", 0.5)
    people = {"dana": DANA, "carl": {**CARL, **fields}, "ula": ULA}
    ties = [{"from": "carl", "to": "dana", "strength_on": {"all": tie}, "certainty": 1.0}]
    return three_part_test(small(organization={"stakeholders": people, "ties": ties}))["carl"]


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({}, (True, True, True)),
        # power and influence: 0.5 · 0.2 is just enough, 0.5 · 0.19 is not
        ({"tie": 0.2}, (True, True, True)),
        ({"tie": 0.19}, (False, True, True)),
        # sells for us inside: support above neutral, and no less likely to speak up than a supporter
        ({"support": "neutral", "advocacy": 0.9}, (True, False, True)),
        ({"support": "unknown", "advocacy": 0.9}, (True, False, True)),
        ({"support": "mentor", "advocacy": 0.49}, (True, False, True)),
        ({"support": 0.4}, (True, False, True)),
        # a vested interest: a concern of their own that we answer
        ({"concerns": {}}, (True, True, False)),
        ({"concerns": {"price": 0}}, (True, True, False)),
        ({"concerns": {"security": 0.9}}, (True, True, False)),
        ({"concerns": {"discount": {"weight": 0.9, "root": "price"}}}, (True, True, True)),
        # a function brings default concerns, but those are nobody's word
        ({"concerns": {}, "function": "finance"}, (True, True, False)),
    ],
)
def test_each_part_of_the_test_of_a_champion(fields: dict[str, Any], parts: tuple[bool, bool, bool]) -> None:
    assert carl(**fields) == parts


def test_a_champion_is_derived_and_cannot_be_typed_in() -> None:
    assert states(scorecard(small()))["champion"] == "known"
    roles = with_person("ula", roles=["economic_buyer", "executive_sponsor", "influencer"])
    assert [fact.people for fact in scorecard(roles).elements[6].evidence] == [("carl",)]
    with pytest.raises(InputError, match=r"refs\.meddpicc\.champion: is no key that meddpicc reads"):
        scorecard(small(refs={"meddpicc.champion": "ula"}))
    # who decides is no champion, however much for us
    alone = with_person("carl", support="neutral")
    assert "dana" not in three_part_test(with_person("dana", support="mentor"))
    assert states(scorecard(alone))["champion"] == "unknown"


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"support": "neutral"}, "what would have to be different for Carl to speak for us?"),
        ({"concerns": {}}, "what would Carl win personally by our success?"),
    ],
)
def test_who_is_almost_a_champion_is_asked_about_by_name(fields: dict[str, Any], question: str) -> None:
    found = scorecard(with_person("carl", **fields))
    assert states(found)["champion"] == "unknown"
    assert question in asked(found, "champion")[1]


def test_a_champion_without_influence_is_asked_about_by_name() -> None:
    deal = small(organization={"stakeholders": {"dana": DANA, "carl": CARL, "ula": ULA}})
    assert "who that the deciders listen to would listen to Carl?" in asked(scorecard(deal), "champion")[1]
