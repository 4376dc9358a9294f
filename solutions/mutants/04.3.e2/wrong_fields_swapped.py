# diagnosis: fields-swapped
from labsupport.retrieval.rerank import Ceiling


def recall_ceiling(before, after, gold):
    wanted, pool = set(gold), set(before)
    if not wanted:
        raise ValueError("no gold")
    if set(after) - pool:
        raise ValueError("not in the pool")
    if len(set(after)) != len(after):
        raise ValueError("repeated")
    there = len(wanted & pool)
    n = len(wanted)
    return Ceiling(len(wanted & set(after)) / n, there / n, min(there, len(after)) / n)
