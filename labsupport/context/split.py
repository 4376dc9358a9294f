"""Texts cut into chunks: by tokens, by structure, recursively, by meaning. A chunk knows its place in the source.

Knows nothing of models: lengths come from a ruler, vectors from an embedder that the caller passes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labsupport import stats

Length = Callable[[str], int]
"""Maps a text to its length, in the unit that the caller means."""
Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Maps n texts to n vectors of unit length."""

ABBREVIATIONS = ("Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "ext.", "e.g.", "i.e.", "cf.", "vs.")
_UNLESS = "".join(rf"(?<!\b{re.escape(short)})" for short in ABBREVIATIONS)
_UNLESS += r"(?<!(?m:^)\d\.)(?<!(?m:^)\d\d\.)"  # the number of a list item
SENTENCE_END = rf"""(?:(?<=[.!?]){_UNLESS}|(?<=[.!?]["')\]]))[ \t]+|(?<=[\u3002\uff01\uff1f])"""
PARAGRAPH_END = r"\r?\n(?:[ \t]*\r?\n)+"
LINE_END = r"\r?\n"
SEPARATORS = (PARAGRAPH_END, LINE_END, SENTENCE_END, r"\s+")
"""Patterns of `split_recursive`, coarse to fine; a text is cut behind a match. Characters come last by themselves."""

HEADING = r"^(?:#{1,6} |[^\n]+\r?\n[-=]{3,}[ \t]*\r?$|(?:async )?def |class )"
_SENTENCE = re.compile(rf"{PARAGRAPH_END}|{LINE_END}|{SENTENCE_END}")


@dataclass(frozen=True)
class Chunk:
    """A passage: `text` is `source[start:end]`."""

    text: str
    start: int
    end: int


def check_sizes(size: int, overlap: int) -> None:
    """Raises ValueError unless 0 <= overlap < size."""
    if size < 1:
        raise ValueError(f"size={size!r} must be at least 1")
    if not 0 <= overlap < size:
        raise ValueError(f"overlap={overlap!r} must be at least 0 and below size={size!r}, or no chunk gets further")


def sentences(text: str) -> list[Chunk]:
    """The sentences of a text, each with the white space behind it: joined they are the text.

    Ends are . ! ? and their full-width forms, unless an abbreviation ends there, and line ends: headings, list items
    and table rows are units of their own. A text whose lines were broken at a fixed width is not what this expects.
    """
    cuts = [m.end() for m in _SENTENCE.finditer(text)]
    edges = sorted({0, *cuts, len(text)})
    return [Chunk(text[a:b], a, b) for a, b in itertools.pairwise(edges)]


def split_recursive(
    text: str, size: int, overlap: int, length: Length, separators: Sequence[str] = SEPARATORS
) -> list[Chunk]:
    """Cut at paragraphs, a paragraph that is too long at lines, a line at sentences, then words, then characters.

    size, overlap: in the unit of `length`, which is asked about the very text of each chunk: token counts of parts do
        not add up to that of the whole. overlap: what a chunk may repeat of the one before, in whole pieces.
    separators: regular expressions, coarse to fine. A cut falls behind a match, so that the separator stays with what
        it ends. Pieces are joined again, as many as `size` allows, also the last words of a line with the next line.
    Returns chunks in order; together they cover every character, and `chunk.text == text[chunk.start:chunk.end]`. None
    is longer than `size`, except a single character that is. An empty text has no chunks.
    Raises ValueError for size < 1, overlap < 0 or overlap >= size.
    """
    # BEGIN SOLUTION
    if size < 1:
        raise ValueError(f"size={size!r} must be at least 1")
    if not 0 <= overlap < size:
        raise ValueError(f"overlap={overlap!r} must be at least 0 and below size={size!r}, or no chunk gets further")
    pieces: list[tuple[int, int]] = []  # contiguous, each as coarse as it may be

    def cut(start: int, end: int, level: int) -> None:
        if end - start == 1 or length(text[start:end]) <= size:
            pieces.append((start, end))
            return
        stops = list(range(start + 1, end))
        if level < len(separators):
            stops = [match.end() for match in re.compile(separators[level]).finditer(text, start, end)]
        for stop in [*stops, end]:
            if stop > start:
                cut(start, stop, level + 1)
                start = stop

    if text:
        cut(0, len(text), 0)
    chunks: list[Chunk] = []
    first = 0  # the piece that the open chunk begins with
    for i, (_, end) in enumerate(pieces):
        if i > first and length(text[pieces[first][0] : end]) > size:
            start, stop = pieces[first][0], pieces[i - 1][1]
            chunks.append(Chunk(text[start:stop], start, stop))
            # what is repeated must fit in the overlap and leave room for the next piece; it may be nothing. White
            # space has no length on some rulers, so that it would be repeated without any overlap
            while first < i and (
                overlap == 0
                or length(text[pieces[first][0] : stop]) > overlap
                or length(text[pieces[first][0] : end]) > size
            ):
                first += 1
    if pieces:
        start, stop = pieces[first][0], pieces[-1][1]
        chunks.append(Chunk(text[start:stop], start, stop))
    return chunks
    # END SOLUTION


def split_fixed(text: str, size: int, overlap: int, spans: Callable[[str], Sequence[tuple[int, int]]]) -> list[Chunk]:
    """Every `size` tokens, whatever stands there, each chunk repeating the last `overlap` tokens of the one before.

    spans: characters [start, end) of the tokens of a text, in order (`labsupport.context.rulers`). Tokens are those of
    the whole text: a chunk on its own may count a few more or less. White space between tokens stays with the token
    before it, and tokens that share a character stay together. Raises ValueError as `split_recursive`.
    """
    check_sizes(size, overlap)
    starts = [start for start, _ in spans(text)]
    chunks: list[Chunk] = []
    for at in range(0, len(starts), size - overlap):
        start = starts[at] if at else 0
        end = starts[at + size] if at + size < len(starts) else len(text)
        if end > start:
            chunks.append(Chunk(text[start:end], start, end))
        if at + size >= len(starts):
            break
    return chunks


def split_structure(text: str, size: int, overlap: int, length: Length, *, heading: str = HEADING) -> list[Chunk]:
    """Cut at headings (or functions and classes of Python) first; a section that is too long as `split_recursive`.

    heading: a multi-line regular expression; a section begins where it matches and never shares a chunk with another.
    Raises ValueError as `split_recursive`.
    """
    check_sizes(size, overlap)
    edges = sorted({0, *(m.start() for m in re.finditer(heading, text, re.MULTILINE)), len(text)})
    return [
        Chunk(c.text, a + c.start, a + c.end)
        for a, b in itertools.pairwise(edges)
        for c in split_recursive(text[a:b], size, overlap, length)
    ]


def split_semantic(
    sentences: Sequence[str], embed: Embed, percentile: float = 90, *, max_tokens: int, length: Length | None = None
) -> list[Chunk]:
    """Cut between neighbouring sentences that are further apart than most neighbours of this document.

    sentences: in order, each with the white space behind it (`sentences`); offsets count in their concatenation.
    embed: vectors of unit length. percentile: of the cosine distances of neighbours; cuts fall where the distance is
        above it, so the threshold is the document's own. max_tokens: the most a chunk may hold by `length` (default:
        the word pieces of MiniLM), also without a change of subject; a longer sentence is cut by `split_recursive`.
    Returns chunks that together are the concatenation; [] for no sentences.
    Raises ValueError for max_tokens < 1 or a percentile outside 0..100.
    """
    if max_tokens < 1:
        raise ValueError(f"max_tokens={max_tokens!r} must be at least 1")
    if not 0 <= percentile <= 100:
        raise ValueError(f"percentile={percentile!r} must be from 0 to 100")
    if not sentences:
        return []
    if length is None:
        from labsupport.context.rulers import embedder_length

        length = embedder_length()
    far = [1 - cosine for cosine in neighbour_cosines(embed(sentences))]
    limit = stats.percentile(far, percentile) if far else 0.0

    chunks: list[Chunk] = []
    start, held = 0, ""
    for i, sentence in enumerate(sentences):
        if held and (far[i - 1] > limit or length(held + sentence) > max_tokens):
            chunks.append(Chunk(held, start, start + len(held)))
            start, held = start + len(held), ""
        held += sentence
        if length(held) > max_tokens:
            chunks += [
                Chunk(c.text, start + c.start, start + c.end) for c in split_recursive(held, max_tokens, 0, length)
            ]
            start, held = start + len(held), ""
    return [*chunks, Chunk(held, start, start + len(held))] if held else chunks


def neighbour_cosines(vectors: Sequence[Sequence[float]]) -> list[float]:
    """Cosines of each vector (of unit length) with the next, in order; one fewer than vectors."""
    pairs = itertools.pairwise(vectors)
    return [sum(x * y for x, y in zip(a, b, strict=True)) for a, b in pairs]
