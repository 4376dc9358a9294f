"""Pointers from answers into their prompts, and heads that learn to follow them."""

from __future__ import annotations

import dataclasses
import random

import pytest
import torch
from tokenizers import Tokenizer

from labsupport import models
from labsupport.models import batches, config, corpus, pointers, train
from labsupport.models.examples import Example
from labsupport.models.guide import Guide
from labsupport.models.pointers import KINDS

HEADS = {"value": [[1, 0]], "number": [[1, 1]], "source": [[0, 0], [0, 1]]}
TINY = config.ModelConfig(
    "tiny", vocab_size=4096, hidden_size=64, layers=2, heads=2, kv_heads=1, intermediate_size=96,
    tokenizer_of="lab-nano", total_tokens=10**9, warmup_steps=2, stage_shares=(1e-6, 0.9), mixture="v2",
    stage_lengths=(384, 384, 384), stage_batches=(1536, 1536, 1536),
    pointer_weight=1.0, pointer_heads=HEADS, number_weight=3.0, seed=4,
)  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Tokenizer:
    return Tokenizer.from_file(str(models.verify("lab-nano") / "tokenizer.json"))


def _encoded(words: Tokenizer, example: Example) -> batches.Encoded:
    return batches.encode(words, example, 5.0, 0.0, random.Random(0), number_weight=3.0)


@pytest.mark.parametrize(
    "skill", ["pairs", "word_chat", "pair_chat", "fact_chat", "text_chat", "fact:qa", "text:qa", "text:json", "labels",
              "tickets", "tool", "tool_chat"],
)  # fmt: skip
def test_a_pointer_leads_to_what_the_answer_says_next(skill: str, words: Tokenizer) -> None:
    pointed = 0
    for example in corpus.held_out(skill, 25, passages=3):
        ids, weights, found = _encoded(words, example)
        plain = batches.encode(words, example, 5.0, 0.0, random.Random(0))
        assert (ids, plain.pointers) == (plain.ids, [])
        for kind, at, to in found:
            assert max(to) <= at
            said = words.decode([ids[at + 1]]).strip()
            if KINDS[kind] == "value":
                pointed += 1
                assert weights[at + 1] == 5.0
                for place in to:  # pieces differ after a space: they overlap from the first letter on
                    there = words.decode([ids[place]]).strip()
                    assert said[:1] in there or there[:1] in said, (said, there)
            elif KINDS[kind] == "number":
                assert said.isdigit()
                assert weights[at + 1] == 15.0
    assert pointed >= 25


def test_a_cited_value_is_looked_up_in_its_own_source(words: Tokenizer) -> None:
    content = "[1] The lamp is red.\n[2] The desk is red.\n\nWhich colour is the desk?"
    ids, _, found = _encoded(words, Example("x", (("user", content),), "red [2]"))
    places = {i: words.decode(ids[:i]) for i in range(len(ids) + 1)}
    (value,) = [p for p in found if KINDS[p.kind] == "value"]
    (number,) = [p for p in found if KINDS[p.kind] == "number"]
    assert value.to[0] == number.to[0]
    assert places[value.to[0]].endswith("[2] The desk is")
    for p in found:
        if KINDS[p.kind] == "source":
            mark = 1 if "[2]" not in places[p.at + 1] else 2
            assert places[p.to[0] + 1].endswith(f"[{mark}")
    assert {p.to[0] for p in found if KINDS[p.kind] == "source"} <= {i for i, t in places.items() if t.endswith("[")}


@pytest.mark.parametrize("form", ["[{n}] {t}", "Source [{n}]: {t}", "Source {n}: {t}", "{n}) {t}", "[{n}]\n{t}",
                                  "<source {n}>\n{t}\n</source>", "Document {n}\n{t}", "[{n}]: {t}"])  # fmt: skip
def test_every_layout_of_sources_is_read(form: str) -> None:
    text = "<|im_start|>user\n" + "\n\n".join(form.format(n=n, t=t) for n, t in ((3, "some ink"), (12, "a pen")))
    found = pointers.numbered(text + "\n\nWhat?<|im_end|>\n")
    assert list(found) == [3, 12]
    assert "some ink" in text[found[3].start : found[3].end]
    assert "a pen" in text[found[12].start : found[12].end]
    assert [text[s.digit] for s in found.values()] == ["3", "2"]


def test_words_are_found_whole() -> None:
    assert pointers.occurrences("an ant, an antler, [an]", "an") == [0, 8, 20]
    assert pointers.occurrences("E-12 and E-123", "E-12") == [0]
    assert pointers.occurrences("costs EUR 5.00.", "EUR 5.00") == [6]


def test_attention_of_the_guide_is_that_of_the_model(words: Tokenizer) -> None:
    run = train.start(TINY, words)
    run.bf16 = False
    run.model.set_attn_implementation("eager")
    guide = Guide(run.model, HEADS, words)
    ids = torch.arange(10, 34).view(2, 12)
    parts = torch.ones_like(ids)
    run.model.model(input_ids=ids, attention_mask=torch.ones_like(ids), use_cache=False)
    plain = run.model.model(input_ids=ids, use_cache=False, output_attentions=True).attentions
    rows, at = torch.tensor([0, 1, 1]), torch.tensor([3, 0, 11])
    for layer in (0, 1):
        ours = guide.attention(layer, [1, 0], rows, at, parts).exp()
        assert torch.allclose(ours, plain[layer][rows, :, at][:, [1, 0]], atol=1e-5)


def test_guided_heads_learn_where_to_look(words: Tokenizer) -> None:
    run, made = train.start(TINY, words), batches.batch(words, TINY, 3)
    losses = [float(train.advance(run, made)["guided"]) for _ in range(40)]
    assert losses[-1] < 0.5 * losses[0]
    free = train.start(dataclasses.replace(TINY, pointer_weight=0.0, pointer_heads={}), words)
    assert "guided" not in train.advance(free)


def test_a_batch_carries_its_pointers(words: Tokenizer) -> None:
    made = batches.batch(words, TINY, 3)
    kinds = set(made.pointers[:, 0].tolist())
    assert kinds == {0, 1, 2}
    for _, row, at, to in made.pointers.tolist():
        assert made.parts[row, at] == made.parts[row, to] > 0
        assert to <= at
    plain = batches.batch(words, dataclasses.replace(TINY, pointer_weight=0.0), 3)
    assert plain.pointers.shape == (0, 4)


@pytest.mark.parametrize(
    ("heads", "message"),
    [
        ({"value": [[0, 0]]}, "all of value, number, source are needed"),
        (HEADS | {"number": [[2, 0]]}, "no head 0 in a layer 2"),
    ],
)  # fmt: skip
def test_heads_that_do_not_exist_are_refused(heads: dict[str, list[list[int]]], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        dataclasses.replace(TINY, pointer_heads=heads)
