# complete: 02.1, 02.2, 02.3, 02.4, 02.5

# === OPENING ===
# %% [markdown]
# # 02 Transformers, KV cache, context and token economics
#
# By the end you will have shown, with counts and ratios from a real model, that with a cache one more token costs one look
# at the context instead of computing all of it again, that doubling a prompt does not quadruple its total cost, that a
# context window is not the length a model can use, that a picture costs what its scaled copy costs, and that one changed
# token ends the reuse of a prompt.
#
# - 02.1 Attention, positions and the KV cache
# - 02.2 Small against large models: choosing, cascading, quantizing
# - 02.3 Context windows: chunking, packing, map-reduce
# - 02.4 Images, documents and audio in a language model
# - 02.5 Token economics

# %% [markdown]
# A first pass takes about 40 minutes a topic [estimated from length, not timed]: read, run, and do one exercise. The others
# are for a second pass, at the minutes on their boxes; an exercise that you leave open falls back to the reference.
#
# | topic | first pass | second pass |
# |---|---|---|
# | 02.1 | 02.1.e1 | 02.1.e2, 02.1.e3 |
# | 02.2 | 02.2.e1 | 02.2.e2 |
# | 02.3 | 02.3.e1 | 02.3.e2 |
# | 02.4 | 02.4.e1 | 02.4.e2 |
# | 02.5 | 02.5.e1 | 02.5.e2 |

# %% [markdown]
# It builds on stage 01: the client, bounded concurrency, and ordinary Python.
# Run the cells from top to bottom; nothing blocks you.

# %% kind="setup"
try:
    from labsupport.lab import begin, hint
except ModuleNotFoundError as missing:
    raise SystemExit(
        f"The lab's environment is not active ({missing}).\n"
        "  remedy: run `make lab` in the project's folder and open the notebook there."
    ) from None

# %% kind="parameters"
pace = "full"  # "smoke" takes seconds, "full" is what the lab's own tests run, "deep" measures longest
seed = 0
model = None  # None: the lab's own model
device = "auto"

# %% kind="setup"
session = begin("02", pace=pace, seed=seed, model=model, device=device)

# === TOPIC 02.1 ===
# %% [markdown] topic="02.1"
# ## 02.1 Attention, positions and the KV cache
#
# What does a decoder compute for one more token, what does it keep from the tokens before, and what ends when a text
# gets longer than anything it was trained on?
#
# - Attention: every token takes a weighted mean of what the tokens it may see offer. All tokens at once, no loop.
# - Order is not in that formula. A mask brings some of it, rotary positions the rest.
# - A cache keeps keys and values, so that a new token compares itself with the past but does not compute it again.
# - Heads divide the labour. You will watch one learn to copy, and find the ones that copy in the lab's model.

# %% [markdown]
# ### The smallest example
#
# Six tokens and two made-up features, "is a name" and "is a relation". The token `capital` asks for names (its query),
# and each token shows what it is (its key): who gets how much of its attention?

# %%
import torch

words = ["Paris", "is", "the", "capital", "of", "France"]
keys = torch.tensor([[3.0, 0], [0, 0], [0, 0], [0, 3], [0, 1], [3, 0]])  # columns: name, relation
queries = torch.tensor([[0.0, 1], [1, 1], [0, 2], [2, 0], [1, 2], [0, 2]])

scores = queries @ keys.T / keys.shape[1] ** 0.5  # one number for each query (row) and key (column)
ahead = torch.ones(6, 6).triu(1).bool()  # above the diagonal: keys that stand behind the query's token
causal_scores = scores.masked_fill(ahead, float("-inf"))

torch.set_printoptions(precision=2, sci_mode=False)
print("scores of 'capital':  ", dict(zip(words, scores[3].tolist(), strict=True)))
print("weights without mask: ", scores[3].softmax(-1))
print("weights, causal:      ", causal_scores[3].softmax(-1))
print("all rows, causal:")
print(causal_scores.softmax(-1))

# %% [markdown] id="02.1.r5"
# Without a mask `capital` divides its attention between `Paris` and `France`; with it everything goes to `Paris`.
# So the sentence often told, that "capital" attends to "France", cannot be true in a decoder: `France` has not been
# written yet.

# %% [markdown]
# Why divide by the square root of the head's size? A sum of more products spreads wider, and a softmax of wide scores
# is all or nothing: its slope, w(1 - w), vanishes, and with it what could be learned.

# %%
from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table

draws = torch.Generator().manual_seed(seed)
rows = []
for size in (4, 64, 1024):
    q_random, k_random = torch.randn(500, size, generator=draws), torch.randn(32, size, generator=draws)
    raw = q_random @ k_random.T
    for name, values in (("raw", raw), ("scaled", raw / size**0.5)):
        w = values.softmax(-1)
        rows.append({"head size": size, "scores": name, "standard deviation": float(values.std()),
                     "largest weight": float(w.max(-1).values.mean()), "slope w(1-w)": float((w * (1 - w)).sum(-1).mean())})  # fmt: skip
table(rows, caption="Random queries against 32 random keys")

# %% [markdown]
# The raw scores spread with the root of the size and their slope dies; scaled, all three sizes behave alike.
# Now write it for batches of heads.

# %% exercise="02.1.e1"

# %% [markdown] id="02.1.r3"
# ### What the mask must do
#
# A sample that is often copied builds no mask at all; another fills -inf, and a padded row becomes NaN.
# Both run without any error, which is what makes them expensive.

# %% id="02.1.r3"
from labsupport.transformer.naive import naive_attention_nan, naive_attention_unmasked

x = torch.randn(1, 1, 4, 8, generator=torch.Generator().manual_seed(seed))
padded = torch.tensor([[False, False, False, False]])
print(
    "no mask:     first token's attention to later ones",
    round(float(naive_attention_unmasked(x, x, x, causal=True)[1][0, 0, 0, 1:].sum()), 2),
)
print(
    "yours:       first token's attention to later ones",
    round(float(attention(x, x, x, causal=True)[1][0, 0, 0, 1:].sum()), 2),
)
print("-inf, padded row:", naive_attention_nan(x, x, x, causal=True, key_mask=padded)[0][0, 0, 0, :3].tolist())
print("yours, padded row:", attention(x, x, x, causal=True, key_mask=padded)[0][0, 0, 0, :3].tolist())

# %% [markdown] id="02.1.r6"
# ### Positions
#
# Attention "sees every *other* token", one reads, and is "blind to order without positions". It sees the token itself
# too, and the second half holds only without a mask: shuffle the tokens and look whether the outputs are merely shuffled.

# %% id="02.1.r6"
order = torch.tensor([2, 0, 3, 1])
for causal in (False, True):
    straight = attention(x, x, x, causal=causal)[0]
    shuffled = attention(x[:, :, order], x[:, :, order], x[:, :, order], causal=causal)[0]
    print(
        f"causal={causal!s:5} largest change beyond the shuffle: {float((shuffled - straight[:, :, order]).abs().max()):.3f}"
    )
print("attention to itself:", attention(x, x, x, causal=True)[1][0, 0].diagonal())

# %% [markdown]
# Without a mask nothing changes but the order; the causal mask alone carries some order. The rest is injected:
# a vector added for each index (sinusoidal, or a learned table that ends), or a rotation of queries and keys (RoPE).

# %%
import math


def turn(pair, angle):
    a, b = pair
    return (a * math.cos(angle) - b * math.sin(angle), b * math.cos(angle) + a * math.sin(angle))


q_pair, k_pair, speed = (1.0, 0.5), (0.8, -0.2), 0.3  # speed: radians for each position
for m, n in ((5, 3), (105, 103), (6, 3)):
    (qa, qb), (ka, kb) = turn(q_pair, m * speed), turn(k_pair, n * speed)
    print(
        f"query at {m:3}, key at {n:3}, distance {m - n}: turned query ({qa:5.2f}, {qb:5.2f})  score {qa * ka + qb * kb:.4f}"
    )

# %% [markdown]
# The first two scores are equal: both vectors were turned by a hundred positions more, and the angle between them
# stayed. A head has many pairs, each with its own speed. Which two dimensions form a pair is the *layout*.

# %% exercise="02.1.e2"

# %% [markdown] id="02.1.r2"
# ### The whole model
#
# `TinyLlama` loads the lab model's tensors and calls your two functions. Beside it run the errors that are often
# copied: neighbours turned on weights that pair halves, with tables as they come, and values turned like keys.

# %% id="02.1.r2" tags="run-only"
from labsupport import models
from labsupport.aio.pipeline_lab import one_torch_thread
from labsupport.transformer.naive import naive_apply_rope
from labsupport.transformer.rope import rope_tables
from labsupport.transformer.tiny_llama import TinyLlama

one_torch_thread()
reference, tokenizer = models.load("lab-nano")
nano = TinyLlama.load("lab-nano", attend=attention, rotate=apply_rope)
ids = torch.tensor([tokenizer.encode("Mara Oakly leads the Billing Care team. The team is led by")])


def turn_values_too(q, k, v, *, causal, key_mask=None):
    return attention(
        q, k, apply_rope(v, *rope_tables(torch.arange(v.shape[2]), v.shape[3], 1e4, "half"), "half"), causal=causal
    )


with torch.inference_mode():
    expected = reference(ids).logits
variants = {"yours": nano, "interleaved on half-split weights": TinyLlama(nano.shape, nano.weights, rotate=naive_apply_rope),
            "values turned": TinyLlama(nano.shape, nano.weights, attend=turn_values_too),
            "no mask": TinyLlama(nano.shape, nano.weights, attend=naive_attention_unmasked)}  # fmt: skip
off = {name: float((model.forward(ids) - expected).abs().max()) for name, model in variants.items()}
table(
    [{"model": name, "largest difference of a logit": value} for name, value in off.items()],
    caption="Against transformers",
)
record(
    "02.1.e2.logits", off["yours"], expected="< 1e-4", band=(0, 1e-4), naive=off["interleaved on half-split weights"]
)
assert min(value for name, value in off.items() if name != "yours") > 0.1

# %% [markdown] id="02.1.r1"
# ### The cache, step by step
#
# Keys and values of earlier tokens never change, since nobody may look ahead. So keep them; a comment in the raw sample
# promised "an O(1) step" for a cache that joins its whole history each time. Count the bytes that both ways move.

# %% id="02.1.r1"
from labsupport.transformer.cache import KVCache
from labsupport.transformer.naive import ConcatCache

shape = nano.shape
cache, joined = nano.new_cache(ids.shape[1]), ConcatCache(shape.layers)
rows = []
for step, new in enumerate((ids[:, :6], *ids[:, 6:].split(1, dim=1))):
    written, moved = cache.copied, joined.copied
    nano.forward(new, cache, last=True)
    nano.forward(new, joined, last=True)
    rows.append({"step": "prefill" if step == 0 else f"token {step}", "new": new.shape[1], "held": cache.length,
                 "bytes of what is held": cache.length * cache.nbytes // cache.max_len,
                 "written by the cache": cache.copied - written, "moved by joining": joined.copied - moved})  # fmt: skip
table(rows[:7], caption=f"{shape.layers} layers, {shape.kv_heads} KV heads of {shape.head_dim}, 4 bytes a number")
each = 2 * shape.layers * shape.kv_heads * shape.head_dim * 4
assert [row["written by the cache"] for row in rows] == [each * row["new"] for row in rows]
assert [row["moved by joining"] for row in rows] == [each * row["held"] for row in rows]

# %% [markdown]
# Every token adds the same bytes; joining moves all that is held once more for each of them, and holds it twice while
# it does. Reserve the room once, write behind what is there.

# %% exercise="02.1.e3"

# %% [markdown]
# Heads of K and V may be shared by several query heads (GQA): that divides the cache, and nothing else in the formula
# has to change. The same arithmetic for a model with 32 layers and heads of 128, in half precision:

# %%
from dataclasses import replace

from labsupport.transformer.accounting import flops, kv_bytes
from labsupport.transformer.checkpoint import Shape

mine = KVCache(shape.layers, shape.kv_heads, shape.head_dim, 64, torch.float32)
assert mine.nbytes == kv_bytes(shape, 64, torch.float32)
grouped = Shape(vocab=128_256, width=4096, layers=32, heads=32, kv_heads=8, head_dim=128, inner=14_336)
full = replace(grouped, kv_heads=32)
record("02.1.e3.kib_a_token", kv_bytes(grouped, 1, torch.float16) / 2**10, expected=128, kind="exact", unit="KiB")
record("02.1.e3.gib_grouped", kv_bytes(grouped, 2**17, torch.float16) / 2**30, expected=16, kind="exact", unit="GiB")
record("02.1.e3.gib_full", kv_bytes(full, 2**17, torch.float16) / 2**30, expected=64, kind="exact", unit="GiB")
claim("02.1.c7", "not here", note="the number of heads of GPT-4 was never published: nothing to measure")
say("{02.1.e3.kib_a_token:.0f} KiB for each token become {02.1.e3.gib_grouped:.0f} GiB at 131,072 tokens, or "
    "{02.1.e3.gib_full:.0f} GiB if every query head had its own keys and values.")  # fmt: skip

# %% [markdown]
# ### Experiment: one more token
#
# One decode step behind n tokens, in three arms: your cache, the joining cache, none. The cached arm runs twice in each
# round (A/A), and every time is a ratio to it.

# %% id="02.1.x1" tags="run-only"
from labsupport import stats
from labsupport.transformer.measures import step_arms, text_ids

fast = tokenizer.backend_tokenizer
sizes = session.pick(smoke=(64, 256), full=(64, 128, 256, 512, 1024), deep=(64, 128, 256, 512, 1024))
rounds = session.pick(smoke=2, full=7, deep=25)
text = text_ids(fast, 4096, seed=seed)
ratios = {name: [] for name in ("A/A", "concatenate", "none")}
for size in sizes:
    arms = stats.interleave(step_arms(nano, text[:, :size]), rounds, seed)
    for name, found in ratios.items():
        found.append(stats.ratio_ci(arms[name], arms["cache"], paired=True))


def copied(make, n):
    store, row = make(n), torch.zeros(1, shape.kv_heads, 1, shape.head_dim)
    for _ in range(n):
        store.append(0, row, row)
    return store.copied


def reserved(n):
    return KVCache(1, shape.kv_heads, shape.head_dim, n, torch.float32)


grew = {
    name: copied(make, 512) / copied(make, 256)
    for name, make in (("join", lambda n: ConcatCache(1)), ("reserve", reserved))
}
record("02.1.x1.join_growth", grew["join"], expected=4, band=(3.9, 4.1), unit="x", naive=grew["reserve"])
record("02.1.x1.reserve_growth", grew["reserve"], expected=2, band=(1.9, 2.1), unit="x", naive=grew["join"])
record("02.1.x1.without_last", ratios["none"][-1].value, expected="> 1", kind="run_only", unit="x")
record("02.1.x1.without_first", ratios["none"][0].value, kind="run_only", unit="x")
record("02.1.x1.aa", ratios["A/A"][-1].value, kind="run_only", unit="x")

# %% id="02.1.x1" tags="run-only"
counted = [flops(shape, n + 1, "recompute") / flops(shape, n + 1, "decode") for n in sizes]
steps = [flops(shape, n + 1, "decode") - flops(shape, n, "decode") for n in (1, 100, 1000)]
data = {"n": list(sizes), "counted": counted, **{name: [r.value for r in found] for name, found in ratios.items()}}
alt = ("Time of one decode step relative to a step with the cache, against the tokens before it; without a cache the ratio "
       "rises with the context while the A/A arm stays near 1; at the largest size it ends at "
       f"{ratios['none'][-1].value:.0f}")  # fmt: skip
with figure("02.1.x1", title="What one more token costs", alt=alt, data=data) as ax:
    for (name, found), style in zip(ratios.items(), ("--", "s-", "o-"), strict=True):
        values = [r.value for r in found]
        around = [
            [v - r.low for v, r in zip(values, found, strict=True)],
            [r.high - v for v, r in zip(values, found, strict=True)],
        ]
        ax.errorbar(
            sizes,
            values,
            yerr=around,
            fmt=style,
            capsize=3,
            label={"none": "no cache", "concatenate": "joining cache"}.get(name, name),
        )
    ax.plot(sizes, counted, ":", color="0.4", label="no cache, operations counted")
    ax.set(xlabel="tokens before (tokens)", ylabel="time / time with the cache (x)", xscale="log", yscale="log")
    ax.set_xticks(sizes, [str(n) for n in sizes])
    ax.minorticks_off()
    ax.legend()
record("02.1.x1.affine", len(set(steps)), expected=1, kind="exact", unit="slopes")
claim(
    "02.1.c1",
    "holds",
    value=steps[0],
    unit="operations a token before",
    note="attention is linear in n; the whole step is affine",
)
say("Without a cache a step took {02.1.x1.without_first:.1f} times as long at the shortest context and "
    "{02.1.x1.without_last:.0f} times at the longest (A/A: {02.1.x1.aa:.2f}). Doubling the tokens doubled the bytes written "
    "({02.1.x1.reserve_growth:.1f}) by the reserved cache and quadrupled those of the joining one ({02.1.x1.join_growth:.1f}).")  # fmt: skip

# %% [markdown] id="02.1.a"
# ### Failure lab: losing the cache unknowingly
#
# A training run with gradient checkpointing leaves `use_cache` off in the configuration, and generation still works.
# Count the positions that pass through the model for each token made; then four beams, with the cache on.

# %% [markdown] id="02.1.r7"
# In transformers 5 the old ways into a cache are gone (tuples, `key_cache`, `to_legacy_cache`): what tells whether a
# cache is there and grows is the public `get_seq_length()`.

# %% id="02.1.a" tags="run-only"
from transformers import DynamicCache

from labsupport.transformer.measures import generate_work

count = session.pick(smoke=16, full=64, deep=512)
lost, kept, beams = [], [], []
for lab_seed in session.seeds:
    prompt = text_ids(fast, 32, seed=lab_seed)
    reference.config.use_cache = False  # what the training run left behind
    lost.append(generate_work(reference, prompt, count, use_cache=reference.config.use_cache))
    reference.config.use_cache = True
    kept.append(generate_work(reference, prompt, count, use_cache=reference.config.use_cache))
    beams.append(generate_work(reference, prompt, count, use_cache=True, beams=4))
    assert lost[-1].made[:40] == kept[-1].made[:40]  # the same text, so nobody notices
failure_lab(
    "02.1.a", title="losing the cache unknowingly", metric="positions computed for each new token", unit="positions",
    before=[work.positions / count for work in lost], after=[work.positions / count for work in kept],
    harm="the same text, computed over and over", fix="assert that the cache grows by one position a step", min_factor=5,
)  # fmt: skip
guard, new = DynamicCache(config=reference.config), text_ids(fast, 32, seed=seed)
with torch.inference_mode():
    for step in range(4):
        new = reference(new, past_key_values=guard, use_cache=True).logits[:, -1:].argmax(-1)
        assert guard.get_seq_length() == 32 + step  # the guard: one position a step
print(
    "gone from the cache:",
    [name for name in ("key_cache", "value_cache", "to_legacy_cache") if not hasattr(guard, name)],
)
record("02.1.a.time_ratio", lost[0].cpu_s / kept[0].cpu_s, expected="> 1", kind="run_only", unit="x")
per_beam = record(
    "02.1.a.beam_work",
    beams[0].positions / kept[0].positions,
    expected=4,
    band=(3.9, 4.1),
    unit="x",
    naive=lost[0].positions / kept[0].positions,
)
assert beams[0].longest == 4  # one position for each beam: the cache is in use
claim("02.1.c3", "false", value=per_beam, unit="x", note="beams reorder a cache: the work grows with their number")
say("Lost: {02.1.a.before:.0f} positions for each token, with the cache {02.1.a.after:.1f}; the time differed by a factor of "
    "{02.1.a.time_ratio:.1f}. Four beams cost {02.1.a.beam_work:.2f} times one: beam search does not turn the cache off.")  # fmt: skip

# %% [markdown]
# ### Experiment: the price of the prompt
#
# Doubling a prompt doubles the work of the matrices and quadruples that of attention. The exponent between two lengths,
# log2 t(2n)/t(n), says which of them rules; a fused kernel stands in for the score matrix, which it never stores.

# %% id="02.1.x2" tags="run-only"
from itertools import pairwise

from labsupport.transformer.measures import fused_attention, seconds

fused = TinyLlama(nano.shape, nano.weights, attend=fused_attention)
lengths = session.pick(smoke=(256, 512, 1024), full=(256, 512, 1024, 2048, 4096), deep=(256, 512, 1024, 2048, 4096))
prefill = stats.interleave(
    {str(n): lambda n=n: seconds(lambda: fused.forward(text[:, :n], last=True)) for n in lengths},
    session.pick(smoke=1, full=3, deep=15), seed,
)  # fmt: skip
medians = [stats.median(prefill[str(n)]) for n in lengths]
measured = [math.log2(b / a) for a, b in pairwise(medians)]
model_says = [math.log2(flops(shape, 2 * n, "prefill") / flops(shape, n, "prefill")) for n in lengths[:-1]]
middles = [round(2**0.5 * n) for n in lengths[:-1]]
data = {"middle": middles, "measured": measured, "counted": model_says}
stray = max(abs(a - b) for a, b in zip(measured, model_says, strict=True))
alt = ("Exponent of prefill time between n and 2n against the geometric middle; counted operations climb from near 1 "
       f"towards 2, the measured exponents lie up to {stray:.2f} away from them; the last values are "
       f"{model_says[-1]:.2f} counted and {measured[-1]:.2f} measured")  # fmt: skip
with figure("02.1.x2", title="Doubling a prompt does not quadruple its cost", alt=alt, data=data) as ax:
    ax.plot(middles, measured, "o-", label="time, fused kernel")
    ax.plot(middles, model_says, "s--", label="operations counted")
    ax.axhline(1.5, color="0.5", linestyle=":", label="halfway")
    ax.set(xlabel="middle of n and 2n (tokens)", ylabel="exponent (1)", xscale="log", ylim=(0, 2.3))
    ax.set_xticks(middles, [str(n) for n in middles])
    ax.minorticks_off()
    ax.legend(loc="lower right")
record("02.1.x2.last_exponent", measured[-1], expected="> 1", kind="run_only")
record("02.1.x2.counted_last", model_says[-1], kind="run_only")

# %% id="02.1.c2"
wide = Shape(vocab=32_000, width=4096, layers=32, heads=32, kv_heads=32, head_dim=128, inner=10_923)
growth = {n: flops(wide, 2 * n, "prefill") / flops(wide, n, "prefill") for n in (2048, 32_768, 131_072)}
for n, factor in growth.items():
    print(f"width 4,096: going from {n:7,} to {2 * n:7,} tokens multiplies the prefill by {factor:.2f}")
at_2k = growth[2048]
record("02.1.x2.growth_2k", at_2k, expected="< 4", band=(2.07, 2.09), unit="x", naive=4.0)
record(
    "02.1.x2.growth_128k",
    growth[131_072],
    band=(3.44, 3.46),
    unit="x",
    naive=4.0,
)
scores_held = [4 * shape.heads * n * n for n in (2048, 4096)]  # bytes of one layer's float32 weights
print("score matrix of one layer:", [f"{b / 2**20:.0f} MiB" for b in scores_held], "plain; 0 MiB fused,",
      fused_attention(*[torch.zeros(1, 1, 8, 8)] * 3, causal=True)[1].numel(), "weights kept")  # fmt: skip
claim(
    "02.1.c2",
    "false",
    value=at_2k,
    unit="x",
    note="between 2 and 4 in total, near 2 at usual lengths; memory is linear when fused",
)
A100 = 312e12  # bfloat16 operations per second [NVIDIA A100 datasheet]
eight = record("02.1.x2.prefill_8b_s", flops(grouped, 2**17, "prefill") / (0.5 * A100), band=(40, 43), unit="s")
seventy = replace(grouped, width=8192, layers=80, heads=64, inner=28_672)
record("02.1.x2.prefill_70b_s", flops(seventy, 2**17, "prefill") / (0.5 * A100), band=(255, 263), unit="s")
claim(
    "02.1.c4",
    "depends",
    value=eight,
    unit="s",
    note="on one card at half of its peak; a few seconds only when sharded over many",
)
say("The same doubling costs {02.1.x2.growth_2k:.2f} times at two thousand tokens and {02.1.x2.growth_128k:.2f} at a hundred thousand. "
    "At half of one A100's peak 131,072 tokens take {02.1.x2.prefill_8b_s:.0f} s for 8 and {02.1.x2.prefill_70b_s:.0f} s for 70 "
    "billion weights, by arithmetic.")  # fmt: skip

# %% [markdown] id="02.1.x5"
# ### Experiment: what heads look at
#
# Random tokens, then the same ones again: only copying predicts the repetition. Each head of the trained model gets a
# score, its mean attention to *the token that followed last time*, and the map of the best one is drawn on a real sentence.

# %% id="02.1.x5" tags="run-only"
from labsupport.transformer.induction import head_scores, repeated_ids
from labsupport.transformer.measures import minilm_attention

again = repeated_ids(8, 64, 32, range(300, shape.vocab), torch.Generator().manual_seed(seed))
maps = []
nano.forward(again, watch=maps)
_, copying = head_scores(maps, 32)
layer, head = divmod(int(copying.argmax()), shape.heads)
ranked = copying.flatten().sort(descending=True).values
sentence = torch.tensor(
    [tokenizer.encode("Mara Oakly leads Billing Care. Tom asks who leads it: Mara Oakly leads Billing Care.")]
)
shown = []
nano.forward(sentence, watch=shown)
pieces = [tokenizer.decode([i]) for i in sentence[0].tolist()]
encoder_pieces, encoder = minilm_attention("Paris is the capital of France")
above = max(float(w.triu(1).abs().max()) for w in shown)
record("02.1.x5.above_diagonal", above, expected=0, kind="exact")
record("02.1.x5.best", float(ranked[0]), expected="> 0.3", kind="run_only", unit="of its attention")
record("02.1.x5.median", float(copying.median()), kind="run_only", unit="of its attention")
outside = float(encoder.triu(1).sum() / encoder.sum())
record("02.1.x5.encoder_above", outside, expected="> 0", band=(0.1, 0.3), naive=above)
print(f"best of {copying.numel()} heads: layer {layer}, head {head}; first tokens of the sentence: {pieces[:6]}")
labels = [f"{i}.{j}" for i in range(shape.layers) for j in range(shape.heads)]
data = {"head": labels, "copying": copying.flatten().tolist()}
alt = (f"Attention of layer {layer}, head {head} on a sentence that repeats, beside a head of MiniLM; the causal map is "
       "empty above its diagonal and bright one token behind earlier copies, the encoder's is filled on both sides; the "
       f"best head scores {float(ranked[0]):.2f}, the median head {float(copying.median()):.2f}")  # fmt: skip
title = "A head that copies, and an encoder that looks both ways"
with figure("02.1.x5", title=title, alt=alt, data=data, ncols=2, size=(13, 6)) as (fig, axes):
    for ax, weights, names in ((axes[0], shown[layer][0, head], pieces), (axes[1], encoder[0, 0], encoder_pieces)):
        ax.imshow(weights, cmap="Blues", vmin=0, vmax=1)
        ax.grid(False)
        ax.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
        ax.set_yticks(range(len(names)), names, fontsize=7)
        ax.set(xlabel="key (token)", ylabel="query (token)")
say("The best head gives {02.1.x5.best:.0%} of its attention to what followed last time, the median head {02.1.x5.median:.1%}. "
    "Nothing lies above the causal diagonal; of MiniLM's attention {02.1.x5.encoder_above:.0%} does.")  # fmt: skip

# %% [markdown]
# ### The moment copying appears
#
# Two attention layers without anything else, trained here and now on repeating sequences, with your functions inside.
# Beside them the same measure at the checkpoints of lab-small's first run: does copying grow, or does it appear?

# %% id="02.1.x5" tags="run-only"
from labsupport.transformer.induction import appears, saved_moments, train_copying

steps = session.pick(smoke=40, full=400, deep=1200)
small_run = list(train_copying(steps, seed=seed, every=20, attend=attention, rotate=apply_rope))
saved = saved_moments("lab-small", rows=session.pick(smoke=1, full=4, deep=16))
first = appears(small_run)
first_saved = appears(saved)
record("02.1.x5.appears_step", first.seen if first else -1, expected="> 0", kind="run_only", unit="steps")
record(
    "02.1.x5.appears_saved", first_saved.seen / 1000 if first_saved else -1.0, kind="run_only", unit="million tokens"
)
record("02.1.x5.loss_again", small_run[-1].again, kind="run_only", unit="nats")
data = {"step": [m.seen for m in small_run], "first": [m.first for m in small_run], "again": [m.again for m in small_run],
        "copying": [m.copying for m in small_run], "previous": [m.previous for m in small_run]}  # fmt: skip
alt = ("Loss and best head scores of a two-layer model while it trains, beside lab-small's checkpoints; loss on repeated "
       "tokens falls at once when a copying head appears, beside the score for the token before; the last copying scores are "
       f"{small_run[-1].copying:.2f} and {saved[-1].copying:.2f}")  # fmt: skip
with figure("02.1.x5_moment", title="Copying appears", alt=alt, data=data, ncols=3, size=(13, 4)) as (fig, axes):
    axes[0].plot(data["step"], data["first"], "--", label="new tokens")
    axes[0].plot(data["step"], data["again"], "-", label="repeated tokens")
    axes[0].set(xlabel="training (steps)", ylabel="loss (nats)", title="two layers: loss", ylim=(0, None))
    arms = (
        (axes[1], small_run, 1, "steps", "two layers: heads"),
        (axes[2], saved, 1000, "million tokens", "lab-small: heads"),
    )
    for ax, moments, scale, unit, title in arms:
        seen = [m.seen / scale for m in moments]
        ax.plot(seen, [m.previous for m in moments], "s--", markersize=3, label="token before")
        ax.plot(seen, [m.copying for m in moments], "o-", markersize=3, label="what followed last time")
        ax.set(xlabel=f"training ({unit})", ylabel="share of the best head (1)", title=title, ylim=(-0.05, 1.05))
    axes[2].set_xscale("log")
    axes[2].set_xticks(seen, [f"{m:.0f}" for m in seen])
    axes[2].minorticks_off()
    for ax in axes:
        ax.legend(fontsize="x-small")
assert small_run[-1].again < small_run[0].again or session.pace == "smoke"
say("Here a head passes the threshold at step {02.1.x5.appears_step:.0f} and the loss on repeated tokens ends at {02.1.x5.loss_again:.2f} "
    "nats; in lab-small it happens by {02.1.x5.appears_saved:.1f} million tokens. A minus one means: not within this run.")  # fmt: skip

# %% [markdown] id="02.1.x4"
# ### Experiment: taking heads out
#
# Each head in turn says nothing; what do loss on text, and answers to questions, lose?

# %% id="02.1.x4" tags="run-only"
from labsupport.context.positions import items
from labsupport.transformer.measures import ablate, losses, qa_ids, score_answers

sample = text[:, : session.pick(smoke=128, full=512, deep=2048)]
asked = qa_ids(
    fast, items("dev", session.pick(smoke=4, full=12, deep=60), distractors=1, seed=seed), passages=1, depth=0
)
by_loss = ablate(fused, lambda gain: float(losses(fused.forward(sample, head_gain=gain), sample).mean()))
by_answer = ablate(
    fused, lambda gain: -stats.mean([float(s.exact) for s in score_answers(fused, asked, head_gain=gain)])
)
ordered = sorted(by_loss, key=lambda key: -by_loss[key])
names = [f"{a}.{b}" for a, b in ordered]
data = {"head": names, "loss": [by_loss[k] for k in ordered], "accuracy_lost": [by_answer[k] for k in ordered],
        "copying": [float(copying[k]) for k in ordered]}  # fmt: skip
alt = ("Loss added when one head is taken out, sorted, and accuracy lost on questions in the same order; copying heads are "
       "orange and dotted; the two orders need not agree; the largest loss added is "
       f"{data['loss'][0]:.2f} nats, the median {stats.median(data['loss']):.3f}")  # fmt: skip
with figure("02.1.x4", title="One head less", alt=alt, data=data, ncols=2, size=(12, 4)) as (fig, axes):
    copies = [share > 0.3 for share in data["copying"]]
    for ax, values, label in zip(
        axes, (data["loss"], data["accuracy_lost"]), ("loss added (nats)", "accuracy lost (1)"), strict=True
    ):
        ax.bar(names, values, color=["C1" if c else "C0" for c in copies], hatch=["." if c else "" for c in copies])
        ax.set(xlabel="layer.head taken out (orange, dotted: it copies)", ylabel=label)
        ax.tick_params(axis="x", rotation=90, labelsize=7)
record("02.1.x4.largest", data["loss"][0], kind="run_only", unit="nats")
middle = record("02.1.x4.median", stats.median(data["loss"]), kind="run_only", unit="nats")
record("02.1.x4.skew", data["loss"][0] / max(abs(middle), 1e-4), expected="> 3", kind="run_only", unit="x")
record("02.1.x4.copier_rank", 1 + ordered.index((layer, head)), kind="run_only", unit="of all heads, by loss")
record("02.1.x4.copier_accuracy", by_answer[layer, head], kind="run_only", unit="accuracy lost")
say("Without its most important head the model loses {02.1.x4.largest:.2f} nats a token, without the median one "
    "{02.1.x4.median:.3f}: a ratio of {02.1.x4.skew:.0f}. The head that copies best is number {02.1.x4.copier_rank} in that list, and "
    "taking it out costs {02.1.x4.copier_accuracy:.0%} of the answers: what a head is worth depends on the task.")  # fmt: skip

# %% [markdown] id="02.1.b"
# ### Failure lab: past the trained length
#
# The lab models were trained on up to 1,024 tokens [their cards]. Beyond it plain RoPE shows them angles that they have
# never seen; scaled RoPE squeezes the angles, and a sliding window keeps all distances short.

# %% id="02.1.x3" tags="run-only"
from labsupport.transformer.measures import perplexities, windowed_logits
from labsupport.transformer.rope import Scaling

trained = nano.shape.max_length
reach = session.pick(smoke=2, full=4, deep=4) * trained
edges = [trained // 4, *range(trained, reach + 1, trained)]
plain, linear, ntk = (
    TinyLlama(
        nano.shape, nano.weights, attend=fused_attention, scaling=Scaling(kind, 1.0 if kind == "none" else 4.0, trained)
    )
    for kind in ("none", "linear", "ntk")
)
curves = {"plain": [], "linear": [], "ntk": [], "window": [], "window, 4 sinks": []}
for lab_seed in session.seeds:
    long = text_ids(fast, reach, seed=lab_seed)
    arms = {"plain": plain.forward, "window": lambda ids: windowed_logits(nano, ids, window=252, sinks=0),
            "window, 4 sinks": lambda ids: windowed_logits(nano, ids, window=252, sinks=4)}  # fmt: skip
    if lab_seed == seed or session.pace == "deep":
        arms |= {"linear": linear.forward, "ntk": ntk.forward}
    for name, run in arms.items():
        curves[name].append(perplexities(losses(run(long), long), edges))
beyond = {name: [runs[i][-1] / curves["plain"][i][0] for i in range(len(runs))] for name, runs in curves.items()}
failure_lab(
    "02.1.b", title="past the trained length", metric="perplexity at the end / in range, plain", unit="x",
    before=beyond["plain"], after=beyond["window, 4 sinks"], harm="angles that training never showed",
    fix="a window with the first tokens kept, or scaled frequencies",
)  # fmt: skip
record("02.1.b.worst_with_sinks", max(beyond["window, 4 sinks"]), expected="< 2", kind="run_only", unit="x")
for name, found in beyond.items():
    record(f"02.1.x3.{name.split(',')[0] + ('_sinks' if 'sinks' in name else '')}", found[0], kind="run_only", unit="x")

# %% [markdown] id="02.1.r4"
# The first tokens (*sinks*) are often named as the cause of collapse on long texts. The paper that named them shows the
# opposite: keeping them is what rescues a sliding window [Xiao et al. 2023, arXiv 2309.17453]. How much of it applies
# depends on how much attention a model leaves there, so measure that too.

# %% id="02.1.r4" tags="run-only"
from labsupport.transformer.cache import CacheFull

watched = []
nano.forward(text[:, :trained], watch=watched)
on_first = record(
    "02.1.b.on_first",
    float(torch.stack([w[0, :, trained // 2 :, :4].sum(-1) for w in watched]).mean()),
    kind="run_only",
)
middles = [(a + b) / 2 for a, b in pairwise(edges)]
data = {"position": middles, **{name: runs[0] for name, runs in curves.items()}}
alt = ("Perplexity by position for plain, linearly scaled and NTK-aware RoPE and two sliding windows; plain RoPE rises past the "
       "trained length, where the windows go on as before; at the end plain has "
       f"{data['plain'][-1]:.0f}, the window with sinks {data['window, 4 sinks'][-1]:.0f}")  # fmt: skip
with figure("02.1.x3", title="Past the trained length", alt=alt, data=data) as ax:
    for (name, _), style in zip(curves.items(), ("o-", "s--", "^--", "d:", "v-."), strict=True):
        ax.plot(middles, data[name], style, label=name)
    ax.axvline(trained, color="0.5", linestyle=":", label="trained length")
    ax.set(xlabel="position (tokens)", ylabel="perplexity (1)", yscale="log")
    ax.legend(fontsize="small")


def status_of(n):
    try:
        nano.forward(long[:, :n], nano.new_cache(trained), last=True)
    except CacheFull:
        return 400  # before anything was written
    return 200


assert (status_of(trained), status_of(trained + 1)) == (200, 400)
claim(
    "02.1.c6",
    "false",
    value=beyond["plain"][0],
    unit="x",
    note="plain RoPE past the trained length; what scaling or a window saves is in the curves",
)
say("Plain RoPE ends at {02.1.x3.plain:.2f} times its perplexity in range, linear scaling at {02.1.x3.linear:.2f}, NTK-aware at {02.1.x3.ntk:.2f}, "
    "a window at {02.1.x3.window:.2f} without and {02.1.x3.window_sinks:.2f} with its first tokens. This model keeps "
    "{02.1.b.on_first:.1%} of its late attention on the first four tokens: that share is what evicting them takes away.")  # fmt: skip

# %% [markdown] id="02.1.c"
# ### Failure lab: a window is not a usable length
#
# One passage holds the answer, the others do not; all of them fit into the trained length. Accuracy is all or nothing,
# so the loss of the expected answer is measured beside it.

# %% id="02.1.c" tags="run-only"
spread, before, after = {}, [], []
counts = session.pick(smoke=(5, 20), full=(5, 10, 20), deep=(5, 10, 20))
for lab_seed in session.seeds:
    questions = items("dev", session.pick(smoke=2, full=5, deep=60), distractors=19, seed=lab_seed, chars=100)
    for passages in counts:
        for depth in (0, passages // 2, passages - 1):
            prompts = qa_ids(fast, questions, passages=passages, depth=depth)
            assert max(len(p) + len(a) for p, a in prompts) <= trained
            spread.setdefault((passages, depth), []).extend(score_answers(fused, prompts))
    latest = {key: stats.mean([s.loss for s in scores[-len(questions) :]]) for key, scores in spread.items()}
    before.append(stats.mean([value for (passages, _), value in latest.items() if passages == 20]))
    after.append(latest[5, 4])
table([{"passages": n, "before the gold one": d, "accuracy": stats.mean([float(s.exact) for s in scores]),
        "loss of the answer": stats.mean([s.loss for s in scores])} for (n, d), scores in spread.items()],
      caption="One gold passage among others")  # fmt: skip
failure_lab("02.1.c", title="window and usable length", metric="loss of the expected answer", unit="nats a token",
            before=before, after=after, harm="the same evidence is missed among many passages",
            fix="fewer, better passages, the gold one beside the question")  # fmt: skip
few, many = (
    stats.mean([float(s.exact) for (n, _), scores in spread.items() if n == count for s in scores]) for count in (5, 20)
)
record("02.1.c.accuracy_few", few, kind="run_only")
record("02.1.c.accuracy_many", many, kind="run_only")
claim(
    "02.1.c5",
    "depends",
    value=few - many,
    unit="accuracy lost",
    note="the usable length depends on model and task, not on the window alone",
)
say("The window has room for all of them, and the answer's loss was {02.1.c.before:.2f} among twenty passages against "
    "{02.1.c.after:.2f} at the end of five; accuracy {02.1.c.accuracy_many:.0%} and {02.1.c.accuracy_few:.0%}.")  # fmt: skip

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("02.1")

# %% [markdown] kind="recap"
# ### Recap
#
# - Attention is a masked, scaled, weighted mean; one more token costs n comparisons with a cache, everything without.
# - Total prefill grows by a factor between two and four per doubling, cache memory by two; shared heads divide it.
# - Heads are unequal, copying appears suddenly, and neither RoPE nor a window makes a longer text usable by itself.

# === TOPIC 02.2 ===
# %% [markdown] topic="02.2"
# ## 02.2 Small against large models: choosing, cascading, quantizing
#
# Which model is good enough for your task, and how do you pay for the large one only where it earns its price?
#
# - Usage calls models of one to thirteen billion parameters small and those from seventy billion on large; the border
#   moves with every generation.
# - Small ones do well on narrow, stable tasks (classes, fields, summaries by template) and run locally behind the same
#   chat API: llama.cpp, Ollama, vLLM.
# - Large ones are bought for open instructions, long chains of reasoning and recall of facts.
# - The rule: the smallest model that meets the target on *your* evaluation set, with an interval.

# %% [markdown] topic="02.2"
# - In this lab `lab-nano` plays the small model and `lab-small` the large one; what we measure is a mechanism, not them.
# - A *tier* is a model with its endpoint and two prices; a *cascade* asks the tiers from cheap to dear.
# - It stops at the first answer that is *confident* enough, and *escalates* otherwise.
# - Prices below are notional data with a date, as everywhere in this lab.

# %% [markdown]
# ### The smallest example
#
# Three questions, two models, a confidence beside each answer (one is missing). Prices are one unit and twenty.

# %%
said = {
    "nano": [("billing", 0.97), ("access", 0.41), ("data", None)],
    "small": [("billing", 0.99), ("security", 0.88), ("alerts", 0.90)],
}
price = {"nano": 1, "small": 20}
for question in range(3):
    paid = 0
    for name in ("nano", "small"):
        text, sure = said[name][question]
        paid += price[name]
        if sure is not None and sure >= 0.8:
            break
    print(f"question {question}: {text:<8} from {name:<5} | sure {sure} | paid {paid}")

# %% [markdown]
# The first question cost one unit, the others cost *both* prices: an escalation is not free.
# A threshold of one would make every question dearer than asking the large model alone.

# %% [markdown] id="02.2.r1"
# ### Missing confidence
#
# The cascade that is often copied takes a missing confidence for certainty: `confidence = 1.0` by default.
# Chat endpoints report none unless they are asked for log-probabilities, and not all give them; so what does it do?

# %% id="02.2.r1"
from labsupport import llm
from labsupport.cascade.benchmark import chat_call
from labsupport.cascade.naive import naive_cascade
from labsupport.cascade.tier import Tier
from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table
from labsupport.services.provider_sim import ProviderSim

questions = [[{"role": "user", "content": f"question {number}"}] for number in range(5)]
with ProviderSim() as sim:
    pair = [Tier("cheap", "cheap", sim.url, 0.1, 0.4, 100), Tier("dear", "dear", sim.url, 2.0, 8.0, 300)]
    async with chat_call(ledger=llm.Ledger()) as call:
        first = await call(pair[0], questions[0])
        sim.reset()
        for each in questions:
            await naive_cascade(each, pair, call=call)
    asked = sim.stats().requests
print("confidence that the endpoint reported:", first.confidence)
record("02.2.r1.escalated", asked - len(questions), expected=0, kind="exact", unit="of 5 questions")

# %% [markdown]
# The endpoint said nothing of confidence, and the dear model was never asked: the default fails *open*.
# Write the one that fails closed, counts every price, and survives a tier that is down.

# %% exercise="02.2.e1"

# %% [markdown] id="02.2.r3"
# The same copied code has more errors: one price for input and output (and another one than its own chapter on tokens
# gives), only the last tier's cost, a fallback without the model's name, and an unbound variable for an empty list.
# Beside it runs yours.

# %% id="02.2.r3"
from labsupport.cascade.tier import Answer
from labsupport.usage import Usage


async def canned(tier, req):
    return Answer("billing", 0.5, Usage(300, 100), 0.2)


naive, yours = await naive_cascade("q", pair, call=canned), await cascade("q", pair, 0.8, call=canned)
print("fallback names its model:", "model" in naive, "| yours:", yours.tier.model)
print(f"cost of one escalated question: {1e6 * naive['cost']:.0f} micro-dollars against {1e6 * yours.total_cost:.0f}")
for run in (lambda: naive_cascade("q", [], call=canned), lambda: cascade("q", [], 0.8, call=canned)):
    try:
        await run()
    except Exception as error:
        print("no tiers:", type(error).__name__)
record("02.2.r3.missing_cost", yours.total_cost / naive["cost"], expected="> 1", band=(1.5, 2.5), naive=1.0, unit="x")

# %% [markdown]
# ### Two real models behind one endpoint
#
# A small server of ours holds both lab models and answers one request at a time; the simulator stands in front of it.
# `benchmark` asks each model every case and keeps latency per request, accuracy with its interval, and cost.

# %% kind="experiment" id="02.2.x1" tags="run-only"
import datetime
import time
from functools import partial

from labsupport import stats
from labsupport.cascade.benchmark import benchmark
from labsupport.cascade.local import chat_app, chat_prompt, complete, load
from labsupport.cascade.tasks import TASKS, lab_cases
from labsupport.services.asgi import serve_in_thread
from labsupport.tokens.prices import Price, PriceBook

loaded = {name: load(name) for name in ("lab-nano", "lab-small")}
nano_price = PriceBook.load()["lab-nano"]
dear = {part: 20 * getattr(nano_price, part) for part in ("input", "cached", "write", "output")}
small_price = Price(model="lab-small", as_of=datetime.date(2026, 1, 1), **dear)
few = lab_cases("ticket class", "dev", session.pick(smoke=3, full=10, deep=60))
with serve_in_thread(chat_app(loaded)) as served, ProviderSim(upstream=served.url) as sim:
    tiers = [Tier.priced("nano", nano_price, sim.url, 100), Tier.priced("small", small_price, sim.url, 300)]
    async with chat_call(max_tokens=8, ledger=llm.Ledger()) as call:
        live = await benchmark(tiers, few, scorer=lambda got, want: got == want, concurrency=1, call=call)
table(
    [{"model": r.model, "right": str(r.accuracy), "p50 (ms)": 1000 * r.p50_s, "p95 (ms)": 1000 * r.p95_s,
      "USD per 1,000": r.cost_per_1000, "first answer sure": r.answers[0].confidence} for r in live],
    caption=f"{len(few)} tickets, two models, notional prices",
)  # fmt: skip


def one_ticket(name):
    begun = time.perf_counter()
    complete(*loaded[name], [chat_prompt(few[0].request)], max_new=8)
    return time.perf_counter() - begun


arms = {"nano": partial(one_ticket, "lab-nano"), "A/A": partial(one_ticket, "lab-nano"),
        "small": partial(one_ticket, "lab-small")}  # fmt: skip
times = stats.interleave(arms, session.pick(smoke=3, full=6, deep=40), seed)
ratios = {arm: stats.ratio_ci(times[arm], times["nano"], paired=True) for arm in ("small", "A/A")}
record("02.2.x1.slower", ratios["small"].value, expected="> 1", kind="run_only", unit="x")
record("02.2.x1.aa", ratios["A/A"].value, kind="run_only", unit="x")
record("02.2.x1.dearer", live[1].cost_per_1000 / live[0].cost_per_1000, expected=20, band=(15, 27), unit="x")

# %% [markdown]
# Each row has an interval, and with so few cases it is wide; the cost ratio is that of the prices that we chose.
# The server's probability of its own answer arrived with it, which is what a cascade needs.

# %% [markdown] id="02.2.r2"
# Sample code measures "latency" as wall time divided by the number of prompts.
# That is inverse throughput, and it shrinks the more calls run at once; the calls of this one are unbounded as well.

# %% id="02.2.r2" tags="run-only"
from labsupport.cascade.benchmark import Case
from labsupport.cascade.naive import naive_benchmark
from labsupport.services.provider_sim import latency

same = [Case(str(number), questions[0], "Question 0") for number in range(20)]
with ProviderSim(time_scale=1.0) as sim:
    sim.script(latency(200))
    slow = [Tier("echo", "echo", sim.url, 0.1, 0.4, 200)]
    async with chat_call(ledger=llm.Ledger()) as call:
        (copied,) = await naive_benchmark(slow, same, call=call)
        peaks = [sim.stats().peak_inflight]
        sim.reset()
        sim.script(latency(200))
        (honest,) = await benchmark(
            slow, same, scorer=lambda got, want: want.casefold() in got.casefold(), concurrency=4, call=call
        )
        peaks.append(sim.stats().peak_inflight)
print(f"latency of 200 ms: said {1000 * copied['latency_s']:.0f} ms, measured {1000 * honest.p50_s:.0f} ms")
print("calls at once:", peaks, "| exact equality:", copied["accuracy"], "| a scorer:", honest.accuracy.value)
record("02.2.r2.said", copied["latency_s"] / 0.2, expected="< 1", band=(0.04, 0.6), naive=1.0, unit="of the latency")
record("02.2.r2.measured", honest.p50_s / 0.2, expected=1, band=(0.99, 20), naive=copied["latency_s"] / 0.2, unit="x")

# %% [markdown]
# ### How sure is "19 of 20"?
#
# The interval that is usually copied is normal: the share plus and minus two standard errors.
# Look at what it says near the end of the scale.

# %%
from labsupport.cascade.naive import naive_interval

for right in (15, 19, 20):
    low, high = naive_interval(right, 20)
    print(f"{right} of 20: normal interval {low:.2f} to {high:.2f}")

# %% [markdown]
# It promises more than all, and after twenty successes it claims to know the share exactly.
# Write Wilson's interval, and the number of cases that tells two models apart, with and without pairs.

# %% exercise="02.2.e2"

# %% id="02.2.e2"
low, high = wilson(19, 20)
print(f"19 of 20: {low:.2f} to {high:.2f}; 20 of 20: {wilson(20, 20)[0]:.2f} to {wilson(20, 20)[1]:.2f}")
alone = n_required(0.96, 0.97, 0.8)
together = n_required(0.96, 0.97, 0.8, discordant=0.02)
record("02.2.e2.unpaired", alone, expected=5301, kind="exact", unit="cases per arm")
record("02.2.e2.paired", together, expected="< 2000", kind="exact", unit="pairs")
say(
    "To tell 0.96 from 0.97 takes {02.2.e2.unpaired:,} cases for each model, or {02.2.e2.paired:,} that both answer if "
    "they differ on two in a hundred."
)

# %% [markdown] id="02.2.b"
# ### Failure lab: approved on twenty samples
#
# Two cheap classifiers know 600 tickets by heart; one is better, and French tickets are the rare slice.
# Each draw of twenty cases approves one of them: how often the worse one?

# %% kind="failure" id="02.2.b"
import numpy as np

from labsupport import world
from labsupport.cascade.approval import approval_draws
from labsupport.cascade.baselines import WordVotes

train = [ticket for ticket in world.tickets() if ticket.split == "train"]
held = [ticket for ticket in world.tickets() if ticket.split == "test"][:600]


counters = [WordVotes([t.text for t in train], [t.category for t in train], letters=n) for n in (0, 5)]
words, runs = (
    [got == t.category for (got, _), t in zip(counter.predict([t.text for t in held]), held, strict=True)]
    for counter in counters
)
rare = [ticket.language == "fr" for ticket in held]
apart = float(np.mean([a != b for a, b in zip(words, runs, strict=True)]))
enough = n_required(float(np.mean(runs)), float(np.mean(words)), 0.8, discordant=apart)
print(f"right: runs of letters {np.mean(runs):.3f}, words {np.mean(words):.3f}; they differ on {apart:.3f}")
draws = session.pick(smoke=300, full=2000, deep=10_000)
small_sets = [approval_draws(runs, words, rare, n=20, draws=draws, seed=s) for s in session.seeds]
planned = [approval_draws(runs, words, rare, n=enough, draws=draws, seed=s, design="stratified") for s in session.seeds]
failure_lab(
    "02.2.b", title="approval on twenty samples", metric="draws that approve the worse model", unit="share",
    before=[a.picks_worse for a in small_sets], after=[a.picks_worse for a in planned],
    harm="the worse model ships, and the slice that it fails on was never looked at",
    fix="the same cases for both, strata with a floor, and as many as the power calculation asks", min_factor=10,
)  # fmt: skip
record("02.2.b.worse_small", small_sets[0].picks_worse, expected="> 0.15", band=(0.2, 0.45), unit="of draws")
record(
    "02.2.b.worse_planned", planned[0].picks_worse, expected="< 0.02", band=(0, 0.019),
    naive=small_sets[0].picks_worse, unit="of draws",
)  # fmt: skip
record("02.2.b.missed", small_sets[0].misses_slice, expected="> 0.15", band=(0.35, 0.6), unit="of draws")
record("02.2.b.enough", enough, expected="> 20", kind="exact", unit="pairs")
say(
    "Twenty cases for each approved the worse model in {02.2.b.worse_small:.0%} of the draws, and in {02.2.b.missed:.0%} "
    "one of the two sets held no French ticket. With {02.2.b.enough} stratified pairs it was {02.2.b.worse_planned:.1%}."
)

# %% [markdown]
# ### Experiment: cost against accuracy
#
# Four tasks of rising demand: a ticket's class, one field of a text, a question over one source, and one of two hops.
# Both models answer each case once; every cascade below replays these answers, so that a threshold costs no new call.

# %% kind="experiment" id="02.2.x1"
from concurrent.futures import ThreadPoolExecutor

most = {"dev": session.pick(smoke=8, full=32, deep=200), "test": session.pick(smoke=8, full=36, deep=300)}
cases = {(task, split): lab_cases(task, split, n) for task in TASKS for split, n in most.items()}
by_name = dict(zip(("nano", "small"), loaded.values(), strict=True))


def recorded_by(name):
    found = {}
    for (task, _), asked_of in cases.items():
        prompts = [chat_prompt(case.request) for case in asked_of]
        done = complete(*by_name[name], prompts, max_new=TASKS[task])
        found |= {(name, case.id): one.answer() for case, one in zip(asked_of, done, strict=True)}
    return found


with ThreadPoolExecutor(2) as pool:
    answers = {key: answer for part in pool.map(recorded_by, by_name) for key, answer in part.items()}
print(len(answers), "answers, each with the probability that the model gave its own text")

# %% kind="experiment" id="02.2.x1" tags="run-only"
from labsupport.cascade.baselines import NearestTexts, accuracy, majority
from labsupport.cascade import sweep as replaying
from labsupport.cascade.sweep import pareto, replay, sweep
from labsupport.serving.embedder import load_embedder

replaying.cascade = cascade  # every point below comes from your function
tiers = [Tier.priced("nano", nano_price, "replayed", 100), Tier.priced("small", small_price, "replayed", 300)]
thresholds = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0]


async def ways(task, split):
    """Both models alone, and the cascade at every threshold: points in the plane of cost and accuracy."""
    options = {"call": replay(answers), "scorer": lambda got, want: got == want}
    alone = [(await sweep([tier], cases[task, split], [0.0], **options))[0] for tier in tiers]
    return [*alone, *(await sweep(tiers, cases[task, split], thresholds, **options))]


plane = {task: await ways(task, "test") for task in TASKS}
known = [t for t in train if t.language == "en"][: session.pick(smoke=24, full=120, deep=960)]
by_id = {ticket.id: ticket for ticket in world.tickets()}
asked_of = [by_id[case.id] for case in cases["ticket class", "test"]]
encode = load_embedder().encode
near = NearestTexts(encode([t.text for t in known]), [t.category for t in known], k=5)
want = [t.category for t in asked_of]
floors = {"majority label": accuracy([majority([t.category for t in known])] * len(want), want),
          "kNN on MiniLM": accuracy([said for said, _ in near.predict(encode([t.text for t in asked_of]))], want)}  # fmt: skip
rows = [{"task": task, "nano": p[0].accuracy, "small": p[1].accuracy, "best cascade": max(q.accuracy for q in p[2:]),
         "some cascade dominates small": p[1] not in pareto(p[1:])}
        for task, p in plane.items()]  # fmt: skip
below = ", ".join(f"{name} {share}" for name, share in floors.items())
table(rows, caption=f"Share right of {most['test']} cases; floors of the first task: {below}")

# %% kind="experiment" id="02.2.x1" tags="run-only"
from labsupport.stats import paired_diff_ci

flat = [(task, point) for task, points in plane.items() for point in points]
names = ["nano", "small", *(f"cascade at {t:g}" for t in thresholds)]
alt = (
    "Accuracy against cost per thousand requests for four tasks; nano is cheapest, small costs twenty times as much, and "
    "the cascade runs from one to beyond the other; at threshold 1 it ends at "
    + ", ".join(f"{points[-1].accuracy:.2f} ({task})" for task, points in plane.items())
)
data = {"task": [task for task, _ in flat], "way": names * len(plane), "cost": [p.cost_per_1000 for _, p in flat],
        "accuracy": [p.accuracy for _, p in flat]}  # fmt: skip
with figure("02.2.x1", title="What a threshold buys", alt=alt, data=data, ncols=4, size=(14, 3.8)) as (_, axes):
    for ax, (task, points) in zip(axes, plane.items(), strict=True):
        ax.plot([p.cost_per_1000 for p in points[2:]], [p.accuracy for p in points[2:]], "o-", label="cascade")
        for way, point, style in zip(("nano", "small"), points, ("s", "D"), strict=False):
            ax.plot([point.cost_per_1000], [point.accuracy], style, markersize=10, label=f"{way} alone")
        if task == "ticket class":
            for style, (way, share) in zip((":", "-."), floors.items(), strict=True):
                ax.axhline(share.value, linestyle=style, color="0.4", label=way)
        ax.set(xlabel=f"{task}: cost (USD/1,000)", ylabel="accuracy (1)", ylim=(-0.03, 1.03))
    axes[0].legend(fontsize="x-small")
won = sum(row["some cascade dominates small"] for row in rows)
record("02.2.x1.dominates", won, expected=">= 1", kind="run_only", unit="of 4 tasks")
top = max(points[-1].cost_per_1000 / points[1].cost_per_1000 for points in plane.values())
record("02.2.x1.at_one", top, expected="> 1", band=(1.001, 1.2), naive=1.0, unit="of small's cost")
say(
    "On {02.2.x1.dominates} of four tasks some threshold was at least as good as `small` alone and cheaper. At threshold "
    "one the cascade pays both tiers for every case: {02.2.x1.at_one:.2f} times the cost of `small`."
)
gain = paired_diff_ci(
    [float(right) for points in plane.values() for right in points[1].right],
    [float(right) for points in plane.values() for right in points[0].right], seed=seed,
)  # fmt: skip
record("02.2.x1.gain", 100 * gain.value, kind="run_only", unit="points")
claim("02.2.c3", "depends", value=100 * gain.value, interval=(100 * gain.low, 100 * gain.high), unit="points",
      note="price and speed ratios are those of a table; what they buy differs by task and has an interval")  # fmt: skip
say(
    "Over all four tasks the larger model was {02.2.x1.gain:+.1f} points from the smaller one, at {02.2.x1.dearer:.0f} times "
    "the price and {02.2.x1.slower:.1f} times the time of a request: read the sign before you read the size."
)

# %% [markdown]
# ### Experiment: is the confidence worth anything?
#
# A probability is *calibrated* if of the answers at 0.8 eight in ten are right; the mean gap is the *expected calibration
# error* (ECE). Three sources: the probability of the text, the same after isotonic regression on dev, and a number that
# the model is asked for in words.

# %% kind="experiment" id="02.2.x2"
from labsupport.cascade.calibration import ece, fit_calibrator, risk_coverage
from labsupport.cascade.confidence import verbalised

EASY = ("field", "one source")


def pairs(split):
    """(confidence, right) of nano's answers to the two tasks."""
    return [(answers["nano", c.id].confidence, answers["nano", c.id].text == c.expected)
            for task in EASY for c in cases[task, split]]  # fmt: skip


raw, truth = map(list, zip(*pairs("test"), strict=True))
calibrate = fit_calibrator(*map(list, zip(*pairs("dev"), strict=True)))
isotonic = [calibrate(sure) for sure in raw]
again = [
    chat_prompt([*c.request, {"role": "assistant", "content": answers["nano", c.id].text},
                 {"role": "user", "content": "How sure are you, in percent? Reply with a number only."}])
    for task in EASY for c in cases[task, "test"]
]  # fmt: skip
replies = [one.text for one in complete(*by_name["nano"], again, max_new=12)]
spoken = [verbalised(text) for text in replies]
print("asked how sure it is, the model says:", replies[:4])

# %% kind="experiment" id="02.2.x2" tags="run-only"
sources = {"text probability": raw, "isotonic": isotonic, "verbalised, missing = 0": [s or 0.0 for s in spoken]}
curves = {name: risk_coverage(sure, truth) for name, sure in sources.items()}
errors = {name: ece(sure, truth, 10) for name, sure in sources.items()}
table([{"confidence": name, "ECE": errors[name], "mean risk": curves[name].area} for name in sources],
      caption="nano on two tasks, test split: lower is better in both columns")  # fmt: skip
columns = [(name, c, r) for name, curve in curves.items() for c, r in zip(curve.coverage, curve.risk, strict=True)]
alt = (
    "Share of wrong answers against the share answered, surest first, for three confidences; a useful one starts low "
    "and rises, a useless one is flat; all end at the overall error of " + f"{1 - sum(truth) / len(truth):.2f}"
)
data = dict(zip(("confidence", "coverage", "risk"), map(list, zip(*columns, strict=True)), strict=True))
with figure("02.2.x2", title="Risk against coverage", alt=alt, data=data) as ax:
    for (name, curve), style in zip(curves.items(), ("-", "--", ":"), strict=True):
        ax.plot(curve.coverage, curve.risk, style, marker="o", markersize=3, label=name)
    ax.set(xlabel="share answered (1)", ylabel="share of those wrong (1)", xlim=(0, 1.02), ylim=(0, 1.02))
    ax.legend()
silent = sum(s is None for s in spoken) / len(spoken)
record("02.2.x2.silent", silent, kind="run_only", unit="of the replies")
worse = curves["verbalised, missing = 0"].area - curves["text probability"].area
record("02.2.x2.verbalised", worse, expected=">= 0", kind="run_only", unit="of the mean risk")
moved = errors["text probability"] - errors["isotonic"]
record("02.2.x2.ece_gain", moved, expected="> 0", kind="run_only")
say(
    "Isotonic regression changed the ECE by {02.2.x2.ece_gain:+.3f} (positive is better); it merges neighbours and "
    "never turns an order round. Asked in words the model gave no usable number in {02.2.x2.silent:.0%} of the replies, and "
    "the mean risk lay {02.2.x2.verbalised:+.2f} from that of the text's probability (positive is worse)."
)

# %% [markdown] id="02.2.a"
# ### Failure lab: the large model for everything
#
# A stream of tickets, all sent to the top tier. The fix puts the counter of letter runs in front, calibrated
# and tuned on one half of the stream; the other half decides.

# %% kind="failure" id="02.2.a" tags="run-only"
import random

from labsupport.cascade.sweep import against, tune

both = [*cases["ticket class", "dev"], *cases["ticket class", "test"]]
votes = dict(zip([c.id for c in both], counters[1].predict([by_id[c.id].text for c in both]), strict=True))
front = Tier("counter", "letter runs", "local", 0.01, 0.01, 1)


async def tuned(lab_seed):
    """(the chosen point, the top tier alone) on the half that was not used for tuning."""
    mixed = random.Random(lab_seed).sample(both, len(both))
    dev, test = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
    scale = fit_calibrator([votes[c.id][1] for c in dev], [votes[c.id][0] == c.expected for c in dev])
    stream = {("small", c.id): answers["small", c.id] for c in both}
    for c in both:
        label, sure = votes[c.id]
        stream["counter", c.id] = Answer(label, scale(sure), Usage(len(by_id[c.id].text.split()), 1), 0.0)
    options = {"call": replay(stream), "scorer": lambda got, want: got == want}
    alone = [(await sweep(tiers[1:], half, [0.0], **options))[0] for half in (dev, test)]
    steps = [*sorted({stream["counter", c.id].confidence for c in dev}), 1.0]
    best = tune(await sweep([front, tiers[1]], dev, steps, **options), alone[0].right, max_loss=0.03)
    return (await sweep([front, tiers[1]], test, [best.threshold], **options))[0], alone[1]


ends = [await tuned(lab_seed) for lab_seed in session.seeds]
results = [against(point, alone.right, alone.cost_per_1000, seed=seed) for point, alone in ends]
failure_lab(
    "02.2.a", title="the large model for everything", metric="cost", unit="of all to the top tier",
    before=[1.0] * len(results), after=[r.cost_ratio for r in results],
    harm="every easy ticket pays the top price", fix="a cascade, calibrated and tuned on dev",
)  # fmt: skip
table(
    [{"seed": s, "threshold": point.threshold, "escalated": point.escalated, "cost ratio": r.cost_ratio,
      "accuracy difference": str(r.difference)} for s, (point, _), r in zip(session.seeds, ends, results, strict=True)],
    caption="The tuned cascade against the top tier alone, on the other half",
)  # fmt: skip
record("02.2.a.cost_ratio", results[0].cost_ratio, expected="<= 0.4", kind="run_only", unit="x")
kept = sum(r.difference.high >= 0 for r in results)
record("02.2.a.no_loss", kept, expected=len(results), kind="run_only", unit="splits")
record("02.2.a.escalated", max(point.escalated for point, _ in ends), kind="run_only", unit="of the tickets")
say("The tuned cascade cost {02.2.a.after:.3f} of the top tier; in {02.2.a.no_loss} splits the accuracy difference reaches 0 or "
    "more. It escalated at most {02.2.a.escalated:.0%}: where that is none, the task needs no large model.")  # fmt: skip

# %% [markdown] id="02.2.c6"
# ### Experiment: emergence from a metric
#
# Early surveys reported abilities that *appear* somewhere around fifty to a hundred billion parameters.
# Part of it is the metric: if each token is right with chance p, twenty in a row are right with about p to the twentieth.
# Of the two models below, `lab-small` was trained on, with another mixture, after the last of its checkpoints.

# %% kind="experiment" id="02.2.x3"
from itertools import pairwise

from labsupport.cascade.emergence import by_length, exact_match, token_hits
from labsupport.models import checkpoints

for p in (0.8, 0.9, 0.95):
    print(f"p = {p:.2f}:", {length: round(exact_match(p, length), 3) for length in (1, 5, 10, 20)})
claim("02.2.c6", "false", value=exact_match(0.95, 20) / exact_match(0.8, 20), unit="x at L = 20",
      note="emergence is of a paper of its own (Wei et al. 2022); scaling laws (Kaplan et al. 2020) are smooth")  # fmt: skip

tokenizer = loaded["lab-nano"][1]  # both models share it
pool_of = lab_cases("record", "dev", session.pick(smoke=30, full=60, deep=600))
long = [c for c in pool_of if len(tokenizer.encode(c.expected).ids) >= 19][: session.pick(smoke=4, full=14, deep=200)]
long_prompts, long_answers = [chat_prompt(c.request) for c in long], [c.expected for c in long]
series = []
for name, (model_now, _) in loaded.items():
    steps = checkpoints.tokens(name)[:: session.pick(smoke=4, full=2, deep=1)]
    for seen in steps:
        hits = token_hits(checkpoints.load(name, seen), tokenizer, long_prompts, long_answers)
        series.append((name, f"{seen / 1000:.0f} M", by_length(hits)))
    series.append((name, "shipped", by_length(token_hits(model_now, tokenizer, long_prompts, long_answers))))
print(len(series), "states of two models,", len(long), "answers of at least 20 tokens")

# %% kind="experiment" id="02.2.x3" tags="run-only"
flat = [(name, when, p) for name, when, points in series for p in points]
data = {"model": [n for n, _, _ in flat], "tokens seen": [w for _, w, _ in flat], "L": [p.length for *_, p in flat],
        "token accuracy": [p.token_accuracy for *_, p in flat], "exact": [p.exact.value for *_, p in flat],
        "p to the L": [p.predicted for *_, p in flat]}  # fmt: skip
last = series[-1][2]
alt = (
    "Share right over training for the smaller and the larger model, one token and whole answers of 5, 10 and 20; longer "
    "answers lie at or below shorter ones in every state, crosses mark p to the 20th; the larger model, as shipped, "
    f"ends at {last[-1].token_accuracy:.2f} a token and {last[-1].exact.value:.2f} for the whole"
)
with figure("02.2.x3", title="Smooth in, sharp out", alt=alt, data=data, ncols=2) as (_, axes):
    for ax, name in zip(axes, loaded, strict=True):
        mine = [(when, points) for who, when, points in series if who == name]
        at = range(len(mine))
        ax.plot(at, [points[-1].token_accuracy for _, points in mine], "o-", label="one token")
        for number, (style, length) in enumerate((("s--", 5), ("^-.", 10), ("D:", 20)), start=1):
            exact = [next(p.exact.value for p in points if p.length == length) for _, points in mine]
            ax.plot(at, exact, style, color=f"C{number}", label=f"all of {length}")
        ax.plot(at, [points[-1].predicted for _, points in mine], "x", color="0.3", label="p to the 20th")
        ax.set_xticks(list(at), [when for when, _ in mine])
        ax.set(xlabel=f"{name}: training (tokens)", ylabel="share right (1)", ylim=(-0.03, 1.03))
    axes[0].legend(fontsize="x-small")
drop = max(points[0].exact.value - points[-1].exact.value for *_, points in series)
over = [points[-1].exact.value - points[-1].predicted for *_, points in series]
falls = all(a.exact.value >= b.exact.value for *_, points in series for a, b in pairwise(points))
record("02.2.x3.falls", falls, expected=True, kind="exact")
record("02.2.x3.drop", drop, expected="> 0", kind="run_only")
record("02.2.x3.above", sum(over) / len(over), kind="run_only")
say(
    "From one token to twenty the share of right answers fell by up to {02.2.x3.drop:.2f} in one and the same state of a "
    "model. Whole answers lay {02.2.x3.above:+.2f} from the power curve on average: above it where errors come together in "
    "few answers, below it where every answer holds a hard token."
)

# %% [markdown] id="02.2.c5"
# ### Experiment: fewer bits
#
# Quantization stores groups of weights with few bits each, plus a scale and a zero point for the group.
# Each group keeps its least and its largest weight; what lies between is rounded to the nearest level.

# %% kind="experiment" id="02.2.c5"
import torch

from labsupport.cascade.quantize import bits_per_weight, fake_quantize, round_weights, stored_bytes

row = torch.tensor([[-0.31, -0.12, 0.02, 0.07, 0.18, 0.44]])
for bits in (8, 4, 3, 2):
    print(f"{bits} bits:", [round(w, 2) for w in round_weights(row, bits, 6)[0].tolist()])
small_model = loaded["lab-small"][0]
shrink = {group: 16 / bits_per_weight(4, group) for group in (32, 128)}
record("02.2.x4.shrink_32", shrink[32], expected=3.2, band=(3.19, 3.21), naive=4.0, unit="x")
record("02.2.x4.shrink_128", shrink[128], expected=3.76, band=(3.75, 3.77), naive=4.0, unit="x")
whole = stored_bytes(small_model, 16, 32) / stored_bytes(small_model, 4, 128)
record("02.2.x4.shrink_file", whole, expected="< 3.76", band=(1.5, 3.0), naive=4.0, unit="x")
claim("02.2.c5", "holds", value=shrink[128], interval=(shrink[32], shrink[128]), unit="x",
      note="of the weights that are quantized, approximately; embeddings that stay at 16 bits make a file shrink less")  # fmt: skip
say(
    "Four bits in groups of 128 shrink the quantized weights {02.2.x4.shrink_128:.2f}-fold, in groups of 32 "
    "{02.2.x4.shrink_32:.1f}-fold, and the whole of `lab-small`, whose embedding keeps 16 bits, {02.2.x4.shrink_file:.2f}-fold."
)

# %% [markdown]
# Now both models at many widths on two tasks. One forward pass an answer suffices: greedy decoding writes the expected
# text exactly when every token of it is the likeliest after those before.

# %% kind="experiment" id="02.2.x4"
grid = session.pick(
    smoke=((16, 32), (2, 32)),
    full=((16, 32), (8, 32), (4, 32), (4, 128), (3, 32), (2, 32)),
    deep=((16, 32), *((bits, group) for bits in (8, 4, 3, 2) for group in (32, 128))),
)
probe = {task: cases[task, "test"][: session.pick(smoke=4, full=18, deep=300)] for task in EASY}
asked_of = [case for some in probe.values() for case in some]
quantized = []
for name, (model_now, _) in loaded.items():
    for bits, group in grid:
        low = fake_quantize(model_now, bits, group)
        hits = token_hits(low, tokenizer, [chat_prompt(c.request) for c in asked_of], [c.expected for c in asked_of])
        whole_of = {task: [all(h) for h, c in zip(hits, asked_of, strict=True) if c.slice == task] for task in EASY}
        tokens = sum(map(sum, hits)) / sum(map(len, hits))
        quantized.append({"model": name, "bits": bits, "group": group, "MB": stored_bytes(model_now, bits, group) / 1e6,
                          "tokens right": tokens, **{task: sum(r) / len(r) for task, r in whole_of.items()}})  # fmt: skip
table(quantized, caption=f"Share right of {len(asked_of)} answers by bits and group")

# %% kind="experiment" id="02.2.x4" tags="run-only"
at = {(q["model"], q["bits"], q["group"]): q for q in quantized}
ends_at = {name: [at[name, bits, 32]["tokens right"] for bits in (16, 2)] for name in loaded}
alt = (
    "Share of right tokens against stored bytes for two models at several widths; each line is level while bits are many "
    "and falls at the low end; from 16 to 2 bits "
    + " and ".join(f"{name} goes from {a:.2f} to {b:.2f}" for name, (a, b) in ends_at.items())
)
data = {key: [q[key] for q in quantized] for key in quantized[0]}
with figure("02.2.x4", title="Accuracy against bytes", alt=alt, data=data) as ax:
    for name, style in zip(loaded, ("o-", "s--"), strict=True):
        mine = sorted((q for q in quantized if q["model"] == name and q["group"] == 32), key=lambda q: q["MB"])
        ax.plot([q["MB"] for q in mine], [q["tokens right"] for q in mine], style, label=f"{name}, groups of 32")
        for q in mine:
            ax.annotate(f"{q['bits']}", (q["MB"], q["tokens right"]), textcoords="offset points", xytext=(4, 5))
    ax.set(xlabel="stored weights (MB)", ylabel="tokens right (1)", ylim=(0, 1.03))
    ax.legend()
lost = {name: at[name, 16, 32]["tokens right"] - at[name, 2, 32]["tokens right"] for name in loaded}
record("02.2.x4.cliff_nano", lost["lab-nano"], expected="> 0", band=(0.05, 1), naive=0.0, unit="of the tokens")
record("02.2.x4.cliff_small", lost["lab-small"], expected="> 0", band=(0.05, 1), naive=0.0, unit="of the tokens")
sooner = lost["lab-nano"] - lost["lab-small"]
record("02.2.x4.nano_first", sooner, expected="> 0", kind="run_only", unit="of the tokens")
larger, smaller = at["lab-small", 2, 32], at["lab-nano", 16, 32]
claim("02.2.c4", "depends", value=larger["tokens right"] - smaller["tokens right"], unit="of the tokens",
      note="larger at 2 bits against the smaller at 16: no pair here has equal bytes; usually 4 bits of the larger win")  # fmt: skip
say(
    "Two bits cost `lab-nano` {02.2.x4.cliff_nano:.2f} of its tokens and `lab-small` {02.2.x4.cliff_small:.2f}. Published "
    "comparisons usually favour the larger model at four bits for equal bytes; here the embedding keeps 16 bits, so "
    "that no width brings both models to equal bytes: look at the plot, not at a rule (02.2.c4)."
)

# %% [markdown] id="02.2.c"
# ### Failure lab: past the model's slack
#
# `lab-nano` at three bits writes records by a schema. Valid JSON is what monitors watch; field F1 is what users get.
# The metric is the distance of field F1 from the model's own at 16 bits.

# %% kind="failure" id="02.2.c" tags="run-only"
from statistics import fmean

from labsupport.cascade.quantize import measure_slack

size = session.pick(smoke=6, full=12, deep=100)
records_of = lab_cases("record", "test", size * len(session.seeds))
found = {}
for bits in (16, 8, 3):
    for number, lab_seed in enumerate(session.seeds):
        part = records_of[number * size : (number + 1) * size]
        ask, expect = [chat_prompt(c.request) for c in part], [c.expected for c in part]
        found[bits, lab_seed] = measure_slack(*loaded["lab-nano"], ask, expect, bits, 128, max_new=64)
far = {bits: [100 * abs(found[bits, s].field_f1 - found[16, s].field_f1) for s in session.seeds] for bits in (8, 3)}
failure_lab(
    "02.2.c", title="three bits in production", metric="field F1, distance from 16 bits", unit="points",
    before=far[3], after=far[8], harm="wrong values in records that may still parse",
    fix="eight bits, or a larger model at the same bytes; watch fields, not syntax",
)  # fmt: skip
table(
    [{"bits": bits, "MB": found[bits, seed].bytes / 1e6, "field F1": fmean(found[bits, s].field_f1 for s in session.seeds),
      "valid JSON": fmean(found[bits, s].valid_json.value for s in session.seeds)} for bits in (16, 8, 3)],
    caption=f"lab-nano, groups of 128, {len(session.seeds)} sets of {size} records",
)  # fmt: skip
record("02.2.c.within", max(far[8]), expected="<= 1", kind="run_only", unit="points")
say(
    "At three bits field F1 moved {02.2.c.before:.1f} points on average, at eight {02.2.c.after:.1f}. Compare the last two "
    "columns: a syntax check can stay calm while values go wrong."
)

# %% [markdown] id="02.2.r4"
# ### What a machine of one's own costs
#
# An API costs tokens times price; a machine costs its hours, whether it works or not (the GPU of the sample rents for
# nearer one dollar an hour than for its one and a half).
# Two errors of a sample: a monthly bill made of a day's tokens and the price of a thousand, and a "zero per-token cost"
# at home. Below, `inf` means that the machine cannot process what it would need to pay for itself.

# %% kind="experiment" id="02.2.c1"
from labsupport.cascade.breakeven import breakeven_tokens_per_day, monthly_cost, self_hosted_price
from labsupport.cascade.naive import naive_breakeven_tokens_per_day, naive_monthly_cost

for price_per_1k in (0.002, 0.060):
    said_cost, true_cost = naive_monthly_cost(1e6, price_per_1k), monthly_cost(1e6, 1000 * price_per_1k)
    print(f"1 M tokens a day at ${price_per_1k} per 1k: said ${said_cost:,.0f} a month, it is ${true_cost:,.0f}")
record("02.2.r4.overstated", said_cost / true_cost, expected=33.3, band=(33, 34), naive=1.0, unit="x")
claim("02.2.c2", "false", value=true_cost, unit="USD a month", note="a day's tokens x 30 x the price: 60 to 1,800 USD")
for blended_price in (0.60, 2.0, 60.0):
    endless = naive_breakeven_tokens_per_day(1.5, blended_price)
    real = breakeven_tokens_per_day(1.5, 300, 0.3, blended_price)
    print(f"against ${blended_price}/M: {endless / 1e6:.1f} M tokens a day, for 300 tokens/s at 30% {real / 1e6:.1f} M")

shares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0]
own = [self_hosted_price(1.0, 1000, share) for share in shares]
alt = (
    "Price of a million tokens on an own machine against utilisation, both axes logarithmic; it falls as one over the "
    f"utilisation, from {own[0]:.2f} to {own[-1]:.2f} dollars; two level lines mark API prices of 0.60 and 60 dollars"
)
data = {"utilisation": shares, "own_usd_per_million": own}
with figure("02.2.c1", title="An own token is never free", alt=alt, data=data) as ax:
    ax.plot(shares, own, "o-", label="own machine")
    for api, style in ((0.60, ":"), (60.0, "--")):
        ax.axhline(api, linestyle=style, color="0.4", label=f"API at {api:g}")
    ax.set(xscale="log", yscale="log", xlabel="utilisation (1)", ylabel="price (USD/M tokens)")
    ax.legend()
record("02.2.c1.idle", own[0] / own[-1], expected=100, band=(99, 101), naive=1.0, unit="x")
claim("02.2.c1", "depends", value=own[-1] / 60.0, interval=(own[-1] / 60.0, own[0] / 0.60), unit="of the API price",
      note="a hundredth only against a dear API on a busy machine; idle, it costs a multiple of a cheap one")  # fmt: skip
say("The same machine is {02.2.c1.idle:.0f} times as dear a token at a hundredth of its load (an hour at one dollar).")

# %% [markdown]
# ### Routing in practice
#
# - Signals: task type first, then length, user tier, and past confidence; rules or a small model decide.
# - Start conservative, log every tier decision, audit a sample for drift, and loosen on evidence.
# - Beyond cost: privacy, lock-in and operations; high-volume narrow work favours an own model, low-volume hard work an API.

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("02.2")

# %% [markdown] kind="recap"
# ### Recap
#
# - Choose the smallest model that meets the target on your own paired, stratified set, and say the interval.
# - A cascade escalates on low *and* on missing confidence, counts every tier it tried, and is calibrated and tuned on dev.
# - Fewer bits are cheap until the slack is used up; watch fields, not syntax, and compare at equal bytes.

# === TOPIC 02.3 ===
# %% [markdown] topic="02.3"
# ## 02.3 Context windows: chunking, packing, map-reduce
#
# A model reads at most so many tokens. Which parts of your documents do you give it, and in what order?
#
# - The *window* is the number of tokens that prompt and answer share.
# - A *chunk* is a passage cut from a document; *overlap* is what it repeats of the one before.
# - *Packing* chooses and orders chunks so that the prompt is sure to fit.
# - *Map-reduce* and *refine* read documents that are longer than the window.

# %% [markdown]
# ### The smallest example
#
# One line, three rulers: tokens of the language model, word pieces of the embedder, characters.

# %%
from labsupport.context import rulers
from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table
from labsupport.tokens.counting import pieces

lm, minilm = rulers.lm_length(), rulers.embedder_length()
line = "ORD-67610 was sent to Lynby."
print("tokens:", [line[p.start : p.end] for p in pieces(line)])
table(
    [{"text": text, "characters": len(text), "words": len(text.split()), "tokens (model)": lm(text),
      "word pieces (MiniLM)": minilm(text)} for text in (line, "The gateway was restarted.", "INC-2208 CTR-4780")],
    caption="A size means nothing without its unit",
)  # fmt: skip

# %% [markdown]
# Compare the second row with the third: fewer words can be more tokens.
# A window is counted in tokens of the model that reads it, a chunk for search in pieces of the embedder that reads it.

# %% [markdown] id="02.3.r1"
# ### A size without a unit
#
# A widely copied splitter asks for 512 tokens with an overlap of 50 tokens, and leaves the length function at its default.
# That default is `len`; and of its list of separators the line ends were lost, so that ". " and " " are left.

# %% id="02.3.r1"
from labsupport import world
from labsupport.context.naive import naive_split_recursive, naive_split_semantic

page = next(doc for doc in world.documents("dev") if 2000 < len(doc.text) < 2600)
copied = naive_split_recursive(page.text)
table(
    [{"chunk": i, "characters": len(c.text), "tokens (model)": lm(c.text), "ends with": repr(c.text[-24:])}
     for i, c in enumerate(copied[:4])],
    caption="Chunks of 512 'tokens'",
)  # fmt: skip
record("02.3.r1.largest", max(lm(c.text) for c in copied), expected="< 512", kind="exact", unit="tokens")
say("The largest chunk that was called 512 tokens holds {02.3.r1.largest}.")

# %% [markdown] id="02.3.r2"
# ### Where a sentence ends
#
# The same source splits at ". " to find sentences, compares neighbours, and joins them again with spaces.
# Read the result letter by letter: what was cut, what was not, and what is missing?


# %% id="02.3.r2"
def all_alike(texts):
    return [[1.0] for _ in texts]


source = "Dr. Orla left, e.g. by boat. Why? Nobody asked! The log is empty."
print("in: ", source)
print("cut:", source.split(". "))
print("out:", naive_split_semantic(source, all_alike))
try:
    naive_split_semantic("", all_alike)
except IndexError as error:
    print("an empty text:", repr(error))
lost = source.count(".") - naive_split_semantic(source, all_alike)[0].count(".")
record("02.3.r2.periods_lost", lost, expected="> 0", kind="exact", unit="periods")
say("Two abbreviations were cut, two real ends were not, and {02.3.r2.periods_lost} periods are gone.")

# %% [markdown]
# ### From coarse to fine
#
# A *recursive* splitter cuts at paragraphs; a paragraph that is too long at lines, a line at sentences, then words.
# First by hand, with at most six words in a chunk.

# %%
import re

from labsupport.context.split import PARAGRAPH_END, SENTENCE_END, split_recursive


def word_count(text):
    return len(text.split())


def cut_behind(pattern, text):
    stops = [match.end() for match in re.finditer(pattern, text)]
    return [text[a:b] for a, b in zip([0, *stops], [*stops, len(text)], strict=True) if a < b]


note = "Dr. Orla left. Why?\n\nClear the log first. Then restart the big gateway.\n\nDone."
paragraphs = cut_behind(PARAGRAPH_END, note)
print("paragraphs:", [(word_count(p), p) for p in paragraphs])
print("too long:  ", [(word_count(s), s) for s in cut_behind(SENTENCE_END, paragraphs[1])])
for chunk in split_recursive(note, 6, 0, word_count):
    print(f"[{chunk.start:>2}, {chunk.end:>2})  {word_count(chunk.text)} words  {chunk.text!r}")

# %% [markdown]
# A separator stays with what it ends, so that the chunks joined are the text again, to the last line end.
# Neighbours are joined again while they fit: the end of the long paragraph and the last line share a chunk.

# %% exercise="02.3.e2"

# %% [markdown]
# Your splitter on a page of the lab world, in tokens of the model; beside it the splitter of a well-known package with the
# same ruler and size.

# %% id="02.3.e2"
from langchain_text_splitters import RecursiveCharacterTextSplitter

mine = split_recursive(page.text, 128, 0, lm)
public = RecursiveCharacterTextSplitter(chunk_size=128, chunk_overlap=0, length_function=lm, strip_whitespace=False)
theirs = public.split_text(page.text)
table(
    [{"start": c.start, "end": c.end, "tokens": lm(c.text), "begins with": repr(c.text[:30])} for c in mine[:6]],
    caption="The first chunks of a page",
)
print("chunks:", len(mine), "yours,", len(theirs), "of the package")
record("02.3.e2.largest", max(lm(c.text) for c in mine), expected="<= 128", band=(1, 128), naive=512, unit="tokens")
whole = "".join(c.text for c in mine) == page.text
record("02.3.e2.whole", whole, expected=True, kind="exact")

# %% [markdown] id="02.3.r5"
# ### What overlap buys, and what it costs
#
# With overlap a sentence at a cut should stand whole in the next chunk. One often reads that it then is "in both neighbours".
# Sentences of seven words, chunks of twenty: how much overlap does it take?

# %% id="02.3.r5"
from labsupport.context import measures
from labsupport.context.split import split_fixed


def each_word(text):
    return [match.span() for match in re.finditer(r"\S+", text)]


story = "A b c d e f g. " * 400
rows = []
for overlap in (0, 2, 4, 6, 8):
    chunks = split_fixed(story, 20, overlap, each_word)
    hurt = measures.cuts(story, chunks)
    rows.append({"overlap (words)": overlap, "chunks": len(chunks), "1/(1-o)": 20 / (20 - overlap),
                 "at a cut": hurt.at_edges, "whole nowhere": hurt.lost})  # fmt: skip
table(rows, caption="400 sentences of 7 words, chunks of 20 words")
record("02.3.r5.lost_below", rows[1]["whole nowhere"], expected="> 0", band=(80, 100), naive=0, unit="sentences")
record("02.3.r5.lost_at", rows[-1]["whole nowhere"], expected=0, band=(0, 0), naive=rows[0]["whole nowhere"],
       kind="exact", unit="sentences")  # fmt: skip
more = len(split_fixed(story, 20, 4, each_word)) / len(split_fixed(story, 20, 0, each_word))
record("02.3.c3.chunks", more, expected=1.25, band=(1.24, 1.26), naive=1.2, unit="x")
claim("02.3.c3", "holds", value=more, unit="x as many chunks", note="1 / (1 - 0.2), whatever the text")
say(
    "An overlap of a fifth made {02.3.c3.chunks:.2f} times as many chunks. With two words of overlap "
    "{02.3.r5.lost_below} sentences stand whole nowhere, with eight {02.3.r5.lost_at}: a sentence has to fit in the overlap."
)

# %% [markdown] id="02.3.x1"
# ### Experiment: strategy, size, overlap
#
# Documents of the lab world, cut in several ways and embedded by MiniLM. *Recall@5*: the share of questions for which one
# of the five nearest chunks holds the answer's characters whole.
# Before you run it: which will matter more, where the cuts fall or how large the chunks are?

# %% kind="experiment" id="02.3.x1" tags="run-only"
from functools import partial

from labsupport.context.split import sentences, split_semantic, split_structure
from labsupport.serving.embedder import load_embedder

size_of = session.pick(smoke=(4, 1500), full=(14, 2500), deep=(46, 6000))
shelf = measures.corpus("dev", questions=size_of[0], documents=size_of[0], seed=seed, at_most=size_of[1])
embed = measures.cached(measures.batched(load_embedder().encode))


def embed_bare(texts):
    return embed([text.strip() for text in texts])


spans = rulers.embedder_spans()
strategies = {
    "fixed": lambda text, size, overlap: split_fixed(text, size, overlap, spans),
    "recursive": lambda text, size, overlap: split_recursive(text, size, overlap, minilm),
    "structure": lambda text, size, overlap: split_structure(text, size, overlap, minilm),
    "semantic": lambda text, size, overlap: split_semantic(
        [s.text for s in sentences(text)], embed_bare, max_tokens=size
    ),
}
sizes = session.pick(smoke=(64, 256), full=(64, 256), deep=(64, 128, 256, 512))
cells = [(name, size, 0.0) for name in strategies for size in sizes if name != "structure" or session.pace == "deep"]
overlaps = session.pick(smoke=(0.2,), full=(0.2,), deep=(0.1, 0.2))
cells += [("recursive", size, o) for size in session.pick(smoke=(64,), full=(64,), deep=sizes) for o in overlaps]
indexes, hits = {}, {}
for name, size, o in cells:
    cut = partial(strategies[name], size=size, overlap=int(o * size))
    index = measures.build_index(shelf.documents, cut, embed)
    indexes[name, size, o] = index
    hits[name, size, o] = measures.span_recall(index, shelf.questions, embed, k=5)
recall = {cell: sum(found) / len(found) for cell, found in hits.items()}
table(
    [{"strategy": name, "size (pieces)": size, "overlap": f"{o:.0%}", "chunks": len(indexes[name, size, o].places),
      "sentences lost": indexes[name, size, o].cuts.lost, "Recall@5": recall[name, size, o]} for name, size, o in cells],
    caption=f"{len(shelf.documents)} documents, {len(shelf.questions)} questions",
)  # fmt: skip

# %% kind="experiment" id="02.3.x1" tags="run-only"
from labsupport import stats

plain = [cell for cell in cells if cell[2] == 0]


def widest(place):
    groups = [[recall[c] for c in plain if c[place] == key] for key in {c[place] for c in plain}]
    return max(max(values) - min(values) for values in groups)


by_size, by_strategy = widest(0), widest(1)  # one strategy over its sizes; one size over the strategies
record("02.3.x1.by_size", by_size, kind="run_only", unit="of recall")
more = len(indexes["recursive", 64, 0.2].places) / len(indexes["recursive", 64, 0].places)
record("02.3.x1.recursive_chunks", more, kind="run_only", unit="x")
record("02.3.x1.by_strategy", by_strategy, kind="run_only", unit="of recall")
shares = {c: stats.proportion_ci(sum(hits[c]), len(hits[c])) for c in plain}
data = {"strategy": [c[0] for c in plain], "size": [c[1] for c in plain], "recall": [shares[c].value for c in plain],
        "low": [shares[c].low for c in plain], "high": [shares[c].high for c in plain],
        "chunks": [len(indexes[c].places) for c in plain]}  # fmt: skip
last = ", ".join(f"{c[0]} {shares[c].value:.2f}" for c in plain if c[1] == sizes[-1])
alt = (
    "Recall at five and number of chunks against chunk size, one line a strategy, with 95 percent "
    f"intervals; the number of chunks falls with size, compare the intervals of recall at each size; recall at {sizes[-1]} pieces is {last}"
)
with figure("02.3.x1", title="Chunk size and strategy", alt=alt, data=data, ncols=2) as (fig, axes):
    for i, (name, style) in enumerate(
        zip(dict.fromkeys(c[0] for c in plain), ("o-", "s--", "^:", "v-."), strict=False)
    ):
        own = [c for c in plain if c[0] == name]
        x = [c[1] * (0.94 + 0.04 * i) for c in own]
        bars = [[shares[c].value - shares[c].low for c in own], [shares[c].high - shares[c].value for c in own]]
        axes[0].errorbar(x, [shares[c].value for c in own], yerr=bars, fmt=style, capsize=4, label=name)
        axes[1].plot([c[1] for c in own], [len(indexes[c].places) for c in own], style)
    for ax, label in zip(axes, ("Recall@5, 95% interval (1)", "index size (chunks)"), strict=True):
        ax.set(xlabel="chunk size (word pieces)", ylabel=label, xscale="log", ylim=(0, None))
        ax.set_xticks(sizes, [str(z) for z in sizes])
        ax.minorticks_off()
    axes[0].legend(fontsize="x-small", loc="lower center")
say(
    "From size to size the recall of one strategy moved by up to {02.3.x1.by_size:.2f}, from strategy to strategy at one "
    "size by up to {02.3.x1.by_strategy:.2f}; look at the intervals before you believe either. An overlap of a fifth made "
    "{02.3.x1.recursive_chunks:.2f} times as many chunks: the recursive splitter repeats whole pieces, where one fits."
)

# %% [markdown]
# What does the semantic splitter cost? It has to embed every sentence before it knows where to cut.
# Splitting alone, interleaved with the recursive one, which runs twice in each round (A/A).

# %% kind="experiment" id="02.3.x1" tags="run-only"
encode = measures.batched(load_embedder().encode)
timed = {
    "recursive": lambda text: split_recursive(text, 128, 0, minilm),
    "semantic": lambda text: split_semantic([s.text for s in sentences(text)], encode, max_tokens=128),
}
few = shelf.documents[: session.pick(smoke=1, full=2, deep=8)]
ratios = measures.build_ratio(few, timed, base="recursive", rounds=session.pick(smoke=2, full=5, deep=9), seed=seed)
record("02.3.x1.aa", ratios["A/A"].value, kind="run_only", unit="x")
slower = record(
    "02.3.x1.semantic_build", ratios["semantic"].value, expected="> 10", band=(3, 2000), naive=1.0, unit="x"
)
gain = stats.paired_diff_ci(hits["semantic", 256, 0], hits["recursive", 256, 0], seed=seed)
record("02.3.x1.semantic_gain", gain.value, kind="run_only", unit="of recall")
record("02.3.x1.semantic_low", gain.low, kind="run_only")
record("02.3.x1.semantic_high", gain.high, kind="run_only")
claim("02.3.c2", "depends", value=gain.value, interval=(gain.low, gain.high), unit="of recall",
      note="over recursive at one size; the time is certain, the gain is not")  # fmt: skip
say(
    "Building took {02.3.x1.semantic_build:.0f} times as long (A/A: {02.3.x1.aa:.2f}) and changed recall by "
    "{02.3.x1.semantic_gain:+.2f}, interval {02.3.x1.semantic_low:+.2f} to {02.3.x1.semantic_high:+.2f}."
)

# %% [markdown] id="02.3.x2"
# ### Experiment: what the embedder never reads
#
# MiniLM reads 256 word pieces [its model card] and says nothing about the rest.
# Replace the second half of a chunk of 512 pieces with another document's text: how far does its vector move?

# %% kind="experiment" id="02.3.x2"
long_doc, other_doc = sorted(world.documents("dev"), key=lambda d: (-len(d.text), d.doc_id))[:2]
rows = []
for size in (512, 200):
    chunk = split_fixed(long_doc.text, size, 0, spans)[0].text
    cosine = measures.truncation_cosine(load_embedder().encode, chunk, other_doc.text[: len(chunk)], spans)
    rows.append({"chunk (pieces)": minilm(chunk), "cosine with its altered self": round(cosine, 6)})
table(rows, caption="The second half replaced")
record("02.3.x2.long", rows[0]["cosine with its altered self"], expected=1.0, kind="exact")
record("02.3.x2.short", rows[1]["cosine with its altered self"], expected="< 0.999", band=(0.5, 0.999), naive=1.0)
say("At 512 pieces the cosine is {02.3.x2.long:.1f}: the second half is not in the index. At 200 it is.")

# %% [markdown] id="02.3.x3"
# ### Experiment: how alike are neighbours?
#
# The copied splitter joins neighbouring sentences whose cosine is above 0.85 [a constant in its code].
# The histogram shows the cosines of all neighbours in the documents above.

# %% kind="experiment" id="02.3.x3" tags="run-only"
import numpy as np

cosines = measures.adjacent_cosines(shelf.documents, embed)
above = sum(c > 0.85 for c in cosines) / len(cosines)
record("02.3.x3.above", above, expected="< 0.1", band=(0, 0.2), naive=1.0, unit="of the neighbours")
counts, edges = np.histogram(cosines, bins=np.arange(-0.2, 1.01, 0.05))
data = {"from": [round(float(e), 2) for e in edges[:-1]], "pairs": [int(n) for n in counts]}
alt = (
    "Histogram of the cosine of neighbouring sentences with a line at 0.85; nearly all lie to the left of the line, "
    f"around {stats.median(cosines):.2f}; {above:.1%} lie above it"
)
with figure("02.3.x3", title="Neighbouring sentences are not that alike", alt=alt, data=data) as ax:
    ax.bar(data["from"], data["pairs"], width=0.05, align="edge", edgecolor="white")
    ax.axvline(0.85, color="C1", linestyle="--")
    ax.text(0.84, 0.95 * max(data["pairs"]), "0.85", ha="right", va="top")
    ax.set(xlabel="cosine of neighbours (1)", ylabel="neighbours (pairs)")
say("{02.3.x3.above:.1%} of the neighbours are above it, so nearly every sentence becomes a chunk of its own.")

# %% [markdown] id="02.3.r3"
# A threshold should be relative to the document: `split_semantic` cuts where neighbours are further apart than nine in ten of
# *this* document's neighbours, and it has an upper size, which the copied one lacks.

# %% [markdown] id="02.3.a"
# ### Failure lab: cutting at 512 characters
#
# Cuts that fall anywhere leave half sentences, which are embedded, found and read as if they were whole.
# The fix cuts recursively, at a length counted in tokens.

# %% kind="failure" id="02.3.a" tags="run-only"
from labsupport.context.naive import naive_split_characters


def share_cut(split, documents):
    return sum((measures.cuts(d.text, split(d.text)) for d in documents), measures.Cuts()).lost_share.value


def by_tokens(text):
    return split_recursive(text, 128, 0, minilm)


drawn = [measures.corpus("dev", questions=1, documents=30, seed=s).documents for s in session.seeds]
failure_lab(
    "02.3.a", title="cutting at 512 characters", metric="sentences cut", unit="of all",
    before=[share_cut(naive_split_characters, docs) for docs in drawn],
    after=[share_cut(by_tokens, docs) for docs in drawn],
    harm="half sentences are indexed, found and read as if they were whole", fix="recursive, with token length",
    min_factor=3,
)  # fmt: skip
worst = max(share_cut(by_tokens, docs) for docs in drawn)
record("02.3.a.after_worst", worst, expected="< 0.02", band=(0, 0.0199),
       naive=min(share_cut(naive_split_characters, docs) for docs in drawn), unit="of all")  # fmt: skip
arms = [measures.build_index(shelf.documents, split, embed) for split in (by_tokens, naive_split_characters)]
found = [measures.span_recall(index, shelf.questions, embed) for index in arms]
diff = stats.paired_diff_ci(found[0], found[1], seed=seed)
for name, value in (("gain", diff.value), ("low", diff.low), ("high", diff.high)):
    record(f"02.3.a.recall_{name}", value, kind="run_only", unit="of recall")
claim("02.3.c1", "depends", value=diff.value, interval=(diff.low, diff.high), unit="of recall",
      note="short answers survive most cuts; what needs a whole sentence does not")  # fmt: skip
say(
    "{02.3.a.before:.1%} of the sentences were cut, {02.3.a.after:.1%} after the fix. Recall@5 changed by "
    "{02.3.a.recall_gain:+.2f}, interval {02.3.a.recall_low:+.2f} to {02.3.a.recall_high:+.2f}."
)

# %% [markdown] id="02.3.r4"
# ### Packing a prompt
#
# The copied prompt builder takes the question as an argument. Four small calls show what becomes of it, of a small window,
# and of a first chunk that is too long.

# %% id="02.3.r4"
from labsupport.context.naive import naive_pack
from labsupport.context.pack import BudgetError, PromptParts, budget_table, order_edges, pack
from labsupport.context.split import Chunk


def passage(text):
    return Chunk(text, 0, len(text))


short, long = passage("Mara Oakly leads the team."), passage("filler " * 4000)
asked = "Who leads the team?"
cases = {
    "a window of 4096": naive_pack("Be brief.", asked, [short]),
    "a window of 900": naive_pack("Be brief.", asked, [short], max_tokens=900),
    "a long chunk first": naive_pack("Be brief.", asked, [long, short]),
}
table(
    [
        {"case": name, "holds the question": asked in text, "holds the answer": "Mara" in text}
        for name, text in cases.items()
    ],
    caption="What the copied prompt builder sends",
)
silent = sum("Mara" not in text for text in cases.values())
record("02.3.r4.silent", silent, expected=2, kind="exact", unit="of 3 prompts without any context, and no error")
record(
    "02.3.r4.question", sum(asked in t for t in cases.values()), expected=0, kind="exact", unit="of 3 hold the question"
)

# %% [markdown]
# A sound packer reserves system, history, question and answer first; counts the whole conversation, separators and template
# too; and skips a chunk that does not fit.
# Then it orders: where models attend best to both ends of a prompt [arXiv 2307.03172], the best chunks belong there.

# %% exercise="02.3.e1"

# %% [markdown]
# Your packer with real counts, for a question of the world and its ranked passages; then with a window that even the empty
# prompt does not fit.

# %% id="02.3.e1"
from labsupport.models.wording import QA_SYSTEMS

print("ranks 1 to 6 stand in the order", order_edges([1, 2, 3, 4, 5, 6]))
count = rulers.chat_count()
question = shelf.questions[0].question
nearest = [c for _, c in indexes["recursive", 256, 0].search(embed([question])[0], 12)]
parts = PromptParts(QA_SYSTEMS[0], question)
packed = pack(parts, nearest, window=1024, reserve_output=32, count=count)
print("parts:", budget_table(parts, 32, count))
print(f"used {len(packed.used)}, dropped {len(packed.dropped)}: {packed.tokens} + 32 of 1024 tokens")
try:
    pack(parts, nearest, window=64, reserve_output=32, count=count)
except BudgetError as error:
    print(error)
record("02.3.e1.tokens", packed.tokens + 32, expected="<= 1024", kind="exact", unit="tokens")

# %% [markdown] id="02.3.x5"
# ### Experiment: guessing tokens
#
# Two rules of thumb: characters over four, and words times 1.3. Above one the guess is too low; another tokenizer than the
# lab's gives other factors. And a word of 45 letters, said to be six tokens, is counted too.

# %% kind="experiment" id="02.3.x5" tags="run-only"
from labsupport.context import estimates
from labsupport.context.naive import naive_tokens_characters, naive_tokens_words

kinds = estimates.samples(session.pick(smoke=10, full=40, deep=200), seed)
rules = {"characters / 4": naive_tokens_characters, "words x 1.3": naive_tokens_words}
off = {rule: [stats.median(estimates.true_over_guess(texts, guess, lm)) for texts in kinds.values()]
       for rule, guess in rules.items()}  # fmt: skip
data = {"kind": list(kinds), **off}
alt = (
    "Real tokens over guessed tokens by kind of text, one marker a rule of thumb; prose is nearest to one and Chinese furthest; "
    + ", ".join(f"{rule} ends at {values[-2]:.1f} for Chinese" for rule, values in off.items())
)
with figure("02.3.x5", title="Rules of thumb know prose only", alt=alt, data=data) as ax:
    for (rule, values), style in zip(off.items(), ("o", "s"), strict=True):
        ax.plot(list(kinds), values, style, markersize=8, label=rule)
    ax.axhline(1, color="0.4", linestyle=":")
    ax.set(xlabel="kind of text", ylabel="real / guessed tokens (x)", yscale="log", ylim=(0.7, 100))
    ax.set_yticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
    ax.minorticks_off()
    ax.legend()
of = dict(zip(kinds, off["characters / 4"], strict=True))
for name in ("prose", "code", "ids", "Chinese"):
    record(f"02.3.x5.{name.lower()}", of[name], kind="run_only", unit="x")
record("02.3.x5.worst", max(of.values()), expected="> 2", band=(2, 30), naive=1.0, unit="x")
claim("02.3.c4", "holds" if of["code"] >= 2 else "depends", value=of["code"], unit="x on code",
      note="the factor is the tokenizer's: ids and Chinese are off by more than code")  # fmt: skip
say(
    "Characters over four is off by {02.3.x5.prose:.1f} on prose, {02.3.x5.code:.1f} on code, {02.3.x5.ids:.1f} on ids and "
    "{02.3.x5.chinese:.1f} on Chinese."
)
giant = "pneumonoultramicroscopicsilicovolcanoconiosis"  # said to be six tokens
record("02.3.c5.model", lm(giant), expected="> 6", kind="exact", unit="tokens")
record("02.3.c5.minilm", minilm(giant), expected="> 6", kind="exact", unit="word pieces")
claim("02.3.c5", "false", value=min(lm(giant), minilm(giant)), unit="tokens at least",
      note="for both tokenizers here; others are not at hand offline")  # fmt: skip
say("The word of 45 letters is {02.3.c5.model} tokens of the model and {02.3.c5.minilm} pieces of MiniLM.")

# %% [markdown] id="02.3.c5"
# The claim about the word comes from a text that counted by eye. Its letters are rare neighbours in any training text, so a
# tokenizer finds few long pieces in it.

# %% [markdown] id="02.3.c"
# ### Failure lab: guessing tokens
#
# Both arms pack ranked passages full of ids into the window of the model that runs here, and send the prompts to vLLM.
# One counts by words times 1.3, the other as the server does, template included.

# %% kind="failure" id="02.3.c" tags="run-only"
import openai

from labsupport import llm, services
from labsupport.context.naive import naive_pack_guessed

server = services.ensure("vllm")
served, window = server.details.get("model", llm.model()), int(server.details.get("max_model_len", 1024))


async def ask(messages):
    reply = await chat.chat.completions.create(model=served, messages=messages, max_tokens=32, temperature=0)
    return reply.choices[0].message.content


async def refused(prompts):
    errors = []
    for messages in prompts:
        try:
            await ask(messages)
        except openai.BadRequestError as error:
            errors.append(error.message)
    return errors


heavy, room = estimates.id_heavy(120), {"window": window, "reserve_output": 32}
sent, errors, uses = {"guessed": [], "counted": []}, {"guessed": [], "counted": []}, []
async with llm.async_client() as chat:
    for s in session.seeds:
        groups = estimates.groups(heavy, 24, session.pick(smoke=3, full=5, deep=40), s)
        prompts = {"guessed": [naive_pack_guessed(parts.system, asked, g, **room) for g in groups],
                   "counted": [pack(PromptParts(parts.system, asked), g, **room, count=count).messages for g in groups]}  # fmt: skip
        uses.append({arm: estimates.window_use([count(m) for m in ms], **room) for arm, ms in prompts.items()})
        for arm, messages in prompts.items():
            errors[arm] += (now := await refused(messages))
            sent[arm].append(len(now) / len(messages))
print("HTTP 400:", errors["guessed"][0][:160])

# %% kind="failure" id="02.3.c" tags="run-only"
failure_lab(
    "02.3.c", title="guessing tokens", metric="prompts refused as too long", unit="of all",
    before=sent["guessed"], after=sent["counted"],
    harm="the server answers 400, for the very questions with the most evidence",
    fix="count the finished messages with the model's own tokenizer and template",
)  # fmt: skip
record("02.3.c.refused", len(errors["counted"]), expected=0, band=(0, 0), naive=len(errors["guessed"]), kind="exact",
       unit="counted prompts refused")  # fmt: skip
agree = all(use[arm].over.value == sent[arm][i] for i, use in enumerate(uses) for arm in sent)
record("02.3.c.agree", agree, expected=True, kind="exact", unit="server and count agree on every prompt")
fill = record("02.3.c.fill", min(u["counted"].fill for u in uses), expected="> 0.9", band=(0.85, 1), unit="of the room")
say(
    "Guessed prompts were refused in {02.3.c.before:.0%} of the cases, counted ones in {02.3.c.after:.0%}, and these filled "
    "at least {02.3.c.fill:.0%} of the room."
)

# %% [markdown] id="02.3.x4"
# ### Experiment: where the evidence stands
#
# A question, one passage that answers it, and distractors that state other facts: the same passages in another order.
# Does this model answer worse when the evidence stands in the middle, and is it the place or the number that hurts?
# A small model may get nothing right; the log-probability that it gives the right answer moves all the same.

# %% kind="experiment" id="02.3.x4" tags="run-only"
from labsupport.context import positions

per_seed = session.pick(smoke=2, full=5, deep=60)
items = {s: positions.items("dev", per_seed, distractors=19, seed=s, chars=120) for s in session.seeds}
pool = [item for group in items.values() for item in group]
counts, depths = session.pick(smoke=(5, 20), full=(5, 20), deep=(2, 5, 10, 20)), session.pick(smoke=3, full=3, deep=5)
async with llm.async_client() as chat:
    points = await positions.curve(pool, ask, counts, depths=depths)


def at_place(passages, place):
    return lambda item: positions.place(item.gold, item.distractors[: passages - 1], place)


logp = {(p.passages, p.depth): positions.answer_logprobs(pool, at_place(p.passages, p.depth)) for p in points}
likely = {key: stats.bootstrap_ci(values, seed=seed) for key, values in logp.items()}
data = {"passages": [p.passages for p in points], "place": [p.depth for p in points],
        "accuracy": [p.accuracy.value for p in points], "log_probability": [likely[key].value for key in logp]}  # fmt: skip
alt = (
    "Share of right answers, and log-probability of the right answer, against the place of the evidence, one line a number "
    "of passages, with 95 percent intervals; compare the middle of a line with its ends, and the lines with each other; "
    + ", ".join(f"at the last of {n} passages {likely[n, n - 1].value:.2f} nats" for n in counts)
)
with figure("02.3.x4", title="Place and number of the passages", alt=alt, data=data, ncols=2) as (fig, axes):
    for n, style in zip(counts, ("o-", "s--", "^:", "v-."), strict=False):
        for ax, values in zip(axes, ({p.depth: p.accuracy for p in points if p.passages == n},
                                     {d: i for (m, d), i in likely.items() if m == n}), strict=True):  # fmt: skip
            bars = [[i.value - i.low for i in values.values()], [i.high - i.value for i in values.values()]]
            x = [d / (n - 1) for d in values]
            ax.errorbar(x, [i.value for i in values.values()], yerr=bars, fmt=style, capsize=4, label=f"{n} passages")
    for ax, label in zip(axes, ("right answers (1)", "log-probability (nats a token)"), strict=True):
        ax.set(xlabel="place of the evidence, 0 first, 1 last (1)", ylabel=label)
    axes[0].set_ylim(-0.02, 1.02)
    axes[1].legend()

# %% kind="experiment" id="02.3.x4" tags="run-only"
middle = logp[20, sorted(d for n, d in logp if n == 20)[depths // 2]]
ends = [(a + b) / 2 for a, b in zip(logp[20, 0], logp[20, 19], strict=True)]
drop = stats.paired_diff_ci(ends, middle, seed=seed)
fewer = stats.paired_diff_ci(logp[5, 2], middle, seed=seed)
for name, found in (("drop", drop), ("fewer", fewer)):
    record(f"02.3.x4.{name}", found.value, kind="run_only", unit="nats a token")
    record(f"02.3.x4.{name}_low", found.low, kind="run_only")
    record(f"02.3.x4.{name}_high", found.high, kind="run_only")
record("02.3.x4.right", stats.mean([p.accuracy.value for p in points]), kind="run_only", unit="right answers")
claim("02.3.c6", "depends", value=drop.value, interval=(drop.low, drop.high), unit="nats a token, ends minus middle",
      note="on the model; measured among 20 passages, below 1,024 tokens, not at 32k")  # fmt: skip
say(
    "Over all places {02.3.x4.right:.0%} of the answers were right. Among twenty passages, log-probability at the ends minus "
    "that in the middle is {02.3.x4.drop:+.2f} nats a token, interval {02.3.x4.drop_low:+.2f} to {02.3.x4.drop_high:+.2f} "
    "(above zero: the middle is worse). Five passages instead of twenty, in the middle too, change it by "
    "{02.3.x4.fewer:+.2f}, interval {02.3.x4.fewer_low:+.2f} to {02.3.x4.fewer_high:+.2f}."
)

# %% [markdown]
# Published curves sag in the middle at tens of documents, a few thousand tokens [arXiv 2307.03172]; a window of 32k is not
# needed for it. Whether *your* model sags is one loop away, and so is the number of passages at which it starts.

# %% [markdown] id="02.3.b"
# ### Failure lab: evidence in the middle
#
# The evidence has the middle rank among twenty. Three remedies at once: rank again (here by MiniLM), keep five, put the best
# at the edges. The lab asserts only what this mechanism fixes: how many passages stand between evidence and nearer end.


# %% kind="failure" id="02.3.b" tags="run-only"
in_the_middle = at_place(20, 9)


def reranked(item):
    given = in_the_middle(item)
    query, *vectors = embed([item.question, *(c.text for c in given)])
    score = [sum(a * b for a, b in zip(query, v, strict=True)) for v in vectors]
    return order_edges([given[i] for i in sorted(range(20), key=lambda i: -score[i])[:5]])


def buried(item, arrange):
    placed = arrange(item)
    if item.gold not in placed:
        return len(item.distractors) / 2  # lost: no better than the very middle
    return min(placed.index(item.gold), placed[::-1].index(item.gold))


depth = {
    arm: [stats.mean([buried(i, arm) for i in group]) for group in items.values()] for arm in (in_the_middle, reranked)
}
failure_lab(
    "02.3.b", title="evidence in the middle", metric="passages before the evidence, from the nearer end", unit="passages",
    before=depth[in_the_middle], after=depth[reranked], harm="it competes with nineteen others where a model may look least",
    fix="rank again, keep five, best at the edges (lost evidence counts as buried)",
)  # fmt: skip
kept = record("02.3.b.kept", stats.mean([item.gold in reranked(item) for item in pool]), kind="run_only")
arms = {
    "middle": in_the_middle,
    "edges": lambda item: order_edges([item.gold, *item.distractors]),
    "remedies": reranked,
}
async with llm.async_client() as chat:
    right = {name: stats.mean(await positions.accuracy(pool, ask, arm)) for name, arm in arms.items()}
scores = {name: stats.mean(positions.answer_logprobs(pool, arm)) for name, arm in arms.items()}
table([{"arm": name, "right answers": right[name], "log-probability (nats a token)": scores[name]} for name in arms],
      caption="Twenty passages, evidence in the middle or at the edge; and all three remedies")  # fmt: skip
for name in arms:
    record(f"02.3.b.{name}", scores[name], kind="run_only", unit="nats a token")
lost, back = scores["edges"] - scores["middle"], scores["remedies"] - scores["middle"]
verdict = "this model shows no drop" if lost <= 0 else f"{back / lost:.0%} of the drop came back"
print(f"edge minus middle {lost:+.2f} nats, remedies minus middle {back:+.2f}: {verdict}")
say(
    "Ranking again kept the evidence in {02.3.b.kept:.0%} of the cases; the right answer had {02.3.b.middle:.2f} nats a token "
    "in the middle, {02.3.b.edges:.2f} at the edge of twenty, {02.3.b.remedies:.2f} with all three remedies."
)

# %% [markdown]
# ### Longer than the window
#
# *Map-reduce* asks about each chunk on its own, then combines. *Refine* reads them in order, each with the draft so far.
# A scripted reader that links "she" to the last name it knows makes the difference visible.

# %%
from labsupport.context.longdoc import map_reduce, refine

story_chunks = [passage("Mara leads the team. "), passage("She moved to Lynby. "), passage("The log is full. ")]
calls = []


async def read(text, known=None):
    calls.append(text)
    who = "Mara" if "Mara" in text else (known or {}).get("who")
    lives = "Lynby" if "Lynby" in text and who else (known or {}).get("lives")
    return {"who": who, "lives": lives}


async def merge(answers):
    calls.append("combine")
    return {key: next((a[key] for a in answers if a[key]), None) for key in ("who", "lives")}


print("map-reduce:", await map_reduce(story_chunks, read, merge, concurrency=3), "| calls", len(calls), "in 2 steps")
both = len(calls)
print("refine:    ", await refine(story_chunks, read), "| calls", len(calls) - both, "in", len(calls) - both, "steps")
record("02.3.q3.map_calls", both, expected=4, kind="exact", unit="calls, three of them at once")
record("02.3.q3.refine_calls", len(calls) - both, expected=3, kind="exact", unit="calls in a row")

# %% [markdown]
# No single call of map-reduce saw the name and the place together, so the link was lost; refine kept it, at the price of a
# chain as long as the document.

# %% [markdown]
# Beyond this topic, in the words you will meet:
#
# - *Contextual headers*: each chunk begins with its document's title and section.
# - *Parent-child chunks*: search small ones, give the model the larger one around the hit.
# - *Late chunking*: embed the whole document, then pool the vectors of each chunk's tokens.
# - *Context compaction*: old turns are replaced by a summary when the window fills.
# - Stable parts first, so that a server can reuse its cache (topic 02.5).

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("02.3")

# %% [markdown] kind="recap"
# ### Recap
#
# - A size has a unit: the tokens of the model that reads, of the finished conversation, template included.
# - Recursive splitting is a sound default; overlap costs 1/(1-o) and rescues only sentences that fit in it.
# - Reserve first, skip what does not fit, best at the edges; and measure whether place matters to *your* model.

# === TOPIC 02.4 ===
# %% [markdown] topic="02.4"
# ## 02.4 Images, documents and audio in a language model
#
# How does a picture become something that a language model can read, what does that cost, and when may you believe the
# numbers that it read?
#
# - A *patch* is a small square of pixels; a *vision encoder* (a vision transformer, *ViT*) turns each into a vector.
# - A *projector* takes these vectors to the width of the language model, which reads them as *soft tokens*, like words.
# - *Detail* is what a provider lets you choose: low is a flat price, high pays for tiles or patches.
# - To *abstain* is to give no answer and leave the picture to a person; *coverage* is the share that was answered.

# %% [markdown]
# ### The smallest example
#
# One receipt of the lab world with the squares into which the encoder cuts it. Thin lines are patches, thick ones the groups
# of four that become one soft token.
# Count a row of thick squares, then a column: how many tokens will the model read?

# %%
from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table
from labsupport.vision.tokens import patch_count

from labsupport import world
from labsupport.world.sets import images

slip = min((i for i in world.images() if i.kind == "receipt" and not i.tilt), key=lambda i: (images.size(i)[1], i.id))
page = images.draw(slip)
width, height = (-(-side // 32) * 32 for side in page.size)  # white is added up to whole squares
print("total:", slip.fields["total"], "| pixels:", page.size, "padded to", (width, height))
print("patches of 16:", patch_count(width, height), "| merged 2 x 2:", patch_count(width, height, merge=2))
columns = list(range(0, width + 1, 32))
alt = (
    f"A printed receipt of {page.width} by {page.height} pixels under a grid; thin lines every 16 pixels, thick lines every 32; "
    f"{width // 32} thick squares in a row and {height // 32} in a column give {patch_count(width, height, merge=2)} tokens"
)
with figure(
    "02.4.x4", title="A receipt in patches", alt=alt, data={"thick line at (pixels)": columns}, size=(7, 4.8)
) as ax:
    ax.imshow(page, cmap="gray", vmin=0, vmax=255, extent=(0, page.width, page.height, 0))
    ax.grid(False)
    for step, line_width in ((16, 0.3), (32, 1.0)):
        ax.vlines(range(0, width + 1, step), 0, height, color="tab:blue", linewidth=line_width)
        ax.hlines(range(0, height + 1, step), 0, width, color="tab:blue", linewidth=line_width)
    ax.set(xlabel="across (pixels)", ylabel="down (pixels)", xlim=(0, width), ylim=(height, 0))

# %% [markdown] id="02.4.x4"
# ### Experiment: the shapes on the way
#
# The lab's encoder stands before `lab-small` as it was after 222 million tokens; *adapters*, narrow matrices added to its
# weights, teach it to read soft tokens. Beside those of the patches stand learned *queries* [arXiv 2301.12597], which collect
# what may be asked for.
# A picture of 512 x 512 goes in: predict the middle number of each shape before you run the cell.

# %% kind="experiment" id="02.4.x4" tags="run-only"
from labsupport.models.vision import reader as vision
from labsupport.vision.image_lab import patch_shapes

reader = vision.load()
shapes = dict(patch_shapes(reader.encoder, 512, 512))
table([{"stage": stage, "shape": shape} for stage, shape in shapes.items()], caption="512 x 512 pixels, one picture")
weights = sum(p.numel() for p in reader.encoder.parameters())
record("02.4.x4.weights", weights / 1e6, kind="run_only", unit="million weights of the encoder")
patches = record("02.4.c3.patches", shapes["patches"][1], expected=1024, kind="exact", unit="patches")
soft = record("02.4.x4.soft", shapes["soft tokens"][1], expected=256, kind="exact", unit="soft tokens")
record("02.4.x4.formula", (patches, soft) == (patch_count(512, 512), patch_count(512, 512, merge=2)), expected=True,
       kind="exact")  # fmt: skip
claim("02.4.c3", "holds", value=patches, unit="patches of 16 x 16 pixels", note="measured in the encoder")
say(
    "512 x 512 pixels are {02.4.c3.patches} patches and, merged by four, {02.4.x4.soft} soft tokens; each has the width of a "
    "word's embedding, so that the language model reads it in the same row as words."
)

# %% [markdown] id="02.4.r4"
# ### Three things that are often mixed up
#
# Sources give two numbers of tokens for one size; both are right, before and after merging. They also take a *linear*
# projector (the first LLaVA [arXiv 2304.08485]) for an *MLP* (its successor [arXiv 2310.03744]).
# And they say that a model with cross-attention layers (Flamingo [arXiv 2204.14198]) "attends uniformly": attention is a
# softmax of scores there, too, and may look wherever it likes.

# %% id="02.4.r4" tags="run-only"
import torch

from labsupport.models.vision.data import HEAD, QUESTIONS, question_text
from labsupport.models.vision.model import soft_prompt

projector, shape = reader.encoder.projector, reader.encoder.config
linear = shape.merge**2 * shape.width * shape.lm_width + shape.lm_width
mlp = sum(p.numel() for part in (projector.hidden, projector.out) for p in part.parameters())
more = record("02.4.r4.more", mlp / linear, expected="> 1", kind="exact", unit="x the weights of one linear layer")
head, rest = (torch.tensor(reader.tokenizer.encode(t).ids) for t in (HEAD, question_text(QUESTIONS["total"])))
tokens = reader.encode([page])[0]
reader.lm.set_attn_implementation("eager")  # the fused kernel does not tell its weights
with torch.inference_mode():
    seen = reader.lm(inputs_embeds=soft_prompt(reader.lm, head, tokens[None], rest[None]), output_attentions=True)
reader.lm.set_attn_implementation("sdpa")
look = torch.stack(seen.attentions)[:, 0, :, -1, len(head) : len(head) + len(tokens)].mean((0, 1))
look = (look / look.sum()).sort(descending=True).values
tenth = float(look[: len(look) // 10].sum())
record("02.4.r4.tenth", tenth, expected="> 0.1", band=(0.12, 1), naive=0.1, unit="of the attention on the picture")
record("02.4.r4.top", tenth, kind="run_only")
say(
    "The MLP has {02.4.r4.more:.2f} times the weights of a linear layer, and a bend in between. Where the answer begins, the "
    "tenth of the soft tokens looked at most gets {02.4.r4.top:.0%} of the attention on the picture; uniform would be a tenth."
)

# %% [markdown]
# ### What a picture costs
#
# A provider's model is closed, but its price is a formula. Here is that of one family [OpenAI, guide 'Images and vision'],
# step by step for a photo of 3840 x 2160 pixels at high detail: fit it into a square, shrink the short side, count tiles.

# %% id="02.4.r1"
import math

from labsupport.vision import naive

w, h = 3840, 2160
fit = min(1, 2048 / max(w, h), 768 / min(w, h))  # the tighter of the two limits; never up
print("scaled to:", (round(w * fit), round(h * fit)))
tiles = math.ceil(round(w * fit) / 512) * math.ceil(round(h * fit) / 512)
by_hand = 85 + 170 * tiles
print("tiles:", tiles, "-> tokens:", by_hand)
print(naive.SAMPLE)
print("low: ", naive.run_sample(w, h, "low"))
try:
    naive.run_sample(w, h)
except NameError as error:
    print("high:", type(error).__name__, error)
unscaled = naive.naive_image_tokens(w, h)
print("with its import:", unscaled)
record("02.4.r1.unscaled", unscaled, expected=6885, kind="exact", unit="tokens")
record("02.4.r1.over", unscaled / by_hand, expected="> 6", kind="exact", unit="x")
say("By the rules it is {02.4.r1.over:.1f} times less.")

# %% [markdown] id="02.4.r1"
# The estimator above was passed around as it stands. Only its cheap branch runs, as `math` is never imported; mended, it
# counts the photo as it comes, because neither scaling step is in it (02.4.r1).

# %% exercise="02.4.e1"

# %% [markdown] id="02.4.c1"
# Your function against the examples of the sources, then the bill for ten thousand such photos.
# The claim to check: a 4K photo has "8,000 tokens and more", at $0.04 each (02.4.c1).

# %% id="02.4.c2"
from labsupport.vision.tokens import AREA, PATCHES, PATCHES_MINI, PROFILES, TILES, bill

rows = [{"profile": p.name, "pixels": f"{w} x {h}", "detail": detail, "source says": tokens,
         "yours": image_tokens(w, h, p, detail).tokens} for p in PROFILES.values() for w, h, detail, tokens in p.golden]  # fmt: skip
table(rows, caption="Golden examples")
record("02.4.c2.golden", sum(r["source says"] != r["yours"] for r in rows), expected=0, kind="exact", unit="differ")
square = record(
    "02.4.c2.square", image_tokens(1024, 1024, TILES, "high").tokens, expected=765, kind="exact", unit="tokens"
)
claim("02.4.c2", "holds", value=square, unit="tokens", note="1024 x 1024 becomes 768 x 768, four tiles")
photo_tokens = image_tokens(3840, 2160, TILES, "high").tokens
many = bill([(3840, 2160)] * 10_000, TILES, "high")
record("02.4.c1.tokens", photo_tokens, expected=1105, kind="exact", unit="tokens")
record("02.4.c1.cents", many.microusd / 1e4 / many.images, expected="< 0.3", kind="exact", unit="US cents a photo")
record("02.4.c1.dollars", many.microusd / 1e6, expected=27.625, kind="exact", unit="USD for ten thousand")
claim("02.4.c1", "false", value=photo_tokens, unit="tokens", note="for the named model; the claim forgot the scaling")
say(
    "The photo has {02.4.c1.tokens} tokens and costs {02.4.c1.cents:.2f} cents; ten thousand cost {02.4.c1.dollars:.0f} dollars, "
    "not 400."
)

# %% [markdown] id="02.4.x1"
# ### Experiment: sizes, formulas, resizing
#
# Eight sizes under three formulas, as they come and after you shrink the long side to 768 pixels yourself.
# In which rows does your own resize save nothing? Beside them the formula without scaling.

# %% kind="experiment" id="02.4.x1"
from labsupport.vision.image_lab import SIZES, token_rows

counted = token_rows((TILES, PATCHES, AREA))
table(
    [{"pixels": f"{r.width} x {r.height}", "profile": r.profile, "tokens": r.tokens, "resized to 768": r.resized,
      "dollars per 1,000": bill([(r.width, r.height)] * 1000, PROFILES[r.profile], "high").microusd / 1e6} for r in counted],
    caption="High detail",
)  # fmt: skip
labels = [f"{w} x {h}" for w, h in SIZES]
tiled = [r for r in counted if r.profile == TILES.name]
data = {"pixels": labels, "without scaling": [r.naive for r in tiled], "by the rules": [r.tokens for r in tiled],
        "resized first": [r.resized for r in tiled]}  # fmt: skip
alt = (
    "Tokens of eight picture sizes under the tile formula, three bars each; without scaling the bars grow with the pixels, by the "
    f"rules they stay below 1,600; for the largest photo {max(r.naive for r in tiled)} against {tiled[-2].tokens} tokens"
)
with figure("02.4.x1", title="Scaling comes before counting", alt=alt, data=data, size=(8, 4.6)) as ax:
    for shift, (name, hatch) in zip((-0.27, 0, 0.27), (("without scaling", "//"), ("by the rules", ""), ("resized first", "..")),
                                    strict=True):  # fmt: skip
        ax.barh([i + shift for i in range(len(labels))], data[name], 0.26, label=name, hatch=hatch, edgecolor="white")
    ax.set_yticks(range(len(labels)), labels)
    ax.invert_yaxis()
    ax.set(xlabel="tokens at high detail (tokens)", ylabel="width x height (pixels)")
    ax.legend()
record("02.4.x1.capped", max(r.tokens for r in tiled), expected="< 1600", band=(1100, 1600), naive=max(r.naive for r in tiled),
       unit="tokens at most")  # fmt: skip
record("02.4.x1.useless", sum(r.tokens == r.resized for r in counted), expected="> 0", kind="exact", unit="of 24 rows")
say(
    "In {02.4.x1.useless} of 24 rows the resize saved no token: look whether a limit of the formula was reached before."
)

# %% [markdown] id="02.4.r5"
# ### What such formulas are
#
# Texts describe one encoder and projector as the design of three closed models. It is documented for open families only
# (02.4.r5); what closed models publish is a price formula, and that changes with the model (02.4.r6).
# So keep formulas as dated data with golden examples, and measure how far they differ for *your* picture.

# %% [markdown]
# Sound is counted by time: a Whisper-style encoder [arXiv 2212.04356] reads windows of thirty seconds, a hundred *mel frames*
# (spectra) a second, and joins two frames into one embedding; many models pool further.
# What does a command of two seconds cost?

# %% id="02.4.r6"
from labsupport.vision.tokens import audio_tokens

table(
    [{"profile": p.name, "as of": p.as_of, "source": p.source.split(":")[0], "1024 x 1024": image_tokens(1024, 1024, p, "high").tokens,
      "512 x 512": image_tokens(512, 512, p, "high").tokens, "low": p.low if p.low is not None else "-"} for p in PROFILES.values()],
    caption="One picture, four bills (tokens)",
)  # fmt: skip
same = [image_tokens(1024, 1024, p, "high").tokens for p in PROFILES.values()]
record("02.4.r6.spread", max(same) / min(same), expected="> 2", band=(2, 2.5), naive=1.0, unit="x between formulas")
record("02.4.r5.dated", all(p.as_of and p.source and p.golden for p in PROFILES.values()), expected=True, kind="exact")
small = record(
    "02.4.c4.area", image_tokens(512, 512, AREA, "high").tokens, expected="< 430", kind="exact", unit="tokens"
)
claim("02.4.c4", "false", value=small, unit="tokens of 512 x 512 by area",
      note="256 depends on patch and merging; 1,792 is no formula here: that family counts area, without tiles")  # fmt: skip
share = record("02.4.c5.share", photo_tokens / 128_000, expected="< 0.01", kind="exact", unit="of a window of 128k")
claim(
    "02.4.c5",
    "false",
    value=share,
    unit="of a window of 128k",
    note="30 to 50 percent needs a window of a few thousand",
)
say(
    "Largest over smallest bill for one square picture: {02.4.r6.spread:.1f}. A 4K photo takes {02.4.c5.share:.1%} of 128k tokens."
)
lengths = (2, 30, 31, 600)
table([{"seconds": s, **audio_tokens(s)._asdict(), "pooled by 4": audio_tokens(s, pool=4).embeddings} for s in lengths])
record("02.4.q1.rate", audio_tokens(30).embeddings / 30, expected=50, kind="exact", unit="embeddings a second")
record("02.4.q1.short", audio_tokens(2).embeddings == audio_tokens(30).embeddings, expected=True, kind="exact")
say(
    "The encoder makes {02.4.q1.rate:.0f} embeddings a second; the last window is padded, so two seconds cost what thirty do."
)

# %% [markdown] id="02.4.r3"
# ### Fit to send
#
# Photos carry an *orientation* tag instead of turned pixels, and the place where they were taken. A copied preparation names
# the type after the decoder's format (02.4.r3); `prepare_image` decodes, turns, shrinks, and encodes afresh.
# Each file below is sent both ways: which ones does an API refuse, which does it misread in silence?

# %% id="02.4.r3"
import io

from PIL import Image as Pillow

from labsupport.vision.prepare import ImageError, prepare_image


def as_file(picture, kind, **options):
    store = io.BytesIO()
    picture.save(store, kind, **options)
    return store.getvalue()


camera = Pillow.Exif()
camera[0x0112], camera[0x010F] = 6, "a camera"  # 6: hold it a quarter turn clockwise
camera.get_ifd(0x8825)[1] = "N"
photo, tiny = Pillow.new("RGB", (1200, 800), "teal"), Pillow.new("RGB", (300, 200), "teal")
files = {
    "phone, two frames": as_file(tiny, "MPO", save_all=True, append_images=[tiny]), "large": as_file(photo, "JPEG"),
    "turned": as_file(tiny, "JPEG", exif=camera.tobytes()), "palette": as_file(tiny.convert("P"), "PNG"),
    "alpha": as_file(tiny.convert("RGBA"), "PNG"), "cut off": as_file(photo, "JPEG")[:900],
    "bomb": as_file(Pillow.new("1", (3000, 2000)), "PNG"),
}  # fmt: skip


def attempt(work):
    try:
        return "{0.media_type} {0.size[0]} x {0.size[1]}".format(work())
    except (OSError, ImageError) as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0][:38]}"


naive_ways = {name: attempt(lambda d=data: naive.naive_prepare(d, max_side=1000)) for name, data in files.items()}
ours = {
    name: attempt(lambda d=data: prepare_image(d, max_side=1000, max_pixels=5 * 10**6)) for name, data in files.items()
}
table([{"file": n, "bytes": len(files[n]), "copied": naive_ways[n], "prepare_image": ours[n]} for n in files])
unfit = [n for n in ("phone, two frames", "large", "palette", "alpha") if not naive_ways[n].startswith("image/jpeg")]
record("02.4.r3.refused", len(unfit), expected=4, kind="exact", unit="good files with a wrong type or an exception")
fit = sum(way.startswith("image/jpeg") for way in ours.values())
record("02.4.r3.fit", fit, expected=5, kind="exact", unit="files sent")
say(
    "Of seven files the copied way spoils {02.4.r3.refused} good ones and sends a turned one lying on its side, without a word; "
    "the other sends {02.4.r3.fit} and says why it refuses two."
)

# %% [markdown] id="02.4.r2"
# Two more lines of the same source: tokens are counted for the file on disk while the request carries the resized copy
# (02.4.r2), and the bytes travel as base64, four characters for three of them.
# The request itself is small: a picture is one part of the message's content, beside the text.

# %% id="02.4.r2"
from labsupport.vision.prepare import image_part

sent = prepare_image(files["turned"], max_side=200, max_pixels=5_000_000)
upright = prepare_image(as_file(photo.resize((2000, 1000)), "JPEG"), max_side=768, max_pixels=5_000_000)
part = image_part(sent, "low")
url = part["image_url"]["url"]
print({"type": part["type"], "image_url": {**part["image_url"], "url": url[:44] + "..."}})
told = naive.naive_estimate((2000, 1000), upright, TILES)
print("counted from the file:", told.estimated, "| sent:", told.sent, "| size sent:", upright.size)
record("02.4.r2.over", told.estimated / told.sent, expected="> 1", kind="exact", unit="x the tokens that were sent")
grown = (len(url) - url.index(",") - 1) / len(sent.bytes)
record("02.4.r2.base64", grown, expected=4 / 3, band=(1.33, 1.34), naive=1.0, unit="x the bytes")
record("02.4.r2.origin", b"camera" in files["turned"] and b"camera" not in sent.bytes, expected=True, kind="exact",
       unit="the new bytes do not name the camera")  # fmt: skip
say("Counted from the wrong size, the picture is {02.4.r2.over:.1f} times too dear: count from `Prepared.size`.")

# %% [markdown] id="02.4.x3"
# ### Experiment: many pictures
#
# Decoding, resizing and encoding in Pillow let other threads run meanwhile; base64 and Python code do not.
# The same photos one by one, in two threads, in two processes; the first arm runs twice in each round (A/A).

# %% kind="experiment" id="02.4.x3" tags="run-only"
from labsupport import stats
from labsupport.vision import image_lab

camera_side = session.pick(smoke=400, full=800, deep=1600)
photos = [image_lab.photo(seed + i, camera_side) for i in range(session.pick(smoke=2, full=4, deep=8))]
spent = image_lab.encode_times(photos, rounds=session.pick(smoke=2, full=5, deep=15), seed=seed)
ratios = {
    arm: stats.ratio_ci(spent[arm], spent["serial"], paired=True, seed=seed)
    for arm in ("serial again", "threads", "processes")
}
for arm, found in ratios.items():
    record(f"02.4.x3.{arm.replace(' ', '_')}", found.value, kind="run_only", unit="x the time of serial")
data = {"arm": list(ratios), "ratio": [r.value for r in ratios.values()], "low": [r.low for r in ratios.values()],
        "high": [r.high for r in ratios.values()]}  # fmt: skip
alt = (
    "Time to prepare the same photos over the time of doing it one by one, with intervals, for three arms; the A/A arm shows what "
    "chance does on this machine, arms below it gained; "
    + ", ".join(f"{arm} {r.value:.2f}" for arm, r in ratios.items())
)
with figure("02.4.x3", title="Preparing pictures in parallel", alt=alt, data=data) as ax:
    gaps = [[r.value - r.low for r in ratios.values()], [r.high - r.value for r in ratios.values()]]
    ax.errorbar(list(ratios), data["ratio"], yerr=gaps, fmt="o", capsize=5, markersize=8)
    ax.axhline(1, color="0.5", linestyle=":")
    ax.set(xlabel="arm", ylabel="time / serial time (x)", ylim=(0, None))
    ax.margins(x=0.3)
say(
    "Two threads took {02.4.x3.threads:.2f} of the time of one, two processes {02.4.x3.processes:.2f} (A/A "
    "{02.4.x3.serial_again:.2f}); with two free cores a half is the best, and processes also copy every picture."
)

# %% [markdown]
# The whole chain is made of stage 01: encoders in threads, a bounded queue, callers at a rate limit, errors in their place.
# Twelve files, four of them twice and one broken, to a simulated provider. How many encodings, how many calls?

# %%
from labsupport import llm
from labsupport.aio.limits import TokenBucket
from labsupport.services.provider_sim import ProviderSim
from labsupport.vision.batch import analyse_batch
from labsupport.vision.prepare import EncodeCache

seven = [as_file(Pillow.new("RGB", (300 + i, 200), "white"), "JPEG") for i in range(7)]
source = [*seven, *seven[:4], b"no picture"]
cache, bucket = EncodeCache(), TokenBucket(200.0, 2.0)
with ProviderSim() as sim:
    async with llm.async_client(base_url=sim.url, ledger=llm.Ledger()) as client:
        batch = await analyse_batch(client, source, "What is it?", detail="low", model="echo", max_side=256, max_pixels=10**6,
                                    encoders=2, callers=2, maxsize=3, limiter=bucket, cache=cache)  # fmt: skip
    calls = len(sim.ledger())
broken = [o for o in batch.outcomes if not o.ok]
print("failed:", [(o.index, type(o.error).__name__) for o in broken])
record("02.4.q3.calls", calls, expected=11, kind="exact", unit="calls")
record("02.4.q3.encoded", cache.misses - len(broken), expected=7, kind="exact", unit="encodings")
deepest = max(s.peak_depth for s in batch.stats.stages)
record("02.4.q3.waiting", deepest, expected="<= 3", band=(0, 3), naive=len(source), unit="pictures in a queue at most")
say(
    "Twelve files made {02.4.q3.encoded} encodings and {02.4.q3.calls} calls; the broken one is an error in its own place."
)

# %% [markdown] id="02.4.a"
# ### Failure lab: paying for pixels
#
# "Is there a signature?", asked of every scan at high detail because that is the better setting.
# A signature is large, so an instrument in place of a model (it looks for a long, high line of ink) sees it small as well.

# %% kind="failure" id="02.4.a"
amount = session.pick(smoke=1000, full=10_000, deep=10_000)
spent_tokens = {
    detail: [bill(image_lab.phone_sizes(amount, s), TILES, detail) for s in session.seeds] for detail in ("high", "low")
}
cost_ratio = failure_lab(
    "02.4.a", title="paying for pixels", metric="tokens per image", unit="tokens",
    before=[b.tokens / b.images for b in spent_tokens["high"]], after=[b.tokens / b.images for b in spent_tokens["low"]],
    harm="most of the bill buys detail that the question does not need", fix="low detail, or a resize, for coarse questions",
    min_factor=6.0,
)  # fmt: skip
bills = {detail: sum(b.microusd for b in found) / len(found) / 1e6 for detail, found in spent_tokens.items()}
record(
    "02.4.a.ratio", bills["low"] / bills["high"], expected="<= 0.15", band=(0.05, 0.15), naive=1.0, unit="x the cost"
)
some = [i for i in world.images() if i.kind != "scan" and i.split == "dev"]
some = some[:: session.pick(smoke=15, full=6, deep=1)]
right = {side: image_lab.signature_hits(some, side=side, camera=2.0) for side in (1280, 512)}
gain = stats.paired_diff_ci(right[512], right[1280], seed=seed)
table([{"longest side": side, "pictures": len(hits), "right": sum(hits)} for side, hits in right.items()])
record("02.4.a.same", 0.0 in gain, expected=True, kind="exact", unit="the interval of the difference contains 0")
record(
    "02.4.a.right", sum(right[512]) / len(some), expected="> 0.9", band=(0.9, 1), naive=0.5, unit="right in low detail"
)
print(f"dollars: {bills['high']:.2f} at high detail, {bills['low']:.2f} at low")

# %% [markdown] id="02.4.x2"
# ### Experiment: how small may a digit be?
#
# Fine print is the other kind of question. One printed total at five scales, enlarged again for your eyes.
# Read from the right: at which picture do you know the amount, and which digits would you confuse?

# %% [markdown]
# How much is left to know in so few pixels? An instrument that knows the font, and every place where a digit can stand, looks at
# single digits with some grain on them and takes the nearest: no reader of single digits can do much better.

# %% kind="experiment" id="02.4.x2"
from labsupport.vision.pages import ink_of, rows_of

import re

wanted = next(i for i in world.images() if not i.tilt and i.kind == "receipt" and set("368") <= set(i.fields["total"]))
number = re.sub(r"[^\d.,]", "", wanted.fields["total"])
box = [word for word in images.words(wanted) if word.text == number][-1]
crops, heights = {}, {}
for scale in images.SCALES:
    part = [round(side * scale) for side in (box.left - 4, box.top - 1, box.right + 4, box.bottom + 1)]
    crops[scale] = images.draw(wanted, scale).crop(part)
    heights[scale] = max(b - a for a, b in rows_of(ink_of(crops[scale])))
data = {"scale": list(crops), "height of a digit (pixels)": list(heights.values())}
alt = (
    f"The printed total {number} cut out at five scales and enlarged; fewer pixels make a digit each time; its height falls from "
    f"{heights[1.0]} to {heights[0.25]} pixels"
)
with figure("02.4.c6", title=f"One total, five scales: {number}", alt=alt, data=data, ncols=5, size=(11, 1.9)) as (
    fig,
    axes,
):
    for ax, (scale, crop) in zip(axes, crops.items(), strict=True):
        ax.imshow(crop, cmap="gray", vmin=0, vmax=255)
        ax.grid(False)
        ax.set(xlabel=f"scale {scale:g} (pixels)", ylabel="down (pixels)" if scale == 1 else " (pixels)")
record(
    "02.4.x2.height", heights[0.25], expected="< 5", band=(1, 5), naive=heights[1.0], unit="pixels high at a quarter"
)
unread = {s: image_lab.unreadable(s, rounds=session.pick(smoke=1, full=4, deep=40), seed=seed) for s in images.SCALES}
table(
    [{"scale": s, "height of a digit (pixels)": heights[s], "misread": unread[s]} for s in unread],
    caption="The instrument",
)
gone = record("02.4.x2.gone", unread[0.25], expected="> 0.1", band=(0.15, 0.6), naive=unread[1.0], unit="of the digits")
claim(
    "02.4.c6", "holds", value=gone, unit="of the digits at a quarter", note="even by an instrument that knows the font"
)
say("What the instrument misreads is not in the picture; what a reader misreads beyond that is the reader's own.")

# %% [markdown]
# Now the lab's reader. Its card in `data/models/lab-vision` tells how long it was trained. Where it misreads what the
# instrument reads, the strokes are in the picture, and what is missing is training.

# %% kind="experiment" id="02.4.x2" tags="run-only"
dev = [i for i in world.images() if i.kind != "scan" and i.split == "dev"]
asked = dev[:: session.pick(smoke=23, full=11, deep=1)]
by_scale = {s: image_lab.totals_at(reader, asked, scale=s) for s in images.SCALES}
qualities = session.pick(smoke=(10,), full=(50, 10), deep=(90, 60, 40, 20, 10, 5))
by_quality = {q: image_lab.totals_at(reader, asked, scale=1.0, quality=q) for q in qualities}
high = {s: images.SIZE["receipt"] * s for s in images.SCALES}
runs = [(f"scale {s:g}", r) for s, r in by_scale.items()] + [(f"JPEG {q}", r) for q, r in by_quality.items()]
data = {"arm": [name for name, _ in runs], "exact": [r["total_exact"]["value"] for _, r in runs],
        "digit error": [r["total_digit_error"]["value"] for _, r in runs]}  # fmt: skip
alt = (
    "Share of totals read exactly and share of wrong digits, against the height of the font and against JPEG quality, with "
    "intervals, beside the instrument that knows the font; compare the points left of the patch with it; wrong digits at full size "
    f"{by_scale[1.0]['total_digit_error']['value']:.2f}, at a quarter {by_scale[0.25]['total_digit_error']['value']:.2f}"
)
with figure("02.4.x2", title="Reading totals", alt=alt, data=data, ncols=2) as (fig, axes):
    for key, style in (("total_exact", "o-"), ("total_digit_error", "s--")):
        for ax, arms, place in ((axes[0], by_scale, high), (axes[1], by_quality, {q: q for q in qualities})):
            found = [rows[key] for rows in arms.values()]
            gaps = [[r["value"] - r["low"] for r in found], [r["high"] - r["value"] for r in found]]
            label = {"total_exact": "total exact", "total_digit_error": "digits wrong"}[key]
            ax.errorbar(
                [place[a] for a in arms], [r["value"] for r in found], yerr=gaps, fmt=style, capsize=4, label=label
            )
    axes[0].plot([high[s] for s in unread], list(unread.values()), "^:", color="0.3", label="instrument, digits wrong")
    axes[0].axvline(16, color="0.5", linestyle=":", label="side of a patch")
    axes[0].set(xlabel="font size (pixels)", ylabel="share (1)", ylim=(-0.03, 1.03))
    axes[1].set(xlabel="JPEG quality at full size (1)", ylabel="share (1)", ylim=(-0.03, 1.03))
    fig.legend(*axes[0].get_legend_handles_labels(), fontsize="small", ncols=4, loc="outside lower center")
full_size, quarter = by_scale[1.0], by_scale[0.25]
for name, found in (("full", full_size), ("quarter", quarter)):
    record(f"02.4.x2.exact_{name}", found["total_exact"]["value"], kind="run_only", unit="of the totals")
    record(f"02.4.x2.wrong_{name}", found["total_digit_error"]["value"], kind="run_only", unit="of the digits")
for end in ("low", "high", "n"):
    record(f"02.4.x2.full_{end}", full_size["total_exact"][end], kind="run_only", unit="of the totals")
say(
    "The reader, at full size: {02.4.x2.exact_full:.0%} of {02.4.x2.full_n:.0f} totals exact (95% interval {02.4.x2.full_low:.0%} to "
    "{02.4.x2.full_high:.0%}) and {02.4.x2.wrong_full:.0%} of the digits wrong; at a quarter {02.4.x2.exact_quarter:.0%} and "
    "{02.4.x2.wrong_quarter:.0%}. Half the scale costs a quarter of the tokens, "
    "because it has a quarter of the pixels; at some size the strokes are gone for every reader."
)

# %% [markdown]
# ### Numbers that check themselves
#
# A receipt says the same thing twice: its lines add up to the total. First by hand, in whole cents, with one misread digit.

# %%
from labsupport.vision.receipts import Receipt, parse_amount

for text in ("EUR 41.30", "41,30 EUR", "41.3", "4l.30"):
    print(f"{text!r:>12} -> {parse_amount(text)} cents")
for lines, total in (((1000, 250), 1250), ((1000, 250), 7250), ((1000, 250), 1251), ((7250,), 7250)):
    print(lines, "add up to", sum(lines), "| total", total, "|", "agree" if sum(lines) == total else "differ")

# %% [markdown]
# The last row is a trap: it agrees, and may still be wrong, when line and total were misread alike.
# A cent counts: whoever rounds it away gives up the only check that the paper offers.

# %% exercise="02.4.e2"

# %% [markdown] id="02.4.b"
# ### Failure lab: confidently wrong digits
#
# First a *simulated* reader, so that the rate of errors is known: each digit is misread with a probability of a tenth, and the
# reader is always sure. Four rules decide what is accepted: any amount, confidence, the sum, and the sum with two further,
# independent reads.


# %% kind="failure" id="02.4.b"
import random

from labsupport.models.vision.evaluate import amounts
from labsupport.vision.naive import naive_decide, naive_decide_by_confidence

printed_slips = [i for i in world.images() if i.kind != "scan"]
DIGITS = "0123456789"


def misread(text, rate, rng):
    return "".join(rng.choice(DIGITS.replace(c, "")) if c in DIGITS and rng.random() < rate else c for c in text)


def simulated(item, garble):
    total, lines = garble(item.fields["total"]), garble(amounts(item))
    return Receipt(tuple(parse_amount(p) for p in lines.split(";")), parse_amount(total), 0.99, printed=(total, lines))


def by_rules(garble):
    made = {"any amount": [], "confidence": [], "sum": [], "sum, two more reads": []}
    for item in printed_slips:
        first, total = simulated(item, garble), item.fields["total"]
        more = [parse_amount(garble(total)) for _ in range(2)]
        found = (naive_decide(first), naive_decide_by_confidence(first), decide(first), decide(first, more))
        for rule, decision in zip(made, found, strict=True):
            made[rule].append((decision.accepted, decision.accepted and decision.total != item.total))
    return {rule: image_lab.Accepted(len(d), sum(a for a, _ in d), sum(w for _, w in d)) for rule, d in made.items()}


def wrong_among(found):
    return found.wrong / found.accepted if found.accepted else 0.0


rngs = [random.Random(f"digits-{s}") for s in session.seeds]
trials = [by_rules(lambda text, rng=rng: misread(text, 0.1, rng)) for rng in rngs]
table([{"rule": rule, "accepted (of all)": trials[0][rule].coverage.value, "wrong (of accepted)": wrong_among(trials[0][rule])}
       for rule in trials[0]], caption=f"Simulated reader, {len(printed_slips)} receipts and invoices")  # fmt: skip

# %% kind="failure" id="02.4.b"
failure_lab(
    "02.4.b", title="confidently wrong digits (simulated reader)", metric="accepted totals that are wrong", unit="share",
    before=[wrong_among(t["confidence"]) for t in trials], after=[wrong_among(t["sum, two more reads"]) for t in trials],
    harm="a wrong amount is paid, and no score said so", fix="check the sum, read again, abstain", min_factor=5.0,
)  # fmt: skip
before = wrong_among(trials[0]["confidence"])
record("02.4.b.wrong_after", max(wrong_among(t["sum, two more reads"]) for t in trials), expected="< 0.01", band=(0, 0.01),
       naive=before, unit="of the accepted")  # fmt: skip
covered = record(
    "02.4.b.coverage", trials[0]["sum, two more reads"].coverage.value, expected="< 1", kind="exact", unit="of all"
)
always = by_rules(lambda text: text.replace("8", "3"))  # the same error wherever the digit stands
shared = record("02.4.b.shared", always["sum, two more reads"].wrong, expected="> 0", band=(1, 200), naive=0,
                unit="wrong totals pass all checks")  # fmt: skip
record(
    "02.4.b.shared_sum",
    always["sum"].wrong == shared,
    expected=True,
    kind="exact",
    unit="two more reads found none of them",
)
say(
    "With the checks {02.4.b.after:.1%} of the accepted totals are wrong instead of {02.4.b.before:.0%}, at a coverage of "
    "{02.4.b.coverage:.0%}. A reader that takes every 8 for a 3 gets wrong totals through all of them: "
    "errors that are shared confirm each other."
)

# %% [markdown]
# So a second look is worth what is *different* about it: another scale, a crop of the total, another model.
# Now the real reader, on pictures at a scale of 0.35; `read_checked` levels the page, reads it, reads the total again at
# another scale, and once more from an enlarged crop.

# %% kind="failure" id="02.4.b" tags="run-only"
asked = dev[2 :: session.pick(smoke=40, full=12, deep=1)]
arms = session.pick(smoke=("any amount", "checked"), full=("any amount", "checked"), deep=image_lab.ARMS)
real = {arm: image_lab.accepted_at(reader, asked, arm) for arm in arms}


def told_wrong(found):
    return "nothing was accepted" if found.wrong_share is None else f"{found.wrong} of {found.accepted}"


table([{"rule": arm, "pictures": r.n, "accepted": r.accepted, "wrong": told_wrong(r)} for arm, r in real.items()],
      caption="The lab's reader at scale 0.35")  # fmt: skip
for arm, key in (("any amount", "any"), ("checked", "checked")):
    record(f"02.4.b.real_{key}", real[arm].coverage.value, kind="run_only", unit="accepted")
    record(
        f"02.4.b.real_{key}_wrong", real[arm].wrong / real[arm].n, kind="run_only", unit="of all are accepted and wrong"
    )
say(
    "Any amount: {02.4.b.real_any:.0%} accepted, and {02.4.b.real_any_wrong:.0%} of all pictures end as a wrong amount. Checked: "
    "{02.4.b.real_checked:.0%} accepted, {02.4.b.real_checked_wrong:.0%} wrong. Report both: coverage is what a rule costs, the "
    "wrong share what it lets through."
)

# %% [markdown]
# ### Words in order
#
# Before a model reads a scanned page, its words have to stand in the order of the text. Many extractors sort by top, then left.
# Five boxes by hand: a title over two columns.

# %% id="02.4.c"
from labsupport.vision.pages import Box, estimate_skew, order_distance, reading_order, turned

five = [Box("title", 0, 0, 90, 10), Box("a1", 0, 20, 40, 30), Box("a2", 0, 34, 40, 44), Box("b1", 60, 20, 100, 30),
        Box("b2", 60, 34, 100, 44)]  # fmt: skip
for method in ("naive", "xycut"):
    found = [b.text for b in reading_order(five, method)]
    print(f"{method:>6}:", *found, "| distance", order_distance(found, [b.text for b in five]))
scans = [i for i in world.images() if i.kind == "scan" and i.split == "dev"]
scan, tilt = scans[0], 3.0
askew = turned(images.words(scan), tilt, images.size(scan))
angle = estimate_skew(images.draw(scan, tilt=tilt, watermark="COPY"))
level_boxes = turned(images.words(scan), tilt - angle, images.size(scan))
paths = {"top, then left": reading_order(askew, "naive"), "levelled, XY-cut": reading_order(level_boxes, "xycut")}
data = {"way": list(paths), "distance": [order_distance([b.text for b in p], [b.text for b in images.words(scan)])
                                         for p in paths.values()]}  # fmt: skip
alt = (
    "The order in which the words of a scanned page are read, drawn as a line through their centres; sorted by top and left it "
    "jumps between lines and columns, after levelling and cutting it goes down one column and then the other; "
    f"distances {data['distance'][0]:.2f} and {data['distance'][1]:.2f}"
)
with figure("02.4.c", title="Where the reader's eye goes", alt=alt, data=data, ncols=2, size=(10, 5)) as (fig, axes):
    for ax, (name, path) in zip(axes, paths.items(), strict=True):
        ax.plot([(b.left + b.right) / 2 for b in path], [(b.top + b.bottom) / 2 for b in path], "-", linewidth=0.7)
        ax.invert_yaxis()
        ax.set(xlabel=f"{name}: across (pixels)", ylabel="down (pixels)")
print("turned by", tilt, "| estimated:", round(angle, 1))

# %% [markdown] id="02.4.c"
# ### Failure lab: skew and columns
#
# Two-column pages with a watermark, turned by up to seven degrees. The words are right in both arms; only their order differs.
# The fix: estimate the angle, turn back, and cut along the widest white strip, again and again (XY-cut).

# %% kind="failure" id="02.4.c"
per_seed = session.pick(smoke=2, full=3, deep=14)
arms = {"sorted": ("naive", False), "levelled and cut": ("xycut", True), "levelled only": ("naive", True),
        "cut only": ("xycut", False)}  # fmt: skip
pages = {s: [(p, round(random.Random(f"tilt-{s}-{p.id}").uniform(1, 7) * (1 if n % 2 else -1), 1)) for n, p in
             enumerate(random.Random(f"scans-{s}").sample(scans, per_seed))] for s in session.seeds}  # fmt: skip
read = {arm: {s: [image_lab.read_page(p, t, method, deskew=deskew) for p, t in pages[s]]
              for s in (pages if arm in ("sorted", "levelled and cut") else session.seeds[:1])}
        for arm, (method, deskew) in arms.items()}  # fmt: skip
far = {arm: [stats.mean([r.distance for r in found]) for found in read[arm].values()] for arm in arms}
failure_lab(
    "02.4.c", title="skew and columns", metric="edit distance of the reading order", unit="share of words",
    before=far["sorted"], after=far["levelled and cut"], harm="sentences of two columns are woven into each other",
    fix="deskew, XY-cut", min_factor=5.0,
)  # fmt: skip
table(
    [{"arm": arm, "distance": stats.mean(values)} for arm, values in far.items()],
    caption="Both remedies, and one alone",
)
record("02.4.c.distance", max(r.distance for found in read["levelled and cut"].values() for r in found), expected="< 0.05",
       band=(0, 0.05), naive=min(far["sorted"]), unit="at most")  # fmt: skip
off = max(abs(r.degrees - t) for s in pages for r, (_, t) in zip(read["levelled and cut"][s], pages[s], strict=True))
record("02.4.c.angle", off, expected="< 0.3", band=(0, 0.3), naive=7.0, unit="degrees off at most")
say(
    "Sorted, the order is as far from the text as {02.4.c.before:.0%} of its words, after the fix {02.4.c.after:.0%}; neither "
    "remedy helps alone, since the white strip between columns is straight only on a level page."
)

# %% [markdown]
# What does the order do to answers? A fact is *kept* if it stands in the extracted text with the words around it.
# Then `lab-small` is asked, from the clean text and from each extracted one; it may get little right, and the log-probability
# of the right answer moves all the same.

# %% kind="failure" id="02.4.c" tags="run-only"
from labsupport.context import positions
from labsupport.context.split import Chunk

lab = world.load()
arms = ("sorted", "levelled and cut")
asked, kept, texts = [], {arm: [] for arm in arms}, {}
for s in pages:
    for place, (scan, _) in enumerate(pages[s]):
        for arm in arms:
            kept[arm].append(image_lab.kept_facts(scan, lab.by_doc[scan.doc_id], read[arm][s][place].text))
        for q in image_lab.page_questions(scan, lab)[: session.pick(smoke=1, full=1, deep=3)]:
            asked.append(positions.Item(scan.id, q.question, q.answer, Chunk(scan.body, 0, len(scan.body)), ()))
            for arm in arms:
                text = read[arm][s][place].text.removeprefix(scan.title).strip()
                texts[arm, id(asked[-1])] = Chunk(text, 0, len(text))
shares = {arm: sum(k for k, _ in kept[arm]) / sum(n for _, n in kept[arm]) for arm in arms}
record(
    "02.4.c.kept",
    shares["levelled and cut"],
    expected="> 0.97",
    band=(0.97, 1),
    naive=shares["sorted"],
    unit="facts kept",
)
record("02.4.c.kept_sorted", shares["sorted"], kind="run_only", unit="of the facts kept")
passage = {"clean": lambda item: [item.gold]}
passage |= {arm: lambda item, arm=arm: [texts[arm, id(item)]] for arm in arms}
chances = {arm: positions.answer_logprobs(asked, given, name="lab-small") for arm, given in passage.items()}
right = {arm: positions.greedy_right(asked, given, name="lab-small") for arm, given in passage.items()}
diffs = {arm: stats.paired_diff_ci(chances[arm], chances["clean"], seed=seed) for arm in arms}
points = {arm: stats.paired_diff_ci(right[arm], right["clean"], seed=seed) for arm in arms}
for arm, key in zip(arms, ("sorted", "fixed"), strict=True):
    record(f"02.4.c.logp_{key}", diffs[arm].value, kind="run_only", unit="nats a token, extracted minus clean")
    record(f"02.4.c.qa_{key}", points[arm].value, expected="> -0.03" if key == "fixed" else None, kind="run_only",
           unit="of the answers, extracted minus clean")  # fmt: skip
record("02.4.c.qa_clean", stats.mean(right["clean"]), kind="run_only", unit="of the answers, clean")
table([{"text": arm, "facts kept": shares[arm], "right answers": stats.mean(right[arm]), "minus clean": str(points[arm]),
        "minus clean (nats a token)": str(diffs[arm])} for arm in arms], caption=f"{len(asked)} questions")  # fmt: skip
say(
    "Sorted by top and left, {02.4.c.kept_sorted:.0%} of the facts are still in one piece, after the fix {02.4.c.kept:.0%}. From "
    "the clean text {02.4.c.qa_clean:.0%} of the answers are right; sorted that changes by {02.4.c.qa_sorted:+.2f}, after the fix "
    "by {02.4.c.qa_fixed:+.2f}, and the right answer by {02.4.c.logp_sorted:+.2f} and {02.4.c.logp_fixed:+.2f} nats a token."
)

# %% [markdown]
# Beyond this topic, in the words you will meet:
#
# - *Text layer first*: many PDFs hold their text; look before you pay for pixels.
# - *Layout models* find columns, tables and headings where white strips are not enough.
# - *Tile selection* sends only the parts of a large picture that the question needs.
# - *Grounding boxes* say where on the page an answer was read, so that a person can look.

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("02.4")

# %% [markdown] kind="recap"
# ### Recap
#
# - A picture is patches, then vectors, then soft tokens; how many is a formula of the model and its date, after scaling.
# - Pay for detail where the question needs it: flat for coarse questions, all pixels for small print.
# - Believe a number that was read only if something independent of the reader agrees; else abstain, and report coverage.

# === TOPIC 02.5 ===
# %% [markdown] topic="02.5"
# ## 02.5 Token economics
#
# What does one call cost, what part of that was paid before, and where do the tokens come from that nobody needed?
#
# - Cost = fresh input + cached input + cache writes + output, each times its own price; reasoning tokens are output.
# - *Prefix caching* keeps keys and values of a prompt's beginning in *blocks*; a later prompt that begins with the same
#   tokens reuses them. It changes cost and time to the first token (*TTFT*), not the answer.
# - One changed token ends the reuse from its block on, so what is stable stands first.
# - A chat sends its history again with every turn; `max_tokens` cuts an answer, it does not shorten it.
# - A *token budget* gives the fixed parts and the answer their share first, and context the rest.

# %% [markdown]
# ### The smallest example
#
# A price is per token, and only the model's own tokenizer knows what a token is.
# Three texts, cut by the lab model's tokenizer, then a chat with two short messages.

# %%
from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table
from labsupport.tokens.counting import count_tokens, lab_tokenizer, pieces, template_overhead

tokenizer = lab_tokenizer()
word = "pneumonoultramicroscopicsilicovolcanoconiosis"
for text in ("The order is late.", "the order is late.", word):
    print(len(text), "characters,", len(pieces(text)), "tokens:", "|".join(text[p.start : p.end] for p in pieces(text)))
chat = [{"role": "system", "content": "Answer briefly."}, {"role": "user", "content": "Who leads Billing Care?"}]
print(repr(tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)))
print("contents:", count_tokens(chat, tokenizer) - template_overhead(chat, tokenizer), "tokens, the request:",
      count_tokens(chat, tokenizer))  # fmt: skip

# %% [markdown] id="02.5.r3"
# Rules of thumb such as "four characters a token" are averages over somebody's text.
# A widely copied counter uses one vendor's tokenizer for every model, and fetches its vocabulary at the first use.

# %% id="02.5.r3"
from labsupport.tokens import errata

record("02.5.r3.word", len(pieces(word)), expected="> 11", kind="run_only", unit="tokens of one word")
record("02.5.r3.offline", errata.gpt_counter_offline().partition(":")[0], expected="ConnectionError", kind="exact")
say(
    "The long word has {02.5.r3.word} tokens here, and another number with another tokenizer. On a machine without a "
    "network the copied counter ends with a {02.5.r3.offline}."
)

# %% [markdown]
# ### What a server reports
#
# The answer's `usage` is the bill. `Usage.from_response` reads it, and keeps *not reported* (None) apart from 0.
# The same prompt goes out twice, then a short one; a `CacheProbe` gives each experiment an empty cache of its own.

# %% tags="run-only"
from labsupport.tokens.cache_lab import CacheProbe
from labsupport.usage import Usage

rules = "You are the desk of the store. " + "Answer from the records only, in one line, without a greeting. " * 14
long_chat = [{"role": "system", "content": rules}, chat[1]]
with CacheProbe() as probe:
    print("tokens per cache block:", probe.block)
    salt = probe.empty()
    replies = [probe.chat(messages, salt, max_tokens=4) for messages in (long_chat, long_chat, chat)]
usages = [Usage.from_response(reply) for reply in replies]
for usage in usages:
    print(usage)
counted = [count_tokens(messages, tokenizer) for messages in (long_chat, long_chat, chat)]
record("02.5.x1.counted", counted == [u.prompt_tokens for u in usages], expected=True, kind="exact")
record("02.5.x1.second", usages[1].cached_tokens or 0, expected="> 0", kind="run_only", unit="cached tokens")
print("answers alike:", replies[0].choices[0].message.content == replies[1].choices[0].message.content)
print("a server that does not tell:", Usage.from_response({"usage": {"prompt_tokens": 9, "completion_tokens": 1}}))
say("Of the second, equal prompt {02.5.x1.second} tokens came from the cache: whole blocks, never the last token.")

# %% [markdown]
# ### Prices
#
# A `PriceBook` is dated data, in whole micro-dollars per million tokens; it is a sample and says so.
# The names are those of terms, not of vendors: reads and writes of the cache differ most.

# %% id="02.5.c6"
from labsupport.tokens.prices import PriceBook

book = PriceBook.load()
prices = [book[name] for name in book.models]
table(
    [{"model": p.model, "input": p.input / 1e6, "cached": p.cached / p.input, "write": p.write / p.input,
      "output": p.output / p.input, "block": p.block, "minimum": p.minimum, "lifetime (s)": p.lifetime_s or "-"} for p in prices],
    caption="Dollars per million tokens of input; the other prices as multiples of it",
)  # fmt: skip
try:
    book["gpt-nine"]
except KeyError as unknown:
    print("KeyError:", unknown)
half = book["auto-half"]
record("02.5.c6.least", min(p.output / p.input for p in prices), expected=4, kind="exact", unit="x input")
record("02.5.c6.most", max(p.output / p.input for p in prices), expected="> 4", kind="exact", unit="x input")
claim("02.5.c6", "holds", value=half.output / half.input, unit="x input", note="for the quoted terms; others take more")
say("Output costs {02.5.c6.least:.0f} to {02.5.c6.most:.0f} times as much as input in this book.")

# %% [markdown]
# Money is a `Decimal` that takes no float: a tenth is a tenth, and many small bills add up exactly.
# Write the function that every bill below comes from.

# %% exercise="02.5.e1"

# %% [markdown] id="02.5.c2"
# ### A day of one prefix
#
# A prefix of 4,000 tokens, sent fifty thousand times a day: fresh, at a tenth, at half (02.5.c2).
# And the other side of the bill: output tokens that nobody needed.

# %% id="02.5.c2"
from labsupport.tokens.money import Money

dear = book["explicit-5min"]  # $3 per million of input
day = 4_000 * 50_000
rows = [{"prefix": "fresh", "a day": cost(Usage(day, 0, 0), dear)},
        {"prefix": "read at a tenth", "a day": cost(Usage(day, 0, day), dear)},
        {"prefix": "read at half", "a day": cost(Usage(day, 0, day), dear.model_copy(update={"cached": dear.input // 2}))}]  # fmt: skip
table(rows, caption="4,000 tokens x 50,000 calls, dollars")
needless = cost(Usage(0, 3_000), half)
print("3,000 needless output tokens:", needless, "dollars a call,", needless * 1_000_000, "for a million calls")
assert isinstance(needless, Money)
hit = record(
    "02.5.c2.hit", float(cost(Usage(10**6, 0, 10**6), dear)), expected=0.3, kind="exact", unit="USD per million"
)
claim(
    "02.5.c2", "false", value=hit, unit="USD per million", note="a tenth of $3 is $0.30; $0.03 is a cheaper model's hit"
)

# %% [markdown] id="02.5.r1"
# ### A tracker that is often copied
#
# It takes one factor of 0.10 for every model, while the text beside it speaks of half for one vendor (02.5.r1).
# It counts the system prompt as a hit on every call, the first one included, and knows neither write fee nor lifetime.

# %% id="02.5.r2"
rows = []
for name, system_tokens, input_tokens, used in (
    ("first call", 4_000, 5_000, Usage(5_000, 0, 0)), ("a later call", 4_000, 5_000, Usage(5_000, 0, 4_000)),
    ("counts that do not fit", 6_000, 5_000, None),
):  # fmt: skip
    told = errata.NaiveTracker(3.0).track(system_tokens, input_tokens)
    true = cost(used, dear, writes=4_000 if name == "first call" else 0) if used else "refused by Usage"
    rows.append(
        {"case": name, "tracker ($)": told["input_cost"], "bill ($)": str(true), "hit ratio": told["hit_ratio"]}
    )
table(rows, caption="Input of one call, as the tracker says and as it is billed")
record("02.5.r2.negative", rows[2]["tracker ($)"] < 0, expected=True, kind="exact", unit="a negative bill")
first = record(
    "02.5.r2.first", float(rows[0]["bill ($)"]) / rows[0]["tracker ($)"], expected="> 1", kind="exact", unit="x"
)
later = cost(Usage(5_000, 0, 4_000), half) / cost(Usage(5_000, 0, 0), half)
tenth = errata.NaiveTracker(half.input / 1e6).track(4_000, 5_000)["input_cost"] / float(cost(Usage(5_000, 0, 0), half))
record("02.5.r1.tracker", round(tenth, 6), expected=0.28, kind="exact", unit="of the fresh price")
record("02.5.r1.bill", float(later), expected=0.6, kind="exact", unit="of the fresh price")
try:
    errata.NaiveTracker(3.0).track(4_000, 0)
except ZeroDivisionError as error:
    print("no input at all:", type(error).__name__)
say(
    "The first call costs {02.5.r2.first:.1f} times what the tracker says, and where a read costs half, a call that the "
    "tracker puts at {02.5.r1.tracker:.2f} of its fresh price is billed at {02.5.r1.bill:.2f}."
)

# %% [markdown]
# ### Experiment: the staircase
#
# One base prompt, then prompts that share exactly its first so-and-so many tokens. What will the server report?
# `PrefixReport` predicts each count before it is compared: whole blocks, and the last token is always computed.

# %% kind="experiment" id="02.5.x1" tags="run-only"
from labsupport import world
from labsupport.tokens.prefix import PrefixReport, block_of, broken_at, same_until

base = [p.id for p in pieces("\n".join(d.text for d in world.documents("train")[:8]))][:960]
step = session.pick(smoke=120, full=40, deep=8)
with CacheProbe() as probe:
    report = PrefixReport(half, block=probe.block, minimum=0)
    salt = probe.empty()
    for tokens in [base, *(same_until(base, shared, seed=seed) for shared in range(0, len(base) + 1, step))]:
        report.add(tokens, probe.send(tokens, salt))
    stairs = report.rows[1:]
    for depth in range(0, len(base), 2 * step):
        tokens = broken_at(base, depth)
        report.add(tokens, probe.send(tokens, salt))
    breaks = report.rows[1 + len(stairs) :]
read_off = record("02.5.x1.block", block_of([r.reported or 0 for r in stairs]) or 0, kind="run_only", unit="tokens")
record("02.5.x1.metrics", read_off == probe.block, expected=True, kind="exact", unit="the same as in its metrics")
wrong = sum(r.reported != r.predicted for r in stairs)
record("02.5.x1.mispredicted", wrong, expected=0, band=(0, 0), naive=len(stairs), kind="exact", unit="prompts")
say("The counts climb in steps of {02.5.x1.block} tokens; {02.5.x1.mispredicted} of them differ from the prediction.")

# %% [markdown] id="02.5.x2"
# ### Experiment: one token
#
# In the second half of that run one token was replaced at depth k, and all others stayed equal. How much is reused?

# %% kind="experiment" id="02.5.x2" tags="run-only"
shared = list(range(0, len(base) + 1, step))
depths = list(range(0, len(base), 2 * step))
record("02.5.x2.mispredicted", sum(r.reported != r.predicted for r in breaks), expected=0, band=(0, 0),
       naive=len(breaks), kind="exact", unit="prompts")  # fmt: skip
below = all(0 <= depth - (r.reported or 0) < probe.block for depth, r in zip(depths, breaks, strict=True))
record("02.5.x2.block_below", below, expected=True, kind="exact", unit="cached = the whole blocks before the change")
claim("02.5.c5", "holds", value=probe.block, unit="tokens", note="reuse ends at the block of the changed token")
data = {
    "shared or changed at (tokens)": shared + depths, "cached (tokens)": [r.reported or 0 for r in [*stairs, *breaks]],
    "prompt": ["shares a prefix"] * len(shared) + ["one token changed"] * len(depths),
}  # fmt: skip
alt = (
    "Cached tokens as reported against the number of shared tokens, and against the place of a single changed token; both "
    f"climb in steps of {read_off} tokens and never above the diagonal; at the end {stairs[-1].reported} of {len(base)} "
    f"tokens are cached, with a change near the end {breaks[-1].reported}"
)
with figure("02.5.x2", title="Reuse ends at the block of the first difference", alt=alt, data=data) as ax:
    ax.plot([0, len(base)], [0, len(base)], ":", color="0.5", label="every shared token")
    ax.step(shared, [r.reported or 0 for r in stairs], "-", where="post", label="shares a prefix, then differs")
    ax.plot(depths, [r.reported or 0 for r in breaks], "o", label="one token changed, rest equal")
    ax.set(xlabel="first difference at (tokens)", ylabel="cached, as reported (tokens)")
    ax.legend()

# %% [markdown]
# The tokens after the change are the same text, and worth nothing: their keys and values depend on all that stands before
# them. What does a hit save in time, against an empty cache, and what does chance alone do (A/A: two empty ones)?

# %% kind="experiment" id="02.5.x1" tags="run-only"
import functools

from labsupport import stats

lengths = session.pick(smoke=(896,), full=(256, 512, 896), deep=(128, 256, 384, 512, 640, 768, 896))
ratios, chance = [], []
with CacheProbe() as probe:
    for n in lengths:
        tokens, warm = base[: n + 8], probe.empty()
        probe.send(tokens, warm)
        cold = functools.partial(lambda t: probe.seconds(t, probe.empty()), tokens)
        arms = {"cold": cold, "A/A": cold, "warm": functools.partial(probe.seconds, tokens, warm)}
        seen = stats.interleave(arms, session.pick(smoke=2, full=5, deep=20), seed)
        ratios.append(stats.ratio_ci(seen["warm"], seen["cold"], paired=True))
        chance.append(stats.ratio_ci(seen["A/A"], seen["cold"], paired=True))
for name, found in (("ttft", ratios[-1]), ("ttft_aa", chance[-1])):
    record(f"02.5.x1.{name}", found.value, kind="run_only", unit="x")
data = {"prefix": list(lengths), "warm / cold": [r.value for r in ratios], "low": [r.low for r in ratios],
        "high": [r.high for r in ratios], "A/A": [r.value for r in chance]}  # fmt: skip
alt = (
    "Time to the first token with a warm cache over that with an empty one against the length of the prefix, with intervals, "
    f"and an A/A arm near 1; the saving depends on how much of a call is prefill; at the end {ratios[-1].value:.2f} against "
    f"{chance[-1].value:.2f} for A/A"
)
with figure("02.5.x1", title="A hit saves prefill, not the rest of the call", alt=alt, data=data) as ax:
    for style, found, label in (("o-", ratios, "warm / cold"), ("s:", chance, "A/A: cold / cold")):
        gaps = [[r.value - r.low for r in found], [r.high - r.value for r in found]]
        ax.errorbar(lengths, [r.value for r in found], yerr=gaps, fmt=style, capsize=4, label=label)
    ax.axhline(1, color="0.5", linewidth=0.8)
    ax.set(xlabel="prefix (tokens)", ylabel="time to first token, ratio (x)", ylim=(0, None))
    ax.legend()
say(
    "At the longest prefix the time to the first token is {02.5.x1.ttft:.2f} of the cold one (A/A {02.5.x1.ttft_aa:.2f}). "
    "The lab model is small, so that most of a call is not prefill; for large models the prefill is what you wait for."
)

# %% [markdown] id="02.5.b"
# ### Failure lab: a prefix that never matches
#
# Someone puts the time of day on line 1, so that the model knows it. The same facts, with the clock moved to the end of the
# user's message: `errata.naive_prompt` and `errata.timed_prompt`.

# %% kind="failure" id="02.5.b" tags="run-only"
from labsupport.tokens.counting import prompt_tokens

clocks = [f"2026-03-04 10:{minute:02d}:00" for minute in range(session.pick(smoke=3, full=5, deep=20))]
arms = {"clock on line 1": errata.naive_prompt, "clock last": errata.timed_prompt}
shares, reports = {arm: [] for arm in arms}, {arm: PrefixReport(half, block=probe.block, minimum=0) for arm in arms}
with CacheProbe() as probe:
    for _ in session.seeds:
        for arm, make in arms.items():
            salt, rows = probe.empty(), []
            for clock in clocks:
                tokens = prompt_tokens(make(rules, "Who leads Billing Care?", clock), tokenizer)
                used = probe.send(tokens, salt)
                rows.append((used.cached_tokens or 0) / used.prompt_tokens)
                if not shares[arm]:  # the report is on the first seed
                    reports[arm].add(tokens, used)
            shares[arm].append(sum(rows[1:]) / len(rows[1:]))
failure_lab(
    "02.5.b", title="a prefix that never matches", metric="cached share of the later prompts", unit="1",
    before=shares["clock on line 1"], after=shares["clock last"], better="higher",
    harm="every call pays for the whole system prompt", fix="volatile parts last: the clock goes behind the question",
)  # fmt: skip
fixed = reports["clock last"]
record(
    "02.5.b.of_predicted", fixed.share or 0.0, expected=">= 0.8", band=(0.8, 1.0), naive=0.0, unit="of the predicted"
)
record("02.5.b.saved", float(fixed.savings), kind="run_only", unit="USD at the terms of auto-half")
say(
    "With the clock last {02.5.b.after:.0%} of each later prompt came from the cache, {02.5.b.of_predicted:.0%} of what was predicted."
)

# %% [markdown]
# ### Finding what breaks a prefix
#
# A diff in characters shows where texts differ, not how many tokens still match.
# Write the linter that names the token and the likely cause.

# %% exercise="02.5.e2"

# %%
import json

tool = {"name": "find_order", "parameters": {"type": "object", "properties": {"order": {"type": "string"}}}}
turned = {"parameters": tool["parameters"], "name": tool["name"]}
examples = ["Q: late? A: hold", "Q: broken? A: refund", "Q: lost? A: resend"]
pairs = {
    "clock on line 1": [f"Now: 10:0{minute}\n{rules}" for minute in (1, 2)],
    "request id": [f"Request 7f3a{n}0c9d2e\n{rules}" for n in (1, 2)],
    "keys of a tool": [f"Tools: {json.dumps(t)}\n{rules}" for t in (tool, turned)],
    "examples dealt anew": ["\n".join(order) + f"\n{rules}" for order in (examples, examples[::-1])],
    "a blank more": [f"{rules[:40]}{gap}{rules[40:]}" for gap in ("", " ")],
    "another question": [f"{rules}\n{question}" for question in ("Who leads?", "Who pays?")],
}
table([{"what changed": what, "tokens shared": f.token, "cause": f.cause, "first": f.expected[:34], "later": f.got[:34]}
       for what, prompts in pairs.items() for f in lint_prefix(prompts)], caption="What lint_prefix finds")  # fmt: skip
texts = ["Order 12345 is late", "Order 12399 is late"]
print("shared characters:", errata.naive_first_difference(texts), "| shared tokens:", lint_prefix(texts)[0].token)

# %% [markdown]
# The last row is no mistake: questions differ, and they stand at the end. Serialise tools with sorted keys, keep examples in one
# order, and let ids and clocks follow the question.

# %% [markdown] id="02.5.x5"
# ### Experiment: when does caching pay?
#
# A write at more than the price of input is a bet that the prefix comes back within its lifetime. Calls arrive at random
# (Poisson) with a mean interval; each use renews the lifetime. Where does the line cross 1?

# %% kind="experiment" id="02.5.x5"
from labsupport.tokens.economics import break_even, cost_ratio

terms = [book[name] for name in ("explicit-5min", "explicit-1h", "auto-half", "auto-tenth")]
print("uses within a lifetime until it pays:", {p.model: break_even(p) for p in terms})
intervals = [10 * 1.25**i for i in range(36)]
lines = {p.model: [cost_ratio(p, 4_000, 10_000, s, arrivals="poisson") for s in intervals] for p in terms}
for name, key in (("explicit-5min", "short"), ("explicit-1h", "long"), ("auto-half", "half")):
    record(f"02.5.x5.{key}_busy", 1 - lines[name][0], kind="exact", unit="saved, a call each 10 s")
    record(f"02.5.x5.{key}_quiet", 1 - lines[name][-1], kind="exact", unit="saved, a call every few hours")
loses = next(s for s in range(10, 10_000, 10) if cost_ratio(dear, 4_000, 10_000, s, arrivals="poisson") > 1)
record("02.5.x5.loses_from", loses / dear.lifetime_s, expected="> 1", kind="exact", unit="lifetimes between two calls")
claim("02.5.c1", "depends", value=1 - lines["explicit-5min"][0], unit="of the prefix",
      note="with reads at a tenth and steady traffic; half elsewhere, and a loss when calls are rare")  # fmt: skip
data = {"interval (s)": intervals, **lines}
alt = (
    "Cost of a prefix with the cache over that without against the mean interval between calls for four terms; the free write "
    f"never rises above 1, the dear ones cross it, the short lifetime at {loses / 300:.1f} lifetimes between calls; at the end "
    "they cost " + ", ".join(f"{values[-1]:.2f} ({name})" for name, values in lines.items())
)
with figure("02.5.x5", title="Caching loses when nobody comes back in time", alt=alt, data=data) as ax:
    for (name, values), style in zip(lines.items(), ("-", "--", ":", "-."), strict=True):
        ax.plot(intervals, values, style, label=name)
    ax.axhline(1, color="0.5", linewidth=0.8)
    ax.set(
        xlabel="mean interval between calls (s)", ylabel="cost with / without cache (x)", xscale="log", ylim=(0, None)
    )
    ax.legend()
say(
    "With a call each ten seconds the short lifetime saves {02.5.x5.short_busy:.0%} of the prefix, terms with reads at half "
    "{02.5.x5.half_busy:.0%}. Random calls come in clusters, so it still pays at one call a lifetime; from "
    "{02.5.x5.loses_from:.1f} lifetimes between calls on it loses, for then nearly every call pays the write fee. "
    "Terms that state no lifetime are drawn as if nothing were forgotten."
)

# %% [markdown] id="02.5.x3"
# ### Experiment: a conversation of twenty turns
#
# Each turn states one fact; at the end somebody asks for the first five. `history_policy` decides what is sent again:
# everything, the last turns, those with a summary, or those with the most similar earlier turns.
# First the arithmetic, then the tokens of a real conversation, without a cache and with one.

# %% kind="experiment" id="02.5.x3" tags="run-only"
from labsupport.context.measures import cached
from labsupport.serving.embedder import load_embedder
from labsupport.tokens.history import growth, history_tokens, replay
from labsupport.tokens.history_lab import SYSTEM, policies, talk

print("2,000 tokens a turn, 20 turns: history of the last turn and of all:", history_tokens(2_000, 20))
encode = cached(load_embedder().encode)
makers = {**policies(encode, window=3, limit=40), "in batches": policies(encode, window=8, step=8)["window"]}
one = talk(seed)
runs = {(name, block): replay(one.turns, make(), tokenizer, system=SYSTEM, block=block)
        for name, make in makers.items() for block in (None, 16, probe.block)}  # fmt: skip
table([{"policy": name, "last prompt": runs[name, None][-1].prompt, "no cache": runs[name, None][-1].cumulative,
        "blocks of 16": runs[name, 16][-1].cumulative, f"this server ({probe.block})": runs[name, probe.block][-1].cumulative}
       for name in makers], caption="Fresh input tokens over twenty turns")  # fmt: skip
double = {name: runs[name, None][19].cumulative / runs[name, None][9].cumulative for name in makers}
record("02.5.x3.doubling_full", double["full"], expected="> 3", band=(3, 4), naive=double["window"], unit="x")
record("02.5.x3.doubling_window", double["window"], expected="< 2.5", band=(1.5, 2.5), naive=double["full"], unit="x")
moving = runs["window", 16][-1].cumulative / runs["full", 16][-1].cumulative
record("02.5.x3.window_cached", moving, expected="> 1", band=(1.1, 20), naive=runs["window", None][-1].cumulative
       / runs["full", None][-1].cumulative, unit="x")  # fmt: skip
claim("02.5.c4", "depends", value=double["full"], unit="x for twice the turns",
      note="cumulative input is quadratic, a turn is linear; whether it is waste depends on what is asked")  # fmt: skip
say(
    "Twice the turns are {02.5.x3.doubling_full:.1f} times the input when everything is sent, and "
    "{02.5.x3.doubling_window:.1f} times with a window. With a cache of small blocks the sliding window pays for "
    "{02.5.x3.window_cached:.1f} times as many fresh tokens as the full history: it moves the beginning at each turn."
)

# %% kind="experiment" id="02.5.x3" tags="run-only"
shown = {"full, no cache": ("full", None, "-"), "full, cache": ("full", 16, "--"), "window, no cache": ("window", None, "-."),
         "window, cache": ("window", 16, ":"), "in batches, cache": ("in batches", 16, (0, (6, 2, 1, 2)))}  # fmt: skip
turns = [row.turn for row in runs["full", None]]
data = {"turn": turns, **{label: [r.cumulative for r in runs[n, b]] for label, (n, b, _) in shown.items()}}
alt = (
    "Cumulative fresh input tokens against the turn for five ways; the full history without a cache bends upwards, all others "
    "are straight; after twenty turns they stand at " + ", ".join(f"{data[label][-1]} ({label})" for label in shown)
)
with figure("02.5.x3", title="A cache straightens the history; a sliding window breaks it", alt=alt, data=data) as ax:
    for label, (_, _, style) in shown.items():
        ax.plot(turns, data[label], linestyle=style, label=label)
    ax.set(xlabel="turn (1)", ylabel="fresh input so far (tokens)", ylim=(0, None), xticks=range(0, 21, 4))
    ax.legend(fontsize="small")
with CacheProbe() as probe:
    report, salt, messages = PrefixReport(half, block=probe.block, minimum=0), probe.empty(), one.messages[:1]
    for question, reply in one.turns[:: session.pick(smoke=4, full=2, deep=1)]:
        messages = [*messages, {"role": "user", "content": question}]
        tokens = prompt_tokens(messages, tokenizer)
        report.add(tokens, probe.send(tokens, salt))
        messages = [*messages, {"role": "assistant", "content": reply}]
agreed = sum(row.predicted == row.reported for row in report.rows) / len(report.rows)
record("02.5.x3.agreed", agreed, expected=1, band=(1, 1), naive=0.0, kind="exact", unit="of the turns as predicted")
say("At the real server {02.5.x3.agreed:.0%} of the turns had as many cached tokens as the table assumes.")

# %% [markdown] id="02.5.a"
# ### Failure lab: history grows unseen
#
# Nobody asked for a longer prompt, and each turn costs more than the one before. The fix is a window, a short summary of what
# left it, and the two most similar earlier turns. What do the questions about early turns say?

# %% kind="failure" id="02.5.a" tags="run-only"
from labsupport.tokens.history_lab import early_facts

talks = [talk(s) for s in session.seeds]  # of twenty turns
grown = {name: [growth(replay(t.turns, makers[name](), tokenizer, system=SYSTEM)) for t in talks]
         for name in ("full", "summary+retrieve")}  # fmt: skip
failure_lab(
    "02.5.a", title="history grows unseen", metric="input of all turns / of the first", unit="x",
    before=grown["full"], after=grown["summary+retrieve"],
    harm="the last turn costs many times the first, and nothing failed", fix="window + summary + retrieval", min_factor=1.2,
)  # fmt: skip
asked = talks[: session.pick(smoke=1, full=2, deep=3)]
kept = {name: early_facts(asked, makers[name]) for name in session.pick(
    smoke=("window", "retrieve"), full=("full", "window", "summary", "retrieve", "summary+retrieve"),
    deep=("full", "window", "summary", "retrieve", "summary+retrieve"))}  # fmt: skip
table([{"policy": name, "questions": k.asked, "answer in the prompt": k.present, "answered right": sum(k.right)}
       for name, k in kept.items()], caption="Questions about the first five turns, after the twentieth")  # fmt: skip
record("02.5.a.in_window", kept["window"].present / kept["window"].asked, kind="run_only", unit="of the answers")
record("02.5.a.in_retrieved", kept["retrieve"].present / kept["retrieve"].asked, expected="> 0.5", kind="run_only",
       unit="of the answers")  # fmt: skip
if "full" in kept:
    gain = stats.paired_diff_ci(kept["summary+retrieve"].right, kept["full"].right, seed=seed)
    record("02.5.a.accuracy_gain", gain.value, expected=">= -0.03", kind="run_only", unit="accuracy, fix minus full")
say(
    "A window alone still holds {02.5.a.in_window:.0%} of the early answers, retrieval {02.5.a.in_retrieved:.0%}. A model can "
    "only answer what was sent; whether it finds it there is another question, and a long prompt does not make it easier."
)

# %% [markdown]
# ### Shorter prompts
#
# *Compression* leaves words or sentences out. Three ways to choose: by chance, by self-information (the words that tell
# the model most), and the sentences closest to the question. One passage, cut to a third:

# %%
from labsupport.tokens.compression import compress
from labsupport.tokens.compression_lab import ARMS, cases, scorer, sweep

items = cases(session.pick(smoke=3, full=10, deep=80), seed)
case = next(c for c in items if len(c.passage) > 500)
print("Q:", case.question, "| A:", case.answer, "|", len(pieces(case.passage)), "tokens")
for arm in ARMS:
    short = compress(case.passage, 3, scorer(arm, case, encode, seed=seed))
    print(f"\n{arm} ({len(pieces(short))} tokens, answer kept: {case.answer in short}):\n{short[:260]!r}")

# %% [markdown] id="02.5.x4"
# ### Experiment: ratios
#
# The same questions at several ratios. Two things are counted: whether the answer is still in the text, and whether the
# model gives it; the time counts the compressor, too.

# %% kind="experiment" id="02.5.x4" tags="run-only"
ratios = session.pick(smoke=(4,), full=(2, 4), deep=(1.5, 2, 3, 4, 6, 10))
swept = sweep(items, ratios, encode, seed=seed)
table([{"way": k.arm, "ratio": k.ratio, "answer kept": sum(k.present) / len(k.present), "right": sum(k.right) / len(k.right)}
       for k in swept], caption=f"{len(items)} questions; the whole passage first")  # fmt: skip
last = {k.arm: k for k in swept if k.asked == ratios[-1]}
whole = swept[0]
for arm, key in zip(ARMS, ("random", "info", "extractive"), strict=True):
    record(f"02.5.x4.kept_{key}", sum(last[arm].present) / len(items), kind="run_only", unit="of the answers kept")
record("02.5.x4.right_whole", sum(whole.right) / len(items), kind="run_only", unit="right with the whole passage")
loss = stats.paired_diff_ci(last["extractive"].right, whole.right, seed=seed)
record("02.5.x4.loss", -loss.value, kind="run_only", unit="accuracy lost")
claim("02.5.c3", "depends", value=-loss.value, interval=(-loss.high, -loss.low), unit="accuracy lost",
      note="on the ratio, on who chooses, and on what is asked: a value that was cut cannot be answered")  # fmt: skip
say(
    "At the highest ratio {02.5.x4.kept_random:.0%} of the answers are still in the text when chance decides, "
    "{02.5.x4.kept_info:.0%} by self-information and {02.5.x4.kept_extractive:.0%} when the question decides."
)

# %% kind="experiment" id="02.5.x4" tags="run-only"
import time

several = cases(session.pick(smoke=2, full=4, deep=12), seed + 1)


def answered(arm):
    started = time.perf_counter()
    for i, c in enumerate(several):
        text = c.passage if arm is None else compress(c.passage, 4, scorer(arm, c, load_embedder().encode, seed=i))
        probe.send(prompt_tokens(c.chat(text), tokenizer), probe.empty())
    return time.perf_counter() - started


with CacheProbe() as probe:
    timed = stats.interleave({str(arm): functools.partial(answered, arm) for arm in (None, *ARMS)}
                             | {"A/A": functools.partial(answered, None)}, session.pick(smoke=2, full=3, deep=12), seed)  # fmt: skip
times = {arm: stats.ratio_ci(timed[arm], timed["None"], paired=True) for arm in (*ARMS, "A/A")}
for arm, key in (("self-information", "info"), ("extractive", "extractive"), ("A/A", "aa")):
    record(f"02.5.x4.time_{key}", times[arm].value, kind="run_only", unit="x")
curves = {arm: [whole, *(k for k in swept if k.arm == arm)] for arm in ARMS}
points = [(arm, k) for arm, ks in curves.items() for k in ks]
data = {"way": [arm for arm, _ in points], "ratio": [k.ratio for _, k in points],
        "kept": [sum(k.present) / len(items) for _, k in points], "right": [sum(k.right) / len(items) for _, k in points]}  # fmt: skip
alt = (
    "Share of answers still in the text, and share answered right, against the compression ratio for three ways; a shorter text "
    "can only lose answers, and the ways differ in how many; at the highest ratio kept: "
    + ", ".join(f"{sum(ks[-1].present) / len(items):.2f} ({arm})" for arm, ks in curves.items())
)
with figure("02.5.x4", title="What compression keeps", alt=alt, data=data, ncols=2) as (fig, axes):
    for (arm, ks), style in zip(curves.items(), (":o", "--s", "-^"), strict=True):
        axes[0].plot([k.ratio for k in ks], [sum(k.present) / len(items) for k in ks], style, label=arm)
        axes[1].plot([k.ratio for k in ks], [sum(k.right) / len(items) for k in ks], style, label=arm)
    axes[0].set(xlabel="tokens before / after (x)", ylabel="answer still in the text (1)", ylim=(-0.03, 1.03))
    axes[1].set(xlabel="tokens before / after (x)", ylabel="answered right (1)", ylim=(-0.03, 1.03))
    axes[0].legend(fontsize="small")
say(
    "Compressor included, a call takes {02.5.x4.time_info:.1f} times as long by self-information and "
    "{02.5.x4.time_extractive:.1f} times by sentences (A/A {02.5.x4.time_aa:.2f}): the compressor reads the whole text, too, "
    "and here it is no smaller than the model that it spares."
)

# %% [markdown] id="02.5.c"
# ### Failure lab: no output limit, then a blunt one
#
# First a request that makes the model write out a whole ticket although two fields are wanted, without a cap. Then the full
# record as JSON with a blunt cap. The fix: ask for the fields, constrain the shape, and set the cap above complete answers.

# %% kind="failure" id="02.5.c" tags="run-only"
from labsupport.tokens import outputs_lab
from labsupport.tokens.outputs import cap_at, output_report

each, blunt = session.pick(smoke=2, full=3, deep=12), 32
before = outputs_lab.sample(session.pick(smoke=4, full=12, deep=40), seed, split="dev")
full = [outputs_lab.sample(each, s) for s in session.seeds]
few = [outputs_lab.sample(each, s, keys=("order_id", "due_date")) for s in session.seeds]
shaped = {"make": outputs_lab.shaped, "structured": True}
with CacheProbe() as probe:
    (complete,) = outputs_lab.ask(probe.chat, [before], **shaped)  # no cap: the shape ends them
    guard = 5 * cap_at([answer.tokens for answer in complete]) // 4  # p99, and a quarter more
    runs_c = {
        "rambling": outputs_lab.ask(probe.chat, few, outputs_lab.rambling),
        "shaped": outputs_lab.ask(probe.chat, few, max_tokens=guard, **shaped),
        "free": outputs_lab.ask(probe.chat, few, outputs_lab.shaped, max_tokens=guard),
        "blunt": outputs_lab.ask(probe.chat, full, max_tokens=blunt, **shaped),
        "guarded": outputs_lab.ask(probe.chat, full, max_tokens=guard, **shaped),
    }
whole = {arm: output_report([o for run in groups for o in run]) for arm, groups in runs_c.items()}
table([{"arm": arm, "tokens per answer": r.tokens.value, "truncated": r.truncated.value, "no JSON": r.invalid_json.value}
       for arm, r in whole.items()], caption=f"Caps: blunt {blunt}, guard {guard} (p99 of complete answers, and a quarter)")  # fmt: skip
failure_lab(
    "02.5.c", title="a blunt cap on JSON", metric="truncated answers", unit="share",
    before=[output_report(run).truncated.value for run in runs_c["blunt"]],
    after=[output_report(run).truncated.value for run in runs_c["guarded"]],
    harm="an answer that ends in the middle is no JSON", fix="shape + instruction + cap at p99",
)  # fmt: skip
less = whole["shaped"].tokens.value / whole["rambling"].tokens.value
record("02.5.c.tokens_ratio", less, expected="<= 0.4", kind="run_only", unit="x the tokens of the rambling answer")
record(
    "02.5.c.truncated_after",
    whole["guarded"].truncated.value,
    expected="< 0.01",
    kind="run_only",
    unit="of the answers",
)
same = whole["shaped"].tokens.value / whole["free"].tokens.value
record("02.5.c.structured", same, kind="run_only", unit="x the tokens without constraint")
say(
    "The blunt cap cut {02.5.c.before:.0%} of the JSON answers, the guard {02.5.c.after:.0%}; asking for two fields takes "
    "{02.5.c.tokens_ratio:.2f} of the tokens. The same request without the constraint: the constrained answer has "
    "{02.5.c.structured:.2f} times its tokens, so it is the instruction that shortens."
)

# %% [markdown] id="02.5.r4"
# ### A budget for tokens
#
# A copied budget adds up the contents and forgets what the chat template puts around them (02.5.r4); near the window that is
# the difference between an answer and a 400. Fixed parts and the answer come first, the best context fills the rest.

# %% id="02.5.r4" tags="run-only"
from labsupport.tokens.budget import TokenBudget

ranked = [c.passage for c in cases(6, seed)]
parts = {
    "system": len(pieces(rules)),
    "question": len(pieces(chat[1]["content"])),
    "template": template_overhead(long_chat, tokenizer),
}
budget = TokenBudget(1_024, guard, parts)
keep = budget.keep([len(pieces(f"{passage}\n\n")) for passage in ranked])
context = "\n\n".join(ranked[:keep])
sent = [long_chat[0], {"role": "user", "content": f"{context}\n\n{chat[1]['content']}"}]
budget.log("context", len(pieces(context)))
budget.log("system", parts["system"])
table([{"part": line.part, "planned": line.planned, "actual": "-" if line.actual is None else line.actual, "over": line.over}
       for line in budget.lines()], caption=f"{keep} of {len(ranked)} passages fit")  # fmt: skip
assert count_tokens(sent, tokenizer) + guard <= budget.window
forgotten = count_tokens(sent, tokenizer) - errata.naive_count(sent, tokenizer)
record("02.5.r4.forgotten", forgotten, expected="> 0", kind="exact", unit="tokens of the chat template")
print("prices older than 90 days:", book.stale(prices[0].as_of.replace(year=prices[0].as_of.year + 1)))
say(
    "The copied sum misses {02.5.r4.forgotten} tokens of this request; prices have a date, so that a stale one can be found."
)

# %% [markdown]
# Beyond this topic, in the words you will meet:
#
# - *Batch tier*: answers within a day at a lower price.
# - *Cache-aware routing*: a request goes to the server that holds its prefix (stage 06).
# - *Cost per successful task*: a cheap call that must be repeated is not cheap; divide by what succeeded.
# - *Cache salt*: a name that is mixed into the blocks' keys, so that tenants cannot feel each other's hits by time.

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("02.5")

# %% [markdown] kind="recap"
# ### Recap
#
# - Read the bill from reported usage, part by part; what was not reported is unknown, not zero.
# - Stable parts first and byte for byte the same; a cache saves money only if the prefix comes back within its lifetime.
# - Count history, context and output before they are sent: send what is needed, ask for what is needed, cap as a guard.
