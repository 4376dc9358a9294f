# right
import httpx
from fastapi import HTTPException

TABLE = (
    (httpx.PoolTimeout, 503, "no free connection"),
    (httpx.TimeoutException, 504, "provider timed out"),
    (TimeoutError, 504, "deadline passed"),
    (httpx.RequestError, 502, "provider unreachable"),
    (httpx.HTTPStatusError, 502, "provider failed"),
)


def upstream_error(exc):
    wait = "1"
    for kind, status, text in TABLE:
        if not isinstance(exc, kind):
            continue
        if kind is httpx.HTTPStatusError and exc.response.status_code == 429:
            status, text = 503, "provider is rate limiting us"
            wait = exc.response.headers.get("retry-after") or wait
        answer = HTTPException(status, text)
        if status == 503:
            answer.headers = {"retry-after": wait}
        return answer
    raise exc
