"""What each command does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from influence._files import write_atomic
from influence.advise import questions, review, sensitivity, stress
from influence.advise.first_questions import opening_questions
from influence.advise.sensitivity_analysis import speaker
from influence.cli.deals import as_json, read_in_language, show
from influence.cli.pictures import draw_view
from influence.errors import FileAccessError, PlanningError, Problem
from influence.graph import anonymize, strongest_paths
from influence.io import deal_schema, load_example, read_deal, write_deal
from influence.io.starter import STARTER
from influence.model import Deal, diff
from influence.planning import plan

__all__ = ["COMMANDS"]


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
    deal = read_in_language(options.deal, options.language)
    try:
        found = plan(
            deal,
            capacity=options.capacity,
            model=options.model,
            method=options.method,
            introductions=options.introductions,
            robust=options.robust,
            include=_choices(options.include),
            exclude=_choices(options.exclude),
            require=_choices(options.require),
        )
    except PlanningError as error:
        if not deal.deciders or not deal.arguments:
            print(first_five(deal), file=sys.stderr)
        raise PlanningError([problem.at(options.deal, problem.line) for problem in error.problems]) from error
    if options.output is None:
        show(found, options.json)
        if not options.json and found.model == "cascade" and found.steps:
            print("\n" + str(sensitivity(found)).split("\n\n")[0])
        return 0
    target = Path(options.output)
    if target.suffix.lower() != ".json":
        remedy = "use a name that ends in .json"
        raise FileAccessError(Problem((), "has no ending that is known", remedy, file=str(target)))
    write_atomic(target, as_json(found) + "\n")
    print(f"wrote {target}")
    return 0


def first_five(deal: Deal) -> str:
    """Return the questions to ask before there can be a plan."""
    asked = opening_questions(deal)
    return "\n".join([speaker(deal)("too_little"), *(f"  {number}. {text}" for number, text in enumerate(asked, 1))])


def _paths(options: argparse.Namespace) -> int:
    found = strongest_paths(
        read_in_language(options.deal, options.language), to=options.to, k=options.k, concern=options.concern
    )
    show(found, options.json)
    return 0


def _review(options: argparse.Namespace) -> int:
    found = review(read_in_language(options.deal, options.language))
    show(found, options.json)
    return 1 if found.urgent else 0


def _questions(options: argparse.Namespace) -> int:
    show(questions(read_in_language(options.deal, options.language)), options.json)
    return 0


def _stress(options: argparse.Namespace) -> int:
    show(stress(plan(read_in_language(options.deal, options.language))), options.json)
    return 0


def _convert(options: argparse.Namespace) -> int:
    deal = read_deal(options.source)
    write_deal(anonymize(deal) if options.anonymize else deal, options.target)
    return 0


def _diff(options: argparse.Namespace) -> int:
    show(diff(read_deal(options.first), read_deal(options.second)), options.json)
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
    "questions": _questions,
    "stress": _stress,
    "convert": _convert,
    "diff": _diff,
    "draw": draw_view,
    "schema": _schema,
    "demo": _demo,
}
