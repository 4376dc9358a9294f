"""The kill-rate matrix: every wrong variant rejected with its diagnosis, every right one accepted, the stub at zero.

`python -m labsupport.grading.matrix [ID ...]` prints it. A wrong variant has to fall to the hidden check alone, since
visible checks run in the learner's own process; its declared slugs may come from either.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from labsupport.errors import LabError
from labsupport.grading import hidden, sandbox
from labsupport.grading.hidden import HiddenResult, Roots
from labsupport.lab.check import Exercise
from labsupport.publish.inject import import_block, inject

MIN_WRONG, MIN_RIGHT = 4, 2
WORKERS = 2
FIRST_LINE = re.compile(r"^# (?:(right)|diagnosis: *([a-z0-9][a-z0-9-]*(?: *, *[a-z0-9][a-z0-9-]*)*)) *$")


@dataclass(frozen=True)
class Variant:
    """One answer whose verdict is known. `slugs` are the diagnoses that must be reported."""

    name: str
    kind: Literal["wrong", "right", "stub"]
    source: str
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A variant, what happened, and what is not as it should be (empty when all is well)."""

    variant: Variant
    result: HiddenResult
    problem: str


def reference_source(exercise: Exercise, *, stub: bool = False) -> str:
    """The reference (or the learner's stub) as one source text with its imports."""
    parts = [inject(target, exercise.id, exercise.names) for target in exercise.reference]
    parts = list({part.name: part for part in parts}.values())
    imports = frozenset[str]().union(*(p.stub_imports if stub else p.solution_imports for p in parts))
    head = "from __future__ import annotations\n" + import_block(imports)
    return "\n\n\n".join([head, *(p.stub if stub else p.solution for p in parts)]) + "\n"


def variants(exercise: Exercise, roots: Roots) -> list[Variant]:
    """Mutants, right variants, reference and stub. LabError when there are too few or a first line is wrong."""
    folder = roots.mutants / exercise.id
    found = [Variant("reference", "right", reference_source(exercise))]
    found.append(Variant("stub", "stub", reference_source(exercise, stub=True)))
    for path in sorted(folder.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        match = FIRST_LINE.match(source.partition("\n")[0])
        kind: Literal["wrong", "right"] = "right" if path.stem.startswith("right_") else "wrong"
        if match is None or bool(match[1]) != (kind == "right") or not path.stem.startswith(f"{kind}_"):
            raise LabError(
                f"{path} does not begin with a line that fits its name",
                "`# diagnosis: slug` in wrong_NAME.py, `# right` in right_NAME.py",
            )
        slugs = tuple(s.strip() for s in (match[2] or "").split(",") if s.strip())
        found.append(Variant(path.stem, kind, source, slugs))
    wrong = sum(v.kind == "wrong" for v in found)
    right = sum(v.kind == "right" for v in found) - 1
    if wrong < MIN_WRONG or right < MIN_RIGHT:
        raise LabError(
            f"exercise {exercise.id} has {wrong} wrong and {right} right variants in {folder}",
            f"write at least {MIN_WRONG} wrong_*.py and {MIN_RIGHT} right_*.py",
        )
    return found


def problem_of(variant: Variant, result: HiddenResult) -> str:
    """What is not as it should be, or an empty string."""
    failed = "; ".join(f"{v.name}: {v.diagnosis} ({v.got})" for v in (*result.visible, *result.hidden) if not v.passed)
    if variant.kind == "right":
        return "" if result.passed else f"a right answer is rejected: {failed}"
    if result.passed:
        return "accepted"
    if variant.kind == "stub":
        return "" if "not-attempted" in result.diagnoses else "an untouched stub is not told that it is one"
    if result.hidden_passed:
        return "rejected by the visible checks only, which run in the learner's process"
    if missing := [slug for slug in variant.slugs if slug not in result.diagnoses]:
        return f"not diagnosed as {', '.join(missing)} but as {', '.join(result.diagnoses)}"
    return ""


async def _rows(exercise: Exercise, seed: int, roots: Roots, level: sandbox.Level, workers: int) -> list[Row]:
    check = hidden.load(exercise.id, roots)
    todo = list(enumerate(variants(exercise, roots)))[::-1]
    rows: dict[int, Row] = {}

    async def worker() -> None:
        # our own variants may share a sandbox (each scenario is a fork of it); submissions never do
        box = hidden.make_box(exercise, roots=roots, level=level)
        try:
            while todo:
                number, variant = todo.pop()
                result = await hidden.grade_source(
                    exercise, variant.source, seed, roots=roots, level=level, hidden=check, box=box
                )
                rows[number] = Row(variant, result, problem_of(variant, result))
        finally:
            await box.close()

    await asyncio.gather(*(worker() for _ in range(workers)))
    return [rows[number] for number in sorted(rows)]


def run(
    exercise_id: str,
    *,
    seed: int | None = None,
    roots: Roots | None = None,
    level: sandbox.Level | None = None,
    workers: int = WORKERS,
) -> list[Row]:
    """The matrix of one exercise. Raises LabError when its hidden check or variants are missing."""
    roots = roots or Roots()
    seed = random.SystemRandom().randrange(1 << 31) if seed is None else seed
    return asyncio.run(_rows(roots.exercise(exercise_id), seed, roots, level or sandbox.detect(), workers))


def table(rows: Sequence[Row]) -> list[str]:
    """One line a variant and a closing line with the rates."""
    lines = []
    for row in rows:
        verdict = "accepted" if row.result.passed else f"rejected: {', '.join(row.result.diagnoses)}"
        mark = "ok " if not row.problem else "BAD"
        lines.append(f"  {mark} {row.variant.name:<28} {row.result.seconds:5.1f} s  {verdict}")
        if row.problem:
            lines.append(f"      {row.problem}")
    counts = []
    for kind, good in (("wrong", "killed"), ("right", "accepted"), ("stub", "at zero")):
        mine = [row for row in rows if row.variant.kind == kind]
        counts.append(f"{sum(not row.problem for row in mine)}/{len(mine)} {kind} {good}")
    return [*lines, "  " + ", ".join(counts)]


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m labsupport.grading.matrix [ID ...] [--seed S] [--seeds N]`: kill rates, for N seeds from S on.

    Without a seed one is drawn. Submissions are graded with drawn seeds, so a check has to hold for every one.
    """
    import argparse

    parser = argparse.ArgumentParser(prog="python -m labsupport.grading.matrix", description=main.__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args(argv)
    first = random.SystemRandom().randrange(1 << 31) if options.seed is None else options.seed
    bad = 0
    for exercise_id, seed in itertools.product(options.exercises or Roots().ids(), range(first, first + options.seeds)):
        try:
            rows = run(exercise_id, seed=seed)
        except LabError as error:
            print(f"{exercise_id}\n  BAD {error}")
            bad += 1
            continue
        print(f"{exercise_id}  seed {rows[0].result.seed}  isolation {rows[0].result.level}", *table(rows), sep="\n")
        bad += sum(bool(row.problem) for row in rows)
    return int(bad > 0)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        raise SystemExit(2) from None
