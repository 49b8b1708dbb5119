"""Two-terminal reliability of a directed graph whose ties and people fail, by expanding states.

A state is the set of people reached and not yet asked to pass it on, and the set of those still unreached. Expanding
one reached person splits the state by what that person does: nothing, or any subset of their ties at once. Equal states
are merged, states that cannot reach the target any more are dropped, so cycles need no care and every event is drawn
once. The mass that has arrived is a certified lower bound at every moment, that plus the mass still under way an upper
one; stopping early gives an interval. The idea of merging states of a frontier is that of Hardy, Lucet and Limnios,
"K-terminal network reliability measures with binary decision diagrams" (IEEE Transactions on Reliability 56, 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ReachInterval", "expand_states"]

State = tuple[int, int]


@dataclass(frozen=True)
class ReachInterval:
    """What expanding the states has shown.

    Parameters
    ----------
    lower, upper : float
        Certified bounds on the probability that the target is reached, in [0, 1]; equal up to rounding where the
        search went to its end.
    states : int
        States made.
    complete : bool
        Whether the search went to its end.
    """

    lower: float
    upper: float
    states: int
    complete: bool


def expand_states(
    successors: Sequence[Sequence[tuple[int, float]]],
    speaks: Sequence[float],
    planted: Sequence[float],
    target: int,
    work_limit: int,
) -> ReachInterval:
    """Return bounds on the probability that a target is reached from planted people.

    Parameters
    ----------
    successors : sequence of sequence of (int, float)
        For each person, whom their word may reach and the probability in (0, 1] that the tie works.
    speaks : sequence of float
        For each person, the probability in [0, 1] that they pass it on at all.
    planted : sequence of float
        For each person, the probability in [0, 1] of being reached by us directly.
    target : int
        The person meant.
    work_limit : int
        States to make at most; the last expansion may go a little over it.

    Returns
    -------
    ReachInterval

    Examples
    --------
    A chain 0 → 1 → 2 with everybody speaking up half of the time:

    >>> found = expand_states([[(1, 0.8)], [(2, 0.5)], []], [0.5, 0.5, 0.5], [1.0, 0.0, 0.0], 2, 1000)
    >>> round(found.lower, 12), found.complete
    (0.1, True)
    """
    count = len(successors)
    useful = [
        {head: chance for head, chance in successors[person] if chance > 0 and head != person}
        if speaks[person] > 0
        else {}
        for person in range(count)
    ]
    forward = [sum(1 << head for head in heads) for heads in useful]
    backward = [sum(1 << person for person in range(count) if forward[person] >> head & 1) for head in range(count)]
    everyone = (1 << count) - 1
    goal = 1 << target
    start: dict[State, float] = {(0, everyone & ~goal): 1.0 - planted[target]}
    arrived = planted[target]
    for person in range(count):
        if person == target or planted[person] <= 0:
            continue
        split: dict[State, float] = {}
        for (reached, unreached), mass in start.items():
            bit = 1 << person
            for state, share in (
                ((reached | bit, unreached & ~bit), planted[person]),
                ((reached, unreached), 1.0 - planted[person]),
            ):
                if share > 0:
                    split[state] = split.get(state, 0.0) + mass * share
        start = split
    buckets: list[dict[State, float]] = [{} for _ in range(count + 1)]
    for state, mass in start.items():
        _file(buckets, _prune(state, goal, forward, backward), mass)
    order = _distance_order(target, backward, count)
    expanded = 0
    while any(buckets):
        size = max(number for number, bucket in enumerate(buckets) if bucket)
        bucket, buckets[size] = buckets[size], {}
        for position, ((reached, unreached), mass) in enumerate(bucket.items()):
            if expanded >= work_limit:
                waiting = sum(list(bucket.values())[position:]) + sum(sum(rest.values()) for rest in buckets)
                return ReachInterval(arrived, min(arrived + waiting, 1.0), expanded, complete=False)
            person = next(number for number in order if reached >> number & 1)
            heads = [(1 << head, chance) for head, chance in useful[person].items() if (unreached | goal) >> head & 1]
            outcomes, hit = _outcomes(heads, goal)
            expanded += 1 + len(outcomes)
            arrived += mass * speaks[person] * hit
            rest = reached & ~(1 << person)
            silent = 1.0 - speaks[person]
            if silent > 0:
                _file(buckets, _prune((rest, unreached), goal, forward, backward), mass * silent)
            for newly, chance in outcomes.items():
                onward = _prune((rest | newly, unreached & ~newly), goal, forward, backward)
                _file(buckets, onward, mass * speaks[person] * chance)
    return ReachInterval(arrived, arrived, expanded, complete=True)


def _outcomes(heads: list[tuple[int, float]], goal: int) -> tuple[dict[int, float], float]:
    """Return the chance of each set of newly reached people without the target, and the chance of the target."""
    hit = next((chance for bit, chance in heads if bit == goal), 0.0)
    outcomes = {0: 1.0 - hit}
    for bit, chance in heads:
        if bit == goal:
            continue
        split: dict[int, float] = {}
        for newly, mass in outcomes.items():
            split[newly | bit] = mass * chance
            if chance < 1.0:
                split[newly] = mass * (1.0 - chance)
        outcomes = split
    return outcomes, hit


def _prune(state: State, goal: int, forward: list[int], backward: list[int]) -> State | None:
    """Keep of a state what can still matter; None where the target is out of reach."""
    reached, unreached = state
    allowed = reached | unreached
    towards, frontier = goal, goal
    while frontier:
        bit = frontier & -frontier
        frontier ^= bit
        fresh = backward[bit.bit_length() - 1] & allowed & ~towards
        towards |= fresh
        frontier |= fresh & unreached
    reached &= towards
    if not reached:
        return None
    onward, frontier = 0, reached
    while frontier:
        bit = frontier & -frontier
        frontier ^= bit
        fresh = forward[bit.bit_length() - 1] & unreached & towards & ~onward
        onward |= fresh
        frontier |= fresh
    return reached, onward


def _file(buckets: list[dict[State, float]], state: State | None, mass: float) -> None:
    if state is None or mass <= 0:
        return
    bucket = buckets[state[0].bit_count() + state[1].bit_count()]
    bucket[state] = bucket.get(state, 0.0) + mass


def _distance_order(target: int, backward: list[int], count: int) -> list[int]:
    """Return people farthest from the target first, so that the states that remain are alike."""
    distance = {target: 0}
    queue = [target]
    for head in queue:
        for person in range(count):
            if backward[head] >> person & 1 and person not in distance:
                distance[person] = distance[head] + 1
                queue.append(person)
    return sorted(range(count), key=lambda person: (-distance.get(person, 0), person))
