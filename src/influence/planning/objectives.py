"""What a search asks of an objective."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from influence._types import FloatArray
from influence.model import Deal
from influence.planning.constraints import Pair
from influence.planning.entry import Hearing

__all__ = ["Objective"]


class Objective(Protocol):
    """The worth of sets of pairs to one or several listeners."""

    deal: Deal
    hearing: Hearing
    listeners: tuple[str, ...]

    @property
    def weights(self) -> FloatArray | None:
        """The weight of each listener in the value, or None where the rule is no weighted sum."""

    @property
    def count(self) -> int | None:
        """Number of sampled worlds; None where the objective is exact."""

    def heard(self, pairs: Iterable[Pair]) -> FloatArray:
        """Return the worth to each listener, shape (L,)."""

    def increments(self, pairs: Sequence[Pair], candidates: Sequence[Pair]) -> FloatArray:
        """Return what one pair more adds for each listener, shape (candidates, L)."""

    def scores(self, heard: FloatArray) -> FloatArray:
        """Return values under the rule, and what decides between equal ones, shape (plans, 2)."""

    def value(self, pairs: Iterable[Pair]) -> float:
        """Return the value under the rule."""

    def opened(self) -> Objective:
        """Return an objective that is never less, monotone and submodular for each listener."""
