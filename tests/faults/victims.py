"""Tills that sell by themselves until they are killed, and tell what they have sold."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Victim(Protocol):
    """A till as one process, which writes each number to a pipe once its order is on disk."""

    @property
    def name(self) -> str: ...

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        """What to start: it opens the store in `folder` itself, sells `orders` orders and ends.

        :param tell: the file descriptor that gets one number a line
        """
        ...


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """`pos-app rehearse`, just as a person would start it."""

    baskets: Path
    name: str = "pos-app rehearse"

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        words = ["rehearse", str(self.baskets), "--orders", str(orders), "--tell", str(tell)]
        return [sys.executable, "-m", "pos_app", "--data-dir", str(folder), *words]


@dataclass(frozen=True, slots=True)
class TellingEarly:
    """The canary: the same till with a planted fault, which the check must find."""

    baskets: Path
    name: str = "canary: tells before COMMIT"

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        words = ["rehearse", str(self.baskets), "--orders", str(orders)]
        script = [sys.executable, "-m", "tests.faults.early_teller", str(tell)]
        return [*script, "--data-dir", str(folder), *words]
