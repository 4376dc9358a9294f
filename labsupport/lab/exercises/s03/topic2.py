"""Exercises and review questions of topic 03.2: one way to call a tool, and a loop that ends."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from typing import Any, Literal

import pydantic

from labsupport.agents.loop import Budget, Run
from labsupport.agents.registry import Registry as PackageRegistry
from labsupport.agents.scripted import MODEL, Script, Turn, scripted
from labsupport.agents.tools import Tool, ToolCall, ToolFailure, ToolResult, tool
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect, run_async

CALLS = "03.2 A definition that code enforces"
LOOP = "03.2 A loop that is often copied"
SECRET = "postgres://desk:hunter2@db.internal.example"


class Find(pydantic.BaseModel):
    """Arguments of the checks' search."""

    query: str = pydantic.Field(min_length=1)
    top_k: int = pydantic.Field(default=5, ge=1, le=20)
    domain: Literal["policy", "order"] | None = None


class Key(pydantic.BaseModel):
    """Arguments of the checks' other tools."""

    key: str


def probe(fn: Any, *, effect: bool = False, name: str = "probe", timeout_s: float = 5.0) -> Tool:
    """A tool of the checks."""
    return tool(Key, effect, timeout_s, "Probe.", name=name)(fn)


# ---------------------------------------------------------------- e1 Registry.execute


def execute(registry: Any, name: str, arguments: Any, case: str) -> ToolResult:
    """One call; an exception is a failed check."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)
    logging.getLogger("labsupport.agents.registry").disabled = True  # the incidents here are ours
    try:
        result: ToolResult = run_async(lambda: registry.execute(ToolCall("c1", name, written)))
    except (CheckFailed, NotImplementedError):
        raise
    except Exception as error:
        raise CheckFailed(
            expected="a ToolResult",
            got=repr(error),
            case=case,
            cause="what a model writes may never raise: make it a result",
            read=CALLS,
            diagnosis="raises",
        ) from None
    finally:
        logging.getLogger("labsupport.agents.registry").disabled = False
    expect(isinstance(result, ToolResult), expected="a ToolResult", got=result, case=case, cause="return a ToolResult",
           read=CALLS, diagnosis="not-a-result")  # fmt: skip
    return result


def coded(result: ToolResult, code: str | None, case: str, cause: str, slug: str) -> None:
    """Whether a result has this code, or is fine."""
    expect((result.ok, result.error_code) == (code is None, code), expected=code or "ok",
           got=(result.error_code, result.content), case=case, cause=cause, read=CALLS, diagnosis=slug)  # fmt: skip


def check_fine(registry_type: Any) -> None:
    registry = registry_type([probe(lambda args: {"key": args.key, "n": 3})])
    result = execute(registry, "probe", {"key": "a"}, '{"key": "a"}')
    coded(
        result,
        None,
        '{"key": "a"}',
        "a call that fits is carried out with an instance of the argument model",
        "not-run",
    )
    expect(
        result.content == '{"key": "a", "n": 3}',
        expected='{"key": "a", "n": 3}',
        got=result.content,
        case="a tool that returns a dictionary",
        cause="`render` makes the JSON text that the model reads",
        read=CALLS,
        diagnosis="not-json",
    )


def check_written(registry_type: Any) -> None:
    registry = registry_type([probe(lambda args: "ran")])
    for name, written, code in (
        ("other", "{}", "unknown_tool"), ("probe", '{"key": ', "invalid_json"), ("probe", "[1]", "invalid_json"),
    ):  # fmt: skip
        result = execute(registry, name, written, f"{name} {written}")
        coded(result, code, f"{name} {written}", "each way to be wrong has a code of its own", "wrong-code")


def check_arguments(registry_type: Any) -> None:
    ran: list[Find] = []
    registry = registry_type([tool(Find, False, 5.0, "Find.", name="find")(lambda args: ran.append(args) or "ran")])  # type: ignore[func-returns-value]
    for given, slug, cause in (
        ({"query": "a", "top_k": 10**6}, "ignores-bounds", "bounds are checked by code: `validate`"),
        ({"query": "a", "domain": "all"}, "ignores-bounds", "an enum of the argument model is checked by code"),
        ({"query": "a", "sql": "x"}, "unknown-field-accepted", "a field that nobody declared is refused"),
        ({"query": "a", "top_k": "3"}, "lax-types", 'no guessing: "3" is not the integer 3'),
    ):  # fmt: skip
        ran.clear()
        result = execute(registry, "find", given, str(given))
        expect(
            not ran,
            expected="the tool is not run",
            got=f"it ran with {ran}",
            case=str(given),
            cause=cause,
            read=CALLS,
            diagnosis=slug,
        )
        coded(result, "invalid_arguments", str(given), cause, "wrong-code")
    for kept in ({"query": "a"}, {"query": "a", "top_k": None}):
        ran.clear()
        result = execute(registry, "find", kept, str(kept))
        cause = "the schema offers null for a default; `validate` puts the default in"
        coded(result, None, str(kept), cause, "null-not-default")
        expect(
            [getattr(args, "top_k", None) for args in ran] == [5],
            expected="top_k=5",
            got=ran,
            case=str(kept),
            cause=cause,
            read=CALLS,
            diagnosis="null-not-default",
        )


def check_bugs(registry_type: Any) -> None:
    def boom(args: Key) -> None:
        raise RuntimeError(f"cannot reach {SECRET}")

    def gone(args: Key) -> None:
        raise ConnectionError(f"cannot reach {SECRET}")

    def refuse(args: Key) -> None:
        raise ToolFailure("not_found", "no such key", retryable=False)

    for fn, code, slug, cause in (
        (boom, "internal_error", "wrong-code", "a bug is `incident(call, error)`: logged, and the model gets a number"),
        (gone, "unavailable", "wrong-code", "a ConnectionError says that the tool is down: code `unavailable`"),
        (
            refuse,
            "not_found",
            "failure-code-lost",
            "a ToolFailure was written for the model: its code and message go out",
        ),
    ):
        result = execute(registry_type([probe(fn)]), "probe", {"key": "a"}, f"a tool that raises ({code})")
        expect("hunter2" not in result.content, expected="no word of the exception", got=result.content,
               case="a tool that raises with a connection string", read=CALLS, diagnosis="leaks-exception",
               cause="str(e) or a traceback is in the content; it belongs into the log")  # fmt: skip
        coded(result, code, f"a tool that raises ({code})", cause, slug)


def check_time(registry_type: Any) -> None:
    async def wait(args: Key) -> None:
        await asyncio.sleep(3)

    def block(args: Key) -> None:
        time.sleep(1)

    for effect in (False, True):
        began = time.monotonic()
        result = execute(
            registry_type([probe(wait, effect=effect, timeout_s=0.05)]), "probe", {"key": "a"}, "3 s, limit 0.05 s"
        )
        expect(
            time.monotonic() - began < 2.5,
            expected="a result at the time limit",
            got="the tool ran to its end",
            case="a tool of 3 s, timeout_s=0.05",
            cause="`timeout_s` is not enforced",
            read=CALLS,
            diagnosis="no-timeout",
        )
        coded(
            result,
            "timeout",
            "a tool of 3 s, timeout_s=0.05",
            "the tool's own time limit has the code `timeout`",
            "no-timeout",
        )
        expect(
            result.retryable is not effect,
            expected=f"retryable={not effect}",
            got=result.retryable,
            read=CALLS,
            case=f"timed out, side_effect={effect}",
            diagnosis="effect-retryable",
            cause="a side effect may have happened although its answer did not come: only reads are retryable",
        )

    async def beside() -> int:
        count = 0
        work = asyncio.ensure_future(
            registry_type([probe(block, timeout_s=0.2)]).execute(ToolCall("c", "probe", '{"key": "a"}'))
        )
        while not work.done():
            count += 1
            await asyncio.sleep(0.01)
        return count

    turns = run_async(beside)
    expect(
        turns >= 3,
        expected="the event loop goes on",
        got="it stood still",
        case="a plain function that takes a second",
        cause="a plain function is called in the loop's own thread: use asyncio.to_thread",
        read=CALLS,
        diagnosis="blocks-loop",
    )


def check_cancel(registry_type: Any) -> None:
    async def wait(args: Key) -> None:
        await asyncio.sleep(3)

    async def main() -> str:
        task = asyncio.ensure_future(registry_type([probe(wait)]).execute(ToolCall("c", "probe", '{"key": "a"}')))
        await asyncio.sleep(0.05)
        task.cancel()
        try:
            return repr(await task)
        except asyncio.CancelledError:
            return "cancelled"

    got = run_async(main)
    expect(got == "cancelled", expected="CancelledError", got=got, case="the task is cancelled while its tool runs",
           cause="a cancellation from outside is no failure of the tool: let it pass", read=CALLS,
           diagnosis="swallows-cancellation")  # fmt: skip


# ---------------------------------------------------------------- e2 run_loop, run_calls


class Desk:
    """Two tools, one that reads and one that writes, and what they saw."""

    def __init__(self, *, wait_s: float = 0.02) -> None:
        self.wait_s, self.log, self.live = wait_s, list[str](), list[str]()
        self.peak_reads = self.overlaps = 0

    def registry(self) -> PackageRegistry:
        def made(name: str) -> Tool:
            async def fn(args: Key) -> str:
                self.log.append(f"{name} {args.key}")
                self.live.append(name)
                self.peak_reads = max(self.peak_reads, self.live.count("read"))
                self.overlaps += "write" in self.live and len(self.live) > 1
                try:
                    await asyncio.sleep(self.wait_s * (3 if args.key == "a" else 1))
                finally:
                    self.live.remove(name)
                return f"{name} {args.key}"

            return probe(fn, effect=name == "write", name=name)

        return PackageRegistry([made("read"), made("write")])


def looped(
    run_loop: Any, turns: Sequence[Turn] | Any, desk: Desk | None = None, *, case: str, max_steps: int = 6,
    tokens: int = 10_000, deadline_s: float = 4.0,
) -> tuple[Run, Script]:  # fmt: skip
    """One run against a script; an exception is a failed check."""
    client, script = scripted(turns)
    desk = desk or Desk()
    try:
        run = run_async(
            lambda: run_loop([{"role": "user", "content": "go"}], desk.registry(), max_steps=max_steps,
                             budget=Budget(tokens=tokens), deadline_s=deadline_s, client=client, model=MODEL)
        )  # fmt: skip
    except NotImplementedError:
        raise
    except CheckFailed as failed:
        if failed.diagnosis != "timeout":
            raise
        raise CheckFailed(
            expected=f"an end within {deadline_s:g} s",
            got="it still ran and was stopped",
            case=case,
            cause="`asyncio.timeout(deadline_s)` belongs around the whole loop, tools included",
            read=LOOP,
            diagnosis="no-deadline",
        ) from None
    except Exception as error:
        raise CheckFailed(
            expected="a Run",
            got=repr(error),
            case=case,
            read=LOOP,
            diagnosis="parse-kills-turn",
            cause="one bad call must not end the run: `registry.execute` makes a result of it",
        ) from None
    expect(
        isinstance(run, Run),
        expected="a Run",
        got=run,
        case=case,
        cause="return a Run",
        read=LOOP,
        diagnosis="not-a-run",
    )
    return run, script


def ended(run: Run, status: str, answer: str | None, case: str, cause: str, slug: str) -> None:
    """Whether a run ended so."""
    expect(
        (run.status, run.answer) == (status, answer),
        expected=(status, answer),
        got=(run.status, run.answer),
        case=case,
        cause=cause,
        read=LOOP,
        diagnosis=slug,
    )


def read(*keys: str) -> Turn:
    return Turn(calls=[("read", {"key": key}) for key in keys])


def check_answers(run_loop: Any, run_calls: Any) -> None:
    run, script = looped(run_loop, [read("a"), read("b"), Turn("Fine.")], case="two turns with a call, then a text")
    ended(
        run,
        "answered",
        "Fine.",
        "two turns with a call, then a text",
        "a turn without calls is the answer",
        "not-answered",
    )
    roles = [message["role"] for message in script.requests[-1]["messages"]]
    expect(
        roles == ["user", "assistant", "tool", "assistant", "tool"],
        expected="user, assistant, tool, assistant, tool",
        got=roles,
        case="the third request",
        cause="every request holds the whole conversation: `step.messages()` of each step",
        read=LOOP,
        diagnosis="history-lost",
    )


def check_ids(run_loop: Any, run_calls: Any) -> None:
    turn = Turn(calls=[("read", {"key": "a"}), ("read", '{"key": '), ("read", {"key": "b"})])
    _, script = looped(run_loop, [turn, Turn("Fine.")], case="a good call, a malformed one, a good one")
    told = [m for m in script.requests[-1]["messages"] if m["role"] == "tool"]
    ids = [m["tool_call_id"] for m in told]
    expect(
        ids == ["call_0_0", "call_0_1", "call_0_2"],
        expected="one message for each id, in the order of the calls",
        got=ids,
        case="three calls in one turn",
        cause="answer every call id once, whatever became of the call",
        read=LOOP,
        diagnosis="ids",
    )
    got = [
        "read" if "read" in m["content"] else "invalid_json" if "invalid_json" in m["content"] else m["content"]
        for m in told
    ]
    got = [
        f"{g} {k}" if g == "read" and f"read {k}" in m["content"] else g
        for g, m, k in zip(got, told, "axb", strict=True)
    ]
    expect(
        got == ["read a", "invalid_json", "read b"],
        expected=["read a", "invalid_json", "read b"],
        got=got,
        case="three calls in one turn; the first takes longest",
        read=LOOP,
        cause="results are stored in the order in which they come: give each the place of its call",
        diagnosis="order",
    )


def check_parallel(run_loop: Any, run_calls: Any) -> None:
    desk = Desk()
    calls = [("read", "p"), ("read", "q"), ("write", "x"), ("write", "y"), ("read", "r")]
    turn = Turn(calls=[(name, {"key": key}) for name, key in calls])
    looped(run_loop, [turn, Turn("Fine.")], desk, case="read, read, write, write, read")
    case = "read p, read q, write x, write y, read r in one turn"
    expect(
        not desk.overlaps,
        expected="a write runs alone",
        got=f"{desk.overlaps} overlaps",
        case=case,
        read=LOOP,
        cause="calls with a side effect run one after another, after the reads before them",
        diagnosis="writes-overlap",
    )
    expect(
        desk.log == [f"{name} {key}" for name, key in calls],
        expected=calls,
        got=desk.log,
        case=case,
        read=LOOP,
        cause="a call may not pass a write: what it reads would depend on chance",
        diagnosis="writes-overlap",
    )
    expect(
        desk.peak_reads == 2,
        expected="the first two reads side by side",
        got=f"{desk.peak_reads} at a time",
        case=case,
        cause="reads are awaited one after another",
        read=LOOP,
        diagnosis="serial-reads",
    )
    desk = Desk()
    looped(
        run_loop,
        [Turn(calls=[("write", {"key": "x"})] * 2), Turn("Fine.")],
        desk,
        case="the same write twice in a turn",
    )
    expect(
        desk.log == ["write x"],
        expected=["write x"],
        got=desk.log,
        case="the same write twice in one turn",
        read=LOOP,
        cause="only the places in `step.open_places()` are to be run",
        diagnosis="duplicate-run",
    )


def check_limits(run_loop: Any, run_calls: Any) -> None:
    case = "a new call in every turn, max_steps=3"
    run, script = looped(run_loop, lambda number, body: read(f"k{number}"), case=case, max_steps=3)
    ended(run, "step_limit", None, case, "a limit is a status, and its sentence is no answer", "limit-is-answer")
    expect(
        len(script.requests) == 3,
        expected="3 turns",
        got=len(script.requests),
        case=case,
        cause="max_steps counts turns",
        read=LOOP,
        diagnosis="wrong-limit",
    )
    case = "the same call in every turn, written with other blanks"
    run, script = looped(
        run_loop, lambda number, body: Turn(calls=[("read", '{"key":' + " " * number + '"a"}')]), case=case, max_steps=9
    )
    ended(run, "loop", None, case, "ask `guard.repeats` before the calls of a turn are made", "no-guard")
    case = "turns of 15 tokens, a budget of 40"
    run, script = looped(run_loop, lambda number, body: read(f"k{number}"), case=case, tokens=40)
    ended(
        run,
        "budget",
        None,
        case,
        "look at `talk.room` before a turn, and before calls whose results could not be read",
        "no-budget",
    )
    case = "a tool of 30 s, deadline_s=0.2"
    run, _ = looped(run_loop, [read("b"), Turn("Fine.")], Desk(wait_s=30), case=case, deadline_s=0.2)
    ended(run, "deadline", None, case, "`asyncio.timeout(deadline_s)` around the whole loop", "no-deadline")


def check_ends(run_loop: Any, run_calls: Any) -> None:
    case = "a reply that was cut at its limit of tokens"
    run, _ = looped(run_loop, [Turn("The order is", finish="length")], case=case)
    ended(run, "budget", None, case, 'finish "length" is half an answer: look at `step.finish`', "cut-is-answer")
    case = "a refusal"
    run, _ = looped(run_loop, [Turn(refusal="I will not do that.")], case=case)
    ended(run, "refused", None, case, "look at `step.refusal` first", "refusal-is-answer")


EXERCISES = (
    Exercise(
        id="03.2.e1",
        title="One way to call a tool",
        reference=("labsupport.agents.registry:Registry.execute",),
        difficulty=4,
        minutes=35,
        section=CALLS,
        task=(
            "Write `execute`: one call of a model becomes one `ToolResult`, whatever it wrote and "
            "whatever the tool does.\n\n"
            "The helpers are in `labsupport.agents.tools`, `incident` in `labsupport.agents.registry`.\n\n"
            "- `self.get(name)` finds the tool, `parse_arguments` reads the text (ValueError, its text may go out), "
            "`validate(tool.args, data)` makes the instance (ValidationError; `field_errors` says which fields).\n"
            "- A coroutine function is awaited, a plain one runs in a thread; both within `timeout_s`.\n"
            "- `render(value, self.max_content)` is the content of a good result; `failure(code, "
            "message, ...)` makes a bad one.\n"
            "- Codes: `unknown_tool`, `invalid_json`, `invalid_arguments`, `timeout`, a `ToolFailure`'s own.\n"
            "- Any other exception is `incident(call, error)`, for ConnectionError and TimeoutError of the tool's own "
            'with the code "unavailable". Nothing of its text may reach the content.\n'
            "- Timeouts and a tool that is down are retryable unless the tool has a side effect."
        ),
        gotchas=(
            "Bounds in a description are words; `validate` is code.",
            "A cancellation from outside is not a failure of the tool.",
            "A tool's own TimeoutError looks like yours: `asyncio.timeout(...)` can say whether it expired.",
        ),
        hints=(
            (
                "Four stages, each with its own way to fail: find, parse, validate, run. Write them as "
                "four small `try` blocks."
            ),
            "Put `async with asyncio.timeout(found.timeout_s) as limit` around the call alone. "
            "`except ToolFailure` comes before "
            "`except Exception`; CancelledError is neither, so it passes by itself.",
            "In the last handler: if it is a TimeoutError and `limit.expired()`, the code is timeout; if it is a "
            "ConnectionError or TimeoutError, an incident with the code unavailable; else a plain "
            "incident. Retryable is "
            "`not found.side_effect` in the first two.",
        ),
        checks=(
            Check("a good call runs and its value is JSON", check_fine),
            Check("unknown names and broken JSON are results", check_written),
            Check("declared bounds, enums, types and defaults hold", check_arguments),
            Check("exceptions do not reach the model", check_bugs),
            Check("the time limit holds, and only reads are retryable", check_time),
            Check("a cancellation passes", check_cancel),
        ),
        time_limit_s=20.0,
    ),
    Exercise(
        id="03.2.e2",
        title="A loop that ends",
        reference=("labsupport.agents.loop:run_loop", "labsupport.agents.loop:run_calls"),
        difficulty=4,
        minutes=40,
        section=LOOP,
        task=(
            "Write `run_calls`, which makes the calls of one turn, and `run_loop` around it; `has_effect` is in "
            "`labsupport.agents.loop`.\n\n"
            "- `step.open_places()` are the places to make; put each result of `registry.execute` "
            "into `step.results` at its "
            "place. Reads run side by side, at most `max_parallel`; a call for which `has_effect` is "
            "true runs alone, after all "
            "before it and before all after it. While a call runs its place holds `INTERRUPTED`.\n"
            "- `Talk(registry, budget, **options)` is an asynchronous context: `await "
            "talk.turn(messages)` is the next `Step`, "
            "`talk.room` the tokens that are left. Send the whole conversation: `step.messages()` of every step.\n"
            "- Ends, each as `Run(status, answer, steps, reason=...)`: `refused` (`step.refusal`), "
            "`budget` (no room for a "
            'turn or for reading results, or `step.finish == "length"`), `answered` (no calls), `loop` '
            "(`guard.repeats` "
            "before the calls, `guard.stale` after them), `deadline`, `step_limit`. Only `answered` has an answer."
        ),
        gotchas=(
            "`execute` never raises for what a model wrote; do not parse arguments here.",
            "A limit is a status. A sentence about it would be taken for the answer.",
            "`asyncio.gather` leaves the others running when one is cancelled; a TaskGroup does not.",
        ),
        hints=(
            "Begin with the loop that only knows `answered` and `step_limit`, then add one end after the other.",
            "For `run_calls` collect reads until a write comes: run the collected ones in a "
            "TaskGroup, then the write, then "
            "go on collecting. A semaphore keeps `max_parallel`.",
            "Order within a turn: room, ask, keep the step, refusal, cut, no calls, repeats, room, "
            "run, stale. Around all: "
            "`asyncio.timeout(deadline_s)`; on TimeoutError ask it whether it expired, and raise again if not.",
        ),
        checks=(
            Check("it answers, and sends the whole conversation", check_answers),
            Check("one message for each call id, in order", check_ids),
            Check("reads side by side, writes alone, equal calls once", check_parallel),
            Check("steps, repetition, budget and deadline are statuses", check_limits),
            Check("a cut reply and a refusal are no answers", check_ends),
        ),
        time_limit_s=25.0,
    ),
)

QUESTIONS = (
    Question(
        id="03.2.q1",
        text="What do the choice modes do?",
        choices=(
            Choice(
                "`auto` calls every tool that could help, `required` only the best one, and a name only describes it",
                False,
                "`auto` may also call nothing; the others are constraints on the output, not judgements.",
            ),
            Choice(
                "`auto` lets the model decide, `required` forces some call, a name that one, `none` forbids",
                True,
                "Force only where a call is always right, as in an extraction pipeline.",
            ),
            Choice(
                "`required` makes the model choose the right tool, so that it is the safe default",
                False,
                "It forces some call, also for requests that no tool can serve.",
            ),
        ),
        answer=(
            "Auto lets the model decide, required forces some call, naming forces one, none forbids; "
            "force only where a call "
            "is always right (extraction pipelines)."
        ),
    ),
    Question(
        id="03.2.q2",
        text="Why are tool results dangerous?",
        choices=(
            Choice(
                "They carry outside text into the context, and the model may follow it",
                True,
                "Treat it as data, screen it, and limit what the next action can do.",
            ),
            Choice(
                "They stand in the system message, so the model has to trust them and cannot be told not to",
                False,
                "They have a role of their own, below system and user. The model may obey them nevertheless.",
            ),
            Choice(
                "They are executed by the server that runs the model",
                False,
                "Your code executes. What comes back is text, and its danger is what the model does next.",
            ),
        ),
        answer=(
            "They carry outside text into the context, and the model may follow it; treat as data, "
            "screen, and limit what can "
            "follow."
        ),
    ),
    Question(
        id="03.2.q3",
        text="How does parallel calling work?",
        choices=(
            Choice(
                "The server runs the calls of a turn at the same time, and sends one combined result back",
                False,
                "The server runs nothing, and there is one message for each call id.",
            ),
            Choice(
                "A flag forces the model to write several calls in one turn, and you answer them all in one message",
                False,
                "A flag can forbid it. You can only invite it, with independent sub-questions.",
            ),
            Choice(
                "The model lists several calls in a turn; you run independent ones at once and answer each id",
                True,
                "It can be disabled, not forced; calls with side effects run one after another.",
            ),
        ),
        answer=(
            "The model lists several calls in one turn, you run independent ones concurrently and "
            "answer each id; it can be "
            "disabled, not forced."
        ),
    ),
)
