"""One extraction through a model server: asked for in three ways, read strictly, every other end under its own name."""

from __future__ import annotations

import asyncio
import functools
import json
import random
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import httpx
from pydantic import BaseModel, ValidationError

from labsupport import llm
from labsupport.aio.retry import RetryBudget, classify, full_jitter, parse_retry_after
from labsupport.models import wording
from labsupport.structured.audit import audit
from labsupport.structured.backends import Backend
from labsupport.structured.errors import Filtered, Refused, SchemaMismatch, Truncated, Unsupported
from labsupport.structured.schema import Extraction, error_lines
from labsupport.structured.strict import to_strict
from labsupport.tokens.counting import Message
from labsupport.usage import Usage

if TYPE_CHECKING:
    import openai

Mode = Literal["prompt", "json", "schema"]

BUDGET = RetryBudget(0.1, 0.1)  # shared by all extractions of a process
_COMPLAINTS = ("schema", "grammar", "structured", "response_format", "guided")


@functools.cache
def extraction_schema() -> dict[str, Any]:
    """The strict JSON Schema of `Extraction`: one source for the request and for the check of the reply."""
    return to_strict(Extraction.model_json_schema())


def messages(text: str) -> list[Message]:
    """The request in words; all three modes ask with the same ones."""
    shape = json.dumps(extraction_schema(), ensure_ascii=False)
    return [
        {"role": "system", "content": f"{wording.JSON_SYSTEMS[1]}\nQuote the text word for word."},
        {"role": "user", "content": f"Schema: {shape}\nText: {text}"},
    ]


def response_format(mode: Mode, schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the request says besides its words. ValueError for an unknown mode."""
    if mode == "prompt":
        return None
    if mode == "json":
        return {"type": "json_object"}
    if mode == "schema":
        return {"type": "json_schema", "json_schema": {"name": "extraction", "schema": dict(schema), "strict": True}}
    raise ValueError(f"mode {mode!r} is none of prompt, json, schema")


async def extract(
    text: str, *, mode: Mode, max_tokens: int, client: openai.AsyncOpenAI | None = None, model: str | None = None,
    repairs: int = 0, deadline_s: float = 60.0, backend: Backend | None = None,
) -> Extraction:  # fmt: skip
    """What the text names. Never None: every answer that is no `Extraction` raises.

    mode: "prompt" asks in words (and takes a fenced or surrounded object), "json" asks for JSON syntax, "schema" has
    the server hold the schema. repairs: so many further tries after a SchemaMismatch, each shown its errors. client:
    default one of the lab's own, closed again. deadline_s: seconds for all requests together. backend: audit the schema
    for it first.

    Raises ValueError (blank text, wrong argument), Unsupported (schema mode: the audit, or the server, objects),
    Truncated (cut at max_tokens, however complete it looks), Refused (Filtered: by the provider's filter),
    SchemaMismatch (after the last repair), TimeoutError (deadline); what the SDK raises for failures that no repetition
    mends passes.
    """
    if not text.strip():
        raise ValueError("text is empty: there is nothing to extract from")
    if max_tokens < 1 or repairs < 0 or not deadline_s > 0:
        raise ValueError(f"max_tokens={max_tokens}, repairs={repairs}, deadline_s={deadline_s}: want >= 1, >= 0, > 0")
    schema = extraction_schema()
    wanted = response_format(mode, schema)
    if mode == "schema" and backend is not None:
        demand(schema, backend)
    if client is None:
        async with llm.async_client(timeout_s=deadline_s) as own:
            return await extract(text, mode=mode, max_tokens=max_tokens, client=own, model=model, repairs=repairs,
                                 deadline_s=deadline_s)  # fmt: skip
    chat: list[Message] = messages(text)
    body: dict[str, Any] = {"model": model or llm.model(), "max_tokens": max_tokens, "temperature": 0.0}
    body |= {} if wanted is None else {"response_format": wanted}
    ask = functools.partial(complete, client, deadline_s=deadline_s)  # ask(body): one answer, however often it takes
    # BEGIN SOLUTION
    async with asyncio.timeout(deadline_s):
        for turn in range(repairs + 1):
            answer = await ask({**body, "messages": chat})
            try:
                return read(answer, tolerant=mode == "prompt")
            except SchemaMismatch as mismatch:
                if turn == repairs:
                    raise
                chat = [*chat, {"role": "assistant", "content": str(mismatch.raw)},
                        {"role": "user", "content": "That is wrong: " + "; ".join(mismatch.errors[:5])}]  # fmt: skip
    raise AssertionError("not reached")
    # END SOLUTION


def demand(schema: Mapping[str, Any], backend: Backend) -> None:
    """Raise Unsupported unless the backend enforces every keyword of the schema."""
    issues = [finding for finding in audit(schema, backend) if not finding.ok]
    if issues:
        raise Unsupported(issues)


def read(answer: Any, *, tolerant: bool = False) -> Extraction:
    """The extraction in a chat completion of the SDK; tolerant: in a fence or between sentences, too.

    Looks at the end before it looks at the text. Raises Truncated, Refused, Filtered and SchemaMismatch.
    """
    if not answer.choices:
        raise SchemaMismatch(["document: the answer has no choices"], "")
    choice = answer.choices[0]
    raw = choice.message.content or ""
    text = unwrapped(raw) if tolerant else raw
    # BEGIN SOLUTION
    if choice.finish_reason == "length":
        raise Truncated(Usage.from_response(answer) if answer.usage else None)
    if choice.finish_reason == "content_filter":
        raise Filtered
    if getattr(choice.message, "refusal", None):
        raise Refused(choice.message.refusal)
    try:
        # one step: JSON rules for JSON, and an error that says where
        return Extraction.model_validate_json(text)
    except ValidationError as error:
        raise SchemaMismatch(error_lines(error), raw) from None
    # END SOLUTION


def unwrapped(raw: str) -> str:
    """The JSON object in a fence or between sentences: from the first `{` that begins one to its end; else the text."""
    decoder = json.JSONDecoder()
    at, tries = raw.find("{"), 0
    while at >= 0 and tries < 20:  # a text full of braces must not cost the square of its length
        try:
            return raw[at : decoder.raw_decode(raw, at)[1]]
        except (ValueError, RecursionError):
            at, tries = raw.find("{", at + 1), tries + 1
    return raw


async def complete(
    client: openai.AsyncOpenAI, body: Mapping[str, Any], *, deadline_s: float, attempts: int = 4,
    budget: RetryBudget | None = None, rng: random.Random | None = None, sleep: Any = asyncio.sleep,
) -> Any:  # fmt: skip
    """One chat completion, repeated while the failure is one that passes, at most `attempts` times.

    To generate twice costs tokens and changes nothing, so an unknown outcome is repeated, too. Raises Unsupported when
    the server objects to the schema of a `response_format`, else the SDK's exception of the last attempt.
    """
    import openai

    budget, rng, ends_at = budget or BUDGET, rng or random.Random(), time.monotonic() + deadline_s
    budget.request()
    for turn in range(attempts):
        try:
            return await client.chat.completions.create(**body)
        except openai.BadRequestError as error:
            if "response_format" in body and any(word in str(error).lower() for word in _COMPLAINTS):
                raise Unsupported([str(error)]) from error
            raise
        except (openai.APIStatusError, openai.APIConnectionError) as error:
            told_s = None
            if isinstance(error, openai.APIStatusError):
                # the SDK speaks httpx2, the decisions of `aio.retry` are about httpx: status, headers and body decide
                answer = error.response
                seen = httpx.Response(error.status_code, headers=dict(answer.headers), content=answer.content)
                told_s = parse_retry_after(seen.headers.get("Retry-After"), now=datetime.now(UTC))
                verdict = classify(seen)
            else:
                verdict = "unknown_outcome"
            wait_s = (told_s or 0.0) + full_jitter(turn if told_s is None else 0, base_s=0.5, cap_s=20.0, rng=rng)
            late = wait_s >= ends_at - time.monotonic()
            if verdict == "fatal" or turn == attempts - 1 or late or not budget.take():
                raise
            await sleep(wait_s)
    raise ValueError(f"attempts must be 1 or more, got {attempts}")


class Proof(BaseModel):
    """What a probe of `constraint_holds` got: the value that only the constraint could produce, or something else."""

    wanted: str
    got: str

    @property
    def holds(self) -> bool:
        """Whether the constraint was active."""
        return self.wanted == self.got


async def constraint_holds(
    client: openai.AsyncOpenAI, *, model: str | None = None, field: str = "response_format", seed: int | None = None
) -> Proof:
    """Whether the server really constrains: a random word that no prompt mentions is the schema's only document.

    field: how the schema is sent: "response_format", "structured_outputs" (vLLM) or any name of old, such as
    "guided_json", which newer servers ignore while they answer 200.
    """
    word = "-".join(random.Random(seed).sample(_SYLLABLES, 4))
    schema = {"type": "object", "properties": {"word": {"const": word}}, "required": ["word"],
              "additionalProperties": False}  # fmt: skip
    extra: dict[str, Any] = {"json": schema} if field == "structured_outputs" else schema
    if field == "response_format":
        extra = response_format("schema", schema) or {}
    answer = await client.chat.completions.create(
        model=model or llm.model(), messages=[{"role": "user", "content": "Say a word, in JSON."}], max_tokens=60,
        temperature=0.0, extra_body={field: extra},
    )  # fmt: skip
    got = answer.choices[0].message.content or ""
    return Proof(wanted=json.dumps({"word": word}), got=_canonical(got))


_SYLLABLES: Sequence[str] = ("ba", "du", "fe", "gi", "ko", "la", "mu", "ne", "pi", "ro", "sa", "tu", "ve", "wi", "zo")


def _canonical(text: str) -> str:
    try:
        return json.dumps(json.loads(text))
    except ValueError:
        return text
