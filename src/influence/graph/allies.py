"""Who may be an ally."""

from __future__ import annotations

from influence.graph.arrays import DealArrays
from influence.model import Deal, point_of

__all__ = ["may_be_ally", "minimum_support"]


def minimum_support(deal: Deal, given: str | float | None = None) -> float:
    """Return the support in [−1, 1] from which a person may be an ally: as given, as the deal says, or the default.

    Examples
    --------
    >>> from influence.model import Deal
    >>> minimum_support(Deal()), minimum_support(Deal(), "supporter")
    (0.0, 0.5)
    """
    labels = {str(label): value for label, value in deal.scales.support.items()}
    stated = given if given is not None else deal.planning.min_support
    return point_of(stated, labels, labels[deal.scales.minimum_support])


def may_be_ally(deal: Deal, arrays: DealArrays, person: str, least: float | None = None) -> bool:
    """Whether a person can be equipped: reachable by us, and not against us; a decider needs access only.

    Parameters
    ----------
    deal : Deal
    arrays : DealArrays
    person : str
    least : float or None
        Support in [−1, 1] that is needed; the deal's where None.

    Returns
    -------
    bool

    Examples
    --------
    >>> from influence.graph.arrays import deal_arrays
    >>> deal = Deal(organization={"stakeholders": {"wu": {"support": "enemy"}, "li": {"support": "mentor"}}})
    >>> [may_be_ally(deal, deal_arrays(deal), person) for person in ("wu", "li")]
    [False, True]
    """
    place = arrays.person(person)
    if arrays.facts.access[place] <= 0:
        return False
    needed = minimum_support(deal) if least is None else least
    return person in deal.deciders or bool(arrays.facts.support[place] >= needed)
