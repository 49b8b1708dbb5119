"""What people and ties are imported from beside tables: frames, mailboxes, calendars, surveys and graphs.

A mail to many says less of each than one to a single person, so each recipient gets an equal part of it; a meeting is
shared in the same way among those who were there. In a survey "whom do you ask" the one who is asked moves the one who
asks: the direction is turned.
"""

from __future__ import annotations

import mailbox
import re
from ast import literal_eval
from collections.abc import Iterable, Sequence
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from influence._files import read_bytes
from influence.errors import FileAccessError, InputError, MissingExtraError, Problem
from influence.io.exporting.inert import from_csv
from influence.io.importing.headings import ASKS, under_titles
from influence.io.importing.labels import plain
from influence.io.importing.remarks import Remark, remark
from influence.io.importing.sheets import WORKBOOKS, read_sheet
from influence.io.importing.tables import RawTable, read_table
from influence.io.own_tables import PEOPLE_COLUMNS, TIES_COLUMNS

if TYPE_CHECKING:
    import networkx as nx

    DiGraph = nx.DiGraph[Any]

__all__ = ["GRAPHS", "as_table", "read_graph", "ties_table"]

COUNTED = ("from", "to", "when", "count")
ANSWERED = ("from", "to", "count")
NO = ("", "0", "-", "no", "否")
"""Cells of a matrix that say that somebody is not asked."""
CONFLICT = {"color": "red", "style": "dashed", "dir": "both"}
"""How a conflict is drawn in the DOT language."""
GRAPHS = (".graphml", ".gexf", ".edgelist", ".dot", ".nodelink.json")
"""Endings of graphs that are read."""

Rows = Sequence[tuple[int, tuple[str, ...]]]


def as_table(source: Any, encoding: str | None, told: Iterable[str] = ()) -> RawTable:
    """Return a file or a frame (pandas, polars, arrow) as a table of texts; a mapping may have told headings.

    Raises
    ------
    FileAccessError
        If a file cannot be read as a table.
    InputError
        If it is neither a path nor a frame.
    MissingExtraError
        If a frame is given and narwhals is not installed.
    """
    if isinstance(source, (str, Path)):
        file = Path(source)
        if file.suffix.lower() in WORKBOOKS:
            return under_titles(read_sheet(file), told)
        return _unescaped(under_titles(read_table(file, encoding), told))
    try:
        import narwhals as nw
    except ImportError as error:
        raise MissingExtraError("a frame", "frames") from error
    try:
        frame = nw.from_native(source, eager_only=True)
    except TypeError as error:
        raise InputError(f"a {type(source).__name__} is no table; give a path or a frame") from error
    rows = [(number, tuple(map(_text, row))) for number, row in enumerate(frame.iter_rows(), start=1)]
    return RawTable(
        "frame", tuple(map(str, frame.columns)), tuple(row for row in rows if any(row[1])), remark("as_frame")
    )


def _unescaped(table: RawTable) -> RawTable:
    """Take away the apostrophes that were written before what a spreadsheet would take for a formula."""
    if table.headings not in (PEOPLE_COLUMNS, TIES_COLUMNS):
        return table
    return replace(table, rows=tuple((line, tuple(map(from_csv, cells))) for line, cells in table.rows))


def ties_table(source: Any, encoding: str | None, names: Iterable[str], told: Iterable[str] = ()) -> RawTable:
    """Return a table of ties, of counted mails or meetings, or of a survey.

    Parameters
    ----------
    source : path or frame
        A table, a mailbox (.mbox) or a calendar (.ics).
    encoding : str or None
    names : iterable of str
        How the people are called, for surveys in the form of a matrix.
    told : iterable of str
        Headings that a mapping names.

    Returns
    -------
    RawTable
    """
    ending = Path(source).suffix.lower() if isinstance(source, (str, Path)) else ""
    if ending == ".mbox":
        return _mails(Path(source))
    if ending == ".ics":
        return _meetings(Path(source))
    table = as_table(source, encoding, told)
    asked = [place for place, heading in enumerate(table.headings) if plain(heading) in ASKS]
    if asked:
        return _answers(table, asked[0])
    known = {plain(name) for name in names}
    if len(table.headings) > 2 and all(plain(heading) in known for heading in table.headings[1:]):
        return _answer_matrix(table)
    return table


def _answers(table: RawTable, place: int) -> RawTable:
    """Return a survey in which each row names those whom somebody asks."""
    rows, nobody = [], []
    for line, cells in table.rows:
        named = [name.strip() for name in re.split(r"[;；、]", cells[place] if len(cells) > place else "")]
        rows += [(line, (name, cells[0], "1")) for name in named if name]
        if not any(named):
            nobody.append((line, remark("names_nobody")))
    return _turned(table, rows, nobody)


def _answer_matrix(table: RawTable) -> RawTable:
    """Return a survey in which each cell says whether the row asks the column."""
    rows, nobody = [], []
    for line, cells in table.rows:
        pairs = zip(table.headings[1:], cells[1:], strict=False)
        named = [name for name, cell in pairs if cell.strip() not in NO and plain(name) != plain(cells[0])]
        rows += [(line, (name, cells[0], "1")) for name in named]
        if not named:
            nobody.append((line, remark("names_nobody")))
    return _turned(table, rows, nobody)


def _turned(table: RawTable, rows: Rows, nobody: list[tuple[int, Remark]]) -> RawTable:
    note = remark("survey_turned", file=table.file)
    return replace(
        table, headings=ANSWERED, rows=_stripped(rows), notes=(*table.notes, note), refused=(*table.refused, *nobody)
    )


def read_graph(path: Path) -> DiGraph:
    """Return a graph from GraphML, GEXF, node-link JSON, DOT or a list of edges.

    Raises
    ------
    FileAccessError
        If it cannot be read as one.
    MissingExtraError
        If a DOT file is given and pydot is not installed.
    """
    import json

    import networkx as nx

    content = read_bytes(path)
    name = path.name.lower()
    try:
        found: Any
        if name.endswith(".nodelink.json"):
            found = nx.node_link_graph(json.loads(content), edges="edges")
        elif name.endswith(".graphml"):
            found = nx.parse_graphml(content.decode("utf-8"))
        elif name.endswith(".gexf"):
            found = nx.read_gexf(path)
            for *_, data in found.edges(data=True):
                # the number of an edge in its file says nothing of the tie
                data.pop("id", None)
        elif name.endswith(".dot"):
            found = _dot(path)
        else:
            found = _edges(content.decode("utf-8"))
    except MissingExtraError:
        raise
    except Exception as error:
        raise FileAccessError(
            Problem((), f"cannot be read as a graph ({error})", f"give one of {', '.join(GRAPHS)}", file=str(path))
        ) from error
    graph: DiGraph = nx.DiGraph(found)
    for _, data in graph.nodes(data=True):
        # other tools call the name a label, and keep several roles in one text
        label = data.pop("label", None)
        if label and "name" not in data:
            data["name"] = str(label).strip('"')
        if isinstance(data.get("roles"), str):
            data["roles"] = [role for role in data["roles"].split(";") if role]
    return graph


def _edges(text: str) -> Any:
    """Return a list of edges: from, to, and what the line says beside them as a table, or as a weight."""
    import networkx as nx

    graph: DiGraph = nx.DiGraph()
    for line in text.splitlines():
        ends = line.partition("#")[0].split(None, 2)
        if len(ends) < 2:
            continue
        try:
            said = literal_eval(ends[2]) if len(ends) > 2 else {}
        except (SyntaxError, ValueError):
            said = ends[2]
        graph.add_edge(ends[0], ends[1], **(said if isinstance(said, dict) else {"weight": said}))
    return graph


def _dot(path: Path) -> Any:
    import warnings

    import networkx as nx

    try:
        import pydot  # noqa: F401 (networkx reads DOT with it)
    except ImportError as error:
        raise MissingExtraError("a DOT file", "dot") from error
    with warnings.catch_warnings():
        # pydot's own parser calls what its dependency has renamed
        warnings.simplefilter("ignore", DeprecationWarning)
        read = nx.nx_pydot.read_dot(path)
    graph: Any = nx.relabel_nodes(read, {node: _unquoted(node) for node in read})
    for _, data in graph.nodes(data=True):
        # our own boxes hold the name and, below it, the title
        data["name"], _, title = _unquoted(data.pop("label", "")).partition("\n")
        if title:
            data["title"] = title
    for *_, data in graph.edges(data=True):
        if CONFLICT.items() <= data.items():
            data["kind"] = "conflicts"
    return graph


def _unquoted(text: Any) -> str:
    """Return what a quoted string of the DOT language says."""
    bare = str(text)
    if len(bare) < 2 or not bare.startswith('"'):
        return bare
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], bare[1:-1], flags=re.DOTALL)


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _stripped(rows: Rows) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((line, tuple(cell.strip() for cell in cells)) for line, cells in rows)


def _mails(path: Path) -> RawTable:
    read_bytes(path)
    rows: list[tuple[int, tuple[str, ...]]] = []
    refused: list[tuple[int, Remark]] = []
    box = mailbox.mbox(path, create=False)
    try:
        for number, message in enumerate(box, start=1):
            senders = _addresses([message.get("From", "")])
            readers = _addresses([*message.get_all("To", []), *message.get_all("Cc", [])])
            when = _day(str(message.get("Date", "")))
            others = [reader for reader in readers if reader not in senders[:1]]
            if senders and others:
                rows += [(number, (senders[0], reader, when, f"{1 / len(others):.6g}")) for reader in others]
            else:
                refused.append((number, remark("mail_unread" if senders else "mail_unsent")))
    finally:
        box.close()
    if not rows:
        raise FileAccessError(
            Problem((), "holds no mail with a sender and a recipient", "give a mailbox", file=str(path))
        )
    note = remark("mails_shared", file=path)
    return RawTable(str(path), COUNTED, tuple(rows), remark("as_mailbox"), (note,), refused=tuple(refused))


def _addresses(headers: Sequence[Any]) -> list[str]:
    texts = []
    for header in headers:
        try:
            texts.append(str(make_header(decode_header(str(header)))))
        except (LookupError, UnicodeDecodeError, ValueError):
            # a header in an unknown encoding still holds its addresses in ASCII
            texts.append(str(header))
    return list(dict.fromkeys(address.casefold() for _, address in getaddresses(texts) if address))


def _day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError):
        return ""


def _meetings(path: Path) -> RawTable:
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise MissingExtraError("a calendar", "calendar") from error
    try:
        events = list(Calendar.from_ical(read_bytes(path)).walk("VEVENT"))
    except ValueError as error:
        raise FileAccessError(
            Problem((), f"cannot be read as a calendar ({error})", "give an .ics file", file=str(path))
        ) from error
    rows: list[tuple[int, tuple[str, ...]]] = []
    refused: list[tuple[int, Remark]] = []
    for number, event in enumerate(events, start=1):
        given = event.get("ATTENDEE", [])
        people = [*(given if isinstance(given, list) else [given]), *filter(None, [event.get("ORGANIZER")])]
        there = list(dict.fromkeys(re.sub(r"(?i)^mailto:", "", str(person)).casefold() for person in people))
        start = event.get("DTSTART")
        when = start.dt.isoformat()[:10] if start is not None else ""
        if len(there) < 2:
            refused.append((number, remark("meeting_small")))
            continue
        share = f"{1 / (len(there) - 1):.6g}"
        rows += [(number, (one, two, when, share)) for one in there for two in there if one != two]
    if not rows:
        raise FileAccessError(Problem((), "holds no meeting of two people", "give an .ics file", file=str(path)))
    note = remark("meetings_shared", file=path)
    return RawTable(str(path), COUNTED, tuple(rows), remark("as_calendar"), (note,), refused=tuple(refused))
