# diagnosis: wrong-error
from labsupport.context.pack import BudgetError, Packed, budget_table, order_edges


def pack(parts, chunks, *, window, reserve_output, count, order=order_edges):
    if window < 1 or reserve_output < 0:
        raise ValueError("wrong window or reserve")
    room = window - reserve_output
    if count(parts.messages([])) > room:
        raise ValueError("prompt too long")
    taken, dropped = [], []
    for chunk in chunks:
        fits = count(parts.messages(order([*taken, chunk]))) <= room
        (taken if fits else dropped).append(chunk)
    messages = parts.messages(order(taken))
    return Packed(messages, tuple(order(taken)), tuple(dropped), tokens=count(messages))
