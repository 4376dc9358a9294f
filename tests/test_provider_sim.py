"""The provider simulator over real sockets: every rule, the ledger's truth, seeds, time scale, upstream."""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import hashlib
import http.client
import json
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import psutil
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from hypothesis import given
from hypothesis import strategies as st

from labsupport.errors import LabError
from labsupport.services import asgi, echo, faults, provider_sim
from labsupport.services.provider_sim import (
    LogNormal,
    ProviderSim,
    drop_after_commit,
    hang,
    latency,
    malformed_frame,
    mix,
    rate_limit,
    reset_mid_stream,
    slow_body,
    stall_mid_stream,
    status,
)

SEEDS = (0, 1, 2)
CHAT = {"model": "any", "messages": [{"role": "user", "content": "one two three"}]}
STREAM = {**CHAT, "stream": True}


@pytest.fixture(scope="module")
def shared() -> Iterator[ProviderSim]:
    with ProviderSim() as sim:
        yield sim


@pytest.fixture
def sim(shared: ProviderSim) -> ProviderSim:
    shared.reset()
    return shared


@pytest.fixture
def client(sim: ProviderSim) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url, timeout=5.0) as client:
        yield client


def chat(client: httpx.Client, body: Any = CHAT, **kwargs: Any) -> httpx.Response:
    return client.post("/chat/completions", json=body, **kwargs)


def documents(text: str) -> list[Any]:
    lines = [line[6:] for line in text.splitlines() if line.startswith("data: ")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


# ---- echo ----------------------------------------------------------------------------------------------------------


def test_echo_is_deterministic_marked_and_counted(sim: ProviderSim, client: httpx.Client) -> None:
    first, second = chat(client), chat(client)
    assert first.content == second.content
    data = first.json()
    assert (data["simulated"], data["model"]) == (True, "echo")
    assert data["choices"][0]["message"]["content"] == "echo: one two three"
    assert data["usage"]["prompt_tokens"] == 3
    assert data["usage"]["completion_tokens"] == 5
    assert client.get("/models").json()["data"][0]["id"] == "echo"
    done = client.post("/completions", json={"prompt": "a b", "max_tokens": 2}).json()
    assert done["choices"][0] == {"index": 0, "finish_reason": "length", "logprobs": None, "text": "echo:"}


def test_stream_carries_the_same_text_and_usage_on_request(client: httpx.Client) -> None:
    whole = chat(client).json()["choices"][0]["message"]["content"]
    response = chat(client, {**STREAM, "stream_options": {"include_usage": True}})
    assert response.headers["content-type"] == "text/event-stream"
    frames = documents(response.text)
    assert "".join(f["choices"][0]["delta"].get("content", "") for f in frames[:-1]) == whole
    assert frames[-1]["choices"] == []
    assert frames[-1]["usage"]["completion_tokens"] == 5
    assert response.text.endswith("data: [DONE]\n\n")
    assert all("usage" not in frame for frame in documents(chat(client, STREAM).text))


def test_embeddings_are_unit_vectors_of_the_text(client: httpx.Client) -> None:
    data = client.post("/embeddings", json={"input": ["a", "b", "a"]}).json()
    one, two, three = (entry["embedding"] for entry in data["data"])
    assert one == three
    assert one != two
    assert len(one) == 384
    assert sum(x * x for x in one) == pytest.approx(1.0)
    assert data["simulated"] is True
    assert len(client.post("/embeddings", json={"input": "a", "dimensions": 7}).json()["data"][0]["embedding"]) == 7


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/chat/completions", {}, 400),
        ("/chat/completions", {"messages": [{"role": "user", "content": 5}]}, 400),
        ("/chat/completions", {**CHAT, "max_tokens": 0}, 400),
        ("/completions", {"prompt": 3}, 400),
        ("/embeddings", {"input": [""]}, 400),
        ("/embeddings", {"input": "a", "dimensions": 0}, 400),
        ("/nothing", {}, 404),
    ],
)
def test_bad_requests_get_an_openai_error(
    sim: ProviderSim, client: httpx.Client, path: str, body: Any, code: int
) -> None:
    response = client.post(path, json=body)
    assert response.status_code == code
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}
    assert (sim.ledger()[-1].status, sim.ledger()[-1].committed) == (code, False)


# ---- ledger --------------------------------------------------------------------------------------------------------


def test_ledger_says_what_arrived(sim: ProviderSim, client: httpx.Client) -> None:
    before = time.monotonic()
    response = chat(client, headers={"Idempotency-Key": "k1", "x-lab-request": "r1"})
    port = response.extensions["network_stream"].get_extra_info("client_addr")[1]
    client.get("/models")
    one, two = sim.ledger()
    assert before <= one.t <= one.done <= two.t <= two.done <= time.monotonic()
    assert (one.key, one.request_id, one.path, one.status) == ("k1", "r1", "/v1/chat/completions", 200)
    assert (one.committed, one.fault, one.inflight, one.index, one.disconnected) == (True, None, 1, 0, False)
    assert one.body_sha256 == hashlib.sha256(response.request.content).hexdigest()
    assert one.port == two.port == port
    assert one.connection == two.connection
    assert (two.key, two.path, two.index) == (None, "/v1/models", 1)


def test_stats_reconcile_with_the_ledger_and_the_clients(sim: ProviderSim) -> None:
    sim.script(latency(20), status(503, n=5))

    async def load() -> Counter[int]:
        limits = httpx.Limits(max_connections=8)
        async with httpx.AsyncClient(base_url=sim.url, limits=limits, timeout=20.0) as client:
            replies = await asyncio.gather(*(client.post("/chat/completions", json=CHAT) for _ in range(80)))
        return Counter(reply.status_code for reply in replies)

    seen = asyncio.run(load())
    stats, rows = sim.stats(), sim.ledger()
    assert seen == stats.by_status == {200: 75, 503: 5} == Counter(row.status for row in rows)
    assert stats.requests == len(rows) == 80
    assert stats.committed == sum(row.committed for row in rows) == 75
    assert stats.accepted_connections == len({row.connection for row in rows}) <= 8
    assert stats.peak_inflight == max(row.inflight for row in rows) <= stats.peak_connections <= 8
    assert stats.inflight == 0


def test_connections_are_counted_without_the_labs_own(sim: ProviderSim) -> None:
    for _ in range(6):
        httpx.get(f"{sim.url}/models")
        sim.stats()
    assert sim.stats().accepted_connections == 6
    assert sim.stats().peak_connections == 1
    sockets = [socket.create_connection(("127.0.0.1", int(sim.base.rsplit(":", 1)[1]))) for _ in range(4)]
    deadline = time.monotonic() + 5
    while sim.stats().open_connections < 4:
        assert time.monotonic() < deadline
    for connection in sockets:
        connection.close()
    while sim.stats().open_connections:
        assert time.monotonic() < deadline
    assert sim.stats().accepted_connections == 10
    assert sim.stats().peak_connections == 4


def test_control_needs_the_token(sim: ProviderSim, client: httpx.Client) -> None:
    chat(client)
    for headers in ({}, {"x-sim-token": "0" * 32}):
        assert httpx.post(f"{sim.base}/_sim/reset", headers=headers).status_code == 404
    assert [row.path for row in sim.ledger()] == ["/v1/chat/completions", "/_sim/reset", "/_sim/reset"]


def test_reset_forgets_and_drops_what_is_in_flight(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(hang())
    errors: list[Exception] = []

    def call() -> None:
        try:
            httpx.post(f"{sim.url}/chat/completions", json=CHAT, timeout=20)
        except httpx.HTTPError as error:
            errors.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while sim.stats().inflight == 0:
        time.sleep(0.005)
    with pytest.raises(LabError, match="1 requests are still in flight"):
        sim.drain(0.05)
    sim.reset()
    thread.join(5)
    assert len(errors) == 1
    assert sim.ledger() == []
    assert sim.stats().requests == sim.stats().inflight == 0
    assert chat(client).status_code == 200


def test_ledger_is_bounded_and_says_so() -> None:
    server = provider_sim._Server({**provider_sim._check_config(None, 0, 1.0, "finish"), "token": "t"})
    connection = provider_sim._Connection(server)
    provider_sim.LEDGER_CAP, cap = 3, provider_sim.LEDGER_CAP
    try:
        for _ in range(5):
            server.record(server.begin("GET", "/v1/models", {}, b""), connection, 200)
    finally:
        provider_sim.LEDGER_CAP = cap
    assert (len(server.rows), server.lost, server.by_status, server.inflight) == (3, 2, {200: 5}, 0)


def test_a_full_ledger_is_an_error_not_a_short_list(sim: ProviderSim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim, "_call", lambda *args: {"rows": [], "lost": 7})
    with pytest.raises(LabError, match="7 requests beyond 200000"):
        sim.ledger()


# ---- rules ---------------------------------------------------------------------------------------------------------


def test_status_with_headers_body_and_count(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(
        status(429, n=2, headers={"Retry-After": "7"}, body={"error": {"code": "insufficient_quota"}}),
        status(503, n=1, body="<h1>down</h1>"),
    )
    replies = [chat(client) for _ in range(4)]
    assert [reply.status_code for reply in replies] == [429, 429, 503, 200]
    assert replies[0].headers["retry-after"] == "7"
    assert replies[0].json()["error"]["code"] == "insufficient_quota"
    assert replies[2].text == "<h1>down</h1>"
    assert [(row.fault, row.committed) for row in sim.ledger()] == [
        ("status:429", False), ("status:429", False), ("status:503", False), (None, True),
    ]  # fmt: skip
    assert sim.stats().accepted_connections == 1


def test_status_can_be_ambiguous(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(status(500, n=1, committed=True), status(204, n=1))
    assert [chat(client).status_code for _ in range(3)] == [500, 204, 200]
    assert [row.committed for row in sim.ledger()] == [True, False, True]


def test_match_chooses_the_longest_and_leaves_the_rest(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(status(500))
    sim.script(status(401), match="/completions")
    sim.script(status(418), match="/chat/completions")
    codes = [client.post(path, json=CHAT).status_code for path in ("/embeddings", "/completions", "/chat/completions")]
    assert codes == [500, 401, 418]
    sim.script(match="/chat/completions")
    assert chat(client).status_code == 200
    sim.script()
    assert client.post("/completions", json={"prompt": "a"}).status_code == 200


def test_drop_after_commit_does_the_work_and_hangs_up(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(drop_after_commit(n=2))
    for body in (CHAT, STREAM):
        with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            chat(client, body)
    assert chat(client).status_code == 200
    rows = [(row.status, row.committed, row.fault, row.disconnected) for row in sim.ledger()]
    assert rows == [(0, True, "drop_after_commit", False)] * 2 + [(200, True, None, False)]
    assert sim.stats().committed == 3


def test_drop_after_commit_of_a_bad_request_commits_nothing(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(drop_after_commit())
    assert chat(client, {}).status_code == 400
    assert sim.stats().committed == 0


def test_hang_never_answers_and_does_nothing(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(hang(n=1))
    called = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        chat(client, timeout=0.15)
    assert chat(client).status_code == 200
    one, two = sim.ledger()
    assert (one.status, one.committed, one.fault, one.disconnected) == (0, False, "hang", True)
    assert (two.status, two.committed) == (200, True)
    assert one.done - called >= 0.15  # the client's clock: it began to wait before the server had read the request


def test_client_that_leaves_does_not_undo_the_work(sim: ProviderSim) -> None:
    sim.script(latency(200))
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{sim.url}/chat/completions", json=CHAT, timeout=0.05)
    assert sim.ledger() == []
    assert sim.stats().inflight == 1
    sim.drain()
    (row,) = sim.ledger()
    assert (row.status, row.committed, row.fault, row.disconnected) == (0, True, None, True)


def test_server_that_cancels_stops_working() -> None:
    with ProviderSim(on_disconnect="cancel") as sim:
        sim.script(latency(300))
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{sim.url}/chat/completions", json=CHAT, timeout=0.05)
        asyncio.run(sim.adrain())
        (row,) = sim.ledger()
        assert (row.status, row.committed, row.disconnected) == (0, False, True)
        assert row.done - row.t < 0.3


def test_rate_limit_counts_and_retry_after_holds(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(rate_limit(rpm=600, burst=5, retry_after="auto"))
    start = time.monotonic()
    replies = [chat(client) for _ in range(40)]
    taken = time.monotonic() - start
    codes = Counter(reply.status_code for reply in replies)
    assert codes[200] + codes[429] == 40
    assert 5 <= codes[200] <= 5 + taken * 10 + 1
    refused = [reply for reply in replies if reply.status_code == 429]
    assert {reply.headers["retry-after"] for reply in refused} == {"1"}
    assert refused[0].json()["error"]["code"] == "rate_limit_exceeded"
    rows = sim.ledger()
    assert sum(row.fault == "rate_limit" for row in rows) == codes[429]
    assert all(row.committed is (row.status == 200) for row in rows)


def test_waiting_the_retry_after_is_enough_at_any_time_scale() -> None:
    with ProviderSim(time_scale=0.02) as sim, httpx.Client(base_url=sim.url) as client:
        sim.script(rate_limit(rpm=60, burst=1))
        for _ in range(5):
            assert chat(client).status_code == 200
            refused = chat(client)
            assert refused.status_code == 429
            assert refused.headers["retry-after"] == "0.02"
            time.sleep(float(refused.headers["retry-after"]))


def test_retry_after_as_date_as_number_and_absent(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(rate_limit(rpm=6, burst=1, retry_after="date"))
    chat(client)
    header = chat(client).headers["retry-after"]
    when = email.utils.parsedate_to_datetime(header).timestamp()
    assert header.endswith(" GMT")
    assert 8.0 <= when - time.time() <= 11.0
    sim.script(rate_limit(rpm=6, burst=1, retry_after=2.5))
    chat(client)
    assert chat(client).headers["retry-after"] == "2.5"
    sim.script(rate_limit(rpm=6, burst=1, retry_after=None))
    chat(client)
    assert "retry-after" not in chat(client).headers


def test_slow_body_sends_pieces_with_gaps(sim: ProviderSim, client: httpx.Client) -> None:
    whole = chat(client).content
    sim.script(slow_body(30, 4))
    with client.stream("POST", "/chat/completions", json=CHAT) as response:
        times, body = [], b""
        for piece in response.iter_raw():
            times.append(time.monotonic())
            body += piece
    assert body == whole
    assert len(times) == 4
    assert times[-1] - times[0] >= 0.06
    # the read time-out bounds the gap, not the whole: 120 ms of body under a 90 ms limit
    assert chat(client, timeout=0.09).content == whole
    frames = documents(chat(client, STREAM).text)
    assert len(frames) == 1 + 4 + 1
    assert "".join(f["choices"][0]["delta"].get("content", "") for f in frames) == "echo: one two three"
    assert all(row.status == 200 and row.committed for row in sim.ledger())


@pytest.mark.parametrize(("how", "error"), [("rst", httpx.ReadError), ("close", httpx.RemoteProtocolError)])
def test_reset_mid_stream(sim: ProviderSim, client: httpx.Client, how: Any, error: type[Exception]) -> None:
    sim.script(reset_mid_stream(3, how=how))
    text = ""
    with client.stream("POST", "/chat/completions", json=STREAM) as response:
        pieces = response.iter_text()
        while text.count("data: ") < 3:
            text += next(pieces)
        with pytest.raises(error):
            next(pieces)
    assert len(documents(text)) == 3
    with pytest.raises(error):
        chat(client)
    one, two = sim.ledger()
    assert (one.status, one.committed, one.fault) == (0, False, "reset_mid_stream")
    assert (two.status, two.committed, two.fault) == (0, True, "reset_mid_stream")
    sim.script(reset_mid_stream(100))
    assert chat(client, STREAM).text.endswith("[DONE]\n\n")
    assert (sim.ledger()[-1].status, sim.ledger()[-1].fault) == (200, None)


def test_stall_mid_stream(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(stall_mid_stream(2, 150))
    for body in (STREAM, CHAT):
        with pytest.raises(httpx.ReadTimeout):
            chat(client, body, timeout=0.05)
    assert chat(client, STREAM, timeout=1.0).text.endswith("[DONE]\n\n")
    sim.drain()
    rows = sim.ledger()
    assert [(row.status, row.committed, row.disconnected) for row in rows] == [
        (0, True, True), (0, True, True), (200, True, False),
    ]  # fmt: skip
    assert rows[2].done - rows[2].t >= 0.15


def test_malformed_frames(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(malformed_frame("bad_json"))
    with pytest.raises(ValueError, match=r"JSON|Expecting|Unterminated|delimiter"):
        documents(chat(client, STREAM).text)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        chat(client).json()
    sim.script(malformed_frame("missing_done"))
    text = chat(client, STREAM).text
    assert documents(text)[-1]["choices"][0]["finish_reason"] == "stop"
    assert "[DONE]" not in text
    assert chat(client).json()["choices"]
    sim.script(malformed_frame("truncated_chunk"))
    for body in (STREAM, CHAT):
        with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
            chat(client, body)
    sim.script(malformed_frame("wrong_content_type"))
    assert chat(client, STREAM).headers["content-type"].startswith("text/html")
    assert chat(client).headers["content-type"].startswith("text/html")
    rows = [(row.status, row.committed, row.fault) for row in sim.ledger()]
    assert rows == [
        (200, True, "malformed_frame:bad_json"), (200, True, "malformed_frame:bad_json"),
        (200, True, "malformed_frame:missing_done"), (200, True, None),
        (0, True, "malformed_frame:truncated_chunk"), (0, True, "malformed_frame:truncated_chunk"),
        (200, True, "malformed_frame:wrong_content_type"), (200, True, "malformed_frame:wrong_content_type"),
    ]  # fmt: skip


def test_latency_comes_first_and_falls_through(sim: ProviderSim, client: httpx.Client) -> None:
    sim.script(latency(120, n=1), latency(40), status(500, n=1))
    for _ in range(3):
        chat(client)
    one, two, three = sim.ledger()
    assert (one.status, two.status, three.status) == (500, 200, 200)
    assert one.done - one.t >= 0.12
    assert two.done - two.t >= 0.04
    # the first waited longer than either of the others by three to one as scripted; two to one allows for the machine
    assert one.done - one.t > 2 * min(two.done - two.t, three.done - three.t)


@pytest.mark.parametrize("seed", SEEDS)
def test_latency_distributions(seed: int) -> None:
    schedule = faults.Schedule((latency((100, 300)),), seed=seed)
    draws = [schedule.plan(None, now=0.0).delay_ms for _ in range(2000)]
    assert 100 <= min(draws) < 110 < 290 < max(draws) <= 300
    schedule = faults.Schedule((latency(LogNormal(200, 0.5)),), seed=seed)
    draws = sorted(schedule.plan(None, now=0.0).delay_ms for _ in range(4000))
    assert draws[2000] / 200 == pytest.approx(1.0, abs=0.06)
    assert draws[3365] / draws[2000] == pytest.approx(1.6487, rel=0.08)  # one sigma: exp(0.5)


def test_time_scale_multiplies_every_delay() -> None:
    waits: dict[float, float] = {}
    for scale in (0.25, 1.0):
        with ProviderSim(time_scale=scale) as sim, httpx.Client(base_url=sim.url) as client:
            sim.script(latency(300))
            chat(client)
            sim.script(slow_body(100, 3))
            chat(client)
            waits[scale] = sum(row.done - row.t for row in sim.ledger())
    assert 3.0 < waits[1.0] / waits[0.25] < 4.1


def test_the_setting_is_the_default_scale_and_an_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_TIME_SCALE", "0.5")
    assert ProviderSim().time_scale == 0.5
    assert ProviderSim(time_scale=2.0).time_scale == 2.0


# ---- seeds ---------------------------------------------------------------------------------------------------------


def run_keyed(sim: ProviderSim, keys: list[str], header: str, concurrency: int) -> dict[str, str | None]:
    async def load() -> None:
        limits = httpx.Limits(max_connections=concurrency)
        async with httpx.AsyncClient(base_url=sim.url, limits=limits, timeout=20.0) as client:

            async def one(key: str) -> None:
                with contextlib.suppress(httpx.RemoteProtocolError):
                    await client.post("/chat/completions", json=CHAT, headers={header: key})

            await asyncio.gather(*(one(key) for key in keys))

    asyncio.run(load())
    return {(row.key or row.request_id or ""): row.fault for row in sim.ledger()}


@pytest.mark.parametrize(("seed", "header"), [(0, "Idempotency-Key"), (1, "x-lab-request"), (2, "Idempotency-Key")])
def test_same_seed_same_faults_per_key_under_concurrency(sim: ProviderSim, seed: int, header: str) -> None:
    arms = {drop_after_commit(): 0.2, status(500): 0.2, status(503): 0.1}
    keys = [f"k{i}" for i in range(60)]
    outcomes = []
    for concurrency in (1, 16):
        sim.reset()
        sim.schedule(seed, arms, latency((0, 5)))
        random.Random(concurrency).shuffle(keys)
        outcomes.append(run_keyed(sim, keys, header, concurrency))
    assert outcomes[0] == outcomes[1]
    counts = Counter(outcomes[0].values())
    # binomial(60, 0.5) has standard deviation 3.9
    assert abs(counts[None] - 30) < 19
    assert set(counts) <= {None, "drop_after_commit", "status:500", "status:503"}


def test_same_seed_same_faults_by_number_of_arrival(sim: ProviderSim, client: httpx.Client) -> None:
    def codes(seed: int) -> list[int]:
        sim.schedule(seed, {status(500): 0.3, status(503): 0.1})
        return [chat(client).status_code for _ in range(60)]

    first = {seed: codes(seed) for seed in SEEDS}
    assert first == {seed: codes(seed) for seed in SEEDS}
    assert len({tuple(code) for code in first.values()}) == len(SEEDS)


def test_the_simulators_seed_decides_over_processes(sim: ProviderSim, client: httpx.Client) -> None:
    def codes(one: ProviderSim) -> list[int]:
        one.script(status(500, p=0.4))
        with httpx.Client(base_url=one.url) as own:
            return [chat(own).status_code for _ in range(60)]

    with ProviderSim(seed=sim.seed) as same, ProviderSim(seed=sim.seed + 1) as other:
        assert codes(same) == codes(sim)
        assert codes(other) != codes(sim)


def test_a_retry_of_the_same_key_draws_anew() -> None:
    schedule = faults.Schedule((status(500, p=0.5),), seed=0)
    fates = [[schedule.plan(f"k{i}", now=0.0).fault is None for _ in range(12)] for i in range(40)]
    assert all(any(fate) for fate in fates)
    assert not all(fate[0] for fate in fates)


@pytest.mark.parametrize("seed", SEEDS)
def test_mix_keeps_its_shares(seed: int) -> None:
    schedule = faults.Schedule((mix({hang(): 0.1, status(500): 0.3}, seed),), seed=99)
    names = Counter(getattr(schedule.plan(None, now=0.0).fault, "name", None) for _ in range(6000))
    assert names["hang"] / 6000 == pytest.approx(0.1, abs=0.02)
    assert names["status:500"] / 6000 == pytest.approx(0.3, abs=0.03)


@given(rpm=st.floats(1, 10_000), burst=st.integers(1, 50), gaps=st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_rate_limit_never_lets_more_through_than_it_may(rpm: float, burst: int, gaps: list[float]) -> None:
    schedule = faults.Schedule((rate_limit(rpm, burst),), seed=0)
    now, let = 100.0, 0
    for gap in gaps:
        now += gap
        plan = schedule.plan(None, now=now)
        let += plan.limited is None
        assert (plan.limited is None) == (plan.wait_s == 0.0)
        assert plan.wait_s <= 60.0 / rpm + 1e-6
    assert let <= burst + sum(gaps) * rpm / 60.0 + 1e-6


# ---- validation ----------------------------------------------------------------------------------------------------

bad_ms = st.one_of(st.floats(max_value=-1e-9), st.just(float("nan")), st.just(float("inf")), st.just("5"))
bad_p = st.one_of(st.floats(max_value=-1e-9), st.floats(min_value=1.0 + 1e-9), st.just(float("nan")))
bad_n = st.one_of(st.integers(max_value=0), st.floats(), st.just(True))


@given(bad_ms)
def test_bad_milliseconds_are_refused(ms: Any) -> None:
    for make in (
        lambda: latency(ms),
        lambda: latency((0, ms)),
        lambda: LogNormal(ms, 1),
        lambda: LogNormal(1, ms),
        lambda: slow_body(ms, 1),
        lambda: stall_mid_stream(1, ms),
        lambda: rate_limit(1, retry_after=-1 if ms == "5" else ms),
    ):
        with pytest.raises(ValueError, match="must be"):
            make()


@given(bad_p, bad_n)
def test_bad_p_and_n_are_refused(p: float, n: Any) -> None:
    for function in (hang, drop_after_commit, lambda **kw: status(500, **kw), lambda **kw: latency(1, **kw)):
        with pytest.raises(ValueError, match="p="):
            function(p=p)
        with pytest.raises(ValueError, match="n="):
            function(n=n)
        with pytest.raises(ValueError, match="give one of them"):
            function(n=1, p=0.5)
    with pytest.raises(ValueError, match="probability"):
        mix({hang(): p})


@pytest.mark.parametrize(
    "make",
    [
        lambda: latency((5, 1)),
        lambda: latency((1, 2, 3)),  # type: ignore[arg-type]
        lambda: status(99),
        lambda: status(600),
        lambda: status(True),
        lambda: status(500, headers={"a": "b\r\nc: d"}),
        lambda: rate_limit(0),
        lambda: rate_limit(60, burst=0),
        lambda: rate_limit(60, retry_after="soon"),  # type: ignore[arg-type]
        lambda: slow_body(1, 0),
        lambda: reset_mid_stream(-1),
        lambda: reset_mid_stream(1, how="kick"),  # type: ignore[arg-type]
        lambda: malformed_frame("cut"),  # type: ignore[arg-type]
        lambda: mix({hang(): 0.7, status(500): 0.7}),
        lambda: mix({hang(n=1): 0.1}),
        lambda: mix({rate_limit(5): 0.1}),
        lambda: faults.from_json({"rule": "explode"}),
        lambda: ProviderSim(time_scale=0.0),
        lambda: ProviderSim(time_scale=float("nan")),
        lambda: ProviderSim(upstream="localhost:1"),
        lambda: ProviderSim(on_disconnect="maybe"),  # type: ignore[arg-type]
    ],
)
def test_bad_rules_and_settings_are_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()


@pytest.mark.parametrize(
    "rule",
    [
        latency(5),
        latency((1, 2), n=3),
        latency(LogNormal(5, 1), p=0.5),
        status(429, p=0.1, headers={"a": "b"}, body="x"),
        rate_limit(60, 5, "date"),
        drop_after_commit(n=1),
        hang(),
        slow_body(5, 3),
        reset_mid_stream(2, how="close"),
        stall_mid_stream(1, 5.0),
        malformed_frame("bad_json"),
        mix({hang(): 0.5, latency((1, 2)): 0.25}, 7),
    ],
)
def test_rules_survive_the_wire_and_can_be_keys(rule: faults.Rule) -> None:
    assert faults.from_json(json.loads(json.dumps(faults.to_json(rule)))) == rule
    assert {rule: 1}[rule] == 1


def test_wrong_use_is_one_clear_error(sim: ProviderSim) -> None:
    with pytest.raises(TypeError, match="500 is not a rule"):
        sim.script(500)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="match=''"):
        sim.script(match="")
    with pytest.raises(LabError, match="is not running"):
        _ = ProviderSim().url


# ---- process, protocol, upstream -----------------------------------------------------------------------------------


def test_process_ends_with_the_block_and_death_is_reported() -> None:
    with ProviderSim() as sim:
        pid = sim.pid
        assert pid is not None
        assert pid != os.getpid()
    assert not psutil.pid_exists(pid)
    with ProviderSim() as sim:
        assert sim.pid is not None
        os.kill(sim.pid, signal.SIGKILL)
        with pytest.raises(LabError, match="simulator does not answer"):
            sim.stats()


def test_chunked_bodies_pipelining_and_garbage(sim: ProviderSim) -> None:
    port = int(sim.base.rsplit(":", 1)[1])
    body = json.dumps(CHAT).encode()
    reply = httpx.post(f"{sim.url}/chat/completions", content=iter([body[:10], body[10:]]))
    assert reply.json()["simulated"] is True
    assert sim.ledger()[0].body_sha256 == hashlib.sha256(body).hexdigest()
    request = b"GET /v1/models HTTP/1.1\r\nhost: sim\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(request * 3)
        data = b""
        while data.count(b'"object":"list"') < 3:
            data += raw.recv(65536)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(b"this is not http\r\n\r\n")
        assert raw.recv(65536).startswith(b"HTTP/1.1 400")
        assert raw.recv(65536) == b""
    head = http.client.HTTPConnection("127.0.0.1", port)
    head.request("HEAD", "/v1/models")
    assert head.getresponse().status == 200
    head.close()
    assert sim.stats().requests == 5


def test_tls(tmp_path: Any) -> None:
    with ProviderSim(tls=True) as sim:
        context = ssl.create_default_context(cafile=sim.ca)
        with httpx.Client(base_url=sim.url, verify=context) as client:
            assert [chat(client).status_code for _ in range(3)] == [200] * 3
            sim.script(reset_mid_stream(1))
            with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
                chat(client, STREAM)
        assert sim.stats().accepted_connections == 1


def upstream_app() -> Any:
    """Stands for a real server: counts what reaches it, streams, fails on request."""
    app = FastAPI()
    app.state.calls = []

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Any:
        data = await request.json()
        app.state.calls.append((data, request.headers.get("authorization")))
        said = data["messages"][0]["content"]
        if said.startswith("fail"):
            return JSONResponse({"error": {"message": "no"}}, int(said[4:]))
        if data.get("stream"):
            documents = echo.frames("/chat/completions", data)

            async def frames() -> Any:
                for document in documents:
                    yield f"data: {json.dumps(document)}\r\n\r\n"
                    if said == "break":
                        raise RuntimeError("upstream breaks off")
                yield "data: [DONE]\r\n\r\n"

            return StreamingResponse(frames(), media_type="text/event-stream")
        answer = echo.answer("/chat/completions", data)
        answer["usage"]["prompt_tokens_details"]["cached_tokens"] = 2
        answer["model"] = "real"
        return answer

    return app


def test_upstream_is_passed_on_and_its_faults_are_seen() -> None:
    app = upstream_app()
    with asgi.serve_in_thread(app) as upstream, ProviderSim(upstream=f"{upstream.url}/v1") as sim:
        with httpx.Client(base_url=sim.url, headers={"Authorization": "Bearer key"}) as client:
            data = chat(client).json()
            assert data["model"] == "real"
            assert data["usage"]["prompt_tokens_details"]["cached_tokens"] == 2
            assert app.state.calls == [(CHAT, "Bearer key")]
            text = chat(client, STREAM).text
            assert len(documents(text)) == 6
            assert text.endswith("data: [DONE]\n\n")

            def says(word: str) -> dict[str, Any]:
                return {"messages": [{"role": "user", "content": word}]}

            assert chat(client, says("fail500")).status_code == 502
            assert chat(client, says("fail422")).status_code == 422
            with pytest.raises(httpx.RemoteProtocolError):
                chat(client, {**says("break"), "stream": True})
            sim.script(drop_after_commit(n=1), status(503, n=1), reset_mid_stream(2, n=1))
            with pytest.raises(httpx.RemoteProtocolError):
                chat(client)
            calls = len(app.state.calls)
            assert chat(client).status_code == 503
            assert len(app.state.calls) == calls  # a refusal never reaches the model
            with pytest.raises(httpx.ReadError):
                chat(client, STREAM)
        rows = [(row.status, row.committed, row.fault) for row in sim.ledger()]
    assert rows == [
        (200, True, None), (200, True, None), (502, False, "upstream:500"), (422, False, "upstream:422"),
        (0, False, "upstream:RemoteProtocolError"), (0, True, "drop_after_commit"), (503, False, "status:503"),
        (0, False, "reset_mid_stream"),
    ]  # fmt: skip


def test_any_path_and_the_headers_of_a_repeat_pass_the_simulator() -> None:
    app = FastAPI()

    @app.post("/v1/tickets")
    async def create(request: Request) -> Any:
        key = request.headers.get("idempotency-key")
        headers = {"retry-after": "3", "idempotent-replayed": "true", "set-cookie": "a=b"}
        return JSONResponse({"key": key, "cookie": request.headers.get("cookie")}, 201 if key else 409, headers)

    with (
        asgi.serve_in_thread(app) as upstream,
        ProviderSim(upstream=upstream.url) as sim,
        httpx.Client(base_url=sim.url) as client,
    ):
        reply = client.post("/tickets", json={}, headers={"Idempotency-Key": "k1", "Cookie": "c=d"})
        assert (reply.status_code, reply.json()) == (201, {"key": "k1", "cookie": None})
        assert [reply.headers.get(name) for name in ("retry-after", "idempotent-replayed", "set-cookie")] == [
            "3", "true", None,
        ]  # fmt: skip
        refused = client.post("/tickets", json={})
        assert (refused.status_code, refused.headers["retry-after"]) == (409, "3")
        sim.script(drop_after_commit(n=1), status(500, n=1, committed=True))
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/tickets", json={}, headers={"Idempotency-Key": "k2"})
        assert client.post("/tickets", json={}, headers={"Idempotency-Key": "k2"}).status_code == 500
        rows = [(row.key, row.path, row.status, row.committed) for row in sim.ledger()]
    assert rows == [
        ("k1", "/v1/tickets", 201, True), (None, "/v1/tickets", 409, False), ("k2", "/v1/tickets", 0, True),
        ("k2", "/v1/tickets", 500, True),
    ]  # fmt: skip


def test_unreachable_upstream_is_a_502() -> None:
    with asgi.serve_in_thread(upstream_app()) as upstream:
        url = upstream.url
    with ProviderSim(upstream=url) as sim:
        reply = httpx.post(f"{sim.url}/chat/completions", json=CHAT)
        assert reply.status_code == 502
        assert reply.json()["error"]["type"] == "upstream_error"
        assert [(row.status, row.fault) for row in sim.ledger()] == [(502, "upstream:ConnectError")]


def test_command_line_for_people() -> None:
    rules = json.dumps([{"rule": "status", "code": 418, "n": 1}])
    command = [sys.executable, "-m", "labsupport.services.provider_sim"]
    process = subprocess.Popen([*command, "--rules", rules], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        url = process.stdout.readline().split()[2]
        control = process.stdout.readline().split()
        assert [httpx.get(f"{url}/models").status_code for _ in range(2)] == [418, 200]
        token = control[4].rstrip("'")
        assert len(httpx.get(control[5], headers={"x-sim-token": token}).json()["rows"]) == 2
        port = url.split(":")[2].removesuffix("/v1")
        taken = subprocess.run([*command, "--port", port], capture_output=True, text=True)
        assert taken.returncode == 2
        assert f"port {port} cannot be used" in taken.stderr
    finally:
        process.terminate()
        assert process.wait(5) == 0
        process.stdout.close()
    wrong = subprocess.run([*command, "--time-scale", "-1"], capture_output=True, text=True)
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
    assert "time_scale=-1.0" in wrong.stderr
