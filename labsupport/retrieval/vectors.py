"""MiniLM vectors of texts. Those of the lab world's passages and queries come with the repository, others are made.

Embedding the world takes minutes on a laptop, and an index is made offline anyway: `python -m
labsupport.retrieval.vectors` makes the shipped file anew, a test embeds a sample again and compares. Knows no database.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.serving.embedder import DIMENSIONS, embed

if TYPE_CHECKING:
    import numpy as np

FILE = "minilm.safetensors"


def folder() -> Path:
    """Where the shipped vectors lie."""
    return settings.repo_root() / "data" / "vectors"


def key(text: str) -> int:
    """The first eight bytes of the text's SHA-256: what a vector is found by."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


@functools.cache
def _shipped() -> dict[int, Any]:
    """Vectors by key, float16. Raises LabError for a file that is not the one in the manifest."""
    import json

    from safetensors.numpy import load

    path = folder() / FILE
    try:
        raw = path.read_bytes()
        wanted = json.loads((folder() / "MANIFEST.json").read_text(encoding="utf-8"))["files"][FILE]["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise LabError(f"the vectors of the lab world cannot be read: {error}", f"git checkout {folder()}") from error
    if hashlib.sha256(raw).hexdigest() != wanted:
        raise LabError(f"{path} is not the file that its manifest names", f"git checkout {folder()}")
    found = load(raw)
    return dict(zip(found["keys"].tolist(), found["vectors"], strict=True))


_made: dict[int, Any] = {}


def encode(texts: Sequence[str]) -> np.ndarray:
    """Vectors float32 (n, 384) of unit length, in input order: shipped ones, those made before, and new ones."""
    import numpy as np

    shipped = _shipped()
    keys = [key(text) for text in texts]
    new = {k: t for k, t in zip(keys, texts, strict=True) if k not in shipped and k not in _made}
    _made.update(zip(new, embed(list(new.values())), strict=True))
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    found = np.stack([shipped[k] if k in shipped else _made[k] for k in keys]).astype(np.float32)
    unit: np.ndarray = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def world_texts() -> list[str]:
    """What is shipped: all passages, then all queries of the lab world, each text once."""
    from labsupport import world

    return list(dict.fromkeys([*(c.text for c in world.passages()), *(q.text for q in world.queries())]))


def main() -> int:
    """Make the shipped file anew."""
    import numpy as np
    from safetensors.numpy import save_file

    from labsupport.models.folders import write_manifest

    texts = world_texts()
    folder().mkdir(parents=True, exist_ok=True)
    save_file(
        {"keys": np.array([key(t) for t in texts], dtype=np.int64), "vectors": embed(texts).astype(np.float16)},
        str(folder() / FILE),
    )
    write_manifest(folder(), "vectors")
    print(f"{len(texts)} vectors in {folder()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
