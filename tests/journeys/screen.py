"""A real X screen without a monitor, and a pair of hands: every key goes through the X server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final

TYPED_GAP_MS: Final = 90
HAND_AFTER_SCAN_S: Final = 0.2
SCANNED_GAP_MS: Final = 4
SIZE: Final = "1366x768x24"
TOOLS: Final = ("Xvfb", "xdotool")


@dataclass(slots=True)
class Screen:
    display: str
    _scanned_at: float = 0.0

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def focus(self, title: str) -> None:
        """There is no window manager: say which window gets the keys."""
        self._hands("search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync")

    def resize(self, title: str, width: int, height: int) -> None:
        """As a window manager would."""
        found = ["search", "--sync", "--onlyvisible", "--name", title]
        self._hands(*found, "windowsize", str(width), str(height))

    def press(self, *keys: str) -> None:
        """Keys by hand, named as X names them; a hand needs a moment after a scan."""
        sleep(max(0.0, self._scanned_at + HAND_AFTER_SCAN_S - monotonic()))
        self._hands("key", "--delay", str(TYPED_GAP_MS), *keys)

    def scan(self, code: str) -> None:
        """As fast as a scanner types, with its Return."""
        typed = ["type", "--delay", str(SCANNED_GAP_MS), "--args", "1", code]
        self._hands(*typed, "key", "--delay", "0", "Return")
        self._scanned_at = monotonic()

    def scan_many(self, codes: Sequence[str], *, every_ms: int) -> None:
        """One after the other, each that long after the one before."""
        words: list[str] = []
        for code in codes:
            typed = ["type", "--delay", str(SCANNED_GAP_MS), "--args", "1", code]
            # xdotool waits after each key: what is left of the time is slept.
            left = every_ms - (len(code) + 1) * SCANNED_GAP_MS
            words += [*typed, "key", "--delay", "0", "Return", "sleep", str(left / 1_000)]
        self._hands(*words)
        self._scanned_at = monotonic()

    def _hands(self, *words: str) -> None:
        subprocess.run(
            ["xdotool", *words], env=self.environment, check=True, timeout=30, capture_output=True
        )


@contextmanager
def x_screen(*others: str) -> Iterator[Screen]:
    """`others` are the sizes of further screens beside the one of the till."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    assert not missing, f"{missing} are not here: build/system_packages.sh test brings them"
    reading, writing = os.pipe()
    sizes = [
        word
        for number, size in enumerate((SIZE, *others))
        for word in ("-screen", str(number), size)
    ]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *sizes, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield Screen(f":{number.readline().strip()}")
    finally:
        server.terminate()
        server.wait(30)
