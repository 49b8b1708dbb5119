"""What changed between two states of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from influence._show import Result, Table
from influence._text import phrase
from influence._types import Language
from influence.model.deal import Deal
from influence.model.field_names import field_parts, value_text

__all__ = ["Change", "Difference", "diff"]

Kind = Literal["added", "removed", "changed"]
SIGNS: Mapping[Kind, str] = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    Parameters
    ----------
    where : tuple of str
        The field, from the top of the deal.
    kind : str
        ``added``, ``removed`` or ``changed``.
    before, after : object
        Plain values; None where there is none.

    Examples
    --------
    >>> from influence.model import Deal
    >>> diff(Deal(capacity=8), Deal(capacity=6)).changes[0].after
    6.0
    """

    where: tuple[str, ...]
    kind: Kind
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference(Result):
    """What changed from one deal to another, in the order of the deal's fields.

    Parameters
    ----------
    changes : tuple of Change
    language : {"en", "zh"} or None

    Examples
    --------
    >>> from influence.model import Deal
    >>> bool(diff(Deal(capacity=8), Deal(capacity=8)))
    False
    """

    changes: tuple[Change, ...]
    language: Language | None = None

    def __bool__(self) -> bool:
        return bool(self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain data."""
        return {"changes": [{**vars(each), "where": list(each.where)} for each in self.changes]}

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each change."""
        rows = ({**vars(each), "where": ".".join(each.where)} for each in self.changes)
        return {"changes": Table(rows, (each.name for each in fields(Change)))}

    def __str__(self) -> str:
        return "\n".join(_line(each, self.language) for each in self.changes) or phrase("diff.none", self.language)


def diff(deal_a: Deal, deal_b: Deal) -> Difference:
    """Return what changed from one deal to another.

    People, arguments and concerns are compared by id, ties by who influences whom; the order of people does not count.

    Parameters
    ----------
    deal_a, deal_b : Deal

    Returns
    -------
    Difference

    Examples
    --------
    >>> deal = Deal(organization={"stakeholders": {"wu": {"support": "neutral"}}})
    >>> print(diff(deal, deal.what_if(wu={"support": "mentor"})))
    ~ organization.stakeholders.wu.support: neutral → mentor
    """
    return Difference(tuple(_changes((), _plain(deal_a), _plain(deal_b))), deal_b.language)


def _plain(deal: Deal) -> dict[str, Any]:
    data = deal.stated()
    ties = data.get("organization", {}).pop("ties", [])
    if ties:
        data["organization"]["ties"] = {
            f"{tie['from']}→{tie['to']}" + (" conflicts" if tie.get("kind") == "conflicts" else ""): {
                key: value for key, value in tie.items() if key not in ("from", "to")
            }
            for tie in ties
        }
    data.pop("format", None)
    return data


def _changes(where: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            place = (*where, str(key))
            if key not in after:
                yield Change(place, "removed", before[key], None)
            elif key not in before:
                yield Change(place, "added", None, after[key])
            else:
                yield from _changes(place, before[key], after[key])
    elif before != after:
        yield Change(where, "changed", before, after)


def _line(change: Change, language: Language | None) -> str:
    sign, where = SIGNS[change.kind], ".".join(field_parts(change.where, language))
    before, after = (value_text(each, change.where, language) for each in (change.before, change.after))
    if change.kind == "changed":
        return phrase("diff.changed_line", language, sign=sign, where=where, before=before, after=after)
    value = after if change.kind == "added" else before
    return phrase("diff.added_line", language, sign=sign, where=where, value=value)
