"""The JSON Schema of the deal file, so that editors complete and check it."""

from __future__ import annotations

from typing import Any

from influence.model import Deal

__all__ = ["deal_schema"]


def deal_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a deal file.

    It gives the same verdict as the reader on keys, types, ranges and labels. Ids that point nowhere, rings of
    superiors, ids that differ only by case, duplicate keys, reversed ranges and contradictions are seen by the reader
    alone.

    Returns
    -------
    dict

    Examples
    --------
    >>> deal_schema()["required"]
    ['format']
    """
    schema = Deal.model_json_schema(by_alias=True, mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://influence-graph.readthedocs.io/influence-deal.schema.json",
        **schema,
        "title": "influence deal",
        "required": ["format"],
    }
