"""The tasks on which this topic compares models: a class, a field, a question, a question of two hops; and a record."""

from __future__ import annotations

import itertools
import random
from functools import lru_cache
from typing import TYPE_CHECKING

from labsupport.cascade.benchmark import Case

if TYPE_CHECKING:
    from labsupport.models.sources import Facts
    from labsupport.world.sides import Split

TASKS = {"ticket class": 8, "field": 24, "one source": 24, "two hops": 24}
"""Four tasks of rising demand, and the most tokens of an answer."""
RECORD = {"record": 64}
"""A JSON object by a schema: the task with answers long enough to break."""
SKILLS = {"field": "field", "one source": "qa", "record": "json"}


def lab_cases(task: str, split: Split, n: int) -> list[Case]:
    """The first `n` cases of a task of `TASKS` or `RECORD` on the lab world; a request is a list of messages.

    Prompts of kinds that the lab models were trained on, about entities of the split only. Raises KeyError for an
    unknown task.
    """
    from labsupport.models.skills.facts import from_facts
    from labsupport.models.skills.reading import two_hops
    from labsupport.models.skills.texts import labels
    from labsupport.world import tickets

    rng, names = random.Random(f"cascade-{task}-{split}"), [f"{task}/{split}/{number}" for number in range(n)]
    if task == "ticket class":
        mine = [ticket for ticket in tickets() if ticket.split == split]
        chosen = rng.sample(mine, min(n, len(mine)))
        examples, names = [labels(rng, t, "category", all_labels=True) for t in chosen], [t.id for t in chosen]
    elif task == "two hops":
        draws = (two_hops(rng, _facts(split)) for _ in itertools.count())
        examples = list(itertools.islice(filter(None, draws), n))
    elif task in SKILLS:
        examples = [from_facts(rng, _facts(split), SKILLS[task], passages=1) for _ in range(n)]
    else:
        raise KeyError(f"unknown task {task!r}; known: {', '.join(TASKS | RECORD)}")
    return [
        Case(name, [{"role": role, "content": text} for role, text in example.messages], example.answer, task)
        for name, example in zip(names, examples, strict=True)
    ]


@lru_cache(maxsize=3)
def _facts(split: Split) -> Facts:
    """What the lab world states about subjects of one split, for the chosen facts and their distractors alike."""
    from labsupport.models import sources
    from labsupport.world import load

    world, facts = load(), _all_facts()
    mine = {
        relation: kept for relation, found in facts.by_relation.items()
        if (kept := [fact for fact in found if world.split.get(fact.subject.split("@")[0]) == split])
    }  # fmt: skip
    about = {
        subject: found for subject, found in facts.by_subject.items()
        if world.split.get(subject.split("@")[0]) == split
    }  # fmt: skip
    return sources.Facts(world, mine, about)


@lru_cache(maxsize=1)
def _all_facts() -> Facts:
    from labsupport.models import sources
    from labsupport.world import load

    return sources.facts_of(load())
