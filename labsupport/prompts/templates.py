"""Templates on disk with typed inputs, checked when they are loaded, and tasks put together with fragments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import Environment, meta, nodes
from jinja2.runtime import Macro
from pydantic import BaseModel

from labsupport.context.pack import BudgetError
from labsupport.errors import LabError
from labsupport.prompts.content import safe_content, to_ids
from labsupport.prompts.environment import (
    Message,
    TemplateError,
    VariableError,
    exported,
    make_env,
    messages_of,
    outer_blocks,
)
from labsupport.prompts.shipped import templates_dir
from labsupport.prompts.store import text_hash
from labsupport.tokens.counting import lab_tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

FRAGMENTS = "fragments"
FILE = ".j2"


class PromptTemplate:
    """A template with typed inputs. All that can be wrong before values are known is an error when it is loaded.

    name: a file below `root` (default: the lab's templates), for example "rag_qa.j2". inputs: one field for every name
    that the template reads, also of what it extends and includes, and no other. budget: the most tokens a prompt may
    have, counted by `tokenizer` (default: lab-nano's). `sha256` covers all the files that take part.
    Raises LabError for an unknown template, VariableError when names and fields differ, TemplateError for its syntax
    or structure, and ValueError for a budget below 1.
    """

    def __init__(
        self,
        name: str,
        inputs: type[BaseModel],
        *,
        root: Path | None = None,
        budget: int | None = None,
        tokenizer: PreTrainedTokenizerBase | None = None,
    ) -> None:
        if budget is not None and budget < 1:
            raise ValueError(f"budget={budget!r} must be at least 1 token")
        self.name, self.inputs, self.budget = name, inputs, budget
        self._env = make_env(root or templates_dir())
        self._tokenizer = tokenizer
        sources, reads = _sources(self._env, name)
        fields = set(inputs.model_fields)
        if reads != fields:
            raise VariableError(name, reads - fields, fields - reads)
        self.files = tuple(sorted(sources))
        self.sha256 = text_hash("\0".join(f"{file}\0{sources[file]}" for file in self.files))

    def render(self, inputs: BaseModel) -> list[Message]:
        """The messages. Raises TypeError for other inputs, TemplateError as `messages_of`, BudgetError over budget."""
        messages = self._messages(inputs)
        if self.budget is not None:
            self._count(messages)
        return messages

    def tokens(self, inputs: BaseModel) -> int:
        """Tokens of the prompt with the chat template and the opening of the answer. Raises as `render`."""
        return self._count(self._messages(inputs))

    def _messages(self, inputs: BaseModel) -> list[Message]:
        if not isinstance(inputs, self.inputs):
            raise TypeError(f"{self.name} takes {self.inputs.__name__}, not {type(inputs).__name__}")
        values = {field: getattr(inputs, field) for field in self.inputs.model_fields}
        return messages_of(self._env, self.name, None, values)

    def _count(self, messages: list[Message]) -> int:
        return check_budget(messages, self.budget, self._tokenizer)


def check_budget(
    messages: Sequence[Message], budget: int | None, tokenizer: PreTrainedTokenizerBase | None = None
) -> int:
    """Tokens of the messages as `to_ids` makes them; BudgetError with the tokens by role when they exceed `budget`."""
    tokenizer = tokenizer or lab_tokenizer()
    total = len(to_ids(messages, tokenizer))
    if budget is not None and total > budget:
        table: dict[str, int] = {}
        for message in messages:
            size = len(safe_content(message["content"], "split", tokenizer=tokenizer))
            table[message["role"]] = table.get(message["role"], 0) + size
        raise BudgetError({"template": total - sum(table.values())} | table, budget, what="the messages as they are")
    return total


def compose(
    task: str,
    fragments: Sequence[str],
    inputs: BaseModel,
    *,
    root: Path | None = None,
    separator: str = " ",
    budget: int | None = None,
    tokenizer: PreTrainedTokenizerBase | None = None,
) -> list[Message]:
    """A task's messages with fragments at the end of its system message, in the order given.

    task: a template, "rag_bare.j2". fragments: names of files in `fragments/`, each with one macro of its own name,
    whose arguments come from the inputs. inputs: what task and fragments read together, no more.
    Raises ValueError for a fragment given twice or already in the task, LabError for an unknown one, VariableError,
    TemplateError and BudgetError as `PromptTemplate`.
    """
    # BEGIN SOLUTION
    env = make_env(root or templates_dir())
    sources, wanted = _sources(env, task)
    macros: list[Macro] = []
    for i, name in enumerate(fragments):
        file = f"{FRAGMENTS}/{name}{FILE}"
        if name in fragments[:i] or file in sources:
            raise ValueError(f"fragment {name!r} is there twice: {'in the list' if name in fragments[:i] else task}")
        macros.append(_macro(env, name, file))
        wanted = wanted | set(macros[-1].arguments)
    given = set(type(inputs).model_fields)
    if wanted != given:
        raise VariableError(task, wanted - given, given - wanted)
    values = {name: getattr(inputs, name) for name in given}
    messages = messages_of(env, task, None, values)
    try:
        texts = [str(macro(**{name: values[name] for name in macro.arguments})).strip("\n") for macro in macros]
    except (jinja2.TemplateError, TypeError) as error:
        raise TemplateError(f"a fragment of {task} cannot be rendered: {type(error).__name__}: {error}") from error
    if texts:
        if messages[0]["role"] != "system":
            messages.insert(0, {"role": "system", "content": separator.join(texts)})
        else:
            messages[0]["content"] = separator.join([messages[0]["content"], *texts])
    check_budget(messages, budget, tokenizer)
    return messages
    # END SOLUTION


def _macro(env: Environment, name: str, file: str) -> Macro:
    _sources(env, file)
    macro = getattr(env.get_template(file).module, name, None)
    if not isinstance(macro, Macro):
        raise TemplateError(f"{file} has no macro {name!r}: a fragment defines one macro of its own name")
    return macro


def _sources(env: Environment, name: str) -> tuple[dict[str, str], set[str]]:
    """Sources of a template and of all it extends, includes and imports, by name, and what they read from outside."""
    try:
        env.get_template(name)  # unknown filters only show when it is compiled
        sources: dict[str, str] = {}
        return sources, _walk(env, name, (), sources, outer=True)
    except jinja2.TemplateNotFound as error:
        known = ", ".join(sorted(env.list_templates(extensions=["j2"])))
        raise LabError(f"no template is named {error.name!r}", f"templates: {known}") from None
    except (jinja2.TemplateError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise TemplateError(f"{name}{f', line {line}' if line else ''}: {error}") from None


def _walk(env: Environment, name: str, above: tuple[str, ...], sources: dict[str, str], *, outer: bool) -> set[str]:
    if name in above:
        raise TemplateError(f"{name} reads itself: {' -> '.join([*above, name])}")
    if env.loader is None:
        raise TemplateError("an environment without files has no templates")
    sources[name] = env.loader.get_source(env, name)[0]
    tree = env.parse(sources[name], name)
    if outer:
        outer_blocks(tree, name)
    reads = meta.find_undeclared_variables(tree) - exported(tree)
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        reference: nodes.Expr = getattr(node, "template")  # noqa: B009  # each of the four kinds has one
        if not (isinstance(reference, nodes.Const) and isinstance(reference.value, str)):
            raise TemplateError(f"{name}, line {node.lineno}, decides while it runs what it reads: name the file")
        extends = isinstance(node, nodes.Extends)
        found = _walk(env, reference.value, (*above, name), sources, outer=outer and extends)
        # an imported file sees nothing of the inputs, so that what it reads from outside can never be there
        if found and not extends and not isinstance(node, nodes.Include):
            raise TemplateError(
                f"{reference.value} is imported and reads {', '.join(sorted(found))}: pass it to a macro"
            )
        reads |= found
    return reads
