# right
from dataclasses import replace

from labsupport.context.pack import BudgetError, Packed, order_edges


def pack(parts, chunks, *, window, reserve_output, count, order=order_edges):
    for name, value, least in (("window", window, 1), ("reserve_output", reserve_output, 0)):
        if value < least:
            raise ValueError(f"{name}={value!r} must be at least {least}")
    base = count(parts.messages([]))
    if base + reserve_output > window:
        bare = count(replace(parts, system="", history=()).messages([]))
        raise BudgetError({"question and template": bare, "rest": base - bare, "output": reserve_output}, window)
    taken, rest = [], []
    for chunk in chunks:
        taken.append(chunk)
        if count(parts.messages(order(taken))) + reserve_output > window:
            rest.append(taken.pop())
    messages = parts.messages(order(taken))
    return Packed(messages, tuple(order(taken)), tuple(rest), tokens=count(messages))
