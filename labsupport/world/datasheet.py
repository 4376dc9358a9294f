"""The datasheet of the shipped world, written from the world itself."""

from __future__ import annotations

from collections import Counter

from labsupport.world import chunks, sets
from labsupport.world.entities import World
from labsupport.world.style import Style, histogram, measure

COLUMNS = (
    "| type | documents | words | vocabulary | distinct 4-grams | repeated sentences | shortest | median | longest |"
)


def row(name: str, found: Style) -> str:
    """One line of the style table."""
    return (
        f"| {name} | {found.texts} | {found.words:,} | {found.vocabulary:,} | {found.distinct_4gram_ratio:.2f} | "
        f"{found.repeated_sentences:.2f} | {found.shortest} | {found.quartiles[1]:.0f} | {found.longest:,} |"
    )


def text(world: World) -> str:
    """Markdown: motivation, composition, generation, uses, limits, ethics. Counts the labelled sets by making them."""
    kinds: dict[str, list[str]] = {}
    for doc in world.documents:
        kinds.setdefault(doc.doc_type, []).append(doc.text)
    every = [d.text for d in world.documents]
    whole = measure(every)
    languages, tiers = Counter(d.language for d in world.documents), Counter(d.access_tier for d in world.documents)
    marks = Counter(m.kind.split(":")[0] for d in world.documents for m in d.marks)
    stated = sum(1 for f in world.facts if f.docs)
    made = {name: Counter(item.split for item in sets.make(name, world)) for name in sets.NAMES}
    lengths = histogram(every)
    return "\n".join([
        f"# Datasheet: the lab world ({world.company})", "",
        "## Motivation", "",
        "One invented company whose every fact is known, so that questions, labels and judgements in the labs have a "
        "known answer, and a wrong answer can be traced to the document that caused it.", "",
        "## Composition", "",
        f"{world.company} makes devices and software that watch the cold chain. The graph has "
        + ", ".join(f"{len(getattr(world, k)):,} {'error codes' if k == 'errors' else k}" for k in world.KINDS)
        + f" and {len(world.facts):,} typed and dated facts, {stated:,} of them stated by at least one document, with "
        f"{sum(len(d.gold) for d in world.documents):,} gold spans in {len(every):,} documents "
        f"({len(chunks.of_world(world)):,} chunks of at most {chunks.LIMIT} characters).", "",
        COLUMNS, "| --- |" + " ---: |" * 8,
        *(row(name.replace("_", " "), measure(texts)) for name, texts in kinds.items()), row("all", whole), "",
        f"Entropy of sentence shapes: {whole.template_entropy:.1f} bits. Documents by length in words: "
        + ", ".join(f"{n} {name}" for name, n in lengths.items())
        + ". Languages: " + ", ".join(f"{n:,} {code}" for code, n in sorted(languages.items()))
        + ". Access tiers: " + ", ".join(f"{n:,} in tier {tier}" for tier, n in sorted(tiers.items()))
        + ". Planted and marked: " + ", ".join(f"{n} {kind}" for kind, n in sorted(marks.items())) + ".", "",
        "| labelled set | train | dev | test |", "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {n['train']:,} | {n['dev']:,} | {n['test']:,} |" for name, n in made.items()), "",
        "Splits are disjoint by entity (the subjects that an item is about) and by template. `train` serves "
        "classifiers, calibrators and few-shot examples, never the language models.", "",
        "## Generation", "",
        f"`lab world` builds graph, texts and sets from seed {world.seed}; the same seed gives the same bytes "
        "(`lab world --check`). Each document lists the facts it states with the characters that name the object; "
        "`lab world --prove` derives every span and label again from the graph. Names and sentence templates are "
        "partitioned by hash: a name or wording of this world never occurs in a world made from another seed, so that "
        "models trained on other worlds have seen neither. Chance decides details; no language model wrote a "
        "document.", "",
        "## Uses", "",
        "Extraction, retrieval, question answering, classification, agents, redaction, drift and load tests in this "
        "course. Tune on dev, report on test.", "",
        "## Limits", "",
        "Texts are put together from hand-written parts: real archives repeat themselves in other ways, contain more "
        "errors, and say more that nobody asks about. German and French are slices, not corpora. Attacks are mild and "
        "synthetic. Numbers measured here rank methods; they do not transfer to another company's documents.", "",
        "## Ethics", "",
        "All names are invented; any likeness is chance. No real person, brand or domain: mail addresses end in "
        "`.example`, telephone numbers come from ranges kept free for fiction, card numbers are published test "
        "numbers, IP addresses come from the documentation ranges. Extensions are internal four-digit numbers.", "",
        "## Licence", "", "CC BY 4.0.", "",
    ])  # fmt: skip
