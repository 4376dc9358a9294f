"""What any model has to beat: the most frequent label, and the labels of the nearest known texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from labsupport.stats import Interval, proportion_ci


def majority(labels: Sequence[str]) -> str:
    """The most frequent label; of equally frequent ones the alphabetically first. Raises ValueError for no labels."""
    if not labels:
        raise ValueError("labels is empty: count at least one")
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label))


class NearestTexts:
    """k nearest neighbours by cosine similarity. Vectors are rows of unit length, as `Embedder.encode` gives them.

    Raises ValueError for no vectors, lengths that differ, or k outside 1 to their number.
    """

    def __init__(self, vectors: Sequence[Sequence[float]], labels: Sequence[str], *, k: int = 5) -> None:
        import numpy as np

        if not len(vectors) or len(vectors) != len(labels) or not 1 <= k <= len(labels):
            raise ValueError(f"{len(vectors)} vectors, {len(labels)} labels, k={k!r}: as many of both, k at most those")
        self._known = np.asarray(vectors, dtype=np.float32)
        self._labels = list(labels)
        self._k = k

    def predict(self, vectors: Sequence[Sequence[float]]) -> list[tuple[str, float]]:
        """For each vector the label with most votes and its share of the k votes; the nearest label wins a tie."""
        import numpy as np

        near = np.argsort(-(np.asarray(vectors, dtype=np.float32) @ self._known.T), axis=1, kind="stable")[:, : self._k]
        found = []
        for row in near:
            votes = Counter(self._labels[i] for i in row)  # in order of nearness, which most_common keeps for ties
            label, n = votes.most_common(1)[0]
            found.append((label, n / self._k))
        return found


def accuracy(said: Sequence[str], expected: Sequence[str]) -> Interval:
    """Share of equal labels with its Wilson interval. Raises ValueError for no labels or lengths that differ."""
    if len(said) != len(expected):
        raise ValueError(f"{len(said)} answers and {len(expected)} expected labels: as many of both")
    return proportion_ci(sum(a == b for a, b in zip(said, expected, strict=True)), len(said))


class WordVotes:
    """Multinomial naive Bayes over words, or over runs of `letters` characters, with add-one smoothing.

    A model that costs microseconds and no GPU. Raises ValueError for no texts or lengths that differ.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], *, letters: int = 0) -> None:
        import numpy as np

        if not texts or len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts and {len(labels)} labels: as many of both, at least one")
        self._letters = letters
        self.labels = sorted(set(labels))
        seen = {label: Counter[str]() for label in self.labels}
        for text, label in zip(texts, labels, strict=True):
            seen[label].update(self._units(text))
        self._column = {unit: i for i, unit in enumerate(sorted(set().union(*seen.values())))}
        counts = np.ones((len(self.labels), len(self._column)))
        for row, label in enumerate(self.labels):
            for unit, n in seen[label].items():
                counts[row, self._column[unit]] += n
        self._logs = np.log(counts / counts.sum(1, keepdims=True))
        share = Counter(labels)
        self._prior = np.log([share[label] / len(labels) for label in self.labels])

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """For each text the likeliest label and its posterior probability (overconfident: words are no witnesses of
        each other); unknown words are left out."""
        import numpy as np

        found = []
        for text in texts:
            columns = [self._column[unit] for unit in self._units(text) if unit in self._column]
            scores = self._prior + self._logs[:, columns].sum(1)
            weights = np.exp(scores - scores.max())
            best = int(weights.argmax())
            found.append((self.labels[best], float(weights[best] / weights.sum())))
        return found

    def _units(self, text: str) -> list[str]:
        text = " ".join(text.casefold().split())
        if not self._letters:
            return re.findall(r"\w+", text)
        return [text[i : i + self._letters] for i in range(len(text) - self._letters + 1)]
