"""How far rules of thumb for token counts are off, by kind of text, and what packing by them does to a window."""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from labsupport import stats, world
from labsupport.context import measures, pack, split
from labsupport.context.split import Chunk, Length, sentences

# Everyday sentences of a help desk, as the lab world has no text in Chinese.
CHINESE = (
    "\u8bf7\u5148\u5173\u95ed\u8bbe\u5907\uff0c\u7b49\u5f85\u4e00\u5206\u949f\uff0c\u7136\u540e\u91cd\u65b0\u542f\u52a8\u3002",
    "\u60a8\u7684\u8ba2\u5355\u5df2\u7ecf\u53d1\u8d27\uff0c\u9884\u8ba1\u5468\u4e09\u9001\u5230\u4ed3\u5e93\u3002",
    "\u6e29\u5ea6\u8d85\u8fc7\u4e0a\u9650\u65f6\uff0c\u4f20\u611f\u5668\u4f1a\u5411\u503c\u73ed\u4eba\u5458\u53d1\u9001\u8b66\u62a5\u3002",
    "\u5408\u540c\u5230\u671f\u524d\u4e24\u4e2a\u6708\uff0c\u53cc\u65b9\u90fd\u53ef\u4ee5\u63d0\u51fa\u7ec8\u6b62\u3002",
    "\u5982\u679c\u5bc6\u7801\u8f93\u5165\u9519\u8bef\u4e94\u6b21\uff0c\u8d26\u6237\u4f1a\u88ab\u9501\u5b9a\u5341\u4e94\u5206\u949f\u3002",
    "\u53d1\u7968\u4e0a\u7684\u91d1\u989d\u4e0e\u62a5\u4ef7\u4e0d\u4e00\u81f4\uff0c\u8bf7\u68c0\u67e5\u6570\u91cf\u548c\u5355\u4ef7\u3002",
    "\u65b0\u7248\u672c\u4fee\u590d\u4e86\u65e5\u5fd7\u8fc7\u5927\u65f6\u670d\u52a1\u505c\u6b62\u54cd\u5e94\u7684\u95ee\u9898\u3002",
    "\u4f1a\u8bae\u6539\u5230\u660e\u5929\u4e0b\u5348\u4e09\u70b9\uff0c\u5730\u70b9\u5728\u4e8c\u697c\u4f1a\u8bae\u5ba4\u3002",
    "\u8fd9\u4e2a\u95ee\u9898\u6211\u4eec\u5df2\u7ecf\u8bb0\u5f55\uff0c\u6280\u672f\u4eba\u5458\u4f1a\u5728\u4eca\u5929\u5185\u56de\u590d\u60a8\u3002",
    "\u4ed3\u5e93\u91cc\u7684\u5907\u4ef6\u4e0d\u591a\u4e86\uff0c\u8bf7\u5728\u672c\u6708\u5e95\u4e4b\u524d\u8865\u5145\u3002",
)
_ID = re.compile(r"\b[A-Z]{2,4}-\d{3,6}\b")


def samples(n: int = 40, seed: int = 0) -> dict[str, list[str]]:
    """Up to `n` texts of each kind: prose, tables and ids of the lab world, Python of this package, Chinese."""
    prose, tables = [], []
    for doc in world.documents():
        lines = doc.text.split("\n")
        prose += [s.text.strip() for s in sentences(doc.text) if len(s.text.split()) > 8 and not _busy(s.text)]
        rows = [line for line in lines if line.startswith("| ") and not line.startswith("| ---")]
        tables += ["\n".join(rows[:6])] if len(rows) > 2 else []
    ids = [*dict.fromkeys(found for doc in world.documents() for found in _ID.findall(doc.text))]
    code = [
        inspect.getsource(value)
        for module in (measures, pack, split)
        for _, value in inspect.getmembers(module, inspect.isfunction)
        if value.__module__ == module.__name__
    ]
    rng = random.Random(f"kinds-{seed}")
    rng.shuffle(ids)
    listed = [", ".join(ids[at : at + 8]) for at in range(0, len(ids) - 7, 8)]
    kinds = {"prose": prose, "code": code, "ids": listed, "Chinese": list(CHINESE), "tables": tables}
    return {kind: rng.sample(texts, min(n, len(texts))) for kind, texts in kinds.items()}


def _busy(text: str) -> bool:
    """Whether a sentence is more than words: digits, table bars, addresses."""
    return bool(re.search(r"[\d|@_`#]", text))


def true_over_guess(texts: Sequence[str], guess: Length, count: Length) -> list[float]:
    """Real tokens over guessed ones, of each text; above 1 the guess is too low, and a guess of 0 counts as 1."""
    return [count(text) / max(1, guess(text)) for text in texts]


def id_heavy(n: int) -> list[Chunk]:
    """The n passages of the lab world with the largest share of digits: the corpus on which guesses fail."""
    ranked = sorted(world.passages(), key=lambda c: (-sum(map(str.isdigit, c.text)) / len(c.text), c.id))
    return [Chunk(c.text, c.start, c.end) for c in ranked[:n]]


@dataclass(frozen=True)
class WindowUse:
    """Prompts against a window. over: share that a server refuses. fill: mean share of the room that the others use.

    `fill` is None when every prompt was refused.
    """

    over: stats.Interval
    fill: float | None


def window_use(prompt_tokens: Sequence[int], *, window: int, reserve_output: int) -> WindowUse:
    """Judge real token counts of prompts, template included. A prompt is refused when it and the reserved output are
    above the window: the rule by which vLLM answers 400. Raises ValueError without prompts or without room."""
    room = window - reserve_output
    if room < 1:
        raise ValueError(f"window={window!r} leaves no room beside reserve_output={reserve_output!r}")
    fitting = [tokens for tokens in prompt_tokens if tokens <= room]
    over = stats.proportion_ci(len(prompt_tokens) - len(fitting), len(prompt_tokens))
    return WindowUse(over, stats.mean(fitting) / room if fitting else None)


def groups(chunks: Sequence[Chunk], per_prompt: int, n: int, seed: int = 0) -> list[list[Chunk]]:
    """`n` draws of `per_prompt` chunks each, as `n` queries would rank them."""
    rng = random.Random(f"groups-{seed}")
    return [rng.sample(list(chunks), per_prompt) for _ in range(n)]
