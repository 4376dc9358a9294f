"""Reading the stage source, and the committed notebooks of the project itself."""

from __future__ import annotations

import re

import pytest

from labsupport.publish import build, execute, source
from labsupport.publish.inject import bindings, import_block, names_used, read_module

pytest_plugins = ["stage_fixture"]
STAGES = source.find_stages()


def test_cells_have_kind_topic_line_and_tags(stage_root):
    stage = source.load(source.stage_path("99", stage_root))
    lines = stage.path.read_text().split("\n")
    assert stage.number == "99"
    assert stage.slug == "fixture"
    assert stage.topics == ("99.1", "99.2")
    for cell in stage.cells:
        assert lines[cell.line - 1].startswith("# %%")
        first = cell.source.split("\n")[0]
        assert not first or first in lines[cell.line] or first in lines[cell.line].removeprefix("# ")
        assert "===" not in cell.source
    assert [c.kind for c in stage.cells[:4]] == ["prose", "setup", "parameters", "demo"]
    assert [c.exercise for c in stage.cells if c.exercise] == ["99.1.e1", "99.1.e2"]
    assert [c.topic for c in stage.cells].count("") == 4
    assert sum(c.run_only for c in stage.cells) == 1


def test_complete_topics_are_declared_above_the_first_cell(stage_root):
    path = source.stage_path("99", stage_root)
    path.write_text(path.read_text().replace("# A stage for tests.", "# complete: 99.1, 99.2"))
    assert source.load(path).complete == ("99.1", "99.2")


def test_an_empty_source_has_no_cells(tmp_path):
    path = tmp_path / "98_empty.py"
    path.write_text("# nothing yet\n")
    assert source.load(path).cells == ()


def test_imports_of_an_injected_source(stage_root):
    _text, tree = read_module("fixture_reference")
    given = bindings("fixture_reference", tree)
    assert given["Total"] == "from fixture_reference import Total"
    assert given["Sequence"] == "from collections.abc import Sequence"
    assert given["asyncio"] == "import asyncio"
    assert "annotations" not in given
    assert {"Sequence", "Total", "math"} <= names_used(tree)
    block = import_block(["from labsupport.aio import run", "from b import z", "import os", "from b import y as w"])
    assert block == "import os\n\nfrom b import y as w, z\n\nfrom labsupport.aio import run"


@pytest.mark.parametrize("path", STAGES, ids=lambda p: p.stem)
def test_committed_notebooks_are_what_the_source_gives(path):
    assert build.stale(build.build(path)) == []


@pytest.mark.parametrize("path", STAGES, ids=lambda p: p.stem)
def test_committed_student_notebook_has_stubs_and_no_outputs(path):
    built = build.build(path)
    student = build.read_notebook(built.student_path)
    assert student is not None
    text = "\n".join(c["source"] for c in student["cells"] if c["cell_type"] == "code")
    assert len(re.findall(r"raise NotImplementedError\(\"\d\d\.\d+\.e\d+\"\)", text)) == built.raises > 0
    assert not any(c.get("outputs") for c in student["cells"])
    assert build.leaks(student, built.secrets) == []


@pytest.mark.parametrize("path", STAGES, ids=lambda p: p.stem)
def test_committed_outputs_are_clean_and_complete(path):
    solution = build.read_notebook(path.with_suffix(".ipynb"))
    assert solution is not None
    assert [problem for cell in solution["cells"] for problem in execute.unclean_outputs(cell)] == []
    code = [c for c in solution["cells"] if c["cell_type"] == "code"]
    assert [c["id"] for c in code if c["execution_count"] is None] == []
    assert sum(map(execute.is_compared, code)) >= execute.MIN_COMPARED * len(code)


@pytest.mark.services
@pytest.mark.parametrize(
    ("stage", "topic"), [(p.name[:2], topic) for p in STAGES for topic in source.load(p).topics], ids="-".join
)
def test_each_topic_runs_alone_at_smoke_pace(stage, topic, lab_services):
    result = execute.student(stage, "smoke", topic=topic)
    assert result.ok, execute.describe(result)
