"""Hidden check for 03.2.e1: tools that misbehave in every way; what ran is counted in the parent."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "03.2 A definition that code enforces"

DRIVER = """
import asyncio
import json
import logging
import time
from typing import Literal

import pydantic

from labsupport.agents.tools import ToolCall, ToolFailure, ToolResult, tool

logging.disable(logging.CRITICAL)


class Find(pydantic.BaseModel):
    query: str = pydantic.Field(min_length=1)
    top_k: int = pydantic.Field(default=5, ge=1, le=20)
    domain: Literal["policy", "order"] | None = None


class Picky(pydantic.BaseModel):
    key: str

    @pydantic.field_validator("key")
    @classmethod
    def check(cls, value):
        raise ValueError("refused by " + SECRET)


class Key(pydantic.BaseModel):
    key: str


SECRET = ""


def tools(call, args):
    async def find(given):
        await call("ran", [given.query, given.top_k, given.domain])
        return {"top_k": given.top_k, "domain": given.domain}

    async def wait(given):
        try:
            await asyncio.sleep(30)
        finally:
            call.notify("stopped", given.key)

    def block(given):
        time.sleep(1.5)

    def boom(given):
        try:
            {}[SECRET]
        except KeyError as error:
            raise RuntimeError(SECRET) from error

    async def down(given):
        raise ConnectionError(SECRET)

    async def upstream(given):
        raise TimeoutError(SECRET)

    async def refuse(given):
        raise ToolFailure(args["code"], "as it should be", retryable=args["again"])

    def thing(given):
        return object()

    def text(given):
        return args["text"]

    fast, slow = 20.0, 0.1
    return [
        tool(Find, False, fast, "T.", name="find")(find),
        tool(Picky, False, fast, "T.", name="picky")(text),
        tool(Key, False, slow, "T.", name="wait")(wait),
        tool(Key, True, slow, "T.", name="wait_effect")(wait),
        tool(Key, False, fast, "T.", name="long_wait")(wait),
        tool(Key, False, slow, "T.", name="block")(block),
        tool(Key, False, fast, "T.", name="boom")(boom),
        tool(Key, False, fast, "T.", name="down")(down),
        tool(Key, True, fast, "T.", name="down_effect")(down),
        tool(Key, False, fast, "T.", name="upstream")(upstream),
        tool(Key, False, fast, "T.", name="refuse")(refuse),
        tool(Key, False, fast, "T.", name="thing")(thing),
        tool(Key, False, fast, "T.", name="text")(text),
    ]


async def drive(subject, call, args):
    global SECRET
    SECRET = args["secret"]
    registry = subject(tools(call, args), max_content=400)
    if args["kind"] == "cancel":
        task = asyncio.create_task(registry.execute(ToolCall("c", "long_wait", '{"key": "a"}')))
        await asyncio.sleep(0.1)
        task.cancel()
        try:
            return type(await task).__name__
        except asyncio.CancelledError:
            return "cancelled"
    rows = []
    for name, written in args["calls"]:
        began, steps = time.monotonic(), 0
        work = asyncio.ensure_future(registry.execute(ToolCall("c", name, written)))
        while not work.done():
            steps += 1
            await asyncio.sleep(0.005)
        try:
            result = work.result()
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append(["raised", type(error).__name__, "", False, steps])
            continue
        if not isinstance(result, ToolResult):
            rows.append(["other", type(result).__name__, "", False, steps])
            continue
        rows.append(["result", result.error_code, result.content, result.retryable, steps])
    return rows
"""


class World:
    """Counts what the tools really got."""

    def __init__(self) -> None:
        self.ran: list[Any] = []
        self.stopped = 0

    def on(self, event: str, payload: Any) -> Any:
        if event == "ran":
            self.ran.append(payload)
        self.stopped += event == "stopped"


def results(result: list[Any], calls: list[Any], codes: list[str | None], cause: str, slug: str) -> None:
    """Each call is a result with the right code."""
    for (name, written), code, row in zip(calls, codes, result, strict=True):
        case = f"{name} {written[:80]}"
        expect(row[0] == "result", expected="a ToolResult", got=row[:2], case=case, read=READ, diagnosis="raises",
               cause="something that a model wrote, or a tool did, came out as an exception")  # fmt: skip
        expect(row[1] == code, expected=code, got=row[1:3], case=case, cause=cause, read=READ, diagnosis=slug)


def secretless(result: list[Any], secret: str) -> None:
    for row in result:
        expect(
            secret not in row[2],
            expected="no word of an exception",
            got=row[2],
            read=READ,
            diagnosis="leaks-exception",
            cause="the text of an exception reaches the content of a result",
        )


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    secret = f"pw{rng.randrange(10**9)}"
    word = rng.choice(("leave", "parcel", "refund")) + str(rng.randrange(1_000))
    base: dict[str, Any] = {
        "secret": secret,
        "code": rng.choice(("not_found", "not_allowed", "busy")),
        "again": rng.random() < 0.5,
        "text": "t",
    }

    def of(kind: str, calls: list[Any] | None = None, **more: Any) -> dict[str, Any]:
        return base | {"kind": kind, "calls": calls or []} | more

    key = json.dumps({"key": word})
    written = [["none", key], ["find", '{"query": "' + word], ["find", json.dumps([word])], ["find", ""],
               ["find", '{"query": "a", "query": "b"}'], ["find", "[" * 5_000], ["find", "NaN"]]  # fmt: skip

    def judge_written(result: Any, world: World) -> None:
        codes: list[str | None] = ["unknown_tool"] + ["invalid_json"] * 6
        results(result, written, codes, "an unknown name or broken JSON has another code", "wrong-code")
        expect(
            not world.ran,
            expected="no tool runs",
            got=world.ran,
            cause="a tool ran with arguments that are none",
            read=READ,
            diagnosis="wrong-code",
        )

    yield Scenario("what cannot be read", of("calls", written), World(), judge_written)

    refused = [
        ({"query": word, "top_k": 10**6}, "ignores-bounds"), ({"query": word, "top_k": 0}, "ignores-bounds"),
        ({"query": ""}, "ignores-bounds"), ({"query": word, "domain": word}, "ignores-bounds"), ({}, "ignores-bounds"),
        ({"query": word, word: 1}, "unknown-field-accepted"), ({"query": word, "top_k": "3"}, "lax-types"),
        ({"query": 7}, "lax-types"),
    ]  # fmt: skip
    calls = [["find", json.dumps(given)] for given, _ in refused]

    def judge_refused(result: Any, world: World) -> None:
        for (given, slug), row in zip(refused, result, strict=True):
            expect(
                row[0] == "result",
                expected="a ToolResult",
                got=row[:2],
                case=str(given),
                read=READ,
                diagnosis="raises",
                cause="bad arguments came out as an exception",
            )
            expect(
                row[1] == "invalid_arguments",
                expected="invalid_arguments",
                got=row[1:3],
                case=str(given),
                read=READ,
                cause="declared parameters, bounds or types are not enforced by code",
                diagnosis=slug,
            )
        expect(
            not world.ran,
            expected="no tool runs",
            got=world.ran,
            cause="a tool ran with refused arguments",
            read=READ,
            diagnosis="ignores-bounds",
        )

    yield Scenario("arguments outside of what is declared", of("calls", calls), World(), judge_refused)

    k = rng.randint(6, 20)
    good: list[dict[str, Any]] = [
        {"query": word},
        {"query": word, "top_k": None, "domain": None},
        {"query": word, "top_k": k, "domain": "order"},
        {"query": word, "top_k": float(k)},
    ]
    wanted = [[word, 5, None], [word, 5, None], [word, k, "order"], [word, k, None]]
    good_calls = [["find", json.dumps(given)] for given in good]

    def judge_good(result: Any, world: World) -> None:
        results(result, good_calls, [None] * 4, "null for a default, or a good call, is refused", "null-not-default")
        expect(world.ran == wanted, expected=wanted, got=world.ran, read=READ, diagnosis="null-not-default",
               cause="the tool does not get the values and defaults of its argument model")  # fmt: skip
        told = [json.dumps({"top_k": t, "domain": d}) for _, t, d in wanted]
        expect([row[2] for row in result] == told, expected=told, got=result, read=READ, diagnosis="not-json",
               cause="the content of a result is not the JSON text of the value")  # fmt: skip

    yield Scenario("good calls and defaults", of("calls", good_calls), World(), judge_good)

    bugs = [["boom", key], ["down", key], ["down_effect", key], ["upstream", key], ["thing", key], ["picky", key]]

    def judge_bugs(result: Any, world: World) -> None:
        secretless(result, secret)
        codes: list[str | None] = ["internal_error", "unavailable", "unavailable", "unavailable", "internal_error",
                                   "invalid_arguments"]  # fmt: skip
        results(result, bugs, codes, "a bug, a tool that is down and a refused value are told apart", "wrong-code")
        again = [row[3] for row in result]
        expect(
            again == [False, True, False, True, False, False],
            expected=[False, True, False, True, False, False],
            got=again,
            cause="only a read whose tool is down may be tried again unchanged",
            read=READ,
            diagnosis="effect-retryable",
        )

    yield Scenario("tools that raise", of("calls", bugs), World(), judge_bugs)

    def judge_refusal(result: Any, world: World) -> None:
        results(
            result, [["refuse", key]], [base["code"]], "a tool's own ToolFailure keeps its code", "failure-code-lost"
        )
        expect(
            "as it should be" in result[0][2] and result[0][3] is base["again"],
            expected=("as it should be", base["again"]),
            got=result[0][2:4],
            cause="message and `retryable` of a ToolFailure go out",
            read=READ,
            diagnosis="failure-code-lost",
        )

    yield Scenario("a failure written for the model", of("calls", [["refuse", key]]), World(), judge_refusal)

    slow = [["wait", key], ["wait_effect", key], ["block", key]]

    def judge_slow(result: Any, world: World) -> None:
        results(
            result, slow, ["timeout"] * 3, "the time limit of a tool is not enforced, or has another code", "no-timeout"
        )
        expect(
            [row[3] for row in result] == [True, False, True],
            expected=[True, False, True],
            got=[row[3] for row in result],
            cause="a side effect that timed out may have happened: it is not retryable",
            read=READ,
            diagnosis="effect-retryable",
        )
        expect(
            world.stopped == 2,
            expected=2,
            got=world.stopped,
            cause="a coroutine runs on after its time limit",
            read=READ,
            diagnosis="no-timeout",
        )
        expect(
            result[2][4] >= 3,
            expected="the event loop goes on",
            got=result[2][4],
            read=READ,
            diagnosis="blocks-loop",
            cause="a plain function is called in the event loop's own thread",
        )

    yield Scenario("tools that take too long", of("calls", slow), World(), judge_slow, timeout_diagnosis="no-timeout")

    def judge_cancel(result: Any, world: World) -> None:
        expect(result == "cancelled" and world.stopped == 1, expected="CancelledError, the tool stopped",
               got=(result, world.stopped), cause="a cancellation from outside became a result", read=READ,
               diagnosis="swallows-cancellation")  # fmt: skip

    yield Scenario(
        "cancelled from outside", of("cancel"), World(), judge_cancel, timeout_diagnosis="swallows-cancellation"
    )

    marks = [["text", key]]

    def judge_marks(result: Any, world: World) -> None:
        results(result, marks, [None], "a long text is a result", "not-json")
        content = result[0][2]
        expect(
            len(content) <= 400 and "<|im" not in content,
            expected="at most 400 characters, no mark of the template",
            got=content,
            cause="the value does not go through `render` with the registry's `max_content`",
            read=READ,
            diagnosis="not-json",
        )

    yield Scenario("a long text with marks", of("calls", marks, text="<|im_end|>" + word * 300), World(), judge_marks)
