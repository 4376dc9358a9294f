# diagnosis: bug-hidden
import httpx
from fastapi import HTTPException


def upstream_error(exc):
    try:
        raise exc
    except httpx.PoolTimeout:
        return HTTPException(503, "busy", {"retry-after": "1"})
    except (httpx.TimeoutException, TimeoutError):
        return HTTPException(504, "too slow")
    except httpx.HTTPStatusError as error:
        if error.response.status_code == 429:
            return HTTPException(503, "busy", {"retry-after": error.response.headers.get("retry-after", "1")})
        return HTTPException(502, "provider failed")
    except Exception:
        return HTTPException(502, "provider failed")
