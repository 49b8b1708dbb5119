"""One answer of every kind that the library gives, for tests that walk over all of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from influence._show import Result
from influence.advise import questions, review, schedule, scorecard, sensitivity, stress
from influence.graph import cut_points, strongest_paths, to_networkx
from influence.io import merge_import, read_people, write_deal, write_export
from influence.model import Deal, diff
from influence.planning import Plan, compare, frontier, pareto, plan, replan, select_sources
from influence.propagate import (
    equilibrium,
    key_people,
    key_ties,
    opinion_shares,
    reach,
    reach_probability,
    standing,
)

__all__ = ["every_result"]


def every_result(deal: Deal, planned: Plan) -> list[Result]:
    """Return one answer of every kind about a deal that has a plan.

    Parameters
    ----------
    deal : Deal
    planned : Plan
        Its plan.

    Returns
    -------
    list of Result
    """
    ally, argument = planned.equip[0]
    other = plan(deal, exclude=[(ally, argument)])
    graph = to_networkx(deal)
    decider = max(deal.deciders, key=deal.deciders.__getitem__)
    weights = np.array([[0.0, 1.0], [1.0, 0.0]])
    first = next(iter(deal.organization))
    with tempfile.TemporaryDirectory() as name:
        people, _ = write_export(deal, Path(name) / "people.csv")
        found = read_people(people)
        write_deal(deal, Path(name) / "deal.yaml")
    asked = questions(deal)
    return [
        planned,
        compare(planned, other),
        diff(deal, deal.what_if(**{first: {"support": "enemy"}})),
        replan(planned, deal.what_if(**{first: {"support": "enemy"}})),
        pareto(deal, worlds=256),
        frontier(deal, worlds=256),
        select_sources(graph, decider, 2),
        cut_points(deal),
        strongest_paths(deal),
        scorecard(deal),
        stress(planned),
        review(deal, planned),
        schedule(planned, start="2026-11-02", questions=asked),
        asked,
        sensitivity(planned, draws=50),
        key_people(deal),
        key_ties(deal),
        equilibrium(weights, [0.5, 0.5], [0.0, 1.0]),
        opinion_shares(weights, [0.5, 0.5], 0),
        reach_probability(graph, ally, decider),
        standing(deal, planned.equip),
        reach(deal, planned.equip),
        found,
        merge_import(deal, found),
    ]
