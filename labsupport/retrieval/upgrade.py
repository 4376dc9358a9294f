"""Changing the embedding model: a second index behind an alias, or an orthogonal map between two spaces."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from labsupport import world
from labsupport.retrieval import vectors
from labsupport.retrieval.corpus import world_passages
from labsupport.retrieval.indexer import SPACE, Point, PointStore
from labsupport.world.entities import Principal, visible
from labsupport.world.sides import Split

if TYPE_CHECKING:
    import numpy as np
    from qdrant_client import QdrantClient

Space = Callable[[Sequence[str]], "np.ndarray"]
"""Texts to unit vectors, float32 (n, 384)."""
DIMENSIONS = 384


def swap_alias(alias: str, new: str, *, client: QdrantClient) -> str | None:
    """Point `alias` at the collection `new` in one batch, and return the collection that it named before.

    Both operations are carried out together: no reader finds the alias absent. Raises ValueError when `new` is no
    collection. The old collection stays, for the way back.
    """
    from qdrant_client import models

    if new not in {c.name for c in client.get_collections().collections}:
        raise ValueError(f"no collection {new!r}: build and fill it before the alias moves")
    old = next((a.collection_name for a in client.get_aliases().aliases if a.alias_name == alias), None)
    operations: list[Any] = []
    if old is not None:
        operations.append(models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias)))
    named = models.CreateAlias(collection_name=new, alias_name=alias)
    client.update_collection_aliases([*operations, models.CreateAliasOperation(create_alias=named)])
    return old


def procrustes(new: np.ndarray, old: np.ndarray, *, pull: float = 0.0) -> np.ndarray:
    """The orthogonal W (d, d) that brings `new @ W` nearest to `old`, rows in pairs (Schoenemann 1966).

    W = U V^T from the singular value decomposition of new^T old + pull * I. Fewer pairs than dimensions leave
    directions open, which W then turns at will; `pull` above 0 leaves them as they are, right for spaces that are
    relatives. Raises ValueError for shapes that differ.
    """
    import numpy as np

    if new.shape != old.shape or new.ndim != 2 or not len(new):
        raise ValueError(f"shapes {new.shape} and {old.shape}: pairs of rows are needed")
    u, _, vt = np.linalg.svd(new.T @ old + pull * np.eye(new.shape[1], dtype=new.dtype))
    turned: np.ndarray = (u @ vt).astype(np.float32)
    return turned


def minilm(texts: Sequence[str]) -> np.ndarray:
    """The space that the index is in."""
    return vectors.encode(texts)


def fine_tuned(texts: Sequence[str]) -> np.ndarray:
    """The shipped low-rank adaptation of MiniLM: a close relative of the old space."""
    from labsupport.models import heads

    return heads.load("embedding-adapter").adapt(vectors.encode(texts))


def lsa(corpus: Sequence[str], seed: int = 0) -> Space:
    """Latent semantic analysis (Deerwester et al. 1990) fitted on a corpus: 384 dimensions that no network made."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    words = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
    counted = words.fit_transform(corpus)
    svd = TruncatedSVD(DIMENSIONS, n_iter=2, random_state=seed).fit(counted)

    def encode(texts: Sequence[str]) -> np.ndarray:
        found = svd.transform(words.transform(texts)).astype(np.float32)
        unit: np.ndarray = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return unit

    return encode


@dataclass(frozen=True)
class Asked:
    """Queries with gold, and which of the passages each principal may see: `seen` is bool (queries, passages)."""

    texts: tuple[str, ...]
    principals: tuple[Principal, ...]
    gold: tuple[tuple[int, ...], ...]
    seen: np.ndarray
    points: tuple[Point, ...]

    @property
    def passages(self) -> list[str]:
        """The texts of the corpus."""
        return [p.text for p in self.points]

    def found(self, store: PointStore, queries: np.ndarray, k: int = 10) -> list[float]:
        """Recall@k of each query by a search of a store, as its principal."""
        out = []
        for vector, who, gold in zip(queries, self.principals, self.gold, strict=True):
            hits = {hit.id for hit in store.search(vector.tolist(), who, k)}
            out.append(len(hits & {self.points[at].chunk_id for at in gold}) / len(gold))
        return out

    def chance(self, k: int = 10) -> float:
        """Mean Recall@k of a random order of what each principal may see."""
        return float(sum(min(1.0, k / n) for n in self.seen.sum(axis=1)) / len(self.texts))

    def recall(self, index: np.ndarray, queries: np.ndarray, k: int = 10) -> list[float]:
        """Recall@k of each query: cosine order of the passages that its principal may see, ties by place."""
        import numpy as np

        out = []
        for row, (scores, seen) in enumerate(zip(queries @ index.T, self.seen, strict=True)):
            best = np.argsort(-np.where(seen, scores, -np.inf), kind="stable")[:k]
            out.append(len(set(best.tolist()) & set(self.gold[row])) / len(self.gold[row]))
        return out


def asked(split: Split, n: int, passages: int | None = None) -> Asked:
    """The first `n` queries of a split that have gold, and a corpus of `passages` (None: all) that holds their gold."""
    import numpy as np

    every = world_passages()
    place = {p.id: at for at, p in enumerate(every)}
    chosen = [q.for_entitled() if q.entitled else q for q in world.queries(split)]
    chosen = [q for q in chosen if q.gold_chunk_ids][:n]
    gold = sorted({place[c] for q in chosen for c in q.gold_chunk_ids})
    others = [at for at in range(len(every)) if at not in set(gold)]
    kept = sorted([*gold, *others[: max(0, (passages or len(every)) - len(gold))]])
    row = {at: i for i, at in enumerate(kept)}
    docs = [world.load().by_doc[every[at].meta.source_id] for at in kept]
    return Asked(
        tuple(q.text for q in chosen),
        tuple(q.principal for q in chosen),
        tuple(tuple(row[place[c]] for c in q.gold_chunk_ids) for q in chosen),
        np.array([[visible(d, q.principal) for d in docs] for q in chosen]),
        tuple(Point(str(uuid.uuid5(SPACE, p.id)), p.id, p.text, asdict(p.meta)) for p in (every[at] for at in kept)),
    )
