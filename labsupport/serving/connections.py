"""One HTTP client or a new one per request: connections, latency and file descriptors (01.1.x3, 01.1.c).

The server's own count of accepted connections is the ground truth. `child_main` runs in a process of its own because
it lowers the limit of open files, which holds for a whole process.
"""

from __future__ import annotations

import asyncio
import json
import random
import ssl
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal

import httpx

from labsupport.aio.load import burst, quantile, wall_s
from labsupport.errors import LabError
from labsupport.services.asgi import Served

POOL = 10


def wait_app(wait_s: float = 0.0) -> Any:
    """GET /wait answers after `wait_s` seconds of `asyncio.sleep` and tells how many requests waited at once."""
    from fastapi import FastAPI  # not at the top: the child process of 01.1.c has no use for it

    app = FastAPI()
    inside = {"now": 0, "peak": 0}

    @app.get("/wait")
    async def wait() -> dict[str, int]:
        inside["now"] += 1
        inside["peak"] = max(inside["peak"], inside["now"])
        await asyncio.sleep(wait_s)
        inside["now"] -= 1
        return {"peak": inside["peak"]}

    return app


async def naive_fetch(url: str, verify: ssl.SSLContext | bool = True) -> int:
    """The naive form: a new client, so a new pool and a new connection (and handshake) for one request."""
    async with httpx.AsyncClient(verify=verify, trust_env=False) as client:
        return (await client.get(url)).status_code


@dataclass(frozen=True)
class Reuse:
    """Seconds per request in order, and connections the server accepted for them."""

    latencies: list[float]
    connections: int

    @property
    def p50_s(self) -> float:
        """Median seconds of one request."""
        return quantile(self.latencies, 0.5)


async def connection_reuse(served: Served, *, requests: int, seed: int = 0, workers: int = 4) -> dict[str, Reuse]:
    """The same `requests` by "fresh" clients, one "shared" client, and the shared one again ("again", the A/A arm).

    `workers` callers run at once; arms alternate in random order in ten rounds, so a slow moment hits all of them.
    The TLS settings are read once, outside: the arms differ in the connection alone.
    """
    verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=str(served.ca)) if served.ca else False
    url = f"{served.url}/wait"
    latencies: dict[str, list[float]] = {"fresh": [], "shared": [], "again": []}
    connections: Counter[str] = Counter()
    rng = random.Random(seed)
    limits = httpx.Limits(max_connections=POOL)

    async with (
        httpx.AsyncClient(verify=verify, trust_env=False, limits=limits) as one,
        httpx.AsyncClient(verify=verify, trust_env=False, limits=limits) as other,
    ):

        async def shared(client: httpx.AsyncClient) -> int:
            return (await client.get(url)).status_code

        arms: dict[str, Callable[[], Awaitable[int]]] = {
            "fresh": lambda: naive_fetch(url, verify),
            "shared": lambda: shared(one),
            "again": lambda: shared(other),
        }
        rounds = min(10, requests)
        for i in range(rounds):
            share = requests * (i + 1) // rounds - requests * i // rounds
            for arm in rng.sample(sorted(arms), len(arms)):
                before = served.accepted
                latencies[arm] += await _work(arms[arm], share, workers)
                connections[arm] += served.accepted - before
    return {arm: Reuse(values, connections[arm]) for arm, values in latencies.items()}


async def _work(call: Callable[[], Awaitable[int]], n: int, workers: int) -> list[float]:
    clock = asyncio.get_running_loop().time
    left = iter(range(n))
    latencies: list[float] = []

    async def worker() -> None:
        for _ in left:
            began = clock()
            status = await call()
            latencies.append(clock() - began)
            if status != 200:
                raise RuntimeError(f"server answered {status}")

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(worker())
    return latencies


def client_construction_s(n: int = 10) -> float:
    """Median seconds to construct (and close) one `httpx.AsyncClient` with default settings, no request sent."""

    async def measure() -> list[float]:
        clock = asyncio.get_running_loop().time
        spent = []
        for _ in range(n):
            began = clock()
            async with httpx.AsyncClient():
                spent.append(clock() - began)
        return spent

    return quantile(asyncio.run(measure()), 0.5)


# ------------------------------------------------------------------------------------------------- 01.1.c


@dataclass(frozen=True)
class Descriptors:
    """What the child process saw: failures for want of a descriptor, other failures, seconds, new TIME_WAIT sockets.

    `time_wait` is None where the system does not tell.
    """

    requests: int
    too_many_files: int
    other_errors: int
    wall_s: float
    slowest_s: float
    time_wait: int | None


@contextmanager
def open_files_limit(limit: int) -> Iterator[None]:
    """Run the block with at most `limit` file descriptors in this process. LabError where the system has no such limit.

    Only the soft limit moves, so it can be restored.
    """
    try:
        import resource
    except ImportError:
        raise LabError("this system has no limit of open files to lower", "run this part on Linux or macOS") from None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _out_of_descriptors(error: BaseException | None) -> bool:
    """Whether "too many open files" (EMFILE, 24) is anywhere in the chain of causes."""
    while error is not None:
        if isinstance(error, OSError) and error.errno == 24:
            return True
        if isinstance(error, BaseExceptionGroup):
            return any(_out_of_descriptors(inner) for inner in error.exceptions)
        error = error.__cause__ or error.__context__
    return False


def _time_wait(port: int) -> int | None:
    import psutil

    try:
        connections = psutil.net_connections(kind="tcp")
    except (psutil.AccessDenied, OSError):
        return None
    return sum(1 for c in connections if c.status == psutil.CONN_TIME_WAIT and port in (c.raddr or (0, 0)))


async def _under_limit(url: str, mode: str, n: int, pool: int) -> Descriptors:
    limits = httpx.Limits(max_connections=pool, max_keepalive_connections=pool)
    port = httpx.URL(url).port or 80
    earlier = _time_wait(port)
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=httpx.Timeout(30.0)) as client:

        async def shared() -> int:
            return (await client.get(url)).status_code

        async def fresh() -> int:
            return await naive_fetch(url, verify=False)

        samples = await burst(n, fresh if mode == "naive" else shared)
    failed = [sample.error for sample in samples if sample.error]
    too_many = sum(map(_out_of_descriptors, failed))
    after = _time_wait(port)
    return Descriptors(
        requests=n,
        too_many_files=too_many,
        other_errors=len(failed) - too_many,
        wall_s=wall_s(samples),
        slowest_s=max((s.latency_s for s in samples if s.error is None), default=0.0),
        time_wait=None if earlier is None or after is None else max(0, after - earlier),
    )


def child_main(spec: dict[str, Any]) -> Descriptors:
    """Run one arm under the lowered limit, in this process."""
    import anyio._backends._asyncio  # noqa: F401  (an import needs a free descriptor, so it happens before)

    with open_files_limit(spec["limit"]):
        return asyncio.run(_under_limit(spec["url"], spec["mode"], spec["n"], spec["pool"]))


def descriptors_under_limit(
    url: str, mode: Literal["naive", "fixed"], *, n: int = 200, limit: int = 96, pool: int = 32
) -> Descriptors:
    """Send `n` requests at once to `url` from a child process that may hold `limit` descriptors.

    "naive" makes a client per request, "fixed" one client with a pool of `pool` connections.
    """
    spec = json.dumps({"url": url, "mode": mode, "n": n, "limit": limit, "pool": pool})
    done = subprocess.run([sys.executable, "-m", __name__, spec], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise LabError(f"the child process failed: {done.stderr.strip()[-400:]}", "run this part on Linux or macOS")
    return Descriptors(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(child_main(json.loads(sys.argv[1])))))
