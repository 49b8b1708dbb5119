"""What to look after: gaps in the map and in the plan."""

from influence.advise.findings import Finding, Findings
from influence.advise.gap_rules import review

__all__ = ["Finding", "Findings", "review"]
