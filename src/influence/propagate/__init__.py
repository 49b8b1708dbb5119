"""How arguments travel: word of mouth, consensus, and the probabilities of both."""

from influence.propagate.cascade import ConcernReach, DeciderReach, Reach, reach
from influence.propagate.consensus import PersonShare, Standing, standing
from influence.propagate.influence_ranking import KeyPeople, KeyPerson, key_people
from influence.propagate.opinion_dynamics import friedkin_johnsen
from influence.propagate.state_expansion import ReachInterval, expand_states
from influence.propagate.worlds import Worlds, share_of_worlds

__all__ = [
    "ConcernReach",
    "DeciderReach",
    "KeyPeople",
    "KeyPerson",
    "PersonShare",
    "Reach",
    "ReachInterval",
    "Standing",
    "Worlds",
    "expand_states",
    "friedkin_johnsen",
    "key_people",
    "reach",
    "share_of_worlds",
    "standing",
]
