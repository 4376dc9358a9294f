"""Instruments of topic 02.5: conversations, passages and records are fixed by their seed and hold what is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from labsupport.tokens import compression_lab, errata, history_lab, outputs_lab
from labsupport.tokens.counting import pieces
from labsupport.tokens.history import history_policy
from labsupport.tokens.outputs import is_json


def test_a_talk_states_each_early_answer_once_where_it_says() -> None:
    one = history_lab.talk(3, turns=12, early=4)
    assert one == history_lab.talk(3, turns=12, early=4)
    assert one != history_lab.talk(4, turns=12, early=4)
    assert len(one.turns) == 12
    for item in one.early:
        assert item.answer in one.turns[item.turn][0]
    with pytest.raises(ValueError, match="early=5"):
        history_lab.talk(0, turns=4, early=5)


def test_early_answers_are_in_the_full_prompt_and_leave_a_small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def answers(chats: Any, wanted: Any) -> list[str]:
        seen.append(len(chats))
        return [*wanted[:-1], "something else"]

    monkeypatch.setattr(history_lab.local, "answers", answers)
    talks = [history_lab.talk(seed, turns=8, early=3) for seed in (0, 1)]
    full = history_lab.early_facts(talks, lambda: history_policy("full", 1))
    short = history_lab.early_facts(talks, lambda: history_policy("window", 1))
    assert seen == [6, 6]
    assert (full.asked, full.present, full.right) == (6, 6, [True] * 5 + [False])
    assert short.present < full.present


def test_cases_hold_their_answers() -> None:
    items = compression_lab.cases(5, 1)
    assert items == compression_lab.cases(5, 1)
    assert all(case.answer in case.passage for case in items)
    assert items[0].passage in str(items[0].chat(items[0].passage)[0]["content"])
    with pytest.raises(ValueError, match="unknown arm"):
        compression_lab.scorer("best", items[0], lambda texts: [])  # type: ignore[arg-type]


def test_records_keep_the_fields_that_are_wanted() -> None:
    whole, few = outputs_lab.sample(4, 0), outputs_lab.sample(4, 0, keys=("order_id",))
    assert [r.text for r in whole] == [r.text for r in few]
    assert all(r.keys == ("order_id",) and is_json(r.gold) for r in few)
    assert min(len(pieces(r.gold)) for r in outputs_lab.records()) > 32  # what a cap of 32 cuts


def test_answers_come_back_in_their_groups() -> None:
    sent: list[dict[str, Any]] = []

    def chat(messages: Any, **options: Any) -> Any:
        sent.append(options)
        text = str(messages[0]["content"]).split("Text: ")[1]
        message = SimpleNamespace(message=SimpleNamespace(content=text), finish_reason="stop")
        return SimpleNamespace(choices=[message], usage=SimpleNamespace(prompt_tokens=9, completion_tokens=1))

    groups = [outputs_lab.sample(2, 0), outputs_lab.sample(3, 1)]
    made = outputs_lab.ask(chat, groups, outputs_lab.shaped, structured=True, max_tokens=7)
    assert [[o.text for o in group] for group in made] == [[r.text for r in group] for group in groups]
    assert all(options["max_tokens"] == 7 and "response_format" in options for options in sent)
    outputs_lab.ask(chat, groups[:1], outputs_lab.shaped)
    assert sent[-1] == {}


def test_the_copied_counter_fails_offline() -> None:
    assert errata.gpt_counter_offline() == "ConnectionError: no network"
