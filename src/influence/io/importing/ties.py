"""Ties of tables, and counted mails, meetings and answers, between people who are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from influence._types import Language
from influence.errors import InputError, Problem
from influence.io.importing.columns import Columns
from influence.io.importing.days import DayReader, Window
from influence.io.importing.fields import add_day, merged_fields, number_of
from influence.io.importing.identity import Directory
from influence.io.importing.import_report import Row
from influence.io.importing.labels import plain
from influence.io.importing.remarks import Field, Remark, Word, either, remark
from influence.io.importing.tables import RawTable
from influence.model.field_names import label_key

__all__ = ["Ties"]

CONFLICTS = frozenset(("conflicts", "conflict", "对立", "冲突"))


class Ties:
    """Ties as they are stated, and counts, of one or several tables.

    Parameters
    ----------
    directory : Directory
        Who the people are.
    window : Window
        Days between which mails and meetings count.
    """

    def __init__(self, directory: Directory, window: Window) -> None:
        self.rows: list[Row] = []
        self.notes: list[Remark] = []
        self._directory = directory
        self._window = window
        self._stated: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._counts: dict[tuple[str, str], float] = {}
        self._days: list[date] = []
        self._dated = False

    def add(self, table: RawTable, columns: Columns) -> None:
        """Add the ties of a table; several rows of one pair are counted, or merged where ties are stated."""
        counted = columns.holds("when", "count") and not columns.holds("strength", "certainty")
        days = DayReader(columns.values(cells).get("when", "") for _, cells in table.rows)
        if days.guessed:
            self.notes.append(remark("days_guessed", file=table.file))
        if counted and columns.holds("when"):
            self._dated = True
        elif counted and not self._window.open:
            self.notes.append(remark("days_missing", file=table.file))
        for line, cells in table.rows:
            values = columns.values(cells)
            remarks = [*columns.ragged(cells), *table.remarks.get(line, ())]
            pair, why = self._ends(values)
            if why is not None:
                self._refuse(table, line, remarks, why)
            elif counted and plain(values.get("kind", "")) not in CONFLICTS:
                self._count(table, line, pair, values, days if columns.holds("when") else None, remarks)
            else:
                self._state(table, line, pair, values, days, remarks)

    def _ends(self, values: Mapping[str, str]) -> tuple[tuple[str, str], Remark | None]:
        """Return both ends of a tie, or why there is none."""
        ends = []
        for end in ("from", "to"):
            word = values.get(end, "")
            found = self._directory.find(word)
            if len(found) != 1:
                several = remark("end_several", word=Word(word), people=either(found)) if found else None
                return ("", ""), several or remark("end_absent", word=Word(word))
            ends.append(found[0])
        why = remark("end_same") if ends[0] == ends[1] else None
        return (ends[0], ends[1]), why

    def _refuse(self, table: RawTable, line: int, remarks: list[Remark], why: Remark) -> None:
        self.rows.append(Row(table.file, line, "refused", "", (*remarks, why), "tie"))

    def _keep(self, table: RawTable, line: int, known: bool, pair: tuple[str, str], remarks: list[Remark]) -> None:
        status = "merged" if known else "kept"
        self.rows.append(Row(table.file, line, status, f"{pair[0]} → {pair[1]}", tuple(remarks), "tie"))

    def _count(
        self,
        table: RawTable,
        line: int,
        pair: tuple[str, str],
        values: Mapping[str, str],
        days: DayReader | None,
        remarks: list[Remark],
    ) -> None:
        count = number_of(values.get("count", "1"), high=float("inf"))
        if count is None:
            self._refuse(table, line, remarks, remark("no_count", word=Word(values["count"])))
            return
        if days is not None:
            day = days.read(values["when"]) if "when" in values else None
            if day is None and not self._window.open:
                why = remark("day_unknown", word=Word(values["when"])) if "when" in values else remark("day_missing")
                self._refuse(table, line, remarks, why)
                return
            if day is None and "when" in values:
                remarks.append(remark("day_counted", word=Word(values["when"])))
            if day is not None:
                if not self._window.holds(day):
                    self._refuse(table, line, remarks, remark("day_outside", day=day))
                    return
                self._days.append(day)
        self._keep(table, line, pair in self._counts, pair, remarks)
        self._counts[pair] = self._counts.get(pair, 0.0) + count

    def _state(
        self,
        table: RawTable,
        line: int,
        pair: tuple[str, str],
        values: Mapping[str, str],
        days: DayReader,
        remarks: list[Remark],
    ) -> None:
        tie = _tie(values, days, remarks)
        told = self._sources(values.get("sources", ""), remarks)
        if told:
            tie["sources"] = told
        key = (*pair, tie.get("kind", "influences"))
        known = key in self._stated
        if known:
            remarks += merged_fields(self._stated[key], tie)
        else:
            self._stated[key] = tie
        self._keep(table, line, known, pair, remarks)

    def _sources(self, text: str, remarks: list[Remark]) -> list[str]:
        """Return who told of a tie; who is nobody here is left out and said."""
        told = []
        for word in filter(None, map(str.strip, re.split(r"[;；、]", text))):
            found = (word,) if word in ("us", "outside") else self._directory.find(word)
            if len(found) == 1:
                told.append(found[0])
            else:
                remarks.append(remark("source_absent", word=Word(word)))
        return told

    def check_window(self) -> None:
        """See that a window was given for something that has days.

        Raises
        ------
        InputError
            If it was not.
        """
        if not self._window.open and not self._dated:
            what, remedy = "nothing here has days", "give mails or meetings with days, or leave since and until out"
            raise InputError(Problem(("since",), what, remedy))

    def fields(self, language: Language) -> dict[str, Any]:
        """Return ties and notes as plain fields of an organization; what is stated goes before what is counted.

        Parameters
        ----------
        language : {"en", "zh"}
            Of the notes, which stay in the deal.

        Returns
        -------
        dict
        """
        from influence.graph.counts import ATTENTION, from_counts

        records = [{"from": source, "to": target, **tie} for (source, target, _), tie in self._stated.items()]
        if not self._counts:
            return {"ties": records}
        days, ends = self._days, (self._window.first or "…", self._window.last or "…")
        counted = {
            "span": remark("span", first=min(days), last=max(days)) if days else remark("no_span"),
            "window": remark("everything") if self._window.open else remark("window", first=ends[0], last=ends[1]),
        }
        self.notes += [remark("counts", **counted), remark("attention", attention=ATTENTION), remark("counts_certain")]
        for tie in from_counts(self._counts).ties:
            if (tie.source, tie.target, "influences") in self._stated:
                self.notes.append(remark("count_left", source=tie.source, target=tie.target))
            else:
                records.append(tie.stated())
        return {"ties": records, "notes": remark("deal_notes", attention=ATTENTION, **counted).text(language)}


def _tie(values: Mapping[str, str], days: DayReader, remarks: list[Remark]) -> dict[str, Any]:
    tie: dict[str, Any] = {}
    if plain(values.get("kind", "")) in CONFLICTS:
        tie["kind"] = "conflicts"
    if "strength" in values:
        strength: str | float | None = label_key("strength", plain(values["strength"])) or number_of(values["strength"])
        if strength is None:
            remarks.append(remark("not_known", field=Field("strength"), word=Word(values["strength"])))
        else:
            tie["strength"] = strength
    if "certainty" in values:
        certainty = number_of(values["certainty"])
        if certainty is None:
            remarks.append(remark("no_certainty", word=Word(values["certainty"])))
        else:
            tie["certainty"] = certainty
    if "when" in values:
        add_day(tie, values["when"], days, remarks)
    return tie
