"""What to ask first where the map is too thin for any plan."""

from __future__ import annotations

from influence.graph.allies import may_be_ally
from influence.graph.arrays import deal_arrays
from influence.model import Deal

__all__ = ["FIRST", "first_questions", "opening_questions", "too_little_text"]

FIRST = 5
"""Questions that are asked at first."""


def first_questions(deal: Deal) -> tuple[str, ...]:
    """Return the questions of a map that allows no plan: nobody decides, or nobody who may help has a way there.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of str
        Empty where a plan is possible.
    """
    if deal.deciders:
        arrays = deal_arrays(deal)
        deciders = [arrays.person(decider) for decider in deal.deciders]
        allies = [person for person in deal.organization.stakeholders if may_be_ally(deal, arrays, person)]
        told = arrays.facts.ties.head.tolist()
        if any(place in told for place in deciders) and any(person not in deal.deciders for person in allies):
            return ()
    return opening_questions(deal)


def opening_questions(deal: Deal) -> tuple[str, ...]:
    """Return the five questions that come first, those already answered by the map left out where others remain.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of str
    """
    decider = max(deal.deciders, key=lambda person: deal.deciders[person], default=None)
    name = {"decider": "…" if decider is None else deal.label(decider)}
    known = {
        "first_decider": decider is not None,
        "first_concern": decider is not None and bool(deal.organization[decider].concerns),
        "first_ear": decider is not None and any(tie.target == decider for tie in deal.organization.ties),
        "first_way": False,
        "first_argument": bool(deal.arguments),
        "first_budget": deal.budget is not None,
        "first_support": False,
    }
    order = sorted(known, key=lambda key: known[key])
    return tuple(
        _say(deal, key, **(name if key in ("first_concern", "first_ear", "first_way") else {})) for key in order[:FIRST]
    )


def too_little_text(deal: Deal) -> list[str]:
    """Return the lines that say what to ask first.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    list of str
    """
    asked = opening_questions(deal)
    return [_say(deal, "too_little"), *(f"  {number}. {text}" for number, text in enumerate(asked, start=1))]


def _say(deal: Deal, key: str, **facts: object) -> str:
    return deal.say(f"unknowns.{key}", **facts)
