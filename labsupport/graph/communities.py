"""Communities of a graph, and summaries of them: what a question about everything is answered from.

Louvain is what networkx has. Leiden (Traag, Waltman and van Eck 2019), which the original GraphRAG uses, adds a
refinement after which no community falls apart into unconnected pieces. The summaries here are counted, not written by
a model, so that they say exactly what the graph says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx  # type: ignore[import-untyped]

from labsupport.graph.support import SupportGraph

Label = Callable[[str], str]
Counts = dict[str, Counter[str]]  # relation -> what it leads to -> how often
NAMED = 12  # values that a summary names of one relation


def communities(g: Any, seed: int) -> list[frozenset[str]]:
    """A partition of the nodes by Louvain, edges weighted by their support; the largest first, ties by least id.

    Two calls with one seed give the same partition: nodes go in as numbers in the order of their ids.
    """
    names = sorted(g)
    number = {name: i for i, name in enumerate(names)}
    flat = nx.Graph()
    flat.add_nodes_from(range(len(names)))
    for source, target, chunks in sorted(g.edges(data="chunks"), key=lambda e: (e[0], e[1], len(e[2]))):
        a, b = number[source], number[target]
        before = flat.edges[a, b]["weight"] if flat.has_edge(a, b) else 0
        flat.add_edge(a, b, weight=before + len(chunks))
    parts = [frozenset(names[i] for i in part) for part in nx.community.louvain_communities(flat, seed=seed)]
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def connected(g: Any, members: Iterable[str]) -> bool:
    """Whether a community hangs together without leaving it; Louvain does not promise it."""
    return bool(nx.is_connected(g.subgraph(members).to_undirected(as_view=True)))


def counted(graph: SupportGraph, members: Iterable[str], label: Label) -> Counts:
    """How often each relation leads to each thing, over the edges that leave members of a community."""
    found: Counts = {}
    for _, target, relation in graph.g.out_edges(sorted(members), keys=True):
        found.setdefault(relation, Counter())[label(target)] += 1
    return found


def summary(counts: Mapping[str, Counter[str]], named: int = NAMED) -> str:
    """The counts in words, one line a relation, the most frequent values first; what is cut is counted."""
    lines = []
    for relation in sorted(counts):
        ranked = sorted(counts[relation].items(), key=lambda pair: (-pair[1], pair[0]))
        rest = f", and {len(ranked) - named} more" if len(ranked) > named else ""
        lines.append(f"{relation}: " + ", ".join(f"{name} ({n})" for name, n in ranked[:named]) + rest)
    return "\n".join(lines)


def themes(counts: Counter[str], least: float = 0.05) -> list[str]:
    """What makes up more than a share `least` of the mass, the most frequent first, ties by name."""
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, n in ranked if n > least * total]


class Summaries:
    """A summary for each community of a graph, kept up to date by touching only what changed."""

    def __init__(self, graph: SupportGraph, parts: Sequence[frozenset[str]], label: Label) -> None:
        self.graph, self.label = graph, label
        self.home = {node: i for i, part in enumerate(parts) for node in part}
        self.counts: dict[int, Counts] = {}
        self.made = 0  # summaries computed so far
        self._make(range(len(parts)))

    def _make(self, which: Iterable[int]) -> None:
        members: dict[int, list[str]] = {i: [] for i in which}
        for node, home in self.home.items():
            if home in members and node in self.graph.g:
                members[home].append(node)
        for i, nodes in members.items():
            self.counts[i] = counted(self.graph, nodes, self.label)
            self.made += 1

    def refresh(self, touched: Iterable[str]) -> list[int]:
        """Compute the summaries of the communities of these nodes again; their numbers, in order.

        A node that is new joins the community of its best supported neighbour.
        """
        new = set[int]()
        for node in sorted(touched):
            if node not in self.home and node in self.graph.g:
                g = self.graph.g
                ends = [(-len(c), t) for _, t, c in g.out_edges(node, data="chunks") if t in self.home]
                ends += [(-len(c), s) for s, _, c in g.in_edges(node, data="chunks") if s in self.home]
                self.home[node] = self.home[min(ends)[1]] if ends else max(self.home.values(), default=-1) + 1
            if node in self.home:
                new.add(self.home[node])
        self._make(sorted(new))
        return sorted(new)

    def again(self) -> None:
        """Compute every summary again."""
        self._make(sorted(set(self.home.values())))

    def reduce(self, relation: str) -> Counter[str]:
        """The counts of one relation over all communities: each is read once, then their answers are added."""
        total: Counter[str] = Counter()
        for counts in self.counts.values():
            total.update(counts.get(relation, {}))
        return total

    def text(self) -> str:
        """All summaries, one after the other."""
        return "\n\n".join(summary(self.counts[i]) for i in sorted(self.counts) if self.counts[i])
