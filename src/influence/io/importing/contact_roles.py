"""Who plays which role in an opportunity: the second export of Salesforce, joined by the contact's id."""

from __future__ import annotations

from typing import Any

from influence.io.importing.columns import Columns
from influence.io.importing.fields import add_roles, is_yes
from influence.io.importing.identity import Directory
from influence.io.importing.import_report import Row
from influence.io.importing.labels import plain
from influence.io.importing.remarks import Remark, Word, remark
from influence.io.importing.tables import RawTable

__all__ = ["add_contact_roles", "is_contact_roles"]


def is_contact_roles(table: RawTable) -> bool:
    """Whether a table is an export of OpportunityContactRole: contacts by id, and a role or the primary one."""
    headings = set(map(plain, table.headings))
    return "contactid" in headings and bool(headings & {"role", "isprimary", "primary"})


def add_contact_roles(
    table: RawTable, columns: Columns, people: dict[str, dict[str, Any]], directory: Directory
) -> tuple[list[Row], list[Remark]]:
    """Add the roles to the people; return what became of every row, and what to say of the whole.

    Parameters
    ----------
    table : RawTable
    columns : Columns
    people : dict
        Id → fields; added to.
    directory : Directory

    Returns
    -------
    tuple of (list of Row, list of Remark)
    """
    rows = []
    opportunities: dict[str, None] = {}
    for line, cells in table.rows:
        values = columns.values(cells)
        remarks = [*columns.ragged(cells), *table.remarks.get(line, ())]
        found = directory.find(values.get("contact", ""))
        if len(found) != 1 or is_yes(values.get("deleted", "")):
            absent = remark("contact_absent", word=Word(values.get("contact", "")))
            why = remark("deleted") if found else absent
            rows.append(Row(table.file, line, "refused", "", (*remarks, why), "role"))
            continue
        fields = people[found[0]]
        add_roles(fields, values.get("roles", ""), remarks)
        if "opportunity" in values:
            opportunities[values["opportunity"]] = None
        if is_yes(values.get("primary", "")):
            fields.setdefault("refs", {})["primary_of"] = values.get("opportunity", "yes")
            remarks.append(remark("primary_contact"))
        rows.append(Row(table.file, line, "merged", found[0], tuple(remarks), "role"))
    notes = [remark("roles_joined", file=table.file)]
    if len(opportunities) > 1:
        notes.append(remark("several_opportunities", file=table.file, count=len(opportunities)))
    return rows, notes
