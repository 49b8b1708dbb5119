"""The records of a deal, and the catalogue of defaults behind them."""

from influence.model.assumption import Assumption
from influence.model.deal import (
    FORMAT,
    Argument,
    Budget,
    Costs,
    Deal,
    Decision,
    LogEntry,
    Planning,
    Rival,
    Seller,
    point_of,
)
from influence.model.differences import Change, Difference, diff
from influence.model.number import Source, Stated
from influence.model.organization import Concern, Organization, PersonalConcern, Stakeholder, Tie
from influence.model.record import Record
from influence.model.scales import InformantTable, Scales

__all__ = [
    "FORMAT",
    "Argument",
    "Assumption",
    "Budget",
    "Change",
    "Concern",
    "Costs",
    "Deal",
    "Decision",
    "Difference",
    "InformantTable",
    "LogEntry",
    "Organization",
    "PersonalConcern",
    "Planning",
    "Record",
    "Rival",
    "Scales",
    "Seller",
    "Source",
    "Stakeholder",
    "Stated",
    "Tie",
    "diff",
    "point_of",
]
