"""What a result took for granted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from influence._text import phrase
from influence._types import Language

__all__ = ["Assumption"]

TWO_PARTS = {"costs": " / "}
"""Assumptions whose value is two things, and what stands between them where it is not a comma."""
OF_LABELS = ("access", "advocacy", "strength", "reporting_lines", "min_support", "method_levels")
"""Assumptions whose value is written in labels."""


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
    'attention for what a listener does not care about, of 1: 0.3 (assumption)'
    """

    key: str
    value: str
    source: str = "assumption"

    def text(self, language: Language | None = None) -> str:
        """Return it as one sentence."""
        value = self._value(language)
        first, _, rest = value.partition(TWO_PARTS.get(self.key, ", "))
        source = self._source(language)
        return phrase(f"assumptions.{self.key}", language, value=value, first=first, rest=rest, source=source)

    def _source(self, language: Language | None) -> str:
        """Return the source in a language; one that is not the catalogue's stays as it was written."""
        if self.source == "assumption":
            return phrase("assumptions.source_assumption", language)
        try:
            known = phrase(f"assumptions.source_{self.key}", "en") == self.source
        except KeyError:
            known = False
        return phrase(f"assumptions.source_{self.key}", language) if known else self.source

    def _value(self, language: Language | None) -> str:
        """Return the value with its labels in a language; names of people are nobody's label."""
        if self.key not in OF_LABELS:
            return self.value
        return re.sub(r"[a-z]\w*", lambda found: phrase(f"assumptions.label_{found[0]}", language), self.value)
