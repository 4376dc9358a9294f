# diagnosis: vote
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
    if r.total is not None and r.lines and None not in r.lines and sum(r.lines) != r.total:
        issues.append(Issue("sum", f"{sum(r.lines)} is not {r.total}"))
    return issues


def decide(first, others=(), *, min_prob=MIN_PROB):
    reasons = [issue.problem for issue in verify_receipt(first)]
    if first.min_token_prob < min_prob:
        reasons.append(f"probability {first.min_token_prob} is below {min_prob}")
    votes = [first.total, *others]
    winner = max(votes, key=votes.count)
    if winner is None:
        reasons.append("most readings find no amount")
    return Decision(None if reasons else winner, tuple(reasons))
