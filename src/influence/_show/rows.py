"""Tables of plain rows that know their columns, also where they have no rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

__all__ = ["Table", "columns_of", "record_table", "table"]

Item = TypeVar("Item")


class Table(list[Mapping[str, Any]]):
    """Rows, and the columns of each.

    Parameters
    ----------
    rows : iterable of mapping
        Cells by column.
    columns : iterable of str
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)


def table(items: Iterable[Item], columns: Mapping[str, Callable[[Item], Any]]) -> Table:
    """Return a table with one row for each item.

    Parameters
    ----------
    items : iterable
    columns : mapping of str to callable
        Column → what stands in it of an item.

    Returns
    -------
    Table

    Examples
    --------
    >>> table(["wu"], {"person": str, "letters": len}), table([], {"person": str}).columns
    ([{'person': 'wu', 'letters': 2}], ('person',))
    """
    return Table(({name: of(item) for name, of in columns.items()} for item in items), columns)


def record_table(kind: type[Any], records: Iterable[Any]) -> Table:
    """Return a table with one row for each record of a dataclass, its fields as columns."""
    columns = [each.name for each in fields(kind)]
    return Table(({name: getattr(record, name) for name in columns} for record in records), columns)


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns of a table: those it knows, and any others that its rows have."""
    known = rows.columns if isinstance(rows, Table) else ()
    return list(dict.fromkeys([*known, *(column for row in rows for column in row)]))
