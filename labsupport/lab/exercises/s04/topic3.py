"""Exercises and review questions of topic 04.3: reranking with passage max-pooling, and the ceiling of recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from labsupport.lab.check import Check, Choice, Exercise, Question, expect
from labsupport.retrieval.base import Hit

RERANK = "04.3 The second stage"
CEILING = "04.3 The ceiling"


def raises(call: Any, *, case: str, cause: str, read: str, diagnosis: str) -> None:
    """The call raises ValueError and nothing else."""
    try:
        got: object = call()
    except ValueError:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        got = error
    expect(False, expected="ValueError", got=got, case=case, cause=cause, read=read, diagnosis=diagnosis)


def same(got: Any, want: Any, case: str, cause: str, slug: str, read: str = RERANK) -> None:
    """Compare, and say what is likely wrong."""
    expect(got == want, expected=want, got=got, case=case, cause=cause, read=read, diagnosis=slug)


# ---------------------------------------------------------------- e1 windows, rerank


class Toy:
    """A scorer that reads the first `reads` words and adds up the numbers among them; it keeps what it was asked."""

    def __init__(self, reads: int = 6, listed: Sequence[float] | None = None) -> None:
        self.reads, self.listed = reads, listed
        self.calls: list[list[str]] = []

    def score(self, query: str, texts: Sequence[str]) -> Any:
        import numpy as np

        self.calls.append(list(texts))
        if self.listed is not None:
            return np.array(self.listed[: len(texts)], dtype=np.float32)
        found = [sum(float(w) for w in text.split()[: self.reads] if w.isdigit()) for text in texts]
        return np.array(found, dtype=np.float32)


def document(name: str, words: int, numbers: Mapping[int, int]) -> Hit:
    """A hit whose text is `words` words, with numbers at some places."""
    text = " ".join(str(numbers.get(i, f"{name}{i}")) for i in range(words))
    return Hit(name, 0.5, text, None, {"fused": 1})


def ranked(rerank: Any, hits: Sequence[Hit], toy: Toy, **options: Any) -> list[tuple[str, float]]:
    """Ids and scores of the learner's order."""
    got = rerank("q", hits, scorer=toy, **options)
    kind = isinstance(got, list) and all(isinstance(hit, Hit) for hit in got)
    expect(kind, expected="a list of Hit", got=got, case=f"{options}", cause="return hits, best first", read=RERANK,
           diagnosis="not-hits")  # fmt: skip
    return [(hit.id, float(hit.score)) for hit in got]


def check_windows(windows: Any, rerank: Any) -> None:
    letters = "a b c d e f g h i j"
    got = windows(letters, 4, 1)
    cause, slug = "each window begins `size - overlap` words after the one before", "overlap"
    if isinstance(got, list) and got[:3] == ["a b c d", "d e f g", "g h i j"]:
        cause, slug = "j is in the third window already: stop when a window reaches the end", "tail-window"
    elif isinstance(got, list) and "j" not in " ".join(map(str, got)):
        cause, slug = "the last words are in no window", "words-lost"
    same(got, ["a b c d", "d e f g", "g h i j"], f"windows({letters!r}, 4, 1)", cause, slug)
    same(windows("a b c d e", 4, 1), ["a b c d", "d e"], "five words, size 4, overlap 1", "a rest is a window",
         "words-lost")  # fmt: skip
    same(windows("a  b\n c", 4, 1), ["a b c"], "fewer words than a window", "one window, words joined by one blank",
         "not-words")  # fmt: skip
    same(windows("", 4, 1), [""], "an empty text", "it is one empty window, so that each hit gets a score", "no-window")
    for size, overlap in ((0, 0), (4, 4), (4, -1)):
        raises(lambda s=size, o=overlap: windows("a b", s, o), case=f"size={size}, overlap={overlap}", read=RERANK,
               cause="such windows would never get on", diagnosis="not-refused")  # fmt: skip


def check_third_window(windows: Any, rerank: Any) -> None:
    hits = [
        document("head", 20, {1: 5}),
        document("even", 20, dict.fromkeys(range(20), 1)),
        document("deep", 20, {13: 9}),
    ]
    got = ranked(rerank, hits, Toy(), top_n=3, size=6, overlap=0)
    causes = {
        ("even", "head", "deep"): ("only the beginning of each text was scored", "head-only"),
        ("even", "deep", "head"): ("of the windows of a text the best counts, not their mean or sum", "mean"),
        ("even", "head"): ("cut to top_n after sorting", "cut-first"),
    }  # fmt: skip
    cause, slug = causes.get(tuple(name for name, _ in got), ("the best window of each text gives its score", "order"))
    if [name for name, _ in got][::-1] == ["deep", "even", "head"]:
        cause, slug = "the highest score comes first", "ascending"
    same(got, [("deep", 9.0), ("even", 6.0), ("head", 5.0)], "the answer stands in the third window of 'deep'", cause,
         slug)  # fmt: skip
    got = ranked(rerank, hits, Toy(), top_n=1, size=6, overlap=0)
    same(got, [("deep", 9.0)], "top_n=1", "every hit is scored, and the best top_n stay", "cut-first")


def check_ways(windows: Any, rerank: Any) -> None:
    hits = [document("head", 12, {0: 4}), document("deep", 12, {7: 9})]
    got = ranked(rerank, hits, Toy(), top_n=2, by="document")
    same(got, [("head", 4.0), ("deep", 0.0)], "by='document', a model that reads six words",
         "the whole text goes to the model, which cuts it", "by-ignored")  # fmt: skip
    got = ranked(rerank, hits, Toy(), top_n=2, agg="mean", size=6, overlap=0)
    same(got, [("deep", 4.5), ("head", 2.0)], "agg='mean', two windows a text", "the mean of the windows' scores",
         "agg-ignored")  # fmt: skip
    for options in ({"top_n": 0}, {"top_n": 1, "by": "page"}, {"top_n": 1, "agg": "median"}):
        raises(lambda o=options: rerank("q", hits, scorer=Toy(), **o), case=f"{options}", read=RERANK,
               cause="refuse what is not in the docstring", diagnosis="not-refused")  # fmt: skip


def check_order(windows: Any, rerank: Any) -> None:
    hits = [document(name, 4, {0: value}) for name, value in (("b", 1), ("d", 2), ("a", 1), ("c", 2))]
    got = [name for name, _ in ranked(rerank, hits, Toy(), top_n=9)]
    same(got, ["d", "c", "b", "a"], "scores 1, 2, 1, 2 for b, d, a, c; top_n=9",
         "equal scores keep the first stage's order, and all come back", "tie-order")  # fmt: skip
    toy = Toy()
    same(rerank("q", [], top_n=3, scorer=toy), [], "no hits", "nothing in, nothing out", "empty")
    same(toy.calls, [], "no hits", "without hits the model is not asked", "call-without-hits")


def check_kept(windows: Any, rerank: Any) -> None:
    twins = [replace(document("x", 4, {}), id=name) for name in ("p", "q", "r")]
    toy = Toy(listed=[0.25, 0.75, 0.5])
    got = ranked(rerank, twins, toy, top_n=3)
    same(got, [("q", 0.75), ("r", 0.5), ("p", 0.25)], "three hits with the same text, scores 0.25, 0.75, 0.5",
         "scores belong to places, not to texts: put them back by place", "by-text")  # fmt: skip
    hits = [document("one", 20, {}), document("two", 20, {3: 1})]
    toy = Toy()
    found = rerank("q", hits, top_n=2, scorer=toy, size=6, overlap=0)
    same(len(toy.calls), 1, f"two hits of four windows, {len(toy.calls)} calls",
         "all windows of all hits go to the model in one call", "many-calls")  # fmt: skip
    marked = [(h.id, dict(h.ranks)) for h in found]
    same(marked, [("two", {"fused": 1, "rerank": 1}), ("one", {"fused": 1, "rerank": 2})], "ranks before: {'fused': 1}",
         "keep the ranks, add 'rerank' from 1", "ranks-lost")  # fmt: skip
    same([h.text for h in found], [hits[1].text, hits[0].text], "the texts of the hits",
         "a hit keeps its whole text: `dataclasses.replace`", "window-text")  # fmt: skip
    same([dict(h.ranks) for h in hits], [{"fused": 1}] * 2, "the hits that were given", "leave them as they are",
         "mutates")  # fmt: skip


# ---------------------------------------------------------------- e2 recall_ceiling


def ceiling(function: Any, before: Sequence[str], after: Sequence[str], gold: Sequence[str], want: tuple[float, ...],
            causes: Mapping[tuple[float, ...], tuple[str, str]]) -> None:  # fmt: skip
    """Compare one ceiling; `causes` maps a wrong one to (cause, diagnosis)."""
    got = function(before, after, gold)
    case = f"pool {list(before)}, final {list(after)}, gold {list(gold)}"
    values = tuple(got) if isinstance(got, tuple) and len(got) == 3 else None
    expect(values is not None, expected="Ceiling(reached, attainable, pool)", got=got, case=case, read=CEILING,
           cause="return a Ceiling", diagnosis="not-ceiling")  # fmt: skip
    assert values is not None
    cause, slug = causes.get(values, ("each is a share of all gold ids", "wrong-share"))
    if slug == "wrong-share" and values == (want[0], want[2], want[1]):
        cause, slug = "a Ceiling holds reached, attainable and pool, in this order", "fields-swapped"
    if slug == "wrong-share" and values[1] == values[2] != want[1]:
        cause, slug = "the final list has so many places and no more", "places-ignored"
    close = all(abs(a - b) < 1e-9 for a, b in zip(values, want, strict=True))
    expect(close, expected=want, got=values, case=case, cause=cause, read=CEILING, diagnosis=slug)


def check_by_hand(function: Any) -> None:
    final = ("the ceiling is what the pool holds, not what the final list kept of it", "final-only")
    ceiling(function, "abcdefgh", "hab", "agz", (1 / 3, 2 / 3, 2 / 3), {(1 / 3, 1 / 3, 1 / 3): final})
    ceiling(function, "abcd", "dc", "xy", (0.0, 0.0, 0.0), {})
    ceiling(function, "abcd", "d", "abcz", (0.0, 0.25, 0.75), {(0.0, 0.0, 0.0): final})


def check_places(function: Any) -> None:
    found = ("divide by the number of gold ids, found or not", "wrong-divisor")
    ceiling(function, "abcdef", "fa", "abcz", (0.25, 0.5, 0.75), {(0.5, 1.0, 0.5): found, (1 / 3, 2 / 3, 1.0): found})
    ceiling(function, "abab", "b", "bbq", (0.5, 0.5, 0.5), {})
    ceiling(function, "ab", "", "ab", (0.0, 0.0, 1.0), {})


def check_refused(function: Any) -> None:
    for before, after, gold, why in (
        ("abc", "ab", "", "no gold: there is no recall"),
        ("abc", "ax", "a", "x is not in the pool: a reranker adds nothing"),
        ("abc", "aa", "a", "a place of the final list is taken twice"),
    ):
        raises(lambda b=before, a=after, g=gold: function(list(b), list(a), list(g)), read=CEILING, cause=why,
               case=f"pool {before}, final {after}, gold {gold!r}", diagnosis="not-refused")  # fmt: skip


EXERCISES = (
    Exercise(
        id="04.3.e1",
        title="Rerank by the best passage",
        reference=("labsupport.retrieval.rerank:windows", "labsupport.retrieval.rerank:rerank"),
        difficulty=3,
        minutes=30,
        section=RERANK,
        task=(
            "Write `windows`: a text as overlapping windows of words.\n\n"
            "- Each window has at most `size` words and begins with the last `overlap` words of the one before.\n"
            "- Every word is in a window, and no window lies within the one before. An empty text is one empty "
            "window.\n"
            "- size below 1, or an overlap outside 0..size-1, is a ValueError.\n\n"
            "Then `rerank`: the `top_n` best hits in the scorer's order.\n\n"
            "- by='passage' scores windows, and agg says how they become the score of their hit; by='document' scores "
            "the text as it is.\n"
            "- One call of `model.score(query, texts)` for all windows of all hits, in order; none without hits.\n"
            "- Equal scores keep the order of `hits`. A hit keeps everything but its score, and gets "
            "`ranks['rerank']`, from 1.\n"
            "- top_n below 1 and an unknown by or agg are a ValueError."
        ),
        gotchas=(
            "Two hits can have the same text.",
            "Reversing an ascending order reverses equal scores, too.",
            "Hit is frozen, and its ranks are a mapping that others hold.",
        ),
        hints=(
            "How do you know to which hit the score at place 17 belongs, without looking at any text?",
            "Make a list of windows for each hit, then one flat list for the scorer, and beside it a list of the same "
            "length that says whose window it is. Windows begin at 0, size - overlap, ..., while more than `overlap` "
            "words are left.",
            "`range(0, max(1, len(words) - overlap), size - overlap)` gives the starts. Sort the places of the hits "
            "with key=lambda i: -scores[i], which keeps equal ones in order, slice, and use `dataclasses.replace`.",
        ),
        checks=(
            Check("windows by hand", check_windows),
            Check("the answer in the third window", check_third_window),
            Check("by, agg, and what is refused", check_ways),
            Check("equal scores, long top_n, no hits", check_order),
            Check("same texts, one call, hits kept", check_kept),
        ),
    ),
    Exercise(
        id="04.3.e2",
        title="What a reranker can reach",
        reference=("labsupport.retrieval.rerank:recall_ceiling",),
        difficulty=1,
        minutes=10,
        section=CEILING,
        task=(
            "Write `recall_ceiling`: a `Ceiling` of three shares of the gold ids.\n\n"
            "- `reached`: gold ids in the final list `after`.\n"
            "- `pool`: gold ids in the whole pool `before`.\n"
            "- `attainable`: what the best order of this pool puts into as many places as `after` has.\n"
            "- An id that `before` or `gold` repeats counts once.\n"
            "- ValueError for no gold, for an id in `after` that the pool lacks, and for one that `after` repeats."
        ),
        gotchas=(
            "A pool with three gold ids and a final list of two places cannot reach all three.",
            "Gold that was never retrieved counts in the divisor.",
        ),
        hints=(
            "Which of the three numbers would change if the reranker were perfect?",
            "Work with sets, and divide all three by the same number. The best order fills its places with gold first.",
            "With n gold ids in the pool, attainable is min(n, len(after)) / number of gold ids.",
        ),
        checks=(
            Check("two pools by hand", check_by_hand),
            Check("places and repetitions", check_places),
            Check("what is refused", check_refused),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="04.3.q1",
        text="What is the difference between a bi-encoder and a cross-encoder?",
        choices=(
            Choice(
                "A bi-encoder makes vectors apart, ahead of time; a cross-encoder reads each pair in one joint pass",
                True,
                "Fast and precomputable against slower and better at fine interactions.",
            ),
            Choice(
                "A cross-encoder makes two vectors, one in each direction, and compares both with a cosine at the end",
                False,
                "It makes no vectors that could be kept: its output is a score of the pair.",
            ),
            Choice(
                "A bi-encoder needs two models, a cross-encoder one",
                False,
                "One model with the same weights on both sides is the usual bi-encoder.",
            ),
        ),
        answer=(
            "Independent vectors, precomputable and fast, against one joint pass per pair, slower and better at fine "
            "interactions."
        ),
    ),
    Question(
        id="04.3.q2",
        text="Why two stages?",
        choices=(
            Choice(
                "Because the second stage finds what the first one missed, so that the final recall has no limit",
                False,
                "It sees only the pool: recall at the pool's size is its ceiling.",
            ),
            Choice(
                "Because a vector index cannot return more than a hundred candidates at a time",
                False,
                "It can; what limits the pool is the cost of scoring it.",
            ),
            Choice(
                "Because joint scoring is linear in the corpus; a cheap first stage limits it to K pairs",
                True,
                "Cost of a query is then K pairs, whatever the corpus.",
            ),
        ),
        answer=(
            "Joint scoring of every document is linear in corpus size per query; a cheap first stage limits it to "
            "K pairs."
        ),
    ),
    Question(
        id="04.3.q3",
        text="What gain do you expect from a reranker?",
        choices=(
            Choice(
                "Ten to a hundred times the NDCG, since it reads query and passage together",
                False,
                "That ratio describes the cost. NDCG is at most 1.",
            ),
            Choice(
                "Some percent of NDCG, most where a pool has the answers in poor order",
                True,
                "Measure both: the pool's recall says what is there, its order what is left to gain.",
            ),
            Choice(
                "None in recall and some in precision, since the pool does not change",
                False,
                "Recall of the short final list rises, up to that of the pool.",
            ),
            Choice(
                "Most where the first stage is worst, since there is most to repair in the order of what it gives",
                False,
                "The worst first stage has no answers in its pool, and nothing can be repaired.",
            ),
        ),
        answer=(
            "A single- to low-double-digit relative NDCG gain, largest when the pool contains the answers in "
            "poor order, small when stage 1 is already precise."
        ),
    ),
)
