"""`lab bench-aio`: what bounds, inboxes and validation cost, as ratios of interleaved arms. Reports, never asserts."""

from __future__ import annotations

import argparse
import importlib
import importlib.util

# module:function; the function takes rounds= and seed= and returns rows {"what": text, "ratio": Interval}. The module
# keeps its arms, so that what is measured lies beside what it measures.
ARMS = ("labsupport.aio.bench:rows", "labsupport.contracts.bench:rows")


def main(argv: list[str]) -> int:
    """Print one line a ratio, with its 95 % interval."""
    parser = argparse.ArgumentParser(prog="lab bench-aio", description="CPU ratios of interleaved arms, with A/A arms")
    parser.add_argument("--rounds", type=int, default=15, help="measurements of each arm (default 15)")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    print(f"{'ratio of CPU seconds':<60} {'value':>7}  95 % interval   ({args.rounds} rounds)")
    for target in ARMS:
        module, _, name = target.partition(":")
        package = module.rpartition(".")[0]
        if importlib.util.find_spec(package) is None or importlib.util.find_spec(module) is None:
            print(f"{module}: not part of this copy of the lab")
            continue
        for row in getattr(importlib.import_module(module), name)(rounds=args.rounds, seed=args.seed):
            ratio = row["ratio"]
            print(f"{row['what']:<60} {ratio.value:>7.2f}  [{ratio.low:.2f}, {ratio.high:.2f}]", flush=True)
    return 0
