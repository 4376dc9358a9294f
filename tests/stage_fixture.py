"""A tiny stage 99 in a temporary folder: source, exercise definition, reference, hidden check and mutants."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from labsupport.lab import exercises
from labsupport.publish import ids

REFERENCE = '''"""Reference of the fixture stage."""

from __future__ import annotations

import asyncio
import math
from collections import Counter as Tally
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Total:
    """A sum with its count."""

    value: float
    count: int


def _square_all(values: Sequence[float]) -> list[float]:
    return [math.pow(value, 2) for value in values]


def sum_of_squares(values: Sequence[float]) -> Total:
    """Sum of the squares of `values`; raises ValueError if there are none."""
    # a comment that tells how
    if not values:
        raise ValueError("no values at all")
    squares = _square_all(values)
    return Total(math.fsum(squares), len(values))


class Counter:
    """Counts up from a start."""

    def __init__(self, start: int = 0) -> None:
        self.value = start

    async def step(self, by: int = 1) -> int:
        """Add `by` and return the value; at least 1."""
        # BEGIN SOLUTION
        await asyncio.sleep(0)
        self.value = deque([self.value + max(by, 1)]).pop() + Tally().total()
        # END SOLUTION
        return self.value
'''

EXERCISES = """
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect, run_async


def check_sum(sum_of_squares):
    got = sum_of_squares([3.0, 4.0])
    expect(got.value == 25.0, expected=25.0, got=got.value, case="[3.0, 4.0]", cause="values are not squared",
           read="99.1 Sums", diagnosis="not-squared")


def check_step(Counter):
    async def go():
        counter = Counter(2)
        return await counter.step(0)
    got = run_async(go)
    expect(got == 3, expected=3, got=got, case="step(0)", cause="no lower limit", diagnosis="no-minimum")


HINTS = ("Think of the length of a vector.", "Square first, then add.", "Map each value to its square and use fsum.")
EXERCISES = (
    Exercise(id="99.1.e1", title="Sum of squares", reference=("fixture_reference:sum_of_squares",), difficulty=1,
             minutes=5, task="Return the sum of the squares as a `Total`.", gotchas=("An empty list is an error.",),
             hints=HINTS, section="99.1 Sums", checks=(Check("sums squares", check_sum),), time_limit_s=2.0),
    Exercise(id="99.1.e2", title="Counter", reference=("fixture_reference:Counter.step",), difficulty=2, minutes=5,
             task="Add at least one.", hints=HINTS, checks=(Check("steps by one at least", check_step),)),
)
QUESTIONS = (
    Question(id="99.1.q1", text="What is three squared?", answer="Nine, three times three.",
             choices=(Choice("six, its double", False, "that is a sum"), Choice("nine", True, "three times three"),
                      Choice("twenty-seven", False, "that is the cube"))),
)
"""

SETUP = """
import os
import sys

sys.path.insert(0, os.environ["FIXTURE_ROOT"])
from labsupport.lab import begin, claim, exercise, exercises, hint, record, review, say

exercises.__path__.append(os.environ["FIXTURE_ROOT"])
""".strip()

SOURCE = f"""# A stage for tests.

# %% [markdown]
# # Fixture stage
# By the end you will have shown that nine is the square of three.

# %% kind="setup"
{SETUP}

# %% kind="parameters"
pace = "full"
seed = 0

# %%
session = begin("99", pace=pace, seed=seed)

# === TOPIC 99.1 ===

# %% [markdown] topic="99.1"
# ## 99.1 Sums
# What is the length of a vector?

# %% id="99.1.x1"
squares = [value**2 for value in (1, 2, 3)]
print(squares)

# %% exercise="99.1.e1"

# %% exercise="99.1.e2"

# %% id="99.1.x1"
got = sum_of_squares([1.0, 2.0])
record("99.1.x1.total", got.value, expected=5.0, band=(4.0, 6.0), naive=3.0)
claim("99.1.c1", "holds", value=got.value, note="it adds squares.")

# %%
print(await Counter(1).step())

# %% tags="run-only"
import time

print(time.perf_counter())
say("The total was {{99.1.x1.total:.1f}}.")

# %% kind="review"
review("99.1")

# %% [markdown] kind="recap"
# - squares add
# - counters step

# === TOPIC 99.2 ===

# %% [markdown] topic="99.2"
# ## 99.2 Alone
# Does this topic run alone?

# %% id="99.2.x1"
from fixture_reference import sum_of_squares as reference_sum

print(reference_sum([2.0]).value)
"""


def write(root: Path) -> Path:
    """Write the whole fixture under `root`; returns the stage source."""
    for folder in ("solutions/hidden/99", "notebooks", "docs", "s99"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for exercise_id in ("99.1.e1", "99.1.e2"):
        (root / "solutions/hidden/99" / f"{exercise_id.replace('.', '_')}.py").write_text("DRIVER = ''\n")
        folder = root / "solutions/mutants" / exercise_id
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("wrong_a", "wrong_b", "wrong_c", "wrong_d", "right_a", "right_b"):
            (folder / f"{name}.py").write_text(f"# {name}\n")
    (root / "fixture_reference.py").write_text(REFERENCE)
    (root / "s99" / "__init__.py").write_text(EXERCISES)
    index = {
        "99": {
            "title": "Fixture",
            "topics": {
                "99.1": {
                    "title": "Sums",
                    "ids": ["99.1.x1", "99.1.e1", "99.1.e2", "99.1.q1", "99.1.c1"],
                    "claims": {"99.1.c1": "nine is the square of three"},
                },
                "99.2": {"title": "Alone", "ids": ["99.2.x1"]},
            },
        }
    }
    (root / "ids.json").write_text(json.dumps(index))
    path = root / "solutions" / "99_fixture.py"
    path.write_text(SOURCE)
    return path


@pytest.fixture
def stage_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The fixture stage's root, with its own lab home and curriculum index."""
    write(tmp_path)
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIXTURE_ROOT", str(tmp_path))
    monkeypatch.delenv("LAB_STRICT", raising=False)
    monkeypatch.setattr(ids, "CURRICULUM", tmp_path / "ids.json")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(exercises, "__path__", [*exercises.__path__, str(tmp_path)])
    yield tmp_path
    for name in ("fixture_reference", "labsupport.lab.exercises.s99"):
        sys.modules.pop(name, None)
    if hasattr(exercises, "s99"):
        delattr(exercises, "s99")
