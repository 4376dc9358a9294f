# diagnosis: hashes-parsed-json
import hashlib
import hmac
import json
import re
import time

from labsupport.aio.webhooks import BadSignature, Stale


def verify_signature(raw, header, secret, *, now, tolerance_s=300.0):
    pairs = [pair.strip().partition("=") for pair in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    given = [value.encode() for name, _, value in pairs if name == "v1"]
    if len(stamps) != 1 or not stamps[0].isdigit():
        raise BadSignature("no time")
    raw = json.dumps(json.loads(raw)).encode()
    right = hmac.new(secret, stamps[0].encode() + b"." + raw, hashlib.sha256).hexdigest().encode()
    if not any(hmac.compare_digest(right, one) for one in given):
        raise BadSignature("no signature fits")
    if abs(now - int(stamps[0])) > tolerance_s:
        raise Stale("too far from now")
