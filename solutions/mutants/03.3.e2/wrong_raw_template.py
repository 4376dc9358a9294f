# diagnosis: raw-template
from dataclasses import replace

from labsupport import stats
from labsupport.prompts.evaluate import LEVEL, N_MIN, Report, SliceReport, sign_flip_p
from labsupport.prompts.render import render


def judged(ci, p):
    if p < 1 - LEVEL and ci.low > 0:
        return "better"
    if p < 1 - LEVEL and ci.high < 0:
        return "worse"
    return "undecided"


def compare(a, b, slices, *, seed, n_min=N_MIN, expected_slices=()):
    if not (len(a) == len(b) == len(slices)):
        raise ValueError("the lists do not belong together")
    if not a or len(a) < n_min:
        raise ValueError(f"{len(a)} cases are too few")
    ci = stats.paired_diff_ci(b, a, seed=seed)
    p = sign_flip_p([y - x for x, y in zip(a, b)], seed=seed)
    groups = {name: [] for name in expected_slices}
    for x, y, name in zip(a, b, slices):
        groups.setdefault(name, []).append((x, y))
    parts = {}
    for name, pairs in groups.items():
        if not pairs:
            parts[name] = SliceReport(0, None, None, None, None, "undecided")
            continue
        xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
        part = stats.paired_diff_ci(ys, xs, seed=seed)
        part_p = sign_flip_p([y - x for x, y in pairs], seed=seed)
        parts[name] = SliceReport(len(pairs), stats.mean(xs), stats.mean(ys), part.value, part, judged(part, part_p))
    return Report(stats.mean(a), stats.mean(b), ci.value, ci, p, parts, judged(ci, p), len(a))


def ab_eval(a, b, cases, scorer, *, seed, n_min=N_MIN, expected_slices=()):
    if len(cases) < max(1, n_min):
        raise ValueError("too few cases")
    if len({case.id for case in cases}) < len(cases):
        raise ValueError("a case is there twice")
    xs, ys = [], []
    for case in cases:
        xs.append(float(scorer(a, case)))
        ys.append(float(scorer(b, case)))
    names = [case.slice for case in cases]
    report = compare(xs, ys, names, seed=seed, n_min=n_min, expected_slices=expected_slices)
    return replace(report, a=a.sha256, b=b.sha256)
