"""The checks of `lab gpu` with the CPU in the place of the device: they must find no difference there."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer

from labsupport import models
from labsupport.errors import LabError
from labsupport.models import gpu


@pytest.fixture(scope="module")
def nano():  # type: ignore[no-untyped-def]
    folder = models.verify("lab-nano")
    return models.load(folder)[0], Tokenizer.from_file(str(folder / "tokenizer.json"))


def test_a_device_agrees_with_itself(nano) -> None:  # type: ignore[no-untyped-def]
    found = gpu.agreement(*nano, n=10, device="cpu")
    assert found == {"prompts": 10, "equal": 10, "clear_divergences": 0, "largest_difference": 0.0}


def test_a_wrong_device_is_found(nano, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    model, tokenizer = nano
    whole = copy.deepcopy

    def damaged(original: Any, memo: Any = None) -> Any:
        if not isinstance(original, torch.nn.Module):
            return whole(original, memo)
        other: Any = type(original).from_pretrained(models.path("lab-nano"), dtype=torch.float32)  # type: ignore[attr-defined]
        with torch.no_grad():
            other.model.layers[2].self_attn.v_proj.weight.mul_(-1.0)
        return other

    monkeypatch.setattr(gpu.copy, "deepcopy", damaged)
    found = gpu.agreement(model, tokenizer, n=10, device="cpu")
    assert found["clear_divergences"] > 3
    assert found["largest_difference"] > 0.1


def test_a_training_step_is_repeatable() -> None:
    assert gpu.training_step(device="cpu")["largest_relative_difference"] == 0.0


def test_rates_have_both_arms(nano) -> None:  # type: ignore[no-untyped-def]
    found = gpu.rates(*nano, streams=(2,), rounds=1, device="cpu")["streams_2"]
    assert found["ratio"] == pytest.approx(found["device"] / found["cpu"], rel=0.02)


def test_no_device_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(LabError, match="torch sees no CUDA device"):
        gpu.main([])
