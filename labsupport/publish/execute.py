"""`lab run`: execute a stage's notebooks headless, keep what failed, and measure seconds and memory."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from labsupport import settings
from labsupport.errors import LabError
from labsupport.publish import build, source

CELL_TIMEOUT_S = 480
MIN_COMPARED = 0.3  # share of a solution's code cells that must have been compared, or the run proves nothing


@dataclass(frozen=True)
class Result:
    """One execution: how long, how much memory (of the kernel and its children), what was compared, what failed."""

    stage: str
    kind: str
    seconds: float
    peak_mb: float
    cells: int
    compared: int
    failed: tuple[str, ...]
    log_path: Path
    topic: str = field(default="")

    @property
    def ok(self) -> bool:
        """Whether no cell failed."""
        return not self.failed


def student(
    stage: str,
    pace: str = "smoke",
    *,
    topic: str = "",
    root: Path | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Result:
    """Run a student notebook, or its opening and one topic, through papermill.

    A parameter that the notebook does not define is a LabError (papermill itself would only log it).
    """
    import papermill

    path = build_paths(stage, root)[0]
    made = _load(path)
    given = {"pace": pace, **(parameters or {})}
    _check_parameters(made, given, path)
    log = _run_folder(stage, f"student-{topic or 'all'}")
    if topic:
        made = only_topic(made, topic)
    start_file, end_file = log / "input.ipynb", log / "executed.ipynb"
    build.save(start_file, build.dumps(made))
    failed: list[str] = []
    begun = time.monotonic()
    with _environment(), peak_memory() as peak:
        try:
            papermill.execute_notebook(
                str(start_file), str(end_file), parameters=given, kernel_name="python3", progress_bar=False,
                log_output=False, cwd=str(root or settings.repo_root()), execution_timeout=CELL_TIMEOUT_S,
            )  # fmt: skip
        except Exception as error:  # papermill's own error, a dead kernel, a time-out: all are a failed run
            failed.append(f"{type(error).__name__}: {_last_line(str(error))}")
    seconds = time.monotonic() - begun
    executed = build.read_notebook(end_file) or made
    failed += [name for name in failed_cells(executed["cells"]) if name not in failed]
    code = [c for c in executed["cells"] if c["cell_type"] == "code"]
    unrun = [c.get("id", "?") for c in code if c["execution_count"] is None and c["source"].strip()]
    if unrun and not failed:
        failed.append(f"{len(unrun)} cells did not run, first {unrun[0]}")
    return Result(stage, "student", seconds, peak.mb, len(code), 0, tuple(failed), log, topic)


def solution(stage: str, *, root: Path | None = None, floor: int | None = None) -> Result:
    """Run a solution notebook through nbval in a subprocess at full pace with LAB_STRICT=1.

    Cells tagged run-only must run; every other code cell's output must equal the stored one. Fails, too, when fewer
    than `floor` cells had an output to compare (default: 30% of the code cells), because nbval passes a stripped
    notebook without comparing anything.
    """
    path = build_paths(stage, root)[1]
    made = _load(path)
    code = [c for c in made["cells"] if c["cell_type"] == "code"]
    compared = sum(is_compared(c) for c in code)
    needed = int(len(code) * MIN_COMPARED) if floor is None else floor
    log = _run_folder(stage, "solution")
    report, text = log / "report.xml", log / "nbval.log"
    command = [
        sys.executable, "-m", "pytest", "--nbval", str(path), "--rootdir", str(path.parent), "-c", os.devnull,
        "-p", "no:cacheprovider", "-q", f"--nbval-cell-timeout={CELL_TIMEOUT_S}", "--nbval-sanitize-with",
        str(_sanitize(log)), f"--junitxml={report}",
    ]  # fmt: skip
    begun = time.monotonic()
    with _environment(LAB_STRICT="1") as env, peak_memory() as peak:
        done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=root or settings.repo_root())
    seconds = time.monotonic() - begun
    text.write_text(done.stdout + done.stderr, encoding="utf-8")
    failed = _junit_failures(report, done.returncode, text)
    if compared < needed:
        failed.append(f"only {compared} of {len(code)} code cells have an output to compare, needs {needed}")
    return Result(stage, "solution", seconds, peak.mb, len(code), compared, tuple(failed), log)


def store_outputs(built: build.Built) -> None:
    """Run the solution at full pace with LAB_STRICT=1 and write its outputs into the committed notebook.

    Raises LabError, and leaves the notebook as it was, if a cell fails or an output names a path of this machine.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    stage = built.stage.number
    log = _run_folder(stage, "store")
    live = nbformat.reads(build.dumps(built.solution), as_version=4)  # type: ignore[no-untyped-call]
    problem = ""
    with _environment(LAB_STRICT="1") as env:
        client = NotebookClient(
            live, kernel_name="python3", timeout=CELL_TIMEOUT_S, record_timing=False,
            resources={"metadata": {"path": str(built.stage.path.parent.parent)}},
        )  # fmt: skip
        try:
            client.execute(env=env)
        except CellExecutionError as error:
            problem = _last_line(str(error))
    nbformat.write(live, log / "executed.ipynb")  # type: ignore[no-untyped-call]
    if problem:
        raise LabError(f"stage {stage}: {problem}", f"see {log / 'executed.ipynb'}")
    made = {**built.solution, "cells": [_clean(dict(cell)) for cell in live.cells]}
    found = [name for cell in made["cells"] for name in unclean_outputs(cell)]
    if found:
        raise LabError(f"stage {stage}: " + "; ".join(found), "print nothing of the machine and nothing on stderr")
    build.save(built.solution_path, build.dumps(made))


def _clean(cell: dict[str, Any]) -> dict[str, Any]:
    """Plain dictionaries, outputs without run-time metadata, stream pieces joined."""
    plain: dict[str, Any] = json.loads(json.dumps(cell))
    merged: list[dict[str, Any]] = []
    for output in plain.get("outputs", []):
        last = merged[-1] if merged else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]  # how a stream is cut into pieces depends on timing
        else:
            merged.append(output)
    if "outputs" in plain:
        plain["outputs"] = merged
    return plain


def unclean_outputs(cell: Mapping[str, Any]) -> list[str]:
    """What may not be committed: stderr, errors, machine paths, and in compared cells anything like a clock time."""
    found = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            found.append(f"cell {cell['id']} has an error")
        if output.get("name") == "stderr":
            found.append(f"cell {cell['id']} writes to stderr: {output['text'].strip()[:80]!r}")
        texts = [output.get("text", ""), *(v for k, v in output.get("data", {}).items() if not k.startswith("image/"))]
        for text in texts:
            joined = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", text if isinstance(text, str) else str(text))
            if build.has_machine_path(joined):
                found.append(f"cell {cell['id']} prints a path of this machine")
            if "nbval-ignore-output" not in cell["metadata"].get("tags", []) and re.search(r"\b0x[0-9a-f]{6,}", joined):
                found.append(f"cell {cell['id']} prints a memory address")
    return found


def is_compared(cell: Mapping[str, Any]) -> bool:
    """Whether nbval has a stored output of this cell to compare with."""
    return bool(cell.get("outputs")) and "nbval-ignore-output" not in cell["metadata"].get("tags", [])


def failed_cells(cells: Sequence[Any]) -> list[str]:
    """Cells of an executed notebook whose outputs hold an error."""
    return [
        f"{cell.get('id', '?')}: {output['ename']}: {_last_line(str(output['evalue']))}"
        for cell in cells
        if cell["cell_type"] == "code"
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]


def only_topic(made: dict[str, Any], topic: str) -> dict[str, Any]:
    """The opening (set-up, parameters) and one topic. Raises LabError for a topic that is not there."""
    cells = [c for c in made["cells"] if c["metadata"]["lab"]["topic"] in ("", topic)]
    there = sorted({c["metadata"]["lab"]["topic"] for c in made["cells"]} - {""})
    if topic not in there:
        raise LabError(f"unknown topic {topic!r}", f"topics of this stage: {', '.join(there)}")
    return {**made, "cells": cells}


def build_paths(stage: str, root: Path | None = None) -> tuple[Path, Path]:
    """(student notebook, solution notebook) of a stage."""
    path = source.stage_path(stage, root)
    return path.parent.parent / "notebooks" / f"{path.stem}.ipynb", path.with_suffix(".ipynb")


def _load(path: Path) -> dict[str, Any]:
    made = build.read_notebook(path)
    if made is None:
        raise LabError(f"{path.parent.name}/{path.name} is missing or not a notebook", "make it with `lab build`")
    return made


def _check_parameters(made: dict[str, Any], given: Mapping[str, Any], path: Path) -> None:
    cells = [c for c in made["cells"] if "parameters" in c["metadata"].get("tags", [])]
    known = set(re.findall(r"^(\w+)\s*(?::[^=]+)?=", cells[0]["source"], re.M)) if cells else set()
    unknown = sorted(set(given) - known)
    if unknown:
        raise LabError(
            f"{path.name} has no parameter {', '.join(unknown)}",
            f"its parameters: {', '.join(sorted(known)) or 'none'}",
        )


def _run_folder(stage: str, name: str) -> Path:
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    folder = settings.load().home / "runs" / f"{stage}-{name}-{stamp}"
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.parent.glob(f"{stage}-{name}-*"))[:-5]:  # five of a kind are enough to look back
        for file in old.iterdir():
            file.unlink()
        old.rmdir()
    return folder


def _sanitize(folder: Path) -> Path:
    """nbval's sanitising rules: only the address in a repr, nothing that could hide a wrong number."""
    path = folder / "sanitize.cfg"
    path.write_text("[addresses]\nregex: 0x[0-9a-f]{6,}\nreplace: ADDRESS\n", encoding="utf-8")
    return path


def _junit_failures(report: Path, code: int, log: Path) -> list[str]:
    if not report.is_file():
        return [f"nbval did not run (exit {code}), see {log}"]
    failed, ran = [], 0
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        ran += 1
        bad = case.find("failure") if case.find("failure") is not None else case.find("error")
        if bad is not None:
            failed.append(f"{case.get('name')}: {_last_line(bad.get('message') or bad.text or '')}")
        elif case.find("skipped") is not None:
            failed.append(f"{case.get('name')}: skipped")
    if ran == 0:
        failed.append("nbval collected no cell")
    if code and not failed:
        failed.append(f"pytest ended with {code}, see {log}")
    return failed


def _last_line(text: str) -> str:
    """The last line that says something; of a LabError both the problem and the remedy."""
    stripped = (re.sub(r"\x1b\[[0-9;]*m", "", line).strip() for line in text.split("\n"))
    lines = [line for line in stripped if line]
    if len(lines) > 1 and lines[-1].startswith("remedy: "):
        return f"{lines[-2][:200]}; {lines[-1][:200]}"
    return lines[-1][:200] if lines else ""


@contextmanager
def _environment(**extra: str) -> Iterator[dict[str, str]]:
    """The kernel's environment: this interpreter's kernelspec first, quiet libraries, `extra` on top."""
    changes = {
        "JUPYTER_PREFER_ENV_PATH": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "TQDM_DISABLE": "1", "HF_HUB_OFFLINE": "1", "PYTHONHASHSEED": "0", **extra,
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield dict(os.environ)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@dataclass
class Peak:
    """Largest resident memory seen, in MB."""

    mb: float = 0.0


@contextmanager
def peak_memory(every_s: float = 0.25) -> Iterator[Peak]:
    """Sample the resident memory of this process's kernels and their children; ends with the block."""
    import psutil

    peak, stop = Peak(), threading.Event()
    before = {p.pid for p in psutil.Process().children(recursive=True)}

    def sample() -> None:
        while not stop.wait(every_s):
            total = 0
            for process in psutil.Process().children(recursive=True):
                if process.pid not in before:
                    try:
                        total += process.memory_info().rss
                    except psutil.Error:
                        continue
            peak.mb = max(peak.mb, total / 1e6)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def describe(result: Result) -> str:
    """One ASCII line about a run, and one for each failed cell."""
    name = f"{result.stage} {result.kind}" + (f" topic {result.topic}" if result.topic else "")
    verdict = "ok" if result.ok else f"FAILED ({len(result.failed)})"
    compared = f", {result.compared} compared" if result.kind == "solution" else ""
    line = f"{name}: {verdict}, {result.cells} code cells{compared}, {result.seconds:.1f} s, {result.peak_mb:.0f} MB"
    return "\n".join(
        [line, *(f"  {f}" for f in result.failed)] + ([] if result.ok else [f"  kept in {result.log_path}"])
    )


def main(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab run STAGE [--topic T] [--pace P] [--solution]`. Returns 1 if a cell failed."""
    parser = argparse.ArgumentParser(prog="lab run", description="Run a stage, or one topic of it, headless.")
    parser.add_argument("stage")
    parser.add_argument("--topic", default="", help="for example 01.2: set-up, parameters and that topic's cells")
    parser.add_argument("--pace", choices=("smoke", "full", "deep"), default="smoke")
    parser.add_argument("--solution", action="store_true", help="compare the solution notebook at full pace with nbval")
    args = parser.parse_args(list(argv))
    if args.solution:
        result = solution(args.stage, root=root)
    else:
        result = student(args.stage, args.pace, topic=args.topic, root=root)
    print(describe(result))
    return 0 if result.ok else 1
