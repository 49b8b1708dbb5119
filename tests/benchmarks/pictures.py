"""Organizations drawn beside other libraries: cards that overlap, ties that cross, ties that run through cards, time.

Usage: python -m tests.benchmarks.pictures [--smoke] [--people 15 60 300]

All draw the same people and ties, as cards of the size that ours have. A library that knows no card sizes gets its
layout stretched to the area of our picture; one that does (Graphviz, grandalf) keeps its own. Seconds are from the
organization to the places of cards and ties (ours: to the finished svg).
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import random
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from influence._types import FloatArray
from influence.draw import influence_map, org_chart
from influence.draw.scene import Box, Curve
from influence.model import Deal

Sizes = Mapping[str, tuple[float, float]]
Edge = tuple[str, str]
Line = FloatArray
STEPS = 16


@dataclass(frozen=True)
class Picture:
    """Cards as middle, width and height, and ties as lines through points."""

    cards: Mapping[str, tuple[float, float, float, float]]
    lines: Mapping[Edge, Line]


def company(people: int) -> Deal:
    """Return the made-up company that the gallery draws."""
    folder = str(Path(__file__).resolve().parents[2] / "examples")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    deal: Deal = importlib.import_module("companies").company(people)
    return deal


def bezier(curve: Curve) -> Line:
    """Return points along a curve."""
    t = np.linspace(0.0, 1.0, STEPS)[:, None]
    parts = []
    for start in range(0, len(curve.points) - 1, 3):
        p0, p1, p2, p3 = (np.array(point) for point in curve.points[start : start + 4])
        parts.append((1 - t) ** 3 * p0 + 3 * t * (1 - t) ** 2 * p1 + 3 * t * t * (1 - t) * p2 + t**3 * p3)
    return np.concatenate(parts)


def ours(deal: Deal, view: str) -> Picture:
    """Return our picture of a view, after its svg was made."""
    drawing = org_chart(deal) if view == "reporting lines" else influence_map(deal)
    drawing.to_bytes("svg")
    cards = {
        item.key: (item.x + item.width / 2, item.y + item.height / 2, item.width, item.height)
        for item in drawing.scene.items
        if isinstance(item, Box) and item.key
    }
    lines = {
        (item.key.split("→")[0], item.key.split("→")[1]): bezier(item)
        for item in drawing.scene.items
        if isinstance(item, Curve) and "→" in item.key
    }
    if view == "reporting lines":
        # the lines of a tree are shared by brothers and sisters; each is judged as a line of its own
        whole = [bezier(item) for item in drawing.scene.items if isinstance(item, Curve) and not item.key]
        lines = {(f"line {number}", ""): line for number, line in enumerate(whole)}
    return Picture(cards, lines)


def stretched(places: Mapping[str, Sequence[float]], sizes: Sizes, edges: Sequence[Edge], area: float) -> Picture:
    """Return a layout of points as cards in the area that our picture takes."""
    known = np.array([places[key] for key in sizes if key in places], dtype=float)
    # some libraries place nobody without a tie: they stand in a row of their own below the rest
    alone = [key for key in sizes if key not in places]
    (left, low), (right, high) = known.min(axis=0), known.max(axis=0)
    below = {
        key: (left + (right - left) * (number + 0.5) / len(alone), low - (high - low) / 10)
        for number, key in enumerate(alone)
    }
    points = np.array([places[key] if key in places else below[key] for key in sizes], dtype=float)
    spread = np.maximum(points.max(axis=0) - points.min(axis=0), 1e-9)
    factor = (area / (spread[0] * spread[1])) ** 0.5 if min(spread) > 1e-6 else area**0.5 / max(spread)
    scaled = (points - points.min(axis=0)) * factor
    cards = {key: (float(x), float(y), *sizes[key]) for key, (x, y) in zip(sizes, scaled, strict=True)}
    return Picture(cards, straight(cards, edges))


def straight(cards: Mapping[str, tuple[float, float, float, float]], edges: Sequence[Edge]) -> dict[Edge, Line]:
    """Return ties as straight lines between the middles of cards."""
    return {edge: np.linspace(cards[edge[0]][:2], cards[edge[1]][:2], STEPS) for edge in edges}


def networkx_spring(sizes: Sizes, edges: Sequence[Edge], area: float) -> Picture:
    """Fruchterman and Reingold."""
    graph = nx.DiGraph(edges)
    graph.add_nodes_from(sizes)
    return stretched({k: v.tolist() for k, v in nx.spring_layout(graph, seed=0).items()}, sizes, edges, area)


def igraph_layout(name: str) -> Callable[[Sizes, Sequence[Edge], float], Picture]:
    """One of igraph's layouts."""

    def layout(sizes: Sizes, edges: Sequence[Edge], area: float) -> Picture:
        import igraph

        keys = list(sizes)
        numbers = {key: number for number, key in enumerate(keys)}
        graph = igraph.Graph(n=len(keys), edges=[(numbers[a], numbers[b]) for a, b in edges], directed=True)
        random.seed(0)
        igraph.set_random_number_generator(random)
        places = graph.layout(name)
        return stretched({key: places[number] for key, number in numbers.items()}, sizes, edges, area)

    return layout


def grandalf_sugiyama(sizes: Sizes, edges: Sequence[Edge], area: float) -> Picture:
    """Grandalf's layers, one connected part beside the other."""
    del area
    from grandalf.graphs import Edge as Link
    from grandalf.graphs import Graph, Vertex
    from grandalf.layouts import SugiyamaLayout, VertexViewer

    vertices = {key: Vertex(key) for key in sizes}
    for key, vertex in vertices.items():
        vertex.view = VertexViewer(*sizes[key])
    graph = Graph(list(vertices.values()), [Link(vertices[a], vertices[b]) for a, b in edges])
    cards: dict[str, tuple[float, float, float, float]] = {}
    right = 0.0
    for part in graph.C:
        layout = SugiyamaLayout(part)
        layout.init_all()
        layout.draw()
        found = {vertex.data: vertex.view.xy for vertex in part.sV}
        left = min(x - sizes[key][0] / 2 for key, (x, _) in found.items())
        for key, (x, y) in found.items():
            cards[key] = (float(x - left + right), float(y), *sizes[key])
        right = max(x + w / 2 for x, _, w, _ in cards.values()) + 20
    return Picture(cards, straight(cards, edges))


def netgraph_layout(sizes: Sizes, edges: Sequence[Edge], area: float) -> Picture:
    """Netgraph's layers."""
    from netgraph import get_sugiyama_layout

    return stretched({k: v.tolist() for k, v in get_sugiyama_layout(list(edges)).items()}, sizes, edges, area)


def graphviz_dot(sizes: Sizes, edges: Sequence[Edge], area: float) -> Picture:
    """Graphviz's dot, with its own splines."""
    del area
    nodes = "".join(f'"{k}" [width={w / 72:.3f} height={h / 72:.3f}];' for k, (w, h) in sizes.items())
    links = "".join(f'"{a}" -> "{b}";' for a, b in edges)
    return _dot(f"digraph {{ rankdir=BT node [shape=box fixedsize=true label=x]; {nodes} {links} }}", sizes)


def _dot(text: str, sizes: Sizes) -> Picture:
    """Return what dot makes of a graph."""
    program = shutil.which("dot")
    if program is None:
        raise ModuleNotFoundError("dot")
    plain = subprocess.run([program, "-Tplain"], input=text, capture_output=True, text=True, check=True).stdout
    cards, lines = {}, {}
    for words in (line.replace('"', "").split() for line in plain.splitlines()):
        if words[0] == "node" and words[1] in sizes:
            x, y = (72 * float(word) for word in words[2:4])
            cards[words[1]] = (x, y, *sizes[words[1]])
        if words[0] == "edge" and words[1] in sizes:
            numbers = [72 * float(word) for word in words[4 : 4 + 2 * int(words[3])]]
            points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
            lines[words[1], words[2]] = bezier(Curve(points))
    return Picture(cards, lines)


def dot_on_rows(rows: Sequence[Sequence[str]], sizes: Sizes, edges: Sequence[Edge]) -> Picture:
    """Graphviz's dot with everybody in the row that they have on our picture."""
    ranks = "".join(
        "{rank=same;" + " ".join(f'"{key}"' for key in (f"row{n}", *row)) + "}" for n, row in enumerate(rows)
    )
    chain = " -> ".join(f'"row{number}"' for number in range(len(rows)))
    nodes = "".join(f'"{k}" [width={w / 72:.3f} height={h / 72:.3f}];' for k, (w, h) in sizes.items())
    links = "".join(f'"{a}" -> "{b}";' for a, b in edges)
    look = "node [shape=box fixedsize=true label=x]; edge [constraint=false];"
    return _dot(f"digraph {{ {look} {nodes} {links} {ranks} edge [constraint=true style=invis]; {chain} }}", sizes)


def overlapping(picture: Picture) -> int:
    """Return the pairs of cards that overlap."""
    return sum(
        abs(x1 - x2) < (w1 + w2) / 2 - 1e-6 and abs(y1 - y2) < (h1 + h2) / 2 - 1e-6
        for (x1, y1, w1, h1), (x2, y2, w2, h2) in itertools.combinations(picture.cards.values(), 2)
    )


def through_cards(picture: Picture) -> int:
    """Return the pairs of a tie and a card of somebody else that it runs through."""
    total = 0
    for edge, line in picture.lines.items():
        fine = np.concatenate([np.linspace(one, two, 6) for one, two in itertools.pairwise(line)])
        for key, (x, y, width, height) in picture.cards.items():
            if key not in edge:
                inside = (np.abs(fine[:, 0] - x) < width / 2 - 1) & (np.abs(fine[:, 1] - y) < height / 2 - 1)
                total += bool(inside.any())
    return total


def crossing(picture: Picture) -> int:
    """Return the pairs of ties without a person in common that cross."""
    edges, lines = list(picture.lines), list(picture.lines.values())
    if not lines:
        return 0
    starts = np.concatenate([line[:-1] for line in lines])
    ends = np.concatenate([line[1:] for line in lines])
    owner = np.repeat(np.arange(len(lines)), [len(line) - 1 for line in lines])
    found: set[tuple[int, int]] = set()
    for number, line in enumerate(lines):
        later = owner > number
        a, b, whose = starts[later], ends[later], owner[later]
        for one, two in itertools.pairwise(line):
            d1, d2 = side(one, two, a), side(one, two, b)
            d3, d4 = side(a, b, one), side(a, b, two)
            for other in set(whose[(d1 * d2 < 0) & (d3 * d4 < 0)].tolist()):
                if not {*edges[number]} & {*edges[other]} - {""}:
                    found.add((number, other))
    return len(found)


def side(start: FloatArray, end: FloatArray, point: FloatArray) -> FloatArray:
    """Return on which side of a line points lie."""
    along, to = end - start, point - start
    return np.round(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0], 6)


PEERS: Mapping[str, Callable[[Sizes, Sequence[Edge], float], Picture]] = {
    "networkx spring": networkx_spring,
    "igraph Reingold–Tilford": igraph_layout("reingold_tilford"),
    "igraph Sugiyama": igraph_layout("sugiyama"),
    "grandalf Sugiyama": grandalf_sugiyama,
    "netgraph Sugiyama": netgraph_layout,
    "Graphviz dot": graphviz_dot,
}


def row(view: str, people: int, name: str, made: Callable[[], Picture]) -> Picture | None:
    """Print one row, or say what is missing."""
    start = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = made()
    except ModuleNotFoundError as error:
        print(f"| {view} | {people} | {name} | not installed: {error.name or error} ||||")
        return None
    seconds = time.perf_counter() - start
    counts = f"{overlapping(picture)} | {crossing(picture)} | {through_cards(picture)}"
    print(f"| {view} | {people} | {name} | {counts} | {seconds:.2f} |", flush=True)
    return picture


def main() -> None:
    """Print one row for each view, size and library."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--people", type=int, nargs="+", default=[15, 60, 300])
    options = parser.parse_args()
    print("| view | people | drawn by | cards that overlap | ties that cross | ties through cards | s |")
    print("|---|---|---|---|---|---|---|")
    for view, people in itertools.product(
        ("reporting lines", "who moves whom"), [15] if options.smoke else options.people
    ):
        deal = company(people)
        org_chart(company(5)).to_bytes("svg")  # fonts are looked up once
        picture = row(view, people, "influence", lambda deal=deal, view=view: ours(deal, view))  # type: ignore[misc]  # the defaults bind this turn's values
        if picture is None:
            continue
        sizes = {key: card[2:] for key, card in picture.cards.items()}
        records = deal.organization.stakeholders
        edges: list[Edge] = (
            [(key, str(record.reports_to)) for key, record in records.items() if record.reports_to]
            if view == "reporting lines"
            else list(picture.lines)
        )
        xs, ys = zip(*(card[:2] for card in picture.cards.values()), strict=True)
        area = (max(xs) - min(xs)) * (max(ys) - min(ys))
        for name, peer in PEERS.items():
            arguments: tuple[Any, ...] = (sizes, edges, area)
            row(view, people, name, lambda peer=peer, arguments=arguments: peer(*arguments))  # type: ignore[misc]  # the same
        if view == "who moves whom":
            tops: dict[float, list[str]] = {}
            for key, (_, y, _, height) in picture.cards.items():
                tops.setdefault(round(y - height / 2, 1), []).append(key)
            rows = [tops[top] for top in sorted(tops)]
            row(view, people, "Graphviz dot, our rows", lambda a=(rows, sizes, edges): dot_on_rows(*a))  # type: ignore[misc]  # the same


if __name__ == "__main__":
    main()
