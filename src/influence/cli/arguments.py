"""What the command understands."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # argparse's own type is generic for type checkers only
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

__all__ = ["build_parser"]


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
    _new(commands)
    _plan(commands)
    _paths(commands)
    _review(commands)
    _convert(commands)
    commands.add_parser("schema", help="print the JSON Schema of the deal file")
    demo = commands.add_parser("demo", help="print the plan of the shipped example")
    demo.add_argument("--language", choices=["en", "zh"], default="en", help="which twin of the example")
    return parser


def _new(commands: Commands) -> None:
    parser = commands.add_parser("new", help="write a commented starting file")
    parser.add_argument("file", help="the file to make, ending in .yaml")


def _plan(commands: Commands) -> None:
    parser = commands.add_parser("plan", help="whom to equip with which argument")
    parser.add_argument("deal", help="a deal file")
    parser.add_argument("--capacity", type=float, metavar="H", help="hours; the deal's own where not given")
    parser.add_argument("--method", choices=["auto", "exact", "greedy"], default="auto")
    for name, help_text in (
        ("include", "admit a candidate although their support is low"),
        ("exclude", "leave a person, an argument or a pair out"),
        ("require", "force a person, an argument or a pair into the plan"),
    ):
        parser.add_argument(f"--{name}", action="append", metavar="X", help=f"{help_text}; PERSON:ARGUMENT is a pair")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _paths(commands: Commands) -> None:
    parser = commands.add_parser("paths", help="the strongest ways to a decider")
    parser.add_argument("deal", help="a deal file")
    parser.add_argument("--to", metavar="ID", help="to whom; the decider with the most power where not given")
    parser.add_argument("-k", type=int, default=5, help="how many (5)")
    parser.add_argument("--concern", metavar="C", help="on one concern")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _review(commands: Commands) -> None:
    parser = commands.add_parser("review", help="what is missing or risky; exit code 1 where something is urgent")
    parser.add_argument("deal", help="a deal file")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _convert(commands: Commands) -> None:
    parser = commands.add_parser("convert", help="write a deal in another format")
    parser.add_argument("source", metavar="IN", help="a deal file")
    parser.add_argument("target", metavar="OUT", help="the file to write: .yaml or .json")
