"""Templates by key and language, and how facts are put into them.

A key is ``file.name`` or ``file.group.name``: ``plan.headline`` stands in ``en/plan.toml`` and ``zh/plan.toml``. Both
languages know the same keys with the same fields; a test compares them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

from influence._types import Language
from influence.errors import InputError, near_miss

__all__ = ["check_template", "fields_of", "known_keys", "listing", "phrase", "pick"]


def phrase(key: str, language: Language | None = None, own: Mapping[str, str] | None = None, **facts: object) -> str:
    """Return a sentence with facts put in.

    Parameters
    ----------
    key : str
        Which sentence, such as ``plan.headline``.
    language : {"en", "zh"} or None
        None is English.
    own : mapping or None
        The user's own sentences by key; they win.
    **facts
        The template's fields. Texts among them are put in as they are: braces in a name are no fields.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If there is no such sentence or a fact is missing.
    """
    template = (own or {}).get(key)
    if template is None:
        template = _file(key.partition(".")[0], language or "en")[key]
    return template.format_map(facts)


def pick(names: tuple[str, str] | None, language: Language | None, otherwise: str = "") -> str:
    """Return the English or the Chinese of two names; ``otherwise`` where there are none."""
    return otherwise if names is None else names[language == "zh"]


def listing(texts: Iterable[str], language: Language | None = None) -> str:
    """Return texts one after the other, with the marks of a language between them."""
    return ("、" if language == "zh" else ", ").join(texts)


def fields_of(template: str) -> set[str]:
    """Return the names of a template's fields.

    Raises
    ------
    ValueError
        If its braces do not match or a field is more than a plain name.
    """
    names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    odd = sorted(name for name in names if not name.isidentifier())
    if odd:
        raise ValueError(f"{{{odd[0]}}} is not a plain field")
    return names


def known_keys(language: Language = "en") -> list[str]:
    """Return the keys of all sentences, sorted."""
    directory = files("influence._text").joinpath(language)
    names = sorted(entry.name.removesuffix(".toml") for entry in directory.iterdir() if entry.name.endswith(".toml"))
    return sorted(key for name in names for key in _file(name, language))


def check_template(key: str, template: str) -> list[str]:
    """Return what is wrong with a user's own sentence: an unknown key, unknown fields, unmatched braces.

    Parameters
    ----------
    key : str
        The sentence it is to replace.
    template : str
        The new words.

    Returns
    -------
    list of str
        Empty where it is fine.
    """
    try:
        original = _file(key.partition(".")[0], "en")[key]
    except (KeyError, InputError):
        return [f"there is no sentence {key!r} {near_miss(key, known_keys())}".strip()]
    try:
        unknown = sorted(fields_of(template) - fields_of(original))
    except ValueError as error:
        return [f"the sentence for {key!r} cannot be read ({error})"]
    accepted = ", ".join(sorted(fields_of(original))) or "none"
    return [f"the sentence for {key!r} has the unknown field {{{name}}} (known: {accepted})" for name in unknown]


@lru_cache(maxsize=64)
def _file(name: str, language: Language) -> Mapping[str, str]:
    source = files("influence._text").joinpath(language, f"{name}.toml")
    if not name.isidentifier() or not source.is_file():
        raise InputError(f"there are no sentences {name!r} in {language!r}")
    return dict(_flatten(name, tomllib.loads(source.read_text("utf-8"))))


def _flatten(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        flat += _flatten(f"{prefix}.{key}", value) if isinstance(value, dict) else [(f"{prefix}.{key}", str(value))]
    return flat
