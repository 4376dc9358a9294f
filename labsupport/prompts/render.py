"""A stored prompt and its values become messages. One text, no includes: the hash of a version covers all of it."""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2 import meta, nodes

from labsupport.prompts.environment import Message, TemplateError, VariableError, bare, messages_of, outer_blocks
from labsupport.prompts.environment import exported as exported_names
from labsupport.prompts.store import Prompt


def variables_of(template: str) -> frozenset[str]:
    """The names that a template reads from outside.

    Raises TemplateError for its syntax, for blocks without a role, and for what reaches into another file.
    """
    try:
        tree = bare().parse(template)
        bare().from_string(template)  # unknown filters only show when it is compiled
        found = meta.find_undeclared_variables(tree) - exported_names(tree)
    except (jinja2.TemplateError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise TemplateError(f"line {line} of the template: {error}" if line else f"the template: {error}") from None
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        raise TemplateError(f"line {node.lineno} reads another file: a stored prompt is one text, compose it before")
    outer_blocks(tree, "the template")
    return frozenset(found)


def render(prompt: Prompt, /, **vars: Any) -> list[Message]:
    """The messages of a prompt: outermost blocks `system`, `context`, `instructions`, `user`, or one user message.

    A value is put in as it is: braces, tags and marks in it are text. Braces of JSON in the template are text, too.
    Raises VariableError for a variable that is missing or not used, and TemplateError as `messages_of`.
    """
    # BEGIN SOLUTION
    wanted = variables_of(prompt.template)
    name = str(prompt.ref or "the prompt")
    if wanted != set(vars):
        raise VariableError(name, wanted - set(vars), set(vars) - wanted)
    return messages_of(bare(), name, prompt.template, vars)
    # END SOLUTION
