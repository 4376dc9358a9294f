"""The command line of the local vLLM server: one model on the OpenAI-compatible API, on the CPU or on CUDA.

vLLM lives in an environment of its own (`.venv-serve`) and is reached over HTTP only. Knows nothing of supervision.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport import offline, settings
from labsupport.errors import LabError
from labsupport.services.ports import HOST
from labsupport.services.spec import PORT, Spec, http_json

MAX_LEN = 8192  # hub models advertise lengths whose cache no laptop holds
MIB = 1024 * 1024


@dataclass(frozen=True)
class Build:
    """An installed vLLM: its interpreter, `device` ("cpu" or "cuda") and version."""

    python: Path
    device: str
    version: str


def serve_python() -> Path:
    """The interpreter of the serve environment (it need not exist)."""
    return settings.repo_root() / ".venv-serve" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def build(python: Path | None = None) -> Build | None:
    """The installed vLLM, or None on systems for which there is none (not Linux).

    Raises LabError when it ought to be there and is not, or does not fit LAB_DEVICE.
    """
    python = serve_python() if python is None else python
    linux = sys.platform.startswith("linux")
    if not python.exists():
        if not linux:
            return None
        raise LabError(f"the serve environment is missing: there is no {python}", "run `make lab`, which creates it")
    site = python.parent.parent / ("Lib/site-packages" if os.name == "nt" else "lib")
    pattern = "vllm{}-*.dist-info" if os.name == "nt" else "python*/site-packages/vllm{}-*.dist-info"
    for device, suffix in (("cpu", "_cpu"), ("cuda", "")):
        for found in site.glob(pattern.format(suffix)):
            return _checked(Build(python, device, found.name.removesuffix(".dist-info").rsplit("-", 1)[1]))
    if not linux:
        return None
    raise LabError(f"vLLM is not installed in {python.parent.parent}", "run `make lab`, which installs it again")


def _checked(found: Build) -> Build:
    if found.device == "cpu" and settings.load().device == "cuda":
        raise LabError(
            f"LAB_DEVICE=cuda, but {found.python.parent.parent} holds vLLM's CPU build",
            "run `make lab` on a machine with an NVIDIA driver, or set LAB_DEVICE=auto",
        )
    if found.device == "cuda" and not (Path("/dev/nvidiactl").exists() or shutil.which("nvidia-smi")):
        raise LabError(
            f"{found.python.parent.parent} holds vLLM's CUDA build, but no NVIDIA driver was found",
            "remove that folder and run `make lab`, which then installs the CPU build",
        )
    return found


def model_path(name: str) -> Path:
    """The folder of a model given by name or by path, its files checked. Raises LabError."""
    from labsupport import models

    folder = models.verify(name)
    check_weights(folder)
    return folder.resolve()


def check_weights(folder: Path) -> None:
    """Raises LabError if a file that serving needs is missing or a safetensors file is cut short."""
    again = "copy the model again (`git restore data/models` for a lab model, `lab train` to train one)"
    config(folder)
    shards = sorted(folder.glob("*.safetensors"))
    if not shards:
        raise LabError(f"{folder} holds no *.safetensors file", again)
    for shard in shards:
        size = shard.stat().st_size
        try:
            with shard.open("rb") as file:
                length = int.from_bytes(file.read(8), "little")
                if not 0 < length < size:
                    raise ValueError(f"header length {length} in a file of {size} bytes")
                header = json.loads(file.read(length))
                ends = [entry["data_offsets"][1] for key, entry in header.items() if key != "__metadata__"]
                if max(ends) != size - 8 - length:
                    raise ValueError(f"header promises {max(ends)} bytes of tensors, {size - 8 - length} are there")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LabError(f"the weight file {shard} is corrupt: {error}", again) from error


def config(folder: Path) -> dict[str, Any]:
    """The model's config.json (its text part). Raises LabError if it cannot be read."""
    path = folder / "config.json"
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        value = value.get("text_config", value)
        int(value["num_hidden_layers"]), int(value["num_attention_heads"]), int(value["hidden_size"])
        return dict(value)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"lacks {error}" if isinstance(error, KeyError) else f"cannot be read: {error}"
        raise LabError(f"{path} {why}", "give a folder in Hugging Face layout (config.json, *.safetensors)") from error


def served_length(conf: Mapping[str, Any]) -> int:
    """Longest prompt plus answer, in tokens: the model's own limit, at most 8,192."""
    return min(int(conf.get("max_position_embeddings", 1024)), MAX_LEN)


def cache_bytes(conf: Mapping[str, Any]) -> int:
    """Bytes for the KV cache: 64 full-length sequences, within 128 MiB to 1 GiB, never less than two sequences."""
    heads = int(conf["num_attention_heads"])
    head = int(conf.get("head_dim") or int(conf["hidden_size"]) // heads)
    kv_heads = int(conf.get("num_key_value_heads") or heads)
    sequence = 2 * int(conf["num_hidden_layers"]) * kv_heads * head * 2 * served_length(conf)  # K and V, 2 bytes each
    return max(2 * sequence, min(max(64 * sequence, 128 * MIB), 1024 * MIB))


def fingerprint(folder: Path) -> str:
    """Changes when a file of the model changes (names, sizes, times): a retrained model gets a new server."""
    facts = [(f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in sorted(folder.iterdir()) if f.is_file()]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def environment(home: Path, device: str) -> dict[str, str]:
    """Environment of the server: off switches, loopback only, caches under the lab home, threads for small machines."""
    env = offline.env() | {
        "VLLM_HOST_IP": HOST,  # otherwise vLLM looks for a route to the outside, which a closed network has not
        "VLLM_LOOPBACK_IP": HOST,
        "VLLM_CACHE_ROOT": str(home / "cache" / "vllm"),
        "VLLM_CONFIG_ROOT": str(home / "cache" / "vllm-config"),
        "VLLM_PLUGINS": "",
        "PYTHONPATH": "",  # the caller's may point into another environment
        "PYTHONHOME": "",
        "PYTHONNOUSERSITE": "1",
    }
    if sys.platform.startswith("linux"):
        env["GLOO_SOCKET_IFNAME"] = "lo"
    if device == "cpu":
        env |= {
            # One process fewer: with threads fixed from outside, the worker may live inside the engine. Measured
            # on 2 cores with a tiny model: ready in 33 s instead of 72 s, 1.4 GB resident instead of 2.7 GB.
            "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
            "VLLM_CPU_OMP_THREADS_BIND": "nobind",  # pinning to a core loses when others use that core
        }
    return env


def spec(*, port: int | None = None, model: str | None = None) -> Spec | None:
    """The server for the current settings; None where vLLM cannot be had. Raises LabError naming what is wrong."""
    options = settings.load()
    found = build()
    if found is None:
        return None
    name = model or options.model
    folder = model_path(name)
    conf = config(folder)
    length = served_length(conf)
    # vLLM's messages hide everything that looks like a path, so a model given by path has a plain name as well.
    aliases = list(dict.fromkeys((name, folder.name)))
    argv = [
        str(found.python), "-m", "vllm.entrypoints.openai.api_server",
        "--model", str(folder), "--served-model-name", *aliases, "--host", HOST, "--port", PORT,
        "--max-model-len", str(length), "--kv-cache-memory-bytes", str(cache_bytes(conf)),
        "--enable-prefix-caching", "--enable-prompt-tokens-details",
        "--enable-auto-tool-choice", "--tool-call-parser", "hermes",
        "--structured-outputs-config", json.dumps({"backend": options.grammar, "disable_any_whitespace": True}),
        "--disable-uvicorn-access-log",
    ]  # fmt: skip
    if found.device == "cpu":
        argv += ["--enforce-eager", "--distributed-executor-backend", "uni"]
    return Spec(
        name="vllm",
        kind="vllm",
        argv=tuple(argv),
        url=f"http://{HOST}:{PORT}/v1",
        env=environment(options.home, found.device),
        details={
            "model": name,
            "path": str(folder),
            "weights": fingerprint(folder),
            "max_model_len": length,
            "device": found.device,
            "version": found.version,
            "missing": [],
        },
        port=port,
        start_s=300.0,
        hang_s=90.0,
        usual="30 to 70 s",
    )


def warm_up(url: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """One long prompt and one structured answer, so that nobody's first request pays for first-time work.

    Returns the cache's block size in tokens. Raises RuntimeError with the server's answer if it cannot complete.
    """
    model = details["model"]
    prompt = [5 + i % 50 for i in range(max(1, int(details["max_model_len"]) - 16))]
    http_json(f"{url}/completions", {"model": model, "prompt": prompt, "max_tokens": 4, "temperature": 0})
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    http_json(
        f"{url}/completions",
        {"model": model, "prompt": prompt[:4], "max_tokens": 12, "structured_outputs": {"json": schema}},
    )
    return {"block_size": block_size(url)}


def block_size(url: str) -> int | None:
    """Tokens per cache block, read from the running server's metrics; None if it does not tell."""
    text = str(http_json(url.removesuffix("/v1") + "/metrics"))
    for line in text.splitlines():
        if line.startswith("vllm:cache_config_info{"):
            for part in line.split("{", 1)[1].split(","):
                key, _, value = part.partition("=")
                if key == "block_size" and value.strip('"').isdigit():
                    return int(value.strip('"'))
    return None
