# diagnosis: no-guard
import asyncio

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
    taken = [] if steps is None else steps
    guard, talk = Guard(max_repeats, max_stale), Talk(registry, budget, **options)
    if max_steps < 1 or not deadline_s > 0 or max_parallel < 1:
        raise ValueError("bad bound")

    def stop(status, answer=None):
        return Run(status, answer, tuple(taken), reason=status)

    limit = asyncio.timeout(deadline_s)
    try:
        async with limit, talk:
            for _ in range(max_steps):
                if talk.room < 1:
                    return stop("budget")
                step = await talk.turn([*messages, *(m for s in taken for m in s.messages())])
                taken.append(step)
                if step.refusal is not None:
                    return stop("refused")
                if step.finish == "length":
                    return stop("budget")
                if not step.calls:
                    return stop("answered", step.text)
                if talk.room < 1:
                    return stop("budget")
                await run_calls(step, registry, max_parallel)
                if guard.stale(step, registry):
                    return stop("loop")
    except TimeoutError:
        if not limit.expired():
            raise
        return stop("deadline")
    return stop("step_limit")


async def run_calls(step, registry, max_parallel):
    gate = asyncio.Semaphore(max_parallel)

    async def one(place):
        async with gate:
            step.results[place] = INTERRUPTED
            step.results[place] = await registry.execute(step.calls[place])

    async def together(places):
        async with asyncio.TaskGroup() as group:
            for place in places:
                group.create_task(one(place))

    reads = []
    for place in step.open_places():
        if has_effect(registry, step.calls[place]):
            await together(reads)
            await one(place)
            reads = []
        else:
            reads.append(place)
    await together(reads)
