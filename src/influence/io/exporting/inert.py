"""Texts of a deal as each format's own plain text: nothing in them is markup, a formula or a command there."""

from __future__ import annotations

import re

__all__ = ["for_csv", "for_dot", "for_markdown", "for_mermaid", "for_xml", "from_csv"]

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a cell begins that a spreadsheet would take for a formula; apostrophes before it are kept apart from ours."""
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no character for."""


def for_csv(text: str) -> str:
    """Return a cell that a spreadsheet takes for text: an apostrophe before what would be a formula (OWASP)."""
    return f"'{text}" if FORMULA.match(text) else text


def from_csv(text: str) -> str:
    """Return the text that a cell stood for.

    Examples
    --------
    >>> [from_csv(for_csv(text)) for text in ("=1", "'=1", "it's")]
    ['=1', "'=1", "it's"]
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def for_xml(text: str) -> str:
    """Return a text without what XML has no character for; the writer escapes the rest."""
    return NOT_XML.sub("\ufffd", text)


def for_dot(text: str) -> str:
    """Return a quoted string of the DOT language; its backslashes are no escapes."""
    escaped = for_xml(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n") + '"'


def for_mermaid(text: str) -> str:
    """Return a quoted label; every mark that could mean something stands as its number."""
    flat = " ".join(for_xml(text).split())
    return '"' + re.sub(r"[^\w .,:/()·，。：；、（）\-]", lambda found: f"#{ord(found[0])};", flat) + '"'


def for_markdown(text: str) -> str:
    """Return a cell of a table."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_\[\]<>#|~!&])", r"\\\1", flat)
