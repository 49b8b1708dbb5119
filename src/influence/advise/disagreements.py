"""Where a sales method and the model say different things about one deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from influence._text import listing
from influence.advise.deal_evidence import STRONG, influence_on_deciders, is_strong, strongest_ways
from influence.advise.method_definitions import Kind, MethodDefinition
from influence.advise.scorecard_records import Disagreement, ScorecardElement
from influence.model import Deal
from influence.propagate import key_people

__all__ = ["disagreements_of"]

PARTS = ("roles", "deciders", "one_decider", "agreement", "economic_buyer", "champion", "coach")
"""Facts that give people a part."""
MONEY = ("economic_buyer", "budget_status", "budget_amount")


def disagreements_of(
    deal: Deal, definition: MethodDefinition, elements: Sequence[ScorecardElement]
) -> tuple[Disagreement, ...]:
    """Return where a method and the model say different things; nothing where nobody decides.

    Parameters
    ----------
    deal : Deal
    definition : MethodDefinition
    elements : sequence of ScorecardElement
        What the method sees.

    Returns
    -------
    tuple of Disagreement
    """
    if not deal.deciders:
        return ()
    if definition.elements:
        return (*_ways(deal, definition, elements), *_parts(deal, definition, elements))
    return tuple(_attention(deal, definition, elements))


def _said(deal: Deal, kind: str, definition: MethodDefinition, people: Sequence[str], **facts: str) -> Disagreement:
    named = listing(map(deal.label, people), deal.language)
    given = {"method": definition.name.say(deal.language), "people": named, "value": f"{STRONG:g}", **facts}
    return Disagreement(kind, tuple(people), deal.say(f"scorecard.{kind}", **given))


def _ways(deal: Deal, definition: MethodDefinition, elements: Sequence[ScorecardElement]) -> Iterator[Disagreement]:
    """Find a method without a gap where no strong way leads to a decider, and one with gaps where strong ones do."""
    strength = strongest_ways(deal)
    gaps = [each.name for each in elements if each.state == "unknown"]
    if not gaps:
        for person, best in strength.items():
            if not is_strong(best):
                yield _said(deal, "no_way", definition, [person], strength=f"{best:.3g}")
    elif is_strong(min(strength.values())):
        weakest = f"{min(strength.values()):.3g}"
        yield _said(deal, "strong_way", definition, list(strength), gaps=listing(gaps, deal.language), strength=weakest)


def _parts(deal: Deal, definition: MethodDefinition, elements: Sequence[ScorecardElement]) -> Iterator[Disagreement]:
    """Find the budget's owner without a say, a coach without influence, a key player without a part."""
    facts = {look.fact for element in definition.elements for look in element.looks}
    owner = deal.budget.owner if deal.budget is not None else None
    if facts.intersection(MONEY) and owner is not None and owner not in deal.deciders:
        yield _said(deal, "no_say", definition, [owner])
    influence = influence_on_deciders(deal)
    part: set[str] = set()
    for element, found in zip(definition.elements, elements, strict=True):
        looks = {look.fact for look in element.looks}
        people = list(dict.fromkeys(person for fact in found.evidence for person in fact.people))
        part |= set(people) if looks.intersection(PARTS) else set()
        for person in people if looks == {"coach"} else ():
            if not is_strong(influence[person]):
                yield _said(deal, "unheard", definition, [person], strength=f"{influence[person]:.3g}")
    for each in key_people(deal).people if definition.parts else ():
        if each.key_player and each.person not in part:
            yield _said(deal, "no_part", definition, [each.person])


def _attention(
    deal: Deal, definition: MethodDefinition, elements: Sequence[ScorecardElement]
) -> Iterator[Disagreement]:
    """Find little attention to a key player, and much to somebody who neither decides nor moves who does."""
    kinds: tuple[Kind, ...] = (*definition.classes, *definition.profiles)
    minor, major = (
        {each.name.say(deal.language) for each in kinds if getattr(each, flag)} for flag in ("minor", "major")
    )
    known = {each.person: each for each in key_people(deal).people}
    for element in elements:
        person = known.get(element.id)
        if person is None or not element.classes or element.id in deal.decision.vetoes:
            continue
        classes = " / ".join(element.classes)
        if person.key_player and minor.issuperset(element.classes):
            yield _said(deal, "minor", definition, [element.id], classes=classes)
        elif not is_strong(person.influence) and major.issuperset(element.classes):
            strength = f"{person.influence:.3g}"
            yield _said(deal, "major", definition, [element.id], classes=classes, strength=strength)
