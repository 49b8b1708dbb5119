"""A scorecard and what it is made of, and how it shows itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from influence._show import Result, table, wrap
from influence._text import listing, phrase
from influence._types import Language
from influence.advise.deal_evidence import Evidence
from influence.model import Assumption
from influence.model.field_names import shown_field

__all__ = ["Disagreement", "Scorecard", "ScorecardElement", "State"]

State = Literal["known", "partly", "unknown"]
WIDTH = 100


@dataclass(frozen=True)
class ScorecardElement:
    """One element of a method, or one person in a method about people.

    Parameters
    ----------
    id, name : str
    state : {"known", "partly", "unknown"}
    evidence : tuple of Evidence
    questions : tuple of str
        One open question for each fact that is missing.
    classes : tuple of str
        In a method about people: the class or profiles; several where what is missing leaves them open.
    score : float or None
        What it adds to the score; in Mitchell–Agle–Wood the number of attributes, 0 to 3.

    Examples
    --------
    >>> from influence.advise import scorecard
    >>> from influence.io import load_example
    >>> scorecard(load_example("power_grid_en"), "bant").elements[0].state
    'known'
    """

    id: str
    name: str
    state: State
    evidence: tuple[Evidence, ...]
    questions: tuple[str, ...]
    classes: tuple[str, ...] = ()
    score: float | None = None


@dataclass(frozen=True)
class Disagreement:
    """A point on which a method and the model differ.

    Parameters
    ----------
    kind : str
        ``no_way`` (full, but no strong way), ``strong_way`` (gaps, but strong ways), ``no_say`` (the budget's owner
        does not decide), ``no_part`` (a key player without a part), ``unheard`` (a coach without influence), ``minor``
        and ``major`` (attention to somebody who matters, or to somebody who does not).
    people : tuple of str
        Ids of the people it is about.
    text : str
        In the deal's language.

    Examples
    --------
    >>> from influence.advise import scorecard
    >>> from influence.io import load_example
    >>> [each.kind for each in scorecard(load_example("power_grid_en")).disagreements]
    ['no_say']
    """

    kind: str
    people: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Scorecard(Result):
    """What a method sees in a deal.

    Parameters
    ----------
    method, name, source : str
        Id, name and published source of the method.
    elements : tuple of ScorecardElement
    score, low, high : float or None
        The score and its range, where the method has one.
    unit : str
        What the score counts.
    disagreements : tuple of Disagreement
        Where the model says something else.
    assumptions : tuple of Assumption
        What the figures rest on: the method's first, then those of the model where it was asked.
    language : {"en", "zh"} or None

    Examples
    --------
    >>> from influence.advise import scorecard
    >>> from influence.io import load_example
    >>> scorecard(load_example("power_grid_en")).score
    7.5
    """

    method: str
    name: str
    source: str
    elements: tuple[ScorecardElement, ...]
    score: float | None
    low: float | None
    high: float | None
    unit: str
    disagreements: tuple[Disagreement, ...]
    assumptions: tuple[Assumption, ...] = ()
    language: Language | None = None

    @property
    def completeness(self) -> float | None:
        """Share in [0, 1] of the elements that are known, one that is partly known counting half; None without any."""
        count = Counter(each.state for each in self.elements)
        return (count["known"] + count["partly"] / 2) / len(self.elements) if self.elements else None

    def to_dict(self) -> dict[str, Any]:
        """Return the scorecard as plain data."""
        elements = [
            {
                **vars(each),
                "evidence": [fact.to_dict() for fact in each.evidence],
                "questions": list(each.questions),
                "classes": list(each.classes),
            }
            for each in self.elements
        ]
        return {
            **vars(self),
            "completeness": self.completeness,
            "elements": elements,
            "disagreements": [{**vars(each), "people": list(each.people)} for each in self.disagreements],
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each element, the disagreements, and the assumptions."""
        elements: dict[str, Callable[[ScorecardElement], Any]] = {
            "element": lambda each: each.name,
            "state": lambda each: each.state,
            "class": lambda each: listing(each.classes, self.language),
            "score": lambda each: each.score,
            "evidence": lambda each: "; ".join(fact.text for fact in each.evidence),
            "where": lambda each: "; ".join(fact.where for fact in each.evidence),
            "question": lambda each: " ".join(each.questions),
        }
        disagreements: dict[str, Callable[[Disagreement], Any]] = {
            "kind": lambda each: each.kind,
            "people": lambda each: ", ".join(each.people),
            "text": lambda each: each.text,
        }
        assumptions: dict[str, Callable[[Assumption], Any]] = {
            "key": lambda each: each.key,
            "text": lambda each: each.text(self.language),
        }
        return {
            "elements": table(self.elements, elements),
            "disagreements": table(self.disagreements, disagreements),
            "assumptions": table(self.assumptions, assumptions),
        }

    def _say(self, key: str, **facts: str) -> str:
        return phrase(f"scorecard.{key}", self.language, None, **facts)

    def __str__(self) -> str:
        count = Counter(each.state for each in self.elements)
        states = {key: str(count[key]) for key in ("known", "partly", "unknown")}
        lines = [self._say("headline", method=self.name, **states)]
        if self.score is not None:
            low, high = f"{self.low:g}", f"{self.high:g}"
            lines.append(self._say("total", value=f"{self.score:g}", unit=self.unit, low=low, high=high))
        for each in self.elements:
            lines += self._lines(each)
        if self.disagreements:
            lines.append(self._say("disagree"))
            for found in self.disagreements:
                lines += wrap(f"! {found.text}", WIDTH, "    ", "      ")
        if self.assumptions:
            lines.append(self._say("assumed"))
            for assumed in self.assumptions:
                lines += wrap(f"- {assumed.text(self.language)}", WIDTH, "    ", "      ")
        return "\n".join([*lines, *wrap(self._say("source", source=self.source), WIDTH)])

    def _lines(self, element: ScorecardElement) -> list[str]:
        classes = self._say("classes", classes=" / ".join(element.classes)) if element.classes else ""
        title = self._say("element", name=element.name, state=self._say(element.state), classes=classes)
        lines = wrap(title, WIDTH, "", "    ")
        mark = "；" if self.language == "zh" else "; "
        for fact in element.evidence:
            told = mark.join((shown_field(fact.field, self.language), *fact.sources))
            lines += wrap(f"+ {fact.text} [{told}]", WIDTH, "    ", "      ")
        for question in element.questions:
            lines += wrap(f"? {question}", WIDTH, "    ", "      ")
        return lines
