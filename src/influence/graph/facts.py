"""A deal as arrays of point values, before anything is computed from them.

The arrays are what the deal says, number by number. Whoever wants to know what follows from other numbers (a draw of
what is unknown, an answer to a question) replaces an array and assembles again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from influence._types import BoolArray, FloatArray, IndexArray
from influence.errors import InputError, Problem
from influence.graph.ties import ResolvedTie, resolved_ties
from influence.model import Deal, PersonalConcern, Stakeholder, point_of

__all__ = ["Care", "DealFacts", "TieFacts", "cares_of", "concerns_of_deal", "deal_facts", "implied_advocacy"]


@dataclass(frozen=True)
class TieFacts:
    """Ties of one kind as arrays; m ties, C concerns.

    Parameters
    ----------
    tail, head : ndarray of int, shape (m,)
        Speaker and listener, as positions in ``DealFacts.people``.
    certainty : ndarray, shape (m,)
        P(the tie is real), in [0, 1].
    strength : ndarray, shape (m,)
        In [0, 1], before credibility and attention.
    own : ndarray, shape (m, C)
        The pair's own strength on a concern; NaN where not stated.
    credibility : ndarray, shape (m, C)
        Credibility of the speaker with this listener, in [0, 1].
    """

    tail: IndexArray
    head: IndexArray
    certainty: FloatArray
    strength: FloatArray
    own: FloatArray
    credibility: FloatArray


@dataclass(frozen=True)
class DealFacts:
    """What a deal says, as arrays; n people, C concerns, A arguments, k statements of what somebody cares about.

    Parameters
    ----------
    people, concerns, arguments : tuple of str
        The ids in the order of the arrays.
    support : ndarray, shape (n,)
        In [−1, 1]; unknown is 0.
    access, advocacy : ndarray, shape (n,)
        Chances in [0, 1].
    openness : ndarray, shape (n,)
        In [0, 1); NaN where the ties imply it.
    care_person, care_concern : ndarray of int, shape (k,)
        Whose and which concern a statement is about, after roots.
    care_weight : ndarray, shape (k,)
        Its weight in [0, 1].
    care_factor : ndarray, shape (k,)
        1, or the discount of a want.
    ties, conflicts : TieFacts
        Influence and conflict ties.
    answers : ndarray, shape (A, C)
        P(the argument convinces an attentive listener on the concern), in [0, 1].
    indifference : float
        Attention in [0, 1] for what a listener does not care about.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import deal_arrays
    >>> arrays = deal_arrays(load_example("power_grid_en"))
    >>> arrays.facts.people[:2]
    ('zhao', 'sun')
    """

    people: tuple[str, ...]
    concerns: tuple[str, ...]
    arguments: tuple[str, ...]
    support: FloatArray
    access: FloatArray
    advocacy: FloatArray
    openness: FloatArray
    care_person: IndexArray
    care_concern: IndexArray
    care_weight: FloatArray
    care_factor: FloatArray
    ties: TieFacts
    conflicts: TieFacts
    answers: FloatArray
    indifference: float


@dataclass(frozen=True)
class Care:
    """What one person cares about, after roots.

    Parameters
    ----------
    person : int
        Position.
    concern : str
    weight : float
        In [0, 1].
    factor : float
        1, or the discount of a want.
    stated : str
        The concern under which it is stated.
    given : PersonalConcern or None
        What is stated; None for a default of the function.
    """

    person: int
    concern: str
    weight: float
    factor: float
    stated: str
    given: PersonalConcern | None


def implied_advocacy(deal: Deal, record: Stakeholder) -> float:
    """Return the chance in [0, 1] that a convinced person speaks for us.

    As stated, else interpolated linearly between the labels of support.

    Parameters
    ----------
    deal : Deal
    record : Stakeholder

    Returns
    -------
    float

    Examples
    --------
    >>> implied_advocacy(Deal(), Stakeholder(support=0.25))
    0.375
    """
    scales = deal.scales
    unknown = scales.advocacy["unknown"]
    if record.advocacy is not None:
        return point_of(record.advocacy, {}, unknown)
    labels = {str(label): value for label, value in scales.support.items()}
    stand = point_of(record.support, labels, np.nan)
    if np.isnan(stand):
        return unknown
    places = sorted((value, scales.advocacy[label]) for label, value in scales.support.items())
    return float(np.interp(stand, [place for place, _ in places], [chance for _, chance in places]))


def cares_of(deal: Deal, position: int, record: Stakeholder) -> Iterator[Care]:
    """Yield what a person cares about: the function's concerns, and over them what is stated of the person."""
    scales = deal.scales
    levels = {str(label): value for label, value in scales.level.items()}
    defaults = _function_concerns(deal, record.function)
    for concern in defaults:
        if concern not in record.concerns:
            yield Care(position, concern, scales.function_weight, 1.0, concern, None)
    for concern in record.concerns:
        stated = record.concern(concern)
        if stated is None:
            continue
        middle = sum(stated.range) / 2 if stated.range else levels["medium"]
        weight = point_of(stated.weight, levels, middle)
        own = deal.concerns.get(concern)
        kind = stated.kind or (own.kind if own is not None else None) or "need"
        if stated.root is not None:
            yield Care(position, stated.root, weight, 1.0, concern, stated)
        else:
            yield Care(position, concern, weight, scales.want_discount if kind == "want" else 1.0, concern, stated)


def _function_concerns(deal: Deal, function: str | None) -> list[str]:
    if function is None:
        return []
    own = [concern for concern, record in deal.concerns.items() if function in record.functions]
    return list(dict.fromkeys([*deal.scales.concerns_of(function), *own]))


def concerns_of_deal(deal: Deal) -> tuple[str, ...]:
    """Return the concerns of a deal: those that an argument answers, that it lists, or that somebody has.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of str
        Without any, the one concern ``general``.

    Examples
    --------
    >>> concerns_of_deal(Deal(arguments={"tco": {"answers": {"price": 0.8}}}))
    ('price',)
    >>> concerns_of_deal(Deal())
    ('general',)
    """
    found = dict.fromkeys(concern for argument in deal.arguments.values() for concern in argument.answers)
    found.update(dict.fromkeys(deal.concerns))
    for position, record in enumerate(deal.organization.stakeholders.values()):
        found.update(dict.fromkeys(care.concern for care in cares_of(deal, position, record) if care.weight > 0))
    return tuple(found) or ("general",)


def deal_facts(deal: Deal) -> DealFacts:
    """Return the point values of a deal as arrays.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    DealFacts

    Examples
    --------
    >>> facts = deal_facts(Deal(organization={"stakeholders": {"wu": {"support": "mentor", "access": "brief"}}}))
    >>> facts.access.tolist(), facts.advocacy.tolist()
    ([0.3], [0.9])
    """
    if not isinstance(deal, Deal):
        # a caller without type checks gives a path or a mapping
        remedy = "read a file with read_deal, or build a Deal"
        raise InputError(Problem(("deal",), f"{deal!r:.60} is no deal", remedy))
    people = tuple(deal.organization.stakeholders)
    records = list(deal.organization.stakeholders.values())
    concerns = concerns_of_deal(deal)
    place = {concern: number for number, concern in enumerate(concerns)}
    scales = deal.scales
    support_labels = {str(label): value for label, value in scales.support.items()}
    access_labels = {str(label): value for label, value in scales.access.items()}
    levels = {str(label): value for label, value in scales.level.items()}
    cares = [care for number, record in enumerate(records) for care in cares_of(deal, number, record)]
    cares = [care for care in cares if care.concern in place]
    answers = np.zeros((len(deal.arguments), len(concerns)))
    for row, argument in enumerate(deal.arguments.values()):
        for concern, given in argument.answers.items():
            answers[row, place[concern]] = point_of(given, levels, levels["medium"])
    ties = resolved_ties(deal)
    return DealFacts(
        people=people,
        concerns=concerns,
        arguments=tuple(deal.arguments),
        support=np.array([point_of(record.support, support_labels, 0.0) for record in records], dtype=float),
        access=np.array(
            [point_of(record.access, access_labels, scales.mean_access) for record in records], dtype=float
        ),
        advocacy=np.array([implied_advocacy(deal, record) for record in records], dtype=float),
        openness=np.array([point_of(record.openness, {}, np.nan) for record in records], dtype=float),
        care_person=np.array([care.person for care in cares], dtype=np.int64),
        care_concern=np.array([place[care.concern] for care in cares], dtype=np.int64),
        care_weight=np.array([care.weight for care in cares], dtype=float),
        care_factor=np.array([care.factor for care in cares], dtype=float),
        ties=_tie_facts(deal, [tie for tie in ties if tie.kind == "influences"], people, concerns),
        conflicts=_tie_facts(deal, [tie for tie in ties if tie.kind == "conflicts"], people, concerns),
        answers=answers,
        indifference=scales.indifference,
    )


def _tie_facts(deal: Deal, ties: list[ResolvedTie], people: tuple[str, ...], concerns: tuple[str, ...]) -> TieFacts:
    index = {person: number for number, person in enumerate(people)}
    own = np.full((len(ties), len(concerns)), np.nan)
    for row, tie in enumerate(ties):
        if "all" in tie.strength_on:
            own[row] = tie.strength_on["all"]
        for column, concern in enumerate(concerns):
            own[row, column] = tie.strength_on.get(concern, own[row, column])
    field = _own_fields(deal, people, concerns)
    elsewhere = deal.scales.credibility_elsewhere
    tail = np.array([index[tie.source] for tie in ties], dtype=np.int64)
    superior = np.array([tie.speaker_is_superior for tie in ties], dtype=bool)
    return TieFacts(
        tail=tail,
        head=np.array([index[tie.target] for tie in ties], dtype=np.int64),
        certainty=np.array([tie.certainty for tie in ties], dtype=float),
        strength=np.array([tie.strength for tie in ties], dtype=float),
        own=own,
        credibility=np.where(field[tail] | superior[:, None], 1.0, elsewhere),
    )


def _own_fields(deal: Deal, people: tuple[str, ...], concerns: tuple[str, ...]) -> BoolArray:
    """Return, for each person and concern, whether it is the field of the person's function."""
    field = np.zeros((len(people), len(concerns)), dtype=bool)
    for row, person in enumerate(people):
        own = set(_function_concerns(deal, deal.organization[person].function))
        field[row] = [concern in own for concern in concerns]
    return field
