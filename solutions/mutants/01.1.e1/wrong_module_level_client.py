# diagnosis: shared-state
from contextlib import AsyncExitStack, asynccontextmanager

from labsupport.serving.app import open_http

STATE = {}


def make_lifespan(settings, *, opener=None, **more):
    openers = {"http": opener or (lambda: open_http(settings)), **more}

    @asynccontextmanager
    async def lifespan(app):
        async with AsyncExitStack() as stack:
            for name, make in openers.items():
                if name not in STATE:
                    STATE[name] = await stack.enter_async_context(make())
            yield STATE

    return lifespan
