"""What has really moved at a simulated processor: the oracle of every test that pays."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that moved: `amount` in the processor's own units, below 0 where it was given back."""

    attempt_id: str
    """The till's, as the request named it; a refund's own where it names one."""
    amount: int
    currency: str
    remote_id: str


class Ledger:
    """Written by the simulator where the money moves, and nowhere else."""

    def __init__(self) -> None:
        self.moves: list[Moved] = []

    def add(self, attempt_id: str, amount: int, currency: str, remote_id: str) -> None:
        self.moves.append(Moved(attempt_id, amount, currency, remote_id))

    def captured(self, attempt_id: str = "") -> int:
        """What was taken for this attempt, or for all."""
        return sum(one.amount for one in self._of(attempt_id) if one.amount > 0)

    def given_back(self, attempt_id: str = "") -> int:
        """What was given back by this attempt, or by all; 0 or more."""
        return -sum(one.amount for one in self._of(attempt_id) if one.amount < 0)

    def _of(self, attempt_id: str) -> list[Moved]:
        return [one for one in self.moves if attempt_id in {"", one.attempt_id}]
