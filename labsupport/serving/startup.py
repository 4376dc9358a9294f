"""What stays open when startup fails: fake resources that a server in another process counts (01.1.b, claim c4).

A resource is a TCP connection that says "open NAME" and, when it is released in order, "close NAME". `ResourceServer`
counts both and the connections still established, so the counts survive the death of the process that held them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import socketserver
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from labsupport.services.asgi import ServerFailed, serve_in_process
from labsupport.serving.app import Settings, make_lifespan

Lifespan = Callable[[Any], AbstractAsyncContextManager[Any]]
LifespanOf = Callable[[Sequence["Resource"]], Lifespan]


class ResourceServer:
    """Counts resources by what arrives on its socket. Use as a context manager; `.address` is (host, port)."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.established = 0
        self._changed = threading.Condition()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._note(lambda: setattr(outer, "established", outer.established + 1))
                try:
                    for line in self.rfile:
                        verb, _, name = line.decode().strip().partition(" ")
                        target = outer.opened if verb == "open" else outer.closed
                        outer._note(lambda target=target, name=name: target.append(name))  # type: ignore[misc]
                        self.wfile.write(b"ok\n")
                except ConnectionError:
                    pass  # the holder died without a goodbye: that is what is counted
                finally:
                    outer._note(lambda: setattr(outer, "established", outer.established - 1))

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address: tuple[str, int] = ("127.0.0.1", self._server.server_address[1])

    def _note(self, change: Callable[[], None]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[ResourceServer], bool], timeout_s: float = 20.0) -> bool:
        """Wait until `condition(self)` holds; whether it did within `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: condition(self), timeout_s)

    def __enter__(self) -> ResourceServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Resource:
    """One connection to the ResourceServer with a background reader, as database drivers have.

    The reader keeps the socket alive even when nobody else refers to it: forgetting such an object closes nothing.
    """

    def __init__(self, name: str, address: tuple[str, int], *, refuse: bool = False) -> None:
        self.name = name
        self._address = address
        self._refuse = refuse
        self._replies: list[bytes] = []
        self._answered = threading.Condition()

    async def open(self) -> Resource:
        """Connect and announce. Raises ConnectionRefusedError for a resource made with `refuse=True`."""
        if self._refuse:
            raise ConnectionRefusedError(f"{self.name}: no server answers")
        self._socket = socket.create_connection(self._address, timeout=20)
        threading.Thread(target=self._read, daemon=True).start()
        await asyncio.to_thread(self._say, f"open {self.name}\n")
        return self

    async def close(self) -> None:
        """Say goodbye and close the socket."""
        await asyncio.to_thread(self._say, f"close {self.name}\n")
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    async def __aenter__(self) -> Resource:
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _say(self, line: str) -> None:
        self._socket.sendall(line.encode())
        with self._answered:
            if not self._answered.wait_for(lambda: bool(self._replies), 20):
                raise TimeoutError(f"{self.name}: no answer to {line.strip()!r}")
            self._replies.pop()

    def _read(self) -> None:
        try:
            while reply := self._socket.recv(64):
                with self._answered:
                    self._replies.append(reply)
                    self._answered.notify_all()
        except OSError:
            return  # closed by us or by the other end


def naive_lifespan(resources: Sequence[Resource]) -> Lifespan:
    """The naive form: release code after a bare `yield`. Skipped by every exception at or before the yield."""

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        for resource in resources:
            await resource.open()
        yield
        for resource in reversed(resources):
            await resource.close()

    return lifespan


def lifespan_from(make: Callable[..., Lifespan]) -> LifespanOf:
    """The fix: `make_lifespan`, or a learner's, with the three resources as openers."""

    def lifespan_of(resources: Sequence[Resource]) -> Lifespan:
        first, *rest = resources
        openers = {resource.name: (lambda resource=resource: resource) for resource in rest}
        return make(Settings("http://provider.example/v1"), opener=lambda: first, **openers)

    return lifespan_of


STYLES: dict[str, LifespanOf] = {"naive": naive_lifespan, "stack": lifespan_from(make_lifespan)}
NAMES = ("database", "cache", "queue")


def three_resources(address: tuple[str, int], *, third_refuses: bool) -> list[Resource]:
    """database, cache and queue; with `third_refuses` the queue cannot be opened."""
    return [Resource(name, address, refuse=third_refuses and name == NAMES[-1]) for name in NAMES]


def startup_app(style: str, address: Sequence[Any], *, third_refuses: bool = True) -> FastAPI:
    """An app without routes whose lifespan ("naive" or "stack") owns three resources."""
    return FastAPI(lifespan=STYLES[style](three_resources((address[0], address[1]), third_refuses=third_refuses)))


@dataclass
class Aftermath:
    """What the ResourceServer saw after the app was gone (or, in process, after startup had failed)."""

    where: str
    exit_code: int | None = None
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    established: int = 0

    @property
    def left_open(self) -> int:
        """Resources that never said goodbye."""
        return len(self.opened) - len(self.closed)


def _aftermath(where: str, server: ResourceServer, exit_code: int | None) -> Aftermath:
    return Aftermath(where, exit_code, list(server.opened), list(server.closed), server.established)


def failed_startup_under_uvicorn(style: str) -> Aftermath:
    """Start uvicorn in a process of its own; the third resource refuses, so the process ends."""
    with ResourceServer() as server:
        exit_code: int | None = None
        try:
            with serve_in_process(f"{__name__}:startup_app", {"style": style, "address": server.address}):
                raise AssertionError("startup was expected to fail")
        except ServerFailed as failed:
            exit_code = failed.exit_code
        server.wait_for(lambda s: s.established == 0)
        return _aftermath("uvicorn", server, exit_code)


def failed_startup_in_process(lifespan_of: LifespanOf) -> Aftermath:
    """The same app under Starlette's test client in this process, which lives on. Counted a moment later."""
    from starlette.testclient import TestClient

    with ResourceServer() as server:
        resources = three_resources(server.address, third_refuses=True)
        try:
            with TestClient(FastAPI(lifespan=lifespan_of(resources))):
                raise AssertionError("startup was expected to fail")
        except ConnectionRefusedError:
            pass
        server.wait_for(lambda s: s.established == 0, timeout_s=0.3)
        return _aftermath("in process", server, None)


def signalled(style: str, sent: signal.Signals) -> Aftermath:
    """Start cleanly, send a signal to the running server, and look at what was closed."""
    with ResourceServer() as server:
        kwargs = {"style": style, "address": server.address, "third_refuses": False}
        with serve_in_process(f"{__name__}:startup_app", kwargs) as served:
            os.kill(served.pid, sent)
            exit_code = served.wait_exit(30)
        server.wait_for(lambda s: s.established == 0)
        return _aftermath(sent.name, server, exit_code)
