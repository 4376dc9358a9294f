"""Hidden check for 04.2.e1: drawn names on fixed shapes, an oracle kept here, the mistake that explains all answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.2 A walk that is often copied"

DRIVER = """
async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        graph = subject()
        for source, relation, target, chunks in case["edges"]:
            for node in (source, target):
                known = set(graph.g.nodes[node]["chunks"]) if node in graph.g else set()
                graph.g.add_node(node, type="team", chunks=known | set(chunks))
            graph.g.add_edge(source, target, key=relation, chunks=set(chunks))
        allowed = None if case["allowed"] is None else frozenset(case["allowed"])
        try:
            found = graph.k_hop(case["anchors"], case["hops"], max_degree=case["max_degree"],
                                min_support=case["min_support"], allowed=allowed)
            rows.append({"rows": [[str(r.id), int(r.hop), int(r.support)] for r in found],
                         "unlinked": [str(name) for name in getattr(found, "unlinked", ("no unlinked",))]})
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append({"raised": type(error).__name__})
    return rows
"""

Case = dict[str, Any]
Edge = tuple[str, str, str]
CAUSES = {
    "one-hop-short": "the last ring of edges is not walked: h hops are paths of h edges",
    "one-hop-far": "an edge beyond `hops` is walked",
    "zero-hops": "0 hops walk no edge, so there is no evidence",
    "one-direction": "edges are walked in either direction",
    "edge-twice": "an edge is counted once, at its first hop",
    "hop-number": "a chunk has the hop of the first edge that it supports",
    "support-count": "support counts the edges of the chunk's own hop",
    "order": "rows come by hop, then support (more first), then id",
    "hub-cap": "of a node at most max_degree edges are walked",
    "min-support": "edges with less than min_support chunks are not walked",
    "allowed-ignored": "a chunk that is not allowed is no evidence",
    "walks-hidden": "an edge without an allowed chunk is not walked",
    "known-dropped": "one unknown anchor does not stop the others",
    "unlinked": "unlinked has the unknown anchors, in the order given",
}


def oracle(case: Case, mistake: str = "") -> dict[str, Any]:
    """What k_hop finds, or what it finds with one mistake in it."""
    edges: dict[Edge, list[str]] = {(s, r, t): chunks for s, r, t, chunks in case["edges"]}
    nodes = {end for s, _, t in edges for end in (s, t)}
    allowed = None if case["allowed"] is None or mistake == "allowed-ignored" else set(case["allowed"])

    def chunks_of(edge: Edge, every: bool = False) -> list[str]:
        return [c for c in edges[edge] if every or allowed is None or c in allowed]

    def edges_of(node: str) -> list[Edge]:
        ranked = []
        for edge in edges:
            touches = node in (edge[0], edge[2])
            n = len(chunks_of(edge, every=mistake == "walks-hidden"))
            if touches and n >= (1 if mistake == "min-support" else case["min_support"]):
                ranked.append((-n, edge))
        kept = [e for _, e in sorted(ranked)][: None if mistake == "hub-cap" else case["max_degree"]]
        return [e for e in kept if mistake != "one-direction" or e[0] == node]

    hops = case["hops"] + {"one-hop-short": -1, "one-hop-far": 1}.get(mistake, 0)
    if mistake == "zero-hops":
        hops = max(1, hops)
    known = [a for a in dict.fromkeys(case["anchors"]) if a in nodes]
    unlinked = [a for a in dict.fromkeys(case["anchors"]) if a not in nodes]
    if mistake == "known-dropped" and unlinked:
        known = []
    seen, ring, walked = set(known), list(known), set[Edge]()
    hop_of, support = dict[str, int](), dict[str, int]()
    for hop in range(1, hops + 1):
        ends = set[str]()
        for node in ring:
            for edge in edges_of(node):
                if edge in walked and mistake != "edge-twice":
                    continue
                walked.add(edge)
                ends |= {edge[0], edge[2]}
                for chunk in chunks_of(edge):
                    if mistake == "hop-number":
                        hop_of[chunk] = hop
                    if hop_of.setdefault(chunk, hop) == hop or mistake == "support-count":
                        support[chunk] = support.get(chunk, 0) + 1
        ring = sorted(ends - seen)
        seen |= ends
    rows = [[c, hop_of[c], support[c]] for c in hop_of]
    rows.sort(key=(lambda r: (-r[2], r[1], r[0])) if mistake == "order" else (lambda r: (r[1], -r[2], r[0])))
    return {"rows": rows, "unlinked": [] if mistake == "unlinked" else unlinked}


def judge_cases(cases: list[Case], slug: str, cause: str) -> Callable[[Any, Any], None]:
    def judge(got: Any, world: Any) -> None:
        want = [oracle(case) for case in cases]
        if got == want:
            return
        at = next(i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a != b)
        case = cases[at]
        shown = f"{len(case['edges'])} edges, anchors {case['anchors']}, hops={case['hops']}, cap {case['max_degree']}"
        if "raised" in got[at]:
            nodes = {end for s, _, t, _ in case["edges"] for end in (s, t)}
            unknown = any(a not in nodes for a in case["anchors"])
            expect(False, expected=want[at], got=got[at], case=shown, read=READ,
                   diagnosis="raises-on-unknown" if unknown else "raised",
                   cause="an unknown anchor is reported, never an exception" if unknown else "the call "
                   "raised")  # fmt: skip
        for mistake, why in CAUSES.items():  # the mistake that explains all answers
            if got == [oracle(one, mistake) for one in cases]:
                slug_found, cause_found = mistake, why
                break
        else:
            slug_found, cause_found = slug, cause
        expect(False, expected=want[at], got=got[at], case=shown, cause=cause_found, read=READ, diagnosis=slug_found)

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    letters = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]

    def names(n: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < n:
            made["".join(rng.choice(letters) for _ in range(4))] = None
        return list(made)

    def case(edges: list[tuple[str, str, str, list[str]]], anchors: list[str], hops: int, **more: Any) -> Case:
        shuffled = list(edges)
        rng.shuffle(shuffled)
        base = {
            "edges": shuffled,
            "anchors": anchors,
            "hops": hops,
            "max_degree": 50,
            "min_support": 1,
            "allowed": None,
        }
        return {**base, **more}

    def scenario(name: str, cases: list[Case], slug: str, cause: str) -> Scenario:
        return Scenario(name, {"cases": cases}, None, judge_cases(cases, slug, cause))

    a, b, c, d, e, f = names(6)
    chain = [(a, "r", b, ["k1"]), (b, "r", c, ["k2"]), (c, "r", d, ["k3"]), (d, "r", e, ["k4"]), (e, "r", f, ["k5"])]
    yield scenario("chains", [case(chain, [a], h) for h in (1, 2, 3, 5, 7)], "wrong-chunks", "the evidence differs")
    yield scenario("either direction", [case(chain, [x], 2) for x in (c, d, f)], "one-direction",
                   CAUSES["one-direction"])  # fmt: skip
    yield scenario(
        "no hops", [case(chain, [a], 0), case(chain, [c, e], 0), case(chain, [a], 2)], "zero-hops", CAUSES["zero-hops"]
    )
    ghost, other = f"{a}-x", f"{b}-y"
    unknown = [case(chain, [ghost], 2), case(chain, [other, a, ghost], 2), case(chain, [], 2), case([], [ghost], 1)]
    yield scenario("unknown anchors", unknown, "unlinked", CAUSES["unlinked"])
    cycle = [*chain, (f, "r", a, ["k6"]), (a, "s", b, ["k7"]), (b, "t", b, ["k8"])]
    yield scenario("cycles", [case(cycle, [x], h) for x in (a, d) for h in (2, 4, 9)], "edge-twice",
                   CAUSES["edge-twice"])  # fmt: skip
    order = [
        (a, "r", b, ["z1", "m5"]), (a, "s", c, ["z1", "a9"]), (a, "t", c, ["z1", "a9"]), (b, "r", d, ["a0", "m5"]),
        (c, "r", e, ["a0", "b7"]), (d, "r", f, ["a1", "m5", "a0"]), (e, "s", f, ["a1"]), (d, "s", f, ["a1"]),
        (e, "t", f, ["a1"]),
    ]  # fmt: skip
    yield scenario("order and counts", [case(order, [a], h) for h in (1, 2, 3)], "order", CAUSES["order"])
    hub, *around = names(25)
    far = names(24)
    spokes = [
        (*((hub, "r", n) if i % 2 else (n, "r", hub)), [f"s{i}-{j}" for j in range(1 + i % 4)])
        for i, n in enumerate(around)
    ]
    ends = [(n, "s", x, [f"e{i}"]) for i, (n, x) in enumerate(zip(around, far, strict=True))]
    cut = "a set is cut before it is in order: which edges remain changes from process to process"
    yield scenario("hubs", [case([*spokes, *ends], [hub], h, max_degree=m) for h in (1, 2) for m in (1, 3, 7)],
                   "cut-before-order", cut)  # fmt: skip
    yield scenario("two hubs", [case([*spokes, *ends], [hub, around[0]], 3, max_degree=4)], "cut-before-order", cut)
    thin = [(a, "r", b, ["p1", "p2"]), (b, "r", c, ["p3"]), (b, "s", d, ["p4", "p1"]), (d, "r", e, ["p5", "p6", "p7"])]
    yield scenario("thin edges", [case(thin, [a], 3, min_support=m) for m in (2, 3)], "min-support",
                   CAUSES["min-support"])  # fmt: skip
    secret = [
        (a, "r", b, ["o1", "x1"]), (b, "r", c, ["x2"]), (c, "r", d, ["o2"]), (b, "s", e, ["o3", "x1"]),
        (e, "r", f, ["x3", "o4"]),
    ]  # fmt: skip
    seen = ["o1", "o2", "o3", "o4"]
    rights = [case(secret, [a], 3, allowed=seen), case(secret, [a], 3, allowed=[]), case(secret, [c], 2, allowed=seen),
              case(secret, [a], 3, allowed=seen, min_support=2)]  # fmt: skip
    yield scenario("rights", rights, "allowed-ignored", CAUSES["allowed-ignored"])
    both = [*chain, *order]
    yield scenario("several anchors", [case(both, [a, d], h) for h in (1, 2)], "wrong-chunks", "the evidence differs")
    yield scenario(
        "several anchors, capped", [case(both, [a, d], h, max_degree=2) for h in (1, 2)], "cut-before-order", cut
    )
