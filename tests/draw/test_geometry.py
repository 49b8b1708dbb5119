"""What is drawn, as boxes and curves: nothing overlaps, nothing leaves its place."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import warnings
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence.advise import sensitivity
from influence.draw import (
    DARK,
    LIGHT,
    Drawing,
    Style,
    concerns,
    influence_map,
    org_chart,
    paths,
    power_interest,
    tornado,
)
from influence.draw import frontier as draw_frontier
from influence.draw import plan as draw_plan
from influence.draw.crossing_reduction import crossings, sweep
from influence.draw.scene import Box, Curve, Point, Scene, Text
from influence.draw.second_lines import DOTTED
from influence.errors import InputError
from influence.io import load_example
from influence.model import Deal
from influence.planning import frontier as trace
from influence.planning import plan

NAMES = [
    "Li",
    "Anna-Maria Katharina von Hohenstein-Schwarzenberg zu Rudolstadt und Sondershausen",
    "赵国强",
    "محمد بن عبد الله آل سعود",
    "",
    "x",
    "Zoë 😀 Ñandú",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
]
TITLES = [
    "",
    "Vice President of Procurement and Supplier Relations, Northern Region",
    "调度通信中心主任兼党支部书记兼安全总监",
]


@st.composite
def organizations(draw: st.DrawFn, most: int = 40) -> Deal:
    """Forests, chains and stars, now and then with a ring of influence through everybody."""
    count = draw(st.integers(1, most))
    shape = draw(st.sampled_from(["chain", "star", "random", "forest"]))
    stakeholders: dict[str, Any] = {}
    for number in range(count):
        person: dict[str, Any] = {
            "name": draw(st.sampled_from(NAMES)),
            "title": draw(st.sampled_from(TITLES)),
            "support": draw(st.sampled_from(["mentor", "supporter", "neutral", "non_supporter", "enemy", "unknown"])),
            "access": draw(st.sampled_from(["none", "brief", "in_depth", "unknown"])),
        }
        if number and shape != "forest":
            boss = {"chain": number - 1, "star": 0, "random": draw(st.integers(0, number - 1))}[shape]
            person["reports_to"] = f"p{boss}"
        elif number and draw(st.booleans()):
            person["reports_to"] = f"p{draw(st.integers(0, number - 1))}"
        stakeholders[f"p{number}"] = person
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.sets(ends, max_size=3 * count)) if count > 1 else set()
    if count > 2 and draw(st.booleans()):
        pairs |= {(number, (number + 1) % count) for number in range(count)}
    ties = [
        {"from": f"p{source}", "to": f"p{target}", "kind": draw(st.sampled_from(["influences"] * 4 + ["conflicts"]))}
        for source, target in sorted(pairs)
    ]
    return Deal.model_validate(
        {
            "organization": {"stakeholders": stakeholders, "ties": ties},
            "decision": {"deciders": {"p0": 1.0}, "vetoes": [f"p{count - 1}"] if count > 2 else []},
            "budget": {"owner": "p0"},
        }
    )


def boxes_overlap(one: Box, two: Box) -> bool:
    return (
        one.x < two.x + two.width - 1e-6
        and two.x < one.x + one.width - 1e-6
        and one.y < two.y + two.height - 1e-6
        and two.y < one.y + one.height - 1e-6
    )


def inside(one: Text, box: Box) -> bool:
    return one.left >= box.x - 0.5 and one.left + one.width <= box.x + box.width + 0.5


def points_on(curve: Curve) -> list[Point]:
    """Points along the Bézier pieces."""
    found = []
    for start in range(0, len(curve.points) - 1, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve.points[start : start + 4]
        for step in range(25):
            t = step / 24
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return found


def check_scene(scene: Scene) -> None:
    cards = scene.cards()
    assert not any(boxes_overlap(one, two) for one, two in combinations(cards, 2))
    texts = [item for item in scene.items if isinstance(item, Text)]
    assert min(text.size for text in texts) >= 6.5
    for text in texts:
        assert text.left >= -0.5
        assert text.left + text.width <= scene.width + 0.5
        assert 0 <= text.y <= scene.height
        at = [
            card
            for card in cards
            if card.x <= text.x <= card.x + card.width and card.y <= text.y <= card.y + card.height
        ]
        assert all(inside(text, card) for card in at)
        assert all(text.y + 0.25 * text.size <= card.y + card.height for card in at)
    for item in scene.items:
        if isinstance(item, Box):
            assert item.x >= -0.5
            assert item.x + item.width <= scene.width + 0.5
        if not isinstance(item, Curve):
            continue
        ends = set(item.key.split("→"))
        for x, y in points_on(item):
            assert -1 <= x <= scene.width + 1
            assert -1 <= y <= scene.height + 1
            for card in cards:
                within = card.x + 0.5 < x < card.x + card.width - 0.5 and card.y + 0.5 < y < card.y + card.height - 0.5
                assert not within or card.key in ends, (item.key, card.key)


@settings(max_examples=30)
@given(organizations())
def test_reporting_lines_overlap_nothing(deal: Deal) -> None:
    drawing = org_chart(deal)
    assert {card.key for card in drawing.scene.cards()} == set(deal.organization.stakeholders)
    check_scene(drawing.scene)


@settings(max_examples=30)
@given(organizations(), st.integers(0, 10**6))
def test_second_superiors_have_dotted_lines_around_all_cards(deal: Deal, seed: int) -> None:
    generator = np.random.default_rng(seed)
    people = list(deal.organization)
    twice = {person: {"also_reports_to": [people[int(generator.integers(len(people)))]]} for person in people[1:6]}
    twice = {
        person: change
        for person, change in twice.items()
        if change["also_reports_to"][0] not in (person, deal.organization[person].reports_to)
    }
    drawing = org_chart(deal.what_if(twice))
    check_scene(drawing.scene)
    cards = {card.key: card for card in drawing.scene.cards()}
    dotted = [item for item in drawing.scene.items if isinstance(item, Curve) and item.dash == DOTTED and item.arrow]
    assert len(dotted) == len(twice)
    for line in dotted:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            assert min(abs(x0 - x1), abs(y0 - y1)) < 0.01
    ends = {(on_side(line.points[0], cards), on_side(line.points[-1], cards)) for line in dotted}
    assert ends == {(person, change["also_reports_to"][0]) for person, change in twice.items()}


def on_side(point: Point, cards: dict[str, Box]) -> str:
    """Return whose card has a point at the middle of its right or left side."""
    return next(
        key
        for key, card in cards.items()
        if abs(point[1] - card.y - card.height / 2) < 0.01
        and min(abs(point[0] - card.x), abs(point[0] - card.x - card.width)) < 0.01
    )


def test_many_second_superiors_are_notes() -> None:
    people: dict[str, Any] = {"a": {}, "b": {}} | {
        f"p{number}": {"reports_to": "a", "also_reports_to": ["b"]} for number in range(50)
    }
    scene = org_chart(Deal.model_validate({"organization": {"stakeholders": people}})).scene
    assert sum(isinstance(item, Text) and item.text == "also reports to b" for item in scene.items) == 50


@settings(max_examples=30)
@given(organizations(most=25))
def test_the_influence_map_overlaps_nothing(deal: Deal) -> None:
    drawing = influence_map(deal)
    assert {card.key for card in drawing.scene.cards()} == set(deal.organization.stakeholders)
    check_scene(drawing.scene)


@settings(max_examples=15)
@given(organizations(most=15))
def test_ways_overlap_nothing(deal: Deal) -> None:
    check_scene(paths(deal).scene)


@settings(max_examples=10)
@given(st.integers(60, 300), st.sampled_from(["chain", "star", "random", "forest"]), st.integers(0, 10**6))
def test_up_to_three_hundred_people_of_any_shape_overlap_nothing(people: int, shape: str, seed: int) -> None:
    generator = np.random.default_rng(seed)
    stakeholders = {}
    for number in range(people):
        boss = {"chain": number - 1, "star": 0}.get(shape, int(generator.integers(0, max(number, 1))))
        stakeholders[f"p{number}"] = {
            "name": NAMES[int(generator.integers(len(NAMES)))],
            "title": TITLES[int(generator.integers(len(TITLES)))],
            **({"reports_to": f"p{boss}"} if number and (shape != "forest" or generator.random() < 0.8) else {}),
        }
    pairs = {tuple(generator.choice(people, 2, replace=False).tolist()) for _ in range(2 * people)}
    ring = {(number, (number + 1) % people) for number in range(people)} if seed % 2 else set()
    ties = [{"from": f"p{one}", "to": f"p{two}"} for one, two in sorted(pairs | ring)]
    deal = Deal.model_validate(
        {"organization": {"stakeholders": stakeholders, "ties": ties}, "decision": {"deciders": {"p0": 1}}}
    )
    chart = org_chart(deal).scene
    assert len(chart.cards()) == people
    check_scene(chart)
    check_scene(influence_map(deal).scene)


def large(people: int, span: int) -> Deal:
    stakeholders = {
        f"p{number}": {"name": f"Person {number}", "title": TITLES[1]}
        | ({"reports_to": f"p{(number - 1) // span}"} if number else {})
        for number in range(people)
    }
    return Deal.model_validate({"organization": {"stakeholders": stakeholders}})


@pytest.mark.parametrize(("people", "span"), [(300, 4), (300, 300), (300, 12)])
def test_three_hundred_people_fit_without_overlap(people: int, span: int) -> None:
    scene = org_chart(large(people, span)).scene
    assert len(scene.cards()) == people
    check_scene(scene)
    assert scene.width / scene.height < 5


def test_what_is_too_much_is_folded_and_counted() -> None:
    drawing = org_chart(large(2000, 5), most=120)
    assert len(drawing.scene.cards()) == 120
    assert "120 of 2000 people shown" in drawing.scene.caption
    folded = [item.text for item in drawing.scene.items if isinstance(item, Text) and item.text.startswith("+ ")]
    assert sum(int(text.split()[1]) for text in folded) == 1880


def test_ties_left_out_are_counted_in_the_caption() -> None:
    people: dict[str, Any] = {f"p{number}": {} for number in range(20)}
    ties = [{"from": f"p{one}", "to": f"p{two}"} for one in range(20) for two in range(20) if one != two]
    deal = Deal.model_validate(
        {"organization": {"stakeholders": people, "ties": ties}, "decision": {"deciders": {"p0": 1}}}
    )
    drawing = influence_map(deal, most_ties=30)
    assert "30 of 380 ties shown" in drawing.scene.caption


def test_a_plan_shows_every_pair_on_its_card() -> None:
    found = plan(load_example("power_grid"))
    scene = draw_plan(found).scene
    check_scene(scene)
    written = [item.text for item in scene.items if isinstance(item, Text)]
    for step in found.steps:
        assert any(text.startswith(step.argument) and f"{step.share:+.3f}" in text for text in written)


def test_the_barycentre_sweep_finds_a_planar_order() -> None:
    order = [[f"a{n}" for n in range(6)], [f"b{n}" for n in (3, 5, 1, 0, 4, 2)]]
    links = [(f"a{n}", f"b{n}") for n in range(6)]
    assert crossings(order, links) > 0
    assert crossings(sweep(order, links, 4), links) == 0


def test_crossings_are_those_of_all_pairs() -> None:
    upper, lower = list("abcd"), list("wxyz")
    links = [("a", "z"), ("b", "w"), ("c", "y"), ("d", "x"), ("a", "x"), ("c", "w")]
    expected = sum(
        (upper.index(u1) - upper.index(u2)) * (lower.index(v1) - lower.index(v2)) < 0
        for (u1, v1), (u2, v2) in combinations(links, 2)
    )
    assert crossings([upper, lower], links) == expected


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def deuteranope(color: str) -> tuple[float, float, float]:
    """Simulated red-green deficiency (Machado, Oliveira and Fernandes 2009, severity 1)."""
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return (
        0.367322 * red + 0.860646 * green - 0.227968 * blue,
        0.280085 * red + 0.672501 * green + 0.047413 * blue,
        -0.011820 * red + 0.042940 * green + 0.968881 * blue,
    )


@pytest.mark.parametrize("style", [LIGHT, DARK])
def test_colours_are_told_apart_without_green_and_in_grey(style: Style) -> None:
    colors = style.colors
    assert contrast(colors["ink"], colors["card"]) >= 7
    assert contrast(colors["faint"], colors["card"]) >= 4.5
    for one, two in (
        ("mentor", "enemy"),
        ("supporter", "non_supporter"),
        ("mentor", "non_supporter"),
        ("supporter", "enemy"),
    ):
        assert math.dist(deuteranope(colors[one]), deuteranope(colors[two])) > 0.25
    # stands of one side differ in lightness, so that grey tells mentor from supporter and enemy from non-supporter
    for one, two in (("mentor", "supporter"), ("enemy", "non_supporter")):
        assert contrast(colors[one], colors[two]) > 1.4


def test_the_same_deal_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from influence.draw import influence_map, org_chart; from influence.io import load_example;"
        "d = load_example('power_grid');"
        "kinds = ('svg', 'png', 'pdf', 'html');"
        "print([hashlib.sha256(f(d).to_bytes(k)).hexdigest() for f in (influence_map, org_chart) for k in kinds])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_hostile_names_are_inert_text() -> None:
    name = "<script>alert(1)</script>$x^2$\"'&"
    deal = Deal.model_validate({"organization": {"stakeholders": {"p": {"name": name}}}, "name": name})
    drawing = org_chart(deal)
    for kind in ("svg", "html"):
        content = drawing.to_bytes(kind).decode()
        assert "<script>alert" not in content
    assert drawing.to_bytes("png").startswith(b"\x89PNG")


def test_a_missing_glyph_warns_once_and_is_replaced() -> None:
    deal = Deal.model_validate({"organization": {"stakeholders": {"p": {"name": "A\U0001f9ec\ua9c1"}}}})
    with pytest.warns(UserWarning, match="no installed font has"):
        drawing = org_chart(deal)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawing.to_bytes("png")


def test_axes_of_the_caller_are_drawn_on_and_nothing_global_changes() -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    before = dict(mpl.rcParams)
    figure = Figure(figsize=(8, 5))
    ax = figure.add_subplot()
    drawing: Drawing = org_chart(load_example("power_grid_en"), ax=ax)
    assert drawing.ax is ax
    assert drawing.figure is figure
    assert dict(mpl.rcParams) == before
    with pytest.raises(InputError, match="wu_"):
        org_chart(load_example("power_grid_en"), highlight=["wu_"])


def test_saving_chooses_by_the_ending(tmp_path: Any) -> None:
    drawing = influence_map(load_example("power_grid_en"))
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!doctype", "txt": b"Zhao"}
    for ending, start in starts.items():
        assert drawing.save(tmp_path / f"map.{ending}").read_bytes().startswith(start)
    with pytest.raises(InputError, match=r"\.svg"):
        drawing.save(tmp_path / "map.gif")
    assert not (tmp_path / "map.gif").exists()


@settings(max_examples=20)
@given(organizations(most=25))
def test_charts_keep_their_texts_apart_and_on_the_page(deal: Deal) -> None:
    for scene in (power_interest(deal).scene, concerns(deal).scene):
        check_scene(scene)
        texts = [item for item in scene.items if isinstance(item, Text) and item.text]
        for one, two in combinations(texts, 2):
            apart = (
                one.left + one.width <= two.left + 0.5
                or two.left + two.width <= one.left + 0.5
                or abs(one.y - two.y) >= 0.75 * min(one.size, two.size)
            )
            assert apart, (one.text, two.text)


def test_frontier_and_tornado_say_their_numbers() -> None:
    deal = load_example("power_grid")
    curve = draw_frontier(trace(deal))
    check_scene(curve.scene)
    assert f"{trace(deal).points[-1].value:.3f}" in curve.scene.alternative
    bars = tornado(sensitivity(plan(deal), draws=100))
    check_scene(bars.scene)
    assert "100" in bars.scene.caption
