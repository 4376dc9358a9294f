"""The datasheet of the shipped world, written from the world itself."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from labsupport.world import chunks, sets
from labsupport.world.entities import World
from labsupport.world.style import Style, histogram, measure, python_topics, sample

COLUMNS = (
    "| type | documents | words | vocabulary | distinct 4-grams | sentence shapes (bits) | repeated sentences | "
    "shortest | median | longest |"
)
AS_MANY = "of all, as many words as the line below"
# How the lines begin that depend on the Python in use, as its documentation does; `lab world --check` leaves them out.
REFERENCE = (f"| {AS_MANY}", "| (Python")


def row(name: str, found: Style) -> str:
    """One line of the style table."""
    return (
        f"| {name} | {found.texts:,} | {found.words:,} | {found.vocabulary:,} | {found.distinct_4gram_ratio:.2f} | "
        f"{found.template_entropy:.1f} | {found.repeated_sentences:.2f} | {found.shortest} | "
        f"{found.quartiles[1]:.0f} | {found.longest:,} |"
    )


def _lengths(texts: Sequence[str]) -> str:
    return ", ".join(f"{n} {name}" for name, n in histogram(texts).items())


def _set(name: str, n: Mapping[str, int]) -> str:
    if not sets.divided(name):
        return f"| {name} | {n['all']:,} | | | |"
    return f"| {name} | {sum(n.values()):,} | {n['train']:,} | {n['dev']:,} | {n['test']:,} |"


def text(world: World, labelled: Mapping[str, Sequence[Any]]) -> str:
    """Markdown: motivation, composition, generation, uses, limits, ethics. `labelled` are its sets by name."""
    kinds: dict[str, list[str]] = {}
    for doc in world.documents:
        kinds.setdefault(doc.doc_type, []).append(doc.text)
    every = [d.text for d in world.documents]
    theirs = measure(python_topics())
    same = sample(every, theirs.words)
    languages, tiers = Counter(d.language for d in world.documents), Counter(d.access_tier for d in world.documents)
    marks = Counter(m.kind.split(":")[0] for d in world.documents for m in d.marks)
    marked = Counter(k for d in world.documents for k in {m.kind.split(":")[0] for m in d.marks})
    planted = ", ".join(f"{n} {kind} in {marked[kind]} documents" for kind, n in sorted(marks.items()))
    stated = sum(1 for f in world.facts if f.docs)
    counts = {name: Counter(getattr(item, "split", "all") for item in items) for name, items in labelled.items()}
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
        COLUMNS, "| --- |" + " ---: |" * 9,
        *(row(name.replace("_", " "), measure(texts)) for name, texts in kinds.items()), row("all", measure(every)),
        row(AS_MANY, measure(same)),
        row(f"(Python {platform.python_version()}, documentation topics)", theirs), "",
        "Python's documentation topics are there to compare: ratios depend on size, so the row above them holds as "
        "many words of this world. Documents by length in words: " + _lengths(every)
        + ". Languages: " + ", ".join(f"{n:,} {code}" for code, n in sorted(languages.items()))
        + ". Access tiers: " + ", ".join(f"{n:,} in tier {tier}" for tier, n in sorted(tiers.items()))
        + f". Planted and marked: {planted}.", "",
        "| labelled set | items | train | dev | test |", "| --- | ---: | ---: | ---: | ---: |",
        *(_set(name, n) for name, n in counts.items()), "",
        "Splits are disjoint by entity (the subjects that an item is about) and by template. `train` serves "
        "classifiers, calibrators and few-shot examples, never the language models. `traffic` is one log and `syncs` "
        "one script, whose items all say test. How hard the retrieval queries are for BM25, for MiniLM and for both, "
        "by kind, is measured by `python -m labsupport.world.hardness`.", "",
        "## Generation", "",
        f"`lab world` builds graph, texts and sets from seed {world.seed}; the same seed gives the same bytes "
        "(`lab world --check`). Each document lists the facts it states with the characters that name the object; "
        "`lab world --prove` derives every span and label again from the graph. Names, sentence templates and the "
        "meanings of error codes are partitioned by hash: what this world says never occurs in a world made from "
        "another seed, so that models trained on other worlds have seen neither. Shared are the terms of the trade "
        "(components, causes, roles, policy topics) and set phrases with fewer than four wordings. Chance decides "
        "details; no model runs when a world is built.", "",
        "## Uses", "",
        "Extraction, retrieval, question answering, classification, agents, redaction, drift and load tests in this "
        "course. Tune on dev, report on test.", "",
        "## Limits", "",
        "Texts are put together from parts written for this course: real archives repeat themselves in other ways, "
        "contain more errors, and say more that nobody asks about. German and French are slices, not corpora. "
        "Attacks are mild and synthetic. The request log is simulated; its latencies and quality labels stand for no "
        "real model. Numbers measured here rank methods; they do not transfer to another company's documents.", "",
        "## Ethics", "",
        "All names are invented; any likeness is chance. No real person, brand or domain: mail addresses and web "
        "addresses end in `.example`, telephone numbers come from ranges kept free for fiction, card numbers are "
        "published test numbers, bank accounts are the examples of the published registry, IP addresses come from "
        "the documentation ranges. Extensions are internal four-digit numbers.", "",
        "## Licence", "", "CC BY 4.0.", "",
    ])  # fmt: skip
