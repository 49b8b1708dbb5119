"""The cells of a row as the fields of a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from influence.io.importing.columns import known_words
from influence.io.importing.days import DayReader
from influence.io.importing.identity import CONTACT
from influence.io.importing.labels import access_of, plain, role_of, support_of
from influence.io.importing.remarks import Field, Remark, Word, remark
from influence.model.field_names import label_key

__all__ = ["add_day", "add_roles", "is_yes", "merged_fields", "number_of", "person_fields"]

YES = frozenset(("true", "1", "yes", "y", "x", "是"))
NUMBERED: tuple[tuple[str, Callable[[str], str | None], float], ...] = (
    ("support", support_of, -1.0),
    ("access", access_of, 0.0),
)
"""Fields that are a label or a number from the given one to 1."""


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return plain(text) in YES


def number_of(text: str, low: float = 0.0, high: float = 1.0) -> float | None:
    """Return the number of a cell, or None: 0.8, 0,8, 80 % and 1,234 are read, what lies outside of the range is not.

    Examples
    --------
    >>> number_of("0,8"), number_of("80 %"), number_of("1,234", high=float("inf")), number_of("2")
    (0.8, 0.8, 1234.0, None)
    """
    bare = text.strip().removesuffix("%").strip()
    whole = bare.replace(",", "") if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", bare) else bare.replace(",", ".")
    try:
        value = float(whole) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        return None
    # what is no number or has no end compares as outside
    return value if low <= value <= high and value < float("inf") else None


def person_fields(
    values: Mapping[str, str], name: str, system: str, days: DayReader, remarks: list[Remark], *, guess: bool = True
) -> dict[str, Any]:
    """Return the fields of a person; what was guessed or could not be read is remarked.

    Parameters
    ----------
    values : mapping
        Cells by field.
    name : str
    system : str
        Whose the record ids are, where the headings tell; ``id`` otherwise.
    days : DayReader
    remarks : list of Remark
        Added to.
    guess : bool
        Whether a function that is not given is guessed from the title.

    Returns
    -------
    dict
    """
    fields: dict[str, Any] = {key: values[key] for key in ("title", "department", "email", "notes") if key in values}
    if name:
        fields["name"] = name
    if "id" in values:
        fields["refs"] = {"salesforce" if system == "id" and CONTACT.fullmatch(values["id"]) else system: values["id"]}
    for key, reader, low in NUMBERED:
        if key in values:
            label: str | float | None = reader(values[key])
            label = number_of(values[key], low) if label is None else label
            if label is None:
                remarks.append(remark("not_known", field=Field(key), word=Word(values[key])))
            else:
                fields[key] = label
    add_roles(fields, values.get("roles", ""), remarks)
    if is_yes(values.get("primary", "")):
        fields.setdefault("refs", {})["primary_of"] = values.get("opportunity", "yes")
    superiors = [values[key] for key in ("reports_to", "reports_to_other") if key in values]
    if superiors:
        fields["reports_to"] = superiors
    if "seen" in values:
        add_day(fields, values["seen"], days, remarks)
    _add_function(fields, values, remarks, guess)
    return fields


def add_day(fields: dict[str, Any], text: str, days: DayReader, remarks: list[Remark]) -> None:
    """Add the day of a cell as the one on which something was seen."""
    seen = days.read(text)
    if seen is None:
        remarks.append(remark("not_known", field=Field("date"), word=Word(text)))
    else:
        fields["seen"] = seen.isoformat()


def _add_function(fields: dict[str, Any], values: Mapping[str, str], remarks: list[Remark], guess: bool) -> None:
    told = _function(values.get("function", ""))
    if told is not None:
        fields["function"] = told
        return
    found = _function(f"{values.get('title', '')} {values.get('department', '')}") if guess else None
    if found is not None:
        fields["function"] = found
        remarks.append(_guessed(found))
    elif "function" in values:
        remarks.append(remark("not_known", field=Field("function"), word=Word(values["function"])))


@cache
def _guessed(function: str) -> Remark:
    """Return what is said of a guess: the same of many rows, so that it is kept once."""
    return remark("function_guessed", function=Word(function, "function", cited=False))


def add_roles(fields: dict[str, Any], text: str, remarks: list[Remark]) -> None:
    """Add the roles of a cell; some say where a person stands, too."""
    for word in filter(None, map(str.strip, re.split(r"[;,；、]", text) if text else ())):
        role = role_of(word)
        if role is None:
            remarks.append(remark("role_unknown", role=Word(word)))
        name, stand = role or ("other", None)
        fields["roles"] = list(dict.fromkeys([*fields.get("roles", []), name]))
        if stand is not None and fields.setdefault("support", stand) != stand:
            kept = Word(fields["support"], "support")
            remarks.append(remark("role_stand", kept=kept, role=Word(word), said=Word(stand, "support")))


@lru_cache(maxsize=4096)
def _function(text: str) -> str | None:
    low = text.strip().casefold()
    own = label_key("function", low)
    if own is not None:
        return own
    table = known_words("titles.toml")["functions"]
    hits = [
        (len(word), function)
        for function, words in table.items()
        for word in words
        if (re.search(rf"\b{re.escape(word)}", low) if word.isascii() else word in low)
    ]
    return max(hits, default=(0, None), key=lambda hit: hit[0])[1]


def merged_fields(known: dict[str, Any], more: Mapping[str, Any]) -> list[Remark]:
    """Add what is new to a known person; where both say something, the first stays and the other is remarked."""
    remarks = list[Remark]()
    for key, value in more.items():
        if key not in known:
            known[key] = value
        elif key in ("roles", "reports_to", "sources"):
            known[key] = list(dict.fromkeys([*known[key], *value]))
        elif key == "refs":
            for system, number in value.items():
                _add_ref(known[key], system, number)
        elif known[key] != value:
            remarks.append(remark("stays", field=Field(key), kept=Word(known[key], key), said=Word(value, key)))
    return remarks


def _add_ref(refs: dict[str, str], system: str, number: str) -> None:
    """Keep every id by which another system knows the person."""
    name, count = system, 1
    while refs.get(name, number) != number:
        count += 1
        name = f"{system}_{count}"
    refs[name] = number
