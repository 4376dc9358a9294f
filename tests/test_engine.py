"""The engine: transformers' greedy tokens whatever the batch, prefix reuse, sampling, streams, bounds, errors."""

from __future__ import annotations

import itertools
import json
import random
import threading
from typing import Any

import pytest
import torch

from labsupport import models
from labsupport.engine import Engine, PromptTooLong, QueueFull, Request, Sampling, bench
from labsupport.engine.cache import BLOCK, PrefixStore, RowCache
from labsupport.engine.sampling import choose
from labsupport.errors import LabError
from labsupport.models import corpus, shipped
from labsupport.models import tokenizer as tok

MARGIN = 1e-3  # logits closer than this may be ordered differently by different kernels
MODEL = "lab-nano"


@pytest.fixture(scope="module")
def reference() -> Any:
    return models.load(MODEL)[0]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(MODEL, max_running=16)


@pytest.fixture(scope="module")
def prompts(engine: Engine) -> list[list[int]]:
    """200 prompts of 8 to 900 tokens, in random order: questions, extractions, claims, and texts cut anywhere."""
    rng = random.Random(3)
    ids = []
    for skill in ("fact:qa", "fact:json", "fact:claim"):
        for example in corpus.held_out(skill, 40, passages=3):
            text = tok.chatml([{"role": r, "content": c} for r, c in example.messages])
            ids.append(engine.tokenizer.encode(text).ids[:900])
    joined = [t for one in ids for t in one]
    assert len(joined) > 5000
    for _ in range(200 - len(ids)):
        start = rng.randrange(len(joined) - 900)
        ids.append(joined[start : start + rng.choice([8, 30, 30, 100, 100, 300, 900])])
    rng.shuffle(ids)
    return ids


@torch.inference_mode()
def differences(reference: Any, prompt: list[int], answer: list[int]) -> list[float]:
    """Where transformers, given the same tokens so far, would have chosen another one: how much it preferred that.

    One pass over prompt and answer says it for every position, so this is greedy decoding, step by step.
    """
    logits = reference(torch.tensor([prompt + answer])).logits[0, len(prompt) - 1 : -1]
    best, chosen = logits.max(-1).values, logits.gather(1, torch.tensor(answer)[:, None])[:, 0]
    return [float(d) for d in best - chosen if d > 0]


def test_200_prompts_in_random_order_get_the_greedy_tokens_of_transformers(
    engine: Engine, reference: Any, prompts: list[list[int]]
) -> None:
    answers = engine.generate(prompts, Sampling(max_tokens=16))
    assert len(prompts) == len(answers) == 200
    assert engine.counters["steps"] * 8 < engine.counters["decoded"]  # they ran together, not one by one
    ends = engine.decoder.shape.end_ids
    for prompt, answer in zip(prompts, answers, strict=True):
        assert 1 <= len(answer) <= 16
        assert not set(answer[:-1]) & set(ends)
        assert len(answer) == 16 or answer[-1] in ends
        assert all(d < MARGIN for d in differences(reference, prompt, answer))


@pytest.mark.parametrize("name", shipped.generators())
def test_every_shipped_generator_agrees(name: str, prompts: list[list[int]]) -> None:
    model = models.load(name)[0]
    made = Engine.load(name, max_running=8).generate(prompts[:24], Sampling(max_tokens=12, ignore_end=True))
    for prompt, answer in zip(prompts, made, strict=False):
        assert all(d < MARGIN for d in differences(model, prompt, answer))


@torch.inference_mode()
def test_answers_equal_generate(engine: Engine, reference: Any, prompts: list[list[int]]) -> None:
    for prompt, answer in zip(prompts[:8], engine.generate(prompts[:8], Sampling(max_tokens=24)), strict=True):
        expected = reference.generate(torch.tensor([prompt]), max_new_tokens=24, do_sample=False)
        made = expected[0, len(prompt) :].tolist()
        same = next((i for i, (a, b) in enumerate(zip(made, answer, strict=False)) if a != b), None)
        if same is None:
            assert made == answer
        else:
            assert differences(reference, prompt, answer[: same + 1])[-1] < MARGIN


def test_extended_model_and_bfloat16(reference: Any) -> None:
    folder = models.extended(MODEL)
    wide = models.load(folder)[0]
    prompt = [5 + i % 400 for i in range(1400)]
    engine = Engine.load(folder, max_running=2)
    (answer,) = engine.generate([prompt], Sampling(max_tokens=8, ignore_end=True))
    assert all(d < MARGIN for d in differences(wide, prompt, answer))
    small = Engine.load(MODEL, dtype="bfloat16", max_running=2)
    (answer,) = small.generate([prompt[:60]], Sampling(max_tokens=8, ignore_end=True))
    assert all(d < 0.5 for d in differences(reference, prompt[:60], answer))  # eight bits of mantissa


def test_requests_join_and_leave_between_steps(prompts: list[list[int]]) -> None:
    """Each of 30 requests gets the answer that it gets alone, though they come, go and are cancelled at random."""
    alone = Engine.load(MODEL, max_running=1, prefix_blocks=0)
    busy = Engine.load(MODEL, max_running=5, prefill_tokens=600)
    rng = random.Random(1)
    short = [p[:200] for p in prompts[:30]]
    made: list[Request] = []
    for prompt in short:
        made.append(busy.submit(prompt, Sampling(max_tokens=rng.randint(1, 12), ignore_end=True)))
        for _ in range(rng.randint(0, 3)):
            busy.step()
        if rng.random() < 0.2:
            busy.cancel(rng.choice(made))
    while not busy.idle:
        busy.step()
    assert {r.reason for r in made} == {"length", "cancelled"}
    for request in made:
        if request.reason == "length":
            assert len(request.tokens) == request.sampling.max_tokens
        if request.tokens:
            (expected,) = alone.generate([request.prompt], Sampling(max_tokens=len(request.tokens), ignore_end=True))
            assert request.tokens == expected


def test_shared_beginnings_are_read_once(prompts: list[list[int]]) -> None:
    engine = Engine.load(MODEL, max_running=4)
    system = prompts[0][:100] if len(prompts[0]) >= 100 else next(p for p in prompts if len(p) >= 100)[:100]
    first = engine.submit([*system, 20, 21], Sampling(max_tokens=4))
    while not engine.idle:
        engine.step()
    assert first.cached == 0
    before = engine.counters["prefilled"]
    second = engine.submit([*system, 30, 31, 32], Sampling(max_tokens=4))
    whole = engine.submit(system[:96], Sampling(max_tokens=4))  # six blocks, of which the last must be read again
    while not engine.idle:
        engine.step()
    assert second.cached == 96
    assert whole.cached == 80
    assert engine.counters["prefilled"] - before == 103 - 96 + 16
    plain = Engine.load(MODEL, max_running=4, prefix_blocks=0)
    assert plain.generate([second.prompt], Sampling(max_tokens=4)) == [second.tokens]
    assert plain.generate([whole.prompt], Sampling(max_tokens=4)) == [whole.tokens]
    assert plain.counters["cached"] == 0


def test_answers_are_shared_too(prompts: list[list[int]]) -> None:
    engine = Engine.load(MODEL, max_running=4)
    (answer,) = engine.generate([prompts[0][:40]], Sampling(max_tokens=40, ignore_end=True))
    turn = engine.submit([*prompts[0][:40], *answer, 9], Sampling(max_tokens=1))
    engine.step()
    assert turn.cached == (40 + 40 - 1) // BLOCK * BLOCK  # the last token of the answer was never read


def test_prefix_store_drops_ends_before_beginnings() -> None:
    shape = Engine.load(MODEL, max_running=1).decoder.shape
    store, cache = (
        PrefixStore(shape, 4, torch.float32, "cpu"),
        RowCache(shape, 2, 128, torch.float32, "cpu"),
    )
    cache.kv.copy_(torch.arange(cache.kv.numel()).view_as(cache.kv))
    one, two = [1] * 64, [2] * 32
    store.store(one, cache, 0)
    assert store.fetch([*one, 7], cache, 1) == 64
    assert torch.equal(cache.kv[:, 1, :, :64], cache.kv[:, 0, :, :64])
    store.store(two, cache, 0)
    assert len(store) == 4
    assert store.fetch([*one, 7], cache, 1) == 32  # its beginning is still there
    assert store.fetch([*two, 7], cache, 1) == 32
    store.store([3] * 128, cache, 0)  # longer than the store
    assert store.fetch([3] * 128, cache, 1) == 64
    assert store.fetch([1, *[3] * 63], cache, 1) == 0  # one other token at the start changes every hash


def test_seeds_decide_whatever_else_runs(engine: Engine, prompts: list[list[int]]) -> None:
    wish = Sampling(max_tokens=12, temperature=1.0, top_k=50, top_p=0.95, seed=7, ignore_end=True)
    prompt = prompts[1][:50]
    (alone,) = engine.generate([prompt], wish)
    assert engine.generate([prompts[2][:300], prompt, prompts[3][:20]], wish)[1] == alone
    other = Sampling(max_tokens=12, temperature=1.0, top_k=50, top_p=0.95, seed=8, ignore_end=True)
    assert engine.generate([prompt], other)[0] != alone
    greedy = engine.submit(prompt, Sampling(max_tokens=5))
    drawn = engine.submit(prompt, wish)
    while not engine.idle:
        engine.step()
    assert drawn.tokens == alone  # greedy and drawn requests share a batch
    assert greedy.tokens == engine.generate([prompt], Sampling(max_tokens=5))[0]


def test_draws_follow_the_probabilities() -> None:
    p = torch.tensor([0.05, 0.5, 0.15, 0.3])
    n = 20_000
    rng = random.Random(0)

    def shares(**wish: Any) -> torch.Tensor:
        wishes = [Sampling(**wish)] * n
        made = choose(p.log().expand(n, 4), wishes, [rng.random() for _ in range(n)])
        return torch.bincount(made, minlength=4) / n

    def near(got: torch.Tensor, expected: list[float]) -> None:
        wanted = torch.tensor(expected, dtype=torch.float32)
        torch.testing.assert_close(got, wanted, atol=0.015, rtol=0)
        assert not got[wanted == 0].any()

    near(shares(temperature=1.0), p.tolist())
    near(shares(temperature=0.5), (p**2 / (p**2).sum()).tolist())
    near(shares(temperature=1.0, top_k=2), [0, 0.625, 0, 0.375])
    near(shares(temperature=1.0, top_p=0.7), [0, 0.625, 0, 0.375])
    near(shares(temperature=1.0, top_p=0.81), [0, 0.5 / 0.95, 0.15 / 0.95, 0.3 / 0.95])
    near(shares(temperature=1.0, top_k=3, top_p=0.6), [0, 0.625, 0, 0.375])  # top_p within what top_k left
    near(shares(temperature=1.0, top_p=1e-9), [0, 1, 0, 0])
    near(shares(temperature=1e-9), [0, 1, 0, 0])
    near(shares(temperature=0.0), [0, 1, 0, 0])
    edge = choose(p.log()[None], [Sampling(temperature=1.0, top_k=2)], [1 - 2**-53])  # the largest draw there is
    assert edge.tolist() == [3]


def test_streams_are_read_in_turn(engine: Engine, prompts: list[list[int]]) -> None:
    requests = [engine.submit(p[:60], Sampling(max_tokens=6, ignore_end=True)) for p in prompts[:3]]
    steps = engine.counters["steps"]
    streams = [engine.stream(r) for r in requests]
    turns = list(zip(*streams, strict=True))
    assert [list(t) for t in zip(*turns, strict=True)] == [r.tokens for r in requests]
    assert engine.counters["steps"] - steps == 5  # the first token comes with the prompt; a step serves all three


def test_a_closed_stream_cancels_its_request(engine: Engine, prompts: list[list[int]]) -> None:
    request = engine.submit(prompts[0][:50], Sampling(max_tokens=50, ignore_end=True))
    stream = engine.stream(request)
    next(stream)
    stream.close()
    assert request.reason == "cancelled"
    assert engine.idle
    waiting = engine.submit(prompts[0][:50])
    engine.cancel(waiting)
    engine.cancel(waiting)
    assert (waiting.reason, waiting.tokens, engine.idle) == ("cancelled", [], True)


def test_streams_from_threads(engine: Engine, prompts: list[list[int]]) -> None:
    wish = Sampling(max_tokens=10, ignore_end=True)
    expected = engine.generate([p[:40] for p in prompts[:6]], wish)
    got: dict[int, list[int]] = {}

    def read(i: int) -> None:
        got[i] = list(engine.stream(engine.submit(prompts[i][:40], wish)))

    threads = [threading.Thread(target=read, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [got[i] for i in range(6)] == expected


def test_a_step_that_fails_loses_no_request(prompts: list[list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine.load(MODEL, max_running=4)
    wish = Sampling(max_tokens=6, ignore_end=True)
    expected = engine.generate([prompts[0][:40], prompts[1][:40]], wish)
    forward = engine.decoder.forward
    # in the prefill, in the decode of the same step, and two steps later
    for calls, good_steps in ((1, 0), (2, 0), (4, 2)):
        requests = [engine.submit(p[:40], wish) for p in prompts[:2]]
        left = iter(range(calls - 1))

        def failing(*args: Any, left: Any = left) -> torch.Tensor:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return forward(*args)

        monkeypatch.setattr(engine.decoder, "forward", failing)
        for _ in range(good_steps):
            engine.step()
        with pytest.raises(KeyboardInterrupt):
            engine.step()
        monkeypatch.setattr(engine.decoder, "forward", forward)
        while not engine.idle:
            engine.step()
        assert [r.tokens for r in requests] == expected


def test_prompts_of_like_length_share_a_pass_within_a_steps_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine.load(MODEL, max_running=8, prefill_tokens=600, prefix_blocks=0)
    forward, passes = engine.decoder.forward, list[tuple[int, ...]]()

    def seen(tokens: torch.Tensor, *rest: Any) -> torch.Tensor:
        passes.append(tuple(tokens.shape))
        return forward(tokens, *rest)

    monkeypatch.setattr(engine.decoder, "forward", seen)
    requests = [engine.submit([9] * n, Sampling(max_tokens=4, ignore_end=True)) for n in (40, 45, 400, 42, 700)]
    engine.step()  # 40 and 45 together, 400 without them, 42 without padding to 400; no room is left for 700
    assert passes == [(2, 45), (1, 400), (1, 42), (4, 1)]
    assert [len(r.tokens) for r in requests] == [2, 2, 2, 2, 0]
    engine.step()  # longer than what a step takes on, so it goes alone
    assert passes[4:] == [(1, 700), (5, 1)]


def test_end_tokens_and_lengths(engine: Engine) -> None:
    prompt = tok.chatml([{"role": "user", "content": "[1] Mara Oakly leads the Billing Care team.\n\nWho leads it?"}])
    request = engine.submit(prompt, Sampling(max_tokens=60))
    list(engine.stream(request))
    assert request.reason == "stop"
    assert request.tokens[-1] in engine.decoder.shape.end_ids
    assert "<|" not in engine.decode(request.tokens)
    cut = engine.submit(prompt, Sampling(max_tokens=1))
    engine.step()
    assert (cut.reason, cut.tokens) == ("length", request.tokens[:1])


def test_the_last_position_can_be_used(engine: Engine) -> None:
    full = engine.submit([9] * 1023, Sampling(max_tokens=1))
    near = engine.submit([9] * 1000, Sampling(max_tokens=24, ignore_end=True))
    while not engine.idle:
        engine.step()
    assert (len(full.tokens), len(near.tokens)) == (1, 24)


def test_everything_is_bounded(prompts: list[list[int]]) -> None:
    engine = Engine.load(MODEL, max_running=2, max_waiting=3, max_length=64)
    with pytest.raises(PromptTooLong, match=r"60 tokens and max_tokens=5 exceed the 64(.|\n)*at most 4 tokens"):
        engine.submit([9] * 60, Sampling(max_tokens=5))
    wish = Sampling(max_tokens=4)
    for _ in range(3):
        engine.submit([9] * 10, wish)
    with pytest.raises(QueueFull, match="3 requests wait"):
        engine.submit([9] * 10, wish)
    engine.step()
    engine.submit([9] * 10, wish)  # two of them run now
    while not engine.idle:
        engine.step()
    short = [p[:20] for p in prompts[:12]]
    assert len(engine.generate(short, Sampling(max_tokens=3))) == 12  # more than may wait
    with pytest.raises(PromptTooLong):
        engine.generate([*short, [9] * 64], wish)
    assert engine.idle


@pytest.mark.parametrize(
    ("wish", "text"),
    [({"temperature": -1.0}, "temperature=-1.0"), ({"temperature": float("nan")}, "temperature=nan"),
     ({"temperature": "hot"}, "temperature='hot'"), ({"top_k": -1}, "top_k=-1"), ({"top_k": 1.5}, r"top_k=1\.5"),
     ({"top_p": 0.0}, r"top_p=0\.0"), ({"top_p": 1.1}, r"top_p=1\.1"), ({"max_tokens": 0}, "max_tokens=0"),
     ({"max_tokens": True}, "max_tokens=True"), ({"seed": "x"}, "seed='x'")],
)  # fmt: skip
def test_sampling_values_are_named(wish: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Sampling(**wish)


def test_bad_input_is_named(engine: Engine, tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="empty"):
        engine.submit("")
    for wrong in ([5, 4096], [-1]):
        with pytest.raises(ValueError, match="not all in 0 to 4095"):
            engine.submit(wrong)
    with pytest.raises(TypeError, match="best_of"):
        Sampling(best_of=2)  # type: ignore[call-arg]
    with pytest.raises(LabError, match="unknown model"):
        Engine.load(tmp_path)
    with pytest.raises(LabError, match="unknown dtype 'float7'"):
        Engine.load(MODEL, dtype="float7")
    with pytest.raises(LabError, match=r"max_length=2048(.|\n)*1 to 1024"):
        Engine.load(MODEL, max_length=2048)
    with pytest.raises(ValueError, match="max_running"):
        Engine.load(MODEL, max_running=0)


def test_bench_reports_ratios_with_a_control(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    monkeypatch.setattr(bench.bench, "prompts_of", lambda folder: ([9 + i % 50] * 20 for i in itertools.count()))
    assert bench.main([MODEL, "--rounds", "2", "--tokens", "2", "--without-vllm"]) == 0
    out = capsys.readouterr().out
    for what in ("engine / transformers, 1 stream ", "engine / transformers, 8 streams", "A/A: engine 8 streams"):
        assert what in out
    record = json.loads((tmp_path / "records" / bench.RECORD).read_text())[MODEL]
    assert all(r["low"] <= r["value"] <= r["high"] for r in record["ratios"])
    assert {len(rates) for rates in record["rates"].values()} == {2}
    with pytest.raises(LabError, match="--rounds 1"):
        bench.main(["--rounds", "1"])
