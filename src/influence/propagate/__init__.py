"""How arguments travel: word of mouth, consensus, and the probabilities of both."""

from influence.propagate.cascade import ConcernReach, DeciderReach, Reach, reach
from influence.propagate.consensus import PersonShare, Standing, standing
from influence.propagate.influence_ranking import KeyPeople, KeyPerson, key_people
from influence.propagate.opinion_dynamics import (
    Equilibrium,
    OpinionShares,
    equilibrium,
    friedkin_johnsen,
    opinion_shares,
)
from influence.propagate.reliability.estimate import Estimate
from influence.propagate.reliability.solver import reach_probability
from influence.propagate.tie_ranking import KeyTie, KeyTies, key_ties
from influence.propagate.worlds import Worlds, share_of_worlds

__all__ = [
    "ConcernReach",
    "DeciderReach",
    "Equilibrium",
    "Estimate",
    "KeyPeople",
    "KeyPerson",
    "KeyTie",
    "KeyTies",
    "OpinionShares",
    "PersonShare",
    "Reach",
    "Standing",
    "Worlds",
    "equilibrium",
    "friedkin_johnsen",
    "key_people",
    "key_ties",
    "opinion_shares",
    "reach",
    "reach_probability",
    "share_of_worlds",
    "standing",
]
