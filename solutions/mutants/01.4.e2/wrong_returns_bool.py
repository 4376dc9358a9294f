# diagnosis: returns-instead-of-raising
import hashlib
import hmac
import json
import re
import time

from labsupport.aio.webhooks import BadSignature, Stale


def verify_signature(raw, header, secret, *, now, tolerance_s=300.0):
    fields = [part.partition("=") for part in header.split(",")]
    stamp = "".join(value for name, _, value in fields if name == "t")
    right = hmac.new(secret, f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest().encode()
    fits = any(hmac.compare_digest(right, value.encode()) for name, _, value in fields if name == "v1")
    if not fits or not stamp.isdigit():
        return False
    if abs(now - int(stamp)) > tolerance_s:
        raise Stale("too far from now")
