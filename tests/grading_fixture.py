"""Fixtures of the grading tests: the fixture exercises, and the strongest isolation."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from grading_class import FIXTURE

from labsupport.grading import sandbox
from labsupport.grading.hidden import Roots
from labsupport.settings import repo_root


@pytest.fixture(scope="session")
def roots() -> Iterator[Roots]:
    sys.path.insert(0, str(FIXTURE))
    yield replace(
        Roots(),
        hidden=FIXTURE / "hidden",
        mutants=FIXTURE / "mutants",
        packages=(FIXTURE / "gradefix", repo_root() / "labsupport"),
        modules="gradefix.s{stage}",
    )
    sys.path.remove(str(FIXTURE))


@pytest.fixture(scope="session")
def boxed() -> sandbox.Level:
    """The bubblewrap level; missing is a failure in CI and a skip on a machine without it."""
    level = sandbox.detect()
    if level.name != "bubblewrap":
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the sandbox tests: {level}")
        pytest.skip(str(level))
    return level
