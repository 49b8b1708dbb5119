"""How cost grows from ten people to a million, as a table and as a picture.

Usage: python -m tests.benchmarks.growth [--smoke] [--seed 1] [--people 10 30 100 ...] [--picture FILE.svg]
Hierarchies with cross ties, three ties a person, probabilities from 0.1 to 0.8; opinions with ten weights a person;
deals of 4 concerns and 10 arguments up to some hundred people. The picture is written where --picture is given.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from influence.draw.axes_frame import Axis, Frame, line
from influence.draw.fonts import font_book
from influence.draw.framing import framed
from influence.draw.html_renderer import scene_to_svg
from influence.draw.scene import Curve, Item, Mark, Scene, Text
from influence.draw.style import LIGHT
from influence.graph import k_strongest_paths
from influence.planning import plan, select_sources
from influence.propagate import equilibrium, reach_probability
from tests.benchmarks.equilibrium import opinions_of
from tests.benchmarks.instances import large_hierarchy
from tests.benchmarks.plan import random_deal, timed

SIZES = [10, 30, 100, 300, 1_000, 10_000, 100_000, 1_000_000]
LARGEST_DEAL = 300
LEAST = 1e-4
"""Seconds at which the picture begins."""
Row = dict[str, tuple[float, str]]
"""Seconds of each call and a word on its result."""


def calls(people: int, seed: int) -> dict[str, tuple[Callable[[], Any], Callable[[Any], str]]]:
    """Return what is timed, and what is said of each result."""
    instance = large_hierarchy(people, seed, (0.1, 0.8), edges_each=3)
    arrays: Any = (instance.tail, instance.head, instance.probability, np.ones(people))
    found: dict[str, tuple[Callable[[], Any], Callable[[Any], str]]] = {
        "chance to be reached": (
            partial(reach_probability, arrays, people - 1, 0, rng=seed),
            lambda result: result.method + (f", ±{result.stderr:.3f}" if result.method == "sampled" else ""),
        ),
        "100 strongest paths": (
            partial(k_strongest_paths, arrays, people - 1, 0, 100),
            lambda result: f"{len(result)}",
        ),
        "5 sources": (
            partial(select_sources, arrays, 0, 5, rng=seed),
            lambda result: f"{result.method}, {result.ratio:.2f}",
        ),
        "opinions": (
            partial(equilibrium, *opinions_of(people, seed)),
            lambda result: f"{result.method}, {result.error_bound:.0e}",
        ),
    }
    if people <= LARGEST_DEAL:
        deal = random_deal(people, seed)
        found["plan of a deal"] = (partial(plan, deal), lambda result: result.method)
    return found


def measured(people: int, seed: int) -> Row:
    """Return what each call takes at a size."""
    row = {}
    for name, (call, said) in calls(people, seed).items():
        seconds, result = timed(call)
        row[name] = seconds, said(result)
    return row


def chart(rows: dict[int, Row]) -> Scene:
    """Return seconds over people, both on logarithmic scales, each line named at its end."""
    book = font_book(LIGHT.families)
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    decades = math.ceil(math.log10(max(seconds for row in rows.values() for seconds, _ in row.values())))
    ends = (math.log10(min(rows)), math.log10(max(rows)))
    low = math.log10(LEAST)
    frame = Frame(480.0, 300.0, Axis(*ends, "people"), Axis(low, max(decades, low + 1), "seconds"))
    items: list[Item] = _grid(frame)
    labels = []
    for number, name in enumerate(names):
        color = f"series{number % 6}"
        places = [
            (*frame.place(math.log10(people), math.log10(max(row[name][0], LEAST))), people, row[name])
            for people, row in rows.items()
            if name in row
        ]
        items += [line(one[:2], two[:2], color, 1.6) for one, two in pairwise(places)]
        for x, y, people, (seconds, said) in places:
            items.append(Mark(x, y, 5.0, "circle", color, f"{name}, {people:,} people: {seconds:.3g} s, {said}"))
        labels.append((places[-1][1], places[-1][0], name, color))
    least = -math.inf
    for y, x, name, color in sorted(labels):
        # names keep a line's distance from each other
        least = max(y + LIGHT.text_size * 0.35, least + LIGHT.text_size + 2)
        wide = book.width(name, LIGHT.text_size)
        items.append(Text(x + 7, least, name, LIGHT.text_size, color, False, "start", wide))
    said = "; ".join(
        f"{people:,} people: " + ", ".join(f"{name} {seconds:.3g} s" for name, (seconds, _) in row.items())
        for people, row in rows.items()
    )
    return framed(
        items,
        LIGHT,
        language="en",
        title="Seconds over the number of people",
        caption=["both scales logarithmic", "hierarchies with three ties a person; opinions with ten weights a person"],
        alternative=said,
    )


def _grid(frame: Frame) -> list[Item]:
    """Return a line and a number for each power of ten, and the names of both axes."""
    book, size = font_book(LIGHT.families), LIGHT.small_size
    items: list[Item] = []
    for power in range(math.ceil(frame.across.low), math.floor(frame.across.high) + 1):
        x, text = frame.place(power, frame.up.low)[0], f"{10**power:,}"
        items.append(line((x, 0.0), (x, frame.height), "edge", 0.4))
        items.append(Text(x, frame.height + size + 4, text, size, "faint", False, "middle", book.width(text, size)))
    for power in range(math.ceil(frame.up.low), math.floor(frame.up.high) + 1):
        y, text = frame.place(frame.across.low, power)[1], f"{10.0**power:g}"
        items.append(line((0.0, y), (frame.width, y), "edge", 0.4))
        items.append(Text(-6, y + size * 0.35, text, size, "faint", False, "end", book.width(text, size)))
    for name, x, y in ((frame.across.name, frame.width / 2, frame.height + 2.4 * size + 8), (frame.up.name, 0.0, -8.0)):
        wide = book.width(name, LIGHT.text_size)
        items.append(Text(x, y, name, LIGHT.text_size, "ink", False, "middle" if x else "start", wide))
    corner = (0.0, frame.height)
    items += [line(corner, (frame.width, frame.height), "line", 0.8), line((0.0, 0.0), corner, "line", 0.8)]
    return items


def table(rows: dict[int, Row]) -> Sequence[str]:
    """Return the lines of a table in Markdown."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = ["| people | " + " | ".join(f"{name}, s" for name in names) + " |", "|---" * (len(names) + 1) + "|"]
    for people, row in rows.items():
        cells = [f"{row[name][0]:.3g} ({row[name][1]})" if name in row else "" for name in names]
        lines.append(f"| {people:,} | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    """Print the table and draw the picture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, nargs="+", default=SIZES)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    measured(12, 1)  # what is loaded when first used is no part of a call
    rows = {people: measured(people, options.seed) for people in ([10, 20] if options.smoke else options.people)}
    print("\n".join(table(rows)))
    scene = chart(rows)
    assert any(isinstance(item, Curve) for item in scene.items)
    if options.picture is not None:
        options.picture.write_text(scene_to_svg(scene, LIGHT) + "\n", "utf-8")


if __name__ == "__main__":
    main()
