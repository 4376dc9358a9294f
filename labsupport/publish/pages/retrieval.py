"""The retrieval page: what each stack of parts finds, by kind of query, and what the parts cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from labsupport.publish.pages import text
from labsupport.retrieval.bench import RECORD


def path(root: Path) -> Path:
    """The accepted record of `lab bench-retrieval`."""
    return root / "data" / "records" / RECORD


def page(root: Path) -> str:
    """The page. Raises FileNotFoundError where there is no record."""
    found: dict[str, Any] = json.loads(path(root).read_text(encoding="utf-8"))
    return "\n\n".join([
        "# Retrieval, by kind of query",
        "Each query of the test split is asked once of every stack, under the access rights of who asks; no answer is "
        "generated. *restricted* queries are asked by a reader who may see the passage. Values are means over queries "
        "with their 95% bootstrap intervals.",
        "*fused*: reciprocal ranks of both, at the textbook setting (k = 60, a hundred candidates each). *reranked*: "
        "the best fifty of these in the order of the lab's reranker. *with the true graph*: where the router sees "
        "several hops, first what a walk through the true graph collects; an oracle, as no extraction is that good.",
        "## Recall@10",
        table(found["quality"], "recall"),
        "## nDCG@10",
        table(found["quality"], "ndcg"),
        "## nDCG@10 above BM25",
        "The difference on the same queries. Where the interval holds 0, this many queries show no difference.",
        table([row for row in found["quality"] if row["retriever"] != "BM25"], "ndcg_over_bm25"),
        "## Cost",
        f"Ratios of processor seconds of interleaved arms, {found['rounds']} rounds; an A/A arm shows what no "
        "difference looks like. Measured by `lab bench-retrieval` on "
        f"{found['date']}: {text.escape(found['hardware'])}.",
        text.table(
            ["ratio", "value:", "interval:"],
            [[text.escape(k), f"{v:.2f}", f"{low:.2f} to {high:.2f}"] for k, (v, low, high) in found["ratios"].items()],
        ),
        "## Following a change",
        indexing(found["indexing"]),
        *(
            f"World of scale {scale}: hashing and comparing {row['documents']:,.0f} documents took "
            f"{row['plan_s']:.1f} s of processor time ({row['date']}, {text.escape(row['hardware'])})."
            for scale, row in found["ledger"].items()
        ),
        *(line for scale, arms in found["alone"].items() for line in alone(scale, arms)),
    ]) + "\n"  # fmt: skip


def table(rows: list[dict[str, Any]], measure: str) -> str:
    """Kinds down, retrievers across."""
    names = list(dict.fromkeys(row["retriever"] for row in rows))
    kinds = dict.fromkeys((row["kind"], row["n"]) for row in rows)
    at = {(row["retriever"], row["kind"]): row[measure] for row in rows}
    lines = [
        [kind, str(n), *("{:.2f} ({:.2f} to {:.2f})".format(*at[name, kind]) for name in names)] for kind, n in kinds
    ]
    return text.table(["kind", "queries:", *(f"{name}:" for name in names)], lines)


def indexing(found: dict[str, Any]) -> str:
    """What the incremental indexer embeds for a change of a hundredth, against all texts."""
    return (
        f"{found['changed']} of {found['documents']:,} documents changed: the incremental indexer embedded "
        f"{found['embedded_incremental']:,} texts, a full rebuild {found['embedded_full']:,}, "
        f"{found['embedded_full'] / found['embedded_incremental']:.0f} times as many. Differences between index and "
        f"source afterwards: {found['drifts']}."
    )


def alone(scale: str, arms: dict[str, dict[str, float]]) -> list[str]:
    """One table of the indexes in processes of their own."""
    lines = [
        [text.escape(name), f"{arm['build_s']:.1f}", f"{arm['query_ms']:.2f}", f"{arm['memory_mb']:,.0f}"]
        for name, arm in arms.items()
    ]
    passages = f"{next(iter(arms.values()))['passages']:,.0f}"
    return [
        f"### World of scale {scale}: {passages} passages",
        text.table(["index", "build, processor s:", "query, ms:", "memory, MB:"], lines),
    ]
