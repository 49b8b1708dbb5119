"""Map a buyer's organization and plan which allies to equip with which arguments.

The usual import is ``import influence as inf``. Everything is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from influence import advise, draw, graph, io, model, planning, propagate
    from influence.advise import (
        Finding,
        Findings,
        Insurance,
        Loss,
        Meeting,
        PairStability,
        Question,
        QuestionPair,
        Questions,
        Schedule,
        Scorecard,
        ScorecardElement,
        Sensitivity,
        Stress,
        Swing,
        questions,
        review,
        schedule,
        scorecard,
        sensitivity,
        stress,
    )
    from influence.errors import (
        DealError,
        FileAccessError,
        InfluenceError,
        InputError,
        MissingExtraError,
        PlanningError,
        Problem,
    )
    from influence.graph import Path, Paths, Way, anonymize, strongest_paths
    from influence.io import (
        Import,
        load_example,
        read_deal,
        read_deals,
        read_people,
        write_deal,
        write_export,
        write_results,
    )
    from influence.model import Argument, Change, Deal, Difference, Organization, Scales, Stakeholder, Tie, diff
    from influence.pages import report
    from influence.planning import (
        Comparison,
        Frontier,
        FrontierPoint,
        PairChange,
        ParetoPoint,
        ParetoSet,
        Plan,
        PlanStep,
        Replanned,
        compare,
        frontier,
        pareto,
        plan,
        replan,
    )
    from influence.propagate import Reach, Standing, reach, standing

__version__ = "0.1.0"

__all__ = [
    "Argument",
    "Change",
    "Comparison",
    "Deal",
    "DealError",
    "Difference",
    "FileAccessError",
    "Finding",
    "Findings",
    "Frontier",
    "FrontierPoint",
    "Import",
    "InfluenceError",
    "InputError",
    "Insurance",
    "Loss",
    "Meeting",
    "MissingExtraError",
    "Organization",
    "PairChange",
    "PairStability",
    "ParetoPoint",
    "ParetoSet",
    "Path",
    "Paths",
    "Plan",
    "PlanStep",
    "PlanningError",
    "Problem",
    "Question",
    "QuestionPair",
    "Questions",
    "Reach",
    "Replanned",
    "Scales",
    "Schedule",
    "Scorecard",
    "ScorecardElement",
    "Sensitivity",
    "Stakeholder",
    "Standing",
    "Stress",
    "Swing",
    "Tie",
    "Way",
    "advise",
    "anonymize",
    "compare",
    "diff",
    "draw",
    "frontier",
    "graph",
    "io",
    "load_example",
    "model",
    "pareto",
    "plan",
    "planning",
    "propagate",
    "questions",
    "reach",
    "read_deal",
    "read_deals",
    "read_people",
    "replan",
    "report",
    "review",
    "schedule",
    "scorecard",
    "sensitivity",
    "standing",
    "stress",
    "strongest_paths",
    "write_deal",
    "write_export",
    "write_results",
]

_ROOMS = ("advise", "draw", "graph", "io", "model", "planning", "propagate")
_HOMES = {
    "pages": ("report",),
    "advise": (
        "Finding",
        "Findings",
        "Insurance",
        "Loss",
        "Meeting",
        "PairStability",
        "Question",
        "QuestionPair",
        "Questions",
        "Schedule",
        "Scorecard",
        "ScorecardElement",
        "Sensitivity",
        "Stress",
        "Swing",
        "questions",
        "review",
        "schedule",
        "scorecard",
        "sensitivity",
        "stress",
    ),
    "errors": (
        "DealError",
        "FileAccessError",
        "InfluenceError",
        "InputError",
        "MissingExtraError",
        "PlanningError",
        "Problem",
    ),
    "graph": (
        "Path",
        "Paths",
        "Way",
        "anonymize",
        "strongest_paths",
    ),
    "io": (
        "Import",
        "load_example",
        "read_deal",
        "read_deals",
        "read_people",
        "write_deal",
        "write_export",
        "write_results",
    ),
    "model": (
        "Argument",
        "Change",
        "Deal",
        "Difference",
        "Organization",
        "Scales",
        "Stakeholder",
        "Tie",
        "diff",
    ),
    "planning": (
        "Comparison",
        "Frontier",
        "FrontierPoint",
        "PairChange",
        "ParetoPoint",
        "ParetoSet",
        "Plan",
        "PlanStep",
        "Replanned",
        "compare",
        "frontier",
        "pareto",
        "plan",
        "replan",
    ),
    "propagate": ("Reach", "Standing", "reach", "standing"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"influence.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'influence' has no attribute {name!r}")
    value = getattr(import_module(f"influence.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
