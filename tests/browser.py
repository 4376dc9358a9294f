"""A headless Chromium driven through its DevTools protocol over two pipes: no driver package, no port."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-features=NetworkTimeServiceQuerying", "--remote-debugging-pipe",
)  # fmt: skip
KEYS = {  # key: code, number, text
    "Enter": ("Enter", 13, "\r"), " ": ("Space", 32, " "), "Tab": ("Tab", 9, ""), "ArrowDown": ("ArrowDown", 40, ""),
    "k": ("KeyK", 75, "k"),
}  # fmt: skip
MODIFIERS = {"": 0, "Control": 2, "Shift": 8}
LIMIT_S = 300.0  # of one answer, on a machine where everything else runs as well


class Browser:
    """One Chromium process; `page()` opens a tab of its own."""

    def __init__(self, profile: Path) -> None:
        to_read, to_write = os.pipe(), os.pipe()  # Chromium reads commands at descriptor 3 and answers at 4
        theirs = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (to_read[0], to_write[1])]
        script = f'exec "$@" 3<&{theirs[0]} 4>&{theirs[1]}'
        self.process = subprocess.Popen(
            ["bash", "-c", script, "chromium", CHROMIUM, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for fd in (*theirs, to_read[0], to_write[1]):
            os.close(fd)
        self._write, self._read = to_read[1], to_write[0]
        self._buffer, self._number = b"", 0
        self._pages: dict[str, Page] = {}

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """The result of one command; events that come before it go to their pages."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        answer: dict[str, Any] = {}

        def arrived(got: dict[str, Any]) -> bool:
            answer.update(got if got.get("id") == number else {})
            return bool(answer)

        self.wait(arrived, method)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def wait(self, done: Callable[[dict[str, Any]], bool], what: str) -> None:
        """Take messages until `done` says so of one; raises TimeoutError after LIMIT_S seconds."""
        end = time.monotonic() + LIMIT_S
        while True:
            while b"\0" in self._buffer:
                line, self._buffer = self._buffer.split(b"\0", 1)
                got = json.loads(line)
                if got.get("sessionId") in self._pages:
                    self._pages[got["sessionId"]].take(got.get("method", ""), got.get("params", {}))
                if done(got):
                    return
            if not select.select([self._read], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError(f"Chromium said nothing for {LIMIT_S:g} s: {what}")
            data = os.read(self._read, 1 << 20)
            if not data:
                raise RuntimeError(f"Chromium ended: {what}")
            self._buffer += data

    @contextlib.contextmanager
    def page(self, *, width: int = 1280, height: int = 900, scripts: bool = True, dark: bool = False) -> Iterator[Page]:
        """A new tab of this size in CSS pixels, with storage of its own; closed at the end."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self._pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        page.size(width, height)
        page.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        page.media(scheme="dark" if dark else "light")
        try:
            yield page
        finally:
            self.call("Target.disposeBrowserContext", browserContextId=context)
            del self._pages[session]

    def close(self) -> None:
        """Ask Chromium to end, and make it end."""
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            self.call("Browser.close")
        for fd in (self._write, self._read):
            os.close(fd)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Page:
    """One tab. `requests` holds the address of each request, `problems` each error that the console would show."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser, self.session = browser, session
        self.requests: list[str] = []
        self.problems: list[str] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **params)

    def take(self, method: str, params: dict[str, Any]) -> None:
        """Keep what an event tells."""
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(str(params["exceptionDetails"].get("exception", params)))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert", "warning"):
            self.problems.append(" ".join(str(arg.get("value", arg)) for arg in params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.problems.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")

    def size(self, width: int, height: int = 900) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def media(self, *, scheme: str = "light", medium: str = "") -> None:
        """What the style sheets are told: colour scheme, no transitions, and "print" for a printer."""
        told = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in told.items()]
        self.call("Emulation.setEmulatedMedia", media=medium, features=features)

    def goto(self, url: str) -> None:
        """Open an address and wait for its load event."""
        loaded = self.call("Page.navigate", url=url)
        if "errorText" in loaded:
            raise RuntimeError(f"{url}: {loaded['errorText']}")
        self.browser.wait(
            lambda got: got.get("method") == "Page.loadEventFired" and got.get("sessionId") == self.session, url
        )

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited if it is a promise. Works with page scripts off too."""
        got = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(got["exceptionDetails"].get("exception", {}).get("description", str(got)))
        return got["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until an expression is true, also over a change of page, in which it has no value."""
        end = time.monotonic() + LIMIT_S
        while time.monotonic() < end:
            with contextlib.suppress(RuntimeError):
                if self.run(script):
                    return
            time.sleep(0.05)
        raise TimeoutError(f"never true in {LIMIT_S:g} s: {script}")

    def press(self, *keys: str) -> None:
        """Press keys, such as "Enter" or "Shift+Tab", one after the other at the element that has the focus; anything
        else is typed."""
        for key in keys:
            held, _, name = key.rpartition("+")
            if name not in KEYS:
                self.call("Input.insertText", text=key)
                continue
            code, number, text = KEYS[name]
            facts = {"key": name, "code": code, "windowsVirtualKeyCode": number, "modifiers": MODIFIERS[held]}
            self.call("Input.dispatchKeyEvent", type="keyDown", **facts, **({} if held or not text else {"text": text}))
            self.call("Input.dispatchKeyEvent", type="keyUp", **facts)
