"""Choosing which allies to equip with which arguments."""

from influence.planning.deal_plan import compare, plan
from influence.planning.hours_frontier import Frontier, FrontierPoint, frontier
from influence.planning.records import Alternative, Comparison, Plan, PlanStep

__all__ = [
    "Alternative",
    "Comparison",
    "Frontier",
    "FrontierPoint",
    "Plan",
    "PlanStep",
    "compare",
    "frontier",
    "plan",
]
