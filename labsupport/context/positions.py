"""Where the evidence stands: questions with one gold passage among distractors, at a depth that the caller chooses.

Knows nothing of clients: `ask` sends the messages and returns the answer's text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from labsupport import stats, world
from labsupport.aio.bounded import run_bounded
from labsupport.cascade import local as batches
from labsupport.context.pack import PromptParts
from labsupport.context.split import Chunk
from labsupport.models.skills.texts import window
from labsupport.models.wording import QA_SYSTEMS
from labsupport.tokens import local
from labsupport.tokens.counting import Message, prompt_tokens
from labsupport.world.entities import Document, Gold, World
from labsupport.world.evidence import named
from labsupport.world.sets.qa import Question
from labsupport.world.sides import Split

Ask = Callable[[list[Message]], Awaitable[str]]
_CITATION = re.compile(r"\s*\[\d+\]\.?\s*$")


@dataclass(frozen=True)
class Item:
    """A question, the short passage that answers it, and passages that do not, in a fixed order."""

    id: str
    question: str
    answer: str
    gold: Chunk
    distractors: tuple[Chunk, ...]


def _passage(rng: random.Random, doc: Document, start: int, end: int, limit: int, must: str = "") -> Chunk | None:
    text = window(rng, doc, start, end, limit, must)
    return None if not text else Chunk(re.sub(r"\n\s*\n", "\n", text), start, end)


def _subject(about: World, question: Question) -> str:
    """The name by which a question calls its subject."""
    keys = (s for s, r in about.facts_about if r == question.relation and s.split("@")[0] == question.entities[0])
    return next((name for s in keys if (name := named(about, s)) in question.question), "")


def items(split: Split, n: int, *, distractors: int, seed: int, chars: int = 280) -> list[Item]:
    """Up to `n` answerable questions of a split with passages of at most `chars` characters around the evidence.

    A distractor states another fact, from another document, and does not contain the answer. Fewer items when the
    evidence of the others does not fit `chars`.
    """
    about, rng = world.load(), random.Random(f"positions-{seed}")
    stated: list[tuple[Document, Gold]] = [(doc, gold) for doc in about.documents for gold in doc.gold]
    asked = [q for q in world.qa(split) if q.answerable]
    made: list[Item] = []
    for q in rng.sample(asked, len(asked)):
        gold = _passage(rng, about.by_doc[q.doc_id], q.start, q.end, chars, _subject(about, q))
        if gold is None or len(made) == n:
            continue
        others: dict[str, Chunk] = {}
        while len(others) < distractors:
            doc, other = rng.choice(stated)
            if doc.doc_id == q.doc_id or other.triple[:2] == (q.entities[0], q.relation):
                continue
            extra = _passage(rng, doc, other.start, other.end, chars)
            if extra is not None and q.answer not in extra.text:
                others[extra.text] = extra
        made.append(Item(q.id, q.question, q.answer, gold, tuple(others.values())))
    return made


def place(gold: Chunk, distractors: Sequence[Chunk], depth: int) -> list[Chunk]:
    """The passages with `depth` distractors before the gold one. Raises ValueError for a depth that is not there."""
    if not 0 <= depth <= len(distractors):
        raise ValueError(f"depth={depth!r} must be from 0 to {len(distractors)}, the number of distractors")
    return [*distractors[:depth], gold, *distractors[depth:]]


def correct(answer: str, expected: str) -> bool:
    """Whether an answer is the expected one, but for a citation, a final period, case and white space."""

    def plain(text: str) -> str:
        return " ".join(_CITATION.sub("", text).split()).rstrip(".").casefold()

    return plain(answer) == plain(expected)


async def accuracy(
    questions: Sequence[Item],
    ask: Ask,
    arrange: Callable[[Item], Sequence[Chunk]],
    *,
    concurrency: int = 8,
    system: str = QA_SYSTEMS[0],
) -> list[bool]:
    """Whether the model answers each question, from the passages that `arrange` gives it, in that order.

    Compare two arrangements by `stats.paired_diff_ci`. A failing call is raised, never counted as a wrong answer.
    """

    async def one(item: Item) -> bool:
        answer = await ask(PromptParts(system, item.question).messages(arrange(item)))
        return correct(answer, item.answer)

    outcomes = await run_bounded(questions, one, concurrency=concurrency, mode="all_or_nothing")
    return [bool(outcome.value) for outcome in outcomes]


def answer_logprobs(
    questions: Sequence[Item],
    arrange: Callable[[Item], Sequence[Chunk]],
    *,
    name: str = "lab-nano",
    system: str = QA_SYSTEMS[0],
) -> list[float]:
    """Mean log-probability, in nats a token, that a lab model gives the expected answer of each question.

    Finer than `accuracy`: it moves with the place of the evidence also where a small model gets no answer right.
    Raises LabError for an unknown model.
    """
    import torch

    model, tokenizer = local.loaded(name)
    found = []
    for item in questions:
        prompt = prompt_tokens(PromptParts(system, item.question).messages(arrange(item)), tokenizer)
        answer = tokenizer(item.answer, add_special_tokens=False)["input_ids"]
        with torch.inference_mode():
            logits = model(torch.tensor([prompt + answer]), logits_to_keep=len(answer) + 1).logits[0, :-1]
        scores = logits.log_softmax(-1)[torch.arange(len(answer)), torch.tensor(answer)]
        found.append(float(scores.mean()))
    return found


def greedy_right(
    questions: Sequence[Item],
    arrange: Callable[[Item], Sequence[Chunk]],
    *,
    name: str = "lab-nano",
    system: str = QA_SYSTEMS[0],
) -> list[bool]:
    """Whether a lab model's greedy answer to each question is right, in batches and without a server.

    Raises LabError for an unknown model.
    """
    model, tokenizer = local.loaded(name)
    prompts = [batches.chat_prompt(PromptParts(system, item.question).messages(arrange(item))) for item in questions]
    said = batches.complete(model, tokenizer.backend_tokenizer, prompts, batch=8)
    return [correct(reply.text, item.answer) for reply, item in zip(said, questions, strict=True)]


@dataclass(frozen=True)
class Point:
    """Accuracy with the gold passage behind `depth` of `passages` - 1 distractors."""

    passages: int
    depth: int
    accuracy: stats.Interval


async def curve(
    questions: Sequence[Item], ask: Ask, counts: Iterable[int], *, depths: int = 5, concurrency: int = 8
) -> list[Point]:
    """Accuracy by number of passages and place of the gold one; up to `depths` places, evenly from first to last.

    All places share questions and distractors: the first ones of each item. Raises ValueError for depths < 2, for a
    count below 1, and for one above what the items hold.
    """
    if depths < 2:
        raise ValueError(f"depths={depths!r} must be at least 2: the first place and the last")
    most = 1 + min(len(item.distractors) for item in questions)
    points: list[Point] = []
    for count in counts:
        if not 1 <= count <= most:
            raise ValueError(f"count={count!r} must be from 1 to {most}, the passages that every item has")
        for depth in sorted({round(i * (count - 1) / (depths - 1)) for i in range(depths)}):

            def arrange(item: Item, count: int = count, depth: int = depth) -> list[Chunk]:
                return place(item.gold, item.distractors[: count - 1], depth)

            right = await accuracy(questions, ask, arrange, concurrency=concurrency)
            points.append(Point(count, depth, stats.proportion_ci(sum(right), len(right))))
    return points
