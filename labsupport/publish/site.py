"""`lab site`: docs/, the executed solution notebooks and what was measured as pages, built offline; a warning is an
error."""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from labsupport.errors import LabError
from labsupport.publish.pages import (
    api,
    cards,
    course,
    inspection,
    notebook,
    recall,
    results,
    retrieval,
    skills,
    status,
    terms,
    text,
)
from labsupport.settings import repo_root

STATIC = Path(__file__).with_name("static")  # style sheets and scripts of our own
TEMPLATES = Path(__file__).with_name("templates")
PORT = 8300

# Summaries of search results are fetched, which a browser refuses for pages opened as files; so none anywhere.
CONF = """
project = "AI engineering lab"
author = "the lab's contributors"
copyright = "prose and figures CC BY 4.0, code Apache-2.0"
language = "en"
extensions = ["myst_nb"]
exclude_patterns = ["downloads"]
mathjax_path = "mathjax/tex-svg.js"
html_theme = "sphinx_book_theme"
html_title = "AI engineering lab"
templates_path = {templates}
html_context = {{"rail": {rail}, "default_mode": "auto"}}
html_static_path = {static}
html_favicon = {icon!r}
html_css_files = {css}
html_js_files = {js}
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False
html_theme_options = {{"use_download_button": False, "use_fullscreen_button": False}}
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
""".lstrip()


def main(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab site [--out DIR] [--serve]`: build the pages; raises LabError with sphinx's messages if there is any
    warning."""
    parser = argparse.ArgumentParser(prog="lab site", description="Build the rendered pages, offline.")
    parser.add_argument("--out", type=Path, default=None, help="default: build/site")
    parser.add_argument("--serve", action="store_true", help="show the pages on this machine until Ctrl-C")
    parser.add_argument("--port", type=int, default=PORT, help=f"port for --serve, default {PORT}; 0 takes a free one")
    args = parser.parse_args(list(argv))
    root = root or repo_root()
    out = (args.out or root / "build" / "site").resolve()
    if args.out is not None:
        check_out(out)
    pages = make(root, out)
    print(f"built {pages} pages, open {out / 'index.html'}", flush=True)
    if args.serve:
        serve(out, args.port)
    return 0


def check_out(out: Path) -> None:
    """Raise LabError for a folder that holds anything but an older site: building the site replaces it whole."""
    if out.exists() and not out.is_dir():
        raise LabError(f"--out {out} is a file", "give a folder that is new, empty or an older site")
    if out.is_dir() and any(out.iterdir()) and not (out / "searchindex.js").is_file():
        raise LabError(f"--out {out} holds more than a site", "give a folder that is new, empty or an older site")


def make(root: Path, out: Path) -> int:
    """Collect the sources in a folder of their own, run sphinx, look at the pages; returns how many there are.

    The output replaces `out` only when everything went well.
    """
    with tempfile.TemporaryDirectory(prefix="lab-site-") as name:
        work = Path(name)
        collect(root, work / "source")
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", str(min(os.cpu_count() or 1, 4)),
                   "-b", "html", str(work / "source"), str(work / "html")]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            messages = (done.stderr or done.stdout).replace(str(work / "source"), "docs").strip()
            raise LabError(f"the site has problems\n{messages}", "mend the page that is named first")
        for page in (work / "html").rglob("*.html"):
            markup = page.read_text(encoding="utf-8").replace(' aria-label="Toggle hidden content"', "")
            page.write_text(scripts_last(markup), encoding="utf-8")
        inspection.refuse(work / "html")
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(work / "html", out, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo", "*.map"))
    return len(list(out.rglob("*.html")))


def collect(root: Path, folder: Path) -> None:
    """Write all sources of the site: docs/ with its fields filled in, stages, generated pages, index and conf.py."""
    found = course.load(root)
    shutil.copytree(root / "docs", folder, ignore=shutil.ignore_patterns("*.json"))
    written = sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md"))
    for page in written:
        _fill_page(found, folder, page)
    notebook.write(found, folder)
    measured = generated(found)
    for page, content in measured.items():
        (folder / f"{page}.md").write_text(content, encoding="utf-8")
    models, sheets = cards.write(root, folder)
    lists = {
        "models": models,
        "api": api.write(root / "labsupport", folder),
        "decisions": [page for page in written if page.startswith("decisions/")],
    }
    for page, inside in lists.items():
        (folder / f"{page}.md").write_text(_listing(*LISTS[page], inside), encoding="utf-8")

    def entry(page: str) -> Entry:
        return page, _title(folder / f"{page}.md"), [(one, _title(folder / f"{one}.md")) for one in lists.get(page, ())]

    guides = [page for page in written if page != "index" and page not in lists["decisions"]]
    rail = {
        "Stages": [
            (stage.page, f"{stage.number} {stage.title}",
             [(notebook.topic_page(topic), f"{topic} {title}") for topic, title in stage.topics.items()])
            for stage in found.stages
        ],
        "What was measured": [entry(page) for page in measured],
        "Reference": [entry(page) for page in ["models", *sheets, "api"]],
        "Guides": [entry(page) for page in [*guides, "decisions"]],
    }  # fmt: skip
    index = folder / "index.md"
    start = index.read_text(encoding="utf-8").rstrip() if index.is_file() else "# AI engineering lab"
    listed = "\n".join(page for pages in rail.values() for page, _, _ in pages)
    index.write_text(f"{start}\n\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n", encoding="utf-8")
    _write_conf(folder, list(rail.items()))


Entry = tuple[str, str, list[tuple[str, str]]]  # page, title, and the pages inside it

LISTS = {
    "api": (
        "Package reference",
        "Every module of `labsupport` with its public functions and classes, as their docstrings describe them.",
    ),
    "models": (
        "Model cards",
        "The models that come with the lab: what each was made from, and what it was measured to do.",
    ),
    "decisions": (
        "Decisions",
        "Why the lab is built as it is: one page a decision, with the figures behind it.",
    ),
}


def generated(found: course.Course) -> dict[str, str]:
    """The pages that are made from records, notebooks and ids: name -> Markdown."""
    return {
        "claims": results.ledger_page(found),
        "errata": results.errata_page(found),
        "failures": results.failures_page(found),
        "glossary": terms.glossary_page(found),
        "skills": skills.page(found),
        "review": recall.page(found),
        "status": status.page(found.root),
        **({"retrieval": retrieval.page(found.root)} if retrieval.path(found.root).exists() else {}),
    }


def _listing(title: str, intro: str, pages: Sequence[str]) -> str:
    listed = "\n".join(pages)
    tree = f"```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n" if pages else "None here.\n"
    return f"# {title}\n\n{intro}\n\n{tree}"


def _title(path: Path) -> str:
    """The first heading of a page. Raises LabError if there is none."""
    match = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.M)
    if match is None:
        raise LabError(f"docs/{path.name} has no title", "begin it with a line like `# Title`")
    return match[1].replace("`", "")


FIELD = re.compile(r"\{\{ *(\w+) *([^{}]*?) *\}\}")


def _fill_page(found: course.Course, folder: Path, page: str) -> None:
    """Fill in `{{ name argument }}` and link the ids of one written page. Raises LabError that names page and line."""
    path = folder / f"{page}.md"
    fields: Mapping[str, Callable[[str], str | None]] = {
        "figure": lambda id_: notebook.figure(found, id_, folder),
        "stages": lambda _: notebook.promises(found),
        "claims": lambda _: text.number(len(results.verdicts(found)), "claim"),
        "failures": lambda _: text.number(len(results.failures(found)), "failure lab"),
    }
    lines = []
    linked = found.linked(path.read_text(encoding="utf-8"), f"docs/{page}.md")
    for number, line in enumerate(linked.split("\n"), 1):
        place = f"docs/{page}.md:{number}"

        def fill(match: re.Match[str], place: str = place) -> str:
            value = fields[match[1]](match[2]) if match[1] in fields else None
            if value is None:
                raise LabError(f"{place}: nothing to fill in for {match[0]}", f"fields: {', '.join(fields)}")
            return value

        lines.append(FIELD.sub(fill, line))
    path.write_text("\n".join(lines), encoding="utf-8")


def _write_conf(folder: Path, rail: Sequence[tuple[str, list[Entry]]]) -> None:
    """Write conf.py; every style sheet and script in `static` is used on every page."""
    names = sorted(path.name for path in STATIC.glob("*"))
    static = [str(path) for path in (STATIC, folder / "_static") if path.is_dir()]
    files = {kind: [name for name in names if name.endswith(f".{kind}")] for kind in ("css", "js")}
    conf = CONF.format(templates=[str(TEMPLATES)], static=static, icon=str(STATIC / "icon.svg"), rail=rail, **files)
    (folder / "conf.py").write_text(conf, encoding="utf-8")


# the script that sets the colours has to come first; deferred ones are in nobody's way
SCRIPT = re.compile(r"[ \t]*<script(?! data-cfasync| defer)[^>]*>.*?</script>\n?", re.S)


def scripts_last(page: str) -> str:
    """A page with the scripts of its head moved before those at its end, so that none keeps the text from showing."""
    head, end, body = page.partition("</head>")
    before, marker, after = body.partition("<!-- Scripts loaded after <body>")
    if not marker:
        return page
    moved = "".join(match[0] for match in SCRIPT.finditer(head))
    return SCRIPT.sub("", head) + end + before + moved + marker + after


def server(folder: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server of a folder's files on loopback; port 0 takes a free one. Raises LabError if the port is taken."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    try:
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise LabError(f"port {port}: {error.strerror}", "give another one with --port, or --port 0") from error


def serve(folder: Path, port: int) -> None:
    """Show a folder on loopback until Ctrl-C."""
    with server(folder, port) as opened:
        print(f"http://127.0.0.1:{opened.server_port}/ (Ctrl-C stops it)", flush=True)
        try:
            opened.serve_forever()
        except KeyboardInterrupt:
            print()
