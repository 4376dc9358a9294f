# diagnosis: none-line
from labsupport.vision.receipts import MIN_PROB, Decision, Issue


def verify_receipt(r):
    issues = []
    if r.total is None:
        issues.append(Issue("total_format", "the total is no amount"))
    elif r.total <= 0:
        issues.append(Issue("range", "the total is not above 0"))
    if not r.lines:
        issues.append(Issue("no_lines", "no lines"))
    for line in r.lines:
        if line is None:
            issues.append(Issue("line_format", "a line is no amount"))
    if r.total is not None and r.lines and sum(c for c in r.lines if c is not None) != r.total:
        issues.append(Issue("sum", "the known lines do not add up"))
    return issues


def decide(first, others=(), *, min_prob=MIN_PROB):
    reasons = [issue.problem for issue in verify_receipt(first)]
    if first.min_token_prob < min_prob:
        reasons.append(f"probability {first.min_token_prob} is below {min_prob}")
    for other in others:
        if other != first.total:
            reasons.append(f"another reading says {other}")
    return Decision(None if reasons else first.total, tuple(reasons))
