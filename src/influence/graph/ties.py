"""All ties of a deal: those stated, and those that reporting lines imply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from influence.graph.certainty import tie_certainty
from influence.model import Deal, Stakeholder, Tie, point_of

__all__ = ["ResolvedTie", "resolved_ties"]


@dataclass(frozen=True)
class ResolvedTie:
    """A tie with its point values.

    Parameters
    ----------
    source, target : str
        ``source`` influences ``target``.
    kind : str
        ``influences`` or ``conflicts``.
    certainty : float
        P(the tie is real), in [0, 1].
    strength : float
        How far the word moves the listener before credibility and attention, in [0, 1].
    strength_on : mapping
        The pair's own strength by concern, or for ``all``, in [0, 1].
    speaker_is_superior : bool
        Whether the speaker is the listener's direct superior.
    stated : Tie or None
        The record it comes from; None where a reporting line implies it.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.graph import resolved_ties
    >>> resolved_ties(load_example("power_grid_en"))[0].kind
    'influences'
    """

    source: str
    target: str
    kind: str
    certainty: float
    strength: float
    strength_on: Mapping[str, float]
    speaker_is_superior: bool
    stated: Tie | None


def resolved_ties(deal: Deal) -> tuple[ResolvedTie, ...]:
    """Return the ties of a deal, stated ones first, then those of reporting lines.

    A reporting line implies superior → report and report → superior, with certainty 1; a stated influence tie replaces
    the implied one of its direction. Dotted lines are one step weaker.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of ResolvedTie

    Examples
    --------
    >>> deal = Deal(organization={"stakeholders": {"wu": {}, "li": {"reports_to": "wu"}}})
    >>> [(tie.source, tie.target, tie.strength) for tie in resolved_ties(deal)]
    [('wu', 'li', 0.7), ('li', 'wu', 0.4)]
    """
    people = deal.organization.stakeholders
    ties = [_stated(deal, tie, people) for tie in deal.organization.ties]
    taken = {(tie.source, tie.target) for tie in ties if tie.kind == "influences"}
    for person, record in people.items():
        for superior, down, up, direct in _lines(deal, record):
            for source, target, label in ((superior, person, down), (person, superior, up)):
                if (source, target) in taken:
                    continue
                taken.add((source, target))
                strength = _strengths(deal)[label]
                speaker_is_superior = direct and source == superior
                ties.append(ResolvedTie(source, target, "influences", 1.0, strength, {}, speaker_is_superior, None))
    return tuple(ties)


def _strengths(deal: Deal) -> dict[str, float]:
    return {str(label): value for label, value in deal.scales.strength.items()}


def _lines(deal: Deal, record: Stakeholder) -> list[tuple[str, str, str, bool]]:
    scales = deal.scales
    direct = [(record.reports_to, scales.superior_strength, scales.report_strength, True)] if record.reports_to else []
    dotted = [
        (superior, scales.dotted_superior_strength, scales.dotted_report_strength, False)
        for superior in record.also_reports_to
    ]
    return [*direct, *dotted]


def _stated(deal: Deal, tie: Tie, people: Mapping[str, Stakeholder]) -> ResolvedTie:
    labels = _strengths(deal)
    default = labels[deal.scales.default_strength]
    own = {concern: point_of(given, labels, default) for concern, given in tie.strength_on.items()}
    strength = point_of(tie.strength, labels, own.get("all", default))
    superior = people[tie.target].reports_to == tie.source
    return ResolvedTie(tie.source, tie.target, tie.kind, tie_certainty(deal, tie), strength, own, superior, tie)
