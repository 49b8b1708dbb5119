"""The card of a person: name, title, where they stand, how well we reach them, what they care about most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from influence.draw.fonts import FontBook, font_book
from influence.draw.scene import Box, Curve, Item, Mark, Shape, Text, Theme
from influence.draw.style import Style
from influence.graph.arrays import DealArrays, deal_arrays
from influence.model import Deal, point_of
from influence.model.field_names import label_text
from influence.planning.lines import concern_name

__all__ = ["SHAPES", "Card", "CardMaker", "nearest_label"]

SHAPES: Mapping[str, Shape] = {
    "mentor": "up",
    "supporter": "circle",
    "neutral": "square",
    "non_supporter": "down",
    "enemy": "cross",
    "unknown": "question",
}
"""The shape that stands for each stand."""
PATTERNS: Mapping[str, tuple[float, ...]] = {
    "mentor": (),
    "supporter": (9.0, 1.5),
    "neutral": (4.0, 4.0),
    "non_supporter": (2.5, 2.0),
    "enemy": (1.0, 1.2),
}
"""Strokes and gaps of the strip of each stand, in points; whose stand is unknown has none."""
PAD = 6.0
STRIP = 4.0
"""Width of the strip of colour and pattern at the left of a card."""
NAME_LINES = 2
TITLE_LINES = 2
NOTICED = 0.1
"""Share of what somebody cares about from which a concern is one of theirs."""
BARS = 3
"""Bars that show access, as on a telephone."""


@dataclass(frozen=True)
class Card:
    """A card at the origin.

    Parameters
    ----------
    width, height : float
        Points.
    items : tuple of Item
    """

    width: float
    height: float
    items: tuple[Item, ...]


def nearest_label(value: float, labels: Mapping[str, float]) -> str:
    """Return the label whose number is nearest.

    Examples
    --------
    >>> nearest_label(0.4, {"neutral": 0.0, "supporter": 0.5})
    'supporter'
    """
    return min(labels, key=lambda label: (abs(labels[label] - value), label))


class CardMaker:
    """Makes the cards of a deal's people.

    Parameters
    ----------
    deal : Deal
    style : Style
    """

    def __init__(self, deal: Deal, style: Style) -> None:
        self.deal, self.style = deal, style
        self.book: FontBook = font_book(style.families)
        self.arrays: DealArrays = deal_arrays(deal)
        self._support = {str(label): value for label, value in deal.scales.support.items()}
        self._access = {str(label): value for label, value in deal.scales.access.items()}
        written = [text for record in deal.organization.stakeholders.values() for text in (record.name, record.title)]
        self.book.complain([deal.name, deal.organization.name, *written])

    def say(self, key: str, **facts: object) -> str:
        """Return a phrase of the pictures in the deal's language."""
        return self.deal.say(f"draw.{key}", **facts)

    def support(self, person: str) -> str:
        """Return the label nearest to where a person stands."""
        given = self.deal.organization[person].support
        if given is None or given == "unknown":
            return "unknown"
        return nearest_label(point_of(given, self._support, 0.0), self._support)

    def access(self, person: str) -> int | None:
        """Return how many bars of access we have to a person, or None where it is not known."""
        given = self.deal.organization[person].access
        if given is None or given == "unknown":
            return None
        value = point_of(given, self._access, 0.0)
        return list(self._access).index(nearest_label(value, self._access))

    def concerns(self, person: str, most: int = 1) -> list[str]:
        """Return the names of what a person cares about most; none where nothing is known of them."""
        place = self.arrays.person(person)
        facts = self.arrays.facts
        known = {int(column) for column in facts.care_concern[facts.care_person == place]}
        row = self.arrays.salience[place]
        order = sorted(known, key=lambda column: (-row[column], column))
        return [self.concern_name(facts.concerns[column]) for column in order[:most] if row[column] > 0]

    def concern_name(self, concern: str) -> str:
        """Return the name of a concern in the deal's language."""
        return concern_name(self.deal, concern)

    def tags(self, person: str) -> list[str]:
        """Return what part a person has in the decision."""
        deal = self.deal
        found = [("decides", person in deal.decision.deciders or "decision_maker" in deal.organization[person].roles)]
        found.append(("veto", person in deal.decision.vetoes))
        found.append(("budget", deal.budget is not None and deal.budget.owner == person))
        return [self.say(key) for key, holds in found if holds]

    def hover(self, person: str) -> str:
        """Return everything that a card says, in full."""
        record = self.deal.organization[person]
        bars = self.access(person)
        access = (
            self.say("access_unknown")
            if bars is None
            else label_text("access", list(self._access)[bars], self.deal.language)
        )
        return self.say(
            "hover_person",
            name=self.deal.label(person),
            title=f", {record.title}" if record.title else "",
            support=self.say(self.support(person)),
            access=access,
            concerns=", ".join(self.concerns(person, 3)) or "?",
        )

    def themes(self, people: Iterable[str], ties: Iterable[tuple[str, str, int | None]] = ()) -> tuple[Theme, ...]:
        """Return the concerns of some people, each with whom it moves and with the ties that carry it.

        Parameters
        ----------
        people : iterable of str
        ties : iterable of (str, str, int or None)
            Source, target and number of each tie; None for a conflict, which belongs to every concern.

        Returns
        -------
        tuple of Theme
            Largest share first. A person belongs to a concern that is a tenth or more of what they care about, a tie to
            one for which it is at least half as strong as for the concern that it carries best.
        """
        shares = self.arrays.salience
        chance = self.arrays.probability
        listed, links = list(people), list(ties)
        found: list[tuple[float, Theme]] = []
        for column, concern in enumerate(self.arrays.facts.concerns):
            keys = {person for person in listed if shares[self.arrays.person(person), column] >= NOTICED}
            if not keys:
                continue
            total = sum(float(shares[self.arrays.person(person), column]) for person in listed)
            for source, target, number in links:
                if number is None or chance[number, column] >= chance[number].max() / 2:
                    keys.add(f"{source}→{target}")
            found.append((total, Theme(self.concern_name(concern), frozenset(keys))))
        found.sort(key=lambda each: (-each[0], each[1].name))
        return tuple(theme for _, theme in found)

    def card(
        self, person: str, width: float | None = None, notes: tuple[str, ...] = (), highlight: bool = False
    ) -> Card:
        """Return the card of a person.

        Parameters
        ----------
        person : str
        width : float or None
            Points; the style's where None.
        notes : tuple of str
            Lines at the foot, each in a dotted frame of its own.
        highlight : bool

        Returns
        -------
        Card
        """
        style, book = self.style, self.book
        wide = style.card_width if width is None else width
        room = wide - STRIP - 2 * PAD
        record = self.deal.organization[person]
        tags = self.tags(person)
        items: list[Item] = []
        y = PAD
        if tags:
            y, drawn = self._tag_row(tags, wide, y)
            items += drawn
        mark_size = style.name_size * 0.82
        base = y + style.name_size
        stand = self.support(person)
        items.append(
            Mark(STRIP + PAD + mark_size / 2, base - mark_size * 0.46, mark_size, SHAPES[stand], stand, self.say(stand))
        )
        left = STRIP + PAD + mark_size + 4
        name = self.deal.label(person)
        for number, line in enumerate(book.wrap(name, style.name_size, wide - PAD - left, NAME_LINES, bold=True)):
            y = base + number * (style.name_size + 2)
            items.append(self._line(line, left, y, style.name_size, wide - PAD - left, bold=True))
        y = max(y, base) + 3
        for line in book.wrap(record.title, style.text_size, room, TITLE_LINES) if record.title else ():
            y += style.text_size + 1.5
            items.append(self._line(line, STRIP + PAD, y, style.text_size, room, color="ink"))
        y += style.small_size + 4
        bars = 14.0
        concern = ", ".join(self.concerns(person))
        items.append(self._line(concern, STRIP + PAD, y, style.small_size, room - bars - 4, color="faint"))
        items += self._bars(self.access(person), wide - PAD - bars, y)
        for note in notes:
            y += style.small_size + 5
            top = y - style.small_size - 0.5
            items.append(Box(STRIP + PAD - 2, top, room + 4, style.small_size + 4, "", "edge", 0.6, 2.0))
            items.append(self._line(note, STRIP + PAD, y + 0.5, style.small_size, room, color="faint"))
            y += 2
        height = y + PAD
        decides = bool(self.deal.deciders.get(person)) or person in self.deal.decision.vetoes
        edge = "highlight" if highlight else "decider" if decides else "edge"
        body = Box(
            0, 0, wide, height, "card", edge, 1.6 if decides or highlight else 0.8, 3.0, person, self.hover(person)
        )
        return Card(wide, height, (body, *self._strip(stand, person, height), *items))

    def _strip(self, stand: str, person: str, height: float) -> list[Item]:
        """Return the strip that says by colour and by pattern where somebody stands."""
        if stand not in PATTERNS:
            return []
        top, foot = (STRIP / 2 + 0.5, 3.5), (STRIP / 2 + 0.5, height - 3.5)
        return [Curve((top, top, foot, foot), stand, STRIP, PATTERNS[stand], False, person)]

    def _line(
        self, text: str, x: float, y: float, size: float, room: float, color: str = "ink", bold: bool = False
    ) -> Text:
        shown = self.book.shorten(text, size, room, bold)
        return Text(x, y, shown, size, color, bold, "start", self.book.width(shown, size, bold), text)

    def _tag_row(self, tags: list[str], wide: float, y: float) -> tuple[float, list[Item]]:
        size = self.style.small_size
        items: list[Item] = []
        x = STRIP + PAD
        for tag in tags:
            shown = self.book.shorten(tag, size, wide / 2)
            width = self.book.width(shown, size)
            if x + width + 8 > wide - PAD / 2 and x > STRIP + PAD:
                break
            items.append(Box(x, y, width + 8, size + 4, "decider", "", 0.0, 3.0))
            items.append(Text(x + 4, y + size + 0.5, shown, size, "paper", False, "start", width))
            x += width + 12
        return y + size + 7, items

    def _bars(self, level: int | None, x: float, base: float) -> list[Item]:
        """Return the bars of access; a frame around nothing where it is not known."""
        if level is None:
            width = self.book.width("?", self.style.small_size)
            return [
                Text(x + 12, base, "?", self.style.small_size, "faint", False, "end", width, self.say("access_unknown"))
            ]
        return [
            Box(
                x + 5 * number,
                base - 2.6 * (number + 1),
                3.6,
                2.6 * (number + 1),
                "faint" if number < level else "",
                "" if number < level else "edge",
                0.6,
            )
            for number in range(BARS)
        ]
