"""The answers a question may get, how likely each is, and who could give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray
from influence.graph.arrays import DealArrays
from influence.model import Deal, Tie
from influence.propagate.draws import OpenFact, only_informant

__all__ = ["Answers", "answers_of"]


@dataclass(frozen=True)
class Answers:
    """The answers to one question; K draws, A answers.

    Parameters
    ----------
    names : tuple of str
    likelihood : ndarray, shape (K, A)
        P(answer | what is true in the draw); rows sum to 1. Of who decides: P(answer | this one decides), a row for
        each of those who may.
    informant : str or None
        Whom to ask.
    """

    names: tuple[str, ...]
    likelihood: FloatArray
    informant: str | None


def answers_of(deal: Deal, arrays: DealArrays, fact: OpenFact, values: FloatArray, perfect: bool) -> Answers:
    """Return the answers to the question about an open fact.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
        At point values.
    fact : OpenFact
    values : ndarray, shape (K,)
        Its value in each draw.
    perfect : bool
        Whether the answer is certain.

    Returns
    -------
    Answers
    """
    informant = _informant(deal, arrays, fact)
    if fact.kind == "decider":
        truth = 1.0 if perfect else deal.scales.answer_truth
        count = len(fact.subject)
        names = tuple(deal.label(person) for person in fact.subject)
        return Answers(names, truth * np.eye(count) + (1.0 - truth) / count, informant)
    if fact.kind == "tie":
        yes = _chance_of_yes(deal, fact, values, perfect)
        return Answers(("yes", "no"), np.stack([yes, 1.0 - yes], axis=1), informant)
    labels = _labels(deal, fact.kind)
    names = tuple(labels)
    distance = np.abs(values[:, None] - np.array(list(labels.values())))
    nearest = np.eye(len(names))[distance.argmin(axis=1)]
    truth = 1.0 if perfect else deal.scales.answer_truth
    return Answers(names, truth * nearest + (1.0 - truth) * nearest.mean(axis=0), informant)


def _labels(deal: Deal, kind: str) -> Mapping[str, float]:
    scales = deal.scales
    if kind == "support":
        return {str(label): value for label, value in scales.support.items()}
    if kind == "access":
        return {str(label): value for label, value in scales.access.items()}
    return {str(label): value for label, value in scales.level.items()}


def _chance_of_yes(deal: Deal, fact: OpenFact, real: FloatArray, perfect: bool) -> FloatArray:
    """Return P(the informant says yes) in each draw.

    A certainty that is an entry of the table of informants moves one row down, keeping its mean; any other one has its
    odds multiplied by what one informant's report is worth.
    """
    if perfect:
        return real
    scales = deal.scales
    entry = _table_entry(deal, fact)
    if entry is None:
        return np.where(real > 0.5, scales.informant_reports_real, scales.informant_reports_unreal)
    now, if_no, if_yes = entry
    share = (now - if_no) / (if_yes - if_no)
    return np.where(real > 0.5, share * if_yes / now, share * (1.0 - if_yes) / (1.0 - now))


def _table_entry(deal: Deal, fact: OpenFact) -> tuple[float, float, float] | None:
    """Return a tie's certainty in the table, and what it becomes by a no and by a yes."""
    tie = next((t for t in deal.organization.ties if (t.source, t.target) == fact.subject), None)
    rows = deal.scales.informants.rows
    if tie is None:
        # nobody has mentioned it: as if one informant had not reported it
        return deal.scales.unmentioned_tie, rows[1][0], rows[1][1]
    if tie.certainty is not None or tie.seen is not None:
        return None
    says = _outsiders(tie)
    if says is None or not 1 <= len(says) < len(rows):
        return None
    asked, reported = len(says), sum(says)
    now, below = rows[asked - 1][reported], rows[asked]
    if not below[reported] < now < below[reported + 1]:
        return None
    return now, below[reported], below[reported + 1]


def _outsiders(tie: Tie) -> list[bool] | None:
    """Return what outsiders say of a tie, or None where a party or a dated source is among them."""
    found: dict[str, bool] = {}
    for entry in tie.sources:
        who = entry if isinstance(entry, str) else entry.who
        if who in (tie.source, tie.target) or (not isinstance(entry, str) and entry.seen is not None):
            return None
        found[who] = isinstance(entry, str) or not entry.denies
    return list(found.values())


def _informant(deal: Deal, arrays: DealArrays, fact: OpenFact) -> str | None:
    """Return the best person to ask: reachable, near to the subject, and not heard on it before."""
    facts = arrays.facts
    meant = fact.subject if fact.kind in ("tie", "decider") else fact.subject[:1]
    subject = [arrays.person(person) for person in meant]
    near = {int(tail) for tail, head in zip(facts.ties.tail, facts.ties.head, strict=True) if int(head) in subject}
    near |= {int(head) for tail, head in zip(facts.ties.tail, facts.ties.head, strict=True) if int(tail) in subject}
    heard = {
        entry if isinstance(entry, str) else entry.who
        for tie in deal.organization.ties
        if fact.kind == "tie" and (tie.source, tie.target) == fact.subject
        for entry in tie.sources
    }
    # a person tells best of their own concerns; of where they stand, others do
    own = set(subject) if fact.kind == "concern" else set()
    candidates = [
        place
        for place in sorted(near | own)
        if (place not in subject or place in own) and facts.access[place] > 0 and facts.people[place] not in heard
    ]
    # whoever alone told us of other ties errs together with those: the word of somebody new counts for more
    alone = Counter(only_informant(tie) for tie in deal.organization.ties)
    best = max(
        candidates,
        key=lambda place: (
            place in own,
            facts.access[place],
            -alone[facts.people[place]],
            facts.support[place],
            -place,
        ),
        default=None,
    )
    return None if best is None else facts.people[best]
