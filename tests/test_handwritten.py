"""The handwritten prompts: counts, answerable, short enough, far from the training generator, and frozen."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from transformers import AutoTokenizer

from labsupport import models
from labsupport.errors import LabError
from labsupport.models import corpus, handwritten, wording
from labsupport.models.handwritten import FILE, Prompt
from labsupport.models.skills import calls
from labsupport.models.skills.tools import call_text, specification

COUNTS = {"qa": 60, "abstain": 24, "field": 16, "json": 30, "tool": 26, "category": 24, "claim": 20}
FIXED = (
    *wording.QA_SYSTEMS, *wording.FIELD_REQUESTS, *wording.CLAIM_SYSTEMS, *wording.JSON_SYSTEMS,
    *(text for group in wording.CLASS_SYSTEMS.values() for text in group),
)  # fmt: skip
# The instructions with anything within a line in the place of their slots.
KNOWN = [re.compile("^" + re.sub(r"\\{\w\\}", "[^\n]+?", re.escape(text)) + "$", re.M) for text in FIXED]
OVERLAP = 12  # words in a row


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of OVERLAP words of a text without its instruction lines."""
    for pattern in KNOWN:
        text = pattern.sub("\n", text)
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + OVERLAP]) for i in range(len(words) - OVERLAP + 1))


@pytest.fixture(scope="module")
def prompts() -> tuple[Prompt, ...]:
    return handwritten.prompts()


def test_counts(prompts: tuple[Prompt, ...]) -> None:
    assert Counter(p.skill for p in prompts) == COUNTS
    assert Counter((p.skill, p.instruction) for p in prompts) == {
        (skill, kind): n // 2 for skill, n in COUNTS.items() for kind in handwritten.INSTRUCTIONS
    }
    assert Counter(p.answer for p in prompts if p.skill == "claim") == dict.fromkeys(wording.LABELS, 10)
    assert sum(p.answer == wording.NO_TOOL for p in prompts) == 3
    assert sum(p.style == "docs" for p in prompts) == 66
    assert {p.style for p in prompts} == set(handwritten.STYLES)
    assert len({p.text for p in prompts}) == len(prompts)


def test_answers_stand_in_the_prompt(prompts: tuple[Prompt, ...]) -> None:
    for p in prompts:
        if p.skill == "qa":
            value, number = re.fullmatch(r"(.+) \[(\d)\]", p.answer).groups()  # type: ignore[union-attr]
            assert [n for n, text in handwritten.sources(p.text).items() if value in text] == [int(number)], p.id
        elif p.skill == "json":
            assert all(v is None or v in p.text for v in json.loads(p.answer).values()), p.id
        elif p.skill == "tool" and p.answer != wording.NO_TOOL:
            call = json.loads(p.answer.removeprefix("<tool_call>\n").removesuffix("\n</tool_call>"))
            assert p.answer == call_text(call["name"], call["arguments"])
            assert all(v in p.messages[-1][1] for v in call["arguments"].values()), p.id
        elif p.skill in ("field", "category", "claim"):
            assert p.answer in p.text, p.id
        if p.skill == "abstain":
            assert p.answer == wording.ABSTAIN
            assert handwritten.sources(p.text), p.id


def test_specifications_are_as_in_training(prompts: tuple[Prompt, ...]) -> None:
    known = {name for family in calls.own_families() for name in family.names}
    for p in prompts:
        assert bool(p.tools) == (p.skill == "tool")
        for tool in p.tools:
            function = json.loads(tool)["function"]
            arguments = list(function["parameters"]["properties"])
            assert tool == specification(function["name"], function["description"], arguments)
            assert function["name"] not in known
            assert function["name"] not in wording.DESK_REQUESTS


def test_known_instructions_are_the_trained_ones(prompts: tuple[Prompt, ...]) -> None:
    for p in prompts:
        if p.skill == "tool":  # the wording has no instruction for tools
            assert (p.instruction == "known") == (len(p.messages) == 1), p.id
        else:
            assert (p.instruction == "known") == any(pattern.search(p.text) for pattern in KNOWN), p.id


def test_prompts_are_passages_and_fit(prompts: tuple[Prompt, ...]) -> None:
    tokenizer = AutoTokenizer.from_pretrained(models.verify("lab-nano"), local_files_only=True)
    for p in prompts:
        chat = [{"role": role, "content": content} for role, content in p.messages]
        tools = [json.loads(tool) for tool in p.tools] or None
        text = tokenizer.apply_chat_template(chat, tools=tools, add_generation_prompt=True, tokenize=False)
        assert len(tokenizer.encode(text, add_special_tokens=False)) < 700, p.id
        assert len(p.text.split()) >= (25 if p.tools else 60), p.id


def test_shares_no_run_of_words_with_training_examples(prompts: tuple[Prompt, ...]) -> None:
    own = {run: p.id for p in prompts for run in runs(p.text)}
    assert len(own) > 10_000
    seen = 0
    for mixture, stages in corpus.MIXTURES.items():
        for stage in range(len(stages)):
            for example in islice(corpus.examples(5, stage, stage, mixture), 100):
                seen += 1
                text = "\n".join(content for _, content in example.messages) + "\n" + example.answer
                shared = [own[run] for run in runs(text) if run in own]
                assert not shared, (shared, text)
    assert seen == 100 * sum(map(len, corpus.MIXTURES.values()))


def test_a_changed_byte_is_refused(tmp_path: Path) -> None:
    data = FILE.read_bytes()
    copy = tmp_path / "handwritten.jsonl"
    copy.write_bytes(data)
    assert handwritten.read(copy) == handwritten.prompts()
    assert handwritten.sha256(copy) == handwritten.FROZEN
    for place in (0, len(data) // 2, len(data) - 1):
        copy.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(LabError, match="frozen set has"):
            handwritten.read(copy)
    copy.write_bytes(data + b"\n")
    with pytest.raises(LabError, match="frozen set has"):
        handwritten.read(copy)
    with pytest.raises(LabError, match="cannot be read"):
        handwritten.read(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("skill", "change"),
    [("qa", {"answer": "a value that no source has [1]"}), ("abstain", {"answer": "No."}), ("claim", {"answer": "yes"}),
     ("json", {"answer": '{"a": "b"}'}), ("tool", {"answer": "<tool_call>\n{}\n</tool_call>"}),
     ("category", {"answer": "a label that is not offered"}), ("field", {"style": "odd"}), ("qa", {"messages": []}),
     ("tool", {"tools": []}), ("field", {"id": "h900"}), ("qa", {"extra": 1})],
)  # fmt: skip
def test_a_wrong_row_is_named(prompts: tuple[Prompt, ...], skill: str, change: dict[str, object]) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    index = next(i for i, p in enumerate(prompts) if p.skill == skill)
    lines[index] = json.dumps({**json.loads(lines[index]), **change})
    with pytest.raises(LabError, match=f"line {index + 1} of the handwritten prompts"):
        handwritten.parse("\n".join(lines))


def test_examples_keep_order_and_content(prompts: tuple[Prompt, ...]) -> None:
    examples = handwritten.as_examples()
    assert [(e.skill, e.messages, e.answer, e.tools) for e in examples] == [
        (p.skill, p.messages, p.answer, p.tools) for p in prompts
    ]
