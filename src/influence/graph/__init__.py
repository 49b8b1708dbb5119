"""Reading the organization: ties, arrays, paths and structure."""

from influence.graph.allies import may_be_ally, minimum_support
from influence.graph.arrays import DealArrays, assemble, deal_arrays
from influence.graph.assumptions import assumptions_of
from influence.graph.bottlenecks import CutPoints, cut_points
from influence.graph.counts import from_counts
from influence.graph.exchange import from_networkx, to_networkx
from influence.graph.facts import DealFacts, concerns_of_deal, deal_facts
from influence.graph.path_ranking import Path, k_strongest_paths
from influence.graph.pseudonyms import anonymize
from influence.graph.ties import ResolvedTie, resolved_ties
from influence.graph.ways import Paths, Way, strongest_paths

__all__ = [
    "CutPoints",
    "DealArrays",
    "DealFacts",
    "Path",
    "Paths",
    "ResolvedTie",
    "Way",
    "anonymize",
    "assemble",
    "assumptions_of",
    "concerns_of_deal",
    "cut_points",
    "deal_arrays",
    "deal_facts",
    "from_counts",
    "from_networkx",
    "k_strongest_paths",
    "may_be_ally",
    "minimum_support",
    "resolved_ties",
    "strongest_paths",
    "to_networkx",
]
