"""Exercises and review questions of topic 03.5: diverse selection, and leaks between library and evaluation set."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from labsupport.fewshot.leaks import Leak
from labsupport.fewshot.library import Example, ExampleLibrary
from labsupport.lab.check import Check, Choice, Exercise, Question, expect

MMR = "03.5 A filter that is called MMR"
LEAKS = "03.5 Leaks"


def directions(angles: Sequence[float]) -> Any:
    """Unit vectors of angles in degrees, float32 of shape (n, 2)."""
    import numpy as np

    turned = [math.radians(a) for a in angles]
    return np.array([[math.cos(a), math.sin(a)] for a in turned], dtype=np.float32)


def raises(call: Any, kind: type[Exception], *, case: str, cause: str, read: str, diagnosis: str) -> None:
    """The call raises this kind of exception and no other."""
    try:
        got: object = call()
    except kind:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        got = error
    expect(False, expected=kind.__name__, got=got, case=case, cause=cause, read=read, diagnosis=diagnosis)


# ---------------------------------------------------------------- e1 mmr_order


def order(mmr: Any, angles: Sequence[float], k: int, lam: float) -> list[int]:
    """What is picked among candidates at these angles for a query at 0 degrees."""
    relevance = [math.cos(math.radians(a)) for a in angles]
    case = f"candidates at {list(angles)} degrees, k={k}, lam={lam}"
    try:
        got = list(mmr(relevance, directions(angles), k, lam))
    except (TypeError, ValueError, IndexError) as error:
        slug = "compares-on-ties" if "ambiguous" in str(error) or "not supported between" in str(error) else "raised"
        cause = "of equal values Python compares what comes next in the tuple: give max a key of numbers"
        expect(False, expected=f"{min(k, len(angles))} indices", got=error, case=case, read=MMR, diagnosis=slug,
               cause=cause if slug == "compares-on-ties" else "the call ends in an exception")  # fmt: skip
    return [int(i) for i in got]


def picks(mmr: Any, angles: Sequence[float], k: int, lam: float, want: list[int], causes: Mapping[Any, Any],
          slug: str = "wrong-order") -> None:  # fmt: skip
    """Compare one selection; `causes` maps a wrong one to (cause, diagnosis)."""
    got = order(mmr, angles, k, lam)
    cause, found = "take the candidate with the greatest value, again and again, from those that are left", slug
    if len(got) < len(want):
        cause, found = "MMR has no threshold: it takes the best that is left until there are k", "threshold"
    elif len(set(got)) < len(got):
        cause, found = "a candidate that is picked is no candidate any more", "repeats"
    elif tuple(got) in causes:
        cause, found = causes[tuple(got)]
    expect(got == want, expected=want, got=got, case=f"candidates at {list(angles)} degrees, k={k}, lam={lam}",
           cause=cause, read=MMR, diagnosis=found)  # fmt: skip


def check_by_hand(mmr: Any) -> None:
    relevance_only = {(0, 1): ("what is like something picked loses (1 - lam) of that likeness", "relevance-only")}
    picks(mmr, (10, 12, -40), 2, 0.5, [0, 2], relevance_only)
    picks(mmr, (10, 12, -40), 2, 0.7, [0, 1], {})
    picks(mmr, (10, 12, -40), 2, 0.3, [0, 2], {(0, 1): ("lam weighs the relevance, 1 - lam the likeness", "swapped")})


def check_greatest(mmr: Any) -> None:
    why = "the likeness that counts is the greatest one with anything picked, not "
    picks(mmr, (55, -10, 80, -40, -70, 20), 5, 0.5, [1, 2, 5, 3, 0], {
        (1, 2, 3, 5, 4): (why + "the mean", "mean"), (1, 2, 3, 0, 4): (why + "that with the last one", "last-only"),
        (1, 2, 4, 0, 3): (why + "the sum", "sum"), (1, 2, 3, 4, 0): (why + "the least", "least"),
        (1, 2, 0, 5, 3): (why + "that with the first one", "first-only"),
        (0, 5, 1, 2, 3): ("return indices into the candidates as given", "ranks-not-indices"),
    })  # fmt: skip


def check_returns_k(mmr: Any) -> None:
    picks(mmr, (60, -60, 120, 180), 4, 0.7, [0, 1, 2, 3], {})
    picks(mmr, (20, -40), 5, 0.5, [0, 1], {})
    got = order(mmr, (), 3, 0.5)
    expect(got == [], expected=[], got=got, case="no candidates", cause="nothing to pick from", read=MMR,
           diagnosis="empty-pool")  # fmt: skip


def check_ends(mmr: Any) -> None:
    angles = (75, -20, 40, -60)
    picks(mmr, angles, 4, 1.0, [1, 2, 3, 0], {}, slug="not-nearest")
    picks(mmr, (90, 0, 180), 3, 0.0, [1, 2, 0], {
        (0, 1, 2): ("at 0 all first values are equal: then the more relevant one comes first", "tie-order"),
        (1, 0, 2): ("a likeness below 0 counts as it is, too", "clipped"),
    }, slug="tie-order")  # fmt: skip


def check_ties(mmr: Any) -> None:
    picks(mmr, (30, 30, 30), 3, 0.5, [0, 1, 2], {}, slug="tie-order")
    picks(mmr, (-90, 5, 5, 90), 2, 0.7, [1, 2], {}, slug="copies-refused")


def check_arguments(mmr: Any) -> None:
    for k, lam in ((0, 0.5), (-1, 0.5), (1, -0.1), (1, 1.1), (1, math.nan)):
        raises(lambda k=k, lam=lam: mmr([1.0], directions((0,)), k, lam), ValueError, case=f"k={k}, lam={lam}",
               cause="k below 1 and lam outside 0..1 are refused, NaN too", read=MMR,
               diagnosis="not-refused")  # fmt: skip


# ---------------------------------------------------------------- e2 leak_check and nearest_first

VECTORS = {
    "where is my parcel": (1.0, 0.0), "Where is  my parcel": (0.0, 1.0), "my parcel has not come": (0.96, 0.28),
    "reset my password": (-0.28, 0.96), "I cannot sign in": (-0.6, 0.8), "thank you": (0.0, -1.0),
}  # fmt: skip


def by_table(texts: Sequence[str]) -> list[list[float]]:
    """Vectors of known texts, three times as long as they should be."""
    return [[3 * x for x in VECTORS[text]] for text in texts]


def shelf(*texts: str) -> ExampleLibrary:
    """A library with the examples e0, e1, ... of these texts."""
    return ExampleLibrary([Example(f"e{i}", text, "x") for i, text in enumerate(texts)], by_table)


def found(leaks: Any, library: ExampleLibrary, items: dict[str, str], threshold: float) -> list[Any]:
    """The pairs that the learner's check names."""
    got = leaks(library, items, threshold)
    expect(isinstance(got, list) and all(isinstance(x, Leak) for x in got), expected="a list of Leak", got=got,
           case=f"{items}", cause="return one Leak for each pair that is too close", read=LEAKS,
           diagnosis="not-leaks")  # fmt: skip
    return [(x.example_id, x.eval_id) for x in got]


def same(got: Any, want: Any, case: str, cause: str, slug: str) -> None:
    """Compare, and say what is likely wrong."""
    expect(got == want, expected=want, got=got, case=case, cause=cause, read=LEAKS, diagnosis=slug)


def check_meaning(leaks: Any, nearest: Any) -> None:
    library = shelf("where is my parcel", "reset my password", "thank you")
    got = found(leaks, library, {"q": "my parcel has not come"}, 0.9)
    same(got, [("e0", "q")], "'my parcel has not come' against 'where is my parcel', cosine 0.96, threshold 0.9",
         "compare the embeddings: an item in other words leaks, too",
         "exact-only" if not got else "wrong-pairs")  # fmt: skip
    same(found(leaks, library, {"q": "my parcel has not come"}, 0.97), [], "cosine 0.96, threshold 0.97",
         "below the threshold is no leak: divide by the lengths, `library.embedded` does", "not-unit")  # fmt: skip
    cosine = leaks(library, {"q": "my parcel has not come"}, 0.9)[0].cosine
    same(abs(cosine - 0.96) < 1e-4, True, f"the cosine of that leak is {cosine:.4f}, should be 0.96",
         "both vectors have unit length in `library.embedded` and `library.vectors`", "not-unit")  # fmt: skip


def check_exact(leaks: Any, nearest: Any) -> None:
    library = shelf("where is my parcel", "thank you")
    got = leaks(library, {"q": "Where is  my parcel"}, 0.9)
    same([(x.example_id, x.exact) for x in got], [("e0", True)], "another capital and a second blank",
         "equal but for case and white space is a leak whatever the cosine", "copies-missed")  # fmt: skip
    got = leaks(shelf("thank you"), {"q": "thank you"}, 1.0)
    same([x.exact for x in got], [True], "the same text, threshold 1", "a copy is exact", "copies-missed")
    got = leaks(shelf("where is my parcel"), {"q": "my parcel has not come"}, 0.9)
    same([x.exact for x in got], [False], "other words", "exact is for equal texts only", "exact-flag")


def check_pairs(leaks: Any, nearest: Any) -> None:
    library = shelf("where is my parcel", "my parcel has not come", "reset my password", "I cannot sign in")
    items = {"b": "I cannot sign in", "a": "where is my parcel", "c": "thank you"}
    got = found(leaks, library, items, 0.9)
    want = [("e0", "a"), ("e3", "b"), ("e1", "a"), ("e2", "b")]
    cause, slug = "every pair counts, closest first, then by id of the item and of the example", "not-sorted"
    if len(got) < len(want):
        cause, slug = "one item can leak through several examples: name every pair", "one-per-item"
    elif {(b, a) for a, b in got} == set(want):
        cause, slug = "example_id is the library's, eval_id that of the evaluation set", "swapped-ids"
    same(got, want, f"{items} against four examples, threshold 0.9", cause, slug)
    for lib, some in ((shelf(), items), (library, {})):
        same(found(leaks, lib, some, 0.5), [], f"{len(lib)} examples, {len(some)} items", "nothing leaks", "empty")
    for threshold in (-0.1, 1.1, math.nan):
        raises(lambda t=threshold: leaks(library, items, t), ValueError, case=f"threshold={threshold}", read=LEAKS,
               cause="a threshold outside 0..1 is refused", diagnosis="not-refused")  # fmt: skip


EXAMPLES = tuple(
    Example(i, i, "x", frozenset(tags))
    for i, tags in (("d", ("en",)), ("b", ("en", "hard")), ("a", ("hard",)), ("c", ("en", "hard")))
)
RELEVANCE = [0.9, 0.5, 0.7, 0.5]


def ids(nearest: Any, k: int, tags: Collection[str] = frozenset(), exclude: Collection[str] = frozenset()) -> list[str]:
    """Ids of the learner's selection among EXAMPLES."""
    case = f"ids d, b, a, c with relevance {RELEVANCE}, k={k}, tags={sorted(tags)}, exclude={sorted(exclude)}"
    try:
        return [EXAMPLES[i].id for i in nearest(EXAMPLES, RELEVANCE, k, tags, exclude)]
    except TypeError as error:
        expect(False, expected="indices", got=error, case=case, read=LEAKS, diagnosis="compares-examples",
               cause="on equal relevance a sorted pair compares the examples: give sorted a key of "
               "numbers and texts")  # fmt: skip
        raise


def check_nearest(leaks: Any, nearest: Any) -> None:
    got = ids(nearest, 3)
    cause, slug = "best first, and of equally relevant ones the smaller id", "ties-by-place"
    if got[:1] != ["d"]:
        cause, slug = "the most relevant comes first", "not-best-first"
    same(got, ["d", "a", "b"], f"ids d, b, a, c with relevance {RELEVANCE}, k=3", cause, slug)
    same(ids(nearest, 9), ["d", "a", "b", "c"], "k=9", "fewer than k where there are fewer", "not-best-first")
    for k in (0, -2):
        raises(lambda k=k: nearest(EXAMPLES, RELEVANCE, k), ValueError, case=f"k={k}", cause="k below 1 is refused",
               read=LEAKS, diagnosis="not-refused")  # fmt: skip


def check_filters(leaks: Any, nearest: Any) -> None:
    got = ids(nearest, 2, exclude={"d"})
    cause, slug = "leave out what is excluded first, and cut to k after that", "cut-first"
    if "d" in got:
        cause, slug = "an excluded id must not appear", "exclude-ignored"
    same(got, ["a", "b"], "exclude={'d'}, k=2", cause, slug)
    got = ids(nearest, 2, tags={"en", "hard"})
    cause, slug = "leave out first, and cut to k after that", "cut-first"
    if len(got) == 2:
        cause, slug = "an example must have all of the tags", "any-tag"
    same(got, ["b", "c"], "tags={'en', 'hard'}, k=2", cause, slug)
    same(ids(nearest, 2, exclude=set("abcd")), [], "everything excluded", "an empty pool gives []", "empty")
    for name, given in (("tags", ("en", ())), ("exclude", ((), "d"))):
        raises(lambda given=given: nearest(EXAMPLES, RELEVANCE, 2, *given), TypeError, case=f"{name} is one text",
               cause="a text is a collection of its letters: refuse it with a TypeError", read=LEAKS,
               diagnosis="text-as-collection")  # fmt: skip


EXERCISES = (
    Exercise(
        id="03.5.e1",
        title="Maximal marginal relevance",
        reference=("labsupport.fewshot.library:mmr_order",),
        difficulty=3,
        minutes=20,
        section=MMR,
        task=(
            "Write `mmr_order`: which candidates to show, in the order in which they are picked.\n\n"
            "- Each step takes, of the candidates that are left, the one with the greatest value `lam * relevance - "
            "(1 - lam) * likeness`. Likeness is its greatest similarity with anything picked so far, 0 at "
            "the first step.\n"
            "- `vectors` have unit length, so a dot product is a similarity.\n"
            "- Of equal values the more relevant candidate wins, then the earlier one. Values that agree to "
            "five decimals "
            "(DIGITS) are equal.\n"
            "- Go on until `k` are picked or none is left. There is no threshold.\n"
            "- Raise ValueError for k below 1 and for lam outside 0..1."
        ),
        gotchas=(
            "Candidates come in any order; the result holds their indices.",
            "A tuple that holds a vector cannot be compared when the numbers before it are equal.",
            "NaN is neither below 0 nor above 1.",
        ),
        hints=(
            "What is picked first, whatever lam is? And what changes for the others once it is picked?",
            "Keep a list of indices that are left, and loop while there are some and fewer than k are "
            "picked. For each one "
            "left, compute its value from scratch; nothing clever is needed for a few hundred candidates.",
            "Use max over the indices left with a key that returns three numbers: the rounded value, the "
            "relevance, and the "
            "negative index. `0 <= lam <= 1` is false for NaN, so refuse when it is not true.",
        ),
        checks=(
            Check("three candidates by hand", check_by_hand),
            Check("the greatest likeness counts", check_greatest),
            Check("k come back, whatever their values", check_returns_k),
            Check("lam 1 and lam 0", check_ends),
            Check("equal values", check_ties),
            Check("k and lam are checked", check_arguments),
        ),
    ),
    Exercise(
        id="03.5.e2",
        title="Find leaks, and leave them out",
        reference=("labsupport.fewshot.leaks:leak_check", "labsupport.fewshot.library:nearest_first"),
        difficulty=3,
        minutes=25,
        section=LEAKS,
        task=(
            "Write `leak_check`: a `Leak` for every pair of example and evaluation item that are too close.\n\n"
            "- Too close is a cosine of `threshold` or more, or an equal text. Texts are equal when they "
            "differ only in case "
            "and white space; `exact` says so.\n"
            "- `library.embedded(texts)` gives unit vectors, `library.vectors` are those of `library.examples`.\n"
            "- Closest first; equal cosines by `eval_id`, then `example_id`. A threshold outside 0..1 is a "
            "ValueError.\n\n"
            "Then `nearest_first`: indices of the `k` most relevant examples that may be shown.\n\n"
            "- An example needs all of `tags`, and its id must not be in `exclude`.\n"
            "- Best first; equal relevance by id. Fewer where there are fewer, [] where there are none.\n"
            "- k below 1 is a ValueError; tags or exclude that are one text a TypeError."
        ),
        gotchas=(
            "A copy may have a cosine just below 1 in float32.",
            "Filter first, cut to k afterwards.",
            'A text is a collection, too: "abc" contains "a".',
        ),
        hints=(
            "Which two questions does a pair have to answer, and does one of them need no embedding?",
            "Fold a text with casefold and split. One matrix product gives all cosines: rows are items, "
            "columns examples. "
            "Walk over all pairs, and sort at the end.",
            "Sort leaks by the key (-cosine, eval_id, example_id). For nearest_first collect the allowed indices with "
            "`wanted <= example.tags`, sort them by (-relevance, id), then slice.",
        ),
        checks=(
            Check("an item in other words is found", check_meaning),
            Check("equal but for case and blanks is found", check_exact),
            Check("every pair, closest first", check_pairs),
            Check("best first, ties by id", check_nearest),
            Check("tags and exclude", check_filters),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="03.5.q1",
        text="When does dynamic selection beat static?",
        choices=(
            Choice(
                "Always, since a near example can never tell the model less than one that is far away",
                False,
                "Where the model knows the task, or neighbours have other labels, it changes nothing or hurts.",
            ),
            Choice(
                "When inputs vary and neighbours carry label or format information that is needed",
                True,
                "Verify it against random, static and kNN voting; if voting is as good, the model adds nothing.",
            ),
            Choice(
                "When the prompt must be cheap, because only the examples that are needed get sent",
                False,
                "It is as many examples, and a prompt that changes at each call loses its cached prefix.",
            ),
        ),
        answer=(
            "When inputs vary and neighbours carry needed label or format information; verify against "
            "random, static and "
            "kNN voting."
        ),
    ),
    Question(
        id="03.5.q2",
        text="What is MMR for?",
        choices=(
            Choice(
                "To refuse candidates whose score is below a threshold, so that only good ones are shown",
                False,
                "MMR has no threshold: it reorders, and returns k examples where there are k.",
            ),
            Choice(
                "To make sure that every class of the task has an example in the prompt",
                False,
                "It knows no labels. Balance and coverage are a choice of their own.",
            ),
            Choice(
                "To remove exact duplicates from a library before anything is selected",
                False,
                "At a usual lam it keeps copies of a very near example: deduplicate first.",
            ),
            Choice(
                "To trade relevance against redundancy, so that k examples cover more than one copy",
                True,
                "Step by step: each pick is relevant and unlike what was picked before.",
            ),
        ),
        answer=("To trade relevance against redundancy step by step so that k examples cover more than one near copy."),
    ),
    Question(
        id="03.5.q3",
        text="How are examples placed in chat?",
        choices=(
            Choice(
                "As alternating user and assistant turns before the real input, the most relevant last by default",
                True,
                "Turns are the usual choice and best-last the usual default; test both on the model at hand.",
            ),
            Choice(
                "As turns after the real input, so that the model reads the question before the examples",
                False,
                "The model continues the last turn; after the examples it would answer one of them.",
            ),
            Choice(
                "As turns, with wrong answers among them that the user's turn marks as bad",
                False,
                "A wrong answer as an assistant's turn is what the model continues. Convert it to the corrected pair.",
            ),
        ),
        answer=(
            "As alternating user and assistant turns before the real input, most relevant last by default, "
            "after testing "
            "order."
        ),
    ),
)
