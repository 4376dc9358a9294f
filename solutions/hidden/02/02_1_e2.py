"""Hidden check for 02.1.e2: the parent turns pairs as complex numbers; the driver only calls apply_rope."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.1 Positions"

DRIVER = """
import base64

import numpy as np
import torch


def unpack(packed):
    kind, shape, text = packed
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), dtype=kind).reshape(shape).copy())


def pack(x):
    array = x.detach().numpy()
    return [str(array.dtype), list(array.shape), base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()]


async def drive(apply_rope, call, args):
    torch.set_num_threads(1)
    results = []
    for case in args["cases"]:
        x, cos, sin = (unpack(case[name]) for name in ("x", "cos", "sin"))
        kept = x.clone()
        try:
            results.append({"made": pack(apply_rope(x, cos, sin, case["layout"])), "same": bool(torch.equal(x, kept))})
        except Exception as error:
            results.append({"error": type(error).__name__, "text": str(error)[:400]})
    return results
"""

Array = np.ndarray[Any, Any]


def pack(x: Array) -> list[Any]:
    return [str(x.dtype), list(x.shape), base64.b64encode(np.ascontiguousarray(x).tobytes()).decode()]


def unpack(packed: Any) -> Array:
    kind, shape, text = packed
    return np.frombuffer(base64.b64decode(text), dtype=kind).reshape(shape).astype(np.float64)


def places(dim: int, layout: str) -> tuple[list[int], list[int]]:
    half = dim // 2
    if layout == "half":
        return list(range(half)), list(range(half, dim))
    return list(range(0, dim, 2)), list(range(1, dim, 2))


def turned(x: Array, angles: Array, layout: str) -> Array:
    """x with every pair multiplied by exp(i angle); angles (..., D/2)."""
    first, second = places(x.shape[-1], layout)
    pairs = (x[..., first] + 1j * x[..., second]) * np.exp(1j * angles)
    out = np.empty(x.shape)
    out[..., first], out[..., second] = pairs.real, pairs.imag
    return out


def tables(angles: Array, layout: str) -> tuple[Array, Array]:
    first, second = places(2 * angles.shape[-1], layout)
    whole = np.empty((*angles.shape[:-1], 2 * angles.shape[-1]))
    whole[..., first] = whole[..., second] = angles
    return np.cos(whole).astype(np.float32), np.sin(whole).astype(np.float32)


def speeds(dim: int, base: float) -> Array:
    return np.asarray(base ** (-np.arange(0, dim, 2) / dim))


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    dice = np.random.default_rng(rng.randrange(2**32))

    def case(x: Array, angles: Array, layout: str) -> dict[str, Any]:
        cos, sin = tables(angles, layout)
        return {"x": pack(x), "cos": pack(cos), "sin": pack(sin), "layout": layout}

    def run(name: str, made: list[tuple[Array, Array, str]], atol: float = 1e-4) -> Scenario:
        def judge(result: Any, world: Any) -> None:
            for given, (x, angles, layout) in zip(result, made, strict=True):
                compare(given, x.astype(np.float64), angles, layout, str(x.dtype), f"{name}, {layout}", atol)

        return Scenario(name, {"cases": [case(*one) for one in made]}, None, judge, 20.0)

    def some(shape: tuple[int, ...], kind: Any = np.float32) -> Array:
        return np.asarray(dice.normal(size=shape).astype(kind))

    dim, length = rng.choice([8, 12, 16]), rng.randint(3, 7)
    positions = np.sort(dice.choice(5000, length, replace=False)).astype(np.float64)
    angles = positions[:, None] * speeds(dim, rng.choice([100.0, 10_000.0]))
    for layout in ("half", "interleaved"):
        yield run("random positions", [(some((2, 3, length, dim)), angles, layout)])
    free = dice.uniform(-3, 3, size=(length, dim // 2))  # angles that no base makes
    yield run("any angles", [(some((1, 2, length, dim)), free, layout) for layout in ("half", "interleaved")])
    each = dice.uniform(-3, 3, size=(2, 1, length, dim // 2))  # a table for each row of the batch
    yield run("a table for each row", [(some((2, 3, length, dim)), each, layout) for layout in ("half", "interleaved")])
    yield run("float16", [(some((1, 2, length, dim), np.float16), free, lay) for lay in ("half", "interleaved")], 0.01)
    yield lab_weights(dice)

    x, (cos, sin) = some((1, 1, 4, 8)), tables(dice.uniform(-3, 3, size=(4, 4)), "half")
    bad = [
        {"x": pack(x[..., :7]), "cos": pack(cos[:, :7]), "sin": pack(sin[:, :7]), "layout": "half"},
        {"x": pack(x), "cos": pack(cos), "sin": pack(sin), "layout": "halves"},
        {"x": pack(x), "cos": pack(cos[:3]), "sin": pack(sin[:3]), "layout": "half"},
        {"x": pack(x), "cos": pack(cos[:1]), "sin": pack(sin[:1]), "layout": "half"},
        {"x": pack(x[..., :6]), "cos": pack(cos), "sin": pack(sin), "layout": "interleaved"},
    ]

    def refusals(result: Any, world: Any) -> None:
        for given, what in zip(
            result, ("odd D", "layout", "3 rows for 4", "1 row for 4", "D 6, tables 8"), strict=True
        ):
            expect(
                given.get("error") == "ValueError", expected="ValueError", got=given.get("error", "a result"),
                case=what, cause="what does not fit is refused before anything is computed", read=READ,
                diagnosis="no-refusal",
            )  # fmt: skip

    yield Scenario("refusals", {"cases": bad}, None, refusals, 20.0)


def lab_weights(dice: np.random.Generator) -> Scenario:
    """Queries and keys of the lab model; a test compares the oracle with transformers on them."""
    import torch

    from labsupport import models
    from labsupport.transformer.checkpoint import read_shape, read_tensors

    folder = models.path("lab-nano")
    shape = read_shape(folder)
    tensors = read_tensors(folder, shape)
    ids = torch.tensor(dice.integers(300, shape.vocab, size=(1, 9)))
    x = tensors["model.embed_tokens.weight"][ids]
    q, k = (
        (x @ tensors[f"model.layers.0.self_attn.{name}_proj.weight"].T).view(1, 9, -1, shape.head_dim).transpose(1, 2)
        for name in "qk"
    )
    angles = np.arange(9.0)[:, None] * speeds(shape.head_dim, shape.rope_base)
    cos, sin = tables(angles, "half")
    want = [turned(part.numpy().astype(np.float64), angles, "half") for part in (q, k)]
    cases = [{"x": pack(part.numpy()), "cos": pack(cos), "sin": pack(sin), "layout": "half"} for part in (q, k)]

    def judge(result: Any, world: Any) -> None:
        made = [unpack(given["made"]) if "made" in given else None for given in result]
        good = all(m is not None and m.shape == w.shape and np.abs(m - w).max() < 1e-4
                   for m, w in zip(made, want, strict=True))  # fmt: skip
        expect(
            good, expected="what transformers computes", got="others", case="queries and keys of the lab model",
            cause="half-split weights need pairs (i, i + D/2); neighbours are another layout", read=READ,
            diagnosis="wrong-pairs",
        )  # fmt: skip

    return Scenario("the lab model's weights", {"cases": cases}, None, judge, 20.0)


def compare(given: Any, x: Array, angles: Array, layout: str, kind: str, name: str, atol: float) -> None:
    expect(
        "error" not in given, expected="a tensor", got=given.get("error"), case=name,
        cause="apply_rope raises on input that is in order", read=READ, diagnosis="raised",
    )  # fmt: skip
    expect(
        given["same"], expected="x unchanged", got="x was overwritten", case=name,
        cause="parts of x are read after they were written", read=READ, diagnosis="in-place",
    )  # fmt: skip
    expect(
        given["made"][0] == kind, expected=kind, got=given["made"][0], case=name,
        cause="the result has the dtype of x", read=READ, diagnosis="wrong-dtype",
    )  # fmt: skip
    made, want = unpack(given["made"]), turned(x, angles, layout)
    expect(
        made.shape == want.shape, expected=want.shape, got=made.shape, case=name,
        cause="the result has the shape of x", read=READ, diagnosis="wrong-result",
    )  # fmt: skip
    if np.abs(made - want).max() <= atol:
        return
    slug, cause = "wrong-values", "the numbers are not those of a rotation by the angles of the tables"
    if np.abs(made - turned(x, -angles, layout)).max() <= atol:
        slug, cause = "wrong-sign", "the pairs turn the other way: (a cos - b sin, b cos + a sin)"
    elif np.abs(np.linalg.norm(made, axis=-1) - np.linalg.norm(x, axis=-1)).max() > 10 * atol:
        slug, cause = "norm-changes", "lengths change: the pairs turned are not those of the tables' layout"
    expect(False, expected="a rotation", got="other numbers", case=name, cause=cause, read=READ, diagnosis=slug)
