# right
from labsupport.serving.app import open_http


class Lifespan:
    def __init__(self, makers):
        self.makers = makers
        self.open = []

    async def __aenter__(self):
        state = {}
        try:
            for name, make in self.makers:
                manager = make()
                state[name] = await manager.__aenter__()
                self.open.append(manager)
        except BaseException as error:
            await self.release(error)
            raise
        return state

    async def __aexit__(self, kind, error, trace):
        await self.release(error)
        return False

    async def release(self, error):
        failed = None
        while self.open:
            manager = self.open.pop()
            try:
                await manager.__aexit__(type(error) if error else None, error, None)
            except Exception as problem:
                failed = failed or problem
        if failed is not None:
            raise failed


def make_lifespan(settings, *, opener=None, **more):
    makers = [("http", opener or (lambda: open_http(settings)))]
    makers.extend(more.items())
    return lambda app: Lifespan(makers)
