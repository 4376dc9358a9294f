# diagnosis: not-cut
import math
import re
import unicodedata
from collections import Counter

from labsupport.retrieval.base import Hit


def tokenize(text):
    found = []
    for token in re.findall(r"[^\W_]+(?:[-_./][^\W_]+)*", unicodedata.normalize("NFKC", text).casefold()):
        found.append(token)
        parts = re.split(r"[-_./]", token)
        if len(parts) > 1:
            found += parts
    return found


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
            raise ValueError(f"k={k}")
        scores = {}
        for term in tokenize(q):
            found = self.postings.get(term, {})
            n = len(found)
            idf = math.log(1 + (len(self.docs) - n + 0.5) / (n + 0.5))
            for doc_id, tf in found.items():
                if allowed is not None and doc_id not in allowed:
                    continue
                length = 1 - self.b + self.b * self.lengths[doc_id] / self.average
                gain = tf * (self.k1 + 1) / (tf + self.k1 * length)
                scores[doc_id] = scores.get(doc_id, 0.0) + idf * gain
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Hit(doc_id, score, self.docs[doc_id]) for doc_id, score in ranked if score > 0]
