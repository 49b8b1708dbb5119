"""What the rules of a review look at."""

from __future__ import annotations

from dataclasses import dataclass

from influence._text import listing
from influence.advise.findings import Finding, Severity
from influence.graph import DealArrays
from influence.model import Deal
from influence.planning import Plan

__all__ = ["Case"]


@dataclass(frozen=True)
class Case:
    """A deal, its arrays and its plan.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    plan : Plan or None
    """

    deal: Deal
    arrays: DealArrays
    plan: Plan | None

    def find(
        self, rule: str, severity: Severity, people: tuple[str, ...] = (), words: str | None = None, **facts: object
    ) -> Finding:
        """Return a finding with its sentences in the deal's language; ``words`` names them where not the rule does."""
        deal = self.deal
        named = listing((deal.label(person) for person in people), deal.language)
        say = [deal.say(f"review.{words or rule}.{part}", people=named, **facts) for part in ("evidence", "remedy")]
        return Finding(rule, severity, people, say[0], say[1])
