# diagnosis: unbound-in-finally
from contextlib import asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    openers = {"http": opener or (lambda: open_http(settings)), **more}

    @asynccontextmanager
    async def lifespan(app):
        try:
            opened = [(name, manager := make(), await manager.__aenter__()) for name, make in openers.items()]
            yield {name: value for name, _, value in opened}
        finally:
            for _, manager, _ in reversed(opened):
                await manager.__aexit__(None, None, None)

    return lifespan
