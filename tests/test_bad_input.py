"""What a clumsy hand can do: each mistake gets one message with the value and the remedy."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from labsupport import bootstrap, cli, lab, llm, models, services, settings
from labsupport.errors import LabError
from labsupport.lab import claims, progress, store
from labsupport.publish import execute, workcopy
from labsupport.services import ports
from labsupport.services.provider_sim import ProviderSim


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    for name in ("LAB_BASE_URL", "LAB_API_KEY", "LAB_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.mark.parametrize(
    "url", ["http://", "http:///v1", "localhost:80", "http://a:b/v1", "http://a:99999/v1", "ftp://a"]
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(LabError, match="is not a URL"):
        settings.load({"LAB_BASE_URL": url})
    with pytest.raises(LabError, match="is not a URL"):
        llm.client(base_url=url)


def test_a_dead_endpoint_is_said_before_anything_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"http://127.0.0.1:{ports.free()}/v1"
    monkeypatch.setenv("LAB_BASE_URL", url)
    for call in (lambda: services.ensure("vllm"), lambda: services.up(["vllm", "redis"])):
        with pytest.raises(LabError, match=f"{url} does not answer") as caught:
            call()
        assert "LAB_BASE_URL" in caught.value.remedy
    assert not home.exists()


def test_an_endpoint_without_the_default_model_names_those_it_has(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ProviderSim() as sim:
        monkeypatch.setenv("LAB_BASE_URL", sim.url)
        with pytest.raises(LabError, match="does not serve 'lab-nano'") as caught:
            services.ensure("vllm")
        assert caught.value.remedy.endswith(": echo")
        monkeypatch.setenv("LAB_MODEL", "an-alias")  # a model that is asked for by name need not be listed
        assert services.ensure("vllm").details["model"] == "an-alias"


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(LabError, match="must be at least 0"):
        settings.load({"LAB_SEED": "-1"})
    with pytest.raises(LabError, match="seed -1"):
        lab.begin("01", seed=-1)


def test_a_home_that_is_a_file_gives_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "file"))
    with pytest.raises(LabError, match="LAB_HOME"):
        progress.main([])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (ModuleNotFoundError("No module named 'tqdm'", name="tqdm"), "the package 'tqdm' is missing"),
    ],
)
def test_a_full_disk_and_a_half_deleted_environment_are_two_lines(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(progress, "main", fail)
    assert cli.main(["progress"]) == 2
    problem, remedy = capsys.readouterr().err.splitlines()
    assert words in problem
    assert remedy.startswith("  remedy: ")


def test_a_damaged_file_in_a_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.json").write_text("{")

    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(LabError, match="Read-only file system"):
        store.read(tmp_path / "x.json")


@pytest.mark.parametrize(
    "content", ['{"paces": [1]}', '{"paces": {"full": {"claims": {"01.1.c1": {}}}}}', '{"paces": 3}']
)
def test_edited_records_do_not_break_the_ledger(home: Path, content: str, tmp_path: Path) -> None:
    (home / "records").mkdir(parents=True)
    (home / "records" / "01.json").write_text(content)
    assert claims.ledger("01", root=tmp_path) == []


def test_claims_of_an_unknown_stage(home: Path, tmp_path: Path) -> None:
    with pytest.raises(LabError, match="unknown stage '77'"):
        claims.main(["77"], root=tmp_path)


def test_edited_progress_is_shown_as_far_as_it_can_be_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "progress.json").write_text(json.dumps({"exercises": {"01.1.e1": {"attempts": "many", "hints": None}}}))
    assert progress.main([]) == 0
    assert "not attempted" in capsys.readouterr().out


@pytest.mark.parametrize("pair", [5, (1, "b"), "ab", (1,)])
def test_ranges_that_are_none(home: Path, pair: object) -> None:
    with pytest.raises(LabError, match="does not fit"):
        lab.record("01.1.x1.n", 1.0, band=pair)  # type: ignore[arg-type]
    with pytest.raises(LabError, match="does not fit"):
        lab.claim("01.1.c1", "holds", value=1, interval=pair)  # type: ignore[arg-type]


def test_a_model_copy_on_a_full_disk_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(models.shutil, "copyfile", full)
    with pytest.raises(LabError, match="free some disk space"):
        models.extended("lab-nano")
    assert list((home / "models").iterdir()) == []


def test_a_work_copy_that_is_no_notebook_is_not_opened(tmp_path: Path) -> None:
    root = settings.repo_root()
    for folder in ("solutions", "notebooks", "work"):
        (tmp_path / folder).mkdir()
    (tmp_path / "solutions/01_async_python.py").write_bytes((root / "solutions/01_async_python.py").read_bytes())
    (tmp_path / "work/01_async_python.ipynb").write_text("broken")
    with pytest.raises(LabError, match="is not a notebook"):
        workcopy.ensure("01", tmp_path)
    assert (tmp_path / "work/01_async_python.ipynb").read_text() == "broken"


def test_a_project_that_cannot_be_written_gives_one_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "/x/build/bootstrap.lock")

    monkeypatch.setattr(bootstrap, "setup", refuse)
    assert bootstrap.main(["--only", "lab"]) == 2
    assert capsys.readouterr().err.startswith("lab: Read-only file system at /x/build/bootstrap.lock\n  remedy: ")


def test_a_notebook_shows_the_message_without_a_traceback() -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    with capture_output() as shown:
        shell.run_cell("from labsupport.errors import LabError\nraise LabError('x is 3', 'make it 4')")
    assert shown.stdout.strip() == "LabError: x is 3\n  remedy: make it 4"


def test_a_failed_run_names_the_problem_beside_the_remedy() -> None:
    cell = {
        "cell_type": "code", "id": "c", "metadata": {},
        "outputs": [{"output_type": "error", "ename": "LabError", "evalue": str(LabError("x is 3", "make it 4"))}],
    }  # fmt: skip
    assert execute.failed_cells([cell]) == ["c: LabError: x is 3; remedy: make it 4"]
