"""Batches drawn ahead of time by worker processes, handed over in shared memory.

A batch has some 35 MB; through a pipe that would take longer than the step that uses it. Each worker owns a file with
room for a few batches; only its number and the shapes travel through queues.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from labsupport.models.vision import data
from labsupport.models.vision.data import Batch, Plan

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ROOM = 2  # batches that a worker may be ahead


def _bytes(plan: Plan) -> int:
    """Room for one batch: pixels and labels of every patch, and texts."""
    return max(plan.patches, 10_000) * (data.PATCH**2 + 2 * data.SLOTS[0] * data.SLOTS[1] + 1) + 2**22


def _work(path: str, text: str, plan: Plan, first: int, stride: int, free: Any, ready: Any) -> None:
    """A worker: the batches `first`, `first + stride`, ... in order."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(text)
    memory = np.memmap(path, dtype=np.uint8, mode="r+")
    for step in itertools.count(first, stride):
        made = data.batch(tokenizer, plan, step)
        slot = free.get()
        at, shapes = slot * _bytes(plan), []
        for array in made:
            memory[at : at + array.nbytes] = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
            shapes.append((at, array.nbytes, array.dtype.str, array.shape))
            at += -(-array.nbytes // 64) * 64  # aligned
        ready.put((slot, shapes))


def batches(tokenizer: Tokenizer, plan: Plan, first: int, workers: int) -> Iterator[Batch]:
    """The batches from step `first` on, made by `workers` processes, or one by one when there are none. A batch must be
    copied before the next is taken: its memory is used again.

    Raises RuntimeError when a worker has died.
    """
    if not workers:
        for step in itertools.count(first):
            yield data.batch(tokenizer, plan, step)
    from multiprocessing import get_context
    from queue import Empty

    need = workers * ROOM * _bytes(plan)
    fast = Path("/dev/shm")  # memory; a container may have little of it, then files must do
    where = fast if fast.is_dir() and shutil.disk_usage(fast).free > 1.2 * need else None
    spawn = get_context("spawn")  # a fork would copy torch's threads in an unknown state
    with tempfile.TemporaryDirectory(prefix="lab-vision-", dir=where) as folder:
        makers, memories, frees, readies = [], [], [], []
        for number in range(workers):
            path = Path(folder) / str(number)
            memories.append(np.memmap(path, dtype=np.uint8, mode="w+", shape=(ROOM * _bytes(plan),)))
            free, ready = spawn.Queue(), spawn.Queue()
            for slot in range(ROOM):
                free.put(slot)
            makers.append(spawn.Process(
                target=_work, daemon=True,
                args=(str(path), tokenizer.to_str(), plan, first + number, workers, free, ready),
            ))  # fmt: skip
            frees.append(free)
            readies.append(ready)
        try:
            for maker in makers:
                maker.start()
            for number in itertools.cycle(range(workers)):
                while True:
                    try:
                        slot, shapes = readies[number].get(timeout=5)
                        break
                    except Empty:
                        if not makers[number].is_alive():
                            code = makers[number].exitcode
                            raise RuntimeError(f"a process that draws batches ended with code {code}") from None
                memory = memories[number]
                yield Batch(*(memory[at : at + n].view(kind).reshape(shape) for at, n, kind, shape in shapes))
                frees[number].put(slot)
        finally:
            for maker in makers:
                maker.terminate()
            for maker in makers:
                maker.join()
