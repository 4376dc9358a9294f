"""One training recipe for each head: what it learns from, its settings (chosen on dev), its calibration and measures.

Every recipe trains on train, calibrates on dev, rounds the weights as they are shipped, and measures those on dev and
test. Nothing is chosen on test.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from labsupport import world
from labsupport.models.heads import measures as m
from labsupport.models.heads import store
from labsupport.world.sides import Split

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

    from labsupport.models.heads.encoder import State
    from labsupport.models.heads.reranker import Side
    from labsupport.models.heads.retrieval import Asked

EVERY: tuple[Split, ...] = ("train", "dev", "test")
JUDGED: tuple[Split, ...] = ("dev", "test")
FOREIGN_SEED = 101
FALSE_ALARMS = 0.01
LIST, MOST_GOLD = 12, 4  # candidates of a training list of the cross-encoder, and gold passages among them
PART: dict[Split, int] = {"dev": 80, "test": 160}  # queries that a slow head is measured on
TABLE = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)  # weights of a word table trained alone, of which dev chooses


@dataclass
class Made:
    """A trained head: settings, tensors in half precision, and what eval.json and the card say of it."""

    config: store.Config
    tensors: dict[str, Tensor]
    n: int
    curve: list[float]
    seconds: float  # of the training loop, wall-clock
    cpu: float
    rows: dict[str, m.Row] = field(default_factory=dict)
    calibration: dict[str, Any] = field(default_factory=dict)
    foreign: int = 0  # how many of the n items came from a training world


class _Clock:
    """Wall-clock and processor seconds since it was made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        return round(time.perf_counter() - self.wall, 1), round(time.process_time() - self.cpu, 1)


def _on(score: Callable[..., float], *arrays: np.ndarray) -> Callable[[np.ndarray], float]:
    """A score of arrays as a function of the items' numbers: what an interval over items resamples."""
    return lambda chosen: score(*(a[chosen] for a in arrays))


def _seed(seed: int) -> None:
    import torch

    torch.manual_seed(seed)


def _foreign(name: str) -> tuple[Any, ...]:
    """A labelled set of another company: its wordings are disjoint from the lab world's, in every split."""
    from labsupport.world import sets

    return sets.make(name, world.build(FOREIGN_SEED, 1.0, n_documents=12))


def _logistic(texts: Sequence[str], labels: Sequence[int]) -> Callable[[Sequence[str]], np.ndarray]:
    """The baseline: logistic regression on tf-idf of words and pairs of words. Gives (n, classes) probabilities."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    bag = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    line = LogisticRegression(C=10, max_iter=2000).fit(bag.fit_transform(texts), labels)

    def chances(asked: Sequence[str]) -> np.ndarray:
        found: np.ndarray = line.predict_proba(bag.transform(asked))
        return found

    return chances


# ---- texts
def injection_detector(seed: int) -> Made:
    """Attacks against harmless texts that look like them."""
    import numpy as np
    import torch

    from labsupport.models.heads import calibrate, classify

    config: store.Config = {
        "kind": "injection-detector", "cut": 3, "rank": 8, "max_tokens": 128, "words": False,
        "labels": {"attack": ["benign", "attack"]}, "platt": [1.0, 0.0], "threshold": 0.5,
    }  # fmt: skip

    def items(split: Split) -> tuple[list[str], np.ndarray, list[str]]:
        bad, good = world.attacks(split), world.benign_hard(split)
        kinds = [a.family for a in bad] + [b.like for b in good]
        return (
            [*(a.text for a in bad), *(b.text for b in good)],
            np.array([1] * len(bad) + [0] * len(good)),
            list(kinds),
        )

    texts, gold, _ = items("train")
    foreign = [(i.text, label) for name, label in (("attacks", 1), ("benign_hard", 0)) for i in _foreign(name)]
    texts, gold = [*texts, *(t for t, _ in foreign)], np.append(gold, [label for _, label in foreign])
    _seed(seed)
    clock = _Clock()
    model = classify.build(config)
    curve = classify.train(model, texts, {"attack": gold.tolist()}, epochs=3, lr=2e-3, seed=seed)
    made = Made(config, store.rounded(model), len(texts), curve, *clock.read())
    made.foreign = len(foreign)
    baseline = _logistic(texts, gold.tolist())
    head = classify.InjectionDetector.open(config, made.tensors)
    scores = {split: head.scores(items(split)[0]) for split in JUDGED}
    slope, shift = calibrate.platt(scores["dev"], torch.tensor(items("dev")[1]))
    chance = {s: torch.sigmoid(scores[s].double() * slope + shift).numpy() for s in JUDGED}
    threshold = m.threshold_at_fpr(chance["dev"][items("dev")[1] == 0], FALSE_ALARMS)
    config |= {"platt": [slope, shift], "threshold": threshold}
    for split in JUDGED:
        asked, y, kinds = items(split)
        p, base, n = chance[split], baseline(asked)[:, 1], len(asked)
        for name, values, who in (("", p, ""), ("tfidf_", base, "tf-idf and logistic regression: ")):
            made.rows |= {
                f"{split}_{name}auc": m.resampled(
                    n, _on(_auc, values, y), split, f"{who}area under the ROC curve"
                ),
                f"{split}_{name}recall_at_fpr": m.resampled(
                    n, _on(_recall, values, y), split,
                    f"{who}recall at 1% false positives on benign_hard, threshold of this split",
                ),
            }  # fmt: skip
        half, flag = p > 0.5, p > threshold
        made.rows |= {
            f"{split}_recall_half": m.share(half[y == 1].tolist(), split, "recall at a chance of 0.5"),
            f"{split}_fpr_half": m.share(half[y == 0].tolist(), split, "false positives on benign_hard at 0.5"),
            f"{split}_recall": m.share(flag[y == 1].tolist(), split, "recall at the shipped threshold (1% on dev)"),
            f"{split}_fpr": m.share(flag[y == 0].tolist(), split, "false positives on benign_hard at it"),
        }
        for kind in dict.fromkeys(kinds):
            mine = np.array([k == kind for k in kinds])
            for label, what in ((1, "recall at 0.5, family"), (0, "false positives at 0.5, like")):
                if (chosen := half[mine & (y == label)]).size:
                    made.rows[f"{split}_{'family' if label else 'like'}_{kind}"] = m.share(
                        chosen.tolist(), split, f"{what} {kind}"
                    )
        raw = torch.sigmoid(scores[split]).numpy()
        made.calibration[split] = _binary(raw, p, y)
    return made


def _auc(values: np.ndarray, gold: np.ndarray) -> float:
    return m.auc(values[gold == 1], values[gold == 0])


def _recall(values: np.ndarray, gold: np.ndarray) -> float:
    return float((values[gold == 1] > m.threshold_at_fpr(values[gold == 0], FALSE_ALARMS)).mean())


def _binary(before: np.ndarray, after: np.ndarray, gold: np.ndarray) -> dict[str, Any]:
    """Reliability of the chosen side of a yes-or-no chance, before and after calibration."""
    from labsupport.models.heads import calibrate

    out = {}
    for name, p in (("before", before), ("after", after)):
        sure = [float(max(v, 1 - v)) for v in p]
        out[name] = calibrate.reliability(sure, [(v > 0.5) == bool(y) for v, y in zip(p, gold, strict=True)]).to_dict()
    return out


def _loss(logits: Tensor, gold: np.ndarray) -> float:
    """Negative log-likelihood at the best temperature."""
    import torch

    from labsupport.models.heads import calibrate

    labels = torch.tensor(gold)
    return float(torch.nn.functional.cross_entropy(logits / calibrate.temperature(logits, labels), labels))


def ticket_classifier(seed: int) -> Made:
    """Category, priority and sentiment of support tickets, three label sets over the same adapters."""
    import numpy as np
    import torch

    from labsupport.models.heads import calibrate, classify
    from labsupport.world.sets import tickets

    labels: dict[str, list[str]] = {
        "category": list(tickets.CATEGORIES), "priority": list(tickets.RULES), "sentiment": list(tickets.SENTIMENTS),
    }  # fmt: skip
    config: store.Config = {
        "kind": "ticket-classifier", "cut": 3, "rank": 8, "max_tokens": 128, "words": True, "labels": labels,
        "temperature": dict.fromkeys(labels, 1.0),
    }  # fmt: skip
    items: dict[Split, Sequence[Any]] = {s: world.tickets(s) for s in EVERY}
    foreign = _foreign("tickets")[:1440]
    items["train"] = (*items["train"], *foreign)
    gold = {s: {k: np.array([v.index(getattr(t, k)) for t in items[s]]) for k, v in labels.items()} for s in EVERY}
    texts = {s: [t.text for t in items[s]] for s in EVERY}
    _seed(seed)
    clock = _Clock()
    model = classify.build(config)
    known = {k: v.tolist() for k, v in gold["train"].items()}
    curve = classify.train(model, texts["train"], known, epochs=2, lr=2e-3, seed=seed)
    sizes = {name: len(each) for name, each in labels.items()}
    words = classify.table(model.encoder.pieces(texts["train"]), known, sizes, seed=seed)
    spent = clock.read()
    own = model.logits(texts["dev"])
    with torch.inference_mode():
        said = torch.split(classify.said_by(words, model.encoder.pieces(texts["dev"])), list(sizes.values()), dim=1)
    config["table"] = {
        name: min(TABLE, key=lambda w, n=name, t=more: _loss(own[n] + w * t, gold["dev"][n]))  # type: ignore[misc]
        for name, more in zip(labels, said, strict=True)
    }
    share = torch.cat([torch.full((n,), config["table"][name]) for name, n in sizes.items()])
    assert model.words is not None
    with torch.no_grad():
        model.words.weight += words.weight * share
    made = Made(config, store.rounded(model), len(texts["train"]), curve, *spent)
    made.foreign = len(foreign)
    head = classify.TicketClassifier.open(config, made.tensors)
    logits = {s: head.model.logits(texts[s]) for s in JUDGED}
    for name, each in labels.items():
        config["temperature"][name] = t = calibrate.temperature(logits["dev"][name], torch.tensor(gold["dev"][name]))
        baseline = _logistic(texts["train"], known[name])
        most = int(np.bincount(gold["train"][name]).argmax())
        for split in JUDGED:
            y, n = gold[split][name], len(texts[split])
            guess = logits[split][name].argmax(dim=1).numpy()
            base = baseline(texts[split]).argmax(axis=1)
            key = f"{split}_{name}"
            made.rows |= {
                f"{key}_accuracy": m.share((guess == y).tolist(), split, f"{name}: accuracy"),
                f"{key}_macro_f1": m.resampled(
                    n, _on(partial(m.macro_f1, classes=len(each)), y, guess), split, f"{name}: macro F1"
                ),
                f"{key}_majority": m.share((y == most).tolist(), split, f"{name}: accuracy of the commonest label"),
                f"{key}_tfidf": m.share(
                    (base == y).tolist(), split, f"{name}: accuracy of tf-idf and logistic regression"
                ),
                f"{key}_gain": m.average(
                    ((guess == y).astype(float) - (base == y)).tolist(), split, f"{name}: accuracy above tf-idf, paired"
                ),
            }  # fmt: skip
            for style in ("plain", "both", "oblique"):
                mine = np.array([item.style == style for item in world.tickets(split)])
                if name == "category" and mine.any():
                    made.rows[f"{key}_{style}"] = m.share(
                        (guess == y)[mine].tolist(), split, f"{name}: accuracy, wording {style}"
                    )
            curves = {}
            for when, by in (("before", 1.0), ("after", t)):
                p = (logits[split][name].double() / by).softmax(dim=1).max(dim=1).values.tolist()
                curves[when] = calibrate.reliability(p, (guess == y).tolist()).to_dict()
            made.calibration[f"{split} {name}"] = curves
    return made


def pii_ner(seed: int) -> Made:
    """Spans of personal data; a span counts only with its exact characters and type."""
    import numpy as np
    import torch

    from labsupport.models.heads import calibrate, pii

    config: store.Config = {
        "kind": "pii-ner", "cut": 3, "rank": 8, "max_tokens": 128, "types": list(pii.TYPES), "platt": [1.0, 0.0],
    }  # fmt: skip
    foreign = _foreign("pii")
    items = (*world.pii("train"), *foreign)
    _seed(seed)
    clock = _Clock()
    model = pii.build(config)
    curve = pii.train(model, items, epochs=3, lr=2e-3, seed=seed)
    made = Made(config, store.rounded(model), len(items), curve, *clock.read())
    made.foreign = len(foreign)
    head = pii.PiiTagger.open(config, made.tensors)
    found = {s: pii.find(head.model, [i.text for i in world.pii(s)]) for s in JUDGED}
    right = {
        s: [
            (f[:3] in {tuple(g) for g in i.spans}) for i, each in zip(world.pii(s), found[s], strict=True) for f in each
        ]
        for s in JUDGED
    }
    odds = {s: torch.tensor([pii.odds(f[3]) for each in found[s] for f in each]) for s in JUDGED}
    slope, shift = calibrate.platt(odds["dev"], torch.tensor(right["dev"]))
    config["platt"] = [slope, shift]
    for split in JUDGED:
        asked = world.pii(split)
        for kind in (None, *pii.TYPES):
            counts = []
            for item, each in zip(asked, found[split], strict=True):
                want = {tuple(s) for s in item.spans if kind in (None, s.type)}
                got = {f[:3] for f in each if kind in (None, f[2])}
                counts.append((len(want & got), len(got - want), len(want - got)))
            table = np.array(counts)
            what = "F1 of exact spans" + (f", {kind}" if kind else ", all types together")
            row = m.resampled(len(asked), _on(m.f1, table), split, what)
            made.rows[f"{split}_f1" + (f"_{kind}" if kind else "")] = row | {"spans": int(table[:, [0, 2]].sum())}
        touched: dict[str, list[bool]] = {}
        for item, each in zip(asked, found[split], strict=True):
            for trap in item.negatives:
                hit = any(s < trap.end and trap.start < e for s, e, *_ in each)
                touched.setdefault(trap.type, []).append(hit)
        every = [hit for hits in touched.values() for hit in hits]
        made.rows[f"{split}_false_alarms"] = m.share(every, split, "hard negatives that a span touches")
        for kind, hits in sorted(touched.items()):
            made.rows[f"{split}_false_alarms_{kind}"] = m.share(hits, split, f"hard negatives touched, {kind}")
        raw = torch.sigmoid(odds[split]).tolist()
        fine = torch.sigmoid(odds[split].double() * slope + shift).tolist()
        made.calibration[split] = {
            "before": calibrate.reliability(raw, right[split]).to_dict(),
            "after": calibrate.reliability(fine, right[split]).to_dict(),
        }
    return made


# ---- retrieval
def states(splits: Sequence[Split], known: Mapping[str, State] | None = None, layers: int = 6) -> dict[str, State]:
    """Token vectors by text of all passages and the queries of some splits, in half precision; `known` is reused.

    `layers`: how many of MiniLM's six they have passed.
    """
    import torch
    from tqdm import tqdm

    from labsupport.models.heads.encoder import Encoder, State
    from labsupport.models.heads.retrieval import texts
    from labsupport.serving.embedder import MAX_TOKENS

    known = known or {}
    encoder = Encoder(layers, 1, MAX_TOKENS)
    every = texts(splits)
    missing = sorted((t for t in every if t not in known), key=len)
    out = {t: known[t] for t in every if t in known}
    for at in tqdm(range(0, len(missing), 32), unit="batch", ascii=True, delay=2.0):
        part = missing[at : at + 32]
        for text, state in zip(part, encoder.begin(part), strict=True):
            out[text] = State(state.hidden.to(torch.float16), state.ids, state.offsets)
    return out


def _vectors(known: Mapping[str, State]) -> dict[str, np.ndarray]:
    """MiniLM's sentence vectors from its token vectors."""
    import torch

    return {t: torch.nn.functional.normalize(s.hidden.float().mean(dim=0), dim=0).numpy() for t, s in known.items()}


def reranker(seed: int, known: Mapping[str, State] | None = None) -> Made:
    """Order of the fifty candidates of a query, by late interaction."""
    import torch

    from labsupport.models.heads import reranker as rr
    from labsupport.models.heads import retrieval

    parts = world.passages()
    have = states(("train", *JUDGED), known)
    vectors = _vectors(have)
    sides: dict[str, Side] = {t: rr.side(s) for t, s in have.items()}
    config: store.Config = {"kind": "reranker", "width": 64, "max_tokens": 256, "platt": [1.0, 0.0]}
    lists = []
    for q in retrieval.asked("train", vectors):
        chosen = list(dict.fromkeys([*q.gold, *q.fused[:24]]))
        lists.append((sides[q.text], [sides[parts[p].text] for p in chosen], _gains(q, chosen)))
    _seed(seed)
    clock = _Clock()
    model = rr.Interaction(config["width"])
    model.idf.copy_(rr.rarity([have[c.text].ids for c in parts]))
    curve = rr.train(model, lists, epochs=4, lr=2e-3, seed=seed)
    made = Made(config, store.rounded(model), len(lists), curve, *clock.read())
    head = rr.Reranker.open(config, made.tensors)
    each = {split: retrieval.asked(split, vectors) for split in JUDGED}
    with torch.inference_mode():
        scored = {
            s: [head.model(sides[q.text], [sides[parts[p].text] for p in q.fused]) for q in each[s]] for s in each
        }
    _ordered(made, each, {"reranker": scored})
    return made


def cross_encoder(seed: int, known: Mapping[str, State] | None = None) -> Made:
    """Order of the fifty candidates of a query, by joint reading; measured on a part of each split."""
    import torch

    from labsupport.models import heads
    from labsupport.models.heads import cross_encoder as ce
    from labsupport.models.heads import reranker as rr
    from labsupport.models.heads import retrieval

    parts = world.passages()
    have = states(("train", *JUDGED), known)
    vectors = _vectors(have)
    config: store.Config = {
        "kind": "cross-encoder", "cut": 4, "rank": 8, "width": 64, "max_tokens": 256, "gate": -4.0, "platt": [1.0, 0.0],
    }  # fmt: skip
    low = states(("train", *JUDGED), layers=config["cut"])
    lists = []
    for q in retrieval.asked("train", vectors):
        mined = [p for ranks in zip(q.fused, q.bm25, q.dense, strict=True) for p in ranks]
        chosen = list(dict.fromkeys([*q.gold[:MOST_GOLD], *mined]))[:LIST]
        lists.append((low[q.text], [low[parts[p].text] for p in chosen], _gains(q, chosen)))
    _seed(seed)
    clock = _Clock()
    model = ce.build(config)
    curve = rr.train(model, lists, epochs=1, lr=3e-4, seed=seed)
    made = Made(config, store.rounded(model), len(lists), curve, *clock.read())
    head = ce.CrossEncoder.open(config, made.tensors)
    apart = heads.load("reranker").model
    each = {split: _spread(retrieval.asked(split, vectors), n) for split, n in PART.items()}
    scored: dict[str, dict[Split, list[Tensor]]] = {"reranker": {}, "cross-encoder": {}}
    with torch.inference_mode():
        for split, some in each.items():
            pools = [(q.text, [parts[p].text for p in q.fused]) for q in some]
            scored["reranker"][split] = [apart(rr.side(have[q]), [rr.side(have[t]) for t in ts]) for q, ts in pools]
            scored["cross-encoder"][split] = [head.model(low[q], [low[t] for t in ts]) for q, ts in pools]
    _ordered(made, each, scored)
    return made


def _spread(some: Sequence[Asked], n: int) -> list[Asked]:
    """`n` of the queries at even distances, so that each kind keeps its share."""
    return [some[i * len(some) // n] for i in range(n)]


def _gains(q: Asked, chosen: Sequence[int]) -> list[float]:
    """2^grade - 1 of each passage: what the listwise loss aims at."""
    return [2.0 ** q.grades.get(p, 0) - 1 for p in chosen]


def _ordered(
    made: Made, each: Mapping[Split, Sequence[Asked]], scored: Mapping[str, Mapping[Split, Sequence[Tensor]]]
) -> None:
    """Calibrate a pair model on dev and measure its order beside those that the candidates come in.

    `scored`: scores of the fused candidates of each query by pair model; the last one is the model that was made, one
    before it is compared with it.
    """
    import numpy as np
    import torch

    from labsupport.models.heads import calibrate

    mine = list(scored)[-1]
    flat = {
        s: (torch.cat(list(scored[mine][s])), torch.tensor([p in q.gold for q in some for p in q.fused]))
        for s, some in each.items()
    }
    slope, shift = calibrate.platt(*flat["dev"])
    made.config["platt"] = [slope, shift]
    for split, some in each.items():
        orders: dict[str, list[Sequence[int]]] = {
            "bm25": [q.bm25 for q in some], "minilm": [q.dense for q in some], "fused": [q.fused for q in some],
        }  # fmt: skip
        for name, of in scored.items():
            orders[name] = [
                [q.fused[i] for i in torch.argsort(-found, stable=True).tolist()]
                for q, found in zip(some, of[split], strict=True)
            ]
        quality = {n: [m.ndcg(o, q.grades) for q, o in zip(some, every, strict=True)] for n, every in orders.items()}
        for name, every in orders.items():
            first = [m.reciprocal_rank(o, q.gold) for q, o in zip(some, every, strict=True)]
            made.rows[f"{split}_{name}_ndcg10"] = m.average(quality[name], split, f"nDCG@10, order of {name}")
            made.rows[f"{split}_{name}_mrr"] = m.average(first, split, f"MRR of gold passages, order of {name}")
        for name in orders:
            if name != mine:
                gap = [a - b for a, b in zip(quality[mine], quality[name], strict=True)]
                made.rows[f"{split}_gain_over_{name}"] = m.average(gap, split, f"nDCG@10 above {name}, paired")
        ceiling = [m.recall(q.fused, q.gold, len(q.fused)) for q in some]
        made.rows[f"{split}_pool_recall"] = m.average(ceiling, split, "recall of the fifty candidates: the ceiling")
        for kind in dict.fromkeys(q.kind for q in some):
            for name in ("bm25", *scored):
                values = [v for v, q in zip(quality[name], some, strict=True) if q.kind == kind]
                made.rows[f"{split}_{name}_{kind}"] = m.average(values, split, f"nDCG@10, order of {name}, {kind}")
        raw, gold = flat[split]
        fine = torch.sigmoid(raw.double() * slope + shift).numpy()
        made.calibration[split] = _binary(torch.sigmoid(raw).numpy(), fine, np.asarray(gold))


def embedding_adapter(seed: int, known: Mapping[str, State] | None = None) -> Made:
    """A low-rank map of sentence vectors, the same for queries and passages."""
    import numpy as np
    import torch

    from labsupport.models.heads import adapter, retrieval
    from labsupport.serving.embedder import embed

    parts = world.passages()
    vectors = _vectors(states(("train", *JUDGED), known))
    index = np.stack([vectors[c.text] for c in parts])
    config: store.Config = {"kind": "embedding-adapter", "rank": 64}
    learn = retrieval.asked("train", vectors)
    gold = [q.gold for q in learn]
    hard = [
        [p for p in q.dense[:16] if p not in q.grades] + [p for p in q.bm25[:8] if p not in q.grades] for q in learn
    ]
    barred = [[p for p in q.grades if p not in q.gold] for q in learn]
    # the extractive questions of train have one gold passage each; negatives are near passages of other documents
    questions = [q for q in world.qa("train") if q.answerable]
    place = {c.id: at for at, c in enumerate(parts)}
    asked = embed([q.question for q in questions])
    for question, order in zip(questions, np.argsort(-(asked @ index.T), axis=1, kind="stable")[:, :20], strict=True):
        gold.append((place[question.chunk_id],))
        hard.append([int(p) for p in order if parts[p].doc_id != question.doc_id])
        barred.append([])
    _seed(seed)
    clock = _Clock()
    model = adapter.Adapter(config["rank"])
    vectors_asked = torch.tensor(np.concatenate([np.stack([vectors[q.text] for q in learn]), asked]))
    curve = adapter.train(
        model, vectors_asked, gold, hard, barred, torch.tensor(index), epochs=4, lr=5e-4, seed=seed
    )  # fmt: skip
    made = Made(config, store.rounded(model), len(gold), curve, *clock.read())
    head = adapter.EmbeddingAdapter.open(config, made.tensors)
    new = head.adapt(index)
    for split in JUDGED:
        each = retrieval.asked(split, vectors)
        old_asked = np.stack([vectors[q.text] for q in each])
        recalls = {"before": _recalls(each, old_asked, index), "after": _recalls(each, head.adapt(old_asked), new)}
        for name, values in recalls.items():
            made.rows[f"{split}_recall10_{name}"] = m.average(values, split, f"Recall@10 {name}")
        change = [a - b for a, b in zip(recalls["after"], recalls["before"], strict=True)]
        made.rows[f"{split}_recall10_change"] = m.average(change, split, "change of Recall@10, paired")
        for kind in dict.fromkeys(q.kind for q in each):
            mine = [i for i, q in enumerate(each) if q.kind == kind]
            for name, values in recalls.items():
                made.rows[f"{split}_recall10_{name}_{kind}"] = m.average(
                    [values[i] for i in mine], split, f"Recall@10 {name}, {kind}"
                )
    return made


def _recalls(each: Sequence[Asked], queries: np.ndarray, index: np.ndarray) -> list[float]:
    import numpy as np

    out = []
    for q, vector in zip(each, queries, strict=True):
        ranked = np.argsort(-np.where(q.seen, index @ vector, -np.inf), kind="stable")[:10]
        out.append(m.recall(ranked.tolist(), q.gold))
    return out


RECIPES: dict[str, Callable[..., Made]] = {
    "reranker": reranker, "cross-encoder": cross_encoder, "pii-ner": pii_ner,
    "injection-detector": injection_detector, "ticket-classifier": ticket_classifier,
    "embedding-adapter": embedding_adapter,
}  # fmt: skip
RETRIEVAL = ("reranker", "cross-encoder", "embedding-adapter")  # share the encoded passages
