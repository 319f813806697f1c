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
LOOK_S: Final = 0.2
"""After so long what is not on the screen, such as a file, is looked at again."""
REST_S: Final = 0.1
"""Five times as long as the till takes to look at itself once more."""
BYTES_AT_ONCE: Final = 65_536
Shown = dict[str, Any]


class TillEndedError(AssertionError):
    """With what it had shown last."""


class Watched:
    """What a till says of its screen through a pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._rest = b""
        self.shown: Shown = {"page": "", "lines": [], "labels": {}, "visible": False}

    def wait_until(self, is_so: Callable[[Shown], bool]) -> Shown:
        """What is shown when it first is so."""
        deadline = monotonic() + WAIT_S
        while not is_so(self.shown):
            left = deadline - monotonic()
            assert left > 0, f"waited {WAIT_S} s in vain; shown is {self.shown}"
            self._read(min(left, LOOK_S))
        return self.shown

    def catch_up(self) -> None:
        """See what has been shown since, until nothing more comes."""
        deadline = monotonic() + WAIT_S
        while self._read(REST_S):
            assert monotonic() < deadline, f"it never rests; shown is {self.shown}"

    def wait_for_page(self, name: str) -> Shown:
        return self.wait_until(lambda shown: shown["page"] == name)

    def wait_for_lines(self, count: int) -> Shown:
        return self.wait_until(lambda shown: len(shown["lines"]) == count)

    def _read(self, seconds: float) -> bool:
        """Whether anything came in that time."""
        readable, _, _ = select.select([self._pipe], [], [], seconds)
        if not readable:
            return False
        data = os.read(self._pipe, BYTES_AT_ONCE)
        if not data:
            raise TillEndedError(self.shown)
        *lines, self._rest = (self._rest + data).split(b"\n")
        if lines:
            self.shown = json.loads(lines[-1])
        return True


class WatchedTill(Watched):
    def __init__(self, screen: Screen, folder: Path, practice: Path | None) -> None:
        words = [str(folder)] if practice is None else [str(folder), str(practice)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.watched_till", *words],
            env=screen.environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        super().__init__(self.process.stdout.fileno())

    def kill(self) -> None:
        """Pull the plug."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(WAIT_S)


@contextmanager
def watched_practice(pipe: Path) -> Iterator[Watched]:
    """The practice that a watched till opens while this lasts."""
    handle = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield Watched(handle)
    finally:
        os.close(handle)


@contextmanager
def watched_till(
    screen: Screen, folder: Path, *, title: str, practice: Path | None = None
) -> Iterator[WatchedTill]:
    """The till on this screen, with the keys going to it; nothing of it outlives the block.

    :param practice: a named pipe for what its practice shows
    """
    till = WatchedTill(screen, folder, practice)
    try:
        till.wait_for_page("sign_in")
        screen.focus(title)
        yield till
    finally:
        if till.process.poll() is None:
            till.kill()
        assert till.process.stdout is not None
        till.process.stdout.close()
