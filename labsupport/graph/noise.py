"""Wrong edges on purpose: a true graph at a given precision, and what is left of paths and answers in it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

from labsupport.graph.support import Edge

Where = Literal["uniform", "hubs"]


def degrees(edges: Collection[Edge]) -> dict[str, int]:
    """How many edges each node has, in either direction."""
    found: dict[str, int] = defaultdict(int)
    for source, _, target in edges:
        found[source] += 1
        found[target] += 1
    return dict(found)


def corrupt(
    edges: Sequence[Edge], precision: float, kind_of: Callable[[str], Any], *, seed: int, where: Where = "uniform"
) -> tuple[list[Edge], set[int]]:
    """The edges, a share 1 - precision of them with a wrong target of the right type, and the places of the wrong ones.

    uniform: any other thing of that type is as likely; hubs: as likely as it has edges, which is how an extractor errs
    that prefers the names it reads most. Raises ValueError for a precision outside 0..1.
    """
    if not 0 <= precision <= 1:
        raise ValueError(f"precision={precision!r} must be between 0 and 1")
    rng = random.Random(f"noise-{seed}-{where}-{precision}")
    degree, taken = degrees(edges), set(edges)
    alike: dict[Any, list[str]] = defaultdict(list)
    for node in sorted(degree):
        alike[kind_of(node)].append(node)
    weight = {kind: [degree[n] ** 2 if where == "hubs" else 1 for n in nodes] for kind, nodes in alike.items()}
    made, wrong = list(edges), set[int]()
    order = rng.sample(range(len(made)), len(made))
    for i in order:
        if len(wrong) >= round((1 - precision) * len(made)):
            break
        source, relation, target = made[i]
        kind = kind_of(target)
        for other in rng.choices(alike[kind], weight[kind], k=20):
            if other not in (source, target) and (source, relation, other) not in taken:
                made[i] = (source, relation, other)
                taken.add(made[i])
                wrong.add(i)
                break
    return made, wrong


def paths(edges: Sequence[Edge], hops: int, *, n: int = 4000, seed: int = 0) -> list[tuple[int, ...]]:
    """`n` paths of `hops` edges (1, 2 or 3), drawn evenly from all of them, as places in `edges`; [] if there is none.

    A path may pass an edge in either direction and not twice in a row. Raises ValueError for other lengths.
    """
    if hops not in (1, 2, 3):
        raise ValueError(f"hops={hops}: paths of 1, 2 or 3 edges are counted here")
    rng = random.Random(f"paths-{seed}-{hops}")
    at: dict[str, list[int]] = defaultdict(list)
    for i, (source, _, target) in enumerate(edges):
        at[source].append(i)
        at[target].append(i)

    def other(node: str, but: int) -> int:
        while (i := rng.choice(at[node])) == but:
            pass
        return i

    if hops == 1:
        return [(rng.randrange(len(edges)),) for _ in range(n)] if edges else []
    if hops == 2:  # by the node in the middle
        nodes = sorted(node for node in at if len(at[node]) > 1)
        middles = rng.choices(nodes, [len(at[v]) * (len(at[v]) - 1) for v in nodes], k=n) if nodes else []
        return [(i, j) for i, j in (rng.sample(at[v], 2) for v in middles)]
    weights = [(len(at[s]) - 1) * (len(at[t]) - 1) for s, _, t in edges]  # by the edge in the middle
    middle = rng.choices(range(len(edges)), weights, k=n) if any(weights) else []
    return [(other(edges[i][0], i), i, other(edges[i][2], i)) for i in middle]


def all_right(some: Sequence[Sequence[int]], wrong: Collection[int]) -> float:
    """Share of paths without a wrong edge; 0 of no paths."""
    return sum(not any(i in wrong for i in path) for path in some) / max(1, len(some))


def sureness(path: Sequence[int], supports: Sequence[int], *, each: float = 0.5, decay: float = 0.9) -> float:
    """How far a path may be believed: the product of 1 - each ** support over its edges, less `decay` a further hop."""
    product = decay ** (len(path) - 1)
    for i in path:
        product *= 1 - each ** supports[i]
    return product


def follow(support: Mapping[Edge, float], anchor: str, relations: Sequence[str], *, least: float = 0.0) -> str | None:
    """Where a chain of relations leads from an anchor: at each step to the best supported target, ties by id.

    least: edges with less support are not walked. None where a step has no edge.
    """
    outgoing: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for (source, relation, target), weight in support.items():
        if weight >= least:
            outgoing[source, relation].append((-weight, target))
    node = anchor
    for relation in relations:
        ends = outgoing.get((node, relation))
        if not ends:
            return None
        node = min(ends)[1]
    return node
