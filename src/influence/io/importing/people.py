"""A table of people becomes a deal; what became of every row is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from influence._types import Language, ProgressCallback
from influence._work import progress_reporter
from influence.errors import InputError, Problem
from influence.io.importing.columns import Columns, recognised, unused_headings
from influence.io.importing.contact_roles import add_contact_roles, is_contact_roles
from influence.io.importing.days import DayReader, window_of
from influence.io.importing.gathering import People
from influence.io.importing.identity import Directory
from influence.io.importing.import_report import Import, Row
from influence.io.importing.labels import plain
from influence.io.importing.remarks import Remark, language_of, remark
from influence.io.importing.sources import GRAPHS, as_table, read_graph, ties_table
from influence.io.importing.tables import RawTable
from influence.io.importing.ties import Ties
from influence.io.own_tables import PEOPLE_COLUMNS
from influence.model import Deal

__all__ = ["read_people"]

STEP = 1000
"""Rows between two reports of progress."""
HUBSPOT = frozenset(("recordid", "recordidcontact", "hsobjectid"))
"""Headings of record ids that only HubSpot has."""


def read_people(
    path: Any,
    ties: Any = None,
    mapping: Mapping[str, str] | None = None,
    *,
    encoding: str | None = None,
    same: Iterable[tuple[str, str]] = (),
    since: date | str | None = None,
    until: date | str | None = None,
    progress: bool | ProgressCallback | None = None,
    language: Language | None = None,
) -> Import:
    """Read a table of people, and perhaps tables of roles or ties, as a deal.

    Exports of HubSpot and Salesforce, lists of Sales Navigator, and any table with English or Chinese headings are
    recognised by their headings. A function that is not given is guessed from title and department, and marked so.

    Parameters
    ----------
    path : str, Path, or a frame
        CSV, TSV or Excel with headings in the first row, or a frame of pandas, polars or arrow; a graph (GraphML, GEXF,
        DOT, node-link JSON, a list of edges) is read whole.
    ties : str, Path, a frame, a list of these, or None
        A table of ties (from, to, strength, certainty), of mails and meetings (from, to, when), a mailbox (.mbox), a
        calendar (.ics), a survey (who asks whom, as a list or a matrix), whose direction is turned, or Salesforce's
        OpportunityContactRole, joined by the contact's id.
    mapping : mapping or None
        Heading → our field, where the heading does not tell; an empty field leaves the column out.
    encoding : str or None
        Of the files; found out where None.
    same : iterable of (str, str)
        Pairs that are one person, by id, e-mail or name; the second goes into the first.
    since, until : date, str or None
        The first and the last day of which mails and meetings count.
    progress : bool or callable or None
        True draws a bar; a callable is told ``(done, total, what)``.
    language : {"en", "zh"} or None
        Of the report; where None, Chinese if most headings or most names of the people are Chinese, else English.

    Returns
    -------
    Import

    Raises
    ------
    FileAccessError
        If a file cannot be read as a table.
    InputError
        If no column tells who the people are, the mapping names a field that does not exist, a pair of ``same`` is not
        among the people, or a window is given and nothing has days.

    Examples
    --------
    >>> import os, tempfile
    >>> rows = ["First Name,Last Name,Job Title", "Ping,Wu,Chief engineer", "P.,Wu,"]
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     table = Path(directory) / "people.csv"
    ...     _ = table.write_text(os.linesep.join(rows), "utf-8")
    ...     found = read_people(table)
    ...     joined = read_people(table, same=found.similar)
    >>> found.deal.organization["ping-wu"].function, found.counts["kept"], found.similar
    ('technical', 2, (('ping-wu', 'p.-wu'),))
    >>> joined.counts
    {'kept': 1, 'merged': 1, 'refused': 0}
    """
    if isinstance(path, (str, Path)) and str(path).lower().endswith(GRAPHS):
        return _of_graph(Path(path), language)
    window = window_of(since, until)
    with progress_reporter(progress) as report:
        table = as_table(path, encoding, mapping or ())
        columns, notes = recognised(table, "people", mapping), list(table.notes)
        if not columns.holds("name", "first", "last", "email", "id"):
            remedy = f"name the column of the names with a mapping; the headings are {', '.join(table.headings)}"
            raise InputError(
                Problem((), "no column tells who the people are", remedy, file=table.file, line=table.line)
            )
        people = _people(table, columns, notes, report)
        people.join(same)
        people.settle_superiors()
        sources = ties if isinstance(ties, (list, tuple)) else [ties] if ties is not None else []
        directory = people.directory() if sources else Directory({}, {})
        more = _More(people, Ties(directory, window), directory, [columns], list(table.headings))
        for source in sources:
            more.add(source, encoding, mapping)
        more.ties.check_window()
        names = (str(fields.get("name", "")) for fields in people.fields.values())
        spoken = language or language_of(table.headings, names)
        organization = {"stakeholders": people.fields, **more.ties.fields(spoken)}
        deal = Deal.model_validate({"organization": organization})
        rows = (*people.rows, *more.rows, *more.ties.rows)
        if report is not None:
            report(len(rows), len(rows), "people")
    notes += [*more.notes, *more.ties.notes, *unused_headings(mapping, more.headings)]
    left_out = (heading for each in more.columns for heading in each.left_out)
    return Import(
        deal,
        tuple(row.report(spoken) for row in rows),
        {heading: name for each in more.columns for heading, name in each.names.items()},
        tuple(each.text(spoken) if isinstance(each, Remark) else each for each in left_out),
        table.encoding.text("en"),
        people.similar(),
        tuple(note.text(spoken) for note in notes),
        spoken,
        table.encoding.text(spoken),
    )


def _people(table: RawTable, columns: Columns, notes: list[Remark], report: ProgressCallback | None) -> People:
    """Return the people of a table."""
    hubspot = any(field == "id" and plain(table.headings[place]) in HUBSPOT for place, field in columns.fields.items())
    people = People("hubspot" if hubspot else "id", named=columns.holds("name", "first", "last", "email"))
    # what a deal was written as comes back as it was
    add = people.add_own if table.headings == PEOPLE_COLUMNS else people.add
    days = DayReader(columns.values(cells).get("seen", "") for _, cells in table.rows)
    if days.guessed:
        notes.append(remark("days_guessed", file=table.file))
    for number, (line, cells) in enumerate(table.rows):
        if report is not None and number % STEP == 0:
            report(number, len(table.rows), "people")
        remarks = (*columns.ragged(cells), *table.remarks.get(line, ()))
        add(table.file, line, columns.values(cells), days, remarks)
    return people


class _More:
    """What the files beside the people say."""

    def __init__(
        self, people: People, ties: Ties, directory: Directory, columns: list[Columns], headings: list[str]
    ) -> None:
        self.people, self.ties, self.columns, self.headings = people, ties, columns, headings
        self._directory = directory
        self.rows: list[Row] = []
        self.notes: list[Remark] = []

    def add(self, source: Any, encoding: str | None, mapping: Mapping[str, str] | None) -> None:
        """Add a file of roles or of ties."""
        fields = self.people.fields
        names = [str(each[key]) for each in fields.values() for key in ("name", "email") if key in each]
        table = ties_table(source, encoding, [*names, *fields], mapping or ())
        read = remark("rows_read", file=table.file, count=len(table.rows), encoding=table.encoding)
        self.notes += [read, *table.notes]
        roles = is_contact_roles(table)
        columns = recognised(table, "contact_roles" if roles else "ties", mapping)
        self.columns.append(columns)
        self.headings += table.headings
        kind = "role" if roles else "tie"
        self.rows += [Row(table.file, line, "refused", "", (why,), kind) for line, why in table.refused]
        if roles:
            rows, notes = add_contact_roles(table, columns, fields, self._directory)
            self.rows += rows
            self.notes += notes
        elif columns.holds("from") and columns.holds("to"):
            self.ties.add(table, columns)
        else:
            remedy = f"name the columns from and to with a mapping; the headings are {', '.join(table.headings)}"
            raise InputError(Problem((), "no columns tell who moves whom", remedy, file=table.file, line=table.line))


def _of_graph(path: Path, language: Language | None) -> Import:
    """Return a graph as an import: every node and every tie is a row."""
    from influence.graph import from_networkx
    from influence.graph.exchange import unknown_attributes

    graph = read_graph(path)
    deal = from_networkx(graph, ignore_unknown=True)
    names = (deal.label(person) for person in deal.organization)
    spoken = language or deal.language or language_of((), names)
    rows = [Row(str(path), line, "kept", person) for line, person in enumerate(deal.organization, start=1)]
    rows += [
        Row(str(path), line, "kept", f"{tie.source} → {tie.target}", kind="tie")
        for line, tie in enumerate(deal.organization.ties, start=1)
    ]
    how = remark("as_graph")
    told, left_out = tuple(row.report(spoken) for row in rows), unknown_attributes(graph)
    return Import(deal, told, {}, left_out, how.text("en"), (), (), spoken, how.text(spoken))
