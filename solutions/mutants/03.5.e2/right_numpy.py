# right
import re

import numpy as np

from labsupport.fewshot.leaks import Leak


def leak_check(library, eval_set, threshold=0.9):
    if threshold < 0 or threshold > 1 or threshold != threshold:
        raise ValueError(f"threshold={threshold!r} must be from 0 to 1")
    names = sorted(eval_set)
    if not names or len(library) == 0:
        return []

    def bare(text):
        return re.sub(r"\s+", " ", text).strip().casefold()

    close = library.vectors @ library.embedded([eval_set[n] for n in names]).T
    equal = np.array([[bare(e.input) == bare(eval_set[n]) for n in names] for e in library.examples])
    found = [
        Leak(library.examples[i].id, names[j], float(close[i, j]), bool(equal[i, j]))
        for i, j in np.argwhere(equal | (close >= threshold - 1e-6))
    ]
    found.sort(key=lambda leak: leak.example_id)
    found.sort(key=lambda leak: leak.eval_id)
    found.sort(key=lambda leak: leak.cosine, reverse=True)
    return found


def nearest_first(examples, relevance, k, tags=frozenset(), exclude=frozenset()):
    for given in (tags, exclude):
        if isinstance(given, str):
            raise TypeError(f"{given!r} is one text")
    if k <= 0:
        raise ValueError(f"k={k!r} must be at least 1")
    order = sorted(range(len(examples)), key=lambda i: examples[i].id)
    order.sort(key=lambda i: relevance[i], reverse=True)
    banned = set(exclude)
    shown = []
    for i in order:
        if len(shown) < k and all(tag in examples[i].tags for tag in tags) and examples[i].id not in banned:
            shown.append(i)
    return shown
