# right
from labsupport.context.pack import BudgetError, Packed, budget_table, order_edges


def pack(parts, chunks, *, window, reserve_output, count, order=order_edges):
    if window < 1 or reserve_output < 0:
        raise ValueError(f"window={window}, reserve_output={reserve_output}")
    room = window - reserve_output

    def tokens_of(taken):
        return count(parts.messages(order(taken)))

    if tokens_of([]) > room:
        raise BudgetError(budget_table(parts, reserve_output, count), window)
    fates = []
    for chunk in chunks:
        so_far = [c for c, used in fates if used]
        fates.append((chunk, tokens_of([*so_far, chunk]) <= room))
    taken = [c for c, used in fates if used]
    return Packed(
        parts.messages(order(taken)),
        tuple(order(taken)),
        tuple(c for c, used in fates if not used),
        tokens=tokens_of(taken),
    )
