# right
from contextlib import asynccontextmanager

from labsupport.serving.app import open_http


def make_lifespan(settings, *, opener=None, **more):
    steps = [("http", opener or (lambda: open_http(settings))), *more.items()]

    @asynccontextmanager
    async def open_from(i, state):
        if i == len(steps):
            yield state
            return
        name, make = steps[i]
        async with make() as value, open_from(i + 1, {**state, name: value}) as whole:
            yield whole

    @asynccontextmanager
    async def lifespan(app):
        async with open_from(0, {}) as state:
            yield state

    return lifespan
