"""Graph code as it is copied from one article to the next, kept so that a learner can watch it fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx  # type: ignore[import-untyped]


def naive_build(extractions: Mapping[str, Mapping[str, Any]]) -> Any:
    """A simple DiGraph: one edge a pair, one description a node, no source. Edges know no chunk."""
    g = nx.DiGraph()
    for chunk_id, found in extractions.items():
        for entity in found["entities"]:
            g.add_node(entity["name"], description=entity["description"], chunk=chunk_id)
        for relation in found["relations"]:
            g.add_edge(relation["source"], relation["target"], relation=relation["type"])
    return g


def naive_id(chunk_id: str, name: str) -> str:
    """An id invented for each chunk: one entity becomes as many nodes as chunks name it."""
    return f"{chunk_id}:{name.lower()}"


def naive_k_hop(g: Any, anchors: Iterable[str], hops: int) -> list[str]:
    """Nodes that are visited; the loop ends before what it found last is visited, and an unknown anchor raises."""
    frontier, visited = set(anchors), list[str]()
    for _ in range(hops):
        following: set[str] = set()
        for node in frontier:
            if node not in visited:
                visited.append(node)
                following |= set(g.neighbors(node))
        frontier = following
    return visited


def naive_parse(raw: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """A reply of JSON mode, believed: a missing key is a KeyError, an undeclared end is taken as it comes."""
    found = json.loads(raw)
    names = [entity["name"] for entity in found["entities"]]
    return names, [(r["source"], r["type"], r["target"]) for r in found["relations"]]


def naive_query_time(question: str, chunks: Sequence[Any], extract: Callable[[Any], Any]) -> int:
    """A graph that is built for each question; the number of extraction calls that it took."""
    calls = 0
    for chunk in chunks:
        extract(chunk)
        calls += 1
    return calls


_CUT = """
neighbours = {f"node-{i}" for i in range(40)}
print(",".join(list(neighbours)[:3]))
"""


def naive_first_three(hash_seed: int) -> list[str]:
    """The first three of a set of strings in a new process with this hash seed: what a cut at three would keep."""
    done = subprocess.run(
        [sys.executable, "-c", _CUT], env={**os.environ, "PYTHONHASHSEED": str(hash_seed)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip().split(",")
