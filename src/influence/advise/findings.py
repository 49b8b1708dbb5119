"""Findings: what is missing or risky, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from influence._show import Result, record_table, wrap
from influence._text import phrase
from influence._types import Language

__all__ = ["Finding", "Findings", "Severity"]

Severity = Literal["urgent", "important", "notice"]
WIDTH = 100


@dataclass(frozen=True)
class Finding:
    """One gap or risk.

    Parameters
    ----------
    rule : str
        Which rule found it.
    severity : {"urgent", "important", "notice"}
    people : tuple of str
        The ids it is about.
    evidence : str
        What was found, as a sentence.
    remedy : str
        What to do, as a sentence.

    Examples
    --------
    >>> from influence.advise import review
    >>> from influence.model import Deal
    >>> review(Deal()).findings[0].severity
    'urgent'
    """

    rule: str
    severity: Severity
    people: tuple[str, ...]
    evidence: str
    remedy: str


@dataclass(frozen=True)
class Findings(Result):
    """All findings of a review, worst first.

    Parameters
    ----------
    findings : tuple of Finding
    language : {"en", "zh"} or None

    Examples
    --------
    >>> from influence.advise import review
    >>> from influence.model import Deal
    >>> len(review(Deal()).urgent)
    2
    """

    findings: tuple[Finding, ...]
    language: Language | None = None

    @property
    def urgent(self) -> tuple[Finding, ...]:
        """The findings that cannot wait."""
        return tuple(each for each in self.findings if each.severity == "urgent")

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain data."""
        return {"findings": [{**vars(each), "people": list(each.people)} for each in self.findings]}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each finding."""
        return {"findings": record_table(Finding, self.findings)}

    def __str__(self) -> str:
        if not self.findings:
            return phrase("review.nothing", self.language)
        lines: list[str] = []
        for each in self.findings:
            mark = phrase(f"review.{each.severity}", self.language)
            text = phrase("review.finding", self.language, None, mark=mark, evidence=each.evidence)
            lines += wrap(text, WIDTH, "", "    ")
            lines += wrap(f"→ {each.remedy}", WIDTH, "    ", "      ")
        return "\n".join(lines)
