"""Dotted lines to second superiors, bent at right angles around the cards.

A line may run where no card is: along the gaps beside, above and below cards. Those channels form a grid, and the line
is a shortest way through it that pays for every bend (Wybrow, Marriott and Stuckey, "Orthogonal connector routing",
Graph Drawing 2009).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from influence._types import BoolArray, FloatArray
from influence.draw.scene import Box, Curve, Point

__all__ = ["DOTTED", "second_lines"]

DOTTED = (1.2, 2.2)
"""Dots and gaps of a line, in points."""
RIGHT, LEFT, ABOVE, BELOW = 5.0, 8.0, 3.0, 3.0
"""Points between a card and the channels beside it; lines of the tree itself run elsewhere."""
BEND = 14.0
"""Points that a bend counts for."""
Place = tuple[int, int]
State = tuple[int, int, bool]
"""A place in the grid, and whether the line arrives there across."""


@dataclass(frozen=True)
class _Grid:
    """Where lines may run.

    Parameters
    ----------
    xs, ys : ndarray
        Channels, rising.
    across : ndarray of bool, shape (ys, xs - 1)
        Whether a line may run from one x to the next.
    down : ndarray of bool, shape (ys - 1, xs)
    """

    xs: FloatArray
    ys: FloatArray
    across: BoolArray
    down: BoolArray

    def steps(self, at: State) -> Iterator[tuple[State, float]]:
        """Yield where a line can go on to, and what that costs."""
        column, row, lying = at
        for to in (column - 1, column + 1):
            if 0 <= to < len(self.xs) and self.across[row, min(to, column)]:
                length = abs(float(self.xs[to] - self.xs[column]))
                yield (to, row, True), length + (0.0 if lying else BEND)
        for to in (row - 1, row + 1):
            if 0 <= to < len(self.ys) and self.down[min(to, row), column]:
                length = abs(float(self.ys[to] - self.ys[row]))
                yield (column, to, False), length + (BEND if lying else 0.0)


def second_lines(cards: Sequence[Box], pairs: Sequence[tuple[str, str]], color: str = "line") -> list[Curve]:
    """Return a dotted line for each person and further superior.

    Parameters
    ----------
    cards : sequence of Box
        With the people's ids as keys.
    pairs : sequence of (str, str)
        Person and superior, both with a card.
    color : str

    Returns
    -------
    list of Curve
        Each from side to side of the two cards, through none.

    Examples
    --------
    >>> cards = [Box(0, 0, 40, 20, key="a"), Box(0, 60, 40, 20, key="b")]
    >>> [curve.points[0] for curve in second_lines(cards, [("b", "a")])]
    [(0, 70.0)]
    """
    if not pairs:
        return []
    by_key = {card.key: card for card in cards}
    ends = [by_key[key] for pair in pairs for key in pair]
    grid = _grid(cards, ends)
    found = []
    for person, superior in pairs:
        points = _way(grid, _exits(by_key[person]), _exits(by_key[superior]))
        if points:
            found.append(Curve(_straight_pieces(points), color, 1.1, DOTTED, True, "", ""))
    return found


def _exits(card: Box) -> list[tuple[Point, Point]]:
    """Return where a line may leave a card at its sides, each with the place of the channel beside it."""
    middle = card.y + card.height / 2
    right = card.x + card.width
    return [((right, middle), (right + RIGHT, middle)), ((card.x, middle), (card.x - LEFT, middle))]


def _grid(cards: Sequence[Box], ends: Sequence[Box]) -> _Grid:
    xs = {round(x, 3) for card in cards for x in (card.x - LEFT, card.x + card.width + RIGHT)}
    ys = {round(y, 3) for card in cards for y in (card.y - ABOVE, card.y + card.height + BELOW)}
    ys |= {round(card.y + card.height / 2, 3) for card in ends}
    columns, rows = np.array(sorted(xs)), np.array(sorted(ys))
    across = np.ones((len(rows), len(columns) - 1), dtype=bool)
    down = np.ones((len(rows) - 1, len(columns)), dtype=bool)
    for card in cards:
        left, right, top, foot = card.x, card.x + card.width, card.y, card.y + card.height
        inside_rows = (rows > top) & (rows < foot)
        inside_columns = (columns > left) & (columns < right)
        across[np.ix_(inside_rows, (columns[:-1] < right) & (columns[1:] > left))] = False
        down[np.ix_((rows[:-1] < foot) & (rows[1:] > top), inside_columns)] = False
    return _Grid(columns, rows, across, down)


def _way(grid: _Grid, starts: Sequence[tuple[Point, Point]], goals: Sequence[tuple[Point, Point]]) -> list[Point]:
    """Return the corners of the cheapest line from one card to another; none where there is no way."""
    first = {_place(grid, channel): card for card, channel in starts}
    last = {_place(grid, channel): card for card, channel in goals}
    best: dict[State, float] = {(*place, True): 0.0 for place in first}
    before: dict[State, State] = {}
    waiting = [(0.0, state) for state in sorted(best)]
    heapq.heapify(waiting)
    while waiting:
        cost, state = heapq.heappop(waiting)
        if cost > best[state]:
            continue
        if state[:2] in last and state[2]:
            return _corners(grid, state, before, first, last)
        for following, price in grid.steps(state):
            if cost + price < best.get(following, np.inf) - 1e-9:
                best[following] = cost + price
                before[following] = state
                heapq.heappush(waiting, (cost + price, following))
        if state[:2] in last and not state[2]:
            turned = (*state[:2], True)
            if cost + BEND < best.get(turned, np.inf) - 1e-9:
                best[turned] = cost + BEND
                before[turned] = state
                heapq.heappush(waiting, (cost + BEND, turned))
    return []


def _place(grid: _Grid, point: Point) -> Place:
    return int(np.abs(grid.xs - point[0]).argmin()), int(np.abs(grid.ys - point[1]).argmin())


def _corners(
    grid: _Grid, state: State, before: dict[State, State], first: dict[Place, Point], last: dict[Place, Point]
) -> list[Point]:
    places = [state[:2]]
    while state in before:
        state = before[state]
        if state[:2] != places[-1]:  # a turn on the spot is no corner of its own
            places.append(state[:2])
    places.reverse()
    inner = [(float(grid.xs[column]), float(grid.ys[row])) for column, row in places]
    points = [first[places[0]], *inner, last[places[-1]]]
    return [
        point
        for number, point in enumerate(points)
        if number in (0, len(points) - 1) or not _on_one_line(points[number - 1], point, points[number + 1])
    ]


def _on_one_line(one: Point, two: Point, three: Point) -> bool:
    return any(
        max(one[axis], two[axis], three[axis]) - min(one[axis], two[axis], three[axis]) < 0.01 for axis in (0, 1)
    )


def _straight_pieces(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the Bézier pieces of a line through corners."""
    pieces = [points[0]]
    for one, two in pairwise(points):
        pieces += [one, two, two]
    return tuple(pieces)
