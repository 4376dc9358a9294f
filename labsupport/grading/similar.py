"""Answers that are unusually alike: hints for the instructor, not verdicts.

Two answers are compared by sequences of syntax, so that other names, comments and layout make no difference. What the
stub or the reference contains counts for nothing, and neither does what many in the class wrote: short exercises have
few natural answers. Knows nothing of scores.
"""

from __future__ import annotations

import ast
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LENGTH = 8  # consecutive syntax nodes of one gram
LEAST = 15  # grams of an answer's own: fewer say nothing
ALIKE = 0.8  # shared share of own grams
COMMON = 0.3  # of a class, and more than five students: the usual way to write it
MAX_NODES = 20_000


@dataclass(frozen=True)
class Hint:
    """Two answers to one exercise, and the share of what is their own that they have in common."""

    exercise_id: str
    students: tuple[str, str]
    share: float


def grams(source: str) -> frozenset[int]:
    """Hashes of sequences of syntax nodes, without the names that the code itself chooses; empty for what does not
    parse."""
    try:
        tree = ast.parse(source)
        words = list(itertools.islice(_words(tree, _own_names(tree)), MAX_NODES))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    spans = ("\n".join(words[i : i + LENGTH]) for i in range(len(words) - LENGTH + 1))
    return frozenset(
        int.from_bytes(hashlib.blake2b(span.encode("utf-8", "replace"), digest_size=6).digest()) for span in spans
    )


def _own_names(tree: ast.AST) -> set[str]:
    """Names that the source binds: parameters, variables, definitions. Attributes and imports keep their names."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
    return found


def _words(node: ast.AST, own: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return
    text = type(node).__name__
    if isinstance(node, ast.Name):
        text = "own" if node.id in own else node.id
    elif isinstance(node, ast.Attribute):
        text = f".{node.attr}"
    elif isinstance(node, ast.Constant):
        text = repr(node.value)[:80]
    elif isinstance(node, ast.keyword):
        text = f"{node.arg}="
    if not isinstance(node, ast.expr_context):
        yield text
    body = getattr(node, "body", None)
    docstring = body[0] if isinstance(body, list) and body and _is_text(body[0]) else None
    for child in ast.iter_child_nodes(node):
        if child is not docstring:
            yield from _words(child, own)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def hints(exercise_id: str, answers: Mapping[str, frozenset[int]], known: Iterable[str]) -> list[Hint]:
    """Pairs of students whose answers (their grams) are alike beyond the `known` sources and what the class shares.

    Copies count once when the class is asked what is usual, so that a copied answer does not become usual.
    """
    given = frozenset[int]().union(*(grams(source) for source in known))
    mine = {student: found - given for student, found in answers.items()}
    counts = Counter(gram for found in set(mine.values()) for gram in found)
    usual = {gram for gram, count in counts.items() if count > max(5, COMMON * len(answers))}
    mine = {student: left for student, found in mine.items() if len(left := found - usual) >= LEAST}
    pairs = []
    for (one, a), (two, b) in itertools.combinations(sorted(mine.items()), 2):
        if min(len(a), len(b)) < ALIKE * max(len(a), len(b)):
            continue
        share = len(a & b) / len(a | b)
        if share >= ALIKE:
            pairs.append(Hint(exercise_id, (one, two), round(share, 2)))
    return sorted(pairs, key=lambda hint: (-hint.share, hint.students))
