"""What a stage source must keep to. Every problem is found before anything is refused: file, line, value, remedy."""

from __future__ import annotations

import ast
import difflib
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from labsupport.errors import LabError
from labsupport.lab import exercises, quiz
from labsupport.lab.check import Exercise, Question
from labsupport.publish import ids
from labsupport.publish.inject import Injected, import_block, inject
from labsupport.publish.source import KEYS, KINDS, TAGS, TOPIC, SourceCell, Stage
from labsupport.settings import repo_root

MAX_LINES, MAX_INJECTED = 45, 90
MIN_CODE, MAX_CODE = 14, 26
MIN_WRONG, MIN_RIGHT = 4, 2
FENCE = re.compile(r"^```.*?^```\s*$", re.M | re.S)
BULLET = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
# a number next to a unit of measurement, or a factor such as "50x"
UNITS = (
    r"(?:ns|us|ms|s|min|h|KB|MB|GB|KiB|MiB|GiB|tokens?/s|tokens? (?:per|a)|/s|/min|Hz|USD|percent|x"
    r"|seconds?|minutes?|hours?|times (?:as|more|less|slower|faster|longer|larger)|(?:requests|calls|per|a)"
    r" (?:per |a )?(?:second|minute|hour))(?!\w)|%"
)
QUANTITY = re.compile(rf"(?<![\w.])~?\d[\d,.]*\s*(?:{UNITS})")
CITED = re.compile(r"\[[^\]]+\]|\b\d{2}\.\d+\.[a-z]\d*\b")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend, at a line of the source."""

    line: int
    text: str
    remedy: str


def refuse(stage: Stage, found: Iterable[Problem]) -> None:
    """Raise one LabError that lists all problems; do nothing if there is none."""
    listed = sorted(found)
    if listed:
        lines = [f"{stage.path.name}:{p.line}: {p.text}; {p.remedy}" for p in listed]
        raise LabError(
            f"{stage.path.name} has {len(listed)} problem(s)\n" + "\n".join(lines), "mend them and run lab build again"
        )


def problems(stage: Stage, *, root: Path | None = None) -> list[Problem]:
    """Everything wrong with a stage, in no particular order. `root` holds solutions/hidden and solutions/mutants."""
    root = root or repo_root()
    found: list[Problem] = []
    for check in (_headers, _known, _sizes, _prose, _printed, _definitions):
        found += check(stage)
    for cell in stage.cells:
        if cell.exercise:
            found += _exercise(stage, cell, root)
    found += _duplicates(stage)
    found += _topics(stage)
    found += _questions(stage)
    return found


def _headers(stage: Stage) -> Iterator[Problem]:
    parameters = [c for c in stage.cells if c.kind == "parameters"]
    if len(parameters) != 1 or (parameters and parameters[0].topic):
        yield Problem(1, f"{len(parameters)} parameters cells", "write one, in the opening, before the first topic")
    for cell in stage.cells:
        for key, value in cell.unknown:
            yield Problem(cell.line, f"unknown header key {key!r} (= {value!r})", _near(key, KEYS))
        if cell.kind not in KINDS:
            yield Problem(cell.line, f"unknown kind {cell.kind!r}", _near(cell.kind, KINDS))
        for tag in cell.tags:
            if tag not in TAGS:
                yield Problem(cell.line, f"unknown tag {tag!r}", _near(tag, TAGS))
        if cell.topic and not TOPIC.match(cell.topic):
            yield Problem(cell.line, f"malformed topic {cell.topic!r}", f'write "{stage.number}.1"')
        if cell.type not in ("code", "markdown"):
            yield Problem(cell.line, f"cell type {cell.type!r}", "write `# %%` or `# %% [markdown]`")
        if (cell.kind == "exercise") != bool(cell.exercise):
            yield Problem(cell.line, "kind exercise and key exercise go together", 'write `# %% exercise="NN.k.eM"`')
        if cell.exercise and cell.source.strip():
            yield Problem(cell.line, "an exercise cell with text of its own", "leave it empty; its source is injected")
        if not cell.exercise and not cell.source.strip():
            yield Problem(cell.line, "an empty cell", "fill it or remove it")


def _near(word: str, allowed: Iterable[str]) -> str:
    allowed = tuple(allowed)
    close = difflib.get_close_matches(word, allowed, n=1)
    return (f"did you mean {close[0]!r}? " if close else "") + f"allowed: {', '.join(allowed)}"


def _named(cell: SourceCell) -> set[str]:
    """Every curriculum id that a cell carries: its own, its exercise, and those of calls such as claim("...")."""
    own = {i for i in (cell.id, cell.exercise) if i}
    if cell.type != "code":
        return own
    return own | ids.called_ids(cell.source)


def _known(stage: Stage) -> Iterator[Problem]:
    topics = ids.curriculum().get(stage.number, {}).get("topics", {})
    known = ids.known_ids(stage.number)
    for topic in stage.topics:
        if topic not in topics:
            line = next(c.line for c in stage.cells if c.topic == topic)
            yield Problem(line, f"topic {topic!r} is not in the curriculum", _near(topic, topics))
    for cell in stage.cells:
        for name in sorted(_named(cell) - known):
            yield Problem(cell.line, f"id {name!r} is not in the curriculum", _near(name, sorted(known)))
        for name in sorted(_named(cell) & known):
            if name.rsplit(".", 1)[0] != cell.topic:
                yield Problem(
                    cell.line, f"id {name!r} in topic {cell.topic or 'opening'!r}", "move it to its own topic"
                )
    for topic in stage.complete:
        have = {i for c in stage.cells for i in _named(c)} | {q.id for q in _stage_questions(stage, topic)}
        missing = [i for i in topics.get(topic, {}).get("ids", []) if i not in have]
        if topic not in topics:
            yield Problem(1, f"complete: unknown topic {topic!r}", _near(topic, topics))
        elif missing:
            yield Problem(1, f"topic {topic} is declared complete but lacks {', '.join(missing)}", "write them")


def _stage_questions(stage: Stage, topic: str) -> tuple[Question, ...]:
    shown = any(c.type == "code" and f'review("{topic}")' in c.source for c in stage.cells)
    return exercises.questions(stage.number, topic) if shown and stage.number in exercises.stages() else ()


def _sizes(stage: Stage) -> Iterator[Problem]:
    for cell in stage.cells:
        count = cell.source.count("\n") + 1
        if count > MAX_LINES:
            yield Problem(cell.line, f"a cell of {count} lines", f"split it: at most {MAX_LINES}")


def _prose(stage: Stage) -> Iterator[Problem]:
    for cell in stage.cells:
        if cell.type != "markdown":
            continue
        text = FENCE.sub("", cell.source)
        body = [
            line for line in text.split("\n") if line.strip() and not line.lstrip().startswith(("#", "|", "<", "!["))
        ]
        bullets = [line for line in body if BULLET.match(line)]
        loose = " ".join(_loose(body))
        count = len(_sentences(loose))
        if count > 3:
            yield Problem(cell.line, f"{count} sentences of prose", "keep to three: split the cell or cut")
        if len(bullets) == 1 or len(bullets) > 5:
            yield Problem(cell.line, f"{len(bullets)} bullets", "write two to five, or a sentence")
        plain = re.sub(r"`[^`]*`", "", "\n".join(body))
        quantity = QUANTITY.search(plain)
        if quantity and not cell.topic and quantity[0].split()[-1].startswith("min"):
            quantity = None  # the opening says how long each topic takes
        if quantity and not cell.id and not CITED.search(plain):
            yield Problem(
                cell.line,
                f"number {quantity[0].strip()!r} without a source",
                "take it from a record with say(), name a claim id, or cite [source]",
            )


def _loose(body: list[str]) -> Iterator[str]:
    """Lines that belong to no bullet; an indented line after a bullet continues it."""
    inside = False
    for line in body:
        if BULLET.match(line):
            inside = True
        elif not (inside and line.startswith(" ")):
            inside = False
            yield line


def _sentences(text: str) -> list[str]:
    text = re.sub(r"`[^`]*`", "code", text)
    text = re.sub(r"\b(e\.g|i\.e|vs|cf|etc)\.", r"\1", text)
    return [part for part in re.split(r"(?<=[.!?:])[\"')*_]*\s+(?=[A-Z\"'(*_])", text) if part.strip()]


def _printed(stage: Stage) -> Iterator[Problem]:
    for cell in stage.cells:
        if cell.type != "code":
            continue
        try:
            tree = _parse(cell.source)
        except SyntaxError as error:
            yield Problem(cell.line + (error.lineno or 0), f"syntax error: {error.msg}", "mend it")
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii():
                bad = next(ch for ch in node.value if not ch.isascii())
                yield Problem(cell.line + node.lineno, f"non-ASCII character {bad!a} in a string", "use plain ASCII")


def _parse(code: str) -> ast.Module:
    kept = "\n".join("pass" if line.startswith(("%", "!")) else line for line in code.split("\n"))
    tree: ast.Module = compile(kept, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return tree


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def signature(node: Definition) -> tuple[str, ...]:
    """What makes two definitions of one name the same thing: a function's parameters; for a class the name decides."""
    if isinstance(node, ast.ClassDef):
        return ("class",)
    arguments = node.args
    return tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))


@functools.cache
def package_definitions(root: Path | None = None) -> dict[tuple[str, tuple[str, ...]], str]:
    """Public top-level functions and classes of labsupport's subjects and instruments: (name, signature) -> module."""
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    base = (root or repo_root()) / "labsupport"
    for file in sorted(base.rglob("*.py")):
        parts = file.relative_to(base).with_suffix("").parts
        if parts[0] in ("lab", "publish", "grading", "cli"):
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, Definition) and not node.name.startswith("_"):
                found.setdefault((node.name, signature(node)), ".".join(("labsupport", *parts)))
    return found


def _definitions(stage: Stage) -> Iterator[Problem]:
    package = package_definitions()
    seen: dict[str, int] = {}
    for cell in stage.cells:
        if cell.type != "code":
            continue
        try:
            tree = _parse(cell.source)
        except SyntaxError:
            continue  # reported by _printed
        for node in tree.body:
            if not isinstance(node, Definition):
                continue
            line = cell.line + node.lineno
            where = package.get((node.name, signature(node)))
            if where:
                yield Problem(
                    line, f"{node.name} is defined in {where} too", f"import it: from {where} import {node.name}"
                )
            if node.name in seen:
                yield Problem(line, f"{node.name} is defined at line {seen[node.name]} too", "define it once")
            seen[node.name] = line


def _exercise(stage: Stage, cell: SourceCell, root: Path) -> Iterator[Problem]:
    try:
        task = exercises.find(cell.exercise)
    except LabError as error:
        yield Problem(cell.line, error.problem, error.remedy)
        return
    where = f"exercise {task.id}"
    if not task.checks:
        yield Problem(cell.line, f"{where} has no visible check", "add a Check to its definition")
    if len(task.hints) != 3 or not all(h.strip() for h in task.hints):
        yield Problem(cell.line, f"{where} has {len(task.hints)} hints", "write three: nudge, approach, almost code")
    if not 1 <= task.difficulty <= 5 or task.minutes <= 0:
        yield Problem(cell.line, f"{where}: difficulty {task.difficulty}, minutes {task.minutes}", "1 to 5, above 0")
    yield from _grading_material(cell, task, root)
    try:
        parts = [inject(target, task.id, skip=task.names) for target in task.reference]
    except (LabError, SyntaxError) as error:
        yield Problem(cell.line, f"{where}: {error}".replace("\n  remedy:", ";"), "mend the reference")
        return
    if not parts:
        yield Problem(cell.line, f"{where} has no reference", 'give reference=("labsupport.module:name",)')
        return
    lines = _injected_lines(parts)
    if lines > MAX_INJECTED:
        yield Problem(cell.line, f"{where} injects {lines} lines", f"at most {MAX_INJECTED}: split the reference")
    for part in parts:
        for hint in task.hints:
            shown = {line.strip() for line in hint.split("\n")}
            if sum(line in shown for line in part.solution_lines if len(line) >= 12) >= 3:
                yield Problem(cell.line, f"{where}: a hint holds three lines of the solution", "say it in words")


def _injected_lines(parts: list[Injected]) -> int:
    imports = import_block(line for part in parts for line in part.solution_imports)
    return sum(part.solution.count("\n") + 1 for part in parts) + 2 * len(parts) + imports.count("\n") + bool(imports)


def _grading_material(cell: SourceCell, task: Exercise, root: Path) -> Iterator[Problem]:
    hidden = root / "solutions" / "hidden" / task.id[:2] / f"{task.id.replace('.', '_')}.py"
    if not hidden.is_file():
        yield Problem(cell.line, f"exercise {task.id} has no hidden check", f"write {hidden.relative_to(root)}")
    folder = root / "solutions" / "mutants" / task.id
    wrong, right = len(list(folder.glob("wrong_*.py"))), len(list(folder.glob("right_*.py")))
    if wrong < MIN_WRONG or right < MIN_RIGHT:
        yield Problem(
            cell.line,
            f"exercise {task.id} has {wrong} wrong and {right} right variants",
            f"write at least {MIN_WRONG} and {MIN_RIGHT} in {folder.relative_to(root)}",
        )


def _duplicates(stage: Stage) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for cell in stage.cells:
        once = {cell.exercise} if cell.exercise else set()
        if cell.type == "code":
            once |= set(re.findall(r"claim\(\s*[\"'](\d{2}\.\d+\.c\d+)[\"']", cell.source))
            once |= {f"review {t}" for t in re.findall(r"review\([\"']([\d.]+)[\"']\)", cell.source)}
        for name in sorted(once):
            if name in first:
                yield Problem(cell.line, f"{name} is there already, at line {first[name]}", "use each id once")
            first.setdefault(name, cell.line)
    if stage.number in exercises.stages():
        all_ids = [e.id for e in exercises.exercises(stage.number)]
        all_ids += [q.id for q in exercises.questions(stage.number)]
        for name in sorted({i for i in all_ids if all_ids.count(i) > 1}):
            yield Problem(1, f"{name} is defined twice in labsupport/lab/exercises", "use each id once")


def _topics(stage: Stage) -> Iterator[Problem]:
    for topic in stage.complete:
        mine = [c for c in stage.cells if c.topic == topic]
        count = sum(2 if c.exercise else 1 for c in mine if c.type == "code")  # an exercise cell brings its check cell
        if mine and not MIN_CODE <= count <= MAX_CODE:
            yield Problem(mine[0].line, f"topic {topic} has {count} code cells", f"{MIN_CODE} to {MAX_CODE}")
        for kind in ("review", "recap"):
            if mine and not any(c.kind == kind for c in mine):
                yield Problem(mine[0].line, f"topic {topic} has no {kind} cell", f'add one with kind="{kind}"')


def _questions(stage: Stage) -> Iterator[Problem]:
    if stage.number in exercises.stages():
        for text in quiz.imbalance(exercises.questions(stage.number)):
            yield Problem(1, f"review questions: {text}", "reorder or reword the choices")
