"""How arguments travel: word of mouth, consensus, and the probabilities of both."""

from influence.propagate.cascade import ConcernReach, DeciderReach, Reach, reach
from influence.propagate.consensus import PersonShare, Standing, standing
from influence.propagate.opinion_dynamics import friedkin_johnsen
from influence.propagate.state_expansion import ReachInterval, expand_states
from influence.propagate.worlds import Worlds, share_of_worlds

__all__ = [
    "ConcernReach",
    "DeciderReach",
    "PersonShare",
    "Reach",
    "ReachInterval",
    "Standing",
    "Worlds",
    "expand_states",
    "friedkin_johnsen",
    "reach",
    "share_of_worlds",
    "standing",
]
