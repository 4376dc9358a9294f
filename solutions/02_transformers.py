# complete: 02.5

# === OPENING ===
# %% [markdown]
# # 02 Transformers, KV cache, context and token economics
#
# By the end you will have shown, with counts and ratios from a real model, that a cache makes the cost of one more token
# grow with the context instead of starting over, that doubling a prompt does not quadruple its total cost, that a
# context window is not the length a model can use, and that one changed token ends the reuse of a prompt.
#
# Here: topic 02.5.

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
        seen = stats.interleave(arms, session.pick(smoke=2, full=6, deep=20), seed)
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

items = cases(session.pick(smoke=3, full=12, deep=80), seed)
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

# %% id="02.5.r4"
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
