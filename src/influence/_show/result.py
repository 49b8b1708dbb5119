"""The base of all results: text, plain data, frames and notebook display."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from html import escape
from importlib import import_module
from typing import Any, Literal

from influence._show.mimebundle import pictures
from influence._show.rows import columns_of
from influence.errors import InputError, MissingExtraError

__all__ = ["Result", "html_table"]

Backend = Literal["pandas", "polars", "pyarrow"]
BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "pyarrow")
"""Frame libraries in the order in which they are looked for."""


class Result(ABC):
    """What every answer of the library can do.

    A result is a frozen record. A subclass writes :meth:`to_dict`, :meth:`tables` and ``__str__``; from these come the
    notebook display and the frames.
    """

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data: what ``--json`` prints."""

    @abstractmethod
    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the result as named tables of plain rows; the first is the main one.

        A :class:`~influence._show.Table` keeps its columns where it has no rows.
        """

    def to_frame(self, table: str | None = None, *, backend: Backend | None = None) -> Any:
        """Return one table as a data frame.

        Parameters
        ----------
        table : str or None
            Name of one of :meth:`tables`; the main one where None.
        backend : {"pandas", "polars", "pyarrow"} or None
            The library of the frame; the first one installed where None.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame or pyarrow.Table

        Raises
        ------
        InputError
            If there is no such table or backend.
        MissingExtraError
            If narwhals or the frame library is not installed.
        """
        tables = self.tables()
        name = next(iter(tables)) if table is None else table
        if name not in tables:
            raise InputError(f"there is no table {name!r}; the tables are {', '.join(tables)}")
        if backend is not None and backend not in BACKENDS:
            raise InputError(f"backend is {backend!r}; one of {', '.join(BACKENDS)} is accepted")
        return _frame(tables[name], backend)

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str | bytes]:
        """Return what a notebook shows: a picture where there is one, tables as html, and the text."""
        bundle: dict[str, str | bytes] = {"text/plain": str(self)}
        drawn = pictures(self)
        if drawn:
            return bundle | drawn
        tables = "".join(html_table(rows, caption=name) for name, rows in self.tables().items() if rows)
        return bundle | ({"text/html": tables} if tables else {})


def html_table(rows: Sequence[Mapping[str, Any]], caption: str = "") -> str:
    """Return rows as an HTML table; every text in it is escaped.

    Parameters
    ----------
    rows : sequence of mapping
        Cells by column.
    caption : str
        What the table is called.

    Returns
    -------
    str
    """
    columns = columns_of(rows)
    head = "".join(f"<th>{escape(str(column))}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(row.get(column)))}</td>" for column in columns) + "</tr>" for row in rows
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(item) for item in value)
    return str(value)


def _frame(rows: Sequence[Mapping[str, Any]], backend: Backend | None) -> Any:
    try:
        import narwhals
    except ImportError as error:
        raise MissingExtraError("a data frame", "frames") from error
    columns = columns_of(rows)
    data = {column: [_flat(row.get(column)) for row in rows] for column in columns}
    for name in (backend,) if backend else BACKENDS:
        try:
            import_module(name)
        except ImportError:
            continue
        return narwhals.from_dict(data, backend=name).to_native()
    raise MissingExtraError(f"a data frame of {backend or ' or '.join(BACKENDS)}", "frames")


def _flat(value: object) -> object:
    """Make a cell a scalar, so that every frame library takes it."""
    return _text(value) if isinstance(value, (list, tuple, dict)) else value
