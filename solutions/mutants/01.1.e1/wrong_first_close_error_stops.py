# diagnosis: close-error-stops
from contextlib import asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    openers = {"http": opener or (lambda: open_http(settings)), **more}

    @asynccontextmanager
    async def lifespan(app):
        managers, state = [], {}
        try:
            for name, make in openers.items():
                manager = make()
                state[name] = await manager.__aenter__()
                managers.append(manager)
            yield state
        finally:
            for manager in reversed(managers):
                await manager.__aexit__(None, None, None)

    return lifespan
