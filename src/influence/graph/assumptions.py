"""Which defaults a deal's numbers rest on."""

from __future__ import annotations

from influence.graph.facts import concerns_of_deal
from influence.model import Assumption, Deal, Stakeholder
from influence.model.scales import SOURCES

__all__ = ["assumptions_of"]


def assumptions_of(deal: Deal) -> tuple[Assumption, ...]:
    """Return the assumptions that any figure of this deal rests on.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    tuple of Assumption
        Only those that apply to this deal.

    Examples
    --------
    >>> people = {"wu": {"support": "mentor", "access": "brief", "concerns": {"price": 0.5}}}
    >>> [each.key for each in assumptions_of(Deal(organization={"stakeholders": people}))]
    ['access', 'advocacy', 'credibility', 'indifference', 'want_discount']
    """
    people = deal.organization.stakeholders
    scales = deal.scales
    label = deal.organization.label

    def whose(unknown: list[str]) -> str:
        return ", ".join(label(person) for person in unknown)

    unknown_support = [person for person, record in people.items() if record.support in (None, "unknown")]
    unknown_access = [person for person, record in people.items() if record.access in (None, "unknown")]
    by_function = [person for person, record in people.items() if _by_function(deal, record)]
    nothing = [person for person, record in people.items() if not record.concerns and not _by_function(deal, record)]
    bare = [tie for tie in deal.organization.ties if tie.certainty is None and not tie.sources]
    lines = any(record.reports_to or record.also_reports_to for record in people.values())
    told = any(tie.certainty is None for tie in deal.organization.ties)
    dated = scales.half_life_days is not None and deal.today is not None
    candidates: list[tuple[bool, str, str]] = [
        (bool(unknown_support), "unknown_support", f"0, {whose(unknown_support)}"),
        (bool(unknown_access), "unknown_access", f"{scales.mean_access:.3g}, {whose(unknown_access)}"),
        (bool(people), "access", _labels(scales.access)),
        (bool(people), "advocacy", _labels(scales.advocacy)),
        (bool(by_function), "function_concerns", whose(by_function)),
        (bool(nothing), "uniform_concerns", whose(nothing)),
        (bool(deal.organization.ties), "strength", _labels(scales.strength)),
        (lines, "reporting_lines", f"{scales.superior_strength}, {scales.report_strength}"),
        (told, "informants", "0.55 … 0.95"),
        (bool(bare), "single_informant", f"{scales.informants.outsiders[0]:.3g}, {len(bare)}"),
        (dated, "half_life", f"{scales.half_life_days or 0:.0f}"),
        (bool(people), "credibility", f"{scales.credibility_elsewhere:.3g}"),
        (bool(people), "indifference", f"{scales.indifference:.3g}"),
        (bool(people), "want_discount", f"{scales.want_discount:.3g}"),
        (concerns_of_deal(deal) == ("general",), "general_concern", "general"),
        (not deal.decision.deciders and len(deal.deciders) > 1, "equal_power", whose(list(deal.deciders))),
    ]
    return tuple(Assumption(key, value, SOURCES.get(key, "assumption")) for holds, key, value in candidates if holds)


def _by_function(deal: Deal, record: Stakeholder) -> bool:
    return bool(record.function and deal.scales.concerns_of(record.function))


def _labels(table: object) -> str:
    return ", ".join(f"{label} {value:.3g}" for label, value in table.items()) if isinstance(table, dict) else ""
