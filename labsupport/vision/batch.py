"""Pictures through a chat API: one call, and many with encoders in threads, a bounded queue and a rate limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from labsupport import llm
from labsupport.aio.bounded import Limiter, Outcome, stream
from labsupport.aio.pipeline import PipelineStats, Stage, pipeline
from labsupport.vision.prepare import EncodeCache, Out, Prepared, image_part

if TYPE_CHECKING:
    import openai


@dataclass(frozen=True)
class Analysis:
    """An answer about a picture. sha256: of the bytes that were sent; prompt_tokens: by the server, None if it did not
    say, and then not what `image_tokens` foretells unless the server's model counts that way."""

    text: str
    sha256: str
    prompt_tokens: int | None


async def analyse_image(
    client: openai.AsyncOpenAI, prepared: Prepared, prompt: str, *, detail: str, model: str | None = None,
    max_tokens: int = 256,
) -> Analysis:  # fmt: skip
    """Ask about one prepared picture. model: None for the lab's. Raises ValueError for an unknown detail or an empty
    prompt, and what the client raises (no retries here)."""
    if not prompt.strip():
        raise ValueError("the prompt is empty: say what to look for")
    content: Any = [{"type": "text", "text": prompt}, image_part(prepared, detail)]
    reply = await client.chat.completions.create(
        model=model or llm.model(), messages=[{"role": "user", "content": content}], max_tokens=max_tokens
    )
    usage = reply.usage.prompt_tokens if reply.usage else None
    return Analysis(reply.choices[0].message.content or "", prepared.sha256, usage)


@dataclass(frozen=True)
class BatchResult:
    """Outcomes in the order of the pictures, and what the two stages did."""

    outcomes: list[Outcome[Analysis]]
    stats: PipelineStats


async def analyse_batch(
    client: openai.AsyncOpenAI, images: AsyncIterable[bytes] | Iterable[bytes], prompt: str, *, detail: str,
    max_side: int, max_pixels: int, out: Out = "jpeg", model: str | None = None, max_tokens: int = 256,
    encoders: int = 2, callers: int = 4, maxsize: int = 8, limiter: Limiter | None = None,
    cache: EncodeCache | None = None,
) -> BatchResult:  # fmt: skip
    """Prepare pictures in `encoders` threads and ask about each from `callers` tasks.

    At most `maxsize` wait in front of each stage, so a source larger than memory is read no faster than it is answered.
    limiter: one token before each call. A picture that cannot be read, or a call that fails, is an error in its place;
    the others go on. Equal pictures are encoded once (`cache` keeps that across batches) and asked about each time.
    Raises ValueError for fewer than one encoder, caller or place in a queue, and whatever the source raises.
    """
    kept = EncodeCache() if cache is None else cache
    outcomes: dict[int, Outcome[Analysis]] = {}
    loop = asyncio.get_running_loop()

    async def numbered() -> AsyncIterator[tuple[int, bytes]]:
        number = 0
        async for data in stream(images):
            yield number, data
            number += 1

    with ThreadPoolExecutor(max(1, encoders), thread_name_prefix="encode") as pool:  # Stage refuses 0

        async def encode(item: tuple[int, bytes]) -> tuple[int, Prepared | None]:
            number, data = item
            work = partial(kept.prepare, data, max_side=max_side, max_pixels=max_pixels, out=out)
            try:
                return number, await loop.run_in_executor(pool, work)  # Pillow lets other threads run meanwhile
            except Exception as error:
                outcomes[number] = Outcome(number, None, error)
                return number, None

        async def call(item: tuple[int, Prepared | None]) -> None:
            number, prepared = item
            if prepared is None:
                return
            try:
                if limiter is not None:
                    await limiter.acquire()
                made = await analyse_image(client, prepared, prompt, detail=detail, model=model, max_tokens=max_tokens)
                outcomes[number] = Outcome(number, made, None)
            except Exception as error:
                outcomes[number] = Outcome(number, None, error)

        stages = (Stage("encode", encode, workers=encoders), Stage("call", call, workers=callers))
        stats = await pipeline(numbered(), stages, maxsize=maxsize)
    return BatchResult([outcomes[number] for number in sorted(outcomes)], stats)
