"""The vision encoder: its pictures and labels, the way from pixels to answers, training, export."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image as Pillow
from PIL import ImageDraw
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

from labsupport import models, world
from labsupport.errors import LabError
from labsupport.models.config import ModelConfig
from labsupport.models.vision import data, evaluate, export, feed, reader, train
from labsupport.models.vision.data import Plan
from labsupport.models.vision.model import Encoder, VisionConfig, adapt, fingerprint, matrices, merged, rotary, turn
from labsupport.models.vision.reader import Reading, VisionReader
from labsupport.world import names
from labsupport.world.graph import build_graph
from labsupport.world.sets import images
from labsupport.world.sets.images_text import ARTICLES, FOOTERS, INVOICES, RECEIPTS, SHOPS
from labsupport.world.sides import by_split, share

SMALL = Plan(patches=160, stages=(2, 4))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(models.models_dir() / "lab-nano" / "tokenizer.json"))


def language(seed: int = 0) -> LlamaForCausalLM:
    """A language model of random weights, as they are after a round trip through bfloat16."""
    torch.manual_seed(seed)
    config = ModelConfig("tiny", 4096, hidden_size=32, layers=2, heads=2, kv_heads=1, intermediate_size=64)
    return LlamaForCausalLM(config.llama()).to(torch.bfloat16).float().eval()


def device_batch(tokenizer: Tokenizer, made: data.Batch) -> dict[str, torch.Tensor]:
    return train.to_device(made, torch.tensor(tokenizer.encode(data.HEAD).ids), "cpu")


# ---- pictures
def test_numbers_put_together_look_like_pillows_own() -> None:
    for word, size in (("1234.56", 15), ("70,07", 16), ("69805,39", 14), ("12/11/2024", 17)):
        font, _ = data._font(size)
        made = data.ink(word, size)
        page = Pillow.new("L", (made.advance + 6, size + 8), 255)
        ImageDraw.Draw(page).text((2, 0), word, fill=0, font=font)
        assert made.advance == round(font.getlength(word))
        assert np.abs(np.asarray(page).astype(int) - made.pixels).max() <= 16  # where two digits touch


def test_a_training_slip_is_drawn_as_the_world_draws_it() -> None:
    item = next(i for i in images.make(build_graph(100_003, 0.05)) if i.kind == "receipt" and not i.signed)
    rows = [data.Row(left, right) for left, right in images.printed(item)]
    page = data.draw(data.random.Random(0), data.Slip(tuple(rows), False, {}), images.WIDTH["receipt"], 15, 23, 16)
    theirs = np.asarray(images.draw(item, tilt=0.0)).astype(int)
    assert page.pixels.shape == theirs.shape
    assert np.abs(page.pixels - theirs).max() <= 16


@pytest.mark.parametrize("kind", ["line", "few", "receipt", "invoice"])
def test_answers_are_what_is_printed(kind: str) -> None:
    rng = data.random.Random(f"slips-{kind}")
    seen = set()
    for _ in range(60):
        made = data.slip(rng, kind)
        right = [row for row in made.rows if row.right]
        assert [r.right for r in right if r.role == 2] == [made.answers["total"]]
        lines = "; ".join("".join(c for c in r.right if c in "0123456789.,") for r in right if r.role > 2)
        assert made.answers.get("lines", "") == lines
        assert made.answers.get("signed") in ((None,) if kind in ("line", "few") else ("yes" if made.signed else "no",))
        seen.add(made.signed)
    assert kind in ("line", "few") or seen == {True, False}


def test_marks_follow_the_characters_through_tilt_and_scale() -> None:
    """Where the marks say that there is a digit there is ink, and a patch of paper without marks is white."""
    rng = data.random.Random(4)
    made = data.Slip((data.Row("", "88888.88", 2),) * 6, False, {})
    page = data.draw(rng, made, 384, 16, 40, 30)
    for _ in range(12):
        spoiled = data.spoil(rng, page, 0.75)
        for x, y, kind, role, place in spoiled.marks:
            if kind == data.CHARACTERS.index("8") + 1:
                around = spoiled.pixels[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3]
                assert role == 2
                assert place in (1, 2, 4, 5, 6, 7, 8)  # the point is the third from the right
                assert around.min() < spoiled.pixels.max() - 60


def test_training_uses_its_side_and_its_layouts_only() -> None:
    bank = data._banks()
    kept = [x for b in (RECEIPTS, INVOICES) for _, x in by_split(b, "train")]
    held = [x for b in (RECEIPTS, INVOICES) for split in ("dev", "test") for _, x in by_split(b, split)]
    assert not ({x.total for x in held} - {x.total for x in kept}) & set(bank["total"])
    assert not ({x.line for x in held} - {x.line for x in kept}) & set(bank["line"])
    labels = {label for x in held for label in x.labels.split("; ")}
    assert not (labels - {label for x in kept for label in x.labels.split("; ")}) & set(bank["label"])
    for kind in ("place", "product", "firm", "family", "company"):
        assert all(names.side(n) == "other" for n in bank[kind])
    lab = {t for b in ARTICLES.values() for t, *_ in share(b, "lab")} - {
        t for b in ARTICLES.values() for t, *_ in share(b, "other")
    }
    assert not lab & set(bank["goods"])
    shops = {s for s, _ in share(SHOPS, "lab")}
    assert not shops & set(bank["shop"])
    said = {t for k, b in FOOTERS.items() if k != "signed" for t in share(b, "other")}
    assert not {t for b in FOOTERS.values() for t in share(b, "lab") if t not in said} & (
        set(bank["footer"]) - set(FOOTERS["signed"])
    )


def test_batches_are_pure_and_the_same_from_workers(tokenizer: Tokenizer) -> None:
    plain = [data.batch(tokenizer, SMALL, step) for step in range(6)]
    again = feed.batches(tokenizer, SMALL, 0, 0)
    workers = feed.batches(tokenizer, SMALL, 0, 2)
    try:
        for made in plain:
            for other in (next(again), next(workers)):
                for a, b in zip(made, other, strict=True):
                    assert a.dtype == b.dtype
                    assert np.array_equal(a, b)
    finally:
        workers.close()  # type: ignore[attr-defined]
    assert not all(np.array_equal(a, b) for a, b in zip(plain[0], plain[1], strict=True))


def test_a_batch_predicts_answers_and_their_ends_only(tokenizer: Tokenizer) -> None:
    made = data.batch(tokenizer, SMALL, 5)
    length = made.ids.shape[1]
    for i in range(len(made.pixels)):
        at = [(int(w) % length, int(t), int(o)) for w, t, o in zip(made.where, made.target, made.owner, strict=True)
              if w // length == i]  # fmt: skip
        text = tokenizer.decode([t for _, t, _ in at], skip_special_tokens=False)
        assert text.endswith("<|im_end|>")
        whole = tokenizer.decode(made.ids[i].tolist(), skip_special_tokens=False)
        for part in text.split("<|im_end|>")[:-1]:
            assert f"<|im_start|>assistant\n{part}" in whole
        total = tokenizer.decode([t for _, t, o in at if o == i])
        assert f"{data.QUESTIONS['total']}<|im_end|>\n<|im_start|>assistant\n{total}" in whole
        for place, token, _ in at:  # the target stands right after its place, or the text is over there
            assert place + 1 == length or made.ids[i, place + 1] in (token, 0)


# ---- model
def test_rotated_vectors_know_distances_only() -> None:
    torch.manual_seed(0)
    q, k = torch.randn(32), torch.randn(32)
    cos, sin = rotary(8, 9, 32, torch.device("cpu"))
    turned_q, turned_k = turn(q.expand(72, -1), cos, sin), turn(k.expand(72, -1), cos, sin)

    def score(a: tuple[int, int], b: tuple[int, int]) -> float:
        return float(turned_q[a[0] * 9 + a[1]] @ turned_k[b[0] * 9 + b[1]])

    assert score((1, 2), (3, 5)) == pytest.approx(score((4, 3), (6, 6)), abs=1e-4)
    assert score((1, 2), (3, 5)) != pytest.approx(score((1, 2), (5, 3)), abs=1e-2)


def test_a_soft_token_stands_for_its_square() -> None:
    """Fresh blocks change nothing, so ink in one square of 32 x 32 pixels, 8 pixels from its borders, moves exactly the
    token of that square."""
    torch.manual_seed(0)
    encoder = Encoder(VisionConfig(lm_width=16))
    paper = torch.full((1, 96, 160), 255, dtype=torch.uint8)
    marked = paper.clone()
    marked[0, 40:56, 104:120] = 0  # inside the second row of squares, the fourth of five columns
    with torch.no_grad():
        moved = (encoder(marked) - encoder(paper)).abs().amax(-1)[0]
    assert moved.shape == (15 + data.QUERIES,)
    assert moved.nonzero().flatten().tolist() == [8]


def test_queries_have_no_place_and_see_all_patches() -> None:
    torch.manual_seed(0)
    vit = Encoder(VisionConfig(lm_width=16)).vit
    for block in vit.blocks:
        torch.nn.init.normal_(block.out.weight, std=0.2)
    page = torch.full((1, 64, 96), 255, dtype=torch.uint8)
    page[0, 40:50, 70:80] = 0
    with torch.no_grad():
        states, queries = vit(page)
        blank = vit(torch.full_like(page, 255))[1]
    assert states[-1].shape == (1, 4, 6, 128)
    assert queries.shape == (1, data.QUERIES, 128)
    assert ((queries - blank).abs().amax(-1) > 1e-4).all()


def test_what_the_queries_are_asked_for() -> None:
    classes = data.spelled({"total": "EUR 17.50", "lines": "2.50; 15.00", "signed": "no"})
    text = "".join("~" if c == 0 else data.SPELLED[c - 1] for c in classes)
    assert text == "~~~17.50<" + "~~~2.50" + "~~15.00" + "~" * 28 + "n"
    for total, side in (("112,63 EUR", ">"), ("112.63", "-")):
        classes = data.spelled({"total": total})
        assert data.SPELLED[classes[data.TOTAL_LENGTH] - 1] == side
        assert classes[data.TOTAL_LENGTH + 1 :].sum() == 0


def test_patches_are_told_which_amount_they_hold_and_where_its_characters_stand(tokenizer: Tokenizer) -> None:
    """Reading the labels alone, from left to right, gives the answers."""
    plan = Plan(patches=6000, alone=10)
    same = []  # two characters may have their centre in one slot, rarely
    for step in range(6):
        made = data.batch(tokenizer, plan, step)
        for characters, places, roles, queries in zip(
            made.characters, made.places, made.roles, made.spelled, strict=True
        ):
            asked = "".join("~" if c == 0 else data.SPELLED[c - 1] for c in queries)
            for role in range(2, data.ROLES):
                slots = (roles == role)[:, :, None] & (places > 0)
                spelled = dict(zip(places[slots].tolist(), characters[slots].tolist(), strict=True))
                text = "".join(data.CHARACTERS[spelled[p] - 1] for p in sorted(spelled, reverse=True))
                first = 0 if role == 2 else data.TOTAL_LENGTH + 1 + (role - 3) * data.LINE_LENGTH
                length = data.TOTAL_LENGTH if role == 2 else data.LINE_LENGTH
                wanted = asked[first : first + length].strip("~")
                if wanted:
                    same.append(text == wanted)
    assert len(same) > 100
    assert sum(same) > 0.95 * len(same)


def test_a_million_and_a_half_parameters() -> None:
    count = sum(p.numel() for p in Encoder(VisionConfig(lm_width=256)).parameters())
    assert 1.4e6 < count < 1.7e6


@pytest.mark.parametrize(
    ("picture", "problem"),
    [
        (np.zeros((0, 10), dtype=np.uint8), "grey pixels"),
        (np.zeros((10, 10, 3), dtype=np.uint8), "grey pixels"),
        (np.zeros((10, 10)), "float64"),
        (np.zeros((10, 2000), dtype=np.uint8), "2000 x 10"),
    ],
)
def test_pictures_that_cannot_be_read_are_refused(picture: np.ndarray, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        reader.canvas(picture, 1024)


def test_an_encoder_of_another_width_is_refused(tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="width 64"):
        VisionReader(Encoder(VisionConfig(lm_width=64)), language(), tokenizer)


def test_answers_do_not_depend_on_the_company(tokenizer: Tokenizer) -> None:
    """Pictures of several sizes in one call, against each alone; and the probabilities are those of the model."""
    torch.manual_seed(1)
    lm = language()
    mine = VisionReader(Encoder(VisionConfig(lm_width=32), 1.0), lm, tokenizer)
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, size, dtype=np.uint8) for size in ((40, 70), (96, 64), (31, 33), (64, 96))]
    together = mine.answer(pictures, "What is the total?", max_new=6)
    for picture, reading in zip(pictures, together, strict=True):
        alone = mine.answer([picture], "What is the total?", max_new=6)[0]
        assert alone.text == reading.text
        assert alone.probabilities == pytest.approx(reading.probabilities, abs=1e-5)
        assert reading.min_token_prob == min(reading.probabilities)
        assert 1 <= len(reading.probabilities) <= 6
    ids = tokenizer.encode(data.HEAD).ids, tokenizer.encode(data.question_text("What is the total?")).ids
    with torch.no_grad():
        embed = lm.get_input_embeddings()
        soft = mine.encode(pictures[:1])[0]
        inputs = torch.cat([embed(torch.tensor(ids[0])), soft, embed(torch.tensor(ids[1]))])[None]
        chances = lm(inputs_embeds=inputs).logits[0, -1].softmax(-1)
    assert together[0].probabilities[0] == pytest.approx(float(chances.max()), abs=1e-5)


# ---- training
def test_training_learns_and_leaves_the_language_model_alone(tokenizer: Tokenizer) -> None:
    lm, _, name = train.language_model("lab-nano")
    before = {name: layer.weight.clone() for name, layer in matrices(lm).items()}
    run = train.start(lm, tokenizer, Plan(patches=160, most=4, stages=(99, 999)), lm_name=name)
    made = device_batch(tokenizer, data.batch(tokenizer, run.plan, 1))
    losses = [{k: float(v) for k, v in train.advance(run, made).items()} for _ in range(40)]
    assert losses[-1]["characters"] < 0.5 * losses[0]["characters"]
    assert losses[-1]["loss"] < 0.5 * losses[0]["loss"]
    for name, layer in matrices(run.lm).items():
        part = layer.parametrizations.weight
        assert torch.equal(part.original.float(), before[name])
        assert not torch.equal(layer.weight, before[name])  # the adapters have learned something


def test_adapters_can_be_added_to_the_weights(tokenizer: Tokenizer) -> None:
    lm = language()
    before = fingerprint(lm)
    adapted = copy.deepcopy(lm)
    parts = adapt(adapted, 4)
    with torch.no_grad():
        for part in parts.children():
            part.b.normal_(std=0.05)
        ids = torch.arange(12)[None]
        expected = adapted(ids).logits
        found = merged(lm, parts.state_dict())(ids).logits
    assert torch.allclose(found, expected, atol=1e-4)
    assert not torch.allclose(lm(ids).logits, expected, atol=1e-2)
    assert fingerprint(lm) == before


def test_the_encoder_learns_characters_alone_at_first(tokenizer: Tokenizer) -> None:
    run = train.start(language(), tokenizer, Plan(patches=160, most=4, alone=1, stages=(99, 999)))
    still = run.encoder.projector.out.weight.clone()
    for with_model in (False, True):
        made = device_batch(tokenizer, data.batch(tokenizer, run.plan, run.step))
        assert ("exact" in train.advance(run, made)) is with_model
        assert torch.equal(run.encoder.projector.out.weight, still) is not with_model


def test_bfloat16_gives_nearly_the_same_losses(tokenizer: Tokenizer) -> None:
    """What runs on CUDA, on the CPU: autocast and a language model in bfloat16."""
    losses = []
    for bf16 in (False, True):
        lm, _, _ = train.language_model("lab-nano")
        run = train.start(lm, tokenizer, Plan(patches=60, most=2, stages=(3, 9)), bf16=bf16)
        made = device_batch(tokenizer, data.batch(tokenizer, run.plan, 4))
        losses.append({k: float(v) for k, v in train.advance(run, made).items()})
        assert float(train.advance(run, made)["loss"]) != losses[-1]["loss"]
    for name in ("loss", "characters", "roles"):
        assert losses[1][name] == pytest.approx(losses[0][name], rel=0.02)


def test_a_resumed_run_goes_on_as_if_never_stopped(tokenizer: Tokenizer, tmp_path: Path) -> None:
    def steps(run: train.Run, n: int) -> list[float]:
        out = []
        for _ in range(n):
            made = device_batch(tokenizer, data.batch(tokenizer, run.plan, run.step))
            out.append(float(train.advance(run, made)["loss"]))
        return out

    run = train.start(language(), tokenizer, Plan(patches=60, most=2, stages=(3, 9)), lm_name="tiny")
    steps(run, 3)
    train.save(run, tmp_path)
    expected = steps(run, 3)
    again = train.resume(language(), tokenizer, tmp_path)
    assert again.step == 3
    assert steps(again, 3) == expected
    with pytest.raises(LabError, match="other weights"):
        train.resume(language(1), tokenizer, tmp_path)
    with pytest.raises(LabError, match="no training state"):
        train.resume(language(), tokenizer, tmp_path / "elsewhere")


def test_the_clock_ends_a_sitting_and_the_rate_comes_down(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = itertools.count(100.0, 0.1)  # a clock that goes on by the same time whenever it is read
    monkeypatch.setattr(train, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    run = train.start(language(), tokenizer, Plan(patches=64, most=2, stages=(500, 999)), lm_name="tiny")
    train.train(run, tmp_path, minutes=0.1)
    assert 6 <= run.seconds < 6.5
    assert 15 <= run.step <= 25
    assert run.optimizers[0].param_groups[0]["lr"] < 0.02 * 0.2
    assert [point["step"] for point in run.curve] == [20]
    assert json.loads((tmp_path / "curve.json").read_text(encoding="utf-8")) == run.curve
    encoder, adapters, facts = export.read(tmp_path / "final.safetensors")
    assert facts["step"] == run.step
    for name, weight in run.adapters.state_dict().items():
        assert torch.equal(adapters[name], weight.to(torch.bfloat16).float())
    for name, weight in run.encoder.state_dict().items():
        assert torch.equal(encoder.state_dict()[name], weight.to(torch.bfloat16).float())


# ---- evaluation and export
def test_counting_mistakes() -> None:
    assert evaluate.edits("41.30", "41.30") == 0
    assert evaluate.edits("4130", "4180") == 1
    assert evaluate.edits("413", "4130") == 1
    assert evaluate.edits("", "4130") == 4
    assert evaluate.digits("EUR 1,204.50") == "120450"
    got = [Reading("EUR 41.30", (0.99, 0.95)), Reading("EUR 41.80", (0.99, 0.97)), Reading("EUR 7", (0.4,))]
    rows = evaluate.judge(got, ["EUR 41.30", "EUR 41.30", "EUR 70.00"], "total_1", "x")
    assert rows["total_1_exact"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert rows["total_1_digit_error"]["value"] == pytest.approx(4 / 12, abs=1e-4)
    assert rows["total_1_coverage"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert rows["total_1_accepted_wrong"]["value"] == 0.5


def test_gold_answers_are_those_of_the_items() -> None:
    for item in list(images.make(build_graph(100_003, 0.05)))[::9]:
        if item.kind == "scan":
            continue
        found = [round(float(a.replace(",", ".")) * 100) for a in evaluate.gold(item, "lines").split("; ")]
        assert found == [line.cents for line in item.lines]
        assert evaluate.gold(item, "total") == item.fields["total"]
        assert evaluate.gold(item, "signed") == ("yes" if item.signed else "no")


def test_export_loads_before_its_own_model_only(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lm = language()
    run = train.start(language(), tokenizer, SMALL, lm_name="tiny")
    for _ in range(2):
        train.advance(run, device_batch(tokenizer, data.batch(tokenizer, run.plan, run.step)))
    run.curve.append({"step": 2, "seconds": 1.0, "loss": 3.0, "exact": 0.0, "digits": 0.1})
    run.seconds = 1.0
    path = train.finish(run, tmp_path)
    monkeypatch.setattr(train, "language_model", lambda where: (lm, tokenizer, "tiny"))
    items = [i for i in images.make(build_graph(100_003, 0.05)) if i.split != "train" and i.kind != "scan"]
    few = [i for kind in ("receipt", "invoice") for s in ("dev", "test")
           for i in [j for j in items if (j.kind, j.split) == (kind, s)][:2]]  # fmt: skip
    folder = export.export(path, "tiny", tmp_path / "lab-vision", items=few, asked={"total": (0.5,), "lines": (0.25,)})
    rows = json.loads((folder / "eval.json").read_text(encoding="utf-8"))["metrics"]
    assert set(rows) == {"dev", "test"}
    assert rows["dev"]["total_0.5_exact"]["n"] == rows["test"]["lines_0.25_exact"]["n"] == 4
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "tiny" in card
    assert card.isascii()
    listing = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    assert listing["language_model"]["sha256"] == fingerprint(lm)
    mine = reader.load(folder, lm=(lm, tokenizer))
    picture = images.draw(few[0], 0.5)
    encoder, adapters, _ = export.read(path)
    expected = VisionReader(encoder, merged(lm, adapters), tokenizer).answer([picture], max_new=4)
    assert mine.answer([picture], max_new=4) == expected
    with pytest.raises(LabError, match="belongs to tiny"):
        reader.load(folder, lm=(language(1), tokenizer))
    with (folder / reader.WEIGHTS).open("r+b") as file:
        file.seek(5000)
        file.write(b"\x00\x01\x02")
    with pytest.raises(LabError, match="does not match its hash"):
        reader.load(folder, lm=(lm, tokenizer))


def test_the_shipped_encoder_reads_before_its_checkpoint() -> None:
    mine = reader.load()
    first = next(i for i in world.images() if i.split == "dev" and i.kind == "invoice")
    (said,) = mine.answer([images.draw(first)], max_new=12)
    assert said.text == first.fields["total"]
    with pytest.raises(LabError, match="has no checkpoint at 1 thousand tokens"):
        reader.load(lm="lab-small@1k")


def test_a_missing_or_foreign_training_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="no trained encoder"):
        export.read(tmp_path / "final.safetensors")
    (tmp_path / "final.safetensors").write_bytes(b"not safetensors at all")
    with pytest.raises(LabError, match="is no trained encoder"):
        export.read(tmp_path / "final.safetensors")
