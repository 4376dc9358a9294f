"""Stages joined by bounded queues, each with its own workers. Knows nothing of what the stages do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from labsupport.aio.bounded import stream

_END = object()


@dataclass(frozen=True)
class Stage:
    """One step: `fn` gets an item and returns the item for the next stage. `workers` run it concurrently.

    With more than one worker the order of items is not kept. Raises ValueError for `workers < 1`.
    """

    name: str
    fn: Callable[[Any], Awaitable[Any]]
    workers: int = 1

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"stage {self.name!r}: workers must be at least 1, got {self.workers}")


@dataclass
class StageStats:
    """What one stage did. `busy_s` is summed over its workers; `peak_depth` is the longest its input queue ever was."""

    name: str
    workers: int
    items: int = 0
    busy_s: float = 0.0
    peak_depth: int = 0
    busy_fraction: float = 0.0


@dataclass(frozen=True)
class PipelineStats:
    """`wall_s` from first pull to last item; one `StageStats` per stage, in order."""

    wall_s: float
    stages: tuple[StageStats, ...]

    @property
    def bottleneck(self) -> StageStats:
        """The stage whose workers were busiest: its speed is the pipeline's speed."""
        return max(self.stages, key=lambda stage: stage.busy_fraction)

    @property
    def overlap_bound(self) -> float:
        """Most that overlapping can gain over one item at a time: total work / work per worker of the slowest stage."""
        slowest = max(stage.busy_s / stage.workers for stage in self.stages)
        return sum(stage.busy_s for stage in self.stages) / slowest if slowest > 0 else 1.0


async def pipeline(
    source: AsyncIterable[Any] | Iterable[Any], stages: Sequence[Stage], *, maxsize: int
) -> PipelineStats:
    """Send every item of `source` through `stages`; at most `maxsize` items wait in front of each stage.

    A full queue suspends whoever feeds it, back to the source, which is pulled lazily. The first exception (of a stage
    or the source) cancels all workers, drops what is queued and is re-raised itself. No task outlives the await, also
    when it is cancelled. Raises ValueError for no stages or `maxsize < 1` (0 would mean unbounded).
    """
    if not stages:
        raise ValueError("a pipeline needs at least one stage")
    if maxsize < 1:
        raise ValueError(f"maxsize must be at least 1, got {maxsize}")
    stats = tuple(StageStats(stage.name, stage.workers) for stage in stages)
    queues: list[asyncio.Queue[Any]] = [asyncio.Queue(maxsize) for _ in stages]
    running = [stage.workers for stage in stages]

    async def put(position: int, item: Any) -> None:
        if position < len(queues):
            await queues[position].put(item)
            if item is not _END:
                stats[position].peak_depth = max(stats[position].peak_depth, queues[position].qsize())

    async def end(position: int) -> None:
        if position < len(stages):
            for _ in range(stages[position].workers):  # one end mark per worker, else one stops and the others wait
                await put(position, _END)

    async def work(position: int) -> None:
        stage, seen = stages[position], stats[position]
        while (item := await queues[position].get()) is not _END:
            started = time.perf_counter()
            result = await stage.fn(item)
            seen.busy_s += time.perf_counter() - started
            seen.items += 1
            await put(position + 1, result)
        running[position] -= 1
        if running[position] == 0:
            await end(position + 1)

    started = time.perf_counter()
    feed = stream(source)
    try:
        async with asyncio.TaskGroup() as group:
            for position, stage in enumerate(stages):
                for number in range(stage.workers):
                    group.create_task(work(position), name=f"{stage.name}-{number}")
            async for item in feed:
                await put(0, item)
            await end(0)
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    finally:
        await feed.aclose()  # type: ignore[attr-defined]
    wall_s = time.perf_counter() - started
    for seen in stats:
        seen.busy_fraction = seen.busy_s / (seen.workers * wall_s)
    return PipelineStats(wall_s, stats)


async def sequential(source: AsyncIterable[Any] | Iterable[Any], stages: Sequence[Stage]) -> PipelineStats:
    """The same work, one item through all stages before the next is pulled. Queues stay empty, so depths are 0."""
    stats = tuple(StageStats(stage.name, 1) for stage in stages)
    began = time.perf_counter()
    async for item in stream(source):
        for stage, seen in zip(stages, stats, strict=True):
            started = time.perf_counter()
            item = await stage.fn(item)
            seen.busy_s += time.perf_counter() - started
            seen.items += 1
    wall_s = time.perf_counter() - began
    for seen in stats:
        seen.busy_fraction = seen.busy_s / wall_s
    return PipelineStats(wall_s, stats)
