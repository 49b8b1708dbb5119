"""The labels of the field, and the bounds of the numbers they stand for."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

__all__ = [
    "ACCESS_LABELS",
    "FUNCTIONS",
    "LEVEL_LABELS",
    "ROLES",
    "STAGES",
    "STRENGTH_LABELS",
    "SUPPORT_LABELS",
    "AccessLabel",
    "BudgetStatus",
    "ConcernKind",
    "Function",
    "LevelLabel",
    "Role",
    "Rule",
    "Stage",
    "StrengthLabel",
    "SupportLabel",
    "TieKind",
]

SupportLabel: TypeAlias = Literal["enemy", "non_supporter", "neutral", "supporter", "mentor", "unknown"]
AccessLabel: TypeAlias = Literal["none", "brief", "multiple", "in_depth", "unknown"]
StrengthLabel: TypeAlias = Literal["weak", "moderate", "strong"]
LevelLabel: TypeAlias = Literal["low", "medium", "high"]
Role: TypeAlias = Literal[
    "initiator",
    "user",
    "influencer",
    "decision_maker",
    "approver",
    "economic_buyer",
    "technical_evaluator",
    "procurement",
    "legal",
    "gatekeeper",
    "executive_sponsor",
    "other",
]
Function: TypeAlias = Literal[
    "executive",
    "finance",
    "technical",
    "user",
    "operations",
    "procurement",
    "legal",
    "security",
    "project",
    "sales",
    "marketing",
    "hr",
    "other",
]
ConcernKind: TypeAlias = Literal["need", "want"]
TieKind: TypeAlias = Literal["influences", "conflicts"]
Stage: TypeAlias = Literal["discovery", "evaluation", "proposal", "negotiation", "closing"]
Rule: TypeAlias = Literal["single", "weighted", "unanimous", "majority"]
BudgetStatus: TypeAlias = Literal["unknown", "none", "to_arrange", "arranged"]

SUPPORT_LABELS: tuple[str, ...] = get_args(SupportLabel)
ACCESS_LABELS: tuple[str, ...] = get_args(AccessLabel)
STRENGTH_LABELS: tuple[str, ...] = get_args(StrengthLabel)
LEVEL_LABELS: tuple[str, ...] = get_args(LevelLabel)
ROLES: tuple[str, ...] = get_args(Role)
FUNCTIONS: tuple[str, ...] = get_args(Function)
STAGES: tuple[str, ...] = get_args(Stage)
"""In the order in which a purchase passes through them."""
