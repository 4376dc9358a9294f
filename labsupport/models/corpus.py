"""Training and evaluation examples, generated from worlds that share no name and no wording with the lab world.

Every batch is a pure function of (seed, step, stage): nothing has to be stored to resume a run, and no example repeats.
Skills come in stages: looking up single words, then matching longer keys, then questions about sentences, then
everything in `skills` (why: docs/decisions/0005-training.md). Sources are graphs and small companies with documents and
labelled sets; `rename` gives examples names that no bank holds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from labsupport.models import sources, wording
from labsupport.models.examples import MOST_DRAWS, Draws, Example, Stuck, rename
from labsupport.models.skills import agents, calls, dialogs, judging, labelling, reading, records
from labsupport.models.skills.copying import pairs, repeat, several, shuffled
from labsupport.models.skills.facts import from_facts
from labsupport.models.skills.texts import from_texts
from labsupport.models.sources import Facts, Texts

TRAIN_WORLDS = range(100_000, 160_000)  # seeds of training worlds
HELD_OUT_WORLDS = range(200_000, 201_000)  # seeds of evaluation worlds: other people, teams, numbers
LANES, STEPS_PER_COMPANY = 16, 6  # a company takes half a second to write: every 16th step, six times, shares one
GRAPHS = 4  # of a step

Free = Callable[[random.Random], Example | None]
OfFacts = Callable[[random.Random, Facts], Example | None]
OfTexts = Callable[[random.Random, Texts], Example | None]

# Every skill by its source: nothing but random numbers, a graph, or a company with documents and labelled sets.
FREE: dict[str, Free] = {
    "repeat": repeat, "pairs": pairs, "shuffled": shuffled, "several": several,
    **dialogs.FREE, **reading.FREE,
    **records.FREE, **judging.FREE, **labelling.FREE, **calls.FREE,
    **agents.FREE,
}  # fmt: skip
FROM_FACTS: dict[str, OfFacts] = {
    **dialogs.FROM_FACTS, **reading.FROM_FACTS, **records.FROM_FACTS, **judging.FROM_FACTS, **labelling.FROM_FACTS,
    **calls.FROM_FACTS, **agents.FROM_FACTS,
}  # fmt: skip
FROM_TEXTS: dict[str, OfTexts] = {**dialogs.FROM_TEXTS, **reading.FROM_TEXTS, **records.FROM_TEXTS,
                                  **judging.FROM_TEXTS, **labelling.FROM_TEXTS}  # fmt: skip

_COPYING: dict[str, float] = {"repeat": 40, "pairs": 30, "fact:qa": 20, "fact:field": 10}
_SENTENCES: dict[str, float] = {
    "repeat": 12, "pairs": 14, "fact:qa": 16, "fact:abstain": 3, "fact:field": 6, "fact:json": 5, "fact:sentence": 1,
    "fact:claim": 2, "sources": 8, "free_sources": 4, "free_table": 3, "quote": 2, "field": 2, "free_field": 2,
    "equal": 3, "contains": 2, "claim_rows": 3, "claim_easy": 5, "label_words": 3, "prose": 1,
}  # fmt: skip
_ALL: dict[str, float] = {
    "repeat": 2, "pairs": 4, "several": 2, "shuffled": 1,
    "fact:qa": 5, "fact:abstain": 2, "fact:field": 3, "fact:json": 4, "fact:sentence": 1,
    "fact:claim": 4, "text:qa": 10, "text:abstain": 4, "text:field": 2, "text:json": 8, "text:category": 5,
    "text:priority": 1, "text:sentiment": 1, "text:claim": 4, "text:prose": 0.5,
    "sources": 10, "text_sources": 8, "free_sources": 2, "two_hops": 4, "latest": 2, "summary": 1.5, "standalone": 1.5,
    "expand": 0.5, "injected": 1.5, "text_injected": 1.5, "quote": 1.5, "count": 1, "free_count": 0.5, "yes_no": 2,
    "table": 1.5, "free_table": 1.5, "prose": 0.5, "text_prose": 0.5,
    "equal": 1, "contains": 1, "claim_rows": 1.5, "claim_easy": 2, "claim": 4, "claim_reason": 2, "claim_list": 1,
    "mentions": 1, "prefer": 2, "grade": 1, "text_claim": 3, "gold_claim": 3,
    "labels": 5, "label_words": 2, "few_shot": 3, "sentiment": 2, "priority": 1.5, "tickets": 5,
    "tool": 11, "tool_answer": 2, "tool_fact": 2, "tool_ask": 3, "react": 1, "react_facts": 2, "plan": 0.7,
    "decide": 0.7, "memory": 1.5, "memory_facts": 1.5,
    "fields_json": 5, "text_json": 4, "free_json": 3, "entities": 1.5, "free_entities": 1, "field": 1.5,
    "text_field": 1.5, "free_field": 1, "transform": 2,
}  # fmt: skip
_AFTER_COPYING = {skill: weight for skill, weight in _ALL.items() if skill not in ("several", "shuffled")} | {
    "repeat": 3, "pairs": 3,
}  # fmt: skip
# A successor that can look things up already: turns first, then everything, with more turns, labels and tickets.
_TURNS: dict[str, float] = {
    "word_chat": 35, "pair_chat": 30, "repeat": 5, "pairs": 5, "several": 5, "labels": 6, "tickets": 6, "text:json": 4,
    "tool": 4,
}  # fmt: skip
_OTHER = _ALL | {
    "word_chat": 6, "pair_chat": 12, "fact_chat": 30, "text_chat": 14, "text:qa": 14, "tool": 14, "labels": 12,
    "tickets": 12, "text:category": 8, "sentiment": 4, "gold_claim": 6, "claim": 7, "text_json": 6,
}  # fmt: skip

# For models that copy and extract already: dialogs on sentences and passages first, with heads that are told where to
# look, then everything with a quarter of dialogs, then more of what the bars ask for.
_GUIDED: dict[str, float] = {
    "fact_chat": 28, "text_chat": 14, "pair_chat": 10, "source_chat": 2, "tool": 8, "tool_chat": 5, "label_chat": 5,
    "ticket_chat": 6, "text:category": 4, "text:json": 6, "fields_json": 3, "claim_list": 4, "text:claim": 3,
    "fact:abstain": 2,
}  # fmt: skip
_WITH_DIALOGS = _ALL | {
    "fact_chat": 24, "text_chat": 18, "pair_chat": 6, "label_chat": 6, "ticket_chat": 10, "tool_chat": 8,
    "claim_list": 4, "text:qa": 14, "tool": 16, "text:category": 10, "text:claim": 6,
}  # fmt: skip
_JUDGED = _ALL | {
    "fact_chat": 12, "text_chat": 14, "pair_chat": 2, "label_chat": 3, "ticket_chat": 6, "tool_chat": 5, "text:qa": 24,
    "text:abstain": 8, "tool": 28, "text:json": 22, "text_json": 6, "fields_json": 6, "text:category": 18, "tickets": 8,
    "text:claim": 12, "gold_claim": 6, "claim": 5,
}  # fmt: skip

# Weights of skills in each stage. `fact:` and `text:` skills are those of `skills.facts` and `skills.texts`.
MIXTURES: dict[str, tuple[dict[str, float], ...]] = {
    "default": (_COPYING, _SENTENCES, _AFTER_COPYING),
    "guided": (_GUIDED, _GUIDED, _WITH_DIALOGS, _JUDGED),
    "v2": (_TURNS, _TURNS | {"fact_chat": 60, "text_chat": 20}, _OTHER, _OTHER),
}
MOST_PASSAGES = (2, 2, 3, 6)  # of a question in the stages of a mixture, the last of which is "everything"


def one(rng: Draws, stage: int, mixture: str, facts: Facts, texts: Callable[[], Texts]) -> Example:
    """One example of a stage of a mixture; a stage beyond its last repeats that."""
    rng.left = MOST_DRAWS
    stages = MIXTURES[mixture]
    stage = min(stage, len(stages) - 1)
    skill = rng.choices(list(stages[stage]), list(stages[stage].values()))[0]
    most = MOST_PASSAGES[stage - len(stages)]
    passages = min(rng.randrange(1, most + 1) for _ in range(2))  # rather few
    return make(rng, skill, facts, texts, passages=passages, renamed=rng.random() < 0.8)


def make(
    rng: Draws, skill: str, facts: Facts, texts: Callable[[], Texts], *, passages: int, renamed: bool = True
) -> Example:
    """One example of a skill; names of worlds are replaced where `renamed` says so. Draws again until one fits."""
    while True:
        rng.left = MOST_DRAWS
        try:
            made = _made(rng, skill, facts, texts, passages)
            if made:
                return rename(rng, made) if renamed and skill not in FREE else made
        except Stuck:
            continue


def _made(rng: Draws, skill: str, facts: Facts, texts: Callable[[], Texts], passages: int) -> Example | None:
    if skill in FREE:
        return FREE[skill](rng)
    if skill in FROM_FACTS:
        return FROM_FACTS[skill](rng, facts)
    if skill in FROM_TEXTS:
        return FROM_TEXTS[skill](rng, texts())
    if skill.startswith("text:"):
        return from_texts(rng, texts(), skill[5:], passages=passages)
    return from_facts(rng, facts, skill.removeprefix("fact:"), passages=passages)


def examples(seed: int, step: int, stage: int, mixture: str = "default") -> Iterator[Example]:
    """Endless examples of one training step, of a few graphs and one company."""
    rng = Draws(f"corpus-{seed}-{step}-{stage}-{mixture}")
    graphs = [rng.choice(TRAIN_WORLDS) for _ in range(GRAPHS)]
    shared = random.Random(f"company-{seed}-{step % LANES}-{step // (LANES * STEPS_PER_COMPANY)}")
    company = shared.choice(TRAIN_WORLDS)
    while True:
        yield one(rng, stage, mixture, sources.graph(rng.choice(graphs)), lambda: sources.company(company))


# Skills of the skill curve, with the number of passages where a skill has any.
PROBES = {
    "repeat": 1, "pairs": 1, "fact:qa": 3, "fact:abstain": 2, "fact:field": 1, "fact:json": 1, "fact:claim": 1,
    "text:qa": 3, "text:json": 1, "text:category": 1, "text:claim": 1, "sources": 1, "two_hops": 1, "claim": 1,
    "gold_claim": 1, "few_shot": 1, "labels": 1, "fields_json": 1, "tool": 1, "prefer": 1, "react_facts": 1,
    "injected": 1,
}  # fmt: skip


@lru_cache(maxsize=64)
def held_out(skill: str, n: int, *, passages: int = 2, seed: int = 1) -> tuple[Example, ...]:
    """`n` examples of a skill from held-out worlds. `text:` skills come from companies."""
    rng = Draws(f"held-out-{seed}-{skill}-{passages}")
    out = []
    for at in range(n):
        facts = sources.graph(HELD_OUT_WORLDS[seed * 10 + at * 8 // n])
        texts = partial(sources.company, HELD_OUT_WORLDS[seed * 10 + at * 3 // n])
        out.append(make(rng, skill, facts, texts, passages=passages))
    return tuple(out)


def tokenizer_texts(worlds: int = 24, per_world: int = 700) -> Iterator[str]:
    """Texts from which the tokenizer is learned: examples of training worlds, and a list of everyday words."""
    for index in range(worlds):
        rng = Draws(f"tokenizer-{index}")
        facts, texts = sources.graph(TRAIN_WORLDS[index]), partial(sources.company, TRAIN_WORLDS[index])
        for _ in range(per_world):
            made = one(rng, len(MIXTURES["default"]) - 1, "default", facts, texts)
            made = rename(rng, made)  # whole names stay rare, so that only their parts are learned
            yield "\n".join([*made.tools, *(content for _, content in made.messages), made.answer])
    words = [*wording.COMMON, *(w.capitalize() for w in wording.COMMON)]
    for _ in range(20):
        yield " " + " ".join(words)
