# diagnosis: open-order
import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    openers = {"http": opener or (lambda: open_http(settings)), **more}

    @asynccontextmanager
    async def lifespan(app):
        async with AsyncExitStack() as stack:
            values = await asyncio.gather(*(stack.enter_async_context(make()) for make in openers.values()))
            yield dict(zip(openers, values, strict=True))

    return lifespan
