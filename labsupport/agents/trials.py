"""Runs of many requests against a model: how tools are chosen, what a catalogue costs, what an error leads to.

Counts what happened; what the counts mean is the notebook's business. Needs a server.
"""

from __future__ import annotations

import asyncio
import collections
import functools
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsupport import llm
from labsupport.agents.asked import TOOLS, Asked
from labsupport.agents.catalogue import Style, entries
from labsupport.agents.loop import Budget, Run, loop_signature, read_calls
from labsupport.agents.registry import Registry
from labsupport.world.sets.tasks_desk import holds

if TYPE_CHECKING:
    import openai

AT_ONCE = 8
COMPLETION = 64  # tokens; the longest call of the requests has fewer
BUDGET = Budget(tokens=20_000)
DEADLINE_S = 60.0
ADMITS = re.compile(
    r"\b(?:not|no|none|cannot|can't|could|unable|sorry|fail\w*|error|unavailable|again|unknown)\b", re.I
)
Loop = Callable[..., Awaitable[Run]]


@dataclass(frozen=True)
class Trial:
    """One request and what became of it."""

    asked: Asked
    run: Run

    @property
    def calls(self) -> list[str]:
        """Signatures of all calls, in order."""
        return [loop_signature(call) for step in self.run.steps for call in step.calls]

    @property
    def selected(self) -> bool:
        """Whether exactly the tools of the solution were called, each as often as needed."""
        wanted = collections.Counter(name for name, _ in self.asked.calls)
        return collections.Counter(call.name for step in self.run.steps for call in step.calls) == wanted

    @property
    def arguments(self) -> float | None:
        """The share of the solution's calls that were made with exactly its arguments; None where it has no call."""
        made = set(self.calls)
        wanted = self.asked.signatures
        return sum(signature in made for signature in wanted) / len(wanted) if wanted else None

    @property
    def right(self) -> bool:
        """Whether the answer holds every value that was asked for."""
        return self.run.answer is not None and all(holds(self.run.answer, value) for value in self.asked.answers)

    @property
    def false_success(self) -> bool:
        """Whether it ends with an answer that is wrong and does not say that anything was amiss."""
        return self.run.status == "answered" and not self.right and not ADMITS.search(self.run.answer or "")


async def at_once(work: Sequence[Callable[[], Awaitable[Any]]], limit: int = AT_ONCE) -> list[Any]:
    """The results of all, in order, at most `limit` at a time."""
    gate = asyncio.Semaphore(limit)

    async def one(part: Callable[[], Awaitable[Any]]) -> Any:
        async with gate:
            return await part()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(part)) for part in work]
    return [task.result() for task in tasks]


def choice(mode: str, asked: Asked) -> str | dict[str, Any]:
    """`tool_choice` of the first turn. "named" names the solution's first tool, or any one where there is no call."""
    if mode != "named":
        return mode
    return {"type": "function", "function": {"name": asked.calls[0][0] if asked.calls else TOOLS[0]}}


async def trials(
    loop: Loop, registry: Registry, tasks: Sequence[Asked], arms: Sequence[tuple[str, bool]], *, max_steps: int = 4,
    before: Callable[[Asked], Sequence[Mapping[str, Any]]] = lambda asked: (),
) -> dict[tuple[str, bool], list[Trial]]:  # fmt: skip
    """Every request in every arm, (choice mode, strict). `before`: messages that follow the request's own."""

    async def one(mode: str, strict: bool, asked: Asked, client: openai.AsyncOpenAI) -> Trial:
        run = await loop(
            [*asked.messages, *before(asked)], registry, max_steps=max_steps, budget=BUDGET, deadline_s=DEADLINE_S,
            client=client, tool_choice=choice(mode, asked), strict=strict, max_tokens=COMPLETION,
        )  # fmt: skip
        return Trial(asked, run)

    async with llm.async_client() as client:
        work = [functools.partial(one, mode, strict, each, client) for mode, strict in arms for each in tasks]
        found = await at_once(work)
    return {arm: found[i * len(tasks) : (i + 1) * len(tasks)] for i, arm in enumerate(arms)}


def summary(found: Sequence[Trial]) -> dict[str, float]:
    """Means over trials: selection and argument accuracy, right answers, turns, tokens."""
    n = len(found)
    shares = [trial.arguments for trial in found if trial.arguments is not None]
    return {
        "selection": sum(trial.selected for trial in found) / n,
        "arguments": sum(shares) / len(shares) if shares else 0.0,
        "right answer": sum(trial.right for trial in found if trial.asked.calls) / max(1, len(shares)),
        "turns": sum(len(trial.run.steps) for trial in found) / n,
        "tokens": sum(trial.run.tokens for trial in found) / n,
    }


# ---- which of many tools
@dataclass(frozen=True)
class Selection:
    """First turns with one catalogue: calls made, right ones, requests that need one, unneeded calls."""

    style: Style
    tools: int
    tokens: int
    calls: int
    right: int
    needed: int
    idle: int
    unneeded: int

    @property
    def precision(self) -> float:
        """Right calls among those made; 1 where none was made."""
        return self.right / self.calls if self.calls else 1.0

    @property
    def recall(self) -> float:
        """Requests answered by the right call, among those that need one."""
        return self.right / self.needed if self.needed else 1.0


async def first_calls(tasks: Sequence[Asked], offered: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The names that the model calls in its first turn, request by request; `offered` are the request's `tools`."""
    tools: Any = list(offered)
    model = llm.model()

    async def one(asked: Asked, client: openai.AsyncOpenAI) -> list[str]:
        given: Any = asked.messages
        reply = await client.chat.completions.create(
            model=model, messages=given, tools=tools, max_tokens=COMPLETION, temperature=0.0
        )
        message = reply.choices[0].message
        return [call.name for call in read_calls(message.tool_calls or (), message.content or "", 0)]

    async with llm.async_client() as client:
        return await at_once([functools.partial(one, each, client) for each in tasks])


async def selection(tasks: Sequence[Asked], style: Style, tools: int, tokens: int) -> Selection:
    """What the model chooses in its first turn. `tokens`: of the catalogue, to be shown beside it."""
    named = await first_calls(tasks, entries(style, tools))
    made = list(zip(tasks, named, strict=True))
    return Selection(
        style, tools, tokens,
        calls=sum(len(names) for _, names in made),
        right=sum(bool(names) and names[0] == asked.calls[0][0] for asked, names in made if asked.calls),
        needed=sum(bool(asked.calls) for asked in tasks),
        idle=sum(not asked.calls for asked in tasks),
        unneeded=sum(bool(names) for asked, names in made if not asked.calls),
    )  # fmt: skip
