"""Lift the answers out of a learner's notebook without running it.

Only imports, functions, classes and assignments of constants are taken, from the exercise cell, from the learner's own
cells next to it, and (imports only) from the rest of the notebook. Whatever is wrong with the file is a reported
problem, never a crash. Knows nothing of verdicts.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labsupport.grading.child import FILENAME
from labsupport.lab.check import Exercise

MAX_BYTES = 20 << 20
MAX_CELLS = 5_000
MAX_SOURCE = 1 << 19  # bytes of one lifted answer
MAX_CODE = 1 << 19  # characters of all code cells: a syntax tree takes some thousand times as much
PRELUDE = "<lifted>"
NOT_NEEDED = ("labsupport.lab",)  # what the notebook calls between the cells


@dataclass(frozen=True)
class Lifted:
    """The parts of one exercise as (file name, source), or the problem that kept it from being lifted."""

    exercise_id: str
    parts: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    notebook: Path | None = None  # where it was found; `lift` itself sees only cells


@dataclass
class _Cell:
    source: str
    kind: str = ""
    lab_id: str = ""
    cell_id: str = ""
    tree: ast.Module | None = None
    error: str = ""
    own: bool = field(init=False)

    def __post_init__(self) -> None:
        self.own = not self.kind and not self.lab_id
        self._parse()
        if self.tree is None and (text := _without_magics(self.source)) != self.source:
            self.source = text  # not before: a line of plain Python may begin with `% b` or `!= b`, too
            self._parse()

    def _parse(self) -> None:
        self.error = ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.tree = ast.parse(self.source)
        except SyntaxError as error:
            self.error = f"line {error.lineno}: {error.msg}"
        except (ValueError, RecursionError, MemoryError) as error:
            self.error = type(error).__name__


def read_notebook(path: Path) -> tuple[list[dict[str, Any]], str]:
    """(code cells, problem). The cells are the raw dictionaries of the file."""
    try:
        if not path.is_file() or path.is_symlink():
            return [], "the notebook is not a plain file"
        if path.stat().st_size > MAX_BYTES:
            return [], f"the notebook has {path.stat().st_size >> 20} MiB; {MAX_BYTES >> 20} are allowed: clear outputs"
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], "the notebook is not UTF-8 text"
    except OSError as error:
        return [], f"the notebook cannot be read: {error.strerror}"
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return [], "the notebook is not JSON (was it saved completely?)"
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        return [], "the file is not a notebook of format 4 (no list of cells)"
    if len(cells) > MAX_CELLS:
        return [], f"the notebook has {len(cells)} cells; {MAX_CELLS} are allowed"
    code = [c for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]
    if sum(len(_text(c.get("source"))) for c in code) > MAX_CODE:
        return [], f"the notebook has more than {MAX_CODE >> 10} KiB of code"
    return code, ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _without_magics(source: str) -> str:
    """IPython's own lines as empty lines, so that the rest parses and line numbers stay."""
    if source.lstrip().startswith("%%"):
        return ""
    return "\n".join("" if re.match(r"\s*[%!?]", line) else line for line in source.split("\n"))


def _cells(raw: Sequence[dict[str, Any]]) -> list[_Cell]:
    found = []
    for cell in raw:
        metadata = cell.get("metadata")
        lab = metadata.get("lab") if isinstance(metadata, dict) else None
        lab = lab if isinstance(lab, dict) else {}
        words = [lab.get("kind"), lab.get("id"), cell.get("id")]
        kind, lab_id, cell_id = (word if isinstance(word, str) else "" for word in words)
        found.append(_Cell(_text(cell.get("source")), kind, lab_id, cell_id))
    return found


def defined(tree: ast.Module | None) -> set[str]:
    """Names of functions and classes that a cell defines."""
    body = tree.body if tree is not None else []
    return {n.name for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}


def _constant(node: ast.stmt) -> bool:
    """An assignment of a constant, or of a name built from subscripts, as type aliases and TypeVars are."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if value is None:
        return False
    allowed = (ast.Constant, ast.Name, ast.Load, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Set, ast.Dict,
               ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop)  # fmt: skip
    for part in ast.walk(value):
        if isinstance(part, ast.Call):
            if not (
                isinstance(part.func, ast.Name) and part.func.id in ("TypeVar", "ParamSpec", "frozenset", "object")
            ):
                return False
        elif not isinstance(part, (*allowed, ast.keyword)):
            return False
    return True


def _keep(tree: ast.Module, used: set[str]) -> list[ast.stmt]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node for node in tree.body if isinstance(node, kinds) or _constant(node) or _needed(node, used)]


def _needed(node: ast.stmt, used: set[str]) -> bool:
    """An import that binds a used name. Imports that only the notebook's own calls need are left out."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    if module == "__future__":
        return True
    if any(module == m or module.startswith(m + ".") for m in NOT_NEEDED):
        return False
    bound = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return bool(bound & used) or "*" in bound


def _slice(cell: _Cell, nodes: Iterable[ast.stmt]) -> str:
    """The nodes' own lines; all others empty, so that a line number is that of the learner's cell."""
    lines = cell.source.split("\n")
    kept = [""] * len(lines)
    for node in nodes:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        for number in range(first - 1, node.end_lineno or first):
            kept[number] = lines[number]
    return "\n".join(kept)


def _one_line_apart(tree: ast.Module) -> bool:
    """Whether two statements share a line (`x = 1; print(x)`): then lines cannot be taken apart."""
    ends = [(n.lineno, n.end_lineno or n.lineno) for n in tree.body]
    return any(a[1] >= b[0] for a, b in itertools.pairwise(ends))


def _lift_cell(cell: _Cell, used: set[str]) -> str:
    assert cell.tree is not None
    nodes = _keep(cell.tree, used)
    if _one_line_apart(cell.tree):
        return ast.unparse(ast.Module(body=nodes, type_ignores=[]))
    return _slice(cell, nodes)


def _imports(cells: Iterable[_Cell], used: set[str]) -> str:
    """Imports of these cells that bind a used name, and `from __future__` ones, each once, in order."""
    lines: dict[str, None] = {}
    for cell in cells:
        for node in cell.tree.body if cell.tree is not None else []:
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                lines = {"from __future__ import annotations": None, **lines}
            elif _needed(node, used):
                lines[ast.unparse(node)] = None
    return "\n".join(lines)


def _names(tree: ast.AST) -> set[str]:
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):  # quoted annotations
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 200:
            found |= set(re.findall(r"[A-Za-z_]\w*", node.value))
    return found


def lift(raw: Sequence[dict[str, Any]], exercises: Iterable[Exercise]) -> dict[str, Lifted]:
    """Answers of all `exercises` found in these code cells."""
    cells = _cells(raw)
    found = {}
    for exercise in exercises:
        try:
            found[exercise.id] = _lift(cells, exercise)
        except (RecursionError, MemoryError, ValueError) as error:  # absurdly nested code
            found[exercise.id] = Lifted(exercise.id, problem=f"the answer cannot be read ({type(error).__name__})")
    return found


def stages(raw: Sequence[dict[str, Any]]) -> set[str]:
    """The stages whose exercises these cells name, by metadata or cell id; empty where both got lost."""
    named = (re.match(r"(\d\d)[.-]\d+[.-]e\d+", word) for cell in _cells(raw) for word in (cell.lab_id, cell.cell_id))
    return {match[1] for match in named if match}


def _lift(cells: list[_Cell], exercise: Exercise) -> Lifted:
    places, notes = _find(cells, exercise)
    if not places:
        return Lifted(exercise.id, problem=f"no cell defines {', '.join(exercise.names)}", notes=tuple(notes))
    first, last = places[0], places[-1]
    low = first
    while low and cells[low - 1].own:
        low -= 1
    high = last
    while high + 1 < len(cells) and cells[high + 1].own and not _check_between(cells[high + 1]):
        high += 1
    near = [c for i, c in enumerate(cells) if i in places or (low <= i <= high and c.own)]
    broken = next((c for c in near if c.error and not c.own), None)
    if broken is not None:
        return Lifted(
            exercise.id, problem=f"the exercise cell is not valid Python ({broken.error})", notes=tuple(notes)
        )
    notes += [f"a cell beside it is not valid Python ({c.error}) and was left out" for c in near if c.error]
    near = [c for c in near if c.tree is not None]
    used = set[str]().union(*(_names(c.tree) for c in near if c.tree is not None))
    parts = [(PRELUDE, _imports([c for c in cells if c not in near], used))]
    for number, cell in enumerate(near):
        name = FILENAME if not cell.own or len(near) == 1 else f"{PRELUDE[:-1]}-{number}>"
        parts.append((name, _lift_cell(cell, used)))
    if sum(len(text.encode("utf-8", "replace")) for _, text in parts) > MAX_SOURCE:
        return Lifted(exercise.id, problem=f"the answer is longer than {MAX_SOURCE >> 10} KiB", notes=tuple(notes))
    return Lifted(exercise.id, tuple(parts), notes=tuple(notes))


def _check_between(cell: _Cell) -> bool:
    """A cell that calls exercise(...) ends an answer, even if its metadata got lost."""
    return "exercise(" in cell.source


def _find(cells: list[_Cell], exercise: Exercise) -> tuple[list[int], list[str]]:
    """Indices of the cells that answer the exercise, by metadata, cell id, then function names; and remarks."""
    notes: list[str] = []
    dashed = exercise.id.replace(".", "-")
    wanted = set(exercise.names)
    marked = [i for i, c in enumerate(cells) if c.lab_id == exercise.id and c.kind == "exercise"]
    marked = marked or [
        i for i, c in enumerate(cells) if re.fullmatch(re.escape(dashed) + r"(-\d+)?", c.cell_id) and c.kind != "check"
        and not _check_between(c)
    ]  # fmt: skip
    solving = [i for i in marked if defined(cells[i].tree) & wanted or cells[i].error]
    if len(solving) > 1 and len(exercise.names) < len(solving):
        notes.append(f"{len(solving)} cells carry the id {exercise.id}: the last one counts")
        solving = solving[-1:]
    own_last = [i for i, c in enumerate(cells) if c.own and defined(c.tree) & wanted]
    if not solving:
        solving = own_last or [i for i, c in enumerate(cells) if defined(c.tree) & wanted]
        if solving:
            notes.append("the exercise cell was found by the name of its function")
            if len(exercise.names) < len(solving):
                solving = solving[-1:]
    return solving, notes
