"""`lab bench-models`: generated tokens a second of transformers and of vLLM, as ratios of interleaved arms.

Every round asks each arm once, in a random order, for the same number of new tokens behind prompts that no arm has
seen before, so that neither drift of the machine nor the prefix cache favours one. It reports; tests never assert
seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from labsupport import models, offline, settings, stats
from labsupport.errors import LabError
from labsupport.models import shipped
from labsupport.services import vllm
from labsupport.services.state import write_json

WORKER = Path(__file__).with_name("bench_worker.py")
STREAMS = (1, 8, 32)
RECORD = "bench-models.json"
Prompts = Iterator[list[int]]


@dataclass(frozen=True)
class Plan:
    """What is measured: rounds, new tokens a stream, numbers of concurrent streams, precision of every arm."""

    rounds: int = 9
    tokens: int = 48
    streams: tuple[int, ...] = STREAMS
    dtype: str = "bfloat16"


# ---- arms: each takes prompts and returns new tokens a second
def of_transformers(folder: Path, plan: Plan) -> Callable[[list[list[int]]], float]:
    """transformers' `generate`, one batch of all streams, padded on the left."""
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))  # as many as vLLM gets, whoever imported torch before
    model, _ = models.load(folder, dtype=plan.dtype)
    untyped: Any = model

    def run(prompts: list[list[int]]) -> float:
        width = max(map(len, prompts))
        ids = torch.tensor([[0] * (width - len(p)) + p for p in prompts])
        mask = torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in prompts])
        began = time.perf_counter()
        made = untyped.generate(
            input_ids=ids, attention_mask=mask, do_sample=False, min_new_tokens=plan.tokens, max_new_tokens=plan.tokens,
            pad_token_id=0,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        return float(len(prompts) * (made.shape[1] - width) / seconds)

    return run


def of_server(url: str, name: str, plan: Plan) -> Callable[[list[list[int]]], float]:
    """The server of `lab up`, one request for each stream, all at the same time."""
    from labsupport.models import agree
    from labsupport.services.spec import http_json

    def one(prompt: list[int]) -> int:
        body = {"model": name, "prompt": prompt, "max_tokens": plan.tokens, "temperature": 0, "ignore_eos": True}
        return int(http_json(f"{url}/completions", body)["usage"]["completion_tokens"])

    def run(prompts: list[list[int]]) -> float:
        began = time.perf_counter()
        made = sum(agree.each(one, prompts, len(prompts)))
        return float(made / (time.perf_counter() - began))

    return run


@contextlib.contextmanager
def in_process(folder: Path, plan: Plan, home: Path) -> Iterator[Callable[[list[list[int]]], float]]:
    """`vllm.LLM` in a process of its own, without HTTP. Raises LabError when it ends early."""
    found = vllm.build()
    if found is None:
        raise LabError("vLLM cannot be had on this system", "measure on Linux, where `make lab` installs it")
    conf = vllm.config(folder)
    options = {
        "model": str(folder), "dtype": plan.dtype, "enforce_eager": found.device == "cpu",
        "max_model_len": vllm.served_length(conf), "kv_cache_memory_bytes": vllm.cache_bytes(conf),
        "enable_prefix_caching": True,
    }  # fmt: skip
    log = home / "vllm-in-process.log"
    home.mkdir(parents=True, exist_ok=True)
    argv = [str(found.python), str(WORKER), json.dumps(options)]
    env = offline.child_env(vllm.environment(home, found.device))
    with (
        log.open("w") as errors,
        subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=env
        ) as worker,
    ):
        assert worker.stdin is not None
        assert worker.stdout is not None
        pipes = worker.stdin, worker.stdout

        def reply() -> dict[str, Any]:
            line = pipes[1].readline()
            if not line:
                tail = " ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-3:])
                raise LabError(f"vLLM in process ended early: {tail}", f"{log} has the whole story")
            return dict(json.loads(line))

        def run(prompts: list[list[int]]) -> float:
            print(json.dumps({"prompts": prompts, "tokens": plan.tokens}), file=pipes[0], flush=True)
            got = reply()
            return float(got["tokens"] / got["seconds"])

        try:
            reply()
            yield run
        finally:
            pipes[0].close()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()


# ---- the run
def prompts_of(folder: Path) -> Prompts:
    """Prompts of the lab world's dev split as tokens, each once; then again with another first line."""
    from tokenizers import Tokenizer

    from labsupport.models import agree, evaluate

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    texts = agree.texts(evaluate.lab_world(), 3000)
    for turn in itertools.count():
        for text in texts:
            yield tokenizer.encode((f"{turn}\n" if turn else "") + text).ids


def measure(
    engines: Mapping[str, Callable[[list[list[int]]], float]], prompts: Prompts, plan: Plan
) -> dict[str, list[float]]:
    """New tokens a second by arm, "ENGINE STREAMS", round by round; "ENGINE STREAMS again" is the A/A arm of the
    middle number of streams. An arm runs once unmeasured first."""

    def arm(engine: Callable[[list[list[int]]], float], streams: int) -> Callable[[], float]:
        return lambda: engine(list(itertools.islice(prompts, streams)))

    arms = {f"{name} {s}": arm(engine, s) for name, engine in engines.items() for s in plan.streams}
    middle = plan.streams[len(plan.streams) // 2]
    arms |= {f"{name} {middle} again": arm(engine, middle) for name, engine in engines.items()}
    for warm in arms.values():
        warm()
    return stats.interleave(arms, plan.rounds)


def ratios(rates: Mapping[str, Sequence[float]], plan: Plan) -> list[dict[str, Any]]:
    """Rows {what, value, low, high}: engines at the same number of streams, an engine at more streams, A/A."""
    engines = list(dict.fromkeys(arm.split(" ")[0] for arm in rates))
    pairs = []
    for s in plan.streams:
        plural = "stream" if s == 1 else "streams"
        pairs += [(f"{b} / {a}, {s} {plural}", f"{b} {s}", f"{a} {s}") for a, b in itertools.combinations(engines, 2)]
    first = plan.streams[0]
    pairs += [(f"{e}, {s} / {first} streams", f"{e} {s}", f"{e} {first}") for e in engines for s in plan.streams[1:]]
    again = [arm for arm in rates if arm.endswith(" again")]
    pairs += [(f"A/A: {arm.removesuffix(' again')} streams", arm, arm.removesuffix(" again")) for arm in again]
    rows = []
    for what, top, bottom in pairs:
        found = stats.ratio_ci(rates[top], rates[bottom], paired=True)
        rows.append(
            {"what": what, "value": round(found.value, 3), "low": round(found.low, 3), "high": round(found.high, 3)}
        )
    return rows


def bench(name: str, plan: Plan) -> dict[str, Any]:
    """The record of one model: date, hardware, settings, ratios, and the rates (new tokens a second) by arm."""
    from labsupport.models import agree
    from labsupport.models.train import hardware

    folder = models.verify(name)
    with tempfile.TemporaryDirectory(prefix="lab-bench-models-") as temporary:
        home = Path(temporary)
        with (
            agree.server(name, home=home, dtype=plan.dtype) as found,
            in_process(folder, plan, home / "in-process") as inside,
        ):
            engines = {
                "transformers": of_transformers(folder, plan),
                "server": of_server(found.url, found.details["model"], plan),
                "in-process": inside,
            }
            rates = measure(engines, prompts_of(folder), plan)
    eager = "eager mode" if found.details["device"] == "cpu" else "CUDA graphs"
    return {
        "model": folder.name,
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": hardware(found.details["device"]),
        "rounds": plan.rounds,
        "settings": (
            f"vLLM {found.details['version']} in {eager}, as a server and in process, and transformers' generate, all "
            f"in {plan.dtype}; {plan.tokens} new tokens a stream behind prompts of the lab world"
        ),
        "ratios": ratios(rates, plan),
        "rates": {arm: [round(r, 2) for r in found_rates] for arm, found_rates in rates.items()},
    }


def table(record: Mapping[str, Any]) -> str:
    """A record in plain text."""
    lines = [f"{record['model']}, {record['date']}, {record['hardware']}", record["settings"], ""]
    lines += [f"{'new tokens a second':<48} median   ({record['rounds']} rounds)"]
    lines += [f"  {arm:<46} {stats.median(rates):>7.1f}" for arm, rates in record["rates"].items()]
    lines += ["", f"{'ratio':<48} value   95% interval"]
    lines += [f"  {r['what']:<46} {r['value']:>6.2f}   {r['low']:.2f} to {r['high']:.2f}" for r in record["ratios"]]
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """`lab bench-models [NAME ...] [--rounds R] [--tokens N] [--write]`."""
    parser = argparse.ArgumentParser(prog="lab bench-models", description="Tokens a second of transformers and vLLM.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: {', '.join(shipped.generators())}")
    parser.add_argument("--rounds", type=int, default=Plan.rounds, help="rounds of all arms (default %(default)s)")
    parser.add_argument("--tokens", type=int, default=Plan.tokens, help="new tokens a stream (default %(default)s)")
    parser.add_argument("--dtype", default=Plan.dtype, choices=("bfloat16", "float32"), help="precision of every arm")
    parser.add_argument("--write", action="store_true", help="put the record into data/records and the models' cards")
    options = parser.parse_args(argv)
    if options.rounds < 2 or options.tokens < 1:
        raise LabError(
            f"--rounds {options.rounds} --tokens {options.tokens} gives no interval", "at least 2 rounds and 1 token"
        )
    plan = Plan(rounds=options.rounds, tokens=options.tokens, dtype=options.dtype)
    folders = [models.verify(name) for name in options.names or shipped.generators()]
    offline.apply()  # the same number of threads for every arm
    targets = [settings.load().home / "records" / RECORD]
    if options.write:
        targets.append(settings.repo_root() / "data" / "records" / RECORD)
    for folder, name in zip(folders, options.names or shipped.generators(), strict=True):
        record = bench(name, plan)
        print(table(record), end="\n\n", flush=True)
        for path in targets:
            kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            path.parent.mkdir(parents=True, exist_ok=True)
            write_json(path, kept | {folder.name: record})
        if options.write:
            shipped.write(folder, "bench.json", {k: v for k, v in record.items() if k != "rates"})
    print(f"wrote {', '.join(map(str, targets))}")
    return 0
