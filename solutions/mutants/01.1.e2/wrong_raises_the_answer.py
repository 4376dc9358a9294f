# diagnosis: raised-instead-of-returned
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    if isinstance(exc, httpx.HTTPStatusError):
        if exc.response.status_code == 429:
            raise HTTPException(503, "rate limited", {"retry-after": exc.response.headers.get("retry-after", "1")})
        raise HTTPException(502, "provider failed")
    if isinstance(exc, httpx.PoolTimeout):
        raise HTTPException(503, "busy", {"retry-after": "1"})
    if isinstance(exc, (httpx.TimeoutException, TimeoutError)):
        raise HTTPException(504, "too slow")
    if isinstance(exc, httpx.RequestError):
        raise HTTPException(502, "unreachable")
    raise exc
