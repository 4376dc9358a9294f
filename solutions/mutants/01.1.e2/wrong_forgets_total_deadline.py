# diagnosis: deadline-not-mapped
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    match exc:
        case httpx.HTTPStatusError() if exc.response.status_code == 429:
            return HTTPException(503, "rate limited", {"retry-after": exc.response.headers.get("retry-after", "1")})
        case httpx.HTTPStatusError():
            return HTTPException(502, "provider failed")
        case httpx.PoolTimeout():
            return HTTPException(503, "busy", {"retry-after": "1"})
        case httpx.TimeoutException():
            return HTTPException(504, "too slow")
        case httpx.RequestError():
            return HTTPException(502, "unreachable")
    raise exc
