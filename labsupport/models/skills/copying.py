"""What needs no world: repeating lists and looking up pairs."""

from __future__ import annotations

import random

from labsupport.models import wording
from labsupport.models.examples import Example, fresh


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


def pairs(rng: random.Random) -> Example:
    """Pairs of unrelated items, one to be looked up: the smallest form of a question about a text."""
    rows: dict[str, str] = {}
    for _ in range(rng.randrange(2, 8)):
        rows[item(rng)] = item(rng)
    form = rng.choice(("{k}: {v}", "{k} - {v}", "| {k} | {v} |", "{k} is {v}.", "{k} has {v}.", "{v} goes with {k}."))
    text = rng.choice(("\n", "\n", " ")).join(form.format(k=k, v=v) for k, v in rows.items())
    key = rng.choice(list(rows))
    request = rng.choice(wording.PAIR_REQUESTS).format(k=key)
    content = f"{request}\n\n{text}" if rng.random() < 0.3 else f"{text}\n\n{request}"
    return Example("pairs", (("user", content),), rows[key], prompt_counts=False)
