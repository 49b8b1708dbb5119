"""Paths into a deal file, and its labels, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from influence._text import known_keys
from influence.io import deal_schema, load_example
from influence.model import Deal, diff
from influence.model.field_names import LABELS, field_parts, label_text, shown_field, value_text


def nodes(node: Any, key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield key, node
        for name, inner in node.items():
            if name in ("properties", "$defs", "patternProperties"):
                for field, each in inner.items():
                    yield from nodes(each, field if name == "properties" else key)
            else:
                yield from nodes(inner, key)
    elif isinstance(node, list):
        for each in node:
            yield from nodes(each, key)


def test_every_key_and_label_of_the_deal_file_has_its_words() -> None:
    found = list(nodes(deal_schema()))
    keys = {name for _, node in found for name in node.get("properties", {})}
    assert {"stakeholders", "half_life_days", "with"} <= keys
    assert not {key for key in keys if f"fields.{key}" not in known_keys()}
    labels = {(key, str(label)) for key, node in found for label in node.get("enum", []) if key in LABELS}
    assert ("roles", "gatekeeper") in labels
    assert {key for key, node in found if node.get("enum")} - {"", "value"} <= set(LABELS)
    for key, label in labels - {("advocacy", "unknown"), ("min_support", "unknown")}:
        assert re.fullmatch(r"[^a-z]+", label_text(LABELS[key], label, "zh")), (key, label)


def test_an_id_that_is_also_a_key_stays_an_id() -> None:
    assert field_parts(("organization", "stakeholders", "name", "name"), "zh") == ("单位", "人员", "name", "姓名")
    assert field_parts(("concerns", "concerns", "kind"), "zh") == ("关注点", "concerns", "类型")
    assert field_parts(("sellers", "s1", "access", "power"), "zh") == ("我方人员", "s1", "接触程度", "power")
    assert field_parts(("organization", "ties", "a→b conflicts", "strength"), "zh")[2:] == ("a→b（对立）", "强度")
    assert shown_field(("log", 3, "with"), "zh") == "记录[3].会面对象"
    assert shown_field(("log", 3, "with")) == "log[3].with"


def test_a_text_that_spells_a_label_is_no_label() -> None:
    person = ("organization", "stakeholders", "wu")
    assert value_text({"name": "mentor", "support": "mentor"}, person, "zh") == "姓名 mentor，态度 导师"
    stated = {"value": "mentor", "certainty": 0.5, "notes": "mentor"}
    assert value_text(stated, (*person, "support"), "zh") == "值 导师，可信度 0.5，备注 mentor"
    assert value_text(["user", "legal"], (*person, "roles"), "zh") == "[使用者，法务]"
    assert value_text({"denies": True, "who": "us"}, (*person, "sources"), "zh") == "否认 是，谁 us"


@pytest.mark.parametrize("part", ["organization", "decision", "arguments", "budget", "log", "rivals"])
def test_a_chinese_difference_has_no_english_but_ids_and_own_words(part: str) -> None:
    deal = load_example("power_grid")
    whole = deal.model_dump(mode="json", by_alias=True, exclude_unset=True)
    less = {key: value for key, value in whole.items() if key not in (part, "arguments", "decision", "budget", "log")}
    if part == "organization":
        less = {key: value for key, value in less.items() if key not in ("rivals", "planning")}
    told = str(diff(Deal.model_validate(less), deal))
    ids = {*deal.organization, *deal.arguments, *deal.rivals, "us", "CNY", "TCO"}
    ids |= {concern for each in deal.organization.stakeholders.values() for concern in each.concerns}
    ids |= {concern for each in deal.arguments.values() for concern in each.answers} | set(deal.concerns) | {"training"}
    ids |= {concern for tie in deal.organization.ties for concern in tie.strength_on}
    assert told.startswith("+ ")
    assert set(re.findall(r"[A-Za-z_]+", told)) <= ids
