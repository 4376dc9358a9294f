"""`lab bench-engine`: the engine against transformers' `generate` and vLLM, by the arms and rules of `bench-models`."""

from __future__ import annotations

import argparse
import contextlib
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from labsupport import models, offline, settings
from labsupport.engine.engine import Engine
from labsupport.engine.sampling import Sampling
from labsupport.errors import LabError
from labsupport.models import bench, shipped
from labsupport.services.state import write_json

RECORD = "bench-engine.json"
READING = (
    "A step of a model this small takes about as long as starting its operations and, with a server, as writing and\n"
    "reading JSON and waking processes. An engine inside the process pays none of the latter. That ends where the\n"
    "products of a step outweigh it: with more parameters, longer contexts or many streams, kernels made for the\n"
    "purpose win, and only a server is shared by several processes."
)


def of_engine(folder: Path, plan: bench.Plan, device: str = "cpu") -> Callable[[list[list[int]]], float]:
    """This engine, all streams submitted at once."""
    engine = Engine.load(folder, dtype=plan.dtype, device=device, max_running=max(plan.streams))
    sampling = Sampling(max_tokens=plan.tokens, ignore_end=True)

    def run(prompts: list[list[int]]) -> float:
        began = time.perf_counter()
        made = sum(map(len, engine.generate(prompts, sampling)))
        return made / (time.perf_counter() - began)

    return run


def measured(name: str, plan: bench.Plan, *, with_vllm: bool = True) -> dict[str, Any]:
    """The record of one model: date, hardware, settings, ratios, and the rates (new tokens a second) by arm."""
    from labsupport.models.train import hardware

    folder = models.verify(name)
    version = ""
    with contextlib.ExitStack() as stack:
        engines = {"transformers": bench.of_transformers(folder, plan)}
        if with_vllm:
            from labsupport.models import agree

            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-bench-engine-")))
            found = stack.enter_context(agree.server(name, home=home, dtype=plan.dtype))
            engines["server"] = bench.of_server(found.url, found.details["model"], plan)
            engines["in-process"] = stack.enter_context(bench.in_process(folder, plan, home / "in-process"))
            version = f", vLLM {found.details['version']} as a server and in process"
        engines["engine"] = of_engine(folder, plan)
        rates = bench.measure(engines, bench.prompts_of(folder), plan)
    return {
        "model": folder.name,
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": hardware("cpu"),
        "rounds": plan.rounds,
        "settings": (
            f"the engine, transformers' generate{version}, all in {plan.dtype}; {plan.tokens} new tokens a stream"
            " behind prompts of the lab world"
        ),
        "ratios": bench.ratios(rates, plan),
        "rates": {arm: [round(r, 2) for r in found_rates] for arm, found_rates in rates.items()},
    }


def main(argv: list[str]) -> int:
    """`lab bench-engine [NAME ...] [--rounds R] [--tokens N] [--dtype D] [--without-vllm] [--write]`."""
    parser = argparse.ArgumentParser(prog="lab bench-engine", description="Tokens a second of the engine and others.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: {', '.join(shipped.generators())}")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of all arms (default %(default)s)")
    parser.add_argument("--tokens", type=int, default=48, help="new tokens a stream (default %(default)s)")
    parser.add_argument("--dtype", default="float32", choices=("bfloat16", "float32"), help="precision of every arm")
    parser.add_argument("--without-vllm", action="store_true", help="leave out both arms of vLLM")
    parser.add_argument("--write", action="store_true", help="put the record into data/records")
    options = parser.parse_args(argv)
    if options.rounds < 2 or options.tokens < 1:
        raise LabError(
            f"--rounds {options.rounds} --tokens {options.tokens} gives no interval", "at least 2 rounds and 1 token"
        )
    plan = bench.Plan(rounds=options.rounds, tokens=options.tokens, dtype=options.dtype)
    offline.apply()  # the same number of threads for every arm
    targets = [settings.load().home / "records" / RECORD]
    if options.write:
        targets.append(settings.repo_root() / "data" / "records" / RECORD)
    for name in options.names or shipped.generators():
        record = measured(name, plan, with_vllm=not options.without_vllm)
        print(bench.table(record), end="\n\n", flush=True)
        for path in targets:
            kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            path.parent.mkdir(parents=True, exist_ok=True)
            write_json(path, kept | {record["model"]: record})
    print(READING)
    print(f"wrote {', '.join(map(str, targets))}")
    return 0
