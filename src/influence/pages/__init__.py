"""The seller's page: one file that composes plan, findings, schedule and what is not known."""

from influence.pages.seller_page import page_html, page_markdown, report

__all__ = [
    "page_html",
    "page_markdown",
    "report",
]
