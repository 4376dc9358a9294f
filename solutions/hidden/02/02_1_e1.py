"""Hidden check for 02.1.e1: the parent draws tensors and keeps a loop as oracle; the driver only calls attention."""

from __future__ import annotations

import base64
import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.1 The smallest example"

DRIVER = """
import base64
import inspect

import numpy as np
import torch


def unpack(packed):
    kind, shape, text = packed
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), dtype=kind).reshape(shape).copy())


def pack(x):
    if not isinstance(x, torch.Tensor):
        return None
    array = x.detach().numpy()
    return [str(array.dtype), list(array.shape), base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()]


async def drive(attention, call, args):
    torch.set_num_threads(1)
    results = []
    for case in args["cases"]:
        q, k, v = (unpack(case[name]) for name in "qkv")
        mask = None if case["mask"] is None else unpack(case["mask"])
        try:
            given = attention(q, k, v, causal=case["causal"], key_mask=mask)
            if inspect.isawaitable(given):
                given = await given
            results.append({"out": pack(given[0]), "weights": pack(given[1])})
        except ValueError as error:
            results.append({"error": "ValueError", "text": str(error)[:400]})
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


def oracle(case: dict[str, Array], causal: bool, *, scale: bool = True, offset: bool = True, mask: bool = True,
           late: bool = False) -> tuple[Array, Array]:  # fmt: skip
    """(out, weights) by loops in float64; the switches make the known mistakes."""
    q, k, v = (case[name].astype(np.float64) for name in "qkv")
    hidden = case["mask"]
    weights = np.zeros((*q.shape[:3], k.shape[2]))
    for b, h, i in np.ndindex(*q.shape[:3]):
        last = i + (k.shape[2] - q.shape[2] if offset else 0)
        seen = [j for j in range(k.shape[2])
                if not mask or ((not causal or j <= last) and (hidden is None or bool(hidden[b, j])))]  # fmt: skip
        if not seen:
            continue
        among = range(k.shape[2]) if late else seen
        scores = {j: float(q[b, h, i] @ k[b, h, j]) / (math.sqrt(q.shape[3]) if scale else 1.0) for j in among}
        top = max(scores.values())
        total = sum(math.exp(s - top) for s in scores.values())
        for j in seen:
            weights[b, h, i, j] = math.exp(scores[j] - top) / total
    return weights @ v, weights


MISTAKES: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("no-scale", "the scores are not divided by the square root of the head's size", {"scale": False}),
    ("no-mask", "no mask is applied", {"mask": False}),
    ("no-cache-offset", "the causal mask does not move with the number of keys that come from a cache",
     {"offset": False}),
    ("mask-after-softmax", "hidden keys take part in the softmax", {"late": True}),
)  # fmt: skip


def draw(rng: np.random.Generator, shape: tuple[int, int, int, int], keys: int, *, half: bool = False,
         mask: str = "") -> dict[str, Any]:  # fmt: skip
    batch, heads, _, dim = shape
    kind = np.float16 if half else np.float32
    case: dict[str, Any] = {
        "q": (rng.normal(size=shape) * 1.5).astype(kind),
        "k": (rng.normal(size=(batch, heads, keys, dim)) * 1.5).astype(kind),
        "v": rng.normal(size=(batch, heads, keys, dim)).astype(kind),
        "mask": None,
    }
    if mask:
        case["mask"] = rng.random((batch, keys)) < 0.6
        case["mask"][:, -1] = True
    if mask == "row":
        case["mask"][0] = False
    return case


def wire(case: dict[str, Any], causal: bool) -> dict[str, Any]:
    return {**{name: pack(case[name]) for name in "qkv"}, "causal": causal,
            "mask": None if case["mask"] is None else pack(case["mask"])}  # fmt: skip


def check(given: Any, case: dict[str, Any], causal: bool, name: str, atol: float) -> None:
    want_out, want = oracle(case, causal)
    expect(
        "error" not in given, expected="two tensors", got=given.get("error"), case=name,
        cause="attention raises on input that is in order", read=READ, diagnosis="raised",
    )  # fmt: skip
    shapes = tuple(tuple(part[1]) if part else None for part in (given["out"], given["weights"]))
    expect(
        shapes == (want_out.shape, want.shape), expected=(want_out.shape, want.shape), got=shapes, case=name,
        cause="out has the shape of q, weights one number for each query and key", read=READ, diagnosis="wrong-result",
    )  # fmt: skip
    kinds = {given["out"][0], given["weights"][0]}
    expect(
        kinds == {str(case["q"].dtype)}, expected=str(case["q"].dtype), got=sorted(kinds), case=name,
        cause="the results have the dtype of q", read=READ, diagnosis="wrong-dtype",
    )  # fmt: skip
    out, weights = unpack(given["out"]), unpack(given["weights"])
    expect(
        np.isfinite(out).all() and np.isfinite(weights).all(), expected="finite numbers", got="NaN or infinity",
        case=name, cause="a row in which every key is hidden, or scores beyond the range of float16",
        read="02.1 What the mask must do", diagnosis="half-overflow" if "large" in name else "nan-row",
    )  # fmt: skip
    if np.abs(out - want_out).max() <= atol and np.abs(weights - want).max() <= atol:
        return
    slug, cause = "wrong-values", "the numbers are not those of the definition"
    for diagnosis, text, switches in MISTAKES:
        if np.abs(weights - oracle(case, causal, **switches)[1]).max() <= max(atol, 1e-3):
            slug, cause = diagnosis, text
            break
    else:
        dead = want.sum(-1) == 0
        if dead.any() and (np.abs(weights - want).max(-1)[~dead] <= atol).all():
            slug, cause = "masked-row", "a query that may see no key gets zeros"
    expect(False, expected="the weights of a loop", got="others", case=name, cause=cause, read=READ, diagnosis=slug)


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    dice = np.random.default_rng(rng.randrange(2**32))

    def run(name: str, cases: list[tuple[dict[str, Any], bool]], atol: float = 1e-4) -> Scenario:
        def judge(result: Any, world: Any) -> None:
            for given, (case, causal) in zip(result, cases, strict=True):
                check(given, case, causal, name, atol)

        return Scenario(name, {"cases": [wire(*case) for case in cases]}, None, judge, 20.0)

    def some(low: int, high: int) -> int:
        return rng.randint(low, high)

    square = some(3, 6)
    yield run("no mask", [(draw(dice, (2, some(1, 3), square, 8), square), False)])
    yield run("causal, square", [(draw(dice, (1, 2, square, 16), square), True)])
    yield run("queries behind a cache", [(draw(dice, (2, 2, n, 8), some(5, 8)), True) for n in (1, some(2, 3))])
    yield run(
        "random key mask", [(draw(dice, (3, 2, square, 8), square, mask="random"), causal) for causal in (False, True)]
    )
    yield run(
        "a row without any key",
        [(draw(dice, (2, 1, square, 8), square, mask="row"), causal) for causal in (False, True)],
    )
    yield run("float16", [(draw(dice, (1, 2, 5, 32), 5, half=True), True)], atol=0.02)
    large = draw(dice, (1, 1, 3, 64), 3, half=True)
    large["q"], large["k"] = np.full_like(large["q"], 30.0), np.full_like(large["k"], 60.0)
    yield run("large float16 scores", [(large, True)], atol=0.02)

    good = draw(dice, (2, 3, 4, 8), 4)
    bad = []
    for change in ({"k": (2, 2, 4, 8), "v": (2, 2, 4, 8)}, {"v": (2, 3, 5, 8)}, {"k": (1, 3, 4, 8), "v": (1, 3, 4, 8)}):
        bad.append({**good, **{name: dice.normal(size=size).astype(np.float32) for name, size in change.items()}})
    bad.append({**good, "k": good["k"].astype(np.float16), "v": good["v"].astype(np.float16)})
    wanted = [((2, 3, 4, 8), (2, 2, 4, 8)), ((2, 3, 4, 8), (2, 3, 5, 8)), ((2, 3, 4, 8), (1, 3, 4, 8)),
              ("float32", "float16")]  # fmt: skip

    def refusals(result: Any, world: Any) -> None:
        for given, parts in zip(result, wanted, strict=True):
            expect(
                given.get("error") == "ValueError" and all(str(part) in given["text"] for part in parts),
                expected=f"ValueError naming {parts[0]} and {parts[1]}", got=given.get("error", "a result"),
                case=f"{parts[0]} with {parts[1]}", cause="what does not fit is refused with both shapes or dtypes",
                read=READ, diagnosis="no-refusal",
            )  # fmt: skip

    yield Scenario("refusals", {"cases": [wire(case, False) for case in bad]}, None, refusals, 20.0)
