"""The strongest ways to a person, best first.

Simple paths are grown from their starts; what a path can still attain is read off one reverse shortest-path tree from
the target (Dijkstra, "A note on two problems in connexion with graphs", 1959), so that paths come out of the queue in
the order of their strength (A*, Hart, Nilsson and Raphael 1968) and the search stops with the k-th.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

__all__ = ["best_strength_to", "strongest_simple_paths"]


def strongest_simple_paths(
    successors: Sequence[Mapping[int, float]],
    speaks: Sequence[float],
    starts: Mapping[int, float],
    target: int,
    k: int,
    names: Sequence[str],
    expansion_limit: int = 200_000,
) -> list[tuple[float, tuple[int, ...]]]:
    """Return the k strongest simple paths to a target.

    Parameters
    ----------
    successors : sequence of mapping
        For each person, whom their word may reach and the probability in (0, 1] that it does.
    speaks : sequence of float
        For each person, the probability in [0, 1] that they pass on what reaches them.
    starts : mapping
        Where a path may start, and the factor in [0, 1] that goes with it.
    target : int
        Where it ends.
    k : int
        How many.
    names : sequence of str
        Names that order paths of equal strength.
    expansion_limit : int
        Partial paths that are looked at before the search ends with what it has.

    Returns
    -------
    list of (float, tuple of int)
        Strength in (0, 1] and the people from start to target, strongest first.

    Examples
    --------
    >>> strongest_simple_paths([{1: 0.5, 2: 0.2}, {2: 0.5}, {}], [1.0, 1.0, 1.0], {0: 1.0}, 2, 2, "abc")
    [(0.25, (0, 1, 2)), (0.2, (0, 2))]
    """
    best = best_strength_to(successors, speaks, target)
    queue: list[tuple[float, tuple[str, ...], tuple[int, ...], float]] = [
        (-factor * best[start], (names[start],), (start,), factor)
        for start, factor in starts.items()
        if factor > 0 and best[start] > 0 and start != target
    ]
    heapq.heapify(queue)
    found: list[tuple[float, tuple[int, ...]]] = []
    for _ in range(expansion_limit):
        if not queue or len(found) == k:
            break
        _, path_names, path, strength = heapq.heappop(queue)
        person = path[-1]
        if person == target:
            found.append((strength, path))
            continue
        for head, chance in successors[person].items():
            attained = strength * speaks[person] * chance
            if head not in path and attained * best[head] > 0:
                heapq.heappush(queue, (-attained * best[head], (*path_names, names[head]), (*path, head), attained))
    return found


def best_strength_to(successors: Sequence[Mapping[int, float]], speaks: Sequence[float], target: int) -> list[float]:
    """Return, for each person, the strength of the strongest way to the target."""
    incoming: list[list[tuple[int, float]]] = [[] for _ in successors]
    for person, heads in enumerate(successors):
        for head, chance in heads.items():
            if chance * speaks[person] > 0:
                incoming[head].append((person, chance * speaks[person]))
    best = [0.0] * len(successors)
    queue = [(-1.0, target)]
    while queue:
        negative, person = heapq.heappop(queue)
        if -negative <= best[person]:
            continue
        best[person] = -negative
        for before, chance in incoming[person]:
            if -negative * chance > best[before]:
                heapq.heappush(queue, (negative * chance, before))
    return best
