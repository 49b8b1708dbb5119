"""The definitions of qualification methods: data with a published source, checked when they are read.

What a deal file has no field for stands in ``refs``, of the deal or of the person it is about, under the name of the
method and of the element: ``meddpicc.paper_process``. The same holds for profiles: ``challenger.profile``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from influence._files import read_bytes
from influence._text import known_keys, phrase
from influence._types import Language
from influence.errors import InputError, Problem, near_miss
from influence.model.problems import problems_of
from influence.model.record import Record
from influence.model.vocabulary import ROLES, Role

__all__ = ["Kind", "MethodDefinition", "Words", "load_method", "method_facts", "method_names"]


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
    """In ``refs``, where it is not METHOD.ELEMENT: to read what another method has."""
    question: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> Look:
        facts = list(method_facts())
        if self.fact not in facts:
            raise ValueError(f"{self.fact!r} is no fact; {near_miss(self.fact, facts)} known are {', '.join(facts)}")
        if self.roles and self.fact != "roles":
            raise ValueError(f"the fact {self.fact} takes no roles; leave roles out, or use the fact roles")
        if (self.key or self.question) and self.fact != "stated":
            raise ValueError(f"the fact {self.fact} has a question and a field of its own; leave key and question out")
        if self.fact == "roles" and not self.roles:
            raise ValueError(f"the fact roles names no role; add roles, of {', '.join(ROLES)}")
        if self.fact == "stated" and not self.question:
            raise ValueError("the fact stated has no question; add question")
        return self


class ElementDefinition(Record):
    """One element and the facts that fill it."""

    id: str
    name: Words
    looks: Annotated[tuple[Look, ...], Field(min_length=1)]


class Axis(Record):
    """One attribute of a person that a grid asks for."""

    field: Literal["power", "legitimacy", "urgency"]
    name: Words
    question: Words


class Kind(Record):
    """A kind of people, and how much attention the method gives them."""

    id: str
    name: Words
    minor: bool = False
    """Whether they get little."""
    major: bool = False
    """Whether they get most."""


class GridClass(Kind):
    """One class of a grid and the attributes that are high in it."""

    high: tuple[str, ...] = ()


class Profile(Kind):
    """One profile that a person may have."""


class Points(Record):
    """What an element counts in the score, by its state."""

    unit: Words
    known: float
    partly: float
    unknown: float


class MethodDefinition(Record):
    """A method: elements of the deal, or axes with classes, or profiles of its people."""

    name: Words
    source: Annotated[Words, BeforeValidator(lambda given: {"en": given} if isinstance(given, str) else given)]
    """Where it was published; a text, or one in each language."""
    id: str = ""
    """What its keys in ``refs`` begin with; where empty, the file's name."""
    parts: bool = False
    """Whether it gives everybody who matters a part."""
    elements: tuple[ElementDefinition, ...] = ()
    axes: tuple[Axis, ...] = ()
    classes: tuple[GridClass, ...] = ()
    attributes_unit: Words | None = None
    key: str = ""
    """The element that profiles stand under in ``refs``."""
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
        kinds: tuple[Kind | ElementDefinition, ...] = (*self.elements, *self.classes, *self.profiles)
        ids = [each.id for each in kinds]
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice is not None:
            raise ValueError(f"the id {twice!r} stands twice; give each its own")
        return self


def _subsets(fields: list[str]) -> set[frozenset[str]]:
    found = {frozenset[str]()}
    for field in fields:
        found |= {each | {field} for each in found}
    return found


def method_facts(language: Language | None = None) -> dict[str, str]:
    """Return the facts that a method may look for, each with the field or rule that it is read by.

    Parameters
    ----------
    language : {"en", "zh"} or None
        English where None.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> method_facts()["decision_date"]
    'by when it is decided: decision.by'
    """
    keys = [key for key in known_keys() if key.startswith("scorecard.fact.")]
    return {key.removeprefix("scorecard.fact."): phrase(key, language) for key in keys}


def method_names() -> list[str]:
    """Return the ids of the methods that come with the library, sorted.

    Examples
    --------
    >>> method_names()[:2]
    ['bant', 'challenger']
    """
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
        return _named("own", _checked(method, None))
    given = os.fspath(method)
    if given.endswith(".toml"):
        try:
            data = tomllib.loads(read_bytes(given).decode("utf-8"))
        except ValueError as error:
            remedy = "mend it; see https://toml.io, and the page on adding a method"
            raise InputError(Problem((), f"is no TOML ({error})", remedy, file=given)) from error
        return _named(Path(given).stem, _checked(data, given))
    name = given.casefold().replace(" ", "_").replace("-", "_").replace("–", "_")
    known = method_names()
    if name not in known:
        hint = near_miss(name, known)
        accepted = f"known are {', '.join(known)}; a method of your own is a file that ends in .toml"
        raise InputError(f"there is no method {given!r}; {hint + ' ' if hint else ''}{accepted}")
    text = files("influence.advise").joinpath("methods", f"{name}.toml").read_text("utf-8")
    return _named(name, _checked(tomllib.loads(text), None))


def _named(name: str, definition: MethodDefinition) -> tuple[str, MethodDefinition]:
    return definition.id or name, definition


def _checked(data: Mapping[str, Any], file: str | None) -> MethodDefinition:
    try:
        return MethodDefinition.model_validate(data)
    except ValidationError as error:
        raise InputError([each.at(file, None) for each in problems_of(error, MethodDefinition)]) from error
