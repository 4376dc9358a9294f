"""ProviderSim: an OpenAI-compatible provider on a real loopback socket that misbehaves on command.

It runs in its own process, so its event loop is independent of the client's. Answers come from a canned echo or from a
real server behind it (`upstream`). Rules (see `faults`) script latency, errors and broken streams; a ledger kept in the
server says what arrived, what was answered and whether the work was done. Labs trust that ledger, never the client.
By hand: `python -m labsupport.services.provider_sim --port 0 --upstream http://127.0.0.1:8000/v1`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import email.utils
import functools
import hashlib
import http.client
import json
import math
import secrets
import signal
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import h11

from labsupport import settings
from labsupport.errors import LabError
from labsupport.services import asgi, echo, faults
from labsupport.services.faults import (
    DropAfterCommit,
    Hang,
    LogNormal,
    MalformedFrame,
    Plan,
    RateLimit,
    ResetMidStream,
    Rule,
    Schedule,
    SlowBody,
    StallMidStream,
    Status,
    drop_after_commit,
    hang,
    latency,
    malformed_frame,
    mix,
    rate_limit,
    reset_mid_stream,
    slow_body,
    stall_mid_stream,
    status,
    token_limit,
)

if TYPE_CHECKING:
    import httpx

__all__ = [
    "LedgerRow", "LogNormal", "ProviderSim", "SimStats", "drop_after_commit", "hang", "latency", "malformed_frame",
    "mix", "rate_limit", "reset_mid_stream", "slow_body", "stall_mid_stream", "status",
    "token_limit",
]  # fmt: skip

LEDGER_CAP = 200_000
MAX_BODY = 32 * 2**20
POST_PATHS = ("/chat/completions", "/completions", "/embeddings", "/rerank")
TO_UPSTREAM = ("content-type", "authorization", "accept", "idempotency-key")
FROM_UPSTREAM = ("retry-after", "idempotent-replayed")
"""Headers that pass the simulator, beside the content type; all others end here."""
OnDisconnect = Literal["finish", "cancel"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One finished request, as the server saw it.

    t: arrival, monotonic seconds of the server's machine (comparable with `time.monotonic()` of the same machine).
    key: Idempotency-Key header. path: with /v1. status: what was sent, 0 = no complete answer reached the connection.
    committed: the work was done on the server. fault: the rule that fired, or what the upstream did wrong.
    connection: number of the connection since start. inflight: requests being handled at arrival, this one included.
    index: number of arrival since reset. done: monotonic seconds when it ended. port: the client's port.
    body_sha256: of the request body. disconnected: the client left first. request_id: the x-lab-request header.
    """

    t: float
    key: str | None
    path: str
    status: int
    committed: bool
    fault: str | None
    connection: int
    inflight: int
    index: int
    done: float
    port: int
    body_sha256: str
    disconnected: bool
    request_id: str | None


@dataclass(frozen=True)
class SimStats:
    """Counts since the last reset. `requests` arrived = the sum of `by_status` + `inflight` (not finished yet)."""

    requests: int
    committed: int
    by_status: Mapping[int, int]
    accepted_connections: int
    peak_inflight: int
    peak_connections: int
    inflight: int
    open_connections: int


class ProviderSim:
    """A simulated provider; use it as a context manager.

    upstream: None for the echo, or the URL of a real OpenAI-compatible server. seed: of all draws. time_scale: factor
    on every scripted delay (a rate limit's minute lasts 60 * time_scale seconds); None takes LAB_TIME_SCALE.
    on_disconnect: "finish" works on after the client left, as most servers do; "cancel" stops. tls: serve https, `ca`
    is the authority's file for clients. Raises ValueError for a bad argument, ServerFailed (a LabError) when the
    process does not start.
    """

    def __init__(
        self,
        *,
        upstream: str | None = None,
        seed: int = 0,
        time_scale: float | None = None,
        on_disconnect: OnDisconnect = "finish",
        tls: bool = False,
    ) -> None:
        self._config = _check_config(upstream, seed, time_scale, on_disconnect)
        self.seed = seed
        self.time_scale: float = self._config["time_scale"]
        self.ca: Path | None = None
        self.pid: int | None = None
        self._tls = tls
        self._port: int | None = None
        self._log: Path | None = None
        self._token = secrets.token_hex(16)
        self._stack = contextlib.ExitStack()
        self._lock = threading.Lock()
        self._control: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        if self._port is not None:
            raise LabError("this ProviderSim has been started already", "make a new one for each with block")
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-sim-")))
            if self._tls:
                certificate = asgi.local_certificate(folder)
                self.ca = certificate.ca
                self._config["cert"] = [str(certificate.cert), str(certificate.key)]
            self._log = folder / "log"
            ready = folder / "ready"
            # the token goes through stdin: arguments and environment are visible to other processes
            line = json.dumps({**self._config, "token": self._token, "ready": str(ready)}).encode() + b"\n"
            process = stack.enter_context(asgi.start_child(__name__, line, self._log, stop_s=3.0))
            deadline = time.monotonic() + asgi.START_S
            while not ready.exists() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            if not ready.exists():
                raise asgi.ServerFailed(
                    "the provider simulator did not start", "look at the last lines", lines=asgi.tail(self._log),
                    exit_code=process.poll(),
                )  # fmt: skip
            self._port = int(ready.read_text())
            self.pid = process.pid
            stack.callback(self._close_control)
            self._call("POST", "reset")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    @property
    def base(self) -> str:
        """http://127.0.0.1:PORT"""
        if self._port is None:
            raise LabError("this ProviderSim is not running", "use it as: with ProviderSim() as sim: ...")
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """The OpenAI base URL, ending in /v1."""
        return self.base + "/v1"

    def script(self, *rules: Rule, match: str | None = None) -> None:
        """Replace the schedule. With `match`, only that of requests whose path contains the text; the longest match
        wins.

        Counters and draws start anew. Without rules the simulator behaves. Raises TypeError for what is not a rule.
        """
        for rule in rules:
            if not isinstance(rule, Rule):
                raise TypeError(f"{rule!r} is not a rule: use latency(), status(), ... of {__name__}")
        if match == "":
            raise ValueError("match='' matches nothing in particular: leave it out for every request")
        self._call("POST", "script", {"rules": [faults.to_json(rule) for rule in rules], "match": match})

    def schedule(self, seed: int, mix: Mapping[Rule, float], *also: Rule, match: str | None = None) -> None:
        """Script a random fault schedule: each request draws at most one rule of `mix` (rule -> probability).

        `also` are further rules, for example a latency for every request. The same seed and the same order of requests
        (or the same keys, in any order) give the same faults.
        """
        self.script(*also, faults.mix(mix, seed), match=match)

    def reset(self) -> None:
        """Forget ledger, counts and rules; requests still in flight are dropped and do not appear later."""
        self._call("POST", "reset")

    def ledger(self) -> list[LedgerRow]:
        """All finished requests since the last reset, in order of arrival. Requests in flight are missing: see `drain`.

        Raises LabError when more than 200,000 requests finished, since the ledger then is not the whole truth.
        """
        data = self._call("GET", "ledger")
        if data["lost"]:
            raise LabError(
                f"the ledger is full: {data['lost']} requests beyond {LEDGER_CAP} were not written",
                "call reset() between experiments, or use stats(), which counts them all",
            )
        return sorted((LedgerRow(*row) for row in data["rows"]), key=lambda row: row.index)

    def stats(self) -> SimStats:
        """Counts since the last reset."""
        data = self._call("GET", "stats")
        data["by_status"] = {int(code): count for code, count in sorted(data["by_status"].items())}
        return SimStats(**data)

    def drain(self, timeout_s: float = 10.0) -> None:
        """Block until no request is in flight. Raises LabError after `timeout_s` (a `hang` whose client still
        waits)."""
        deadline = time.monotonic() + timeout_s
        while (inflight := self.stats().inflight) > 0:
            if time.monotonic() > deadline:
                raise LabError(
                    f"{inflight} requests are still in flight after {timeout_s:g} s",
                    "close their clients, wait longer, or reset() the simulator",
                )
            time.sleep(0.005)

    async def adrain(self, timeout_s: float = 10.0) -> None:
        """`drain` without blocking the event loop, which may be needed to close the clients' sockets."""
        await asyncio.to_thread(self.drain, timeout_s)

    def _call(self, method: str, action: str, payload: object = None) -> Any:
        with self._lock:
            for attempt in (0, 1):
                try:
                    # one kept connection: labs count connections and file descriptors
                    control = self._control = self._control or self._connect()
                    body = None if payload is None else json.dumps(payload)
                    control.request(method, f"/_sim/{action}", body, {"x-sim-token": self._token})
                    response = control.getresponse()
                    data = json.loads(response.read())
                except (OSError, http.client.HTTPException, ValueError) as error:
                    self._close_control()
                    if attempt and self._port is not None:
                        raise asgi.ServerFailed(
                            f"the provider simulator does not answer ({type(error).__name__}: {error})",
                            "it has ended or was stopped; start a new ProviderSim",
                            lines=asgi.tail(self._log) if self._log else (),
                        ) from error
                    continue
                if response.status != 200:
                    raise LabError(f"the simulator refused {action}: {data}", "this is an error of the lab itself")
                return data
        raise AssertionError("not reached")

    def _connect(self) -> http.client.HTTPConnection:
        assert self.base
        if self._tls:
            context = ssl.create_default_context(cafile=self.ca)
            return http.client.HTTPSConnection("127.0.0.1", self._port, timeout=30.0, context=context)
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=30.0)

    def _close_control(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None


def _check_config(upstream: str | None, seed: int, time_scale: float | None, on_disconnect: str) -> dict[str, Any]:
    if time_scale is None:
        time_scale = settings.load().time_scale
    if not (isinstance(time_scale, int | float) and 0.0 < time_scale < math.inf):
        raise ValueError(f"time_scale={time_scale!r} must be above 0 and finite")
    if upstream is not None:
        if not upstream.startswith(("http://", "https://")):
            raise ValueError(f"upstream={upstream!r} is not a URL: give http://HOST:PORT/v1")
        upstream = upstream.rstrip("/").removesuffix("/v1")
    if on_disconnect not in ("finish", "cancel"):
        raise ValueError(f"on_disconnect={on_disconnect!r} must be 'finish' or 'cancel'")
    return {"upstream": upstream, "seed": seed, "time_scale": time_scale, "on_disconnect": on_disconnect, "cert": None}


# ---- the server process ---------------------------------------------------------------------------------------------


class _Dropped(Exception):
    """The connection was broken on purpose; nothing more can be sent."""


@dataclass
class _Exchange:
    """One request on its way."""

    index: int
    epoch: int
    t: float
    inflight: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    committed: bool = False
    fault: str | None = None
    recorded: bool = False
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The path below /v1."""
        return self.path.removeprefix("/v1")

    @property
    def stream(self) -> bool:
        return bool(self.data.get("stream")) and self.route in POST_PATHS[:2]


@dataclass
class _Reply:
    status: int
    content_type: str
    body: bytes
    frames: AsyncIterator[bytes] | None = None
    headers: tuple[tuple[str, str], ...] = ()


class _Server:
    """Counts, ledger and schedules; makes one `_Connection` per socket."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.token: str = config["token"]
        self.upstream: str | None = config["upstream"]
        self.seed: int = config["seed"]
        self.time_scale: float = config["time_scale"]
        self.finish = config["on_disconnect"] == "finish"
        self.connections: set[_Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.numbers = 0
        self.epoch = 0
        self.http: httpx.AsyncClient | None = None
        self.clear()

    def clear(self) -> None:
        self.epoch += 1
        self.rows: list[tuple[Any, ...]] = []  # fields of LedgerRow
        self.lost = 0
        self.requests = 0
        self.committed = 0
        self.inflight = 0
        self.peak_inflight = 0
        self.by_status: dict[int, int] = {}
        self.accepted = 0
        self.open = sum(not connection.control for connection in self.connections)
        self.peak_open = self.open
        self.schedules: dict[str, Schedule] = {"": Schedule((), seed=self.seed)}

    def accept(self, connection: _Connection) -> int:
        self.numbers += 1
        self.connections.add(connection)
        self.accepted += 1
        self.open += 1
        connection.peak_before = self.peak_open
        self.peak_open = max(self.peak_open, self.open)
        return self.numbers

    def make_control(self, connection: _Connection) -> None:
        """The lab's own connection does not count."""
        if not connection.control:
            connection.control = True
            self.accepted = max(0, self.accepted - 1)
            self.open -= 1
            if connection.number == self.numbers:
                self.peak_open = connection.peak_before

    def gone(self, connection: _Connection) -> None:
        self.connections.discard(connection)
        if not connection.control:
            self.open -= 1

    def begin(self, method: str, path: str, headers: dict[str, str], body: bytes) -> _Exchange:
        index = self.requests
        self.requests += 1
        self.inflight += 1
        self.peak_inflight = max(self.peak_inflight, self.inflight)
        return _Exchange(index, self.epoch, time.monotonic(), self.inflight, method, path, headers, body)

    def record(self, exchange: _Exchange, connection: _Connection, code: int, *, dropped: bool = False) -> None:
        """Write the row; before the last bytes are sent, so that a client that has its answer finds it in the
        ledger."""
        if exchange.recorded or exchange.epoch != self.epoch:
            return
        exchange.recorded = True
        self.inflight -= 1
        disconnected = connection.lost and not dropped
        code = 0 if connection.lost or dropped else code
        self.by_status[code] = self.by_status.get(code, 0) + 1
        self.committed += exchange.committed
        if len(self.rows) >= LEDGER_CAP:
            self.lost += 1
            return
        self.rows.append(
            (
                exchange.t, exchange.headers.get("idempotency-key"), exchange.path, code, exchange.committed,
                exchange.fault, connection.number, exchange.inflight, exchange.index, time.monotonic(), connection.port,
                hashlib.sha256(exchange.body).hexdigest(), disconnected, exchange.headers.get("x-lab-request"),
            )
        )  # fmt: skip

    def plan(self, exchange: _Exchange) -> Plan:
        matches = [text for text in self.schedules if text in exchange.path]
        schedule = self.schedules[max(matches, key=len)]
        key = exchange.headers.get("x-lab-request") or exchange.headers.get("idempotency-key")
        tokens = functools.partial(echo.request_tokens, exchange.data)
        return schedule.plan(key, now=exchange.t, stream=exchange.stream, tokens=tokens)

    async def sleep(self, ms: float) -> None:
        await asyncio.sleep(ms / 1000.0 * self.time_scale)

    async def control(self, action: str, body: bytes) -> tuple[int, object]:
        # sockets that clients closed before this call are known to the kernel; let the loop take note of them first
        for _ in range(3):
            await asyncio.sleep(0.001)
        if action == "ledger":
            return 200, {"rows": self.rows, "lost": self.lost}
        if action == "stats":
            return 200, {
                "requests": self.requests, "committed": self.committed, "by_status": self.by_status,
                "accepted_connections": self.accepted, "peak_inflight": self.peak_inflight,
                "peak_connections": self.peak_open, "inflight": self.inflight, "open_connections": self.open,
            }  # fmt: skip
        if action == "reset":
            for connection in list(self.connections):
                connection.cancel()
            tasks = [c.task for c in self.connections if c.task is not None and not c.control]
            await asyncio.gather(*tasks, return_exceptions=True)
            self.clear()
            return 200, {}
        if action == "script":
            data = json.loads(body)
            rules = [faults.from_json(rule) for rule in data["rules"]]
            schedule = Schedule(rules, seed=self.seed, time_scale=self.time_scale)
            if data["match"] is None:
                self.schedules = {"": schedule}
            else:
                self.schedules[data["match"]] = schedule
            return 200, {}
        return 404, f"unknown action {action!r}"

    async def work(self, exchange: _Exchange, chunks: int | None) -> _Reply:
        """Do what a provider does; sets `committed` when a plain answer is complete."""
        if self.upstream is not None:
            return await self._forward(exchange)
        route = exchange.route
        if route == "/models" and exchange.method in ("GET", "HEAD"):
            exchange.committed = True
            return _json(200, echo.models())
        if route not in POST_PATHS or not exchange.path.startswith("/v1/"):
            return _error(404, f"no route for {exchange.path}")
        if exchange.method != "POST":
            return _error(405, f"{exchange.method} is not allowed for {exchange.path}")
        try:
            if exchange.stream:
                documents = echo.frames(route, exchange.data, chunks)
                return _Reply(200, "text/event-stream", b"", _echo_frames(documents))
            reply = _json(200, echo.answer(route, exchange.data))
            if route == "/rerank":  # a cross-encoder's work grows with the number of documents
                await self.sleep(echo.RERANK_MS * len(exchange.data["documents"]))
        except echo.BadRequest as error:
            return _error(400, str(error))
        exchange.committed = True
        return reply

    async def _forward(self, exchange: _Exchange) -> _Reply:
        import httpx

        if self.http is None:
            # no read timeout: the client's own deadline is the lesson. No pool limit: the simulator must not queue.
            limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
            timeout = httpx.Timeout(None, connect=10.0)
            self.http = httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False)
        headers = {name: exchange.headers[name] for name in TO_UPSTREAM if name in exchange.headers}
        headers["accept-encoding"] = "identity"
        request = self.http.build_request(
            exchange.method, f"{self.upstream}{exchange.path}", content=exchange.body, headers=headers
        )
        try:
            response = await self.http.send(request, stream=True)
            content_type = response.headers.get("content-type", "application/json")
            if response.status_code == 200 and content_type.startswith("text/event-stream"):
                return _Reply(200, content_type, b"", self._upstream_frames(exchange, response))
            try:
                body = await response.aread()
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            exchange.fault = f"upstream:{type(error).__name__}"
            return _error(502, f"upstream failed: {type(error).__name__}", "upstream_error")
        if response.status_code >= 400:
            exchange.fault = f"upstream:{response.status_code}"
        if response.status_code >= 500:
            return _error(502, f"upstream answered {response.status_code}", "upstream_error")
        exchange.committed = response.status_code < 400
        back = tuple((name, response.headers[name]) for name in FROM_UPSTREAM if name in response.headers)
        return _Reply(response.status_code, content_type, body, headers=back)

    async def _upstream_frames(self, exchange: _Exchange, response: httpx.Response) -> AsyncIterator[bytes]:
        import httpx

        buffer = b""
        try:
            async for data in response.aiter_raw():
                buffer += data.replace(b"\r\n", b"\n")
                *events, buffer = buffer.split(b"\n\n")
                for event in events:
                    yield event + b"\n\n"
        except httpx.HTTPError as error:
            # headers are out: all that is left is to break off, as the upstream did
            exchange.fault = f"upstream:{type(error).__name__}"
            raise _Dropped from error
        finally:
            await response.aclose()
        if buffer.strip():
            yield buffer


async def _echo_frames(documents: list[dict[str, Any]]) -> AsyncIterator[bytes]:
    for document in documents:
        yield b"data: " + json.dumps(document, separators=(",", ":")).encode() + b"\n\n"
    yield b"data: [DONE]\n\n"


def _json(code: int, data: object) -> _Reply:
    return _Reply(code, "application/json", json.dumps(data, separators=(",", ":")).encode())


_ERROR_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}


def _error(code: int, message: str, kind: str | None = None, error_code: str | None = None) -> _Reply:
    kind = kind or _ERROR_TYPES.get(code) or ("server_error" if code >= 500 else "invalid_request_error")
    return _json(code, {"error": {"message": message, "type": kind, "param": None, "code": error_code}})


class _Connection(asyncio.Protocol):
    """One socket: parses with h11 and answers one request after the other."""

    def __init__(self, server: _Server) -> None:
        self.server = server
        self.h11 = h11.Connection(h11.SERVER)
        self.control = False
        self.lost = False
        self.number = 0
        self.peak_before = 0
        self.port = 0
        self._transport: asyncio.Transport | None = None
        self._request: h11.Request | None = None
        self._body = bytearray()
        self.task: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.port = int(transport.get_extra_info("peername")[1])
        self.number = self.server.accept(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self._gone.set()
        self._writable.set()
        self.server.gone(self)
        if self.task is not None and not self.server.finish:
            self.task.cancel()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def cancel(self) -> None:
        """Drop a request in flight (reset)."""
        if self.task is not None and not self.control:
            self.task.cancel()
            self.abort()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self.h11.receive_data(data)
        self._advance()

    def _advance(self) -> None:
        try:
            while True:
                event = self.h11.next_event()
                if event is h11.NEED_DATA or event is h11.PAUSED:
                    if self.h11.they_are_waiting_for_100_continue:
                        self._send(h11.InformationalResponse(status_code=100, headers=[]))
                    return
                if isinstance(event, h11.Request):
                    self._request = event
                    self._body = bytearray()
                elif isinstance(event, h11.Data):
                    self._body += event.data
                    if len(self._body) > MAX_BODY:
                        self.abort()
                        return
                elif isinstance(event, h11.EndOfMessage):
                    self._start()
                elif isinstance(event, h11.ConnectionClosed):
                    return
        except h11.RemoteProtocolError:
            self._write(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            if self._transport is not None:
                self._transport.close()

    def _start(self) -> None:
        assert self._request is not None
        method, target = self._request.method.decode(), self._request.target.decode("ascii", "replace")
        headers = {name.decode(): value.decode("latin-1") for name, value in self._request.headers}
        path = target.partition("?")[0]
        body = bytes(self._body)
        if path.startswith("/_sim/") and secrets.compare_digest(
            headers.get("x-sim-token", "").encode(), self.server.token.encode()
        ):
            self.server.make_control(self)
            run = self._control(path.removeprefix("/_sim/"), body)
        else:
            exchange = self.server.begin(method, path, headers, body)
            with contextlib.suppress(ValueError):
                data = json.loads(body) if body else {}
                exchange.data = data if isinstance(data, dict) else {}
            # decided here, in order of arrival, not in the task
            run = self._run(exchange, self.server.plan(exchange))
        self.task = asyncio.get_running_loop().create_task(run)
        self.server.tasks.add(self.task)
        self.task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.server.tasks.discard(task)
        self.task = None
        if not task.cancelled() and task.exception() is not None:
            self.abort()
            print(f"simulator error: {task.exception()!r}", file=sys.stderr, flush=True)
        if self.lost:
            return
        if self.h11.our_state is h11.DONE and self.h11.their_state is h11.DONE:
            self.h11.start_next_cycle()
            self._advance()
        elif self._transport is not None:
            self._transport.close()

    async def _control(self, action: str, body: bytes) -> None:
        code, data = await self.server.control(action, body)
        self._plain(_json(code, data))

    async def _run(self, exchange: _Exchange, plan: Plan) -> None:
        try:
            await self._answer(exchange, plan)
        except _Dropped:
            self.server.record(exchange, self, 0, dropped=True)
            self.abort()
        finally:
            # cancelled, or an error: still one row, and it says what had been done
            self.server.record(exchange, self, 0, dropped=not self.lost)

    async def _answer(self, exchange: _Exchange, plan: Plan) -> None:
        server = self.server
        if plan.limited is not None:
            exchange.fault = plan.limited.name
            self._finish(exchange, _limited(plan.limited, plan.wait_s, server.time_scale))
            return
        fault = plan.fault
        exchange.fault = fault.name if fault is not None else None
        if plan.delay_ms:
            await server.sleep(plan.delay_ms)
        if isinstance(fault, Hang):
            await self._gone.wait()
            server.record(exchange, self, 0)
            return
        if isinstance(fault, Status) and not fault.committed:
            self._finish(exchange, _scripted(fault))
            return
        reply = await server.work(exchange, fault.chunks if isinstance(fault, SlowBody) else None)
        if isinstance(fault, Status | DropAfterCommit) and reply.frames is not None:
            # a streamed answer is work done only when its last frame was made
            async with contextlib.aclosing(reply.frames):  # type: ignore[type-var]
                async for _ in reply.frames:
                    pass
            exchange.committed = True
        if isinstance(fault, DropAfterCommit) and exchange.committed:
            server.record(exchange, self, 0, dropped=True)
            if self._transport is not None:
                self._transport.close()
        elif isinstance(fault, Status) and exchange.committed:
            self._finish(exchange, _scripted(fault))
        elif reply.frames is not None:
            async with contextlib.aclosing(reply.frames):  # type: ignore[type-var]
                await self._stream(exchange, reply, reply.frames, fault)
        elif reply.status == 200 and exchange.committed:
            await self._body_fault(exchange, reply, fault)
        else:
            self._finish(exchange, reply)  # an error of its own: the scripted fault has nothing to spoil

    async def _stream(
        self, exchange: _Exchange, reply: _Reply, frames: AsyncIterator[bytes], fault: Rule | None
    ) -> None:
        kind = fault.kind if isinstance(fault, MalformedFrame) else None
        content_type = "text/html; charset=utf-8" if kind == "wrong_content_type" else reply.content_type
        headers = [("content-type", content_type), ("cache-control", "no-cache"), ("transfer-encoding", "chunked")]
        self._send(h11.Response(status_code=200, headers=headers))
        count = 0
        done = False
        async for frame in frames:
            done = frame.startswith(b"data: [DONE]")
            if isinstance(fault, ResetMidStream) and count >= fault.after_chunks:
                await self._break(exchange, fault)
                return
            if isinstance(fault, StallMidStream) and count == fault.after_chunks:
                await self.server.sleep(fault.ms)
            if isinstance(fault, SlowBody) and not done:
                await self.server.sleep(fault.ms_per_chunk)
            if done:
                break
            if kind == "bad_json" and count == 1:
                frame = frame[: max(8, len(frame) // 2)].rstrip() + b"\n\n"
            if kind == "truncated_chunk" and count == 1:
                # the chunk's head promises more than follows
                self._write(b"%x\r\n" % (len(frame) + 64) + frame)
                break
            self._send(h11.Data(data=frame))
            count += 1
            await self._writable.wait()
            # let a fast generator be seen frame by frame, and notice a client that left
            await asyncio.sleep(0)
        if isinstance(fault, ResetMidStream):
            exchange.fault = None  # the stream was shorter than that
        # `[DONE]` is the mark of a complete stream; a server that ended without it is passed on as it is
        exchange.committed = True
        self.server.record(exchange, self, 200, dropped=kind == "truncated_chunk")
        if kind == "truncated_chunk":
            if self._transport is not None:
                self._transport.close()
            return
        if done and kind != "missing_done":
            self._send(h11.Data(data=b"data: [DONE]\n\n"))
        self._send(h11.EndOfMessage())

    async def _body_fault(self, exchange: _Exchange, reply: _Reply, fault: Rule | None) -> None:
        half = len(reply.body) // 2
        if isinstance(fault, SlowBody):
            size, chunks = len(reply.body), fault.chunks
            self._head(reply)
            for i in range(chunks):
                await self.server.sleep(fault.ms_per_chunk)
                if i == chunks - 1:
                    self.server.record(exchange, self, reply.status)
                self._send(h11.Data(data=reply.body[size * i // chunks : size * (i + 1) // chunks]))
            self._send(h11.EndOfMessage())
        elif isinstance(fault, ResetMidStream):
            self._head(reply)
            if fault.after_chunks:
                self._send(h11.Data(data=reply.body[:half]))
            await self._break(exchange, fault)
        elif isinstance(fault, StallMidStream):
            self._head(reply)
            if fault.after_chunks:
                self._send(h11.Data(data=reply.body[:half]))
            await self.server.sleep(fault.ms)
            self.server.record(exchange, self, reply.status)
            self._send(h11.Data(data=reply.body[half if fault.after_chunks else 0 :]))
            self._send(h11.EndOfMessage())
        elif isinstance(fault, MalformedFrame) and fault.kind == "truncated_chunk":
            self._head(reply)
            self._send(h11.Data(data=reply.body[:half]))
            self.server.record(exchange, self, 0, dropped=True)
            if self._transport is not None:
                self._transport.close()
        else:
            if isinstance(fault, MalformedFrame) and fault.kind == "bad_json":
                reply = _Reply(reply.status, reply.content_type, reply.body[:half])
            elif isinstance(fault, MalformedFrame) and fault.kind == "wrong_content_type":
                reply = _Reply(reply.status, "text/html; charset=utf-8", reply.body)
            self._finish(exchange, reply)

    async def _break(self, exchange: _Exchange, fault: ResetMidStream) -> None:
        # what was sent must be on its way before the reset, or the client would never see it
        for _ in range(1000):  # asyncio has no event for an empty buffer; a client that never reads is cut off anyway
            if self._transport is None or self.lost or not self._transport.get_write_buffer_size():
                break
            await asyncio.sleep(0.001)
        self.server.record(exchange, self, 0, dropped=True)
        if self._transport is None or self.lost:
            return
        if fault.how == "rst":
            raw = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self._transport.close()

    def _finish(self, exchange: _Exchange, reply: _Reply) -> None:
        self.server.record(exchange, self, reply.status)
        self._plain(reply)

    def _plain(self, reply: _Reply) -> None:
        if reply.status in (204, 304):
            reply.body = b""
        self._head(reply)
        if reply.body and (self._request is None or self._request.method != b"HEAD"):
            self._send(h11.Data(data=reply.body))
        self._send(h11.EndOfMessage())

    def _head(self, reply: _Reply) -> None:
        names = {name.lower() for name, _ in reply.headers}
        headers = list(reply.headers)
        if "content-type" not in names:
            headers.append(("content-type", reply.content_type))
        headers.append(("content-length", str(len(reply.body))))
        self._send(h11.Response(status_code=reply.status, headers=headers))

    def _send(self, event: h11.Event) -> None:
        data = self.h11.send(event)
        if data:
            self._write(data)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self.lost and not self._transport.is_closing():
            self._transport.write(data)


def _limited(rule: RateLimit, wait_s: float, time_scale: float) -> _Reply:
    header: str | None = None
    if rule.retry_after == "date":
        header = email.utils.formatdate(math.ceil(time.time() + wait_s), usegmt=True)
    elif rule.retry_after is not None:
        seconds = math.ceil(wait_s / time_scale) if rule.retry_after == "auto" else rule.retry_after
        header = f"{seconds * time_scale:.3f}".rstrip("0").rstrip(".")
    reply = _error(429, "Rate limit reached for requests", error_code="rate_limit_exceeded")
    reply.headers = (("retry-after", header),) if header is not None else ()
    return reply


def _scripted(rule: Status) -> _Reply:
    reply = _error(rule.code, f"simulated error {rule.code}")
    if rule.body is not None:
        reply.body = rule.body.encode()
        if not rule.body.lstrip().startswith(("{", "[")):
            reply.content_type = "text/plain; charset=utf-8"
    # the length is ours to say: anything else would be a malformed_frame
    reply.headers = tuple((k, v) for k, v in rule.headers if k.lower() not in ("content-length", "transfer-encoding"))
    return reply


async def _serve(
    config: Mapping[str, Any], stop: asyncio.Event, listener: socket.socket, rules: tuple[Rule, ...] = ()
) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, stop.set)
    context: ssl.SSLContext | None = None
    if config["cert"]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*config["cert"])
    server = _Server(config)
    server.schedules[""] = Schedule(rules, seed=server.seed, time_scale=server.time_scale)
    async with await loop.create_server(lambda: _Connection(server), sock=listener, ssl=context, backlog=2048):
        if config.get("ready"):
            _announce(Path(config["ready"]), listener)
        await stop.wait()
        for connection in list(server.connections):
            connection.abort()
        for task in list(server.tasks):
            task.cancel()
        await asyncio.gather(*server.tasks, return_exceptions=True)
    if server.http is not None:
        await server.http.aclose()


def _announce(ready: Path, listener: socket.socket) -> None:
    # renamed into place: the reader must not see half a number
    partial = ready.with_suffix(".tmp")
    partial.write_text(str(listener.getsockname()[1]))
    partial.rename(ready)


async def _child() -> None:
    config = json.loads(sys.stdin.buffer.readline())
    asgi.allow_many_files()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_soon() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(stop.set)

    asgi.exit_with_parent(stop_soon)
    await _serve(config, stop, asgi.listen())


def main(argv: list[str] | None = None) -> int:
    """Run a simulator in the foreground for a person; Ctrl-C ends it."""
    parser = argparse.ArgumentParser(prog="python -m labsupport.services.provider_sim", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (0: a free one)")
    parser.add_argument("--upstream", help="URL of a real OpenAI-compatible server; without it: echo")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--time-scale", type=float, help="default: LAB_TIME_SCALE, else 1")
    parser.add_argument("--cancel-on-disconnect", action="store_true", help="stop working when the client leaves")
    parser.add_argument("--rules", default="[]", help='JSON, for example \'[{"rule": "latency", "ms": 200}]\'')
    args = parser.parse_args(argv)
    mode: OnDisconnect = "cancel" if args.cancel_on_disconnect else "finish"
    try:
        config = _check_config(args.upstream, args.seed, args.time_scale, mode)
        rules = tuple(faults.from_json(rule) for rule in json.loads(args.rules))
        listener = asgi.listen(args.port)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        print(f"lab: {LabError(f'the simulator cannot start: {error}', 'see --help')}", file=sys.stderr)
        return 2
    except OSError as error:
        remedy = "give another port, or --port 0 for a free one"
        print(f"lab: {LabError(f'port {args.port} cannot be used: {error.strerror}', remedy)}", file=sys.stderr)
        return 2
    token = secrets.token_hex(16)
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    print(f"OpenAI-compatible simulator: {base}/v1  (Ctrl-C ends it)")
    print(f"ledger: curl -H 'x-sim-token: {token}' {base}/_sim/ledger", flush=True)
    asgi.allow_many_files()

    async def run() -> None:
        await _serve({**config, "token": token}, asyncio.Event(), listener, rules)

    asyncio.run(run())
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--child"]:
        asyncio.run(_child())
    else:
        raise SystemExit(main())
