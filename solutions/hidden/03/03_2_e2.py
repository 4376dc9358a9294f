"""Hidden check for 03.2.e2: the parent sees every request and call, and answers when the child is quiet."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.grading.quiet import TICKER, Quiet, release
from labsupport.lab.check import CheckFailed, expect

READ = "03.2 A loop that is often copied"

DRIVER = (
    TICKER
    + """
import json

import pydantic

from labsupport.agents.loop import Budget
from labsupport.agents.registry import Registry
from labsupport.agents.scripted import MODEL, Turn, scripted
from labsupport.agents.tools import tool


class Key(pydantic.BaseModel):
    key: str


async def drive(subject, call, args):
    run_loop = subject[0]

    def made(name, effect):
        async def fn(given):
            try:
                return await call("work", [name, given.key])
            finally:
                call.notify("ended", [name, given.key])

        return tool(Key, effect, 60.0, "Probe.", name=name)(fn)

    warm, _ = scripted([Turn("Hello.")])  # the first request of a process imports much, which is not the loop's time
    await warm.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "Hello."}])
    ticking = asyncio.create_task(ticker(call))
    ends = []
    for one in args["runs"]:
        call.notify("begin", None)

        def turn(number, body):
            call.notify("asked", body["messages"])
            return Turn(**one["turns"][min(number, len(one["turns"]) - 1)])

        client, _ = scripted(turn)
        try:
            run = await run_loop(
                [{"role": "user", "content": args["say"]}], Registry([made("read", False), made("write", True)]),
                max_steps=one["max_steps"], budget=Budget(tokens=one["tokens"]), deadline_s=one["deadline_s"],
                client=client, model=MODEL, max_parallel=one["max_parallel"],
            )
        except NotImplementedError:
            raise
        except Exception as error:
            inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
            ends.append(["raised", type(inner).__name__, None, 0])
        else:
            ends.append([run.status, run.answer, run.tokens, len(run.steps)])
    return ends
"""
)


@dataclass
class Seen:
    """What was seen of one run."""

    asked: list[list[dict[str, Any]]] = field(default_factory=list)
    works: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[tuple[tuple[str, str], asyncio.Future[Any]]] = field(default_factory=list)
    live: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    peak_reads: int = 0
    overlaps: int = 0
    ended: int = 0


class World(Quiet):
    """The tools. Replies are withheld until the child is quiet, then given in random order, or never."""

    def __init__(self, rng: random.Random, *, answers: bool = True) -> None:
        super().__init__()
        self.rng, self.answers, self.runs = rng, answers, list[Seen]()

    def seen(self, event: str, payload: Any) -> Any:
        if event == "begin":
            self.runs.append(Seen())
            return None
        now = self.runs[-1]
        if event == "asked":
            now.asked.append(payload)
            return None
        one = (str(payload[0]), str(payload[1]))
        if event == "ended":
            now.ended += 1
            if one in now.live:
                now.live.remove(one)
            now.waiting = [w for w in now.waiting if w[0] != one]
            return None
        now.works.append(one)
        now.live.append(one)
        now.peak_reads = max(now.peak_reads, sum(name == "read" for name, _ in now.live))
        now.overlaps += len(now.live) > 1 and any(name == "write" for name, _ in now.live)
        now.values[one[1]] = f"value {self.rng.randrange(10**9)}"
        now.waiting.append((one, self.held()))
        return now.waiting[-1][1]

    def quiet(self) -> bool:
        waiting = self.runs[-1].waiting if self.runs else []
        if not self.answers:
            self._stalled = 0  # nobody answers here: the deadline ends it, or the limit of the scenario
            return False
        if not waiting:
            return False
        one = waiting.pop(self.rng.randrange(len(waiting)))
        release(one[1], self.runs[-1].values[one[0][1]])
        return True


Judge = Callable[[Any, Seen], None]


def ended(result: Any, world: Seen, status: str, answer: str | None, cause: str, slug: str) -> None:
    expect(result[0] != "raised", expected="a Run", got=result, read=READ, diagnosis="parse-kills-turn",
           cause="a run ends with a status, not with an exception")  # fmt: skip
    expect(
        result[:2] == [status, answer], expected=[status, answer], got=result, cause=cause, read=READ, diagnosis=slug
    )


def told(world: Seen, request: int = -1) -> list[dict[str, Any]]:
    return [message for message in world.asked[request] if message["role"] == "tool"]


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    words = [
        f"{w}{rng.randrange(10_000)}" for w in ("ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "oak", "pine")
    ]
    final = f"Done {rng.randrange(10**6)}."

    runs: list[tuple[str, dict[str, Any], Judge]] = []

    def run(name: str, turns: list[Any], judge: Judge, *, max_steps: int = 8, tokens: int = 10**6,
            deadline_s: float = 60.0, max_parallel: int = 8) -> None:  # fmt: skip
        one = {"turns": turns, "max_steps": max_steps, "tokens": tokens, "deadline_s": deadline_s,
               "max_parallel": max_parallel}  # fmt: skip
        runs.append((name, one, judge))

    def scenario(name: str, *, answers: bool = True, slug: str = "timeout") -> Scenario:
        """The runs so far, in one process."""
        mine, world = list(runs), World(rng, answers=answers)
        runs.clear()
        world.stall = slug

        def judge(result: Any, world: World) -> None:
            for (case, _, judge_one), end, seen in zip(mine, result, world.runs, strict=True):
                try:
                    judge_one(end, seen)
                except CheckFailed as failed:
                    failed.case = failed.case or case
                    raise

        args = {"runs": [one for _, one, _ in mine], "say": words[0]}
        return Scenario(name, args, world, judge, min_events=1, timeout_diagnosis=slug)

    def calls(*pairs: tuple[str, str]) -> dict[str, Any]:
        return {"calls": [[name, {"key": key}] for name, key in pairs]}

    def judge_history(result: Any, world: Seen) -> None:
        ended(result, world, "answered", final, "a turn without calls is the answer, as it is", "not-answered")
        roles = [[message["role"] for message in request] for request in world.asked]
        want = [["user"] + ["assistant", "tool"] * n for n in range(3)]
        expect(
            roles == want,
            expected=want,
            got=roles,
            cause="a request does not hold the whole conversation",
            read=READ,
            diagnosis="history-lost",
        )

    run("a conversation", [calls(("read", words[1])), calls(("read", words[2])), {"text": final}], judge_history)

    many = [("read", words[i]) for i in range(6)]

    def judge_order(result: Any, world: Seen) -> None:
        ended(result, world, "answered", final, "a run with six calls in a turn is answered", "not-answered")
        ids = [message["tool_call_id"] for message in told(world)]
        expect(
            ids == [f"call_0_{i}" for i in range(6)],
            expected="every id once, in order",
            got=ids,
            read=READ,
            diagnosis="ids",
            cause="each call id gets one message, in the order of the calls",
        )
        got = [message["content"] for message in told(world)]
        want = [f'"{world.values[key]}"' for _, key in many]
        expect(got == want, expected=want, got=got, cause="a result stands at the place of another call", read=READ,
               diagnosis="order")  # fmt: skip
        expect(
            world.peak_reads == 6,
            expected=6,
            got=world.peak_reads,
            cause="reads are made one after another",
            read=READ,
            diagnosis="serial-reads",
        )

    run("six reads, answered in random order", [calls(*many), {"text": final}], judge_order)

    def judge_bound(result: Any, world: Seen) -> None:
        expect(
            world.peak_reads <= 2,
            expected="<= 2",
            got=world.peak_reads,
            cause="`max_parallel` is not kept",
            read=READ,
            diagnosis="unbounded-reads",
        )

    run("six reads, two at a time", [calls(*many), {"text": final}], judge_bound, max_parallel=2)

    mixed = [
        ("read", words[0]),
        ("read", words[1]),
        ("write", words[2]),
        ("write", words[3]),
        ("read", words[4]),
        ("write", words[5]),
    ]

    def judge_mixed(result: Any, world: Seen) -> None:
        ended(result, world, "answered", final, "reads and writes in a turn are answered", "not-answered")
        first = world.works[:2]
        expect(
            not world.overlaps and world.works[2:] == mixed[2:] and sorted(first) == sorted(mixed[:2]),
            expected=mixed,
            got=(world.works, world.overlaps),
            cause="a write runs alone, after all before it and before all after it",
            read=READ,
            diagnosis="writes-overlap",
        )
        expect(
            world.peak_reads == 2,
            expected=2,
            got=world.peak_reads,
            cause="reads are made one after another",
            read=READ,
            diagnosis="serial-reads",
        )

    run("reads and writes", [calls(*mixed), {"text": final}], judge_mixed)

    broken = {"calls": [["read", {"key": words[1]}], ["read", '{"key": "' + words[2]], ["read", {"key": words[3]}]]}

    def judge_broken(result: Any, world: Seen) -> None:
        ended(result, world, "answered", final, "one malformed call must not end the run", "parse-kills-turn")
        got = [message["content"] for message in told(world)]
        expect(
            len(got) == 3,
            expected=3,
            got=len(got),
            cause="every call is answered, the malformed one, too",
            read=READ,
            diagnosis="ids",
        )
        right = "invalid_json" in got[1] and all(world.values.get(words[i], "?") in got[i - 1] for i in (1, 3))
        expect(
            right,
            expected="value, invalid_json, value",
            got=got,
            cause="the other calls of the turn are lost",
            read=READ,
            diagnosis="parse-kills-turn",
        )

    run("a malformed call between good ones", [broken, {"text": final}], judge_broken)

    twice = calls(("write", words[1]), ("write", words[1]), ("read", words[2]))

    def judge_twice(result: Any, world: Seen) -> None:
        expect(len(world.works) == 2, expected=2, got=world.works, cause="an equal call of the same turn is made again",
               read=READ, diagnosis="duplicate-run")  # fmt: skip
        expect(len(told(world)) == 3, expected=3, got=len(told(world)), cause="every call id gets a message", read=READ,
               diagnosis="ids")  # fmt: skip

    run("the same write twice", [twice, {"text": final}], judge_twice)

    yield scenario("the calls of a turn")

    limit = rng.randint(2, 4)
    fresh = [calls(("read", f"{word}{i}")) for i, word in enumerate(words)]

    def judge_limit(result: Any, world: Seen) -> None:
        ended(result, world, "step_limit", None, "the limit on turns is a status and no answer", "limit-is-answer")
        expect(
            len(world.asked) == limit,
            expected=limit,
            got=len(world.asked),
            cause="max_steps counts turns",
            read=READ,
            diagnosis="wrong-limit",
        )

    run("a limit on turns", fresh, judge_limit, max_steps=limit)

    again = [{"calls": [["read", "{" + " " * i + f'"key": "{words[4]}"' + "}"]]} for i in range(9)]

    def judge_loop(result: Any, world: Seen) -> None:
        ended(result, world, "loop", None, "the same call again and again is not noticed", "no-guard")
        expect(
            len(world.asked) <= 4 and len(world.works) == 2,
            expected="at most 4 turns, the call made twice",
            got=(len(world.asked), len(world.works)),
            cause="repetition is noticed too late",
            read=READ,
            diagnosis="no-guard",
        )

    run("the same call in other blanks", again, judge_loop, max_steps=9)

    gone = [{"calls": [["read", '{"key": ' + str(i)]]} for i in range(9)]

    def judge_stale(result: Any, world: Seen) -> None:
        ended(result, world, "loop", None, "turns that bring nothing new are not noticed (`guard.stale`)", "no-guard")

    run("turns that bring nothing new", gone, judge_stale, max_steps=9)

    small = rng.randint(35, 44)  # two turns of 15, not three

    def judge_budget(result: Any, world: Seen) -> None:
        ended(result, world, "budget", None, "the budget of tokens ends a run, and its end is no answer", "no-budget")
        expect(
            result[2] <= small,
            expected=f"<= {small}",
            got=result[2],
            cause="more is spent than the budget",
            read=READ,
            diagnosis="no-budget",
        )

    run("a budget of tokens", fresh, judge_budget, tokens=small)

    def judge_unread(result: Any, world: Seen) -> None:
        ended(result, world, "budget", None, "a reply that leaves no room ends the run", "no-budget")
        expect(
            not world.works,
            expected="no tool runs",
            got=world.works,
            cause="a call is made whose result cannot be read",
            read=READ,
            diagnosis="no-budget",
        )

    run("no room to read a result", [calls(("write", words[1])), {"text": final}], judge_unread, tokens=17)

    def judge_cut(result: Any, world: Seen) -> None:
        ended(result, world, "budget", None, "a reply that was cut is no answer", "cut-is-answer")

    run("a cut reply", [{"text": words[5], "finish": "length"}], judge_cut)

    def judge_cut_calls(result: Any, world: Seen) -> None:
        ended(result, world, "budget", None, "a reply that was cut is no answer", "cut-is-answer")
        expect(
            not world.works,
            expected="its calls are not made",
            got=world.works,
            cause="calls of a cut reply are made",
            read=READ,
            diagnosis="cut-is-answer",
        )

    run("calls of a cut reply", [calls(("write", words[5])) | {"finish": "length"}], judge_cut_calls)

    def judge_refused(result: Any, world: Seen) -> None:
        ended(result, world, "refused", None, "a refusal is a status and no answer", "refusal-is-answer")

    run("a refusal", [{"refusal": words[6]}], judge_refused)

    yield scenario("how a run ends")

    def judge_deadline(result: Any, world: Seen) -> None:
        ended(result, world, "deadline", None, "the deadline ends a run that waits for a tool", "no-deadline")
        expect(len(world.works) == 2, expected=2, got=len(world.works), cause="both reads begin at once", read=READ,
               diagnosis="serial-reads")  # fmt: skip
        expect(world.ended == 2, expected=2, got=world.ended, cause="tools run on after the deadline", read=READ,
               diagnosis="no-deadline")  # fmt: skip

    run("a deadline", [calls(("read", words[7]), ("read", words[8])), {"text": final}], judge_deadline, deadline_s=1.5)
    yield scenario("a deadline", answers=False, slug="no-deadline")
