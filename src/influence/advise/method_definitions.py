"""The definitions of qualification methods: data with a published source, checked when they are read."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError, model_validator

from influence._files import read_bytes
from influence._text import known_keys
from influence._types import Language
from influence.errors import InputError, Problem, near_miss
from influence.model.problems import problems_of
from influence.model.record import Record
from influence.model.vocabulary import Role

__all__ = ["MethodDefinition", "Words", "load_method", "method_names"]


class Words(Record):
    """A text in English, and in Chinese where it differs."""

    en: str
    zh: str = ""

    def say(self, language: Language | None) -> str:
        """Return the text in a language."""
        return self.zh if language == "zh" and self.zh else self.en


class Look(Record):
    """One fact to look for."""

    fact: str
    roles: tuple[Role, ...] = ()
    key: str = ""
    question: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> Look:
        facts = [
            key.removeprefix("scorecard.evidence.") for key in known_keys() if key.startswith("scorecard.evidence.")
        ]
        if self.fact not in facts or self.fact in ("axis", "friend"):
            raise ValueError(f"{self.fact!r} is no fact; {near_miss(self.fact, facts) or 'one of ' + ', '.join(facts)}")
        if self.fact == "roles" and not self.roles:
            raise ValueError("the fact roles names no role; add roles")
        if self.fact == "stated" and not (self.key and self.question):
            raise ValueError("the fact stated has no key or no question; add both")
        return self


class ElementDefinition(Record):
    """One element and the facts that fill it."""

    id: str
    name: Words
    looks: tuple[Look, ...]


class Axis(Record):
    """One attribute of a person that a grid asks for."""

    field: Literal["power", "legitimacy", "urgency"]
    name: Words
    question: Words


class GridClass(Record):
    """One class of a grid and the attributes that are high in it."""

    id: str
    name: Words
    high: tuple[str, ...] = ()
    minor: bool = False


class Profile(Record):
    """One profile that a person may have."""

    id: str
    name: Words


class Points(Record):
    """What an element counts in the score, by its state."""

    unit: Words
    known: float
    partly: float
    unknown: float


class MethodDefinition(Record):
    """A method: elements of the deal, or axes with classes, or profiles of its people."""

    name: Words
    source: str
    elements: tuple[ElementDefinition, ...] = ()
    axes: tuple[Axis, ...] = ()
    classes: tuple[GridClass, ...] = ()
    attributes_unit: Words | None = None
    key: str = ""
    question: Words | None = None
    profiles: tuple[Profile, ...] = ()
    score: Points | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> MethodDefinition:
        if sum(map(bool, (self.elements, self.axes, self.profiles))) != 1:
            raise ValueError("a method has one of elements, axes and profiles; keep one of them")
        if self.axes and {frozenset(each.high) for each in self.classes} != _subsets(
            [axis.field for axis in self.axes]
        ):
            raise ValueError("the classes do not cover the axes; give one class for each combination of high axes")
        if self.profiles and not (self.key and self.question):
            raise ValueError("profiles need a key and a question; add both")
        return self


def _subsets(fields: list[str]) -> set[frozenset[str]]:
    found = {frozenset[str]()}
    for field in fields:
        found |= {each | {field} for each in found}
    return found


def method_names() -> list[str]:
    """Return the ids of the methods that come with the library, sorted."""
    entries = files("influence.advise").joinpath("methods").iterdir()
    return sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml"))


def load_method(method: str | os.PathLike[str] | Mapping[str, Any]) -> tuple[str, MethodDefinition]:
    """Return the id and the definition of a method: a known id, a TOML file, or a table.

    Raises
    ------
    InputError
        If there is no such method, or with every problem of the definition.
    """
    if isinstance(method, Mapping):
        return "own", _checked(method, None)
    given = os.fspath(method)
    if given.endswith(".toml"):
        try:
            data = tomllib.loads(read_bytes(given).decode("utf-8"))
        except ValueError as error:
            raise InputError(Problem((), f"is no TOML ({error})", "mend it", file=given)) from error
        return Path(given).stem, _checked(data, given)
    name = given.casefold().replace(" ", "_").replace("-", "_").replace("–", "_")
    known = method_names()
    if name not in known:
        hint = near_miss(name, known)
        raise InputError(f"there is no method {given!r}; {hint + ' ' if hint else ''}known are {', '.join(known)}")
    text = files("influence.advise").joinpath("methods", f"{name}.toml").read_text("utf-8")
    return name, _checked(tomllib.loads(text), None)


def _checked(data: Mapping[str, Any], file: str | None) -> MethodDefinition:
    try:
        return MethodDefinition.model_validate(data)
    except ValidationError as error:
        raise InputError([each.at(file, None) for each in problems_of(error, MethodDefinition)]) from error
