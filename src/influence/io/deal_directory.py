"""A directory of deal files as a mapping."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from influence.errors import DealError, FileAccessError, Problem
from influence.io.deal_reader import PARSERS, WORKBOOK, read_deal
from influence.model import Deal

__all__ = ["read_deals"]

OTHERS = (".schema.json", ".nodelink.json")
"""Endings of files that lie beside deals and are none: the schema for editors, graphs for other tools."""


def read_deals(directory: str | os.PathLike[str]) -> Mapping[str, Deal]:
    r"""Read all deal files of a directory.

    Parameters
    ----------
    directory : path-like
        Files in it that end in .yaml, .yml, .json or .xlsx are read, in the order of their names; subdirectories,
        hidden files, the locks of spreadsheets (``~$…``), ``*.schema.json`` and ``*.nodelink.json`` are not.

    Returns
    -------
    mapping of str to Deal
        Read-only: a file's name without its ending → the deal.

    Raises
    ------
    FileAccessError
        If it is no directory.
    DealError
        With every problem of every file; two files with one name are one of them.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> directory = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (directory / "acme.yaml").write_text("format: influence-deal/1\n")
    >>> list(read_deals(directory))
    ['acme']
    """
    given = Path(directory)
    if not given.is_dir():
        raise FileAccessError(Problem((), "is no directory", "name the directory of the deal files", file=str(given)))
    found: dict[str, Deal] = {}
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for file in sorted(filter(_is_deal, given.iterdir())):
        if file.stem in files:
            what = f"has the same name as {files[file.stem].name}"
            problems.append(Problem((), what, "rename one of the two", file=str(file)))
            continue
        files[file.stem] = file
        try:
            found[file.stem] = read_deal(file)
        except (DealError, FileAccessError) as error:
            problems += error.problems
    if problems:
        raise DealError(problems)
    return MappingProxyType(found)


def _is_deal(file: Path) -> bool:
    known = file.suffix.lower() in (*PARSERS, WORKBOOK) and not file.name.lower().endswith(OTHERS)
    return known and not file.name.startswith((".", "~$")) and file.is_file()
