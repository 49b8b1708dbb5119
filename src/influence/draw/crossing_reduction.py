"""Ordering rows so that few ties cross.

Rows are swept down and up, each ordered by the mean place of its neighbours in the row before (the barycentre method of
Sugiyama, Tagawa and Toda 1981), then neighbours are exchanged where that saves crossings (Gansner, Koutsofios, North
and Vo, "A technique for drawing directed graphs", 1993), from three starts: as given, and in the order of a walk from
the top and from the foot. The order with the fewest crossings seen is kept. Crossings between two rows are
inversions, counted by insertion into a sorted list (Barth, Mutzel and Jünger, "Simple and efficient bilayer cross
counting", 2004).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["crossings", "sweep"]

Link = tuple[str, str]
EXCHANGES = 8
"""Rounds of exchanges after each sweep."""


def sweep(order: Sequence[Sequence[str]], links: Sequence[Link], turns: int) -> list[list[str]]:
    """Return the rows in an order with few crossings.

    Parameters
    ----------
    order : sequence of sequence of str
        Rows; links lead from one row to a neighbouring one.
    links : sequence of (str, str)
    turns : int
        How often the rows are swept.

    Returns
    -------
    list of list of str

    Examples
    --------
    >>> sweep([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")], 2)
    [['a', 'b'], ['d', 'c']]
    """
    beside = _neighbours(links)
    starts = [
        [list(row) for row in order],
        _in_order_of_visits(order, beside),
        _in_order_of_visits(order[::-1], beside),
    ]
    starts[2].reverse()
    found = [_swept(start, links, beside, turns) for start in starts]
    return min(found, key=lambda each: each[0])[1]


def _swept(
    start: list[list[str]], links: Sequence[Link], beside: dict[str, list[str]], turns: int
) -> tuple[int, list[list[str]]]:
    """Return the fewest crossings seen from one start, and the order that has them."""
    current = start
    best, fewest = [list(row) for row in current], crossings(current, links)
    for turn in range(turns):
        if fewest == 0:
            break
        numbers = range(1, len(current)) if turn % 2 == 0 else range(len(current) - 2, -1, -1)
        for number in numbers:
            fixed = current[number - 1] if turn % 2 == 0 else current[number + 1]
            current[number] = _by_barycentre(current[number], fixed, beside)
        _exchange(current, beside)
        count = crossings(current, links)
        if count < fewest:
            best, fewest = [list(row) for row in current], count
    return fewest, best


def _in_order_of_visits(order: Sequence[Sequence[str]], beside: dict[str, list[str]]) -> list[list[str]]:
    """Return the rows in the order in which a walk from the first row meets their members, branch by branch."""
    row_of = {key: number for number, row in enumerate(order) for key in row}
    found: list[list[str]] = [[] for _ in order]
    seen: set[str] = set()
    for first in (key for row in order for key in row):
        waiting = [first]
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            found[row_of[key]].append(key)
            waiting += [other for other in reversed(beside.get(key, ())) if other not in seen]
    return found


def _exchange(current: list[list[str]], beside: dict[str, list[str]]) -> None:
    """Exchange neighbours in a row wherever that saves crossings, until it saves none or was tried often enough."""
    places = [{key: number for number, key in enumerate(row)} for row in current]
    for _ in range(EXCHANGES):
        saved = 0
        for number, row in enumerate(current):
            around = [places[other] for other in (number - 1, number + 1) if 0 <= other < len(current)]
            ends = {key: [_ends(key, place, beside) for place in around] for key in row}
            for left in range(len(row) - 1):
                one, two = row[left], row[left + 1]
                gain = sum(
                    _inversions(first, second) - _inversions(second, first)
                    for first, second in zip(ends[one], ends[two], strict=True)
                )
                if gain > 0:
                    row[left], row[left + 1] = two, one
                    saved += gain
            places[number] = {key: place for place, key in enumerate(row)}
        if not saved:
            break


def _ends(key: str, place: dict[str, int], beside: dict[str, list[str]]) -> list[int]:
    return sorted(place[other] for other in beside.get(key, ()) if other in place)


def _inversions(left: Sequence[int], right: Sequence[int]) -> int:
    """Return how many links of the left one cross links of the right one, both given by their sorted ends."""
    return sum(bisect_left(right, end) for end in left)


def crossings(order: Sequence[Sequence[str]], links: Sequence[Link]) -> int:
    """Return how many pairs of links between neighbouring rows cross.

    Parameters
    ----------
    order : sequence of sequence of str
    links : sequence of (str, str)

    Returns
    -------
    int

    Examples
    --------
    >>> crossings([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")])
    1
    """
    beside = _neighbours(links)
    total = 0
    for upper, lower in pairwise(order):
        place = {key: number for number, key in enumerate(lower)}
        seen: list[int] = []
        for key in upper:
            ends = sorted(place[other] for other in beside.get(key, ()) if other in place)
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _neighbours(links: Sequence[Link]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, second in links:
        found.setdefault(first, []).append(second)
        found.setdefault(second, []).append(first)
    return found


def _by_barycentre(row: Sequence[str], fixed: Sequence[str], beside: dict[str, list[str]]) -> list[str]:
    place = {key: number for number, key in enumerate(fixed)}
    weights = {}
    for number, key in enumerate(row):
        near = [place[other] for other in beside.get(key, ()) if other in place]
        # who has no neighbour in that row stays about where they are
        weights[key] = sum(near) / len(near) if near else number * max(len(fixed), 1) / max(len(row), 1)
    return sorted(row, key=lambda key: (weights[key], row.index(key)))
