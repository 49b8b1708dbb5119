"""Writing a deal or a plan for another tool: the ending of the name says the format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from influence._files import write_atomic
from influence.errors import FileAccessError, Problem
from influence.io.deal_writer import write_deal
from influence.io.exporting.graphs import dot_text, gexf_text, graphml_text, mermaid_text, node_link_text
from influence.io.exporting.results_workbook import results_workbook
from influence.io.exporting.tables import crm_csv, markdown_text, people_csv, ties_csv
from influence.model import Deal
from influence.planning import Plan

__all__ = ["EXPORTS", "write_export", "write_results"]

TEXTS: dict[str, Callable[[Deal], str]] = {
    ".graphml": graphml_text,
    ".gexf": gexf_text,
    ".dot": dot_text,
    ".mmd": mermaid_text,
    ".nodelink.json": node_link_text,
    ".md": markdown_text,
}
CRM = {".hubspot.csv": "hubspot", ".salesforce.csv": "salesforce"}
TAKEN = (*CRM, ".ties.csv")
"""Endings that say something else than a table of people."""
DEALS = (".yaml", ".yml", ".json", ".xlsx")
EXPORTS = (*DEALS, *TEXTS, ".csv")
"""Endings that a deal is written with."""


def write_export(deal: Deal, path: str | os.PathLike[str], *, keep_comments: bool = True) -> tuple[Path, ...]:
    """Write a deal in the format that the ending names.

    Parameters
    ----------
    deal : Deal
    path : path-like
        Ending in .yaml, .yml, .json, .xlsx (the whole deal), .nodelink.json (the whole deal), .graphml, .gexf, .dot,
        .mmd, .md, or .csv (people; the ties go beside it into ``NAME.ties.csv``).
        A file that is there is replaced.
    keep_comments : bool
        Whether the comments of an existing YAML file stay.

    Returns
    -------
    tuple of pathlib.Path
        The files that were written.

    Raises
    ------
    FileAccessError
        If the ending is not known or is that of another table (.hubspot.csv, .salesforce.csv, .ties.csv), or a file
        cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     [file.name for file in write_export(Deal(), Path(directory) / "map.csv")]
    ['map.csv', 'map.ties.csv']
    """
    target = Path(path)
    name = target.name.lower()
    ending = next((each for each in TEXTS if name.endswith(each)), target.suffix.lower())
    if ending in TEXTS:
        return (write_atomic(target, TEXTS[ending](deal)),)
    taken = next((each for each in TAKEN if name.endswith(each)), None)
    if taken is not None:
        what = f"{taken} is no table of people"
        remedy = "use a name that ends in .csv; the ties go beside it"
        if taken in CRM:
            remedy = f"that is an update of a CRM, made of a plan: influence plan DEAL -o NAME{taken}; else {remedy}"
        raise FileAccessError(Problem((), what, remedy, file=str(target)))
    if ending == ".csv":
        ties = target.with_name(f"{target.stem}.ties.csv")
        return write_atomic(target, people_csv(deal)), write_atomic(ties, ties_csv(deal))
    if ending in DEALS:
        return (write_deal(deal, target, keep_comments=keep_comments),)
    remedy = f"use a name that ends in {', '.join(EXPORTS)}"
    raise FileAccessError(Problem((), "has no ending that is known", remedy, file=str(target)))


def write_results(plan: Plan, path: str | os.PathLike[str]) -> Path:
    """Write a plan for other tools: a workbook of people, ties, plan and questions, or a CRM's update file.

    Parameters
    ----------
    plan : Plan
    path : path-like
        Ending in .xlsx, .hubspot.csv or .salesforce.csv.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileAccessError
        If the ending is not known or the file cannot be written.
    MissingExtraError
        If a workbook is asked for and openpyxl is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     file = write_results(plan(load_example("power_grid_en")), Path(directory) / "update.hubspot.csv")
    ...     print(file.read_text("utf-8").splitlines()[0])
    Record ID,Email,Buying Role,Next step
    """
    target = Path(path)
    for ending, system in CRM.items():
        if target.name.lower().endswith(ending):
            return write_atomic(target, crm_csv(plan, system))
    if target.suffix.lower() != ".xlsx":
        remedy = f"use a name that ends in .xlsx, {', '.join(CRM)}"
        raise FileAccessError(Problem((), "has no ending that is known", remedy, file=str(target)))
    return write_atomic(target, results_workbook(plan))
