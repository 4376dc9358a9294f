"""Reference of the package from its source text: nothing is imported, so nothing heavy has to be installed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from labsupport.publish.pages import text

LEFT_OUT = ("labsupport.lab.exercises.",)  # the checks of the exercises; reading them is no help with the package
WIDTH = 76  # characters of a code block on the page
Function = ast.FunctionDef | ast.AsyncFunctionDef


def write(package: Path, folder: Path) -> list[str]:
    """Write one page for each part of the package under `folder`/api; returns the pages in order."""
    parts: dict[str, list[Path]] = {}
    for path in sorted(package.rglob("*.py")):
        name = module_name(package, path)
        if not name.startswith(LEFT_OUT) and "netguard" not in name:
            below = name.split(".")[1:2]
            is_package = bool(below) and (package / below[0] / "__init__.py").is_file()
            parts.setdefault(below[0] if is_package else "", []).append(path)
    pages = []
    for part, paths in sorted(parts.items()):
        page = f"api/{part or package.name}"
        title = f"{package.name}.{part}" if part else package.name
        out = [f"# {title}", *(one for path in paths for one in _module(module_name(package, path), path, title))]
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{page}.md").write_text("\n\n".join(filter(None, out)) + "\n", encoding="utf-8")
        pages.append(page)
    return pages


def module_name(package: Path, path: Path) -> str:
    """The dotted name of a module's file."""
    parts = [package.name, *path.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(name: str, path: Path, title: str) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if name != title:
        yield f"## {name}"
    yield _prose(ast.get_docstring(tree))
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield f"{'###' if name != title else '##'} {node.name}"
            yield text.fenced(signature(node), "python")
            yield _prose(ast.get_docstring(node))
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield f"{'###' if name != title else '##'} {node.name}"
            yield text.fenced(_outline(node), "python")
            yield _prose(ast.get_docstring(node))
            for method in _public_methods(node):
                if told := _prose(ast.get_docstring(method)):
                    yield f"`{method.name}`: {told}"


def signature(node: Function) -> str:
    """`def name(...) -> type` in one line, or one argument a line where that is too long."""
    head = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{head} {node.name}({ast.unparse(node.args)}){returns}"
    if len(line) <= WIDTH:
        return line
    inner = "\n".join(f"    {part}," for part in _arguments(node.args))
    return f"{head} {node.name}(\n{inner}\n){returns}"


def _arguments(args: ast.arguments) -> list[str]:
    """The arguments one by one, as `ast.unparse` writes them."""
    parts: list[str] = []
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + [*args.defaults]
    for i, (arg, default) in enumerate(zip(positional, defaults, strict=True), 1):
        parts.append(_argument(arg, default))
        if args.posonlyargs and i == len(args.posonlyargs):
            parts.append("/")
    if args.vararg:
        parts.append(f"*{ast.unparse(args.vararg)}")
    elif args.kwonlyargs:
        parts.append("*")
    parts += [_argument(arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    if args.kwarg:
        parts.append(f"**{ast.unparse(args.kwarg)}")
    return parts


def _argument(arg: ast.arg, default: ast.expr | None) -> str:
    if default is None:
        return ast.unparse(arg)
    return ast.unparse(arg) + (" = " if arg.annotation else "=") + ast.unparse(default)


def _outline(node: ast.ClassDef) -> str:
    """The class with its fields and the signatures of its public methods."""
    bases = ", ".join(map(ast.unparse, [*node.bases, *(k.value for k in node.keywords)]))
    lines = [
        *(f"@{ast.unparse(one)}" for one in node.decorator_list),
        f"class {node.name}" + f"({bases}):" * bool(bases),
    ]
    if not bases:
        lines[-1] += ":"
    body = []
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and not one.target.id.startswith("_"):
            body.append(f"    {ast.unparse(one)}")
    init = [m for m in node.body if isinstance(m, Function) and m.name == "__init__"]
    for method in [*init, *_public_methods(node)]:
        body += [f"    @{ast.unparse(d)}" for d in method.decorator_list]
        body += [f"    {line}" for line in signature(method).split("\n")]
    return "\n".join([*lines, *(body or ["    ..."])])


def _public_methods(node: ast.ClassDef) -> list[Function]:
    return [one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]


def _prose(docstring: str | None) -> str:
    """A docstring as Markdown: paragraphs stay, special characters are shown as they are."""
    if not docstring:
        return ""
    parts = []
    for block in docstring.split("\n\n"):
        lines = block.split("\n")
        if any(line.startswith((" ", "\t")) for line in lines):
            parts.append(text.fenced(block, "text"))
        else:
            parts.append("\n".join(text.escape(line) for line in lines))
    return "\n\n".join(parts)
