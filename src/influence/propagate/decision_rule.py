"""How the deciders' reach becomes one value."""

from __future__ import annotations

from collections.abc import Mapping

from influence.model import Deal

__all__ = ["apply_rule", "tie_breaker"]


def apply_rule(deal: Deal, reached: Mapping[str, float]) -> float:
    """Return the value of a plan under the deal's rule.

    Parameters
    ----------
    deal : Deal
    reached : mapping
        Reach in [0, 1] of each decider and veto holder.

    Returns
    -------
    float
        In [0, 1]. ``single`` and ``weighted``: the power-weighted sum; ``unanimous``: the least over deciders and veto
        holders; ``majority``: the largest level that deciders with more than half of the power attain.
    """
    power = deal.deciders
    if deal.rule == "unanimous":
        return min(reached[person] for person in [*power, *deal.decision.vetoes])
    if deal.rule == "majority":
        behind = 0.0
        for person in sorted(power, key=lambda each: (-reached[each], each)):
            behind += power[person]
            if behind > 0.5 + 1e-12:
                return reached[person]
        return 0.0
    return sum(share * reached[person] for person, share in power.items())


def tie_breaker(deal: Deal, reached: Mapping[str, float]) -> float:
    """Return the weighted sum that decides between plans of equal value, veto holders with the mean power."""
    power = deal.deciders
    mean = sum(power.values()) / max(len(power), 1)
    vetoes = [person for person in deal.decision.vetoes if person not in power]
    return sum(share * reached[person] for person, share in power.items()) + sum(
        mean * reached[person] for person in vetoes
    )
