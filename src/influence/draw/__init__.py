"""Pictures of organizations, plans and what is not known: layout and scene as plain data, then renderers."""

from influence.draw.before_after import diff
from influence.draw.concern_map import concerns
from influence.draw.drawing import Drawing
from influence.draw.frontier_curve import frontier
from influence.draw.influence_layers import influence_map
from influence.draw.lanes import paths
from influence.draw.meeting_lanes import timeline
from influence.draw.plan_map import plan
from influence.draw.power_grid_view import power_interest
from influence.draw.reporting_lines import org_chart
from influence.draw.style import DARK, LIGHT, Style
from influence.draw.tornado_bars import tornado

__all__ = [
    "DARK",
    "LIGHT",
    "Drawing",
    "Style",
    "concerns",
    "diff",
    "frontier",
    "influence_map",
    "org_chart",
    "paths",
    "plan",
    "power_interest",
    "timeline",
    "tornado",
]
