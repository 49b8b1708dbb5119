"""The organization as a tree of text, for terminals."""

from __future__ import annotations

from influence.draw.cards import CardMaker
from influence.model import Deal

__all__ = ["organization_text"]

SIGNS = {"mentor": "++", "supporter": "+", "neutral": "0", "non_supporter": "-", "enemy": "--", "unknown": "?"}
"""What stands for each stand in plain text."""


def organization_text(deal: Deal, maker: CardMaker) -> str:
    """Return who reports to whom as indented lines, with where each stands and what part they have.

    Parameters
    ----------
    deal : Deal
    maker : CardMaker

    Returns
    -------
    str
    """
    children: dict[str | None, list[str]] = {}
    for person, record in deal.organization.stakeholders.items():
        children.setdefault(record.reports_to, []).append(person)
    lines: list[str] = []
    waiting = [(person, "", "") for person in reversed(children.get(None, []))]
    while waiting:
        person, lead, below = waiting.pop()
        lines.append(lead + _line(deal, maker, person))
        reports = children.get(person, [])
        branches = [
            (
                report,
                below + ("└─ " if report == reports[-1] else "├─ "),
                below + ("   " if report == reports[-1] else "│  "),
            )
            for report in reports
        ]
        waiting += reversed(branches)
    return "\n".join(lines)


def _line(deal: Deal, maker: CardMaker, person: str) -> str:
    record = deal.organization[person]
    title = f", {record.title}" if record.title else ""
    tags = "".join(f" *{tag}*" for tag in maker.tags(person))
    return f"{deal.label(person)}{title}  [{SIGNS[maker.support(person)]}]{tags}".replace("\n", " ")
