"""Free TCP ports on 127.0.0.1, and who holds one that is not free."""

from __future__ import annotations

import socket

from labsupport.errors import LabError

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could bind `port` on 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose connections only linger in TIME_WAIT counts as free, one with a listener does not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def free() -> int:
    """A port that is free now; the system chooses it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def holder(port: int) -> str:
    """Who listens on `port`, for a message: "python (pid 12)", or "another process" where the system does not tell."""
    import psutil

    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port:
                if connection.pid is None:
                    break
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except psutil.Error:
        pass
    return "another process"


def require(port: int, what: str) -> None:
    """Raises LabError naming the port and its holder unless `port` is free."""
    if not is_free(port):
        raise LabError(
            f"port {port} on {HOST}, wanted for {what}, is taken by {holder(port)}",
            "stop that program, or start again without a fixed port: the lab then chooses a free one",
        )
