"""Concern ids that are probably slips: used as they stand they match nobody's concern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from influence.model.catalogue import CONCERN_NAMES
from influence.model.deal import Deal

__all__ = ["ConcernSlip", "concern_slips"]

CLOSE = 0.75
"""Similarity in [0, 1] from which two ids are close."""


@dataclass(frozen=True)
class ConcernSlip:
    """A concern id that is probably meant to be another.

    Parameters
    ----------
    given, meant : str
        The id as it stands, and the one that is close to it.
    argument, person : str or None
        Who uses it first: an argument that answers it, else a person who has it.
    """

    given: str
    meant: str
    argument: str | None
    person: str | None


def concern_slips(deal: Deal) -> tuple[ConcernSlip, ...]:
    """Return the concern ids that are in neither the deal's concerns nor the catalogue and close to another.

    An id that is the name of a known concern counts, and one that is spelled like another and used once. An id that
    some argument answers and some person has is a concern of its own.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of ConcernSlip
    """
    answered: dict[str, str] = {}
    had: dict[str, str] = {}
    uses: Counter[str] = Counter()
    for argument, record in deal.arguments.items():
        for concern in record.answers:
            answered.setdefault(concern, argument)
            uses[concern] += 1
    for person, who in deal.organization.stakeholders.items():
        for concern in who.concerns:
            stated = who.concern(concern)
            for each in (concern, stated.root if stated is not None else None):
                if each is not None:
                    had.setdefault(each, person)
                    uses[each] += 1
    names = {concern: (record.name,) for concern, record in deal.concerns.items()}
    known = {**CONCERN_NAMES, **names}
    found = []
    for given, count in uses.items():
        if given in known or (given in answered and given in had):
            continue
        others = [*known, *(other for other in uses if other != given)]
        meant = _by_name(given, known) or (_spelled(given, others) if count == 1 else "")
        if meant:
            found.append(ConcernSlip(given, meant, answered.get(given), had.get(given)))
    return tuple(found)


def _by_name(given: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """Return the concern whose name an id is, or is a part of where names are not made of words."""
    word = given.casefold().replace("_", " ")
    named = [concern for concern, names in known.items() if word in (name.casefold() for name in names)]
    parts = [concern for concern, names in known.items() if any(given in name for name in names)]
    if named:
        return named[0]
    return parts[0] if len(parts) == 1 and not given.isascii() else ""


def _spelled(given: str, others: list[str]) -> str:
    return next(iter(get_close_matches(given, others, n=1, cutoff=CLOSE)), "")
