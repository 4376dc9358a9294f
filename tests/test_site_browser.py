"""The built stage page in a real browser: rendered text, figures and folds, and nothing loaded from outside."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from labsupport import settings
from labsupport.publish import site

STAGE = settings.repo_root() / "solutions" / "01_async_python.py"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-features=NetworkTimeServiceQuerying",
    "--virtual-time-budget=4000",
]  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: none was found on PATH")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "html"
    assert site.main(["--out", str(out)]) == 0
    return out / "stages" / "01_async_python.html"


def chromium(page: Path, profile: Path, *flags: str) -> str:
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_the_page_renders_with_figures_folds_and_scripts(page: Path, tmp_path: Path) -> None:
    dom = chromium(page, tmp_path, "--dump-dom")
    assert "01 Production Python and async architecture" in dom
    assert re.search(r'<html[^>]*data-theme="(light|dark)"', dom)  # set by the theme's script: it ran
    figures = re.findall(r'<figure id="fig-[^"]+".*?<img [^>]*alt="([^"]+)"', dom, flags=re.S)
    assert len(figures) == len(re.findall(r"^with figure\(", STAGE.read_text(), flags=re.M)) > 0
    assert min(map(len, figures)) > 80
    assert dom.count("<details") > 20  # answers of the review questions and data tables


def test_the_page_loads_nothing_from_outside(page: Path, tmp_path: Path) -> None:
    """Looks at the page after its scripts ran; Chromium's own update checks are not the page's doing."""
    dom = chromium(page, tmp_path, "--dump-dom")
    loaded = re.findall(r'<(?:img|script|iframe|source|video|audio|embed)\b[^>]*?\bsrc="([^"]*)"', dom)
    loaded += re.findall(r'<link\b[^>]*?\bhref="([^"]*)"', dom)
    assert loaded
    assert not [url[:100] for url in loaded if re.match(r"(https?:)?//", url)]
