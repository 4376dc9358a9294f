"""The same API from transformers' own server, for systems on which vLLM cannot be had. Slower, and it lacks features.

What it lacks was found by asking it: see `MISSING`, which `lab status` prints and `Endpoint.details` carries.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labsupport import offline, settings
from labsupport.errors import LabError
from labsupport.services import vllm
from labsupport.services.ports import HOST
from labsupport.services.spec import PORT, Spec, http_json
from labsupport.services.state import disk_error

MISSING = (
    "JSON-schema constrained output (response_format is ignored)",
    "parsed tool calls (the text comes back as it is)",
    "prefix caching and cached_tokens",
    "logprobs",
    "/metrics",
    "refusal of prompts beyond the trained length",
    "list of models (/v1/models)",
)


def _link(home: Path, name: str, target: Path) -> Path:
    """A folder in which the relative path `name` is the model, because the server calls a model by its path."""
    folder = home / "cache" / "transformers"
    link = folder / name
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_symlink():
            link.unlink()
        link.symlink_to(target, target_is_directory=True)
    except OSError as error:
        if os.name == "nt":  # links need a privilege there
            raise LabError(
                f"cannot link {link} to {target}: {error}", "switch on Windows' developer mode, or use WSL"
            ) from error
        raise disk_error(link, error) from error
    return folder


def spec(*, port: int | None = None, model: str | None = None) -> Spec:
    """The fallback server for the current settings. Raises LabError naming what is wrong with the model."""
    options = settings.load()
    name = model or options.model
    folder = vllm.model_path(name)
    env = offline.env()
    if Path(name).expanduser().is_dir():
        served = str(folder)
        cwd = options.home
    else:
        served = name
        cwd = _link(options.home, name, folder)
    device = "cuda" if options.device == "cuda" else "cpu"
    run = "import os, sys; os.chdir(sys.argv.pop(1)); from transformers.cli.transformers import main; main()"
    return Spec(
        name="vllm",
        kind="transformers",
        argv=(sys.executable, "-c", run, str(cwd), "serve", served, "--host", HOST, "--port", PORT, "--device", device),
        url=f"http://{HOST}:{PORT}/v1",
        env=env,
        details={
            "model": served,
            "path": str(folder),
            "weights": vllm.fingerprint(folder),
            "max_model_len": vllm.served_length(vllm.config(folder)),
            "device": device,
            "missing": list(MISSING),
        },
        port=port,
        start_s=180.0,
        hang_s=90.0,
        usual="20 to 40 s",
    )


def warm_up(url: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """One short completion. Raises RuntimeError with the server's answer if it cannot complete."""
    http_json(f"{url}/completions", {"model": details["model"], "prompt": "a", "max_tokens": 2})
    return {"block_size": None}
