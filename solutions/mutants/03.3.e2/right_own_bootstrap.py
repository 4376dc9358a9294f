# right
import random
from statistics import fmean

from labsupport.prompts.evaluate import Report, SliceReport, sign_flip_p
from labsupport.prompts.render import render
from labsupport.stats import Interval


def part_of(a, b, seed):
    """Means, interval and verdict of one group of pairs."""
    if not a:
        return SliceReport(0, None, None, None, None, "undecided"), 1.0
    diffs = [y - x for x, y in zip(a, b)]
    rng = random.Random(seed)
    draws = sorted(fmean(rng.choices(diffs, k=len(diffs))) for _ in range(2000))
    ci = Interval(fmean(diffs), draws[49], draws[1949])
    p = sign_flip_p(diffs, seed=seed)
    verdict = "undecided" if p >= 0.05 or ci.low <= 0 <= ci.high else "better" if ci.low > 0 else "worse"
    return SliceReport(len(a), fmean(a), fmean(b), fmean(b) - fmean(a), ci, verdict), p


def compare(a, b, slices, *, seed, n_min=20, expected_slices=()):
    if len(a) != len(b) or len(a) != len(slices) or len(a) < max(n_min, 1):
        raise ValueError("not that many scores")
    per_slice = {}
    for name in {*slices, *expected_slices}:
        at = [i for i in range(len(a)) if slices[i] == name]
        per_slice[name] = part_of([a[i] for i in at], [b[i] for i in at], seed)[0]
    whole, p = part_of(a, b, seed)
    return Report(whole.mean_a, whole.mean_b, whole.diff, whole.ci, p, per_slice, whole.verdict, len(a))


def ab_eval(a, b, cases, scorer, *, seed, n_min=20, expected_slices=()):
    seen = set()
    for case in cases:
        if case.id in seen:
            raise ValueError(case.id)
        seen.add(case.id)
    if len(cases) < max(n_min, 1):
        raise ValueError("too few")
    scores = {name: [float(scorer(render(p, **c.variables), c)) for c in cases] for name, p in (("a", a), ("b", b))}
    made = compare(
        scores["a"], scores["b"], [c.slice for c in cases], seed=seed, n_min=n_min, expected_slices=expected_slices
    )
    return Report(
        made.mean_a,
        made.mean_b,
        made.diff,
        made.ci,
        made.p,
        made.per_slice,
        made.verdict,
        made.n,
        a=a.sha256,
        b=b.sha256,
    )
