"""What each command does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from influence._files import write_atomic
from influence._show import wrap
from influence._text import phrase
from influence.advise import questions, review, schedule, sensitivity, stress
from influence.cli.deals import as_json, read_in_language, show
from influence.cli.differences import show_difference
from influence.cli.imports import import_contacts
from influence.cli.pictures import draw_view
from influence.cli.scorecards import show_scorecard
from influence.errors import FileAccessError, PlanningError, Problem
from influence.graph import anonymize, strongest_paths
from influence.io import (
    deal_schema,
    load_example,
    read_deal,
    write_calendar,
    write_deal,
    write_export,
    write_results,
)
from influence.io.starter import CHINESE_STARTER, STARTER
from influence.model import Deal
from influence.pages import report
from influence.planning import plan
from influence.planning.first_questions import too_little_text

__all__ = ["COMMANDS"]

WIDTH = 100
QUICK_DRAWS = 100
"""Ways the deal may be behind the interval that stands below a plan."""


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
    ending = target.suffix.lower()
    if ending not in (".yaml", ".yml", ".xlsx"):
        remedy = "use a name that ends in .yaml or .xlsx"
        raise FileAccessError(Problem((), "has no ending that is known", remedy, str(target)))
    if ending == ".xlsx":
        # the filled rows are an example to write over
        write_deal(load_example("power_grid" if options.language == "zh" else "power_grid_en"), target)
    else:
        write_atomic(target, CHINESE_STARTER if options.language == "zh" else STARTER)
    print(phrase("exports.started", options.language, file=target))
    return 0


def _plan(options: argparse.Namespace) -> int:
    deal = read_in_language(options.deal, options.language)
    try:
        found = plan(
            deal,
            capacity=options.capacity,
            load=options.load,
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
        raise PlanningError([_located(problem, options) for problem in error.problems]) from error
    if options.output is None:
        show(found, options.json)
        if not options.json and found.model == "cascade" and found.steps:
            told = str(sensitivity(found, draws=QUICK_DRAWS)).split("\n\n")[0].splitlines()
            print("", *(part for line in told for part in wrap(line, WIDTH, "", "  ")), sep="\n")
        return 0
    target = Path(options.output)
    if target.suffix.lower() == ".json":
        write_atomic(target, as_json(found) + "\n")
    elif target.suffix.lower() in (".xlsx", ".csv"):
        write_results(found, target)
    else:
        report(found, target, start=options.start)
    print(phrase("exports.wrote", deal.language, file=target))
    return 0


def _located(problem: Problem, options: argparse.Namespace) -> Problem:
    """Return a problem with the option it comes from, else with the deal's file."""
    field = str(problem.where[0]) if problem.where else ""
    if getattr(options, field, None) is not None:
        return replace(problem, where=(f"--{field}", *problem.where[1:]))
    return problem.at(options.deal, problem.line)


def first_five(deal: Deal) -> str:
    """Return the questions to ask before there can be a plan."""
    return "\n".join(too_little_text(deal))


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


def _schedule(options: argparse.Namespace) -> int:
    deal = read_in_language(options.deal, options.language)
    target = None if options.output is None else Path(options.output)
    # a calendar needs days: without a start it begins on the deal's own
    calendar = target is not None and target.suffix.lower() == ".ics"
    start = options.start or (deal.today if calendar else None)
    found = schedule(plan(deal), start, options.hours_per_week, questions(deal))
    if target is None:
        show(found, options.json)
        return 0
    if target.suffix.lower() == ".ics":
        write_calendar(found, target)
    elif target.suffix.lower() == ".md":
        write_atomic(target, f"{found}\n")
    else:
        remedy = "use a name that ends in .ics or .md"
        raise FileAccessError(Problem((), "has no ending that is known", remedy, file=str(target)))
    print(phrase("exports.wrote", deal.language, file=target))
    return 0


def _convert(options: argparse.Namespace) -> int:
    deal = read_deal(options.source)
    told = anonymize(deal) if options.anonymize else deal
    for file in write_export(told, options.target, keep_comments=not options.anonymize):
        print(phrase("exports.wrote", deal.language, file=file))
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
    "schedule": _schedule,
    "scorecard": show_scorecard,
    "stress": _stress,
    "convert": _convert,
    "diff": show_difference,
    "import": import_contacts,
    "draw": draw_view,
    "schema": _schema,
    "demo": _demo,
}
