"""Run a function in a daemon thread under a time limit, and interrupt it even when it spins."""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
POLL_S = 0.02  # joins are short so that an exception sent to the waiting thread is seen
GRACE_S = 1.0  # how long an interrupted thread may take to unwind before it is left behind


class Interrupted(BaseException):
    """Sent into a thread that ran past its limit. A BaseException, so that `except Exception` does not swallow it."""


@dataclass
class Outcome(Generic[T]):
    """What a limited call did: a value, an error, or neither because it was stopped (`timed_out`).

    `abandoned` says that the thread could not be stopped (it sits in C code) and was left behind as a daemon.
    """

    values: list[T]
    error: BaseException | None = None
    timed_out: bool = False
    abandoned: bool = False

    def result(self) -> T:
        """The value, or raise the call's own error."""
        if self.error is not None:
            raise self.error
        return self.values[0]


def run_limited(function: Callable[[], T], limit_s: float, *, wake: Callable[[], None] | None = None) -> Outcome[T]:
    """Call `function` in a daemon thread for at most `limit_s` seconds.

    Every BaseException of the function, SystemExit included, is caught and kept. Past the limit `wake` is called and
    `Interrupted` is raised inside the thread, again and again for one second; a thread in C code is abandoned.
    """
    outcome: Outcome[T] = Outcome([])

    def body() -> None:
        try:
            outcome.values.append(function())
        except BaseException as error:
            outcome.error = error

    thread = threading.Thread(target=body, name="lab-check", daemon=True)
    thread.start()
    try:
        _join(thread, limit_s)
    except BaseException:
        _stop(thread, wake)
        raise
    if thread.is_alive():
        outcome.timed_out = True
        _stop(thread, wake)
        outcome.abandoned = thread.is_alive()
    return outcome


def _join(thread: threading.Thread, limit_s: float) -> None:
    end = time.monotonic() + limit_s
    while thread.is_alive() and (left := end - time.monotonic()) > 0:
        thread.join(min(POLL_S, left))


def _stop(thread: threading.Thread, wake: Callable[[], None] | None) -> None:
    end = time.monotonic() + GRACE_S
    while thread.is_alive() and time.monotonic() < end:
        if wake is not None:
            with contextlib.suppress(RuntimeError):  # the loop closed in between
                wake()
        if thread.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Interrupted))
        thread.join(5 * POLL_S)
