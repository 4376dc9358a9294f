"""The vocabulary of exercises: what a check is, how it fails, how it runs async code. Knows nothing of notebooks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from labsupport.lab.threads import run_limited

T = TypeVar("T")


class CheckFailed(AssertionError):
    """A check that did not pass, told so that a learner can act on it.

    `expected` and `got` are shown by `repr` unless they are strings; `case` is the first differing case, `cause` the
    likely cause in one sentence, `read` the section to read, `diagnosis` a stable slug that the mutants name.
    """

    def __init__(
        self, *, expected: object, got: object, case: str = "", cause: str = "", read: str = "", diagnosis: str
    ) -> None:
        self.expected, self.got = expected, got
        self.case, self.cause, self.read, self.diagnosis = case, cause, read, diagnosis
        super().__init__(f"{diagnosis}: expected {show(expected)}, got {show(got)}" + (f" ({case})" if case else ""))


class ExerciseFailed(AssertionError):
    """Raised by `exercise()` under LAB_STRICT=1 when a visible check does not pass."""


@dataclass(frozen=True)
class Check:
    """One visible check: a name a learner can read and a function of the learner's objects that may raise."""

    name: str
    run: Callable[..., None]


@dataclass(frozen=True)
class Exercise:
    """One exercise: its references (`module:name`), the text of its box, three hints and its visible checks."""

    id: str
    title: str
    reference: tuple[str, ...]
    difficulty: int
    minutes: int
    task: str
    hints: tuple[str, str, str]
    checks: tuple[Check, ...]
    gotchas: tuple[str, ...] = ()
    section: str = ""
    time_limit_s: float = 10.0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the objects the learner writes: for `module:Class.method` it is the class."""
        return tuple(target.partition(":")[2].split(".")[0] for target in self.reference)


@dataclass(frozen=True)
class Choice:
    """One answer of a review question with the reason why it is right or wrong."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """One review question: several choices, exactly one right, and a model answer in one or two sentences."""

    id: str
    text: str
    choices: tuple[Choice, ...]
    answer: str
    tags: tuple[str, ...] = field(default=())


def show(value: object, limit: int = 200) -> str:
    """`value` as one ASCII line of at most `limit` characters; an object whose repr fails is named by its type."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except BaseException as error:  # the learner's __repr__ may do anything
        text = f"<{type(value).__name__}: repr raised {type(error).__name__}>"
    text = " ".join(text.split()).encode("ascii", "backslashreplace").decode()
    return text if len(text) <= limit else text[: limit - 4] + " ..."


def expect(
    ok: object, *, expected: object, got: object, case: str = "", cause: str = "", read: str = "", diagnosis: str
) -> None:
    """Raise CheckFailed with the given texts unless `ok` is true."""
    if not ok:
        raise CheckFailed(expected=expected, got=got, case=case, cause=cause, read=read, diagnosis=diagnosis)


def _finish(loop: asyncio.AbstractEventLoop) -> None:
    """Close a loop whose thread was interrupted, perhaps within close(): otherwise its `__del__` complains later."""
    with contextlib.suppress(RuntimeError):  # it still runs, in a thread that could not be stopped
        try:
            loop.close()
        except (AttributeError, OSError, ValueError):  # its self-pipe is closed already
            asyncio.BaseEventLoop.close(loop)  # type: ignore[arg-type]


def run_async(coro_fn: Callable[[], Coroutine[Any, Any, T]], timeout_s: float = 5.0) -> T:
    """Run `asyncio.run(coro_fn())` in a fresh thread (a notebook's own loop is already running) and return its result.

    Exceptions of the coroutine pass through. Raises CheckFailed(diagnosis="timeout") after `timeout_s` seconds, also
    when the coroutine spins without awaiting.
    """
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []
    stopped: list[bool] = []

    def complain(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not stopped:  # after we pulled the plug, what breaks in the loop is our doing and would bury the verdict
            loop.default_exception_handler(context)

    async def main() -> T:
        task = asyncio.current_task()
        assert task is not None
        running.append((asyncio.get_running_loop(), task))
        running[0][0].set_exception_handler(complain)
        return await coro_fn()

    def wake() -> None:
        stopped.append(True)
        # an idle loop sleeps in select(): only a callback brings it back to Python code
        for loop, task in running:
            if not loop.is_closed():
                loop.call_soon_threadsafe(task.cancel)

    outcome = run_limited(lambda: asyncio.run(main()), timeout_s, wake=wake)
    if outcome.timed_out:
        for loop, _ in running:
            _finish(loop)
        raise CheckFailed(
            expected=f"a result within {timeout_s:g} s",
            got="still running, so it was stopped",
            case="the call as a whole",
            cause="something is awaited that never happens, or a loop never ends",
            diagnosis="timeout",
        )
    return outcome.result()
