"""Golden cases of the lab's question prompts, lab models that answer them, and the score of an answer.

A score is 1 or 0: the value is the expected one or not; the number of the source behind it is not judged. What a score
depends on beside the prompt, the weights, has a hash here (`weights_hash`).
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Sequence
from typing import Any, Literal

from labsupport.models import wording
from labsupport.prompts.environment import Message
from labsupport.prompts.evaluate import Case
from labsupport.prompts.render import render
from labsupport.prompts.store import Prompt
from labsupport.world import Split

Place = Literal["alone", "first", "second"]
"""Where the passage with the answer stands: the only source, or the first or second of two."""

SHORT, OTHER = 220, 160  # characters of the passage with the answer, and of the one beside it
ASK: dict[str, dict[str, str]] = {
    "de": {"order_id": "Um welche Bestellung geht es?", "product": "Um welches Produkt geht es?",
           "customer": "Welche Firma schreibt?", "error_code": "Welcher Fehler wird gemeldet?"},
    "fr": {"order_id": "De quelle commande s'agit-il ?", "product": "De quel produit s'agit-il ?",
           "customer": "Quelle entreprise nous écrit ?", "error_code": "Quelle erreur est affichée ?"},
}  # fmt: skip
"""Questions about a ticket in its own language, by field."""
NOT_FOUND = (wording.ABSTAIN, "Nicht in den Quellen gefunden.", "Absent des sources.")
_CITED = re.compile(r"\s*\[\d+\]\s*$")


def qa_cases(n: int, *, seed: int, split: Split = "dev", places: Sequence[Place] = ("alone",)) -> list[Case]:
    """`n` questions of the lab world with short sources; `slice` says where the answer stands, dealt in turn.

    Raises ValueError when the split has fewer questions whose answer lies in a short passage.
    """
    from labsupport import world
    from labsupport.models.skills.texts import window
    from labsupport.world.evidence import named

    rng = random.Random(f"golden-{split}-{seed}")
    lab = world.load()
    docs = {d.doc_id: d for d in lab.documents}
    items = [q for q in world.qa(split) if q.answerable]
    rng.shuffle(items)
    passages: list[tuple[str, str]] = []  # (passage, answer), in the order of `items`
    kept = []
    for item in items:
        subject = next(
            name for s, r in lab.facts_about
            if r == item.relation and s.split("@")[0] == item.entities[0] and (name := named(lab, s)) in item.question
        )  # fmt: skip
        if piece := window(rng, docs[item.doc_id], item.start, item.end, SHORT, subject):
            passages.append((_flat(piece), item.answer))
            kept.append(item)
    if len(kept) < n:
        raise ValueError(f"n={n}: split {split!r} has {len(kept)} questions with a short passage")
    cases = []
    for at, item in enumerate(kept[:n]):
        place = places[at % len(places)]
        sources = [passages[at][0]]
        if place != "alone":
            others = [p for p, a in passages if len(p) <= OTHER and item.answer not in p and a not in sources[0]]
            sources.insert(0 if place == "second" else 1, rng.choice(others))
        cases.append(Case(item.id, {"sources": sources, "question": item.question}, place, item.answer))
    return cases


def ticket_cases(n: int, *, seed: int, splits: Sequence[Split] = ("train", "dev")) -> list[Case]:
    """`n` questions about German and French tickets, asked in the ticket's language, which is also the slice."""
    from labsupport import world

    rng = random.Random(f"tickets-{seed}")
    found = []
    for item in (i for split in splits for i in world.extract(split) if i.slice == "multilingual"):
        for field, question in ASK[item.language].items():
            if value := item.fields.get(field):
                variables = {"sources": [_flat(item.text)], "question": question}
                found.append(Case(f"{item.id}/{field}", variables, item.language, value))
    if len(found) < n:
        raise ValueError(f"n={n}: there are {len(found)} such questions")
    return sorted(rng.sample(found, n), key=lambda case: case.id)


def _flat(text: str) -> str:
    return " ".join(text.split())


def value_of(answer: str) -> str:
    """The answer without the source number at its end; an abstention in any of the three languages is one of them."""
    text = _CITED.sub("", answer).strip()
    return wording.ABSTAIN if text in NOT_FOUND else text


def right(answer: str, case: Case) -> float:
    """1.0 if the value is the expected one, letter by letter, else 0.0."""
    return float(value_of(answer) == case.expected)


class Judge:
    """A lab model that answers chats greedily on the CPU, and the scorer of its answers for `ab_eval`.

    name: a shipped model, or a checkpoint of its training such as "lab-small@16803k" (thousand tokens seen).
    Answers are kept, so that a chat is answered once. Raises LabError for an unknown name or damaged files.
    """

    def __init__(self, name: str, *, max_new: int = 20) -> None:
        from labsupport import models
        from labsupport.models import checkpoints

        self.name, self.max_new = name, max_new
        self._model: Any = checkpoints.named(name)
        self._tokenizer: Any = models.load(checkpoints.parted(name)[0])[1]
        self._answers: dict[str, str] = {}

    def answers(self, prompt: Prompt, cases: Sequence[Case]) -> list[str]:
        """The answers to a prompt on all cases, those that are new in one batch. Raises VariableError as `render`."""
        from labsupport.models.decode import answer

        chats = [_chat(render(prompt, **case.variables)) for case in cases]
        new = {chat: f"{case.expected} [1]" for chat, case in zip(chats, cases, strict=True)
               if chat not in self._answers}  # fmt: skip
        if new:
            said = answer(
                self._model, self._tokenizer.backend_tokenizer, list(new), max_new=self.max_new,
                expected=list(new.values()),
            )  # fmt: skip
            self._answers |= zip(new, said, strict=True)
        return [self._answers[chat] for chat in chats]

    def scores(self, prompt: Prompt, cases: Sequence[Case]) -> list[float]:
        """1.0 or 0.0 for each case."""
        return [right(said, case) for said, case in zip(self.answers(prompt, cases), cases, strict=True)]

    def __call__(self, messages: Sequence[Message], case: Case) -> float:
        """The scorer for `ab_eval`. Fast for what `answers` or `scores` has asked already."""
        chat = _chat(messages)
        if chat not in self._answers:
            from labsupport.models.decode import answer

            coder = self._tokenizer.backend_tokenizer
            (self._answers[chat],) = answer(self._model, coder, [chat], max_new=self.max_new)
        return right(self._answers[chat], case)


def _chat(messages: Sequence[Message]) -> str:
    from labsupport.models.tokenizer import chatml

    return chatml([dict(m) for m in messages])


def weights_hash(name: str) -> str:
    """sha256 of the weights behind a name, in the form that `Judge` takes. Raises LabError for an unknown model."""
    from labsupport import models
    from labsupport.models import checkpoints

    shipped, _, seen = name.partition("@")
    folder = models.path(shipped)
    file = folder / "model.safetensors"
    if seen:
        file = folder / checkpoints.FOLDER / f"{int(seen.removesuffix('k')):06d}k.safetensors"
    return hashlib.sha256(file.read_bytes()).hexdigest()
