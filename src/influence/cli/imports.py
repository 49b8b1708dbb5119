"""What the command for contacts does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from influence._files import read_bytes
from influence._text import phrase
from influence._types import ProgressCallback
from influence.errors import FileAccessError, InputError, Problem
from influence.io import Import, merge_import, read_deal, read_people, write_deal
from influence.model import Deal

__all__ = ["import_contacts"]


def import_contacts(options: argparse.Namespace) -> int:
    """Make a deal of contacts, or add them to one, and say what became of every row."""
    into = read_deal(options.into) if options.into else None
    with _on_terminal() as progress:
        found = read_people(
            options.people,
            options.ties,
            _mapping(options.map),
            encoding=options.encoding,
            same=_pairs(options.same or []),
            since=options.since,
            until=options.until,
            progress=progress,
            language=options.language or (into.language if into is not None else None),
        )
    print(found)
    if into is not None:
        return _into(options, into, found)
    if options.dry_run:
        return 0
    target = Path(options.output)
    if target.exists():
        remedy = "choose another name, or take the file away"
        raise FileAccessError(Problem((), "exists already", remedy, file=str(target)))
    # English is what a deal without a language speaks
    states = options.language or (found.language if found.language == "zh" else None)
    write_deal(found.deal.replace(language=states) if states else found.deal, target)
    print(phrase("imports.wrote", found.language, file=target))
    return 0


def _into(options: argparse.Namespace, into: Deal, found: Import) -> int:
    merged = merge_import(into, found, options.language)
    print(merged)
    if merged.changed and not options.dry_run:
        write_deal(merged.deal, options.into)
        print(phrase("imports.wrote", options.language or into.language or found.language, file=options.into))
    return 0


def _mapping(file: str | None) -> dict[str, str] | None:
    if file is None:
        return None
    remedy = 'write {"Heading": "field"}'
    try:
        found = json.loads(read_bytes(file).decode("utf-8-sig"))
    except ValueError as error:
        raise FileAccessError(Problem((), f"is no JSON ({error})", remedy, file=file)) from error
    if not isinstance(found, dict) or not all(isinstance(field, str) for field in found.values()):
        raise InputError(Problem((), "is no table of texts", remedy, file=file))
    return found


def _pairs(given: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in given:
        one, mark, other = text.partition("=")
        if not mark or not one or not other:
            raise InputError(Problem(("same",), f"{text!r} names no two people", "write --same A=B", value=text))
        pairs.append((one, other))
    return pairs


@contextmanager
def _on_terminal() -> Iterator[ProgressCallback | None]:
    """Show on a terminal how far it is; a file or a pipe gets none of it."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(done: int, total: int | None, what: str) -> None:
        sys.stderr.write(f"\r{what}: {done:,} of {total or 0:,}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        # the line is taken away, so that the report begins at its place
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
