"""The lab models: tokenizer, template, configuration, training that resumes exactly, export, hashes, card."""

from __future__ import annotations

import dataclasses
import json
import random
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file

from labsupport import cli, models, world
from labsupport.errors import LabError
from labsupport.models import (
    batches,
    card,
    checkpoints,
    config,
    corpus,
    curves,
    evaluate,
    export,
    folders,
    phrases,
    sources,
    train,
    wording,
)
from labsupport.models import tokenizer as tok
from labsupport.models.examples import Draws, Example, fresh, rename
from labsupport.models.skills.tools import call_text
from labsupport.world.names import LAB_SEED
from labsupport.world.names import side as name_side
from labsupport.world.relations import RELATIONS
from labsupport.world.sets.tasks_desk import TOOLS as DESK

TINY = config.ModelConfig(
    "tiny", vocab_size=700, hidden_size=32, layers=2, heads=2, kv_heads=1, intermediate_size=48,
    total_tokens=100_000, warmup_steps=2, stage_shares=(0.015, 0.9), stage_lengths=(256, 256, 512),
    stage_batches=(512, 512, 512),
)  # fmt: skip
TOOL = {
    "type": "function",
    "function": {"name": "find_order", "description": "Find an order.",
                 "parameters": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def small_tokenizer():  # type: ignore[no-untyped-def]
    return tok.train(corpus.tokenizer_texts(1, 80), TINY.vocab_size, min_frequency=2)


@pytest.fixture(scope="module")
def loaded():  # type: ignore[no-untyped-def]
    return models.load("lab-nano")


@pytest.fixture(scope="module")
def tokenizer(loaded):  # type: ignore[no-untyped-def]
    return loaded[1]


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_round_trips(tokenizer, text: str) -> None:  # type: ignore[no-untyped-def]
    assert tokenizer.decode(tokenizer.encode(text, add_special_tokens=False)) == text


def test_digits_are_single_tokens(tokenizer) -> None:  # type: ignore[no-untyped-def]
    for text in ("2026", "ORD-48213", "EUR 1240.50", "a1b22c333"):
        pieces = tokenizer.convert_ids_to_tokens(tokenizer.encode(text))
        assert [p for p in pieces if any(c.isdigit() for c in p)] == [c for c in text if c.isdigit()]


def test_special_tokens(tokenizer) -> None:  # type: ignore[no-untyped-def]
    for index, mark in enumerate((*tok.CONTROL, *tok.TOOL_MARKS)):
        assert tokenizer.encode(mark) == [index]
    text = '<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>'
    ids = tokenizer.encode(text + tok.IM_END)
    assert tokenizer.decode(ids, skip_special_tokens=True) == text  # tool marks stay, control marks go
    assert tokenizer.eos_token_id == 2
    assert tokenizer.pad_token_id == 0
    assert 2500 < len(tokenizer) <= 4096


def test_invented_names_stay_in_parts(tokenizer, lab) -> None:  # type: ignore[no-untyped-def]
    """A name of the lab world costs few tokens: it is spelled from parts that other worlds share."""
    pieces = [t for p in lab.people for t in tokenizer.convert_ids_to_tokens(tokenizer.encode(p.name))]
    mean = sum(t != "\u0120" for t in pieces) / len(lab.people)  # the space before a capital is a token of its own
    assert mean < 5
    assert (
        tokenizer.encode("Mara Ashberg")[-2:] == tokenizer.encode("x Ashberg")[-2:] == tokenizer.encode("Ashberg")[-2:]
    )


def test_chat_template_equals_the_training_text(tokenizer) -> None:  # type: ignore[no-untyped-def]
    for messages in (
        [{"role": "user", "content": "Who leads Billing?"}],
        [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"},
         {"role": "assistant", "content": "Hello"}, {"role": "user", "content": "x\n\ny"}],
    ):  # fmt: skip
        made = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        assert made == tok.chatml(messages)
        assert tokenizer.apply_chat_template(messages, tokenize=False) == tok.chatml(messages, generation=False)


def test_chat_template_with_tools(tokenizer) -> None:  # type: ignore[no-untyped-def]
    call = {"type": "function", "function": {"name": "find_order", "arguments": {"id": "ORD-1"}}}
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Where is ORD-1?"},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "content": '{"status": "shipped"}'},
        {"role": "tool", "content": '{"status": "open"}'},
    ]
    text = tokenizer.apply_chat_template(messages, tools=[TOOL], tokenize=False, add_generation_prompt=True)
    assert text.startswith("<|im_start|>system\nBe brief.\n\n# Tools")
    listed = text.split("<tools>\n")[1].split("\n</tools>")[0]
    assert json.loads(listed) == TOOL
    said = text.split("assistant\n<tool_call>\n")[1].split("\n</tool_call>")[0]
    assert json.loads(said) == {"name": "find_order", "arguments": {"id": "ORD-1"}}
    assert text.count("<|im_start|>user") == 2  # the question, and both tool replies in one turn
    assert text.count("<tool_response>") == 2
    assert text.endswith("<|im_start|>assistant\n")
    assert text.count("<|im_start|>") == text.count("<|im_end|>") + 1
    as_text = json.loads(json.dumps(messages))
    as_text[2]["tool_calls"][0]["function"]["arguments"] = '{"id": "ORD-1"}'
    assert tokenizer.apply_chat_template(as_text, tools=[TOOL], tokenize=False, add_generation_prompt=True) == text


def test_parameter_count(loaded) -> None:  # type: ignore[no-untyped-def]
    nano = config.read("lab-nano")
    assert 0.8e6 <= nano.parameters <= 1.5e6
    assert sum(p.numel() for p in loaded[0].parameters()) == nano.parameters
    assert nano.llama().max_position_embeddings == 1024
    assert nano.llama(extended=True).max_position_embeddings == 4096


def test_unknown_configuration_and_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LabError, match=r"no model configuration 'lab-huge'(.|\n)*lab-nano"):
        config.read("lab-huge")
    (tmp_path / "odd.toml").write_text("hidden = 3\n")
    monkeypatch.setattr(config, "CONFIGS", tmp_path)
    with pytest.raises(LabError, match=r"unknown key\(s\) hidden"):
        config.read("odd")


def test_corpus_is_a_function_of_seed_and_step() -> None:
    def take(step: int, seed: int = 0, stage: int = 2) -> list[Example]:
        stream = corpus.examples(seed, step, stage)
        return [next(stream) for _ in range(30)]

    assert take(3) == take(3)
    assert take(3) != take(4)
    assert take(3) != take(3, seed=1)
    assert {e.skill for e in take(3, stage=0)} <= {"repeat", "pairs", "qa", "field"}


@pytest.fixture(scope="module")
def training_texts() -> list[tuple[Example, str]]:
    """Examples of all stages of all mixtures from several training worlds, with their whole text."""
    made = []
    for step in (0, 50, 100):
        for mixture, stages in corpus.MIXTURES.items():
            for stage in range(len(stages)):
                stream = corpus.examples(0, step, stage, mixture)
                made += [next(stream) for _ in range(30)]
    return [(e, "\n".join([*e.tools, *(c for _, c in e.messages), e.answer])) for e in made]


@pytest.fixture(scope="module")
def lab() -> world.World:
    return world.build(LAB_SEED)


def test_training_texts_hold_no_name_of_the_lab_world(training_texts, lab) -> None:  # type: ignore[no-untyped-def]
    names = {p.name for p in lab.people} | {lab.company}
    names |= {e.name for k in ("teams", "products", "sites", "customers", "suppliers") for e in getattr(lab, k)}
    names |= {
        e.id for k in ("orders", "incidents", "vulnerabilities", "policies", "contracts") for e in getattr(lab, k)
    }
    names_only = [n for n in names if not n[-1].isdigit()]
    for example, text in training_texts:
        assert not [n for n in names_only if n in text], text
        if example.skill in (
            "category",
            "priority",
            "sentiment",
            "json",
        ):  # elsewhere drawn numbers may form an identifier by chance
            assert not names & set(re.findall(r"[A-Z]+-\d+", text)), text
    with pytest.raises(ValueError, match="never trained on"):
        sources.graph(LAB_SEED)
    with pytest.raises(ValueError, match="never trained on"):
        sources.company(LAB_SEED)
    assert LAB_SEED not in corpus.TRAIN_WORLDS
    assert not set(corpus.TRAIN_WORLDS) & set(corpus.HELD_OUT_WORLDS)


def grams(text: str, n: int = 12) -> set[tuple[str, ...]]:
    words = re.findall(r"[A-Za-z0-9]+", text)
    return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}


def test_no_training_text_shares_twelve_words_with_a_lab_prompt(training_texts, lab) -> None:  # type: ignore[no-untyped-def]
    systems = (*wording.QA_SYSTEMS, *wording.CLAIM_SYSTEMS, *wording.JSON_SYSTEMS)
    labels = r"Schema: .*|(?:Labels|category|ticket\?|tone of the ticket|How urgent is the ticket): .*"

    def parts(text: str) -> list[str]:
        """A prompt without the fixed instructions and the labels and field names in them."""
        for system in systems:
            text = text.replace(system, "\n")
        return re.split(labels, text)

    trained: set[tuple[str, ...]] = set()
    for example, text in training_texts:
        trained |= set().union(*map(grams, parts(example.messages[-1][1] if example.tools else text)))
    asked = [kind for kind in evaluate.lab_asked(lab, "test", 60) if kind.name != "tool"]
    for kind in asked:
        for example in kind.examples:
            for part in parts(example.messages[-1][1]):
                assert not grams(part) & trained, part


def test_wordings_of_training_worlds_and_the_lab_world_are_disjoint() -> None:
    for relation in RELATIONS.values():
        assert not set(relation.statements_for("lab")) & set(relation.statements_for("other"))
        assert not set(relation.questions_for("lab")) & set(relation.questions_for("other"))
    asked = {r.split("{")[0] for _, requests in wording.DESK_REQUESTS.values() for r in requests} - {""}
    made = [e for skill in ("tool", "tool_ask", "tool_fact") for e in corpus.held_out(skill, 200)]
    assert not [e for e in made if any(e.messages[-1][1].startswith(a) and len(a) > 12 for a in asked)]
    assert not {json.loads(t)["function"]["name"] for e in made for t in e.tools} & set(DESK)
    for relation in RELATIONS:
        for extra, own in (
            (phrases.statements(relation, "other"), RELATIONS[relation].statements_for("lab")),
            (phrases.questions(relation, "other"), RELATIONS[relation].questions_for("lab")),
        ):
            assert not {e.lower() for e in extra} & {o.lower() for o in own}
            assert len(extra) >= 25


def test_examples_are_answerable_from_their_prompt() -> None:
    for skill in ("fact:qa", "fact:field", "text:qa", "text:field", "repeat", "pairs"):
        for example in corpus.held_out(skill, 40, passages=2):
            text = "\n".join(c for _, c in example.messages)
            answer, _, number = example.answer.partition(" [") if "qa" in skill else (example.answer, "", "")
            assert answer in text
            if number:
                at = int(number.rstrip("]"))
                source = text.split(f"[{at}] ", 1)[1].split(f"\n[{at + 1}] ")[0]
                assert answer in source
    for skill in ("fact:abstain", "text:abstain"):
        assert {e.answer for e in corpus.held_out(skill, 20)} == {wording.ABSTAIN}


def test_json_labels_claims_and_calls_have_the_form_they_are_judged_by() -> None:
    for skill in ("fact:json", "text:json"):
        for example in corpus.held_out(skill, 40):
            schema = json.loads(example.messages[-1][1].split("Schema: ")[1].splitlines()[0])
            assert list(schema) == list(json.loads(example.answer))
            for value in evaluate.leaves(json.loads(example.answer)).values():
                assert value is None or value in example.messages[-1][1]
    for skill in ("fact:claim", "text:claim"):
        assert {e.answer for e in corpus.held_out(skill, 60)} == {"supported", "unsupported"}
    for skill in ("category", "priority", "sentiment"):
        for example in corpus.held_out(f"text:{skill}", 20):
            assert example.answer in "".join(c for _, c in example.messages)
    for example in corpus.held_out("tool", 60):
        offered = {json.loads(t)["function"]["name"]: json.loads(t)["function"] for t in example.tools}
        call = evaluate.tool_parts(example.answer)
        if call is None:
            assert example.answer == wording.NO_TOOL
        else:
            parameters = offered[call[0]]["parameters"]
            assert set(parameters["required"]) <= set(call[1]) <= set(parameters["properties"])


def test_rename_is_the_same_everywhere_and_stays_on_its_side() -> None:
    rng = random.Random(5)
    for example in corpus.held_out("fact:qa", 40):
        other = rename(rng, example)
        answer = other.answer.rpartition(" [")[0]
        assert answer in other.messages[-1][1]
        for word in re.findall(r"[A-Z][a-z]+", answer):
            assert word in other.messages[-1][1]
    assert all(name_side(fresh(rng)) == "other" for _ in range(300))


def test_batch_weights_answers_and_ignores_padding(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    made = batches.batch(small_tokenizer, TINY, 0)
    assert made.ids.shape == made.weights.shape == made.parts.shape == (2, 257)
    assert set(np.unique(made.weights).tolist()) <= {0.0, 1.0, 5.0}
    assert (made.ids[made.parts == 0] == 0).all()
    assert (made.weights[made.parts == 0] == 0).all()
    assert (made.ids[made.weights == 5] == 2).any()  # the end mark is part of the answer
    example = corpus.held_out("fact:field", 1, passages=1)[0]
    tokens, scale, _ = batches.encode(small_tokenizer, example, 5.0, 0.3, random.Random(1))
    assert small_tokenizer.decode([t for t, s in zip(tokens, scale, strict=True) if s == 5]) == example.answer
    later = batches.batch(small_tokenizer, TINY, 5)  # the second stage has begun
    assert TINY.stage(0) == 0
    assert TINY.stage(5) == 1
    assert not np.array_equal(made.ids, later.ids)


def test_examples_in_a_row_do_not_see_each_other(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    run = train.start(TINY, small_tokenizer)
    run.bf16 = False
    a, b = torch.tensor([[7, 8, 9, 10]]), torch.tensor([[20, 21, 22]])
    both = train.hidden(run, torch.cat([a, b], dim=1), torch.tensor([[1, 1, 1, 1, 2, 2, 2]]))
    alone = train.hidden(run, b, torch.ones_like(b))
    assert torch.allclose(both[:, 4:], alone, atol=1e-5)
    plain = run.model.model(input_ids=b, use_cache=False).last_hidden_state
    assert torch.allclose(plain, alone, atol=1e-5)


def test_exact_agrees_with_greedy_decoding(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    run = train.start(dataclasses.replace(TINY, adamw_lr=2e-2), small_tokenizer)
    example = Example("field", (("user", "Say it."),), "yes 12")
    ids, weights, _ = batches.encode(small_tokenizer, example, 5.0, 0.0, random.Random(0))
    row, scale = np.array([ids]), np.array([weights], dtype=np.float32)
    made = batches.Batch(row, scale, np.ones_like(row), np.zeros((0, 4), dtype=np.int32))
    assert train.exact(run, [example]) == [False]
    for _ in range(60):
        train.advance(run, made)
    assert train.exact(run, [example, dataclasses.replace(example, answer="no 12")]) == [True, False]
    prompt = tok.chatml([{"role": "user", "content": "Say it."}])
    assert evaluate.answer(run.model, small_tokenizer, [prompt]) == ["yes 12"]


def test_batches_made_ahead_by_a_worker_are_the_same(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    run = train.start(TINY, small_tokenizer)
    ahead, plain = train.feed(run, 1), train.feed(run, 0)
    for _ in range(3):
        for left, right in zip(next(ahead), next(plain), strict=True):
            assert np.array_equal(left, right)
    ahead.close()  # type: ignore[attr-defined]


def test_a_successor_starts_from_the_shipped_weights(loaded, small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    nano = config.read("lab-nano")
    run = train.start(dataclasses.replace(nano, name="next", starts_from="lab-nano"), small_tokenizer)
    theirs = loaded[0].state_dict()
    assert all(torch.equal(p, theirs[n]) for n, p in run.model.state_dict().items())
    with pytest.raises(LabError, match="tiny has another shape than lab-nano"):
        train.start(dataclasses.replace(TINY, starts_from="lab-nano"), small_tokenizer)


def test_a_run_starts_from_a_checkpoint_of_its_own(loaded, small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    for plan in (p for p in map(config.read, config.names()) if p.starts_from):
        kept = checkpoints.named(plan.starts_from).state_dict()
        run = train.start(plan, small_tokenizer)
        assert all(torch.equal(p, kept[n]) for n, p in run.model.state_dict().items())
    assert all(torch.equal(p, loaded[0].state_dict()[n]) for n, p in checkpoints.named("lab-nano").state_dict().items())
    for wrong in ("lab-nano@", "lab-nano@2106", "lab-nano@2106kk"):
        with pytest.raises(LabError, match=f"{wrong}'"):
            checkpoints.named(wrong)


def test_resumed_run_has_the_same_losses(small_tokenizer, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    straight = train.start(TINY, small_tokenizer)
    want = [train.advance(straight)["loss"] for _ in range(6)]
    first = train.start(TINY, small_tokenizer)
    got = [train.advance(first)["loss"] for _ in range(3)]
    train.save(first, tmp_path)
    torch.manual_seed(99)
    second = train.resume(tmp_path)
    assert (second.step, second.tokens) == (3, first.tokens)
    got += [train.advance(second)["loss"] for _ in range(3)]
    assert got == want
    assert want[-1] < want[0]
    for a, b in zip(straight.model.parameters(), second.model.parameters(), strict=True):
        assert torch.equal(a, b)


def test_compiled_steps_learn_the_same(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    plain, compiled = train.start(TINY, small_tokenizer), train.start(TINY, small_tokenizer)
    compiled.compiled = torch.compile(compiled.model.model, backend="aot_eager", dynamic=False)  # needs no C++ compiler
    for _ in range(3):
        want, got = train.advance(plain), train.advance(compiled)
        assert float(got["loss"]) == pytest.approx(float(want["loss"]), rel=0.01 if plain.bf16 else 1e-5)
    for a, b in zip(plain.model.parameters(), compiled.model.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-3)


def test_a_draw_that_cannot_be_completed_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def endless(rng: random.Random) -> Example | None:
        calls.append(1)
        while len(calls) < 3:
            rng.random()
        return None if len(calls) < 4 else Example("x", (), "done")

    monkeypatch.setitem(corpus.FREE, "endless", endless)
    facts = sources.graph(corpus.TRAIN_WORLDS[0])
    made = corpus.make(Draws("a"), "endless", facts, lambda: sources.company(corpus.TRAIN_WORLDS[0]), passages=1)
    assert (made.answer, len(calls)) == ("done", 4)
    plain, counted = random.Random("a"), Draws("a")
    assert [plain.randrange(99) for _ in range(9)] == [counted.randrange(99) for _ in range(9)]
    assert [plain.random() for _ in range(9)] == [counted.random() for _ in range(9)]


def test_every_mixture_names_skills_that_exist() -> None:
    known = {*corpus.FREE, *corpus.FROM_FACTS, *corpus.FROM_TEXTS}
    for stages in corpus.MIXTURES.values():
        assert len(stages) <= len(corpus.MOST_PASSAGES)
        for skill in {s for stage in stages for s in stage}:
            assert skill in known or skill.split(":")[0] in ("fact", "text")
    assert not {s for s in known if ":" in s}


def test_a_look_up_cannot_be_solved_by_position() -> None:
    assert all(e.answer in e.messages[0][1] for e in corpus.held_out("pairs", 40))
    shuffled = corpus.held_out("shuffled", 40)
    for example in shuffled:
        text = example.messages[0][1].split("\n\n")[1]
        assert sorted(text.replace("\n", " ").split(" ")) == sorted(example.answer.replace("\n", " ").split(" "))
    assert len([e for e in shuffled if e.answer not in e.messages[0][1]]) > 30


def test_a_dead_maker_of_batches_is_reported(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    run = train.start(dataclasses.replace(TINY, mixture="no such mixture"), small_tokenizer)
    ahead = train.feed(run, 1)
    with pytest.raises(RuntimeError, match="makes batches ended with code 1"):
        next(ahead)


def test_sizes_share_batches_or_say_why_not(small_tokenizer, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    wide = dataclasses.replace(TINY, name="wide", hidden_size=48)
    plan = [dataclasses.replace(c, total_tokens=2500) for c in (TINY, wide)]
    runs = [train.start(c, small_tokenizer) for c in plan]
    train.train(runs, [tmp_path / c.name for c in plan])
    assert runs[0].tokens == runs[1].tokens >= 2500
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["tiny", "wide"]
    again = train.finished(tmp_path / "wide")
    assert (again.step, again.tokens, again.hardware) == (runs[1].step, runs[1].tokens, runs[1].hardware)
    other = train.start(dataclasses.replace(plan[1], seed=5), small_tokenizer)
    with pytest.raises(LabError, match="do not see the same batches"):
        train.train([runs[0], other], [tmp_path / "a", tmp_path / "b"])


def test_checkpoint_in_eight_bits(small_tokenizer, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run = train.start(TINY, small_tokenizer)
    path = checkpoints.write(dict(run.model.named_parameters()), tmp_path, 2_500_000, 7)
    assert path.name == "002500k.safetensors"
    restored = checkpoints.restore(load_file(path))
    for name, weight in run.model.named_parameters():
        if weight.ndim == 2:
            step = weight.abs().amax(dim=1, keepdim=True) / 127
            assert ((restored[name] - weight).abs() <= step * 0.501).all()
        else:
            assert torch.equal(restored[name], weight.to(torch.bfloat16).float())
    with pytest.raises(LabError, match="has no checkpoint at 7 thousand tokens"):
        checkpoints.load("lab-nano", 7)


def test_schedule_by_the_clock(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    run = train.start(dataclasses.replace(TINY, warmup_steps=1, cooldown_share=0.5), small_tokenizer)
    run.seconds, run.limit = 75.0, 100.0
    train.advance(run)
    assert run.optimizers[0].param_groups[0]["lr"] == pytest.approx(0.5 * TINY.muon_lr)


def test_denormal_numbers_are_zero_while_training_only() -> None:
    def run() -> None:
        with train.without_denormals():
            seen.append(smallest / 2)
            raise LabError("a run", "that fails")

    smallest, seen = sys.float_info.min, list[float]()
    with pytest.raises(LabError):
        run()
    assert seen == [0.0]
    assert smallest / 2 > 0.0


def test_training_state_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LabError, match="no training state"):
        train.resume(tmp_path)
    (tmp_path / "state.pt").write_bytes(b"garbage")
    with pytest.raises(LabError, match=r"state\.pt cannot be read"):
        train.resume(tmp_path)
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    folder = train.state_dir("lab-nano")
    folder.mkdir(parents=True)
    (folder / "state.pt").write_bytes(b"garbage")
    assert cli.main(["train", "lab-nano"]) == 2
    assert "already holds a training state" in capsys.readouterr().err
    assert cli.main(["train", "lab-huge"]) == 2
    assert cli.main(["train", "lab-small", "--compile"]) == 2
    assert "leave out --compile" in capsys.readouterr().err


def test_sizes_share_one_tokenizer(tokenizer) -> None:  # type: ignore[no-untyped-def]
    small = config.read("lab-small")
    assert 4e6 <= small.parameters <= 8e6
    text = "Corina of Tarnholt owes EUR 12.50 for ORD-48213.\n\n"
    assert train.first_tokenizer(small).encode(text).ids == tokenizer.encode(text)


def test_schedule() -> None:
    plan = dataclasses.replace(TINY, total_tokens=1000, warmup_steps=10, cooldown_share=0.4)
    assert train.rate(plan, 0, 0.0) == pytest.approx(0.1)
    assert train.rate(plan, 50, 0.5) == 1.0
    assert train.rate(plan, 90, 0.8) == pytest.approx(0.5)
    assert train.rate(plan, 100, 1.0) == 0.0


def test_a_second_part_begins_with_an_average_and_is_gentler(  # type: ignore[no-untyped-def]
    small_tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = train.start(TINY, small_tokenizer).model
    monkeypatch.setattr(checkpoints, "named", lambda name: {"tiny@1k": began}[name])
    plan = dataclasses.replace(TINY, starts_from="tiny@1k", total_tokens=1500, second_tokens=3000, warmup_steps=1,
                               cooldown_share=0.5, second_share=0.75, second_rate=0.2)  # fmt: skip
    assert [train.rate(plan, 50, d) for d in (0.5, 0.75, 1.0, 2.0, 2.5, 3.0)] == pytest.approx(
        [1, 0.5, 0.2, 0.2, 0.1, 0]
    )
    run = train.start(plan, small_tokenizer)
    while run.tokens < 1500:
        train.advance(run)
    assert not run.averaged
    name, trained = next((n, p.detach().clone()) for n, p in run.model.named_parameters() if p.ndim == 2)
    start = began.state_dict()[name]
    assert not torch.equal(trained, start)
    train.average(run)
    assert torch.allclose(run.model.state_dict()[name], 0.75 * trained + 0.25 * start, atol=1e-6)
    train.save(run, tmp_path)
    again = train.resume(tmp_path)
    assert again.averaged  # and not once more
    train.train([again], [tmp_path])
    assert again.tokens >= plan.all_tokens
    with pytest.raises(TypeError, match="second_tokens needs starts_from"):
        dataclasses.replace(TINY, second_tokens=3000)


def test_export_loads_and_logits_are_equal(  # type: ignore[no-untyped-def]
    small_tokenizer, lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = train.start(TINY, small_tokenizer)
    run.curve = [{"step": 1, "tokens": 2, "seconds": 0.1, "loss": 3.0, "answer_loss": 4.0}]
    train.advance(run)
    monkeypatch.setattr(evaluate, "answer", lambda model, tokenizer, prompts, **_: ["x"] * len(prompts))
    folder = export.export(run, tmp_path / "tiny", n=4, world=lab)
    model, tokenizer = models.load(folder)
    ids = torch.tensor([tokenizer.encode("Who leads the Billing Care team? 2026")])
    rounded = run.model
    with torch.no_grad():
        for weight in rounded.parameters():  # parameters only: the RoPE table stays float32
            weight.copy_(weight.to(torch.bfloat16).to(torch.float32))
        assert torch.equal(model(input_ids=ids).logits, rounded(input_ids=ids).logits)
    assert tokenizer.encode("EUR 12.50 \u00e9") == small_tokenizer.encode("EUR 12.50 \u00e9").ids
    wide = models.extended(folder)
    longer, _ = models.load(wide)
    assert longer.config.max_position_embeddings == 4096
    with torch.no_grad():
        assert torch.isfinite(longer(input_ids=ids.repeat(1, 120)).logits).all()


def test_a_model_trained_on_keeps_its_checkpoints_and_what_came_before(  # type: ignore[no-untyped-def]
    small_tokenizer, lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "models_dir", lambda: tmp_path)
    monkeypatch.setattr(
        evaluate, "report", lambda *_, **__: json.loads((models.path("lab-nano") / "eval.json").read_text())
    )
    first = train.start(TINY, small_tokenizer)
    first.step, first.tokens = 3, 2_000_000
    checkpoints.write(dict(first.model.named_parameters()), tmp_path / "first", first.tokens, first.step)
    first.curve = [{"step": 10, "tokens": 2_000_000, "seconds": 9.0, "loss": 3.0, "answer_loss": 2.0}]
    first.skills = [{"tokens": 2_000_000} | dict.fromkeys(curves.SHOWN, 0.25)]
    export.export(first, note="one", checkpoints_from=tmp_path / "first")
    (tmp_path / "tiny" / export.BENCH).write_text((models.path("lab-nano") / "bench.json").read_text())
    for _ in range(2):  # exported again, it still starts where it started
        first.config = dataclasses.replace(TINY, starts_from="tiny@2000k")
        first.curve, first.step = [first.curve[0] | {"loss": 1.0}], 8
        export.export(first, note="two")
        record = json.loads((tmp_path / "tiny" / "training.json").read_text())
        assert (record["note"], record["steps"], record["before"]["note"], record["before"]["steps"]) == (
            "two",
            8,
            "one",
            3,
        )
        assert "before" not in record["before"]
        assert (tmp_path / "tiny" / export.BENCH).is_file()
        assert [p.name for p in (tmp_path / "tiny" / "checkpoints").iterdir()] == ["002000k.safetensors"]
        assert "Loss in nats a token goes from 3.00" in curves.alt(record)
        assert "Before: 2,000,000 tokens in 3 steps" in (tmp_path / "tiny" / "README.md").read_text()
    assert export.earlier("other", "tiny@2000k") is None  # a successor has a card of its own


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(models.path("lab-nano"), tmp_path / "lab-nano"))


@pytest.mark.parametrize("name", models.names())
def test_shipped_model_is_intact(name: str) -> None:
    folder = models.verify(name)
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert all(p.stat().st_size < folders.MAX_FILE for p in files)
    listed = json.loads((folder / "MANIFEST.json").read_text())["files"]
    assert {p.relative_to(folder).as_posix() for p in files} == {*listed, "MANIFEST.json"}


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "model"

    def write(text: str, *, full: bool = False) -> None:
        with folders.replacing(target) as fresh:
            (fresh / "card").write_text(text)
            if full:
                raise OSError("full")

    write("first")
    write("second")
    with pytest.raises(OSError, match="full"):
        write("third", full=True)
    assert (target / "card").read_text() == "second"
    assert list(tmp_path.iterdir()) == [target]


def test_all_shipped_models_stay_under_80_mb() -> None:
    files = [p for name in models.names() for p in models.path(name).rglob("*")]
    assert sum(p.stat().st_size for p in files if p.is_file()) < 80e6


def test_truncated_weights_are_found_before_loading(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    import transformers

    monkeypatch.setattr(transformers.AutoModelForCausalLM, "from_pretrained", lambda *a, **k: pytest.fail("loaded"))
    with pytest.raises(LabError, match=r"model\.safetensors has \d+ bytes, the manifest says \d+\n  remedy: restore"):
        models.load(copy)


def test_one_flipped_bit_is_found(copy: Path) -> None:
    weights = copy / "model.safetensors"
    raw = bytearray(weights.read_bytes())
    raw[len(raw) // 2] ^= 1
    weights.write_bytes(raw)
    with pytest.raises(LabError, match=r"model\.safetensors does not match its hash"):
        models.verify(copy)


def test_missing_file_and_damaged_manifest(copy: Path) -> None:
    (copy / "tokenizer.json").unlink()
    with pytest.raises(LabError, match=r"tokenizer\.json is missing"):
        models.verify(copy)
    (copy / "MANIFEST.json").write_text('{"files": 3}')
    with pytest.raises(LabError, match=r"MANIFEST\.json is damaged"):
        models.verify(copy)


def test_unknown_model_lists_the_known_ones(tmp_path: Path) -> None:
    for wrong in ("lab-huge", str(tmp_path)):
        with pytest.raises(LabError, match=r"unknown model(.|\n)*known models: .*lab-nano"):
            models.path(wrong)
    with pytest.raises(LabError, match="unknown dtype 'float7'"):
        models.load("lab-nano", dtype="float7")


def test_a_head_is_no_generator() -> None:
    with pytest.raises(LabError, match="reranker is a head"):
        models.load("reranker")


def test_card_says_what_eval_says() -> None:
    folder = models.path("lab-nano")
    text = (folder / "README.md").read_text()
    assert text == card.card(folder)
    assert (folder / curves.FILE).read_bytes().startswith(b"\x89PNG")
    assert f"]({curves.FILE})" in text
    metrics = json.loads((folder / "eval.json").read_text())["metrics"]
    assert {"lab dev", "lab test"} <= set(metrics)
    rows = [(name, r) for split in metrics.values() for name, r in split.items()]
    for name, row in rows:
        assert row["low"] <= row["value"] <= row["high"]
        if not name.endswith(("_f1", "_balanced")):
            low, high = evaluate.wilson(round(row["value"] * row["n"]), row["n"])
            assert (row["low"], row["high"]) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
        assert f"| {row['value']:.3f} | {row['low']:.3f} to {row['high']:.3f} | {row['n']} |" in text


def test_a_figure_is_drawn_from_the_training_record() -> None:
    training = json.loads((models.path("lab-nano") / "training.json").read_text())
    assert curves.draw(training) == curves.draw(training)
    assert "at the last point: repeat 0.88" in curves.alt(training)


def test_wilson_interval() -> None:
    low, high = evaluate.wilson(8, 10)  # worked example: 0.490 to 0.943
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert evaluate.wilson(0, 5)[0] == 0.0
    assert evaluate.wilson(5, 5)[1] == 1.0
    with pytest.raises(ValueError, match="total=0"):
        evaluate.wilson(0, 0)


def asked(name: str, *answers: str) -> evaluate.Asked:
    return evaluate.Asked(name, "what", [Example("x", (), a) for a in answers])


def values(rows: dict[str, dict[str, float]]) -> dict[str, float]:
    return {name: row["value"] for name, row in rows.items()}


def test_judging_of_questions() -> None:
    kind = asked("qa_2", "Mara Ashberg [1]", "4.2.1 [2]", "open [1]", wording.ABSTAIN, wording.ABSTAIN)
    got = ["Mara Ashberg [2]", "4.2.1 [2]", wording.ABSTAIN, wording.ABSTAIN, "open [1]"]
    made = evaluate.judge(kind, got, "s")
    assert values(made) == {"qa_2_exact": 0.6667, "qa_2_citation": 0.3333, "qa_2_abstain_f1": 0.5}
    assert [row["n"] for row in made.values()] == [3, 3, 5]


def test_judging_of_json() -> None:
    assert evaluate.field_counts('{"a": "x", "b": null}', '{"a": "x", "b": null}') == (1, 0, 0)
    assert evaluate.field_counts('{"a": "y", "b": "z"}', '{"a": "x", "b": null}') == (0, 2, 1)
    assert evaluate.field_counts("a: x", '{"a": "x", "b": null}') == (0, 0, 1)
    assert evaluate.field_counts('["x"]', '{"a": "x"}') == (0, 0, 1)
    nested = '{"orders": [{"id": "1"}, {"id": "2"}]}'
    assert evaluate.field_counts(nested, nested) == (2, 0, 0)
    assert evaluate.field_counts('{"orders": [{"id": "2"}]}', nested) == (0, 1, 2)
    made = evaluate.judge(asked("json", '{"a": "x"}', '{"a": "y"}'), ['{"a": "x"}', "{}"], "s")
    assert values(made) == {"json_f1": 0.6667, "json_exact": 0.5}


def test_judging_of_claims_calls_and_labels() -> None:
    claims = asked("claim", "supported", "supported", "supported", "unsupported")
    made = evaluate.judge(claims, ["supported"] * 4, "s")
    assert values(made) == {"claim_balanced": 0.5}  # always the same answer is worth nothing
    right = call_text("get_order", {"order_id": "ORD-1"})
    calls = [
        right,
        call_text("get_order", {"order_id": "ORD-2"}),
        "get_order ORD-1",
        "<tool_call>\n{}\n</tool_call>",
    ]
    made = evaluate.judge(asked("tool", right, right, right, right), calls, "s")
    assert values(made) == {"tool_name": 0.5, "tool_exact": 0.25}
    assert values(evaluate.judge(asked("category", "data", "data"), ["data ", "Data"], "s")) == {"category_exact": 0.5}


def test_bootstrap_interval_holds_the_value_and_repeats() -> None:
    counts = [(1, 0, 0)] * 30 + [(0, 1, 1)] * 10
    low, high = evaluate.bootstrap(counts, evaluate.f1)
    assert low < evaluate.f1(counts) == 0.75 < high
    assert (low, high) == evaluate.bootstrap(counts, evaluate.f1)
    assert evaluate.f1([(0, 0, 0)]) == 0.0


def test_prompts_on_the_lab_world_are_of_one_split_and_fit(lab, tokenizer) -> None:  # type: ignore[no-untyped-def]
    kinds = evaluate.lab_asked(lab, "test", 40)
    assert len({k.name for k in kinds}) == len(kinds)
    named = {e.name for k in ("people", "products", "customers", "teams", "sites") for e in getattr(lab, k)
             if lab.split[e.id] != "test"}  # fmt: skip
    for kind in kinds:
        assert len(kind.examples) >= 20
        for example in kind.examples:
            text = tok.chatml([{"role": r, "content": c} for r, c in example.messages], tools=example.tools)
            assert len(tokenizer.encode(text)) <= 1024 - kind.max_new
            if kind.name == "tool":
                assert not [n for n in named if n in example.answer]


def test_shipped_model_answers_in_the_trained_form(loaded) -> None:  # type: ignore[no-untyped-def]
    """Answers copy from the prompt, cite, and end. (How often they are right is counted in eval.json.)"""
    model, tokenizer = loaded
    lines = ["[1] Mara Oakly leads the Billing Care team.\n\nWho leads the Billing Care team?",
             "[1] The current version of Mossgate is 4.2.1.\n\nWhat is the current version of Mossgate?"]  # fmt: skip
    for line in lines:
        prompt = tok.chatml([{"role": "system", "content": wording.QA_SYSTEMS[0]}, {"role": "user", "content": line}])
        ids = torch.tensor([tokenizer.encode(prompt)])
        made = model.generate(ids, max_new_tokens=40, do_sample=False)[0, ids.shape[1] :].tolist()
        assert made[-1] == 2
        text = tokenizer.decode(made, skip_special_tokens=True)
        assert text == wording.ABSTAIN or text.endswith("]")
