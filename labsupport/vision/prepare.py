"""A picture from anywhere, made fit to send: upright, without metadata, no larger than needed, of a known type."""

from __future__ import annotations

import base64
import builtins
import hashlib
import io
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from labsupport.errors import LabError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

Out = Literal["jpeg", "png"]

# JPEG includes MPO, as phones write it. Pillow knows more, some of which start programs.
DECODERS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}
QUALITY = 90


class ImageError(LabError):
    """A picture that cannot be read, or has too many pixels."""


@dataclass(frozen=True)
class Prepared:
    """What is sent. size: width and height in pixels of these bytes, the ones to count tokens with; sha256: of them."""

    bytes: builtins.bytes
    media_type: str
    size: tuple[int, int]
    sha256: str


def prepare_image(data: bytes, *, max_side: int, max_pixels: int, out: Out = "jpeg") -> Prepared:
    """Decode, turn upright, scale down to `max_side` pixels (never up), encode afresh.

    max_pixels: of the picture as it comes, looked at before it is decoded: a file of some kilobytes can hold billions.
    The result is grey or RGB; transparency lies on white; of an animation the first picture stays; metadata (place,
    camera, colour profile) are gone. The media type is that of the new bytes, whatever the old ones were.
    Raises ImageError for data that cannot be read or has more than `max_pixels`, ValueError for bad arguments.
    """
    from PIL import Image, ImageOps

    if out not in MEDIA_TYPES:
        raise ValueError(f"out={out!r} must be 'jpeg' or 'png'")
    if max_side < 1 or max_pixels < 1:
        raise ValueError(f"max_side={max_side!r} and max_pixels={max_pixels!r} must be at least 1")
    try:
        image: Picture = Image.open(io.BytesIO(data), formats=DECODERS)  # reads the head only
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(f"too many pixels: {error}", f"send a picture of at most {max_pixels} pixels") from None
    except Exception as error:
        raise _unreadable(data, error) from None
    pixels = image.width * image.height
    if pixels > max_pixels:
        raise ImageError(f"{image.width} x {image.height} are {pixels} pixels, allowed are {max_pixels}",
                         "scale the picture down before sending it, or raise max_pixels")  # fmt: skip
    try:
        image.load()
        image = _plain(ImageOps.exif_transpose(image))
    except Exception as error:  # a damaged file makes decoders raise almost anything
        raise _unreadable(data, error) from None
    image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    image.info.clear()  # comments and profiles would travel along
    store = io.BytesIO()
    if out == "jpeg":
        image.save(store, "JPEG", quality=QUALITY)
    else:
        image.save(store, "PNG")
    made = store.getvalue()
    return Prepared(made, MEDIA_TYPES[out], image.size, hashlib.sha256(made).hexdigest())


def _unreadable(data: bytes, error: Exception) -> ImageError:
    return ImageError(f"{len(data)} bytes cannot be read as a picture ({type(error).__name__}: {error})",
                      f"send one of {', '.join(DECODERS)}, whole and undamaged")  # fmt: skip


def _plain(image: Picture) -> Picture:
    """Grey or RGB of 8 bits, a copy."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more: convert() would clip instead of scale
        import numpy as np

        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if image.mode.startswith("I;16") else max(255.0, float(values.max()))
        return Image.fromarray((values.clip(0, top) * (255.0 / top)).round().astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def data_url(prepared: Prepared) -> str:
    """The bytes as a base64 data URL: four characters for three bytes."""
    return f"data:{prepared.media_type};base64,{base64.b64encode(prepared.bytes).decode('ascii')}"


def image_part(prepared: Prepared, detail: str) -> dict[str, Any]:
    """The content part of a chat request that carries a picture, beside the text part.

    Raises ValueError for a detail other than "low", "high" and "auto".
    """
    if detail not in ("low", "high", "auto"):
        raise ValueError(f"unknown detail {detail!r}: use 'low', 'high' or 'auto'")
    return {"type": "image_url", "image_url": {"url": data_url(prepared), "detail": detail}}


class EncodeCache:
    """`prepare_image` that does each content once, by the hash of the bytes that come in and the options.

    Holds at most `max_bytes` of results, the longest unused go first. Threads that ask for the same picture at the same
    time wait for one encoding. Errors are not kept. `hits` and `misses` count the calls.
    """

    def __init__(self, max_bytes: int = 64 << 20) -> None:
        if max_bytes < 1:
            raise ValueError(f"max_bytes={max_bytes!r} must be at least 1")
        self.max_bytes = max_bytes
        self.hits = self.misses = self.held_bytes = 0
        self._done: OrderedDict[tuple[object, ...], Prepared] = OrderedDict()
        self._running: dict[tuple[object, ...], Future[Prepared]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._done)

    def prepare(self, data: bytes, *, max_side: int, max_pixels: int, out: Out = "jpeg") -> Prepared:
        """As `prepare_image`, with its errors."""
        key = (hashlib.sha256(data).hexdigest(), max_side, max_pixels, out)
        with self._lock:
            if key in self._done:
                self.hits += 1
                self._done.move_to_end(key)
                return self._done[key]
            running = self._running.get(key)
            if running is None:
                mine: Future[Prepared] = Future()
                self._running[key] = mine
                self.misses += 1
            else:
                self.hits += 1
        if running is not None:
            return running.result()
        try:
            made = prepare_image(data, max_side=max_side, max_pixels=max_pixels, out=out)
        except BaseException as error:
            with self._lock:
                del self._running[key]
            mine.set_exception(error)
            raise
        with self._lock:
            del self._running[key]
            self._done[key] = made
            self.held_bytes += len(made.bytes)
            while self.held_bytes > self.max_bytes:
                self.held_bytes -= len(self._done.popitem(last=False)[1].bytes)
        mine.set_result(made)
        return made
