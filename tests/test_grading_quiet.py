"""Hidden checks that withhold replies: nothing is lost at the end, and a wait for nothing ends with a verdict."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labsupport.grading import sandbox
from labsupport.grading.quiet import TICKER, Quiet, release
from labsupport.lab.check import CheckFailed


def outcomes(driver: str, on: Callable[[], Callable[[str, Any], Any]], times: int = 1) -> list[sandbox.Outcome]:
    """Run `driver` some times in one sandbox, without a submission of interest."""
    task = {"parts": [["x", "subject = None"]], "names": ["subject"], "exercise": "01.1.e1", "mode": "hidden"}
    level = sandbox.detect()

    async def main() -> list[sandbox.Outcome]:
        box = sandbox.Box(level, Path(folder))
        try:
            return [
                await box.run({**task, "driver": driver, "args": None}, on(), time_limit_s=20) for _ in range(times)
            ]
        finally:
            await box.close()

    with tempfile.TemporaryDirectory(prefix="lab-quiet-") as folder:
        Path(folder).chmod(0o755)
        return asyncio.run(main())


class Gate(Quiet):
    """Answers nothing but "start", which it answers when the child is quiet."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []
        self.starts: list[asyncio.Future[Any]] = []

    def seen(self, event: str, payload: Any) -> Any:
        self.log.append(event)
        if event == "start":
            self.starts.append(self.held())
            return self.starts[-1]
        return None

    def quiet(self) -> bool:
        found, self.starts = self.starts, []
        for one in found:
            self.log.append("answered")
            release(one)
        return bool(found)


def test_replies_under_way_do_not_cost_the_result() -> None:
    driver = (
        "import asyncio\nasync def drive(subject, call, args):\n"
        "    late = [asyncio.create_task(call('x', 'y' * 1000)) for _ in range(100)]\n"
        "    await asyncio.sleep(0)\n    return len(late)\n"
    )

    def slow() -> Callable[[str, Any], Any]:
        seen: list[str] = []

        def on(event: str, payload: Any) -> str:
            if not seen:  # the child has given its result before the first reply is written
                time.sleep(0.2)
            seen.append(event)
            return "z"

        return on

    for outcome in outcomes(driver, slow, times=3):
        assert (outcome.kind, outcome.value) == ("result", 100)


def test_replies_wait_for_everything_the_child_does_by_itself() -> None:
    driver = TICKER + (
        "async def work(call):\n"
        "    for _ in range(30):\n"
        "        for _ in range(10):\n            await asyncio.sleep(0)\n"
        "        await call('step')\n"
        "async def drive(subject, call, args):\n"
        "    tick = asyncio.create_task(ticker(call))\n"
        "    busy = asyncio.create_task(work(call))\n"
        "    await call('start')\n    return busy.done()\n"
    )
    gate = Gate()
    (outcome,) = outcomes(driver, lambda: gate.on)
    assert outcome.value is True
    assert gate.log == ["start", *["step"] * 30, "answered"]


def test_a_wait_for_nothing_ends_with_the_diagnosis_of_the_world() -> None:
    driver = TICKER + (
        "async def drive(subject, call, args):\n"
        "    tick = asyncio.create_task(ticker(call))\n"
        "    await asyncio.Event().wait()\n"
    )
    gate = Gate()
    gate.stall = "join-never-returns"
    (outcome,) = outcomes(driver, lambda: gate.on)
    assert isinstance(outcome.failure, CheckFailed)
    assert outcome.failure.diagnosis == "join-never-returns"
