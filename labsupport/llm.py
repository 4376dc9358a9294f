"""One client factory for every model call of the lab, with a ledger of tokens, latency and cost.

The clients are openai's own. Recording sits in the HTTP transport below them, where every request passes, streams
included. Knows nothing of prompts. The SDK speaks through httpx2 (a successor of httpx with the same interface).
"""

from __future__ import annotations

import collections
import functools
import json
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from labsupport import settings
from labsupport.errors import LabError

if TYPE_CHECKING:
    import httpx2
    import openai

Price = tuple[int, int] | tuple[int, int, int]
"""Micro-dollars per million tokens: (input, output) or (input, output, cached input)."""

# A local model sends no invoice. The notional price lets designs be compared in money; change it to the price list of
# the provider you have in mind. `echo` is the simulator.
DEFAULT_PRICES: dict[str, Price] = {"lab-nano": (100_000, 400_000), "echo": (0, 0)}

CONNECT_S = 5.0
TIMEOUT_S = 60.0
MAX_CONNECTIONS = 100
MAX_ENTRIES = 100_000
_STREAMING = ("/chat/completions", "/completions")


@dataclass(frozen=True, slots=True)
class Entry:
    """One HTTP call.

    t: start, seconds of `time.time()`. status: HTTP status, 0 = no answer arrived. latency_s: until the last byte, or
    until the failure. ttft_s: until the first content frame of a stream, None for plain calls. complete: the answer was
    read to its end (a stream: to `[DONE]`). usage_known: the server told the tokens, or there were none to pay for;
    when not, tokens and cost are 0 and the true cost is unknown. priced: the model is in the price table. frames:
    content frames received. error: name of the exception that ended the call.
    """

    t: float
    model: str
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    latency_s: float
    ttft_s: float | None
    cost_microusd: int
    status: int
    path: str
    stream: bool
    complete: bool
    usage_known: bool
    priced: bool
    frames: int
    error: str | None

    @property
    def cost_known(self) -> bool:
        """Whether `cost_microusd` is the whole truth."""
        return self.usage_known and (self.priced or not (self.prompt_tokens or self.completion_tokens))


@dataclass(frozen=True)
class Total:
    """Sums over calls. `failed`: no answer below status 400. `unknown_cost`: calls with unknown tokens or price."""

    calls: int = 0
    failed: int = 0
    incomplete: int = 0
    unknown_cost: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost_microusd: int = 0
    latency_s: float = 0.0


class Ledger:
    """Every call of the clients it was given to; safe to share between threads and event loops.

    Keeps the newest `max_entries` entries; `total()` counts all of them, also those no longer kept. `prices` may be
    edited; an entry's cost is fixed when it is written.
    """

    def __init__(self, prices: Mapping[str, Price] | None = None, *, max_entries: int = MAX_ENTRIES) -> None:
        if max_entries < 1:
            raise ValueError(f"max_entries={max_entries!r} must be at least 1")
        self.prices: dict[str, Price] = dict(DEFAULT_PRICES if prices is None else prices)
        self._entries: collections.deque[Entry] = collections.deque(maxlen=max_entries)
        self._total = Total()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        total = self.total()
        return f"<Ledger: {total.calls} calls, {total.cost_microusd} micro-dollars>"

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> list[Entry]:
        """The kept entries, oldest first (by the end of the call)."""
        with self._lock:
            return list(self._entries)

    def rows(self) -> list[dict[str, Any]]:
        """The kept entries as dictionaries."""
        return [asdict(entry) for entry in self.entries]

    def total(self) -> Total:
        """Sums over all calls since the start or the last `clear`."""
        with self._lock:
            return self._total

    def clear(self) -> None:
        """Forget everything but the prices."""
        with self._lock:
            self._entries.clear()
            self._total = Total()

    def cost(self, model: str, prompt_tokens: int, completion_tokens: int, cached_tokens: int = 0) -> int | None:
        """Micro-dollars for one call, rounded half up; None for a model without a price.

        `cached_tokens` are part of `prompt_tokens`. Raises ValueError for negative prices or counts.
        """
        price = self.prices.get(model)
        if price is None:
            return None
        if min(*price, prompt_tokens, completion_tokens, cached_tokens) < 0 or cached_tokens > prompt_tokens:
            raise ValueError(
                f"price {price!r} with {prompt_tokens} prompt, {cached_tokens} cached, {completion_tokens} completion "
                "tokens: nothing may be negative, and cached tokens are part of the prompt"
            )
        per_cached = price[2] if len(price) == 3 else price[0]
        micro_per_million = (
            (prompt_tokens - cached_tokens) * price[0] + cached_tokens * per_cached + completion_tokens * price[1]
        )
        return (micro_per_million + 500_000) // 1_000_000

    def add(self, entry: Entry) -> None:
        """Append an entry that was made elsewhere (another client, a replay)."""
        with self._lock:
            self._entries.append(entry)
            old = self._total
            self._total = Total(
                old.calls + 1,
                old.failed + (not 0 < entry.status < 400),
                old.incomplete + (not entry.complete),
                old.unknown_cost + (not entry.cost_known),
                old.prompt_tokens + entry.prompt_tokens,
                old.completion_tokens + entry.completion_tokens,
                old.cached_tokens + entry.cached_tokens,
                old.cost_microusd + entry.cost_microusd,
                old.latency_s + entry.latency_s,
            )


LEDGER = Ledger()
"""The ledger of clients that were not given one of their own."""


def model() -> str:
    """The name of the model to send: LAB_MODEL, or the lab's default."""
    return settings.load().model


def client(
    *,
    base_url: str | None = None,
    timeout_s: float = TIMEOUT_S,
    max_connections: int = MAX_CONNECTIONS,
    ledger: Ledger | None = None,
    api_key: str | None = None,
) -> openai.OpenAI:
    """A synchronous OpenAI client: the local vLLM (started if need be), LAB_BASE_URL, or `base_url`.

    No retries (a lesson of its own), at most `max_connections` sockets. Time-outs in seconds: connect 5, or
    `timeout_s` if less; read, write and pool `timeout_s`. Read is the longest gap between bytes, not a deadline for the
    call. The key of LAB_API_KEY goes to LAB_BASE_URL only; any other `base_url` gets `api_key`. A stream's usage is
    asked for, and kept out of the caller's sight unless the caller asked too. ValueError for a bad number, LabError for
    a bad URL or when the local server cannot start.
    """
    import httpx2
    import openai

    url, key = _endpoint(base_url, api_key)
    transport, options = _options(url, timeout_s, max_connections)
    recording = _transports()[0](httpx2.HTTPTransport(**transport), LEDGER if ledger is None else ledger)
    http_client = httpx2.Client(transport=recording, **options)
    return openai.OpenAI(base_url=url, api_key=key, max_retries=0, http_client=http_client)


def async_client(
    *,
    base_url: str | None = None,
    timeout_s: float = TIMEOUT_S,
    max_connections: int = MAX_CONNECTIONS,
    ledger: Ledger | None = None,
    api_key: str | None = None,
) -> openai.AsyncOpenAI:
    """As `client`, for asyncio. Its pool belongs to the event loop that first uses it: make one per loop."""
    import httpx2
    import openai

    url, key = _endpoint(base_url, api_key)
    transport, options = _options(url, timeout_s, max_connections)
    recording = _transports()[1](httpx2.AsyncHTTPTransport(**transport), LEDGER if ledger is None else ledger)
    http_client = httpx2.AsyncClient(transport=recording, **options)
    return openai.AsyncOpenAI(base_url=url, api_key=key, max_retries=0, http_client=http_client)


def check(base_url: str | None = None, *, api_key: str | None = None, timeout_s: float = 5.0) -> list[str]:
    """The names of the models that the endpoint serves. Raises one LabError with a remedy when it does not answer.

    Starts nothing: without `base_url` it looks at LAB_BASE_URL or at the local server if that runs.
    """
    import openai

    if base_url is None and settings.load().base_url is None:
        from labsupport import services

        found = services.endpoint("vllm")
        if found is None:
            raise LabError("no local model server runs", "start it: lab up")
        base_url = found.url
    with client(base_url=base_url, api_key=api_key, timeout_s=timeout_s, ledger=Ledger()) as probe:
        url = str(probe.base_url).rstrip("/")
        if url == settings.load().base_url:
            remedy = "check LAB_BASE_URL and whether its server runs; without that setting the lab's own model serves"
        else:
            remedy = "start it with: lab up" if _is_loopback(probe.base_url.host) else "check the URL"
        try:
            return [entry.id for entry in probe.models.list()]
        except openai.AuthenticationError:
            raise LabError(f"{url} refused the key", "set LAB_API_KEY to a valid key of that endpoint") from None
        except openai.APIStatusError as error:
            raise LabError(f"{url}/models answered {error.status_code}", remedy) from None
        except openai.APIConnectionError as error:
            raise LabError(f"{url} does not answer ({type(error.__cause__ or error).__name__})", remedy) from None
        except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
            raise LabError(
                f"{url}/models is not an OpenAI-compatible answer ({type(error).__name__})", remedy
            ) from None


def _endpoint(base_url: str | None, api_key: str | None) -> tuple[str, str]:
    options = settings.load()
    if base_url is None:
        base_url = options.base_url
    if base_url is None:
        from labsupport import services

        base_url = services.ensure("vllm").url
    if not settings.is_url(base_url):
        raise LabError(f"base_url={base_url!r} is not a URL", "give http://HOST:PORT/v1 or https://HOST/v1")
    url = base_url.rstrip("/")
    if api_key is None:
        api_key = options.api_key if url == options.base_url else settings.Settings.api_key
    return url, api_key


def _is_loopback(host: str) -> bool:
    return host in ("127.0.0.1", "localhost", "::1")


def _options(url: str, timeout_s: float, max_connections: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arguments for the transport and for the client above it."""
    import httpx2

    if not 0.0 < timeout_s < float("inf"):
        raise ValueError(f"timeout_s={timeout_s!r} must be above 0 and finite")
    if isinstance(max_connections, bool) or max_connections < 1:
        raise ValueError(f"max_connections={max_connections!r} must be at least 1")
    target = httpx2.URL(url)
    proxy: str | None = None
    # proxies are for the way out; a client of its own transport would ignore the environment's
    if not _is_loopback(target.host) and not urllib.request.proxy_bypass(target.host):
        proxies = urllib.request.getproxies()
        proxy = proxies.get(target.scheme) or proxies.get("all")
    transport = {
        "limits": httpx2.Limits(max_connections=max_connections, max_keepalive_connections=max_connections),
        "proxy": proxy,
    }
    client = {
        "timeout": httpx2.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)),
        "follow_redirects": False,  # a redirect would carry prompts to a host that nobody named
        "trust_env": False,  # no second way around the recording transport
        "headers": {"accept-encoding": "identity"},  # so that the bytes of a body are its text
    }
    return transport, client


class _Call:
    """One request from start to entry: what was sent, what came, when. Fed with bytes by the streams below."""

    def __init__(self, ledger: Ledger, request: httpx2.Request) -> None:
        self.started = time.perf_counter()
        self.t = time.time()
        self.ledger = ledger
        self.path = request.url.path
        self.free = request.method == "GET"
        self.status = 0
        self.sse = False
        self.model = ""
        self.stream = False
        self.hide_usage = False
        self.usage: Mapping[str, Any] | None = None
        self.ttft_s: float | None = None
        self.frames = 0
        self.done = False
        self.ended = False
        self._buffer = bytearray()
        self._lock = threading.Lock()
        self._read_request(request)

    def _read_request(self, request: httpx2.Request) -> None:
        if "json" not in request.headers.get("content-type", ""):
            return
        data = _mapping(request.content)
        self.model = str(data.get("model", ""))
        self.stream = bool(data.get("stream"))
        options = data.get("stream_options")
        wants = isinstance(options, Mapping) and options.get("include_usage")
        if self.stream and not wants and self.path.endswith(_STREAMING):
            self.hide_usage = True

    def prepared(self, request: httpx2.Request) -> httpx2.Request:
        """The request to send: the same, or one that also asks for the stream's usage."""
        if not self.hide_usage:
            return request
        import httpx2

        data = _mapping(request.content)
        data["stream_options"] = {**(data.get("stream_options") or {}), "include_usage": True}
        headers = [(k, v) for k, v in request.headers.multi_items() if k.lower() != "content-length"]
        return httpx2.Request(
            request.method,
            request.url,
            headers=headers,
            content=json.dumps(data).encode(),
            extensions=request.extensions,
        )

    def head(self, response: httpx2.Response) -> None:
        self.status = response.status_code
        kind = response.headers.get("content-type", "")
        # a stream under a wrong name is still read as one: the SDK does not look at the name either
        self.sse = kind.startswith("text/event-stream") or (
            self.stream and self.status == 200 and not kind.startswith("application/json")
        )

    def feed(self, data: bytes) -> bytes:
        """Take note of bytes of the body; returns the bytes that the caller gets to see."""
        self._buffer += data
        if not self.sse:
            return data
        seen = b""
        while (end := _event_end(self._buffer)) is not None:
            event = bytes(self._buffer[:end])
            del self._buffer[:end]
            if self._event(event):
                seen += event
        return seen if self.hide_usage else data

    def rest(self) -> bytes:
        """What was held back when the body ended inside an event."""
        return bytes(self._buffer) if self.sse and self.hide_usage else b""

    def _event(self, event: bytes) -> bool:
        """Read one server-sent event; False when it is only the usage that we asked for on our own."""
        lines = [line[5:].strip() for line in event.splitlines() if line.startswith(b"data:")]
        text = b"\n".join(lines)
        if text == b"[DONE]":
            self.done = True
            return True
        data = _mapping(text)
        self.usage = _usage(data) or self.usage
        if data.get("model"):
            self.model = self.model or str(data["model"])
        choices = data.get("choices")
        if isinstance(choices, list) and any(_has_content(choice) for choice in choices):
            self.frames += 1
            if self.ttft_s is None:
                self.ttft_s = time.perf_counter() - self.started
        return not (self.hide_usage and choices == [] and self.usage is not None)

    def end(self, error: BaseException | None = None, *, complete: bool = True) -> None:
        """Write the entry, once."""
        with self._lock:
            if self.ended:
                return
            self.ended = True
        if not self.sse and complete:
            self.usage = _usage(_mapping(bytes(self._buffer)))
        complete = complete and error is None and (self.done or not self.sse)
        latency_s = time.perf_counter() - self.started
        # a refusal costs nothing; after a 5xx or a broken connection nobody knows, unless it never got through
        known = self.usage is not None or self.free or 400 <= self.status < 500
        known = known or type(error).__name__ in ("ConnectError", "ConnectTimeout", "PoolTimeout")
        prompt, completion, cached = _tokens(self.usage)
        cost = self.ledger.cost(self.model, prompt, completion, cached)
        self.ledger.add(
            Entry(
                self.t, self.model, prompt, completion, cached, latency_s, self.ttft_s, cost or 0,
                self.status, self.path, self.stream, complete, known, cost is not None, self.frames,
                type(error).__name__ if error is not None else None,
            )
        )  # fmt: skip


@functools.cache
def _transports() -> tuple[type[Any], type[Any]]:
    """The recording transports, made on first use since httpx2 is not cheap to import."""
    import httpx2

    class Body(httpx2.SyncByteStream):
        def __init__(self, inner: httpx2.SyncByteStream, call: _Call) -> None:
            self._inner, self._call = inner, call

        def __iter__(self) -> Iterator[bytes]:
            call = self._call
            try:
                for data in self._inner:
                    if seen := call.feed(data):
                        yield seen
                if seen := call.rest():
                    yield seen
            except GeneratorExit:
                call.end(complete=call.done)
                raise
            except BaseException as error:
                call.end(error, complete=False)
                raise
            call.end()

        def close(self) -> None:
            # the SDK stops reading at [DONE]; before it, the caller has left
            self._call.end(complete=self._call.done)
            self._inner.close()

    class AsyncBody(httpx2.AsyncByteStream):
        def __init__(self, inner: httpx2.AsyncByteStream, call: _Call) -> None:
            self._inner, self._call = inner, call

        async def __aiter__(self) -> AsyncIterator[bytes]:
            call = self._call
            try:
                async for data in self._inner:
                    if seen := call.feed(data):
                        yield seen
                if seen := call.rest():
                    yield seen
            except GeneratorExit:
                call.end(complete=call.done)
                raise
            except BaseException as error:
                call.end(error, complete=False)
                raise
            call.end()

        async def aclose(self) -> None:
            self._call.end(complete=self._call.done)
            await self._inner.aclose()

    class Recording(httpx2.BaseTransport):
        def __init__(self, inner: httpx2.BaseTransport, ledger: Ledger) -> None:
            self._inner, self._ledger = inner, ledger

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            call = _Call(self._ledger, request)
            try:
                response = self._inner.handle_request(call.prepared(request))
            except BaseException as error:
                call.end(error, complete=False)
                raise
            call.head(response)
            assert isinstance(response.stream, httpx2.SyncByteStream)
            response.stream = Body(response.stream, call)
            return response

        def close(self) -> None:
            self._inner.close()

    class AsyncRecording(httpx2.AsyncBaseTransport):
        def __init__(self, inner: httpx2.AsyncBaseTransport, ledger: Ledger) -> None:
            self._inner, self._ledger = inner, ledger

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            call = _Call(self._ledger, request)
            try:
                response = await self._inner.handle_async_request(call.prepared(request))
            except BaseException as error:
                call.end(error, complete=False)
                raise
            call.head(response)
            assert isinstance(response.stream, httpx2.AsyncByteStream)
            response.stream = AsyncBody(response.stream, call)
            return response

        async def aclose(self) -> None:
            await self._inner.aclose()

    return Recording, AsyncRecording


def _event_end(buffer: bytearray) -> int | None:
    """Index after the first complete event (blank line), or None. Lines may end in LF or CRLF."""
    ends = [at + len(mark) for mark in (b"\n\n", b"\r\n\r\n") if (at := buffer.find(mark)) >= 0]
    return min(ends, default=None)


def _mapping(text: bytes) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _has_content(choice: object) -> bool:
    if not isinstance(choice, Mapping):
        return False
    delta = choice.get("delta")
    if isinstance(delta, Mapping):
        return any(delta.get(name) for name in ("content", "tool_calls", "reasoning_content", "reasoning", "refusal"))
    return bool(choice.get("text"))


def _usage(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The usage of an answer, or None without one or with counts that are none: a server's slip is not the caller's."""
    usage = data.get("usage")
    if not isinstance(usage, Mapping):
        return None
    details = usage.get("prompt_tokens_details")
    counts = [usage.get("prompt_tokens"), usage.get("completion_tokens")]
    counts += [details.get("cached_tokens")] if isinstance(details, Mapping) else []
    return usage if all(n is None or (isinstance(n, int) and n >= 0) for n in counts) else None


def _tokens(usage: Mapping[str, Any] | None) -> tuple[int, int, int]:
    usage = usage or {}
    prompt, completion = int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)
    details = usage.get("prompt_tokens_details")
    cached = int(details.get("cached_tokens") or 0) if isinstance(details, Mapping) else 0
    return prompt, completion, min(cached, prompt)
