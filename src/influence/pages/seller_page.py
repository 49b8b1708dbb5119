"""The seller's page: one file that opens offline and prints."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import date
from html import escape
from pathlib import Path

from influence._files import write_atomic
from influence.draw.html_renderer import scene_to_svg
from influence.draw.style import LIGHT
from influence.errors import FileAccessError, Problem
from influence.pages.content import Page, Section, page_of
from influence.planning import Plan

__all__ = ["page_html", "page_markdown", "report"]

LOOK = """
:root{color-scheme:light}
body{font:15px/1.45 'Noto Sans','DejaVu Sans','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;
color:#1b1f24;background:#fff;margin:0 auto;max-width:60rem;padding:1rem 1.25rem}
h1,h2,h3{overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:.2rem 0 .6rem}h2{font-size:1.1rem;border-bottom:1px solid #c3cad2;margin:1.4rem 0 .5rem}
h3{font-size:.95rem;margin:.7rem 0 .15rem}p{margin:.15rem 0;overflow-wrap:anywhere}
.answer{background:#f4f6f8;border-left:4px solid #08519c;padding:.6rem .9rem}.answer p:first-child{font-weight:bold}
.detail{color:#59636e;padding-left:1rem}
figure{margin:.6rem 0;overflow-x:auto}svg{max-width:100%;height:auto;display:block}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.5rem 1.2rem}
.cards>div{break-inside:avoid}.cards>div:only-child{grid-column:1/-1}
@media screen{figure svg{min-width:44rem}}
@media print{@page{size:A4;margin:12mm}
body{font-size:7.6pt;line-height:1.22;max-width:none;padding:0}h1{font-size:14pt}
h2{font-size:10.5pt;margin:.6rem 0 .2rem;break-after:avoid}h3{font-size:9pt;margin:.3rem 0 .1rem}
svg{max-height:80mm;margin:auto}
figcaption{display:none}.cards{grid-template-columns:1fr 1fr 1fr}}
"""


def report(plan: Plan, path: str | Path, *, start: date | str | None = None) -> Path:
    """Write a plan as one page: the answer, the map, the ways, people, findings, schedule and what is not known.

    Parameters
    ----------
    plan : Plan
    path : str or Path
        Ending in .html or .md. The page opens without network and prints on A4.
    start : datetime.date, str (ISO) or None
        First day of the schedule.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileAccessError
        If the ending is not known or the file cannot be written; nothing is half-written.
    InputError
        If the start is no day.

    Examples
    --------
    >>> import tempfile
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     written = report(plan(load_example("power_grid_en")), Path(directory) / "page.md")
    ...     print(written.read_text("utf-8").splitlines()[0])
    # Provincial grid company · dispatch terminals
    """
    target = Path(path)
    if target.suffix.lower() not in (".html", ".md"):
        raise FileAccessError(
            Problem((), "has no ending that is known", "use a name that ends in .html or .md", file=str(target))
        )
    page = page_of(plan, None if start is None else str(start))
    return write_atomic(target, page_html(page) if target.suffix.lower() == ".html" else page_markdown(page))


def page_html(page: Page) -> str:
    """Return a page as HTML without script, its own style admitted by hash and nothing else.

    Parameters
    ----------
    page : Page

    Returns
    -------
    str

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.pages.content import page_of
    >>> page = page_of(plan(load_example("power_grid_en"), method="greedy"))
    >>> page_html(page)[:15]
    '<!doctype html>'
    """
    allowed = b64encode(hashlib.sha256(LOOK.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'"
    title = escape(page.title)
    caption = f'<figcaption class="detail">{escape(page.picture.caption)}</figcaption>'
    figure = f"<figure>{scene_to_svg(page.picture, LIGHT)}{caption}</figure>"
    body = "".join(_section(section) for section in page.sections)
    return (
        f'<!doctype html>\n<html lang="{page.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{LOOK}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<div class="answer">{_lines([line for _, lines in page.answer.blocks for line in lines])}</div>\n'
        f"{figure}\n{body}</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    blocks = "".join(
        f"<div>{f'<h3>{escape(head)}</h3>' if head else ''}{_lines(list(lines))}</div>"
        for head, lines in section.blocks
    )
    return f'<section><h2>{escape(section.title)}</h2><div class="cards">{blocks}</div></section>\n'


def _lines(lines: list[str]) -> str:
    kinds = [' class="detail"' if line.startswith("  ") else "" for line in lines]
    return "".join(f"<p{kind}>{escape(line.strip())}</p>" for kind, line in zip(kinds, lines, strict=True))


def page_markdown(page: Page) -> str:
    """Return a page as Markdown; what the deal says is escaped, so that it is text and nothing else.

    Parameters
    ----------
    page : Page

    Returns
    -------
    str

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> from influence.pages.content import page_of
    >>> page = page_of(plan(load_example("power_grid_en"), method="greedy"))
    >>> page_markdown(page)[:2]
    '# '
    """
    lines = [f"# {_plain(page.title)}", ""]
    for section in (page.answer, *page.sections):
        lines += [f"## {_plain(section.title)}", ""]
        for head, content in section.blocks:
            lines += [f"### {_plain(head)}", ""] if head else []
            lines += [*map(_item, content), ""]
    return "\n".join(lines)


def _item(line: str) -> str:
    """Return a line as an item of a list; one that begins with a dash is an item already."""
    return f"{'  ' if line.startswith('  ') else ''}- {_plain(line.strip().removeprefix('- '))}"


def _plain(text: str) -> str:
    """Escape what Markdown would read as markup."""
    flat = " ".join(text.split()).replace("\\", "\\\\")
    for mark in "`*_[]<>#|~":
        flat = flat.replace(mark, f"\\{mark}")
    return flat
