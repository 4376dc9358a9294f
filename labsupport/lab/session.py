"""`begin()`: the state of one notebook run (stage, pace, seed, model, device), announced in plain lines."""

from __future__ import annotations

import asyncio
import os
import threading
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from labsupport import offline, settings
from labsupport.errors import LabError

T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """One run of one notebook."""

    stage: str
    pace: settings.Pace
    seed: int
    model: str
    device: settings.Device
    run_id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def pick(self, *, smoke: T, full: T, deep: T) -> T:
        """The value for this run's pace."""
        return {"smoke": smoke, "full": full, "deep": deep}[self.pace]

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds of a failure lab: three at full and deep pace, one at smoke."""
        return tuple(range(self.seed, self.seed + self.pick(smoke=1, full=3, deep=3)))

    def run(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end from plain code, also while a loop is running. Notebooks use `await` instead."""
        box: list[T] = []
        errors: list[BaseException] = []

        def body() -> None:
            try:
                box.append(asyncio.run(coro))
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=body)
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        return box[0]


_current: Session | None = None
_before: dict[str, str | None] = {}  # LAB_ variables as they were before begin() set them


def current() -> Session | None:
    """The session of this process, or None before `begin()`."""
    return _current


def begin(
    stage: str,
    *,
    pace: str | None = None,
    seed: int | None = None,
    model: str | None = None,
    device: str | None = None,
) -> Session:
    """Start a stage's run; what is not given comes from the settings. Prints three lines without times or paths.

    The choice also goes into this process's `LAB_` variables, so that services, clients and child processes follow a
    notebook's parameters; the off switches of `labsupport.offline` are set. Raises LabError for an unknown stage, pace
    or device, or a seed that is not a whole number.
    """
    global _current
    _restore()
    base = settings.load()
    if not (isinstance(stage, str) and len(stage) == 2 and stage.isdigit()):
        raise LabError(f"stage {stage!r} is not a stage number", 'give two digits, for example begin("01")')
    _current = Session(
        stage=stage,
        pace=_one_of("pace", pace or base.pace, get_args(settings.Pace)),
        seed=_whole(base.seed if seed is None else seed),
        model=model or base.model,
        device=_one_of("device", device or base.device, get_args(settings.Device)),
    )
    offline.apply()
    _export(model=_current.model, device=_current.device, pace=_current.pace, seed=str(_current.seed))
    print(f"stage {stage}, pace {_current.pace}, seed {_current.seed}")
    print(f"model {_current.model}, device {_current.device}")
    print("`lab progress` shows what is done, `lab claims` what was measured")
    return _current


def _export(**chosen: str) -> None:
    for name, value in chosen.items():
        variable = f"LAB_{name.upper()}"
        _before.setdefault(variable, os.environ.get(variable))
        os.environ[variable] = value


def _restore() -> None:
    """Undo the last `begin()`: a parameter set back to None means the settings again, not the last choice."""
    for variable, value in _before.items():
        if value is None:
            os.environ.pop(variable, None)
        else:
            os.environ[variable] = value
    _before.clear()


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> Any:
    if value not in allowed:
        raise LabError(f"{name} {value!r} is not allowed", f"use one of: {', '.join(allowed)}")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:  # NumPy takes no negative seed
        raise LabError(f"seed {value!r} is not a whole number from 0 on", "for example seed = 0")
    return value
