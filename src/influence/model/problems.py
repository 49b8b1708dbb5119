"""From a validation error to problems a person can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from influence.errors import Problem, near_miss

__all__ = ["TAG_MARK", "problems_of"]

TAG_MARK = "¦"
"""Starts the tags of alternatives in a field's type; they are not part of the path that a person sees."""


def problems_of(error: ValidationError, model: type[BaseModel] | None = None) -> list[Problem]:
    """Return what a validation error says, one problem for each field.

    Parameters
    ----------
    error : pydantic.ValidationError
        What validation found.
    model : type or None
        The record that was validated, to name the keys that it would accept.

    Returns
    -------
    list of Problem
        In the order of the fields in the input.
    """
    problems = []
    for detail in error.errors(include_url=False):
        where = tuple(key for key in detail["loc"] if not _is_tag(key))
        hint = next((str(key)[1:] for key in reversed(detail["loc"]) if _is_tag(key)), "").rstrip()
        if where and where[-1] == "[key]":
            where = where[:-1]
        writer = WRITERS.get(detail["type"], _other)
        what, remedy = writer(detail, hint, _accepted_keys(model, where[:-1]) if model else [])
        problems.append(Problem(where, what, remedy, value=detail["input"]))
    return problems


def _is_tag(key: object) -> bool:
    return isinstance(key, str) and key.startswith(TAG_MARK)


def _show(value: object) -> str:
    if isinstance(value, Mapping):
        return f"a table with {', '.join(map(str, list(value)[:4]))}" if value else "an empty table"
    if isinstance(value, BaseModel):
        return f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"


def _unknown_key(detail: Mapping[str, Any], _hint: str, accepted: list[str]) -> tuple[str, str]:
    key = str(detail["loc"][-1])
    nearest = near_miss(key, accepted)
    return "is not a key that is known here", nearest or (f"known are {', '.join(accepted)}" if accepted else "")


def _label(detail: Mapping[str, Any], hint: str, _accepted: list[str]) -> tuple[str, str]:
    labels = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
    given = detail["input"]
    nearest = near_miss(given, labels) if isinstance(given, str) else ""
    choice = f"one of {', '.join(labels)}" if len(labels) > 1 else labels[0]
    return f"{_show(given)} is not accepted", f"{nearest + ' ' if nearest else ''}use {choice}{hint}"


def _too_small(detail: Mapping[str, Any], hint: str, _accepted: list[str]) -> tuple[str, str]:
    context = detail["ctx"]
    limit = context.get("ge", context.get("gt"))
    accepted = f"{limit:g} or more" if "ge" in context else f"more than {limit:g}"
    return f"{_show(detail['input'])} is too small", f"use {accepted}{hint}"


def _too_large(detail: Mapping[str, Any], hint: str, _accepted: list[str]) -> tuple[str, str]:
    context = detail["ctx"]
    limit = context.get("le", context.get("lt"))
    accepted = f"{limit:g} or less" if "le" in context else f"less than {limit:g}"
    return f"{_show(detail['input'])} is too large", f"use {accepted}{hint}"


def _number(detail: Mapping[str, Any], hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])} is not a number", f"use a number without quotes{hint}"


def _not_finite(detail: Mapping[str, Any], hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{detail['input']} is not a finite number", f"use a finite number{hint}"


def _missing(_detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    return "is missing", "add it"


def _text(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])} is not a text", "write it in quotes"


def _table(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])} is not a table", "use keys and values"


def _list(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])} is not a list", "use a list, even for one entry"


def _date(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])} is not a date", "use an ISO day such as 2026-10-12"


def _identifier(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    remedy = "use 1 to 100 characters without a colon and without blanks at the ends"
    return f"{_show(detail['input'])} cannot be an id", remedy


def _own_words(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    what, _, remedy = str(detail["ctx"]["error"]).partition("; ")
    return what, remedy


def _no_alternative(detail: Mapping[str, Any], _hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])} is not accepted", str(detail["msg"])


def _other(detail: Mapping[str, Any], hint: str, _accepted: list[str]) -> tuple[str, str]:
    return f"{_show(detail['input'])}: {detail['msg']}", hint.strip()


Writer = Callable[[Mapping[str, Any], str, list[str]], tuple[str, str]]

WRITERS: dict[str, Writer] = {
    "extra_forbidden": _unknown_key,
    "literal_error": _label,
    "greater_than_equal": _too_small,
    "greater_than": _too_small,
    "less_than_equal": _too_large,
    "less_than": _too_large,
    "float_type": _number,
    "float_parsing": _number,
    "int_type": _number,
    "finite_number": _not_finite,
    "missing": _missing,
    "string_type": _text,
    "dict_type": _table,
    "model_type": _table,
    "model_attributes_type": _table,
    "tuple_type": _list,
    "list_type": _list,
    "date_from_datetime_parsing": _date,
    "date_type": _date,
    "date_parsing": _date,
    "string_pattern_mismatch": _identifier,
    "string_too_short": _identifier,
    "string_too_long": _identifier,
    "value_error": _own_words,
    "union_tag_not_found": _no_alternative,
    "not_accepted": _no_alternative,
}


def _accepted_keys(model: type[BaseModel], where: tuple[str | int, ...]) -> list[str]:
    """Walk a record's JSON schema to the table in which a key was found, and list the keys of that table."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    nodes = [schema]
    for key in where:
        nodes = [inner for node in nodes for inner in _children(_expand(node, definitions), key)]
    return [str(key) for node in nodes for part in _expand(node, definitions) for key in part.get("properties", {})]


def _expand(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Follow references and alternatives to the plain schemas they stand for."""
    if "$ref" in node:
        return _expand(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in node:
            return [plain for option in node[choice] for plain in _expand(option, definitions)]
    return [node]


def _children(nodes: list[Mapping[str, Any]], key: str | int) -> list[dict[str, Any]]:
    if isinstance(key, int):
        return [node["items"] for node in nodes if isinstance(node.get("items"), dict)]
    found = [node["properties"][key] for node in nodes if key in node.get("properties", {})]
    if found:
        return found
    entries = [node.get("additionalProperties") for node in nodes]
    entries += [pattern for node in nodes for pattern in node.get("patternProperties", {}).values()]
    return [entry for entry in entries if isinstance(entry, dict)]
