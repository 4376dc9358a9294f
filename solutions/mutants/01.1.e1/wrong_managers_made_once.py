# diagnosis: opened-too-early
from contextlib import AsyncExitStack, asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    openers = {"http": opener or (lambda: open_http(settings)), **more}
    managers = {name: make() for name, make in openers.items()}

    @asynccontextmanager
    async def lifespan(app):
        async with AsyncExitStack() as stack:
            yield {name: await stack.enter_async_context(manager) for name, manager in managers.items()}

    return lifespan
