"""Days in the forms in which tables hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from influence.errors import InputError, Problem

__all__ = ["DayReader", "Window", "window_of"]

TIME = re.compile(r"[T ,]+\d{1,2}:\d\d(:\d\d([.,]\d+)?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d\d:?\d\d|[A-Z]{2,4})?$")
YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
DAY_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
SECONDS = re.compile(r"\d{9,10}|\d{12,13}")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DayReader:
    """Reads the days of one column; the column as a whole tells whether 03/04/2026 begins with the month.

    Parameters
    ----------
    texts : iterable of str
        The cells of the column.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        firsts, seconds = set(), set()
        for text in texts:
            found = YEAR_LAST.fullmatch(TIME.sub("", text.strip()))
            # points stand for day.month.year everywhere
            if found and found[2] != ".":
                firsts.add(int(found[1]))
                seconds.add(int(found[3]))
        self.day_first = max(firsts, default=0) > 12
        self.guessed = bool(firsts) and not self.day_first and max(seconds, default=0) <= 12
        """Whether nothing in the column tells: then the month is taken to be first."""

    def read(self, text: str) -> date | None:
        """Return the day of a text, or None where it is none.

        Known are ISO days and times, years first with points or slashes, 20261012, 2026年10月12日, 12.10.2026,
        10/12/2026, 12 Oct 2026, October 12, 2026, and seconds or milliseconds since 1970 (UTC).
        """
        plain = TIME.sub("", text.strip())
        try:
            return self._read(plain)
        except (ValueError, OverflowError, OSError):
            return None

    def _read(self, text: str) -> date | None:
        if found := YEAR_FIRST.fullmatch(text):
            month, day = (int(part) for part in found.groups()[2:] if part)
            return date(int(found[1]), month, day)
        if found := YEAR_LAST.fullmatch(text):
            one, two, year = int(found[1]), int(found[3]), int(found[4])
            day_first = found[2] == "." or (self.day_first and two <= 12) or one > 12
            return date(year, two, one) if day_first else date(year, one, two)
        if found := DAY_NAMED.fullmatch(text):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := MONTH_NAMED.fullmatch(text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
        if SECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC).date()
        return None


def _month(word: str) -> int:
    return MONTHS.index(word[:3].casefold()) + 1


@dataclass(frozen=True)
class Window:
    """Days between which mails and meetings count; None leaves an end open.

    Parameters
    ----------
    first, last : date or None
        Both days are inside.
    """

    first: date | None = None
    last: date | None = None

    @property
    def open(self) -> bool:
        """Whether everything counts."""
        return self.first is None and self.last is None

    def holds(self, day: date) -> bool:
        """Whether a day is inside."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def window_of(since: date | str | None, until: date | str | None) -> Window:
    """Return the window between two days.

    Raises
    ------
    InputError
        If one is no day, or the first lies after the last.
    """
    ends, problems = [], []
    for name, given in (("since", since), ("until", until)):
        day = given.date() if isinstance(given, datetime) else given
        if isinstance(day, str):
            day = DayReader(()).read(day)
        if given is not None and not isinstance(day, date):
            problems.append(Problem((name,), f"{given!r} is no day", "write it as 2026-10-12", value=given))
        ends.append(day if isinstance(day, date) else None)
    first, last = ends
    if first is not None and last is not None and first > last:
        problems.append(Problem(("since",), f"{first} lies after {last}", "give the earlier day as since"))
    if problems:
        raise InputError(problems)
    return Window(first, last)
