"""What the command understands."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # argparse's own type is generic for type checkers only
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

__all__ = ["VIEWS", "build_parser"]

VIEWS = ("org", "influence", "paths", "plan", "power", "concerns", "tornado", "frontier", "timeline")
JSON_HELP = "print one JSON document"


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Returns
    -------
    argparse.ArgumentParser
    """
    parser = argparse.ArgumentParser(
        prog="influence", description="Find the ways to the decision maker and plan whom to equip with what."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    new = commands.add_parser("new", help="write a commented starting file")
    new.add_argument("file", help="the file to make, ending in .yaml or .xlsx")
    new.add_argument(
        "--language", choices=["en", "zh"], default="en", help="of the file: its comments, its headings and labels"
    )
    _plan(commands)
    _paths(commands)
    for name, help_text in (
        ("review", "what is missing or risky; exit code 1 where something is urgent"),
        ("questions", "what to find out next, of whom"),
        ("stress", "what the loss of each person or tie would cost"),
    ):
        _deal(commands.add_parser(name, help=help_text))
    card = _deal(commands.add_parser("scorecard", help="what a sales method sees in the deal"))
    card.add_argument("--method", default="meddpicc", metavar="M", help="a known method, or a .toml file (meddpicc)")
    _schedule(commands)
    _draw(commands)
    diff = commands.add_parser("diff", help="what changed from one deal to another")
    diff.add_argument("first", metavar="A", help="a deal file")
    diff.add_argument("second", metavar="B", help="a deal file")
    diff.add_argument("--language", choices=["en", "zh"], help="of what is written; the second deal's where not given")
    diff.add_argument("--view", choices=["org", "influence"], help="of the picture: reporting lines, or who moves whom")
    shown = diff.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help=JSON_HELP)
    shown.add_argument("-o", "--output", metavar="FILE", help="draw it: .svg, .png, .pdf, .html or .txt")
    _import(commands)
    _convert(commands)
    commands.add_parser("schema", help="print the JSON Schema of the deal file")
    demo = commands.add_parser("demo", help="print the plan of the shipped example")
    demo.add_argument("--language", choices=["en", "zh"], default="en", help="which twin of the example")
    return parser


def _deal(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("deal", help="a deal file")
    parser.add_argument("--language", choices=["en", "zh"], help="of what is written; the deal's own where not given")
    parser.add_argument("--json", action="store_true", help=JSON_HELP)
    return parser


def _plan(commands: Commands) -> None:
    parser = _deal(commands.add_parser("plan", help="whom to equip with which argument"))
    parser.add_argument("--capacity", type=float, metavar="H", help="hours; the deal's own where not given")
    parser.add_argument("--model", choices=["cascade", "consensus"], default="cascade", help="reach, or standing")
    parser.add_argument("--method", choices=["auto", "exact", "greedy"], default="auto")
    parser.add_argument("--introductions", action="store_true", default=None, help="an ally may open a door")
    parser.add_argument("--robust", action="store_true", help="be good where things are worse than they look")
    for name, help_text in (
        ("include", "admit a candidate although their support is low"),
        ("exclude", "leave a person, an argument or a pair out"),
        ("require", "force a person, an argument or a pair into the plan"),
    ):
        parser.add_argument(f"--{name}", action="append", metavar="X", help=f"{help_text}; PERSON:ARGUMENT is a pair")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write a page (.html, .md), the JSON document (.json), a workbook (.xlsx), .hubspot.csv",
    )


def _paths(commands: Commands) -> None:
    parser = _deal(commands.add_parser("paths", help="the strongest ways to a decider"))
    parser.add_argument("--to", metavar="ID", help="to whom; the decider with the most power where not given")
    parser.add_argument("-k", type=int, default=5, help="how many (5)")
    parser.add_argument("--concern", metavar="C", help="on one concern")


def _schedule(commands: Commands) -> None:
    parser = _deal(commands.add_parser("schedule", help="who is met when, with which question, prop and next step"))
    parser.add_argument("--start", metavar="DATE", help="the first day, as 2026-10-12")
    parser.add_argument("--hours-per-week", type=float, metavar="H", help="hours for this deal in a week")
    parser.add_argument("-o", "--output", metavar="FILE", help="write a calendar (.ics) or a text (.md)")


def _draw(commands: Commands) -> None:
    parser = commands.add_parser("draw", help="draw the map; without -o as text")
    parser.add_argument("deal", help="a deal file")
    parser.add_argument("--language", choices=["en", "zh"], help="of what is written; the deal's own where not given")
    parser.add_argument("--view", choices=VIEWS, default="org", help="what to draw (org)")
    parser.add_argument("--dark", action="store_true", help="light on dark")
    parser.add_argument("-o", "--output", metavar="FILE", help="write .svg, .png, .pdf, .html or .txt")


def _import(commands: Commands) -> None:
    parser = commands.add_parser("import", help="make a deal from contacts")
    parser.add_argument("people", metavar="PEOPLE", help="a table of people: a CRM export, CSV, TSV or Excel")
    parser.add_argument(
        "ties", metavar="TIES", nargs="*", help="tables of ties, mails or meetings; Salesforce's contact roles"
    )
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("-o", "--output", metavar="FILE", help="the deal file to write")
    place.add_argument("--into", metavar="FILE", help="the deal file to add to; what it says stays")
    parser.add_argument("--map", metavar="FILE", help="JSON: heading to our field, where the heading does not tell")
    parser.add_argument("--encoding", metavar="E", help="of the files; found out where not given")
    parser.add_argument("--since", metavar="DATE", help="the first day of which mails and meetings count")
    parser.add_argument("--until", metavar="DATE", help="the last day of which mails and meetings count")
    parser.add_argument(
        "--same", action="append", metavar="A=B", help="A and B are one person; B goes into A; may be repeated"
    )
    parser.add_argument(
        "--language",
        choices=["en", "zh"],
        help="of the report; that of the deal added to, else Chinese where most headings or most names are",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")


def _convert(commands: Commands) -> None:
    parser = commands.add_parser("convert", help="write a deal in another format")
    parser.add_argument("source", metavar="IN", help="a deal file")
    parser.add_argument(
        "target",
        metavar="OUT",
        help="the file to write, its ending says the format; what is there is replaced, YAML comments stay",
    )
    parser.add_argument("--anonymize", action="store_true", help="without names, texts and sources")
