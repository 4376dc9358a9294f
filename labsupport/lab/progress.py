"""What this learner has attempted and passed: one local JSON file. Deleting it breaks nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labsupport import settings
from labsupport.lab import exercises, store


def path() -> Path:
    """The progress file under the lab home."""
    return settings.load().home / "progress.json"


def entry(exercise_id: str) -> dict[str, Any]:
    """What is known of one exercise: attempts, hints opened, passed. Empty for a new one."""
    return _entries(store.read(path())).get(exercise_id, {})


def note(exercise_id: str, **changes: Any) -> None:
    """Store `changes` for one exercise."""
    with store.update(path()) as data:
        data["exercises"] = _entries(data)
        data["exercises"].setdefault(exercise_id, {}).update(changes)


def count_attempt(exercise_id: str, passed: bool) -> int:
    """Count one attempt and remember a pass; returns the number of attempts so far."""
    with store.update(path()) as data:  # read under the lock: two notebooks may count at once
        data["exercises"] = _entries(data)
        seen = data["exercises"].setdefault(exercise_id, {})
        seen["attempts"] = int(seen.get("attempts", 0)) + 1
        seen["passed"] = passed or bool(seen.get("passed"))
        return int(seen["attempts"])


def _entries(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The part of a progress file that can be used; a person may have edited it."""
    found = data.get("exercises")
    usable = {k: dict(v) for k, v in found.items() if isinstance(v, dict)} if isinstance(found, dict) else {}
    for seen in usable.values():
        for count in ("attempts", "hints"):
            if not isinstance(seen.get(count, 0), int):
                del seen[count]
    return usable


def main(argv: Sequence[str]) -> int:
    """`lab progress`: one line an exercise with attempts, hints and state, then the totals."""
    argparse.ArgumentParser(prog="lab progress", description="What is done, as a table.").parse_args(list(argv))
    known = _entries(store.read(path()))
    rows = [(e.id, e.title, known.get(e.id, {})) for stage in exercises.stages() for e in exercises.exercises(stage)]
    print(f"{'exercise':<10} {'state':<14} {'attempts':>8} {'hints':>5}  title")
    for exercise_id, title, seen in rows:
        attempts = int(seen.get("attempts", 0))
        state = "passed" if seen.get("passed") else "tried" if attempts else "not attempted"
        print(f"{exercise_id:<10} {state:<14} {attempts:>8} {int(seen.get('hints', 0)):>5}  {title}")
    print(f"{sum(bool(seen.get('passed')) for _, _, seen in rows)} of {len(rows)} exercises passed")
    return 0
