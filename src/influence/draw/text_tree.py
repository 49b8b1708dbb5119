"""The organization as a tree of text, for terminals."""

from __future__ import annotations

from collections.abc import Sequence

from influence.draw.cards import CardMaker
from influence.draw.ties_shown import ShownTie
from influence.model import Deal

__all__ = ["organization_text", "ties_text"]

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
    stands = {maker.support(person) for person in deal.organization.stakeholders}
    signs = ", ".join(f"[{sign}] {maker.say(stand)}" for stand, sign in SIGNS.items() if stand in stands)
    return "\n".join([*lines, "", maker.say("text_signs", signs=signs)]) if lines else ""


def _line(deal: Deal, maker: CardMaker, person: str) -> str:
    record = deal.organization[person]
    title = f", {record.title}" if record.title else ""
    tags = "".join(f" *{tag}*" for tag in maker.tags(person))
    return f"{deal.label(person)}{title}  [{SIGNS[maker.support(person)]}]{tags}".replace("\n", " ")


def ties_text(maker: CardMaker, ties: Sequence[ShownTie]) -> str:
    """Return who moves whom as lines, strongest first within each person.

    Parameters
    ----------
    maker : CardMaker
    ties : sequence of ShownTie

    Returns
    -------
    str
    """
    deal = maker.deal
    lines = []
    for person in deal.organization.stakeholders:
        own = sorted((tie for tie in ties if tie.source == person), key=lambda tie: (-tie.chance, tie.target))
        if own:
            lines.append(deal.label(person))
        for tie in own:
            sign = "x" if tie.conflict else "→"
            lines.append(f"  {sign} {deal.label(tie.target)}  {tie.chance:.2f}" + (" ?" if tie.certainty < 0.6 else ""))
    return "\n".join([*lines, "", maker.say("text_ties")]) if lines else ""
