"""Hidden checks that withhold replies: nothing is lost at the end, and a wait for nothing ends with a verdict."""

from __future__ import annotations

import asyncio
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labsupport.grading import child, sandbox
from labsupport.grading.quiet import TICKER, Quiet, release
from labsupport.lab.check import CheckFailed


def run(driver: str, on: Callable[[str, Any], Any]) -> sandbox.Outcome:
    """Run `driver` in a sandbox, without a submission of interest."""
    task = {"parts": [["x", "subject = None"]], "names": ["subject"], "exercise": "01.1.e1", "mode": "hidden"}
    level = sandbox.detect()

    async def main() -> sandbox.Outcome:
        box = sandbox.Box(level, Path(folder))
        try:
            return await box.run({**task, "driver": driver, "args": None}, on, time_limit_s=20)
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


@pytest.mark.parametrize("drive", ["return 7", "raise KeyError(7)"])
def test_the_child_stays_until_the_parent_has_read_its_last_frame(drive: str) -> None:
    # a reply written to a closed socket is an error that throws away what was not read yet, the result included
    ours, theirs = socket.socketpair()
    task = {"parts": [["x", "subject = None"]], "names": ["subject"], "mode": "hidden", "args": None}
    task["driver"] = f"async def drive(subject, call, args):\n    {drive}\n"
    process = threading.Thread(target=child.scenario_process, args=[theirs], daemon=True)
    with ours, theirs:
        ours.sendall(child.encode(task))
        process.start()
        assert child.receive(ours)["t"] in ("result", "error")
        process.join(0.2)
        assert process.is_alive()
        ours.shutdown(socket.SHUT_RDWR)
        process.join(10)
        assert not process.is_alive()


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
    outcome = run(driver, gate.on)
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
    outcome = run(driver, gate.on)
    assert isinstance(outcome.failure, CheckFailed)
    assert outcome.failure.diagnosis == "join-never-returns"
