"""The columns of the two tables that a deal is written as, by which they are known again when they are read."""

from __future__ import annotations

__all__ = ["PEOPLE_COLUMNS", "TIES_COLUMNS"]

PEOPLE_COLUMNS = (
    "id",
    "name",
    "title",
    "department",
    "email",
    "function",
    "roles",
    "reports_to",
    "support",
    "access",
)
TIES_COLUMNS = ("from", "to", "kind", "strength", "certainty", "sources")
