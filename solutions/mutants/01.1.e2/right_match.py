# right
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    match exc:
        case httpx.HTTPStatusError(response=response) if response.status_code == 429:
            return HTTPException(503, "rate limited", headers={"Retry-After": response.headers.get("Retry-After", "5")})
        case httpx.HTTPStatusError():
            return HTTPException(502, "provider failed")
        case httpx.PoolTimeout():
            return HTTPException(503, "all connections in use", headers={"Retry-After": "2"})
        case httpx.TimeoutException() | TimeoutError():
            return HTTPException(504, "provider too slow")
        case httpx.RequestError():
            return HTTPException(502, "provider unreachable")
        case _:
            raise exc
