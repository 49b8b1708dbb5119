"""The command ``draw``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
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
    drawing = _VIEWS[options.view](deal, DARK if options.dark else LIGHT)
    if options.output is None:
        print(drawing)
    else:
        print(f"wrote {drawing.save(options.output)}")
    return 0


def _org(deal: Deal, style: Style) -> Drawing:
    from influence.draw import org_chart

    return org_chart(deal, style=style)


def _influence(deal: Deal, style: Style) -> Drawing:
    from influence.draw import influence_map

    return influence_map(deal, style=style)


def _paths(deal: Deal, style: Style) -> Drawing:
    from influence.draw import paths

    return paths(deal, style=style)


def _plan(deal: Deal, style: Style) -> Drawing:
    from influence.draw import plan as draw_plan
    from influence.planning import plan

    return draw_plan(plan(deal), style=style)


def _power(deal: Deal, style: Style) -> Drawing:
    from influence.draw import power_interest

    return power_interest(deal, style=style)


def _concerns(deal: Deal, style: Style) -> Drawing:
    from influence.draw import concerns

    return concerns(deal, style=style)


def _tornado(deal: Deal, style: Style) -> Drawing:
    from influence.advise import sensitivity
    from influence.draw import tornado
    from influence.planning import plan

    return tornado(sensitivity(plan(deal)), style=style)


def _frontier(deal: Deal, style: Style) -> Drawing:
    from influence.draw import frontier as draw_frontier
    from influence.planning import frontier

    return draw_frontier(frontier(deal), style=style)


def _timeline(deal: Deal, style: Style) -> Drawing:
    from influence.advise import schedule
    from influence.draw import timeline
    from influence.planning import plan

    return timeline(schedule(plan(deal), start=deal.today), style=style)


_VIEWS: dict[str, Callable[[Deal, Style], Drawing]] = {
    "org": _org,
    "influence": _influence,
    "paths": _paths,
    "plan": _plan,
    "power": _power,
    "concerns": _concerns,
    "tornado": _tornado,
    "frontier": _frontier,
    "timeline": _timeline,
}
