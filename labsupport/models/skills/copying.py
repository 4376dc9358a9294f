"""What needs no world: repeating lists and looking up pairs."""

from __future__ import annotations

import random

from labsupport.models import wording
from labsupport.models.examples import Example, fresh

FORMS = ("{k}: {v}", "{k} - {v}", "{k} = {v}", "| {k} | {v} |", "{k} is {v}.", "{k} has {v}.")
ORDER_REQUESTS = ("Put the entries in this order:", "Sort like this:", "The same entries, in the order")


def item(rng: random.Random) -> str:
    """A name, number, id, word, version or amount that nothing but its text can predict."""
    draw = rng.randrange(10)
    if draw < 3:
        return fresh(rng)
    if draw == 3:
        return f"{fresh(rng)} {fresh(rng)}"
    if draw == 4:
        return rng.choice(wording.COMMON)
    if draw == 5:
        return " ".join(rng.choice(wording.COMMON) for _ in range(rng.randrange(2, 6)))
    if draw == 6:
        return str(rng.randrange(10 ** rng.randrange(1, 6)))
    if draw == 7:
        return f"{rng.choice(('ORD', 'INC', 'SEC', 'POL', 'CTR', 'E'))}-{rng.randrange(1000, 99999)}"
    if draw == 8:
        return f"{rng.randrange(1, 10)}.{rng.randrange(12)}.{rng.randrange(12)}"
    return f"{rng.choice(wording.COMMON)} {rng.choice(wording.COMMON)}"


def repeat(rng: random.Random) -> Example:
    """A list of unrelated items to be repeated: nothing but copying can lower its loss.

    On whole sentences a small model first learns the wordings and stays there; lists bring out copying.
    """
    gap = rng.choice((" ", ", ", "\n", " | "))
    text = gap.join(item(rng) for _ in range(rng.randrange(3, 16)))
    request = rng.choice(wording.REPEAT_REQUESTS)
    return Example("repeat", (("user", f"{request}\n\n{text}"),), text, prompt_counts=False)


def _rows(rng: random.Random, low: int, high: int) -> dict[str, str]:
    return {item(rng): item(rng) for _ in range(rng.randrange(low, high))}


def shuffled(rng: random.Random) -> Example:
    """Pairs, and the same pairs in another order: after a key only its own value can follow.

    Order tells nothing here, so a model has to match what stands before a value. One text asks for many look-ups, each
    beside its key; in `pairs` there is one, and its key is far from the answer.
    """
    rows = _rows(rng, 3, 9)
    form = rng.choice(FORMS)
    again = rng.sample(list(rows.items()), len(rows))
    gap = rng.choice(("\n", "\n", " "))
    text, answer = (gap.join(form.format(k=k, v=v) for k, v in order) for order in (rows.items(), again))
    order = ", ".join(k for k, _ in again)
    return Example("shuffled", (("user", f"{rng.choice(ORDER_REQUESTS)} {order}\n\n{text}"),), answer, (), False)


def several(rng: random.Random) -> Example:
    """The values of several keys in the order asked for, one a line, with or without their keys."""
    rows = _rows(rng, 3, 9)
    text = "\n".join(rng.choice(FORMS[:3]).format(k=k, v=v) for k, v in rows.items())
    keys = rng.sample(list(rows), rng.randrange(2, len(rows) + 1))
    named = rng.random() < 0.5
    answer = "\n".join(f"{k}: {rows[k]}" if named else rows[k] for k in keys)
    request = f"{'Key and value' if named else 'Values only'}: {'; '.join(keys)}"
    return Example("several", (("user", f"{text}\n\n{request}"),), answer, (), False)


def pairs(rng: random.Random) -> Example:
    """Pairs of unrelated items, one to be looked up: the smallest form of a question about a text."""
    rows: dict[str, str] = {}
    for _ in range(rng.randrange(2, 8)):
        rows[item(rng)] = item(rng)
    form = rng.choice((*FORMS, "{v} goes with {k}."))
    text = rng.choice(("\n", "\n", " ")).join(form.format(k=k, v=v) for k, v in rows.items())
    key = rng.choice(list(rows))
    request = rng.choice(wording.PAIR_REQUESTS).format(k=key)
    content = f"{request}\n\n{text}" if rng.random() < 0.3 else f"{text}\n\n{request}"
    return Example("pairs", (("user", content),), rows[key], prompt_counts=False)
