"""Turn a package function or class into notebook cells: full source for the solution, a stub for the student."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from labsupport.errors import LabError

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Injected:
    """What one reference becomes: two sources, their imports, and how often the stub raises."""

    name: str
    solution: str
    stub: str
    raises: int
    solution_imports: frozenset[str]
    stub_imports: frozenset[str]
    solution_lines: tuple[str, ...] = field(repr=False)


def inject(target: str, exercise_id: str, skip: Iterable[str] = ()) -> Injected:
    """Read `module:name` or `module:Class.method` from its file and make solution and stub.

    `skip` names what the notebook defines itself and must not be imported over. Raises LabError if the target does
    not exist, its markers do not pair, or the learner would get everything or nothing.
    """
    module, _, qualified = target.partition(":")
    text, tree = read_module(module)
    name, _, method = qualified.partition(".")
    node = _find(tree, name, target)
    if method and not any(getattr(n, "name", "") == method for n in getattr(node, "body", [])):
        raise LabError(f"reference {target!r}: {name} has no {method}", "name a method of the class")
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    source = text.split("\n")[first - 1 : _end_with_marker(text.split("\n"), node)]
    solution = "\n".join(line for line in source if line.strip() not in (BEGIN, END))
    if any(line.strip() in (BEGIN, END) for line in source):
        stub_lines, hidden = _cut_markers(source, target, exercise_id)
    else:
        stub_lines, hidden = _cut_bodies(source, first, node, method, exercise_id)
    if not hidden:
        raise LabError(f"reference {target!r} leaves nothing to write", "give it a body after the docstring")
    stub = "\n".join(stub_lines).rstrip()
    ast.parse(stub)  # a marker in the wrong place would give broken Python
    taken = {name, *skip}
    used = names_used(ast.parse(solution))
    visible = names_used(ast.parse(stub))
    given = bindings(module, tree)
    # the learner gets what the visible part needs, plus modules, and types and exceptions of the package; never the
    # helper functions, nor a class of the standard library that would name the approach (AsyncExitStack)
    package = f"from {module.split('.')[0]}"
    helpful = {
        n
        for n in used
        if n in given and (given[n].startswith("import ") or (n[:1].isupper() and given[n].startswith(package)))
    }
    return Injected(
        name=name,
        solution=solution,
        stub=stub,
        raises=sum(f'NotImplementedError("{exercise_id}")' in line for line in stub_lines),
        solution_imports=frozenset(given[n] for n in used if n in given and n not in taken),
        stub_imports=frozenset(given[n] for n in visible | helpful if n in given and n not in taken),
        solution_lines=tuple(line.strip() for line in hidden if line.strip()),
    )


def read_module(module: str) -> tuple[str, ast.Module]:
    """Source and tree of a module, found without running it (only its parent packages are imported)."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError) as error:
        raise LabError(f"reference module {module!r} cannot be found: {error}", "check the spelling") from error
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        raise LabError(f"reference module {module!r} does not exist", "check the spelling, or write the module")
    text = Path(spec.origin).read_text(encoding="utf-8")
    return text, ast.parse(text)


def _find(tree: ast.Module, name: str, target: str) -> Definition:
    for node in tree.body:
        if isinstance(node, Definition) and node.name == name:
            return node
    raise LabError(f"reference {target!r}: the module defines no function or class {name!r}", "check the spelling")


def _end_with_marker(lines: list[str], node: Definition) -> int:
    """Last line of a definition; an END marker after its last statement is a comment, which no node contains."""
    end = node.end_lineno or node.lineno
    following = lines[end] if end < len(lines) else ""
    return end + (following.strip() == END and following.startswith(" " * (node.col_offset + 1)))


def _raise(indent: str, exercise_id: str) -> str:
    return f'{indent}raise NotImplementedError("{exercise_id}")'


def _cut_markers(source: list[str], target: str, exercise_id: str) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    hidden: list[str] = []
    inside = False
    for line in source:
        mark = line.strip()
        if mark in (BEGIN, END):
            if inside == (mark == BEGIN):
                raise LabError(f"reference {target!r}: markers do not pair at {line!r}", f"write {BEGIN} ... {END}")
            inside = mark == BEGIN
            if inside:
                kept.append(_raise(line[: len(line) - len(line.lstrip())], exercise_id))
        elif inside:
            hidden.append(line)
        else:
            kept.append(line)
    if inside:
        raise LabError(f"reference {target!r}: {BEGIN} without {END}", "close the marker")
    return kept, hidden


def _cut_bodies(
    source: list[str], first: int, node: Definition, method: str, exercise_id: str
) -> tuple[list[str], list[str]]:
    functions = list(_functions(node, method))
    cut: dict[int, tuple[int, str]] = {}  # first body line -> (last body line, indent)
    for function in functions:
        body = function.body
        if ast.get_docstring(function) is not None:
            body = body[1:]
        if body:
            start = body[0].lineno
            start = min([start, *(d.lineno for d in getattr(body[0], "decorator_list", []))])
            cut[start] = (function.end_lineno or start, " " * (function.col_offset + 4))
    kept: list[str] = []
    hidden: list[str] = []
    number = first
    while number < first + len(source):
        if number in cut:
            last, indent = cut[number]
            kept.append(_raise(indent, exercise_id))
            hidden += source[number - first : last - first + 1]
            number = last + 1
        else:
            kept.append(source[number - first])
            number += 1
    # comments between docstring and first statement sit in `kept`; they belong to the body
    return _drop_comments_before_raise(kept), hidden


def _drop_comments_before_raise(lines: list[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        if line.lstrip().startswith("raise NotImplementedError("):
            while out and (not out[-1].strip() or out[-1].lstrip().startswith("#")):
                out.pop()
        out.append(line)
    return out


def _functions(node: Definition, method: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if not isinstance(node, ast.ClassDef):
        yield node
        return
    for member in node.body:
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and (not method or member.name == method):
            yield member


def names_used(tree: ast.AST) -> set[str]:
    """Every name that a source reads, string annotations included, minus the builtins."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        for quoted in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(quoted, ast.Constant) and isinstance(quoted.value, str):
                found |= set(re.findall(r"[A-Za-z_]\w*", quoted.value))
    return found - set(dir(builtins))


def bindings(module: str, tree: ast.Module) -> dict[str, str]:
    """What a module's top level binds, as import statements: its own imports, and its definitions from itself."""
    found: dict[str, str] = {}
    for node in _top_level(tree.body):
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.split(".")[0]
                found[bound] = f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            origin = node.module or ""
            if node.level:
                parent = module.rsplit(".", node.level)[0]
                origin = f"{parent}.{origin}" if origin else parent
            for alias in node.names:
                bound = alias.asname or alias.name
                found[bound] = f"from {origin} import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
        elif isinstance(node, Definition):
            found[node.name] = f"from {module} import {node.name}"
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        found[name.id] = f"from {module} import {name.id}"
    return found


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.If | ast.Try):  # `if TYPE_CHECKING:` and optional imports
            yield from _top_level(node.body)
        else:
            yield node


def import_block(statements: Iterable[str]) -> str:
    """Merged import lines in the usual groups: standard library, other packages, the lab's own."""
    plain: dict[str, str] = {}
    grouped: dict[str, set[str]] = {}
    for statement in statements:
        words = statement.split(maxsplit=3)
        if words[0] == "from":
            grouped.setdefault(words[1], set()).add(words[3])
        else:
            plain[statement] = words[1]
    blocks: list[list[str]] = [[], [], []]
    for statement in sorted(plain):
        blocks[_group(plain[statement])].append(statement)
    for origin in sorted(grouped):
        names = sorted(grouped[origin])
        line = f"from {origin} import {', '.join(names)}"
        if len(line) > 110:
            line = f"from {origin} import (\n" + "".join(f"    {n},\n" for n in names) + ")"
        blocks[_group(origin)].append(line)
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _group(origin: str) -> int:
    top = origin.split(".")[0]
    return 0 if top in sys.stdlib_module_names else 2 if top == "labsupport" else 1
