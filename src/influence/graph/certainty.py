"""How certain a tie is, by who told us and how long ago.

The probabilities are those measured on Krackhardt's 21 managers (Social Networks 9, 1987); they live in
:class:`~influence.model.scales.InformantTable`.
"""

from __future__ import annotations

from datetime import date

from influence.model import Deal, InformantTable, Source, Tie

__all__ = ["age_weight", "certainty_from_sources", "tie_certainty", "tie_day"]


def certainty_from_sources(
    sources: tuple[str | Source, ...], adviser: str, listener: str, table: InformantTable
) -> float:
    """Return P(the tie adviser → listener is real), given who says so and who denies it.

    Parameters
    ----------
    sources : tuple of str or Source
        Who told us; two statements of one person are one, the later one.
    adviser, listener : str
        The two parties; everyone else is an outsider.
    table : InformantTable
        The measured probabilities.

    Returns
    -------
    float
        A probability in [0, 1].

    Examples
    --------
    >>> certainty_from_sources(("wu", "zheng"), "zhou", "qian", InformantTable())
    0.7
    >>> certainty_from_sources(("qian",), "zhou", "qian", InformantTable())
    0.68
    """
    says = {(entry if isinstance(entry, str) else entry.who): _confirms(entry) for entry in sources}
    yes = sum(says.values())
    if not says:
        return table.outsiders[0]
    outsiders = [confirmed for who, confirmed in says.items() if who not in (adviser, listener)]
    if yes < len(says):
        return _with_denials(says, outsiders, listener, table)
    if adviser in says and listener in says:
        return table.both_parties
    everyone = table.outsiders[min(len(says), len(table.outsiders)) - 1]
    if listener in says:
        alone, joined = table.listener, table.listener_and_outsider
    elif adviser in says:
        alone, joined = table.adviser, table.adviser_and_outsider
    else:
        return everyone
    if not outsiders:
        return alone
    return joined if len(outsiders) == 1 else max(joined, everyone)


def _confirms(entry: str | Source) -> bool:
    return isinstance(entry, str) or not entry.denies


def _with_denials(says: dict[str, bool], outsiders: list[bool], listener: str, table: InformantTable) -> float:
    if len(says) == 2 and any(says.values()) and outsiders == [False]:
        return table.listener_denied if says.get(listener, False) else table.adviser_denied
    asked, reported = len(says), sum(says.values())
    largest = len(table.rows)
    row = table.rows[min(asked, largest) - 1]
    if asked <= largest:
        return row[reported]
    position = reported / asked * largest
    below = min(int(position), largest - 1)
    return row[below] + (position - below) * (row[below + 1] - row[below])


def age_weight(seen: date | None, today: date | None, half_life_days: float | None) -> float:
    """Return the weight in [0, 1] that a fact still has: it halves with every half-life.

    Parameters
    ----------
    seen : datetime.date or None
        When it was learned; facts without a date do not age.
    today : datetime.date or None
        The deal's day.
    half_life_days : float or None
        Days; None switches ageing off.

    Returns
    -------
    float

    Examples
    --------
    >>> age_weight(date(2026, 1, 1), date(2026, 6, 30), 180.0)
    0.5
    """
    if seen is None or today is None or half_life_days is None:
        return 1.0
    return float(2.0 ** (-max((today - seen).days, 0) / half_life_days))


def tie_day(tie: Tie) -> date | None:
    """Return the day of a tie: its own, else the latest among the sources that confirm it."""
    if tie.seen is not None:
        return tie.seen
    days = [entry.seen for entry in tie.sources if isinstance(entry, Source) and not entry.denies and entry.seen]
    return max(days, default=None)


def tie_certainty(deal: Deal, tie: Tie) -> float:
    """Return the certainty of a stated tie in [0, 1]: as stated, else from its sources, aged to the deal's day."""
    scales = deal.scales
    fresh = tie.certainty
    if fresh is None:
        fresh = certainty_from_sources(tie.sources, tie.source, tie.target, scales.informants)
    weight = age_weight(tie_day(tie), deal.today, scales.half_life_days)
    return weight * fresh + (1.0 - weight) * scales.stale_certainty
