"""Refuses connections that leave the machine; put on PYTHONPATH where no network namespace can be used.

It sees Python's own sockets only. Libraries with native sockets pass it, which is why the namespace is preferred.
"""

import ipaddress
import sys
from typing import Any

ALLOWED_NAMES = ("localhost", "localhost.localdomain", "", None)


def _is_loopback(host: Any) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in ALLOWED_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        target = args[1]
        host = target[0] if isinstance(target, tuple) else None  # str: a Unix socket
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not _is_loopback(host):
        raise OSError(f"the lab's tests refuse outgoing network ({event} to {host!r})")


sys.addaudithook(_hook)
