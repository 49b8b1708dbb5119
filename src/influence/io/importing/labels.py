"""The labels of other systems in our words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from influence.model.field_names import label_key

__all__ = ["ROLES", "access_of", "plain", "role_of", "support_of"]

UNSAID = re.compile(r"[\s_\-()（）/.:：*＊]+")
"""What does not count in a label or a heading."""
SUPPORT: Mapping[str, str] = {
    "enemy": "enemy",
    "nonsupporter": "non_supporter",
    "neutral": "neutral",
    "supporter": "supporter",
    "mentor": "mentor",
    "unknown": "unknown",
    "negative": "enemy",
    "somewhatnegative": "non_supporter",
    "somewhatfavorable": "supporter",
    "favorable": "mentor",
    "反对": "enemy",
    "不支持": "non_supporter",
    "中立": "neutral",
    "支持": "supporter",
    "导师": "mentor",
    "未知": "unknown",
    "态度未知": "unknown",
}
ACCESS: Mapping[str, str] = {
    "none": "none",
    "nocontact": "none",
    "brief": "brief",
    "briefcontact": "brief",
    "multiple": "multiple",
    "multiplecontacts": "multiple",
    "indepth": "in_depth",
    "unknown": "unknown",
    "无": "none",
    "短暂": "brief",
    "多次": "multiple",
    "深入": "in_depth",
    "未知": "unknown",
    "接触程度未知": "unknown",
}
ROLES: Mapping[str, tuple[str, str | None]] = {
    "blocker": ("influencer", "enemy"),
    "budgetholder": ("economic_buyer", None),
    "champion": ("influencer", "mentor"),
    "decisionmaker": ("decision_maker", None),
    "enduser": ("user", None),
    "executivesponsor": ("executive_sponsor", None),
    "influencer": ("influencer", None),
    "legalandcompliance": ("legal", None),
    "other": ("other", None),
    "businessuser": ("user", None),
    "economicbuyer": ("economic_buyer", None),
    "economicdecisionmaker": ("economic_buyer", None),
    "evaluator": ("technical_evaluator", None),
    "technicalevaluator": ("technical_evaluator", None),
    "technicalbuyer": ("technical_evaluator", None),
    "procurement": ("procurement", None),
    "initiator": ("initiator", None),
    "user": ("user", None),
    "approver": ("approver", None),
    "legal": ("legal", None),
    "gatekeeper": ("gatekeeper", None),
    "decider": ("decision_maker", None),
    "buyer": ("procurement", None),
    "coach": ("influencer", "mentor"),
    "决策者": ("decision_maker", None),
    "影响者": ("influencer", None),
    "使用者": ("user", None),
    "采购": ("procurement", None),
}
"""Role of HubSpot, Salesforce and Sales Navigator → our role, and the support that comes with it."""


def plain(text: str) -> str:
    """Return a label or heading without what does not count: case, blanks, hyphens, brackets."""
    return UNSAID.sub("", text).casefold()


def support_of(text: str) -> str | None:
    """Return our label of a stand, or None."""
    return SUPPORT.get(plain(text)) or label_key("support", plain(text))


def access_of(text: str) -> str | None:
    """Return our label of access, or None."""
    return ACCESS.get(plain(text)) or label_key("access", plain(text))


def role_of(text: str) -> tuple[str, str | None] | None:
    """Return our role for a CRM's, and the support that it says, or None."""
    own = label_key("role", plain(text))
    return ROLES.get(plain(text)) or ((own, None) if own else None)
