"""Hidden check for 03.5.e2: libraries over a table of vectors, examples with drawn ids and tags; answers kept here."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "03.5 Leaks"

DRIVER = """
from labsupport.fewshot.leaks import Leak
from labsupport.fewshot.library import Example, ExampleLibrary


def guarded(make):
    try:
        return make()
    except NotImplementedError:
        raise
    except Exception as error:
        return ["raised", type(error).__name__]


async def drive(subject, call, args):
    leak_check, nearest_first = subject
    rows = []
    for case in args["cases"]:
        if case["what"] == "nearest":
            examples = [Example(i, i, "x", frozenset(tags)) for i, tags in case["examples"]]
            tags, exclude = (x if isinstance(x, str) else frozenset(x) for x in (case["tags"], case["exclude"]))
            given = (examples, case["relevance"], case["k"], tags, exclude)
            rows.append(guarded(lambda: [int(i) for i in nearest_first(*given)]))
            continue
        vectors = case["vectors"]
        examples = [Example(i, text, "x") for i, text in case["library"]]
        library = ExampleLibrary(examples, lambda texts: [vectors[t] for t in texts])

        def found():
            made = leak_check(library, case["items"], float(case["threshold"]))
            if not all(isinstance(x, Leak) for x in made):
                return ["raised", "not Leak"]
            return [[x.example_id, x.eval_id, float(x.cosine), bool(x.exact)] for x in made]

        rows.append(guarded(found))
    return rows
"""

Case = dict[str, Any]


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)


def leaks(case: Case) -> list[tuple[str, str, float, bool]]:
    """What leaks, closest first."""
    made = []
    for example, text in case["library"]:
        for item, other in case["items"].items():
            close, exact = cosine(case["vectors"][text], case["vectors"][other]), folded(text) == folded(other)
            if exact or close >= case["threshold"]:
                made.append((example, item, close, exact))
    return sorted(made, key=lambda x: (-round(x[2], 6), x[1], x[0]))


def judge_leaks(cases: list[Case], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            want, shown = leaks(case), f"{case['library']} against {case['items']}, threshold {case['threshold']}"
            expect(got[:1] != ["raised"], expected=want, got=got, case=shown, cause="the call raised, or gave no Leak",
                   read=READ, diagnosis="raised")  # fmt: skip
            pairs, right = [tuple(x[:2]) for x in got], [x[:2] for x in want]
            why, name = cause, slug
            if sorted(pairs) == sorted(right):
                why, name = "closest first, then by eval_id, then by example_id", "not-sorted"
            elif sorted((b, a) for a, b in pairs) == sorted(right):
                why, name = "example_id is the library's, eval_id the item's", "swapped-ids"
            expect(pairs == right, expected=right, got=pairs, case=shown, cause=why, read=READ, diagnosis=name)
            expect([x[3] for x in got] == [x[3] for x in want], expected=want, got=got, case=shown, read=READ,
                   cause="exact is for texts that are equal but for case and white space",
                   diagnosis="exact-flag")  # fmt: skip
            near = all(abs(x[2] - y[2]) < 1e-4 for x, y in zip(got, want, strict=True))
            expect(
                near,
                expected=want,
                got=got,
                case=shown,
                cause="a cosine is of unit vectors",
                read=READ,
                diagnosis="not-unit",
            )

    return judge


def nearest(case: Case) -> list[int]:
    allowed = [i for i, (name, tags) in enumerate(case["examples"])
               if set(case["tags"]) <= set(tags) and name not in case["exclude"]]  # fmt: skip
    return sorted(allowed, key=lambda i: (-case["relevance"][i], case["examples"][i][0]))[: case["k"]]


def judge_nearest(cases: list[Case], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            shown = f"{case['examples']}, {case['relevance']}, k={case['k']}, {case['tags']}, {case['exclude']}"
            if got[:1] == ["raised"]:
                ties = got == ["raised", "TypeError"] and slug == "ties-by-place"
                expect(False, expected=nearest(case), got=got, case=shown, read=READ, 
                       diagnosis="compares-examples" if ties else "raised",
                       cause="on equal relevance examples are compared" if ties else "the call raised")  # fmt: skip
            expect(
                got == nearest(case),
                expected=nearest(case),
                got=got,
                case=shown,
                cause=cause,
                read=READ,
                diagnosis=slug,
            )

    return judge


def judge_refusals(cases: list[Case], kind: str, slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            expect(
                got == ["raised", kind],
                expected=kind,
                got=got,
                case=str(case)[:200],
                cause=cause,
                read=READ,
                diagnosis=slug,
            )

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    words = rng.sample(
        [
            "parcel",
            "invoice",
            "gateway",
            "sensor",
            "password",
            "portal",
            "battery",
            "carrier",
            "badge",
            "probe",
            "pallet",
            "router",
        ],
        12,
    )

    def at(angle: float) -> list[float]:
        size = rng.uniform(0.5, 4)
        return [size * math.cos(math.radians(angle)), size * math.sin(math.radians(angle))]

    def case(
        library: list[tuple[str, str]], items: dict[str, str], vectors: dict[str, list[float]], threshold: Any
    ) -> Case:
        return {"what": "leaks", "library": library, "items": items, "vectors": vectors, "threshold": threshold}

    def pick(
        examples: list[tuple[str, list[str]]], relevance: list[float], k: int, tags: Any = (), exclude: Any = ()
    ) -> Case:
        keep = [x if isinstance(x, str) else sorted(x) for x in (tags, exclude)]
        return {
            "what": "nearest",
            "examples": examples,
            "relevance": relevance,
            "k": k,
            "tags": keep[0],
            "exclude": keep[1],
        }

    turn = rng.randrange(360)
    said = [f"{words[0]} one", f"{words[1]} two", f"{words[2]} three"]
    vectors = {
        said[0]: at(turn),
        said[1]: at(turn + 20),
        said[2]: at(turn + 100),
        "other": at(turn + 8),
        "far": at(turn + 200),
    }
    library = [("e2", said[0]), ("e0", said[1]), ("e1", said[2])]
    close = [case(library, {"q": "other", "f": "far"}, vectors, 0.95), case(library[1:], {"q": "other"}, vectors, 0.99)]
    yield Scenario("other words", {"cases": close}, None,
                   judge_leaks(close, "exact-only",
                   "an item in other words leaks, one below the threshold does not"))  # fmt: skip
    text = f"{words[3]} and {words[4]}"
    dressed = f"  {words[3].upper()}   and\t{words[4]}\n"
    vectors = {text: at(turn), dressed: at(turn + 120), "more": at(turn + 240)}
    equal = [case([("a", text), ("b", "more")], {"q": dressed}, vectors, t) for t in (0.9, 1.0, 0.0)]
    equal.append(case([("a", text)], {"q": text}, vectors, 0.5))
    yield Scenario("equal but for case and blanks", {"cases": equal}, None,
                   judge_leaks(equal, "copies-missed", "equal texts leak whatever their cosine"))  # fmt: skip
    spread = [0, 6, 11, 90, 97]
    vectors = {words[i]: at(turn + a) for i, a in enumerate(spread)} | {"x": at(turn + 2), "y": at(turn + 92.7)}
    names = rng.sample(["p", "q", "r", "s", "t"], 5)
    many = [case([(n, words[i]) for i, n in enumerate(names)], {"2": "x", "1": "y"}, vectors, 0.9)]
    straight = {"m": [2.0, 0.0], "n": [0.5, 0.0], "o": [7.0, 0.0], "u": [1.0, 0.0], "v": [4.0, 0.0]}
    many.append(case([("b", "m"), ("c", "n"), ("a", "o")], {"2": "u", "1": "v"}, straight, 0.9))
    yield Scenario("every pair", {"cases": many}, None,
                   judge_leaks(many, "one-per-item", "one item can leak through several examples"))  # fmt: skip
    large = {f"t{i}": at(i * 0.5) for i in range(300)} | {"edge": at(299 * 0.5 + 0.2)}
    big = [case([("a", "t0"), ("b", "edge")], {f"{i:03}": f"t{i}" for i in range(300)}, large, 0.9999)]
    none = [case([], {"q": "t0"}, large, 0.5), case([("a", "t0")], {}, large, 0.5)]
    yield Scenario("many items, none at all", {"cases": big + none}, None,
                   judge_leaks(big + none, "wrong-pairs",
                   "all items are compared, and nothing leaks where there is nothing"))  # fmt: skip
    bad = [case([("a", "t0")], {"q": "t1"}, {"t0": at(0), "t1": at(1)}, t) for t in (-0.5, 1.5, "nan")]
    yield Scenario("thresholds that are refused", {"cases": bad}, None,
                   judge_refusals(bad, "ValueError", "not-refused",
                   "a threshold outside 0..1 is a ValueError"))  # fmt: skip

    ids = rng.sample("abcdefgh", 6)
    plain = [(i, ["en"]) for i in ids]
    drawn = [pick(plain, [round(rng.uniform(-1, 1), 3) for _ in ids], k) for k in (1, 3, 6, 9)]
    yield Scenario("best first", {"cases": drawn}, None,
                   judge_nearest(drawn, "not-best-first", "the most relevant come first, at most k"))  # fmt: skip
    level = [(i, []) for i in ("h", "c", "f", "a")]
    tied = [pick(level, [0.5] * 4, k) for k in (2, 4)] + [pick(level, [0.1, 0.7, 0.1, 0.7], 3)]
    yield Scenario("equal relevance", {"cases": tied}, None,
                   judge_nearest(tied, "ties-by-place", "equal relevance comes in the order of ids"))  # fmt: skip
    tagged = [("h", ["en"]), ("c", ["en", "hard"]), ("f", ["hard"]), ("a", ["en", "hard", "new"])]
    value = [0.9, 0.2, 0.8, 0.1]
    both = [
        pick(tagged, value, 2, {"en", "hard"}),
        pick(tagged, value, 1, {"hard", "new"}),
        pick(tagged, value, 3, {"none"}),
    ]
    yield Scenario("several tags", {"cases": both}, None,
                   judge_nearest(both, "any-tag",
                   "an example needs all tags, and the cut to k comes after that"))  # fmt: skip
    out = [pick(tagged, value, 2, (), {"h", "f"}), pick(tagged, value, 3, (), {"h", "zz"}), pick(tagged, value,
    2, {"en"}, {"h"}),
           pick(tagged, value, 1, (), set("hcfa"))]  # fmt: skip
    yield Scenario("excluded ids", {"cases": out}, None,
                   judge_nearest(out, "exclude-ignored",
                   "what is excluded is left out before the cut to k"))  # fmt: skip
    low = [pick(tagged, value, k) for k in (0, -1)]
    yield Scenario("k below 1", {"cases": low}, None,
                   judge_refusals(low, "ValueError", "not-refused", "k below 1 is a ValueError"))  # fmt: skip
    one = [pick(tagged, value, 2, "en"), pick(tagged, value, 2, (), "h")]
    yield Scenario("one text for many", {"cases": one}, None,
                   judge_refusals(one, "TypeError", "text-as-collection",
                   "one text is a collection of letters: a TypeError"))  # fmt: skip
