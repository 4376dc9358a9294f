"""Hidden check for 03.3.e1: versions drawn anew, ordered here by an own reading of the rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "03.3 Versions"

DRIVER = """
async def drive(subject, call, args):
    Version, latest = subject

    def attempt(work):
        try:
            return work()
        except NotImplementedError:
            raise
        except Exception as error:
            return ["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__]

    def parse(text):
        made = Version.parse(text)
        return ["parsed", str(made)]

    def pair(low, high):
        a, b = Version.parse(low), Version.parse(high)
        return [a < b, b > a, b < a, a <= b, a == b, a == Version.parse(low), hash(a) == hash(Version.parse(low))]

    def newest(texts, pre):
        return ["latest", str(latest([Version.parse(t) for t in texts], pre=pre))]

    return {
        "parse": [attempt(lambda: parse(t)) for t in args.get("parse", [])],
        "pairs": [attempt(lambda: pair(*p)) for p in args.get("pairs", [])],
        "order": [attempt(lambda: [str(v) for v in sorted(map(Version.parse, t))]) for t in args.get("order", [])],
        "latest": [attempt(lambda: newest(*p)) for p in args.get("latest", [])],
    }
"""

RISING = [True, True, False, True, False, True, True]


def judge_pairs(pairs: list[tuple[str, str]], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for (low, high), got in zip(pairs, result["pairs"], strict=True):
            expect(got == RISING, expected=f"{low} < {high} by every comparison", got=got, case=f"{low} against {high}",
                   cause=cause, read=READ, diagnosis=slug)  # fmt: skip

    return judge


def judge_parse(texts: list[str], want: list[Any], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for text, wanted, got in zip(texts, want, result["parse"], strict=True):
            expect(got == wanted, expected=wanted, got=got, case=repr(text), cause=cause, read=READ,
                   diagnosis="wrong-exception" if got[0] == "raised" and got[1] != "ValueError" else slug)  # fmt: skip

    return judge


def judge_latest(asked: list[tuple[list[str], bool]], want: list[Any], slugs: list[str]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for (texts, pre), wanted, slug, got in zip(asked, want, slugs, result["latest"], strict=True):
            expect(got == wanted, expected=wanted, got=got, case=f"latest of {texts}, pre={pre}", read=READ,
                   cause="the highest version, pre-releases only if asked for or alone", diagnosis=slug)  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    n = rng.randrange
    one_digit, two_digits = n(2, 9), n(10, 40)

    def core() -> str:
        return f"{n(30)}.{n(30)}.{n(30)}"

    numbers = [(f"1.{one_digit}.0", f"1.{two_digits}.0"), (f"{one_digit}.5.5", f"{two_digits}.0.0"),
               (f"0.0.{one_digit}", f"0.0.{two_digits}")]  # fmt: skip
    numbers += [(f"{k}.9.9", f"{k + 1}.0.0") for k in rng.sample(range(50), 4)]
    yield Scenario("numbers", {"pairs": numbers}, None,
                   judge_pairs(numbers, "compares-as-text", "numbers must compare as numbers"))  # fmt: skip
    same = core()
    pre = [(f"{same}-rc{n(9)}", same), (f"{same}-{n(99)}", same), (f"{same}-alpha.{n(9)}", same)]
    yield Scenario("a pre-release and its release", {"pairs": pre}, None,
                   judge_pairs(pre, "pre-above-release", "a pre-release comes before its release"))  # fmt: skip
    inside = [(f"{same}-rc.{one_digit}", f"{same}-rc.{two_digits}"), (f"{same}-{n(99)}", f"{same}-a"),
              (f"{same}-a", f"{same}-b"), (f"{same}-a", f"{same}-a.0"), (f"{same}-a.7.z", f"{same}-a.8"),
              (f"{same}-9", f"{same}-10"), (f"{same}-99", f"{same}--")]  # fmt: skip
    yield Scenario("parts of pre-releases", {"pairs": inside}, None,
                   judge_pairs(inside, "pre-as-text", "numbers below words; fewer parts first"))  # fmt: skip
    good = [core(), f"v{core()}", f"{core()}-x-y.{n(9)}", f"v{core()}-rc.1", "0.0.0"]
    yield Scenario("valid versions", {"parse": good}, None, judge_parse(
        good, [["parsed", t.removeprefix("v")] for t in good], "v-not-the-same", "valid, without v"))  # fmt: skip
    v = ["vv" + core(), "v v" + core(), "vvv" + core()]
    no = ["raised", "ValueError"]
    yield Scenario("more than one v", {"parse": v}, None, judge_parse(v, [no] * len(v), "v-twice", "one v at most"))
    bad = [f"{n(9)}.{n(9)}", f"{core()}.{n(9)}", "newest", f"{n(9)}.x.{n(9)}", f"{core()}-", f"{core()}+b{n(9)}",
           f"{core()}-a..b", f"{core()}-a_b", "", f"1,{core()}"]  # fmt: skip
    yield Scenario("other forms", {"parse": bad}, None,
                   judge_parse(bad, [no] * len(bad), "bad-accepted", "not of the form of a version"))  # fmt: skip
    k = n(1, 9)
    sloppy = [f"0{k}.1.2", f"1.0{k}.2", f" {core()}", f"{core()} ", f"{core()}\n", f"-{core()}", f"+{core()}",
              f"1.{k}_0.2", f"1.2.{chr(0x0660 + k)}", f"{core()}-0{k}"]  # fmt: skip
    yield Scenario("numbers that int forgives", {"parse": sloppy}, None,
                   judge_parse(sloppy, [no] * len(sloppy), "sloppy-numbers", "one version, one name"))  # fmt: skip
    low, high = f"3.{one_digit}.0", f"3.{two_digits}.0"
    asked = [([high, low], False), ([low, high, "4.0.0-rc.1"], False), ([low, "4.0.0-rc.1", high], True),
             (["4.0.0-rc.2", "4.0.0-rc.10"], False), ([low], False), ([high, f"{high}-rc.1"], True)]  # fmt: skip
    want = [["latest", t] for t in (high, high, "4.0.0-rc.1", "4.0.0-rc.10", low, high)]
    slugs = ["compares-as-text", "latest-takes-pre", "pre-ignored", "latest-of-pre", "compares-as-text",
             "pre-above-release"]  # fmt: skip
    yield Scenario("the latest", {"latest": asked}, None, judge_latest(asked, want, slugs))
    yield Scenario("the latest of none", {"latest": [([], False)]}, None,
                   judge_latest([([], False)], [no], ["latest-of-none"]))  # fmt: skip
    ladder = ["0.9.9", f"1.0.0-{n(9)}", "1.0.0-a", "1.0.0-a.2", "1.0.0-a.11", "1.0.0-b", "1.0.0", f"1.0.{n(1, 9)}",
              "1.0.10", f"1.{n(2, 9)}.0", "1.12.0", "2.0.0"]  # fmt: skip
    mixed = rng.sample(ladder, len(ladder))

    def judge_order(result: Any, world: Any) -> None:
        expect(result["order"] == [ladder], expected=ladder, got=result["order"], case="sorted", read=READ,
               cause="the order is not that of versions", diagnosis="compares-as-text")  # fmt: skip

    yield Scenario("a shelf in order", {"order": [mixed]}, None, judge_order)
