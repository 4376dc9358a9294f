"""`exercise()`: run the visible checks on the learner's objects, say what happened, never block the notebook."""

from __future__ import annotations

import importlib
import time
import types
from collections.abc import Iterator
from typing import Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.lab import exercises, progress
from labsupport.lab.check import Check, CheckFailed, Exercise, ExerciseFailed, show
from labsupport.lab.threads import run_limited


def exercise(exercise_id: str, *objects: Any) -> Any:
    """Check the learner's objects for one exercise and return what the next cells shall use.

    Runs every visible check under the exercise's time limit and prints the verdict. Returns the learner's objects if
    all checks pass, otherwise the reference objects with a plain notice (one object, or a tuple of several).
    Raises LabError for an unknown id or a wrong number of objects, ExerciseFailed under LAB_STRICT=1.
    """
    task = exercises.find(exercise_id)
    if len(objects) != len(task.reference):
        raise LabError(
            f"exercise {task.id} got {len(objects)} objects, it has {len(task.reference)}",
            f"call exercise({task.id!r}, {', '.join(task.names)})",
        )
    strict = settings.load().strict
    unwritten = [name for name, thing in zip(task.names, objects, strict=True) if is_stub(thing, task.id)]
    if unwritten:
        lines = [f"{task.id} {task.title}: not attempted yet ({', '.join(unwritten)} still raises NotImplementedError)"]
        passed = False
    else:
        lines, passed, tried = judge(task, objects)
        if tried and not strict:  # a strict run checks the solutions; it is nobody's attempt
            progress.count_attempt(task.id, passed)
    if not passed and strict:
        raise ExerciseFailed("\n".join(lines))
    if not passed:
        lines += [
            "  The reference is used from here on, so the notebook goes on.",
            f'  After an attempt hint("{task.id}") opens a hint.',
        ]
    print("\n".join(lines))
    chosen = objects if passed else tuple(load_reference(target) for target in task.reference)
    return chosen[0] if len(chosen) == 1 else chosen


def judge(task: Exercise, objects: tuple[Any, ...]) -> tuple[list[str], bool, bool]:
    """Run the checks: (lines to print, all passed, was it an attempt at all)."""
    end = time.monotonic() + task.time_limit_s
    marks: list[str] = []
    first: list[str] = []
    for check in task.checks:
        problem = run_check(check, objects, max(0.05, end - time.monotonic()), task)
        if isinstance(problem, NotImplementedError):
            return [f"{task.id} {task.title}: not attempted yet (NotImplementedError was raised)"], False, False
        marks.append(f"  {'FAIL' if problem else 'pass'}  {check.name}")
        if problem and not first:
            first = describe(problem, task)
        if problem and problem.diagnosis == "timeout" and time.monotonic() >= end:
            break
    done = sum(mark.startswith("  pass") for mark in marks)
    total = len(task.checks)
    if done == total:
        return [f"{task.id} {task.title}: all {total} checks pass"], True, True
    skipped = [f"  ----  {check.name} (not run: the time limit was reached)" for check in task.checks[len(marks) :]]
    return [f"{task.id} {task.title}: {done} of {total} checks pass", *marks, *skipped, *first], False, True


def run_check(
    check: Check, objects: tuple[Any, ...], limit_s: float, task: Exercise
) -> CheckFailed | NotImplementedError | None:
    """Run one check. Anything the learner's code raises, SystemExit included, becomes a CheckFailed."""
    outcome = run_limited(lambda: check.run(*objects), limit_s)
    if outcome.timed_out:
        return CheckFailed(
            expected=f"an answer within {task.time_limit_s:g} s for all checks",
            got="still running, so it was stopped" + (" (it sits in C code)" if outcome.abandoned else ""),
            case=check.name,
            cause="a loop that never ends, or a wait for something that never happens",
            diagnosis="timeout",
        )
    if outcome.error is None:
        return None
    chain = list(causes(outcome.error))
    for error in chain:
        if isinstance(error, NotImplementedError) and (not error.args or error.args == (task.id,)):
            return error
    if isinstance(outcome.error, CheckFailed):
        return outcome.error
    inner = next((error for error in chain if isinstance(error, CheckFailed)), None)
    return inner or CheckFailed(
        expected="no exception",
        got=f"{type(outcome.error).__name__}: {show(str(outcome.error))}",
        case=check.name,
        cause=f"your code raised{where(outcome.error)}",
        diagnosis="exception",
    )


def describe(problem: CheckFailed, task: Exercise) -> list[str]:
    """The five lines of a failed check."""
    return [
        f"    expected:             {show(problem.expected)}",
        f"    got:                  {show(problem.got)}",
        f"    first differing case: {show(problem.case) or 'see the name of the check'}",
        f"    likely cause:         {show(problem.cause) or 'see the name of the check'}",
        f"    where to read:        {show(problem.read or task.section or task.id.rsplit('.', 1)[0])}",
    ]


def causes(error: BaseException, seen: set[int] | None = None) -> Iterator[BaseException]:
    """An exception with everything inside and behind it: group members, causes, contexts."""
    seen = set() if seen is None else seen
    if id(error) in seen:
        return
    seen.add(id(error))
    yield error
    inside = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for other in (*inside, error.__cause__, error.__context__):
        if other is not None:
            yield from causes(other, seen)


def where(error: BaseException) -> str:
    """' in line N of the exercise cell' for the innermost frame of notebook code, else ''."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if "ipykernel" in trace.tb_frame.f_code.co_filename or "<ipython" in trace.tb_frame.f_code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f" in line {line} of the exercise cell" if line else ""


def is_stub(thing: Any, exercise_id: str) -> bool:
    """Whether a function or class still holds the stub's `raise NotImplementedError("<id>")`."""
    return any(
        "NotImplementedError" in code.co_names and exercise_id in code.co_consts for code in _codes(thing, depth=0)
    )


def _codes(thing: Any, depth: int) -> Iterator[types.CodeType]:
    if depth > 4:  # wrappers in wrappers: deep enough for decorators, and finite
        return
    if isinstance(thing, types.CodeType):
        yield thing
        for const in thing.co_consts:
            if isinstance(const, types.CodeType):
                yield from _codes(const, depth + 1)
    elif isinstance(thing, type):
        for member in vars(thing).values():
            if not isinstance(member, type):
                yield from _codes(member, depth + 1)
    elif isinstance(thing, staticmethod | classmethod):
        yield from _codes(thing.__func__, depth + 1)
    elif isinstance(thing, property):
        for part in (thing.fget, thing.fset, thing.fdel):
            yield from _codes(part, depth + 1)
    elif isinstance(thing, types.FunctionType):
        yield from _codes(thing.__code__, depth + 1)
        wrapped = getattr(thing, "__wrapped__", None)
        if wrapped is not None:
            yield from _codes(wrapped, depth + 1)


def load_reference(target: str) -> Any:
    """The object behind `module:name`; for `module:Class.method` the class. Raises LabError if it is not there."""
    module, _, name = target.partition(":")
    try:
        return getattr(importlib.import_module(module), name.split(".")[0])
    except (ImportError, AttributeError) as error:
        raise LabError(
            f"reference {target!r} cannot be loaded: {error}", "repair it with `git checkout labsupport`"
        ) from error
