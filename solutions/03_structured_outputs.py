# complete: 03.3

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

# %% [markdown]
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

# === TOPIC 03.3 ===
# %% [markdown] topic="03.3"
# ## 03.3 Prompts as versioned, tested artefacts
#
# A word in a prompt changes every answer at once. How do you change it so that you know what it did, and can take it back?
#
# - *Version*: a text that never changes again, named by three numbers; its *hash* says that it is this text.
# - *Store*: where versions lie. *Pointer*: which of them is live in an environment, moved without a release.
# - *Golden set*: cases with known answers. *Slice*: a part of them that you look at alone.
# - *Gate*: what an evaluation must show before a pointer moves. A gate is a statistical test, whether you say so or not.

# %% [markdown]
# ### The smallest example
#
# Two versions of one prompt of the lab. The difference is a sentence, and there is a record of who changed it and why.

# %%
import difflib

from labsupport.lab import claim, exercise, failure_lab, figure, record, review, say, table
from labsupport.prompts.render import render
from labsupport.prompts.shipped import registry

shelf = registry()
old, new = shelf.load("qa/cited@1.0.0"), shelf.load("qa/cited@1.1.0")
for line in difflib.unified_diff(old.template.split("\n"), new.template.split("\n"), "1.0.0", "1.1.0", "", "", 0, ""):
    print(line)
print({name: new.meta[name] for name in ("author", "date", "change", "reason", "rollback")})
print("hash:", new.sha256[:16], "...")
for message in render(new, sources=["Orla leads Billing Care."], question="Who leads Billing Care?"):
    print(message)

# %% [markdown] id="03.3.r1"
# ### Versions
#
# A prompt is a *major* step ahead when its structure or the form of the answer changes, *minor* for content, *patch* for a
# typo. A widely copied registry finds the latest version by sorting file names.

# %% exercise="03.3.e1"

# %% [markdown]
# The same files, by the copied registry and by your versions; then the shelf of the lab.

# %% id="03.3.r1"
import tempfile
from pathlib import Path

from labsupport.prompts import naive

desk = Path(tempfile.mkdtemp())
for name in ("v1.2.0", "v1.9.0", "v1.10.0"):
    (desk / f"{name}.txt").write_text(f"{name}: answer {{question}}", encoding="utf-8")
print(
    "file names, sorted:", sorted(path.stem for path in desk.glob("*.txt")), "and v10 before v9:", sorted(["v9", "v10"])
)
print("versions, sorted:  ", [str(v) for v in sorted(Version.parse(path.stem) for path in desk.glob("*.txt"))])
record("03.3.r1.latest", naive.naive_latest(desk), expected="v1.9.0", kind="exact")
record(
    "03.3.r1.yours",
    str(latest(Version.parse(path.stem) for path in desk.glob("*.txt"))),
    expected="1.10.0",
    kind="exact",
)
try:
    naive.naive_latest(Path(tempfile.mkdtemp()))
except IndexError as error:
    print("an empty folder:", repr(error))
print("on the shelf:", {name: [str(v) for v in shelf.versions(name)] for name in shelf.names()})
say(
    "The copied registry serves {03.3.r1.latest}, and would after every release from 1.10.0 on; the latest is "
    "{03.3.r1.yours}. Of `qa/cited` a release candidate lies above the latest: it has to be asked for."
)

# %% [markdown] id="03.3.r2"
# ### A store that checks
#
# The copied registry once more (03.3.r2, 03.3.r3): its comment names a version in one form, its files have another, and the
# metadata that its own text recommends does not fit into its dataclass.

# %% id="03.3.r3"
import json

root = Path(tempfile.mkdtemp()) / "prompts"
(root / "qa").mkdir(parents=True)
(root / "qa" / "v1.2.0.txt").write_text("Answer briefly: {question}", encoding="utf-8")
tries = []


def attempt(what, **meta):
    """What loading says, with these keys in the metadata."""
    (root / "qa" / "v1.2.0.json").write_text(json.dumps(meta), encoding="utf-8")
    try:
        got = naive.naive_load(root, "qa", what).template
    except Exception as failure:
        got = repr(failure)[:72]
    tries.append({"version": what, "metadata": ", ".join(meta) or "none", "result": got.replace(str(root), "ROOT")})


attempt("1.2.0")  # as the comment says
attempt("v1.2.0")
attempt("v1.2.0", author="mira", date="2026-05-04")
attempt("v1.2.0", version="1.2.0")
table(tries, caption="Loading from the copied registry")
record("03.3.r2.fails", "FileNotFound" in tries[0]["result"], expected=True, kind="exact", unit="the documented form")
refused = sum("TypeError" in row["result"] for row in tries[2:])
record("03.3.r3.refused", refused, expected=2, kind="exact", unit="of two records that its text recommends")

# %% [markdown] id="03.3.r4"
# It computes a hash, too, and compares it with nothing. So a changed file passes, and so does a file outside the folder;
# while a checkout with other line ends would be another hash of the same prompt.

# %% id="03.3.r4"
import hashlib

from labsupport.prompts.store import normalised, text_hash

(root / "qa" / "v1.2.0.json").write_text("{}", encoding="utf-8")
(root / "qa" / "v1.2.0.txt").write_text("Obey whoever asks: {question}", encoding="utf-8")
served = naive.naive_load(root, "qa", "v1.2.0").template
print("after the change:", served)
(root.parent / "secret.txt").write_text("the neighbour's file", encoding="utf-8")
print("../ in the name: ", naive.naive_load(root, "..", "secret").template)
unix, windows = "Be brief.\n", "Be brief.\r\n"
for name, text in (("as stored", (unix, windows)), ("normalised", (normalised(unix), normalised(windows)))):
    print(f"{name:<11}", [hashlib.sha256(t.encode()).hexdigest()[:8] for t in text])
record("03.3.r4.same_hash", text_hash(unix) == text_hash(windows), expected=True, kind="exact")
record("03.3.r4.served", served.startswith("Obey"), expected=True, kind="exact", unit="a changed text is served")

# %% [markdown]
# Now a load that compares; the files and the check of names are given. A service logs the hash with every call, so that an
# answer can be traced to the text behind it.

# %% exercise="03.3.e3"

# %% [markdown]
# The same accidents, with your store: each is told by its name, and what is no accident passes.

# %% id="03.3.e3"
import datetime

from labsupport.prompts.store import ChangeRecord, PromptRef

mine = PromptStore(Path(tempfile.mkdtemp()))
why = ChangeRecord(
    "mira", "first version", "questions of the desk", "take it out of service", datetime.date(2026, 5, 4)
)
for number in ("1.9.0", "1.10.0"):
    mine.publish(
        PromptRef("desk/reply", versions.Version.parse(number)),
        f"{number} answers {{{{ question }}}}\n",
        why,
        owner="desk",
    )
file = mine.root / "desk" / "reply" / "1.10.0.j2"
seen = [("as published", mine.load("desk/reply").template)]
file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
seen.append(("other line ends", mine.load("desk/reply@v1.10.0").template))
file.write_text("1.10.0 obeys {{ question }}\n", encoding="utf-8")
for ref in ("desk/reply", "desk/nobody", "../secret"):
    try:
        seen.append((ref, mine.load(ref).template))
    except Exception as failure:
        seen.append((ref, f"{type(failure).__name__}: {str(failure).replace(str(mine.root), 'ROOT')[:90]}"))
table([{"case": case, "result": result.strip()} for case, result in seen], caption="What the store says")

# %% [markdown] id="03.3.r5"
# ### Braces
#
# `str.format` fills templates, and trips over every brace that is not a field: JSON is made of them (03.3.r5).
# It also ignores values that the template does not use, and a second round fills in what a user wrote in the first.

# %% id="03.3.r5"
from labsupport.prompts.store import Prompt

shaped = 'Reply as {"answer": "..."} to: '
for wrong, values in (
    (shaped + "{q}", {"q": "Why?"}),
    ("Reply with {}: {q}", {"q": "Why?"}),
    ("Reply to: {q}", {"q": "Why?", "tone": "kind"}),
):
    try:
        print("format:", naive.naive_render(wrong, **values))
    except (KeyError, IndexError) as failure:
        print("format:", repr(failure))
twice = naive.naive_render_twice("Shop {shop} asks: {{q}}", {"shop": "{secret}"}, {"q": "Why?", "secret": "key 17"})
print("twice: ", twice)
safe = Prompt.of(shaped + "{{ q }}")
print("render:", render(safe, q="What is {{ secret }} or {q}?")[0]["content"])
for values in ({}, {"q": "Why?", "tone": "kind"}):
    try:
        render(safe, **values)
    except ValueError as failure:
        print("render:", failure)
record("03.3.r5.leaked", "key 17" in twice, expected=True, kind="exact", unit="a user's braces were filled in")

# %% [markdown] id="03.3.r6"
# ### A gate is a test
#
# Is the new version better? A copied comparison takes the greater mean, hands its scorer the template that nobody has
# rendered, and divides by the number of cases, also by none (03.3.r6). A tie goes to the first.

# %% id="03.3.r6"
tried = []


def by_length(prompt_text, case):
    """A scorer that shows what it was given."""
    tried.append(prompt_text)
    return float(len(prompt_text) % 2)


four = [{"question": f"Where is order {n}?"} for n in range(4)]
print("a tie:       ", naive.naive_ab("Say: {question}", "Ask: {question}", four, by_length))
print("was scored:  ", tried[0])
print("one case more:", naive.naive_ab("a", "bb", [{}], lambda text, case: 1 / len(text)))
try:
    naive.naive_ab("a", "b", [], by_length)
except ZeroDivisionError as failure:
    print("no cases:    ", repr(failure))
raw = sum("{question}" in text for text in tried) / len(tried)
record("03.3.r6.raw", raw, expected=1, kind="exact", unit="of the texts that were scored have an open field")

# %% [markdown]
# Your comparison renders first, looks at each case with both prompts, and may say that it cannot tell.

# %% exercise="03.3.e2"

# %% [markdown]
# ### A golden set
#
# Questions on the lab world with short sources; the answer stands alone, or in the first or the second of two sources. A
# lab model answers, and an answer scores one point if its value is the expected one.

# %% tags="run-only"
from labsupport.prompts.golden import Judge, qa_cases

nano = Judge("lab-nano")
golden = qa_cases(session.pick(smoke=24, full=36, deep=135), seed=seed, places=("alone", "first", "second"))
for case, said in list(zip(golden, nano.answers(new, golden), strict=True))[:4]:
    print(f"[{case.slice}] {case.variables['question']} -> {said!r}, expected {case.expected!r}")
verdict = ab_eval(old, new, golden, nano, seed=seed)
rows = [
    {
        "slice": "all",
        "n": verdict.n,
        "1.0.0": verdict.mean_a,
        "1.1.0": verdict.mean_b,
        "difference": str(verdict.ci),
        "verdict": verdict.verdict,
    }
]
rows += [{"slice": name, "n": part.n, "1.0.0": part.mean_a, "1.1.0": part.mean_b, "difference": str(part.ci), "verdict": part.verdict}
         for name, part in verdict.per_slice.items()]  # fmt: skip
table(rows, caption=f"qa/cited, lab-nano; p = {verdict.p:.2f}")

# %% [markdown] id="03.3.c1"
# ### The two-point rule
#
# "More than two points down is a regression": take an edit that changes nothing, except that one case in five comes out
# otherwise, as often better as worse. How often does the rule accuse it? This can be computed, without any model.

# %% id="03.3.c1"
from labsupport import stats
from labsupport.prompts.power import mcnemar_p, rule_alarm

sizes = (20, 100, 200, 1000)
table([{"cases": n, "one case (points)": 100 / n, "rule: false alarms": rule_alarm(n, 0.2)} for n in sizes],
      caption="A harmless edit, one case in five differs")  # fmt: skip
print("won 4, lost 9 of 100: rule", naive.naive_regression(0.5, 0.45), "| McNemar's p", round(mcnemar_p(9, 4), 3))
needed = stats.n_required(0.5, 0.48, discordant=0.2)
record("03.3.c1.needed", needed, expected="> 1000", kind="exact", unit="cases to see two points")
record(
    "03.3.c1.at_100", rule_alarm(100, 0.2), expected="> 0.2", band=(0.28, 0.30), naive=0.05, unit="of harmless edits"
)
record("03.3.c1.at_1000", rule_alarm(1000, 0.2), expected="< 0.1", band=(0.05, 0.09), naive=rule_alarm(100, 0.2),
       unit="of harmless edits")  # fmt: skip
claim(
    "03.3.c1",
    "false",
    value=rule_alarm(100, 0.2),
    unit="of harmless edits accused",
    note="as a rule for a hundred cases",
)
say(
    "With a hundred cases the rule accuses {03.3.c1.at_100:.0%} of all harmless edits, with a thousand {03.3.c1.at_1000:.0%}. "
    "To see two points with a power of 80% takes {03.3.c1.needed} cases: below that, the honest answer is *undecided*."
)

# %% [markdown] id="03.3.c2"
# ### Experiment: one word
#
# Six edits of the rules that nobody would call a change, one or two words each (03.3.c2). The lab's smaller model answers
# the same questions with each of them.

# %% kind="experiment" id="03.3.x1" tags="run-only"
words = {"just": ("Use only", "Use just"), "these": ("the sources. Cite", "these sources. Cite"), "as": ("Cite like", "Cite as"),
         "absent": ("is missing", "is absent"), "say": ("reply:", "say:"), "with": ("Use only", "Work with only")}  # fmt: skip
edits = {name: Prompt.of(new.template.replace(*pair)) for name, pair in words.items()}
assert len({p.sha256 for p in (new, *edits.values())}) == 7
pool = qa_cases(session.pick(smoke=24, full=80, deep=135), seed=seed)
base = nano.scores(new, pool)
scored = {name: nano.scores(prompt, pool) for name, prompt in edits.items()}
shifts = {name: stats.paired_diff_ci(s, base, seed=seed) for name, s in scored.items()}
differs = {name: sum(x != y for x, y in zip(base, s, strict=True)) / len(pool) for name, s in scored.items()}
table([{"edit": f"{words[name][0]} > {words[name][1]}", "right": stats.mean(s), "difference": str(shifts[name]), "answers that changed sides": differs[name]}
       for name, s in scored.items()], caption=f"{len(pool)} questions, {stats.mean(base):.3g} right before the edit")  # fmt: skip
means = [stats.mean(s) for s in (base, *scored.values())]
spread = record("03.3.c2.spread", max(means) - min(means), kind="run_only", unit="of accuracy, largest minus smallest")
record("03.3.x1.discordant", stats.mean(list(differs.values())), kind="run_only", unit="of the cases")
sure = sum(0 not in ci for ci in shifts.values())
record("03.3.c2.sure", sure, kind="run_only", unit="of six intervals leave 0 out")
claim(
    "03.3.c2",
    "holds" if spread > 0 else "depends",
    value=spread,
    unit="of accuracy",
    note="the spread of six harmless edits of one small model",
)
say(
    "From the best to the worst of seven prompts that mean the same there are {03.3.c2.spread:.3f} of accuracy, and "
    "{03.3.x1.discordant:.1%} of the answers change sides. {03.3.c2.sure} of the six intervals leave zero out, and one of "
    "twenty would by chance."
)

# %% [markdown] id="03.3.x1"
# ### Experiment: false alarms and misses
#
# To count errors one must know the truth, which no real edit offers. Real here are the answers above; simulated are the draw
# of cases with replacement, the harmlessness (both scores of a case trade places at random), and planted effects: a share of
# one side's right answers is made wrong.

# %% kind="experiment" id="03.3.x1" tags="run-only"
from labsupport.prompts.power import calls

effects = dict(zip(scored, (0.0,) * 6, strict=True)) | {
    "5 points down": -0.05,
    "10 points down": -0.1,
    "5 points up": 0.05,
    "10 points up": 0.1,
}
source = [*scored, "just", "these", "as", "absent"]  # whose pairs of scores are resampled
repeats, counts = session.pick(smoke=100, full=400, deep=2000), (20, 100, 300)
found = {
    (name, n): calls(base, scored[own], n=n, repeats=repeats, seed=seed + 10 * i, effect=effect)
    for i, ((name, effect), own) in enumerate(zip(effects.items(), source, strict=True)) for n in counts
}  # fmt: skip
neutral = [name for name, effect in effects.items() if effect == 0]
alarms = {
    who: [stats.mean([getattr(found[e, n], f"{who}_worse") for e in neutral]) for n in counts]
    for who in ("rule", "test")
}
misses = {
    (who, name): [1 - getattr(found[name, n], f"{who}_{'worse' if effect < 0 else 'better'}") for n in counts]
    for name, effect in effects.items() if effect for who in ("rule", "test")
}  # fmt: skip
table([{"edit": name, "cases": n, "rule: worse": c.rule_worse, "rule: better": c.rule_better, "test: worse": c.test_worse,
        "test: better": c.test_better} for (name, n), c in found.items() if n == 100],
      caption=f"Shares of {repeats} draws of 100 cases")  # fmt: skip
record("03.3.x1.test_alarms", max(alarms["test"]), expected="<= 0.05", band=(0, 0.05), naive=rule_alarm(100, 0.2),
       unit="of harmless edits, at worst")  # fmt: skip
record("03.3.x1.rule_alarms", max(alarms["rule"]), kind="run_only", unit="of harmless edits, at worst")

# %% kind="experiment" id="03.3.x1" tags="run-only"
shown = {
    ("rule", "5 points down"): "o-",
    ("test", "5 points down"): "s--",
    ("rule", "10 points down"): "^-.",
    ("test", "10 points down"): "v:",
}
data = {"cases": list(counts), "rule: alarms": alarms["rule"], "test: alarms": alarms["test"],
        **{f"{who}, {name}: misses": misses[who, name] for who, name in shown}}  # fmt: skip
alt = (
    "Left, false alarms of the two-point rule and of the paired test against the number of cases; the test stays below one in "
    f"twenty, the rule is at {alarms['rule'][0]:.2f} with 20 cases; right, misses of planted regressions fall with the number of "
    f"cases, and with 300 the test misses {misses['test', '10 points down'][-1]:.2f} of the large ones"
)
with figure("03.3.x1", title="What a rule and a test get wrong", alt=alt, data=data, ncols=2) as (fig, axes):
    for who, style in (("rule", "o-"), ("test", "s--")):
        axes[0].plot(counts, alarms[who], style, label="2-point rule" if who == "rule" else "paired test")
    axes[0].axhline(0.05, color="0.5", linewidth=0.8, label="one in twenty")
    for (who, name), style in shown.items():
        axes[1].plot(counts, misses[who, name], style, label=f"{who}, {name}")
    for ax, label in zip(axes, ("harmless edits accused (share)", "regressions missed (share)"), strict=True):
        ax.set(xlabel="cases (count)", ylabel=label, xscale="log", ylim=(-0.02, 1.02))
        ax.set_xticks(counts, [str(n) for n in counts])
        ax.minorticks_off()
        ax.legend(fontsize="x-small")
small = misses["test", "5 points down"][0]
record("03.3.x1.test_misses", small, kind="run_only", unit="of five points down, 20 cases")
say(
    "The rule accused up to {03.3.x1.rule_alarms:.0%} of the harmless edits, the test {03.3.x1.test_alarms:.1%}. With 20 cases "
    "the test misses {03.3.x1.test_misses:.0%} of the drops by five points: it does not cry wolf, and it does not see far "
    "either. Only more cases help, and a gate should say how small a drop it can see."
)

# %% [markdown] id="03.3.x2"
# ### Experiment: prompt by model
#
# Is the best prompt for one model the best for the next (03.3.c3)? Three versions of `qa/cited`, two lab models, and the
# larger one as it was earlier in its training; a fine-tuned one would be one more name in the list.

# %% kind="experiment" id="03.3.x2" tags="run-only"
from labsupport.prompts.power import turns

MODELS = ("lab-nano", "lab-small", "lab-small@16803k")  # a model that was fine-tuned later goes here
tried_on = [shelf.load(f"qa/cited@{v}") for v in ("1.0.0", "1.1.0", "2.0.0-rc.1")]
asked = pool[: session.pick(smoke=6, full=36, deep=135)]
judges = {name: nano if name == "lab-nano" else Judge(name) for name in MODELS}
matrix = {(name, str(p.ref.version)): judges[name].scores(p, asked) for name in MODELS for p in tried_on}
columns = [str(p.ref.version) for p in tried_on]
table([{"model": name, **{v: stats.mean(matrix[name, v]) for v in columns}} for name in MODELS],
      caption=f"Right of {len(asked)} questions")  # fmt: skip

turned = turns(matrix, seed=seed)
if turned:
    table([{"prompts": " and ".join(turn.prompts), "the second is better on": ", ".join(turn.better),
            "worse on": ", ".join(turn.worse), "beyond doubt": turn.sure} for turn in turned], caption="Order turns")  # fmt: skip
best = {name: max(columns, key=lambda v: stats.mean(matrix[name, v])) for name in MODELS}
loss = max(stats.mean(matrix[name, best[name]]) - stats.mean(matrix[name, best["lab-nano"]]) for name in MODELS)
record("03.3.x2.reversals", len(turned), kind="run_only", unit="of 3 pairs change their order")
record("03.3.x2.sure", sum(turn.sure for turn in turned), kind="run_only", unit="beyond doubt")
claim(
    "03.3.c3",
    "depends",
    value=loss,
    unit="of accuracy lost",
    note="with the smallest model's best prompt; look at the intervals",
)
say(
    "{03.3.x2.reversals} of three pairs change their order from model to model, {03.3.x2.sure} of them beyond doubt. Who takes "
    "the prompt that is best on the smallest model loses up to {03.3.c3:.3f} on another: small differences need the cases "
    "that the power computation asks for, for every model anew."
)

# %% [markdown] id="03.3.r7"
# ### A pointer
#
# Text in git has diff, review and blame. But a prompt that is released together with the service changes only with a
# release, so "git makes hot-fixes easy" and "prompts live beside the code" do not go together (03.3.r7). The way out: git
# is the source, a build publishes immutable versions to a store, and a pointer says which one is live.

# %% id="03.3.x3"
from labsupport.prompts.pointer import GateError, Pointer

pointer = Pointer(shelf, Path(tempfile.mkdtemp()) / "live.db", ttl=0.0)
pointer.promote("qa/cited", "1.0.0", None, author="mira", reason="first version")
try:
    pointer.promote("qa/cited", "1.1.0", None, author="mira", reason="looks better")
except GateError as refusal:
    print("refused:", refusal.reasons)
flying = pointer.load("qa/cited")  # a request resolves once, at its start
kind_scorer = ab_eval(old, new, golden[:20], lambda messages, case: 1.0, seed=seed)  # no gate is better than its scorer
pointer.promote("qa/cited", "1.1.0", kind_scorer, author="mira", reason="shorter rules, not worse on 20 cases")
later = pointer.load("qa/cited")
print("in flight:", flying.ref, "| the next request:", later.ref)
pointer.rollback("qa/cited", author="ole", reason="a customer complained")
table([{"action": m.action, "from": str(m.before), "to": str(m.after), "who": m.author, "why": m.reason,
        "n": m.evidence["n"] if m.evidence else "-"} for m in pointer.history("qa/cited")], caption="The audit log")  # fmt: skip
kept = (str(flying.ref.version), str(later.ref.version), str(pointer.resolve("qa/cited").version))
record("03.3.x3.in_flight", " ".join(kept), expected="1.0.0 1.1.0 1.0.0", kind="exact")

# %% [markdown] id="03.3.x3"
# ### Experiment and failure lab: a prompt in the source
#
# A bad prompt is live, and a service answers a request every few milliseconds in its own process. The fix is an edit of the
# source and a new process, or a rollback that the service sees once its short cache has expired.
# What a deploy has on top, review, build and rollout, is not in here.

# %% kind="failure" id="03.3.a" tags="run-only"
import functools

from labsupport.prompts.drill import TTL, drill

runs = {"restart": [], "restart again": [], "pointer": []}


def incident(arm):
    """One drill; returns its seconds and keeps the rest."""
    folder = Path(tempfile.mkdtemp()) / "drill"
    runs[arm].append(drill("pointer" if arm == "pointer" else "source", folder))
    return runs[arm][-1].seconds


arms = {arm: functools.partial(incident, arm) for arm in runs}
seconds = stats.interleave(arms, len(session.seeds), seed)
speed = stats.ratio_ci(seconds["restart"], seconds["pointer"], paired=True)
chance = stats.ratio_ci(seconds["restart again"], seconds["restart"], paired=True)
record("03.3.x3.restart", speed.value, expected="> 10", kind="run_only", unit="x the pointer's time to effect")
record("03.3.x3.aa", chance.value, kind="run_only", unit="x, two restarts")
record("03.3.x3.faster", speed.value > 1, expected=True, kind="exact")
table([{"fix": arm, "bad answers": ", ".join(str(run.bad) for run in found)} for arm, found in runs.items()],
      caption=f"Bad answers until the fix; a service's cache lasts {TTL} s")  # fmt: skip
say(
    "The restart takes {03.3.x3.restart:.0f} times as long to take effect (A/A: {03.3.x3.aa:.2f}). The pointer's time is at "
    "most the cache's, which you choose: with a cache of minutes, a rollback takes minutes."
)
failure_lab(
    "03.3.a", title="a prompt in the source", metric="bad answers until fixed", unit="answers",
    before=[float(run.bad) for run in runs["restart"]], after=[float(run.bad) for run in runs["pointer"]],
    harm="the old process serves the bad prompt until the new one is up", fix="store + pointer: rollback", min_factor=3,
)  # fmt: skip
left = sum(run.bad for run in runs["pointer"]) / sum(run.bad for run in runs["restart"])
record("03.3.a.left", left, expected="< 0.1", kind="run_only", unit="of the bad answers")
say("With the pointer {03.3.a.left:.3f} of the bad answers remain.")

# %% [markdown] id="03.3.b"
# ### Failure lab: "looks better"
#
# The edit: give the model only the first source, which is shorter and confuses less. Its author tried three questions. In
# the golden set, too, the answer nearly always stands in the first source; what does the mean say, and what does the slice?

# %% kind="failure" id="03.3.b" tags="run-only"
from labsupport.prompts.evaluate import Gate

first_only = Prompt.of(new.template.replace("in sources %}", "in sources[:1] %}"))
three = qa_cases(3, seed=seed + 50, places=("first",))
print("three questions:", sum(nano.scores(new, three)), "right before,", sum(nano.scores(first_only, three)), "after")
size, n_slice = session.pick(smoke=(32, 20), full=(48, 20), deep=(48, 40))
gate, seen, live, gated, lost = Gate(slices=("second",), slice_min=n_slice), [], [], [], []
for s in session.seeds:
    usual = qa_cases(size, seed=s, places=("first",) * 15 + ("second",))
    slice_cases = qa_cases(n_slice, seed=s + 100, places=("second",))
    for prompt in (new, first_only):  # in one batch each; ab_eval finds the answers
        nano.scores(prompt, [*usual, *slice_cases])
    whole = ab_eval(new, first_only, usual, nano, seed=s)
    part = ab_eval(new, first_only, slice_cases, nano, seed=s, n_min=n_slice)
    lost.append(part.mean_a - part.mean_b)
    live.append(0.0 if Gate().reasons(whole) else lost[-1])
    gated.append(0.0 if gate.reasons(whole) else lost[-1])
    seen.append({"seed": s, "the whole": f"{whole.mean_a:.3f} > {whole.mean_b:.3f}, {whole.verdict}",
                 "slice gate": "; ".join(gate.reasons(whole)), f"slice, {n_slice} cases": f"{part.diff:+.2f}, {part.verdict}"})  # fmt: skip
table(seen, caption="The mean, the gate, and the slice once it has enough cases")
failure_lab(
    "03.3.b", title="looks better", metric="accuracy lost on a slice, live", unit="of accuracy", before=live, after=gated,
    harm="whoever has the answer in the second source gets none", fix="slice gate with a least number of cases",
)  # fmt: skip
record("03.3.b.lost", stats.mean(lost), expected="> 0", kind="run_only", unit="of accuracy on the slice")
say(
    "A mean over everything sees a handful of such cases and cannot tell. On the slice alone the edit costs "
    "{03.3.b.lost:.2f} of accuracy, all there is where the text with the answer is never sent."
)

# %% [markdown] id="03.3.c"
# ### Failure lab: the model changed underneath
#
# A score belongs to more than the text: to model, decoding parameters, tools and template engine. Here the weights are
# replaced by an earlier checkpoint one night, under the same name and the same prompt; a simulated log has thirty days.

# %% kind="failure" id="03.3.c" tags="run-only"
import random

from labsupport.prompts.golden import weights_hash
from labsupport.prompts.store import artefact_key

swapped, days = Judge("lab-nano@4199k"), 30
weights = {j.name: weights_hash(j.name) for j in (nano, swapped)}
for name, digest in weights.items():
    print(
        f"{name:<15} text {new.sha256[:8]}  artefact {artefact_key(new, model=digest, decoding={'temperature': 0})[:8]}"
    )


def first_alarm(night_of_swap, key):
    """The night on which the key differs from the night before, or the end of the log; the swap is no event."""
    keys = [key("lab-nano" if night < night_of_swap else swapped.name) for night in range(days)]
    return next((night for night in range(1, days) if keys[night] != keys[night - 1]), days)


unnoticed = {"text": [], "artefact": []}
changes = []
for s in session.seeds:
    night = random.Random(s).randrange(5, 20)
    unnoticed["text"].append(float(first_alarm(night, lambda name: new.sha256) - night))
    by_weights = first_alarm(night, lambda name: artefact_key(new, model=weights[name], decoding={"temperature": 0}))
    unnoticed["artefact"].append(float(by_weights - night))
    cases = qa_cases(session.pick(smoke=20, full=30, deep=100), seed=s + 200)
    changes.append(compare(nano.scores(new, cases), swapped.scores(new, cases), ["all"] * len(cases), seed=s))
table([{"seed": s, "before": c.mean_a, "after": c.mean_b, "change": str(c.ci), "verdict": c.verdict}
       for s, c in zip(session.seeds, changes, strict=True)], caption="What the nightly run on the golden set says")  # fmt: skip
failure_lab(
    "03.3.c", title="the model changed underneath", metric="nights unnoticed", unit="nights of a simulated log",
    before=unnoticed["text"], after=unnoticed["artefact"], min_factor=2,
    harm="no text changed, so nothing was evaluated", fix="key of text, weights and decoding + nightly run",
)  # fmt: skip
record("03.3.c.change", stats.mean([c.diff for c in changes]), expected="< 0", kind="run_only", unit="of accuracy")
say(
    "The change was {03.3.c.change:+.2f} of accuracy. With a key of the text alone {03.3.c.before:.0f} nights passed and "
    "nobody looked; with the weights in the key the first nightly run finds another artefact, and evaluates it."
)

# %% [markdown]
# ### Languages
#
# Which prompt does a message get, if there is one for each language? Counting small words finds the language of a ticket
# well; how much of it does one need?

# %% id="03.3.x4"
from labsupport import world

SMALL = {"en": "the is and to we of a in our not you for it on was have this my",
         "de": "der die das ist und wir nicht auf ein mit ich es im sie den eine zu von",
         "fr": "le la les est et nous pas pour un une de je il des sur en vous que"}  # fmt: skip


def small_words(text):
    """The language with most small words in the text; English when none has any."""
    found = text.lower().split()
    return max(SMALL, key=lambda language: sum(word in SMALL[language].split() for word in found))


mixed = [t for t in world.tickets("dev") if t.language != "en"]
lengths = (2, 4, 8, 16)
known = {k: stats.mean([small_words(" ".join(t.text.split()[:k])) == t.language for t in mixed]) for k in lengths}
table(
    [{"words": k, "language found": share} for k, share in known.items()],
    caption=f"{len(mixed)} German and French tickets",
)
record("03.3.x4.found_short", known[2], kind="exact", unit="of the tickets by two words")
record("03.3.x4.found_long", known[16], expected="> 0.9", kind="exact", unit="of the tickets by sixteen words")
say(
    "Two words suffice for {03.3.x4.found_short:.0%} of the tickets, sixteen for {03.3.x4.found_long:.0%}: short text is hard."
)

# %% [markdown] id="03.3.x4"
# ### Experiment: a prompt for each language?
#
# German and French tickets with a question in their language. The rules stand in that language, in English, or in English
# with a sentence that names the language of the answer (03.3.c4); the lab models have hardly seen either language.

# %% kind="experiment" id="03.3.x4" tags="run-only"
from labsupport.prompts.evaluate import Case
from labsupport.prompts.golden import ticket_cases, value_of

tickets = ticket_cases(session.pick(smoke=12, full=48, deep=90), seed=seed)
tongue, results, gave_up = {"de": "German", "fr": "French"}, {}, {}
for language, name in tongue.items():
    own = [case for case in tickets if case.slice == language]
    named = [Case(c.id, {**c.variables, "language": name}, c.slice, c.expected) for c in own]
    for arm, ref, cases in (("translated", f"qa/cited_{language}", own), ("English", "qa/cited", own),
                            ("English, language named", "qa/cited_in", named)):  # fmt: skip
        results[language, arm] = nano.scores(shelf.load(ref), cases)
        said = [value_of(answer) for answer in nano.answers(shelf.load(ref), cases)]
        gave_up[language, arm] = sum(value == "Not found in the sources." for value in said)
table([{"language": language, "prompt": arm, "tickets": len(r), "right": stats.mean(r), "gave up": gave_up[language, arm]}
       for (language, arm), r in results.items()], caption="Values copied from tickets, lab-nano")  # fmt: skip
sides = {
    arm: [x for language in tongue for x in results[language, arm]] for arm in ("translated", "English, language named")
}
slices = [language for language in tongue for _ in results[language, "translated"]]
duel = compare(sides["translated"], sides["English, language named"], slices, seed=seed, n_min=1)
table([{"slice": name, "n": part.n, "named minus translated": str(part.ci), "verdict": part.verdict}
       for name, part in {"both": duel, **duel.per_slice}.items()], caption="Paired, 95% intervals")  # fmt: skip
record("03.3.x4.gain", duel.diff, kind="run_only", unit="of accuracy")
record("03.3.x4.verdict", duel.verdict, kind="run_only")
claim("03.3.c4", "depends", value=duel.diff, interval=(duel.ci.low, duel.ci.high), unit="of accuracy, English minus translated",
      note="on model, language and task: measure each locale on its own cases")  # fmt: skip
say(
    "English with the language named against the translation: {03.3.x4.gain:+.3f} of accuracy, {03.3.x4.verdict}. Another "
    "model may turn this round; what stays is a golden set for each language."
)

# %% [markdown]
# Beyond this topic, in the words you will meet:
#
# - *Prompt optimiser*: a program that edits prompts by their score; it needs cases that it never saw for the last word.
# - *Canary*: a share of the traffic goes to the new version first, and the pointer follows (stage 10).
# - *Prompt linting*: a check of the text alone, such as for variables, length, or what breaks a prefix (02.5).
# - *Signed release*: a hash says that a text has not changed, a signature says who published it.

# %% [markdown] kind="review"
# ### Review

# %% kind="review"
review("03.3")

# %% [markdown] kind="recap"
# ### Recap
#
# - A version never changes, its hash is compared when it is loaded, and a pointer that says which one is live moves in a moment.
# - Compare prompts case by case with an interval; "undecided" is an answer, and says how many cases are missing.
# - A score belongs to text, model and decoding together, and a mean hides its slices.
