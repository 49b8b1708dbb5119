"""Deal files: what goes in comes out, and what is wrong is said once, completely, with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence.errors import DealError, FileAccessError
from influence.io import deal_schema, deal_text, load_example, parse_deal, read_deal, write_deal
from influence.io.starter import STARTER
from influence.model import Deal

HEAD = "format: influence-deal/1\n"
PEOPLE = "organization:\n  stakeholders:\n"


def complaints(text: str, ending: str = ".yaml") -> list[str]:
    with pytest.raises(DealError) as caught:
        parse_deal(text, f"deal{ending}", ending)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "capacty: 3\n", "deal.yaml:2: capacty: is not a key that is known here; did you mean capacity?"),
        (
            HEAD + PEOPLE + "    wu: {acess: brief}\n",
            "deal.yaml:4: organization.stakeholders.wu.acess: is not a key that is known here; did you mean access?",
        ),
        (
            HEAD + PEOPLE + "    wu: {support: frend}\n",
            (
                "deal.yaml:4: organization.stakeholders.wu.support: 'frend' is not accepted; use one of enemy, "
                "non_supporter, neutral, supporter, mentor, unknown, or a number from -1 to 1"
            ),
        ),
        (
            HEAD + PEOPLE + "    wu: {access: -0.5}\n",
            "deal.yaml:4: organization.stakeholders.wu.access: -0.5 is too small; use 0 or more",
        ),
        (HEAD + "capacity: .nan\n", "deal.yaml:2: capacity: nan is not a finite number; use a finite number"),
        (HEAD + "capacity: .inf\n", "deal.yaml:2: capacity: inf is not a finite number; use a finite number"),
        (
            HEAD + PEOPLE + "    wu: {reports_to: wu}\n",
            (
                "deal.yaml:4: organization.stakeholders.wu.reports_to: 'wu' reports to themselves; "
                "name another person or none"
            ),
        ),
        (
            HEAD + PEOPLE + "    a: {reports_to: b}\n    b: {reports_to: c}\n    c: {reports_to: a}\n",
            (
                "deal.yaml:6: organization.stakeholders.c.reports_to: the reporting lines go in a ring: a → b → c → a; "
                "take one of these lines out"
            ),
        ),
        (
            HEAD + PEOPLE + "    wu: {}\n  ties:\n    - {from: wu, to: wuu}\n",
            "deal.yaml:6: organization.ties[0].to: 'wuu' is nobody on the map; did you mean wu?",
        ),
        (
            HEAD + PEOPLE + "    wu: {}\n    Wu: {}\n",
            (
                "deal.yaml:5: organization.stakeholders.Wu: the id 'Wu' differs from 'wu' only by case; "
                "choose one that differs by more"
            ),
        ),
        (
            HEAD + PEOPLE + "    wu: {}\n    wu: {}\n",
            "deal.yaml:5: organization.stakeholders.wu: stands here twice; keep one of the two; the other is in line 4",
        ),
        (HEAD + "name: !!python/object:os.system x\n", "deal.yaml:2: name: has the tag tag:yaml.org,2002:python"),
        (HEAD + "name: &a x\nnotes: *a\n", "deal.yaml:3: notes: *a is an alias; write the value out"),
        ("format: influence-deal/2\n", "deal.yaml:1: format: 'influence-deal/2' is a version that this release"),
        ("name: x\n", "deal.yaml:1: format: is missing; write format: influence-deal/1 as the first line"),
        ("- x\n", "deal.yaml: holds no table; start with format: influence-deal/1"),
        (
            HEAD + "decision: {deciders: {zhao: 1}}\n",
            "deal.yaml:2: decision.deciders.zhao: 'zhao' is nobody on the map",
        ),
        (HEAD + "name: [\n", "deal.yaml:3: is no YAML"),
        (HEAD + "as_of: 2026-13-40\n", "deal.yaml:2: as_of: '2026-13-40' is not a day of the calendar"),
        (
            HEAD + PEOPLE + "    wu: {support: {value: 0.9, range: [0.1, 0.2]}}\n",
            "deal.yaml:4: organization.stakeholders.wu.support.value: 0.9 is outside of its range [0.1, 0.2]",
        ),
        (
            HEAD + PEOPLE + "    wu: {support: {range: [0.6, 0.2]}}\n",
            "deal.yaml:4: organization.stakeholders.wu.support.range: the range [0.6, 0.2] is reversed",
        ),
        (
            HEAD + PEOPLE + "    a: {}\n    b: {}\ndecision: {rule: single, deciders: {a: 1, b: 1}}\n",
            "deal.yaml:6: decision.rule: the rule is single, but a, b decide",
        ),
        (
            HEAD + PEOPLE + "    wu: {sources: [wuu]}\n",
            "deal.yaml:4: organization.stakeholders.wu.sources[0]: 'wuu' is nobody on the map; did you mean wu?",
        ),
        (
            HEAD + PEOPLE + "    wu: {}\nlog: [{date: 2026-02-01, with: [wu]}, {date: 2026-01-01, with: [li]}]\n",
            "deal.yaml:5: log[1].with[0]: 'li' is nobody on the map",
        ),
        (HEAD + "sellers: {kim: {access: {}}}\n", "deal.yaml:2: sellers.kim.hours: is missing; add it"),
        (HEAD + "language: fr\n", "deal.yaml:2: language: 'fr' is not accepted; use one of en, zh"),
        (
            HEAD + "scales: {templates: {plan.headline: 'x {nothing}'}}\n",
            "deal.yaml:2: scales.templates: the sentence for 'plan.headline' has the unknown field {nothing}",
        ),
    ],
)
def test_each_fault_has_its_line_its_field_and_a_remedy(text: str, expected: str) -> None:
    assert any(complaint.startswith(expected) for complaint in complaints(text)), complaints(text)


def test_all_problems_come_in_one_run_in_the_order_of_the_file() -> None:
    text = HEAD + "capacty: 3\n" + PEOPLE + "    a: {acess: 1, reports_to: x}\n    b: {support: 7, meet: -1}\n"
    found = complaints(text)
    assert [int(each.split(":")[1]) for each in found] == [2, 5, 5, 6, 6]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"\x89PNG\x00\x01", "is a binary file"),
        ("format: influence-deal/1".encode("utf-16"), "is encoded in UTF-16"),
        ("name: 省电力公司".encode("gbk"), "is not UTF-8"),
        (b"a: " + b"[" * 100_000, "is nested more than 60 levels deep"),
    ],
)
def test_what_is_no_deal_file_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "deal.yaml"
    file.write_bytes(content)
    with pytest.raises(DealError, match=expected):
        read_deal(file)
    assert file.read_bytes() == content


def test_json_faults_are_found() -> None:
    assert "stands here twice" in complaints('{"format": "influence-deal/1",\n"name": "a",\n"name": "b"}', ".json")[0]
    assert "deal.json:2: is no JSON" in complaints('{"format": 1,\n,}', ".json")[0]
    assert "nested more than 60" in complaints("[" * 1_000_000, ".json")[0]
    assert "finite" in complaints('{"format": "influence-deal/1", "capacity": NaN}', ".json")[0]


def test_a_missing_file_and_an_unknown_ending_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="No such file"):
        read_deal(tmp_path / "none.yaml")
    with pytest.raises(DealError, match="is not read as a deal"):
        read_deal(tmp_path / "deal.txt")


def test_a_rewrite_keeps_comments_and_order(tmp_path: Path) -> None:
    file = tmp_path / "deal.yaml"
    file.write_text(STARTER, encoding="utf-8")
    write_deal(read_deal(file).what_if(engineer={"support": "mentor"}), file)
    text = file.read_text("utf-8")
    assert "# our hours for this deal" in text
    assert "support: mentor" in text
    changed = [line for line in text.splitlines() if line not in STARTER.splitlines()]
    assert len(changed) == 1
    assert read_deal(file).organization["engineer"].support == "mentor"


def test_nothing_is_written_where_it_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="cannot be written"):
        write_deal(load_example("power_grid"), tmp_path / "missing" / "deal.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".yaml", ".json"])
@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_the_examples_survive_a_round_trip(ending: str, name: str) -> None:
    deal = load_example(name)
    assert parse_deal(deal_text(deal, ending), f"deal{ending}", ending) == deal


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
identifiers = st.from_regex(r"[a-z0-9甲乙丙]{1,6}", fullmatch=True).filter(lambda text: text not in ("us", "outside"))
people = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "title": texts,
        "support": st.sampled_from(["mentor", "unknown", -0.25, {"range": [0.1, 0.4], "certainty": 0.5}]),
        "access": st.sampled_from(["brief", 0.7, {"value": "multiple", "seen": "2026-03-01"}]),
        "roles": st.lists(st.sampled_from(["user", "influencer"]), max_size=2),
        "concerns": st.dictionaries(
            st.sampled_from(["price", "terms"]), st.sampled_from([0.3, "high", {"why": ["x"]}])
        ),
        "notes": texts,
    },
)


@given(st.dictionaries(identifiers, people, max_size=4), texts)
def test_any_deal_survives_a_round_trip(stakeholders: dict[str, Any], name: str) -> None:
    deal = Deal.model_validate({"name": name, "organization": {"stakeholders": stakeholders}})
    for ending in (".yaml", ".json"):
        assert parse_deal(deal_text(deal, ending), f"deal{ending}", ending) == deal


VALIDATOR = jsonschema.Draft202012Validator(deal_schema())


def test_the_schema_is_a_schema_and_accepts_what_ships() -> None:
    jsonschema.Draft202012Validator.check_schema(deal_schema())
    for name in ("power_grid", "power_grid_en"):
        VALIDATOR.validate(json.loads(deal_text(load_example(name), ".json")))


@pytest.mark.parametrize(
    "part",
    [
        {"capacity": "3"},
        {"capacity": -1},
        {"capacity": True},
        {"capacty": 3},
        {"stage": "won"},
        {"organization": {"stakeholders": {"a": {"support": 1.5}}}},
        {"organization": {"stakeholders": {"a": {"support": True}}}},
        {"organization": {"stakeholders": {"a": {"support": {"value": "brief"}}}}},
        {"organization": {"stakeholders": {"a": {"roles": ["king"]}}}},
        {"organization": {"stakeholders": {"a": {"openness": 1}}}},
        {"organization": {"stakeholders": {"a": {"sources": [{"note": "x"}]}}}},
        {"organization": {"stakeholders": {"a": {}}, "ties": [{"source": "a", "target": "a"}]}},
        {"organization": {"stakeholders": {"a": {"id": "a"}}}},
        {"arguments": {"x": {"answers": {"price": "much"}}}},
        {"arguments": []},
        {"log": [{"date": "yesterday"}]},
        {"name": 3},
        {"scales": {"indifference": 2}},
    ],
)
def test_the_schema_and_the_reader_refuse_the_same(part: dict[str, Any]) -> None:
    data = {"format": "influence-deal/1", **part}
    assert not VALIDATOR.is_valid(data)
    complaints(json.dumps(data), ".json")


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"capacity": 3},
        {"organization": {"stakeholders": {"a": {"support": -1, "access": {"value": "brief", "range": [0, 0.4]}}}}},
        {"organization": {"stakeholders": {"a": {"concerns": {"price": "high", "terms": {"kind": "want"}}}}}},
        {"organization": {"stakeholders": {"a": {}, "b": {"sources": ["us", {"who": "a", "denies": True}]}}}},
        {"scales": {"access": {"brief": 0.2}, "half_life_days": None}},
        {"sellers": {"kim": {"hours": 3}}},
    ],
)
def test_the_schema_and_the_reader_accept_the_same(part: dict[str, Any]) -> None:
    data = {"format": "influence-deal/1", **part}
    VALIDATOR.validate(data)
    parse_deal(json.dumps(data), "deal.json", ".json")
