"""What any model has to beat: the most frequent label, and the labels of the nearest known texts."""

from __future__ import annotations

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
