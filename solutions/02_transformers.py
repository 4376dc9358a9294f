# complete: 02.2

# === OPENING ===
# %% [markdown]
# # 02 Transformers, KV cache, context and token economics
#
# By the end you will have shown, with counts and ratios from a real model, that a cache makes the cost of one more token
# grow with the context instead of starting over, that doubling a prompt does not quadruple its total cost, that a
# context window is not the length a model can use, and that one changed token ends the reuse of a prompt.
#
# Topic 02.2: small against large models.

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
times = stats.interleave(arms, session.pick(smoke=3, full=9, deep=40), seed)
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

most = {"dev": session.pick(smoke=8, full=40, deep=200), "test": session.pick(smoke=8, full=48, deep=300)}
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
known = [t for t in train if t.language == "en"][: session.pick(smoke=24, full=160, deep=960)]
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
say(
    "The tuned cascade cost {02.2.a.after:.3f} of what the top tier costs; on {02.2.a.no_loss} of "
    + f"{len(results)} splits the interval of the accuracy difference reaches 0 or more."
)

# %% [markdown] id="02.2.c6"
# ### Experiment: emergence from a metric
#
# Early surveys reported abilities that *appear* somewhere around fifty to a hundred billion parameters.
# Part of it is the metric: if each token is right with chance p, twenty in a row are right with about p to the twentieth.

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
long = [c for c in pool_of if len(tokenizer.encode(c.expected).ids) >= 19][: session.pick(smoke=4, full=20, deep=200)]
long_prompts, long_answers = [chat_prompt(c.request) for c in long], [c.expected for c in long]
series = []
for name, (model_now, _) in loaded.items():
    steps = checkpoints.tokens(name)[:: session.pick(smoke=4, full=2, deep=1)]
    for seen in steps:
        hits = token_hits(checkpoints.load(name, seen), tokenizer, long_prompts, long_answers)
        series.append((name, f"{seen / 1000:.0f} M", by_length(hits)))
    series.append((name, "final", by_length(token_hits(model_now, tokenizer, long_prompts, long_answers))))
print(len(series), "states of two models,", len(long), "answers of at least 20 tokens")

# %% kind="experiment" id="02.2.x3" tags="run-only"
flat = [(name, when, p) for name, when, points in series for p in points]
data = {"model": [n for n, _, _ in flat], "tokens seen": [w for _, w, _ in flat], "L": [p.length for *_, p in flat],
        "token accuracy": [p.token_accuracy for *_, p in flat], "exact": [p.exact.value for *_, p in flat],
        "p to the L": [p.predicted for *_, p in flat]}  # fmt: skip
last = series[-1][2]
alt = (
    "Share right over training for the smaller and the larger model, one token and whole answers of 5, 10 and 20; longer "
    "answers lie at or below shorter ones in every state, crosses mark p to the 20th; the larger model "
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
record("02.2.x3.above", sum(over) / len(over), expected=">= 0", kind="run_only")
say(
    "From one token to twenty the share of right answers fell by up to {02.2.x3.drop:.2f} in one and the same state of a "
    "model. Whole answers lay {02.2.x3.above:+.2f} from the power curve on average: above it where errors come together in "
    "few answers."
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
probe = {task: cases[task, "test"][: session.pick(smoke=4, full=24, deep=300)] for task in EASY}
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

size = session.pick(smoke=6, full=16, deep=100)
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
