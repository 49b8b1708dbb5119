"""Ordering rows so that few ties cross.

Rows are swept down and up, each ordered by the mean place of its neighbours in the row before (the barycentre method of
Sugiyama, Tagawa and Toda 1981); the order with the fewest crossings seen is kept. Crossings between two rows are
inversions, counted by insertion into a sorted list (Barth, Mutzel and Jünger, "Simple and efficient bilayer cross
counting", 2004).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["crossings", "sweep"]

Link = tuple[str, str]


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
    current = [list(row) for row in order]
    best, fewest = [list(row) for row in current], crossings(current, links)
    for turn in range(turns):
        numbers = range(1, len(current)) if turn % 2 == 0 else range(len(current) - 2, -1, -1)
        for number in numbers:
            fixed = current[number - 1] if turn % 2 == 0 else current[number + 1]
            current[number] = _by_barycentre(current[number], fixed, beside)
        count = crossings(current, links)
        if count < fewest:
            best, fewest = [list(row) for row in current], count
        if fewest == 0:
            break
    return best


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
