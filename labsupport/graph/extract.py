"""Entities and relations of a chunk, asked of a model under a grammar, read strictly; a failure is kept, not skipped.

The types and relations are the lab world's own. What the model may say is a closed list; what it says about a name is
checked here: every end of a relation is declared, and the pair of types is one that the relation can have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from labsupport.errors import LabError
from labsupport.models import wording
from labsupport.structured.record_lab import options
from labsupport.world.chunks import Chunk

EntityType = Literal["site", "person", "team", "product", "customer", "supplier", "order", "incident", "vulnerability",
                     "policy", "contract", "error", "cause", "value"]  # fmt: skip
SIGNATURES: dict[str, tuple[str, str]] = {  # relation -> types of its two ends; all others end in a value
    "person.team": ("person", "team"), "person.site": ("person", "site"), "person.manager": ("person", "person"),
    "team.lead": ("team", "person"), "team.site": ("team", "site"), "product.owner": ("product", "team"),
    "product.supplier": ("product", "supplier"), "customer.manager": ("customer", "person"),
    "order.customer": ("order", "customer"), "order.product": ("order", "product"),
    "incident.product": ("incident", "product"), "incident.oncall": ("incident", "person"),
    "incident.cause": ("incident", "cause"), "vulnerability.product": ("vulnerability", "product"),
    "policy.owner": ("policy", "team"), "contract.customer": ("contract", "customer"),
    "contract.product": ("contract", "product"), "contract.signatory": ("contract", "person"),
    "error.product": ("error", "product"),
}  # fmt: skip
TRIES = 2
LONGEST = 40  # characters of a name
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
Chat = Callable[..., Any]


class ExtractionError(LabError):
    """A chunk whose extraction stayed invalid: it goes to the dead-letter list, and can be tried again from there."""

    def __init__(self, chunk_id: str, why: str = "") -> None:
        self.chunk_id, self.why = chunk_id, why
        super().__init__(f"no valid extraction of {chunk_id}: {why}", "keep it in the dead-letter list and try again")


class Mention(BaseModel):
    """Something that a chunk names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1)
    type: EntityType


class Link(BaseModel):
    """A relation that a chunk states between two mentions, by their names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    relation: str
    target: str


class Extraction(BaseModel):
    """What a chunk names and states. Raises ValidationError for a relation whose end is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    entities: tuple[Mention, ...] = ()
    relations: tuple[Link, ...] = ()

    @model_validator(mode="after")
    def _declared(self) -> Self:
        names = {mention.name for mention in self.entities}
        loose = [end for link in self.relations for end in (link.source, link.target) if end not in names]
        if loose:
            raise ValueError(f"relation names {loose[0]!r}, which is no entity of this extraction")
        return self

    @property
    def types(self) -> dict[str, EntityType]:
        """The type of each name; of a name that is declared twice, the last one."""
        return {mention.name: mention.type for mention in self.entities}


Find = Callable[[str], Sequence[Mention]]
"""The subjects that a text names. The lab model is too weak to find them; a catalogue of names does."""


def fields_of(kind: str) -> dict[str, str]:
    """The fields that are asked about a subject of a type, with their relations: {"owner": "product.owner", ...}."""
    return {name.split(".")[1]: name for name in SIGNATURES if name.split(".")[0] == kind}


def schema(kind: str) -> dict[str, Any]:
    """What the server is held to: one field a relation of the type, a name or null."""
    value = {"anyOf": [{"type": "string", "maxLength": LONGEST}, {"type": "null"}]}
    names = list(fields_of(kind))
    return {"type": "object", "properties": dict.fromkeys(names, value), "required": names,
            "additionalProperties": False}  # fmt: skip


def messages(text: str, subject: Mention) -> list[dict[str, str]]:
    """The request in words: the relations of one subject, from one text."""
    shape = json.dumps(dict.fromkeys(fields_of(subject.type), "string"))
    asked = f"{wording.JSON_SYSTEMS[1]}\n\nSchema: {shape}\nAbout: {subject.name}\nText: {text}"
    return [{"role": "user", "content": asked}]


def read(raw: str, subject: Mention) -> Extraction:
    """The relations of a subject in a reply. Raises ValueError (ValidationError is one) unless it is a whole record."""
    value, fields = json.loads(raw), fields_of(subject.type)
    if not isinstance(value, dict) or set(value) != set(fields):
        raise ValueError(
            f"want the fields {sorted(fields)}, got {sorted(value) if isinstance(value, dict) else value!r}"
        )
    said = {fields[key]: name for key, name in value.items() if name is not None and name != subject.name}
    ends = [Mention.model_validate({"name": name, "type": SIGNATURES[r][1]}) for r, name in said.items()]
    links = [Link(source=subject.name, relation=r, target=name) for r, name in said.items()]
    return Extraction(entities=(subject, *ends), relations=tuple(links))


def merged(parts: Sequence[Extraction]) -> Extraction:
    """Several extractions of one text as one, each entity and relation once."""
    entities = dict.fromkeys(mention for part in parts for mention in part.entities)
    return Extraction(entities=tuple(entities), relations=tuple(dict.fromkeys(r for p in parts for r in p.relations)))


def extract(chunk: Chunk, *, chat: Chat, find: Find, tries: int = TRIES, max_tokens: int = 120) -> Extraction:
    """What a chunk states about each subject in it: one call a subject, under a grammar, temperature 0.

    chat: as `CacheProbe.chat`. find: the subjects. Raises ExtractionError when a subject's reply is cut or invalid
    `tries` times; what the client raises passes.
    """
    parts = list[Extraction]()
    for subject in find(chunk.text):
        if not fields_of(subject.type):
            parts.append(Extraction(entities=(subject,)))
            continue
        why = ""
        for _ in range(tries):
            reply = chat(
                messages(chunk.text, subject), max_tokens=max_tokens, **options("spaced", schema(subject.type))
            )
            choice = reply.choices[0]
            try:
                if choice.finish_reason == "length":
                    raise ValueError(f"cut at {max_tokens} tokens")
                parts.append(read(choice.message.content or "", subject))
                break
            except ValueError as error:
                why = str(error).splitlines()[0]
        else:
            raise ExtractionError(chunk.id, why)
    return merged(parts)


def extract_all(
    chunks: Sequence[Chunk], *, chat: Chat, find: Find, workers: int = 16, **more: Any
) -> tuple[dict[str, Extraction], list[ExtractionError]]:
    """Extractions by chunk id, and the dead letters, each in the order of the chunks."""

    def one(chunk: Chunk) -> Extraction | ExtractionError:
        try:
            return extract(chunk, chat=chat, find=find, **more)
        except ExtractionError as error:
            return error

    with ThreadPoolExecutor(workers) as pool:
        made = list(pool.map(one, chunks))
    done = {c.id: m for c, m in zip(chunks, made, strict=True) if isinstance(m, Extraction)}
    return done, [m for m in made if isinstance(m, ExtractionError)]


def kept(extraction: Extraction, keep: Callable[[Link], bool]) -> Extraction:
    """The same entities, and the relations that pass a test."""
    return Extraction(entities=extraction.entities, relations=tuple(filter(keep, extraction.relations)))


def quoted(text: str, *names: str) -> str:
    """The sentences and lines of a text that name all of these; "" if none does."""
    return " ".join(part for part in _SENTENCE.split(text) if all(name in part for name in names))


def supported(pairs: Sequence[tuple[str, str]], *, chat: Chat, workers: int = 16) -> list[bool]:
    """Whether the model, asked as a judge, says that a quote supports a claim, for each pair of them."""

    def one(pair: tuple[str, str]) -> bool:
        asked = f"{wording.CLAIM_SYSTEMS[0]}\n\nPassage: {pair[0]}\nClaim: {pair[1]}"
        reply = chat([{"role": "user", "content": asked}], max_tokens=6)
        return (reply.choices[0].message.content or "").strip().lower().startswith(wording.LABELS[0])

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, pairs))
