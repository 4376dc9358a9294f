"""The Jinja environment of prompts: sandboxed, strict, without escapes, and with less in it than Jinja brings.

A template may branch, loop, include, extend and define macros. It may not call methods, multiply, or print what has no
text of its own. It can still waste memory and time, so it is reviewed like code. Values are never compiled.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_CHARS = 1_000_000  # of one rendered block

Message = dict[str, str]
"""A chat message with role and content."""

ROLES: Mapping[str, str] = {"system": "system", "context": "user", "instructions": "user", "user": "user"}
"""Role of the message that an outermost block is part of; messages come in this order, whichever file has the block."""
BETWEEN = "\n\n"  # blocks of one message


class TemplateError(ValueError):
    """A template that cannot be used: its syntax, its blocks, or what it reads."""


class VariableError(TemplateError):
    """`missing`: names that the template reads and nobody gave. `unused`: names given that it does not read."""

    def __init__(self, template: str, missing: Iterable[str], unused: Iterable[str]) -> None:
        self.missing, self.unused = sorted(missing), sorted(unused)
        said = [
            f"{word}: {', '.join(names)}"
            for word, names in (("missing", self.missing), ("unused", self.unused))
            if names
        ]
        super().__init__(f"variables of {template} do not match those given; {'; '.join(said)}")


class _Files(FileSystemLoader):
    """Files below one folder; a link that leads out of it is not found."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, fresh = super().get_source(environment, template)
        if not Path(filename).resolve().is_relative_to(Path(self.searchpath[0]).resolve()):
            raise TemplateNotFound(template)
        return source, filename, fresh


class _Sandbox(ImmutableSandboxedEnvironment):
    """Only macros and Jinja's own helpers can be called; "x" * 10**9 and the like are refused."""

    intercepted_binops = frozenset({"*", "**"})

    def is_safe_callable(self, obj: Any) -> bool:
        # calling an undefined name raises the error that names it
        return isinstance(obj, Macro | BlockReference | LoopContext | StrictUndefined)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"a template must not use {operator}: give it the result")

    def getattr(self, obj: Any, attribute: str) -> Any:
        # d.items is the key "items" of a mapping, not its method
        return obj[attribute] if isinstance(obj, Mapping) and attribute in obj else super().getattr(obj, attribute)


def make_env(root: Path | None) -> Environment:
    """The environment for the templates below `root`; None: one without files, so nothing can be included.

    No name is known but the inputs. Filters: first, indent, join, last, length, lower, map, selectattr, rejectattr,
    trim, upper, and `tojson`, which writes plain JSON; Jinja's own would write < & ' as \\u003c and so on.
    """
    # BEGIN SOLUTION
    loader: BaseLoader | None = None if root is None else _Files(str(root), encoding="utf-8")
    env = _Sandbox(
        loader=loader, undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True,
        newline_sequence="\n", keep_trailing_newline=False, finalize=_printable,
    )  # fmt: skip
    env.globals.clear()
    kept = ["first", "indent", "join", "last", "length", "lower", "map", "rejectattr", "selectattr", "trim", "upper"]
    env.filters = {name: env.filters[name] for name in kept} | {"tojson": _json}
    return env
    # END SOLUTION


@functools.cache
def bare() -> Environment:
    """The one environment without files."""
    return make_env(None)


def _printable(value: Any) -> Any:
    # None, lists and objects print as Python writes them, which no prompt wants; undefined names raise by themselves
    if isinstance(value, str | int | float | Undefined) and not isinstance(value, bool):
        return value
    raise TemplateError(f"a template prints a {type(value).__name__}: print its parts, branch on it, or use tojson")


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def text_of(parts: Iterable[str]) -> str:
    """The parts as one text. Raises TemplateError when it is longer than a million characters."""
    kept: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > MAX_CHARS:
            raise TemplateError(f"a block is longer than {MAX_CHARS:,} characters: shorten what is put into it")
        kept.append(part)
    return "".join(kept)


def outer_blocks(tree: nodes.Template, name: str) -> list[str]:
    """Names of a template's outermost blocks, in order.

    Raises TemplateError for a block without a role, and for text beside blocks, which no message would hold.
    """
    blocks = [node.name for node in tree.body if isinstance(node, nodes.Block)]
    if unknown := [b for b in blocks if b not in ROLES]:
        raise TemplateError(f"block {unknown[0]!r} of {name} has no role; outermost blocks: {', '.join(ROLES)}")
    extends = any(isinstance(node, nodes.Extends) for node in tree.body)
    if blocks and not extends:
        for node in tree.body:
            if isinstance(node, nodes.Output) and not all(
                isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
            ):
                raise TemplateError(f"line {node.lineno} of {name} stands in no block, so no message would hold it")
            if isinstance(
                node, nodes.If | nodes.For | nodes.Include | nodes.CallBlock | nodes.FilterBlock | nodes.With
            ):
                raise TemplateError(f"line {node.lineno} of {name} must stand inside a block")
    return blocks


def exported(tree: nodes.Template) -> set[str]:
    """Names that the top level of a template gives to its blocks: imports, macros, assignments."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            names |= {entry if isinstance(entry, str) else entry[1] for entry in node.names}
        elif isinstance(node, nodes.Import):
            names.add(node.target)
        elif isinstance(node, nodes.Macro):
            names.add(node.name)
        elif isinstance(node, nodes.Assign | nodes.AssignBlock) and isinstance(node.target, nodes.Name):
            names.add(node.target.name)
    return names


def messages_of(env: Environment, template: str, source: str | None, values: Mapping[str, Any]) -> list[Message]:
    """Render a template, by name or (with `source`) from text, to messages; its outermost blocks decide the roles.

    Neighbouring blocks of one role make one message, an empty block none; without blocks all is one user message.
    Raises TemplateError for what only shows now: an undefined attribute, a forbidden call, too long a text, no text.
    """
    import jinja2

    try:
        made = env.get_template(template) if source is None else env.from_string(source)
        context = made.new_context(dict(values))
        # the whole is rendered for what its top level imports and for the blocks of its parents; only a template
        # without blocks uses the text. Blocks come one by one after that: text between marks could be forged
        whole = text_of(made.root_render_func(context))
        names = [b for b in ROLES if b in context.blocks]
        texts = [(ROLES[b], text_of(context.blocks[b][0](context))) for b in names] or [("user", whole)]
    except (jinja2.TemplateError, TypeError, RecursionError, ArithmeticError) as error:
        raise TemplateError(f"{template} cannot be rendered: {type(error).__name__}: {error}") from error
    messages: list[Message] = []
    for role, text in texts:
        if not (content := text.strip("\n")):
            continue
        if messages and messages[-1]["role"] == role:
            messages[-1]["content"] += BETWEEN + content
        else:
            messages.append({"role": role, "content": content})
    if not messages:
        raise TemplateError(f"{template} renders to nothing with these values")
    return messages
