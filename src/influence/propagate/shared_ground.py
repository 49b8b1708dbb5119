"""Concerns that several people around the decision share."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from influence._types import BoolArray
from influence.graph.arrays import DealArrays

__all__ = ["shared_concerns"]


def shared_concerns(arrays: DealArrays, deciders: Collection[int]) -> BoolArray:
    """Return which concerns two or more of the deciders and of those with a tie into a decider share.

    Parameters
    ----------
    arrays : DealArrays
    deciders : collection of int
        Positions.

    Returns
    -------
    ndarray of bool, shape (C,)
        A concern is somebody's where their salience is at least one over the number of concerns.
    """
    ties = arrays.facts.ties
    speakers = ties.tail[np.isin(ties.head, sorted(deciders))].tolist()
    around = sorted({*deciders, *speakers})
    return np.asarray((arrays.salience[around] >= 1.0 / len(arrays.facts.concerns)).sum(axis=0) >= 2)
