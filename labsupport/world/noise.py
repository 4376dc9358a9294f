"""Typos and abbreviations, as people in a hurry make them, never inside a span that a label points to."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Sequence

from labsupport.world.entities import Gold, Mark

SHORT: dict[str, dict[str, tuple[str, ...]]] = {  # language -> what hurried writers shorten
    "en": {
        "please": ("pls", "plz"), "because": ("bc", "cos"), "about": ("abt",), "tomorrow": ("tmrw", "tmr"),
        "thanks": ("thx", "tks"), "without": ("w/o",), "with": ("w/",), "before": ("b4", "bfr"), "probably": ("prob",),
        "information": ("info",), "message": ("msg",), "messages": ("msgs",), "approximately": ("approx.",),
        "department": ("dept.",), "number": ("no.", "nr"), "especially": ("esp.",), "minutes": ("min", "mins"),
        "temperature": ("temp",), "temperatures": ("temps",), "customer": ("cust.",), "customers": ("custs",),
        "delivery": ("dlvry", "deliv."), "received": ("rcvd", "rec'd"), "regarding": ("re",), "though": ("tho",),
        "through": ("thru",), "tonight": ("2nite",), "people": ("ppl",), "should": ("shld",), "would": ("wld",),
        "could": ("cld",), "problem": ("prob", "pblm"), "configuration": ("config",), "application": ("app",),
        "document": ("doc",), "documents": ("docs",), "management": ("mgmt",), "meeting": ("mtg",),
        "maximum": ("max",), "minimum": ("min.",), "quantity": ("qty",), "weekend": ("wkend",),
        "certificate": ("cert",), "database": ("db",), "production": ("prod",), "something": ("sth",),
        "somebody": ("sb",), "your": ("ur",), "hours": ("hrs",), "weeks": ("wks",),
    },
    "de": {
        "bitte": ("bte",), "nicht": ("nich",), "vielleicht": ("vllt",), "eigentlich": ("eigtl.",), "oder": ("od.",),
        "beziehungsweise": ("bzw.",), "ungefähr": ("ca.",), "wahrscheinlich": ("wahrsch.",), "zusammen": ("zus.",),
        "telefonisch": ("tel.",), "eventuell": ("evtl.",), "gegebenenfalls": ("ggf.",), "inklusive": ("inkl.",),
    },
    "fr": {
        "bonjour": ("bjr",), "merci": ("mci",), "aujourd": ("ajd",), "toujours": ("tjs",),
        "beaucoup": ("bcp",), "quelque": ("qqe",), "quelques": ("qq",), "pour": ("pr",), "dans": ("ds",),
        "vous": ("vs",), "nous": ("ns",), "numéro": ("n°",), "maintenant": ("mtn",), "quand": ("qd",),
    },
}  # fmt: skip
SLIPS = {  # misspellings that are habits, not slips of a finger
    "definitely": "definately", "separate": "seperate", "receive": "recieve", "until": "untill", "which": "wich",
    "their": "thier", "necessary": "neccessary", "weird": "wierd", "occurred": "occured", "believe": "beleive",
    "address": "adress", "calendar": "calender", "possible": "posible", "tomorrow": "tommorow", "really": "realy",
    "already": "allready", "again": "agian", "would": "woud", "different": "diffrent", "beginning": "begining",
    "don't": "dont", "doesn't": "doesnt", "can't": "cant", "didn't": "didnt", "isn't": "isnt", "it's": "its",
    "won't": "wont", "we're": "were", "that's": "thats", "wasn't": "wasnt", "haven't": "havent", "I'm": "Im",
}  # fmt: skip
BESIDE = {  # what a finger hits beside a key
    "a": "s", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_WORD = re.compile(  # a word that is no part of an identifier, an address or a path
    r"(?<![\w@.:/#=\-'])[^\W\d_]+(?:'[^\W\d_]+)?(?![\w@/=]|[.:\-][^\W_])"
)
_KEEP = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\S+@\S+|<!--.*?-->|<\|[^\n]*|^\|[^\n]*$|^(?:>\s*)*[A-Z][\w -]{1,14}:",
    re.S | re.M,
)


def typo(rng: random.Random, word: str) -> str:
    """One slip of the fingers in a word of four letters or more: two letters swapped, one left out, doubled or
    replaced by its neighbour on the keyboard. The first letter stays; the result differs from the word."""
    for _ in range(8):
        at = rng.randrange(1, len(word) - 1)
        slip = rng.random()
        if slip < 0.35:
            made = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif slip < 0.65:
            made = word[:at] + word[at + 1 :]
        elif slip < 0.8:
            made = word[:at] + word[at] + word[at:]
        else:
            made = word[:at] + rng.choice(BESIDE.get(word[at], word[at])) + word[at + 1 :]
        if made != word:
            return made
    return word[:-1]


def _hurried(rng: random.Random, word: str, language: str) -> str:
    """The word as a hurried person writes it; the word itself where nothing fits."""
    known = SHORT.get(language, {}).get(word.lower())
    if known and rng.random() < 0.7:
        short = rng.choice(known)
        return short[:1].upper() + short[1:] if word[0].isupper() else short
    if language == "en" and word in SLIPS and rng.random() < 0.8:
        return SLIPS[word]
    if len(word) < 4 or not word.islower():  # names, sentence starts, code
        return word
    return typo(rng, word)


def disturb(
    rng: random.Random, text: str, gold: Sequence[Gold], marks: Sequence[Mark], share: float, language: str = "en"
) -> tuple[str, list[Gold], list[Mark]]:
    """The text with a share of its words disturbed, and all spans moved along. `share` 0 changes nothing.

    Left alone: everything inside or touching a span, code, tables, header lines' keys, addresses, identifiers and
    names (any word with a capital gets at most a common abbreviation).
    """
    gold, marks = list(gold), list(marks)
    if share <= 0:
        return text, gold, marks
    kept: list[tuple[int, int]] = []  # merged, so that one look at the next is enough
    for a, b in sorted(
        [
            *((g.start, g.end) for g in gold),
            *((m.start, m.end) for m in marks),
            *(m.span() for m in _KEEP.finditer(text)),
        ]
    ):
        if kept and a <= kept[-1][1]:
            kept[-1] = kept[-1][0], max(b, kept[-1][1])
        else:
            kept.append((a, b))
    out: list[str] = []
    places, shifts = [0], [0]  # from a place in the old text on, what is added to positions
    last, after = 0, 0
    for match in _WORD.finditer(text):
        while after < len(kept) and kept[after][1] < match.start():
            after += 1
        if rng.random() >= share or (after < len(kept) and kept[after][0] <= match.end()):
            continue
        new = _hurried(rng, match[0], language)
        if new == match[0]:
            continue
        if new.endswith(".") and text[match.end() : match.end() + 1] == ".":
            new = new[:-1]
        out += [text[last : match.start()], new]
        last = match.end()
        places.append(match.end())
        shifts.append(shifts[-1] + len(new) - len(match[0]))
    out.append(text[last:])

    def moved(at: int) -> int:
        return at + shifts[bisect_right(places, at) - 1]

    return (
        "".join(out),
        [Gold(g.triple, moved(g.start), moved(g.end)) for g in gold],
        [Mark(m.kind, moved(m.start), moved(m.end), m.note) for m in marks],
    )
