# right
import re

from labsupport.context.split import SEPARATORS, Chunk


def pieces(text, size, length, separators):
    done = []
    todo = [(0, len(text), 0)]
    while todo:
        start, end, level = todo.pop()
        if end - start <= 1 or length(text[start:end]) <= size:
            done.append((start, end))
            continue
        if level < len(separators):
            stops = [m.end() for m in re.finditer(separators[level], text[start:end])]
            edges = [start, *(start + s for s in stops if 0 < s < end - start), end]
        else:
            edges = list(range(start, end + 1))
        todo += [(a, b, level + 1) for a, b in reversed(list(zip(edges, edges[1:])))]
    return done


def split_recursive(text, size, overlap, length, separators=SEPARATORS):
    if size < 1 or overlap < 0 or overlap >= size:
        raise ValueError(f"size={size}, overlap={overlap}")
    if not text:
        return []
    spans = pieces(text, size, length, separators)
    chunks, held = [], []
    for span in spans:
        if held and length(text[held[0][0] : span[1]]) > size:
            start, end = held[0][0], held[-1][1]
            chunks.append(Chunk(text[start:end], start, end))
            if not overlap:
                held = []
            while held and (length(text[held[0][0] : end]) > overlap or length(text[held[0][0] : span[1]]) > size):
                held = held[1:]
        held.append(span)
    start, end = held[0][0], held[-1][1]
    return [*chunks, Chunk(text[start:end], start, end)]
