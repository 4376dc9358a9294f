"""Which branches of a template, and which returns of a function, a set of cases reaches: both are marked, then run."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Template, nodes

from labsupport.prompts.environment import make_env

_MARK = re.compile("\0(\\d+)\0")


def template_branches(source: str, cases: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """(reached, all) innermost branches of the ifs of a template without blocks; an else that is not written is one.

    Raises ValueError for a template without an if, and what the template raises for a case.
    """
    env = make_env(None)
    tree = env.parse(source)
    marks = 0
    found = list(tree.find_all(nodes.If))
    others = {id(other) for node in found for other in node.elif_}  # an elif is an arm of the if before it
    for node in (node for node in found if id(node) not in others):
        for arm in (node.body, *(other.body for other in node.elif_), node.else_):
            if not any(isinstance(n, nodes.If) or n.find(nodes.If) for n in arm):
                arm.insert(0, nodes.Output([nodes.TemplateData(f"\0{marks}\0")]))
                marks += 1
    if not marks:
        raise ValueError("the template has no if: there is no branch to reach")
    made = Template.from_code(env, env.compile(tree), {})
    return len({mark for case in cases for mark in _MARK.findall(made.render(**case))}), marks


def function_branches(function: Callable[..., Any], cases: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """(reached, all) returns of a plain function. Raises ValueError for one without a return, and what it raises."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    returns = [node for node in ast.walk(tree) if isinstance(node, ast.Return)]
    if not returns:
        raise ValueError(f"{function.__name__} has no return: there is no branch to reach")
    for i, node in enumerate(returns):
        node.value = ast.Tuple([ast.Constant(i), node.value or ast.Constant(None)], ast.Load())
    names = dict(function.__globals__)
    exec(compile(ast.fix_missing_locations(tree), "<branches>", "exec"), names)
    marked = names[function.__name__]
    return len({marked(**case)[0] for case in cases}), len(returns)
