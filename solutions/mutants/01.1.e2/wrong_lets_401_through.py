# diagnosis: status-passed-through
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    if isinstance(exc, httpx.HTTPStatusError):
        code = exc.response.status_code
        if code == 429:
            return HTTPException(503, "rate limited", {"retry-after": exc.response.headers.get("retry-after", "1")})
        return HTTPException(502 if code >= 500 else code, "provider refused")
    if isinstance(exc, httpx.PoolTimeout):
        return HTTPException(503, "busy", {"retry-after": "1"})
    if isinstance(exc, (httpx.TimeoutException, TimeoutError)):
        return HTTPException(504, "too slow")
    if isinstance(exc, httpx.RequestError):
        return HTTPException(502, "unreachable")
    raise exc
