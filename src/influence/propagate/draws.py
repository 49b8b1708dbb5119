"""Draws of what is not known: what a deal may be like, as many deals as wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from scipy.special import ndtr

from influence._types import FloatArray, RandomSource
from influence._work import as_generator
from influence.graph.arrays import DealArrays, assemble
from influence.graph.certainty import age_weight
from influence.graph.facts import DealFacts, cares_of, deal_facts
from influence.graph.ties import ResolvedTie, resolved_ties
from influence.model import Deal, Source, Stakeholder, Tie
from influence.propagate.spreads import Spread, Spreads, spread_of

__all__ = ["Draws", "OpenFact", "draw_facts", "drawn_arrays", "only_informant"]

UNIT = (0.0, 1.0)
SUPPORT_SPAN = (-1.0, 1.0)


@dataclass(frozen=True)
class OpenFact:
    """Something that is not known for certain.

    Parameters
    ----------
    kind : str
        ``support``, ``access``, ``advocacy``, ``concern``, ``answer``, ``tie``, ``strength`` or ``decider``.
    subject : tuple of str
        The person; person and concern; argument and concern; the two people of a tie; or everyone
        who may be the one who decides.
    """

    kind: str
    subject: tuple[str, ...]


@dataclass(frozen=True)
class Draws:
    """What a deal may be like; K draws.

    Parameters
    ----------
    facts : tuple of DealFacts
        One for each draw.
    open : tuple of OpenFact
        What differs between draws.
    values : ndarray, shape (K, open facts)
        The value of each open fact in each draw; of a tie whether it is real, 0 or 1.
    """

    facts: tuple[DealFacts, ...]
    open: tuple[OpenFact, ...]
    values: FloatArray


def drawn_arrays(deal: Deal, count: int, rng: RandomSource = 0) -> Iterator[DealArrays]:
    """Yield the arrays of a deal as it may be.

    Parameters
    ----------
    deal : Deal
    count : int
    rng : int, numpy.random.Generator or None

    Yields
    ------
    DealArrays
    """
    for facts in draw_facts(deal, count, rng).facts:
        yield assemble(facts)


def draw_facts(deal: Deal, count: int, rng: RandomSource = 0) -> Draws:
    """Draw what is not known of a deal.

    A label is triangular around its number, what is unknown is uniform over its scale, a range is uniform or, with a
    value, triangular; a statement that may be wrong or old is replaced by "unknown" with the probability of that. Ties
    exist or do not; those told by one and the same informant only err together (a Gaussian copula; Li, "On default
    correlation", 2000).

    Parameters
    ----------
    deal : Deal
    count : int
    rng : int, numpy.random.Generator or None

    Returns
    -------
    Draws

    Examples
    --------
    >>> deal = Deal(organization={"stakeholders": {"wu": {"support": "unknown", "access": 0.5}}})
    >>> draws = draw_facts(deal, 100)
    >>> [fact.kind for fact in draws.open]
    ['support']
    >>> bool(draws.values.min() < -0.8 and draws.values.max() > 0.8)
    True
    """
    generator = as_generator(rng)
    facts = deal_facts(deal)
    numbers = _Numbers(deal, facts)
    drawn = Spreads(numbers.spreads).draw(count, generator)
    ties = [tie for tie in resolved_ties(deal) if tie.kind == "influences"]
    conflicts = [tie for tie in resolved_ties(deal) if tie.kind == "conflicts"]
    real = _real_ties(deal, [*ties, *conflicts], count, generator)
    kept = [place for place, spread in enumerate(numbers.spreads) if spread.is_open]
    doubtful = [place for place, tie in enumerate([*ties, *conflicts]) if 0.0 < tie.certainty < 1.0]
    names = [*(numbers.names[place] for place in kept)]
    names += [OpenFact("tie", (tie.source, tie.target)) for place in doubtful for tie in [[*ties, *conflicts][place]]]
    values = np.concatenate([drawn[:, kept], real[:, doubtful].astype(np.float64)], axis=1)
    made = tuple(numbers.facts_with(drawn[row], real[row], len(ties)) for row in range(count))
    return Draws(made, tuple(names), values)


class _Numbers:
    """Every number of a deal with its distribution, and how a drawn row becomes facts."""

    def __init__(self, deal: Deal, facts: DealFacts) -> None:
        self.deal, self.facts = deal, facts
        self.spreads: list[Spread] = []
        self.names: list[OpenFact] = []
        scales = deal.scales
        access = {str(label): value for label, value in scales.access.items()}
        support = {str(label): value for label, value in scales.support.items()}
        level = {str(label): value for label, value in scales.level.items()}
        strength = {str(label): value for label, value in scales.strength.items()}
        people = list(deal.organization.stakeholders.items())
        for person, record in people:
            self._add("support", (person,), record.support, support, SUPPORT_SPAN, record)
        for person, record in people:
            span = (0.0, max(access.values()))
            self._add("access", (person,), record.access, access, span, record, certain=("none",))
        self._stated_advocacy = [place for place, (_, record) in enumerate(people) if record.advocacy is not None]
        for place in self._stated_advocacy:
            person, record = people[place]
            self._add("advocacy", (person,), record.advocacy, {}, UNIT, record)
        self._cares = [care for place, (_, record) in enumerate(people) for care in cares_of(deal, place, record)]
        self._cares = [care for care in self._cares if care.concern in facts.concerns]
        for care in self._cares:
            person, record = people[care.person]
            weight: Any = "medium" if care.given is None or care.given.weight is None else care.given.weight
            self._add("concern", (person, care.stated), weight, level, UNIT, record, stated=care.given)
        self._answers = [
            (row, facts.concerns.index(concern), name, concern, given)
            for row, (name, argument) in enumerate(deal.arguments.items())
            for concern, given in argument.answers.items()
        ]
        for _, _, name, concern, given in self._answers:
            self._add("answer", (name, concern), given, level, UNIT, None)
        self._ties = [tie for tie in resolved_ties(deal) if tie.kind == "influences"]
        for tie in self._ties:
            # a strength that is not stated is the default by assumption, not something to be asked for
            own: Any = None if tie.stated is None else tie.stated.strength
            self._add("strength", (tie.source, tie.target), tie.strength if own is None else own, strength, UNIT, None)

    def _add(
        self,
        kind: str,
        subject: tuple[str, ...],
        given: Any,
        labels: dict[str, float],
        span: tuple[float, float],
        record: Stakeholder | None,
        *,
        certain: tuple[str, ...] = (),
        stated: Any = None,
    ) -> None:
        age = age_weight(_day_of(given, stated, record), self.deal.today, self.deal.scales.half_life_days)
        spread = spread_of(given, labels, span, age=age, certain=certain)
        if stated is not None and stated.range is not None:
            spread = replace(spread, low=stated.range[0], high=stated.range[1])
        if stated is not None and stated.certainty is not None:
            spread = replace(spread, weight=spread.weight * stated.certainty)
        self.spreads.append(spread)
        self.names.append(OpenFact(kind, subject))

    def facts_with(self, row: FloatArray, real: FloatArray, tie_count: int) -> DealFacts:
        """Return the facts that a drawn row stands for."""
        facts, place = self.facts, 0
        count = len(facts.people)
        support, access = row[:count], row[count : 2 * count]
        place = 2 * count
        advocacy = self._advocacy(support)
        advocacy[self._stated_advocacy] = row[place : place + len(self._stated_advocacy)]
        place += len(self._stated_advocacy)
        weight = row[place : place + len(self._cares)]
        place += len(self._cares)
        answers = facts.answers.copy()
        for number, (argument, column, *_) in enumerate(self._answers):
            answers[argument, column] = row[place + number]
        place += len(self._answers)
        return replace(
            facts,
            support=support,
            access=access,
            advocacy=advocacy,
            care_weight=weight,
            answers=answers,
            ties=replace(facts.ties, certainty=real[:tie_count], strength=row[place : place + tie_count]),
            conflicts=replace(facts.conflicts, certainty=real[tie_count:]),
        )

    def _advocacy(self, support: FloatArray) -> FloatArray:
        scales = self.deal.scales
        places = sorted((value, scales.advocacy[label]) for label, value in scales.support.items())
        return np.asarray(np.interp(support, [stand for stand, _ in places], [chance for _, chance in places]))


def _day_of(given: Any, stated: Any, record: Stakeholder | None) -> date | None:
    """Return a fact's day: its own, else the latest of its confirming sources, else its record's."""
    for fact in (given, stated, record):
        own: date | None = getattr(fact, "seen", None)
        if own is not None:
            return own
        days = [
            entry.seen
            for entry in getattr(fact, "sources", ())
            if isinstance(entry, Source) and entry.seen is not None and not entry.denies
        ]
        if days:
            return max(days)
    return None


def _real_ties(deal: Deal, ties: Sequence[ResolvedTie], count: int, generator: np.random.Generator) -> FloatArray:
    """Return whether each tie is real in each draw, as 0 and 1, shape (count, ties)."""
    certainty = np.array([tie.certainty for tie in ties])
    informants = [None if tie.stated is None else only_informant(tie.stated) for tie in ties]
    known = list(dict.fromkeys(informant for informant in informants if informant is not None))
    own = generator.standard_normal((count, len(ties)))
    bias = generator.standard_normal((count, len(known)))
    share = deal.scales.same_informant_correlation
    for place, informant in enumerate(informants):
        if informant is not None:
            own[:, place] = np.sqrt(share) * bias[:, known.index(informant)] + np.sqrt(1.0 - share) * own[:, place]
    return np.asarray(ndtr(own) < certainty, dtype=np.float64)


def only_informant(tie: Tie) -> str | None:
    """Return who alone told us of a tie, or None where several or nobody did."""
    told = {entry if isinstance(entry, str) else entry.who for entry in tie.sources}
    return next(iter(told)) if len(told) == 1 else None
