# right
import re

from labsupport.context.split import SEPARATORS, Chunk


def cut(text, at, size, length, patterns):
    if len(text) == 1 or length(text) <= size:
        return [at + len(text)]
    inner = [m.end() for m in re.finditer(patterns[0], text)] if patterns else range(1, len(text))
    edges = sorted({0, *inner, len(text)})
    return [e for a, b in zip(edges, edges[1:]) for e in cut(text[a:b], at + a, size, length, patterns[1:])]


def split_recursive(text, size, overlap, length, separators=SEPARATORS):
    if not 0 <= overlap < size:
        raise ValueError("0 <= overlap < size, and size at least 1")
    ends = cut(text, 0, size, length, tuple(separators)) if text else []
    starts = [0, *ends[:-1]]
    chunks, i, first = [], 0, 0
    while i < len(ends):
        while i + 1 < len(ends) and length(text[starts[first] : ends[i + 1]]) <= size:
            i += 1
        chunks.append(Chunk(text[starts[first] : ends[i]], starts[first], ends[i]))
        if i + 1 == len(ends):
            break
        following = i + 1
        if overlap:
            for j in range(first + 1, i + 1):
                fits = length(text[starts[j] : ends[i]]) <= overlap and length(text[starts[j] : ends[i + 1]]) <= size
                if fits:
                    following = j
                    break
        first, i = following, i + 1
    return chunks
