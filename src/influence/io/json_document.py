"""JSON into plain data; duplicate keys, NaN and infinities are found."""

from __future__ import annotations

import json
from typing import Any

from influence.errors import Problem
from influence.io.document import MAX_DEPTH, Document

__all__ = ["parse_json"]


def parse_json(text: str, file: str) -> Document:
    """Return the data of a JSON text.

    Parameters
    ----------
    text : str
    file : str
        For problems.

    Returns
    -------
    Document
    """
    problems: list[Problem] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                line = _line_of_repeat(text, key)
                problems.append(Problem((key,), "stands here twice", "keep one of the two", file=file, line=line))
            found[key] = value
        return found

    if _depth(text) > MAX_DEPTH:
        what = f"is nested more than {MAX_DEPTH} levels deep"
        return Document(None, {}, (Problem((), what, "a deal needs fewer than ten", file=file),))
    try:
        data = json.loads(text, object_pairs_hook=table)
    except json.JSONDecodeError as error:
        what = f"is no JSON ({error.msg}, column {error.colno})"
        return Document(None, {}, (Problem((), what, "mend the line", file=file, line=error.lineno),))
    except ValueError as error:
        return Document(None, {}, (Problem((), f"is no JSON ({error})", file=file),))
    return Document(data, {}, tuple(problems))


def _depth(text: str) -> int:
    """Return the deepest nesting of brackets outside of texts."""
    depth = deepest = 0
    inside = escaped = False
    for character in text:
        if inside:
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _line_of_repeat(text: str, key: str) -> int | None:
    quoted = json.dumps(key, ensure_ascii=False)
    first = text.find(quoted)
    second = text.find(quoted, first + 1)
    return text.count("\n", 0, second) + 1 if second >= 0 else None
