"""``influence diff``: in words and as a picture, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from influence.cli.main import main
from influence.draw import diff as draw_diff
from influence.draw.scene import Box, Curve, Text
from influence.io import load_example, write_deal
from influence.model import Deal


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    deal = load_example("power_grid")
    changed = deal.what_if(wu={"support": "enemy"}, xu={"roles": ["procurement", "gatekeeper"]})
    one, two = tmp_path / "a.yaml", tmp_path / "b.yaml"
    write_deal(deal, one)
    write_deal(changed, two)
    return str(one), str(two)


def test_the_picture_is_written_with_chinese_fields_and_labels(files: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "d.html"
    assert main(["diff", *files, "-o", str(target)]) == 0
    page = target.read_text("utf-8")
    for text in ("态度：导师 → 反对者", "角色：[采购] → [采购，把关者]", "~ 变更：粗线框"):
        assert text in page
    assert not re.search(r"\b(support|mentor|enemy|roles|gatekeeper)\b[^\"]*→", page)


def test_the_language_of_words_and_picture_can_be_chosen(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *files, "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "~ organization.stakeholders.wu.support: mentor → enemy"
    assert main(["diff", *files]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == ["~ 单位.人员.wu.态度：导师 → 反对者", "~ 单位.人员.xu.角色：[采购] → [采购，把关者]"]
    target = tmp_path / "d.txt"
    assert main(["diff", *files, "--language", "en", "--view", "influence", "-o", str(target)]) == 0
    assert "mentor → enemy" in target.read_text("utf-8")


def test_the_language_asked_for_is_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "a.yaml", tmp_path / "b.yaml"
    deal = load_example("power_grid")
    write_deal(deal, one)
    write_deal(deal.replace(language="en"), two)
    assert main(["diff", str(one), str(two), "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [each["where"] for each in changes] == [["language"]]
    assert main(["diff", str(one), str(two), "--language", "zh"]) == 0
    assert capsys.readouterr().out == "~ 语言：中文 → 英文\n"


def test_a_picture_and_json_at_once_and_an_unknown_ending_are_refused(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *files, "--json", "-o", str(tmp_path / "d.svg")]) == 2
    assert main(["diff", *files, "-o", str(tmp_path / "d.doc")]) == 2
    assert ".svg" in capsys.readouterr().err
    assert not list(tmp_path.glob("d.*"))


@pytest.mark.parametrize("view", ["org", "influence"])
def test_the_legend_shows_each_frame_as_it_is_drawn(view: str) -> None:
    people = {name: {"name": name} for name in "abcd"}
    chain = [{"from": one, "to": two} for one, two in ("ab", "ac", "ad")]
    before = {"stakeholders": {name: people[name] for name in "abc"}, "ties": chain[:2]}
    later = {"a": people["a"], "b": people["b"] | {"support": "mentor"}, "d": people["d"]}
    after = {"stakeholders": later, "ties": [chain[0] | {"certainty": 0.5}, chain[2]]}
    one, two = (Deal.model_validate({"organization": each}) for each in (before, after))
    scene = draw_diff(one, two, view=view).scene
    words = {item.text: item for item in scene.items if isinstance(item, Text)}
    assert {"+ added: double frame", "− removed: dotted frame", "~ changed: thick frame"} <= set(words)
    assert ("+ tie added: solid" in words) == (view == "influence")

    def beside(text: str) -> list[Box | Curve]:
        entry = words[text]
        found: list[Box | Curve] = []
        for item in scene.items:
            if isinstance(item, Box) and entry.x - 15 < item.x < entry.x and abs(item.y - entry.y) < 10:
                found.append(item)
            if isinstance(item, Curve) and all(entry.x - 15 < x < entry.x for x, _ in item.points):
                found.append(item)
        return found

    assert [type(item) for item in beside("+ added: double frame")] == [Box, Box]
    dotted = beside("− removed: dotted frame")
    assert len(dotted) == 1
    assert isinstance(dotted[0], Curve)
    assert dotted[0].dash
    thick = beside("~ changed: thick frame")
    assert [item.line_width for item in thick if isinstance(item, Box)] == [2.2]
