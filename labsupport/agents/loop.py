"""The loop around a model with tools: every way in which it can end is a status, and every call gets its answer.

Bounded by steps, tokens, money and time, and by a guard against calls that lead nowhere. Knows nothing of what the
tools do (see `registry`) or of prompts.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Self

from labsupport import llm
from labsupport.agents.registry import Registry
from labsupport.agents.tools import NAME, ToolCall, ToolResult, failure, parse_arguments

if TYPE_CHECKING:
    import openai

Status = Literal["answered", "step_limit", "budget", "loop", "deadline", "refused"]
MAX_CALLS = 16  # calls of one turn that are carried out
MAX_TOKENS = 512
_CALL_MARK = "<tool_call>"
_CALL_NAME = re.compile(r'"name"\s*:\s*"([A-Za-z0-9_-]{1,64})"')

NOT_RUN = failure("not_run", "the run ended before this call was made")
INTERRUPTED = failure(
    "interrupted", "the run ended while this call was being made", hint="it may have taken effect: look first"
)
TOO_MANY = failure("too_many_calls", f"a turn has at most {MAX_CALLS} calls", hint="make this call in the next turn")
DUPLICATE = failure("duplicate_call", "an earlier call of this turn is the same; its result holds for both")


@dataclass(frozen=True)
class Budget:
    """What a run may spend: `tokens` of prompts and completions together, and integer micro-dollars.

    None is no limit; ValueError for a negative limit or for none at all.
    """

    tokens: int | None = None
    microusd: int | None = None

    def __post_init__(self) -> None:
        given = [limit for limit in (self.tokens, self.microusd) if limit is not None]
        if not given or any(isinstance(limit, bool) or not isinstance(limit, int) or limit < 0 for limit in given):
            raise ValueError(f"{self} must have a limit, and limits are whole numbers of at least 0")


@dataclass
class Step:
    """One turn of the model. `results` belong to `calls` one to one and are filled in as the calls end.

    text: what it said beside or instead of calls. finish: the server's `finish_reason`. cost_microusd: None without a
    price for the model. usage_known: whether the server told the tokens.
    """

    text: str
    calls: tuple[ToolCall, ...]
    finish: str
    refusal: str | None
    prompt_tokens: int
    completion_tokens: int
    cost_microusd: int | None
    usage_known: bool
    results: list[ToolResult] = field(default_factory=list)

    def open_places(self) -> list[int]:
        """The places of the calls that are to be made."""
        return [place for place, result in enumerate(self.results) if result is NOT_RUN]

    def messages(self) -> list[dict[str, Any]]:
        """The assistant's message and one tool message for each call, in the order of the calls."""
        said: dict[str, Any] = {"role": "assistant", "content": self.text}
        if self.calls:
            said["tool_calls"] = [
                {
                    "id": c.id,
                    "type": "function",
                    "function": {
                        "name": c.name if NAME.fullmatch(c.name) else "unreadable",
                        "arguments": _readable(c.arguments),
                    },
                }
                for c in self.calls
            ]
        answers = zip(self.calls, self.results, strict=True)
        return [said, *({"role": "tool", "tool_call_id": c.id, "content": r.content} for c, r in answers)]


@dataclass(frozen=True)
class Run:
    """How a run ended. `answer` is text only when `status` is "answered"; `reason` says in words what else ended it."""

    status: Status
    answer: str | None
    steps: tuple[Step, ...]
    reason: str = field(default="", kw_only=True)

    @classmethod
    def ended(cls, steps: Iterable[Step], status: Status, reason: str = "", *, answer: str | None = None) -> Run:
        """A run of these steps."""
        return cls(status, answer, tuple(steps), reason=reason)

    @property
    def tokens(self) -> int:
        """Tokens of all prompts and completions."""
        return sum(step.prompt_tokens + step.completion_tokens for step in self.steps)

    @property
    def cost_microusd(self) -> int:
        """Micro-dollars of the steps whose cost is known."""
        return sum(step.cost_microusd or 0 for step in self.steps)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the steps add to the conversation; valid whatever the status, every call being answered."""
        return [message for step in self.steps for message in step.messages()]


def loop_signature(call: ToolCall) -> str:
    """Name and canonical JSON of a call: equal for calls that differ only in spaces, key order or 5 against 5.0.

    Arguments that are no JSON object stand as they are.
    """
    try:
        arguments = json.dumps(parse_arguments(call.arguments), sort_keys=True, separators=(",", ":"))
    except ValueError:
        arguments = call.arguments
    return f"{call.name} {arguments}"


class Guard:
    """Notices calls that lead nowhere: a call repeated more than `max_repeats` times in a run, alone or in a cycle, or
    `max_stale` turns in a row whose results have all been seen before.

    A side effect that succeeded is progress: what was read before it may be read again.
    """

    def __init__(self, max_repeats: int, max_stale: int) -> None:
        if max_repeats < 1 or max_stale < 1:
            raise ValueError(f"max_repeats={max_repeats!r} and max_stale={max_stale!r} must be at least 1")
        self.max_repeats, self.max_stale = max_repeats, max_stale
        self._turns: collections.Counter[str] = collections.Counter()
        self._acted: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._stale = 0

    def repeats(self, calls: Sequence[ToolCall]) -> bool:
        """Note a turn's calls; whether one of them has now come in more than `max_repeats` turns."""
        signatures = {loop_signature(call) for call in calls}
        self._turns.update(signatures)
        return any(self._turns[signature] > self.max_repeats for signature in signatures)

    def stale(self, step: Step, registry: Registry) -> bool:
        """Note a turn's results; whether nothing new has come for `max_stale` turns."""
        pairs = list(zip(step.calls, step.results, strict=True))
        acted = {loop_signature(c) for c, r in pairs if r.ok and has_effect(registry, c)}
        if acted:
            self._acted |= acted
            self._seen.clear()
            self._turns = collections.Counter({s: n for s, n in self._turns.items() if s in self._acted})
        # an incident has a number of its own each time, which is nothing new
        found = {(c.name, r.content if r.ok else str(r.error_code)) for c, r in pairs}
        self._stale = 0 if acted or found - self._seen else self._stale + 1
        self._seen |= found
        return self._stale >= self.max_stale


async def run_loop(
    messages: Sequence[Mapping[str, Any]], registry: Registry, *, max_steps: int, budget: Budget, deadline_s: float,
    max_parallel: int = 8, max_repeats: int = 2, max_stale: int = 3, steps: list[Step] | None = None, **options: Any,
) -> Run:  # fmt: skip
    """Let the model call tools until it answers or a bound is reached.

    max_steps: turns of the model. deadline_s: seconds for the whole run, which end a call that is on its way. No turn
    begins, and no tool runs, when the talk has no `room` left. max_parallel: reads at one time. max_repeats, max_stale:
    see `Guard`. steps: a list that is filled as the run goes, for those who need it after a cancellation or an error.
    options: client, model, tool_choice, strict, max_tokens, temperature and ledger, see `Talk`.
    Raises ValueError for a bad bound; what the client raises comes through.
    """
    # BEGIN SOLUTION
    taken: list[Step] = [] if steps is None else steps
    guard, talk = Guard(max_repeats, max_stale), Talk(registry, budget, **options)
    if max_steps < 1 or not deadline_s > 0 or max_parallel < 1:
        raise ValueError(f"{max_steps=}, {deadline_s=} and {max_parallel=} must be at least 1, above 0 and at least 1")
    stop = functools.partial(Run.ended, taken)

    limit = asyncio.timeout(deadline_s)
    try:
        async with limit, talk:
            for _ in range(max_steps):
                if talk.room < 1:
                    return stop("budget", "the next turn would exceed the budget")
                step = await talk.turn([*messages, *(message for step in taken for message in step.messages())])
                taken.append(step)
                if step.refusal is not None:
                    return stop("refused", step.refusal)
                if step.finish == "length":
                    return stop("budget", "the completion was cut at its limit of tokens")
                if not step.calls:
                    return stop("answered", answer=step.text)
                if guard.repeats(step.calls):
                    return stop("loop", "a call was repeated too often")
                if talk.room < 1:
                    return stop("budget", "the results of these calls could not be read within the budget")
                await run_calls(step, registry, max_parallel)
                if limit.expired():  # a tool swallowed its cancellation
                    break
                if guard.stale(step, registry):
                    return stop("loop", "several turns brought nothing new")
    except TimeoutError:
        if not limit.expired():
            raise
    if limit.expired():
        return stop("deadline", f"no answer within {deadline_s:g} s")
    return stop("step_limit", f"no answer after {max_steps} turns")
    # END SOLUTION


async def run_calls(step: Step, registry: Registry, max_parallel: int) -> None:
    """Carry out the calls of a turn that are `NOT_RUN`, and put each result in its place.

    Calls without side effect run side by side; one with a side effect runs alone, after all before it and before all
    after it. Cancellation ends what is running and propagates; a call under way holds `INTERRUPTED`.
    """
    # BEGIN SOLUTION
    gate = asyncio.Semaphore(max_parallel)

    async def one(place: int) -> None:
        async with gate:
            step.results[place] = INTERRUPTED
            step.results[place] = await registry.execute(step.calls[place])

    async def together(places: list[int]) -> None:
        async with asyncio.TaskGroup() as group:
            for place in places:
                group.create_task(one(place))

    reads: list[int] = []
    for place in step.open_places():
        if has_effect(registry, step.calls[place]):
            await together(reads)
            await one(place)
            reads = []
        else:
            reads.append(place)
    await together(reads)
    # END SOLUTION


def has_effect(registry: Registry, call: ToolCall) -> bool:
    """Whether a call may change something."""
    found = registry.get(call.name)
    return found is not None and found.side_effect


class Meter:
    """What a run has spent, and how many tokens the next completion may have."""

    def __init__(self, budget: Budget, ledger: llm.Ledger, model: str, max_tokens: int) -> None:
        if max_tokens < 1:
            raise ValueError(f"max_tokens={max_tokens!r} must be at least 1")
        if budget.microusd is not None and ledger.cost(model, 0, 0) is None:
            raise ValueError(f"{model} has no price, so a budget in micro-dollars cannot be kept: add it to the ledger")
        self._budget, self._ledger, self._model, self._max_tokens = budget, ledger, model, max_tokens
        self._tokens = self._microusd = 0
        self._next = 0  # tokens that the next prompt has at least: a conversation only grows
        self._blind = False

    @property
    def room(self) -> int:
        """Tokens for the next completion; 0 or less when its prompt alone would exceed the budget."""
        if self._blind:
            return 0
        room = self._max_tokens
        if self._budget.tokens is not None:
            room = min(room, self._budget.tokens - self._tokens - self._next)
        if self._budget.microusd is not None:
            least = self._ledger.cost(self._model, self._next, 0, self._next) or 0  # the price of a prompt in the cache
            left = self._budget.microusd - self._microusd - least
            if left <= 0:
                return 0
            if price := self._ledger.prices[self._model][1]:
                room = min(room, left * 1_000_000 // price)
        return room

    def read(self, reply: Any, number: int) -> Step:
        """The turn number `number` from a chat completion; its tokens are spent."""
        usage = reply.usage
        prompt, completion = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
        details = getattr(usage, "prompt_tokens_details", None)
        cached = min(getattr(details, "cached_tokens", None) or 0, prompt)
        cost = self._ledger.cost(self._model, prompt, completion, cached)
        self._tokens += prompt + completion
        self._microusd += cost or 0
        self._next = prompt + completion
        self._blind = usage is None  # a server that does not tell the tokens has no budget to keep
        if not reply.choices:
            return Step("", (), "", "the reply has no choice", prompt, completion, cost, usage is not None)
        choice, message = reply.choices[0], reply.choices[0].message
        text, refusal = message.content or "", message.refusal
        calls = read_calls(message.tool_calls or (), text, number)
        if not message.tool_calls:
            text = text.partition(_CALL_MARK)[0]
        if choice.finish_reason == "content_filter":
            refusal = refusal or "the server's filter stopped the reply"
        elif not calls and not text.strip() and choice.finish_reason != "length":
            refusal = refusal or "the reply was empty"
        finish = choice.finish_reason or ""
        return Step(text, calls, finish, refusal, prompt, completion, cost, usage is not None, planned(calls))


def planned(calls: Sequence[ToolCall]) -> list[ToolResult]:
    """What stands for the results of a turn before its calls are made: `NOT_RUN` for those that are to be made.

    Of equal calls the first is made (`DUPLICATE`), and at most MAX_CALLS in all (`TOO_MANY`).
    """
    found: list[ToolResult] = []
    seen: set[str] = set()
    for signature in map(loop_signature, calls):
        found.append(DUPLICATE if signature in seen else TOO_MANY if len(seen) >= MAX_CALLS else NOT_RUN)
        if len(seen) < MAX_CALLS:
            seen.add(signature)
    return found


class Talk:
    """A model with tools, asked turn by turn within a budget; an asynchronous context that closes what it opened.

    client, model: default, the lab's own. tool_choice: of the first turn; "required" in every turn could never answer.
    strict: ask the server to constrain the arguments. max_tokens: of one completion. ledger: whose price list counts.
    Raises ValueError for a bad `max_tokens`, or a limit in money without a price.
    """

    def __init__(
        self,
        registry: Registry,
        budget: Budget,
        *,
        client: openai.AsyncOpenAI | None = None,
        model: str | None = None,
        tool_choice: str | Mapping[str, Any] = "auto",
        strict: bool = True,
        max_tokens: int = MAX_TOKENS,
        temperature: float = 0.0,
        ledger: llm.Ledger | None = None,
    ) -> None:
        self._model = llm.model() if model is None else model
        self._meter = Meter(budget, llm.LEDGER if ledger is None else ledger, self._model, max_tokens)
        self._client, self._own = client, contextlib.AsyncExitStack()
        self._temperature, self._turns = temperature, 0
        self._tools: dict[str, Any] = {}
        if len(registry):  # servers refuse an empty list
            self._tools = {"tools": registry.schemas(strict=strict), "tool_choice": tool_choice}

    async def __aenter__(self) -> Self:
        if self._client is None:
            self._client = await self._own.enter_async_context(llm.async_client())
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._own.aclose()

    @property
    def room(self) -> int:
        """Tokens for the next completion; below 1 when its prompt is known to exceed the budget.

        What the last results add to the last prompt is not known before the server counts it.
        """
        return self._meter.room

    async def turn(self, messages: Sequence[Mapping[str, Any]]) -> Step:
        """Ask once. A completion that was cut (`finish` "length") is no answer, and its calls are not to be made."""
        assert self._client is not None
        given: list[Any] = list(messages)
        reply = await self._client.chat.completions.create(
            model=self._model, messages=given, max_tokens=self.room, temperature=self._temperature, **self._tools
        )
        if self._tools:
            self._tools["tool_choice"] = "auto"
        self._turns += 1
        return self._meter.read(reply, self._turns - 1)


def read_calls(given: Iterable[Any], text: str, number: int) -> tuple[ToolCall, ...]:
    """The calls of a message, each with an id of its own.

    A call that the server's parser could not read comes as text; it becomes a call too, so that the model hears what is
    wrong with it, and is not taken for an answer.
    """
    calls = []
    for each in given:
        part = getattr(each, "function", None)
        name, arguments = (part.name, part.arguments) if part else (each.custom.name, each.custom.input)
        calls.append(ToolCall(each.id or "", name or "", arguments or ""))
    if not calls and _CALL_MARK in text:
        written = text.split(_CALL_MARK, 1)[1]
        named = _CALL_NAME.search(written)
        calls = [ToolCall("", named[1] if named else "unreadable", written)]
    ids = collections.Counter(call.id for call in calls)
    return tuple(
        call if call.id and ids[call.id] == 1 else ToolCall(f"call_{number}_{i}", call.name, call.arguments)
        for i, call in enumerate(calls)
    )


def _readable(arguments: str) -> str:
    """Arguments as they may go back: servers parse the history, and refuse a request with broken JSON in it."""
    try:
        parse_arguments(arguments)
    except ValueError:
        return json.dumps({"unreadable": arguments[:200]})
    return arguments
