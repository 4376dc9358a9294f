"""The rendered pages: built offline, warnings fatal, nothing loaded from outside."""

from __future__ import annotations

import json

import pytest

from labsupport.errors import LabError
from labsupport.publish import build, site
from labsupport.publish.pages import notebook

pytest_plugins = ["stage_fixture"]


def with_outputs(root):
    build.main(["99"], root=root)
    path = root / "solutions/99_fixture.ipynb"
    made = json.loads(path.read_text())
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 1
            said = "claim 99.1.c1 holds: it adds squares.\n" if "claim(" in "".join(cell["source"]) else ""
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"stored output\n{said}"}]
    path.write_text(json.dumps(made))


def test_site_builds_offline_with_stored_outputs(stage_root, capsys):
    with_outputs(stage_root)
    (stage_root / "docs/guide.md").write_text("# A guide\n\nThe sum is $x^2$.\n")
    assert site.main([], root=stage_root) == 0
    out = stage_root / "build/site"
    page = (out / "stages/99-1.html").read_text()
    assert "stored output" in page
    assert "Exercise 99.1.e1: Sum of squares" in page
    assert "x^2" in (out / "guide.html").read_text()
    assert "cdn" not in page
    assert "99_fixture" in (out / "index.html").read_text()


def test_a_warning_is_fatal_and_keeps_the_old_site(stage_root):
    with_outputs(stage_root)
    old = stage_root / "build/site/index.html"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    (stage_root / "docs/guide.md").write_text("# A guide\n\n[nowhere](missing.md)\n")
    with pytest.raises(LabError, match=r"missing\.md"):
        site.main([], root=stage_root)
    assert old.read_text() == "old"


def test_headings_never_skip_a_level():
    text, above = notebook.ordered_headings("## One\n\n#### Three\n```\n# code\n```\n#### Four\n### Five")
    assert text == "# One\n\n## Three\n```\n# code\n```\n## Four\n## Five"
    assert notebook.ordered_headings("#### Six", above)[0] == "### Six"


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
