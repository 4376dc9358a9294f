"""Topic 03.4's machinery: inline prompts moved to files, branches that cases reach, questions asked by ids."""

from __future__ import annotations

import inspect
import itertools
from pathlib import Path
from typing import Any

import jinja2
import pytest
from pydantic import create_model

from labsupport.models import wording
from labsupport.prompts import inline, naive, trials
from labsupport.prompts.branches import function_branches, template_branches
from labsupport.prompts.environment import make_env
from labsupport.prompts.extract import inline_prompts, repeats, to_files
from labsupport.prompts.templates import PromptTemplate
from labsupport.tokens.counting import lab_tokenizer


def test_inline_prompts_move_without_a_change(tmp_path: Path) -> None:
    found = inline_prompts(inspect.getsource(inline))
    files = to_files(found)
    assert len(found) == 9
    assert repeats(p.template for p in found) == 11
    assert repeats(files.values()) == 0
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for prompt in found:
        fields: Any = {name: (str, ...) for name in prompt.reads}
        values = {name: f"<{name}>\n{{{{ x }}}} & {{% if" for name in prompt.reads}
        inputs = create_model(prompt.name, **fields)
        (message,) = PromptTemplate(f"{prompt.name}.j2", inputs, root=tmp_path).render(inputs(**values))
        assert message["content"] == getattr(inline, prompt.name)(**values)


@pytest.mark.parametrize("text", ['f"{a.b}"', 'f"{a:>3}"', 'f"{a!r}"', 'f"{{% x {a}"', 'f"{{{{ x }}}} {a}"'])
def test_what_is_moved_by_hand(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        inline_prompts(f"def p(a):\n    return {text}\n")


def test_branches() -> None:
    days = [{"days": d} for d in (1, 2, 3)]
    assert template_branches("{% if days > 1 %}a{% elif days > 9 %}b{% endif %}", days) == (2, 3)
    assert template_branches("{% if days %}{% if days > 2 %}a{% endif %}{% else %}b{% endif %}", days) == (2, 3)
    with pytest.raises(ValueError, match="no if"):
        template_branches("{{ days }}", days)
    assert function_branches(repeats, [{"texts": ["a"]}]) == (1, 1)
    facts = itertools.product((14, 15, 30, 31, 60, 61), (False, True), (False, True), (False, True))
    orders = [dict(zip(("days", "opened", "faulty", "member"), f, strict=True)) for f in facts]
    assert template_branches(naive.NAIVE_REFUND, orders) == (8, 9)


def test_a_name_that_is_called_and_unknown_is_named() -> None:
    with pytest.raises(jinja2.UndefinedError, match="'document' is undefined"):
        make_env(None).from_string("{{ document(1) }}").render()


def test_replies_by_ids_are_those_of_the_text() -> None:
    from labsupport.tokens import local
    from labsupport.tokens.counting import prompt_tokens

    questions = trials.asked(2, 0) + trials.unanswerable(1, 0)
    assert [q.answerable for q in questions] == [True, True, False]
    assert [len(q.sources) for q in questions] == [2, 2, 2]
    chats = [[{"role": "user", "content": "\n".join([*q.sources, q.question])}] for q in questions]
    ids = [prompt_tokens(chat, lab_tokenizer()) for chat in chats]
    hoped = [q.answer for q in questions]
    assert trials.replies(ids, max_new=8) == trials.replies(ids, hoped, max_new=8) == local.answers(
        chats, hoped, max_new=8
    )  # fmt: skip


def test_verdicts_on_replies() -> None:
    yes, no = trials.Asked("?", ["x"], "x"), trials.Asked("?", ["y"], wording.ABSTAIN)
    assert trials.abstention_f1([wording.ABSTAIN, wording.ABSTAIN], [yes, no]) == pytest.approx(2 / 3)
    assert trials.abstention_f1(["x", "x"], [yes, no]) == 0.0
    assert trials.right("X. [1]", yes)
    assert [trials.in_form(r) for r in ("x [1]", "x [12].", wording.ABSTAIN, "x", "[1] x")] == [True] * 3 + [False] * 2
