"""Exercises and review questions of topic 02.1: attention, rotary positions, a KV cache."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from labsupport.lab.check import Check, Choice, Exercise, Question, expect
from labsupport.transformer import naive
from labsupport.transformer.cache import CacheFull
from labsupport.transformer.rope import Layout, rope_tables

ATTENTION = "02.1 The smallest example"
ROPE = "02.1 Positions"
CACHE = "02.1 The cache, step by step"


def draw(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def short(x: Tensor) -> str:
    """The numbers of a small tensor, two decimals each."""
    return str([round(float(number), 2) for number in x.flatten()[:8]])


# ---------------------------------------------------------------- e1 attention


def looped(q: Tensor, k: Tensor, v: Tensor, causal: bool, key_mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """(out, weights) number by number, as the definition says."""
    weights = torch.zeros(*q.shape[:3], k.shape[2])
    for b, h, i in ((b, h, i) for b in range(q.shape[0]) for h in range(q.shape[1]) for i in range(q.shape[2])):
        last = i + k.shape[2] - q.shape[2] if causal else k.shape[2] - 1
        seen = [j for j in range(last + 1) if key_mask is None or bool(key_mask[b, j])]
        scores = [float(q[b, h, i].double() @ k[b, h, j].double()) / math.sqrt(q.shape[3]) for j in seen]
        for j, score in zip(seen, scores, strict=True):
            weights[b, h, i, j] = math.exp(score - max(scores)) / sum(math.exp(s - max(scores)) for s in scores)
    return weights @ v.float(), weights


MISTAKES = (
    (naive.naive_attention_unscaled, "no-scale", "the scores are not divided by the square root of the head's size"),
    (naive.naive_attention_unmasked, "no-mask", "no mask is applied: every query sees every key"),
    (naive.naive_attention_mask_after, "mask-after-softmax",
     "the mask comes after the softmax, when hidden keys have taken their share: rows no longer add up to 1"),
    (naive.naive_attention_offset, "no-cache-offset",
     "with fewer queries than keys the first query stands at T_k - T_q, not at 0"),
)  # fmt: skip


def compare_attention(attention: Any, q: Tensor, k: Tensor, v: Tensor, causal: bool, mask: Tensor | None, case: str,
                      atol: float = 1e-4) -> None:  # fmt: skip
    """Compare with the loop; where they differ, look for the known mistake that gives the same numbers."""
    want_out, want = looped(q, k, v, causal, mask)
    given = attention(q, k, v, causal=causal, key_mask=mask)
    expect(
        isinstance(given, tuple) and len(given) == 2 and all(isinstance(part, Tensor) for part in given),
        expected="(out, weights), two tensors", got=type(given).__name__, case=case,
        cause="the function returns the weighted means and the weights, in this order", read=ATTENTION,
        diagnosis="wrong-result",
    )  # fmt: skip
    out, weights = given
    expect(
        out.shape == want_out.shape and weights.shape == want.shape,
        expected=f"out {tuple(want_out.shape)}, weights {tuple(want.shape)}",
        got=f"out {tuple(out.shape)}, weights {tuple(weights.shape)}", case=case,
        cause="out has the shape of q, weights one number for each query and key", read=ATTENTION,
        diagnosis="wrong-result",
    )  # fmt: skip
    expect(
        torch.isfinite(out.float()).all() and torch.isfinite(weights.float()).all(),
        expected="finite numbers", got="NaN or infinity", case=case,
        cause="a row in which every key is hidden: softmax of -inf only is 0/0", read="02.1 What the mask must do",
        diagnosis="nan-row",
    )  # fmt: skip
    wrong = (weights.float() - want).abs().amax(-1) + (out.float() - want_out).abs().amax(-1) > atol
    if not wrong.any():
        return
    diagnosis, cause = "wrong-values", "the weights are not softmax(q kT / sqrt(D) + mask), or out is not weights @ v"
    dead = want.sum(-1) == 0  # queries that may see nothing
    columns = weights.float().sum(-2)[(want > 0).any(-2)]
    if not (wrong & ~dead).any():
        diagnosis, cause = "masked-row", "a query that may see no key gets zeros, not a mean of what is hidden"
    elif mask is not None and torch.allclose(weights.float(), looped(q, k, v, causal, None)[1], atol=max(atol, 1e-4)):
        diagnosis, cause = "no-key-mask", "key_mask is not used: keys of padding get attention"
    elif not dead.any() and torch.allclose(columns, torch.ones_like(columns), atol=1e-3):
        diagnosis, cause = (
            "wrong-dim",
            "the softmax runs over the queries; each query's weights over its keys add up to 1",
        )
    for mistake, slug, text in MISTAKES if diagnosis == "wrong-values" else ():
        theirs = mistake(q.float(), k.float(), v.float(), causal=causal, key_mask=mask)[1]
        if torch.allclose(weights.float(), theirs, atol=max(atol, 1e-4)):
            diagnosis, cause = slug, text
            break
    b, h, i = (int(number) for number in wrong.nonzero()[0])
    expect(
        False, expected=f"weights {short(want[b, h, i])}", got=f"weights {short(weights[b, h, i])}",
        case=f"{case}: row {b}, head {h}, query {i} of {q.shape[2]}, {k.shape[2]} keys", cause=cause, read=ATTENTION,
        diagnosis=diagnosis,
    )  # fmt: skip


def check_plain(attention: Any) -> None:
    """Without a mask: two heads, five tokens."""
    q, k, v = (draw(1, 2, 5, 16, seed=s) for s in range(3))
    compare_attention(attention, q, k, v, False, None, "no mask")


def check_causal(attention: Any) -> None:
    """Causal, and again for the last queries behind a cache."""
    q, k, v = (draw(1, 2, 6, 16, seed=s) for s in range(3))
    compare_attention(attention, q, k, v, True, None, "causal")
    for queries in (1, 2):
        compare_attention(attention, q[:, :, -queries:], k, v, True, None, "causal, keys from a cache")


def check_key_mask(attention: Any) -> None:
    """Hidden keys, and a row in which all are hidden."""
    q, k, v = (draw(2, 1, 4, 8, seed=s) for s in range(3))
    mask = torch.tensor([[True, False, True, True], [True, True, False, True]])
    compare_attention(attention, q, k, v, True, mask, "some keys hidden")
    mask = torch.tensor([[False, False, False, False], [True, True, True, True]])
    compare_attention(attention, q, k, v, False, mask, "all keys of row 0 hidden")
    mask = torch.tensor([[False, True, True, True], [True, True, True, True]])
    compare_attention(attention, q, k, v, True, mask, "the first key hidden from a causal row")


def check_half(attention: Any) -> None:
    """Half precision stays half precision, and finite."""
    q, k, v = (draw(1, 1, 4, 32, seed=s, dtype=torch.float16) for s in range(3))
    out, weights = attention(q, k, v, causal=True, key_mask=None)
    expect(
        out.dtype == weights.dtype == torch.float16, expected="float16 for both", got=f"{out.dtype}, {weights.dtype}",
        case="float16", cause="cast back to the dtype of q at the end", read=ATTENTION, diagnosis="wrong-dtype",
    )  # fmt: skip
    compare_attention(attention, q, k, v, True, None, "float16", atol=0.02)


def check_refusals(attention: Any) -> None:
    """Shapes and dtypes that do not fit each other are refused by name."""
    x = draw(2, 3, 4, 8)
    for q, k, v, parts in (
        (x, draw(2, 2, 4, 8), draw(2, 2, 4, 8), ("(2, 3, 4, 8)", "(2, 2, 4, 8)")),
        (x, x, draw(2, 3, 5, 8), ("(2, 3, 4, 8)", "(2, 3, 5, 8)")),
        (x, x.half(), x.half(), ("float32", "float16")),
    ):
        text = "no exception"
        try:
            attention(q, k, v, causal=False, key_mask=None)
        except ValueError as error:
            text = str(error)
        except RuntimeError as error:
            text = f"RuntimeError: {error}"
        expect(
            all(part in text for part in parts) and not text.startswith("RuntimeError"),
            expected=f"ValueError naming {' and '.join(parts)}", got=text, case=f"{parts[0]} with {parts[1]}",
            cause="test shapes and dtypes first: torch broadcasts some mismatches silently", read=ATTENTION,
            diagnosis="no-refusal",
        )  # fmt: skip


# ---------------------------------------------------------------- e2 apply_rope


def check_by_hand(apply_rope: Any) -> None:
    """A quarter turn of single dimensions, in both layouts."""
    zero, one = torch.zeros(1, 4), torch.ones(1, 4)
    for layout, pairs in (("half", ((0, 2), (1, 3))), ("interleaved", ((0, 1), (2, 3)))):
        other = "interleaved" if layout == "half" else "half"
        for a, b in pairs:
            for start, end, sign in ((a, b, 1.0), (b, a, -1.0)):
                x, want = torch.zeros(1, 1, 1, 4), torch.zeros(1, 1, 1, 4)
                x[..., start], want[..., end] = 1.0, sign
                kept = x.clone()
                got = apply_rope(x, zero, one, layout)
                expect(
                    torch.equal(x, kept), expected="x unchanged", got="x was overwritten", case=layout,
                    cause="the result needs a new tensor: parts of x are read after they were written", read=ROPE,
                    diagnosis="in-place",
                )  # fmt: skip
                same_sign = torch.equal(got.abs(), want.abs())
                expect(
                    isinstance(got, Tensor) and got.shape == x.shape and torch.allclose(got, want),
                    expected=short(want), got=short(got),
                    case=f"{layout}: a quarter turn of dimension {start}, whose partner is {end}",
                    cause="the sign: a goes to a cos - b sin, b to b cos + a sin" if same_sign
                    else f"the pairs are not those of {layout!r}; {other!r} pairs others",
                    read=ROPE, diagnosis="wrong-sign" if same_sign else "wrong-pairs",
                )  # fmt: skip


def turned(apply_rope: Any, x: Tensor, position: int, layout: Layout) -> Tensor:
    made = apply_rope(x, *rope_tables(torch.tensor([position]), x.shape[-1], 10_000.0, layout), layout)
    assert isinstance(made, Tensor)
    return made


def check_properties(apply_rope: Any) -> None:
    """Lengths stay, position 0 changes nothing, and scores depend on the distance alone."""
    q, k = draw(1, 1, 1, 16), draw(1, 1, 1, 16, seed=1)
    for layout in ("half", "interleaved"):
        expect(
            torch.allclose(turned(apply_rope, q, 0, layout), q), expected=short(q),
            got=short(turned(apply_rope, q, 0, layout)), case=f"{layout}, position 0",
            cause="at angle 0 the cosine is 1 and the sine 0: nothing moves", read=ROPE, diagnosis="wrong-sign",
        )  # fmt: skip
        before, after = float(q.norm()), float(turned(apply_rope, q, 7, layout).norm())
        expect(
            abs(before - after) < 1e-4, expected=f"length {before:.4f}", got=f"length {after:.4f}",
            case=f"{layout}, position 7",
            cause="both dimensions of a pair must get the same angle: pairs and tables are of different layouts",
            read=ROPE, diagnosis="norm-changes",
        )  # fmt: skip
        near, far = (
            float((turned(apply_rope, q, m, layout) * turned(apply_rope, k, m - 4, layout)).sum()) for m in (7, 107)
        )
        expect(
            abs(near - far) < 1e-3, expected=f"score {near:.4f}", got=f"score {far:.4f}",
            case=f"{layout}, positions 7, 3 and 107, 103", cause="equal distances must give equal scores",
            read=ROPE, diagnosis="not-relative",
        )  # fmt: skip


def check_shape_and_dtype(apply_rope: Any) -> None:
    """Whole batches, half precision, and an input that stays as it was."""
    for layout in ("half", "interleaved"):
        x = draw(2, 3, 5, 8)
        cos, sin = rope_tables(torch.arange(5), 8, 10_000.0, layout)
        made = apply_rope(x, cos, sin, layout)
        one = torch.stack([
            torch.cat([apply_rope(x[:, h : h + 1, t : t + 1], cos[t : t + 1], sin[t : t + 1], layout)
                       for t in range(5)], dim=2)[:, 0]
            for h in range(3)
        ], dim=1)  # fmt: skip
        expect(
            made.shape == x.shape and torch.allclose(made, one, atol=1e-6), expected="each token turned by its row",
            got=f"shape {tuple(made.shape)}, other values", case=f"{layout}, x (2, 3, 5, 8), tables (5, 8)",
            cause="tables are (T, D): they broadcast over batch and heads", read=ROPE, diagnosis="wrong-broadcast",
        )  # fmt: skip
        half = apply_rope(x.half(), cos, sin, layout)
        expect(
            half.dtype == torch.float16, expected="float16", got=half.dtype, case=f"{layout}, x in float16",
            cause="the tables are float32: cast them to the dtype of x", read=ROPE, diagnosis="wrong-dtype",
        )  # fmt: skip


def check_rope_refusals(apply_rope: Any) -> None:
    """An odd dimension, an unknown layout and tables of another length are refused."""
    cos, sin = rope_tables(torch.arange(3), 8, 10_000.0, "half")
    for case, x, tables, layout in (
        ("an odd dimension", draw(1, 1, 3, 7), (cos[:, :7], sin[:, :7]), "half"),
        ("layout 'quarter'", draw(1, 1, 3, 8), (cos, sin), "quarter"),
        ("4 tokens, tables for 3", draw(1, 1, 4, 8), (cos, sin), "half"),
        ("4 tokens, tables for 1", draw(1, 1, 4, 8), (cos[:1], sin[:1]), "half"),
    ):
        got = "no exception"
        try:
            apply_rope(x, *tables, layout)
        except ValueError:
            continue
        except Exception as error:
            got = type(error).__name__
        expect(
            False, expected="ValueError", got=got, case=case, read=ROPE, diagnosis="no-refusal",
            cause="what does not fit is refused before anything is computed: broadcasting would hide it",
        )  # fmt: skip


# ---------------------------------------------------------------- e3 KVCache


def token(value: float, n: int = 1, *, heads: int = 2, dim: int = 4) -> Tensor:
    return torch.full((1, heads, n, dim), float(value))


def fits(cache: Any, layer: int, k: Tensor, v: Tensor, cause: str) -> tuple[Tensor, Tensor]:
    """append of what has room; CacheFull is told as the mistake that it is."""
    try:
        made = cache.append(layer, k, v)
    except CacheFull:
        expect(
            False, expected="room", got="CacheFull", case=f"layer {layer}, {k.shape[2]} more", cause=cause, read=CACHE,
            diagnosis="wrong-content",
        )  # fmt: skip
    keys, values = made
    return keys, values


def check_append(KVCache: Any) -> None:
    """Two layers filled in steps hold what was appended."""
    cache = KVCache(2, 2, 4, 6, torch.float32)
    own = "each layer writes behind its own positions: one pass appends to one layer after the other"
    for layer in range(2):
        k, v = fits(cache, layer, token(1 + layer, 3), token(-1 - layer, 3), own)
    for layer in range(2):
        k, v = fits(cache, layer, token(5 + layer), token(-5 - layer), own)
        want = [1.0 + layer] * 3 + [5.0 + layer]
        got = k[0, 0, :, 0].tolist()
        expect(
            got == want and v[0, 0, :, 0].tolist() == [-x for x in want], expected=want, got=got,
            case=f"layer {layer}, 3 tokens and then 1", cause=own,
            read=CACHE, diagnosis="wrong-content",
        )  # fmt: skip
    expect(
        cache.length == 4, expected=4, got=cache.length, case="length after 3 + 1 tokens",
        cause="length is what every layer holds", read=CACHE, diagnosis="wrong-length",
    )  # fmt: skip


def check_preallocated(KVCache: Any) -> None:
    """Memory is reserved once; what a step returned stays as it was."""
    cache = KVCache(1, 2, 4, 16, torch.float32)
    held, copies, places = [], [], set()
    for step in range(16):
        views = cache.append(0, token(float(step)), token(-float(step)))
        held.append(views)
        copies.append([x.clone() for x in views])
        places.add(views[0].untyped_storage().data_ptr())
    expect(
        len(places) == 1, expected="1 place in memory", got=f"{len(places)} places", case="16 steps",
        cause="joining old and new copies the whole history each step: write into reserved memory", read=CACHE,
        diagnosis="copies-history",
    )  # fmt: skip
    for step, (views, kept) in enumerate(zip(held, copies, strict=True)):
        expect(
            all(torch.equal(a, b) for a, b in zip(views, kept, strict=True)),
            expected=short(kept[0][0, 0, :, 0]), got=short(views[0][0, 0, :, 0]),
            case=f"what step {step} returned, after the last step",
            cause="a later append moved or overwrote positions that were handed out", read=CACHE,
            diagnosis="view-mutated",
        )  # fmt: skip


def check_bytes(KVCache: Any) -> None:
    """nbytes is what was reserved: K and V, all layers, KV heads only."""
    for shape in ((2, 2, 4, 6, torch.float32), (3, 1, 8, 5, torch.float16)):
        layers, heads, dim, length, dtype = shape
        want, got = 2 * layers * heads * dim * length * dtype.itemsize, KVCache(*shape).nbytes
        doubled = "twice too much: query heads are not stored" if got == 2 * want else ""
        halved = "half of it: K and V are two" if 2 * got == want else ""
        expect(
            got == want, expected=want, got=got, case=f"KVCache{shape}",
            cause=doubled or halved or "2 * layers * kv_heads * head_dim * max_len * bytes of a number",
            read=CACHE, diagnosis="nbytes-wrong",
        )  # fmt: skip


def check_full_and_crop(KVCache: Any) -> None:
    """What does not fit raises CacheFull and leaves no trace; crop makes room."""
    cache = KVCache(2, 2, 4, 4, torch.float32)
    for layer, number in ((layer, number) for layer in range(2) for number in (1, 2, 3)):
        cache.append(layer, token(number), token(number))
    got = "no exception"
    try:
        cache.append(0, token(4, 2), token(4, 2))
    except CacheFull:
        got = "CacheFull"
    except Exception as error:
        got = type(error).__name__
    expect(
        got == "CacheFull", expected="CacheFull", got=got, case="3 of 4 positions used, 2 more",
        cause="compare the new end with max_len before writing", read=CACHE, diagnosis="no-cache-full",
    )  # fmt: skip
    got = "no exception"
    try:
        cache.append(0, token(9), token(9))
    except CacheFull:
        got = "CacheFull"
    expect(
        got == "no exception", expected="room for one more", got=got, case="after the CacheFull",
        cause="the append that failed has advanced the length", read=CACHE, diagnosis="partial-write",
    )  # fmt: skip
    cache.append(1, token(9), token(9))
    cache.crop(2)
    for layer in range(2):
        k, _ = fits(cache, layer, token(7), token(7), "crop sets back the length of every layer")
        expect(
            k[0, 0, :, 0].tolist() == [1.0, 2.0, 7.0], expected=[1.0, 2.0, 7.0], got=k[0, 0, :, 0].tolist(),
            case=f"layer {layer}: 1, 2, 3, 9, then crop(2) and 7",
            cause="crop keeps the first positions, of every layer", read=CACHE, diagnosis="crop-wrong",
        )  # fmt: skip


EXERCISES = (
    Exercise(
        id="02.1.e1",
        title="attention",
        reference=("labsupport.transformer.attention:attention",),
        difficulty=3,
        minutes=25,
        task="Write scaled dot-product attention for batches of heads: scores from queries and keys, scaled, masked, "
        "softmax over the keys, weighted mean of the values. With fewer queries than keys the queries are the last "
        "positions. A query that may see nothing gets zeros.",
        gotchas=(
            "With a cache T_q is smaller than T_k: the diagonal of the mask moves by T_k - T_q.",
            "-inf in every place of a row gives NaN after the softmax.",
            "The product of two float16 vectors may overflow, and a softmax is better computed in float32.",
        ),
        hints=(
            "Write the scores as one matrix product over the last two dimensions, then a table of who sees whom.",
            "Make a boolean (T_q, T_k) table, lower-triangular with the diagonal at T_k - T_q, combine it with the key "
            "mask by &, and fill hidden scores with the smallest finite number of their dtype.",
            "After the softmax over dim=-1 set hidden weights to 0: that changes nothing in ordinary rows and turns "
            "a row without any visible key into zeros. Then multiply by v.",
        ),
        checks=(
            Check("two heads, five tokens, no mask", check_plain),
            Check("causal, also behind a cache", check_causal),
            Check("hidden keys, and a row with none left", check_key_mask),
            Check("float16", check_half),
            Check("what does not fit is refused", check_refusals),
        ),
        section=ATTENTION,
        time_limit_s=20.0,
    ),
    Exercise(
        id="02.1.e2",
        title="apply_rope",
        reference=("labsupport.transformer.rope:apply_rope",),
        difficulty=3,
        minutes=20,
        task="Turn every pair of dimensions by its angle. The tables already hold each angle's cosine and sine at both "
        "dimensions of its pair; the layout says which two dimensions those are. Build the tensor of partners, with "
        "the right sign, and combine it with x.",
        gotchas=(
            "half pairs i with i + D/2, interleaved pairs 2i with 2i + 1.",
            "Only one of the two partners gets a minus sign.",
            "The tables are float32, x may be half precision: the result has the dtype of x.",
        ),
        hints=(
            "A rotation is x * cos + partner * sin, where partner holds, at each dimension, the other one of its pair.",
            "Split x into a and b (two halves, or even and odd places). The partner of a is -b, the partner of b is a.",
            "For half join [-b, a] along the last dimension; for interleaved stack them on a new last dimension and "
            "flatten the last two, so that they alternate.",
        ),
        checks=(
            Check("quarter turns by hand, both layouts", check_by_hand),
            Check("length, position 0, distance", check_properties),
            Check("batches and dtypes", check_shape_and_dtype),
            Check("what does not fit is refused", check_rope_refusals),
        ),
        section=ROPE,
        time_limit_s=20.0,
    ),
    Exercise(
        id="02.1.e3",
        title="KVCache",
        reference=("labsupport.transformer.cache:KVCache",),
        difficulty=3,
        minutes=25,
        task="Write a cache that reserves room for max_len positions at once. append writes the new keys and values of "
        "one layer behind its earlier ones and returns views of all that the layer holds; crop forgets the end; nbytes "
        "says what is reserved.",
        gotchas=(
            "A pass appends to layer 0, then to layer 1, ...: each layer has its own length.",
            "Nothing may be written, and no length advanced, by an append that does not fit.",
            "Heads here are those of K and V, of which there may be fewer than query heads.",
        ),
        hints=(
            "One tensor of zeros is enough for keys and values of all layers; a list holds one length per layer.",
            "append: start is the layer's length, end is start plus the new positions. Refuse beyond max_len, assign "
            "to the slice start:end, store end, return slices up to end.",
            "A slice of a tensor is a view and copies nothing; assigning to it copies the new numbers only. crop sets "
            "every length to n, the memory stays.",
        ),
        checks=(
            Check("two layers, filled in steps", check_append),
            Check("reserved once, views stay", check_preallocated),
            Check("nbytes", check_bytes),
            Check("CacheFull and crop", check_full_and_crop),
        ),
        section=CACHE,
        time_limit_s=20.0,
    ),
)

QUESTIONS = (
    Question(
        id="02.1.q1",
        text="Why are long contexts dear, and what does the KV cache change?",
        choices=(
            Choice(
                "Weights grow with the context; the cache keeps them in memory.",
                False,
                "Weights are fixed. What grows is the number of pairs of tokens, and the cache holds keys and values.",
            ),
            Choice(
                "Prefill compares all pairs of tokens, and stays so; with the cache a decode step is linear in the "
                "context.",
                True,
                "The prompt's scores remain quadratic. A step adds one query against n keys, and projects one token.",
            ),
            Choice(
                "Every step costs the same with a cache, whatever the length of the context that came before it.",
                False,
                "The new query still reads all n keys: a step is affine in n, not constant.",
            ),
            Choice(
                "The cache makes prefill linear and leaves the steps of decoding as they were.",
                False,
                "It is the other way round: prefill fills the cache and does all of its work.",
            ),
        ),
        answer="Score computation is quadratic in prefill; the cache makes each decode step linear in the context and "
        "leaves prefill as it was.",
    ),
    Question(
        id="02.1.q2",
        text="What distinguishes rotary from learned absolute positions?",
        choices=(
            Choice(
                "Rotary scores depend on distance, and it extends after its frequencies are adjusted.",
                True,
                "q and k are turned by their positions, so only the difference remains. Past the trained length "
                "scaling is needed.",
            ),
            Choice(
                "Rotary positions extend to any length by themselves; learned ones need a longer table.",
                False,
                "There is no table that ends, but the model has never seen those angles: perplexity rises.",
            ),
            Choice(
                "Rotary positions are added to the values, learned ones to the embeddings.",
                False,
                "Nothing is added, and values are not turned: only queries and keys are.",
            ),
        ),
        answer="Absolute adds a vector per index with a fixed end; rotary turns Q and K so that scores depend on "
        "distance, which scales better after frequency adjustment, not by itself.",
    ),
    Question(
        id="02.1.q3",
        text="Why does a layer have several heads?",
        choices=(
            Choice(
                "They split the tokens among themselves, so that each reads a part of the context.",
                False,
                "Every head sees all positions; what is split are the dimensions.",
            ),
            Choice(
                "They repeat one computation, and their mean is less noisy than one head's result would be.",
                False,
                "Their projections differ, and outputs are concatenated and mixed, not averaged.",
            ),
            Choice(
                "Each projects to its own subspace and can follow another relation at the same time.",
                True,
                "One head looks at the token before, another at what followed last time; ablation shows how unequal "
                "their value is.",
            ),
        ),
        answer="Each projects to its own subspace and can track another relation in parallel; ablation shows how "
        "unequal their value is.",
    ),
)
