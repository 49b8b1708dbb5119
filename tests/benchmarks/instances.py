"""The instances that the benchmarks share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from influence._types import FloatArray, IndexArray

__all__ = ["Instance", "large_hierarchy", "organization", "power_law"]


@dataclass(frozen=True)
class Instance:
    """A directed graph whose edges fail, with its sources and its target."""

    name: str
    node_count: int
    tail: IndexArray
    head: IndexArray
    probability: FloatArray
    sources: tuple[int, ...]
    target: int


def organization(people: int, seed: int, source_count: int = 1) -> Instance:
    """Return orgN: a hierarchy with cross edges, three edges a person, person 0 deciding.

    Parameters
    ----------
    people : int
        Number of people N.
    seed : int
        Seed of the instance.
    source_count : int
        How many sources: the people of the highest numbers who have a way to person 0.

    Returns
    -------
    Instance
    """
    generator = np.random.default_rng(seed)
    edges: dict[tuple[int, int], None] = {}
    for person in range(1, people):
        superior = int(generator.integers(max(0, person // 3 - 1), max(1, person // 2)))
        edges[person, superior] = None
        if generator.random() < 0.5:
            edges[superior, person] = None
    while len(edges) < 3 * people:
        tail = int(generator.integers(1, people))
        if generator.random() < 0.7:
            head = int(np.clip(tail + generator.integers(-6, 7), 0, people - 1))
        else:
            head = int(generator.integers(people))
        if tail != head:
            edges[tail, head] = None
    probability = generator.uniform(0.1, 0.8, size=len(edges)).round(3)
    ends = np.array(list(edges), dtype=np.int64)
    sources = _with_a_way(ends, people)[-source_count:]
    name = f"org{people}" + (f" ×{source_count}" if source_count > 1 else "")
    return Instance(name, people, ends[:, 0], ends[:, 1], probability, tuple(reversed(sources)), 0)


def _with_a_way(ends: IndexArray, people: int) -> list[int]:
    """Return the people from whom person 0 can be reached, in order, without person 0."""
    found = np.zeros(people, dtype=bool)
    found[0] = True
    while True:
        larger = found.copy()
        larger[ends[found[ends[:, 1]], 0]] = True
        if (larger == found).all():
            return [int(person) for person in np.flatnonzero(found) if person != 0]
        found = larger


def power_law(nodes: int, seed: int) -> Instance:
    """Return wcN: ten edges a node, speakers drawn with falling weight, p = 1/indegree; node 0 is the target."""
    generator = np.random.default_rng(seed)
    count = 10 * nodes
    # the heads follow a power law with exponent about 2.5, cut at the number of nodes
    head = np.minimum((nodes * generator.random(count) ** 2.5).astype(np.int64), nodes - 1)
    head = generator.permutation(nodes)[head]
    tail = generator.integers(0, nodes, count)
    kept = np.unique(tail[tail != head] * nodes + head[tail != head])
    tail, head = kept // nodes, kept % nodes
    degree = np.bincount(head, minlength=nodes)
    return Instance(f"wc{nodes}", nodes, tail, head, 1.0 / degree[head], (), int(degree.argmax()))


def large_hierarchy(nodes: int, seed: int, probabilities: tuple[float, float], edges_each: int = 10) -> Instance:
    """Return hierN: a hierarchy with cross edges, ten edges a node unless said otherwise; node 0 is the target."""
    generator = np.random.default_rng(seed)
    person = np.arange(1, nodes)
    low = np.maximum(0, person // 3 - 1)
    superior = low + (generator.random(nodes - 1) * (np.maximum(1, person // 2) - low)).astype(np.int64)
    both = generator.random(nodes - 1) < 0.5
    left = edges_each * nodes - (nodes - 1) - int(both.sum())
    tail = generator.integers(1, nodes, left)
    near = np.clip(tail + generator.integers(-6, 7, left), 0, nodes - 1)
    head = np.where(generator.random(left) < 0.7, near, generator.integers(0, nodes, left))
    tails = np.concatenate([person, superior[both], tail])
    heads = np.concatenate([superior, person[both], head])
    kept = np.unique(tails[tails != heads] * nodes + heads[tails != heads])
    probability = generator.uniform(*probabilities, size=len(kept))
    return Instance(f"hier{nodes}", nodes, kept // nodes, kept % nodes, probability, (), 0)
