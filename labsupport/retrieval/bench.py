"""`lab bench-retrieval`: what the parts of retrieval cost, as ratios, and what they find, by kind of query.

Costs: arms are interleaved in one run, each with an A/A arm; every index also in a process of its own, for its memory,
on the lab world and on a larger one. Quality: the test split, from BM25 alone to everything together. It reports, and
asserts nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from labsupport import settings, stats, world
from labsupport.errors import LabError
from labsupport.retrieval import queries
from labsupport.retrieval.bm25 import BM25Index
from labsupport.retrieval.corpus import world_passages
from labsupport.retrieval.tokens import tokenize
from labsupport.services.state import write_json
from labsupport.world.entities import Document
from labsupport.world.sets.queries import Query

RECORD = "bench-retrieval.json"
ENGINES = ("own", "rank_bm25", "bm25s")
ASKED = 40  # queries of a timed arm
POOL = 50  # candidates that are reranked
WORLD_SEED = 7
Search = Callable[[str], Any]


def built(engine: str, texts: Mapping[str, str]) -> Search:
    """An index over texts and its search for the ten best, all three cut by `tokenize` and with the same k1 and b."""
    if engine == "own":
        own = BM25Index(texts)
        return lambda q: own.search(q, 10)
    if engine == "rank_bm25":
        from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

        okapi, ids = BM25Okapi([tokenize(t) for t in texts.values()], k1=1.2, b=0.75), list(texts)
        return lambda q: okapi.get_top_n(tokenize(q), ids, n=10)
    import bm25s  # type: ignore[import-untyped]

    numbers: dict[str, int] = {}
    coded = [[numbers.setdefault(t, len(numbers)) for t in tokenize(text)] for text in texts.values()]
    fast = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    fast.index((coded, numbers), show_progress=False)

    def search(q: str) -> Any:
        known = [t for t in tokenize(q) if t in numbers]
        return fast.retrieve([known], k=min(10, len(texts)), show_progress=False) if known else []

    return search


def some_queries() -> list[str]:
    """The texts of about `ASKED` test queries of all kinds."""
    return [q.text for q in world.queries("test")[:: len(world.queries("test")) // ASKED]]


def each(search: Search, asked: Sequence[str]) -> None:
    """Search for all queries, one after the other."""
    for q in asked:
        search(q)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this thread."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def ratios(arms: Mapping[str, Callable[[], object]], base: str, rounds: int, seed: int) -> dict[str, stats.Interval]:
    """Each arm's processor seconds over those of `base`, with an A/A arm."""
    timed = {name: partial(seconds, work) for name, work in arms.items()}
    found = stats.interleave({**timed, "A/A": timed[base]}, rounds, seed)
    return {
        f"{name} / {base}": stats.ratio_ci(found[name], found[base], paired=True, seed=seed)
        for name in found
        if name != base
    }


def lexical(rounds: int, seed: int) -> dict[str, stats.Interval]:
    """Building and searching with the three BM25 engines over the lab world."""
    texts = {p.id: p.text for p in world_passages()}
    asked = some_queries()
    made = {engine: built(engine, texts) for engine in ENGINES}
    build = ratios({e: partial(built, e, texts) for e in ENGINES}, "own", max(3, rounds // 3), seed)
    search = ratios({e: partial(each, made[e], asked) for e in ENGINES}, "own", rounds, seed)
    return {f"build: {k}": v for k, v in build.items()} | {f"query: {k}": v for k, v in search.items()}


def on_qdrant(rounds: int, seed: int) -> dict[str, stats.Interval]:
    """Search in the embedded engine: both vectors fused over one alone, with the access filter over without."""
    from labsupport.retrieval import hybrid, vectors
    from labsupport.services import qdrant

    client = qdrant.client()
    name = hybrid.collection(client, f"bench-{time.time_ns()}", world_passages())
    asked = queries.labelled("test", each=2)
    vectors.encode([q.text for q in asked])

    def run(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        for q in asked:
            client.query_points(name, **change(hybrid.request(q.text, principal=q.principal, limit=10)))

    def arm(number: int, *, where: bool = True) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def one(body: dict[str, Any]) -> dict[str, Any]:
            prefetch = body["prefetch"][number]
            kept = {"query": prefetch.query, "using": prefetch.using, "limit": prefetch.limit}
            return kept | ({"query_filter": body["query_filter"]} if where else {})

        return one

    arms = {
        "dense": lambda: run(arm(0)), "sparse": lambda: run(arm(1)), "fused": lambda: run(lambda body: body),
        "dense, no filter": lambda: run(arm(0, where=False)),
    }  # fmt: skip
    try:
        return ratios(arms, "dense", rounds, seed)
    finally:
        client.delete_collection(name)
        client.close()


def corpus(scale: float, folder: Path) -> list[Document]:
    """The documents of the lab world, or of a larger one, without their labels; their passages go to `file_of`."""
    from labsupport.world import builder, chunks

    blocks = [world.load()] if scale == 1 else builder.blocks(WORLD_SEED, scale, progress=True)
    documents = []
    with file_of(scale, folder).open("w", encoding="utf-8") as file:
        for number, block in enumerate(blocks):  # ids start again in every block
            for document in block.documents:
                documents.append(replace(document, doc_id=f"{number}/{document.doc_id}", gold=(), marks=()))
                file.writelines(json.dumps([f"{number}/{c.id}", c.text]) + "\n" for c in chunks.of_document(document))
    return documents


def file_of(scale: float, folder: Path) -> Path:
    """Where `corpus` leaves the passages, a line each."""
    return folder / f"passages-{scale:g}.jsonl"


def alone(engine: str, file: Path) -> dict[str, float]:
    """One engine in this process: passages, seconds to build, milliseconds a query, MB above the texts themselves."""
    import psutil

    with file.open(encoding="utf-8") as lines:
        texts = dict(json.loads(line) for line in lines)
    asked = some_queries()
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.process_time()
    search = built(engine, texts)
    build = time.process_time() - start
    memory = process.memory_info().rss - before
    start = time.process_time()
    each(search, asked)
    took = (time.process_time() - start) / len(asked)
    return {"passages": len(texts), "build_s": round(build, 2), "query_ms": round(1000 * took, 3),
            "memory_mb": round(memory / 2**20, 1)}  # fmt: skip


def processes(file: Path) -> dict[str, dict[str, float]]:
    """`alone` for every engine, one after the other, each in a fresh process."""
    found = {}
    for engine in ENGINES:
        command = [sys.executable, "-m", "labsupport.retrieval.bench", "--alone", engine, str(file)]
        done = subprocess.run(command, check=True, cwd=settings.repo_root(), capture_output=True, text=True)
        found[engine] = json.loads(done.stdout.splitlines()[-1])
    return found


def indexing(seed: int) -> dict[str, Any]:
    """Texts embedded for a change in one document of a hundred, by the incremental indexer and by a full rebuild."""
    from labsupport.retrieval import vectors
    from labsupport.retrieval.indexer import Indexer, PointStore
    from labsupport.retrieval.ledger import Manifest
    from labsupport.retrieval.plan import plan
    from labsupport.services import qdrant
    from labsupport.serving.embedder import DIMENSIONS

    before = world.documents()
    after = edited(before, seed)
    embedded = 0

    def encode(texts: Sequence[str]) -> Any:
        nonlocal embedded
        embedded += len(texts)
        return vectors.encode(texts)

    store = PointStore(qdrant.client(qdrant.MEMORY)).create(DIMENSIONS)
    indexer = Indexer(store, Manifest(), encode, source=lambda: after, clock=lambda: int(time.time()))
    indexer.apply(plan(before, {}))
    full, embedded = embedded, 0
    todo = plan(after, indexer.manifest.entries())
    indexer.apply(todo)
    return {"documents": len(after), "changed": len(todo.update_content), "embedded_full": full,
            "embedded_incremental": embedded, "drifts": len(indexer.verify())}  # fmt: skip


def edited(documents: Sequence[Document], seed: int) -> list[Document]:
    """The documents with a sentence more in one of a hundred."""
    chosen = set(random.Random(seed).sample(range(len(documents)), max(1, len(documents) // 100)))
    return [replace(d, text=f"{d.text}\n\nRead again and confirmed.") if i in chosen else d
            for i, d in enumerate(documents)]  # fmt: skip


def ledger(documents: Sequence[Document], seed: int) -> dict[str, float]:
    """Processor seconds of hashing and comparing a whole corpus in which one document of a hundred changed."""
    from labsupport.retrieval.plan import plan, recorded

    manifest = recorded(plan(documents, {}), {}, 0)
    after = edited(documents, seed)
    start = time.process_time()
    todo = plan(after, manifest)
    took = time.process_time() - start
    return {"documents": len(after), "changed": len(todo.update_content), "plan_s": round(took, 2)}


class Sides:
    """The lab's reranker with each text encoded once: passages come again and again."""

    def __init__(self) -> None:
        from labsupport.models.heads import load

        self.head = load("reranker")
        self.known: dict[str, Any] = {}

    def score(self, query: str, texts: Sequence[str]) -> Any:
        """Scores (texts,), as `labsupport.models.heads.reranker.Reranker.score` gives them."""
        import torch

        from labsupport.models.heads.reranker import side

        new = [t for t in dict.fromkeys([query, *texts]) if t not in self.known]
        self.known.update(zip(new, map(side, self.head.encoder.begin(new)), strict=True))
        with torch.inference_mode():
            return self.head.model(self.known[query], [self.known[t] for t in texts]).numpy()


async def ranked(asked: Sequence[Query]) -> dict[str, dict[str, list[str]]]:
    """The rankings of each stack of parts, from BM25 alone to everything together, by query."""
    from tqdm import tqdm

    from labsupport.graph.oracle import GraphSearch, true_graph
    from labsupport.graph.route import route
    from labsupport.retrieval.rerank import rerank
    from labsupport.retrieval.retrievers import DenseRetriever, FusedRetriever, LexicalRetriever

    words, dense = LexicalRetriever(world_passages()), DenseRetriever(world_passages())
    fused = await queries.rankings(FusedRetriever({"lexical": words, "dense": dense}), asked)
    scorer, graph = Sides(), GraphSearch(true_graph())
    last, everything = dict[str, list[str]](), dict[str, list[str]]()
    for q in tqdm(asked, desc="reranking", unit="query", ascii=True, delay=2.0):
        again = [h.id for h in rerank(q.text, fused[q.id][:POOL], top_n=POOL, scorer=scorer, size=10_000)]
        last[q.id] = again + [h.id for h in fused[q.id][POOL:]]
        walked = [row.id for row in graph(q.text, principal=q.principal)] if route(q.text) == "multi_hop" else []
        everything[q.id] = list(dict.fromkeys([*walked, *last[q.id]]))
    return {
        "BM25": queries.ids(await queries.rankings(words, asked)),
        "MiniLM": queries.ids(await queries.rankings(dense, asked)),
        "fused": queries.ids(fused), "reranked": last, "with the true graph": everything,
    }  # fmt: skip


async def quality(split: world.Split, seed: int) -> list[dict[str, Any]]:
    """Recall@10 and nDCG@10 by kind for each stack of parts, with intervals, and the paired gain over BM25."""
    asked = queries.labelled(split)
    rows = {name: queries.evaluate(found, asked) for name, found in (await ranked(asked)).items()}
    table = []
    for name, found in rows.items():
        for kind in (*queries.KINDS, None):
            line: dict[str, Any] = {
                "retriever": name,
                "kind": kind or "all",
                "n": len(queries.of(found, "recall", kind)),
            }
            for metric in ("recall", "ndcg"):
                own = stats.bootstrap_ci(queries.of(found, metric, kind), seed=seed)
                over = queries.paired(found, rows["BM25"], metric, kind, seed=seed)
                for label, interval in ((metric, own), (f"{metric}_over_bm25", over)):
                    line[label] = [round(v, 4) for v in (interval.value, interval.low, interval.high)]
            table.append(line)
    return table


def show(record: Mapping[str, Any]) -> None:
    """The record as lines of text."""
    print(f"{'ratio of processor seconds':<44} {'value':>7}  95 % interval")
    for what, (value, low, high) in record["ratios"].items():
        print(f"{what:<44} {value:>7.2f}  [{low:.2f}, {high:.2f}]")
    for scale, arms in record["alone"].items():
        print(f"\none process each, world of scale {scale}: {arms['own']['passages']:,.0f} passages")
        print(f"{'engine':<12} {'build s':>9} {'query ms':>9} {'memory MB':>10}")
        for engine, arm in arms.items():
            print(f"{engine:<12} {arm['build_s']:>9.2f} {arm['query_ms']:>9.3f} {arm['memory_mb']:>10.1f}")
    for scale, row in record["ledger"].items():
        what = f"{row['documents']:,.0f} documents (scale {scale}), {row['changed']:,.0f} changed"
        print(f"\nplan of {what}: {row['plan_s']} s")
    told = record["indexing"]
    print(f"embedded for {told['changed']} changed documents: {told['embedded_incremental']} texts, "
          f"{told['embedded_full']} by a full rebuild; differences afterwards: {told['drifts']}")  # fmt: skip
    print(f"\n{'retriever':<24} {'kind':<12} {'n':>4}  Recall@10            nDCG@10              nDCG@10 over BM25")
    for row in record["quality"]:
        shown = ["{:.3f} [{:.3f}, {:.3f}]".format(*row[name]) for name in ("recall", "ndcg", "ndcg_over_bm25")]
        print(f"{row['retriever']:<24} {row['kind']:<12} {row['n']:>4}  {'  '.join(shown)}")


def main(argv: list[str]) -> int:
    """`lab bench-retrieval [--rounds R] [--scale S] [--only-scale] [--seed N] [--write]`."""
    parser = argparse.ArgumentParser(prog="lab bench-retrieval", description="Costs as ratios, quality by query kind.")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of all arms (default %(default)s)")
    parser.add_argument("--scale", type=float, default=100, help="size of the larger world (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only-scale", action="store_true", help="the larger world alone, beside the record there is")
    parser.add_argument("--write", action="store_true", help="put the record into data/records")
    parser.add_argument("--alone", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.alone:
        print(json.dumps(alone(options.alone[0], Path(options.alone[1]))))
        return 0
    from labsupport.models.train import hardware

    target = settings.repo_root() / "data" / "records" / RECORD
    here = {"date": datetime.now(UTC).date().isoformat(), "hardware": hardware("cpu")}
    if options.only_scale:
        if not target.is_file():
            raise LabError(f"--only-scale adds to {target}, which is missing", "measure everything: leave it out")
        record: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    else:
        record = here | {"rounds": options.rounds, "alone": {}, "ledger": {}}
        found = lexical(options.rounds, options.seed) | on_qdrant(options.rounds, options.seed)
        record["ratios"] = {k: [round(v, 3) for v in (i.value, i.low, i.high)] for k, i in found.items()}
        record["indexing"] = indexing(options.seed)
        record["quality"] = asyncio.run(quality("test", options.seed))
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as folder:
        for scale in dict.fromkeys((options.scale,) if options.only_scale else (1.0, options.scale)):
            record["ledger"][f"{scale:g}"] = here | ledger(corpus(scale, Path(folder)), options.seed)
            record["alone"][f"{scale:g}"] = processes(file_of(scale, Path(folder)))
    show(record)
    targets = [settings.load().home / "records" / RECORD]
    if options.write:
        targets.append(target)
    for path in targets:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, record)
    print(f"wrote {', '.join(map(str, targets))}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
