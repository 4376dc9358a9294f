# diagnosis: one-signature-only
import hashlib
import hmac
import json
import re
import time

from labsupport.aio.webhooks import BadSignature, Stale


def verify_signature(raw, header, secret, *, now, tolerance_s=300.0):
    try:
        fields = dict(part.split("=", 1) for part in header.split(","))
        stamp, given = fields["t"], fields["v1"].encode()
        at = int(stamp)
    except (KeyError, ValueError):
        raise BadSignature("malformed") from None
    right = hmac.new(secret, f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest().encode()
    if not hmac.compare_digest(right, given):
        raise BadSignature("no signature fits")
    if abs(now - at) > tolerance_s:
        raise Stale("too far from now")
