"""All views of one deal on one sheet.

``python examples/picture_sheet.py 60 zh sheet.png`` draws a made-up company of 60 people.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from companies import company
from matplotlib.figure import Figure

import influence as inf

COLUMNS = 2
WIDTH, CELL = 18.0, 6.2
"""Inches: of the sheet, and the height of a picture on it."""
MANY = 100
"""People beyond which hours and unknowns are left off the sheet."""


def sheet(deal: inf.Deal, style: inf.draw.Style = inf.draw.LIGHT) -> Figure:
    """Return a sheet with every view of a deal.

    Parameters
    ----------
    deal : influence.Deal
        With a decider and at least one argument.
    style : influence.draw.Style
    """
    chosen = inf.plan(deal)
    first = next(iter(chosen.allies), next(iter(deal.organization)))
    later = deal.what_if({first: {"support": "mentor", "access": "in_depth"}})
    views: list[Callable[..., inf.draw.Drawing]] = [
        lambda **how: inf.draw.org_chart(deal, **how),
        lambda **how: inf.draw.influence_map(deal, **how),
        lambda **how: inf.draw.plan(chosen, **how),
        lambda **how: inf.draw.paths(deal, **how),
        lambda **how: inf.draw.timeline(inf.schedule(chosen, start="2026-11-02"), **how),
        lambda **how: inf.draw.diff(deal, later, **how),
        lambda **how: inf.draw.power_interest(deal, **how),
        lambda **how: inf.draw.concerns(deal, **how),
    ]
    # what these two show does not grow with the organization, but what they are computed from takes minutes
    views += (
        []
        if len(deal.organization) > MANY
        else [
            lambda **how: inf.draw.frontier(inf.frontier(deal), **how),
            lambda **how: inf.draw.tornado(inf.sensitivity(chosen, draws=100), **how),
        ]
    )
    rows = -(-len(views) // COLUMNS)
    figure = Figure(figsize=(WIDTH, rows * CELL), facecolor=style.colors["paper"])
    for number, view in enumerate(views):
        row, column = divmod(number, COLUMNS)
        ax = figure.add_axes(
            (column / COLUMNS + 0.005, 1 - (row + 1) / rows + 0.003, 1 / COLUMNS - 0.01, 1 / rows - 0.006)
        )
        view(ax=ax, style=style).figure  # noqa: B018 (asking for the figure draws on the axes)
    return figure


if __name__ == "__main__":
    people, language, file = sys.argv[1:]
    sheet(company(int(people), language)).savefig(file, dpi=80)
