"""Where methods and the model disagree, what figures assume, and methods of one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.advise.test_methods_by_hand import CARL, DANA, SMALL, ULA, small, with_person

from influence.advise import Scorecard, method_facts, method_names, scorecard
from influence.advise.method_definitions import load_method
from influence.cli.main import main
from influence.errors import FileAccessError, InputError
from influence.io import load_example, write_deal
from influence.model import Deal

OF_ELEMENTS = [name for name in method_names() if load_method(name)[1].elements]


def full(**of_carl: Any) -> Deal:
    """Return the small deal with an entry for every element of every method; Carl can be met only briefly."""
    stated = {
        f"{method}.{element.id}": "written down"
        for method in OF_ELEMENTS
        for element in load_method(method)[1].elements
        for look in element.looks
        if look.fact == "stated"
    }
    people = {
        "dana": {**DANA, "support": "neutral"},
        "carl": {**CARL, "access": "brief", "roles": ["influencer"], **of_carl},
        "ula": {**ULA, "roles": ["user", "procurement"], "support": "enemy"},
    }
    return small(
        organization={**SMALL["organization"], "stakeholders": people},
        decision={"deciders": {"dana": 1}, "vetoes": ["ula"], "by": "2026-12-15"},
        budget={"status": "arranged", "amount": 100, "currency": "EUR", "owner": "dana"},
        rivals={"acme": {}},
        capacity=10,
        log=[{"date": "2026-10-12", "with": ["carl"]}],
        refs=stated,
    )


def shown(found: Scorecard, kind: str) -> str:
    """Return the text of a disagreement, which text, plain data and frame all have."""
    text = next(each.text for each in found.disagreements if each.kind == kind)
    plain = json.loads(json.dumps(found.to_dict()))["disagreements"]
    assert next(each["text"] for each in plain if each["kind"] == kind) == text
    frame = found.to_frame("disagreements")
    assert text in list(frame["text"])
    # a long line is broken where it is printed
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", str(found))
    return text


def kinds(found: Scorecard) -> list[str]:
    return [each.kind for each in found.disagreements]


@pytest.mark.parametrize("method", OF_ELEMENTS)
def test_a_method_may_be_full_where_no_way_is_strong(method: str) -> None:
    """Carl gives us a hearing with 0.3: the only way to Dana has 0.3 · 0.5 · 0.5 = 0.075."""
    found = scorecard(full(), method)
    assert {each.state for each in found.elements} <= {"known", "partly"}
    assert shown(found, "no_way") == (
        f"{found.name} has an entry for every element, but no way to Dana is stronger than 0.1 (the strongest: 0.075)"
    )
    assert "strong_way" not in kinds(found)
    chinese = scorecard(full().replace(language="zh"), method)
    assert shown(chinese, "no_way") == f"{chinese.name}各项都有内容，但通往Dana的路径没有一条强于 0.1（最强为 0.075）"
    # with a better hearing the way is strong, and nothing is left to disagree on
    assert kinds(scorecard(full(access="in_depth"), method)) == []


def test_meddpicc_full_counts_every_element() -> None:
    found = scorecard(full())
    assert found.score == found.high == 8
    assert kinds(found) == ["no_way"]


@pytest.mark.parametrize("method", OF_ELEMENTS)
def test_a_method_may_have_gaps_where_a_way_is_strong(method: str) -> None:
    found = scorecard(small(), method)
    gaps = [each.name for each in found.elements if each.state == "unknown"]
    assert shown(found, "strong_way") == (
        f"{found.name} has gaps ({', '.join(gaps)}), but ways lead to Dana, the weakest of strength 0.15"
    )
    chinese = scorecard(small(language="zh"), method)
    gaps = [each.name for each in chinese.elements if each.state == "unknown"]
    wanted = f"{chinese.name}尚有缺口（{'、'.join(gaps)}），但已有路径通往Dana，其中最弱的强度为 0.15"
    assert shown(chinese, "strong_way") == wanted


def test_a_way_to_one_of_two_deciders_does_not_count_for_both() -> None:
    found = scorecard(small(decision={"deciders": {"dana": 1, "ula": 1}}))
    assert "strong_way" not in kinds(found)


@pytest.mark.parametrize("method", ["bant", "meddpicc", "tas"])
def test_who_owns_the_budget_may_have_no_say(method: str) -> None:
    budget = {"status": "arranged", "owner": "ula"}
    assert "Ula owns the budget" in shown(scorecard(small(budget=budget), method), "no_say")
    assert "掌管预算" in shown(scorecard(small(budget=budget, language="zh"), method), "no_say")
    assert "no_say" not in kinds(scorecard(small(budget={**budget, "weight": 0.5}), method))


def test_rapid_and_miller_heiman_may_leave_a_key_player_without_a_part() -> None:
    assert "gives Carl no part" in shown(scorecard(small(), "rapid"), "no_part")
    assert "没有给Carl任何角色" in shown(scorecard(small(language="zh"), "rapid"), "no_part")
    assert "no_part" not in kinds(scorecard(with_person("carl", roles=["influencer"]), "rapid"))
    assert "no_part" not in kinds(scorecard(small(), "miller_heiman"))  # he is the coach
    assert "no_part" in kinds(scorecard(with_person("carl", support="neutral"), "miller_heiman"))


def test_a_coach_may_have_no_influence() -> None:
    people = {"dana": DANA, "carl": CARL, "ula": ULA}
    for language, words in (("en", "is 0, below 0.1"), ("zh", "为 0，低于 0.1")):
        deal = small(organization={"stakeholders": people}, language=language)
        assert words in shown(scorecard(deal, "miller_heiman"), "unheard")


@pytest.mark.parametrize(
    ("method", "little", "much"),
    [
        ("mendelow", {"power": 0.2, "urgency": 0.2}, {"power": 0.9, "urgency": 0.9}),
        (
            "mitchell_agle_wood",
            {"power": 0.2, "urgency": 0.9, "legitimacy": 0.1},
            {"power": 0.9, "urgency": 0.9, "legitimacy": 0.9},
        ),
        ("challenger", {"refs": {"challenger.profile": "friend"}}, {"refs": {"challenger.profile": "teacher"}}),
    ],
)
def test_a_method_about_people_may_look_at_the_wrong_ones(
    method: str, little: dict[str, Any], much: dict[str, Any]
) -> None:
    """Carl moves Dana with 0.25 and is the key player; Ula moves nobody."""
    for language, words in (("en", ("little attention", "much attention")), ("zh", ("不必多关注", "应重点关注"))):
        found = scorecard(with_person("carl", **little).replace(language=language), method)
        assert words[0] in shown(found, "minor")
        assert [each.people for each in found.disagreements] == [("carl",)]
        found = scorecard(with_person("ula", **much).replace(language=language), method)
        assert words[1] in shown(found, "major")
        assert [each.people for each in found.disagreements] == [("ula",)]
    assert kinds(scorecard(with_person("carl", **much), method)) == []
    assert kinds(scorecard(with_person("ula", **little), method)) == []


@pytest.mark.parametrize("method", method_names())
def test_every_figure_says_what_it_assumes(method: str) -> None:
    for language in ("en", "zh"):
        found = scorecard(small(language=language), method)
        keys = [each.key for each in found.assumptions]
        assert ("method_points" in keys) == (found.score is not None)
        assert ("method_high" in keys) == (method in ("mendelow", "mitchell_agle_wood"))
        # somebody's support is not known: the model's figures count it as neutral, and say so
        assert {"method_strong", "unknown_support", "advocacy"} <= set(keys)
        assert "Dana" in next(each.value for each in found.assumptions if each.key == "unknown_support")
        printed = re.sub(r"\s", "", str(found))
        for each in found.assumptions:
            assert re.sub(r"\s", "", each.text(language)) in printed
        assert [each["key"] for each in found.to_dict()["assumptions"]] == keys
        assert list(found.to_frame("assumptions")["key"]) == keys


def test_the_points_that_are_assumed_are_those_that_are_counted() -> None:
    for method in ("meddpicc", "tas", "bant", "miller_heiman"):
        found = scorecard(small(), method)
        value = next(each.value for each in found.assumptions if each.key == "method_points")
        points = dict(zip(("known", "partly", "unknown"), map(float, value.split(", ")), strict=True))
        assert {each.state: each.score for each in found.elements}.items() <= points.items()
    assert [each.key for each in scorecard(Deal(), "bant").assumptions] == ["method_points", "method_reading"]


def test_refs_are_read_by_one_rule_and_a_misspelt_key_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        scorecard(small(refs={"tas.rsk": "floods", "hubspot": "007", "meddpicc.x": "of another method"}), "tas")
    (problem,) = caught.value.problems
    assert problem.field == "refs.tas.rsk"
    assert "did you mean tas.risk? read are tas.business_profile" in problem.remedy
    with pytest.raises(InputError, match="leave it out"):
        scorecard(small(refs={"rapid.x": "y"}), "rapid")
    with pytest.raises(InputError) as caught:
        scorecard(with_person("ula", refs={"challenger.profile": "techer"}), "challenger")
    assert (
        "organization.stakeholders.ula.refs.challenger.profile: 'techer' is no profile; did you mean teacher?"
        in str(caught.value)
    )


OWN = """
name = { en = "Our questions", zh = "我们的问题" }
source = "sales handbook, 2026"

[[elements]]
id = "who"
name = { en = "Who", zh = "谁" }
looks = [{ fact = "deciders" }]

[[elements]]
id = "pilot"
name = { en = "Pilot", zh = "试用" }
looks = [
  { fact = "stated", question = { en = "Where can they try it?", zh = "在哪里试用？" } },
  { fact = "roles", roles = ["user"] },
]
"""


def test_a_method_of_ones_own_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(OWN, encoding="utf-8")
    deal = small(refs={"ours.pilot": "substation 4"})
    found = scorecard(deal, file)
    assert (found.method, found.name, found.score) == ("ours", "Our questions", None)
    assert {each.id: each.state for each in found.elements} == {"who": "known", "pilot": "known"}
    assert found.elements[1].evidence[0].where == "refs.ours.pilot"
    assert scorecard(small(language="zh"), str(file)).elements[1].questions == ("在哪里试用？",)
    # a table says its own id; without one it is "own"
    table = {"name": {"en": "x"}, "source": "y", "elements": [{"id": "p", "name": {"en": "p"}, "looks": []}]}
    table["elements"][0]["looks"] = [{"fact": "stated", "question": {"en": "?"}}]  # type: ignore[index]  # a list
    assert scorecard(small(refs={"own.p": "z"}), table).elements[0].state == "known"
    assert scorecard(small(refs={"q.p": "z"}), {**table, "id": "q"}).elements[0].state == "known"
    written = tmp_path / "deal.yaml"
    write_deal(deal, written)
    assert main(["scorecard", str(written), "--method", str(file)]) == 0
    assert capsys.readouterr().out.startswith("Our questions: 2 known")
    assert main(["scorecard", str(written), "--method", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["method"] == "ours"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'fact = "deciders"',
            'fact = "decider"',
            ["elements[0].looks[0]: 'decider' is no fact; did you mean deciders?"],
        ),
        ('looks = [{ fact = "deciders" }]', "looks = []", ["elements[0].looks"]),
        ('source = "sales handbook, 2026"', "", ["source: is missing"]),
        ("source =", "sorce =", ["source: is missing", "sorce: is not a key that is known here; did you mean source?"]),
        ('roles = ["user"]', 'roles = ["usr"]', ["elements[1].looks[1].roles[0]: 'usr' is not accepted", "use one of"]),
        ('roles", roles = ["user"]', 'roles"', ["elements[1].looks[1]: the fact roles names no role; add roles"]),
        ('id = "pilot"', 'id = "who"', ["the id 'who' stands twice; give each its own"]),
        ('"deciders" }', '"deciders", key = "x" }', ["elements[0].looks[0]: the fact deciders has a question"]),
        ('"deciders" }', '"deciders", roles = ["user"] }', ["the fact deciders takes no roles"]),
        (', question = { en = "Where can they try it?", zh = "在哪里试用？" }', "", ["stated has no question"]),
        ("[[elements]]", "[[elements]", ["is no TOML"]),
    ],
)
def test_a_wrong_method_file_is_refused_with_file_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: list[str]
) -> None:
    file, deal = tmp_path / "ours.toml", tmp_path / "deal.yaml"
    assert old in OWN
    file.write_text(OWN.replace(old, new, 1), encoding="utf-8")
    write_deal(small(), deal)
    assert main(["scorecard", str(deal), "--method", str(file)]) == 2
    told = capsys.readouterr().err
    assert all(line.startswith(str(file)) for line in told.splitlines())
    for words in said:
        assert words in told


def test_a_method_that_is_not_there_is_named() -> None:
    with pytest.raises(FileAccessError, match=r"nowhere\.toml"):
        scorecard(small(), "nowhere.toml")
    with pytest.raises(InputError, match="a method of your own is a file that ends in"):
        scorecard(small(), "ours.json")


def test_the_facts_of_a_method_are_those_that_can_be_found() -> None:
    facts = method_facts()
    assert set(facts) == set(method_facts("zh"))
    used = {look.fact for name in OF_ELEMENTS for element in load_method(name)[1].elements for look in element.looks}
    assert used <= set(facts)
    deal = load_example("power_grid_en")
    for fact in facts:
        look: dict[str, Any] = {"fact": fact}
        look |= {"roles": ["user"]} if fact == "roles" else {}
        look |= {"question": {"en": "?"}} if fact == "stated" else {}
        own = {"name": {"en": "x"}, "source": "y", "elements": [{"id": "e", "name": {"en": "e"}, "looks": [look]}]}
        (element,) = scorecard(deal, own).elements
        # the example has everything but what stands under refs
        assert (element.state == "known") == (fact != "stated"), fact
        assert scorecard(Deal(), own).elements[0].questions
