"""The sheets of a workbook: which column holds which field, in which words.

What a plain column cannot hold (a range, a source with its day, an answer to "why?") stands in the sheet of details,
one row for each: where it belongs as a JSON Pointer (RFC 6901), and its value as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from influence._types import Language
from influence.model.field_names import label_key, label_text
from influence.model.vocabulary import (
    ACCESS_LABELS,
    FUNCTIONS,
    STRENGTH_LABELS,
    SUPPORT_LABELS,
)

__all__ = [
    "COLUMNS",
    "DETAILS",
    "DETAIL_HEADINGS",
    "SHEETS",
    "Column",
    "as_cell",
    "from_cell",
    "json_text",
    "tie_keys",
    "with_keys",
    "with_labels",
]

Kind = Literal["text", "number", "list", "table", "day"]
STAGES = ("discovery", "evaluation", "proposal", "negotiation", "closing")
RULES = ("single", "weighted", "unanimous", "majority")
LONGEST = 30_000
"""Characters of a cell; Excel's own limit is a little higher."""
ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True)
class Column:
    """A column, or in the sheet of the decision a row.

    Parameters
    ----------
    field : tuple of str
        Where it belongs in a person, a tie, an argument, or the deal.
    headings : (str, str)
        In English and in Chinese.
    kind : str
    choices : tuple of str
        Labels that are offered.
    helps : (str, str)
        What stands in the heading's comment.
    scale : str
        Whose labels stand in it: shown in the workbook's language, read in either.
    """

    field: tuple[str, ...]
    headings: tuple[str, str]
    kind: Kind
    choices: tuple[str, ...] = ()
    helps: tuple[str, str] = ("", "")
    scale: str = ""


SHEETS = {
    "people": ("People", "人员"),
    "ties": ("Ties", "关系"),
    "arguments": ("Arguments", "论点"),
    "decision": ("Decision", "决策"),
}
DETAILS = ("Details", "细节")
DETAIL_HEADINGS = (("where", "位置"), ("value", "值"))

LISTED = ("several are separated by ;", "多个之间用 ; 分隔")
WEIGHED = ("as price=0.8; training=high", "写法：price=0.8; training=高")

COLUMNS: dict[str, tuple[Column, ...]] = {
    "people": (
        Column(
            ("id",), ("id", "编号"), "text", helps=("a short name of your own, each once", "自定的简短编号，不可重复")
        ),
        Column(("name",), ("name", "姓名"), "text"),
        Column(("title",), ("title", "职务"), "text"),
        Column(("department",), ("department", "部门"), "text"),
        Column(("email",), ("e-mail", "邮箱"), "text"),
        Column(("function",), ("function", "职能"), "text", FUNCTIONS, scale="function"),
        Column(("roles",), ("roles", "角色"), "list", helps=LISTED, scale="role"),
        Column(("reports_to",), ("reports to", "上级"), "text", helps=("the id of the superior", "上级的编号")),
        Column(
            ("support",),
            ("support", "态度"),
            "number",
            SUPPORT_LABELS,
            ("a label, or −1 to 1", "标签，或 −1 到 1"),
            "support",
        ),
        Column(
            ("access",),
            ("access", "接触程度"),
            "number",
            ACCESS_LABELS,
            ("a label, or 0 to 1", "标签，或 0 到 1"),
            "access",
        ),
        Column(("concerns",), ("concerns", "关注点"), "table", helps=WEIGHED, scale="level"),
        Column(("meet",), ("hours to meet", "会面工时"), "number"),
        Column(("notes",), ("notes", "备注"), "text"),
    ),
    "ties": (
        Column(("from",), ("who", "谁"), "text", helps=("the id of the one who is listened to", "有影响力一方的编号")),
        Column(
            ("to",), ("moves whom", "影响谁"), "text", helps=("the id of the one who listens", "听取意见一方的编号")
        ),
        Column(("kind",), ("kind", "类型"), "text", ("influences", "conflicts"), scale="kind"),
        Column(("strength",), ("strength", "强度"), "number", STRENGTH_LABELS, scale="strength"),
        Column(
            ("certainty",),
            ("certainty", "可信度"),
            "number",
            helps=("0 to 1; empty: by the sources", "0 到 1；留空则按来源"),
        ),
        Column(("sources",), ("told by", "来源"), "list", helps=LISTED),
        Column(("notes",), ("notes", "备注"), "text"),
    ),
    "arguments": (
        Column(("id",), ("id", "编号"), "text"),
        Column(("name",), ("name", "名称"), "text"),
        Column(("claim",), ("claim", "说法"), "text"),
        Column(("answers",), ("answers", "回应"), "table", helps=WEIGHED, scale="level"),
        Column(("props",), ("props", "道具"), "list", helps=LISTED),
        Column(("stage",), ("from stage", "起用阶段"), "text", STAGES, scale="stage"),
        Column(("prep",), ("hours to prepare", "准备工时"), "number"),
        Column(("notes",), ("notes", "备注"), "text"),
    ),
    "decision": (
        Column(("name",), ("deal", "项目"), "text"),
        Column(("organization", "name"), ("organization", "单位"), "text"),
        Column(("language",), ("language", "语言"), "text", ("en", "zh"), scale="language"),
        Column(("stage",), ("stage", "阶段"), "text", STAGES, scale="stage"),
        Column(("as_of",), ("as of", "截至"), "day"),
        Column(("capacity",), ("our hours", "我方工时"), "number"),
        Column(("decision", "rule"), ("rule", "规则"), "text", RULES, scale="rule"),
        Column(
            ("decision", "deciders"),
            ("deciders", "决策者"),
            "table",
            helps=("as zhao=1; qian=0.5", "写法：zhao=1; qian=0.5"),
            scale="level",
        ),
        Column(("decision", "vetoes"), ("vetoes", "否决权"), "list", helps=LISTED),
        Column(("decision", "by"), ("decided by", "决定日期"), "day"),
        Column(("notes",), ("notes", "备注"), "text"),
    ),
}


def with_labels(column: Column, value: Any, language: Language) -> Any:
    """Return a value with its labels in the words of a Chinese workbook; an English one spells them as a file does."""
    if language != "zh":
        return value
    return _worded(column, value, lambda text: label_text(column.scale, text, language))


def with_keys(column: Column, value: Any) -> Any:
    """Return a cell's value with labels as a file spells them, whatever the language of the cell."""
    return _worded(column, value, lambda text: label_key(column.scale, text) or text)


def _worded(column: Column, value: Any, change: Callable[[str], str]) -> Any:
    if column.scale and isinstance(value, str):
        return change(value)
    if column.scale and column.kind == "list" and isinstance(value, list):
        return [change(part) if isinstance(part, str) else part for part in value]
    if column.scale and column.kind == "table" and isinstance(value, dict):
        return {key: change(part) if isinstance(part, str) else part for key, part in value.items()}
    return value


def tie_keys(ties: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what the details call each tie: by its ends and its kind, which stay when rows are sorted.

    Examples
    --------
    >>> tie_keys([{"from": "wu", "to": "zhao"}, {"from": "wu", "to": "zhao", "kind": "conflicts"}])
    ['wu→zhao', 'wu→zhao conflicts']
    """
    keys: list[str] = []
    for tie in ties:
        base = f"{tie.get('from', '')}→{tie.get('to', '')}" + (" conflicts" if tie.get("kind") == "conflicts" else "")
        # ids may hold arrows themselves, and a pair may stand twice
        key, number = base, 2
        while key in keys:
            key, number = f"{base} #{number}", number + 1
        keys.append(key)
    return keys


def json_text(value: object) -> str:
    """Return JSON that any spreadsheet keeps as it is."""
    return json.dumps(value, ensure_ascii=False).replace("_x", "\\u005fx")


def as_cell(kind: Kind, value: Any) -> str | float | None:
    """Return what a cell shows of a value, or None where a plain cell cannot hold it."""
    if kind == "list":
        plain = isinstance(value, list) and value and all(_is_plain(part) and ";" not in part for part in value)
        return "; ".join(value) if plain and _is_plain("; ".join(value)) else None
    if kind == "table":
        return _table_cell(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value) if kind == "number" else None
    if kind == "number" and isinstance(value, str) and _number(value) != value:
        return None
    return value if _is_plain(value) else None


def _table_cell(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return None
    parts = []
    for key, part in value.items():
        simple = isinstance(part, (int, float, str)) and not isinstance(part, bool)
        if not simple or not _is_plain(key) or re.search(r"[=;]", key):
            return None
        if isinstance(part, str) and (not _is_plain(part) or re.search(r"[=;]", part) or _number(part) != part):
            return None
        parts.append(f"{key}={part if isinstance(part, str) else repr(part)}")
    text = "; ".join(parts)
    return text if _is_plain(text) else None


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and value == value.strip() and not ILLEGAL.search(value)


def from_cell(kind: Kind, cell: Any) -> Any:
    """Return the value that a cell stands for; what is wrong with it the deal itself says."""
    if isinstance(cell, (date, datetime)):
        return cell.date().isoformat() if isinstance(cell, datetime) else cell.isoformat()
    if kind == "number":
        return _number(cell.strip()) if isinstance(cell, str) else cell
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if kind == "list":
        return [part.strip() for part in re.split(r"[;；]", text) if part.strip()]
    if kind == "table":
        found: dict[str, Any] = {}
        for part in re.split(r"[;；]", text):
            key, _, value = part.partition("=")
            if key.strip():
                found[key.strip()] = _number(value.strip())
        return found
    return text


def _number(text: str) -> str | float:
    """Return a text as the number that it is, else as it is."""
    try:
        return float(text) if re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", text) else text
    except ValueError:
        return text
