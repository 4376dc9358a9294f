"""`lab measure`: a stage at deep pace, topic by topic; a topic measured with the same code, data and model is kept."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from labsupport import settings
from labsupport.lab import records, store
from labsupport.publish import execute, source

PACE = "deep"


def main(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab measure STAGE [--again]`: returns 1 if a topic failed. Interrupted, it goes on with the topic it was in.

    The records lie under the lab home until `lab accept STAGE` promotes them.
    """
    parser = argparse.ArgumentParser(prog="lab measure", description="Measure a stage at deep pace, resumable.")
    parser.add_argument("stage")
    parser.add_argument("--again", action="store_true", help="measure topics anew that are already there")
    args = parser.parse_args(list(argv))
    stage = source.load(source.stage_path(args.stage, root))
    hashes = dict(records.hashes(settings.load().model))
    for topic in stage.topics:
        if not args.again and _measured(args.stage).get(topic) == hashes:
            print(f"{topic} is measured with this code, data and model; --again repeats it")
            continue
        result = execute.student(args.stage, PACE, topic=topic, root=root)
        print(execute.describe(result))
        if not result.ok:
            return 1
        with store.update(records.path(args.stage)) as data:
            data["paces"][PACE].setdefault("measured", {})[topic] = hashes
    print(f"promote the records with `lab accept {args.stage}`")
    return 0


def _measured(stage: str) -> dict[str, dict[str, str]]:
    """Topics of a stage with the hashes they were measured with."""
    block = store.read(records.path(stage)).get("paces", {}).get(PACE, {})
    found: dict[str, dict[str, str]] = block.get("measured", {})
    return found
