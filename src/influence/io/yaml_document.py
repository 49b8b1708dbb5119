"""YAML 1.2 into plain data with lines; no tags, no bombs, no duplicate keys."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from influence.errors import Problem
from influence.io.document import MAX_DEPTH, Document, Where

__all__ = ["parse_yaml"]

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
CONSTANTS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
MISSING = object()


def parse_yaml(text: str, file: str) -> Document:
    """Return the data of a YAML text.

    Scalars follow YAML 1.2's core schema; a number with leading zeros, such as ``007``, stays a text. Aliases and tags
    are refused: a deal needs neither, and both can make a small file do large things.

    Parameters
    ----------
    text : str
    file : str
        For problems.

    Returns
    -------
    Document
    """
    return _Builder(file).build(text)


class _Builder:
    """Builds data from parser events with a stack of its own, so that no depth of nesting can exhaust Python's."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self.stack: list[Any] = []
        self.keys: list[Any] = []
        self.path: list[str | int] = []
        self.root: Any = None
        self.documents = 0

    def build(self, text: str) -> Document:
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                if isinstance(event, DocumentStartEvent):
                    self.documents += 1
                self._take(event)
                if len(self.stack) > MAX_DEPTH:
                    what = f"is nested more than {MAX_DEPTH} levels deep"
                    self._note(what, "a deal needs fewer than ten", event)
                    break
                if self.documents > 1:
                    self._note("holds a second document", "keep one deal in a file", event)
                    break
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark is not None else None
            what = f"is no YAML ({error.problem or error.context})"
            self.problems.append(Problem((), what, "mend the line or the one above it", file=self.file, line=line))
        except (YAMLError, ValueError, RecursionError) as error:
            self.problems.append(Problem((), f"is no YAML ({str(error).splitlines()[0]})", file=self.file))
        return Document(self.root, self.lines, tuple(self.problems))

    def _note(self, what: str, remedy: str, event: Any) -> None:
        key = self.keys[-1] if self.keys else MISSING
        where = tuple(self.path) if key is MISSING else (*self.path, str(key))
        self.problems.append(Problem(where, what, remedy, file=self.file, line=event.start_mark.line + 1))

    def _take(self, event: Any) -> None:
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.stack.pop()
            self.keys.pop()
            if self.path:
                self.path.pop()
        elif isinstance(event, AliasEvent):
            self._note(f"*{event.anchor} is an alias", "write the value out", event)
            self._put(None, event)
        elif isinstance(event, ScalarEvent):
            self._put(self._scalar(event), event, text=event.value)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._refuse_tag(event)
            self._open({} if isinstance(event, MappingStartEvent) else [], event)

    def _refuse_tag(self, event: Any) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("!", "None"):
            self._note(f"has the tag {tag}", "take the tag away; plain values are enough", event)

    def _scalar(self, event: ScalarEvent) -> Any:
        self._refuse_tag(event)
        text = event.value
        if event.style in ("'", '"', "|", ">"):
            return text
        if text in CONSTANTS:
            return CONSTANTS[text]
        if INTEGER.fullmatch(text):
            return int(text) if len(text) < 20 else float(text)
        if FLOAT.fullmatch(text) and not re.match(r"[-+]?0[0-9]", text):
            return float(text)
        if INFINITE.fullmatch(text):
            return float(text.replace(".", ""))
        return float("nan") if text in (".nan", ".NaN", ".NAN") else text

    def _open(self, container: Any, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1], dict) and self.keys[-1] is MISSING:
            self._note("a table or list stands where a key should be", "use a text as the key", event)
            self.keys[-1] = "?"
        self._put(container, event, opens=True)
        self.stack.append(container)
        self.keys.append(MISSING)

    def _put(self, value: Any, event: Any, text: str = "", opens: bool = False) -> None:
        line = event.start_mark.line + 1
        if not self.stack:
            self.root = value
            self.lines[()] = line
            return
        parent = self.stack[-1]
        if isinstance(parent, list):
            self.path.append(len(parent))
            parent.append(value)
            self.lines[tuple(self.path)] = line
        elif self.keys[-1] is MISSING:
            self._key(text, line)
            return
        else:
            key = self.keys[-1]
            parent[key] = value
            self.path.append(key)
            self.keys[-1] = MISSING
        if not opens:
            self.path.pop()

    def _key(self, text: str, line: int) -> None:
        where = (*self.path, text)
        if text in self.stack[-1]:
            first = self.lines[where]
            remedy = f"keep one of the two; the other is in line {first}"
            self.problems.append(Problem(where, "stands here twice", remedy, file=self.file, line=line))
        else:
            self.lines[where] = line
        self.keys[-1] = text
