"""Typos and abbreviations, as people in a hurry make them, never inside a span that a label points to."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from labsupport.world.entities import Gold, Mark

SHORT = {  # what hurried writers shorten
    "please": "pls", "because": "bc", "about": "abt", "tomorrow": "tmrw", "thanks": "thx", "without": "w/o",
    "with": "w/", "before": "b4", "probably": "prob", "information": "info", "message": "msg", "approximately": "approx",
    "department": "dept", "number": "no.", "especially": "esp.", "between": "btw", "minutes": "min", "temperature": "temp",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{4,}")


def typo(rng: random.Random, word: str) -> str:
    """One slip of the fingers: two letters swapped, one left out, one doubled."""
    at = rng.randrange(1, len(word) - 2)
    slip = rng.random()
    if slip < 0.4:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip < 0.75:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def disturb(
    rng: random.Random, text: str, gold: Sequence[Gold], marks: Sequence[Mark], share: float
) -> tuple[str, list[Gold], list[Mark]]:
    """The text with a share of its words disturbed, and all spans moved along. `share` 0 changes nothing."""
    gold, marks = list(gold), list(marks)
    if share <= 0:
        return text, gold, marks
    spans = sorted((s.start, s.end) for s in (*gold, *marks))
    taken = set().union(*(range(a, b) for a, b in spans))
    out, last, moves = [], 0, []  # moves: (position in the old text, shift from there on)
    shift = 0
    for match in _WORD.finditer(text):
        if rng.random() >= share or not taken.isdisjoint(range(match.start(), match.end())):
            continue
        word = match[0]
        if word[1:].lower() != word[1:]:  # names in capitals, code
            continue
        new = SHORT.get(word.lower(), "") if rng.random() < 0.5 else ""
        new = new or typo(rng, word)
        out += [text[last : match.start()], new]
        last = match.end()
        shift += len(new) - len(word)
        moves.append((match.end(), shift))
    out.append(text[last:])

    def moved(at: int) -> int:
        return at + next((s for position, s in reversed(moves) if position <= at), 0)

    return (
        "".join(out),
        [Gold(g.triple, moved(g.start), moved(g.end)) for g in gold],
        [Mark(m.kind, moved(m.start), moved(m.end), m.note) for m in marks],
    )
