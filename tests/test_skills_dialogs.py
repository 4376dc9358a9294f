"""Skills in several turns: every turn is answered from the sources and learned from."""

from __future__ import annotations

import random
import re

import pytest
from tokenizers import Tokenizer

from labsupport import models
from labsupport.models import corpus, train
from labsupport.models import tokenizer as tok
from labsupport.models.skills import dialogs
from labsupport.models.wording import ABSTAIN


@pytest.mark.parametrize("skill", [*dialogs.FREE, *dialogs.FROM_FACTS, *dialogs.FROM_TEXTS])
def test_every_turn_of_a_dialog_is_an_answer_to_learn_from(skill: str) -> None:
    words = Tokenizer.from_file(str(models.verify("lab-nano") / "tokenizer.json"))
    for example in corpus.held_out(skill, 30, passages=3):
        turns = [content for role, content in example.messages if role == "assistant"] + [example.answer]
        asked = [content for role, content in example.messages if role == "user"]
        assert len(turns) == len(asked) >= (1 if skill == "fact_chat" else 2)
        assert len(turns) <= dialogs.MOST_TURNS
        for turn in turns:
            value = re.sub(r" \[\d+\]$", "", turn)
            assert value == ABSTAIN or value in asked[0], turn
        ids, weights = train.encode(words, example, 5.0, 0.0, random.Random(0))
        learned = "".join(words.decode([i], skip_special_tokens=False) for i, w in zip(ids, weights, strict=True) if w)
        assert learned == "".join(f"{turn}{tok.IM_END}" for turn in turns)
        plain = [{"role": r, "content": c} for r, c in (*example.messages, ("assistant", example.answer))]
        assert ids == words.encode(tok.chatml(plain, generation=False).rstrip("\n")).ids
