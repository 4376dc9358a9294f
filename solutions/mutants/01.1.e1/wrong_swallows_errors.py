# diagnosis: error-swallowed
import logging
from contextlib import AsyncExitStack, asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    openers = {"http": opener or (lambda: open_http(settings)), **more}

    @asynccontextmanager
    async def lifespan(app):
        state = {}
        try:
            async with AsyncExitStack() as stack:
                for name, make in openers.items():
                    state[name] = await stack.enter_async_context(make())
                yield state
        except Exception:
            logging.exception("something went wrong")

    return lifespan
