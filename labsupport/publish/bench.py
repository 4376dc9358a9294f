"""`lab bench`: import time, the world, `lab up` cold and warm, notebooks at full pace.

It reports; tests never assert seconds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from labsupport import offline, settings
from labsupport.errors import LabError
from labsupport.publish import testrun

REPEATS = 9


def process_ms(code: str, repeats: int = REPEATS) -> list[float]:
    """Milliseconds that `python -c CODE` takes in fresh processes, one after the other."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.repo_root())
        found.append((time.perf_counter() - start) * 1000)
    return found


def import_ms() -> tuple[float, float]:
    """Median ms of `import labsupport` above an empty program's, and the empty program's; the arms are interleaved."""
    empty: list[float] = []
    full: list[float] = []
    for _ in range(REPEATS):
        empty += process_ms("pass", 1)
        full += process_ms("import labsupport", 1)
    return statistics.median(full) - statistics.median(empty), statistics.median(empty)


def command_s(*words: str) -> float:
    """Seconds of one `lab` command; its output is shown. Raises LabError when it fails."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "labsupport.cli", *words], cwd=settings.repo_root())
    if done.returncode:
        raise LabError(f"lab {' '.join(words)} ended with code {done.returncode}", "mend what it says above first")
    return time.perf_counter() - start


def world_rows() -> list[tuple[str, str, str]]:
    """Reading and making the lab world, each in a fresh process: seconds, and the memory of a world block by block."""
    took = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
    load = took.format("from labsupport import world; world.load()")
    build = took.format(
        "from labsupport.world import builder, sets; w = builder.build(builder.LAB_SEED);"
        " print(sum(len(sets.make(n, w)) for n in sets.NAMES), 'items')"
    )
    blocks = (
        "import resource; from labsupport.world import builder;"
        " print(sum(len(b.documents) for b in builder.blocks(7, {0})));"
        " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )

    def last(code: str) -> float:
        done = subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.repo_root(), capture_output=True)
        return float(done.stdout.split()[-1])

    size = sum(p.stat().st_size for p in (settings.repo_root() / "data" / "world").iterdir()) / 1e6
    return [
        ("world.load(), with import", f"{statistics.median(last(load) for _ in range(3)):.2f} s", "1 s"),
        ("world of scale 1, all sets", f"{last(build):.1f} s", "60 s"),
        ("peak memory, scale 1 and 6", f"{last(blocks.format(1)):.0f} and {last(blocks.format(6)):.0f} MB", "1000 MB"),
        ("data/world", f"{size:.1f} MB", "15 MB"),
    ]


def main(argv: list[str]) -> int:
    """Print one table. Runs with its own lab home unless LAB_HOME is set, and stops the services at the end."""
    parser = argparse.ArgumentParser(
        prog="lab bench", description="import time, the world, lab up, notebooks at full pace"
    )
    parser.add_argument("--no-notebooks", action="store_true", help="import time, world and services only")
    args = parser.parse_args(argv)
    rows: list[tuple[str, str, str]] = []
    extra, empty = import_ms()
    rows.append(("import labsupport", f"{extra:.1f} ms above an empty program ({empty:.1f} ms)", "150 ms"))
    rows += world_rows()
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as folder:
        os.environ.setdefault("LAB_HOME", folder)
        os.environ.update(offline.env())
        home = Path(os.environ["LAB_HOME"])
        try:
            command_s("down")
            rows.append(("lab up, cold", f"{command_s('up', '01'):.1f} s", "90 s"))
            rows.append(("lab up, warm", f"{command_s('up', '01'):.1f} s", "5 s"))
            if not args.no_notebooks:
                from labsupport.publish import execute

                for stage in testrun.stages(None):
                    result = execute.solution(stage)
                    what = f"{result.seconds:.1f} s, peak {result.peak_mb:.0f} MB"
                    rows.append((f"{stage} solution, full pace", what + ("" if result.ok else " FAILED"), "90 s"))
        finally:
            command_s("down")
        print(f"\n{'what':<28} {'measured':<48} goal   (lab home {home})")
        for what, measured, goal in rows:
            print(f"{what:<28} {measured:<48} {goal}")
    return 0
