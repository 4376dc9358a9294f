"""`lab up`, `lab down` and `lab status`: what people see of the services."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from labsupport import services, settings
from labsupport.errors import LabError
from labsupport.services.control import Progress
from labsupport.services.spec import Spec
from labsupport.services.state import Service

SILENT_S = 2.0  # shorter waits need no report


@contextlib.contextmanager
def reporting(progress: Progress | None = None) -> Iterator[Progress]:
    """A progress report for a wait: a tqdm line on a terminal, one line every 10 s elsewhere; none below 2 s."""
    if progress is not None:
        yield progress
        return
    from tqdm import tqdm

    terminal = sys.stderr.isatty()
    # A notebook shows stderr as if something were wrong; a wait is not.
    stream = sys.stdout if "ipykernel" in sys.modules else sys.stderr
    bar: tqdm[Any] | None = None
    said = -10.0

    def report(service: Service, spec: Spec, waited_s: float) -> None:
        nonlocal bar, said
        if waited_s < SILENT_S:
            return
        text = f"{service.name}: {service.status}, usually {spec.usual}"
        if terminal:
            if bar is None:
                bar = tqdm(total=None, bar_format="{desc} [{elapsed}]", ascii=True, leave=False, file=sys.stderr)
                bar.start_t = time.time() - waited_s
            bar.set_description_str(text)
        elif waited_s - said >= 10.0:
            said = waited_s
            print(f"{text} ({waited_s:.0f} s)", file=stream, flush=True)

    try:
        yield report
    finally:
        if bar is not None:
            bar.close()


def _names(arguments: Sequence[str]) -> list[str]:
    """Service names from stages ("01", "1") and names, in order, without repeats. Raises LabError."""
    names: list[str] = []
    for argument in arguments or ["01"]:
        stage = argument.zfill(2) if argument.isdigit() else argument
        if stage in services.NEEDS:
            names += services.NEEDS[stage]
        elif argument in services.NAMES:
            names.append(argument)
        else:
            known = ", ".join((*services.NEEDS, *services.NAMES))
            raise LabError(f"{argument!r} is neither a stage nor a service", f"use one of: {known}")
    return list(dict.fromkeys(names))


def _parser(command: str, text: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"lab {command}", description=text, allow_abbrev=False)


def _line(found: services.Endpoint) -> str:
    facts = [f"{key}={found.details[key]}" for key in ("model", "max_model_len", "device") if found.details.get(key)]
    missing = found.details.get("missing") or []
    process = f"pid {found.pid}" if found.pid is not None else "no process of the lab"
    text = f"{found.name:<7} ready   {found.url}  {found.kind}, {process}" + (f"  {' '.join(facts)}" if facts else "")
    return text + "".join(f"\n        lacks: {feature}" for feature in missing)


def up(argv: list[str]) -> int:
    """`lab up [STAGE|NAMES...]`: start, wait until healthy, say where."""
    parser = _parser("up", "Start what a stage needs and wait until it is healthy.")
    parser.add_argument("what", nargs="*", help=f"stages ({', '.join(services.NEEDS)}) or services; default: 01")
    names = _names(parser.parse_args(argv).what)
    begun = time.monotonic()
    for found in services.up(names).values():
        print(_line(found))
    print(f"ready in {time.monotonic() - begun:.1f} s")
    return 0


def down(argv: list[str]) -> int:
    """`lab down`: stop everything and remove every state file."""
    _parser("down", "Stop every service.").parse_args(argv)
    stopped = services.down()
    print(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")
    return 0


def status(argv: list[str]) -> int:
    """`lab status [--json]`: what runs where, and what went wrong. Exit code 1 if a service has failed."""
    parser = _parser("status", "Say what runs where.")
    parser.add_argument("--json", action="store_true", help="machine-readable")
    options = parser.parse_args(argv)
    report = services.status()
    if options.json:
        print(json.dumps(report, indent=1, sort_keys=True))
    else:
        print("\n".join(_table(report)))
    return 1 if any(row["status"] == "failed" for row in report["services"].values()) else 0


def _table(report: dict[str, Any]) -> list[str]:
    pid = report["supervisor"]
    lines = [f"lab home    {report['home']}", f"supervisor  {f'pid {pid}' if pid else 'not running'}"]
    if report["left_over"]:
        lines.append("a supervisor was killed and left its state behind: `lab up` or `lab down` clears it up")
    for name, row in report["services"].items():
        process = row["process"]
        where = f"{row['url'] or '-'}  {row['kind']}" + (f", pid {process['pid']}" if process else "")
        memory = f", {_resident_mib(process['pid'])} MiB" if process else ""
        lines.append(f"{name:<7} {row['status']:<10} {where}{memory}")
        details = row.get("details", {})
        facts = ("model", "max_model_len", "block_size", "device", "version", "source")
        if any(details.get(key) for key in facts):
            lines.append("        " + " ".join(f"{key}={details[key]}" for key in facts if details.get(key)))
        lines += [f"        lacks: {feature}" for feature in details.get("missing", ())]
        if row.get("restarts"):
            lines.append(f"        restarted {row['restarts']} time(s)")
        for event in row["events"]:
            lines.append(f"        {event['time']} {event['what']}")
            lines += [f"        | {line}" for line in event["log"]]
        if row.get("problem"):
            lines += [f"        {row['problem']}", f"        remedy: {row['remedy']}"]
    if not report["services"]:
        lines.append(f"no service runs; start with `lab up` (settings: {settings.load().model})")
    return lines


def _resident_mib(pid: int) -> int:
    """Resident memory of a process and its descendants in MiB (shared pages count once per process)."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total // 2**20
