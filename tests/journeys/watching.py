"""Start the till as a process of its own, and follow what its screen shows."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Final

from tests.journeys.screen import Screen

WAIT_S: Final = 30.0
BYTES_AT_ONCE: Final = 65_536
Shown = dict[str, Any]


class WatchedTill:
    def __init__(self, screen: Screen, folder: Path) -> None:
        self._rest = b""
        self.shown: Shown = {"page": "", "lines": [], "labels": {}}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.watched_till", str(folder)],
            env=screen.environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_until(self, is_so: Callable[[Shown], bool]) -> Shown:
        """What is shown when it first is so."""
        deadline = monotonic() + WAIT_S
        while not is_so(self.shown):
            left = deadline - monotonic()
            assert left > 0, f"waited {WAIT_S} s in vain; shown is {self.shown}"
            self._read(left)
        return self.shown

    def wait_for_page(self, name: str) -> Shown:
        return self.wait_until(lambda shown: shown["page"] == name)

    def wait_for_lines(self, count: int) -> Shown:
        return self.wait_until(lambda shown: len(shown["lines"]) == count)

    def kill(self) -> None:
        """Pull the plug."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(WAIT_S)

    def _read(self, seconds: float) -> None:
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        readable, _, _ = select.select([pipe], [], [], seconds)
        if not readable:
            return
        data = os.read(pipe, BYTES_AT_ONCE)
        assert data, f"the till has ended; last shown was {self.shown}"
        *lines, self._rest = (self._rest + data).split(b"\n")
        if lines:
            self.shown = json.loads(lines[-1])


@contextmanager
def watched_till(screen: Screen, folder: Path, *, title: str) -> Iterator[WatchedTill]:
    """The till on this screen, with the keys going to it; nothing of it outlives the block."""
    till = WatchedTill(screen, folder)
    try:
        till.wait_for_page("sign_in")
        screen.focus(title)
        yield till
    finally:
        if till.process.poll() is None:
            till.kill()
        assert till.process.stdout is not None
        till.process.stdout.close()
