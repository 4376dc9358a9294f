"""Building, running and comparing the notebooks of a tiny stage."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path

import nbformat
import pytest

from labsupport.errors import LabError
from labsupport.lab import records, store
from labsupport.publish import build, execute, ids, measure, source
from labsupport.publish.inject import inject

pytest_plugins = ["stage_fixture"]


def made(root: Path) -> build.Built:
    return build.build(source.stage_path("99", root))


def cell(notebook: dict, cell_id: str) -> dict:
    return next(c for c in notebook["cells"] if c["id"] == cell_id)


def test_build_writes_valid_byte_stable_notebooks(stage_root, capsys):
    assert build.main(["99"], root=stage_root) == 0
    first = {p.name: p.read_bytes() for p in stage_root.rglob("*.ipynb")}
    assert set(first) == {"99_fixture.ipynb"}
    assert build.main(["99"], root=stage_root) == 0
    assert build.main(["--check"], root=stage_root) == 0
    for folder in ("notebooks", "solutions"):
        nbformat.validate(nbformat.read(stage_root / folder / "99_fixture.ipynb", as_version=4))
    assert (stage_root / "notebooks/99_fixture.ipynb").read_bytes() == build.dumps(made(stage_root).student).encode()


def test_one_line_edit_is_a_small_diff(stage_root):
    before = build.dumps(made(stage_root).student)
    path = source.stage_path("99", stage_root)
    path.write_text(path.read_text().replace("(1, 2, 3)", "(1, 2, 4)"))
    after = build.dumps(made(stage_root).student)
    changed = [d for d in difflib.ndiff(before.split("\n"), after.split("\n")) if d[0] in "+-"]
    assert len(changed) == 2


def test_check_notices_a_stale_file(stage_root, capsys):
    build.main(["99"], root=stage_root)
    path = stage_root / "notebooks/99_fixture.ipynb"
    path.write_text(path.read_text().replace("squares add", "squares sum"))
    assert build.main(["99", "--check"], root=stage_root) == 1
    assert "notebooks/99_fixture.ipynb" in capsys.readouterr().out


def test_student_gets_stub_and_solution_gets_source(stage_root):
    one = made(stage_root)
    stub = cell(one.student, "99-1-e1-2")["source"]
    full = cell(one.solution, "99-1-e1-2")["source"]
    assert stub.endswith('raise NotImplementedError("99.1.e1")')
    assert '"""Sum of the squares' in stub
    assert "_square_all" not in stub
    assert "import asyncio" in cell(one.student, "99-1-e2-2")["source"]
    assert "Tally" not in cell(one.student, "99-1-e2-2")["source"]  # a class that would name the approach
    assert "from collections import Counter as Tally, deque" in cell(one.solution, "99-1-e2-2")["source"]
    assert "tells how" not in stub
    assert "from fixture_reference import Total, _square_all" in full
    assert "from collections.abc import Sequence" in full
    assert "from fixture_reference import Total" in stub  # types come from the package
    text = json.dumps(one.student)
    assert text.count("raise NotImplementedError(") == one.raises == 2
    for line in ("math.fsum(squares)", "max(by, 1)", "no values at all"):
        assert line not in text
        assert line in json.dumps(one.solution)


def test_markers_keep_the_scaffold(stage_root):
    stub = cell(made(stage_root).student, "99-1-e2-2")["source"]
    assert "self.value = start" in stub
    assert "        return self.value" in stub
    assert "SOLUTION" not in stub + cell(made(stage_root).solution, "99-1-e2-2")["source"]


def test_metadata_ids_and_tags(stage_root):
    one = made(stage_root)
    exercise = cell(one.student, "99-1-e1-2")
    assert exercise["metadata"]["lab"] == {
        "kind": "exercise", "id": "99.1.e1", "topic": "99.1", "reference": ["fixture_reference:sum_of_squares"],
    }  # fmt: skip
    assert cell(one.student, "99-1-e1-3")["source"] == 'sum_of_squares = exercise("99.1.e1", sum_of_squares)'
    assert cell(one.student, "99-0-parameters-1")["metadata"]["tags"] == ["parameters"]
    run_only = [c for c in one.student["cells"] if "run-only" in c["metadata"].get("tags", [])]
    assert len(run_only) == 1
    assert "nbval-ignore-output" in run_only[0]["metadata"]["tags"]
    names = [c["id"] for c in one.student["cells"]]
    assert len(set(names)) == len(names)
    assert one.student["metadata"]["kernelspec"]["name"] == "python3"
    index = ids.index([one], stage_root)["99"]
    assert index["99.1.x1"][:2] == ["99-1-x1-1", "99-1-x1-2"]
    assert index["99.1.c1"] == ["99-1-x1-2"]
    assert "99.1.q1" in index


def test_a_leaked_solution_line_is_detected(stage_root):
    one = made(stage_root)
    leaking = json.loads(json.dumps(one.student))
    cell(leaking, "99-1-e1-2")["source"] += "\n    # return Total(math.fsum(squares), len(values))"
    assert not build.leaks(one.student, one.secrets)
    assert not build.leaks(leaking, one.secrets)  # a comment in other words is not the line itself
    cell(leaking, "99-1-e1-2")["source"] += "\n    squares = _square_all(values)"
    assert any("99-1-e1-2" in leak for leak in build.leaks(leaking, one.secrets))
    elsewhere = json.loads(json.dumps(one.student))
    cell(elsewhere, "99-1-x1-1")["source"] += "\n" + "\n".join(one.secrets["99.1.e1"])
    assert any("99-1-x1-1" in leak for leak in build.leaks(elsewhere, one.secrets))
    bad = build.Built(one.stage, leaking, one.solution, one.raises, one.secrets)
    with pytest.raises(LabError, match="99-1-e1-2"):
        build.refuse_leaks(bad)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (("        # END SOLUTION\n", ""), "without # END SOLUTION"),
        (("        # BEGIN SOLUTION\n", ""), "do not pair"),
        (("    async def step", "    async def stride"), "has no step"),
    ],
)
def test_broken_markers_are_named(stage_root, change, match):
    path = stage_root / "fixture_reference.py"
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(LabError, match=match):
        inject("fixture_reference:Counter.step", "99.1.e2")


def test_unknown_reference_and_stage_have_a_remedy(stage_root):
    for target in ("fixture_reference:nothing", "no_such_module:f"):
        with pytest.raises(LabError, match="spelling"):
            inject(target, "99.1.e1")
    with pytest.raises(LabError, match="unknown stage '77'"):
        source.stage_path("77", stage_root)


def test_student_runs_untouched_and_a_topic_alone(stage_root):
    build.main(["99"], root=stage_root)
    whole = execute.student("99", "smoke", root=stage_root)
    assert whole.ok, whole.failed
    assert whole.cells > 8
    assert whole.peak_mb > 10
    text = (whole.log_path / "executed.ipynb").read_text()
    assert "not attempted yet" in text
    assert "pace smoke" in text
    alone = execute.student("99", "smoke", topic="99.2", root=stage_root)
    assert alone.ok, alone.failed
    assert alone.cells < whole.cells
    with pytest.raises(LabError, match=r"unknown topic '99.7'"):
        execute.student("99", topic="99.7", root=stage_root)


def test_unknown_parameter_is_an_error(stage_root):
    build.main(["99"], root=stage_root)
    with pytest.raises(LabError, match="no parameter tempo"):
        execute.student("99", parameters={"tempo": 3}, root=stage_root)


def test_a_failed_cell_always_fails_the_run(stage_root):
    path = source.stage_path("99", stage_root)
    path.write_text(path.read_text().replace("print(squares)", "assert squares == [], 'planted'"))
    build.main(["99"], root=stage_root)
    result = execute.student("99", root=stage_root)
    assert not result.ok
    assert any("planted" in f for f in result.failed)
    assert list(result.log_path.iterdir())
    with pytest.raises(LabError, match="planted"):
        build.main(["99", "--execute"], root=stage_root)


def test_solution_is_executed_stored_and_compared(stage_root):
    assert build.main(["99", "--execute"], root=stage_root) == 0
    path = stage_root / "solutions/99_fixture.ipynb"
    first = path.read_text()
    assert build.main(["99", "--check"], root=stage_root) == 0
    assert build.main(["99"], root=stage_root) == 0
    assert path.read_text() == first  # building again keeps the outputs
    result = execute.solution("99", root=stage_root)
    assert result.ok, result.failed
    assert result.compared >= 5
    # a changed output is noticed
    path.write_text(re.sub(r"\[1, 4, 9\]", "[1, 4, 8]", first))
    changed = execute.solution("99", root=stage_root)
    assert not changed.ok
    # a stripped notebook, which nbval would pass, does not reach the floor
    stripped = json.loads(first)
    for one in stripped["cells"]:
        if one["cell_type"] == "code":
            one["outputs"] = []
    path.write_text(json.dumps(stripped))
    bare = execute.solution("99", root=stage_root)
    assert bare.compared == 0
    assert any("to compare" in f for f in bare.failed)


def test_perturbed_record_fails_the_solution(stage_root):
    build.main(["99", "--execute"], root=stage_root)
    path = stage_root / "fixture_reference.py"
    path.write_text(path.read_text().replace("math.fsum(squares)", "math.fsum(squares) + 2"))
    # the solution notebook carries the reference's old source: rebuild, as a changed package would
    exercise = stage_root / "s99/__init__.py"
    exercise.write_text(exercise.read_text().replace("25.0", "27.0"))
    build.main(["99"], root=stage_root)
    result = execute.solution("99", root=stage_root)
    assert any("outside [4, 6]" in (result.log_path / "nbval.log").read_text() for _ in [0])
    assert not result.ok


def test_wrong_reference_fails_strictly(stage_root):
    path = stage_root / "fixture_reference.py"
    path.write_text(path.read_text().replace("math.pow(value, 2)", "value"))
    with pytest.raises(LabError, match="where to read"):
        build.main(["99", "--execute"], root=stage_root)


def test_unclean_outputs_are_found():
    def with_output(text: str, tags: list[str]) -> list[str]:
        return execute.unclean_outputs(
            {
                "id": "a",
                "metadata": {"tags": tags},
                "outputs": [{"output_type": "stream", "name": "stdout", "text": text}],
            }
        )

    assert not with_output("all 3 checks pass\n", [])
    assert with_output("saved to /home/someone/x\n", [])
    assert with_output("<object at 0x7f1234567890>", [])
    assert execute.unclean_outputs(
        {"id": "a", "metadata": {}, "outputs": [{"output_type": "stream", "name": "stderr", "text": "w"}]}
    )


def test_measure_keeps_a_topic_until_its_code_changes(stage_root, tmp_path, monkeypatch, capsys):
    build.main(["99"], root=stage_root)
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    ran = []

    def run(stage, pace, *, topic, root):
        ran.append((topic, pace))
        store.write(
            records.path(stage), {"paces": {"deep": store.read(records.path(stage)).get("paces", {}).get("deep", {})}}
        )
        failed = ("a cell",) if topic == "99.2" and len(ran) == 2 else ()
        return execute.Result(stage, "student", 1.0, 1.0, 3, 0, failed, tmp_path, topic)

    monkeypatch.setattr(execute, "student", run)
    assert measure.main(["99"], root=stage_root) == 1  # the second topic fails
    assert measure.main(["99"], root=stage_root) == 0
    assert ran == [("99.1", "deep"), ("99.2", "deep"), ("99.2", "deep")]
    monkeypatch.setattr(records, "hashes", lambda model: (("code", "changed"),))
    assert measure.main(["99"], root=stage_root) == 0
    assert [topic for topic, _ in ran[3:]] == ["99.1", "99.2"]
