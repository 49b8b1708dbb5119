"""A schedule as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from influence._files import write_atomic
from influence.advise import Schedule
from influence.advise.meetings import meeting_lines, meeting_title
from influence.errors import InputError, MissingExtraError, Problem

__all__ = ["calendar_bytes", "write_calendar"]


def write_calendar(schedule: Schedule, path: str | Path) -> Path:
    """Write a schedule as an iCalendar file.

    Parameters
    ----------
    schedule : Schedule
        Made with a start, so that meetings have days.
    path : str or Path

    Returns
    -------
    pathlib.Path

    Raises
    ------
    InputError
        If the meetings have no days.
    MissingExtraError
        If icalendar is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import schedule
    >>> found = schedule(plan(load_example("power_grid_en"), method="greedy"), start="2026-11-02")
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     write_calendar(found, Path(directory) / "book.ics").name
    'book.ics'
    """
    return write_atomic(Path(path), calendar_bytes(schedule))


def calendar_bytes(schedule: Schedule) -> bytes:
    """Return a schedule as the content of an iCalendar file (RFC 5545); the same for the same schedule.

    Parameters
    ----------
    schedule : Schedule

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If the meetings have no days.
    MissingExtraError
        If icalendar is not installed.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.advise import schedule
    >>> found = schedule(plan(load_example("power_grid_en"), method="greedy"), start="2026-11-02")
    >>> calendar_bytes(found)[:15]
    b'BEGIN:VCALENDAR'
    """
    try:
        from icalendar import Calendar, Event
    except ImportError as error:
        raise MissingExtraError("a calendar file", "calendar") from error
    calendar = Calendar()
    calendar.add("prodid", "-//influence//schedule//")
    calendar.add("version", "2.0")
    for number, meeting in enumerate(schedule.meetings, start=1):
        if meeting.day is None:
            remedy = "make the schedule with start='2026-10-12', or --start 2026-10-12 on the command line"
            raise InputError(Problem(("start",), "the meetings have no days", remedy))
        title = meeting_title(schedule.deal, number, meeting)
        event = Event()
        event.add("summary", title)
        event.add("description", "\n".join(meeting_lines(schedule.deal, meeting)))
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + timedelta(days=1))
        # a stamp is demanded; the meeting's own day keeps the file the same on every run
        event.add("dtstamp", datetime.combine(meeting.day, time(), UTC))
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{schedule.deal.name}/{number}/{title}")))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
