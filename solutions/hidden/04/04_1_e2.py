"""Hidden check for 04.1.e2: drawn ids in punctuation, and drawn corpora scored by an index written here."""

from __future__ import annotations

import itertools
import math
import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.1 Words and weights"

DRIVER = """
def guarded(make):
    try:
        return make()
    except NotImplementedError:
        raise
    except Exception as error:
        return ["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__]


async def drive(subject, call, args):
    tokenize, index = subject
    rows = []
    for case in args["cases"]:
        if case["what"] == "tokens":
            rows.append(guarded(lambda: [str(token) for token in tokenize(case["text"])]))
            continue
        made = index(dict(case["docs"]), **case["options"])
        given = {} if case["allowed"] is None else {"allowed": frozenset(case["allowed"])}
        rows.append(guarded(lambda: [[h.id, float(h.score)] for h in made.search(case["q"], case["k"], **given)]))
    return rows
"""

Case = dict[str, Any]


def tokens(text: str, *, fold: str = "casefold", form: Literal["", "NFKC"] = "NFKC", parts: bool = True,
           whole: bool = True, joints: str = "-_./", first: bool = True) -> list[str]:  # fmt: skip
    """The right tokens, or those of a usual mistake."""
    said = unicodedata.normalize(form, text) if form else text
    said = said.casefold() if fold == "casefold" else said.lower() if fold == "lower" else said
    inner = f"(?:[{re.escape(joints)}][^\\W_]+)*" if joints else ""
    out: list[str] = []
    for token in re.findall(rf"[^\W_]+{inner}", said):
        pieces = re.findall(r"[^\W_]+", token)
        if len(pieces) == 1 or not parts:
            out.append(token)
        elif not whole:
            out.extend(pieces)
        else:
            out.extend([token, *pieces] if first else [*pieces, token])
    return out


MISTAKES: dict[str, tuple[str, Any]] = {
    "plain-split": ("split() leaves punctuation on the words", lambda t: t.lower().split()),
    "outer-punctuation": ("only some punctuation around a token goes",
                          lambda t: [x for w in t.casefold().split() if (x := w.strip(".,"))]),
    "not-casefolded": ("casefold, not lower", lambda t: tokens(t, fold="lower")),
    "not-normalised": ("NFKC first", lambda t: tokens(t, form="")),
    "no-parts": ("a compound is followed by its parts", lambda t: tokens(t, parts=False)),
    "parts-only": ("a compound stays whole, too", lambda t: tokens(t, whole=False)),
    "parts-first": ("the compound comes before its parts", lambda t: tokens(t, first=False)),
    "joints": ("each of - _ . / joins", lambda t: tokens(t, joints="-")),
    "joints-some": ("each of - _ . / joins", lambda t: tokens(t, joints="-_")),
}  # fmt: skip


def judge_tokens(cases: list[Case]) -> Any:
    def check(result: Any, world: Any) -> None:
        why = ("wrong-tokens", "letters and digits make a token; - _ . / stay inside it")
        for name, (cause, how) in MISTAKES.items():
            if all(got == how(case["text"]) for case, got in zip(cases, result, strict=True)):
                why = (name, cause)
                break
        else:
            flat = [x for got in result for x in got]
            if any(x[:1] in "#?!.,-_/()'" or x[-1:] in "#?!.,-_/()'" for x in flat):
                why = ("outer-punctuation", "punctuation around a token goes")
            elif any(c.isupper() for x in flat for c in x):
                why = ("not-casefolded", "casefold")
        for case, got in zip(cases, result, strict=True):
            expect(got == tokens(case["text"]), expected=tokens(case["text"]), got=got, case=repr(case["text"]),
                   cause=why[1], read=READ, diagnosis=why[0])  # fmt: skip

    return check


def scored(case: Case, *, idf: str = "plus", norm: bool = True, saturated: bool = True, factor: bool = True,
           repeats: bool = True, pad: bool = False, tie: str = "id", allow: str = "first",
           average: str = "mean", cut: bool = True, count: str = "all") -> list[tuple[str, float]]:  # fmt: skip
    """The right hits, or those of a usual mistake."""
    k1, b = case["options"].get("k1", 1.2), case["options"].get("b", 0.75)
    docs = {i: tokens(text) for i, text in case["docs"].items()}
    allowed = set(docs) if case["allowed"] is None or allow == "never" else set(case["allowed"])
    mean = sum(map(len, docs.values())) / len(docs)
    if count == "allowed":
        docs = {i: found for i, found in docs.items() if i in allowed}
    n_docs = len(docs)
    asked = tokens(case["q"])
    scores = dict.fromkeys(docs, 0.0)
    for term in asked if repeats else dict.fromkeys(asked):
        n = sum(term in found for found in docs.values())
        if n == 0:
            continue
        weight = {"plus": math.log(1 + (n_docs - n + 0.5) / (n + 0.5)), "plain": math.log(n_docs / n),
                  "raw": math.log((n_docs - n + 0.5) / (n + 0.5)),
                  "smooth": math.log(1 + n_docs / n)}[idf]  # fmt: skip
        for i, found in docs.items():
            tf = found.count(term)
            if tf:
                length = 1 - b + b * len(found) / mean if norm else 1.0
                scores[i] += weight * (tf * (k1 + 1 if factor else 1) / (tf + k1 * length) if saturated else tf)
    kept = [(i, s) for i, s in scores.items() if pad or s > 0]
    if allow != "late":
        kept = [p for p in kept if p[0] in allowed]
    kept.sort(key=lambda p: (-p[1], p[0]) if tie == "id" else (-p[1],))
    if tie == "last":
        kept = sorted(kept[::-1], key=lambda p: -p[1])
    if cut:
        kept = kept[: case["k"]]
    return [p for p in kept if p[0] in allowed]


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "no-length": ("a long text counts less: b is the share of length normalisation", {"norm": False}),
    "not-saturated": ("k1 bounds what a repeated term adds", {"saturated": False}),
    "no-factor": ("the numerator is tf * (k1 + 1)", {"factor": False}),
    "other-idf": ("IDF = ln(1 + (N - n + 0.5) / (n + 0.5))", {"idf": "plain"}),
    "negative-idf": ("the 1 inside the logarithm keeps IDF above 0", {"idf": "raw"}),
    "smooth-idf": ("IDF = ln(1 + (N - n + 0.5) / (n + 0.5))", {"idf": "smooth"}),
    "query-term-once": ("a term that the query has twice counts twice", {"repeats": False}),
    "zero-padded": ("only a score above 0 is a hit", {"pad": True}),
    "tie-order": ("equal scores by id", {"tie": "seen"}),
    "tie-last": ("equal scores by id", {"tie": "last"}),
    "allowed-ignored": ("ids that are not allowed are no hits", {"allow": "never"}),
    "cut-first": ("leave out what is not allowed, then cut to k", {"allow": "late"}),
    "idf-of-allowed": ("N and n count all texts, also those that are not allowed", {"count": "allowed"}),
    "not-cut": ("at most k", {"cut": False}),
}


def same(got: Any, want: list[tuple[str, float]]) -> bool:
    return (
        isinstance(got, list)
        and len(got) == len(want)
        and all(
            isinstance(g, list) and g[0] == w[0] and math.isclose(g[1], w[1], rel_tol=1e-6, abs_tol=1e-12)
            for g, w in zip(got, want, strict=True)
        )
    )


def judge(cases: list[Case], slug: str = "wrong-score", cause: str = "see the formula of the docstring") -> Any:
    def check(result: Any, world: Any) -> None:
        if all(same(got, scored(case)) for case, got in zip(cases, result, strict=True)):
            return
        why = (slug, cause)
        for name, (said, how) in WRONG.items():
            if all(same(got, scored(case, **how)) for case, got in zip(cases, result, strict=True)):
                why = (name, said)
                break
        for case, got in zip(cases, result, strict=True):
            expect(same(got, scored(case)), expected=scored(case), got=got, case=f"{case['q']!r} in {case['docs']}",
                   cause=why[1], read=READ, diagnosis=why[0])  # fmt: skip

    return check


def refused(cases: list[Case]) -> Any:
    def check(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            expect(got == ["raised", "ValueError"], expected="ValueError", got=got, case=f"k={case['k']}", read=READ,
                   cause="k below 1 is refused", diagnosis="k-not-checked")  # fmt: skip

    return check


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    words = ["pump", "valve", "hose", "lamp", "gate", "rail", "tank", "belt", "fuse", "crate", "shelf", "badge"]
    rng.shuffle(words)

    def number() -> str:
        return str(rng.randrange(1000, 9999))

    def said(text: str) -> Case:
        return {"what": "tokens", "text": text}

    def case(docs: dict[str, str], q: str, k: int = 10, allowed: list[str] | None = None, **options: float) -> Case:
        return {"what": "search", "docs": docs, "q": q, "k": k, "allowed": allowed, "options": options}

    a, b, c = words[:3]
    texts = [f"Where is ORD-2024-{number()}?", f"#E-{number()}, and ({a})!", f"{a}_{b}.{c} = 'x'", f"'{a}/{b}' -{c}-",
             f"{a}... v{rng.randrange(9)}.{number()}.1: {b}", f"GRO\u00dfE {a.upper()} \ufb02ow \uff21{number()}",
             f"{a}--{b} \t{c}\n", "?! -- ...", ""]  # fmt: skip
    yield Scenario("tokens", {"cases": [said(t) for t in texts]}, None, judge_tokens([said(t) for t in texts]))

    def corpus(n: int) -> dict[str, str]:
        """Texts of unequal length with words that most of them have, some have, and one has."""
        docs = {}
        for i in rng.sample(range(100, 999), n):
            docs[f"d{i}"] = " ".join([words[0]] * rng.randrange(1, 4) + rng.choices(words[1:6], k=rng.randrange(2, 14)))
        first, second, *_ = docs
        docs[first] = " ".join([words[6]] * 3 + words[1:3])
        docs[second] += f" {words[7]}."
        return docs

    def clear(made: Case) -> bool:
        """No two scores so near that the order of addition could decide."""
        scores = [s for _, s in scored(made)]
        return all(x - y > 1e-6 for x, y in itertools.pairwise(scores))

    drawn: list[Case] = []
    while len(drawn) < 9:
        docs = corpus(7)
        some = [case(docs, f"{words[0]} {words[6]}"), case(docs, f"{words[7]}? {words[7]}, {words[1]}")]
        some.append(case(docs, f"{words[0]} {words[2]}", k1=rng.choice((0.6, 2.0)), b=rng.choice((0.2, 1.0))))
        drawn += some if all(map(clear, some)) else []
    yield Scenario("drawn corpora", {"cases": drawn}, None, judge(drawn))
    docs = corpus(6)
    none = [case(docs, f"{words[9]} {words[10]}"), case(docs, "?"), case(docs, words[7], 5)]
    yield Scenario("fewer matches than k", {"cases": none}, None,
                   judge(none, "zero-padded", "only a score above 0 is a hit"))  # fmt: skip
    names = [f"d{x}" for x in rng.sample(range(100, 999), 6)]
    alike = {i: f"{a} {b}" for i in sorted(names)[3:] + sorted(names)[:3]} | {"z": c}
    equal = [case(alike, a, 3), case(alike, f"{a} {b}", 6), case(alike, b, 1)]
    yield Scenario("equal scores", {"cases": equal}, None, judge(equal, "tie-order", "equal scores by id"))
    docs = corpus(8)
    ranked = [i for i, _ in scored(case(docs, words[0]))]
    only = [case(docs, words[0], 2, ranked[2:]), case(docs, words[0], 3, []), case(docs, words[0], 1, ranked[-1:])]
    yield Scenario("allowed ids", {"cases": only}, None,
                   judge(only, "cut-first", "leave out what is not allowed, then cut to k"))  # fmt: skip
    order, twin = number(), number()
    ids = {"x": f"Order ORD-{order} is late.", "y": f"Order ORD-{twin} came.", "z": f"({a}) #E-{order}: {b}"}
    asked = [case(ids, q, 1) for q in (f"Where is ORD-{order}?", f"#E-{order}", f"ord-{twin},", f"ORD-{order}!")]
    yield Scenario("ids in punctuation", {"cases": asked}, None,
                   judge(asked, "outer-punctuation", "punctuation around an id goes, inside it stays"))  # fmt: skip
    bad = [case(docs, words[0], k) for k in (0, -2)]
    yield Scenario("k is checked", {"cases": bad}, None, refused(bad))
