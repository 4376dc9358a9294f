# complete: 03.5

# === OPENING ===
# %% [markdown]
# # 03 Structured outputs, tool calls and prompt operations
#
# By the end you will have shown, with counts and ratios from a real model, that a mask over the next token guarantees the
# shape of an answer and not its truth, that a loop over tools stops because your code stops it, that a better score on
# twenty cases is mostly luck, that a user's text cannot forge a turn once its control tokens stay text, and that near
# examples help only where the task lies in the examples.
#
# - 03.1 Schema-constrained generation
# - 03.2 Tool calling
# - 03.3 Prompts as versioned, tested artefacts
# - 03.4 Templates and composition
# - 03.5 Few-shot examples: static, retrieved, diverse

# %% [markdown]
# A first pass takes about 40 minutes a topic [estimated from length, not timed]: read, run, and do one exercise. The others
# are for a second pass, at the minutes on their boxes; an exercise that you leave open falls back to the reference.
#
# It builds on stage 01 (the client, bounded loops) and stage 02 (tokens, confidence, prefixes that are reused).
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
session = begin("03", pace=pace, seed=seed, model=model, device=device)

# === TOPIC 03.5 ===
# %% [markdown] topic="03.5"
# ## 03.5 Few-shot examples: static, retrieved, diverse
#
# A few solved cases in the prompt show what you want. Which ones, how many, in which order, and do they help at all?
#
# - An example shows format, *label space* and edge cases. *Static*: one fixed set. *Dynamic*: the neighbours of the input.
# - Neighbours often share the class, and nothing guarantees it. *kNN voting* answers from the neighbours without a model:
#   a few-shot prompt that does not beat it adds nothing.
# - *MMR* (maximal marginal relevance) trades relevance against likeness to what is already chosen. It only reorders.
# - Order and balance pull: the last label and the frequent label may attract the answer. Test it, shuffle, or *calibrate*.
# - A *leak* is an evaluation item, or a near copy of one, in the library: it makes dynamic selection look brilliant.

# %% [markdown]
# ### The smallest example
#
# Two queues whose names say nothing, one example of each, and a new message.
# Whatever moves the probability of a queue, the examples did it. Below it, where a widely copied builder puts the best one.

# %% id="03.5.r3" tags="run-only"
from labsupport.fewshot import naive, trials
from labsupport.fewshot.library import Example
from labsupport.fewshot.prompting import as_block, build_messages, safe_count
from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table

money = Example("a", "The invoice names the wrong sum.", "red")
parcel = Example("b", "Our parcel is still on its way.", "blue")
message = "The parcel should have come on Monday."
for turn in build_messages("Name the queue.", [parcel, money], message):
    print(f"{turn['role']:>9}: {turn['content']}")
shown = {"none": [], "money": [money], "parcel": [parcel], "both, parcel last": [parcel, money],
         "both, money last": [money, parcel]}  # fmt: skip
chats = [as_block(build_messages("Name the queue.", some, message)) for some in shown.values()]
found = trials.label_probabilities(chats, ("red", "blue"))
table([{"examples": name, **{label: round(p, 3) for label, p in row.items()}} for name, row in zip(shown, found, strict=True)],
      caption="Probability of each queue, among the two")  # fmt: skip
ranked = [Example("1", "best", "A"), Example("2", "second", "B"), Example("3", "third", "A")]


def layout(messages):
    return " | ".join(turn["content"] for turn in messages if turn["role"] == "user")


for order in ("best_last", "best_first", "shuffled"):
    print(f"{order:>11}:", layout(build_messages("Label.", ranked, "the input", order=order, seed=1)))
print("     copied:", layout(naive.naive_messages("Label.", ranked, "the input")))
limit = safe_count()(build_messages("Label.", ranked, "the input")) - 1
print("one token short:", layout(build_messages("Label.", ranked, "the input", budget_tokens=limit)))
place = [turn["content"] for turn in naive.naive_messages("Label.", ranked, "the input")].index("best")
record("03.5.r3.place", place, expected=1, band=(1, 1), naive=5, kind="exact", unit="messages before the best example")
say(
    "The copied builder says in its comment that the best comes last, and puts it after {03.5.r3.place} message: first. A budget "
    "drops the least relevant."
)

# %% [markdown]
# ### A library
#
# An `ExampleLibrary` keeps one unit vector an example, so that a dot product is a cosine. First with directions that one can
# draw: a text is an angle in degrees. Copied code embeds one text a call, at every construction, and keeps nothing (03.5.r4).

# %% id="03.5.r2"
import math
import tempfile
from pathlib import Path

from labsupport.fewshot.library import ExampleLibrary, check_examples, one_of

calls = []


def by_angle(texts):
    calls.append(len(texts))
    return [[math.cos(math.radians(float(text))), math.sin(math.radians(float(text)))] for text in texts]


examples = [Example(f"e{i}", angle, "x" if i % 2 else "y", frozenset({"odd"} if i % 2 else ()))
            for i, angle in enumerate(("10", "-10", "40", "90"))]  # fmt: skip
check_examples(examples, one_of(("x", "y")))
small = ExampleLibrary(examples, by_angle, model_id="angles")
print([(example.id, example.input, round(cosine, 3)) for example, cosine in small.ranked("0", 4)])
print("odd only:", [example.id for example in small.nearest("0", 2, tags={"odd"})])
print("without e0:", [example.id for example in small.nearest("0", 2, exclude={"e0"})])
print("a tag that nobody has:", small.nearest("0", 2, tags={"urgent"}), "| texts in the first call:", calls[0])
calls.clear()
try:
    naive.naive_select(examples, "0", 2, by_angle)
except TypeError as error:
    record("03.5.r2.error", type(error).__name__, expected="TypeError", kind="exact")
one_by_one = len(calls)
with tempfile.TemporaryDirectory() as folder:
    small.save(Path(folder) / "angles")
    calls.clear()
    again = ExampleLibrary.open(Path(folder) / "angles", by_angle, model_id="angles", validate=one_of(("x", "y")))
    print("opened:", len(again), "examples,", sum(calls), "texts embedded")
record("03.5.r4.calls", one_by_one, expected=5, band=(5, 5), naive=1, kind="exact", unit="calls for 4 and a query")
record("03.5.r4.opened", sum(calls), expected=0, band=(0, 0), naive=4, kind="exact", unit="texts embedded at opening")
say(
    "e0 and e1 are equally near: here the id decides, the copied code sorts pairs and ends in a {03.5.r2.error}, after "
    "{03.5.r4.calls} calls. Opening a saved library embeds {03.5.r4.opened} texts; a tag that nobody has gives [], not a silence."
)

# %% [markdown] id="03.5.c3"
# ### Neighbours of a ticket
#
# Now tickets of the lab world in four categories, with MiniLM's vectors. Read one query and its neighbours.
# Is it sure that neighbours have the same class (03.5.c3)?

# %% id="03.5.c3" tags="run-only"
from labsupport.context import measures
from labsupport.fewshot.library import knn_vote, label_precision
from labsupport.serving.embedder import load_embedder

embed = measures.cached(measures.batched(load_embedder().encode))
shelf, each = session.pick(smoke=(8, 2), full=(20, 6), deep=(40, 30))
plain = trials.ticket_desk("test", embed, shelf=shelf, each=each, seed=seed)
library = plain.library


def strangers(text, label):
    return [example for example in library.nearest(text, 8) if example.output != label]


query, label = max(plain.items, key=lambda item: len(strangers(*item)))
print(f"{label}: {query!r}")
for example, cosine in library.ranked(query, 4):
    print(f"  {cosine:.2f} {example.output}: {example.input!r}"[:118])
precision = {k: label_precision(library, plain.items, k) for k in (1, 2, 4, 8)}
table(
    [{"k": k, "label precision@k": p} for k, p in precision.items()],
    caption=f"{len(plain.items)} tickets, {len(library)} examples",
)
mixed = sum(bool(strangers(*item)) for item in plain.items)
record(
    "03.5.c3.mixed",
    mixed,
    expected="> 0",
    band=(1, len(plain.items)),
    naive=0,
    unit="tickets with another class among eight",
)
record("03.5.c3.precision", precision[4], kind="run_only", unit="label precision@4")
claim("03.5.c3", "false", value=mixed / len(plain.items), unit="of the tickets have another class among eight",
      note="as a guarantee; chance would be one in four")  # fmt: skip
say(
    "Of four neighbours {03.5.c3.precision:.0%} share the class, and {03.5.c3.mixed} tickets have a stranger among eight."
)

# %% [markdown] id="03.5.r1"
# ### A filter that is called MMR
#
# Copied code walks down the relevance and takes what scores above a fixed 0.3 (03.5.r1). Four candidates whose likeness
# to each other is 0.3, then two that are the same text.

# %% id="03.5.r1"
import numpy as np

alike = np.full((4, 4), 0.3) + 0.7 * np.eye(4)
moderate = np.linalg.cholesky(alike)  # four unit vectors with a cosine of 0.3 to each other
relevance = [0.9, 0.6, 0.5, 0.45]
taken = naive.naive_mmr(relevance, moderate.tolist(), 4)
for i, score in enumerate(relevance):
    worth = 0.7 * score - 0.3 * (0.3 if i else 0.0)
    print(
        f"candidate {i}: 0.7 x {score} - 0.3 x {0.3 if i else 0.0} = {worth:.3f}", "taken" if i in taken else "refused"
    )
copies = naive.naive_mmr([0.9, 0.87], [[1.0, 0.0], [1.0, 0.0]], 2)
record("03.5.r1.taken", len(taken), expected=2, band=(2, 2), naive=4, kind="exact", unit="examples of the 4 asked for")
record("03.5.r1.copies", len(copies), expected=2, band=(2, 2), naive=1, kind="exact", unit="copies of one text taken")
say(
    "It returns {03.5.r1.taken} of four, because it stops at a score that nobody calibrated, and it takes {03.5.r1.copies} "
    "copies of one text as long as they are relevant enough. MMR has no threshold: it takes the best that is left, k times."
)

# %% exercise="03.5.e1"

# %% [markdown]
# Yours by hand: the query at 0 degrees, candidates at 10, 12 and -40. Then two exact copies, and the same pool without.

# %% id="03.5.e1"
angles = ("10", "12", "-40")
vectors = np.array(by_angle(angles), dtype=np.float32)
near = [math.cos(math.radians(float(angle))) for angle in angles]
for lam in (1.0, 0.7, 0.5, 0.0):
    print(f"lam {lam}: ", [angles[i] for i in mmr_order(near, vectors, 3, lam)])
four_of = mmr_order(relevance, moderate.astype(np.float32), 4, 0.7)
twins = ExampleLibrary([Example(i, angle, "x") for i, angle in zip("abc", ("5", "5", "60"), strict=True)], by_angle)
kept = twins.mmr("5", 2, 0.7)
fresh = twins.deduplicated().mmr("5", 2, 0.7)
print(
    "copies in the pool:", [example.id for example in kept], " deduplicated first:", [example.id for example in fresh]
)
record(
    "03.5.e1.returned",
    len(four_of),
    expected=4,
    band=(4, 4),
    naive=len(taken),
    kind="exact",
    unit="examples of the 4 asked for",
)
record("03.5.e1.distinct", len({example.input for example in fresh}), expected=2, band=(2, 2),
       naive=len({example.input for example in kept}), kind="exact", unit="distinct texts")  # fmt: skip
say(
    "It returns {03.5.e1.returned} of four. Even right MMR takes the copy of a very near example at 0.7, so remove copies "
    "first: then there are {03.5.e1.distinct} distinct texts."
)

# %% [markdown]
# ### Leaks
#
# Somebody collects examples from the same place as the evaluation set, with a greeting in front, so that a comparison of
# strings does not see it. What is needed: a check by meaning, and a selection that can leave out what the check found.

# %% exercise="03.5.e2"

# %% [markdown]
# With yours: each test ticket is in the library once more. How good does one neighbour look there, and how good without what
# was found?

# %% id="03.5.e2" tags="run-only"
from dataclasses import replace

leaked = [Example(f"seen-{i:02}", f"Hello, {text.lower()}", label) for i, (text, label) in enumerate(plain.items)]
leaky = ExampleLibrary([*library.examples, *leaked], embed)
text = plain.items[0][0]
print("equal strings:", len(naive.naive_leaks([e.input for e in leaky.examples], [text for text, _ in plain.items])))
print("nearest:", [(f"{cosine:.3f}", example.id) for example, cosine in leaky.ranked(text, 3)])
leaks = leak_check(leaky, {str(i): text for i, (text, _) in enumerate(plain.items)}, 0.8)
banned = {leak.example_id for leak in leaks}
caught = len(banned & {example.id for example in leaked})


def voted(from_library, exclude=frozenset()):
    said = [knn_vote(from_library, text, 1, exclude) for text, _ in plain.items]
    return sum(trials.judged(plain, said).right) / len(said)


arms = {"clean": voted(library), "leaky": voted(leaky), "leaky, found ones excluded": voted(leaky, banned)}
table([{"library": name, "right by one neighbour": share} for name, share in arms.items()], caption="No model at all")
shown = nearest_first(leaky.examples, leaky.relevance(text), 3, exclude=banned)
print("now shown:", [leaky.examples[i].id for i in shown])
record(
    "03.5.e2.caught",
    caught,
    expected=len(leaked),
    band=(len(leaked) // 2 + 1, len(leaked)),
    naive=0,
    unit="near copies found",
)
record("03.5.e2.leaky", arms["leaky"], expected="> 0.9", kind="run_only", unit="right with leaks")
record("03.5.e2.mended", arms["leaky, found ones excluded"], kind="run_only", unit="right without")
say(
    "{03.5.e2.caught} near copies were found; with them one neighbour is right in {03.5.e2.leaky:.0%}, without in {03.5.e2.mended:.0%}."
)

# %% [markdown] id="03.5.c6"
# ### Turns or a block
#
# Examples can stand as chat turns, or as one block in the system message; turns are said to be better (03.5.c6).
# The task is one that only examples can solve: each category goes by the *name of another one*. Decide on the dev split.

# %% id="03.5.c6" tags="run-only"
from labsupport import stats

turned = dict(zip(trials.LABELS, (*trials.LABELS[1:], trials.LABELS[0]), strict=True))
print(turned)
dev = trials.ticket_desk("dev", embed, shelf=shelf, each=each, seed=seed).renamed(turned, trials.LEARN, embed)
ways = {"turns": list, "block": as_block}
tried = {name: trials.run(dev, lambda text: dev.library.nearest(text, 4), arrange=way) for name, way in ways.items()}
table(
    [{"examples as": name, "right": str(t.accuracy)} for name, t in tried.items()],
    caption=f"{len(dev.items)} dev tickets, four neighbours",
)
chosen = max(ways, key=lambda name: sum(tried[name].right))
arrange = ways[chosen]
gain = stats.paired_diff_ci(tried["turns"].right, tried["block"].right, seed=seed)
record("03.5.c6.gain", gain.value, kind="run_only", unit="accuracy, turns minus block")
record("03.5.c6.chosen", chosen, kind="run_only")
claim("03.5.c6", "depends", value=gain.value, interval=(gain.low, gain.high), unit="accuracy, turns minus block",
      note="on what the model was trained with; measure it on the model at hand")  # fmt: skip
say("Turns minus block is {03.5.c6.gain:+.2f} for the lab model. From here on examples stand as {03.5.c6.chosen}.")

# %% [markdown] id="03.5.x1"
# ### Experiment: which examples, and how many
#
# Two tasks on the same test tickets: their category, and the category under another one's name. Five ways to choose, and
# kNN voting without a model. Before you run it: on which of the two will near examples matter more?

# %% kind="experiment" id="03.5.x1" tags="run-only"
import random

ks = session.pick(smoke=(1, 4), full=(1, 2, 4, 8), deep=(1, 2, 4, 8))
mapped = plain.renamed(turned, trials.LEARN, embed)


def balanced(examples, k):
    rows = [[e for e in examples if e.output == label] for label in trials.LABELS]
    return [rows[i % len(rows)][i // len(rows)] for i in range(k)]


def choices(lib):
    static = random.Random(seed).sample(lib.examples, 8)
    return {
        "random": lambda text, k: random.Random(f"{seed} {text}").sample(lib.examples, k),
        "static": lambda text, k: static[:k],
        "balanced": lambda text, k: balanced(lib.examples, k),
        "nearest": lib.nearest,
        "MMR": lib.mmr,
    }


results = {}
for task, desk in (("category", plain), ("renamed", mapped)):
    results[task, "zero-shot", 0] = trials.run(desk, lambda text: [])
    for name, choose in choices(desk.library).items():
        for k in ks:
            results[task, name, k] = trials.run(desk, lambda text, choose=choose, k=k: choose(text, k), arrange=arrange)
    for k in ks:
        results[task, "kNN vote", k] = trials.vote(desk, k)
table([{"task": task, "examples": name, "k": k, "right, 95% interval": str(t.accuracy)} for (task, name, k), t in results.items()
       if k in (0, ks[-1])], caption=f"{len(plain.items)} test tickets")  # fmt: skip

# %% kind="experiment" id="03.5.x1" tags="run-only"
middle = 4
for name, a, b in (("renamed", "nearest", "random"), ("category", "kNN vote", "nearest")):
    found = stats.paired_diff_ci(results[name, a, middle].right, results[name, b, middle].right, seed=seed)
    key = {"renamed": "near_gain", "category": "vote_gain"}[name]
    expected = "> 0" if name == "renamed" else None
    record(f"03.5.x1.{key}", found.value, expected=expected, kind="run_only", unit="accuracy")
    record(f"03.5.x1.{key}_low", found.low, kind="run_only")
    record(f"03.5.x1.{key}_high", found.high, kind="run_only")
record(
    "03.5.x1.zero", results["renamed", "zero-shot", 0].accuracy.value, kind="run_only", unit="right without examples"
)
names = list(dict.fromkeys(name for _, name, k in results if k))
rows = [
    (task, name, k, results[task, name, k].accuracy) for task in ("category", "renamed") for name in names for k in ks
]
data = {"task": [r[0] for r in rows], "examples": [r[1] for r in rows], "k": [r[2] for r in rows],
        "right": [round(r[3].value, 3) for r in rows], "low": [round(r[3].low, 3) for r in rows], "high": [round(r[3].high, 3) for r in rows]}  # fmt: skip
ends = ", ".join(f"{name} {results['renamed', name, ks[-1]].accuracy.value:.2f}" for name in names)
alt = (
    "Share of right answers against the number of examples, one panel a task and one line a way to choose, with the result "
    "without examples dotted; compare the lines of neighbours with those of random and static examples in the right panel; "
    f"at {ks[-1]} examples of the renamed task: {ends}"
)
with figure("03.5.x1", title="Near examples, other examples, and no model", alt=alt, data=data, ncols=2) as (fig, axes):
    for ax, task in zip(axes, ("category", "renamed"), strict=True):
        for name, style in zip(names, ("o:", "s:", "D-.", "^-", "v--", "x-"), strict=True):
            ax.plot(ks, [results[task, name, k].accuracy.value for k in ks], style, label=name, markersize=5)
        ax.axhline(results[task, "zero-shot", 0].accuracy.value, color="0.5", linestyle=":", label="zero-shot")
        ax.set(xlabel=f"examples, task: {task} (1)", ylabel="right (1)", ylim=(-0.03, 1.03), xticks=ks)
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=7, fontsize="x-small")
say(
    "Renamed, four neighbours minus four random examples: {03.5.x1.near_gain:+.2f} ({03.5.x1.near_gain_low:+.2f} to "
    "{03.5.x1.near_gain_high:+.2f}); without examples {03.5.x1.zero:.2f} are right. On the plain task kNN voting minus the model "
    "is {03.5.x1.vote_gain:+.2f} ({03.5.x1.vote_gain_low:+.2f} to {03.5.x1.vote_gain_high:+.2f}): what does the model add?"
)

# %% [markdown] id="03.5.x2"
# ### Experiment: order
#
# One example of each label, in all 24 orders, on the same tickets. Each label stands at each place equally often, so a
# preference for a *place* cannot come from a preference for a label.

# %% kind="experiment" id="03.5.x2" tags="run-only"
import itertools

few = replace(plain, items=plain.items[: session.pick(smoke=3, full=12, deep=48)])
orders = list(itertools.permutations(balanced(library.examples, 4)))[:: session.pick(smoke=6, full=1, deep=1)]
swept = [trials.run(few, lambda text, o=o: o, arrange=arrange, order="best_first") for o in orders]
shares = sorted(t.accuracy.value for t in swept)
at_place = [0, 0, 0, 0]
for o, t in zip(orders, swept, strict=True):
    for said in t.said:
        at_place[[example.output for example in o].index(said)] += 1
last = stats.proportion_ci(at_place[3], sum(at_place))
near_last, near_first = (
    trials.run(mapped, lambda text: mapped.library.nearest(text, 4), arrange=arrange, order=order)
    for order in ("best_last", "best_first")
)
better = stats.paired_diff_ci(near_last.right, near_first.right, seed=seed)
record(
    "03.5.x2.spread", shares[-1] - shares[0], expected="> 0", kind="run_only", unit="accuracy, best minus worst order"
)
record("03.5.x2.last", last.value, kind="run_only", unit="of the answers are the last label")
record("03.5.c4.gain", better.value, kind="run_only", unit="accuracy, best last minus best first")
claim("03.5.c4", "depends", value=better.value, interval=(better.low, better.high),
      unit="accuracy, best last minus best first", note="on the model and the task; keep it as a default, and test it")  # fmt: skip
data = {"rank of the order": list(range(1, len(shares) + 1)), "right": [round(s, 3) for s in shares]}
alt = (
    "Left, the accuracy of every order of the same four examples, sorted; right, the share of answers equal to the label at each "
    "place, with chance at a quarter; the examples are the same everywhere, so what differs is order alone; from "
    f"{shares[0]:.2f} to {shares[-1]:.2f}, places " + ", ".join(f"{n / sum(at_place):.2f}" for n in at_place)
)
with figure("03.5.x2", title="The same four examples in every order", alt=alt, data=data, ncols=2) as (fig, axes):
    axes[0].plot(data["rank of the order"], shares, "o-")
    axes[0].set(xlabel="order, sorted by accuracy (rank)", ylabel="right (1)", ylim=(-0.03, 1.03))
    axes[1].bar(["first", "second", "third", "last"], [n / sum(at_place) for n in at_place])
    axes[1].axhline(0.25, color="0.3", linestyle="--")
    axes[1].set(xlabel="place of the label", ylabel="answers with that label (1)")
say(
    "The order alone moves accuracy by {03.5.x2.spread:.2f}; {03.5.x2.last:.0%} of the answers are the last label, chance is a "
    "quarter. The most relevant example last minus first: {03.5.c4.gain:+.2f} (03.5.c4)."
)

# %% [markdown]
# Balance pulls, too: three examples of one label and one of another. *Calibration* asks the same prompt about inputs without
# content, such as "N/A", and divides the probabilities by what they get.

# %% id="03.5.x2" tags="run-only"
from labsupport.fewshot.prompting import calibrate

pair = trials.LABELS[:2]
two = trials.Desk(plain.task, pair, library, tuple(item for item in plain.items if item[1] in pair))
uneven = [e for e in library.examples if e.output == pair[0]][:3] + [
    e for e in library.examples if e.output == pair[1]
][:1]


def probabilities(texts):
    chats = [arrange(build_messages(two.task, uneven, text, order="shuffled", seed=seed)) for text in texts]
    return trials.label_probabilities(chats, pair)


empty = probabilities(("N/A", "[no text]", "..."))
priors = {label: sum(row[label] for row in empty) / len(empty) for label in pair}
fair = calibrate(priors)
raw = probabilities([text for text, _ in two.items])
judged = {"as it is": raw, "calibrated": [fair(row) for row in raw]}
print("priors:", {label: round(p, 3) for label, p in priors.items()}, " of the prompt itself:", fair(priors))
table([{"probabilities": name, f"says {pair[0]}": sum(trials.best(r) == pair[0] for r in rows) / len(rows),
        "right": str(trials.judged(two, [trials.best(r) for r in rows]).accuracy)} for name, rows in judged.items()],
      caption=f"Three examples of {pair[0]}, one of {pair[1]}; half of the tickets are {pair[0]}")  # fmt: skip
record("03.5.x2.prior", priors[pair[0]], kind="run_only", unit="for the label with three examples, without content")
record(
    "03.5.x2.even",
    max(abs(p - 0.5) for p in fair(priors).values()) < 1e-9,
    expected=True,
    kind="exact",
    unit="priors even after it",
)
say(
    "Without any content the label with three examples gets {03.5.x2.prior:.2f}; after calibration one half, by construction."
)

# %% [markdown] id="03.5.x3"
# ### Experiment: copies in the library
#
# Three in ten examples are planted once more, word for word. How many *distinct* ones do four places show, for each weight
# of relevance, and with the copies removed first?

# %% kind="experiment" id="03.5.x3" tags="run-only"
base = mapped.library.examples
twice = random.Random(seed).sample(base, round(0.3 / 0.7 * len(base)))
planted = ExampleLibrary([*base, *(replace(e, id=f"{e.id}-copy") for e in twice)], embed)
lams = session.pick(
    smoke=(0.5, 1.0), full=(0.0, 0.3, 0.5, 0.7, 0.9, 1.0), deep=(0.0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
)
shelves = {"with copies": planted, "deduplicated": planted.deduplicated(0.999)}
print({name: len(shelf) for name, shelf in shelves.items()})
seen = {}
for name, stock in shelves.items():
    for lam in lams:
        picked = [stock.mmr(text, 4, lam) for text, _ in mapped.items]
        trial = trials.run(mapped, lambda text, s=stock, lam=lam: s.mmr(text, 4, lam), arrange=arrange)
        seen[name, lam] = (sum(len({e.input for e in p}) for p in picked) / len(picked), trial.accuracy)
record(
    "03.5.x3.copies",
    seen["with copies", 1.0][0],
    expected="< 4",
    band=(1, 3.999),
    naive=4,
    unit="distinct of four, by relevance alone",
)
record("03.5.x3.clean", min(seen["deduplicated", lam][0] for lam in lams), expected=4, band=(4, 4), naive=seen["with copies", 1.0][0],
       kind="exact", unit="distinct of four at every lam")  # fmt: skip
rows = [(name, lam, *seen[name, lam]) for name in shelves for lam in lams]
data = {"library": [r[0] for r in rows], "lam": [r[1] for r in rows], "distinct": [round(r[2], 3) for r in rows],
        "right": [round(r[3].value, 3) for r in rows]}  # fmt: skip
alt = (
    "Distinct examples among four, and share of right answers, against the weight of relevance for a library with copies and one "
    "without; with copies fewer distinct ones are shown where relevance weighs most, without them always four; at weight 1: "
    f"{seen['with copies', 1.0][0]:.2f} and {seen['deduplicated', 1.0][0]:.2f}"
)
with figure("03.5.x3", title="Copies take places", alt=alt, data=data, ncols=2) as (fig, axes):
    for name, style in zip(shelves, ("o-", "s--"), strict=True):
        axes[0].plot(lams, [seen[name, lam][0] for lam in lams], style, label=name)
        axes[1].plot(lams, [seen[name, lam][1].value for lam in lams], style, label=name)
    axes[0].set(xlabel="weight of relevance, lam (1)", ylabel="distinct of four (examples)", ylim=(0, 4.2))
    axes[1].set(xlabel="weight of relevance, lam (1)", ylabel="right (1)", ylim=(-0.03, 1.03))
    axes[0].legend(loc="lower left")
say(
    "By relevance alone four places show {03.5.x3.copies:.2f} distinct examples; deduplicated always {03.5.x3.clean:.0f}."
)

# %% [markdown] id="03.5.x4"
# ### Experiment: three clean ones or ten
#
# "Three perfect examples beat ten mediocre ones" (03.5.c2). Neighbours in the renamed task: three clean, ten clean, and ten of
# which three have a wrong label. And a manual against four examples (03.5.c1): do three to five beat five hundred words?

# %% kind="experiment" id="03.5.x4" tags="run-only"
near = {text: mapped.library.nearest(text, 10) for text, _ in mapped.items}


def soiled(text):
    wrong = random.Random(f"{seed} {text}").sample(range(10), 3)
    return [replace(e, output=turned[e.output]) if i in wrong else e for i, e in enumerate(near[text])]


quality = {
    "3 clean": lambda text: near[text][:3],
    "10 clean": lambda text: near[text],
    "10, three of them wrong": soiled,
}
outcome = {name: trials.run(mapped, choose, arrange=arrange) for name, choose in quality.items()}
table(
    [{"examples": name, "right": str(t.accuracy)} for name, t in outcome.items()],
    caption="The renamed task, neighbours",
)
clean = stats.paired_diff_ci(outcome["3 clean"].right, outcome["10, three of them wrong"].right, seed=seed)
number = stats.paired_diff_ci(outcome["10 clean"].right, outcome["3 clean"].right, seed=seed)
record("03.5.x4.clean", clean.value, kind="run_only", unit="accuracy, 3 clean minus 10 with errors")
record("03.5.x4.number", number.value, kind="run_only", unit="accuracy, 10 clean minus 3 clean")
claim("03.5.c2", "depends", value=clean.value, interval=(clean.low, clean.high), unit="accuracy, 3 clean minus 10 with errors",
      note="on the share of errors, and on what ten clean ones would give")  # fmt: skip
say("Three clean minus ten soiled: {03.5.x4.clean:+.2f}; ten clean minus three clean: {03.5.x4.number:+.2f}.")
from labsupport.context.rulers import lm_length
from labsupport.fewshot.manual import MANUAL

instructed = replace(plain, task=f"{MANUAL}\n\n{plain.task}")
print("manual:", len(MANUAL.split()), "words,", lm_length()(MANUAL), "tokens")
told = trials.run(instructed, lambda text: [])
rivals = {"balanced": results["category", "balanced", 4], "nearest": results["category", "nearest", 4]}
table([{"prompt": "manual", "right": str(told.accuracy)},
       *({"prompt": f"4 examples, {name}", "right": str(t.accuracy)} for name, t in rivals.items())], caption="Category of a ticket")  # fmt: skip
gains = {name: stats.paired_diff_ci(t.right, told.right, seed=seed) for name, t in rivals.items()}
for name, found in gains.items():
    record(f"03.5.c1.{name}", found.value, kind="run_only", unit="accuracy, four examples minus manual")
claim("03.5.c1", "depends", value=gains["nearest"].value, interval=(gains["nearest"].low, gains["nearest"].high),
      unit="accuracy, four near examples minus manual", note="on which examples, and on what the model knows of the labels")  # fmt: skip
say("Minus the manual: {03.5.c1.balanced:+.2f} for a fixed balanced set, {03.5.c1.nearest:+.2f} for four neighbours.")

# %% [markdown] id="03.5.x5"
# ### Experiment: what examples cost
#
# Every example is paid in every call, and a prefix cache helps only where the beginning of the prompt stays the same.
# Three layouts at the real server: a fixed set, neighbours behind the rules, and neighbours in front of them.

# %% kind="experiment" id="03.5.x5" tags="run-only"
from labsupport.tokens.cache_lab import CacheProbe
from labsupport.tokens.counting import lab_tokenizer, prompt_tokens

tokenizer = lab_tokenizer()
rules = MANUAL.split("\n\n")[0]
texts = [text for text, _ in plain.items[: session.pick(smoke=3, full=8, deep=24)]]
fixed = balanced(library.examples, 4)
layouts = {
    "no examples": lambda text: build_messages(rules, [], text),
    "static": lambda text: build_messages(rules, fixed, text),
    "dynamic": lambda text: build_messages(rules, library.nearest(text, 4), text),
    "dynamic, rules behind": lambda text: build_messages("", library.nearest(text, 4), f"{rules}\n\n{text}"),
}
bills = {}
with CacheProbe() as probe:
    for name, layout_of in layouts.items():
        salt = probe.empty()
        usages = [probe.send(prompt_tokens(layout_of(text), tokenizer), salt) for text in texts]
        sent, cached = sum(u.prompt_tokens for u in usages[1:]), sum(u.cached_tokens or 0 for u in usages[1:])
        bills[name] = (sent / (len(texts) - 1), cached / sent)
table([{"layout": name, "tokens a call": round(a), "cached share": b, "fresh tokens a call": round(a * (1 - b))}
       for name, (a, b) in bills.items()], caption=f"{len(texts) - 1} calls after the first")  # fmt: skip
more = bills["static"][0] / bills["no examples"][0]
record("03.5.x5.more", more, expected="> 1", band=(1.01, 20), naive=1.0, unit="x the tokens without examples")
record(
    "03.5.x5.static", bills["static"][1], band=(0.3, 1), naive=bills["dynamic, rules behind"][1], unit="cached, static"
)
record(
    "03.5.x5.dynamic",
    bills["dynamic"][1],
    expected=f"< {bills['static'][1]:.6f}",
    kind="run_only",
    unit="cached, dynamic",
)
record("03.5.x5.behind", bills["dynamic, rules behind"][1], kind="run_only", unit="cached, rules behind")
say(
    "Four examples make a call {03.5.x5.more:.1f} times as long. Of the static prompt {03.5.x5.static:.0%} come from the cache, of "
    "the dynamic one {03.5.x5.dynamic:.0%}, and {03.5.x5.behind:.0%} when the changing part comes first."
)

# %% [markdown] id="03.5.c5"
# "Ten examples cost 2,000 tokens and leave 2,000 for the rest" (03.5.c5) speaks of somebody's examples in somebody's window.
# Ten of ours, counted as the server counts, in four windows.

# %% id="03.5.c5"
from labsupport import world
from labsupport.tokens.counting import count_tokens

long = sorted(
    (t for t in world.tickets("train") if t.language == "en" and t.category in trials.LABELS),
    key=lambda t: (-len(t.text), t.id),
)
kinds = {"short tickets": list(library.examples[:10]), "long tickets": [Example(t.id, t.text, t.category) for t in long[:10]],
         "one page each": [Example(d.doc_id, d.text, "x") for d in world.documents("train")[:10]]}  # fmt: skip
alone = count_tokens(build_messages("", [], "?"), lab_tokenizer())
costs = {name: count_tokens(build_messages("", some, "?"), lab_tokenizer()) - alone for name, some in kinds.items()}
windows = (1_024, 4_096, 8_192, 131_072)
table([{"ten examples": name, "tokens": n, **{f"left of {w:,}": w - n for w in windows}} for name, n in costs.items()],
      caption="Below zero: does not fit")  # fmt: skip
record(
    "03.5.c5.least",
    costs["short tickets"],
    expected="< 2000",
    band=(100, 1999),
    naive=2000,
    unit="tokens for ten short ones",
)
record(
    "03.5.c5.most",
    costs["one page each"],
    expected="> 2000",
    band=(2001, 100_000),
    naive=2000,
    unit="tokens for ten pages",
)
claim(
    "03.5.c5",
    "depends",
    value=costs["long tickets"],
    unit="tokens for ten long tickets",
    note="on the examples, and on the window",
)
say("Ten examples cost between {03.5.c5.least} and {03.5.c5.most} tokens here: count yours before you choose k.")

# %% [markdown] id="03.5.r5"
# ### Counter-examples
#
# "Show what not to do" is good advice without a how (03.5.r5). Copied code makes the wrong answer a turn of the assistant, and a
# model continues what assistants said. Two other ways: name the error inside the instruction, or show the corrected pair.


# %% id="03.5.r5" tags="run-only"
def with_wrong(kind, text):
    first, *rest = library.nearest(text, 3)
    wrong = replace(first, output=turned[first.output])
    named = f"{plain.task}\n{wrong.output!r} would be incorrect for: {wrong.input!r}"
    return {
        "without": build_messages(plain.task, rest, text),
        "as a turn": naive.naive_with_counterexamples(plain.task, rest[::-1], [wrong], text),
        "in the instruction": build_messages(named, rest, text),
        "corrected": build_messages(plain.task, [first, *rest], text),
    }[kind]


for turn in with_wrong("as a turn", plain.items[0][0])[-3:]:
    print(f"{turn['role']:>9}: {turn['content'][:100]}")
wrongs = [turned[library.nearest(text, 1)[0].output] for text, _ in plain.items]
rows = {}
for kind in ("without", "as a turn", "in the instruction", "corrected"):
    found = trials.label_probabilities([arrange(with_wrong(kind, text)) for text, _ in plain.items], trials.LABELS)
    rows[kind] = sum(row[wrong] for row, wrong in zip(found, wrongs, strict=True)) / len(wrongs)
table(
    [{"counter-example": kind, "probability of the wrong label": p} for kind, p in rows.items()],
    caption="Mean over the test tickets",
)
taught = sum(
    turn["role"] == "assistant" and turn["content"] == wrongs[0] for turn in with_wrong("as a turn", plain.items[0][0])
)
record("03.5.r5.taught", taught, expected="> 0", band=(1, 4), naive=0, unit="turns in which an assistant says it")
record("03.5.r5.turn", rows["as a turn"], kind="run_only", unit="probability of the wrong label")
record("03.5.r5.corrected", rows["corrected"], kind="run_only", unit="probability of the wrong label")
say(
    "As a turn of the assistant the wrong label has a probability of {03.5.r5.turn:.3f}, with the corrected pair "
    "{03.5.r5.corrected:.3f}. A warning in the turn before is only text; the turn is what the model was trained to continue."
)

# %% [markdown] id="03.5.a"
# ### Failure lab: only easy examples
#
# The task is tone. Whoever collected the library left out sarcastic and mixed tickets, and the desk takes its labels from its
# library. The fix is *stratified coverage*: the same number of examples, from all five tones.

# %% kind="failure" id="03.5.a" tags="run-only"
easy, hard = ("neutral", "positive", "negative"), ("sarcastic", "mixed")


def tone(ticket):
    return ticket.sentiment


def tone_trial(labels, stock, items):
    task = f"Give the tone of the ticket: {', '.join(labels)}."
    stocked = trials.library_of(stock, labels, embed, tone)
    desk = trials.Desk(task, labels, stocked, tuple((t.text, tone(t)) for t in items))
    chats = [arrange(build_messages(task, desk.library.nearest(text, 4), text)) for text, _ in desk.items]
    found = trials.label_probabilities(chats, labels)
    right = trials.judged(desk, [trials.best(row) for row in found]).accuracy.value
    return right, sum(row.get(label, 0.0) for row, (_, label) in zip(found, desk.items, strict=True)) / len(found)


of_each = session.pick(smoke=3, full=6, deep=12)
before, after = [], []
for s in session.seeds:
    slices = [trials.tickets("dev", labels, of_each, s, tone) for labels in (easy, hard)]
    for labels, shelf_of, kept in ((easy, 20, before), (easy + hard, 12, after)):
        stock = trials.tickets("train", labels, shelf_of, s, tone)
        kept.append([tone_trial(labels, stock, items) for items in slices])
failure_lab(
    "03.5.a", title="only easy examples", metric="probability of the right label on the slice", unit="1", better="higher",
    before=[run[1][1] for run in before], after=[run[1][1] for run in after],
    harm="a label that no example shows is never said", fix="examples from every stratum",
)  # fmt: skip
gap = [sum(run[0][0] - run[1][0] for run in kept) / len(kept) for kept in (before, after)]
slice_right = [sum(run[1][0] for run in kept) / len(kept) for kept in (before, after)]
record("03.5.a.right_before", slice_right[0], expected=0, kind="exact", unit="right on the slice")
record("03.5.a.right_after", slice_right[1], expected="> 0", kind="run_only", unit="right on the slice")
record("03.5.a.gap_before", gap[0], kind="run_only", unit="accuracy, easy minus slice")
half = f"<= {gap[0] / 2:.6f}"
record("03.5.a.gap_after", gap[1], expected=half, kind="run_only", unit="accuracy, easy minus slice")
say(
    "On sarcastic and mixed tickets {03.5.a.right_before:.0%} were right, then {03.5.a.right_after:.0%}; the gap to the easy "
    "ones was {03.5.a.gap_before:.2f} and is {03.5.a.gap_after:.2f}. An average over all tickets would have hidden the zero."
)

# %% [markdown] id="03.5.b"
# ### Failure lab: examples eat the window
#
# Ten long examples first, then as many of two documents as still fit, then the question; or all of it, and the server cuts.
# The fix turns it round: task, documents and answer are reserved, and `build_messages` fills what is left with examples.

# %% kind="failure" id="03.5.b" tags="run-only"
from labsupport import models

window, reserve = 1_024, 16
count = safe_count()
pages = [f"Source: {d.text[:360]}" for d in world.documents("train")[:2]]
everything = "\n\n".join([plain.task, *pages])


def fits(chat):
    return count(chat) + reserve <= window


def examples_first(ten, text):
    task, dropped = plain.task, 0
    for page in pages:
        longer = f"{task}\n\n{page}"
        task, dropped = (longer, dropped) if fits(build_messages(longer, ten, text)) else (task, dropped + 1)
    return dropped / len(pages)


stocks = {s: [Example(t.id, t.text, t.category) for t in random.Random(s).sample(long[:40], 10)] for s in session.seeds}
some = replace(plain, items=plain.items[: session.pick(smoke=4, full=8, deep=40)])
prompts = [(stocks[s], text) for s in session.seeds for text, _ in some.items]
whole = [build_messages(everything, ten, text) for ten, text in prompts]
spared = [build_messages(everything, ten, text, budget_tokens=window - reserve) for ten, text in prompts]
dropped = {s: [examples_first(stocks[s], text) for text, _ in some.items] for s in session.seeds}
failure_lab(
    "03.5.b", title="examples eat the window", metric="documents dropped", unit="share",
    before=[sum(shares) / len(shares) for shares in dropped.values()], after=[0.0 if all(map(fits, spared)) else 1.0] * len(dropped),
    harm="the source of the answer is not in the prompt", fix="a token budget for the examples",
)  # fmt: skip
kept = [sum(turn["role"] == "assistant" for turn in chat) for chat in spared]
cut_before, cut_after = (sum(not fits(chat) for chat in chats) for chats in (whole, spared))
record(
    "03.5.b.cut_before", cut_before, expected="> 0", band=(1, 10_000), naive=0, unit="prompts longer than the window"
)
record("03.5.b.cut_after", cut_after, expected=0, band=(0, 0), naive=cut_before, kind="exact", unit="prompts")
record(
    "03.5.b.kept", sum(kept) / len(kept), expected="< 10", band=(0, 9.99), naive=10, unit="examples of ten that stay"
)

# %% kind="failure" id="03.5.b" tags="run-only"
wide = str(models.extended("lab-nano"))  # the same weights with a longer window, so that only the examples differ
right = {}
for name, chats in (("unlimited", whole), ("budgeted", spared)):
    found = trials.label_probabilities([arrange(chat) for chat in chats[: len(some.items)]], trials.LABELS, name=wide)
    right[name] = trials.judged(some, [trials.best(row) for row in found]).right
lost = stats.paired_diff_ci(right["budgeted"], right["unlimited"], seed=seed)
record("03.5.b.loss", lost.value, kind="run_only", unit="accuracy, budgeted minus unlimited")
record("03.5.b.loss_low", lost.low, kind="run_only")
record("03.5.b.loss_high", lost.high, kind="run_only")
say(
    "With everything in it {03.5.b.cut_before} prompts are longer than the window; examples first drops {03.5.b.before:.0%} of the "
    "documents; with the budget {03.5.b.cut_after} are too long, and {03.5.b.kept:.1f} of ten examples stay. In a wide window, all ten against those that stay: {03.5.b.loss:+.2f} ({03.5.b.loss_low:+.2f} to "
    "{03.5.b.loss_high:+.2f})."
)

# %% [markdown] id="03.5.c"
# ### Failure lab: one dirty example
#
# One output in the library has words around its JSON. A nearest-neighbour selection carries it to whoever asks something
# like it. The fix is a schema check when the library is loaded; a constrained decoder is the second line, not the first.

# %% kind="failure" id="03.5.c" tags="run-only"
import json

from labsupport.errors import LabError
from labsupport.tokens import local
from labsupport.tokens.outputs_lab import records

stock = records("train", schema="contact")[: session.pick(smoke=6, full=10, deep=40)]
asked = records("dev", schema="contact")[: session.pick(smoke=4, full=8, deep=30)]
clean = [Example(f"c{i:02}", one.text, one.gold) for i, one in enumerate(stock)]


def parses(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def reached(lib):
    return sum(any(not parses(e.output) for e in lib.nearest(one.text, 3)) for one in asked) / len(asked)


before, after = [], []
for s in session.seeds:
    at = sorted(
        range(len(clean)),
        key=lambda i: -sum(clean[i] in ExampleLibrary(clean, embed).nearest(one.text, 3) for one in asked),
    )[s % 3]
    dirty = [replace(e, output=f"Sure! {e.output} Anything else?") if i == at else e for i, e in enumerate(clean)]
    before.append(reached(ExampleLibrary(dirty, embed)))
    try:
        check_examples(dirty, json.loads)
    except LabError as error:
        refused = error
    after.append(reached(ExampleLibrary([e for e in dirty if parses(e.output)], embed)))
failure_lab(
    "03.5.c", title="one dirty example", metric="prompts that show prose around JSON", unit="share", before=before, after=after,
    harm="one bad row of the library is copied into many prompts", fix="check the outputs at load",
)  # fmt: skip
print(refused)

# %% kind="failure" id="03.5.c" tags="run-only"
from labsupport.tokens.outputs_lab import json_format

extract = "Extract the fields as JSON."
answered = {}
for name, outputs in (
    ("clean", clean),
    ("dirty", [replace(e, output=f"Sure! {e.output} Anything else?") for e in clean]),
):
    chats = [
        arrange(build_messages(extract, ExampleLibrary(outputs, embed).nearest(one.text, 1), one.text)) for one in asked
    ]
    said = local.answers(chats, [one.gold for one in asked], max_new=80)
    answered[name] = sum(map(parses, said)) / len(said)
    print(f"{name}: {said[0][:100]!r}")
some = list(zip(chats, asked, strict=True))[: session.pick(smoke=1, full=3, deep=12)]
with CacheProbe() as probe:
    held = [probe.chat(chat, max_tokens=160, response_format=json_format(one)) for chat, one in some]
forced = sum(parses(reply.choices[0].message.content or "") for reply in held) / len(held)
record("03.5.c.clean", answered["clean"], kind="run_only", unit="parse_ok, a clean example")
record("03.5.c.dirty", answered["dirty"], kind="run_only", unit="parse_ok, a dirty example")
record(
    "03.5.c.forced", forced, expected=1, band=(1, 1), naive=0.0, kind="exact", unit="parse_ok, dirty and constrained"
)
say(
    "One row reached {03.5.c.before:.0%} of the prompts. Shown one clean example the model's answers parse in {03.5.c.clean:.0%}, "
    "shown a dirty one in {03.5.c.dirty:.0%}: whether it imitates the prose depends on the model. With a constrained decoder "
    "{03.5.c.forced:.0%} parse, and the library is still dirty."
)

# %% [markdown]
# Beyond this topic, in the words you will meet:
#
# - *Influence-aware* and *difficulty-aware* selection: choose by what an example changes, not by likeness alone.
# - *Learned retrievers*: train the embedder on which examples helped.
# - *Many-shot*: hundreds of examples in a long window.
# - *Distilling* examples into weights: fine-tuning (stage 08).

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("03.5")

# %% [markdown] kind="recap"
# ### Recap
#
# - Compare with random, static and kNN voting before you believe in retrieved examples; look for leaks before that.
# - Deduplicate, then MMR; validate outputs at load; cover every label and every hard slice.
# - Count tokens: examples come after the stable part, within a budget that spares documents and answer.
