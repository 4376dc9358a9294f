# right
import hashlib
import hmac
import json
import re
import time

from labsupport.aio.webhooks import BadSignature, Stale


def verify_signature(raw, header, secret, *, now, tolerance_s=300.0):
    stamp = re.search(r"(?:^|,)\s*t=([0-9]{1,12})\s*(?:,|$)", header)
    if stamp is None:
        raise BadSignature("no time")
    expected = hmac.digest(secret, stamp[1].encode() + b"." + raw, "sha256")
    fits = False
    for text in re.findall(r"(?:^|,)\s*v1=([0-9a-f]{64})(?=\s*,|\s*$)", header):
        fits |= hmac.compare_digest(bytes.fromhex(text), expected)
    if not fits:
        raise BadSignature("no signature fits")
    if not now - tolerance_s <= int(stamp[1]) <= now + tolerance_s:
        raise Stale("too far from now")
