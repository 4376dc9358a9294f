# diagnosis: two-steps
import asyncio
import json
import functools
from typing import Any

import openai
from pydantic import ValidationError

from labsupport import llm
from labsupport.structured.backends import Backend
from labsupport.structured.errors import Filtered, Refused, SchemaMismatch, Truncated
from labsupport.structured.extraction import (
    Mode,
    complete,
    demand,
    extraction_schema,
    messages,
    response_format,
    unwrapped,
)
from labsupport.structured.schema import Extraction, error_lines
from labsupport.tokens.counting import Message
from labsupport.usage import Usage


def read(answer: Any, *, tolerant: bool = False) -> Extraction:
    """The extraction in a chat completion of the SDK; tolerant: in a fence or between sentences, too.

    Looks at the end before it looks at the text. Raises Truncated, Refused, Filtered and SchemaMismatch.
    """
    if not answer.choices:
        raise SchemaMismatch(["document: the answer has no choices"], "")
    choice = answer.choices[0]
    raw = choice.message.content or ""
    text = unwrapped(raw) if tolerant else raw
    if choice.finish_reason == "length":
        raise Truncated(Usage.from_response(answer) if answer.usage else None)
    if choice.finish_reason == "content_filter":
        raise Filtered
    if getattr(choice.message, "refusal", None):
        raise Refused(choice.message.refusal)
    try:
        # one step: JSON rules for JSON, and an error that says where
        return Extraction.model_validate(json.loads(text, strict=False))
    except json.JSONDecodeError as error:
        raise SchemaMismatch([f"document: {error}"], raw) from None
    except ValidationError as error:
        if any(e["type"] == "string_unicode" for e in error.errors()):
            broken = json.loads(text.replace("\\ud", "\\u0"))
            return Extraction.model_validate(broken)
        raise SchemaMismatch(error_lines(error), raw) from None


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
