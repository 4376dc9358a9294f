"""The off switches: environment variables that keep every library quiet, offline and out of telemetry.

Standard library only, so that it can be used before any environment exists. This is the one list; whatever starts
a process passes `env()` on, and the lab calls `apply()` when a notebook begins.
"""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Mapping
from pathlib import Path

# Privacy and network: always these values, whatever the caller's environment says.
FORCED: dict[str, str] = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "RAGAS_DO_NOT_TRACK": "true",  # ragas compares with the literal "true"; "1" leaves it on
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": "",
    "VLLM_NO_USAGE_STATS": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "false",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}
# Behaviour on small machines: a value that is already set wins (vLLM may be given more threads, for example).
DEFAULTS: dict[str, str] = {
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "1",  # one thread was faster than two in each of three repeats on a busy 2-core machine
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
}


def env(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The switches as a new dict. `base` (default: this process's environment) only decides the `DEFAULTS`."""
    base = os.environ if base is None else base
    switches = dict(FORCED) | {name: base.get(name) or value for name, value in DEFAULTS.items()}
    cache = Path(sysconfig.get_paths()["purelib"]) / "llama_index" / "core" / "_static" / "tiktoken_cache"
    if cache.is_dir():  # the encodings that ship inside llama-index; tiktoken would fetch them otherwise
        switches["TIKTOKEN_CACHE_DIR"] = str(cache)
    return switches


def child_env(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A full environment for a child process: this process's, then the switches, then `extra`."""
    return {**os.environ, **env(), **(extra or {})}


def apply() -> None:
    """Set the switches in this process. Call it before the first import of a library that reads them."""
    os.environ.update(env())
