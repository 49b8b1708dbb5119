"""What a result took for granted."""

from __future__ import annotations

from dataclasses import dataclass

from influence._text import phrase
from influence._types import Language

__all__ = ["Assumption"]


@dataclass(frozen=True)
class Assumption:
    """A default or a stand-in that a result rests on.

    Parameters
    ----------
    key : str
        Which one, such as ``unknown_support``.
    value : str
        The value that was used, and for whom or what.
    source : str
        Where it comes from; ``assumption`` where it is one.

    Examples
    --------
    >>> Assumption("indifference", "0.3").text()
    'attention for what a listener does not care about: 0.3 (assumption)'
    """

    key: str
    value: str
    source: str = "assumption"

    def text(self, language: Language | None = None) -> str:
        """Return it as one sentence."""
        source = phrase("assumptions.source_assumption", language) if self.source == "assumption" else self.source
        return phrase(f"assumptions.{self.key}", language, value=self.value, source=source)
