# right
import asyncio
import itertools

from labsupport.agents.loop import INTERRUPTED, Guard, Run, Talk, has_effect


async def run_loop(
    messages,
    registry,
    *,
    max_steps,
    budget,
    deadline_s,
    max_parallel=8,
    max_repeats=2,
    max_stale=3,
    steps=None,
    **options,
):
    if max_steps < 1 or deadline_s <= 0 or max_parallel < 1:
        raise ValueError("bad bound")
    taken = steps if steps is not None else []
    status, answer = "deadline", None

    async def go():
        guard, history = Guard(max_repeats, max_stale), list(messages)
        async with Talk(registry, budget, **options) as talk:
            while len(taken) < max_steps:
                if talk.room < 1:
                    return "budget", None
                step = await talk.turn(history)
                taken.append(step)
                if step.refusal is not None:
                    return "refused", None
                if step.finish == "length":
                    return "budget", None
                if not step.calls:
                    return "answered", step.text
                if guard.repeats(step.calls):
                    return "loop", None
                if talk.room < 1:
                    return "budget", None
                await run_calls(step, registry, max_parallel)
                history += step.messages()
                if guard.stale(step, registry):
                    return "loop", None
        return "step_limit", None

    try:
        status, answer = await asyncio.wait_for(go(), deadline_s)
    except TimeoutError:
        pass
    return Run(status, answer, tuple(taken), reason=status)


async def run_calls(step, registry, max_parallel):
    gate = asyncio.Semaphore(max_parallel)

    async def one(place):
        async with gate:
            step.results[place] = INTERRUPTED
            step.results[place] = await registry.execute(step.calls[place])

    for effect, group in itertools.groupby(step.open_places(), lambda place: has_effect(registry, step.calls[place])):
        if effect:
            for place in group:
                await one(place)
        else:
            await asyncio.gather(*map(one, group))
