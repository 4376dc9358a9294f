"""`lab build`: make the student and the solution notebook of a stage, byte for byte the same from the same source."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.lab import exercises
from labsupport.lab.check import Exercise
from labsupport.publish import source, validate
from labsupport.publish.inject import Injected, import_block, inject
from labsupport.publish.source import SourceCell, Stage
from labsupport.settings import repo_root

Cell = dict[str, Any]
MIN_LEAK = 12  # a shorter line ("return None", "try:") says nothing about the solution


@dataclass(frozen=True)
class Built:
    """The two notebooks of a stage and what the index of ids needs."""

    stage: Stage
    student: dict[str, Any]
    solution: dict[str, Any]
    raises: int
    secrets: dict[str, tuple[str, ...]]

    @property
    def student_path(self) -> Path:
        return self.stage.path.parent.parent / "notebooks" / f"{self.stage.path.stem}.ipynb"

    @property
    def solution_path(self) -> Path:
        return self.stage.path.with_suffix(".ipynb")


def build(path: Path) -> Built:
    """Validate one stage source and make its notebooks in memory. Raises LabError with every problem at once."""
    stage = source.load(path)
    validate.refuse(stage, validate.problems(stage, root=path.parent.parent))
    return assemble(stage)


def assemble(stage: Stage) -> Built:
    """Make the notebooks of a parsed stage and check them for leaks and stubs."""
    maker = _Maker(stage)
    for cell in stage.cells:
        maker.add(cell)
    built = Built(stage, notebook(maker.student), notebook(maker.solution), maker.raises, maker.secrets)
    refuse_leaks(built)
    return built


class _Maker:
    """Collects the cells of both notebooks; cell ids count per id, or per topic and kind."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.student: list[Cell] = []
        self.solution: list[Cell] = []
        self.counts: dict[str, int] = {}
        self.raises = 0
        self.secrets: dict[str, tuple[str, ...]] = {}
        self.defined: dict[str, set[str]] = {}  # topic -> names its exercise cells define

    def add(self, cell: SourceCell) -> None:
        if cell.exercise:
            self._exercise(cell, exercises.find(cell.exercise))
        else:
            self._both(cell, cell.type, cell.source, cell.kind, cell.id)

    def _both(
        self, cell: SourceCell, type_: str, solution: str, kind: str, id_: str,
        *, student: str | None = None, reference: Sequence[str] = (),
    ) -> None:  # fmt: skip
        base = id_ or f"{cell.topic or self.stage.number + '.0'}.{kind}"
        self.counts[base] = self.counts.get(base, 0) + 1
        cell_id = f"{base.replace('.', '-')}-{self.counts[base]}"
        tags = [*cell.tags]
        if kind == "parameters":
            tags.append("parameters")  # papermill looks for this tag
        if cell.run_only:
            tags.append("nbval-ignore-output")
        lab = {"kind": kind, "id": id_, "topic": cell.topic, "reference": list(reference)}
        for cells, text in ((self.solution, solution), (self.student, solution if student is None else student)):
            made: Cell = {"cell_type": type_, "id": cell_id, "metadata": {"lab": lab}, "source": text}
            if tags:
                made["metadata"]["tags"] = sorted(tags)
            if type_ == "code":
                made |= {"execution_count": None, "outputs": []}
            cells.append(made)

    def _exercise(self, cell: SourceCell, task: Exercise) -> None:
        defined = self.defined.setdefault(cell.topic, set())
        parts = [inject(target, task.id, skip={*defined, *task.names}) for target in task.reference]
        defined |= set(task.names)
        self.raises += sum(part.raises for part in parts)
        self.secrets[task.id] = tuple(line for part in parts for line in part.solution_lines)
        self._both(cell, "markdown", exercise_box(task), "exercise", task.id)
        self._both(
            cell, "code", _joined(parts, "solution"), "exercise", task.id,
            student=_joined(parts, "stub"), reference=task.reference,
        )  # fmt: skip
        names = ", ".join(task.names)
        self._both(cell, "code", f'{names} = exercise("{task.id}", {names})', "check", task.id)
        hint = f'After an attempt, `hint("{task.id}")` in a new cell opens three hints, one at a time.'
        self._both(cell, "markdown", hint, "exercise", task.id)


def _joined(parts: Sequence[Injected], which: str) -> str:
    imports = import_block(line for part in parts for line in getattr(part, f"{which}_imports"))
    bodies = "\n\n\n".join(getattr(part, which) for part in parts)
    return f"{imports}\n\n\n{bodies}" if imports else bodies


def exercise_box(task: Exercise) -> str:
    """The Markdown box of an exercise: title, difficulty and minutes, task, gotchas."""
    lines = [
        f"### Exercise {task.id}: {task.title}",
        "",
        f"Difficulty {task.difficulty} of 5, about {task.minutes} minutes. Write {_and(task.names)}.",
        "",
        task.task.strip(),
    ]
    if task.gotchas:
        lines += ["", "Watch out:", "", *(f"- {g}" for g in task.gotchas)]
    return "\n".join(lines)


def _and(names: Iterable[str]) -> str:
    quoted = [f"`{n}`" for n in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def notebook(cells: list[Cell]) -> dict[str, Any]:
    """A notebook (nbformat 4.5) with the cells and the kernel python3."""
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def dumps(made: dict[str, Any]) -> str:
    """The file's text: sorted keys, one space of indent, sources as lists of lines, final newline."""
    cells = [{**c, "source": c["source"].splitlines(keepends=True)} for c in made["cells"]]
    return json.dumps({**made, "cells": cells}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def loads(text: str) -> dict[str, Any]:
    """Inverse of `dumps`: sources joined to strings."""
    made: dict[str, Any] = json.loads(text)
    for cell in made["cells"]:
        cell["source"] = "".join(cell["source"])
    return made


def refuse_leaks(built: Built) -> None:
    """Raise LabError if the student notebook holds a solution line, an output, or a wrong number of stubs."""
    found = leaks(built.student, built.secrets)
    count = sum(c["source"].count("raise NotImplementedError(") for c in built.student["cells"] if _is_stub_cell(c))
    if count != built.raises:
        found.append(f"the student notebook raises NotImplementedError {count} times, expected {built.raises}")
    if any(c.get("outputs") for c in built.student["cells"]):
        found.append("the student notebook has outputs")
    if found:
        raise LabError(f"{built.stage.path.name}: " + "; ".join(found), "move the solution out of the visible cells")


def leaks(student: dict[str, Any], secrets: dict[str, tuple[str, ...]]) -> list[str]:
    """Solution lines in the student notebook: any telling line in its own exercise cell, three in a row elsewhere."""
    found = []
    for task_id, hidden in secrets.items():
        telling = {line for line in hidden if len(line) >= MIN_LEAK and not line.startswith(("import ", "from "))}
        runs = {hidden[i : i + 3] for i in range(len(hidden) - 2)}
        for cell in student["cells"]:
            lines = [line.strip() for line in cell["source"].split("\n") if line.strip()]
            own = cell["cell_type"] == "code" and cell["metadata"]["lab"]["id"] == task_id
            if own:
                visible = set(lines) & telling - _shared(cell["source"])
                found += [f"{cell['id']} shows {line!r} of {task_id}" for line in sorted(visible)]
            for i in range(len(lines) - 2):
                if tuple(lines[i : i + 3]) in runs and any(len(line) >= MIN_LEAK for line in lines[i : i + 3]):
                    found.append(f"{cell['id']} shows three lines of {task_id} from {lines[i]!r}")
                    break
    return found


def _shared(stub: str) -> set[str]:
    """Lines above the first raise: signature and docstring, which may repeat inside a solution."""
    return {line.strip() for line in stub.split("raise NotImplementedError(")[0].split("\n")}


def _is_stub_cell(cell: Cell) -> bool:
    return bool(cell["cell_type"] == "code" and cell["metadata"]["lab"]["kind"] == "exercise")


def keep_outputs(new: dict[str, Any], old: dict[str, Any] | None) -> dict[str, Any]:
    """`new` with the outputs that `old` has for cells of the same id and source."""
    if old is None:
        return new
    had = {c["id"]: c for c in old["cells"] if c["cell_type"] == "code"}
    cells = []
    for cell in new["cells"]:
        same = had.get(cell["id"])
        if cell["cell_type"] == "code" and same is not None and same["source"] == cell["source"]:
            cell = {**cell, "outputs": same["outputs"], "execution_count": same["execution_count"]}
        cells.append(cell)
    return {**new, "cells": cells}


def read_notebook(path: Path) -> dict[str, Any] | None:
    """A generated notebook, or None if there is none or it is not readable as one."""
    try:
        return loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stale(built: Built) -> list[str]:
    """Generated files that differ from what the source gives; outputs are not compared."""
    out = []
    if not built.student_path.is_file() or built.student_path.read_text(encoding="utf-8") != dumps(built.student):
        out.append(_name(built.student_path))
    old = read_notebook(built.solution_path)
    if old is None or built.solution_path.read_text(encoding="utf-8") != dumps(keep_outputs(built.solution, old)):
        out.append(_name(built.solution_path))
    return out


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def save(path: Path, text: str) -> None:
    """Write a text file by way of a temporary one, so that it is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def main(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab build [STAGE] [--check] [--execute]`. Returns 1 if --check finds a stale file."""
    parser = argparse.ArgumentParser(prog="lab build", description="Make the notebooks from solutions/NN_slug.py.")
    parser.add_argument("stage", nargs="?", help="for example 01; all stages without it")
    parser.add_argument("--check", action="store_true", help="compare with the files there are, write nothing")
    parser.add_argument("--execute", action="store_true", help="run the solution at full pace and store its outputs")
    args = parser.parse_args(list(argv))
    if args.check and args.execute:
        raise LabError("--check and --execute exclude each other", "run lab build --execute, then lab build --check")
    root = root or repo_root()
    paths = [source.stage_path(args.stage, root)] if args.stage else source.find_stages(root)
    built = [build(path) for path in paths]
    from labsupport.publish import ids

    index = ids.dumps(ids.index(built, root))
    if args.check:
        old = [name for one in built for name in stale(one)]
        if not args.stage and (not ids.path(root).is_file() or ids.path(root).read_text(encoding="utf-8") != index):
            old.append("docs/ids.json")
        print(f"stale: {', '.join(old)}; run lab build" if old else f"up to date: {', '.join(p.stem for p in paths)}")
        return 1 if old else 0
    for one in built:
        save(one.student_path, dumps(one.student))
        save(one.solution_path, dumps(keep_outputs(one.solution, read_notebook(one.solution_path))))
        print(f"built {_name(one.student_path)} and {_name(one.solution_path)} ({len(one.student['cells'])} cells)")
        if args.execute:
            from labsupport.publish import execute

            execute.store_outputs(one)
            print(f"executed {_name(one.solution_path)}")
    save(
        ids.path(root),
        ids.dumps(ids.index([build(p) for p in source.find_stages(root)] if args.stage else built, root)),
    )
    return 0


def has_machine_path(text: str) -> bool:
    """Whether a committed output names a place on the machine that made it."""
    return re.search(r"(/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\|/work/)", text) is not None
