"""What each command does."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from influence._files import write_atomic
from influence._show import Result
from influence.advise import review
from influence.errors import FileAccessError, PlanningError, Problem
from influence.graph import strongest_paths
from influence.io import deal_schema, load_example, read_deal, write_deal
from influence.io.starter import STARTER
from influence.planning import plan

__all__ = ["COMMANDS"]


def _show(result: Result, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(result)


def _choices(given: list[str] | None) -> list[str | tuple[str, str]] | None:
    if given is None:
        return None
    found: list[str | tuple[str, str]] = []
    for text in given:
        person, colon, argument = text.partition(":")
        found.append((person, argument) if colon else text)
    return found


def _new(options: argparse.Namespace) -> int:
    target = Path(options.file)
    if target.exists():
        problem = Problem((), "exists already", "choose another name, or take the file away", file=str(target))
        raise FileAccessError(problem)
    if target.suffix.lower() not in (".yaml", ".yml"):
        raise FileAccessError(Problem((), "has no ending that is known", "use a name that ends in .yaml", str(target)))
    write_atomic(target, STARTER)
    print(f"wrote {target}; now: influence plan {target}")
    return 0


def _plan(options: argparse.Namespace) -> int:
    deal = read_deal(options.deal)
    try:
        found = plan(
            deal,
            capacity=options.capacity,
            method=options.method,
            include=_choices(options.include),
            exclude=_choices(options.exclude),
            require=_choices(options.require),
        )
    except PlanningError as error:
        raise PlanningError([problem.at(options.deal, problem.line) for problem in error.problems]) from error
    _show(found, options.json)
    return 0


def _paths(options: argparse.Namespace) -> int:
    found = strongest_paths(read_deal(options.deal), to=options.to, k=options.k, concern=options.concern)
    _show(found, options.json)
    return 0


def _review(options: argparse.Namespace) -> int:
    found = review(read_deal(options.deal))
    _show(found, options.json)
    return 1 if found.urgent else 0


def _convert(options: argparse.Namespace) -> int:
    write_deal(read_deal(options.source), options.target)
    return 0


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(deal_schema(), ensure_ascii=False, indent=2))
    return 0


def _demo(options: argparse.Namespace) -> int:
    print(plan(load_example("power_grid" if options.language == "zh" else "power_grid_en")))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "new": _new,
    "plan": _plan,
    "paths": _paths,
    "review": _review,
    "convert": _convert,
    "schema": _schema,
    "demo": _demo,
}
