"""What came of an import: the deal, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from influence._show import Result, Table
from influence._text import listing, phrase
from influence._types import Language
from influence.io.importing.remarks import Field, Remark
from influence.model import Deal

__all__ = ["Import", "Row", "RowReport"]

KINDS = ("person", "role", "tie")
"""What a row may be."""


@dataclass(frozen=True)
class RowReport:
    """What became of a row.

    Parameters
    ----------
    file : str
    line : int
    status : str
        ``kept``, ``merged`` (into the person or tie of an earlier row) or ``refused``.
    person : str
        Id of the person, or the two ends of a tie.
    remarks : tuple of str
        What was guessed or left out, and why, in the language of the report.
    reasons : tuple of str
        The kind of each remark, such as ``function_guessed``: the same in every language.
    kind : str
        What stands in the row: a ``person``, a ``tie``, or the ``role`` of somebody in an opportunity.

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
    reasons: tuple[str, ...] = ()
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a row, before it is put into words; the fields are those of :class:`RowReport`."""

    file: str
    line: int
    status: str
    person: str
    remarks: tuple[Remark, ...] = ()
    kind: str = "person"

    def report(self, language: Language) -> RowReport:
        """Return it in the words of a language."""
        texts = tuple(each.text(language) for each in self.remarks)
        reasons = tuple(each.kind for each in self.remarks)
        return RowReport(self.file, self.line, self.status, self.person, texts, reasons, self.kind)


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
        How the people's table was read, in English.
    similar : tuple of (str, str)
        People whose names are so similar that they may be one: asked for, never merged silently.
    notes : tuple of str
        What holds for whole files: hidden or merged cells, the window of time and the rule by which counts became
        strengths, forms of dates that were guessed.
    language : {"en", "zh"} or None
        Of the report.
    read_as : str
        The encoding in the language of the report; as above where empty.

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
    notes: tuple[str, ...] = ()
    language: Language | None = None
    read_as: str = ""

    method = "read"

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were kept, merged and refused; together they are all rows."""
        return _counted(self.rows)

    @property
    def counts_by_kind(self) -> dict[str, dict[str, int]]:
        """The same apart for rows of each ``person``, ``tie`` and ``role``; what there is none of is left out."""
        apart = {kind: [row for row in self.rows if row.kind == kind] for kind in KINDS}
        return {kind: _counted(rows) for kind, rows in apart.items() if rows}

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "counts": self.counts,
            "counts_by_kind": self.counts_by_kind,
            "columns": dict(self.columns),
            "left_out": list(self.left_out),
            "encoding": self.encoding,
            "notes": list(self.notes),
            "similar": [list(pair) for pair in self.similar],
            "rows": [{**vars(row), "remarks": list(row.remarks), "reasons": list(row.reasons)} for row in self.rows],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each row, and one for each pair that may be one person."""
        rows = (
            {**vars(row), "remarks": self._joined(row.remarks), "reasons": ", ".join(row.reasons)} for row in self.rows
        )
        similar = ({"one": one, "other": other} for one, other in self.similar)
        return {
            "rows": Table(rows, (each.name for each in fields(RowReport))),
            "similar": Table(similar, ("one", "other")),
        }

    def _joined(self, remarks: Sequence[str]) -> str:
        return ("；" if self.language == "zh" else "; ").join(remarks)

    def __str__(self) -> str:
        def say(key: str, **facts: object) -> str:
            return phrase(f"imports.{key}", self.language, None, **facts)

        named = (
            say("column", heading=heading, field=Field(name).text(self.language))
            for heading, name in self.columns.items()
        )
        apart, encoding = self.counts_by_kind, self.read_as or self.encoding
        if apart.keys() <= {"person"}:
            lines = [say("rows", rows=len(self.rows), encoding=encoding, **self.counts)]
        else:
            lines = [say("read_as", encoding=encoding)]
            lines += [say(f"rows_of_{kind}", rows=sum(each.values()), **each) for kind, each in apart.items()]
        if self.columns:
            lines.append(say("columns", columns=listing(named, self.language)))
        if self.left_out:
            lines.append(say("left_out", headings=listing(self.left_out, self.language)))
        lines += self.notes
        lines += [
            say("row", file=row.file, line=row.line, status=say(row.status), remarks=self._joined(row.remarks))
            for row in self.rows
            if row.remarks
        ]
        lines += [say("similar", one=one, other=other, pair=_quoted(f"{one}={other}")) for one, other in self.similar]
        return "\n".join(lines)


def _counted(rows: Sequence[RowReport]) -> dict[str, int]:
    return {status: sum(row.status == status for row in rows) for status in ("kept", "merged", "refused")}


def _quoted(text: str) -> str:
    """Return a word of a shell's command line."""
    from shlex import quote

    return text if text.replace("=", "").replace("-", "").isalnum() else quote(text)
