"""The queries and pools of topic 04.3, and the scores of their pairs, which come with the repository.

A pair costs a laptop a tenth of a second, so the scores of these pairs are made once: `python -m
labsupport.retrieval.pairs` makes the file of a model anew, a test scores a sample again. Production cannot do that: it
does not know the queries. Knows no database.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labsupport import models, settings
from labsupport.errors import LabError
from labsupport.retrieval import positions, queries, reranker
from labsupport.retrieval.base import Hit, Retriever
from labsupport.retrieval.corpus import world_passages
from labsupport.retrieval.rerank import rerank
from labsupport.retrieval.retrievers import DenseRetriever, FusedRetriever, LexicalRetriever

if TYPE_CHECKING:
    from labsupport.world.sets.queries import Query

KINDS = ("identifier", "paraphrase", "mixed", "multi_hop", "temporal", "restricted")
EACH, DEPTH, SHORT = 7, 50, 25  # queries of a kind, candidates of the fused stage and of each stage alone
POOL = 100  # candidates of each list that is fused
PLACED, SEEDS = 3, (0, 1, 2)  # queries of a seed in the sweep of positions
SIZE, OVERLAP = positions.PARAGRAPH, positions.PARAGRAPH // 2  # windows of that sweep
SPOTS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12)


@functools.cache
def systems() -> dict[str, Retriever]:
    """Three first stages over the world's passages: BM25, MiniLM, and both fused."""
    lexical, dense = LexicalRetriever(world_passages()), DenseRetriever(world_passages())
    return {"bm25": lexical, "dense": dense, "fused": FusedRetriever({"lexical": lexical, "dense": dense}, pool=POOL)}


def asked(each: int = EACH) -> tuple[Query, ...]:
    """The test queries of the topic, `each` of a kind."""
    return queries.labelled("test", KINDS, each)


def placed(seed: int, n: int = PLACED) -> list[positions.Case]:
    """Long documents for `n` test queries about one fact; another seed gives other queries and other documents."""
    pool = queries.labelled("test", ("identifier", "temporal", "mixed"))
    chosen = [q for q in pool if positions.states(q)]
    return positions.cases(chosen[seed * 20 : seed * 20 + 20 : 5][:n], seed)


def folder() -> Path:
    """Where the shipped scores lie."""
    return settings.repo_root() / "data" / "scores"


def stamp(name: str) -> str:
    """What ties scores to a model: the hash of its manifest."""
    return hashlib.sha256((models.models_dir() / name / "MANIFEST.json").read_bytes()).hexdigest()[:16]


@functools.cache
def shipped(name: str) -> dict[int, float]:
    """Scores by `reranker.key` that this model gave; empty when there are none, or those of other weights."""
    from safetensors import safe_open

    path = folder() / f"{name}.safetensors"
    if not path.is_file():
        return {}
    with safe_open(path, "np") as file:
        if (file.metadata() or {}).get("model") != stamp(name):
            return {}
        keys, scores = file.get_tensor("keys"), file.get_tensor("scores")
    return dict(zip(keys.tolist(), scores.tolist(), strict=True))


def scorer(name: str | None = None) -> reranker.Memo:
    """The lab's reranker, which asks the model only for pairs that are new."""
    chosen = reranker.model_name(name)
    return reranker.Memo(reranker.load_reranker(chosen), {} if "/" in chosen else shipped(chosen))


async def every_pair(memo: reranker.Memo, each: int = EACH) -> None:
    """Score all pairs of the topic. Prints how far it is."""
    stages = systems()
    some = asked(each)
    for at, query in enumerate(some):
        for name, stage in stages.items():
            hits = await stage.search(query.text, principal=query.principal, limit=DEPTH if name == "fused" else SHORT)
            rerank(query.text, hits, top_n=1, scorer=memo)
        print(f"{at + 1} of {len(some)} queries, {memo.pairs} pairs, {memo.seconds:.0f} s", flush=True)
    for seed in SEEDS:
        for case in placed(seed):
            for spot in SPOTS:
                for whole in (True, False):
                    rank_of(memo, case, case.pool(spot), whole=whole)
        print(f"seed {seed}: {memo.pairs} pairs, {memo.seconds:.0f} s", flush=True)


def rank_of(memo: reranker.Memo, case: positions.Case, hits: Sequence[Hit], *, whole: bool) -> int:
    """The rank, from 1, of the document with the answer, scored whole or by passages."""
    ranked = rerank(case.query.text, hits, top_n=len(hits), by="document" if whole else "passage", scorer=memo,
                    size=SIZE, overlap=OVERLAP)  # fmt: skip
    return [hit.id for hit in ranked].index(positions.ANSWER) + 1


def on_card() -> dict[str, float]:
    """nDCG@10 of the cross-encoder above late interaction on the test queries of its card: value, low, high."""
    path = models.verify("cross-encoder") / "eval.json"
    row: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["metrics"]["test_gain_over_reranker"]
    return row


def reading_costs(query: str, texts: Sequence[str], rounds: int, seed: int = 0) -> dict[tuple[str, str], list[float]]:
    """Seconds a pair by reader and by what is there: a "new" text, or one of which is "kept" what can be kept.

    Kept are the vector (bi-encoder), the tokens' last states (late interaction), and their states before the joint
    layers (cross-encoder). The query is encoded in each "new" pass, not in a "kept" one. Rounds are interleaved.
    """
    import numpy as np
    import torch

    from labsupport import stats
    from labsupport.models import heads
    from labsupport.models.heads.reranker import side
    from labsupport.serving.embedder import load_embedder

    late, joint, apart = heads.load("reranker"), heads.load("cross-encoder"), load_embedder()
    both = [query, *texts]
    asked_vector, *vectors = np.array(apart.encode(both), dtype=np.float32)
    last, lower, table = [side(s) for s in late.encoder.begin(both)], joint.model.encoder.begin(both), np.stack(vectors)
    work: dict[tuple[str, str], Callable[[], object]] = {
        ("bi-encoder", "new"): lambda: np.array(apart.encode(both)),
        ("late interaction", "new"): lambda: late.score(query, texts),
        ("cross-encoder", "new"): lambda: joint.score(query, texts),
        ("bi-encoder", "kept"): lambda: table @ asked_vector,
        ("late interaction", "kept"): lambda: late.model(last[0], last[1:]),
        ("cross-encoder", "kept"): lambda: joint.model(lower[0], lower[1:]),
    }

    def timed(call: Callable[[], object]) -> float:
        begun = time.perf_counter()
        call()
        return (time.perf_counter() - begun) / len(texts)

    arms = {" ".join(key): functools.partial(timed, call) for key, call in work.items()}
    with torch.inference_mode():
        took = stats.interleave(arms, rounds, seed=seed)
    return {key: took[" ".join(key)] for key in work}


def main() -> int:
    """Make or complete the file of a model: the first argument, or the lab's own; the second, queries of a kind."""
    import asyncio

    import numpy as np
    from safetensors.numpy import save_file

    from labsupport.models.folders import write_manifest

    name = reranker.model_name(sys.argv[1] if len(sys.argv) > 1 else None)
    if "/" in name:
        raise LabError(f"{name!r} is a hub model", "scores are shipped for the heads in data/models")
    memo = scorer(name)  # pairs that the file of the same weights has are not scored again
    asyncio.run(every_pair(memo, each=int(sys.argv[2]) if len(sys.argv) > 2 else EACH))
    known = memo.known
    folder().mkdir(parents=True, exist_ok=True)
    tensors: dict[str, np.ndarray] = {
        "keys": np.array(list(known), dtype=np.int64), "scores": np.array(list(known.values()), dtype=np.float32)
    }  # fmt: skip
    save_file(tensors, str(folder() / f"{name}.safetensors"), {"model": stamp(name)})
    write_manifest(folder(), "scores")
    print(f"{len(known)} scores in {folder()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
