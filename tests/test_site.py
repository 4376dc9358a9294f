"""The rendered pages: built offline, warnings fatal, nothing loaded from outside, every place a link names is there."""

from __future__ import annotations

import base64
import json
import threading
import urllib.request
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

import pytest

from labsupport import settings
from labsupport.errors import LabError
from labsupport.publish import build, ids, site
from labsupport.publish.pages import api, cards, course, inspection, notebook, results, skills, status, terms

pytest_plugins = ["stage_fixture"]

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAADklEQVR4nGP4DwMMcBYAs2AR7za3GVIAAAAASUVORK5CYII="  # 3 by 2
SHOWN = (
    '<figure id="fig-99-1-x1" style="x"><img style="y" alt="a line; it rises; to nine" '
    f'src="data:image/png;base64,{PNG}"><figcaption>Figure 99.1.x1: Squares</figcaption></figure>'
)


def with_outputs(root):
    """Build the fixture stage and give every cell an output; one prints a verdict, one shows a figure."""
    build.main(["99"], root=root)

    def executed(made):
        for cell in made["cells"]:
            if cell["cell_type"] == "code":
                said = "claim 99.1.c1 holds: it adds squares.\n" if "claim(" in "".join(cell["source"]) else ""
                cell["execution_count"] = 1
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"stored output\n{said}"}]
                if cell["id"] == "99-1-x1-1":
                    data = {"text/html": SHOWN, "text/plain": "Figure 99.1.x1: Squares"}
                    cell["outputs"].append({"output_type": "display_data", "metadata": {}, "data": data})

    change(root, executed)


def change(root, edit):
    """Let `edit` change the executed notebook of the fixture stage."""
    path = root / "solutions/99_fixture.ipynb"
    made = json.loads(path.read_text())
    edit(made)
    path.write_text(json.dumps(made))


@pytest.fixture
def executed_root(stage_root):
    with_outputs(stage_root)
    return stage_root


def test_site_builds_offline_with_stored_outputs(executed_root, capsys):
    (executed_root / "docs/guide.md").write_text("# A guide\n\nThe sum is $x^2$, see 99.1.c1 and `99.1.c1`.\n")
    (executed_root / "docs/index.md").write_text("# Lab\n\n{{ stages }}\n\n{{ figure 99.1.x1 }}\n\n{{ claims }}\n")
    card = executed_root / "data/models/tiny/README.md"
    card.parent.mkdir(parents=True)
    card.write_text("---\nlicense: apache-2.0\n---\n\n# tiny\n\nA model.\n")
    assert site.main([], root=executed_root) == 0
    out = executed_root / "build/site"
    topic, stage = (out / "stages/99-1.html").read_text(), (out / "stages/99_fixture.html").read_text()
    assert "stored output" in topic
    assert "Exercise 99.1.e1: Sum of squares" in topic
    assert topic.count('<details class="hint">') == 6
    assert "Square first, then add." in topic
    assert topic.index("NotImplementedError") < topic.index("Show a solution") < topic.index("no values at all")
    assert "no values at all" in topic.split("<details", 2)[2]
    assert "_static/figures/99-1-x1-1-1.png" in topic
    assert 'width="3" height="2"' in topic
    assert "99.2 Alone" in stage
    downloads = list((out / "_downloads").rglob("99_fixture.ipynb"))
    assert [p.read_text() for p in downloads] == [(executed_root / "notebooks/99_fixture.ipynb").read_text()]
    guide = (out / "guide.html").read_text()
    assert "x^2" in guide
    assert 'href="stages/99-1.html#cell-99-1-x1-2"' in guide
    assert guide.count("#cell-99-1-x1-2") == 1  # what is code stays as it is
    start = (out / "index.html").read_text()
    assert "nine is the square of three" in start
    assert 'id="fig-99-1-x1"' in start
    assert "1 claim" in start
    assert "nine is the square of three" in (out / "claims.html").read_text()
    assert "License: apache-2.0" in (out / "models/tiny.html").read_text()
    head = topic.split("</head>")[0]
    assert head.count("<script") == 2  # the colours, before anything shows, and the icons, deferred
    assert "<script defer" in head


def test_a_warning_is_fatal_and_keeps_the_old_site(executed_root):
    old = executed_root / "build/site/index.html"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    (executed_root / "docs/guide.md").write_text("# A guide\n\n[nowhere](missing.md)\n")
    with pytest.raises(LabError, match=r"guide\.md:3.*missing\.md"):
        site.main([], root=executed_root)
    assert old.read_text() == "old"


def test_a_notebook_without_outputs_is_refused(stage_root):
    build.main(["99"], root=stage_root)
    with pytest.raises(LabError, match=r"99_fixture\.ipynb has no outputs: .* first 99-0-setup-1"):
        course.load(stage_root)
    (stage_root / "solutions/99_fixture.ipynb").unlink()
    with pytest.raises(LabError, match=r"solutions/99_fixture\.ipynb is missing"):
        course.load(stage_root)


def test_an_unknown_id_is_refused_with_its_place(executed_root):
    (executed_root / "docs/guide.md").write_text("# A guide\n\nas measured in 99.1.c7\n")
    with pytest.raises(LabError, match=r"docs/guide\.md:3: unknown id 99\.1\.c7"):
        site.collect(executed_root, executed_root / "pages")
    (executed_root / "docs/guide.md").write_text("# A guide\n\n{{ figure 99.1.c1 }}\n")
    with pytest.raises(LabError, match=r"docs/guide\.md:3: nothing to fill in for \{\{ figure 99\.1\.c1 \}\}"):
        site.collect(executed_root, executed_root / "pages2")
    change(executed_root, lambda made: made["cells"][-1]["metadata"]["lab"].update(id="99.2.x7"))
    with pytest.raises(LabError, match=r"99_fixture\.ipynb, cell 99-2-x1-1: unknown id 99\.2\.x7"):
        course.load(executed_root)


def test_a_claim_needs_a_verdict_and_a_text(executed_root, monkeypatch):
    index = ids.curriculum()
    index["99"]["topics"]["99.1"]["claims"] = {}
    (executed_root / "ids.json").write_text(json.dumps(index))
    with pytest.raises(LabError, match=r"claim 99\.1\.c1 has no text"):
        results.ledger_page(course.load(executed_root))
    change(executed_root, lambda made: [cell.update(outputs=[]) for cell in made["cells"] if "claim(" in str(cell)])
    with pytest.raises(LabError, match=r"claim 99\.1\.c1 has no verdict"):
        results.ledger_page(course.load(executed_root))


def test_bad_pages_are_named(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="x"></p><p id="x"></p><img src="p.png"><a href="b.html#gone">b</a><a href="c.html">c</a>'
        '<script src="https://example.org/x.js"></script><link rel="stylesheet" href="//example.org/s.css">'
        '<a href="https://example.org/">outside, but only a link</a><a href="#x">here</a><a href="b.html#is">there</a>'
    )
    (tmp_path / "b.html").write_text('<p id="is"></p><img alt="all black; nothing else; to the end" src="p.png">')
    (tmp_path / "p.png").write_bytes(bytes(1_600_000))
    found = inspection.inspect(tmp_path)
    assert sorted(one for one in found if "weighs" not in one) == [
        "a.html: broken link b.html#gone",
        "a.html: broken link c.html",
        "a.html: image without alt text: p.png",
        "a.html: loads from outside: //example.org/s.css",
        "a.html: loads from outside: https://example.org/x.js",
        "a.html: the id 'x' occurs twice",
    ]
    assert [one.split(":")[0] for one in found if "weighs 1.60 MB" in one] == ["a.html", "b.html"]
    with pytest.raises(LabError, match=r"a\.html: image without alt text"):
        inspection.refuse(tmp_path)


def test_headings_never_skip_a_level():
    text, above = notebook.ordered_headings("## One\n\n#### Three\n```\n# code\n```\n#### Four\n### Five")
    assert text == "# One\n\n## Three\n```\n# code\n```\n## Four\n## Five"
    assert notebook.ordered_headings("#### Six", above)[0] == "### Six"


def test_pictures_become_files(tmp_path):
    markup = notebook.lift_pictures(SHOWN, tmp_path, "cell")
    assert 'src="../_static/figures/cell-1.png" width="3" height="2" loading="lazy"' in markup
    assert (tmp_path / "_static/figures/cell-1.png").read_bytes() == base64.b64decode(PNG)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *task* is a coroutine.", {"task"}),
        ("- *Retry-After* is a header.\n- A *queue* of letters", {"Retry-After"}),
        ("An operation is *idempotent* if doing it twice changes nothing; a *broker* stands between.",
         {"idempotent", "broker"}),
        ("A loop is measured by its *lag*: how late it is.", {"lag"}),
        ("It is a *possible* point, closed on *every* way out, and *not* `*args*`.", set()),
        ("```\nA *task* is code.\n```", set()),
    ],
)  # fmt: skip
def test_terms_are_words_that_a_sentence_explains(text, expected):
    assert {name for name, _, _ in terms.introduced(text)} == expected


def test_the_reference_shows_what_is_public(tmp_path):
    package = tmp_path / "tiny"
    (package / "part").mkdir(parents=True)
    (package / "__init__.py").write_text('"""A package that asks for $5 and *nothing* else."""\n')
    (package / "part" / "__init__.py").write_text("")
    (package / "part" / "one.py").write_text(
        '"""One."""\nimport not_installed\n\n\n@dataclass(frozen=True)\nclass Point(Base, metaclass=M):\n'
        '    """A point."""\n\n    x: float = 0.0\n    _y: int = 1\n\n    @property\n    def norm(self) -> float:\n'
        '        """Its length."""\n\n    def _hidden(self): ...\n\n\n'
        "async def go(first_argument: int, /, *rest: str, keyword_only: float = 1.5, another_keyword: str = 'text',"
        ' **others: int) -> None:\n    """Go."""\n\n\ndef _no(): ...\n'
    )
    assert api.write(package, tmp_path / "out") == ["api/tiny", "api/part"]
    assert r"\$5 and \*nothing\*" in (tmp_path / "out/api/tiny.md").read_text()
    page = (tmp_path / "out/api/part.md").read_text()
    assert "@dataclass(frozen=True)\nclass Point(Base, M):\n    x: float = 0.0\n    @property\n" in page
    assert "`norm`: Its length." in page
    assert "async def go(\n    first_argument: int,\n    /,\n    *rest: str,\n    keyword_only: float = 1.5," in page
    assert "_hidden" not in page
    assert "_no" not in page


def test_the_skill_map_follows_imports(tmp_path):
    for name, text in {"a": "", "b": "from labsupport import a\n", "c/__init__": "import labsupport.b\n"}.items():
        path = tmp_path / "labsupport" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    graph = skills.imports(tmp_path / "labsupport")
    assert graph == {"labsupport.a": set(), "labsupport.b": {"labsupport.a"}, "labsupport.c": {"labsupport.b"}}
    assert skills.builds_on(graph, {"labsupport.b"}) == ["labsupport.c"]
    lines = "from labsupport.x import (\n    one,  # why, so\n    two as other,\n)\n"
    lines += "    from labsupport import y, z as w  # no\n"
    assert skills.imported(lines + "from elsewhere import v\n") == {
        "labsupport", "labsupport.x", "labsupport.x.one", "labsupport.x.two", "labsupport.y", "labsupport.z",
    }  # fmt: skip


def test_the_status_page_shows_the_last_run_and_says_when_there_is_none(tmp_path):
    assert "None in this checkout" in status.page(tmp_path)
    path = status.run_path(tmp_path)
    path.parent.mkdir(parents=True)
    row = {"stage": "99", "kind": "student", "seconds": 12.4, "peak_mb": 345.6, "cells": 9, "compared": 0, "failed": 0}
    meta = {
        "date": "2026-01-02", "python": "3.12.1", "model": "tiny", "device": "cpu", "seed": 0,
        "hashes": {"code": "0123456789ab"}, "hardware": {"machine": "x86_64", "system": "Linux", "cores": 2},
    }  # fmt: skip
    path.write_text(json.dumps({"meta": meta, "versions": {"torch": "9.9"}, "notebooks": [row, row]}))
    page = status.page(tmp_path)
    assert "| 99 | student | 12 | 346 | 9 | 0 | 0 |" in page
    assert "| all |  | 25 | 346 | 18 | 0 | 0 |" in page
    assert "| hash of the code | 0123456789ab |" in page
    assert "| torch | 9.9 |" in page


def test_a_model_without_a_card_is_refused(tmp_path):
    (tmp_path / "data/models/tiny").mkdir(parents=True)
    with pytest.raises(LabError, match=r"data/models/tiny has no README\.md"):
        cards.write(tmp_path, tmp_path / "pages")


def test_pages_of_the_course_itself(tmp_path):
    """What the committed notebooks give: each claim with a text and a verdict, each failure with a table."""
    found = course.load(settings.repo_root())
    verdicts, failures = results.verdicts(found), results.failures(found)
    for pattern, there in ((r"c\d+", verdicts), ("[a-d]", failures)):
        assert list(there) == [id_ for stage, topic, id_ in found.ids(pattern) if topic in stage.topics]
    assert all(row["before"] and row["after"] and row["harm"] and row["fix"] for row in failures.values())
    page = results.ledger_page(found)
    assert all(id_ in page for id_ in verdicts)
    errata = results.errata_page(found)
    assert all(f"### [{id_}](#cell-" in errata for s, t, id_ in found.ids(r"r\d+") if t in s.topics)
    assert "01-1-r4-1) The smallest example\n" in errata
    assert "The first line shows no turn taken at all" in errata
    assert len(terms.glossary(found)) > 30


def test_a_folder_with_other_things_is_never_replaced(stage_root, tmp_path):
    precious = tmp_path / "documents"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    (tmp_path / "a-file").write_text("x")
    for out in (precious, tmp_path / "a-file"):
        with pytest.raises(LabError, match="--out"):
            site.main(["--out", str(out)], root=stage_root)
    assert (precious / "thesis.txt").read_text() == "years of work"
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "searchindex.js").touch()
    for fine in (tmp_path / "old", tmp_path / "new"):
        site.check_out(fine)


@contextmanager
def serving(folder):
    with site.server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_the_pages_are_served_on_loopback_only(tmp_path):
    (tmp_path / "index.html").write_text("hello")
    with serving(tmp_path) as server:
        assert isinstance(server, ThreadingHTTPServer)
        assert server.server_address[0] == "127.0.0.1"
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
            assert answer.read() == b"hello"
        with pytest.raises(LabError, match=f"port {server.server_port}"):
            site.server(tmp_path, server.server_port)
