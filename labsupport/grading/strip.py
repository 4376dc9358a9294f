"""Copies of the package without the references under test: for the sandbox (raising) and for the student bundle.

Knows module sources and names only, nothing of notebooks. A target is `package.module:name`; for `module:Class.method`
the whole class is replaced, as it is what the learner writes.
"""

from __future__ import annotations

import ast
import compileall
import py_compile
import shutil
import sys
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
    """Copy package folders (Python and small data files) without the parts that no exercise needs, byte code compiled.

    A sandbox cannot write byte code, and each one would compile all it imports. What Python keeps beside the sources is
    copied, so only the first run has to compile; byte code of a source that is not there any more stays behind.
    """
    left_out = set(skip)

    def ignore(folder: str, names: list[str]) -> set[str]:
        here = Path(folder)
        if here.name == "__pycache__":
            return set(names) - {byte_code(source).name for source in here.parent.glob("*.py")}
        return {n for n in names if n.endswith(".pyc") or (here in packages and n in left_out)}

    for package in packages:
        if not sys.dont_write_bytecode:
            compileall.compile_dir(package, quiet=2)
        shutil.copytree(package, destination / package.name, ignore=ignore, symlinks=False)
    compileall.compile_dir(destination, quiet=2)  # of sources in a folder that cannot be written, or changed just now


def byte_code(source: Path) -> Path:
    """Where this Python keeps the byte code of a source file, if no other place is set."""
    return source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"


def sandbox_tree(whole: Path, targets: Iterable[str], destination: Path) -> Path:
    """A copy of the packages in `whole` (see `copy_packages`) in which the targets raise. Returns `destination`.

    Of the modules with targets, neither source nor byte code is in the copy. Files are copied and not linked: where no
    sandbox protects them, an answer that writes into its tree must not change those of other exercises.
    """
    shutil.copytree(whole, destination)
    for module, names in targets_by_module(targets).items():
        path = module_file(destination, module)
        text = raising(path.read_text(encoding="utf-8"), names)
        byte_code(path).unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")
        py_compile.compile(str(path), str(byte_code(path)), doraise=True)
    return destination


def module_file(root: Path, module: str) -> Path:
    """The file of a module below `root`. Raises LabError when there is none."""
    base = root.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    raise LabError(f"no module {module} below {root}", "correct the reference of the exercise")
