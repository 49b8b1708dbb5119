"""Every kind of answer becomes a frame of every library; what is anonymous stays so in all that is shown of it."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import narwhals
import numpy as np
import openpyxl
import pytest

from influence import draw
from influence._show import Result
from influence.advise import schedule, sensitivity
from influence.graph import anonymize
from influence.io import load_example, write_calendar, write_export, write_results
from influence.io.exporting.files import EXPORTS
from influence.model import Deal
from influence.pages import report
from influence.planning import Plan, plan
from tests.every_result import every_result
from tests.test_project import modules

MARK = "zqx"


@cache
def answers(name: str) -> tuple[Result, ...]:
    deal = load_example(name)
    return tuple(every_result(deal, plan(deal)))


def kinds(base: Any) -> set[Any]:
    return {each for sub in base.__subclasses__() for each in (sub, *kinds(sub))}


def test_no_kind_of_answer_is_forgotten() -> None:
    modules()
    library = {kind for kind in kinds(Result) if kind.__module__.startswith("influence.")}
    assert {type(answer) for answer in answers("power_grid_en")} == library


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("name", ["power_grid", "power_grid_en"])
def test_every_table_is_a_frame_of_every_library(name: str, backend: Any) -> None:
    for answer in answers(name):
        tables = answer.tables()
        assert tables, type(answer)
        for table, rows in tables.items():
            frame = narwhals.from_native(answer.to_frame(table, backend=backend), eager_only=True)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            assert frame.columns == columns if rows else frame.columns, (type(answer), table)
            assert len(frame) == len(rows), (type(answer), table)
            for column in columns:
                given = [row.get(column) for row in rows]
                kept = frame[column].to_list()
                for one, other in zip(given, kept, strict=True):
                    if isinstance(one, (int, float)) and one is not None:
                        assert other == pytest.approx(one)
                    elif isinstance(one, str):
                        assert other == one


def without_rows(answer: Any) -> Result:
    """Return an answer in which every list of records, people or pairs is empty."""
    bare = {}
    for each in fields(answer):
        value = getattr(answer, each.name)
        if isinstance(value, np.ndarray) or (isinstance(value, tuple) and not all(isinstance(x, float) for x in value)):
            bare[each.name] = value[:0]
    return cast("Result", replace(answer, **bare))


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_table_without_rows_keeps_its_columns(backend: Any) -> None:
    for answer in answers("power_grid_en"):
        bare = without_rows(answer)
        for table, rows in answer.tables().items():
            left = bare.tables()[table]
            # an estimate is one row, and two plans have two values
            assert not left or (type(answer).__name__, table) in {("Estimate", "estimate"), ("Comparison", "values")}
            frame = narwhals.from_native(bare.to_frame(table, backend=backend), eager_only=True)
            assert len(frame) == len(left)
            full = narwhals.from_native(answer.to_frame(table, backend=backend), eager_only=True)
            assert frame.columns == full.columns, (type(answer), table)
            assert set(frame.columns) == {column for row in rows for column in row} or not rows
            assert frame.columns


def test_a_sheet_of_a_plan_without_steps_has_its_headings(tmp_path: Path) -> None:
    planned = plan(load_example("power_grid_en"))
    file = write_results(replace(planned, steps=()), tmp_path / "plan.xlsx")
    headings = [[cell.value for cell in row] for row in openpyxl.load_workbook(file)["plan"].iter_rows()]
    assert headings == [list(planned.tables()["plan"][0])]


def test_every_answer_is_plain_data() -> None:
    for answer in answers("power_grid_en"):
        assert json.loads(json.dumps(answer.to_dict())) == json.loads(json.dumps(answer.to_dict()))
        assert str(answer).strip()


def marked_deal() -> Deal:
    """A deal in which everything that somebody wrote holds a mark, ids too."""
    note = {"notes": f"{MARK} note", "refs": {f"{MARK}_system": f"{MARK}-007"}}
    told = [{"who": f"{MARK}_ally", "seen": "2026-05-01", "note": f"{MARK} said"}, "us"]
    people: dict[str, Any] = {
        f"{MARK}_boss": {
            "roles": ["decision_maker"],
            "access": "brief",
            "function": "executive",
            "concerns": {
                "price": {"weight": 0.8, "kind": "need", "why": [f"{MARK} because"], "root": f"{MARK} root"},
                f"{MARK}_own": {"weight": 0.4, "sources": told},
            },
        },
        f"{MARK}_ally": {
            "support": "mentor",
            "access": "in_depth",
            "reports_to": f"{MARK}_boss",
            "function": "technical",
        },
        f"{MARK}_second": {"support": "supporter", "access": "multiple", "reports_to": f"{MARK}_boss"},
        f"{MARK}_rival": {"support": "enemy", "access": "brief", "reports_to": f"{MARK}_boss"},
    }
    for person, record in people.items():
        text = {"name": f"{MARK} name {person}", "title": f"{MARK} title", "department": f"{MARK} department"}
        record |= {**text, "email": f"{MARK}@x.example", "sources": told, "seen": "2026-05-01", **note}
    tie = {"from": f"{MARK}_ally", "to": f"{MARK}_boss", "strength": "strong", "sources": told, "name": f"{MARK} tie"}
    conflict = {"from": f"{MARK}_second", "to": f"{MARK}_rival", "kind": "conflicts", **note}
    whole: dict[str, Any] = {
        "name": f"{MARK} deal",
        "as_of": "2026-06-01",
        "capacity": 8.0,
        "organization": {
            "name": f"{MARK} customer",
            "stakeholders": people,
            "ties": [{**tie, "strength_on": {f"{MARK}_own": 0.6}, **note}, conflict],
            **note,
        },
        "decision": {"deciders": {f"{MARK}_boss": 1}, "vetoes": [f"{MARK}_rival"], "by": "2026-12-24", **note},
        "concerns": {f"{MARK}_own": {"name": f"{MARK} concern", "kind": "need", "functions": ["technical"], **note}},
        "arguments": {
            f"{MARK}_tco": {
                "claim": f"{MARK} claim",
                "answers": {"price": 0.8, f"{MARK}_own": 0.5},
                "props": [f"{MARK} prop"],
                "name": f"{MARK} argument",
                **note,
            }
        },
        "sellers": {f"{MARK}_us": {"hours": 20, "access": {f"{MARK}_ally": 0.9}, "name": f"{MARK} seller"}},
        "budget": {"status": "to_arrange", "owner": f"{MARK}_second", "process": f"{MARK} process", "amount": 7654321},
        "rivals": {f"{MARK}_them": {"supporters": [f"{MARK}_rival"], "name": f"{MARK} rival"}},
        "log": [{"date": "2026-05-20", "with": [f"{MARK}_ally"], "learned": [f"{MARK} fact"], "next": f"{MARK} next"}],
        "planning": {"include": [f"{MARK}_ally"]},
        **note,
    }
    return Deal.model_validate(whole)


def shown(hidden: Deal, planned: Plan, place: Path) -> dict[str, str]:
    """Everything that the library shows of a deal, by what it is."""
    found = {f"{type(each).__name__} text": str(each) for each in every_result(hidden, planned)}
    for each in every_result(hidden, planned):
        found[f"{type(each).__name__} data"] = json.dumps(each.to_dict(), ensure_ascii=False)
        found[f"{type(each).__name__} tables"] = str({name: list(rows) for name, rows in each.tables().items()})
        found[f"{type(each).__name__} notebook"] = str(each._repr_mimebundle_())
    pictures = [
        *(
            view(hidden)
            for view in (draw.org_chart, draw.influence_map, draw.paths, draw.power_interest, draw.concerns)
        ),
        draw.plan(planned),
        draw.tornado(sensitivity(planned, draws=50)),
        draw.timeline(schedule(planned, start="2026-11-02")),
        draw.diff(hidden, hidden.what_if(**{next(iter(hidden.organization)): {"support": "enemy"}})),
    ]
    files = [place / f"picture{number}.{kind}" for number in range(len(pictures)) for kind in ("svg", "html", "txt")]
    for number, picture in enumerate(pictures):
        for kind in ("svg", "html", "txt"):
            picture.save(place / f"picture{number}.{kind}")
    for ending in EXPORTS:
        files += write_export(hidden, place / f"map{ending}", keep_comments=False)
    files += [write_results(planned, place / name) for name in ("plan.xlsx", "x.hubspot.csv", "x.salesforce.csv")]
    files.append(write_calendar(schedule(planned, start="2026-11-02"), place / "book.ics"))
    files += [report(planned, place / name) for name in ("page.html", "page.md")]
    for file in files:
        if file.suffix == ".xlsx":
            cells = [c for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows() for c in row]
            found[file.name] = "\n".join(f"{cell.value} {cell.comment}" for cell in cells)
        else:
            found[file.name] = file.read_text("utf-8")
    return found


def test_nothing_that_somebody_wrote_is_shown_of_an_anonymous_deal(tmp_path: Path) -> None:
    deal = marked_deal()
    hidden = anonymize(deal)
    planned = plan(hidden)
    assert planned.equip
    leaks = {
        what: text.count(MARK) for what, text in shown(hidden, planned, tmp_path).items() if MARK in text.casefold()
    }
    assert leaks == {}
    amounts = [what for what, text in shown(hidden, planned, tmp_path).items() if "7654321" in text.replace(",", "")]
    assert amounts == []
    # the same is full of them before
    assert all(MARK in text for what, text in shown(deal, plan(deal), tmp_path).items() if what.startswith("Plan "))


def test_an_anonymous_plan_is_the_same_plan() -> None:
    for deal in (marked_deal(), load_example("power_grid"), load_example("power_grid_en")):
        one, other = plan(deal), plan(anonymize(deal))
        assert other.value == one.value
        people = dict(zip(deal.organization, anonymize(deal).organization, strict=True))
        arguments = dict(zip(deal.arguments, anonymize(deal).arguments, strict=True))
        assert [(people[ally], arguments[argument]) for ally, argument in one.equip] == list(other.equip)
