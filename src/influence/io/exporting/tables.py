"""People and ties as two CSV tables, as Markdown, and as what a CRM imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from influence._text import phrase
from influence._types import Language
from influence.advise.meetings import schedule
from influence.io.exporting.inert import for_csv, for_markdown
from influence.io.own_tables import PEOPLE_COLUMNS, TIES_COLUMNS
from influence.model import Deal
from influence.model.field_names import label_text
from influence.planning import Plan

__all__ = ["crm_csv", "heading", "in_words", "markdown_text", "people_csv", "ties_csv"]

SCALES: Mapping[str, str] = {
    "function": "function",
    "roles": "role",
    "support": "support",
    "access": "access",
    "kind": "kind",
    "strength": "strength",
    "strength_on": "strength",
    "answers": "level",
    "stage": "stage",
}
"""Column → the scale whose labels stand in it."""
HUBSPOT_ROLES = {
    "decision_maker": "DECISION_MAKER",
    "economic_buyer": "BUDGET_HOLDER",
    "user": "END_USER",
    "executive_sponsor": "EXECUTIVE_SPONSOR",
    "influencer": "INFLUENCER",
    "legal": "LEGAL_AND_COMPLIANCE",
}
SALESFORCE_ROLES = {
    "decision_maker": "Decision Maker",
    "economic_buyer": "Economic Buyer",
    "user": "Business User",
    "technical_evaluator": "Evaluator",
    "executive_sponsor": "Executive Sponsor",
    "influencer": "Influencer",
}
"""Labels of the two systems; what they have none for is their "other"."""


def people_csv(deal: Deal) -> str:
    """Return the people as CSV; concerns, sources and ranges are not in it.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> print(people_csv(Deal(organization={"stakeholders": {"wu": {"name": "Wu"}}})), end="")
    id,name,title,department,email,function,roles,reports_to,support,access
    wu,Wu,,,,,,,,
    """
    rows = [{"id": person, **record.stated()} for person, record in deal.organization.stakeholders.items()]
    return _csv(PEOPLE_COLUMNS, rows)


def ties_csv(deal: Deal) -> str:
    """Return the stated ties as CSV; strengths on single concerns are not in it.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> people = {"wu": {}, "zhao": {}}
    >>> deal = Deal(organization={"stakeholders": people, "ties": [{"from": "wu", "to": "zhao"}]})
    >>> print(ties_csv(deal), end="")
    from,to,kind,strength,certainty,sources
    wu,zhao,influences,,,
    """
    return _csv(TIES_COLUMNS, [{"kind": "influences", **tie.stated()} for tie in deal.organization.ties])


def heading(column: str, language: Language | None) -> str:
    """Return what a language calls a column."""
    return phrase(f"exports.column.{column}", language)


def in_words(value: Any, column: str, language: Language | None) -> str:
    """Return a value in a cell; in Chinese its labels too, in English as a deal file spells them."""
    scale = SCALES.get(column)
    return _shown(value, (lambda text: label_text(scale, text, language)) if scale and language == "zh" else str)


def markdown_text(deal: Deal) -> str:
    """Return people, ties and arguments as Markdown tables for a wiki, in the deal's language.

    Parameters
    ----------
    deal : Deal

    Returns
    -------
    str

    Examples
    --------
    >>> markdown_text(Deal(name="Terminals")).splitlines()[0]
    '# Terminals'
    """
    people = [{"id": person, **record.stated()} for person, record in deal.organization.stakeholders.items()]
    ties = [{"kind": "influences", **tie.stated()} for tie in deal.organization.ties]
    arguments = [
        {
            "id": key,
            "claim": each.claim,
            "answers": each.model_dump(mode="json", exclude_unset=True).get("answers"),
        }
        for key, each in deal.arguments.items()
    ]
    parts = [f"# {for_markdown(deal.name or deal.organization.name or 'influence')}"]
    for columns, rows in ((PEOPLE_COLUMNS, people), (TIES_COLUMNS, ties), (("id", "claim", "answers"), arguments)):
        if rows:
            headings = [heading(column, deal.language) for column in columns]
            lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(columns)]
            for row in rows:
                cells = (for_markdown(in_words(row.get(key), key, deal.language)) for key in columns)
                lines.append("| " + " | ".join(cells) + " |")
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def crm_csv(plan: Plan, system: str) -> str:
    """Return roles and next steps as a file that updates contacts in a CRM.

    Parameters
    ----------
    plan : Plan
    system : {"hubspot", "salesforce"}

    Returns
    -------
    str
        One row for each person whom the CRM knows (by its id or by e-mail).

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> crm_csv(plan(load_example("power_grid_en"), method="greedy"), "hubspot").splitlines()[0]
    'Record ID,Email,Buying Role,Next step'
    """
    steps = {meeting.person: meeting.next_step for meeting in reversed(schedule(plan).meetings)}
    hubspot = system == "hubspot"
    columns = ("Record ID", "Email", "Buying Role", "Next step") if hubspot else ("Id", "Email", "Role", "NextStep")
    labels, other = (HUBSPOT_ROLES, "OTHER") if hubspot else (SALESFORCE_ROLES, "Other")
    rows = []
    for person, record in plan.deal.organization.stakeholders.items():
        known = record.refs.get(system, "")
        if not known and not record.email:
            continue
        roles = dict.fromkeys(labels.get(role, other) for role in record.roles)
        # one role a contact in Salesforce, several in HubSpot
        named = ";".join(roles) if hubspot else next(iter(roles), "")
        rows.append(dict(zip(columns, (known, record.email, named, steps.get(person, "")), strict=True)))
    return _csv(columns, rows)


def _shown(value: Any, word: Callable[[str], str] = str) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        own = value.get("value", value.get("who"))
        if own is not None:
            return _shown(own, word)
        return "; ".join(f"{key}={_shown(part, word)}" for key, part in value.items() if not isinstance(part, list))
    if isinstance(value, list):
        return ";".join(_shown(part, word) for part in value)
    return f"{value:.15g}" if isinstance(value, float) else word(str(value))


def _csv(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
    lines: list[Sequence[str]] = [columns]
    for row in rows:
        # a number is no text: its sign begins no formula
        cells = [(row.get(key), _shown(row.get(key))) for key in columns]
        lines.append([shown if isinstance(value, (int, float)) else for_csv(shown) for value, shown in cells])
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def _quoted(text: str) -> str:
    """Return a cell as RFC 4180 has it; the writer of the standard library leaves a lone carriage return open."""
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text
