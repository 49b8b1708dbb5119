"""Which column of a table means what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from influence.errors import InputError, Problem, closest_word, near_miss
from influence.io.importing.labels import plain
from influence.io.importing.remarks import Remark, Word, remark
from influence.io.importing.tables import RawTable

__all__ = ["Columns", "known_words", "recognised", "unused_headings"]

SECOND = {"reports_to": "reports_to_other"}
"""Fields that two columns may tell: exports name the superior by id and by name."""


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are.

    Parameters
    ----------
    fields : mapping of int to str
        Place of a column → our field.
    names : mapping of str to str
        Heading → our field, to be shown.
    left_out : tuple of str or Remark
        Headings that are not read; columns without one as what is to be said of them.
    width : int
        How many columns have a heading or stand before one that has.
    """

    fields: Mapping[int, str]
    names: Mapping[str, str]
    left_out: tuple[str | Remark, ...]
    width: int

    def holds(self, *fields: str) -> bool:
        """Whether one of the fields has a column."""
        return any(field in self.fields.values() for field in fields)

    def values(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Return the filled cells of a row by field."""
        return {field: cells[place] for place, field in self.fields.items() if place < len(cells) and cells[place]}

    def ragged(self, cells: tuple[str, ...]) -> tuple[Remark, ...]:
        """Return what is to be said of a row that has more or fewer cells than headings."""
        more = [cell for cell in cells[self.width :] if cell]
        if more:
            return (remark("cells_beyond", cells=tuple(map(Word, more))),)
        missing = self.width - len(cells)
        return (remark("cells_missing", count=missing),) if missing > 0 else ()


@lru_cache(maxsize=2)
def known_words(name: str) -> dict[str, Any]:
    """Return a table of words that ships with the library."""
    return tomllib.loads(files("influence.io.importing").joinpath(name).read_text("utf-8"))


def recognised(table: RawTable, kind: str, mapping: Mapping[str, str] | None) -> Columns:
    """Return what the columns of a table are: as the mapping says, otherwise by their headings.

    Parameters
    ----------
    table : RawTable
    kind : {"people", "ties", "contact_roles"}
    mapping : mapping or None
        Heading → our field; an empty field leaves the column out.

    Raises
    ------
    InputError
        If the mapping names a field that does not exist.
    """
    words = known_words("columns.toml")
    known: Mapping[str, list[str]] = words[kind]
    every = {field for fields in words.values() for field in fields}
    wrong = [
        Problem(
            ("mapping", heading),
            f"{field!r} is no field",
            near_miss(field, list(known)) or f"use one of {', '.join(known)}",
            value=field,
        )
        for heading, field in (mapping or {}).items()
        if field and field not in every
    ]
    if wrong:
        raise InputError(wrong)
    fields: dict[int, str] = {}
    names: dict[str, str] = {}
    left_out: list[str | Remark] = []
    for place, heading in enumerate(table.headings):
        told = (mapping or {}).get(heading)
        guess = next((name for name, spellings in known.items() if plain(heading) in spellings), None)
        field = told if told is not None else guess
        if field in fields.values():
            field = SECOND.get(field or "")
        if field and (field in known or field in SECOND.values()) and field not in fields.values():
            fields[place] = field
            names.setdefault(heading, field.removesuffix("_other"))
        elif heading:
            left_out.append(heading)
        elif any(place < len(cells) and cells[place] for _, cells in table.rows):
            left_out.append(remark("no_heading", number=place + 1))
    return Columns(fields, names, tuple(left_out), len(table.headings))


def unused_headings(mapping: Mapping[str, str] | None, headings: list[str]) -> list[Remark]:
    """Return what to say of headings that the mapping names and no file has."""
    return [
        remark("mapping_near", heading=Word(heading), near=near)
        if (near := closest_word(heading, headings))
        else remark("mapping_unused", heading=Word(heading))
        for heading in mapping or {}
        if heading not in headings
    ]
