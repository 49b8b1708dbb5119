"""New contacts into a deal that exists: what people wrote by hand stays, what was not known is added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from influence._show import Result, record_table
from influence._types import Language
from influence.io.importing.identity import record_key
from influence.io.importing.import_report import Import
from influence.io.importing.remarks import Place, Remark, Word, remark
from influence.model import Deal

__all__ = ["Merge", "MergeConflict", "merge_import"]

PEOPLE, TIES = ("organization", "stakeholders"), ("organization", "ties")


@dataclass(frozen=True)
class MergeConflict:
    """A field of which the deal and the import say different things; the deal's word stays.

    Parameters
    ----------
    where : str
        Person or tie, and field.
    kept : str
        What the deal says.
    offered : str
        What the import says.
    source : str
        File and line that the import has it from.

    Examples
    --------
    >>> MergeConflict("wu.title", "chief engineer", "engineer", "people.csv:2").kept
    'chief engineer'
    """

    where: str
    kept: str
    offered: str
    source: str


@dataclass(frozen=True)
class Merge(Result):
    """A deal with an import merged in, and what that changed.

    Parameters
    ----------
    deal : Deal
    added : tuple of str
        People and ties that are new.
    updated : tuple of str
        Fields that were not known before, as ``person.field``.
    conflicts : tuple of MergeConflict
    lines : tuple of str
        The same as sentences, in the language of the deal; what the result prints.

    Examples
    --------
    >>> Merge(Deal(), (), (), ()).changed
    False
    """

    deal: Deal = field(repr=False)
    added: tuple[str, ...]
    updated: tuple[str, ...]
    conflicts: tuple[MergeConflict, ...]
    lines: tuple[str, ...] = field(default=(), repr=False)

    method = "merged"

    @property
    def changed(self) -> bool:
        """Whether anything is new."""
        return bool(self.added or self.updated)

    def to_dict(self) -> dict[str, Any]:
        """Return what changed as plain data."""
        return {
            "added": list(self.added),
            "updated": list(self.updated),
            "conflicts": [vars(each).copy() for each in self.conflicts],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each conflict."""
        return {"conflicts": record_table(MergeConflict, self.conflicts)}

    def __str__(self) -> str:
        return "\n".join(self.lines)


def merge_import(deal: Deal, found: Import, language: Language | None = None) -> Merge:
    """Merge imported people and ties into a deal.

    A person is the same where an id of another system, the e-mail, or the exact name is the same. What the deal says
    stays; fields that it leaves open are filled. Merging the same import again changes nothing.

    Parameters
    ----------
    deal : Deal
    found : Import
    language : {"en", "zh"} or None
        Of what is said; the deal's own where None, that of the import where the deal has none.

    Returns
    -------
    Merge

    Examples
    --------
    >>> old = Deal(organization={"stakeholders": {"wu": {"name": "Wu Ping", "support": "mentor"}}})
    >>> new = Deal(organization={"stakeholders": {"wu-ping": {"name": "Wu Ping", "title": "engineer"}}})
    >>> print(merge_import(old, Import(new, (), {}, (), "utf-8", ())))
    ~ wu.title: engineer
    """
    work = _Work(deal, found)
    for person, record in _people(found.deal).items():
        work.person(person, record)
    for person, record in _people(found.deal).items():
        work.superior(person, record)
    for tie in _ties(found.deal):
        work.tie(tie)
    work.notes(found.deal.organization.notes)
    spoken = language or deal.language or found.language
    told = [remark("added", what=name) for name in work.added] + work.told + work.doubts
    lines = tuple(each.text(spoken) for each in told or [remark("nothing")])
    merged = Deal.model_validate(work.data)
    return Merge(merged, tuple(work.added), tuple(work.updated), tuple(work.conflicts), lines)


def _people(deal: Deal) -> dict[str, dict[str, Any]]:
    return dict(deal.stated().get("organization", {}).get("stakeholders", {}))


def _ties(deal: Deal) -> list[dict[str, Any]]:
    return list(deal.stated().get("organization", {}).get("ties", []))


class _Work:
    """The deal as plain data while it is added to."""

    def __init__(self, deal: Deal, found: Import) -> None:
        self.data = deal.stated()
        organization = self.data.setdefault("organization", {})
        self.stakeholders: dict[str, dict[str, Any]] = organization.setdefault("stakeholders", {})
        self.organization = organization
        self.lines = {row.person: f"{row.file}:{row.line}" for row in reversed(found.rows)}
        self.known: dict[str, str] = {}
        self.added: list[str] = []
        self.updated: list[str] = []
        self.conflicts: list[MergeConflict] = []
        self.told: list[Remark] = []
        self.doubts: list[Remark] = []

    def person(self, person: str, record: Mapping[str, Any]) -> None:
        """Add a person, or fill in what is not known of one."""
        same = next((key for key, own in self.stakeholders.items() if _same(own, record)), None)
        if same is None:
            same = person
            while any(same.casefold() == key.casefold() for key in self.stakeholders):
                same += "-2"
            self.stakeholders[same] = {key: value for key, value in record.items() if key != "reports_to"}
            self.added.append(same)
        else:
            rest = {key: value for key, value in record.items() if key != "reports_to"}
            self._fill(self.stakeholders[same], rest, (*PEOPLE, same), self.lines.get(person))
        self.known[person] = same

    def superior(self, person: str, record: Mapping[str, Any]) -> None:
        """Take over who somebody reports to, unless the deal says otherwise or a ring would close."""
        if "reports_to" not in record:
            return
        own, boss = self.known[person], self.known[record["reports_to"]]
        above: str | None = boss
        while above is not None and above != own:
            above = self.stakeholders[above].get("reports_to")
        if above is None:
            self._fill(self.stakeholders[own], {"reports_to": boss}, (*PEOPLE, own), self.lines.get(person))

    def tie(self, tie: Mapping[str, Any]) -> None:
        """Add a tie, or fill in what is not known of one."""
        ends = {"from": self.known[tie["from"]], "to": self.known[tie["to"]]}
        name = f"{ends['from']} → {ends['to']}"
        kind = tie.get("kind", "influences")
        ties = self.organization.setdefault("ties", [])
        for own in ties:
            if (own["from"], own["to"], own.get("kind", "influences")) == (*ends.values(), kind):
                rest = {key: value for key, value in tie.items() if key not in ("from", "to", "kind")}
                self._fill(own, rest, (*TIES, name), self.lines.get(f"{tie['from']} → {tie['to']}"))
                return
        ties.append({**tie, **ends})
        self.added.append(name)

    def notes(self, text: str) -> None:
        """Take over from when the counts are."""
        if text:
            self._fill(self.organization, {"notes": text}, ("organization",), None)

    def _fill(self, own: dict[str, Any], new: Mapping[str, Any], where: tuple[str, ...], source: str | None) -> None:
        for key, value in new.items():
            have = own.get(key)
            if have in (None, "", [], {}):
                own[key] = value
                self._update((*where, key), value)
            elif isinstance(have, dict) and isinstance(value, dict) and key == "refs":
                self._fill(have, value, (*where, key), source)
            elif isinstance(have, list) and isinstance(value, list):
                more = [each for each in value if each not in have]
                have += more
                for each in more:
                    self._update((*where, key), each)
            elif have != value:
                self._doubt((*where, key), have, value, source)

    def _update(self, where: tuple[str, ...], value: Any) -> None:
        place = Place(where)
        self.updated.append(f"{place.text(None)}: {value}")
        self.told.append(remark("updated", where=place, value=Word(value, where[-1], cited=False)))

    def _doubt(self, where: tuple[str, ...], have: Any, value: Any, source: str | None) -> None:
        place, words = Place(where), (Word(have, where[-1]), Word(value, where[-1]))
        unknown = remark("this_import")
        self.conflicts.append(MergeConflict(place.text(None), str(have), str(value), source or unknown.text(None)))
        self.doubts.append(remark("conflict", where=place, kept=words[0], source=source or unknown, said=words[1]))


def _same(own: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    if _numbers(own) & _numbers(record):
        return True
    email = str(record.get("email", "")).casefold()
    if email and own.get("email"):
        return str(own["email"]).casefold() == email
    return bool(record.get("name")) and own.get("name") == record["name"]


def _numbers(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the ids by which other systems know somebody; joined people have several of one system."""
    refs = record.get("refs", {})
    return {
        (re.sub(r"_\d+$", "", system), record_key(number)) for system, number in refs.items() if system != "primary_of"
    }
