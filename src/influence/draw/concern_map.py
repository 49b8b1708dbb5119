"""People by concerns as a heat map, ordered so that groups show, with the arguments that answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from influence._types import FloatArray
from influence.draw.cards import CardMaker
from influence.draw.drawing import Drawing
from influence.draw.framing import framed, title_of
from influence.draw.scene import Box, Item, Text
from influence.draw.style import LIGHT, Style
from influence.draw.ties_shown import heard_most
from influence.model import Deal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["concerns"]

CELL_WIDTH, CELL_HEIGHT, NAMES = 60.0, 17.0, 120.0
READABLE = 60
"""People up to which everybody has a row; of more, those who reach a decider most."""
STEPS = 5
"""Lightnesses of a cell; the number stands in it, too."""
LEAST = 0.02


def concerns(deal: Deal, ax: Axes | None = None, *, style: Style | None = None) -> Drawing:
    """Draw who cares about what, and how many arguments answer it.

    Parameters
    ----------
    deal : Deal
    ax : matplotlib.axes.Axes or None
        Where to draw; a figure of its own where None.
    style : Style or None
        Light where None.

    Returns
    -------
    Drawing

    References
    ----------
    Rows and columns are ordered by the second vector of the correspondence between both: Hill, "Correspondence
    analysis: a neglected multivariate method", Applied Statistics 23, 1974.

    Examples
    --------
    >>> deal = Deal(organization={"stakeholders": {"wu": {"concerns": {"price": 0.8}}}})
    >>> print(concerns(deal).text)
    wu: purchase price 1.00
    """
    look = style or LIGHT
    maker = CardMaker(deal, look)
    facts, salience = maker.arrays.facts, maker.arrays.salience
    people = heard_most(deal, maker.arrays, READABLE)
    rows, columns = _ordered(salience[[maker.arrays.person(person) for person in people]])
    items: list[Item] = []
    size = look.small_size
    for place, column in enumerate(columns):
        x = NAMES + place * CELL_WIDTH
        lines = maker.book.wrap(maker.concern_name(facts.concerns[column]), size, CELL_WIDTH - 4, 3)
        for number, line in enumerate(lines):
            y = -8 - (len(lines) - 1 - number) * (size + 2)
            items.append(Text(x + CELL_WIDTH / 2, y, line, size, "ink", False, "middle", maker.book.width(line, size)))
    for number, row in enumerate(rows):
        items += _row(maker, salience[maker.arrays.person(people[row]), columns], people[row], number * CELL_HEIGHT)
    answering = (facts.answers > 0).sum(axis=0)
    y = len(rows) * CELL_HEIGHT + size + 8
    words = maker.book.shorten(maker.say("answering"), size, NAMES - 8)
    items.append(Text(NAMES - 6, y, words, size, "faint", False, "end", maker.book.width(words, size)))
    for place, column in enumerate(columns):
        text = str(int(answering[column]))
        x = NAMES + (place + 0.5) * CELL_WIDTH
        color = "ink" if answering[column] else "highlight"
        items.append(Text(x, y, text, size, color, not answering[column], "middle", maker.book.width(text, size, True)))
    told = [_told(maker, people[row], columns) for row in rows]
    scene = framed(
        items,
        look,
        language=deal.language,
        title=title_of(deal, maker.say("concerns_title")),
        caption=[
            maker.say("salience_is"),
            ""
            if len(people) == len(deal.organization)
            else maker.say("most_people", shown=len(people), people=len(deal.organization)),
            maker.say("as_of", day=deal.today.isoformat()) if deal.today else "",
        ],
        alternative="; ".join(told[:10]),
    )
    return Drawing(scene, look, "\n".join(told), ax)


def _told(maker: CardMaker, person: str, columns: Sequence[int]) -> str:
    """Return what a person cares about in words, most first."""
    shares = maker.arrays.salience[maker.arrays.person(person)]
    listed = sorted((column for column in columns if shares[column] >= LEAST), key=lambda column: -shares[column])
    named = [f"{maker.concern_name(maker.arrays.facts.concerns[column])} {shares[column]:.2f}" for column in listed]
    return f"{maker.deal.label(person)}: {', '.join(named)}"


def _row(maker: CardMaker, shares: FloatArray, person: str, y: float) -> list[Item]:
    size = maker.style.small_size
    name = maker.book.shorten(maker.deal.label(person), maker.style.text_size, NAMES - 8)
    wide = maker.book.width(name, maker.style.text_size)
    base = y + CELL_HEIGHT * 0.68
    items: list[Item] = [
        Text(NAMES - 6, base, name, maker.style.text_size, "ink", False, "end", wide, maker.hover(person))
    ]
    for place, share in enumerate(shares.tolist()):
        x = NAMES + place * CELL_WIDTH
        items.append(Box(x, y, CELL_WIDTH - 1.5, CELL_HEIGHT - 1.5, "band"))
        if share < LEAST:
            continue
        # the length of the bar says the same as the number: no shade has to be told from another
        items.append(Box(x, y, (CELL_WIDTH - 1.5) * share, CELL_HEIGHT - 1.5, "supporter"))
        text = f"{share:.2f}"
        box = maker.book.width(text, size)
        items.append(Box(x + CELL_WIDTH - box - 8, y + 2.5, box + 4, CELL_HEIGHT - 6.5, "paper", "", 0.0, 2.0))
        items.append(Text(x + CELL_WIDTH - 6, base - 1, text, size, "ink", False, "end", box))
    return items


def _ordered(salience: FloatArray) -> tuple[list[int], list[int]]:
    """Return rows and columns in an order that brings like to like; columns nobody cares about are left out."""
    columns = np.flatnonzero(salience.max(axis=0, initial=0.0) >= LEAST)
    table = salience[:, columns]
    if min(table.shape) < 2:
        return list(range(len(salience))), columns.tolist()
    by_row, by_column = table.sum(axis=1), table.sum(axis=0)
    scaled = table / np.sqrt(np.outer(by_row, by_column))
    left, _, right = np.linalg.svd(scaled, full_matrices=False)
    row_score = np.round(left[:, 1] / np.sqrt(by_row), 9)
    column_score = np.round(right[1] / np.sqrt(by_column), 9)
    # the sign of a vector is arbitrary: the first person stands in the upper half
    sign = -1.0 if row_score[0] > 0 else 1.0
    rows = sorted(range(len(table)), key=lambda row: (sign * row_score[row], row))
    order = sorted(range(len(columns)), key=lambda column: (sign * column_score[column], column))
    return rows, columns[order].tolist()
