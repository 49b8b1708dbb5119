"""Reductions that leave the chance to reach the target as it is.

Nodes and edges that are on no way from source to target go (irrelevant); an edge into a node that every way to its
tail has passed already goes, and so does one whose tail every further way has to pass again (dominators: Lengauer and
Tarjan, "A fast algorithm for finding dominators in a flowgraph", 1979, found here by iteration as by Cooper, Harvey and
Kennedy, 2001); series become one edge and parallel edges are one (Satyanarayana and Chang, "Network reliability and the
factoring theorem", 1983). The chance that a node passes on is folded into its only edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from influence.propagate.reliability.network import Network, join

__all__ = ["chain_of_parts", "reduce_network"]


def reduce_network(network: Network) -> Network:
    """Return a smaller network with the same chance to reach the target.

    Parameters
    ----------
    network : Network
        Changed in place.

    Returns
    -------
    Network
        The same object.
    """
    before = (-1, -1)
    while before != (len(network.out), network.edges):
        before = (len(network.out), network.edges)
        _keep_relevant(network)
        _drop_useless_edges(network)
        _contract_series(network)
    return network


def _closure(start: int, step: Callable[[int], Iterable[int]]) -> list[int]:
    seen = {start: None}
    for node in (order := [start]):
        for other in step(node):
            if other not in seen:
                seen[other] = None
                order.append(other)
    return order


def _keep_relevant(network: Network) -> None:
    incoming = network.incoming()
    forward = set(_closure(network.source, lambda node: network.out[node]))
    backward = set(_closure(network.target, lambda node: incoming[node]))
    kept = (forward & backward) | {network.source, network.target}
    network.out = {
        node: {
            head: chance
            for head, chance in heads.items()
            if head in kept and head != network.source and node != network.target
        }
        for node, heads in network.out.items()
        if node in kept
    }


def dominators(start: int, out: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """Return, for each node that can be reached, the last node that all ways to it pass before it.

    Parameters
    ----------
    start : int
    out : mapping

    Returns
    -------
    dict
        The start is its own.
    """
    order = _postorder(start, out)
    number = {node: place for place, node in enumerate(order)}
    before: dict[int, list[int]] = {node: [] for node in order}
    for node in order:
        for head in out[node]:
            before[head].append(node)
    above = {start: start}
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            known = [other for other in before[node] if other in above]
            found = known[0]
            for other in known[1:]:
                found = _meet(found, other, above, number)
            if above.get(node) != found:
                above[node] = found
                changed = True
    return above


def _meet(one: int, two: int, above: Mapping[int, int], number: Mapping[int, int]) -> int:
    while one != two:
        while number[one] < number[two]:
            one = above[one]
        while number[two] < number[one]:
            two = above[two]
    return one


def _postorder(start: int, out: Mapping[int, Iterable[int]]) -> list[int]:
    order: list[int] = []
    seen = {start}
    stack = [(start, iter(sorted(out[start])))]
    while stack:
        node, heads = stack[-1]
        for head in heads:
            if head not in seen:
                seen.add(head)
                stack.append((head, iter(sorted(out[head]))))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def _ancestors(above: Mapping[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for node in above:
        chain, place = set(), node
        while above[place] != place:
            place = above[place]
            chain.add(place)
        found[node] = chain
    return found


def _drop_useless_edges(network: Network) -> None:
    incoming = network.incoming()
    passed = _ancestors(dominators(network.source, network.out))
    ahead = _ancestors(dominators(network.target, incoming))
    for node, heads in network.out.items():
        for head in list(heads):
            if head in passed.get(node, ()) or node in ahead.get(head, ()):
                del heads[head]


def _contract_series(network: Network) -> None:
    """Fold the chance of a node into its only edge, and take out nodes with one edge in and one out."""
    incoming = network.incoming()
    for node in list(network.out):
        if node in (network.source, network.target) or node not in network.out:
            continue
        heads, tails = network.out[node], incoming[node]
        if len(tails) == 1:
            tail = next(iter(tails))
            chance = network.out[tail][node] * network.passes[node]
            network.out[tail][node] = tails[tail] = chance
            network.passes[node] = 1.0
        elif len(heads) == 1:
            head = next(iter(heads))
            heads[head] *= network.passes[node]
            incoming[head][node] = heads[head]
            network.passes[node] = 1.0
        if len(tails) == 1 and len(heads) == 1:
            tail, head = next(iter(tails)), next(iter(heads))
            chance = network.out[tail][node] * heads[head]
            del network.out[tail][node], network.out[node], incoming[head][node]
            if head != tail:
                join(network.out[tail], head, chance)
                incoming[head][tail] = network.out[tail][head]


def chain_of_parts(network: Network) -> list[Network]:
    """Split a network at the nodes that all ways pass; the chances of the parts multiply.

    Parameters
    ----------
    network : Network
        Reduced; its target can be reached.

    Returns
    -------
    list of Network
        From source to target. No node is on both sides of a node that all ways pass: it could be gone around.
    """
    above = dominators(network.source, network.out)
    cuts = [network.target]
    while cuts[-1] != network.source:
        cuts.append(above[cuts[-1]])
    cuts.reverse()
    parts = []
    for first, last in pairwise(cuts):
        inside = _closure(first, lambda node, end=last: [] if node == end else network.out[node])  # type: ignore[misc]  # the default binds this turn's end
        # a way that comes back to the first node adds nothing
        out = {
            node: {head: chance for head, chance in network.out[node].items() if node != last and head != first}
            for node in inside
        }
        passes = {node: network.passes[node] for node in inside} | {last: 1.0}
        part = Network(out, passes, first, last)
        factor = passes[first]
        part.passes[first] = 1.0
        if factor < 1.0:
            # the first node's own event stands before its edges: a part with the chance alone
            parts.append(Network({first: {last: factor}, last: {}}, {first: 1.0, last: 1.0}, first, last))
        _keep_relevant(part)
        parts.append(part)
    return parts
