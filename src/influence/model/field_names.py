"""A path into a deal file and the labels in it, in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from influence._text import known_keys, phrase
from influence._types import Language
from influence.errors import Problem

__all__ = ["field_parts", "label_key", "label_text", "shown_field", "value_text"]

BY_ID = (
    "stakeholders",
    "ties",
    "concerns",
    "arguments",
    "answers",
    "strength_on",
    "deciders",
    "sellers",
    "rivals",
    "refs",
    "templates",
)
"""Tables whose keys are ids, not words of ours."""
LABELS: Mapping[str, str] = {
    "support": "support",
    "min_support": "support",
    "minimum_support": "support",
    "advocacy": "support",
    "access": "access",
    "strength": "strength",
    "strength_on": "strength",
    "default_strength": "strength",
    "superior_strength": "strength",
    "report_strength": "strength",
    "dotted_superior_strength": "strength",
    "dotted_report_strength": "strength",
    "level": "level",
    "power": "level",
    "legitimacy": "level",
    "urgency": "level",
    "weight": "level",
    "answers": "level",
    "deciders": "level",
    "concerns": "level",
    "roles": "role",
    "function": "function",
    "functions": "function",
    "function_concerns": "function",
    "kind": "kind",
    "stage": "stage",
    "rule": "rule",
    "status": "status",
    "language": "language",
}
"""Field → the scale whose labels stand in it."""
CONFLICTS = " conflicts"


def _ids(where: Sequence[str | int]) -> list[bool]:
    """Return which keys of a path are ids."""
    found: list[bool] = []
    for place, key in enumerate(where):
        above = where[place - 1] if place else ""
        table = above in BY_ID and not found[place - 1]
        of_seller = above == "access" and where[0] == "sellers"
        found.append(isinstance(key, int) or table or of_seller)
    return found


def field_parts(where: Sequence[str | int], language: Language | None = None) -> tuple[str, ...]:
    """Return the keys of a path into a deal in the words of a language; ids stay as they are.

    Parameters
    ----------
    where : sequence of (str or int)
        From the top of the deal.
    language : {"en", "zh"} or None

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> field_parts(("organization", "stakeholders", "name", "support"), "zh")
    ('单位', '人员', 'name', '态度')
    >>> field_parts(("decision", "by"), "zh"), field_parts(("log", 0, "by"), "zh")
    (('决策', '决定日期'), ('记录', '0', '经手人'))
    """
    parts = []
    table = ""
    for place, (key, is_id) in enumerate(zip(where, _ids(where), strict=True)):
        text = str(key)
        if is_id and place and where[place - 1] == "ties" and text.endswith(CONFLICTS):
            text = phrase("diff.conflicts", language, pair=text.removesuffix(CONFLICTS))
        elif not is_id:
            text = _known(f"fields.in.{table}.{key}", language, _known(f"fields.{key}", language, text))
            table = str(key)
        parts.append(text)
    return tuple(parts)


def shown_field(where: Sequence[str | int], language: Language | None = None) -> str:
    """Return a path into a deal as it is shown: dotted, positions in brackets, in the words of a language.

    Examples
    --------
    >>> shown_field(("log", 0, "with")), shown_field(("budget", "status"), "zh")
    ('log[0].with', '预算.状态')
    """
    parts = field_parts(where, language)
    return Problem(
        tuple(key if isinstance(key, int) else part for key, part in zip(where, parts, strict=True)), ""
    ).field


def label_text(scale: str, label: str, language: Language | None = None) -> str:
    """Return a label of a scale in the words of a language; what is none of its labels as it is.

    Parameters
    ----------
    scale : str
        Such as ``support``, ``role``, ``status``.
    label : str
    language : {"en", "zh"} or None

    Returns
    -------
    str

    Examples
    --------
    >>> label_text("role", "technical_evaluator"), label_text("support", "mentor", "zh")
    ('technical evaluator', '导师')
    """
    return _known(f"fields.label.{scale}.{label}", language, label)


def label_key(scale: str, text: str) -> str | None:
    """Return the label that a text is in either language, or None; case, blanks, hyphens and underscores do not count.

    Parameters
    ----------
    scale : str
        Such as ``support``, ``role``, ``status``.
    text : str

    Returns
    -------
    str or None

    Examples
    --------
    >>> label_key("support", "不支持者"), label_key("role", "Technical Evaluator"), label_key("access", "often")
    ('non_supporter', 'technical_evaluator', None)
    """
    return _labels(scale).get(_bare(text))


@cache
def _labels(scale: str) -> dict[str, str]:
    start = f"fields.label.{scale}."
    keys = sorted(key for key in _keys() if key.startswith(start))
    return {
        _bare(text): key.removeprefix(start)
        for key in keys
        for text in (key.removeprefix(start), phrase(key, "en"), phrase(key, "zh"))
    }


def _bare(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", text).casefold()


def value_text(value: Any, where: Sequence[str | int] = (), language: Language | None = None) -> str:
    """Return a plain value of a deal in a line.

    In English labels stay as the file spells them, so that they can be looked for in it.

    Parameters
    ----------
    value : object
        Plain data.
    where : sequence of (str or int)
        The field it stands in, which says what its labels are.
    language : {"en", "zh"} or None

    Returns
    -------
    str

    Examples
    --------
    >>> value_text({"support": "mentor", "name": "Wu"}, ("organization", "stakeholders", "wu"))
    'support mentor, name Wu'
    >>> value_text({"support": "mentor", "name": "吴平"}, ("organization", "stakeholders", "wu"), "zh")
    '态度 导师，姓名 吴平'
    """
    comma = "，" if language == "zh" else ", "
    if isinstance(value, dict):
        told = [
            f"{field_parts((*where, key), language)[-1]} {value_text(each, (*where, key), language)}"
            for key, each in value.items()
        ]
        return comma.join(told) or phrase("diff.empty", language)
    if isinstance(value, list):
        return "[" + comma.join(value_text(each, where, language) for each in value) + "]"
    if language != "zh":
        return " ".join(str(value).split())
    if isinstance(value, bool):
        return label_text("truth", str(value).lower(), language)
    scale = _scale(where)
    return label_text(scale, value, language) if scale and isinstance(value, str) else " ".join(str(value).split())


def _scale(where: Sequence[str | int]) -> str:
    """Return the scale of the labels that stand in a field: its own, or that of the number it is the value of."""
    ids = _ids(where)
    for place in range(len(where) - 1, -1, -1):
        key = where[place]
        if not ids[place] and key != "value":
            return LABELS.get(str(key), "")
    return ""


def _known(key: str, language: Language | None, otherwise: str) -> str:
    return phrase(key, language) if key in _keys() else otherwise


@cache
def _keys() -> frozenset[str]:
    return frozenset(key for key in known_keys() if key.startswith("fields."))
