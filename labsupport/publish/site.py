"""`lab site`: docs/ and the executed solution notebooks as pages, built offline; a warning is an error."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.publish import build, source
from labsupport.settings import repo_root

MATHJAX = Path("docs") / "_static" / "mathjax" / "tex-svg.js"

CONF = """
project = "AI engineering lab"
author = "the lab's contributors"
copyright = "prose and figures CC BY 4.0, code Apache-2.0"
extensions = ["myst_nb"]
html_theme = "sphinx_book_theme"
html_title = "AI engineering lab"
html_show_sourcelink = False
html_theme_options = {{"show_navbar_depth": 2, "use_download_button": False, "use_fullscreen_button": False}}
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
language = "en"
{mathjax}
""".lstrip()


def main(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab site [--out DIR]`: build the pages; raises LabError with sphinx's messages if there is any warning."""
    parser = argparse.ArgumentParser(prog="lab site", description="Build the rendered pages, offline.")
    parser.add_argument("--out", type=Path, default=None, help="default: build/site")
    args = parser.parse_args(list(argv))
    root = root or repo_root()
    out = (args.out or root / "build" / "site").resolve()
    if args.out is not None:
        check_out(out)
    pages = make(root, out)
    print(f"built {pages} pages, open {out / 'index.html'}")
    return 0


def check_out(out: Path) -> None:
    """Raise LabError for a folder that holds anything but an older site: building the site replaces it whole."""
    if out.exists() and not out.is_dir():
        raise LabError(f"--out {out} is a file", "give a folder that is new, empty or an older site")
    if out.is_dir() and any(out.iterdir()) and not (out / "searchindex.js").is_file():
        raise LabError(f"--out {out} holds more than a site", "give a folder that is new, empty or an older site")


def make(root: Path, out: Path) -> int:
    """Collect the sources in a folder of their own, run sphinx, refuse links that load from outside; returns pages.

    The output replaces `out` only when everything went well.
    """
    with tempfile.TemporaryDirectory(prefix="lab-site-") as name:
        work = Path(name)
        collect(root, work / "source")
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html",
                   str(work / "source"), str(work / "html")]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            messages = (done.stderr or done.stdout).replace(str(work / "source"), "docs").strip()
            raise LabError(f"the site has problems\n{messages}", "mend the page that is named first")
        outside = sorted({link for page in (work / "html").rglob("*.html") for link in loads_from_outside(page)})
        if outside:
            raise LabError(f"pages load from outside: {', '.join(outside)}", "ship the file under docs/_static")
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(work / "html", out, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))
    return len(list(out.rglob("*.html")))


def collect(root: Path, folder: Path) -> None:
    """Copy docs/*.md and _static, write the notebooks as pages, the index and conf.py."""
    shutil.copytree(root / "docs", folder, ignore=shutil.ignore_patterns("*.json", "index.md"))
    chapters = []
    for path in source.find_stages(root):
        made = build.read_notebook(path.with_suffix(".ipynb"))
        if made is not None:
            build.save(folder / "stages" / f"{path.stem}.ipynb", build.dumps(as_page(made)))
            chapters.append(f"stages/{path.stem}")
    guides = sorted(p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md"))
    (folder / "index.md").write_text(index_page(root, chapters, guides), encoding="utf-8")
    if (root / MATHJAX).is_file():
        mathjax = 'mathjax_path = "mathjax/tex-svg.js"'
    else:  # formulas stay as text; loading MathJax from outside is no choice
        mathjax = 'extensions.append("labsupport.publish.plain_math")\nhtml_math_renderer = "plain"'
    static = 'html_static_path = ["_static"]\n' if (folder / "_static").is_dir() else ""
    (folder / "conf.py").write_text(CONF.format(mathjax=mathjax) + static, encoding="utf-8")


def as_page(made: dict[str, Any]) -> dict[str, Any]:
    """A notebook as a page: one title, headings in order, no tag that means something else to the renderer."""
    cells = []
    level = 0
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            text, level = ordered_headings(cell["source"], level)
            cell = {**cell, "source": text}
        cells.append({**cell, "metadata": {k: v for k, v in cell["metadata"].items() if k != "tags"}})
    return {**made, "cells": cells}


def ordered_headings(text: str, level: int) -> tuple[str, int]:
    """Headings of a Markdown text so that none is more than one level below the one before."""
    lines = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= line.startswith("```")
        match = re.match(r"(#+) (.*)", line)
        if match and not fenced:
            level = min(len(match[1]), level + 1)
            line = f"{'#' * level} {match[2]}"
        lines.append(line)
    return "\n".join(lines), level


def index_page(root: Path, chapters: Sequence[str], guides: Sequence[str]) -> str:
    """The first page: one sentence and the two lists."""
    own = root / "docs" / "index.md"
    text = own.read_text(encoding="utf-8").rstrip() if own.is_file() else "# AI engineering lab"
    for caption, names in (("Stages", chapters), ("Guides", guides)):
        if names:
            listed = "\n".join(names)
            text += f"\n\n```{{toctree}}\n:caption: {caption}\n:maxdepth: 2\n\n{listed}\n```"
    return text + "\n"


def loads_from_outside(page: Path) -> list[str]:
    """Addresses of scripts, styles, images and fonts that a page would fetch from another host."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"<(?:script|img|iframe|source)[^>]+src=[\"'](https?://[^\"']+)", text)
    found += [
        href
        for tag in re.findall(r"<link[^>]+>", text)
        if re.search(r"rel=[\"'](?:stylesheet|preload|icon)", tag)
        for href in re.findall(r"href=[\"'](https?://[^\"']+)", tag)
    ]
    return found
