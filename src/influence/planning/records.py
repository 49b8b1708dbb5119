"""The plan of a deal as a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from influence._show import Result, Table, table
from influence._text import phrase
from influence._types import Language
from influence.graph.ways import Way
from influence.model import Assumption, Deal
from influence.planning.lines import Line
from influence.planning.problem import PlanningOptions
from influence.propagate.cascade import Reach

__all__ = ["Alternative", "Comparison", "LoadLimit", "Plan", "PlanStep"]


@dataclass(frozen=True)
class PlanStep:
    """One ally equipped with one argument.

    Parameters
    ----------
    ally, argument : str
    share : float
        Shapley share of the plan's value; the shares of all steps add up to it.
    share_error : float
        Standard error of the share in the common worlds; 0 where it is exact there.
    cost : float
        Hours: delivery, and this step's part of the meeting and of the preparation.
    concern : str
        What the next listener hears it as.
    paths : tuple of Way
        The strongest ways that it runs along.
    say : str
        What to say to the ally.
    props : tuple of str
        What to hand over.
    stage : str
        The stage from which the argument may be used.
    blockers : tuple of str
        People on these ways who are against us or at odds with the ally.
    substitute : tuple of (str, str) or None
        The best other pair if this ally is lost, where it wins back a tenth or more of what is lost.
    seller : str or None
        Who of ours meets the ally, where the deal names sellers.
    introducer : str or None
        The equipped ally who opens the door, where that is better than going alone.
    lines : tuple of Line
        What is said on each hop of the strongest way, each in its listener's own concern.
    loss, won_back : float
        What the plan loses with this ally, and what the best other pair wins back of it; both to the outcomes in
        which plans were compared.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> chosen = plan(load_example("power_grid_en"), method="greedy")
    >>> chosen.steps[0].argument
    'uptime'
    """

    ally: str
    argument: str
    share: float
    share_error: float
    cost: float
    concern: str
    paths: tuple[Way, ...]
    say: str
    props: tuple[str, ...]
    stage: str
    blockers: tuple[str, ...]
    substitute: tuple[str, str] | None
    seller: str | None = None
    introducer: str | None = None
    lines: tuple[Line, ...] = ()
    loss: float = 0.0
    won_back: float = 0.0


@dataclass(frozen=True)
class LoadLimit:
    """How the limit on arguments per person holds a plan back.

    Parameters
    ----------
    most : int
        Arguments that one person carries at most.
    people : tuple of str
        Who carries that many and could carry another.
    gain : float
        What the best single further argument of theirs would add within the hours that are left; 0 where it would add
        nothing or no hours are left.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> plan(load_example("power_grid_en"), load=1).held_back.most
    1
    """

    most: int
    people: tuple[str, ...]
    gain: float


@dataclass(frozen=True)
class Alternative:
    """An obvious course of action, valued beside the plan.

    Parameters
    ----------
    kind : str
        ``direct`` (meet the deciders and nobody else) or ``friendliest`` (equip only the most favourable person).
    equip : tuple of (str, str)
    value : float
        In [0, 1].
    cost : float
        Hours.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> chosen = plan(load_example("power_grid_en"), method="greedy")
    >>> chosen.alternatives[0].kind
    'direct'
    """

    kind: str
    equip: tuple[tuple[str, str], ...]
    value: float
    cost: float


@dataclass(frozen=True)
class Plan(Result):
    """Whom to equip with which argument, and why.

    Parameters
    ----------
    value, lower, upper : float
        Reach of the plan under the deal's rule, in [0, 1], or in the consensus model the standing, in [−1, 1]; the
        interval is what the computation is sure of.
    bound : float
        At most this is the value of the best possible plan: for certain where plans were compared by exact values
        (``worlds`` is None), at 99 % confidence where in sampled worlds.
    gap : float
        ``bound − value``.
    method : str
        ``exact``: proved best by exact values or in the common worlds; ``greedy``: the best found.
    model : str
        ``cascade`` (value is reach) or ``consensus`` (value is standing).
    nothing : float
        Value of doing nothing: 0 in the cascade.
    cost, capacity : float
        Hours used and available.
    steps : tuple of PlanStep
        Largest share first.
    reach : Reach
        Per decider and concern.
    alternatives : tuple of Alternative
    thin : tuple of str
        What the plan leans on although little is known of it.
    assumptions : tuple of Assumption
    deal : Deal
    options : PlanningOptions
    worlds : int or None
        Number of common worlds in which plans were compared; None where by exact values.
    robust : bool
        Whether the plan was chosen for a low quantile over what is not known.
    held_back : LoadLimit or None
        Where the limit on arguments per person holds the plan back; value and bound are for plans within it.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import plan
    >>> chosen = plan(load_example("power_grid_en"), method="greedy")
    >>> chosen.method, chosen.allies[0]
    ('greedy', 'zhao')
    """

    value: float
    lower: float
    upper: float
    bound: float
    gap: float
    method: str
    cost: float
    capacity: float
    steps: tuple[PlanStep, ...]
    reach: Reach
    alternatives: tuple[Alternative, ...]
    thin: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    deal: Deal = field(repr=False)
    options: PlanningOptions = field(repr=False)
    worlds: int | None
    model: str = "cascade"
    nothing: float = 0.0
    robust: bool = False
    held_back: LoadLimit | None = None

    @property
    def equip(self) -> tuple[tuple[str, str], ...]:
        """The (ally, argument) pairs, largest share first."""
        return tuple((step.ally, step.argument) for step in self.steps)

    @property
    def allies(self) -> tuple[str, ...]:
        """The people who are equipped, in the order of their first step."""
        return tuple(dict.fromkeys(step.ally for step in self.steps))

    @property
    def expense(self) -> float:
        """What the arguments of the plan cost us beside hours, each counted once."""
        used = dict.fromkeys(step.argument for step in self.steps)
        return sum(self.deal.arguments[argument].expense or 0.0 for argument in used)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        return {
            "expense": self.expense,
            "value": self.value,
            "lower": self.lower,
            "upper": self.upper,
            "bound": self.bound,
            "gap": self.gap,
            "method": self.method,
            "cost": self.cost,
            "capacity": self.capacity,
            "worlds": self.worlds,
            "model": self.model,
            "nothing": self.nothing,
            "robust": self.robust,
            "held_back": None
            if self.held_back is None
            else {**vars(self.held_back), "people": list(self.held_back.people)},
            "equip": [
                {
                    "ally": step.ally,
                    "argument": step.argument,
                    "share": step.share,
                    "share_error": step.share_error,
                    "cost": step.cost,
                    "concern": step.concern,
                    "paths": [{"nodes": list(path.nodes), "strength": path.strength} for path in step.paths],
                    "say": step.say,
                    "lines": [vars(line).copy() for line in step.lines],
                    "props": list(step.props),
                    "stage": step.stage,
                    "blockers": list(step.blockers),
                    "substitute": list(step.substitute) if step.substitute else None,
                    "loss": step.loss,
                    "won_back": step.won_back,
                    "seller": step.seller,
                    "introducer": step.introducer,
                }
                for step in self.steps
            ],
            "reach": self.reach.to_dict(),
            "alternatives": [
                {**vars(each), "equip": [list(pair) for pair in each.equip]} for each in self.alternatives
            ],
            "thin": list(self.thin),
            "assumptions": [vars(each).copy() for each in self.assumptions],
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each step."""
        label = self.deal.label
        columns: dict[str, Callable[[PlanStep], Any]] = {
            "ally": lambda step: label(step.ally),
            "argument": lambda step: step.argument,
            "share": lambda step: step.share,
            "hours": lambda step: step.cost,
            "concern": lambda step: step.concern,
            "way": lambda step: " → ".join(map(label, step.paths[0].nodes)) if step.paths else "",
            "say": lambda step: step.say,
            "lines": lambda step: [vars(line).copy() for line in step.lines],
            "props": lambda step: ", ".join(step.props),
            "from stage": lambda step: step.stage,
        }
        return {"plan": table(self.steps, columns)}

    def __str__(self) -> str:
        from influence.planning.plan_text import plan_text

        return plan_text(self)


@dataclass(frozen=True)
class Comparison(Result):
    """Two plans side by side.

    Parameters
    ----------
    value : tuple of (float, float)
        Values in [0, 1].
    cost : tuple of (float, float)
        Hours.
    only_first, only_second, both : tuple of (str, str)
        Pairs in one plan or in both.
    first_now : float or None
        Value of the first plan in the second plan's deal, as far as its people and arguments are still there; what
        changed up to it is the deal's doing, the rest that of the choice. None outside the cascade model.
    models : tuple of (str, str)
        ``cascade`` or ``consensus``.
    labels : mapping
        Names to show of people and arguments, by id.
    language : {"en", "zh"} or None
        Of the text form.

    Examples
    --------
    >>> from influence.io import load_example
    >>> from influence.planning import compare, plan
    >>> chosen = plan(load_example("power_grid_en"), method="greedy")
    >>> compare(chosen, chosen).only_first
    ()
    """

    value: tuple[float, float]
    cost: tuple[float, float]
    only_first: tuple[tuple[str, str], ...]
    only_second: tuple[tuple[str, str], ...]
    both: tuple[tuple[str, str], ...]
    first_now: float | None = None
    models: tuple[str, str] = ("cascade", "cascade")
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {
            "value": list(self.value),
            "cost": list(self.cost),
            "only_first": [list(pair) for pair in self.only_first],
            "only_second": [list(pair) for pair in self.only_second],
            "both": [list(pair) for pair in self.both],
            "first_now": self.first_now,
            "models": list(self.models),
        }

    def tables(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return one row for each pair of either plan, and one for each value, the first plan's now too."""
        named = {"both": self.both, "first": self.only_first, "second": self.only_second}
        values = [("first", self.value[0], self.cost[0]), ("second", self.value[1], self.cost[1])]
        if self.first_now is not None:
            values.insert(1, ("first_now", self.first_now, self.cost[0]))
        pairs = (
            {"ally": ally, "argument": argument, "in": where}
            for where, pairs in named.items()
            for ally, argument in pairs
        )
        return {
            "pairs": Table(pairs, ("ally", "argument", "in")),
            "values": [{"plan": plan, "value": value, "hours": hours} for plan, value, hours in values],
        }

    def __str__(self) -> str:
        def say(key: str, **facts: str) -> str:
            return phrase(f"results.compare.{key}", self.language, None, **facts)

        numbers = {"first": f"{self.value[0]:.3g}", "second": f"{self.value[1]:.3g}"}
        numbers |= {"hours_first": f"{self.cost[0]:.3g}", "hours_second": f"{self.cost[1]:.3g}"}
        model = self.models[0] if self.models[0] == self.models[1] else "mixed"
        lines = [say(model, change=f"{self.value[1] - self.value[0]:+.3f}", **numbers)]
        if self.first_now is not None and self.first_now != self.value[0]:
            of_deal, of_choice = self.first_now - self.value[0], self.value[1] - self.first_now
            lines.append("  " + say("because", of_deal=f"{of_deal:+.3f}", of_choice=f"{of_choice:+.3f}"))
        for mark, pairs in (("-", self.only_first), ("+", self.only_second), (" ", self.both)):
            for pair in pairs:
                ally, argument = (self.labels.get(each, each) for each in pair)
                lines.append(say("pair", mark=mark, ally=ally, argument=argument))
        return "\n".join(lines)
