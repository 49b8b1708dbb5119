"""How a record shows itself: as text, in a notebook, as plain data and as a frame."""

from influence._show.columns import display_width, pad, shorten, text_table, wrap
from influence._show.mimebundle import RENDERERS, pictures
from influence._show.result import Result, html_table

__all__ = ["RENDERERS", "Result", "display_width", "html_table", "pad", "pictures", "shorten", "text_table", "wrap"]
