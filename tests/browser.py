"""A headless Chromium of one's own, told what to do through a pipe: no port, no library."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
_WAIT_S: Final = 60
_OPTIONS: Final = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # Nothing but this machine is reachable.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class BrowserError(Exception):
    """It did not do what it was told."""


class Browser:
    """One page of it. What the page itself logs as an error is kept in `complaints`."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer
        self._number = 0
        self._rest = b""
        self._session = ""
        self._loaded = 0
        self.complaints: list[str] = []

    def open_page(self) -> None:
        target = self._tell("Target.createTarget", url="about:blank")["targetId"]
        attached = self._tell("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._tell(f"{domain}.enable")

    def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        """In CSS pixels."""
        self._tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", features=[scheme])

    def go(self, address: str) -> None:
        """Open it and wait until it is loaded."""
        before = self._loaded
        said = self._tell("Page.navigate", url=address)
        if said.get("errorText"):
            raise BrowserError(f"{address}: {said['errorText']}")
        self._wait_loaded(before)

    def submit(self, form: str, **fields: str) -> None:
        """Fill a form in, given by its selector, press its button and wait for what comes."""
        before = self._loaded
        for name, value in fields.items():
            field = f"document.querySelector({json.dumps(form)}).elements[{json.dumps(name)}]"
            self.value(f"{field}.value = {json.dumps(value)}")
        self.value(f"document.querySelector({json.dumps(form + ' button')}).click()")
        self._wait_loaded(before)

    def value(self, expression: str) -> Any:
        said = self._tell("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in said:
            raise BrowserError(str(said["exceptionDetails"]))
        return said["result"].get("value")

    def picture(self, path: Path) -> None:
        """The whole page, however long it is."""
        said = self._tell("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(said["data"]))

    def _wait_loaded(self, before: int) -> None:
        while self._loaded == before:
            self._hear(self._next())

    def _tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == self._number:
                if "error" in said:
                    raise BrowserError(f"{method}: {said['error']}")
                result: dict[str, Any] = said["result"]
                return result
            self._hear(said)

    def _hear(self, said: dict[str, Any]) -> None:
        kind, values = said.get("method"), said.get("params", {})
        if kind == "Page.loadEventFired":
            self._loaded += 1
        elif kind == "Log.entryAdded" and values["entry"]["level"] == "error":
            self.complaints.append(f"{values['entry']['text']} {values['entry'].get('url', '')}")
        elif kind == "Runtime.exceptionThrown":
            self.complaints.append(str(values["exceptionDetails"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._reader, 1 << 16)
            if not more:
                raise BrowserError("Chromium has ended")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(line)
        return said


@contextlib.contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """:param folder: for its profile"""
    assert CHROMIUM is not None, "Chromium is not installed: build/system_packages.sh browser"
    to_it, from_us = _high_pipe()
    to_us, from_it = _high_pipe()
    options = [*_OPTIONS, f"--user-data-dir={folder}"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # Chromium has none for root
    # Its side of the pipes are the descriptors 3 and 4.
    script = f'exec "$@" 3<&{to_it} 4>&{from_it} {to_it}<&- {from_it}>&-'
    process = subprocess.Popen(
        ["bash", "-c", script, "chromium", CHROMIUM, *options, "about:blank"],
        pass_fds=(to_it, from_it),
        env={**os.environ, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_it)
    os.close(from_it)
    try:
        one = Browser(to_us, from_us)
        one.open_page()
        yield one
    finally:
        os.close(from_us)
        os.close(to_us)
        process.terminate()
        try:
            process.wait(_WAIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _high_pipe() -> tuple[int, int]:
    """Away from the numbers that its side will have."""
    low = os.pipe()
    reader, writer = (fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in low)
    for one in low:
        os.close(one)
    return reader, writer
