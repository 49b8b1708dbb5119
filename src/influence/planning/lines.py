"""Who says what to whom along a way: each hop in the listener's own concern, with what the speaker gains.

The words are templates (``plan.line`` and those beside it), replaceable by the deal's own; every fact put into them is
the deal's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from influence._text import pick
from influence.graph.arrays import DealArrays
from influence.model import Deal
from influence.model.catalogue import CONCERN_NAMES

__all__ = ["Line", "argument_name", "concern_name", "gain_of", "heard_as", "lines_along"]


@dataclass(frozen=True)
class Line:
    """What one person says to the next.

    Parameters
    ----------
    speaker, listener : str
        Ids.
    argument : str
        Id of the argument that is passed on.
    concern : str
        Id of the concern that the listener hears it as.
    need : str or None
        What stands behind that concern, where the listener told why; in their own words.
    gain : str or None
        Id of the speaker's own concern that our success serves; None: no gain, no reason to act.
    text : str
        The line in the deal's language.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> chosen = plan(load_example("power_grid_en"), method="greedy")
    >>> lines = [line for step in chosen.steps for line in step.lines]
    >>> lines[0].listener in chosen.deal.organization
    True
    """

    speaker: str
    listener: str
    argument: str
    concern: str
    need: str | None
    gain: str | None
    text: str


def concern_name(deal: Deal, concern: str) -> str:
    """Return the name of a concern in the deal's language."""
    own = deal.concerns.get(concern)
    return (own.name if own is not None else "") or pick(CONCERN_NAMES.get(concern), deal.language, concern)


def argument_name(deal: Deal, argument: str) -> str:
    """Return the name of an argument; its id where it has none."""
    return deal.arguments[argument].name or argument


def gain_of(arrays: DealArrays, person: str) -> str | None:
    """Return the concern of an ally that our success serves most, or None: no gain, no reason to act.

    Parameters
    ----------
    arrays : DealArrays
    person : str

    Returns
    -------
    str or None
        Id of the concern.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import deal_arrays
    >>> gain_of(deal_arrays(load_example("power_grid_en")), "han")
    'stability'
    """
    served = arrays.facts.answers.max(axis=0, initial=0.0) * arrays.salience[arrays.person(person)]
    return arrays.facts.concerns[int(np.argmax(served))] if served.any() else None


def heard_as(arrays: DealArrays, argument: str, listener: str) -> str:
    """Return the concern that a listener hears an argument as: what it answers, weighed by what they care about."""
    facts = arrays.facts
    answers = facts.answers[facts.arguments.index(argument)]
    interest = arrays.salience[arrays.person(listener)] * answers
    return facts.concerns[int(np.argmax(interest if interest.any() else answers))]


def lines_along(deal: Deal, arrays: DealArrays, argument: str, nodes: Sequence[str]) -> tuple[Line, ...]:
    """Return what is said on each hop of a way.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    argument : str
        Id of the argument that travels.
    nodes : sequence of str
        The people on the way, the equipped ally first.

    Returns
    -------
    tuple of Line
        One for each hop.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import deal_arrays
    >>> deal = load_example("power_grid_en")
    >>> [line.speaker for line in lines_along(deal, deal_arrays(deal), "tco", ["zhou", "qian", "zhao"])]
    ['zhou', 'qian']
    """
    return tuple(_line(deal, arrays, argument, speaker, listener) for speaker, listener in pairwise(nodes))


def _line(deal: Deal, arrays: DealArrays, argument: str, speaker: str, listener: str) -> Line:
    concern = heard_as(arrays, argument, listener)
    need, gain = _need(deal, listener, concern), gain_of(arrays, speaker)

    def say(key: str, **facts: str) -> str:
        return deal.say(f"plan.{key}", **facts)

    name = deal.label(speaker)
    text = say(
        "line",
        speaker=name,
        listener=deal.label(listener),
        concern=concern_name(deal, concern),
        claim=deal.arguments[argument].claim or argument_name(deal, argument),
        hears=say(f"hears_{deal.organization[listener].function or 'other'}"),
        need=say("line_need", need=need) if need else "",
        gain=say("line_gain", speaker=name, concern=concern_name(deal, gain))
        if gain
        else say("line_no_gain", speaker=name),
    )
    return Line(speaker, listener, argument, concern, need, gain, text)


def _need(deal: Deal, person: str, concern: str) -> str | None:
    """Return the last answer to "why?" behind a person's concern."""
    record = deal.organization[person]
    for name in record.concerns:
        stated = record.concern(name)
        if stated is not None and stated.why and concern in (name, stated.root):
            return stated.why[-1]
    return None
