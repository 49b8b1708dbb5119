"""A number of a deal: a label, a bare number, or a number with its range, certainty and sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeAlias, TypedDict, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from influence.model.problems import TAG_MARK
from influence.model.record import Identifier, Probability, Record
from influence.model.vocabulary import AccessLabel, LevelLabel, StrengthLabel, SupportLabel

__all__ = [
    "Access",
    "Day",
    "Level",
    "Openness",
    "Share",
    "Source",
    "SourceEntry",
    "Stated",
    "Strength",
    "Support",
    "kind_of_number",
    "refusal",
]

Given = TypeVar("Given")
Bound = TypeVar("Bound")


def _iso_day(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        raise ValueError(f"{value!r} is not a day; use an ISO day such as 2026-10-12")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a day of the calendar; use an ISO day such as 2026-10-12") from None
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is not a day; use an ISO day such as 2026-10-12")
    return value


Day = Annotated[
    date,
    BeforeValidator(_iso_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}),
]
"""A calendar day, written as an ISO day."""


class Source(Record):
    """Who told us something, and when.

    Examples
    --------
    >>> Source(who="us", denies=True).denies
    True
    """

    who: Identifier
    """A stakeholder's id, ``us`` (we saw it ourselves) or ``outside``."""
    denies: bool = Field(default=False, strict=True)
    """Whether this source says that it is not so."""
    seen: Day | None = None
    """The day on which we learned it."""
    note: str = Field(default="", strict=True)
    """What was said, in free text."""


class Refusal(TypedDict):
    """What a value that fits no alternative is told."""

    custom_error_type: str
    custom_error_message: str


def refusal(accepted: str) -> Refusal:
    """Return the words for a value that fits no alternative of a number's type."""
    return {"custom_error_type": "not_accepted", "custom_error_message": f"use {accepted}"}


def _kind_of_source(value: object) -> str | None:
    if isinstance(value, str):
        return TAG_MARK + "id"
    return TAG_MARK + "source" if isinstance(value, (Mapping, Source)) else None


SourceEntry = Annotated[
    Annotated[Identifier, Tag(TAG_MARK + "id")] | Annotated[Source, Tag(TAG_MARK + "source")],
    Discriminator(_kind_of_source, **refusal("an id, us, outside, or a table with who, denies, seen, note")),
]
"""A source: an id alone, or a :class:`Source`."""


class Stated(Record, Generic[Given, Bound]):
    """A number with what is known about it.

    Without a value the number is unknown within its range. ``certainty`` is the probability in [0, 1] that it is as
    stated; otherwise nothing is known of it.

    Examples
    --------
    >>> from influence.model import Stakeholder
    >>> Stakeholder(support={"value": 0.3, "range": [0.2, 0.6]}).support.range
    (0.2, 0.6)
    """

    # pydantic looks for attribute docstrings in the source of a class; a parametrized class has none of its own
    model_config = ConfigDict(use_attribute_docstrings=False)

    value: Given | None = None
    """The number or its label."""
    range: tuple[Bound, Bound] | None = None
    """The lowest and the highest value it may have."""
    certainty: Probability | None = None
    """Probability in [0, 1] that the statement holds."""
    sources: tuple[SourceEntry, ...] = ()
    """Who told us."""
    seen: Day | None = None
    """The day on which we learned it."""


def kind_of_number(hint: str) -> Callable[[Any], str | None]:
    """Return a function that tells which alternative of a number's type a value belongs to, by its form alone."""

    def kind(value: Any) -> str | None:
        if isinstance(value, str):
            return TAG_MARK + hint
        if isinstance(value, (Mapping, BaseModel)):
            return TAG_MARK
        return TAG_MARK + " " if isinstance(value, (int, float)) else None

    return kind


_SUPPORT = ", or a number from -1 to 1"
_UNIT = ", or a number from 0 to 1"
_SupportNumber = Annotated[float, Field(ge=-1.0, le=1.0, strict=True)]
_OpenNumber = Annotated[float, Field(ge=0.0, lt=1.0, strict=True)]
_OF_UNIT_OR_LABEL = Discriminator(kind_of_number(_UNIT), **refusal("a label or a number from 0 to 1"))
_OF_UNIT_LABEL_OR_TABLE = Discriminator(
    kind_of_number(_UNIT), **refusal("a label, a number from 0 to 1, or a table with value and range")
)

_SupportGiven = Annotated[
    Annotated[SupportLabel, Tag(TAG_MARK + _SUPPORT)] | Annotated[_SupportNumber, Tag(TAG_MARK + " ")],
    Discriminator(kind_of_number(_SUPPORT), **refusal("a label or a number from -1 to 1")),
]
_AccessGiven = Annotated[
    Annotated[AccessLabel, Tag(TAG_MARK + _UNIT)] | Annotated[Probability, Tag(TAG_MARK + " ")],
    _OF_UNIT_OR_LABEL,
]
_StrengthGiven = Annotated[
    Annotated[StrengthLabel, Tag(TAG_MARK + _UNIT)] | Annotated[Probability, Tag(TAG_MARK + " ")],
    _OF_UNIT_OR_LABEL,
]
_LevelGiven = Annotated[
    Annotated[LevelLabel, Tag(TAG_MARK + _UNIT)] | Annotated[Probability, Tag(TAG_MARK + " ")],
    _OF_UNIT_OR_LABEL,
]

Support: TypeAlias = Annotated[
    Annotated[SupportLabel, Tag(TAG_MARK + _SUPPORT)]
    | Annotated[_SupportNumber, Tag(TAG_MARK + " ")]
    | Annotated[Stated[_SupportGiven, _SupportNumber], Tag(TAG_MARK)],
    Discriminator(
        kind_of_number(_SUPPORT), **refusal("a label, a number from -1 to 1, or a table with value and range")
    ),
]
"""Where a person stands on buying from us, in [-1, 1]."""

Access: TypeAlias = Annotated[
    Annotated[AccessLabel, Tag(TAG_MARK + _UNIT)]
    | Annotated[Probability, Tag(TAG_MARK + " ")]
    | Annotated[Stated[_AccessGiven, Probability], Tag(TAG_MARK)],
    _OF_UNIT_LABEL_OR_TABLE,
]
"""The chance in [0, 1] that a planned meeting takes place and gets a hearing."""

Strength: TypeAlias = Annotated[
    Annotated[StrengthLabel, Tag(TAG_MARK + _UNIT)]
    | Annotated[Probability, Tag(TAG_MARK + " ")]
    | Annotated[Stated[_StrengthGiven, Probability], Tag(TAG_MARK)],
    _OF_UNIT_LABEL_OR_TABLE,
]
"""How far one person's word moves another, in [0, 1]."""

Level: TypeAlias = Annotated[
    Annotated[LevelLabel, Tag(TAG_MARK + _UNIT)]
    | Annotated[Probability, Tag(TAG_MARK + " ")]
    | Annotated[Stated[_LevelGiven, Probability], Tag(TAG_MARK)],
    _OF_UNIT_LABEL_OR_TABLE,
]
"""How much of something, in [0, 1]: a concern's weight, power, legitimacy, urgency, how well an argument answers."""


def _no_label(value: Any) -> str | None:
    if isinstance(value, (Mapping, BaseModel)):
        return TAG_MARK
    return TAG_MARK + " " if isinstance(value, (int, float)) else None


Share: TypeAlias = Annotated[
    Annotated[Probability, Tag(TAG_MARK + " ")] | Annotated[Stated[Probability, Probability], Tag(TAG_MARK)],
    Discriminator(_no_label, **refusal("a number from 0 to 1, or a table with value and range")),
]
"""A chance in [0, 1] that has no labels: advocacy."""

Openness: TypeAlias = Annotated[
    Annotated[_OpenNumber, Tag(TAG_MARK + " ")] | Annotated[Stated[_OpenNumber, _OpenNumber], Tag(TAG_MARK)],
    Discriminator(_no_label, **refusal("a number from 0 up to but below 1, or a table with value and range")),
]
"""The share of a person's opinion that comes from others, in [0, 1)."""
