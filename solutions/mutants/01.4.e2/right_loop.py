# right
import hashlib
import hmac
import json
import re
import time

from labsupport.aio.webhooks import BadSignature, Stale


def verify_signature(raw, header, secret, *, now, tolerance_s=300.0):
    stamp, signatures = None, []
    for part in header.split(","):
        name, sep, value = part.partition("=")
        if name.strip() == "t":
            stamp = value.strip()
        elif name.strip() == "v1":
            signatures.append(value.strip())
    try:
        at = int(stamp)
    except (TypeError, ValueError):
        raise BadSignature("no time in the header") from None
    mac = hmac.new(secret, f"{stamp}.".encode(), hashlib.sha256)
    mac.update(raw)
    right = mac.hexdigest()
    if not [s for s in signatures if s.isascii() and hmac.compare_digest(s, right)]:
        raise BadSignature("no signature fits")
    if abs(now - at) > tolerance_s:
        raise Stale(f"{now - at} s")
