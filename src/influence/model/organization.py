"""The buyer's organization: people, what moves them, and who moves whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag

from influence.model.number import (
    Access,
    Day,
    Level,
    Openness,
    Share,
    SourceEntry,
    Strength,
    Support,
    kind_of_number,
    refusal,
)
from influence.model.problems import TAG_MARK
from influence.model.record import FrozenTable, Hours, Identifier, Probability, Record, Table
from influence.model.vocabulary import ConcernKind, Function, LevelLabel, Role, TieKind

__all__ = ["Concern", "Organization", "PersonalConcern", "Refs", "Stakeholder", "Tie"]

Refs = Table[str, str]
"""The record's ids in other systems, such as ``{"hubspot": "007"}``."""

Text = Annotated[str, Field(strict=True)]


class Concern(Record):
    """A concern of the buyer's own, beside those of the catalogue.

    Examples
    --------
    >>> Concern(name="uptime", kind="need").kind
    'need'
    """

    name: Text = ""
    kind: ConcernKind | None = None
    """``need`` (long-term, says what) or ``want`` (short-term, specific)."""
    functions: tuple[Function, ...] = ()
    """The functions whose own concern it is."""
    conflicts_with: tuple[Identifier, ...] = ()
    """Concerns that this one is at odds with: serving the one costs the other."""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


_WEIGHT = ", or a number from 0 to 1"


class PersonalConcern(Record):
    """What one person cares about, how much, and why.

    Examples
    --------
    >>> PersonalConcern(weight=0.8, why=["hard to operate"]).weight
    0.8
    """

    weight: (
        Annotated[
            Annotated[LevelLabel, Tag(TAG_MARK + _WEIGHT)] | Annotated[Probability, Tag(TAG_MARK + " ")],
            Discriminator(kind_of_number(_WEIGHT), **refusal("low, medium, high or a number from 0 to 1")),
        ]
        | None
    ) = None
    """How much, in [0, 1] before normalising."""
    range: tuple[Probability, Probability] | None = None
    """The lowest and the highest weight it may have."""
    kind: ConcernKind | None = None
    """``need`` (long-term, says what) or ``want`` (short-term, specific); a want counts less."""
    why: tuple[Text, ...] = ()
    """The chain of answers to "why?"."""
    root: Identifier | None = None
    """The concern at which the chain ended; arguments must answer that one."""
    certainty: Probability | None = None
    """Probability in [0, 1] that the statement holds."""
    sources: tuple[SourceEntry, ...] = ()
    seen: Day | None = None
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


ConcernEntry = Annotated[
    Annotated[LevelLabel, Tag(TAG_MARK + _WEIGHT)]
    | Annotated[Probability, Tag(TAG_MARK + " ")]
    | Annotated[PersonalConcern, Tag(TAG_MARK)],
    Discriminator(
        kind_of_number(_WEIGHT), **refusal("a weight from 0 to 1, low, medium, high, or a table with weight")
    ),
]


class Stakeholder(Record):
    """A person of the buyer who has a say, or an ear, in the purchase.

    Everything may be missing. ``support``, ``access`` and the other numbers are a label, a number, or a
    :class:`~influence.model.number.Stated` number with range, certainty and sources.

    Examples
    --------
    >>> Stakeholder(name="Wu Ping", support="mentor").support
    'mentor'
    """

    name: Text = ""
    title: Text = ""
    department: Text = ""
    email: Text = ""
    function: Function | None = None
    """The function in the purchase, which brings default concerns."""
    roles: tuple[Role, ...] = ()
    reports_to: Identifier | None = None
    also_reports_to: Annotated[
        tuple[Identifier, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
    ] = ()
    """Dotted superiors: a second line, weaker than that of ``reports_to``."""
    support: Support | None = None
    """Where the person stands on buying from us, in [-1, 1]."""
    access: Access | None = None
    """Chance in [0, 1] that a planned meeting takes place and gets a hearing."""
    advocacy: Share | None = None
    """Chance in [0, 1] that the person, once convinced, speaks for us; replaces the one implied by support."""
    openness: Openness | None = None
    """Share in [0, 1) of the person's opinion that comes from others."""
    power: Level | None = None
    legitimacy: Level | None = None
    urgency: Level | None = None
    concerns: Table[Identifier, ConcernEntry] = Field(default_factory=FrozenTable)
    meet: Hours | None = None
    """Hours that a meeting with this person takes."""
    sources: tuple[SourceEntry, ...] = ()
    seen: Day | None = None
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)

    def concern(self, concern: str) -> PersonalConcern | None:
        """Return what is stated of a concern, in its long form; None where nothing is."""
        entry = self.concerns.get(concern)
        if entry is None or isinstance(entry, PersonalConcern):
            return entry
        return PersonalConcern(weight=entry)


class Tie(Record):
    """One person's word reaching another: ``source`` influences ``target``, who listens.

    Examples
    --------
    >>> Tie.model_validate({"from": "zhou", "to": "qian", "strength": "strong"}).target
    'qian'
    """

    source: Identifier = Field(alias="from")
    target: Identifier = Field(alias="to")
    kind: TieKind = "influences"
    strength: Strength | None = None
    """How far the word moves the listener if the tie is real, in [0, 1]."""
    strength_on: Table[Identifier, Strength] = Field(default_factory=FrozenTable)
    """The same for one concern (or ``all``); the pair's own, so neither credibility nor attention applies."""
    certainty: Probability | None = None
    """P(the tie is real), in [0, 1]; wins over ``sources``."""
    sources: tuple[SourceEntry, ...] = ()
    seen: Day | None = None
    name: Text = ""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class Organization(Record):
    """People by id, and the ties between them.

    Examples
    --------
    >>> office = Organization(stakeholders={"wu": {"name": "Wu Ping"}, "li": {"reports_to": "wu"}})
    >>> office["wu"].name, office.label("li"), list(office)
    ('Wu Ping', 'li', ['wu', 'li'])
    """

    name: Text = ""
    stakeholders: Table[Identifier, Stakeholder] = Field(default_factory=FrozenTable)
    ties: tuple[Tie, ...] = ()
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)

    def __getitem__(self, stakeholder: str) -> Stakeholder:
        return self.stakeholders[stakeholder]

    def __contains__(self, stakeholder: object) -> bool:
        return stakeholder in self.stakeholders

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]  # iterating the people is what a reader expects
        return iter(self.stakeholders)

    def __len__(self) -> int:
        return len(self.stakeholders)

    def label(self, stakeholder: str) -> str:
        """Return the name that a person is shown by: the stated name, else the id; a name that several have with it."""
        person = self.stakeholders.get(stakeholder)
        name = person.name if person else ""
        return f"{name} ({stakeholder})" if name in self._shared_names else name or stakeholder

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        """Names that more than one person has."""
        counts = Counter(person.name for person in self.stakeholders.values() if person.name)
        return frozenset(name for name, count in counts.items() if count > 1)

    def reports_of(self, superior: str) -> tuple[str, ...]:
        """Return the ids of a person's direct reports, in the order of the map."""
        return tuple(person for person, record in self.stakeholders.items() if record.reports_to == superior)
