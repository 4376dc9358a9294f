"""The jobs of `lab grade` on a Dask scheduler. A worker needs the instructor's copy of the lab, the same as here.

Workers use only the full sandbox: a scheduler runs what anybody who reaches it sends, so an answer that sees the
network could have more than its zero. What a worker sends back is a dictionary of plain values.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from labsupport.errors import LabError
from labsupport.grading import hidden, sandbox
from labsupport.grading.hidden import Roots

CONNECT_S = 15


@dataclass(frozen=True)
class Order:
    """One answer to grade. `code` names the state of package and hidden check that the worker must have, too."""

    exercise_id: str
    parts: tuple[tuple[str, str], ...]
    seed: int
    code: str
    roots: Roots | None  # None: the worker's own copy of the lab


def code_hash(roots: Roots) -> str:
    """Changes with every Python file of the packages: visible checks, what an answer calls, and the grading itself."""
    total = hashlib.sha256()
    for package in roots.packages:
        for path in sorted(package.rglob("*.py")):
            total.update(path.relative_to(package.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


@functools.cache
def _own_code(roots: Roots) -> str:
    """Of this worker: read once, as its modules are imported once."""
    return code_hash(roots)


def state(roots: Roots, exercise_id: str, code: str) -> str:
    """A hash of the packages (`code`) and of the hidden check of one exercise."""
    return hashlib.sha256(code.encode() + roots.hidden_file(exercise_id).read_bytes()).hexdigest()


def work(order: Order) -> dict[str, Any]:
    """On a worker: the result as a dictionary, or {"problem": why there is none}."""
    roots = order.roots or Roots()
    try:
        level = sandbox.detect()
        if level.name != "bubblewrap":
            raise LabError(f"the worker offers only {level}", "install bubblewrap there")
        exercise = roots.exercise(order.exercise_id)
        check = hidden.load(order.exercise_id, roots)
        if state(roots, order.exercise_id, _own_code(roots)) != order.code:
            raise LabError("the worker's copy of the lab differs from this one", "update it and restart the worker")
        graded = hidden.grade_source(exercise, order.parts, order.seed, roots=roots, level=level, hidden=check)
        return asdict(asyncio.run(graded))
    except LabError as error:
        return {"problem": error.problem}


def run(orders: Sequence[Order], address: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(index of the order, what `work` returned), as they are done. LabError when the scheduler cannot be used."""
    try:
        from distributed import Client, as_completed
    except ModuleNotFoundError as error:
        raise LabError(
            f"--scheduler needs the package {error.name!r}, which is not installed", "run `make lab`, or leave it out"
        ) from None
    try:
        client: Any = Client(address, timeout=CONNECT_S)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise LabError(
            f"no Dask scheduler at {address} ({error})", "start one: `dask scheduler`, then workers"
        ) from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise LabError(f"the scheduler {address} has no workers", f"start some: `dask worker {address}`")
        futures = {client.submit(work, order, pure=False): number for number, order in enumerate(orders)}
        for future in as_completed(futures):  # type: ignore[no-untyped-call]
            if future.status == "finished":
                yield futures[future], future.result()
            else:
                why = type(future.exception()).__name__ if future.status == "error" else future.status
                yield futures[future], {"problem": f"the worker failed ({why})"}
