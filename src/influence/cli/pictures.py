"""The command ``draw``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from influence.cli.deals import read_in_language

if TYPE_CHECKING:
    from influence.draw import Drawing, Style
    from influence.model import Deal

__all__ = ["draw_view"]


def draw_view(options: argparse.Namespace) -> int:
    """Draw one view of a deal, into a file or as text."""
    from influence.draw import DARK, LIGHT

    deal = read_in_language(options.deal, options.language)
    drawing = _views(deal, DARK if options.dark else LIGHT, options.to, options.people)[options.view]()
    if options.output is None:
        print(drawing)
    else:
        print(f"wrote {drawing.save(options.output)}")
    return 0


def _views(
    deal: Deal, style: Style, to: str | None, people: Collection[str] | None
) -> dict[str, Callable[[], Drawing]]:
    """Return what draws each view; what it shows is computed when it is called."""
    from influence import advise, draw, planning

    return {
        "org": lambda: draw.org_chart(deal, style=style),
        "influence": lambda: draw.influence_map(deal, style=style, people=people),
        "paths": lambda: draw.paths(deal, style=style, to=to),
        "plan": lambda: draw.plan(planning.plan(deal), style=style),
        "power": lambda: draw.power_interest(deal, style=style),
        "concerns": lambda: draw.concerns(deal, style=style),
        "tornado": lambda: draw.tornado(advise.sensitivity(planning.plan(deal)), style=style),
        "frontier": lambda: draw.frontier(planning.frontier(deal), style=style),
        "timeline": lambda: draw.timeline(advise.schedule(planning.plan(deal), start=deal.today), style=style),
    }
