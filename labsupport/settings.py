"""Every setting of the lab, read once from `LAB_*` environment variables and checked. Knows nothing of services."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from labsupport.errors import LabError

Pace = Literal["smoke", "full", "deep"]
Device = Literal["auto", "cpu", "cuda"]
GrammarBackend = Literal["xgrammar", "guidance"]  # the names that vLLM gives xgrammar and llguidance

KNOWN: dict[str, str] = {
    "LAB_HOME": "folder for everything the lab writes: services, records, progress",
    "LAB_MODEL": "model name served by the local vLLM, a path in Hugging Face layout, or a remote model's name",
    "LAB_BASE_URL": "an OpenAI-compatible endpoint to use instead of the local one, ending in /v1",
    "LAB_API_KEY": "key for LAB_BASE_URL; the local endpoint needs none",
    "LAB_QDRANT_URL": "a Qdrant server to use instead of the embedded engine",
    "LAB_DEVICE": "auto, cpu or cuda",
    "LAB_GRAMMAR": "what constrains the answers of the local vLLM: xgrammar or guidance (llguidance)",
    "LAB_RERANKER": "what scores pairs in 04.3: reranker or cross-encoder in data/models, or a hub model as owner/name",
    "LAB_PACE": "smoke, full or deep",
    "LAB_SEED": "seed of every random choice (whole number)",
    "LAB_TIME_SCALE": "factor on every scripted delay of the provider simulator (above 0)",
    "LAB_STRICT": "1: a failed exercise check raises instead of falling back to the reference",
}


@dataclass(frozen=True)
class Settings:
    """The lab's settings; `load()` builds it from the environment."""

    home: Path
    model: str = "lab-nano"
    base_url: str | None = None
    api_key: str = field(default="local", repr=False)  # a key must not end up in a log
    qdrant_url: str | None = None
    device: Device = "auto"
    grammar: GrammarBackend = "xgrammar"
    reranker: str = "reranker"
    pace: Pace = "full"
    seed: int = 0
    time_scale: float = 1.0
    strict: bool = False


def default_home(env: Mapping[str, str]) -> Path:
    """Lab home when `LAB_HOME` is not set: `$XDG_DATA_HOME/ai-engineering-lab`, else `~/.local/share/...`."""
    base = env.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "ai-engineering-lab"


def repo_root() -> Path:
    """The project's root: the folder that holds `labsupport/`."""
    return Path(__file__).resolve().parent.parent


def load(env: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings. Raises LabError that names an unknown variable or a bad value."""
    env = os.environ if env is None else env
    for name in env:
        if name.startswith("LAB_") and name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, n=1)
            guess = f"did you mean {near[0]}? " if near else ""
            raise LabError(f"unknown setting {name}", f"{guess}known settings: {', '.join(sorted(KNOWN))}")
    return Settings(
        home=Path(env["LAB_HOME"]).expanduser().resolve() if env.get("LAB_HOME") else default_home(env),
        model=env.get("LAB_MODEL") or Settings.model,
        base_url=_url(env, "LAB_BASE_URL", "http://HOST:PORT/v1 or https://HOST/v1"),
        api_key=env.get("LAB_API_KEY") or Settings.api_key,
        qdrant_url=_url(env, "LAB_QDRANT_URL", "http://HOST:PORT or https://HOST"),
        device=_choice(env, "LAB_DEVICE", get_args(Device), Settings.device),
        grammar=_choice(env, "LAB_GRAMMAR", get_args(GrammarBackend), Settings.grammar),
        reranker=env.get("LAB_RERANKER") or Settings.reranker,
        pace=_choice(env, "LAB_PACE", get_args(Pace), Settings.pace),
        seed=int(_number(env, "LAB_SEED", Settings.seed, whole=True, least=0)),
        time_scale=_number(env, "LAB_TIME_SCALE", Settings.time_scale, above=0.0),
        strict=_choice(env, "LAB_STRICT", ("0", "1"), "0") == "1",
    )


def _url(env: Mapping[str, str], name: str, form: str) -> str | None:
    value = env.get(name)
    if not value:
        return None
    if not is_url(value):
        raise LabError(f"{name}={value!r} is not a URL", f"give {form}")
    return value.rstrip("/")


def is_url(text: str) -> bool:
    """Whether `text` is an http(s) URL with a host and, if any, a port from 1 to 65535."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or out of range
        return False


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> Any:
    value = env.get(name) or default
    if value not in allowed:
        raise LabError(f"{name}={value!r} is not allowed", f"use one of: {', '.join(allowed)}")
    return value


def _number(
    env: Mapping[str, str],
    name: str,
    default: float,
    *,
    whole: bool = False,
    above: float | None = None,
    least: float | None = None,
) -> float:
    raw = env.get(name)
    if not raw:
        return default
    try:
        value = int(raw) if whole else float(raw)
    except ValueError:
        raise LabError(f"{name}={raw!r} is not a {'whole ' if whole else ''}number", f"for example {name}=1") from None
    if above is not None and not above < value < float("inf"):
        raise LabError(f"{name}={raw!r} must be above {above:g} and finite", f"for example {name}=1")
    if least is not None and value < least:
        raise LabError(f"{name}={raw!r} must be at least {least:g}", f"for example {name}=1")
    return value
