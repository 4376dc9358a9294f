# diagnosis: retry-after-date
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    if isinstance(exc, httpx.HTTPStatusError):
        if exc.response.status_code == 429:
            seconds = int(exc.response.headers.get("retry-after", 1))
            return HTTPException(503, "rate limited", {"retry-after": str(seconds)})
        return HTTPException(502, "provider failed")
    if isinstance(exc, httpx.PoolTimeout):
        return HTTPException(503, "busy", {"retry-after": "1"})
    if isinstance(exc, (httpx.TimeoutException, TimeoutError)):
        return HTTPException(504, "too slow")
    if isinstance(exc, httpx.RequestError):
        return HTTPException(502, "unreachable")
    raise exc
