"""Worlds without a clock: replies are withheld until the child has nothing left to do of its own accord.

What a learner's code starts, pulls or takes before it gets a reply is then the same on an idle and on a busy machine.
The child's `ticker` (put `TICKER` in front of the DRIVER and start it as a task of the loop under test) lets every
other task run for some rounds of its event loop and reports "idle". Frames keep their order in both directions, so a
report without an event since the report before it says: all replies have arrived and nobody reacts to them any more.
"""

from __future__ import annotations

import asyncio
from typing import Any

from labsupport.lab.check import CheckFailed

TICKER = """
import asyncio


async def ticker(call):
    while True:
        for _ in range(25):
            await asyncio.sleep(0)
        await call("idle")


"""
CALM = 3  # idle reports in a row: the first may have been sent before the last reply came in, the rest are margin
PAUSE_S = 0.02
PATIENCE = 25  # pauses; an answer that polls with a timer of its own is slow, not wrong


class Quiet:
    """Base of a world. A subclass answers events in `seen` and lets withheld replies go in `quiet`.

    `stall` is the diagnosis of an answer that waits although no reply is withheld. Each pause before that verdict
    includes an answer of the child, so a busy machine cannot bring it about.
    """

    stall = "timeout"

    def __init__(self) -> None:
        self._calm = self._stalled = 0

    def on(self, event: str, payload: Any) -> Any:
        """Reply, or an awaitable when the reply is withheld. Synchronous, so that replies keep the order of events."""
        if event != "idle":
            self._calm = self._stalled = 0
            return self.seen(event, payload)
        self._calm += 1
        if self._calm < CALM:
            return None
        self._calm = 0
        if self.quiet():
            self._stalled = 0
            return None
        self._stalled += 1
        if self._stalled > PATIENCE:
            raise CheckFailed(
                expected="an end",
                got="every call is answered, and nothing more happens",
                cause="something is awaited that never happens",
                diagnosis=self.stall,
            )
        return asyncio.sleep(PAUSE_S)

    def held(self) -> asyncio.Future[Any]:
        """A reply to withhold: give it back from `seen`, and set its result in `quiet`."""
        return asyncio.get_running_loop().create_future()

    def seen(self, event: str, payload: Any) -> Any:
        """Reply to an event of the driver."""
        raise NotImplementedError

    def quiet(self) -> bool:
        """The child waits. Release something, or return False when there is nothing to release."""
        raise NotImplementedError


def release(future: asyncio.Future[Any], reply: Any = None) -> None:
    """Send a withheld reply, unless the scenario is over."""
    if not future.done():
        future.set_result(reply)
