"""work/NN_slug.ipynb: the learner's own copy. Update it without losing answers, reset one exercise."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.lab import exercises
from labsupport.publish import build, source
from labsupport.settings import repo_root

Cell = dict[str, Any]


def ensure(stage: str, root: Path | None = None) -> Path:
    """The work copy of a stage, made from the student notebook if there is none yet.

    Raises LabError when there is one and it is not a notebook.
    """
    made, work = _paths(stage, root)
    if work.is_file():
        _mine(work)
    else:
        save(work, _mark(_student(made)))
    return work


def update_one(stage: str, root: Path | None = None) -> str:
    """Bring a newer stage into the work copy; returns one line that says what happened.

    New and changed cells come in; cells the learner edited or added stay, with their outputs. The old copy is kept as
    NN_slug.backup-TIME.ipynb if anything changes. Raises LabError if the work copy is not a notebook.
    """
    made, work = _paths(stage, root)
    if not work.is_file():
        ensure(stage, root)
        return f"{work.name}: new"
    mine, fresh = _mine(work), _mark(_student(made))
    merged, kept = merge(mine["cells"], fresh["cells"])
    if [_essence(c) for c in merged] == [_essence(c) for c in mine["cells"]]:
        return f"{work.name}: up to date, {kept} cells of yours"
    backup = _backup(work)
    save(work, {**mine, "cells": merged, "metadata": {**fresh["metadata"], **mine.get("metadata", {})}})
    return f"{work.name}: updated, {kept} cells of yours kept, old copy is {backup.name}"


def merge(mine: list[Cell], fresh: list[Cell]) -> tuple[list[Cell], int]:
    """The fresh cells in their order with the learner's edits and additions in place; and how many those are.

    A cell counts as edited when its source differs from the one it was given (kept in its metadata). An added cell
    follows the cell it stood behind. An edited cell that the new stage no longer has stays as an added one.
    """
    by_id = {c.get("id"): c for c in mine}
    fresh_ids = {c["id"] for c in fresh}
    extras: dict[str | None, list[Cell]] = {}
    anchor: str | None = None
    kept = 0
    for cell in mine:
        if cell.get("id") in fresh_ids:
            anchor = cell["id"]
        elif given(cell) is None or edited(cell):
            extras.setdefault(anchor, []).append(cell)
            kept += 1
    out = list(extras.pop(None, []))
    for cell in fresh:
        old = by_id.get(cell["id"])
        if old is not None and old["cell_type"] == cell["cell_type"] and edited(old):
            # remember the newest given text, so that `lab reset` and later updates compare with that one
            cell = {**old, "metadata": {**old["metadata"], **cell["metadata"]}}
            kept += 1
        elif old is not None and old["source"] == cell["source"]:
            cell = {**old, "metadata": {**old["metadata"], **cell["metadata"]}}
        out.append(cell)
        out += extras.pop(cell["id"], [])
    return out, kept


def reset_one(exercise_id: str, root: Path | None = None) -> str:
    """Give one exercise its stub back in the work copy; the old copy is kept. Raises LabError for an unknown id."""
    task = exercises.find(exercise_id)
    made, work = _paths(task.id[:2], root)
    if not work.is_file():
        raise LabError(f"there is no {work.name} yet", "make it with `make lab` or `lab update`")
    mine = _mine(work)
    fresh = {c["id"]: c for c in _mark(_student(made))["cells"] if c["metadata"]["lab"]["id"] == task.id}
    present = {c.get("id") for c in mine["cells"]}
    if not fresh or not any(name in present for name in fresh):
        raise LabError(f"{work.name} has no exercise {task.id}", "run `lab update` first")
    backup = _backup(work)
    cells = [fresh.get(c.get("id", ""), c) for c in mine["cells"]]
    save(work, {**mine, "cells": cells})
    return f"{work.name}: {task.id} restored, old copy is {backup.name}"


def given(cell: Cell) -> str | None:
    """The source this cell was handed out with; None for a cell the learner added."""
    text = cell.get("metadata", {}).get("lab", {}).get("given")
    return text if isinstance(text, str) else None


def edited(cell: Cell) -> bool:
    """Whether the learner changed a cell that was handed out."""
    return given(cell) is not None and given(cell) != cell["source"]


def _mark(made: dict[str, Any]) -> dict[str, Any]:
    """Store each cell's source in its metadata, to tell an edit from a newer stage later."""
    cells = []
    for cell in made["cells"]:
        lab = {**cell["metadata"]["lab"], "given": cell["source"]}
        cells.append({**cell, "metadata": {**cell["metadata"], "lab": lab}})
    return {**made, "cells": cells}


def _essence(cell: Cell) -> str:
    return json.dumps([cell["cell_type"], cell["source"], cell.get("metadata", {}).get("lab")], sort_keys=True)


def _paths(stage: str, root: Path | None) -> tuple[Path, Path]:
    root = root or repo_root()
    path = source.stage_path(stage, root)
    return root / "notebooks" / f"{path.stem}.ipynb", root / "work" / f"{path.stem}.ipynb"


def _student(path: Path) -> dict[str, Any]:
    made = build.read_notebook(path)
    if made is None:
        raise LabError(f"{path.parent.name}/{path.name} is missing or not a notebook", "make it with `lab build`")
    return made


def _mine(work: Path) -> dict[str, Any]:
    made = build.read_notebook(work)
    if made is None:
        raise LabError(f"work/{work.name} is not a notebook", "move it away; `lab update` then makes a new one")
    return made


def _backup(work: Path) -> Path:
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    backup = work.with_name(f"{work.stem}.backup-{stamp}.ipynb")
    backup.write_bytes(work.read_bytes())
    return backup


def save(path: Path, made: dict[str, Any]) -> None:
    """Write a work copy atomically."""
    build.save(path, build.dumps(made))


def update(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab update [STAGE]`."""
    parser = argparse.ArgumentParser(prog="lab update", description="Bring newer stages into work/, keeping answers.")
    parser.add_argument("stage", nargs="?")
    args = parser.parse_args(list(argv))
    stages = [args.stage] if args.stage else [p.name[:2] for p in source.find_stages(root)]
    for stage in stages:
        print(update_one(stage, root))
    return 0


def reset(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab reset ID`."""
    parser = argparse.ArgumentParser(prog="lab reset", description="Restore one exercise in work/.")
    parser.add_argument("exercise")
    print(reset_one(parser.parse_args(list(argv)).exercise, root))
    return 0
