# diagnosis: order-ignored
from labsupport.context.pack import BudgetError, Packed, budget_table, order_edges


def pack(parts, chunks, *, window, reserve_output, count, order=order_edges):
    if window < 1 or reserve_output < 0:
        raise ValueError("wrong window or reserve")
    room = window - reserve_output
    if count(parts.messages([])) > room:
        raise BudgetError(budget_table(parts, reserve_output, count), window)
    taken, dropped = [], []
    for chunk in chunks:
        fits = count(parts.messages(order([*taken, chunk]))) <= room
        (taken if fits else dropped).append(chunk)
    messages = parts.messages(taken)
    return Packed(messages, tuple(taken), tuple(dropped), tokens=count(messages))
