"""The service of topic 01.1: an ASGI application with owned resources, injected dependencies and mapped errors.

One idea: everything that the app holds (HTTP client, embedding model) is opened by its lifespan and closed in reverse
order, nothing lives at module level, and no failure of the provider reaches a caller as a bare 500.
Knows nothing of the lab, of experiments or of a particular provider beyond the OpenAI-compatible paths.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import anyio
import httpx
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.types import Lifespan

from labsupport.serving.embedder import Embedder, open_embedder

NOT_STARTED = "lifespan not started"
DEFAULT_RETRY_AFTER_S = 1

Opener = Callable[[], AbstractAsyncContextManager[Any]]
"""Makes one resource as an async context manager: entered at startup, left at shutdown."""


@dataclass(frozen=True)
class Settings:
    """What the app needs to know. Checked here, before any socket opens.

    Times are seconds: `connect_s` to open a connection (also the wait for a free one), `read_s` between two bytes,
    `total_s` for a whole request. Raises ValueError for a missing or relative URL and for non-positive values.
    """

    provider_url: str
    connect_s: float = 5
    read_s: float = 30
    total_s: float = 60
    max_connections: int = 100
    model: str = field(default="lab-nano", kw_only=True)
    api_key: str = field(default="local", kw_only=True, repr=False)

    def __post_init__(self) -> None:
        if not self.provider_url or not self.provider_url.startswith(("http://", "https://")):
            raise ValueError(f"provider_url must be an http(s) URL, got {self.provider_url!r}")
        for name in ("connect_s", "read_s", "total_s", "max_connections"):
            value = getattr(self, name)
            if not 0 < value < float("inf"):
                raise ValueError(f"{name} must be above 0 and finite, got {value!r}")


def open_http(settings: Settings) -> httpx.AsyncClient:
    """The one HTTP client of a process: keep-alive, a bounded pool and all four time-outs.

    `httpx.Timeout` takes the default first, then overrides; two of four fields without a default is a ValueError.
    Proxy variables of the shell are ignored (`trust_env=False`): the provider's URL is the whole configuration.
    """
    return httpx.AsyncClient(
        base_url=settings.provider_url,
        timeout=httpx.Timeout(settings.read_s, connect=settings.connect_s, pool=settings.connect_s),
        limits=httpx.Limits(
            max_connections=settings.max_connections, max_keepalive_connections=settings.max_connections
        ),
        headers={"authorization": f"Bearer {settings.api_key}"},
        trust_env=False,
    )


def make_lifespan(settings: Settings, *, opener: Opener | None = None, **more: Opener) -> Lifespan[FastAPI]:
    """The app's lifespan: open the resources in order, hand them to the requests, close them in reverse order.

    `opener` makes the resource named "http" (default: `open_http(settings)`) and comes first; `more` are further
    resources by name, in the order given. The value that the lifespan yields is a new dict
    `{"http": client, name: resource, ...}`, which becomes `request.state`.

    Whatever was opened is closed, in reverse order, when a later one fails to open, when an exception is thrown in
    at the yield, and when another resource fails to close; that exception reaches the caller. Two apps that run the
    same lifespan share nothing. No Python construct runs after SIGKILL.
    """
    openers: dict[str, Opener] = {"http": opener or (lambda: open_http(settings)), **more}
    # BEGIN SOLUTION

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with AsyncExitStack() as stack:
            state: dict[str, Any] = {}
            for name, open_resource in openers.items():
                state[name] = await stack.enter_async_context(open_resource())
            yield state

    return lifespan
    # END SOLUTION


def upstream_error(exc: BaseException) -> HTTPException:
    """The answer to our caller when the call to the provider failed with `exc`. Returns it; the route raises it.

    =============================================  ======  ==========================================================
    what happened at the provider                  answer  why
    =============================================  ======  ==========================================================
    429                                            503     our caller did nothing wrong; Retry-After is passed on,
                                                           or `DEFAULT_RETRY_AFTER_S` when the provider sent none
    5xx                                            502     the provider failed
    any other status, 401 and 404 included         502     *our* request was refused: not the caller's business
    time-out of httpx, or `TimeoutError`           504     no answer in time
    `httpx.PoolTimeout`                            503     we are the bottleneck; with `DEFAULT_RETRY_AFTER_S`
    other `httpx.RequestError` (connect, reset)    502     no usable answer
    =============================================  ======  ==========================================================

    Anything else is a bug of ours, not a failure of the provider: it is raised again unchanged.
    """
    retry = {"retry-after": str(DEFAULT_RETRY_AFTER_S)}
    if isinstance(exc, httpx.HTTPStatusError):
        if exc.response.status_code == 429:
            wait = exc.response.headers.get("retry-after")
            return HTTPException(503, "provider is at its rate limit", {"retry-after": wait} if wait else retry)
        return HTTPException(502, f"provider answered with status {exc.response.status_code}")
    if isinstance(exc, httpx.PoolTimeout):  # before its parent TimeoutException: nothing was sent yet
        return HTTPException(503, "no free connection to the provider", retry)
    if isinstance(exc, (httpx.TimeoutException, TimeoutError)):
        return HTTPException(504, "provider did not answer in time")
    if isinstance(exc, httpx.RequestError):
        return HTTPException(502, "provider could not be reached")
    raise exc


# ---------------------------------------------------------------------------------------------- dependencies


def _resource(request: Request, name: str) -> Any:
    found = getattr(request.state, name, None)
    if found is None:
        raise RuntimeError(NOT_STARTED)
    return found


async def get_http(request: Request) -> httpx.AsyncClient:
    """The app's HTTP client. Raises RuntimeError("lifespan not started") when the app runs without its lifespan."""
    client: httpx.AsyncClient = _resource(request, "http")
    return client


async def get_embedder(request: Request) -> Embedder:
    """The loaded embedding model. Raises RuntimeError like `get_http`."""
    embedder: Embedder = _resource(request, "embedder")
    return embedder


async def get_embed_limiter(request: Request) -> anyio.CapacityLimiter:
    """Threads for inference: a limiter of their own, so that they cannot use up the 40 shared tokens."""
    limiter: anyio.CapacityLimiter = _resource(request, "embed_limiter")
    return limiter


@dataclass(frozen=True)
class Deadline:
    """A point in time (of the running loop's clock) by which the whole request must be answered."""

    at: float

    def remaining_s(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.at - asyncio.get_running_loop().time())

    def headers(self) -> dict[str, str]:
        """The header that hands the rest of the budget to the next service."""
        return {"x-deadline-ms": str(int(self.remaining_s() * 1000))}


async def get_deadline(request: Request) -> Deadline:
    """The caller's remaining budget (header x-deadline-ms) or the app's `total_s`, whichever ends first."""
    settings: Settings = request.app.state.settings
    given = request.headers.get("x-deadline-ms", "")
    # 12 digits are 30 years; a longer number from a stranger must not overflow into a 500
    known = given.isdecimal() and len(given) <= 12
    budget_s = min(settings.total_s, int(given) / 1000) if known else settings.total_s
    return Deadline(asyncio.get_running_loop().time() + budget_s)


HTTP = Annotated[httpx.AsyncClient, Depends(get_http)]
MiniLM = Annotated[Embedder, Depends(get_embedder)]
EmbedLimiter = Annotated[anyio.CapacityLimiter, Depends(get_embed_limiter)]
TimeLeft = Annotated[Deadline, Depends(get_deadline)]


# ---------------------------------------------------------------------------------------------- request models


class EmbedRequest(BaseModel):
    """Body of POST /embed."""

    text: str = Field(min_length=1, max_length=8192)


class EmbedReply(BaseModel):
    """Answer of POST /embed: 384 numbers of unit length."""

    vector: list[float]
    model: str


class AskRequest(BaseModel):
    """Body of POST /ask."""

    question: str = Field(min_length=1, max_length=8192)
    max_tokens: int = Field(default=32, ge=1, le=1024)


class AskReply(BaseModel):
    """Answer of POST /ask."""

    answer: str
    model: str


def create_app(settings: Settings, *, openers: Mapping[str, Opener] | None = None) -> FastAPI:
    """Build the app; nothing is opened, loaded or connected before its lifespan starts.

    `openers` replaces the resources after "http" (default: the MiniLM embedder and its thread limiter).
    Routes: POST /embed, POST /ask, GET /healthz (alive), GET /readyz (able to work: started and provider reachable).
    """

    @asynccontextmanager
    async def open_limiter() -> AsyncIterator[anyio.CapacityLimiter]:
        yield anyio.CapacityLimiter(2)  # encoding is CPU work: more threads would only share the same cores

    resources = {"embedder": open_embedder, "embed_limiter": open_limiter} if openers is None else dict(openers)
    app = FastAPI(title="lab service", lifespan=make_lifespan(settings, **resources))
    app.state.settings = settings  # a constant of this app; what is opened and closed lives in the lifespan's state

    @app.post("/embed")
    async def embed(body: EmbedRequest, model: MiniLM, limiter: EmbedLimiter) -> EmbedReply:
        [vector] = await model.aencode([body.text], limiter=limiter)
        return EmbedReply(vector=vector, model=model.name)

    @app.post("/ask")
    async def ask(body: AskRequest, http: HTTP, deadline: TimeLeft) -> AskReply:
        message = {"role": "user", "content": body.question}
        payload = {"model": settings.model, "messages": [message], "max_tokens": body.max_tokens, "temperature": 0}
        try:
            # The read time-out bounds a gap between bytes; only this bounds the whole call.
            async with asyncio.timeout_at(deadline.at):
                response = await http.post("chat/completions", json=payload, headers=deadline.headers())
            response.raise_for_status()
        except (httpx.HTTPError, TimeoutError) as exc:
            raise upstream_error(exc) from exc
        try:
            reply = response.json()
            return AskReply(answer=reply["choices"][0]["message"]["content"] or "", model=reply["model"])
        except (ValueError, LookupError, TypeError) as exc:
            raise HTTPException(502, "provider sent an answer that could not be read") from exc

    @app.get("/healthz")
    async def healthz() -> dict[str, bool]:
        """The process turns its loop. Says nothing of the provider: a restart would not mend that."""
        return {"alive": True}

    @app.get("/readyz")
    async def readyz(request: Request) -> JSONResponse:
        """Send traffic here or not: 503 while the lifespan has not run or the provider cannot be reached."""
        try:
            http = await get_http(request)
            async with asyncio.timeout(settings.connect_s):
                (await http.get("models")).raise_for_status()
        except (RuntimeError, httpx.HTTPError, TimeoutError) as exc:
            return JSONResponse({"ready": False, "reason": str(exc) or type(exc).__name__}, status_code=503)
        return JSONResponse({"ready": True})

    return app


def app_from(**fields: Any) -> FastAPI:
    """`create_app` from plain values, for a server started in its own process. `embed=False` leaves MiniLM out."""
    embed = fields.pop("embed", True)
    return create_app(Settings(**fields), openers=None if embed else {})
