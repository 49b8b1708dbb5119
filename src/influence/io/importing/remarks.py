"""What is said of rows and files: facts while they are read, words in the language of the report at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from influence._text import listing, phrase
from influence._types import Language
from influence.model.field_names import field_parts, value_text

__all__ = ["Field", "Place", "Remark", "Word", "either", "language_of", "remark"]

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
KANA = re.compile(r"[\u3040-\u30ff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence to be.

    Parameters
    ----------
    kind : str
        Which sentence of ``imports``; the same in every language.
    facts : mapping
        What is put in: remarks, fields, words, tuples of these, or anything that is no word of ours.
    """

    kind: str
    facts: Mapping[str, object]

    def text(self, language: Language | None) -> str:
        """Return the sentence in the words of a language."""
        told = {name: _told(value, language) for name, value in self.facts.items()}
        return phrase(f"imports.{self.kind}", language, None, **told)


@dataclass(frozen=True, slots=True)
class Field:
    """The name of one of our fields."""

    name: str

    def text(self, language: Language | None) -> str:
        """Return it as a language calls it."""
        return field_parts(("import", self.name), language)[-1]


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a deal, from its top; shown from the person, the tie or the organization on."""

    where: tuple[str, ...]

    def text(self, language: Language | None) -> str:
        """Return it as a language calls it; ids stay as they are."""
        hidden = 2 if len(self.where) > 2 and self.where[1] in ("stakeholders", "ties") else 0
        return ".".join(field_parts(self.where, language)[hidden:])


@dataclass(frozen=True, slots=True)
class Word:
    """What stands in a cell or a field.

    Parameters
    ----------
    value : object
    field : str
        The field it stands in, which says what its labels are.
    cited : bool
        Whether a text gets quotes.
    """

    value: object
    field: str = ""
    cited: bool = True

    def text(self, language: Language | None) -> str:
        """Return it in a line, a label in the words of a language."""
        if language == "zh":
            told = value_text(self.value, (self.field,), language)
            return f"“{told}”" if self.cited and isinstance(self.value, str) else told
        return repr(self.value) if self.cited else str(self.value)


def remark(kind: str, **facts: object) -> Remark:
    """Return a sentence to be."""
    return Remark(kind, facts)


def either(people: Sequence[str]) -> Remark | str:
    """Return people of whom one is meant."""
    *others, last = people
    return remark("either", one=either(others), other=last) if others else last


def language_of(headings: Iterable[str], names: Iterable[str]) -> Language:
    """Return Chinese where most headings or most names are Chinese, else English.

    Parameters
    ----------
    headings, names : iterable of str
        What holds no letter does not count.

    Returns
    -------
    {"en", "zh"}

    Examples
    --------
    >>> language_of(["Name", "Title"], ["赵国强", "吴平", "Li"]), language_of(["姓名", "Title"], ["Wu"])
    ('zh', 'en')
    """
    return "zh" if _mostly_chinese(headings) or _mostly_chinese(names) else "en"


def _mostly_chinese(texts: Iterable[str]) -> bool:
    lettered = [text for text in texts if any(character.isalpha() for character in text)]
    chinese = sum(bool(HAN.search(text)) and not KANA.search(text) for text in lettered)
    return 2 * chinese > len(lettered)


def _told(value: object, language: Language | None) -> str:
    if isinstance(value, (Remark, Field, Place, Word)):
        return value.text(language)
    if isinstance(value, tuple):
        return listing((_told(each, language) for each in value), language)
    return str(value)
