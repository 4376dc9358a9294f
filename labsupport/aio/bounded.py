"""Bounded concurrent calls over a source of any length. Knows nothing of HTTP, retries or models."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")
Mode = Literal["all_or_nothing", "best_effort"]


class Limiter(Protocol):
    """What `run_bounded` asks of a rate limiter; `labsupport.aio.limits.TokenBucket` is one."""

    async def acquire(self, cost: float = 1.0) -> float: ...


@dataclass
class Outcome(Generic[T]):
    """The typed result of one call: a value, or the error that took its place.

    `index` is the item's position in the source. A failure can never be mistaken for data, which is what
    `gather(return_exceptions=True)` invites.
    """

    index: int
    value: T | None
    error: BaseException | None

    @property
    def ok(self) -> bool:
        """True when the call returned."""
        return self.error is None


async def stream(items: AsyncIterable[T] | Iterable[T]) -> AsyncIterator[T]:
    """One async view of both kinds of source; pulls an item only when asked for it.

    An async generator that is left early is closed here: otherwise its clean-up would run in a task that nobody owns.
    """
    if not isinstance(items, AsyncIterable):
        for item in items:
            yield item
        return
    try:
        async for item in items:
            yield item
    finally:
        close = getattr(items, "aclose", None)
        if close is not None:
            await close()


async def run_bounded(
    items: AsyncIterable[T] | Iterable[T],
    fn: Callable[[T], Awaitable[R]],
    *,
    concurrency: int,
    limiter: Limiter | None = None,
    mode: Mode,
) -> list[Outcome[R]]:
    """Call `fn` on every item with at most `concurrency` calls alive; return the outcomes in input order.

    items: any iterable or async iterable, also endless or larger than memory. An item is pulled only when a slot is
        free, so at most `concurrency` items are held besides the results.
    limiter: one token is taken before each call starts (rate); `concurrency` alone does not limit a rate.
    mode: "best_effort" turns a call's exception into `Outcome.error`; "all_or_nothing" cancels the other calls, waits
        until they have ended and re-raises the first exception itself, not an ExceptionGroup around it.

    Raises ValueError for `concurrency < 1` or an unknown mode, and whatever the source raises (in both modes).
    Cancelling `run_bounded` cancels every call and waits for its clean-up: no task outlives the await.
    """
    if concurrency < 1:
        raise ValueError(f"concurrency must be at least 1, got {concurrency}")
    if mode not in ("all_or_nothing", "best_effort"):
        raise ValueError(f"mode must be 'all_or_nothing' or 'best_effort', got {mode!r}")
    # BEGIN SOLUTION
    outcomes: list[Outcome[R] | None] = []
    slots = asyncio.Semaphore(concurrency)  # made here: a module-level one would belong to the first event loop
    source = stream(items)

    async def call(index: int, item: T) -> None:
        try:
            outcomes[index] = Outcome(index, await fn(item), None)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if mode == "all_or_nothing" or (task is not None and task.cancelling()):
                raise  # we are being cancelled; below the line it would be fn that gave up on its own
            outcomes[index] = Outcome(index, None, error)
        except Exception as error:
            if mode == "all_or_nothing":
                raise
            outcomes[index] = Outcome(index, None, error)
        finally:
            slots.release()

    try:
        async with asyncio.TaskGroup() as group:
            while True:
                await slots.acquire()  # before the pull: a full house must not take the next item
                try:
                    item = await anext(source)
                except StopAsyncIteration:
                    break
                if limiter is not None:
                    await limiter.acquire()
                outcomes.append(None)
                group.create_task(call(len(outcomes) - 1, item))
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    finally:
        await cast("AsyncGenerator[T, None]", source).aclose()
    if None in outcomes:  # a task group ignores children that cancelled themselves; a missing result must not pass
        raise asyncio.CancelledError("a call cancelled itself")
    return cast("list[Outcome[R]]", outcomes)
    # END SOLUTION
