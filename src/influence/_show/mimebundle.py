"""Which drawing shows which result in a notebook.

Low rooms own the records, high rooms draw them. This table is the one way up: it names the function that draws a record
by text, and the function is imported only when a notebook asks for the picture.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

__all__ = ["RENDERERS", "pictures"]

RENDERERS: dict[str, str] = {
    "Deal": "influence.draw.influence_layers:deal_picture",
    "Frontier": "influence.draw:frontier",
    "Paths": "influence.draw.lanes:picture_of_paths",
    "Plan": "influence.draw.plan_map:picture_of_plan",
    "Schedule": "influence.draw:timeline",
    "Sensitivity": "influence.draw:tornado",
}
"""Name of a record's class → ``module:function`` that draws it and returns a drawing."""


def pictures(record: object) -> dict[str, str | bytes]:
    """Return the notebook pictures of a record: svg and png where it has a drawing, else nothing.

    Parameters
    ----------
    record : object
        A deal or a result.

    Returns
    -------
    dict
        MIME type to content.
    """
    target = RENDERERS.get(type(record).__name__)
    if target is None:
        return {}
    module, function = target.split(":")
    drawing = cast("Any", getattr(import_module(module), function))(record)
    return {"image/svg+xml": drawing.to_bytes("svg").decode(), "image/png": drawing.to_bytes("png")}
