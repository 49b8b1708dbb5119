"""The general equilibrium: a published vector, iteration, and what has no single answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from influence._types import FloatArray
from influence.errors import InputError
from influence.graph import deal_arrays
from influence.io import load_example
from influence.model import Deal
from influence.propagate import consensus as consensus_module
from influence.propagate import equilibrium, friedkin_johnsen, opinion_shares, standing
from influence.propagate import opinion_system as system_module
from influence.propagate.consensus import opinion_system


def test_the_vector_published_with_the_package_sint() -> None:
    weights = [
        [0.220, 0.120, 0.360, 0.300],
        [0.147, 0.215, 0.344, 0.294],
        [0.0, 0.0, 1.0, 0.0],
        [0.090, 0.178, 0.446, 0.286],
    ]
    for given_as in (np.array, sparse.csr_array, sparse.coo_matrix, sparse.lil_array):
        found = friedkin_johnsen(given_as(weights), [0.780, 0.785, 0, 0.714], [25, 25, 75, 85])
        assert isinstance(found, np.ndarray)
        assert found == pytest.approx([60.0208, 59.9840, 75, 74.9862], abs=5e-5)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_where_listening_again_and_again_ends(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.random((6, 6))
    weights /= weights.sum(axis=1, keepdims=True)
    susceptibility, initial = rng.uniform(0.0, 0.9, 6), rng.uniform(-1.0, 1.0, 6)
    opinions = initial
    for _ in range(400):
        opinions = susceptibility * (weights @ opinions) + (1.0 - susceptibility) * initial
    assert friedkin_johnsen(weights, susceptibility, initial) == pytest.approx(opinions, abs=1e-12)


def test_nobody_anchored_is_an_error() -> None:
    with pytest.raises(InputError, match="nobody anchored"):
        friedkin_johnsen([[0.0, 1.0], [1.0, 0.0]], [1.0, 1.0], [0.0, 1.0])


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        friedkin_johnsen([[0.0, np.nan], [1.0, 0.0]], [2.0, 0.5], [1.0])
    assert [problem.field for problem in caught.value.problems] == ["initial", "weights", "susceptibility"]


def network(count: int, seed: int, most: float, per_person: int = 8) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
    """Return signed weights whose absolute rows sum to 1, susceptibilities up to a most, and opinions."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.arange(count), per_person)
    weights = rng.random(len(rows)) * np.where(rng.random(len(rows)) < 0.2, -1.0, 1.0)
    matrix = sparse.csr_array((weights, (rows, rng.integers(0, count, len(rows)))), shape=(count, count))
    totals: FloatArray = np.asarray(abs(matrix).sum(axis=1)).ravel()
    matrix = sparse.csr_array(sparse.diags_array(1.0 / totals) @ matrix)
    return matrix, rng.uniform(0.0, most, count), rng.uniform(-1.0, 1.0, count)


def solved(matrix: Any, susceptibility: FloatArray, initial: FloatArray) -> FloatArray:
    dense = matrix.toarray() if hasattr(matrix, "tocoo") else np.asarray(matrix)
    system = np.eye(len(initial)) - susceptibility[:, None] * dense
    return np.asarray(np.linalg.solve(system, (1.0 - susceptibility) * initial))


@given(st.integers(1, 40), st.integers(0, 10_000), st.sampled_from([0.5, 0.95, 1.0]), st.booleans())
def test_every_method_gives_what_a_direct_solution_gives(count: int, seed: int, most: float, small: bool) -> None:
    matrix, susceptibility, initial = network(count, seed, most, 3)
    expected = solved(matrix, susceptibility, initial)
    with pytest.MonkeyPatch.context() as patch:
        if not small:
            patch.setattr(system_module, "SMALL", 0)
        for given_as in (matrix, matrix.toarray()):
            found = equilibrium(given_as, susceptibility, initial)
            assert (found.method == "direct") <= small or found.rounds == 0
            assert np.abs(found.opinions - expected).max() <= found.error_bound + 1e-12
            assert found.error_bound < 1e-6
            target = count // 2
            shares = opinion_shares(given_as, susceptibility, target)
            assert shares.shares @ initial == pytest.approx(expected[target], abs=shares.error_bound + 1e-12)


@pytest.mark.parametrize(
    ("most", "method"), [(0.5, "jacobi"), (0.944, "bicgstab"), (0.99999, "bicgstab"), (1.0, "bicgstab")]
)
def test_large_systems_are_iterated_and_the_bound_holds(most: float, method: str) -> None:
    rng = np.random.default_rng(5)
    matrix, _, initial = network(2_000, 5, 1.0)
    matrix = abs(matrix)  # without conflicts nothing averages out, and near 1 listening is slow
    susceptibility = np.full(2_000, most)
    susceptibility[rng.choice(2_000, 3, replace=False)] = 0.5
    found = equilibrium(matrix, susceptibility, initial)
    assert found.method == method
    off = np.abs(found.opinions - solved(matrix, susceptibility, initial)).max()
    assert off <= found.error_bound + 1e-10
    assert found.error_bound <= (1.1e-9 if most < 0.99 else 1e-5)
    row = opinion_shares(matrix, susceptibility, 17)
    dense = np.eye(2_000) - susceptibility[:, None] * matrix.toarray()
    unit = np.zeros(2_000)
    unit[17] = 1.0
    expected = np.linalg.solve(dense.T, unit) * (1.0 - susceptibility)
    assert np.abs(row.shares - expected).sum() <= row.error_bound + 1e-10
    assert row.error_bound <= (1.1e-9 if most < 0.99 else 1e-5)


def test_a_looser_tolerance_takes_fewer_rounds_and_its_bound_is_wider_but_holds() -> None:
    matrix, susceptibility, initial = network(2_000, 1, 0.944)
    exact = solved(matrix, susceptibility, initial)
    rounds = []
    for tolerance in (1e-2, 1e-4, 1e-8):
        found = equilibrium(matrix, susceptibility, initial, tolerance=tolerance)
        assert np.abs(found.opinions - exact).max() <= found.error_bound <= tolerance
        rounds.append(found.rounds)
    assert rounds == sorted(set(rounds))


def test_what_rounding_hides_is_part_of_the_bound() -> None:
    matrix, susceptibility, initial = network(1_000, 2, 0.5)
    found = equilibrium(matrix, susceptibility, 1e6 * initial, tolerance=1e-30)
    assert 0 < found.error_bound < 1e-6
    assert np.abs(found.opinions - solved(matrix, susceptibility, 1e6 * initial)).max() <= found.error_bound


@pytest.mark.parametrize("size", [3, 400])
def test_a_group_that_nobody_anchors_is_found_by_who_listens_to_whom(size: int) -> None:
    """Two rings: the first listens to the second, too; all of the second are wholly open."""
    people = np.arange(size)
    ring = sparse.csr_array((np.ones(size), (people, (people + 1) % size)))
    first = sparse.csr_array(ring * 0.5)
    blocks: Any = [[first, sparse.eye_array(size) * 0.5], [None, ring]]
    weights = sparse.csr_array(sparse.block_array(blocks))
    susceptibility = np.ones(2 * size)
    initial = np.linspace(0.0, 1.0, 2 * size)
    with pytest.raises(InputError, match=f"nobody anchored among {size} people, the first of them number {size}"):
        equilibrium(weights, susceptibility, initial)
    susceptibility[0] = 0.5
    with pytest.raises(InputError, match="nobody anchored"):
        friedkin_johnsen(weights, susceptibility, initial)
    susceptibility[-1] = 0.5
    found = equilibrium(weights, susceptibility, initial)
    assert found.opinions == pytest.approx(solved(weights, susceptibility, initial), abs=1e-7)
    assert np.abs(found.opinions - solved(weights, susceptibility, initial)).max() <= found.error_bound + 1e-11


@pytest.mark.parametrize(("signs", "settles"), [((-1, -1), False), ((1, -1), True), ((1, 1), False)])
@pytest.mark.parametrize("small", [True, False])
def test_with_conflicts_a_group_without_anchor_settles_unless_it_splits_into_two_camps(
    signs: tuple[int, int], settles: bool, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not small:
        monkeypatch.setattr(system_module, "SMALL", 0)
    weights = sparse.csr_array([[0.0, signs[0]], [signs[1], 0.0]])
    if settles:
        assert friedkin_johnsen(weights, [1.0, 1.0], [1.0, 1.0]) == pytest.approx([0.0, 0.0], abs=1e-12)
    else:
        with pytest.raises(InputError, match="nobody anchored"):
            friedkin_johnsen(weights, [1.0, 1.0], [1.0, 1.0])


def test_rows_beyond_one_are_solved_and_their_bound_is_not_made_up() -> None:
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(20, 20))
    found = equilibrium(weights, np.full(20, 0.9), np.ones(20))
    exact = solved(weights, np.full(20, 0.9), np.ones(20))
    assert np.abs(found.opinions - exact).max() <= found.error_bound < 1e-8
    large = sparse.csr_array(rng.normal(size=(400, 400)) / 10)
    unproved = equilibrium(large, np.full(400, 0.9), np.ones(400))
    assert unproved.opinions == pytest.approx(solved(large, np.full(400, 0.9), np.ones(400)), rel=1e-5, abs=1e-5)


def test_the_matrix_given_is_not_changed_and_entries_given_twice_add_up() -> None:
    twice = sparse.csr_array((np.array([0.5, 0.5, 1.0]), np.array([1, 1, 0]), np.array([0, 2, 3])), shape=(2, 2))
    found = equilibrium(twice, [0.5, 0.5], [0.0, 1.0])
    assert twice.nnz == 3
    assert found.opinions == pytest.approx([1 / 3, 2 / 3])


def test_sparse_problems_are_said_at_once_too() -> None:
    with pytest.raises(InputError) as caught:
        equilibrium(sparse.csr_array([[0.0, np.inf], [1.0, 0.0]]), [2.0, 0.5], [1.0], tolerance=0.0)
    assert [each.field for each in caught.value.problems] == ["initial", "weights", "susceptibility", "tolerance"]
    with pytest.raises(InputError, match="no row"):
        opinion_shares(np.eye(2), [0.5, 0.5], 2)


def test_nobody_settles_nowhere() -> None:
    assert friedkin_johnsen(np.empty((0, 0)), [], []).shape == (0,)


def test_results_are_plain_data_and_text() -> None:
    found = equilibrium([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], [0.0, 1.0])
    assert found.to_dict()["opinions"] == [0.5, 1.0]
    assert found.to_frame().shape == (2, 2)
    shares = opinion_shares([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.0], 0)
    assert str(shares).startswith("2 shares in person 0's opinion, direct, error at most")
    assert shares.tables()["shares"][1] == {"person": 1, "share": 0.5}


def test_a_large_deal_stands_where_a_small_one_would(monkeypatch: pytest.MonkeyPatch) -> None:
    deal = load_example("power_grid")
    direct = standing(deal)
    assert direct.method == "exact"
    monkeypatch.setattr(system_module, "SMALL", 0)
    monkeypatch.setattr(consensus_module, "SMALL", 0)
    large = standing(deal)
    assert large.method == "iterated"
    assert large.value == pytest.approx(direct.value, abs=1e-9)
    assert [each.share for each in large.people] == pytest.approx([each.share for each in direct.people], abs=1e-9)


def test_a_deal_of_thousands_of_people() -> None:
    count = 2_000
    people: dict[str, Any] = {f"p{row}": {"reports_to": f"p{(row - 1) // 4}"} for row in range(1, count)}
    people = {"p0": {"roles": ["decision_maker"]}, **people, "p7": {**people["p7"], "support": "mentor"}}
    deal = Deal.model_validate({"organization": {"stakeholders": people}})
    found = standing(deal)
    assert found.method == "iterated"
    assert sum(each.share for each in found.people) == pytest.approx(found.value)
    system = opinion_system(deal_arrays(deal), 0)
    dense = np.eye(count) - system.susceptibility[:, None] * system.weights.toarray()
    expected = np.linalg.solve(dense, (1.0 - system.susceptibility) * deal_arrays(deal).facts.support)
    assert found.value == pytest.approx(expected[0], abs=1e-9)
