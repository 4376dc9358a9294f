# diagnosis: time-before-signature
import hashlib
import hmac
from labsupport.aio.webhooks import BadSignature, Stale, TOLERANCE_S


def verify_signature(raw: bytes, header: str, secret: bytes, *, now: float, tolerance_s: float = TOLERANCE_S) -> None:
    pairs = [pair.partition("=")[::2] for pair in header.split(",")]
    times = [value for name, value in pairs if name == "t"]
    signatures = [value for name, value in pairs if name == "v1"]
    try:
        seconds = int(times[0])
    except Exception:
        raise BadSignature
    if abs(now - seconds) > tolerance_s:
        raise Stale
    expected = hmac.new(secret, times[0].encode() + b"." + raw, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(expected.encode(), s.encode()) for s in signatures):
        raise BadSignature
