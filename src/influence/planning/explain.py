"""Why each pair is in the plan: its share, the ways it runs along, what to say, who may block, who could stand in."""

from __future__ import annotations

import numpy as np

from influence.graph.arrays import DealArrays
from influence.graph.ways import Way, ways_in
from influence.model import Deal
from influence.model.catalogue import PRICE_CONCERN
from influence.planning.candidates import CandidateTable
from influence.planning.constraints import Pair, PlanningProblem
from influence.planning.lines import argument_name, concern_name, heard_as, lines_along
from influence.planning.objective import carried
from influence.planning.objectives import Objective
from influence.planning.records import PlanStep
from influence.planning.shapley import shapley_shares

__all__ = ["explain_steps", "stage_of", "thin_evidence"]

NOTICEABLE = 0.1
"""Share of a loss from which what wins it back is a substitute."""
WAYS = 2
"""Ways that are shown for each pair."""
THIN = 0.6
"""Certainty below which a tie that the plan uses is called thin."""


def stage_of(deal: Deal, argument: str) -> str:
    """Return the earliest stage at which an argument may be used; price waits for the negotiation."""
    record = deal.arguments[argument]
    return record.stage or ("negotiation" if PRICE_CONCERN in record.answers else "discovery")


Loss = tuple[tuple[str, str] | None, float, float]
"""Who replaces a lost ally with which argument, what is lost, and how much of it that wins back."""


def explain_steps(
    deal: Deal,
    arrays: DealArrays,
    problem: PlanningProblem,
    objective: Objective,
    pairs: tuple[Pair, ...],
    value: float,
) -> tuple[PlanStep, ...]:
    """Return the steps of a plan, largest share first.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    problem : PlanningProblem
    objective : Objective
    pairs : tuple of (int, int)
    value : float
        What the plan adds to doing nothing; the shares are scaled to add up to it.

    Returns
    -------
    tuple of PlanStep
    """
    shares, errors = shapley_shares(objective, pairs)
    total = sum(shares)
    if total <= 0 and value > 0:
        # in none of the worlds the plan is heard: what each pair is worth alone decides
        shares = [objective.value([pair]) for pair in pairs]
        total = sum(shares)
    factor = value / total if total else 0.0
    people = dict.fromkeys(actor % problem.people for actor, _ in pairs)
    losses = {person: _loss(problem, objective, arrays, pairs, person) for person in people}
    steps = [
        _step(deal, arrays, problem, objective, pairs, place, share * factor, abs(error * factor), losses)
        for place, (share, error) in enumerate(zip(shares, errors, strict=True))
    ]
    return tuple(sorted(steps, key=lambda step: (-step.share, step.ally, step.argument)))


def _step(
    deal: Deal,
    arrays: DealArrays,
    problem: PlanningProblem,
    objective: Objective,
    pairs: tuple[Pair, ...],
    place: int,
    share: float,
    error: float,
    losses: dict[int, Loss],
) -> PlanStep:
    facts = arrays.facts
    actor, argument = pairs[place]
    person = actor % problem.people
    held = carried(pairs)
    with_argument = [other for _, other in pairs].count(argument)
    cost = problem.deliver + problem.meet[person] / len(held[actor]) + problem.prepare[argument] / with_argument
    paths = _ways(deal, arrays, (person, argument))
    introducer = objective.hearing.introducer(actor, [other for other in held if other != actor])
    name = facts.arguments[argument]
    listener = paths[0].nodes[1] if paths else facts.people[person]
    concern = heard_as(arrays, name, listener)
    substitute, loss, won_back = losses[person]
    return PlanStep(
        ally=facts.people[person],
        argument=name,
        share=share,
        share_error=error,
        cost=cost,
        concern=concern,
        paths=paths,
        lines=lines_along(deal, arrays, name, paths[0].nodes) if paths else (),
        say=_say(deal, facts.people[person], name, concern, listener),
        props=deal.arguments[name].props,
        stage=stage_of(deal, name),
        blockers=_blockers(arrays, person, paths),
        substitute=substitute,
        loss=loss,
        won_back=won_back,
        seller=problem.entry.sellers[actor // problem.people] if problem.entry.sellers else None,
        introducer=None if introducer is None else facts.people[introducer % problem.people],
    )


def _ways(deal: Deal, arrays: DealArrays, pair: Pair) -> tuple[Way, ...]:
    person, argument = pair
    facts = arrays.facts
    if facts.people[person] in deal.deciders:
        return ()
    found: list[Way] = []
    for decider, power in deal.deciders.items():
        place = arrays.person(decider)
        mix = arrays.salience[place] * facts.answers[argument]
        if power > 0 and mix.sum() > 0:
            found += ways_in(arrays, place, mix / mix.sum(), {person: 1.0}, WAYS, deal.scales.strength["strong"])
    return tuple(sorted(found, key=lambda path: (-path.strength, path.nodes))[:WAYS])


def _say(deal: Deal, ally: str, argument: str, concern: str, listener: str) -> str:
    record = deal.arguments[argument]
    key = "plan.say_direct" if ally == listener else "plan.say"
    return deal.say(
        key,
        ally=deal.label(ally),
        listener=deal.label(listener),
        claim=record.claim or argument_name(deal, argument),
        concern=concern_name(deal, concern),
    )


def _blockers(arrays: DealArrays, person: int, paths: tuple[Way, ...]) -> tuple[str, ...]:
    facts = arrays.facts
    on_the_way = [blocker for path in paths for blocker in path.blockers]
    at_odds = [
        facts.people[other]
        for tail, head in zip(facts.conflicts.tail.tolist(), facts.conflicts.head.tolist(), strict=True)
        for other, mine in ((tail, head), (head, tail))
        if mine == person
    ]
    return tuple(dict.fromkeys(on_the_way + at_odds))


def _loss(
    problem: PlanningProblem, objective: Objective, arrays: DealArrays, pairs: tuple[Pair, ...], lost: int
) -> Loss:
    """Return what a plan loses with one ally, and the best other pair if it wins back a noticeable share."""
    rest = [pair for pair in pairs if pair[0] % problem.people != lost]
    table = CandidateTable(problem)
    fits, _ = table.room(rest)
    fits &= table.person != lost
    now = objective.heard(rest)
    left = float(objective.scores(now[None])[0, 0])
    loss = max(round(float(objective.scores(objective.heard(pairs)[None])[0, 0]) - left, 11), 0.0)
    scores = objective.scores(now + objective.increments(rest, table.pairs))[:, 0]
    gain = np.where(fits, np.round(scores - left, 11), 0.0)
    won_back = float(gain.max(initial=0.0))
    if won_back <= 0 or won_back < NOTICEABLE * loss:
        return None, loss, won_back
    best = int(gain.argmax())
    who = arrays.facts.people[int(table.person[best])], arrays.facts.arguments[int(table.argument[best])]
    return who, loss, won_back


def thin_evidence(deal: Deal, arrays: DealArrays, pairs: tuple[Pair, ...]) -> tuple[str, ...]:
    """Return, as sentences, what a plan leans on although little is known of it.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    pairs : tuple of (int, int)

    Returns
    -------
    tuple of str
        Uncertain ties on the plan's ways first, then people whose support or access is unknown.
    """
    facts = arrays.facts
    certainty = {
        (facts.people[tail], facts.people[head]): chance
        for tail, head, chance in zip(
            facts.ties.tail.tolist(), facts.ties.head.tolist(), facts.ties.certainty.tolist(), strict=True
        )
    }
    used = dict.fromkeys(
        hop
        for pair in pairs
        for path in _ways(deal, arrays, pair)[:1]
        for hop in zip(path.nodes, path.nodes[1:], strict=False)
    )
    weak = sorted((hop for hop in used if certainty[hop] < THIN), key=lambda hop: (certainty[hop], hop))
    label = deal.label
    said = [
        deal.say(
            "plan.thin_tie",
            speaker=label(speaker),
            listener=label(listener),
            certainty=f"{certainty[speaker, listener]:.2f}",
        )
        for speaker, listener in weak
    ]
    people = dict.fromkeys(person for hop in used for person in hop)
    for person in people:
        record = deal.organization[person]
        for key, given in (("support", record.support), ("access", record.access)):
            equipped = any(facts.people[pair[0]] == person for pair in pairs)
            if given in (None, "unknown") and (key == "support" or equipped):
                said.append(deal.say(f"plan.thin_{key}", person=label(person)))
    return tuple(said)
