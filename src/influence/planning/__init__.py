"""Choosing which allies to equip with which arguments."""

from influence.planning.deal_plan import compare, plan
from influence.planning.hours_frontier import Frontier, FrontierPoint, frontier
from influence.planning.records import Alternative, Comparison, LoadLimit, Plan, PlanStep
from influence.planning.replanning import PairChange, Replanned, replan
from influence.planning.source_selection import Selection, select_sources
from influence.planning.two_objectives import ParetoPoint, ParetoSet, pareto

__all__ = [
    "Alternative",
    "Comparison",
    "Frontier",
    "FrontierPoint",
    "LoadLimit",
    "PairChange",
    "ParetoPoint",
    "ParetoSet",
    "Plan",
    "PlanStep",
    "Replanned",
    "Selection",
    "compare",
    "frontier",
    "pareto",
    "plan",
    "replan",
    "select_sources",
]
