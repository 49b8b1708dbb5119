"""Bit-parallel worlds against a plain search in each world, and against the probabilities they were drawn with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence._types import BoolArray, FloatArray, IndexArray, WordArray
from influence.errors import InputError
from influence.propagate.worlds import Worlds, share_of_worlds


def unpack(bits: WordArray, count: int) -> BoolArray:
    """Return bits as booleans over the last axis."""
    flat = np.unpackbits(np.ascontiguousarray(bits).view(np.uint8), axis=-1, bitorder="little")
    return flat[..., :count].astype(bool)


def searched(tail: IndexArray, head: IndexArray, live: BoolArray, target: int, people: int) -> BoolArray:
    """Return who reaches the target over live ties in one world, by depth-first search."""
    found = np.zeros(people, dtype=bool)
    found[target] = True
    stack = [target]
    while stack:
        person = stack.pop()
        for edge in np.flatnonzero((head == person) & live):
            if not found[tail[edge]]:
                found[tail[edge]] = True
                stack.append(int(tail[edge]))
    return found


probabilities = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, IndexArray, IndexArray, FloatArray, FloatArray]:
    people = draw(st.integers(1, 7))
    node = st.integers(0, people - 1)
    edges = draw(st.lists(st.tuples(node, node), max_size=14))
    concerns = draw(st.integers(1, 3))
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    ties = draw(st.lists(probabilities, min_size=concerns * len(edges), max_size=concerns * len(edges)))
    own = draw(st.lists(probabilities, min_size=concerns * people, max_size=concerns * people))
    return (
        people,
        ends[:, 0],
        ends[:, 1],
        np.array(ties).reshape(concerns, len(edges)),
        np.array(own).reshape(concerns, people),
    )


@given(networks(), st.integers(1, 200), st.integers(0, 5))
def test_reach_is_what_a_search_in_each_world_finds(
    network: tuple[int, IndexArray, IndexArray, FloatArray, FloatArray], count: int, seed: int
) -> None:
    people, tail, head, ties, own = network
    target = seed % people
    worlds = Worlds.draw(tail, head, ties, own, count, rng=seed)
    live = unpack(worlds.live, count)
    reach = unpack(worlds.reach_to(target), count)
    for concern in range(len(ties)):
        for world in range(0, count, 17):
            expected = searched(tail, head, live[:, concern, world], target, people)
            assert (reach[:, concern, world] == expected).all()


@given(networks(), st.integers(1, 130))
def test_bits_beyond_the_last_world_are_never_set(
    network: tuple[int, IndexArray, IndexArray, FloatArray, FloatArray], count: int
) -> None:
    people, tail, head, ties, own = network
    worlds = Worlds.draw(tail, head, np.ones_like(ties), np.ones_like(own), count)
    everywhere = np.full(len(ties), 1.0)
    assert (share_of_worlds(worlds.everywhere(), count) == everywhere).all()
    assert (share_of_worlds(worlds.live, count) == 1.0).all()
    assert (share_of_worlds(worlds.planted(np.ones((people, len(ties)))), count) == 1.0).all()
    assert (share_of_worlds(worlds.reach_to(0), count) <= 1.0).all()
    assert share_of_worlds(worlds.reach_to(0), count)[0].tolist() == everywhere.tolist()


def test_certain_and_impossible_events_are_so_in_every_world() -> None:
    tail, head = np.array([0, 1, 2]), np.array([1, 2, 3])
    worlds = Worlds.draw(tail, head, np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.0, 1.0]), 10_000)
    assert share_of_worlds(worlds.live, 10_000).ravel().tolist() == [1.0, 0.0, 0.0]
    planted = worlds.planted(np.array([[1.0], [0.0]]), np.array([2, 0]))
    assert share_of_worlds(planted, 10_000).ravel().tolist() == [1.0, 0.0]


def test_one_person_speaks_to_all_their_listeners_or_to_none() -> None:
    tail, head = np.array([0, 0]), np.array([1, 2])
    worlds = Worlds.draw(tail, head, np.ones(2), np.array([0.5, 1.0, 1.0]), 5_000)
    live = unpack(worlds.live, 5_000)
    assert (live[0] == live[1]).all()
    assert 0.46 < live[0].mean() < 0.54


def test_events_hold_as_often_as_their_probability_says_and_independently() -> None:
    count, seeds = 1_024, 200
    tail, head = np.array([0, 1]), np.array([2, 2])
    ties = np.array([[0.3, 0.000_02], [0.3, 0.9]])
    totals = np.zeros((2, 2))
    both = 0.0
    scores = []
    for seed in range(seeds):
        worlds = Worlds.draw(tail, head, ties, np.ones(3), count, rng=seed)
        share = share_of_worlds(worlds.live, count)
        totals += share
        both += float(share_of_worlds(worlds.live[0, 0] & worlds.live[0, 1], count))
        scores.append((share[0, 0] - 0.3) / np.sqrt(0.21 / count))
    expected = ties.T
    error = np.sqrt(expected * (1 - expected) / (count * seeds))
    # an event's offset is drawn once for all worlds: it adds at most one step of 2**-16 an event and seed
    assert (np.abs(totals / seeds - expected) < 4 * error + 4 * 2**-16 / np.sqrt(seeds)).all()
    assert abs(both / seeds - 0.09) < 4 * np.sqrt(0.09 * 0.91 / (count * seeds))
    assert np.abs(scores).max() < 4.5
    assert 0.8 < np.std(scores) < 1.2


@given(networks(), st.integers(0, 3))
def test_larger_probabilities_lose_no_world(
    network: tuple[int, IndexArray, IndexArray, FloatArray, FloatArray], seed: int
) -> None:
    people, tail, head, ties, own = network
    worlds = Worlds.draw(tail, head, ties, own, 150, rng=seed)
    larger = worlds.with_probabilities(ties + (1 - ties) / 3, own + (1 - own) / 3)
    before, after = worlds.reach_to(0), larger.reach_to(0)
    assert (before & ~after == 0).all()
    q = np.full((people, len(ties)), 0.4)
    assert (worlds.planted(q) & ~larger.planted(q + 0.2) == 0).all()
    again = larger.with_probabilities(ties, own)
    assert (again.live == worlds.live).all()


def test_a_large_table_that_is_drawn_again_holds_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    tail, head = np.arange(40), np.arange(1, 41)
    ties, own = np.full((2, 40), 0.4), np.full((2, 41), 0.6)
    kept = Worlds.draw(tail, head, ties, own, 20_000)
    q = np.full((3, 2), 0.3)
    nodes = np.array([5, 1, 5])
    planted = kept.planted(q, nodes)
    monkeypatch.setattr("influence.propagate.worlds.KEPT_BYTES", 0)
    drawn = Worlds.draw(tail, head, ties, own, 20_000)
    assert (drawn.live == kept.live).all()
    assert (drawn.planted(q, nodes) == planted).all()
    assert (planted[0] == planted[2]).all()


def test_parallel_ties_and_loops_count() -> None:
    tail, head = np.array([0, 0, 1]), np.array([1, 1, 1])
    worlds = Worlds.draw(tail, head, np.array([0.5, 0.5, 1.0]), np.ones(2), 40_000)
    assert abs(share_of_worlds(worlds.reach_to(1), 40_000)[0, 0] - 0.75) < 0.01


def test_wrong_shapes_and_counts_are_errors() -> None:
    tail, head = np.array([0]), np.array([1])
    with pytest.raises(InputError, match="worlds is 0"):
        Worlds.draw(tail, head, np.ones(1), np.ones(2), 0)
    with pytest.raises(InputError, match="probability has shape"):
        Worlds.draw(tail, head, np.ones(2), np.ones(2), 10)
    with pytest.raises(InputError, match="2 concerns"):
        Worlds.draw(tail, head, np.ones(1), np.ones(2), 10).with_probabilities(np.ones((2, 1)), np.ones(2))
