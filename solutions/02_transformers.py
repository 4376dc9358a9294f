# complete: 02.1

# === OPENING ===
# %% [markdown]
# # 02 Transformers, KV cache, context and token economics
#
# By the end you will have shown, with counts and ratios from a real model, that a cache makes the cost of one more token
# grow with the context instead of starting over, that doubling a prompt does not quadruple its total cost, that a
# context window is not the length a model can use, and that one changed token ends the reuse of a prompt.
#
# Its topic so far is 02.1.

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
alt = ("Exponent of prefill time between n and 2n against the geometric middle; counted operations climb from near 1 "
       "towards 2 and the measured exponent follows with noise; the last values are "
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
record("02.1.x2.growth_2k", at_2k, expected="< 4", band=(2.0, 2.4), unit="x", naive=4.0)
record(
    "02.1.x2.growth_128k",
    growth[131_072],
    band=(3.2, 3.8),
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
eight = record("02.1.x2.prefill_8b_s", flops(grouped, 2**17, "prefill") / (0.5 * A100), band=(10, 100), unit="s")
seventy = replace(grouped, width=8192, layers=80, heads=64, inner=28_672)
record("02.1.x2.prefill_70b_s", flops(seventy, 2**17, "prefill") / (0.5 * A100), band=(100, 600), unit="s")
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
record("02.1.x5.encoder_above", outside, expected="> 0", band=(0.05, 0.95), naive=above)
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
# Beside them the same measure at every saved checkpoint of lab-small: does copying grow, or does it appear?

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
    questions = items("dev", session.pick(smoke=2, full=6, deep=60), distractors=19, seed=lab_seed, chars=100)
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
