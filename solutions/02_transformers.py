# complete: 02.3, 02.5

# === OPENING ===
# %% [markdown]
# # 02 Transformers, KV cache, context and token economics
#
# By the end you will have shown, with counts and ratios from a real model, that a cache makes the cost of one more token
# grow with the context instead of starting over, that doubling a prompt does not quadruple its total cost, that a
# context window is not the length a model can use, and that one changed token ends the reuse of a prompt.
#
# - 02.3 Context windows: chunking, packing, map-reduce
# - 02.5 Token economics

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
record("02.3.r5.lost_below", rows[1]["whole nowhere"], expected="> 0", band=(1, 400), naive=0, unit="sentences")
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

size_of = session.pick(smoke=(4, 1500), full=(18, 2500), deep=(46, 6000))
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
record("02.3.x2.short", rows[1]["cosine with its altered self"], expected="< 0.999", band=(-1, 0.999), naive=1.0)
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
