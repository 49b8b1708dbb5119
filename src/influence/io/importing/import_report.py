"""What came of an import: the deal, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from influence._show import Result
from influence.model import Deal

__all__ = ["Import", "RowReport"]


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
    notes : tuple of str
        What holds for whole files: hidden or merged cells, the window of time and the rule by which counts became
        strengths, forms of dates that were guessed.

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
            "notes": list(self.notes),
            "similar": [list(pair) for pair in self.similar],
            "rows": [{**vars(row), "remarks": list(row.remarks)} for row in self.rows],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each row, and one for each pair that may be one person."""
        return {
            "rows": [{**vars(row), "remarks": "; ".join(row.remarks)} for row in self.rows],
            "similar": [{"one": one, "other": other} for one, other in self.similar],
        }

    def __str__(self) -> str:
        counts = self.counts
        told = f"{counts['kept']} kept, {counts['merged']} merged, {counts['refused']} refused"
        lines = [
            f"{len(self.rows)} rows: {told}; read as {self.encoding}",
            "columns: " + ", ".join(f"{heading} → {name}" for heading, name in self.columns.items()),
        ]
        if self.left_out:
            lines.append("left out: " + ", ".join(self.left_out))
        lines += self.notes
        lines += [f"{row.file}:{row.line}: {row.status}: {'; '.join(row.remarks)}" for row in self.rows if row.remarks]
        lines += [
            f"perhaps the same person: {one} and {other}; if so: --same {_quoted(f'{one}={other}')}"
            for one, other in self.similar
        ]
        return "\n".join(lines)


def _quoted(text: str) -> str:
    """Return a word of a shell's command line."""
    from shlex import quote

    return text if text.replace("=", "").replace("-", "").isalnum() else quote(text)
