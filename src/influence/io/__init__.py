"""Everything that comes in or goes out as a file."""

from influence.io.calendar_writer import calendar_bytes, write_calendar
from influence.io.deal_directory import read_deals
from influence.io.deal_reader import parse_deal, read_deal
from influence.io.deal_writer import deal_text, write_deal
from influence.io.examples import load_example
from influence.io.exporting.files import write_export, write_results
from influence.io.importing.import_report import Import, RowReport
from influence.io.importing.merging import Merge, MergeConflict, merge_import
from influence.io.importing.people import read_people
from influence.io.json_schema import deal_schema

__all__ = [
    "Import",
    "Merge",
    "MergeConflict",
    "RowReport",
    "calendar_bytes",
    "deal_schema",
    "deal_text",
    "load_example",
    "merge_import",
    "parse_deal",
    "read_deal",
    "read_deals",
    "read_people",
    "write_calendar",
    "write_deal",
    "write_export",
    "write_results",
]
