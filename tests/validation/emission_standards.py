"""The emission standards of the European Community: where opinions settle beside what was decided. One case.

Ten states stood between 4 and 10 years of delay; 8.833 years were decided (Bueno de Mesquita, in "European Community
Decision Making", 1994, as quoted by Scholz, Calbert and Smith, Journal of Theoretical Politics 23, 2011).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from influence._types import FloatArray
from influence.graph import from_counts
from influence.model import Deal
from influence.propagate import friedkin_johnsen, standing
from tests.validation.tables import Table, rows_of

__all__ = ["OUTCOME", "study", "weighted_median"]

OUTCOME = 8.833
LEAST, MOST = 4.0, 10.0


def weighted_median(position: FloatArray, weight: FloatArray) -> float:
    """Return the position at which half of the weight is reached."""
    order = np.argsort(position, kind="stable")
    return float(position[order][np.searchsorted(weight[order].cumsum(), weight.sum() / 2)])


def study(data: Path, smoke: bool, seed: int) -> list[Table]:
    """Return the table; there is nothing to draw."""
    del smoke, seed
    rows = rows_of(data / "bdm_emission_standards" / "actors.csv")
    position, power, salience = (
        np.array([float(row[name]) for row in rows]) for name in ("position", "capability", "salience")
    )
    names = [row["actor"] for row in rows]
    middle = [
        ("where opinions settle, ties from capability × salience", settled(names, position, power, salience)),
        ("the same, and who cares less gives way more", giving_way(position, power, salience)),
        ("mean position", float(position.mean())),
        ("median position", float(np.median(position))),
        ("mean, weighted by capability × salience", float(np.average(position, weights=power * salience))),
        ("median, weighted by capability × salience", weighted_median(position, power * salience)),
        ("middle of the scale", (LEAST + MOST) / 2),
    ]
    table = Table(
        "emission_standards",
        "Emission standards: years of delay",
        ("method", "years", "off by"),
        tuple((name, f"{years:.2f}", f"{abs(years - OUTCOME):.2f}") for name, years in middle),
        f"Decided: {OUTCOME}. One case with ten states. Bueno de Mesquita's own model, published: 8.35 rising to 9.05.",
    )
    return [table]


def settled(names: list[str], position: FloatArray, power: FloatArray, salience: FloatArray) -> float:
    """Return the standing by the library's defaults, on the scale of the positions.

    Everyone hears everyone, by capability times salience; the deciders have their capability as power.
    """
    said = (power * salience).tolist()
    office = from_counts(
        {(one, other): said[place] for place, one in enumerate(names) for other in names if one != other}
    )
    stand = (2 * (position - LEAST) / (MOST - LEAST) - 1).tolist()
    people = {name: office[name].replace(support=stand[place]) for place, name in enumerate(names)}
    deal = Deal(
        organization=office.replace(stakeholders=people),
        decision={"rule": "weighted", "deciders": dict(zip(names, power.tolist(), strict=True))},
    )
    return LEAST + (MOST - LEAST) * (standing(deal).value + 1) / 2


def giving_way(position: FloatArray, power: FloatArray, salience: FloatArray) -> float:
    """Return the capability-weighted equilibrium where a state's susceptibility is what salience leaves of 1."""
    weights = np.tile(power * salience, (len(position), 1))
    np.fill_diagonal(weights, 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    return float(np.average(friedkin_johnsen(weights, 1.0 - salience / 100.0, position), weights=power))
