"""The client factory and its ledger, against the simulator over real sockets."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labsupport import llm, settings
from labsupport.errors import LabError
from labsupport.services import asgi
from labsupport.services.provider_sim import (
    ProviderSim,
    drop_after_commit,
    hang,
    latency,
    malformed_frame,
    reset_mid_stream,
    slow_body,
    status,
)

MESSAGES: Any = [{"role": "user", "content": "one two three"}]
PRICES: dict[str, llm.Price] = {"m": (2_000_000, 6_000_000), "echo": (0, 0)}


@pytest.fixture(scope="module")
def shared() -> Iterator[ProviderSim]:
    with ProviderSim() as sim:
        yield sim


@pytest.fixture
def sim(shared: ProviderSim, monkeypatch: pytest.MonkeyPatch) -> ProviderSim:
    for name in ("LAB_BASE_URL", "LAB_API_KEY", "LAB_MODEL"):
        monkeypatch.delenv(name, raising=False)
    shared.reset()
    return shared


@pytest.fixture
def ledger() -> llm.Ledger:
    return llm.Ledger(PRICES)


@pytest.fixture
def client(sim: ProviderSim, ledger: llm.Ledger) -> Iterator[openai.OpenAI]:
    with llm.client(base_url=sim.url, ledger=ledger, timeout_s=5.0) as client:
        yield client


def ask(client: openai.OpenAI, **kwargs: Any) -> Any:
    return client.chat.completions.create(model="m", messages=MESSAGES, **kwargs)


def text(chunks: Any) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def test_plain_call_is_recorded_with_tokens_and_cost(client: openai.OpenAI, ledger: llm.Ledger) -> None:
    reply = ask(client)
    (entry,) = ledger.entries
    assert (entry.prompt_tokens, entry.completion_tokens) == (3, 5) == (
        reply.usage.prompt_tokens, reply.usage.completion_tokens,
    )  # fmt: skip
    assert entry.cost_microusd == 3 * 2 + 5 * 6
    assert (entry.model, entry.status, entry.path) == ("m", 200, "/v1/chat/completions")
    assert (entry.stream, entry.complete, entry.usage_known, entry.priced, entry.error) == (
        False,
        True,
        True,
        True,
        None,
    )
    assert entry.ttft_s is None
    assert entry.latency_s > 0


def test_stream_usage_is_asked_for_and_hidden(sim: ProviderSim, client: openai.OpenAI, ledger: llm.Ledger) -> None:
    sim.script(slow_body(10, 4))
    chunks = list(ask(client, stream=True))
    assert text(chunks) == "echo: one two three"
    assert all(chunk.choices for chunk in chunks)
    (entry,) = ledger.entries
    assert (entry.prompt_tokens, entry.completion_tokens, entry.cost_microusd) == (3, 5, 36)
    assert (entry.stream, entry.complete, entry.frames) == (True, True, 4)
    assert entry.ttft_s is not None
    assert 0 < entry.ttft_s < entry.latency_s


def test_stream_usage_is_shown_to_those_who_ask(client: openai.OpenAI, ledger: llm.Ledger) -> None:
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens == ledger.entries[0].completion_tokens == 5
    chunks = list(ask(client, stream=True, stream_options={"include_usage": False}))
    assert all(chunk.choices for chunk in chunks)
    assert ledger.entries[1].completion_tokens == 5


def test_other_calls_are_recorded(client: openai.OpenAI, ledger: llm.Ledger) -> None:
    client.embeddings.create(model="echo", input=["one", "two"])
    client.models.list()
    text_stream = client.completions.create(model="m", prompt="a b", stream=True)
    assert "".join(chunk.choices[0].text for chunk in text_stream) == "echo: a b"
    with client.chat.completions.with_streaming_response.create(model="m", messages=MESSAGES) as raw:
        assert json.loads(raw.read())["simulated"] is True
    paths = [(entry.path, entry.prompt_tokens, entry.completion_tokens) for entry in ledger.entries]
    assert paths == [
        ("/v1/embeddings", 2, 0), ("/v1/models", 0, 0), ("/v1/completions", 2, 4), ("/v1/chat/completions", 3, 5),
    ]  # fmt: skip
    assert ledger.total().unknown_cost == 0


@pytest.mark.parametrize("stream", [False, True])
def test_failures_are_recorded_and_keep_openais_exceptions(
    sim: ProviderSim, client: openai.OpenAI, ledger: llm.Ledger, stream: bool
) -> None:
    sim.script(status(429, n=1), status(500, n=1), drop_after_commit(n=1), hang(n=1))
    quick = client.with_options(timeout=0.15)
    for error in (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError, openai.APITimeoutError):
        with pytest.raises(error):
            ask(quick, stream=stream)
    assert [(e.status, e.usage_known, e.error) for e in ledger.entries] == [
        (429, True, None), (500, False, None), (0, False, "RemoteProtocolError"), (0, False, "ReadTimeout"),
    ]  # fmt: skip
    total = ledger.total()
    assert (total.calls, total.failed, total.unknown_cost, total.cost_microusd) == (4, 4, 3, 0)
    # no retries: the server saw each call once
    assert sim.stats().requests == 4


def test_broken_and_abandoned_streams_are_recorded(sim: ProviderSim, client: openai.OpenAI, ledger: llm.Ledger) -> None:
    sim.script(
        reset_mid_stream(3, n=1), malformed_frame("missing_done", n=1), malformed_frame("wrong_content_type", n=1)
    )
    with pytest.raises(httpx2.ReadError):
        text(ask(client, stream=True))
    assert text(ask(client, stream=True)) == text(ask(client, stream=True)) == "echo: one two three"
    with ask(client, stream=True) as chunks:
        next(chunks)
    assert [(e.frames, e.complete, e.usage_known, e.error) for e in ledger.entries[:3]] == [
        (2, False, False, "ReadError"), (4, False, True, None), (4, True, True, None),
    ]  # fmt: skip
    last = ledger.entries[3]
    assert (last.complete, last.usage_known, last.error, last.status) == (False, False, None, 200)
    assert ledger.total().incomplete == 3


def test_async_ledger_reconciles_with_the_server(sim: ProviderSim, ledger: llm.Ledger) -> None:
    sim.script(latency(5), status(503, n=6))

    async def load() -> None:
        async with llm.async_client(base_url=sim.url, ledger=ledger, max_connections=5, timeout_s=30.0) as client:

            async def one(index: int) -> int:
                if index % 2:
                    reply = await client.chat.completions.create(model="m", messages=MESSAGES)
                    assert reply.usage is not None
                    return reply.usage.total_tokens
                stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
                return len([chunk async for chunk in stream])

            results = await asyncio.gather(*(one(i) for i in range(60)), return_exceptions=True)
            assert sum(isinstance(result, openai.InternalServerError) for result in results) == 6

    asyncio.run(load())
    entries, total, stats = ledger.entries, ledger.total(), sim.stats()
    assert total.calls == len(entries) == stats.requests == 60
    assert total.failed == stats.by_status[503] == 6
    assert total.prompt_tokens == sum(e.prompt_tokens for e in entries) == 54 * 3
    assert total.completion_tokens == sum(e.completion_tokens for e in entries) == 54 * 5
    assert total.cost_microusd == sum(e.cost_microusd for e in entries) == 54 * 36
    assert total.latency_s == pytest.approx(sum(e.latency_s for e in entries))
    assert stats.peak_connections <= 5


def test_cancelled_calls_are_recorded(sim: ProviderSim, ledger: llm.Ledger) -> None:
    sim.script(hang())

    async def load() -> None:
        async with llm.async_client(base_url=sim.url, ledger=ledger) as client:
            async with asyncio.timeout(0.1):
                await client.chat.completions.create(model="m", messages=MESSAGES)

    with pytest.raises(TimeoutError):
        asyncio.run(load())
    assert [(e.status, e.error, e.cost_known) for e in ledger.entries] == [(0, "CancelledError", False)]


def test_ledger_is_shared_by_threads(sim: ProviderSim, ledger: llm.Ledger) -> None:
    def work() -> None:
        with llm.client(base_url=sim.url, ledger=ledger) as client:
            for _ in range(15):
                ask(client)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.total().calls == len(ledger) == 60
    assert ledger.total().cost_microusd == 60 * 36


def test_ledger_is_bounded_but_counts_all(client: openai.OpenAI) -> None:
    small = llm.Ledger(PRICES, max_entries=3)
    with llm.client(base_url=str(client.base_url), ledger=small) as own:
        for _ in range(5):
            ask(own)
    assert len(small) == len(small.rows()) == 3
    assert small.total().calls == 5
    assert small.total().cost_microusd == 5 * 36
    assert json.loads(json.dumps(small.rows()))[0]["model"] == "m"
    small.clear()
    assert (len(small), small.total()) == (0, llm.Total())


def test_cached_tokens_and_prices() -> None:
    ledger = llm.Ledger({"a": (1_000_000, 2_000_000, 100_000), "b": (1, 1)})
    assert ledger.cost("a", 100, 10, cached_tokens=80) == 20 + 8 + 20
    assert ledger.cost("b", 1, 1) == 0
    assert ledger.cost("b", 499_999, 1) == 1
    assert ledger.cost("unknown", 1, 1) is None
    ledger.prices["unknown"] = (5_000_000, 0)
    assert ledger.cost("unknown", 3, 9) == 15
    ledger.prices["bad"] = (-1, 0)
    for args in (("bad", 1, 1), ("a", -1, 0), ("a", 1, 1, 2)):
        with pytest.raises(ValueError, match="nothing may be negative"):
            ledger.cost(*args)
    with pytest.raises(ValueError, match="max_entries=0"):
        llm.Ledger(max_entries=0)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**8), st.integers(0, 10**8))
def test_cost_is_an_integer_within_half_a_micro_dollar(prompt: int, done: int, into: int, out: int) -> None:
    cost = llm.Ledger({"m": (into, out)}).cost("m", prompt, done)
    assert isinstance(cost, int)
    assert abs(cost * 1_000_000 - (prompt * into + done * out)) <= 500_000


def test_a_model_without_price_is_not_free(sim: ProviderSim) -> None:
    ledger = llm.Ledger({})
    with llm.client(base_url=sim.url, ledger=ledger) as client:
        ask(client)
    assert (ledger.entries[0].priced, ledger.entries[0].cost_known, ledger.total().unknown_cost) == (False, False, 1)


def test_cached_tokens_come_from_the_server() -> None:
    from fastapi import FastAPI

    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete() -> dict[str, Any]:
        usage = {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10}
        usage["prompt_tokens_details"] = {"cached_tokens": 8}  # type: ignore[assignment]
        return {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [], "usage": usage}

    ledger = llm.Ledger({"m": (1_000_000, 1_000_000, 0)})
    with asgi.serve_in_thread(app) as served, llm.client(base_url=f"{served.url}/v1", ledger=ledger) as client:
        ask(client)
    assert (ledger.entries[0].cached_tokens, ledger.entries[0].cost_microusd) == (8, 2)


def test_limits_and_time_outs_are_set(sim: ProviderSim) -> None:
    with llm.client(base_url=sim.url, timeout_s=30.0) as client:
        assert client.timeout == httpx2.Timeout(30.0, connect=5.0)
        assert client.max_retries == 0
    with llm.client(base_url=sim.url, timeout_s=2.0) as client:
        assert client.timeout == httpx2.Timeout(2.0)
    for kwargs in ({"timeout_s": 0}, {"timeout_s": float("inf")}, {"max_connections": 0}):
        with pytest.raises(ValueError, match=f"{next(iter(kwargs))}="):
            llm.client(base_url=sim.url, **kwargs)  # type: ignore[arg-type]
    with pytest.raises(LabError, match="is not a URL"):
        llm.client(base_url="localhost:80")


def test_settings_choose_endpoint_key_and_model(sim: ProviderSim, monkeypatch: pytest.MonkeyPatch) -> None:
    assert llm.model() == "lab-nano"
    monkeypatch.setenv("LAB_BASE_URL", sim.url + "/")
    monkeypatch.setenv("LAB_API_KEY", "sk-secret-123")
    monkeypatch.setenv("LAB_MODEL", "far-model")
    assert llm.model() == "far-model"
    with llm.client() as client:
        assert str(client.base_url) == sim.url + "/"
        assert client.api_key == "sk-secret-123"
    # the remote key goes nowhere else
    with llm.client(base_url="http://127.0.0.1:9/v1") as client:
        assert client.api_key == "local"


def test_default_ledger_is_the_modules(sim: ProviderSim) -> None:
    before = llm.LEDGER.total().calls
    with llm.client(base_url=sim.url) as client:
        client.models.list()
    assert llm.LEDGER.total().calls == before + 1


def test_keys_never_show(sim: ProviderSim, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "sk-secret-456"
    monkeypatch.setenv("LAB_API_KEY", key)
    monkeypatch.setenv("LAB_BASE_URL", sim.url)
    ledger = llm.Ledger()
    shown = [repr(settings.load()), str(settings.load())]
    sim.script(status(401, n=2), drop_after_commit(n=1))
    with llm.client(ledger=ledger) as client:
        for _ in range(2):
            with pytest.raises(openai.OpenAIError) as caught:
                ask(client)
            shown += [repr(caught.value), str(caught.value)]
        shown += [repr(client), repr(client._client), repr(client._client._transport)]
    sim.script(status(401))
    with pytest.raises(LabError, match="refused the key") as refused:
        llm.check()
    shown += [str(refused.value), repr(refused.value), repr(ledger), json.dumps(ledger.rows()), repr(ledger.entries)]
    assert len(ledger) == 2
    assert all(key not in text for text in shown)


def test_check_lists_models_or_says_what_to_do(sim: ProviderSim) -> None:
    assert llm.check(sim.url) == ["echo"]
    sim.script(status(500))
    with pytest.raises(LabError, match="answered 500"):
        llm.check(sim.url)
    sim.script(malformed_frame("bad_json"))
    with pytest.raises(LabError, match="not an OpenAI-compatible answer"):
        llm.check(sim.url)
    sim.script(hang())
    with pytest.raises(LabError, match=r"does not answer .*Timeout"):
        llm.check(sim.url, timeout_s=0.1)
    with pytest.raises(LabError, match="does not answer") as caught:
        llm.check("http://127.0.0.1:9/v1")
    assert "lab up" in caught.value.remedy


def test_local_server_is_used_by_default(sim: ProviderSim, monkeypatch: pytest.MonkeyPatch) -> None:
    from labsupport import services

    asked: list[str] = []

    def ensure(name: str) -> services.Endpoint:
        asked.append(name)
        return services.Endpoint("vllm", sim.url, "vllm", None)

    monkeypatch.setattr(services, "ensure", ensure)
    with llm.client(ledger=llm.Ledger()) as client:
        assert ask(client).model == "echo"
    assert asked == ["vllm"]
    monkeypatch.setattr(services, "endpoint", lambda name: None)
    with pytest.raises(LabError, match="no local model server runs") as caught:
        llm.check()
    assert "lab up" in caught.value.remedy


def test_import_is_light() -> None:
    heavy = "('openai', 'numpy', 'httpx2')"
    code = f"import sys, labsupport.llm, labsupport.stats; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("usage", [{"prompt_tokens": "many"}, {"prompt_tokens": -3}, {"completion_tokens": 1.5}])
def test_counts_that_are_none_do_not_cost_the_caller_the_answer(usage: dict[str, Any]) -> None:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "hi"}}
    body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    ledger = llm.Ledger(PRICES)
    with asgi.serve_in_thread(app) as served, llm.client(base_url=served.url, ledger=ledger) as client:
        assert ask(client).choices[0].message.content == "hi"
    assert ledger.total().unknown_cost == 1
