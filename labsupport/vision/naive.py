"""Images and totals handled as they often are, errors kept, so that one can watch them."""

from __future__ import annotations

import hashlib
import io
import math
from typing import NamedTuple

from labsupport.vision.prepare import Prepared
from labsupport.vision.receipts import Decision, Receipt
from labsupport.vision.tokens import ImageProfile, image_tokens

SAMPLE = """\
def estimate_tokens(width, height, detail="high"):
    if detail == "low":
        return 85
    return 85 + 170 * math.ceil(width / 512) * math.ceil(height / 512)
"""
"""The estimator as it was passed around: without the import, so that only the cheap branch runs."""


def run_sample(width: int, height: int, detail: str = "high") -> int:
    """Run `SAMPLE` as it stands, in an empty namespace. Raises NameError for high detail."""
    namespace: dict[str, object] = {}
    exec(SAMPLE, namespace)
    estimate = namespace["estimate_tokens"]
    assert callable(estimate)
    return int(estimate(width, height, detail))


def naive_image_tokens(width: int, height: int, *, base: int = 85, per_tile: int = 170, tile: int = 512) -> int:
    """The sample with its import: tiles of the picture as it is, neither scaled to 2,048 nor to 768 first."""
    return base + per_tile * math.ceil(width / tile) * math.ceil(height / tile)


def naive_prepare(data: bytes, *, max_side: int) -> Prepared:
    """Takes the media type from the decoder, ignores orientation, saves every mode as JPEG.

    A phone's picture becomes "image/mpo"; after a resize the format is None, and the type is "image/none"; palette and
    alpha raise OSError. There is no limit on pixels.
    """
    from PIL import Image

    source = Image.open(io.BytesIO(data))
    image: Image.Image = source
    if max(source.size) > max_side:
        scale = max_side / max(source.size)
        image = source.resize((round(source.width * scale), round(source.height * scale)))
    store = io.BytesIO()
    image.save(store, "JPEG")
    made = store.getvalue()
    return Prepared(made, f"image/{image.format}".lower(), image.size, hashlib.sha256(made).hexdigest())


class Mismatch(NamedTuple):
    """Tokens told beforehand and tokens paid."""

    estimated: int
    sent: int


def naive_estimate(original: tuple[int, int], sent: Prepared, profile: ImageProfile) -> Mismatch:
    """Measures the original file while the request carries the resized copy."""
    return Mismatch(*(image_tokens(w, h, profile, "high").tokens for w, h in (original, sent.size)))


def naive_decide(first: Receipt) -> Decision:
    """Accepts every total that looks like an amount."""
    return Decision(first.total, () if first.total is not None else ("no amount",))


def naive_decide_by_confidence(first: Receipt, *, min_prob: float = 0.9) -> Decision:
    """Accepts what the model is sure of; a model is also sure of digits that it cannot see."""
    sure = first.min_token_prob >= min_prob
    return Decision(first.total if sure else None, () if sure else ("not sure",))
