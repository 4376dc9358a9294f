"""A library of examples with unit vectors: nearest, diverse (MMR), by tag, without some; saved with the model's name.

Knows nothing of models: vectors come from an embedder that the caller passes (`labsupport.serving.embedder`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labsupport.context.split import Embed
from labsupport.errors import LabError
from labsupport.models import folders

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 256  # texts a call; hosted services refuse more than some thousand
DIGITS = 5  # of a cosine: the same text in another batch differs behind them
REMEDY = "build the library again from its examples, and save it"
Validate = Callable[[str], object]
"""Raises ValueError for an output that the task's schema does not allow, as pydantic's `model_validate_json` does."""


@dataclass(frozen=True)
class Example:
    """One input with the output that is right for it."""

    id: str
    input: str
    output: str
    tags: frozenset[str] = frozenset()


def one_of(labels: Collection[str]) -> Validate:
    """A check for outputs that are one label and nothing else."""

    def check(output: str) -> object:
        if output not in labels:
            raise ValueError(f"{output!r} is none of the labels {', '.join(sorted(labels))}")
        return output

    return check


def check_examples(examples: Sequence[Example], validate: Validate) -> None:
    """Raises LabError naming the first example whose output the schema does not allow."""
    for example in examples:
        try:
            validate(example.output)
        except ValueError as error:
            raise LabError(
                f"example {example.id!r} has an output that its task does not allow: {error}",
                "mend the output or leave the example out: a model copies what examples show",
            ) from None


def read_examples(file: Path, validate: Validate) -> list[Example]:
    """Examples from JSON lines with id, input, output and, if any, tags. Raises LabError naming line or example."""
    examples: list[Example] = []
    try:
        lines = file.read_text(encoding="utf-8").split("\n")  # splitlines would also cut at U+2028 inside a text
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(f"{file} cannot be read: {error}", "give a UTF-8 file of JSON lines") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            tags = row.get("tags", [])
            name, given, output = row["id"], row["input"], row["output"]
            if not isinstance(tags, list) or not all(isinstance(t, str) for t in [name, given, output, *tags]):
                raise TypeError("id, input and output are texts, tags a list of texts")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LabError(
                f"{file}, line {number}, is no example: {type(error).__name__}: {error}", "mend it"
            ) from None
        examples.append(Example(name, given, output, frozenset(tags)))
    check_examples(examples, validate)
    return examples


class ExampleLibrary:
    """Examples in the order of their ids, and `vectors`, float32 of shape (n, d) and unit length.

    embed: texts to vectors, asked in batches of `batch`. model_id: names the embedder; vectors of two models do not
    compare. Raises ValueError for an id that is there twice, batch < 1, and vectors that are no directions.
    """

    def __init__(
        self, examples: Sequence[Example], embed: Embed, *, model_id: str = "unnamed", batch: int = BATCH
    ) -> None:
        if batch < 1:
            raise ValueError(f"batch={batch!r} must be at least 1")
        counts = Counter(example.id for example in examples)
        if twice := sorted(i for i, n in counts.items() if n > 1):
            raise ValueError(f"example id {twice[0]!r} is there twice")
        self.examples = tuple(sorted(examples, key=lambda example: example.id))
        self.model_id = model_id
        self._embed, self._batch = embed, batch
        self.vectors = self.embedded([example.input for example in self.examples])

    def __len__(self) -> int:
        return len(self.examples)

    def embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts, (n, d), asked for in batches. Raises ValueError for vectors that are no directions."""
        import numpy as np

        rows: list[Sequence[float]] = []
        for at in range(0, len(texts), self._batch):
            rows += self._embed(texts[at : at + self._batch])
        if len(rows) != len(texts):
            raise ValueError(f"the embedder gave {len(rows)} vectors for {len(texts)} texts")
        made = np.asarray(rows, dtype=np.float32).reshape(len(rows), len(rows[0]) if rows else 0)
        sizes = np.linalg.norm(made, axis=1, keepdims=True)
        if not np.isfinite(made).all() or not (sizes > 0).all():
            raise ValueError("the embedder gave a vector of length 0 or with a value that is not finite")
        unit: NDArray[np.float32] = made / sizes
        return unit

    def nearest(
        self, q: str, k: int, tags: Collection[str] = frozenset(), exclude: Collection[str] = frozenset()
    ) -> list[Example]:
        """The `k` examples most similar to `q`, best first; fewer where there are fewer, [] for none.

        tags: an example must have all of them. exclude: ids that must not appear, such as those of `leak_check`.
        Equal similarities come in the order of ids. Raises ValueError for k < 1.
        """
        return [example for example, _ in self.ranked(q, k, tags, exclude)]

    def ranked(
        self, q: str, k: int, tags: Collection[str] = frozenset(), exclude: Collection[str] = frozenset()
    ) -> list[tuple[Example, float]]:
        """As `nearest`, with the cosines."""
        relevance = self.relevance(q)
        return [(self.examples[i], relevance[i]) for i in nearest_first(self.examples, relevance, k, tags, exclude)]

    def relevance(self, q: str) -> list[float]:
        """The cosine of every example with `q`, in the order of `examples`, rounded to DIGITS."""
        if not self.examples:
            return []
        return [round(float(cosine), DIGITS) for cosine in self.vectors @ self.embedded([q])[0]]

    def mmr(
        self,
        q: str,
        k: int,
        lam: float = 0.7,
        pool: int | None = None,
        *,
        tags: Collection[str] = frozenset(),
        exclude: Collection[str] = frozenset(),
    ) -> list[Example]:
        """`k` examples that are relevant and unlike each other, in the order they were picked; all where fewer are.

        lam: weight of relevance; 1 is `nearest`, 0 asks only for difference. pool: how many of the nearest are
        considered, all by default. Exact copies of a very near example are picked at any lam well above 0, so
        `deduplicated` comes first. Raises ValueError for k < 1, lam outside 0..1, pool < 1.
        """
        if pool is not None and pool < 1:
            raise ValueError(f"pool={pool!r} must be at least 1")
        relevance = self.relevance(q)
        order = nearest_first(self.examples, relevance, pool or max(1, len(self)), tags, exclude)
        picked = mmr_order([relevance[i] for i in order], self.vectors[order], k, lam)
        return [self.examples[order[i]] for i in picked]

    def deduplicated(self, threshold: float = 0.95) -> ExampleLibrary:
        """The library without examples whose input has a cosine of `threshold` or more with an earlier one kept.

        Two near inputs with different outputs are a contradiction and not a copy: both stay, to be looked at.
        Raises ValueError for a threshold outside 0..1.
        """
        if not 0.0 <= threshold <= 1.0:
            raise ValueError(f"threshold={threshold!r} must be from 0 to 1")
        kept: list[int] = []
        for i, example in enumerate(self.examples):
            near = self.vectors[kept] @ self.vectors[i] if kept else []
            copies = (self.examples[j] for j, cosine in zip(kept, near, strict=True) if cosine >= threshold - 1e-6)
            if all(copy.output != example.output for copy in copies):
                kept.append(i)
        return self._with([self.examples[i] for i in kept], self.vectors[kept])

    def save(self, folder: Path) -> None:
        """Examples, vectors and the model's name, each with its hash; an older library there is replaced whole."""
        import numpy as np

        with folders.replacing(folder) as fresh:
            rows = [{"id": e.id, "input": e.input, "output": e.output, "tags": sorted(e.tags)} for e in self.examples]
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (fresh / "examples.jsonl").write_bytes(text.encode("utf-8"))
            np.save(fresh / "vectors.npy", self.vectors, allow_pickle=False)
            (fresh / "library.json").write_text(json.dumps({"model_id": self.model_id}) + "\n", encoding="utf-8")
            folders.write_manifest(fresh, folder.name)

    @classmethod
    def open(
        cls, folder: Path, embed: Embed, *, model_id: str, validate: Validate, batch: int = BATCH
    ) -> ExampleLibrary:
        """A saved library, without embedding it again.

        Raises LabError for a file that is missing or changed, for vectors of another model than `model_id`, and for an
        output that `validate` refuses.
        """
        import numpy as np

        folders.compare(folder, REMEDY)
        saved: Mapping[str, str] = json.loads((folder / "library.json").read_text(encoding="utf-8"))
        if saved["model_id"] != model_id:
            raise LabError(f"{folder} holds vectors of {saved['model_id']!r}, asked for was {model_id!r}", REMEDY)
        made = cls([], embed, model_id=model_id, batch=batch)
        vectors = np.load(folder / "vectors.npy", allow_pickle=False)
        return made._with(read_examples(folder / "examples.jsonl", validate), vectors)

    def _with(self, examples: Sequence[Example], vectors: NDArray[np.float32]) -> ExampleLibrary:
        made = ExampleLibrary([], self._embed, model_id=self.model_id, batch=self._batch)
        made.examples, made.vectors = tuple(examples), vectors
        return made


def nearest_first(
    examples: Sequence[Example],
    relevance: Sequence[float],
    k: int,
    tags: Collection[str] = frozenset(),
    exclude: Collection[str] = frozenset(),
) -> list[int]:
    """Indices of the at most `k` most relevant examples that may be shown, best first; [] where none may.

    relevance: similarity of each example with the input. tags: an example must have all of them. exclude: ids that must
    not appear. Equal relevance comes in the order of ids.
    Raises ValueError for k < 1, TypeError for tags or exclude that are one text.
    """
    # BEGIN SOLUTION
    if k < 1:
        raise ValueError(f"k={k!r} must be at least 1")
    if isinstance(tags, str) or isinstance(exclude, str):
        raise TypeError("tags and exclude are collections of texts, not one text")
    wanted, banned = frozenset(tags), frozenset(exclude)
    allowed = [i for i, example in enumerate(examples) if wanted <= example.tags and example.id not in banned]
    return sorted(allowed, key=lambda i: (-relevance[i], examples[i].id))[:k]
    # END SOLUTION


def mmr_order(relevance: Sequence[float], vectors: NDArray[np.float32], k: int, lam: float) -> list[int]:
    """Indices of at most `k` candidates by maximal marginal relevance, as picked.

    relevance: similarity of each candidate with the query. vectors: (n, d) of unit length. Each step takes the
    candidate with the highest lam * relevance - (1 - lam) * (greatest similarity with one already picked); of equal
    ones the more relevant, then the earlier. It reorders and never stops early. Source: Carbonell and Goldstein 1998.
    Raises ValueError for k < 1, lam outside 0..1.
    """
    # BEGIN SOLUTION
    if k < 1:
        raise ValueError(f"k={k!r} must be at least 1")
    if not 0.0 <= lam <= 1.0:
        raise ValueError(f"lam={lam!r} must be from 0 to 1")
    picked: list[int] = []
    left = list(range(len(relevance)))
    closest = [float("-inf")] * len(relevance)  # greatest similarity with one that is picked
    while left and len(picked) < k:

        def value(i: int) -> tuple[float, float, int]:
            redundancy = closest[i] if picked else 0.0
            return round(lam * relevance[i] - (1.0 - lam) * redundancy, DIGITS), relevance[i], -i

        best = max(left, key=value)
        picked.append(best)
        left.remove(best)
        for i in left:
            closest[i] = max(closest[i], float(vectors[i] @ vectors[best]))
    return picked
    # END SOLUTION


def knn_vote(library: ExampleLibrary, q: str, k: int, exclude: Collection[str] = frozenset()) -> str | None:
    """The output with the greatest summed similarity among the `k` nearest, or None for an empty library.

    What a model must beat before its few-shot prompt adds anything. Equal sums: the output of the nearer example.
    Raises ValueError for k < 1.
    """
    votes: dict[str, float] = {}
    for example, cosine in library.ranked(q, k, exclude=exclude):
        votes[example.output] = votes.get(example.output, 0.0) + max(0.0, cosine)
    return max(votes, key=lambda output: votes[output]) if votes else None


def label_precision(library: ExampleLibrary, items: Sequence[tuple[str, str]], k: int) -> float:
    """Share of the `k` nearest examples with the item's own label, mean over items (input, label).

    Raises ValueError for no items, an empty library, or k < 1.
    """
    if not items or not len(library):
        raise ValueError("label precision needs at least one item and one example")
    shares = [[e.output == label for e in library.nearest(text, k)] for text, label in items]
    return sum(sum(same) / len(same) for same in shares) / len(shares)
