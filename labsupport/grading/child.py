"""The process that runs a learner's definitions. Standard library only; knows nothing of expected values.

Started as `python -I child.py FD` inside the sandbox. FD is a control socket. The process reads one job frame,
imports the (stripped) subject modules once, and then forks for every scenario, so that each one starts from the
same clean state and an `os._exit` or an endless loop in one of them is only that scenario's failure. Every scenario
gets a socket of its own from the parent; frames are 4 bytes of length and JSON, never pickle.
"""

from __future__ import annotations
import __future__

import ast
import asyncio
import concurrent.futures
import contextlib
import gc
import importlib
import json
import linecache
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
import time
import traceback
import types
from typing import Any, NoReturn

FRAME_LIMIT = 1 << 20  # bytes of one frame, both directions
HEADER = struct.Struct("!I")
SUBMISSION = "submission"
FILENAME = "<ipython-submission>"  # a name that the checks take for the exercise cell


class FrameError(Exception):
    """The other side sent something that is no frame, or closed in the middle of one."""


def encode(message: Any) -> bytes:
    """One frame. ValueError when the message is not JSON or too long."""
    body = json.dumps(message, allow_nan=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(body) > FRAME_LIMIT:
        raise ValueError(f"a message of {len(body)} bytes is above the limit of {FRAME_LIMIT}")
    return HEADER.pack(len(body)) + body


def read_exactly(sock: socket.socket, count: int) -> bytes:
    """`count` bytes, or FrameError at the end of the stream."""
    parts = []
    while count:
        part = sock.recv(min(count, 1 << 16))
        if not part:
            raise FrameError("closed")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def receive(sock: socket.socket) -> Any:
    """The next frame's message, blocking."""
    (length,) = HEADER.unpack(read_exactly(sock, HEADER.size))
    if length > FRAME_LIMIT:
        raise FrameError(f"frame of {length} bytes")
    return json.loads(read_exactly(sock, length))


class Rpc:
    """`await call(event, payload)`: ask the parent. Works from any thread and any event loop, calls may overlap.

    `call.sync(event, payload)` blocks the calling thread for the reply (for subjects that are not coroutines);
    `call.notify(event, payload)` sends without waiting. The parent sees all three in the order sent.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lock = threading.Lock()
        self._next = 0
        self._waiting: dict[int, concurrent.futures.Future[Any]] = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _send(self, message: dict[str, Any]) -> None:
        data = encode(message)
        with self._lock:
            self._sock.sendall(data)

    def _read(self) -> None:
        with contextlib.suppress(Exception):
            while True:
                frame = receive(self._sock)
                future = self._waiting.pop(frame["id"], None)
                if future is None or future.cancelled():
                    continue
                with contextlib.suppress(concurrent.futures.InvalidStateError):
                    if "error" in frame:
                        future.set_exception(RuntimeError(frame["error"]))
                    else:
                        future.set_result(frame.get("reply"))

    def _start(self, event: str, payload: Any) -> concurrent.futures.Future[Any]:
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        with self._lock:
            self._next += 1
            number = self._next
            self._waiting[number] = future
        self._send({"t": "call", "id": number, "event": event, "payload": payload})
        return future

    async def __call__(self, event: str, payload: Any = None) -> Any:
        return await asyncio.wrap_future(self._start(event, payload))

    def sync(self, event: str, payload: Any = None) -> Any:
        return self._start(event, payload).result()

    def notify(self, event: str, payload: Any = None) -> None:
        self._send({"t": "call", "id": 0, "event": event, "payload": payload})


def define(parts: list[list[str]], names: list[str]) -> Any:
    """Execute the lifted parts ([file name, source] each) in one module; the named object, or a tuple of several.

    A `from __future__ import annotations` of one part holds for all, as it does between the cells of a notebook.
    """
    module = types.ModuleType(SUBMISSION)
    module.__file__ = FILENAME
    sys.modules[SUBMISSION] = module
    trees = [ast.parse(text, name) for name, text in parts]
    future = any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" for tree in trees for node in tree.body
    )
    flags = __future__.annotations.compiler_flag if future else 0
    for (name, text), tree in zip(parts, trees, strict=True):
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        exec(compile(tree, name, "exec", flags, dont_inherit=True), module.__dict__)
    missing = [name for name in names if name not in module.__dict__]
    if missing:
        raise LookupError(f"{', '.join(missing)} is not defined")
    found = tuple(module.__dict__[name] for name in names)
    return found[0] if len(found) == 1 else found


def run_visible(exercise_id: str, modules: list[str], subject: Any, patience: float) -> list[dict[str, Any]]:
    """The learner's own checks, as the notebook runs them, with `patience` times the notebook's limit. Feedback only:
    the score rests on the hidden checks."""
    from labsupport.lab.attempt import run_check
    from labsupport.lab.check import show

    exercise = next(e for name in modules for e in importlib.import_module(name).EXERCISES if e.id == exercise_id)
    rows: list[dict[str, Any]] = []
    end = time.monotonic() + exercise.time_limit_s * patience
    objects = subject if isinstance(subject, tuple) else (subject,)
    for check in exercise.checks:
        problem = run_check(check, objects, max(0.05, end - time.monotonic()), exercise)
        row: dict[str, Any] = {"name": check.name, "passed": problem is None}
        if isinstance(problem, NotImplementedError):
            row.update(diagnosis="not-attempted", cause="the exercise is not solved yet", got="NotImplementedError")
        elif problem is not None:
            for key in ("expected", "got", "case", "cause", "read", "diagnosis"):
                row[key] = show(getattr(problem, key, ""), 1000)
        rows.append(row)
    return rows


def describe(error: BaseException) -> dict[str, Any]:
    """Type, shortened message and the line of the submission where the error came from."""
    line = 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == FILENAME:
            line = frame.lineno or 0
    if isinstance(error, SyntaxError):
        line = error.lineno or 0
    try:
        text = str(error)[:500]
    except BaseException:
        text = ""
    return {"type": type(error).__name__[:80], "message": text, "line": line}


def scenario_process(sock: socket.socket) -> None:
    """Body of one forked scenario: read the task, define, drive, send the result."""
    task = receive(sock)
    stage = "define"
    try:
        subject = define(task["parts"], task["names"])
        stage = "drive"
        if task["mode"] == "visible":
            message = {
                "t": "result",
                "value": run_visible(task["exercise"], task["modules"], subject, task["patience"]),
            }
        else:
            space: dict[str, Any] = {"__name__": "driver"}
            exec(compile(task["driver"], "<driver>", "exec", dont_inherit=True), space)
            call = Rpc(sock)
            value = asyncio.run(space["drive"](subject, call, task["args"]))
            stage = "result"
            message = {"t": "result", "value": value}
            data = encode(message)
            with call._lock:
                sock.sendall(data)
            return
        sock.sendall(encode(message))
    except BaseException as error:  # SystemExit and KeyboardInterrupt of the learner included
        found = describe(error)
        found["stub"] = isinstance(error, NotImplementedError)
        sock.sendall(encode({"t": "error", "stage": stage, **found}))
    finally:
        linger(sock)


def linger(sock: socket.socket) -> None:
    """Wait until the parent hangs up. A reply that it writes to a closed socket would cost it the result unread."""
    with contextlib.suppress(OSError):
        while sock.recv(1 << 16):
            pass


def limit(limits: dict[str, int]) -> None:
    """Set the resource limits; never above what the process already has."""
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is None:
            continue
        _, hard = resource.getrlimit(number)
        top = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (top, top))


def prctl(option: int, value: int) -> None:
    """Linux only; elsewhere the parent's kill of the process group has to do."""
    with contextlib.suppress(Exception):
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38


def kill_children() -> None:
    """Kill every process that was started below this one, until none is left."""
    for _ in range(2000):
        try:
            pids = []
            for thread in os.listdir("/proc/self/task"):
                with open(f"/proc/self/task/{thread}/children") as file:
                    pids += [int(pid) for pid in file.read().split()]
        except OSError:
            pids = []
        for pid in pids:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def serve(control: socket.socket) -> None:
    """Fork one process per scenario socket that arrives on the control socket; report how it ended."""
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_read, False)
    os.set_blocking(wake_write, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    while True:
        order, fds, _flags, _address = socket.recv_fds(control, 1, 1)
        if not order:
            return
        if not fds:
            continue
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.setpgid(0, 0)
                prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                for fd in (control.fileno(), wake_read, wake_write):
                    os.close(fd)
                null = os.open(os.devnull, os.O_RDWR)
                for fd in (0, 1, 2):
                    os.dup2(null, fd)
                scenario_process(socket.socket(fileno=fds[0]))
                code = 0
            finally:
                os._exit(code)
        os.close(fds[0])
        status = None
        while status is None:
            readable: list[Any] = [control, wake_read]
            ready, _, _ = select.select(readable, [], [])
            if wake_read in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(wake_read, 4096)
            if control in ready:
                stop = control.recv(1)  # "k": time is over; nothing: the parent is gone
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                if not stop:
                    return
            done, code = os.waitpid(pid, os.WNOHANG)
            status = code if done == pid else None
        kill_children()
        control.sendall(encode({"status": status}))


def main() -> NoReturn:
    control = socket.socket(fileno=int(sys.argv[1]))
    job = receive(control)
    if job.get("uid") and hasattr(os, "geteuid") and os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(job["uid"], job["uid"], job["uid"])
        os.setresuid(job["uid"], job["uid"], job["uid"])
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    with contextlib.suppress(OSError):
        os.chdir(job["folder"])
    limit(job["limits"])
    sys.argv[:] = [SUBMISSION]
    sys.path[:] = job["paths"] + [p for p in sys.path if os.path.realpath(p or ".") not in job["hide"]]
    for name in job["preload"]:
        importlib.import_module(name)
    for name in job["attempt"]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a collection in a fork would write to, and so copy, all that it shares with the others
    prctl(PR_SET_DUMPABLE, 0)
    control.sendall(encode({"ready": True}))
    with contextlib.suppress(OSError):
        serve(control)
    kill_children()
    os._exit(0)


if __name__ == "__main__":
    main()
