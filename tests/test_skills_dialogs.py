"""Skills in several turns: every turn is answered from the sources and learned from."""

from __future__ import annotations

import json
import random
import re

import pytest
from tokenizers import Tokenizer

from labsupport import models
from labsupport.models import batches, corpus, pointers
from labsupport.models import tokenizer as tok
from labsupport.models.skills import dialogs
from labsupport.models.wording import ABSTAIN


@pytest.mark.parametrize("skill", [*dialogs.FREE, *dialogs.FROM_FACTS, *dialogs.FROM_TEXTS])
def test_every_turn_of_a_dialog_is_an_answer_to_learn_from(skill: str) -> None:
    words = Tokenizer.from_file(str(models.verify("lab-nano") / "tokenizer.json"))
    for example in corpus.held_out(skill, 30, passages=3):
        turns = [content for role, content in example.messages if role == "assistant"] + [example.answer]
        asked = [content for role, content in example.messages if role == "user"]
        assert len(turns) == len(asked) >= (1 if skill in ("fact_chat", "source_chat") else 2)
        assert len(turns) <= dialogs.MOST_TURNS
        labelled = skill in ("label_chat", "ticket_chat")  # their labels may stand in the system message
        shown = "\n".join(c for r, c in example.messages[:2] if r == "user" or (labelled and r == "system"))
        for turn, question in zip(turns, asked, strict=True):
            _supported(skill, turn, question, shown, example.tools)
        ids, weights, _ = batches.encode(words, example, 5.0, 0.0, random.Random(0))
        learned = "".join(words.decode([i], skip_special_tokens=False) for i, w in zip(ids, weights, strict=True) if w)
        assert learned == "".join(f"{turn}{tok.IM_END}" for turn in turns)
        plain = [{"role": r, "content": c} for r, c in (*example.messages, ("assistant", example.answer))]
        assert ids == words.encode(tok.chatml(plain, tools=example.tools, generation=False).rstrip("\n")).ids


def _supported(skill: str, turn: str, question: str, shown: str, tools: tuple[str, ...]) -> None:
    """The prompt holds what the answer of a turn says: a value, a label, the number of a source, a tool's values."""
    if skill == "tool_chat":
        call = json.loads(turn.removeprefix("<tool_call>\n").removesuffix("\n</tool_call>"))
        offered = [json.loads(t)["function"] for t in tools]
        fields = next(t["parameters"]["properties"] for t in offered if t["name"] == call["name"])
        assert set(call["arguments"]) <= set(fields)
        plain = [v for k, v in call["arguments"].items() if fields[k] == {"type": "string"}]
        assert all(str(v).lower() in question.lower() for v in plain), (call, question)
    elif skill == "source_chat":
        number = re.fullmatch(r"\[(\d+)\]", turn)
        assert number
        assert int(number[1]) in pointers.numbered(shown), (turn, shown)
    else:
        value = re.sub(r" \[\d+\]$", "", turn)
        assert value == ABSTAIN or value in shown, turn


def test_the_tools_of_a_dialog_have_names_of_their_own() -> None:
    for example in corpus.held_out("tool_chat", 60):
        names = [json.loads(t)["function"]["name"] for t in example.tools]
        assert len(set(names)) == len(names) >= 2
