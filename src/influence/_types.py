"""Names for the types that several rooms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BoolArray",
    "FloatArray",
    "IndexArray",
    "Language",
    "ProgressCallback",
    "RandomSource",
    "WordArray",
]

FloatArray: TypeAlias = NDArray[np.float64]
IndexArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
WordArray: TypeAlias = NDArray[np.uint64]
"""Bit sets over sampled worlds, 64 worlds a word."""

RandomSource: TypeAlias = int | np.random.Generator | None
"""What ``rng`` parameters accept: a seed, a generator, or None for fresh entropy."""

ProgressCallback: TypeAlias = Callable[[int, int | None, str], None]
"""Called as ``progress(done, total, what)``; ``total`` is None where it is not known."""

Language: TypeAlias = Literal["en", "zh"]
