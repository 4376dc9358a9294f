"""Hidden check for 04.3.e1: drawn texts and pools whose traps are built; the scorer and the answers stay here."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.3 The second stage"

DRIVER = """
import numpy as np

from labsupport.retrieval.base import DocMeta, Hit


class Remote:
    def __init__(self, call, case):
        self.call, self.case = call, case

    def score(self, query, texts):
        found = self.call.sync("score", {"case": self.case, "query": query, "texts": list(texts)})
        return np.array(found, dtype=np.float32)


def guarded(make):
    try:
        return make()
    except NotImplementedError:
        raise
    except Exception as error:
        return ["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__, str(error)[:80]]


async def drive(subject, call, args):
    windows, rerank = subject
    rows = []
    for number, case in enumerate(args["cases"]):
        if case["what"] == "windows":
            rows.append(guarded(lambda: [str(w) for w in windows(case["text"], case["size"], case["overlap"])]))
            continue
        meta = [DocMeta(i, "public", "faq", "sales", 0, "en", 1, 1, 0, 0) for i, _ in case["hits"]]
        hits = [Hit(i, 0.5, text, m, {"fused": n}) for n, ((i, text), m) in enumerate(zip(case["hits"], meta), 1)]
        before = [dict(hit.ranks) for hit in hits]

        def order():
            found = rerank("the query", hits, scorer=Remote(call, number), **case["options"])
            by_id = {hit.id: hit for hit in hits}
            kept = all(f.meta == by_id[f.id].meta and f.text == by_id[f.id].text for f in found if f.id in by_id)
            return [[[f.id, float(f.score)] for f in found], kept, [dict(f.ranks) for f in found],
                    [dict(hit.ranks) for hit in hits] == before]

        rows.append(guarded(order))
    return rows
"""

Case = dict[str, Any]


def cut(text: str, size: int, overlap: int) -> list[str]:
    """The windows of a text."""
    words, out, at = text.split(), [], 0
    while True:
        out.append(" ".join(words[at : at + size]))
        if at + size >= len(words):
            return out
        at += size - overlap


def value(case: Case, text: str) -> float:
    """What the scorer says of one text: numbers among the words that it reads, 50 more for a pair side by side."""
    words = text.split()[: case["reads"]]
    both = any(words[i : i + 2] == case["pair"] for i in range(len(words)))
    return float(sum(int(w) for w in words if w.isdigit()) + (50 if both else 0))


class Scoring:
    """The scorer's side: it scores by value, or by place where a case lists scores, and counts the calls."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.calls: dict[int, list[list[str]]] = {}

    def on(self, event: str, payload: Any) -> list[float]:
        case, texts = self.cases[payload["case"]], [str(t) for t in payload["texts"]]
        calls = self.calls.setdefault(payload["case"], [])
        begun = sum(map(len, calls))
        calls.append(texts)
        listed = case.get("listed")
        return [listed[(begun + i) % len(listed)] if listed else value(case, t) for i, t in enumerate(texts)]


def answer(case: Case, mistake: str = "") -> list[list[Any]]:
    """Ids and scores in the right order, or in that of one mistake."""
    options = {"size": 160, "overlap": 40, "by": "passage", "agg": "max", **case["options"]}
    hits = case["hits"][: options["top_n"]] if mistake == "cut-first" else case["hits"]
    whole = mistake == "head-only" or (options["by"] == "document" and mistake != "by-ignored")
    overlap = 0 if mistake == "overlap" else options["overlap"]
    parts = [[text] if whole else cut(text, options["size"], overlap) for _, text in hits]
    flat = [part for some in parts for part in some]
    scores = [float(s) for s in case["listed"][: len(flat)]] if case.get("listed") else [value(case, t) for t in flat]
    if mistake == "by-text":
        last = dict(zip(flat, scores, strict=True))
        scores = [last[t] for t in flat]
    if mistake == "first-text":
        first = dict(zip(flat[::-1], scores[::-1], strict=True))
        scores = [first[t] for t in flat]
    join: Any = max if options["agg"] == "max" else lambda s: sum(s) / len(s)
    join = {"mean": lambda s: sum(s) / len(s), "agg-ignored": max, "sum": sum}.get(mistake, join)
    if mistake == "first-window":
        join = lambda s: s[0]  # noqa: E731
    each, at = [], 0
    for some in parts:
        each.append(float(join(scores[at : at + len(some)])))
        at += len(some)
    order = sorted(range(len(hits)), key=lambda i: (each[i] if mistake == "ascending" else -each[i], i))
    if mistake == "tie-order":
        order = sorted(range(len(hits)), key=lambda i: (-each[i], -i))
    if mistake == "tie-by-id":
        order = sorted(range(len(hits)), key=lambda i: (-each[i], hits[i][0]))
    return [[hits[i][0], each[i]] for i in order[: options["top_n"]]]


CAUSES = {
    "head-only": "the text as a whole went to the scorer, which reads its beginning",
    "first-window": "all windows of a text count, not the first one",
    "mean": "the best window of a text gives its score, not the mean",
    "sum": "the best window of a text gives its score, not the sum",
    "cut-first": "the pool was cut to top_n before it was scored",
    "ascending": "the highest score comes first",
    "overlap": "windows overlap, so that what stands at a border is whole in one of them",
    "by-text": "scores belong to places, not to texts",
    "first-text": "scores belong to places, not to texts",
    "tie-order": "equal scores keep the order of the first stage",
    "tie-by-id": "equal scores keep the order of the first stage",
    "by-ignored": "by='document' scores the text as it is",
    "agg-ignored": "agg='mean' is the mean over the windows",
}
SLUGS = {"first-window": "head-only", "sum": "mean", "first-text": "by-text", "tie-by-id": "tie-order"}


def shown(case: Case) -> str:
    return f"{len(case['hits'])} hits, {case['options']}"


def judge_order(cases: list[Case], mistakes: tuple[str, ...]) -> Any:
    def judge(result: Any, world: Any) -> None:
        pairs = list(zip(cases, result, strict=True))
        for case, got in pairs:
            expect(got[:1] != ["raised"], expected=answer(case), got=got, case=shown(case), read=READ,
                   diagnosis="raised", cause="the call raised")  # fmt: skip
        names = {i for case, got in pairs for i, _ in got[0]} - {i for case in cases for i, _ in case["hits"]}
        expect(not names, expected="ids of the hits", got=sorted(names), case="", read=READ, diagnosis="window-ids",
               cause="a window is no hit: its score goes to the hit that it was cut from")  # fmt: skip
        for case, got in pairs:
            ids = [i for i, _ in got[0]]
            expect(len(set(ids)) == len(ids), expected=answer(case), got=got[0], case=shown(case), read=READ,
                   diagnosis="by-text" if "by-text" in mistakes else "window-ids",
                   cause="a hit comes back once: scores and windows belong to places of hits")  # fmt: skip
        wrong = [(case, got) for case, got in pairs if got[0] != answer(case)]
        if wrong:
            fits = [m for m in mistakes if all(got[0] == answer(case, m) for case, got in pairs)]
            bare = all([i for i, _ in got[0]] == [i for i, _ in answer(case)] for case, got in pairs)
            slug = fits[0] if fits else "old-score" if bare else "order"
            cause = CAUSES.get(slug, "a hit gets the score it was ranked by" if bare else "the order is another one")
            case, got = wrong[0]
            expect(False, expected=answer(case), got=got[0], case=shown(case), read=READ, cause=cause,
                   diagnosis=SLUGS.get(slug, slug))  # fmt: skip

    return judge


def judge_calls(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for number, (case, got) in enumerate(zip(cases, result, strict=True)):
            options = {"size": 160, "overlap": 40, **case["options"]}
            calls = world.calls.get(number, [])
            if not case["hits"]:
                expect(not calls, expected="no call", got=calls, case="no hits", read=READ,
                       diagnosis="call-without-hits", cause="without hits the model is not asked")  # fmt: skip
                expect(got and got[0] == [], expected=[], got=got, case="no hits", read=READ, diagnosis="empty",
                       cause="nothing in, nothing out")  # fmt: skip
                continue
            want = [part for _, text in case["hits"] for part in cut(text, options["size"], options["overlap"])]
            expect(len(calls) == 1, expected="1 call", got=f"{len(calls)} calls", case=shown(case), read=READ,
                   diagnosis="many-calls", cause="all windows of all hits go to the model in one call")  # fmt: skip
            expect(calls[0] == want, expected=f"{len(want)} windows", got=f"{len(calls[0])} windows, or others",
                   case=shown(case), read=READ, diagnosis="other-windows",
                   cause="the windows of all hits, in the order of the hits")  # fmt: skip

    return judge


def judge_kept(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            expect(len(got) == 4, expected="an order", got=got, case=shown(case), read=READ, diagnosis="raised",
                   cause="the call raised")  # fmt: skip
            order, kept, ranks, untouched = got
            expect(untouched, expected="the hits as given", got="changed ranks", case=shown(case), read=READ,
                   diagnosis="mutates", cause="the ranks of a hit belong to others: make a new mapping")  # fmt: skip
            expect(kept, expected="text and meta of the hits", got="others", case=shown(case), read=READ,
                   diagnosis="window-text", cause="a hit keeps its whole text and its meta")  # fmt: skip
            places = {i: n for n, (i, _) in enumerate(case["hits"], 1)}
            want = [{"fused": places.get(i), "rerank": n} for n, (i, _) in enumerate(order, 1)]
            expect(ranks == want, expected=want, got=ranks, case=shown(case), read=READ, diagnosis="ranks-lost",
                   cause="ranks are kept, and 'rerank' is added, from 1")  # fmt: skip

    return judge


def judge_windows(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            size, overlap, words = case["size"], case["overlap"], case["text"].split()
            want = cut(case["text"], size, overlap)
            step = size - overlap
            slug, cause = "other-windows", "each window begins with the last `overlap` words of the one before"
            said = " ".join(str(w) for w in got).split()
            if got == cut(case["text"], size, 0):
                slug, cause = "overlap", "each window begins with the last `overlap` words of the one before"
            elif got == []:
                slug, cause = "no-window", "an empty text is one empty window"
            elif len(got) > len(want) and got[: len(want)] == want:
                slug, cause = "tail-window", "the last window reaches the end: what follows lies within it"
            elif set(words) - set(said):
                slug, cause = "words-lost", "every word is in a window"
            elif any(len(str(w).split()) > size for w in got):
                slug, cause = "too-long", "a window has at most `size` words"
            expect(got == want, expected=want, got=got, case=f"{len(words)} words, size {size}, overlap {overlap}, "
                   f"step {step}", read=READ, cause=cause, diagnosis=slug)  # fmt: skip

    return judge


def judge_refused(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            what = case.get("options") or {"size": case["size"], "overlap": case["overlap"]}
            expect(got[:2] == ["raised", "ValueError"], expected="ValueError", got=got, case=f"{what}", read=READ,
                   cause="refuse what the docstring names", diagnosis="not-refused")  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def name(n: int = 5) -> str:
        return "".join(rng.choices(string.ascii_lowercase, k=n))

    def text(words: int, numbers: dict[int, Any]) -> str:
        return " ".join(str(numbers.get(i, name())) for i in range(words))

    def pool(texts: dict[str, str], options: dict[str, Any], **more: Any) -> Case:
        """A case of named texts in the given order, with names of its own."""
        hits = [[f"{label}-{rng.randrange(1000, 9999)}", said] for label, said in texts.items()]
        return {"what": "rerank", "hits": hits, "options": options, "reads": 6, "pair": ["", ""], **more}

    def scenario(title: str, cases: list[Case], judge: Any) -> Scenario:
        return Scenario(title, {"cases": cases}, Scoring(cases), judge(cases))

    # texts as windows
    drawn = [{"what": "windows", "text": text(n, {}), "size": size, "overlap": overlap}
             for n, size, overlap in ((9, 4, 1), (10, 4, 1), (11, 4, 1), (12, 4, 2), (7, 7, 3), (8, 7, 3), (3, 7, 3),
                                      (rng.randrange(40, 60), 11, 5), (rng.randrange(20, 30), 5, 0), (5, 1, 0),
                                      (0, 4, 1))]  # fmt: skip
    yield scenario("windows", drawn, judge_windows)

    # the answer far down: deep 9 behind the head, a head of 5, and windows that are 3 each; deep is last in the pool
    def depths(top_n: int) -> Case:
        deep = {rng.randrange(12, 17): 9}
        head = {rng.randrange(0, 5): 5}
        even = {6 * i + rng.randrange(0, 5): 3 for i in range(5)}
        return pool({"even": text(30, even), "head": text(30, head), "deep": text(30, deep)},
                    {"top_n": top_n, "size": 6, "overlap": 0})  # fmt: skip

    cases = [depths(n) for n in (3, 2, 1, 3)]
    order = ("head-only", "first-window", "mean", "sum", "cut-first", "ascending")
    yield scenario("the answer far down", cases, lambda c: judge_order(c, order))

    # two words that count only side by side, at the border of two windows without overlap
    def border() -> Case:
        pair = [name(6), name(6)]
        split = {5: pair[0], 6: pair[1]}
        near = {rng.randrange(0, 5): 20}
        return pool(
            {"near": text(18, near), "split": text(18, split)}, {"top_n": 2, "size": 6, "overlap": 3}, pair=pair
        )

    yield scenario("an answer at a border", [border() for _ in range(3)], lambda c: judge_order(c, ("overlap",)))

    # the same text several times, with scores by place
    def copies(scores: list[float]) -> Case:
        said = text(rng.randrange(3, 6), {})
        return pool({f"copy{i}": said for i in range(len(scores))}, {"top_n": len(scores)}, listed=scores)

    cases = [copies([0.25, 0.75, 0.5]), copies([0.5, 0.125, 0.25, 0.75])]
    yield scenario("equal texts", cases, lambda c: judge_order(c, ("by-text", "first-text")))

    # equal scores
    def ties(values: list[int]) -> Case:
        labels = ["m", "z", "a", "q", "k", "b"][: len(values)]
        return pool({f"{label}{i}": text(4, {0: v}) for i, (label, v) in enumerate(zip(labels, values, strict=True))},
                    {"top_n": len(values)})  # fmt: skip

    top = rng.randrange(3, 9)
    cases = [ties([1, 1, 1, 1]), ties([1, top, 1, top, 1, top]), ties([0, 0, top])]
    yield scenario("equal scores", cases, lambda c: judge_order(c, ("tie-order", "tie-by-id")))

    # the other ways
    late = {rng.randrange(7, 12): 9}
    said = {"late": text(12, late), "early": text(12, {1: 4})}
    ways = [pool(said, {"top_n": n, "by": "document", "size": 6, "overlap": 0}) for n in (2, 1)]
    yield scenario("the whole text", ways, lambda c: judge_order(c, ("by-ignored",)))
    top = 8
    flat = {6 * i: top - 2 for i in range(2)}
    ways = [pool({"peak": text(12, {rng.randrange(0, 5): top}), "flat": text(12, flat)},
                 {"top_n": n, "agg": "mean", "size": 6, "overlap": 0}) for n in (2, 1)]  # fmt: skip
    yield scenario("the mean", ways, lambda c: judge_order(c, ("agg-ignored",)))

    # calls, what is kept, empty pools, long top_n
    cases = [pool({f"d{i}": text(rng.randrange(8, 20), {2: rng.randrange(1, 9)}) for i in range(5)},
                  {"top_n": n, "size": 6, "overlap": 2}) for n in (2, 50)]  # fmt: skip
    cases.append(pool({}, {"top_n": 3}))
    yield scenario("calls", cases, judge_calls)
    kept = cases[:2]
    yield scenario("what is kept", kept, judge_kept)
    yield scenario("more places than hits", kept, lambda c: judge_order(c, ("cut-first", "ascending")))

    # arguments
    one = {"only": text(5, {})}
    bad = [pool(one, {"top_n": 0}), pool(one, {"top_n": -2}), pool(one, {"top_n": 1, "by": "chunk"}),
           pool(one, {"top_n": 1, "agg": "min"}), pool(one, {"top_n": 1, "size": 3, "overlap": 3})]  # fmt: skip
    bad += [
        {"what": "windows", "text": "a b c", "size": s, "overlap": o} for s, o in ((0, 0), (3, 3), (3, -1), (-1, 0))
    ]
    yield scenario("arguments that are refused", bad, judge_refused)
