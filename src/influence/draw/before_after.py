"""Two states of a deal on one picture: who and what came, went and changed."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from influence.draw.cards import CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import Entry, framed, support_legend, title_of
from influence.draw.influence_layers import conflict_legend, map_items
from influence.draw.reporting_lines import MOST, chart_items, second_legend
from influence.draw.scene import Box, Curve, Item, Mark, Text, bounds_of
from influence.draw.style import LIGHT, Style
from influence.draw.ties_shown import shown_ties
from influence.errors import InputError
from influence.model import Change, Deal
from influence.model import diff as differences
from influence.model.field_names import field_parts, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["diff"]

Kind = Literal["added", "removed", "changed"]
SIGNS: Mapping[Kind, str] = {"added": "+", "removed": "−", "changed": "~"}
COLORS: Mapping[Kind, str] = {"added": "series0", "removed": "highlight", "changed": "series1"}
DASHES: Mapping[Kind, tuple[float, ...]] = {"added": (), "removed": (1.5, 2.5), "changed": (7.0, 2.0)}
LISTED = 14
"""Changes written out below the picture."""
NOTES = 3
"""Changes written on a card."""
OF_PEOPLE = ("reports_to", "also_reports_to", "owner", "vetoes")
"""Fields that hold ids of people."""
VIEWS = ("org", "influence")


def diff(
    deal_a: Deal, deal_b: Deal, ax: Axes | None = None, *, view: str | None = None, style: Style | None = None
) -> Drawing:
    """Draw what changed from one deal to another.

    Everybody of either deal is on the picture. Who was added has a double frame, who left a dotted one, who changed a
    thick one; a line on each such card says what changed, and a list below the picture names the changes.

    Parameters
    ----------
    deal_a, deal_b : Deal
        Before and after.
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    view : {"org", "influence"} or None
        Reporting lines or who moves whom; reporting lines where None and some are known.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    Raises
    ------
    InputError
        If there is no such view, or the two deals cannot stand on one map.

    Examples
    --------
    >>> from influence.io import load_example
    >>> deal = load_example("power_grid_en")
    >>> drawing = diff(deal, deal.what_if(wu={"support": "enemy"}))
    >>> print(drawing)
    ~ organization.stakeholders.wu.support: mentor → enemy
    """
    if view is not None and view not in VIEWS:
        raise InputError(f"view is {view!r}; one of {', '.join(VIEWS)} is accepted")
    look = style or LIGHT
    found = differences(deal_a, deal_b)
    both = _both(deal_a, deal_b)
    maker = CardMaker(both, look)
    people = _kinds(found.changes, "stakeholders")
    ties = _kinds(found.changes, "ties")
    notes = {person: tuple(_notes(maker, found.changes, person, kind)) for person, kind in people.items()}
    lines_known = any(record.reports_to for record in both.organization.stakeholders.values())
    chart = view == "org" or (view is None and (lines_known or not both.organization.ties))
    if chart:
        items, shown = chart_items(maker, MOST, (), notes)
        said = maker.say("people_shown", shown=len(shown), people=len(both.organization))
    else:
        (items, said), shown = _map(maker, notes, ties), []
    items = [*items, *_frames(items, people)]
    items += _list(maker, items, found.changes)
    counts = {f"{kind}": sum(each == kind for each in people.values()) for kind in SIGNS}
    counts |= {f"tie_{kind}": sum(each == kind for each in ties.values()) for kind in SIGNS}
    total = maker.say("diff_counts", **counts) if found else maker.say("diff_none")
    legend = _legend(maker, people.values(), () if chart else ties.values())
    everybody = list(both.organization.stakeholders)
    others = (
        second_legend(maker, shown)
        if chart
        else conflict_legend(maker, any(isinstance(item, Mark) and item.color == "conflict" for item in items))
    )
    day = maker.say("as_of", day=deal_b.today.isoformat()) if deal_b.today else ""
    scene = framed(
        items,
        look,
        language=deal_b.language,
        title=title_of(deal_b, maker.say("diff_title")),
        caption=[total, said, day],
        alternative=f"{total}. " + "; ".join(_words(maker, change) for change in found.changes),
        legend=[*legend, *support_legend(maker, everybody), *others],
    )
    return Drawing(scene, look, str(found), ax)


def _legend(maker: CardMaker, people: Collection[Kind], ties: Collection[Kind]) -> list[Entry]:
    """Return what the frames and lines mean that occur."""
    sample = Box(-4.0, -3.5, 8.0, 7.0)
    line = ((-5.0, 0.0), (-5.0, 0.0), (5.0, 0.0), (5.0, 0.0))
    frames: list[Entry] = [
        (tuple(_frame(sample, kind, small=True)), maker.say(f"diff_frame_{kind}")) for kind in SIGNS if kind in people
    ]
    lines: list[Entry] = [
        (Curve(line, COLORS[kind], 2.0, tuple(part / 2 for part in DASHES[kind])), maker.say(f"diff_tie_{kind}"))
        for kind in SIGNS
        if kind in ties
    ]
    return [*frames, *lines]


def _both(before: Deal, after: Deal) -> Deal:
    """Return the later deal together with who and what it no longer has."""
    old, new = (deal.stated() for deal in (before, after))
    whole: dict[str, Any] = {**new}
    for part in ("concerns", "sellers"):
        if part in old and isinstance(old[part], dict):
            whole[part] = {**old[part], **new.get(part, {})}
    one, two = old.get("organization", {}), new.get("organization", {})
    people = {**two.get("stakeholders", {})}
    for person, record in one.get("stakeholders", {}).items():
        people.setdefault(person, record)
    ties = list(two.get("ties", []))
    known = {_tie_name(tie) for tie in ties}
    ties += [tie for tie in one.get("ties", []) if _tie_name(tie) not in known]
    whole["organization"] = {**two, "stakeholders": people, "ties": ties}
    return Deal.model_validate(whole)


def _tie_name(tie: Mapping[str, Any]) -> str:
    return f"{tie['from']}→{tie['to']}" + (" conflicts" if tie.get("kind") == "conflicts" else "")


def _kinds(changes: Sequence[Change], part: str) -> dict[str, Kind]:
    """Return what happened to each person or tie."""
    found: dict[str, Kind] = {}
    for change in changes:
        if change.where[:2] == ("organization", part) and len(change.where) > 2:
            found[change.where[2]] = change.kind if len(change.where) == 3 else "changed"
        elif change.where == ("organization", part):
            # the first tie or the last one: the whole table came or went
            found |= dict.fromkeys(change.after if change.kind == "added" else change.before, change.kind)
    return found


def _notes(maker: CardMaker, changes: Sequence[Change], person: str, kind: Kind) -> list[str]:
    if kind != "changed":
        return [f"{SIGNS[kind]} {maker.say(f'diff_{kind}')}"]
    own = [change for change in changes if change.where[1:3] == ("stakeholders", person)]
    return [f"{SIGNS[each.kind]} {_told(maker, each, 3)}" for each in own[:NOTES]]


def _told(maker: CardMaker, change: Change, skip: int = 0) -> str:
    """Return field and value of a change in the deal's language, without the first keys of the field."""
    language = maker.deal.language
    before, after = (
        value_text(_named(maker, each, change), change.where, language) for each in (change.before, change.after)
    )
    value = f"{before} → {after}" if change.kind == "changed" else after if change.kind == "added" else before
    name = ".".join(field_parts(change.where, language)[skip:])
    return f"{name}{'：' if language == 'zh' else ': '}{value}"


def _named(maker: CardMaker, value: Any, change: Change) -> Any:
    """Return people by their names where a field holds ids of people."""
    if change.where[-1] not in OF_PEOPLE:
        return value
    if isinstance(value, list):
        return [maker.deal.label(each) for each in value]
    return maker.deal.label(value) if isinstance(value, str) else value


def _words(maker: CardMaker, change: Change) -> str:
    """Return a change in a line, people by their names."""
    where = change.where
    if where[:2] == ("organization", "stakeholders") and len(where) > 2:
        name = maker.deal.label(where[2])
    elif where[:2] == ("organization", "ties") and len(where) > 2:
        pair, _, kind = where[2].partition(" ")
        name = " → ".join(maker.deal.label(person) for person in pair.split("→"))
        name += f" ({maker.say('conflict')})" if kind else ""
    else:
        return f"{SIGNS[change.kind]} {_told(maker, change)}"
    rest = f" · {_told(maker, change, 3)}" if len(where) > 3 else ""
    return f"{SIGNS[change.kind]} {name}{rest}"


def _map(maker: CardMaker, notes: Mapping[str, tuple[str, ...]], kinds: Mapping[str, Kind]) -> tuple[list[Item], str]:
    """Return the map with the ties that changed in colour and pattern, and how many ties it shows."""
    ties, total = shown_ties(maker.deal, maker.arrays)
    have = set(ties)
    every = shown_ties(maker.deal, maker.arrays, most=10**9)[0]
    named = {tie: f"{tie.source}→{tie.target}" + (" conflicts" if tie.conflict else "") for tie in every}
    ties += [tie for tie in every if named[tie] in kinds and tie not in have]
    of_edge = {(tie.source, tie.target): kinds[named[tie]] for tie in ties if named[tie] in kinds}
    cards = {person: maker.card(person, notes=notes.get(person, ())) for person in maker.deal.organization.stakeholders}
    drawn = map_items(maker, cards, ties, {edge: COLORS[kind] for edge, kind in of_edge.items()})
    patterns = {f"{source}→{target}": DASHES[kind] for (source, target), kind in of_edge.items()}
    # patterns say what changed, so that ties that are not sure have none here
    items = [
        replace(item, dash=patterns.get(item.key, ())) if isinstance(item, Curve) and "→" in item.key else item
        for item in drawn
    ]
    if len(ties) < total:
        return items, maker.say("ties_shown", shown=len(ties), ties=total)
    return items, maker.say("all_ties", ties=total)


def _frames(items: Sequence[Item], kinds: Mapping[str, Kind]) -> list[Item]:
    """Return the frames by which changed cards stand out without colour: double, dotted or thick."""
    cards = [item for item in items if isinstance(item, Box) and item.key in kinds]
    return [part for card in cards for part in _frame(card, kinds[card.key])]


def _frame(card: Box, kind: Kind, small: bool = False) -> list[Item]:
    """Return the frame of one card; in the legend closer to it and without its key."""
    color = COLORS[kind]
    if kind == "removed":
        left, top, right, bottom = card.x, card.y, card.x + card.width, card.y + card.height
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        points = [corners[0]]
        for one, two in itertools.pairwise(corners):
            points += [one, two, two]
        return [Curve(tuple(points), color, 1.4 if small else 2.2, DASHES[kind], False, card.key)]
    thick = 2.2 if kind == "changed" else 1.2
    drawn: list[Item] = [Box(card.x, card.y, card.width, card.height, "", color, thick, 1.0 if small else 3.0)]
    if kind == "added":
        gap = -2.0 if small else 3.0
        around = card.x - gap, card.y - gap, card.width + 2 * gap, card.height + 2 * gap
        drawn.append(Box(*around, "", color, 0.8 if small else 1.2, 1.0 if small else 5.0))
    return drawn


def _list(maker: CardMaker, items: Sequence[Item], changes: Sequence[Change]) -> list[Item]:
    """Return the changes in words, below the picture."""
    left, _, right, y = bounds_of(items)
    size = maker.style.text_size
    lines = [_words(maker, change) for change in changes[:LISTED]]
    if len(changes) > LISTED:
        lines.append(maker.say("diff_more", count=len(changes) - LISTED))
    drawn: list[Item] = []
    y += 12
    for line in lines:
        y += size + 4
        shown = maker.book.shorten(line, size, max(right - left, 380.0))
        drawn.append(Text(left, y, shown, size, "ink", False, "start", maker.book.width(shown, size), line))
    return drawn
