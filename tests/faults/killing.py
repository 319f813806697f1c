"""Start a till, kill it at a chosen moment, and hear what it told until then."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence.checkpoint import is_due
from pos_app.adapters.system.paths import DataFolder
from tests.faults.moments import Aim, Moments
from tests.faults.victims import Victim

PATIENCE_S: Final = 30.0
GLANCE_S: Final = 0.0003
BYTES_AT_ONCE: Final = 65_536
ORDERS_ENOUGH: Final = 200
# About as long as each of them takes.
CHECKPOINT_S: Final = 0.005
CLOSING_S: Final = 0.01


class Landing(StrEnum):
    """What it was doing, by the traces it left."""

    LOADING = "while the program loaded"
    OPENING = "while the store and the shift opened, before the first order"
    SELLING = "between the first order and the last"
    CLOSING = "after the last order, while shift and store closed"
    ENDED = "too late: it had ended"


class TillFailedError(Exception):
    """The till ended by itself, and not well."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds from the start to the store's lock, and from there to the first order."""

    to_lock: float
    to_first: float


@dataclass(frozen=True, slots=True)
class Killed:
    """What one till did until it was killed."""

    told: tuple[str, ...]
    landing: Landing
    log_full: bool
    """Whether it had come to a checkpoint that was not done yet."""
    at_ns: int
    """On the monotonic clock, which all processes share."""


class Till:
    """A running victim, seen from outside: its pipe, its lock and its write-ahead log."""

    def __init__(self, victim: Victim, folder: Path, orders: int) -> None:
        self.orders = orders
        self.store = DataFolder(folder)
        self.told: list[str] = []
        self._rest = b""
        self._errors = folder.with_name(f"{folder.name}.stderr")
        self._pipe, tell = os.pipe()
        try:
            with self._errors.open("wb") as errors:
                self.process = subprocess.Popen(
                    victim.command(folder, orders=orders, tell=tell),
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    pass_fds=(tell,),
                    start_new_session=True,
                )
        finally:
            os.close(tell)

    def wait_until(self, reached: Callable[[], bool]) -> None:
        """Return when it is so, or when the till has ended or takes far too long."""
        deadline = time.monotonic() + PATIENCE_S
        while not reached() and time.monotonic() < deadline:
            if not self._hear(GLANCE_S):
                return

    def wait_seconds(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not self._hear(left):
                return

    def holds_lock(self) -> bool:
        try:
            return self.store.lock.read_text(encoding="ascii").strip() == str(self.process.pid)
        except OSError:
            return False

    def log_is_full(self) -> bool:
        return is_due(self.store.store)

    def has_told(self, orders: int) -> bool:
        return len(self.told) >= orders

    def kill(self) -> int:
        """Kill the whole group, hear what is left in the pipe, and return how it ended.

        :raises TillFailedError: if it had ended by itself with an error
        """
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.finish()

    def finish(self) -> int:
        """Wait for the end; 0, or minus the signal that killed it.

        :raises TillFailedError: with its last words
        """
        self.wait_until(lambda: False)
        try:
            code = self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            raise TillFailedError("it hangs") from error
        if code not in (0, -signal.SIGKILL):
            raise TillFailedError(self._errors.read_text(encoding="utf-8").strip())
        return code

    def close(self) -> None:
        os.close(self._pipe)

    def _hear(self, seconds: float) -> bool:
        """Take what comes within this time; False at the end of the pipe."""
        readable, _, _ = select.select([self._pipe], [], [], seconds)
        if not readable:
            return True
        data = os.read(self._pipe, BYTES_AT_ONCE)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.told += [line.decode("ascii") for line in lines]
        return bool(data)


@contextmanager
def started(victim: Victim, folder: Path, *, orders: int) -> Iterator[Till]:
    """A till in its own process group; nothing of it outlives the block."""
    till = Till(victim, folder, orders)
    try:
        yield till
    finally:
        if till.process.poll() is None:
            os.killpg(till.process.pid, signal.SIGKILL)
            till.process.wait(PATIENCE_S)
        till.close()


def undisturbed(victim: Victim, folder: Path, *, orders: int) -> tuple[tuple[str, ...], Pace]:
    """Let it sell and end by itself.

    :raises TillFailedError: if it does not
    """
    with started(victim, folder, orders=orders) as till:
        before = time.monotonic()
        till.wait_until(till.holds_lock)
        locked = time.monotonic()
        till.wait_until(lambda: till.has_told(1))
        first = time.monotonic()
        if till.finish() != 0 or len(till.told) != orders:
            raise TillFailedError(f"it told {len(till.told)} of {orders} orders")
        return tuple(till.told), Pace(locked - before, first - locked)


def kill_one(victim: Victim, folder: Path, aim: Aim, pace: Pace, rng: random.Random) -> Killed:
    """:raises TillFailedError: if it ended by itself with an error"""
    moments = victim.moments
    orders = rng.randint(1, moments.orders_before) if aim is Aim.CLOSING else ORDERS_ENOUGH
    with started(victim, folder, orders=orders) as till:
        _wait_for_moment(till, aim, pace, moments, rng)
        at_ns = time.monotonic_ns()
        code = till.kill()
        return Killed(tuple(till.told), _landing(till, code), till.log_is_full(), at_ns)


def _wait_for_moment(
    till: Till, aim: Aim, pace: Pace, moments: Moments, rng: random.Random
) -> None:
    match aim:
        case Aim.LOADING:
            till.wait_seconds(rng.uniform(0.0, pace.to_lock))
        case Aim.OPENING:
            till.wait_until(till.holds_lock)
            till.wait_seconds(rng.uniform(0.0, pace.to_first))
        case Aim.ORDER:
            wanted = rng.randint(1, moments.orders_before)
            till.wait_until(lambda: till.has_told(wanted))
            till.wait_seconds(rng.expovariate(1 / moments.order_s))
        case Aim.CHECKPOINT:
            till.wait_until(till.log_is_full)
            till.wait_seconds(rng.uniform(0.0, CHECKPOINT_S))
        case Aim.CLOSING:
            till.wait_until(lambda: till.has_told(till.orders))
            till.wait_seconds(rng.expovariate(1 / CLOSING_S))


def _landing(till: Till, code: int) -> Landing:
    if code == 0:
        return Landing.ENDED
    if till.has_told(till.orders):
        return Landing.CLOSING
    if till.told:
        return Landing.SELLING
    return Landing.OPENING if till.holds_lock() else Landing.LOADING
