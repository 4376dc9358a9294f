"""The indexer of the raw sample, rebuilt with its faults, so that a learner can watch what each of them does."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from labsupport.retrieval.corpus import meta_of
from labsupport.retrieval.indexer import Encode
from labsupport.world.entities import Document

ACCESS = ("tenant_id", "tier", "department")


def text_hash(doc: Document) -> str:
    """The sample's only signal: MD5 of the raw text. Metadata, chunker and model are not in it."""
    return hashlib.md5(doc.text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Harm:
    """What one state of an index gets wrong, counted in documents."""

    ghosts: int  # shown, though their source is gone
    stale: int  # shown under an access rule that is no longer true
    lost: int  # in the source, but hidden


class NaiveIndexer:
    """One point a document, keyed by its id; tombstones by a flag.

    `loads=False` is the sample as written: the function that loads the known hashes exists and is never called.
    `loads=True` calls it; then it reads one page of `page` points, tombstones among them, and no offset.
    """

    def __init__(self, encode: Encode, *, loads: bool, page: int = 10_000) -> None:
        self.encode, self.loads, self.page = encode, loads, page
        self.points: dict[str, dict[str, Any]] = {}
        self.embedded = self.deleted = 0

    def load_hashes(self) -> dict[str, str]:
        """Hash by document, of the first page."""
        return {i: point["hash"] for i, point in list(self.points.items())[: self.page]}

    def sync(self, docs: Iterable[Document]) -> None:
        """Embed what looks new or changed, and tombstone what looks gone."""
        source = {doc.doc_id: doc for doc in docs}
        known = self.load_hashes() if self.loads else {}
        for i, doc in source.items():
            if known.get(i) != text_hash(doc):
                self.encode([doc.text])
                self.embedded += 1
                self.points[i] = {"hash": text_hash(doc), "meta": asdict(meta_of(doc)), "deleted": False}
        for i in known.keys() - source.keys():
            self.points[i]["deleted"] = True
            self.deleted += 1

    def harm(self, docs: Iterable[Document]) -> Harm:
        """Compare what a search would show with the source."""
        source = {doc.doc_id: doc for doc in docs}
        shown = {i: p["meta"] for i, p in self.points.items() if not p["deleted"]}
        right = {i: asdict(meta_of(source[i])) for i in shown if i in source}
        stale = sum(any(shown[i][name] != meta[name] for name in ACCESS) for i, meta in right.items())
        return Harm(len(shown.keys() - source.keys()), stale, len(source.keys() - shown.keys()))


async def naive_gather(call: Callable[[Any], Any], batches: Sequence[Any]) -> list[Any]:
    """The sample's parallel upload: coroutines around a client that blocks. They run one after another."""

    async def one(batch: Any) -> Any:
        return call(batch)

    return list(await asyncio.gather(*(one(batch) for batch in batches), return_exceptions=True))


async def naive_ingest(
    send: Callable[[Sequence[str]], Any], batches: Sequence[Sequence[str]], *, base_s: float, cap_s: float
) -> None:
    """All batches at once; a refused one waits twice as long each time, as all others do, and asks nobody how long."""

    async def one(texts: Sequence[str]) -> None:
        wait_s = base_s
        while (await send(texts)).status_code == 429:
            await asyncio.sleep(wait_s)
            wait_s = min(cap_s, 2 * wait_s)

    await asyncio.gather(*(one(texts) for texts in batches))
