"""What goes wrong, said once and completely.

Every error of the library derives from :class:`InfluenceError`. An error about input carries all problems found in one
pass as :class:`Problem` records, so that a tool can show them beside the fields they are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

__all__ = [
    "DealError",
    "FileAccessError",
    "InfluenceError",
    "InputError",
    "MissingExtraError",
    "PlanningError",
    "Problem",
    "near_miss",
]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Parameters
    ----------
    where : tuple of (str or int)
        The field, as the keys and list positions that lead to it; empty for the whole input.
    what : str
        What is wrong, with the offending value.
    remedy : str
        What would be accepted instead; may be empty.
    file : str or None
        The file it was read from.
    line : int or None
        The line in that file, counted from 1.
    value : object
        The offending value as it was given.
    place : str
        Where files have no lines: the sheet and cell of a workbook, the row of a table.

    Examples
    --------
    >>> str(Problem(("capacity",), "-3 is below 0", "use hours, 0 or more", file="deal.yaml", line=4))
    'deal.yaml:4: capacity: -3 is below 0; use hours, 0 or more'
    """

    where: tuple[str | int, ...]
    what: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None
    value: object = None
    place: str = ""

    @property
    def field(self) -> str:
        """The field in the dotted form in which it is shown."""
        text = ""
        for key in self.where:
            text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
        return text

    def at(self, file: str | None, line: int | None, place: str = "") -> Problem:
        """Return the same problem, located in a file."""
        return replace(self, file=file, line=line, place=place)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.place or None) if part is not None)
        parts = [part for part in (place, self.field, self.what) if part]
        return ": ".join(parts) + (f"; {self.remedy}" if self.remedy else "")


class InfluenceError(Exception):
    """Base of all errors that the library raises on purpose.

    Examples
    --------
    >>> from influence.errors import InputError
    >>> issubclass(InputError, InfluenceError)
    True
    """


class InputError(InfluenceError):
    """An argument or an input is not acceptable; carries every problem found.

    Parameters
    ----------
    problems : str or Problem or iterable of Problem
        What is wrong. A plain text stands for one problem of the whole input.

    Attributes
    ----------
    problems : tuple of Problem

    Examples
    --------
    >>> print(InputError("capacity is negative"))
    capacity is negative
    """

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = (Problem((), problems),)
        elif isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class DealError(InputError):
    """A deal contradicts itself or holds values that are not accepted.

    Examples
    --------
    >>> str(DealError("nobody decides; say who"))
    'nobody decides; say who'
    """


class PlanningError(InputError):
    """A plan cannot be made: something is missing or the constraints exclude each other.

    Examples
    --------
    >>> str(PlanningError("nobody decides; say who"))
    'nobody decides; say who'
    """


class FileAccessError(InputError):
    """A file cannot be read or written.

    Examples
    --------
    >>> str(FileAccessError("nobody decides; say who"))
    'nobody decides; say who'
    """


class MissingExtraError(InfluenceError):
    """A feature needs packages of an extra that is not installed.

    Parameters
    ----------
    feature : str
        What was asked for.
    extra : str
        The extra that brings it.

    Examples
    --------
    >>> print(MissingExtraError("reading Excel files", "excel"))
    reading Excel files needs an optional package; install it with: pip install "influence-graph[excel]"
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(
            f'{feature} needs an optional package; install it with: pip install "influence-graph[{extra}]"'
        )

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.feature, self.extra)


def closest_word(given: str, accepted: Sequence[str]) -> str:
    """Return the accepted word that is closest to a word, or the empty text where none is close.

    Parameters
    ----------
    given : str
        The word that was not accepted.
    accepted : sequence of str
        The words that would have been.

    Returns
    -------
    str

    Examples
    --------
    >>> closest_word("acess", ["access", "support"]), closest_word("x", ["access"])
    ('access', '')
    """
    matches = get_close_matches(given.casefold(), [word.casefold() for word in accepted], n=1, cutoff=0.6)
    return next((word for word in accepted if matches and word.casefold() == matches[0]), "")


def near_id(given: str, names: Mapping[str, str]) -> str:
    """Return "did you mean …?" for what is close to an id, or is the name of what has one; else the empty text.

    Parameters
    ----------
    given : str
        The id that was not accepted.
    names : mapping
        Id → name.

    Returns
    -------
    str

    Examples
    --------
    >>> near_id("Wu Ping", {"wu": "Wu Ping"}), near_id("zhoa", {"zhao": ""})
    ('did you mean wu, the id of Wu Ping?', 'did you mean zhao?')
    """
    word = closest_word(given, [name for name in names.values() if name])
    named = next((key for key, name in names.items() if name and name == word), None)
    close = near_miss(given, list(names))
    if named is not None and (given.casefold() == word.casefold() or not close):
        return f"did you mean {named}, the id of {word}?"
    return close


def near_miss(given: str, accepted: Sequence[str]) -> str:
    """Return "did you mean …?" for a word close to an accepted one, else the empty text.

    Parameters
    ----------
    given : str
        The word that was not accepted.
    accepted : sequence of str
        The words that would have been.

    Returns
    -------
    str

    Examples
    --------
    >>> near_miss("acess", ["access", "support"])
    'did you mean access?'
    """
    word = closest_word(given, accepted)
    return f"did you mean {word}?" if word else ""
