"""Structured output as it is often written, errors kept, so that one can watch them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel

from labsupport.structured.automaton import Grammar
from labsupport.structured.mask import Vocabulary
from labsupport.structured.schema import Extraction


class NaiveEntity(BaseModel):
    """Decision and confidence stand before the passage that they should rest on; nothing checks the passage."""

    kind: str
    confidence: float
    name: str
    quote: str


class NaiveExtraction(BaseModel):
    """Language in free text, no version, no way to say that something was left out."""

    language: str
    entities: list[NaiveEntity]


class NaiveExtractionV2(BaseModel):
    """The next release: a new required field, so that every stored row of the release before is rejected."""

    schema_version: Literal[2]
    language: str
    entities: list[NaiveEntity]
    complete: bool


async def naive_parse(client: Any, messages: list[dict[str, str]], *, model: str, max_tokens: int) -> Extraction | None:
    """Calls the helper under the beta name, where it once was, and takes None as the only sign of trouble.

    The SDK raises for a cut or filtered answer, and the server answers 400 for bad parameters; only a refusal is None.
    """
    answer = await client.beta.chat.completions.parse(
        model=model, messages=messages, max_tokens=max_tokens, response_format=Extraction
    )
    parsed: Extraction | None = answer.choices[0].message.parsed
    return parsed


def naive_read(answer: Any) -> Extraction:
    """Never fails: what cannot be read is an empty extraction. A cut answer that happens to parse is taken as whole.

    Two steps, so that a fence is an error and `"1"` for 1 is judged by the rules for Python values, not those for JSON.
    """
    try:
        return Extraction.model_validate(json.loads(answer.choices[0].message.content))
    except Exception:
        return Extraction(schema_version=3, language="und", entities=[], complete=False)


def naive_to_strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Requires optional fields without a null to choose, looks only at the top, and loses the definitions."""
    return {
        "type": "object",
        "properties": dict(schema["properties"]),
        "required": list(schema["properties"]),
        "additionalProperties": False,
    }


def naive_body(body: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The request with the parameter of old: newer servers ignore it and answer 200 with unconstrained text."""
    return {**body, "guided_json": dict(schema)}


def naive_allowed(grammar: Grammar, vocabulary: Vocabulary, prefix: str) -> set[int]:
    """Judges a token by its first byte alone, and bans braces and brackets inside strings to be on the safe side."""
    state = grammar.walk(prefix.encode())
    if state is None:
        raise ValueError(f"no document of the grammar begins with {prefix!r}")
    in_string = prefix.count('"') % 2 == 1
    return {
        token for token, data in vocabulary.bytes.items()
        if grammar.step(state, data[0]) is not None and not (in_string and any(b in b"{}[]" for b in data))
    }  # fmt: skip


def naive_consumer(payload: Mapping[str, Any]) -> NaiveExtractionV2:
    """Reads with the newest model only. Raises ValidationError for every row that an older producer wrote."""
    return NaiveExtractionV2.model_validate(payload)
