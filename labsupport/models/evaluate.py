"""Greedy evaluation of a lab model per skill, with 95% intervals, on the lab world and on held-out training worlds.

The lab world is built from its seed (it equals data/world, which `lab world --check` proves). Prompts are short: of a
document the model sees the lines around what is asked. The handwritten prompts tell what is left of a skill outside
the generators' wording.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport.models import bars, corpus, handwritten, sources, wording
from labsupport.models import tokenizer as tok
from labsupport.models.decode import answer as answer
from labsupport.models.examples import Example
from labsupport.models.skills.facts import from_facts
from labsupport.models.skills.texts import extraction, judging, labels, window
from labsupport.models.skills.tools import call_text
from labsupport.models.verdicts import Asked as Asked
from labsupport.models.verdicts import Row, share
from labsupport.models.verdicts import balanced as balanced
from labsupport.models.verdicts import bootstrap as bootstrap
from labsupport.models.verdicts import f1 as f1
from labsupport.models.verdicts import field_counts as field_counts
from labsupport.models.verdicts import judge as judge
from labsupport.models.verdicts import leaves as leaves
from labsupport.models.verdicts import tool_parts as tool_parts
from labsupport.models.verdicts import wilson as wilson
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

HANDWRITTEN = "handwritten"


# ---- what is asked
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


@lru_cache(maxsize=1)
def lab_world() -> World:
    """The lab world, built once in a process."""
    return build(LAB_SEED)


def handwritten_asked(instruction: str | None = None) -> list[Asked]:
    """The handwritten prompts by skill, all or those with a "known" or "own" instruction. Questions with an answer and
    without one are asked together, as in the lab's set."""
    kinds: dict[str, list[Example]] = {}
    for prompt, example in zip(handwritten.prompts(), handwritten.as_examples(), strict=True):
        if instruction in (None, prompt.instruction):
            kinds.setdefault("qa" if prompt.skill == "abstain" else prompt.skill, []).append(example)
    longest = {"json": 160, "tool": 96, "category": 16, "claim": 16}
    return [Asked(k, f"{k}, written by hand", examples, longest.get(k, 48)) for k, examples in kinds.items()]


# ---- how it is judged
def evaluate(
    model: LlamaForCausalLM, tokenizer: Tokenizer, *, n: int = 200, splits: Sequence[Split] = ("dev", "test"),
    world: World | None = None, held_out: bool = True, extended: LlamaForCausalLM | None = None, workers: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Every metric on held-out worlds, the lab world's splits and the handwritten prompts, at most `n` prompts of a
    kind (half as many on held-out worlds).

    `extended` is the same model with its RoPE scaled: what the bars need is asked of it, too. `workers` threads ask
    one kind each at a time. Returns {"metrics":
    {split: {metric: row}}, "bars": {configuration: {metric: row}}, "gap": {skill: row}, "samples": [...]}; a metric's
    row has value, low, high, n, split, what, those of bars and gap are described in `bars`. Bars and gap need the test
    split. Samples are of dev only, so that nobody reads test answers while a model is being made.
    """
    from tqdm import tqdm

    model.train(False)
    lab = world or lab_world()
    kinds: dict[str, list[Asked]] = {}
    if held_out:
        kinds["held-out worlds"] = [
            Asked(s, f"{s} on other training worlds", list(corpus.held_out(s, -(-n // 2), passages=passages)), 120)
            for s, passages in corpus.PROBES.items()
        ]
    items = {name: sets.make(name, lab) for name in SETS}
    kinds |= {f"lab {s}": lab_asked(lab, s, n, items) for s in splits}
    if extended is not None and "test" in splits:
        kinds["lab test, extended"] = [k for k in kinds["lab test"] if k.name in bars.KINDS]
    kinds[HANDWRITTEN] = handwritten_asked()
    result: dict[str, Any] = {"metrics": {}, "bars": {}, "gap": {}, "samples": []}
    said: dict[str, dict[str, list[tuple[str, str]]]] = {}  # (got, expected) by split and kind of prompt

    def ask(split: str, asked: Asked) -> list[str]:
        used: Any = extended if split.endswith("extended") else model
        return answer(
            used, tokenizer, prompts(asked), max_new=asked.max_new, expected=[e.answer for e in asked.examples]
        )

    jobs = [(split, asked) for split, several in kinds.items() for asked in several]
    with ThreadPoolExecutor(workers) as pool:
        replies = pool.map(lambda job: ask(*job), jobs)
        for (split, asked), got in zip(jobs, tqdm(replies, total=len(jobs), unit="kind", ascii=True), strict=True):
            pairs = list(zip(got, (e.answer for e in asked.examples), strict=True))
            said.setdefault(split, {})[asked.name] = pairs
            rows = result["metrics"].setdefault(split, {})
            rows |= judge(asked, got, split)
            if split == "lab dev":
                result["samples"] += [
                    {"kind": asked.name, "prompt": e.messages[-1][1], "expected": e.answer, "got": g}
                    for e, g in list(zip(asked.examples, got, strict=True))[:4]
                ]
    result["metrics"] |= _by_instruction(said[HANDWRITTEN])
    if "test" in splits:
        for name, split in (("plain", "lab test"), ("extended", "lab test, extended")):
            if split in result["metrics"]:
                result["bars"][name] = bars.table(result["metrics"][split])
        by_hand = said[HANDWRITTEN] | {"abstain": said[HANDWRITTEN].get("qa", [])}
        result["gap"] = bars.gap(by_hand, said["lab test"])
    return result


def report(
    folder: Path, *, name: str, n: int = 200, splits: Sequence[Split] = ("dev", "test"), world: World | None = None
) -> dict[str, Any]:
    """What eval.json holds: `evaluate` of the weights in `folder` with both configurations, float32, on the CPU.

    The files are taken as they are; who has a manifest calls `models.verify` first. One thread for each core asks one
    kind of prompt: threads that share an operation of this size mostly wait for each other.
    """
    import torch
    from tokenizers import Tokenizer
    from transformers import LlamaConfig, LlamaForCausalLM

    untyped: Any = LlamaForCausalLM
    model = untyped.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    extended = None
    if (folder / "config-extended.json").exists():
        config = LlamaConfig.from_json_file(folder / "config-extended.json")
        extended = untyped.from_pretrained(folder, config=config, dtype=torch.float32, local_files_only=True)
        extended.train(False)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    head = {
        "model": name, "decoding": "greedy, float32",
        "interval": "95% intervals: Wilson for shares, bootstrap for F1 and balanced accuracy",
    }  # fmt: skip
    threads, cores = torch.get_num_threads(), len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    torch.set_num_threads(1)
    try:
        return head | evaluate(
            model, tokenizer, n=n, splits=splits, world=world, extended=extended, workers=min(cores, 8)
        )
    finally:
        torch.set_num_threads(threads)


def prompts(asked: Asked) -> list[str]:
    """The ChatML texts of a kind of prompt."""
    return [tok.chatml([{"role": r, "content": c} for r, c in e.messages], tools=e.tools) for e in asked.examples]


def _by_instruction(said: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, dict[str, Row]]:
    """Rows of the handwritten prompts with a known and with an instruction of their own, and of all their replies."""
    rows: dict[str, dict[str, Row]] = {}
    whole: dict[Example, str] = {}
    for kind in handwritten_asked():
        whole |= {example: text for example, (text, _) in zip(kind.examples, said[kind.name], strict=True)}
    for instruction in (None, *handwritten.INSTRUCTIONS):
        split = HANDWRITTEN if instruction is None else f"{HANDWRITTEN}, {instruction} instruction"
        right: list[bool] = []
        made: dict[str, Row] = {}
        for kind in handwritten_asked(instruction):
            got = [whole[e] for e in kind.examples]
            made |= judge(kind, got, split)
            right += [g.strip() == e.answer for g, e in zip(got, kind.examples, strict=True)]
        rows[split] = made | {"all_exact": share(right, split, "all skills: whole reply exact")}
    return rows
