"""Fixtures for every test: a lab home of its own, and the real services for tests marked `services`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from labsupport import offline, services, settings
from labsupport.services import control
from labsupport.services.state import Paths

MARKERS = {
    "services": "needs the real services (vLLM, Redis); use the fixture lab_services",
    "sandbox": "needs the strongest isolation level for graded code",
    "browser": "needs a Chromium",
}
_HOME = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    for name, text in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {text}")
    offline.apply()
    if not os.environ.get("LAB_HOME"):  # workers of xdist inherit the controller's
        config.stash[_HOME] = Path(tempfile.mkdtemp(prefix="lab-home-"))
        os.environ["LAB_HOME"] = str(config.stash[_HOME])


def pytest_unconfigure(config: pytest.Config) -> None:
    home = config.stash.get(_HOME, None)
    if home is not None:
        os.environ.pop("LAB_HOME", None)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def lab_home() -> Path:
    """The lab home of this test run: $LAB_HOME if it was set, else a temporary folder."""
    return settings.load().home


@pytest.fixture(scope="session")
def lab_services(lab_home: Path) -> Iterator[dict[str, services.Endpoint]]:
    """Endpoints of what stage 01 needs. Services that ran before in this lab home stay up, others are stopped."""
    ran_before = control.running(Paths(lab_home)) is not None
    endpoints = services.up(services.NEEDS["01"])
    try:
        yield endpoints
    finally:
        if not ran_before:
            services.down()
