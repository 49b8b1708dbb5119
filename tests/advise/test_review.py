"""Each rule finds its gap where it is, and not where it is mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from influence.advise import review
from influence.cli.main import main
from influence.errors import PlanningError
from influence.io import load_example
from influence.model import Deal

BASE: dict[str, Any] = {
    "as_of": "2026-06-01",
    "organization": {
        "stakeholders": {
            "boss": {"roles": ["decision_maker"], "access": "brief", "concerns": {"price": 0.8, "terms": 0.2}},
            "ally": {"support": "mentor", "access": "in_depth", "reports_to": "boss", "roles": ["economic_buyer"]},
            "second": {"support": "supporter", "access": "multiple", "reports_to": "boss"},
            "rival": {"support": "enemy", "access": "brief", "reports_to": "boss"},
        },
        "ties": [{"from": "ally", "to": "boss", "strength_on": {"all": 0.7}, "certainty": 0.9, "seen": "2026-05-01"}],
    },
    "arguments": {"tco": {"answers": {"price": 0.8}, "stage": "negotiation"}},
}


def changed(**parts: Any) -> Deal:
    return Deal.model_validate({**BASE, **parts})


def with_people(**people: Any) -> Deal:
    base = BASE["organization"]["stakeholders"]
    merged = {person: {**base.get(person, {}), **fields} for person, fields in people.items()}
    return changed(organization={**BASE["organization"], "stakeholders": {**base, **merged}})


def rules(deal: Deal) -> set[str]:
    return {finding.rule for finding in review(deal).findings}


@pytest.mark.parametrize(
    ("rule", "deal"),
    [
        ("no_decider", with_people(boss={"roles": []})),
        ("no_argument", changed(arguments={})),
        ("unanswered", changed(arguments={"x": {"answers": {"terms": 0.5}}})),
        ("few_accessible", with_people(second={"access": "unknown"}, rival={"access": "none"})),
        ("no_champion", with_people(ally={"support": "neutral"}, second={"support": "neutral"})),
        ("no_economic_buyer", with_people(ally={"roles": []})),
        ("budget", changed(budget={"status": "to_arrange"})),
        ("no_opponent", with_people(rival={"support": "neutral"})),
        ("outnumbered", with_people(second={"support": "enemy"})),
        ("early_price", changed(arguments={"tco": {"answers": {"price": 0.8}, "stage": "discovery"}})),
        ("stale", changed(as_of="2027-06-01")),
        ("wants_only", with_people(boss={"concerns": {"price": {"weight": 0.8, "kind": "want"}}})),
        ("unheard_veto", changed(decision={"deciders": {"boss": 1.0}, "vetoes": ["rival"]}, capacity=0.0)),
        ("single_thread", changed(capacity=1.5)),
    ],
)
def test_a_rule_finds_its_gap_and_only_there(rule: str, deal: Deal) -> None:
    assert rule in rules(deal)
    assert rule not in rules(changed())


def test_a_decider_nobody_reaches_is_urgent_and_says_which_tie_would_help() -> None:
    people = {
        "boss": {"roles": ["decision_maker"], "access": "none"},
        "ally": {"support": "mentor", "access": "in_depth", "name": "Ann"},
    }
    deal = Deal.model_validate({"organization": {"stakeholders": people}, "arguments": BASE["arguments"]})
    found = next(each for each in review(deal).findings if each.rule == "no_way")
    assert found.severity == "urgent"
    assert "Ann" in found.remedy
    alone = deal.what_if(ally={"access": "none"})
    assert "no_way_nobody" in rules(alone)


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_the_worst_comes_first_and_every_sentence_is_whole(name: str) -> None:
    found = review(load_example(name))
    order = ["urgent", "important", "notice"]
    severities = [order.index(each.severity) for each in found.findings]
    assert severities == sorted(severities)
    assert found.findings
    for each in found.findings:
        assert not {"{", "}"} & set(each.evidence + each.remedy)
        assert each.evidence in str(found).replace("\n      ", " ").replace("\n    ", " ") or name == "power_grid"


def test_the_command_ends_with_one_where_something_is_urgent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deal.yaml"
    file.write_text("format: influence-deal/1\n", encoding="utf-8")
    assert main(["review", str(file)]) == 1
    assert capsys.readouterr().out.startswith("URGENT: nobody on the map decides")
    main(["new", str(tmp_path / "new.yaml")])
    assert main(["review", str(tmp_path / "new.yaml"), "--json"]) == 0


def test_a_want_whose_root_is_known_is_a_need() -> None:
    rooted = {"price": {"weight": 0.8, "kind": "want", "root": "total_cost"}}
    assert "wants_only" not in rules(with_people(boss={"concerns": rooted}))


def test_meetings_that_bring_nothing_are_found() -> None:
    idle = {"date": "2026-05-01", "with": ["second"], "hours": 1.5}
    log = [idle, {**idle, "date": "2026-05-08"}, {**idle, "date": "2026-05-09", "next": "bring the sample"}]
    people = {**BASE["organization"]["stakeholders"], "second": {"support": "neutral", "access": "multiple"}}
    deal = changed(log=log, organization={**BASE["organization"], "stakeholders": people})
    found = {finding.rule: finding for finding in review(deal).findings}
    assert "3" in found["no_change"].evidence
    assert ": 2 (3 h" in found["small_talk"].evidence
    assert "small_talk" not in {finding.rule for finding in review(changed(log=log[2:])).findings}


def test_an_argument_that_is_missing_is_asked_for_with_what_it_would_add() -> None:
    both = changed(arguments={"all": {"answers": {"price": 0.8, "terms": 0.8}}})
    assert "write_this" not in {finding.rule for finding in review(both).findings}
    people = {
        **BASE["organization"]["stakeholders"],
        "boss": {"roles": ["decision_maker"], "access": "brief", "concerns": {"price": 0.5, "terms": 0.8}},
    }
    deal = changed(organization={**BASE["organization"], "stakeholders": people})
    assert "terms" in {f.rule: f for f in review(deal).findings}["write_this"].evidence


def test_arguments_at_odds_and_allies_without_gain_are_found() -> None:
    people = {
        "boss": {"roles": ["decision_maker"], "concerns": {"price": 0.5, "terms": 0.5}},
        "ally": {"support": "mentor", "access": 0.9, "concerns": {"price": 0.5}},
        "second": {"support": "mentor", "access": 0.9, "concerns": {"training": 0.5}},
    }
    ties = [
        {"from": "ally", "to": "boss", "certainty": 1, "strength_on": {"all": 0.9}},
        {"from": "second", "to": "boss", "certainty": 1, "strength_on": {"all": 0.9}},
        {"from": "second", "to": "ally", "certainty": 1, "strength_on": {"all": 0.9}},
    ]
    deal = Deal.model_validate(
        {
            "organization": {"stakeholders": people, "ties": ties},
            "concerns": {"terms": {"conflicts_with": ["price"]}},
            "arguments": {"tco": {"answers": {"price": 0.9}}, "long": {"answers": {"terms": 0.9}}},
            "planning": {"require": [["ally", "tco"], ["second", "long"]], "load": 1},
            "capacity": 3,
        }
    )
    found = {finding.rule: finding for finding in review(deal).findings}
    assert set(found["conflicting"].people) == {"ally", "second"}
    assert found["no_gain"].people == ("second",)


def test_key_players_apart_and_needs_are_found() -> None:
    stakeholders = BASE["organization"]["stakeholders"]
    people = {
        "boss": {**stakeholders["boss"], "support": "supporter"},
        "ally": {"support": "neutral", "access": "in_depth", "advocacy": 0.9, "reports_to": "boss"},
    }
    ties = [{"from": "ally", "to": "boss", "strength_on": {"all": 0.9}, "certainty": 1.0}]
    found = {f.rule: f for f in review(changed(organization={"stakeholders": people, "ties": ties})).findings}
    assert found["key_players_apart"].people == ("ally",)
    assert "no_need" in found
    people["ally"] = {**people["ally"], "support": "mentor", "concerns": {"price": {"weight": 0.5, "kind": "need"}}}
    mended = {f.rule for f in review(changed(organization={"stakeholders": people, "ties": ties})).findings}
    assert not mended & {"key_players_apart", "no_need", "needs_unowned"}
    people["far"] = {"concerns": {name: {"weight": 0.5, "kind": "need"} for name in ("terms", "training", "security")}}
    people["ally"] = {**people["ally"], "concerns": {}}
    assert "needs_unowned" in {
        f.rule for f in review(changed(organization={"stakeholders": people, "ties": ties})).findings
    }


def test_requirements_that_do_not_fit_are_not_passed_over() -> None:
    deal = load_example("power_grid_en")
    asked = deal.replace(planning={"require": ["wu", "han", "zhao"]}, capacity=1)
    with pytest.raises(PlanningError, match="fit"):
        review(asked)
