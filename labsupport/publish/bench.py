"""`lab bench`: import time, `lab up` cold and warm, notebooks at full pace. It reports; tests never assert seconds."""

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


def main(argv: list[str]) -> int:
    """Print one table. Runs with its own lab home unless LAB_HOME is set, and stops the services at the end."""
    parser = argparse.ArgumentParser(prog="lab bench", description="import time, lab up, notebooks at full pace")
    parser.add_argument("--no-notebooks", action="store_true", help="import time and services only")
    args = parser.parse_args(argv)
    rows: list[tuple[str, str, str]] = []
    extra, empty = import_ms()
    rows.append(("import labsupport", f"{extra:.1f} ms above an empty program ({empty:.1f} ms)", "150 ms"))
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
