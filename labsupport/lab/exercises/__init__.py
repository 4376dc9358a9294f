"""Index of the exercise definitions: one subpackage sNN a stage, with EXERCISES and QUESTIONS."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from labsupport.errors import LabError
from labsupport.lab.check import Exercise, Question

ID = re.compile(r"^(\d{2})\.(\d+)\.([eq])(\d+)$")


def topics(package: str, path: Iterable[str], name: str) -> tuple[Any, ...]:
    """`EXERCISES` or `QUESTIONS` of all modules `topic...` of a stage: a stage's `__getattr__`.

    The topics are imported when the whole is asked for: a sandbox that grades one exercise imports its topic alone, not
    the web framework of another one. Raises AttributeError for any other name.
    """
    if name not in ("EXERCISES", "QUESTIONS"):
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    found = sorted(module.name for module in pkgutil.iter_modules(path) if module.name.startswith("topic"))
    return sum((getattr(importlib.import_module(f"{package}.{one}"), name, ()) for one in found), ())


def stages() -> list[str]:
    """Numbers of the stages that have definitions, for example ["01"]."""
    return sorted(m.name[1:] for m in pkgutil.iter_modules(__path__) if re.fullmatch(r"s\d{2}", m.name))


def stage_module(stage: str) -> ModuleType:
    """The module that defines the exercises of a stage. Raises LabError when there is none."""
    name = f"{__name__}.s{stage}"
    if stage not in stages():
        raise LabError(f"stage {stage!r} has no exercises", f"stages with exercises: {', '.join(stages()) or 'none'}")
    return importlib.import_module(name)


def exercises(stage: str) -> tuple[Exercise, ...]:
    """All exercises of a stage in their order."""
    return tuple(getattr(stage_module(stage), "EXERCISES", ()))


def questions(stage: str, topic: str | None = None) -> tuple[Question, ...]:
    """All review questions of a stage, or of one topic such as "01.2"."""
    found: Iterable[Question] = getattr(stage_module(stage), "QUESTIONS", ())
    return tuple(q for q in found if topic is None or q.id.rsplit(".", 1)[0] == topic)


def ids() -> list[str]:
    """Every exercise id of every stage."""
    return [e.id for stage in stages() for e in exercises(stage)]


def find(exercise_id: str) -> Exercise:
    """The exercise with this id. Raises LabError that lists close matches for an unknown id."""
    match = ID.match(exercise_id) if isinstance(exercise_id, str) else None
    if match and match[1] in stages():
        for exercise in exercises(match[1]):
            if exercise.id == exercise_id:
                return exercise
    known = ids()
    near = difflib.get_close_matches(str(exercise_id), known, n=3, cutoff=0.5)
    hint = f"close matches: {', '.join(near)}" if near else f"known exercises: {', '.join(known) or 'none'}"
    raise LabError(f"unknown exercise {exercise_id!r}", hint)
