# diagnosis: close-order
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
            errors = []
            for manager in managers:
                try:
                    await manager.__aexit__(None, None, None)
                except Exception as error:
                    errors.append(error)
            if errors:
                raise errors[0]

    return lifespan
