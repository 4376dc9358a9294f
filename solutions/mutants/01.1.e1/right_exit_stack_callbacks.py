# right
from contextlib import AsyncExitStack, asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    first = opener if opener is not None else (lambda: open_http(settings))

    @asynccontextmanager
    async def lifespan(app):
        stack = AsyncExitStack()
        async with stack:
            state = {}
            for name, make in [("http", first), *more.items()]:
                manager = make()
                state[name] = await manager.__aenter__()
                stack.push_async_exit(manager)
            yield state

    return lifespan
