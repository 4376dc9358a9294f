"""`lab open [STAGE]`: working copies, the stage's services and JupyterLab on loopback, with nothing called home."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport import offline, settings
from labsupport.errors import LabError

FIRST_PORT = 8888
# The server is on loopback: a proxy that the environment names must neither be asked nor see the token.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
START_S = 120.0

# Read from a configuration folder of our own, so that neither the person's Jupyter settings change nor ours depend
# on them. No news, no update check, no extension manager: each of them asks a server outside.
SERVER_CONFIG: dict[str, Any] = {
    "LabApp": {
        "news_url": None,
        "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "extension_manager": "readonly",
    },
    "ServerApp": {"terminals_enabled": True, "quit_button": False},
}
FRONTEND_DEFAULTS: dict[str, Any] = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
        "doNotDisturbMode": True,
    },
    "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False},
}


@dataclass(frozen=True)
class Running:
    """The JupyterLab server of this lab home: process id, its create time (seconds since the epoch), port, token."""

    pid: int
    created: float
    port: int
    token: str
    root: str

    def url(self, notebook: str = "") -> str:
        path = f"/lab/tree/{notebook}" if notebook else "/lab"
        return f"http://127.0.0.1:{self.port}{path}?token={self.token}"


def folder(home: Path) -> Path:
    """Where the server's configuration, log and state lie."""
    return home / "jupyter"


def running(home: Path) -> Running | None:
    """The server that this lab home started and that still runs, or None; a stale state file is removed."""
    import psutil

    state = folder(home) / "server.json"
    try:
        found = Running(**json.loads(state.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    try:
        process = psutil.Process(found.pid)
        if abs(process.create_time() - found.created) < 1.0 and process.status() != psutil.STATUS_ZOMBIE:
            return found
    except psutil.Error:
        pass
    state.unlink(missing_ok=True)
    return None


def stop(home: Path) -> bool:
    """Stop the server and its kernels; returns whether one was running."""
    import psutil

    found = running(home)
    if found is None:
        return False
    process = psutil.Process(found.pid)
    family = [*process.children(recursive=True), process]
    process.terminate()
    _, left = psutil.wait_procs(family, timeout=10)
    for child in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(left, timeout=5)
    (folder(home) / "server.json").unlink(missing_ok=True)
    return True


def choose_port(wanted: int | None) -> int:
    """The wanted port, or the first free one from 8888. Raises LabError when the wanted one is taken."""
    from labsupport.services import ports

    if wanted is not None:
        if not 1 <= wanted <= 65535:
            raise LabError(f"--port {wanted} is not a port number", "give a number from 1024 to 65535")
        ports.require(wanted, "JupyterLab")
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + 200):
        if ports.is_free(port):
            return port
    raise LabError(f"ports {FIRST_PORT} to {FIRST_PORT + 199} are all taken", "close a program, or give --port")


def write_config(home: Path) -> Path:
    """Write the server's and the front end's settings; returns the configuration folder."""
    config = folder(home) / "config"
    (config / "labconfig").mkdir(parents=True, exist_ok=True)
    (config / "jupyter_server_config.json").write_text(json.dumps(SERVER_CONFIG, indent=1), encoding="utf-8")
    defaults = config / "labconfig" / "default_setting_overrides.json"
    defaults.write_text(json.dumps(FRONTEND_DEFAULTS, indent=1), encoding="utf-8")
    return config


def start(home: Path, root: Path, port: int) -> Running:
    """Start JupyterLab in its own session and wait until it answers. Raises LabError with the end of its log."""
    import psutil

    base = folder(home)
    config = write_config(home)
    token = secrets.token_hex(16)
    extra = {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_RUNTIME_DIR": str(base / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(base / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(base / "workspaces"),
        "JUPYTER_TOKEN": token,  # not on the command line, where other users of the machine could read it
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # containers; the server listens on loopback with a token
    log = base / "server.log"
    with log.open("wb") as stream:
        child = subprocess.Popen(
            command,
            cwd=root,
            env=offline.child_env(extra),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C goes to `lab open`, which then stops the server in order
        )
    found = Running(child.pid, psutil.Process(child.pid).create_time(), port, token, str(root))
    state = base / "server.json"
    handle = os.open(state, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # the token opens the notebooks
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(found.__dict__, out)
    deadline = time.monotonic() + START_S
    try:
        while not answers(found):
            if child.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join("    " + line for line in log.read_text("utf-8", "replace").splitlines()[-8:])
                problem = f"JupyterLab did not start; the end of {log}:\n{tail}"
                raise LabError(problem, "mend the cause and run the command again")
            time.sleep(0.2)
    except BaseException:  # Ctrl-C too: nothing half-started stays behind
        stop(home)
        state.unlink(missing_ok=True)
        raise
    return found


def answers(found: Running) -> bool:
    """Whether the server answers a request with its token."""
    url = f"http://127.0.0.1:{found.port}/api/status?token={found.token}"
    try:
        with _OPENER.open(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def has_display() -> bool:
    """Whether opening a browser can work here."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(argv: list[str]) -> int:
    """`lab open [STAGE] [--port N] [--no-browser] [--no-services] [--detach] [--stop]`."""
    parser = argparse.ArgumentParser(prog="lab open", description="services and JupyterLab on a stage")
    parser.add_argument("stage", nargs="?", default="01", help="two digits, for example 01")
    parser.add_argument("--port", type=int, help="this port or none (default: the first free one from 8888)")
    parser.add_argument("--no-browser", action="store_true", help="print the URL only")
    parser.add_argument("--no-services", action="store_true", help="JupyterLab only")
    parser.add_argument("--detach", action="store_true", help="return when the server answers; stop it with --stop")
    parser.add_argument("--stop", action="store_true", help="stop the JupyterLab of this lab home")
    args = parser.parse_args(argv)
    home = settings.load().home
    if args.stop:
        print("JupyterLab is stopped" if stop(home) else "no JupyterLab of this lab home is running")
        return 0
    from labsupport.publish import workcopy

    offline.apply()
    port = choose_port(args.port)  # before the slow part, so that a taken port is said at once
    stage = args.stage.zfill(2)
    notebook = workcopy.ensure(stage)
    if not args.no_services:
        from labsupport.services import commands

        code = commands.up([stage])
        if code:
            return code
    folder(home).mkdir(parents=True, exist_ok=True)
    found = running(home)
    reused = found is not None and found.root == str(notebook.parent) and answers(found)
    if found is None or not reused:
        stop(home)
        print("starting JupyterLab", flush=True)
        found = start(home, notebook.parent, port)
    url = found.url(notebook.name)
    print(f"\nstage {stage}: {notebook}\nopen     {url}\n", flush=True)
    if not args.no_browser and not args.detach and has_display():
        webbrowser.open(url)
    if args.detach:
        print("JupyterLab runs in the background; `lab open --stop` stops it, `lab down` stops the services")
        return 0
    if reused:
        print("JupyterLab was already running; `lab open --stop` stops it")
        return 0
    print("Ctrl-C stops JupyterLab; services keep running until `lab down`", flush=True)
    try:
        while running(home) is not None:
            time.sleep(0.5)
        print("JupyterLab has ended; services keep running until `lab down`")
    except KeyboardInterrupt:
        print("\nstopping JupyterLab; services still run, `lab down` stops them", flush=True)
        stop(home)
    return 0
