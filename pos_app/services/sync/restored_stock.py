"""What happened to the shelf of one product since the store was put back from a backup first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_SOLD: Final = frozenset({"order", "refund", "receipt"})


@dataclass(slots=True)
class RestoredStock:
    """Thousandths; by epoch where it matters in which one a movement was written."""

    product_id: int
    booked: int = 0
    """For entries that only head office holds."""
    level: int = 0
    """What this terminal has of it."""
    counted_in: int = 0
    """The epoch in which the shelf was counted last: that knows of every move of those before.

    0 if it was not since the store was put back first.
    """
    opened: dict[int, int] = field(default_factory=dict)
    """Opening stock that came in since then and since the last count."""
    sold: dict[int, int] = field(default_factory=dict)
    """And received."""
    reached: int = 0
    """The newest movement that was taken in."""

    def take(self, movement: int, kind: str, quantity: int, *, epoch: int) -> None:
        self.reached = movement
        if epoch == 1:  # it was not put back yet
            return
        if kind == "count":
            self.counted_in, self.opened = epoch, {}
        elif kind == "opening":
            self.opened[epoch] = self.opened.get(epoch, 0) + quantity
        elif kind in _SOLD:
            self.sold[epoch] = self.sold.get(epoch, 0) + quantity

    def moved_after(self, epoch: int) -> int:
        """What was sold here and received in the epochs after this one."""
        return sum(more for one, more in self.sold.items() if one > epoch)
