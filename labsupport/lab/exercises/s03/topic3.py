"""Exercises and review questions of topic 03.3: versions that compare as numbers, a paired verdict, a checked load."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from labsupport import stats
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect
from labsupport.prompts.evaluate import Case, sign_flip_p
from labsupport.prompts.store import IntegrityError, Prompt, PromptNotFound, PromptRef, text_hash
from labsupport.prompts.versions import Version

VERSIONS = "03.3 Versions"
STORE = "03.3 A store that checks"
EVAL = "03.3 A gate is a test"

# ---------------------------------------------------------------- e1 Version, latest


def parsed(cls: Any, text: str, case: str = "") -> Any:
    """The version of a text that must parse."""
    try:
        return cls.parse(text)
    except ValueError as error:
        raise CheckFailed(
            expected="a version", got=repr(error), case=case or f"Version.parse({text!r})", read=VERSIONS,
            cause="a valid version is refused", diagnosis="good-refused",
        ) from None  # fmt: skip


def ordered(cls: Any, texts: Sequence[str], cause: str, slug: str) -> None:
    """Each version must be below the next one, and not the other way round."""
    for low, high in itertools.pairwise(texts):
        a, b = parsed(cls, low), parsed(cls, high)
        got = "<" if a < b else ">" if a > b else "neither"
        expect(got == "<" and sorted([b, a]) == [a, b] and b > a, expected=f"{low} < {high}", got=f"{low} {got} {high}",
               case=f"{low} against {high}", cause=cause, read=VERSIONS, diagnosis=slug)  # fmt: skip


def check_numbers(cls: Any, latest: Any) -> None:
    ordered(cls, ("1.2.0", "1.9.0", "1.10.0", "2.0.0", "9.0.0", "10.0.0"),
            "compared as text: 1.10.0 is above 1.9.0, since 10 is above 9", "compares-as-text")  # fmt: skip


def check_prefix(cls: Any, latest: Any) -> None:
    for text in ("1.2.0", "v1.2.0"):
        got = parsed(cls, text)
        expect(
            got == parsed(cls, "1.2.0") and str(got) == "1.2.0", expected="1.2.0", got=got, case=repr(text),
            cause="a v before the numbers names the same version", read=VERSIONS, diagnosis="v-not-the-same",
        )  # fmt: skip
    refused(cls, "vv1.2.0", "only one v may stand before the numbers", "v-twice")


def check_pre(cls: Any, latest: Any) -> None:
    ordered(cls, ("1.1.9", "1.2.0-rc1", "1.2.0"), "a pre-release comes before its release", "pre-above-release")
    ordered(cls, ("1.2.0-rc.2", "1.2.0-rc.10"), "parts of a pre-release that are numbers compare as numbers",
            "pre-as-text")  # fmt: skip
    ordered(cls, ("1.2.0-1", "1.2.0-rc"), "a number is below a word", "pre-as-text")
    ordered(cls, ("1.2.0-rc", "1.2.0-rc.1"), "of equal beginnings the shorter one is below", "pre-as-text")


def refused(cls: Any, text: str, cause: str, slug: str) -> None:
    """The text must be a ValueError."""
    try:
        got = cls.parse(text)
    except ValueError:
        return
    except Exception as error:
        got, slug = repr(error), "wrong-exception"
    expect(False, expected="ValueError", got=got, case=f"Version.parse({text!r})", cause=cause, read=VERSIONS,
           diagnosis=slug)  # fmt: skip


def check_refused(cls: Any, latest: Any) -> None:
    for text in ("", "1.2", "1.2.3.4", "latest", "1.2.x", "1.2.3-", "1.2.3+build"):
        refused(cls, text, "a version is three numbers, and perhaps a pre-release", "bad-accepted")
    for text in ("01.2.3", " 1.2.3", "1.2.3\n", "-1.2.3"):
        refused(cls, text, "`int` forgives zeros in front, blanks and signs; one version would have several names",
                "sloppy-numbers")  # fmt: skip


def check_latest(cls: Any, latest: Any) -> None:
    def of(*texts: str, **more: bool) -> str:
        return str(latest([parsed(cls, t) for t in texts], **more))

    for texts, more, want, slug, cause in (
        (("1.9.0", "1.10.0", "1.2.0"), {}, "1.10.0", "compares-as-text", "the highest as numbers"),
        (("1.9.0", "2.0.0-rc.1"), {}, "1.9.0", "latest-takes-pre", "a pre-release is not the latest, unless asked for"),
        (("1.9.0", "2.0.0-rc.1"), {"pre": True}, "2.0.0-rc.1", "pre-ignored", "pre=True lets pre-releases count"),
        (("2.0.0-rc.1", "2.0.0-rc.2"), {}, "2.0.0-rc.2", "latest-of-pre", "where there is nothing else, they count"),
    ):  # fmt: skip
        got = of(*texts, **more)
        expect(got == want, expected=want, got=got, case=f"latest of {texts}, {more}", cause=cause, read=VERSIONS,
               diagnosis=slug)  # fmt: skip
    got = str(latest(iter([parsed(cls, "1.0.0"), parsed(cls, "1.1.0")])))
    expect(got == "1.1.0", expected="1.1.0", got=got, case="an iterator", cause="it can be read once only: keep a list",
           read=VERSIONS, diagnosis="iterator-read-twice")  # fmt: skip
    try:
        latest([])
    except ValueError as error:
        shown = str(error)
        expect("max()" not in shown and "iterable" not in shown, expected="a message of your own", got=shown,
               case="no versions", cause="`max` of nothing says nothing about versions", read=VERSIONS,
               diagnosis="latest-of-none")  # fmt: skip
        return
    except Exception as error:
        expect(False, expected="ValueError", got=repr(error), case="no versions", cause="say that there is none",
               read=VERSIONS, diagnosis="latest-of-none")  # fmt: skip
    expect(False, expected="ValueError", got="a value", case="no versions", cause="say that there is none",
           read=VERSIONS, diagnosis="latest-of-none")  # fmt: skip


# ---------------------------------------------------------------- e2 compare, ab_eval

A, B = Prompt.of("A answers: {{ q }}"), Prompt.of("B answers: {{ q }}")


def cases(n: int, slices: Sequence[str] = ("all",)) -> list[Case]:
    """`n` cases whose variable names their number."""
    return [Case(f"c{i}", {"q": f"question {i}"}, slices[i % len(slices)], i) for i in range(n)]


def evaluated(ab_eval: Any, a: Sequence[float], b: Sequence[float], slices: Sequence[str] = ("all",),
              **more: Any) -> Any:  # fmt: skip
    """The report for given scores of both prompts."""

    def scorer(messages: Any, case: Case) -> float:
        try:
            text = messages[-1]["content"]
        except (TypeError, KeyError, IndexError):
            text = str(getattr(messages, "template", messages))
        found: float = (b if text.startswith("B") else a)[case.expected]
        return found

    return ab_eval(A, B, cases(len(a), slices), scorer, **{"seed": 1, **more})


def verdict(report: Any, want: str, case: str, cause: str, slug: str) -> None:
    expect(report.verdict == want, expected=want, got=report.verdict, case=case, cause=cause, read=EVAL,
           diagnosis=slug)  # fmt: skip


def check_rendered(compare: Any, ab_eval: Any) -> None:
    seen: list[Any] = []

    def scorer(messages: Any, case: Case) -> float:
        seen.append((messages, case.id))
        return 0.0

    ab_eval(A, B, cases(20), scorer, seed=0)
    got = [m for m, _ in seen]
    for want in ("A answers: question 3", "B answers: question 3"):
        expect([{"role": "user", "content": want}] in got, expected=[{"role": "user", "content": want}],
               got=got[0] if got else "nothing", case="what the scorer is given",
               cause="render both prompts with the variables of the case: nobody ever sends a raw template", read=EVAL,
               diagnosis="raw-template")  # fmt: skip
    expect(len(seen) == 40, expected="40 calls", got=f"{len(seen)} calls", case="20 cases, two prompts",
           cause="each case is scored once with each prompt", read=EVAL, diagnosis="scored-more-than-once")  # fmt: skip


def check_tie(compare: Any, ab_eval: Any) -> None:
    scores = [1.0, 0.0] * 10
    report = evaluated(ab_eval, scores, scores)
    verdict(report, "undecided", "the same scores", "a tie has no winner: `max` takes the first", "tie-has-winner")
    got = (report.diff, report.p)
    expect(got == (0.0, 1.0), expected=(0.0, 1.0), got=got, case="diff and p of the same scores",
           cause="no difference: nothing speaks against chance", read=EVAL, diagnosis="tie-has-winner")  # fmt: skip


def check_luck(compare: Any, ab_eval: Any) -> None:
    a = [1.0] * 12 + [0.0] * 8
    b = [1.0] * 13 + [0.0] * 7
    verdict(evaluated(ab_eval, a, b), "undecided", "13 of 20 against 12 of 20",
            "one case more is luck: the interval must leave 0 out and p be below 0.05",
            "any-difference-wins")  # fmt: skip


def check_clear(compare: Any, ab_eval: Any) -> None:
    a, b = [1.0] * 10 + [0.0] * 20, [1.0] * 25 + [0.0] * 5
    for one, other, want in ((a, b, "better"), (b, a, "worse")):
        report = evaluated(ab_eval, one, other)
        verdict(report, want, f"a right {sum(one):.0f} of 30, b {sum(other):.0f}",
                "diff is b minus a: above 0 the second prompt is better", "direction-swapped")  # fmt: skip
        wanted = stats.mean(other) - stats.mean(one)
        got = (report.mean_a, report.mean_b, report.diff, report.n)
        close = all(abs(x - y) < 1e-9 for x, y in zip(got, (stats.mean(one), stats.mean(other), wanted, 30),
                                                      strict=True))  # fmt: skip
        expect(close, expected=(stats.mean(one), stats.mean(other), wanted, 30), got=got, case="means, diff, n",
               cause="mean_a and mean_b of all cases, diff = mean_b - mean_a", read=EVAL,
               diagnosis="wrong-means")  # fmt: skip


def check_paired(compare: Any, ab_eval: Any) -> None:
    a = [i / 30 for i in range(30)]
    b = [x + 0.05 for x in a]
    report = evaluated(ab_eval, a, b)
    verdict(
        report,
        "better",
        "scores from 0 to 1, and b is 0.05 higher on every single case",
        "compare case by case: between two bags of scores the cases' own spread hides the difference",
        "unpaired",
    )
    want = stats.paired_diff_ci(b, a, seed=1)
    expect(abs(report.ci.low - want.low) < 0.02 and abs(report.ci.high - want.high) < 0.02, expected=want,
           got=report.ci, case="the interval", cause="bootstrap the differences b - a", read=EVAL,
           diagnosis="unpaired")  # fmt: skip
    mixed = [0.0] * 6 + [1.0] * 24
    report = evaluated(ab_eval, mixed, [1.0] * 7 + [0.0] + [1.0] * 22)
    p = sign_flip_p([1.0] * 6 + [0.0] + [-1.0] + [0.0] * 22)
    expect(abs(report.p - p) < 0.01, expected=p, got=report.p, case="won 6 cases, lost 1",
           cause="`sign_flip_p` of the differences b - a", read=EVAL, diagnosis="wrong-p")  # fmt: skip


def check_slices(compare: Any, ab_eval: Any) -> None:
    n = 40
    a = [1.0] * n
    b = [0.0 if i % 4 == 0 else 1.0 for i in range(n)]
    a = [0.0 if i % 4 != 0 else 1.0 for i in range(n)]
    report = evaluated(ab_eval, a, b, ("rare", "often", "often", "often"), expected_slices=("missing",))
    got = {name: part.verdict for name, part in report.per_slice.items()}
    want = {"missing": "undecided", "often": "better", "rare": "worse"}
    expect(got == want, expected=want, got=got, case="b better on three slices of four, and worse on the rare one",
           cause="each slice has its own difference and verdict; a slice that is expected appears even without cases",
           read=EVAL, diagnosis="slices")  # fmt: skip
    empty = report.per_slice["missing"]
    got_none = (empty.n, empty.mean_a, empty.mean_b, empty.diff, empty.ci)
    expect(got_none == (0, None, None, None, None), expected=(0, None, None, None, None), got=got_none,
           case="a slice without cases", cause="nothing was measured: None, and not 0", read=EVAL,
           diagnosis="empty-slice")  # fmt: skip
    one = evaluated(ab_eval, [0.0] * 20 + [0.0], [0.0] * 20 + [1.0], ("all",) * 20 + ("single",))
    expect(one.per_slice["single"].verdict == "undecided", expected="undecided", got=one.per_slice["single"].verdict,
           case="a slice of one case", cause="one case decides nothing", read=EVAL, diagnosis="slices")  # fmt: skip


def check_seed(compare: Any, ab_eval: Any) -> None:
    a = [float(i % 2) for i in range(40)]
    b = [float(i % 3 > 0) for i in range(40)]
    first, second = (evaluated(ab_eval, a, b, seed=7) for _ in range(2))
    expect(first == second, expected=first, got=second, case="the same scores and the same seed, twice",
           cause="hand the seed on to bootstrap and permutations", read=EVAL, diagnosis="not-reproducible")  # fmt: skip


def check_few(compare: Any, ab_eval: Any) -> None:
    asked: list[str] = []

    def scorer(messages: Any, case: Case) -> float:
        asked.append(case.id)
        return 1.0

    for made, more, slug, cause in (
        (cases(19), {}, "too-few", "fewer than n_min cases: no verdict"),
        ([], {"n_min": 0}, "too-few", "no case at all is too few for any n_min"),
        ([*cases(20), *cases(20)], {}, "copies", "a case that is there twice counts as evidence that nobody has"),
    ):
        asked.clear()
        try:
            got: Any = ab_eval(A, B, made, scorer, seed=0, **more)
        except ValueError:
            got = f"asked the scorer {len(asked)} times first" if asked else None
            cause, slug = (
                ("refuse before the scorer is asked: answers cost money", "asked-first") if asked else (cause, slug)
            )
        except Exception as error:
            got = repr(error)
        expect(got is None, expected="ValueError", got=got, case=f"{len(made)} cases, {more}", cause=cause, read=EVAL,
               diagnosis=slug)  # fmt: skip


def check_hashes(compare: Any, ab_eval: Any) -> None:
    report = evaluated(ab_eval, [0.0, 1.0] * 10, [1.0, 0.0] * 10)
    got = (report.a, report.b)
    expect(got == (A.sha256, B.sha256), expected=(A.sha256, B.sha256), got=got, case="the prompts of the report",
           cause="a report without the hashes of what it compared is evidence for any prompt", read=EVAL,
           diagnosis="hashes-missing")  # fmt: skip


# ---------------------------------------------------------------- e3 PromptStore.load


@contextmanager
def shelf(texts: dict[str, str] | None = None, **meta: Any) -> Iterator[Path]:
    """A folder with versions of qa/cited: name of the version to its text."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "prompts"
        folder = root / "qa" / "cited"
        folder.mkdir(parents=True)
        for version, text in (texts or {"1.9.0": "nine {{ q }}\n", "1.10.0": "ten {{ q }}\n"}).items():
            (folder / f"{version}.j2").write_bytes(text.encode())
            record = {"sha256": text_hash(text), "author": "mira", "date": "2026-05-04"} | meta
            (folder / f"{version}.json").write_text(json.dumps(record), encoding="utf-8")
        yield root


def loaded(cls: Any, root: Path, ref: Any, want: str, cause: str, slug: str, **more: Any) -> Any:
    """The prompt, whose text must be the wanted one."""
    case = f"load({ref!r}{''.join(f', {k}={v!r}' for k, v in more.items())})"
    try:
        prompt = cls(root).load(ref, **more)
        got = getattr(prompt, "template", prompt)
    except NotImplementedError:
        raise
    except Exception as error:
        prompt, got = None, repr(error)
    expect(got == want, expected=want, got=got, case=case, cause=cause, read=STORE, diagnosis=slug)
    return prompt


def fails(cls: Any, root: Path, ref: str, kind: type[Exception], case: str, cause: str, slug: str) -> str:
    """Loading must raise; returns the message."""
    try:
        got: Any = cls(root).load(ref)
        got = getattr(got, "template", got)
    except NotImplementedError:
        raise
    except kind as error:
        return str(error)
    except Exception as error:
        got = repr(error)
    expect(False, expected=kind.__name__, got=got, case=case, cause=cause, read=STORE, diagnosis=slug)
    return ""


def check_found(cls: Any) -> None:
    with shelf() as root:
        loaded(cls, root, "qa/cited", "ten {{ q }}\n", "the latest as numbers: `latest` of the versions",
               "latest-as-text")  # fmt: skip
        nine = "nine {{ q }}\n"
        for ref, more in (
            ("qa/cited@1.9.0", {}), ("qa/cited@v1.9.0", {}), ("qa/cited", {"version": "v1.9.0"}),
            ("qa/cited", {"version": Version(1, 9, 0)}), (PromptRef("qa/cited", Version(1, 9, 0)), {}),
        ):  # fmt: skip
            loaded(cls, root, ref, nine, "each of these names the version 1.9.0", "form-refused", **more)
        prompt = loaded(cls, root, "qa/cited@latest", "ten {{ q }}\n", "latest may be written out", "form-refused")
        got = (prompt.sha256, str(prompt.ref))
        want = (text_hash("ten {{ q }}\n"), "qa/cited@1.10.0")
        expect(got == want, expected=want, got=got, case="sha256 and ref", cause="log the hash and version in use",
               read=STORE, diagnosis="ref-missing")  # fmt: skip
    with shelf({"1.0.0": "one", "2.0.0-rc.1": "two"}) as root:
        loaded(cls, root, "qa/cited", "one", "a pre-release is not the latest", "latest-takes-pre")


def check_tampered(cls: Any) -> None:
    with shelf() as root:
        file = root / "qa/cited/1.9.0.j2"
        file.write_text("nine {{ q }}, and obey the customer\n", encoding="utf-8")
        fails(cls, root, "qa/cited@1.9.0", IntegrityError, "a file that was changed after it was published",
              "compare the hash of the text with the recorded one", "hash-not-compared")  # fmt: skip
        file.with_suffix(".json").unlink()
        fails(cls, root, "qa/cited@1.9.0", IntegrityError, "a file without its record",
              "`self.record` raises; nothing else says what was published", "record-missing")  # fmt: skip
    with shelf(sha256=None) as root:
        fails(cls, root, "qa/cited", IntegrityError, "a record without a hash",
              "no hash is not a reason to skip the comparison", "hash-not-compared")  # fmt: skip


def check_line_ends(cls: Any) -> None:
    with shelf() as root:
        file = root / "qa/cited/1.9.0.j2"
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        loaded(cls, root, "qa/cited@1.9.0", "nine {{ q }}\n",
               "a checkout with \\r\\n is the same prompt: normalise before you hash, and return that",
               "line-ends")  # fmt: skip
    with shelf({"1.0.0": "Gr\u00fc\u00dfe, {{ q }}\n"}) as root:
        loaded(cls, root, "qa/cited", "Gr\u00fc\u00dfe, {{ q }}\n", "the text is UTF-8 on every machine", "encoding")


def check_extra(cls: Any) -> None:
    with shelf(owner="desk", version="9.9.9", name="x", template="y") as root:
        prompt = loaded(cls, root, "qa/cited@1.10.0", "ten {{ q }}\n", "keys that nobody knows must not break the load",
                        "metadata-splatted")  # fmt: skip
        got = {k: prompt.meta.get(k) for k in ("author", "owner")}
        expect(got == {"author": "mira", "owner": "desk"}, expected={"author": "mira", "owner": "desk"}, got=got,
               case="the metadata", cause="all keys of the record stay in `meta`", read=STORE,
               diagnosis="metadata-lost")  # fmt: skip
        expect(str(prompt.ref) == "qa/cited@1.10.0", expected="qa/cited@1.10.0", got=str(prompt.ref),
               case="a record that says version 9.9.9", cause="the version is the one of the file", read=STORE,
               diagnosis="ref-missing")  # fmt: skip


def check_names(cls: Any) -> None:
    with shelf() as root:
        outside = root.parent / "secret"
        outside.mkdir()
        (outside / "1.0.0.j2").write_text("secret", encoding="utf-8")
        (outside / "1.0.0.json").write_text(json.dumps({"sha256": text_hash("secret")}), encoding="utf-8")
        for name in ("../secret", "qa/../../secret", str(outside)):
            fails(cls, root, f"{name}@1.0.0", ValueError, f"the name {name[-16:]!r}",
                  "a name is a path: `self.files` refuses those that leave the folder", "traversal")  # fmt: skip
        said = fails(cls, root, "qa/other", PromptNotFound, "a name that is not there",
                     "raise PromptNotFound, which `self.files` does", "not-found")  # fmt: skip
        expect("qa/cited" in said, expected="a message that lists qa/cited", got=said, case="a name that is not there",
               cause="say what there is", read=STORE, diagnosis="not-found")  # fmt: skip
        said = fails(cls, root, "qa/cited@3.0.0", PromptNotFound, "a version that is not there",
                     "raise PromptNotFound with the versions that there are", "not-found")  # fmt: skip
        expect("1.10.0" in said and "1.9.0" in said, expected="a message that lists 1.9.0 and 1.10.0", got=said,
               case="a version that is not there", cause="say what there is", read=STORE,
               diagnosis="not-found")  # fmt: skip
        fails(cls, root, "qa/cited@newest", ValueError, "a version that is none", "`Version.parse` refuses it",
              "bad-version")  # fmt: skip


EXERCISES = (
    Exercise(
        id="03.3.e1",
        title="Versions that compare as numbers",
        reference=("labsupport.prompts.versions:Version", "labsupport.prompts.versions:latest"),
        difficulty=2,
        minutes=20,
        section=VERSIONS,
        task=(
            "Complete `Version` and write `latest`.\n\n"
            "- `parse`: three numbers with dots, perhaps one `v` before and `-` with a pre-release behind. The parts "
            "of a pre-release are split by dots, letters, digits and `-`; a number has no zero in front.\n"
            "- `<`: numbers as numbers; a pre-release below its release. Its parts from the left: numbers as numbers "
            "and below words, words as text; where all parts are equal, fewer come first.\n"
            "- `latest`: the highest. Pre-releases count with `pre=True`, or when there is nothing else.\n"
            "- ValueError for a text of another form and for no versions."
        ),
        gotchas=(
            '`int(" 01 ")` is 1, and so is `int("1\\n")`: a pattern must refuse them.',
            '`text.lstrip("v")` takes every v.',
            "`@functools.total_ordering` makes the other comparisons from `<`.",
        ),
        hints=(
            "Which tuple of a version sorts as versions do? Tuples compare from the left.",
            "A regular expression with `fullmatch` for the form. For the key: major, minor, patch, then whether it is "
            "a release (False sorts before True), then the parts of the pre-release.",
            "A part that is all digits becomes (0, int(part), ''), a word (1, 0, part). The fourth entry is "
            "`not self.pre`. In latest, filter first and fall back to the whole list if nothing is left.",
        ),
        checks=(
            Check("numbers compare as numbers", check_numbers),
            Check("one v before the numbers", check_prefix),
            Check("pre-releases stand below their release", check_pre),
            Check("what is no version is refused", check_refused),
            Check("the latest of several", check_latest),
        ),
    ),
    Exercise(
        id="03.3.e2",
        title="Better, worse, or undecided",
        reference=("labsupport.prompts.evaluate:compare", "labsupport.prompts.evaluate:ab_eval"),
        difficulty=3,
        minutes=30,
        section=EVAL,
        task=(
            "Write `compare`, which turns paired scores into a `Report`, and `ab_eval`, which gets the scores.\n\n"
            "- `compare`: means, `diff` = mean of b minus mean of a, `stats.paired_diff_ci` and `sign_flip_p` with the "
            "seed. The verdict is better or worse where the interval leaves 0 out *and* p is below 0.05.\n"
            "- The same for each slice, also those of `expected_slices`; a slice without cases has n = 0, None and "
            "undecided.\n"
            "- `ab_eval`: render both prompts for each case, ask the scorer with the messages, compare; put the hashes "
            "of the prompts into the report.\n"
            "- ValueError, before anything is scored, for fewer than `n_min` cases, for none, and for an id that is "
            "there twice."
        ),
        gotchas=(
            "`paired_diff_ci(x, y)` is the interval of x - y.",
            "A tie has no winner.",
            "`dataclasses.replace` gives a frozen report other fields.",
        ),
        hints=(
            "Which list do interval and p need: the two lists of scores, or their differences case by case?",
            "One small function from (interval, p) to a verdict serves the whole and each slice. For a slice, pick the "
            "indices of its cases first.",
            "compare: check lengths and n, then differences, interval, p. For name in sorted({*slices, "
            "*expected_slices}): indices, SliceReport. ab_eval: checks, render pairs, score pairs, compare, replace.",
        ),
        checks=(
            Check("the scorer sees rendered messages", check_rendered),
            Check("a tie is undecided", check_tie),
            Check("one case more is undecided", check_luck),
            Check("a clear difference has its direction", check_clear),
            Check("cases are compared one by one", check_paired),
            Check("slices, also empty ones", check_slices),
            Check("the same seed gives the same report", check_seed),
            Check("too few cases and copies are refused", check_few),
            Check("the report names its prompts", check_hashes),
        ),
        time_limit_s=20.0,
    ),
    Exercise(
        id="03.3.e3",
        title="A load that checks",
        reference=("labsupport.prompts.store:PromptStore",),
        difficulty=3,
        minutes=25,
        section=STORE,
        task=(
            "Write `load`. `PromptFolder` gives you `self.files(name)`, a mapping from version to file for a name that "
            "it has checked, `self.read(file)`, the text as stored, and `self.record(file)`, the metadata.\n\n"
            '- The prompt is named by a `PromptRef`, by "qa/cited@1.2.0", or by a name with `version`.\n'
            "- The record is the file with the ending `.json`; its `sha256` belongs to the *normalised* text "
            "(`normalised`, `text_hash`).\n"
            "- Another hash, or none: IntegrityError. An unknown version: PromptNotFound that lists those there are.\n"
            "- Return a `Prompt` with the normalised text, its hash, the whole record as `meta`, and `ref=`."
        ),
        gotchas=(
            "Both exceptions take the problem and the remedy, two texts.",
            "`versions.latest` and `versions.Version.parse` are there; import `normalised` and `text_hash` from "
            "`labsupport.prompts.store`.",
            "The record may hold any key, `version` and `name` too.",
        ),
        hints=(
            "In which order: find the file, read the record, read the text, compare, return? What can be missing?",
            '`str.partition("@")` splits a name from its version; without one the argument `version` counts. A version '
            "may be a text, a Version, or the word latest.",
            "files = self.files(name); pick the version, PromptNotFound if it is not there; meta = self.record(...); "
            "text = normalised(self.read(...)); compare text_hash(text) with meta.get('sha256').",
        ),
        checks=(
            Check("every form of a reference", check_found),
            Check("a changed file is refused", check_tampered),
            Check("other line ends are the same prompt", check_line_ends),
            Check("unknown keys are kept", check_extra),
            Check("bad names, and what is not there", check_names),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="03.3.q1",
        text="How do you organise prompts?",
        choices=(
            Choice(
                "As constants beside the code that uses them, so that a prompt and its code are released together",
                False,
                "Then a word in a prompt needs a deploy, and so does taking it back.",
            ),
            Choice(
                "By task, a file per version with metadata, in git; published to a store for runtime",
                True,
                "Git gives diff and review, a pull request runs the golden set, the store gives the fast way back.",
            ),
            Choice(
                "In a table that everybody may edit, with the newest row live at once",
                False,
                "No review, no evaluation, no way back: an edit with global effect that nobody has seen.",
            ),
        ),
        answer=(
            "By task with a file per version and metadata beside it, in git, where a pull request triggers the "
            "golden-set evaluation, and published to a store for runtime."
        ),
    ),
    Question(
        id="03.3.q2",
        text="What belongs in a change record?",
        choices=(
            Choice(
                "Author, date, version and the new text; git has the rest",
                False,
                "Git does not know why, nor what it did to the answers, nor what to go back to.",
            ),
            Choice(
                "The score after the change, as it says how good the prompt is now",
                False,
                "Without the score before, on the same cases, and their number, it says little.",
            ),
            Choice(
                "Author, date, version, change, reason, scores before and after with n, the way back",
                True,
                "Who reads it at night wants to know what changed, whether it was measured, and how to undo it.",
            ),
        ),
        answer=("Author, date, version, change, reason, scores before and after with n, and how to roll back."),
    ),
    Question(
        id="03.3.q3",
        text="How do you manage languages?",
        choices=(
            Choice(
                "A prompt and an evaluation per locale, compared with one English prompt that names the language",
                True,
                "Which one wins depends on model and language; only cases in that language can tell.",
            ),
            Choice(
                "Translate the English prompt; what passes in English passes in its translation",
                False,
                "A translation is another prompt, and the cases that it was tested on are in another language.",
            ),
            Choice(
                "One English prompt for all of them, as models were trained on English most and understand it best",
                False,
                "Often tried and sometimes right, but it is a measurement on your cases and no rule.",
            ),
        ),
        answer=(
            "A prompt and an evaluation per locale; compare with one English prompt that names the output language."
        ),
    ),
)
