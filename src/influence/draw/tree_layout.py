"""A tidy layout of trees whose cards differ in height.

Subtrees are laid out on their own and pushed together until their outlines touch (Reingold and Tilford, "Tidier
drawings of trees", IEEE TSE 1981, for cards of different heights as in van der Ploeg, "Drawing non-layered tidy trees
in linear time", 2014). Outlines are kept at a raster of heights, so that moving a subtree is one sum over an array.
People without reports of their own stand in columns under their superior where there are many, and from some level on
whole subtrees stand in columns, indented: the level is chosen so that the picture comes nearest to the shape of a page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil, sqrt

import numpy as np

from influence._types import FloatArray

__all__ = ["Placement", "Spacing", "compact_tree", "tidy_tree"]

RASTER = 4.0
"""Height in points of a step of an outline."""
ROW_OF_LEAVES = 3
"""People without reports up to which they stand side by side."""
COLUMNS = (4, 16)
"""Lengths of columns that are tried."""
PAGE = 1.7
"""The longer side of a page over its shorter one, towards which a wide tree is folded."""
UPRIGHT = 1.2
"""By how much an upright page has to be smaller to be taken: screens are wide."""
Segment = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spacing:
    """Distances in points.

    Parameters
    ----------
    gap : float
        Between neighbours.
    row : float
        Between a card and those below it.
    indent : float
        Between the line that leads down a column and its cards.
    stack : float
        Between cards in a column.
    column : int
        Cards in a column at least, before another one is begun.
    """

    gap: float
    row: float
    indent: float = 10.0
    stack: float = 6.0
    column: int = 4


@dataclass(frozen=True)
class Placement:
    """A laid-out tree, its first card's upper edge at height 0.

    Parameters
    ----------
    corners : mapping
        Upper left corner of each card.
    lines : tuple
        Straight lines from superiors to reports: x and y of start and end.
    left, right, bottom : float
        How far it reaches.
    """

    corners: Mapping[str, tuple[float, float]]
    lines: tuple[Segment, ...]
    left: float
    right: float
    bottom: float


class _Part:
    """A subtree with its outline; x is measured from the middle of its top."""

    def __init__(self, steps: int) -> None:
        self.corners: dict[str, tuple[float, float]] = {}
        self.lines: list[Segment] = []
        self.left: FloatArray = np.full(steps, np.inf)
        self.right: FloatArray = np.full(steps, -np.inf)

    def cover(self, left: float, right: float, top: float, bottom: float) -> None:
        first, last = int(top // RASTER), int(bottom // RASTER) + 1
        self.left[first:last] = np.minimum(self.left[first:last], left)
        self.right[first:last] = np.maximum(self.right[first:last], right)

    def take(self, other: _Part, shift: float) -> None:
        for key, (x, y) in other.corners.items():
            self.corners[key] = (x + shift, y)
        self.lines += [(x0 + shift, y0, x1 + shift, y1) for x0, y0, x1, y1 in other.lines]
        self.left = np.minimum(self.left, other.left + shift)
        self.right = np.maximum(self.right, other.right + shift)


def compact_tree(
    root: str, children: Mapping[str, Sequence[str]], sizes: Mapping[str, tuple[float, float]], spacing: Spacing
) -> Placement:
    """Place the cards of a tree so that they need the smallest page.

    Parameters
    ----------
    root : str
    children : mapping
        Reports of each person, in order.
    sizes : mapping
        Width and height of each card, in points.
    spacing : Spacing

    Returns
    -------
    Placement
    """
    depth = {root: 0}
    order = [root]
    for person in order:
        for child in children.get(person, ()):
            depth[child] = depth[person] + 1
            order.append(child)
    best = tidy_tree(root, children, sizes, spacing)
    levels = range(max(depth.values()), 0, -1)
    for level, longest in product(levels, COLUMNS):
        if _shape(best) <= PAGE:
            break
        listed = frozenset(person for person in order if depth[person] == level)
        option = tidy_tree(root, children, sizes, replace(spacing, column=longest), listed)
        if _page_needed(option) < _page_needed(best):
            best = option
    return best


def _shape(placed: Placement) -> float:
    return (placed.right - placed.left) / max(placed.bottom, 1.0)


def _page_needed(placed: Placement) -> float:
    """Return the points of the shorter side of the page that holds a layout; upright it counts as somewhat larger."""
    width, height = placed.right - placed.left, placed.bottom
    return min(max(width / PAGE, height), UPRIGHT * max(width, height / PAGE))


def tidy_tree(
    root: str,
    children: Mapping[str, Sequence[str]],
    sizes: Mapping[str, tuple[float, float]],
    spacing: Spacing,
    listed: Collection[str] = (),
) -> Placement:
    """Place the cards of a tree.

    Parameters
    ----------
    root : str
    children : mapping
        Reports of each person, in order.
    sizes : mapping
        Width and height of each card, in points.
    spacing : Spacing
    listed : collection of str
        People whose subtrees stand in a column, indented.

    Returns
    -------
    Placement

    Examples
    --------
    >>> sizes = {"a": (100.0, 40.0), "b": (100.0, 40.0), "c": (100.0, 40.0)}
    >>> placed = tidy_tree("a", {"a": ["b", "c"]}, sizes, Spacing(gap=10.0, row=30.0))
    >>> placed.corners["b"], placed.corners["c"]
    ((-105.0, 70.0), (5.0, 70.0))
    """
    tree = _Tree(children, sizes, spacing, frozenset(listed))
    order = [root]
    tops = {root: 0.0}
    for person in order:
        if person not in tree.listed:
            for child in children.get(person, ()):
                tops[child] = tops[person] + sizes[person][1] + spacing.row
                order.append(child)
    steps = ceil(max(tree.deepest(person, tops[person]) for person in order) / RASTER) + 3
    parts: dict[str, _Part] = {}
    for person in reversed(order):
        if person in tree.listed:
            parts[person] = tree.indented(person, tops[person], steps)
        else:
            parts[person] = tree.joined(person, tops[person], parts, steps)
    whole = parts[root]
    return Placement(
        whole.corners,
        tuple(whole.lines),
        float(whole.left.min()),
        float(whole.right.max()),
        max(y + sizes[key][1] for key, (_, y) in whole.corners.items()),
    )


@dataclass(frozen=True)
class _Tree:
    """What every step of the layout needs."""

    children: Mapping[str, Sequence[str]]
    sizes: Mapping[str, tuple[float, float]]
    spacing: Spacing
    listed: frozenset[str]

    def deepest(self, person: str, top: float) -> float:
        """Return a height that nothing below a person passes, columns stood up in full."""
        waiting, height = [person], 0.0
        listed = person in self.listed
        while waiting:
            one = waiting.pop()
            height += self.sizes[one][1] + self.spacing.stack
            below = self.children.get(one, ())
            waiting += below if listed else [child for child in below if one == person and not self.children.get(child)]
        return top + height + self.spacing.row

    def joined(self, person: str, top: float, parts: dict[str, _Part], steps: int) -> _Part:
        """Return a person above the subtrees of their reports, pushed together."""
        width, height = self.sizes[person]
        whole, gathered = _Part(steps), _Part(steps)
        entries = self._side_by_side(person, top + height + self.spacing.row, parts, steps)
        shifts: list[float] = []
        for part, _ in entries:
            # the outline of what stands already, against that of what comes next
            distance = np.max(gathered.right - part.left, initial=-np.inf)
            shifts.append(float(distance) + self.spacing.gap if shifts else 0.0)
            gathered.take(part, shifts[-1])
        if shifts:
            middle = (shifts[0] + shifts[-1]) / 2
            whole.take(gathered, -middle)
            ends = [shift - middle + drop for shift, (_, drop) in zip(shifts, entries, strict=True)]
            self._connect(whole, ends, top + height)
        whole.corners[person] = (-width / 2, top)
        whole.cover(-width / 2, width / 2, top, top + height)
        return whole

    def _side_by_side(self, person: str, top: float, parts: dict[str, _Part], steps: int) -> list[tuple[_Part, float]]:
        """Return what stands under a card from left to right, each with where its line goes down."""
        below = self.children.get(person, ())
        leaves = [child for child in below if not self.children.get(child)]
        entries = [(parts.pop(child), 0.0) for child in below if self.children.get(child)]
        alone = [parts.pop(leaf) for leaf in leaves]
        if len(leaves) <= ROW_OF_LEAVES and len(below) <= 2 * ROW_OF_LEAVES:
            return entries + [(part, 0.0) for part in alone]
        length = max(self.spacing.column, ceil(sqrt(2.0 * len(leaves))))
        columns = [leaves[start : start + length] for start in range(0, len(leaves), length)]
        return entries + [self._column(column, top, steps) for column in columns]

    def _column(self, leaves: Sequence[str], top: float, steps: int) -> tuple[_Part, float]:
        """Return people in a column, and where the line that leads down to them stands."""
        part = _Part(steps)
        width = max(self.sizes[leaf][0] for leaf in leaves) + self.spacing.indent
        spine, y = -width / 2, top
        for leaf in leaves:
            part.corners[leaf] = (spine + self.spacing.indent, y)
            middle = y + self.sizes[leaf][1] / 2
            part.lines.append((spine, middle, spine + self.spacing.indent, middle))
            y += self.sizes[leaf][1] + self.spacing.stack
        part.lines.append((spine, top, spine, part.lines[-1][1]))
        part.cover(spine, width / 2, top, y)
        return part, spine

    def indented(self, person: str, top: float, steps: int) -> _Part:
        """Return a whole subtree in one column, each level further to the right; its head is at the middle."""
        part = _Part(steps)
        head = self.sizes[person][0]
        y = top
        spines: dict[str, float] = {}
        waiting: list[tuple[str, str | None, float]] = [(person, None, -head / 2)]
        while waiting:
            one, superior, left = waiting.pop()
            width, height = self.sizes[one]
            part.corners[one] = (left, y)
            part.cover(
                left - self.spacing.indent if superior else left, left + width, y, y + height + self.spacing.stack
            )
            if superior is not None:
                middle, spine = y + height / 2, left - self.spacing.indent / 2
                above = part.corners[superior][1] + self.sizes[superior][1]
                part.lines.append((spine, middle, left, middle))
                part.lines.append((spine, spines.get(superior, above), spine, middle))
                # the line runs on beside deeper levels, which stand further to the right
                part.cover(left - self.spacing.indent, spine, above, middle)
                spines[superior] = middle
            waiting += [(child, one, left + self.spacing.indent) for child in reversed(self.children.get(one, ()))]
            y += height + self.spacing.stack
        return part

    def _connect(self, whole: _Part, ends: Sequence[float], bottom: float) -> None:
        """Draw the lines from a card to what stands below it: down, along, down."""
        bar = bottom + self.spacing.row / 2
        first, last = min(*ends, 0.0), max(*ends, 0.0)
        whole.lines.append((0.0, bottom, 0.0, bar))
        if first < last:
            whole.lines.append((first, bar, last, bar))
        whole.lines += [(end, bar, end, bottom + self.spacing.row) for end in ends]
        whole.cover(first, last, bottom, bottom + self.spacing.row)
