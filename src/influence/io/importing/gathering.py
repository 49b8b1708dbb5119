"""The people of a table on their way into a deal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from influence.errors import InputError, Problem, near_miss
from influence.io.importing.days import DayReader
from influence.io.importing.fields import is_yes, merged_fields, person_fields
from influence.io.importing.identity import Directory, full_name, record_key, similar_names
from influence.io.importing.import_report import Row
from influence.io.importing.remarks import Remark, Word, either, remark

__all__ = ["People"]

SILENT = frozenset(("id", "deleted", "primary", "opportunity"))
"""Fields that say nothing of who somebody is."""
RESERVED = frozenset(("us", "outside", "all", "general"))
"""Ids that mean something in a deal file."""


class People:
    """People as plain fields, found again by record id and e-mail, and what became of every row.

    Parameters
    ----------
    system : str
        Whose the record ids are, where the headings tell; ``id`` otherwise.
    named : bool
        Whether the table has names or e-mails: then a row with an id alone is nobody.
    """

    def __init__(self, system: str = "id", *, named: bool = False) -> None:
        self.fields: dict[str, dict[str, Any]] = {}
        self.rows: list[Row] = []
        self._system = system
        self._named = named
        self._spellings: list[tuple[str, str]] = []
        self._marks: dict[tuple[str, str], str] = {}
        self._own: set[str] = set()

    def add(self, file: str, line: int, values: Mapping[str, str], days: DayReader, remarks: Iterable[Remark]) -> None:
        """Add the person of a row, or merge them into the one with the same id or e-mail."""
        said = list(remarks)
        name, spelling = full_name(*(values.get(field, "") for field in ("name", "first", "last")))
        called = name or values.get("email") or values.get("id", "")
        if not called or is_yes(values.get("deleted", "")):
            why = remark("deleted" if called else "nobody")
            self.rows.append(Row(file, line, "refused", "", (*said, why)))
            return
        fields = person_fields(values, name, self._system, days, said)
        marks = [
            (kind, record_key(values[kind]) if kind == "id" else values[kind].casefold())
            for kind in ("id", "email")
            if kind in values
        ]
        same = next((self._marks[mark] for mark in marks if mark in self._marks), None)
        if same is None and self._named and not values.keys() - SILENT:
            self.rows.append(Row(file, line, "refused", "", (*said, remark("id_alone", id=Word(called)))))
            return
        if same is None:
            key, status = self._free_id(called), "kept"
            self.fields[key] = fields
        else:
            key, status = same, "merged"
            said += merged_fields(self.fields[same], fields)
        if spelling:
            self._spellings.append((spelling, key))
        for mark in marks:
            if self._marks.setdefault(mark, key) != key:
                said.append(remark("mark_taken", mark=mark[1], person=self._marks[mark]))
        self.rows.append(Row(file, line, status, key, tuple(said)))

    def add_own(
        self, file: str, line: int, values: Mapping[str, str], days: DayReader, remarks: Iterable[Remark]
    ) -> None:
        """Add the person of a row that a deal was written as: its id is ours, and nothing is guessed or merged."""
        said, key = list(remarks), values.get("id", "")
        folded = key.casefold()
        if not key or key in RESERVED or folded in self._own:
            why = remark("id_reserved" if key in RESERVED else "id_again", id=Word(key)) if key else remark("no_id")
            self.rows.append(Row(file, line, "refused", "", (*said, why)))
            return
        self._own.add(folded)
        rest = {field: cell for field, cell in values.items() if field != "id"}
        self.fields[key] = person_fields(rest, values.get("name", ""), self._system, days, said, guess=False)
        self.rows.append(Row(file, line, "kept", key, tuple(said)))

    def _free_id(self, name: str) -> str:
        base = re.sub(r"[\s:]+", "-", name.strip()).casefold()[:90] or "person"
        key, number = base, 2
        while key in self.fields or key in RESERVED:
            key, number = f"{base}-{number}", number + 1
        return key

    def directory(self) -> Directory:
        """Return who is found under which word."""
        return Directory(self.fields, self._marks, self._spellings)

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Make one person of two, as told; the second goes into the first.

        Raises
        ------
        InputError
            If somebody is not among the people, or the name is that of several; all at once.
        """
        pairs = list(pairs)
        if not pairs:
            return
        directory, known = self.directory(), dict.fromkeys(self.fields)
        into: dict[str, str] = {}
        said: dict[str, list[Remark]] = {}
        problems: list[Problem] = []
        for pair in pairs:
            ends = [word if word in known else _only(directory, word, known, problems) for word in pair]
            first, second = (_last(into, end) for end in ends)
            if not first or not second or first == second:
                continue
            into[second] = first
            said[second] = [remark("the_same", person=first)]
            said[second] += merged_fields(self.fields[first], self.fields.pop(second))
        if problems:
            raise InputError(problems)
        for number, row in enumerate(self.rows):
            if row.person in into:
                remarks = said[row.person] if row.status == "kept" else []
                self.rows[number] = replace(
                    row, status="merged", person=_last(into, row.person), remarks=(*row.remarks, *remarks)
                )
        self._marks = {mark: _last(into, key) for mark, key in self._marks.items()}
        self._spellings = [(word, _last(into, key)) for word, key in self._spellings]

    def settle_superiors(self) -> None:
        """Turn names and ids of superiors into ours; who is not found, or would close a ring, is left out and said."""
        directory = self.directory()
        for number, row in enumerate(self.rows):
            if row.status != "kept" or "reports_to" not in self.fields[row.person]:
                continue
            boss, remarks = self._superior(directory, row.person, self.fields[row.person].pop("reports_to"))
            if boss:
                self.fields[row.person]["reports_to"] = boss
            if remarks:
                self.rows[number] = replace(row, remarks=(*row.remarks, *remarks))

    def _superior(self, directory: Directory, person: str, words: list[str]) -> tuple[str, list[Remark]]:
        """Return the first superior who can be one, and what is to be said of the words."""
        boss, remarks = "", list[Remark]()
        for word in words:
            found = directory.find(word)
            if len(found) > 1:
                remarks.append(remark("superior_several", word=Word(word), people=either(found)))
            elif not found:
                remarks.append(remark("superior_absent", word=Word(word)))
            elif boss:
                if found[0] != boss:
                    remarks.append(remark("superior_stays", kept=Word(boss), word=Word(word), other=Word(found[0])))
            elif self._is_above(person, found[0]):
                remarks.append(remark("superior_ring", word=Word(word)))
            else:
                boss = found[0]
        # one of two columns that names the superior is enough
        return boss, [each for each in remarks if not boss or each.kind != "superior_absent"]

    def _is_above(self, sought: str, person: str) -> bool:
        """Whether somebody is a person, or stands above them in what is settled so far."""
        place: Any = person
        while isinstance(place, str):
            if place == sought:
                return True
            place = self.fields[place].get("reports_to")
        return False

    def similar(self) -> tuple[tuple[str, str], ...]:
        """Return people who may be one."""
        return similar_names({key: str(fields.get("name", "")) for key, fields in self.fields.items()})


def _last(into: Mapping[str, str], key: str) -> str:
    while key in into:
        key = into[key]
    return key


def _only(directory: Directory, word: str, ids: Iterable[str], problems: list[Problem]) -> str:
    """Return the one person whom a word means, or note why there is none."""
    found = directory.find(word)
    if len(found) == 1:
        return found[0]
    if found:
        what, remedy = f"{word!r} may be {' or '.join(found)}", "give the id"
    else:
        what = f"{word!r} is not among the people"
        remedy = near_miss(word, list(ids)) or "give an id, an e-mail or a name of the table"
    problems.append(Problem(("same",), what, remedy, value=word))
    return ""
