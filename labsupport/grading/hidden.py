"""Hidden checks: loading them, running one submission of one exercise against them, judging in the parent.

A hidden check is a file `solutions/hidden/NN/NN_k_eM.py` with a DRIVER (source that runs beside the learner's
definitions in the sandbox and contains no expected values) and `scenarios(rng)`, which yields `Scenario`s with fresh
random inputs. World and judge stay in this process. Nothing here is part of a student bundle's content: without
`solutions/` there is nothing to load.
"""

from __future__ import annotations

import ast
import asyncio
import atexit
import builtins
import functools
import importlib
import importlib.util
import os
import pkgutil
import random
import re
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from labsupport.errors import LabError
from labsupport.grading import child, sandbox, strip
from labsupport.lab.check import CheckFailed, Exercise, show
from labsupport.settings import repo_root

IMPORT = re.compile(rb"^ *(?:import|from) (\w+)", re.MULTILINE)
EXERCISE_ID = re.compile(r"^\d{2}\.\d+\.e\d+$")


@dataclass(frozen=True)
class Scenario:
    """One run of the learner's object against a world.

    `args` is JSON for `drive`. `world.on(event, payload)` answers RPCs of the driver; it may be `async` (a delayed
    reply makes latency) and may raise CheckFailed to end the scenario at once. `judge(result, world)` raises
    CheckFailed. `time_limit_s` is that of an idle machine, see `patience`.
    `min_events`: fewer events than this seen by the parent is a failure whatever the result says.
    """

    name: str
    args: Any
    world: Any
    judge: Callable[[Any, Any], None]
    time_limit_s: float = 10.0
    timeout_diagnosis: str = "timeout"
    error_diagnosis: str = "raised"
    min_events: int = 0


@dataclass(frozen=True)
class Hidden:
    """A loaded hidden check."""

    exercise_id: str
    driver: str
    scenarios: Callable[[random.Random], Iterable[Scenario]]


@dataclass(frozen=True)
class Verdict:
    """Verdict of one check or scenario. `expected`, `got`, `case` of a hidden one are for the instructor only."""

    name: str
    passed: bool
    diagnosis: str = ""
    cause: str = ""
    read: str = ""
    expected: str = ""
    got: str = ""
    case: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class HiddenResult:
    """All verdicts of one submission of one exercise."""

    exercise_id: str
    seed: int
    level: str
    visible: tuple[Verdict, ...] = ()
    hidden: tuple[Verdict, ...] = ()
    problem: str = ""
    seconds: float = 0.0

    @property
    def visible_passed(self) -> bool:
        return bool(self.visible) and all(v.passed for v in self.visible)

    @property
    def hidden_passed(self) -> bool:
        return bool(self.hidden) and all(v.passed for v in self.hidden)

    @property
    def passed(self) -> bool:
        """Score 1: every hidden scenario and every visible check passed."""
        return not self.problem and self.hidden_passed and self.visible_passed

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """Slugs of what failed, visible first, each once."""
        return tuple(dict.fromkeys(v.diagnosis for v in (*self.visible, *self.hidden) if not v.passed))


@dataclass(frozen=True)
class Roots:
    """Where exercises, hidden checks and mutants are. Tests use their own."""

    hidden: Path = field(default_factory=lambda: repo_root() / "solutions" / "hidden")
    mutants: Path = field(default_factory=lambda: repo_root() / "solutions" / "mutants")
    packages: tuple[Path, ...] = field(default_factory=lambda: (repo_root() / "labsupport",))
    modules: str = "labsupport.lab.exercises.s{stage}"
    skip: tuple[str, ...] = ("grading", "publish")

    def module(self, exercise_id: str) -> str:
        return self.modules.format(stage=exercise_id[:2])

    def topic(self, exercise_id: str) -> str:
        """The module that defines an exercise: of a package, the one inside it, which imports less than the whole."""
        package = importlib.import_module(self.module(exercise_id))
        for inner in pkgutil.iter_modules(getattr(package, "__path__", ())):
            name = f"{package.__name__}.{inner.name}"
            if any(one.id == exercise_id for one in getattr(importlib.import_module(name), "EXERCISES", ())):
                return name
        return package.__name__

    def exercise(self, exercise_id: str) -> Exercise:
        """The definition of an exercise. LabError for an unknown id."""
        if EXERCISE_ID.match(exercise_id):
            try:
                module = importlib.import_module(self.module(exercise_id))
            except ModuleNotFoundError as error:
                if not self.module(exercise_id).startswith(error.name or "?"):
                    raise
            else:
                for one in getattr(module, "EXERCISES", ()):
                    if one.id == exercise_id:
                        return one  # type: ignore[no-any-return]
        raise LabError(f"unknown exercise {exercise_id!r}", f"known: {', '.join(self.ids()) or 'none'}")

    def ids(self, stages: Iterable[str] | None = None) -> list[str]:
        """Ids of every exercise that exists, in order."""
        found: list[str] = []
        for stage in stages if stages is not None else [f"{n:02d}" for n in range(1, 11)]:
            name = self.modules.format(stage=stage)
            try:
                if importlib.util.find_spec(name) is None:
                    continue
            except ModuleNotFoundError:
                continue
            found += [one.id for one in getattr(importlib.import_module(name), "EXERCISES", ())]
        return found

    def hidden_file(self, exercise_id: str) -> Path:
        return self.hidden / exercise_id[:2] / (exercise_id.replace(".", "_") + ".py")


def load(exercise_id: str, roots: Roots | None = None) -> Hidden:
    """Load the hidden check of an exercise. LabError when it is missing or incomplete."""
    roots = roots or Roots()
    path = roots.hidden_file(exercise_id)
    if not path.is_file():
        raise LabError(
            f"exercise {exercise_id} has no hidden check ({path})",
            "write it, or use the instructor's copy of the lab: student bundles have none",
        )
    module = _import_file(path, f"_hidden_{path.stem}")
    driver, scenarios = getattr(module, "DRIVER", None), getattr(module, "scenarios", None)
    if not isinstance(driver, str) or not callable(scenarios):
        raise LabError(f"{path} lacks DRIVER or scenarios(rng)", "see docs/instructor.md, Hidden checks")
    tree = ast.parse(driver)
    if not any(isinstance(n, ast.AsyncFunctionDef) and n.name == "drive" for n in tree.body):
        raise LabError(f"the DRIVER of {path} has no `async def drive`", "see docs/instructor.md, Hidden checks")
    return Hidden(exercise_id, driver, scenarios)


def _import_file(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


class Trees:
    """Stripped copies of the packages, one per exercise, made once and removed at the end."""

    def __init__(self, roots: Roots) -> None:
        self.roots = roots
        self.folder = Path(tempfile.mkdtemp(prefix="lab-grade-"))
        self.folder.chmod(0o755)
        self._lock = threading.Lock()
        self._made: dict[str, Path] = {}
        atexit.register(self.close)

    def get(self, exercise: Exercise) -> Path:
        with self._lock:
            whole = self.folder / "whole"
            if not self._made:
                strip.copy_packages(self.roots.packages, whole, skip=self.roots.skip)
            if exercise.id not in self._made:
                self._made[exercise.id] = strip.sandbox_tree(whole, exercise.reference, self.folder / exercise.id)
            return self._made[exercise.id]

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)


_trees: dict[Roots, Trees] = {}
_trees_lock = threading.Lock()


def trees_for(roots: Roots) -> Trees:
    """The trees of these roots in this process."""
    with _trees_lock:
        if roots not in _trees or not _trees[roots].folder.is_dir():
            _trees[roots] = Trees(roots)
        return _trees[roots]


def preload(exercise: Exercise, roots: Roots) -> list[str]:
    """Modules that a sandbox imports once, before it forks: those of the checks, the references and the driver."""
    found = [roots.topic(exercise.id), *strip.targets_by_module(exercise.reference), "labsupport.lab.attempt"]
    for node in ast.walk(ast.parse(load(exercise.id, roots).driver)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return list(dict.fromkeys(found))


@functools.cache
def known_modules(packages: tuple[Path, ...]) -> frozenset[str]:
    """First names of all modules that these packages import anywhere, and the packages' own."""
    found = {package.name for package in packages}
    for package in packages:
        for path in package.rglob("*.py"):
            found.update(word.decode() for word in IMPORT.findall(path.read_bytes()))
    return frozenset(found)


def imported(parts: Iterable[Sequence[str]], roots: Roots) -> list[str]:
    """Modules that an answer imports and that a sandbox may import before it forks, so not again for each scenario.

    Only what the course itself imports: nothing of the learner's runs before the fork.
    """
    own = {package.name for package in roots.packages}
    found: dict[str, None] = {}
    for _, text in parts:
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []
        for node in tree.body:
            if isinstance(node, ast.Import):
                found |= dict.fromkeys(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found[node.module] = None
                if node.module in own:  # a module inside it, perhaps
                    found |= dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names)
    return [name for name in found if name.partition(".")[0] in known_modules(roots.packages)]


def make_box(
    exercise: Exercise, *, roots: Roots, level: sandbox.Level, parts: Iterable[Sequence[str]] = ()
) -> sandbox.Box:
    """A sandbox for this exercise: the package without its references, the subject's modules imported once.

    `parts` are the answer that it is for, whose imports are tried, too.
    """
    tree = trees_for(roots).get(exercise)
    return sandbox.Box(level, tree, preload=preload(exercise, roots), attempt=imported(parts, roots))


def patience() -> float:
    """How many times longer a limit is than on an idle machine: by the load a core, four times at most.

    A limit stops what hangs; it must not turn a right answer into a zero because the machine does other work.
    """
    return min(4.0, max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))


async def grade_source(
    exercise: Exercise,
    source: str | Sequence[tuple[str, str]],
    seed: int,
    *,
    roots: Roots,
    level: sandbox.Level,
    hidden: Hidden | None = None,
    visible: bool = True,
    box: sandbox.Box | None = None,
) -> HiddenResult:
    """Run visible checks and hidden scenarios of one exercise on one source.

    `source` is one text or (file name, text) parts that share a module. Nothing that the source does raises here.
    The first scenario that runs out of time is the last one: an answer that loops must not cost the limits of all.
    `box` is a sandbox to use and leave open; by default each call has its own, as submissions of strangers need.
    """
    started = time.monotonic()
    hidden = hidden or load(exercise.id, roots)
    own = box is None
    parts = [[child.FILENAME, source]] if isinstance(source, str) else [list(part) for part in source]
    box = box or make_box(exercise, roots=roots, level=level, parts=parts)
    base = {"parts": parts, "names": list(exercise.names), "exercise": exercise.id}
    seen: list[Verdict] = []
    rows: list[Verdict] = []
    try:
        if visible:
            more = patience()
            task = {**base, "mode": "visible", "modules": [roots.topic(exercise.id)], "patience": more}
            limit = exercise.time_limit_s * more + 3  # the checks keep their own limit; this is for what ignores it
            seen = _visible(exercise, await box.run(task, time_limit_s=limit))
        for scenario in hidden.scenarios(random.Random(seed)):
            task = {**base, "mode": "hidden", "driver": hidden.driver, "args": scenario.args}
            on = None if scenario.world is None else scenario.world.on
            outcome = await box.run(task, on, time_limit_s=scenario.time_limit_s * patience())
            rows.append(judge(scenario, outcome))
            if outcome.kind == "timeout":
                rows[-1] = replace(rows[-1], cause=f"{rows[-1].cause}; the checks after this one were not run")
                break
    finally:
        if own:
            await box.close()
    return HiddenResult(exercise.id, seed, level.name, tuple(seen), tuple(rows), "", time.monotonic() - started)


def _visible(exercise: Exercise, outcome: sandbox.Outcome) -> list[Verdict]:
    """Rows of the visible checks; the child's report is text to show, never trusted for more."""
    section = exercise.section
    if outcome.kind != "result" or not isinstance(outcome.value, list):
        bad = _ended(outcome, "timeout", "raised", open_text=True)
        return [Verdict("the submission runs", False, bad[0], bad[1], section, got=bad[2], seconds=outcome.seconds)]
    rows = []
    for check, row in zip(exercise.checks, outcome.value, strict=False):
        row = row if isinstance(row, dict) else {}
        diagnosis, cause, read, expected, got, case = (
            show(row.get(k) or "", 1000) for k in ("diagnosis", "cause", "read", "expected", "got", "case")
        )
        passed = row.get("passed") is True
        rows.append(Verdict(check.name, passed, diagnosis, cause, read, expected, got, case))
    if len(rows) < len(exercise.checks):
        rows.append(Verdict("all visible checks ran", False, "forged", "the report of the checks was incomplete"))
    return rows


def judge(scenario: Scenario, outcome: sandbox.Outcome) -> Verdict:
    """The parent's verdict on one scenario. A judge that stumbles over a malformed result counts as a failure."""
    name, spent = scenario.name, outcome.seconds
    if isinstance(outcome.failure, CheckFailed):
        return _failed(name, outcome.failure, spent)
    if outcome.kind != "result":
        diagnosis, cause, got = _ended(outcome, scenario.timeout_diagnosis, scenario.error_diagnosis)
        return Verdict(name, False, diagnosis, cause, got=got, seconds=spent)
    if outcome.events < scenario.min_events:
        got = f"{outcome.events} of at least {scenario.min_events} events"
        return Verdict(name, False, "no-observations", "the work was not seen from outside", got=got, seconds=spent)
    try:
        scenario.judge(outcome.value, scenario.world)
    except CheckFailed as failed:
        return _failed(name, failed, spent)
    except Exception:
        detail = traceback.format_exc(limit=-2)
        return Verdict(name, False, "malformed-result", "the result has the wrong form", got=detail, seconds=spent)
    return Verdict(name, True, seconds=spent)


def _failed(name: str, failed: CheckFailed, seconds: float) -> Verdict:
    return Verdict(
        name, False, failed.diagnosis, failed.cause, failed.read,
        show(failed.expected, 500), show(failed.got, 500), show(failed.case, 500), seconds,
    )  # fmt: skip


def _ended(outcome: sandbox.Outcome, timeout: str, raised: str, *, open_text: bool = False) -> tuple[str, str, str]:
    """(diagnosis, cause for the learner, detail for the instructor) of a run without a result.

    A submission's own exception text could carry a hidden input to the feedback page, so for hidden scenarios only
    the names of built-in exceptions get into the cause.
    """
    value = outcome.value if isinstance(outcome.value, dict) else {}
    if outcome.kind == "error":
        kind, line = show(value.get("type"), 80), show(value.get("line"), 10)
        detail = show(f"{kind}: {value.get('message')} (line {line} of the cell)", 500)
        if value.get("stub") is True:
            return "not-attempted", "the exercise is not solved yet: it raises NotImplementedError", detail
        known = isinstance(getattr(builtins, kind, None), type)
        named = kind if known or open_text else "an exception"
        if value.get("stage") == "define":
            return "does-not-load", f"the cell could not be executed: {named}", detail
        return raised, f"your code raised {named}", detail
    texts = {
        "timeout": (timeout, "it did not finish within the time limit"),
        "memory": ("memory", "it took more memory than allowed"),
        "exit": ("exit", "the process ended before it gave a result"),
        "garbage": ("forged", "the process sent something that is no result"),
        "protocol": ("forged", "the process reported something that cannot have happened"),
    }
    diagnosis, cause = texts.get(outcome.kind, ("forged", "the report of the checks had the wrong form"))
    return diagnosis, cause, show(f"{outcome.kind}: {outcome.failure or outcome.value or ''}", 500)


def run_hidden(
    exercise_id: str,
    source: str,
    seed: int,
    *,
    roots: Roots | None = None,
    level: sandbox.Level | None = None,
    visible: bool = True,
) -> HiddenResult:
    """Visible checks and hidden scenarios of one exercise on one source text, in a fresh sandbox. Blocking."""
    roots = roots or Roots()
    exercise = roots.exercise(exercise_id)
    level = level or sandbox.detect()
    return asyncio.run(grade_source(exercise, source, seed, roots=roots, level=level, visible=visible))


def report(result: HiddenResult) -> Iterator[str]:
    """The verdicts as text lines, with everything the instructor may see."""
    yield f"{result.exercise_id}  seed {result.seed}  isolation {result.level}  {result.seconds:.1f} s"
    for kind, rows in (("visible", result.visible), ("hidden", result.hidden)):
        for row in rows:
            yield f"  {kind:<8} {'pass' if row.passed else 'FAIL'}  {row.seconds:5.2f} s  {row.name}"
            if not row.passed:
                yield f"           diagnosis {row.diagnosis}: {row.cause}"
                for label in ("expected", "got", "case", "read"):
                    if text := getattr(row, label):
                        yield f"           {label}: {text}"
    yield f"  score {int(result.passed)}   diagnoses: {', '.join(result.diagnoses) or 'none'}"


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m labsupport.grading.hidden ID FILE... [--seed S] [--no-sandbox]`: verdicts of single files."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m labsupport.grading.hidden", description=main.__doc__)
    parser.add_argument("exercise")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--no-sandbox", action="store_true")
    options = parser.parse_args(argv)
    seed = random.SystemRandom().randrange(1 << 31) if options.seed is None else options.seed
    level = sandbox.Level("rlimits-only", "asked for") if options.no_sandbox else None
    worst = 0
    for path in options.files:
        result = run_hidden(options.exercise, path.read_text(encoding="utf-8"), seed, level=level)
        print(f"{path}", *report(result), sep="\n")
        worst |= not result.passed
    return int(worst)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        raise SystemExit(2) from None
