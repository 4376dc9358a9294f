"""Hidden check for 02.1.e3: the parent sends a script of operations, and reads the bytes that a torch mode saw."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.1 The cache, step by step"

DRIVER = """
import torch
from torch.utils._python_dispatch import TorchDispatchMode


class Moved(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.bytes = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        made = func(*args, **(kwargs or {}))
        returns = func._schema.returns
        for kind, x in zip(returns, made if isinstance(made, (tuple, list)) else (made,)):
            fresh = kind.alias_info is None or kind.alias_info.is_write
            if fresh and isinstance(x, torch.Tensor):
                self.bytes += x.numel() * x.element_size()
        return made


async def drive(KVCache, call, args):
    torch.set_num_threads(1)
    return [follow(KVCache, *run) for run in args["runs"]]


def follow(KVCache, shape, ops):
    layers, heads, dim, length, dtype, batch = shape
    cache = KVCache(layers, heads, dim, length, getattr(torch, dtype), batch=batch)
    log, held = [["nbytes", int(cache.nbytes)]], []

    def content(x):
        return [list(x.shape), x[:, :, :, 0].flatten().float().tolist()]

    for step, op in enumerate(ops):
        try:
            if op[0] == "append":
                _, layer, values, wrong = op
                rows = torch.tensor(values, dtype=getattr(torch, wrong.get("dtype", dtype)))
                k = rows[None, None, :, None].expand(batch, wrong.get("heads", heads), len(values), dim).clone()
                k = k + torch.arange(batch)[:, None, None, None].to(k.dtype) * 100
                k = k + torch.arange(k.shape[1])[None, :, None, None].to(k.dtype) * 10
                v = -k
                with Moved() as moved:
                    views = cache.append(layer, k, v)
                held.append((step, views, [content(x) for x in views]))
                log.append(["append", content(views[0]), content(views[1]), moved.bytes, k.nbytes + v.nbytes,
                            views[0].untyped_storage().data_ptr()])
            elif op[0] == "crop":
                cache.crop(op[1])
                held = [(s, v, c) for s, v, c in held if c[0][0][2] <= op[1]]
                log.append(["crop"])
        except Exception as error:
            log.append(["error", type(error).__name__])
        log[-1].append(int(cache.length))
    stale = [s for s, views, kept in held if [content(x) for x in views] != kept]
    return {"log": log, "stale": stale, "nbytes": int(cache.nbytes)}
"""

SIZES = {"float32": 4, "float16": 2, "float64": 8}
Shape = tuple[int, int, int, int, str, int]


class Model:
    """What a cache must do, with lists."""

    def __init__(self, shape: Shape) -> None:
        self.layers, self.heads, self.dim, self.most, self.dtype, self.batch = shape
        self.held: list[list[float]] = [[] for _ in range(self.layers)]

    @property
    def length(self) -> int:
        return min(map(len, self.held))

    @property
    def nbytes(self) -> int:
        return 2 * self.layers * self.heads * self.dim * self.most * self.batch * SIZES[self.dtype]

    def apply(self, op: list[Any]) -> tuple[str, list[float]]:
        if op[0] == "crop":
            if not 0 <= op[1] <= self.length:
                return "ValueError", []
            self.held = [row[: op[1]] for row in self.held]
            return "", []
        _, layer, values, wrong = op
        if wrong:
            return "ValueError", []
        if len(self.held[layer]) + len(values) > self.most:
            return "CacheFull", []
        self.held[layer] += values
        return "", list(self.held[layer])

    def content(self, row: list[float], sign: float) -> list[float]:
        return [sign * (x + 100 * b + 10 * h) for b in range(self.batch) for h in range(self.heads) for x in row]


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def shape(most: int, **fixed: Any) -> Shape:
        return (
            fixed.get("layers", rng.randint(2, 4)), rng.choice([1, 2, 3]), rng.choice([4, 8]), most,
            fixed.get("dtype", "float32"), fixed.get("batch", rng.choice([1, 2])),
        )  # fmt: skip

    def values(n: int) -> list[float]:
        return [float(rng.randint(1, 9)) for _ in range(n)]

    runs: list[tuple[Shape, list[list[Any]], str]] = []  # in one process: the mode that sees bytes is slow to import
    kind = shape(rng.randint(9, 14))
    parts = [rng.randint(2, 4), 1, 2, 1]
    passes: list[list[Any]] = [["append", layer, values(n), {}] for n in parts for layer in range(kind[0])]
    runs.append((kind, passes, "wrong-content"))  # a pass fills one layer after the other
    kind = shape(64, layers=1, batch=1)
    runs.append((kind, [["append", 0, values(1), {}] for _ in range(64)], "wrong-content"))  # many single steps
    kind = shape(rng.randint(5, 8), dtype="float16")
    runs.append((kind, [["append", i, values(2), {}] for i in range(kind[0])], "wrong-content"))  # half precision
    kind = shape(6, layers=2)
    overflow = [["append", i, values(4), {}] for i in range(2)] + [["append", 0, values(3), {}]]
    overflow += [["append", i, values(2), {}] for i in range(2)] + [["append", 1, values(1), {}]]
    runs.append((kind, overflow, "no-cache-full"))  # more than fits, then what fits
    kind = shape(8, layers=2)
    crops: list[list[Any]] = [["append", i, values(5), {}] for i in range(2)] + [["crop", rng.randint(1, 3)]]
    crops += [["append", i, values(3), {}] for i in range(2)] + [["crop", 9], ["crop", -1], ["crop", 0]]
    crops += [["append", i, values(8), {}] for i in range(2)]
    runs.append((kind, crops, "crop-wrong"))  # crop and go on
    kind = shape(8, layers=1)
    wrong = [["append", 0, values(2), {}], ["append", 0, values(1), {"heads": kind[1] + 1}],
             ["append", 0, values(1), {"dtype": "float64"}], ["append", 0, values(1), {}]]  # fmt: skip
    runs.append((kind, wrong, "no-refusal"))  # what does not fit the cache

    def judge(result: Any, world: Any) -> None:
        for seen, (kind, ops, slug) in zip(result, runs, strict=True):
            follow(seen, Model(kind), ops, slug)

    yield Scenario("scripts of operations", {"runs": [run[:2] for run in runs]}, None, judge, 30.0)


def follow(result: Any, model: Model, ops: list[list[Any]], slug: str) -> None:
    log = result["log"]
    for got in (log[0][1], result["nbytes"]):
        expect(
            got == model.nbytes, expected=model.nbytes, got=got, case="nbytes",
            cause="nbytes is what was reserved: K, V, layers, KV heads (not query heads), max_len, bytes of a number",
            read=READ, diagnosis="nbytes-wrong",
        )  # fmt: skip
    places: dict[int, set[int]] = {}
    cropped = False
    for number, (op, seen) in enumerate(zip(ops, log[1:], strict=True)):
        case = f"operation {number}: {op[0]}"
        error, row = model.apply(op)
        cropped |= op[0] == "crop"
        got_error = seen[1] if seen[0] == "error" else ""
        cause = {
            "CacheFull": "an append beyond max_len must raise CacheFull",
            "ValueError": "a crop or tensors that do not fit must be refused",
        }.get(error, "an operation in order raises")
        expect(
            got_error == error, expected=error or "no exception", got=got_error or "no exception", case=case,
            cause=cause, read=READ,
            diagnosis="no-cache-full" if error == "CacheFull" else "no-refusal" if error and op[0] == "append"
            else "crop-wrong" if op[0] == "crop" else slug,
        )  # fmt: skip
        expect(
            seen[-1] == model.length, expected=model.length, got=seen[-1], case=f"{case}: length",
            cause="length is what every layer holds; an operation that failed changes nothing", read=READ,
            diagnosis="partial-write" if error else "crop-wrong" if cropped else "wrong-length",
        )  # fmt: skip
        if op[0] != "append" or error:
            continue
        wants = [[[model.batch, model.heads, len(row), model.dim], model.content(row, sign)] for sign in (1.0, -1.0)]
        expect(
            seen[1:3] == wants, expected=f"{len(row)} positions of layer {op[1]}", got="others", case=case,
            cause="the views do not hold the layer's positions in the order of appending", read=READ, diagnosis=slug,
        )  # fmt: skip
        moved, new = seen[3], seen[4]
        expect(
            moved <= 3 * new + 1024, expected=f"about {new} bytes written", got=f"{moved} bytes", case=case,
            cause="the whole history is copied in each step", read=READ, diagnosis="copies-history",
        )  # fmt: skip
        places.setdefault(op[1], set()).add(seen[5])
    expect(
        all(len(found) == 1 for found in places.values()), expected="memory reserved once", got="new memory in a step",
        case="all appends", cause="the history is joined into new memory in each step", read=READ,
        diagnosis="copies-history",
    )  # fmt: skip
    expect(
        not result["stale"], expected="views stay as they were", got=f"changed: those of steps {result['stale'][:5]}",
        case="views that were held", cause="a later append moved or overwrote positions that were handed out",
        read=READ, diagnosis="view-mutated",
    )  # fmt: skip
