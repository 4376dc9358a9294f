"""Exercises and review questions of topic 02.3: packing a prompt, splitting a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from labsupport.context.pack import BudgetError, PromptParts, order_edges
from labsupport.context.split import Chunk
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect
from labsupport.tokens.counting import Message

PACK = "02.3 Packing a prompt"
SPLIT = "02.3 From coarse to fine"


# ---------------------------------------------------------------- e1 pack


def count_words(messages: Sequence[Message]) -> int:
    """Three tokens of template a message, one for each word, and one for each line end."""
    return sum(3 + len(str(m["content"]).split()) + str(m["content"]).count("\n") for m in messages)


def chunk(name: str, n: int) -> Chunk:
    """A chunk of n words."""
    text = " ".join([name] * n)
    return Chunk(text, 0, len(text))


PARTS = PromptParts("be brief", "who leads it")  # 5 + 6 tokens; a chunk of n words costs n + 3: number and separator


def named(chunks: Sequence[Chunk]) -> list[str]:
    """Chunks by their names, for a message."""
    return [f"{c.text.split()[0]} ({len(c.text.split())} words)" for c in chunks]


def check_misfit(pack: Any) -> None:
    chunks = [chunk("huge", 90), chunk("b", 5), chunk("c", 40), chunk("d", 3)]
    got = pack(PARTS, chunks, window=37, reserve_output=10, count=count_words)
    expect(
        list(got.used) == [chunks[1], chunks[3]],
        expected=f"used {named([chunks[1], chunks[3]])}",
        got=f"used {named(got.used)}",
        case="chunks of 90, 5, 40 and 3 words; 16 tokens are left for them",
        cause="the loop ends at the first chunk that does not fit, instead of trying the next"
        if not set(got.used) & {chunks[1], chunks[3]} or got.used == (chunks[1],)
        else "what is counted is not the finished prompt",
        read=PACK,
        diagnosis="stops-at-misfit",
    )
    expect(
        list(got.dropped) == [chunks[0], chunks[2]],
        expected=f"dropped {named([chunks[0], chunks[2]])}",
        got=f"dropped {named(got.dropped)}",
        case="the same call",
        cause="a chunk that was not used belongs in `dropped`, best first",
        read=PACK,
        diagnosis="dropped-wrong",
    )


def check_messages(pack: Any) -> None:
    chunks = [chunk(name, 2) for name in "abcd"]
    got = pack(PARTS, chunks, window=200, reserve_output=10, count=count_words)
    want = PARTS.messages(order_edges(chunks))
    content = str(got.messages[-1]["content"]) if got.messages else ""
    expect(
        PARTS.question in content,
        expected=f"a last message that ends with {PARTS.question!r}",
        got=content[-40:],
        cause="the question is not in the prompt: `parts.messages(chunks)` builds the whole conversation",
        read=PACK,
        diagnosis="question-dropped",
    )
    expect(
        got.messages == want and list(got.used) == order_edges(chunks),
        expected=want[-1]["content"],
        got=content,
        case="four small chunks, all of which fit",
        cause="the chunks stand in the order in which they were ranked; `order` says how they stand in the prompt",
        read=PACK,
        diagnosis="order-ignored",
    )
    expect(
        got.tokens == count_words(want),
        expected=f"tokens = {count_words(want)}",
        got=f"tokens = {got.tokens}",
        case="the same call",
        cause="`tokens` is the count of the finished messages",
        read=PACK,
        diagnosis="tokens-wrong",
    )


def check_exact(pack: Any) -> None:
    for window, fits in ((24, True), (23, False)):
        got = pack(PARTS, [chunk("a", 10)], window=window, reserve_output=0, count=count_words)
        expect(
            bool(got.used) == fits,
            expected="the chunk is used" if fits else "the chunk is dropped",
            got="used" if got.used else "dropped",
            case=f"a prompt of 24 tokens with the chunk, a window of {window}",
            cause="a prompt may fill the window to the last token"
            if fits
            else "the number before the chunk, the separator behind it and the template count too: count the finished "
            "messages, not the parts",
            read=PACK,
            diagnosis="exact-fit-refused" if fits else "seams-not-counted",
        )


def check_reserve(pack: Any) -> None:
    got = pack(PARTS, [chunk("a", 10)], window=24, reserve_output=1, count=count_words)
    expect(
        not got.used,
        expected="the chunk is dropped: its prompt of 24 tokens and one of output are 25",
        got="used",
        case="window=24, reserve_output=1",
        cause="the tokens of the answer are not reserved",
        read=PACK,
        diagnosis="output-not-reserved",
    )


def check_base(pack: Any) -> None:
    case = "a prompt of 11 tokens without chunks, reserve_output=5, window=15"
    try:
        got = pack(PARTS, [chunk("a", 1)], window=15, reserve_output=5, count=count_words)
    except BudgetError as error:
        total = sum(error.table.values())
        expect(
            total == 16,
            expected="a table whose parts add up to 16",
            got=f"{error.table}, sum {total}",
            case=case,
            cause="use `budget_table(parts, reserve_output, count)`: the reserved output is a part too",
            read=PACK,
            diagnosis="table-wrong",
        )
        return
    except Exception as error:
        raise CheckFailed(
            expected="BudgetError", got=f"{type(error).__name__}: {error}", case=case,
            cause="callers catch BudgetError, which carries the tokens of each part", read=PACK,
            diagnosis="wrong-error",
        ) from error  # fmt: skip
    raise CheckFailed(
        expected="BudgetError",
        got=f"a prompt with {len(got.used)} chunks",
        case=case,
        cause="a budget below zero gives a prompt without context, in silence",
        read=PACK,
        diagnosis="silent-negative-budget",
    )


def check_pack_arguments(pack: Any) -> None:
    for bad in ({"window": 0, "reserve_output": 0}, {"window": 50, "reserve_output": -1}):
        try:
            pack(PARTS, [], **bad, count=count_words)
            got = "no exception"
        except BudgetError:
            got = "BudgetError"
        except ValueError:
            continue
        expect(
            False, expected="ValueError that is not a BudgetError", got=got, case=str(bad),
            cause="a wrong argument is not a prompt that is too long", read=PACK, diagnosis="no-validation",
        )  # fmt: skip


# ---------------------------------------------------------------- e2 split_recursive


def words(text: str) -> int:
    return len(text.split())


def syllables(text: str) -> int:
    """A ruler on which parts do not add up: every run of the same kind of characters is a token."""
    return len(re.findall(r"[a-z]+|[A-Z]+|\d+|\s+|[^\sa-zA-Z\d]", text))


def pieces_of(chunks: Sequence[Chunk]) -> list[str]:
    return [c.text for c in chunks]


def covers(text: str, chunks: Sequence[Chunk], case: str) -> None:
    """The chunks reproduce their source: offsets, order, every character."""
    for number, c in enumerate(chunks):
        expect(
            c.text == text[c.start : c.end] and c.start < c.end,
            expected=f"chunk {number} = text[{c.start}:{c.end}] = {text[c.start : c.end]!r}",
            got=repr(c.text),
            case=case,
            cause="offsets are those of the source; a text that was stripped or joined again is another text",
            read=SPLIT,
            diagnosis="offsets-wrong",
        )
    seen = 0
    for c in chunks:
        expect(
            c.start <= seen < c.end,
            expected=f"a chunk that goes on at character {seen}",
            got=f"[{c.start}, {c.end})",
            case=case,
            cause="characters are lost between chunks: a separator that was split away is text too",
            read=SPLIT,
            diagnosis="text-lost",
        )
        seen = c.end
    expect(
        seen == len(text),
        expected=f"chunks up to character {len(text)}",
        got=f"up to {seen}",
        case=case,
        cause="the end of the text is lost",
        read=SPLIT,
        diagnosis="text-lost",
    )


def check_coarse(split_recursive: Any) -> None:
    text = "Aa bb. Cc dd.\n\nEe ff gg hh ii. Jj."
    for size, want in ((5, ["Aa bb. Cc dd.\n\n", "Ee ff gg hh ii. ", "Jj."]), (11, [text]),
                       (3, ["Aa bb. ", "Cc dd.\n\nEe ", "ff gg hh ", "ii. Jj."])):  # fmt: skip
        chunks = split_recursive(text, size, 0, words)
        case = f"{text!r}, at most {size} words"
        covers(text, chunks, case)
        long = [c.text for c in chunks if words(c.text) > size]
        expect(
            not long, expected=f"no chunk above {size} words", got=long[:1], case=case,
            cause="a piece that is too long has to be cut by the next finer separator", read=SPLIT,
            diagnosis="too-long",
        )  # fmt: skip
        expect(
            pieces_of(chunks) == want,
            expected=want,
            got=pieces_of(chunks),
            case=case,
            cause="coarse cuts first, only what is too long is cut finer; then as many pieces as fit are joined again",
            read=SPLIT,
            diagnosis="not-joined" if len(chunks) > len(want) else "cut-elsewhere",
        )


def check_ruler(split_recursive: Any) -> None:
    text = "ab12 CD34. ef56 GH78! ij90"
    chunks = split_recursive(text, 8, 0, syllables)
    long = [c.text for c in chunks if syllables(c.text) > 8]
    case = f"{text!r} by a ruler that makes a token of every run of letters, digits or spaces, at most 8"
    covers(text, chunks, case)
    expect(
        not long,
        expected="no chunk above 8 tokens",
        got=f"{long[:1]} of {syllables(long[0]) if long else 0} tokens",
        case=case,
        cause="the size is compared with something else than `length` of the chunk's own text: characters, words, or a "
        "sum over its parts",
        read=SPLIT,
        diagnosis="wrong-ruler",
    )
    expect(
        len(chunks) <= 3,
        expected="3 chunks",
        got=f"{len(chunks)}: {pieces_of(chunks)}",
        case=case,
        cause="the size is compared with the number of characters, so that chunks are far below their size in tokens",
        read=SPLIT,
        diagnosis="wrong-ruler",
    )


def check_overlap(split_recursive: Any) -> None:
    text = "Aa bb. Cc dd. Ee ff. Gg hh."
    want = ["Aa bb. Cc dd. ", "Cc dd. Ee ff. ", "Ee ff. Gg hh."]
    got = pieces_of(split_recursive(text, 4, 2, words))
    expect(
        got == want, expected=want, got=got, case=f"{text!r}, 4 words with an overlap of 2",
        cause="a chunk begins with the last whole pieces of the one before, as many as `overlap` holds", read=SPLIT,
        diagnosis="overlap-wrong",
    )  # fmt: skip
    blank, want = "Aa bb cc dd\n\nEe ff", ["Aa bb ", "cc dd\n\n", "Ee ff"]
    got = pieces_of(split_recursive(blank, 2, 0, words))
    expect(
        got == want, expected=want, got=got, case=f"{blank!r}, 2 words without overlap",
        cause="a line end has no words, so it always fits an overlap of 0: without overlap nothing is repeated",
        read=SPLIT, diagnosis="overlap-wrong",
    )  # fmt: skip
    wide = "Aa bb cc. Dd ee ff gg."
    chunks = split_recursive(wide, 5, 3, words)
    expect(
        all(words(c.text) <= 5 for c in chunks),
        expected="no chunk above 5 words",
        got=pieces_of(chunks),
        case=f"{wide!r}, 5 words with an overlap of 3",
        cause="what is repeated and the next piece together are above the size: then less is repeated",
        read=SPLIT,
        diagnosis="overlap-too-long",
    )


def check_characters(split_recursive: Any) -> None:
    covers("a\r\nb", split_recursive("a\r\nb", 1, 0, words), "'a\\r\\nb', at most 1 word")
    for text, size, overlap, want in (
        ("abcdefgh", 3, 1, ["abc", "cde", "efg", "gh"]),
        ("abcdefgh", 3, 0, ["abc", "def", "gh"]),
        ("\U0001f600" * 3, 1, 0, ["\U0001f600"] * 3),
        ("", 5, 0, []),
    ):
        got = pieces_of(split_recursive(text, size, overlap, len))
        expect(
            got == want, expected=want, got=got, case=f"{text!a}, {size} characters, overlap {overlap}",
            cause="when no separator is left, characters are the pieces; an empty text has no chunks", read=SPLIT,
            diagnosis="no-characters" if text else "empty-text",
        )  # fmt: skip


def check_split_arguments(split_recursive: Any) -> None:
    for size, overlap in ((0, 0), (5, 5), (5, 9), (5, -1)):
        try:
            got: Any = split_recursive("a b c d e f g", size, overlap, words)
        except ValueError:
            continue
        expect(
            False, expected="ValueError", got=got, case=f"size={size}, overlap={overlap}",
            cause="with such an overlap no chunk gets further than the one before", read=SPLIT,
            diagnosis="no-validation",
        )  # fmt: skip


EXERCISES = (
    Exercise(
        id="02.3.e1",
        title="A prompt that is sure to fit",
        reference=("labsupport.context.pack:pack",),
        difficulty=3,
        minutes=15,
        task=(
            "It fills what system, history, question and output leave of the window with ranked chunks.\n\n"
            "- `parts.messages(chunks)` builds the conversation, `count` counts it; both are cheap.\n"
            "- A chunk that does not fit goes to `dropped`, and the next one is tried.\n"
            "- `order` takes the chunks used, best first, and says how they stand in the prompt.\n"
            "- When even the prompt without chunks does not fit, raise `BudgetError(table, window)`, with the table "
            "of `labsupport.context.pack.budget_table(parts, reserve_output, count)`."
        ),
        gotchas=(
            "Tokens of parts do not add up to the tokens of the whole: numbers, separators and the template count.",
            "A prompt may fill the window to its last token.",
        ),
        hints=(
            "Which is the one thing whose tokens matter? Could you build that for each chunk that you consider?",
            "room = window - reserve_output. Count the prompt without chunks first. Then for each chunk count the "
            "prompt with all chunks taken so far and this one.",
            "Keep two lists, taken and dropped. For each chunk: messages of order(taken plus chunk); if their count is "
            "above room, drop it, else take it and remember messages and count. Return Packed with order(taken).",
        ),
        section=PACK,
        checks=(
            Check("a chunk that does not fit is skipped", check_misfit),
            Check("the conversation is whole and in order", check_messages),
            Check("seams count, and the last token is used", check_exact),
            Check("the output is reserved", check_reserve),
            Check("a base above the window is an error with a table", check_base),
            Check("wrong arguments are refused", check_pack_arguments),
        ),
    ),
    Exercise(
        id="02.3.e2",
        title="A recursive splitter",
        reference=("labsupport.context.split:split_recursive",),
        difficulty=4,
        minutes=25,
        task=(
            "It cuts a text into chunks of at most `size` by the ruler `length`.\n\n"
            "- Cut behind every match of the first separator; a piece that is too long is cut by the next one, and "
            "in the end into characters.\n"
            "- Join neighbouring pieces again while `length` of the joined text is at most `size`.\n"
            "- A chunk begins with the last whole pieces of the one before, if `length` of those is at most "
            "`overlap` and there is room for the next piece.\n"
            "- `chunk.text` is `text[chunk.start:chunk.end]`, and no character is lost."
        ),
        gotchas=(
            "Ask `length` about the joined text; sums over pieces are another number.",
            "On some rulers white space has no length: without overlap nothing may be repeated all the same.",
        ),
        hints=(
            "Would positions in `text` be easier to work with than strings? What are the two halves of the task?",
            "First half: a recursive function cut(start, end, level) that appends (start, end) of pieces that are "
            "short enough to a list. Second half: walk over it and close a chunk when the next piece does not fit.",
            "Pieces: `re.compile(separator).finditer(text, start, end)` gives the ends of matches; behind the last "
            "separator every character is an end. Joining: remember the index of the chunk's first piece; when "
            "text[first piece's start : this piece's end] is too long, emit a chunk up to the piece before, then move "
            "the index forward until what is repeated fits `overlap` and, with the next piece, `size`.",
        ),
        section=SPLIT,
        checks=(
            Check("the ruler that was given decides", check_ruler),
            Check("coarse cuts first, pieces joined again", check_coarse),
            Check("overlap repeats whole pieces", check_overlap),
            Check("no separator, emoji, line ends, an empty text", check_characters),
            Check("wrong sizes are refused", check_split_arguments),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="02.3.q1",
        text="Manuals in markdown, source code and plain mails: how do you split them, before any measurement?",
        choices=(
            Choice(
                "All of them semantically, because the meaning of neighbours decides where a subject ends",
                False,
                "It embeds every sentence before it cuts; published gains are not consistent, so measure first.",
            ),
            Choice(
                "Manuals and code by their structure, mails recursively",
                True,
                "Headings and functions are cuts that the authors made; recursive is the default for the rest.",
            ),
            Choice(
                "All of them at fixed size, with an overlap of half, so that no sentence is ever lost",
                False,
                "Half an overlap doubles the index, and a sentence longer than the overlap is lost all the same.",
            ),
        ),
        answer="Recursive by default, structure-aware for markdown and code, fixed for uniform text, semantic only "
        "where a measured gain pays for it.",
    ),
    Question(
        id="02.3.q2",
        text="What does an overlap of a fifth buy?",
        choices=(
            Choice(
                "Every sentence at a cut stands whole in both neighbours, for a fifth more chunks",
                False,
                "It stands whole in one of them at best, and the number of chunks grows by a quarter.",
            ),
            Choice(
                "Recall that grows with the overlap, since every passage is seen several times by the search",
                False,
                "Repeated passages also fill the first ranks with copies of each other.",
            ),
            Choice(
                "Sentences at a cut that fit in the overlap stand whole in one chunk, for a quarter more chunks",
                True,
                "The next chunk begins early enough for them; the price is 1 / (1 - 0.2).",
            ),
        ),
        answer="Sentences near a cut appear whole on one side if they are shorter than the overlap, for 1/(1-o) "
        "times the chunks.",
    ),
    Question(
        id="02.3.q3",
        text="A contract of eighty pages, a question that needs page 3 and page 70 together: map-reduce or refine?",
        choices=(
            Choice(
                "Refine: a later call sees what an earlier one found",
                True,
                "The draft carries the link along, at the price of calls in a row.",
            ),
            Choice(
                "Map-reduce: the combining call gets the text of all pages and can therefore link them",
                False,
                "It gets the answers about the pages, not their text; what no answer mentions is gone.",
            ),
            Choice(
                "Map-reduce with more overlap between the pages, so that both facts come into one chunk",
                False,
                "No overlap spans sixty-seven pages.",
            ),
        ),
        answer="Map-reduce makes independent calls and a combining one: it scales in parallel and loses links between "
        "chunks, which refine keeps at serial cost.",
    ),
)
