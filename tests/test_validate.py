"""Every rule of the stage source, each broken on purpose in a copy of the fixture stage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labsupport.errors import LabError
from labsupport.publish import build, source, validate

pytest_plugins = ["stage_fixture"]


def problems(root: Path) -> list[validate.Problem]:
    return validate.problems(source.load(source.stage_path("99", root)), root=root)


def edit(root: Path, old: str, new: str, name: str = "solutions/99_fixture.py") -> None:
    path = root / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_fixture_itself_is_clean(stage_root):
    assert problems(stage_root) == []


@pytest.mark.parametrize(
    ("old", "new", "said", "remedy"),
    [
        ('kind="review"', 'kind="reveiw"', "unknown kind 'reveiw'", "did you mean 'review'"),
        ('exercise="99.1.e1"', 'exercize="99.1.e1"', "unknown header key 'exercize'", "did you mean 'exercise'"),
        ('# %% tags="run-only"', '# %% tags="runonly"', "unknown tag 'runonly'", "did you mean 'run-only'"),
        ('exercise="99.1.e2"', 'exercise="99.1.e9"', "unknown exercise '99.1.e9'", "close matches"),
        ('exercise="99.1.e2"', 'exercise="99.1.e1"', "99.1.e1 is there already", "once"),
        ('# %% id="99.1.x1"\nsq', '# %% id="99.1.x7"\nsq', "'99.1.x7' is not in the curriculum", "did you mean"),
        ('claim("99.1.c1"', 'claim("99.1.c8"', "'99.1.c8' is not in the curriculum", "did you mean"),
        ('[markdown] topic="99.2"', '[markdown] topic="99.3"', "topic '99.3' is not in the curriculum", "did you mean"),
        ('# %% id="99.2.x1"', '# %% id="99.1.x1"', "id '99.1.x1' in topic '99.2'", "move"),
        ("print(squares)", "\n".join(f"n{i} = {i}" for i in range(50)), "a cell of 51 lines", "at most 45"),
        ("# What is the length of a vector?", "# One is. Two are. Three are. Four are.", "4 sentences", "split"),
        ("# - counters step", "# - a\n# - b\n# - c\n# - d\n# - e", "6 bullets", "two to five"),
        ("# What is the length of a vector?", "# It takes 12 ms here.", "'12 ms' without a source", "say()"),
        ("# What is the length of a vector?", "# It is 50x slower.", "'50x' without a source", "say()"),
        ("# What is the length of a vector?", "# It is 3 times as slow.", "without a source", "say()"),
        ("print(squares)", 'print("caf\u00e9")', "non-ASCII", "plain ASCII"),
        ("print(squares)", "print(squares", "syntax error", "mend"),
        ("print(squares)", "def bootstrap_ci(values):\n    return squares", "bootstrap_ci is defined in", "import it"),
        ("print(squares)", "def f():\n    return 1\n\ndef f():\n    return 2", "f is defined at line", "once"),
        ("print(squares)", "claim('99.1.c1', 'holds', note='again.')", "99.1.c1 is there already", "once"),
        ("# %%\nprint(await Counter(1).step())\n", "# %%\n\n", "an empty cell", "fill"),
        ('kind="parameters"', 'kind="demo"', "0 parameters cells", "write one"),
        ('# %% exercise="99.1.e1"\n', '# %% exercise="99.1.e1"\nx = 1\n', "text of its own", "leave it empty"),
        ("# A stage for tests.", "# complete: 99.1", "has 9 code cells", "14 to 26"),
        ("# A stage for tests.", "# complete: 99.4", "unknown topic '99.4'", "99.1"),
    ],
)  # fmt: skip
def test_each_rule(stage_root, monkeypatch, old, new, said, remedy):
    if "bootstrap_ci" in new:
        monkeypatch.setattr(
            validate, "package_definitions", lambda: {("bootstrap_ci", ("values",)): "labsupport.stats"}
        )
    edit(stage_root, old, new)
    found = problems(stage_root)
    assert any(said in p.text and remedy in p.remedy for p in found), found


@pytest.mark.parametrize(
    "text",
    ["It takes 12 ms [asyncio docs].", "See 99.1.c1: it takes 12 ms.", "Use `sleep(0.2 s)`.", "Python 3.11 has it."],
)
def test_cited_numbers_are_allowed(stage_root, text):
    edit(stage_root, "# What is the length of a vector?", f"# {text}")
    assert problems(stage_root) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('checks=(Check("sums squares", check_sum),)', "checks=()", "no visible check"),
        ('HINTS = ("Think of the length of a vector.", ', "HINTS = (", "2 hints"),
        ("fixture_reference:sum_of_squares", "fixture_reference:sum_of_cubes", "no function or class 'sum_of_cubes'"),
        ('id="99.1.e2", title', 'id="99.1.e1", title', "99.1.e1 is defined twice"),
        ('Choice("six, its double", False', 'Choice("six, its double", True', "2 right of 3"),
        ('"Map each value to its square and use fsum."',
         '"if not values:\\nraise ValueError(\\"no values at all\\")\\nsquares = _square_all(values)\\n'
         'return Total(math.fsum(squares), len(values))"', "holds three lines of the solution"),
    ],
)  # fmt: skip
def test_each_rule_of_the_definitions(stage_root, old, new, said):
    edit(stage_root, old, new, "s99/__init__.py")
    assert any(said in p.text for p in problems(stage_root)), problems(stage_root)


def test_missing_grading_material(stage_root):
    (stage_root / "solutions/hidden/99/99_1_e1.py").unlink()
    shutil.rmtree(stage_root / "solutions/mutants/99.1.e2")
    texts = " ".join(p.text for p in problems(stage_root))
    assert "99.1.e1 has no hidden check" in texts
    assert "99.1.e2 has 0 wrong and 0 right" in texts


def test_missing_ids_of_a_complete_topic(stage_root):
    edit(stage_root, "# A stage for tests.", "# complete: 99.1")
    edit(stage_root, 'claim("99.1.c1", "holds", value=got.value, note="it adds squares.")', "pass")
    edit(stage_root, 'review("99.1")', "pass")
    assert any("lacks 99.1.q1, 99.1.c1" in p.text for p in problems(stage_root))


def test_an_oversized_reference(stage_root):
    body = "\n".join(f"    a{i} = {i}" for i in range(95))
    edit(
        stage_root,
        "    squares = _square_all(values)\n",
        f"{body}\n    squares = _square_all(values)\n",
        "fixture_reference.py",
    )
    assert any("injects" in p.text and "at most 90" in p.remedy for p in problems(stage_root))


def test_all_problems_come_at_once_with_file_and_line_and_nothing_is_written(stage_root):
    edit(stage_root, 'kind="review"', 'kind="reveiw"')
    edit(stage_root, "print(squares)", "print(squares")
    with pytest.raises(LabError) as caught:
        build.main(["99"], root=stage_root)
    text = str(caught.value)
    lines = (stage_root / "solutions/99_fixture.py").read_text().split("\n")
    where = next(i for i, line in enumerate(lines, 1) if "reveiw" in line)
    assert f"99_fixture.py:{where}: unknown kind" in text
    assert "syntax error" in text
    assert "remedy" in text
    assert not list(stage_root.rglob("*.ipynb"))


def test_code_before_the_first_cell_is_refused(stage_root):
    edit(stage_root, "# A stage for tests.", "import os")
    with pytest.raises(LabError, match="code before the first cell"):
        source.load(source.stage_path("99", stage_root))


@pytest.mark.parametrize("path", source.find_stages(), ids=lambda p: p.stem)
def test_every_stage_of_the_project_is_valid(path):
    found = validate.problems(source.load(path))
    assert found == [], "\n".join(f"{path.name}:{p.line}: {p.text}; {p.remedy}" for p in sorted(found))
