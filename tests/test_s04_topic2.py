"""Topic 04.2's machinery: support sets, walks, names, extraction that fails loudly, communities, noise, routing."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

from labsupport import world
from labsupport.graph import naive, noise, oracle
from labsupport.graph.communities import Summaries, communities, connected, summary, themes
from labsupport.graph.evidence import EvidenceGraph
from labsupport.graph.extract import (
    SIGNATURES,
    Extraction,
    ExtractionError,
    Link,
    Mention,
    extract,
    extract_all,
    kept,
    quoted,
    read,
    schema,
    supported,
)
from labsupport.graph.resolve import Linker, Resolver, normalise, resolver_of
from labsupport.graph.route import Router, labelled, route, router
from labsupport.graph.support import SupportGraph


def said(*links: str, alone: tuple[str, ...] = ()) -> Extraction:
    parts = [link.split() for link in links]
    names = dict.fromkeys([*(end for s, _, t in parts for end in (s, t)), *alone])
    return Extraction(entities=tuple(Mention(name=n, type="team") for n in names),
                      relations=tuple(Link(source=s, relation=r, target=t) for s, r, t in parts))  # fmt: skip


def graph(**chunks: Extraction) -> EvidenceGraph:
    made = EvidenceGraph()
    for chunk_id, extraction in chunks.items():
        made.upsert_chunk(chunk_id, extraction)
    return made


CHAIN = {"c1": said("A r B"), "c2": said("B r C"), "c3": said("C r D")}


def test_h_hops_are_paths_of_h_edges() -> None:
    for hops, want in ((0, []), (1, ["c1"]), (2, ["c1", "c2"]), (3, ["c1", "c2", "c3"]), (9, ["c1", "c2", "c3"])):
        assert [row.id for row in graph(**CHAIN).k_hop(["A"], hops)] == want
    assert graph(**CHAIN).k_hop(["Nobody", "B"], 1).unlinked == ("Nobody",)
    with pytest.raises(ValueError, match="hops=-1"):
        graph(**CHAIN).k_hop(["A"], -1)


def test_a_walk_keeps_to_what_the_reader_may_see() -> None:
    made = graph(**CHAIN, c4=said("A r B"))
    assert [row.id for row in made.k_hop(["A"], 3, allowed={"c1", "c3"})] == ["c1"]
    assert [row.id for row in made.k_hop(["A"], 3, min_support=2)] == ["c1", "c4"]


def test_support_comes_and_goes() -> None:
    made = graph(c1=said("A r B"), c2=said("A r B", "A s B"), c3=said(alone=("A", "B")))
    before = made.supports()
    made.upsert_chunk("c4", said("B r E", "A r B"))
    made.remove_chunk("c4")
    assert made.supports() == before
    made.remove_chunk("c2")
    assert ("A", "s", "B") not in made.supports()
    made.upsert_chunk("c1", said("A t C"))
    assert sorted(key for key in made.supports() if isinstance(key, tuple)) == [("A", "t", "C")]


def test_names() -> None:
    made = Resolver([("Fleet Platform", "team", "t1"), ("ORD-10001", "order", "o1"), ("Fleet", "product", "p1")])
    assert normalise("  The Fleet\u00a0Platform  team. ") == "fleet platform"
    assert made("the fleet platform", "team") == "t1"
    assert made("Fleet", "product") == "p1"
    assert made("ORD-10002", "order") == "order:ord-10002"
    assert made.knows("ORD-10001", "order")
    assert not made.knows("Fleet", "team")
    with pytest.raises(ValueError, match="tau"):
        Resolver([], tau=0)


def test_the_linker_takes_the_longest_name() -> None:
    linker: Linker = oracle.linker()
    order = world.load().orders[0].id
    assert linker.anchors(f"what about {order.lower()}?") == [order]
    assert linker.anchors(f"{order}1") == []


def reply(text: str, finish: str = "stop") -> Any:
    return SimpleNamespace(choices=[SimpleNamespace(finish_reason=finish, message=SimpleNamespace(content=text))])


def test_extraction_is_whole_or_an_error() -> None:
    team, chunk = Mention(name="Fleet", type="team"), world.passages()[0]
    asked: list[Any] = []

    def chat(messages: Any, **more: Any) -> Any:
        asked.append(more)
        return reply('{"lead": "Mira", "site": null}')

    found = extract(chunk, chat=chat, find=lambda text: [team, Mention(name="x", type="value")])
    assert [(r.source, r.relation, r.target) for r in found.relations] == [("Fleet", "team.lead", "Mira")]
    assert "structured_outputs" in asked[0]["extra_body"]
    for bad in (reply("{}"), reply("no"), reply('{"lead": 3, "site": null}'), reply('{"lead": "M', "length")):
        with pytest.raises(ExtractionError) as caught:
            extract(chunk, chat=lambda *a, bad=bad, **k: bad, find=lambda text: [team])
        assert caught.value.chunk_id == chunk.id
    done, dead = extract_all([chunk], chat=lambda *a, **k: reply("no"), find=lambda text: [team])
    assert (done, [letter.chunk_id for letter in dead]) == ({}, [chunk.id])


def test_what_an_extraction_may_say() -> None:
    with pytest.raises(ValueError, match="no entity"):
        Extraction(relations=(Link(source="A", relation="r", target="B"),))
    assert kept(said("A r B", "B r C"), lambda link: link.source == "A").relations == said("A r B").relations
    assert quoted("A met B. C met A.\nB left.", "A", "B") == "A met B."
    assert set(schema("team")["properties"]) == {"lead", "site"}
    assert read('{"lead": null, "site": null}', Mention(name="F", type="team")).relations == ()
    assert supported([("x", "y")], chat=lambda *a, **k: reply("Supported.")) == [True]
    assert all(ends[0] == name.split(".")[0] for name, ends in SIGNATURES.items())


def test_the_true_graph_is_what_the_documents_state() -> None:
    made = oracle.true_graph()
    chunk = next(c for c in world.passages() if oracle.true_extraction(c.id).relations)
    again = SupportGraph()
    again.upsert_chunk(chunk.id, oracle.true_extraction(chunk.id))
    assert all(chunk.id in made.supports()[key] for key in again.supports())
    assert all(oracle.true_edge(e) for e in oracle.edges(made) if e[1] in SIGNATURES)


def test_search_finds_chains_and_shows_nothing_hidden() -> None:
    search = oracle.GraphSearch(oracle.true_graph())
    queries = oracle.asked("dev", ("multi_hop",))[:12]
    found = {q.id: [row.id for row in search(q.text, principal=q.principal)] for q in queries}
    assert all(set(found[q.id]) <= oracle.readable(q.principal) for q in queries)
    graph_recall = sum(oracle.fact_recall(q, found[q.id]) for q in queries)
    assert graph_recall > sum(oracle.fact_recall(q, oracle.flat_search(q.text, principal=q.principal)) for q in queries)
    assert all(len(oracle.iterative_search(q.text, principal=q.principal)) == oracle.BUDGET for q in queries[:2])


def test_communities_and_their_refresh() -> None:
    made = graph(c1=said("A r B", "B r C", "A r C"), c2=said("X r Y", "Y r Z", "X r Z"), c3=said("C s X"))
    parts = communities(made.g, 0)
    assert [sorted(part) for part in parts] == [["A", "B", "C"], ["X", "Y", "Z"]]
    assert all(connected(made.g, part) for part in parts)
    held = Summaries(made, parts, str)
    assert held.reduce("r") == {"B": 1, "C": 2, "Y": 1, "Z": 2}
    made.remove_chunk("c2")
    made.upsert_chunk("c4", said("A r D"))
    assert held.refresh({"X", "Y", "Z", "A", "D"}) == [0, 1]
    fresh = dict(held.counts)
    held.again()
    assert {i: summary(c) for i, c in fresh.items()} == {i: summary(c) for i, c in held.counts.items()}
    assert themes(held.reduce("r")) == ["C", "B", "D"]


def test_noise() -> None:
    edges = [e for e in oracle.edges(oracle.true_graph()) if e[1] in SIGNATURES]
    made, wrong = noise.corrupt(edges, 0.9, oracle.kind_of, seed=1)
    assert len(wrong) == round(0.1 * len(edges))
    assert [i for i, (a, b) in enumerate(zip(edges, made, strict=True)) if a != b] == sorted(wrong)
    assert noise.all_right(noise.paths(edges, 2, n=100), ()) == 1.0
    assert 0.7 < noise.all_right(noise.paths(made, 2, n=2000), wrong) < 0.9
    assert noise.paths([], 2) == [] == noise.paths([("a", "r", "b")], 3)
    assert noise.sureness((0, 1), [1, 2], each=0.5, decay=1.0) == pytest.approx(0.375)
    support = {("a", "r", "b"): 1, ("a", "r", "c"): 2, ("c", "s", "d"): 1}
    assert noise.follow(support, "a", ["r", "s"]) == "d"
    assert noise.follow(support, "a", ["r", "s"], least=2) is None
    with pytest.raises(ValueError, match="precision"):
        noise.corrupt(edges, 1.5, oracle.kind_of, seed=1)


def test_routes() -> None:
    texts, labels = labelled("dev")
    got = router()(texts)
    assert sum(a == b for a, b in zip(got, labels, strict=True)) / len(texts) > 0.6
    assert route(texts[0]) == got[0]
    assert router()([]) == []
    with pytest.raises(ValueError, match="sure"):
        Router(texts[:3], labels[:3], sure=2)


def test_copied_code_fails_as_it_does() -> None:
    chain = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "D")])
    assert naive.naive_k_hop(chain, ["A"], 2) == ["A", "B"]
    with pytest.raises(nx.NetworkXError):
        naive.naive_k_hop(chain, ["Nobody"], 1)
    assert len({tuple(naive.naive_first_three(i)) for i in range(4)}) > 1
    with pytest.raises(KeyError):
        naive.naive_parse(json.dumps({"entities": [{}], "relations": []}))
    assert naive.naive_id("c1", "Mira") != naive.naive_id("c2", "Mira")
    assert resolver_of(world.load())("nobody", "person") == "person:nobody"
