# right
from labsupport.retrieval.rerank import Ceiling


def recall_ceiling(before, after, gold):
    gold = list(dict.fromkeys(gold))
    if not gold:
        raise ValueError("gold is empty")
    seen = []
    for name in after:
        if name not in before:
            raise ValueError(f"{name} is new")
        if name in seen:
            raise ValueError(f"{name} is there twice")
        seen.append(name)
    pool = list(dict.fromkeys(before))
    best = sorted(pool, key=lambda name: name not in gold)[: len(seen)]

    def share(names):
        return sum(name in names for name in gold) / len(gold)

    return Ceiling(reached=share(seen), attainable=share(best), pool=share(pool))
