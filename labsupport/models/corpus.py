"""Training and evaluation examples, generated from worlds that share no name and no wording with the lab world.

Every batch is a pure function of (seed, step, stage): nothing has to be stored to resume a run, and no example repeats.
Skills come in stages: copying lists and looking up pairs first, then questions about short texts, then passages of
whole documents with extraction to JSON, labels, claims and tool calls. Sources are graphs (`from_facts`) and small
companies with documents and labelled sets (`from_texts`); `rename` gives every example names that no bank holds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from labsupport.models import sources, wording
from labsupport.models.examples import Example, rename
from labsupport.models.skills.copying import pairs, repeat
from labsupport.models.skills.facts import from_facts
from labsupport.models.skills.texts import from_texts
from labsupport.models.skills.tools import tool
from labsupport.models.sources import Facts, Texts

TRAIN_WORLDS = range(100_000, 160_000)  # seeds of training worlds
HELD_OUT_WORLDS = range(200_000, 201_000)  # seeds of evaluation worlds: other people, teams, numbers
LANES, STEPS_PER_COMPANY = 16, 6  # a company takes half a second to write: every 16th step, six times, shares one
GRAPHS = 4  # of a step

FREE: dict[str, Callable[[random.Random], Example]] = {"repeat": repeat, "pairs": pairs, "tool": tool}  # need no world

# Weights of skills in each stage. `text:` skills come from companies with documents, the others from graphs.
MIXTURES: dict[str, tuple[dict[str, float], ...]] = {
    "default": (
        {"repeat": 40, "pairs": 30, "qa": 20, "field": 10},
        {"repeat": 18, "pairs": 22, "qa": 30, "abstain": 4, "field": 12, "json": 6, "sentence": 3, "claim": 4,
         "prose": 1},
        {"repeat": 6, "pairs": 8, "qa": 12, "abstain": 3, "field": 5, "json": 5, "sentence": 1, "claim": 3, "tool": 10,
         "text:qa": 16, "text:abstain": 5, "text:field": 6, "text:json": 9, "text:category": 6, "text:priority": 1,
         "text:sentiment": 1, "text:claim": 5, "text:prose": 1},
    ),
}  # fmt: skip
STAGES = 3  # of a mixture; later stages of a training run repeat the last
MOST_PASSAGES = (2, 3, 6)


def one(rng: random.Random, stage: int, mixture: str, facts: Facts, texts: Callable[[], Texts]) -> Example:
    """One example of a stage's mixture."""
    weights = MIXTURES[mixture][stage]
    skill = rng.choices(list(weights), list(weights.values()))[0]
    passages = min(rng.randrange(1, MOST_PASSAGES[stage] + 1) for _ in range(2))  # rather few
    return make(rng, skill, facts, texts, passages=passages, renamed=rng.random() < 0.8)


def make(
    rng: random.Random, skill: str, facts: Facts, texts: Callable[[], Texts], *, passages: int, renamed: bool = True
) -> Example:
    """One example of a skill; names of worlds are replaced where `renamed` says so."""
    if skill in FREE:
        return FREE[skill](rng)
    if skill.startswith("text:"):
        made = from_texts(rng, texts(), skill[5:], passages=passages)
    else:
        made = from_facts(rng, facts, skill, passages=passages)
    return rename(rng, made) if renamed else made


def examples(seed: int, step: int, stage: int, mixture: str = "default") -> Iterator[Example]:
    """Endless examples of one training step, of a few graphs and one company."""
    rng = random.Random(f"corpus-{seed}-{step}-{stage}-{mixture}")
    graphs = [rng.choice(TRAIN_WORLDS) for _ in range(GRAPHS)]
    shared = random.Random(f"company-{seed}-{step % LANES}-{step // (LANES * STEPS_PER_COMPANY)}")
    company = shared.choice(TRAIN_WORLDS)
    while True:
        yield one(rng, stage, mixture, sources.graph(rng.choice(graphs)), lambda: sources.company(company))


# Skills of the skill curve, with the number of passages where a skill has any.
PROBES = {"repeat": 1, "pairs": 1, "qa": 3, "abstain": 2, "field": 1, "json": 1, "claim": 1, "tool": 1, "text:qa": 3,
          "text:json": 1, "text:category": 1, "text:claim": 1}  # fmt: skip


@lru_cache(maxsize=64)
def held_out(skill: str, n: int, *, passages: int = 2, seed: int = 1) -> tuple[Example, ...]:
    """`n` examples of a skill from held-out worlds. `text:` skills come from companies."""
    rng = random.Random(f"held-out-{seed}-{skill}-{passages}")
    out = []
    for at in range(n):
        facts = sources.graph(HELD_OUT_WORLDS[seed * 10 + at * 8 // n])
        texts = partial(sources.company, HELD_OUT_WORLDS[seed * 10 + at * 3 // n])
        out.append(make(rng, skill, facts, texts, passages=passages))
    return tuple(out)


def tokenizer_texts(worlds: int = 24, per_world: int = 700) -> Iterator[str]:
    """Texts from which the tokenizer is learned: examples of training worlds, and a list of everyday words."""
    for index in range(worlds):
        rng = random.Random(f"tokenizer-{index}")
        facts, texts = sources.graph(TRAIN_WORLDS[index]), partial(sources.company, TRAIN_WORLDS[index])
        for _ in range(per_world):
            made = one(rng, 2, "default", facts, texts)
            made = rename(rng, made)  # whole names stay rare, so that only their parts are learned
            yield "\n".join([*made.tools, *(content for _, content in made.messages), made.answer])
    words = [*wording.COMMON, *(w.capitalize() for w in wording.COMMON)]
    for _ in range(20):
        yield " " + " ".join(words)
