"""Hidden check for 04.2.e2: chunks with drawn names on fixed shapes; the oracle builds the graph without the chunk."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.2 Where an edge comes from"

DRIVER = """
from labsupport.graph.extract import Extraction, Link, Mention


def state(graph):
    nodes = {str(n): sorted(map(str, c)) for n, c in graph.g.nodes(data="chunks")}
    every = graph.g.edges(keys=True, data="chunks")
    edges = sorted([str(s), str(r), str(t), sorted(map(str, c))] for s, t, r, c in every)
    return {"nodes": dict(sorted(nodes.items())), "edges": edges}


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        graph = subject()
        try:
            for chunk, names, links in case["chunks"]:
                graph.upsert_chunk(chunk, Extraction(
                    entities=tuple(Mention(name=n, type="team") for n in names),
                    relations=tuple(Link(source=s, relation=r, target=t) for s, r, t in links)))
            for chunk in case["gone"]:
                graph.remove_chunk(chunk)
            rows.append(state(graph))
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append({"raised": type(error).__name__, "said": str(error)[:80]})
    return rows
"""

Case = dict[str, Any]


def oracle(case: Case) -> dict[str, Any]:
    """The graph of the chunks that are left; of a chunk stated twice the later statement counts."""
    nodes: dict[str, set[str]] = {}
    edges: dict[tuple[str, str, str], set[str]] = {}
    latest = {chunk: (names, links) for chunk, names, links in case["chunks"]}
    for chunk, (names, links) in latest.items():
        if chunk in case["gone"]:
            continue
        for name in names:
            nodes.setdefault(name, set()).add(chunk)
        for source, relation, target in links:
            edges.setdefault((source, relation, target), set()).add(chunk)
    return {"nodes": {n: sorted(nodes[n]) for n in sorted(nodes)},
            "edges": [[*edge, sorted(edges[edge])] for edge in sorted(edges)]}  # fmt: skip


def judge_cases(cases: list[Case]) -> Callable[[Any, Any], None]:
    def judge(got: Any, world: Any) -> None:
        for case, found in zip(cases, got, strict=True):
            want = oracle(case)
            shown = f"chunks {[c[0] for c in case['chunks']]}, removed {case['gone']}"
            if "raised" in found:
                changed = "changed" in found["said"]
                known = {c[0] for c in case["chunks"]}
                again = len(known) < len(case["chunks"])
                unknown = found["raised"] in ("KeyError", "ValueError") and not changed and not again
                slug = "changes-while-walking" if changed else "unknown-chunk" if unknown else "raised"
                expect(False, expected=want, got=found, case=shown, cause="the call raised", read=READ, diagnosis=slug)
            if found == want:
                continue
            named = {tuple(edge[:3]) for edge in found["edges"]}
            right = {tuple(edge[:3]) for edge in want["edges"]}
            slug, cause = "support-kept", "the id of the chunk is still in a support set"
            pairs = {(s, t) for s, _, t in right}
            if right - named and any((s, t) in pairs for s, _, t in named - right):
                slug, cause = "parallel", "of several edges between two nodes the wrong one went"
            elif right - named or set(want["nodes"]) - set(found["nodes"]):
                slug, cause = "lost", "something went that another chunk still supports"
            elif named - right:
                slug, cause = "edges-kept", "an edge stays that no chunk supports any more"
            elif set(found["nodes"]) - set(want["nodes"]):
                slug, cause = "nodes-kept", "a node stays that no chunk supports any more"
            expect(False, expected=want, got=found, case=shown, cause=cause, read=READ, diagnosis=slug)

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    letters = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    made: dict[str, None] = {}
    while len(made) < 12:
        made["".join(rng.choice(letters) for _ in range(4))] = None
    a, b, c, d, e, x, y, z, *relations = made
    own, use, lead, know = relations

    def case(chunks: list[tuple[str, list[str], list[tuple[str, str, str]]]], *gone: str) -> Case:
        return {"chunks": chunks, "gone": list(gone)}

    def chunk(name: str, *links: tuple[str, str, str], alone: tuple[str, ...] = ()) -> Any:
        names = list(dict.fromkeys([*(end for s, _, t in links for end in (s, t)), *alone]))
        rng.shuffle(names)
        return name, names, list(links)

    def scenario(name: str, *cases: Case) -> Scenario:
        return Scenario(name, {"cases": list(cases)}, None, judge_cases(list(cases)))

    yield scenario("the only chunk", case([chunk(x, (a, own, b))], x), case([chunk(x, alone=(a, b))], x))
    yield scenario("nodes stay, the edge goes", case([chunk(x, (a, own, b)), chunk(y, alone=(a, b))], x),
                   case([chunk(x, (a, own, b), (b, use, c)), chunk(y, (a, lead, c), alone=(b,))], x))  # fmt: skip
    yield scenario("two supports", case([chunk(x, (a, own, b)), chunk(y, (a, own, b))], x),
                   case([chunk(x, (a, own, b)), chunk(y, (a, own, b)), chunk(z, (a, own, b))], x, z))  # fmt: skip
    yield scenario("a node alone stays", case([chunk(x, (a, own, b)), chunk(y, alone=(a,)), chunk(z, alone=(c,))], x))
    many = [chunk(x, (a, own, b)), chunk(y, (a, lead, b)), chunk(z, (b, own, a))]
    yield scenario("several edges a pair", *(case(many, gone) for gone in (x, y, z)))
    back = [chunk(x, (a, own, b)), chunk(y, (b, own, a)), chunk(z, (a, use, b), (a, use, a))]
    yield scenario("both directions and loops", *(case(back, gone) for gone in (x, y, z)))
    yield scenario("an unknown chunk", case([chunk(x, (a, own, b))], y), case([], x))
    yield scenario("stated again", case([chunk(x, (a, own, b)), chunk(y, (b, use, c)), chunk(x, (a, own, c))]),
                   case([chunk(x, (a, own, b)), chunk(x, (b, know, d)), chunk(y, (d, know, e))], y))  # fmt: skip
    web = [chunk(x, (a, own, b), (b, use, c), (c, lead, d)), chunk(y, (b, use, c), (d, know, e)),
           chunk(z, (c, lead, d), (a, own, e), alone=(b,))]  # fmt: skip
    yield scenario("a small web", *(case(web, *gone) for gone in ((x,), (y,), (z,), (x, y), (x, y, z))))
