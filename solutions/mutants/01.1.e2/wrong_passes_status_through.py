# diagnosis: status-passed-through
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    if isinstance(exc, httpx.HTTPStatusError):
        return HTTPException(exc.response.status_code, "provider said no", dict(exc.response.headers))
    if isinstance(exc, httpx.PoolTimeout):
        return HTTPException(503, "busy", {"retry-after": "1"})
    if isinstance(exc, (httpx.TimeoutException, TimeoutError)):
        return HTTPException(504, "too slow")
    if isinstance(exc, httpx.RequestError):
        return HTTPException(502, "unreachable")
    raise exc
