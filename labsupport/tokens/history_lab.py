"""A long conversation under several history policies: what is sent, whether early facts are in it, what comes back."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from labsupport import world
from labsupport.models import phrases, wording
from labsupport.models.sources import SEVERAL, facts_of
from labsupport.tokens import local
from labsupport.tokens.compression import SelfInformation, compress
from labsupport.tokens.counting import Message, pieces
from labsupport.tokens.history import Policy, Summarise, embedding_score, history_policy
from labsupport.world.evidence import named
from labsupport.world.relations import fill

SYSTEM = "You are the desk of the store. Answer from what was said before."
NOTED = "Noted."


class Asked(NamedTuple):
    """A question about an early turn and its answer as that turn writes it."""

    turn: int
    question: str
    answer: str


class Talk(NamedTuple):
    """Turns (user, assistant), each stating one fact of the lab world, and questions about the first ones."""

    turns: list[tuple[str, str]]
    early: list[Asked]

    @property
    def messages(self) -> list[Message]:
        """System message and all turns."""
        told = [m for user, reply in self.turns for m in (_message("user", user), _message("assistant", reply))]
        return [_message("system", SYSTEM), *told]


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def talk(seed: int, *, turns: int = 20, early: int = 5) -> Talk:
    """A conversation of `turns` turns with questions about the first `early`; no subject occurs twice.

    Raises ValueError for early outside 1..turns.
    """
    if not 1 <= early <= turns:
        raise ValueError(f"early={early} must be in 1..{turns}")
    lab = world.load()
    facts, rng = facts_of(lab), random.Random(f"talk-{seed}")
    kinds = sorted(set(facts.by_relation) - set(SEVERAL))
    said: list[tuple[str, str]] = []
    asked: list[Asked] = []
    used: set[str] = set()
    while len(said) < turns:
        fact = rng.choice(facts.by_relation[rng.choice(kinds)])
        if fact.subject in used:
            continue
        used.add(fact.subject)
        subject, value = named(lab, fact.subject), lab.name(fact.object)
        statement = fill(rng.choice(phrases.statements(fact.relation, lab.side)), subject, value)[0]
        field = rng.choice(phrases.fields(fact.relation, lab.side))
        if len(said) < early:
            question = wording.FIELD_REQUESTS[0].format(f=field, s=subject)
            asked.append(Asked(len(said), question, value))
        said.append((statement, NOTED))
    return Talk(said, asked)


def shortened(limit: int) -> Summarise:
    """Summaries of at most `limit` tokens: the words of old and new text that tell the lab model most."""
    scorer = SelfInformation(*local.loaded())

    def summarise(known: str, new: Sequence[Message]) -> str:
        text = " ".join([known, *(str(m["content"]) for m in new if m["role"] == "user")]).strip()
        return compress(text, max(1.0, len(pieces(text)) / limit), scorer)

    return summarise


def policies(
    encode: Callable[[Sequence[str]], Sequence[Sequence[float]]], *, window: int = 4, step: int = 1, limit: int = 60
) -> Mapping[str, Callable[[], Policy]]:
    """Makers of the policies to compare, by name; a policy with a summary belongs to one conversation.

    window, step: turns, as `history_policy`. limit: tokens of a summary. encode: unit vectors of texts.
    """
    score = embedding_score(encode)
    return {
        "full": lambda: history_policy("full", window),
        "window": lambda: history_policy("window", window, step=step),
        "summary": lambda: history_policy("summary", window, step=step, summarise=shortened(limit)),
        "retrieve": lambda: history_policy("retrieve", window, step=step, score=score),
        "summary+retrieve": lambda: history_policy(
            "summary+retrieve", window, step=step, summarise=shortened(limit), score=score
        ),
    }


class Early(NamedTuple):
    """Of the questions about early turns: how many, in how many prompts the answer stands, which were answered right.

    right: one entry a question, for paired comparisons.
    """

    asked: int
    present: int
    right: list[bool]


def early_facts(talks: Sequence[Talk], make: Callable[[], Policy]) -> Early:
    """Ask the early questions after the last turn, one at a time, of the lab model in this process."""
    chats: list[list[Message]] = []
    wanted: list[str] = []
    for one in talks:
        policy = make()
        for item in one.early:
            chats.append(policy([*one.messages, _message("user", item.question)]))
            wanted.append(item.answer)
    present = sum(any(answer in str(m["content"]) for m in chat) for chat, answer in zip(chats, wanted, strict=True))
    got = local.answers(chats, wanted)
    return Early(len(chats), present, [answer in text for text, answer in zip(got, wanted, strict=True)])
