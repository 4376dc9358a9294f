"""How varied a set of texts is, by the measures that give generated text away."""

from __future__ import annotations

import math
import random
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Style:
    """Measures of a collection of texts."""

    texts: int
    words: int
    vocabulary: int  # different words, case folded
    distinct_4gram_ratio: float  # different runs of four words / all runs of four words
    template_entropy: float  # bits; entropy of sentence shapes, see `shape`
    repeated_sentences: float  # share of sentences (five words or more) that occur more than once word for word
    shortest: int  # words
    quartiles: tuple[float, float, float]  # words
    longest: int  # words


def shape(sentence: str) -> str:
    """A sentence with its content taken out: numbers and words with a capital inside become slots, the rest is cut
    to its first three and last two words and its length. Sentences from one template mostly share a shape."""
    words = [
        "#" if any(c.isdigit() for c in w) else "N" if i and w[:1].isupper() else w.lower()
        for i, w in enumerate(_WORD.findall(sentence))
    ]
    return " ".join((*words[:3], "..", *words[-2:], str(len(words) // 3)))


def measure(texts: Sequence[str]) -> Style:
    """The style of a collection. Raises ValueError when it is empty."""
    if not texts:
        raise ValueError("no texts to measure")
    words = [[w.lower() for w in _WORD.findall(t)] for t in texts]
    grams = Counter(tuple(w[i : i + 4]) for w in words for i in range(len(w) - 3))
    sentences = Counter(
        s.strip() for t in texts for s in _SENTENCE.split(t) if len(_WORD.findall(s)) >= 5
    )  # one line or one sentence
    shapes = Counter(shape(s) for s in sentences.elements())
    total = sum(shapes.values())
    lengths = sorted(map(len, words))
    low, mid, high = statistics.quantiles(lengths, n=4) if len(lengths) > 1 else lengths * 3
    return Style(
        texts=len(texts), words=sum(lengths), vocabulary=len({w for text in words for w in text}),
        distinct_4gram_ratio=len(grams) / max(1, grams.total()),
        template_entropy=-sum(n / total * math.log2(n / total) for n in shapes.values()) if total else 0.0,
        repeated_sentences=sum(n for n in sentences.values() if n > 1) / max(1, sentences.total()),
        shortest=lengths[0], quartiles=(low, mid, high), longest=lengths[-1],
    )  # fmt: skip


def histogram(texts: Sequence[str], edges: Sequence[int] = (25, 50, 100, 200, 400, 800, 1600, 3200)) -> dict[str, int]:
    """Texts by length in words: '<25', '25-49', ... '3200+'."""
    lengths = [len(_WORD.findall(t)) for t in texts]
    bounds = [0, *edges, 10**9]
    names = [f"<{edges[0]}", *(f"{a}-{b - 1}" for a, b in pairwise(edges)), f"{edges[-1]}+"]
    return {n: sum(a <= x < b for x in lengths) for n, a, b in zip(names, bounds, bounds[1:], strict=False)}


def sample(texts: Sequence[str], words: int, seed: int = 0) -> list[str]:
    """Texts drawn until they have as many words: ratios of collections compare only at one size."""
    out: list[str] = []
    for text in random.Random(seed).sample(texts, len(texts)):
        if words <= 0:
            break
        out.append(text)
        words -= len(_WORD.findall(text))
    return out


def python_topics() -> list[str]:
    """The topics of Python's own documentation, which come with every Python: real text to compare with."""
    from pydoc_data import topics

    return list(topics.topics.values())


def main() -> int:
    """`python -m labsupport.world.style`: the lab world beside Python's own documentation topics."""
    from labsupport import world

    found: dict[str, list[str]] = {}
    for doc in world.load().documents:
        found.setdefault(doc.doc_type, []).append(doc.text)
    found["all"] = [t for texts in list(found.values()) for t in texts]
    found["Python topics"] = python_topics()
    found["all, sampled"] = sample(found["all"], measure(found["Python topics"]).words)
    print(f"{'':14} texts   words  vocab  4-grams  shapes  repeated  median  longest")
    for name, texts in found.items():
        s = measure(texts)
        print(
            f"{name:14} {s.texts:5d} {s.words:7d} {s.vocabulary:6d}  {s.distinct_4gram_ratio:7.3f}  "
            f"{s.template_entropy:6.2f}  {s.repeated_sentences:8.3f}  {s.quartiles[1]:6.0f}  {s.longest:7d}"
        )
    for name in ("all", "Python topics"):
        print(f"{name}: " + "  ".join(f"{k}:{v}" for k, v in histogram(found[name]).items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
