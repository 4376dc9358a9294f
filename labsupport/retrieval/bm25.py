"""BM25 over an inverted index in memory: small enough to read, exact enough to check others against.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009. IDF is the form that never
goes below zero, ln(1 + (N - n + 0.5) / (n + 0.5)), as Lucene and Qdrant have it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Mapping

from labsupport.retrieval.base import Hit
from labsupport.retrieval.tokens import tokenize


class BM25Index:
    """An index over texts by id. `k1` bounds what a repeated term adds, `b` is the share of length normalisation."""

    def __init__(self, docs: Mapping[str, str], k1: float = 1.2, b: float = 0.75) -> None:
        """Raises ValueError for an empty corpus, k1 below 0 or b outside 0..1."""
        if not docs:
            raise ValueError("docs is empty: give at least one text")
        if not k1 >= 0 or not 0 <= b <= 1:
            raise ValueError(f"k1={k1!r}, b={b!r}: give k1 >= 0 and b from 0 to 1")
        self.docs, self.k1, self.b = docs, k1, b
        self.postings: dict[str, dict[str, int]] = {}  # term -> id -> how often the term is in the text
        self.lengths: dict[str, int] = {}  # id -> number of tokens
        for doc_id, text in docs.items():
            tokens = tokenize(text)
            self.lengths[doc_id] = len(tokens)
            for term, n in Counter(tokens).items():
                self.postings.setdefault(term, {})[doc_id] = n
        self.average = sum(self.lengths.values()) / len(docs)

    def search(self, q: str, k: int, *, allowed: Container[str] | None = None) -> list[Hit]:
        """The at most `k` best texts that share a term with `q`, best first, ties by id.

        Each term of the query, as often as it is there, adds IDF * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length /
        average)), where IDF = ln(1 + (N - n + 0.5) / (n + 0.5)) for a term that n of N texts have. Only scores above 0
        are hits. `allowed`: ids that may be returned, None for all. Raises ValueError for k below 1.
        """
        # BEGIN SOLUTION
        if k < 1:
            raise ValueError(f"k={k!r}: give at least 1")
        scores: dict[str, float] = {}
        for term, times in Counter(tokenize(q)).items():
            found = self.postings.get(term, {})
            idf = math.log(1 + (len(self.docs) - len(found) + 0.5) / (len(found) + 0.5))
            for doc_id, tf in found.items():
                if allowed is None or doc_id in allowed:
                    relative = self.lengths[doc_id] / self.average
                    gain = tf * (self.k1 + 1) / (tf + self.k1 * (1 - self.b + self.b * relative))
                    scores[doc_id] = scores.get(doc_id, 0.0) + times * idf * gain
        ranked = sorted(((i, s) for i, s in scores.items() if s > 0), key=lambda pair: (-pair[1], pair[0]))
        return [Hit(doc_id, score, self.docs[doc_id]) for doc_id, score in ranked[:k]]
        # END SOLUTION
