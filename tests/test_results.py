"""How results show themselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from wcwidth import wcswidth

from influence._show import RENDERERS, Result, display_width, html_table, pad, shorten, text_table, wrap
from influence._text import check_template, phrase
from influence.errors import InputError, MissingExtraError, Problem, near_miss
from influence.graph import strongest_paths
from influence.io import load_example
from influence.model import Assumption
from influence.planning import compare, plan
from influence.propagate import reach, standing


@dataclass(frozen=True)
class Small(Result):
    """A result with a hostile name in it."""

    rows: tuple[Mapping[str, Any], ...] = ({"who": "<script>吴</script>", "share": 0.25, "of": ["a", "b"]},)

    def to_dict(self) -> dict[str, Any]:
        return {"rows": list(self.rows)}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {"shares": self.rows, "none": ()}

    def __str__(self) -> str:
        return "small"


def test_a_result_becomes_any_frame() -> None:
    assert isinstance(Small().to_frame(), pd.DataFrame)
    assert isinstance(Small().to_frame(backend="polars"), pl.DataFrame)
    assert isinstance(Small().to_frame("shares", backend="pyarrow"), pa.Table)
    with pytest.raises(InputError, match="there is no table 'x'; the tables are shares, none"):
        Small().to_frame("x")


def test_a_notebook_gets_text_and_escaped_tables() -> None:
    bundle = Small()._repr_mimebundle_()
    assert bundle["text/plain"] == "small"
    assert "&lt;script&gt;" in str(bundle["text/html"])
    assert "<script>" not in str(bundle["text/html"])
    assert html_table([{"x": None}]).count("<td></td>") == 1


def test_every_answer_of_the_library_is_text_plain_data_and_tables() -> None:
    deal = load_example("power_grid_en")
    first = plan(deal)
    answers: list[Result] = [
        reach(deal, first.equip),
        standing(deal, first.equip),
        strongest_paths(deal),
        compare(first, plan(deal, exclude=["zhao"])),
    ]
    for answer in answers:
        assert str(answer)
        assert answer.to_dict()
        assert all(list(rows) for rows in answer.tables().values())
    assert len(first.to_frame()) == len(first.steps)
    assert len(first.to_dict()["assumptions"]) == len(first.assumptions)


def test_every_assumption_is_a_sentence_in_both_languages() -> None:
    for language in ("en", "zh"):
        for assumption in plan(load_example("power_grid")).assumptions:
            text = assumption.text(language)
            parts = assumption.value.split(" / " if assumption.key == "costs" else ", ", 1)
            assert all(part in text for part in parts) or language == "zh"
            assert all(number in text for number in re.findall(r"\d[\d.]*", assumption.value))
            assert language == "en" or not re.search(r"neutral|supporter|moderate|strong|brief|unknown", text)
    assert "(measured)" in Assumption("half_life", "180", "measured").text()


def test_columns_align_whatever_the_script() -> None:
    rows = [{"名": "赵国强", "value": 0.5, "n": None}, {"名": "Li", "value": 0.25, "n": None}]
    widths = {wcswidth(line) for line in text_table(rows).splitlines()}
    assert len(widths) == 1
    assert max(map(display_width, text_table([{"a": "x" * 300}], width=40).splitlines())) <= 40
    assert shorten("赵国强", 5) == "赵国…"
    assert pad("赵", 4, "right") == "  赵"
    assert display_width("a\x07") == 1


def test_lines_break_in_any_script() -> None:
    lines = wrap("终端按号码白名单限拨，盗打无从发生。 and a-very-long-word-that-does-not-fit-into-it", 20, "- ")
    assert max(map(display_width, lines)) <= 20
    assert not any(line.strip().startswith(("，", "。")) for line in lines)


def test_errors_carry_their_problems() -> None:
    error = InputError([Problem(("a", 0, "b"), "is wrong"), Problem((), "is worse", "mend it", "f.yaml", 3)])
    assert str(error) == "a[0].b: is wrong\nf.yaml:3: is worse; mend it"
    assert str(MissingExtraError("x", "excel")).endswith('"influence-graph[excel]"')
    assert near_miss("zzz", ["access"]) == ""


def test_own_sentences_are_checked_and_used() -> None:
    assert check_template("plan.way", "{way} only") == []
    assert check_template("plan.way", "{way.__class__}") != []
    assert check_template("plan.way", "{") != []
    assert "did you mean plan.way?" in check_template("plan.wayy", "x")[0]
    assert phrase("plan.hold", "en", {"plan.hold": "later: {stage}"}, stage="{braces}") == "later: {braces}"
    deal = load_example("power_grid_en").replace(scales={"templates": {"plan.steps_title": "Our cast"}})
    assert "Our cast" in str(plan(deal))


def test_a_comparison_parts_what_the_deal_did_from_what_the_choice_did() -> None:
    deal = load_example("power_grid_en")
    changed = deal.what_if(han={"support": "non_supporter"})
    one, two = plan(deal), plan(changed)
    found = compare(one, two)
    assert found.first_now == reach(changed, one.equip).value
    assert "because the deal changed" in str(found)
    assert compare(one, one).first_now == pytest.approx(one.value, abs=1e-9)


class Drawing:
    """What a renderer returns."""

    def to_bytes(self, kind: str) -> bytes:
        return {"svg": b"<svg/>", "png": b"png"}[kind]


def draw_small(record: object) -> Drawing:
    assert isinstance(record, Small)
    return Drawing()


def test_a_record_with_a_renderer_shows_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "drawings_of_this_test", sys.modules[__name__])
    monkeypatch.setitem(RENDERERS, "Small", "drawings_of_this_test:draw_small")
    assert Small()._repr_mimebundle_() == {"text/plain": "small", "image/svg+xml": "<svg/>", "image/png": b"png"}


def test_every_renderer_of_the_table_exists() -> None:
    for target in RENDERERS.values():
        module, function = target.split(":")
        assert callable(getattr(import_module(module), function))


def test_a_deal_and_a_plan_show_themselves_in_a_notebook() -> None:
    deal = load_example("power_grid_en")
    assert deal._repr_mimebundle_()["text/plain"] == "Provincial grid company · dispatch terminals: 10 people"
    bundle = plan(deal)._repr_mimebundle_()
    assert "Whom to equip with what" in str(bundle["text/plain"])
    for shown in (bundle, deal._repr_mimebundle_()):
        assert str(shown["image/svg+xml"]).startswith("<?xml")
        assert bytes(shown["image/png"]).startswith(b"\x89PNG")  # type: ignore[arg-type]  # png is bytes in a bundle
