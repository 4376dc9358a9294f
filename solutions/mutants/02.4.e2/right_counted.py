# right
from labsupport.vision.receipts import MIN_PROB, Decision, Issue


def verify_receipt(r):
    bad = sum(cents is None for cents in r.lines)
    complete = bool(r.lines) and bad == 0 and r.total is not None
    found = {
        "total_format": r.total is None,
        "range": r.total is not None and r.total < 1,
        "no_lines": len(r.lines) == 0,
        "line_format": bad,
        "sum": complete and r.total - sum(r.lines) != 0,
    }
    return [Issue(code, f"{code} does not hold") for code, times in found.items() for _ in range(int(times))]


def decide(first, others=(), *, min_prob=MIN_PROB):
    reasons = tuple(issue.code for issue in verify_receipt(first))
    reasons += ("not sure enough",) * (not first.min_token_prob >= min_prob)
    reasons += tuple(f"{first.total} or {other}?" for other in others if first.total != other)
    return Decision(first.total) if reasons == () else Decision(None, reasons)
