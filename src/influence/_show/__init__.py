"""How a record shows itself: as text, in a notebook, as plain data and as a frame."""

from influence._show.columns import display_width, pad, shorten, text_table, wrap
from influence._show.mimebundle import RENDERERS, pictures
from influence._show.result import Result, html_table
from influence._show.rows import Table, columns_of, record_table, table

__all__ = [
    "RENDERERS",
    "Result",
    "Table",
    "columns_of",
    "display_width",
    "html_table",
    "pad",
    "pictures",
    "record_table",
    "shorten",
    "table",
    "text_table",
    "wrap",
]
