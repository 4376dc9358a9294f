"""Experiment 01.4.x3: the same events over Redis Pub/Sub and over a stream, while the consumer is killed and missed.

`python -m labsupport.aio.streams_lab` is the consumer: one process that listens to both and writes what it got into an
SQLite file, which survives it.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport.aio.bus import Write
from labsupport.aio.events import Event
from labsupport.aio.inbox import Inbox, open_db
from labsupport.aio.streams import EventStream, connect

GROUP = "indexer"


@dataclass(frozen=True)
class DownRun:
    """Events published, and of those how many arrived (each counted once) and how many twice, by transport."""

    published: int
    pubsub: int
    stream: int
    stream_doubled: int
    exit_code: int

    @property
    def pubsub_share(self) -> float:
        return self.pubsub / self.published

    @property
    def stream_share(self) -> float:
        return self.stream / self.published


async def _consume(url: str, name: str, path: str) -> None:
    """Listen to both until SIGTERM or SIGKILL."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with contextlib.closing(open_db(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS got (transport TEXT, event TEXT)")

        async def index(event: Event) -> Write:
            return lambda db: db.execute("INSERT INTO got VALUES ('stream', ?)", (event.id,))

        async with connect(url) as redis, redis.pubsub() as subscription:
            await subscription.subscribe(name)
            stream = EventStream(redis, f"{name}:stream", GROUP)
            await stream.open()

            async def listen() -> None:
                async for message in subscription.listen():
                    if message["type"] == "message":
                        event = Event.from_json(message["data"])
                        db.execute("INSERT INTO got VALUES ('pubsub', ?)", (event.id,))

            listener = asyncio.create_task(listen())
            # a short lease and a short idle time, since here nobody works for longer than a moment
            await stream.consume(
                index, Inbox(db), consumer="worker", stop=stop, lease_s=0.2, idle_s=0.3, block_s=0.05, count=4
            )
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)


@contextlib.contextmanager
def consumer(url: str, name: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The consumer as a process; it is gone when the block ends."""
    config = json.dumps({"url": url, "name": name, "path": str(path)})
    process = subprocess.Popen([sys.executable, "-m", "labsupport.aio.streams_lab", config])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def consumer_down(
    url: str, *, down_s: float = 1.0, per_s: float = 100.0, before: int = 60, after: int = 60
) -> DownRun:
    """Publish at a steady rate on both; kill the consumer after `before` events, start it again `down_s` later.

    Goes on for `after` events once the new consumer listens, then waits until the stream has nothing left.
    """
    name = f"lab-{secrets.token_hex(4)}"
    published = 0
    with tempfile.TemporaryDirectory(prefix="lab-streams-") as folder:
        path = Path(folder) / "got.db"
        async with connect(url) as redis:
            stream = EventStream(redis, f"{name}:stream", GROUP)
            await stream.open()

            async def publish() -> None:
                nonlocal published
                published += 1
                event = Event(f"doc_{published}", "document.changed", {"document": published}, dt.datetime.now(dt.UTC))
                await redis.publish(name, event.to_json())
                await stream.publish(event)
                await asyncio.sleep(1 / per_s)

            async def listening() -> bool:
                counts: Any = await redis.pubsub_numsub(name)
                return int(counts[0][1]) > 0

            try:
                with consumer(url, name, path) as first:
                    async with asyncio.timeout(20):
                        while not await listening():  # noqa: ASYNC110
                            await asyncio.sleep(0.01)
                    for _ in range(before):
                        await publish()
                    first.kill()
                    code = first.wait()
                for _ in range(round(down_s * per_s)):
                    await publish()
                with consumer(url, name, path):
                    async with asyncio.timeout(20):
                        while not await listening():
                            await publish()
                        for _ in range(after):
                            await publish()
                        while await stream.backlog() != (0, 0):  # noqa: ASYNC110
                            await asyncio.sleep(0.02)
            finally:
                await redis.delete(f"{name}:stream", f"{name}:stream:dead")
        with contextlib.closing(open_db(path)) as db:
            found = {
                transport: db.execute(
                    "SELECT count(DISTINCT event), count(*) FROM got WHERE transport = ?", (transport,)
                ).fetchone()
                for transport in ("pubsub", "stream")
            }
    distinct, rows = found["stream"]
    return DownRun(published, found["pubsub"][0], distinct, rows - distinct, code)


if __name__ == "__main__":
    asyncio.run(_consume(**json.loads(sys.argv[1])))
