"""`hint()`: three levels in turn, after an attempt."""

from __future__ import annotations

from labsupport.errors import LabError
from labsupport.lab import exercises, progress
from labsupport.lab.show import ascii_text

LEVELS = ("nudge", "approach", "almost code")


def hint(exercise_id: str, level: int | None = None) -> None:
    """Print the next hint of an exercise, or `level` 1..3 if that one is already open. Needs one attempt first.

    Raises LabError for an unknown id or a level outside 1..3.
    """
    task = exercises.find(exercise_id)
    if level is not None and level not in (1, 2, 3):
        raise LabError(f"hint level {level!r} is not 1, 2 or 3", f'hint("{task.id}") opens the next one')
    seen = progress.entry(task.id)
    opened = int(seen.get("hints", 0))
    if not seen.get("attempts"):
        print(f"{task.id}: hints open after the first attempt. Write something, run the check cell, then ask again.")
        return
    number = min(opened + 1, 3) if level is None else min(level, opened + 1)
    if level is not None and number < level:
        print(f"{task.id}: hint {level} opens after hint {number}.")
    print(f"{task.id} hint {number} of 3 ({LEVELS[number - 1]}): {ascii_text(task.hints[number - 1])}")
    if number > opened:
        progress.note(task.id, hints=number)
