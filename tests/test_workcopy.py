"""work/: made once, updated without losing answers, one exercise reset."""

from __future__ import annotations

import pytest

from labsupport.errors import LabError
from labsupport.publish import build, workcopy

pytest_plugins = ["stage_fixture"]

MINE = "def sum_of_squares(values):\n    return 0"


@pytest.fixture
def root(stage_root, capsys):
    build.main(["99"], root=stage_root)
    workcopy.ensure("99", stage_root)
    return stage_root


def work(root):
    return build.read_notebook(root / "work/99_fixture.ipynb")


def cell(made, cell_id):
    return next(c for c in made["cells"] if c.get("id") == cell_id)


def answer(root, cell_id="99-1-e1-2", text=MINE):
    made = work(root)
    target = cell(made, cell_id)
    target["source"] = text
    target["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "mine\n"}]
    note = {"cell_type": "code", "id": "mine1", "metadata": {}, "source": "my_note = 1", "outputs": [],
            "execution_count": None}  # fmt: skip
    made["cells"].insert(made["cells"].index(target) + 1, note)
    workcopy.save(root / "work/99_fixture.ipynb", made)


def edit_stage(root, old, new):
    path = root / "solutions/99_fixture.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    build.main(["99"], root=root)


def backups(root):
    return sorted((root / "work").glob("*.backup-*"))


def test_ensure_makes_a_copy_once(root):
    first = (root / "work/99_fixture.ipynb").read_bytes()
    answer(root)
    edited = (root / "work/99_fixture.ipynb").read_bytes()
    workcopy.ensure("99", root)
    assert (root / "work/99_fixture.ipynb").read_bytes() == edited != first


def test_update_without_news_changes_nothing(root, capsys):
    answer(root)
    before = (root / "work/99_fixture.ipynb").read_bytes()
    capsys.readouterr()
    assert workcopy.update(["99"], root=root) == 0
    assert "up to date, 2 cells of yours" in capsys.readouterr().out
    assert (root / "work/99_fixture.ipynb").read_bytes() == before
    assert not backups(root)


def test_update_brings_new_cells_and_keeps_answers(root, capsys):
    answer(root)
    before = (root / "work/99_fixture.ipynb").read_bytes()
    edit_stage(root, "print(squares)", "print(sorted(squares))")
    edit_stage(root, '# %% tags="run-only"', '# %% [markdown]\n# A new sentence.\n\n# %% tags="run-only"')
    workcopy.update([], root=root)
    made = work(root)
    sources = [c["source"] for c in made["cells"]]
    assert MINE in sources
    assert sources.index("my_note = 1") == sources.index(MINE) + 1
    assert "A new sentence." in sources
    assert any("sorted(squares)" in s for s in sources)
    assert cell(made, "99-1-e1-2")["outputs"][0]["text"] == "mine\n"
    assert [b.read_bytes() for b in backups(root)] == [before]
    assert workcopy.update_one("99", root).endswith("2 cells of yours")  # a second update has nothing to do


def test_update_keeps_an_answer_whose_exercise_left(root):
    answer(root)
    edit_stage(root, '# %% exercise="99.1.e1"\n', "")
    edit_stage(root, "got = sum_of_squares([1.0, 2.0])", "got = (5.0,)")
    workcopy.update([], root=root)
    sources = [c["source"] for c in work(root)["cells"]]
    assert MINE in sources
    assert "my_note = 1" in sources
    assert 'sum_of_squares = exercise("99.1.e1", sum_of_squares)' not in sources


def test_update_keeps_an_answer_when_the_stub_changes(root):
    answer(root)
    path = root / "fixture_reference.py"
    path.write_text(path.read_text().replace("raises ValueError if there are none.", "ValueError without any."))
    build.main(["99"], root=root)
    workcopy.update([], root=root)
    made = cell(work(root), "99-1-e1-2")
    assert made["source"] == MINE
    assert "ValueError without any." in made["metadata"]["lab"]["given"]


def test_reset_restores_one_exercise_only(root, capsys):
    answer(root)
    answer(root, "99-1-e2-2", "class Counter: ...")
    assert workcopy.reset(["99.1.e1"], root=root) == 0
    made = work(root)
    assert cell(made, "99-1-e1-2")["source"].endswith('raise NotImplementedError("99.1.e1")')
    assert cell(made, "99-1-e1-2")["outputs"] == []
    assert cell(made, "99-1-e2-2")["source"] == "class Counter: ..."
    assert len(backups(root)) == 1


def test_bad_input_has_a_remedy_and_touches_nothing(root):
    with pytest.raises(LabError, match="close matches"):
        workcopy.reset_one("99.1.e7", root)
    with pytest.raises(LabError, match="unknown stage"):
        workcopy.update_one("98", root)
    path = root / "work/99_fixture.ipynb"
    path.write_text("{broken")
    for call in (workcopy.update_one, lambda *a: workcopy.reset_one("99.1.e1", root)):
        with pytest.raises(LabError, match="not a notebook"):
            call("99", root)
    assert path.read_text() == "{broken"
    path.unlink()
    with pytest.raises(LabError, match="there is no"):
        workcopy.reset_one("99.1.e1", root)
