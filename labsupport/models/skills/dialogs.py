"""Skills in several turns over one text: each turn is one more look-up, right after its question.

One question in an example of two hundred tokens is a rare signal; five questions on the same text are five, for little
more text (what that does for training: docs/decisions/0005-training.md).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from labsupport.models import wording
from labsupport.models.examples import Example
from labsupport.models.skills import calls, labelling, reading
from labsupport.models.skills import material as m
from labsupport.models.skills.copying import FORMS, item
from labsupport.models.skills.material import Entry
from labsupport.models.sources import SEVERAL, Facts, Texts
from labsupport.models.wording import ABSTAIN
from labsupport.world.entities import Document, Gold, World
from labsupport.world.evidence import named

MOST_TURNS = 6
WHICH = (
    "Which source answers this? {q}", "In which source is the answer? {q}", "{q} Name the source only.",
    "Where does it say this: {q}", "Source number only: {q}", "{q} (only the number of the source)",
    "Which of the sources would you open for this question: {q}",
)  # fmt: skip


def _chat(skill: str, system: str, opening: str, turns: Sequence[tuple[str, str]], counts: bool) -> Example:
    """Turns (question, answer) as one example; `opening` with its {q} holds the first question."""
    messages = [("system", system)] if system else []
    for at, (question, answer) in enumerate(turns):
        messages.append(("user", question if at else opening.replace("{q}", question)))
        messages.append(("assistant", answer))
    return Example(skill, tuple(messages[:-1]), turns[-1][1], (), counts, every_turn=True)


def _look_ups(rng: random.Random, skill: str, draw: Callable[[random.Random], str], most: int) -> Example:
    rows: dict[str, str] = {}
    for _ in range(rng.randrange(3, most + 1)):
        rows[draw(rng)] = draw(rng)
    form, gap = rng.choice(FORMS), rng.choice(("\n", "\n", " "))
    text = gap.join(form.format(k=k, v=v) for k, v in rows.items())
    keys = rng.sample(list(rows), min(len(rows), rng.randrange(3, MOST_TURNS + 1)))
    turns = [(rng.choice(wording.PAIR_REQUESTS).format(k=k), rows[k]) for k in keys]
    return _chat(skill, "", f"{text}\n\n{{q}}", turns, False)


def word_chat(rng: random.Random) -> Example:
    """Single words looked up in a list, turn by turn: the first look-up that is learned."""
    return _look_ups(rng, "word_chat", lambda r: r.choice(wording.COMMON), 10)


def pair_chat(rng: random.Random) -> Example:
    """The same with keys and values of any kind."""
    return _look_ups(rng, "pair_chat", item, 9)


def _layout(rng: random.Random, texts: Sequence[str], cited: bool) -> tuple[str, list[int]]:
    """An opening message with its {q}, and the number of each text."""
    if cited:
        shown, numbers = m.numbered(rng, texts)
    else:
        shown, numbers = rng.choice(("\n", " ", "\n\n")).join(texts), [0] * len(texts)
    forms = ("{m}\n\n{q}", "{m}\n\n{q}", "{q}\n\n{m}", "Question: {q}\n\nContext:\n{m}", "{m}\n---\n{q}")
    return rng.choice(forms).replace("{m}", shown), numbers


def _instructed(rng: random.Random, cited: bool, opening: str) -> tuple[str, str]:
    """(system message, opening): the instruction is one or the other's head."""
    bank = (wording.QA_SYSTEMS if rng.random() < 0.3 else reading.QA) if cited else reading.PLAIN_QA
    instruction = rng.choice(bank)
    return (instruction, opening) if rng.random() < 0.5 else ("", f"{instruction}\n\n{opening}")


def _turn(rng: random.Random, world: World, entry: Entry, number: int | None, cited: bool) -> tuple[str, str]:
    """Question and answer; without a number the sources are silent."""
    question = m.noised(rng, m.asking(rng, world, entry), entry.subject)
    answer = ABSTAIN if number is None else f"{entry.value} [{number}]" if cited else entry.value
    return question, answer


def _open(entry: Entry, shown: Sequence[Entry]) -> bool:
    """Whether nothing shown states the entry, nor what a loose reader may take for it."""
    return not any(
        e.subject == entry.subject and (e.relation == entry.relation or m.close(e.relation, entry.relation))
        for e in shown
    )


def fact_chat(rng: random.Random, facts: Facts, *, most: int = 4) -> Example:
    """Up to six questions on 1 to `most` sources; about one in seven has no answer there."""
    world, target = facts.world, m.single(rng, facts)
    first = m.entry(rng, facts, target)
    rest = m.others(rng, facts, target, rng.randrange(3, 9))
    left_out = [e for e in rest if rng.random() < 0.2]
    groups = m.deal(rng, first, [e for e in rest if e not in left_out], rng.randrange(1, most + 1))
    shown = [e for g in groups for e in g]
    asked = [first, *(e for e in rest if e.relation not in SEVERAL and (e in shown or _open(e, shown)))][:MOST_TURNS]
    rng.shuffle(asked)
    cited = rng.random() < 0.75
    opening, numbers = _layout(rng, [m.block(rng, world, g) for g in groups], cited)
    system, opening = _instructed(rng, cited, opening)
    home = {e: n for g, n in zip(groups, numbers, strict=True) for e in g}
    turns = [_turn(rng, world, e, home.get(e), cited) for e in asked]
    return _chat("fact_chat", system, opening, turns, True)


def source_chat(rng: random.Random, facts: Facts) -> Example:
    """Only the number of the source that answers, for up to six questions on two to six sources."""
    world, target = facts.world, m.single(rng, facts)
    first = m.entry(rng, facts, target)
    rest = m.others(rng, facts, target, rng.randrange(3, 9))
    groups = m.deal(rng, first, rest, rng.randrange(2, 7))
    shown, numbers = m.numbered(rng, [m.block(rng, world, g) for g in groups])
    home = {e: n for g, n in zip(groups, numbers, strict=True) for e in g}
    asked = [first, *(e for e in rest if e.relation not in SEVERAL)][:MOST_TURNS]
    rng.shuffle(asked)
    turns = [(rng.choice(WHICH).format(q=m.asking(rng, world, e)), f"[{home[e]}]") for e in asked]
    opening = rng.choice(("{m}\n\n{q}", "{q}\n\n{m}", "Sources:\n{m}\n\n{q}")).replace("{m}", shown)
    return _chat("source_chat", "", opening, turns, True)


def _more(skill: str, first: Example, turns: Sequence[tuple[str, str]]) -> Example:
    """An example of one turn, with more turns after it."""
    messages = [*first.messages, ("assistant", first.answer)]
    for question, answer in turns:
        messages += [("user", question), ("assistant", answer)]
    return Example(skill, tuple(messages[:-1]), messages[-1][1], first.tools, True, every_turn=True)


def label_chat(rng: random.Random) -> Example:
    """Up to six messages to a support desk under one list of topics."""
    right, chosen = labelling.some(rng, labelling.bank("TOPICS"))
    names, meanings = labelling.called(rng, chosen)
    rows = [(labelling.desk(rng, c, [o for o in chosen if o != c]), names[chosen.index(c)])
            for c in (right, *rng.choices(chosen, k=rng.randrange(2, MOST_TURNS)))]  # fmt: skip
    first = labelling.ask(rng, "labels", rng.choice(labelling.TOPIC_WORDS), rows[0][0], names, meanings, rows[0][1],
                          wording.CLASS_SYSTEMS["category"])  # fmt: skip
    return _more("label_chat", first, rows[1:])


def ticket_chat(rng: random.Random, texts: Texts) -> Example:
    """Up to five tickets of a world under one list of its labels."""
    aspect = rng.choices(("category", "priority", "sentiment"), (70, 15, 15))[0]
    items = rng.sample(texts.tickets, rng.randrange(3, 6))
    first = labelling.ticket(rng, items[0], aspect, whole=True)
    return _more("ticket_chat", first, [(i.text, str(getattr(i, aspect))) for i in items[1:]])


def tool_chat(rng: random.Random) -> Example:
    """Two to four tools and two or three requests that they serve."""
    while True:
        target = calls.any_family(rng)
        offered = [target]
        for family in calls.neighbours(rng, target, rng.randrange(1, 4), names_noun=False):
            if all(calls.apart(f, family, False) and calls.apart(family, f, False) for f in offered):
                offered.append(family)
        made: list[calls.Drawn] = []
        for family in offered:
            made.append(calls.drawn(rng, family, [d.name for d in made]))
        if len(made) > 1 and sum(len(d.specification) for d in made) <= calls.MOST_CHARACTERS * 0.4:
            break
    turns = []
    for chosen in [*rng.sample(made, 2), rng.choice(made)][: rng.randrange(2, 4)]:
        text, values = calls.request(rng, chosen.family)
        turns.append((text, calls.called(chosen, values)))
    shown = tuple(d.specification for d in rng.sample(made, len(made)))
    return _more("tool_chat", Example("tool", (("user", turns[0][0]),), turns[0][1], shown), turns[1:])


def text_chat(rng: random.Random, texts: Texts, *, most: int = 4) -> Example | None:
    """A question on each of up to `most` real passages, now and then one whose passage is left out."""
    world, kept = texts.world, list[tuple[Document, Gold, str]]()
    for _ in range(most):
        found = reading.around(rng, texts, 260)
        if found and not any(_states(found[0], g) or _states(doc, found[1]) for doc, g, _ in kept):
            kept.append(found)
    if len(kept) < 2:
        return None
    shown = kept if rng.random() < 0.7 else kept[1:]
    cited = rng.random() < 0.75
    opening, numbers = _layout(rng, [reading.flat(text) for _, _, text in shown], cited)
    system, opening = _instructed(rng, cited, opening)
    home = dict(zip((g for _, g, _ in shown), numbers, strict=True))
    turns = []
    for d, g, _ in rng.sample(kept, len(kept)):
        entry = Entry(named(world, g.triple.subject), g.triple.relation, d.text[g.start : g.end])
        turns.append(_turn(rng, world, entry, home.get(g), cited))
    return _chat("text_chat", system, opening, turns, True)


def _states(doc: Document, gold: Gold) -> bool:
    """Whether a document says anything on the gold fact's subject that could be taken for an answer."""
    return any(
        g.triple.subject == gold.triple.subject
        and (g.triple.relation == gold.triple.relation or m.close(g.triple.relation, gold.triple.relation))
        for g in doc.gold
    )


FREE: dict[str, Callable[[random.Random], Example]] = {
    "word_chat": word_chat, "pair_chat": pair_chat, "label_chat": label_chat, "tool_chat": tool_chat,
}  # fmt: skip
FROM_FACTS: dict[str, Callable[[random.Random, Facts], Example]] = {"fact_chat": fact_chat, "source_chat": source_chat}
FROM_TEXTS: dict[str, Callable[[random.Random, Texts], Example | None]] = {
    "text_chat": text_chat, "ticket_chat": ticket_chat,
}  # fmt: skip
