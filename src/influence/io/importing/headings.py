"""Where the headings of a table are: exports have titles, days and blank rows above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from influence.io.importing.columns import known_words
from influence.io.importing.labels import plain
from influence.io.importing.remarks import Word, remark
from influence.io.importing.tables import RawTable

__all__ = ["ASKS", "under_titles"]

ASKS = frozenset(
    map(plain, ("asks", "asks for advice", "goes to", "advice from", "请教", "请教谁", "咨询", "向谁请教"))
)
LOOKED_AT = 10
"""Filled rows among which the headings are looked for."""
WHO = ("name", "first", "last", "email", "id")
"""Fields one of which a table of people has."""


def under_titles(table: RawTable, told: Iterable[str]) -> RawTable:
    """Return a table whose headings are the first row that reads like headings; what stands above is noted.

    The first row stays where two of its cells are headings that are known or told. Otherwise a row further down is
    taken that has at least two known headings, these at least half of its filled cells, and says who somebody is or
    who moves whom; where there is none, the first row stays.

    Parameters
    ----------
    table : RawTable
    told : iterable of str
        Headings that a mapping names.

    Returns
    -------
    RawTable
    """
    rows = ((table.line, table.headings), *table.rows)
    place = _place([cells for _, cells in rows[:LOOKED_AT]], frozenset(told))
    if place == 0:
        return table
    line, headings = rows[place]
    above = tuple(Word(" ".join(dict.fromkeys(filter(None, cells)))) for _, cells in rows[:place])
    note = remark("headings_found", file=table.file, line=line, above=above)
    return replace(table, headings=headings, rows=tuple(rows[place + 1 :]), notes=(*table.notes, note), line=line)


def _place(rows: Sequence[tuple[str, ...]], told: frozenset[str]) -> int:
    first = _count(rows[0])
    if first > 1 or told & set(rows[0]):
        return 0
    return next((place for place, cells in enumerate(rows) if _count(cells) > first and _are_headings(cells)), 0)


def _count(cells: Sequence[str]) -> int:
    return sum(plain(cell) in _known() for cell in cells if cell)


def _are_headings(cells: Sequence[str]) -> bool:
    known, filled = _count(cells), sum(map(bool, cells))
    words, people, ties = {plain(cell) for cell in cells}, known_words("columns.toml")["people"], _ends()
    tells = any(words & set(people[field]) for field in WHO) or all(words & end for end in ties)
    return tells and 2 * known >= filled and (known > 1 or filled == 1)


def _ends() -> tuple[set[str], set[str]]:
    ties = known_words("columns.toml")["ties"]
    return set(ties["from"]), set(ties["to"])


@cache
def _known() -> frozenset[str]:
    kinds = known_words("columns.toml").values()
    return ASKS | {word for fields in kinds for words in fields.values() for word in words}
