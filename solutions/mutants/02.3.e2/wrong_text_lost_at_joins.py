# diagnosis: text-lost
import re

from labsupport.context.split import SEPARATORS, Chunk


def split_recursive(text, size, overlap, length, separators=SEPARATORS):
    if size < 1 or not 0 <= overlap < size:
        raise ValueError(f"size={size}, overlap={overlap}")

    def cut(start, end, level):
        if end - start <= 1 or length(text[start:end]) <= size:
            return [(start, end)] if start < end else []
        if level == len(separators):
            return [(i, i + 1) for i in range(start, end)]
        found, at = [], start
        for match in re.compile(separators[level]).finditer(text, start, end):
            found += cut(at, match.start(), level + 1)
            at = match.end()
        return found + cut(at, end, level + 1)

    chunks, held = [], []
    for span in cut(0, len(text), 0):
        if held and length(text[held[0][0] : span[1]]) > size:
            start, end = held[0][0], held[-1][1]
            chunks.append(Chunk(text[start:end], start, end))
            if not overlap:
                held = []
            while held and (length(text[held[0][0] : end]) > overlap or length(text[held[0][0] : span[1]]) > size):
                held = held[1:]
        held.append(span)
    if held:
        chunks.append(Chunk(text[held[0][0] : held[-1][1]], held[0][0], held[-1][1]))
    return chunks
