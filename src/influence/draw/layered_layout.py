"""A layered layout of cards with ties between them that never run through a card.

Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (IEEE SMC 1981): cards
stand in rows; a tie that passes a row gets a narrow slot in it between the cards; slots and cards are ordered so that
few ties cross, by the barycentres of their neighbours; then each is moved as near to its neighbours as the order
allows, a least-squares problem solved by pooling (Ayer and others 1955). Between rows there is nothing but ties, so a
curve that stays between two rows, or within its slot, meets no card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from influence.draw.crossing_reduction import sweep
from influence.draw.scene import Point

__all__ = ["LayeredPlacement", "layered"]

Edge = tuple[str, str]
SLOT = 5.0
"""Width in points that a tie gets where it passes a row; two ties of the same two people share one slot."""
LANE = 2.3
"""Points by which each of two such ties keeps beside the middle of their slot."""
BESIDE = 7.0
"""Points between a card and a slot."""
LEAST_ROOM, MOST_ROOM, ROOM_EACH = 0.65, 2.0, 0.028
"""Room between two rows as a share of the usual one: at least, at most, and for each tie that bends there."""
STIFF = 8.0
"""How much more than a card a slot wants to stand straight above the next one."""
SWEEPS = 24
STRAIGHTENING = 12


@dataclass(frozen=True)
class LayeredPlacement:
    """Where cards stand and how ties run.

    Parameters
    ----------
    corners : mapping
        Upper left corner of each card, in points.
    routes : mapping
        For each tie the points of its Bézier pieces.
    """

    corners: Mapping[str, Point]
    routes: Mapping[Edge, tuple[Point, ...]]


@dataclass(frozen=True)
class _Cell:
    """A card or a slot in a row."""

    key: str
    width: float
    height: float


def layered(
    rows: Sequence[Sequence[str]],
    sizes: Mapping[str, tuple[float, float]],
    edges: Sequence[Edge],
    *,
    gap: float,
    row_gap: float,
) -> LayeredPlacement:
    """Place cards in rows and route the ties between them.

    Parameters
    ----------
    rows : sequence of sequence of str
        The cards of each row, from the top.
    sizes : mapping
        Width and height of each card, in points.
    edges : sequence of (str, str)
        Ties from source to target, each once.
    gap, row_gap : float
        Points between neighbouring cards in a row, and between two rows where some ties bend; more where many do.

    Returns
    -------
    LayeredPlacement

    Examples
    --------
    >>> sizes = {"a": (100.0, 40.0), "b": (100.0, 40.0)}
    >>> placed = layered([["a"], ["b"]], sizes, [("b", "a")], gap=10.0, row_gap=50.0)
    >>> placed.corners
    {'a': (-50.0, 0.0), 'b': (-50.0, 73.9)}
    """
    row_of = {key: number for number, row in enumerate(rows) for key in row}
    cells = [[_Cell(key, *sizes[key]) for key in row] for row in rows]
    known = set(edges)
    # ties there and back run side by side, as one
    single = [edge for edge in edges if edge[::-1] not in known or edge < edge[::-1]]
    chains = {edge: _chain(edge, row_of, cells, SLOT + 2 * LANE * (edge[::-1] in known)) for edge in single}
    links = [(first, second) for chain in chains.values() for first, second in pairwise(chain)]
    order = [[cell.key for cell in row] for row in cells]
    order = sweep(order, [link for link in links if _row(link[0], row_of) != _row(link[1], row_of)], SWEEPS)
    by_key = {cell.key: cell for row in cells for cell in row}
    centers = _straightened(order, by_key, links, gap)
    tops, heights = _heights(order, by_key, _rooms(len(rows), links, row_of, row_gap))
    corners = {key: (centers[key] - sizes[key][0] / 2, tops[row_of[key]]) for row in rows for key in row}
    ports = _ports(chains, centers, row_of, sizes)
    routes: dict[Edge, tuple[Point, ...]] = {}
    for edge in edges:
        chosen = edge if edge in chains else edge[::-1]
        points = _route(chosen, chains[chosen], centers, row_of, corners, sizes, tops, heights, ports, row_gap)
        if edge[::-1] in known:
            points = _beside(points, row_of[edge[0]] == row_of[edge[1]], LANE if edge == chosen else -LANE)
        routes[edge] = points if edge == chosen else points[::-1]
    return LayeredPlacement(corners, routes)


def _beside(points: tuple[Point, ...], arc: bool, shift: float) -> tuple[Point, ...]:
    """Return a route a little to one side; of an arc over a row the inner or the outer one."""
    if not arc:
        return tuple((x + shift, y) for x, y in points)
    (x0, y0), (_, lift), (x1, _), _ = points
    out = shift if x0 < x1 else -shift
    return (x0 - out, y0), (x0 - out, lift - shift), (x1 + out, lift - shift), (x1 + out, y0)


def _rooms(rows: int, links: Sequence[Edge], row_of: Mapping[str, int], row_gap: float) -> list[float]:
    """Return the points below each row: the more ties bend there, the more."""
    bends = [0] * rows
    for first, second in links:
        one, two = _row(first, row_of), _row(second, row_of)
        bends[min(one, two) if one != two else max(one - 1, 0)] += 1
    return [row_gap * min(MOST_ROOM, LEAST_ROOM + ROOM_EACH * count) for count in bends]


def _row(key: str, row_of: Mapping[str, int]) -> int:
    return row_of[key] if key in row_of else int(key.rsplit("\0", 1)[1])


def _chain(edge: Edge, row_of: Mapping[str, int], cells: list[list[_Cell]], width: float) -> list[str]:
    """Return what a tie passes from source to target, and give it a slot in every row between."""
    first, last = row_of[edge[0]], row_of[edge[1]]
    step = 1 if last > first else -1
    between = [f"{edge[0]}\0{edge[1]}\0{row}" for row in range(first + step, last, step)] if first != last else []
    for key in between:
        cells[int(key.rsplit("\0", 1)[1])].append(_Cell(key, width, 0.0))
    return [edge[0], *between, edge[1]]


def _heights(
    order: Sequence[Sequence[str]], by_key: Mapping[str, _Cell], rooms: Sequence[float]
) -> tuple[list[float], list[float]]:
    tops, heights, y = [], [], 0.0
    for row, room in zip(order, rooms, strict=True):
        height = max((by_key[key].height for key in row), default=0.0)
        tops.append(y)
        heights.append(height)
        y += height + room
    return tops, heights


def _straightened(
    order: Sequence[Sequence[str]], by_key: Mapping[str, _Cell], links: Sequence[Edge], gap: float
) -> dict[str, float]:
    """Return the middle of every card and slot: as near to its neighbours as order and widths allow."""
    pulls: dict[str, list[tuple[str, float]]] = {}
    for first, second in links:
        slots = sum("\0" in key for key in (first, second))
        weight = STIFF if slots == 2 else 1.0
        pulls.setdefault(first, []).append((second, weight))
        pulls.setdefault(second, []).append((first, weight))
    centers: dict[str, float] = {}
    offsets: dict[str, float] = {}
    for row in order:
        x = 0.0
        for number, key in enumerate(row):
            if number:
                x += _apart(by_key[row[number - 1]], by_key[key], gap)
            offsets[key] = x
        centers |= {key: offsets[key] - x / 2 for key in row}
    for turn in range(STRAIGHTENING):
        for row in order if turn % 2 == 0 else reversed(order):
            wanted = []
            for key in row:
                near = pulls.get(key, [(key, 1.0)])
                weight = sum(each for _, each in near)
                wanted.append((sum(centers[other] * each for other, each in near) / weight - offsets[key], weight))
            for key, shift in zip(row, _pooled(wanted), strict=True):
                centers[key] = shift + offsets[key]
    middle = (min(centers.values()) + max(centers.values())) / 2 if centers else 0.0
    return {key: x - middle for key, x in centers.items()}


def _apart(left: _Cell, right: _Cell, gap: float) -> float:
    """Return the points between the middles of two neighbours."""
    slots = sum("\0" in cell.key for cell in (left, right))
    return (left.width + right.width) / 2 + (gap, BESIDE, 0.0)[slots]


def _pooled(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Return the rising sequence nearest to the wanted one by weight: neighbours that fall are pooled at their mean."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in wanted:
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (right, heavy, many), (left, light, more) = pools.pop(), pools.pop()
            pools.append(((right * heavy + left * light) / (heavy + light), heavy + light, many + more))
    return [value for value, _, count in pools for _ in range(count)]


def _ports(
    chains: Mapping[Edge, Sequence[str]],
    centers: Mapping[str, float],
    row_of: Mapping[str, int],
    sizes: Mapping[str, tuple[float, float]],
) -> dict[tuple[Edge, str], float]:
    """Return at which x each tie leaves and enters its cards: spread over the side, in the order of the other ends."""
    sides: dict[tuple[str, bool], list[tuple[float, Edge, str]]] = {}
    for edge, chain in chains.items():
        for key, beside in ((edge[0], chain[1]), (edge[1], chain[-2])):
            at_top = _row(beside, row_of) <= row_of[key]
            sides.setdefault((key, at_top), []).append((centers[beside], edge, beside))
    found = {}
    for (key, _), ends in sides.items():
        width = sizes[key][0] - 16
        for number, (_, edge, _) in enumerate(sorted(ends)):
            found[edge, key] = centers[key] - width / 2 + width * (number + 1) / (len(ends) + 1)
    return found


def _route(
    edge: Edge,
    chain: Sequence[str],
    centers: Mapping[str, float],
    row_of: Mapping[str, int],
    corners: Mapping[str, Point],
    sizes: Mapping[str, tuple[float, float]],
    tops: Sequence[float],
    heights: Sequence[float],
    ports: Mapping[tuple[Edge, str], float],
    row_gap: float,
) -> tuple[Point, ...]:
    source, target = edge
    start_x, end_x = ports[edge, source], ports[edge, target]
    if row_of[source] == row_of[target]:
        top = corners[source][1]
        lift = min(0.85 * row_gap, 14 + 0.12 * abs(end_x - start_x))
        return ((start_x, top), (start_x, top - lift), (end_x, top - lift), (end_x, top))
    up = row_of[target] < row_of[source]
    upper, lower = (target, source) if up else (source, target)
    upper_x, lower_x = (end_x, start_x) if up else (start_x, end_x)
    # from the upper card straight to the foot of its row, where the bends begin
    down = [(upper_x, corners[upper][1] + sizes[upper][1]), (upper_x, tops[row_of[upper]] + heights[row_of[upper]])]
    for key in reversed(chain[1:-1]) if up else chain[1:-1]:
        row = _row(key, row_of)
        down += [(centers[key], tops[row]), (centers[key], tops[row] + heights[row])]
    down.append((lower_x, corners[lower][1]))
    points = down[::-1] if up else down
    curve: list[Point] = [points[0]]
    for one, two in pairwise(points):
        middle = (one[1] + two[1]) / 2
        curve += [(one[0], middle), (two[0], middle), two]
    return tuple(curve)
