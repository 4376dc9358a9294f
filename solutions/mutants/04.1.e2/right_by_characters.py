# right
import math
import re
import unicodedata
from collections import Counter

from labsupport.retrieval.base import Hit


JOINTS = "-_./"


def tokenize(text):
    said = unicodedata.normalize("NFKC", text).casefold()
    out = []
    for word in "".join(c if c.isalnum() or c in JOINTS else " " for c in said).split():
        for run in re.split(r"[-_./]{2,}", word):
            run = run.strip(JOINTS)
            if not run:
                continue
            out.append(run)
            pieces = run.translate(str.maketrans(JOINTS, "    ")).split()
            out.extend(pieces if len(pieces) > 1 else [])
    return out


class BM25Index:
    def __init__(self, docs, k1=1.2, b=0.75):
        if not docs:
            raise ValueError("docs is empty: give at least one text")
        if not k1 >= 0 or not 0 <= b <= 1:
            raise ValueError(f"k1={k1!r}, b={b!r}")
        self.docs, self.k1, self.b = docs, k1, b
        self.postings = {}
        self.lengths = {}
        for doc_id, text in docs.items():
            tokens = tokenize(text)
            self.lengths[doc_id] = len(tokens)
            for term, n in Counter(tokens).items():
                self.postings.setdefault(term, {})[doc_id] = n
        self.average = sum(self.lengths.values()) / len(docs)

    def search(self, q, k, *, allowed=None):
        if k < 1:
            raise ValueError("k must be at least 1")
        asked = Counter(tokenize(q))
        hits = []
        for doc_id, text in self.docs.items():
            if allowed is not None and doc_id not in allowed:
                continue
            score = 0.0
            for term, times in asked.items():
                holders = self.postings.get(term, {})
                if doc_id in holders:
                    tf = holders[doc_id]
                    idf = math.log1p((len(self.docs) - len(holders) + 0.5) / (len(holders) + 0.5))
                    room = self.k1 * (1 - self.b + self.b * self.lengths[doc_id] / self.average)
                    score += times * idf * tf * (self.k1 + 1) / (tf + room)
            if score > 0:
                hits.append(Hit(doc_id, score, text))
        hits.sort(key=lambda h: (-h.score, h.id))
        return hits[:k]
