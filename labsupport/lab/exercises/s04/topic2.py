"""Exercises and review questions of topic 04.2: walking a graph for evidence, and forgetting a chunk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from labsupport.graph.evidence import Found
from labsupport.graph.extract import Extraction, Link, Mention
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect

WALK = "04.2 A walk that is often copied"
SUPPORT = "04.2 Where an edge comes from"

Rows = list[tuple[str, int, int]]


# ---------------------------------------------------------------- e1 k_hop


def graph_of(made: Any, edges: Mapping[str, Sequence[str]]) -> Any:
    """A graph of the learner's class from {"A owns B": ["c1", ...]}: an edge and the chunks that support it."""
    graph = made()
    for said, chunks in edges.items():
        source, relation, target = said.split()
        for node in (source, target):
            graph.g.add_node(node, type="team", chunks=set(chunks) | set(graph.g.nodes.get(node, {}).get("chunks", ())))
        graph.g.add_edge(source, target, key=relation, chunks=set(chunks))
    return graph


def walked(made: Any, edges: Mapping[str, Sequence[str]], anchors: Sequence[str], hops: int, **more: Any) -> Any:
    """What the learner's k_hop finds, with its exceptions told as failures of the check."""
    case = f"edges {dict(edges)}, k_hop({list(anchors)}, {hops}{''.join(f', {k}={v}' for k, v in more.items())})"
    try:
        got = graph_of(made, edges).k_hop(anchors, hops, **more)
    except (NotImplementedError, CheckFailed):
        raise
    except Exception as error:
        known = {end for said in edges for end in said.split()[::2]}
        unknown = any(anchor not in known for anchor in anchors)
        expect(False, expected="a Found", got=error, case=case, read=WALK,
               diagnosis="raises-on-unknown" if unknown else "raised",
               cause="users name things that no graph knows: look before you ask for neighbours" if unknown
               else "the call ends in an exception")  # fmt: skip
    expect(isinstance(got, Found), expected="a Found", got=type(got).__name__, case=case, read=WALK,
           diagnosis="not-found", cause="return Found(rows, unlinked)")  # fmt: skip
    return got


def rows(got: Any) -> Rows:
    """The rows as plain tuples."""
    return [(row.id, row.hop, row.support) for row in got]


CHAIN = {"A r B": ["c1"], "B r C": ["c2"], "C r D": ["c3"]}


def check_chain(made: Any) -> None:
    for hops in (0, 1, 2, 3, 4):
        got, want = rows(walked(made, CHAIN, ["A"], hops)), [("c1", 1, 1), ("c2", 2, 1), ("c3", 3, 1)][:hops]
        slug, cause = "wrong-chunks", "h hops are paths of h edges, and their chunks are the evidence"
        if len(got) < len(want):
            slug, cause = (
                "one-hop-short",
                "the loop ends before the last edges are walked: h hops walk h rings of edges",
            )
        elif len(got) > len(want):
            slug, cause = "one-hop-far", "no edge beyond `hops` is walked; 0 hops walk none"
        expect(got == want, expected=want, got=got, case=f"chain A-B-C-D, anchor A, hops={hops}", cause=cause,
               read=WALK, diagnosis=slug)  # fmt: skip
    got = rows(walked(made, CHAIN, ["C"], 1))
    expect(got == [("c2", 1, 1), ("c3", 1, 1)], expected=[("c2", 1, 1), ("c3", 1, 1)], got=got, read=WALK,
           case="chain A-B-C-D, anchor C, hops=1", cause="edges are walked in either direction",
           diagnosis="one-direction")  # fmt: skip


def check_unknown(made: Any) -> None:
    got = walked(made, CHAIN, ["Nobody", "A", "Zed"], 2)
    want = [("c1", 1, 1), ("c2", 2, 1)]
    expect(rows(got) == want, expected=want, got=rows(got), case="anchors Nobody, A and Zed, 2 hops", read=WALK,
           cause="the anchors that are known are walked all the same",
           diagnosis="wrong-chunks" if rows(got) else "known-dropped")  # fmt: skip
    expect(got.unlinked == ("Nobody", "Zed"), expected=("Nobody", "Zed"), got=got.unlinked, read=WALK,
           case="anchors Nobody, A and Zed", cause="unlinked has the unknown anchors in the order given",
           diagnosis="unlinked")  # fmt: skip


def check_cycle(made: Any) -> None:
    edges = {"A r B": ["c1"], "B r C": ["c2"], "C r A": ["c3"]}
    want = [("c1", 1, 1), ("c3", 1, 1), ("c2", 2, 1)]
    got = rows(walked(made, edges, ["A"], 4))
    slug = "edge-twice" if [r[0] for r in got] == [w[0] for w in want] else "hop-number"
    expect(got == want, expected=want, got=got, case="cycle A-B-C-A, anchor A, hops=4", read=WALK, diagnosis=slug,
           cause="an edge counts once, at the hop at which it is first walked")  # fmt: skip


def check_order(made: Any) -> None:
    edges = {"A r B": ["far", "both"], "A s B": ["both"], "A r C": ["b1"], "C r D": ["deep", "both"]}
    want = [("both", 1, 2), ("b1", 1, 1), ("far", 1, 1), ("deep", 2, 1)]
    got = rows(walked(made, edges, ["A"], 2))
    slug = "support-count" if [r[:2] for r in got] == [w[:2] for w in want] else "order"
    expect(got == want, expected=want, got=got, case=f"edges {edges}, anchor A, hops=2", read=WALK, diagnosis=slug,
           cause="order by hop, then by the number of edges of that hop (more first), then by id")  # fmt: skip


def check_cap(made: Any) -> None:
    edges: dict[str, list[str]] = {f"H r N{i}": [f"c{i}{j}" for j in range(i)] for i in range(1, 6)}
    edges |= {f"N{i} s E{i}": [f"d{i}"] for i in range(1, 6)}
    got = [r[0] for r in rows(walked(made, edges, ["H"], 2, max_degree=2)) if r[1] == 2]
    cause = "of a node at most max_degree edges are walked, the best supported first: `edges_of` gives them"
    expect(got == ["d4", "d5"], expected=["d4", "d5"], got=got, case="a hub H with N1 to N5 (N5 best supported), cap 2",
           cause=cause, read=WALK, diagnosis="hub-cap" if len(got) > 2 else "cut-before-order")  # fmt: skip
    got = [r[0] for r in rows(walked(made, edges, ["H"], 2, min_support=5)) if r[1] == 2]
    expect(got == [], expected=[], got=got, case="min_support=5: only N5's edge has it, E5's has not", read=WALK,
           cause="edges with less support are not walked", diagnosis="min-support")  # fmt: skip


def check_allowed(made: Any) -> None:
    edges = {"A r B": ["open", "secret"], "B r C": ["secret"], "C r D": ["open2"]}
    got = rows(walked(made, edges, ["A"], 3, allowed={"open", "open2"}))
    slug, cause = "allowed-ignored", "no chunk outside `allowed` is evidence"
    if ("open2", 3, 1) in got:
        slug = "walks-hidden"
        cause = "an edge without an allowed chunk is not there: walking it tells the reader that it exists"
    expect(got == [("open", 1, 1)], expected=[("open", 1, 1)], got=got, case="B-C is stated by a secret chunk only",
           cause=cause, read=WALK, diagnosis=slug)  # fmt: skip


# ---------------------------------------------------------------- e2 remove_chunk


def said(*links: str, alone: Collection[str] = ()) -> Extraction:
    """An extraction from "A owns B" texts, and names that stand in no relation."""
    parts = [link.split() for link in links]
    names = dict.fromkeys([*(end for s, _, t in parts for end in (s, t)), *alone])
    return Extraction(entities=tuple(Mention(name=name, type="team") for name in names),
                      relations=tuple(Link(source=s, relation=r, target=t) for s, r, t in parts))  # fmt: skip


def built(made: Any, chunks: Mapping[str, Extraction]) -> Any:
    """A graph of the learner's class with these chunks."""
    graph = made()
    for chunk_id, extraction in chunks.items():
        try:
            graph.upsert_chunk(chunk_id, extraction)
        except (KeyError, ValueError) as error:
            expect(False, expected="nothing to remove", got=error, case=f"upsert_chunk({chunk_id!r}), a new chunk",
                   cause="upsert_chunk forgets a chunk first, also one that the graph does not know: discard, do not "
                   "remove", read=SUPPORT, diagnosis="unknown-chunk")  # fmt: skip
    return graph


def after(made: Any, chunks: Mapping[str, Extraction], gone: str) -> dict[Any, Any]:
    """Supports after one chunk is removed; what breaks is told as a failure of the check."""
    graph = built(made, chunks)
    try:
        graph.remove_chunk(gone)
    except NotImplementedError:
        raise
    except Exception as error:
        changed = "changed" in str(error)
        expect(False, expected="a smaller graph", got=error, case=f"chunks {sorted(chunks)}, remove_chunk({gone!r})",
               cause="the graph is changed while it is walked: walk over a list" if changed else "the call raised",
               read=SUPPORT, diagnosis="changes-while-walking" if changed else "raised")  # fmt: skip
    found: dict[Any, Any] = graph.supports()
    return found


def same(got: Any, want: Any, case: str, cause: str, slug: str) -> None:
    """Compare, and say what is likely wrong."""
    expect(got == want, expected=want, got=got, case=case, cause=cause, read=SUPPORT, diagnosis=slug)


def check_restores(made: Any) -> None:
    first = {"c1": said("A owns B", "B uses C")}
    before = built(made, first).supports()
    got = after(made, {**first, "c2": said("A owns B", "C knows D", alone="E")}, "c2")
    slug, cause = "wrong-graph", "after it the graph is what it was before"
    if set(before) - set(got):
        slug, cause = "lost", "c1 still states it: only what has no support left goes"
    elif set(got) - set(before):
        left = sorted(map(str, set(got) - set(before)))
        edge = any(isinstance(key, tuple) for key in set(got) - set(before))
        slug, cause = ("edges-kept" if edge else "nodes-kept"), f"nothing states {left[0]} any more"
    elif got != before:
        slug, cause = "support-kept", "the chunk id has to leave every support set, also of what stays"
    same(got, before, "c1 added, c2 added and removed", cause, slug)


def check_last_support(made: Any) -> None:
    got = after(made, {"c1": said("A owns B"), "c2": said(alone=("A", "B"))}, "c1")
    want = {"A": ("c2",), "B": ("c2",)}
    slug = "edges-kept" if ("A", "owns", "B") in got else "lost" if len(got) < 2 else "support-kept"
    same(got, want, "c1 states A-B, c2 only names both; c1 removed",
         "an edge goes with its last support, though both nodes stay", slug)  # fmt: skip


def check_two_supports(made: Any) -> None:
    got = after(made, {"c1": said("A owns B"), "c2": said("A owns B")}, "c1")
    want = {"A": ("c2",), "B": ("c2",), ("A", "owns", "B"): ("c2",)}
    same(got, want, "two chunks state one edge; one removed", "the other chunk still states it",
         "lost" if len(got) < 3 else "support-kept")  # fmt: skip


def check_parallel(made: Any) -> None:
    got = after(made, {"c1": said("A owns B"), "c2": said("A leads B"), "c3": said("B owns A")}, "c1")
    edges = sorted(key for key in got if isinstance(key, tuple))
    want = [("A", "leads", "B"), ("B", "owns", "A")]
    same(edges, want, "A owns B (c1), A leads B (c2), B owns A (c3); c1 removed",
         "one pair can have several edges: remove the one with this relation and direction", "parallel")  # fmt: skip
    graph = built(made, {"c1": said("A owns B")})
    before = graph.supports()
    try:
        graph.remove_chunk("c9")
    except NotImplementedError:
        raise
    except Exception as error:
        same(error, "nothing", "remove_chunk of an unknown chunk", "it changes nothing", "unknown-chunk")
    same(graph.supports(), before, "remove_chunk of an unknown chunk", "it changes nothing", "unknown-chunk")


EXERCISES = (
    Exercise(
        id="04.2.e1",
        title="Walk outward and collect evidence",
        reference=("labsupport.graph.evidence:EvidenceGraph.k_hop",),
        difficulty=3,
        minutes=25,
        section=WALK,
        task=(
            "Write `EvidenceGraph.k_hop`: the chunks that support the edges of all paths of at most `hops` edges.\n\n"
            "- Walk in rings: the edges at the anchors are hop 1, the edges at what they reach hop 2, and so on. "
            "`self.edges_of(node, ...)` gives the edges of a node that may be walked, capped and in order.\n"
            "- `self.chunks_of(edge, allowed)` gives the chunks of an edge. A chunk has the hop of the first edge that "
            "it supports, and its `support` is the number of edges of *that* hop which it supports.\n"
            "- An edge counts once, at its first hop. Pass `max_degree`, `min_support` and `allowed` on.\n"
            "- Return `Found(rows, unlinked)`: rows by hop, then support (more first), then id; unlinked are the "
            "anchors that are not in `self.g`, in the order given."
        ),
        gotchas=(
            "hops=0 walks nothing.",
            "A graph has cycles; a node's edges lead back to where you came from.",
            "Two readers with other rights get other evidence from one graph.",
        ),
        hints=(
            "Which edges are walked at hop 2, and how do you know that an edge was walked before?",
            "Keep a frontier (the nodes reached last), the nodes seen and the edges walked. One turn of the loop walks "
            "all edges of the frontier that are new, counts them for their chunks, and gathers the next frontier.",
            "`for hop in range(1, hops + 1)`; a dict from chunk to hop with `setdefault`, a dict from chunk to count "
            "that grows only while the hop is the chunk's own; at the end sort by `(hop, -support, id)`.",
        ),
        checks=(
            Check("a chain, by hand", check_chain),
            Check("anchors that nobody knows", check_unknown),
            Check("a cycle ends", check_cycle),
            Check("hop, then support, then id", check_order),
            Check("hubs and thin edges", check_cap),
            Check("only what the reader may see", check_allowed),
        ),
    ),
    Exercise(
        id="04.2.e2",
        title="Forget a chunk",
        reference=("labsupport.graph.support:SupportGraph.remove_chunk",),
        difficulty=2,
        minutes=15,
        section=SUPPORT,
        task=(
            "Write `SupportGraph.remove_chunk`: take a chunk's support away from everything that it supports.\n\n"
            "- An edge that has no support left goes, also when both of its nodes stay.\n"
            "- A node that has no support left goes.\n"
            "- What other chunks support stays, without this chunk's id.\n"
            "- An id that the graph does not know changes nothing."
        ),
        gotchas=(
            "A graph cannot be changed while it is walked.",
            "One pair of nodes can have several edges: the relation is the key.",
            "`upsert_chunk` calls it for chunks that are new, too.",
        ),
        hints=(
            "Which two kinds of things keep a set of chunks, and which of them has to be looked at first?",
            "Walk over a list of all edges with their sets, discard the id, remove the edge if its set is empty. Then "
            "the same for the nodes.",
            '`for u, v, key, chunks in list(self.g.edges(keys=True, data="chunks"))`, `self.g.remove_edge(u, v, key)`, '
            'and `list(self.g.nodes(data="chunks"))`.',
        ),
        checks=(
            Check("adding and removing restores the graph", check_restores),
            Check("an edge goes with its last support", check_last_support),
            Check("an edge with two supports stays", check_two_supports),
            Check("several edges between two nodes", check_parallel),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="04.2.q1",
        text="What does graph RAG do that standard RAG does not?",
        choices=(
            Choice(
                "It scores each chunk against the question with a better vector, made from its entities",
                False,
                "That would still score chunks one by one; what no chunk shares with the question stays far away.",
            ),
            Choice(
                "It follows links from entities in the question, and so gathers evidence for several hops",
                True,
                "Standard RAG scores chunks independently. The price is a graph that is built offline.",
            ),
            Choice(
                "It asks the model for the relations of every chunk when a question comes in",
                False,
                "That is a call a chunk and question. Extraction belongs offline, once for each changed chunk.",
            ),
        ),
        answer=(
            "Standard RAG scores chunks independently; graph RAG follows links from entities in the query, so it "
            "gathers evidence for multi-hop questions at the price of offline construction."
        ),
    ),
    Question(
        id="04.2.q2",
        text="What are community summaries for?",
        choices=(
            Choice(
                "They let a question about everything be answered without reading every chunk",
                True,
                "They are made ahead, on several levels, for clusters of entities, and are read instead of the chunks.",
            ),
            Choice(
                "They replace the chunks as evidence, so that an answer to a lookup can cite a short text",
                False,
                "A summary leaves out what is rare; a lookup asks for one such thing, and should cite its source.",
            ),
            Choice(
                "They make the graph smaller, since the nodes of a community become one",
                False,
                "Nothing is merged: nodes and edges stay, a summary is another text beside them.",
            ),
        ),
        answer=(
            "Pre-aggregated, multi-level summaries of entity clusters let a global question be answered without "
            "reading every chunk."
        ),
    ),
    Question(
        id="04.2.q3",
        text="How do you update the graph when documents change?",
        choices=(
            Choice(
                "Extract everything again at night, since an edge could come from any document",
                False,
                "With support sets you know where an edge comes from; only changed chunks cost a call.",
            ),
            Choice(
                "Delete the nodes that the changed chunk named, and add what it names now",
                False,
                "Other chunks may still name them, and an edge can lose its last support while both nodes stay.",
            ),
            Choice(
                "Extract changed chunks again, drop what has no support left, refresh the touched communities",
                True,
                "The difference of support sets tells what goes, and which summaries are out of date.",
            ),
        ),
        answer=(
            "Re-extract changed chunks, diff support sets of nodes and edges, drop whatever has no support left; "
            "refresh only the summaries of touched communities."
        ),
    ),
)
