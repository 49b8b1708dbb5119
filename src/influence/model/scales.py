"""The catalogue of defaults: every number the model falls back on, with its source, replaceable per deal."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal

from pydantic import Field, field_serializer, field_validator, model_validator

from influence._text import check_template
from influence.model.catalogue import FUNCTION_CONCERNS
from influence.model.record import FrozenTable, Hours, Identifier, Probability, Record, Table
from influence.model.vocabulary import Function

__all__ = ["SOURCES", "InformantTable", "Scales"]


INFORMANT_ROWS: tuple[tuple[float, ...], ...] = (
    (0.209, 0.545),
    (0.167, 0.376, 0.708),
    (0.141, 0.301, 0.510, 0.811),
    (0.122, 0.256, 0.411, 0.622, 0.873),
    (0.108, 0.225, 0.347, 0.510, 0.710, 0.909),
)


class InformantTable(Record):
    """P(a tie is real) by what informants say; the defaults are measured on Krackhardt's 21 managers.

    Examples
    --------
    >>> InformantTable().rows[0]
    (0.209, 0.545)
    """

    rows: tuple[tuple[Probability, ...], ...] = INFORMANT_ROWS
    """Row n − 1, entry k: the probability when k of n outsiders report the tie."""
    outsiders: tuple[Probability, ...] = (0.55, 0.70, 0.80, 0.87, 0.90)
    """When all say yes: by one, two, … independent outsiders."""
    listener: Probability = 0.68
    """The listener alone says so."""
    adviser: Probability = 0.60
    """The adviser alone says so."""
    listener_and_outsider: Probability = 0.84
    adviser_and_outsider: Probability = 0.73
    both_parties: Probability = 0.95
    listener_denied: Probability = 0.56
    """The listener says yes, one outsider no."""
    adviser_denied: Probability = 0.50
    """The adviser says yes, one outsider no."""

    @model_validator(mode="after")
    def _triangular(self) -> InformantTable:
        if not self.rows or any(len(row) != asked + 2 for asked, row in enumerate(self.rows)):
            raise ValueError("the rows do not fit; row n has n + 1 entries, for 0 to n outsiders who report the tie")
        if not self.outsiders:
            raise ValueError("there is no certainty for a tie told by one outsider; give at least one number")
        return self


_DEFAULTS: dict[str, dict[str, Any]] = {
    "support": {"enemy": -1.0, "non_supporter": -0.5, "neutral": 0.0, "supporter": 0.5, "mentor": 1.0},
    "access": {"none": 0.0, "brief": 0.3, "multiple": 0.6, "in_depth": 0.9},
    "advocacy": {
        "enemy": 0.0,
        "non_supporter": 0.05,
        "neutral": 0.25,
        "supporter": 0.5,
        "mentor": 0.9,
        "unknown": 0.25,
    },
    "strength": {"weak": 0.2, "moderate": 0.4, "strong": 0.7},
    "level": {"low": 0.2, "medium": 0.5, "high": 0.8},
    "function_concerns": dict(FUNCTION_CONCERNS),
}


def _table(name: str) -> Any:
    return Field(default_factory=lambda: FrozenTable(_DEFAULTS[name]))


class Scales(Record):
    """What labels are worth, and every default of the model.

    A deal states only the parts that differ for this customer; a table that is stated in part keeps the defaults of
    its other entries.

    Examples
    --------
    >>> Scales(access={"brief": 0.2}).access["brief"], Scales(access={"brief": 0.2}).access["multiple"]
    (0.2, 0.6)
    """

    support: Table[Literal["enemy", "non_supporter", "neutral", "supporter", "mentor"], float] = _table("support")
    """Support by label, in [-1, 1]."""
    access: Table[Literal["none", "brief", "multiple", "in_depth"], Probability] = _table("access")
    """Access by label, a chance in [0, 1]."""
    advocacy: Table[Literal["enemy", "non_supporter", "neutral", "supporter", "mentor", "unknown"], Probability] = (
        _table("advocacy")
    )
    """Chance in [0, 1] that a convinced person speaks for us, by the label of their support."""
    strength: Table[Literal["weak", "moderate", "strong"], Probability] = _table("strength")
    """Strength of a tie by label, in [0, 1]."""
    level: Table[Literal["low", "medium", "high"], Probability] = _table("level")
    """Weights by label, in [0, 1]."""
    function_concerns: Table[Function, tuple[Identifier, ...]] = _table("function_concerns")
    """The concerns of each function."""
    function_weight: Probability = 0.5
    """Weight in [0, 1] of each of a function's concerns."""
    credibility_elsewhere: Probability = 0.5
    """Credibility in [0, 1] of a speaker outside their own field."""
    indifference: Probability = 0.3
    """Attention in [0, 1] for what a listener does not care about."""
    want_discount: Probability = 0.5
    """What a want counts beside a need, in [0, 1]."""
    default_strength: Literal["weak", "moderate", "strong"] = "moderate"
    """Strength of a tie that is stated without one."""
    superior_strength: Literal["weak", "moderate", "strong"] = "strong"
    """How far a superior's word moves a report."""
    report_strength: Literal["weak", "moderate", "strong"] = "moderate"
    """How far a report's word moves the superior."""
    dotted_superior_strength: Literal["weak", "moderate", "strong"] = "moderate"
    dotted_report_strength: Literal["weak", "moderate", "strong"] = "weak"
    informants: InformantTable = Field(default_factory=InformantTable)
    """Certainty of a tie by who told us."""
    unmentioned_tie: Probability = 0.209
    """P(a tie is real) that one outsider, asked, did not report; old news ages towards 0.21, two decimals of it."""
    stale_certainty: Probability = 0.21
    """Where the certainty of an ageing tie goes, in [0, 1]."""
    informant_reports_real: Probability = 0.52
    """P(an informant reports a tie that is real)."""
    informant_reports_unreal: Probability = 0.19
    """P(an informant reports a tie that is not real)."""
    answer_truth: Probability = 0.8
    """P(an answer about support, access or a concern is true)."""
    same_informant_correlation: Probability = 0.3
    """Correlation of the ties that one and the same informant told us of; 0 switches it off."""
    half_life_days: float | None = Field(default=180.0, gt=0.0, strict=True)
    """Days in which a fact loses half of its weight; null switches ageing off."""
    assumed_answer: Probability = 0.8
    """How well an assumed argument answers, in [0, 1]."""
    attention: Probability = 0.6
    """Share of a listener's attention that ties from counts distribute."""
    meet_hours: Hours = 1.0
    deliver_hours: Hours = 0.5
    prepare_hours: Hours = 0.0
    ask_hours: Hours = 0.25
    capacity_hours: Hours = 16.0
    """Hours of a deal that states none."""
    load: int = Field(default=2, ge=1, strict=True)
    """Arguments that one ally carries at most."""
    minimum_support: Literal["enemy", "non_supporter", "neutral", "supporter", "mentor"] = "neutral"
    """Support from which a person may be an ally."""
    templates: Table[str, str] = Field(default_factory=FrozenTable)
    """Sentences of the library to replace: their key to your own words."""

    @field_validator("support", "access", "advocacy", "strength", "level", "function_concerns", mode="before")
    @classmethod
    def _fill(cls, value: object, info: Any) -> object:
        return {**_DEFAULTS[info.field_name], **value} if isinstance(value, dict) else value

    @field_validator("support")
    @classmethod
    def _support_bounds(cls, value: dict[str, float]) -> dict[str, float]:
        outside = [label for label, number in value.items() if not -1.0 <= number <= 1.0]
        if outside:
            raise ValueError(f"support of {', '.join(outside)} is out of range; use numbers from -1 to 1")
        return value

    @field_validator("support", "access", "strength", "level")
    @classmethod
    def _ascending(cls, value: dict[str, float], info: Any) -> dict[str, float]:
        labels = list(_DEFAULTS[info.field_name])
        numbers = [value[label] for label in labels]
        if any(low >= high for low, high in pairwise(numbers)):
            raise ValueError(f"the labels are not in ascending order; {' < '.join(labels)} has to hold")
        return value

    @field_validator("templates")
    @classmethod
    def _known_fields(cls, value: dict[str, str]) -> dict[str, str]:
        faults = [fault for key, template in value.items() for fault in check_template(key, template)]
        if faults:
            raise ValueError(f"{' and '.join(faults)}; see the list of sentences in the documentation")
        return value

    @field_serializer("support", "access", "advocacy", "strength", "level", "function_concerns")
    def _only_what_differs(self, value: dict[str, Any], info: Any) -> dict[str, Any]:
        default = _DEFAULTS[info.field_name]
        return {key: entry for key, entry in value.items() if default.get(key) != entry}

    @property
    def mean_access(self) -> float:
        """Access in [0, 1] assumed where it is unknown: the mean of the scale's labels."""
        return sum(self.access.values()) / len(self.access)

    def concerns_of(self, function: str) -> tuple[str, ...]:
        """Return the concerns of a function; those of ``other`` for an unknown one."""
        return next((own for name, own in self.function_concerns.items() if name == function), ())


SOURCES: dict[str, str] = {
    "support": "labels of Altify's support scale",
    "access": "labels of Altify's coverage scale; values: assumption",
    "advocacy": "supporter: CEB survey (Making the Consensus Sale, HBR 2015); others: assumption",
    "informants": "Krackhardt, Social Networks 9 (1987), 21 managers of one firm",
    "unmentioned_tie": "Krackhardt, Social Networks 9 (1987)",
    "stale_certainty": "Krackhardt, Social Networks 9 (1987)",
    "informant_reports_real": "Krackhardt, Social Networks 9 (1987)",
    "informant_reports_unreal": "Krackhardt, Social Networks 9 (1987)",
}
"""Where a default comes from; what is not listed is an assumption."""
