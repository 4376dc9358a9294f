"""Extraction requests written from the documents: a load of any size whose answers are known."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from labsupport import world as worlds
from labsupport.world.entities import World
from labsupport.world.relations import RELATIONS


@dataclass(frozen=True)
class Prompt:
    """One extraction request: the text to send, and the answer that the document's gold span gives."""

    id: str
    doc_id: str
    relation: str
    text: str
    expected: str


_REQUESTS = (
    "Extract the {f} of {s}.", "Give the {f} of {s}.", "Read the text and name the {f} of {s}.",
    "What is the {f} of {s}? Answer with the value only.", "Field: {f} of {s}",
)  # fmt: skip


def prompts(n: int = 200, seed: int = 0, *, world: World | None = None) -> Iterator[Prompt]:
    """`n` extraction requests written from the documents, one at a time, never held together in memory.

    Each takes a stated fact, the one to six lines or sentences around it, and one of several wordings; texts have
    5 to about 200 words. Ids are unique; with large `n` the same fact returns in other windows and wordings.
    Raises ValueError when `n` is negative.
    """
    if n < 0:
        raise ValueError(f"n={n} must not be negative")

    def generate() -> Iterator[Prompt]:
        source = world or worlds.load()
        pool = [(d, g) for d in source.documents if d.language == "en" for g in d.gold]
        rng = random.Random(f"prompts-{seed}")
        for number in range(n):
            doc, gold = rng.choice(pool)
            cuts = [0, *(m.end() for m in re.finditer(r"(?<=[.!?])\s+|\n+", doc.text)), len(doc.text)]
            at = max(i for i, cut in enumerate(cuts) if cut <= gold.start)
            first = max(0, at - rng.randrange(4))
            last = next(i for i, cut in enumerate(cuts) if cut >= gold.end) + rng.randrange(3)
            passage = doc.text[cuts[first] : cuts[min(last, len(cuts) - 1)]].strip()
            request = rng.choice(_REQUESTS).format(
                f=rng.choice(RELATIONS[gold.triple.relation].fields), s=source.name(gold.triple.subject)
            )
            text = f"{request}\n\n{passage}" if rng.random() < 0.5 else f"{passage}\n\n{request}"
            yield Prompt(
                f"p{seed}-{number:05d}", doc.doc_id, gold.triple.relation, text, doc.text[gold.start : gold.end]
            )

    return generate()
