"""Labels from a list in the prompt, from definitions, or from examples alone; tone and urgency of messages.

Whatever the label list, the right one stands at every place equally often, and labels are called by many names, some
of which say nothing (`class 3`) and are defined in the prompt.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from labsupport.models import wording
from labsupport.models.examples import Example, asked, fresh
from labsupport.models.skills import labelling_text, labelling_words
from labsupport.models.sources import Facts, Texts
from labsupport.world.sets.tickets import CATEGORIES, RULES, SENTIMENTS, Ticket

INSTRUCTIONS = (  # {w} what is asked, {l} the labels
    "Classify the {t} by {w}. Labels: {l}.", "Which {w} fits: {l}?", "Choose the {w}. Options: {l}",
    "Name the {w} of the {t}. One of: {l}.", "{w}? {l}",
    "Sort the {t} into one of these: {l}. Answer with the label only.",
    "You label texts. Give the {w}, exactly as listed: {l}.", "Pick one label ({l}).",
    "Labels: {l}. Which one is right?",
    "Read the {t} and decide on its {w}. Possible answers: {l}", "Assign one of {l}.", "{l} - which of them is it?",
    "Tag the {t}. Allowed tags for the {w}: {l}", "Where does the {t} belong? {l}",
    "Reply with one entry of this list: {l}.",
    "Your job is routing. Send the {t} to one of: {l}.", "Determine the {w} from the following choices: {l}.",
    "What is the {w}? Only these count: {l}.", "Fill in the {w}, nothing else. Values: {l}",
    "The clerk sorts by {w} ({l}). Where does this go?", "Output exactly one label out of {l}.",
)  # fmt: skip
DEFINED = (
    "Labels:\n{l}\nAnswer with the label.", "Use these definitions:\n{l}\nWhich one applies?",
    "{l}\n\nPick the one that fits.",
    "The {w} is one of:\n{l}", "Classify the {t}. Key:\n{l}",
    "Scheme for the {w}:\n{l}\nReply with the name on the left.",
    "Our list reads as follows.\n{l}\nGive the right entry.", "Each label has a meaning:\n{l}\nLabel the {t}.",
    "Decide by the meaning:\n{l}\nWrite the label only.", "Route the {t} by this table:\n{l}",
    "Options and what they stand for:\n{l}\nYour choice?", "Legend:\n{l}\nWhat is the label of the {t}?",
)  # fmt: skip
TEXTS_ARE = ("message", "text", "ticket", "mail", "note", "input", "request", "sentence", "entry", "item")
OPAQUE = (
    "ABCDEFGHIJKL", "PQRSTUVWXYZ", [f"class {i}" for i in range(1, 13)], [f"Q{i}" for i in range(1, 13)],
    [f"queue-{c}" for c in "blue red green white black grey pink gold brown amber lime teal".split()],  # noqa: SIM905
    [str(i) for i in range(1, 13)], [f"team {i}" for i in range(1, 13)], [f"L{i:02d}" for i in range(1, 13)],
    [f"bin {c}" for c in "north south east west left right top bottom near far inner outer".split()],  # noqa: SIM905
    [f"<{c}>" for c in "abcdefghijkl"], [f"K-{i}" for i in range(10, 130, 10)],
)  # fmt: skip
SHOTS = (
    "Continue the pattern.", "Label the last line as the examples do.", "Learn the labels from the examples.",
    "What label does the last one get?", "Same scheme, next item.",
    "Here are labelled examples. Give the missing label.",
    "The labels have no meaning of their own; infer them.", "Complete.", "Apply the mapping shown.",
    "Finish the table.",
    "Find out how these were sorted and sort the last one.", "Do as above for the open entry.",
    "Fill the gap at the end.",
    "Guess the rule and answer with one label.",
)  # fmt: skip
SHOT_FORMS = (
    ("{x} -> {y}", "{x} ->"), ("{x} => {y}", "{x} =>"), ("Text: {x}\nLabel: {y}", "Text: {x}\nLabel:"),
    ("Input: {x}\nOutput: {y}", "Input: {x}\nOutput:"), ("{x} | {y}", "{x} |"), ("Q: {x}\nA: {y}", "Q: {x}\nA:"),
    ("{x}\n= {y}", "{x}\n="), ('"{x}": {y}', '"{x}":'), ("{x} // {y}", "{x} //"), ("[{y}] {x}", "[?] {x}"),
)  # fmt: skip
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
DAYS = "Monday Tuesday Wednesday Thursday Friday".split()  # noqa: SIM905


class Label(NamedTuple):
    """A label: what it may be called, what it means, texts that get it, labels too close to it."""

    key: str
    names: tuple[str, ...]
    meaning: str
    texts: tuple[str, ...]
    foreign: tuple[tuple[str, ...], ...] = ()  # German texts, French texts
    settled: tuple[str, ...] = ()
    close: frozenset[str] = frozenset()


class Inventory(NamedTuple):
    """Labels of which one fits; `what` names the question, `frames` wrap a thing `{x}`."""

    what: str
    frames: tuple[str, ...]
    labels: tuple[Label, ...]


@cache
def bank(name: str) -> tuple[Label, ...]:
    """The labels of TOPICS, PRIORITIES or TONES."""
    found = []
    for block in getattr(labelling_text, name).split("\n= ")[1:]:
        key, *lines = block.strip().splitlines()
        marked = {
            m: tuple(t[len(m) + 1 :] for t in lines if t.startswith(m + " ")) for m in ("~", ":", "!", ">", "de", "fr")
        }
        plain = tuple(t for t in lines if not t.startswith(("~ ", ": ", "! ", "> ", "de ", "fr ")))
        names = tuple(n.strip() for n in marked["~"][0].split(";"))
        close = frozenset(", ".join(marked["!"]).split(", ")) - {""}
        foreign = tuple(marked[language] for language in ("de", "fr") if marked[language])
        found.append(Label(key.strip(), names, marked[":"][0], plain, foreign, marked[">"], close))
    return tuple(found)


def lines(name: str) -> tuple[str, ...]:
    """The lines of a bank without labels."""
    return tuple(getattr(labelling_text, name).strip().splitlines())


@cache
def inventories() -> tuple[Inventory, ...]:
    """The inventories of things."""
    found = []
    for block in labelling_words.TEXT.split("\n# ")[1:]:
        what, *rows = re.sub(r"\n  +", " ", block.strip()).splitlines()
        frames = tuple(r[2:] for r in rows if r.startswith("> "))
        made = []
        for row in rows:
            if not row.startswith("> "):
                head, _, things = row.partition(": ")
                names = tuple(n.strip() for n in head.split(";"))
                parts = tuple(t.strip() for t in things.split("/" if " / " in things else ",") if t.strip())
                made.append(Label(names[0], names, "such as " + ", ".join(parts[:2]), parts))
        found.append(Inventory(what, frames or ("{x}",), tuple(made)))
    return tuple(found)


# ---- messages
def _filled(rng: random.Random, line: str) -> str:
    if "{" not in line:
        return line
    values = {
        "p": fresh(rng),
        "s": fresh(rng),
        "n": str(rng.randrange(2, 60)),
        "m": rng.choice(MONTHS),
        "d": rng.choice(DAYS),
    }
    for slot, value in values.items():
        line = line.replace(f"{{{slot}}}", value)
    return line


def _slips(rng: random.Random, text: str) -> str:
    """The text as hurried people type it: letters left out or exchanged, or no capitals."""
    if rng.random() < 0.12:
        text = text.lower()
    if rng.random() < 0.7:
        return text
    words = text.split(" ")
    for _ in range(1 + len(words) // 20):
        at = rng.randrange(len(words))
        word = words[at]
        if len(word) > 4 and word.isalpha():
            i = rng.randrange(1, len(word) - 1)
            swap, drop = word[:i] + word[i + 1] + word[i] + word[i + 2 :], word[:i] + word[i + 1 :]
            words[at] = rng.choice((swap, drop))
    return " ".join(words)


def _message(
    rng: random.Random,
    topic: Label,
    *,
    priority: Label | None = None,
    tones: Sequence[Label] = (),
    lure: Label | None = None,
) -> str:
    """A message on a topic: one or two sentences at its core, and around them what shows urgency, tone or nothing."""
    language = -1
    cores = list(topic.texts)
    if topic.foreign and not tones and priority is None and rng.random() < 0.09:
        language = rng.randrange(len(topic.foreign))
        cores = list(topic.foreign[language])
    parts = rng.sample(cores, min(len(cores), rng.choice((1, 1, 2))))
    if language < 0:
        if lure and lure.settled:
            parts.insert(rng.randrange(len(parts) + 1), rng.choice(lure.settled))
        if priority:
            parts.insert(rng.choice((0, len(parts))), rng.choice(priority.texts))
        for tone in tones:
            parts.insert(rng.choice((0, len(parts), len(parts))), rng.choice(tone.texts))
        if rng.random() < 0.25:
            parts.insert(rng.randrange(len(parts) + 1), rng.choice(lines("FILLER")))
        if rng.random() < 0.12:
            parts.insert(rng.choice((0, len(parts))), rng.choice(lines("LOUD")))
        if rng.random() < 0.3:
            parts.insert(0, rng.choice(lines("OPEN")))
        if rng.random() < 0.3:
            parts.append(rng.choice(lines("CLOSE")))
    return _slips(rng, _filled(rng, rng.choice((" ", " ", " ", "\n")).join(parts)))


def desk(rng: random.Random, topic: Label, others: Sequence[Label]) -> str:
    """A message on a topic with other things in it that tell nothing of the topic."""
    priority = rng.choice(bank("PRIORITIES")) if rng.random() < 0.25 else None
    tones = [rng.choice(bank("TONES"))] if rng.random() < 0.25 and topic.key != "praise" else []
    lure = rng.choice(others) if others and rng.random() < 0.22 else None
    return _message(rng, topic, priority=priority, tones=tones, lure=lure)


# ---- naming labels and asking
def called(rng: random.Random, chosen: Sequence[Label]) -> tuple[list[str], list[str] | None]:
    """What the labels are called in a prompt, and their definitions where the prompt gives them."""
    draw = rng.random()
    if draw < 0.2:
        series = list(rng.choice(OPAQUE))
        start = rng.randrange(len(series) - len(chosen) + 1) if len(chosen) < len(series) else 0
        names = series[start : start + len(chosen)]
        if len(names) == len(chosen):
            if rng.random() < 0.4:
                rng.shuffle(names)
            return names, [c.meaning if rng.random() < 0.5 else rng.choice(c.names) for c in chosen]
    while True:
        names = [c.names[0] if rng.random() < 0.4 else rng.choice(c.names) for c in chosen]
        if len(set(names)) == len(names):
            break
    shape = rng.random()
    if shape < 0.12:
        names = [n.capitalize() for n in names]
    elif shape < 0.18:
        names = [n.upper() for n in names]
    elif shape < 0.26:
        names = [n.replace(" ", "_") for n in names]
    return names, [c.meaning for c in chosen] if draw < 0.35 else None


def ask(
    rng: random.Random, skill: str, what: str, text: str, names: Sequence[str], meanings: Sequence[str] | None,
    right: str, fixed: Sequence[str] = (),
) -> Example:  # fmt: skip
    """The example; `fixed` are instructions with a place for the labels that the project uses elsewhere."""
    noun = rng.choice(TEXTS_ARE)
    if meanings:
        form = rng.choice(("{n}: {m}", "{n} = {m}", "- {n}: {m}", "{n} ({m})", "{n} - {m}"))
        listed = "\n".join(form.format(n=n, m=m) for n, m in zip(names, meanings, strict=True))
        instruction = rng.choice(DEFINED).format(l=listed, w=what, t=noun)
    elif fixed and rng.random() < 0.3:
        instruction = rng.choice(fixed).format(l=", ".join(names))
        noun = rng.choice(("ticket", "message"))
    else:
        draw = rng.random()
        gap = ", " if draw < 0.6 else " | " if draw < 0.72 else " / " if draw < 0.84 else "; "
        listed = gap.join(names) if draw < 0.92 else "\n" + "\n".join(f"- {n}" for n in names) + "\n"
        instruction = rng.choice(INSTRUCTIONS).format(l=listed, w=what, t=noun)
        instruction = instruction[0].upper() + instruction[1:] if instruction.startswith(what) else instruction
    content = rng.choice(
        (f"{noun.capitalize()}: {text}", f"{noun.capitalize()}: {text}", text, f'"{text}"', f"{noun}:\n{text}")
    )
    if rng.random() < 0.28:
        return Example(skill, (("user", f"{content}\n\n{instruction.strip()}"),), right)
    return asked(rng, instruction.strip(), content, skill, right)


def some(rng: random.Random, pool: Sequence[Label], most: int = 12) -> tuple[Label, list[Label]]:
    """The right label and a shuffled list of labels that holds it and nothing too close to it."""
    right = rng.choice(pool)
    others = [c for c in pool if c.key != right.key and c.key not in right.close and right.key not in c.close]
    count = rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 7, 9, 11))
    chosen = [right, *rng.sample(others, min(len(others), count, most - 1))]
    rng.shuffle(chosen)
    return right, chosen


TOPIC_WORDS = ("topic", "category", "department", "kind of request", "subject", "queue", "label", "class")


def labels(rng: random.Random) -> Example:
    """A message to a support desk and topics of which one fits."""
    right, chosen = some(rng, bank("TOPICS"))
    text = desk(rng, right, [c for c in chosen if c != right])
    names, meanings = called(rng, chosen)
    what = rng.choice(TOPIC_WORDS)
    return ask(
        rng, "labels", what, text, names, meanings, names[chosen.index(right)], wording.CLASS_SYSTEMS["category"]
    )


def _thing(rng: random.Random, inventory: Inventory, label: Label) -> str:
    return _slips(rng, _filled(rng, rng.choice(inventory.frames).replace("{x}", rng.choice(label.texts))))


def label_words(rng: random.Random) -> Example:
    """A short text about a thing and the kinds of things of which one fits."""
    inventory = rng.choice(inventories())
    right, chosen = some(rng, inventory.labels)
    names, meanings = called(rng, chosen)
    if meanings and any(m.startswith("such as") for m in meanings):
        meanings = [rng.choice((c.meaning, rng.choice(c.names), c.names[0])) for c in chosen]
    text = _thing(rng, inventory, right)
    return ask(rng, "label_words", inventory.what, text, names, meanings, names[chosen.index(right)])


def _rated(rng: random.Random, skill: str, levels: Sequence[Label], what: str, text: Callable[[Label], str]) -> Example:
    right, chosen = some(rng, levels)
    names, meanings = called(rng, chosen)
    fixed = wording.CLASS_SYSTEMS[skill]
    return ask(rng, skill, what, text(right), names, meanings, names[chosen.index(right)], fixed)


def sentiment(rng: random.Random) -> Example:
    """The tone of a message, sarcasm and mixed feelings among them."""
    tones = {t.key: t for t in bank("TONES")}
    topic = rng.choice([t for t in bank("TOPICS") if t.key not in ("praise", "spam")])

    def text(tone: Label) -> str:
        shown = [tone]
        if tone.key == "neutral" and rng.random() < 0.5:
            shown = []
        elif tone.key == "mixed" and rng.random() < 0.5:
            shown = [tones["positive"], tones["negative"]]
        elif rng.random() < 0.2:
            shown = [tone, tone]
        if tone.key != "neutral" and rng.random() < 0.25:
            return _slips(rng, _filled(rng, " ".join(rng.choice(t.texts) for t in shown)))
        return _message(rng, topic, tones=shown)

    what = rng.choice(("tone", "sentiment", "mood", "feeling of the writer"))
    return _rated(rng, "sentiment", list(tones.values()), what, text)


def priority(rng: random.Random) -> Example:
    """How urgent a message is: by what depends on it, never by shouting."""
    topic = rng.choice([t for t in bank("TOPICS") if t.key not in ("praise", "spam", "press", "job")])

    def text(level: Label) -> str:
        said = None if level.key == "normal" and rng.random() < 0.4 else level
        return _message(rng, topic, priority=said)

    what = rng.choice(("priority", "urgency", "level of urgency"))
    return _rated(rng, "priority", bank("PRIORITIES"), what, text)


# ---- labels known from examples alone
def _made_up(rng: random.Random, count: int) -> list[str]:
    """Label names that mean nothing."""
    draw = rng.random()
    if draw < 0.3:
        return list(dict.fromkeys(fresh(rng).lower() for _ in range(count + 9)))[:count]
    if draw < 0.45:
        return [f"{rng.choice('KTZGB')}{i}" for i in rng.sample(range(1, 99), count)]
    if draw < 0.7:
        return rng.sample([*dict.fromkeys(wording.COMMON[60:])], count)
    if draw < 0.8:
        return rng.sample(["###", "+++", "---", "***", "ooo", "xx", "<>", "==", "@@", "%%"], count)
    return rng.sample(list(rng.choice(OPAQUE)), count)


def _classes(rng: random.Random, count: int) -> list[Callable[[], str]]:
    """Makers of texts of `count` classes that differ in topic, kind of thing, tone, urgency, or form."""
    draw = rng.random()
    if draw < 0.25:
        chosen = _apart(rng, bank("TOPICS"), count)
        return [lambda c=c: _filled(rng, rng.choice(c.texts)) for c in chosen]  # type: ignore[misc]
    if draw < 0.55:
        inventory = rng.choice([i for i in inventories() if len(i.labels) >= count])
        picked = rng.sample(inventory.labels, count)
        return [lambda c=c: _thing(rng, inventory, c) for c in picked]  # type: ignore[misc]
    if draw < 0.62:
        chosen = rng.sample(bank("TONES" if rng.random() < 0.5 else "PRIORITIES"), count)
        return [lambda c=c: _filled(rng, rng.choice(c.texts)) for c in chosen]  # type: ignore[misc]
    if draw < 0.8:
        marks = rng.sample(("ORD", "INC", "SEC", "POL", "CTR", "E", "RMA", "TCK"), count)
        return [lambda m=m: f"{m}-{rng.randrange(1000, 99999)}" for m in marks]  # type: ignore[misc]
    forms: list[Callable[[], str]] = [
        lambda: str(rng.randrange(10, 99999)), lambda: f"{fresh(rng)} {fresh(rng)}",
        lambda: f"{rng.randrange(2020, 2030)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        lambda: f"{fresh(rng).lower()}@{fresh(rng).lower()}.example",
        lambda: f"EUR {rng.randrange(5, 999)}.{rng.randrange(10, 99)}",
        lambda: f"{rng.randrange(1, 10)}.{rng.randrange(12)}.{rng.randrange(12)}", lambda: f"#{fresh(rng).lower()}",
        lambda: f"{rng.randrange(24):02d}:{rng.randrange(60):02d}",
    ]  # fmt: skip
    return rng.sample(forms, count)


def _apart(rng: random.Random, pool: Sequence[Label], count: int) -> list[Label]:
    while True:
        chosen = rng.sample(pool, count)
        if not any(a.key in b.close for a in chosen for b in chosen):
            return chosen


def few_shot(rng: random.Random) -> Example:
    """Labelled examples with labels that mean nothing, and a text to be labelled likewise."""
    count = rng.choice((2, 2, 2, 3, 3, 4))
    classes, names = _classes(rng, count), _made_up(rng, count)
    kinds = [*range(count), *(rng.randrange(count) for _ in range(rng.randrange(0, 9 - count)))]
    rng.shuffle(kinds)
    right = rng.randrange(count)
    shots = [(classes[k]().replace("\n", " "), names[k]) for k in kinds]
    asked_for = classes[right]().replace("\n", " ")
    for _ in range(20):
        if all(asked_for != x for x, _ in shots):
            break
        asked_for = classes[right]().replace("\n", " ")
    instruction = rng.choice(SHOTS)
    if rng.random() < 0.15:
        turns = [m for x, y in shots for m in (("user", x), ("assistant", y))]
        head = [("system", instruction)] if rng.random() < 0.5 else []
        return Example("few_shot", (*head, *turns, ("user", asked_for)), names[right])
    form, last = rng.choice(SHOT_FORMS)
    gap = "\n\n" if "\n" in form and rng.random() < 0.7 else "\n"
    body = gap.join([*(form.format(x=x, y=y) for x, y in shots), last.format(x=asked_for)])
    if rng.random() < 0.25:
        return Example("few_shot", (("user", body),), names[right])
    return asked(rng, instruction, body, "few_shot", names[right])


# ---- tickets of a world
_WHAT = {"category": "category", "priority": "priority", "sentiment": "tone"}


def ticket(rng: random.Random, item: Ticket, aspect: str, *, whole: bool = False) -> Example:
    """A ticket with all labels of an aspect (category, priority, sentiment), or some unless `whole` says so, in any
    order, at times with the world's definitions."""
    known: Mapping[str, str] = CATEGORIES if aspect == "category" else RULES  # type: ignore[assignment]
    defined = {} if aspect == "sentiment" else known
    right = str(getattr(item, aspect))
    others = [b for b in (defined or SENTIMENTS) if b != right]
    count = len(others) if whole or rng.random() < 0.4 else rng.randrange(1, len(others) + 1)
    names = [right, *rng.sample(others, count)]
    rng.shuffle(names)
    meanings = [defined[n] for n in names] if defined and rng.random() < 0.22 else None
    return ask(rng, "tickets", _WHAT[aspect], item.text, names, meanings, right, wording.CLASS_SYSTEMS[aspect])


def tickets(rng: random.Random, texts: Texts) -> Example:
    """One ticket of the world and labels of one aspect."""
    item = rng.choice(texts.tickets)
    return ticket(rng, item, rng.choices(("category", "priority", "sentiment"), (70, 15, 15))[0])


FROM_FACTS: dict[str, Callable[[random.Random, Facts], Example]] = {}
FROM_TEXTS: dict[str, Callable[[random.Random, Texts], Example | None]] = {"tickets": tickets}
FREE: dict[str, Callable[[random.Random], Example]] = {
    "labels": labels, "label_words": label_words, "few_shot": few_shot, "sentiment": sentiment, "priority": priority,
}  # fmt: skip
SKILLS: dict[str, Callable[..., Example | None]] = {**FROM_FACTS, **FROM_TEXTS, **FREE}
