"""Ties from counts: surveys, mail and meetings, read as shares of a listener's finite attention.

Counts are dense, and a listener's attention is finite: read as absolute strengths everyone would reach everyone. So the
ties that lead to one listener share the attention: ``strength u→v = attention · n_uv / Σ_u n_uv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

import numpy as np

from influence.errors import InputError, Problem
from influence.model import Organization

__all__ = ["from_counts"]

Pair: TypeAlias = tuple[str, str]
Day: TypeAlias = date | datetime | str
Event: TypeAlias = Sequence[Any]
ATTENTION = 0.6
"""Chance that something of what a listener is told gets across; results were flat between 0.3 and 1 on dense data."""


def from_counts(
    events_or_matrix: Iterable[Event] | Mapping[Pair, float] | Any,
    *,
    names: Sequence[str] | None = None,
    attention: float = ATTENTION,
    asks: bool = False,
    since: Day | None = None,
    until: Day | None = None,
) -> Organization:
    """Return an organization whose ties come from counts.

    Parameters
    ----------
    events_or_matrix : iterable, mapping, matrix or frame
        Events ``(from, to)`` or ``(from, to, when)``, one for each mail, meeting or answer; or ``{(from, to): count}``;
        or a square matrix whose entry (u, v) counts what u told v, a pandas frame with people as labels included.
    names : sequence of str or None
        People of a matrix's rows; numbered from 1 where None.
    attention : float
        In [0, 1]: what the strengths that lead to one listener add up to.
    asks : bool
        Whether a pair reads "from goes to ``to`` for advice", as in surveys: then ``to`` influences ``from``, and the
        direction is turned.
    since, until : date, datetime, str (ISO) or None
        The window of time; events without a day are outside of any window.

    Returns
    -------
    Organization
        Ties with certainty 1 and their strength as ``strength_on: {all: …}``: the counts already say who is listened
        to. Where ``since`` or ``until`` is given, ``notes`` says the window.

    Raises
    ------
    InputError
        If a count is negative or no number, a matrix is not square, names do not fit, or an event has no two ends; all
        problems at once.

    Examples
    --------
    >>> office = from_counts([("wu", "zhao"), ("wu", "zhao"), ("li", "zhao")])
    >>> [(tie.source, tie.target, round(tie.strength_on["all"], 3)) for tie in office.ties]
    [('wu', 'zhao', 0.4), ('li', 'zhao', 0.2)]
    """
    if not 0 <= attention <= 1:
        raise InputError(f"attention is {attention!r}; give a number from 0 to 1")
    problems: list[Problem] = []
    window = (_day(since), _day(until))
    counts, people = _counted(events_or_matrix, names, window, problems)
    if problems:
        raise InputError(problems)
    if asks:
        counts = {(target, source): count for (source, target), count in counts.items()}
    heard: dict[str, float] = {}
    for (_, listener), count in counts.items():
        heard[listener] = heard.get(listener, 0.0) + count
    ties = [
        {
            "from": source,
            "to": target,
            "certainty": 1.0,
            "strength_on": {"all": attention * count / heard[target]},
        }
        for (source, target), count in counts.items()
        if count > 0
    ]
    notes = "" if window == (None, None) else f"ties from counts of {window[0] or '…'} to {window[1] or '…'}"
    return Organization.model_validate(
        {"stakeholders": {person: {} for person in people}, "ties": ties, "notes": notes}
    )


def _counted(
    given: Any, names: Sequence[str] | None, window: tuple[date | None, date | None], problems: list[Problem]
) -> tuple[dict[Pair, float], list[str]]:
    if isinstance(given, Mapping):
        pairs = {(str(source), str(target)): count for (source, target), count in given.items()}
    elif hasattr(given, "shape") or (isinstance(given, Sequence) and _is_matrix(given)):
        return _of_matrix(given, names, problems)
    else:
        pairs = _of_events(given, window, problems)
    people = list(dict.fromkeys(person for pair in pairs for person in pair))
    return _without_faults(pairs, problems), people


def _is_matrix(rows: Sequence[Any]) -> bool:
    return (
        bool(rows)
        and all(isinstance(row, (list, tuple)) and len(row) == len(rows) for row in rows)
        and all(isinstance(value, (int, float)) for row in rows for value in row)
    )


def _of_matrix(given: Any, names: Sequence[str] | None, problems: list[Problem]) -> tuple[dict[Pair, float], list[str]]:
    labels = (
        list(map(str, given.index)) if names is None and hasattr(given, "index") and hasattr(given, "iloc") else None
    )
    table = np.asarray(given.todense() if hasattr(given, "todense") else given, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        problems.append(Problem(("matrix",), f"its shape is {table.shape}", "give a square matrix"))
        return {}, []
    people = list(names) if names is not None else labels or [str(number + 1) for number in range(len(table))]
    if len(people) != len(table) or len(set(people)) != len(people):
        problems.append(Problem(("names",), f"{len(people)} names for {len(table)} rows", "give one name for each row"))
        return {}, []
    rows, columns = np.nonzero(table)
    pairs = {
        (people[row], people[column]): float(table[row, column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    }
    return _without_faults(pairs, problems), people


def _of_events(
    events: Iterable[Event], window: tuple[date | None, date | None], problems: list[Problem]
) -> dict[Pair, float]:
    pairs: dict[Pair, float] = {}
    for number, event in enumerate(events):
        if isinstance(event, str) or len(event) not in (2, 3):
            problems.append(
                Problem(("events", number), f"{event!r} is no event", "give (from, to) or (from, to, when)")
            )
            continue
        try:
            when = _day(event[2]) if len(event) == 3 else None
        except InputError as error:
            problems += [Problem(("events", number), problem.what, problem.remedy) for problem in error.problems]
            continue
        first, last = window
        if (first is not None and (when is None or when < first)) or (
            last is not None and (when is None or when > last)
        ):
            continue
        pair = (str(event[0]), str(event[1]))
        pairs[pair] = pairs.get(pair, 0.0) + 1.0
    return pairs


def _without_faults(pairs: Mapping[Pair, float], problems: list[Problem]) -> dict[Pair, float]:
    """Return the counts between two people; what somebody tells themselves is no influence."""
    for pair, count in pairs.items():
        if not 0 <= count < float("inf"):
            problems.append(Problem(("counts", *pair), f"{count!r} is no count", "give a number of 0 or more"))
    return {pair: float(count) for pair, count in pairs.items() if pair[0] != pair[1]}


def _day(given: Day | None) -> date | None:
    if given is None or given == "":
        return None
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return datetime.fromisoformat(given).date()
    except (TypeError, ValueError) as error:
        raise InputError(Problem((), f"{given!r} is no day", "write it as 2026-10-12")) from error
