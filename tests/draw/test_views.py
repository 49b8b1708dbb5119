"""What each view shows: who is on it, what rows and patterns say, what paper it needs; and always the same bytes."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.draw.real_companies import COMPANIES
from tests.draw.test_geometry import check_scene, organizations

from influence.draw import DARK, LIGHT, Style, concerns, diff, influence_map, org_chart, power_interest
from influence.draw.axes_frame import Axis
from influence.draw.cards import PATTERNS
from influence.draw.framing import sheet_for
from influence.draw.layered_layout import layered
from influence.draw.scene import Curve, Text
from influence.draw.ties_shown import nearness, shown_ties
from influence.errors import InputError
from influence.graph.arrays import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.planning import plan

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def crowd(people: int, seed: int = 0) -> Deal:
    """A decider and many people, each with a tie to somebody before them."""
    ties = [
        {"from": f"p{number}", "to": f"p{(number * 7 + seed) % number}", "certainty": 1.0}
        for number in range(1, people)
    ]
    names = {f"p{number}": {"name": f"Person {number}"} for number in range(people)}
    return Deal.model_validate(
        {"organization": {"stakeholders": names, "ties": ties}, "decision": {"deciders": {"p0": 1}, "vetoes": ["p9"]}}
    )


def test_a_large_map_shows_those_who_are_heard_most_and_says_so() -> None:
    deal = crowd(300)
    scene = influence_map(deal).scene
    shown = {card.key for card in scene.cards()}
    assert len(shown) == 60
    assert {"p0", "p9"} <= shown
    assert "60 of 300 people shown" in scene.caption
    assert "of 299 ties shown" in scene.caption
    near = nearness(deal, deal_arrays(deal))
    left_out = max(near[person][0] for person in deal.organization if person not in shown)
    assert all(near[person][0] >= left_out - 1e-12 for person in shown - {"p9"})
    check_scene(scene)


def test_the_caller_says_who_is_on_the_map() -> None:
    deal = crowd(300)
    scene = influence_map(deal, people=["p0", "p1", "p250"]).scene
    assert {card.key for card in scene.cards()} == {"p0", "p1", "p250"}
    assert "3 of 300 people shown, as chosen" in scene.caption
    everybody = influence_map(deal, people=list(deal.organization)).scene
    assert len(everybody.cards()) == 300
    check_scene(everybody)
    with pytest.raises(InputError, match="p300"):
        influence_map(deal, people=["p300"])


@settings(max_examples=25)
@given(organizations(most=25))
def test_rows_fall_with_the_strength_of_the_way(deal: Deal) -> None:
    near = nearness(deal, deal_arrays(deal))
    cards = {card.key: card.y for card in influence_map(deal).scene.cards()}
    for one, two in combinations(cards, 2):
        if deal.deciders.get(one) or deal.deciders.get(two):
            continue
        # rows are at most a factor of five wide, down to a thousandth
        if near[one][0] >= 0.001 and near[one][0] > 5 * near[two][0]:
            assert cards[one] < cards[two]
    assert min(cards.values()) == cards["p0"]


def test_ties_there_and_back_run_side_by_side() -> None:
    sizes = dict.fromkeys("abc", (100.0, 40.0))
    placed = layered([["a"], ["b"], ["c"]], sizes, [("c", "a"), ("a", "c"), ("b", "a")], gap=10.0, row_gap=50.0)
    up, down = placed.routes["c", "a"], placed.routes["a", "c"]
    assert [y for _, y in up] == [y for _, y in reversed(down)]
    apart = {round(x1 - x2, 6) for (x1, _), (x2, _) in zip(up, reversed(down), strict=True)}
    assert len(apart) == 1
    assert abs(apart.pop()) > 3


def test_every_stand_has_a_pattern_of_its_own() -> None:
    stands = ["mentor", "supporter", "neutral", "non_supporter", "enemy", "unknown"]
    people = {stand: {"support": stand} for stand in stands}
    scene = org_chart(Deal.model_validate({"organization": {"stakeholders": people}})).scene
    strips = {item.key: item.dash for item in scene.items if isinstance(item, Curve) and item.key in people}
    assert strips == dict(PATTERNS)
    assert len(set(strips.values())) == 5


@pytest.mark.parametrize(
    ("width", "height", "smallest", "sheet"),
    [
        (500, 700, 6.5, "A4"),
        (700, 500, 6.5, "A4"),
        (1100, 700, 6.5, "A3"),
        (4000, 2800, 6.5, "A0"),
        (9000, 900, 6.5, ""),
        (100, 100, 4.0, ""),
    ],
)
def test_the_sheet_is_the_smallest_on_which_text_keeps_five_points(
    width: float, height: float, smallest: float, sheet: str
) -> None:
    assert sheet_for(width, height, smallest) == sheet


@pytest.mark.parametrize("people", [5, 60, 300])
def test_the_caption_names_the_paper_on_which_the_smallest_text_can_be_read(people: int) -> None:
    scene = org_chart(
        Deal.model_validate(
            {
                "organization": {
                    "stakeholders": {
                        f"p{n}": {"name": f"Person {n}"} | ({"reports_to": f"p{(n - 1) // 6}"} if n else {})
                        for n in range(people)
                    }
                }
            }
        )
    ).scene
    named = re.search(r"from (A\d) up", scene.caption)
    large = "too large for print" in scene.caption
    sheet = named.group(1) if named else "A0" if large else "A4"
    sides = {"A4": (595, 842), "A3": (842, 1191), "A2": (1191, 1684), "A1": (1684, 2384), "A0": (2384, 3370)}
    short, long = sides[sheet]
    scale = max(min(short / scene.width, long / scene.height), min(long / scene.width, short / scene.height))
    printed = min(item.size for item in scene.items if isinstance(item, Text)) * min(scale, 1.0)
    # a margin that printers need is taken off first, so that the whole sheet is never too small
    assert printed >= 5 or (large and printed < 5.2)


def outlined(root: ET.Element) -> list[str]:
    return [label for each in root.iter(f"{SVG}g") if (label := each.get("aria-label"))]


def test_the_svg_has_every_letter_once_as_an_outline() -> None:
    scene = org_chart(load_example("power_grid")).scene
    root = ET.fromstring(org_chart(load_example("power_grid")).to_bytes("svg").decode())  # noqa: S314 (made by ourselves a line ago)
    drawn = [each.get("id") for each in root.iter(f"{SVG}path") if each.get("id")]
    used = {each.get(LINK) for each in root.iter(f"{SVG}use")}
    assert len(drawn) == len(set(drawn))
    assert used == {f"#{name}" for name in drawn}
    assert outlined(root) == [item.text for item in scene.items if isinstance(item, Text) and item.text]
    assert not list(root.iter(f"{SVG}text"))


def test_scripts_that_join_stay_text_in_the_room_that_was_measured() -> None:
    people = {"a": {"name": "محمد بن سلمان"}, "b": {"name": "דוד כהן"}, "c": {"name": "Li"}}
    drawing = org_chart(Deal.model_validate({"organization": {"stakeholders": people}}))
    root = ET.fromstring(drawing.to_bytes("svg").decode())  # noqa: S314 (made by ourselves a line ago)
    texts = {each.text: each for each in root.iter(f"{SVG}text")}
    assert set(texts) == {"محمد بن سلمان", "דוד כהן"}
    widths = {item.text: item.width for item in drawing.scene.items if isinstance(item, Text)}
    for text, each in texts.items():
        assert float(str(each.get("textLength"))) == pytest.approx(widths[str(text)], abs=0.01)


def test_letters_stand_where_the_layout_measured_them() -> None:
    """The last letter of each outlined line ends within the width that the layout gave it."""
    from influence.draw.fonts import font_book

    scene = org_chart(load_example("power_grid")).scene
    book = font_book(LIGHT.families)
    for item in scene.items:
        if isinstance(item, Text) and item.text:
            advance = sum(book.glyph(character, item.bold).advance for character in item.text)
            assert advance * item.size / book.measured_at == pytest.approx(item.width, abs=1e-6)


def test_a_figure_that_was_asked_for_is_saved_with_what_was_added() -> None:
    plain = org_chart(load_example("power_grid_en"))
    lent = org_chart(load_example("power_grid_en"))
    lent.ax.text(10, 10, "added by hand", gid="mine")
    assert b'id="mine"' in lent.to_bytes("svg")
    before = plain.to_bytes("svg")
    plain.to_bytes("png")
    assert plain.to_bytes("svg") == before


CODE = """
import hashlib, json, sys
import influence as inf
d = inf.load_example(sys.argv[1])
p = inf.plan(d)
later = d.what_if(wu={"support": "enemy"}, sun={"access": "brief"})
draws = inf.draw
made = {
    "org": draws.org_chart(d), "influence": draws.influence_map(d), "paths": draws.paths(d), "plan": draws.plan(p),
    "power": draws.power_interest(d), "concerns": draws.concerns(d), "frontier": draws.frontier(inf.frontier(d)),
    "timeline": draws.timeline(inf.schedule(p, start="2026-11-02")), "diff": draws.diff(d, later),
    "tornado": draws.tornado(inf.sensitivity(p, draws=100)),
}
kinds = ("svg", "png", "pdf", "html", "txt")
print(json.dumps({f"{n}.{k}": hashlib.sha256(x.to_bytes(k)).hexdigest() for n, x in made.items() for k in kinds}))
"""


@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_every_view_gives_the_same_bytes_in_another_process(name: str) -> None:
    runs = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", CODE, name],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout
        )
        for seed in ("1", "77")
    ]
    assert len(runs[0]) == 50
    assert {kind for kind in runs[0] if runs[0][kind] != runs[1][kind]} == set()


@pytest.mark.parametrize("style", [LIGHT, DARK])
@pytest.mark.parametrize("name", list(COMPANIES))
def test_real_companies_overlap_nothing(data_directory: Path, name: str, style: Style) -> None:
    read, people = COMPANIES[name]
    deal = read(data_directory)
    whole = org_chart(deal, style=style)
    assert len(whole.scene.cards()) == people
    check_scene(whole.scene)
    near = influence_map(deal, style=style)
    assert len(near.scene.cards()) == min(people, 60)
    check_scene(near.scene)


def test_a_notebook_gets_svg_with_png_for_one_that_is_not_trusted() -> None:
    deal = load_example("power_grid")
    chosen = plan(deal)
    for shown in (org_chart(deal), deal, chosen):
        bundle = shown._repr_mimebundle_()
        assert {"text/plain", "image/svg+xml", "image/png"} <= set(bundle)
        assert bundle["image/png"][:4] == b"\x89PNG"
        assert "<script" not in bundle["image/svg+xml"]


@settings(max_examples=15)
@given(st.integers(30, 90), st.integers(0, 5))
def test_a_crowded_grid_names_everybody_within_their_quadrant(people: int, seed: int) -> None:
    levels = ["low", "medium", "high"]
    stakeholders = {
        f"p{number}": {
            "name": f"Person {number}",
            "power": (number * 37 + seed) % 100 / 100,
            "urgency": (number * 61 + 7 * seed) % 100 / 100,
        }
        if number % 3
        else {"name": f"Person {number}", "power": levels[number // 3 % 3], "urgency": levels[number // 9 % 3]}
        for number in range(people)
    }
    scene = power_interest(Deal.model_validate({"organization": {"stakeholders": stakeholders}})).scene
    check_scene(scene)
    named = [item for item in scene.items if isinstance(item, Text) and item.text.startswith("Person")]
    assert len(named) == people
    for one, two in combinations(named, 2):
        beside = one.left + one.width <= two.left or two.left + two.width <= one.left
        assert beside or abs(one.y - two.y) >= 0.9 * one.size


def test_the_heat_map_of_a_crowd_keeps_a_page() -> None:
    scene = concerns(crowd(300)).scene
    names = [item for item in scene.items if isinstance(item, Text) and item.text.startswith("Person")]
    assert len(names) == 60
    assert "60 of 300 people shown" in scene.caption


def test_an_empty_map_is_drawn_by_every_view_that_needs_no_decider() -> None:
    deal = Deal.model_validate({"organization": {"stakeholders": {}}})
    for drawing in (org_chart(deal), influence_map(deal), power_interest(deal), concerns(deal), diff(deal, deal)):
        assert drawing.to_bytes("svg").startswith(b"<?xml")
        assert math.isfinite(drawing.scene.width)


def test_who_is_not_rated_stands_beside_the_grid() -> None:
    people = {"a": {"roles": ["decision_maker"]}, "b": {"power": "high"}, "c": {}, "d": {}}
    deal = Deal.model_validate({"organization": {"stakeholders": people}})
    drawing = power_interest(deal)
    check_scene(drawing.scene)
    heights = {item.text: item.y for item in drawing.scene.items if isinstance(item, Text) and item.text in people}
    assert max(heights["a"], heights["b"]) < min(heights["c"], heights["d"])
    assert "c: power and interest not stated" in str(drawing)


def test_people_of_one_name_are_told_apart() -> None:
    people = {"a": {"name": "Li Na"}, "b": {"name": "Li Na"}, "c": {"name": "Wu"}}
    deal = Deal.model_validate({"organization": {"stakeholders": people}})
    assert [deal.label(person) for person in people] == ["Li Na (a)", "Li Na (b)", "Wu"]
    written = " ".join(item.text for item in org_chart(deal).scene.items if isinstance(item, Text))
    assert "Li Na (a)" in written
    assert "Li Na (b)" in written


def test_ties_to_people_who_pass_nothing_on_come_last() -> None:
    people = {"a": {"roles": ["decision_maker"]}} | {f"p{number}": {"support": "supporter"} for number in range(20)}
    people |= {f"x{number}": {"support": "enemy"} for number in range(6)}
    ties: list[dict[str, object]] = [
        {"from": f"p{number}", "to": "a", "strength": "weak", "certainty": 1.0} for number in range(20)
    ]
    ties += [{"from": "a", "to": f"x{number}", "strength": "strong", "certainty": 1.0} for number in range(6)]
    deal = Deal.model_validate({"organization": {"stakeholders": people, "ties": ties}})
    shown, total = shown_ties(deal, deal_arrays(deal), most=22)
    assert total == 26
    assert sum(tie.target.startswith("x") for tie in shown) == 2


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 1, [0, 0.5, 1]), (0, 0.142, [0, 0.1]), (0.017, 0.0531, [0.02, 0.04]), (0, 24, [0, 10, 20]), (3, 3, [3])],
)
def test_scales_are_marked_at_round_numbers(low: float, high: float, ticks: list[float]) -> None:
    assert Axis(low, high, "", steps=2).ticks() == ticks
