"""Topic 02.1: what its experiments measure with, and the oracles of its exercises."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from labsupport import models
from labsupport.grading import hidden
from labsupport.models import checkpoints
from labsupport.transformer.attention import attention
from labsupport.transformer.induction import Moment, appears, head_scores, repeated_ids, saved_moments, train_copying
from labsupport.transformer.measures import (
    ablate,
    fused_attention,
    generate_work,
    losses,
    minilm_attention,
    perplexities,
    score_answers,
    step_arms,
    text_ids,
    windowed_logits,
)
from labsupport.transformer.tiny_llama import TinyLlama


@pytest.fixture(scope="module")
def nano() -> TinyLlama:
    return TinyLlama.load("lab-nano")


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(models.path("lab-nano") / "tokenizer.json"))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_repeated_ids_repeat_and_stay_in_range() -> None:
    ids = repeated_ids(20, 48, (6, 20), range(10, 30), generator())
    assert ids.shape == (20, 48)
    assert 10 <= int(ids.min()) <= int(ids.max()) < 30
    for row in ids:
        assert any(torch.equal(row[p:], row[:-p]) for p in range(6, 21))
    fixed = repeated_ids(2, 12, 4, range(1000), generator())
    assert torch.equal(fixed[:, 4:], fixed[:, :-4])


def test_head_scores_of_perfect_heads() -> None:
    before, follow = torch.zeros(1, 1, 8, 8), torch.zeros(1, 1, 8, 8)
    before[0, 0, torch.arange(1, 8), torch.arange(7)] = 1
    follow[0, 0, torch.arange(3, 8), torch.arange(1, 6)] = 1  # period 3: query i, key i - 3 + 1
    previous, copying = head_scores([torch.cat([before, follow], dim=1)], 3)
    assert previous.tolist() == [[1.0, 0.0]]
    assert copying.tolist() == [[0.0, 1.0]]


def test_training_is_reproducible_and_calls_what_it_is_given() -> None:
    calls: list[int] = []

    def counted(
        q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        calls.append(q.shape[2])
        return attention(q, k, v, causal=causal, key_mask=key_mask)

    state = torch.get_rng_state()
    runs = [list(train_copying(4, seed=3, every=2, rows=4, attend=counted)) for _ in range(2)]
    assert torch.equal(torch.get_rng_state(), state)
    assert [m.seen for m in runs[0]] == [0, 2, 4]
    assert runs[0] == runs[1]
    assert len(calls) == 2 * 2 * (4 + 3)  # runs, layers, steps and measurements
    assert runs[0][0].again == pytest.approx(math.log(48), abs=0.5)


def test_appears_is_the_first_moment_above_the_threshold() -> None:
    moments = [Moment(seen, 1.0, 1.0, 0.0, copying) for seen, copying in ((0, 0.1), (5, 0.4), (9, 0.9))]
    assert appears(moments) == moments[1]
    assert appears(moments[:1]) is None


def test_saved_checkpoints_are_measured_in_order() -> None:
    found = saved_moments("lab-nano", rows=1, period=8)
    assert len(found) >= 6
    assert len(checkpoints.tokens("lab-small")) >= 6
    assert [m.seen for m in found] == sorted(m.seen for m in found)
    assert all(0 <= score <= 1 for m in found for score in (m.previous, m.copying))


def test_fused_attention_equals_attention_and_refuses_the_rest() -> None:
    q, k, v = (torch.randn(1, 2, 6, 8, generator=generator(s)) for s in range(3))
    for queries in (6, 1):
        made, weights = fused_attention(q[:, :, -queries:], k, v, causal=True)
        torch.testing.assert_close(made, attention(q[:, :, -queries:], k, v, causal=True)[0])
        assert not weights.numel()
    with pytest.raises(ValueError, match=r"\(1, 2, 3, 8\)"):
        fused_attention(q[:, :, -3:], k, v, causal=True)
    with pytest.raises(ValueError, match="mask"):
        fused_attention(q, k, v, causal=True, key_mask=torch.ones(1, 6, dtype=torch.bool))


def test_losses_by_position_and_their_perplexity(nano: TinyLlama, tokenizer: Any) -> None:
    ids = text_ids(tokenizer, 40, seed=1)
    assert torch.equal(ids, text_ids(tokenizer, 40, seed=1))
    assert not torch.equal(ids, text_ids(tokenizer, 40, seed=2))
    loss = losses(nano.forward(ids), ids)
    by_hand = -nano.forward(ids)[0, 4].log_softmax(-1)[ids[0, 5]]
    assert float(loss[0, 4]) == pytest.approx(float(by_hand), abs=1e-4)
    assert perplexities(loss, (0, 10, 39))[0] == pytest.approx(math.exp(float(loss[0, :10].mean())))
    torch.testing.assert_close(
        windowed_logits(nano, ids, window=64, sinks=4, chunk=7), nano.forward(ids), atol=1e-4, rtol=0
    )


def test_scores_of_answers_do_not_depend_on_the_batch(nano: TinyLlama, tokenizer: Any) -> None:
    ids = text_ids(tokenizer, 30)[0].tolist()
    greedy = nano.generate(torch.tensor([ids[:9]]), 3)[0, 9:].tolist()
    asked = [(ids[:20], ids[20:22]), (ids[:9], greedy), (ids[:3], ids[3:4])]
    together = score_answers(nano, asked, batch=3)
    for one, pair in zip(together, asked, strict=True):
        alone = score_answers(nano, [pair])[0]
        assert one.loss == pytest.approx(alone.loss, abs=1e-4)
        assert one.exact == alone.exact
    assert together[1].exact


def test_every_head_is_taken_out_once(nano: TinyLlama) -> None:
    seen = []

    def measure(gain: Tensor | None) -> float:
        seen.append(gain)
        return 1.0 if gain is None else float(gain.sum())

    changes = ablate(nano, measure)
    total = nano.shape.layers * nano.shape.heads
    assert len(changes) == total
    assert set(changes.values()) == {total - 2.0}
    assert len({tuple(g.flatten().tolist()) for g in seen if g is not None}) == total


def test_step_arms_leave_the_context_as_it_was(nano: TinyLlama, tokenizer: Any) -> None:
    arms = step_arms(nano, text_ids(tokenizer, 8))
    assert list(arms) == ["cache", "A/A", "concatenate", "none"]
    assert all(arm() >= 0 for _ in range(3) for arm in arms.values())


def test_work_of_generation_is_counted(tokenizer: Any) -> None:
    model, _ = models.load("lab-nano")
    ids = text_ids(tokenizer, 10)
    kept, lost = (generate_work(model, ids, 6, use_cache=use) for use in (True, False))
    beams = generate_work(model, ids, 6, use_cache=True, beams=4)
    assert kept.made == lost.made
    assert (kept.positions, kept.longest) == (10 + 5, 1)
    assert (lost.positions, lost.longest) == (sum(range(10, 16)), 15)
    assert (beams.positions, beams.longest) == (4 * kept.positions, 4)


def test_an_encoder_looks_both_ways() -> None:
    pieces, weights = minilm_attention("Paris is the capital")
    assert weights.shape[-1] == len(pieces)
    assert float(weights.triu(1).max()) > 0.05


def test_oracle_of_the_rotation_equals_transformers() -> None:
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

    oracle: Any = hidden._import_file(hidden.Roots().hidden_file("02.1.e2"), "oracle_02_1_e2")
    x = torch.randn(1, 2, 7, 16, generator=generator())
    angles = torch.arange(7.0)[:, None].numpy() * oracle.speeds(16, 10_000.0)
    cos, sin = (torch.from_numpy(t)[None] for t in oracle.tables(angles, "half"))
    made, _ = apply_rotary_pos_emb(x, x, cos, sin)
    torch.testing.assert_close(
        made, torch.from_numpy(oracle.turned(x.numpy(), angles, "half")).float(), atol=1e-5, rtol=0
    )
