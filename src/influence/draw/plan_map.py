"""A plan on the map: who is equipped with what, which ways it runs along, and how far the deciders are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from influence.draw.cards import Card, CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import Entry, framed, support_legend, title_of
from influence.draw.influence_layers import map_items, tie_legend
from influence.draw.scene import Box, Curve, Item, Text, moved
from influence.draw.style import LIGHT, Style
from influence.draw.ties_shown import ShownTie, shown_ties
from influence.planning import Plan
from influence.planning.lines import argument_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["picture_of_plan", "plan"]

SERIES = 6
"""Colours for concerns."""
READABLE = 40
"""People up to which everybody is on the picture; beyond it only those whom the plan touches and the nearest."""


def plan(chosen: Plan, ax: Axes | None = None, *, style: Style | None = None) -> Drawing:
    """Draw a plan on the map of who moves whom.

    Parameters
    ----------
    chosen : Plan
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan as choose
    >>> drawing = plan(choose(load_example("power_grid_en"), method="greedy"))
    >>> "Wu Ping" in drawing.scene.alternative
    True
    """
    look = style or LIGHT
    deal = chosen.deal
    maker = CardMaker(deal, look)
    colors = _concern_colors(chosen)
    ways = _ways(chosen, colors)
    ties, total = shown_ties(deal, maker.arrays)
    ties = _with_ways(ties, shown_ties(deal, maker.arrays, most=10**9)[0], ways)
    people = _people(chosen, ties)
    ties = [tie for tie in ties if tie.source in people and tie.target in people]
    cards = {person: _card(maker, chosen, person, colors) for person in people}
    items = map_items(maker, cards, ties, ways)
    legend: list[Entry] = [
        (Box(-4, -3.5, 8, 7, color, "", 0.0, 1.5), maker.concern_name(concern)) for concern, color in colors.items()
    ]
    scene = framed(
        items,
        look,
        language=deal.language,
        title=title_of(deal, maker.say("plan_title")),
        caption=[
            *_reached(maker, chosen),
            maker.say("ties_shown", shown=len(ties), ties=total) if len(ties) < total else "",
            maker.say("tie_width"),
            maker.say("rows_are"),
            maker.say("people_shown", shown=len(people), people=len(deal.organization)),
            maker.say("as_of", day=deal.today.isoformat()) if deal.today else "",
        ],
        alternative="; ".join(f"{deal.label(step.ally)}: {argument_name(deal, step.argument)}" for step in chosen.steps)
        or str(chosen.value),
        legend=[
            *legend,
            (Box(-4, -3.5, 8, 7, "", "highlight", 1.6, 1.5), maker.say("equipped")),
            (_reach_bar(), maker.say("reach_bar")),
            *support_legend(maker, people),
            *tie_legend(maker, ties),
        ],
        themes=maker.themes(people, [(tie.source, tie.target, tie.number) for tie in ties]),
    )
    return Drawing(scene, look, str(chosen), ax)


def picture_of_plan(chosen: Plan) -> Drawing:
    """Draw a plan as a notebook shows it."""
    return plan(chosen)


def _reach_bar() -> tuple[Item, ...]:
    """Return the sample of how far a decider is reached."""
    return Box(-5, -2, 10, 4, "band", "edge", 0.5, 2.0), Box(-5, -2, 4, 4, "decider", "", 0.0, 2.0)


def _concern_colors(chosen: Plan) -> dict[str, str]:
    concerns = dict.fromkeys(step.concern for step in chosen.steps)
    return {concern: f"series{number % SERIES}" for number, concern in enumerate(concerns)}


def _ways(chosen: Plan, colors: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return the colour of each tie that the plan runs along: that of the largest share."""
    found: dict[tuple[str, str], str] = {}
    for step in chosen.steps:
        for path in step.paths[:1]:
            for hop in pairwise(path.nodes):
                found.setdefault(hop, colors[step.concern])
    return found


def _with_ways(ties: list[ShownTie], every: Sequence[ShownTie], ways: dict[tuple[str, str], str]) -> list[ShownTie]:
    shown = {(tie.source, tie.target) for tie in ties}
    return ties + [tie for tie in every if (tie.source, tie.target) in ways and (tie.source, tie.target) not in shown]


def _people(chosen: Plan, ties: Sequence[ShownTie]) -> list[str]:
    everybody = list(chosen.deal.organization.stakeholders)
    if len(everybody) <= READABLE:
        return everybody
    on_ways = [person for step in chosen.steps for path in step.paths for person in path.nodes]
    touched = dict.fromkeys([*chosen.deal.deciders, *chosen.deal.decision.vetoes, *chosen.allies, *on_ways])
    for tie in ties:
        if len(touched) >= READABLE:
            break
        if tie.target in touched:
            touched.setdefault(tie.source)
    return [person for person in everybody if person in touched]


def _card(maker: CardMaker, chosen: Plan, person: str, colors: dict[str, str]) -> Card:
    """Return a card with a line for each argument that the person is equipped with, in its concern's colour."""
    card = maker.card(person)
    steps = [step for step in chosen.steps if step.ally == person]
    reached = {each.decider: each.value for each in chosen.reach.deciders}
    extra: list[Item] = []
    y = card.height - 2
    size = maker.style.small_size
    for step in steps:
        words = f"{argument_name(maker.deal, step.argument)}  {_share(step.share)}"
        shown = maker.book.shorten(words, size, card.width - 26)
        extra.append(Box(9, y, card.width - 15, size + 6, colors[step.concern], "", 0.0, 2.5))
        width = maker.book.width(shown, size)
        extra.append(Text(14, y + size + 1.5, shown, size, "paper", True, "start", width, step.say))
        y += size + 9
    if person in reached:
        extra += [
            Box(9, y, card.width - 15, 5, "band", "edge", 0.5, 2.0),
            Box(9, y, (card.width - 15) * min(max(reached[person], 0.0), 1.0), 5, "decider", "", 0.0, 2.0),
        ]
        y += 9
    if not extra:
        return card
    body = card.items[0]
    height = y + 3
    if isinstance(body, Box):
        body = replace(body, height=height, line="highlight" if steps else body.line, line_width=1.6)
    strip, *rest = card.items[1:]
    if isinstance(strip, Curve):
        start, handle, *_ = strip.points
        foot = (start[0], height - 3.5)
        strip = replace(strip, points=(start, handle, foot, foot))
    return Card(card.width, height, (body, strip, *rest, *(moved(item, 0, 2) for item in extra)))


def _share(share: float) -> str:
    """Return a share; one that rounds to nothing is said to be small."""
    return f"{share:+.3f}" if abs(share) >= 0.0005 else "< 0.001"


def _reached(maker: CardMaker, chosen: Plan) -> list[str]:
    return [
        maker.say("reach_of", person=chosen.deal.label(each.decider), value=f"{each.value:.2f}")
        for each in chosen.reach.deciders
    ]
