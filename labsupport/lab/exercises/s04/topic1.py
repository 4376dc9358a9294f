"""Exercises and review questions of topic 04.1: reciprocal rank fusion, and a lexical index that finds identifiers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from labsupport.lab.check import Check, Choice, Exercise, Question, expect

FUSION = "04.1 Ranks instead of scores"
LEXICAL = "04.1 Words and weights"


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


# ---------------------------------------------------------------- e1 rrf


def fusion(rrf: Any, lists: Sequence[Sequence[str]], want: list[tuple[str, float]], causes: Any = (), *,
           slug: str = "wrong-score", cause: str = "add weight / (k + rank) over the lists that hold the id",
           **options: Any) -> None:  # fmt: skip
    """Compare one fusion; `causes`: (score of the first id, cause, diagnosis) of usual mistakes."""
    case = f"{[list(x) for x in lists]}, {options}"
    got = rrf(lists, **options)
    shaped = isinstance(got, list) and all(isinstance(x, tuple | list) and len(x) == 2 for x in got)
    expect(shaped, expected="a list of (id, score)", got=got, case=case, cause="return the scores, too", read=FUSION,
           diagnosis="not-pairs")  # fmt: skip
    scores = dict(got)
    for name, wrong, why, found in causes:
        if name in scores and math.isclose(scores[name], wrong, abs_tol=1e-9):
            cause, slug = why, found
    near = len(got) == len(want) and all(math.isclose(scores.get(i, -1.0), s, abs_tol=1e-9) for i, s in want)
    if near and [i for i, _ in got] != [i for i, _ in want]:
        cause, slug = "best first; equal scores by id", "wrong-order"
    right = near and [i for i, _ in got] == [i for i, _ in want]
    expect(right, expected=[(i, round(s, 4)) for i, s in want], got=got, case=case, cause=cause, read=FUSION,
           diagnosis=slug)  # fmt: skip


def check_three_lists(rrf: Any) -> None:
    lists = [["a", "b", "c"], ["b", "a"], ["d", "b"]]
    fusion(rrf, lists, [("b", 7 / 6), ("a", 5 / 6), ("d", 1 / 2), ("c", 1 / 4)], (
        ("d", 1.0, "ranks count from 1: enumerate(ids, start=1)", "zero-based"),
        ("b", 1 / 2, "an id that several lists hold gets the sum, not the greatest part", "max"),
        ("b", 7 / 18, "the sum is not divided by the number of lists", "averaged"),
        ("a", 1 / 2 / 3 + 1 / 3 / 2, "a list's length does not matter", "by-length"),
    ), k=1)  # fmt: skip
    fusion(rrf, [["a"], ["a"]], [("a", 2 / 61)], (
        ("a", 2 / 60, "ranks count from 1: enumerate(ids, start=1)", "zero-based"),
    ))  # fmt: skip


def check_weights(rrf: Any) -> None:
    fusion(rrf, [["a", "b"], ["b", "c"]], [("b", 9 / 8), ("c", 3 / 4), ("a", 1 / 6)], (
        ("a", 1 / 3, "each list's part is multiplied by its weight", "weights-ignored"),
    ), k=2, weights=[0.5, 3.0])  # fmt: skip


def check_repeated(rrf: Any) -> None:
    fusion(rrf, [["a", "b", "a", "c"]], [("a", 1 / 2), ("b", 1 / 3), ("c", 1 / 5)], (
        ("a", 3 / 4, "an id that is repeated in one list counts once, at its best rank", "double-counted"),
        ("a", 1 / 4, "it is the best rank that counts, not the last one", "last-rank"),
        ("c", 1 / 4, "a repetition takes up its place: ranks are places in the list as given", "ranks-shifted"),
        ("a", 1.0, "ranks count from 1: enumerate(ids, start=1)", "zero-based"),
    ), k=1)  # fmt: skip


def check_equal(rrf: Any) -> None:
    fusion(rrf, [["d", "b"], ["b", "d"], []], [("b", 2 / 12 + 1 / 132), ("d", 2 / 12 + 1 / 132)], k=10)
    fusion(rrf, [], [])
    fusion(rrf, [[], []], [], k=2)


def check_refused(rrf: Any) -> None:
    for k in (0, -1):
        raises(lambda k=k: rrf([["a"]], k=k), case=f"k={k}", cause="k <= 0 is refused", read=FUSION,
               diagnosis="k-not-checked")  # fmt: skip
    for weights in ([1.0], [1.0, 1.0, 1.0], []):
        raises(lambda w=weights: rrf([["a"], ["b"]], weights=w), case=f"two lists, weights={weights}",
               cause="one weight a list, neither fewer nor more", read=FUSION,
               diagnosis="weights-not-checked")  # fmt: skip


# ---------------------------------------------------------------- e2 tokenize and BM25Index

TOKENS: tuple[tuple[str, list[str]], ...] = (
    ("The pump stopped.", ["the", "pump", "stopped"]),
    ("ORD-77?", ["ord-77", "ord", "77"]),
    ("#E-3175, again", ["e-3175", "e", "3175", "again"]),
    ("mail_relay.port", ["mail_relay.port", "mail", "relay", "port"]),
    ("v2.10.3!", ["v2.10.3", "v2", "10", "3"]),
    ("/srv/data/", ["srv/data", "srv", "data"]),
    ("Stra\u00dfe", ["strasse"]),
    ("\ufb01nal \uff21\uff22", ["final", "ab"]),
    ("it's (not) -5 ...", ["it", "s", "not", "5"]),
    (" \n--- ", []),
)  # fmt: skip
TEXTS = {"a": "pump stopped", "b": "pump valve pump hose", "c": "the valve was changed last May"}


def check_tokens(tokenize: Any, index: Any) -> None:
    for text, want in TOKENS:
        got = tokenize(text)
        cause, slug = "letters and digits make a token; - _ . / stay inside it", "wrong-tokens"
        if got == text.lower().split():
            cause, slug = (
                "split() leaves punctuation on the words, so that an id followed by ? never matches",
                "plain-split",
            )
        elif any(ch in token[:1] + token[-1:] for token in got for ch in "#?!.,-_/()"):
            cause, slug = "punctuation around a token goes", "outer-punctuation"
        elif any(c.isupper() for token in got for c in token) or "stra\u00dfe" in got:
            cause, slug = "casefold, not lower: it also makes ss of a sharp s", "not-casefolded"
        elif any(ord(c) > 0xFA00 for token in got for c in token):
            cause, slug = "NFKC first: a ligature becomes its letters", "not-normalised"
        elif len(want) > 1 and got == want[:1]:
            cause, slug = "a compound is followed by its parts", "no-parts"
        elif len(want) > 1 and got == want[1:]:
            cause, slug = "the whole compound comes first, then its parts", "parts-only"
        expect(list(got) == want, expected=want, got=got, case=repr(text), cause=cause, read=LEXICAL, diagnosis=slug)


IDF2, IDF1 = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)  # of a term in two and in one of three texts
SCORES = {
    "pump": {"b": IDF2 * 4.4 / 3.2, "a": IDF2 * 2.2 / 1.75},
    "valve": {"b": IDF2, "c": IDF2 * 2.2 / 2.65},
    "hose": {"b": IDF1},
    "pump hose": {"b": IDF2 * 4.4 / 3.2 + IDF1, "a": IDF2 * 2.2 / 1.75},
    "hose hose": {"b": 2 * IDF1},
}


def check_scores(tokenize: Any, index: Any) -> None:
    made = index(TEXTS)
    for query, want in SCORES.items():
        hits = made.search(query, 3)
        got = {h.id: round(h.score, 4) for h in hits}
        cause, slug = (
            "each term adds IDF times the saturated frequency, see the formula of the docstring",
            "wrong-score",
        )
        if any(h.score <= 0 for h in hits):
            cause, slug = "only a score above 0 is a hit", "zero-padded"
        elif list(got) != list(want):
            cause, slug = "best first", "wrong-order"
        elif query == "hose hose" and math.isclose(hits[0].score, IDF1):
            cause, slug = "a term that the query has twice counts twice", "query-term-once"
        right = list(got) == list(want) and all(math.isclose(h.score, want[h.id], rel_tol=1e-6) for h in hits)
        expect(right, expected={i: round(s, 4) for i, s in want.items()}, got=got, case=f"{query!r} in {TEXTS}",
               cause=cause, read=LEXICAL, diagnosis=slug)  # fmt: skip


def check_no_match(tokenize: Any, index: Any) -> None:
    got = index(TEXTS).search("xylophone", 3)
    expect(got == [], expected=[], got=got, case="a query that no text shares a word with",
           cause="only a score above 0 is a hit: do not fill up to k", read=LEXICAL,
           diagnosis="zero-padded")  # fmt: skip


def check_order(tokenize: Any, index: Any) -> None:
    same = index({"c": "red lamp", "a": "red lamp", "b": "red lamp", "d": "blue"})
    got = [h.id for h in same.search("lamp", 2)]
    expect(got == ["a", "b"], expected=["a", "b"], got=got, case="three equal texts c, a, b and k=2",
           cause="equal scores by id", read=LEXICAL, diagnosis="tie-order")  # fmt: skip
    got = [h.id for h in same.search("lamp", 1, allowed={"b", "d"})]
    expect(got == ["b"], expected=["b"], got=got, case="the same, allowed={'b', 'd'}, k=1",
           cause="leave out what is not allowed before cutting to k", read=LEXICAL,
           diagnosis="allowed-ignored" if got == ["a"] else "cut-first")  # fmt: skip


def check_identifier(tokenize: Any, index: Any) -> None:
    made = index({"x": "ORD-2024-8821 is late.", "y": "ORD-2024-8822 is late.", "z": "nothing"})
    for query in ("Where is ORD-2024-8821?", "#ORD-2024-8821", "(ord-2024-8821)"):
        got = [h.id for h in made.search(query, 1)]
        expect(got == ["x"], expected=["x"], got=got, case=query, cause="only outer punctuation goes",
               read=LEXICAL, diagnosis="outer-punctuation")  # fmt: skip


def check_k(tokenize: Any, index: Any) -> None:
    for k in (0, -3):
        raises(lambda k=k: index(TEXTS).search("pump", k), case=f"k={k}", cause="k below 1 is refused", read=LEXICAL,
               diagnosis="k-not-checked")  # fmt: skip


EXERCISES = (
    Exercise(
        id="04.1.e1",
        title="Reciprocal rank fusion",
        reference=("labsupport.retrieval.fusion:rrf",),
        difficulty=2,
        minutes=15,
        section=FUSION,
        task=(
            "Write `rrf`: one order out of several lists of ids.\n\n"
            "- An id gets, from each list that holds it, the list's weight over (`k` plus its rank there), ranks "
            "from 1; "
            "the parts are added up.\n"
            "- An id that is repeated in one list counts once, at its best rank. Ranks are places in the list as "
            "given.\n"
            "- Return (id, score), best first, equal scores by id.\n"
            "- k <= 0 and a wrong number of weights are a ValueError."
        ),
        gotchas=(
            "A list may be empty, and there may be none.",
            "Where three parts are added, the order of the lists can change the last digit.",
            "The lists belong to the caller.",
        ),
        hints=(
            "Which two numbers decide what an id gets from one list?",
            "Walk over each list with its weight; remember the first rank of each id there, and collect its parts in a "
            "dictionary.",
            "Sort the items by (-score, id). zip(lists, weights, strict=True) would also find a wrong number of "
            "weights, "
            "but only at the end: compare the lengths first.",
        ),
        checks=(
            Check("three lists by hand", check_three_lists),
            Check("weights", check_weights),
            Check("a repeated id", check_repeated),
            Check("equal scores and empty lists", check_equal),
            Check("k and weights are checked", check_refused),
        ),
    ),
    Exercise(
        id="04.1.e2",
        title="Tokens and BM25",
        reference=("labsupport.retrieval.tokens:tokenize", "labsupport.retrieval.bm25:BM25Index"),
        difficulty=3,
        minutes=25,
        section=LEXICAL,
        task=(
            "Write `tokenize`, then `BM25Index.search`; the index itself is given.\n\n"
            "- NFKC, then casefold. A token is letters and digits, joined by single `-`, `_`, `.` or `/` inside; "
            "what is "
            "around it goes.\n"
            "- A compound is followed by its parts.\n"
            "- `search` adds the formula of its docstring over the terms of the query. A term that is there twice "
            "counts "
            "twice.\n"
            "- Only scores above 0 are hits: best first, equal ones by id, at most `k`. k below 1 is a ValueError.\n"
            "- Only ids in `allowed` are returned, if it is given."
        ),
        gotchas=(
            "An underscore is a word character for `re`.",
            "IDF counts all texts, also those that are not allowed.",
            "A query may share no word with any text.",
        ),
        hints=(
            "What does a query term need from the index: which texts have it, how often, and how long are they?",
            "For tokens one regular expression is enough: runs of letters and digits, then any number of (one "
            "joint, another "
            "run). For the search loop over terms, then over their postings, and add to a dictionary by id.",
            "A class for letters and digits without the underscore is written with a double negation inside the "
            "brackets. "
            "Sort by (-score, id) and cut last.",
        ),
        checks=(
            Check("ten texts", check_tokens),
            Check("scores of three texts by hand", check_scores),
            Check("no hit without a shared word", check_no_match),
            Check("order, ties and allowed ids", check_order),
            Check("an id with punctuation around it", check_identifier),
            Check("k is checked", check_k),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="04.1.q1",
        text="What does RRF compute, and when is it to be preferred to mixing scores?",
        choices=(
            Choice(
                "The mean of the normalised scores of all lists; it is to be preferred whenever there are labels",
                False,
                "That is close to a convex combination, which labels can tune. RRF reads no scores.",
            ),
            Choice(
                "The sum of 1 / (k + rank) over the lists; when scores cannot be compared and there are no labels",
                True,
                "With a few dozen labelled queries, a tuned convex combination of normalised scores is usually better.",
            ),
            Choice(
                "The best rank that an id has in any list; always, because it has no parameter to tune",
                False,
                "It adds parts, and k, weights and the pool's depth are parameters.",
            ),
        ),
        answer=(
            "The sum of inverse (k + rank) over lists. Prefer it when scores are incomparable and no labels exist, "
            "and a "
            "tuned convex combination when a few dozen labelled queries exist."
        ),
    ),
    Question(
        id="04.1.q2",
        text="How does SPLADE differ from BM25?",
        choices=(
            Choice(
                "It learns weights of terms and adds related terms, at the price of a model pass",
                True,
                "So a mismatch of vocabulary hurts less; rare ids are still cut into word pieces.",
            ),
            Choice(
                "It replaces the inverted index by dense vectors and a graph of neighbours, so it needs no vocabulary",
                False,
                "Its vectors are sparse, over the vocabulary, and an inverted index still serves them.",
            ),
            Choice(
                "It is BM25 with k1 and b fitted on labelled queries, at the same price a query",
                False,
                "The weights come from a language model, and encoding the query costs a pass through it.",
            ),
        ),
        answer=(
            "It learns term weights and adds related terms to queries and documents, so vocabulary mismatch hurts "
            "less. It "
            "needs a model pass and costs more at query time."
        ),
    ),
    Question(
        id="04.1.q3",
        text="How is retrieval evaluated?",
        choices=(
            Choice(
                "By the final answers of the whole pipeline, since that is all that users will see",
                False,
                "Then a failure of retrieval cannot be told from one of generation.",
            ),
            Choice(
                "By the similarity of the hits to the query, averaged over production traffic of some weeks",
                False,
                "Similarity is what the retriever maximises anyway; it says nothing of relevance.",
            ),
            Choice(
                "Alone, on 200 or more labelled queries: Recall@K, Precision@K, MRR and NDCG@K",
                True,
                "In isolation, and paired when two systems are compared.",
            ),
        ),
        answer=(
            "Recall@K, Precision@K, MRR and NDCG@K on 200+ labelled queries, in isolation, so that failures of "
            "retrieval "
            "and of generation separate."
        ),
    ),
)
