"""The lab models: tokenizer, template, configuration, training that resumes exactly, export, hashes, card."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from labsupport import cli, models, world
from labsupport.errors import LabError
from labsupport.models import card, config, corpus, evaluate, export, train
from labsupport.models import tokenizer as tok
from labsupport.world.graph import LAB_SEED

TINY = config.ModelConfig("tiny", vocab_size=700, hidden_size=32, layers=2, heads=2, kv_heads=1, intermediate_size=48,
                          batch_tokens=512, total_tokens=100_000, warmup_steps=2)  # fmt: skip
TOOL = {
    "type": "function",
    "function": {"name": "find_order", "description": "Find an order.",
                 "parameters": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def small_tokenizer():  # type: ignore[no-untyped-def]
    return tok.train(corpus.tokenizer_texts(3, 20), TINY.vocab_size, min_frequency=2)


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


def test_invented_names_stay_in_parts(tokenizer) -> None:  # type: ignore[no-untyped-def]
    """A name of the lab world costs few tokens: it is spelled from parts that other worlds share."""
    people = world.load().people
    mean = sum(len(tokenizer.encode(" " + p.name)) for p in people) / len(people)
    assert mean < 6


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
    def take(step: int, seed: int = 0) -> list[corpus.Example]:
        stream = corpus.examples(seed, step, 0.5)
        return [next(stream) for _ in range(30)]

    assert take(3) == take(3)
    assert take(3) != take(4)
    assert take(3) != take(3, seed=1)


def test_corpus_examples_are_answerable_and_never_from_the_lab_world() -> None:
    lab = world.load()
    names = {p.name for p in lab.people} | {
        e.name for k in ("teams", "products", "sites", "customers") for e in getattr(lab, k)
    }
    seen = set()
    for skill in ("qa", "abstain", "field", "sentence", "prose", "repeat"):
        for example in corpus.held_out(skill, 60, passages=2):  # type: ignore[arg-type]
            text = " ".join(c for _, c in example.messages)
            if skill == "repeat":  # unrelated words; two parts side by side may form any pair
                assert example.answer in text
                continue
            assert not [n for n in names if n in text]
            if skill in ("qa", "field"):
                answer, _, number = example.answer.partition(" [")
                assert answer in text
                if number:
                    source = next(line for line in text.splitlines() if f"[{number}" in line and answer in line)
                    assert source
            seen.add(skill)
    assert seen == {"qa", "abstain", "field", "sentence", "prose"}
    with pytest.raises(ValueError, match="never trained on"):
        corpus._world(LAB_SEED)
    assert LAB_SEED not in corpus.TRAIN_WORLDS
    assert not set(corpus.TRAIN_WORLDS) & set(corpus.HELD_OUT_WORLDS)


def test_batch_weights_answers_and_ignores_padding(small_tokenizer) -> None:  # type: ignore[no-untyped-def]
    ids, weights = train.batch(small_tokenizer, TINY, 0, 0.0)
    assert ids.shape == weights.shape == (2, 257)
    assert set(weights.unique().tolist()) == {0.0, 1.0, 5.0}
    assert (ids[weights == 0] == 0).all()
    assert (ids[weights == 5] == 2).any()  # the end mark is part of the answer
    example = corpus.held_out("field", 1, passages=1)[0]
    tokens, scale = train.encode(small_tokenizer, example, 5.0)
    assert small_tokenizer.decode([t for t, s in zip(tokens, scale, strict=True) if s == 5]) == example.answer


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


def test_schedule() -> None:
    plan = dataclasses.replace(TINY, total_tokens=1000, warmup_steps=10, cooldown_share=0.4)
    assert train.rate(plan, 0, 0) == pytest.approx(0.1)
    assert train.rate(plan, 50, 500) == 1.0
    assert train.rate(plan, 90, 800) == pytest.approx(0.5)
    assert train.rate(plan, 100, 1000) == 0.0


def test_export_loads_and_logits_are_equal(small_tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    run = train.start(TINY, small_tokenizer)
    run.curve = [{"step": 1, "tokens": 2, "seconds": 0.1, "loss": 3.0, "answer_loss": 4.0}]
    train.advance(run)
    monkeypatch.setattr(evaluate, "answer", lambda model, tokenizer, prompts, **_: ["x"] * len(prompts))
    folder = export.export(run, tmp_path / "tiny", n=4)
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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(models.path("lab-nano"), tmp_path / "lab-nano"))


def test_shipped_model_is_intact() -> None:
    folder = models.verify("lab-nano")
    assert all(p.stat().st_size < export.MAX_FILE for p in folder.iterdir())
    listed = json.loads((folder / "MANIFEST.json").read_text())["files"]
    assert {p.name for p in folder.iterdir()} == {*listed, "MANIFEST.json"}


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


def test_card_says_what_eval_says() -> None:
    folder = models.path("lab-nano")
    text = (folder / "README.md").read_text()
    assert text == card.card(folder)
    rows = [r for split in json.loads((folder / "eval.json").read_text())["metrics"].values() for r in split.values()]
    assert len(rows) >= 10
    for row in rows:
        assert row["low"] <= row["value"] <= row["high"]
        low, high = evaluate.wilson(round(row["value"] * row["n"]), row["n"])
        assert (row["low"], row["high"]) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
        assert f"| {row['value']:.3f} | {row['low']:.3f} to {row['high']:.3f} | {row['n']} |" in text
    assert "answers are poor" in text


def test_wilson_interval() -> None:
    low, high = evaluate.wilson(8, 10)  # worked example: 0.490 to 0.943
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert evaluate.wilson(0, 5)[0] == 0.0
    assert evaluate.wilson(5, 5)[1] == 1.0
    with pytest.raises(ValueError, match="n=0"):
        evaluate.wilson(0, 0)


def test_judge() -> None:
    assert evaluate.judge("qa_exact_1", "Mara Ashberg [2]", "Mara Ashberg [1]")
    assert not evaluate.judge("citation_2", "Mara Ashberg [2]", "Mara Ashberg [1]")
    assert evaluate.judge("citation_2", "somebody [1]", "Mara Ashberg [1]")
    assert not evaluate.judge("field_exact", "open.", "open")
    assert evaluate.judge("abstain", corpus.ABSTAIN, corpus.ABSTAIN)
    assert not evaluate.judge("no_false_abstain", corpus.ABSTAIN, "x [1]")


def test_shipped_model_answers_in_the_trained_form(loaded) -> None:  # type: ignore[no-untyped-def]
    """Poor is allowed, noise is not: answers end, and are short. (Right answers are counted in eval.json.)"""
    model, tokenizer = loaded
    lines = ["[1] Mara Oakly leads the Billing Care team.\n\nWho leads the Billing Care team?",
             "[1] The current version of Mossgate is 4.2.1.\n\nWhat is the current version of Mossgate?"]  # fmt: skip
    for line in lines:
        prompt = tok.chatml([{"role": "system", "content": corpus.QA_SYSTEMS[0]}, {"role": "user", "content": line}])
        ids = torch.tensor([tokenizer.encode(prompt)])
        made = model.generate(ids, max_new_tokens=40, do_sample=False)[0, ids.shape[1] :].tolist()
        assert made[-1] == 2
        text = tokenizer.decode(made, skip_special_tokens=True)
        assert text == corpus.ABSTAIN or text.endswith("]")
