"""An incident drill: a bad prompt is live. How many bad answers are served until the fix takes effect?

The service is a process of its own, asked every few milliseconds. With the prompt in its source, the fix is an edit and
a new process, and the old one serves until the new one is ready. With a pointer, the fix is a rollback. Review, build
and rollout, which a deploy has on top, are not in the drill.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from labsupport.prompts.evaluate import Case, ab_eval
from labsupport.prompts.pointer import Pointer
from labsupport.prompts.render import render
from labsupport.prompts.store import ChangeRecord, Prompt, PromptRef, PromptStore
from labsupport.prompts.versions import Version

Where = Literal["source", "pointer"]

NAME, GOOD, BAD = "desk/reply", Version(1, 0, 0), Version(1, 1, 0)
EVERY = 0.005  # seconds between requests
TTL = 0.04  # seconds for which a service answers from its memory of the pointer
LIMIT = 60.0  # seconds until a drill is given up
TEXTS = {GOOD: "Answer the customer: {{ question }}", BAD: "Answer the customer in one word: {{ question }}"}
FILE = "live.db"


@dataclass(frozen=True)
class Incident:
    """What happened between the decision to fix and the first good answer: bad answers and seconds."""

    bad: int
    seconds: float


def drill(where: Where, folder: Path) -> Incident:
    """One incident in an empty folder. Raises ValueError for another place, TimeoutError when no fix takes effect."""
    if where not in ("source", "pointer"):
        raise ValueError(f"where={where!r} must be source or pointer")
    folder.mkdir(parents=True)
    pointer = _live(folder)
    following: list[_Service] = []
    thread = threading.Thread(target=lambda: following.append(_Service(where, folder)))
    service = _Service(where, folder)
    try:
        for _ in range(5):
            if service.ask() != str(BAD):
                raise AssertionError("the bad version is not live")
        began = time.perf_counter()
        if where == "source":
            _write(folder, GOOD)
            thread.start()  # the old process serves until the new one is ready
        else:
            pointer.rollback(NAME, author="desk", reason="customers get no answers")
        bad, due = 0, began
        while (following[0] if following else service).ask() != str(GOOD):
            bad += 1
            if time.perf_counter() - began > LIMIT:
                raise TimeoutError(f"still bad after {LIMIT:g} s")
            due += EVERY
            time.sleep(max(0.0, due - time.perf_counter()))
        found = Incident(bad, time.perf_counter() - began)
        return found
    finally:
        if thread.ident:
            thread.join()
        for one in (service, *following):
            one.stop()


def _live(folder: Path) -> Pointer:
    """A store with both versions, of which the bad one is live, in the source and through the pointer."""
    store = PromptStore(folder / "prompts")
    for version, text in TEXTS.items():
        record = ChangeRecord("desk", "a version", "the drill", "roll back", datetime.date(2026, 5, 4))
        store.publish(PromptRef(NAME, version), text, record)
    pointer = Pointer(store, folder / FILE, ttl=0.0)
    pointer.promote(NAME, GOOD, None, author="desk", reason="first version")
    # a golden set that does not ask for what the edit broke: no case differs, and the gate lets it pass
    cases = [Case(str(i), {"question": "Where is my order?"}) for i in range(20)]
    report = ab_eval(store.load(NAME, GOOD), store.load(NAME, BAD), cases, lambda messages, case: 1.0, seed=0)
    pointer.promote(NAME, BAD, report, author="desk", reason="shorter answers")
    _write(folder, BAD)
    return pointer


def _write(folder: Path, version: Version) -> None:
    text = f'VERSION = "{version}"\nTEMPLATE = {TEXTS[version]!r}\n'
    partial = folder / "partial"
    partial.write_text(text, encoding="utf-8")
    partial.replace(folder / "in_source.py")


class _Service:
    def __init__(self, where: Where, folder: Path) -> None:
        command = [sys.executable, "-m", "labsupport.prompts.drill", where, str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._line() != "ready":
            self.stop()
            raise RuntimeError("the service did not start")

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self) -> str:
        """The version that one request was answered with."""
        assert self._process.stdin is not None
        print("late", file=self._process.stdin, flush=True)
        return self._line()

    def stop(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait(timeout=10)


def main(where: str, folder: Path) -> None:
    """The service: one line in is a request, the version that answers it is the line out."""
    import fastapi  # what a service imports before it can answer, at the least

    assert fastapi
    sys.path.insert(0, str(folder))
    in_source = __import__("in_source") if where == "source" else None
    pointer = Pointer(PromptStore(folder / "prompts"), folder / FILE, ttl=TTL)
    print("ready", flush=True)
    for line in sys.stdin:
        if in_source is not None:
            prompt, version = Prompt.of(in_source.TEMPLATE), in_source.VERSION
        else:
            prompt = pointer.load(NAME)
            version = str(prompt.ref.version) if prompt.ref else "?"
        render(prompt, question=line.strip())
        print(version, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
