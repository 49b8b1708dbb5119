"""A probability and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from influence._show import Result
from influence.propagate.reliability.expansion import Cut

__all__ = ["Estimate"]

CUTS = {
    "work": "; cut by the work limit",
    "time": "; cut by the time limit",
    "memory": "; cut by the memory limit",
    "size": "; too large to expand",
}


@dataclass(frozen=True)
class Estimate(Result):
    """The chance that a target is reached.

    Parameters
    ----------
    value : float
        In [0, 1]: exact, the middle of certain bounds, or a mean over samples clipped to them.
    lower, upper : float
        Certain bounds in [0, 1].
    method : str
        ``exact``, ``bounds`` or ``sampled``.
    stderr : float
        Standard error of a sampled value; 0 otherwise.
    states : int
        States that were made.
    samples : int
        Worlds that were drawn.
    cut : str
        Which limit kept the computation from an exact value: ``work``, ``time``, ``memory``, or ``size`` where the
        graph is too large to expand; empty where none did.

    Examples
    --------
    >>> print(Estimate(0.5, 0.4, 0.6, "bounds", 0.0, cut="memory"))
    0.5000 [0.4000, 0.6000], bounds; cut by the memory limit
    """

    value: float
    lower: float
    upper: float
    method: Literal["exact", "bounds", "sampled"]
    stderr: float
    states: int = 0
    samples: int = 0
    cut: Cut = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as plain data."""
        return vars(self).copy()

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row."""
        return {"estimate": [self.to_dict()]}

    def __str__(self) -> str:
        error = f", standard error {self.stderr:.4f} of {self.samples:,} worlds" if self.method == "sampled" else ""
        return f"{self.value:.4f} [{self.lower:.4f}, {self.upper:.4f}], {self.method}{error}{CUTS.get(self.cut, '')}"
