"""Copies of the package without the references under test: for the sandbox (raising) and for the student bundle.

Knows module sources and names only, nothing of notebooks. A target is `package.module:name`; for `module:Class.method`
the whole class is replaced, as it is what the learner writes.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from labsupport.errors import LabError

RAISES = "the reference of this exercise is not available while it is graded"


def targets_by_module(targets: Iterable[str]) -> dict[str, list[str]]:
    """{"package.module": ["name", ...]} of `package.module:name` targets."""
    found: dict[str, list[str]] = {}
    for target in targets:
        module, _, name = target.partition(":")
        names = found.setdefault(module, [])
        if (top := name.split(".")[0]) not in names:
            names.append(top)
    return found


def definitions(source: str, names: Sequence[str]) -> dict[str, ast.stmt]:
    """The top-level definitions of these names. Raises LabError for a name that is not there."""
    found: dict[str, ast.stmt] = {
        node.name: node
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name in names
    }
    if missing := sorted(set(names) - found.keys()):
        raise LabError(f"no definition of {', '.join(missing)}", "correct the reference of the exercise")
    return found


def raising(source: str, names: Sequence[str]) -> str:
    """`source` with these definitions replaced by ones that raise when they are called or instantiated."""
    lines = source.splitlines()
    for node in sorted(definitions(source, names).values(), key=lambda n: -n.lineno):
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1
        stop = f"raise RuntimeError({RAISES!r})"
        if isinstance(node, ast.ClassDef):
            new = [
                f"class {node.name}:",
                "    def __new__(cls, *args, **kwargs):",
                f"        {stop}",
                "    def __class_getitem__(cls, item):",
                "        return cls",
            ]
        else:
            new = [f"def {node.name}(*args, **kwargs):", f"    {stop}"]
        lines[first : node.end_lineno] = new
    return "\n".join(lines) + "\n"


def copy_packages(packages: Sequence[Path], destination: Path, *, skip: Iterable[str]) -> None:
    """Copy package folders (Python and small data files) without the parts that no exercise needs."""
    left_out = set(skip)

    def ignore(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) in packages
        return {n for n in names if n == "__pycache__" or n.endswith(".pyc") or (top and n in left_out)}

    for package in packages:
        shutil.copytree(package, destination / package.name, ignore=ignore, symlinks=False)


def sandbox_tree(packages: Sequence[Path], targets: Iterable[str], destination: Path, *, skip: Iterable[str]) -> Path:
    """A copy of `packages` below `destination` in which the targets raise. Returns `destination`."""
    copy_packages(packages, destination, skip=skip)
    for module, names in targets_by_module(targets).items():
        path = module_file(destination, module)
        path.write_text(raising(path.read_text(encoding="utf-8"), names), encoding="utf-8")
    return destination


def module_file(root: Path, module: str) -> Path:
    """The file of a module below `root`. Raises LabError when there is none."""
    base = root.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    raise LabError(f"no module {module} below {root}", "correct the reference of the exercise")
