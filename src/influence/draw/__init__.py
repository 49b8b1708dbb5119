"""Pictures of organizations, plans and what is not known: layout and scene as plain data, then renderers."""

from influence.draw.drawing import Drawing
from influence.draw.reporting_lines import org_chart
from influence.draw.style import DARK, LIGHT, Style

__all__ = ["DARK", "LIGHT", "Drawing", "Style", "org_chart"]
