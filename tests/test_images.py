"""Images before a language model: token formulas, preparation, batches, pages and receipts, with their failures."""

from __future__ import annotations

import asyncio
import hashlib
import io
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

from labsupport import llm, models, world
from labsupport.aio.limits import TokenBucket
from labsupport.models.config import ModelConfig
from labsupport.models.vision.data import QUERIES, QUESTIONS
from labsupport.models.vision.model import Encoder, VisionConfig
from labsupport.models.vision.reader import Reading, VisionReader
from labsupport.services.provider_sim import ProviderSim, status
from labsupport.vision import image_lab, naive, prepare, receipts, tokens
from labsupport.vision.batch import analyse_batch, analyse_image
from labsupport.vision.pages import Box, estimate_skew, ink_of, level, order_distance, reading_order, rows_of, turned
from labsupport.vision.prepare import EncodeCache, ImageError, data_url, prepare_image
from labsupport.vision.receipts import (
    Decision,
    Receipt,
    ReceiptReader,
    crop_total,
    decide,
    parse_amount,
    read_checked,
    verify_receipt,
)
from labsupport.vision.tokens import AREA, PATCHES, PROFILES, TILES, ImageProfile, image_tokens
from labsupport.world.sets import images

LIMITS = {"max_side": 512, "max_pixels": 4_000_000}


# ---- tokens
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_golden_examples_of_the_profiles(profile: ImageProfile) -> None:
    assert profile.as_of <= date(2026, 1, 1)
    assert profile.source
    for width, height, detail, expected in profile.golden:
        assert image_tokens(width, height, profile, detail).tokens == expected


def test_golden_examples_of_the_tiles_by_hand() -> None:
    assert image_tokens(3840, 2160, TILES, "high") == (1105, (1365, 768), 6)
    assert image_tokens(513, 513, TILES, "high") == (765, (513, 513), 4)
    assert image_tokens(512, 512, TILES, "high") == (255, (512, 512), 1)
    assert image_tokens(100_000, 10, TILES, "high") == (765, (2048, 1), 4)
    assert image_tokens(2160, 3840, TILES, "low") == (85, (288, 512), 0)
    assert image_tokens(300, 200, TILES, "low") == (85, (300, 200), 0)
    assert naive.naive_image_tokens(3840, 2160) == 6885


def test_patches_and_area_follow_their_rules_at_the_edges() -> None:
    assert image_tokens(1800, 2400, PATCHES, "high") == (1452, (1056, 1408), 1452)
    assert image_tokens(1, 1, PATCHES, "high") == (1, (1, 1), 1)
    assert image_tokens(1000, 1570, PATCHES, "high").scaled_size == (992, 1557)  # fits by area, not by squares
    assert image_tokens(100_000, 10, PATCHES, "high").tokens == 1536
    assert 350 <= image_tokens(512, 512, AREA, "high").tokens <= 430
    assert image_tokens(3136, 784, AREA, "high") == (820, (1568, 392), 820)


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.sampled_from(sorted(PROFILES)))
def test_pictures_are_never_scaled_up_and_never_cost_more_than_the_cap(width: int, height: int, name: str) -> None:
    profile = PROFILES[name]
    count = image_tokens(width, height, profile, "high")
    w, h = count.scaled_size
    assert 1 <= w <= width
    assert 1 <= h <= height
    if profile.kind == "tiles":
        assert max(w, h) <= 2048
        assert min(w, h) <= 768
        assert count.tokens <= 85 + 170 * 8
    else:
        assert profile.cap is not None
        assert count.pieces <= profile.cap
    turned_over = image_tokens(height, width, profile, "high")
    assert (turned_over.tokens, turned_over.scaled_size) == (count.tokens, (h, w))
    if min(w, h) >= 50:  # a rounded side of a few pixels is another shape
        assert abs(w / h - width / height) <= 0.03 * width / height


@pytest.mark.parametrize("bad", [(0, 5), (5, -1), (1.5, 2), (True, 5)])
def test_sizes_that_are_none(bad: tuple[Any, Any]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        image_tokens(*bad, TILES, "high")


def test_unknown_detail() -> None:
    for profile, detail in ((TILES, "auto"), (TILES, ""), (PATCHES, "low"), (AREA, "HIGH")):
        with pytest.raises(ValueError, match="unknown detail"):
            image_tokens(10, 10, profile, detail)


def test_bills_of_the_named_model() -> None:
    assert tokens.bill([(3840, 2160)], TILES, "high") == (1, 1105, 2763)
    assert tokens.bill([(3840, 2160)] * 10_000, TILES, "high").microusd == 27_625_000  # about 28 dollars, not 400
    sizes = image_lab.phone_sizes(200)
    ratio = tokens.bill(sizes, TILES, "low").tokens / tokens.bill(sizes, TILES, "high").tokens
    assert ratio <= 0.15
    assert sizes == image_lab.phone_sizes(200)


def test_a_multiplier_is_rounded_up_once() -> None:
    profile = ImageProfile("x", "patches", 32, date(2025, 1, 1), "test", 0, (), per_piece=Fraction(3, 2))
    assert image_tokens(32, 32, profile, "high").tokens == 2
    assert image_tokens(64, 32, profile, "high").tokens == 3


def test_patches_of_a_vit_and_windows_of_sound() -> None:
    assert tokens.patch_count(512, 512) == 1024
    assert tokens.patch_count(512, 512, merge=2) == 256
    with pytest.raises(ValueError, match="multiples of 32"):
        tokens.patch_count(512, 500, merge=2)
    assert tokens.audio_tokens(30) == (1, 3000, 1500)
    assert tokens.audio_tokens(31, pool=4) == (2, 6000, 750)
    for bad in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="seconds"):
            tokens.audio_tokens(bad)


def test_token_rows_show_resizing_and_the_naive_formula() -> None:
    row = next(r for r in image_lab.token_rows([TILES]) if (r.width, r.height) == (3840, 2160))
    assert (row.tokens, row.naive) == (1105, 6885)
    assert row.resized < row.tokens


# ---- errors that are kept
def test_the_sample_lacks_its_import() -> None:
    assert naive.run_sample(1024, 1024, "low") == 85
    with pytest.raises(NameError, match="math"):
        naive.run_sample(1024, 1024)


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB", **save: Any) -> bytes:
    rng = np.random.default_rng(0)
    made = Pillow.fromarray(rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)).convert(mode)
    store = io.BytesIO()
    made.save(store, **({"format": "PNG"} | save))
    return store.getvalue()


def phone() -> bytes:
    """Two frames, as some phones write them: Pillow calls that MPO."""
    frames = [Pillow.new("RGB", (60, 40), shade) for shade in ("white", "grey")]
    store = io.BytesIO()
    frames[0].save(store, "MPO", save_all=True, append_images=frames[1:])
    return store.getvalue()


def test_the_naive_preparation_makes_types_that_apis_refuse() -> None:
    assert naive.naive_prepare(phone(), max_side=100).media_type == "image/mpo"
    assert naive.naive_prepare(picture(format="JPEG"), max_side=30).media_type == "image/none"
    for mode in ("RGBA", "P"):
        with pytest.raises(OSError, match="cannot write mode"):
            naive.naive_prepare(picture(mode=mode), max_side=100)
    side_on = picture(format="JPEG", exif=orientation(6))
    assert naive.naive_prepare(side_on, max_side=100).size == (60, 40)
    sent = prepare_image(picture((2000, 1000)), max_side=768, max_pixels=10**7)
    assert naive.naive_estimate((2000, 1000), sent, TILES) == (1105, 425)


# ---- preparation
def orientation(value: int) -> bytes:
    exif = Pillow.Exif()
    exif[0x0112] = value
    exif[0x010F] = "a camera"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    return exif.tobytes()


def read(made: prepare.Prepared) -> Pillow.Image:
    return Pillow.open(io.BytesIO(made.bytes))


def test_prepared_pictures_are_upright_small_and_say_nothing_of_their_origin() -> None:
    data = picture((1200, 800), format="JPEG", exif=orientation(6), comment=b"taken at home")
    made = prepare_image(data, **LIMITS)
    assert made.size == (341, 512)
    assert made.media_type == "image/jpeg"
    assert made.sha256 == hashlib.sha256(made.bytes).hexdigest()
    again = read(made)
    assert (again.format, again.size) == ("JPEG", made.size)
    assert not again.getexif()
    for trace in (b"camera", b"home"):
        assert trace in data
        assert trace not in made.bytes


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
@pytest.mark.parametrize("out", ["jpeg", "png"])
def test_every_mode_becomes_grey_or_rgb(mode: str, out: Any) -> None:
    if mode == "I;16":
        store = io.BytesIO()
        Pillow.fromarray(np.full((40, 60), 32896, dtype=np.uint16)).save(store, "PNG")
        data = store.getvalue()
    else:
        data = picture(mode=mode)
    made = prepare_image(data, **LIMITS, out=out)
    assert read(made).mode in ("L", "RGB")
    assert (made.media_type, read(made).format) == (f"image/{out}", out.upper())
    if mode == "I;16":
        assert abs(int(np.asarray(read(made)).mean()) - 128) <= 1  # half of the range, not clipped to white


def test_transparency_lies_on_white() -> None:
    store = io.BytesIO()
    Pillow.new("RGBA", (20, 20), (0, 0, 0, 0)).save(store, "PNG")
    assert np.asarray(read(prepare_image(store.getvalue(), **LIMITS, out="png"))).min() == 255


def test_phones_cmyk_and_animations() -> None:
    assert prepare_image(phone(), **LIMITS).media_type == "image/jpeg"
    assert read(prepare_image(picture(mode="CMYK", format="JPEG"), **LIMITS)).mode == "RGB"
    store = io.BytesIO()
    frames = [Pillow.new("L", (30, 20), shade) for shade in (0, 255)]
    frames[0].save(store, "GIF", save_all=True, append_images=frames[1:])
    assert np.asarray(read(prepare_image(store.getvalue(), **LIMITS, out="png"))).max() == 0  # the first one


def test_small_pictures_stay_as_large_as_they_are() -> None:
    assert prepare_image(picture((60, 40)), **LIMITS).size == (60, 40)


@pytest.mark.parametrize(
    "data",
    [b"", b"text", picture()[:60], picture(format="JPEG")[:400], b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9"],
)
def test_what_cannot_be_read(data: bytes) -> None:
    with pytest.raises(ImageError, match="cannot be read"):
        prepare_image(data, **LIMITS)


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = picture((3000, 2000), mode="1")
    assert len(bomb) < 1_000_000
    with pytest.raises(ImageError, match="6000000 pixels, allowed are 5000000"):
        prepare_image(bomb, max_side=512, max_pixels=5_000_000)
    assert prepare_image(bomb, max_side=512, max_pixels=6_000_000).size == (512, 341)
    head = bytearray(picture(mode="L"))
    head[16:24] = (60_000).to_bytes(4, "big") * 2  # a head that promises 3.6 billion pixels
    with pytest.raises(ImageError):
        prepare_image(bytes(head), **LIMITS)


@pytest.mark.parametrize("bad", [{"max_side": 0}, {"max_pixels": 0}, {"out": "webp"}])
def test_bad_arguments_of_the_preparation(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        prepare_image(picture(), **LIMITS | bad)


def test_base64_adds_a_third() -> None:
    made = prepare_image(picture((300, 300)), **LIMITS)
    url = data_url(made)
    assert url.startswith("data:image/jpeg;base64,")
    assert len(url) - len("data:image/jpeg;base64,") == pytest.approx(len(made.bytes) * 4 / 3, abs=4)


def test_the_cache_goes_by_content_and_options_and_keeps_its_bound() -> None:
    cache = EncodeCache()
    one, two = picture((50, 50)), picture((51, 50))
    first = cache.prepare(one, **LIMITS)
    assert cache.prepare(bytes(bytearray(one)), **LIMITS) is first
    cache.prepare(one, max_side=20, max_pixels=4_000_000)
    cache.prepare(two, **LIMITS)
    assert (cache.hits, cache.misses, len(cache)) == (1, 3, 3)
    small = EncodeCache(max_bytes=len(cache.prepare(two, **LIMITS).bytes) + 10)
    small.prepare(one, **LIMITS)
    small.prepare(two, **LIMITS)
    assert len(small) == 1
    assert small.held_bytes <= small.max_bytes
    assert small.prepare(one, **LIMITS) == first
    assert small.misses == 3
    none = EncodeCache(max_bytes=1)
    assert none.prepare(one, **LIMITS) == first
    assert (len(none), none.held_bytes) == (0, 0)


def test_threads_that_ask_at_once_wait_for_one_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    entered, go, calls = threading.Event(), threading.Event(), []

    def slow(data: bytes, **options: Any) -> prepare.Prepared:
        calls.append(data)
        entered.set()
        assert go.wait(5)
        return prepare_image(data, **options)

    cache, got, data = EncodeCache(), [], picture()
    monkeypatch.setattr(prepare, "prepare_image", slow)
    threads = [threading.Thread(target=lambda: got.append(cache.prepare(data, **LIMITS))) for _ in range(4)]
    threads[0].start()
    assert entered.wait(5)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(5)
    assert len(calls) == 1
    assert len({id(p) for p in got}) == 1
    assert (cache.misses, cache.hits) == (1, 3)


def test_the_cache_keeps_no_errors() -> None:
    cache = EncodeCache()
    for _ in range(2):
        with pytest.raises(ImageError):
            cache.prepare(b"nothing", **LIMITS)
    assert (cache.misses, len(cache)) == (2, 0)


# ---- requests
@pytest.fixture(scope="module")
def sim() -> Iterator[ProviderSim]:
    with ProviderSim() as running:
        yield running


def client_of(sim: ProviderSim) -> Any:
    return llm.async_client(base_url=sim.url, ledger=llm.Ledger())


def test_one_picture_is_a_part_beside_the_text(sim: ProviderSim) -> None:
    sim.reset()
    made = prepare_image(picture(), **LIMITS)
    part = prepare.image_part(made, "low")
    assert part == {"type": "image_url", "image_url": {"url": data_url(made), "detail": "low"}}

    async def ask() -> None:
        async with client_of(sim) as client:
            found = await analyse_image(client, made, "what is it", detail="low", model="echo")
            assert "what is it" in found.text
            assert found.sha256 == made.sha256
            for bad in ({"detail": "fine"}, {"detail": "low", "prompt": " "}):
                with pytest.raises(ValueError, match=r"detail|prompt"):
                    await analyse_image(client, made, **{"prompt": "x", "model": "echo"} | bad)  # type: ignore[arg-type]

    asyncio.run(ask())
    assert len(sim.ledger()) == 1


def test_a_batch_keeps_order_and_puts_errors_in_their_place(sim: ProviderSim) -> None:
    sim.reset()
    source = [picture((40 + i, 30)) for i in range(6)]
    source[2] = b"no picture"
    source[5] = source[0]
    cache = EncodeCache()

    async def ask() -> Any:
        async with client_of(sim) as client:
            return await analyse_batch(client, source, "look", detail="high", model="echo", cache=cache, **LIMITS)

    result = asyncio.run(ask())
    assert [o.index for o in result.outcomes] == list(range(6))
    assert [o.ok for o in result.outcomes] == [True, True, False, True, True, True]
    assert isinstance(result.outcomes[2].error, ImageError)
    expected = [prepare_image(d, **LIMITS).sha256 for d in source if d != b"no picture"]
    assert [o.value.sha256 for o in result.outcomes if o.ok] == expected
    assert (cache.hits, cache.misses) == (1, 5)
    assert len(sim.ledger()) == 5
    assert [s.items for s in result.stats.stages] == [6, 6]


def test_a_refused_call_is_an_error_in_its_place(sim: ProviderSim) -> None:
    sim.reset()
    sim.script(status(429, n=1))

    async def ask() -> Any:
        async with client_of(sim) as client:
            data = [picture((40 + i, 30)) for i in range(4)]
            return await analyse_batch(client, data, "look", detail="high", model="echo", callers=1, **LIMITS)

    assert sum(o.ok for o in asyncio.run(ask()).outcomes) == 3


def test_a_batch_reads_its_source_no_faster_than_it_is_answered(sim: ProviderSim) -> None:
    sim.reset()
    pulled = 0
    waiting: list[int] = []
    data = picture()

    def source() -> Iterator[bytes]:
        nonlocal pulled
        for _ in range(60):
            pulled += 1
            yield data

    class Gate:
        async def acquire(self, cost: float = 1.0) -> float:
            waiting.append(pulled)
            await asyncio.sleep(0.002)
            return 0.0

    async def ask() -> Any:
        async with client_of(sim) as client:
            return await analyse_batch(
                client, source(), "look", detail="low", model="echo", encoders=2, callers=1, maxsize=3, limiter=Gate(),
                **LIMITS,
            )  # fmt: skip

    result = asyncio.run(ask())
    assert len(result.outcomes) == 60
    # ahead of the call at hand: 3 in each queue, 2 in the encoders, 1 in the feeder's hand
    assert all(seen - done <= 10 for done, seen in enumerate(waiting))
    assert max(s.peak_depth for s in result.stats.stages) <= 3


def test_a_batch_takes_a_token_for_each_call_and_refuses_bad_numbers(sim: ProviderSim) -> None:
    sim.reset()
    bucket = TokenBucket(1000.0, 2.0)

    async def ask(**options: Any) -> Any:
        async with client_of(sim) as client:
            return await analyse_batch(client, [picture()] * 3, "look", detail="low", model="echo", **LIMITS | options)

    assert all(o.ok for o in asyncio.run(ask(limiter=bucket)).outcomes)
    for bad in ({"encoders": 0}, {"callers": 0}, {"maxsize": 0}):
        with pytest.raises(ValueError, match="at least 1"):
            asyncio.run(ask(**bad))


# ---- pages
@pytest.fixture(scope="module")
def items() -> Sequence[images.Image]:
    return [item for item in world.images() if item.split == "dev"]


def boxes(*rows: tuple[str, int, int, int, int]) -> list[Box]:
    return [Box(*row) for row in rows]


def test_two_columns_by_hand() -> None:
    page = boxes(("title", 0, 0, 90, 10), ("a1", 0, 20, 40, 30), ("a2", 0, 34, 40, 44), ("b1", 60, 20, 100, 30),
                 ("b2", 60, 34, 100, 44))  # fmt: skip
    assert [b.text for b in reading_order(page[::-1], "naive")] == ["title", "a1", "b1", "a2", "b2"]
    assert [b.text for b in reading_order(page[::-1], "xycut")] == ["title", "a1", "a2", "b1", "b2"]
    assert reading_order([], "xycut") == []
    assert reading_order(page[:1]) == page[:1]


def test_words_that_cannot_be_cut_are_all_kept() -> None:
    crossed = boxes(("a", 0, 0, 50, 10), ("b", 40, 5, 90, 30), ("c", 10, 8, 45, 40))
    assert sorted(b.text for b in reading_order(crossed)) == ["a", "b", "c"]
    with pytest.raises(ValueError, match="no area"):
        reading_order(boxes(("a", 5, 0, 5, 10)))
    with pytest.raises(ValueError, match="unknown method"):
        reading_order(crossed, "zcut")  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(1, 80), st.integers(1, 30)), max_size=40)
)
def test_an_order_is_a_permutation(spots: list[tuple[int, int, int, int]]) -> None:
    page = [Box(str(i), x, y, x + w, y + h) for i, (x, y, w, h) in enumerate(spots)]
    for method in ("naive", "xycut"):
        got = reading_order(page, method)  # type: ignore[arg-type]
        assert sorted(b.text for b in got) == sorted(b.text for b in page)


@pytest.mark.parametrize("tilt", [0.0, -2.5, 7.0])
def test_a_turned_page_with_columns_is_read_after_levelling_only(items: Sequence[images.Image], tilt: float) -> None:
    scan = next(i for i in items if i.kind == "scan")
    doc = world.load().by_doc[scan.doc_id or ""]
    fixed = image_lab.read_page(scan, tilt, "xycut", deskew=True)
    assert abs(fixed.degrees - tilt) <= 0.1
    assert fixed.distance < 0.05
    kept, total = image_lab.kept_facts(scan, doc, fixed.text)
    assert kept == total > 0
    copied = image_lab.read_page(scan, tilt, "naive", deskew=False)
    assert copied.distance > 0.5
    assert image_lab.kept_facts(scan, doc, copied.text)[0] < total / 2
    if tilt:
        assert image_lab.read_page(scan, tilt, "xycut", deskew=False).distance > 0.5


def test_questions_about_scans(items: Sequence[images.Image]) -> None:
    lab = world.load()
    asked = [(i, q) for i in items if i.kind == "scan" for q in image_lab.page_questions(i, lab)]
    assert len(asked) >= 50
    for item, (question, answer) in asked:
        assert " ".join(answer.split()) in item.body
        assert "{" not in question


def test_boxes_turn_as_pillow_turns_the_picture(items: Sequence[images.Image]) -> None:
    scan = next(i for i in items if i.kind == "scan")
    for degrees in (4.0, -6.0):
        page = ink_of(images.draw(scan, tilt=degrees))
        outside = page.copy()
        for box in turned(images.words(scan), degrees, images.size(scan)):
            outside[box.top - 2 : box.bottom + 3, box.left - 2 : box.right + 3] = False
        assert outside.sum() < 0.001 * page.sum()


def test_skew_of_pages_without_text() -> None:
    assert estimate_skew(Pillow.new("L", (100, 100), 255)) == 0.0
    assert estimate_skew(Pillow.new("L", (100, 100), 0)) == 0.0
    with pytest.raises(ValueError, match="limit"):
        estimate_skew(Pillow.new("L", (10, 10)), limit=0)


def test_receipts_are_level_within_half_a_degree(items: Sequence[images.Image]) -> None:
    for item in [i for i in items if i.kind == "receipt" and i.tilt][:6]:
        page, degrees = level(images.draw(item))
        assert abs(degrees - item.tilt) <= 0.6
        assert abs(estimate_skew(page)) <= 0.6


def test_order_distance() -> None:
    assert order_distance(["a", "b", "c"], ["a", "b", "c"]) == 0.0
    assert order_distance(["a", "c"], ["a", "b", "c"]) == pytest.approx(1 / 3)
    assert order_distance([], ["a"]) == 1.0
    with pytest.raises(ValueError, match="both"):
        order_distance([], [])


def test_rows_of_ink() -> None:
    ink = np.array([[0, 0], [0, 1], [1, 1], [0, 0], [1, 0]], dtype=bool)
    assert rows_of(ink) == [(1, 3), (4, 5)]
    assert rows_of(np.zeros((3, 3), dtype=bool)) == []


# ---- receipts
@pytest.mark.parametrize(
    ("text", "cents"),
    [("EUR 41.30", 4130), ("41,30 EUR", 4130), (" 0.05 ", 5), ("41.3", None), ("EUR 41", None), ("", None),
     ("EUR 1.00 EUR", None), ("1.234,56", None), ("-1.00", None), ("4l.30", None), ("41.30 and", None)],
)  # fmt: skip
def test_amounts(text: str, cents: int | None) -> None:
    assert parse_amount(text) == cents


def codes(receipt: Receipt) -> list[str]:
    return [issue.code for issue in verify_receipt(receipt)]


def test_every_issue_is_told() -> None:
    assert codes(Receipt((1000, 250), 1250, 0.99)) == []
    assert codes(Receipt((1000, 250), 1251, 1.0)) == ["sum"]  # one cent
    assert codes(Receipt((1000, 250), 1249, 1.0)) == ["sum"]
    assert codes(Receipt((), 1250, 1.0)) == ["no_lines"]
    assert codes(Receipt((1250,), None, 1.0)) == ["total_format"]
    assert codes(Receipt((1000, None), 1000, 1.0)) == ["line_format"]
    assert codes(Receipt((None, None), 0, 1.0)) == ["range", "line_format", "line_format"]
    assert codes(Receipt((10, -20), -10, 1.0)) == ["range"]
    for bad in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="min_token_prob"):
            Receipt((), 1, bad)


def test_a_decision_needs_sum_confidence_and_agreement() -> None:
    good = Receipt((1000, 250), 1250, 0.95)
    assert decide(good, (1250, 1250)) == Decision(1250)
    assert not decide(good, (1250, 1260)).accepted
    assert not decide(good, (None,)).accepted
    assert not decide(good, min_prob=0.96).accepted
    assert decide(good, min_prob=0.95).accepted
    sure = Receipt((1000, 250), 7250, 1.0)
    assert naive.naive_decide(sure).total == naive.naive_decide_by_confidence(sure).total == 7250
    assert not decide(sure, (7250,)).accepted
    assert len(decide(Receipt((1,), 2, 0.1), (3,)).reasons) == 3
    with pytest.raises(ValueError, match="min_prob"):
        decide(good, min_prob=2.0)


class Known:
    """Answers from a table by question, with one probability; remembers the sizes of what it saw."""

    def __init__(self, answers: dict[str, list[str]], sure: float = 0.99) -> None:
        self.answers, self.sure = answers, sure
        self.seen: list[tuple[int, int]] = []

    def answer(self, pictures: Sequence[Any], question: str) -> list[Reading]:
        self.seen += [p.size for p in pictures]
        given = self.answers[question]
        texts = given if len(given) == len(pictures) else [given.pop(0) for _ in pictures]
        return [Reading(text, (1.0, self.sure)) for text in texts]


def test_the_reader_parses_answers_and_keeps_what_was_printed() -> None:
    known = Known({QUESTIONS["total"]: ["EUR 12.50", "12,5O"], QUESTIONS["lines"]: ["10.00; 2.50", ""]}, 0.8)
    page = Pillow.new("L", (100, 50), 255)
    got = ReceiptReader(known, scale=0.5).read_many([page, page])
    assert got[0] == Receipt((1000, 250), 1250, 0.8, printed=("EUR 12.50", "10.00; 2.50"))
    assert got[1] == Receipt((), None, 0.8, printed=("12,5O", ""))
    assert set(known.seen) == {(50, 25)}
    with pytest.raises(ValueError, match="scale"):
        ReceiptReader(known, scale=0)


def test_a_checked_read_asks_three_times(items: Sequence[images.Image]) -> None:
    item = next(i for i in items if i.kind == "receipt")
    page = images.draw(item, 0.5)
    total, lines = QUESTIONS["total"], QUESTIONS["lines"]
    known = Known({total: ["12.50", "12.50", "12.50"], lines: ["12.50"]})
    assert read_checked(known, page).total == 1250
    assert len(known.seen) == 4
    assert len(set(known.seen)) == 3  # two scales and a crop
    assert not read_checked(Known({total: ["12.50", "12.50", "12.60"], lines: ["12.50"]}), page).accepted
    blank = Pillow.new("L", (100, 100), 255)
    assert not read_checked(Known({total: ["12.50", "12.50"], lines: ["12.50"]}), blank).accepted


@pytest.mark.parametrize("scale", [1.0, 0.35])
def test_the_crop_holds_the_total(items: Sequence[images.Image], scale: float) -> None:
    for item in [i for i in items if i.kind != "scan"][::6]:
        page = images.draw(item, scale, tilt=0.0)
        laid = images.words(item)
        printed = item.fields["total"].split()
        at = max(n for n in range(len(laid)) if [w.text for w in laid[n : n + len(printed)]] == printed)
        ruler = np.asarray(page).copy()
        ruler[round((laid[at].top + laid[at].bottom) / 2 * scale), 0] = 0  # a mark beside the row of the total
        part = crop_total(Pillow.fromarray(ruler))
        assert part is not None
        assert (np.asarray(part)[:, :4] < 200).any()
        assert part.height <= 60
    assert crop_total(Pillow.new("L", (50, 50), 255)) is None


@pytest.fixture(scope="module")
def tiny() -> VisionReader:
    """A reader of random weights: its answers are noise, which is what the checks are for."""
    torch.manual_seed(0)
    config = ModelConfig("tiny", 4096, hidden_size=32, layers=2, heads=2, kv_heads=1, intermediate_size=64)
    lm: Any = LlamaForCausalLM(config.llama()).eval()
    tokenizer = Tokenizer.from_file(str(models.models_dir() / "lab-nano" / "tokenizer.json"))
    return VisionReader(Encoder(VisionConfig(lm_width=32, width=32, layers=1)), lm, tokenizer)


def test_a_reader_of_noise_is_never_believed(tiny: VisionReader, items: Sequence[images.Image]) -> None:
    item = next(i for i in items if i.kind == "receipt")
    receipt = ReceiptReader(tiny).read(images.draw(item, 0.5))
    assert 0.0 < receipt.min_token_prob < 1.0
    assert verify_receipt(receipt)
    assert not read_checked(tiny, images.draw(item, 0.35), min_prob=0.0).accepted


def test_shapes_of_a_picture_on_its_way(tiny: VisionReader) -> None:
    assert image_lab.patch_shapes(tiny.encoder, 512, 512) == [
        ("pixels", (1, 512, 512)), ("patches", (1, 1024, 32)), ("after the blocks", (1, 1024, 32)),
        ("soft tokens", (1, 256, 32)), ("queries", (1, QUERIES, 32)),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="multiples of 32"):
        image_lab.patch_shapes(tiny.encoder, 512, 500)


# ---- measurements
class Gold:
    """Knows the world's totals; every `wrong`-th one is off by ten cents, with full confidence, at every scale."""

    def __init__(self, items: Sequence[images.Image], wrong: int) -> None:
        self.items, self.wrong, self.calls = items, wrong, 0

    def answer(self, pictures: Sequence[Any], question: str) -> list[Reading]:
        out = []
        for number, item in enumerate(self.items):
            shift = 10 if question == QUESTIONS["total"] and number % self.wrong == 0 else 0
            cents = [line.cents for line in item.lines] if question == QUESTIONS["lines"] else [item.total + shift]
            out.append(Reading("; ".join(f"{c // 100}.{c % 100:02d}" for c in cents), (1.0,)))
        assert len(out) == len(pictures)
        return out


def test_the_sum_finds_what_confidence_does_not(items: Sequence[images.Image]) -> None:
    mine = [i for i in items if i.kind != "scan"][:20]
    reader = Gold(mine, wrong=4)
    for arm in ("any amount", "confidence"):
        naive_run = image_lab.accepted_at(reader, mine, arm)  # type: ignore[arg-type]
        assert (naive_run.accepted, naive_run.wrong) == (20, 5)
    fixed = image_lab.accepted_at(reader, mine, "sum and confidence")
    assert (fixed.accepted, fixed.wrong) == (15, 0)
    assert fixed.coverage.value == 0.75
    assert fixed.wrong_share is not None
    assert fixed.wrong_share.value == 0.0
    assert image_lab.Accepted(3, 0, 0).wrong_share is None
    with pytest.raises(ValueError, match="unknown arm"):
        image_lab.accepted_at(reader, mine, "hope")  # type: ignore[arg-type]
    rows = image_lab.totals_at(reader, mine, scale=0.35, quality=40)
    assert rows["total_coverage"]["value"] == 1.0
    with pytest.raises(ValueError, match="no receipt"):
        image_lab.totals_at(reader, [], scale=1.0)


def test_a_digit_that_has_lost_its_pixels_cannot_be_read() -> None:
    assert image_lab.unreadable(1.0) == image_lab.unreadable(0.5) == 0.0
    assert 0.15 < image_lab.unreadable(0.25) < 0.6
    assert image_lab.unreadable(0.25, grain=0.0) == 0.0
    assert image_lab.unreadable(0.25, seed=3) == image_lab.unreadable(0.25, seed=3)
    for bad in ({"scale": 0.01}, {"scale": 1.0, "rounds": 0}):
        with pytest.raises(ValueError, match="at least 1"):
            image_lab.unreadable(**bad)  # type: ignore[arg-type]


def test_a_signature_is_seen_in_low_detail_too(items: Sequence[images.Image]) -> None:
    mine = [i for i in items if i.kind != "scan"][:16]
    assert {i.signed for i in mine} == {True, False}
    for side in (1024, tokens.LOW_SIDE):
        assert all(image_lab.signature_hits(mine, side=side, camera=2.0))
    assert not image_lab.has_signature(Pillow.new("L", (50, 50), 255))


def test_arms_of_the_encoding() -> None:
    photos = [image_lab.photo(seed, 400) for seed in range(3)]
    assert photos[0] == image_lab.photo(0, 400)
    times = image_lab.encode_times(photos, rounds=2)
    assert set(times) == {"serial", "serial again", "threads", "processes"}
    assert all(len(seconds) == 2 and min(seconds) > 0 for seconds in times.values())
    assert receipts.MIN_PROB == 0.9
