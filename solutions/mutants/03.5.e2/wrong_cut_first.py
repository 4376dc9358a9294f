# diagnosis: cut-first
from labsupport.fewshot.leaks import Leak


def folded(text):
    return " ".join(text.casefold().split())


def leak_check(library, eval_set, threshold=0.9):
    if not 0.0 <= threshold <= 1.0:
        raise ValueError(f"threshold={threshold}")
    if not len(library) or not eval_set:
        return []
    leaks = []
    cosines = library.embedded(list(eval_set.values())) @ library.vectors.T
    for (eval_id, text), row in zip(eval_set.items(), cosines.tolist(), strict=True):
        for example, cosine in zip(library.examples, row, strict=True):
            exact = folded(text) == folded(example.input)
            if exact or cosine >= threshold - 1e-6:
                leaks.append(Leak(example.id, eval_id, cosine, exact))
    return sorted(leaks, key=lambda leak: (-leak.cosine, leak.eval_id, leak.example_id))


def nearest_first(examples, relevance, k, tags=frozenset(), exclude=frozenset()):
    if k < 1:
        raise ValueError(f"k={k}")
    if isinstance(tags, str) or isinstance(exclude, str):
        raise TypeError("give a collection of texts")
    order = sorted(range(len(examples)), key=lambda i: (-relevance[i], examples[i].id))[:k]
    return [i for i in order if set(tags) <= examples[i].tags and examples[i].id not in exclude]
