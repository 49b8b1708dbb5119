"""Reading the organization: ties, arrays, paths and structure."""

from influence.graph.allies import may_be_ally, minimum_support
from influence.graph.arrays import DealArrays, assemble, deal_arrays
from influence.graph.assumptions import assumptions_of
from influence.graph.facts import DealFacts, concerns_of_deal, deal_facts
from influence.graph.ties import ResolvedTie, resolved_ties
from influence.graph.ways import Path, Paths, strongest_paths

__all__ = [
    "DealArrays",
    "DealFacts",
    "Path",
    "Paths",
    "ResolvedTie",
    "assemble",
    "assumptions_of",
    "concerns_of_deal",
    "deal_arrays",
    "deal_facts",
    "may_be_ally",
    "minimum_support",
    "resolved_ties",
    "strongest_paths",
]
