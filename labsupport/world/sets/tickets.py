"""Support tickets with category, priority and sentiment, in English, German and French.

A ticket's category follows from the sentence at its core, which often borrows the words of a neighbouring category; its
priority from what depends on it (`RULES`), never from shouting; its sentiment from what the writer lets show, where
sarcasm uses the words of praise. `evidence` marks the characters that decide each label.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from labsupport.world.docs.page import sections
from labsupport.world.entities import Mark, World
from labsupport.world.noise import disturb
from labsupport.world.sets.extract import lay, slots
from labsupport.world.sets.tickets_text import ENGLISH, FRENCH, GERMAN, SPREAD, WORDS
from labsupport.world.sides import PATTERN, Split, by_split, share
from labsupport.world.writer import MONTHS, Decks, Writer

TOTAL = 2400  # of a whole world; smaller worlds get fewer in proportion
Category = Literal[
    "billing", "contract", "delivery", "returns", "hardware", "connectivity", "software", "data", "alerts", "access",
    "security", "request",
]  # fmt: skip
Priority = Literal["low", "normal", "high", "urgent"]
Sentiment = Literal["neutral", "positive", "negative", "sarcastic", "mixed"]
CATEGORIES: dict[Category, str] = {  # as a prompt may define them
    "billing": "what was charged, paid, credited or printed on an invoice",
    "contract": "plan, term, licences, conditions, offers, notice",
    "delivery": "goods on their way to the customer: when, where, how many, papers",
    "returns": "goods on their way back: exchange, refund, warranty, loan units",
    "hardware": "a device that is broken, worn, wet or does not power up",
    "connectivity": "devices or gateways that cannot get through: radio, network, SIM, firewall",
    "software": "the app, the web page or the dashboard misbehaves",
    "data": "readings, curves or figures that are wrong, missing or in doubt",
    "alerts": "alarms and messages: too many, none, late, to the wrong person",
    "access": "signing in, passwords, users, roles and rights",
    "security": "suspicion of misuse, leaks, weaknesses; privacy and audits",
    "request": "how to do something, or a wish for something new",
}
RULES: dict[Priority, str] = {
    "urgent": "people, goods or a whole site are at risk now or within hours",
    "high": "several people are blocked or a date within two days is at stake, with no way around it",
    "normal": "one person or device is affected, or there is a way around; also where nothing is said",
    "low": "nothing depends on it",
}
STYLE = (58, 32, 10)  # per cent of plain, both, oblique
SENTIMENTS: tuple[Sentiment, ...] = ("neutral", "positive", "negative", "sarcastic", "mixed")
NEIGHBOURS: dict[Category, tuple[Category, ...]] = {  # what a category is most easily taken for
    "billing": ("contract", "delivery", "returns"), "contract": ("billing", "access", "request"),
    "delivery": ("returns", "billing", "hardware"), "returns": ("delivery", "hardware", "billing"),
    "hardware": ("connectivity", "returns", "data"), "connectivity": ("hardware", "data", "alerts"),
    "software": ("data", "access", "connectivity"), "data": ("hardware", "software", "connectivity"),
    "alerts": ("data", "connectivity", "hardware"), "access": ("security", "software", "contract"),
    "security": ("access", "billing", "software"), "request": ("software", "contract", "access"),
}  # fmt: skip
TRADE = ("billing", "contract", "delivery", "returns", "request")


def _spread(bank: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A bank with `@words` and, in plain sections, the usual words of the category as alternatives."""
    out = {}
    for name, lines in bank.items():
        usual = SPREAD.get(name.removeprefix("plain."), {}) if name.startswith("plain.") else {}

        def wide(line: str, usual: Mapping[str, str] = usual) -> str:
            line = re.sub(r"@[A-Za-z]+", lambda m: f"<{WORDS[m[0]]}>", line)
            return _LOOSE.sub(lambda m: f"<{usual[m[0]]}>" if m[0] in usual else m[0], line)

        out[name] = tuple(wide(line) for line in lines)
    return out


_LOOSE = re.compile(r"(?<!\ban )(?<!\ba )(?<![\w<|{])[A-Za-z]+(?![\w>|}])(?![^<]*>)")  # words outside alternatives
BANKS = {"en": _spread(sections(ENGLISH)), "de": sections(GERMAN), "fr": sections(FRENCH)}
DAYS = {"en": "Monday Tuesday Wednesday Thursday Friday", "de": "Montag Dienstag Mittwoch Donnerstag Freitag",
        "fr": "lundi mardi mercredi jeudi vendredi"}  # fmt: skip


Style = Literal["plain", "both", "oblique"]


class Evidence(NamedTuple):
    """The characters of a ticket that decide one of its labels."""

    label: Literal["category", "priority", "sentiment"]
    start: int
    end: int


@dataclass(frozen=True)
class Ticket:
    """One ticket. `style` says whether its core uses the usual words of its category, a neighbour's, or both; `lure`
    is a category that the text mentions only to rule it out."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    text: str
    language: Literal["en", "de", "fr"]
    category: Category
    priority: Priority
    sentiment: Sentiment
    style: Style
    lure: Category | None
    evidence: tuple[Evidence, ...]


Item = Ticket


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"tickets-{world.seed}")
        splits: tuple[Split, ...] = ("train", "dev", "test")
        known = world.split
        self.orders = {s: [o for o in world.orders if known[o.id] == s] for s in splits}
        self.products = {s: [p for p in world.products if known[p.id] == s] for s in splits}
        self.sites = {s: [t for t in world.sites if known[t.id] == s] for s in splits}
        self.left: dict[tuple[str, ...], list[tuple[int, str]]] = {}

    def deal(self, language: str, section: str, split: Split, have: set[str]) -> tuple[int, str] | None:
        """The next template of a section that needs no slot beyond `have`; all are used before one comes back."""
        key = language, section, split
        for _ in range(2):
            left = self.left.setdefault(key, [])
            for at, (_, template) in enumerate(left):
                if slots(template) <= have:
                    return left.pop(at)
            bank = list(by_split(share(BANKS[language][section], self.world.side), split))
            self.rng.shuffle(bank)
            self.left[key] = left + bank
        return None

    def values(self, split: Split, language: str) -> dict[str, tuple[str, str, str]]:
        rng, n = self.rng, self.rng.randrange(4, 13)
        plain = {"n": str(n), "n2": str(n + rng.randrange(2, 9)), "month": rng.choice(MONTHS[language]),
                 "wday": rng.choice(DAYS[language].split())}  # fmt: skip
        found = {slot: (value, "", value) for slot, value in plain.items()}
        if self.orders[split]:
            order = rng.choice(self.orders[split])
            found["order"] = order.id, order.id, order.id
            name = self.world.name(order.product)
            found["product"] = name, order.product, name
        if self.sites[split]:
            site = rng.choice(self.sites[split])
            found["site"] = site.name, site.id, site.name
        return found

    def item(self, number: int, split: Split, category: Category) -> Ticket | None:
        rng = self.rng
        language: Literal["en", "de", "fr"] = rng.choices(("en", "de", "fr"), (84, 9, 7))[0]
        priority: Priority = rng.choices(("low", "normal", "high", "urgent"), (22, 38, 24, 16))[0]
        if category == "request" and priority == "urgent":
            priority = "low"
        sentiment: Sentiment = rng.choices(SENTIMENTS, (40, 13, 19, 15, 13))[0]
        values = self.values(split, language)
        have = set(values)
        style: Style = rng.choices(("plain", "both", "oblique"), STYLE)[0]
        chosen = {"plain": ("plain.", "plain.")[: rng.choice((1, 2, 2))], "both": ("plain.", ""), "oblique": ("",)}[
            style
        ]
        dealt = [(kind + category, self.deal(language, kind + category, split, have)) for kind in chosen]
        cores = list(dict.fromkeys(dealt))  # a small bank may give one sentence twice
        if not all(core for _, core in cores):
            return None
        rng.shuffle(cores)
        parts: list[tuple[str, str]] = [("category", core[1]) for _, core in cores if core]
        template = "+".join(f"{section}/{core[0]}" for section, core in cores if core)

        def add(section: str, label: str, at: int | None = None) -> bool:
            found = self.deal(language, section, split, have)
            if found is not None:
                parts.insert(len(parts) if at is None else at, (label, found[1]))
            return found is not None

        if rng.random() < 0.6:
            add("detail", "")
        lure: Category | None = None
        if language == "en" and rng.random() < 0.3:
            lure = rng.choice(NEIGHBOURS[category])
            add(f"settled.{lure}", "", rng.randrange(len(parts) + 1))
        if priority != "normal" or rng.random() < 0.6:
            field = ".trade" if category in TRADE else ".ops"
            section = priority + (field if language == "en" and priority in ("high", "urgent") else "")
            add(section, "priority", rng.choice((len(parts), len(parts), 0)))
        if sentiment != "neutral":
            add(sentiment, "sentiment", rng.choice((len(parts), len(parts), 0)))
        if rng.random() < 0.3:
            add("filler", "", rng.randrange(len(parts) + 1))
        if rng.random() < {"low": 0.14, "normal": 0.12, "high": 0.14, "urgent": 0.18}[priority]:
            add("loud", "", rng.choice((0, len(parts))))
        if rng.random() < 0.35:
            add("open", "", 0)
        if rng.random() < 0.35:
            add("close", "")
        text, marks = "", list[Mark]()
        writer = Writer(rng, self.world, Decks(), language)
        gap = rng.choice((" ", " ", " ", "\n", "\n\n"))
        for label, template in parts:
            if text:
                text += "\n" if text[-1] == "," else " " if text[-1] == ":" else gap if text[-1] in ".!?" else "\n"
            start = len(text)
            spun = writer.spin(template)
            part, _ = lay(_smooth(spun) if language == "en" else spun, values, start)
            text += part
            if label:
                marks.append(Mark(label, start, len(text)))
        used = {slot for _, template in parts for slot in slots(template)}
        names = [
            Mark("name", m.start(), m.end()) for s in sorted(used) for m in re.finditer(re.escape(values[s][0]), text)
        ]
        text, marks = _hurried(rng, text, marks, names, language)
        entities = dict.fromkeys(values[s][1] for s in sorted(used) if values[s][1])
        evidence = (Evidence(m.kind, m.start, m.end) for m in sorted(marks, key=_start))  # type: ignore[arg-type]
        return Ticket(
            f"ticket-{number:05d}", split, f"tickets/{language}.{template}", tuple(entities), text, language,
            category, priority, sentiment, style, lure, tuple(evidence),
        )  # fmt: skip


def _smooth(text: str) -> str:
    """English with what alternatives may spoil mended: a word twice in a row, a for an."""
    text = re.sub(r"\b([a-z]+) \1\b", r"\1", text)
    return re.sub(r"\b([Aa]) (?=[aei]|o(?!ne))", r"\1n ", text)


def _start(mark: Mark) -> int:
    return mark.start


def _hurried(
    rng: random.Random, text: str, marks: Sequence[Mark], names: Sequence[Mark], language: str
) -> tuple[str, list[Mark]]:
    """The text with typos, as hurried people write; evidence may be hit too, names and numbers never."""
    share_ = rng.choice((0.0, 0.0, 0.02, 0.05, 0.1))
    edges = [Mark("edge", at, at + 1) for m in marks for at in (m.start, m.end - 1)]
    text, _, kept = disturb(rng, text, [], [*edges, *names], share_, language)
    places = iter(m for m in kept if m.kind == "edge")
    moved = [Mark(m.kind, next(places).start, next(places).end) for m in marks]
    if rng.random() < 0.12:  # some never use the shift key; lower case keeps every position
        text = "".join(c.lower() if len(c.lower()) == 1 else c for c in text) if not names else text
    return text, moved


def make(world: World) -> Sequence[Ticket]:
    """The tickets of a world, the categories in turn."""
    maker, out, seen = _Maker(world), list[Ticket](), set[str]()
    turns: dict[Split, int] = {"train": 0, "dev": 0, "test": 0}
    for number in range(round(TOTAL * min(1.0, world.scale))):
        split = PATTERN[number % len(PATTERN)]
        category = list(CATEGORIES)[turns[split] % len(CATEGORIES)]
        turns[split] += 1
        for _ in range(10):
            item = maker.item(number, split, category)
            if item and item.text not in seen:
                seen.add(item.text)
                out.append(item)
                break
    return out


_WORD = re.compile(r"[^\W\d_]+")
_GROUPS: Mapping[str, Mapping[str, str]] = {  # label -> section of a bank -> value
    "category": {kind + c: c for c in CATEGORIES for kind in ("", "plain.")},
    "priority": {f"{p}{tail}": p for p in RULES for tail in ("", ".ops", ".trade")},
    "sentiment": {s: s for s in SENTIMENTS},
}


@cache
def _index(language: str, label: str) -> tuple[dict[str, list[int]], tuple[str, ...], tuple[int, ...]]:
    """For every word the templates of a label that hold it; the value of each template; its number of words."""
    found: dict[str, list[int]] = {}
    values: list[str] = []
    sizes: list[int] = []
    for section, value in _GROUPS[label].items():
        for template in BANKS[language].get(section, ()):
            words = sorted(set(_WORD.findall(_SLOT.sub(" ", template).lower())))
            shown = _WORD.findall(re.sub(r"<[^<>|]*\|[^<>]*>", " x ", _SLOT.sub(" ", template)))
            for word in words:
                found.setdefault(word, []).append(len(values))
            values.append(value)
            sizes.append(len(shown))
    return found, tuple(values), tuple(sizes)


@cache
def _mended(word: str, language: str, label: str) -> str:
    """A word of the banks that a word with one slip of the fingers was meant to be; the word itself where none is."""
    index = _index(language, label)[0]
    if word in index:
        return word
    letters, best = Counter(word), (3, word)
    for known in index:
        if known[0] == word[0] and abs(len(known) - len(word)) <= 1:
            other = Counter(known)
            best = min(best, ((letters - other).total() + (other - letters).total(), known))
    return best[1]


def nearest(text: str, language: str, label: str) -> str:
    """The value of the bank entry that a text is most like: shared words, the rare ones counting more. "" for none."""
    index, values, sizes = _index(language, label)
    score = [0.0] * len(values)
    words = sorted({_mended(word, language, label) for word in _WORD.findall(text.lower())})
    for word in words:
        entries = index.get(word, ())
        for entry in entries if len(entries) < 150 else ():
            score[entry] += 1 / (1 + len(entries) ** 0.5)
    best = max(range(len(values)), key=lambda i: score[i] / (4 + max(sizes[i], len(words))))
    return values[best] if score[best] else ""


def _bare(text: str, item: Ticket, world: World) -> str:
    """A piece of evidence without what fills slots: names, months, days of the week."""
    for ref in item.entities:
        text = text.replace(world.name(ref), " ")
    return " ".join(w for w in text.split() if w.strip(".,:;?!\"'") not in _FILLED[item.language])


_SLOT = re.compile(r"\{\w+\}")
_FILLED = {language: {*MONTHS[language], *DAYS[language].split()} for language in DAYS}


def prove(item: Ticket, world: World) -> list[str]:
    """What is wrong with a ticket: each label against the sentence that decides it, found again in the banks."""
    wrong = []
    labels = {"category": item.category, "priority": item.priority, "sentiment": item.sentiment}
    default = {"priority": "normal", "sentiment": "neutral"}
    marked: dict[str, list[str]] = {}
    for e in item.evidence:
        marked.setdefault(e.label, []).append(item.text[e.start : e.end])
    for label, value in labels.items():
        if label not in marked and value != default.get(label):
            wrong.append(f"nothing in the text makes the {label} {value}")
        for said in marked.get(label, ()):
            if (found := nearest(said, item.language, label)) != value:
                wrong.append(f"{said!r} speaks for {label} {found or 'nothing'}, the label is {value}")
    if item.lure == item.category:
        wrong.append("the lure is the category itself")
    for ref in item.entities:
        if world.name(ref) not in item.text:
            wrong.append(f"{ref} is not named")
        if world.split.get(ref) != item.split:
            wrong.append(f"{ref} belongs to another split")
    for ref in re.findall(r"ORD-\d+", item.text):
        if ref not in item.entities:
            wrong.append(f"{ref} is not listed")
    if re.search(r"[{}<>|]", item.text):
        wrong.append("a slot or an alternative was left open")
    return wrong
