"""From f-strings to template files: what a program can do of that move, so that a person only has to review it.

Knows functions whose whole body is one returned f-string of plain names. Finds no meaning: two lines that say the same
in other words stay two lines.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from labsupport.prompts.templates import FILE

SHARED = "shared"


@dataclass(frozen=True)
class Inline:
    """A prompt found in code: name and docstring of its function, its text as a template, the names that it reads."""

    name: str
    note: str
    template: str
    reads: frozenset[str]


def inline_prompts(source: str) -> list[Inline]:
    """The prompts in the source of a module, in order. Raises ValueError for an f-string that is not of plain names."""
    found = []
    for node in ast.parse(source).body:
        last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
        if isinstance(node, ast.FunctionDef) and isinstance(last, ast.Return) and isinstance(last.value, ast.JoinedStr):
            text, reads = _template(last.value)
            found.append(Inline(node.name, ast.get_docstring(node) or "", text, frozenset(reads)))
    return found


def _template(text: ast.JoinedStr) -> tuple[str, set[str]]:
    parts, reads = list[str](), set[str]()
    for part in text.values:
        if isinstance(part, ast.Constant):
            if any(mark in str(part.value) for mark in ("{{", "{%", "{#")):
                raise ValueError(f"line {part.lineno} has marks of Jinja in its text: write this template by hand")
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and _as_it_is(part):
            parts.append("{{ " + part.value.id + " }}")
            reads.add(part.value.id)
        else:
            raise ValueError(f"line {text.lineno} formats an expression: give its value a name before")
    return "".join(parts), reads


def _as_it_is(part: ast.FormattedValue) -> bool:
    return part.format_spec is None and part.conversion == -1


def _lines(text: str) -> list[str]:
    """Lines with words of their own: not blank, not only a variable or a mark."""
    return [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("{")]


def repeats(texts: Iterable[str]) -> int:
    """How many lines of the texts are there already, in the same text or in one before it."""
    lines = [line for text in texts for line in _lines(text)]
    return len(lines) - len(set(lines))


def to_files(prompts: list[Inline]) -> dict[str, str]:
    """One template a prompt, by file name; a line of several prompts is a file in `shared/` that they include.

    The templates render to the texts of the f-strings, to the letter.
    """
    seen = Counter(line for prompt in prompts for line in _lines(prompt.template))
    several = [line for line, n in seen.items() if n > 1]
    shared = {line: f"{SHARED}/{i}{FILE}" for i, line in enumerate(several, 1)}
    files = {name: line for line, name in shared.items()}
    for prompt in prompts:
        lines = prompt.template.split("\n")
        # with a plus sign the line end behind the mark stays
        made = [f"{{% include '{shared[line]}' +%}}" if line in shared else line for line in lines]
        files[f"{prompt.name}{FILE}"] = "\n".join(made)
    return files
