"""What a service is to the supervisor: a command line, an environment and how to tell that it is healthy.

Specs are JSON-able, because clients hand them to the supervisor through want.json.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

PORT = "{port}"
# Loopback only, so a proxy that the environment names must not be asked.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Spec:
    """One service to run.

    `argv`, `env` and `url` may hold "{port}", which the supervisor replaces by the port it chose (or by `port`).
    `kind` selects the health check (`HEALTH`). `env` is added to the supervisor's environment. `start_s` is how long
    the start may take, `hang_s` how long a running service may leave its health check unanswered.
    """

    name: str
    kind: str
    argv: tuple[str, ...]
    url: str
    env: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    port: int | None = None
    start_s: float = 60.0
    hang_s: float = 60.0
    usual: str = "a few seconds"

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"argv": list(self.argv)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Spec:
        return cls(**dict(value) | {"argv": tuple(value["argv"])})

    def same_as(self, other: Spec) -> bool:
        """Whether a service started from `other` is the one that this spec asks for.

        The environment does not count: a notebook with another thread setting must not restart the server of a shell.
        """
        mine, theirs = (spec.to_json() | {"env": {}} for spec in (self, other))
        return json.dumps(mine, sort_keys=True) == json.dumps(theirs, sort_keys=True)


def alive(kind: str, url: str, timeout_s: float = 2.0) -> bool:
    """One health check, by kind. False: no answer or an unhealthy one; never raises."""
    try:
        if kind == "redis":
            from labsupport.services import redis

            return redis.ping(url, timeout_s)
        base = url.removesuffix("/v1")
        path = "/health" if kind in ("vllm", "transformers") else "/"
        with _OPENER.open(base + path, timeout=timeout_s) as reply:
            return bool(reply.status == 200)
    except (OSError, ValueError):  # URLError and HTTPError are OSErrors
        return False


def warm_up(kind: str, url: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a service that answers its health check to working temperature; returns what it says about itself.

    Raises RuntimeError with the service's answer if it cannot do its work (a corrupt model, for example).
    """
    if kind == "vllm":
        from labsupport.services import vllm

        return vllm.warm_up(url, details)
    if kind == "transformers":
        from labsupport.services import hf_server

        return hf_server.warm_up(url, details)
    if kind == "redis":
        from labsupport.services import redis

        return redis.inspect(url)
    return {}


def http_json(url: str, body: Any = None, timeout_s: float = 120.0) -> Any:
    """GET, or POST of `body` as JSON; returns the decoded reply. Raises RuntimeError with status and text."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with _OPENER.open(request, timeout=timeout_s) as reply:
            text = reply.read().decode()
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{url} answered {error.code}: {error.read(500).decode('utf-8', 'replace')}") from error
    except OSError as error:
        raise RuntimeError(f"{url} did not answer: {error}") from error
    try:
        return json.loads(text)
    except ValueError:
        return text
