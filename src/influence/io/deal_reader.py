"""Reading a deal: the whole file or none of it, with all problems at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from influence._files import read_bytes
from influence.errors import DealError, Problem
from influence.io.document import MAX_BYTES, Document, decode
from influence.io.json_document import parse_json
from influence.io.workbook.reading import read_workbook
from influence.io.yaml_document import parse_yaml
from influence.model import FORMAT, Deal

__all__ = ["parse_deal", "read_deal"]

WORKBOOK = ".xlsx"
PARSERS = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}


def read_deal(path: str | os.PathLike[str], *, limit: int = MAX_BYTES) -> Deal:
    r"""Read a deal from a YAML or JSON file, or from a workbook.

    Parameters
    ----------
    path : path-like
        A file ending in .yaml, .yml, .json or .xlsx.
    limit : int
        Bytes beyond which a file is refused.

    Returns
    -------
    Deal

    Raises
    ------
    FileAccessError
        If the file cannot be read.
    DealError
        With every problem of the file: its line or cell, its field, what is wrong and what would do.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "deal.yaml"
    >>> _ = file.write_text("format: influence-deal/1\norganization: {stakeholders: {wu: {}}}\n")
    >>> list(read_deal(file).organization)
    ['wu']
    """
    given = Path(path)
    if given.suffix.lower() == WORKBOOK:
        # the size is checked before anything is unpacked
        read_bytes(given, limit)
        return read_workbook(given)
    if given.suffix.lower() not in PARSERS:
        remedy = f"use a file that ends in {', '.join(PARSERS)} or {WORKBOOK}"
        raise DealError(Problem((), f"{given.suffix or 'no ending'} is not read as a deal", remedy, file=str(given)))
    content = read_bytes(given, limit)
    text = decode(content, str(given))
    if isinstance(text, Problem):
        raise DealError(text)
    return parse_deal(text, str(given), given.suffix.lower())


def parse_deal(text: str, file: str = "deal.yaml", ending: str = ".yaml") -> Deal:
    """Return the deal that a text holds.

    Parameters
    ----------
    text : str
    file : str
        The name that problems are reported with.
    ending : str
        ``.yaml``, ``.yml`` or ``.json``.

    Returns
    -------
    Deal

    Raises
    ------
    DealError
        With every problem of the text.

    Examples
    --------
    >>> parse_deal('{"format": "influence-deal/1", "capacity": 8.0}', ending=".json").capacity
    8.0
    """
    document = PARSERS[ending](text, file)
    if not isinstance(document.data, Mapping):
        found = [*document.problems] or [Problem((), "holds no table", f"start with format: {FORMAT}", file=file)]
        raise DealError(found)
    problems = [*document.problems, *_format_problems(document, file)]
    try:
        deal = Deal.model_validate(document.data, by_name=False)
    except DealError as error:
        problems += [each.at(file, document.line_of(each.where)) for each in error.problems if _is_new(each, problems)]
        raise DealError(sorted(problems, key=lambda each: each.line or 0)) from None
    if problems:
        raise DealError(sorted(problems, key=lambda each: each.line or 0))
    return deal


def _is_new(problem: Problem, known: list[Problem]) -> bool:
    return not any(problem.where == other.where == ("format",) for other in known)


def _format_problems(document: Document, file: str) -> list[Problem]:
    given = document.data.get("format")
    if given == FORMAT:
        return []
    line = document.line_of(("format",))
    if given is None:
        return [Problem(("format",), "is missing", f"write format: {FORMAT} as the first line", file=file, line=line)]
    if isinstance(given, str) and given.startswith("influence-deal/"):
        what = f"{given!r} is a version that this release does not read"
        return [Problem(("format",), what, f"it reads {FORMAT}", file=file, line=line)]
    return [Problem(("format",), f"{given!r} is no deal format", f"write {FORMAT}", file=file, line=line)]
