"""The `lab` command: a table of subcommands, each imported only when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence

from labsupport.errors import LabError

# name -> (module:function taking the remaining arguments and returning an exit code, one-line help)
COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("labsupport.services.commands:up", "start what a stage needs and wait until it is healthy"),
    "down": ("labsupport.services.commands:down", "stop every service"),
    "status": ("labsupport.services.commands:status", "say what runs where"),
    "doctor": ("labsupport.services.doctor:main", "per stage: fits, fits smaller, not here, and why"),
    "open": ("labsupport.publish.open_lab:main", "start services and JupyterLab on a stage"),
    "build": ("labsupport.publish.build:main", "make the notebooks from solutions/NN_slug.py (--check compares)"),
    "run": ("labsupport.publish.execute:main", "run a stage, or one topic of it, headless"),
    "test": ("labsupport.publish.testrun:main", "the whole test suite without outgoing network"),
    "update": ("labsupport.publish.workcopy:update", "bring newer stages into work/ without losing answers"),
    "reset": ("labsupport.publish.workcopy:reset", "restore one exercise in work/"),
    "progress": ("labsupport.lab.progress:main", "what is done, as a table"),
    "claims": ("labsupport.lab.claims:main", "the claims ledger with verdicts"),
    "measure": ("labsupport.publish.measure:main", "a stage at deep pace, topic by topic, resumable"),
    "accept": ("labsupport.lab.records:accept", "promote records of the last run to data/records/"),
    "grade": ("labsupport.grading.grade:main", "grade submissions into CSV, JSON and HTML feedback"),
    "export-grades": ("labsupport.grading.lms:main", "grades.csv as Canvas or Moodle imports it"),
    "simulate-class": ("labsupport.grading.simulate:main", "invent a class that hands in, with its true scores"),
    "release": ("labsupport.grading.release:main", "make the student bundle, or all bundles of a course"),
    "train": ("labsupport.models.train:main", "train a lab model from its configuration"),
    "train-heads": ("labsupport.models.heads.train:main", "train the small heads on MiniLM"),
    "train-vision": ("labsupport.models.vision.train:main", "train the vision encoder before a frozen lab model"),
    "eval-models": (
        "labsupport.models.shipped:main",
        "judge the shipped models (--write puts the figures in their cards)",
    ),
    "bench-models": ("labsupport.models.bench:main", "tokens per second of transformers and vLLM, as ratios"),
    "bench-engine": ("labsupport.engine.bench:main", "tokens per second of the engine beside them, as ratios"),
    "world": ("labsupport.world.builder:main", "build the lab world (--check compares with data/world)"),
    "gpu": ("labsupport.models.gpu:main", "the checks that need a CUDA device, and their dated record"),
    "lock": ("labsupport.publish.lock:main", "compile the lock files and environment.yml from requirements/*.in"),
    "bench": ("labsupport.publish.bench:main", "import time, lab up cold and warm, topics at full pace"),
    "bench-aio": ("labsupport.publish.bench_aio:main", "what bounds, inboxes and validation cost, as ratios"),
    "bench-retrieval": ("labsupport.retrieval.bench:main", "what retrieval finds by query kind, costs as ratios"),
    "bench-grading": ("labsupport.grading.bench:main", "CPU and submissions per minute of grading, as ratios"),
    "site": ("labsupport.publish.site:main", "build the rendered pages"),
    "uninstall": ("labsupport.publish.uninstall:main", "remove everything the lab put on this machine"),
}


def usage() -> str:
    width = max(map(len, COMMANDS))
    return "usage: lab COMMAND [options]\n\n" + "\n".join(f"  {n:<{width}}  {h}" for n, (_, h) in COMMANDS.items())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand. A LabError or a file that cannot be read or written becomes two lines on stderr and exit
    code 2, never a traceback."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        if not args or args[0] in ("-h", "--help"):
            print(usage(), flush=True)
            return 0
        if args[0] not in COMMANDS:
            raise LabError(f"unknown command {args[0]!r}", f"known commands: {', '.join(COMMANDS)}")
        module, function = COMMANDS[args[0]][0].split(":")
        code = int(getattr(importlib.import_module(module), function)(args[1:]) or 0)
        sys.stdout.flush()  # here, where a reader that has left is no error
        return code
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        if not _reader_left():
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains as it ends
        return 1
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)  # a write that fails so does not know its file's name
        if error.filename is None and not full:  # no file of a person's: a bug, and then the traceback is what helps
            raise
        problem = LabError(
            f"{error.filename or 'writing'}: {error.strerror or type(error).__name__}",
            "check that the path is right, can be read and written, and that the disk has room",
        )
        print(f"lab: {problem}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        if (error.name or "labsupport").partition(".")[0] == "labsupport":  # a bug of ours
            raise
        folder = sys.prefix if sys.prefix != sys.base_prefix else "the lab's .venv"
        problem = LabError(
            f"the package {error.name!r} is missing in {sys.prefix}",
            f"run `.venv/bin/lab`, which `make lab` creates; if you ran that, delete {folder} and run `make lab`",
        )
        print(f"lab: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("lab: stopped", file=sys.stderr)
        return 130


def _reader_left() -> bool:
    """Whether nobody reads our output any more, as in `lab claims | head`; another pipe may have broken, too."""
    try:
        os.write(sys.stdout.fileno(), b"\n")
    except BrokenPipeError:
        return True
    except OSError:
        return False
    return False


if __name__ == "__main__":
    raise SystemExit(main())
