"""Few-shot prompts tried on the lab's tickets: a desk with library and items, labels scored in one forward pass each.

The model runs in this process and is held to the labels: of a prompt it gives the probability of each label's first
token, so that a trial measures the choice and not the spelling. Knows nothing of how examples are selected.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from labsupport import world
from labsupport.context.split import Embed
from labsupport.fewshot.library import Example, ExampleLibrary, check_examples, knn_vote, one_of
from labsupport.fewshot.prompting import Order, as_block, build_messages
from labsupport.models import wording
from labsupport.prompts.environment import Message
from labsupport.stats import Interval, proportion_ci
from labsupport.tokens import local
from labsupport.world.sets.tickets import Ticket
from labsupport.world.sides import Split

LABELS = ("billing", "delivery", "hardware", "access")
TASK = wording.CLASS_SYSTEMS["category"][0].format(l=", ".join(LABELS))
LEARN = f"Learn the labels from the examples. Labels: {', '.join(LABELS)}."
LONGEST = 170  # characters of a ticket: ten of them and a question fit the lab model's window
POSITIONS = 8_192  # of one forward pass, padding included
Select = Callable[[str], Sequence[Example]]
Arrange = Callable[[Sequence[Message]], Sequence[Message]]


@dataclass(frozen=True)
class Desk:
    """A labelling task: its instruction, the labels it may say, a library, and items (text, right label)."""

    task: str
    labels: tuple[str, ...]
    library: ExampleLibrary
    items: tuple[tuple[str, str], ...]

    def renamed(self, names: Mapping[str, str], task: str, embed: Embed) -> Desk:
        """The same texts under other labels: only examples tell which is which."""
        examples = [replace(example, output=names[example.output]) for example in self.library.examples]
        items = tuple((text, names[label]) for text, label in self.items)
        return replace(self, task=task, library=ExampleLibrary(examples, embed), items=items)


@dataclass(frozen=True)
class Trial:
    """What was said to each item of a desk, and whether that was right."""

    said: tuple[str, ...]
    right: tuple[bool, ...]

    @property
    def accuracy(self) -> Interval:
        """Share of right answers with its 95% interval (Wilson)."""
        return proportion_ci(sum(self.right), len(self.right))


def tickets(
    split: Split, labels: Sequence[str], each: int, seed: int, of: Callable[[Ticket], str] = lambda t: t.category
) -> list[Ticket]:
    """`each` short English tickets of a split for every label, or all there are, in a fixed random order."""
    rng = random.Random(f"few-shot-{split}-{seed}")
    short = [t for t in world.tickets(split) if t.language == "en" and len(t.text) <= LONGEST]
    rng.shuffle(short)
    found = [t for label in labels for t in [t for t in short if of(t) == label][:each]]
    rng.shuffle(found)
    return found


def library_of(
    items: Sequence[Ticket], labels: Sequence[str], embed: Embed, of: Callable[[Ticket], str]
) -> ExampleLibrary:
    """A library of tickets with their labels, checked against the list of labels."""
    examples = [Example(t.id, t.text, of(t), frozenset({t.style})) for t in items]
    check_examples(examples, one_of(labels))
    return ExampleLibrary(examples, embed)


def ticket_desk(split: Split, embed: Embed, *, shelf: int, each: int, seed: int) -> Desk:
    """The category of a ticket among four; `shelf` examples a label from the training split, `each` items a label."""
    of: Callable[[Ticket], str] = lambda t: t.category  # noqa: E731
    library = library_of(tickets("train", LABELS, shelf, seed), LABELS, embed, of)
    return Desk(TASK, LABELS, library, tuple((t.text, t.category) for t in tickets(split, LABELS, each, seed)))


def run(
    desk: Desk, select: Select, *, arrange: Arrange = as_block, order: Order = "best_last", name: str = "lab-nano"
) -> Trial:
    """Ask the model about every item, each with the examples that `select` gives for it, most relevant first."""
    chats = [arrange(build_messages(desk.task, select(text), text, order=order)) for text, _ in desk.items]
    return judged(desk, [best(found) for found in label_probabilities(chats, desk.labels, name=name)])


def vote(desk: Desk, k: int) -> Trial:
    """The same items answered by `knn_vote`, without a model."""
    return judged(desk, [knn_vote(desk.library, text, k) or "" for text, _ in desk.items])


def judged(desk: Desk, said: Sequence[str]) -> Trial:
    """The trial of one answer an item."""
    return Trial(tuple(said), tuple(one == label for one, (_, label) in zip(said, desk.items, strict=True)))


def label_probabilities(
    chats: Sequence[Sequence[Message]], labels: Sequence[str], *, name: str = "lab-nano"
) -> list[dict[str, float]]:
    """For each chat the probability of every label, among the labels alone: softmax over their first tokens.

    Raises ValueError for labels of which two begin with the same token.
    """
    _, tokenizer = local.loaded(name)
    inner: Any = tokenizer
    first = [inner.encode(label, add_special_tokens=False)[0] for label in labels]
    if len(set(first)) < len(first):
        raise ValueError(f"two of the labels {', '.join(labels)} begin with the same token")
    logits = _next_logits(chats, name)
    return [dict(zip(labels, row[first].softmax(-1).tolist(), strict=True)) for row in logits]


def _next_logits(chats: Sequence[Sequence[Message]], name: str) -> list[Any]:
    """Logits of the token after each chat, float32 of shape (vocabulary,)."""
    import torch

    model, tokenizer = local.loaded(name)
    inner: Any = tokenizer
    coded: list[list[int]] = [
        inner.apply_chat_template([dict(m) for m in chat], add_generation_prompt=True, return_dict=False)
        for chat in chats
    ]
    found: dict[int, Any] = {}
    with torch.inference_mode():
        for rows in _batches([len(ids) for ids in coded]):
            width = max(len(coded[i]) for i in rows)
            # padding on the right is behind the position that is read: the causal mask alone suffices
            ids = torch.tensor([coded[i] + [0] * (width - len(coded[i])) for i in rows])
            ends = torch.tensor([len(coded[i]) - 1 for i in rows])
            hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state
            logits = model.lm_head(hidden[torch.arange(len(rows)), ends]).float()
            found |= dict(zip(rows, logits, strict=True))
    return [found[i] for i in range(len(coded))]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of similar length, shortest first."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batch and (len(batch) + 1) * lengths[i] > POSITIONS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def best(probabilities: Mapping[str, float]) -> str:
    """The label with the greatest probability, the earlier one of equals."""
    return max(probabilities, key=lambda label: probabilities[label])
