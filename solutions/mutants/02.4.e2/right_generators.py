# right
from labsupport.vision.receipts import MIN_PROB, Decision, Issue


def found_in(r):
    match r.total:
        case None:
            yield Issue("total_format", f"{r.printed[0]!r} is no amount")
        case cents if cents <= 0:
            yield Issue("range", f"{cents} cents cannot be paid")
    rest = r.total
    for cents in r.lines:
        if cents is None:
            yield Issue("line_format", "no amount")
            rest = None
        elif rest is not None:
            rest -= cents
    if r.lines and rest:
        yield Issue("sum", f"{rest} cents are left")
    elif not r.lines:
        yield Issue("no_lines", "nothing to add up")


def verify_receipt(r):
    return list(found_in(r))


def decide(first, others=(), *, min_prob=MIN_PROB):
    if not 0.0 <= min_prob <= 1.0:
        raise ValueError(f"min_prob={min_prob!r}")

    def against():
        for _, problem in verify_receipt(first):
            yield problem
        if min_prob > first.min_token_prob:
            yield "a guess"
        for other in others:
            if not other == first.total:
                yield f"{other} was read, too"

    reasons = tuple(against())
    return Decision(total=None, reasons=reasons) if reasons else Decision(total=first.total)
