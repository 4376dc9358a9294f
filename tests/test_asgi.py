"""Servers in a thread and in a process: start, counts, TLS, failure, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from fastapi import FastAPI

from labsupport.errors import LabError
from labsupport.services import asgi

FACTORIES = textwrap.dedent(
    """
    import asyncio, contextlib, os, sys, time
    from fastapi import FastAPI

    def echo(word="none", marks=None):
        @contextlib.asynccontextmanager
        async def lifespan(app):
            yield
            if marks:
                open(marks, "w").write("closed")

        app = FastAPI(lifespan=lifespan)

        @app.get("/")
        async def root():
            return {"word": word, "pid": os.getpid(), "extra": os.environ.get("EXTRA_WORD")}

        @app.get("/slow")
        async def slow():
            await asyncio.sleep(0.4)
            return {}

        return app

    def broken():
        @contextlib.asynccontextmanager
        async def lifespan(app):
            raise RuntimeError("third resource failed")
            yield

        return FastAPI(lifespan=lifespan)

    def deaf():
        time.sleep(60)
    """
)


@pytest.fixture
def factories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "lab_test_factories.py").write_text(FACTORIES)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "lab_test_factories"


def make_app(events: list[str] | None = None) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        if events is not None:
            events.append("open")
        try:
            yield {}
        finally:
            if events is not None:
                events.append("close")

    app = FastAPI(lifespan=lifespan)

    @app.get("/thread")
    async def thread() -> dict[str, str]:
        return {"name": threading.current_thread().name}

    @app.get("/forever")
    async def forever() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            if events is not None:
                events.append("cancelled")

    return app


def gone(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def until(condition: Any, what: str) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def test_thread_serves_counts_and_stops() -> None:
    events: list[str] = []
    app = make_app(events)
    with asgi.serve_in_thread(app) as served:
        assert served.app is app
        assert served.url.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=served.url) as client:
            for _ in range(5):
                assert client.get("/thread").json() == {"name": "lab-asgi"}
        assert (served.accepted, served.peak) == (1, 1)
        for _ in range(3):
            httpx.get(f"{served.url}/thread")
        assert served.accepted == 4
        until(lambda: served.open == 0, "sockets still open")
        assert events == ["open"]
        port = served.port
    assert events == ["open", "close"]
    assert gone(port)


def test_thread_counts_the_peak_of_open_connections() -> None:
    async def load(url: str) -> None:
        async with httpx.AsyncClient(base_url=url, limits=httpx.Limits(max_connections=7)) as client:
            await asyncio.gather(*(client.get("/thread") for _ in range(60)))

    with asgi.serve_in_thread(make_app()) as served:
        asyncio.run(load(served.url))
        assert served.peak <= 7
        assert served.accepted <= 60


def test_thread_cancels_what_does_not_end_and_closes_lifespan() -> None:
    events: list[str] = []
    with asgi.serve_in_thread(make_app(events), graceful_s=1.0) as served, pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{served.url}/forever", timeout=0.2)
    assert sorted(events) == ["cancelled", "close", "open"]


def test_two_apps_at_once_have_their_own_ports_and_loops() -> None:
    with asgi.serve_in_thread(make_app()) as one, asgi.serve_in_thread(make_app()) as two:
        assert one.port != two.port
        assert httpx.get(f"{one.url}/thread").status_code == httpx.get(f"{two.url}/thread").status_code == 200
        assert (one.accepted, two.accepted) == (1, 1)


def test_thread_reports_a_failed_lifespan_with_its_lines() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        raise RuntimeError("no such database")
        yield

    before = threading.active_count()
    with pytest.raises(LabError, match="no such database") as caught, asgi.serve_in_thread(FastAPI(lifespan=lifespan)):
        pass
    assert isinstance(caught.value, asgi.ServerFailed)
    assert caught.value.exit_code == 3
    assert threading.active_count() == before


@pytest.mark.parametrize("where", ["thread", "process"])
def test_tls_is_accepted_with_the_authority_and_refused_without(where: str, factories: str) -> None:
    form = asgi.serve_in_thread(make_app(), tls=True)
    server = form if where == "thread" else asgi.serve_in_process(f"{factories}:echo", tls=True)
    with server as served:
        assert served.url.startswith("https://")
        assert served.ca is not None
        context = ssl.create_default_context(cafile=served.ca)
        with httpx.Client(base_url=served.url, verify=context) as client:
            for _ in range(4):
                assert client.get("/thread" if where == "thread" else "/").status_code == 200
        assert served.accepted == 1
        assert httpx.get(served.url.replace("127.0.0.1", "localhost") + "/x", verify=context).status_code == 404
        with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
            httpx.get(served.url)
        ca = served.ca
    assert not ca.exists()


def test_process_serves_with_kwargs_env_and_counts(factories: str) -> None:
    with asgi.serve_in_process(f"{factories}:echo", {"word": "hi"}, env={"EXTRA_WORD": "there"}) as served:
        with httpx.Client(base_url=served.url) as client:
            for _ in range(10):
                assert client.get("/").json() == {"word": "hi", "pid": served.pid, "extra": "there"}
        assert served.pid != os.getpid()
        assert (served.accepted, served.peak) == (1, 1)
        pid, port = served.pid, served.port
    assert not psutil.pid_exists(pid)
    assert gone(port)


def test_process_drains_running_requests_and_closes_lifespan(factories: str, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with asgi.serve_in_process(f"{factories}:echo", {"marks": str(marks)}) as served:
        codes: list[int] = []
        thread = threading.Thread(target=lambda: codes.append(httpx.get(f"{served.url}/slow").status_code))
        thread.start()
        until(lambda: served.open == 1, "request not there")
        time.sleep(0.05)
    thread.join()
    assert codes == [200]
    assert marks.read_text() == "closed"


def test_counts_survive_a_kill_and_the_exit_is_reported(factories: str) -> None:
    with asgi.serve_in_process(f"{factories}:echo") as served:
        httpx.get(served.url)
        os.kill(served.pid, signal.SIGKILL)
        assert served.wait_exit() == -signal.SIGKILL
        assert served.accepted == 1
        with pytest.raises(httpx.ConnectError):
            httpx.get(served.url)


def test_wait_exit_says_when_the_process_still_runs(factories: str) -> None:
    with (
        asgi.serve_in_process(f"{factories}:echo") as served,
        pytest.raises(LabError, match=r"still runs after 0\.05 s"),
    ):
        served.wait_exit(0.05)


@pytest.mark.parametrize(
    ("factory", "text", "code"),
    [("broken", "third resource failed", 3), ("missing", "has no attribute 'missing'", 1)],
)
def test_process_that_does_not_start_is_one_error_with_its_lines(
    factories: str, factory: str, text: str, code: int
) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(asgi.ServerFailed, match=text) as caught, asgi.serve_in_process(f"{factories}:{factory}"):
        pass
    assert caught.value.exit_code == code
    assert {child.pid for child in psutil.Process().children()} <= before


def test_process_that_blocks_at_start_is_killed(factories: str) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with (
        pytest.raises(asgi.ServerFailed, match=r"took longer than 0\.8 s"),
        asgi.serve_in_process(f"{factories}:deaf", start_s=0.8, graceful_s=0.0),
    ):
        pass
    assert {child.pid for child in psutil.Process().children()} <= before


def test_bad_factory_and_kwargs_are_refused() -> None:
    with pytest.raises(ValueError, match="factory='nothing'"), asgi.serve_in_process("nothing"):
        pass
    with pytest.raises(TypeError, match="JSON"), asgi.serve_in_process("a:b", {"x": object()}):
        pass


def test_server_ends_when_its_parent_is_killed(factories: str, tmp_path: Path) -> None:
    script = (
        "import sys, json, time\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "from labsupport.services import asgi\n"
        f"with asgi.serve_in_process('{factories}:echo') as served:\n"
        "    print(json.dumps([served.pid, served.port]), flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid, port = json.loads(parent.stdout.readline())
    assert psutil.pid_exists(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE, "server lives on")
    assert gone(port)
