"""Who is the same person: by record id, e-mail, or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import islice

from influence.io.importing.labels import plain

__all__ = ["Directory", "full_name", "record_key", "similar_names"]

SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
"""The three characters that Salesforce adds to an id: each says which of five are capitals, the first one lowest."""
RECORD = re.compile(r"(?=.*\d)[A-Za-z0-9]{15}([A-Za-z0-5]{3})?")
CONTACT = re.compile(r"003[A-Za-z0-9]{12}([A-Za-z0-5]{3})?")
"""The ids of Salesforce, and those of its contacts, which all begin alike."""
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff·]+")
LONG = 8
"""Letters from which on a name that differs in one letter may be the same name with a slip."""


def record_key(text: str) -> str:
    """Return the form of a record id that is compared: both forms of a Salesforce id are one.

    An id of Salesforce has 15 characters, in which capitals count; the form of 18 characters adds three that say which
    of them are capitals, so that it survives programs that change them.

    Examples
    --------
    >>> record_key("003D0000001n7PiIAI") == record_key("003d0000001N7PIIAI") == "003D0000001n7Pi"
    True
    >>> record_key("007")
    '007'
    """
    if len(text) != 18 or not RECORD.fullmatch(text):
        return text
    letters = []
    for place, letter in enumerate(text[:15]):
        capital = SUFFIX.index(text[15 + place // 5].upper()) >> place % 5 & 1
        if capital and not letter.isalpha():
            # no id of Salesforce: the added characters do not fit
            return text
        letters.append(letter.upper() if capital else letter.lower())
    return "".join(letters)


def full_name(name: str, first: str, last: str) -> tuple[str, str]:
    """Return a person's name, and another spelling of it or nothing.

    Where both parts are of East Asian letters the surname goes first and no blank stands between them; systems of the
    West join them the other way round, and what they call somebody elsewhere is so spelled.

    Examples
    --------
    >>> full_name("", "伟", "王"), full_name("伟 王", "伟", "王"), full_name("", "Ping", "Wu")
    (('王伟', '伟王'), ('王伟', '伟王'), ('Ping Wu', ''))
    """
    ours, theirs = f"{last}{first}", f"{first}{last}"
    if EAST_ASIAN.fullmatch(first) and EAST_ASIAN.fullmatch(last) and plain(name) in ("", plain(ours), plain(theirs)):
        return ours, theirs
    return name or " ".join(filter(None, (first, last))), ""


class Directory:
    """Finds people by what a table calls them.

    Parameters
    ----------
    people : mapping of str to mapping
        Id → fields.
    marks : mapping of (str, str) to str
        Record ids and e-mails, as kind and text → id.
    spellings : iterable of (str, str)
        Other spellings of names, each with the id.
    """

    def __init__(
        self,
        people: Mapping[str, Mapping[str, object]],
        marks: Mapping[tuple[str, str], str],
        spellings: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._ids = people
        self._marks = marks
        self._words: dict[str, list[str]] = {}
        for key, fields in people.items():
            # an id is made of the name, so that both are mostly one word
            for word in {plain(key), plain(str(fields.get("name", "")))}:
                self._add(word, key)
        for (_, word), key in marks.items():
            # capitals count in these: what differs by them only is somebody else
            if not RECORD.fullmatch(word):
                self._add(plain(word), key)
        for word, key in spellings:
            self._add(plain(word), key)

    def _add(self, word: str, key: str) -> None:
        known = self._words.setdefault(word, [])
        if key not in known:
            known.append(key)

    def find(self, word: str) -> tuple[str, ...]:
        """Return the people whom a word may mean: by record id or e-mail, otherwise by name or our id."""
        for mark in (("id", record_key(word)), ("email", word.casefold())):
            if mark in self._marks:
                return (self._marks[mark],)
        if word in self._ids:
            return (word,)
        return tuple(self._words.get(plain(word), ())) if plain(word) else ()


def similar_names(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of people whose names are so similar that they may be one person.

    That is: the same letters whatever their order, accents and case; an initial for a first name; or, in long names of
    an alphabet, one letter more, less or another.

    Parameters
    ----------
    names : mapping of str to str
        Id → name.

    Returns
    -------
    tuple of (str, str)
        The earlier id first; a person similar to several is paired with the first of them.

    Examples
    --------
    >>> similar_names({"a": "Ping Wu", "b": "Wu Ping", "c": "P. Wu", "d": "Min Zhou"})
    (('a', 'b'), ('a', 'c'))
    """
    folded = {key: _folded(name) for key, name in names.items() if name.strip()}
    place = {key: number for number, key in enumerate(folded)}
    pairs: dict[tuple[str, str], None] = {}
    for one, other in (*_same_letters(folded), *_initials(folded), *_one_letter(folded)):
        first, second = sorted((one, other), key=place.__getitem__)
        pairs.setdefault((first, second))
    return tuple(sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])))


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def _same_letters(names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    first: dict[str, str] = {}
    for key, name in names.items():
        known = first.setdefault("".join(sorted(re.sub(r"[\W_]+", "", name))), key)
        if known != key:
            yield known, key


def _initials(names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    full: dict[tuple[str, str], str] = {}
    short: dict[tuple[str, str], str] = {}
    for key, name in names.items():
        words = re.findall(r"[^\W\d_]+", name)
        if len(words) < 2 or len(words[-1]) < 2:
            continue
        table = short if len(words[0]) == 1 else full
        table.setdefault((words[0][0], words[-1]), key)
    return [(full[mark], key) for mark, key in short.items() if mark in full]


def _one_letter(names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    first: dict[str, tuple[str, str]] = {}
    for key, name in names.items():
        letters = plain(name)
        if len(letters) < LONG or not letters.isascii() or not letters.isalpha():
            continue
        for shorter in (letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))):
            known, known_letters = first.setdefault(shorter, (key, letters))
            if known != key and _one_apart(known_letters, letters):
                yield known, key


def _one_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    cut = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return len(long) == len(short) + 1 and "".join(islice(long, cut + 1, None)) == short[cut:]
