"""What a guessed or unknown number may be: many numbers at once, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence._types import FloatArray

__all__ = ["Spread", "Spreads", "spread_of"]

FIXED, TRIANGULAR, UNIFORM = 0, 1, 2


@dataclass(frozen=True)
class Spread:
    """The distribution of one number: with some weight its own, otherwise that of knowing nothing.

    Parameters
    ----------
    kind : int
        ``FIXED``, ``TRIANGULAR`` or ``UNIFORM``.
    low, mode, high : float
    weight : float
        Probability in [0, 1] of the own distribution.
    unknown : tuple of (float, float)
        The range of the uniform one otherwise.
    """

    kind: int
    low: float
    mode: float
    high: float
    weight: float
    unknown: tuple[float, float]

    @property
    def is_open(self) -> bool:
        """Whether there is anything to find out."""
        return self.kind != FIXED or self.weight < 1.0


def spread_of(
    given: Any,
    labels: Mapping[str, float],
    span: tuple[float, float],
    *,
    age: float = 1.0,
    certain: tuple[str, ...] = (),
) -> Spread:
    """Return the distribution of a number as a deal states it.

    Parameters
    ----------
    given : None, label, number or Stated
    labels : mapping
        Label → number.
    span : tuple of (float, float)
        The range of the scale.
    age : float
        Weight in [0, 1] that the statement still has.
    certain : tuple of str
        Labels that are statements of fact.

    Returns
    -------
    Spread

    Examples
    --------
    >>> found = spread_of("supporter", {"neutral": 0.0, "supporter": 0.5, "mentor": 1.0}, (-1.0, 1.0))
    >>> found.low, found.mode, found.high
    (0.25, 0.5, 0.75)
    """
    if given is None or given == "unknown":
        return Spread(UNIFORM, *_ends(span), 1.0, span)
    if isinstance(given, str):
        if given in certain:
            return Spread(FIXED, labels[given], labels[given], labels[given], age, span)
        low, high = _between_neighbours(labels, given, span)
        return Spread(TRIANGULAR, low, labels[given], high, age, span)
    if isinstance(given, (int, float)):
        return Spread(FIXED, float(given), float(given), float(given), age, span)
    weight = age * (1.0 if given.certainty is None else given.certainty)
    if given.range is None:
        own = spread_of(given.value, labels, span, certain=certain)
        return Spread(own.kind, own.low, own.mode, own.high, weight, span)
    low, high = given.range
    if given.value is None or given.value == "unknown":
        return Spread(UNIFORM, low, (low + high) / 2, high, weight, span)
    value = labels[given.value] if isinstance(given.value, str) else float(given.value)
    return Spread(TRIANGULAR, low, value, high, weight, span)


def _ends(span: tuple[float, float]) -> tuple[float, float, float]:
    return span[0], (span[0] + span[1]) / 2, span[1]


def _between_neighbours(labels: Mapping[str, float], label: str, span: tuple[float, float]) -> tuple[float, float]:
    value = labels[label]
    places = sorted(set(labels.values()))
    below = [place for place in places if place < value]
    above = [place for place in places if place > value]
    return (
        (below[-1] + value) / 2 if below else span[0],
        (above[0] + value) / 2 if above else span[1],
    )


class Spreads:
    """Many distributions, drawn together.

    Parameters
    ----------
    spreads : sequence of Spread
    """

    def __init__(self, spreads: list[Spread]) -> None:
        self.spreads = spreads
        rows = [(s.kind, s.low, s.mode, s.high, s.weight, *s.unknown) for s in spreads]
        self._table = np.array(rows, dtype=np.float64).reshape(-1, 7)

    def draw(self, count: int, generator: np.random.Generator) -> FloatArray:
        """Return values, shape (count, numbers)."""
        kind, low, mode, high, weight, least, most = self._table.T
        share, choice, anywhere = generator.random((3, count, len(self.spreads)))
        width = np.where(high > low, high - low, 1.0)
        peak = (mode - low) / width
        rising = low + np.sqrt(share * width * np.maximum(mode - low, 0.0))
        falling = high - np.sqrt((1.0 - share) * width * np.maximum(high - mode, 0.0))
        triangular = np.where(share < peak, rising, falling)
        own = np.where(kind == FIXED, mode, np.where(kind == UNIFORM, low + share * (high - low), triangular))
        return np.where(choice < weight, own, least + anywhere * (most - least))
