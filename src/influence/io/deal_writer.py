"""Writing a deal: YAML that keeps what people wrote by hand, or JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from influence._files import write_atomic
from influence.errors import InputError
from influence.io.workbook.writing import workbook_bytes
from influence.model import FORMAT, Deal

__all__ = ["deal_text", "write_deal"]

PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f\u3400-\u9fff][\w\u3400-\u9fff \-./·（）()%]*")
NOT_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML 1.2 does not accept as they are, or takes for the end of a line."""
WORDS = frozenset(["null", "true", "false", "yes", "no", "on", "off"])


def write_deal(deal: Deal, path: str | os.PathLike[str], *, keep_comments: bool = True) -> Path:
    """Write a deal to a YAML or JSON file or a workbook, whole or not at all.

    Where a YAML file exists, its comments and the order of its keys are kept, unless that is switched off.

    Parameters
    ----------
    deal : Deal
    path : path-like
        A file ending in .yaml, .yml, .json or .xlsx.
    keep_comments : bool
        Whether the comments of an existing file stay. A deal without names must not inherit them: they may hold names.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    InputError
        If the ending is another one.
    FileAccessError
        If it cannot be written; the old file is then as it was.

    Examples
    --------
    >>> import tempfile
    >>> from influence.model import Deal
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     write_deal(Deal(capacity=8), Path(directory) / "deal.yaml").read_text("utf-8").splitlines()[0]
    'format: influence-deal/1'
    """
    given = Path(path)
    ending = given.suffix.lower()
    if ending == ".json":
        return write_atomic(given, deal_text(deal, ".json"))
    if ending == ".xlsx":
        return write_atomic(given, workbook_bytes(deal))
    if ending not in (".yaml", ".yml"):
        raise InputError(f"{given.name} has an ending that deals are not written with; use .yaml, .yml, .json or .xlsx")
    if keep_comments and given.exists():
        return write_atomic(given, _rewritten(given.read_text("utf-8-sig"), _plain(deal)))
    return write_atomic(given, deal_text(deal))


def deal_text(deal: Deal, ending: str = ".yaml") -> str:
    """Return a deal as the text of a file.

    Parameters
    ----------
    deal : Deal
    ending : str
        ``.yaml`` or ``.json``.

    Returns
    -------
    str

    Examples
    --------
    >>> print(deal_text(Deal(capacity=16.0)), end="")
    format: influence-deal/1
    capacity: 16.0
    """
    data = _plain(deal)
    if ending == ".json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return "".join(_lines(data, 0))


def _plain(deal: Deal) -> dict[str, Any]:
    data = deal.stated()
    return {"format": FORMAT, **{key: value for key, value in data.items() if key != "format"}}


def _lines(data: Any, depth: int) -> list[str]:
    """Return block-style YAML lines of a table or a list."""
    space = "  " * depth
    lines = []
    if isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, (dict, list)) and value and not _short(value):
                lines += [f"{space}{_scalar(key)}:\n", *_lines(value, depth + 1)]
            else:
                lines.append(f"{space}{_scalar(key)}: {_flow(value)}\n")
        return lines
    return [f"{space}- {_flow(value)}\n" for value in data]


def _short(value: Any) -> bool:
    flat = all(not isinstance(part, (dict, list)) for part in (value.values() if isinstance(value, dict) else value))
    return flat and len(_flow(value)) <= 90 and not (isinstance(value, dict) and len(value) > 4)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """Write a scalar plainly where nothing could mistake it, else in quotes."""
    if isinstance(value, str):
        simple = PLAIN.fullmatch(value) and value.lower() not in WORDS and value == value.strip()
        quoted = json.dumps(value, ensure_ascii=False)
        return value if simple or value == FORMAT else NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
    return json.dumps(value)


def _rewritten(text: str, data: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    offset = _list_offset(text)
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    old = yaml.load(text)
    if not isinstance(old, dict):
        return "".join(_lines(data, 0))
    _merge(old, data)
    out = StringIO()
    yaml.dump(old, out)
    return out.getvalue()


def _list_offset(text: str) -> int:
    """Return by how many blanks a file sets its lists in."""
    found = re.search(r"^( *)[^\s#-][^\n]*:[^\S\n]*(?:#[^\n]*)?\n(?:[^\S\n]*#[^\n]*\n)*( *)- ", text, re.MULTILINE)
    return max(len(found[2]) - len(found[1]), 0) if found else 2


def _merge(old: Any, new: Mapping[str, Any]) -> None:
    """Make an existing table hold the new data, touching only what differs."""
    for key in [key for key in old if str(key) not in new]:
        del old[key]
    known = {str(key): key for key in old}
    for name, value in new.items():
        key = known.get(name, name)
        if name not in known:
            old[name] = value
        elif isinstance(value, Mapping) and isinstance(old[key], dict):
            _merge(old[key], value)
        elif isinstance(value, list) and isinstance(old[key], list):
            _merge_list(old[key], value)
        elif old[key] != value or type(old[key]) is bool:
            old[key] = value


def _merge_list(old: Any, new: list[Any]) -> None:
    for position, value in enumerate(new):
        if position >= len(old):
            old.append(value)
        elif isinstance(value, Mapping) and isinstance(old[position], dict):
            _merge(old[position], value)
        elif old[position] != value:
            old[position] = value
    del old[len(new) :]
