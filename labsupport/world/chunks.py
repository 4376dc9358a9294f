"""Documents cut into the passages that retrieval works on: whole paragraphs, packed up to a size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labsupport.world.entities import Document, World

LIMIT = 900  # characters; below the 256 word pieces that MiniLM reads
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


@dataclass(frozen=True)
class Chunk:
    """A passage: `text` is `document.text[start:end]`."""

    id: str  # doc-00012#3
    doc_id: str
    start: int
    end: int
    text: str


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs; those above the limit are cut at sentence or line ends."""
    at = start
    for match in [*_PARAGRAPH.finditer(text, start, end), None]:
        stop = match.start() if match else end
        while stop - at > LIMIT:
            cuts = [m.end() for m in _SENTENCE.finditer(text, at + 1, at + LIMIT)]
            cut = cuts[-1] if cuts else at + LIMIT
            yield at, cut
            at = cut
        if stop > at:
            yield at, stop
        at = match.end() if match else end


@lru_cache(maxsize=4096)
def of_document(doc: Document) -> tuple[Chunk, ...]:
    """The chunks of one document, in order, covering all of its words."""
    out: list[Chunk] = []
    first: int | None = None
    last = 0

    def close() -> None:
        text = doc.text[first or 0 : last].strip()
        if text:
            begin = doc.text.index(text, first or 0)
            out.append(Chunk(f"{doc.doc_id}#{len(out)}", doc.doc_id, begin, begin + len(text), text))

    for start, end in _pieces(doc.text, 0, len(doc.text)):
        if first is not None and end - first > LIMIT:
            close()
            first = None
        first, last = start if first is None else first, end
    if first is not None:
        close()
    return tuple(out)


def of_world(world: World) -> tuple[Chunk, ...]:
    """The chunks of all documents of a world, in order."""
    return tuple(chunk for doc in world.documents for chunk in of_document(doc))


def at(doc: Document, position: int) -> Chunk:
    """The chunk of a document that holds a character position. Raises ValueError outside all chunks."""
    for chunk in of_document(doc):
        if chunk.start <= position < chunk.end:
            return chunk
    raise ValueError(f"position {position} of {doc.doc_id} lies in no chunk")
