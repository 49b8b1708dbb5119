"""A plan on one screen of text."""

from __future__ import annotations

from influence._show import wrap
from influence._text import listing
from influence.graph.ways import strongest_paths
from influence.model.concern_slips import concern_slips
from influence.planning.first_questions import first_questions, too_little_text
from influence.planning.lines import argument_name
from influence.planning.records import Plan, PlanStep

__all__ = ["plan_text"]

WIDTH = 100
TINY = 5e-4
"""What is shown as 0.000."""


def plan_text(plan: Plan, width: int = WIDTH) -> str:
    """Return a plan as text: who decides, by which ways, whom to equip, what to say, what is thin.

    Parameters
    ----------
    plan : Plan
    width : int
        Columns.

    Returns
    -------
    str
    """
    lines: list[str] = []
    first = too_little_text(plan.deal) if first_questions(plan.deal) else []
    for block in (first, _headline(plan), _deciders(plan), _ways(plan), _steps(plan), _beside(plan), _thin(plan)):
        if block:
            lines += [*(part for line in block for part in _fold(line, width)), ""]
    return "\n".join(lines).rstrip()


def _fold(line: str, width: int) -> list[str]:
    """Break a line that is too long; a line of a table is not."""
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line.lstrip(), width, indent, indent + "  ") if line.strip() else [line]


def _say(plan: Plan, key: str, **facts: object) -> str:
    return plan.deal.say(f"plan.{key}", **facts)


def _headline(plan: Plan) -> list[str]:
    deal = plan.deal
    title = deal.name or deal.organization.name
    hours = {"cost": f"{plan.cost:g}", "capacity": f"{plan.capacity:g}"}
    if plan.model == "consensus":
        value = _say(plan, "headline_consensus", value=f"{plan.value:+.2f}", nothing=f"{plan.nothing:+.2f}", **hours)
    else:
        value = _say(plan, "headline", value=f"{plan.value:.2f}", **hours)
    facts = {"lower": f"{plan.lower:.3f}", "upper": f"{plan.upper:.3f}", "bound": f"{plan.bound:.3f}"}
    if plan.worlds is None:
        method = _say(plan, f"method_{plan.method}_listed", **facts)
    else:
        method = _say(plan, f"method_{plan.method}", worlds=f"{plan.worlds:,}", **facts)
    meaning = _say(plan, "meaning_consensus" if plan.model == "consensus" else "meaning")
    return [
        *([title] if title else []),
        value,
        meaning,
        method,
        *([_say(plan, "robust")] if plan.robust else []),
        *_held_back(plan),
        *(_say(plan, "slip", given=each.given, meant=each.meant) for each in concern_slips(deal)),
        *_expense(plan),
    ]


def _held_back(plan: Plan) -> list[str]:
    """Return the line on the limit of arguments per person, where it holds the plan back."""
    limit = plan.held_back
    if limit is None:
        return []
    people = listing(map(plan.deal.label, limit.people), plan.deal.language)
    key = "held_back_gain" if limit.gain >= TINY else "held_back"
    facts = {"gain": f"{limit.gain:.3f}"} if limit.gain >= TINY else {}
    return [_say(plan, key, load=limit.most, more=limit.most + 1, people=people, **facts)]


def _expense(plan: Plan) -> list[str]:
    return [_say(plan, "expense", amount=f"{plan.expense:,.10g}")] if plan.expense else []


def _deciders(plan: Plan) -> list[str]:
    label = plan.deal.label
    rows: dict[str, list[str]] = {"decider": [], "veto": []}
    for each in plan.reach.deciders:
        kind = "decider" if each.power > 0 else "veto"
        power = f"{each.power:.2f}"
        rows[kind].append("  " + _say(plan, kind, person=label(each.decider), power=power, value=f"{each.value:.2f}"))
    title = _say(plan, "deciders_title", rule=_say(plan, f"rule_{plan.deal.rule}"))
    return [title, *rows["decider"], *([_say(plan, "vetoes_title"), *rows["veto"]] if rows["veto"] else [])]


def _ways(plan: Plan) -> list[str]:
    found = strongest_paths(plan.deal, k=3)
    if not found.paths:
        return [_say(plan, "no_way", decider=plan.deal.label(found.to))]
    label = plan.deal.label
    lines = [_say(plan, "ways_title", decider=label(found.to))]
    for path in found.paths:
        way = " → ".join(map(label, path.nodes))
        weakest = path.nodes[path.bottleneck : path.bottleneck + 2]
        text = _say(plan, "way", strength=f"{path.strength:.3f}", way=way, weakest=" → ".join(map(label, weakest)))
        lines.append("  " + text)
    return lines


def _steps(plan: Plan) -> list[str]:
    if not plan.steps:
        return [_say(plan, "nothing")]
    label, language = plan.deal.label, plan.deal.language
    lines = [_say(plan, "steps_title")]
    # where the whole plan is worth next to nothing, no step is less than the others
    tiny = [step for step in plan.steps if step.share < TINY] if plan.value - plan.nothing >= TINY else []
    replaced: set[str] = set()
    for number, step in enumerate((step for step in plan.steps if step not in tiny), start=1):
        facts = {"number": number, "ally": label(step.ally), "argument": argument_name(plan.deal, step.argument)}
        lines.append("  " + _say(plan, "step", **facts, share=f"{step.share:.3f}", cost=f"{step.cost:.2g}"))
        lines += ["     " + text for text in _who_meets(plan, step)]
        lines.append("     " + step.say)
        if step.paths:
            way = " → ".join(map(label, step.paths[0].nodes))
            lines.append("     " + _say(plan, "runs_along", way=way, strength=f"{step.paths[0].strength:.3f}"))
        # the first hop is what the ally is helped to say
        lines += ["     " + line.text for line in step.lines[1:]]
        if step.props:
            lines.append("     " + _say(plan, "props", props=listing(step.props, plan.deal.language)))
        if step.stage != "discovery":
            lines.append("     " + _say(plan, "hold", stage=_say(plan, f"stage_{step.stage}")))
        if step.blockers:
            lines.append(
                "     " + _say(plan, "blockers", people=listing(map(label, step.blockers), plan.deal.language))
            )
        if step.ally not in replaced and step.loss >= TINY:
            lines.append("     " + _if_lost(plan, step))
        replaced.add(step.ally)
    if tiny:
        pairs = listing((f"{label(step.ally)} ({argument_name(plan.deal, step.argument)})" for step in tiny), language)
        lines.append("  " + _say(plan, "tiny", pairs=pairs, cost=f"{sum(step.cost for step in tiny):.2g}"))
    return lines


def _if_lost(plan: Plan, step: PlanStep) -> str:
    """Return what becomes of the plan without an ally."""
    facts = {"lost": plan.deal.label(step.ally), "loss": f"{step.loss:.3f}"}
    if step.substitute is None:
        return _say(plan, "no_substitute", **facts)
    ally, argument = step.substitute
    facts |= {"ally": plan.deal.label(ally), "argument": argument_name(plan.deal, argument)}
    return _say(plan, "substitute", won_back=f"{step.won_back:.3f}", **facts)


def _who_meets(plan: Plan, step: PlanStep) -> list[str]:
    lines = []
    if step.seller is not None:
        lines.append(_say(plan, "met_by", seller=plan.deal.sellers[step.seller].name or step.seller))
    if step.introducer is not None:
        lines.append(_say(plan, "introduced", introducer=plan.deal.label(step.introducer)))
    return lines


def _beside(plan: Plan) -> list[str]:
    lines = [
        "  "
        + _say(
            plan,
            f"alternative_{each.kind}",
            people=listing(dict.fromkeys(plan.deal.label(ally) for ally, _ in each.equip), plan.deal.language),
            value=f"{each.value:.2f}",
            less=f"{plan.value - each.value:.2f}",
            cost=f"{each.cost:g}",
        )
        for each in plan.alternatives
    ]
    return [_say(plan, "beside_title"), *lines] if lines else []


def _thin(plan: Plan) -> list[str]:
    return [_say(plan, "thin_title"), *("  - " + text for text in plan.thin)] if plan.thin else []
