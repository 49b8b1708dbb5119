"""The general equilibrium: a published vector, iteration, and what has no single answer."""

from __future__ import annotations

import numpy as np
import pytest

from influence.errors import InputError
from influence.propagate import friedkin_johnsen


def test_the_vector_published_with_the_package_sint() -> None:
    weights = [
        [0.220, 0.120, 0.360, 0.300],
        [0.147, 0.215, 0.344, 0.294],
        [0.0, 0.0, 1.0, 0.0],
        [0.090, 0.178, 0.446, 0.286],
    ]
    found = friedkin_johnsen(weights, [0.780, 0.785, 0, 0.714], [25, 25, 75, 85])
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
