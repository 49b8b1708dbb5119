"""A table of people becomes a deal; what became of every row is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from influence._show import Result
from influence.errors import InputError, Problem, near_miss
from influence.io.importing.labels import access_of, plain, role_of, support_of
from influence.io.importing.sources import GRAPHS, as_table, read_graph, ties_table
from influence.io.importing.tables import RawTable
from influence.model import Deal

__all__ = ["Import", "RowReport", "read_people"]

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%Y年%m月%d日", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class RowReport:
    """What became of a row.

    Parameters
    ----------
    file : str
    line : int
    status : str
        ``kept``, ``merged`` (into the person of an earlier row with the same id or e-mail) or ``refused``.
    person : str
        Id of the person, or the two ends of a tie.
    remarks : tuple of str
        What was guessed or left out, and why.

    Examples
    --------
    >>> RowReport("people.csv", 2, "kept", "wu", ()).status
    'kept'
    """

    file: str
    line: int
    status: str
    person: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Import(Result):
    """A deal made from tables, and what became of every row.

    Parameters
    ----------
    deal : Deal
    rows : tuple of RowReport
    columns : mapping
        Heading → our field.
    left_out : tuple of str
        Headings that were not recognised.
    encoding : str
    similar : tuple of (str, str)
        People whose names are so similar that they may be one: asked for, never merged silently.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from influence.io import read_people
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     file = Path(directory) / "people.csv"
    ...     _ = file.write_text("Name,Title", "utf-8")
    ...     found = read_people(file)
    >>> found.counts
    {'kept': 0, 'merged': 0, 'refused': 0}
    """

    deal: Deal
    rows: tuple[RowReport, ...]
    columns: Mapping[str, str]
    left_out: tuple[str, ...]
    encoding: str
    similar: tuple[tuple[str, str], ...]

    method = "read"

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were kept, merged and refused; together they are all rows."""
        return {status: sum(row.status == status for row in self.rows) for status in ("kept", "merged", "refused")}

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "counts": self.counts,
            "columns": dict(self.columns),
            "left_out": list(self.left_out),
            "encoding": self.encoding,
            "similar": [list(pair) for pair in self.similar],
            "rows": [{**vars(row), "remarks": list(row.remarks)} for row in self.rows],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each row."""
        return {"rows": [{**vars(row), "remarks": "; ".join(row.remarks)} for row in self.rows]}

    def __str__(self) -> str:
        counts = self.counts
        told = f"{counts['kept']} kept, {counts['merged']} merged, {counts['refused']} refused"
        lines = [
            f"{len(self.rows)} rows: {told}; read as {self.encoding}",
            "columns: " + ", ".join(f"{heading} → {name}" for heading, name in self.columns.items()),
        ]
        if self.left_out:
            lines.append("left out: " + ", ".join(self.left_out))
        lines += [f"{row.file}:{row.line}: {row.status}: {'; '.join(row.remarks)}" for row in self.rows if row.remarks]
        lines += [f"perhaps the same person: {one} and {two}" for one, two in self.similar]
        return "\n".join(lines)


@dataclass
class _Draft:
    """A person on the way into the deal."""

    fields: dict[str, Any] = field(default_factory=dict)
    line: int = 0


def read_people(
    path: Any,
    ties: Any = None,
    mapping: Mapping[str, str] | None = None,
    *,
    encoding: str | None = None,
) -> Import:
    """Read a table of people, and perhaps one of ties, as a deal.

    Exports of HubSpot and Salesforce, lists of Sales Navigator, and any table with English or Chinese headings are
    recognised by their headings. A function that is not given is guessed from title and department, and marked so.

    Parameters
    ----------
    path : str, Path, or a frame
        CSV, TSV or Excel with headings in the first row, or a frame of pandas, polars or arrow; a graph (GraphML, GEXF,
        DOT, node-link JSON, a list of edges) is read whole.
    ties : str, Path, a frame, or None
        A table of ties (from, to, strength, certainty), of mails and meetings (from, to, when), a mailbox (.mbox), a
        calendar (.ics), or a survey (who asks whom, as a list or a matrix), whose direction is turned.
    mapping : mapping or None
        Heading → our field, where the heading does not tell; an empty field leaves the column out.
    encoding : str or None
        Of the files; found out where None.

    Returns
    -------
    Import

    Raises
    ------
    FileAccessError
        If a file cannot be read as a table.
    InputError
        If no column tells who the people are, or the mapping names a field that does not exist.

    Examples
    --------
    >>> import os, tempfile
    >>> rows = ["First Name,Last Name,Job Title", "Ping,Wu,Chief engineer"]
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     table = Path(directory) / "people.csv"
    ...     _ = table.write_text(os.linesep.join(rows), "utf-8")
    ...     found = read_people(table)
    >>> found.deal.organization["ping-wu"].function, found.counts["kept"]
    ('technical', 1)
    """
    if isinstance(path, (str, Path)) and str(path).lower().endswith(GRAPHS):
        return _of_graph(Path(path))
    table = as_table(path, encoding)
    columns, left_out = _recognised(table, "people", mapping)
    if not {"name", "first", "last", "email", "id"} & set(columns.values()):
        remedy = f"name the column of the names with a mapping; the headings are {', '.join(table.headings)}"
        raise InputError(Problem((), "no column tells who the people are", remedy, file=table.file, line=1))
    people: dict[str, _Draft] = {}
    known: dict[tuple[str, str], str] = {}
    reports = [_person(table, line, cells, columns, people, known) for line, cells in table.rows]
    _bosses(people, reports)
    found_ties: list[dict[str, Any]] = []
    if ties is not None:
        names = [word for draft in people.values() for word in (draft.fields.get("name"), draft.fields.get("email"))]
        tie_table = ties_table(ties, encoding, filter(None, [*names, *people]))
        tie_columns, more = _recognised(tie_table, "ties", mapping)
        left_out += more
        found_ties, tie_reports = read_ties(
            tie_table, tie_columns, {name: draft.fields for name, draft in people.items()}
        )
        reports += tie_reports
        columns = {**columns, **tie_columns}
    deal = Deal.model_validate(
        {"organization": {"stakeholders": {name: draft.fields for name, draft in people.items()}, "ties": found_ties}}
    )
    return Import(deal, tuple(reports), columns, tuple(left_out), table.encoding, _similar(people))


def _of_graph(path: Path) -> Import:
    """Return a graph as an import: every node is a row."""
    from influence.graph import from_networkx

    deal = from_networkx(read_graph(path), ignore_unknown=True)
    rows = tuple(
        RowReport(str(path), line, "kept", person, ()) for line, person in enumerate(deal.organization, start=1)
    )
    return Import(deal, rows, {}, (), "graph", ())


@lru_cache(maxsize=2)
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("influence.io.importing").joinpath(name).read_text("utf-8"))


def _recognised(table: RawTable, kind: str, mapping: Mapping[str, str] | None) -> tuple[dict[str, str], list[str]]:
    """Return heading → field, and the headings that stay out."""
    known = _data("columns.toml")[kind]
    wrong = [
        name
        for name in (mapping or {}).values()
        if name and name not in {*_data("columns.toml")["people"], *_data("columns.toml")["ties"]}
    ]
    if wrong:
        raise InputError(
            Problem(
                ("mapping",),
                f"{wrong[0]!r} is no field",
                near_miss(wrong[0], list(known)) or f"use one of {', '.join(known)}",
            )
        )
    columns: dict[str, str] = {}
    left_out = []
    for heading in table.headings:
        told = (mapping or {}).get(heading)
        guess = next((name for name, words in known.items() if plain(heading) in words), None)
        name = told if told is not None else guess
        if name and name in known and name not in columns.values():
            columns[heading] = name
        elif heading:
            left_out.append(heading)
    return columns, left_out


def _person(
    table: RawTable,
    line: int,
    cells: tuple[str, ...],
    columns: Mapping[str, str],
    people: dict[str, _Draft],
    known: dict[tuple[str, str], str],
) -> RowReport:
    """Add the person of a row, or merge them into the one with the same id or e-mail; ``known`` finds them."""
    values = {
        columns[heading]: cell
        for heading, cell in zip(table.headings, cells, strict=False)
        if heading in columns and cell
    }
    remarks = (
        [f"{len(cells) - len(table.headings)} cells beyond the headings"] if len(cells) > len(table.headings) else []
    )
    name = values.get("name") or " ".join(filter(None, (values.get("first"), values.get("last"))))
    own = values.get("id") or name or values.get("email", "")
    if not own:
        return RowReport(table.file, line, "refused", "", ("no name, id or e-mail",))
    fields = _fields(values, name, remarks)
    marks = [
        (kind, values[kind].casefold() if kind == "email" else values[kind])
        for kind in ("id", "email")
        if kind in values
    ]
    same = next((known[mark] for mark in marks if mark in known), None)
    if same is not None:
        for mark in marks:
            known.setdefault(mark, same)
        return RowReport(table.file, line, "merged", same, (*remarks, *_merged(people[same].fields, fields)))
    key = _free_id(name or values.get("email", own), people)
    people[key] = _Draft(fields, line)
    for mark in marks:
        known.setdefault(mark, key)
    return RowReport(table.file, line, "kept", key, tuple(remarks))


def _fields(values: Mapping[str, str], name: str, remarks: list[str]) -> dict[str, Any]:
    """Return the fields of a person; what was guessed or could not be read is remarked."""
    fields: dict[str, Any] = {key: values[key] for key in ("title", "department", "email", "notes") if key in values}
    if name:
        fields["name"] = name
    if "id" in values:
        fields["refs"] = {"id": values["id"]}
    for key, reader in (("support", support_of), ("access", access_of)):
        if key in values:
            label = reader(values[key])
            if label is None:
                remarks.append(f"{key} {values[key]!r} is not known")
            else:
                fields[key] = label
    _add_roles(fields, values.get("roles", ""), remarks)
    if "reports_to" in values:
        fields["reports_to"] = values["reports_to"]
    if "seen" in values:
        seen = _day(values["seen"])
        if seen is None:
            remarks.append(f"date {values['seen']!r} is not known")
        else:
            fields["seen"] = seen.isoformat()
    function = _function(values.get("function", "")) or None
    if function is None:
        guess = _function(f"{values.get('title', '')} {values.get('department', '')}")
        if guess:
            fields["function"] = guess
            remarks.append(f"function {guess} guessed from the title")
    else:
        fields["function"] = function
    return fields


def _add_roles(fields: dict[str, Any], text: str, remarks: list[str]) -> None:
    """Add the roles of a cell; some say where a person stands, too."""
    words = [word.strip() for word in re.split(r"[;,；、]", text) if word.strip()]
    for word in words:
        role = role_of(word)
        if role is None:
            remarks.append(f"role {word!r} is not known: other")
        name, stand = role or ("other", None)
        fields["roles"] = list(dict.fromkeys([*fields.get("roles", []), name]))
        if stand is not None:
            fields.setdefault("support", stand)


@lru_cache(maxsize=4096)
def _function(text: str) -> str | None:
    table = _data("titles.toml")["functions"]
    if text.strip().casefold() in table:
        return text.strip().casefold()
    low = text.casefold()
    hits = [
        (len(word), function)
        for function, words in table.items()
        for word in words
        if (re.search(rf"\b{re.escape(word)}", low) if word.isascii() else word in low)
    ]
    return max(hits, default=(0, None), key=lambda hit: hit[0])[1]


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def _merged(known: dict[str, Any], more: Mapping[str, Any]) -> list[str]:
    """Add what is new to a known person; where both say something, the first stays and the other is remarked."""
    remarks = []
    for key, value in more.items():
        if key not in known:
            known[key] = value
        elif key == "roles":
            known[key] = list(dict.fromkeys([*known[key], *value]))
        elif known[key] != value:
            remarks.append(f"{key} stays {known[key]!r}, this row says {value!r}")
    return remarks


def _free_id(name: str, people: Mapping[str, object]) -> str:
    base = re.sub(r"[\s:]+", "-", name.strip()).casefold()[:90] or "person"
    key, number = base, 2
    while key in people or key in ("us", "outside", "all", "general"):
        key, number = f"{base}-{number}", number + 1
    return key


def _bosses(people: dict[str, _Draft], reports: list[RowReport]) -> None:
    """Turn names and ids of superiors into ours; who is not in the table, or would close a ring, is left out."""
    by_name: dict[str, str] = {}
    for key, draft in people.items():
        for word in (draft.fields.get("refs", {}).get("id"), draft.fields.get("name"), draft.fields.get("email")):
            if word:
                by_name.setdefault(plain(word), key)
    for number, report in enumerate(reports):
        if report.status != "kept" or "reports_to" not in people[report.person].fields:
            continue
        told = people[report.person].fields.pop("reports_to")
        boss = by_name.get(plain(told))
        if boss is None or _above(people, boss, report.person):
            why = "is not in the table" if boss is None else "would close a ring"
            remark = f"superior {told!r} {why}"
            reports[number] = RowReport(
                report.file, report.line, report.status, report.person, (*report.remarks, remark)
            )
        else:
            people[report.person].fields["reports_to"] = boss


def _above(people: Mapping[str, _Draft], person: str, sought: str) -> bool:
    seen: set[str] = set()
    place: str | None = person
    while place is not None and place not in seen:
        if place == sought:
            return True
        seen.add(place)
        superior = people[place].fields.get("reports_to")
        place = superior if superior in people else None
    return False


def _similar(people: Mapping[str, _Draft]) -> tuple[tuple[str, str], ...]:
    """Return people whose names have the same letters."""
    by_letters: dict[str, list[str]] = {}
    for key, draft in people.items():
        letters = "".join(sorted(plain(draft.fields.get("name", ""))))
        if letters:
            by_letters.setdefault(letters, []).append(key)
    return tuple((group[0], other) for group in by_letters.values() for other in group[1:])


def read_ties(
    table: RawTable, columns: Mapping[str, str], people: Mapping[str, Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[RowReport]]:
    """Return the ties of a table, and what became of its rows; several rows of one pair are counted."""
    from influence.graph import from_counts

    by_name: dict[str, str] = {}
    for key, fields in people.items():
        for word in (key, fields.get("refs", {}).get("id"), fields.get("name"), fields.get("email")):
            if word:
                by_name.setdefault(plain(word), key)
    counted = "when" in columns.values() or "count" in columns.values()
    counts: dict[tuple[str, str], float] = {}
    stated: dict[tuple[str, str], dict[str, Any]] = {}
    reports = []
    for line, cells in table.rows:
        row = {columns[h]: cell for h, cell in zip(table.headings, cells, strict=False) if h in columns and cell}
        ends = tuple(by_name.get(plain(row.get(end, ""))) for end in ("from", "to"))
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            missing = [row.get(end, "") for end, found in zip(("from", "to"), ends, strict=True) if found is None]
            why = f"{missing[0]!r} is not among the people" if missing else "both ends are the same person"
            reports.append(RowReport(table.file, line, "refused", "", (why,)))
            continue
        pair = (ends[0], ends[1])
        status = "merged" if pair in counts or pair in stated else "kept"
        remarks: list[str] = []
        if counted:
            counts[pair] = counts.get(pair, 0.0) + _number(row.get("count", "1"), remarks, 1.0)
        elif pair not in stated:
            stated[pair] = _tie(row, remarks)
        reports.append(RowReport(table.file, line, status, f"{pair[0]} → {pair[1]}", tuple(remarks)))
    if counted:
        return [
            tie.model_dump(mode="json", by_alias=True, exclude_unset=True) for tie in from_counts(counts).ties
        ], reports
    return [{"from": pair[0], "to": pair[1], **tie} for pair, tie in stated.items()], reports


def _tie(row: Mapping[str, str], remarks: list[str]) -> dict[str, Any]:
    tie: dict[str, Any] = {}
    if plain(row.get("kind", "")) in ("conflicts", "conflict", "对立", "冲突"):
        tie["kind"] = "conflicts"
    if "strength" in row:
        label = plain(row["strength"])
        words = {
            "weak": "weak",
            "moderate": "moderate",
            "strong": "strong",
            "弱": "weak",
            "中": "moderate",
            "强": "strong",
        }
        if label in words:
            tie["strength"] = words[label]
        else:
            value = _number(row["strength"], remarks, None)
            if value is not None and 0 <= value <= 1:
                tie["strength"] = value
    if "certainty" in row:
        value = _number(row["certainty"], remarks, None)
        if value is not None and 0 <= value <= 1:
            tie["certainty"] = value
    return tie


def _number(text: str, remarks: list[str], otherwise: Any) -> Any:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        remarks.append(f"{text!r} is no number")
        return otherwise
