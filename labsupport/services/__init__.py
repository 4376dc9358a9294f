"""The lab's services: vLLM and Redis as supervised processes on loopback, Qdrant inside the caller's process.

`ensure(name)` returns a healthy endpoint and starts the service if it does not run. Knows nothing of stages beyond
the table `NEEDS`, and nothing of the subjects that use the services.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from labsupport import settings
from labsupport.errors import LabError
from labsupport.services import qdrant as qdrant
from labsupport.services.state import Paths, Service

if TYPE_CHECKING:
    from labsupport.services.control import Progress
    from labsupport.services.spec import Spec

Name = Literal["vllm", "redis", "qdrant"]
NAMES: tuple[str, ...] = get_args(Name)
NEEDS: dict[str, tuple[str, ...]] = {
    "01": ("vllm", "redis"),
    "02": ("vllm",),
    "03": ("vllm",),
    "04": ("vllm",),
}  # stage -> what `lab up STAGE` starts


@dataclass(frozen=True)
class Endpoint:
    """Where a service is.

    `kind`: "vllm", "transformers" or "remote" for the model, "redis", "embedded" or "remote" for Qdrant. `pid` is
    None for what is not a process of the lab. `details` of the model: `model` (the name to send), `max_model_len`
    and `block_size` in tokens, `missing` (features that this server lacks), `device`, `version`.
    """

    name: str
    url: str
    kind: str
    pid: int | None
    details: Mapping[str, Any] = field(default_factory=dict)


def ensure(name: Name, timeout_s: float | None = None, *, progress: Progress | None = None) -> Endpoint:
    """The endpoint of a service that is up and healthy; starts it if need be.

    Raises LabError (unknown name, a model or an environment that is missing or broken, a service that cannot start
    or has died twice), with the service's last log lines; nothing half-started is left behind. LabError too when
    LAB_BASE_URL does not answer.
    """
    _check(name)
    outside = _outside(name)
    if outside is not None:
        _check_remote(outside)
        return outside
    return up([name], timeout_s=timeout_s, fresh=False, progress=progress)[name]


def endpoint(name: Name) -> Endpoint | None:
    """The endpoint of a service if it is ready now; None otherwise. Starts nothing."""
    from labsupport.services import control

    _check(name)
    outside = _outside(name)
    if outside is not None:
        return outside
    found = control.running(Paths(settings.load().home))
    service = found.services.get(name) if found else None
    return _endpoint(service) if service is not None and service.status == "ready" else None


def up(
    names: Sequence[str], *, timeout_s: float | None = None, fresh: bool = True, progress: Progress | None = None
) -> dict[str, Endpoint]:
    """Start services together and wait until all are healthy. `fresh` also starts what had failed for good.

    Raises LabError as `ensure`; if one service cannot start, those that this call started are stopped again.
    """
    from labsupport.services import commands, control

    for name in names:
        _check(name)
    outside = {name: _outside(name) for name in names}
    for found in outside.values():
        _check_remote(found)
    specs = [_spec(name) for name, found in outside.items() if found is None]
    started: dict[str, Service] = {}
    if specs:
        with commands.reporting(progress) as report:
            started = control.start(
                Paths(settings.load().home), specs, timeout_s=timeout_s, fresh=fresh, progress=report
            )
    return {name: found if found is not None else _endpoint(started[name]) for name, found in outside.items()}


def down() -> list[str]:
    """Stop every service; names of those that ran. Leaves no process, port, pid or lock file behind, only logs."""
    from labsupport.services import control

    return control.stop(Paths(settings.load().home))


def status() -> dict[str, Any]:
    """What runs where, as JSON-able data: `home`, `supervisor` (pid or None), `services`, `left_over`."""
    from dataclasses import asdict

    from labsupport.services import control, state

    paths = Paths(settings.load().home)
    found = control.running(paths)
    rows = {name: asdict(service) for name, service in found.services.items()} if found else {}
    for name, url in (("vllm", settings.load().base_url), ("qdrant", settings.load().qdrant_url)):
        if url is not None:
            rows[name] = {"name": name, "status": "remote", "kind": "remote", "url": url, "process": None, "events": []}
    return {
        "home": str(paths.home),
        "supervisor": found.supervisor.pid if found else None,
        "services": rows,
        "left_over": found is None and state.read_state(paths) is not None,
    }


def _check(name: str) -> None:
    if name not in NAMES:
        raise LabError(f"unknown service {name!r}", f"known services: {', '.join(NAMES)}")


def _outside(name: str) -> Endpoint | None:
    """The endpoint of what the lab does not supervise: a remote model server, and Qdrant."""
    options = settings.load()
    if name == "vllm" and options.base_url is not None:
        return Endpoint("vllm", options.base_url, "remote", None, {"model": options.model, "missing": []})
    if name == "qdrant":
        if options.qdrant_url is not None:
            return Endpoint("qdrant", options.qdrant_url, "remote", None)
        return Endpoint("qdrant", qdrant.MEMORY, "embedded", None, {"folder": str(qdrant.folder())})
    return None


def _check_remote(found: Endpoint | None) -> None:
    """Raise LabError unless a model server of somebody else answers and has the lab's default model where asked."""
    if found is None or found.name != "vllm":
        return
    from labsupport import llm

    served = llm.check()
    model = str(found.details["model"])
    if model == settings.Settings.model and served and model not in served:
        some = ", ".join(served[:5]) + (", ..." if len(served) > 5 else "")
        raise LabError(f"{found.url} does not serve {model!r}", f"set LAB_MODEL to one of its models: {some}")


def _spec(name: str) -> Spec:
    from labsupport.services import hf_server, redis, vllm

    if name == "redis":
        return redis.spec()
    return vllm.spec() or hf_server.spec()


def _endpoint(service: Service) -> Endpoint:
    pid = service.process.pid if service.process else None
    return Endpoint(service.name, service.url or "", service.kind, pid, dict(service.details))
