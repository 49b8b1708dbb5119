"""Who would get through: the exact distribution of the set of people from whom a target is reached.

One target and one concern fix, for every way the cascade may turn out, the set of people whose word would arrive. Once
the probability of each such set is known, the reach of any plan is a sum over the sets, however people are planted.
The search runs backwards from the target and keeps, for each state, the people who get through and those of them whose
listening has been looked at; the chance that a person gets through to one more listener is conditioned on not having
got through before, so that a person's silence stays one event for all listeners. The method of factoring on sets of
nodes is that of Moskowitz, "The analysis of redundancy networks" (AIEE 1958), taken from edges to nodes.
"""

from __future__ import annotations

import numpy as np

from influence._types import FloatArray, IndexArray

__all__ = ["mask_rows", "reaching_sets"]

State = tuple[int, int]


def reaching_sets(
    tail: IndexArray,
    head: IndexArray,
    probability: FloatArray,
    speaks: FloatArray,
    target: int,
    state_limit: int,
) -> dict[int, float] | None:
    """Return the probability of each set of people from whom the target is reached.

    Parameters
    ----------
    tail, head : ndarray of int64, shape (m,)
        Ties: ``tail[e]`` influences ``head[e]``; each ordered pair once.
    probability : ndarray of float64, shape (m,)
        Probability in [0, 1] that a tie works, given that its speaker speaks up.
    speaks : ndarray of float64, shape (n,)
        Probability in [0, 1] that a person passes on what reaches them.
    target : int
    state_limit : int
        States made before the search gives up.

    Returns
    -------
    dict of int to float, or None
        Bit mask of the people, the target among them → probability; the probabilities sum to 1. None where the limit
        was reached.

    Examples
    --------
    >>> import numpy as np
    >>> found = reaching_sets(np.array([0]), np.array([1]), np.array([0.5]), np.array([0.8, 1.0]), 1, 100)
    >>> {bin(people): round(chance, 3) for people, chance in found.items()}
    {'0b10': 0.6, '0b11': 0.4}
    """
    listens: list[list[tuple[int, float]]] = [[] for _ in speaks]
    for speaker, listener, chance in zip(tail.tolist(), head.tolist(), probability.tolist(), strict=True):
        if chance > 0 and speaks[speaker] > 0 and speaker != target:
            listens[listener].append((speaker, chance))
    kept_from = [{listener: 1.0 - chance for listener, chance in row} for row in _by_speaker(listens)]
    talk = speaks.tolist()
    start = 1 << target
    open_states: dict[State, float] = {(0, start): 1.0}
    finished: dict[int, float] = {}
    made = 0
    while open_states:
        following: dict[State, float] = {}
        for (looked, through), mass in open_states.items():
            waiting = through & ~looked
            if not waiting:
                finished[through] = finished.get(through, 0.0) + mass
                continue
            listener = (waiting & -waiting).bit_length() - 1
            branches = [(through, mass)]
            for speaker, _ in listens[listener]:
                if through >> speaker & 1:
                    continue
                chance = _gets_through(kept_from[speaker], talk[speaker], looked, listener)
                branches = [
                    branch
                    for people, share in branches
                    for branch in ((people, share * (1.0 - chance)), (people | 1 << speaker, share * chance))
                    if branch[1] > 0.0
                ]
                # one listener with many speakers branches more often than there may be states
                if made + len(branches) > state_limit:
                    return None
            for people, share in branches:
                key = (looked | 1 << listener, people)
                following[key] = following.get(key, 0.0) + share
            if made + len(following) > state_limit:
                return None
        made += len(following)
        open_states = following
    return dict(sorted(finished.items()))


def _by_speaker(listens: list[list[tuple[int, float]]]) -> list[list[tuple[int, float]]]:
    spoken: list[list[tuple[int, float]]] = [[] for _ in listens]
    for listener, row in enumerate(listens):
        for speaker, chance in row:
            spoken[speaker].append((listener, chance))
    return spoken


def _gets_through(kept_from: dict[int, float], talk: float, looked: int, listener: int) -> float:
    """Return the chance to get through to one more listener, given that none looked at so far was reached."""
    missed = 1.0
    for other, kept in kept_from.items():
        if looked >> other & 1:
            missed *= kept
    before = 1.0 - talk + talk * missed
    gained = talk * missed * (1.0 - kept_from[listener])
    return gained / before if before > 0 else 0.0


def mask_rows(masks: list[int], people: int) -> FloatArray:
    """Return masks as rows of zeros and ones, shape (masks, people)."""
    return np.array([[mask >> person & 1 for person in range(people)] for mask in masks], dtype=np.float64)
