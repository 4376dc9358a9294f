"""An event bus inside one process: bounded, at least once, with an inbox per subscriber. Knows nothing of HTTP.

A handler does its slow work and returns its *write*: a function of the database that stores the effect. The bus runs
that write and the mark in the inbox in one transaction, so neither a crash nor a failure nor a redelivery can double
the effect, or mark as done what was not.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from labsupport.aio.events import Event
from labsupport.aio.inbox import Busy, Claim, Duplicate, Inbox, LeaseLost, transaction

Write = Callable[[sqlite3.Connection], object]
Handler = Callable[[Event], Awaitable[Write | None]]
log = logging.getLogger(__name__)
POLL_S = 0.05
"""How often a worker looks again at an event that somebody else holds."""


class Overloaded(Exception):
    """No room in the queue within the caller's time. `retry_after_s`: about how long until there will be some."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"the queue is full; try again in about {retry_after_s:.1f} s")
        self.retry_after_s = retry_after_s


class Stopped(Exception):
    """The bus takes no more events."""


@dataclass(frozen=True)
class DeadLetter:
    """An event that one subscriber could not handle, after so many attempts; `error` is the last one's."""

    event: Event
    subscriber: str
    attempts: int
    error: str


@dataclass
class BusStats:
    """Counts since the start. `handled` is counted per subscriber, `emitted` per event that was let in."""

    emitted: int = 0
    refused: int = 0
    handled: int = 0
    duplicates: int = 0
    retried: int = 0
    dead: int = 0
    ignored: int = 0
    lost_leases: int = 0
    running: int = 0
    peak_running: int = 0
    peak_depth: int = 0


@dataclass(frozen=True)
class Subscription:
    """A handler with a name that stays the same over restarts: its claims in the inbox are made under it."""

    name: str
    handler: Handler

    def key(self, event: Event) -> str:
        """The inbox id of this event for this subscriber; one that fails must not hold up or repeat another."""
        return f"{self.name}:{event.id}"


@dataclass
class EventBus:
    """At most `maxsize` events wait, at most `workers` are handled at a time; each subscriber gets every event once.

    inbox: remembers who handled what. retries: further attempts after a handler's failure, before the event becomes a
    DeadLetter in `dead`. lease_s: longer than a handler takes. backoff_s: wait before a retry, doubled each time.
    settled: called when all subscribers are through with an event, with True if none of them gave up.
    Raises ValueError for `maxsize < 1`, `workers < 1` or a negative `retries`.

    `run()` works until `stop()`. Memory and the database see at most maxsize + workers events of this bus.
    """

    maxsize: int
    workers: int
    inbox: Inbox
    retries: int = field(default=2, kw_only=True)
    lease_s: float = field(default=30.0, kw_only=True)
    backoff_s: float = field(default=0.0, kw_only=True)
    settled: Callable[[Event, bool], object] | None = field(default=None, kw_only=True)
    stats: BusStats = field(default_factory=BusStats, init=False)
    dead: list[DeadLetter] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for name, value, least in (
            ("maxsize", self.maxsize, 1),
            ("workers", self.workers, 1),
            ("retries", self.retries, 0),
        ):
            if value < least:
                raise ValueError(f"{name} must be at least {least}, got {value}")
        self._subscribers: dict[str, list[Subscription]] = {}
        # asyncio.Queue bounds puts, too, but a put that was waiting could still enter after stop() had seen the queue
        # empty; with slots of our own there is no moment between the last look at `_closed` and the entry
        self._slots = asyncio.Semaphore(self.maxsize)
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._closed = False
        self._stop = asyncio.Event()
        self._ended = asyncio.Event()
        self._started: float | None = None
        self._unsettled = 0

    def on(self, type: str, *, name: str | None = None) -> Callable[[Handler], Handler]:
        """Decorator: subscribe a handler to a type of event, under `name` (default: its own).

        Raises ValueError for a name that is taken: two subscribers with one name would count as one.
        """

        def add(handler: Handler) -> Handler:
            own = name or handler.__name__
            if any(own == other.name for others in self._subscribers.values() for other in others):
                raise ValueError(f"a subscriber named {own!r} exists; give another name=")
            self._subscribers.setdefault(type, []).append(Subscription(own, handler))
            return handler

        return add

    def subscriptions(self, type: str) -> tuple[Subscription, ...]:
        """Who gets events of this type."""
        return tuple(self._subscribers.get(type, ()))

    @property
    def depth(self) -> int:
        """Events that wait."""
        return self._queue.qsize()

    async def emit(self, event: Event, timeout_s: float) -> None:
        """Put an event in the queue, waiting up to `timeout_s` seconds (math.inf: for ever) for room.

        Raises Overloaded when there was none, Stopped after `stop()`, TypeError for what is no Event. Whenever it
        raises, and when it is cancelled, the event is not in the queue.
        """
        if not isinstance(event, Event):
            raise TypeError(f"emit() takes an Event, got {type(event).__name__}; to end the bus call stop()")
        if self._closed:
            raise Stopped
        try:
            async with asyncio.timeout(None if timeout_s == math.inf else timeout_s):
                await self._slots.acquire()
        except TimeoutError:
            self.stats.refused += 1
            raise Overloaded(self.until_room_s()) from None
        if self._closed:  # it closed while we waited
            self._slots.release()
            raise Stopped
        self._queue.put_nowait(event)
        self.stats.emitted += 1
        self.stats.peak_depth = max(self.stats.peak_depth, self.depth)

    def until_room_s(self) -> float:
        """About how long the queue takes to move on by one, from the rate so far; 1 s before anything is known."""
        through = self.stats.handled + self.stats.duplicates + self.stats.dead
        if self._started is None or not through:
            return 1.0
        return (time.monotonic() - self._started) / through

    async def run(self) -> None:
        """Work until `stop()` or cancelled; no task is left when it returns. Raises RuntimeError if called twice."""
        if self._started is not None:
            raise RuntimeError("this bus runs already, or has ended; make a new one")
        self._started = time.monotonic()
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._work(), name=f"bus-{number}") for number in range(self.workers)]
                await self._stop.wait()
                for task in tasks:
                    task.cancel()
        finally:
            self._closed = True
            self._ended.set()

    async def stop(self, drain_s: float) -> int:
        """Take no more events, give those inside up to `drain_s` seconds, then cancel what still runs.

        Returns how many events are not settled: their claims are given back, and whoever sent them has to send them
        again. A `run()` that was made a task but had no turn yet gets its turn here.
        """
        self._closed = True
        try:
            if not self._ended.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(drain_s):
                        await self._queue.join()
        finally:
            self._stop.set()
            if self._started is not None:
                await self._ended.wait()
        return self.depth + self._unsettled

    async def _work(self) -> None:
        while True:
            event = await self._queue.get()
            self._slots.release()
            self._unsettled += 1
            self.stats.running += 1
            self.stats.peak_running = max(self.stats.peak_running, self.stats.running)
            try:
                subscribers = self.subscriptions(event.type)
                self.stats.ignored += not subscribers
                well = [await self._deliver(event, subscriber) for subscriber in subscribers]
                self._settle(event, all(well))
                self._unsettled -= 1  # not in `finally`: a cancelled event is unsettled for good
            finally:
                self.stats.running -= 1
                self._queue.task_done()

    def _settle(self, event: Event, well: bool) -> None:
        if self.settled is not None:
            try:
                self.settled(event, well)
            except Exception:  # the effects are committed; a bus that dies here would only repeat them
                log.exception("settled() failed for event %s", event.id)

    async def _deliver(self, event: Event, to: Subscription) -> bool:
        """Bring one event to one subscriber; whether it was handled, now or before."""
        failures = 0
        while True:
            claim: Claim | Duplicate | Busy | None = None
            try:
                claim = self.inbox.claim(to.key(event), self.lease_s)
                if isinstance(claim, Duplicate):
                    self.stats.duplicates += 1
                    return True
                if isinstance(claim, Busy):
                    await asyncio.sleep(min(claim.retry_in_s, POLL_S))
                    continue
                write = await to.handler(event)
                with transaction(self.inbox.db) as db:  # nothing is awaited in here: no other task can get between
                    if write is not None:
                        write(db)
                    self.inbox.complete(claim)
                self.stats.handled += 1
                return True
            except LeaseLost:
                self.stats.lost_leases += 1  # rolled back; the next claim tells whether the other one has finished
            except asyncio.CancelledError:
                self._give_back(claim, "cancelled")
                raise
            except Exception as error:
                failures += 1
                self._give_back(claim, repr(error))
                if failures > self.retries:
                    self.stats.dead += 1
                    self.dead.append(DeadLetter(event, to.name, failures, repr(error)))
                    return False
                self.stats.retried += 1
                await asyncio.sleep(self.backoff_s * 2 ** (failures - 1))

    def _give_back(self, claim: Claim | Duplicate | Busy | None, error: str) -> None:
        if isinstance(claim, Claim):
            with contextlib.suppress(sqlite3.Error):  # then the lease has to run out
                self.inbox.fail(claim, error)

    async def replay(self, timeout_s: float) -> int:
        """Emit the dead letters again, once their cause is mended; how many. Raises as `emit`, keeping the rest."""
        again = 0
        while self.dead:
            event = self.dead[0].event
            await self.emit(event, timeout_s)
            self.dead = [letter for letter in self.dead if letter.event.id != event.id]
            again += 1
        return again
