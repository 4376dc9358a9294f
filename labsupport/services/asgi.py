"""Serve an ASGI app on a real loopback socket: in a thread (`serve_in_thread`) or in its own process
(`serve_in_process`).

The port is bound once, by the code that serves, and handed to uvicorn as a socket: no gap in which another program
could take it. Both forms count accepted, open and peak connections in the server; labs use these counts as ground
truth. Knows nothing of what the app does. Protocol: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

import atexit
import collections
import contextlib
import functools
import importlib
import json
import logging
import mmap
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from labsupport.errors import LabError

if TYPE_CHECKING:
    import uvicorn

START_S = 30.0
TAIL_LINES = 15

# A table of five whole numbers shared by server and reader. For a process it lies in a mapped file, so the counts can
# be read at any time, also after the process was killed.
_PORT, _READY, _ACCEPTED, _OPEN, _PEAK = range(5)
_TABLE = struct.Struct("<5q")


class ServerFailed(LabError):
    """The server did not start or stop. `lines` are its last output, `exit_code` its status (None: still running)."""

    def __init__(self, problem: str, remedy: str, *, lines: tuple[str, ...] = (), exit_code: int | None = None) -> None:
        tail = "".join(f"\n    | {line}" for line in lines)
        super().__init__(problem + tail, remedy)
        self.lines = lines
        self.exit_code = exit_code


@dataclass(frozen=True)
class Certificate:
    """Paths of a local authority (`ca`: give it to clients) and of the server certificate and key it signed."""

    ca: Path
    cert: Path
    key: Path


def local_certificate(folder: Path) -> Certificate:
    """Write a throw-away authority and a server certificate for 127.0.0.1, ::1 and localhost, valid for one day."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)

    def builder(subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, ca: bool) -> x509.CertificateBuilder:
        usage = x509.KeyUsage(True, False, False, False, False, ca, ca, False, False)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(name("lab local authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        )

    authority = ec.generate_private_key(ec.SECP256R1())
    root = builder(name("lab local authority"), authority, ca=True).sign(authority, hashes.SHA256())
    key = ec.generate_private_key(ec.SECP256R1())
    addresses = [x509.IPAddress(ipaddress.ip_address(text)) for text in ("127.0.0.1", "::1")]
    leaf = (
        builder(name("localhost"), key, ca=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), *addresses]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    result = Certificate(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    result.ca.write_bytes(root.public_bytes(pem))
    result.cert.write_bytes(leaf.public_bytes(pem))
    result.key.touch(mode=0o600)
    result.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    return result


class _Table(Protocol):
    def __getitem__(self, slot: int) -> int: ...
    def __setitem__(self, slot: int, value: int) -> None: ...


class _MappedTable:
    """The table of counts in a file that server and reader both map."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b")
        self._map = mmap.mmap(self._file.fileno(), _TABLE.size)

    def __getitem__(self, slot: int) -> int:
        return int(struct.unpack_from("<q", self._map, slot * 8)[0])

    def __setitem__(self, slot: int, value: int) -> None:
        struct.pack_into("<q", self._map, slot * 8, value)

    def close(self) -> None:
        self._map.close()
        self._file.close()


class Served:
    """A running server. `url` has no trailing slash; `ca` is the authority's file when served over TLS."""

    def __init__(self, url: str, table: _Table, *, pid: int, app: Any = None, ca: Path | None = None) -> None:
        self.url = url
        self.pid = pid
        self.app = app
        self.ca = ca
        self._table = table

    @property
    def port(self) -> int:
        """The TCP port on 127.0.0.1."""
        return self._table[_PORT]

    @property
    def accepted(self) -> int:
        """Connections the server accepted since it started (over TLS: completed handshakes)."""
        return self._table[_ACCEPTED]

    @property
    def open(self) -> int:
        """Connections open now."""
        return self._table[_OPEN]

    @property
    def peak(self) -> int:
        """The most connections that were open at once."""
        return self._table[_PEAK]


class ServedProcess(Served):
    """A server in its own process."""

    def __init__(
        self, url: str, table: _Table, process: subprocess.Popen[bytes], log: Path, ca: Path | None = None
    ) -> None:
        super().__init__(url, table, pid=process.pid, ca=ca)
        self._process = process
        self._log = log

    def wait_exit(self, timeout_s: float = 10.0) -> int:
        """Wait until the process has ended; returns its exit code (negative: the signal). Raises ServerFailed if
        not."""
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise ServerFailed(
                f"server process {self.pid} still runs after {timeout_s:g} s", "send it a signal first, or wait longer",
                lines=self.lines(),
            ) from None  # fmt: skip

    def lines(self, last: int = TAIL_LINES) -> tuple[str, ...]:
        """The last lines that the server printed."""
        return tail(self._log, last)


@contextlib.contextmanager
def serve_in_thread(
    app: Any, *, tls: bool = False, graceful_s: float = 2.0, keep_alive_s: float = 5.0, start_s: float = START_S
) -> Iterator[Served]:
    """Serve `app` from a background thread with its own event loop; `.app` is the same object.

    Returned when the server accepts requests and lifespan has started. On exit it stops accepting, gives running
    requests `graceful_s` seconds, then cancels them and ends lifespan. Raises ServerFailed (a LabError) with the
    server's last lines when lifespan fails, start-up takes longer than `start_s`, or a handler blocks the loop so that
    it cannot stop.
    """
    import uvicorn

    table: list[int] = [0] * 5
    lines: collections.deque[str] = collections.deque(maxlen=TAIL_LINES)
    with contextlib.ExitStack() as stack:
        certificate = _certificate(stack) if tls else None
        listener = stack.enter_context(_listen())
        table[_PORT] = listener.getsockname()[1]
        config = _config(app, table, certificate, graceful_s, keep_alive_s)
        server = uvicorn.Server(config)
        failure: list[BaseException] = []

        def body() -> None:
            handler = _ThreadLines(lines)
            logger = logging.getLogger("uvicorn.error")
            logger.addHandler(handler)
            try:
                server.run(sockets=[listener])
            except BaseException as error:
                failure.append(error)
            finally:
                logger.removeHandler(handler)

        thread = threading.Thread(target=body, name="lab-asgi", daemon=True)
        thread.start()
        deadline = time.monotonic() + start_s
        while not server.started and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.005)
        if not server.started:
            server.should_exit = server.force_exit = True
            thread.join(0.0 if thread.is_alive() else None)
            problem = f"start-up took longer than {start_s:g} s" if thread.is_alive() else "the server did not start"
            code = failure[0].code if failure and isinstance(failure[0], SystemExit) else None
            if failure and not isinstance(failure[0], SystemExit):
                lines.append(f"{type(failure[0]).__name__}: {failure[0]}")
            raise ServerFailed(
                problem, "look at the last lines: the app or its lifespan raised, or it blocks", lines=tuple(lines),
                exit_code=code if isinstance(code, int) else None,
            )  # fmt: skip
        scheme = "https" if tls else "http"
        served = Served(
            f"{scheme}://127.0.0.1:{table[_PORT]}", table, pid=os.getpid(), app=app,
            ca=certificate.ca if certificate else None,
        )  # fmt: skip
        try:
            yield served
        finally:
            server.should_exit = True
            thread.join(graceful_s + 5.0)
            if thread.is_alive():
                server.force_exit = True
                thread.join(2.0)
        # reached only when the body raised nothing: a stuck server must not hide the body's own error
        if thread.is_alive():
            raise ServerFailed(
                f"the server thread did not stop within {graceful_s + 7.0:g} s",
                "a handler blocks the event loop; make it await, or serve it in a process",
                lines=tuple(lines),
            )


@contextlib.contextmanager
def serve_in_process(
    factory: str,
    kwargs: Mapping[str, Any] | None = None,
    env: Mapping[str, str] | None = None,
    *,
    tls: bool = False,
    graceful_s: float = 2.0,
    keep_alive_s: float = 5.0,
    start_s: float = START_S,
) -> Iterator[ServedProcess]:
    """Serve `module:factory(**kwargs)` from a new Python process that sees the same `sys.path`.

    `kwargs` must be JSON-able (TypeError names it otherwise); `env` adds to the environment. Returned when the server
    accepts requests. On exit: SIGTERM, `graceful_s` seconds for running requests, then the whole process group is
    killed. The process also ends when this one dies, however it dies. Raises ServerFailed (a LabError) with the last
    lines and the exit code when it does not start.
    """
    if factory.count(":") != 1:
        raise ValueError(f"factory={factory!r} must look like 'package.module:function'")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-asgi-")))
        certificate = _certificate(stack) if tls else None
        counts, log = folder / "counts", folder / "log"
        counts.write_bytes(bytes(_TABLE.size))
        table = _MappedTable(counts)
        stack.callback(table.close)
        spec = {
            "factory": factory,
            "kwargs": dict(kwargs or {}),
            "path": sys.path,
            "counts": str(counts),
            "cert": [str(certificate.cert), str(certificate.key)] if certificate else None,
            "graceful_s": graceful_s,
            "keep_alive_s": keep_alive_s,
        }
        line = json.dumps(spec).encode() + b"\n"
        process = stack.enter_context(
            start_child("labsupport.services.asgi", line, log, env=env, stop_s=graceful_s + 3.0)
        )
        deadline = time.monotonic() + start_s
        while not table[_READY] and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        if not table[_READY]:
            code = process.poll()
            problem = f"start-up of {factory} took longer than {start_s:g} s"
            if code is not None:
                problem = f"{factory} did not start: its process ended with code {code}"
            raise ServerFailed(
                problem, "look at the last lines: the factory or the lifespan raised, or it blocks", lines=tail(log),
                exit_code=code,
            )  # fmt: skip
        url = f"{'https' if tls else 'http'}://127.0.0.1:{table[_PORT]}"
        yield ServedProcess(url, table, process, log, ca=certificate.ca if certificate else None)


@contextlib.contextmanager
def start_child(
    module: str, first_line: bytes, log: Path, *, env: Mapping[str, str] | None = None, stop_s: float = 5.0
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m module` in its own session, write `first_line` to its stdin and keep that open; output goes to
    `log`.

    The child takes end of file on stdin as "my parent is gone" (see `exit_with_parent`), which also works when the
    parent is killed. On exit the child gets SIGTERM and `stop_s` seconds; then its whole process group is killed.
    """
    import labsupport

    root = str(Path(labsupport.__file__).resolve().parent.parent)
    full_env = {**os.environ, **(env or {}), "PYTHONUNBUFFERED": "1"}
    full_env["PYTHONPATH"] = os.pathsep.join(filter(None, (root, full_env.get("PYTHONPATH"))))
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--child"],
            stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT, env=full_env, start_new_session=True,
        )  # fmt: skip
    kill = functools.partial(_kill_group, process)
    atexit.register(kill)
    try:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # a child that died at once: the caller reports it with its lines
            process.stdin.write(first_line)
            process.stdin.flush()
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(stop_s)
        kill()
        with contextlib.suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]
        atexit.unregister(kill)


def exit_with_parent(stop: Callable[[], object]) -> None:
    """In a child of `start_child`: call `stop` (from a thread) when stdin ends, and leave by force 5 s later."""

    def watch() -> None:
        with contextlib.suppress(OSError, ValueError):
            # not through sys.stdin.buffer: its lock, held here, aborts the interpreter when it ends by itself
            while os.read(sys.stdin.fileno(), 4096):
                pass
        stop()
        time.sleep(5.0)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def allow_many_files() -> None:
    """Raise the soft limit of open files to the hard limit: a server of thousands of sockets needs more than 1,024."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def listen(port: int = 0) -> socket.socket:
    """A listening socket on 127.0.0.1; port 0: a free one chosen by the system. Raises OSError for a taken port."""
    # the protocol is named because asyncio sets TCP_NODELAY only then; without it every reply on a kept-alive
    # connection waits 40 ms for a delayed acknowledgement
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


@contextlib.contextmanager
def _listen() -> Iterator[socket.socket]:
    listener = listen()
    try:
        yield listener
    finally:
        listener.close()


def _certificate(stack: contextlib.ExitStack) -> Certificate:
    return local_certificate(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-tls-"))))


def _config(
    app: Any, table: _Table, certificate: Certificate | None, graceful_s: float, keep_alive_s: float
) -> uvicorn.Config:
    import asyncio

    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Counting(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            table[_ACCEPTED] += 1
            table[_OPEN] += 1
            table[_PEAK] = max(table[_PEAK], table[_OPEN])
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            table[_OPEN] -= 1
            super().connection_lost(exc)

    return uvicorn.Config(
        app,
        # one parser and one loop on every machine, whatever faster ones happen to be installed: labs compare runs.
        # No websockets: an upgrade would take the connection out of the counts.
        http=Counting,
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=max(1, round(graceful_s)),
        timeout_keep_alive=keep_alive_s,  # type: ignore[arg-type]  # passed to loop.call_later, which takes a float
        ssl_certfile=certificate.cert if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )


class _ThreadLines(logging.Handler):
    """Keeps the lines that one thread logs; uvicorn's logger is shared by all servers of the process."""

    def __init__(self, lines: collections.deque[str]) -> None:
        super().__init__()
        self._lines = lines
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._lines.extend(line for line in record.getMessage().splitlines() if line.strip())


def tail(log: Path, last: int = TAIL_LINES) -> tuple[str, ...]:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 64_000))
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(line for line in lines if line.strip())[-last:]


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # also what the server itself started
        elif process.poll() is None:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5.0)


def _child() -> None:
    import uvicorn

    spec = json.loads(sys.stdin.buffer.readline())
    allow_many_files()
    sys.path[:] = spec["path"]
    module, function = spec["factory"].split(":")
    app = getattr(importlib.import_module(module), function)(**spec["kwargs"])
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.INFO)
    table = _MappedTable(Path(spec["counts"]))
    cert = spec["cert"]
    certificate = Certificate(Path(), Path(cert[0]), Path(cert[1])) if cert else None
    config = _config(app, table, certificate, spec["graceful_s"], spec["keep_alive_s"])

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                table[_READY] = 1

    server = Announcing(config)

    def stop() -> None:
        server.should_exit = True

    exit_with_parent(stop)
    listener = listen()
    table[_PORT] = listener.getsockname()[1]
    server.run(sockets=[listener])


if __name__ == "__main__":
    if sys.argv[1:] != ["--child"]:
        raise SystemExit("labsupport.services.asgi is started by serve_in_process; use `uvicorn` by hand")
    _child()
