"""How commands read a deal and show a result."""

from __future__ import annotations

import json

from influence._show import Result
from influence.io import read_deal
from influence.model import Deal

__all__ = ["as_json", "read_in_language", "show"]


def read_in_language(path: str, language: str | None) -> Deal:
    """Read a deal; another language than its own is only for what is written."""
    deal = read_deal(path)
    return deal if language is None else deal.replace(language=language)


def as_json(result: Result) -> str:
    """Return a result as one JSON document."""
    return json.dumps(result.to_dict(), ensure_ascii=False, indent=2)


def show(result: Result, wanted: bool) -> None:
    """Print a result, as JSON if that is wanted."""
    print(as_json(result) if wanted else result)
