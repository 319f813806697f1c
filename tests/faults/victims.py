"""Tills that sell by themselves until they are killed, and tell what they have sold."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from tests.faults.moments import Aim, Moments
from tests.faults.verdict import Fault

REHEARSING: Final = Moments(
    aims={Aim.LOADING: 1, Aim.OPENING: 1, Aim.ORDER: 5, Aim.CHECKPOINT: 3, Aim.CLOSING: 2},
    orders_before=25,
    order_s=0.004,
)


class Victim(Protocol):
    """A till as one process, which writes each number to a pipe once its order is on disk."""

    @property
    def name(self) -> str: ...
    @property
    def moments(self) -> Moments: ...

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        """What to start: it opens the store in `folder` itself, sells `orders` orders and ends.

        :param tell: the file descriptor that gets one number a line
        """
        ...

    def faults(self, folder: Path, told: Sequence[str], killed_ns: int) -> Iterable[Fault]:
        """What only this till promises beside its numbers, examined after a kill."""
        ...


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """`pos-app rehearse`, just as a person would start it."""

    baskets: Path
    name: str = "pos-app rehearse"
    moments: Moments = REHEARSING

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        words = ["rehearse", str(self.baskets), "--orders", str(orders), "--tell", str(tell)]
        return [sys.executable, "-m", "pos_app", "--data-dir", str(folder), *words]

    def faults(self, _folder: Path, _told: Sequence[str], _killed_ns: int) -> Iterable[Fault]:
        return ()


@dataclass(frozen=True, slots=True)
class TellingEarly:
    """The canary: the same till with a planted fault, which the check must find."""

    baskets: Path
    name: str = "canary: tells before COMMIT"
    moments: Moments = REHEARSING

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        words = ["rehearse", str(self.baskets), "--orders", str(orders)]
        script = [sys.executable, "-m", "tests.faults.early_teller", str(tell)]
        return [*script, "--data-dir", str(folder), *words]

    def faults(self, _folder: Path, _told: Sequence[str], _killed_ns: int) -> Iterable[Fault]:
        return ()
