"""Greedy evaluation of a lab model per skill, with 95% intervals, on the lab world and on held-out training worlds.

The lab world is built from its seed (it equals data/world, which `lab world --check` proves). Prompts are short: of a
document the model sees the lines around what is asked. Counts have Wilson intervals; F1 and balanced accuracy have
percentile intervals of 1,000 bootstrap samples over items.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labsupport.models import corpus, sources, wording
from labsupport.models import tokenizer as tok
from labsupport.models.examples import Example
from labsupport.models.skills.facts import from_facts
from labsupport.models.skills.texts import extraction, judging, labels, window
from labsupport.models.skills.tools import call_text
from labsupport.world import build, chunks, sets
from labsupport.world.entities import World
from labsupport.world.evidence import named
from labsupport.world.names import LAB_SEED
from labsupport.world.relations import RELATIONS
from labsupport.world.sets.qa import Question
from labsupport.world.sets.tasks_desk import schemas
from labsupport.world.sides import Split

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

CITATION = re.compile(r"\s*\[(\d+)\]$")


def wilson(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """95% Wilson score interval of a share (Wilson 1927). Raises ValueError when n is 0."""
    if n <= 0 or not 0 <= right <= n:
        raise ValueError(f"right={right}, n={n}: need 0 <= right <= n and n > 0")
    p, zz = right / n, z * z / n
    centre = (p + zz / 2) / (1 + zz)
    half = z * math.sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz)
    return (0.0 if right == 0 else centre - half), (1.0 if right == n else centre + half)


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """F1 of (hits, false alarms, misses) summed over items; 0 where there is nothing to find and nothing found."""
    hit, false, miss = (sum(c[i] for c in counts) for i in range(3))
    return 2 * hit / (2 * hit + false + miss) if hit + false + miss else 0.0


def balanced(pairs: Sequence[tuple[str, str]]) -> float:
    """Balanced accuracy of (expected, got): the mean recall of the expected labels."""
    recalls = []
    for label in sorted({e for e, _ in pairs}):
        mine = [g == label for e, g in pairs if e == label]
        recalls.append(sum(mine) / len(mine))
    return sum(recalls) / len(recalls)


def bootstrap(items: Sequence[Any], score: Callable[[Sequence[Any]], float], n: int = 1000) -> tuple[float, float]:
    """95% percentile interval of a score over resampled items (Efron 1979), always from the same random numbers."""
    rng = random.Random("bootstrap")
    found = sorted(score(rng.choices(items, k=len(items))) for _ in range(n))
    return found[round(0.025 * (n - 1))], found[round(0.975 * (n - 1))]


def answer(model: LlamaForCausalLM, tokenizer: Tokenizer, prompts: list[str], *, max_new: int = 48) -> list[str]:
    """Greedy answers to ChatML prompts, batched with left padding; text without the end mark."""
    import torch

    out = [""] * len(prompts)
    untyped: Any = model  # transformers' own annotations do not fit its classes
    device = next(model.parameters()).device
    coded = [tokenizer.encode(p).ids for p in prompts]
    order = sorted(range(len(prompts)), key=lambda i: len(coded[i]))
    for first in range(0, len(prompts), 32):
        mine = order[first : first + 32]
        width = max(len(coded[i]) for i in mine)
        ids = torch.tensor([[0] * (width - len(coded[i])) + coded[i] for i in mine], device=device)
        mask = torch.tensor([[0] * (width - len(coded[i])) + [1] * len(coded[i]) for i in mine], device=device)
        with torch.no_grad():
            made = untyped.generate(
                input_ids=ids, attention_mask=mask, max_new_tokens=max_new, do_sample=False, eos_token_id=2,
                pad_token_id=0,
            )  # fmt: skip
        for i, row in zip(mine, made[:, width:].tolist(), strict=True):
            end = next((at for at, t in enumerate(row) if t in (0, 2)), len(row))
            out[i] = tokenizer.decode(row[:end], skip_special_tokens=False)
    return out


# ---- what is asked
@dataclass(frozen=True)
class Asked:
    """One kind of prompt: examples with their expected answers, and how long an answer may be."""

    name: str
    what: str
    examples: list[Example]
    max_new: int = 48
    notes: dict[str, Any] = field(default_factory=dict)


def _sample(rng: random.Random, items: Sequence[Any], n: int) -> list[Any]:
    return sorted(rng.sample(list(items), min(n, len(items))), key=lambda i: str(i.id))


def questions(texts: sources.Texts, items: Sequence[Question], split: Split, passages: int, n: int) -> Asked:
    """The questions of a split with short passages: the one that answers (or is about the subject) among others."""
    world, rng = texts.world, random.Random(f"ask-qa-{split}-{passages}")
    made = []
    for item in _sample(rng, [q for q in items if q.split == split], n):
        doc = world.by_doc[item.doc_id]
        name = next(
            named(world, s) for s, r in world.facts_about
            if r == item.relation and s.split("@")[0] == item.entities[0] and named(world, s) in item.question
        )  # fmt: skip
        start, end = (item.start, item.end)
        if not item.answerable:
            part = next(c for c in chunks.of_document(doc) if c.id == item.chunk_id)
            start = doc.text.index(name, part.start)
            end = start + len(name)
        piece = window(rng, doc, start, end, 420, name)
        if piece is None:  # the subject is too far from the answer for a short passage
            continue
        found = [re.sub(r"\n\s*\n", "\n", piece)]
        while len(found) < passages:
            other, gold = rng.choice(texts.golds)
            if any(g.triple[:2] == (item.entities[0], item.relation) for g in other.gold):
                continue
            extra = window(rng, other, gold.start, gold.end, 280)
            if extra and extra not in found and not (item.answer and item.answer in extra):
                found.append(re.sub(r"\n\s*\n", "\n", extra))
        right = found[0]
        rng.shuffle(found)
        numbered = "\n".join(f"[{i}] {p}" for i, p in enumerate(found, 1))
        said = f"{item.answer} [{found.index(right) + 1}]" if item.answerable else wording.ABSTAIN
        content = f"{wording.QA_SYSTEMS[0]}\n\n{numbered}\n\n{item.question}"
        made.append(Example("qa" if item.answerable else "abstain", (("user", content),), said))
    return Asked(f"qa_{passages}", f"questions of the set, passage among {passages}", made)


def tool_requests(world: World, split: Split, n: int) -> Asked:
    """Requests for the desk's tools, each with three tools to choose from; entities of the split only."""
    rng, made = random.Random(f"ask-tool-{split}"), []
    specs = {s["function"]["name"]: json.dumps(s, ensure_ascii=False) for s in schemas()}
    arguments = {s["function"]["name"]: list(s["function"]["parameters"]["properties"]) for s in schemas()}
    pools: dict[str, Sequence[Any]] = {
        "order": world.orders, "person": world.people, "product": world.products, "team": world.teams,
        "site": world.sites, "customer": world.customers, "incident": world.incidents, "error": world.errors,
        "topic": world.policies,
    }  # fmt: skip
    mine: dict[str, list[Any]] = {k: [e for e in pool if world.split[e.id] == split] for k, pool in pools.items()}
    for at in range(n):
        name = list(wording.DESK_REQUESTS)[at % len(wording.DESK_REQUESTS)]
        kinds, requests = wording.DESK_REQUESTS[name]
        entity: Any = rng.choice(mine[kinds[0]])
        value = entity.topic if kinds[0] == "topic" else world.name(entity.id)
        offered = rng.sample([t for t in wording.DESK_REQUESTS if t != name], 2)
        offered.insert(rng.randrange(3), name)
        call = call_text(name, {arguments[name][0]: value})
        request = rng.choice(requests).format(value)
        made.append(Example("tool", (("user", request),), call, tools=tuple(specs[t] for t in offered)))
    return Asked("tool", "name and arguments of the call, three tools of the desk", made, 80)


def facts_asked(facts: sources.Facts, skill: str, passages: int, n: int, where: str) -> Asked:
    """Questions and requests about sentences that state single facts."""
    rng = random.Random(f"ask-facts-{skill}-{passages}")
    made = [from_facts(rng, facts, skill, passages=passages) for _ in range(n)]
    return Asked(f"facts_{skill}_{passages}", f"{where}: {skill}, sentences in {passages} source(s)", made, 64)


SETS = ("qa", "extract", "tickets", "claims")


def lab_asked(world: World, split: Split, n: int, items: Mapping[str, Sequence[Any]] | None = None) -> list[Asked]:
    """All prompts on the lab world's items of one split, at most `n` of a kind. `items` are those of `SETS`."""
    items = items or {name: sets.make(name, world) for name in SETS}
    rng = random.Random(f"ask-{split}")
    golds = [(d, g) for d in world.documents if d.language == "en" for g in d.gold if g.triple.relation in RELATIONS]
    texts = sources.Texts(world, golds, *([i for i in items[name] if i.split == split] for name in SETS[1:]))
    facts = sources.facts_of(world)
    mine = sources.Facts(
        world,
        {k: kept for k, fs in facts.by_relation.items()
         if (kept := [f for f in fs if world.split.get(f.subject.split("@")[0]) == split])},
        {k: fs for k, fs in facts.by_subject.items() if world.split.get(k.split("@")[0]) == split},
    )  # fmt: skip
    shapes = (("qa", 1), ("qa", 2), ("abstain", 2), ("field", 1), ("json", 1), ("claim", 1))
    out = [facts_asked(mine, skill, passages, n, "facts") for skill, passages in shapes]
    out += [questions(texts, items["qa"], split, passages, n) for passages in (1, 2, 5)]
    made = [extraction(rng, i, shuffle=False) for i in _sample(rng, texts.extracts, n)]
    out.append(Asked("json", "JSON of the extraction set, all slices", made, 160))
    for aspect in ("category", "priority", "sentiment"):
        tickets = _sample(rng, texts.tickets, n)
        made = [labels(rng, t, aspect, all_labels=True) for t in tickets]
        out.append(Asked(aspect, f"{aspect} of a ticket, all labels in the prompt", made, 8))
    judged = [judging(rng, c, world) for c in _sample(rng, texts.claims, 2 * n)]
    out.append(Asked("claim", "claims about a passage, supported or not", [j for j in judged if j][:n], 6))
    out.append(tool_requests(world, split, n))
    return out


# ---- how it is judged
def _row(value: float, interval: tuple[float, float], n: int, split: str, what: str) -> dict[str, Any]:
    return {"value": round(value, 4), "low": round(interval[0], 4), "high": round(interval[1], 4), "n": n,
            "split": split, "what": what}  # fmt: skip


def _share(right: Sequence[bool], split: str, what: str) -> dict[str, Any]:
    return _row(sum(right) / len(right), wilson(sum(right), len(right)), len(right), split, what)


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    """The values of a JSON document by path."""
    if isinstance(value, dict):
        return {k: v for key, part in value.items() for k, v in leaves(part, f"{path}.{key}").items()}
    if isinstance(value, list):
        return {k: v for at, part in enumerate(value) for k, v in leaves(part, f"{path}.{at}").items()}
    return {path: value}


def field_counts(got: str, expected: str) -> tuple[int, int, int]:
    """(hits, false alarms, misses) of the values that are not null; text that is no JSON object misses all."""
    want = {k: v for k, v in leaves(json.loads(expected)).items() if v is not None}
    try:
        parsed = json.loads(got)
    except ValueError:
        parsed = None
    have = {k: v for k, v in leaves(parsed).items() if v is not None} if isinstance(parsed, dict) else {}
    hit = sum(want.get(k) == v for k, v in have.items())
    return hit, len(have) - hit, len(want) - hit


def tool_parts(text: str) -> tuple[str, Any] | None:
    """Name and arguments of a Hermes tool call; None when the text is none."""
    match = re.fullmatch(r"\s*<tool_call>\s*(.*?)\s*</tool_call>\s*", text, re.DOTALL)
    try:
        call = json.loads(match[1]) if match else None
        return (str(call["name"]), call["arguments"]) if call else None
    except (ValueError, KeyError, TypeError):
        return None


def judge(asked: Asked, got: Sequence[str], split: str) -> dict[str, dict[str, Any]]:
    """Metric rows of one kind of prompt."""
    want = [e.answer for e in asked.examples]
    got = [g.strip() for g in got]
    pairs = list(zip(got, want, strict=True))
    rows: dict[str, dict[str, Any]] = {}
    name, what = asked.name, asked.what
    if "qa" in name:
        told = [(CITATION.sub("", g), CITATION.sub("", w), g, w) for g, w in pairs if w != wording.ABSTAIN]
        rows[f"{name}_exact"] = _share([a == b for a, b, _, _ in told], split, f"{what}: answer exact")
        cited = [CITATION.search(g) for _, _, g, _ in told]
        true = [CITATION.search(w) for *_, w in told]
        hits = [bool(c and t and c[1] == t[1]) for c, t in zip(cited, true, strict=True)]
        rows[f"{name}_citation"] = _share(hits, split, f"{what}: source number right")
        said = [(int(g == w == wording.ABSTAIN), int(g == wording.ABSTAIN != w), int(w == wording.ABSTAIN != g))
                for g, w in pairs]  # fmt: skip
        if any(w == wording.ABSTAIN for w in want):
            rows[f"{name}_abstain_f1"] = _row(f1(said), bootstrap(said, f1), len(said), split, f"{what}: abstention F1")
    elif name.endswith("json") or "json_" in name:
        counts = [field_counts(g, w) for g, w in pairs]
        rows[f"{name}_f1"] = _row(f1(counts), bootstrap(counts, f1), len(counts), split, f"{what}: field F1")
        rows[f"{name}_exact"] = _share([g == w for g, w in pairs], split, f"{what}: whole object exact")
    elif "claim" in name:
        both = [(w, g) for g, w in pairs]
        rows[f"{name}_balanced"] = _row(
            balanced(both), bootstrap(both, balanced), len(both), split, f"{what}: balanced accuracy"
        )
    elif name == "tool":
        calls = [(tool_parts(g), tool_parts(w)) for g, w in pairs]
        rows["tool_name"] = _share([bool(g and w and g[0] == w[0]) for g, w in calls], split, "the right tool of three")
        rows["tool_exact"] = _share([g is not None and g == w for g, w in calls], split, what)
    else:
        rows[f"{name}_exact"] = _share([g == w for g, w in pairs], split, f"{what}: exact")
    return rows


def evaluate(
    model: LlamaForCausalLM, tokenizer: Tokenizer, *, n: int = 200, splits: Sequence[Split] = ("dev", "test"),
    world: World | None = None, held_out: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """Every metric on held-out worlds and on the lab world's dev and test items.

    Returns {"metrics": {split: {metric: row}}, "samples": [...]}; a row has value, low, high, n, split, what. Samples
    are of dev only, so that nobody reads test answers while a model is being made.
    """
    from tqdm import tqdm

    model.train(False)
    lab = world or build(LAB_SEED)
    kinds: dict[str, list[Asked]] = {}
    if held_out:
        kinds["held-out worlds"] = [
            Asked(s, f"{s} on other training worlds", list(corpus.held_out(s, n, passages=1)), 96)
            for s in ("repeat", "pairs", "qa", "field", "tool", "text:qa", "text:json", "text:claim")
        ]
    items = {name: sets.make(name, lab) for name in SETS}
    kinds |= {f"lab {s}": lab_asked(lab, s, n, items) for s in splits}
    result: dict[str, Any] = {"metrics": {}, "samples": []}
    with tqdm(total=sum(map(len, kinds.values())), unit="kind", ascii=True) as bar:
        for split, several in kinds.items():
            rows = result["metrics"].setdefault(split, {})
            for asked in several:
                prompts = [tok.chatml([{"role": r, "content": c} for r, c in e.messages], tools=e.tools)
                           for e in asked.examples]  # fmt: skip
                got = answer(model, tokenizer, prompts, max_new=asked.max_new)
                rows |= judge(asked, got, split)
                if split == "lab dev":
                    result["samples"] += [
                        {"kind": asked.name, "prompt": e.messages[-1][1], "expected": e.answer, "got": g}
                        for e, g in list(zip(asked.examples, got, strict=True))[:4]
                    ]
                bar.update()
    return result
