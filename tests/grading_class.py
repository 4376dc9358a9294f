"""A class of learners on the two fixture exercises: what they hand in, and how it is graded."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from labsupport.grading import grade, hidden, sandbox
from labsupport.grading.hidden import Roots, Scenario

FIXTURE = Path(__file__).parent / "fixtures" / "gradefix"
E1, E2 = "01.9.e1", "01.9.e2"
WEAK = sandbox.Level("rlimits-only", "asked for by a test")
RIGHT = (FIXTURE / "mutants" / E1 / "right_list.py").read_text()
WRONG = (FIXTURE / "mutants" / E1 / "wrong_start.py").read_text()
RIGHT2 = (FIXTURE / "mutants" / E2 / "right_workers.py").read_text()
STUB = 'def running_total(values, start=0):\n    """Sums."""\n    raise NotImplementedError("01.9.e1")\n'


def code(source: str, **lab: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": "x", "metadata": {"lab": lab} if lab else {}, "source": source, "outputs": []}


def notebook(e1: str | None = RIGHT, e2: str | None = RIGHT2, extra: tuple[dict[str, Any], ...] = ()) -> str:
    cells = [code("import asyncio, random\nraise SystemExit('this must not run')", kind="setup")]
    for exercise_id, source in ((E1, e1), (E2, e2)):
        if source is not None:
            cells.append(code(source, kind="exercise", id=exercise_id))
            cells.append(code(f'f = exercise("{exercise_id}", f)', kind="check", id=exercise_id))
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells, *extra]})


def hand_in(folder: Path, **students: str) -> Path:
    for name, text in students.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "01_fixture.ipynb").write_text(text)
    return folder


def graded(folder: Path, out: Path, roots: Roots, **options: Any) -> dict[str, dict[str, bool]]:
    run = grade.grade([folder], out, seed=7, stages=["01"], roots=roots, progress=False, **options)
    return {s.name: {i: r.passed for i, r in s.results.items()} for s in run.students}


def zipped(entries: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


class Echo:
    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def on(self, event: str, payload: Any) -> Any:
        self.seen.append((event, payload))
        if event == "slow":
            await asyncio.sleep(0.05)
        if event == "bad":
            raise KeyError("no such thing")
        return payload


def drive(
    roots: Roots, driver: str, *, source: str = RIGHT, world: Any = None, level: Any = None, **options: Any
) -> Any:
    """One scenario with this driver; (verdict, world)."""
    world = world or Echo()
    scenario = Scenario("s", {"n": 3}, world, options.pop("judge", lambda result, w: None), **options)
    check = hidden.Hidden(E1, driver, lambda rng: [scenario])
    level = level or sandbox.detect()
    job = hidden.grade_source(roots.exercise(E1), source, 1, roots=roots, level=level, hidden=check, visible=False)
    return asyncio.run(job).hidden[0], world
