"""Hidden check for 03.3.e2: scores drawn anew; the package's comparison is the oracle, up to bootstrap noise."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.prompts.evaluate import compare
from labsupport.prompts.store import Prompt

READ = "03.3 A gate is a test"

DRIVER = """
from labsupport.prompts.evaluate import Case
from labsupport.prompts.store import Prompt


def number(value):
    return None if value is None else float(value)


def plain(report):
    slices = {
        name: [part.n, number(part.mean_a), number(part.mean_b), number(part.diff),
               None if part.ci is None else [float(part.ci.low), float(part.ci.high)], part.verdict]
        for name, part in report.per_slice.items()
    }
    return {"means": [float(report.mean_a), float(report.mean_b), float(report.diff)], "n": report.n,
            "p": float(report.p), "ci": [float(report.ci.low), float(report.ci.high)], "verdict": report.verdict,
            "slices": slices, "hashes": [report.a, report.b]}


async def drive(subject, call, args):
    compare, ab_eval = subject
    rows = []
    for job in args["jobs"]:
        first, second = Prompt.of("A " + job["template"]), Prompt.of("B " + job["template"])
        cases = [Case(i, {"q": f"{i}-{w}"}, s, k)
                 for k, (i, w, s) in enumerate(zip(job["ids"], job["words"], job["slices"]))]
        asked = []

        def scorer(messages, case):
            try:
                text = messages[-1]["content"]
            except Exception:
                text = str(getattr(messages, "template", messages))
            asked.append([text, case.id])
            return (job["b"] if text.startswith("B") else job["a"])[case.expected]

        try:
            runs = range(1 + (job is args["jobs"][0]))  # a repetition for each scenario, not for each job
            found = [plain(ab_eval(first, second, cases, scorer, seed=job["seed"], **job["more"])) for _ in runs]
            if job is args["jobs"][-1]:
                found.append(plain(compare(job["a"], job["b"], job["slices"], seed=job["seed"], **job["more"])))
            rows.append({"reports": found, "asked": asked})
        except NotImplementedError:
            raise
        except Exception as error:
            name = "ValueError" if isinstance(error, ValueError) else type(error).__name__
            rows.append({"raised": name, "asked": asked})
    return rows
"""

Job = dict[str, Any]


def close(x: Any, y: Any, tolerance: float) -> bool:
    return (x is None and y is None) or (x is not None and y is not None and abs(x - y) <= tolerance)


def judge_reports(jobs: list[Job], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for job, row in zip(jobs, result, strict=True):
            case = f"a={job['a']}, b={job['b']}, slices {sorted(set(job['slices']))}, {job['more']}"
            more = {"case": case, "read": READ}
            expect("reports" in row, expected="a report", got=row.get("raised"), cause="the evaluation raised",
                   diagnosis="raised", **more)  # fmt: skip
            rendered = [[f"{side} {job['template'].replace('{{ q }}', f'{i}-{w}')}", i]
                        for i, w in zip(job["ids"], job["words"], strict=True) for side in "AB"]  # fmt: skip
            once = row["asked"][: len(rendered)]
            expect(sorted(once) == sorted(rendered) and len(row["asked"]) in (len(once), 2 * len(once)),
                   expected=rendered[:2], got=row["asked"][:2],
                   cause="the scorer must see each case rendered with each prompt, once", diagnosis="raw-template",
                   **more)  # fmt: skip
            want = compare(job["a"], job["b"], job["slices"], seed=job["seed"], **job["more"])
            first, *others = row["reports"]
            twice = others[:1] if job is jobs[0] else []
            expect(twice in ([], [first]), expected=first, got=twice, cause="the same seed, twice: two reports",
                   diagnosis="not-reproducible", **more)  # fmt: skip
            hashes = [Prompt.of(f"{side} {job['template']}").sha256 for side in "AB"]
            expect(first["hashes"] == hashes, expected=hashes, got=first["hashes"], cause="the hashes of both prompts",
                   diagnosis="hashes-missing", **more)  # fmt: skip
            for report in row["reports"]:
                means = [want.mean_a, want.mean_b, want.diff]
                expect(all(close(x, y, 1e-9) for x, y in zip(means, report["means"], strict=True))
                       and report["n"] == want.n, expected=means, got=report["means"], cause="means, diff = b - a, n",
                       diagnosis="wrong-means", **more)  # fmt: skip
                expect(report["verdict"] == want.verdict, expected=want.verdict, got=report["verdict"], cause=cause,
                       diagnosis=slug, **more)  # fmt: skip
                expect(close(report["p"], want.p, 0.02), expected=want.p, got=report["p"], cause="p of the differences",
                       diagnosis="wrong-p", **more)  # fmt: skip
                # ends of another bootstrap differ by a step: means of 0s and 1s lie 1/n apart
                width = max(0.02, 1.01 / want.n, 0.15 * (want.ci.high - want.ci.low))
                ends = [want.ci.low, want.ci.high]
                expect(all(close(x, y, width) for x, y in zip(ends, report["ci"], strict=True)), expected=ends,
                       got=report["ci"], cause="the interval of the differences", diagnosis="unpaired",
                       **more)  # fmt: skip
                slices = {k: (v.n, v.verdict) for k, v in want.per_slice.items()}
                got = {k: (v[0], v[5]) for k, v in report["slices"].items()}
                expect(got == slices, expected=slices, got=got, cause="n and verdict of each slice",
                       diagnosis="slices", **more)  # fmt: skip
                for name, part in want.per_slice.items():
                    seen = report["slices"][name]
                    right = all(close(x, y, 1e-9) for x, y in zip((part.mean_a, part.mean_b, part.diff), seen[1:4],
                                                                  strict=True))  # fmt: skip
                    expect(right and (seen[4] is None) == (part.ci is None), expected=part, got=seen,
                           cause="a slice without cases has None everywhere", diagnosis="empty-slice",
                           **more)  # fmt: skip

    return judge


def judge_refusals(jobs: list[Job], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for job, row in zip(jobs, result, strict=True):
            case = f"{len(job['ids'])} cases, {job['more']}"
            expect(row.get("raised") == "ValueError", expected="ValueError", got=row.get("raised", "a report"),
                   case=case, cause=cause, read=READ, diagnosis=slug)  # fmt: skip
            expect(row["asked"] == [], expected="no question to the scorer", got=f"{len(row['asked'])} questions",
                   case=case, cause="refuse before answers are paid for", read=READ,
                   diagnosis="asked-first")  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def job(a: Sequence[float], b: Sequence[float], slices: Sequence[str] = (), **more: Any) -> Job:
        word = rng.choice(("Say", "Tell", "Answer"))
        return {"a": list(a), "b": list(b), "slices": list(slices) or ["all"] * len(a), "seed": rng.randrange(99),
                "template": f"{word}: {{{{ q }}}}", "ids": [f"c{i}" for i in range(len(a))], "more": more,
                "words": [rng.choice(("tea", "oak", "sun")) for _ in a]}  # fmt: skip

    def bits(n: int, share: float) -> list[float]:
        return [float(i < share * n) for i in rng.sample(range(n), n)]

    def flipped(scores: list[float], lost: int, won: int) -> list[float]:
        """The scores with so many cases lost and won."""
        out = list(scores)
        for value, count in ((1.0, lost), (0.0, won)):
            for i in rng.sample([i for i, s in enumerate(scores) if s == value], count):
                out[i] = 1.0 - value
        return out

    base = bits(60, 0.5)
    ties = [job(base, base), job([0.0] * 25, [0.0] * 25), job([0.5] * 20, [0.5] * 20)]
    yield Scenario("ties", {"jobs": ties}, None, judge_reports(ties, "tie-has-winner", "a tie is undecided"))
    luck = [job(base, flipped(base, 3, 4)), job(base, flipped(base, 4, 2)), job(bits(20, 0.5), bits(20, 0.5))]
    luck[2]["b"] = flipped(luck[2]["a"], 1, 2)
    yield Scenario("luck", {"jobs": luck}, None,
                   judge_reports(luck, "any-difference-wins", "so few cases more are luck"))  # fmt: skip
    clear = [job(base, flipped(base, 1, 14)), job(base, flipped(base, 15, 0))]
    yield Scenario("clear differences", {"jobs": clear}, None,
                   judge_reports(clear, "direction-swapped", "b against a, in this direction"))  # fmt: skip
    spread = [rng.random() for _ in range(40)]
    paired = [job(spread, [x + 0.04 + 0.02 * rng.random() for x in spread]),
              job(spread, [x - 0.05 for x in spread])]  # fmt: skip
    yield Scenario("small differences on every case", {"jobs": paired}, None,
                   judge_reports(paired, "unpaired", "case by case the difference is plain"))  # fmt: skip
    n = 60
    rare = [i % 5 == 0 for i in range(n)]
    a = [1.0 if r else 0.0 for r in rare]
    b = [0.0 if r else 1.0 for r in rare]
    names = ["rare" if r else "often" for r in rare]
    lone = [*bits(30, 0.5), 0.0]
    parts = [job(a, b, names, expected_slices=["nobody"]), job(base, base, expected_slices=["none", "all"]),
             job(lone, [*lone[:30], 1.0], ["all"] * 30 + ["single"])]  # fmt: skip
    yield Scenario("slices", {"jobs": parts}, None, judge_reports(parts, "slices", "the whole is judged as a whole"))
    few = [job(bits(19, 0.5), bits(19, 0.5)), job(bits(30, 0.5), bits(30, 0.5), n_min=31), job([], [], n_min=0)]
    yield Scenario("too few cases", {"jobs": few}, None, judge_refusals(few, "too-few", "fewer than n_min, or none"))
    copies = job(bits(24, 0.5), bits(24, 0.5))
    copies["ids"][rng.randrange(12)] = copies["ids"][20]
    yield Scenario("a case twice", {"jobs": [copies]}, None,
                   judge_refusals([copies], "copies", "a copy is no evidence"))  # fmt: skip
