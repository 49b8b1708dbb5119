"""What stands on the seller's page, as sections of plain text, before it becomes HTML or Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from influence._text import listing
from influence.advise import Questions, Schedule, Sensitivity, gain_of, questions, review, schedule, sensitivity
from influence.advise.meetings import meeting_lines, meeting_title
from influence.draw.cards import CardMaker
from influence.draw.plan_map import plan as draw_plan
from influence.draw.scene import Scene
from influence.draw.style import LIGHT
from influence.graph import strongest_paths
from influence.planning import Plan
from influence.planning.lines import argument_name
from influence.planning.plan_text import plan_text

__all__ = ["Page", "Section", "page_of"]

UNBROKEN = 10_000
WAYS = 5
FINDINGS = 8


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Parameters
    ----------
    title : str
    blocks : tuple of (str, tuple of str)
        Each a heading, perhaps empty, and its lines.
    """

    title: str
    blocks: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Page:
    """Everything on the page, in order.

    Parameters
    ----------
    title : str
    language : str
    picture : Scene
        The map with the plan on it.
    answer : Section
    sections : tuple of Section
    """

    title: str
    language: str
    picture: Scene
    answer: Section
    sections: tuple[Section, ...]


def page_of(plan: Plan, start: str | None = None) -> Page:
    """Return the page of a plan: the answer first, then why, with whom, when, and what is not known.

    Parameters
    ----------
    plan : Plan
    start : str or None
        First day of the schedule.

    Returns
    -------
    Page
    """
    deal = plan.deal
    asked = questions(deal)
    sure = sensitivity(plan)
    book = schedule(plan, start=start, questions=asked)
    sections = [
        _ways(plan),
        _people(plan, book),
        _findings(plan),
        _book(plan, book),
        _unknown(plan, sure, asked),
        _computed(plan),
    ]
    return Page(
        deal.name or deal.organization.name or "influence",
        deal.language or "en",
        draw_plan(plan, style=LIGHT).scene,
        _answer(plan, sure),
        tuple(section for section in sections if section.blocks),
    )


def _say(plan: Plan, key: str, **facts: object) -> str:
    return plan.deal.say(f"page.{key}", **facts)


def _answer(plan: Plan, sure: Sensitivity) -> Section:
    # lines break where the page is wide enough, not where a terminal ends
    lines = plan_text(plan, width=UNBROKEN).split("\n\n")[0].splitlines()
    named = [line for line in lines if line != (plan.deal.name or plan.deal.organization.name)]
    interval = str(sure).splitlines()[:2]
    today = [_say(plan, "as_of", day=plan.deal.today.isoformat())] if plan.deal.today else []
    language = plan.deal.language

    def held(ally: str) -> str:
        return listing((argument_name(plan.deal, s.argument) for s in plan.steps if s.ally == ally), language)

    chosen = tuple(f"{plan.deal.label(ally)}: {held(ally)}" for ally in plan.allies)
    return Section(_say(plan, "answer"), (("", (*named, *interval, *today)), ("", tuple(chosen))))


def _ways(plan: Plan) -> Section:
    label = plan.deal.label
    found = strongest_paths(plan.deal, k=WAYS)
    lines = tuple(f"{path.strength:.3f}  {' → '.join(map(label, path.nodes))}" for path in found.paths)
    blocks = [(label(found.to), lines)] if lines else []
    owner = plan.deal.budget.owner if plan.deal.budget is not None else None
    if owner is not None and owner != found.to:
        paid = strongest_paths(plan.deal, to=owner, k=1)
        told = tuple(f"{path.strength:.3f}  {' → '.join(map(label, path.nodes))}" for path in paid.paths)
        head = _say(plan, "budget_owner", person=label(owner))
        blocks.append((head, told or (_say(plan, "no_way_to_budget"),)))
    return Section(_say(plan, "ways"), tuple(blocks))


def _people(plan: Plan, book: Schedule) -> Section:
    maker = CardMaker(plan.deal, LIGHT)
    blocks = []
    for ally in plan.allies:
        record = plan.deal.organization[ally]
        concerns = maker.concerns(ally, 3)
        cares = "cares" if record.concerns else "cares_assumed"
        lines = [_say(plan, cares, concerns=listing(concerns, plan.deal.language))] if concerns else []
        if ally not in plan.deal.deciders:
            served = gain_of(maker.arrays, ally)
            gain = _say(plan, "gains", concern=maker.concern_name(served)) if served else _say(plan, "no_gain")
            lines.append(gain)
        for step in (step for step in plan.steps if step.ally == ally):
            lines.append(f"{argument_name(plan.deal, step.argument)}: {step.say}")
            lines += ["  " + line.text for line in step.lines[1:]]
            lines.append("  " + _say(plan, "share", share=f"{step.share:.3f}", cost=f"{step.cost:.2g}"))
        props = list(dict.fromkeys(prop for step in plan.steps if step.ally == ally for prop in step.props))
        if props:
            lines.append(_say(plan, "bring", props=listing(props, plan.deal.language)))
        lines += [_say(plan, "next", step=each.next_step) for each in book.meetings if each.person == ally][:1]
        title = f", {record.title}" if record.title else ""
        blocks.append((f"{plan.deal.label(ally)}{title}", tuple(lines)))
    return Section(_say(plan, "people"), tuple(blocks))


def _findings(plan: Plan) -> Section:
    found = review(plan.deal, plan).findings[:FINDINGS]
    return Section(_say(plan, "findings"), tuple((each.evidence, (each.remedy,)) for each in found))


def _book(plan: Plan, book: Schedule) -> Section:
    blocks = tuple(
        (meeting_title(plan.deal, number, each), tuple(meeting_lines(plan.deal, each)))
        for number, each in enumerate(book.meetings, start=1)
    )
    return Section(_say(plan, "schedule"), blocks)


def _unknown(plan: Plan, sure: Sensitivity, asked: Questions) -> Section:
    parts = str(sure).split("\n\n")[2:]
    blocks = [(part.splitlines()[0], tuple(line.strip() for line in part.splitlines()[1:])) for part in parts]
    told = str(asked).splitlines()
    blocks.append((told[0], tuple(line.strip() for line in told[1:])))
    if plan.thin:
        blocks.append((plan.deal.say("plan.thin_title"), plan.thin))
    return Section(_say(plan, "unknown"), tuple(blocks))


def _computed(plan: Plan) -> Section:
    assumed = "; ".join(each.text(plan.deal.language) for each in plan.assumptions)
    lines = (_say(plan, "no_claim"), _say(plan, "assumptions", assumptions=assumed))
    return Section(_say(plan, "computed"), (("", lines),))
