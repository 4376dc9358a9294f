"""Which path a question takes: a logistic regression on MiniLM vectors, trained on labelled questions."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Literal

from labsupport import world

Route = Literal["lookup", "multi_hop", "global"]
OF_KIND: dict[str, Route] = {"identifier": "lookup", "paraphrase": "lookup", "mixed": "lookup", "temporal": "lookup",
                             "multi_hop": "multi_hop", "global": "global"}  # fmt: skip


def labelled(split: Any) -> tuple[list[str], list[Route]]:
    """Texts and routes of the queries of a split whose kind has a route."""
    found = [(q.text, OF_KIND[q.kind]) for q in world.queries(split) if q.kind in OF_KIND]
    return [text for text, _ in found], [label for _, label in found]


class Router:
    """A classifier of questions: a lookup only if its probability is at least `sure`, else the likelier of the others.

    A multi-hop question that is looked up loses its answer, a lookup that is walked costs time: `sure` weighs the two.
    `c` is the inverse strength of the L2 penalty; classes are weighted by their rarity. Raises ValueError for `sure`
    outside 0..1.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[Route], *, c: float = 1.0, sure: float = 0.5) -> None:
        from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

        from labsupport.retrieval.vectors import encode

        if not 0 <= sure <= 1:
            raise ValueError(f"sure={sure!r} must be between 0 and 1")
        self.sure = sure
        self.model: Any = LogisticRegression(C=c, max_iter=1000, class_weight="balanced")
        self.model.fit(encode(texts), list(labels))

    def __call__(self, texts: Sequence[str]) -> list[Route]:
        """The route of each text."""
        from labsupport.retrieval.vectors import encode

        if not texts:
            return []
        names: list[Route] = [str(name) for name in self.model.classes_]  # type: ignore[misc]
        found = list[Route]()
        for row in self.model.predict_proba(encode(texts)):
            chance: dict[Route, float] = dict(zip(names, map(float, row), strict=True))
            others = [(-p, name) for name, p in chance.items() if name != "lookup"]
            found.append("lookup" if chance["lookup"] >= self.sure else min(others)[1])
        return found


@functools.cache
def router(sure: float = 0.5) -> Router:
    """The router trained on the train split of the lab world's queries."""
    return Router(*labelled("train"), sure=sure)


def route(query: str) -> Route:
    """The path that a question takes: "lookup", "multi_hop" or "global"."""
    return router()([query])[0]
