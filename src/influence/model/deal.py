"""A deal: the buyer's organization, our arguments, how they decide, and what we can spend."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    Tag,
    ValidationError,
    model_validator,
)

from influence._show import pictures
from influence._text import phrase
from influence._types import Language
from influence.errors import DealError, Problem, near_id
from influence.model.checks import reference_problems
from influence.model.number import Access, Day, Level, Support, refusal
from influence.model.organization import Concern, Organization, Refs, Text
from influence.model.problems import TAG_MARK, problems_of
from influence.model.record import FrozenTable, Hours, Identifier, Probability, Record, Table
from influence.model.scales import Scales
from influence.model.vocabulary import BudgetStatus, Rule, Stage

__all__ = [
    "FORMAT",
    "Argument",
    "Budget",
    "Costs",
    "Deal",
    "Decision",
    "LogEntry",
    "Planning",
    "Rival",
    "Seller",
]

FORMAT: Literal["influence-deal/1"] = "influence-deal/1"


class Argument(Record):
    """Something we can say, and what it answers.

    Examples
    --------
    >>> Argument(claim="18% lower", answers={"price": 0.8}).answers
    {'price': 0.8}
    """

    name: Text = ""
    claim: Text = ""
    """The argument in one sentence."""
    answers: Table[Identifier, Level] = Field(default_factory=FrozenTable)
    """P(it convinces an attentive listener) by concern, in [0, 1]."""
    props: tuple[Text, ...] = ()
    """What to hand over: a calculation, a sample, a photograph."""
    stage: Stage | None = None
    """The earliest stage at which it may be used; where not stated, negotiation if it answers price, else discovery."""
    prep: Hours | None = None
    """Hours to prepare it, once."""
    expense: Annotated[float, Field(ge=0.0, strict=True)] | None = None
    """Money that it costs, in the budget's currency."""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class Decision(Record):
    """Who decides, by which rule.

    Examples
    --------
    >>> Decision(deciders={"zhao": 1.0}, vetoes=["sun"]).vetoes
    ('sun',)
    """

    name: Text = ""
    rule: Rule | None = None
    """``single`` with one decider and ``weighted`` with several where not stated."""
    deciders: Table[Identifier, Level] = Field(default_factory=FrozenTable)
    """Power in [0, 1] by decider, normalised to sum 1."""
    vetoes: tuple[Identifier, ...] = ()
    """People who can stop it."""
    by: Day | None = None
    """When it is decided."""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class Costs(Record):
    """Hours that things take where nothing else is stated.

    Examples
    --------
    >>> Costs(meet=2.0).meet
    2.0
    """

    meet: Hours | None = None
    deliver: Hours | None = None
    prep: Hours | None = None
    ask: Hours | None = None


Pair = tuple[Identifier, Identifier]


def _kind_of_choice(value: object) -> str | None:
    if isinstance(value, str):
        return TAG_MARK + "id"
    return TAG_MARK + "pair" if isinstance(value, (list, tuple)) else None


Choice = Annotated[
    Annotated[Identifier, Tag(TAG_MARK + "id")] | Annotated[Pair, Tag(TAG_MARK + "pair")],
    Discriminator(_kind_of_choice, **refusal("a person's id, an argument's id, or a pair [person, argument]")),
]
"""A person, an argument, or a pair of both."""


class Planning(Record):
    """What a plan has to respect, used where a function's own argument is None.

    Examples
    --------
    >>> Planning(load=1, exclude=["wu"]).load
    1
    """

    load: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Arguments that one person carries at most; 2 where not stated."""
    min_support: Support | None = None
    """Support from which a person may be an ally; neutral where not stated."""
    include: tuple[Choice, ...] | None = None
    """People, arguments or pairs that are admitted although their support is low."""
    exclude: tuple[Choice, ...] | None = None
    """People, arguments or pairs that are left out."""
    require: tuple[Choice, ...] | None = None
    """People, arguments or pairs that the plan has to hold."""
    introductions: Annotated[bool, Field(strict=True)] | None = None
    """Whether an equipped ally may open the door to those who listen to them."""
    min_common_ground: Probability | None = None
    """Least share of the reach that is earned on concerns which several people around the decision share."""
    must_answer: tuple[Identifier, ...] | None = None
    """Concerns that some pair of the plan has to answer."""


class Seller(Record):
    """One of our own people.

    Examples
    --------
    >>> Seller(hours=8.0, access={"wu": "brief"}).hours
    8.0
    """

    name: Text = ""
    hours: Annotated[Hours, Field(gt=0)]
    """Hours that this seller has for the deal."""
    access: Table[Identifier, Access] = Field(default_factory=FrozenTable)
    """This seller's own access, by stakeholder."""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class Budget(Record):
    """The buyer's money for this purchase.

    Examples
    --------
    >>> Budget(status="to_arrange", owner="qian").status
    'to_arrange'
    """

    name: Text = ""
    status: BudgetStatus = "unknown"
    amount: Annotated[float, Field(ge=0.0, strict=True)] | None = None
    currency: Text = ""
    owner: Identifier | None = None
    process: Text = ""
    """How the money is granted."""
    weight: Probability = 0.0
    """Power in [0, 1] with which the owner joins the deciders."""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class Rival(Record):
    """A competitor and who stands for them inside.

    Examples
    --------
    >>> Rival(supporters=["ma"]).supporters
    ('ma',)
    """

    name: Text = ""
    supporters: tuple[Identifier, ...] = ()
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class LogEntry(Record):
    """A meeting that took place.

    Examples
    --------
    >>> LogEntry.model_validate({"date": "2026-10-12", "with": ["wu"], "next": "bring the sample"}).people
    ('wu',)
    """

    date: Day
    people: Annotated[
        tuple[Identifier, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
    ] = Field(default=(), alias="with")
    by: Text = ""
    """Who of ours was there."""
    hours: Hours | None = None
    learned: tuple[Text, ...] = ()
    outcome: Text = ""
    next: Text = ""
    """The next step that was agreed."""
    name: Text = ""
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)


class Deal(Record):
    """Everything that is known about one sale.

    Building a deal checks it as a whole: ids that point nowhere, rings of superiors and contradictions are found
    together with wrong values.

    Raises
    ------
    DealError
        With all problems found.

    Examples
    --------
    >>> deal = Deal(organization={"stakeholders": {"wu": {"roles": ["decision_maker"]}}})
    >>> deal.deciders
    {'wu': 1.0}
    >>> deal.what_if(wu={"support": "neutral"}).organization["wu"].support
    'neutral'
    """

    format: Literal["influence-deal/1"] = FORMAT
    name: Text = ""
    language: Language | None = None
    """Language of the words that the library writes."""
    stage: Stage | None = None
    as_of: Day | None = None
    """The day that counts as today."""
    capacity: Hours | None = None
    """Our hours for this deal."""
    organization: Organization = Field(default_factory=Organization)
    decision: Decision = Field(default_factory=Decision)
    arguments: Table[Identifier, Argument] = Field(default_factory=FrozenTable)
    concerns: Table[Identifier, Concern] = Field(default_factory=FrozenTable)
    costs: Costs = Field(default_factory=Costs)
    planning: Planning = Field(default_factory=Planning)
    sellers: Table[Identifier, Seller] = Field(default_factory=FrozenTable)
    budget: Budget | None = None
    rivals: Table[Identifier, Rival] = Field(default_factory=FrozenTable)
    log: tuple[LogEntry, ...] = ()
    scales: Scales = Field(default_factory=Scales)
    notes: Text = ""
    refs: Refs = Field(default_factory=FrozenTable)

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        found = reference_problems(data) if isinstance(data, Mapping) else []
        try:
            deal = handler(data)
        except ValidationError as error:
            raise DealError([*problems_of(error, cls), *found]) from error
        if found:
            raise DealError(found)
        return deal

    def replace(self, **changes: Any) -> Self:
        """Return a deal with some parts changed, validated as a whole.

        Parameters
        ----------
        **changes
            New parts by field name.

        Returns
        -------
        Deal

        Raises
        ------
        DealError
            With all problems of the changed deal.
        """
        stated = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**stated, **changes})

    def what_if(self, people: Mapping[str, Mapping[str, Any]] | None = None, /, **by_id: Mapping[str, Any]) -> Self:
        """Return the deal as it would be if some people were different.

        Parameters
        ----------
        people : mapping or None
            Person's id → changed fields; for ids that are no Python names.
        **by_id : mapping
            The same as keywords.

        Returns
        -------
        Deal
            A new, validated deal.

        Raises
        ------
        DealError
            If a person does not exist or a value is not accepted.
        """
        changes = {**(people or {}), **by_id}
        stakeholders: dict[str, Any] = dict(self.organization.stakeholders)
        for person, fields in changes.items():
            known = stakeholders.get(person)
            stated = {name: getattr(known, name) for name in known.model_fields_set} if known is not None else None
            if stated is None:
                names = {known_id: self.label(known_id) for known_id in stakeholders}
                remedy = near_id(person, names) or f"use one of {', '.join(stakeholders)}"
                raise DealError(Problem((person,), f"{person!r} is not on the map", remedy, value=person))
            stakeholders[person] = {**stated, **fields}
        stated_organization = {name: getattr(self.organization, name) for name in self.organization.model_fields_set}
        return self.replace(organization={**stated_organization, "stakeholders": stakeholders})

    @cached_property
    def deciders(self) -> dict[str, float]:
        """Deciders and their power, summing to 1: those of the decision, else everyone with the role.

        The owner of the budget joins them with the budget's weight. Veto holders are not deciders.
        """
        level: dict[str, float] = {str(label): value for label, value in self.scales.level.items()}
        named = dict(self.decision.deciders) or {
            person: 1.0 for person, record in self.organization.stakeholders.items() if "decision_maker" in record.roles
        }
        power: dict[str, float] = {}
        for person, given in named.items():
            power[person] = point_of(given, level, level["medium"])
        if self.budget is not None and self.budget.owner is not None and self.budget.weight > 0:
            owner = self.budget.owner
            power[owner] = power.get(owner, 0.0) + self.budget.weight
        total = sum(power.values())
        if total <= 0:
            return dict.fromkeys(power, 1.0 / max(len(power), 1))
        return {person: value / total for person, value in power.items()}

    @property
    def rule(self) -> Rule:
        """The decision rule: as stated, else ``single`` with one decider and ``weighted`` with several."""
        return self.decision.rule or ("single" if len(self.deciders) == 1 else "weighted")

    @cached_property
    def today(self) -> Day | None:
        """The deal's day: ``as_of``, else the latest day that anything in it was seen or logged."""
        if self.as_of is not None:
            return self.as_of
        return max(_days_of(self), default=None)

    def label(self, stakeholder: str) -> str:
        """Return the name that a person is shown by."""
        return self.organization.label(stakeholder)

    def say(self, key: str, **facts: object) -> str:
        """Return a sentence in the deal's language, in its own words where ``scales.templates`` has some.

        Parameters
        ----------
        key : str
            Which sentence, such as ``plan.headline``.
        **facts
            The sentence's fields.

        Returns
        -------
        str

        Examples
        --------
        >>> Deal(language="zh").say("plan.hold", stage="签约")
        '留到此阶段再用：签约'
        """
        return phrase(key, self.language, self.scales.templates, **facts)

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str | bytes]:
        text = f"{self.name or self.organization.name or 'deal'}: {len(self.organization)} people"
        return {"text/plain": text, **pictures(self)}


def point_of(given: Any, labels: Mapping[str, float], unknown: float) -> float:
    """Return the number that a label, a number, a stated number or None stands for.

    Parameters
    ----------
    given : str or float or Stated or None
        What the deal says.
    labels : mapping
        Label → number.
    unknown : float
        The number where nothing is known; the middle of the range where only a range is.

    Returns
    -------
    float

    Examples
    --------
    >>> point_of("brief", {"none": 0.0, "brief": 0.3}, 0.45), point_of(None, {}, 0.45)
    (0.3, 0.45)
    """
    if given is None or given == "unknown":
        return unknown
    if isinstance(given, str):
        return labels[given]
    if isinstance(given, (int, float)):
        return float(given)
    if given.value is None or given.value == "unknown":
        return (given.range[0] + given.range[1]) / 2 if given.range else unknown
    return point_of(given.value, labels, unknown)


def _days_of(node: Any) -> list[Day]:
    """Collect every ``seen`` and log date below a record."""
    if isinstance(node, Record):
        own = [day for name in ("seen", "date") if (day := getattr(node, name, None)) is not None]
        return own + [day for name in node.model_fields_set for day in _days_of(getattr(node, name))]
    if isinstance(node, Mapping):
        return [day for value in node.values() for day in _days_of(value)]
    if isinstance(node, tuple):
        return [day for value in node for day in _days_of(value)]
    return []
