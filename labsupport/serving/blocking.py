"""Who waits for whom on one event loop: the servers and measurements of 01.1.x1, 01.1.x2 and 01.1.a.

The apps are factories of plain values so that they can run in a process of their own: a client that shares the
interpreter with a busy server would measure itself.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import anyio.to_thread
import httpx
from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse

from labsupport.aio.load import Caller, Sample, burst, completed_per_window, probing, quantile

DEFAULT_TOKENS = 40  # of anyio's limiter, per event loop


class Peak:
    """Counts how many threads are inside a block at once, and the most there ever were."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.now = 0
        self.highest = 0

    def __enter__(self) -> None:
        with self._lock:
            self.now += 1
            self.highest = max(self.highest, self.now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.now -= 1


def sync_dependency() -> str:
    """A `def` dependency: FastAPI runs it in a thread of the shared limiter."""
    return "looked up"


def limiter_app(tokens: int | None = None) -> FastAPI:
    """Routes that hold limiter tokens, and routes that do or do not need one. `tokens` resizes the limiter.

    GET /hold?s= sleeps in a thread, /burn?s= computes in a thread, /pure is async only, /dependency is async with
    a `def` dependency, /file is async and serves a file, /limiter tells tokens in use and the peak of /hold.
    """
    peak = Peak()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if tokens is not None:
            anyio.to_thread.current_default_thread_limiter().total_tokens = tokens
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/hold")
    def hold(s: float) -> dict[str, float]:
        with peak:
            time.sleep(s)
        return {"held_s": s}

    @app.get("/burn")
    def burn(s: float) -> dict[str, float]:
        end = time.perf_counter() + s
        rounds = 0
        while time.perf_counter() < end:  # pure Python: holds the interpreter lock except at switch intervals
            rounds += 1
        return {"rounds": rounds}

    @app.get("/pure")
    async def pure() -> dict[str, str]:
        return {"answer": "at once"}

    @app.get("/dependency")
    async def dependency(found: Annotated[str, Depends(sync_dependency)]) -> dict[str, str]:
        return {"answer": found}

    @app.get("/file")
    async def file() -> FileResponse:
        return FileResponse(__file__)

    @app.get("/limiter")
    async def limiter() -> dict[str, int]:
        statistics = anyio.to_thread.current_default_thread_limiter().statistics()
        return {"in_use": statistics.borrowed_tokens, "peak": peak.highest}

    return app


async def peak_sync_handlers(url: str, *, requests: int = 60, hold_s: float = 0.2) -> int:
    """Send `requests` at once to a `def` route; how many of its calls the server ran at the same time."""
    import json

    async with Caller(url) as caller:
        await caller.warm(requests)
        await burst(requests, lambda: caller.get(f"/hold?s={hold_s}"))
        return int(json.loads(await caller.get("/limiter"))["peak"])


ROUTES = ("pure", "dependency", "file")


@dataclass(frozen=True)
class Starvation:
    """Probe latencies in seconds by route, on an idle server and while all tokens are held for `hold_s`."""

    hold_s: float
    idle: dict[str, list[float]]
    held: dict[str, list[float]]

    def delay(self, route: str) -> float:
        """p99 while held minus p99 when idle, in units of the holders' time."""
        return (quantile(self.held[route], 0.99) - quantile(self.idle[route], 0.99)) / self.hold_s

    def p99_ms(self, when: Literal["idle", "held"], route: str) -> float:
        """p99 in milliseconds."""
        return 1000 * quantile((self.idle if when == "idle" else self.held)[route], 0.99)


async def starve(
    url: str, *, hold_s: float, holders: int = DEFAULT_TOKENS, kind: Literal["hold", "burn"] = "hold", probes: int = 10
) -> Starvation:
    """Occupy `holders` threads for `hold_s`, then probe each route; the same probes before, on the idle server."""
    import json

    held: dict[str, list[float]] = {}
    async with Caller(url) as caller:
        await caller.warm(holders + len(ROUTES) * probes)
        for route in ROUTES:  # the first request of a route pays for set-up, e.g. thread creation
            await caller.get(f"/{route}")
        idle = await _probe_routes(caller, probes)
        holding = asyncio.create_task(burst(holders, lambda: caller.get(f"/{kind}?s={hold_s}")))
        in_use = 0
        while in_use < holders and not holding.done():
            in_use = int(json.loads(await caller.get("/limiter"))["in_use"])
        held = await _probe_routes(caller, probes)
        await holding
    return Starvation(hold_s, idle, held)


async def _probe_routes(caller: Caller, probes: int) -> dict[str, list[float]]:
    async def one(route: str) -> list[float]:
        clock = asyncio.get_running_loop().time
        latencies = []
        for _ in range(probes):
            began = clock()
            await caller.get(f"/{route}")
            latencies.append(clock() - began)
        return latencies

    async with asyncio.TaskGroup() as group:
        tasks = {route: group.create_task(one(route)) for route in ROUTES}
    return {route: task.result() for route, task in tasks.items()}


# ------------------------------------------------------------------------------ 01.1.a, a blocking client in the loop


def report_app(provider: str) -> FastAPI:
    """GET /naive and GET /fixed ask the provider for one completion and return it; /healthz answers at once."""
    payload = {"model": "echo", "messages": [{"role": "user", "content": "status?"}], "max_tokens": 4}
    url = f"{provider}/chat/completions"

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        limits = httpx.Limits(max_connections=100)
        with httpx.Client(trust_env=False, timeout=60, limits=limits) as blocking:
            async with httpx.AsyncClient(trust_env=False, timeout=60, limits=limits) as http:
                app.state.blocking, app.state.http = blocking, http
                yield {}

    app = FastAPI(lifespan=lifespan)

    @app.get("/naive")
    async def naive_report() -> dict[str, int]:
        # The naive arm: a synchronous client inside a coroutine. Nothing else runs until it returns.
        return {"status": app.state.blocking.post(url, json=payload).status_code}

    @app.get("/fixed")
    async def report() -> dict[str, int]:
        return {"status": (await app.state.http.post(url, json=payload)).status_code}

    @app.get("/healthz")
    async def healthz() -> dict[str, bool]:
        return {"alive": True}

    return app


@dataclass(frozen=True)
class HealthUnderLoad:
    """Probes of /healthz during a burst: latencies in seconds, and burst calls completed per window."""

    max_s: float
    median_s: float
    per_window: list[int]
    probes: Sequence[Sample]


async def health_under_load(url: str, route: str, *, n: int, window_s: float, every_s: float = 0.02) -> HealthUnderLoad:
    """Send `n` requests at once to `route` and probe /healthz every `every_s` seconds until the last one is back."""
    async with Caller(url) as caller:
        await caller.warm(n + 10)
        await caller.get("/healthz")
        async with probing(lambda: caller.get("/healthz"), every_s=every_s) as probes:
            samples = await burst(n, lambda: caller.get(route))
    failed = [sample.error for sample in [*samples, *probes] if sample.error]
    if failed:
        raise failed[0]
    latencies = [probe.latency_s for probe in probes]
    return HealthUnderLoad(
        max(latencies), quantile(latencies, 0.5), completed_per_window(samples, window_s), list(probes)
    )
